//! What the configuration makes of a source, as far as it is known.

use super::super::configuration::Section;
use indexmap::IndexMap;

/// Where the labels of some schemas' properties come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct PropertyRule {
    pub schemas: Vec<String>,
    pub from: &'static str,
    pub leaves_only: bool,
}

/// Triggers from the callbacks of one operation.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct TriggerRule {
    pub from: String,
    pub path: String,
    pub operation_id: Option<String>,
    pub schema: Option<String>,
    pub remove: Vec<String>,
    pub constants: IndexMap<String, String>,
    pub defaults: IndexMap<String, String>,
    pub name_from_summary: Option<String>,
    pub required: Vec<String>,
    pub summaries: IndexMap<String, String>,
    pub descriptions: IndexMap<String, String>,
    pub hints: IndexMap<String, String>,
}

/// The rules.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Rules {
    /// The source, from the project's folder.
    pub source: String,
    /// `title`, `description`, `host`, ...
    pub texts: IndexMap<&'static str, String>,
    pub omit_info: Vec<String>,
    /// The operations of the source, by their ids.
    pub of_source: Vec<String>,
    /// Those that a build has; empty until one was made.
    pub built: Vec<String>,
    pub exclude: Vec<String>,
    pub tags: IndexMap<String, String>,
    pub schemas: IndexMap<String, String>,
    pub strip_description: Option<String>,
    pub title_case: bool,
    pub parameters: Option<&'static str>,
    pub properties: Vec<PropertyRule>,
    pub body_names: Option<&'static str>,
    pub trigger: Option<TriggerRule>,
}

impl Rules {
    /// What belongs into `connector:`.
    pub(in super::super) fn connector(&self, section: &mut Section<'_>) {
        for (key, text) in &self.texts {
            section.text(key, text);
        }
        section.texts("omitInfo", &self.omit_info);
    }

    /// What has sections of its own.
    pub(in super::super) fn sections(&self, config: &mut Section<'_>) {
        config.section("operations", |operations| operations.texts("exclude", &self.exclude));
        config.section("rename", |rename| {
            rename.section("tags", |tags| map(tags, &self.tags));
            rename.section("schemas", |schemas| map(schemas, &self.schemas));
        });
        config.section("labels", |labels| self.labels(labels));
        if let Some(trigger) = &self.trigger {
            let list = config.list("triggers");
            let mut rule = Section::new(config.tree);
            trigger.write(&mut rule);
            let node = rule.node;
            config.tree.push(list, node);
        }
    }

    fn labels(&self, labels: &mut Section<'_>) {
        if let Some(strip) = &self.strip_description {
            labels.text("stripDescription", strip);
        }
        if self.title_case {
            labels.flag("titleCaseSummaries", true);
        }
        if let Some(parameters) = self.parameters {
            labels.text("parameters", parameters);
        }
        if !self.properties.is_empty() {
            let list = labels.list("properties");
            for rule in &self.properties {
                let mut section = Section::new(labels.tree);
                section.texts("schemas", &rule.schemas);
                section.text("from", rule.from);
                if rule.leaves_only {
                    section.flag("leavesOnly", true);
                }
                let node = section.node;
                labels.tree.push(list, node);
            }
        }
        if let Some(names) = self.body_names {
            labels.text("bodyNames", names);
        }
    }
}

impl TriggerRule {
    fn write(&self, rule: &mut Section<'_>) {
        rule.text("from", &self.from);
        rule.text("path", &self.path);
        if let Some(id) = &self.operation_id {
            rule.text("operationId", id);
        }
        rule.section("body", |body| {
            if let Some(schema) = &self.schema {
                body.text("schema", schema);
            }
            body.texts("remove", &self.remove);
            body.section("const", |section| map(section, &self.constants));
            body.section("default", |section| map(section, &self.defaults));
            if let Some(name) = &self.name_from_summary {
                body.text("nameFromSummary", name);
            }
            body.texts("required", &self.required);
        });
        for (key, texts) in
            [("summaries", &self.summaries), ("descriptions", &self.descriptions), ("hints", &self.hints)]
        {
            rule.section(key, |section| map(section, texts));
        }
    }
}

fn map(section: &mut Section<'_>, texts: &IndexMap<String, String>) {
    for (key, text) in texts {
        section.text(key, text);
    }
}
