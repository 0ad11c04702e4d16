//! Resizing with antialiasing.
mod passes;
mod sample;
mod weights;
pub use sample::Sample;
use weights::Weights;

/// f
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Filter {
    /// a
    Nearest,
    /// a
    Box,
    /// a
    Bilinear,
    /// a
    #[default]
    Bicubic,
    /// a
    Lanczos3,
}
#[doc(hidden)]
pub fn probe_resize<T: Sample>(rows: &[&[T]], [h, w]: [usize; 2], f: Filter, c: usize, out: &mut [T]) {
    let plan = passes::Plan { along: Some(Weights::new(rows[0].len() / c, w, f, T::weight)), down: Some(Weights::new(rows.len(), h, f, T::weight)), channels: c };
    passes::run(rows, &plan, w * c, out);
}
