//! Folders that appear whole or not at all: backups, and connectors that are pulled.

use super::failure::{Failure, Kind};
use std::path::{Path, PathBuf};

/// Writes a new folder with these files. It is filled beside its place and then moved there.
///
/// # Errors
/// It is there already, or cannot be written.
pub fn write(path: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Failure> {
    let disk =
        |error: std::io::Error| Failure::new(Kind::Disk, format!("cannot write {}: {error}", path.display()));
    if path.exists() {
        let told = format!("{} is there already, and is left as it is", path.display());
        return Err(Failure::new(Kind::Disk, told));
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent: PathBuf = parent.unwrap_or(Path::new(".")).to_owned();
    std::fs::create_dir_all(&parent).map_err(disk)?;
    let draft = tempfile::Builder::new().prefix(".connectorc-").tempdir_in(&parent).map_err(disk)?;
    for (name, bytes) in files {
        std::fs::write(draft.path().join(name), bytes).map_err(disk)?;
    }
    std::fs::rename(draft.path(), path).map_err(disk)?;
    // It has moved: there is nothing left to remove.
    let _ = draft.keep();
    Ok(())
}
