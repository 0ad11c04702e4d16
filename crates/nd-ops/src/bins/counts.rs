//! `bincount`: how often each whole number occurs.

use super::BinError;
use super::histogram::in_parts;
use nd_core::{Array, ArrayLike, Integer, View, threads};
use num_traits::ToPrimitive;

/// Elements whose ends are looked at before they are counted.
const BLOCK: usize = 1 << 11;
/// Elements that one task counts.
const TASK: usize = 1 << 18;
/// Counts that are kept four times, so that equal elements side by side need not wait for each other.
const FEW: usize = 1 << 12;

/// The bodies; see `powers.rs` for why a macro.
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
        $($hidden)*
        #[inline(never)]
        fn counts_of(a: View<'_, Self>, least: usize) -> Result<Vec<usize>, BinError> {
            let flat = a.ravel();
            let flat = flat.as_slice().expect("a raveled array is contiguous");
            if let Some(mut counts) = few(flat)? {
                counts.resize(counts.len().max(least), 0);
                return Ok(counts);
            }
            let bins = bins(flat, least)?;
            Ok(in_parts(flat.len(), bins, &|start, end, counts| {
                flat[start..end].iter().for_each(|&x| counts[place(x)] += 1);
            }))
        }
        $($hidden)*
        #[inline(never)]
        fn weights_of(
            a: View<'_, Self>,
            weights: View<'_, f64>,
            least: usize,
        ) -> Result<Vec<f64>, BinError> {
            let (flat, weights) = (a.ravel(), weights.ravel());
            let flat = flat.as_slice().expect("a raveled array is contiguous");
            let weights = weights.as_slice().expect("a raveled array is contiguous");
            let bins = bins(flat, least)?;
            Ok(in_parts(flat.len(), bins, &|start, end, sums: &mut [f64]| {
                for (&x, &weight) in flat[start..end].iter().zip(&weights[start..end]) {
                    sums[place(x)] += weight;
                }
            }))
        }
    };
}

/// The bin of an element that is not negative.
#[inline(always)]
fn place<T: Counted>(x: T) -> usize {
    x.to_usize().unwrap_or(usize::MAX)
}

/// The largest of some elements, of which none is negative.
fn most<T: Counted>(elements: &[T]) -> Result<usize, BinError> {
    let Some(&first) = elements.first() else { return Ok(0) };
    let (low, high) = elements.iter().fold((first, first), |(low, high), &x| {
        (if x < low { x } else { low }, if x > high { x } else { high })
    });
    low.to_usize().and(high.to_usize()).ok_or(BinError::Negative)
}

/// One more than the largest element, and `least` at least.
fn bins<T: Counted>(elements: &[T], least: usize) -> Result<usize, BinError> {
    if elements.is_empty() {
        return Ok(least);
    }
    let parts = threads::map(elements.chunks(TASK).collect(), &|part: &[T]| most(part));
    let most = parts.into_iter().try_fold(0, |all, part| part.map(|most| most.max(all)))?;
    Ok(most.saturating_add(1).max(least))
}

/// How often each of a few small numbers occurs, in one pass; `None` if one is large.
fn few<T: Counted>(elements: &[T]) -> Result<Option<Vec<usize>>, BinError> {
    let parts = threads::map(elements.chunks(TASK).collect(), &|part: &[T]| {
        let mut counts: Vec<[usize; 4]> = Vec::new();
        for block in part.chunks(BLOCK) {
            let bins = most(block)?.saturating_add(1);
            if bins > FEW {
                return Ok(None);
            }
            counts.resize(bins.max(counts.len()), [0; 4]);
            for (at, &x) in block.iter().enumerate() {
                counts[place(x)][at % 4] += 1;
            }
        }
        Ok(Some(counts))
    });
    let mut all = Vec::new();
    for counts in parts {
        let Some(counts) = counts? else { return Ok(None) };
        all.resize(counts.len().max(all.len()), 0);
        all.iter_mut().zip(counts).for_each(|(all, four)| *all += four.iter().sum::<usize>());
    }
    Ok(Some(all))
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
pub trait Counted: Integer + ToPrimitive + PartialOrd {
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
    Ok(Array::from_vec(<A::Elem as Counted>::counts_of(a.view(), least)?))
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
    Ok(Array::from_vec(<A::Elem as Counted>::weights_of(view, weights, least)?))
}
