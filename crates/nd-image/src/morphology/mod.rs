//! Morphology of masks and of greys, any rank.

mod area;
mod binary;
mod bits;
mod element;
mod erode;
mod extrema;
mod flat;
mod flood;
mod footprints;
mod grey;
mod heights;
mod holes;
mod hull;
mod lee;
mod max_tree;
mod padded;
mod reconstruction;
mod spread;
mod structure;
mod thinning;

pub(crate) use area::opened_by_area;
pub use area::{area_closing, area_opening, remove_small_holes, remove_small_objects};
pub use binary::{
    BinaryOptions, Border, Iterations, binary_closing, binary_closing_with, binary_dilation,
    binary_dilation_with, binary_erosion, binary_erosion_with, binary_hit_or_miss, binary_opening,
    binary_opening_with, binary_propagation,
};
pub(crate) use bits::Bits;
pub(crate) use extrema::peaks;
pub use extrema::{local_maxima, local_minima};
pub use flood::{flood, flood_fill};
pub use footprints::{
    ball, diamond, disk, ellipse, footprint_rectangle, octagon, octahedron, star,
};
pub(crate) use grey::{GreyKind, Tool, greyed};
pub use grey::{
    GreyOptions, StructuringElement, black_tophat, black_tophat_with, grey_closing,
    grey_closing_with, grey_dilation, grey_dilation_with, grey_erosion, grey_erosion_with,
    grey_opening, grey_opening_with, morphological_gradient, morphological_gradient_with,
    morphological_laplace, morphological_laplace_with, white_tophat, white_tophat_with,
};
pub use holes::binary_fill_holes;
pub use hull::{convex_hull_image, convex_hull_object};
pub use max_tree::{MaxTree, diameter_closing, diameter_opening, max_tree, max_tree_local_maxima};
pub(crate) use reconstruction::reconstructed;
pub use reconstruction::{
    SeedError, h_maxima, h_minima, reconstruction_by_dilation, reconstruction_by_erosion,
};
pub use structure::{generate_binary_structure, iterate_structure};
pub use thinning::{medial_axis, skeletonize, skeletonize_lee, thin};
