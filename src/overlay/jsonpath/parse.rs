//! Queries, segments and selectors (RFC 9535 sections 2.2 to 2.5).

use super::QueryError;
use super::scan::Scanner;
use super::syntax::{Segment, Selector, Slice};

impl Scanner<'_> {
    /// The whole text, as a query.
    pub(super) fn query(&mut self) -> Result<Vec<Segment>, QueryError> {
        if !self.eat("$") {
            return Err(self.expected("`$`").help("a query starts at the root: `$`"));
        }
        let segments = self.segments()?;
        if self.at == self.text.len() {
            return Ok(segments);
        }
        let error = self.expected("`.` or `[`");
        Err(match self.unquoted_name(segments.last()) {
            Some(name) => error.help(format!("write a name with other characters than letters as `{name}`")),
            None => error,
        })
    }

    pub(super) fn segments(&mut self) -> Result<Vec<Segment>, QueryError> {
        let mut segments = Vec::new();
        loop {
            let before = self.at;
            self.space();
            if !matches!(self.peek(), Some('.' | '[')) {
                // What follows decides whether space may stand here.
                self.at = before;
                return Ok(segments);
            }
            segments.push(self.segment()?);
        }
    }

    fn segment(&mut self) -> Result<Segment, QueryError> {
        let start = self.at;
        let descends = self.eat("..");
        let dot = descends || self.eat(".");
        let selectors = if self.peek() == Some('[') && (descends || !dot) {
            self.brackets()?
        } else if self.eat("*") {
            vec![Selector::Wildcard]
        } else {
            vec![Selector::Name(self.short_name()?)]
        };
        Ok(Segment { descends, selectors, start, end: self.at })
    }

    fn short_name(&mut self) -> Result<String, QueryError> {
        if !self.peek().is_some_and(|char| is_name_char(char) && !char.is_ascii_digit()) {
            let error = self.expected("a name");
            let word = self.word(self.at);
            return Err(match word {
                "" => error,
                word => error.help(format!("write it in brackets: `['{word}']`")),
            });
        }
        Ok(self.take_while(is_name_char).to_owned())
    }

    /// What was probably meant as one name, such as `x-ms-summary`, in brackets.
    fn unquoted_name(&self, last: Option<&Segment>) -> Option<String> {
        let segment = last.filter(|segment| segment.end == self.at)?;
        let start = segment.start + self.text[segment.start..].find(|char| char != '.')?;
        let name = self.word(start);
        (start + name.len() > self.at && !name.starts_with(['[', '*'])).then(|| format!("['{name}']"))
    }

    fn word(&self, start: usize) -> &str {
        let rest = &self.text[start..];
        let end = rest.find(['.', '[', ']', '\'', '"', '\\', ' ', '(', ')', '=', ',', '?', '@', '$', '*']);
        &rest[..end.unwrap_or(rest.len())]
    }

    fn brackets(&mut self) -> Result<Vec<Selector>, QueryError> {
        self.expect("[")?;
        let mut selectors = Vec::new();
        loop {
            self.space();
            selectors.push(self.selector()?);
            self.space();
            if self.eat("]") {
                return Ok(selectors);
            }
            if !self.eat(",") {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn selector(&mut self) -> Result<Selector, QueryError> {
        match self.peek() {
            Some('\'' | '"') => Ok(Selector::Name(self.string()?)),
            Some('*') => {
                self.at += 1;
                Ok(Selector::Wildcard)
            }
            Some('?') => {
                self.at += 1;
                self.space();
                Ok(Selector::Filter(self.nested(Scanner::any)?))
            }
            Some('-' | ':' | '0'..='9') => self.index_or_slice(),
            _ => {
                let error = self.expected("a selector");
                Err(match self.word(self.at) {
                    "" => error.help("a selector is a quoted name, an index, a slice, `*` or a filter `?…`"),
                    word => error.help(format!("write a name in quotes: `'{word}'`")),
                })
            }
        }
    }

    fn index_or_slice(&mut self) -> Result<Selector, QueryError> {
        let start = self.bound()?;
        let after = self.at;
        self.space();
        if !self.eat(":") {
            self.at = after;
            return start.map(Selector::Index).ok_or_else(|| self.expected("a number"));
        }
        self.space();
        let end = self.bound()?;
        let after = self.at;
        self.space();
        let mut step = None;
        if self.eat(":") {
            let after = self.at;
            self.space();
            step = self.bound()?;
            if step.is_none() {
                self.at = after;
            }
        } else {
            self.at = after;
        }
        Ok(Selector::Slice(Slice { start, end, step: step.unwrap_or(1) }))
    }

    fn bound(&mut self) -> Result<Option<i64>, QueryError> {
        if matches!(self.peek(), Some('-' | '0'..='9')) { Ok(Some(self.integer()?)) } else { Ok(None) }
    }
}

fn is_name_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii()
}
