//! What the token endpoint says when it says no, with what to do about it.

use super::options::Asked;
use serde::Deserialize;
use serde_json::Value;
use std::fmt;
use std::sync::LazyLock;

/// An error as OAuth 2.0 and Microsoft Entra write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Such as `invalid_grant`.
    pub error: String,
    /// In the server's words, without what traces it.
    pub description: String,
    /// The numbers of AADSTS, the most telling first.
    pub codes: Vec<u64>,
    /// What Microsoft's support asks for.
    pub correlation: Option<String>,
    /// The claims that the next attempt must ask for, as JSON.
    pub claims: Option<String>,
}

/// `spec/platform/sign-in.toml`
#[derive(Deserialize)]
struct SignIn {
    help: Vec<Help>,
}

#[derive(Deserialize)]
struct Help {
    codes: Vec<u64>,
    text: String,
}

static SIGN_IN: LazyLock<SignIn> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/sign-in.toml"))
        .expect("internal error: the table of errors is TOML")
});

impl Refusal {
    /// The error in an answer, if it is one.
    pub(super) fn read(asked: &Asked<'_>, answer: &Value) -> Option<Self> {
        let text = |name: &str| answer.get(name).and_then(Value::as_str);
        let error = asked.shown(text("error")?);
        let description = asked.shown(text("error_description").unwrap_or_default());
        let description = untraced(&description).to_owned();
        let listed = answer.get("error_codes").and_then(Value::as_array);
        let listed = listed.into_iter().flatten().filter_map(Value::as_u64);
        let mut codes: Vec<u64> = written(&description).chain(listed).collect();
        let mut seen = Vec::new();
        codes.retain(|code| {
            !seen.contains(code) && {
                seen.push(*code);
                true
            }
        });
        let correlation = text("correlation_id").map(|id| asked.shown(id));
        let claims = text("claims").map(str::to_owned);
        Some(Self { error, description, codes, correlation, claims })
    }

    /// The error in a text for people, such as the Azure CLI prints.
    pub(super) fn in_text(text: &str) -> Option<Self> {
        let codes: Vec<u64> = written(text).collect();
        let error = format!("AADSTS{}", codes.first()?);
        Some(Self { error, description: untraced(text).to_owned(), codes, correlation: None, claims: None })
    }

    /// What to do about it, if that is known.
    pub fn help(&self) -> Option<String> {
        let known =
            self.codes.iter().find_map(|code| SIGN_IN.help.iter().find(|help| help.codes.contains(code)));
        if let Some(help) = known {
            return Some(help.text.clone());
        }
        match self.error.as_str() {
            "interaction_required" | "login_required" | "consent_required" | "invalid_grant" => {
                Some("a person has to sign in: `--auth device-code` at a terminal".to_owned())
            }
            "invalid_client" => Some("check the client id, and its secret or certificate".to_owned()),
            "invalid_scope" | "invalid_resource" => Some("check `--cloud`".to_owned()),
            "temporarily_unavailable" => Some("try again later".to_owned()),
            _ => None,
        }
    }

    /// Whether a person could do what is asked for.
    pub(super) fn needs_a_person(&self) -> bool {
        let errors = ["invalid_grant", "interaction_required", "login_required", "consent_required"];
        errors.contains(&self.error.as_str())
    }
}

/// A description without what only Microsoft's support can read.
fn untraced(description: &str) -> &str {
    description.split(" Trace ID:").next().unwrap_or_default()
}

/// The numbers behind `AADSTS` in a text.
fn written(text: &str) -> impl Iterator<Item = u64> {
    text.match_indices("AADSTS").filter_map(|(at, sign)| {
        let rest = &text[at + sign.len()..];
        rest[..rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
    })
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.description.as_str() {
            "" => write!(f, "{}", self.error)?,
            description if description.contains(&self.error) => write!(f, "{description}")?,
            description => write!(f, "{} ({description})", self.error)?,
        }
        match &self.correlation {
            Some(id) => write!(f, " [correlation id {id}]"),
            None => Ok(()),
        }
    }
}
