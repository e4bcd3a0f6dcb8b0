//! A finding without its tree: everything that the formats for tools say of it.

use super::place;
use crate::diagnostic::{Change, Diagnostic, Rule, Severity, Site};
use crate::tree::{Patch, Tree};
use serde::Serialize;

/// A place as tools are told it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Spot {
    /// The file, as messages call it.
    pub file: String,
    /// From 1; `None` where a whole file is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// From 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The line of the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<usize>,
    /// One past the last character.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
    /// The JSON Pointer of the value, in the document that it stands in now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// A second place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Aside {
    /// What it has to do with the finding.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub spot: Spot,
}

/// What mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is done, in words.
    pub description: String,
    /// Parts of files, each with the text that comes in its place.
    pub replacements: Vec<(Spot, String)>,
}

impl Fix {
    fn of(tree: &Tree, finding: &Diagnostic) -> Option<Fix> {
        let words: Vec<String> = finding.fix.iter().map(|edit| edit.describe(tree)).collect();
        let patches = finding.fix.iter().map(|edit| {
            let Patch { span, text } = edit.patch(tree)?;
            let file = tree.sources.file_at(span.start)?;
            let [start, end] = [span.start, span.end].map(|at| tree.sources.line_column(file, at));
            let spot = Spot {
                file: tree.sources.path(file).to_owned(),
                line: Some(start.line),
                column: Some(start.column),
                end_line: Some(end.line),
                end_column: Some(end.column),
                pointer: None,
            };
            Some((spot, text))
        });
        let replacements = patches.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())?;
        Some(Fix { description: words.join(", "), replacements })
    }
}

/// A finding that needs no tree any more.
#[derive(Clone, Debug)]
pub struct Told {
    /// The rule.
    pub rule: &'static Rule,
    /// How grave.
    pub level: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where.
    pub spot: Spot,
    /// Other places.
    pub related: Vec<Aside>,
    /// Whether `check --fix` can mend it.
    pub fixable: bool,
    /// How, where it is mended in the file that it stands in; only [`Told::with_fixes`] looks for it.
    pub fix: Option<Fix>,
    /// What it says of two versions of a connector.
    pub change: Option<Change>,
    /// The same for the same fault at the same place, wherever its line has moved.
    pub fingerprint: String,
}

impl Told {
    /// All findings of a run.
    pub fn all(tree: &Tree, findings: &[Diagnostic]) -> Vec<Told> {
        findings.iter().map(|finding| Told::of(tree, finding)).collect()
    }

    /// All findings of a run, each with the text that mends it.
    pub fn with_fixes(tree: &Tree, findings: &[Diagnostic]) -> Vec<Told> {
        // What a stage has changed is mended by an overlay, and not where it was written.
        let is_written = tree.is_as_read();
        let of = |finding: &Diagnostic| {
            let fix = if is_written { Fix::of(tree, finding) } else { None };
            Told { fix, ..Told::of(tree, finding) }
        };
        findings.iter().map(of).collect()
    }

    /// What stands below the message: what to do, and what Microsoft says or at least in which place.
    pub(super) fn more(&self) -> impl Iterator<Item = String> {
        let in_microsofts_words = self.change.as_ref().map(|change| {
            change.in_microsofts_words().unwrap_or_else(|| format!("ValuePath: {}", change.value_path))
        });
        self.help.clone().into_iter().chain(in_microsofts_words)
    }

    fn of(tree: &Tree, finding: &Diagnostic) -> Told {
        let spot = spot(tree, &finding.site);
        let related = finding.related.iter();
        Told {
            rule: finding.rule,
            level: finding.level,
            message: finding.message.clone(),
            help: finding.help.clone(),
            related: related
                .map(|one| Aside { message: one.message.clone(), spot: spot_of_related(tree, &one.site) })
                .collect(),
            fixable: !finding.fix.is_empty(),
            fix: None,
            change: finding.change.as_deref().cloned(),
            fingerprint: fingerprint(finding, &spot),
            spot,
        }
    }
}

fn spot(tree: &Tree, site: &Site) -> Spot {
    let place = place(tree, site);
    let start = place.region.map(|region| region.start);
    let end = place.region.map(|region| region.end);
    Spot {
        file: place.path.to_owned(),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        pointer: place.pointer(tree),
    }
}

fn spot_of_related(tree: &Tree, site: &Site) -> Spot {
    Spot { end_line: None, end_column: None, ..spot(tree, site) }
}

/// Rule and place, never the line: FNV-1a, which is the same on every machine and in every release.
fn fingerprint(finding: &Diagnostic, spot: &Spot) -> String {
    if let Some(change) = &finding.change {
        // A value may change again at the same place: what it became is part of which change it is. The file is not,
        // since it has another name in each revision.
        let values = [&change.old, &change.new].map(|value| value.as_deref().unwrap_or_default());
        return hash(&[finding.rule.name, &change.value_path, values[0], values[1]]);
    }
    // What has no value to point at is told from its like by what is said of it.
    let place = spot.pointer.as_deref().unwrap_or(&finding.message);
    hash(&[finding.rule.name, &spot.file, place])
}

fn hash(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.join("\n").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
