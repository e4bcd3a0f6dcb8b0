//! `labels:` where the words that makers read come from.

use super::Located;
use super::operations::Glob;
use super::read::Section;
use super::rules::INVALID_CONFIG_VALUE;
use crate::diagnostic::{Findings, Site};
use crate::tree::NodeId;
use regex::Regex;

/// Where the label of a property comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSource {
    /// The property's name, as words.
    Name,
    /// Its `title`.
    Title,
    /// Its `description`.
    Description,
}

/// Where the labels of parameters come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLabels {
    /// The name as words.
    Name,
    /// The same without a last word "ID".
    NameWithoutId,
}

/// What the body parameter is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyNames {
    /// As its schema, in camel case.
    Schema,
    /// `body`
    Body,
}

/// A rule for the properties of some schemas.
#[derive(Clone, Debug)]
pub struct PropertyLabels {
    /// The schemas.
    pub schemas: Vec<Located<Glob>>,
    /// Where the label comes from.
    pub from: TextSource,
    /// Only for properties that have none of their own below them.
    pub leaves_only: bool,
    /// Where the rule is written.
    pub at: NodeId,
}

/// Where labels come from.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// What is cut from the descriptions of operations.
    pub strip_description: Option<Located<RegexText>>,
    /// Whether summaries of operations are put in title case.
    pub title_case_summaries: Option<NodeId>,
    /// Of parameters.
    pub parameters: Option<Located<ParameterLabels>>,
    /// Of properties: the first rule that fits a schema counts.
    pub properties: Vec<PropertyLabels>,
    /// Of body parameters.
    pub body_names: Option<Located<BodyNames>>,
}

/// A regular expression that compiled.
#[derive(Clone, Debug)]
pub struct RegexText(pub Regex);

impl Labels {
    pub(super) fn read(section: &Section<'_>, findings: &mut Findings) -> Labels {
        let title_case = section.get("titleCaseSummaries");
        Labels {
            strip_description: pattern(section, findings),
            title_case_summaries: title_case.filter(|at| section.tree.bool(*at) == Some(true)),
            parameters: section.text("parameters").and_then(|from| match from.value.as_str() {
                "name" => Some(Located { value: ParameterLabels::Name, at: from.at }),
                "name-without-id" => Some(Located { value: ParameterLabels::NameWithoutId, at: from.at }),
                _ => None,
            }),
            properties: section.items("properties").filter_map(|rule| property_rule(&rule)).collect(),
            body_names: section.text("bodyNames").and_then(|from| match from.value.as_str() {
                "schema" => Some(Located { value: BodyNames::Schema, at: from.at }),
                "body" => Some(Located { value: BodyNames::Body, at: from.at }),
                _ => None,
            }),
        }
    }
}

fn pattern(section: &Section<'_>, findings: &mut Findings) -> Option<Located<RegexText>> {
    let text = section.text("stripDescription")?;
    match Regex::new(&text.value) {
        Ok(regex) => Some(Located { value: RegexText(regex), at: text.at }),
        Err(error) => {
            let message = format!("`stripDescription` is not a regular expression: `{}`", text.value);
            // The library's message shows the place below the pattern; its last line says what is wrong.
            let why = error.to_string().lines().last().unwrap_or_default().replace("error: ", "");
            findings.report(&INVALID_CONFIG_VALUE, Site::Value(text.at), message).help(why);
            None
        }
    }
}

fn property_rule(rule: &Section<'_>) -> Option<PropertyLabels> {
    let from = match rule.text("from")?.value.as_str() {
        "name" => TextSource::Name,
        "title" => TextSource::Title,
        "description" => TextSource::Description,
        _ => return None,
    };
    Some(PropertyLabels {
        schemas: globs(rule.texts("schemas")),
        from,
        leaves_only: rule.flag("leavesOnly").unwrap_or(false),
        at: rule.node?,
    })
}

fn globs(texts: Vec<Located<String>>) -> Vec<Located<Glob>> {
    texts.into_iter().map(|text| Located { value: Glob::new(&text.value), at: text.at }).collect()
}
