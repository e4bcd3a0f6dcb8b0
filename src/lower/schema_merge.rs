//! Several schemas that all hold, as one: first what it would say, then that, so that nothing is changed where
//! they contradict each other.

use super::schema_compose::Compose;
use super::schema_either::scalar;
use super::schemas::PASS;
use crate::tree::{NodeId, Origin, Tree};
use indexmap::IndexMap;
use std::collections::HashSet;

/// How deep parts may describe the same thing. Schemas that a person wrote do not come near it.
const MAX_DEPTH: usize = 24;

/// One of the schemas.
#[derive(Clone, Copy)]
pub(super) struct Source {
    pub(super) schema: NodeId,
    pub(super) role: Role,
}

/// What a schema is to the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The schema that has the parts.
    Own,
    /// A part that is written in it.
    Inline,
    /// A part that stands elsewhere.
    Shared,
}

/// What stands at one place of the whole.
pub(super) enum Made {
    /// What one schema says, taken from it.
    Moved(NodeId),
    /// What one schema says, which must stay there.
    Copied(NodeId),
    Object(IndexMap<String, Made>, NodeId),
    List(Vec<Made>, NodeId),
}

/// Where schemas contradict each other: the member of one of them.
#[derive(Debug)]
pub(super) struct Conflict(pub(super) NodeId);

/// What would be said, and what would no longer be.
pub(super) struct Plan {
    pub(super) members: IndexMap<String, Made>,
    pub(super) losses: Losses,
}

/// What would no longer be said.
#[derive(Default)]
pub(super) struct Losses {
    /// Members that only describe.
    pub(super) lost: Vec<NodeId>,
    /// Properties whose other description is contradicted, each with the one that counts.
    pub(super) contradicted: Vec<(NodeId, NodeId)>,
}

/// Members that are about a schema as such, and not about what is made of it.
const NOT_INHERITED: [&str; 7] = [
    "discriminator",
    "x-discriminator",
    "x-discriminator-mapping",
    "x-discriminator-defaultMapping",
    "x-oas3-name",
    "x-oneOf",
    "x-anyOf",
];

/// Members that describe one schema: that of a shared part is not that of the whole, unless it is all there is.
const OF_ONE: [&str; 6] = ["title", "description", "example", "default", "xml", "x-examples"];

/// The members of all schemas together.
pub(super) fn plan(tree: &Tree, sources: &[Source], depth: usize) -> Result<Plan, Conflict> {
    let mut plan = Plan { members: IndexMap::new(), losses: Losses::default() };
    let mut said: IndexMap<&str, Vec<(NodeId, Role)>> = IndexMap::new();
    for source in sources {
        for (key, member) in tree.members(source.schema) {
            said.entry(key).or_default().push((member, source.role));
        }
    }
    let parts = sources.iter().filter(|source| source.role != Role::Own).count();
    for (key, values) in &said {
        let values = values.as_slice();
        let made = match *key {
            "allOf" | "exclusiveMinimum" | "exclusiveMaximum" => continue,
            // The alternatives of parts are lowered by now, those of the whole are not.
            "oneOf" | "anyOf" => match values.iter().find(|(_, role)| *role == Role::Own) {
                Some((own, _)) => Made::Moved(*own),
                None => continue,
            },
            key if NOT_INHERITED.contains(&key) => {
                let own: Vec<(NodeId, Role)> =
                    values.iter().filter(|(_, role)| *role != Role::Shared).copied().collect();
                if own.is_empty() {
                    continue;
                }
                first(tree, &own, &mut plan.losses.lost)
            }
            key if OF_ONE.contains(&key) => match one(tree, values, parts, &mut plan.losses.lost) {
                Some(made) => made,
                None => continue,
            },
            "type" => kind(tree, values)?,
            "properties" => properties(tree, values, depth, &mut plan.losses),
            "required" => union(tree, values),
            "enum" => intersection(tree, values)?,
            "maxLength" | "maxItems" | "maxProperties" => tightest(tree, values, f64::lt),
            "minLength" | "minItems" | "minProperties" => tightest(tree, values, f64::gt),
            "minimum" => bound(tree, sources, key, "exclusiveMinimum", f64::gt, &mut plan.members),
            "maximum" => bound(tree, sources, key, "exclusiveMaximum", f64::lt, &mut plan.members),
            "uniqueItems" | "readOnly" | "writeOnly" => any_true(tree, values),
            "additionalProperties" => match closed(tree, sources, values)? {
                Some(made) => made,
                None => continue,
            },
            "items" => below(tree, values, depth, &mut plan.losses)?,
            "x-nullable" => match nullable(tree, sources, values) {
                Some(made) => made,
                None => continue,
            },
            key if key.starts_with("x-") => first(tree, values, &mut plan.losses.lost),
            _ => same(tree, values)?,
        };
        plan.members.insert((*key).to_owned(), made);
    }
    Ok(plan)
}

fn taken(node: NodeId, role: Role) -> Made {
    if role == Role::Shared { Made::Copied(node) } else { Made::Moved(node) }
}

/// What the whole says of itself, else its part that is written in it, else its only one.
fn one(tree: &Tree, values: &[(NodeId, Role)], parts: usize, lost: &mut Vec<NodeId>) -> Option<Made> {
    let by_role = |wanted: Role| values.iter().find(|(_, role)| *role == wanted);
    let alone = || by_role(Role::Shared).filter(|_| parts == 1);
    let (node, role) = by_role(Role::Own).or_else(|| by_role(Role::Inline)).or_else(alone)?;
    // What a shared part says is still said where it stands.
    let others = values
        .iter()
        .filter(|(other, role)| other != node && *role != Role::Shared && !tree.equal(*other, *node));
    lost.extend(others.map(|(other, _)| *other));
    Some(taken(*node, *role))
}

fn first(tree: &Tree, values: &[(NodeId, Role)], lost: &mut Vec<NodeId>) -> Made {
    let own = values.iter().find(|(_, role)| *role == Role::Own);
    let (node, role) = own.unwrap_or(&values[0]);
    let others = values.iter().filter(|(other, _)| other != node && !tree.equal(*other, *node));
    lost.extend(others.map(|(other, _)| *other));
    taken(*node, *role)
}

/// All say the same, or they contradict each other.
fn same(tree: &Tree, values: &[(NodeId, Role)]) -> Result<Made, Conflict> {
    let (node, _) = values[0];
    match values[1..].iter().find(|(other, _)| !tree.equal(node, *other)) {
        Some((other, _)) => Err(Conflict(*other)),
        None => Ok(nearest(values)),
    }
}

/// Of several that say the same, what the schema says itself, so that it stands where its author wrote it.
fn nearest(values: &[(NodeId, Role)]) -> Made {
    let own = values.iter().find(|(_, role)| *role == Role::Own);
    let near = own.or_else(|| values.iter().find(|(_, role)| *role == Role::Inline));
    let (node, role) = near.unwrap_or(&values[0]);
    taken(*node, *role)
}

/// Every integer is a number.
fn kind(tree: &Tree, values: &[(NodeId, Role)]) -> Result<Made, Conflict> {
    let narrow = values.iter().find(|(node, _)| tree.text(*node) == "integer");
    let numbers = values.iter().all(|(node, _)| matches!(tree.text(*node), "integer" | "number"));
    match narrow.filter(|_| numbers) {
        Some((node, role)) => Ok(taken(*node, *role)),
        None => same(tree, values),
    }
}

/// The properties of all; one that two of them describe in contradiction is as the last of them says, for makers
/// are better served by a property that allows too much than by none at all.
fn properties(tree: &Tree, values: &[(NodeId, Role)], depth: usize, losses: &mut Losses) -> Made {
    if let [(only, role)] = values {
        return taken(*only, *role);
    }
    let mut by_name: IndexMap<&str, Vec<(NodeId, Role)>> = IndexMap::new();
    for (properties, role) in values {
        for (name, property) in tree.members(*properties) {
            by_name.entry(name).or_default().push((property, *role));
        }
    }
    let mut made = IndexMap::new();
    for (name, schemas) in by_name {
        let property = below(tree, &schemas, depth, losses).unwrap_or_else(|_| {
            let (last, role) = schemas[schemas.len() - 1];
            losses.contradicted.push((schemas[0].0, last));
            taken(last, role)
        });
        made.insert(name.to_owned(), property);
    }
    Made::Object(made, values[0].0)
}

/// Several schemas of one property, or of the items of one list.
fn below(
    tree: &Tree,
    values: &[(NodeId, Role)],
    depth: usize,
    losses: &mut Losses,
) -> Result<Made, Conflict> {
    let (node, _) = values[0];
    let Some((other, _)) = values[1..].iter().find(|(other, _)| !tree.equal(node, *other)) else {
        return Ok(nearest(values));
    };
    // A schema without a word says nothing against another.
    let empty = |(node, _): &&(NodeId, Role)| tree.children(*node).next().is_none();
    let rest: Vec<(NodeId, Role)> = values.iter().filter(|value| !empty(value)).copied().collect();
    if let [(only, role)] = rest.as_slice() {
        return Ok(taken(*only, *role));
    }
    let foreign = ["$ref", "allOf", "oneOf", "anyOf", "x-oneOf", "x-anyOf"];
    let opaque = |(node, _): &(NodeId, Role)| foreign.iter().any(|key| tree.get(*node, key).is_some());
    if depth >= MAX_DEPTH || rest.iter().any(opaque) {
        return Err(Conflict(*other));
    }
    // The last one describes it best: the schema itself, or what comes nearest to it.
    let last = rest.len() - 1;
    let source = |(place, (schema, role)): (usize, &(NodeId, Role))| {
        let role = if place == last && *role != Role::Shared { Role::Own } else { *role };
        Source { schema: *schema, role }
    };
    let sources: Vec<Source> = rest.iter().enumerate().map(source).collect();
    let plan = plan(tree, &sources, depth + 1)?;
    losses.lost.extend(plan.losses.lost);
    losses.contradicted.extend(plan.losses.contradicted);
    Ok(Made::Object(plan.members, node))
}

fn union(tree: &Tree, values: &[(NodeId, Role)]) -> Made {
    if let [(only, role)] = values {
        return taken(*only, *role);
    }
    let mut seen = HashSet::new();
    let items = values.iter().flat_map(|(list, role)| tree.items(*list).map(move |item| (item, *role)));
    let items = items.filter(|(item, _)| seen.insert(tree.text(*item)));
    Made::List(items.map(|(item, role)| taken(item, role)).collect(), values[0].0)
}

fn intersection(tree: &Tree, values: &[(NodeId, Role)]) -> Result<Made, Conflict> {
    let (first, role) = values[0];
    if values[1..].iter().all(|(other, _)| tree.equal(first, *other)) {
        return Ok(taken(first, role));
    }
    let known = |list: NodeId| -> HashSet<(&str, &str)> {
        let scalars = tree.items(list).filter(|item| !tree.is_container(*item));
        scalars.map(|item| scalar(tree, item)).collect()
    };
    let others: Vec<HashSet<(&str, &str)>> = values[1..].iter().map(|(list, _)| known(*list)).collect();
    let common: Vec<Made> = tree
        .items(first)
        .filter(|item| others.iter().all(|other| other.contains(&scalar(tree, *item))))
        .map(|item| taken(item, role))
        .collect();
    if common.is_empty() { Err(Conflict(values[1].0)) } else { Ok(Made::List(common, first)) }
}

fn tightest(tree: &Tree, values: &[(NodeId, Role)], tighter: fn(&f64, &f64) -> bool) -> Made {
    let number = |node: NodeId| tree.number(node).unwrap_or(f64::NAN);
    let (node, role) = values
        .iter()
        .copied()
        .reduce(|best, next| if tighter(&number(next.0), &number(best.0)) { next } else { best })
        .expect("internal error: a member that is said is said by some schema");
    taken(node, role)
}

/// The tightest bound, with the flag that stands beside it.
fn bound(
    tree: &Tree,
    sources: &[Source],
    key: &str,
    flag: &str,
    tighter: fn(&f64, &f64) -> bool,
    members: &mut IndexMap<String, Made>,
) -> Made {
    let mut best: Option<(f64, bool, Source)> = None;
    for source in sources {
        let Some(value) = tree.get(source.schema, key).and_then(|node| tree.number(node)) else { continue };
        let exclusive = tree.is_true(source.schema, flag);
        let better = best.as_ref().is_none_or(|(known, open, _)| {
            tighter(&value, known) || value.total_cmp(known).is_eq() && exclusive && !open
        });
        if better {
            best = Some((value, exclusive, *source));
        }
    }
    let any = || sources.iter().find(|source| tree.get(source.schema, key).is_some()).copied();
    let source = best.map(|(_, _, source)| source).or_else(any);
    let source = source.expect("internal error: a bound that is said is said by some schema");
    if let Some(flag_node) = tree.get(source.schema, flag) {
        members.insert(flag.to_owned(), taken(flag_node, source.role));
    }
    let node = tree.get(source.schema, key);
    taken(node.expect("internal error: this schema says the bound"), source.role)
}

fn any_true(tree: &Tree, values: &[(NodeId, Role)]) -> Made {
    let (node, role) = values.iter().find(|(node, _)| tree.bool(*node) == Some(true)).unwrap_or(&values[0]);
    taken(*node, *role)
}

/// "No others" counts for the schema that says it alone: it holds for the whole if that knows all properties.
fn closed(tree: &Tree, sources: &[Source], values: &[(NodeId, Role)]) -> Result<Option<Made>, Conflict> {
    let limits: Vec<(NodeId, Role)> =
        values.iter().filter(|(node, _)| tree.bool(*node) != Some(true)).copied().collect();
    if limits.is_empty() {
        return Ok(Some(taken(values[0].0, values[0].1)));
    }
    for (limit, _) in &limits {
        let holder = tree.parent(*limit);
        let known = holder.and_then(|holder| tree.get(holder, "properties"));
        for source in sources.iter().filter(|source| Some(source.schema) != holder) {
            let properties = tree.get(source.schema, "properties");
            let mut names = properties.into_iter().flat_map(|properties| tree.members(properties));
            if names.any(|(name, _)| known.and_then(|known| tree.get(known, name)).is_none()) {
                return Err(Conflict(*limit));
            }
        }
    }
    same(tree, &limits).map(Some)
}

/// Null is valid if the whole says so, or else each part.
fn nullable(tree: &Tree, sources: &[Source], values: &[(NodeId, Role)]) -> Option<Made> {
    let own = values.iter().find(|(node, role)| *role == Role::Own && tree.bool(*node) == Some(true));
    let mut parts = sources.iter().filter(|source| source.role != Role::Own);
    let all = parts.all(|part| tree.get(part.schema, "x-nullable").is_some());
    let (node, role) = own.or_else(|| values.first().filter(|_| all))?;
    Some(taken(*node, *role))
}

/// Makes a schema say what was planned, and nothing else.
pub(super) fn apply(compose: &mut Compose, tree: &mut Tree, schema: NodeId, plan: IndexMap<String, Made>) {
    let built: Vec<(String, NodeId)> =
        plan.into_iter().map(|(key, made)| (key, build(compose, tree, made))).collect();
    let old: Vec<NodeId> = tree.children(schema).collect();
    for member in old {
        tree.detach(member);
    }
    for (key, node) in built {
        tree.append(schema, &key, node);
    }
}

/// The depth of a plan is limited, so this may recurse on it.
fn build(compose: &mut Compose, tree: &mut Tree, made: Made) -> NodeId {
    match made {
        Made::Moved(node) => node,
        Made::Copied(node) => compose.copy(tree, node),
        Made::Object(members, from) => {
            let object = tree.make_object(Origin::from(from, PASS));
            for (key, made) in members {
                let node = build(compose, tree, made);
                tree.append(object, &key, node);
            }
            object
        }
        Made::List(items, from) => {
            let list = tree.make_array(Origin::from(from, PASS));
            for made in items {
                let node = build(compose, tree, made);
                tree.push(list, node);
            }
            list
        }
    }
}
