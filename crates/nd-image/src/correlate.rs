//! Correlation and convolution with kernels of the caller's.

use crate::axes::Pass;
use crate::axiswise::{Axiswise, chosen};
use crate::mode::Mode;
use crate::neighbourhood::Around;
use crate::pixel::Pixel;
use crate::rounding::Rounding;
use nd_core::{Array, ArrayLike, View, normalize_axis};

/// How [`correlate_with`], [`convolve_with`] and their one-dimensional kin place the kernel.
///
/// # Examples
/// ```
/// use nd_image::{KernelOptions, Mode};
///
/// let options = KernelOptions::default().mode(Mode::Wrap).origin([0, -1]);
/// assert_eq!((options.mode, options.origin), (Mode::Wrap.into(), [0, -1].into()));
/// assert_eq!(KernelOptions::default().mode, Mode::Reflect.into());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct KernelOptions {
    /// What lies beyond the edges, of all axes or of each; [`Mode::Reflect`] by default.
    pub mode: Axiswise<Mode>,
    /// By how much the middle of the kernel is moved along all axes, or along each: positive values
    /// look further back. 0 by default.
    pub origin: Axiswise<isize>,
    /// The axes of the array that those of the kernel stand for, all by default. Modes and origins are
    /// those of these axes, in this order.
    pub axes: Option<Vec<isize>>,
    /// How sums become integers: SciPy's way by default.
    pub rounding: Rounding,
}

impl KernelOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # NumPy
    /// `mode` and `cval` of `scipy.ndimage`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{KernelOptions, Mode, correlate1d_with};
    ///
    /// let round = KernelOptions::default().mode(Mode::Wrap);
    /// let back = correlate1d_with([1.0, 2.0, 4.0], &[1.0, 0.0, 0.0], 0, &round);
    /// assert_eq!(back.into_vec(), [4.0, 1.0, 2.0]);
    /// ```
    #[must_use]
    pub fn mode(self, mode: impl Into<Axiswise<Mode>>) -> KernelOptions {
        KernelOptions { mode: mode.into(), ..self }
    }

    /// Sets by how much the middle of the kernel is moved.
    ///
    /// # NumPy
    /// `origin` of `scipy.ndimage`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{KernelOptions, correlate1d_with};
    ///
    /// let moved = |origin| {
    ///     let options = KernelOptions::default().origin(origin);
    ///     correlate1d_with([1.0, 2.0, 4.0], &[0.0, 1.0, 0.0], 0, &options).into_vec()
    /// };
    /// assert_eq!(moved(1), [1.0, 1.0, 2.0]); // one further back
    /// assert_eq!(moved(-1), [2.0, 4.0, 4.0]);
    /// ```
    #[must_use]
    pub fn origin(self, origin: impl Into<Axiswise<isize>>) -> KernelOptions {
        KernelOptions { origin: origin.into(), ..self }
    }

    /// Sets which axes of the array those of the kernel stand for; negative ones count from the end.
    /// Functions that take one `axis` do not look at them.
    ///
    /// # NumPy
    /// `axes` of `scipy.ndimage`, where those of the kernel stand for the axes in ascending order, whatever
    /// order they are given in.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{KernelOptions, correlate_with};
    ///
    /// let down = KernelOptions::default().axes([0]);
    /// let b = correlate_with([[1.0, 2.0], [3.0, 5.0]], [1.0, 1.0], &down);
    /// assert_eq!(b.into_vec(), [2.0, 4.0, 4.0, 7.0]);
    /// ```
    #[must_use]
    pub fn axes(self, axes: impl Into<Vec<isize>>) -> KernelOptions {
        KernelOptions { axes: Some(axes.into()), ..self }
    }

    /// Sets how sums become integers.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{KernelOptions, Rounding, correlate_with};
    ///
    /// let sum = |rounding| {
    ///     let options = KernelOptions::default().rounding(rounding);
    ///     correlate_with([200u8], [1.5], &options)[[0]]
    /// };
    /// assert_eq!(sum(Rounding::Truncate), 44); // 300 modulo 256
    /// assert_eq!(sum(Rounding::Nearest), 255);
    /// ```
    #[must_use]
    pub fn rounding(self, rounding: Rounding) -> KernelOptions {
        KernelOptions { rounding, ..self }
    }
}

/// Correlates an array of any rank with a one-dimensional kernel along `axis`:
/// `out[i] = Σ weights[k] · a[i + k - weights.len() / 2]`.
///
/// Negative axes count from the end; beyond the edges the array is reflected. The result has the
/// element type of the input; integers are truncated towards zero and wrapped. An empty array gives
/// an empty array.
///
/// # Panics
/// If there is no such axis, or `weights` is empty.
///
/// # NumPy
/// `scipy.ndimage.correlate1d(a, weights, axis)`: the same bits for integers and `f64`; within
/// 1e-6 of the sum of `|weight × sample|` for `f32`.
///
/// # Examples
/// ```
/// let b = nd_image::correlate1d([1.0, 2.0, 4.0, 8.0], &[-1.0, 0.0, 1.0], 0);
/// assert_eq!(b.into_vec(), [1.0, 3.0, 6.0, 4.0]);
///
/// let longer = nd_image::correlate1d([1.0], &[1.0; 5], 0);
/// assert_eq!(longer.into_vec(), [5.0]);
/// ```
#[track_caller]
pub fn correlate1d<A>(a: A, weights: &[f64], axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    correlate1d_with(a, weights, axis, &KernelOptions::default())
}

/// [`correlate1d`] with other edges, or the kernel's middle elsewhere.
///
/// # Panics
/// As [`correlate1d`]; also if the origin moves the middle off the kernel, or is several.
///
/// # NumPy
/// `scipy.ndimage.correlate1d(a, weights, axis, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{KernelOptions, Mode, correlate1d_with};
///
/// let a = [1.0, 2.0, 4.0];
/// let nearest = KernelOptions::default().mode(Mode::Nearest);
/// assert_eq!(correlate1d_with(a, &[1.0, 0.0, 0.0], 0, &nearest.origin(-1)).into_vec(), a);
/// ```
/// ```should_panic
/// use nd_image::{KernelOptions, correlate1d_with};
/// correlate1d_with([1.0], &[1.0; 3], 0, &KernelOptions::default().origin(2));
/// ```
#[track_caller]
pub fn correlate1d_with<A>(
    a: A,
    weights: &[f64],
    axis: isize,
    options: &KernelOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let pass = along("correlate1d", a.ndim(), weights.to_vec(), axis, options, |origin| origin);
    Pixel::filtered(a, &[pass], options.rounding)
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
/// `scipy.ndimage.convolve1d(a, weights, axis)`.
///
/// # Examples
/// ```
/// let b = nd_image::convolve1d([0.0, 0.0, 1.0, 0.0, 0.0], &[1.0, 2.0, 3.0], 0);
/// assert_eq!(b.into_vec(), [0.0, 1.0, 2.0, 3.0, 0.0]);
/// ```
/// ```should_panic
/// nd_image::convolve1d([1.0], &[], 0);
/// ```
#[track_caller]
pub fn convolve1d<A>(a: A, weights: &[f64], axis: isize) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    convolve1d_with(a, weights, axis, &KernelOptions::default())
}

/// [`convolve1d`] with other edges, or the kernel's middle elsewhere.
///
/// # Panics
/// As [`convolve1d`]; also if the origin moves the middle off the kernel, or is several.
///
/// # NumPy
/// `scipy.ndimage.convolve1d(a, weights, axis, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{KernelOptions, Mode, convolve1d_with};
///
/// let options = KernelOptions::default().mode(Mode::Constant(0.0)).origin(1);
/// let b = convolve1d_with([0.0, 1.0, 0.0, 0.0], &[1.0, 2.0, 3.0], 0, &options);
/// assert_eq!(b.into_vec(), [2.0, 3.0, 0.0, 0.0]);
/// ```
/// ```should_panic
/// use nd_image::{KernelOptions, convolve1d_with};
/// convolve1d_with([1.0], &[1.0], 0, &KernelOptions::default().origin(1));
/// ```
#[track_caller]
pub fn convolve1d_with<A>(
    a: A,
    weights: &[f64],
    axis: isize,
    options: &KernelOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let reversed: Vec<f64> = weights.iter().rev().copied().collect();
    let turn = |origin| turned(origin, weights.len());
    let pass = along("convolve1d", a.ndim(), reversed, axis, options, turn);
    Pixel::filtered(a, &[pass], options.rounding)
}

/// The origin of a correlation that does the work of a convolution: of even kernels the middle
/// moves by one, since reversing them moves it.
fn turned(origin: isize, len: usize) -> isize {
    -origin - isize::from(len.is_multiple_of(2))
}

#[track_caller]
fn along(
    op: &'static str,
    ndim: usize,
    weights: Vec<f64>,
    axis: isize,
    options: &KernelOptions,
    turn: impl Fn(isize) -> isize,
) -> Pass {
    let axis = normalize_axis(op, axis, ndim).unwrap_or_else(|e| panic!("{e}"));
    assert!(!weights.is_empty(), "{op}: the kernel is empty");
    let origin = turn(options.origin.expand(op, "origin", 1)[0]);
    check_origin(op, weights.len(), origin);
    let mode = options.mode.expand(op, "mode", 1)[0];
    Pass { axis, weights, origin, mode }
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
/// Beyond the edges the array is reflected. The result has the shape and element type of the input;
/// integers are truncated towards zero and wrapped. Zero weights are skipped, so NaN under them does
/// not count.
///
/// # Panics
/// If the ranks differ, or the kernel is empty.
///
/// # NumPy
/// `scipy.ndimage.correlate(a, kernel)`: the same bits for integers and `f64`; within 1e-6 of the
/// sum of `|weight × sample|` for `f32`.
///
/// # Examples
/// ```
/// let a = [[1.0, 2.0], [3.0, 4.0]];
/// let sums = nd_image::correlate(a, [[1.0, 1.0], [1.0, 1.0]]);
/// assert_eq!(sums.into_vec(), [4.0, 6.0, 8.0, 10.0]);
/// ```
/// ```should_panic
/// nd_image::correlate([1.0], [[1.0]]); // ranks 1 and 2
/// ```
#[track_caller]
pub fn correlate<A, K>(a: A, kernel: K) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
    K: ArrayLike<Elem = f64>,
{
    correlate_with(a, kernel, &KernelOptions::default())
}

/// [`correlate`] with other edges, or the kernel's middle elsewhere.
///
/// # Panics
/// As [`correlate`]; also if the origin has another length than there are axes, or moves the
/// middle off the kernel.
///
/// # NumPy
/// `scipy.ndimage.correlate(a, kernel, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{KernelOptions, Mode, correlate_with};
///
/// let a = [[1.0, 2.0], [3.0, 4.0]];
/// let zeros = KernelOptions::default().mode(Mode::Constant(0.0));
/// let sums = correlate_with(a, [[1.0, 1.0], [1.0, 1.0]], &zeros);
/// assert_eq!(sums.into_vec(), [1.0, 3.0, 4.0, 10.0]);
/// let same = correlate_with(a, [[0.0, 0.0, 1.0]], &zeros.origin([0, 1]));
/// assert_eq!(same.into_vec(), [1.0, 2.0, 3.0, 4.0]);
/// ```
/// ```should_panic
/// use nd_image::{KernelOptions, correlate_with};
/// correlate_with([[1.0]], [[1.0]], &KernelOptions::default().origin([0, 1]));
/// ```
#[track_caller]
pub fn correlate_with<A, K>(a: A, kernel: K, options: &KernelOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
    K: ArrayLike<Elem = f64>,
{
    let a = a.view();
    let around = around("correlate", a.shape(), kernel.view(), options, false);
    Pixel::correlated(a, &around, options.rounding)
}

/// Convolves an array with a kernel of the same rank: [`correlate`] with the kernel reversed
/// along all axes.
///
/// # Panics
/// If the ranks differ, or the kernel is empty.
///
/// # NumPy
/// `scipy.ndimage.convolve(a, kernel)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let mut a = Array::<f64>::zeros([5, 5]);
/// a[[2, 2]] = 1.0;
/// let kernel = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]];
/// let b = nd_image::convolve(&a, kernel);
/// assert_eq!((b[[1, 1]], b[[2, 2]], b[[3, 3]], b[[0, 0]]), (1.0, 5.0, 9.0, 0.0));
/// ```
/// ```should_panic
/// nd_image::convolve([1.0], [[1.0]]); // ranks 1 and 2
/// ```
#[track_caller]
pub fn convolve<A, K>(a: A, kernel: K) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
    K: ArrayLike<Elem = f64>,
{
    convolve_with(a, kernel, &KernelOptions::default())
}

/// [`convolve`] with other edges, or the kernel's middle elsewhere.
///
/// # Panics
/// As [`convolve`]; also if the origin has another length than there are axes, or moves the
/// middle off the kernel.
///
/// # NumPy
/// `scipy.ndimage.convolve(a, kernel, mode=..., cval=..., origin=...)`.
///
/// # Examples
/// ```
/// use nd_image::{KernelOptions, Mode, convolve_with};
///
/// let options = KernelOptions::default().mode(Mode::Constant(0.0)).origin([0, 1]);
/// let b = convolve_with([[0.0, 1.0, 0.0]], [[1.0, 2.0, 3.0]], &options);
/// assert_eq!(b.into_vec(), [2.0, 3.0, 0.0]);
/// ```
/// ```should_panic
/// use nd_image::{KernelOptions, convolve_with};
/// convolve_with([[1.0]], [[1.0]], &KernelOptions::default().origin([1, 0]));
/// ```
#[track_caller]
pub fn convolve_with<A, K>(a: A, kernel: K, options: &KernelOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
    K: ArrayLike<Elem = f64>,
{
    let a = a.view();
    let around = around("convolve", a.shape(), kernel.view(), options, true);
    Pixel::correlated(a, &around, options.rounding)
}

/// The kernel of a correlation, checked against the array; reversed for a convolution.
#[track_caller]
fn around(
    op: &'static str,
    shape: &[usize],
    kernel: View<'_, f64>,
    options: &KernelOptions,
    reversed: bool,
) -> Around {
    let size = kernel.shape();
    let axes = chosen(op, options.axes.as_deref(), shape.len());
    assert!(
        axes.len() == size.len(),
        "{op}: an array of shape {shape:?} and a kernel of shape {size:?}: ranks differ"
    );
    assert!(!size.contains(&0), "{op}: the kernel of shape {size:?} is empty");
    let mut origins = options.origin.expand(op, "origin", size.len());
    let modes = options.mode.expand(op, "mode", size.len());
    if reversed {
        origins.iter_mut().zip(size).for_each(|(origin, &len)| *origin = turned(*origin, len));
    }
    let mut order: Vec<isize> = (0..axes.len() as isize).collect();
    order.sort_by_key(|&i| axes[i as usize]);
    let mut around = Around {
        size: vec![1; shape.len()],
        weights: kernel.permute_dims(&order).iter().copied().collect(),
        origin: vec![0; shape.len()],
        modes: vec![Mode::Reflect; shape.len()],
    };
    if reversed {
        around.weights.reverse();
    }
    for (i, &axis) in axes.iter().enumerate() {
        check_origin(op, size[i], origins[i]);
        around.size[axis] = size[i];
        around.origin[axis] = origins[i];
        around.modes[axis] = modes[i];
    }
    around
}
