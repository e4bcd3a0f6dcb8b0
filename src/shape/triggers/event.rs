//! Callbacks that can become triggers.

use super::super::Shaping;
use super::base::Base;
use super::{NO_TRIGGER, PASS, body};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{METHODS, Resolver};
use crate::shape::rules::TRIGGER_WITHOUT_NOTIFICATION_URL;
use crate::tree::{NodeId, Step, Tree};

/// A callback that becomes a trigger.
pub(super) struct Event {
    /// Its name.
    pub name: String,
    /// The callback: the member of `callbacks`.
    pub callback: NodeId,
    /// What it names, if it is a reference.
    pub target: NodeId,
    /// The operation that the API calls.
    pub operation: NodeId,
    /// Where the address of the flow stands in the body that subscribes: `config/url`.
    pub notification_url: Vec<String>,
}

/// The callbacks of an operation that can become triggers; the others are reported.
pub(super) fn events(
    tree: &mut Tree,
    shaping: &Shaping<'_>,
    base: &Base,
    findings: &mut Findings,
) -> Vec<Event> {
    let mut resolver = Resolver::new(shaping.root);
    let callbacks = tree.get(base.operation, "callbacks");
    let all: Vec<NodeId> = callbacks
        .into_iter()
        .flat_map(|callbacks| tree.members(callbacks))
        .filter(|(name, _)| !name.starts_with("x-"))
        .map(|(_, callback)| callback)
        .collect();
    let mut events = Vec::new();
    for callback in all {
        let Some(target) = resolver.follow(tree, callback) else { continue };
        match event(tree, shaping, &mut resolver, base, callback, target) {
            Ok(event) => events.push(event),
            Err(fault) => {
                findings
                    .report(&TRIGGER_WITHOUT_NOTIFICATION_URL, fault.site, fault.message)
                    .help(fault.help);
                tree.note(callback, Step { by: PASS, what: NO_TRIGGER, because: None });
            }
        }
    }
    events
}

const HELP: &str = "the platform writes the address of the flow into a property of the body: name one, as in \
                    `{$request.body#/url}`";

/// Why a callback cannot be a trigger.
struct Unfit {
    site: Site,
    message: String,
    help: String,
}

fn event(
    tree: &Tree,
    shaping: &Shaping<'_>,
    resolver: &mut Resolver,
    base: &Base,
    callback: NodeId,
    target: NodeId,
) -> Result<Event, Unfit> {
    let name = tree.key(callback).to_owned();
    let expressions: Vec<(&str, NodeId)> =
        tree.members(target).filter(|(key, _)| !key.starts_with("x-")).collect();
    let unfit = |site, message| Err(Unfit { site, message, help: HELP.to_owned() });
    let [(expression, path_item)] = expressions[..] else {
        let message = format!("`{name}` calls {} addresses, and a trigger has one", expressions.len());
        return unfit(Site::Key(callback), message);
    };
    let described = resolver.follow(tree, path_item).unwrap_or(path_item);
    let methods: Vec<NodeId> = METHODS.iter().filter_map(|method| tree.get(described, method)).collect();
    let [operation] = methods[..] else {
        let message = format!("`{name}` is {} calls, and a trigger is one", methods.len());
        return unfit(Site::Key(path_item), message);
    };
    let Some(notification_url) = body_pointer(expression) else {
        let message =
            format!("`{expression}` is not a property of the body, so `{name}` cannot become a trigger");
        return unfit(Site::Key(path_item), message);
    };
    let path = notification_url.join("/");
    if let Err(near) = body::find(tree, shaping, base.operation, &path) {
        let message = format!("the body that subscribes to `{name}` has no property `{path}`");
        let help = near.map_or_else(|| HELP.to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(Unfit { site: Site::Key(path_item), message, help });
    }
    Ok(Event { name, callback, target, operation, notification_url })
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
