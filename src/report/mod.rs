//! What was found, told: as frames for a terminal, as JSON for tools, and a rule's page for who asks why.

mod place;
mod sort;
mod counts;
mod text;
mod frame;
mod excerpt;
pub(crate) mod visible;
mod told;
mod json;
mod sarif;
mod github;
mod junit;
mod markdown;
mod page;
mod timings;

pub use counts::Counts;
pub use github::{Annotations, github};
pub use json::json;
pub use junit::junit;
pub use markdown::markdown;
pub use page::page;
pub use place::{Place, Region, place};
pub use sarif::sarif;
pub use sort::sort;
pub use text::{Options, text};
pub use timings::timings;
pub use told::{Aside, Fix, Spot, Told};
