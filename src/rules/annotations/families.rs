//! All revisions of one operation.

use super::{Annotated, PLATFORM};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::{NodeId, Tree};
use std::collections::{HashMap, HashSet};

/// Microsoft's name for a revision without a number.
pub static OPERATION_REVISION_EMPTY: Rule =
    Rule::warning("OperationRevisionEmpty", page!("OperationRevisionEmpty"));
/// Microsoft's name for two revisions with the same number.
pub static OPERATION_FAMILY_HAS_DUPLICATE_REVISIONS: Rule =
    Rule::fault("OperationFamilyHasDuplicateRevisions", page!("OperationFamilyHasDuplicateRevisions"));
/// Microsoft's name for several revisions without a number.
pub static OPERATION_FAMILY_HAS_MANY_EMPTY_REVISIONS: Rule =
    Rule::fault("OperationFamilyHasManyEmptyRevisions", page!("OperationFamilyHasManyEmptyRevisions"));
/// Microsoft's name for more revisions in use than there may be.
pub static OPERATION_FAMILY_HAS_MANY_ACTIVE_OPERATIONS: Rule =
    Rule::fault("OperationFamilyHasManyActiveOperations", page!("OperationFamilyHasManyActiveOperations"));
/// Microsoft's name for several revisions in production.
pub static OPERATION_FAMILY_HAS_MANY_ACTIVE_PRODUCTION_OPERATIONS: Rule = Rule::fault(
    "OperationFamilyHasManyActiveProductionOperations",
    page!("OperationFamilyHasManyActiveProductionOperations"),
);
/// A family that is not named for its first operation.
pub static FAMILY_NOT_NAMED_FOR_FIRST_REVISION: Rule =
    Rule::note("FamilyNotNamedForFirstRevision", page!("FamilyNotNamedForFirstRevision"));

pub(super) fn check(
    tree: &Tree,
    annotated: &[Annotated<'_>],
    connector: Option<NodeId>,
    findings: &mut Findings,
) {
    // In document order: the map only finds the place of a family.
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut families: Vec<(&str, Vec<&Annotated<'_>>)> = Vec::new();
    let mut ids: HashSet<&str> = HashSet::new();
    for one in annotated {
        let Some(family) = one.family else { continue };
        let place = *places.entry(family).or_insert_with(|| {
            families.push((family, Vec::new()));
            families.len() - 1
        });
        // Two operations with one id are told elsewhere, and are no revisions of each other.
        if one.operation.id().is_none_or(|id| ids.insert(id)) {
            families[place].1.push(one);
        }
    }
    for (family, members) in &families {
        empty(tree, family, members, findings);
        duplicates(tree, family, members, findings);
        active(tree, family, members, connector, findings);
        name(tree, family, members, findings);
    }
}

fn site(tree: &Tree, one: &Annotated<'_>) -> NodeId {
    tree.get(one.annotation, "family").unwrap_or(one.annotation)
}

fn empty(tree: &Tree, family: &str, members: &[&Annotated<'_>], findings: &mut Findings) {
    let mut empty = members.iter().filter(|one| one.revision.is_none());
    let (first, second) = (empty.next(), empty.next());
    match (first, second) {
        (Some(first), Some(second)) => {
            let message = format!("the family `{family}` has several operations without a revision");
            findings
                .report(&OPERATION_FAMILY_HAS_MANY_EMPTY_REVISIONS, site(tree, second), message)
                .also(site(tree, first), "the first of them")
                .help("number them by `revision`, from 1");
        }
        (Some(first), None) => {
            findings
                .report(
                    &OPERATION_REVISION_EMPTY,
                    Site::Key(first.annotation),
                    format!("{} is of the family `{family}` and has no revision", first.operation.name()),
                )
                .help("add `revision`, from 1: clients offer the highest");
        }
        _ => {}
    }
}

fn duplicates(tree: &Tree, family: &str, members: &[&Annotated<'_>], findings: &mut Findings) {
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    for revision in members.iter().filter_map(|one| one.revision) {
        let text = tree.text(revision);
        match first.get(text) {
            None => {
                first.insert(text, revision);
            }
            Some(other) => {
                findings
                    .report(
                        &OPERATION_FAMILY_HAS_DUPLICATE_REVISIONS,
                        revision,
                        format!("the family `{family}` has revision {text} already"),
                    )
                    .also(*other, "it is here")
                    .help("give the newer operation the next number");
            }
        }
    }
}

fn active(
    tree: &Tree,
    family: &str,
    members: &[&Annotated<'_>],
    connector: Option<NodeId>,
    findings: &mut Findings,
) {
    let mut active: Vec<&&Annotated<'_>> = members.iter().filter(|one| !one.is_deprecated(tree)).collect();
    // The oldest come first: those are the ones to deprecate.
    let number = |one: &Annotated<'_>| one.revision.and_then(|node| tree.number(node)).unwrap_or(0.0);
    active.sort_by(|left, right| number(left).total_cmp(&number(right)));
    let limits = &PLATFORM.family;
    if active.len() > limits.active {
        let message = format!(
            "{} operations of the family `{family}` are in use; there may be {}",
            active.len(),
            limits.active
        );
        findings
            .report(
                &OPERATION_FAMILY_HAS_MANY_ACTIVE_OPERATIONS,
                Site::Key(active[0].operation.node),
                message,
            )
            .help(format!("set `deprecated: true` on the oldest, {}", active[0].operation.name()));
        return;
    }
    let ahead = PLATFORM.status.ahead.as_str();
    let status = |one: &Annotated<'_>| tree.get(one.annotation, "status").or(connector);
    active.retain(|one| status(one).is_some_and(|status| tree.str(status) == Some(ahead)));
    if active.len() > limits.active_in_production {
        let message = format!("several operations of the family `{family}` are in use in {ahead}");
        findings
            .report(
                &OPERATION_FAMILY_HAS_MANY_ACTIVE_PRODUCTION_OPERATIONS,
                Site::Key(active[0].operation.node),
                message,
            )
            .also(Site::Key(active[1].operation.node), "this one as well")
            .help(format!("set `deprecated: true` on the older, {}", active[0].operation.name()));
    }
}

fn name(tree: &Tree, family: &str, members: &[&Annotated<'_>], findings: &mut Findings) {
    let first =
        members.iter().find(|one| one.revision.is_none_or(|revision| tree.number(revision) == Some(1.0)));
    let Some(first) = first.filter(|first| first.operation.id().is_some_and(|id| id != family)) else {
        return;
    };
    findings
        .report(
            &FAMILY_NOT_NAMED_FOR_FIRST_REVISION,
            site(tree, first),
            format!("the family `{family}` is not named for its first operation, {}", first.operation.name()),
        )
        .help("by convention the family bears the id of its first revision; flows do not see it");
}
