//! Whether something is found that was not there before.

use crate::report::Told;
use std::collections::{HashMap, HashSet};

/// The first finding that is new, or that stays though it was to go. A finding is known by its place; one whose place
/// has moved, by its words.
pub(super) fn news<'t>(before: &[Told], fixed: &HashSet<usize>, after: &'t [Told]) -> Option<&'t Told> {
    let mut old: HashMap<&str, Vec<&Told>> = HashMap::new();
    for (index, told) in before.iter().enumerate() {
        if !fixed.contains(&index) {
            old.entry(&told.fingerprint).or_default().push(told);
        }
    }
    let mut unknown = Vec::new();
    for told in after {
        if old.get_mut(told.fingerprint.as_str()).and_then(Vec::pop).is_none() {
            unknown.push(told);
        }
    }
    let mut words: HashMap<(&str, &str), usize> = HashMap::new();
    for told in old.into_values().flatten() {
        *words.entry((told.rule.name, &told.message)).or_default() += 1;
    }
    unknown.into_iter().find(|told| match words.get_mut(&(told.rule.name, told.message.as_str())) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    })
}
