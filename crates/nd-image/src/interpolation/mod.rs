//! Arrays of any rank read between their samples, by splines of the orders 0 to 5.
//!
//! Public functions say where (`zoom.rs`, `affine_transform.rs`, …) and make a `Job`. What is
//! compiled for each element type (`element.rs`) is how samples become doubles and back; all
//! that calculates works on doubles: `prefilter.rs` makes coefficients of samples, `separable.rs` reads
//! at the crossings of places along the axes, one axis after another, `sampler.rs` anywhere.

mod affine_transform;
mod boundary;
mod element;
mod geometric_transform;
mod job;
mod map_coordinates;
mod options;
mod places;
mod plan;
mod prefilter;
mod rotate;
mod sampler;
mod separable;
mod shift;
mod spline;
mod spline_filter;
mod zoom;

pub use affine_transform::{AffineOptions, affine_transform, affine_transform_with};
pub use boundary::Boundary;
pub use element::{Intensity, Interpolated};
pub use geometric_transform::{geometric_transform, geometric_transform_with};
pub use map_coordinates::{map_coordinates, map_coordinates_with};
pub use options::InterpolationOptions;
pub use plan::InterpolationPlan;
pub use rotate::{RotateOptions, rotate, rotate_with};
pub use shift::{shift, shift_with};
pub use spline_filter::{
    SplineFilterOptions, spline_filter, spline_filter_with, spline_filter1d, spline_filter1d_with,
};
pub use zoom::{Alignment, ZoomOptions, zoom, zoom_with};
