//! Sums of products, each calculated.

use crate::Signal;
use nd_core::{Array, View, threads};

/// Elements that one task adds.
const TASK: usize = 1 << 16;

/// The full convolution of arrays with as many axes, neither of which is empty.
pub(super) fn full<T: Signal>(a: View<'_, T>, b: View<'_, T>) -> Array<T> {
    let (a, b) = if a.size() < b.size() { (b, a) } else { (a, b) };
    let Some((&m, outer)) = b.shape().split_last() else {
        return Array::scalar(
            a.iter().zip(b.iter()).map(|(&x, &y)| x.times(y)).fold(T::zero(), T::plus),
        );
    };
    let shape: Vec<usize> = a.shape().iter().zip(b.shape()).map(|(n, m)| n + m - 1).collect();
    if outer.is_empty() {
        return Array::from_vec(line(&a.to_array().into_vec(), &b.to_array().into_vec()));
    }
    // Rows as long as those of the result, one after the other: what hangs over one goes on in the next, where it
    // belongs, so that rows of b are convolved with all of a at once.
    let inner: usize = shape[1..].iter().product();
    let long = spread(a, &shape);
    let mut out = vec![T::zero(); shape[0] * inner];
    let strides: Vec<usize> =
        (0..shape.len()).map(|axis| shape[axis + 1..].iter().product()).collect();
    for (k, row) in b.to_array().into_vec().chunks_exact(m).enumerate() {
        let (mut rest, mut offset) = (k, 0);
        for (axis, len) in outer.iter().enumerate().rev() {
            offset += rest % len * strides[axis];
            rest /= len;
        }
        let sums = line(&long, row);
        let len = sums.len().min(out.len() - offset);
        threads::chunks(&mut out[offset..offset + len], TASK, &|start, out| {
            for (out, &sum) in out.iter_mut().zip(&sums[start..]) {
                *out = out.plus(sum);
            }
        });
    }
    Array::from_shape_vec(shape, out)
}

/// The rows of `a`, with zeros between them, as far apart as those of the result.
fn spread<T: Signal>(a: View<'_, T>, shape: &[usize]) -> Vec<T> {
    let mut wide = shape.to_vec();
    wide[0] = a.shape()[0];
    let mut long = Array::<T>::zeros(wide.as_slice());
    let part: Vec<_> = a
        .shape()
        .iter()
        .map(|&n| {
            nd_core::SliceItem::Range(nd_core::Slice {
                start: Some(0),
                stop: Some(n as isize),
                step: 1,
            })
        })
        .collect();
    long.slice_mut(part).assign(a);
    long.into_vec()
}

/// The full convolution of two sequences.
fn line<T: Signal>(a: &[T], b: &[T]) -> Vec<T> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let backwards: Vec<T> = short.iter().rev().copied().collect();
    T::slid_of(long, &backwards, 0, long.len() + short.len() - 1)
}

/// Part of the convolution of two sequences: `len` places from `start` on.
pub(super) fn part_of_line<T: Signal>(a: &[T], b: &[T], start: usize, len: usize) -> Vec<T> {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let backwards: Vec<T> = short.iter().rev().copied().collect();
    T::slid_of(long, &backwards, start, len)
}
