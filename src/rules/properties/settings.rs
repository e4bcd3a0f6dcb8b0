//! `settings.json`, as Microsoft's client reads it.

use super::script::SCRIPT;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::rules::Subject;
use crate::tree::{NodeId, Tree};
use regex::Regex;
use serde::Deserialize;
use std::path::Path;
use std::sync::LazyLock;

/// A setting that the client does not have.
pub static UNKNOWN_SETTING: Rule = Rule::warning("UnknownSetting", page!("UnknownSetting"));
/// A setting with a value that cannot be.
pub static INVALID_SETTING: Rule = Rule::warning("InvalidSetting", page!("InvalidSetting"));
/// A setting that names a file which is not there.
pub static SETTINGS_FILE_NOT_FOUND: Rule =
    Rule::warning("SettingsFileNotFound", page!("SettingsFileNotFound"));
/// Code in a file of another name than the usual.
pub static SCRIPT_NAME_UNUSUAL: Rule = Rule::note("ScriptNameUnusual", page!("ScriptNameUnusual"));

/// `spec/platform/package.toml`
#[derive(Deserialize)]
pub(super) struct Package {
    pub(super) definition: Definition,
    pub(super) readme: Readme,
    settings: Settings,
}

#[derive(Deserialize)]
pub(super) struct Definition {
    pub(super) ending: String,
}

#[derive(Deserialize)]
pub(super) struct Readme {
    pub(super) name: String,
    pub(super) sections: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct Settings {
    keys: Vec<String>,
    files: Vec<String>,
    versions: Vec<String>,
}

pub(super) static PACKAGE: LazyLock<Package> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../spec/platform/package.toml"))
        .expect("internal error: what is known of packages is TOML")
});

static ENVIRONMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:[a-z]+-)*[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$")
        .expect("internal error: an expression")
});

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, settings: NodeId, findings: &mut Findings) {
    for (key, value) in tree.members(settings) {
        if !PACKAGE.settings.keys.iter().any(|known| known == key) {
            unknown(key, value, findings);
            continue;
        }
        let Some(text) = tree.str(value).filter(|text| !text.is_empty()) else { continue };
        if PACKAGE.settings.files.iter().any(|file| file == key) {
            file(subject, key, text, value, findings);
        } else if key == "environment" && !ENVIRONMENT.is_match(text) {
            findings
                .report(&INVALID_SETTING, value, format!("`{text}` is not the id of an environment"))
                .help("write the id from the address of the portal, and not the name");
        } else if key.ends_with("ApiVersion") && !PACKAGE.settings.versions.iter().any(|known| known == text)
        {
            findings
                .report(&INVALID_SETTING, value, format!("`{text}` is no version of the service"))
                .help(format!("write `{}`", PACKAGE.settings.versions.join("` or `")));
        }
    }
}

fn unknown(key: &str, value: NodeId, findings: &mut Findings) {
    let message = format!("`{key}` is no setting that Microsoft's client reads");
    let finding = findings.report(&UNKNOWN_SETTING, Site::Key(value), message);
    match nearest(key, PACKAGE.settings.keys.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("remove it"),
    };
}

fn file(subject: &Subject<'_>, key: &str, text: &str, value: NodeId, findings: &mut Findings) {
    let name = Path::new(text).file_name().and_then(|name| name.to_str()).unwrap_or(text);
    if key == "script" && name != SCRIPT.name {
        findings
            .report(&SCRIPT_NAME_UNUSUAL, value, format!("the code is in `{name}`"))
            .help(format!("call it `{}`, as everyone does", SCRIPT.name));
    }
    let Some(folder) = &subject.folder else { return };
    if !folder.files.is_file(&folder.dir.join(text)) {
        findings
            .report(&SETTINGS_FILE_NOT_FOUND, value, format!("`{key}` names `{text}`, which is not there"))
            .help("write the path of the file, from the folder of the settings");
    }
}
