//! Maps of the plane that keep lines straight and parallels parallel.

use super::points::{DegenerateError, Pairs, undetermined};
use super::projective::ProjectiveTransform;
use nd_core::ArrayLike;

/// A map of the plane that keeps parallels: a 2 × 3 matrix that acts on `(x, y, 1)`.
///
/// # scikit-image
/// `skimage.transform.AffineTransform`.
///
/// # Examples
/// ```
/// use nd_image::AffineTransform;
/// let sheared = AffineTransform::new([[1.0, 0.5, 0.0], [0.0, 1.0, 3.0]]);
/// assert_eq!(sheared.map([2.0, 4.0]), [4.0, 7.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AffineTransform {
    matrix: [[f64; 3]; 2],
}

impl From<AffineTransform> for ProjectiveTransform {
    fn from(AffineTransform { matrix: [x, y] }: AffineTransform) -> ProjectiveTransform {
        ProjectiveTransform::new([x, y, [0.0, 0.0, 1.0]])
    }
}

impl AffineTransform {
    /// The map of a matrix.
    ///
    /// # Examples
    /// ```
    /// use nd_image::AffineTransform;
    /// let mirrored = AffineTransform::new([[-1.0, 0.0, 9.0], [0.0, 1.0, 0.0]]);
    /// assert_eq!(mirrored.map([0.0, 2.0]), [9.0, 2.0]);
    /// ```
    #[must_use]
    pub fn new(matrix: [[f64; 3]; 2]) -> AffineTransform {
        AffineTransform { matrix }
    }

    /// The matrix.
    ///
    /// # Examples
    /// ```
    /// use nd_image::AffineTransform;
    /// let m = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    /// assert_eq!(AffineTransform::new(m).matrix(), m);
    /// ```
    #[must_use]
    pub fn matrix(&self) -> [[f64; 3]; 2] {
        self.matrix
    }

    /// Where a point `(x, y)` goes.
    ///
    /// # Examples
    /// ```
    /// use nd_image::AffineTransform;
    /// let t = AffineTransform::new([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]);
    /// assert_eq!(t.map([1.0, 2.0]), [2.0, 1.0]);
    /// ```
    #[must_use]
    #[inline]
    pub fn map(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        self.matrix.map(|row| row[0] * x + row[1] * y + row[2])
    }

    /// The map that takes points back.
    ///
    /// # Errors
    /// If the matrix has none, or is not finite.
    ///
    /// # Examples
    /// ```
    /// use nd_image::AffineTransform;
    /// let t = AffineTransform::new([[2.0, 0.0, 1.0], [0.0, 4.0, 0.0]]);
    /// assert_eq!(t.inverse().unwrap().map([5.0, 4.0]), [2.0, 1.0]);
    /// ```
    pub fn inverse(&self) -> Result<AffineTransform, DegenerateError> {
        let [[a, b, x], [c, d, y]] = self.matrix;
        let determinant = a * d - b * c;
        if determinant == 0.0 || !determinant.is_finite() {
            let op = "AffineTransform::inverse";
            return Err(DegenerateError { op, what: "the matrix has no inverse" });
        }
        let [[a, b], [c, d]] = [[d, -b], [-c, a]].map(|row| row.map(|x| x / determinant));
        Ok(AffineTransform { matrix: [[a, b, -(a * x + b * y)], [c, d, -(c * x + d * y)]] })
    }

    /// The map that takes points `(n, 2)` as closely as possible, in the sum of squared distances, to
    /// others: three pairs or more, exactly for three.
    ///
    /// # Errors
    /// If the points do not determine a map: too few, on a line, or not finite.
    ///
    /// # Panics
    /// If the shapes are not `(n, 2)`, the same for both.
    ///
    /// # scikit-image
    /// `skimage.transform.AffineTransform.from_estimate(from, to)`: the same for three points and for
    /// points that fit; else it weighs errors of both sets.
    ///
    /// # Examples
    /// ```
    /// use nd_image::AffineTransform;
    ///
    /// let from = [[0.0, 0.0], [4.0, 0.0], [0.0, 2.0]];
    /// let to = [[1.0, 1.0], [9.0, 1.0], [1.0, 2.0]];
    /// let t = AffineTransform::estimate(from, to).unwrap();
    /// assert_eq!(t.matrix(), [[2.0, 0.0, 1.0], [0.0, 0.5, 1.0]]);
    /// ```
    #[track_caller]
    pub fn estimate(
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
    ) -> Result<AffineTransform, DegenerateError> {
        let op = "AffineTransform::estimate";
        let Pairs { from, to, means } = Pairs::new(op, from, to)?;
        let moment = |a: &[[f64; 2]], i: usize, b: &[[f64; 2]], k: usize| {
            a.iter().zip(b).map(|(a, b)| a[i] * b[k]).sum::<f64>()
        };
        let own = |i, k| moment(&from, i, &from, k);
        let (xx, xy, yy) = (own(0, 0), own(0, 1), own(1, 1));
        let determinant = xx * yy - xy * xy;
        if determinant.is_nan() || determinant <= 1e-14 * (xx + yy) * (xx + yy) {
            return Err(undetermined(op));
        }
        let row = |k: usize| {
            let (x, y) = (moment(&from, 0, &to, k), moment(&from, 1, &to, k));
            let slopes = [(x * yy - y * xy) / determinant, (y * xx - x * xy) / determinant];
            let [x, y] = means[0];
            [slopes[0], slopes[1], means[1][k] - slopes[0] * x - slopes[1] * y]
        };
        Ok(AffineTransform { matrix: [row(0), row(1)] })
    }
}
