//! How one signs in: connections that people have made hold what was asked of them then, and nothing else.

use super::comparison::{Comparison, fresh, listed, names, said, values};
use super::kind::{CONNECTIONS, FLOWS, Kind};
use crate::diagnostic::page;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a way to sign in that is gone.
pub static METHOD_REMOVED: Kind =
    Kind::breaks("AuthenticationMethodRemoved", page!("AuthenticationMethodRemoved"))
        .noticed_by(&[CONNECTIONS, FLOWS])
        .way_out("keep it as one of several `connectionParameterSets`; or publish another connector");
/// Microsoft's name for a connection parameter that is gone.
pub static PARAMETERS_REMOVED: Kind =
    Kind::breaks("ConnectionParametersRemoved", page!("ConnectionParametersRemoved"))
        .noticed_by(&[CONNECTIONS, FLOWS])
        .way_out("keep the parameter and make it optional; policies need not use it");
/// A value that no connection holds.
pub static REQUIRED_PARAMETER_ADDED: Kind =
    Kind::breaks("RequiredConnectionParameterAdded", page!("RequiredConnectionParameterAdded"))
        .noticed_by(&[CONNECTIONS, FLOWS])
        .way_out("make it optional; or ask for it in another one of several `connectionParameterSets`");
/// A value that some connections do not hold.
pub static OPTIONAL_TO_REQUIRED: Kind =
    Kind::breaks("ConnectionParameterOptionalToRequired", page!("ConnectionParameterOptionalToRequired"))
        .noticed_by(&[CONNECTIONS, FLOWS])
        .way_out("leave it optional; or ask for it in another one of several `connectionParameterSets`");
/// A value of another type.
pub static TYPE_CHANGED: Kind =
    Kind::breaks("ConnectionParameterTypeChanged", page!("ConnectionParameterTypeChanged"))
        .noticed_by(&[CONNECTIONS, FLOWS])
        .way_out("keep the type, and ask for the new one in a parameter of its own");
/// Another consent than the one people gave.
pub static OAUTH_CHANGED: Kind = Kind::risks("OAuthSettingsChanged", page!("OAuthSettingsChanged"))
    .noticed_by(&[CONNECTIONS, FLOWS])
    .way_out("tell people to sign in again: a connection keeps the consent that it was made with");
/// One more way to sign in.
pub static METHOD_ADDED: Kind =
    Kind::adds("AuthenticationMethodAdded", page!("AuthenticationMethodAdded")).noticed_by(&[CONNECTIONS]);
/// One more value that may be given.
pub static OPTIONAL_PARAMETER_ADDED: Kind =
    Kind::adds("OptionalConnectionParameterAdded", page!("OptionalConnectionParameterAdded"))
        .noticed_by(&[CONNECTIONS]);

const PARAMETERS: &str = "connectionParameters";
const SETS: &str = "connectionParameterSets";

/// A way to sign in: all parameters of a connector, or those of one of its sets.
#[derive(Clone, Copy)]
struct Method<'t> {
    /// The name of its set.
    set: Option<&'t str>,
    /// Where it is.
    node: NodeId,
    /// The parameters.
    parameters: NodeId,
}

/// How one proves who one is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof<'t> {
    Nothing,
    Secret,
    OAuth(&'t str),
}

impl Proof<'_> {
    fn name(self) -> String {
        match self {
            Proof::Nothing => "nothing".to_owned(),
            Proof::Secret => "a key or password".to_owned(),
            Proof::OAuth(provider) => format!("OAuth (`{provider}`)"),
        }
    }
}

/// Compares what two `apiProperties.json` ask of who makes a connection.
pub(super) fn compare(c: &mut Comparison<'_, '_>, old: NodeId, new: NodeId) {
    let (olds, news) = (methods(c.tree, old), methods(c.tree, new));
    let mut taken = Vec::new();
    for method in &olds {
        c.path = method.set.map_or_else(|| vec![PARAMETERS], |set| vec![SETS, set]);
        match partner(c.tree, method, &olds, &news) {
            Some(other) => {
                taken.push(other.node);
                one(c, method, &other);
            }
            None => {
                let what = method.set.map_or_else(|| "it".to_owned(), |set| format!("`{set}`"));
                let holder = [SETS, PARAMETERS].into_iter().find_map(|key| c.tree.get(new, key));
                let message = format!(
                    "one can no longer sign in by {what}, which took {}",
                    proof(c.tree, method.parameters).name()
                );
                c.report(&METHOD_REMOVED, names(method.node, holder.unwrap_or(new)), message);
            }
        }
    }
    for method in news.iter().filter(|method| !taken.contains(&method.node)) {
        let Some(set) = method.set else { continue };
        c.path = vec![SETS, set];
        c.report(&METHOD_ADDED, fresh(method.node), format!("one can sign in by `{set}` as well"));
    }
    c.path.clear();
}

/// Compares the security definitions of two definitions that have no properties beside them.
pub(super) fn definitions(c: &mut Comparison<'_, '_>) {
    const KEY: &str = "securityDefinitions";
    let tree = c.tree;
    let list = |root| tree.get(root, KEY).into_iter().flat_map(move |list| tree.members(list));
    let kind = |node| (tree.get_str(node, "type"), tree.get_str(node, "flow"));
    for (name, old) in list(c.old) {
        if list(c.new).any(|(_, new)| kind(new) == kind(old)) {
            continue;
        }
        c.path = vec![KEY, name];
        let holder = tree.get(c.new, KEY).unwrap_or(c.new);
        let how = said(tree, tree.get(old, "type"));
        let message = format!("one can no longer sign in by `{name}`, which took {how}");
        c.report(&METHOD_REMOVED, names(old, holder), message);
    }
    c.path.clear();
}

fn methods(tree: &Tree, properties: NodeId) -> Vec<Method<'_>> {
    let sets = tree.at(properties, &[SETS, "values"]).into_iter().flat_map(|list| tree.items(list));
    let mut all: Vec<Method<'_>> = sets
        .filter_map(|node| {
            let parameters = tree.get(node, "parameters")?;
            Some(Method { set: Some(tree.get_str(node, "name")?), node, parameters })
        })
        .collect();
    if all.is_empty() {
        let own = tree.get(properties, PARAMETERS).filter(|list| tree.is_object(*list));
        all.extend(own.map(|parameters| Method { set: None, node: parameters, parameters }));
    }
    all
}

/// The same way to sign in: by the name of its set; where there was or is but one list, by what it takes.
fn partner<'t>(
    tree: &Tree,
    old: &Method<'t>,
    olds: &[Method<'t>],
    news: &[Method<'t>],
) -> Option<Method<'t>> {
    if let Some(named) = news.iter().find(|new| new.set == old.set) {
        return Some(*named);
    }
    let alike = |new: &&Method<'t>| proof(tree, new.parameters) == proof(tree, old.parameters);
    let became_or_was_single = old.set.is_none() || news.iter().any(|new| new.set.is_none());
    let free = |new: &&Method<'t>| olds.iter().all(|other| other.set != new.set);
    news.iter().filter(free).find(alike).filter(|_| became_or_was_single).copied()
}

fn proof(tree: &Tree, parameters: NodeId) -> Proof<'_> {
    let mut proof = Proof::Nothing;
    for (_, node) in tree.members(parameters) {
        match tree.get_str(node, "type") {
            Some("oauthSetting") => {
                let provider = tree.at(node, &["oAuthSettings", "identityProvider"]);
                return Proof::OAuth(provider.map_or("oauth2", |node| tree.text(node)));
            }
            Some("securestring" | "secureString") => proof = Proof::Secret,
            _ => {}
        }
    }
    proof
}

fn one<'t>(c: &mut Comparison<'t, '_>, old: &Method<'t>, new: &Method<'t>) {
    let tree = c.tree;
    let (was, is) = (proof(tree, old.parameters), proof(tree, new.parameters));
    if was != is {
        let message = format!("connections were made with {}, and are with {} now", was.name(), is.name());
        c.report(&METHOD_REMOVED, names(old.node, new.node), message);
        return;
    }
    for (name, parameter) in tree.members(old.parameters) {
        c.path.push(name);
        match tree.get(new.parameters, name) {
            Some(other) => parameter_changed(c, name, parameter, other),
            None => {
                let message = format!("connections no longer hold `{name}`");
                c.report(&PARAMETERS_REMOVED, names(parameter, new.parameters), message)
                    .label("no longer here");
            }
        }
        c.path.pop();
    }
    let is_fresh = |(name, _): &(&str, NodeId)| tree.get(old.parameters, name).is_none();
    for (name, parameter) in tree.members(new.parameters).filter(is_fresh) {
        c.path.push(name);
        if required(tree, parameter).is_some() {
            let message = format!("a connection must hold `{name}`, which is new");
            c.report(&REQUIRED_PARAMETER_ADDED, fresh(parameter), message);
        } else {
            let message = format!("a connection may hold `{name}` as well");
            c.report(&OPTIONAL_PARAMETER_ADDED, fresh(parameter), message);
        }
        c.path.pop();
    }
}

fn parameter_changed<'t>(c: &mut Comparison<'t, '_>, name: &str, old: NodeId, new: NodeId) {
    let tree = c.tree;
    let types = (tree.get(old, "type"), tree.get(new, "type"));
    let text = |node: Option<NodeId>| node.map(|node| tree.text(node).to_lowercase());
    if text(types.0) != text(types.1) {
        let (was, is) = (said(tree, types.0), said(tree, types.1));
        let message = format!("the type of `{name}` was {was} and is {is} now");
        c.report_keyword(&TYPE_CHANGED, ("type", types), (old, new), message);
    }
    if let Some(flag) = required(tree, new)
        && required(tree, old).is_none()
    {
        c.path.push("required");
        let message = format!("a connection must hold `{name}` now, which could be left out");
        c.report(&OPTIONAL_TO_REQUIRED, names(old, flag), message);
        c.path.pop();
    }
    oauth(c, old, new);
}

/// Where it is said that a connection parameter must be given; the portal writes booleans as texts.
fn required(tree: &Tree, parameter: NodeId) -> Option<NodeId> {
    let flag = tree.at(parameter, &["uiDefinition", "constraints", "required"])?;
    tree.text(flag).eq_ignore_ascii_case("true").then_some(flag)
}

/// The client and the page that it returns to are given at publish time, and are no other consent.
const OF_THE_CLIENT: [&str; 4] = ["clientId", "clientSecret", "redirectUrl", "redirectMode"];

fn oauth<'t>(c: &mut Comparison<'t, '_>, old: NodeId, new: NodeId) {
    const KEY: &str = "oAuthSettings";
    let tree = c.tree;
    let (Some(old), Some(new)) = (tree.get(old, KEY), tree.get(new, KEY)) else { return };
    let is_other = |left: NodeId, right: NodeId, name: &str| {
        let pair = (tree.get(left, name), tree.get(right, name));
        !OF_THE_CLIENT.contains(&name)
            && match pair {
                (Some(one), Some(other)) => !tree.equal(one, other),
                (one, other) => one.is_some() || other.is_some(),
            }
    };
    let mut changed: Vec<&str> =
        tree.members(old).map(|(name, _)| name).filter(|name| is_other(old, new, name)).collect();
    let fresh = tree.members(new).map(|(name, _)| name).filter(|name| tree.get(old, name).is_none());
    changed.extend(fresh.filter(|name| is_other(old, new, name)));
    if changed.is_empty() {
        return;
    }
    let pair = match changed[..] {
        [only] => (tree.get(old, only), tree.get(new, only)),
        _ => (None, None),
    };
    let message = format!("the way to sign in by OAuth differs in {}", listed(changed.iter().copied()));
    let places = match pair {
        (Some(old), Some(new)) => values(old, new),
        _ => names(old, new),
    };
    c.path.push(KEY);
    c.report(&OAUTH_CHANGED, places, message);
    c.path.pop();
}
