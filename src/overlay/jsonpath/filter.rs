//! Logical expressions (RFC 9535 section 2.3.5).

use super::QueryError;
use super::function::{Call, is_function_start};
use super::scan::Scanner;
use super::syntax::{Operand, Operator, Path, Test};

impl Scanner<'_> {
    /// `a && b || c`
    pub(super) fn any(&mut self) -> Result<Test, QueryError> {
        let tests = self.joined("||", |scanner| {
            let tests = scanner.joined("&&", Scanner::one)?;
            Ok(single(tests, Test::All))
        })?;
        Ok(single(tests, Test::Any))
    }

    fn joined(
        &mut self,
        operator: &str,
        read: impl Fn(&mut Self) -> Result<Test, QueryError>,
    ) -> Result<Vec<Test>, QueryError> {
        let mut tests = vec![read(self)?];
        loop {
            let before = self.at;
            self.space();
            if !self.eat(operator) {
                self.at = before;
                return Ok(tests);
            }
            self.space();
            tests.push(read(self)?);
        }
    }

    fn one(&mut self) -> Result<Test, QueryError> {
        if self.eat("!") {
            self.space();
            let test = if self.peek() == Some('(') { self.parentheses()? } else { self.uncompared()? };
            return Ok(Test::Not(Box::new(test)));
        }
        match self.peek() {
            Some('(') => self.parentheses(),
            Some('@' | '$') => self.path_test(),
            Some(char) if is_function_start(char) && !self.at_word() => self.function_test(),
            _ => {
                let left = self.operand()?;
                let after = self.at;
                match self.comparison(left)? {
                    Ok(test) => Ok(test),
                    Err(_) => {
                        Err(self.error_at(after, "a value alone is no test: compare it with another one"))
                    }
                }
            }
        }
    }

    fn parentheses(&mut self) -> Result<Test, QueryError> {
        self.expect("(")?;
        self.space();
        let test = self.nested(Scanner::any)?;
        self.space();
        self.expect(")")?;
        Ok(test)
    }

    /// What may stand behind `!` without parentheses.
    fn uncompared(&mut self) -> Result<Test, QueryError> {
        let start = self.at;
        let test = match self.peek() {
            Some('@' | '$') => self.path_test()?,
            Some(char) if is_function_start(char) && !self.at_word() => self.function_test()?,
            _ => return Err(self.expected("a path, a function or `(`")),
        };
        if matches!(test, Test::Compare(..)) {
            let error = self.error_at(start, "`!` before a comparison needs parentheses");
            return Err(error.help(format!("write `!({})`", &self.text[start..self.at])));
        }
        Ok(test)
    }

    fn path_test(&mut self) -> Result<Test, QueryError> {
        let start = self.at;
        let path = self.path()?;
        if !self.comparison_follows() {
            return Ok(Test::Exists(path));
        }
        let left = Operand::One(self.singular(path, start)?);
        self.comparison(left)?.map_err(|_| self.expected("a comparison"))
    }

    fn function_test(&mut self) -> Result<Test, QueryError> {
        let start = self.at;
        match self.call()? {
            Call::Test(_) if self.comparison_follows() => {
                Err(self.error_at(start, "the function is true or false already: do not compare it"))
            }
            Call::Test(test) => Ok(test),
            Call::Value(left) => self
                .comparison(left)?
                .map_err(|_| self.error_at(start, "the function gives a value: compare it with another one")),
        }
    }

    fn comparison_follows(&mut self) -> bool {
        let before = self.at;
        self.space();
        let follows = self.operator().is_some();
        self.at = before;
        follows
    }

    /// The rest of a comparison; the left side back, if there is none.
    fn comparison(&mut self, left: Operand) -> Result<Result<Test, Operand>, QueryError> {
        let before = self.at;
        self.space();
        let Some(operator) = self.operator() else {
            self.at = before;
            return Ok(Err(left));
        };
        self.space();
        let right = self.operand()?;
        Ok(Ok(Test::Compare(left, operator, right)))
    }

    fn operator(&mut self) -> Option<Operator> {
        // The longer ones first: `<` is the start of `<=`.
        let operators = [
            ("==", Operator::Equal),
            ("!=", Operator::Differ),
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("<", Operator::Less),
            (">", Operator::More),
        ];
        operators.into_iter().find(|(token, _)| self.eat(token)).map(|(_, operator)| operator)
    }

    /// A literal, a singular path, or a function that gives a value.
    pub(super) fn operand(&mut self) -> Result<Operand, QueryError> {
        let start = self.at;
        match self.peek() {
            Some('\'' | '"') => Ok(Operand::Text(self.string()?)),
            Some('-' | '0'..='9') => Ok(Operand::Number(self.number()?.to_owned())),
            Some('@' | '$') => {
                let path = self.path()?;
                Ok(Operand::One(self.singular(path, start)?))
            }
            Some(_) if self.at_word() => Ok(self.word_literal()),
            Some(char) if is_function_start(char) => match self.call()? {
                Call::Value(operand) => Ok(operand),
                Call::Test(_) => {
                    Err(self.error_at(start, "the function is true or false, which is no value to compare"))
                }
            },
            _ => Err(self.expected("a value, a path or a function")),
        }
    }

    /// Whether `null`, `true` or `false` comes next.
    fn at_word(&self) -> bool {
        let rest = self.rest();
        let end = rest.find(|char: char| !char.is_ascii_alphanumeric() && char != '_').unwrap_or(rest.len());
        matches!(&rest[..end], "null" | "true" | "false") && !rest[end..].starts_with('(')
    }

    fn word_literal(&mut self) -> Operand {
        match self.take_while(|char| char.is_ascii_alphabetic()) {
            "null" => Operand::Null,
            word => Operand::Bool(word == "true"),
        }
    }

    /// A query within a filter.
    pub(super) fn path(&mut self) -> Result<Path, QueryError> {
        let absolute = self.eat("$");
        if !absolute && !self.eat("@") {
            return Err(self.expected("a path (`@…` or `$…`)"));
        }
        Ok(Path { absolute, segments: self.segments()? })
    }

    fn singular(&self, path: Path, start: usize) -> Result<Path, QueryError> {
        if path.is_singular() {
            return Ok(path);
        }
        let error = self.error_at(start, "the path can select many nodes, so it has no value to compare");
        Err(error.help("name each step, or use `value(…)` or `count(…)`"))
    }
}

fn single(mut tests: Vec<Test>, many: fn(Vec<Test>) -> Test) -> Test {
    match tests.pop() {
        Some(test) if tests.is_empty() => test,
        last => {
            tests.extend(last);
            many(tests)
        }
    }
}
