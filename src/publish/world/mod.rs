//! What is outside of a sign-in: the environment, files, the clock, other programs, the network, the person.

#[cfg(test)]
mod fake;
mod system;

#[cfg(test)]
pub(super) use fake::{BEGINNING, Fake};
pub use system::System;

use super::transport::{Answer, Request, TransportFault};
use std::io;
use std::path::Path;
use std::time::Duration;

/// All that a sign-in asks of the world. Tests have one of their own, so that no test needs a network.
pub trait World {
    /// An environment variable; one that is empty is not set.
    fn variable(&self, name: &str) -> Option<String>;
    /// The bytes of a file.
    ///
    /// # Errors
    /// It cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// All of the standard input.
    ///
    /// # Errors
    /// It cannot be read.
    fn input(&self) -> io::Result<Vec<u8>>;
    /// Whether a person can be asked.
    fn interactive(&self) -> bool;
    /// Tells the person something that has to be done now.
    fn tell(&self, text: &str);
    /// Seconds since 1970, by this machine's clock.
    fn now(&self) -> u64;
    fn sleep(&self, time: Duration);
    /// Runs a program, without a shell, without input.
    ///
    /// # Errors
    /// It does not exist, cannot be started, or has not ended in time; then it is ended.
    fn run(&self, program: &str, arguments: &[&str], limit: Duration) -> io::Result<Ran>;
    /// Sends a request once.
    ///
    /// # Errors
    /// There is no whole answer.
    fn send(&self, request: &Request) -> Result<Answer, TransportFault>;
}

/// How a program ended. Its output may hold a token, so it cannot be printed.
pub struct Ran {
    pub success: bool,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}
