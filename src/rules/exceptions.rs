//! What the configuration says of rules: their levels, and the places where one does not count.

use super::table::TABLE;
use crate::config::{Ignore, Lint, Located};
use crate::diagnostic::{Diagnostic, Effect, Findings, Rule, Severity, Site, page};
use crate::load::Project;
use crate::nearest::nearest;
use crate::source::Span;
use crate::tree::{NodeId, Tree};
use std::path::Path;

/// The name of a rule that there is not.
pub static UNKNOWN_RULE: Rule = Rule::fault("UnknownRule", page!("UnknownRule"));
/// An exception from what makes the output wrong, without a place or without a reason.
pub static INVALID_WAIVER: Rule = Rule::fault("InvalidWaiver", page!("InvalidWaiver"));
/// An exception that covers nothing.
pub static STALE_IGNORE: Rule = Rule::warning("StaleIgnore", page!("StaleIgnore"));

/// The levels and exceptions of a run.
#[derive(Debug, Default)]
pub struct Exceptions {
    /// As they are written.
    pub lint: Lint,
    /// For each exception: what its place covers in the files.
    covered: Vec<Vec<Span>>,
    /// The day, as `YYYY-MM-DD`.
    today: Option<String>,
}

impl Exceptions {
    /// Those of a project. To be called before anything in it changes, since a place is one that its author sees.
    pub fn of(tree: &Tree, project: &Project, today: Option<&str>) -> Exceptions {
        let lint = project.config.lint.clone();
        let documents = project.documents.iter().map(|document| document.root);
        let overlays = project.overlays.iter().chain(&project.output_overlays);
        let roots: Vec<NodeId> = documents.chain(overlays.copied()).chain(project.config.root).collect();
        let covered = lint.ignore.iter().map(|ignore| match &ignore.place {
            Some(place) => covered(tree, &roots, &Place::parse(&place.value)),
            None => Vec::new(),
        });
        Exceptions { covered: covered.collect(), lint, today: today.map(str::to_owned) }
    }

    /// Whether something that no exception covers stands in the way of the output.
    pub fn blocked(&self, tree: &Tree, findings: &Findings) -> bool {
        findings.iter().any(|finding| finding.blocks() && self.covering(tree, finding).is_empty())
    }

    /// Applies them to what was found, and says what is wrong with them.
    pub fn apply(&self, tree: &Tree, findings: &mut Findings) {
        let mut used = vec![false; self.lint.ignore.len()];
        findings.all_mut().retain(|finding| {
            let covering = self.covering(tree, finding);
            covering.iter().for_each(|index| used[*index] = true);
            covering.is_empty()
        });
        self.levels_at_fault(findings);
        self.exceptions_at_fault(&used, findings);
        findings.all_mut().retain_mut(|finding| self.level(finding));
    }

    /// Gives a finding its level; `false` if it is not to be told.
    pub fn level(&self, finding: &mut Diagnostic) -> bool {
        match finding.level_for(self.lint.profile) {
            Some(level) => finding.level = level,
            None => return false,
        }
        match self.lint.levels.iter().find(|(rule, _)| rule.value == finding.rule.name) {
            Some((_, Some(level))) if !finding.blocks() => finding.level = *level,
            Some((_, None)) if !finding.blocks() => return false,
            _ => {}
        }
        true
    }

    fn levels_at_fault(&self, findings: &mut Findings) {
        for (name, level) in &self.lint.levels {
            match known(name) {
                None => unknown(name, Site::Key(name.at), findings),
                Some(rule) if blocks(rule) && *level != Some(Severity::Error) => {
                    let level = level.map_or("off", Severity::name);
                    let message =
                        format!("`{}` cannot be `{level}`: what it finds makes the output wrong", rule.name);
                    findings
                        .report(&INVALID_WAIVER, name.at, message)
                        .help("except single places with `ignore`, each with `at` and `reason`");
                }
                Some(_) => {}
            }
        }
    }

    fn exceptions_at_fault(&self, used: &[bool], findings: &mut Findings) {
        // What was not reached because of an error may need its exception.
        let is_complete = !findings.blocked();
        for (ignore, used) in self.lint.ignore.iter().zip(used) {
            let name = &ignore.rule.value;
            let Some(rule) = known(&ignore.rule) else {
                unknown(&ignore.rule, Site::Value(ignore.rule.at), findings);
                continue;
            };
            let lacks = match ignore {
                _ if !blocks(rule) => None,
                Ignore { place: None, .. } => Some(("names no place", "at")),
                Ignore { reason: None, .. } => Some(("gives no reason", "reason")),
                _ => None,
            };
            if let Some((fault, member)) = lacks {
                let message = format!("the exception from `{name}` {fault}");
                let help = format!("add `{member}`: what `{name}` finds makes the output wrong");
                findings.report(&INVALID_WAIVER, ignore.at, message).help(help);
            } else if let Some(until) = ignore.until.as_ref().filter(|_| !self.is_in_force(ignore)) {
                let message = format!("the exception from `{name}` ended on `{}`", until.value);
                findings
                    .report(&STALE_IGNORE, until.at, message)
                    .help("mend what it covered and remove it, or give it another day");
            } else if !used && is_complete {
                let message = format!("the exception from `{name}` covers no finding");
                findings.report(&STALE_IGNORE, ignore.at, message).help("remove it, or correct its place");
            }
        }
    }

    /// The exceptions that cover a finding, by their position.
    fn covering(&self, tree: &Tree, finding: &Diagnostic) -> Vec<usize> {
        let covers = |(index, ignore): (usize, &Ignore)| {
            let permitted = !finding.blocks() || ignore.place.is_some() && ignore.reason.is_some();
            let covers = ignore.rule.value == finding.rule.name
                && permitted
                && self.is_in_force(ignore)
                && ignore.place.as_ref().is_none_or(|place| {
                    is_within(tree, finding, &Place::parse(&place.value), &self.covered[index])
                });
            covers.then_some(index)
        };
        self.lint.ignore.iter().enumerate().filter_map(covers).collect()
    }

    fn is_in_force(&self, ignore: &Ignore) -> bool {
        // Days in this form compare like texts.
        let days = ignore.until.as_ref().zip(self.today.as_ref());
        days.is_none_or(|(until, today)| until.value >= *today)
    }
}

fn known(name: &Located<String>) -> Option<&'static Rule> {
    TABLE.iter().copied().find(|rule| rule.name == name.value)
}

fn unknown(name: &Located<String>, site: Site, findings: &mut Findings) {
    let finding = findings.report(&UNKNOWN_RULE, site, format!("there is no rule `{}`", name.value));
    match nearest(&name.value, TABLE.iter().map(|rule| rule.name)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("name it as its findings do, or remove it"),
    };
}

fn blocks(rule: &Rule) -> bool {
    rule.gravest() == Severity::Error && rule.effect == Effect::Blocks
}

/// The place of an exception: `#/paths/~1teams/get`, a file, or one in the other: `overlays/labels.yaml#/info`.
struct Place<'a> {
    /// The end of the file's path; empty for any file.
    file: &'a str,
    /// A JSON Pointer; empty for all of the file.
    pointer: &'a str,
}

impl Place<'_> {
    fn parse(text: &str) -> Place<'_> {
        match text.split_once('#') {
            Some((file, pointer)) => Place { file, pointer },
            None if text.starts_with('/') => Place { file: "", pointer: text },
            None => Place { file: text, pointer: "" },
        }
    }

    fn is_in(&self, path: &str) -> bool {
        self.file.is_empty() || Path::new(path).ends_with(self.file)
    }
}

/// What a place covers in the files as they were read.
fn covered(tree: &Tree, roots: &[NodeId], place: &Place<'_>) -> Vec<Span> {
    let in_file = |root: &&NodeId| tree.file(**root).is_some_and(|file| place.is_in(tree.sources.path(file)));
    let nodes = roots.iter().filter(in_file).filter_map(|root| tree.resolve(*root, place.pointer));
    let whole = |node: NodeId| {
        let value = tree.span(node)?;
        Some(Span { start: tree.key_span(node).map_or(value.start, |key| key.start), end: value.end })
    };
    nodes.filter_map(whole).collect()
}

/// Whether a finding is in a place: by the text that it is shown at, or by the pointer that its node has in the
/// output.
fn is_within(tree: &Tree, finding: &Diagnostic, place: &Place<'_>, covered: &[Span]) -> bool {
    let span = match &finding.site {
        Site::Value(node) => tree.span(*node),
        Site::Key(node) => tree.key_span(*node).or_else(|| tree.span(*node)),
        Site::Span(span) => Some(*span),
        Site::File(file) => return place.pointer.is_empty() && place.is_in(tree.sources.path(*file)),
        Site::Path(path) => return place.pointer.is_empty() && place.is_in(path),
    };
    let shown = span.is_some_and(|span| {
        covered.iter().any(|covered| covered.start <= span.start && span.end <= covered.end)
    });
    shown
        || finding.site.node().is_some_and(|node| {
            let in_file = tree.file(node).is_none_or(|file| place.is_in(tree.sources.path(file)));
            let pointer = tree.pointer(node);
            let below = pointer.strip_prefix(place.pointer);
            in_file && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
        })
}
