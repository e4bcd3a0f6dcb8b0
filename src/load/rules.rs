//! What can be wrong with a file.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::tree::FaultKind;
use std::io;
use std::path::Path;

/// A text that breaks the grammar of its format.
pub static SYNTAX_ERROR: Rule = Rule::error("SyntaxError", page!("SyntaxError"));
/// A name that stands twice in one object.
pub static DUPLICATE_KEY: Rule = Rule::error("DuplicateKey", page!("DuplicateKey"));
/// A file that cannot be read.
pub static UNREADABLE_FILE: Rule = Rule::error("UnreadableFile", page!("UnreadableFile"));
/// A text in another encoding than UTF-8.
pub static ENCODING_NOT_UTF8: Rule = Rule::error("EncodingNotUtf8", page!("EncodingNotUtf8"));
/// A YAML stream with more than one document.
pub static MANY_DOCUMENTS: Rule = Rule::error("ManyDocuments", page!("ManyDocuments"));
/// A key that is a list or a mapping.
pub static KEY_NOT_STRING: Rule = Rule::error("KeyNotString", page!("KeyNotString"));
/// A file that would cost more than any honest document.
pub static INPUT_TOO_LARGE: Rule = Rule::error("InputTooLarge", page!("InputTooLarge"));
/// A value that JSON cannot say, or that other readers read otherwise.
pub static AMBIGUOUS_SCALAR: Rule = Rule::warning("AmbiguousScalar", page!("AmbiguousScalar"));
/// A reference to a file outside the project.
pub static REFERENCE_OUTSIDE_PROJECT: Rule =
    Rule::error("ReferenceOutsideProject", page!("ReferenceOutsideProject"));
/// A reference to the network.
pub static REMOTE_REFERENCE: Rule = Rule::error("RemoteReference", page!("RemoteReference"));

pub(super) fn of_fault(kind: FaultKind) -> &'static Rule {
    match kind {
        FaultKind::Syntax | FaultKind::Lenient => &SYNTAX_ERROR,
        FaultKind::DuplicateKey => &DUPLICATE_KEY,
        FaultKind::ManyDocuments => &MANY_DOCUMENTS,
        FaultKind::KeyNotString => &KEY_NOT_STRING,
        FaultKind::Limit => &INPUT_TOO_LARGE,
        FaultKind::Ambiguous => &AMBIGUOUS_SCALAR,
    }
}

/// Says that a file cannot be read.
pub(crate) fn unreadable(path: &Path, site: impl Into<Site>, error: &io::Error, findings: &mut Findings) {
    let message = format!("cannot read `{}`: {}", path.display(), reason(error));
    findings.report(&UNREADABLE_FILE, site, message).help(reading_help(error));
}

/// Why a file cannot be read, without the operating system's numbers.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        kind => kind.to_string(),
    }
}

fn reading_help(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "check the path: it counts from the file that names it",
        _ => "check that the file can be read",
    }
}
