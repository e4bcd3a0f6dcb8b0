//! A world whose clock stands still unless somebody sleeps, so that no test waits.

use connectorc::publish::transport::{Answer, Request, Transport, TransportFault};
use connectorc::publish::world::{Ran, World};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::time::Duration;

/// When tests begin, in seconds since 1970: the end of January 2026.
pub const START: u64 = 1_769_800_000;

pub struct TestWorld {
    pub transport: Transport,
    pub variables: BTreeMap<&'static str, String>,
    pub clock: Cell<u64>,
    pub said: RefCell<Vec<String>>,
    /// Called with every moment that the clock moves to.
    pub moved: Box<dyn Fn(u64)>,
    /// Called before each request.
    pub before: Box<dyn Fn(&Request)>,
}

impl World for TestWorld {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn input(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn interactive(&self) -> bool {
        false
    }

    fn tell(&self, text: &str) {
        self.said.borrow_mut().push(text.to_owned());
    }

    fn now(&self) -> u64 {
        self.clock.get()
    }

    fn sleep(&self, time: Duration) {
        self.clock.set(self.clock.get() + time.as_secs());
        (self.moved)(self.clock.get());
    }

    fn run(&self, _: &str, _: &[&str], _: Duration) -> io::Result<Ran> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn send(&self, request: &Request) -> Result<Answer, TransportFault> {
        (self.before)(request);
        self.transport.send(request)
    }
}
