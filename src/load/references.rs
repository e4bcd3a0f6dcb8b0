//! Follows `$ref` into other files: below the project's folder, never outside it, never to the network.

use super::document::{self, Document, Documents, Hand};
use super::files::{Files, normalize};
use super::identities::{Identities, is_mapping_to_file};
use super::rules::{REFERENCE_OUTSIDE_PROJECT, REMOTE_REFERENCE, unreadable};
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

/// Reads every file that a document refers to, then what those refer to, and so on.
pub(super) fn follow(
    files: &dyn Files,
    dir: &Path,
    documents: &mut Documents,
    tree: &mut Tree,
    findings: &mut Findings,
) {
    // A file that could not be read is told once, however many references name it.
    let mut tried: HashSet<PathBuf> = documents.iter().map(|document| document.path.clone()).collect();
    let mut identities = Identities::default();
    let mut remote = Vec::new();
    let mut next = 0;
    while let Some(document) = documents.iter().nth(next).cloned() {
        next += 1;
        identities.add(tree, document.root);
        for (at, path) in references(tree, &document, &identities, &mut remote) {
            if !tried.insert(path.clone()) || !is_below(files, dir, &path, at, tree, findings) {
                continue;
            }
            match files.read(&path) {
                Ok(bytes) => {
                    if let Some(read) = document::parse(&path, bytes, Hand::Author, tree, findings) {
                        documents.add(read);
                    }
                }
                Err(error) => unreadable(&path, at, &error, findings),
            }
        }
    }
    // A schema that was read may have the URL as its name.
    remote.retain(|at| identities.resolve(tree, *at, tree.text(*at)).is_none());
    for at in remote {
        let text = tree.text(at);
        let (url, fragment) = text
            .split_once('#')
            .map_or((text, String::new()), |(url, fragment)| (url, format!("#{fragment}")));
        let name = url.split('?').next().and_then(|url| url.rsplit('/').next());
        let name = name.filter(|name| name.contains('.')).unwrap_or("shared.yaml");
        let message = format!("`{text}` is on the network, and nothing is ever fetched");
        findings.report(&REMOTE_REFERENCE, Site::Value(at), message).help(format!(
            "save the file in the project, as `{name}`, and refer to it by `{name}{fragment}`"
        ));
    }
}

/// The references of a document that name a file, each with the file's path. What names a URL is put aside.
fn references(
    tree: &Tree,
    document: &Document,
    identities: &Identities,
    remote: &mut Vec<NodeId>,
) -> Vec<(NodeId, PathBuf)> {
    let folder = document.path.parent().unwrap_or(Path::new(""));
    let mut found = Vec::new();
    for id in tree.walk(document.root) {
        if tree.key(id) != "$ref" && !is_mapping_to_file(tree, id) {
            continue;
        }
        let Some(target) = tree.str(id) else { continue };
        let file = target.split_once('#').map_or(target, |(file, _)| file);
        if file.is_empty() {
            continue;
        }
        if is_remote(file) {
            remote.push(id);
        } else if identities.resolve(tree, id, target).is_none() {
            found.push((id, normalize(&folder.join(percent_decode(file)))));
        }
    }
    found
}

/// Whether a reference names a URL with a scheme of more than one letter (one is a drive of Windows).
pub(crate) fn is_remote(file: &str) -> bool {
    let scheme = file.split_once(':').map_or("", |(scheme, _)| scheme);
    file.starts_with("//")
        || scheme.len() > 1
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

fn is_below(
    files: &dyn Files,
    dir: &Path,
    path: &Path,
    at: NodeId,
    tree: &Tree,
    findings: &mut Findings,
) -> bool {
    let is_below = match (files.real_path(dir), files.real_path(path)) {
        (Ok(dir), Ok(real)) => real.starts_with(dir),
        // Of a file that is not there, its name tells: what is outside is not looked for.
        _ => path
            .strip_prefix(dir)
            .is_ok_and(|rest| rest.components().all(|part| part != Component::ParentDir)),
    };
    if is_below {
        return true;
    }
    let message = format!("`{}` leads out of the project's folder", tree.text(at));
    findings.report(&REFERENCE_OUTSIDE_PROJECT, at, message).help("move the file below the folder");
    false
}

/// A relative reference is a URI: `%20` stands for a space.
pub(crate) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
