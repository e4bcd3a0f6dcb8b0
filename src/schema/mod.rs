//! JSON Schema over the arena, in place, and its verdicts in our words.

mod words;
mod tolerance;
mod instance;

use crate::diagnostic::{Findings, Rule};
use crate::tree::{NodeId, Tree};
use instance::{Arena, Instance};
use serde_json::Value;

pub use words::Violation;

/// One of the schemas in `spec/schemas`, compiled.
pub struct Schema {
    document: Value,
    validator: jsonschema::Validator<Arena>,
}

impl Schema {
    /// Compiles a schema that ships with the program.
    ///
    /// # Panics
    /// If it is no schema: a test compiles each of them.
    pub fn compile(text: &str) -> Schema {
        let document: Value = serde_json::from_str(text).expect("internal error: a shipped schema is JSON");
        let validator = jsonschema::options_for::<Arena>()
            .with_draft(jsonschema::Draft::Draft202012)
            .build(&document)
            .expect("internal error: a shipped schema compiles");
        Schema { document, validator }
    }

    /// Whether a document conforms.
    pub fn is_valid(&self, tree: &Tree, root: NodeId) -> bool {
        self.validator.is_valid(Instance::node(tree, root))
    }

    /// Where and how a document does not conform.
    pub fn violations(&self, tree: &Tree, root: NodeId) -> Vec<Violation> {
        // A valid document is the usual case, and its verdict costs no list of errors.
        if self.is_valid(tree, root) {
            return Vec::new();
        }
        let mut violations = Vec::new();
        for error in self.validator.iter_errors(Instance::node(tree, root)) {
            words::say(tree, root, &self.document, &error, &mut violations);
        }
        violations.dedup();
        violations
    }

    /// Reports each violation by the rule that `rule` chooses for it; one that gets none is told elsewhere.
    pub fn report(
        &self,
        tree: &Tree,
        root: NodeId,
        findings: &mut Findings,
        rule: impl Fn(&Violation) -> Option<&'static Rule>,
    ) {
        for violation in self.violations(tree, root) {
            if let Some(rule) = rule(&violation) {
                violation.report(rule, findings);
            }
        }
    }
}
