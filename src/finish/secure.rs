//! The one way in which connections sign in, from one place of the configuration into the definition.

use super::Finishing;
use crate::config::{Located, Security};
use crate::diagnostic::{Findings, Site};
use crate::openapi::operations;
use crate::tree::{NodeId, Origin, Step, Tree};

pub(super) const PASS: &str = "secure";

/// Where the platform signs in unless told otherwise. Source: the connector wizard's defaults.
pub(crate) const LOGIN_URL: &str = "https://login.windows.net";
/// Any directory. Source: as above.
pub(crate) const TENANT: &str = "common";

pub(super) fn run(tree: &mut Tree, finishing: &Finishing<'_>, findings: &mut Findings) {
    let Some(security) = &finishing.config.security else { return };
    let root = finishing.root;
    drop_old(tree, root, security.at, findings);
    if matches!(security.value, Security::None) {
        return;
    }
    let origin = Origin::from(security.at, PASS);
    let definitions = tree.make_object(origin);
    let requirements = tree.make_array(origin);
    let requirement = tree.make_object(origin);
    let scopes = tree.make_array(origin);
    let (name, definition) = match &security.value {
        Security::OAuth2 { scheme, scopes: names, .. } => {
            for scope in names {
                let node = tree.make_string(&scope.value, Origin::from(scope.at, PASS));
                tree.push(scopes, node);
            }
            (name_of(scheme, "oauth2_auth"), oauth2(tree, security))
        }
        Security::ApiKey { scheme, .. } => (name_of(scheme, "api_key"), api_key(tree, security)),
        Security::Basic { scheme, .. } => {
            let definition = tree.make_object(origin);
            text(tree, definition, "type", "basic", origin);
            (name_of(scheme, "basic_auth"), definition)
        }
        Security::None => return,
    };
    tree.append(definitions, &name, definition);
    tree.append(requirement, &name, scopes);
    tree.push(requirements, requirement);
    tree.set(root, "securityDefinitions", definitions);
    tree.set(root, "security", requirements);
}

fn name_of(scheme: &Option<Located<String>>, default: &str) -> String {
    scheme.as_ref().map_or_else(|| default.to_owned(), |scheme| scheme.value.clone())
}

/// What the source says of security counts for the API, not for the connector.
fn drop_old(tree: &mut Tree, root: NodeId, because: NodeId, findings: &mut Findings) {
    let own = operations(tree, root).filter_map(|operation| tree.get(operation.node, "security"));
    // `security: []` says that an operation needs no sign-in: that stays so.
    let own = own.filter(|list| tree.children(*list).next().is_some());
    let shared = ["security", "securityDefinitions"].into_iter().filter_map(|key| tree.get(root, key));
    let all: Vec<NodeId> = own.chain(shared).collect();
    for member in all {
        tree.note(member, Step { by: PASS, what: "replaced", because: Some(because) });
        tree.detach(member);
        let message = format!("`{}` of the source is replaced by that of `connector.yaml`", tree.key(member));
        findings
            .report(&super::rules::REPLACED_BY_CONFIGURATION, Site::Key(member), message)
            .also(Site::Value(because), "by this");
    }
}

fn text(tree: &mut Tree, object: NodeId, key: &str, value: &str, origin: Origin) {
    let node = tree.make_string(value, origin);
    tree.append(object, key, node);
}

fn oauth2(tree: &mut Tree, security: &Located<Security>) -> NodeId {
    let Security::OAuth2 { login_url, tenant, scopes, authorization_url, token_url, .. } = &security.value
    else {
        unreachable!("internal error: called for OAuth")
    };
    let origin = Origin::from(security.at, PASS);
    let definition = tree.make_object(origin);
    text(tree, definition, "type", "oauth2", origin);
    text(tree, definition, "flow", "accessCode", origin);
    let value = |setting: &Option<Located<String>>, default: &str| -> (String, Origin) {
        setting.as_ref().map_or((default.to_owned(), origin), |setting| {
            (setting.value.clone(), Origin::from(setting.at, PASS))
        })
    };
    let (login, login_origin) = value(login_url, LOGIN_URL);
    let (tenant, _) = value(tenant, TENANT);
    let derived = format!("{}/{tenant}/oauth2/authorize", login.trim_end_matches('/'));
    let (authorize, authorize_origin) = match authorization_url {
        Some(url) => (url.value.clone(), Origin::from(url.at, PASS)),
        None => (derived, login_origin),
    };
    // The portal writes the same address into both; the platform derives the token endpoint itself.
    // Source: 34 of 50 published definitions with this provider.
    let (token, token_origin) = value(token_url, &authorize);
    text(tree, definition, "authorizationUrl", &authorize, authorize_origin);
    text(tree, definition, "tokenUrl", &token, token_origin);
    let object = tree.make_object(origin);
    for scope in scopes {
        text(tree, object, &scope.value, &scope.value, Origin::from(scope.at, PASS));
    }
    tree.append(definition, "scopes", object);
    definition
}

fn api_key(tree: &mut Tree, security: &Located<Security>) -> NodeId {
    let Security::ApiKey { name, place, .. } = &security.value else {
        unreachable!("internal error: called for a key")
    };
    let origin = Origin::from(security.at, PASS);
    let definition = tree.make_object(origin);
    text(tree, definition, "type", "apiKey", origin);
    let located = |setting: &Option<Located<String>>, default: &str| {
        setting.as_ref().map_or((default.to_owned(), origin), |setting| {
            (setting.value.clone(), Origin::from(setting.at, PASS))
        })
    };
    let (place, place_origin) = located(place, "header");
    let (name, name_origin) = located(name, "Authorization");
    text(tree, definition, "in", &place, place_origin);
    text(tree, definition, "name", &name, name_origin);
    definition
}
