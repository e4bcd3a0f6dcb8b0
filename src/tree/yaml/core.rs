//! What plain text stands for: the core schema (YAML 1.2.2, section 10.3.2), in JSON's spelling.

use super::super::scalar::is_json_number;
use std::borrow::Cow;

/// What a plain scalar is.
#[derive(Debug, PartialEq)]
pub(super) enum Plain<'t> {
    Null,
    Bool(bool),
    /// A number as JSON spells it.
    Number(Cow<'t, str>),
    /// A number that JSON cannot spell.
    Unspeakable,
    Text,
}

/// Resolves a plain scalar.
pub(super) fn resolve(text: &str) -> Plain<'_> {
    match text.as_bytes().first() {
        Some(b'0'..=b'9' | b'-' | b'+' | b'.') => number(text),
        Some(b'n' | b'N' | b'~' | b't' | b'T' | b'f' | b'F') | None => word(text),
        _ => Plain::Text,
    }
}

fn word(text: &str) -> Plain<'_> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Plain::Null,
        "true" | "True" | "TRUE" => Plain::Bool(true),
        "false" | "False" | "FALSE" => Plain::Bool(false),
        _ => Plain::Text,
    }
}

fn number(text: &str) -> Plain<'_> {
    if is_json_number(text) {
        return Plain::Number(Cow::Borrowed(text));
    }
    let (negative, digits) = match text.as_bytes()[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if let (true, Some((radix, digits))) = (digits.len() == text.len(), radix(text)) {
        // No honest document counts past 128 bits in hexadecimal.
        let value = u128::from_str_radix(digits, radix);
        return value.map_or(Plain::Unspeakable, |value| Plain::Number(Cow::Owned(value.to_string())));
    }
    if matches!(digits, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Plain::Unspeakable;
    }
    decimal(negative, digits).map_or(Plain::Text, |number| Plain::Number(Cow::Owned(number)))
}

fn radix(text: &str) -> Option<(u32, &str)> {
    let (radix, digits) = text
        .strip_prefix("0x")
        .map(|digits| (16, digits))
        .or(text.strip_prefix("0o").map(|digits| (8, digits)))?;
    let all = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    all.then_some((radix, digits))
}

/// `[0-9]* ( \. [0-9]* )? ( [eE] [-+]? [0-9]+ )?` with a digit before the exponent, as JSON spells it.
fn decimal(negative: bool, text: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (whole, rest) = text.split_at(digits(text));
    let (fraction, exponent) = match rest.strip_prefix('.') {
        Some(rest) => {
            let (fraction, exponent) = rest.split_at(digits(rest));
            (Some(fraction), exponent)
        }
        None => (None, rest),
    };
    if whole.is_empty() && fraction.is_none_or(str::is_empty) {
        return None;
    }
    if let Some(power) = exponent.strip_prefix(['e', 'E']) {
        let power = power.strip_prefix(['-', '+']).unwrap_or(power);
        if power.is_empty() || digits(power) != power.len() {
            return None;
        }
    } else if !exponent.is_empty() {
        return None;
    }
    let mut number = String::with_capacity(text.len() + 3);
    if negative {
        number.push('-');
    }
    match whole.trim_start_matches('0') {
        "" => number.push('0'),
        whole => number.push_str(whole),
    }
    if let Some(fraction) = fraction {
        number.push('.');
        number.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    number.push_str(exponent);
    Some(number)
}
