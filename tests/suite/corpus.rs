//! Do real descriptions compile, to valid output or to a reason why not?

use crate::project::{build_for, corpus, dangling, name, probes, violations};
use connectorc::compile::Outcome;
use connectorc::lower::Dialect;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

const DIALECTS: [(&str, Dialect); 2] = [("connector", Dialect::Connector), ("swagger2", Dialect::Swagger2)];

const VALID: &str = "valid";

/// How many faults of one document are shown: what is wrong once is mostly wrong everywhere.
const SHOWN: usize = 4;

#[test]
fn real_descriptions_are_valid_or_have_a_reason_not_to_be() {
    if let Some(table) = table(&corpus()) {
        insta::assert_snapshot!(table);
    }
}

/// What stands in the way of each is `probes`' question.
#[test]
fn each_construct_is_valid_or_has_a_reason_not_to_be() {
    table(&probes());
}

/// What stands in the way of each document that gives nothing; one line where that is the same for both readers.
fn table(documents: &[PathBuf]) -> Option<String> {
    let (mut table, mut faults, mut valid) = (String::new(), Vec::new(), 0);
    let mut line = |name: &str, dialect: &str, verdict: &str| {
        writeln!(table, "{name:40} {dialect:9} {verdict}").expect("a string takes all text");
    };
    for path in documents {
        let verdicts = DIALECTS.map(|(_, dialect)| verdict(path, &build_for(path, dialect), &mut faults));
        if verdicts[0] != verdicts[1] {
            for ((dialect, _), verdict) in DIALECTS.iter().zip(&verdicts) {
                line(name(path), dialect, verdict);
            }
        } else if verdicts[0] == VALID {
            valid += 1;
        } else {
            line(name(path), "both", &verdicts[0]);
        }
    }
    settle(&faults, documents);
    writeln!(table, "{valid} of {} are valid for both", documents.len()).expect("a string takes all text");
    (!documents.is_empty()).then_some(table)
}

/// Fails if a document has a fault.
fn settle(faults: &[String], documents: &[PathBuf]) {
    let mut complaints = Vec::new();
    for path in documents {
        let start = name(path).to_owned() + ": ";
        let own: Vec<&String> = faults.iter().filter(|fault| fault.starts_with(&start)).collect();
        complaints.extend(own.iter().take(SHOWN).map(|fault| (*fault).clone()));
        if own.len() > SHOWN {
            complaints.push(format!("{start}and {} more", own.len() - SHOWN));
        }
    }
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// `valid`, or the rules that stand in the way, each with how often it speaks. Anything else is a fault.
fn verdict(path: &Path, outcome: &Outcome, faults: &mut Vec<String>) -> String {
    let mut fault = |what: &str| faults.push(format!("{}: {what}", name(path)));
    for place in dangling(outcome) {
        fault(&format!("leads nowhere: {place}"));
    }
    if !outcome.blocked {
        for violation in violations(outcome) {
            fault(&format!("no Swagger 2.0: {violation}"));
        }
        return VALID.to_owned();
    }
    let mut blocking: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in outcome.findings.iter().filter(|finding| finding.blocks()) {
        *blocking.entry(finding.rule.name).or_default() += 1;
    }
    if blocking.is_empty() {
        fault("nothing is written, and nothing says why");
    }
    let list: Vec<String> = blocking.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    list.join(", ")
}
