//! Files of a project that is not written yet, over those that are there.

use crate::load::{Files, Memory, normalize};
use std::io;
use std::path::{Path, PathBuf};

/// Files in memory, and below them all others.
pub(super) struct Layered<'a> {
    pub memory: Memory,
    pub below: &'a dyn Files,
}

impl Files for Layered<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.memory.read(path).or_else(|_| self.below.read(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.memory.is_file(path) || self.below.is_file(path)
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        if self.memory.is_file(path) { Ok(normalize(path)) } else { self.below.real_path(path) }
    }
}
