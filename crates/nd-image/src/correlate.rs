//! Correlation and convolution with kernels of the caller's.

use crate::axes;
use crate::mode::Mode;
use crate::neighbourhood::{self, Weighted};
use crate::pixel::Pixel;
use crate::taps::Taps;
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// Correlates an array of any rank with a one-dimensional kernel along `axis`:
/// `out[i] = Σ weights[k] · a[i + k - weights.len() / 2]`.
///
/// Negative axes count from the end. The result has the element type of the input; integers
/// are truncated towards zero and wrapped. An empty array gives an empty array.
///
/// # Panics
/// If there is no such axis, or `weights` is empty.
///
/// # NumPy
/// `scipy.ndimage.correlate1d(a, weights, axis, mode=..., cval=...)`: the same bits for `u8`,
/// `u16` and `f64`; within 1e-6 of the sum of `|weight × sample|` for `f32`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, correlate1d};
/// let a = [1.0, 2.0, 4.0, 8.0];
/// let b = correlate1d(&a, &[-1.0, 0.0, 1.0], 0, Mode::Nearest);
/// assert_eq!(b.as_slice().unwrap(), [1.0, 3.0, 6.0, 4.0]);
///
/// let longer = correlate1d(&[1.0], &[1.0; 5], 0, Mode::Reflect);
/// assert_eq!(longer.as_slice().unwrap(), [5.0]);
/// ```
#[track_caller]
pub fn correlate1d<A>(a: &A, weights: &[f64], axis: isize, mode: Mode) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
{
    along("correlate1d", a.view(), weights, axis, mode, 0)
}

/// [`correlate1d`] with the middle of the kernel moved by `origin`: positive values look
/// further back.
///
/// # Panics
/// As [`correlate1d`]; also if `origin` moves the middle off the kernel.
///
/// # NumPy
/// `scipy.ndimage.correlate1d(..., origin=origin)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, correlate1d_at};
/// let a = [1.0, 2.0, 4.0];
/// let b = correlate1d_at(&a, &[1.0, 0.0, 0.0], 0, Mode::Nearest, -1);
/// assert_eq!(b.as_slice().unwrap(), a);
/// ```
/// ```should_panic
/// nd_image::correlate1d_at(&[1.0], &[1.0, 1.0, 1.0], 0, nd_image::Mode::Wrap, 2);
/// ```
#[track_caller]
pub fn correlate1d_at<A>(
    a: &A,
    weights: &[f64],
    axis: isize,
    mode: Mode,
    origin: isize,
) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
{
    along("correlate1d", a.view(), weights, axis, mode, origin)
}

/// Convolves an array of any rank with a one-dimensional kernel along `axis`:
/// [`correlate1d`] with the kernel reversed.
///
/// A kernel of even length has its middle just before the centre, so that the convolution of
/// an impulse is the kernel in place.
///
/// # Panics
/// If there is no such axis, or `weights` is empty.
///
/// # NumPy
/// `scipy.ndimage.convolve1d`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, convolve1d};
/// let b = convolve1d(&[0.0, 1.0, 0.0, 0.0], &[1.0, 2.0, 3.0], 0, Mode::Constant(0.0));
/// assert_eq!(b.as_slice().unwrap(), [1.0, 2.0, 3.0, 0.0]);
/// ```
/// ```should_panic
/// nd_image::convolve1d(&[1.0], &[], 0, nd_image::Mode::Reflect);
/// ```
#[track_caller]
pub fn convolve1d<A>(a: &A, weights: &[f64], axis: isize, mode: Mode) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
{
    convolve1d_at(a, weights, axis, mode, 0)
}

/// [`convolve1d`] with the middle of the kernel moved by `origin`.
///
/// # Panics
/// As [`convolve1d`]; also if `origin` moves the middle off the kernel.
///
/// # NumPy
/// `scipy.ndimage.convolve1d(..., origin=origin)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, convolve1d_at};
/// let b = convolve1d_at(&[0.0, 1.0, 0.0, 0.0], &[1.0, 2.0, 3.0], 0, Mode::Constant(0.0), 1);
/// assert_eq!(b.as_slice().unwrap(), [2.0, 3.0, 0.0, 0.0]);
/// ```
/// ```should_panic
/// nd_image::convolve1d_at(&[1.0], &[1.0], 0, nd_image::Mode::Wrap, 1);
/// ```
#[track_caller]
pub fn convolve1d_at<A>(
    a: &A,
    weights: &[f64],
    axis: isize,
    mode: Mode,
    origin: isize,
) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
{
    let reversed: Vec<f64> = weights.iter().rev().copied().collect();
    along("convolve1d", a.view(), &reversed, axis, mode, turned(origin, weights.len()))
}

/// The origin of a correlation that does the work of a convolution: of even kernels the middle
/// moves by one, since reversing them moves it.
fn turned(origin: isize, len: usize) -> isize {
    -origin - isize::from(len.is_multiple_of(2))
}

#[track_caller]
fn along<T: Pixel>(
    op: &'static str,
    a: View<'_, T>,
    weights: &[f64],
    axis: isize,
    mode: Mode,
    origin: isize,
) -> Array<T> {
    let axis = normalize_axis(op, axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    assert!(!weights.is_empty(), "{op}: the kernel is empty");
    check_origin(op, weights.len(), origin);
    axes::run(a, vec![(axis, Taps::new(weights, origin))], mode)
}

#[track_caller]
fn check_origin(op: &str, len: usize, origin: isize) {
    let middle = (len / 2) as isize + origin;
    assert!(
        (0..len as isize).contains(&middle),
        "{op}: origin {origin} moves the middle off a kernel of length {len}"
    );
}

/// Correlates an array with a kernel of the same rank:
/// `out[i] = Σ kernel[k] · a[i + k - kernel.shape / 2]`, sums over all axes.
///
/// The result has the shape and element type of the input; integers are truncated towards
/// zero and wrapped. Zero weights are skipped, so NaN under them does not count.
///
/// # Panics
/// If the ranks differ, or the kernel is empty.
///
/// # NumPy
/// `scipy.ndimage.correlate(a, kernel, mode=..., cval=...)`: the same bits for `u8`, `u16` and
/// `f64`; within 1e-6 of the sum of `|weight × sample|` for `f32`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{Mode, correlate};
/// let a = [[1.0, 2.0], [3.0, 4.0]];
/// let sums = correlate(&a, &[[1.0, 1.0], [1.0, 1.0]], Mode::Constant(0.0));
/// assert_eq!(sums, Array::from_shape_vec([2, 2], vec![1.0, 3.0, 4.0, 10.0]));
/// ```
/// ```should_panic
/// nd_image::correlate(&[1.0], &[[1.0]], nd_image::Mode::Wrap); // ranks 1 and 2
/// ```
#[track_caller]
pub fn correlate<A, K>(a: &A, kernel: &K, mode: Mode) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
    K: ArrayLike<Elem = f64> + ?Sized,
{
    correlate_at(a, kernel, mode, &vec![0; a.view().ndim()])
}

/// [`correlate`] with the middle of the kernel moved by `origin`, one value an axis.
///
/// # Panics
/// As [`correlate`]; also if `origin` has another length than there are axes, or moves the
/// middle off the kernel.
///
/// # NumPy
/// `scipy.ndimage.correlate(..., origin=origin)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, correlate_at};
/// let a = [[1.0, 2.0], [3.0, 4.0]];
/// let b = correlate_at(&a, &[[0.0, 0.0, 1.0]], Mode::Nearest, &[0, 1]);
/// assert_eq!(b.into_vec(), [1.0, 2.0, 3.0, 4.0]);
/// ```
/// ```should_panic
/// nd_image::correlate_at(&[[1.0]], &[[1.0]], nd_image::Mode::Wrap, &[0, 1]);
/// ```
#[track_caller]
pub fn correlate_at<A, K>(a: &A, kernel: &K, mode: Mode, origin: &[isize]) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
    K: ArrayLike<Elem = f64> + ?Sized,
{
    let kernel = kernel.view();
    around("correlate", a.view(), kernel.shape(), kernel.iter().copied(), origin, mode)
}

/// Convolves an array with a kernel of the same rank: [`correlate`] with the kernel reversed
/// along all axes.
///
/// # Panics
/// If the ranks differ, or the kernel is empty.
///
/// # NumPy
/// `scipy.ndimage.convolve(a, kernel, mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{Mode, convolve};
/// let mut a = Array::<f64>::zeros([3, 3]);
/// a[[1, 1]] = 1.0;
/// let kernel = Array::from_shape_vec([3, 3], (1..10).map(f64::from).collect());
/// assert_eq!(convolve(&a, &kernel, Mode::Constant(0.0)), kernel);
/// ```
/// ```should_panic
/// nd_image::convolve(&[1.0], &[[1.0]], nd_image::Mode::Wrap); // ranks 1 and 2
/// ```
#[track_caller]
pub fn convolve<A, K>(a: &A, kernel: &K, mode: Mode) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
    K: ArrayLike<Elem = f64> + ?Sized,
{
    convolve_at(a, kernel, mode, &vec![0; a.view().ndim()])
}

/// [`convolve`] with the middle of the kernel moved by `origin`, one value an axis.
///
/// # Panics
/// As [`convolve`]; also if `origin` has another length than there are axes, or moves the
/// middle off the kernel.
///
/// # NumPy
/// `scipy.ndimage.convolve(..., origin=origin)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, convolve_at};
/// let b = convolve_at(&[[0.0, 1.0, 0.0]], &[[1.0, 2.0, 3.0]], Mode::Constant(0.0), &[0, 1]);
/// assert_eq!(b.into_vec(), [2.0, 3.0, 0.0]);
/// ```
/// ```should_panic
/// nd_image::convolve_at(&[[1.0]], &[[1.0]], nd_image::Mode::Wrap, &[1, 0]);
/// ```
#[track_caller]
pub fn convolve_at<A, K>(a: &A, kernel: &K, mode: Mode, origin: &[isize]) -> Array<A::Elem>
where
    A: ArrayLike + ?Sized,
    A::Elem: Pixel,
    K: ArrayLike<Elem = f64> + ?Sized,
{
    let kernel = kernel.view();
    let origin: Vec<isize> = match origin.len() == kernel.ndim() {
        true => origin.iter().zip(kernel.shape()).map(|(&o, &n)| turned(o, n)).collect(),
        false => origin.to_vec(),
    };
    let mut weights: Vec<f64> = kernel.iter().copied().collect();
    weights.reverse();
    around("convolve", a.view(), kernel.shape(), weights.into_iter(), &origin, mode)
}

#[track_caller]
fn around<T: Pixel>(
    op: &'static str,
    a: View<'_, T>,
    size: &[usize],
    weights: impl Iterator<Item = f64>,
    origin: &[isize],
    mode: Mode,
) -> Array<T> {
    assert!(
        a.ndim() == size.len() && a.ndim() == origin.len(),
        "{op}: an array of shape {:?}, a kernel of shape {size:?} and {} origins: ranks differ",
        a.shape(),
        origin.len()
    );
    assert!(!size.contains(&0), "{op}: the kernel of shape {size:?} is empty");
    for (&len, &origin) in size.iter().zip(origin) {
        check_origin(op, len, origin);
    }
    neighbourhood::correlate(a, &Weighted::new(size, weights, origin), mode)
}
