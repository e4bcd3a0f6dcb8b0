//! Files as they were in a revision of a Git repository: asked of the `git` program, which is told to change nothing.

use super::files::{Files, normalize};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Why a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git`.
    #[error("`git` cannot be started ({0}): it is needed to read an earlier revision")]
    NoGit(io::Error),
    /// There is no repository.
    #[error("`{0}` is in no Git repository")]
    NoRepository(String),
    /// The repository does not have it.
    #[error(
        "there is no revision `{0}` here: name a branch, a tag or a commit; a shallow clone lacks the older ones"
    )]
    UnknownRevision(String),
    /// The revision does not have it.
    #[error("`{path}` is not in `{revision}`{hint}")]
    NotThere {
        /// The path, from the top of the repository.
        path: String,
        /// The revision.
        revision: String,
        /// What may be meant.
        hint: String,
    },
    /// Something that `git` says itself.
    #[error("git: {0}")]
    Other(String),
}

/// A file or a link of a revision.
#[derive(Debug)]
struct Entry {
    is_link: bool,
    object: String,
}

/// All files of a revision, by their paths from the top of the repository.
#[derive(Debug)]
pub struct Revision {
    dir: PathBuf,
    entries: BTreeMap<PathBuf, Entry>,
}

impl Revision {
    /// Opens what a revision has at `path`, as `git show REVISION:PATH` finds it: from the top of the repository, or
    /// from `dir` if it begins with `./` or `../`. Also gives the path from the top.
    ///
    /// # Errors
    /// If there is no `git`, no repository, no such revision, or no such path in it.
    pub fn open(dir: &Path, revision: &str, path: &str) -> Result<(Revision, PathBuf), GitError> {
        let prefix = match run(dir, &["rev-parse", "--show-prefix"]) {
            Ok(prefix) => PathBuf::from(text(&prefix).trim_end_matches('\n')),
            Err(GitError::Other(_)) => return Err(GitError::NoRepository(shown(dir))),
            Err(error) => return Err(error),
        };
        let unknown = || GitError::UnknownRevision(revision.to_owned());
        // What begins with a dash would be an option.
        if revision.is_empty() || revision.starts_with('-') {
            return Err(unknown());
        }
        let tree = run(dir, &["rev-parse", "--verify", "--quiet", &format!("{revision}^{{tree}}")]);
        let tree = tree.map_err(|error| if let GitError::Other(_) = error { unknown() } else { error })?;
        let list = run(dir, &["ls-tree", "-r", "-z", "--full-tree", text(&tree).trim()])?;
        let entries = text(&list).split('\0').filter_map(entry).collect();
        let found = Revision { dir: dir.to_owned(), entries };
        let is_relative = path.starts_with("./") || path.starts_with("../") || path == "." || path == "..";
        let from_top = normalize(&if is_relative { prefix.join(path) } else { PathBuf::from(path) });
        if found.has(&from_top) {
            return Ok((found, from_top));
        }
        let is_below = !is_relative && found.has(&normalize(&prefix.join(path)));
        let hint = if is_below { format!(": did you mean `{revision}:./{path}`?") } else { String::new() };
        Err(GitError::NotThere { path: from_top.display().to_string(), revision: revision.to_owned(), hint })
    }

    fn has(&self, path: &Path) -> bool {
        path.as_os_str().is_empty()
            || self.entries.range(path.to_owned()..).next().is_some_and(|(found, _)| found.starts_with(path))
    }

    /// The entry at a path, through links to files.
    fn entry(&self, path: &Path) -> io::Result<(PathBuf, &Entry)> {
        let mut path = normalize(path);
        // A chain of links longer than this is a circle.
        for _ in 0..16 {
            let entry = self.entries.get(&path).ok_or(io::ErrorKind::NotFound)?;
            if !entry.is_link {
                return Ok((path, entry));
            }
            let target = PathBuf::from(text(&self.blob(entry)?).into_owned());
            path = normalize(&path.parent().unwrap_or(Path::new("")).join(target));
        }
        Err(io::ErrorKind::NotFound.into())
    }

    fn blob(&self, entry: &Entry) -> io::Result<Vec<u8>> {
        run(&self.dir, &["cat-file", "blob", &entry.object]).map_err(io::Error::other)
    }
}

impl Files for Revision {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.blob(self.entry(path)?.1)?;
        if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
            return Err(io::Error::other("it is kept in Git LFS, and only a pointer is in the revision"));
        }
        Ok(bytes)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.entry(path).is_ok()
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        let normal = normalize(path);
        if normal.as_os_str().is_empty() || !self.entries.contains_key(&normal) && self.has(&normal) {
            return Ok(Path::new("/").join(normal));
        }
        Ok(Path::new("/").join(self.entry(&normal)?.0))
    }
}

/// A line of `git ls-tree`: `100644 blob <object>\t<path>`.
fn entry(line: &str) -> Option<(PathBuf, Entry)> {
    let (facts, path) = line.split_once('\t')?;
    let mut facts = facts.split(' ');
    let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
    let entry = Entry { is_link: mode == "120000", object: object.to_owned() };
    (kind == "blob").then(|| (PathBuf::from(path), entry))
}

/// What a command of `git` prints. None of those that are run here writes anything or asks the network.
fn run(dir: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
    let mut command = Command::new("git");
    command.args(["--no-pager", "--no-replace-objects"]).args(arguments);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_NO_LAZY_FETCH", "1").env("GIT_TERMINAL_PROMPT", "0");
    if !dir.as_os_str().is_empty() {
        command.current_dir(dir);
    }
    let output = command.stdin(Stdio::null()).output().map_err(GitError::NoGit)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let words = text(&output.stderr).trim().trim_start_matches("fatal: ").to_owned();
    Err(GitError::Other(words))
}

fn text(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn shown(dir: &Path) -> String {
    if dir.as_os_str().is_empty() { ".".to_owned() } else { dir.display().to_string() }
}
