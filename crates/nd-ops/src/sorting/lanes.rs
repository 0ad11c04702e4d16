//! Lanes along an axis, one after the other in memory.

use super::radix::ALONE;
use super::{Sortable, Word, source};
use nd_core::{Array, CowArray, Element, View, huge, normalize_axis, threads};

/// Elements of the lanes that one task does.
const TASK: usize = 1 << 14;

/// The axis counted from the front.
#[track_caller]
pub(super) fn axis_of(op: &'static str, axis: isize, ndim: usize) -> usize {
    normalize_axis(op, axis, ndim).unwrap_or_else(|error| panic!("{error}"))
}

/// What `f` makes of each lane along an axis: `(…, n, …)` → `(…, len, …)`.
///
/// Long lanes are done one after the other, by whatever threads `f` takes.
pub(super) fn of_lanes<T: Element, R: Element + Default>(
    a: View<'_, T>,
    axis: usize,
    len: usize,
    f: &(dyn Fn(&[T], &mut [R]) + Sync),
) -> Array<R> {
    let (n, last) = (a.shape()[axis], a.ndim() - 1);
    let mut order: Vec<isize> = (0..a.ndim() as isize).filter(|&at| at != axis as isize).collect();
    order.push(axis as isize);
    let turned = a.permute_dims(&order);
    let turned = match turned.is_c_contiguous() {
        true => CowArray::View(turned),
        false => CowArray::Owned(turned.to_array()),
    };
    let elements = turned.view().as_slice().expect("without gaps");
    let lanes = elements.len().checked_div(n).unwrap_or(0);
    let mut shape = turned.view().shape().to_vec();
    shape[last] = len;
    let mut made = huge::advised(vec![R::default(); shape.iter().product()]);
    if lanes > 0 && len > 0 {
        let together = if n > ALONE { lanes } else { (TASK / n).max(1) };
        let work = |(from, to): (&[T], &mut [R])| {
            from.chunks_exact(n).zip(to.chunks_exact_mut(len)).for_each(|(from, to)| f(from, to));
        };
        let tasks: Vec<_> =
            elements.chunks(together * n).zip(made.chunks_mut(together * len)).collect();
        if n > ALONE {
            tasks.into_iter().for_each(work);
        } else {
            threads::items(tasks, &|_, task| work(task));
        }
    }
    let made = Array::from_shape_vec(shape.as_slice(), made);
    if axis == last {
        return made;
    }
    let mut back: Vec<isize> = (0..last as isize).collect();
    back.insert(axis, last as isize);
    made.view().permute_dims(&back).to_array()
}

/// Writes what is made of words.
pub(super) fn written<W: Word, R>(words: &[W], out: &mut [R], f: impl Fn(W) -> R) {
    out.iter_mut().zip(words).for_each(|(slot, &word)| *slot = f(word));
}

/// Whether so many places do not fit behind a short word.
pub(super) fn is_beyond<W: Word>(places: usize) -> bool {
    W::SHORT && u32::try_from(places).is_err()
}

/// Ranks of elements with their places.
pub(super) fn placed<T: Sortable>(
    lane: &[T],
) -> impl Fn(usize, &mut [<T::Rank as Word>::Placed]) + Sync {
    source::of(lane, |x: T, at| x.rank().at(at))
}

/// As [`placed`], for more places than fit behind a short rank.
pub(super) fn placed_far<T: Sortable>(lane: &[T]) -> impl Fn(usize, &mut [u128]) + Sync {
    source::of(lane, |x: T, at| x.rank().head().at(at))
}
