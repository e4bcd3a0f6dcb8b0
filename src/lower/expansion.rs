//! An object in the query or in a form that is sent as one value per property: one parameter for each.

use super::edit::{set_flag, set_text};
use super::inline::give_way;
use super::parameters::PASS;
use super::primitive::{Form, describe, effective, form_of};
use super::rules::{LEFT_OUT, OBJECT_PARAMETER};
use super::style::Naming;
use super::work::Work;
use crate::diagnostic::{Severity, Site};
use crate::tree::{Kind, NodeId, Origin, Tree};
use std::collections::HashSet;

/// What an object says for all of its properties; the parameters that they become get it.
struct Shared {
    holder: NodeId,
    name: String,
    place: String,
    is_required: bool,
    /// The properties that it has whenever it is there.
    needed: HashSet<String>,
    /// Members that mean the same for each of them.
    members: Vec<NodeId>,
    example: Option<NodeId>,
}

/// One parameter per property. `parameter` stands for the object, `schema` is its effective schema.
pub(super) fn properties(
    tree: &mut Tree,
    work: &mut Work<'_>,
    parameter: NodeId,
    schema: NodeId,
    naming: Naming,
) -> Vec<NodeId> {
    let shared = shared(tree, parameter, schema);
    let properties: Vec<NodeId> =
        tree.get(schema, "properties").into_iter().flat_map(|properties| tree.children(properties)).collect();
    let open =
        tree.get(schema, "additionalProperties").is_some_and(|others| tree.bool(others) != Some(false));
    let message = format!("`{}` takes names that its schema does not tell", shared.name);
    if properties.is_empty() && shared.is_required {
        let help = "list its properties by overlay, without `additionalProperties`; or leave it out";
        work.refuse(parameter, message, help);
    } else if properties.is_empty() {
        work.do_without(parameter, &message);
    } else if open {
        let finding = work.refuse(parameter, message, "list those that matter by overlay");
        finding.level = Severity::Warning;
    } else if naming == Naming::Brackets {
        let message = format!("`{}` is an object: makers see one field per property", shared.name);
        work.findings.report(&OBJECT_PARAMETER, parameter, message);
    }
    if !shared.is_required && lacks_what_it_needs(tree, work, &shared, &properties) {
        return Vec::new();
    }
    let made: Vec<NodeId> =
        properties.into_iter().filter_map(|property| one(tree, work, &shared, property, naming)).collect();
    if let Some(first) = made.first() {
        let members = ["name", "in", "required", "schema"].map(|key| tree.get(parameter, key));
        for member in
            members.into_iter().flatten().chain(tree.get(schema, "type")).chain(tree.get(schema, "required"))
        {
            give_way(tree, member, *first, PASS);
        }
    }
    if made.iter().all(|one| tree.get(*one, "description").is_some_and(|text| is_own(tree, text, &shared)))
        && let Some(text) = tree.get(parameter, "description")
    {
        let message = format!("what is said of `{}` as a whole is left out", shared.name);
        work.findings.report(&LEFT_OUT, Site::Value(text), message);
    }
    made
}

/// Whether a description was not that of the whole object.
fn is_own(tree: &Tree, text: NodeId, shared: &Shared) -> bool {
    let whole = tree.get(shared.holder, "description");
    tree.origin(text).and_then(|origin| origin.from).is_none_or(|from| Some(from) != whole)
}

fn shared(tree: &mut Tree, parameter: NodeId, schema: NodeId) -> Shared {
    if tree.get(parameter, "description").is_none()
        && let Some(text) = tree.get(schema, "description")
    {
        tree.detach(text);
        tree.append(parameter, "description", text);
    }
    let list = tree.get(schema, "required").into_iter().flat_map(|required| tree.items(required));
    let needed = list.map(|item| tree.text(item).to_owned()).collect();
    let own = ["x-ms-summary", "x-example", "x-examples"];
    let members = tree
        .members(parameter)
        .filter(|(key, _)| {
            key.starts_with("x-") && !own.contains(key) || matches!(*key, "description" | "allowEmptyValue")
        })
        .map(|(_, member)| member)
        .collect();
    let example = tree.get(parameter, "x-example").or_else(|| tree.get(schema, "example"));
    Shared {
        holder: parameter,
        name: tree.get_str(parameter, "name").unwrap_or_default().to_owned(),
        place: tree.get_str(parameter, "in").unwrap_or("query").to_owned(),
        is_required: tree.is_true(parameter, "required"),
        needed,
        members,
        example: example.filter(|example| tree.kind(*example) == Kind::Object),
    }
}

/// An object that may be left out is, if a property that it must have cannot be written.
fn lacks_what_it_needs(tree: &Tree, work: &mut Work<'_>, shared: &Shared, properties: &[NodeId]) -> bool {
    let mut needed = properties.iter().filter(|property| shared.needed.contains(tree.key(**property)));
    let Some(lacking) = needed.find(|property| is_nested(tree, work, **property)) else { return false };
    let message = unwritable(shared, tree.key(*lacking));
    work.do_without(shared.holder, &format!("{message}, and `{}` needs it", shared.name))
        .also(*lacking, "this property");
    true
}

fn is_nested(tree: &Tree, work: &mut Work<'_>, property: NodeId) -> bool {
    matches!(form_of(tree, &mut work.resolver, property), Form::Object | Form::List)
}

fn unwritable(shared: &Shared, key: &str) -> String {
    format!(
        "OpenAPI does not say how a list or an object within `{}` is written, so `{key}` cannot be sent",
        shared.name
    )
}

fn one(
    tree: &mut Tree,
    work: &mut Work<'_>,
    shared: &Shared,
    property: NodeId,
    naming: Naming,
) -> Option<NodeId> {
    let key = tree.key(property).to_owned();
    let name = match naming {
        Naming::Property => key.clone(),
        Naming::Brackets => format!("{}[{key}]", shared.name),
    };
    if is_nested(tree, work, property) {
        let message = unwritable(shared, &key);
        let finding = if shared.is_required && shared.needed.contains(&key) {
            work.refuse(
                property,
                message,
                "make it a text or a number by overlay, or leave the operation out",
            )
        } else {
            work.do_without(property, &message)
        };
        finding.also(shared.holder, "the parameter");
        return None;
    }
    let whole = effective(tree, &mut work.resolver, property, PASS);
    if tree.is_true(whole, "readOnly") {
        let message = format!("`{name}` is read-only, so nobody sends it");
        work.findings.report(&LEFT_OUT, property, message);
        return None;
    }
    let origin = Origin::from(property, PASS);
    let one = tree.make_object(origin);
    set_text(tree, one, "name", &name, origin);
    set_text(tree, one, "in", &shared.place, origin);
    if shared.is_required && shared.needed.contains(&key) {
        set_flag(tree, one, "required", true, origin);
    }
    if let Some(example) = shared.example.and_then(|example| tree.get(example, &key)) {
        let copy = tree.copy(example, PASS);
        tree.append(one, "x-example", copy);
    }
    describe(tree, &mut work.resolver, one, whole, PASS);
    for member in &shared.members {
        let key = tree.key(*member).to_owned();
        if tree.get(one, &key).is_none() {
            let copy = tree.copy(*member, PASS);
            tree.append(one, &key, copy);
        }
    }
    Some(one)
}

/// Puts parameters where another one stands in a list.
pub(super) fn replace(tree: &mut Tree, parameter: NodeId, made: Vec<NodeId>) {
    let mut last = parameter;
    for node in made {
        tree.insert_after(last, "", node);
        last = node;
    }
    tree.detach(parameter);
}
