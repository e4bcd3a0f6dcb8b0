//! The text of a query, read from left to right.

use super::QueryError;

/// How deep filters and parentheses may nest: parsing and evaluation recurse on them.
const MAX_NESTING: usize = 64;

pub(super) struct Scanner<'q> {
    pub(super) text: &'q str,
    pub(super) at: usize,
    pub(super) bad_patterns: Vec<usize>,
    nesting: usize,
}

impl<'q> Scanner<'q> {
    pub(super) fn new(text: &'q str) -> Scanner<'q> {
        Scanner { text, at: 0, bad_patterns: Vec::new(), nesting: 0 }
    }

    pub(super) fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Passes over `token`, if it comes next.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let eaten = self.rest().starts_with(token);
        if eaten {
            self.at += token.len();
        }
        eaten
    }

    pub(super) fn expect(&mut self, token: &str) -> Result<(), QueryError> {
        if self.eat(token) { Ok(()) } else { Err(self.expected(&format!("`{token}`"))) }
    }

    pub(super) fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Passes over the characters from here on that satisfy `is`.
    pub(super) fn take_while(&mut self, is: impl Fn(char) -> bool) -> &'q str {
        let rest = self.rest();
        let taken = &rest[..rest.find(|char| !is(char)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    /// Reads something that may hold itself.
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        if self.nesting == MAX_NESTING {
            return Err(self.error(format!("nested deeper than {MAX_NESTING} levels")));
        }
        self.nesting += 1;
        let result = read(self);
        self.nesting -= 1;
        result
    }

    pub(super) fn found(&self) -> String {
        self.peek().map_or_else(
            || "the end".to_owned(),
            |char| {
                if char.is_control() { format!("U+{:04X}", u32::from(char)) } else { format!("`{char}`") }
            },
        )
    }

    pub(super) fn expected(&self, what: &str) -> QueryError {
        self.error(format!("expected {what}, found {}", self.found()))
    }

    pub(super) fn error(&self, message: impl Into<String>) -> QueryError {
        self.error_at(self.at, message)
    }

    pub(super) fn error_at(&self, offset: usize, message: impl Into<String>) -> QueryError {
        QueryError { offset, message: message.into(), help: None }
    }
}

impl QueryError {
    pub(super) fn help(mut self, help: impl Into<String>) -> QueryError {
        self.help = Some(help.into());
        self
    }
}
