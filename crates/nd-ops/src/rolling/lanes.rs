//! Lanes of windows, cut for threads by their lengths only.

use super::spans::Spans;
use nd_core::{Array, Element, View, huge, threads};

/// Windows of one lane that one thread takes at a time, at least.
const PART: usize = 1 << 14;

/// Results that are written over: zeros, because fresh memory is that.
pub(super) fn zeros(n: usize) -> Vec<f64> {
    huge::advised(vec![0.0; n])
}

/// What is told the lane, its elements, the number of the first window, and where results go.
type Work<'a, R> = dyn Fn(usize, &[f64], usize, &mut [R]) + Sync + 'a;

/// `work` of each part of a lane, which writes all results. `a: (…, n, …)` → `(…, windows, …)`.
pub(super) fn each_part<R: Element>(
    a: View<'_, f64>,
    axis: usize,
    spans: &Spans,
    room: fn(usize) -> Vec<R>,
    work: &Work<'_, R>,
) -> Array<R> {
    let (n, count, axis) = (a.shape()[axis], spans.len(), axis as isize);
    let moved = a.moveaxis(axis, -1);
    let mut shape = moved.shape().to_vec();
    let last = shape.len() - 1;
    shape[last] = count;
    let mut out = room(shape.iter().product());
    if !out.is_empty() {
        let flat = moved.ravel();
        let elements = flat.view().as_slice().expect("ravel is contiguous");
        let part = PART.max(4 * spans.longest);
        if count <= part {
            threads::chunks(&mut out, (part / count).max(1) * count, &|start, out| {
                for (k, out) in out.chunks_exact_mut(count).enumerate() {
                    let lane = start / count + k;
                    work(lane, &elements[lane * n..][..n], 0, out);
                }
            });
        } else {
            let mut parts = Vec::new();
            for (lane, out) in out.chunks_exact_mut(count).enumerate() {
                let of_lane = out.chunks_mut(part).enumerate();
                parts.extend(of_lane.map(|(k, out)| (lane, k * part, out)));
            }
            threads::items(parts, &|_, (lane, first, out)| {
                work(lane, &elements[lane * n..][..n], first, out);
            });
        }
    }
    let out = Array::from_shape_vec(shape, out);
    if axis as usize == last { out } else { out.moveaxis(-1, axis).to_array() }
}
