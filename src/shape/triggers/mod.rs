//! Makes webhook triggers from callbacks and webhooks: one path per event, which subscribes with a body that carries the
//! address of the flow and describes what the flow will be sent.

mod base;
mod event;
mod body;
mod content;
mod convention;

use super::Shaping;
use super::rules::UNKNOWN_SELECTOR;
use crate::config::{Located, TriggerKind, TriggerRule};
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::tree::{NodeId, Origin, Step, Tree};
use crate::words;
use base::Base;
use event::{Event, chosen_webhooks, events, members};

pub(super) const PASS: &str = "triggers";

/// What is noted at a callback or webhook from which a trigger was made.
pub const BECAME_TRIGGER: &str = "became a trigger";
/// What is noted at a callback or webhook from which none can be made, which was said.
pub const NO_TRIGGER: &str = "cannot be a trigger";

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, findings: &mut Findings) {
    let config = shaping.config;
    for rule in &config.triggers {
        let Some(from) = &rule.value.from else { continue };
        match Base::find(tree, shaping, &from.value) {
            Some(base) => by_rule(tree, shaping, &base, &rule.value, findings),
            None => {
                let message = format!("the source has no operation `{}` to make triggers from", from.value);
                findings
                    .report(&UNKNOWN_SELECTOR, from.at, message)
                    .help("name an operation with `callbacks`, or one that subscribes to `webhooks`");
            }
        }
    }
    if config.triggers.is_empty() {
        convention::run(tree, shaping, findings);
    }
}

fn by_rule(tree: &mut Tree, shaping: &Shaping<'_>, base: &Base, rule: &TriggerRule, findings: &mut Findings) {
    if let Some(from) = &rule.from
        && rule.webhooks.is_empty()
        && tree.get(base.operation, "callbacks").is_none()
    {
        let message = format!("`{}` has no `callbacks` to make triggers from", from.value);
        findings
            .report(&UNKNOWN_SELECTOR, from.at, message)
            .help("name an operation with `callbacks`, or the `webhooks` that this one subscribes to");
        return;
    }
    unknown_webhooks(tree, shaping.root, rule, findings);
    unknown_events(tree, shaping.root, base, rule, findings);
    body::report_unknown(tree, shaping, base.operation, rule, findings);
    let events = events(tree, shaping, base, rule, findings);
    for event in &events {
        trigger(tree, shaping, base, event, rule);
    }
}

/// Makes one trigger; its path.
fn trigger(tree: &mut Tree, shaping: &Shaping<'_>, base: &Base, event: &Event, rule: &TriggerRule) -> String {
    let payload = content::payload(tree, shaping, event);
    let stem =
        payload.as_ref().map_or_else(|| words::pascal_case(&event.name), |payload| payload.stem.clone());
    let names = Names { event: &event.name, stem: &stem };
    let pattern = rule.path.as_ref().map(|path| path.value.as_str());
    let path = match pattern {
        Some(pattern) => names.fill(pattern),
        None => format!("{}/{}", base.path.trim_end_matches('/'), event.name),
    };
    let origin = Origin::from(event.node, PASS);
    note(tree, event, rule.from.as_ref().map(|from| from.at));
    let path_item = path_item(tree, shaping.root, &path, origin);
    if let Some(payload) = payload {
        content::attach(tree, path_item, &payload, &stem, origin);
    }
    let operation = tree.copy(base.operation, PASS);
    tree.set(path_item, &base.method, operation);
    let id = names.fill(rule.operation_id.as_ref().map_or("{stem}Hook", |id| &id.value));
    describe(tree, operation, event, rule, base, &id);
    body::subscribe(tree, shaping, operation, event, rule, &names);
    path
}

fn note(tree: &mut Tree, event: &Event, because: Option<NodeId>) {
    tree.note(event.node, Step { by: PASS, what: BECAME_TRIGGER, because });
    if event.target != event.node {
        tree.note(event.target, Step { by: PASS, what: BECAME_TRIGGER, because });
    }
}

/// What a trigger's name patterns stand for.
struct Names<'a> {
    event: &'a str,
    stem: &'a str,
}

impl Names<'_> {
    fn fill(&self, pattern: &str) -> String {
        pattern
            .replace("{event}", self.event)
            .replace("{Event}", &words::pascal_case(self.event))
            .replace("{stem}", self.stem)
    }
}

/// Gives the copy of the base operation the texts of the event.
fn describe(tree: &mut Tree, operation: NodeId, event: &Event, rule: &TriggerRule, base: &Base, id: &str) {
    let origin = Origin::from(event.node, PASS);
    let (summary, summary_origin) =
        match (lookup(&rule.summaries, &event.name), tree.get(event.operation, "summary")) {
            (Some(text), _) => (text.value.clone(), Origin::from(text.at, PASS)),
            (None, Some(node)) => (tree.text(node).to_owned(), Origin::from(node, PASS)),
            (None, None) => (format!("When {}", words::split(&event.name).join(" ").to_lowercase()), origin),
        };
    let (description, description_origin) =
        match (lookup(&rule.descriptions, &event.name), tree.get(event.operation, "description")) {
            (Some(text), _) => (text.value.clone(), Origin::from(text.at, PASS)),
            (None, Some(node)) => (tree.text(node).to_owned(), Origin::from(node, PASS)),
            (None, None) => (words::sentence(&summary), summary_origin),
        };
    let kind = if rule.kind == TriggerKind::Batch { "batch" } else { "single" };
    let hint = lookup(&rule.hints, &event.name);
    let mut texts = vec![
        ("operationId", id.to_owned(), origin),
        ("summary", summary, summary_origin),
        ("description", description, description_origin),
        ("x-ms-trigger", kind.to_owned(), origin),
    ];
    texts.extend(hint.map(|hint| ("x-ms-trigger-hint", hint.value.clone(), Origin::from(hint.at, PASS))));
    for (key, text, origin) in texts {
        let node = tree.make_string(&text, origin);
        tree.set(operation, key, node);
    }
    base.follow_documentation(tree, operation, id);
    if let Some(callbacks) = tree.get(operation, "callbacks") {
        tree.detach(callbacks);
    }
}

fn lookup<'a>(texts: &'a [(Located<String>, Located<String>)], event: &str) -> Option<&'a Located<String>> {
    texts.iter().find(|(name, _)| name.value == event).map(|(_, text)| text)
}

/// Webhooks that there are not.
fn unknown_webhooks(tree: &Tree, root: NodeId, rule: &TriggerRule, findings: &mut Findings) {
    let webhooks = members(tree, tree.get(root, "webhooks"));
    let known: Vec<&str> = webhooks.iter().map(|webhook| tree.key(*webhook)).collect();
    for name in &rule.webhooks {
        if !known.iter().any(|known| name.value.matches(known)) {
            unknown(Site::Value(name.at), "webhook", name.value.as_str(), &known, findings);
        }
    }
}

/// Texts for events that there are not; an event that cannot be a trigger has its own finding.
fn unknown_events(tree: &Tree, root: NodeId, base: &Base, rule: &TriggerRule, findings: &mut Findings) {
    let mut events = members(tree, tree.get(base.operation, "callbacks"));
    events.extend(chosen_webhooks(tree, root, rule));
    let known: Vec<&str> = events.iter().map(|event| tree.key(*event)).collect();
    let what = if rule.webhooks.is_empty() { "callback" } else { "callback or webhook of this rule" };
    for (name, _) in rule.summaries.iter().chain(&rule.descriptions).chain(&rule.hints) {
        if !known.contains(&name.value.as_str()) {
            unknown(Site::Key(name.at), what, &name.value, &known, findings);
        }
    }
}

fn unknown(site: Site, what: &str, name: &str, known: &[&str], findings: &mut Findings) {
    let finding = findings.report(&UNKNOWN_SELECTOR, site, format!("no {what} is called `{name}`"));
    match nearest(name, known.iter().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("remove it, or name one that exists"),
    };
}

fn path_item(tree: &mut Tree, root: NodeId, path: &str, origin: Origin) -> NodeId {
    let paths = super::edit::object(tree, root, "paths", Origin::pass(PASS));
    super::edit::object(tree, paths, path, origin)
}
