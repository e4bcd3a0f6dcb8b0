//! The whole compiler as one function.

mod passes;

pub use passes::{PassInfo, passes};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Effect, Findings, Profile, Reported, Severity, Timing};
use crate::emit::{self, Artifact, Emitting};
use crate::finish::{self, Finishing};
use crate::load::{self, Files, Project};
use crate::lower::{self, Dialect, Lowering};
use crate::openapi::{is_internal, operations};
use crate::overlay;
use crate::report;
use crate::rules::{self, Exceptions, Source, Subject};
use crate::shape::{self, Shaping};
use crate::tree::{NodeId, Tree};
use std::path::{Path, PathBuf};

/// What a run is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To have the files: faults that leave the meaning of the source defined are warnings.
    #[default]
    Build,
    /// To know what is wrong.
    Check,
}

/// What can be asked of one run.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What it is for.
    pub purpose: Purpose,
    /// The host of the API, over all that the documents say.
    pub host: Option<String>,
    /// JSON without spaces.
    pub minify: bool,
    /// For whom the definition is.
    pub dialect: Dialect,
    /// Whose demands it must meet, over what the configuration says.
    pub profile: Option<Profile>,
    /// The pass after which the run ends, with the document as it is then and no definition.
    pub until: Option<String>,
    /// The day, as `YYYY-MM-DD`; without it no exception ends.
    pub today: Option<String>,
    /// Whether to note what each part costs.
    pub timings: bool,
}

impl Options {
    /// No findings yet, and a clock if one was asked for.
    pub(crate) fn findings(&self) -> Findings {
        let mut findings = Findings::default();
        if self.timings {
            findings.keep_time();
        }
        findings
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// All documents.
    pub tree: Tree,
    /// The definition, if there is one: it can be looked at even where it must not be written.
    pub definition: Option<NodeId>,
    /// `apiProperties.json`, likewise.
    pub properties: Option<NodeId>,
    /// The source's root.
    pub source: Option<NodeId>,
    /// The configuration, if the project could be loaded.
    pub config: Option<Config>,
    /// The files; none if an error stands in the way.
    pub artifacts: Vec<Artifact>,
    /// The project's folder.
    pub project_dir: PathBuf,
    /// Where they belong.
    pub output_dir: PathBuf,
    /// Everything that was found, sorted by place.
    pub findings: Vec<Diagnostic>,
    /// Whether an error stands in the way of the files.
    pub blocked: bool,
    /// What each part cost, if that was asked for.
    pub timings: Vec<Timing>,
}

/// How many operations of which kind a definition has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations that makers see as actions.
    pub actions: usize,
    /// Operations that start a flow.
    pub triggers: usize,
    /// Operations that makers do not see.
    pub hidden: usize,
}

/// Compiles the project at `path`. It cannot fail: what is wrong is among the findings.
pub fn compile(files: &dyn Files, path: &Path, options: &Options) -> Outcome {
    compile_into(Tree::default(), files, path, options)
}

/// The same, into a tree that holds other documents already.
pub fn compile_into(tree: Tree, files: &dyn Files, path: &Path, options: &Options) -> Outcome {
    std::thread::scope(|scope| {
        scope.spawn(|| rules::prepare(options.dialect, load::is_configured(files, path)));
        with_deep_stack(|| run(tree, files, path, options))
    })
}

/// Runs something on a thread of its own: deep documents are validated by code that recurses on their depth,
/// which is limited, and the limit needs more stack than a caller's thread may have.
pub(crate) fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    beside(work, || ()).0
}

/// Does two things at once, the first of them on a thread of its own with such a stack.
fn beside<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    const STACK: usize = 256 << 20;
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, aside);
        let thread = thread.expect("internal error: the system gives no thread");
        let here = here();
        (thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), here)
    })
}

fn run(tree: Tree, files: &dyn Files, path: &Path, options: &Options) -> Outcome {
    let mut outcome = Outcome { tree, ..Outcome::nothing(path) };
    let mut findings = options.findings();
    let mut exceptions = Exceptions::default();
    // A stage that gave up has said why.
    let _: Result<(), Reported> = stages(files, path, options, &mut outcome, &mut exceptions, &mut findings);
    if let Some(profile) = options.profile {
        exceptions.lint.profile = profile;
    }
    settle(&mut outcome, findings, &exceptions, options.purpose);
    outcome
}

/// Ends a run: levels, order, and whether anything may be written.
pub(crate) fn settle(
    outcome: &mut Outcome,
    mut findings: Findings,
    exceptions: &Exceptions,
    purpose: Purpose,
) {
    exceptions.apply(&outcome.tree, &mut findings);
    if purpose == Purpose::Build {
        lower_levels(&mut findings);
    }
    outcome.blocked = findings.blocked() || outcome.definition.is_none();
    if outcome.blocked {
        outcome.artifacts.clear();
    }
    outcome.timings = findings.take_timings();
    outcome.findings = std::mem::take(findings.all_mut());
    report::sort(&outcome.tree, &mut outcome.findings);
}

/// The stages in order.
fn stages(
    files: &dyn Files,
    path: &Path,
    options: &Options,
    outcome: &mut Outcome,
    exceptions: &mut Exceptions,
    findings: &mut Findings,
) -> Result<(), Reported> {
    let tree = &mut outcome.tree;
    let project = findings.timed("load", |findings| load::project(files, path, tree, findings))?;
    let Project { dir, config, source, overlays, output_overlays, documents } = &project;
    *exceptions = Exceptions::of(tree, &project, options.today.as_deref());
    outcome.source = Some(*source);
    outcome.config = Some(config.clone());
    outcome.project_dir = dir.clone();
    outcome.output_dir = dir.join(&config.output.dir);
    let Some(version) = rules::version(tree, *source, findings) else {
        config.check(tree, findings);
        return Err(findings.give_up());
    };
    let mut shaping = Shaping { root: *source, version, config, documents, excluded: Vec::new() };
    let until = options.until.as_deref();
    let stopped = |name: &str| until == Some(name);
    findings.timed("bundle", |findings| shape::bundle(tree, &shaping, findings))?;
    if stopped(passes::BUNDLE) {
        return Ok(());
    }
    rules::source(tree, &Source { root: *source, version }, findings);
    // What follows from a broken source is not worth saying.
    let source_is_sound = !exceptions.blocked(tree, findings);
    if findings.timed("shape", |findings| shape::run(tree, &mut shaping, until, findings)).is_break() {
        return Ok(());
    }
    findings.timed("overlay", |findings| overlay::apply(tree, *source, overlays, findings));
    // The source's faults that an overlay has mended are no faults of the connector.
    findings.all_mut().retain(|finding| !finding.is_mended(tree));
    if stopped(passes::OVERLAY) {
        return Ok(());
    }
    let host = config.connector.host.as_ref().map(|host| host.value.clone());
    let lowering = Lowering {
        root: *source,
        version,
        dialect: options.dialect,
        host: options.host.clone().or(host),
        security_is_given: config.security.is_some(),
        is_configured: config.root.is_some(),
        media_types_are_shared: config.output.media_types_are_shared,
    };
    let finishing = Finishing { root: *source, version, config, host: options.host.as_deref() };
    if findings.timed("lower", |findings| lower::run(tree, &lowering, until, findings)).is_break()
        || findings.timed("finish", |findings| finish::run(tree, &finishing, until, findings)).is_break()
    {
        return Ok(());
    }
    overlay::apply(tree, *source, output_overlays, findings);
    let properties = emit::properties(tree, *source, config);
    outcome.definition = Some(*source);
    outcome.properties = Some(properties);
    let subject = Subject {
        definition: *source,
        properties: Some(properties),
        settings: None,
        folder: None,
        dialect: options.dialect,
        source: Some(version),
    };
    let minify = options.minify || config.output.minify;
    let emitting = Emitting { definition: *source, properties, config, dir, minify };
    let tree = &*tree;
    // What is written does not depend on what is said of it: that is only whether.
    let ((artifacts, mut of_files, conforms), ()) = beside(
        || {
            let mut findings = options.findings();
            let artifacts =
                findings.timed("emit", |findings| emit::artifacts(tree, &emitting, files, findings));
            let conforms = findings
                .timed("rules/conformance", |_| rules::conforms(tree, *source, properties, options.dialect));
            (artifacts, findings, conforms)
        },
        || {
            if source_is_sound {
                rules::of_compiled(tree, &subject, findings);
            }
            config.check(tree, findings);
        },
    );
    // A document with errors of its own violates the schema in consequence; once is enough.
    if !conforms && !exceptions.blocked(tree, findings) {
        findings.timed("rules/conformance", |findings| {
            let hand = load::Hand::Author;
            rules::conformance(tree, *source, Some(properties), options.dialect, hand, findings);
        });
    }
    findings.append(&mut of_files);
    outcome.artifacts = artifacts;
    Ok(())
}

/// To have the files, what is only mentioned need not be mended first.
fn lower_levels(findings: &mut Findings) {
    for finding in findings.all_mut() {
        if finding.level == Severity::Error && finding.rule.effect == Effect::Mentions {
            finding.level = Severity::Warning;
        }
    }
}

impl Outcome {
    pub(crate) fn nothing(path: &Path) -> Outcome {
        Outcome {
            tree: Tree::default(),
            definition: None,
            properties: None,
            source: None,
            config: None,
            artifacts: Vec::new(),
            project_dir: path.to_owned(),
            output_dir: path.to_owned(),
            findings: Vec::new(),
            blocked: true,
            timings: Vec::new(),
        }
    }

    /// What kinds of operations the definition has.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let Some(definition) = self.definition else { return counts };
        for operation in operations(&self.tree, definition) {
            if is_internal(&self.tree, operation.node) {
                counts.hidden += 1;
            } else if self.tree.get(operation.node, "x-ms-trigger").is_some() {
                counts.triggers += 1;
            } else {
                counts.actions += 1;
            }
        }
        counts
    }
}
