//! The project is built in memory, round by round, until the build gives back the connector: each build shows what
//! the configuration must still say, and what an overlay must put back.

use super::configuration::{self, Beside, Draft, SignIn, Waiver};
use super::difference::{Action, actions};
use super::drift::{self, Note};
use super::{derive, groups, layout, names, overlays, platform, raise};
use crate::compile::{Options, Outcome, compile};
use crate::diagnostic::{Diagnostic, Findings};
use crate::emit::Artifact;
use crate::load::{self, Connector, Files, Layered, Memory};
use crate::openapi::operations;
use crate::overlay::jsonpath::member;
use crate::report;
use crate::rules::adoption::{PUBLISHED_WITH_ERROR, ROUND_TRIP_FAILED};
use crate::tree::{NodeId, Tree, write_yaml};
use indexmap::IndexMap;
use std::collections::HashMap;
use std::path::Path;

/// What is to be imported.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The connector: its folder, or its definition.
    pub connector: &'a Path,
    /// Where the project will stand.
    pub project: &'a Path,
    /// The OpenAPI document that the connector was made from by hand, and its path from the project's folder.
    pub source: Option<(&'a Path, &'a str)>,
}

/// A project whose build gives back a connector.
#[derive(Debug)]
pub struct Project {
    /// Its files, by their path within it.
    pub files: Vec<Artifact>,
    /// Its overlays, each with the number of its actions.
    pub overlays: Vec<(&'static str, usize)>,
}

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    /// All documents of the last build, and the connector's.
    pub tree: Tree,
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// The project, if one was proved.
    pub project: Option<Project>,
}

/// How many builds are tried: each settles one kind of question.
const ROUNDS: usize = 8;
/// How many places are named where a build differs.
const SHOWN: usize = 5;

/// Makes a project of a connector. It cannot fail: what is wrong is among the findings.
pub fn import(files: &dyn Files, request: &Request<'_>) -> Imported {
    let mut tree = Tree::default();
    let mut findings = Findings::default();
    let connector = load::connector(files, request.connector, &mut tree, &mut findings);
    let Some(connector) = connector.filter(|_| !findings.blocked()) else {
        return settled(tree, findings, None);
    };
    let original = Original::of(files, request, &connector);
    let derived = request.source.map(|(source, named)| derive::derive(&original, source, named.to_owned()));
    let mut draft = match derived {
        None => Draft::default(),
        Some(Some(draft)) => draft,
        Some(None) => {
            let (source, _) = request.source.expect("internal error: a source was asked for");
            let outcome = compile(files, source, &Options::default());
            return Imported { tree: outcome.tree, findings: outcome.findings, project: None };
        }
    };
    match settle(&original, &mut draft) {
        Settled::Equal(mut outcome, definition, project) => {
            for note in &draft.notes {
                note.report(&outcome.tree, definition, &mut findings);
            }
            settled(std::mem::take(&mut outcome.tree), findings, Some(project))
        }
        Settled::Not(places) => {
            differs(connector.definition, &places, &mut findings);
            settled(tree, findings, None)
        }
    }
}

fn settled(tree: Tree, mut findings: Findings, project: Option<Project>) -> Imported {
    let mut findings = std::mem::take(findings.all_mut());
    report::sort(&tree, &mut findings);
    Imported { tree, findings, project }
}

fn differs(definition: NodeId, places: &[String], findings: &mut Findings) {
    let shown: Vec<String> = places.iter().take(SHOWN).map(|place| format!("`{place}`")).collect();
    let places = if shown.is_empty() { "as a whole".to_owned() } else { format!("at {}", shown.join(", ")) };
    let message = format!("no project gives this connector back: a build differs {places}");
    findings
        .report(&ROUND_TRIP_FAILED, definition, message)
        .help("nothing was written: take out of the connector what differs, or report it as a bug");
}

/// A build in memory, with the connector beside it.
pub(super) struct Build {
    pub files: Vec<Artifact>,
    pub outcome: Outcome,
    pub connector: Connector,
}

/// The connector's files, and all others.
pub(super) struct Original<'a> {
    pub files: &'a dyn Files,
    request: &'a Request<'a>,
    icon: Option<Vec<u8>>,
    script: Option<Vec<u8>>,
}

/// What came of the rounds.
enum Settled {
    /// The last build, the connector's definition beside it, and the project.
    Equal(Box<Outcome>, NodeId, Project),
    /// Where the build differs.
    Not(Vec<String>),
}

fn settle(original: &Original<'_>, draft: &mut Draft) -> Settled {
    let mut places = Vec::new();
    for _ in 0..ROUNDS {
        let Some(Build { files, mut outcome, connector }) = original.build(draft) else { break };
        match learn(draft, &mut outcome, &connector) {
            Learned::Equal => {
                let count = |overlay: &configuration::Overlay| (overlay.name, overlay.actions);
                let overlays = draft.overlays.iter().flatten().map(count).collect();
                return Settled::Equal(Box::new(outcome), connector.definition, Project { files, overlays });
            }
            Learned::More => {}
            Learned::Nothing(differing) => {
                places = differing;
                break;
            }
        }
    }
    Settled::Not(places)
}

/// What a build in memory showed.
enum Learned {
    Equal,
    /// What the next one must have.
    More,
    /// The build is not what it should be, and nothing is left to try.
    Nothing(Vec<String>),
}

fn learn(draft: &mut Draft, outcome: &mut Outcome, connector: &Connector) -> Learned {
    if keep_unused(draft, outcome, connector) {
        return Learned::More;
    }
    let Some(ours) = outcome.definition else { return Learned::Nothing(Vec::new()) };
    if let (Some(own), Some(theirs)) = (outcome.properties, connector.properties)
        && !outcome.tree.equal(own, theirs)
    {
        if other_sign_in(draft) {
            return Learned::More;
        }
        return Learned::Nothing(places(&mut outcome.tree, own, theirs));
    }
    if draft.sign_in == SignIn::Configured && signs_in_otherwise(&outcome.tree, ours, connector.definition) {
        other_sign_in(draft);
        return Learned::More;
    }
    if !outcome.tree.equal(ours, connector.definition) {
        let differing = actions(&mut outcome.tree, ours, connector.definition);
        if draft.overlays.is_some() {
            return Learned::Nothing(places(&mut outcome.tree, ours, connector.definition));
        }
        put_back(draft, outcome, differing);
        return Learned::More;
    }
    match outcome.blocked {
        true if waive(draft, outcome) => Learned::More,
        true => Learned::Nothing(Vec::new()),
        false => Learned::Equal,
    }
}

/// Tries the next way to say how connections sign in; `false` if that was the last.
fn other_sign_in(draft: &mut Draft) -> bool {
    let next = match draft.sign_in {
        SignIn::Configured => SignIn::Defined,
        SignIn::Defined => SignIn::ByHand,
        SignIn::ByHand => return false,
    };
    draft.sign_in = next;
    true
}

/// Whether the definition signs in by more than the one way that the configuration says.
fn signs_in_otherwise(tree: &Tree, ours: NodeId, theirs: NodeId) -> bool {
    let demands = |operation: NodeId| {
        tree.get(operation, "security").is_some_and(|list| tree.children(list).next().is_some())
    };
    let differs = |key: &str| match (tree.get(ours, key), tree.get(theirs, key)) {
        (Some(own), Some(wanted)) => !tree.equal(own, wanted),
        (own, wanted) => own.is_some() || wanted.is_some(),
    };
    ["security", "securityDefinitions"].into_iter().any(differs)
        || operations(tree, theirs).any(|operation| demands(operation.node))
}

/// Where two documents differ, as queries.
fn places(tree: &mut Tree, ours: NodeId, theirs: NodeId) -> Vec<String> {
    let differing = actions(tree, ours, theirs);
    let tree = &*tree;
    let place = |action: Action| match action.update {
        Some(update) => tree.members(update).map(|(key, _)| action.target.text() + &member(key)).collect(),
        None => vec![action.target.text()],
    };
    differing.into_iter().flat_map(place).collect()
}

/// Lets overlays do what the project does not.
fn put_back(draft: &mut Draft, outcome: &mut Outcome, differing: Vec<Action>) {
    let is_by_hand = draft.rules.is_none();
    let mut groups: IndexMap<&'static str, Vec<(Action, Option<String>)>> = IndexMap::new();
    for action in differing {
        // What was raised from the connector itself is no other wish of its author.
        let slip =
            if is_by_hand { Some(drift::reason(outcome, &action)) } else { groups::slip(outcome, &action) };
        let file = if slip.is_some() { names::DRIFT } else { groups::file(&outcome.tree, &action) };
        groups.entry(file).or_default().push((action, slip));
    }
    let mut overlays = Vec::new();
    for (name, title) in groups::GROUPS {
        let Some(actions) = groups.get(name) else { continue };
        if name == names::DRIFT {
            draft.notes.extend(drift::notes(&outcome.tree, actions, name));
        }
        let text = overlays::write(&mut outcome.tree, title, actions);
        overlays.push(configuration::Overlay { name, text, actions: actions.len() });
    }
    draft.overlays = Some(overlays);
}

/// Notes which sections have members that nothing uses, and that are published all the same.
fn keep_unused(draft: &mut Draft, outcome: &Outcome, connector: &Connector) -> bool {
    let tree = &outcome.tree;
    let mut sections: IndexMap<&'static str, [usize; 2]> = IndexMap::new();
    for finding in &outcome.findings {
        let unused =
            finding.site.node().filter(|_| finding.rule.name == crate::finish::UNUSED_COMPONENT.name);
        let Some((node, section)) = unused.and_then(|node| Some((node, tree.parent(node)?))) else {
            continue;
        };
        let key = tree.key(section);
        let known = ["definitions", "responses", "parameters", "tags"].into_iter().find(|name| *name == key);
        let Some(known) = known.filter(|known| !draft.keep.contains(known)) else { continue };
        let is_published = tree.get(connector.definition, known).is_some_and(|section| match known {
            "tags" => tree.items(section).any(|tag| tree.get_str(tag, "name") == tree.get_str(node, "name")),
            _ => tree.get(section, tree.key(node)).is_some(),
        });
        sections.entry(known).or_default()[usize::from(is_published)] += 1;
    }
    let before = draft.keep.len();
    draft.keep.extend(sections.iter().filter(|(_, [gone, kept])| kept > gone).map(|(section, _)| *section));
    draft.keep.len() > before
}

/// Waives what stands in the way of a connector that is published as it is.
fn waive(draft: &mut Draft, outcome: &Outcome) -> bool {
    let before = draft.waivers.len();
    for finding in outcome.findings.iter().filter(|finding| finding.blocks()) {
        let at = report::place(&outcome.tree, &finding.site).path;
        let at =
            Path::new(at).strip_prefix(&outcome.project_dir).map_or(at, |at| at.to_str().unwrap_or_default());
        let waiver = Waiver { rule: finding.rule.name, at: at.to_owned() };
        if draft.waivers.contains(&waiver) {
            continue;
        }
        draft.notes.push(Note {
            rule: &PUBLISHED_WITH_ERROR,
            pointers: Vec::new(),
            message: format!("`{}` would stop the build: {}", waiver.rule, finding.message),
            help: "`lint.ignore` in connector.yaml waives it: mend it when you can".to_owned(),
        });
        draft.waivers.push(waiver);
    }
    draft.waivers.len() > before
}

/// Of members with one name the last is what readers of JSON see; that there are several is told when they are read.
fn last_counts(tree: &mut Tree, object: NodeId) {
    let mut last: HashMap<String, NodeId> = HashMap::new();
    let earlier: Vec<NodeId> =
        tree.members(object).filter_map(|(key, member)| last.insert(key.to_owned(), member)).collect();
    for member in earlier {
        tree.detach(member);
    }
}

impl Original<'_> {
    fn of<'a>(files: &'a dyn Files, request: &'a Request<'a>, connector: &Connector) -> Original<'a> {
        let read = |name: &str| files.read(&connector.dir.join(name)).ok();
        Original { files, request, icon: read(names::ICON), script: read(names::SCRIPT) }
    }

    fn load(&self, tree: &mut Tree) -> Option<Connector> {
        let connector = load::connector(self.files, self.request.connector, tree, &mut Findings::default())?;
        for root in [Some(connector.definition), connector.properties].into_iter().flatten() {
            let all: Vec<NodeId> = tree.walk(root).filter(|node| tree.is_object(*node)).collect();
            all.into_iter().for_each(|object| last_counts(tree, object));
        }
        Some(connector)
    }

    /// Builds the project of a draft.
    pub(super) fn build(&self, draft: &Draft) -> Option<Build> {
        let files = self.write(draft);
        let mut memory = Memory::default();
        for Artifact { name, bytes } in &files {
            memory = memory.with(self.request.project.join(name), bytes.clone());
        }
        let layered = Layered { above: memory, below: self.files };
        let mut outcome = compile(&layered, self.request.project, &Options::default());
        let connector = self.load(&mut outcome.tree)?;
        Some(Build { files, outcome, connector })
    }

    /// The files of a project by a draft.
    fn write(&self, draft: &Draft) -> Vec<Artifact> {
        let mut tree = Tree::default();
        let Some(connector) = self.load(&mut tree) else { return Vec::new() };
        // What the configuration says is taken out of the source; of a definition that is none, out of a copy.
        let source = match draft.rules {
            None => raise::raise(&mut tree, connector.definition),
            Some(_) => tree.copy(connector.definition, "import"),
        };
        let beside = Beside { icon: self.icon.is_some(), script: self.script.is_some() };
        let config = configuration::of(&mut tree, &connector, source, draft, beside);
        let moved = match draft.rules {
            None => platform::move_out(&mut tree, source, config),
            Some(_) => Vec::new(),
        };
        let mut files = Vec::new();
        let mut add = |name, bytes| files.push(Artifact { name, bytes });
        add(names::CONFIG, layout::compact(&tree, config).into_bytes());
        if draft.rules.is_none() {
            add(names::SOURCE, write_yaml(&tree, source).into_bytes());
        }
        moved.into_iter().for_each(|overlay| add(overlay.name, overlay.bytes));
        for overlay in draft.overlays.iter().flatten() {
            add(overlay.name, overlay.text.clone().into_bytes());
        }
        for (name, bytes) in [(names::ICON, &self.icon), (names::SCRIPT, &self.script)] {
            if let Some(bytes) = bytes {
                add(name, bytes.clone());
            }
        }
        files
    }
}
