//! Servers of paths and operations: what is more in their address becomes part of the path; another host cannot
//! be had.

use super::address::{Address, below, common};
use super::{PASS, Server, servers_of};
use crate::diagnostic::{Findings, Severity, Site};
use crate::lower::edit::{rename, set_text};
use crate::lower::paths::Moves;
use crate::lower::rules::SERVER_OVERRIDE;
use crate::lower::{Lowering, aside};
use crate::openapi::{METHODS, Resolver, operations};
use crate::tree::{NodeId, Origin, Tree};
use std::collections::HashSet;

/// An operation and the server that it has for itself or by its path; `None` is the connector's.
struct Call {
    operation: NodeId,
    server: Option<Server>,
}

/// The first server of the first path, if every path brings its own.
pub(super) fn of_all_paths(tree: &Tree, root: NodeId) -> Option<Server> {
    let mut first = None;
    for path_item in path_items(tree, root) {
        let own = servers_of(tree, path_item).into_iter().find(|server| server.address.is_http());
        let own = own.filter(|server| server.address.host.is_some());
        let own = own.or_else(|| {
            let mut operations = METHODS.iter().filter_map(|method| tree.get(path_item, method)).peekable();
            operations.peek()?;
            let all: Option<Vec<Server>> =
                operations.map(|operation| servers_of(tree, operation).into_iter().next()).collect();
            all?.into_iter().find(|server| server.address.is_http() && server.address.host.is_some())
        })?;
        first = first.or(Some(own));
    }
    first
}

fn path_items(tree: &Tree, root: NodeId) -> impl Iterator<Item = NodeId> {
    let paths = tree.get(root, "paths").into_iter().flat_map(|paths| tree.members(paths));
    paths.filter(|(path, node)| path.starts_with('/') && tree.is_object(*node)).map(|(_, node)| node)
}

pub(super) fn set_base_path(tree: &mut Tree, root: NodeId, base_path: &str, origin: Origin) {
    let base_path = if base_path.is_empty() { "/" } else { base_path };
    set_text(tree, root, "basePath", base_path, origin);
}

/// Settles the servers of all paths and operations.
pub(super) fn lower(tree: &mut Tree, lowering: &Lowering, connector: &Address, findings: &mut Findings) {
    let root = lowering.root;
    let items: Vec<NodeId> = path_items(tree, root).collect();
    let calls: Vec<(NodeId, Vec<Call>)> = items
        .into_iter()
        .map(|path_item| (path_item, calls(tree, path_item, connector)))
        .filter(|(path_item, calls)| {
            tree.get(*path_item, "servers").is_some()
                || calls.iter().any(|call| tree.get(call.operation, "servers").is_some())
                || calls.iter().any(|call| call.server.is_some())
        })
        .collect();
    if calls.is_empty() {
        return;
    }
    let servers = calls.iter().flat_map(|(_, calls)| calls).filter_map(|call| call.server.as_ref());
    let near = servers.filter(|server| is_near(&server.address, connector));
    let base =
        near.fold(connector.base_path.as_str(), |base, server| common(base, &server.address.base_path));
    let mut settling = Settling { connector, base, moves: Moves::default() };
    let shortened = connector.base_path.strip_prefix(base).filter(|rest| !rest.is_empty());
    if let Some(rest) = shortened {
        // Some paths stand beside the base path, not below it: the base path ends where they part.
        let origin = tree.get(root, "basePath").map_or(Origin::pass(PASS), |node| Origin::from(node, PASS));
        set_base_path(tree, root, base, origin);
        let with_server: HashSet<NodeId> = calls.iter().map(|(path_item, _)| *path_item).collect();
        let plain: Vec<NodeId> =
            path_items(tree, root).filter(|path_item| !with_server.contains(path_item)).collect();
        for path_item in plain {
            let path = format!("{rest}{}", tree.key(path_item));
            settling.moves.rename(tree, path_item, &path, PASS);
        }
    }
    let leaves =
        lowering.of_lost_operation() != Severity::Error && reaches_any(tree, root, &calls, connector);
    let mut resolver = Resolver::new(root);
    let mut told = HashSet::new();
    for (path_item, calls) in calls {
        for call in &calls {
            let Some(server) = call.server.as_ref().filter(|server| !is_near(&server.address, connector))
            else {
                continue;
            };
            // A server of a path is that of all its operations: once is enough.
            if told.insert(server.url) {
                refuse(tree, server, leaves, findings);
            }
            if leaves {
                keep_servers(tree, call.operation, true);
                aside::operation(tree, &mut resolver, call.operation, PASS);
            }
        }
        settling.path_item(tree, path_item, &calls, findings);
    }
    settling.moves.follow(tree, root, PASS);
}

/// Whether some operation is left to the connector if those with another host go.
fn reaches_any(tree: &Tree, root: NodeId, calls: &[(NodeId, Vec<Call>)], connector: &Address) -> bool {
    let is_far =
        |call: &&Call| call.server.as_ref().is_some_and(|server| !is_near(&server.address, connector));
    let far = calls.iter().flat_map(|(_, calls)| calls).filter(is_far).count();
    operations(tree, root).count() > far
}

/// Whether the connector reaches it with its own host.
fn is_near(address: &Address, connector: &Address) -> bool {
    address.is_http() && (address.host.is_none() || address.host == connector.host)
}

fn calls(tree: &Tree, path_item: NodeId, connector: &Address) -> Vec<Call> {
    let shared = pick(servers_of(tree, path_item), connector);
    let operations =
        tree.members(path_item).filter(|(key, node)| METHODS.contains(key) && tree.is_object(*node));
    let call = |(_, operation): (&str, NodeId)| {
        let own = servers_of(tree, operation);
        let server = if own.is_empty() { shared.clone() } else { pick(own, connector) };
        Call { operation, server: server.filter(|server| !server.address.is_place_of(connector)) }
    };
    operations.map(call).collect()
}

/// Of several servers the one that costs least: the connector's own, else one with its host, else the first.
fn pick(servers: Vec<Server>, connector: &Address) -> Option<Server> {
    let rank = |server: &Server| {
        if server.address.is_place_of(connector) {
            0
        } else if is_near(&server.address, connector) {
            1
        } else {
            2
        }
    };
    servers.into_iter().min_by_key(rank)
}

/// What paths are settled by.
struct Settling<'a> {
    connector: &'a Address,
    /// The base path that all have in common.
    base: &'a str,
    moves: Moves,
}

impl Settling<'_> {
    /// Gives each operation of a path the path that its server makes of it.
    fn path_item(&mut self, tree: &mut Tree, path_item: NodeId, calls: &[Call], findings: &mut Findings) {
        let path = tree.key(path_item).to_owned();
        let own = &self.connector.base_path[self.base.len()..];
        let mut wanted: Vec<(NodeId, String)> = Vec::new();
        for call in calls {
            let prefix = match &call.server {
                None => Some(own),
                Some(server) if is_near(&server.address, self.connector) => {
                    below(&server.address.base_path, self.base)
                }
                // It is refused, and stays with the others.
                Some(_) => None,
            };
            wanted.extend(prefix.map(|prefix| (call.operation, format!("{prefix}{path}"))));
            keep_servers(tree, call.operation, call.server.is_some());
        }
        keep_servers(tree, path_item, calls.iter().any(|call| call.server.is_some()));
        let main = wanted.first().map_or_else(|| format!("{own}{path}"), |(_, path)| path.clone());
        if main != path {
            let paths = tree.parent(path_item);
            if paths.is_some_and(|paths| tree.get(paths, &main).is_some()) {
                taken(path_item, &main, findings);
            } else {
                self.moves.rename(tree, path_item, &main, PASS);
            }
        }
        for (operation, wanted) in wanted.into_iter().filter(|(_, path)| *path != main) {
            if !self.moves.transfer(tree, operation, &wanted, PASS) {
                taken(operation, &wanted, findings);
            }
        }
    }
}

/// The servers stay readable where they said something else than the connector's.
fn keep_servers(tree: &mut Tree, holder: NodeId, differs: bool) {
    let Some(servers) = tree.get(holder, "servers") else { return };
    if differs {
        rename(tree, servers, "x-oas3-servers", PASS);
    } else {
        tree.detach(servers);
    }
}

fn refuse(tree: &Tree, server: &Server, leaves: bool, findings: &mut Findings) {
    let url = tree.text(server.url);
    let message = format!("`{url}` is another server than the connector's, which has only one");
    if !leaves {
        findings.report(&SERVER_OVERRIDE, server.url, message).help(
            "leave the operation out (`operations.exclude`), or make a second connector for this server",
        );
        return;
    }
    let finding = findings
        .report(&SERVER_OVERRIDE, server.url, message + ": what is called there is left out")
        .help("make a second connector for this server if its operations are needed");
    finding.level = Severity::Warning;
}

fn taken(node: NodeId, path: &str, findings: &mut Findings) {
    let message = format!("with its server this is `{path}`, which is there already");
    findings
        .report(&SERVER_OVERRIDE, Site::Key(node), message)
        .help("leave one of the two out (`operations.exclude`)");
}
