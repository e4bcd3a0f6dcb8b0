//! Do the rules say what their pages promise?
//!
//! The bad document of a page must fire its rule with the quoted words and no other rule; its good document
//! must be silent. Notes by other rules do not count. A rule about changes has two versions of each, below `old/`
//! and `new/`. `UPDATE=1` rewrites the quoted words.

use crate::page::{File, Page};
use connectorc::compile::{Options, Purpose, compile};
use connectorc::diagnostic::{Diagnostic, Findings, Profile, Rule, Severity, Site};
use connectorc::diff::{self, Operand, diff};
use connectorc::import::{Request, import};
use connectorc::inspect::inspect;
use connectorc::load::{Memory, is_connector};
use connectorc::rules::TABLE;
use std::path::{Path, PathBuf};

/// What is found in some files, of which the first is the one to begin with.
type Check = dyn Fn(&[File]) -> Vec<Diagnostic>;

#[test]
fn pages_keep_their_form() {
    let faults = pages().iter().flat_map(|(name, text)| form_faults(name, text)).collect();
    settle(faults, &[]);
}

/// Fails if there are faults. Pages that changed are faults too, unless they are to be rewritten.
fn settle(mut faults: Vec<String>, changed: &[(String, String)]) {
    let update = std::env::var_os("UPDATE").is_some();
    for (name, text) in changed {
        if update {
            std::fs::write(folder().join(format!("{name}.md")), text).expect("a page can be written");
        } else {
            faults.push(format!(
                "{name}: we no longer say what is quoted: run with UPDATE=1, read what changed"
            ));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Holds pages against what `check` finds in their documents: the faults, and each page whose quoted words
/// are no longer ours, with those of today.
fn prove_pages(pages: &[(String, String)], check: &Check) -> (Vec<String>, Vec<(String, String)>) {
    let (mut faults, mut changed) = (Vec::new(), Vec::new());
    for (name, text) in pages {
        let proof = prove(name, text, check);
        faults.extend(proof.faults);
        if proof.text != *text {
            changed.push((name.clone(), proof.text));
        }
    }
    (faults, changed)
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/spec/rules"))
}

/// The name and the text of every page.
pub fn pages() -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder()).expect("there is a folder of pages");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let page = |path: PathBuf| {
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name in UTF-8").to_owned();
        (name, std::fs::read_to_string(&path).expect("a page can be read"))
    };
    paths.into_iter().map(page).collect()
}

/// What keeps a page from being a page of a rule.
fn form_faults(name: &str, text: &str) -> Vec<String> {
    let page = match Page::parse(text) {
        Ok(page) => page,
        Err(fault) => return vec![format!("{name}: {fault}")],
    };
    let mut faults = Vec::new();
    let mut need = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("{name}: {what}"));
        }
    };
    need(page.title == name, "the title must be the name of the rule");
    need(
        !name.is_empty() && name.starts_with(|char: char| char.is_ascii_uppercase()),
        "name it in PascalCase",
    );
    need(page.intro.len() >= 2, "say in one sentence what is wrong, then in a paragraph why");
    need(
        page.intro.first().is_some_and(|first| first.ends_with('.')),
        "the first sentence needs a full stop",
    );
    let sections: Vec<&str> = page.sections.iter().map(|section| section.name.as_str()).collect();
    need(sections == ["Bad", "We say", "Good"], "the sections must be `Bad`, `We say` and `Good`");
    for section in &page.sections {
        need(!section.blocks.is_empty(), &format!("nothing is fenced in `{}`", section.name));
        if section.name == "We say" {
            let quoted =
                section.blocks.iter().all(|block| block.language == "text" && !block.text.is_empty());
            need(
                quoted && section.blocks.len() == 1,
                "`We say` holds one block of `text`, and it is not empty",
            );
        } else {
            let named = section.blocks.iter().all(|block| !block.file.is_empty());
            need(named, &format!("every block in `{}` must name its file", section.name));
        }
    }
    faults
}

/// What a page proved.
struct Proof {
    faults: Vec<String>,
    /// The page with our words of today.
    text: String,
}

fn prove(name: &str, text: &str, check: &Check) -> Proof {
    let faults = form_faults(name, text);
    if !faults.is_empty() {
        return Proof { faults, text: text.to_owned() };
    }
    let page = Page::parse(text).expect("the form was looked at");
    let section = |name: &str| page.section(name).expect("the form was looked at");
    let mut proof = Proof { faults: Vec::new(), text: text.to_owned() };
    let mut words = String::new();
    for finding in check(&section("Bad").files()) {
        if finding.rule.name == name {
            words = words + &finding.message + "\n";
        } else if finding.level > Severity::Note {
            proof.faults.push(format!("{name}: the bad document also fires {}", said(&finding)));
        }
    }
    for finding in check(&section("Good").files()) {
        if finding.rule.name == name || finding.level > Severity::Note {
            proof.faults.push(format!("{name}: the good document fires {}", said(&finding)));
        }
    }
    if words.is_empty() {
        proof.faults.push(format!("{name}: the bad document does not fire the rule"));
    } else {
        proof.text.replace_range(section("We say").blocks[0].bytes.clone(), &words);
    }
    proof
}

fn said(finding: &Diagnostic) -> String {
    format!("{}: {}", finding.rule.name, finding.message)
}

/// Every page has its rule and every rule its page.
fn table_faults(pages: &[(String, String)], table: &[&Rule]) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, text) in pages {
        match table.iter().filter(|rule| rule.name == name).collect::<Vec<_>>()[..] {
            [] => faults.push(format!("{name}: the page has no rule in the table")),
            [rule] if rule.page != text => {
                faults.push(format!("{name}: the rule has another page than its own"))
            }
            [_] => {}
            _ => faults.push(format!("{name}: the rule is in the table twice")),
        }
    }
    let unwritten = table.iter().filter(|rule| pages.iter().all(|(name, _)| name != rule.name));
    faults.extend(unwritten.map(|rule| format!("{}: write spec/rules/{}.md", rule.name, rule.name)));
    faults
}

/// The files of a page as a run sees them: where it begins, and whose demands count. The first file is where it begins,
/// unless there is a configuration.
pub fn stage(files: &[File]) -> (Memory, PathBuf, Options) {
    let mut memory = Memory::default();
    for (name, bytes) in files {
        memory = memory.with(name, bytes.clone());
    }
    let entry = if files.iter().any(|(name, _)| name == "connector.yaml") {
        PathBuf::new()
    } else {
        files.first().map(|(name, _)| PathBuf::from(name)).unwrap_or_default()
    };
    // A folder's name says whose demands count for the connector in it.
    let folder = entry.parent().and_then(|folder| folder.to_str());
    let profile = match folder {
        Some("certified") => Some(Profile::Certified),
        Some("independent") => Some(Profile::Independent),
        _ => None,
    };
    (memory, entry, Options { purpose: Purpose::Check, profile, ..Options::default() })
}

/// What the compiler finds in the files of a page.
fn check(files: &[File]) -> Vec<Diagnostic> {
    let (memory, entry, options) = stage(files);
    // A rule about changes needs two documents.
    if files.iter().any(|(name, _)| name.starts_with("old/")) {
        let side = |path| Operand { files: &memory, path: Path::new(path), prefix: "" };
        return diff(side("old"), side("new"), &diff::Options::default()).findings;
    }
    if entry.starts_with("published") {
        let request = Request { connector: &entry, project: Path::new("project"), source: None };
        return import(&memory, &request).findings;
    }
    if is_connector(&memory, &entry) {
        return inspect(&memory, &entry, &options).findings;
    }
    compile(&memory, &entry, &options).findings
}

#[test]
fn pages_prove_their_rules() {
    let (faults, changed) = prove_pages(&pages(), &check);
    settle(faults, &changed);
}

/// An operation, a parameter and a property that makers do not see, and that say nothing for them.
const HIDDEN: &str = r#"{
  "swagger": "2.0",
  "info": {"title": "Pets", "description": "Looks up pets.", "version": "1.0"},
  "host": "pets.contoso.com",
  "paths": {
    "/pets": {
      "get": {
        "operationId": "ListPets",
        "x-ms-visibility": "internal",
        "responses": {"200": {"description": "The pets"}}
      },
      "post": {
        "operationId": "AddPet",
        "summary": "Add a pet",
        "description": "Adds a pet to the shop.",
        "parameters": [
          {
            "name": "shop",
            "in": "query",
            "type": "string",
            "required": true,
            "default": "main",
            "x-ms-visibility": "internal"
          },
          {
            "name": "body",
            "in": "body",
            "schema": {"type": "object", "properties": {"origin": {"type": "string", "x-ms-visibility": "internal"}}}
          }
        ],
        "responses": {"201": {"description": "The pet"}}
      }
    }
  }
}"#;

/// The platform's clients do not look at the case of a visibility; only its schema does.
#[test]
fn what_is_hidden_is_hidden_in_any_case() {
    let found = |text: &str| {
        let file = ("certified/apiDefinition.swagger.json".to_owned(), text.as_bytes().to_vec());
        let of_case = "JsonValueNotInEnum";
        let (case, rest): (Vec<_>, Vec<_>) =
            check(&[file]).into_iter().partition(|finding| finding.rule.name == of_case);
        (case.len(), rest.iter().map(said).collect::<Vec<_>>())
    };
    let (quiet, loud) = (found(HIDDEN), found(&HIDDEN.replace("internal", "Internal")));
    assert_eq!(quiet.1, loud.1);
    assert_eq!((quiet.0, loud.0), (0, 3));
}

#[test]
fn rules_pages_and_table_agree() {
    settle(table_faults(&pages(), &TABLE), &[]);
}

const PAGE: &str = "# NoWord\n\nA line is empty.\n\nNobody reads it.\n\n## Bad\n\n```yaml a.yaml\none\n\n```\n\n\
                    ## We say\n\n```text\nold words\n```\n\n## Good\n\n```yaml a.yaml\none\n```\n";
static NO_WORD: Rule = Rule::warning("NoWord", PAGE);
static OTHER: Rule = Rule::note("Other", "");

/// Finds empty lines; notes how many files there are; warns of the word `other`.
fn toy(files: &[File]) -> Vec<Diagnostic> {
    let mut findings = Findings::default();
    for (name, content) in files {
        let site = || Site::Path(name.clone());
        findings.report(&OTHER, site(), "a file");
        let text = String::from_utf8_lossy(content);
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() {
                findings.report(&NO_WORD, site(), format!("line {} is empty", index + 1));
            } else if line == "other" {
                findings.report(&OTHER, site(), "other").level = Severity::Warning;
            }
        }
    }
    findings.iter().cloned().collect()
}

#[test]
fn a_page_gets_the_words_of_its_rule() {
    let pages = [("NoWord".to_owned(), PAGE.to_owned())];
    let (faults, changed) = prove_pages(&pages, &toy);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(changed, [("NoWord".to_owned(), PAGE.replace("old words", "line 2 is empty"))]);
    assert_eq!(prove_pages(&changed, &toy), (Vec::new(), Vec::new()));
}

#[test]
fn a_page_that_does_not_hold_is_caught() {
    let faults = |page: &str| prove("NoWord", page, &toy).faults;
    assert_eq!(
        faults(&PAGE.replace("one\n\n", "other\n")),
        [
            "NoWord: the bad document also fires Other: other",
            "NoWord: the bad document does not fire the rule",
        ]
    );
    assert_eq!(
        faults(&PAGE.replace("one\n```\n", "one\n\nother\n```\n")),
        [
            "NoWord: the good document fires NoWord: line 2 is empty",
            "NoWord: the good document fires Other: other",
        ]
    );
    assert_eq!(
        faults("# Noword\n\nNo\n\n## Bad\n\n## We say\n\n```yaml\n```\n"),
        [
            "NoWord: the title must be the name of the rule",
            "NoWord: say in one sentence what is wrong, then in a paragraph why",
            "NoWord: the first sentence needs a full stop",
            "NoWord: the sections must be `Bad`, `We say` and `Good`",
            "NoWord: nothing is fenced in `Bad`",
            "NoWord: `We say` holds one block of `text`, and it is not empty",
        ]
    );
}

#[test]
fn a_table_that_differs_from_the_pages_is_caught() {
    let pages = [("NoWord".to_owned(), PAGE.to_owned()), ("Lost".to_owned(), String::new())];
    assert_eq!(
        table_faults(&pages, &[&NO_WORD, &OTHER]),
        ["Lost: the page has no rule in the table", "Other: write spec/rules/Other.md"]
    );
    static EDITED: Rule = Rule::warning("NoWord", "# NoWord\n");
    let faults = table_faults(&pages[..1], &[&EDITED]);
    assert_eq!(faults, ["NoWord: the rule has another page than its own"]);
    assert_eq!(table_faults(&pages[..1], &[&NO_WORD, &NO_WORD]), ["NoWord: the rule is in the table twice"]);
}
