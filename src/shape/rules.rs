//! What the passes can say.

use crate::diagnostic::{Rule, page};

/// A selector, an old name or an event of the configuration that the source does not have.
pub static UNKNOWN_SELECTOR: Rule = Rule::error("UnknownSelector", page!("UnknownSelector"));
/// An operation that the configuration leaves out.
pub static OPERATION_EXCLUDED: Rule = Rule::note("OperationExcluded", page!("OperationExcluded"));
/// A trigger at a path that the source does not have.
pub static TRIGGER_PATH_INVENTED: Rule = Rule::warning("TriggerPathInvented", page!("TriggerPathInvented"));
/// A callback whose address is no property of the body.
pub static TRIGGER_WITHOUT_NOTIFICATION_URL: Rule =
    Rule::warning("TriggerWithoutNotificationUrl", page!("TriggerWithoutNotificationUrl"));
/// A reference that leads back to itself.
pub static CIRCULAR_REFERENCE: Rule = Rule::error("CircularReference", page!("CircularReference"));
/// A path item that says the same thing twice, beside a reference and where that leads.
pub static PATH_ITEM_OVERRIDDEN: Rule = Rule::warning("PathItemOverridden", page!("PathItemOverridden"));
