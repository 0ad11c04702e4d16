//! `bincount`: how often each whole number occurs.

use super::BinError;
use super::histogram::in_parts;
use nd_core::{Array, ArrayLike, Integer, View};
use num_traits::ToPrimitive;

/// The body; see `powers.rs` for why a macro.
macro_rules! kernels {
    ($($hidden:tt)*) => {
        $($hidden)*
        #[inline(never)]
        fn places_of(a: View<'_, Self>) -> Result<Vec<usize>, BinError> {
            let mut places = Vec::with_capacity(a.size());
            for x in a.iter() {
                places.push(x.to_usize().ok_or(BinError::Negative)?);
            }
            Ok(places)
        }
    };
}

/// Whole numbers, which can be counted one by one: all of nd's.
///
/// # Examples
/// ```
/// use nd_ops::Counted;
///
/// fn most_frequent<T: Counted>(a: &nd_core::Array<T>) -> usize {
///     nd_ops::argmax(&nd_ops::bincount(a, 1).unwrap())
/// }
/// assert_eq!(most_frequent(&nd_core::array![4u8, 7, 7]), 7);
/// ```
pub trait Counted: Integer + ToPrimitive {
    kernels!(#[doc(hidden)]);
}

macro_rules! counted {
    ($($T:ty)*) => {$(
        impl Counted for $T {
            kernels!();
        }
    )*};
}
counted!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

/// How often each of 0, 1, 2, … occurs among all elements.
///
/// `a`: any shape → `(m,)`, where `m` is one more than the largest element, and `least` at
/// least.
///
/// # Panics
/// If the counts overflow memory.
///
/// # Errors
/// If an element is negative.
///
/// # NumPy
/// `np.bincount(a, minlength=least)`, for any shape.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::bincount([1, 3, 1], 0), Ok(array![0, 2, 0, 1]));
/// assert_eq!(nd_ops::bincount([1], 3), Ok(array![0, 1, 0]));
/// assert!(nd_ops::bincount([-1], 0).is_err());
/// ```
#[track_caller]
pub fn bincount<A: ArrayLike<Elem: Counted>>(a: A, least: usize) -> Result<Array<usize>, BinError> {
    let places = <A::Elem as Counted>::places_of(a.view())?;
    let bins = length(&places, least);
    let counts = in_parts(places.len(), bins, &|start, end, counts: &mut [usize]| {
        places[start..end].iter().for_each(|&place| counts[place] += 1);
    });
    Ok(Array::from_vec(counts))
}

/// The weight of the elements that are 0, 1, 2, …; see [`bincount`].
///
/// # Panics
/// If `a` and `weights` have different shapes, or the sums overflow memory.
///
/// # Errors
/// If an element is negative.
///
/// # NumPy
/// `np.bincount(a, weights, minlength=least)`; many elements are added up in another order, so
/// the last bits may differ.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let sums = nd_ops::bincount_weighted([1, 2, 1], [0.5, 3.0, 0.25], 0);
/// assert_eq!(sums, Ok(array![0.0, 0.75, 3.0]));
/// ```
/// ```should_panic
/// let _ = nd_ops::bincount_weighted([1, 2], [0.5], 0);
/// ```
#[track_caller]
pub fn bincount_weighted<A: ArrayLike<Elem: Counted>>(
    a: A,
    weights: impl ArrayLike<Elem = f64>,
    least: usize,
) -> Result<Array<f64>, BinError> {
    let (view, weights) = (a.view(), weights.view());
    if view.shape() != weights.shape() {
        panic!(
            "bincount: weights of shape {:?} for elements of shape {:?}",
            weights.shape(),
            view.shape()
        );
    }
    let places = <A::Elem as Counted>::places_of(view)?;
    let weights: Vec<f64> = weights.iter().copied().collect();
    let sums = in_parts(places.len(), length(&places, least), &|start, end, sums: &mut [f64]| {
        for (&place, &weight) in places[start..end].iter().zip(&weights[start..end]) {
            sums[place] += weight;
        }
    });
    Ok(Array::from_vec(sums))
}

fn length(places: &[usize], least: usize) -> usize {
    places.iter().max().map_or(0, |&most| most.saturating_add(1)).max(least)
}
