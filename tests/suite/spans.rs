//! Where values and their names are written, to the byte.

use crate::{json, yaml};
use connectorc::tree::{Fault, NodeId, Tree};
use insta::assert_snapshot;

/// One line for each node: pointer, name as it is written, value as it is written, line and column.
fn places((tree, root, faults): (Tree, Option<NodeId>, Vec<Fault>)) -> String {
    assert_eq!(faults, []);
    let line = |node| {
        let pointer = format!("{:?}", tree.pointer(node));
        let key = tree.key_span(node).map_or("-", |span| tree.sources.slice(span));
        let span = tree.span(node).expect("a span");
        let value = tree.sources.slice(span);
        let at = tree.sources.line_column(tree.file(node).expect("a file"), span.start);
        format!("{pointer:12} {key:8} {value:?} {}:{}\n", at.line, at.column)
    };
    tree.walk(root.expect("a root")).map(line).collect()
}

#[test]
fn yaml_blocks() {
    let text = "\
é: ö # ü
b:
  - x
  - c: 'y'''

    ß: \"\\u00e9\"
  # comment
  -

  - [1, {ä: ï}, j: k,]
t: |
  text

  more

f: >2- # folded

   text
# comment
n:
? q
: r
";
    assert_snapshot!(places(yaml::read(text)), @r#"
    ""           -        "é: ö # ü\nb:\n  - x\n  - c: 'y'''\n\n    ß: \"\\u00e9\"\n  # comment\n  -\n\n  - [1, {ä: ï}, j: k,]\nt: |\n  text\n\n  more\n\nf: >2- # folded\n\n   text\n# comment\nn:\n? q\n: r" 1:1
    "/é"         é        "ö" 1:4
    "/b"         b        "- x\n  - c: 'y'''\n\n    ß: \"\\u00e9\"\n  # comment\n  -\n\n  - [1, {ä: ï}, j: k,]" 3:3
    "/b/0"       -        "x" 3:5
    "/b/1"       -        "c: 'y'''\n\n    ß: \"\\u00e9\"" 4:5
    "/b/1/c"     c        "'y'''" 4:8
    "/b/1/ß"     ß        "\"\\u00e9\"" 6:8
    "/b/2"       -        "" 8:4
    "/b/3"       -        "[1, {ä: ï}, j: k,]" 10:5
    "/b/3/0"     -        "1" 10:6
    "/b/3/1"     -        "{ä: ï}" 10:9
    "/b/3/1/ä"   ä        "ï" 10:13
    "/b/3/2"     -        "j: k" 10:17
    "/b/3/2/j"   j        "k" 10:20
    "/t"         t        "|\n  text\n\n  more" 11:4
    "/f"         f        ">2- # folded\n\n   text" 16:4
    "/n"         n        "" 20:3
    "/q"         q        "r" 22:3
    "#);
}

#[test]
fn yaml_with_byte_order_mark_and_carriage_returns() {
    let text = "\u{feff}é: ö\r\nb:\r\n  - \"x\r\n    y\"\r\n  - z\r\n    w\r\nt: |+\r\n  text\r\n\r\nlast:\r\n  'k': {}\r\n";
    assert_snapshot!(places(yaml::read(text)), @r#"
    ""           -        "é: ö\r\nb:\r\n  - \"x\r\n    y\"\r\n  - z\r\n    w\r\nt: |+\r\n  text\r\n\r\nlast:\r\n  'k': {}" 1:1
    "/é"         é        "ö" 1:4
    "/b"         b        "- \"x\r\n    y\"\r\n  - z\r\n    w" 3:3
    "/b/0"       -        "\"x\r\n    y\"" 3:5
    "/b/1"       -        "z\r\n    w" 5:5
    "/t"         t        "|+\r\n  text" 7:4
    "/last"      last     "'k': {}" 11:3
    "/last/k"    'k'      "{}" 11:8
    "#);
}

#[test]
fn yaml_anchors_and_tags_are_not_part_of_values() {
    let text = "\
a: &a !!str 1
b: !!map &b
  c: &c |
    text
&d d: *b
*a : *c
e: &e
f: !!null
g: *e
";
    assert_snapshot!(places(yaml::read(text)), @r#"
    ""           -        "a: &a !!str 1\nb: !!map &b\n  c: &c |\n    text\n&d d: *b\n*a : *c\ne: &e\nf: !!null\ng: *e" 1:1
    "/a"         a        "1" 1:13
    "/b"         b        "c: &c |\n    text" 3:3
    "/b/c"       c        "|\n    text" 3:9
    "/d"         d        "*b" 5:7
    "/d/c"       c        "|\n    text" 3:9
    "/1"         *a       "*c" 6:6
    "/e"         e        "" 7:6
    "/f"         f        "" 8:10
    "/g"         g        "*e" 9:4
    "#);
}

#[test]
fn yaml_keys() {
    let text = "'a': 1\n\"b\\t\": 2\n'c''d': 3\n\"\": 4\n{é: 1, \"f\": 2,'g':3}: 5\n? h\n  i\n: 6\n200: 7\n";
    let (tree, root, _) = yaml::read(text);
    assert_snapshot!(places((tree, root, vec![])), @r#"
    ""           -        "'a': 1\n\"b\\t\": 2\n'c''d': 3\n\"\": 4\n{é: 1, \"f\": 2,'g':3}: 5\n? h\n  i\n: 6\n200: 7" 1:1
    "/a"         'a'      "1" 1:6
    "/b\t"       "b\t"    "2" 2:8
    "/c'd"       'c''d'   "3" 3:9
    "/"          ""       "4" 4:5
    "/{é: 1, \"f\": 2,'g':3}" {é: 1, "f": 2,'g':3} "5" 5:23
    "/h i"       h
      i    "6" 8:3
    "/200"       200      "7" 9:6
    "#);
}

#[test]
fn a_yaml_scalar_alone() {
    let texts = ["a", "--- a\n", "--- |\n a\n", "--- # c\n'a'\n", "&a !!str a"];
    let all: String = texts.iter().map(|text| places(yaml::read(text))).collect();
    assert_snapshot!(all, @r#"
    ""           -        "a" 1:1
    ""           -        "a" 1:5
    ""           -        "|\n a" 1:5
    ""           -        "'a'" 2:1
    ""           -        "a" 1:10
    "#);
}

#[test]
fn json_with_byte_order_mark_and_carriage_returns() {
    let text = "\u{feff}{\"é\": [1.0, \"ö\"],\r\n\t\"\\u0061\" : {\"\": null} ,\"b\":\"\\n\"}\r\n";
    assert_snapshot!(places(json::read(text)), @r#"
    ""           -        "{\"é\": [1.0, \"ö\"],\r\n\t\"\\u0061\" : {\"\": null} ,\"b\":\"\\n\"}" 1:1
    "/é"         "é"      "[1.0, \"ö\"]" 1:7
    "/é/0"       -        "1.0" 1:8
    "/é/1"       -        "\"ö\"" 1:13
    "/a"         "\u0061" "{\"\": null}" 2:13
    "/a/"        ""       "null" 2:18
    "/b"         "b"      "\"\\n\"" 2:29
    "#);
}

#[test]
fn an_alias_stands_where_it_is_written_and_what_is_below_where_it_was_read() {
    let (tree, root, faults) = yaml::read("a: &a {b: [1]}\nc: *a\n");
    assert_eq!(faults, []);
    let copy = tree.get(root.expect("a root"), "c").expect("the copy");
    let below = tree.at(copy, &["b"]).expect("what is below");
    let line = |node| {
        tree.sources
            .line_column(tree.file(node).expect("a file"), tree.span(node).expect("a span").start)
            .line
    };
    assert_eq!((line(copy), line(below)), (2, 1));
    assert_eq!(tree.pointer(below), "/c/b");
    assert!(tree.is_attached(below));
}
