//! Function extensions (RFC 9535 section 2.4): their arguments are checked where they are read.

use super::QueryError;
use super::iregexp;
use super::scan::Scanner;
use super::syntax::{Extent, Match, Operand, Pattern, Test};

/// A function by what it gives.
pub(super) enum Call {
    /// A value, or nothing.
    Value(Operand),
    /// True or false.
    Test(Test),
}

/// Whether a function's name can start so.
pub(super) fn is_function_start(char: char) -> bool {
    char.is_ascii_lowercase()
}

impl Scanner<'_> {
    /// A function with its arguments.
    pub(super) fn call(&mut self) -> Result<Call, QueryError> {
        let start = self.at;
        let name = self.take_while(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_');
        if self.peek() != Some('(') {
            let error = self.error_at(start, format!("`{name}` is neither a path nor a function"));
            return Err(error.help(format!("write a path as `@.{name}` and a string in quotes")));
        }
        self.at += 1;
        self.space();
        let call = self.nested(|scanner| scanner.arguments(name, start))?;
        self.space();
        self.expect(")")?;
        Ok(call)
    }

    fn arguments(&mut self, name: &str, start: usize) -> Result<Call, QueryError> {
        Ok(match name {
            "length" => Call::Value(Operand::Length(Box::new(self.operand()?))),
            "count" => Call::Value(Operand::Count(self.path()?)),
            "value" => Call::Value(Operand::Value(self.path()?)),
            "match" => Call::Test(self.matches(Extent::Whole)?),
            "search" => Call::Test(self.matches(Extent::Part)?),
            _ => {
                let error = self.error_at(start, format!("`{name}` is no function of a query"));
                return Err(error.help("there are `length`, `count`, `value`, `match` and `search`"));
            }
        })
    }

    fn matches(&mut self, extent: Extent) -> Result<Test, QueryError> {
        let text = self.operand()?;
        self.space();
        self.expect(",")?;
        self.space();
        let start = self.at;
        let pattern = match self.operand()? {
            Operand::Text(pattern) => {
                let regex = iregexp::compile(&pattern, extent);
                if regex.is_none() {
                    self.bad_patterns.push(start);
                }
                Pattern::Fixed(regex)
            }
            operand => Pattern::Found(operand),
        };
        Ok(Test::Matches(Box::new(Match { text, pattern, extent })))
    }
}
