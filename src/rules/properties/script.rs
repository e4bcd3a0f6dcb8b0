//! Custom code: `script.csx`, and the operations that run it.

use super::policies::near_operation;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::rules::uses::by_id;
use crate::rules::{Folder, Subject};
use crate::tree::{NodeId, Tree};
use regex::Regex;
use serde::Deserialize;
use std::sync::LazyLock;

/// Code for an operation that does not exist.
pub static SCRIPT_OPERATION_NOT_FOUND: Rule =
    Rule::warning("ScriptOperationNotFound", page!("ScriptOperationNotFound")).published(Severity::Error);
/// Operations that run code which is not there.
pub static SCRIPT_MISSING: Rule = Rule::warning("ScriptMissing", page!("ScriptMissing"));
/// Code that the platform cannot start, or that is too long.
pub static SCRIPT_NOT_ACCEPTED: Rule = Rule::fault("ScriptNotAccepted", page!("ScriptNotAccepted"));
/// Code that uses what the platform does not have.
pub static SCRIPT_NAMESPACE_NOT_SUPPORTED: Rule =
    Rule::warning("ScriptNamespaceNotSupported", page!("ScriptNamespaceNotSupported"));

/// `spec/platform/script.toml`
#[derive(Deserialize)]
pub(super) struct Script {
    pub(super) name: String,
    bytes: Bytes,
    namespaces: Namespaces,
}

#[derive(Deserialize)]
struct Bytes {
    maximum: usize,
}

#[derive(Deserialize)]
struct Namespaces {
    supported: Vec<String>,
}

pub(super) static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/script.toml"))
        .expect("internal error: what is known of scripts is TOML")
});

static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\bclass\s+Script\s*:\s*(?:\w+\.)*ScriptBase\b").expect("internal error: an expression")
});
static USING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^[ \t]*using[ \t]+(?:static[ \t]+)?([A-Za-z_][\w.]*)[ \t]*;")
        .expect("internal error: an expression")
});

/// The operations that run code.
pub(super) fn check(tree: &Tree, subject: &Subject<'_>, properties: NodeId, findings: &mut Findings) {
    let Some(list) = tree.get(properties, "scriptOperations") else { return };
    if tree.items(list).next().is_none() {
        return;
    }
    if let Some(folder) = &subject.folder
        && !folder.files.is_file(&folder.dir.join(&SCRIPT.name))
    {
        findings
            .report(
                &SCRIPT_MISSING,
                Site::Key(list),
                format!("operations run code, but there is no `{}`", SCRIPT.name),
            )
            .help("put the code beside the definition, or remove `scriptOperations`");
    }
    let operations = by_id(tree, subject.definition);
    for node in tree.items(list) {
        let Some(id) = tree.str(node).filter(|id| !operations.contains_key(id)) else { continue };
        let finding = findings.report(
            &SCRIPT_OPERATION_NOT_FOUND,
            node,
            format!("`{id}` runs code, but is no operation of this connector"),
        );
        match near_operation(id, &operations) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("name an operation that exists, or remove it from the list"),
        };
    }
}

/// The code itself.
pub(super) fn file(folder: &Folder<'_>, findings: &mut Findings) {
    let path = folder.dir.join(&SCRIPT.name);
    if !folder.files.is_file(&path) {
        return;
    }
    let Ok(bytes) = folder.files.read(&path) else { return };
    let site = || Site::Path(path.display().to_string());
    let name = &SCRIPT.name;
    let maximum = SCRIPT.bytes.maximum;
    if bytes.len() > maximum {
        findings
            .report(
                &SCRIPT_NOT_ACCEPTED,
                site(),
                format!("`{name}` has {} bytes, which is too much", bytes.len()),
            )
            .help(format!("write at most {maximum} bytes"));
    }
    let text = String::from_utf8_lossy(&bytes);
    if !CLASS.is_match(&text) || !text.contains("ExecuteAsync") {
        findings
            .report(
                &SCRIPT_NOT_ACCEPTED,
                site(),
                format!("`{name}` has no class `Script` with a method `ExecuteAsync`"),
            )
            .help("write `public class Script : ScriptBase` and override `ExecuteAsync`");
    }
    for namespace in USING.captures_iter(&text).filter_map(|found| found.get(1)) {
        let namespace = namespace.as_str();
        if SCRIPT.namespaces.supported.iter().any(|known| known == namespace) {
            continue;
        }
        findings
            .report(
                &SCRIPT_NAMESPACE_NOT_SUPPORTED,
                site(),
                format!("`{name}` uses `{namespace}`, which code of connectors cannot"),
            )
            .help("do without it: only the namespaces that Microsoft lists are there");
    }
}
