//! A connector that exists: the files of its folder, or its definition alone.

use super::document::{self, Hand};
use super::files::{Files, normalize};
use crate::diagnostic::Findings;
use crate::tree::{NodeId, Tree};
use std::path::{Path, PathBuf};

/// The definition's name in a connector's folder.
pub const DEFINITION: &str = "apiDefinition.swagger.json";
/// The properties' name there.
pub const PROPERTIES: &str = "apiProperties.json";
/// The settings' name there.
pub const SETTINGS: &str = "settings.json";

/// The files of a connector.
#[derive(Clone, Debug)]
pub struct Connector {
    /// Its folder.
    pub dir: PathBuf,
    /// The definition's path.
    pub path: PathBuf,
    /// The definition.
    pub definition: NodeId,
    /// `apiProperties.json`, where there is one that can be read.
    pub properties: Option<NodeId>,
    /// `settings.json`, likewise.
    pub settings: Option<NodeId>,
}

/// Whether a path is that of a connector rather than of a project.
pub fn is_connector(files: &dyn Files, path: &Path) -> bool {
    let named = path.file_name().and_then(|name| name.to_str()).is_some_and(is_definition_name);
    named && files.is_file(path) || !has_source(files, path) && files.is_file(&path.join(DEFINITION))
}

fn is_definition_name(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with("swagger.json") || name == "apidefinition.json"
}

/// Whether the folder is a project: what is compiled there is checked, and not what came of it.
fn has_source(files: &dyn Files, dir: &Path) -> bool {
    super::CONFIG_NAMES.iter().chain(&super::SOURCE_NAMES).any(|name| files.is_file(&dir.join(name)))
}

/// Reads a connector; `None` if its definition cannot be read, and why is among the findings.
pub fn connector(
    files: &dyn Files,
    path: &Path,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Connector> {
    let path = normalize(path);
    let (dir, path) = if files.is_file(&path) {
        (path.parent().unwrap_or(Path::new("")).to_owned(), path)
    } else {
        (path.clone(), path.join(DEFINITION))
    };
    let definition = document::read(files, &path, Hand::Others, tree, findings)?.root;
    let mut beside = |name: &str| {
        let path = dir.join(name);
        files.is_file(&path).then(|| document::read(files, &path, Hand::Others, tree, findings))?
    };
    let properties = beside(PROPERTIES).map(|read| read.root);
    let settings = beside(SETTINGS).map(|read| read.root);
    Some(Connector { dir, path, definition, properties, settings })
}
