//! What can be wrong with an overlay.

use crate::diagnostic::{Rule, page};

/// An overlay, or an action, without the shape that the specification demands.
pub static MALFORMED: Rule = Rule::error("OverlayMalformed", page!("OverlayMalformed"));
/// A version of the Overlay Specification that there is not, or that is not supported.
pub static VERSION_UNKNOWN: Rule = Rule::error("OverlayVersionUnknown", page!("OverlayVersionUnknown"));
/// An action that the declared version of the specification does not have yet.
pub static VERSION_TOO_LOW: Rule = Rule::error("OverlayVersionTooLow", page!("OverlayVersionTooLow"));
/// An overlay without title or version.
pub static INFO_INCOMPLETE: Rule = Rule::fault("OverlayInfoIncomplete", page!("OverlayInfoIncomplete"));
/// A member that overlays do not have.
pub static UNKNOWN_MEMBER: Rule = Rule::fault("OverlayUnknownMember", page!("OverlayUnknownMember"));
/// An overlay that does nothing.
pub static WITHOUT_ACTIONS: Rule = Rule::warning("OverlayWithoutActions", page!("OverlayWithoutActions"));
/// A text that is no JSONPath query.
pub static QUERY_INVALID: Rule = Rule::error("OverlayQueryInvalid", page!("OverlayQueryInvalid"));
/// A target that selects nothing.
pub static TARGET_NOT_FOUND: Rule = Rule::fault("OverlayTargetNotFound", page!("OverlayTargetNotFound"));
/// A target that selects nodes which no update fits at once.
pub static TARGET_MIXED: Rule = Rule::error("OverlayTargetMixed", page!("OverlayTargetMixed"));
/// A value that cannot be merged with what the document has.
pub static TYPE_MISMATCH: Rule = Rule::error("OverlayTypeMismatch", page!("OverlayTypeMismatch"));
/// A `copy` that selects no node, or several.
pub static COPY_NOT_SINGLE: Rule = Rule::error("OverlayCopyNotSingle", page!("OverlayCopyNotSingle"));
/// A `remove` of the whole document.
pub static ROOT_REMOVED: Rule = Rule::error("OverlayRootRemoved", page!("OverlayRootRemoved"));
/// An action that changes nothing.
pub static ACTION_WITHOUT_EFFECT: Rule =
    Rule::warning("OverlayActionWithoutEffect", page!("OverlayActionWithoutEffect"));
/// A value of which nothing remains, since a later action sets another one.
pub static VALUE_OVERRIDDEN: Rule = Rule::warning("OverlayValueOverridden", page!("OverlayValueOverridden"));
/// An array that is merged with another one, of which Overlay 1.0 says nothing.
pub static ARRAY_EXTENDED: Rule = Rule::warning("OverlayArrayExtended", page!("OverlayArrayExtended"));
/// An array that becomes an item of another one.
pub static ARRAY_NESTED: Rule = Rule::warning("OverlayArrayNested", page!("OverlayArrayNested"));
/// An operation that only the overlay knows, and of which it does not know enough.
pub static PHANTOM_OPERATION: Rule = Rule::error("PhantomOperation", page!("PhantomOperation"));
/// A `$ref` that an update puts beside what it should have replaced.
pub static REF_SIBLINGS: Rule = Rule::warning("OverlayRefSiblings", page!("OverlayRefSiblings"));

/// All of them.
pub static ALL: &[&Rule] = &[
    &MALFORMED,
    &VERSION_UNKNOWN,
    &VERSION_TOO_LOW,
    &INFO_INCOMPLETE,
    &UNKNOWN_MEMBER,
    &WITHOUT_ACTIONS,
    &QUERY_INVALID,
    &TARGET_NOT_FOUND,
    &TARGET_MIXED,
    &TYPE_MISMATCH,
    &COPY_NOT_SINGLE,
    &ROOT_REMOVED,
    &ACTION_WITHOUT_EFFECT,
    &VALUE_OVERRIDDEN,
    &ARRAY_EXTENDED,
    &ARRAY_NESTED,
    &PHANTOM_OPERATION,
    &REF_SIBLINGS,
];
