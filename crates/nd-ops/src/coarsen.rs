//! `coarsen`: blocks of fixed size become one element each.

use crate::over::Over;
use crate::slab::slab;
use nd_core::{Array, ArrayLike, Element, MAX_NDIM, View, concat};

/// Bytes of blocks that are put together at once.
const COPIED: usize = 2 << 20;

/// What becomes of the rest of an axis that is no multiple of the block's length.
///
/// # NumPy
/// xarray's `boundary` of `coarsen`; padding there is NaN, which its reductions skip.
///
/// # Examples
/// ```
/// use nd_ops::{Boundary, CoarsenOptions, coarsen_with, max_axis};
///
/// let blocks = |boundary| {
///     let options = CoarsenOptions::default().boundary(boundary);
///     coarsen_with(&[1, 2, 3, 4, 5], &[2], |block, axes| max_axis(block, axes), &options)
/// };
/// assert_eq!(blocks(Boundary::Trim), nd_core::array![2, 4]);
/// assert_eq!(blocks(Boundary::Pad), nd_core::array![2, 4, 5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Boundary {
    /// There must be none.
    #[default]
    Exact,
    /// It is left out.
    Trim,
    /// It is a shorter block.
    Pad,
}

/// How an array is cut into blocks.
///
/// # Examples
/// ```
/// use nd_ops::{Boundary, CoarsenOptions};
///
/// assert_eq!(CoarsenOptions::default().boundary, Boundary::Exact);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CoarsenOptions {
    /// What becomes of the rest of an axis.
    pub boundary: Boundary,
}

impl CoarsenOptions {
    /// What becomes of the rest of an axis.
    pub fn boundary(self, boundary: Boundary) -> CoarsenOptions {
        CoarsenOptions { boundary }
    }
}

/// The array cut into blocks, of the given length along each axis, and each block reduced to one
/// element.
///
/// `a: (n, …)`, `lengths: (f, …)` → `(n / f, …)`. `reduce` is called with some of the blocks, as a view with one axis of
/// blocks for each of the array's and behind them the axes within the blocks, and with these: any function of this
/// crate that takes axes will do. A block's elements are taken in their order, as if there were no others.
///
/// # Panics
/// If there is not one length for each axis, a length is 0 or does not divide its axis, there are
/// too many axes to be cut in two, or `reduce` does not reduce the axes that it is given.
///
/// # NumPy
/// `a.reshape(n // f, f, …).mean(axis=(1, …))`; `skimage.measure.block_reduce`; xarray's
/// `a.coarsen(x=f).mean()`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{coarsen, mean_axis};
///
/// let a = array![[1.0, 3.0, 5.0, 7.0], [1.0, 3.0, 5.0, 7.0]];
/// let means = coarsen(&a, &[2, 2], |blocks, axes| mean_axis(blocks, axes));
/// assert_eq!(means, array![[2.0, 6.0]]);
/// ```
/// ```should_panic
/// nd_ops::coarsen(&[1, 2, 3], &[2], |blocks, axes| nd_ops::sum_axis(blocks, axes));
/// ```
#[track_caller]
pub fn coarsen<A: ArrayLike<Elem: Element>, U: Element>(
    a: A,
    lengths: &[usize],
    reduce: impl Fn(View<'_, A::Elem>, Over) -> Array<U>,
) -> Array<U> {
    coarsen_with(a, lengths, reduce, &CoarsenOptions::default())
}

/// As [`coarsen`], with a choice of what becomes of the rest of an axis.
///
/// # Panics
/// As [`coarsen`]; lengths need not divide their axes where the [`Boundary`] allows.
///
/// # NumPy
/// xarray's `a.coarsen(x=f, boundary=…).mean()`.
///
/// # Examples
/// ```
/// use nd_ops::{Boundary, CoarsenOptions, coarsen_with, sum_axis};
///
/// let pad = CoarsenOptions::default().boundary(Boundary::Pad);
/// let sums = coarsen_with(&[1.0, 2.0, 3.0], &[2], |blocks, axes| sum_axis(blocks, axes), &pad);
/// assert_eq!(sums, nd_core::array![3.0, 3.0]);
/// ```
#[track_caller]
pub fn coarsen_with<A: ArrayLike<Elem: Element>, U: Element>(
    a: A,
    lengths: &[usize],
    reduce: impl Fn(View<'_, A::Elem>, Over) -> Array<U>,
    options: &CoarsenOptions,
) -> Array<U> {
    let (a, boundary) = (a.view(), options.boundary);
    let shape = a.shape();
    let exact = |(&n, &length): (&usize, &usize)| match boundary {
        Boundary::Exact => n.is_multiple_of(length),
        _ => true,
    };
    if lengths.len() != shape.len() || lengths.contains(&0) {
        panic!("coarsen: blocks {lengths:?} of an array of shape {shape:?}");
    }
    if !shape.iter().zip(lengths).all(exact) {
        panic!("coarsen: blocks {lengths:?} leave a rest of shape {shape:?}");
    }
    let cut = lengths.iter().filter(|&&length| length > 1).count();
    if shape.len() + cut > MAX_NDIM {
        panic!("coarsen: {cut} of {} axes cannot be cut in two", shape.len());
    }
    blocks(a, lengths.to_vec(), 0, boundary == Boundary::Pad, &reduce)
}

/// The blocks from `axis` on: the whole ones and, if asked for, the shorter one after them.
#[track_caller]
fn blocks<T: Element, U: Element>(
    a: View<'_, T>,
    mut lengths: Vec<usize>,
    axis: usize,
    rest: bool,
    reduce: &dyn Fn(View<'_, T>, Over) -> Array<U>,
) -> Array<U> {
    let Some(&length) = lengths.get(axis) else { return whole(a, &lengths, reduce) };
    let n = a.shape()[axis];
    let even = n / length * length;
    if !rest || even == n {
        return blocks(slab(a, axis, 0..even), lengths, axis + 1, rest, reduce);
    }
    let mut parts = Vec::new();
    if even > 0 {
        parts.push(blocks(slab(a, axis, 0..even), lengths.clone(), axis + 1, rest, reduce));
    }
    lengths[axis] = n - even;
    parts.push(blocks(slab(a, axis, even..n), lengths, axis + 1, rest, reduce));
    concat(&parts, axis as isize)
}

/// An array that is a whole number of blocks: some rows of them after the other, so that their copies stay in the cache.
#[track_caller]
fn whole<T: Element, U: Element>(
    a: View<'_, T>,
    lengths: &[usize],
    reduce: &dyn Fn(View<'_, T>, Over) -> Array<U>,
) -> Array<U> {
    let Some(&length) = lengths.first() else { return together(a, lengths, reduce) };
    let rows = a.shape()[0] / length;
    let row = length * a.shape()[1..].iter().product::<usize>() * size_of::<T>();
    let some = (COPIED / row.max(1)).max(1);
    if rows <= some {
        return together(a, lengths, reduce);
    }
    let part = |first: usize| {
        let rows = first * length..(first + some).min(rows) * length;
        together(slab(a, 0, rows), lengths, reduce)
    };
    let parts: Vec<Array<U>> = (0..rows).step_by(some).map(part).collect();
    concat(&parts, 0)
}

/// Blocks whose elements are put next to each other: how many blocks there are does not tell the reduction in which
/// order to take them.
#[track_caller]
fn together<T: Element, U: Element>(
    a: View<'_, T>,
    lengths: &[usize],
    reduce: &dyn Fn(View<'_, T>, Over) -> Array<U>,
) -> Array<U> {
    let (mut shape, mut outer, mut inner, mut expected) = (vec![], vec![], vec![], vec![]);
    for (&n, &length) in a.shape().iter().zip(lengths) {
        outer.push(shape.len() as isize);
        expected.push(n / length);
        shape.push(n / length);
        if length > 1 {
            inner.push(shape.len() as isize);
            shape.push(length);
        }
    }
    let within: Vec<isize> = (outer.len()..shape.len()).map(|axis| axis as isize).collect();
    outer.extend(inner);
    let apart = a.reshape_view(shape.as_slice()).permute_dims(&outer[..]).to_array();
    let reduced = reduce(apart.view(), Over::from(within.as_slice()));
    if reduced.shape() != expected {
        panic!("coarsen: the reduction gave shape {:?}, not {expected:?}", reduced.shape());
    }
    reduced
}
