//! The responses of one operation: at least one, under single codes, and `produces`.

use super::edit::{set_text, text_list};
use super::responses::PASS;
use super::rules::{RESPONSE_MEDIA_TYPE_NOT_SUPPORTED, RESPONSES_MISSING};
use super::work::Work;
use super::{known_media, media, statuses};
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::{HashMap, HashSet};

/// What a response comes in.
pub(super) struct Produced {
    /// The media types, the one of the schema first.
    pub media_types: Vec<String>,
    /// The media type as the source has it.
    pub chosen: NodeId,
}

/// Completes the responses of an operation once each of them is lowered, and lists what they come in.
pub(super) fn of_operation(
    tree: &mut Tree,
    work: &mut Work<'_>,
    operation: NodeId,
    produced: &HashMap<NodeId, Produced>,
    told: &mut HashSet<NodeId>,
) {
    let responses = tree.get(operation, "responses");
    let Some(responses) = responses.filter(|list| tree.members(*list).any(|(key, _)| !key.starts_with("x-")))
    else {
        missing(tree, work, operation, responses);
        return;
    };
    statuses::ranges(tree, work, responses);
    let mut media_types: Vec<(bool, bool, &String)> = Vec::new();
    for (code, member) in tree.members(responses) {
        let target = work.resolver.follow(tree, member);
        let own = target.and_then(|target| produced.get(&target)).filter(|_| !code.starts_with("x-"));
        let Some(own) = own else { continue };
        let success = code.starts_with('2');
        if success && work.for_platform() && told.insert(own.chosen) {
            known_to_platform(tree, work.findings, own);
        }
        media_types.extend(own.media_types.iter().map(|name| (!success, !media::is_json(name), name)));
    }
    // The first is what the platform asks for: what a success comes in, and of that JSON.
    media_types.sort_by_key(|(failure, other, _)| (*failure, *other));
    let mut seen = HashSet::new();
    let names: Vec<String> = media_types
        .into_iter()
        .map(|(_, _, name)| name.clone())
        .filter(|name| seen.insert(name.clone()))
        .collect();
    if !names.is_empty() {
        let list = text_list(tree, &names, Origin::from(responses, PASS));
        tree.set(operation, "produces", list);
    }
}

/// Says that Power Apps will make nothing of a response, if it will not.
fn known_to_platform(tree: &Tree, findings: &mut Findings, produced: &Produced) {
    let Produced { media_types, chosen } = produced;
    // What comes value by value is told of as that.
    let is_known = |name: &String| known_media::as_response(name) || media::is_stream(name);
    if !media_types.iter().any(is_known) {
        let message = format!("Power Apps knows no response of the type `{}`", tree.key(*chosen));
        findings
            .report(&RESPONSE_MEDIA_TYPE_NOT_SUPPORTED, Site::Key(*chosen), message)
            .help("flows can use it; if the API gives `application/json` as well, say so by overlay");
    }
}

fn missing(tree: &mut Tree, work: &mut Work<'_>, operation: NodeId, old: Option<NodeId>) {
    work.findings
        .report(&RESPONSES_MISSING, Site::Key(operation), "the operation describes no response")
        .help("describe at least what a success looks like, so that flows can use it");
    let origin = Origin::from(operation, PASS);
    let response = tree.make_object(origin);
    set_text(tree, response, "description", statuses::reason("default"), origin);
    let responses = match old.filter(|old| tree.is_object(*old)) {
        Some(old) => old,
        None => {
            let responses = tree.make_object(origin);
            tree.set(operation, "responses", responses);
            responses
        }
    };
    tree.append(responses, "default", response);
}
