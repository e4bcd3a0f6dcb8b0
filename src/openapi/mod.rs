//! Views over OpenAPI documents: which object stands where, and what a reference names.

mod object;
mod objects;
mod operation;
mod reference;
mod version;
mod schema;
mod component;
mod visibility;

pub use component::{legal_name, name_of_place, noun, section};
pub use object::{Holds, Object, child_kind};
pub use objects::{Found, objects, objects_below, objects_outside_schemas};
pub use operation::{
    METHODS, Operation, all_operations, operations, path_item_of, path_variables, resolved_parameters,
};
pub use reference::{Resolver, reference, reference_to, reference_to_member};
pub use schema::{VALUE_KEYWORDS, property, schema_children};
pub use version::Version;
pub use visibility::{is_advanced, is_internal};
