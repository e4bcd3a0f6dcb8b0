//! The world as it is.

use super::{Ran, World};
use crate::publish::transport::{Answer, Request, Transport, TransportFault};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// More than this, in bytes, is no output of a program and no secret.
const LARGEST: u64 = 4 << 20;

/// The process, its machine, and a network behind one transport.
pub struct System<'a> {
    pub transport: &'a Transport,
    /// Whether a person sits at the terminal.
    pub interactive: bool,
    /// How the person is told something.
    pub tell: &'a dyn Fn(&str),
}

impl World for System<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        read(std::fs::File::open(path)?)
    }

    fn input(&self) -> io::Result<Vec<u8>> {
        read(io::stdin().lock())
    }

    fn interactive(&self) -> bool {
        self.interactive
    }

    fn tell(&self, text: &str) {
        (self.tell)(text);
    }

    fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
    }

    fn sleep(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn run(&self, program: &str, arguments: &[&str], limit: Duration) -> io::Result<Ran> {
        run(program, arguments, limit)
    }

    fn send(&self, request: &Request) -> Result<Answer, TransportFault> {
        self.transport.send(request)
    }
}

fn read(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is too large"));
    }
    Ok(bytes)
}

fn run(program: &str, arguments: &[&str], limit: Duration) -> io::Result<Ran> {
    let until = Instant::now() + limit;
    let late =
        || io::Error::new(io::ErrorKind::TimedOut, format!("no answer in {} seconds", limit.as_secs()));
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let outputs = [collect(child.stdout.take()), collect(child.stderr.take())];
    // The program may have left a child of its own that holds the pipe, so that only the clock ends the waiting.
    let [stdout, stderr] = outputs.map(|output| {
        let left = until.saturating_duration_since(Instant::now());
        output.recv_timeout(left).map_err(|_| late())
    });
    let status = loop {
        match child.try_wait()? {
            Some(status) => break Some(status),
            None if Instant::now() >= until => break None,
            None => std::thread::sleep(Duration::from_millis(10)),
        }
    };
    let Some(status) = status else {
        child.kill()?;
        child.wait()?;
        return Err(late());
    };
    Ok(Ran { success: status.success(), stdout: stdout??, stderr: stderr?? })
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<io::Result<Vec<u8>>> {
    let (done, output) = mpsc::channel();
    std::thread::spawn(move || done.send(pipe.map_or_else(|| Ok(Vec::new()), read)));
    output
}

#[cfg(all(test, unix))]
mod tests {
    use super::run;
    use std::io::ErrorKind;
    use std::time::Duration;

    #[test]
    fn a_program_is_run_without_a_shell_and_not_longer_than_it_may() {
        let long = Duration::from_secs(60);
        let ran = run("printf", &["%s", "$HOME; it's"], long).expect("printf runs");
        assert_eq!((ran.success, ran.stdout.as_slice()), (true, &b"$HOME; it's"[..]));
        assert!(!run("false", &[], long).expect("false runs").success);
        let kind = |program, arguments: &[&str], limit| {
            run(program, arguments, limit).err().map(|error| error.kind())
        };
        assert_eq!(kind("no-such-program-here", &[], long), Some(ErrorKind::NotFound));
        assert_eq!(kind("sleep", &["60"], Duration::from_millis(50)), Some(ErrorKind::TimedOut));
        assert_eq!(kind("yes", &[], Duration::from_millis(500)), Some(ErrorKind::FileTooLarge));
    }
}
