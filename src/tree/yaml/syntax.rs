//! What is wrong with a text that is no YAML, in our words: the parser only says where it stopped.

use super::super::NodeId;
use super::super::fault::{Fault, FaultKind};
use super::escape::bad_escape;
use super::{Reader, Stop, too_deep};
use crate::source::Span;
use granit_parser::{ErrorKind, ScanError, StructureStyle};

/// What to say of an error of the parser.
pub(super) fn stop(reader: &Reader, error: &ScanError) -> Stop {
    let text = reader.builder.text;
    let at = (reader.base + error.marker().byte_offset().unwrap_or(0)).min(text.len());
    let scene = Scene { reader, text, at };
    let kind = error.kind();
    if *kind == ErrorKind::RecursionLimitExceeded {
        return too_deep(scene.char_at(at));
    }
    let fault = scene
        .quotes(kind)
        .or_else(|| scene.brackets(kind))
        .or_else(|| scene.indentation(kind))
        .or_else(|| scene.mappings(kind))
        .or_else(|| scene.marks(kind))
        .unwrap_or_else(|| scene.other(kind));
    let slack = matches!(
        kind,
        ErrorKind::InvalidIndentation | ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation
    );
    Stop { fault, slack }
}

/// Where the parser stopped, and what was read before.
struct Scene<'r, 'b, 'a> {
    reader: &'r Reader<'b, 'a>,
    text: &'r str,
    at: usize,
}

impl Scene<'_, '_, '_> {
    fn quotes(&self, kind: &ErrorKind) -> Option<Fault> {
        Some(match kind {
            ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
                let quote = self.char(self.at);
                fault(self.char_at(self.at), "the quoted text does not end")
                    .help(format!("close it with `{quote}`"))
            }
            ErrorKind::InvalidQuotedScalarIndent => self.quoted_text_goes_on(),
            // Inside brackets the parser does not say what stands too far left.
            ErrorKind::InvalidIndentation if self.quote_before().is_some() => self.quoted_text_goes_on(),
            ErrorKind::InvalidTrailingDoubleQuotedScalar => {
                self.after_quote("escape quotes inside it as `\\\"`")
            }
            ErrorKind::InvalidTrailingSingleQuotedScalar => {
                self.after_quote("write quotes inside it twice: `''`")
            }
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => {
                let (from, to) = bad_escape(&self.text[self.at..])?;
                let span = Span::new(self.at + from, self.at + to);
                let escape = &self.text[self.at + from..self.at + to];
                fault(span, format!("`{escape}` is no escape that YAML has"))
                    .help("write a backslash as `\\\\`, or use single quotes")
            }
            _ => return None,
        })
    }

    fn quoted_text_goes_on(&self) -> Fault {
        let quote = self.quote_before().unwrap_or(self.at);
        fault(self.char_at(quote), "the quoted text does not end on its line")
            .also(self.rest_of_line(self.at), "this line is not indented, as it must be to go on with it")
            .help(format!("close it with `{}`, or indent the lines that go on", self.char(quote)))
    }

    /// The quote that opens the text in which the parser stopped, if it stopped in one.
    fn quote_before(&self) -> Option<usize> {
        let between = self.text.get(self.reader.end..self.at)?;
        let open = between.find(['"', '\''])?;
        let before = &between[..open];
        let marks = before.chars().all(|char| char.is_whitespace() || matches!(char, ':' | '-' | ',' | '?'));
        marks.then_some(self.reader.end + open)
    }

    fn after_quote(&self, escape: &str) -> Fault {
        fault(self.rest_of_line(self.at), "text behind the closing quote")
            .help(format!("{escape}; in brackets, put a `,` or a `:` behind it"))
    }

    fn brackets(&self, kind: &ErrorKind) -> Option<Fault> {
        Some(match kind {
            ErrorKind::UnclosedFlowCollection { open } => {
                fault(self.char_at(self.at), format!("`{open}` is never closed"))
                    .help(format!("close it with `{}`", closing(*open)))
            }
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
                let end = self.text[self.reader.end..].find(*close).map(|end| self.reader.end + end);
                fault(self.char_at(end.unwrap_or(self.at)), format!("`{close}` where `{open}` is open"))
                    .also(self.char_at(self.at), "opened here")
                    .help(format!("close it with `{}`", closing(*open)))
            }
            ErrorKind::MisplacedFlowCollectionEnd => {
                let bracket = self.char(self.at);
                fault(self.char_at(self.at), format!("`{bracket}` closes nothing"))
                    .help("remove it, or put the text in quotes")
            }
            ErrorKind::InvalidIndentation => {
                let (_, close) = self.bracket().unwrap_or((0, ']'));
                if self.char(self.at) == close {
                    let message = format!("`{close}` stands as far left as the block around the brackets");
                    self.also_bracket(fault(self.char_at(self.at), message))
                        .help("indent it by a space at least")
                } else {
                    let message = "the line is not indented, as it must be inside brackets";
                    self.also_bracket(fault(self.rest_of_line(self.at), message))
                        .help(format!("close them with `{close}` before it, or indent it"))
                }
            }
            ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofImplicitFlowMapping => {
                let close = self.bracket().map_or(']', |(_, close)| close);
                let message = format!("expected `,` or `{close}`, found {}", self.found());
                self.also_bracket(fault(self.char_at(self.at), message))
                    .help("put a `,` between the two, or check for a missing bracket or quote")
            }
            ErrorKind::BlockEntryInFlowCollection => {
                let fault = fault(self.char_at(self.at), "`- ` inside brackets");
                self.also_bracket(fault).help("separate the items with `,` and write them without `- `")
            }
            _ => return None,
        })
    }

    fn indentation(&self, kind: &ErrorKind) -> Option<Fault> {
        Some(match kind {
            ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart => {
                fault(self.tab(), "a tab in the indentation").help("indent with spaces")
            }
            ErrorKind::InvalidBlockScalarIndent => {
                fault(self.indent_of(self.at), "the line is not indented as the block's first line is")
                    .help("indent all lines of the block alike, or write how far behind the `|`, as in `|2`")
            }
            ErrorKind::ExpectedBlockMappingKey => self.no_key(),
            ErrorKind::ExpectedBlockSequenceEntry => self.no_item(),
            _ => return None,
        })
    }

    fn no_key(&self) -> Fault {
        let (line, indent) = self.line(self.at);
        if line + indent == self.at {
            return self.misfit(indent);
        }
        let fault = if self.text[line + indent..].starts_with("- ") && line + indent < self.at {
            fault(self.char_at(line + indent), "a list item among the keys of a mapping")
                .help("indent the list below the key it belongs to")
        } else {
            fault(self.char_at(self.at), format!("expected a key, found {}", self.found()))
                .help("put the text in quotes if it is meant as text")
        };
        self.also_block(fault, self.innermost(), "the mapping begins here")
    }

    fn no_item(&self) -> Fault {
        let (line, indent) = self.line(self.at);
        let list = self.innermost();
        if line + indent == self.at && list.is_some_and(|list| self.column(self.start(list)) != indent) {
            return self.misfit(indent);
        }
        let fault = fault(self.rest_of_line(self.at), format!("expected `- `, found {}", self.found()));
        let help = if self.char(self.at) == '-' {
            "write a space behind the `-`"
        } else {
            "begin each item with `- `, or indent what belongs to the item above"
        };
        self.also_block(fault, list, "the list begins here").help(help)
    }

    /// A line that begins in no column in which a block does.
    fn misfit(&self, indent: usize) -> Fault {
        let message = format!("indented by {}, which fits no block above", spaces(indent));
        let fault = fault(self.rest_of_line(self.at), message);
        let column = |node: &NodeId| self.column(self.start(*node));
        let nearest = self.last_containers().min_by_key(|node| column(node).abs_diff(indent));
        let help = match nearest.map_or(0, |node| column(&node)) {
            0 => "do not indent it, if it belongs there".to_owned(),
            count => format!("indent it by {}, if it belongs there", spaces(count)),
        };
        self.also_block(fault, nearest, "the nearest one begins here").help(help)
    }

    fn mappings(&self, kind: &ErrorKind) -> Option<Fault> {
        Some(match kind {
            ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
                let line = self.rest_of_line(self.at);
                let text = &self.text[line.start as usize..line.end as usize];
                fault(line, "a key without `: ` behind it").help(if text.starts_with('-') {
                    "write a space behind the `-`, if this is an item"
                } else if text.contains(':') {
                    "write a space behind the `:`"
                } else {
                    "write it as `name: value`; indent text that goes on with the line above"
                })
            }
            ErrorKind::MappingValueNotAllowed => self.second_colon(),
            ErrorKind::InvalidMappingValueWhitespace => {
                fault(self.char_at(self.at), "`:` without a space behind it")
                    .help("write it as `name: value`")
            }
            ErrorKind::FlowMappingValueAdjacentCollection | ErrorKind::InvalidColonPlacement => {
                fault(self.char_at(self.at), "`:` where no key stands before it")
                    .help("write members as `name: value`, and put text with a `:` in quotes")
            }
            ErrorKind::MappingKeyNotAllowed => {
                fault(self.char_at(self.at), "a key cannot begin here").help("begin it on a line of its own")
            }
            _ => return None,
        })
    }

    /// A `:` where no key can be: in a text, or because a line above has none.
    fn second_colon(&self) -> Fault {
        let (line, indent) = self.line(self.at);
        let (key, end) = (line + indent, self.reader.end.min(self.at));
        let last = self.reader.builder.tree.nodes.last().map_or(end, |node| node.start as usize);
        if self.text[last.min(key)..key].contains('\n') && last >= self.reader.base {
            let above = self.rest_of_line(last);
            let message = format!("`{}` goes on with the text above", self.text[key..self.at].trim_end());
            let help = if self.reader.builder.innermost().is_none() {
                "write a `: ` behind the key above"
            } else {
                "put it in the same column as the keys it belongs to"
            };
            return fault(Span::new(key, self.at), message).also(above, "the text begins here").help(help);
        }
        fault(self.char_at(self.at), "a second `:` on the line")
            .help("put the whole value in quotes, or begin a mapping on a line of its own")
    }

    fn marks(&self, kind: &ErrorKind) -> Option<Fault> {
        Some(match kind {
            ErrorKind::UnexpectedCharacter { character } => self.character(*character),
            ErrorKind::UnknownAnchor => {
                let alias = self.word_at(self.at);
                let name = self.text[alias.start as usize + 1..alias.end as usize].to_owned();
                fault(alias, format!("no `&{name}` stands above")).help(format!(
                    "put `&{name}` before the value that is meant; put text that begins with `*` in quotes"
                ))
            }
            ErrorKind::MissingAnchorOrAliasName => {
                let mark = self.char(self.at);
                fault(self.char_at(self.at), format!("`{mark}` without a name"))
                    .help(format!("put text that begins with `{mark}` in quotes"))
            }
            ErrorKind::UndeclaredTagHandle => {
                fault(self.word_at(self.at), "a tag of a kind that no `%TAG` declares")
                    .help("remove it, or put text that begins with `!` in quotes")
            }
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => fault(
                self.rest_of_line(self.at),
                "behind the sign of a block only `+`, `-` and a digit can stand",
            )
            .help("begin the text on the next line; put text that begins with the sign in quotes"),
            ErrorKind::CommentInterceptedScalar => {
                fault(self.rest_of_line(self.at), "a comment inside a text")
                    .help("put the comment above the text, or the text in quotes")
            }
            ErrorKind::CommentNotSeparated => {
                fault(self.char_at(self.at), "a comment without a space before it")
                    .help("write a space before the `#`")
            }
            ErrorKind::BlockSequenceEntryNotAllowed => {
                fault(self.rest_of_line(self.at), "a list cannot begin here")
                    .help("begin it on the line below; put text that begins with `- ` in quotes")
            }
            _ => return None,
        })
    }

    fn character(&self, character: char) -> Fault {
        let at = self.text[self.at..].find(character).map_or(self.at, |at| self.at + at);
        if character.is_control() || !matches!(character, '@' | '`' | '%') {
            let message = format!("U+{:04X} is no character that YAML allows", u32::from(character));
            return fault(self.char_at(at), message)
                .help("remove it, or write it as an escape in double quotes");
        }
        fault(self.char_at(at), format!("text cannot begin with `{character}`")).help("put it in quotes")
    }

    fn other(&self, kind: &ErrorKind) -> Fault {
        let rest = &self.text[self.at..];
        let (message, help) = match kind {
            ErrorKind::BomInsideDocument => ("a byte order mark in the middle of the text", "remove it"),
            ErrorKind::ExpectedDocumentStart => {
                ("`---` is missing behind the directives", "put it on a line of its own before the document")
            }
            ErrorKind::InvalidDocumentEnd => ("text behind the end of the document", "remove it"),
            ErrorKind::UnsupportedYamlMajorVersion => {
                ("another version than YAML 1", "remove the line: the text is read as YAML 1.2")
            }
            ErrorKind::DuplicateVersionDirective | ErrorKind::DuplicateTagDirective => {
                ("the directive stands twice", "remove it")
            }
            ErrorKind::MissingDocumentEndBeforeDirective => {
                ("a directive in the middle of the document", "put it in quotes if it is meant as text")
            }
            ErrorKind::UnexpectedEof
            | ErrorKind::UnexpectedEofBlockMapping
            | ErrorKind::UnexpectedEofBlockSequence => {
                ("the text ends too early", "check whether it was cut off")
            }
            _ if rest.starts_with('%') => ("no directive that YAML has", "remove the line"),
            _ if rest.starts_with('!') => ("no tag that YAML has", "put text that begins with `!` in quotes"),
            _ => ("this is no YAML", "put it in quotes if it is meant as text"),
        };
        fault(self.rest_of_line(self.at), message).help(help)
    }
}

/// Looking around.
impl Scene<'_, '_, '_> {
    fn char(&self, at: usize) -> char {
        self.text[at..].chars().next().unwrap_or(' ')
    }

    fn char_at(&self, at: usize) -> Span {
        Span::new(at, at + self.text[at..].chars().next().map_or(0, char::len_utf8))
    }

    fn found(&self) -> String {
        match self.text[self.at..].chars().next() {
            None => "the end of the file".to_owned(),
            Some('\n' | '\r') => "the end of the line".to_owned(),
            Some(char) => format!("`{char}`"),
        }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[self.reader.base..at]
            .rfind('\n')
            .map_or(self.reader.base, |line| self.reader.base + line + 1)
    }

    /// Where a line begins, and by how many spaces it is indented.
    fn line(&self, at: usize) -> (usize, usize) {
        let line = self.line_start(at);
        (line, self.text[line..].len() - self.text[line..].trim_start_matches(' ').len())
    }

    fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    fn rest_of_line(&self, at: usize) -> Span {
        let line = self.text[at..].lines().next().unwrap_or_default();
        Span::new(at, at + line.trim_end().len())
    }

    fn indent_of(&self, at: usize) -> Span {
        Span::new(self.line_start(at), at)
    }

    fn word_at(&self, at: usize) -> Span {
        let rest = &self.text[at..];
        let len = rest.find(|char: char| char.is_whitespace() || matches!(char, ',' | ']' | '}'));
        Span::new(at, at + len.unwrap_or(rest.len()))
    }

    /// The first tab before the text of a line, from the line on which the parser stopped.
    fn tab(&self) -> Span {
        let mut line = self.line_start(self.at);
        for text in self.text[line..].split_inclusive('\n') {
            let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
            if let Some(tab) = text[..indent].find('\t') {
                return Span::new(line + tab, line + tab + 1);
            }
            line += text.len();
        }
        self.char_at(self.at)
    }

    fn in_brackets(&self) -> bool {
        self.reader.open.last().is_some_and(|open| open.style == StructureStyle::Flow)
    }

    /// The innermost open bracket, and what would close it.
    fn bracket(&self) -> Option<(usize, char)> {
        let node = self.in_brackets().then(|| self.reader.builder.innermost())?.map(|(node, _)| node)?;
        let start = self.start(node);
        matches!(self.char(start), '[' | '{').then(|| (start, closing(self.char(start))))
    }

    fn also_bracket(&self, fault: Fault) -> Fault {
        match self.bracket() {
            Some((open, _)) => fault.also(self.char_at(open), "opened here"),
            None => fault,
        }
    }

    fn innermost(&self) -> Option<NodeId> {
        self.reader.builder.innermost().map(|(node, _)| node)
    }

    /// The containers that end where the parser stopped or go on there, the innermost first.
    fn last_containers(&self) -> impl Iterator<Item = NodeId> + '_ {
        let tree = &*self.reader.builder.tree;
        let last = self.innermost().map(|open| {
            std::iter::successors(Some(open), |node| tree.last_child(*node)).last().unwrap_or(open)
        });
        std::iter::successors(last, |node| tree.parent(*node)).filter(|node| tree.is_container(*node))
    }

    fn start(&self, node: NodeId) -> usize {
        self.reader.builder.tree.node(node).start as usize
    }

    fn also_block(&self, fault: Fault, block: Option<NodeId>, what: &str) -> Fault {
        let Some(block) = block else { return fault };
        let start = self.start(block);
        let end = self.rest_of_line(start).end as usize;
        let first = self.text[start..end].find(": ").map_or(end, |colon| start + colon);
        fault.also(Span::new(start, first), what)
    }
}

fn fault(span: Span, message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Syntax, span, message)
}

fn closing(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

fn spaces(count: usize) -> String {
    match count {
        0 => "nothing".to_owned(),
        1 => "1 space".to_owned(),
        _ => format!("{count} spaces"),
    }
}
