//! A query as it is understood. The types leave no room for a query that is not well-typed.

use regex::Regex;

/// One step of a query: from each node to its children, or to everything below it.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Whether it looks at all depths (`..`).
    pub descends: bool,
    /// What it selects there, one after the other.
    pub selectors: Vec<Selector>,
    /// Where it stands in the text of the query: first byte.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// What a segment selects among the children of a node.
#[derive(Clone, Debug)]
pub enum Selector {
    /// The member of this name.
    Name(String),
    /// All children.
    Wildcard,
    /// The item at this place; from the end, if negative.
    Index(i64),
    /// Every `step`th item of a range.
    Slice(Slice),
    /// The children that pass a test.
    Filter(Test),
}

/// A range of items: `start:end:step`.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) step: i64,
}

/// A logical expression.
#[derive(Clone, Debug)]
pub enum Test {
    /// `||`
    Any(Vec<Test>),
    /// `&&`
    All(Vec<Test>),
    /// `!`
    Not(Box<Test>),
    /// The path selects something.
    Exists(Path),
    /// A comparison.
    Compare(Operand, Operator, Operand),
    /// `match` and `search`.
    Matches(Box<Match>),
}

impl Test {
    /// The member and its text, if the test is no more than `@.member == 'text'`.
    pub fn member(&self) -> Option<(&str, &str)> {
        let Test::Compare(Operand::One(path), Operator::Equal, Operand::Text(text)) = self else {
            return None;
        };
        let [Segment { selectors, .. }] = &path.segments[..] else { return None };
        match &selectors[..] {
            [Selector::Name(name)] if !path.absolute => Some((name, text)),
            _ => None,
        }
    }
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equal,
    /// `!=`
    Differ,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// A query within a filter.
#[derive(Clone, Debug)]
pub struct Path {
    /// Whether it starts at the root of the document (`$`), else at the child under test (`@`).
    pub(super) absolute: bool,
    pub(super) segments: Vec<Segment>,
}

impl Path {
    /// Whether it selects one node at most, whatever the document is.
    pub(super) fn is_singular(&self) -> bool {
        self.segments.iter().all(|segment| {
            !segment.descends && matches!(segment.selectors[..], [Selector::Name(_) | Selector::Index(_)])
        })
    }
}

/// What gives one value, or nothing.
#[derive(Clone, Debug)]
pub enum Operand {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as it is spelt.
    Number(String),
    /// A string.
    Text(String),
    /// What a singular path selects.
    One(Path),
    /// `length`: characters of a string, children of a container.
    Length(Box<Operand>),
    /// `count`: how many nodes a path selects.
    Count(Path),
    /// `value`: the node, if the path selects just one.
    Value(Path),
}

/// `match` (the whole string) or `search` (some part of it).
#[derive(Clone, Debug)]
pub struct Match {
    pub(super) text: Operand,
    pub(super) pattern: Pattern,
    pub(super) extent: Extent,
}

/// How much of a string a pattern must cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Any part.
    Part,
}

/// The pattern of a match.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// It stands in the query. `None`: no I-Regexp, so it matches nothing.
    Fixed(Option<Regex>),
    /// It stands in the document.
    Found(Operand),
}
