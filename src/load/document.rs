//! One file into one document.

use super::files::Files;
use super::rules::{INPUT_TOO_LARGE, UNREADABLE_FILE, of_fault, unreadable};
use crate::diagnostic::{Findings, Site};
use crate::source::SourceMap;
use crate::tree::{NodeId, Tree, read_json, read_yaml};
use std::path::{Path, PathBuf};

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
    tree: &mut Tree,
    findings: &mut Findings,
) -> Option<Document> {
    match files.read(path) {
        Ok(bytes) => parse(path, bytes, tree, findings),
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
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            not_utf8(&name, &error, findings);
            return None;
        }
    };
    let file = tree.sources.add(name, &text);
    let mut faults = Vec::new();
    let root = match Format::of(path, &text) {
        Format::Json => read_json(tree, file, &mut faults),
        Format::Yaml => read_yaml(tree, file, &mut faults),
    };
    for fault in faults {
        let finding = findings.report(of_fault(fault.kind), fault.span, fault.message);
        if let Some((span, what)) = fault.also {
            finding.also(span, what);
        }
        if let Some(help) = fault.help {
            finding.help(help);
        }
    }
    Some(Document { path: path.to_owned(), root: root? })
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error, findings: &mut Findings) {
    let good = error.utf8_error().valid_up_to();
    let line = error.as_bytes()[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
    let bytes = error.as_bytes();
    let message = format!("`{name}` is not UTF-8: byte 0x{:02X} in line {line}", bytes[good]);
    let help = if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        "the file is UTF-16: save it as UTF-8"
    } else {
        "save the file as UTF-8"
    };
    findings.report(&UNREADABLE_FILE, Site::Path(name.to_owned()), message).help(help);
}
