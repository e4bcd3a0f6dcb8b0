//! The spelling of numbers, and what JSON's escapes stand for.

/// How many bytes of `text` spell a JSON number (RFC 8259 section 6) from its start; 0 if none do.
pub(super) fn number_length(text: &[u8]) -> usize {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut at = usize::from(text.first() == Some(&b'-'));
    match digits(at) {
        0 => return 0,
        _ if text[at] == b'0' => at += 1,
        count => at += count,
    }
    if text.get(at) == Some(&b'.') && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        match digits((at + 1 + sign).min(text.len())) {
            0 => {}
            count => at += 1 + sign + count,
        }
    }
    at
}

/// Whether the whole text is a JSON number.
pub(super) fn is_json_number(text: &str) -> bool {
    !text.is_empty() && number_length(text.as_bytes()) == text.len()
}

/// One escape of a JSON string.
pub(super) enum Escape {
    /// The character, and how many bytes after the backslash spelt it.
    Char(char, usize),
    /// Half of a surrogate pair without its other half.
    Lone(usize),
    /// No escape that JSON has.
    Unknown,
}

/// Reads the escape whose backslash stands right before `text`.
pub(super) fn escape(text: &[u8]) -> Escape {
    let plain = |char| Escape::Char(char, 1);
    match text.first() {
        Some(b'"') => plain('"'),
        Some(b'\\') => plain('\\'),
        Some(b'/') => plain('/'),
        Some(b'b') => plain('\u{8}'),
        Some(b'f') => plain('\u{c}'),
        Some(b'n') => plain('\n'),
        Some(b'r') => plain('\r'),
        Some(b't') => plain('\t'),
        Some(b'u') => unicode(text),
        _ => Escape::Unknown,
    }
}

fn unicode(text: &[u8]) -> Escape {
    let Some(first) = hex(text, 1) else { return Escape::Unknown };
    if let Some(char) = char::from_u32(first) {
        return Escape::Char(char, 5);
    }
    let pair = (text.get(5..7) == Some(b"\\u")).then(|| hex(text, 7)).flatten();
    match pair {
        Some(second) if first < 0xDC00 && (0xDC00..0xE000).contains(&second) => {
            let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            Escape::Char(char::from_u32(code).expect("internal error: a surrogate pair"), 11)
        }
        _ => Escape::Lone(5),
    }
}

fn hex(text: &[u8], at: usize) -> Option<u32> {
    let digits = text.get(at..at + 4)?;
    digits.iter().try_fold(0, |code, digit| Some(code * 16 + char::from(*digit).to_digit(16)?))
}
