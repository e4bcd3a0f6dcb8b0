//! What a name that does not exist was probably meant to be.

/// The candidate that is spelt most like `name`, if one is near enough to be a slip of the hand:
/// at most one edit (a letter added, left out, replaced, or two swapped) for every three letters, and one in
/// shorter names. Of equally near ones, the first.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates {
        let letters: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        let allowed = (name.len().max(letters.len()) / 3).max(1);
        let limit = best.map_or(allowed, |(distance, _)| allowed.min(distance.saturating_sub(1)));
        if name.len().abs_diff(letters.len()) > limit {
            continue;
        }
        let distance = distance(&name, &letters);
        // As many edits as there are letters is another word.
        if distance <= limit && distance < name.len().max(letters.len()) {
            if best.is_none_or(|(other, _)| distance < other) {
                best = Some((distance, candidate));
            }
            if distance == 0 {
                break;
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Damerau-Levenshtein distance, where no letter is edited twice (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(a != b);
            let mut least = replaced.min(above[column + 1] + 1).min(line[column] + 1);
            let swapped = row > 0 && column > 0 && *a == right[column - 1] && left[row - 1] == *b;
            if swapped {
                least = least.min(before[column - 1] + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_hand_is_found() {
        let names = ["description", "summary", "operationId", "parameters"];
        for (slip, meant) in [
            ("desciption", Some("description")),
            ("sumamry", Some("summary")),
            ("operationID", Some("operationId")),
            ("parameter", Some("parameters")),
            ("responses", None),
            ("x", None),
            ("put", None),
        ] {
            assert_eq!(nearest(slip, names.into_iter()), meant, "{slip}");
        }
    }

    #[test]
    fn the_nearest_wins_and_of_two_the_first() {
        assert_eq!(nearest("Teem", ["Them", "Team", "Teem"].into_iter()), Some("Teem"));
        assert_eq!(nearest("/teams", ["/teamz", "/teamx"].into_iter()), Some("/teamz"));
        assert_eq!(nearest("", ["a"].into_iter()), None);
    }
}
