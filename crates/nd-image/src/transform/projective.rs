//! Maps of the plane that keep lines straight.

use super::points::{DegenerateError, Pairs, undetermined};
use crate::dense::directions;
use nd_core::ArrayLike;

/// A map of the plane that keeps lines straight: a 3 × 3 matrix that acts on `(x, y, 1)`.
///
/// `x` is the column and `y` the row.
///
/// # scikit-image
/// `skimage.transform.ProjectiveTransform`.
///
/// # Examples
/// ```
/// use nd_image::ProjectiveTransform;
///
/// let t = ProjectiveTransform::new([[2.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
/// assert_eq!(t.map([3.0, 4.0]), [7.0, 4.0]);
/// assert_eq!(t.inverse().unwrap().map([7.0, 4.0]), [3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProjectiveTransform {
    matrix: [[f64; 3]; 3],
}

impl ProjectiveTransform {
    /// The map of a matrix.
    ///
    /// # Examples
    /// ```
    /// use nd_image::ProjectiveTransform;
    /// let same = ProjectiveTransform::new([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    /// assert_eq!(same.map([5.0, 6.0]), [5.0, 6.0]);
    /// ```
    #[must_use]
    pub fn new(matrix: [[f64; 3]; 3]) -> ProjectiveTransform {
        ProjectiveTransform { matrix }
    }

    /// The matrix.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{EuclideanTransform, ProjectiveTransform};
    /// let moved = ProjectiveTransform::from(EuclideanTransform::new(0.0, [3.0, 4.0]));
    /// assert_eq!(moved.matrix()[0], [1.0, 0.0, 3.0]);
    /// ```
    #[must_use]
    pub fn matrix(&self) -> [[f64; 3]; 3] {
        self.matrix
    }

    /// Where a point `(x, y)` goes. Points that vanish go to infinity, or to NaN.
    ///
    /// # Examples
    /// ```
    /// use nd_image::ProjectiveTransform;
    /// let t = ProjectiveTransform::new([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, 0.0, 1.0]]);
    /// assert_eq!(t.map([2.0, 4.0]), [1.0, 2.0]);
    /// ```
    #[must_use]
    #[inline]
    pub fn map(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [a, b, c] = self.matrix.map(|row| row[0] * x + row[1] * y + row[2]);
        [a / c, b / c]
    }

    /// The map that takes points back.
    ///
    /// # Errors
    /// If the matrix has none, or is not finite.
    ///
    /// # Examples
    /// ```
    /// use nd_image::ProjectiveTransform;
    /// assert!(ProjectiveTransform::new([[0.0; 3]; 3]).inverse().is_err());
    /// ```
    pub fn inverse(&self) -> Result<ProjectiveTransform, DegenerateError> {
        let m = &self.matrix;
        let minor = |r: usize, c: usize| {
            let ([r1, r2], [c1, c2]) = ([(r + 1) % 3, (r + 2) % 3], [(c + 1) % 3, (c + 2) % 3]);
            m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
        };
        let determinant: f64 = (0..3).map(|c| m[0][c] * minor(0, c)).sum();
        if determinant == 0.0 || !determinant.is_finite() {
            let op = "ProjectiveTransform::inverse";
            return Err(DegenerateError { op, what: "the matrix has no inverse" });
        }
        let row = |r: usize| std::array::from_fn(|c| minor(c, r) / determinant);
        Ok(ProjectiveTransform { matrix: [row(0), row(1), row(2)] })
    }

    /// The map that does this one first, then another.
    ///
    /// # scikit-image
    /// `first + second`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::{EuclideanTransform, ProjectiveTransform, SimilarityTransform};
    /// let moved = ProjectiveTransform::from(EuclideanTransform::new(0.0, [1.0, 0.0]));
    /// let both = moved.then(SimilarityTransform::new(2.0, 0.0, [0.0, 0.0]));
    /// assert_eq!(both.map([1.0, 1.0]), [4.0, 2.0]);
    /// ```
    #[must_use]
    pub fn then(&self, next: impl Into<ProjectiveTransform>) -> ProjectiveTransform {
        ProjectiveTransform { matrix: product(&next.into().matrix, &self.matrix) }
    }

    /// The map that takes points `(n, 2)` as closely as possible to others, four pairs or more:
    /// exactly for four of which no three lie on a line.
    ///
    /// Both sets are moved to their mean and scaled to a mean square distance of 2 from it, then the
    /// homogeneous equations are solved by the direction of least error (R. Hartley, A. Zisserman:
    /// Multiple View Geometry, 2nd ed., algorithm 4.2).
    ///
    /// # Errors
    /// If the points do not determine a map: too few, on lines, or not finite.
    ///
    /// # Panics
    /// If the shapes are not `(n, 2)`, the same for both.
    ///
    /// # scikit-image
    /// `skimage.transform.ProjectiveTransform.from_estimate(from, to)`, within rounding.
    ///
    /// # Examples
    /// ```
    /// use nd_image::ProjectiveTransform;
    ///
    /// let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
    /// let seen = [[10.0, 10.0], [20.0, 12.0], [19.0, 22.0], [8.0, 18.0]];
    /// let t = ProjectiveTransform::estimate(square, seen).unwrap();
    /// let [x, y] = t.map([1.0, 1.0]);
    /// assert!((x - 19.0).abs() < 1e-12 && (y - 22.0).abs() < 1e-12);
    /// ```
    #[track_caller]
    pub fn estimate(
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
    ) -> Result<ProjectiveTransform, DegenerateError> {
        let op = "ProjectiveTransform::estimate";
        let pairs = Pairs::new(op, from, to)?;
        let n = pairs.from.len();
        let scales = [&pairs.from, &pairs.to].map(|points| {
            let square: f64 = points.iter().flatten().map(|x| x * x).sum();
            (2.0 * n as f64 / square).sqrt()
        });
        if n < 4 || scales.iter().any(|scale| !scale.is_finite()) {
            return Err(undetermined(op));
        }
        let mut rows = Vec::with_capacity(18 * n);
        for (from, to) in pairs.from.iter().zip(&pairs.to) {
            let ([x, y], [u, v]) = (from.map(|x| x * scales[0]), to.map(|x| x * scales[1]));
            rows.extend([x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, -u]);
            rows.extend([0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, -v]);
        }
        let all = directions(rows, 9);
        let (h, next) = (&all[0].1, all[1].0);
        if next < 1e-12 * n as f64 || h[8].abs() < 1e-12 {
            return Err(undetermined(op));
        }
        let h = [[h[0], h[1], h[2]], [h[3], h[4], h[5]], [h[6], h[7], h[8]]];
        let [before, after] = [0, 1].map(|k| {
            let ([x, y], scale) = (pairs.means[k], scales[k]);
            [[scale, 0.0, -scale * x], [0.0, scale, -scale * y], [0.0, 0.0, 1.0]]
        });
        let back = ProjectiveTransform { matrix: after }.inverse()?;
        let matrix = product(&product(&back.matrix, &h), &before);
        let last = matrix[2][2];
        if last == 0.0 || !last.is_finite() {
            return Err(undetermined(op));
        }
        Ok(ProjectiveTransform { matrix: matrix.map(|row| row.map(|x| x / last)) })
    }
}

fn product(a: &[[f64; 3]; 3], b: &[[f64; 3]; 3]) -> [[f64; 3]; 3] {
    a.map(|row| std::array::from_fn(|c| (0..3).map(|k| row[k] * b[k][c]).sum()))
}
