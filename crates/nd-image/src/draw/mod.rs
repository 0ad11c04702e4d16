//! Drawing: which pixels a shape covers, and giving them a colour.
//!
//! Positions are `[row, column]`. Lines and outlines may leave the picture; filled shapes are told its
//! shape `(h, w)` and stay within, so that nothing larger than it is ever made.
//!
//! | for | use |
//! |---|---|
//! | lines | [`line()`], [`line_aa`], [`line_nd`], [`bezier_curve`] |
//! | outlines | [`circle_perimeter`], [`circle_perimeter_aa`], [`ellipse_perimeter`], [`polygon_perimeter`], [`rectangle_perimeter`] |
//! | areas | [`disk`], [`ellipse`], [`polygon`], [`rectangle`] |
//! | colour | [`set_color`], [`blend_color`] |
//! | many pictures in one | [`montage`] |
//!
//! ```
//! use nd_core::Array;
//! use nd_image::draw::{disk, line, set_color};
//!
//! let mut picture = Array::<u8>::zeros([5, 7]);
//! set_color(picture.view_mut(), &disk([2.0, 2.0], 2.0, [5, 7]), &[100]);
//! set_color(picture.view_mut(), &line([0, 0], [0, 9]), &[255]); // what is outside is left out
//! assert_eq!((picture[[2, 2]], picture[[0, 6]]), (100, 255));
//! ```

mod area;
mod circle;
mod color;
mod curve;
mod line;
mod montage;
mod polygon;

pub use area::{EllipseOptions, disk, ellipse, ellipse_with, rectangle};
pub use circle::{circle_perimeter, circle_perimeter_aa, ellipse_perimeter};
pub use color::{blend_color, set_color};
pub use curve::{bezier_curve, rotated_ellipse_perimeter};
pub use line::{line, line_aa, line_nd};
pub use montage::{MontageOptions, montage, montage_with};
pub use polygon::{polygon, polygon_perimeter, rectangle_perimeter};

/// How far from 0 rows, columns and radii of lines and outlines may be: they are never longer than a few
/// times that.
const LIMIT: isize = 1 << 24;

/// That positions are not too far away.
#[track_caller]
fn near(op: &str, positions: &[isize]) {
    let fits = positions.iter().all(|x| (-LIMIT..=LIMIT).contains(x));
    assert!(fits, "{op}: {positions:?}, must lie within {LIMIT} of 0");
}

/// Each pixel once, row by row.
fn once(mut pixels: Vec<[isize; 2]>) -> Vec<[isize; 2]> {
    pixels.sort_unstable();
    pixels.dedup();
    pixels
}
