//! Where a value of the output comes from: the line, the passes, the overlay action.

use crate::compile::{PassInfo, passes};
use crate::diagnostic::Site;
use crate::nearest::nearest;
use crate::report::place;
use crate::tree::{Layout, NodeId, Step, Tree, escape_token, unescape_token, write_json};

/// The story of one value: what it is, and how it came to be that, from what its author wrote.
pub(super) fn tell(tree: &Tree, node: NodeId) -> String {
    let teller = Teller { tree, definition: tree.root(node), passes: passes() };
    let mut text = format!("#{}\n  is {}\n\n", tree.pointer(node), shown(tree, node));
    for line in [teller.origins(node), teller.displaced(node), teller.containers(node)].concat() {
        text.push_str(&format!("  {line}\n"));
    }
    text
}

struct Teller<'t> {
    tree: &'t Tree,
    definition: NodeId,
    passes: Vec<PassInfo>,
}

impl Teller<'_> {
    /// What the value was, one line for each turn, from the first on.
    fn origins(&self, node: NodeId) -> Vec<String> {
        let back = std::iter::successors(Some(node), |node| self.tree.origin(*node)?.from);
        let turns: Vec<NodeId> = back.collect();
        let mut lines = Vec::new();
        let mut before = None;
        for turn in turns.into_iter().rev() {
            let value = self.value(turn);
            match self.tree.origin(turn) {
                None => lines.push(format!("written at {}{}", self.place(turn), after_colon(value.as_ref()))),
                Some(origin) => {
                    let by = self.pass(origin.by);
                    lines.push(match (origin.from, &value) {
                        (None, _) => format!("made by {by}; no document says it"),
                        (Some(_), Some(new)) if before != value => format!("made {new} by {by}"),
                        (Some(_), _) => format!("put here by {by}"),
                    });
                }
            }
            lines.extend(self.tree.history(turn).iter().map(|step| self.step(step)));
            before = value;
        }
        lines
    }

    /// What stood in the same place before.
    fn displaced(&self, node: NodeId) -> Vec<String> {
        let (holder, key) = (self.tree.parent(node), self.tree.key(node));
        let was_here = |old: &NodeId| {
            self.tree.parent(*old) == holder
                && self.tree.key(*old) == key
                && self.tree.history(*old).iter().any(|step| step.what == "replaced")
        };
        let old = self.tree.nodes().filter(|old| !key.is_empty() && was_here(old));
        old.map(|old| {
            let value = self.value(old).map(|value| format!("{value} from ")).unwrap_or_default();
            format!("in place of {value}{}", self.place(old))
        })
        .collect()
    }

    /// The names that the objects that hold the value were given. What else was done to them is no part of its
    /// story.
    fn containers(&self, node: NodeId) -> Vec<String> {
        let above = std::iter::successors(self.tree.parent(node), |node| self.tree.parent(*node));
        let mut lines = Vec::new();
        for holder in above {
            let renamed = |step: &&Step| step.what == "renamed" && step.because.is_some();
            for step in self.tree.history(holder).iter().filter(renamed) {
                lines.push(format!("within `#{}`, {}", self.tree.pointer(holder), self.step(step)));
            }
        }
        lines
    }

    fn step(&self, step: &Step) -> String {
        let because = step.because.map(|because| {
            let value = self.value(because);
            format!(", because of {}{}", self.place(because), after_colon(value.as_ref()))
        });
        format!("{} by {}{}", step.what, self.pass(step.by), because.unwrap_or_default())
    }

    /// A pass with what it does.
    fn pass(&self, name: &str) -> String {
        match self.passes.iter().find(|pass| pass.name == name) {
            Some(pass) => format!("`{name}` ({})", pass.summary),
            None => format!("`{name}`"),
        }
    }

    /// A scalar as it is shown.
    fn value(&self, node: NodeId) -> Option<String> {
        (!self.tree.is_container(node)).then(|| shown(self.tree, node))
    }

    /// File, line and column; of what stands in an overlay or a configuration its pointer as well. That of the
    /// source is no longer what it was.
    fn place(&self, node: NodeId) -> String {
        let site = Site::Value(node);
        let place = place(self.tree, &site);
        let Some(region) = place.region else { return place.path.to_owned() };
        let at = format!("{}:{}:{}", place.path, region.start.line, region.start.column);
        let source = self.tree.source_node(node);
        match source.filter(|source| self.tree.root(*source) != self.definition) {
            Some(source) => format!("{at} (#{})", self.tree.pointer(source)),
            None => at,
        }
    }
}

fn after_colon(value: Option<&String>) -> String {
    value.map(|value| format!(": {value}")).unwrap_or_default()
}

fn shown(tree: &Tree, node: NodeId) -> String {
    const WIDTH: usize = 90;
    let json = write_json(tree, node, Layout::Minified);
    match json.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json,
    }
}

/// The nearest pointer that exists, for a message.
pub(super) fn near(tree: &Tree, root: NodeId, pointer: &str) -> String {
    let mut at = root;
    let mut walked = String::new();
    for token in pointer.trim_start_matches('/').split('/') {
        let name = unescape_token(token);
        match tree.resolve(at, &format!("/{token}")) {
            Some(next) => {
                at = next;
                walked = format!("{walked}/{token}");
            }
            None => {
                return match nearest(&name, tree.members(at).map(|(key, _)| key)) {
                    Some(near) => format!("; did you mean `#{walked}/{}`?", escape_token(near)),
                    None => format!("; `#{walked}` is there, `{name}` below it is not"),
                };
            }
        }
    }
    String::new()
}
