//! Moments of pictures.

use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike, View};

/// Binomial coefficients of one line of Pascal's triangle after another.
fn binomial(n: usize, k: usize) -> f64 {
    (0..k).fold(1.0, |product, i| product * (n - i) as f64 / (i + 1) as f64)
}

/// The lines of a table of moments along one axis: where each starts, and the step along it.
fn lines(ndim: usize, order: usize, axis: usize) -> (impl Iterator<Item = usize>, usize) {
    let side = order + 1;
    let step = side.pow((ndim - 1 - axis) as u32);
    let starts = (0..side.pow(ndim as u32)).filter(move |at| (at / step).is_multiple_of(side));
    (starts, step)
}

/// Moments about a point that lies `by` further along an axis.
pub(crate) fn shift(table: &mut [f64], ndim: usize, order: usize, axis: usize, by: f64) {
    if by == 0.0 {
        return;
    }
    let (starts, step) = lines(ndim, order, axis);
    for start in starts {
        for k in (0..=order).rev() {
            let term =
                |j: usize| binomial(k, j) * (-by).powi((k - j) as i32) * table[start + j * step];
            table[start + k * step] = (0..=k).map(term).sum();
        }
    }
}

/// Moments where a pixel is `spacing` long.
pub(crate) fn scale(table: &mut [f64], order: usize, spacing: &[f64]) {
    for (axis, &spacing) in spacing.iter().enumerate().filter(|(_, spacing)| **spacing != 1.0) {
        let len = table.len();
        let step = (order + 1).pow(axis as u32 + 1);
        let step = len / step;
        for (at, moment) in table.iter_mut().enumerate() {
            *moment *= spacing.powi((at / step % (order + 1)) as i32);
        }
    }
}

/// Central moments without their size; NaN of the orders 0 and 1.
pub(crate) fn normalized(mu: &[f64], order: usize, spacing: &[f64]) -> Vec<f64> {
    let ndim = spacing.len();
    let unit = spacing.iter().copied().fold(f64::INFINITY, f64::min);
    let each = |(mut at, moment): (usize, &f64)| {
        let mut sum = 0;
        for _ in 0..ndim {
            (sum, at) = (sum + at % (order + 1), at / (order + 1));
        }
        if sum < 2 {
            return f64::NAN;
        }
        moment / unit.powi(sum as i32) / mu[0].powf(sum as f64 / ndim as f64 + 1.0)
    };
    mu.iter().enumerate().map(each).collect()
}

/// Hu's moments, of a table whose lines are `side` long.
pub(crate) fn hu(nu: &[f64], side: usize) -> [f64; 7] {
    let nu = |p: usize, q: usize| nu[p * side + q];
    let (sum, difference) = (nu(2, 0) + nu(0, 2), nu(2, 0) - nu(0, 2));
    let (a, b) = (nu(3, 0) + nu(1, 2), nu(2, 1) + nu(0, 3));
    let (c, d) = (nu(3, 0) - 3.0 * nu(1, 2), 3.0 * nu(2, 1) - nu(0, 3));
    let (aa, bb) = (a * a, b * b);
    let mixed = 4.0 * nu(1, 1);
    [
        sum,
        difference * difference + mixed * nu(1, 1),
        c * c + d * d,
        aa + bb,
        c * a * (aa - 3.0 * bb) + d * b * (3.0 * aa - bb),
        difference * (aa - bb) + mixed * a * b,
        d * a * (aa - 3.0 * bb) - c * b * (3.0 * aa - bb),
    ]
}

/// The moments of a picture up to `order`, about its first pixel: `(…) -> (order + 1, …)`, any rank.
///
/// Element `[p, q]` is the sum of `y^p·x^q` times the pixel's value. NaN makes all of them NaN; an empty
/// picture has moments of 0.
///
/// # Panics
/// If there were 2³² moments or more.
///
/// # scikit-image
/// `skimage.measure.moments(image, order)`, in `f64` for every element type.
///
/// # Examples
/// ```
/// let m = nd_image::measure::moments([[1, 0], [2, 3]], 1);
/// assert_eq!(m, nd_core::array![[6.0, 3.0], [5.0, 3.0]]);
/// ```
#[must_use]
#[track_caller]
pub fn moments<A>(picture: A, order: usize) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    about(picture, &vec![0.0; picture.ndim()], order)
}

/// The moments of a picture about `center`: `(…) -> (order + 1, …)`, any rank.
///
/// # Panics
/// If `center` has not as many coordinates as the picture has axes, or there were 2³² moments or more.
///
/// # scikit-image
/// `skimage.measure.moments_central(image, center, order)`; for `center=None` give [`centroid`]'s result.
///
/// # Examples
/// ```
/// let m = nd_image::measure::moments_central([[1, 1, 1]], &[0.0, 1.0], 2);
/// assert_eq!((m[[0, 0]], m[[0, 1]], m[[0, 2]]), (3.0, 0.0, 2.0));
/// ```
#[must_use]
#[track_caller]
pub fn moments_central<A>(picture: A, center: &[f64], order: usize) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
{
    about(picture.view(), center, order)
}

#[track_caller]
fn about<T: Measured>(picture: View<'_, T>, center: &[f64], order: usize) -> Array<f64> {
    let shape = picture.shape();
    assert!(
        shape.len() == center.len(),
        "moments: {} coordinates of a centre of a picture of shape {shape:?}",
        center.len()
    );
    let table = (order + 1).checked_pow(shape.len() as u32).filter(|&size| size < 1 << 32);
    assert!(table.is_some(), "moments: order {order} of {} axes", shape.len());
    folded(read_all(&Floats(contiguous(picture))), shape, center, order)
}

/// Sums over one axis after another, the last first: what is left is powers instead of coordinates.
fn folded(values: Vec<f64>, shape: &[usize], center: &[f64], order: usize) -> Array<f64> {
    let side = order + 1;
    let (mut done, mut behind) = (values, 1);
    for axis in (0..shape.len()).rev() {
        let before: usize = shape[..axis].iter().product();
        let mut sums = vec![0.0; before * side * behind];
        for i in 0..before {
            let sums = &mut sums[i * side * behind..][..side * behind];
            for j in 0..shape[axis] {
                let values = &done[(i * shape[axis] + j) * behind..][..behind];
                let mut power = 1.0;
                for sums in sums.chunks_mut(behind) {
                    sums.iter_mut().zip(values).for_each(|(sum, x)| *sum += power * x);
                    power *= j as f64 - center[axis];
                }
            }
        }
        behind *= side;
        done = sums;
    }
    Array::from_shape_vec(vec![side; shape.len()], done)
}

/// Central moments without their size: `(m, …) -> (m, …)`; NaN of the orders 0 and 1.
///
/// # scikit-image
/// `skimage.measure.moments_normalized(mu, order)`, `order` being what the table holds.
///
/// # Panics
/// If the table's axes differ in length, or it has none.
///
/// # Examples
/// ```
/// use nd_image::measure::{moments_central, moments_normalized};
///
/// let nu = moments_normalized(moments_central([[1, 1, 1]], &[0.0, 1.0], 2));
/// assert_eq!(nu[[0, 2]], 2.0 / 9.0);
/// assert!(nu[[0, 0]].is_nan());
/// ```
#[must_use]
#[track_caller]
pub fn moments_normalized<A>(mu: A) -> Array<f64>
where
    A: ArrayLike<Elem = f64>,
{
    let mu = mu.view();
    let shape = mu.shape();
    let even = shape.first().is_some_and(|len| *len > 0 && shape.iter().all(|other| other == len));
    assert!(even, "moments_normalized: shape {shape:?} is not that of a table of moments");
    let all: Vec<f64> = mu.iter().copied().collect();
    let nu = normalized(&all, shape[0] - 1, &vec![1.0; shape.len()]);
    Array::from_shape_vec(shape, nu)
}

/// Hu's seven moments of a table of [`moments_normalized`]: `(m, m) -> (7)`, which turns, moves and sizes
/// leave as they are.
///
/// # Panics
/// If the table is not square, or not of order 3 or more.
///
/// # scikit-image
/// `skimage.measure.moments_hu(nu)`.
///
/// # Examples
/// ```
/// use nd_image::measure::{moments_central, moments_hu, moments_normalized};
///
/// let bar = |picture: [[u8; 3]; 3]| {
///     moments_hu(moments_normalized(moments_central(picture, &[1.0, 1.0], 3)))
/// };
/// let (lying, standing) = ([[0, 0, 0], [1, 1, 1], [0, 0, 0]], [[0, 1, 0]; 3]);
/// assert_eq!(bar(lying), bar(standing));
/// ```
#[must_use]
#[track_caller]
pub fn moments_hu<A>(nu: A) -> Array<f64>
where
    A: ArrayLike<Elem = f64>,
{
    let nu = nu.view();
    let shape = nu.shape();
    let fits = shape.len() == 2 && shape[0] == shape[1] && shape[0] > 3;
    assert!(fits, "moments_hu: shape {shape:?} is not that of a table of order 3 of 2 axes");
    let all: Vec<f64> = nu.iter().copied().collect();
    Array::from_vec(hu(&all, shape[0]).to_vec())
}

/// The moments of points up to `order`, about the origin: `(n, axes) -> (order + 1, …)`.
///
/// NaN gives NaN where its axis has a part; no points have moments of 0.
///
/// # Panics
/// If the shape is not `(n, axes)`, or there were 2³² moments or more.
///
/// # scikit-image
/// `skimage.measure.moments_coords(coords, order)`.
///
/// # Examples
/// ```
/// let m = nd_image::measure::moments_coords([[0.0, 1.0], [2.0, 3.0]], 1);
/// assert_eq!(m, nd_core::array![[2.0, 4.0], [2.0, 6.0]]);
/// ```
#[must_use]
#[track_caller]
pub fn moments_coords<A: ArrayLike<Elem = f64>>(coords: A, order: usize) -> Array<f64> {
    let coords = coords.view();
    let axes = coords.shape().get(1).copied().unwrap_or(0);
    of_points("moments_coords", coords, &vec![0.0; axes], order)
}

/// The moments of points about `center`: `(n, axes) -> (order + 1, …)`.
///
/// # Panics
/// As [`moments_coords`]; if `center` has not as many coordinates as the points.
///
/// # scikit-image
/// `skimage.measure.moments_coords_central(coords, center, order)`, whose default is the mean of the points.
///
/// # Examples
/// ```
/// let m = nd_image::measure::moments_coords_central([[0.0, 1.0], [2.0, 3.0]], &[1.0, 2.0], 2);
/// assert_eq!((m[[1, 0]], m[[1, 1]], m[[2, 0]]), (0.0, 2.0, 2.0));
/// ```
#[must_use]
#[track_caller]
pub fn moments_coords_central<A>(coords: A, center: &[f64], order: usize) -> Array<f64>
where
    A: ArrayLike<Elem = f64>,
{
    of_points("moments_coords_central", coords.view(), center, order)
}

#[track_caller]
fn of_points(op: &str, coords: View<'_, f64>, center: &[f64], order: usize) -> Array<f64> {
    let shape = coords.shape();
    assert!(shape.len() == 2, "{op}: shape {shape:?} is not (n, axes)");
    let axes = shape[1];
    assert!(center.len() == axes, "{op}: a center of {} coordinates, not {axes}", center.len());
    let side = order.checked_add(1).and_then(|side| Some((side, side.checked_pow(axes as u32)?)));
    let fits = side.filter(|&(_, all)| all < 1 << 32);
    let (side, all) = fits.unwrap_or_else(|| panic!("{op}: order {order} is too large"));
    let mut table = vec![0.0; all];
    let (mut powers, mut index) = (vec![1.0; axes * side], vec![0; axes]);
    let coords: Vec<f64> = coords.iter().copied().collect();
    for point in coords.chunks(axes.max(1)) {
        for ((powers, x), center) in powers.chunks_mut(side).zip(point).zip(center) {
            (1..side).for_each(|k| powers[k] = powers[k - 1] * (x - center));
        }
        index.fill(0);
        for moment in &mut table {
            let parts = index.iter().enumerate().map(|(axis, &k)| powers[axis * side + k]);
            *moment += parts.product::<f64>();
            for i in index.iter_mut().rev() {
                *i += 1;
                if *i < side {
                    break;
                }
                *i = 0;
            }
        }
    }
    Array::from_shape_vec(vec![side; axes], table)
}

/// The centroid of a picture's values: `(…) -> (ndim)`; NaN if they add up to 0.
///
/// # scikit-image
/// `skimage.measure.centroid(image)`.
///
/// # Examples
/// ```
/// let center = nd_image::measure::centroid([[0, 1], [0, 3]]);
/// assert_eq!(center.into_vec(), [0.75, 1.0]);
/// ```
#[must_use]
pub fn centroid<A>(picture: A) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    let table = moments(picture, 1).into_vec();
    (0..picture.ndim()).map(|axis| table[1 << (picture.ndim() - 1 - axis)] / table[0]).collect()
}

/// The tensor of inertia about the centroid, for a mass of 1: `(…) -> (ndim, ndim)`.
///
/// # scikit-image
/// `skimage.measure.inertia_tensor(image)`.
///
/// # Examples
/// ```
/// let tensor = nd_image::measure::inertia_tensor([[1, 1, 1]]);
/// assert_eq!(tensor, nd_core::array![[2.0 / 3.0, 0.0], [0.0, 0.0]]);
/// ```
#[must_use]
pub fn inertia_tensor<A>(picture: A) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    let center = centroid(picture).into_vec();
    let ndim = picture.ndim();
    let table = moments_central(picture, &center, 2).into_vec();
    Array::from_shape_vec([ndim, ndim], tensor(&table, ndim, 2))
}

/// The tensor of inertia of central moments.
pub(crate) fn tensor(mu: &[f64], ndim: usize, order: usize) -> Vec<f64> {
    let step = |axis: usize| (order + 1).pow((ndim - 1 - axis) as u32);
    let squares: Vec<f64> = (0..ndim).map(|axis| mu[2 * step(axis)]).collect();
    let total: f64 = squares.iter().sum();
    let cell = |at: usize| {
        let (i, j) = (at / ndim, at % ndim);
        if i == j { (total - squares[i]) / mu[0] } else { -mu[step(i) + step(j)] / mu[0] }
    };
    // Without this, a product of nothing would be -0.
    (0..ndim * ndim).map(|at| cell(at) + 0.0).collect()
}

/// The eigenvalues of the tensor of inertia, largest first: `(…) -> (ndim)`; none below 0.
///
/// # scikit-image
/// `skimage.measure.inertia_tensor_eigvals(image)`.
///
/// # Examples
/// ```
/// let values = nd_image::measure::inertia_tensor_eigvals([[1, 1, 1]]);
/// assert_eq!(values.into_vec(), [2.0 / 3.0, 0.0]);
/// ```
#[must_use]
pub fn inertia_tensor_eigvals<A>(picture: A) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
{
    let tensor = inertia_tensor(picture);
    let ndim = tensor.shape()[0];
    eigenvalues(tensor.into_vec(), ndim).into_iter().collect()
}

/// The eigenvalues of a symmetric matrix that has none below 0, largest first, by Jacobi's rotations.
pub(crate) fn eigenvalues(mut m: Vec<f64>, n: usize) -> Vec<f64> {
    const SWEEPS: usize = 30;
    for _ in 0..SWEEPS {
        for p in 0..n {
            for q in p + 1..n {
                rotate(&mut m, n, p, q);
            }
        }
    }
    // Rounding may go below zero; NaN stays.
    let clipped = |x: f64| if x < 0.0 { 0.0 } else { x };
    let mut values: Vec<f64> = (0..n).map(|i| clipped(m[i * n + i])).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// One rotation, after which element `(p, q)` is 0 (Golub and Van Loan, Matrix Computations, §8.5).
fn rotate(m: &mut [f64], n: usize, p: usize, q: usize) {
    let across = m[p * n + q];
    if across == 0.0 || !across.is_finite() {
        return;
    }
    let tau = (m[q * n + q] - m[p * n + p]) / (2.0 * across);
    let t = tau.signum() / (tau.abs() + tau.hypot(1.0));
    let c = 1.0 / t.hypot(1.0);
    let s = t * c;
    for k in (0..n).filter(|&k| k != p && k != q) {
        let (kp, kq) = (m[k * n + p], m[k * n + q]);
        let (new_p, new_q) = (c * kp - s * kq, s * kp + c * kq);
        (m[k * n + p], m[p * n + k]) = (new_p, new_p);
        (m[k * n + q], m[q * n + k]) = (new_q, new_q);
    }
    m[p * n + p] -= t * across;
    m[q * n + q] += t * across;
    (m[p * n + q], m[q * n + p]) = (0.0, 0.0);
}
