//! Whether a request finds the one operation that it is for.

use super::super::survey::Survey;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Operation;
use crate::tree::NodeId;
use indexmap::IndexMap;
use std::collections::HashMap;

/// Microsoft's name for two paths that differ in nothing but capitals.
pub static PATH_REDEFINED: Rule = Rule::error("PathRedefined", page!("PathRedefined"));
/// Microsoft's name for two operations whose paths differ in nothing but the names of variables.
pub static DUPLICATE_OPERATION_PATH: Rule =
    Rule::fault("DuplicateOperationPath", page!("DuplicateOperationPath"));
/// Microsoft's name for a path that matches what another one is for.
pub static PARTIAL_DUPLICATE_OPERATION_PATH: Rule =
    Rule::warning("PartialDuplicateOperationPath", page!("PartialDuplicateOperationPath"));

/// How many of the paths that a variable shadows are named.
const NAMED: usize = 3;
/// How many segments are looked at for one path, so that a document with many variables takes no longer than it
/// is long.
const STEPS: usize = 2_000;

pub(super) fn check(survey: &Survey<'_>, findings: &mut Findings) {
    redefined(survey, findings);
    indistinguishable(survey, findings);
    shadowed(survey, findings);
}

fn redefined(survey: &Survey<'_>, findings: &mut Findings) {
    let tree = survey.tree;
    let mut paths = survey.paths.clone();
    let folded = |path: &NodeId| tree.key(*path).bytes().map(|byte| byte.to_ascii_lowercase());
    paths.sort_by(|one, other| folded(one).cmp(folded(other)));
    for pair in paths.windows(2).filter(|pair| folded(&pair[0]).eq(folded(&pair[1]))) {
        let (first, second) = (tree.key(pair[0]), tree.key(pair[1]));
        // The same name twice is told when the file is read.
        if first != second {
            findings
                .report(
                    &PATH_REDEFINED,
                    Site::Key(pair[1]),
                    format!("`{second}` and `{first}` are the same path to the platform"),
                )
                .also(Site::Key(pair[0]), "the other one")
                .help(
                    "it compares paths without regard to case: write both alike and once, or leave one out",
                );
        }
    }
}

/// The bytes of a path in lower case, without the names of its variables.
fn shape(path: &str) -> impl Iterator<Item = u8> {
    let mut inside = false;
    path.bytes().filter_map(move |byte| {
        let shown = !inside || byte == b'}';
        inside = match byte {
            b'{' => true,
            b'}' => false,
            _ => inside,
        };
        shown.then(|| byte.to_ascii_lowercase())
    })
}

fn indistinguishable(survey: &Survey<'_>, findings: &mut Findings) {
    let mut operations: Vec<Operation<'_>> = survey.operations.iter().map(|found| found.operation).collect();
    operations.sort_by(|one, other| {
        one.method().cmp(other.method()).then_with(|| shape(one.path()).cmp(shape(other.path())))
    });
    for pair in operations.windows(2) {
        let (first, second) = (pair[0], pair[1]);
        let same = first.method() == second.method() && shape(first.path()).eq(shape(second.path()));
        if same && !first.path().eq_ignore_ascii_case(second.path()) {
            let message =
                format!("{} and {} cannot be told apart by their paths", first.name(), second.name());
            findings
                .report(&DUPLICATE_OPERATION_PATH, Site::Key(second.path_item), message)
                .also(Site::Key(first.path_item), "matches the same requests")
                .help(
                    "the name of a variable is not part of a request: change a fixed segment of one of them",
                );
        }
    }
}

/// The paths of one method, segment by segment.
#[derive(Default)]
struct Branch<'t> {
    fixed: IndexMap<&'t str, usize>,
    /// The branch behind a segment that is nothing but a variable.
    variable: Option<usize>,
    /// What ends here.
    ends: Option<Operation<'t>>,
}

fn shadowed(survey: &Survey<'_>, findings: &mut Findings) {
    let mut methods: HashMap<&str, Vec<Branch<'_>>> = HashMap::new();
    for found in &survey.operations {
        let operation = found.operation;
        let branches = methods.entry(operation.method()).or_insert_with(|| vec![Branch::default()]);
        let mut at = 0;
        for segment in operation.path().split('/') {
            let next = branches.len();
            let entry = if is_variable(segment) {
                *branches[at].variable.get_or_insert(next)
            } else {
                *branches[at].fixed.entry(segment).or_insert(next)
            };
            if entry == next {
                branches.push(Branch::default());
            }
            at = entry;
        }
        branches[at].ends.get_or_insert(operation);
    }
    for found in &survey.operations {
        let operation = found.operation;
        if !operation.path().split('/').any(is_variable) {
            continue;
        }
        let Some(branches) = methods.get(operation.method()) else { continue };
        let others = covered(branches, operation.path());
        let Some(first) = others.first() else { continue };
        let message = format!(
            "a value of a variable in `{}` can lead to {}, which has the path `{}`",
            operation.path(),
            first.name(),
            first.path()
        );
        let finding = findings.report(&PARTIAL_DUPLICATE_OPERATION_PATH, Site::Key(operation.node), message);
        for other in others.iter().take(NAMED) {
            finding.also(Site::Key(other.node), "matches some of the same requests");
        }
        finding.help("where the API allows it, let them differ in a fixed segment");
    }
}

/// Whether a segment is a variable and nothing else.
fn is_variable(segment: &str) -> bool {
    segment.starts_with('{') && segment.find('}') == Some(segment.len() - 1)
}

/// Operations with a fixed segment where the path has a variable, and the same or a variable elsewhere.
fn covered<'t>(branches: &[Branch<'t>], path: &str) -> Vec<Operation<'t>> {
    let segments: Vec<&str> = path.split('/').collect();
    let mut open = vec![(0, 0, false)];
    let mut found = Vec::new();
    let mut steps = 0;
    while let Some((at, depth, differs)) = open.pop() {
        let branch = &branches[at];
        let Some(segment) = segments.get(depth) else {
            found.extend(branch.ends.filter(|_| differs));
            continue;
        };
        if is_variable(segment) {
            open.extend(branch.variable.map(|next| (next, depth + 1, differs)));
            // The stack is read from its end.
            let fixed = branch.fixed.values().take(STEPS).rev();
            open.extend(fixed.map(|next| (*next, depth + 1, true)));
            steps += branch.fixed.len();
        } else {
            // The other path is told about its own variables when its turn comes.
            open.extend(branch.variable.map(|next| (next, depth + 1, differs)));
            open.extend(branch.fixed.get(segment).map(|next| (*next, depth + 1, differs)));
        }
        steps += 1;
        if steps > STEPS || found.len() > NAMED {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{is_variable, shape};

    #[test]
    fn names_of_variables_do_not_count() {
        assert!(shape("/Pets/{id}").eq(shape("/pets/{petId}")));
        assert!(!shape("/pets/{id}").eq(shape("/pets/{id}/x")));
        assert!(is_variable("{a}") && !is_variable("{a}{b}") && !is_variable("") && !is_variable("a({b})"));
    }
}
