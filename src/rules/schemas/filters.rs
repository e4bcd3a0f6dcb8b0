//! `filterFunctions`: how the rows of a table can be filtered by a column.

use super::platform::PLATFORM;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::rules::places::Places;
use crate::tree::{Edit, NodeId, Tree};
use std::collections::HashMap;

/// Microsoft's name for a list without functions.
pub static FILTER_FUNCTIONS_PROPERTY_EMPTY: Rule =
    Rule::error("FilterFunctionsPropertyEmpty", page!("FilterFunctionsPropertyEmpty"));
/// Microsoft's name for a function that is listed twice.
pub static FILTER_FUNCTIONS_PROPERTY_HAS_DUPLICATES: Rule =
    Rule::error("FilterFunctionsPropertyHasDuplicates", page!("FilterFunctionsPropertyHasDuplicates"));
/// Microsoft's name for filters of what is not received.
pub static FILTER_FUNCTIONS_PROPERTY_IN_INPUT_SCHEMA: Rule =
    Rule::fault("FilterFunctionsPropertyInInputSchema", page!("FilterFunctionsPropertyInInputSchema"));
/// Microsoft's name for a function that nobody knows.
pub static FILTER_FUNCTIONS_PROPERTY_INVALID_VALUE: Rule =
    Rule::fault("FilterFunctionsPropertyInvalidValue", page!("FilterFunctionsPropertyInvalidValue"));

pub(super) fn check(tree: &Tree, places: &Places, schema: NodeId, findings: &mut Findings) {
    let own = tree.get(schema, "filterFunctions");
    let list = own.or_else(|| tree.at(schema, &["x-ms-capabilities", "filterFunctions"]));
    let Some(list) = list.filter(|list| tree.is_array(*list)) else { return };
    if tree.children(list).next().is_none() {
        findings
            .report(&FILTER_FUNCTIONS_PROPERTY_EMPTY, list, "`filterFunctions` is empty")
            .help("list the functions that the column can be filtered by, or remove it");
    }
    if places.is_input(schema) {
        findings
            .report(
                &FILTER_FUNCTIONS_PROPERTY_IN_INPUT_SCHEMA,
                Site::Key(list),
                format!("{} is sent: only what is received is filtered", places.called(tree, schema)),
            )
            .help("move `filterFunctions` to the schema of a response");
    }
    let mut first: HashMap<&str, NodeId> = HashMap::new();
    let known = &PLATFORM.filter.functions;
    for item in tree.items(list) {
        let Some(name) = tree.str(item) else { continue };
        if let Some(other) = first.get(name) {
            findings
                .report(
                    &FILTER_FUNCTIONS_PROPERTY_HAS_DUPLICATES,
                    item,
                    format!("`filterFunctions` lists `{name}` twice"),
                )
                .also(*other, "listed here already")
                .help("remove one of them")
                .fix(Edit::Remove(item));
            continue;
        }
        first.insert(name, item);
        if known.iter().all(|known| known != name) {
            let finding = findings.report(
                &FILTER_FUNCTIONS_PROPERTY_INVALID_VALUE,
                item,
                format!("`{name}` is not a function to filter by"),
            );
            match nearest(name, known.iter().map(String::as_str)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("use functions of OData such as `eq`, `contains` or `startswith`"),
            };
        }
    }
}
