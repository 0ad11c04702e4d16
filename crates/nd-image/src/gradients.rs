//! Edges by kernels of scikit-image's: Scharr's, Farid and Simoncelli's, Roberts'.

use crate::axes::Pass;
use crate::correlate::convolve;
use crate::edges::EdgeOptions;
use crate::mode::Mode;
use crate::pixel::Pixel;
use crate::rounding::Rounding;
use nd_core::{Array, ArrayLike, View};

/// The size of the gradient by Scharr's derivatives: differences `[-1, 0, 1]`, smoothed by `[3, 10, 3] / 16` along every other axis; the root of the mean of the squares of all axes'.
///
/// The result is `f32` for `f32`, `f64` for all other types; nothing is rescaled. Beyond the edges
/// the array is reflected. An empty array gives an empty array.
///
/// # scikit-image
/// `skimage.filters.scharr(a)` of floats; integers are rescaled there.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let ramp = Array::from_fn([5, 5], |i| i[1] as f64);
/// assert!((nd_image::scharr(&ramp)[[2, 2]] - 2f64.sqrt()).abs() < 1e-15);
/// ```
pub fn scharr<A>(a: A) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    scharr_with(a, &EdgeOptions::default())
}

/// [`scharr`] with other edges, or along some axes only: of one axis the derivative, with its sign.
///
/// # Panics
/// If an axis does not exist or is given twice, or modes are not one for all axes or as many as the array
/// has.
///
/// # scikit-image
/// `skimage.filters.scharr(a, axis=..., mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{EdgeOptions, scharr_with};
///
/// let falling = Array::from_fn([7, 7], |i| 9.0 - i[1] as f64);
/// let along = |axis: isize| scharr_with(&falling, &EdgeOptions::default().axes([axis]))[[3, 3]];
/// assert!(along(1) < -0.7 && along(0).abs() < 1e-15);
/// ```
/// ```should_panic
/// use nd_image::{EdgeOptions, scharr_with};
/// scharr_with([1.0], &EdgeOptions::default().axes([1]));
/// ```
#[track_caller]
pub fn scharr_with<A>(a: A, options: &EdgeOptions) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    edges("scharr", a.view(), &DIFFERENCE, &SCHARR, options)
}

/// The size of the gradient by Farid's derivatives: five taps, smoothed by five along every other axis (Farid and Simoncelli 2004); the root of the mean of the squares of all axes'.
///
/// The result is `f32` for `f32`, `f64` for all other types; nothing is rescaled. Beyond the edges
/// the array is reflected. An empty array gives an empty array.
///
/// # scikit-image
/// `skimage.filters.farid(a)` of floats; integers are rescaled there.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let ramp = Array::from_fn([7, 7], |i| i[1] as f64);
/// assert!((nd_image::farid(&ramp)[[3, 3]] - 0.7013).abs() < 1e-4);
/// ```
pub fn farid<A>(a: A) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    farid_with(a, &EdgeOptions::default())
}

/// [`farid`] with other edges, or along some axes only: of one axis the derivative, with its sign.
///
/// # Panics
/// If an axis does not exist or is given twice, or modes are not one for all axes or as many as the array
/// has.
///
/// # scikit-image
/// `skimage.filters.farid(a, axis=..., mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{EdgeOptions, farid_with};
///
/// let falling = Array::from_fn([7, 7], |i| 9.0 - i[1] as f64);
/// let along = |axis: isize| farid_with(&falling, &EdgeOptions::default().axes([axis]))[[3, 3]];
/// assert!(along(1) < -0.7 && along(0).abs() < 1e-15);
/// ```
/// ```should_panic
/// use nd_image::{EdgeOptions, farid_with};
/// farid_with([1.0], &EdgeOptions::default().axes([1]));
/// ```
#[track_caller]
pub fn farid_with<A>(a: A, options: &EdgeOptions) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    edges("farid", a.view(), &FARID_SLOPE, &FARID, options)
}

const DIFFERENCE: [f64; 3] = [-1.0, 0.0, 1.0];
const SCHARR: [f64; 3] = [3.0 / 16.0, 10.0 / 16.0, 3.0 / 16.0];
const FARID: [f64; 5] = [
    0.037_659_317_195_812_6,
    0.249_153_396_177_344,
    0.426_374_573_253_687,
    0.249_153_396_177_344,
    0.037_659_317_195_812_6,
];
const FARID_SLOPE: [f64; 5] = [
    -0.109_603_762_960_254,
    -0.276_690_988_455_557,
    0.0,
    0.276_690_988_455_557,
    0.109_603_762_960_254,
];

#[track_caller]
fn edges<T: Pixel>(
    op: &'static str,
    a: View<'_, T>,
    slope: &[f64],
    smooth: &[f64],
    options: &EdgeOptions,
) -> Array<T::Acc> {
    let ndim = a.ndim();
    let axes = crate::axiswise::chosen(op, options.axes.as_deref(), ndim);
    let modes: Vec<Mode> = options.mode.expand(op, "mode", ndim);
    let wide = T::wide_each(a);
    let derivative = |axis: usize| {
        // Smoothing first: it leaves a constant outside what it is, where a derivative makes it zero.
        let others = (0..ndim).filter(|&other| other != axis);
        let smoothed = others.map(|other| Pass::centred(other, smooth, modes[other]));
        let passes: Vec<Pass> = smoothed.chain([Pass::centred(axis, slope, modes[axis])]).collect();
        T::Acc::filtered(wide.view(), &passes, Rounding::Truncate)
    };
    if let [axis] = axes[..] {
        return derivative(axis);
    }
    let squares = axes.iter().map(|&axis| {
        let part = derivative(axis);
        T::Acc::times_each(part.view(), part.view())
    });
    let sum = squares.reduce(|sum, part| T::Acc::plus_each(sum.view(), part.view()));
    let Some(sum) = sum else { return wide };
    let root = T::Acc::root_each(sum.view());
    T::Acc::enhanced(root.view(), root.view(), (1.0 / (ndim as f64).sqrt()) - 1.0, 0.0)
}

/// The size of the gradient of a picture by Roberts' differences along both diagonals: the root of the mean of
/// their squares. `(h, w) -> (h, w)`
///
/// The result is `f32` for `f32`, `f64` for all other types; nothing is rescaled. Beyond the edges
/// the array is reflected. An empty array gives an empty array.
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.filters.roberts(a)` of floats; integers are rescaled there.
///
/// # Examples
/// ```
/// let corner = nd_image::roberts([[0.0f64, 0.0], [0.0, 1.0]]);
/// assert!((corner[[0, 0]] - 0.5f64.sqrt()).abs() < 1e-15);
/// ```
/// ```should_panic
/// nd_image::roberts([1.0, 2.0]);
/// ```
#[track_caller]
pub fn roberts<A>(a: A) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let [first, second] = [diagonal("roberts", a, FALLING), diagonal("roberts", a, RISING)];
    let square = |part: Array<_>| <A::Elem as Pixel>::Acc::times_each(part.view(), part.view());
    let sum = <A::Elem as Pixel>::Acc::plus_each(square(first).view(), square(second).view());
    let root = <A::Elem as Pixel>::Acc::root_each(sum.view());
    Pixel::enhanced(root.view(), root.view(), 0.5f64.sqrt() - 1.0, 0.0)
}

/// Differences of a picture along the falling diagonal: `a[y + 1, x + 1] - a[y, x]`. `(h, w) -> (h, w)`
///
/// Else as [`roberts`].
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.filters.roberts_pos_diag(a)` of floats.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::roberts_pos_diag([[1.0, 0.0], [0.0, 5.0]])[[0, 0]], 4.0);
/// ```
/// ```should_panic
/// nd_image::roberts_pos_diag([1.0, 2.0]);
/// ```
#[track_caller]
pub fn roberts_pos_diag<A>(a: A) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    diagonal("roberts_pos_diag", a.view(), FALLING)
}

/// Differences of a picture along the rising diagonal: `a[y + 1, x] - a[y, x + 1]`. `(h, w) -> (h, w)`
///
/// Else as [`roberts`].
///
/// # Panics
/// If the array does not have two axes.
///
/// # scikit-image
/// `skimage.filters.roberts_neg_diag(a)` of floats.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::roberts_neg_diag([[1.0, 2.0], [5.0, 0.0]])[[0, 0]], 3.0);
/// ```
/// ```should_panic
/// nd_image::roberts_neg_diag([1.0, 2.0]);
/// ```
#[track_caller]
pub fn roberts_neg_diag<A>(a: A) -> Array<<A::Elem as Pixel>::Acc>
where
    A: ArrayLike<Elem: Pixel>,
{
    diagonal("roberts_neg_diag", a.view(), RISING)
}

const FALLING: [[f64; 2]; 2] = [[1.0, 0.0], [0.0, -1.0]];
const RISING: [[f64; 2]; 2] = [[0.0, 1.0], [-1.0, 0.0]];

#[track_caller]
fn diagonal<T: Pixel>(op: &str, a: View<'_, T>, kernel: [[f64; 2]; 2]) -> Array<T::Acc> {
    let shape = a.shape();
    assert!(shape.len() == 2, "{op}: an array of shape {shape:?}, must have 2 axes");
    convolve(T::wide_each(a), kernel)
}
