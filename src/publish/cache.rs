//! Sign-ins of a person, kept in the user's state directory, for nobody else to read.

use super::redact::Secret;
use super::world::World;
use serde_json::{Map, Value, json};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The folder that keeps sign-ins.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
}

/// What a sign-in is for. Tokens are never used for anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Who gave it: the address of the token endpoint, with its tenant.
    pub authority: String,
    pub client: String,
    pub audience: String,
}

/// A sign-in.
#[derive(Clone, Debug)]
pub struct Entry {
    pub access: Secret,
    pub refresh: Option<Secret>,
}

/// Why nothing is kept. It costs one more sign-in, and stops nothing.
#[derive(Debug, thiserror::Error)]
pub enum CacheFault {
    #[error(
        "sign-ins are not kept: {path} can be read by others (mode {mode:03o}); make it yours alone (`chmod {wanted:03o} {path}`) or remove it"
    )]
    Permissions { path: PathBuf, mode: u32, wanted: u32 },
    #[error("the sign-ins in {0} cannot be read and are ignored")]
    Corrupt(PathBuf),
    #[error("sign-ins are not kept: {path}: {error}")]
    Io { path: PathBuf, error: io::Error },
}

/// A file of this version can be read.
const VERSION: u64 = 1;
const FILE: &str = "tokens.json";
/// A larger file, in bytes, is not ours.
const LARGEST: u64 = 4 << 20;

impl Cache {
    /// Sign-ins in a folder, which need not exist yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The folder for this user: in `XDG_STATE_HOME` or `~/.local/state`, on macOS in
    /// `~/Library/Application Support`, on Windows in `LOCALAPPDATA`.
    pub fn default_folder(world: &dyn World) -> Option<PathBuf> {
        let absolute = |name: &str| world.variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let home = || absolute("HOME");
        let state = if cfg!(windows) {
            absolute("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            absolute("XDG_STATE_HOME").or_else(|| Some(home()?.join("Library/Application Support")))
        } else {
            absolute("XDG_STATE_HOME").or_else(|| Some(home()?.join(".local/state")))
        };
        Some(state?.join("connectorc"))
    }

    /// What is kept for a key.
    ///
    /// # Errors
    /// The file cannot be read or trusted.
    pub fn load(&self, key: &Key) -> Result<Option<Entry>, CacheFault> {
        let tokens = self.read()?;
        let Some(entry) = tokens.get(&key.text()) else { return Ok(None) };
        let text = |name: &str| entry.get(name).and_then(Value::as_str).map(Secret::new);
        Ok(text("access_token").map(|access| Entry { access, refresh: text("refresh_token") }))
    }

    /// Keeps a sign-in, in place of what was kept for the key.
    ///
    /// # Errors
    /// The file cannot be written or trusted; then it is as it was.
    pub fn store(&self, key: &Key, entry: &Entry) -> Result<(), CacheFault> {
        let mut kept = json!({ "access_token": entry.access.expose() });
        if let Some(refresh) = &entry.refresh {
            kept["refresh_token"] = refresh.expose().into();
        }
        self.change(|tokens| {
            tokens.insert(key.text(), kept);
        })
    }

    /// Forgets a sign-in.
    ///
    /// # Errors
    /// The file cannot be written or trusted; then it is as it was.
    pub fn remove(&self, key: &Key) -> Result<(), CacheFault> {
        self.change(|tokens| {
            tokens.shift_remove(&key.text());
        })
    }

    fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    fn read(&self) -> Result<Map<String, Value>, CacheFault> {
        let path = self.file();
        let io = |error| CacheFault::Io { path: path.clone(), error };
        let file = match fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Map::new()),
            Err(error) => return Err(io(error)),
        };
        // Of the open file, so that nobody changes it in between.
        let about = file.metadata().map_err(io)?;
        private(&path, &about, 0o600)?;
        let corrupt = || CacheFault::Corrupt(path.clone());
        if about.len() > LARGEST {
            return Err(corrupt());
        }
        let text = Zeroizing::new(io::read_to_string(file).map_err(|_| corrupt())?);
        let document: Value = serde_json::from_str(&text).map_err(|_| corrupt())?;
        match document {
            Value::Object(mut members) if members.get("version") == Some(&VERSION.into()) => {
                match members.shift_remove("tokens") {
                    Some(Value::Object(tokens)) => Ok(tokens),
                    _ => Err(corrupt()),
                }
            }
            _ => Err(corrupt()),
        }
    }

    /// Writes the file anew beside the old one and puts it in its place, so that there is always a whole one.
    fn change(&self, change: impl FnOnce(&mut Map<String, Value>)) -> Result<(), CacheFault> {
        let path = self.file();
        let mut tokens = match self.read() {
            // What cannot be read is worth nothing to anybody.
            Err(CacheFault::Corrupt(_)) => Map::new(),
            tokens => tokens?,
        };
        change(&mut tokens);
        let io = |error| CacheFault::Io { path: path.clone(), error };
        create(&self.folder).map_err(io)?;
        let text = Zeroizing::new(json!({ "version": VERSION, "tokens": tokens }).to_string());
        // The file is for its owner alone from the start.
        let mut file = tempfile::Builder::new().prefix(".tokens").tempfile_in(&self.folder).map_err(io)?;
        file.write_all(text.as_bytes()).map_err(io)?;
        file.as_file().sync_all().map_err(io)?;
        file.persist(&path).map_err(|error| io(error.error)).map(drop)
    }
}

impl Key {
    fn text(&self) -> String {
        [&self.authority, &self.client, &self.audience].map(|part| part.to_lowercase()).join(" ")
    }
}

#[cfg(unix)]
fn private(path: &Path, about: &fs::Metadata, wanted: u32) -> Result<(), CacheFault> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = about.permissions().mode() & 0o777;
    if mode & !wanted == 0 {
        Ok(())
    } else {
        Err(CacheFault::Permissions { path: path.to_owned(), mode, wanted })
    }
}

/// On Windows, the folder is the user's own.
#[cfg(not(unix))]
fn private(_: &Path, _: &fs::Metadata, _: u32) -> Result<(), CacheFault> {
    Ok(())
}

/// Makes the folder, for its owner alone; one that exists stays as it is.
fn create(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

#[cfg(all(test, unix))]
mod tests;
