//! The version that a connector should have after its changes.

use super::kind::Weight;
use super::rules;
use crate::diagnostic::Findings;

/// A version that is no semantic one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the version `{0}` is no semantic version: numbers with dots between them, such as 1.4 or 1.4.2")]
pub struct NotSemantic(pub String);

/// The version after `old`: the first number counts what breaks, the second what is new, the third what is said
/// otherwise. It has as many numbers as `old`, and more only if it needs them.
///
/// # Errors
/// If `old` is no semantic version.
pub fn next_version(old: &str, findings: &Findings, is_equal: bool) -> Result<String, NotSemantic> {
    let fault = || NotSemantic(old.to_owned());
    let numbers = old.split('.').map(|number| number.parse::<u64>().map_err(|_| fault()));
    let mut numbers = numbers.collect::<Result<Vec<u64>, NotSemantic>>()?;
    if numbers.len() > 3 {
        return Err(fault());
    }
    let kinds = findings.iter().filter_map(|finding| rules::kind(finding.rule));
    let index = match kinds.map(|kind| kind.weight).max() {
        Some(Weight::Breaks) => 0,
        Some(Weight::Risks | Weight::Adds) => 1,
        Some(Weight::Told) => 2,
        None if is_equal => return Ok(old.to_owned()),
        None => 2,
    };
    numbers.resize(numbers.len().max(index + 1), 0);
    numbers[index] = numbers[index].checked_add(1).ok_or_else(fault)?;
    numbers[index + 1..].fill(0);
    Ok(numbers.iter().map(u64::to_string).collect::<Vec<_>>().join("."))
}
