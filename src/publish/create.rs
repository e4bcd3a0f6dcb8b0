//! A connector that does not exist yet.

use super::client::{Client, Repeat, Unanswered};
use super::failure::{Failure, Kind};
use super::package::Package;
use super::payload::{self, Uploaded};
use super::redact::Redactor;
use super::remote;
use super::secret::Given;
use super::service;
use super::target::Target;
use crate::calendar;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How many pages of connectors are read.
const PAGES: usize = 100;
/// How often a connector is looked for whose creation had no answer, and the seconds in between.
const LOOKS: (u32, u64) = (6, 10);

/// The ids of the custom connectors of that display name.
///
/// # Errors
/// They cannot be listed.
pub fn named(client: &mut Client<'_>, target: &Target, title: &str) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    let mut next: Option<String> = None;
    for _ in 0..PAGES {
        let page = remote::json(client, "list", &|grant| service::list(target, next.as_deref(), grant))?;
        let items = page.get("value").and_then(Value::as_array).ok_or_else(|| remote::missing("value"))?;
        let is = |item: &&Value| {
            let properties = &item["properties"];
            let name = properties["displayName"].as_str().unwrap_or_default();
            properties["isCustomApi"].as_bool() == Some(true)
                && name.trim().eq_ignore_ascii_case(title.trim())
        };
        found.extend(items.iter().filter(is).filter_map(|item| item["name"].as_str()).map(str::to_owned));
        next = ["nextLink", "@odata.nextLink"]
            .iter()
            .find_map(|key| page.get(*key)?.as_str())
            .map(str::to_owned);
        match &next {
            None => return Ok(found),
            // The token goes along.
            Some(url) if url.strip_prefix(&target.url).is_some_and(|rest| rest.starts_with('/')) => {}
            Some(url) => {
                let told =
                    format!("the list goes on at {}, which is not the service", super::client::host_of(url));
                return Err(Failure::new(Kind::Protocol, told));
            }
        }
    }
    Err(Failure::new(Kind::Protocol, format!("the list of connectors has more than {PAGES} pages")))
}

/// Creates the connector, and says its id.
///
/// # Errors
/// It was refused, or it is not known what became of it. It is never asked for twice.
pub fn create(
    client: &mut Client<'_>,
    target: &Target,
    package: &Package,
    uploaded: &Uploaded,
    secrets: &[Given],
) -> Result<String, Failure> {
    let body = payload::body(package, None, &target.environment, uploaded, secrets)?;
    let request = |grant: &_| service::create(target, &body, grant);
    let doubt = match client.call("create", Repeat::IfUnsent, &request) {
        Ok(answer) if answer.is_success() => {
            let text: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            match text.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) {
                Some(name) => return Ok(name.to_owned()),
                None => format!("the service answered {} without the new connector's id", answer.status),
            }
        }
        Ok(answer) if matches!(answer.status, 500..=599 | 408 | 425 | 499) => client.refused(&answer).message,
        Ok(answer) => return Err(client.refused(&answer).help("nothing was created")),
        Err(Unanswered::Failed(failure)) => return Err(failure.help("nothing was created")),
        Err(Unanswered::Unknown(fault)) => fault.to_string(),
    };
    client.world.tell(&format!("no answer that tells ({doubt}); looking whether it is there"));
    for _ in 0..LOOKS.0 {
        if let Ok(found) = named(client, target, package.title())
            && let [only] = found.as_slice()
        {
            client.notes.push(format!("the answer was lost ({doubt}); the connector was found by its name"));
            return Ok(only.clone());
        }
        if client.wait(LOOKS.1, || Failure::new(Kind::Unconfirmed, "")).is_err() {
            break;
        }
    }
    Err(Failure::new(
        Kind::Unconfirmed,
        format!("it is not known whether the connector was created: {doubt}"),
    )
    .help("look for it before you try again: a second attempt would make a second connector"))
}

/// Writes down the new connector's id before anything else can fail.
///
/// # Errors
/// It cannot be written; the failure says the id.
pub fn record(
    dir: &Path,
    now: u64,
    target: &Target,
    connector: &str,
    redactor: &Redactor,
) -> Result<PathBuf, Failure> {
    let path = dir.join(format!("{}-created.json", calendar::moment(now)));
    let record = json!({"environment": target.environment, "connectorId": connector, "url": target.url});
    let text = format!("{:#}\n", redactor.json(&record));
    let written = std::fs::create_dir_all(dir).and_then(|()| std::fs::write(&path, text));
    written.map(|()| path.clone()).map_err(|error| {
        let told = format!("`{connector}` was created, but {} cannot be written: {error}", path.display());
        Failure::new(Kind::Partial, told).help("note the id: the next publish needs it")
    })
}
