//! Keywords that the platform does not read.

use super::platform::PLATFORM;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::openapi::Object;
use crate::rules::Subject;
use crate::rules::places::Places;
use crate::tree::{NodeId, Tree};
use std::collections::{HashMap, HashSet};

/// Microsoft's name for a keyword that has no meaning there.
pub static SWAGGER_KEYWORD_NOT_SUPPORTED: Rule =
    Rule::error("SwaggerKeywordNotSupported", page!("SwaggerKeywordNotSupported"));

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, places: &Places, findings: &mut Findings) {
    let unsupported: HashSet<&str> = PLATFORM.keywords.unsupported.iter().map(String::as_str).collect();
    let discouraged: HashMap<&str, &str> =
        PLATFORM.keywords.discouraged.iter().map(|(key, help)| (key.as_str(), help.as_str())).collect();
    // Those that do little harm are told once, however often they stand there.
    let mut first: Vec<(&str, NodeId, usize)> = Vec::new();
    for found in places.objects.iter().filter(|found| found.object == Object::Schema) {
        for (key, member) in tree.members(found.node) {
            if unsupported.contains(key) {
                unknown(tree, places, found.node, member, findings);
            } else if key == "allOf" && subject.source.is_some() {
                // Lowering writes it out, and has told why where it could not.
            } else if discouraged.contains_key(key) {
                match first.iter_mut().find(|(name, ..)| *name == key) {
                    Some((_, _, count)) => *count += 1,
                    None => first.push((key, member, 1)),
                }
            }
        }
    }
    for (key, member, count) in first {
        let message = match count {
            1 => format!("`{key}` is not supported"),
            2 => format!("`{key}` is not supported, here and in another place"),
            _ => format!("`{key}` is not supported, here and in {} other places", count - 1),
        };
        let finding = findings.report(&SWAGGER_KEYWORD_NOT_SUPPORTED, Site::Key(member), message);
        finding.level = Severity::Warning;
        finding.help(discouraged[key]);
    }
}

fn unknown(tree: &Tree, places: &Places, schema: NodeId, member: NodeId, findings: &mut Findings) {
    let key = tree.key(member);
    let message = format!("`{key}` in {} is not supported", places.called(tree, schema));
    let help = match key {
        "anyOf" | "oneOf" => "describe one schema with the properties of all alternatives",
        "nullable" => "remove it; `x-nullable` is tolerated and means nothing to the platform",
        "const" => "write an `enum` with one value",
        "writeOnly" => "remove it, or describe bodies and responses by schemas of their own",
        "examples" => "write one `example`",
        _ => "remove it: the definition is Swagger 2.0",
    };
    findings.report(&SWAGGER_KEYWORD_NOT_SUPPORTED, Site::Key(member), message).help(help);
}
