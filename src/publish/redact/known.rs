//! Secrets that are known by their value, in the spellings in which they come back.

use super::{REDACTED, Secret};
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use regex::Regex;
use std::fmt::Write as _;

/// Below this many bytes a value is a word that stands everywhere; to take it out would spoil every text.
pub(in crate::publish) const SHORTEST: usize = 4;

#[derive(Default)]
pub(super) struct Known {
    /// Longest first: one may begin with another.
    spellings: Vec<String>,
    pattern: Option<Regex>,
}

impl Known {
    pub(super) fn add(&mut self, secret: &Secret) {
        let value = secret.expose();
        for value in [value, value.trim()] {
            if value.len() >= SHORTEST {
                self.spellings.extend(spellings(value));
            }
        }
        self.spellings.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        self.spellings.dedup();
        let escaped: Vec<String> = self.spellings.iter().map(|spelling| regex::escape(spelling)).collect();
        // One pass over the text, so that nothing is looked for inside of what was put in.
        self.pattern = (!escaped.is_empty()).then(|| {
            let mut pattern = regex::RegexBuilder::new(&escaped.join("|"));
            pattern.size_limit(usize::MAX).build().expect("internal error: escaped texts are a pattern")
        });
    }

    pub(super) fn redact(&self, text: &str) -> String {
        match &self.pattern {
            Some(pattern) => pattern.replace_all(text, REDACTED).into_owned(),
            None => text.to_owned(),
        }
    }
}

/// As it is, and as JSON, JSON in JSON, URLs, forms, markup and Base64 have it.
fn spellings(value: &str) -> Vec<String> {
    let json = json(value, false);
    let ascii = self::json(value, true);
    let percent = percent(value, "%20");
    vec![
        value.to_owned(),
        self::json(&json, false),
        self::json(&ascii, true),
        json,
        ascii,
        lower_escapes(&percent),
        lower_escapes(&self::percent(value, "+")),
        self::percent(value, "+"),
        percent,
        markup(value, "&#39;"),
        markup(value, "&#x27;"),
        BASE64_STANDARD.encode(value),
        BASE64_URL_SAFE_NO_PAD.encode(value),
    ]
}

/// The content of a JSON string; in ASCII on request, as many clients write it.
fn json(value: &str, ascii: bool) -> String {
    let quoted = serde_json::Value::from(value).to_string();
    let mut text = String::new();
    for char in quoted[1..quoted.len() - 1].chars() {
        if char.is_ascii() || !ascii {
            text.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

fn percent(value: &str, space: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            b' ' => text.push_str(space),
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

/// `%2F` as `%2f`.
fn lower_escapes(percent: &str) -> String {
    let mut left = 0;
    let chars = percent.chars().map(|char| {
        left = if char == '%' { 3_usize } else { left.saturating_sub(1) };
        if left > 0 { char.to_ascii_lowercase() } else { char }
    });
    chars.collect()
}

fn markup(value: &str, apostrophe: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', apostrophe)
}
