//! Texts that mean harm or were cut off: each is told, none costs much, none makes a reader panic.

use crate::{json, yaml};
use connectorc::source::Span;
use connectorc::tree::{Fault, NodeId, Tree};
use insta::assert_snapshot;

/// What is said of a text, each fault with the place it points at.
fn told((tree, root, faults): (Tree, Option<NodeId>, Vec<Fault>)) -> String {
    let mut lines = vec![if root.is_some() { "read" } else { "not read" }.to_owned()];
    let place = |span: Span| {
        let file = tree.sources.files().next().expect("a file");
        let at = tree.sources.line_column(file, span.start);
        let text: String = tree.sources.slice(span).chars().take(20).collect();
        format!("{}:{} {text:?}", at.line, at.column)
    };
    for fault in &faults {
        lines.push(format!("{:?} {} {}", fault.kind, place(fault.span), fault.message));
        if let Some((span, what)) = &fault.also {
            lines.push(format!("  {} {what}", place(*span)));
        }
        lines.extend(fault.help.iter().map(|help| format!("  help: {help}")));
    }
    lines.join("\n")
}

fn in_yaml(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("--- {text:?}\n{}\n", told(yaml::read(text)))).collect()
}

fn in_json(texts: &[&str]) -> String {
    texts.iter().map(|text| format!("--- {text:?}\n{}\n", told(json::read(text)))).collect()
}

#[test]
fn aliases_to_aliases_have_a_limit() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, of) in ('b'..='j').zip('a'..) {
        bomb += &format!("{name}: &{name} [{}]\n", vec![format!("*{of}"); 10].join(", "));
    }
    assert_snapshot!(told(yaml::read(&bomb)), @r#"
    not read
    Limit 6:36 "*e" `*e` and the aliases before it add more than 1000000 nodes
      5:4 "&e" what it stands for
      help: write shared parts once, as a component, and use `$ref`
    "#);
}

#[test]
fn aliases_cannot_nest_deeper_than_text() {
    let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(2_000), "]".repeat(2_000));
    let text = format!("a: &a {}\nb: &b {}\nc: {}\n", deep(""), deep("*a"), deep("*b"));
    assert_snapshot!(told(yaml::read(&text)), @r#"
    not read
    Limit 3:2004 "*b" nested deeper than 4096 levels
    "#);
}

#[test]
fn a_value_cannot_hold_itself() {
    assert_snapshot!(in_yaml(&["a: &a\n  b: *a\n", "&a [*a]", "? &a [*a]\n: b\n"]), @r#"
    --- "a: &a\n  b: *a\n"
    not read
    Limit 2:6 "*a" `*a` stands inside the value it names
      1:4 "&a" the value has no end
      help: a value cannot hold itself: use a `$ref`
    --- "&a [*a]"
    not read
    Limit 1:5 "*a" `*a` stands inside the value it names
      1:1 "&a" the value has no end
      help: a value cannot hold itself: use a `$ref`
    --- "? &a [*a]\n: b\n"
    not read
    Limit 1:7 "*a" `*a` stands inside the value it names
      1:3 "&a" the value has no end
      help: a value cannot hold itself: use a `$ref`
    "#);
}

#[test]
fn depth_has_a_limit() {
    let texts = ["[".repeat(100_000), "{\"a\":".repeat(100_000), "[".repeat(100_000) + &"]".repeat(100_000)];
    let json: Vec<_> = texts.iter().map(|text| told(json::read(text))).collect();
    let yaml: Vec<_> = texts.iter().map(|text| told(yaml::read(text))).collect();
    let dashes = told(yaml::read(&"- ".repeat(100_000)));
    assert_snapshot!([json, yaml, vec![dashes]].concat().join("\n"), @r#"
    not read
    Limit 1:4097 "[" nested deeper than 4096 levels
    not read
    Limit 1:20481 "{" nested deeper than 4096 levels
    not read
    Limit 1:4097 "[" nested deeper than 4096 levels
    not read
    Limit 1:4097 "[" nested deeper than 4096 levels
    not read
    Limit 1:20481 "{" nested deeper than 4096 levels
    not read
    Limit 1:4097 "[" nested deeper than 4096 levels
    not read
    Limit 1:8193 "-" nested deeper than 4096 levels
    "#);
}

#[test]
fn depth_just_below_the_limit_is_read() {
    let text = "[".repeat(4_096) + &"]".repeat(4_096);
    for (tree, root, faults) in
        [json::read(&text), yaml::read(&text), yaml::read(&("- ".repeat(4_096) + "a"))]
    {
        assert_eq!(faults, []);
        assert!(tree.walk(root.expect("a root")).count() >= 4_096);
    }
}

#[test]
fn numbers_may_be_larger_than_any_register() {
    let number = "9".repeat(10_000);
    let (tree, root, faults) = json::read(&number);
    assert_eq!((root.map(|root| tree.text(root)), faults), (Some(number.as_str()), vec![]));
    let (tree, root, faults) = yaml::read(&format!("+{number}"));
    assert_eq!((root.map(|root| tree.text(root)), faults), (Some(number.as_str()), vec![]));
    let hex = in_yaml(&[
        "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
        "0o7777777777777777777777",
    ]);
    assert_snapshot!(hex, @r#"
    --- "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    read
    --- "0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    read
    Ambiguous 1:1 "0xFFFFFFFFFFFFFFFFFF" `0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF` is a number that JSON cannot spell
      help: it is read as a string: put it in quotes if that is meant
    --- "0o7777777777777777777777"
    read
    "#);
}

#[test]
fn what_json_cannot_hold_is_told() {
    let texts = [
        "",
        " \n",
        "\u{0}",
        "[1,\u{0}]",
        "\"a\u{0}b\"",
        "\"a",
        "\"a\nb\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\x\"",
        "[1, 2",
        "{\"a\": 1",
        "{\"a\" 1}",
        "{a: 1}",
        "[1 2]",
        "[1, 2,]",
        "{'a': 1}",
        "01",
        "1.",
        "-",
        "+1",
        "nul",
        "NaN",
        "[1] 2",
        "// c\n1",
        "/* c",
        "{\"a\": 1 \"b\": 2}",
        "[1}",
        "é",
    ];
    assert_snapshot!(in_json(&texts));
}

#[test]
fn what_yaml_cannot_hold_is_told() {
    let texts = [
        "",
        "# only\n",
        "\u{0}",
        "a: b\u{0}c\n",
        "a: \u{7}\n",
        "a: \"x\nb: 1\n",
        "a: 'x\nb: 1\n",
        "a: \"x",
        "a: [1, 2\nb: 1\n",
        "a: {b: 1\nc: 2\n",
        "a: [1, 2}\n",
        "{a: 1",
        "a: ]\n",
        "a: [b]]\n",
        "a:\n  b: 1\n c: 2\n",
        "a:\n  b: 1\n   c: 2\n",
        "a: 1\n\tb: 2\n",
        "a:\n\t- b\n",
        "a: b: c\n",
        "a 1\nb: 2\n",
        "a: 1\nb\nc: 2\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "- a: 1\n  b: 2\n c: 3\n",
        "a: 1\n-b: 2\n",
        "- a\n-b\n",
        "a: *b\n",
        "a: *\n",
        "a: @x\n",
        "a: `x`\n",
        "a: %x\n",
        "a: \"\\q\"\n",
        "a: \"é\\u12\"\n",
        "a: \"\\ud800\"\n",
        "a: \"b\" c\n",
        "a: 'it's'\n",
        "[\"a\" \"b\"]\n",
        "a: |x\n  y\n",
        "a: |\n    x\n  y\n",
        "a: x # c\n  y\n",
        "a: - b\n",
        "a: [- b]\n",
        "a: !b!c d\n",
        "%YAML 2.0\n---\na\n",
        "%YAML 1.2\na: 1\n",
        "a: 1\n\u{feff}b: 2\n",
        "a: 1\n... b\n",
        "a: {b: 1, c: 2 d: 3}\n",
        "a:\n  b: [\n  1,\n2]\n",
        "a: b:\n",
    ];
    assert_snapshot!(in_yaml(&texts));
}

#[test]
fn what_yaml_leaves_clear_is_told_and_read() {
    let texts = [
        "a: [\n  1\n]\n",
        "a: 'b\nc'\n",
        "a: 1\n---\nb: 1\n",
        "a: 1\n...\né: 1\n",
        "a: 1\nb: 2\n'a': 3\n",
        "<<: 1\n",
        "\"<<\": 1\n",
        "[a]: 1\n",
        "? {a: b}\n: 1\n",
        ": 1\n",
        "200: a\ntrue: b\nnull: c\n1.50: d\n",
        "a: .inf\nb: -.INF\nc: .NaN\n",
        "a: !b 12\nb: !!int x\nc: !!map []\nd: !x {}\n",
        "a: &a [1]\n*a : 2\n&b c: *b\n",
        "a: yes\nb: 12:30:45\nc: 1_000\nd: 010\n",
    ];
    assert_snapshot!(in_yaml(&texts));
}
