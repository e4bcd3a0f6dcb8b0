//! Two versions of a connector, read into one tree and compared, as one function.

use crate::change::{self, Acceptance, Side};
use crate::compile::{self, Purpose, compile_into};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Effect, Findings, Profile, Severity, Site};
use crate::load::{self, Files, Format, is_connector};
use crate::openapi::Version;
use crate::report;
use crate::rules::Exceptions;
use crate::tree::{Tree, read_json, read_yaml};
use std::path::Path;

/// One of the two, as it is asked for: a connector's folder, a definition alone, or a project.
#[derive(Clone, Copy)]
pub struct Operand<'a> {
    /// How it is read.
    pub files: &'a dyn Files,
    /// Where it is.
    pub path: &'a Path,
    /// What messages put before its paths, such as `HEAD~1:`.
    pub prefix: &'a str,
}

/// What can be asked of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Changes that are accepted, besides those that the new project's configuration names.
    pub accepted: Vec<Acceptance>,
    /// Whose demands count, over what the configuration says.
    pub profile: Option<Profile>,
    /// The day, as `YYYY-MM-DD`.
    pub today: Option<String>,
}

/// What came of a comparison.
#[derive(Debug)]
pub struct Outcome {
    /// Both versions.
    pub tree: Tree,
    /// Where they are in it; `None` if one of them gave no definition, and the findings say why.
    pub sides: Option<(Side, Side)>,
    /// Every change, in the order of Microsoft's validator, whether it is accepted or not.
    pub changes: Findings,
    /// What is to be told: changes that nobody has accepted, at the levels that the configuration gives them.
    pub findings: Vec<Diagnostic>,
    /// How many changes were accepted.
    pub accepted: usize,
}

/// Compares two versions. It cannot fail: what is wrong is among the findings.
pub fn diff(old: Operand<'_>, new: Operand<'_>, options: &Options) -> Outcome {
    let mut findings = Findings::default();
    // What comes from no text is shown at the first file of the tree, which had better be one of today.
    let (tree, new) = read(Tree::default(), new, options, &mut findings);
    let (tree, old) = read(tree, old, options, &mut findings);
    let (Some(old), Some(new)) = (old, new) else {
        let mut findings = std::mem::take(findings.all_mut());
        report::sort(&tree, &mut findings);
        return Outcome { tree, sides: None, changes: Findings::default(), findings, accepted: 0 };
    };
    let mut changes = Findings::default();
    change::compare(&tree, old.side, new.side, &mut changes);
    findings.all_mut().extend(changes.iter().cloned());
    let mut accepted = options.accepted.clone();
    accepted.extend(new.config.iter().flat_map(named_by));
    let accepted = Acceptance::apply(&accepted, &mut findings);
    let mut exceptions = Exceptions::default();
    exceptions.lint = new.config.map(|config| config.lint).unwrap_or_default();
    exceptions.lint.profile = options.profile.unwrap_or(exceptions.lint.profile);
    findings.all_mut().retain_mut(|finding| exceptions.level(finding));
    let findings = std::mem::take(findings.all_mut());
    Outcome { tree, sides: Some((old.side, new.side)), changes, findings, accepted }
}

/// A version that was read.
struct Loaded {
    side: Side,
    config: Option<Config>,
}

/// Reads one version. Only what keeps it from being read is among the findings: all else is for `check` to say.
fn read(
    mut tree: Tree,
    operand: Operand<'_>,
    options: &Options,
    findings: &mut Findings,
) -> (Tree, Option<Loaded>) {
    let Operand { files, path, prefix } = operand;
    let known = tree.sources.files().count();
    let before = findings.len();
    let version = if is_connector(files, path) || is_definition(files, path) {
        let connector = load::connector(files, path, &mut tree, findings);
        connector.map(|connector| Loaded {
            side: Side { definition: connector.definition, properties: connector.properties },
            config: None,
        })
    } else {
        let options = compile::Options {
            purpose: Purpose::Build,
            profile: options.profile,
            today: options.today.clone(),
            ..compile::Options::default()
        };
        let outcome = compile_into(tree, files, path, &options);
        tree = outcome.tree;
        findings.all_mut().extend(outcome.findings);
        let side = outcome.definition.map(|definition| Side { definition, properties: outcome.properties });
        side.map(|side| Loaded { side, config: outcome.config })
    };
    let is_why = |finding: &Diagnostic| {
        version.is_none() && finding.level == Severity::Error && finding.rule.effect == Effect::Blocks
    };
    let own = findings.all_mut().split_off(before);
    findings.all_mut().extend(own.into_iter().filter(is_why));
    if !prefix.is_empty() {
        rename(&mut tree, prefix, known);
        for finding in &mut findings.all_mut()[before..] {
            if let Site::Path(path) = &mut finding.site {
                path.insert_str(0, prefix);
            }
        }
    }
    (tree, version)
}

/// Whether a file is a definition, whatever its name: one in Swagger 2.0 is what flows see, and nothing is compiled.
fn is_definition(files: &dyn Files, path: &Path) -> bool {
    let Ok(bytes) = files.read(path) else { return false };
    let Ok(text) = String::from_utf8(bytes) else { return false };
    let mut tree = Tree::default();
    let file = tree.sources.add("", &text);
    let root = match Format::of(path, &text) {
        Format::Json => read_json(&mut tree, file, &mut Vec::new()),
        Format::Yaml => read_yaml(&mut tree, file, &mut Vec::new()),
    };
    root.is_some_and(|root| Version::of(&tree, root) == Some(Version::V2))
}

/// Puts the prefix before the names of all files from the `known`th on.
fn rename(tree: &mut Tree, prefix: &str, known: usize) {
    let files: Vec<_> = tree.sources.files().skip(known).collect();
    for file in files {
        let path = format!("{prefix}{}", tree.sources.path(file));
        tree.sources.rename(file, path);
    }
}

/// What a configuration accepts.
fn named_by(config: &Config) -> impl Iterator<Item = Acceptance> {
    config.accepted.iter().map(|accepted| Acceptance {
        rule: accepted.rule.value.clone(),
        at: accepted.at.as_ref().map(|at| at.value.clone()).unwrap_or_default(),
        reason: accepted.reason.value.clone(),
        site: Site::Value(accepted.rule.at),
    })
}
