//! The real documents, which lie beside the checkout and not in it.

use std::path::PathBuf;

/// A document, if it is there; else that is said.
pub fn path(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(format!("{}/../shared/{name}", env!("CARGO_MANIFEST_DIR")));
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: {name} is not here");
    None
}
