//! Text from documents on a terminal: nothing that moves the cursor, changes colours or hides from the eye.

/// What a terminal is given for a character of a document; `None` to leave it out.
pub(crate) fn visible(char: char, unicode: bool) -> Option<char> {
    let stand_in = |picture| Some(if unicode { picture } else { '?' });
    match char {
        '\t' => Some('\t'),
        // Joiners and variation selectors: terminals disagree on the width of what they make, and agree
        // on the width of what is left without them.
        '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' => None,
        '\0'..='\u{1F}' => stand_in(char::from_u32(0x2400 + u32::from(char)).unwrap_or('?')),
        '\u{7F}' => stand_in('\u{2421}'),
        // C1 controls, line separators, invisible spaces and everything that turns the reading direction.
        '\u{80}'..='\u{9F}'
        | '\u{AD}'
        | '\u{61C}'
        | '\u{200B}'
        | '\u{200C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => stand_in(char::REPLACEMENT_CHARACTER),
        other => Some(other),
    }
}

/// One line of text that is no excerpt, such as a message.
pub(super) fn line(text: &str, unicode: bool) -> String {
    // Nearly all text is plain.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let chars = text.chars().filter_map(|char| visible(char, unicode));
    chars.map(|char| if char == '\t' { ' ' } else { char }).collect()
}

/// The same for text that may have several lines.
pub(super) fn lines(text: &str, unicode: bool) -> String {
    let lines: Vec<String> = text.lines().map(|text| line(text, unicode)).collect();
    lines.join("\n")
}
