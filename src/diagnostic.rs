//! What there is to say about the author's documents, and by which rule.

mod timing;

pub use timing::Timing;

use crate::source::{FileId, Span};
use crate::tree::{Edit, NodeId, Tree};

/// The page of a rule, which ships with the program.
macro_rules! page {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/spec/rules/", $name, ".md"))
    };
}
pub(crate) use page;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing: information kept in another form, or a decision taken for the author.
    Note,
    /// The connector works, but not quite as the source says or as makers would like.
    Warning,
    /// The author must decide or mend.
    Error,
}

impl Severity {
    /// As messages, configuration and formats call it.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Whose demands a connector must meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Import as a custom connector.
    #[default]
    Custom,
    /// Publication as an independent publisher's connector.
    Independent,
    /// Publication as a verified publisher's connector.
    Certified,
}

/// How grave a rule's finding is, by whose demands count; `None` is not said at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// For [`Profile::Custom`].
    pub custom: Option<Severity>,
    /// For [`Profile::Independent`].
    pub independent: Option<Severity>,
    /// For [`Profile::Certified`].
    pub certified: Option<Severity>,
}

impl Levels {
    /// The same for all.
    pub const fn all(severity: Severity) -> Levels {
        Levels { custom: Some(severity), independent: Some(severity), certified: Some(severity) }
    }

    /// The level for a profile.
    pub const fn of(self, profile: Profile) -> Option<Severity> {
        match profile {
            Profile::Custom => self.custom,
            Profile::Independent => self.independent,
            Profile::Certified => self.certified,
        }
    }
}

/// What an error means for the files that `build` would write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The output would be wrong or is not there: nothing is written.
    Blocks,
    /// The document is at fault but its meaning is defined: `check` fails, `build` goes on and warns.
    Mentions,
}

/// Who took a document with a fault, as published connectors show: there it is not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// Import did; certification is not known to.
    Import,
    /// Certification did.
    Certification,
}

impl Tolerance {
    /// Whether what a profile demands includes it.
    const fn covers(self, profile: Profile) -> bool {
        match self {
            Tolerance::Import => matches!(profile, Profile::Custom),
            Tolerance::Certification => true,
        }
    }
}

/// A rule by which something can be said. Names are forever: Microsoft's own name where its validator has
/// one, else the fault (never the remedy) in the same style.
#[derive(Debug)]
pub struct Rule {
    /// In PascalCase; one name in messages, pages and configuration.
    pub name: &'static str,
    /// How grave it is unless the configuration says otherwise.
    pub levels: Levels,
    /// What an error by this rule means for `build`.
    pub effect: Effect,
    /// The page `spec/rules/<name>.md`.
    pub page: &'static str,
}

impl Rule {
    /// A rule whose finding makes the output wrong or impossible.
    pub const fn error(name: &'static str, page: &'static str) -> Rule {
        Rule { name, levels: Levels::all(Severity::Error), effect: Effect::Blocks, page }
    }

    /// A rule whose finding is a mistake of the document that leaves its meaning defined.
    pub const fn fault(name: &'static str, page: &'static str) -> Rule {
        Rule { name, levels: Levels::all(Severity::Error), effect: Effect::Mentions, page }
    }

    /// A rule whose finding does not stop anything.
    pub const fn warning(name: &'static str, page: &'static str) -> Rule {
        Rule { name, levels: Levels::all(Severity::Warning), effect: Effect::Mentions, page }
    }

    /// A rule whose finding is only worth knowing.
    pub const fn note(name: &'static str, page: &'static str) -> Rule {
        Rule { name, levels: Levels::all(Severity::Note), effect: Effect::Mentions, page }
    }

    /// A demand of Microsoft's on what it publishes. Import takes a connector without it, so whoever only imports
    /// is told no more than a note.
    pub const fn published(mut self, severity: Severity) -> Rule {
        self.levels.independent = Some(severity);
        self.levels.certified = Some(severity);
        if let Some(Severity::Warning) = self.levels.custom {
            self.levels.custom = Some(Severity::Note);
        }
        self
    }

    /// A fault with which connectors are published: import takes it, so whoever only imports is warned.
    pub const fn imported(mut self) -> Rule {
        self.levels.custom = Some(Severity::Warning);
        self.effect = Effect::Mentions;
        self
    }

    /// Not said of custom connectors.
    pub const fn not_custom(mut self) -> Rule {
        self.levels.custom = None;
        self
    }

    /// Not said of independent publishers' connectors.
    pub const fn not_independent(mut self) -> Rule {
        self.levels.independent = None;
        self
    }

    /// The gravest of its levels: what counts until it is known whose demands do.
    pub fn gravest(&self) -> Severity {
        let Levels { custom, independent, certified } = self.levels;
        [custom, independent, certified].into_iter().flatten().max().unwrap_or(Severity::Note)
    }

    /// What the rule is about, in one line: the first paragraph of its page.
    pub fn summary(&self) -> &'static str {
        let body = self.page.split_once("\n\n").map_or("", |(_, body)| body);
        body.split_once("\n\n").map_or(body, |(first, _)| first).trim()
    }
}

/// The place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Site {
    /// A value.
    Value(NodeId),
    /// The name of a member.
    Key(NodeId),
    /// A text that made no node.
    Span(Span),
    /// A whole file.
    File(FileId),
    /// A file that could not be read, or a command line.
    Path(String),
}

impl From<NodeId> for Site {
    fn from(id: NodeId) -> Site {
        Site::Value(id)
    }
}

impl From<Span> for Site {
    fn from(span: Span) -> Site {
        Site::Span(span)
    }
}

impl Site {
    /// The node that the place belongs to.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Site::Value(id) | Site::Key(id) => Some(*id),
            Site::Span(_) | Site::File(_) | Site::Path(_) => None,
        }
    }
}

/// A second place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub site: Site,
    /// What it has to do with the finding.
    pub message: String,
}

/// What a finding says besides if it is about two versions of a connector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The place in the grammar of Microsoft's validator of changes, such as `operation/GetPets/parameter/shop`.
    pub value_path: String,
    /// The words of that validator, where they are known.
    pub microsoft: Option<&'static str>,
    /// Who notices: flows that run, the designer, apps, connections.
    pub noticed_by: &'static [&'static str],
    /// What was there before, where that is a text.
    pub old: Option<String>,
    /// What is there now, likewise.
    pub new: Option<String>,
}

impl Change {
    /// As Microsoft's build log writes it; `None` where it is not known to speak.
    pub fn in_microsofts_words(&self) -> Option<String> {
        self.microsoft.map(|words| format!("{words} ValuePath: {} Source: NewSwagger", self.value_path))
    }
}

/// One thing to say.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// By which rule.
    pub rule: &'static Rule,
    /// How grave, after the configuration was asked.
    pub level: Severity,
    /// Where.
    pub site: Site,
    /// What is wrong.
    pub message: String,
    /// What the excerpt says at the place, if not the message again.
    pub label: Option<String>,
    /// Other places that take part.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
    /// Who took documents with this very fault, where its rule says more than that.
    pub tolerated: Option<Tolerance>,
    /// What mends it, where nobody needs to decide; the rule is then among [`FIXABLE`](crate::rules::FIXABLE).
    pub fix: Vec<Edit>,
    /// What it says of two versions of a connector, if it is about them.
    pub change: Option<Box<Change>>,
}

impl Diagnostic {
    /// Adds a second place.
    pub fn also(&mut self, site: impl Into<Site>, message: impl Into<String>) -> &mut Diagnostic {
        self.related.push(Related { site: site.into(), message: message.into() });
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// Says what mends it for certain. Several edits are made together or not at all.
    pub fn fix(&mut self, edit: Edit) -> &mut Diagnostic {
        self.fix.push(edit);
        self
    }

    /// Whether what mends it has been done.
    pub fn is_mended(&self, tree: &Tree) -> bool {
        !self.fix.is_empty() && self.fix.iter().all(|edit| edit.is_done(tree))
    }

    /// Says something short at the place itself.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Diagnostic {
        self.label = Some(label.into());
        self
    }

    /// Says who took documents with this very fault.
    pub fn tolerated(&mut self, by: impl Into<Option<Tolerance>>) -> &mut Diagnostic {
        self.tolerated = by.into();
        self
    }

    /// How grave it is by the demands of a profile; `None` if it is not said at all.
    pub fn level_for(&self, profile: Profile) -> Option<Severity> {
        // A stage that knows better has set another level than the rule's.
        let level = match self.level == self.rule.gravest() {
            true => self.rule.levels.of(profile)?,
            false => self.level,
        };
        let is_tolerated = self.tolerated.is_some_and(|by| by.covers(profile));
        Some(if is_tolerated { level.min(Severity::Warning) } else { level })
    }

    /// Whether `build` must not write anything.
    pub fn blocks(&self) -> bool {
        self.level == Severity::Error && self.rule.effect == Effect::Blocks && self.tolerated.is_none()
    }
}

/// Proof that a stage gave up only after it said why.
#[derive(Clone, Copy, Debug)]
pub struct Reported(());

/// Everything that was found so far.
#[derive(Debug, Default)]
pub struct Findings {
    all: Vec<Diagnostic>,
    /// What the parts of the run cost, if anybody asked.
    timings: Option<Vec<Timing>>,
}

impl Findings {
    /// Says something by a rule, at the gravest of its levels.
    pub fn report(
        &mut self,
        rule: &'static Rule,
        site: impl Into<Site>,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.all.push(Diagnostic {
            rule,
            level: rule.gravest(),
            site: site.into(),
            message: message.into(),
            label: None,
            related: Vec::new(),
            help: None,
            tolerated: None,
            fix: Vec::new(),
            change: None,
        });
        self.all.last_mut().expect("internal error: a finding was pushed")
    }

    /// Gives up, after an error was said.
    ///
    /// # Panics
    /// If nothing that blocks was said: a stage must not give up in silence.
    pub fn give_up(&self) -> Reported {
        assert!(self.blocked(), "internal error: a stage gave up without an error");
        Reported(())
    }

    /// Whether something was found that must not be written to disk.
    pub fn blocked(&self) -> bool {
        self.all.iter().any(Diagnostic::blocks)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All of them, in the order they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.all.iter()
    }

    /// All of them, to change a level or drop one.
    pub fn all_mut(&mut self) -> &mut Vec<Diagnostic> {
        &mut self.all
    }
}
