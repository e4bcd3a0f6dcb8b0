//! The text of every file of a run, in one address space, so that a position alone names file, line and column.

use std::sync::OnceLock;

/// A range of bytes in a [`SourceMap`]; `start..end`, half open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: position(start), end: position(end) }
    }
}

/// A position as it is stored. The map refuses text past 4 GiB before this can fail.
pub(crate) fn position(byte: usize) -> u32 {
    u32::try_from(byte).expect("internal error: the source map is larger than 4 GiB")
}

/// One file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

#[derive(Debug)]
struct File {
    path: String,
    span: Span,
    line_starts: OnceLock<Vec<u32>>,
    /// How many characters stand before each block; only of a file with a very long line.
    blocks: OnceLock<Vec<u32>>,
}

/// Bytes of a block: a line that is longer is not counted from its start for every place in it.
const BLOCK: usize = 1 << 14;

/// A place as a person counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// From 1.
    pub line: usize,
    /// From 1, in characters (Unicode scalar values).
    pub column: usize,
}

/// All files of a run, one after the other, and between them text that no file holds
/// (unescaped strings, names that a stage made).
#[derive(Debug, Default)]
pub struct SourceMap {
    text: String,
    files: Vec<File>,
}

impl SourceMap {
    /// How much text the map takes, in bytes: positions are 32 bits wide.
    pub const CAPACITY: usize = u32::MAX as usize;

    /// Adds a file; `path` is what messages call it.
    pub fn add(&mut self, path: impl Into<String>, text: &str) -> FileId {
        // Room for what a reader unescapes, so that growing does not copy all text once more.
        self.text.reserve(text.len() + text.len() / 2);
        let span = self.append(text);
        // So that the end of a file is never the start of what comes behind it.
        self.text.push('\n');
        self.files.push(File {
            path: path.into(),
            span,
            line_starts: OnceLock::new(),
            blocks: OnceLock::new(),
        });
        FileId(position(self.files.len() - 1))
    }

    /// Adds text that belongs to no file.
    pub fn append(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        Span::new(start, self.text.len())
    }

    /// Bytes held.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// The raw bytes of a span: as [`slice`](Self::slice), without the look at character boundaries.
    pub(crate) fn bytes(&self, start: u32, len: u32) -> &[u8] {
        &self.text.as_bytes()[start as usize..(start + len) as usize]
    }

    /// Lends all text to a reader that needs to write to the map's owner meanwhile.
    pub(crate) fn take_text(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// Gives back what [`take_text`](Self::take_text) lent.
    pub(crate) fn put_text(&mut self, text: String) {
        self.text = text;
    }

    /// All files, in the order they were added.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..position(self.files.len())).map(FileId)
    }

    /// What messages call the file.
    pub fn path(&self, file: FileId) -> &str {
        &self.files[file.0 as usize].path
    }

    /// Calls a file otherwise from now on, such as one that is not on disk but in an earlier revision.
    pub fn rename(&mut self, file: FileId, path: impl Into<String>) {
        self.files[file.0 as usize].path = path.into();
    }

    /// The bytes of the whole file.
    pub fn span(&self, file: FileId) -> Span {
        self.files[file.0 as usize].span
    }

    /// The file that holds a position, if one does.
    pub fn file_at(&self, at: u32) -> Option<FileId> {
        let after = self.files.partition_point(|file| file.span.start <= at);
        let index = after.checked_sub(1)?;
        (at <= self.files[index].span.end).then(|| FileId(position(index)))
    }

    /// Line and column of a position in its file.
    pub fn line_column(&self, file: FileId, at: u32) -> LineColumn {
        let lines = self.line_starts(file);
        let line = lines.partition_point(|start| *start <= at).max(1);
        let start = lines[line - 1];
        let at = at.max(start);
        let column = if (at - start) as usize <= BLOCK {
            characters(self.bytes(start, at - start))
        } else {
            self.characters_before(file, at) - self.characters_before(file, start)
        };
        // A byte order mark is not on the line.
        let mark =
            usize::from(self.text.as_bytes()[start as usize..at as usize].starts_with(b"\xEF\xBB\xBF"));
        LineColumn { line, column: column - mark + 1 }
    }

    fn characters_before(&self, file: FileId, at: u32) -> usize {
        let file = &self.files[file.0 as usize];
        let text = &self.text.as_bytes()[file.span.start as usize..file.span.end as usize];
        let blocks = file.blocks.get_or_init(|| {
            let counts = text.chunks(BLOCK).scan(0, |before, block| {
                let count = *before;
                *before += characters(block);
                Some(position(count))
            });
            counts.collect()
        });
        let at = (at - file.span.start) as usize;
        let block = (at / BLOCK).min(blocks.len() - 1);
        blocks[block] as usize + characters(&text[block * BLOCK..at])
    }

    /// The bytes of a line (from 1), without its line break; `None` past the last line.
    pub fn line(&self, file: FileId, line: usize) -> Option<Span> {
        let lines = self.line_starts(file);
        let start = *lines.get(line.checked_sub(1)?)?;
        let end = lines.get(line).copied().unwrap_or(self.span(file).end);
        let text = self.text[start as usize..end as usize].trim_end_matches(['\n', '\r']);
        Some(Span { start, end: start + position(text.len()) })
    }

    /// How many lines the file has.
    pub fn line_count(&self, file: FileId) -> usize {
        self.line_starts(file).len()
    }

    fn line_starts(&self, file: FileId) -> &[u32] {
        let file = &self.files[file.0 as usize];
        file.line_starts.get_or_init(|| {
            let text = &self.text.as_bytes()[file.span.start as usize..file.span.end as usize];
            let mut starts = vec![file.span.start];
            starts.extend(memchr::memchr_iter(b'\n', text).map(|at| file.span.start + position(at) + 1));
            starts
        })
    }
}

/// How many characters begin in a text: continuation bytes are none of their own.
fn characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}
