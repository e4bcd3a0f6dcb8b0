//! Why a publish ended without being done, and with which exit code.

use std::fmt;

/// What kept a publish from being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What would be sent is wrong, which shows without asking anybody.
    Local,
    /// The command line, a configuration, or something that is not there to be read.
    Usage,
    /// A file could not be written, so nothing was sent.
    Disk,
    /// There is no token, or it was not accepted.
    SignIn,
    /// The service cannot be reached.
    Unreachable,
    /// The service wants to be left alone for longer than there is time.
    Throttled,
    /// There is no such connector or environment, or it is not shared with who asks.
    NotFound,
    /// The service understood and said no.
    Refused,
    /// The service answered with what it never should.
    Protocol,
    /// The icon or the script could not be uploaded.
    Upload,
    /// Somebody else changed or removed the connector; nothing was written.
    Conflict,
    /// It was sent, and it is not known what became of it.
    Unconfirmed,
    /// Some of it arrived and some did not.
    Partial,
    /// It was stopped by a signal before anything was sent.
    Interrupted,
}

impl Kind {
    /// The exit code of the process.
    pub fn exit_code(self) -> u8 {
        match self {
            Kind::Local => 1,
            Kind::Usage | Kind::Disk => 2,
            Kind::SignIn
            | Kind::Unreachable
            | Kind::Throttled
            | Kind::NotFound
            | Kind::Refused
            | Kind::Protocol
            | Kind::Upload => 3,
            Kind::Conflict => 4,
            Kind::Unconfirmed | Kind::Partial => 6,
            Kind::Interrupted => 130,
        }
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Local => "local-findings",
            Kind::Usage => "usage",
            Kind::Disk => "disk",
            Kind::SignIn => "sign-in",
            Kind::Unreachable => "unreachable",
            Kind::Throttled => "throttled",
            Kind::NotFound => "not-found",
            Kind::Refused => "refused",
            Kind::Protocol => "protocol",
            Kind::Upload => "upload",
            Kind::Conflict => "conflict",
            Kind::Unconfirmed => "sent-not-confirmed",
            Kind::Partial => "partly-applied",
            Kind::Interrupted => "interrupted",
        }
    }
}

/// Why it ended.
#[derive(Clone, Debug)]
pub struct Failure {
    pub kind: Kind,
    /// What is wrong, in one or more lines. It may quote a server, so it is not fit to print before it is redacted.
    pub message: String,
    /// What to do.
    pub help: Vec<String>,
    /// The status of the answer that said so.
    pub status: Option<u16>,
    /// What Microsoft's support asks for.
    pub correlation: Option<String>,
}

impl Failure {
    pub fn new(kind: Kind, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), help: Vec::new(), status: None, correlation: None }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Failure {
        self.help.push(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.message)?;
        if let Some(correlation) = &self.correlation {
            write!(out, "\n  correlation id {correlation}")?;
        }
        for help in &self.help {
            write!(out, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
