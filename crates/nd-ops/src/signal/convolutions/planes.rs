//! `convolve2d` and `correlate2d`: planes, with something beyond their ends.

use super::{Convolved, check, cropped, places};
use crate::{ConvolveMode, Signal};
use nd_core::{Array, ArrayLike, ShapeError, View};

/// What lies beyond the ends of a plane.
///
/// # SciPy
/// `boundary` and `fillvalue`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlaneBoundary<T> {
    /// A value.
    Fill(T),
    /// The other end.
    Wrap,
    /// The plane, mirrored at its ends.
    Symmetric,
}

/// The convolution of planes, with zeros beyond the ends.
///
/// `a: (h, w)`, `b: (i, j)` → `(h + i - 1, w + j - 1)`, or as `mode` says; see [`convolve`](super::convolve()), from which
/// this differs in calculating every product.
///
/// # Panics
/// If an array has not two axes or is empty, or neither lies within the other where they have to.
///
/// # SciPy
/// `scipy.signal.convolve2d(a, b, mode)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::convolve2d;
///
/// let found = convolve2d(&[[1, 2], [3, 4]], &[[1, 1], [1, 1]], ConvolveMode::Valid);
/// assert_eq!(found, array![[10]]);
/// ```
#[track_caller]
pub fn convolve2d<A, B>(a: A, b: B, mode: ConvolveMode) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    convolve2d_with(a, b, mode, &PlaneBoundary::Fill(<A::Elem as Default>::default()))
}

/// As [`convolve2d`], with something else beyond the ends of the first plane.
///
/// # Panics
/// As [`convolve2d`].
///
/// # SciPy
/// `scipy.signal.convolve2d(a, b, mode, boundary, fillvalue)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{PlaneBoundary, convolve2d_with};
///
/// let found = convolve2d_with(&[[1, 2, 3]], &[[1, 1, 1]], ConvolveMode::Same, &PlaneBoundary::Wrap);
/// assert_eq!(found, array![[6, 6, 6]]);
/// ```
#[track_caller]
pub fn convolve2d_with<A, B>(
    a: A,
    b: B,
    mode: ConvolveMode,
    boundary: &PlaneBoundary<A::Elem>,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    convolved("convolve2d", a.view(), b.view(), mode, boundary, |m| (m - 1) / 2)
}

/// The correlation of planes, with zeros beyond the ends: as [`convolve2d`], with the conjugate of `b` backwards.
///
/// The middle of even lengths lies one place later than that of [`correlate`](super::correlate()).
///
/// # Panics
/// As [`convolve2d`].
///
/// # SciPy
/// `scipy.signal.correlate2d(a, b, mode)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::correlate2d;
///
/// assert_eq!(correlate2d(&[[1, 2, 4]], &[[1, 10]], ConvolveMode::Valid), array![[21, 42]]);
/// ```
#[track_caller]
pub fn correlate2d<A, B>(a: A, b: B, mode: ConvolveMode) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    correlate2d_with(a, b, mode, &PlaneBoundary::Fill(<A::Elem as Default>::default()))
}

/// As [`correlate2d`], with something else beyond the ends of the first plane.
///
/// # Panics
/// As [`convolve2d`].
///
/// # SciPy
/// `scipy.signal.correlate2d(a, b, mode, boundary, fillvalue)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::ConvolveMode;
/// use nd_ops::signal::{PlaneBoundary, correlate2d_with};
///
/// let mirrored = PlaneBoundary::Symmetric;
/// let found = correlate2d_with(&[[1, 2, 4]], &[[1, 10]], ConvolveMode::Full, &mirrored);
/// assert_eq!(found, array![[11, 21, 42, 44]]);
/// ```
#[track_caller]
pub fn correlate2d_with<A, B>(
    a: A,
    b: B,
    mode: ConvolveMode,
    boundary: &PlaneBoundary<A::Elem>,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Convolved>,
    B: ArrayLike<Elem = A::Elem>,
{
    let backwards = b.view().flip_all().map(|x| x.conjugated());
    convolved("correlate2d", a.view(), backwards.view(), mode, boundary, |m| m / 2)
}

#[track_caller]
fn convolved<T: Convolved>(
    op: &'static str,
    a: View<'_, T>,
    b: View<'_, T>,
    mode: ConvolveMode,
    boundary: &PlaneBoundary<T>,
    middle: fn(usize) -> usize,
) -> Array<T> {
    for (what, view) in [("the first array", a), ("the second array", b)] {
        if view.ndim() != 2 {
            panic!("{}", ShapeError::Rank { op, expected: "two axes", shape: view.shape().into() });
        }
        if view.is_empty() {
            panic!("{}", ShapeError::Empty { op, what });
        }
    }
    check(op, a.shape(), b.shape(), mode);
    if mode == ConvolveMode::Valid {
        return T::direct_of(a, b, mode);
    }
    let zeros = matches!(boundary, PlaneBoundary::Fill(value) if *value == T::default());
    let margin = if zeros { [0; 2] } else { [b.shape()[0] - 1, b.shape()[1] - 1] };
    let wide = extended(a, margin, boundary);
    // All places of `b` along the plane lie within what is extended by it.
    let all = T::direct_of(wide.view(), b, ConvolveMode::Full);
    let mut places = places(mode, a.shape(), b.shape());
    for (axis, (start, _)) in places.iter_mut().enumerate() {
        if mode == ConvolveMode::Same {
            *start = middle(b.shape()[axis]);
        }
        *start += margin[axis];
    }
    cropped(all.view(), &places).to_array()
}

/// The plane with margins on all sides.
fn extended<T: Convolved>(
    a: View<'_, T>,
    margin: [usize; 2],
    boundary: &PlaneBoundary<T>,
) -> Array<T> {
    let [h, w] = a.dims();
    let source = |k: usize, margin: usize, n: usize| -> Option<usize> {
        let (k, n) = (k as isize - margin as isize, n as isize);
        let at = match boundary {
            PlaneBoundary::Fill(_) if !(0..n).contains(&k) => return None,
            PlaneBoundary::Symmetric => {
                let k = k.rem_euclid(2 * n);
                k.min(2 * n - 1 - k)
            }
            _ => k.rem_euclid(n),
        };
        Some(at as usize)
    };
    let fill = if let PlaneBoundary::Fill(value) = boundary { *value } else { T::default() };
    let shape = [h + 2 * margin[0], w + 2 * margin[1]];
    let columns: Vec<Option<usize>> = (0..shape[1]).map(|k| source(k, margin[1], w)).collect();
    let mut out = Vec::with_capacity(shape[0] * shape[1]);
    for k in 0..shape[0] {
        let row = source(k, margin[0], h);
        let value = |column: &Option<usize>| row.zip(*column).map_or(fill, |(i, j)| a[[i, j]]);
        out.extend(columns.iter().map(value));
    }
    Array::from_shape_vec(shape, out)
}
