//! Makes webhook triggers from callbacks: one path per event, which subscribes with a body that carries the
//! address of the flow and describes what the flow will be sent.

mod base;
mod body;
mod content;

use super::Shaping;
use super::rules::{TRIGGER_PATH_INVENTED, TRIGGER_WITHOUT_NOTIFICATION_URL, UNKNOWN_SELECTOR};
use crate::config::{Located, TriggerKind, TriggerRule};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{METHODS, Resolver, operations};
use crate::tree::{NodeId, Origin, Step, Tree};
use crate::words;
use base::Base;

pub(super) const PASS: &str = "triggers";

/// A callback that becomes a trigger.
struct Event {
    /// Its name.
    name: String,
    /// The callback: the member of `callbacks`.
    callback: NodeId,
    /// The operation that the API calls.
    operation: NodeId,
    /// Where the address of the flow stands in the body that subscribes: `config/url`.
    notification_url: Vec<String>,
}

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
                    .help("name an operation with `callbacks`");
            }
        }
    }
    if config.triggers.is_empty() {
        by_convention(tree, shaping, findings);
    }
}

fn by_rule(tree: &mut Tree, shaping: &Shaping<'_>, base: &Base, rule: &TriggerRule, findings: &mut Findings) {
    let events = events(tree, shaping, base, findings);
    unknown_events(&events, rule, findings);
    body::report_unknown(tree, shaping, base.operation, rule, findings);
    for event in &events {
        trigger(tree, shaping, base, event, rule);
    }
}

/// Without a rule, an operation with one callback is itself the trigger; of several callbacks each gets a path
/// below that of the operation, since a path and a method can be only one trigger.
fn by_convention(tree: &mut Tree, shaping: &Shaping<'_>, findings: &mut Findings) {
    let with_callbacks: Vec<Base> = operations(tree, shaping.root)
        .filter(|operation| tree.get(operation.node, "callbacks").is_some())
        .map(|operation| Base::of(tree, &operation))
        .collect();
    let rule = TriggerRule::default();
    for base in with_callbacks {
        let events = events(tree, shaping, &base, findings);
        if let [event] = events.as_slice() {
            content::describe(tree, shaping, base.path_item, event, PASS);
            body::mark_notification_url(tree, shaping, base.operation, event);
            tree.note(event.callback, Step { by: PASS, what: "became a trigger", because: None });
            let kind = tree.make_string("single", Origin::from(event.callback, PASS));
            tree.set(base.operation, "x-ms-trigger", kind);
            continue;
        }
        for event in &events {
            let path = trigger(tree, shaping, &base, event, &rule);
            findings
                .report(
                    &TRIGGER_PATH_INVENTED,
                    Site::Key(event.callback),
                    format!(
                        "the trigger for `{}` subscribes at `{path}`, which the source does not have",
                        event.name
                    ),
                )
                .help("make sure that the API accepts it there, and set `triggers` in connector.yaml");
        }
    }
}

const HELP: &str = "the platform writes the address of the flow into a property of the body: name one, as in \
                    `{$request.body#/url}`";

/// The callbacks of an operation that can become triggers; the others are reported.
fn events(tree: &mut Tree, shaping: &Shaping<'_>, base: &Base, findings: &mut Findings) -> Vec<Event> {
    let mut resolver = Resolver::new(shaping.root);
    let callbacks = tree.get(base.operation, "callbacks");
    let mut events = Vec::new();
    let mut left_out = Vec::new();
    for (name, member) in callbacks.into_iter().flat_map(|callbacks| tree.members(callbacks)) {
        let Some(callback) = resolver.follow(tree, member) else { continue };
        for (expression, path_item) in tree.members(callback).filter(|(key, _)| !key.starts_with("x-")) {
            let operation = METHODS.iter().find_map(|method| tree.get(path_item, method));
            let Some(operation) = operation else { continue };
            let Some(notification_url) = body_pointer(expression) else {
                findings
                    .report(
                        &TRIGGER_WITHOUT_NOTIFICATION_URL,
                        Site::Key(path_item),
                        format!("`{expression}` is not a property of the body, so `{name}` cannot become a trigger"),
                    )
                    .help(HELP);
                left_out.push(member);
                continue;
            };
            let path = notification_url.join("/");
            if let Err(near) = body::find(tree, shaping, base.operation, &path) {
                let message = format!("the body that subscribes to `{name}` has no property `{path}`");
                let finding =
                    findings.report(&TRIGGER_WITHOUT_NOTIFICATION_URL, Site::Key(path_item), message);
                finding.help(near.map_or(HELP.to_owned(), |near| format!("did you mean `{near}`?")));
            }
            events.push(Event { name: name.to_owned(), callback: member, operation, notification_url });
        }
    }
    for callback in left_out {
        tree.note(callback, Step { by: PASS, what: "left out", because: None });
    }
    events
}

/// `{$request.body#/config/url}` names the property `config/url`.
fn body_pointer(expression: &str) -> Option<Vec<String>> {
    let inner = expression.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(expression);
    let pointer = inner.strip_prefix("$request.body#/")?;
    Some(pointer.split('/').map(|token| crate::tree::unescape_token(token).into_owned()).collect())
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
    let origin = Origin::from(event.callback, PASS);
    tree.note(
        event.callback,
        Step { by: PASS, what: "became a trigger", because: rule.from.as_ref().map(|from| from.at) },
    );
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
    let origin = Origin::from(event.callback, PASS);
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

fn unknown_events(events: &[Event], rule: &TriggerRule, findings: &mut Findings) {
    for (name, _) in rule.summaries.iter().chain(&rule.descriptions).chain(&rule.hints) {
        if events.iter().any(|event| event.name == name.value) {
            continue;
        }
        let message = format!("no callback is called `{}`", name.value);
        let near = crate::nearest::nearest(&name.value, events.iter().map(|event| event.name.as_str()));
        let finding = findings.report(&UNKNOWN_SELECTOR, Site::Key(name.at), message);
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it, or name a callback that exists"),
        };
    }
}

fn path_item(tree: &mut Tree, root: NodeId, path: &str, origin: Origin) -> NodeId {
    let paths = super::edit::object(tree, root, "paths", Origin::pass(PASS));
    super::edit::object(tree, paths, path, origin)
}
