//! What was found, told: as frames for a terminal, as JSON for tools, and a rule's page for who asks why.

mod place;
mod sort;
mod counts;
mod text;
mod frame;
mod excerpt;
mod visible;
mod json;
mod page;

pub use counts::Counts;
pub use json::json;
pub use page::page;
pub use place::{Place, Region, place};
pub use sort::sort;
pub use text::{Options, text};
