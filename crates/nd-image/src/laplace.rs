//! Second derivatives summed over the axes, and lengths of gradients.

use crate::axes::Pass;
use crate::axiswise::{Axiswise, chosen};
use crate::edges::EdgeOptions;
use crate::gaussian::{self, GaussianOptions};
use crate::pixel::Pixel;
use nd_core::{Array, ArrayLike, View};

/// The Laplace filter: second differences `[1, -2, 1]` along every axis, summed.
///
/// Beyond the edges the array is reflected. The result has the element type of the input: integers are
/// truncated and wrap, along each axis and as sums. An empty array gives an empty array.
///
/// # NumPy
/// `scipy.ndimage.laplace(a)`, the same bits; `f32` sums may be rounded differently.
///
/// # Examples
/// ```
/// let b = nd_image::laplace([0.0, 1.0, 4.0, 9.0]);
/// assert_eq!(b.into_vec(), [1.0, 2.0, 2.0, -5.0]);
/// ```
pub fn laplace<A>(a: A) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    laplace_with(a, &EdgeOptions::default())
}

/// [`laplace`] with other edges, along some axes only, or rounded.
///
/// # Panics
/// If an axis does not exist or is given twice, or modes are not as many as axes.
///
/// # NumPy
/// `scipy.ndimage.laplace(a, mode=..., cval=..., axes=...)`.
///
/// # Examples
/// ```
/// use nd_image::{EdgeOptions, Mode, laplace_with};
///
/// let round = EdgeOptions::default().mode(Mode::Wrap);
/// assert_eq!(laplace_with([0.0, 1.0, 4.0], &round).into_vec(), [5.0, 2.0, -7.0]);
/// ```
/// ```should_panic
/// use nd_image::{EdgeOptions, laplace_with};
/// laplace_with([1.0], &EdgeOptions::default().axes([1]));
/// ```
#[track_caller]
pub fn laplace_with<A>(a: A, options: &EdgeOptions) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let chosen = options.chosen("laplace", a.ndim());
    let parts = chosen.iter().map(|&(axis, mode)| {
        Pixel::filtered(a, &[Pass::centred(axis, &[1.0, -2.0, 1.0], mode)], options.rounding)
    });
    summed(a, parts)
}

/// The Laplace filter with second derivatives of the caller's: `derivative(a, axis)` for every axis, summed.
///
/// An array without axes is returned as it is.
///
/// # Panics
/// If a derivative has another shape than the input, or `derivative` panics.
///
/// # NumPy
/// `scipy.ndimage.generic_laplace(a, derivative)`: options are what the closure holds.
///
/// # Examples
/// ```
/// use nd_image::{correlate1d, generic_laplace};
///
/// let a = [0.0, 1.0, 4.0, 9.0, 16.0];
/// let b = generic_laplace(a, |a, axis| correlate1d(a, &[1.0, 0.0, -2.0, 0.0, 1.0], axis));
/// assert_eq!(b[[2]], 8.0);
/// ```
/// ```should_panic
/// nd_image::generic_laplace([1.0], |_, _| nd_core::Array::<f64>::zeros([2]));
/// ```
#[track_caller]
pub fn generic_laplace<A, F>(a: A, mut derivative: F) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
    F: FnMut(View<'_, A::Elem>, isize) -> Array<A::Elem>,
{
    let a = a.view();
    let parts = (0..a.ndim() as isize)
        .map(|axis| checked("generic_laplace", a.shape(), derivative(a, axis)));
    summed(a, parts)
}

/// The length of the gradient by derivatives of the caller's: the root of the sum of the squares of
/// `derivative(a, axis)` for every axis.
///
/// Squares and sums are of the element type: those of integers wrap, and the root is truncated; of a
/// negative sum it is 0. An array without axes is returned as it is.
///
/// # Panics
/// If a derivative has another shape than the input, or `derivative` panics.
///
/// # NumPy
/// `scipy.ndimage.generic_gradient_magnitude(a, derivative)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{generic_gradient_magnitude, sobel};
///
/// let slope = Array::from_fn([5, 5], |i| (3 * i[0] + 4 * i[1]) as f64);
/// assert_eq!(generic_gradient_magnitude(&slope, |a, axis| sobel(a, axis))[[2, 2]], 40.0);
/// ```
/// ```should_panic
/// nd_image::generic_gradient_magnitude([1.0], |_, _| nd_core::Array::<f64>::zeros([2]));
/// ```
#[track_caller]
pub fn generic_gradient_magnitude<A, F>(a: A, mut derivative: F) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
    F: FnMut(View<'_, A::Elem>, isize) -> Array<A::Elem>,
{
    const OP: &str = "generic_gradient_magnitude";
    let a = a.view();
    let parts = (0..a.ndim() as isize).map(|axis| checked(OP, a.shape(), derivative(a, axis)));
    length(a, parts)
}

/// The Laplace filter by second derivatives of a Gaussian: of standard deviation `sigma` for all axes,
/// or one for each.
///
/// Beyond the edges the array is reflected. The result has the element type of the input: integers are
/// truncated and wrap. An empty array gives an empty array.
///
/// # Panics
/// As [`gaussian_filter`](crate::gaussian_filter).
///
/// # NumPy
/// `scipy.ndimage.gaussian_laplace(a, sigma)`: as near as [`gaussian_filter`](crate::gaussian_filter).
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let bowl = Array::from_fn([21, 21], |i| (i[0] * i[0] + i[1] * i[1]) as f64);
/// let b = nd_image::gaussian_laplace(&bowl, 1.0);
/// assert!((b[[10, 10]] - 4.0).abs() < 0.04);
/// ```
/// ```should_panic
/// nd_image::gaussian_laplace([1.0, 2.0], -1.0);
/// ```
#[track_caller]
pub fn gaussian_laplace<A>(a: A, sigma: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    gaussian_laplace_with(a, sigma, &GaussianOptions::default())
}

/// [`gaussian_laplace`] with options: the edges, the kernel's length, some axes only; `options.order` is
/// not looked at.
///
/// # Panics
/// As [`gaussian_filter_with`](crate::gaussian_filter_with).
///
/// # NumPy
/// `scipy.ndimage.gaussian_laplace(a, sigma, mode=..., cval=..., axes=..., truncate=..., radius=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{GaussianOptions, gaussian_laplace_with};
///
/// let bowl = Array::from_fn([21, 21], |i| (i[0] * i[0] + i[1] * i[1]) as f64);
/// let down = GaussianOptions::default().axes([0]);
/// assert!((gaussian_laplace_with(&bowl, 1.0, &down)[[10, 10]] - 2.0).abs() < 0.02);
/// ```
/// ```should_panic
/// use nd_image::{GaussianOptions, gaussian_laplace_with};
/// gaussian_laplace_with([1.0], [1.0, 1.0], &GaussianOptions::default());
/// ```
#[track_caller]
pub fn gaussian_laplace_with<A>(
    a: A,
    sigma: impl Into<Axiswise<f64>>,
    options: &GaussianOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let passes = derivatives("gaussian_laplace", 2, &sigma.into(), a.ndim(), options);
    summed(a, passes.iter().map(|passes| Pixel::filtered(a, passes, options.rounding)))
}

/// The length of the gradient by derivatives of a Gaussian: of standard deviation `sigma` for all axes,
/// or one for each.
///
/// Beyond the edges the array is reflected. Derivatives, squares and sums are of the element type:
/// those of integers wrap, and the root is truncated. An empty array gives an empty array.
///
/// # Panics
/// As [`gaussian_filter`](crate::gaussian_filter).
///
/// # NumPy
/// `scipy.ndimage.gaussian_gradient_magnitude(a, sigma)`: as near as
/// [`gaussian_filter`](crate::gaussian_filter). Sums of signed integers that wrap to a negative number have
/// the root 0, SciPy's are undefined.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let slope = Array::from_fn([31, 31], |i| (3 * i[0] + 4 * i[1]) as f64);
/// let b = nd_image::gaussian_gradient_magnitude(&slope, 1.0);
/// assert!((b[[15, 15]] - 5.0).abs() < 0.01);
/// ```
/// ```should_panic
/// nd_image::gaussian_gradient_magnitude([1.0, 2.0], f64::NAN);
/// ```
#[track_caller]
pub fn gaussian_gradient_magnitude<A>(a: A, sigma: impl Into<Axiswise<f64>>) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    gaussian_gradient_magnitude_with(a, sigma, &GaussianOptions::default())
}

/// [`gaussian_gradient_magnitude`] with options: the edges, the kernel's length, some axes only;
/// `options.order` is not looked at.
///
/// # Panics
/// As [`gaussian_filter_with`](crate::gaussian_filter_with).
///
/// # NumPy
/// `scipy.ndimage.gaussian_gradient_magnitude(a, sigma, mode=..., cval=..., truncate=..., radius=...)`; of
/// some axes only SciPy takes derivatives along these, yet smooths along all.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{GaussianOptions, gaussian_gradient_magnitude_with};
///
/// let slope = Array::from_fn([31, 31], |i| (3 * i[0] + 4 * i[1]) as f64);
/// let down = GaussianOptions::default().axes([0]);
/// let b = gaussian_gradient_magnitude_with(&slope, 1.0, &down);
/// assert!((b[[15, 15]] - 3.0).abs() < 0.01);
/// ```
/// ```should_panic
/// use nd_image::{GaussianOptions, gaussian_gradient_magnitude_with};
/// gaussian_gradient_magnitude_with([1.0], [1.0, 1.0], &GaussianOptions::default());
/// ```
#[track_caller]
pub fn gaussian_gradient_magnitude_with<A>(
    a: A,
    sigma: impl Into<Axiswise<f64>>,
    options: &GaussianOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Pixel>,
{
    let a = a.view();
    let passes = derivatives("gaussian_gradient_magnitude", 1, &sigma.into(), a.ndim(), options);
    length(a, passes.iter().map(|passes| Pixel::filtered(a, passes, options.rounding)))
}

/// For each chosen axis the passes that take a Gaussian derivative along it, and smooth along the others.
#[track_caller]
fn derivatives(
    op: &'static str,
    order: usize,
    sigma: &Axiswise<f64>,
    ndim: usize,
    options: &GaussianOptions,
) -> Vec<Vec<Pass>> {
    let count = chosen(op, options.axes.as_deref(), ndim).len();
    let along = |i: usize| {
        let mut orders = vec![0; count];
        orders[i] = order;
        gaussian::passes(op, sigma, ndim, &options.clone().order(orders))
    };
    (0..count).map(along).collect()
}

#[track_caller]
fn checked<T>(op: &str, shape: &[usize], part: Array<T>) -> Array<T> {
    let given = part.view();
    let given = given.shape();
    assert!(given == shape, "{op}: a derivative of shape {given:?} of an array of shape {shape:?}");
    part
}

/// The sum of the parts, or the array if there are none.
fn summed<T: Pixel>(a: View<'_, T>, mut parts: impl Iterator<Item = Array<T>>) -> Array<T> {
    let Some(first) = parts.next() else { return a.to_array() };
    parts.fold(first, |sum, part| T::plus_each(sum.view(), part.view()))
}

/// The root of the sum of the squares of the parts, or the array if there are none.
fn length<T: Pixel>(a: View<'_, T>, mut parts: impl Iterator<Item = Array<T>>) -> Array<T> {
    let Some(first) = parts.next() else { return a.to_array() };
    let squares = |part: Array<T>| T::times_each(part.view(), part.view());
    let sum =
        parts.fold(squares(first), |sum, part| T::plus_each(sum.view(), squares(part).view()));
    T::root_each(sum.view())
}
