//! A world for tests: what it answers is given, what it is asked is written down.

use super::{Ran, World};
use crate::publish::transport::{Answer, Cause, Method, Request, Sent, TransportFault};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

type Program = Box<dyn Fn(&[&str]) -> io::Result<Ran>>;

/// Its clock stands still but for `sleep`.
#[derive(Default)]
pub(in crate::publish) struct Fake {
    variables: BTreeMap<String, String>,
    files: BTreeMap<PathBuf, Vec<u8>>,
    input: Vec<u8>,
    programs: BTreeMap<String, Program>,
    answers: RefCell<VecDeque<Result<Answer, TransportFault>>>,
    terminal: bool,
    clock: Cell<u64>,
    log: RefCell<String>,
}

/// The moment at which a world begins: 2026-11-24T00:00:00Z.
pub(in crate::publish) const BEGINNING: u64 = 1_795_478_400;

impl Fake {
    pub(in crate::publish) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(in crate::publish) fn with_file(mut self, path: &str, bytes: &[u8]) -> Self {
        self.files.insert(path.into(), bytes.to_vec());
        self
    }

    pub(in crate::publish) fn with_input(mut self, bytes: &[u8]) -> Self {
        self.input = bytes.to_vec();
        self
    }

    pub(in crate::publish) fn with_terminal(mut self) -> Self {
        self.terminal = true;
        self
    }

    pub(in crate::publish) fn with_program(
        mut self,
        name: &str,
        program: impl Fn(&[&str]) -> io::Result<Ran> + 'static,
    ) -> Self {
        self.programs.insert(name.to_owned(), Box::new(program));
        self
    }

    /// The next answer, of JSON.
    pub(in crate::publish) fn with_answer(self, status: u16, body: impl ToString) -> Self {
        self.with_whole_answer(status, &[("content-type", "application/json")], &body.to_string())
    }

    pub(in crate::publish) fn with_whole_answer(
        self,
        status: u16,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Self {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.answers.borrow_mut().push_back(Ok(Answer { status, headers, body: body.into() }));
        self
    }

    /// The next request finds nobody.
    pub(in crate::publish) fn with_fault(self, cause: Cause) -> Self {
        let fault = TransportFault { sent: Sent::No, cause, host: "host".to_owned(), detail: String::new() };
        self.answers.borrow_mut().push_back(Err(fault));
        self
    }

    /// What it was asked and what it told, in order.
    pub(in crate::publish) fn log(&self) -> String {
        self.log.borrow().clone()
    }

    /// Whether all answers were fetched.
    pub(in crate::publish) fn is_done(&self) -> bool {
        self.answers.borrow().is_empty()
    }

    fn note(&self, text: impl AsRef<str>) {
        self.log.borrow_mut().push_str(text.as_ref());
        self.log.borrow_mut().push('\n');
    }
}

impl World for Fake {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "no such file"))
    }

    fn input(&self) -> io::Result<Vec<u8>> {
        Ok(self.input.clone())
    }

    fn interactive(&self) -> bool {
        self.terminal
    }

    fn tell(&self, text: &str) {
        self.note(format!("told: {text}"));
    }

    fn now(&self) -> u64 {
        BEGINNING + self.clock.get()
    }

    fn sleep(&self, time: Duration) {
        self.clock.set(self.clock.get() + time.as_secs());
        self.note(format!("slept: {} s", time.as_secs()));
    }

    fn run(&self, program: &str, arguments: &[&str], limit: Duration) -> io::Result<Ran> {
        // As Windows calls it.
        let program = program.trim_end_matches(".cmd");
        self.note(format!("ran, {} s: {program} {}", limit.as_secs(), arguments.join(" ")));
        match self.programs.get(program) {
            Some(run) => run(arguments),
            None => Err(io::Error::new(io::ErrorKind::NotFound, "no such program")),
        }
    }

    fn send(&self, request: &Request) -> Result<Answer, TransportFault> {
        let method = match request.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
        };
        let mut seen = format!("{method} {}\n", request.url);
        for (name, value) in &request.headers {
            let _ = writeln!(seen, "  {name}: {value}");
        }
        if let Some(body) = &request.body {
            for member in String::from_utf8_lossy(body).split('&').filter(|member| !member.is_empty()) {
                let _ = writeln!(seen, "  & {member}");
            }
        }
        self.note(seen.trim_end());
        let next = self.answers.borrow_mut().pop_front();
        next.unwrap_or_else(|| panic!("no answer was given for\n{}", self.log()))
    }
}
