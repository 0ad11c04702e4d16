//! Maps of the plane that bend like a thin plate.

use super::points::{DegenerateError, undetermined};
use crate::dense::solve;
use nd_core::ArrayLike;

/// The most points, whose system of equations fills 2 GiB.
const MOST: usize = 16_000;

/// The smoothest map of the plane that takes some points exactly to others: the shape of a thin plate of metal.
///
/// There is no inverse: estimate the other way. Each point costs a logarithm wherever the map is asked.
///
/// # scikit-image
/// `skimage.transform.ThinPlateSplineTransform`, which solves for it in single precision.
///
/// # Examples
/// ```
/// use nd_image::ThinPlateSplineTransform;
/// let from = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [2.0, 2.0]];
/// let to = [[0.0, 0.0], [4.0, 0.0], [4.0, 4.0], [0.0, 4.0], [2.0, 3.0]];
/// let bent = ThinPlateSplineTransform::estimate(from, to)?;
/// let [x, y] = bent.map([2.0, 2.0]);
/// assert!((x - 2.0).abs() < 1e-12 && (y - 3.0).abs() < 1e-12);
/// # Ok::<(), nd_image::DegenerateError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct ThinPlateSplineTransform {
    points: Vec<[f64; 2]>,
    weights: Vec<[f64; 2]>,
    /// The part that keeps parallels: of 1, `x` and `y`.
    plane: [[f64; 2]; 3],
}

impl ThinPlateSplineTransform {
    /// The map that takes points `(n, 2)` to others (F. Bookstein: Principal warps, 1989), at the cost of `n³`.
    ///
    /// # Errors
    /// If the points do not determine a map: fewer than three, all on a line, two the same, or not finite.
    ///
    /// # Panics
    /// If the shapes are not `(n, 2)`, the same for both, or there are more than 16,000 points.
    ///
    /// # scikit-image
    /// `skimage.transform.ThinPlateSplineTransform.from_estimate(from, to)`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::ThinPlateSplineTransform;
    /// let line = [[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]];
    /// assert!(ThinPlateSplineTransform::estimate(line, line).is_err());
    /// ```
    #[track_caller]
    pub fn estimate(
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
    ) -> Result<ThinPlateSplineTransform, DegenerateError> {
        let op = "ThinPlateSplineTransform::estimate";
        let (from, to) = (from.view(), to.view());
        let fits = from.shape() == to.shape() && from.ndim() == 2 && from.shape()[1] == 2;
        let shapes = (from.shape(), to.shape());
        assert!(
            fits,
            "{op}: points of shapes {:?} and {:?}, both must be (n, 2)",
            shapes.0, shapes.1
        );
        let n = from.shape()[0];
        assert!(n <= MOST, "{op}: {n} points, must be at most {MOST}");
        if n < 3 || !from.iter().chain(to.iter()).all(|x| x.is_finite()) {
            return Err(undetermined(op));
        }
        let points: Vec<[f64; 2]> = (0..n).map(|i| [from[[i, 0]], from[[i, 1]]]).collect();
        let side = n + 3;
        let mut system = vec![0.0; side * side];
        for (i, p) in points.iter().enumerate() {
            for (j, q) in points.iter().enumerate() {
                system[i * side + j] = bend(*p, *q);
            }
            for (k, x) in [1.0, p[0], p[1]].into_iter().enumerate() {
                (system[i * side + n + k], system[(n + k) * side + i]) = (x, x);
            }
        }
        let mut right: Vec<f64> = to.iter().copied().collect();
        right.resize(2 * side, 0.0);
        let all = solve(system, right, side, 2).ok_or(undetermined(op))?;
        let (weights, plane) = all.as_chunks::<2>().0.split_at(n);
        let plane = [plane[0], plane[1], plane[2]];
        Ok(ThinPlateSplineTransform { points, weights: weights.to_vec(), plane })
    }

    /// Where a point `(x, y)` goes.
    ///
    /// # Examples
    /// ```
    /// use nd_image::ThinPlateSplineTransform;
    /// let from = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
    /// let to = [[5.0, 0.0], [6.0, 0.0], [5.0, 1.0]];
    /// let [x, y] = ThinPlateSplineTransform::estimate(from, to).unwrap().map([3.0, 3.0]);
    /// assert!((x - 8.0).abs() < 1e-12 && (y - 3.0).abs() < 1e-12);
    /// ```
    #[must_use]
    pub fn map(&self, p: [f64; 2]) -> [f64; 2] {
        let plane = |k: usize| {
            let [one, x, y] = self.plane;
            one[k] + x[k] * p[0] + y[k] * p[1]
        };
        let mut sum = [plane(0), plane(1)];
        for (q, weight) in self.points.iter().zip(&self.weights) {
            let bend = bend(p, *q);
            (sum[0], sum[1]) = (sum[0] + weight[0] * bend, sum[1] + weight[1] * bend);
        }
        sum
    }
}

/// `r² log(r² + 10⁻⁸)` of the distance of two points, 0 of none: the shape of a plate that is held at one.
fn bend(p: [f64; 2], q: [f64; 2]) -> f64 {
    let square = (p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2);
    if square == 0.0 { 0.0 } else { square * (square + 1e-8).ln() }
}
