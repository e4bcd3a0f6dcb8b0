//! What is to be published: a project, compiled, or the files of a connector, checked.

use super::failure::{Failure, Kind};
use super::remote::parse;
use crate::compile::{Options, Outcome, compile};
use crate::diagnostic::{Diagnostic, Findings, Site};
use crate::inspect::inspect;
use crate::load::{self, CONFIG_NAMES, Files, SOURCE_NAMES, is_connector};
use crate::rules::look_at_icon;
use crate::tree::{Layout, NodeId, Tree, write_json};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// `spec/platform/publish.toml`
#[derive(Deserialize)]
struct Facts {
    properties: Members,
}

#[derive(Deserialize)]
pub(super) struct Members {
    pub accepted: Vec<String>,
    withheld: Vec<String>,
    answered: Vec<String>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/publish.toml"))
        .expect("internal error: the facts about publishing are TOML")
});

pub(super) fn members() -> &'static Members {
    &FACTS.properties
}

/// Where the parts are, each over what its folder holds.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// A project, a connector's folder, or a definition.
    pub path: PathBuf,
    pub definition: Option<PathBuf>,
    pub properties: Option<PathBuf>,
    pub icon: Option<PathBuf>,
    pub script: Option<PathBuf>,
}

/// A file that is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What is to be published.
#[derive(Debug)]
pub struct Package {
    /// All documents, to which those of the service are added.
    pub tree: Tree,
    pub definition: NodeId,
    /// What `apiProperties.json` has under `properties` and the service takes; the rest is left out.
    pub properties: Map<String, Value>,
    pub icon: Option<Blob>,
    pub script: Option<Blob>,
    /// Whether the connector shall have no script.
    pub removes_script: bool,
    /// The address of the API.
    pub service_url: String,
    /// What is worth knowing and stops nothing.
    pub notes: Vec<String>,
}

/// What came of looking at what is to be published.
pub struct Packed {
    pub package: Result<Package, Failure>,
    /// What the local checks found, with the documents that it is about.
    pub findings: Vec<Diagnostic>,
    pub tree: Tree,
}

/// What may be published although it is unusual.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leave {
    /// Although local checks find errors.
    pub findings: bool,
    /// Although the API is reached without TLS.
    pub http: bool,
}

/// Looks at what is to be published.
///
/// # Errors
/// It cannot be published; findings say more.
pub fn pack(files: &dyn Files, paths: &Paths, leave: Leave, today: Option<String>) -> Packed {
    let path = paths.definition.as_ref().unwrap_or(&paths.path);
    let options = Options { today, ..Options::default() };
    let outcome = if is_connector(files, path) || paths.definition.is_some() {
        inspect(files, path, &options)
    } else {
        compile(files, path, &options)
    };
    if outcome.definition.is_none() || outcome.blocked && !leave.findings {
        let was_read = outcome.tree.sources.files().next().is_some();
        let kind = if was_read { Kind::Local } else { Kind::Usage };
        let failure = Failure::new(kind, "errors stand in the way; nothing was sent");
        let failure = match kind {
            Kind::Local if outcome.definition.is_some() => {
                failure.help("`--no-check` lets the service decide")
            }
            _ => failure,
        };
        return Packed { package: Err(failure), findings: outcome.findings, tree: outcome.tree };
    }
    let Outcome { mut tree, definition, properties, findings, .. } = outcome;
    let definition = definition.expect("internal error: there is a definition");
    let mut packing = Packing { files, paths, leave, notes: Vec::new() };
    match packing.parts(&mut tree, definition, properties) {
        Ok((properties, icon, script, service_url)) => {
            let notes = packing.notes;
            let package = Package {
                tree,
                definition,
                properties,
                icon,
                script,
                removes_script: false,
                service_url,
                notes,
            };
            Packed { package: Ok(package), findings, tree: Tree::default() }
        }
        Err(failure) => Packed { package: Err(failure), findings, tree },
    }
}

struct Packing<'a> {
    files: &'a dyn Files,
    paths: &'a Paths,
    leave: Leave,
    notes: Vec<String>,
}

type Parts = (Map<String, Value>, Option<Blob>, Option<Blob>, String);

impl Packing<'_> {
    fn parts(
        &mut self,
        tree: &mut Tree,
        definition: NodeId,
        properties: Option<NodeId>,
    ) -> Result<Parts, Failure> {
        let properties = match &self.paths.properties {
            None => properties,
            Some(path) => {
                let bytes = self.files.read(path);
                let bytes = bytes.map_err(|error| unreadable(path, &format!("cannot be read: {error}")))?;
                let read = parse(tree, &path.display().to_string(), &bytes);
                Some(read.ok_or_else(|| unreadable(path, "is no JSON"))?)
            }
        };
        let members = match properties {
            None => Map::new(),
            Some(root) => self.taken(tree, root)?,
        };
        let icon = self.icon()?;
        let script = self.script()?;
        let service_url = service_url(tree, definition, self.leave)?;
        Ok((members, icon, script, service_url))
    }

    /// The members that the service takes.
    fn taken(&mut self, tree: &Tree, root: NodeId) -> Result<Map<String, Value>, Failure> {
        let at = |node| place(tree, node);
        let Some(properties) = tree.get(root, "properties").filter(|node| tree.is_object(*node)) else {
            return Err(local(format!("{} has no object `properties`", at(root))));
        };
        let known = members();
        let is = |list: &[String], key: &str| list.iter().any(|name| name == key);
        let mut taken = Map::new();
        for (key, node) in tree.members(properties) {
            if is(&known.withheld, key) {
                self.notes.push(format!("`{key}` stays here: the service refuses it"));
            } else if is(&known.accepted, key) {
                let text = write_json(tree, node, Layout::Minified);
                let value = serde_json::from_str(&text).expect("internal error: the tree writes JSON");
                taken.insert(key.to_owned(), value);
            } else if is(&known.answered, key) {
                self.notes.push(format!("`{key}` stays here: the service fills it in"));
            } else {
                let told = format!("{}: the service does not take `{key}`", at(node));
                return Err(local(told).help("remove it, or look for a slip in its name"));
            }
        }
        Ok(taken)
    }

    fn icon(&self) -> Result<Option<Blob>, Failure> {
        let Some((path, blob)) = self.beside(self.paths.icon.as_ref(), "icon.png", |config| {
            config.connector.icon.as_ref().map(|icon| icon.value.clone())
        })?
        else {
            return Ok(None);
        };
        let mut findings = Findings::default();
        let site = Site::Path(path.display().to_string());
        let usable = look_at_icon(&blob.bytes, &blob.name, &site, &mut findings);
        if !usable || findings.blocked() {
            return Err(unreadable(&path, "is no PNG that could be an icon"));
        }
        Ok(Some(Blob { name: "icon.png".to_owned(), bytes: blob.bytes }))
    }

    fn script(&self) -> Result<Option<Blob>, Failure> {
        let found = self.beside(self.paths.script.as_ref(), "script.csx", |config| {
            config.connector.script.as_ref().map(|script| script.value.clone())
        })?;
        let Some((path, blob)) = found else { return Ok(None) };
        if blob.bytes.is_empty() {
            return Err(
                unreadable(&path, "is empty").help("`--remove-script` removes the connector's script")
            );
        }
        Ok(Some(Blob { name: "script.csx".to_owned(), bytes: blob.bytes }))
    }

    /// A file that was named, that the configuration names, or that stands beside the definition.
    fn beside(
        &self,
        named: Option<&PathBuf>,
        usual: &str,
        configured: impl Fn(&crate::config::Config) -> Option<String>,
    ) -> Result<Option<(PathBuf, Blob)>, Failure> {
        let path = match named {
            Some(path) => path.clone(),
            None => match project(self.files, &self.paths.path) {
                Some((dir, config)) => match configured(&config) {
                    Some(path) => dir.join(path),
                    None => return Ok(None),
                },
                None => {
                    let definition = self.paths.definition.as_ref().unwrap_or(&self.paths.path);
                    let dir = if self.files.is_file(definition) {
                        definition.parent().unwrap_or(Path::new("")).to_owned()
                    } else {
                        definition.clone()
                    };
                    let path = dir.join(usual);
                    if !self.files.is_file(&path) {
                        return Ok(None);
                    }
                    path
                }
            },
        };
        let bytes =
            self.files.read(&path).map_err(|error| unreadable(&path, &format!("cannot be read: {error}")))?;
        Ok(Some((path, Blob { name: usual.to_owned(), bytes })))
    }
}

/// The configuration of the project at a path, with its folder.
pub fn project(files: &dyn Files, path: &Path) -> Option<(PathBuf, crate::config::Config)> {
    let names = || CONFIG_NAMES.iter().chain(&SOURCE_NAMES);
    let is_project = !is_connector(files, path)
        && (files.is_file(path) || names().any(|name| files.is_file(&path.join(name))));
    let (mut tree, mut findings) = (Tree::default(), Findings::default());
    let project = is_project.then(|| load::project(files, path, &mut tree, &mut findings).ok())??;
    Some((project.dir, project.config))
}

/// Where the API is, as the definition says. Source: paconn 0.0.21, which takes the first scheme; ours is the safe
/// one.
fn service_url(tree: &Tree, definition: NodeId, leave: Leave) -> Result<String, Failure> {
    if tree.get_str(definition, "swagger") != Some("2.0") {
        return Err(local(format!("{} is not Swagger 2.0", place(tree, definition)))
            .help("an OpenAPI 3 document is compiled first: give its folder, not the definition"));
    }
    let Some(host) = tree.get_str(definition, "host").filter(|host| !host.is_empty()) else {
        return Err(local(format!("{} has no `host`", place(tree, definition)))
            .help("the service needs the address of the API"));
    };
    let base = tree.get_str(definition, "basePath").unwrap_or_default();
    let schemes: Vec<&str> = tree
        .get(definition, "schemes")
        .map(|list| tree.items(list).filter_map(|scheme| tree.str(scheme)).collect())
        .unwrap_or_default();
    let scheme = if schemes.is_empty() || schemes.contains(&"https") {
        "https"
    } else if schemes.contains(&"http") && leave.http {
        "http"
    } else {
        return Err(local(format!("{} does not offer `https` among its `schemes`", place(tree, definition)))
            .help("`--allow-http` sends it although credentials would travel in the clear"));
    };
    Ok(format!("{scheme}://{host}{base}"))
}

fn local(message: String) -> Failure {
    Failure::new(Kind::Local, message)
}

fn unreadable(path: &Path, what: &str) -> Failure {
    local(format!("{} {what}; nothing was sent", path.display()))
}

/// File, line and column of a node.
fn place(tree: &Tree, node: NodeId) -> String {
    let site = Site::Value(node);
    let place = crate::report::place(tree, &site);
    match place.region {
        Some(region) => format!("{}:{}:{}", place.path, region.start.line, region.start.column),
        None => place.path.to_owned(),
    }
}

impl Package {
    /// `info.title`
    pub fn title(&self) -> &str {
        self.info("title")
    }

    /// `info.description`
    pub fn description(&self) -> &str {
        self.info("description")
    }

    fn info(&self, key: &str) -> &str {
        let info = self.tree.get(self.definition, "info");
        info.and_then(|info| self.tree.get_str(info, key)).unwrap_or_default()
    }

    /// The definition as it is sent: JSON without spaces, numbers as they are written.
    pub fn definition_text(&self) -> String {
        write_json(&self.tree, self.definition, Layout::Minified)
    }
}
