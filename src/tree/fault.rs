//! What a reader says of a text that is not what it should be.

use crate::source::Span;

/// The kinds of fault; each is one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The text breaks the grammar.
    Syntax,
    /// The text breaks the grammar of JSON in a way that lenient readers pass over.
    Lenient,
    /// An object names a member twice.
    DuplicateKey,
    /// The stream holds more than one document.
    ManyDocuments,
    /// A key is not a string; it is read as its text.
    KeyNotString,
    /// Too deep, too large, or too many aliases: the text would cost more than any honest document.
    Limit,
    /// Legal, but another reader would see another value.
    Ambiguous,
}

/// A fault in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// A second place, and what it has to do with it.
    pub also: Option<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Fault {
    /// A fault without second place and help.
    pub fn new(kind: FaultKind, span: Span, message: impl Into<String>) -> Fault {
        Fault { kind, span, message: message.into(), also: None, help: None }
    }

    /// With a second place.
    #[must_use]
    pub fn also(mut self, span: Span, what: impl Into<String>) -> Fault {
        self.also = Some((span, what.into()));
        self
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }

    /// A key that stands twice in one object: the second place, and the first.
    pub(super) fn duplicate_key(name: &str, second: Span, first: Span) -> Fault {
        Fault::new(FaultKind::DuplicateKey, second, format!("`{name}` stands twice in one object"))
            .also(first, "first here")
            .help("keep one of the two: readers disagree on which one counts")
    }
}
