//! Reading and writing YAML: what is written reads back the same, by our reader and by others.

use crate::values::{documents, same, tree_of};
use connectorc::tree::{Fault, Layout, NodeId, Tree, read_yaml, write_json, write_yaml};
use insta::assert_snapshot;
use proptest::prelude::*;
use regex::Regex;
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value, json};

/// A YAML text as a tree.
pub fn read(text: &str) -> (Tree, Option<NodeId>, Vec<Fault>) {
    let mut tree = Tree::default();
    let file = tree.sources.add("in.yaml", text);
    let mut faults = Vec::new();
    let root = read_yaml(&mut tree, file, &mut faults);
    (tree, root, faults)
}

pub fn to_json(tree: &Tree, root: NodeId) -> Value {
    serde_json::from_str(&write_json(tree, root, Layout::Minified)).expect("our JSON is JSON")
}

fn written(value: &Value) -> String {
    let (tree, root) = tree_of(value);
    write_yaml(&tree, root)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(value in documents()) {
        let text = written(&value);
        let (tree, root, faults) = read(&text);
        prop_assert_eq!(&faults, &[], "{}", text);
        let back = to_json(&tree, root.expect("a root"));
        prop_assert!(same(&back, &value), "{}\n{}\n{}", text, back, value);
        let again = write_yaml(&tree, root.expect("a root"));
        prop_assert_eq!(again, text);
    }

    #[test]
    fn what_is_written_reads_back_by_libyaml(value in documents()) {
        let text = written(&value);
        let back: Value = serde_yaml::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert!(same(&back, &value), "{}\n{}\n{}", text, back, value);
    }

    #[test]
    fn what_is_written_reads_back_by_saphyr_and_means_the_same_in_yaml_1_1(value in documents()) {
        let text = written(&value);
        let back = Saphyr::read(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        prop_assert!(same(&back, &value), "{}\n{}\n{}", text, back, value);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "([ \\-:?#&*!|>'\"%@`{}\\[\\],\n\r\tab1é\u{feff}\u{0}]|: |\n  |- |\n|--- |&a |\\*a){0,40}") {
        let (tree, root, faults) = read(&text);
        prop_assert!(root.is_some() || !faults.is_empty());
        for fault in faults {
            tree.sources.slice(fault.span);
            if let Some((span, _)) = fault.also {
                tree.sources.slice(span);
            }
        }
        for node in root.into_iter().flat_map(|root| tree.walk(root)) {
            tree.sources.slice(tree.span(node).expect("a span"));
            tree.text(node);
        }
    }
}

/// Values from the events of another parser, which resolves no scalars: that is done here for YAML 1.1 and 1.2 at once.
struct Saphyr<'t> {
    events: Parser<'t, saphyr_parser::StrInput<'t>>,
    other: Regex,
}

impl<'t> Saphyr<'t> {
    fn read(text: &'t str) -> Result<Value, String> {
        // The types of YAML 1.1 (yaml.org/type), other than strings.
        let other = Regex::new(
            r"(?x)^(
              ~ | null | Null | NULL | y | Y | yes | Yes | YES | n | N | no | No | NO | true | True | TRUE | false | False
            | FALSE | on | On | ON | off | Off | OFF
            | [-+]?0b[01_]+ | [-+]?0[0-7_]+ | [-+]?(0|[1-9][0-9_]*) | [-+]?0x[0-9a-fA-F_]+ | [-+]?[1-9][0-9_]*(:[0-5]?[0-9])+
            | [-+]?([0-9][0-9_]*)?\.[0-9_]*([eE][-+][0-9]+)? | [-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*
            | [-+]?\.(inf|Inf|INF) | \.(nan|NaN|NAN)
            | [0-9]{4}-[0-9]{2}-[0-9]{2}
            | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[\ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([\ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?
            | 0o[0-7]+ | [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
            | << | =
            )$",
        );
        let mut reader = Saphyr { events: Parser::new_from_str(text), other: other.expect("a pattern") };
        while !matches!(reader.events.peek(), Some(Ok((Event::DocumentStart(_), _)))) {
            reader.next()?;
        }
        reader.next()?;
        let event = reader.next()?;
        reader.value(event)
    }

    fn next(&mut self) -> Result<Event<'t>, String> {
        let next = self.events.next_event().ok_or("the events end")?;
        next.map(|(event, _)| event).map_err(|error| error.to_string())
    }

    fn value(&mut self, event: Event<'t>) -> Result<Value, String> {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) => self.plain(&text),
            Event::Scalar(text, ..) => Ok(Value::from(&*text)),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        Event::SequenceEnd => return Ok(Value::Array(items)),
                        event => items.push(self.value(event)?),
                    }
                }
            }
            Event::MappingStart(..) => {
                let mut members = Map::new();
                loop {
                    let key = match self.next()? {
                        Event::MappingEnd => return Ok(Value::Object(members)),
                        event => self.value(event)?,
                    };
                    let key = key.as_str().ok_or(format!("the key {key} is no string"))?.to_owned();
                    let event = self.next()?;
                    let value = self.value(event)?;
                    members.insert(key, value);
                }
            }
            event => Err(format!("unexpected {event:?}")),
        }
    }

    /// A plain text is a string only if no reader takes it for anything else, and means the same to all if not.
    fn plain(&self, text: &str) -> Result<Value, String> {
        if !self.other.is_match(text) {
            return Ok(Value::from(text));
        }
        // YAML 1.1 takes these for what JSON takes them for.
        let both = Regex::new(r"^(null|true|false|-?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+][0-9]+)?)?)$")
            .expect("a pattern");
        if !both.is_match(text) {
            return Err(format!("`{text}` is not the same to everybody"));
        }
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn strings_are_plain_only_where_all_readers_see_a_string() {
    let strings = [
        "",
        " ",
        "a",
        "a b",
        " a",
        "a ",
        "on",
        "No",
        "y",
        "~",
        "null",
        "NULL",
        "true",
        "1",
        "-1",
        "1.0",
        "1e3",
        "+1",
        ".5",
        "1_000",
        "0o7",
        "0x1F",
        "010",
        "12:30:45",
        "2020-01-01",
        "2001-12-14t21:59:43.10-05:00",
        ".inf",
        ".NaN",
        "<<",
        "=",
        "3.0.3",
        "1.2",
        "200",
        "2xx",
        "200 OK",
        "a: b",
        "a:b",
        "a:",
        "a #b",
        "a#b",
        "#a",
        "-",
        "- a",
        "-a",
        "--- a",
        "...",
        "... a",
        "?",
        "? a",
        ": a",
        "[a]",
        "a[b]",
        "{id}",
        "/teams/{id}",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "'a'",
        "\"a\"",
        "it's",
        "say \"a\"",
        "a\\b",
        "#/components/schemas/A",
        "https://example.com/a?b=c#d",
        "é",
        "\u{1F600}",
        "a\tb",
        "a\u{7}b",
        "a\u{85}b",
        "a\u{a0}b",
        "\u{a0}a",
        "a\u{2028}b",
        "\u{feff}a",
        "a\rb",
        "*/*",
        "application/json",
    ];
    let text = written(&json!(strings[..]));
    assert_snapshot!(text);
}

#[test]
fn texts_of_several_lines_are_blocks() {
    let value = json!({
        "clip": "a\nb\n",
        "strip": "a\nb",
        "keep": "a\n\n\n",
        "blank lines": "a\n\nb\n",
        "leading space": "  a\nb\n",
        "leading line": "\na\n",
        "space at the end of lines": "a  \nb  \n",
        "nested": [{"in": "a\n  b\n"}, "c\nd", ["e\nf\n"]],
        "quoted": ["\n", "a\n ", "\ta\nb", "a\r\nb", "a\u{7}\nb", " \n "],
        "a\nkey": "b\n",
    });
    assert_snapshot!(written(&value), @r#"
    clip: |
      a
      b
    strip: |-
      a
      b
    keep: |+
      a


    blank lines: |
      a

      b
    leading space: |2
        a
      b
    leading line: |2

      a
    space at the end of lines: |
      a  
      b  
    nested:
      - in: |
          a
            b
      - |-
        c
        d
      - - |
          e
          f
    quoted:
      - "\n"
      - "a\n "
      - "\ta\nb"
      - "a\r\nb"
      - "a\u0007\nb"
      - " \n "
    "a\nkey": |
      b
    "#);
}

#[test]
fn documents_look_as_authors_write_them() {
    let value = json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1.0.0"},
        "tags": [{"name": "a"}, {"name": "b", "x-y": {"z": [[], {}, [1, [2, null]]]}}],
        "paths": {"/teams/{id}": {"get": {"responses": {"200": {"description": "OK"}, "default": {"$ref": "#/r"}}}}},
        "numbers": [0, -1.5, 1e300, 12345678901234567890u64],
        "empty": {"o": {}, "a": [], "s": ""},
        "k".repeat(1100): 1,
    });
    let text = written(&value).replace(&"k".repeat(1100), "<1100 k>");
    assert_snapshot!(text, @r##"
    openapi: 3.0.3
    info:
      title: T
      version: 1.0.0
    tags:
      - name: a
      - name: b
        x-y:
          z:
            - []
            - {}
            - - 1
              - - 2
                - null
    paths:
      /teams/{id}:
        get:
          responses:
            "200":
              description: OK
            default:
              $ref: "#/r"
    numbers:
      - 0
      - -1.5
      - 1.0e+300
      - 12345678901234567890
    empty:
      o: {}
      a: []
      s: ""
    ? <1100 k>
    : 1
    "##);
}

#[test]
fn a_scalar_is_a_document() {
    let all: Vec<String> = [json!("a\nb\n"), json!(null), json!(1), json!("x"), json!([]), json!({})]
        .iter()
        .map(written)
        .collect();
    assert_snapshot!(all.concat(), @r#"
    "a\nb\n"
    null
    1
    x
    []
    {}
    "#);
}
