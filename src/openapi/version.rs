//! Which version of the specification a document follows.

use crate::tree::{NodeId, Tree};

/// A version, as far as it changes the meaning of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Swagger 2.0
    V2,
    /// OpenAPI 3.0
    V30,
    /// OpenAPI 3.1
    V31,
    /// OpenAPI 3.2
    V32,
}

impl Version {
    /// Where shared schemas stand, from the root.
    pub fn schemas(self) -> &'static [&'static str] {
        match self {
            Version::V2 => &["definitions"],
            _ => &["components", "schemas"],
        }
    }

    /// How a reference to a shared schema begins.
    pub fn schema_reference(self) -> &'static str {
        match self {
            Version::V2 => "#/definitions/",
            _ => "#/components/schemas/",
        }
    }

    /// What a document says of itself; `None` if nothing, or a version that nobody knows.
    pub fn of(tree: &Tree, root: NodeId) -> Option<Version> {
        if let Some(swagger) = tree.get(root, "swagger") {
            return (tree.text(swagger) == "2.0").then_some(Version::V2);
        }
        let version = tree.text(tree.get(root, "openapi")?);
        let is = |minor: &str| {
            version == minor || version.strip_prefix(minor).is_some_and(|rest| rest.starts_with('.'))
        };
        [("3.0", Version::V30), ("3.1", Version::V31), ("3.2", Version::V32)]
            .into_iter()
            .find_map(|(minor, known)| is(minor).then_some(known))
    }
}
