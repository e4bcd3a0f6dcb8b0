//! From scalars to values: the core schema's tags are honoured, others told and passed over.

use super::super::fault::{Fault, FaultKind};
use super::super::{Kind, Text};
use super::core::{Plain, resolve};
use super::{Reader, Scalar, Word};
use crate::source::Span;
use granit_parser::{ScalarStyle, Tag};
use std::borrow::Cow;

impl<'a> Reader<'_, 'a> {
    /// What a scalar is, and its text.
    pub(super) fn value(&mut self, scalar: &Scalar<'a>, span: Span) -> (Kind, Text) {
        match scalar.tag.as_deref() {
            Some(tag) => self.tagged(tag, scalar, span),
            None => self.untagged(scalar, span),
        }
    }

    fn untagged(&mut self, scalar: &Scalar<'a>, span: Span) -> (Kind, Text) {
        match scalar.style {
            ScalarStyle::Plain => self.plain(scalar, span),
            _ => (Kind::String, self.text(scalar, span)),
        }
    }

    fn plain(&mut self, scalar: &Scalar<'a>, span: Span) -> (Kind, Text) {
        match resolve(&scalar.value) {
            Plain::Text => (Kind::String, self.text(scalar, span)),
            Plain::Null if scalar.value == "null" => (Kind::Null, self.text(scalar, span)),
            Plain::Null => (Kind::Null, self.word(Word::Null)),
            Plain::Bool(_) if matches!(&*scalar.value, "true" | "false") => {
                (Kind::Bool, self.text(scalar, span))
            }
            Plain::Bool(value) => (Kind::Bool, self.word(if value { Word::True } else { Word::False })),
            Plain::Number(Cow::Borrowed(_)) => (Kind::Number, self.text(scalar, span)),
            Plain::Number(Cow::Owned(spelling)) => {
                if has_leading_zero(&scalar.value) {
                    let message = format!("`{}` is the number {spelling} in YAML 1.2", scalar.value);
                    let fault = Fault::new(FaultKind::Ambiguous, span, message)
                        .help("put it in quotes if it is meant as text: others read it as text, or to the base of 8");
                    self.builder.faults.push(fault);
                }
                (Kind::Number, self.builder.keep(&spelling))
            }
            Plain::Unspeakable => {
                let message = format!("`{}` is a number that JSON cannot spell", scalar.value);
                let fault = Fault::new(FaultKind::Ambiguous, span, message)
                    .help("it is read as a string: put it in quotes if that is meant");
                self.builder.faults.push(fault);
                (Kind::String, self.text(scalar, span))
            }
        }
    }

    fn tagged(&mut self, tag: &Tag, scalar: &Scalar<'a>, span: Span) -> (Kind, Text) {
        if is_string(tag) {
            return (Kind::String, self.text(scalar, span));
        }
        let Some(name) = tag.core_suffix() else {
            self.unknown_tag(tag, &scalar.span);
            return self.untagged(scalar, span);
        };
        let fits = match resolve(&scalar.value) {
            Plain::Null => name == "null",
            Plain::Bool(_) => name == "bool",
            Plain::Number(number) => name == "float" || (name == "int" && !number.contains(['.', 'e', 'E'])),
            Plain::Unspeakable => name == "float",
            Plain::Text => false,
        };
        if fits {
            return self.plain(scalar, span);
        }
        self.misfit_tag(tag, &scalar.span);
        (Kind::String, self.text(scalar, span))
    }

    pub(super) fn check_key_tag(&mut self, tag: &Tag, scalar: &Scalar<'a>) {
        if !is_string(tag) && tag.core_suffix().is_none() {
            self.unknown_tag(tag, &scalar.span);
        }
    }

    pub(super) fn check_container_tag(&mut self, kind: Kind, tag: &Tag, span: &granit_parser::Span) {
        match (tag.core_suffix(), kind) {
            (Some("map"), Kind::Object) | (Some("seq"), Kind::Array) => {}
            (Some(_), _) => self.misfit_tag(tag, span),
            (None, _) if tag.suffix() == "!" && tag.handle().is_empty() => {}
            (None, _) => self.unknown_tag(tag, span),
        }
    }

    fn unknown_tag(&mut self, tag: &Tag, span: &granit_parser::Span) {
        let message = format!("the tag `{}` means nothing here", tag.original());
        self.tag_fault(span, message, "remove it: the value is read as if it had no tag");
    }

    fn misfit_tag(&mut self, tag: &Tag, span: &granit_parser::Span) {
        let message = format!("the tag `{}` does not fit its value", tag.original());
        self.tag_fault(span, message, "remove the tag, or mend the value");
    }

    fn tag_fault(&mut self, span: &granit_parser::Span, message: String, help: &str) {
        let span = self.place(&span.tag_span().unwrap_or(*span));
        self.builder.faults.push(Fault::new(FaultKind::Ambiguous, span, message).help(help));
    }
}

/// `!!str`, or the `!` that says "no plain text".
fn is_string(tag: &Tag) -> bool {
    (tag.suffix() == "!" && tag.handle().is_empty()) || tag.is_yaml_core_schema_tag("str")
}

fn has_leading_zero(number: &str) -> bool {
    let digits = number.trim_start_matches(['-', '+']);
    digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit())
}
