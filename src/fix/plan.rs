//! From findings to the files that mend them.

use super::actions::Action;
use super::draft::Draft;
use super::in_place::InPlace;
use super::project::Project;
use crate::compile::{Options, Outcome};
use crate::source::FileId;
use crate::tree::{Edit, Patch, Tree, apply};
use std::collections::BTreeMap;
use std::path::Path;

/// How the fixes of one outcome are made.
pub(super) enum Plan<'o> {
    InPlace(InPlace<'o>),
    Project(Box<Project<'o>>),
}

/// A finding and what mends it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// Its position among the findings.
    pub finding: usize,
    pub steps: Vec<Step>,
    /// Whether something goes.
    pub removes: bool,
}

/// A part of a fix.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    /// Other text in a file.
    Patch(FileId, Patch),
    /// An action of the overlay of fixes.
    Action(Action),
}

/// Why some fixes cannot be made together.
pub(super) enum Refusal {
    /// They change the same text.
    Overlap,
    /// Something about the project's files.
    Files(String),
}

impl<'o> Plan<'o> {
    pub fn in_place(outcome: &'o Outcome) -> Plan<'o> {
        Plan::InPlace(InPlace { outcome })
    }

    pub fn project(draft: &Draft<'_>, path: &Path, options: &Options, outcome: &'o Outcome) -> Plan<'o> {
        Plan::Project(Box::new(Project::new(draft, path, options, outcome)))
    }

    /// What mends a finding.
    ///
    /// # Errors
    /// Why nothing can.
    pub fn candidate(&self, finding: usize) -> Result<Candidate, String> {
        let (outcome, steps) = match self {
            Plan::InPlace(plan) => (plan.outcome, plan.steps(finding)?),
            Plan::Project(plan) => (plan.outcome, plan.steps(finding)?),
        };
        let removes = |edit: &Edit| matches!(edit, Edit::Remove(_));
        let removes = outcome.findings[finding].fix.iter().any(removes);
        Ok(Candidate { finding, steps, removes })
    }

    /// The files with all of these fixes.
    pub fn draft<'f>(&self, draft: &Draft<'f>, candidates: &[&Candidate]) -> Result<Draft<'f>, Refusal> {
        let steps = || candidates.iter().flat_map(|candidate| &candidate.steps);
        let mut changed = draft.clone();
        let tree = match self {
            Plan::InPlace(plan) => &plan.outcome.tree,
            Plan::Project(plan) => plan.tree(),
        };
        let mut patches: BTreeMap<FileId, Vec<Patch>> = BTreeMap::new();
        for step in steps() {
            let Step::Patch(file, patch) = step else { continue };
            // Two findings may ask for the same.
            let of_file = patches.entry(*file).or_default();
            if !of_file.contains(patch) {
                of_file.push(patch.clone());
            }
        }
        for (file, mut patches) in patches {
            write(tree, file, &mut patches, &mut changed)?;
        }
        if let Plan::Project(plan) = self {
            let actions = steps().filter_map(|step| match step {
                Step::Action(action) => Some(action.clone()),
                Step::Patch(..) => None,
            });
            plan.write_actions(actions.collect(), &mut changed)?;
        }
        Ok(changed)
    }
}

fn write(tree: &Tree, file: FileId, patches: &mut [Patch], draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let path = Path::new(tree.sources.path(file));
    // A text that was read as well as could be, from bytes that are not UTF-8, must not take their place.
    let is_whole = |text: &String| text == tree.sources.slice(tree.sources.span(file));
    if !draft.text(path).as_ref().is_some_and(is_whole) {
        return Err(Refusal::Files(format!("`{}` is not UTF-8: save it as that first", path.display())));
    }
    let text = apply(tree, file, patches).ok_or(Refusal::Overlap)?;
    draft.write(path, text);
    Ok(())
}
