//! What must not be seen is taken out of every text before anybody sees it.

mod known;
mod members;
mod printable;
mod secret;

pub use printable::printable;
pub use secret::Secret;

pub(super) use known::SHORTEST;

use known::Known;
use regex::{Captures, Regex};
use serde_json::{Map, Value};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// What stands in the place of what was taken out.
pub const REDACTED: &str = "[redacted]";

/// Takes secrets out of texts: those it was told of, in every spelling they travel in, and whatever looks like
/// one by its shape or by the name it goes by. Clones share what they know.
#[derive(Clone, Default)]
pub struct Redactor {
    known: Arc<Mutex<Known>>,
}

impl Redactor {
    /// One that knows no secret yet, and recognises them by shape and name.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on, this value is taken out wherever it stands.
    pub fn know(&self, secret: &Secret) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).add(secret);
    }

    /// Text without secrets. It keeps its control characters: [`printable()`] takes those.
    pub fn text(&self, text: &str) -> String {
        let text = self.known.lock().unwrap_or_else(PoisonError::into_inner).redact(text);
        let text = shapes(&text);
        members::redact(&text)
    }

    /// The same for a document: members that hold a secret by their name lose it, whatever it looks like.
    pub fn json(&self, value: &Value) -> Value {
        self.member(value, false)
    }

    /// What a server sent, as a person may read it on a terminal: without secrets, escape sequences and control
    /// characters, whatever its encoding.
    pub fn body(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        let text = match serde_json::from_str::<Value>(&text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => self.json(&value).to_string(),
            _ => self.text(&text),
        };
        // A secret may have been broken by an escape sequence.
        self.text(&printable(&text))
    }

    fn member(&self, value: &Value, secret: bool) -> Value {
        match value {
            Value::Object(members) => {
                let mut seen = Map::with_capacity(members.len());
                for (name, value) in members {
                    let secret = members::is_secret(name) || (secret && name == "value");
                    seen.insert(self.text(name), self.member(value, secret));
                }
                Value::Object(seen)
            }
            Value::Array(items) => items.iter().map(|item| self.member(item, secret)).collect(),
            Value::String(text) if secret && !text.is_empty() => REDACTED.into(),
            Value::Number(_) if secret => REDACTED.into(),
            Value::String(text) => self.text(text).into(),
            Value::Number(number) => {
                let written = number.to_string();
                if self.text(&written) == written { value.clone() } else { REDACTED.into() }
            }
            Value::Bool(_) | Value::Null => value.clone(),
        }
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor")
    }
}

/// What is a secret by its looks, whatever it is called.
static SHAPES: LazyLock<Regex> = LazyLock::new(|| {
    let shapes = [
        // A JSON Web Token, also one that was cut off: its header begins with `{"`.
        r"(?<jwt>\bey[JA][A-Za-z0-9_-]{6,}\.[A-Za-z0-9_.-]*|\bey[JA][A-Za-z0-9_-]{24,})",
        r"(?<key>-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z))",
        // What follows a scheme of the Authorization header; shorter words are prose.
        r"(?i:\b(?<scheme>bearer|basic)(?<space> +|%20|\+)[A-Za-z0-9._~+/=-]{20,})",
        r"(?<user>://[^/?#\s:@]*:)[^/?#\s@]+(?<at>@)",
    ];
    Regex::new(&shapes.join("|")).expect("internal error: the shapes of secrets are a regular expression")
});

fn shapes(text: &str) -> String {
    let replaced = SHAPES.replace_all(text, |found: &Captures<'_>| {
        let part = |name: &str| found.name(name).map_or("", |part| part.as_str());
        let before = [part("scheme"), part("space"), part("user")].concat();
        before + REDACTED + part("at")
    });
    replaced.into_owned()
}

#[cfg(test)]
mod tests;
