//! Keeps two publishes of one machine apart that go to the same connector.

use super::failure::{Failure, Kind};
use super::service::encode;
use super::target::Target;
use std::fs::{File, TryLockError};
use std::path::Path;

/// A lock, which ends with this value or with the process.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is held, not used")] File);

/// Takes the lock of a connector.
///
/// # Errors
/// Another process has it, or its file cannot be made.
pub fn lock(state: &Path, target: &Target, connector: &str) -> Result<Lock, Failure> {
    let dir = state.join("locks");
    let disk = |error: std::io::Error| {
        Failure::new(Kind::Disk, format!("cannot lock in {}: {error}", dir.display()))
    };
    std::fs::create_dir_all(&dir).map_err(disk)?;
    let name = format!("{}-{}.lock", encode(&target.environment), encode(connector));
    let file = File::options().create(true).truncate(false).write(true).open(dir.join(name)).map_err(disk)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => {
            let told =
                format!("another publish to `{connector}` is under way on this machine; nothing was sent");
            Err(Failure::new(Kind::Conflict, told).help("wait until it has ended"))
        }
        Err(TryLockError::Error(error)) => Err(disk(error)),
    }
}
