//! Files as they would be.

use super::Change;
use crate::load::{Files, normalize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Files with other texts in place of some.
#[derive(Clone)]
pub(super) struct Draft<'f> {
    under: &'f dyn Files,
    texts: BTreeMap<PathBuf, String>,
}

impl<'f> Draft<'f> {
    pub fn over(under: &'f dyn Files) -> Draft<'f> {
        Draft { under, texts: BTreeMap::new() }
    }

    pub fn write(&mut self, path: &Path, text: String) {
        self.texts.insert(normalize(path), text);
    }

    /// The text of a file; `None` if there is none that can be read.
    pub fn text(&self, path: &Path) -> Option<String> {
        String::from_utf8(self.read(path).ok()?).ok()
    }

    /// The files that differ from what is below.
    pub fn changes(self) -> Vec<Change> {
        let under = self.under;
        let changes = self.texts.into_iter().filter_map(|(path, after)| {
            let before = under.read(&path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            (before.as_ref() != Some(&after)).then_some(Change { path, before, after })
        });
        changes.collect()
    }
}

impl Files for Draft<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.texts.get(&normalize(path)) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.under.read(path),
        }
    }

    fn is_file(&self, path: &Path) -> bool {
        self.texts.contains_key(&normalize(path)) || self.under.is_file(path)
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        match self.under.real_path(path) {
            Err(_) if self.texts.contains_key(&normalize(path)) => Ok(normalize(path)),
            found => found,
        }
    }
}
