//! Files into one tree: the configuration, the source, what its references name, the overlays.

mod files;
mod document;
mod identities;
mod references;
mod connector;
mod git;
mod rules;

pub use connector::{Connector, DEFINITION, PROPERTIES, SETTINGS, connector, is_connector};
pub use document::{Document, Documents, Format, Hand};
pub use files::{Disk, Files, Layered, Memory, normalize};
pub use git::{GitError, Revision};
pub use identities::Identities;
pub(crate) use references::percent_decode;
pub(crate) use rules::unreadable;
pub use rules::{
    AMBIGUOUS_SCALAR, DUPLICATE_KEY, ENCODING_NOT_UTF8, INPUT_TOO_LARGE, KEY_NOT_STRING, MANY_DOCUMENTS,
    REFERENCE_OUTSIDE_PROJECT, REMOTE_REFERENCE, SYNTAX_ERROR, UNREADABLE_FILE,
};

use crate::config::{Config, Located};
use crate::diagnostic::{Findings, Reported, Site};
use crate::tree::{NodeId, Tree};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The names that a configuration may have, in a folder.
pub const CONFIG_NAMES: [&str; 2] = ["connector.yaml", "connector.yml"];
/// The names that a source may have if no configuration names one.
pub const SOURCE_NAMES: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];

/// Everything that a run reads.
#[derive(Debug)]
pub struct Project {
    /// The folder that holds it.
    pub dir: PathBuf,
    /// The configuration.
    pub config: Config,
    /// The source's root.
    pub source: NodeId,
    /// The overlays' roots, in order.
    pub overlays: Vec<NodeId>,
    /// The roots of the overlays for the finished definition, in order.
    pub output_overlays: Vec<NodeId>,
    /// All documents, by path: the source first, then what it refers to.
    pub documents: Documents,
}

/// Loads the project at `path`: a folder, a `connector.yaml`, or an OpenAPI document alone.
///
/// # Errors
/// If there is no source to compile; why is among the findings.
pub fn project(
    files: &dyn Files,
    path: &Path,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Result<Project, Reported> {
    let place = Place::find(files, path);
    let mut documents = Documents::default();
    let config = match &place.config {
        Some(config) => match document::read(files, config, Hand::Author, tree, findings) {
            Some(read) => Config::read(tree, read.root, findings),
            None => return Err(findings.give_up()),
        },
        None => Config::default(),
    };
    let Some(source) = read_source(files, &place, &config, tree, findings) else {
        // A slip in the configuration may be why.
        config.check(tree, findings);
        return Err(findings.give_up());
    };
    documents.add(source);
    references::follow(files, &place.dir, &mut documents, tree, findings);
    let mut read = |list: &[Located<String>]| -> Vec<NodeId> {
        let root = |overlay: &Located<String>| {
            let path = normalize(&place.dir.join(&overlay.value));
            Some(read_named(files, &path, Some(overlay.at), tree, findings)?.root)
        };
        list.iter().filter_map(root).collect()
    };
    let (overlays, output_overlays) = (read(&config.overlays), read(&config.output.overlays));
    let source = documents.first();
    Ok(Project { dir: place.dir, config, source, overlays, output_overlays, documents })
}

/// Whether the project at `path` has a `connector.yaml`.
pub fn is_configured(files: &dyn Files, path: &Path) -> bool {
    Place::find(files, path).config.is_some()
}

fn read_source(
    files: &dyn Files,
    place: &Place,
    config: &Config,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Document> {
    let path = source_path(files, place, config);
    let at = config.source.as_ref().map(|source| source.at);
    let is_named = at.is_some() || place.source.is_some();
    if is_named || files.read(&path).map_err(|error| error.kind()).err() != Some(ErrorKind::NotFound) {
        return read_named(files, &path, at, tree, findings);
    }
    let dir = place.dir.display().to_string();
    let (message, site) = match &place.config {
        Some(config) => ("there is no OpenAPI document beside it".to_owned(), config.display().to_string()),
        None if dir.is_empty() => ("there is no OpenAPI document here".to_owned(), ".".to_owned()),
        None => (format!("there is no OpenAPI document at `{dir}`"), dir),
    };
    findings
        .report(&UNREADABLE_FILE, Site::Path(site), message)
        .help("call it `openapi.yaml`, or name it with `source` in connector.yaml");
    None
}

/// Reads a document that has a place in the configuration, so that its absence can be shown there.
fn read_named(
    files: &dyn Files,
    path: &Path,
    named_at: Option<NodeId>,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Document> {
    match (files.read(path), named_at) {
        (Ok(bytes), _) => document::parse(path, bytes, Hand::Author, tree, findings),
        (Err(error), named_at) => {
            let site = named_at.map_or_else(|| Site::Path(path.display().to_string()), Site::Value);
            unreadable(path, site, &error, findings);
            None
        }
    }
}

/// What a path on the command line stands for.
struct Place {
    dir: PathBuf,
    config: Option<PathBuf>,
    source: Option<PathBuf>,
}

impl Place {
    fn find(files: &dyn Files, path: &Path) -> Place {
        let named = |names: &[&str], name: &str| names.contains(&name);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let path = &normalize(path);
        let parent = || path.parent().unwrap_or(Path::new("")).to_owned();
        if named(&CONFIG_NAMES, name) {
            return Place { dir: parent(), config: Some(path.to_owned()), source: None };
        }
        if files.is_file(path) {
            return Place { dir: parent(), config: None, source: Some(path.to_owned()) };
        }
        let dir = path.to_owned();
        let config = CONFIG_NAMES.iter().map(|name| dir.join(name)).find(|path| files.is_file(path));
        Place { dir, config, source: None }
    }
}

fn source_path(files: &dyn Files, place: &Place, config: &Config) -> PathBuf {
    if let Some(source) = &place.source {
        return source.clone();
    }
    if let Some(source) = &config.source {
        return normalize(&place.dir.join(&source.value));
    }
    let candidates = SOURCE_NAMES.map(|name| place.dir.join(name));
    let found = candidates.iter().find(|path| files.is_file(path));
    found.unwrap_or(&candidates[0]).clone()
}
