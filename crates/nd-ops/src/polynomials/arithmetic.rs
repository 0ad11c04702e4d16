//! Sums, products and quotients of polynomials, and polynomials from their roots.

use super::coefficients;
use crate::signals::{ConvolveMode, Signal, convolve};
use nd_core::{Array, ArrayLike, Inexact, Number, ShapeError};

/// The polynomial that has these roots, with 1 as its first coefficient.
///
/// `roots: (n,)` → `(n + 1,)`, the highest power first. The type stays: of complex roots coefficients are complex,
/// also where imaginary parts are 0; integers wrap. Of many roots, coefficients have few digits: use the roots where
/// there are some.
///
/// # Panics
/// If `roots` has not one axis.
///
/// # NumPy
/// `np.poly(roots)`, which turns integers to floats. Of a matrix, whose characteristic polynomial NumPy makes, it is
/// of its eigenvalues.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::poly(&[1.0, 2.0]), array![1.0, -3.0, 2.0]); // (x - 1)·(x - 2)
/// assert_eq!(nd_ops::poly(&[0.0; 0]), array![1.0]);
/// ```
/// ```should_panic
/// nd_ops::poly(&[[1.0]]);
/// ```
#[track_caller]
pub fn poly<A: ArrayLike<Elem: Signal>>(roots: A) -> Array<A::Elem> {
    let mut p = vec![<A::Elem as num_traits::One>::one()];
    for root in coefficients("poly", roots) {
        p.push(A::Elem::default());
        for k in (1..p.len()).rev() {
            p[k] = p[k].minus(root.times(p[k - 1]));
        }
    }
    Array::from_vec(p)
}

/// Two polynomials of one length: zeros before the shorter one.
#[track_caller]
fn aligned<A, B>(op: &'static str, p: A, q: B) -> [Vec<A::Elem>; 2]
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    let all = [coefficients(op, p), coefficients(op, q)];
    let len = all[0].len().max(all[1].len());
    all.map(|p| {
        let zeros = std::iter::repeat_n(A::Elem::default(), len - p.len());
        zeros.chain(p).collect()
    })
}

/// The sum of two polynomials.
///
/// `p: (n,)`, `q: (m,)` → `(max(n, m),)`, the highest power first. Integers wrap.
///
/// # Panics
/// If `p` or `q` has not one axis.
///
/// # NumPy
/// `np.polyadd(p, q)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polyadd(&[1, 2], &[9, 5, 4]), array![9, 6, 6]);
/// ```
/// ```should_panic
/// nd_ops::polyadd(&[[1]], &[1]);
/// ```
#[track_caller]
pub fn polyadd<A, B>(p: A, q: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    let [p, q] = aligned("polyadd", p, q);
    Array::from_vec(p.into_iter().zip(q).map(|(p, q)| p.plus(q)).collect())
}

/// The difference of two polynomials.
///
/// `p: (n,)`, `q: (m,)` → `(max(n, m),)`, the highest power first. Integers wrap.
///
/// # Panics
/// If `p` or `q` has not one axis.
///
/// # NumPy
/// `np.polysub(p, q)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polysub(&[2, 10, -2], &[3, 10, -4]), array![-1, 0, 2]);
/// assert_eq!(nd_ops::polysub(&[1, 2], &[9, 5, 4]), array![-9, -4, -2]);
/// ```
/// ```should_panic
/// nd_ops::polysub(&[[1]], &[1]);
/// ```
#[track_caller]
pub fn polysub<A, B>(p: A, q: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Number>,
    B: ArrayLike<Elem = A::Elem>,
{
    let [p, q] = aligned("polysub", p, q);
    Array::from_vec(p.into_iter().zip(q).map(|(p, q)| p.minus(q)).collect())
}

/// The product of two polynomials.
///
/// `p: (n,)`, `q: (m,)` → `(n + m - 1,)` without zeros at the beginning of either, the highest power first; `[0]` if one
/// is zero. Integers wrap.
///
/// # Panics
/// If `p` or `q` has not one axis.
///
/// # NumPy
/// `np.polymul(p, q)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::polymul(&[1, 2, 3], &[9, 5, 1]), array![9, 23, 38, 17, 3]);
/// assert_eq!(nd_ops::polymul(&[0, 0], &[0, 1]), array![0]);
/// ```
/// ```should_panic
/// nd_ops::polymul(&[[1]], &[1]);
/// ```
#[track_caller]
pub fn polymul<A, B>(p: A, q: B) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Signal>,
    B: ArrayLike<Elem = A::Elem>,
{
    let [p, q] = [coefficients("polymul", p), coefficients("polymul", q)].map(trimmed);
    convolve(p, q, ConvolveMode::Full)
}

/// Without zeros at the beginning, but for the only coefficient.
fn trimmed<T: Number>(mut p: Vec<T>) -> Vec<T> {
    let zeros = p.iter().take_while(|&&c| c == T::default()).count();
    p.drain(..zeros.min(p.len().saturating_sub(1)));
    if p.is_empty() {
        p.push(T::default());
    }
    p
}

/// What [`polydiv`] returns: `p = quotient · q + remainder`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Quotient<T> {
    /// The quotient, the highest power first.
    pub quotient: Array<T>,
    /// The remainder, of lower degree than the divisor, without zeros at its beginning.
    pub remainder: Array<T>,
}

/// The quotient and the remainder of two polynomials.
///
/// `p: (n,)`, `q: (m,)` → a quotient `(max(n - m + 1, 1),)` and a remainder of less than `m` coefficients. A divisor
/// that begins with 0 gives infinities and NaN.
///
/// # Panics
/// If `p` or `q` has not one axis, or is empty.
///
/// # NumPy
/// `np.polydiv(p, q)`, which drops first coefficients of the remainder up to 1e-8 as if they were 0; here those stay that
/// are not exactly 0, and what division leaves of higher powers by rounding is no part of it.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let found = nd_ops::polydiv(&[3.0, 5.0, 2.0], &[2.0, 1.0]);
/// assert_eq!(found.quotient, array![1.5, 1.75]);
/// assert_eq!(found.remainder, array![0.25]);
/// ```
/// ```should_panic
/// nd_ops::polydiv(&[1.0], &[0.0; 0]);
/// ```
#[track_caller]
pub fn polydiv<A, B>(p: A, q: B) -> Quotient<A::Elem>
where
    A: ArrayLike<Elem: Inexact>,
    B: ArrayLike<Elem = A::Elem>,
{
    let [mut left, q] = [coefficients("polydiv", p), coefficients("polydiv", q)];
    for (all, what) in [(&left, "the dividend"), (&q, "the divisor")] {
        if all.is_empty() {
            panic!("{}", ShapeError::Empty { op: "polydiv", what });
        }
    }
    if left.len() < q.len() {
        let quotient = Array::from_vec(vec![A::Elem::default()]);
        return Quotient { quotient, remainder: Array::from_vec(trimmed(left)) };
    }
    let scale = <A::Elem as num_traits::One>::one().divided(q[0]);
    let steps = left.len() - q.len() + 1;
    let mut quotient = Vec::with_capacity(steps);
    for k in 0..steps {
        let factor = scale.times(left[k]);
        quotient.push(factor);
        for (left, &q) in left[k..].iter_mut().zip(&q) {
            *left = left.minus(factor.times(q));
        }
    }
    // Of a constant divisor nothing is left.
    let rest = left.split_off(steps);
    Quotient { quotient: Array::from_vec(quotient), remainder: Array::from_vec(trimmed(rest)) }
}
