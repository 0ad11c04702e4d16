//! Pictures cut into regions: floods, clusters, walks, and what is done with the labels.
//!
//! | for | use |
//! |---|---|
//! | basins around markers | [`watershed`], [`watershed_ift`] |
//! | superpixels | [`slic`], [`felzenszwalb`] |
//! | markers spread by diffusion | [`random_walker`] |
//! | labels | [`relabel_sequential`], [`clear_border`], [`join_segmentations`] |
//! | outlines | [`find_boundaries`], [`mark_boundaries`] |

mod boundaries;
mod felzenszwalb;
mod random_walker;
mod relabel;
mod slic;
mod watershed;
mod watershed_ift;

pub use boundaries::{
    BoundaryMode, MarkOptions, find_boundaries, mark_boundaries, mark_boundaries_with,
};
pub use felzenszwalb::{FelzenszwalbOptions, felzenszwalb, felzenszwalb_with};
pub use random_walker::{
    RandomWalkerError, RandomWalkerOptions, random_walker, random_walker_with,
};
pub use relabel::{
    BorderOptions, Relabeled, clear_border, clear_border_with, join_segmentations,
    relabel_sequential,
};
pub use slic::{SlicOptions, slic, slic_with};
pub use watershed::{
    WatershedOptions, try_watershed, try_watershed_with, watershed, watershed_with,
};
pub use watershed_ift::{Height, watershed_ift};
