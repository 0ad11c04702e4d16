//! `coarsen`: blocks of fixed size become one element each.

use crate::over::Over;
use crate::slab::slab;
use nd_core::{Array, ArrayLike, Element, MAX_NDIM, View, concat};

/// Bytes of large blocks that are put together at once.
const COPIED: usize = 2 << 20;
/// Results of which a reduction makes a row at a time, where it reduces fewer elements than that: what
/// `nd_core::reduce_axes` decides by.
const ROW: usize = 16;

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
    ///
    /// # NumPy
    /// `boundary` of xarray's `coarsen`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{Boundary, CoarsenOptions, coarsen_with, mean_axis};
    ///
    /// let trimmed = CoarsenOptions::default().boundary(Boundary::Trim);
    /// let means = coarsen_with(&[1.0, 3.0, 9.0], &[2], |blocks, axes| mean_axis(blocks, axes), &trimmed);
    /// assert_eq!(means, array![2.0]);
    /// ```
    pub fn boundary(self, boundary: Boundary) -> CoarsenOptions {
        CoarsenOptions { boundary }
    }
}

/// The array cut into blocks, of the given length along each axis, and each block reduced to one
/// element.
///
/// `a: (n, …)`, `lengths: (f, …)` → `(n / f, …)`. `reduce` is called with some of the blocks, as a view with an axis of
/// blocks for each of the array's, and axes within the blocks, which it is told: any function of this crate that
/// takes axes will do. The bits of a result do not depend on how many other blocks there are.
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

/// An array that is a whole number of blocks.
///
/// How many blocks stand beside each other must not tell the order in which the elements of one are taken: small blocks
/// are taken element by element, a row of blocks at a time, and large ones each by itself.
#[track_caller]
fn whole<T: Element, U: Element>(
    a: View<'_, T>,
    lengths: &[usize],
    reduce: &dyn Fn(View<'_, T>, Over) -> Array<U>,
) -> Array<U> {
    let cut = Cut::new(a.shape(), lengths);
    let is_row = cut.counts.iter().rev().find(|&&count| count > 1).is_some_and(|&n| n >= ROW);
    if cut.within == 1 || cut.counts.contains(&0) || (cut.within < ROW && is_row) {
        let view = a.reshape_view(cut.shape.as_slice());
        return reduced(view, &cut.inner, &cut.counts, reduce);
    }
    if cut.within < ROW {
        return side_by_side(a, &cut, reduce);
    }
    let (rows, length) = (cut.counts[0], lengths[0]);
    let some = (COPIED / (a.size() / rows * size_of::<T>()).max(1)).max(1);
    let part = |first: usize| {
        let part = slab(a, 0, first * length..(first + some).min(rows) * length);
        let cut = Cut::new(part.shape(), lengths);
        let apart = part.reshape_view(cut.shape.as_slice()).permute_dims(&cut.apart()).to_array();
        reduced(apart.view(), &cut.behind(), &cut.counts, reduce)
    };
    if rows <= some {
        return part(0);
    }
    let parts: Vec<Array<U>> = (0..rows).step_by(some).map(part).collect();
    concat(&parts, 0)
}

/// Small blocks, the first elements of all of them next to each other, and so on; at least [`ROW`] blocks.
#[track_caller]
fn side_by_side<T: Element, U: Element>(
    a: View<'_, T>,
    cut: &Cut,
    reduce: &dyn Fn(View<'_, T>, Over) -> Array<U>,
) -> Array<U> {
    let first_inner: Vec<isize> = cut.inner.iter().chain(&cut.outer).copied().collect();
    let mut apart = a.reshape_view(cut.shape.as_slice()).permute_dims(&first_inner).to_array();
    let count: usize = cut.counts.iter().product();
    let mut counts = cut.counts.clone();
    if count < ROW {
        let flat = apart.into_reshaped([cut.within, count]);
        apart = concat(&vec![&flat; ROW.div_ceil(count)], 1);
        counts.fill(1);
        *counts.last_mut().expect("a block of several elements has an axis") = apart.shape()[1];
    }
    let lengths = cut.inner.iter().map(|&axis| cut.shape[axis as usize]);
    let shape: Vec<usize> = lengths.chain(counts.iter().copied()).collect();
    let (inner, all) = (cut.inner.len() as isize, shape.len() as isize);
    let last_inner: Vec<isize> = (inner..all).chain(0..inner).collect();
    let apart = apart.into_reshaped(shape.as_slice());
    let made = reduced(apart.view().permute_dims(&last_inner), &cut.behind(), &counts, reduce);
    if count >= ROW {
        return made;
    }
    slab(made.view().reshape_view([made.size()]), 0, 0..count)
        .to_array()
        .into_reshaped(cut.counts.as_slice())
}

/// Blocks reduced, and looked at whether they were.
#[track_caller]
fn reduced<T: Element, U: Element>(
    blocks: View<'_, T>,
    within: &[isize],
    counts: &[usize],
    reduce: &dyn Fn(View<'_, T>, Over) -> Array<U>,
) -> Array<U> {
    let made = reduce(blocks, Over::from(within));
    if made.shape() != counts {
        panic!("coarsen: the reduction gave shape {:?}, not {counts:?}", made.shape());
    }
    made
}

/// How axes are cut in two.
struct Cut {
    /// Blocks along each axis.
    counts: Vec<usize>,
    /// Each axis's blocks and, where they are longer than 1, their length.
    shape: Vec<usize>,
    /// The axes of `shape` that count blocks, and those within them.
    outer: Vec<isize>,
    inner: Vec<isize>,
    /// Elements of a block.
    within: usize,
}

impl Cut {
    fn new(whole: &[usize], lengths: &[usize]) -> Cut {
        let mut cut = Cut {
            counts: Vec::new(),
            shape: Vec::new(),
            outer: Vec::new(),
            inner: Vec::new(),
            within: lengths.iter().product(),
        };
        for (&n, &length) in whole.iter().zip(lengths) {
            cut.outer.push(cut.shape.len() as isize);
            cut.shape.push(n / length);
            cut.counts.push(n / length);
            if length > 1 {
                cut.inner.push(cut.shape.len() as isize);
                cut.shape.push(length);
            }
        }
        cut
    }

    /// The axes with those within blocks behind the others.
    fn apart(&self) -> Vec<isize> {
        self.outer.iter().chain(&self.inner).copied().collect()
    }

    /// Where the axes within blocks are then.
    fn behind(&self) -> Vec<isize> {
        (self.outer.len() as isize..self.shape.len() as isize).collect()
    }
}
