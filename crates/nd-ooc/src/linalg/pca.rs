//! [`Pca`].

use crate::chunked::Chunked;
use crate::elementwise::lift2;
use crate::error::{Error, ErrorKind, Result};
use crate::run::RunOptions;
use nd_core::{Array, CastTo, Typed, s};
use nd_linalg::eigh;

/// Principal components: the directions in which samples differ most.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ooc::Chunked;
///
/// let x = Chunked::from(array![[0.0, 1.0, 5.0], [3.0, 5.0, 5.0], [6.0, 9.0, 5.0]]);
/// let pca = x.pca(1)?; // one line through all
/// assert!((pca.explained_variance[[0]] - 25.0).abs() < 1e-12);
/// assert!((pca.explained_variance_ratio[[0]] - 1.0).abs() < 1e-12);
/// let far = pca.components.compute()? - array![[0.6, 0.8, 0.0]];
/// assert!(far.iter().all(|far| far.abs() < 1e-12));
/// assert_eq!(pca.scores().shape(), [3, 1]); // about -5, 0, 5
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pca {
    /// `(k, p)`: orthonormal directions, that of the greatest variance first. Of each, the element that is largest in
    /// size is positive.
    pub components: Chunked<f64>,
    /// `(k)`: the variances of the samples in these directions, divided by one less than their number.
    pub explained_variance: Array<f64>,
    /// `(k)`: the same as parts of the variance in all directions; NaN where there is none.
    pub explained_variance_ratio: Array<f64>,
    /// `(p)`: the means of the features.
    pub mean: Chunked<f64>,
    scores: Chunked<f64>,
}

impl Pca {
    /// `(n, k)`: how far each sample lies from the mean along each component.
    ///
    /// # NumPy
    /// scikit-learn's `PCA(k).fit_transform(x)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let scores = Chunked::from(array![[0.0, 1.0], [3.0, 5.0], [6.0, 9.0]]).pca(1)?.scores().compute()?;
    /// assert!((scores - array![[-5.0], [0.0], [5.0]]).iter().all(|far| far.abs() < 1e-12));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn scores(&self) -> Chunked<f64> {
        self.scores.clone()
    }
}

/// Eigenvalues and eigenvectors of a matrix of products, the greatest first.
struct Spectrum {
    /// `(k)`, not negative.
    values: Array<f64>,
    /// `(size, k)`.
    vectors: Array<f64>,
    /// The sum of all eigenvalues.
    total: f64,
}

impl Spectrum {
    fn of(gram: &Array<f64>, k: usize) -> Result<Spectrum> {
        let found =
            eigh(gram).map_err(|error| Error::from(ErrorKind::Values(error.to_string())))?;
        let last = -(k as isize) - 1;
        let values = found.eigenvalues.slice(s![..last;-1]).map(|value| value.max(0.0));
        let vectors = found.eigenvectors.slice(s![.., ..last;-1]).to_array();
        let total = (0..gram.shape()[0]).map(|at| gram[[at, at]]).sum();
        Ok(Spectrum { values, vectors, total })
    }
}

/// `(k, p)` → `(k, 1)`: 1 for each row whose element of the largest size is positive, -1 for the others.
fn signs(rows: &Chunked<f64>) -> Chunked<f64> {
    lift2("sign", &rows.max_axis(1), &rows.min_axis(1), |most, least| {
        nd_core::zip((&most, &least)).map(|(most, least)| if most >= -least { 1.0 } else { -1.0 })
    })
    .expand_dims(1)
}

impl<T: Typed + CastTo<f64>> Chunked<T> {
    /// The first `k` principal components of samples in rows, computed in `f64`.
    ///
    /// `(n, p)` → `components: (k, p)`, `explained_variance: (k)`. The means are taken off, and of what is left the
    /// products of all features are added up, or those of all samples if there are fewer: a square matrix of the
    /// shorter of both axes, which has to fit in memory, and of which this finds the eigenvectors. So `self` is read
    /// twice here, under the default [`RunOptions`]; components (where samples are fewer) and scores are read for again
    /// when they are asked for. The bits do not depend on chunks, budget and threads. Variances under about `k` times 2e-16
    /// of the greatest are rounding; where samples are fewer, the components of such are zeros.
    ///
    /// # Panics
    /// If there are not two axes, or `k` is more than the shorter one.
    ///
    /// # Errors
    /// As [`Plan::run`](crate::Plan::run), and [`ErrorKind::Values`] if there are fewer than two samples, or a value is
    /// NaN or infinite.
    ///
    /// # NumPy
    /// scikit-learn's `PCA(k).fit(x)`, by eigenvectors of the covariances; signs may differ.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_ooc::Chunked;
    ///
    /// let x = Array::from_fn([100, 3], |at| (at[0] * (at[1] + 1)) as f64 + (at[0] * 7 % 5) as f64);
    /// let pca = Chunked::from(x).pca(2)?;
    /// assert!(pca.explained_variance_ratio[[0]] > 0.99);
    /// let scores = pca.scores(); // (100, 2)
    /// assert!((scores.var().value()? * 2.0 - 99.0 / 100.0 * nd_ops::sum(&pca.explained_variance)).abs() < 1e-6);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn pca(&self, k: usize) -> Result<Pca> {
        self.pca_with(k, &RunOptions::default())
    }

    /// As [`pca`](Self::pca), run as told.
    ///
    /// # Panics
    /// As [`pca`](Self::pca).
    ///
    /// # Errors
    /// As [`pca`](Self::pca).
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::RunOptions;
    ///
    /// let x = nd_ooc::arange(0.0, 60.0, 1.0).reshape([20, 3]);
    /// let pca = x.pca_with(1, &RunOptions::default().threads(1))?;
    /// assert_eq!(pca.components.shape(), [1, 3]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn pca_with(&self, k: usize, options: &RunOptions) -> Result<Pca> {
        let &[n, p] = self.shape() else {
            panic!("pca: shape {:?} has not two axes", self.shape());
        };
        assert!(k <= n.min(p), "pca: shape {:?} has no {k} components", self.shape());
        if n < 2 {
            return Err(ErrorKind::Values(format!("pca: {n} samples have no variance")).into());
        }
        let x = self.cast::<f64>();
        let mean = x.mean_axis(0);
        let centred = &x - &mean;
        let is_wide = n < p;
        let gram = if is_wide { centred.t().gram() } else { centred.gram() };
        let spectrum = Spectrum::of(&gram.compute_with(options)?, k)?;
        let (components, scores) = match is_wide {
            true => wide(&centred, &spectrum),
            false => tall(&centred, &spectrum),
        };
        let explained_variance = &spectrum.values / (n - 1) as f64;
        let explained_variance_ratio = &spectrum.values / spectrum.total;
        Ok(Pca { components, explained_variance, explained_variance_ratio, mean, scores })
    }
}

/// Components and scores where the products of features are known: `vectors` are the components.
fn tall(centred: &Chunked<f64>, spectrum: &Spectrum) -> (Chunked<f64>, Chunked<f64>) {
    let rows = Chunked::from(spectrum.vectors.t().to_array());
    let components = &rows * signs(&rows);
    let scores = centred.matmul(components.t());
    (components, scores)
}

/// Components and scores where the products of samples are known: `vectors` are the scores, but for their lengths.
fn wide(centred: &Chunked<f64>, spectrum: &Spectrum) -> (Chunked<f64>, Chunked<f64>) {
    let lengths = spectrum.values.map(f64::sqrt);
    let rounding = f64::EPSILON * lengths.size() as f64;
    let least = lengths.iter().copied().fold(0.0, f64::max) * rounding.sqrt();
    let inverse = lengths.map(|length| if length > least { 1.0 / length } else { 0.0 });
    let rows = Chunked::from((&spectrum.vectors * &inverse).view().t().to_array()).matmul(centred);
    let sign = signs(&rows);
    let scores = Chunked::from(&spectrum.vectors * &lengths) * sign.squeeze_axes(&[1]);
    (&rows * sign, scores)
}
