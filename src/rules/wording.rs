//! What can be said of a text without knowing what it means.

use crate::words;

/// Whether nothing can be read in it.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Its words: letters and digits that stand together.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The first of some words that stands in a text as a whole word, whatever its case.
pub(super) fn whole_word<'a>(text: &str, list: &'a [String]) -> Option<&'a str> {
    list.iter()
        .find(|listed| words_of(text).any(|word| word.eq_ignore_ascii_case(listed)))
        .map(String::as_str)
}

/// The first of some phrases that stands in a text, whatever its case.
pub(super) fn phrase<'a>(text: &str, list: &'a [String]) -> Option<&'a str> {
    list.iter().find(|phrase| contains(text, phrase)).map(String::as_str)
}

fn contains(text: &str, phrase: &str) -> bool {
    let (text, phrase) = (text.as_bytes(), phrase.as_bytes());
    text.windows(phrase.len().max(1)).any(|window| window.eq_ignore_ascii_case(phrase))
}

/// The first of some phrases whose words stand in a text as whole words, whatever their case.
pub(super) fn whole_phrase<'a>(text: &str, list: &'a [String]) -> Option<&'a str> {
    let stands = |phrase: &str| {
        contains(text, phrase)
            && text.char_indices().any(|(at, _)| {
                let end = at + phrase.len();
                text.get(at..end).is_some_and(|found| found.eq_ignore_ascii_case(phrase))
                    && !text[..at].ends_with(char::is_alphanumeric)
                    && !text[end..].starts_with(char::is_alphanumeric)
            })
    };
    list.iter().map(String::as_str).find(|phrase| stands(phrase))
}

/// The first character that English does not need: any that is not ASCII.
pub(super) fn foreign(text: &str) -> Option<char> {
    if text.is_ascii() { None } else { text.chars().find(|char| !char.is_ascii()) }
}

/// The first letter that English does not have.
pub(super) fn foreign_letter(text: &str) -> Option<char> {
    if text.is_ascii() { None } else { text.chars().find(|char| !char.is_ascii() && char.is_alphabetic()) }
}

/// Where an address begins in a text.
pub(super) fn address(text: &str) -> Option<&str> {
    let start = ["https://", "http://", "www."].iter().filter_map(|sign| text.find(sign)).min()?;
    let rest = &text[start..];
    let end = rest.find(|char: char| char.is_whitespace() || matches!(char, ')' | '>' | ']' | '"' | '\''));
    Some(rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', ';']))
}

/// Whether a text ends as a sentence does. What closes a bracket or a quotation does not count.
pub(super) fn ends_as_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches([')', ']', '"', '\'', '*', '_', '`', '”', '’'])
        .ends_with(['.', '!', '?', '…'])
}

/// Whether each word of several is written with a capital, as in a title.
pub(super) fn is_title_case(text: &str) -> bool {
    let mut later = text.split(' ').skip(1).filter(|word| word.len() > 3).peekable();
    // What has a second capital or a digit is a name or an abbreviation, and those keep their capitals.
    let plain = |word: &str| word.chars().skip(1).all(char::is_lowercase);
    later.peek().is_some()
        && later.clone().all(|word| word.starts_with(char::is_uppercase))
        && later.filter(|word| plain(word)).count() > 1
}

/// The first word that a title would write with a capital.
pub(super) fn small_word(text: &str) -> Option<&str> {
    text.split(' ')
        .enumerate()
        .find(|(at, word)| {
            word.starts_with(|first: char| first.is_lowercase()) && (*at == 0 || word.len() > 4)
        })
        .map(|(_, word)| word)
}

/// A text with a capital at its start; `None` where the first word may be a name that begins with a small letter.
pub(super) fn with_capital(text: &str) -> Option<String> {
    let word = text.split(' ').next().unwrap_or_default();
    let mut chars = text.chars();
    let first = chars.next()?;
    is_plain_word(word).then(|| first.to_uppercase().chain(chars).collect())
}

/// Whether a text and a title that was made of it differ in the capitals of plain words alone.
pub(super) fn only_capitals_differ(text: &str, title: &str) -> bool {
    let mut pairs = text.split(' ').zip(title.split(' '));
    pairs.all(|(word, titled)| word == titled || is_plain_word(word) && words::label(word) == titled)
}

/// Whether a word is neither a name in capitals of its own nor an address or a number.
fn is_plain_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The label that a name stands for, where that is more than a sign.
pub(super) fn derived_label(name: &str) -> Option<String> {
    let label = words::label(name);
    let joins = |char: char| char.is_ascii_alphanumeric() || "_-. $".contains(char);
    let is_word = name.chars().all(joins) && words::split(name).iter().any(|word| word.len() > 1);
    is_word.then_some(label)
}

/// Whether two texts say the same, whatever their case and punctuation.
pub(super) fn say_the_same(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) < 8 && {
        let mut others = words_of(other);
        let same =
            words_of(one).all(|word| others.next().is_some_and(|other| word.eq_ignore_ascii_case(other)));
        same && others.next().is_none()
    }
}

/// Whether a text is an absolute address on the web.
pub(super) fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"].into_iter().find_map(|scheme| {
        text.get(..scheme.len())
            .filter(|start| start.eq_ignore_ascii_case(scheme))
            .map(|_| &text[scheme.len()..])
    });
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| !host.is_empty()) && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_sentences_are_told_apart() {
        assert!(is_title_case("Send An Email Message"));
        assert!(!is_title_case("Send an email"));
        assert!(!is_title_case("Get GitHub issues"));
        assert!(!is_title_case("List Pets"));
        assert_eq!(small_word("Team id"), None);
        assert_eq!(small_word("team"), Some("team"));
        assert!(ends_as_sentence("Lists all pets (of a shop.)"));
        assert!(!ends_as_sentence("Lists all pets"));
    }

    #[test]
    fn words_count_as_a_whole() {
        let list = ["api".to_owned(), "power apps".to_owned()];
        assert_eq!(whole_word("The API", &list), Some("api"));
        assert_eq!(whole_word("OptiAPI", &list), None);
        assert_eq!(phrase("For Power Apps", &list), Some("power apps"));
        assert_eq!(whole_phrase("For Power Apps", &list), Some("power apps"));
        assert_eq!(whole_phrase("Superpower appsé", &list[1..]), None);
        assert!(say_the_same("Get a team", "Get a team."));
        assert!(!say_the_same("Get a team", "Get teams"));
    }

    #[test]
    fn addresses_are_found() {
        assert_eq!(address("See (https://a.example/b)."), Some("https://a.example/b"));
        assert_eq!(address("See www.example.com, or not"), Some("www.example.com"));
        assert!(is_web_address("HTTPS://a.example") && !is_web_address("https://") && !is_web_address("a.b"));
    }
}
