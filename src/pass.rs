//! A stage as a table of passes, and the one way to go through it.

use std::ops::ControlFlow;

/// One step of a stage. `F` is the function that takes it, whose parameters are the stage's own.
pub struct Pass<F> {
    /// Its name in `explain`.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// Takes the step.
    pub(crate) run: F,
}

/// Runs the passes in order, or those up to the one called `until`; whether it went through all.
pub(crate) fn run<F>(passes: &[Pass<F>], until: Option<&str>, mut one: impl FnMut(&F)) -> ControlFlow<()> {
    for pass in passes {
        one(&pass.run);
        if until == Some(pass.name) {
            return ControlFlow::Break(());
        }
    }
    ControlFlow::Continue(())
}
