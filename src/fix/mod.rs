//! Mends what a machine can mend: in a project by actions of an overlay, in a connector that exists in its own text.
//!
//! Nothing is trusted: each step is checked again in memory, and stays only if its finding is gone and no other came.

mod draft;
mod compare;
mod plan;
mod in_place;
mod project;
mod target;
mod actions;
mod listing;

use crate::compile::{Options, Outcome, compile};
use crate::inspect::inspect;
use crate::load::{Files, is_connector};
use crate::report::Told;
use compare::news;
use draft::Draft;
use plan::{Candidate, Plan, Refusal};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// What the files should be.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that change.
    pub changes: Vec<Change>,
    /// How many findings are gone.
    pub mended: usize,
    /// What cannot be mended, though its rule says how.
    pub left: Vec<Left>,
}

/// A file before and after.
#[derive(Debug)]
pub struct Change {
    /// The file.
    pub path: PathBuf,
    /// Its text; `None` if there is no such file.
    pub before: Option<String>,
    /// Its text with the fixes.
    pub after: String,
}

/// A finding that stays.
#[derive(Debug)]
pub struct Left {
    /// The finding.
    pub finding: Told,
    /// Why.
    pub why: String,
}

/// A fix may make room for another one at the same place; more often than this it does not.
const ROUNDS: usize = 16;

/// Mends the findings of the project or connector at `path` that are wanted. Nothing is written: the changes are all or
/// nothing, and the caller's to make.
pub fn fix(files: &dyn Files, path: &Path, options: &Options, wanted: &dyn Fn(&Told) -> bool) -> Fixed {
    let look = |files: &dyn Files| Look::at(files, path, options);
    let mut draft = Draft::over(files);
    let mut now = look(&draft);
    let mut left: HashMap<String, Left> = HashMap::new();
    let mut mended = 0;
    for _ in 0..ROUNDS {
        // What was refused before may find its place now.
        left.clear();
        let open = |index: &usize| {
            let (finding, told) = (&now.outcome.findings[*index], &now.told[*index]);
            !finding.fix.is_empty() && wanted(told)
        };
        let open: Vec<usize> = (0..now.told.len()).filter(open).collect();
        if open.is_empty() {
            break;
        }
        let plan = if is_connector(&draft, path) {
            Plan::in_place(&now.outcome)
        } else {
            Plan::project(&draft, path, options, &now.outcome)
        };
        let mut ready = Vec::new();
        let mut refuse = |index: usize, why: String| {
            let finding = now.told[index].clone();
            left.insert(finding.fingerprint.clone(), Left { finding, why });
        };
        for index in open {
            match plan.candidate(index) {
                Ok(candidate) => ready.push(candidate),
                Err(why) => refuse(index, why),
            }
        }
        // What goes needs no other fix.
        ready.sort_by_key(|candidate| !candidate.removes);
        let (accepted, next) = settle(&plan, &draft, &now, ready, &look, &mut refuse);
        let Some((changed, after)) = next else { break };
        mended += accepted;
        (draft, now) = (changed, after);
    }
    let still: HashSet<&String> = now.told.iter().map(|told| &told.fingerprint).collect();
    let mut left: Vec<Left> =
        left.into_values().filter(|left| still.contains(&left.finding.fingerprint)).collect();
    left.sort_by(|one, other| place(one).cmp(&place(other)));
    Fixed { changes: draft.changes(), mended, left }
}

fn place(left: &Left) -> (&str, Option<usize>, Option<usize>, &str) {
    let spot = &left.finding.spot;
    (&spot.file, spot.line, spot.column, left.finding.rule.name)
}

/// What is found in some files.
struct Look {
    outcome: Outcome,
    told: Vec<Told>,
}

impl Look {
    fn at(files: &dyn Files, path: &Path, options: &Options) -> Look {
        let outcome = if is_connector(files, path) {
            inspect(files, path, options)
        } else {
            compile(files, path, options)
        };
        let told = Told::all(&outcome.tree, &outcome.findings);
        Look { outcome, told }
    }
}

/// The draft with all candidates that do what they should, together; what does harm is found by halving.
fn settle<'f>(
    plan: &Plan<'_>,
    draft: &Draft<'f>,
    now: &Look,
    ready: Vec<Candidate>,
    look: &dyn Fn(&dyn Files) -> Look,
    refuse: &mut dyn FnMut(usize, String),
) -> (usize, Option<(Draft<'f>, Look)>) {
    let mut accepted: Vec<Candidate> = Vec::new();
    let mut best = None;
    let mut groups = vec![ready];
    while let Some(mut group) = groups.pop() {
        if group.is_empty() {
            continue;
        }
        let all: Vec<&Candidate> = accepted.iter().chain(&group).collect();
        let why = match plan.draft(draft, &all) {
            Ok(changed) => {
                let after = look(&changed);
                let fixed: HashSet<usize> = all.iter().map(|candidate| candidate.finding).collect();
                match news(&now.told, &fixed, &after.told) {
                    None => {
                        accepted.append(&mut group);
                        best = Some((changed, after));
                        continue;
                    }
                    Some(_) if group.len() > 1 => None,
                    Some(new) if new.rule.name == now.told[group[0].finding].rule.name => {
                        Some("what would mend it does not make it go away".to_owned())
                    }
                    Some(new) => Some(format!("mending it brings `{}`: {}", new.rule.name, new.message)),
                }
            }
            // The next round has another look at what is in each other's way.
            Err(Refusal::Overlap) if group.len() == 1 && !accepted.is_empty() => continue,
            Err(Refusal::Overlap) => Some("its edits are in each other's way".to_owned()),
            Err(Refusal::Files(why)) => Some(why),
        };
        if group.len() > 1 {
            let second = group.split_off(group.len() / 2);
            groups.push(second);
            groups.push(group);
        } else if let Some(why) = why {
            refuse(group[0].finding, why);
        }
    }
    (accepted.len(), best)
}
