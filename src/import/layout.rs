//! YAML as people write it: what fits on a line stands on one.

use crate::tree::{Kind, NodeId, Tree, write_yaml};

/// How long a line may be, in characters.
const WIDTH: usize = 120;
const STEP: usize = 2;
/// How long a container may be, in characters, that is written within braces on more than one line.
const SMALL: usize = 330;
/// How many containers may stand one in the other there.
const DEEP: usize = 4;

/// Writes an object or an array, with a line break at the end.
pub(super) fn compact(tree: &Tree, root: NodeId) -> String {
    let mut out = String::new();
    members(tree, root, 0, &mut out);
    out
}

/// Writes an object as an item of a list.
pub(super) fn item(tree: &Tree, node: NodeId) -> String {
    if let Some(line) = flow(tree, node, WIDTH - STEP) {
        return format!("- {line}\n");
    }
    let mut out = String::from("- ");
    members(tree, node, STEP, &mut out);
    out
}

/// The children of a container, each on lines of its own.
fn members(tree: &Tree, container: NodeId, indent: usize, out: &mut String) {
    let is_list = tree.is_array(container);
    for (index, child) in tree.children(container).enumerate() {
        // The first member of an item stands on the line of its dash.
        if index > 0 || out.is_empty() || out.ends_with('\n') {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        if is_list {
            out.push_str("- ");
        } else {
            out.push_str(&key(tree.key(child)));
            out.push(':');
        }
        value(tree, child, indent, is_list, out);
    }
}

fn value(tree: &Tree, node: NodeId, indent: usize, in_list: bool, out: &mut String) {
    let column = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    let room = WIDTH.saturating_sub(column + 1);
    let inline = Some(node).filter(|node| tree.is_container(*node) && is_small(tree, *node, indent));
    let inline = inline.and_then(|node| flow(tree, node, room).or_else(|| filled(tree, node, indent, room)));
    if inline.is_none() && tree.is_container(node) {
        if !in_list {
            out.push('\n');
        }
        members(tree, node, indent + STEP, out);
        return;
    }
    if !in_list {
        out.push(' ');
    }
    out.push_str(&inline.unwrap_or_else(|| scalar(tree, node)));
    out.push('\n');
}

/// Whether a value may stand on the line of its name: lists of objects, and sections of a document that have
/// sections of their own, are easier to read as blocks.
fn is_small(tree: &Tree, node: NodeId, indent: usize) -> bool {
    let holds_objects = |node: NodeId| tree.children(node).any(|child| tree.is_object(child));
    let list = |node: &NodeId| tree.is_array(*node) && holds_objects(*node);
    tree.walk(node).find(list).is_none() && (indent > 0 || !holds_objects(node))
}

/// A small container on two or three lines, broken behind commas.
fn filled(tree: &Tree, node: NodeId, indent: usize, room: usize) -> Option<String> {
    if !tree.is_container(node) || depth(tree, node) > DEEP {
        return None;
    }
    let whole = flow(tree, node, SMALL)?;
    let mut text = String::new();
    let mut left = room;
    for piece in pieces(&whole) {
        if piece.len() + 1 > left && !text.is_empty() {
            text.truncate(text.trim_end().len());
            text.push('\n');
            text.extend(std::iter::repeat_n(' ', indent + STEP));
            left = WIDTH - indent - STEP;
        }
        if piece.len() > left {
            return None;
        }
        left = left.saturating_sub(piece.len() + 1);
        text.push_str(piece);
        text.push(' ');
    }
    text.truncate(text.trim_end().len());
    Some(text)
}

/// How many containers stand one in the other.
fn depth(tree: &Tree, node: NodeId) -> usize {
    if !tree.is_container(node) {
        return 0;
    }
    1 + tree.children(node).map(|child| depth(tree, child)).max().unwrap_or(0)
}

/// A text in braces, cut behind the commas that are not within quotes.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted, mut escaped) = (0, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            // A quote within a plain text is a character like any other.
            b'"' if quoted || text[..at].ends_with([' ', '[', '{']) || at == 0 => quoted = !quoted,
            b',' if !quoted && text[at + 1..].starts_with(' ') => {
                pieces.push(&text[start..=at]);
                start = at + 2;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    pieces
}

/// A value on one line, if it fits.
fn flow(tree: &Tree, node: NodeId, room: usize) -> Option<String> {
    let text = match tree.kind(node) {
        Kind::Array => {
            let items: Option<Vec<String>> = tree.items(node).map(|item| flow(tree, item, room)).collect();
            format!("[{}]", items?.join(", "))
        }
        Kind::Object => {
            let member = |(name, member): (&str, NodeId)| {
                Some(format!("{}: {}", key(name), flow(tree, member, room)?))
            };
            let members: Option<Vec<String>> = tree.members(node).map(member).collect();
            format!("{{{}}}", members?.join(", "))
        }
        _ => inside(scalar(tree, node)),
    };
    (text.len() <= room).then_some(text)
}

fn scalar(tree: &Tree, node: NodeId) -> String {
    write_yaml(tree, node).trim_end_matches('\n').to_owned()
}

/// A plain text inside braces must not have what ends it there.
fn inside(text: String) -> String {
    let is_plain = !text.starts_with(['"', '\'']);
    if is_plain && text.contains([',', '[', ']', '{', '}']) {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text
    }
}

fn key(name: &str) -> String {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '/' | '$');
    let plain = name
        .starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '/' | '$'))
        && name.split(' ').all(|word| !word.is_empty() && word.chars().all(is_plain))
        && !WORDS.iter().any(|word| name.eq_ignore_ascii_case(word));
    if plain {
        return name.to_owned();
    }
    let quoted = serde_json::to_string(name).expect("internal error: a text is JSON");
    // What JSON takes as it is, YAML may take for the end of a line.
    let escaped = |char: char| match char {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => format!("\\u{:04x}", u32::from(char)),
        char => char.to_string(),
    };
    quoted.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::compact;
    use crate::tree::{Layout, Tree, read_json, read_yaml, write_json};
    use serde_json::{Value, json};

    /// What a value is after it was written and read again, by our reader and by another one.
    fn again(value: &Value) -> (Value, Value) {
        let mut tree = Tree::default();
        let file = tree.sources.add("in.json", &value.to_string());
        let root = read_json(&mut tree, file, &mut Vec::new()).expect("JSON");
        let text = compact(&tree, root);
        let file = tree.sources.add("out.yaml", &text);
        let read = read_yaml(&mut tree, file, &mut Vec::new()).expect("YAML");
        let ours = serde_json::from_str(&write_json(&tree, read, Layout::Minified)).expect("JSON");
        (ours, serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}")))
    }

    #[test]
    fn every_reader_reads_what_was_written() {
        let texts = [
            "",
            " ",
            "plain",
            "a, b",
            "a: b",
            "a #b",
            "{a}",
            "[a]",
            "say \"a, b\" once",
            "it's",
            "no",
            "1",
            "1.0",
            "~",
            "two\nlines\n",
            "- a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "a:",
            ":a",
            "\\",
            "\u{e9}",
            "\u{2028}",
            "x\ty",
            "<<",
            "=",
        ];
        for text in texts {
            let long = "word ".repeat(40);
            let value = json!({
                "one": text, text: {"deep": {"deeper": [text, text], "x": {"y": {"z": text}}}}, "list": [text, {"a": text}],
                "wide": [text, long, text, long, text], "map": {"a": long, "b": text, "c": long, "d": [], "e": {}, "f": null}
            });
            let (ours, theirs) = again(&value);
            assert_eq!(ours, value, "{text:?}");
            assert_eq!(theirs, value, "{text:?}");
        }
    }
}
