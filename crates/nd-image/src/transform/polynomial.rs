//! Maps of the plane by polynomials.

use super::points::{DegenerateError, undetermined};
use crate::dense::directions;
use nd_core::ArrayLike;

/// A map of the plane of which both coordinates are polynomials of `x` and `y`.
///
/// The terms are `1, x, y, x², x y, y², x³, …`: a list for `x` and one for `y`, as long. There is no inverse: estimate the
/// other way.
///
/// # scikit-image
/// `skimage.transform.PolynomialTransform`.
///
/// # Examples
/// ```
/// use nd_image::PolynomialTransform;
/// let bent = PolynomialTransform::new([vec![0.0, 1.0, 0.0, 0.0, 0.0, 0.5], vec![1.0, 0.0, 1.0, 0.0, 0.0, 0.0]]);
/// assert_eq!(bent.map([1.0, 2.0]), [3.0, 3.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PolynomialTransform {
    terms: [Vec<f64>; 2],
    order: usize,
}

impl PolynomialTransform {
    /// The map of its terms.
    ///
    /// # Panics
    /// If the lists are not as long, or not as long as some order has terms: 1, 3, 6, 10, ….
    ///
    /// # Examples
    /// ```
    /// use nd_image::PolynomialTransform;
    /// let same = PolynomialTransform::new([vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]]);
    /// assert_eq!(same.map([5.0, 6.0]), [5.0, 6.0]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn new(terms: [Vec<f64>; 2]) -> PolynomialTransform {
        let [n, other] = [terms[0].len(), terms[1].len()];
        let order = ((8 * n + 1).isqrt().max(3) - 3) / 2;
        let fits = n == other && (order + 1) * (order + 2) / 2 == n;
        assert!(
            fits,
            "PolynomialTransform: {n} and {other} terms, must be as many: 1, 3, 6, 10, …"
        );
        PolynomialTransform { terms, order }
    }

    /// The terms of `x` and of `y`.
    ///
    /// # Examples
    /// ```
    /// use nd_image::PolynomialTransform;
    /// assert_eq!(PolynomialTransform::new([vec![1.0], vec![2.0]]).terms()[1], [2.0]);
    /// ```
    #[must_use]
    pub fn terms(&self) -> &[Vec<f64>; 2] {
        &self.terms
    }

    /// Where a point `(x, y)` goes.
    ///
    /// # Examples
    /// ```
    /// use nd_image::PolynomialTransform;
    /// assert_eq!(PolynomialTransform::new([vec![1.0], vec![2.0]]).map([9.0, 9.0]), [1.0, 2.0]);
    /// ```
    #[must_use]
    pub fn map(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let mut sum = [0.0; 2];
        each_term(self.order, [x, y], &mut |k, power| {
            sum[0] += self.terms[0][k] * power;
            sum[1] += self.terms[1][k] * power;
        });
        sum
    }

    /// The map of an order that takes points `(n, 2)` as closely as possible to others, by total least squares: exactly
    /// for as many as there are terms.
    ///
    /// # Errors
    /// If the points do not determine a map: too few, on a curve of that order, or not finite.
    ///
    /// # Panics
    /// If the shapes are not `(n, 2)`, the same for both, or the order is above 10.
    ///
    /// # scikit-image
    /// `skimage.transform.PolynomialTransform.from_estimate(from, to, order)`, within rounding.
    ///
    /// # Examples
    /// ```
    /// use nd_image::PolynomialTransform;
    /// let square = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
    /// let moved = [[3.0, 0.0], [4.0, 0.0], [4.0, 2.0], [3.0, 2.0]];
    /// let t = PolynomialTransform::estimate(square, moved, 1)?;
    /// let [x, y] = t.map([0.5, 0.5]);
    /// assert!((x - 3.5).abs() < 1e-12 && (y - 1.0).abs() < 1e-12);
    /// # Ok::<(), nd_image::DegenerateError>(())
    /// ```
    #[track_caller]
    pub fn estimate(
        from: impl ArrayLike<Elem = f64>,
        to: impl ArrayLike<Elem = f64>,
        order: usize,
    ) -> Result<PolynomialTransform, DegenerateError> {
        let op = "PolynomialTransform::estimate";
        assert!(order <= 10, "{op}: the order is {order}, must be at most 10");
        let (from, to) = (from.view(), to.view());
        let fits = from.shape() == to.shape() && from.ndim() == 2 && from.shape()[1] == 2;
        let shapes = (from.shape(), to.shape());
        assert!(
            fits,
            "{op}: points of shapes {:?} and {:?}, both must be (n, 2)",
            shapes.0, shapes.1
        );
        let (n, terms) = (from.shape()[0], (order + 1) * (order + 2) / 2);
        if n < terms || !from.iter().chain(to.iter()).all(|x| x.is_finite()) {
            return Err(undetermined(op));
        }
        let width = 2 * terms + 1;
        let mut rows = vec![0.0; 2 * n * width];
        let (tops, bottoms) = rows.split_at_mut(n * width);
        for (i, (top, bottom)) in tops.chunks_mut(width).zip(bottoms.chunks_mut(width)).enumerate()
        {
            each_term(order, [from[[i, 0]], from[[i, 1]]], &mut |k, power| {
                (top[k], bottom[k + terms]) = (power, power);
            });
            (top[width - 1], bottom[width - 1]) = (to[[i, 0]], to[[i, 1]]);
        }
        let unique = independent(&rows[..n * width], width, terms);
        let all = directions(rows, width);
        let (least, last) = (&all[0].1, all[0].1[width - 1]);
        let terms = [0, 1].map(|k| least[k * terms..][..terms].iter().map(|x| -x / last).collect());
        let terms: [Vec<f64>; 2] = terms;
        let finite = terms.iter().flatten().all(|x| x.is_finite());
        if unique && finite {
            Ok(PolynomialTransform { terms, order })
        } else {
            Err(undetermined(op))
        }
    }
}

/// Whether the first columns of rows are independent, each as long as the others: so the unit of points does not count.
fn independent(rows: &[f64], width: usize, columns: usize) -> bool {
    let each = || rows.chunks(width).map(|row| &row[..columns]);
    let length = |k: usize| each().map(|row| row[k] * row[k]).sum::<f64>().sqrt();
    let lengths: Vec<f64> = (0..columns).map(length).collect();
    let scaled = each().flat_map(|row| row.iter().zip(&lengths).map(|(x, length)| x / length));
    let all = directions(scaled.collect(), columns);
    all[0].0 > 1e-13 * all[columns - 1].0
}

/// Calls `visit` with the number of each term and its value without its factor.
fn each_term(order: usize, [x, y]: [f64; 2], visit: &mut dyn FnMut(usize, f64)) {
    let mut k = 0;
    for degree in 0..=order {
        for i in 0..=degree {
            visit(k, x.powi((degree - i) as i32) * y.powi(i as i32));
            k += 1;
        }
    }
}
