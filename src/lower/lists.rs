//! Lists in parameters and form fields: `collectionFormat`, and what the platform does not take.

use super::edit::set_text;
use super::parameters::PASS;
use super::rules::{ARRAY_QUERY_PARAMETER, COLLECTION_FORMAT_VALUE_NOT_SUPPORTED};
use super::texts::items_as_text;
use super::work::Work;
use crate::tree::{NodeId, Origin, Tree};

/// Says how the items of a list are put together. `because` is where the source says so.
pub(super) fn collection(
    tree: &mut Tree,
    work: &mut Work<'_>,
    parameter: NodeId,
    format: &str,
    because: NodeId,
) {
    items_as_text(tree, work, parameter, because);
    let name = tree.get_str(parameter, "name").unwrap_or_default().to_owned();
    // Without a word 2.0 means `csv`.
    if format != "csv" {
        set_text(tree, parameter, "collectionFormat", format, Origin::from(because, PASS));
        if work.for_platform() {
            let message =
                format!("the platform does not support `collectionFormat: {format}`, which `{name}` needs");
            work.findings.report(&COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, because, message).help(
                "if the API also takes a comma-separated list, set `explode: false` by overlay; \
                 else make it a string and let custom code take it apart, or leave the operation out",
            );
        }
    } else if work.for_platform() && tree.get_str(parameter, "in") == Some("query") {
        let message = format!("`{name}` is a list in the query, which Power Apps may not fill");
        work.findings.report(&ARRAY_QUERY_PARAMETER, because, message).help(
            "flows can use it; for apps make it a string by overlay, with the items set apart by commas",
        );
    }
}
