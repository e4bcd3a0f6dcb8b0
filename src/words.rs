//! Names as words, and words as names.

/// Abbreviations that makers expect in capitals.
const ACRONYMS: [&str; 24] = [
    "api", "cc", "crm", "csv", "html", "http", "https", "id", "ip", "json", "pdf", "sku", "sms", "sql",
    "ssl", "ui", "uri", "url", "utc", "uuid", "vat", "vm", "xml", "zip",
];

/// Words that a title does not capitalise, unless they come first.
const SMALL: [&str; 19] = [
    "a", "an", "and", "as", "at", "but", "by", "for", "from", "in", "into", "of", "on", "or", "per", "the",
    "to", "via", "with",
];

/// The words of a name in camel case, snake case or the like: `webURL_v2` has `web`, `URL`, `v2`.
pub fn split(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut previous = ' ';
    let mut chars = name.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
        // A capital begins a word: after a small letter, or as the last of several before one.
        let begins =
            char.is_uppercase() && (!previous.is_uppercase() || next_is_lower) && previous.is_alphanumeric();
        if let Some(from) = start
            && (!char.is_alphanumeric() || begins)
        {
            words.push(&name[from..at]);
            start = None;
        }
        if start.is_none() && char.is_alphanumeric() {
            start = Some(at);
        }
        previous = char;
    }
    words.extend(start.map(|from| &name[from..]));
    words
}

/// A name as a label: `webUrl` is "Web URL".
pub fn label(name: &str) -> String {
    split(name).into_iter().map(capitalize).collect::<Vec<_>>().join(" ")
}

/// A sentence as a title: "Get a team" is "Get a Team".
pub fn title_case(text: &str) -> String {
    let words = text.split(' ').enumerate().map(|(index, word)| {
        let small = index > 0 && SMALL.contains(&word.to_lowercase().as_str());
        if small { word.to_lowercase() } else { capital_first(word) }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A title as a sentence: "When a Team is Created" is "When a team is created." Acronyms stay as they are.
pub fn sentence(title: &str) -> String {
    let words = title.split(' ').enumerate().map(|(index, word)| {
        let acronym = word.chars().filter(|char| char.is_uppercase()).count() > 1;
        match index {
            _ if acronym => word.to_owned(),
            0 => capital_first(word),
            _ => word.to_lowercase(),
        }
    });
    let mut text = words.collect::<Vec<_>>().join(" ");
    if !text.is_empty() && !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

/// In PascalCase: `team_created` is `TeamCreated`.
pub fn pascal_case(name: &str) -> String {
    split(name).into_iter().map(capital_first).collect()
}

/// With a small first letter: `TeamCreated` is `teamCreated`, `URLList` is `urlList`.
pub fn camel_case(name: &str) -> String {
    let words = split(name);
    match words.split_first() {
        Some((first, rest)) => {
            first.to_lowercase() + &rest.iter().map(|word| capital_first(word)).collect::<String>()
        }
        None => name.to_owned(),
    }
}

fn capitalize(word: &str) -> String {
    let lower = word.to_lowercase();
    if ACRONYMS.contains(&lower.as_str()) { lower.to_uppercase() } else { capital_first(word) }
}

fn capital_first(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A type of JSON in a sentence: `an array`, `a string`.
pub fn article(name: &str) -> String {
    match name {
        "null" => "null".to_owned(),
        "array" | "object" | "integer" => format!("an {name}"),
        _ => format!("a {name}"),
    }
}
