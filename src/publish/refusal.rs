//! What the service says when it says no, peeled out of the envelopes it comes in.

use super::redact::printable;
use super::transport::Answer;
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// How many envelopes are opened. Real ones have three.
const DEPTH: usize = 8;
/// How much of a body that is no JSON is shown, in bytes.
const SHOWN: usize = 500;

/// The inside of an answer that refuses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// The service's own word, such as `InvalidRequestContent`.
    pub code: Option<String>,
    /// The innermost message.
    pub message: String,
    /// What Microsoft's support asks for.
    pub correlation: Option<String>,
    /// The member that the service could not take, as `properties.stackOwner`.
    pub member: Option<String>,
}

impl Refusal {
    pub fn of(answer: &Answer) -> Refusal {
        let text = String::from_utf8_lossy(&answer.body);
        let mut refusal = match serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) {
            Ok(value) => json(&value),
            Err(_) => Refusal { message: plain(&text), ..Refusal::default() },
        };
        refusal.message = printable(&refusal.message);
        refusal.code = refusal.code.map(|code| printable(&code));
        refusal.status = answer.status;
        let headers = ["x-ms-correlation-request-id", "x-ms-correlation-id", "x-ms-request-id"];
        let header = headers.iter().find_map(|name| answer.header(name)).map(str::to_owned);
        refusal.correlation = refusal.correlation.or(header);
        refusal
    }

    /// In one sentence, with the status.
    pub fn told(&self) -> String {
        let status = self.status;
        match (&self.code, self.message.as_str()) {
            (Some(code), "") => format!("{status} {code}"),
            (Some(code), message) => format!("{status} {code}: {message}"),
            (None, "") => format!("{status}, without a word"),
            (None, message) => format!("{status}: {message}"),
        }
    }
}

fn json(value: &Value) -> Refusal {
    let envelope = value.get("error").unwrap_or(value);
    let code = text(envelope, "code").filter(|code| !code.is_empty());
    let outer = text(envelope, "message").or_else(|| value.as_str().map(str::to_owned)).unwrap_or_default();
    let correlation = CORRELATION.captures(&outer).map(|found| found["id"].to_owned());
    let member = MEMBER.captures(&outer).map(|found| found["member"].to_owned());
    Refusal { status: 0, code, message: innermost(envelope, outer), correlation, member }
}

/// The message inside of messages: details in details, and JSON in strings.
fn innermost(envelope: &Value, outer: String) -> String {
    let mut message = outer;
    let mut at = envelope.clone();
    for _ in 0..DEPTH {
        let details = at.get("details").or_else(|| at.get("Details")).and_then(Value::as_array);
        let inner = details.and_then(|details| details.first()).cloned();
        let Some(inner) = inner.or_else(|| quoted(&message)) else { break };
        let said = text(&inner, "message").or_else(|| text(&inner, "Message"));
        let Some(said) = said.filter(|said| !said.is_empty()) else { break };
        message = said;
        at = inner;
    }
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The JSON object that a message quotes.
fn quoted(message: &str) -> Option<Value> {
    let start = message.find('{')?;
    serde_json::Deserializer::from_str(&message[start..]).into_iter::<Value>().next()?.ok()
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::to_owned)
}

/// A page by its title, anything else by its beginning.
pub fn plain(text: &str) -> String {
    let text = &printable(text);
    if let Some(title) = TITLE.captures(text) {
        return format!("a web page, \"{}\"", title["title"].trim());
    }
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= SHOWN).unwrap_or(text.len());
    let cut = if end < text.len() { "…" } else { "" };
    text[..end].split_whitespace().collect::<Vec<_>>().join(" ") + cut
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<title[^>]*>(?<title>[^<]{1,200})"));
static CORRELATION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"correlation Id is '(?<id>[0-9a-fA-F-]{8,64})'"));
static MEMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"Path '(?<member>properties[^']{0,200})'"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("internal error: the pattern is one")
}
