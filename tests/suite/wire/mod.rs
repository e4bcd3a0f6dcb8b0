//! Is what is sent by the emitted definition what the source says is sent, byte by byte?
//!
//! Each side has its own small client. Where their requests differ, there must be a finding at the parameter.

mod openapi3;
mod request;
mod source;
mod swagger2;

use connectorc::compile::{Options, Outcome, Purpose, compile};
use connectorc::diagnostic::Severity;
use connectorc::load::Memory;
use connectorc::lower::Dialect;
use connectorc::tree::{Layout, NodeId, Tree, write_json};
use proptest::prelude::*;
use request::{Request, owner};
use serde_json::Value;
use source::{Body, Call, Input, Place, Shape, Source, Style};
use std::fmt::Write as _;
use std::path::Path;

/// A definition and what was found on the way to it: rule, and the inputs that it is about.
struct Lowered {
    definition: Value,
    findings: Vec<(&'static str, Severity, Vec<String>)>,
}

fn lower(source: &Source, dialect: Dialect) -> Lowered {
    let text = source.document().to_string();
    let memory = Memory::default().with("openapi.json", text.clone());
    let options = Options { purpose: Purpose::Check, dialect, ..Options::default() };
    let Outcome { tree, definition, findings, .. } = compile(&memory, Path::new("openapi.json"), &options);
    let definition = definition.unwrap_or_else(|| panic!("no definition of {text}: {findings:?}"));
    let definition = write_json(&tree, definition, Layout::Minified);
    let findings = findings
        .iter()
        .map(|finding| {
            let at = finding.site.node().map(|node| names_above(&tree, node)).unwrap_or_default();
            (finding.rule.name, finding.level, at)
        })
        .collect();
    Lowered { definition: serde_json::from_str(&definition).expect("JSON"), findings }
}

/// All names on the way from a node's source to the root, of members and by `name`: the inputs have names of
/// their own, so these tell which of them a finding is about.
fn names_above(tree: &Tree, node: NodeId) -> Vec<String> {
    let mut names = Vec::new();
    let mut next = tree.source_node(node);
    while let Some(node) = next {
        names.push(tree.key(node).to_owned());
        names.extend(tree.get_str(node, "name").map(str::to_owned));
        next = tree.parent(node);
    }
    names
}

/// The rules that speak of what is sent.
const OF_THE_WIRE: [&str; 11] = [
    "BodyWithoutSchema",
    "CollectionFormatValueNotSupported",
    "CookieParameter",
    "FormWithoutFields",
    "MediaTypeRange",
    "ParameterAsText",
    "ParameterNameTaken",
    "ParameterNotExpressible",
    "PartEncodingNotExpressible",
    "ReservedCharactersEscaped",
    "SeveralFiles",
];

impl Lowered {
    /// The rules of what was found about something, notes aside.
    fn said_of(&self, name: &str) -> Vec<&'static str> {
        let graver = self.findings.iter().filter(|(_, level, _)| *level > Severity::Note);
        let about = graver.filter(|(_, _, names)| names.iter().any(|at| owner(at) == name));
        about.map(|(rule, _, _)| *rule).filter(|rule| OF_THE_WIRE.contains(rule)).collect()
    }

    /// Both requests, without the inputs of which something was said. An operation that was left out sends
    /// nothing, and that was said of one of its inputs.
    fn requests(&self, version: &str, call: &Call) -> (Request, Request) {
        let names = call.all().map(|(input, _)| input.name.as_str());
        let told: Vec<&str> = names.filter(|name| !self.said_of(name).is_empty()).collect();
        let body_is_told = match &call.body {
            Body::Whole { media_type, .. } => {
                let about = |names: &[String]| {
                    names.contains(&call.path()) && names.iter().any(|name| name == media_type)
                };
                self.findings.iter().any(|(_, level, names)| *level > Severity::Note && about(names))
            }
            _ => false,
        };
        let wanted = openapi3::request(version, call, &told, body_is_told);
        let sent = swagger2::request(&self.definition, call, &told, body_is_told);
        let sent = sent.unwrap_or_else(|| {
            let told_why = told.iter().any(|name| self.said_of(name).contains(&"ParameterNotExpressible"));
            assert!(told_why, "{call:?} is not there, and nothing says why");
            wanted.clone()
        });
        (wanted, sent)
    }
}

/// What makes a definition unfit, whatever it says on the wire.
const NOT_CONFORMANT: [&str; 5] = [
    "AdditionalPropertyNotAllowed",
    "JsonTypeIncorrect",
    "JsonValueNotInEnum",
    "JsonValueNotValid",
    "RequiredPropertyMissing",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_sides_send_the_same_bytes(
        source in source::source(),
        dialect in prop::sample::select(vec![Dialect::Connector, Dialect::Swagger2]),
    ) {
        let lowered = lower(&source, dialect);
        for (rule, _, names) in lowered.findings.iter().filter(|(_, level, _)| *level == Severity::Error) {
            prop_assert!(!NOT_CONFORMANT.contains(rule), "{rule} {names:?}: {}", lowered.definition);
        }
        for call in &source.calls {
            let (wanted, sent) = lowered.requests(source.version, call);
            prop_assert_eq!(wanted, sent, "{:?} {}", call, lowered.definition["paths"]);
        }
    }
}

/// Every place, style, `explode` and form of a value, and whether it is sent as it should be: a wrong answer
/// here would otherwise hide behind a finding too many.
#[test]
fn every_combination_is_sent_or_told() {
    let combinations = combinations();
    let calls = combinations.iter().map(|(place, style, shape)| call(*place, style, shape)).collect();
    let source = Source::new("3.1.0", calls);
    let [strict, connector] = [Dialect::Swagger2, Dialect::Connector].map(|dialect| lower(&source, dialect));
    let mut table = String::new();
    for ((place, style, shape), call) in combinations.iter().zip(&source.calls) {
        let said = |lowered: &Lowered| {
            let (wanted, sent) = lowered.requests(source.version, call);
            assert_eq!(wanted, sent, "{place:?} {style:?} {shape:?}: {}", lowered.definition["paths"]);
            let rules = call.all().flat_map(|(input, _)| lowered.said_of(&input.name)).collect::<Vec<_>>();
            if rules.is_empty() { "sent".to_owned() } else { rules.join(" ") }
        };
        let explode = style.explode.map_or(String::new(), |explode| format!("explode={explode}"));
        writeln!(
            table,
            "{:10} {:14} {:13} {:7}  2.0: {:23}  connector: {}",
            format!("{place:?}"),
            style.name.unwrap_or("-"),
            explode,
            shape.word(),
            said(&strict),
            said(&connector)
        )
        .expect("a line");
    }
    insta::assert_snapshot!(table);
}

fn combinations() -> Vec<(Place, Style, Shape)> {
    let places = [
        (Place::Path, vec!["simple", "label", "matrix"]),
        (Place::Query, vec!["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        (Place::Header, vec!["simple"]),
        (Place::Cookie, vec!["form"]),
        (Place::UrlEncoded, vec!["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        (Place::Multipart, vec!["form"]),
    ];
    let mut all = Vec::new();
    for (place, styles) in places {
        for name in std::iter::once(None).chain(styles.into_iter().map(Some)) {
            let explodes: &[Option<bool>] =
                if name.is_none() { &[None] } else { &[None, Some(false), Some(true)] };
            for explode in explodes {
                let style = Style { name, explode: *explode, content_type: None };
                // What is described by `content` has no style.
                let shapes = Shape::all(place).into_iter();
                let shapes = shapes.filter(|shape| name.is_none() || !matches!(shape, Shape::Json));
                all.extend(shapes.map(|shape| (place, style.clone(), shape)));
            }
        }
    }
    all
}

fn call(place: Place, style: &Style, shape: &Shape) -> Call {
    let input = Input {
        name: String::new(),
        style: style.clone(),
        shape: shape.clone(),
        required: true,
        shared: false,
    };
    let value = Some(shape.example());
    match place {
        Place::UrlEncoded | Place::Multipart => {
            let multipart = place == Place::Multipart;
            Call {
                number: 0,
                inputs: Vec::new(),
                body: Body::Form { multipart, fields: vec![(input, value)] },
            }
        }
        _ => Call { number: 0, inputs: vec![(place, input, value)], body: Body::None },
    }
}
