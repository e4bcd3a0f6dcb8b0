//! Where files come from: the disk, or memory in tests and editors.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The only way in which the compiler reads.
pub trait Files: Sync {
    /// The bytes of a file.
    ///
    /// # Errors
    /// If it is not there or cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Whether there is such a file.
    fn is_file(&self, path: &Path) -> bool;

    /// The same file's path without links, so that a link cannot lead out of a folder unseen.
    ///
    /// # Errors
    /// If it is not there.
    fn real_path(&self, path: &Path) -> io::Result<PathBuf>;
}

/// The disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        path.is_file()
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        path.canonicalize()
    }
}

/// Files that are nowhere but here.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Memory {
    /// With one more file.
    #[must_use]
    pub fn with(mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Memory {
        self.insert(path, bytes);
        self
    }

    /// Adds a file, or gives one other bytes.
    pub fn insert(&mut self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(normalize(&path.into()), bytes.into());
    }

    /// All files, by their paths.
    pub fn into_files(self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.files
    }
}

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(&normalize(path)).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(&normalize(path))
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        // Somewhere below the top, so that `..` can lead out.
        Ok(normalize(&Path::new("/memory").join(path)))
    }
}

/// Files that are not written yet, over those that are there.
#[derive(Clone)]
pub struct Layered<'f> {
    /// What is as it would be.
    pub above: Memory,
    /// All others.
    pub below: &'f dyn Files,
}

impl Files for Layered<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.above.read(path).or_else(|_| self.below.read(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.above.is_file(path) || self.below.is_file(path)
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        match self.below.real_path(path) {
            Err(_) if self.above.is_file(path) => Ok(normalize(path)),
            found => found,
        }
    }
}

/// A path without `.` and without `..` where that can be had: one spelling for one file.
pub fn normalize(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
