//! How much each pixel is a corner.

use super::tensor::{derivative, tensor, two};
use crate::canvas::each;
use crate::level::{Level, plane};
use crate::mode::Mode;
use nd_core::{Array, ArrayLike};

/// Harris's response: `(h, w) -> (h, w)`, the determinant of the structure tensor less `k` times its squared trace
/// (Harris and Stephens, Alvey Vision Conference, 1988). Large at corners, negative at edges.
///
/// `k` is 0.04 to 0.06 as a rule; `sigma` is how far around a pixel it looks. NaN spreads as far as that.
///
/// # Panics
/// If the picture is not `(h, w)`, or `sigma` is negative or NaN.
///
/// # scikit-image
/// `skimage.feature.corner_harris(a, k=k, sigma=sigma)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let square = Array::from_fn([30, 30], |i| f64::from(u8::from(i[0] > 9 && i[1] > 9)));
/// let response = nd_image::feature::corner_harris(&square, 0.05, 1.0);
/// assert!(response[[10, 10]] > 0.0 && response[[10, 18]] < 0.0);
/// ```
#[track_caller]
pub fn corner_harris<A: ArrayLike<Elem: Level>>(a: A, k: f64, sigma: f64) -> Array<f64> {
    let [rr, rc, cc] = plane_tensor("corner_harris", a, sigma);
    harris([&rr, &rc, &cc], k)
}

fn harris(tensor: [&Array<f64>; 3], k: f64) -> Array<f64> {
    each(tensor, &|[a, b, c]| (a * c - b * b) - k * ((a + c) * (a + c)))
}

/// Shi and Tomasi's response: `(h, w) -> (h, w)`, the smaller eigenvalue of the structure tensor (Conference on
/// Computer Vision and Pattern Recognition, 1994).
///
/// `sigma` is how far around a pixel it looks. NaN spreads as far as that.
///
/// # Panics
/// If the picture is not `(h, w)`, or `sigma` is negative or NaN.
///
/// # scikit-image
/// `skimage.feature.corner_shi_tomasi(a, sigma)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let square = Array::from_fn([30, 30], |i| f64::from(u8::from(i[0] > 9 && i[1] > 9)));
/// let response = nd_image::feature::corner_shi_tomasi(&square, 1.0);
/// assert!(response[[10, 10]] > 10.0 * response[[10, 18]].abs());
/// ```
#[track_caller]
pub fn corner_shi_tomasi<A: ArrayLike<Elem: Level>>(a: A, sigma: f64) -> Array<f64> {
    let [rr, rc, cc] = plane_tensor("corner_shi_tomasi", a, sigma);
    smaller([&rr, &rc, &cc])
}

fn smaller(tensor: [&Array<f64>; 3]) -> Array<f64> {
    each(tensor, &|elements| two(elements)[1])
}

/// Förstner's responses: `(h, w) -> [(h, w), (h, w)]`, how small the error ellipse of a corner is, and how
/// round, from 0 to 1 (Förstner and Gülch, ISPRS Conference on Fast Processing, 1987).
///
/// Both are 0 where the picture is flat. NaN spreads as far as `sigma` looks.
///
/// # Panics
/// If the picture is not `(h, w)`, or `sigma` is negative or NaN.
///
/// # scikit-image
/// `skimage.feature.corner_foerstner(a, sigma)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let square = Array::from_fn([10, 10], |i| f64::from(u8::from(i[0] > 4 && i[1] > 4)));
/// let [size, roundness] = nd_image::feature::corner_foerstner(&square, 1.0);
/// assert!(roundness[[5, 5]] > 0.5 && size[[5, 5]] > 0.5);
/// ```
#[track_caller]
pub fn corner_foerstner<A: ArrayLike<Elem: Level>>(a: A, sigma: f64) -> [Array<f64>; 2] {
    let [rr, rc, cc] = plane_tensor("corner_foerstner", a, sigma);
    foerstner([&rr, &rc, &cc])
}

fn foerstner(tensor: [&Array<f64>; 3]) -> [Array<f64>; 2] {
    let ratio = |power: i32, factor: f64| {
        each(tensor, &|[a, b, c]| {
            let trace = a + c;
            if trace == 0.0 { 0.0 } else { factor * (a * c - b * b) / trace.powi(power) }
        })
    };
    [ratio(1, 1.0), ratio(2, 4.0)]
}

/// Kitchen and Rosenfeld's response: `(h, w) -> (h, w)`, how much the direction of the gradient turns along the
/// edge, times the gradient (Pattern Recognition Letters 1, 1982).
///
/// 0 where the picture is flat; beyond the edges all is 0. NaN spreads by two pixels.
///
/// # Panics
/// If the picture is not `(h, w)`.
///
/// # scikit-image
/// `skimage.feature.corner_kitchen_rosenfeld(a)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let square = Array::from_fn([10, 10], |i| f64::from(u8::from(i[0] > 4 && i[1] > 4)));
/// let response = nd_image::feature::corner_kitchen_rosenfeld(&square);
/// assert!(response[[4, 4]].abs() > 0.0 && response[[1, 1]] == 0.0);
/// ```
#[track_caller]
pub fn corner_kitchen_rosenfeld<A: ArrayLike<Elem: Level>>(a: A) -> Array<f64> {
    let a = a.view();
    plane("corner_kitchen_rosenfeld", a.shape());
    turns(&A::Elem::wide(a))
}

fn turns(a: &Array<f64>) -> Array<f64> {
    let slope = |a: &Array<f64>, axis| derivative(a, axis, Mode::Constant(0.0));
    let (y, x) = (slope(a, 0), slope(a, 1));
    let (xy, xx, yy) = (slope(&x, 0), slope(&x, 1), slope(&y, 0));
    each([&y, &x, &xy, &xx, &yy], &|[y, x, xy, xx, yy]| {
        let square = x * x + y * y;
        if square == 0.0 { 0.0 } else { (xx * y * y + yy * x * x - 2.0 * xy * x * y) / square }
    })
}

#[track_caller]
fn plane_tensor<A: ArrayLike<Elem: Level>>(op: &str, a: A, sigma: f64) -> [Array<f64>; 3] {
    let a = a.view();
    plane(op, a.shape());
    assert!((0.0..1e6).contains(&sigma), "{op}: sigma is {sigma}");
    let tensor = tensor(&A::Elem::wide(a), sigma, Mode::Constant(0.0));
    tensor.try_into().expect("two axes have three products")
}
