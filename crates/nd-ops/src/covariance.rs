//! `cov` and `corrcoef`.

use crate::bins::Binned;
use nd_core::{Array, ArrayLike, View, threads};

/// Observations that are multiplied while they are in the cache.
const BLOCK: usize = 1024;

/// What covariances are computed of, and how.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{CovOptions, cov_with};
///
/// let observations = array![[0.0, 2.0], [1.0, 1.0], [2.0, 0.0]];
/// let options = CovOptions::default().rowvar(false).ddof(0);
/// let third = 2.0 / 3.0;
/// assert_eq!(cov_with(&observations, &options), array![[third, -third], [-third, third]]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CovOptions {
    /// Whether a row is a variable, and a column an observation of all of them.
    pub rowvar: bool,
    /// Taken off the count of observations.
    pub ddof: usize,
}

impl Default for CovOptions {
    /// Rows are variables; 1 is taken off.
    fn default() -> CovOptions {
        CovOptions { rowvar: true, ddof: 1 }
    }
}

impl CovOptions {
    /// Whether a row is a variable; otherwise a column is.
    ///
    /// # Examples
    /// ```
    /// assert!(!nd_ops::CovOptions::default().rowvar(false).rowvar);
    /// ```
    pub fn rowvar(self, rowvar: bool) -> CovOptions {
        CovOptions { rowvar, ..self }
    }

    /// What is taken off the count of observations.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_ops::CovOptions::default().ddof(0).ddof, 0);
    /// ```
    pub fn ddof(self, ddof: usize) -> CovOptions {
        CovOptions { ddof, ..self }
    }
}

/// The covariances of variables, divided by the count of observations less 1.
///
/// `a: (variables, observations)` → `(variables, variables)`; one variable, as
/// `a: (observations,)` is, → its variance as an array of no axes, as NumPy has it. Computed in `f64`. NaN and infinities give NaN; so do too few
/// observations, or infinity where the sum to be divided is not 0.
///
/// # Panics
/// If `a` has no axes, or more than two.
///
/// # NumPy
/// `np.cov(a)`, without its warnings; added up in another order, so the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[0, 1, 2], [2, 1, 0]];
/// assert_eq!(nd_ops::cov(&a), array![[1.0, -1.0], [-1.0, 1.0]]);
/// ```
/// ```should_panic
/// nd_ops::cov(&nd_core::Array::<f64>::zeros([2, 2, 2]));
/// ```
#[track_caller]
pub fn cov<A: ArrayLike<Elem: Binned>>(a: A) -> Array<f64> {
    covariances("cov", <A::Elem as Binned>::f64s_of(a.view()), &CovOptions::default())
}

/// As [`cov`], with columns as variables, or another divisor.
///
/// # Panics
/// As [`cov`].
///
/// # NumPy
/// `np.cov(a, rowvar=…, ddof=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::CovOptions;
///
/// assert_eq!(nd_ops::cov_with([1.0, 3.0], &CovOptions::default().ddof(0))[[]], 1.0);
/// ```
/// ```should_panic
/// nd_ops::cov_with(nd_core::Array::scalar(1.0), &nd_ops::CovOptions::default());
/// ```
#[track_caller]
pub fn cov_with<A: ArrayLike<Elem: Binned>>(a: A, options: &CovOptions) -> Array<f64> {
    covariances("cov", <A::Elem as Binned>::f64s_of(a.view()), options)
}

/// The correlation coefficients of variables: their covariances divided by their standard
/// deviations, from -1 to 1; NaN where one is 0.
///
/// `a: (variables, observations)` → `(variables, variables)`; one variable → an array of no axes. Computed in `f64`.
///
/// # Panics
/// If `a` has no axes, or more than two.
///
/// # NumPy
/// `np.corrcoef(a)`, without its warnings.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[0, 1, 2], [4, 2, 0]];
/// assert_eq!(nd_ops::corrcoef(&a), array![[1.0, -1.0], [-1.0, 1.0]]);
/// ```
/// ```should_panic
/// nd_ops::corrcoef(&nd_core::Array::<f64>::zeros([2, 2, 2]));
/// ```
#[track_caller]
pub fn corrcoef<A: ArrayLike<Elem: Binned>>(a: A) -> Array<f64> {
    correlations(<A::Elem as Binned>::f64s_of(a.view()), &CovOptions::default())
}

/// As [`corrcoef`], with columns as variables. What is taken off the count has no effect but on
/// too few observations.
///
/// # Panics
/// As [`corrcoef`].
///
/// # NumPy
/// `np.corrcoef(a, rowvar=…)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::CovOptions;
///
/// let a = array![[0, 4], [1, 2], [2, 0]];
/// let r = nd_ops::corrcoef_with(&a, &CovOptions::default().rowvar(false));
/// assert_eq!(r, array![[1.0, -1.0], [-1.0, 1.0]]);
/// ```
/// ```should_panic
/// nd_ops::corrcoef_with(nd_core::Array::scalar(1.0), &nd_ops::CovOptions::default());
/// ```
#[track_caller]
pub fn corrcoef_with<A: ArrayLike<Elem: Binned>>(a: A, options: &CovOptions) -> Array<f64> {
    correlations(<A::Elem as Binned>::f64s_of(a.view()), options)
}

#[track_caller]
fn correlations(a: Array<f64>, options: &CovOptions) -> Array<f64> {
    let mut c = covariances("corrcoef", a, options);
    if c.ndim() == 0 {
        // 1, or NaN of what is 0, infinite or NaN.
        return c.map(|variance| variance / variance.abs());
    }
    let deviations: Vec<f64> = (0..c.shape()[0]).map(|i| c[[i, i]].sqrt()).collect();
    for i in 0..deviations.len() {
        for j in 0..deviations.len() {
            c[[i, j]] = (c[[i, j]] / deviations[i] / deviations[j]).clamp(-1.0, 1.0);
        }
    }
    c
}

#[track_caller]
fn covariances(op: &str, a: Array<f64>, options: &CovOptions) -> Array<f64> {
    let variables = match a.ndim() {
        1 => a.view().expand_dims(0),
        2 if options.rowvar => a.view(),
        2 => a.t(),
        _ => panic!("{op}: shape {:?} has neither one axis nor two", a.shape()),
    };
    let (count, n) = (variables.shape()[0], variables.shape()[1]);
    let rows = threads::map(variables.axis_iter(0).collect(), &centred);
    // As NumPy, which divides by 0 where there are too few.
    let divisor = n.saturating_sub(options.ddof) as f64;
    let sums = threads::collect(count, &|i| products(&rows, i));
    let c = Array::from_fn([count, count], |at| {
        let (i, j) = (at[0].min(at[1]), at[0].max(at[1]));
        sums[i][j - i] / divisor
    });
    if count == 1 { Array::scalar(c[[0, 0]]) } else { c }
}

/// A variable less its mean.
fn centred(row: View<'_, f64>) -> Vec<f64> {
    let mean = crate::mean(row);
    row.iter().map(|x| x - mean).collect()
}

/// The products of row `i` with itself and each row below.
fn products(rows: &[Vec<f64>], i: usize) -> Vec<f64> {
    let n = rows[i].len();
    let mut sums = vec![0.0; rows.len() - i];
    for start in (0..n).step_by(BLOCK) {
        let part = start..n.min(start + BLOCK);
        for (sum, row) in sums.iter_mut().zip(&rows[i..]) {
            *sum += dot(&rows[i][part.clone()], &row[part.clone()]);
        }
    }
    sums
}

/// In eight interleaved sums, which vectors hold.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = [0.0; 8];
    for (a, b) in a.iter().zip(b) {
        for k in 0..8 {
            sums[k] += a[k] * b[k];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().sum::<f64>() + rest
}
