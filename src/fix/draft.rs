//! Files as they would be.

use super::Change;
use crate::load::{Files, Layered, Memory};
use std::io;
use std::path::{Path, PathBuf};

/// Files with other texts in place of some.
#[derive(Clone)]
pub(super) struct Draft<'f>(Layered<'f>);

impl<'f> Draft<'f> {
    pub fn over(below: &'f dyn Files) -> Draft<'f> {
        Draft(Layered { above: Memory::default(), below })
    }

    pub fn write(&mut self, path: &Path, text: String) {
        self.0.above.insert(path, text);
    }

    /// The text of a file; `None` if there is none that can be read.
    pub fn text(&self, path: &Path) -> Option<String> {
        text(&self.0, path)
    }

    /// The files that differ from what is below.
    pub fn changes(self) -> Vec<Change> {
        let Layered { above, below } = self.0;
        let changes = above.into_files().into_iter().filter_map(|(path, after)| {
            let after = String::from_utf8(after).expect("internal error: only texts are written");
            let before = text(below, &path);
            (before.as_ref() != Some(&after)).then_some(Change { path, before, after })
        });
        changes.collect()
    }
}

fn text(files: &dyn Files, path: &Path) -> Option<String> {
    String::from_utf8(files.read(path).ok()?).ok()
}

impl Files for Draft<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.read(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.is_file(path)
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.real_path(path)
    }
}
