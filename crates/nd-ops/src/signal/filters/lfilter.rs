//! Filters by numerator and denominator: `lfilter` and its states.

use super::recursion::Recursion;
use crate::Signal;
use crate::signal::error::SignalError;
use crate::signal::sampled::{Rows, Sampled, Samples, sequence};
use nd_core::{Array, ArrayLike, View};

/// A filtered signal, and the state in which the filter was left.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{lfilter, lfilter_from};
///
/// let (b, a) = ([1.0], [1.0, -0.5]);
/// let first = lfilter_from(&b, &a, &[1.0, 0.0], -1, &[0.0]).unwrap();
/// let then = lfilter_from(&b, &a, &[0.0, 0.0], -1, &first.state).unwrap();
/// assert_eq!(first.output, array![1.0, 0.5]);
/// assert_eq!(then.output, array![0.25, 0.125]);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Filtered<T: Sampled> {
    /// The signal.
    pub output: Array<T::Sample>,
    /// The state after its last element, from which a filter of what follows goes on.
    pub state: Array<T::Wide>,
}

/// A numerator and a denominator made ready, or why that is not possible.
pub(crate) fn prepared(
    op: &'static str,
    mut b: Vec<f64>,
    mut a: Vec<f64>,
) -> Result<Recursion, SignalError> {
    if b.is_empty() || a.is_empty() {
        return Err(SignalError::NoCoefficients { op });
    }
    if a[0] == 0.0 {
        return Err(SignalError::LeadingZero { op });
    }
    let (first, fir, len) = (a[0], a.len() == 1, a.len().max(b.len()));
    b.iter_mut().chain(&mut a).for_each(|x| *x /= first);
    b.resize(len, 0.0);
    a.resize(len, 0.0);
    Ok(Recursion::Direct { b, a, fir })
}

/// The signal, filtered along an axis by the quotient of two polynomials in delays.
///
/// `b: (m,)`, `a: (k,)`, `x: (…, n, …)` → `(…, n, …)`:
/// `a[0]·y[t] = b[0]·x[t] + b[1]·x[t - 1] + … - a[1]·y[t - 1] - …`, from rest. `f32` stays `f32`; sums are taken in
/// double precision. NaN and infinities stay for ever where there is feedback, and for `m` elements where `a` has one
/// coefficient. An empty signal gives an empty one.
///
/// # Panics
/// If there is no such axis, or `b` or `a` has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`]; [`SignalError::LeadingZero`] if `a[0]` is 0.
///
/// # SciPy
/// `scipy.signal.lfilter(b, a, x, axis)` of real coefficients. Integers are filtered like floats (SciPy refuses them
/// where all numbers are integers), and `f32` signals give `f32` whatever the coefficients are.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::lfilter;
///
/// assert_eq!(lfilter(&[1.0], &[2.0, 1.0], &[1, 0, 0], -1).unwrap(), array![0.5, -0.25, 0.125]);
/// let means = lfilter(&[0.5, 0.5], &[1.0], &[[1.0, 3.0], [5.0, 9.0]], 0).unwrap();
/// assert_eq!(means, array![[0.5, 1.5], [3.0, 6.0]]);
/// ```
#[track_caller]
pub fn lfilter<A: ArrayLike<Elem: Sampled>>(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
) -> Result<Samples<A>, SignalError> {
    let (b, a) = (sequence("lfilter", b), sequence("lfilter", a));
    let rows = Rows::of::<A::Elem>("lfilter", x.view(), axis);
    let filter = prepared("lfilter", b, a)?;
    let out = match &filter {
        Recursion::Direct { b, fir: true, .. } => convolved(&rows, b),
        _ => filter.filtered(&rows, &mut vec![0.0; rows.count() * filter.states()]),
    };
    Ok(rows.signal::<A::Elem>(rows.n, out))
}

/// Sums of products, which need no lane to be serial.
fn convolved(rows: &Rows<'_>, b: &[f64]) -> Array<f64> {
    let reversed: Vec<f64> = b.iter().rev().copied().collect();
    if rows.count() == 1 {
        return Array::from_vec(slid(rows.row(0), &reversed));
    }
    rows.each(rows.n, &|row, out| out.copy_from_slice(&slid(row, &reversed)))
}

/// The first sums, as many as the signal has elements.
fn slid(row: &[f64], reversed: &[f64]) -> Vec<f64> {
    if row.len() >= reversed.len() {
        return f64::slid_of(row, reversed, 0, row.len());
    }
    let row: Vec<f64> = row.iter().rev().copied().collect();
    let b: Vec<f64> = reversed.iter().rev().copied().collect();
    if row.is_empty() { row } else { f64::slid_of(&b, &row, 0, row.len()) }
}

/// As [`lfilter`], from a given state on, with the state after the last element.
///
/// `zi`: the shape of `x` with as many states along `axis` as the longer of `b` and `a` has coefficients but one, or
/// what broadcasts to that; the new state has that shape. A signal in pieces is filtered as it would be in one.
///
/// # Panics
/// As [`lfilter`], and if `zi` does not broadcast to its shape.
///
/// # Errors
/// As [`lfilter`].
///
/// # SciPy
/// `scipy.signal.lfilter(b, a, x, axis, zi)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::lfilter_from;
///
/// let found = lfilter_from(&[1.0, 2.0, 3.0], &[2.0, 1.0], &[1.0, 2.0, 3.0], -1, &[1.0, 2.0]).unwrap();
/// assert_eq!(found.output, array![1.5, 3.25, 3.375]);
/// assert_eq!(found.state, array![4.3125, 4.5]);
/// ```
#[track_caller]
pub fn lfilter_from<A: ArrayLike<Elem: Sampled>>(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
    zi: impl ArrayLike<Elem = <A::Elem as Sampled>::Wide>,
) -> Result<Filtered<A::Elem>, SignalError> {
    let (b, a) = (sequence("lfilter", b), sequence("lfilter", a));
    let rows = Rows::of::<A::Elem>("lfilter", x.view(), axis);
    let filter = prepared("lfilter", b, a)?;
    let mut states = states_of::<A::Elem>("lfilter", zi.view(), &rows, filter.states());
    let out = filter.filtered(&rows, &mut states);
    Ok(Filtered {
        output: rows.signal::<A::Elem>(rows.n, out),
        state: rows.wide::<A::Elem>(filter.states(), Array::from_vec(states)),
    })
}

/// The states that are given, broadcast, one row for each of the signal's.
#[track_caller]
fn states_of<T: Sampled>(
    op: &'static str,
    zi: View<'_, T::Wide>,
    rows: &Rows<'_>,
    len: usize,
) -> Vec<f64> {
    let shape = rows.place.shape(len);
    let Ok(zi) = zi.try_broadcast_to(shape.as_slice()) else {
        panic!("{op}: states of shape {:?} do not broadcast to {shape:?}", zi.shape());
    };
    let states = Rows::of::<T::Wide>(op, zi, rows.place.axis as isize);
    states.each(len, &|row, out| out.copy_from_slice(row)).into_vec()
}

/// The state in which the filter is when all inputs so far were 1, so that it starts without a jump.
///
/// `b: (m,)`, `a: (k,)` → `(max(m, k) - 1,)`; times the first element it fits a signal.
///
/// # Panics
/// If `b` or `a` has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`], [`SignalError::LeadingZero`], [`SignalError::Unsteady`] if there is no such state.
///
/// # SciPy
/// `scipy.signal.lfilter_zi(b, a)`, which strips zeros in front of `a`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{lfilter_from, lfilter_zi};
///
/// let (b, a) = ([0.5], [1.0, -0.5]);
/// let zi = lfilter_zi(&b, &a).unwrap();
/// assert_eq!(zi, array![0.5]);
/// assert_eq!(lfilter_from(&b, &a, &[1.0, 1.0], -1, &zi).unwrap().output, array![1.0, 1.0]);
/// ```
#[track_caller]
pub fn lfilter_zi(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
) -> Result<Array<f64>, SignalError> {
    let (b, a) = (sequence("lfilter_zi", b), sequence("lfilter_zi", a));
    let filter = prepared("lfilter_zi", b, a)?;
    steady("lfilter_zi", &filter).map(Array::from_vec)
}

/// The state of a filter in direct form that has seen 1 for ever.
pub(crate) fn steady(op: &'static str, filter: &Recursion) -> Result<Vec<f64>, SignalError> {
    let Recursion::Direct { b, a, .. } = filter else {
        return Err(SignalError::NoCoefficients { op });
    };
    let sum: f64 = a.iter().sum();
    if sum == 0.0 {
        return Err(SignalError::Unsteady { op });
    }
    // The output is the gain at frequency 0, and every state the sum of what is still to come from it.
    let gain = b.iter().sum::<f64>() / sum;
    let mut states = vec![0.0; b.len() - 1];
    let mut later = 0.0;
    for k in (1..b.len()).rev() {
        later += b[k] - a[k] * gain;
        states[k - 1] = later;
    }
    Ok(states)
}

/// The state of the filter after outputs `y` and inputs `x`, the newest of each first.
///
/// `b: (m,)`, `a: (k,)`, `y: (i,)`, `x: (j,)` → `(max(m, k) - 1,)`; what is not given is 0.
///
/// # Panics
/// If one of them has not one axis.
///
/// # Errors
/// [`SignalError::NoCoefficients`], [`SignalError::LeadingZero`].
///
/// # SciPy
/// `scipy.signal.lfiltic(b, a, y, x)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::lfiltic;
///
/// let state = lfiltic(&[1.0, 2.0, 3.0], &[2.0, 1.0], &[1.0, 2.0], &[3.0]).unwrap();
/// assert_eq!(state, array![2.5, 4.5]);
/// ```
#[track_caller]
pub fn lfiltic(
    b: impl ArrayLike<Elem = f64>,
    a: impl ArrayLike<Elem = f64>,
    y: impl ArrayLike<Elem = f64>,
    x: impl ArrayLike<Elem = f64>,
) -> Result<Array<f64>, SignalError> {
    let (y, x) = (sequence("lfiltic", y), sequence("lfiltic", x));
    let filter = prepared("lfiltic", sequence("lfiltic", b), sequence("lfiltic", a))?;
    let Recursion::Direct { b, a, .. } = &filter else { unreachable!("prepared in direct form") };
    let state = |k: usize| {
        let products =
            |c: &[f64], z: &[f64]| -> f64 { c[k + 1..].iter().zip(z).map(|(c, z)| c * z).sum() };
        products(b, &x) - products(a, &y)
    };
    Ok(Array::from_vec((0..b.len() - 1).map(state).collect::<Vec<_>>()))
}
