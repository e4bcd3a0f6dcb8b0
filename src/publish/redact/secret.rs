//! A value that nobody prints by mistake.

use super::REDACTED;
use std::fmt;
use zeroize::Zeroizing;

/// A token, a client secret, a key. It has no `Display` and cannot be serialized, its `Debug` does not show it,
/// and its memory is overwritten when it is dropped.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes hold of a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The value, for the one place that needs it: a request, a signature, a file of the user's own.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({REDACTED})")
    }
}
