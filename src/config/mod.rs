//! `connector.yaml` as types; each value knows where it is written.

mod read;
mod connector;
mod security;
mod operations;
mod labels;
mod triggers;
mod lint;
mod changes;
mod rules;

pub use changes::Accepted;
pub use connector::{Connector, MetadataEntry, TestConnection};
pub use labels::{BodyNames, Labels, ParameterLabels, PropertyLabels, TextSource};
pub use lint::{Ignore, Lint};
pub use operations::{Glob, Operations, Rename, Selector, Visibility};
pub use rules::{INVALID_CONFIG_VALUE, SECRET_IN_FILE, UNKNOWN_CONFIG_KEY};
pub use security::{AppRegistration, FieldText, Security};
pub use triggers::{TriggerBody, TriggerKind, TriggerRule};

use crate::diagnostic::Findings;
use crate::schema::Schema;
use crate::tree::{NodeId, Tree};
use read::Section;
use std::sync::LazyLock;

/// The JSON Schema of `connector.yaml`.
pub static SCHEMA: LazyLock<Schema> =
    LazyLock::new(|| Schema::compile(include_str!("../../spec/schemas/connector-config.schema.json")));

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its node.
    pub at: NodeId,
}

/// Which files `build` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emit {
    /// `apiDefinition.swagger.json`
    Json,
    /// `apiDefinition.swagger.yaml`
    Yaml,
    /// `apiProperties.json`
    Properties,
    /// `icon.png`
    Icon,
    /// `settings.json`, as paconn reads it
    Settings,
    /// `appRegistration.json`, the body of a Microsoft Graph `application`
    Registration,
}

/// Where the output goes.
#[derive(Clone, Debug)]
pub struct Output {
    /// The folder, from the project's own.
    pub dir: String,
    /// What is written; by default all for which there is something to write.
    pub emit: Vec<Emit>,
    /// JSON without spaces.
    pub minify: bool,
    /// Whether media types that most operations have are said once, for all.
    pub media_types_are_shared: bool,
    /// Overlays for the finished definition, in order.
    pub overlays: Vec<Located<String>>,
}

/// What a build fills in where the source says nothing: all of it, unless told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Defaults {
    /// `deprecated: false` of operations.
    pub deprecated: bool,
    /// `x-ms-api-annotation` of operations.
    pub annotations: bool,
    /// `info.x-ms-deployment-version`
    pub deployment_version: bool,
    /// Members of `apiProperties.json` that the platform's tools expect: a colour, empty lists, and the connection
    /// parameters that the definition needs.
    pub properties: bool,
}

/// What is left out once nothing uses it: by default all of it, unless the source is a definition already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prune {
    /// Schemas.
    pub definitions: Option<bool>,
    /// Shared responses.
    pub responses: Option<bool>,
    /// Shared parameters.
    pub parameters: Option<bool>,
    /// Tag declarations.
    pub tags: Option<bool>,
}

/// One environment to publish to.
#[derive(Clone, Debug)]
pub struct Target {
    /// What the command line calls it.
    pub name: String,
    /// The environment's id.
    pub environment: Option<Located<String>>,
    /// The connector's id there.
    pub connector_id: Option<Located<String>>,
    /// The service's address, where it is not the public cloud's.
    pub url: Option<Located<String>>,
}

/// The whole configuration. The default is that of a folder without a `connector.yaml`.
#[derive(Clone, Debug)]
pub struct Config {
    /// The document, if there is one.
    pub root: Option<NodeId>,
    /// The OpenAPI source.
    pub source: Option<Located<String>>,
    /// The overlays, in order.
    pub overlays: Vec<Located<String>>,
    /// Where the output goes.
    pub output: Output,
    /// Title, brand and the like.
    pub connector: Connector,
    /// How a connection proves who it is.
    pub security: Option<Located<Security>>,
    /// Which operations are in.
    pub operations: Operations,
    /// Which operations makers see first.
    pub visibility: Visibility,
    /// New names.
    pub rename: Rename,
    /// Where labels come from.
    pub labels: Labels,
    /// Triggers from callbacks and webhooks.
    pub triggers: Vec<Located<TriggerRule>>,
    /// What is filled in.
    pub defaults: Defaults,
    /// What is left out once nothing uses it.
    pub prune: Prune,
    /// Levels and exceptions.
    pub lint: Lint,
    /// Changes that are accepted.
    pub accepted: Vec<Accepted>,
    /// Where it is published.
    pub targets: Vec<Target>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            root: None,
            source: None,
            overlays: Vec::new(),
            output: Output {
                dir: "dist".to_owned(),
                emit: ALL.to_vec(),
                minify: false,
                media_types_are_shared: true,
                overlays: Vec::new(),
            },
            connector: Connector::default(),
            security: None,
            operations: Operations::default(),
            visibility: Visibility::default(),
            rename: Rename::default(),
            labels: Labels::default(),
            triggers: Vec::new(),
            defaults: Defaults {
                deprecated: true,
                annotations: true,
                deployment_version: true,
                properties: true,
            },
            prune: Prune::default(),
            lint: Lint::default(),
            accepted: Vec::new(),
            targets: Vec::new(),
        }
    }
}

const ALL: [Emit; 6] =
    [Emit::Json, Emit::Yaml, Emit::Properties, Emit::Icon, Emit::Settings, Emit::Registration];

impl Config {
    /// Reads the configuration. What has the wrong form is not there: [`Config::check`] tells.
    pub fn read(tree: &Tree, root: NodeId, findings: &mut Findings) -> Config {
        let section = Section::new(tree, root);
        Config {
            root: Some(root),
            source: section.text("source"),
            overlays: section.texts("overlays"),
            output: output(&section.section("output")),
            connector: Connector::read(&section.section("connector")),
            security: security::read(&section.section("security")),
            operations: Operations::read(&section.section("operations")),
            visibility: Visibility::read(&section.section("visibility")),
            rename: Rename::read(&section.section("rename")),
            labels: Labels::read(&section.section("labels"), findings),
            triggers: triggers::read(&section),
            defaults: defaults(&section.section("defaults")),
            prune: prune(&section.section("prune")),
            lint: Lint::read(&section.section("lint")),
            accepted: changes::read(&section.section("changes")),
            targets: targets(&section),
        }
    }

    /// Reports what is wrong with the form of the configuration.
    pub fn check(&self, tree: &Tree, findings: &mut Findings) {
        let Some(root) = self.root else { return };
        rules::secrets(tree, root, findings);
        rules::conformance(tree, root, findings);
    }

    /// Whether there is a `connector.yaml` at all.
    pub fn is_written(&self) -> bool {
        self.root.is_some()
    }
}

fn output(section: &Section<'_>) -> Output {
    let defaults = Config::default().output;
    let emit: Vec<Emit> = section.texts("emit").iter().filter_map(|kind| emit(&kind.value)).collect();
    Output {
        dir: section.text("dir").map_or(defaults.dir, |dir| dir.value),
        emit: if emit.is_empty() { defaults.emit } else { emit },
        minify: section.flag("minify").unwrap_or(defaults.minify),
        media_types_are_shared: section.text("mediaTypes").is_none_or(|word| word.value != "each"),
        overlays: section.texts("overlays"),
    }
}

fn defaults(section: &Section<'_>) -> Defaults {
    let flag = |key| section.flag(key).unwrap_or(true);
    Defaults {
        deprecated: flag("deprecated"),
        annotations: flag("annotations"),
        deployment_version: flag("deploymentVersion"),
        properties: flag("apiProperties"),
    }
}

fn emit(name: &str) -> Option<Emit> {
    Some(match name {
        "json" => Emit::Json,
        "yaml" => Emit::Yaml,
        "properties" => Emit::Properties,
        "icon" => Emit::Icon,
        "settings" => Emit::Settings,
        "registration" => Emit::Registration,
        _ => return None,
    })
}

fn prune(section: &Section<'_>) -> Prune {
    Prune {
        definitions: section.flag("definitions"),
        responses: section.flag("responses"),
        parameters: section.flag("parameters"),
        tags: section.flag("tags"),
    }
}

fn targets(section: &Section<'_>) -> Vec<Target> {
    let target = |(name, target): (&str, Section<'_>)| Target {
        name: name.to_owned(),
        environment: target.text("environment"),
        connector_id: target.text("connectorId"),
        url: target.text("url"),
    };
    section.section("targets").sections().map(target).collect()
}
