//! `triggers:` webhook triggers that are made from callbacks and webhooks.

use super::Located;
use super::operations::Glob;
use super::read::Section;
use crate::tree::NodeId;

/// What one event gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriggerKind {
    /// One object a call.
    #[default]
    Single,
    /// An array a call.
    Batch,
}

/// How the body that subscribes is made from the base operation's.
#[derive(Clone, Debug, Default)]
pub struct TriggerBody {
    /// The name of its schema; `{stem}`, `{event}` and `{Event}` are filled in.
    pub schema: Option<Located<String>>,
    /// Properties that it loses, as paths.
    pub remove: Vec<Located<String>>,
    /// Properties that have one value, by path.
    pub constants: Vec<(Located<String>, NodeId)>,
    /// Properties that get a default, by path.
    pub defaults: Vec<(Located<String>, NodeId)>,
    /// The property whose default is the trigger's summary.
    pub name_from_summary: Option<Located<String>>,
    /// Properties that must be given, as paths.
    pub required: Vec<Located<String>>,
    /// The property that takes the address of the flow, as a path; without it, what the callback says.
    pub notification_url: Option<Located<String>>,
}

/// Triggers from the events that one operation subscribes to: its callbacks, and webhooks of the document.
#[derive(Clone, Debug, Default)]
pub struct TriggerRule {
    /// The operation.
    pub from: Option<Located<String>>,
    /// The webhooks that it subscribes to beside its callbacks, by name.
    pub webhooks: Vec<Located<Glob>>,
    /// The path of each trigger; `{event}` is the event's name.
    pub path: Option<Located<String>>,
    /// The id of each trigger.
    pub operation_id: Option<Located<String>>,
    /// What one event gives.
    pub kind: TriggerKind,
    /// The body that subscribes.
    pub body: TriggerBody,
    /// By event: `summary`.
    pub summaries: Vec<(Located<String>, Located<String>)>,
    /// By event: `description`.
    pub descriptions: Vec<(Located<String>, Located<String>)>,
    /// By event: `x-ms-trigger-hint`.
    pub hints: Vec<(Located<String>, Located<String>)>,
}

pub(super) fn read(section: &Section<'_>) -> Vec<Located<TriggerRule>> {
    let rules = section.items("triggers");
    rules.filter_map(|rule| Some(Located { value: trigger(&rule), at: rule.node? })).collect()
}

fn trigger(rule: &Section<'_>) -> TriggerRule {
    let body = rule.section("body");
    let batch = rule.text("kind").is_some_and(|kind| kind.value == "batch");
    TriggerRule {
        from: rule.text("from"),
        webhooks: rule.texts("webhooks").into_iter().map(glob).collect(),
        path: rule.text("path"),
        operation_id: rule.text("operationId"),
        kind: if batch { TriggerKind::Batch } else { TriggerKind::Single },
        body: TriggerBody {
            schema: body.text("schema"),
            remove: body.texts("remove"),
            constants: values(&body.section("const")),
            defaults: values(&body.section("default")),
            name_from_summary: body.text("nameFromSummary"),
            required: body.texts("required"),
            notification_url: body.text("notificationUrl"),
        },
        summaries: rule.map("summaries"),
        descriptions: rule.map("descriptions"),
        hints: rule.map("hints"),
    }
}

fn glob(name: Located<String>) -> Located<Glob> {
    Located { value: Glob::new(&name.value), at: name.at }
}

fn values(section: &Section<'_>) -> Vec<(Located<String>, NodeId)> {
    section.members().map(|(path, at)| (Located { value: path.to_owned(), at }, at)).collect()
}
