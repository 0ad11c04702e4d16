//! Resizing with antialiasing.

mod nearest;
mod passes;
mod plan;
mod sample;
mod weights;

pub use plan::ResizePlan;
pub use sample::Sample;

use nd_core::{Array, ArrayLike, SliceItem};

/// How [`resize`] weighs the samples that make a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Filter {
    /// The nearest sample: no new values, no antialiasing.
    Nearest,
    /// The average of the area that an output sample covers.
    Box,
    /// A triangle: linear interpolation when enlarging.
    Bilinear,
    /// A windowed sinc over one sample a side: sharper than `Bilinear` when shrinking, as fast.
    Hamming,
    /// Cubic convolution with a = -0.5; the default.
    #[default]
    Bicubic,
    /// A windowed sinc over three samples a side: the sharpest.
    Lanczos3,
}

/// Resizes a picture `(h, w)` or `(h, w, c)` to `[height, width]`, channels each by themselves.
///
/// When shrinking, all filters but `Nearest` are widened so that every sample counts
/// (antialiasing). Along the rows first, then down the columns; integers are rounded to nearest
/// and saturate after each. A size of 0 gives an empty array.
///
/// # Panics
/// If the array has not 2 or 3 axes, or has no samples while the result would.
///
/// # NumPy
/// `PIL.Image.resize((width, height), filter)`: the same bits for `u8`, `u16`, `i32` and `f32` where
/// Pillow takes the rows first (before version 13 always; since then for most shapes). Pillow
/// multiplies colours by alpha first in its mode RGBA; here the fourth channel is a channel
/// like the others.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{Filter, resize};
/// let a = Array::from_shape_vec([2, 2], vec![0u8, 100, 100, 200]);
/// assert_eq!(resize(&a, [1, 1], Filter::Bilinear)[[0, 0]], 100);
/// assert_eq!(resize(&a, [4, 4], Filter::Nearest)[[3, 3]], 200);
/// assert_eq!(resize(&a, [0, 4], Filter::Lanczos3).shape(), [0, 4]);
/// ```
/// ```should_panic
/// use nd_image::{Filter, resize};
/// resize([1.0f32, 2.0], [1, 1], Filter::Bicubic); // one axis
/// ```
#[track_caller]
pub fn resize<A>(a: A, size: [usize; 2], filter: Filter) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Sample>,
{
    let a = a.view();
    check(a.shape(), size);
    if size.contains(&0) || a.shape()[2..].contains(&0) {
        return Array::zeros(&[&size[..], &a.shape()[2..]].concat()[..]);
    }
    let plan = ResizePlan::<A::Elem>::new([a.shape()[0], a.shape()[1]], size, filter);
    let all = [0..size[0], 0..size[1]];
    // The nearest samples of few begin behind the first one.
    let needs = plan.needs(all.clone()).map(|needs| needs.start as isize..needs.end as isize);
    let [rows, columns] = needs.map(SliceItem::from);
    plan.part(a.slice([rows, columns]), all)
}

#[track_caller]
fn check(shape: &[usize], [height, width]: [usize; 2]) {
    assert!(
        matches!(shape.len(), 2 | 3),
        "resize: shape {shape:?} is neither (h, w) nor (h, w, c)"
    );
    let mut new = vec![height, width];
    new.extend_from_slice(&shape[2..]);
    let possible = !shape.contains(&0) || new.contains(&0);
    assert!(possible, "resize: shape {shape:?} has nothing to make {new:?} of");
}
