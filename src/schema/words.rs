//! What a validator found, as an author would say it.

use super::tolerance;
use crate::diagnostic::{Findings, Rule, Site, Tolerance};
use crate::nearest::nearest;
use crate::tree::{Edit, Kind, NodeId, Tree};
use crate::words::article;
use jsonschema::error::{TypeKind, ValidationErrorKind as Fault};
use jsonschema::{JsonType, ValidationError};
use serde_json::Value;

/// One way in which a document does not conform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where.
    pub site: Site,
    /// The keyword of JSON Schema that is violated.
    pub keyword: String,
    /// The member that is missing or must not be there, where the keyword speaks of one.
    pub member: Option<String>,
    /// Whether the object takes members whose names begin with `x-`.
    pub extensible: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Who takes documents with this fault all the same.
    pub tolerated: Option<Tolerance>,
    /// What mends it, where that is certain.
    pub fix: Option<Edit>,
}

impl Violation {
    /// Reports it by a rule.
    pub fn report(self, rule: &'static Rule, findings: &mut Findings) {
        let finding = findings.report(rule, self.site, self.message);
        finding.tolerated(self.tolerated);
        if let Some(help) = self.help {
            finding.help(help);
        }
        finding.fix.extend(self.fix);
    }
}

/// Says a validator's error, or each of those that it stands for.
pub(super) fn say(
    tree: &Tree,
    root: NodeId,
    schema: &Value,
    error: &ValidationError<'_>,
    out: &mut Vec<Violation>,
) {
    let at = tree.resolve(root, error.instance_path().as_str()).unwrap_or(root);
    let subschema = schema.pointer(parent(error.schema_path().as_str()));
    let extensible = subschema.and_then(|schema| schema.get("patternProperties")?.get("^x-")).is_some();
    let mut add = |site: Site, member: Option<&str>, message: String, help: Option<String>| {
        let keyword = error.kind().keyword().to_owned();
        let tolerated = tolerance::of(tree, at, error.kind(), member, subschema);
        let member = member.map(str::to_owned);
        let fix = fix(tree, at, error.kind());
        out.push(Violation { site, keyword, member, extensible, message, help, tolerated, fix });
    };
    match error.kind() {
        Fault::AdditionalProperties { unexpected } | Fault::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                let site = tree.get(at, name).map_or(Site::Value(at), Site::Key);
                let message = format!("`{name}` is not known {}", place(tree, at));
                add(site, Some(name), message, known(subschema, name));
            }
        }
        Fault::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            // That another spelling is not known says all there is to say.
            if subschema.is_some_and(tolerance::is_closed) && tolerance::spelled_otherwise(tree, at, name) {
                return;
            }
            let help = describe(subschema, name);
            add(Site::Value(at), Some(name), format!("`{name}` is missing{}", within(tree, at)), help);
        }
        Fault::OneOfNotValid { context } | Fault::AnyOf { context } => {
            // Of all alternatives the author meant the one that got furthest.
            let reach = |branch: &Vec<ValidationError<'static>>| {
                branch.iter().map(|error| error.instance_path().as_str().len()).max().unwrap_or(0)
            };
            let meant = context.iter().filter(|branch| !branch.is_empty());
            if let Some(branch) = meant.max_by_key(|branch| (reach(branch), usize::MAX - branch.len())) {
                for error in branch {
                    say(tree, root, schema, error, out);
                }
            }
        }
        Fault::PropertyNames { error } => {
            let name = error.instance().as_str().unwrap_or_default().to_owned();
            let site = tree.get(at, &name).map_or(Site::Value(at), Site::Key);
            add(site, Some(&name), format!("`{name}` cannot be a name here"), expectation(subschema));
        }
        Fault::FalseSchema => {
            add(site_of(tree, at), None, excess(tree, at), expectation(subschema));
        }
        // `not: {}` is how a schema says so with a reason.
        Fault::Not { schema } if schema.as_object().is_some_and(serde_json::Map::is_empty) => {
            let (site, message, help) = (site_of(tree, at), excess(tree, at), expectation(subschema));
            out.push(Violation {
                site,
                keyword: "falseSchema".to_owned(),
                member: None,
                extensible,
                message,
                help,
                tolerated: None,
                fix: None,
            });
        }
        Fault::Pattern { pattern } => {
            let message = format!("{} cannot be `{}`", name(tree, at), tree.text(at));
            let help = expectation(subschema).unwrap_or_else(|| format!("it must match `{pattern}`"));
            add(Site::Value(at), None, message, Some(help));
        }
        kind => {
            // What the schema says of the whole document does not help with its form.
            let help =
                tree.parent(at).and_then(|_| remedy(tree, at, kind).or_else(|| expectation(subschema)));
            add(Site::Value(at), None, value_fault(tree, at, kind), help);
        }
    }
}

/// The value that was meant, where only its case or its quotes are wrong.
fn fix(tree: &Tree, at: NodeId, kind: &Fault) -> Option<Edit> {
    let text = tree.str(at)?;
    match kind {
        Fault::Enum { options } => {
            let known = options.as_array()?.iter().filter_map(Value::as_str);
            let mut meant = known.filter(|known| known.eq_ignore_ascii_case(text));
            let only = meant.next().filter(|_| meant.next().is_none())?;
            Some(Edit::Replace(at, only.into()))
        }
        Fault::Type { kind: TypeKind::Single(kind) } if kind.as_str() == "boolean" => {
            Some(Edit::Replace(at, text.parse::<bool>().ok()?.into()))
        }
        _ => None,
    }
}

/// How the value would be right, where that is plain.
fn remedy(tree: &Tree, at: NodeId, fault: &Fault) -> Option<String> {
    match fault {
        Fault::Enum { options } => tolerance::option_in_other_case(tree, at, options)
            .map(|option| format!("write `{option}`: not every reader passes over capitals")),
        Fault::Type { .. } if tree.kind(at) == Kind::Null => {
            Some("leave it out: `null` is not the same as nothing".to_owned())
        }
        Fault::Type { kind: TypeKind::Single(JsonType::String) } if !tree.is_container(at) => {
            Some(format!("write `\"{}\"`, in quotes", tree.text(at)))
        }
        _ => None,
    }
}

/// A fault of the value itself.
fn value_fault(tree: &Tree, at: NodeId, kind: &Fault) -> String {
    let name = name(tree, at);
    match kind {
        Fault::Type { kind } => {
            format!("{name} must be {}, not {}", types(kind), article(tree.kind(at).name()))
        }
        Fault::Enum { options } if let Some(option) = tolerance::option_in_other_case(tree, at, options) => {
            format!("{name} is `{}`, which is written `{option}`", tree.text(at))
        }
        Fault::Enum { options } => {
            let value = match tree.kind(at) {
                Kind::Array | Kind::Object => article(tree.kind(at).name()),
                _ => format!("`{}`", tree.text(at)),
            };
            format!("{name} is {value}; it can be {}", options_list(options))
        }
        Fault::Constant { expected_value } => format!("{name} must be `{}`", plain(expected_value)),
        Fault::Format { format } => {
            format!("{name} is `{}`, which is not a valid {format}", tree.text(at))
        }
        Fault::MinItems { limit: 1 } | Fault::MinProperties { limit: 1 } => format!("{name} is empty"),
        Fault::MinItems { limit } => format!("{name} needs at least {limit} items"),
        Fault::MaxItems { limit } => format!("{name} can have at most {limit} items"),
        Fault::MinProperties { limit } => format!("{name} needs at least {limit} members"),
        Fault::MaxProperties { limit } => format!("{name} can have at most {limit} members"),
        Fault::MinLength { limit: 1 } => format!("{name} is empty"),
        Fault::MinLength { limit } => format!("{name} needs at least {limit} characters"),
        Fault::MaxLength { limit } => format!("{name} can have at most {limit} characters"),
        Fault::Minimum { limit } => format!("{name} must be at least {limit}"),
        Fault::Maximum { limit } => format!("{name} must be at most {limit}"),
        Fault::UniqueItems => format!("{name} lists something twice"),
        Fault::Not { .. } => format!("{name} has a form that is not allowed here"),
        Fault::OneOfMultipleValid { .. } => format!("{name} can be read in more than one way"),
        other => format!("{name} violates `{}`", other.keyword()),
    }
}

fn site_of(tree: &Tree, at: NodeId) -> Site {
    if tree.key(at).is_empty() { Site::Value(at) } else { Site::Key(at) }
}

/// The node as a message calls it.
fn name(tree: &Tree, at: NodeId) -> String {
    match tree.parent(at) {
        None => "the document".to_owned(),
        Some(parent) if tree.is_array(parent) => match tree.key(parent) {
            "" => "the item".to_owned(),
            key => format!("an item of `{key}`"),
        },
        Some(_) => format!("`{}`", tree.key(at)),
    }
}

fn within(tree: &Tree, at: NodeId) -> String {
    tree.parent(at).map_or(String::new(), |_| format!(" in {}", name(tree, at)))
}

/// The object that should not have a member, as a message calls it.
fn place(tree: &Tree, at: NodeId) -> String {
    tree.parent(at).map_or_else(|| "here".to_owned(), |_| format!("in {}", name(tree, at)))
}

fn excess(tree: &Tree, at: NodeId) -> String {
    format!("{} must not be here", name(tree, at))
}

/// What a member that is missing would be.
fn describe(subschema: Option<&Value>, member: &str) -> Option<String> {
    let schema = subschema?.get("properties")?.get(member)?;
    if let Some(only) = schema.get("const") {
        return Some(format!("add `{member}: {}`", plain(only)));
    }
    Some(match schema.get("description").and_then(Value::as_str) {
        Some(text) => format!("add `{member}`: {}", lower_first(text)),
        None => format!("add `{member}`"),
    })
}

/// What the schema says of the value.
fn expectation(subschema: Option<&Value>) -> Option<String> {
    subschema?.get("description")?.as_str().map(lower_first)
}

fn known(subschema: Option<&Value>, name: &str) -> Option<String> {
    let Some(members) = subschema?.get("properties").and_then(Value::as_object) else {
        return expectation(subschema);
    };
    if let Some(near) = nearest(name, members.keys().map(String::as_str)) {
        return Some(format!("did you mean `{near}`?"));
    }
    let names: Vec<String> = members.keys().map(|key| format!("`{key}`")).collect();
    (names.len() <= 24).then(|| format!("known here: {}", names.join(", ")))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.trim_end_matches('.').chars();
    let first = chars.next().map(char::to_lowercase);
    let rest = chars.as_str();
    // An abbreviation keeps its capitals.
    if rest.starts_with(char::is_uppercase) {
        return text.trim_end_matches('.').to_owned();
    }
    first.into_iter().flatten().collect::<String>() + rest
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(single) => article(single.as_str()),
        TypeKind::Multiple(set) => {
            let names: Vec<String> = set.iter().map(|single| article(single.as_str())).collect();
            names.join(" or ")
        }
    }
}

fn options_list(options: &Value) -> String {
    let words = options.as_array().into_iter().flatten().map(plain);
    let names: Vec<String> = words.filter(|word| !word.is_empty()).map(|word| format!("`{word}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A pointer without its last token.
fn parent(pointer: &str) -> &str {
    pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
}
