//! `pattern`: a regular expression. Only faults that no dialect forgives are told.

use crate::diagnostic::{Findings, Rule, page};
use crate::tree::{NodeId, Tree};
use std::iter::Peekable;
use std::str::Chars;

/// Microsoft's name for a pattern that cannot be read.
pub static PATTERN_SHOULD_BE_VALID_REGULAR_EXPRESSION: Rule =
    Rule::fault("PatternShouldBeValidRegularExpression", page!("PatternShouldBeValidRegularExpression"));

pub(super) fn check(tree: &Tree, node: NodeId, findings: &mut Findings) {
    let Some(pattern) = tree.get(node, "pattern") else { return };
    let Some(fault) = tree.str(pattern).and_then(fault) else { return };
    findings
        .report(
            &PATTERN_SHOULD_BE_VALID_REGULAR_EXPRESSION,
            pattern,
            format!("`{}` is no regular expression: {fault}", tree.text(pattern)),
        )
        .help("correct it, or put a backslash before what stands for itself");
}

/// The platform reads patterns as .NET does; what that has beyond other dialects is let through.
fn fault(pattern: &str) -> Option<&'static str> {
    let mut chars = pattern.chars().peekable();
    let mut groups = 0_usize;
    // Whether something stands before that a quantifier can repeat.
    let mut repeatable = false;
    while let Some(char) = chars.next() {
        let before = std::mem::replace(&mut repeatable, true);
        match char {
            '\\' if chars.next().is_none() => return Some("it ends in a backslash"),
            '[' if !class(&mut chars) => return Some("a `[` is not closed"),
            '(' => {
                groups += 1;
                repeatable = false;
                // What a group is follows a question mark, which repeats nothing.
                chars.next_if_eq(&'?');
            }
            ')' if groups == 0 => return Some("a `)` closes nothing"),
            ')' => groups -= 1,
            '|' | '^' => repeatable = false,
            '*' | '+' | '?' if !before => return Some("a quantifier has nothing to repeat"),
            '*' | '+' | '?' => {
                chars.next_if(|next| matches!(next, '?' | '+'));
            }
            '{' if reversed(&chars) => return Some("a quantifier repeats at least more than at most"),
            _ => {}
        }
    }
    (groups > 0).then_some("a `(` is not closed")
}

/// Goes past a class of characters; `false` if it does not end.
fn class(chars: &mut Peekable<Chars<'_>>) -> bool {
    chars.next_if_eq(&'^');
    // As the first of its characters the bracket stands for itself.
    chars.next_if_eq(&']');
    let mut depth = 1;
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                chars.next();
            }
            // .NET subtracts a class within a class: `[a-z-[aeiou]]`.
            '-' if chars.peek() == Some(&'[') => {
                chars.next();
                depth += 1;
            }
            ']' if depth == 1 => return true,
            ']' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Whether `{5,2}` follows, without its first character.
fn reversed(chars: &Peekable<Chars<'_>>) -> bool {
    let text: String = chars.clone().take_while(|char| char.is_ascii_digit() || *char == ',').collect();
    let closed = chars.clone().nth(text.chars().count()) == Some('}');
    let Some((least, most)) = text.split_once(',').filter(|_| closed) else { return false };
    matches!((least.parse::<u64>(), most.parse::<u64>()), (Ok(least), Ok(most)) if least > most)
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn only_what_no_dialect_reads_is_a_fault() {
        for pattern in [
            "",
            "^[a-z-[aeiou]]+$",
            "(?<name>a)(?=b)(?!c)\\1",
            "a{",
            "a{2,5}?",
            "[]]",
            "[^]]",
            "\\p{IsGreek}",
            "a*?",
            "(?i)x",
            "^\\d{4}-\\d{2}$",
            "a{,3}",
            "(a|)*",
            "]",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
        for pattern in ["(", ")", "[a", "*a", "a|+", "a\\", "a{5,2}", "(?:a", "[\\]"] {
            assert!(fault(pattern).is_some(), "{pattern}");
        }
    }
}
