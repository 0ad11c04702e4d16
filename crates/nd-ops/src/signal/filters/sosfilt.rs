//! Filters by second-order sections: `sosfilt` and its states.

use super::lfilter::{Filtered, prepared, steady};
use super::recursion::Recursion;
use crate::signal::error::SignalError;
use crate::signal::sampled::{Rows, Sampled, Samples};
use nd_core::{Array, ArrayLike, ShapeError};

/// The sections of a filter, checked.
#[track_caller]
pub(crate) fn sections(
    op: &'static str,
    sos: impl ArrayLike<Elem = f64>,
) -> Result<Vec<[f64; 6]>, SignalError> {
    let sos = sos.view();
    let &[_, 6] = sos.shape() else {
        let shape = sos.shape().into();
        panic!(
            "{}",
            ShapeError::Rank { op, expected: "two axes, sections of 6 coefficients,", shape }
        );
    };
    let all = sos.to_array().into_vec();
    let sections: Vec<[f64; 6]> = all.as_chunks::<6>().0.to_vec();
    if sections.is_empty() {
        return Err(SignalError::NoCoefficients { op });
    }
    match sections.iter().position(|section| section[3] != 1.0) {
        Some(section) => Err(SignalError::Section { op, section, found: sections[section][3] }),
        None => Ok(sections),
    }
}

/// The signal, filtered along an axis by second-order sections, one after the other.
///
/// `sos: (sections, 6)`, of three coefficients of a numerator and three of a denominator each, `x: (…, n, …)` →
/// `(…, n, …)`. Numbers as in [`lfilter`](super::lfilter()), from whose form this one differs in keeping its digits at
/// high orders. Lanes are filtered several at a time.
///
/// # Panics
/// If there is no such axis, or `sos` has not two axes, the second one of length 6.
///
/// # Errors
/// [`SignalError::NoCoefficients`] if there are no sections, [`SignalError::Section`] if the fourth coefficient of one is
/// not 1.
///
/// # SciPy
/// `scipy.signal.sosfilt(sos, x, axis)`; `f32` signals give `f32` whatever the coefficients are.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::sosfilt;
///
/// let twice = [[0.5, 0.5, 0.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 1.0, -0.5, 0.0]];
/// assert_eq!(sosfilt(&twice, &[1.0, 0.0, 0.0], -1).unwrap(), array![0.5, 0.75, 0.375]);
/// ```
#[track_caller]
pub fn sosfilt<A: ArrayLike<Elem: Sampled>>(
    sos: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
) -> Result<Samples<A>, SignalError> {
    let rows = Rows::of::<A::Elem>("sosfilt", x.view(), axis);
    let filter = Recursion::Sections(sections("sosfilt", sos)?);
    let out = filter.filtered(&rows, &mut vec![0.0; rows.count() * filter.states()]);
    Ok(rows.signal::<A::Elem>(rows.n, out))
}

/// As [`sosfilt`], from a given state on, with the state after the last element.
///
/// `zi: (sections, …, 2, …)`, two states at the place of `axis`, or what broadcasts to that; the new state has that
/// shape.
///
/// # Panics
/// As [`sosfilt`], and if `zi` does not broadcast to its shape.
///
/// # Errors
/// As [`sosfilt`].
///
/// # SciPy
/// `scipy.signal.sosfilt(sos, x, axis, zi)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::signal::{sosfilt_from, sosfilt_zi};
///
/// let sos = [[0.5, 0.0, 0.0, 1.0, -0.5, 0.0]];
/// let steady = sosfilt_zi(&sos).unwrap();
/// let found = sosfilt_from(&sos, &[1.0, 1.0, 0.0], -1, &steady).unwrap();
/// assert_eq!(found.output, array![1.0, 1.0, 0.5]);
/// assert_eq!(found.state, array![[0.25, 0.0]]);
/// ```
#[track_caller]
pub fn sosfilt_from<A: ArrayLike<Elem: Sampled>>(
    sos: impl ArrayLike<Elem = f64>,
    x: A,
    axis: isize,
    zi: impl ArrayLike<Elem = <A::Elem as Sampled>::Wide>,
) -> Result<Filtered<A::Elem>, SignalError> {
    type Wide<A> = <<A as ArrayLike>::Elem as Sampled>::Wide;
    let rows = Rows::of::<A::Elem>("sosfilt", x.view(), axis);
    let sections = sections("sosfilt", sos)?;
    let count = sections.len();
    let mut shape = rows.place.shape(2);
    shape.insert(0, count);
    let zi = zi.view();
    let Ok(zi) = zi.try_broadcast_to(shape.as_slice()) else {
        panic!("sosfilt: states of shape {:?} do not broadcast to {shape:?}", zi.shape());
    };
    // The axis of the sections goes before that of the two states of each.
    let at = rows.place.axis as isize;
    let inner = zi.moveaxis(0, -1).moveaxis(at, -1);
    let parts = <Wide<A> as Sampled>::parts_of(inner);
    let mut states: Vec<f64> = parts.iter().flat_map(|part| part.iter().copied()).collect();
    let filter = Recursion::Sections(sections);
    let out = filter.filtered(&rows, &mut states);
    let mut inner_shape = rows.place.others.clone();
    inner_shape.extend([count, 2]);
    let state = <Wide<A> as Sampled>::wide_of(&inner_shape, Array::from_vec(states));
    let ndim = shape.len() as isize;
    let state = state.moveaxis(-1, at).moveaxis(ndim - 1, 0).to_array();
    Ok(Filtered { output: rows.signal::<A::Elem>(rows.n, out), state })
}

/// The states in which the sections are when all inputs so far were 1.
///
/// `sos: (sections, 6)` → `(sections, 2)`.
///
/// # Panics
/// If `sos` has not two axes, the second one of length 6.
///
/// # Errors
/// As [`sosfilt`], and [`SignalError::Unsteady`] if there is no such state.
///
/// # SciPy
/// `scipy.signal.sosfilt_zi(sos)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let sos = [[0.5, 0.0, 0.0, 1.0, -0.5, 0.0]];
/// assert_eq!(nd_ops::signal::sosfilt_zi(&sos).unwrap(), array![[0.5, 0.0]]);
/// ```
#[track_caller]
pub fn sosfilt_zi(sos: impl ArrayLike<Elem = f64>) -> Result<Array<f64>, SignalError> {
    let sections = sections("sosfilt_zi", sos)?;
    let states = steady_sections("sosfilt_zi", &sections)?;
    Ok(Array::from_shape_vec([sections.len(), 2], states))
}

/// The steady states of all sections: each sees what those before it make of 1.
pub(crate) fn steady_sections(
    op: &'static str,
    sections: &[[f64; 6]],
) -> Result<Vec<f64>, SignalError> {
    let mut level = 1.0;
    let mut states = Vec::with_capacity(2 * sections.len());
    for section in sections {
        let (b, a) = section.split_at(3);
        let filter = prepared(op, b.to_vec(), a.to_vec())?;
        states.extend(steady(op, &filter)?.iter().map(|state| state * level));
        level *= b.iter().sum::<f64>() / a.iter().sum::<f64>();
    }
    Ok(states)
}
