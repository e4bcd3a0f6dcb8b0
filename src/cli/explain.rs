//! `connectorc explain`

use super::End;
use super::screen::Screen;
use super::story;
use crate::compile::{Options, Purpose, compile, passes};
use crate::diagnostic::{Levels, Severity};
use crate::load::Disk;
use crate::nearest::nearest;
use crate::report;
use crate::rules::unbuilt::UNBUILT;
use crate::rules::{TABLE, find, is_fixable};
use clap::Args;
use std::path::PathBuf;

/// Show a rule's page, or the story of a value of the output
///
/// A name such as `RefWithSiblings` shows why the rule exists, a document that breaks it and one that does not.
/// A JSON Pointer such as `#/paths/~1teams/get/x-ms-visibility` tells which line, pass or overlay action a value
/// of `apiDefinition.swagger.json` comes from. `--passes` lists what is done to a document, in order.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A rule's name, or a JSON Pointer into the definition
    #[arg(value_name = "RULE|POINTER", required_unless_present_any = ["passes", "rules"])]
    subject: Option<String>,
    /// The project whose output the pointer is for
    #[arg(value_name = "DIR", default_value = ".")]
    path: PathBuf,
    /// List the passes of all stages, each with what it does
    #[arg(long, conflicts_with = "subject")]
    passes: bool,
    /// List all rules: name, level for each profile (custom, independent, certified), whether `check --fix`
    /// mends it, what is wrong
    #[arg(long, conflicts_with_all = ["subject", "passes"])]
    rules: bool,
}

impl Explain {
    pub fn run(&self, screen: &Screen) -> End {
        let Some(subject) = &self.subject else {
            screen.data(&if self.rules { rules() } else { table() });
            return End::Fine;
        };
        if subject.starts_with(['#', '/']) {
            return self.story(screen, subject);
        }
        match find(subject) {
            Some(rule) => {
                screen.data(&report::page(rule, &screen.options(true)));
                End::Fine
            }
            None => {
                screen.trouble(&unknown_rule(subject));
                End::Usage
            }
        }
    }

    fn story(&self, screen: &Screen, subject: &str) -> End {
        let options = Options { purpose: Purpose::Build, ..Options::default() };
        let outcome = compile(&Disk, &self.path, &options);
        let Some(definition) = outcome.definition else {
            screen.findings(&outcome.tree, &outcome.findings, super::screen::Format::Text, false);
            return End::Findings;
        };
        let pointer = subject.trim_start_matches('#');
        match outcome.tree.resolve(definition, pointer) {
            Some(node) => {
                screen.data(&story::tell(&outcome.tree, node));
                End::Fine
            }
            None => {
                screen.trouble(&format!(
                    "the definition has nothing at `#{pointer}`{}",
                    story::near(&outcome.tree, definition, pointer)
                ));
                End::Usage
            }
        }
    }
}

/// The passes, one a line, below the name of their stage.
fn table() -> String {
    let all = passes();
    let width = all.iter().map(|pass| pass.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    let mut stage = "";
    for pass in &all {
        if pass.stage != stage {
            stage = pass.stage;
            text.push_str(&format!("{stage}\n"));
        }
        text.push_str(&format!("  {:width$}  {}\n", pass.name, pass.summary));
    }
    text
}

/// All rules by name, with their levels.
fn rules() -> String {
    let mut all = TABLE.clone();
    all.sort_by_key(|rule| rule.name);
    let width = all.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = format!(
        "{:width$}  {:8} {:11} {:9} fix  what is wrong\n",
        "rule", "custom", "independent", "certified"
    );
    for rule in all {
        let level = |level: Option<Severity>| level.map_or("-", Severity::name);
        let Levels { custom, independent, certified } = rule.levels;
        text.push_str(&format!(
            "{:width$}  {:8} {:11} {:9} {:3}  {}\n",
            rule.name,
            level(custom),
            level(independent),
            level(certified),
            if is_fixable(rule.name) { "yes" } else { "-" },
            rule.summary().replace('\n', " "),
        ));
    }
    text.push_str("\nNot checked, and why:\n");
    for (name, reason) in UNBUILT {
        text.push_str(&format!("{name:width$}  {reason}\n"));
    }
    text
}

/// What to say of a name that no rule has.
pub(super) fn unknown_rule(name: &str) -> String {
    let near = nearest(name, TABLE.iter().map(|rule| rule.name));
    let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    format!("no rule is called `{name}`{hint}")
}
