//! A publish told: to people as text, to programs as one JSON object. All of it is redacted here.

use super::client::Call;
use super::failure::Failure;
use super::plan::{Kind, OperationChange, Part, Plan};
use super::redact::{Redactor, printable};
use super::target::Target;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::PathBuf;

/// The exit code when something would change.
pub const PENDING: u8 = 5;
/// How many details of one operation are shown.
const DETAILS: usize = 6;

/// How a publish ended.
#[derive(Clone, Debug)]
pub enum End {
    /// The connector is what it should be; nothing was sent.
    Equal,
    /// It is not, and nothing was sent because nobody asked for it.
    Pending,
    /// It was not agreed to.
    Declined,
    /// It is now. If that was in doubt, why.
    Done {
        doubt: Option<String>,
    },
    Failed(Failure),
}

/// Everything there is to tell.
#[derive(Clone, Debug)]
pub struct Report {
    pub target: Target,
    /// The connector's id, once there is one.
    pub connector: Option<String>,
    pub display_name: String,
    /// When it was saved last before this publish, and by whom.
    pub changed_time: Option<String>,
    pub modified_by: Option<String>,
    pub plan: Option<Plan>,
    /// What the service's own check said of the definition.
    pub validation: Option<String>,
    pub calls: Vec<Call>,
    pub notes: Vec<String>,
    pub backup: Option<PathBuf>,
    /// Where the id of a connector is written down that was created.
    pub record: Option<PathBuf>,
    pub end: End,
}

impl Report {
    /// The exit code of the process.
    pub fn exit_code(&self) -> u8 {
        match &self.end {
            End::Equal | End::Done { .. } => 0,
            End::Pending | End::Declined => PENDING,
            End::Failed(failure) => failure.kind.exit_code(),
        }
    }

    /// The connector and what would change.
    pub fn plan_text(&self, redactor: &Redactor) -> String {
        let mut text = self.head();
        if let Some(plan) = &self.plan {
            text.push_str(&plan_text(plan));
        }
        shown(&text, redactor)
    }

    /// One line for each part, without details.
    pub fn status_text(&self, redactor: &Redactor) -> String {
        let mut text = self.head();
        if let Some(plan) = &self.plan {
            let differs = |differs: bool| if differs { "differs" } else { "as here" };
            let definition = !(plan.operations.is_empty() && plan.definition.is_empty());
            let _ = writeln!(text, "  definition  {}", differs(definition));
            let _ = writeln!(text, "  properties  {}", differs(!plan.properties.is_empty()));
            for (name, part) in [("icon", &plan.icon), ("script", &plan.script)] {
                let told = match part {
                    Part::None => "none",
                    Part::Kept => "only there",
                    part => differs(part.changes()),
                };
                let _ = writeln!(text, "  {name:<10}  {told}");
            }
        }
        shown(&text, redactor)
    }

    /// How it ended.
    pub fn end_text(&self, redactor: &Redactor) -> String {
        let mut text = String::new();
        for note in &self.notes {
            let _ = writeln!(text, "note: {note}");
        }
        if let Some(said) = &self.validation {
            let _ = writeln!(text, "the service's check says: {said}");
        }
        if let Some(backup) = &self.backup {
            let _ = writeln!(text, "backup: {} (a client secret is not in it)", backup.display());
        }
        if let Some(record) = &self.record {
            let _ = writeln!(text, "its id is written down in {}", record.display());
        }
        let name = &self.display_name;
        match &self.end {
            End::Equal => text.push_str("the connector is what it should be; nothing was sent\n"),
            End::Pending => text.push_str("nothing was sent; `--apply` does it\n"),
            End::Declined => text.push_str("nothing was sent\n"),
            End::Done { doubt: None } => {
                let _ = writeln!(text, "{name} is published, and reads back as it was sent");
            }
            End::Done { doubt: Some(doubt) } => {
                let _ = writeln!(text, "{name} is published: confirmed by reading back, after {doubt}");
            }
            End::Failed(failure) => {
                let _ = writeln!(text, "error: {failure}");
                if let Some(backup) = self.backup.as_ref().filter(|_| failure.kind.exit_code() == 6) {
                    let _ = writeln!(text, "  help: back to what it was: `--rollback {}`", backup.display());
                }
            }
        }
        shown(&text, redactor)
    }

    /// One JSON object.
    pub fn json(&self, redactor: &Redactor) -> String {
        let error = match &self.end {
            End::Failed(failure) => json!({
                "kind": failure.kind.name(),
                "message": failure.message,
                "help": failure.help,
                "status": failure.status,
                "correlationId": failure.correlation,
            }),
            _ => Value::Null,
        };
        let call = |call: &Call| {
            json!({
                "name": call.name,
                "status": call.status,
                "correlationId": call.correlation,
                "seconds": call.seconds,
            })
        };
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let value = json!({
            "outcome": self.outcome(),
            "exitCode": self.exit_code(),
            "target": {
                "environment": self.target.environment,
                "connectorId": self.connector,
                "url": self.target.url,
            },
            "connector": {
                "displayName": self.display_name,
                "changedTime": self.changed_time,
                "modifiedBy": self.modified_by,
            },
            "plan": self.plan.as_ref().map(plan_json),
            "validation": self.validation,
            "requests": self.calls.iter().map(call).collect::<Vec<_>>(),
            "backup": path(&self.backup),
            "record": path(&self.record),
            "doubt": match &self.end { End::Done { doubt } => doubt.clone(), _ => None },
            "notes": self.notes,
            "error": error,
        });
        format!("{:#}\n", redactor.json(&without_controls(value)))
    }

    fn outcome(&self) -> &'static str {
        match &self.end {
            End::Equal => "equal",
            End::Pending => "changes-pending",
            End::Declined => "declined",
            End::Done { .. } => "published",
            End::Failed(failure) => failure.kind.name(),
        }
    }

    fn head(&self) -> String {
        let mut text = format!("{}  {}\n", self.display_name, self.connector.as_deref().unwrap_or("new"));
        let _ = write!(text, "in environment {}", self.target.environment);
        if let Some(when) = &self.changed_time {
            let _ = write!(text, ", saved {when}");
        }
        if let Some(who) = &self.modified_by {
            let _ = write!(text, " by {who}");
        }
        text.push_str("\n\n");
        text
    }
}

/// The same without what would move a cursor: somebody may print the JSON's texts.
fn without_controls(value: Value) -> Value {
    match value {
        Value::String(text) => printable(&text).into(),
        Value::Array(items) => items.into_iter().map(without_controls).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, member)| (key, without_controls(member))).collect()
        }
        other => other,
    }
}

/// As a person may read it.
fn shown(text: &str, redactor: &Redactor) -> String {
    redactor.text(&printable(text))
}

fn plan_text(plan: &Plan) -> String {
    let mut text = String::new();
    let width = plan.operations.iter().map(|operation| operation.name.chars().count()).max().unwrap_or(0);
    for operation in &plan.operations {
        let sign = sign(operation.kind);
        let OperationChange { name, method, path, .. } = operation;
        let _ = writeln!(text, "  {sign} {name:<width$}  {method} {path}");
        for breaking in &operation.breaking {
            let _ = writeln!(text, "      breaking: {breaking}");
        }
        for detail in operation.details.iter().take(DETAILS) {
            let _ = writeln!(text, "      {detail}");
        }
        if operation.details.len() > DETAILS {
            let _ = writeln!(text, "      … {} more", operation.details.len() - DETAILS);
        }
    }
    for line in plan.definition.iter().chain(&plan.properties) {
        let _ = writeln!(text, "  ~ {line}");
    }
    for breaking in &plan.breaking_definition {
        let _ = writeln!(text, "      breaking: {breaking}");
    }
    for (name, part) in [("icon", &plan.icon), ("script", &plan.script)] {
        match part {
            Part::None | Part::Same => {}
            Part::Kept => {
                let _ = writeln!(text, "  = {name} stays: there is none here");
            }
            Part::Removed => {
                let _ = writeln!(text, "  - {name}");
            }
            Part::Replaced { before: None, after } => {
                let _ = writeln!(text, "  + {name}, {after} bytes");
            }
            Part::Replaced { before: Some(before), after } => {
                let _ = writeln!(text, "  ~ {name}, {before} → {after} bytes");
            }
        }
    }
    for secret in &plan.secrets {
        let _ = writeln!(text, "  ~ {secret} is sent; it cannot be compared");
    }
    if !plan.kept.is_empty() {
        let _ = writeln!(text, "  = {} stay: nothing here says otherwise", plan.kept.join(", "));
    }
    if !plan.is_empty() {
        text.push_str(&summary(plan));
    }
    text
}

fn sign(kind: Kind) -> char {
    match kind {
        Kind::Added => '+',
        Kind::Removed => '-',
        Kind::Changed => '~',
    }
}

fn summary(plan: &Plan) -> String {
    let count = |kind| plan.operations.iter().filter(|operation| operation.kind == kind).count();
    let (added, changed, removed) = (count(Kind::Added), count(Kind::Changed), count(Kind::Removed));
    let breaking = match plan.breaking() {
        0 => "no breaking change".to_owned(),
        1 => "1 breaking change".to_owned(),
        more => format!("{more} breaking changes"),
    };
    format!("\noperations: {added} added, {changed} changed, {removed} removed; {breaking}\n")
}

fn plan_json(plan: &Plan) -> Value {
    let operation = |operation: &OperationChange| {
        let change = match operation.kind {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Changed => "changed",
        };
        json!({
            "change": change,
            "name": operation.name,
            "method": operation.method,
            "path": operation.path,
            "details": operation.details,
            "breaking": operation.breaking,
        })
    };
    let part = |part: &Part| match part {
        Part::None => "none",
        Part::Same => "same",
        Part::Kept => "kept",
        Part::Replaced { before: None, .. } => "added",
        Part::Replaced { .. } => "changed",
        Part::Removed => "removed",
    };
    json!({
        "creates": plan.creates,
        "operations": plan.operations.iter().map(operation).collect::<Vec<_>>(),
        "definition": plan.definition,
        "definitionBreaking": plan.breaking_definition,
        "properties": plan.properties,
        "icon": part(&plan.icon),
        "script": part(&plan.script),
        "secrets": plan.secrets,
        "kept": plan.kept,
        "breaking": plan.breaking(),
    })
}
