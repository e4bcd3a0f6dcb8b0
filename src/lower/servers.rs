//! `servers` → `host`, `basePath`, `schemes`.

use super::Lowering;
use super::edit::{relocate, rename, set_text, text_list};
use super::rules::{HOST_UNKNOWN, LEFT_OUT, SERVER_OVERRIDE, SERVER_VARIABLE, SEVERAL_SERVERS};
use crate::diagnostic::{Findings, Site};
use crate::openapi::{METHODS, Version};
use crate::tree::{NodeId, Origin, Tree};

pub(super) const PASS: &str = "servers";

/// A server's address in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    scheme: Option<String>,
    host: Option<String>,
    base_path: String,
}

impl Address {
    fn parse(url: &str) -> Address {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_lowercase()), rest),
            None => (None, url),
        };
        let absolute = scheme.is_some() || url.starts_with("//");
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (host, path) = if absolute {
            let end = rest.find('/').unwrap_or(rest.len());
            (Some(rest[..end].to_owned()).filter(|host| !host.is_empty()), &rest[end..])
        } else {
            (None, rest)
        };
        let path = path.trim_end_matches('/').trim_start_matches('.');
        let base_path =
            if path.starts_with('/') || path.is_empty() { path.to_owned() } else { format!("/{path}") };
        Address { scheme, host, base_path }
    }
}

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let root = lowering.root;
    let servers: Vec<NodeId> =
        tree.get(root, "servers").into_iter().flat_map(|list| tree.items(list)).collect();
    let urls: Vec<(NodeId, Address)> = servers
        .iter()
        .filter_map(|server| tree.get(*server, "url"))
        .map(|url| (url, Address::parse(&substituted(tree, url, findings))))
        .collect();
    let first = urls.first().cloned();
    match &first {
        Some((url, address)) => place(tree, root, *url, address, &urls),
        None => {}
    }
    if first.as_ref().is_none_or(|(_, address)| address.host.is_none()) && !lowering.host_is_given {
        let site = first.as_ref().map_or(Site::Value(root), |(url, _)| Site::Value(*url));
        let message = match &first {
            Some((url, _)) => format!("the server `{}` names no host", tree.text(*url)),
            None => "no server names the host of the API".to_owned(),
        };
        findings.report(&HOST_UNKNOWN, site, message).help(
            "write the whole address (`https://api.example.com/v1`), set `connector.host`, or build with `--host`",
        );
    }
    others(tree, root, &urls, findings);
    let address =
        first.map_or(Address { scheme: None, host: None, base_path: String::new() }, |(_, address)| address);
    overrides(tree, root, &address, findings);
}

fn place(tree: &mut Tree, root: NodeId, url: NodeId, address: &Address, urls: &[(NodeId, Address)]) {
    let origin = Origin::from(url, PASS);
    if let Some(host) = &address.host {
        set_text(tree, root, "host", host, origin);
    }
    let base_path = if address.base_path.is_empty() { "/" } else { &address.base_path };
    set_text(tree, root, "basePath", base_path, origin);
    let same = urls
        .iter()
        .filter(|(_, other)| (&other.host, &other.base_path) == (&address.host, &address.base_path));
    let mut schemes: Vec<String> = same.filter_map(|(_, other)| other.scheme.clone()).collect();
    // The platform takes the first.
    schemes.sort_by_key(|scheme| scheme != "https");
    schemes.dedup();
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    let list = text_list(tree, &schemes, origin);
    tree.set(root, "schemes", list);
}

/// The address with the defaults of its variables.
fn substituted(tree: &Tree, url: NodeId, findings: &mut Findings) -> String {
    let mut text = tree.text(url).to_owned();
    let variables = tree.parent(url).and_then(|server| tree.get(server, "variables"));
    for (name, variable) in variables.into_iter().flat_map(|variables| tree.members(variables)) {
        let pattern = format!("{{{name}}}");
        let Some(default) = tree.get(variable, "default").filter(|_| text.contains(&pattern)) else {
            continue;
        };
        let default = tree.text(default);
        text = text.replace(&pattern, default);
        let choices = tree.get(variable, "enum").map_or(0, |choices| tree.count(choices));
        if choices != 1 {
            let message = format!("the server's `{name}` is always `{default}` in the connector");
            findings.report(&SERVER_VARIABLE, Site::Key(variable), message).help(
                "where each customer has another one, use a connection parameter and a `setheader` or host policy",
            );
        }
    }
    text
}

/// Servers beside the first.
fn others(tree: &mut Tree, root: NodeId, urls: &[(NodeId, Address)], findings: &mut Findings) {
    let Some(servers) = tree.get(root, "servers") else { return };
    let Some((first_url, first)) = urls.first() else {
        tree.detach(servers);
        return;
    };
    let differs = |other: &Address| (&other.host, &other.base_path) != (&first.host, &first.base_path);
    let others: Vec<NodeId> =
        urls[1..].iter().filter(|(_, other)| differs(other)).map(|(url, _)| *url).collect();
    if let Some(other) = others.first() {
        let message = format!("a connector has one server, so `{}` is left out", tree.text(*other));
        findings
            .report(&SEVERAL_SERVERS, *other, message)
            .also(*first_url, "the connector uses this one")
            .help("put the server that the connector shall use first, or set `connector.host`");
    }
    let variables = tree.items(servers).any(|server| tree.get(server, "variables").is_some());
    if variables || !others.is_empty() {
        rename(tree, servers, "x-oas3-servers", PASS);
        return;
    }
    tree.detach(servers);
    let described: Vec<NodeId> =
        tree.items(servers).filter(|server| tree.members(*server).any(|(key, _)| key != "url")).collect();
    for server in described {
        findings.report(
            &LEFT_OUT,
            Site::Value(server),
            "what the server says beside its address is left out",
        );
    }
}

/// Servers of paths and operations.
fn overrides(tree: &mut Tree, root: NodeId, first: &Address, findings: &mut Findings) {
    let path_items: Vec<NodeId> =
        tree.get(root, "paths").into_iter().flat_map(|paths| tree.children(paths)).collect();
    for path_item in path_items {
        if let Some(servers) = tree.get(path_item, "servers") {
            path_servers(tree, path_item, servers, first, findings);
        }
        let operations: Vec<NodeId> =
            METHODS.iter().filter_map(|method| tree.get(path_item, method)).collect();
        for operation in operations {
            if let Some(servers) = tree.get(operation, "servers") {
                let address = server_address(tree, servers, findings);
                if address.as_ref() != Some(first) {
                    refuse(tree, servers, findings);
                }
                tree.detach(servers);
            }
        }
    }
}

fn path_servers(
    tree: &mut Tree,
    path_item: NodeId,
    servers: NodeId,
    first: &Address,
    findings: &mut Findings,
) {
    let address = server_address(tree, servers, findings);
    match address {
        Some(address) if address == *first => tree.detach(servers),
        Some(address) if address.host == first.host && address.base_path.starts_with(&first.base_path) => {
            // The same host further down: what is more in its path becomes part of the template.
            let more = &address.base_path[first.base_path.len()..];
            let path = format!("{more}{}", tree.key(path_item));
            rename(tree, path_item, &path, PASS);
            relocate(tree, servers, path_item, "x-oas3-servers", PASS);
        }
        _ => {
            refuse(tree, servers, findings);
            tree.detach(servers);
        }
    }
}

fn server_address(tree: &Tree, servers: NodeId, findings: &mut Findings) -> Option<Address> {
    let url = tree.get(tree.item(servers, 0)?, "url")?;
    Some(Address::parse(&substituted(tree, url, findings)))
}

fn refuse(tree: &Tree, servers: NodeId, findings: &mut Findings) {
    let url = tree.item(servers, 0).and_then(|server| tree.get_str(server, "url")).unwrap_or("?");
    let message = format!("`{url}` is another server than the connector's, which has only one");
    findings
        .report(&SERVER_OVERRIDE, Site::Key(servers), message)
        .help("leave the operation out (`operations.exclude`), or make a second connector for this server");
}
