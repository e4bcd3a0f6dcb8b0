//! One finding as a frame, drawn by miette.

use super::excerpt::{Excerpt, Mark};
use super::{Options, place, visible};
use crate::diagnostic::{Diagnostic, Severity, Site};
use crate::tree::Tree;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, ThemeCharacters, ThemeStyles};
use std::error::Error;
use std::fmt;
use textwrap::WordSeparator;

/// How many related places a frame shows.
const RELATED: usize = 8;

/// Writes the frame of one finding.
pub(super) fn write(
    tree: &Tree,
    finding: &Diagnostic,
    options: &Options,
    out: &mut impl fmt::Write,
) -> fmt::Result {
    let frame = Frame::new(tree, finding, options);
    let styles = styles(&frame, options);
    let style = match finding.level {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Note => styles.advice,
    };
    let title = format!("{}[{}]", finding.level.name(), finding.rule.name);
    writeln!(out, "{}", style.style(title))?;

    let characters = if options.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .with_width(options.width)
        .with_word_separator(separator(&frame))
        .with_break_words(false)
        .without_syntax_highlighting();
    let mut drawn = String::new();
    handler.render_report(&mut drawn, &frame)?;
    for line in drawn.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Where a line may end. Text that is all ASCII needs no look into the tables of scripts, and its pointers and
/// addresses stay whole.
fn separator(frame: &Frame) -> WordSeparator {
    let help = frame.help.as_deref().unwrap_or_default();
    if frame.message.is_ascii() && help.is_ascii() {
        WordSeparator::AsciiSpace
    } else {
        WordSeparator::UnicodeBreakProperties
    }
}

/// The place of the finding is in the colour of its level, all related places in another one.
fn styles(frame: &Frame, options: &Options) -> ThemeStyles {
    if !options.colour {
        return ThemeStyles::none();
    }
    let mut styles = ThemeStyles::ansi();
    let main = match frame.level {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Note => styles.advice,
    };
    let labels = frame.excerpt.labels.iter();
    let highlights: Vec<_> = labels.map(|label| if label.primary() { main } else { styles.help }).collect();
    // The renderer goes through the list in a circle, so it must not be empty.
    if !highlights.is_empty() {
        styles.highlights = highlights;
    }
    styles
}

#[derive(Debug)]
struct Frame {
    level: Severity,
    message: String,
    help: Option<String>,
    excerpt: Excerpt,
    without_excerpt: Option<Remark>,
}

impl Frame {
    fn new(tree: &Tree, finding: &Diagnostic, options: &Options) -> Frame {
        let line = |text: &str| visible::line(text, options.unicode);
        let mut marks = Vec::new();
        let mut remarks = Vec::new();
        let mut add = |site: &Site, text: Option<String>, remark: fn(&str, &str) -> String| {
            let place = place(tree, site);
            match place.file.zip(place.region) {
                Some((file, region)) => marks.push(Mark { file, region, text }),
                None => remarks.push(remark(&line(place.path), &text.unwrap_or_default())),
            }
        };
        add(&finding.site, finding.label.as_deref().map(line), |path, _| path.to_owned());
        for related in finding.related.iter().take(RELATED) {
            add(&related.site, Some(line(&related.message)), |path, text| format!("{text}: {path}"));
        }
        if let Some(more @ 1..) = finding.related.len().checked_sub(RELATED) {
            remarks.push(format!("and {more} more places"));
        }
        if let Some(change) = &finding.change {
            remarks.push(format!("noticed by {}", change.noticed_by.join(", ")));
            remarks.push(line(&match change.in_microsofts_words() {
                Some(words) => format!("Microsoft says: {words}"),
                None => format!("ValuePath: {}", change.value_path),
            }));
        }
        Frame {
            level: finding.level,
            message: line(&finding.message),
            help: finding.help.as_deref().map(|help| visible::lines(help, options.unicode)),
            excerpt: Excerpt::new(&tree.sources, &marks, options),
            without_excerpt: Remark::chain(remarks),
        }
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Frame {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.without_excerpt.as_ref().map(|remark| remark as _)
    }
}

impl miette::Diagnostic for Frame {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.level {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as _)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().cloned()))
    }
}

/// A place that has no lines to show. The renderer draws a chain of causes right below the message,
/// which is where such places belong.
#[derive(Debug)]
struct Remark {
    text: String,
    next: Option<Box<Remark>>,
}

impl Remark {
    fn chain(texts: Vec<String>) -> Option<Remark> {
        texts.into_iter().rev().fold(None, |next, text| Some(Remark { text, next: next.map(Box::new) }))
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Remark {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.next.as_ref().map(|next| next as _)
    }
}
