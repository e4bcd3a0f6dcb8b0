//! The escapes of double-quoted text: the parser says that one of them is bad, not which.

/// From where to where the first bad escape of a quoted text stands; `text` begins with the quote.
pub(super) fn bad_escape(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        if *byte != b'\\' {
            if *byte == b'"' {
                return None;
            }
            at += 1;
            continue;
        }
        let mark = text[at + 1..].chars().next()?;
        let end = at + 1 + mark.len_utf8();
        let digits = match mark {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ if "0abt\tnvfre \"/\\N_LP\r\n".contains(mark) => 0,
            _ => return Some((at, end)),
        };
        let written = bytes[end..].iter().take(digits).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if written < digits {
            return Some((at, end + written));
        }
        let code = u32::from_str_radix(&text[end..end + digits], 16).unwrap_or(0);
        at = end + digits;
        if (0xD800..0xDC00).contains(&code) && is_low_surrogate(&text[at..]) {
            at += 6;
        } else if digits > 0 && char::from_u32(code).is_none() {
            return Some((end - 2, at));
        }
    }
    None
}

fn is_low_surrogate(text: &str) -> bool {
    let digits = text.strip_prefix("\\u").and_then(|digits| digits.get(..4));
    let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
    code.is_some_and(|code| (0xDC00..0xE000).contains(&code))
}
