//! A rule's page for a terminal.

use super::Options;
use crate::diagnostic::Rule;
use crate::rules::is_fixable;
use std::fmt::Write;

/// The page of a rule: headings stand out, and what is fenced in the page is indented under its file's name.
pub fn page(rule: &Rule, options: &Options) -> String {
    let style = |code: &str, text: &str| {
        if options.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let mut out = String::new();
    let mut fenced = false;
    for line in rule.page.lines() {
        let line = if let Some(info) = line.strip_prefix("```") {
            fenced = !fenced;
            // The word behind the language is the file that the block stands for.
            match info.split_once(' ') {
                Some((_, file)) => format!("  {}\n", style("2", file)),
                None => continue,
            }
        } else if fenced {
            format!("    {line}")
        } else if line.starts_with('#') {
            style("1", line.trim_start_matches(['#', ' ']))
        } else {
            line.to_owned()
        };
        writeln!(out, "{}", line.trim_end_matches(' ')).expect("internal error: a string takes all text");
    }
    if is_fixable(rule.name) {
        out.push_str("\n`connectorc check --fix` mends this where no decision is needed.\n");
    }
    out
}
