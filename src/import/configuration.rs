//! `connector.yaml`, from what a definition and its properties say that the configuration has words for. What it
//! says is taken out of the source.

use super::derive::Rules;
use super::drift::Note;
use super::{names, security};
use crate::load::Connector;
use crate::openapi::operations;
use crate::tree::{NodeId, Origin, Tree};
use indexmap::IndexMap;

const PASS: &str = "import";

/// A place where a rule that blocks does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Waiver {
    pub rule: &'static str,
    /// A file.
    pub at: String,
}

/// What is decided of the project so far; each build in memory may show more.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// Sections whose unused members stay.
    pub keep: Vec<&'static str>,
    /// Blocking rules that the connector breaks.
    pub waivers: Vec<Waiver>,
    /// Where the way to sign in is said.
    pub sign_in: SignIn,
    /// What is made of the source, where it is not the definition.
    pub rules: Option<Rules>,
    /// The actions on the finished definition; `None` until a build has shown what there is to do.
    pub overlays: Option<Vec<Overlay>>,
    /// What is to be said of it.
    pub notes: Vec<Note>,
}

/// Where the way to sign in is said: each is tried in turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SignIn {
    /// By `security` of the configuration.
    #[default]
    Configured,
    /// By the source's own security scheme, from which the connection parameters follow.
    Defined,
    /// By that scheme, and the connection parameters are written out.
    ByHand,
}

/// An overlay for the finished definition.
#[derive(Clone, Debug)]
pub(super) struct Overlay {
    /// Its file.
    pub name: &'static str,
    /// The document.
    pub text: String,
    /// How many actions it has.
    pub actions: usize,
}

/// What lies beside the definition.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beside {
    pub icon: bool,
    pub script: bool,
}

/// The configuration's root.
pub(super) fn of(
    tree: &mut Tree,
    connector: &Connector,
    source: NodeId,
    draft: &Draft,
    beside: Beside,
) -> NodeId {
    let mut config = Section::new(tree);
    config.number("version", "1");
    config.text("source", draft.rules.as_ref().map_or(names::SOURCE, |rules| &rules.source));
    config.section("output", |output| {
        if says_media_types_alone(output.tree, connector.definition) {
            output.text("mediaTypes", "each");
        }
        let overlays = draft.overlays.iter().flatten().map(|overlay| overlay.name.to_owned());
        output.texts("overlays", &overlays.collect::<Vec<_>>());
        if connector.properties.is_none() {
            output.texts("emit", &["json".to_owned(), "yaml".to_owned(), "settings".to_owned()]);
        }
    });
    let mut filled = Filled { properties: true, ..Filled::of(config.tree, source) };
    config.section("connector", |section| {
        if let Some(rules) = &draft.rules {
            rules.connector(section);
        }
        branding(section, connector, draft, &mut filled);
        if beside.icon {
            section.text("icon", names::ICON);
        }
        if beside.script {
            section.text("script", names::SCRIPT);
        }
        metadata(section, source);
        test_connection(section, connector, source, draft);
    });
    if draft.sign_in == SignIn::Configured {
        config.section("security", |section| security::write(section, connector));
        if config.tree.get(config.node, "security").is_some() {
            for key in ["security", "securityDefinitions"] {
                let member = config.tree.get(source, key);
                member.into_iter().for_each(|member| config.tree.detach(member));
            }
            let schemes = config.tree.at(source, &["components", "securitySchemes"]);
            schemes.into_iter().for_each(|schemes| config.tree.detach(schemes));
        }
    }
    config.section("visibility", |section| visibility(section, source, draft));
    if let Some(rules) = &draft.rules {
        rules.sections(&mut config);
    } else if operations(config.tree, source).any(|one| config.tree.get(one.node, "requestBody").is_some()) {
        config.section("labels", |labels| labels.text("bodyNames", "body"));
    }
    config.section("defaults", |section| filled.write(section, source));
    config.section("prune", |prune| draft.keep.iter().for_each(|kept| prune.flag(kept, false)));
    lint(&mut config, draft);
    targets(&mut config, connector);
    config.node
}

/// Whether each operation says what it takes and gives, and nothing is said for all.
fn says_media_types_alone(tree: &Tree, definition: NodeId) -> bool {
    const KEYS: [&str; 2] = ["consumes", "produces"];
    let says = |holder: NodeId| {
        KEYS.iter().filter_map(|key| tree.get(holder, key)).any(|list| tree.children(list).next().is_some())
    };
    !says(definition) && operations(tree, definition).any(|operation| says(operation.node))
}

fn lint(config: &mut Section<'_>, draft: &Draft) {
    if draft.waivers.is_empty() {
        return;
    }
    config.section("lint", |lint| {
        let list = lint.list("ignore");
        for waiver in &draft.waivers {
            let mut item = Section::new(lint.tree);
            item.text("rule", waiver.rule);
            item.text("at", &waiver.at);
            item.text("reason", "so it is published");
            let node = item.node;
            lint.tree.push(list, node);
        }
    });
}

/// What a build would fill in, and the connector does not have.
#[derive(Clone, Copy, Debug)]
struct Filled {
    deprecated: bool,
    annotations: bool,
    deployment_version: bool,
    properties: bool,
}

impl Filled {
    fn of(tree: &Tree, source: NodeId) -> Filled {
        let all: Vec<NodeId> = operations(tree, source).map(|operation| operation.node).collect();
        let everywhere = |has: &dyn Fn(NodeId) -> bool| all.iter().all(|operation| has(*operation));
        let annotated = |operation: NodeId| {
            let annotation = tree.get(operation, "x-ms-api-annotation");
            tree.get(operation, "operationId").is_none()
                || annotation.is_some_and(|annotation| {
                    !tree.is_object(annotation)
                        || ["status", "family", "revision"]
                            .iter()
                            .all(|key| tree.get(annotation, key).is_some())
                })
        };
        let version = tree.at(source, &["info", "version"]).map_or("", |version| tree.text(version));
        let numbers =
            version.contains('.') && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        Filled {
            deprecated: everywhere(&|operation| tree.get(operation, "deprecated").is_some()),
            annotations: everywhere(&annotated),
            deployment_version: !numbers || tree.at(source, &["info", "x-ms-deployment-version"]).is_some(),
            properties: true,
        }
    }

    fn write(self, section: &mut Section<'_>, source: NodeId) {
        for (key, filled) in [
            ("deprecated", self.deprecated),
            ("annotations", self.annotations),
            ("deploymentVersion", self.deployment_version),
            ("apiProperties", self.properties),
        ] {
            if !filled {
                section.flag(key, false);
            }
        }
        let tree = &mut *section.tree;
        if self.deprecated {
            let all: Vec<NodeId> = operations(tree, source).map(|operation| operation.node).collect();
            for operation in all {
                let said = tree.get(operation, "deprecated").filter(|said| tree.bool(*said) == Some(false));
                said.into_iter().for_each(|said| tree.detach(said));
            }
        }
        if let Some(info) = tree.get(source, "info").filter(|_| self.deployment_version) {
            let pair = tree.get(info, "version").zip(tree.get(info, "x-ms-deployment-version"));
            if let Some((_, own)) = pair.filter(|(version, own)| tree.equal(*version, *own)) {
                tree.detach(own);
                if !Filled::of(tree, source).deployment_version {
                    return;
                }
                tree.append(info, "x-ms-deployment-version", own);
            }
        }
    }
}

fn branding(section: &mut Section<'_>, connector: &Connector, draft: &Draft, filled: &mut Filled) {
    let properties = connector.properties.and_then(|root| section.tree.get(root, "properties"));
    let Some(properties) = properties.filter(|node| section.tree.is_object(*node)) else { return };
    let tree = &*section.tree;
    let (mut words, mut by_hand): (Vec<(&str, NodeId)>, Vec<NodeId>) = (Vec::new(), Vec::new());
    for (key, node) in tree.members(properties) {
        let is_text = tree.str(node).is_some();
        let word = match key {
            "iconBrandColor" if is_text => Some("brandColor"),
            "publisher" if is_text => Some("publisher"),
            "stackOwner" if is_text => Some("stackOwner"),
            "capabilities" if tree.is_array(node) => Some("capabilities"),
            "policyTemplateInstances" if tree.is_array(node) => Some("policyTemplateInstances"),
            "scriptOperations" if tree.is_array(node) => Some("scriptOperations"),
            "connectionParameters" if draft.sign_in != SignIn::ByHand => continue,
            _ => None,
        };
        match word {
            Some(word) => words.push((word, node)),
            None => by_hand.push(node),
        }
    }
    let has = |key: &str| tree.get(properties, key).is_some();
    let expected = ["iconBrandColor", "capabilities", "policyTemplateInstances", "connectionParameters"];
    filled.properties = expected.iter().all(|key| has(key));
    for (word, node) in words {
        let empty = section.tree.is_array(node) && section.tree.children(node).next().is_none();
        if !(empty && filled.properties && word != "scriptOperations") {
            section.copy(word, node);
        }
    }
    section.section("apiProperties", |own| {
        for node in by_hand {
            let key = own.tree.key(node).to_owned();
            own.copy(&key, node);
        }
    });
}

/// `x-ms-connector-metadata` as names and values; lists where the platform has them.
fn metadata(section: &mut Section<'_>, source: NodeId) {
    let tree = &*section.tree;
    let Some(list) = tree.get(source, "x-ms-connector-metadata").filter(|list| tree.is_array(*list)) else {
        return;
    };
    let mut entries: IndexMap<String, String> = IndexMap::new();
    for item in tree.items(list) {
        let pair = tree.get_str(item, "propertyName").zip(tree.get_str(item, "propertyValue"));
        let Some((name, value)) = pair.filter(|_| tree.count(item) == 2) else { return };
        if entries.insert(name.to_owned(), value.to_owned()).is_some() {
            return;
        }
    }
    if entries.is_empty() {
        return;
    }
    section.tree.detach(list);
    section.section("metadata", |metadata| {
        for (name, value) in &entries {
            if value.contains(';') {
                let parts: Vec<String> = value.split(';').map(str::to_owned).collect();
                metadata.texts(name, &parts);
            } else {
                metadata.text(name, value);
            }
        }
    });
}

fn test_connection(section: &mut Section<'_>, connector: &Connector, source: NodeId, draft: &Draft) {
    let tree = &mut *section.tree;
    let Some(capabilities) = tree.get(source, "x-ms-capabilities") else { return };
    let Some(test) = tree.get(capabilities, "testConnection") else { return };
    let Some(id) = tree.get_str(test, "operationId").map(str::to_owned) else { return };
    let parameters = tree.get(test, "parameters");
    let known = operations(tree, source).any(|operation| operation.id() == Some(&id));
    if !known || tree.count(test) != 1 + usize::from(parameters.is_some()) {
        return;
    }
    tree.detach(test);
    if tree.children(capabilities).next().is_none() {
        tree.detach(capabilities);
    }
    let is_own = draft.rules.as_ref().is_some_and(|rules| !rules.of_source.contains(&id));
    if is_own && parameters.is_none() {
        let raised = super::raise::raise(tree, connector.definition);
        let own = operations(tree, raised).find(|one| one.id() == Some(&id) && one.method() == "get");
        if let Some((operation, path)) = own.map(|own| (own.node, own.path().to_owned())) {
            without_defaults(tree, operation, &id);
            section.section("testConnection", |test| {
                test.text("path", &path);
                test.copy("operation", operation);
            });
            return;
        }
    }
    match parameters {
        None => section.text("testConnection", &id),
        Some(parameters) => section.section("testConnection", |test| {
            test.text("operation", &id);
            test.copy("parameters", parameters);
        }),
    }
}

/// Takes out of an operation what a build fills in, and what `visibility` says.
fn without_defaults(tree: &mut Tree, operation: NodeId, id: &str) {
    let annotation = tree.get(operation, "x-ms-api-annotation");
    let is_default = annotation.is_some_and(|annotation| {
        tree.count(annotation) == 3
            && tree.get_str(annotation, "status") == Some("Production")
            && tree.get_str(annotation, "family") == Some(id)
            && tree.get(annotation, "revision").is_some_and(|revision| tree.text(revision) == "1")
    });
    let deprecated = tree.get(operation, "deprecated").filter(|flag| tree.bool(*flag) == Some(false));
    let visibility = tree.get(operation, "x-ms-visibility");
    for member in annotation.filter(|_| is_default).into_iter().chain(deprecated).chain(visibility) {
        tree.detach(member);
    }
}

/// Operations by how prominent they are: what most have is the default.
fn visibility(section: &mut Section<'_>, source: NodeId, draft: &Draft) {
    const LEVELS: [&str; 3] = ["important", "advanced", "internal"];
    let tree = &mut *section.tree;
    let mut ids: IndexMap<String, usize> = IndexMap::new();
    let mut all = Vec::new();
    for operation in operations(tree, source) {
        let id = operation.id().map(str::to_owned);
        if let Some(id) = &id {
            *ids.entry(id.clone()).or_default() += 1;
        }
        all.push((operation.node, id));
    }
    let mut levels: IndexMap<&str, Vec<String>> = LEVELS.iter().map(|level| (*level, Vec::new())).collect();
    let mut silent = false;
    for (operation, id) in all {
        let said = tree.get(operation, "x-ms-visibility");
        let level =
            said.and_then(|said| tree.str(said)).and_then(|said| LEVELS.iter().find(|one| **one == said));
        let id = id.filter(|id| !id.is_empty() && !id.contains('*') && ids[id] == 1);
        match (said, level, id) {
            (None, ..) => silent = true,
            (Some(said), Some(level), Some(id)) => {
                levels[*level].push(id);
                tree.detach(said);
            }
            _ => {}
        }
    }
    let most = levels.iter().rev().max_by_key(|(_, ids)| ids.len()).map_or("none", |(level, _)| *level);
    let default = if silent || levels[most].is_empty() { "none" } else { most };
    section.text("default", default);
    for (level, ids) in levels {
        let built = draft.rules.as_ref().map(|rules| &rules.built).filter(|built| !built.is_empty());
        let ids: Vec<String> =
            ids.into_iter().filter(|id| built.is_none_or(|built| built.contains(id))).collect();
        if level != default {
            section.texts(level, &ids);
        }
    }
}

/// `settings.json` names the connector that is published.
fn targets(config: &mut Section<'_>, connector: &Connector) {
    let Some(settings) = connector.settings else { return };
    let tree = &*config.tree;
    let pairs = [("environment", "environment"), ("connectorId", "connectorId"), ("url", "powerAppsUrl")];
    let said = |key: &str| tree.get_str(settings, key).filter(|text| !text.is_empty()).map(str::to_owned);
    let values: Vec<(&str, String)> =
        pairs.iter().filter_map(|(word, key)| Some((*word, said(key)?))).collect();
    if values.iter().any(|(word, _)| *word != "url") {
        config.section("targets", |targets| {
            targets.section("published", |target| {
                values.iter().for_each(|(word, value)| target.text(word, value));
            });
        });
    }
}

/// An object of the configuration that is being written.
pub(super) struct Section<'t> {
    pub tree: &'t mut Tree,
    pub node: NodeId,
}

impl Section<'_> {
    pub(super) fn new(tree: &mut Tree) -> Section<'_> {
        let node = tree.make_object(Origin::pass(PASS));
        Section { tree, node }
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        let node = self.tree.make_string(value, Origin::pass(PASS));
        self.tree.append(self.node, key, node);
    }

    pub(super) fn number(&mut self, key: &str, value: &str) {
        let node = self.tree.make_number(value, Origin::pass(PASS));
        self.tree.append(self.node, key, node);
    }

    pub(super) fn flag(&mut self, key: &str, value: bool) {
        let node = self.tree.make_bool(value, Origin::pass(PASS));
        self.tree.append(self.node, key, node);
    }

    pub(super) fn copy(&mut self, key: &str, value: NodeId) {
        let node = self.tree.copy(value, PASS);
        self.tree.append(self.node, key, node);
    }

    pub(super) fn list(&mut self, key: &str) -> NodeId {
        let node = self.tree.make_array(Origin::pass(PASS));
        self.tree.append(self.node, key, node);
        node
    }

    /// A list of texts, unless it is empty.
    pub(super) fn texts(&mut self, key: &str, values: &[String]) {
        if values.is_empty() {
            return;
        }
        let list = self.list(key);
        for value in values {
            let node = self.tree.make_string(value, Origin::pass(PASS));
            self.tree.push(list, node);
        }
    }

    /// An object member, unless nothing is written into it.
    pub(super) fn section(&mut self, key: &str, write: impl FnOnce(&mut Section<'_>)) {
        let mut section = Section::new(self.tree);
        write(&mut section);
        let node = section.node;
        if self.tree.children(node).next().is_some() {
            self.tree.append(self.node, key, node);
        }
    }
}
