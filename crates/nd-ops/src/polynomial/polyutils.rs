//! What types and functions of series share: domains, and zeros at the end.

use super::algebra::trimmed;
use super::coefficient::Coefficient;
use crate::bins::{Binned, wide};
use nd_core::{Array, ArrayLike, Operand, ShapeError, zip};

/// Coefficients of one axis, of which there must be one.
#[track_caller]
pub(crate) fn series<A: ArrayLike<Elem: Coefficient>>(op: &'static str, c: &A) -> Vec<A::Elem> {
    let c = c.view();
    match c.shape() {
        [0] => panic!("{}", ShapeError::Empty { op, what: "c" }),
        [_] => c.to_array().into_vec(),
        shape => panic!("{}", ShapeError::Rank { op, expected: "one", shape: shape.into() }),
    }
}

/// Without zeros at the end; of zeros alone one is left.
///
/// # Panics
/// If `c` has not one axis, or is empty.
///
/// # NumPy
/// `np.polynomial.polyutils.trimseq(c)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::polyutils::trimseq(&[1.0, 0.0, 2.0, 0.0]), nd_core::array![1.0, 0.0, 2.0]);
/// ```
#[track_caller]
pub fn trimseq<A: ArrayLike<Elem: Coefficient>>(c: A) -> Array<A::Elem> {
    Array::from_vec(trimmed(&series("trimseq", &c)).to_vec())
}

/// Without coefficients at the end that are at most `tol` in size; if all are, one zero is left.
///
/// # Panics
/// If `c` has not one axis, or is empty, or the tolerance is negative or NaN.
///
/// # NumPy
/// `np.polynomial.polyutils.trimcoef(c, tol)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::polynomial::polyutils::trimcoef;
///
/// assert_eq!(trimcoef(&[1.0, 3.0, 0.1], 0.5), array![1.0, 3.0]);
/// assert_eq!(trimcoef(&[0.1, 0.1], 0.5), array![0.0]);
/// ```
#[track_caller]
pub fn trimcoef<A: ArrayLike<Elem: Coefficient>>(c: A, tol: f64) -> Array<A::Elem> {
    assert!(tol >= 0.0, "trim: the tolerance {tol} is negative or NaN");
    let c = series("trim", &c);
    let kept = c.iter().rposition(|c| c.magnitude() > tol).map(|last| &c[..=last]);
    Array::from_vec(kept.map_or_else(|| vec![A::Elem::default()], <[_]>::to_vec))
}

/// The smallest and the largest element.
///
/// # Panics
/// If there is none.
///
/// # NumPy
/// `np.polynomial.polyutils.getdomain(x)` of real numbers.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::polyutils::getdomain(&[3.0, -1.0, 2.0]), [-1.0, 3.0]);
/// ```
#[track_caller]
pub fn getdomain(x: impl ArrayLike<Elem: Binned>) -> [f64; 2] {
    let x = wide(x.view());
    let x = x.view();
    assert!(!x.is_empty(), "getdomain: x is empty");
    [crate::min(x), crate::max(x)]
}

/// The offset and the factor of the map from one domain to another.
///
/// # NumPy
/// `np.polynomial.polyutils.mapparms(old, new)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::polyutils::mapparms([-1.0, 1.0], [2.0, 6.0]), (4.0, 2.0));
/// ```
pub fn mapparms(old: [f64; 2], new: [f64; 2]) -> (f64, f64) {
    let length = old[1] - old[0];
    ((old[1] * new[0] - old[0] * new[1]) / length, (new[1] - new[0]) / length)
}

/// Coordinates of one domain in another.
///
/// # NumPy
/// `np.polynomial.polyutils.mapdomain(x, old, new)`.
///
/// # Examples
/// ```
/// use nd_ops::polynomial::polyutils::mapdomain;
///
/// assert_eq!(mapdomain(&[-1.0, 0.0], [-1.0, 1.0], [0.0, 4.0]), nd_core::array![0.0, 2.0]);
/// ```
pub fn mapdomain(x: impl Operand<f64>, old: [f64; 2], new: [f64; 2]) -> Array<f64> {
    let (offset, scale) = mapparms(old, new);
    let x = x.operand();
    zip((&x,)).map(move |(x,)| offset + scale * x)
}

/// A number as text, as series are printed.
///
/// # NumPy
/// `np.polynomial.polyutils.format_float(x)`.
///
/// # Examples
/// ```
/// assert_eq!(nd_ops::polynomial::polyutils::format_float(0.5), "0.5");
/// assert_eq!(nd_ops::polynomial::polyutils::format_float(1e-7), "1.0e-07");
/// ```
pub fn format_float(x: f64) -> String {
    super::text::number(x, false)
}
