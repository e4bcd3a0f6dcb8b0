//! Secrets that are told by the name in front of them: members of JSON, fields of forms, queries, headers, elements.

use super::REDACTED;
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

/// `spec/platform/connection.toml`
#[derive(Deserialize)]
struct Connection {
    secrets: Secrets,
}

#[derive(Deserialize)]
struct Secrets {
    endings: Vec<String>,
}

static ENDINGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let connection: Connection = toml::from_str(include_str!("../../../spec/platform/connection.toml"))
        .expect("internal error: the facts about connections are TOML");
    connection.secrets.endings
});

/// What protocols call their secrets, beside the endings that connection parameters have.
const PROTOCOLS: [&str; 7] = [
    "authorization",
    "cookie",
    // The signature of a storage address.
    "sig",
    "assertion",
    "devicecode",
    "identityheader",
    "signature",
];

/// Headers whose value runs to the end of the line.
const WHOLE_LINE: [&str; 2] = ["authorization", "cookie"];

/// Whether what goes by this name is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let plain = plain(name);
    let mut endings = ENDINGS.iter().map(String::as_str).chain(PROTOCOLS);
    endings.any(|ending| plain.ends_with(ending))
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// A name, the quote that ends it, and what stands between it and its value.
static NAMES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?<name>[A-Za-z0-9_.$-]+)(?<end>\\*["'])?(?<between>\s*(?:[:=]|%(?:25)*3[DdAa])\s*|>)(?<open>\\*["'])?"#)
        .expect("internal error: names and values are a regular expression")
});

/// Text without the values of what is a secret by its name.
pub(super) fn redact(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = NAMES.captures_at(text, at) {
        let whole = found.get(0).expect("internal error: a match has a whole");
        let name = found.name("name").map_or("", |name| name.as_str());
        let between = found.name("between").map_or("", |between| between.as_str().trim());
        let open = found.name("open").map(|open| open.as_str());
        let value = &text[whole.end()..];
        let length = match (between, open) {
            _ if !is_secret(name) => None,
            (">", _) => {
                let element = text[..whole.start()].ends_with(['<', ':']);
                element.then(|| value.find('<').unwrap_or(value.len()))
            }
            (_, Some(open)) => Some(closed(value, open)),
            (between, None) => {
                let length = bare(value, name, between);
                let unquoted = between == ":" && found.name("end").is_none();
                (!unquoted || !is_prose(name, &value[..length], &value[length..])).then_some(length)
            }
        };
        match length {
            Some(length) if length > 0 => {
                seen.push_str(&text[at..whole.end()]);
                seen.push_str(REDACTED);
                at = whole.end() + length;
            }
            // What follows a name that says nothing may be a name itself.
            _ => {
                let end = found.name("name").map_or(whole.end(), |name| name.end());
                seen.push_str(&text[at..end]);
                at = end;
            }
        }
    }
    seen + &text[at..]
}

/// Whether what stands behind a colon is the next word of a sentence: "the token: expired", "client-secret:
/// AZURE_CLIENT_SECRET is not set".
fn is_prose(name: &str, value: &str, after: &str) -> bool {
    let mixed = value.len() >= 16 && value.contains(|char: char| char.is_ascii_digit());
    if ["token", "signature", "cookie", "assertion"].contains(&plain(name).as_str()) {
        return !mixed;
    }
    let small = value.chars().all(|char| char.is_ascii_lowercase() || char == '-');
    let capital = value.chars().all(|char| char.is_ascii_uppercase() || char == '_');
    let goes_on = after.starts_with('`') || after.starts_with(' ') && !after.trim_ascii_start().is_empty();
    (small || capital) && goes_on
}

/// How long a value in quotes is: to the same quote, behind as many backslashes and no more. One that was cut off
/// ends with its line.
fn closed(value: &str, open: &str) -> usize {
    let quote = open.chars().last().unwrap_or('"');
    let depth = open.len() - 1;
    let value = value.split(['\r', '\n']).next().unwrap_or_default();
    let ends = value.match_indices(quote).map(|(at, _)| {
        let backslashes = value[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        (at, backslashes)
    });
    let mut ends = ends.filter(|(_, backslashes)| *backslashes <= depth);
    ends.next().map_or(value.len(), |(at, backslashes)| at - backslashes)
}

/// How long a value without quotes is.
fn bare(value: &str, name: &str, between: &str) -> usize {
    if value.starts_with(['{', '[']) && !value.starts_with(REDACTED) {
        return 0;
    }
    let plain = plain(name);
    let line = between == ":" && WHOLE_LINE.iter().any(|header| plain.ends_with(header));
    let end = if line {
        value.find(['\r', '\n'])
    } else {
        value.find(|char: char| char.is_whitespace() || "&;,\"'`<>\\)}".contains(char))
    };
    let end = end.unwrap_or(value.len());
    if ["null", "true", "false"].contains(&&value[..end]) || is_variable(&value[..end]) {
        return 0;
    }
    if between.starts_with('%') {
        static AMPERSAND: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new("%(?:25)*26").expect("internal error: an escaped ampersand is a regular expression")
        });
        return AMPERSAND.find(&value[..end]).map_or(end, |found| found.start());
    }
    end
}

/// Where a secret will be put, and is not yet: `$(System.AccessToken)`, `${CLIENT_SECRET}`.
fn is_variable(value: &str) -> bool {
    let name = value.strip_prefix("$(").or_else(|| value.strip_prefix("${"));
    name.is_some_and(|name| {
        name.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_'))
    })
}
