//! Claims that the service demands of the next token (continuous access evaluation).

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;

/// The claims in a `WWW-Authenticate` header of an answer 401, as JSON for the token endpoint.
pub fn claims_challenge(header: &str) -> Option<String> {
    if !parameter(header, "error")?.eq_ignore_ascii_case("insufficient_claims") {
        return None;
    }
    decode(&parameter(header, "claims")?)
}

/// JSON as it is, or in Base64 of either alphabet.
pub(super) fn decode(claims: &str) -> Option<String> {
    let text = if claims.trim_start().starts_with('{') {
        claims.to_owned()
    } else {
        let engines = [&BASE64_STANDARD, &BASE64_STANDARD_NO_PAD, &BASE64_URL_SAFE, &BASE64_URL_SAFE_NO_PAD];
        String::from_utf8(engines.iter().find_map(|engine| engine.decode(claims).ok())?).ok()?
    };
    serde_json::from_str(&text).ok().filter(Value::is_object).map(|_| text)
}

/// A parameter of a challenge: `name=value` or `name="value"`, never from inside of another's quotes.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header;
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        let end = rest.find([' ', ',', '=']).filter(|end| *end > 0)?;
        let name = &rest[..end];
        // What no value follows is the scheme.
        let Some(value) = rest[end..].trim_start().strip_prefix('=') else {
            rest = &rest[end..];
            continue;
        };
        let (value, after) = value_of(value.trim_start())?;
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after;
    }
}

/// A value and what follows it; a quoted one may escape characters.
fn value_of(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', ',']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    loop {
        match chars.next()? {
            (at, '"') => return Some((value, &quoted[at + 1..])),
            (_, '\\') => value.push(chars.next()?.1),
            (_, char) => value.push(char),
        }
    }
}
