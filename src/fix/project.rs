//! A project is mended by the last of its overlays: its source belongs to whoever owns the API.

use super::actions::{self, Action, Verb};
use super::draft::Draft;
use super::listing;
use super::plan::{Refusal, Step};
use crate::compile::{Options, Outcome, compile};
use crate::diagnostic::Findings;
use crate::load::{self, CONFIG_NAMES, Files, normalize};
use crate::overlay;
use crate::source::FileId;
use crate::tree::{Edit, NodeId, Tree};
use std::path::{Path, PathBuf};

/// The fixes of a project.
pub(super) struct Project<'o> {
    pub outcome: &'o Outcome,
    /// The run up to the last overlay. It makes the same nodes in the same order as the whole run, so that a node of the
    /// one is found in the other.
    shaped: Outcome,
    /// The files as they were read, which makes the same nodes again.
    read: Tree,
    project: Option<load::Project>,
    /// Whether a folder was named, and not a file.
    is_folder: bool,
}

impl<'o> Project<'o> {
    pub fn new(draft: &Draft<'_>, path: &Path, options: &Options, outcome: &'o Outcome) -> Project<'o> {
        let until = Options { until: Some(overlay::PASS.to_owned()), ..options.clone() };
        let mut read = Tree::default();
        let project = load::project(draft, path, &mut read, &mut Findings::default()).ok();
        Project {
            outcome,
            shaped: compile(draft, path, &until),
            read,
            project,
            is_folder: !draft.is_file(path),
        }
    }

    /// The files that are patched in place.
    pub fn tree(&self) -> &Tree {
        &self.read
    }

    pub fn steps(&self, finding: usize) -> Result<Vec<Step>, String> {
        let finding = &self.outcome.findings[finding];
        finding.fix.iter().map(|edit| self.step(edit, finding.rule.name)).collect()
    }

    fn step(&self, edit: &Edit, rule: &'static str) -> Result<Step, String> {
        let node = edit.node();
        if let (Edit::Replace(..), Some((written, file))) = (edit, self.written(node)) {
            return self.in_place(edit, written, file);
        }
        let Some(place) = self.shaped_node(node) else {
            return Err(self.made_by(node));
        };
        let tree = &self.shaped.tree;
        let same = || {
            tree.kind(place) == self.outcome.tree.kind(node) && tree.key(place) == self.outcome.tree.key(node)
        };
        let action = |target: NodeId, verb: Verb| Ok(Step::Action(Action { target, verb, rule }));
        match edit {
            Edit::Insert(_, key, value) if tree.is_object(place) => {
                action(place, Verb::Set((*key).to_owned(), value.clone()))
            }
            Edit::Push(_, value) if tree.is_array(place) => action(place, Verb::Push(value.clone())),
            Edit::Remove(_) if same() => action(place, Verb::Remove),
            // Arrays grow when they are merged, so only one that is empty can be replaced.
            Edit::Replace(_, value) if same() && tree.children(place).next().is_none() => {
                let holder = tree.parent(place).filter(|holder| tree.is_object(*holder));
                let holder = holder.ok_or("it is an item of a list, which no overlay can replace")?;
                action(holder, Verb::Set(tree.key(place).to_owned(), value.clone()))
            }
            _ => Err(self.made_by(node)),
        }
    }

    /// The node of the document that overlays are applied to from which a node was made.
    fn shaped_node(&self, node: NodeId) -> Option<NodeId> {
        let shaped = &self.shaped.tree;
        let root = self.shaped.source?;
        let stands = |node: NodeId| {
            let mut at = node;
            while at != root {
                if !shaped.is_attached(at) {
                    return false;
                }
                at = shaped.parent(at).expect("internal error: an attached node has a parent");
            }
            true
        };
        let is_there = |node: &NodeId| node.raw() as usize <= shaped.len() && stands(*node);
        let mut chain = std::iter::successors(Some(node), |node| self.outcome.tree.origin(*node)?.from);
        chain.find(is_there)
    }

    /// The node of `connector.yaml` or of an overlay that says what a node does.
    fn written(&self, node: NodeId) -> Option<(NodeId, FileId)> {
        let tree = &self.outcome.tree;
        let source = tree.source_node(node)?;
        let project = self.project.as_ref()?;
        let is_own =
            project.overlays.iter().chain(&project.config.root).any(|root| *root == self.read.root(source));
        let same = tree.kind(source) == tree.kind(node) && tree.text(source) == tree.text(node);
        (is_own && same).then_some((source, self.read.file(source)?))
    }

    fn in_place(&self, edit: &Edit, written: NodeId, file: FileId) -> Result<Step, String> {
        let Edit::Replace(_, value) = edit else { return Err(self.made_by(written)) };
        match Edit::Replace(written, value.clone()).patch(&self.read) {
            Some(patch) => Ok(Step::Patch(file, patch)),
            None => Err(format!("the text in `{}` is left to its author", self.read.sources.path(file))),
        }
    }

    /// Why a node that no overlay reaches cannot be mended.
    fn made_by(&self, node: NodeId) -> String {
        let tree = &self.outcome.tree;
        let by = tree.origin(node).map_or("load", |origin| origin.by);
        match tree.source_node(node).and_then(|node| tree.file(node)) {
            Some(file) => {
                format!(
                    "what the pass `{by}` makes of `{}` cannot be changed by an overlay",
                    tree.sources.path(file)
                )
            }
            None => format!("it is made by the pass `{by}` and written nowhere"),
        }
    }

    /// Writes actions into the overlay of fixes, and that into the configuration's list.
    pub fn write_actions(&self, actions: Vec<Action>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
        if actions.is_empty() {
            return Ok(());
        }
        let project = self.project.as_ref().ok_or_else(|| no("the project cannot be read"))?;
        let text = actions::write(&self.shaped.tree, &actions);
        let is_fixes = |listed: &&str| {
            let name = Path::new(listed).file_stem();
            name == Path::new(listing::OVERLAY).file_stem()
        };
        let listed = project.config.overlays.iter().map(|overlay| overlay.value.as_str()).find(is_fixes);
        let name = listed.unwrap_or(listing::OVERLAY);
        let path = normalize(&project.dir.join(name));
        let before = draft.text(&path);
        if listed.is_none() {
            if before.is_some() {
                return Err(no(&format!(
                    "`{name}` is there, and `overlays` does not list it: list or move it"
                )));
            }
            let (config, text) = self.config(project, draft)?;
            let with = listing::with_overlay(&text, name);
            let with =
                with.ok_or_else(|| no(&format!("add `{name}` to `overlays` in {} first", config.display())))?;
            draft.write(&config, with);
        }
        let after = listing::with_actions(before.as_deref(), &text);
        let after =
            after.ok_or_else(|| no(&format!("`{name}` has no list of actions that can be added to")))?;
        draft.write(&path, after);
        Ok(())
    }

    /// The configuration, or the beginning of one for a folder that has none.
    fn config(&self, project: &load::Project, draft: &Draft<'_>) -> Result<(PathBuf, String), Refusal> {
        let file = project.config.root.and_then(|root| self.read.file(root));
        let path = match file {
            Some(file) => PathBuf::from(self.read.sources.path(file)),
            None if self.is_folder => {
                return Ok((project.dir.join(CONFIG_NAMES[0]), "version: 1\n".to_owned()));
            }
            None => return Err(no("a document alone has no overlays: check its folder instead")),
        };
        let text = draft.text(&path).ok_or_else(|| no("the configuration cannot be read"))?;
        Ok((path, text))
    }
}

fn no(why: &str) -> Refusal {
    Refusal::Files(why.to_owned())
}
