//! What do connectors that Microsoft published do wrong, by our rules?
//!
//! `fixtures/corpus/counts.txt` says of each rule, by profile and level, how many connectors and findings there are,
//! so that a change of a rule shows as a difference. `UPDATE=1` rewrites it.

use crate::project::{beside, entries, name, ours};
use connectorc::compile::{Options, Purpose};
use connectorc::diagnostic::{Profile, Severity};
use connectorc::inspect::inspect;
use connectorc::load::Disk;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

/// Of a hundred connectors that import took, fewer than this many may have an error in its eyes.
const MOST_REFUSED: usize = 2;

/// Profile, rule and level, and how often each connector is told of it.
type Counts = BTreeMap<(&'static str, &'static str, &'static str), BTreeMap<String, usize>>;

#[test]
fn what_is_found_in_published_connectors_is_known() {
    let Some(folder) = beside("corpus/connectors") else { return };
    let connectors = entries(&folder);
    let halves: Vec<&[PathBuf]> = connectors.chunks(connectors.len().div_ceil(2)).collect();
    let mut counts = Counts::new();
    std::thread::scope(|scope| {
        let running: Vec<_> = halves.iter().map(|half| scope.spawn(|| count(half))).collect();
        for (key, connectors) in running.into_iter().flat_map(|half| half.join().expect("no panic")) {
            counts.entry(key).or_default().extend(connectors);
        }
    });
    few_are_refused(&counts, connectors.len());
    settle(&table(&counts, connectors.len()));
}

fn count(connectors: &[PathBuf]) -> Counts {
    let mut counts = Counts::new();
    for connector in connectors {
        for profile in profiles(name(connector)) {
            let options = Options { purpose: Purpose::Check, profile: Some(profile), ..Options::default() };
            for finding in inspect(&Disk, connector, &options).findings {
                let key = (title(profile), finding.rule.name, finding.level.name());
                *counts.entry(key).or_default().entry(name(connector).to_owned()).or_default() += 1;
            }
        }
    }
    counts
}

/// Whose demands a connector is held against: import's, and those under which it was published.
fn profiles(folder: &str) -> Vec<Profile> {
    let own = [("certified__", Profile::Certified), ("independent__", Profile::Independent)];
    let own = own.into_iter().find(|(start, _)| folder.starts_with(start)).map(|(_, profile)| profile);
    [Profile::Custom].into_iter().chain(own).collect()
}

fn title(profile: Profile) -> &'static str {
    match profile {
        Profile::Custom => "custom",
        Profile::Independent => "independent",
        Profile::Certified => "certified",
    }
}

fn few_are_refused(counts: &Counts, all: usize) {
    let errors = counts.iter().filter(|((profile, _, level), _)| {
        *profile == title(Profile::Custom) && *level == Severity::Error.name()
    });
    let refused: BTreeSet<&String> = errors.flat_map(|(_, connectors)| connectors.keys()).collect();
    assert!(refused.len() * 100 < all * MOST_REFUSED, "{} of {all} have errors: {refused:?}", refused.len());
}

fn table(counts: &Counts, all: usize) -> String {
    let mut table = format!(
        "{all} connectors under `custom`, and those of publishers under their own profile\n\n\
         {:<12} {:<62} {:<8} {:>10} {:>8}\n",
        "profile", "rule", "level", "connectors", "findings"
    );
    for ((profile, rule, level), connectors) in counts {
        let (found, findings) = (connectors.len(), connectors.values().sum::<usize>());
        writeln!(table, "{profile:<12} {rule:<62} {level:<8} {found:>10} {findings:>8}")
            .expect("a string takes all text");
    }
    table
}

fn settle(table: &str) {
    let path = ours("fixtures/corpus/counts.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, table).expect("the counts can be written");
        return;
    }
    let written = std::fs::read_to_string(&path).expect("there are counts");
    let lines = |text: &str| -> BTreeSet<String> { text.lines().map(str::to_owned).collect() };
    let (before, now) = (lines(&written), lines(table));
    let gone = before.difference(&now).map(|line| format!("- {line}"));
    let come = now.difference(&before).map(|line| format!("+ {line}"));
    let changes: Vec<String> = gone.chain(come).collect();
    assert!(changes.is_empty(), "run with UPDATE=1, read what changed:\n{}", changes.join("\n"));
}
