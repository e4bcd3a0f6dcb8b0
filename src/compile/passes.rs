//! Every pass of a run by its name, for `explain --passes` and `build --until`.

use crate::{finish, lower, shape};

/// A pass as its table describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassInfo {
    /// The stage that runs it.
    pub stage: &'static str,
    /// Its name; no other pass of any stage has it.
    pub name: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
}

/// The name under which overlays are applied.
pub(super) const OVERLAY: &str = "overlay";
/// The name under which files become one document.
pub(super) const BUNDLE: &str = "bundle";

/// All passes, in the order in which they run.
pub fn passes() -> Vec<PassInfo> {
    let one = |stage, name, summary| PassInfo { stage, name, summary };
    let mut all = vec![one("shape", BUNDLE, "makes one document of all files")];
    all.extend(shape::PASSES.iter().map(|pass| one("shape", pass.name, pass.summary)));
    all.push(one("overlay", OVERLAY, "applies the actions of all overlays"));
    all.extend(lower::PASSES.iter().map(|pass| one("lower", pass.name, pass.summary)));
    all.extend(finish::PASSES.iter().map(|pass| one("finish", pass.name, pass.summary)));
    all
}
