//! The connector as it stands in the environment.

use super::client::{Client, Repeat, Unanswered};
use super::failure::{Failure, Kind};
use super::refusal::{Refusal, plain};
use super::service;
use super::target::Target;
use super::transport::Answer;
use crate::source::SourceMap;
use crate::tree::{NodeId, Tree, read_json};
use serde_json::Value;

/// What was read.
#[derive(Clone, Debug)]
pub struct Remote {
    /// The answer.
    pub answer: Value,
    /// The same as a node.
    pub node: NodeId,
    /// The definition as somebody published it, byte for byte.
    pub definition: Vec<u8>,
    /// The same as a node, if it is JSON.
    pub definition_node: Option<NodeId>,
    pub icon: Option<Vec<u8>>,
    pub script: Option<Vec<u8>>,
}

impl Remote {
    /// `properties`
    pub fn properties(&self) -> &Value {
        &self.answer["properties"]
    }

    /// Text of a property, unless there is none.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.properties().get(key)?.as_str().filter(|text| !text.is_empty())
    }

    pub fn changed_time(&self) -> &str {
        self.text("changedTime").unwrap_or_default()
    }

    pub fn display_name(&self) -> &str {
        self.text("displayName").unwrap_or_default()
    }

    /// The name of who saved it last.
    pub fn modified_by(&self) -> Option<&str> {
        let by = self.properties().get("modifiedBy")?;
        by.get("displayName").or_else(|| by.get("userPrincipalName"))?.as_str()
    }

    /// The object id of who saved it last.
    pub fn modifier(&self) -> Option<&str> {
        self.properties().get("modifiedBy")?.get("id")?.as_str()
    }
}

/// Reads the connector and the files it is made of.
///
/// # Errors
/// One of them cannot be had, or is not what it should be.
pub fn read(
    client: &mut Client<'_>,
    target: &Target,
    connector: &str,
    tree: &mut Tree,
) -> Result<Remote, Failure> {
    let mut again = true;
    loop {
        let remote = read_answer(client, target, connector, tree)?;
        match files(client, remote, tree) {
            // The addresses are good for about an hour; new ones come with a new answer.
            Err((Kind::NotFound, _)) if again => again = false,
            other => return other.map_err(|(_, failure)| failure),
        }
    }
}

/// Reads what the service says of the connector, without the files.
///
/// # Errors
/// It cannot be had, or is not what it should be.
pub fn read_answer(
    client: &mut Client<'_>,
    target: &Target,
    connector: &str,
    tree: &mut Tree,
) -> Result<Remote, Failure> {
    let answer =
        json(client, "read", &|grant| service::read(target, connector, grant)).map_err(|failure| {
            match failure.kind {
                Kind::NotFound => failure.help(format!(
                    "is `{connector}` in the environment `{}`, and shared with whom the token names?",
                    target.environment
                )),
                _ => failure,
            }
        })?;
    let text = serde_json::to_string(&answer).expect("internal error: JSON can be written");
    let node = parse(tree, "remote", text.as_bytes());
    let Some(node) = node.filter(|node| tree.get(*node, "properties").is_some_and(|it| tree.is_object(it)))
    else {
        return Err(missing("properties"));
    };
    let remote =
        Remote { answer, node, definition: Vec::new(), definition_node: None, icon: None, script: None };
    if remote.changed_time().is_empty() {
        return Err(missing("properties.changedTime"));
    }
    Ok(remote)
}

/// Reads JSON, again if it was cut off: never anything else.
pub fn json(
    client: &mut Client<'_>,
    name: &'static str,
    request: &dyn Fn(&super::client::Grant) -> super::transport::Request,
) -> Result<Value, Failure> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let answer = client.expect(name, request)?;
        if !answer.is_json() {
            return Err(not_json(&answer));
        }
        let text = answer.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&answer.body);
        match serde_json::from_slice(text) {
            Ok(value) => return Ok(value),
            Err(error) if attempts == 3 || !error.is_eof() => {
                let message = format!("the service's answer to `{name}` is no JSON: {error}");
                return Err(Failure::new(Kind::Protocol, message));
            }
            Err(_) => client.wait(2, || Failure::new(Kind::Protocol, "the service's answer was cut off"))?,
        }
    }
}

fn not_json(answer: &Answer) -> Failure {
    let message = format!("{} and {}, where the service answers with JSON", answer.status, shown(answer));
    Failure::new(Kind::Protocol, message).help(IN_BETWEEN)
}

const IN_BETWEEN: &str = "a proxy or a sign-in page may stand in between";

/// Nothing, or a page: what a gate in between answers, and no file of a connector.
fn is_page(answer: &Answer) -> bool {
    let kind = answer.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let start = answer.body.trim_ascii_start();
    start.is_empty()
        || kind.starts_with("text/html")
        || start.starts_with(b"<!")
        || start.starts_with(b"<html")
}

fn shown(answer: &Answer) -> String {
    match plain(&String::from_utf8_lossy(&answer.body)) {
        text if text.is_empty() => "nothing else".to_owned(),
        text => text,
    }
}

/// The failure of an answer without a member.
pub fn missing(member: &str) -> Failure {
    Failure::new(Kind::Protocol, format!("the service's answer has no `{member}`"))
}

fn files(client: &mut Client<'_>, mut remote: Remote, tree: &mut Tree) -> Result<Remote, (Kind, Failure)> {
    let url = remote.properties().pointer("/apiDefinitions/originalSwaggerUrl").and_then(Value::as_str);
    let Some(url) = url.map(str::to_owned).filter(|url| !url.is_empty()) else {
        return Err((Kind::Protocol, missing("properties.apiDefinitions.originalSwaggerUrl")));
    };
    remote.definition = file(client, "definition", &url)?;
    remote.definition_node = parse(tree, "published definition", &remote.definition);
    if let Some(url) = remote.text("iconUri").map(str::to_owned) {
        remote.icon = Some(file(client, "icon", &url)?);
    }
    if let Some(url) = remote.text("scriptDefinitionUrl").map(str::to_owned) {
        remote.script = Some(file(client, "script", &url)?);
    }
    Ok(remote)
}

fn file(client: &mut Client<'_>, name: &'static str, url: &str) -> Result<Vec<u8>, (Kind, Failure)> {
    let own = |failure: Failure| (failure.kind, failure);
    let request = |_: &_| service::file(url);
    let answer = client.call(name, Repeat::Safe, &request).map_err(Unanswered::failure).map_err(own)?;
    if answer.status == 200 && !is_page(&answer) {
        return Ok(answer.body);
    }
    if answer.is_success() {
        let shown = shown(&answer);
        let message = format!("the published {name} cannot be read: {} and {shown}", answer.status);
        return Err(own(Failure::new(Kind::Protocol, message).help(IN_BETWEEN)));
    }
    let told = Refusal::of(&answer).told();
    let mut failure =
        Failure::new(Kind::Unreachable, format!("the published {name} cannot be read ({told})"))
            .help("without it there is no backup; `--no-backup` does not help a plan, which compares it");
    failure.status = Some(answer.status);
    let kind = if matches!(answer.status, 403 | 404 | 410) { Kind::NotFound } else { failure.kind };
    Err((kind, failure))
}

/// A document as nodes; `None` if it cannot be understood.
pub fn parse(tree: &mut Tree, name: &str, bytes: &[u8]) -> Option<NodeId> {
    let text = std::str::from_utf8(bytes).ok()?;
    if tree.sources.len() + text.len() > SourceMap::CAPACITY / 2 {
        return None;
    }
    let file = tree.sources.add(name, text);
    let mut faults = Vec::new();
    read_json(tree, file, &mut faults)
}
