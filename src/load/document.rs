//! One file into one document.

use super::files::Files;
use super::rules::{ENCODING_NOT_UTF8, INPUT_TOO_LARGE, of_fault, unreadable};
use crate::diagnostic::{Diagnostic, Findings, Site, Tolerance};
use crate::source::{FileId, SourceMap, Span};
use crate::tree::{FaultKind, NodeId, Tree, read_json, read_yaml};
use std::path::{Path, PathBuf};
use std::string::FromUtf8Error;

/// The largest file that is read, in bytes. The largest real API description that we know has 13 MB.
pub const MAX_BYTES: usize = 256 << 20;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON
    Json,
    /// YAML
    Yaml,
}

impl Format {
    /// By the ending of its name; by its first character where that tells nothing.
    pub fn of(path: &Path, text: &str) -> Format {
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => Format::Json,
            Some("yaml" | "yml") => Format::Yaml,
            _ if text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) => Format::Json,
            _ => Format::Yaml,
        }
    }
}

/// Who wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The author of the project, who can mend it.
    Author,
    /// Whoever made a connector that exists: what the platform's own reader passes over, it has passed over.
    Others,
}

impl Hand {
    fn tolerance(self) -> Option<Tolerance> {
        (self == Hand::Others).then_some(Tolerance::Import)
    }
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its path.
    pub path: PathBuf,
    /// Its root.
    pub root: NodeId,
}

/// The source and what it refers to.
#[derive(Clone, Debug, Default)]
pub struct Documents {
    all: Vec<Document>,
}

impl Documents {
    pub(super) fn add(&mut self, document: Document) {
        self.all.push(document);
    }

    /// The source's root.
    ///
    /// # Panics
    /// If nothing was loaded.
    pub fn first(&self) -> NodeId {
        self.all.first().expect("internal error: a project has a source").root
    }

    /// The document at a normal path.
    pub fn at(&self, path: &Path) -> Option<&Document> {
        self.all.iter().find(|document| document.path == path)
    }

    /// All, in the order they were read.
    pub fn iter(&self) -> std::slice::Iter<'_, Document> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

/// Reads a file that must be there.
pub(super) fn read(
    files: &dyn Files,
    path: &Path,
    hand: Hand,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Document> {
    match files.read(path) {
        Ok(bytes) => parse(path, bytes, hand, tree, findings),
        Err(error) => {
            unreadable(path, Site::Path(path.display().to_string()), &error, findings);
            None
        }
    }
}

/// Parses the bytes of a file; faults become findings.
pub(super) fn parse(
    path: &Path,
    bytes: Vec<u8>,
    hand: Hand,
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Document> {
    let name = path.display().to_string();
    if bytes.len() > MAX_BYTES || tree.sources.len() + bytes.len() > SourceMap::CAPACITY / 2 {
        let message = format!("`{name}` has {} MB", bytes.len() >> 20);
        let help = format!("a file may have up to {} MB", MAX_BYTES >> 20);
        findings.report(&INPUT_TOO_LARGE, Site::Path(name), message).help(help);
        return None;
    }
    let (text, error) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => (decode(error.as_bytes()), Some(error)),
    };
    let file = tree.sources.add(name, &text);
    if let Some(error) = error {
        not_utf8(file, tree.sources.span(file).start, &error, findings).tolerated(hand.tolerance());
        if hand == Hand::Author {
            return None;
        }
    }
    let mut faults = Vec::new();
    let root = match Format::of(path, &text) {
        Format::Json => read_json(tree, file, &mut faults),
        Format::Yaml => read_yaml(tree, file, &mut faults),
    };
    for fault in faults {
        let finding = findings.report(of_fault(fault.kind), fault.span, fault.message);
        if matches!(fault.kind, FaultKind::Lenient | FaultKind::DuplicateKey) {
            finding.tolerated(hand.tolerance());
        }
        if let Some((span, what)) = fault.also {
            finding.also(span, what);
        }
        if let Some(help) = fault.help {
            finding.help(help);
        }
    }
    Some(Document { path: path.to_owned(), root: root? })
}

/// The text in bytes that are not UTF-8, as well as it can be told; UTF-16 is known by its mark.
fn decode(bytes: &[u8]) -> String {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return String::from_utf8_lossy(bytes).into_owned(),
    };
    let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// Says that a file, which starts at a position, is not UTF-8.
fn not_utf8<'f>(
    file: FileId,
    start: u32,
    error: &FromUtf8Error,
    findings: &'f mut Findings,
) -> &'f mut Diagnostic {
    let bytes = error.as_bytes();
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return findings
            .report(&ENCODING_NOT_UTF8, Site::File(file), "the file is UTF-16")
            .help("save it as UTF-8: JSON and YAML are exchanged in nothing else");
    }
    let good = error.utf8_error().valid_up_to();
    let at = start as usize + good;
    let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
    findings
        .report(&ENCODING_NOT_UTF8, span, format!("byte 0x{:02X} is not UTF-8", bytes[good]))
        .label("another character is read here")
        .help("save the file as UTF-8")
}
