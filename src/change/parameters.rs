//! Parameters: flows know them by their names, and send each where it was when they were made.

use super::comparison::{Comparison, fresh, names};
use super::fields::{self, Use};
use super::inputs::{FIELD_DELETED, OPTIONAL_INPUT_ADDED};
use super::kind::{DESIGNER, FLOWS, Kind};
use super::operations::Operation;
use super::renames::{self, Named};
use crate::diagnostic::page;
use crate::tree::{NodeId, Tree};

/// A parameter that is sent elsewhere.
pub static PARAMETER_LOCATION_CHANGED: Kind = Kind::breaks(
    "ParameterLocationChanged",
    page!("ParameterLocationChanged"),
)
.in_microsofts_words(
    "The location has been changed for the parameter. Existing flows will continue to send the parameter in \
             the old location.",
)
.way_out("keep it where it was; or add an operation with the next revision in its id");
/// A parameter that flows do not send, and must.
pub static REQUIRED_PARAMETER_ADDED: Kind = Kind::breaks(
    "RequiredParameterAdded",
    page!("RequiredParameterAdded"),
)
.in_microsofts_words("The required parameter has been added.")
.way_out("make it optional, with a default in the API; or add an operation with the next revision in its id");
/// A parameter that could be left out.
pub static PARAMETER_OPTIONAL_TO_REQUIRED: Kind = Kind::breaks(
    "ParameterOptionalToRequired",
    page!("ParameterOptionalToRequired"),
)
.way_out(
    "leave it optional, and let the API answer what is missing; or add an operation with the next revision",
);
/// A parameter that is no longer taken.
pub static PARAMETER_DELETED: Kind = Kind::risks("ParameterDeleted", page!("ParameterDeleted"))
    .noticed_by(&[FLOWS, DESIGNER])
    .way_out("keep it, and hide it from new flows with `x-ms-visibility: advanced`, until no flow sends it");

/// A parameter of either version.
#[derive(Clone, Copy)]
struct Parameter<'t> {
    name: &'t str,
    place: &'t str,
    node: NodeId,
}

impl Parameter<'_> {
    fn is_body(&self) -> bool {
        self.place == "body"
    }
}

pub(super) fn compare<'t>(c: &mut Comparison<'t, '_>, old: &Operation<'t>, new: &Operation<'t>) {
    let tree = c.tree;
    let olds = named(tree, old.parameters(tree, &mut c.old_names));
    let news = named(tree, new.parameters(tree, &mut c.new_names));
    let partners: Vec<Option<Parameter<'t>>> = olds.iter().map(|old| partner(old, &olds, &news)).collect();
    let is_fresh = |new: &&Parameter<'t>| partners.iter().flatten().all(|known| known.node != new.node);
    let added: Vec<Parameter<'t>> = news.iter().filter(is_fresh).copied().collect();
    let of = |parameter: &Parameter<'t>| (parameter.name, parameter.node);
    let gone = olds.iter().zip(&partners).filter(|(_, partner)| partner.is_none());
    let gone: Vec<Named<'t>> = gone.map(|(old, _)| of(old)).collect();
    let fresh_names: Vec<Named<'t>> = added.iter().map(of).collect();
    let renamed = renames::pairs(&gone, &fresh_names, |old, new| {
        tree.get_str(old, "in") == tree.get_str(new, "in") && c.is_same(old, new)
    });
    c.path.push("parameter");
    for (parameter, partner) in olds.iter().zip(&partners) {
        // A body goes by what it is now called, since its name is nobody's business.
        c.path.push(partner.map_or(parameter.name, |partner| partner.name));
        match partner {
            Some(partner) => one(c, parameter, partner),
            None => deleted(c, parameter, new.node, renamed.get(parameter.name).copied()),
        }
        c.path.pop();
    }
    for parameter in &added {
        c.path.push(parameter.name);
        let (operation, field) = (c.operation(), c.field());
        if tree.is_true(parameter.node, "required") {
            let message = format!("`{operation}` demands {field}, which is new");
            c.report(&REQUIRED_PARAMETER_ADDED, fresh(parameter.node), message);
        } else if renamed.values().all(|(_, node)| *node != parameter.node) {
            let message = format!("`{operation}` takes {field} as well");
            c.report(&OPTIONAL_INPUT_ADDED, fresh(parameter.node), message);
        }
        c.path.pop();
    }
    c.path.pop();
}

fn named(tree: &Tree, nodes: Vec<NodeId>) -> Vec<Parameter<'_>> {
    let parameter =
        |node| Some(Parameter { name: tree.get_str(node, "name")?, place: tree.get_str(node, "in")?, node });
    nodes.into_iter().filter_map(parameter).collect()
}

/// The same parameter in the new version: bodies by what they are, others by name, in another place if need be.
fn partner<'t>(old: &Parameter<'t>, olds: &[Parameter<'t>], news: &[Parameter<'t>]) -> Option<Parameter<'t>> {
    if old.is_body() {
        return news.iter().find(|new| new.is_body()).copied();
    }
    let named = || news.iter().filter(|new| new.name == old.name && !new.is_body());
    let is_known =
        |new: &Parameter<'t>| olds.iter().any(|other| other.name == new.name && other.place == new.place);
    let there = named().find(|new| new.place == old.place);
    there.or_else(|| named().find(|new| !is_known(new))).copied()
}

fn deleted(c: &mut Comparison<'_, '_>, old: &Parameter<'_>, operation: NodeId, renamed: Option<Named<'_>>) {
    let holder = c.tree.get(operation, "parameters").unwrap_or(operation);
    let message = format!("`{}` no longer takes {}", c.operation(), c.field());
    let kind = if old.is_body() { &FIELD_DELETED } else { &PARAMETER_DELETED };
    // A parameter has no name but in its `name`.
    let renamed = renamed.map(|(name, node)| (name, c.tree.get(node, "name").unwrap_or(node)));
    c.report_gone(kind, old.node, holder, renamed, message);
}

fn one<'t>(c: &mut Comparison<'t, '_>, old: &Parameter<'t>, new: &Parameter<'t>) {
    let tree = c.tree;
    let holders = (old.node, new.node);
    if old.place != new.place {
        let pair = (tree.get(old.node, "in"), tree.get(new.node, "in"));
        let message =
            format!("{} of `{}` has moved from {} to {}", c.field(), c.operation(), old.place, new.place);
        let places = names(pair.0.unwrap_or(old.node), pair.1.unwrap_or(new.node));
        c.report_names(&PARAMETER_LOCATION_CHANGED, (old.place, new.place), places, message);
    }
    if tree.is_true(new.node, "required") && !tree.is_true(old.node, "required") {
        let pair = (tree.get(old.node, "required"), tree.get(new.node, "required"));
        let message = format!("`{}` demands {} now, which could be left out", c.operation(), c.field());
        c.report_keyword(&PARAMETER_OPTIONAL_TO_REQUIRED, ("required", pair), holders, message);
    }
    if !new.is_body() {
        return fields::compare(c, Use::Parameter, old.node, new.node);
    }
    if let (Some(old), Some(new)) = (tree.get(old.node, "schema"), tree.get(new.node, "schema")) {
        c.path.push("schema");
        fields::compare(c, Use::Field, old, new);
        c.path.pop();
    }
}
