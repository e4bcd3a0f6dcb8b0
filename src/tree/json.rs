//! JSON text (RFC 8259) into the arena.

use super::builder::{Builder, Key, build};
use super::fault::{Fault, FaultKind};
use super::scalar::{Escape, escape, number_length};
use super::{Kind, MAX_DEPTH, NodeId, Text, Tree};
use crate::source::{FileId, Span};

/// Reads a file as JSON. The root is `None` if the text cannot be understood at all; a fault that leaves
/// the meaning clear (a trailing comma, a comment, a repeated key) is told and passed over.
pub fn read_json(tree: &mut Tree, file: FileId, faults: &mut Vec<Fault>) -> Option<NodeId> {
    let span = tree.sources.span(file);
    // A node takes about as many bytes as the text that spells it.
    tree.nodes.reserve((span.end - span.start) as usize / 24);
    build(tree, file, faults, |builder| {
        let (text, at) = (builder.text.as_bytes(), builder.start);
        Reader { builder, text, at }.document().ok()
    })
}

/// The text cannot be read further; the fault is told.
struct Stop;

struct Reader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    text: &'a [u8],
    at: usize,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Result<NodeId, Stop> {
        if self.text[self.at..].starts_with(b"\xEF\xBB\xBF") {
            self.at += 3;
        }
        self.space()?;
        if self.at == self.text.len() {
            return self.stop(self.at, "the file is empty", "write a JSON value");
        }
        let root = self.value(Key::default())?;
        while let Some((container, members)) = self.builder.innermost() {
            if self.builder.tree.kind(container) == Kind::Object {
                self.member(container, members)?;
            } else {
                self.element(container, members)?;
            }
        }
        self.space()?;
        if self.at < self.text.len() {
            let message = format!("{} after the end of the document", self.found());
            return self.stop(self.at, message, "a JSON file holds one value: remove what follows it");
        }
        Ok(root)
    }

    /// Reads the next member of the open object, or its end.
    fn member(&mut self, object: NodeId, members: u32) -> Result<(), Stop> {
        self.space()?;
        if self.separator(b'}', object, members)? {
            return Ok(());
        }
        let start = self.at;
        if self.text.get(self.at) != Some(&b'"') {
            let message = format!("expected a member name, found {}", self.found());
            return self.stop(start, message, "write names in double quotes");
        }
        let text = self.string()?;
        let key = Key::written(text, Span::new(start, self.at));
        self.space()?;
        if self.text.get(self.at) != Some(&b':') {
            let message = format!("expected `:` after the name, found {}", self.found());
            return self.stop(self.at, message, "write a name as `\"name\": value`");
        }
        self.at += 1;
        self.space()?;
        self.value(key)?;
        Ok(())
    }

    /// Reads the next element of the open array, or its end.
    fn element(&mut self, array: NodeId, members: u32) -> Result<(), Stop> {
        self.space()?;
        if !self.separator(b']', array, members)? {
            self.value(Key::default())?;
        }
        Ok(())
    }

    /// Reads what stands between two members; true if the container ends here.
    fn separator(&mut self, close: u8, container: NodeId, members: u32) -> Result<bool, Stop> {
        let next = self.text.get(self.at).copied();
        if next == Some(close) {
            self.close();
            return Ok(true);
        }
        if members == 0 {
            return Ok(false);
        }
        if next != Some(b',') {
            return self.unseparated(close, container);
        }
        let comma = self.at;
        self.at += 1;
        self.space()?;
        if self.text.get(self.at) == Some(&close) {
            let message = format!("trailing comma before `{}`", char::from(close));
            let fault = Fault::new(FaultKind::Lenient, Span::new(comma, comma + 1), message);
            self.builder.faults.push(fault.help("remove the comma: JSON does not allow one here"));
            self.close();
            return Ok(true);
        }
        Ok(false)
    }

    #[cold]
    fn unseparated(&mut self, close: u8, container: NodeId) -> Result<bool, Stop> {
        let start = self.builder.tree.node(container).start as usize;
        let (what, end) = if close == b'}' { ("object", '}') } else { ("array", ']') };
        let message = format!("expected `,` or `{end}`, found {}", self.found());
        // A value right behind another one: only the comma is missing, and all else is clear.
        let follows = matches!(self.text.get(self.at), Some(b'"'))
            || (close == b']' && matches!(self.text.get(self.at), Some(b'{' | b'[' | b'-' | b'0'..=b'9')));
        let fault = Fault::new(FaultKind::Syntax, self.here(), message)
            .also(Span::new(start, start + 1), format!("the {what} begins here"))
            .help(if follows { "put a `,` between the two" } else { "check for a missing bracket or quote" });
        self.builder.faults.push(fault);
        if follows { Ok(false) } else { Err(Stop) }
    }

    fn value(&mut self, key: Key) -> Result<NodeId, Stop> {
        let start = self.at;
        match self.text.get(self.at) {
            Some(b'"') => {
                let text = self.string()?;
                Ok(self.scalar(Kind::String, start, key, text))
            }
            Some(b'{') => self.container(Kind::Object, key),
            Some(b'[') => self.container(Kind::Array, key),
            Some(b'-' | b'0'..=b'9') => self.number(key),
            Some(b't') => self.word(b"true", Kind::Bool, key),
            Some(b'f') => self.word(b"false", Kind::Bool, key),
            Some(b'n') => self.word(b"null", Kind::Null, key),
            _ => self.no_value(),
        }
    }

    #[cold]
    fn no_value<T>(&mut self) -> Result<T, Stop> {
        let word = self.text[self.at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (found, span) = match word {
            0 => (self.found(), self.here()),
            _ => {
                let word = self.at..self.at + word;
                (format!("`{}`", &self.builder.text[word.clone()]), Span::new(word.start, word.end))
            }
        };
        let help = match self.text.get(self.at) {
            Some(b'\'') => "write strings in double quotes",
            None => "the file ends too early: check for a missing bracket",
            _ => "a value is a string, a number, `true`, `false`, `null`, an array or an object",
        };
        let fault = Fault::new(FaultKind::Syntax, span, format!("expected a value, found {found}"));
        self.builder.faults.push(fault.help(help));
        Err(Stop)
    }

    fn container(&mut self, kind: Kind, key: Key) -> Result<NodeId, Stop> {
        if self.builder.is_full() {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            self.builder.faults.push(Fault::new(FaultKind::Limit, self.here(), message));
            return Err(Stop);
        }
        let node = self.builder.child(kind, Span::new(self.at, self.at), key, Text::default());
        self.at += 1;
        self.builder.open(node);
        Ok(node)
    }

    fn close(&mut self) {
        self.at += 1;
        self.builder.close(self.at);
    }

    fn number(&mut self, key: Key) -> Result<NodeId, Stop> {
        let start = self.at;
        let len = number_length(&self.text[start..]);
        let rest = self.text[start + len..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_'))
            .count();
        self.at += len + rest;
        if len == 0 || rest > 0 {
            let number = String::from_utf8_lossy(&self.text[start..self.at]).into_owned();
            let message = format!("`{number}` is no JSON number");
            let fault = Fault::new(FaultKind::Syntax, Span::new(start, self.at), message);
            self.builder
                .faults
                .push(fault.help("JSON numbers look like `12`, `-1.5` or `1e3`: no leading zeros"));
            return Err(Stop);
        }
        Ok(self.scalar(Kind::Number, start, key, Span::new(start, self.at).into()))
    }

    fn word(&mut self, word: &[u8], kind: Kind, key: Key) -> Result<NodeId, Stop> {
        if !self.text[self.at..].starts_with(word) {
            return self.no_value();
        }
        let start = self.at;
        self.at += word.len();
        Ok(self.scalar(kind, start, key, Span::new(start, self.at).into()))
    }

    fn scalar(&mut self, kind: Kind, start: usize, key: Key, text: Text) -> NodeId {
        self.builder.child(kind, Span::new(start, self.at), key, text)
    }

    /// Reads a string.
    fn string(&mut self) -> Result<Text, Stop> {
        let start = self.at + 1;
        self.at = start + plain_length(&self.text[start..]);
        if self.text.get(self.at) == Some(&b'"') {
            let span = Span::new(start, self.at);
            self.at += 1;
            return Ok(span.into());
        }
        self.escaped(start)
    }

    fn escaped(&mut self, start: usize) -> Result<Text, Stop> {
        let (mark, mut plain) = (self.builder.mark(), start);
        loop {
            self.builder.push_str(&self.builder.text[plain..self.at]);
            match self.text.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                None => return self.unterminated(start),
                Some(_) => self.control(start)?,
            }
            plain = self.at;
            self.at += plain_length(&self.text[plain..]);
        }
        self.at += 1;
        Ok(self.builder.since(mark))
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let start = self.at;
        match escape(&self.text[start + 1..]) {
            Escape::Char(char, len) => {
                self.builder.push(char);
                self.at += 1 + len;
            }
            Escape::Lone(len) => {
                let message = "half of a surrogate pair is no character";
                let fault = Fault::new(FaultKind::Syntax, Span::new(start, start + 1 + len), message);
                self.builder.faults.push(fault.help("write both halves, or the character itself"));
                self.builder.push(char::REPLACEMENT_CHARACTER);
                self.at += 1 + len;
            }
            Escape::Unknown => {
                let char = self.builder.text[start + 1..].chars().next();
                let end = start + 1 + char.map_or(0, char::len_utf8);
                let escape = &self.builder.text[start..end];
                let message = format!("`{escape}` is no escape that JSON has");
                let fault = Fault::new(FaultKind::Syntax, Span::new(start, end), message);
                self.builder.faults.push(fault.help("write a backslash as `\\\\`"));
                return Err(Stop);
            }
        }
        Ok(())
    }

    fn control(&mut self, start: usize) -> Result<(), Stop> {
        let byte = self.text[self.at];
        if byte == b'\n' || byte == b'\r' {
            return self.unterminated(start);
        }
        let message = format!("control character U+{byte:04X} in a string");
        let fault = Fault::new(FaultKind::Lenient, Span::new(self.at, self.at + 1), message);
        self.builder.faults.push(fault.help(format!("write it as `\\u{byte:04x}`")));
        self.builder.push(char::from(byte));
        self.at += 1;
        Ok(())
    }

    fn unterminated<T>(&mut self, start: usize) -> Result<T, Stop> {
        let span = Span::new(start - 1, self.at);
        let fault = Fault::new(FaultKind::Syntax, span, "the string does not end on its line");
        self.builder.faults.push(fault.help("close it with `\"`; write a line break in a string as `\\n`"));
        Err(Stop)
    }

    #[inline]
    fn space(&mut self) -> Result<(), Stop> {
        // Mostly there is one space, none, or a line break and the next line's indentation.
        if self.text.get(self.at) == Some(&b'\n') {
            self.at += 1 + spaces(&self.text[self.at + 1..]);
        } else {
            self.at += usize::from(self.text.get(self.at) == Some(&b' '));
        }
        match self.text.get(self.at) {
            Some(b' ' | b'\n' | b'\r' | b'\t' | b'/') => self.long_space(),
            _ => Ok(()),
        }
    }

    #[inline(never)]
    fn long_space(&mut self) -> Result<(), Stop> {
        loop {
            match self.text.get(self.at) {
                Some(b'\n') => self.at += 1 + spaces(&self.text[self.at + 1..]),
                Some(b' ' | b'\r' | b'\t') => self.at += 1,
                Some(b'/') => self.comment()?,
                _ => return Ok(()),
            }
        }
    }

    #[cold]
    fn comment(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let rest = &self.text[start..];
        let len = match rest.get(1) {
            Some(b'/') => memchr::memchr(b'\n', rest).unwrap_or(rest.len()),
            Some(b'*') => match memchr::memmem::find(rest, b"*/") {
                Some(end) => end + 2,
                None => return self.stop(start, "the comment does not end", "close it with `*/`"),
            },
            _ => return self.no_value(),
        };
        self.at += len;
        let fault = Fault::new(FaultKind::Lenient, Span::new(start, self.at), "a comment: JSON has none");
        self.builder.faults.push(fault.help("remove it, or keep the document as YAML"));
        Ok(())
    }

    fn found(&self) -> String {
        match self.builder.text[self.at..].chars().next() {
            Some(char) if char.is_control() => format!("U+{:04X}", u32::from(char)),
            Some(char) => format!("`{char}`"),
            None => "the end of the file".to_owned(),
        }
    }

    fn here(&self) -> Span {
        let next = self.builder.text[self.at..].chars().next();
        Span::new(self.at, self.at + next.map_or(0, char::len_utf8))
    }

    #[cold]
    fn stop<T>(&mut self, at: usize, message: impl Into<String>, help: &str) -> Result<T, Stop> {
        self.at = at;
        self.builder.faults.push(Fault::new(FaultKind::Syntax, self.here(), message).help(help));
        Err(Stop)
    }
}

/// How many bytes from the start are neither a quote, nor a backslash, nor a control character.
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES * 0x80;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let mut at = 0;
    // Eight bytes at a time: only the lowest byte that is found counts, so a borrow above it does no harm.
    while let Some(chunk) = text.get(at..at + 8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("internal error: eight bytes"));
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let found = control | zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = text[at..].iter().take_while(|byte| **byte >= 0x20 && !matches!(byte, b'"' | b'\\'));
    at + rest.count()
}

/// How many spaces the text begins with.
#[inline]
fn spaces(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(chunk) = text.get(at..at + 8) {
        let word = u64::from_le_bytes(chunk.try_into().expect("internal error: eight bytes"));
        let other = word ^ (u64::MAX / 255 * u64::from(b' '));
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + text[at..].iter().take_while(|byte| **byte == b' ').count()
}
