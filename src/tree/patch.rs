//! Changes to the text that a document was read from: what an edit means in bytes, and nothing else changes.

use super::scalar::{Escape, escape};
use super::write_json::write_string;
use super::{NodeId, Tree, write_yaml};
use crate::source::{FileId, Span};

/// A value that an edit writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `true` or `false`
    Bool(bool),
    /// A string.
    String(String),
    /// A list of strings.
    Strings(Vec<String>),
}

/// One change to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Another value in place of one.
    Replace(NodeId, Value),
    /// One more member of an object.
    Insert(NodeId, &'static str, Value),
    /// One more item of an array.
    Push(NodeId, Value),
    /// A member or an item goes.
    Remove(NodeId),
}

/// Other text in place of a span of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Patch {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::String(value)
    }
}

impl Value {
    /// As JSON on one line, which is YAML as well.
    pub fn json(&self) -> String {
        let mut out = String::new();
        match self {
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::String(text) => write_string(&mut out, text),
            Value::Strings(texts) => {
                out.push('[');
                for (at, text) in texts.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    write_string(&mut out, text);
                }
                out.push(']');
            }
        }
        out
    }

    /// Whether a node says the same.
    pub fn is(&self, tree: &Tree, node: NodeId) -> bool {
        match self {
            Value::Bool(value) => tree.bool(node) == Some(*value),
            Value::String(text) => tree.str(node) == Some(text),
            Value::Strings(texts) => {
                tree.is_array(node)
                    && tree.items(node).map(|item| tree.str(item)).eq(texts.iter().map(|text| Some(&**text)))
            }
        }
    }
}

impl Edit {
    /// Sets a member, which may be there.
    pub fn set(tree: &Tree, object: NodeId, key: &'static str, value: impl Into<Value>) -> Edit {
        match tree.get(object, key) {
            Some(member) => Edit::Replace(member, value.into()),
            None => Edit::Insert(object, key, value.into()),
        }
    }

    /// The node that it is about.
    pub fn node(&self) -> NodeId {
        match self {
            Edit::Replace(node, _) | Edit::Insert(node, _, _) | Edit::Push(node, _) | Edit::Remove(node) => {
                *node
            }
        }
    }

    /// Whether the tree is as if it had been made.
    pub fn is_done(&self, tree: &Tree) -> bool {
        match self {
            Edit::Replace(node, _) | Edit::Remove(node) => !tree.is_attached(*node),
            Edit::Insert(object, key, value) => {
                tree.get(*object, key).is_some_and(|node| value.is(tree, node))
            }
            Edit::Push(array, value) => tree.items(*array).any(|item| value.is(tree, item)),
        }
    }

    /// As a help says it.
    pub fn describe(&self, tree: &Tree) -> String {
        match self {
            Edit::Replace(_, value) => format!("write `{}`", value.json()),
            Edit::Insert(_, key, value) => format!("add `{key}: {}`", value.json()),
            Edit::Push(_, value) => format!("add `{}`", value.json()),
            Edit::Remove(node) if tree.key(*node).is_empty() => "remove the item".to_owned(),
            Edit::Remove(node) => format!("remove `{}`", tree.key(*node)),
        }
    }

    /// What it means in the text of the file, if nothing in the tree has moved since it was read; `None` where the text
    /// is written in a way that is better left to its author.
    pub fn patch(&self, tree: &Tree) -> Option<Patch> {
        let file = tree.file(self.node())?;
        let is_json = tree.sources.slice(tree.sources.span(file)).trim_start_matches('\u{feff}').trim_start();
        let is_json = is_json.starts_with(['{', '[']);
        match self {
            Edit::Replace(node, value) => replace(tree, *node, value, is_json),
            _ if !is_json => None,
            Edit::Insert(object, key, value) => {
                let mut name = String::new();
                write_string(&mut name, key);
                let last = tree.last_child(*object);
                let colon = last.and_then(|last| {
                    let key = tree.key_span(last)?;
                    let colon = tree.sources.slice(Span { start: key.end, end: tree.span(last)?.start });
                    (colon.trim() == ":" && !colon.contains('\n')).then_some(colon)
                });
                add(tree, *object, &format!("{name}{}{}", colon.unwrap_or(": "), value.json()))
            }
            Edit::Push(array, value) => add(tree, *array, &value.json()),
            Edit::Remove(node) => remove(tree, *node),
        }
    }
}

/// The text of a file after patches that do not overlap; `None` if two of them do.
pub fn apply(tree: &Tree, file: FileId, patches: &mut [Patch]) -> Option<String> {
    patches.sort_by_key(|patch| patch.span);
    let whole = tree.sources.span(file);
    let mut out = String::new();
    let mut at = whole.start;
    for Patch { span, text } in patches {
        if span.start < at {
            return None;
        }
        out.push_str(tree.sources.slice(Span { start: at, end: span.start }));
        out.push_str(text);
        at = span.end;
    }
    out.push_str(tree.sources.slice(Span { start: at, end: whole.end }));
    Some(out)
}

/// The new value of a scalar, in the style of the old one.
fn replace(tree: &Tree, node: NodeId, value: &Value, is_json: bool) -> Option<Patch> {
    let span = tree.span(node)?;
    let raw = tree.sources.slice(span);
    if tree.is_container(node) {
        return is_json.then(|| Patch { span, text: value.json() });
    }
    let (Value::String(new), Some(old)) = (value, tree.str(node)) else {
        // What has no quotes is a word, and a word comes in its place.
        let is_word = is_json || raw == tree.text(node);
        return is_word.then(|| Patch { span, text: value.json() });
    };
    if raw.contains('\n') {
        return None;
    }
    if let Some(inner) = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        let (part, text) = difference(inner, new)?;
        let start = span.start as usize + 1;
        return Some(Patch { span: Span::new(start + part.start, start + part.end), text });
    }
    let is_single = raw.len() > 1 && raw.starts_with('\'') && raw.ends_with('\'');
    if is_single && !new.contains(['\n', '\t']) {
        return Some(Patch { span, text: format!("'{}'", new.replace('\'', "''")) });
    }
    // In a flow collection some characters end a plain text.
    (raw == old).then(|| Patch {
        span,
        text: if new.contains([',', '[', ']', '{', '}']) { value.json() } else { plain(new) },
    })
}

/// A string as YAML writes it on its own.
fn plain(text: &str) -> String {
    let mut scratch = Tree::default();
    let node = scratch.make_string(text, super::Origin::pass("fix"));
    write_yaml(&scratch, node).trim_end_matches('\n').to_owned()
}

/// The part of a string between its quotes that differs from a new value, and what comes there: escapes around it
/// stay as they are written.
fn difference(raw: &str, new: &str) -> Option<(std::ops::Range<usize>, String)> {
    let mut chars: Vec<(char, usize)> = Vec::new();
    let mut at = 0;
    while let Some(char) = raw[at..].chars().next() {
        if char != '\\' {
            chars.push((char, at));
            at += char.len_utf8();
            continue;
        }
        let Escape::Char(char, len) = escape(&raw.as_bytes()[at + 1..]) else { return None };
        chars.push((char, at));
        at += 1 + len;
    }
    let news: Vec<char> = new.chars().collect();
    let shorter = chars.len().min(news.len());
    let front = (0..shorter).take_while(|at| chars[*at].0 == news[*at]).count();
    let back = (0..shorter - front)
        .take_while(|at| chars[chars.len() - 1 - at].0 == news[news.len() - 1 - at])
        .count();
    let place = |index: usize| chars.get(index).map_or(raw.len(), |(_, at)| *at);
    let mut text = String::new();
    write_string(&mut text, &news[front..news.len() - back].iter().collect::<String>());
    Some((place(front)..place(chars.len() - back), text[1..text.len() - 1].to_owned()))
}

/// Where a child begins and ends, its name included.
fn extent(tree: &Tree, child: NodeId) -> Option<Span> {
    let value = tree.span(child)?;
    let key = tree.key_span(child).filter(|key| key.start < value.start);
    Some(Span { start: key.map_or(value.start, |key| key.start), end: value.end })
}

/// One more child behind the last one, on a line of its own if that has one.
fn add(tree: &Tree, container: NodeId, text: &str) -> Option<Patch> {
    let whole = tree.span(container)?;
    let Some(last) = tree.last_child(container) else {
        return Some(Patch {
            span: Span { start: whole.start + 1, end: whole.end - 1 },
            text: text.to_owned(),
        });
    };
    let last_at = extent(tree, last)?;
    let before = match tree.previous(last) {
        Some(previous) => extent(tree, previous)?.end,
        None => whole.start + 1,
    };
    let gap = tree.sources.slice(Span { start: before, end: last_at.start }).trim_start_matches(',');
    let space = match gap.rfind('\n') {
        Some(line) => {
            let line = if gap[..line].ends_with('\r') { line - 1 } else { line };
            let indentation = &gap[line..];
            if indentation.trim().is_empty() { indentation } else { " " }
        }
        None if tree.previous(last).is_some() && gap.is_empty() => "",
        None => " ",
    };
    let at = Span { start: last_at.end, end: last_at.end };
    Some(Patch { span: at, text: format!(",{space}{text}") })
}

fn remove(tree: &Tree, node: NodeId) -> Option<Patch> {
    let own = extent(tree, node)?;
    let span = if let Some(previous) = tree.previous(node) {
        Span { start: extent(tree, previous)?.end, end: own.end }
    } else if let Some(next) = tree.next(node) {
        Span { start: own.start, end: extent(tree, next)?.start }
    } else {
        let container = tree.span(tree.parent(node)?)?;
        Span { start: container.start + 1, end: container.end - 1 }
    };
    Some(Patch { span, text: String::new() })
}

impl Tree {
    /// Whether no stage has made a node: all that is there is as it was read.
    pub fn is_as_read(&self) -> bool {
        self.origins.is_empty()
    }

    /// A new node that says what a value does.
    pub fn make_value(&mut self, value: &Value, origin: super::Origin) -> NodeId {
        match value {
            Value::Bool(value) => self.make_bool(*value, origin),
            Value::String(text) => self.make_string(text, origin),
            Value::Strings(texts) => {
                let list = self.make_array(origin);
                for text in texts {
                    let item = self.make_string(text, origin);
                    self.push(list, item);
                }
                list
            }
        }
    }
}
