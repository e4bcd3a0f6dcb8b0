//! Extensions: names that the platform knows, in places where it looks for them.

use super::places::Places;
use crate::diagnostic::{Diagnostic, Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::openapi::{Found, Object};
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A name that nobody knows, mostly a slip of the hand.
pub static UNKNOWN_EXTENSION: Rule = Rule::warning("UnknownExtension", page!("UnknownExtension"));
/// A known name in a place where nobody looks for it.
pub static MISPLACED_EXTENSION: Rule = Rule::warning("MisplacedExtension", page!("MisplacedExtension"));
/// A preview that reviewers want removed.
pub static PLUGIN_EXTENSION: Rule = Rule::warning("PluginExtension", page!("PluginExtension")).not_custom();
/// An extension for generators of client libraries.
pub static AUTO_REST_EXTENSION: Rule = Rule::note("AutoRestExtension", page!("AutoRestExtension"));

/// `spec/platform/extensions.toml`
#[derive(Deserialize)]
struct Platform {
    known: BTreeMap<String, Vec<String>>,
    first_party: Names,
    plugins: Names,
    autorest: Names,
}

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
}

impl Names {
    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }
}

static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/extensions.toml"))
        .expect("internal error: the extensions are TOML")
});

/// The same fault of a definition, which is told once.
struct Group<'t> {
    rule: &'static Rule,
    name: &'t str,
    place: &'static str,
    first: NodeId,
    count: usize,
}

pub(super) fn check(tree: &Tree, places: &Places, findings: &mut Findings) {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for found in &places.objects {
        let place = place(tree, *found);
        for (name, member) in tree.members(found.node).filter(|(name, _)| is_platforms(name)) {
            let Some(rule) = rule(name, place) else { continue };
            // Only of a misplaced one does it matter where it is.
            let place = if rule.name == MISPLACED_EXTENSION.name { place } else { "" };
            match groups.iter_mut().find(|group| group.name == name && group.place == place) {
                Some(group) => group.count += 1,
                None => groups.push(Group { rule, name, place, first: member, count: 1 }),
            }
        }
    }
    for group in groups {
        tell(&group, findings);
    }
}

fn is_platforms(name: &str) -> bool {
    name.starts_with("x-ms")
}

fn rule(name: &str, place: &str) -> Option<&'static Rule> {
    match PLATFORM.known.get(name) {
        Some(known) if known.iter().any(|known| known == place) => None,
        Some(_) => Some(&MISPLACED_EXTENSION),
        None if PLATFORM.first_party.has(name) => None,
        None if PLATFORM.plugins.has(name) => Some(&PLUGIN_EXTENSION),
        None if PLATFORM.autorest.has(name) => Some(&AUTO_REST_EXTENSION),
        None => Some(&UNKNOWN_EXTENSION),
    }
}

fn place(tree: &Tree, found: Found) -> &'static str {
    match found.object {
        Object::Document => "document",
        Object::Info => "info",
        Object::PathItem => "pathItem",
        Object::Operation => "operation",
        Object::Response => "response",
        Object::Header => "responseHeader",
        Object::NotificationContent => "notification",
        Object::Schema => "schema",
        Object::Parameter => match tree.get_str(found.node, "in") {
            Some("path") => "path",
            Some("query") => "query",
            Some("header") => "header",
            Some("formData") => "formData",
            _ => "body",
        },
        _ => "other",
    }
}

/// A place as a message calls it.
fn on(place: &str) -> &'static str {
    match place {
        "document" => "at the root of the definition",
        "info" => "in `info`",
        "pathItem" => "on a path",
        "operation" => "on an operation",
        "response" => "on a response",
        "responseHeader" => "on a header of a response",
        "notification" => "on the content of a notification",
        "schema" => "on a schema",
        "path" => "on a parameter in the path",
        "query" => "on a parameter in the query",
        "header" => "on a header",
        "formData" => "on a form parameter",
        "body" => "on a body",
        _ => "here",
    }
}

fn tell(group: &Group<'_>, findings: &mut Findings) {
    let Group { rule, name, place, first, count } = *group;
    let often = match count {
        1 => String::new(),
        2 => ", here and in another place".to_owned(),
        _ => format!(", here and in {} other places", count - 1),
    };
    let message = if rule.name == MISPLACED_EXTENSION.name {
        format!("`{name}` means nothing {}{often}", on(place))
    } else if rule.name == PLUGIN_EXTENSION.name {
        format!("`{name}` is of a preview that reviewers no longer accept{often}")
    } else if rule.name == AUTO_REST_EXTENSION.name {
        format!("`{name}` is for generators of client libraries: the platform ignores it{often}")
    } else {
        format!("`{name}` is no extension of the platform{often}")
    };
    let finding = findings.report(rule, Site::Key(first), message);
    if rule.name == UNKNOWN_EXTENSION.name {
        meant(name, finding);
    } else if rule.name == AUTO_REST_EXTENSION.name {
        finding.help("it does no harm; leave it out if nothing else is generated from this document");
    } else if rule.name == MISPLACED_EXTENSION.name {
        let places: Vec<&str> =
            PLATFORM.known.get(name).into_iter().flatten().map(|place| on(place)).collect();
        finding.help(match places.as_slice() {
            [one] => format!("it counts {one}"),
            [first, second] => format!("it counts {first} and {second}"),
            _ => "move it to the operation, parameter or schema that it is meant for".to_owned(),
        });
    } else if rule.name == PLUGIN_EXTENSION.name {
        finding.help("remove it before you submit the connector");
    }
}

fn meant(name: &str, finding: &mut Diagnostic) {
    // What strayed into a name, as in `x-ms-summary title`, does not hide the name that is meant.
    let word = name.split([' ', ':']).next().unwrap_or(name);
    let known = PLATFORM.known.keys().map(String::as_str);
    let near = if PLATFORM.known.contains_key(word) { Some(word) } else { nearest(name, known) };
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("remove it, or begin its name with `x-` alone if it is yours"),
    };
}
