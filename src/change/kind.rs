//! A kind of change: its rule, how much it weighs, who notices, and the way out.

use crate::diagnostic::Rule;

/// How much a change weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something else, which nobody is bound to.
    Told,
    /// Something is there that was not.
    Adds,
    /// What exists may behave otherwise.
    Risks,
    /// What exists stops working.
    Breaks,
}

/// Flows that run already, unattended.
pub(super) const FLOWS: &str = "flows that run";
/// Makers who open a flow or build a new one.
pub(super) const DESIGNER: &str = "the designer";
/// Apps in Power Apps, where the connector is a set of functions.
pub(super) const APPS: &str = "apps";
/// People who have signed in, or are about to.
pub(super) const CONNECTIONS: &str = "connections";

/// A kind of change.
#[derive(Debug)]
pub struct Kind {
    /// By which it is said.
    pub rule: Rule,
    /// How much it weighs.
    pub weight: Weight,
    /// What Microsoft's validator says, where that is known.
    /// Source: build logs quoted in pull requests of microsoft/PowerPlatformConnectors, 2020 to 2024.
    pub microsoft: Option<&'static str>,
    /// Who notices.
    pub noticed_by: &'static [&'static str],
    /// How the same can be had without harm.
    pub way_out: &'static str,
}

impl Kind {
    /// What exists stops working.
    pub const fn breaks(name: &'static str, page: &'static str) -> Kind {
        Kind::new(Rule::fault(name, page), Weight::Breaks, &[FLOWS, APPS])
    }

    /// What exists may behave otherwise.
    pub const fn risks(name: &'static str, page: &'static str) -> Kind {
        Kind::new(Rule::warning(name, page), Weight::Risks, &[FLOWS, APPS])
    }

    /// Something is there that was not.
    pub const fn adds(name: &'static str, page: &'static str) -> Kind {
        Kind::new(Rule::note(name, page), Weight::Adds, &[DESIGNER])
    }

    /// Something else.
    pub const fn told(name: &'static str, page: &'static str) -> Kind {
        Kind::new(Rule::note(name, page), Weight::Told, &[DESIGNER])
    }

    const fn new(rule: Rule, weight: Weight, noticed_by: &'static [&'static str]) -> Kind {
        Kind { rule, weight, microsoft: None, noticed_by, way_out: "" }
    }

    /// With the words of Microsoft's validator.
    pub const fn in_microsofts_words(mut self, words: &'static str) -> Kind {
        self.microsoft = Some(words);
        self
    }

    /// Noticed by others than most.
    pub const fn noticed_by(mut self, who: &'static [&'static str]) -> Kind {
        self.noticed_by = who;
        self
    }

    /// With a way out.
    pub const fn way_out(mut self, way_out: &'static str) -> Kind {
        self.way_out = way_out;
        self
    }
}
