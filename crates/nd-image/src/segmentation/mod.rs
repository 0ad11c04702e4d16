//! Pictures cut into regions: floods, clusters, walks, and what is done with the labels.
//!
//! | for | use |
//! |---|---|
//! | basins around markers | [`watershed`], [`watershed_ift`] |
//! | superpixels | [`slic`], [`felzenszwalb`] |
//! | markers spread by diffusion | [`random_walker`] |
//! | contours that move | [`active_contour`], [`chan_vese()`], [`morphological_chan_vese`], [`morphological_geodesic_active_contour`] |
//! | labels | [`relabel_sequential`], [`clear_border`], [`join_segmentations`] |
//! | outlines | [`find_boundaries`], [`mark_boundaries`] |

mod active_contour;
mod boundaries;
mod chan_vese;
mod felzenszwalb;
mod level_set;
mod morphological;
mod random_walker;
mod relabel;
mod slic;
mod surface;
mod watershed;
mod watershed_ift;

pub use active_contour::{ActiveContourOptions, SnakeEnd, active_contour, active_contour_with};
pub use boundaries::{
    BoundaryMode, MarkOptions, find_boundaries, mark_boundaries, mark_boundaries_with,
};
pub use chan_vese::{ChanVese, ChanVeseOptions, chan_vese, chan_vese_with};
pub use felzenszwalb::{FelzenszwalbOptions, felzenszwalb, felzenszwalb_with};
pub use level_set::{checkerboard_level_set, disk_level_set, inverse_gaussian_gradient};
pub use morphological::{
    GeodesicContourOptions, MorphologicalChanVeseOptions, morphological_chan_vese,
    morphological_chan_vese_with, morphological_geodesic_active_contour,
    morphological_geodesic_active_contour_with,
};
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
