//! Checks a connector that exists, without a project: nothing is compiled, all rules of definitions count.

use crate::compile::{Options, Outcome, settle, with_deep_stack};
use crate::load::{self, Connector, Files, Hand};
use crate::rules::{self, Exceptions};
use std::path::Path;

/// Checks the connector at `path`: a folder or a definition.
pub fn inspect(files: &dyn Files, path: &Path, options: &Options) -> Outcome {
    with_deep_stack(|| run(files, path, options))
}

fn run(files: &dyn Files, path: &Path, options: &Options) -> Outcome {
    let mut outcome = Outcome::nothing(path);
    let mut findings = options.findings();
    let read = findings.timed("load", |findings| load::connector(files, path, &mut outcome.tree, findings));
    if let Some(connector) = read {
        let tree = &outcome.tree;
        let subject = rules::Subject {
            definition: connector.definition,
            properties: connector.properties,
            settings: connector.settings,
            folder: Some(rules::Folder { dir: &connector.dir, files }),
            dialect: options.dialect,
            source: None,
        };
        rules::definition(tree, &subject, &mut findings);
        let Connector { definition, properties, .. } = connector;
        findings.timed("rules/conformance", |findings| {
            rules::conformance(tree, definition, properties, options.dialect, Hand::Others, findings);
        });
        outcome.definition = Some(connector.definition);
        outcome.properties = connector.properties;
    }
    let mut exceptions = Exceptions::default();
    exceptions.lint.profile = options.profile.unwrap_or_default();
    settle(&mut outcome, findings, &exceptions, options.purpose);
    outcome
}
