//! How a value of 3.x is written on the wire, and what 2.0 has for it.

use super::inline::give_way;
use super::parameters::PASS;
use super::primitive::Form;
use super::rules::LEFT_OUT;
use crate::diagnostic::{Findings, Site};
use crate::tree::{NodeId, Tree};

/// A style and whether each item or property stands for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Style {
    /// `form`, `simple`, ...
    pub name: String,
    /// `explode`
    pub explode: bool,
}

/// What the parameters of an exploded object are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By the property.
    Property,
    /// `name[property]`
    Brackets,
}

/// What 2.0 has for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire {
    /// One value.
    Plain,
    /// An array in a `collectionFormat`.
    List(&'static str),
    /// One parameter per property.
    Properties(Naming),
    /// A text that the caller must put together: how.
    Text(&'static str),
    /// Nothing.
    Nothing,
}

impl Style {
    /// The style that holds without a word.
    pub(super) fn default_of(place: &str) -> &'static str {
        if matches!(place, "query" | "cookie" | "formData") { "form" } else { "simple" }
    }

    /// What `style` and `explode` of a parameter say. A style that its place does not have counts as none.
    pub(super) fn of(tree: &Tree, holder: NodeId, place: &str) -> Style {
        let default = Style::default_of(place);
        let name = tree.get_str(holder, "style").filter(|name| is_legal(name, place)).unwrap_or(default);
        let explode = tree.get_bool(holder, "explode");
        Style { explode: explode.unwrap_or(name == "form"), name: name.to_owned() }
    }

    /// Takes `style` and `explode` out of a parameter: its form says them from here on.
    pub(super) fn take(tree: &mut Tree, parameter: NodeId, place: &str, findings: &mut Findings) -> Style {
        let style = Style::of(tree, parameter, place);
        if let Some(name) = tree.get(parameter, "style").filter(|name| !is_legal(tree.text(*name), place)) {
            let message = format!(
                "`style: {}` has no meaning here (`in: {place}`): it is read as `{}`",
                tree.text(name),
                style.name
            );
            findings.report(&LEFT_OUT, Site::Value(name), message);
        }
        for key in ["style", "explode"] {
            if let Some(member) = tree.get(parameter, key) {
                give_way(tree, member, parameter, PASS);
            }
        }
        style
    }

    /// What 2.0 has for a value of this form in this style.
    pub(super) fn wire(&self, form: Form) -> Wire {
        let pairs = "`name,value` pairs separated by commas";
        match (form, self.name.as_str(), self.explode) {
            (Form::Unknown, "deepObject", _) => Wire::Nothing,
            (Form::Plain | Form::Unknown, _, _) => Wire::Plain,
            (Form::List, "form" | "spaceDelimited" | "pipeDelimited", true) => Wire::List("multi"),
            (Form::List, "spaceDelimited", false) => Wire::List("ssv"),
            (Form::List, "pipeDelimited", false) => Wire::List("pipes"),
            (Form::List, "form" | "label" | "matrix", false) | (Form::List, "simple", _) => Wire::List("csv"),
            (Form::Object, "form", true) => Wire::Properties(Naming::Property),
            (Form::Object, "deepObject", _) => Wire::Properties(Naming::Brackets),
            (Form::Object, "form" | "simple" | "label" | "matrix", false) => Wire::Text(pairs),
            (Form::Object, "simple", true) => Wire::Text("`name=value` pairs separated by commas"),
            (Form::Object, "spaceDelimited", false) => Wire::Text("names and values separated by spaces"),
            (Form::Object, "pipeDelimited", false) => Wire::Text("names and values separated by `|`"),
            _ => Wire::Nothing,
        }
    }

    /// What stands before the value in a path.
    pub(super) fn prefix(&self, name: &str) -> String {
        match self.name.as_str() {
            "label" => ".".to_owned(),
            "matrix" => format!(";{name}="),
            _ => String::new(),
        }
    }
}

fn is_legal(style: &str, place: &str) -> bool {
    match place {
        "path" => matches!(style, "simple" | "label" | "matrix"),
        "header" => style == "simple",
        "cookie" => matches!(style, "form" | "cookie"),
        _ => matches!(style, "form" | "spaceDelimited" | "pipeDelimited" | "deepObject"),
    }
}

#[test]
fn every_style_has_its_counterpart() {
    let wire = |name: &str, explode, form| Style { name: name.to_owned(), explode }.wire(form);
    let table = [
        ("form", true, Form::Plain, Wire::Plain),
        ("form", true, Form::List, Wire::List("multi")),
        ("form", false, Form::List, Wire::List("csv")),
        ("spaceDelimited", false, Form::List, Wire::List("ssv")),
        ("pipeDelimited", true, Form::List, Wire::List("multi")),
        ("label", false, Form::List, Wire::List("csv")),
        ("label", true, Form::List, Wire::Nothing),
        ("matrix", true, Form::Object, Wire::Nothing),
        ("deepObject", false, Form::Object, Wire::Properties(Naming::Brackets)),
        ("deepObject", true, Form::List, Wire::Nothing),
        ("deepObject", true, Form::Plain, Wire::Plain),
        ("simple", true, Form::List, Wire::List("csv")),
        ("form", true, Form::Object, Wire::Properties(Naming::Property)),
    ];
    for (name, explode, form, expected) in table {
        assert_eq!(wire(name, explode, form), expected, "{name} {explode} {form:?}");
    }
}
