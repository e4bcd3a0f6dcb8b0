//! JSON text (RFC 8259) into the arena.

use super::fault::{Fault, FaultKind};
use super::scalar::{Escape, escape, number_length};
use super::{KEY_SPAN, Kind, MAX_DEPTH, Node, NodeId, Text, Tree, raw};
use crate::source::{FileId, Span, position};
use std::collections::HashSet;

/// Reads a file as JSON. The root is `None` if the text cannot be understood at all; a fault that leaves
/// the meaning clear (a trailing comma, a comment, a repeated key) is told and passed over.
pub fn read_json(tree: &mut Tree, file: FileId, faults: &mut Vec<Fault>) -> Option<NodeId> {
    let span = tree.sources.span(file);
    let text = tree.sources.take_text();
    // A node takes about as many bytes as the text that spells it.
    tree.nodes.reserve((span.end - span.start) as usize / 24);
    let mut reader = Reader {
        tree,
        text: &text.as_bytes()[..span.end as usize],
        at: span.start as usize,
        unescaped: String::new(),
        unescaped_at: text.len(),
        open: Vec::new(),
        faults,
    };
    let root = reader.document();
    let unescaped = reader.unescaped;
    tree.sources.put_text(text);
    tree.sources.append(&unescaped);
    root.ok()
}

/// The text cannot be read further; the fault is told.
struct Stop;

/// A container that is being read.
struct Open<'a> {
    node: NodeId,
    members: u32,
    /// One bit for each key so far: a key whose bit is unset is new.
    seen: u64,
    /// All keys, once the bits no longer tell.
    keys: Option<HashSet<&'a [u8]>>,
}

struct Reader<'a> {
    tree: &'a mut Tree,
    text: &'a [u8],
    at: usize,
    /// Strings with escapes, without them; they are put behind all text once the file is read.
    unescaped: String,
    unescaped_at: usize,
    open: Vec<Open<'a>>,
    faults: &'a mut Vec<Fault>,
}

/// A member's name: its text, and its span where the text alone does not tell.
#[derive(Clone, Copy, Default)]
struct Key {
    text: Text,
    span: Option<Span>,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<NodeId, Stop> {
        if self.text[self.at..].starts_with(b"\xEF\xBB\xBF") {
            self.at += 3;
        }
        self.space()?;
        if self.at == self.text.len() {
            return self.stop(self.at, "the file is empty", "write a JSON value");
        }
        let root = self.value(Key::default())?;
        while let Some(open) = self.open.last() {
            let (container, members) = (open.node, open.members);
            if self.tree.kind(container) == Kind::Object {
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
        let (text, escaped) = self.string()?;
        let span = Span::new(start, self.at);
        self.remember(text, escaped, span);
        self.space()?;
        if self.text.get(self.at) != Some(&b':') {
            let message = format!("expected `:` after the name, found {}", self.found());
            return self.stop(self.at, message, "write a name as `\"name\": value`");
        }
        self.at += 1;
        self.space()?;
        self.value(Key { text, span: escaped.then_some(span) })?;
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
            let fault = Fault::new(FaultKind::Syntax, Span::new(comma, comma + 1), message);
            self.faults.push(fault.help("remove the comma: JSON does not allow one here"));
            self.close();
            return Ok(true);
        }
        Ok(false)
    }

    fn unseparated(&mut self, close: u8, container: NodeId) -> Result<bool, Stop> {
        let start = self.tree.node(container).start as usize;
        let (what, end) = if close == b'}' { ("object", '}') } else { ("array", ']') };
        let message = format!("expected `,` or `{end}`, found {}", self.found());
        // A value right behind another one: only the comma is missing, and all else is clear.
        let follows = matches!(self.text.get(self.at), Some(b'"'))
            || (close == b']' && matches!(self.text.get(self.at), Some(b'{' | b'[')));
        let fault = Fault::new(FaultKind::Syntax, self.here(), message)
            .also(Span::new(start, start + 1), format!("the {what} begins here"))
            .help(if follows { "put a `,` between the two" } else { "check for a missing bracket or quote" });
        self.faults.push(fault);
        if follows { Ok(false) } else { Err(Stop) }
    }

    fn value(&mut self, key: Key) -> Result<NodeId, Stop> {
        let start = self.at;
        match self.text.get(self.at) {
            Some(b'"') => {
                let (text, _) = self.string()?;
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

    fn no_value<T>(&mut self) -> Result<T, Stop> {
        let message = format!("expected a value, found {}", self.found());
        let help = match self.text.get(self.at) {
            Some(b'\'') => "write strings in double quotes",
            None => "the file ends too early: check for a missing bracket",
            _ => "a value is a string, a number, `true`, `false`, `null`, an array or an object",
        };
        self.stop(self.at, message, help)
    }

    fn container(&mut self, kind: Kind, key: Key) -> Result<NodeId, Stop> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("nested deeper than {MAX_DEPTH} levels");
            self.faults.push(Fault::new(FaultKind::Limit, self.here(), message));
            return Err(Stop);
        }
        let node = self.link(kind, self.at, key, Text::default());
        self.at += 1;
        self.open.push(Open { node, members: 0, seen: 0, keys: None });
        Ok(node)
    }

    fn close(&mut self) {
        self.at += 1;
        let open = self.open.pop().expect("internal error: a container is open");
        self.tree.node_mut(open.node).end = position(self.at);
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
            self.faults.push(fault.help("JSON numbers look like `12`, `-1.5` or `1e3`: no leading zeros"));
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
        let node = self.link(kind, start, key, text);
        self.tree.node_mut(node).end = position(self.at);
        node
    }

    fn link(&mut self, kind: Kind, start: usize, key: Key, text: Text) -> NodeId {
        let open = self.open.last_mut();
        let parent = open.map(|open| {
            open.members += 1;
            open.node
        });
        let previous = parent.and_then(|parent| self.tree.last_child(parent));
        let node = self.tree.add(Node {
            kind,
            flags: if key.span.is_some() { KEY_SPAN } else { 0 },
            start: position(start),
            end: position(start),
            key: key.text,
            head: text.start,
            tail: text.len,
            parent,
            previous,
            next: None,
        });
        if let Some(span) = key.span {
            self.tree.key_spans.insert(node, span);
        }
        if let Some(parent) = parent {
            self.tree.node_mut(parent).tail = raw(Some(node));
            match previous {
                Some(previous) => self.tree.node_mut(previous).next = Some(node),
                None => self.tree.node_mut(parent).head = raw(Some(node)),
            }
        }
        node
    }

    /// Reads a string; its text, and whether it was written with escapes.
    fn string(&mut self) -> Result<(Text, bool), Stop> {
        let start = self.at + 1;
        self.at = start + plain_length(&self.text[start..]);
        if self.text.get(self.at) == Some(&b'"') {
            let span = Span::new(start, self.at);
            self.at += 1;
            return Ok((span.into(), false));
        }
        self.escaped(start)
    }

    fn escaped(&mut self, start: usize) -> Result<(Text, bool), Stop> {
        let (from, mut plain) = (self.unescaped.len(), start);
        loop {
            let piece = std::str::from_utf8(&self.text[plain..self.at]);
            self.unescaped.push_str(piece.expect("internal error: a plain piece ends at an ASCII byte"));
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
        let span = Span::new(self.unescaped_at + from, self.unescaped_at + self.unescaped.len());
        Ok((span.into(), true))
    }

    fn escape(&mut self) -> Result<(), Stop> {
        let start = self.at;
        match escape(&self.text[start + 1..]) {
            Escape::Char(char, len) => {
                self.unescaped.push(char);
                self.at += 1 + len;
            }
            Escape::Lone(len) => {
                let message = "half of a surrogate pair is no character";
                let fault = Fault::new(FaultKind::Syntax, Span::new(start, start + 1 + len), message);
                self.faults.push(fault.help("write both halves, or the character itself"));
                self.unescaped.push(char::REPLACEMENT_CHARACTER);
                self.at += 1 + len;
            }
            Escape::Unknown => {
                return self.stop(start, "no escape that JSON has", "write a backslash as `\\\\`");
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
        let fault = Fault::new(FaultKind::Syntax, Span::new(self.at, self.at + 1), message);
        self.faults.push(fault.help(format!("write it as `\\u{byte:04x}`")));
        self.unescaped.push(char::from(byte));
        self.at += 1;
        Ok(())
    }

    fn unterminated<T>(&mut self, start: usize) -> Result<T, Stop> {
        let span = Span::new(start - 1, self.at);
        let fault = Fault::new(FaultKind::Syntax, span, "the string does not end on its line");
        self.faults.push(fault.help("close it with `\"`; write a line break in a string as `\\n`"));
        Err(Stop)
    }

    /// Tells a key that stands in the object already.
    fn remember(&mut self, text: Text, escaped: bool, span: Span) {
        let Some(open) = self.open.last_mut() else { return };
        // An escaped key is compared as it is written: equal spellings are equal keys.
        let key: &'a [u8] = if escaped {
            &self.text[span.start as usize + 1..span.end as usize - 1]
        } else {
            &self.text[text.start as usize..(text.start + text.len) as usize]
        };
        let bit = 1u64 << (spread(key) & 63);
        let maybe = open.seen & bit != 0;
        open.seen |= bit;
        let known = match &mut open.keys {
            Some(keys) => !keys.insert(key),
            None if maybe && open.members >= 32 => {
                let mut keys: HashSet<&[u8]> = self
                    .tree
                    .children(open.node)
                    .map(|member| written(self.tree, self.text, member))
                    .collect();
                let known = !keys.insert(key);
                open.keys = Some(keys);
                known
            }
            None => maybe,
        };
        if known
            && let Some(first) =
                self.tree.children(open.node).find(|member| written(self.tree, self.text, *member) == key)
        {
            let first = self.tree.written_key(first);
            let name = String::from_utf8_lossy(key);
            self.faults.push(Fault::duplicate_key(&name, span, first));
        }
    }

    fn space(&mut self) -> Result<(), Stop> {
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                b'/' => self.comment()?,
                _ => break,
            }
        }
        Ok(())
    }

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
        let fault = Fault::new(FaultKind::Syntax, Span::new(start, self.at), "a comment: JSON has none");
        self.faults.push(fault.help("remove it, or keep the document as YAML"));
        Ok(())
    }

    fn found(&self) -> String {
        match std::str::from_utf8(&self.text[self.at..]).ok().and_then(|rest| rest.chars().next()) {
            Some(char) if char.is_control() => format!("U+{:04X}", u32::from(char)),
            Some(char) => format!("`{char}`"),
            None => "the end of the file".to_owned(),
        }
    }

    fn here(&self) -> Span {
        let rest = std::str::from_utf8(&self.text[self.at..]).unwrap_or_default();
        Span::new(self.at, self.at + rest.chars().next().map_or(0, char::len_utf8))
    }

    fn stop<T>(&mut self, at: usize, message: impl Into<String>, help: &str) -> Result<T, Stop> {
        self.at = at;
        self.faults.push(Fault::new(FaultKind::Syntax, self.here(), message).help(help));
        Err(Stop)
    }
}

/// The bytes that spell a member's name.
fn written<'a>(tree: &Tree, text: &'a [u8], member: NodeId) -> &'a [u8] {
    let span = tree.written_key(member);
    let quotes = u32::from(tree.node(member).flags & KEY_SPAN != 0);
    &text[(span.start + quotes) as usize..(span.end - quotes) as usize]
}

/// A cheap hash: six bits of it choose a key's bit.
fn spread(key: &[u8]) -> usize {
    let first = key.first().copied().unwrap_or(0);
    let last = key.last().copied().unwrap_or(0);
    let middle = key.get(key.len() / 2).copied().unwrap_or(0);
    (key.len() * 7) ^ usize::from(first) ^ (usize::from(last) * 3) ^ (usize::from(middle) * 11)
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
