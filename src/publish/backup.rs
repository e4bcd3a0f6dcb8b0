//! What a connector was before an update, so that it can become that again.

use super::failure::{Failure, Kind};
use super::folder;
use super::package::{Leave, Package, Paths, members, pack};
use super::redact::{REDACTED, Redactor};
use super::remote::Remote;
use super::target::{Known, Target};
use crate::calendar;
use crate::load::{DEFINITION, Disk, PROPERTIES};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "backup.json";

/// Writes a backup into a folder of its own, and says which.
///
/// # Errors
/// It cannot be written.
pub fn write(
    dir: &Path,
    now: u64,
    target: &Target,
    connector: &str,
    remote: &Remote,
    redactor: &Redactor,
) -> Result<PathBuf, Failure> {
    let stem = format!("{}-{}", calendar::moment(now), super::service::encode(connector));
    let free = |number: u32| dir.join(if number == 1 { stem.clone() } else { format!("{stem}-{number}") });
    let path = (1..).map(free).find(|path| !path.exists()).expect("internal error: numbers do not end");
    let manifest = json!({
        "environment": target.environment,
        "connectorId": connector,
        "url": target.url,
        "displayName": remote.display_name(),
        "changedTime": remote.changed_time(),
        "modifiedBy": remote.modified_by(),
        "secrets": "not in this backup: the service does not give them away",
    });
    let manifest = pretty(&redactor.json(&manifest));
    let mut files = files(remote, redactor);
    files.push(("answer.json", pretty(&redactor.json(&remote.answer))));
    files.push((MANIFEST, manifest));
    folder::write(&path, &files)?;
    Ok(path)
}

/// The connector's files, byte for byte where it has them.
pub fn files(remote: &Remote, redactor: &Redactor) -> Vec<(&'static str, Vec<u8>)> {
    let taken = members().accepted.iter();
    let taken = taken.filter_map(|key| Some((key.clone(), remote.properties().get(key)?.clone())));
    let properties = json!({"properties": Value::Object(taken.collect::<Map<_, _>>())});
    let mut files =
        vec![(DEFINITION, remote.definition.clone()), (PROPERTIES, pretty(&redactor.json(&properties)))];
    if let Some(icon) = &remote.icon {
        files.push(("icon.png", icon.clone()));
    }
    if let Some(script) = &remote.script {
        files.push(("script.csx", script.clone()));
    }
    files
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).expect("internal error: JSON can be written");
    text.push('\n');
    text.into_bytes()
}

/// A backup as what is to be published, and where it came from.
///
/// # Errors
/// It is none, or cannot be read.
pub fn read(path: &Path) -> Result<(Package, Known), Failure> {
    let none = |what: String| Failure::new(Kind::Usage, format!("{} is no backup: {what}", path.display()));
    let text = std::fs::read(path.join(MANIFEST)).map_err(|error| none(format!("{MANIFEST}: {error}")))?;
    let manifest: Value =
        serde_json::from_slice(&text).map_err(|error| none(format!("{MANIFEST} is no JSON: {error}")))?;
    let known = |key: &str| manifest.get(key)?.as_str().map(str::to_owned);
    let known = Known {
        environment: known("environment"),
        connector_id: known("connectorId"),
        url: known("url"),
        version: None,
    };
    let paths = Paths { path: path.join(DEFINITION), ..Paths::default() };
    // What was published goes back as it was, whatever there is to say of it.
    let packed = pack(&Disk, &paths, Leave { findings: true, http: true }, None);
    let mut package = packed.package?;
    package.removes_script = package.script.is_none();
    for (key, value) in &mut package.properties {
        if without_redacted(value) {
            package.notes.push(format!("`{key}` has a secret that the backup does not have: it is not sent"));
        }
    }
    Ok((package, known))
}

/// Takes out what a backup was not allowed to keep; whether there was anything.
fn without_redacted(value: &mut Value) -> bool {
    let is = |value: &Value| value.as_str().is_some_and(|text| text.contains(REDACTED));
    match value {
        Value::Object(members) => {
            let before = members.len();
            members.retain(|_, member| !is(member));
            // All of them, also behind the first that is found.
            let inner =
                members.values_mut().filter_map(|member| without_redacted(member).then_some(())).count();
            members.len() < before || inner > 0
        }
        Value::Array(items) => {
            items.iter_mut().filter_map(|item| without_redacted(item).then_some(())).count() > 0
        }
        _ => false,
    }
}
