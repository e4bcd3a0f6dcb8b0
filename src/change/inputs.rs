//! What is sent: the facts of a parameter or of a field of a body that flows have filled in.

use super::comparison::{Comparison, Pair, fresh, listed, text};
use super::fields::{changed, dynamic, is_hidden, was_and_is};
use super::kind::{DESIGNER, FLOWS, Kind};
use super::schema::Schema;
use crate::diagnostic::page;
use crate::tree::{NodeId, Tree};

/// A field of a body that flows do not send, and must.
pub static REQUIRED_FIELD_ADDED: Kind = Kind::breaks(
    "RequiredInputFieldAdded",
    page!("RequiredInputFieldAdded"),
)
.in_microsofts_words("The required input field has been added. Existing flows will not send this new field.")
.way_out("make it optional, with a default in the API; or add an operation with the next revision in its id");
/// The same, where the document says what is meant if nothing is sent.
pub static REQUIRED_FIELD_ADDED_WITH_DEFAULT: Kind =
    Kind::breaks("RequiredInputFieldAddedWithDefault", page!("RequiredInputFieldAddedWithDefault"))
        .in_microsofts_words(
            "The required input field has been added with default value. Existing flows will not send this new field.",
        )
        .way_out("make it optional: the default is for whoever fills in the form, and flows that exist do not again");
/// A field that could be left out.
pub static OPTIONAL_TO_REQUIRED: Kind = Kind::breaks(
    "InputFieldOptionalToRequired",
    page!("InputFieldOptionalToRequired"),
)
.in_microsofts_words("The input field has been changed from optional to required.")
.way_out(
    "leave it optional, and let the API answer what is missing; or add an operation with the next revision",
);
/// A field of another type.
pub static FIELD_TYPE_CHANGED: Kind = Kind::breaks("InputFieldTypeChanged", page!("InputFieldTypeChanged"))
    .in_microsofts_words(
        "The type has been changed for the input field. Existing flows will continue to send the field with the old \
         type.",
    )
    .way_out("keep the type and add another field for the new one; or add an operation with the next revision");
/// A field in another format.
pub static FIELD_FORMAT_CHANGED: Kind =
    Kind::risks("InputFieldFormatChanged", page!("InputFieldFormatChanged"))
        .way_out("see that the API still takes what flows send in the old format");
/// A choice that flows may have made.
pub static ENUM_VALUE_REMOVED: Kind = Kind::breaks("InputEnumValueRemoved", page!("InputEnumValueRemoved"))
    .in_microsofts_words(
        "An enum value has been removed from the input field. Existing flows may have this value chosen and will \
         continue to send it.",
    )
    .way_out("keep the value as long as the API takes it, and say in the description that it is on its way out");
/// A choice where there was none.
pub static ENUM_LIST_ADDED: Kind = Kind::breaks("InputEnumListAdded", page!("InputEnumListAdded"))
    .in_microsofts_words(
        "The list of enum values has been added to the input field. Existing flows may use values outside of this list.",
    )
    .way_out("offer the values without a limit: by `x-ms-dynamic-values`, or in the description");
/// A field that is no longer taken.
pub static FIELD_DELETED: Kind = Kind::risks("InputFieldDeleted", page!("InputFieldDeleted"))
    .noticed_by(&[FLOWS, DESIGNER])
    .way_out("keep it, and hide it from new flows with `x-ms-visibility: advanced`, until no flow sends it");
/// A field or parameter that makers no longer see.
pub static INPUT_HIDDEN: Kind =
    Kind::risks("InputFieldVisibilityChangedToInternal", page!("InputFieldVisibilityChangedToInternal"))
        .noticed_by(&[FLOWS, DESIGNER])
        .way_out(
            "use `advanced`, which keeps what flows have filled in; `internal` replaces it by the default",
        );
/// Another value for whoever leaves it empty.
pub static DEFAULT_CHANGED: Kind = Kind::risks("InputDefaultChanged", page!("InputDefaultChanged"))
    .way_out("see that flows which leave it empty still do what they did");
/// One more choice, or any value where there was a choice.
pub static ENUM_VALUE_ADDED: Kind = Kind::adds("InputEnumValueAdded", page!("InputEnumValueAdded"));
/// Something that can be sent besides.
pub static OPTIONAL_INPUT_ADDED: Kind = Kind::adds("OptionalInputAdded", page!("OptionalInputAdded"));

/// A parameter of another type.
pub static PARAMETER_TYPE_CHANGED: Kind = Kind::breaks("ParameterTypeChanged", page!("ParameterTypeChanged"))
    .way_out(
        "keep the type and add another parameter for the new one; or add an operation with the next revision",
    );
/// A parameter in another format.
pub static PARAMETER_FORMAT_CHANGED: Kind =
    Kind::risks("ParameterFormatChanged", page!("ParameterFormatChanged"))
        .way_out("see that the API still takes what flows send in the old format");
/// A choice of a parameter that flows may have made.
pub static PARAMETER_ENUM_VALUE_REMOVED: Kind =
    Kind::breaks("ParameterEnumValueRemoved", page!("ParameterEnumValueRemoved")).way_out(
        "keep the value as long as the API takes it, and say in the description that it is on its way out",
    );
/// A choice of a parameter where there was none.
pub static PARAMETER_ENUM_LIST_ADDED: Kind =
    Kind::breaks("ParameterEnumListAdded", page!("ParameterEnumListAdded"))
        .way_out("offer the values without a limit: by `x-ms-dynamic-values`, or in the description");

/// What is said of the facts of an input: Microsoft tells fields of a body from parameters.
pub(super) struct Kinds {
    type_changed: &'static Kind,
    format_changed: &'static Kind,
    enum_value_removed: &'static Kind,
    enum_list_added: &'static Kind,
}

pub(super) static FIELD: Kinds = Kinds {
    type_changed: &FIELD_TYPE_CHANGED,
    format_changed: &FIELD_FORMAT_CHANGED,
    enum_value_removed: &ENUM_VALUE_REMOVED,
    enum_list_added: &ENUM_LIST_ADDED,
};
pub(super) static PARAMETER: Kinds = Kinds {
    type_changed: &PARAMETER_TYPE_CHANGED,
    format_changed: &PARAMETER_FORMAT_CHANGED,
    enum_value_removed: &PARAMETER_ENUM_VALUE_REMOVED,
    enum_list_added: &PARAMETER_ENUM_LIST_ADDED,
};

/// What an input says of itself.
pub(super) fn own<'t>(c: &mut Comparison<'t, '_>, kinds: &Kinds, old: &Schema<'t>, new: &Schema<'t>) {
    let holders = (old.node, new.node);
    let place = |c: &Comparison<'_, '_>| format!("{}, which `{}` takes,", c.field(), c.operation());
    if let Some(pair) = changed(c, old, new, "type") {
        let message = format!("the type of {} {}", place(c), was_and_is(c, pair));
        c.report_keyword(kinds.type_changed, ("type", pair), holders, message);
    }
    if let Some(pair) = changed(c, old, new, "format") {
        let message = format!("the format of {} {}", place(c), was_and_is(c, pair));
        c.report_keyword(kinds.format_changed, ("format", pair), holders, message);
    }
    if let Some(pair) = changed(c, old, new, "enum") {
        choices(c, kinds, pair, holders);
    }
    if let Some(pair) = changed(c, old, new, "default") {
        let message = format!("the default of {} {}", place(c), was_and_is(c, pair));
        c.report_keyword(&DEFAULT_CHANGED, ("default", pair), holders, message);
    }
    if is_hidden(c, old, new) {
        const KEY: &str = "x-ms-visibility";
        let message = format!("makers no longer see {}", place(c).trim_end_matches(','));
        c.report_keyword(&INPUT_HIDDEN, (KEY, (old.get(KEY), new.get(KEY))), holders, message);
    }
    dynamic(c, old, new);
}

fn choices(c: &mut Comparison<'_, '_>, kinds: &Kinds, pair: Pair, holders: (NodeId, NodeId)) {
    let tree = c.tree;
    let (field, operation) = (c.field(), c.operation());
    let (kind, message) = match pair {
        (Some(old), Some(new)) => {
            let (gone, fresh) = (missing(tree, old, new), missing(tree, new, old));
            if !gone.is_empty() {
                let gone = listed(gone.iter().map(String::as_str));
                (kinds.enum_value_removed, format!("{field} of `{operation}` can no longer be {gone}"))
            } else if !fresh.is_empty() {
                let fresh = listed(fresh.iter().map(String::as_str));
                (&ENUM_VALUE_ADDED, format!("{field} of `{operation}` can be {fresh} as well"))
            } else {
                return;
            }
        }
        (None, Some(new)) => {
            let all = missing(tree, new, holders.0);
            let all = listed(all.iter().map(String::as_str));
            (kinds.enum_list_added, format!("{field} of `{operation}` was free and must be one of {all} now"))
        }
        _ => (&ENUM_VALUE_ADDED, format!("{field} of `{operation}` can be anything now")),
    };
    c.report_keyword(kind, ("enum", pair), holders, message);
}

/// The values of one list that another one does not have.
pub(super) fn missing(tree: &Tree, list: NodeId, other: NodeId) -> Vec<String> {
    let gone = tree.items(list).filter(|value| !tree.items(other).any(|one| tree.equal(one, *value)));
    gone.map(|value| text(tree, value)).collect()
}

/// A field that must be sent, and that nobody sends.
pub(super) fn required_field_added(c: &mut Comparison<'_, '_>, new: NodeId) {
    let schema = Schema::of(c.tree, &mut c.new_names, new);
    let (field, operation) = (c.field(), c.operation());
    match schema.get("default").or_else(|| c.tree.get(new, "default")) {
        Some(default) => {
            let default = text(c.tree, default);
            let message =
                format!("`{operation}` demands {field}, which is new, with the default `{default}`");
            c.report(&REQUIRED_FIELD_ADDED_WITH_DEFAULT, fresh(new), message);
        }
        None => {
            let message = format!("`{operation}` demands {field}, which is new");
            c.report(&REQUIRED_FIELD_ADDED, fresh(new), message);
        }
    }
}
