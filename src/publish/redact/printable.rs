//! A server's words on a terminal: without what moves the cursor, colours, hides or turns text around.

use crate::report::visible::visible;

/// Text without escape sequences and control characters; lines and tabs stay.
pub fn printable(text: &str) -> String {
    let mut seen = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '\u{1B}' => match chars.next() {
                Some('[') => skip_control_sequence(&mut chars),
                Some(']' | 'P' | 'X' | '^' | '_') => skip_string(&mut chars),
                // Two characters, or three where the second announces a character set.
                Some(' '..='/') => drop(chars.next()),
                _ => {}
            },
            '\u{9B}' => skip_control_sequence(&mut chars),
            '\u{9D}' | '\u{90}' | '\u{98}' | '\u{9E}' | '\u{9F}' => skip_string(&mut chars),
            '\n' => seen.push('\n'),
            _ if visible(char, true) == Some(char) => seen.push(char),
            _ => {}
        }
    }
    seen
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// `ESC [`, parameters, one letter. What cannot be part of it ends it and is kept.
fn skip_control_sequence(chars: &mut Chars<'_>) {
    while chars.next_if(|char| matches!(char, ' '..='?')).is_some() {}
    chars.next_if(|char| matches!(char, '@'..='~'));
}

/// `ESC ]` and the like run to a bell or to `ESC \`; one that never ends hides its line, not the rest.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(char) = chars.next_if(|char| *char != '\n') {
        match char {
            '\u{7}' | '\u{9C}' => return,
            '\u{1B}' => {
                chars.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}
