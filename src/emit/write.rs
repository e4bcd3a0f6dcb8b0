//! Files to disk, all or none: each is written beside its place first, and only when all are there do they move.

use super::Artifact;
use std::io;
use std::path::{Path, PathBuf};

/// A file could not be written; what was there before is still there.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {cause}", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub cause: io::Error,
}

/// A file whose content on disk is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub name: &'static str,
    /// What is on disk; `None` if nothing is.
    pub before: Option<Vec<u8>>,
    /// What should be.
    pub after: Vec<u8>,
}

/// The files that differ from what is on disk.
///
/// # Errors
/// If a file is there and cannot be read.
pub fn changes(dir: &Path, artifacts: &[Artifact]) -> Result<Vec<Change>, WriteError> {
    let mut changes = Vec::new();
    for artifact in artifacts {
        let path = dir.join(artifact.name);
        let before = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => None,
            Err(cause) => return Err(WriteError { path, cause }),
        };
        if before.as_ref() != Some(&artifact.bytes) {
            changes.push(Change { name: artifact.name, before, after: artifact.bytes.clone() });
        }
    }
    Ok(changes)
}

/// Writes all files, or none. A file that is the same already is not touched.
///
/// # Errors
/// If one cannot be written. Files that had moved to their places already are put back as they were.
pub fn write(dir: &Path, artifacts: &[Artifact]) -> Result<Vec<Change>, WriteError> {
    let changes = changes(dir, artifacts)?;
    if changes.is_empty() {
        return Ok(changes);
    }
    let at = |path: &Path| {
        let path = path.to_owned();
        move |cause| WriteError { path, cause }
    };
    std::fs::create_dir_all(dir).map_err(at(dir))?;
    let mut ready = Vec::new();
    for change in &changes {
        let path = dir.join(change.name);
        let file = prepare(dir, &change.after).map_err(at(&path))?;
        ready.push((path, file));
    }
    let mut moved: Vec<(PathBuf, &Change)> = Vec::new();
    for ((path, file), change) in ready.into_iter().zip(&changes) {
        if let Err(error) = file.persist(&path) {
            for (path, change) in moved {
                restore(&path, change);
            }
            return Err(WriteError { path, cause: error.error });
        }
        moved.push((path, change));
    }
    Ok(changes)
}

/// A file beside its place, complete, with the rights of an ordinary file.
fn prepare(dir: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".connectorc-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let mut file = builder.tempfile_in(dir)?;
    io::Write::write_all(&mut file, bytes)?;
    Ok(file)
}

/// Puts back what was there. If even that fails there is nothing more to do, and the first error is told.
fn restore(path: &Path, change: &Change) {
    let _ = match &change.before {
        Some(bytes) => std::fs::write(path, bytes),
        None => std::fs::remove_file(path),
    };
}
