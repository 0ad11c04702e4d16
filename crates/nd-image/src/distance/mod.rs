//! Distances to the nearest background pixel, and what is made of them.

mod chamfer;
mod columns;
mod edt;
mod envelope;
mod isotropic;
mod lines;
mod pieces;
mod plane;

pub use chamfer::{
    Metric, distance_transform_bf, distance_transform_cdt, distance_transform_cdt_indices,
};
pub use edt::{
    EdtOptions, distance_transform_edt, distance_transform_edt_indices,
    distance_transform_edt_indices_with, distance_transform_edt_with,
};
pub use isotropic::{
    expand_labels, isotropic_closing, isotropic_dilation, isotropic_erosion, isotropic_opening,
};
pub use lines::Lane as SquaredDistance;
pub use pieces::{cdt_first, cdt_next, edt_first, edt_is_whole, edt_next, edt_root};
