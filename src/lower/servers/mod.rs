//! `servers` → `host`, `basePath`, `schemes`.

mod address;
mod overrides;
mod variables;

use super::edit::{rename, set_text, text_list};
use super::rules::{
    HOST_UNKNOWN, LEFT_OUT, PLAIN_HTTP, SCHEME_NOT_SUPPORTED, SERVER_URL_EXCESS, SEVERAL_SERVERS,
};
use super::{Dialect, Lowering};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::Version;
use crate::tree::{NodeId, Origin, Tree};
use address::Address;

pub(super) const PASS: &str = "servers";

/// One server of a list.
#[derive(Clone, Debug)]
struct Server {
    /// Where its address is written.
    url: NodeId,
    /// With the defaults of its variables.
    address: Address,
}

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        of_swagger2(tree, lowering, findings);
        return;
    }
    let root = lowering.root;
    let servers = servers_of(tree, root);
    let chosen = choose(tree, root, &servers);
    let address = match &chosen {
        Some(server) => {
            variables::report(tree, lowering, server.url, findings);
            excess(server, findings);
            place(tree, root, server, &servers);
            server.address.clone()
        }
        None => Address::parse(""),
    };
    unknown_host(tree, lowering, &servers, chosen.as_ref(), findings);
    plain_http(tree, lowering, findings);
    others(tree, root, &servers, chosen.as_ref(), findings);
    overrides::lower(tree, lowering, &address, findings);
}

/// The servers of a document, path item or operation that say where they are.
fn servers_of(tree: &Tree, holder: NodeId) -> Vec<Server> {
    let list = tree.get(holder, "servers").into_iter().flat_map(|list| tree.items(list));
    let server = |server| {
        let url = tree.get(server, "url")?;
        Some(Server { url, address: Address::parse(&variables::substituted(tree, url)) })
    };
    list.filter_map(server).collect()
}

/// The connector's server: the first that a connector can call. A document whose paths all bring their own
/// server has that of the first of them.
fn choose(tree: &Tree, root: NodeId, servers: &[Server]) -> Option<Server> {
    let own = servers.iter().find(|server| server.address.is_http()).cloned();
    if own.as_ref().is_some_and(|server| server.address.host.is_some()) {
        return own;
    }
    overrides::of_all_paths(tree, root).or(own)
}

fn place(tree: &mut Tree, root: NodeId, server: &Server, servers: &[Server]) {
    let origin = Origin::from(server.url, PASS);
    if let Some(host) = &server.address.host {
        set_text(tree, root, "host", host, origin);
    }
    overrides::set_base_path(tree, root, &server.address.base_path, origin);
    let same = servers.iter().chain([server]).filter(|other| other.address.is_place_of(&server.address));
    let mut schemes: Vec<String> = same
        .filter(|other| other.address.is_http())
        .filter_map(|other| other.address.scheme.clone())
        .collect();
    // The platform takes the first.
    schemes.sort_by_key(|scheme| scheme != "https");
    schemes.dedup();
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    let list = text_list(tree, &schemes, origin);
    tree.set(root, "schemes", list);
}

fn excess(server: &Server, findings: &mut Findings) {
    let Some(excess) = &server.address.excess else { return };
    let message =
        format!("`{excess}` of the server's address is left out: a connector's address is host and path");
    findings.report(&SERVER_URL_EXCESS, server.url, message).help(
        "a query parameter that every call needs can be a parameter with one value, \
         and a user belongs into `security` of connector.yaml",
    );
}

fn unknown_host(
    tree: &Tree,
    lowering: &Lowering,
    servers: &[Server],
    chosen: Option<&Server>,
    findings: &mut Findings,
) {
    if lowering.host_is_given() || chosen.is_some_and(|server| server.address.host.is_some()) {
        return;
    }
    if let (None, Some(first)) = (chosen, servers.first()) {
        let message =
            format!("a connector does not speak `{}`", first.address.scheme.as_deref().unwrap_or(""));
        findings
            .report(&SCHEME_NOT_SUPPORTED, first.url, message)
            .help("name a server that is reached by `https`, or build with `--host`");
        return;
    }
    let (site, message) = match chosen {
        Some(server) => {
            (Site::Value(server.url), format!("the server `{}` names no host", tree.text(server.url)))
        }
        None => (Site::Value(lowering.root), "no server names the host of the API".to_owned()),
    };
    let finding = findings.report(&HOST_UNKNOWN, site, message).help(
        "write the whole address (`https://api.example.com/v1`), set `connector.host`, or build with `--host`",
    );
    finding.level = of_unknown_host(lowering);
}

/// A document of 2.0 may leave its host open: then it is the one that the document was got from.
fn of_unknown_host(lowering: &Lowering) -> Severity {
    match lowering.dialect {
        Dialect::Connector => Severity::Error,
        Dialect::Swagger2 => Severity::Warning,
    }
}

/// Servers beside the chosen one.
fn others(
    tree: &mut Tree,
    root: NodeId,
    servers: &[Server],
    chosen: Option<&Server>,
    findings: &mut Findings,
) {
    let Some(list) = tree.get(root, "servers") else { return };
    let Some(chosen) = chosen else {
        rename(tree, list, "x-oas3-servers", PASS);
        return;
    };
    let rest = || servers.iter().filter(|server| server.url != chosen.url);
    let aside: Vec<NodeId> = rest()
        .filter(|server| !server.address.is_place_of(&chosen.address))
        .map(|server| server.url)
        .collect();
    for server in rest().filter(|server| server.address.is_place_of(&chosen.address)) {
        let message = format!("`{}` is the same server by another scheme", tree.text(server.url));
        let finding = findings.report(&SEVERAL_SERVERS, server.url, message);
        finding.level = Severity::Note;
        finding.also(chosen.url, "the connector uses this one");
    }
    if let Some(other) = aside.first() {
        let left_out: Vec<String> = aside.iter().map(|url| format!("`{}`", tree.text(*url))).collect();
        let verb = if aside.len() == 1 { "is" } else { "are" };
        let message = format!("a connector has one server, so {} {verb} left out", left_out.join(", "));
        findings
            .report(&SEVERAL_SERVERS, *other, message)
            .also(chosen.url, "the connector uses this one")
            .help("put the server that the connector shall use first, or set `connector.host`");
    }
    let has_variables = tree.items(list).any(|server| tree.get(server, "variables").is_some());
    if has_variables || !aside.is_empty() {
        rename(tree, list, "x-oas3-servers", PASS);
        return;
    }
    tree.detach(list);
    let described: Vec<NodeId> =
        tree.items(list).filter(|server| tree.members(*server).any(|(key, _)| key != "url")).collect();
    for server in described {
        let message = "what the server says beside its address is left out";
        findings.report(&LEFT_OUT, Site::Value(server), message);
    }
}

/// A 2.0 document says host and schemes itself, and needs both.
fn of_swagger2(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    let root = lowering.root;
    if let Some(host) = tree.get(root, "host").filter(|host| tree.text(*host).contains("://")) {
        // A whole address in place of the host: what is meant is plain.
        let address = Address::parse(tree.text(host));
        let origin = Origin::from(host, PASS);
        findings
            .report(&SERVER_URL_EXCESS, host, format!("`{}` is an address, not a host", tree.text(host)))
            .help("write the host alone; the path belongs into `basePath`, the scheme into `schemes`");
        if tree.get(root, "schemes").is_none() {
            let list = text_list(tree, &address.scheme.into_iter().collect::<Vec<_>>(), origin);
            tree.set(root, "schemes", list);
        }
        if tree.get(root, "basePath").is_none() {
            overrides::set_base_path(tree, root, &address.base_path, origin);
        }
        set_text(tree, root, "host", &address.host.unwrap_or_default(), origin);
    }
    if !lowering.host_is_given() && tree.get_str(root, "host").is_none_or(str::is_empty) {
        let site = tree.get(root, "host").unwrap_or(root);
        findings
            .report(&HOST_UNKNOWN, Site::Value(site), "the document names no `host`")
            .help("add `host: api.example.com`, set `connector.host`, or build with `--host`")
            .level = of_unknown_host(lowering);
    }
    let schemes = tree.get(root, "schemes");
    if schemes.is_none_or(|schemes| tree.children(schemes).next().is_none()) {
        let origin = schemes.map_or(Origin::pass(PASS), |schemes| Origin::from(schemes, PASS));
        let list = text_list(tree, &["https".to_owned()], origin);
        tree.set(root, "schemes", list);
    }
    plain_http(tree, lowering, findings);
}

fn plain_http(tree: &Tree, lowering: &Lowering, findings: &mut Findings) {
    let Some(schemes) = tree.get(lowering.root, "schemes") else { return };
    let names: Vec<&str> = tree.items(schemes).map(|scheme| tree.text(scheme)).collect();
    if lowering.dialect == Dialect::Connector && names == ["http"] {
        let site = tree.item(schemes, 0).unwrap_or(schemes);
        let at = tree.source_node(site).unwrap_or(site);
        findings
            .report(&PLAIN_HTTP, at, "the API is reached by `http` only, which anybody on the way can read")
            .help("write `https://` if the API answers there: certification asks for it");
    }
}
