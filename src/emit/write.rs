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
    let mut made = Vec::new();
    let written = folders(dir, &changes, &mut made).and_then(|()| {
        let files = changes.iter().map(|change| Replacement {
            path: dir.join(change.name),
            before: change.before.as_deref(),
            after: &change.after,
        });
        replace(&files.collect::<Vec<_>>())
    });
    if written.is_err() {
        // What is in them was there before, or is gone again.
        made.iter().rev().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
    written.map(|()| changes)
}

/// Makes the folders of files; notes which of those below `dir` were not there.
fn folders(dir: &Path, changes: &[Change], made: &mut Vec<PathBuf>) -> Result<(), WriteError> {
    let make = |folder: &Path| {
        std::fs::create_dir_all(folder).map_err(|cause| WriteError { path: folder.to_owned(), cause })
    };
    make(dir)?;
    for change in changes {
        let path = dir.join(change.name);
        if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
            make(folder)?;
            made.push(folder.to_owned());
        }
    }
    Ok(())
}

/// What a file should be.
#[derive(Clone, Debug)]
pub struct Replacement<'a> {
    /// The file, in a folder that is there.
    pub path: PathBuf,
    /// What is there; `None` if nothing is.
    pub before: Option<&'a [u8]>,
    /// What should be.
    pub after: &'a [u8],
}

/// Replaces all files, or none.
///
/// # Errors
/// As [`write()`].
pub fn replace(files: &[Replacement<'_>]) -> Result<(), WriteError> {
    let mut ready = Vec::new();
    for file in files {
        let prepared = prepare(&file.path, file.after);
        ready.push(prepared.map_err(|cause| WriteError { path: file.path.clone(), cause })?);
    }
    for (index, (prepared, file)) in ready.into_iter().zip(files).enumerate() {
        // A link stays one: what it leads to is replaced.
        let place = file.path.canonicalize().unwrap_or_else(|_| file.path.clone());
        if let Err(error) = prepared.persist(&place) {
            files[..index].iter().for_each(restore);
            return Err(WriteError { path: file.path.clone(), cause: error.error });
        }
    }
    Ok(())
}

/// A file beside its place, complete, with the rights of the one that it replaces or of an ordinary file.
fn prepare(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let dir = real.ancestors().skip(1).find(|dir| dir.is_dir()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".connectorc-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let ordinary = std::fs::Permissions::from_mode(0o644);
        builder.permissions(std::fs::metadata(path).map_or(ordinary, |metadata| metadata.permissions()));
    }
    let mut file = builder.tempfile_in(dir)?;
    io::Write::write_all(&mut file, bytes)?;
    Ok(file)
}

/// Puts back what was there. If even that fails there is nothing more to do, and the first error is told.
fn restore(file: &Replacement<'_>) {
    let _ = match file.before {
        Some(bytes) => std::fs::write(&file.path, bytes),
        None => std::fs::remove_file(&file.path),
    };
}
