//! YAML 1.2 text into the arena.

mod alias;
mod core;
mod escape;
mod place;
mod syntax;
mod tag;

use super::builder::{Builder, Key, build};
use super::fault::{Fault, FaultKind};
use super::{BLOCK, Kind, MAX_DEPTH, NodeId, Text, Tree};
use crate::source::{FileId, Span};
use alias::Anchor;
use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag};
use std::borrow::Cow;

pub use alias::MAX_ALIAS_NODES;

/// Reads a file as YAML 1.2 with the core schema. The root is `None` if the text cannot be understood at all;
/// a fault that leaves the meaning clear (a repeated key, a bracket that is not indented, a second document) is
/// told and passed over.
pub fn read_yaml(tree: &mut Tree, file: FileId, faults: &mut Vec<Fault>) -> Option<NodeId> {
    let (nodes, told) = (tree.nodes.len(), faults.len());
    build(tree, file, faults, |builder| {
        let stop = match Reader::new(builder, Indentation::Strict).stream() {
            Ok(root) => return Some(root),
            Err(stop) => stop,
        };
        if stop.slack {
            // Most readers take a closing bracket that stands too far left: the meaning is clear.
            builder.take_back(nodes);
            builder.faults.truncate(told);
            if let Ok(root) = Reader::new(builder, Indentation::Lenient).stream() {
                builder.faults.push(stop.fault);
                return Some(root);
            }
            builder.faults.truncate(told);
        }
        builder.faults.push(stop.fault);
        None
    })
}

/// The text cannot be read further.
struct Stop {
    fault: Fault,
    /// Only the indentation of brackets or quoted text is at fault.
    slack: bool,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop { fault, slack: false }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Indentation {
    /// As YAML 1.2 has it.
    Strict,
    /// Brackets and quoted text may stand as far left as the block around them.
    Lenient,
}

struct Reader<'b, 'a> {
    builder: &'b mut Builder<'a>,
    parser: Parser<'a, StrInput<'a>>,
    /// Where the file begins.
    base: usize,
    /// One past the last byte that is known to belong to a value, a key or a bracket.
    end: usize,
    /// The key whose value comes next.
    key: Option<Key>,
    open: Vec<Open>,
    anchors: Vec<Anchor>,
    /// How many nodes aliases added so far.
    added: usize,
    /// `null`, `true` and `false`, for those who spell them otherwise.
    words: [Option<Text>; 3],
}

/// What only YAML needs to know of an open container.
#[derive(Clone, Copy)]
struct Open {
    style: StructureStyle,
    /// Its anchor, or 0.
    anchor: usize,
    /// It stands where a key should.
    is_key: bool,
}

impl<'b, 'a> Reader<'b, 'a> {
    fn new(builder: &'b mut Builder<'a>, indentation: Indentation) -> Self {
        let options = granit_parser::options! {
            strict_indentation: indentation == Indentation::Strict,
            emit_comments: false,
            emit_anchor_events: true,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let (base, text) = (builder.start, builder.text);
        let parser = Parser::new_from_str_with_options(&text[base..], options);
        // A node takes about as many bytes as the text that spells it.
        builder.tree.nodes.reserve((text.len() - base) / 32);
        Reader {
            builder,
            parser,
            base,
            end: base,
            key: None,
            open: Vec::new(),
            anchors: Vec::new(),
            added: 0,
            words: [None; 3],
        }
    }

    fn stream(mut self) -> Result<NodeId, Stop> {
        let mut root = None;
        loop {
            let (event, span) = match self.parser.next_event() {
                Some(Ok(event)) => event,
                Some(Err(error)) => return Err(self.syntax(&error)),
                None => break,
            };
            let node = match event {
                Event::Scalar(value, style, anchor, tag) => {
                    let scalar = Scalar { value, style, anchor, tag, span };
                    self.scalar(scalar)?
                }
                Event::MappingStart(style, anchor, tag) => {
                    Some(self.start(Kind::Object, style, anchor, tag.as_deref(), &span)?)
                }
                Event::SequenceStart(style, anchor, tag) => {
                    Some(self.start(Kind::Array, style, anchor, tag.as_deref(), &span)?)
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    self.finish(&span);
                    continue;
                }
                Event::Anchor(id, _) => {
                    self.name_anchor(id, self.place(&span));
                    continue;
                }
                Event::Alias(id) => self.alias(id, self.place(&span))?,
                Event::DocumentStart(explicit, _) => {
                    let span = self.place(&span);
                    if let Some(first) = root {
                        self.second_document(first, span, explicit);
                        break;
                    }
                    self.end = if explicit { span.end } else { span.start } as usize;
                    continue;
                }
                _ => continue,
            };
            root = root.or(node);
        }
        root.ok_or_else(|| self.empty())
    }

    fn empty(&self) -> Stop {
        let end = self.builder.text.len();
        Fault::new(FaultKind::Syntax, Span::new(end, end), "the file is empty")
            .help("write a YAML value")
            .into()
    }

    fn second_document(&mut self, first: NodeId, span: Span, explicit: bool) {
        let first = self.first_char(self.builder.tree.node(first).start);
        let span = if explicit { span } else { self.first_char(span.start) };
        let fault = Fault::new(FaultKind::ManyDocuments, span, "a second document begins here")
            .also(first, "only the first document is read")
            .help("put each document into a file of its own");
        self.builder.faults.push(fault);
    }

    /// Whether the next node is the key of a member.
    fn expects_key(&self) -> bool {
        self.key.is_none()
            && self
                .builder
                .innermost()
                .is_some_and(|(container, _)| self.builder.tree.node(container).kind == Kind::Object)
    }

    fn start(
        &mut self,
        kind: Kind,
        style: StructureStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: &granit_parser::Span,
    ) -> Result<NodeId, Stop> {
        let place = self.place(span);
        if self.builder.is_full() {
            return Err(too_deep(self.first_char(place.start)));
        }
        if let Some(tag) = tag {
            self.check_container_tag(kind, tag, span);
        }
        let is_key = self.expects_key();
        self.end = if style == StructureStyle::Flow { place.end } else { place.start } as usize;
        let node = if is_key {
            self.builder.alone(kind, place, Text::default())
        } else {
            let key = self.key.take().unwrap_or_default();
            self.builder.child(kind, place, key, Text::default())
        };
        if anchor != 0 {
            self.open_anchor(anchor, node);
        }
        self.builder.open(node);
        self.open.push(Open { style, anchor, is_key });
        Ok(node)
    }

    fn finish(&mut self, span: &granit_parser::Span) {
        let open = self.open.pop().expect("internal error: the parser closes what it opened");
        let place = self.place(span);
        // The end of a block is only noticed where something else begins.
        if open.style == StructureStyle::Flow && place.end > place.start {
            self.end = place.end as usize;
        }
        let node = self.builder.close(self.end);
        if open.anchor != 0 {
            self.close_anchor(open.anchor);
        }
        if open.is_key {
            let node = *self.builder.tree.node(node);
            let span = Span { start: node.start, end: node.end };
            self.container_as_key(span, node.kind);
        }
    }

    /// Takes a container in the place of a key for the text that spells it.
    fn container_as_key(&mut self, span: Span, kind: Kind) {
        let what = if kind == Kind::Object { "a mapping" } else { "a sequence" };
        let fault = Fault::new(FaultKind::KeyNotString, span, format!("{what} as a key"))
            .help("a key is a string: put it in quotes if this is meant to be one");
        self.builder.faults.push(fault);
        self.key = Some(Key::written(span.into(), span));
    }

    /// Reads a scalar: a key, or a value whose node is given.
    fn scalar(&mut self, scalar: Scalar<'a>) -> Result<Option<NodeId>, Stop> {
        let span = self.scalar_place(&scalar);
        self.end = span.end as usize;
        if self.expects_key() {
            self.scalar_as_key(&scalar, span);
            return Ok(None);
        }
        let (kind, text) = self.value(&scalar, span);
        let key = self.key.take().unwrap_or_default();
        let node = self.builder.child(kind, span, key, text);
        if scalar.is_block() {
            self.builder.tree.node_mut(node).flags |= BLOCK;
        }
        if scalar.anchor != 0 {
            self.open_anchor(scalar.anchor, node);
            self.close_anchor(scalar.anchor);
        }
        Ok(Some(node))
    }

    fn scalar_as_key(&mut self, scalar: &Scalar<'a>, span: Span) {
        let text = self.text(scalar, span);
        if scalar.anchor != 0 {
            let (kind, text) = self.value(scalar, span);
            let node = self.builder.alone(kind, span, text);
            self.open_anchor(scalar.anchor, node);
            self.close_anchor(scalar.anchor);
        } else if let Some(tag) = scalar.tag.as_deref() {
            self.check_key_tag(tag, scalar);
        }
        let plain = scalar.style == ScalarStyle::Plain;
        if plain && scalar.value == "<<" {
            let fault = Fault::new(FaultKind::Ambiguous, span, "`<<` is a key like any other in YAML 1.2")
                .help("repeat the members here; or write `\"<<\"` if this is the name of one");
            self.builder.faults.push(fault);
        } else if scalar.is_absent() && scalar.tag.is_none() {
            let fault = Fault::new(FaultKind::KeyNotString, span, "the key is missing")
                .help("write a name before the `:`, or `\"\"` if it is meant to be empty");
            self.builder.faults.push(fault);
            self.key = Some(Key { text: Span { end: span.start, ..span }.into(), span: None });
            return;
        }
        self.key = Some(Key::written(text, span));
    }

    /// What a scalar reads as, wherever its text is.
    fn text(&mut self, scalar: &Scalar<'a>, span: Span) -> Text {
        let written = (span.end - span.start) as usize;
        match (&scalar.value, scalar.style) {
            (Cow::Borrowed(text), ScalarStyle::Plain) if text.len() == written => span.into(),
            (Cow::Borrowed(text), ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
                if text.len() + 2 == written =>
            {
                Text { start: span.start + 1, len: span.end - span.start - 2 }
            }
            (text, _) => self.builder.keep(text),
        }
    }

    fn word(&mut self, word: Word) -> Text {
        let spelling = ["null", "true", "false"][word as usize];
        *self.words[word as usize].get_or_insert_with(|| self.builder.keep(spelling))
    }

    fn syntax(&self, error: &ScanError) -> Stop {
        syntax::stop(self, error)
    }
}

#[derive(Clone, Copy)]
enum Word {
    Null,
    True,
    False,
}

/// A scalar as the parser gives it.
struct Scalar<'a> {
    value: Cow<'a, str>,
    style: ScalarStyle,
    anchor: usize,
    tag: Option<Cow<'a, Tag>>,
    span: granit_parser::Span,
}

impl Scalar<'_> {
    fn is_block(&self) -> bool {
        matches!(self.style, ScalarStyle::Literal | ScalarStyle::Folded)
    }

    /// Nothing is written where a value could be.
    fn is_absent(&self) -> bool {
        self.style == ScalarStyle::Plain && self.span.start == self.span.end
    }
}

fn too_deep(span: Span) -> Stop {
    Fault::new(FaultKind::Limit, span, format!("nested deeper than {MAX_DEPTH} levels")).into()
}
