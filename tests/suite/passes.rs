//! Do the passes of lowering do what their pages show?
//!
//! The document under `Before` must be, after the last pass of lowering, what stands under `After` (without
//! `info`), with the findings until then under `We say`, one per line; a page may show what comes out for other
//! readers of Swagger 2.0 as well. `UPDATE=1` rewrites all of them.

use crate::page::{Block, Page};
use connectorc::compile::{Options, Outcome, Purpose, compile};
use connectorc::load::Memory;
use connectorc::lower::{Dialect, PASSES};
use connectorc::tree::write_yaml;
use std::path::{Path, PathBuf};

/// The sections of a page, in their order; the last but one may be missing.
const SECTIONS: [&str; 4] = ["Before", "After", "After for Swagger 2.0", "We say"];

#[test]
fn pages_show_what_passes_do() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut faults = Vec::new();
    for path in pages() {
        let text = std::fs::read_to_string(&path).expect("a page can be read");
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name in UTF-8");
        match today(name, &text) {
            Err(fault) => faults.push(format!("{name}: {fault}")),
            Ok(now) if now == text => {}
            Ok(now) if update => std::fs::write(&path, now).expect("a page can be written"),
            Ok(_) => faults.push(format!("{name}: run with UPDATE=1, read what changed")),
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

fn pages() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/lower");
    let entries = std::fs::read_dir(folder).expect("there is a folder of pages");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// The page with what comes out today.
fn today(name: &str, text: &str) -> Result<String, String> {
    let page = Page::parse(text)?;
    if page.title != name {
        return Err("the title must be the name of the page".to_owned());
    }
    if !page.intro.first().is_some_and(|first| first.ends_with('.')) {
        return Err("say in one sentence what the pass does".to_owned());
    }
    let names: Vec<&str> = page.sections.iter().map(|section| section.name.as_str()).collect();
    if names != SECTIONS && names != [SECTIONS[0], SECTIONS[1], SECTIONS[3]] {
        return Err("the sections must be `Before`, `After` and `We say`".to_owned());
    }
    let before = page.section("Before").expect("the form was looked at").files();
    if before.is_empty() || before.iter().any(|(name, _)| name.is_empty()) {
        return Err("`Before` holds documents, each with its name".to_owned());
    }
    let lower = |dialect| {
        let files =
            before.iter().fold(Memory::default(), |files, (name, text)| files.with(name, text.clone()));
        let entry = if before.iter().any(|(name, _)| name == "connector.yaml") { "" } else { &before[0].0 };
        let until = PASSES.last().map(|pass| pass.name.to_owned());
        let options = Options { purpose: Purpose::Check, dialect, until, ..Options::default() };
        compile(&files, Path::new(entry), &options)
    };
    let mut outcome = lower(Dialect::Connector);
    let mut edits = vec![
        (block(&page, "After", "yaml")?, definition(&mut outcome)?),
        (block(&page, "We say", "text")?, said(&outcome)),
    ];
    if names.len() == SECTIONS.len() {
        let other = definition(&mut lower(Dialect::Swagger2))?;
        edits.insert(1, (block(&page, SECTIONS[2], "yaml")?, other));
    }
    let mut now = text.to_owned();
    for (block, words) in edits.into_iter().rev() {
        now.replace_range(block.bytes.clone(), &words);
    }
    Ok(now)
}

fn block<'p>(page: &'p Page, section: &str, language: &str) -> Result<&'p Block, String> {
    match page.section(section).map_or(&[][..], |section| &section.blocks) {
        [block] if block.language == language => Ok(block),
        _ => Err(format!("`{section}` holds one block of `{language}`")),
    }
}

fn definition(outcome: &mut Outcome) -> Result<String, String> {
    let root = outcome.source.ok_or("there is no document")?;
    if let Some(info) = outcome.tree.get(root, "info") {
        outcome.tree.detach(info);
    }
    Ok(write_yaml(&outcome.tree, root))
}

fn said(outcome: &Outcome) -> String {
    let line = |finding: &connectorc::diagnostic::Diagnostic| {
        format!("{} {}: {}\n", finding.level.name(), finding.rule.name, finding.message)
    };
    outcome.findings.iter().filter(|finding| is_ours(finding.rule.name)).map(line).collect()
}

/// Whether a rule is one by which shaping or lowering speaks: what the platform makes of the definition is
/// not a pass's business.
fn is_ours(rule: &str) -> bool {
    const DECLARED: [&str; 3] = [
        include_str!("../../src/load/rules.rs"),
        include_str!("../../src/shape/rules.rs"),
        include_str!("../../src/lower/rules.rs"),
    ];
    let declared = format!("(\"{rule}\"");
    DECLARED.iter().any(|rules| rules.split_whitespace().collect::<String>().contains(&declared))
}
