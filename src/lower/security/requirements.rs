//! What an operation demands: names of schemes that are there, with scopes that are theirs.

use super::{PASS, Security};
use crate::diagnostic::{Findings, Site};
use crate::lower::Dialect;
use crate::lower::edit::rename;
use crate::lower::rules::{
    KEPT_AS_EXTENSION, LEFT_OUT, OAUTH_SECURITY_REQUIREMENT_VALUE_MUST_BE_SCOPE_NAME as UNKNOWN_SCOPE,
};
use crate::openapi::{Version, operations};
use crate::tree::{NodeId, Origin, Tree, unescape_token};
use std::collections::HashSet;

/// Lowers all requirements; the refused schemes without which some operation cannot be called.
pub(super) fn lower(tree: &mut Tree, security: &Security<'_>, findings: &mut Findings) -> HashSet<String> {
    let mut missing = HashSet::new();
    let own = operations(tree, security.root).map(|operation| operation.node);
    let holders: Vec<NodeId> = own.chain([security.root]).collect();
    let mut seen_scopes = HashSet::new();
    for holder in holders {
        let Some(list) = tree.get(holder, "security").filter(|list| tree.is_array(*list)) else { continue };
        if security.version == Version::V32 {
            addresses(tree, list);
        }
        missing.extend(drop_refused(tree, security, holder, list, findings));
        let members: Vec<NodeId> =
            tree.items(list).flat_map(|alternative| tree.children(alternative)).collect();
        for member in members {
            values(tree, security, holder, member, &mut seen_scopes, findings);
        }
    }
    // Flows may be bound to the connections of a connector that exists.
    if security.lowering.dialect == Dialect::Connector && security.version != Version::V2 {
        first_demanded_first(tree, security);
    }
    missing
}

/// Since 3.2 a requirement may name its scheme by address.
fn addresses(tree: &mut Tree, list: NodeId) {
    let members: Vec<NodeId> = tree.items(list).flat_map(|alternative| tree.children(alternative)).collect();
    for member in members {
        if let Some(name) = tree.key(member).strip_prefix("#/components/securitySchemes/") {
            let name = unescape_token(name).into_owned();
            rename(tree, member, &name, PASS);
        }
    }
}

/// An alternative that needs what the connector cannot do is none; the names in it, if it was the last.
fn drop_refused(
    tree: &mut Tree,
    security: &Security<'_>,
    holder: NodeId,
    list: NodeId,
    findings: &mut Findings,
) -> Vec<String> {
    let needs = |alternative: NodeId| {
        tree.members(alternative).find(|(name, _)| security.refused.contains(*name)).map(|(_, member)| member)
    };
    let refused: Vec<(NodeId, NodeId)> =
        tree.items(list).filter_map(|alternative| Some((alternative, needs(alternative)?))).collect();
    let mut missing = Vec::new();
    for (alternative, member) in refused {
        missing.push(tree.key(member).to_owned());
        let message = format!("the alternative with `{}` is left out", tree.key(member));
        findings.report(&LEFT_OUT, Site::Key(member), message);
        tree.detach(alternative);
        if tree.children(list).next().is_none() {
            // An empty list would say that the operation is open to all.
            tree.push(list, alternative);
            tree.detach(list);
            tree.set(holder, "x-oas3-security", list);
            return missing;
        }
    }
    Vec::new()
}

/// Scopes of OAuth are defined by the scheme; others have none in 2.0.
fn values(
    tree: &mut Tree,
    security: &Security<'_>,
    holder: NodeId,
    member: NodeId,
    seen: &mut HashSet<(String, String)>,
    findings: &mut Findings,
) {
    let name = tree.key(member).to_owned();
    let Some(scheme) = tree.at(security.root, &["securityDefinitions", &name]) else { return };
    let texts: Vec<NodeId> = tree.items(member).collect();
    if tree.get_str(scheme, "type") != Some("oauth2") {
        if !texts.is_empty() && tree.is_within(member, security.root) {
            roles(tree, holder, member, &name, findings);
        }
        return;
    }
    let Some(scopes) = tree.get(scheme, "scopes") else { return };
    for text in texts {
        let scope = tree.text(text).to_owned();
        if tree.get(scopes, &scope).is_some() || !seen.insert((name.clone(), scope.clone())) {
            continue;
        }
        let flow = tree.get_str(scheme, "flow").unwrap_or_default().to_owned();
        let other = tree.get(scheme, "x-oas3-flows").into_iter().flat_map(|flows| tree.children(flows));
        let described = other.filter_map(|flow| tree.at(flow, &["scopes", &scope])).next();
        let message = format!("the flow `{flow}` of `{name}` has no scope `{scope}`; it is added");
        let finding = findings.report(&UNKNOWN_SCOPE, Site::Value(text), message);
        if let Some(described) = described {
            finding.also(Site::Key(described), "another flow has it");
        }
        finding.help(format!("add `{scope}` to the `scopes` of the flow, or correct its name"));
        let meaning = match described {
            Some(described) => tree.copy(described, PASS),
            None => tree.make_string("", Origin::from(text, PASS)),
        };
        tree.append(scopes, &scope, meaning);
    }
}

/// Since 3.1 a requirement may name roles for a scheme without scopes.
fn roles(tree: &mut Tree, holder: NodeId, member: NodeId, name: &str, findings: &mut Findings) {
    let message =
        format!("the roles for `{name}` are kept as `x-oas3-roles`: Swagger 2.0 has no word for them");
    findings.report(&KEPT_AS_EXTENSION, Site::Value(member), message);
    let kept = match tree.get(holder, "x-oas3-roles") {
        Some(kept) => kept,
        None => {
            let kept = tree.make_object(Origin::from(member, PASS));
            tree.append(holder, "x-oas3-roles", kept);
            kept
        }
    };
    let empty = tree.make_array(Origin::from(member, PASS));
    tree.replace(member, empty);
    tree.set(kept, name, member);
}

/// The platform takes the first definition (Microsoft's page on multiple authentication), so the first that is
/// demanded comes first.
fn first_demanded_first(tree: &mut Tree, security: &Security<'_>) {
    let Some(schemes) = tree.get(security.root, "securityDefinitions") else { return };
    let own = operations(tree, security.root).map(|operation| operation.node);
    let lists = std::iter::once(security.root).chain(own).filter_map(|holder| tree.get(holder, "security"));
    let members = lists.flat_map(|list| tree.items(list)).flat_map(|alternative| tree.children(alternative));
    let first = { members }.find_map(|member| tree.get(schemes, tree.key(member)));
    let Some(first) = first else { return };
    if tree.children(schemes).next() != Some(first) {
        let name = tree.key(first).to_owned();
        tree.prepend(schemes, &name, first);
    }
}
