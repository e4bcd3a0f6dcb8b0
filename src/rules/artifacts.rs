//! The files beside the definition: what emitting finds wrong with them.

use crate::diagnostic::{Rule, page};

/// An icon that is no PNG.
pub static ICON_NOT_PNG: Rule = Rule::error("IconNotPng", page!("IconNotPng"));
/// An icon that is not square.
pub static ICON_NOT_SQUARE: Rule = Rule::warning("IconNotSquare", page!("IconNotSquare"));
/// An icon that is too large or too small.
pub static ICON_SIZE: Rule = Rule::warning("IconSize", page!("IconSize"));
/// A permission of the app registration that is not known.
pub static UNKNOWN_PERMISSION: Rule = Rule::error("UnknownPermission", page!("UnknownPermission"));
