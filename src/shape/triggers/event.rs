//! Callbacks and webhooks that can become triggers.

use super::super::Shaping;
use super::base::Base;
use super::{NO_TRIGGER, PASS, body};
use crate::config::TriggerRule;
use crate::diagnostic::{Findings, Site};
use crate::openapi::{METHODS, Resolver};
use crate::shape::rules::TRIGGER_WITHOUT_NOTIFICATION_URL;
use crate::tree::{NodeId, Step, Tree};

/// A callback or a webhook that becomes a trigger.
pub(super) struct Event {
    /// Its name.
    pub name: String,
    /// The member of `callbacks` or `webhooks`.
    pub node: NodeId,
    /// What it names, if it is a reference.
    pub target: NodeId,
    /// The operation that the API calls.
    pub operation: NodeId,
    /// Where the address of the flow stands in the body that subscribes: `config/url`.
    pub notification_url: Vec<String>,
}

/// The callbacks of an operation, and the webhooks of a rule, that can become triggers; the others are reported.
pub(super) fn events(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    base: &Base,
    rule: &TriggerRule,
    findings: &mut Findings,
) -> Vec<Event> {
    let mut resolver = Resolver::new(shaping.root);
    let callbacks: Vec<NodeId> = members(tree, tree.get(base.operation, "callbacks"));
    let webhooks = chosen_webhooks(tree, shaping.root, rule);
    let mut events = Vec::new();
    for node in callbacks.iter().chain(&webhooks).copied() {
        let Some(target) = resolver.follow(tree, node) else { continue };
        let found = if webhooks.contains(&node) {
            webhook(tree, rule, node, target)
        } else {
            callback(tree, shaping, base, rule, node, target)
        };
        match found {
            Ok(event) => events.push(event),
            Err(fault) => {
                findings
                    .report(&TRIGGER_WITHOUT_NOTIFICATION_URL, fault.site, fault.message)
                    .help(fault.help);
                tree.note(node, Step { by: PASS, what: NO_TRIGGER, because: None });
            }
        }
    }
    events
}

/// The members of `callbacks` or `webhooks` that are events.
pub(super) fn members(tree: &Tree, holder: Option<NodeId>) -> Vec<NodeId> {
    let all = holder.into_iter().flat_map(|holder| tree.members(holder));
    all.filter(|(name, _)| !name.starts_with("x-")).map(|(_, event)| event).collect()
}

/// The webhooks of the document that a rule names.
pub(super) fn chosen_webhooks(tree: &Tree, root: NodeId, rule: &TriggerRule) -> Vec<NodeId> {
    let mut all = members(tree, tree.get(root, "webhooks"));
    all.retain(|webhook| rule.webhooks.iter().any(|name| name.value.matches(tree.key(*webhook))));
    all
}

const HELP: &str = "the platform writes the address of the flow into a property of the body: name one, as in \
                    `{$request.body#/url}`, or by `body.notificationUrl` of a rule under `triggers`";
const SPLIT: &str = "give each call an event of its own";

/// Why a callback or webhook cannot be a trigger.
struct Unfit {
    site: Site,
    message: String,
    help: String,
}

impl Unfit {
    fn new(site: Site, message: String, help: &str) -> Unfit {
        Unfit { site, message, help: help.to_owned() }
    }
}

fn callback(
    tree: &Tree,
    shaping: &Shaping<'_>,
    base: &Base,
    rule: &TriggerRule,
    node: NodeId,
    target: NodeId,
) -> Result<Event, Unfit> {
    let name = tree.key(node).to_owned();
    let expressions: Vec<(&str, NodeId)> =
        tree.members(target).filter(|(key, _)| !key.starts_with("x-")).collect();
    let [(expression, path_item)] = expressions[..] else {
        let message = format!("`{name}` calls {} addresses, and a trigger has one", expressions.len());
        return Err(Unfit::new(Site::Key(node), message, SPLIT));
    };
    let described = Resolver::new(shaping.root).follow(tree, path_item).unwrap_or(path_item);
    let operation = only_call(tree, &name, path_item, described)?;
    let notification_url = match given_url(rule) {
        Some(path) => path,
        None => url_of(tree, shaping, base, &name, expression, path_item)?,
    };
    Ok(Event { name, node, target, operation, notification_url })
}

fn webhook(tree: &Tree, rule: &TriggerRule, node: NodeId, target: NodeId) -> Result<Event, Unfit> {
    let name = tree.key(node).to_owned();
    let operation = only_call(tree, &name, node, target)?;
    let notification_url = given_url(rule).unwrap_or_default();
    Ok(Event { name, node, target, operation, notification_url })
}

/// The one operation of a path item, which stands at `site` itself or by reference.
fn only_call(tree: &Tree, name: &str, site: NodeId, path_item: NodeId) -> Result<NodeId, Unfit> {
    let methods: Vec<NodeId> = METHODS.iter().filter_map(|method| tree.get(path_item, method)).collect();
    match methods[..] {
        [operation] => Ok(operation),
        _ => {
            let message = format!("`{name}` is {} calls, and a trigger is one", methods.len());
            Err(Unfit::new(Site::Key(site), message, SPLIT))
        }
    }
}

/// Where a rule puts the address.
fn given_url(rule: &TriggerRule) -> Option<Vec<String>> {
    let path = rule.body.notification_url.as_ref()?;
    Some(path.value.split('/').map(str::to_owned).collect())
}

/// Where the expression of a callback takes the address from.
fn url_of(
    tree: &Tree,
    shaping: &Shaping<'_>,
    base: &Base,
    name: &str,
    expression: &str,
    path_item: NodeId,
) -> Result<Vec<String>, Unfit> {
    let Some(url) = body_pointer(expression) else {
        let message =
            format!("`{expression}` is not a property of the body, so `{name}` cannot become a trigger");
        return Err(Unfit::new(Site::Key(path_item), message, HELP));
    };
    let path = url.join("/");
    if let Err(near) = body::find(tree, shaping, base.operation, &path) {
        let message = format!("the body that subscribes to `{name}` has no property `{path}`");
        let meant = near.map(|near| format!("did you mean `{near}`?"));
        return Err(Unfit::new(Site::Key(path_item), message, meant.as_deref().unwrap_or(HELP)));
    }
    Ok(url)
}

/// `{$request.body#/config/url}` names the property `config/url`. More than one expression, or text around it,
/// makes an address that the platform cannot give.
fn body_pointer(expression: &str) -> Option<Vec<String>> {
    let inner = expression.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(expression);
    let pointer = inner.strip_prefix("$request.body#/").filter(|pointer| !pointer.contains(['{', '}']))?;
    Some(pointer.split('/').map(|token| crate::tree::unescape_token(token).into_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::body_pointer;

    #[test]
    fn only_a_property_of_the_body_takes_an_address() {
        let path = |text: &str| body_pointer(text).map(|path| path.join(" "));
        assert_eq!(path("{$request.body#/config/url}").as_deref(), Some("config url"));
        assert_eq!(path("$request.body#/a~1b").as_deref(), Some("a/b"));
        assert_eq!(path("{$request.body#/url}?id={$request.body#/id}"), None);
        assert_eq!(path("{$request.body#/url}/events"), None);
        assert_eq!(path("{$request.query.url}"), None);
        assert_eq!(path("https://example.com/hook"), None);
    }
}
