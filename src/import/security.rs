//! How connections sign in, in the words of the configuration: from the definition's scheme and the connection
//! parameters. What comes of it is tried, and taken only if it gives back both.

use super::configuration::Section;
use crate::load::Connector;
use crate::tree::{NodeId, Tree};

/// Writes `security:`, if the connector signs in by a way that the configuration knows.
pub(super) fn write(section: &mut Section<'_>, connector: &Connector) {
    let Some(sign_in) = SignIn::of(section.tree, connector) else { return };
    let tree = &*section.tree;
    let words = match tree.get_str(sign_in.scheme, "type") {
        Some("oauth2") => oauth2(tree, &sign_in),
        Some("apiKey") => api_key(tree, &sign_in),
        Some("basic") => basic(tree, &sign_in),
        _ => return,
    };
    section.text("type", words.kind);
    section.text("scheme", tree_key(section.tree, sign_in.scheme).as_str());
    for (key, value) in words.texts {
        section.text(key, &value);
    }
    section.texts("scopes", &words.scopes);
    for (key, texts) in words.fields {
        section.section(key, |field| texts.iter().for_each(|(key, value)| field.text(key, value)));
    }
}

fn tree_key(tree: &Tree, node: NodeId) -> String {
    tree.key(node).to_owned()
}

/// The scheme of the definition and the parameters of a connection.
struct SignIn {
    scheme: NodeId,
    parameters: NodeId,
}

impl SignIn {
    fn of(tree: &Tree, connector: &Connector) -> Option<SignIn> {
        let schemes = tree.get(connector.definition, "securityDefinitions")?;
        let mut all = tree.children(schemes);
        let (Some(scheme), None) = (all.next(), all.next()) else { return None };
        let parameters = tree.at(connector.properties?, &["properties", "connectionParameters"])?;
        Some(SignIn { scheme, parameters })
    }
}

/// What the section says.
struct Words {
    kind: &'static str,
    texts: Vec<(&'static str, String)>,
    scopes: Vec<String>,
    fields: Vec<(&'static str, Vec<(&'static str, String)>)>,
}

fn oauth2(tree: &Tree, sign_in: &SignIn) -> Words {
    let settings = tree.at(sign_in.parameters, &["token", "oAuthSettings"]);
    let setting = |keys: &[&str]| settings.and_then(|at| tree.at(at, keys)).and_then(|at| tree.str(at));
    let provider = setting(&["identityProvider"]).unwrap_or("oauth2");
    let custom = |key: &str| setting(&["customParameters", key, "value"]);
    let said = |key: &str| tree.get_str(sign_in.scheme, key);
    let scopes = settings.and_then(|settings| tree.get(settings, "scopes"));
    let scopes =
        scopes.into_iter().flat_map(|list| tree.items(list)).map(|scope| tree.text(scope).to_owned());
    let is_aad = provider.starts_with("aad");
    let mut texts: Vec<(&'static str, Option<&str>)> = Vec::new();
    let kind = if is_aad { "aad" } else { "oauth2" };
    texts.push(("identityProvider", Some(provider).filter(|provider| *provider != kind)));
    if is_aad {
        let (login, tenant) = (custom("loginUri"), custom("tenantId"));
        texts.extend([("loginUrl", login), ("tenant", tenant), ("resource", custom("resourceUri"))]);
        let derived = format!(
            "{}/{}/oauth2/authorize",
            login.unwrap_or_default().trim_end_matches('/'),
            tenant.unwrap_or_default()
        );
        texts.push(("authorizationUrl", said("authorizationUrl").filter(|url| *url != derived)));
    } else {
        texts.push(("authorizationUrl", said("authorizationUrl")));
    }
    let same = |url: &&str| is_aad && Some(*url) == said("authorizationUrl");
    texts.push(("tokenUrl", said("tokenUrl").filter(|url| !same(url))));
    let refresh = custom("refreshUrl").filter(|url| !is_aad && Some(*url) != said("tokenUrl"));
    texts.extend([
        ("refreshUrl", refresh),
        ("redirectUrl", setting(&["redirectUrl"])),
        ("clientId", setting(&["clientId"])),
    ]);
    let texts = texts.into_iter().filter_map(|(key, value)| Some((key, value?.to_owned()))).collect();
    Words { kind, texts, scopes: scopes.collect(), fields: Vec::new() }
}

fn field(tree: &Tree, parameter: NodeId) -> Vec<(&'static str, String)> {
    [("label", "displayName"), ("description", "description"), ("tooltip", "tooltip")]
        .into_iter()
        .filter_map(|(word, key)| {
            let text = tree.at(parameter, &["uiDefinition", key])?;
            Some((word, tree.str(text)?.to_owned()))
        })
        .collect()
}

fn api_key(tree: &Tree, sign_in: &SignIn) -> Words {
    let said = |key: &str| tree.get_str(sign_in.scheme, key).map(str::to_owned);
    let mut texts: Vec<(&'static str, String)> = [("name", said("name")), ("in", said("in"))]
        .into_iter()
        .filter_map(|(key, text)| Some((key, text?)))
        .collect();
    if let Some(parameter) = tree.children(sign_in.parameters).next() {
        texts.push(("parameter", tree.key(parameter).to_owned()));
        texts.extend(field(tree, parameter));
    }
    Words { kind: "apiKey", texts, scopes: Vec::new(), fields: Vec::new() }
}

fn basic(tree: &Tree, sign_in: &SignIn) -> Words {
    let fields = ["username", "password"].into_iter().filter_map(|name| {
        let parameter = tree.get(sign_in.parameters, name)?;
        Some((name, field(tree, parameter)))
    });
    Words { kind: "basic", texts: Vec::new(), scopes: Vec::new(), fields: fields.collect() }
}
