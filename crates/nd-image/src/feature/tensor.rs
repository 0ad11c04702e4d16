//! The structure tensor: which way a picture changes around each sample.

use crate::axes::{self, Pass};
use crate::axiswise::Axiswise;
use crate::canvas::each;
use crate::level::Level;
use crate::mode::Mode;
use crate::taps::gaussian_weights;
use nd_core::{Array, ArrayLike};

/// How [`structure_tensor_with`] looks beyond the edges.
///
/// # Examples
/// ```
/// use nd_image::{Mode, feature::TensorOptions};
/// assert_eq!(TensorOptions::default().mode, Mode::Constant(0.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct TensorOptions {
    /// What lies beyond the edges; zeros by default.
    pub mode: Mode,
}

impl Default for TensorOptions {
    fn default() -> TensorOptions {
        TensorOptions { mode: Mode::Constant(0.0) }
    }
}

impl TensorOptions {
    /// Sets what lies beyond the edges.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_image::{Mode, feature::{TensorOptions, structure_tensor_with}};
    /// let options = TensorOptions::default().mode(Mode::Nearest);
    /// let tensor = structure_tensor_with(Array::<f64>::ones([5, 5]), 1.0, &options);
    /// assert!(tensor[0].iter().all(|&x| x == 0.0));
    /// ```
    #[must_use]
    pub fn mode(self, mode: Mode) -> TensorOptions {
        TensorOptions { mode }
    }
}

/// The products of the slopes along each two axes, smoothed by a Gaussian: `(…) -> n (n + 1) / 2 of (…)` for `n`
/// axes, in the order of rows of a triangular matrix (Bigün and Granlund, International Conference on Computer Vision,
/// 1987).
///
/// Slopes are Sobel's; beyond the edges all is 0. NaN spreads as far as the kernels reach.
///
/// # Panics
/// If `sigma` is negative or NaN.
///
/// # scikit-image
/// `skimage.feature.structure_tensor(a, sigma)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let ramp = Array::from_fn([21, 21], |i| i[1] as f64);
/// let tensor = nd_image::feature::structure_tensor(&ramp, 1.0);
/// let [rr, rc, cc] = tensor.try_into().unwrap();
/// assert!(rr[[10, 10]] < 1e-9 && rc[[10, 10]].abs() < 1e-9 && cc[[10, 10]] > 63.0);
/// ```
#[track_caller]
pub fn structure_tensor<A: ArrayLike<Elem: Level>>(a: A, sigma: f64) -> Vec<Array<f64>> {
    structure_tensor_with(a, sigma, &TensorOptions::default())
}

/// [`structure_tensor`] with another rule for what lies beyond the edges.
///
/// # Panics
/// As [`structure_tensor`].
///
/// # scikit-image
/// `skimage.feature.structure_tensor(a, sigma, mode, cval)`.
///
/// # Examples
/// ```
/// use nd_image::{Mode, feature::{TensorOptions, structure_tensor_with}};
/// let options = TensorOptions::default().mode(Mode::Wrap);
/// assert_eq!(structure_tensor_with([[1u8, 2], [3, 4]], 1.0, &options).len(), 3);
/// ```
#[track_caller]
pub fn structure_tensor_with<A>(a: A, sigma: f64, options: &TensorOptions) -> Vec<Array<f64>>
where
    A: ArrayLike<Elem: Level>,
{
    assert!((0.0..1e6).contains(&sigma), "structure_tensor: sigma is {sigma}");
    tensor(&A::Elem::wide(a.view()), sigma, options.mode)
}

#[inline(never)]
pub(super) fn tensor(a: &Array<f64>, sigma: f64, mode: Mode) -> Vec<Array<f64>> {
    let slopes: Vec<_> = (0..a.ndim()).map(|axis| derivative(a, axis, mode)).collect();
    let pairs = pairs(a.ndim());
    let product = |(i, j): (usize, usize)| each([&slopes[i], &slopes[j]], &|[x, y]| x * y);
    pairs.into_iter().map(|pair| smoothed(&product(pair), sigma, mode)).collect()
}

/// The pairs of axes, in the order of rows of a triangular matrix.
pub(super) fn pairs(ndim: usize) -> Vec<(usize, usize)> {
    (0..ndim).flat_map(|i| (i..ndim).map(move |j| (i, j))).collect()
}

/// Sobel's slope along an axis.
pub(super) fn derivative(a: &Array<f64>, axis: usize, mode: Mode) -> Array<f64> {
    let mut passes = vec![Pass::centred(axis, &[-1.0, 0.0, 1.0], mode)];
    let others = (0..a.ndim()).filter(|&other| other != axis);
    passes.extend(others.map(|other| Pass::centred(other, &[1.0, 2.0, 1.0], mode)));
    axes::run(a.view(), &passes, None)
}

/// The array smoothed by a Gaussian.
pub(super) fn smoothed(a: &Array<f64>, sigma: f64, mode: Mode) -> Array<f64> {
    gaussian(a, &vec![sigma; a.ndim()], &vec![0; a.ndim()], 4.0, mode)
}

/// The array smoothed by a Gaussian, or derived so, cut off at `truncate` deviations.
pub(super) fn gaussian(
    a: &Array<f64>,
    sigma: &[f64],
    order: &[usize],
    truncate: f64,
    mode: Mode,
) -> Array<f64> {
    let axes = sigma.iter().zip(order).enumerate().filter(|(_, (sigma, _))| **sigma > 1e-15);
    let pass = |(axis, (&sigma, &order)): (usize, (&f64, &usize))| {
        let radius = (truncate * sigma + 0.5) as usize;
        Pass::centred(axis, &gaussian_weights(sigma, order, radius), mode)
    };
    let passes: Vec<_> = axes.map(pass).collect();
    axes::run(a.view(), &passes, None)
}

/// The eigenvalues of symmetric matrices, one at each place, the largest first:
/// `n (n + 1) / 2 of (…) -> (n, …)`.
///
/// Takes what [`structure_tensor`] and [`hessian_matrix`](super::hessian_matrix) give. NaN gives NaN.
///
/// # Panics
/// If the shapes differ, or there are not as many arrays as a triangular matrix has elements.
///
/// # scikit-image
/// `skimage.feature.structure_tensor_eigenvalues` and `hessian_matrix_eigvals`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// let (a, b, c) = (array![2.0], array![0.0], array![5.0]);
/// let values = nd_image::feature::symmetric_eigenvalues(&[a, b, c]);
/// assert_eq!(values.into_vec(), [5.0, 2.0]);
/// ```
#[track_caller]
pub fn symmetric_eigenvalues(elements: &[Array<f64>]) -> Array<f64> {
    let count = elements.len();
    let n = ((8 * count + 1).isqrt() - 1) / 2;
    let fits = count > 0 && n * (n + 1) / 2 == count;
    assert!(fits, "symmetric_eigenvalues: {count} arrays are no triangular matrix");
    let shape = elements[0].shape();
    for element in elements {
        crate::level::same_shape("symmetric_eigenvalues", shape, element.shape());
    }
    let places = elements[0].size();
    let mut shape_out = vec![n];
    shape_out.extend(shape);
    let mut out = vec![0.0; n * places];
    let columns: Vec<Vec<f64>> = elements.iter().map(|e| e.view().flatten().into_vec()).collect();
    for place in 0..places {
        let element = |k: usize| columns[k][place];
        let values = if n == 2 {
            two([element(0), element(1), element(2)]).to_vec()
        } else {
            let mut matrix = vec![vec![0.0; n]; n];
            for (k, (i, j)) in pairs(n).into_iter().enumerate() {
                (matrix[i][j], matrix[j][i]) = (element(k), element(k));
            }
            jacobi(matrix)
        };
        values.into_iter().enumerate().for_each(|(k, value)| out[k * places + place] = value);
    }
    Array::from_shape_vec(shape_out, out)
}

/// The eigenvalues of `[[a, b], [b, c]]`, the larger first.
pub(super) fn two([a, b, c]: [f64; 3]) -> [f64; 2] {
    let (middle, half) = ((a + c) / 2.0, (a - c) / 2.0);
    let reach = (b * b + half * half).sqrt();
    [middle + reach, middle - reach]
}

/// The eigenvalues of a symmetric matrix, the largest first, by Jacobi's rotations.
fn jacobi(mut m: Vec<Vec<f64>>) -> Vec<f64> {
    let n = m.len();
    if m.iter().flatten().any(|x| !x.is_finite()) {
        return vec![f64::NAN; n];
    }
    // Convergence is quadratic: a few sweeps are enough.
    for _ in 0..30 {
        let off: f64 = pairs(n).iter().filter(|(i, j)| i != j).map(|&(i, j)| m[i][j].abs()).sum();
        if off == 0.0 {
            break;
        }
        for (p, q) in pairs(n).into_iter().filter(|(p, q)| p != q) {
            if m[p][q] != 0.0 {
                rotate(&mut m, p, q);
            }
        }
    }
    let mut values: Vec<f64> = (0..n).map(|i| m[i][i]).collect();
    values.sort_by(|x, y| y.total_cmp(x));
    values
}

fn rotate(m: &mut [Vec<f64>], p: usize, q: usize) {
    let theta = (m[q][q] - m[p][p]) / (2.0 * m[p][q]);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let c = 1.0 / t.hypot(1.0);
    let s = t * c;
    let turn = |x: f64, y: f64| (c * x - s * y, s * x + c * y);
    for row in m.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    let columns = m[p].iter().zip(&m[q]).map(|(&x, &y)| turn(x, y));
    let (first, second) = columns.unzip();
    (m[p], m[q]) = (first, second);
    (m[p][q], m[q][p]) = (0.0, 0.0);
}

/// The deviations for all axes.
#[track_caller]
pub(super) fn sigmas(op: &str, sigma: Axiswise<f64>, ndim: usize) -> Vec<f64> {
    let sigma = sigma.expand(op, "sigma", ndim);
    assert!(sigma.iter().all(|s| (0.0..1e6).contains(s)), "{op}: sigma is {sigma:?}");
    sigma
}
