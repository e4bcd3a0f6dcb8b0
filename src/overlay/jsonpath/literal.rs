//! Strings and numbers in a query (RFC 9535 sections 2.3.1, 2.3.3 and 2.3.5).

use super::QueryError;
use super::scan::Scanner;

/// Indices are exact as doubles too (RFC 7493).
const MAX_INTEGER: i64 = (1 << 53) - 1;

impl<'q> Scanner<'q> {
    /// A string in single or double quotes.
    pub(super) fn string(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let quote = self.peek().filter(|char| matches!(char, '\'' | '"'));
        let Some(quote) = quote else { return Err(self.expected("a string")) };
        self.at += 1;
        let mut value = String::new();
        loop {
            value.push_str(self.take_while(|char| char != quote && char != '\\' && char >= ' '));
            match self.peek() {
                Some('\\') => value.push(self.escape(quote)?),
                Some(char) if char == quote => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(_) => return Err(self.error("a control character in a string: escape it")),
                None => return Err(self.error_at(start, "the string does not end")),
            }
        }
    }

    fn escape(&mut self, quote: char) -> Result<char, QueryError> {
        let start = self.at;
        self.at += 1;
        let char = self.peek();
        self.at += char.map_or(0, char::len_utf8);
        match char {
            Some('b') => Ok('\u{8}'),
            Some('f') => Ok('\u{c}'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some(char) if char == quote || char == '/' || char == '\\' => Ok(char),
            Some('u') => self.unicode(start),
            _ => Err(self.error_at(start, "no escape that a query has").help("write a backslash as `\\\\`")),
        }
    }

    fn unicode(&mut self, start: usize) -> Result<char, QueryError> {
        let lone = |scanner: &Self| scanner.error_at(start, "half of a surrogate pair is no character");
        let first = self.hex()?;
        if let Some(char) = char::from_u32(first) {
            return Ok(char);
        }
        if first >= 0xDC00 || !self.eat("\\u") {
            return Err(lone(self));
        }
        let second = self.hex()?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(lone(self));
        }
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        Ok(char::from_u32(code).expect("internal error: a surrogate pair"))
    }

    fn hex(&mut self) -> Result<u32, QueryError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|char| char.to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.expected("a hexadecimal digit"))?;
            self.at += 1;
        }
        Ok(code)
    }

    /// An index: no leading zeros, no `-0`.
    pub(super) fn integer(&mut self) -> Result<i64, QueryError> {
        let start = self.at;
        self.eat("-");
        self.digits()?;
        let spelling = &self.text[start..self.at];
        if spelling == "-0" {
            return Err(self.error_at(start, "`-0` is no index"));
        }
        let value = spelling.parse().ok().filter(|value: &i64| value.abs() <= MAX_INTEGER);
        value.ok_or_else(|| self.error_at(start, format!("`{spelling}` is beyond what an index can be")))
    }

    /// A number, as it is spelt.
    pub(super) fn number(&mut self) -> Result<&'q str, QueryError> {
        let start = self.at;
        self.eat("-");
        self.digits()?;
        if self.eat(".") && self.take_while(|char| char.is_ascii_digit()).is_empty() {
            return Err(self.expected("a digit"));
        }
        if self.eat("e") || self.eat("E") {
            if !self.eat("-") {
                self.eat("+");
            }
            if self.take_while(|char| char.is_ascii_digit()).is_empty() {
                return Err(self.expected("a digit"));
            }
        }
        Ok(&self.text[start..self.at])
    }

    fn digits(&mut self) -> Result<(), QueryError> {
        let start = self.at;
        let digits = self.take_while(|char| char.is_ascii_digit());
        if digits.is_empty() {
            return Err(self.expected("a digit"));
        }
        if digits.len() > 1 && digits.starts_with('0') {
            return Err(self.error_at(start, format!("`{digits}` has a leading zero")));
        }
        Ok(())
    }
}
