//! The few lines that a frame shows, cut to the width of the terminal. The renderer sees only them, so that
//! a frame costs the same in a small file and in a large one.

use super::{Options, Region, visible::visible};
use crate::source::{FileId, LineColumn, SourceMap};
use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use std::ops::Range;

/// A place in a frame, and what is said there.
pub(super) struct Mark {
    pub(super) file: FileId,
    pub(super) region: Region,
    pub(super) text: Option<String>,
}

/// Lines from one or more files, one behind the other.
#[derive(Debug)]
pub(super) struct Excerpt {
    text: String,
    parts: Vec<Part>,
    /// The marks in the order of `text`; the first mark that was given is the primary one.
    pub(super) labels: Vec<LabeledSpan>,
    /// Where each label is in its file.
    places: Vec<(usize, LineColumn)>,
}

/// Lines that follow each other in one file.
#[derive(Debug)]
struct Part {
    path: String,
    first: usize,
    lines: usize,
    bytes: Range<usize>,
}

/// Marks whose lines are shown together.
struct Group<'m> {
    file: FileId,
    first: usize,
    last: usize,
    marks: Vec<(usize, &'m Mark)>,
}

/// So many lines around a mark are shown.
const CONTEXT: usize = 1;
/// So many lines between two marks are rather shown than left out.
const GAP: usize = 2;

impl Excerpt {
    pub(super) fn new(sources: &SourceMap, marks: &[Mark], options: &Options) -> Excerpt {
        let digits = marks.iter().map(|mark| (mark.region.start.line + CONTEXT).to_string().len()).max();
        // Left of the text stand the line number and a bar, with a space around each.
        let width = options.width.saturating_sub(digits.unwrap_or(0) + 4).max(40);
        let mut excerpt =
            Excerpt { text: String::new(), parts: Vec::new(), labels: Vec::new(), places: Vec::new() };
        for group in group(sources, marks, width) {
            let start = excerpt.text.len();
            for line in group.first..=group.last {
                excerpt.add_line(sources, &group, line, width, options.unicode);
            }
            excerpt.parts.push(Part {
                path: super::visible::line(sources.path(group.file), options.unicode),
                first: group.first,
                lines: group.last - group.first + 1,
                bytes: start..excerpt.text.len(),
            });
        }
        excerpt.labels.sort_by_key(LabeledSpan::offset);
        excerpt
    }

    fn add_line(&mut self, sources: &SourceMap, group: &Group, line: usize, width: usize, unicode: bool) {
        let Some(span) = sources.line(group.file, line) else { return };
        let text = sources.slice(span);
        let at = |byte: u32| (byte.clamp(span.start, span.end) - span.start) as usize;
        let marks: Vec<(usize, &Mark, Range<usize>)> = group
            .marks
            .iter()
            .filter(|(_, mark)| mark.region.start.line == line)
            .map(|(index, mark)| (*index, *mark, at(mark.region.span.start)..at(mark.region.span.end)))
            .collect();
        let start = marks.iter().map(|(.., bytes)| bytes.start).min().unwrap_or(0);
        let end = marks.iter().map(|(.., bytes)| bytes.end).max().unwrap_or(0);
        let row = Row::new(text, window(text, start..end, width), unicode);
        let base = self.text.len();
        for (index, mark, bytes) in marks {
            let (start, end) = (base + row.at(bytes.start), base + row.at(bytes.end));
            let label = match index {
                0 => LabeledSpan::new_primary_with_span(mark.text.clone(), (start, end - start)),
                _ => LabeledSpan::new(mark.text.clone(), start, end - start),
            };
            self.labels.push(label);
            self.places.push((start, mark.region.start));
        }
        self.text.push_str(&row.text);
        self.text.push('\n');
    }
}

/// Puts marks together whose lines are near each other; otherwise their order stays.
fn group<'m>(sources: &SourceMap, marks: &'m [Mark], width: usize) -> Vec<Group<'m>> {
    let mut groups: Vec<Group<'m>> = Vec::new();
    for mark in marks.iter().enumerate() {
        let line = mark.1.region.start.line;
        let first = line.saturating_sub(CONTEXT).max(1);
        let last = (line + CONTEXT).min(last_line(sources, mark.1.file)).max(line);
        let near = groups.iter_mut().find(|group| {
            group.file == mark.1.file
                && first <= group.last + 1 + GAP
                && group.first <= last + 1 + GAP
                && group.marks.iter().all(|(_, other)| fit_one_line(&other.region, &mark.1.region, width))
        });
        match near {
            Some(group) => {
                group.first = group.first.min(first);
                group.last = group.last.max(last);
                group.marks.push(mark);
            }
            None => groups.push(Group { file: mark.1.file, first, last, marks: vec![mark] }),
        }
    }
    groups
}

/// The last line that is worth showing: behind a final line break there is none.
fn last_line(sources: &SourceMap, file: FileId) -> usize {
    let count = sources.line_count(file);
    let empty = sources.line(file, count).is_none_or(|span| span.start == span.end);
    count - usize::from(empty)
}

/// Whether two places are on different lines, or near enough on one to be seen in one window.
fn fit_one_line(left: &Region, right: &Region, width: usize) -> bool {
    left.start.line != right.start.line || left.start.column.abs_diff(right.start.column) < width / 2
}

/// The bytes of a line that are shown: all of it if it fits, else what is around the mark.
fn window(line: &str, mark: Range<usize>, width: usize) -> Range<usize> {
    // At least one column for each character keeps the loops short, whatever the line is made of.
    let columns = |char: char| if char == '\t' { 4 } else { 1 + usize::from(!char.is_ascii()) };
    let fits = |from: usize, room: usize| {
        let mut left = room;
        let fits = line[from..].char_indices().find(|(_, char)| {
            let need = columns(*char);
            let full = need > left;
            left = left.saturating_sub(need);
            full
        });
        fits.map_or(line.len(), |(at, _)| from + at)
    };
    if fits(0, width) == line.len() {
        return 0..line.len();
    }
    // Both cuts show an ellipsis.
    let room = width.saturating_sub(6);
    let to = fits(0, room);
    if mark.end <= to {
        return 0..to;
    }
    let mut lead = room / 3;
    let before = line[..mark.start].char_indices().rev().take_while(|(_, char)| {
        let need = columns(*char);
        let some = need <= lead;
        lead = lead.saturating_sub(need);
        some
    });
    let from = before.last().map_or(mark.start, |(at, _)| at);
    from..fits(from, room)
}

/// A line as it is shown.
struct Row {
    text: String,
    window: Range<usize>,
    /// For each byte of the window, and its end, the byte of `text`.
    bytes: Vec<usize>,
}

impl Row {
    fn new(line: &str, window: Range<usize>, unicode: bool) -> Row {
        let ellipsis = if unicode { "…" } else { "..." };
        let mut text = String::new();
        let mut bytes = Vec::with_capacity(window.len() + 1);
        if window.start > 0 {
            text.push_str(ellipsis);
        }
        for (at, char) in line[window.clone()].char_indices() {
            bytes.extend(std::iter::repeat_n(text.len(), char.len_utf8()));
            let mark = char == '\u{FEFF}' && window.start + at == 0;
            text.extend(visible(char, unicode).filter(|_| !mark));
        }
        bytes.push(text.len());
        if window.end < line.len() {
            text.push_str(ellipsis);
        }
        Row { text, window, bytes }
    }

    fn at(&self, byte: usize) -> usize {
        self.bytes[byte.clamp(self.window.start, self.window.end) - self.window.start]
    }
}

impl SourceCode for Excerpt {
    /// Gives all lines of the part, whatever the context asked for: lines were chosen already. A span
    /// over two parts is refused, which makes the renderer draw them apart.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        // No label reaches over the line break that ends a part.
        let part = self.parts.iter().find(|part| part.bytes.start <= start && end < part.bytes.end);
        let part = part.ok_or(MietteError::OutOfBounds)?;
        let whole = || LineColumn { line: part.first, column: 1 };
        // Without context it asks where the span is, and means the file.
        let place = if lines_before > 0 {
            whole()
        } else {
            let found = self.places.iter().find(|(offset, _)| *offset == start);
            found.map_or_else(whole, |(_, place)| *place)
        };
        Ok(Box::new(MietteSpanContents::new_named(
            part.path.clone(),
            &self.text.as_bytes()[part.bytes.clone()],
            (part.bytes.start, part.bytes.len()).into(),
            place.line - 1,
            place.column - 1,
            part.lines,
        )))
    }
}
