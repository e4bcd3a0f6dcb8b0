//! A tree as YAML text that readers of YAML 1.1 and of YAML 1.2 read the same.

use super::{Kind, NodeId, Tree, write_json};

/// How much deeper each level stands.
const STEP: usize = 2;
/// YAML lets a key stand on the line of its value if it is not longer than 1024 characters.
const LONGEST_KEY: usize = 1_000;

/// Writes a node and all below it in block style, with a line break at the end.
pub fn write_yaml(tree: &Tree, root: NodeId) -> String {
    let mut writer = Writer { out: String::with_capacity(write_json::estimate(tree, root)), indent: 0 };
    // An item's first child stands on the line of its dash.
    let mut on_new_line = true;
    let mut node = root;
    'nodes: loop {
        let parent = if node == root { None } else { tree.parent(node) };
        if let Some(parent) = parent {
            if on_new_line {
                writer.indentation(writer.indent);
            }
            if tree.is_object(parent) {
                writer.key(tree.key(node));
            } else {
                writer.out.push('-');
            }
        }
        on_new_line = true;
        if let Some(child) = tree.first_child(node) {
            match parent {
                None => {}
                Some(parent) => {
                    on_new_line = tree.is_object(parent);
                    writer.out.push(if on_new_line { '\n' } else { ' ' });
                    writer.indent += STEP;
                }
            }
            node = child;
            continue;
        }
        if parent.is_some() {
            writer.out.push(' ');
        }
        writer.value(tree, node, parent.is_some());
        writer.out.push('\n');
        while node != root {
            if let Some(next) = tree.next(node) {
                node = next;
                continue 'nodes;
            }
            node = tree.parent(node).expect("internal error: a child has a parent");
            if node != root {
                writer.indent -= STEP;
            }
        }
        return writer.out;
    }
}

struct Writer {
    out: String,
    /// By how much the node that is being written is indented.
    indent: usize,
}

impl Writer {
    fn key(&mut self, key: &str) {
        let start = self.out.len();
        match style(key) {
            Style::Plain => self.out.push_str(key),
            Style::Quoted | Style::Block => self.quoted(key),
        }
        if self.out.len() - start > LONGEST_KEY {
            self.out.insert_str(start, "? ");
            self.out.push('\n');
            self.indentation(self.indent);
        }
        self.out.push(':');
    }

    /// Writes a scalar or an empty container; a block only `below` something, where its indentation is clear.
    fn value(&mut self, tree: &Tree, node: NodeId, below: bool) {
        let text = tree.text(node);
        match tree.kind(node) {
            Kind::Array => self.out.push_str("[]"),
            Kind::Object => self.out.push_str("{}"),
            Kind::Number => self.number(text),
            Kind::String => match style(text) {
                Style::Plain => self.out.push_str(text),
                Style::Block if below => self.block(text),
                Style::Quoted | Style::Block => self.quoted(text),
            },
            Kind::Null | Kind::Bool => self.out.push_str(text),
        }
    }

    /// YAML 1.1 only knows exponents with a sign, behind a point: `1e3` would be a string.
    fn number(&mut self, text: &str) {
        let Some((mantissa, power)) = text.split_once(['e', 'E']) else { return self.out.push_str(text) };
        self.out.push_str(mantissa);
        if !mantissa.contains('.') {
            self.out.push_str(".0");
        }
        self.out.push_str(&text[mantissa.len()..=mantissa.len()]);
        if !power.starts_with(['-', '+']) {
            self.out.push('+');
        }
        self.out.push_str(power);
    }

    fn block(&mut self, text: &str) {
        self.out.push('|');
        // Readers count the spaces before the first line unless they are told.
        if text.starts_with([' ', '\n']) {
            self.out.push('2');
        }
        let lines = match text.strip_suffix('\n') {
            None => {
                self.out.push('-');
                text
            }
            Some(lines) => {
                if lines.ends_with('\n') {
                    self.out.push('+');
                }
                lines
            }
        };
        for line in lines.split('\n') {
            self.out.push('\n');
            if !line.is_empty() {
                self.indentation(self.indent + STEP);
                self.out.push_str(line);
            }
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        let mut plain = 0;
        for (at, byte) in text.bytes().enumerate() {
            // The lead bytes of characters that may need an escape.
            if byte >= 0x20 && !matches!(byte, b'"' | b'\\' | 0x7F | 0xC2 | 0xE2 | 0xEF) {
                continue;
            }
            let char = text[at..].chars().next().expect("internal error: a lead byte begins a character");
            if byte >= 0x80 && is_printable(char) {
                continue;
            }
            self.out.push_str(&text[plain..at]);
            plain = at + char.len_utf8();
            self.escape(char);
        }
        self.out.push_str(&text[plain..]);
        self.out.push('"');
    }

    fn escape(&mut self, char: char) {
        match char {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            _ => {
                self.out.push_str("\\u");
                for shift in [12, 8, 4, 0] {
                    let digit = char::from_digit((u32::from(char) >> shift) & 15, 16);
                    self.out.push(digit.expect("internal error: four bits are a digit"));
                }
            }
        }
    }

    fn indentation(&mut self, mut count: usize) {
        const SPACES: &str = "                                                                ";
        while count > SPACES.len() {
            self.out.push_str(SPACES);
            count -= SPACES.len();
        }
        self.out.push_str(&SPACES[..count]);
    }
}

/// How a string can be written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Quoted,
    Block,
}

fn style(text: &str) -> Style {
    let bytes = text.as_bytes();
    let (mut plain, mut lines) = (can_begin_plain(text), false);
    for (at, byte) in bytes.iter().enumerate() {
        if ORDINARY[*byte as usize] {
            continue;
        }
        match byte {
            b'\n' => lines = true,
            b':' => plain &= !matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | b'\n')),
            b'#' => plain &= at > 0 && !matches!(bytes[at - 1], b' ' | b'\t'),
            b'\t' => plain = false,
            _ => match text[at..].chars().next() {
                Some(char) if is_printable(char) => {}
                _ => return Style::Quoted,
            },
        }
    }
    if lines {
        return if can_be_block(text) { Style::Block } else { Style::Quoted };
    }
    if plain && !is_word(text) { Style::Plain } else { Style::Quoted }
}

/// Bytes that mean nothing inside a plain text, and belong to characters that all readers take as they are.
const ORDINARY: [bool; 256] = {
    let mut ordinary = [true; 256];
    let mut byte = 0;
    while byte < 0x20 {
        ordinary[byte] = false;
        byte += 1;
    }
    ordinary[b':' as usize] = false;
    ordinary[b'#' as usize] = false;
    ordinary[0x7F] = false;
    // The lead bytes of U+0080 to U+00BF, U+2000 to U+2FFF, and U+F000 to U+FFFF.
    ordinary[0xC2] = false;
    ordinary[0xE2] = false;
    ordinary[0xEF] = false;
    ordinary
};

/// Whether all readers take a character as it is, and none as a line break.
fn is_printable(char: char) -> bool {
    !matches!(char,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn can_begin_plain(text: &str) -> bool {
    let (Some(first), Some(last)) = (text.chars().next(), text.chars().next_back()) else { return false };
    if first.is_whitespace() || last.is_whitespace() {
        return false;
    }
    match first {
        '-' | '?' | ':' | ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"'
        | '%' | '@' | '`' | '~' | '=' => false,
        '0'..='9' | '+' | '.' => !could_be_number(text),
        _ => true,
    }
}

/// Whether some reader could take a text for a number, a time or a date, or for the end of the document.
fn could_be_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.split('.').count() > 2 && text.split('.').all(digits) {
        return false;
    }
    text.starts_with("..")
        || text.bytes().all(|byte| {
            byte.is_ascii_hexdigit()
                || matches!(byte, b'_' | b',' | b'.' | b':' | b'+' | b'-' | b' ')
                || matches!(
                    byte,
                    b'x' | b'X' | b'o' | b'O' | b't' | b'T' | b'z' | b'Z' | b'i' | b'I' | b'n' | b'N'
                )
        })
}

/// Whether some reader takes the text for something else than text.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text == "<<" || (text.len() <= 5 && WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

/// Whether a text of several printable lines survives as a block.
fn can_be_block(text: &str) -> bool {
    let last = text.trim_end_matches('\n').rsplit('\n').next().unwrap_or_default();
    // Readers disagree on a tab at the beginning, and on what is only space at the end.
    !last.trim().is_empty()
        && text.trim_start_matches([' ', '\n']).starts_with(|char: char| !char.is_whitespace())
}
