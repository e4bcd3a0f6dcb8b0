//! Where values are written: from what the parser says to the bytes an author would point at.

use super::{Reader, Scalar};
use crate::source::Span;

impl<'a> Reader<'_, 'a> {
    /// The bytes of a parser's span.
    pub(super) fn place(&self, span: &granit_parser::Span) -> Span {
        let range = span.byte_range().expect("internal error: a parser of text knows bytes");
        Span::new(self.base + range.start, self.base + range.end)
    }

    /// The character at a position.
    pub(super) fn first_char(&self, start: u32) -> Span {
        let char = self.builder.text[start as usize..].chars().next();
        Span::new(start as usize, start as usize + char.map_or(0, char::len_utf8))
    }

    /// Where a scalar is written, with its quotes or its block header.
    pub(super) fn scalar_place(&self, scalar: &Scalar<'a>) -> Span {
        let span = self.place(&scalar.span);
        if scalar.is_block() {
            return self.block(span);
        }
        if scalar.is_absent() {
            let at = self.absent(scalar, span.start as usize);
            return Span::new(at, at);
        }
        span
    }

    /// The parser says where the lines of a block begin, and where the next thing does.
    fn block(&self, content: Span) -> Span {
        let text = self.builder.text;
        let start = self.header().unwrap_or(content.start as usize);
        let header = text[start..].find(|char: char| !matches!(char, '|' | '>' | '+' | '-' | '0'..='9'));
        let content = &text[content.start as usize..content.end as usize];
        let content_end = content.as_ptr() as usize - text.as_ptr() as usize + content.trim_end().len();
        Span::new(start, content_end.max(header.map_or(text.len(), |len| start + len)))
    }

    /// The `|` or `>` that comes next: between it and what was read last stand marks, properties and comments only.
    fn header(&self) -> Option<usize> {
        let bytes = self.builder.text.as_bytes();
        let mut at = self.end;
        loop {
            let rest = &bytes[at..];
            at += match rest.first()? {
                b'|' | b'>' => return Some(at),
                b'#' => memchr::memchr(b'\n', rest)?,
                b'&' | b'!' => memchr::memchr3(b' ', b'\t', b'\n', rest)?,
                _ => 1,
            };
        }
    }

    /// A value that is not written stands behind the mark that asks for it.
    fn absent(&self, scalar: &Scalar<'a>, at: usize) -> usize {
        let bytes = self.builder.text.as_bytes();
        if bytes.get(at) == Some(&b':') && !self.expects_key() {
            return at + 1;
        }
        let marked = at > self.base && matches!(bytes[at - 1], b'-' | b'?' | b':');
        if marked || scalar.anchor != 0 || scalar.tag.is_some() || at < self.end {
            return at;
        }
        // The parser only noticed where something else begins.
        if memchr::memchr2(b'\n', b'\r', &bytes[self.end..at]).is_some() { self.end } else { at }
    }
}
