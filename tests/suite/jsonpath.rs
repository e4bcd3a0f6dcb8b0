//! JSONPath queries select what RFC 9535 says.

use connectorc::overlay::jsonpath::Query;
use connectorc::tree::{Layout, NodeId, Tree, read_json, write_json};
use proptest::prelude::*;
use serde_json::Value;

/// The compliance test suite of the JSONPath working group.
const SUITE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/conformance/jsonpath-cts.json");

fn tree_of(value: &Value) -> (Tree, NodeId) {
    let mut tree = Tree::default();
    let file = tree.sources.add("document.json", &value.to_string());
    let mut faults = Vec::new();
    let root = read_json(&mut tree, file, &mut faults);
    (tree, root.expect("serde_json writes JSON"))
}

fn values(tree: &Tree, nodes: &[NodeId]) -> Vec<Value> {
    let text = |node: &NodeId| write_json(tree, *node, Layout::Minified);
    nodes.iter().map(|node| serde_json::from_str(&text(node)).expect("we write JSON")).collect()
}

#[test]
fn the_compliance_suite_passes() {
    let Ok(suite) = std::fs::read_to_string(SUITE) else {
        eprintln!("SKIPPED: no compliance suite at {SUITE}");
        return;
    };
    let suite: Value = serde_json::from_str(&suite).expect("the suite is JSON");
    let cases = suite["tests"].as_array().expect("the suite has tests");
    let failures: Vec<String> = cases.iter().filter_map(|case| failure(case).err()).collect();
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

fn failure(case: &Value) -> Result<(), String> {
    let (name, selector) = (case["name"].to_string(), case["selector"].as_str().unwrap_or_default());
    let invalid = case["invalid_selector"] == true;
    let query = match Query::parse(selector) {
        Ok(_) if invalid => return Err(format!("{name}: {selector} is accepted")),
        Err(_) if invalid => return Ok(()),
        Err(error) => return Err(format!("{name}: {selector} at {}: {}", error.offset, error.message)),
        Ok(query) => query,
    };
    let (tree, root) = tree_of(&case["document"]);
    let found = query.select(&tree, root);
    let result = Value::Array(values(&tree, &found));
    let found: Vec<Value> = found.iter().map(|node| Value::from(normalized(&tree, *node))).collect();
    let paths = Value::Array(found);
    let same = |key: &str, alternatives: &str, is: &dyn Fn(&Value) -> bool| {
        case.get(key).is_some_and(is) || case[alternatives].as_array().is_some_and(|all| all.iter().any(is))
    };
    if same("result", "results", &|expected| *expected == result)
        && same("result_paths", "results_paths", &|expected| *expected == paths)
    {
        return Ok(());
    }
    Err(format!("{name}: {selector} selects {result} at {paths}"))
}

#[test]
fn nesting_has_an_end() {
    for (open, close) in [("(", ")"), ("@[?", "]"), ("!(", ")"), ("length(", ")"), ("!", "")] {
        let text = format!("$[?{}@.a{}]", open.repeat(100_000), close.repeat(100_000));
        assert!(Query::parse(&text).is_err(), "{open}");
        let text = format!("$[?{}@.a == 1{}]", "(".repeat(20), ")".repeat(20));
        assert!(Query::parse(&text).is_ok(), "{text}");
    }
}

/// The normalized path of a node (RFC 9535 section 2.7).
fn normalized(tree: &Tree, node: NodeId) -> String {
    let Some(parent) = tree.parent(node) else { return "$".to_owned() };
    let step = if tree.is_array(parent) {
        let index = tree.items(parent).position(|item| item == node);
        index.expect("an item stands in its array").to_string()
    } else {
        format!("'{}'", tree.key(node).chars().map(escaped).collect::<String>())
    };
    format!("{}[{step}]", normalized(tree, parent))
}

fn escaped(char: char) -> String {
    match char {
        '\u{8}' => r"\b".to_owned(),
        '\t' => r"\t".to_owned(),
        '\n' => r"\n".to_owned(),
        '\u{c}' => r"\f".to_owned(),
        '\r' => r"\r".to_owned(),
        '\'' => r"\'".to_owned(),
        '\\' => r"\\".to_owned(),
        char if char < ' ' => format!("\\u{:04x}", u32::from(char)),
        char => char.to_string(),
    }
}

fn document() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec![0.5, -1.5]).prop_map(Value::from),
        (-3_i64..4).prop_map(Value::from),
        prop::sample::select(vec!["", "a", "ab", "b", "é"]).prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        let name = prop::sample::select(vec!["a", "b", "c", "x-y", "é", "a/b"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..5).prop_map(|members| {
                Value::Object(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
            }),
        ]
    })
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(choices).prop_map(str::to_owned)
}

fn singular(start: &'static str) -> impl Strategy<Value = String> {
    // No negative index: in a filter, the other engine does not find what it selects.
    let step = one_of(&[".a", ".b", "['x-y']", "[0]", "[\"é\"]", "[2]"]);
    prop::collection::vec(step, 0..3).prop_map(move |steps| format!("{start}{}", steps.concat()))
}

fn literal() -> impl Strategy<Value = String> {
    one_of(&["null", "true", "false", "1", "-1.5", "'a'", "\"ab\"", "''", "2", "0"])
}

fn operand() -> impl Strategy<Value = String> {
    let function = one_of(&[
        "length(@)",
        "length(@.a)",
        "count(@.*)",
        "count(@..*)",
        "value(@..a)",
        "length(value($..b))",
    ]);
    prop_oneof![literal(), singular("@"), singular("$"), function]
}

fn test() -> impl Strategy<Value = String> {
    // The other engine orders `null`, booleans, containers and nothing at all. The compliance suite does not.
    let ordered = one_of(&["< 1", "<= -0.5", ">'a'", ">= \"ab\"", "> 0", "<= ''", "< 'é'", ">=2"]);
    let leaf = prop_oneof![
        (operand(), one_of(&["==", "!="]), operand())
            .prop_map(|(left, operator, right)| format!("{left} {operator}{right}")),
        (operand(), ordered).prop_map(|(left, right)| format!("{left} {right}")),
        segments(one_of(&["a", "0"])).prop_map(|segments| format!("@{segments}")),
        one_of(&["match(@, 'a.?')", "search(@.a,'[b-z]|é')", "search(@, $.a)", "!match(@,'\\\\p{L}*')"]),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} && {right}")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left}||{right}")),
            inner.clone().prop_map(|inner| format!("!({inner})")),
            inner.prop_map(|inner| format!("( {inner} )")),
        ]
    })
}

fn segments(extra: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = String> {
    let selector = prop_oneof![
        one_of(&["'a'", "'b'", "*", "0", "1", "-1", "-2", "\"é\"", "'a/b'"]),
        one_of(&[":", "1:", ":2", "::-1", "-2:", "3:0:-2", "::2", "::0", "-1:-9:-1", ":-1", "5::-1"]),
        extra.prop_map(|test| if test.len() < 2 { "'c'".to_owned() } else { format!("?{test}") }),
    ];
    let brackets = prop::collection::vec(selector, 1..4).prop_map(|all| format!("[{}]", all.join(" ,")));
    let segment = prop_oneof![
        one_of(&[".a", ".b", ".c", ".*", "..a", "..*", ".é"]),
        brackets.clone(),
        brackets.prop_map(|brackets| format!("..{brackets}")),
    ];
    prop::collection::vec(segment, 0..4).prop_map(|segments| segments.concat())
}

proptest! {
    #[test]
    fn another_engine_selects_the_same(document in document(), segments in segments(test())) {
        let text = format!("${segments}");
        let query = Query::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error:?}")))?;
        let other = serde_json_path::JsonPath::parse(&text)
            .map_err(|error| TestCaseError::fail(format!("{text}: {error:?}")))?;
        let (tree, root) = tree_of(&document);
        let found: Vec<String> =
            query.select(&tree, root).into_iter().map(|node| normalized(&tree, node)).collect();
        let expected: Vec<String> =
            other.query_located(&document).locations().map(|path| path.to_string()).collect();
        prop_assert_eq!(found, expected, "{}", text);
    }

    #[test]
    fn another_engine_accepts_the_same(
        tokens in prop::collection::vec(one_of(&[
            ".", "..", "[", "]", "*", "a", "'a'", "0", "-", "1", ":", ",", "?", "@", "@.a", "(", ")", "!", "&&",
            "||", "==", "<", " ", "null", "true", "length(", "count(", "match(", "value(", "$", "1.5", "-0", "'\\'",
        ]), 0..9),
    ) {
        for text in [format!("${}", tokens.concat()), format!("$[?{}]", tokens.concat())] {
            // The other engine takes neither a literal's word for a name, nor all segments behind space.
            if [".null", ".true", ".false", " ."].iter().any(|word| text.contains(word)) {
                continue;
            }
            let (ours, theirs) = (Query::parse(&text), serde_json_path::JsonPath::parse(&text));
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{} ours: {:?} theirs: {:?}", text, ours, theirs);
        }
    }

    #[test]
    fn no_text_is_too_strange_to_parse(text in "\\PC*", tail in "[$@.\\[\\]'\"?()!&|=<>*:,a-z0-9é\\\\ -]*") {
        for text in [text.clone(), format!("${tail}"), format!("$[?{tail}{text}")] {
            if let Err(error) = Query::parse(&text) {
                prop_assert!(text.is_char_boundary(error.offset), "{} {:?}", text, error);
            }
        }
    }
}
