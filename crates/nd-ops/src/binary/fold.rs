//! Folds along axes: to one element, to each element so far, and of stretches.
//!
//! From the left, one element after the other. Across an axis whole slices are combined; along the
//! last axis each lane is folded by itself. Only lanes longer than [`TASK`] of operations whose order
//! does not matter are cut, at places that the length alone says.

use super::BinaryOp;
use crate::over::Over;
use crate::sums::running;
use nd_core::{
    Array, ArrayLike, Axes, Element, IndexElement, Shape, Slice, SliceItem, View, normalize_axis,
    threads, zip,
};

/// Elements that one thread folds at a time.
const TASK: usize = 1 << 16;
/// Slices of fewer elements are not worth a walk each.
const SMALL_SLICE: usize = 256;

pub(super) fn accumulated<T: Element, O: BinaryOp<T, Out = T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    axis: usize,
) -> Array<T> {
    running::accumulate(a.to_array(), axis, |x, y| op.apply(x, y))
}

#[track_caller]
pub(super) fn reduced<T: Element, O: BinaryOp<T, Out = T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    over: &Over,
) -> Array<T> {
    let axes = over.axes_only("reduce", a.ndim());
    let name = op.name();
    if axes.len() > 1 && !op.reorders() {
        panic!("reduce: the order of {name} matters: one axis at a time, not {}", axes.len());
    }
    let folded = if a.is_empty() {
        let shape = remaining(a.shape(), &axes);
        match op.identity() {
            _ if shape.size() == 0 => Array::from_shape_vec(shape, Vec::new()),
            Some(identity) => Array::full(shape, identity),
            None => panic!("reduce: {name} of no element has no identity"),
        }
    } else {
        // From the last one on, so that the numbers of the others stay.
        let mut falling = axes.to_vec();
        falling.sort_unstable_by(|x, y| y.cmp(x));
        match falling.split_first() {
            None => a.to_array(),
            Some((&last, rest)) => {
                let first = along(op, a, last);
                rest.iter().fold(first, |folded, &axis| along(op, folded.view(), axis))
            }
        }
    };
    let each: usize = axes.iter().map(|&axis| a.shape()[axis]).product();
    let folded = match op.identity() {
        // One element alone is one that the operation never saw: the divisor of -5 and nothing is 5.
        Some(identity) if each == 1 => folded.map(|x| op.apply(identity, x)),
        _ => folded,
    };
    over.restore(folded, a.shape(), &axes)
}

/// The lengths of the axes that stay.
fn remaining(shape: &[usize], axes: &Axes) -> Shape {
    let stays = (0..shape.len()).filter(|axis| !axes.contains(axis));
    stays.map(|axis| shape[axis]).collect::<Vec<_>>().into()
}

/// A fold along one axis that has elements.
fn along<T: Element, O: BinaryOp<T, Out = T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    axis: usize,
) -> Array<T> {
    let n = a.shape()[axis];
    let shape: Vec<usize> = [&a.shape()[..axis], &a.shape()[axis + 1..]].concat();
    if axis + 1 == a.ndim() || a.size() / n < SMALL_SLICE {
        let folded = lanes(at_end(a, axis), 1, &|lane, out| out.push(lane_folded(op, lane)));
        return Array::from_shape_vec(shape, folded);
    }
    let mut done = across(a, axis, 0).to_array();
    for at in 1..n {
        let next = across(a, axis, at);
        zip((&mut done, &next)).for_each(|(done, x)| *done = op.apply(*done, x));
    }
    done
}

/// A lane to one element.
fn lane_folded<T: Element, O: BinaryOp<T, Out = T> + ?Sized>(op: &O, lane: &[T]) -> T {
    let fold = |lane: &[T]| {
        let mut done = lane[0];
        for &x in &lane[1..] {
            done = op.apply(done, x);
        }
        done
    };
    if lane.len() <= TASK || !op.reorders() {
        return fold(lane);
    }
    let pieces: Vec<&[T]> = lane.chunks(TASK).collect();
    fold(&threads::collect(pieces.len(), &|piece| fold(pieces[piece])))
}

/// The slice at a place of an axis, which is gone.
fn across<T>(a: View<'_, T>, axis: usize, at: usize) -> View<'_, T> {
    let mut items = vec![SliceItem::Range(Slice::ALL); axis];
    items.push(SliceItem::from(at as isize));
    a.slice(items)
}

/// The axis behind the others.
fn at_end<T>(a: View<'_, T>, axis: usize) -> View<'_, T> {
    let mut axes: Vec<isize> = (0..a.ndim() as isize).filter(|&k| k != axis as isize).collect();
    axes.push(axis as isize);
    a.permute_dims(&axes)
}

/// What `fold` pushes for each lane of the last axis: `results` elements.
fn lanes<T: Element>(
    a: View<'_, T>,
    results: usize,
    fold: &(dyn Fn(&[T], &mut Vec<T>) + Sync),
) -> Vec<T> {
    let n = *a.shape().last().expect("an axis to fold");
    let flat = a.ravel();
    let elements = flat.view().as_slice().expect("ravel is contiguous");
    let count = elements.len().checked_div(n).unwrap_or(0);
    let some = (TASK / n.max(1)).max(1);
    let parts = threads::collect(count.div_ceil(some), &|task| {
        let mine = task * some..count.min((task + 1) * some);
        let mut out = Vec::with_capacity(mine.len() * results);
        mine.for_each(|lane| fold(&elements[lane * n..(lane + 1) * n], &mut out));
        out
    });
    parts.concat()
}

pub(super) fn segments<T: Element, O: BinaryOp<T, Out = T> + ?Sized>(
    op: &O,
    a: View<'_, T>,
    starts: &[usize],
    axis: usize,
) -> Array<T> {
    let turned = at_end(a, axis);
    let ends = starts.iter().skip(1).copied().chain([a.shape()[axis]]);
    let stretches: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    let folded = lanes(turned, starts.len(), &|lane, out| {
        for &(from, to) in &stretches {
            out.push(lane_folded(op, &lane[from..to.max(from + 1)]));
        }
    });
    let mut shape: Shape = turned.shape().into();
    shape[a.ndim() - 1] = starts.len();
    let folded = Array::from_shape_vec(shape, folded);
    let mut axes: Vec<isize> = (0..a.ndim() as isize - 1).collect();
    axes.insert(axis, a.ndim() as isize - 1);
    folded.permute_dims(&axes).to_array()
}

/// All elements along some axes combined, from the left.
///
/// `a: (…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](crate::keepdims). Of no elements the
/// identity of the operation, and of one that combined with the identity. In the type of the elements,
/// which integers wrap in.
///
/// # Panics
/// If an axis does not exist or is named twice; if there are several and the order of the operation
/// matters, as that of [`Subtract`](super::Subtract) and of closures does; if a result is of no element
/// and the operation has no identity.
///
/// # NumPy
/// `np.add.reduce(a, axis)` and so on for each operation. NumPy adds and multiplies integers of less
/// than 64 bits in 64: [`sum_axis`](crate::sum_axis()) and [`prod_axis`](crate::prod_axis()) do.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_ops::binary::{self, BitwiseXor, Hypot, Subtract};
///
/// let a = array![[1, 2, 4], [8, 16, 33]];
/// assert_eq!(binary::reduce(BitwiseXor, &a, ..)[[]], 62);
/// assert_eq!(binary::reduce(Subtract, &a, 1), array![-5, -41]);
/// assert_eq!(binary::reduce(Hypot, &Array::<f64>::zeros([0]), 0)[[]], 0.0);
/// ```
/// ```should_panic
/// use nd_ops::binary::{Subtract, reduce};
///
/// reduce(Subtract, &nd_core::array![[1, 2], [3, 4]], [0, 1]); // the order of subtract matters
/// ```
#[track_caller]
pub fn reduce<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem, Out = A::Elem>>(
    op: O,
    a: A,
    axes: impl Into<Over>,
) -> Array<A::Elem> {
    op.reduce_of(a.view(), &axes.into())
}

/// All elements so far combined, along an axis, from the left.
///
/// `a: (…, n, …)` → `(…, n, …)`; the first stays as it is, also a negative zero. In the type of
/// the elements, which integers wrap in.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.add.accumulate(a, axis)` and so on for each operation. NumPy adds and multiplies integers of less
/// than 64 bits in 64: [`cumsum_axis`](crate::cumsum_axis()) and [`cumprod_axis`](crate::cumprod_axis())
/// do.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{self, Minimum, Multiply};
///
/// assert_eq!(binary::accumulate(Multiply, &array![[1, 2, 3], [4, 5, 6]], 1), array![[1, 2, 6], [4, 20, 120]]);
/// assert_eq!(binary::accumulate(Minimum, &array![3.0, 1.0, 2.0], 0), array![3.0, 1.0, 1.0]);
/// ```
#[track_caller]
pub fn accumulate<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem, Out = A::Elem>>(
    op: O,
    a: A,
    axis: isize,
) -> Array<A::Elem> {
    let a = a.view();
    let axis = normalize_axis("accumulate", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    op.accumulate_of(a, axis)
}

/// The elements of stretches of an axis combined, from the left: from each start up to the next one,
/// from the last to the end. Where the next start is not larger, the element at the start alone.
///
/// `a: (…, n, …)`, `starts: (k…)`, read in C order → `(…, k, …)`.
///
/// # Panics
/// If there is no such axis, or a start is not a place of it (they do not count from the end).
///
/// # NumPy
/// `np.add.reduceat(a, starts, axis)` and so on for each operation; long sums of floats differ in the
/// last bits, which NumPy adds pairwise.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Add, reduceat};
///
/// assert_eq!(reduceat(Add, &array![0, 1, 2, 3], &[0, 3, 1, 2], 0), array![3, 3, 1, 5]);
/// ```
/// ```should_panic
/// use nd_ops::binary::{Add, reduceat};
///
/// reduceat(Add, &nd_core::array![0, 1], &[2], 0); // reduceat: start 2 is no place of an axis of length 2
/// ```
#[track_caller]
pub fn reduceat<A, O, I: IndexElement>(
    op: O,
    a: A,
    starts: impl ArrayLike<Elem = I>,
    axis: isize,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Element>,
    O: BinaryOp<A::Elem, Out = A::Elem>,
{
    let a = a.view();
    let axis = normalize_axis("reduceat", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    let n = a.shape()[axis];
    let place = |start: &I| match usize::try_from(start.to_index()) {
        Ok(start) if start < n => start,
        _ => panic!("reduceat: start {} is no place of an axis of length {n}", start.to_index()),
    };
    let starts: Vec<usize> = starts.view().iter().map(place).collect();
    op.reduceat_of(a, &starts, axis)
}
