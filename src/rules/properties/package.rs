//! The folder that is handed in for publication.

use super::icon::look_at_icon;
use super::settings::PACKAGE;
use crate::diagnostic::{Findings, Levels, Rule, Severity, Site, page};
use crate::rules::{Folder, Subject};
use crate::tree::Tree;

/// A definition that the build passes over.
pub static DEFINITION_FILE_NAME: Rule =
    Rule::fault("DefinitionFileName", page!("DefinitionFileName")).not_custom();
/// A file that a package needs.
pub static PACKAGE_FILE_MISSING: Rule =
    Rule::note("PackageFileMissing", page!("PackageFileMissing")).not_custom();
/// A README that leaves out what readers look for.
pub static README_INCOMPLETE: Rule =
    Rule::warning("ReadmeIncomplete", page!("ReadmeIncomplete")).not_custom();
/// A verified publisher's connector without an icon.
pub static ICON_MISSING: Rule =
    Rule::note("IconMissing", page!("IconMissing")).not_custom().not_independent();
/// An independent publisher's connector with an icon.
pub static ICON_IN_INDEPENDENT_PACKAGE: Rule = Rule {
    levels: Levels { custom: None, independent: Some(Severity::Error), certified: None },
    ..Rule::fault("IconInIndependentPackage", page!("IconInIndependentPackage"))
};

const ICON: &str = "icon.png";

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, folder: &Folder<'_>, findings: &mut Findings) {
    let definition = || Site::Value(subject.definition);
    if let Some(file) = tree.file(subject.definition) {
        let path = std::path::Path::new(tree.sources.path(file));
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.to_lowercase().ends_with(&PACKAGE.definition.ending) {
            findings
                .report(&DEFINITION_FILE_NAME, definition(), format!("the definition is called `{name}`"))
                .help("call it `apiDefinition.swagger.json`: Microsoft's build looks for that name");
        }
    }
    if subject.properties.is_none() {
        missing(definition(), "apiProperties.json", findings);
    }
    readme(folder, &definition, findings);
    icon(folder, &definition, findings);
}

fn missing(site: Site, name: &str, findings: &mut Findings) {
    findings
        .report(&PACKAGE_FILE_MISSING, site, format!("there is no `{name}` beside the definition"))
        .help("add it before the connector is handed in");
}

fn readme(folder: &Folder<'_>, definition: &dyn Fn() -> Site, findings: &mut Findings) {
    let readme = &PACKAGE.readme;
    let names = [readme.name.clone(), readme.name.to_lowercase(), readme.name.replace("README", "Readme")];
    let path = names.iter().map(|name| folder.dir.join(name)).find(|path| folder.files.is_file(path));
    let Some(path) = path else {
        missing(definition(), &readme.name, findings);
        return;
    };
    let Ok(bytes) = folder.files.read(&path) else { return };
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    let headings: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with('#')).collect();
    for words in &readme.sections {
        if headings.iter().any(|heading| words.iter().any(|word| heading.contains(word.as_str()))) {
            continue;
        }
        let what = words.first().map_or("", String::as_str);
        findings
            .report(
                &README_INCOMPLETE,
                Site::Path(path.display().to_string()),
                format!("`{}` has no section \"{what}\"", readme.name),
            )
            .help("follow the template of Microsoft's repository");
    }
}

fn icon(folder: &Folder<'_>, definition: &dyn Fn() -> Site, findings: &mut Findings) {
    let path = folder.dir.join(ICON);
    if !folder.files.is_file(&path) {
        findings
            .report(&ICON_MISSING, definition(), format!("there is no `{ICON}` beside the definition"))
            .help("add the icon before the connector is handed in");
        return;
    }
    let site = Site::Path(path.display().to_string());
    findings
        .report(
            &ICON_IN_INDEPENDENT_PACKAGE,
            site.clone(),
            "connectors of independent publishers have no icon of their own",
        )
        .help("remove it: Microsoft gives them all the same");
    if let Ok(bytes) = folder.files.read(&path) {
        look_at_icon(&bytes, ICON, &site, findings);
    }
}
