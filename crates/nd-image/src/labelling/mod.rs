//! Connected components: numbered, found again, and put together from chunks.

mod chunks;
mod error;
mod label;
mod objects;
mod paint;
mod pairs;
mod reach;
mod roots;
mod runs;
mod strips;

pub use chunks::{LabelTile, MergedLabels, Seam, label_firsts, label_seam, merge_labels};
pub use error::LabelError;
pub use label::{LabelOptions, label, label_with};
pub use objects::{RunningObjects, find_objects, find_objects_up_to, value_indices};

pub(crate) use label::components;
pub(crate) use objects::{Ranges, boxes, greatest, index_of, places, widen};
pub(crate) use reach::Reach;
pub(crate) use runs::packed;
