//! Distance transforms of arrays that are there in pieces: pass by pass, each along the first axis, of whole lanes.
//!
//! Lanes do not know of each other, so a pass can be made of as few of them as there is room for. Each puts its axis
//! last; after one for each axis they are in order again.

use super::chamfer::Metric;
use super::lines::{Lane, Out, Pass, Source};
use nd_core::{Array, ArrayLike, threads};

/// No zero at all, among numbers of steps.
const NONE: u32 = u32::MAX;
/// Lanes that are read side by side.
const TILE: usize = 32;

/// Whether squared distances fit `u32`: of arrays of such a shape, whose neighbours are so far apart.
///
/// # Examples
/// ```
/// assert!(nd_image::edt_is_whole(&[30_000, 30_000], &[1.0, 1.0]));
/// assert!(!nd_image::edt_is_whole(&[40_000, 40_000], &[1.0, 1.0]));
/// assert!(!nd_image::edt_is_whole(&[10], &[0.5]));
/// ```
#[must_use]
pub fn edt_is_whole(shape: &[usize], sampling: &[f64]) -> bool {
    let squares =
        shape.iter().try_fold(0u64, |sum, &n| sum.checked_add((n as u64).checked_pow(2)?));
    let fits = squares.is_some_and(|sum| sum < u64::from(<u32 as Lane>::NONE));
    fits && sampling.iter().all(|&step| step == 1.0)
}

/// The shape of a pass's result, and what it is made of: lanes of so many elements, so many of them.
#[track_caller]
fn turned(op: &str, shape: &[usize]) -> (Vec<usize>, usize, usize) {
    let Some((&n, rest)) = shape.split_first() else { panic!("{op}: an array without axes") };
    assert!(n < u32::MAX as usize, "{op}: lanes of length {n}, must be below 2³²");
    ([rest, &[n]].concat(), n, rest.iter().product())
}

/// The first pass of a [`distance_transform_edt`](crate::distance_transform_edt): the square of the distance to the
/// nearest zero of each lane along the first axis, whose neighbours are `step` apart: `(n, …) -> (…, n)`.
///
/// Infinite, or 2³¹ for `u32`, where a lane has no zero. Squares of `u32` are of steps of 1.
///
/// # Panics
/// If there is no axis, or the first has 2³² elements or more.
///
/// # Examples
/// ```
/// let squares = nd_image::edt_first::<f64, _>([0u8, 1, 1], 2.0);
/// assert_eq!(nd_image::edt_root(squares).into_vec(), [0.0, 2.0, 4.0]);
/// ```
#[track_caller]
pub fn edt_first<S: Lane, A: ArrayLike<Elem = u8>>(set: A, step: f64) -> Array<S> {
    let set = set.view();
    let (shape, n, m) = turned("edt_first", set.shape());
    let mut out = vec![S::default(); n * m];
    let copy;
    let set = if let Some(set) = set.as_slice() {
        set
    } else {
        copy = set.to_array();
        copy.as_slice().expect("fresh arrays are contiguous")
    };
    if !out.is_empty() && !S::first(set, n, m, &mut out) {
        let source = Source::Set(set);
        Pass { n, m, step, source, indices: &[], indexed: false }.run(Out::Squared(&mut out));
    }
    Array::from_shape_vec(&shape[..], out)
}

/// A further pass, along an axis by which no distance has gone yet: `(n, …) -> (…, n)`.
///
/// # Panics
/// As [`edt_first`].
///
/// # Examples
/// ```
/// let columns = nd_image::edt_first::<u32, _>([[0u8, 1], [1, 1]], 1.0);
/// assert_eq!(columns.shape(), [2, 2]); // columns are rows now
/// let squares = nd_image::edt_next(&columns, 1.0);
/// assert_eq!(squares.into_vec(), [0, 1, 1, 2]);
/// ```
#[track_caller]
pub fn edt_next<S: Lane, A: ArrayLike<Elem = S>>(squares: A, step: f64) -> Array<S> {
    let squares = squares.view();
    let (shape, n, m) = turned("edt_next", squares.shape());
    let mut out = vec![S::default(); n * m];
    let copy;
    let squares = if let Some(squares) = squares.as_slice() {
        squares
    } else {
        copy = squares.to_array();
        copy.as_slice().expect("fresh arrays are contiguous")
    };
    if !out.is_empty() {
        let source = Source::Squared(squares);
        Pass { n, m, step, source, indices: &[], indexed: false }.run(Out::Squared(&mut out));
    }
    Array::from_shape_vec(&shape[..], out)
}

/// Distances of their squares.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::edt_root([4u32, 1 << 31]).into_vec(), [2.0, f64::INFINITY]);
/// ```
pub fn edt_root<S: Lane, A: ArrayLike<Elem = S>>(squares: A) -> Array<f64> {
    squares.view().map(|square| square.float().sqrt())
}

/// The first pass of a [`distance_transform_cdt`](crate::distance_transform_cdt) by either of its metrics: the steps
/// to the nearest zero of each lane along the first axis, `u32::MAX` where it has none: `(n, …) -> (…, n)`.
///
/// # Panics
/// As [`edt_first`].
///
/// # Examples
/// ```
/// assert_eq!(nd_image::cdt_first([1u8, 1, 0, 1]).into_vec(), [2, 1, 0, 1]);
/// ```
#[track_caller]
pub fn cdt_first<A: ArrayLike<Elem = u8>>(set: A) -> Array<u32> {
    let steps = set.view().map(|set| if set == 0 { 0 } else { NONE });
    lanes("cdt_first", &steps, &taxicab)
}

/// A further pass, along an axis by which no distance has gone yet: `(n, …) -> (…, n)`.
///
/// By the chessboard's metric it is that of Meijster, Roerdink and Hesselink, "A general algorithm for computing
/// distance transforms in linear time" (2000).
///
/// # Panics
/// As [`edt_first`], and if the metric is [`Metric::Euclidean`].
///
/// # Examples
/// ```
/// use nd_image::{Metric, cdt_first, cdt_next};
///
/// let columns = cdt_first([[0u8, 1], [1, 1]]);
/// assert_eq!(cdt_next(&columns, Metric::Taxicab).into_vec(), [0, 1, 1, 2]);
/// assert_eq!(cdt_next(&columns, Metric::Chessboard).into_vec(), [0, 1, 1, 1]);
/// ```
#[track_caller]
pub fn cdt_next<A: ArrayLike<Elem = u32>>(steps: A, metric: Metric) -> Array<u32> {
    let steps = steps.view().to_array();
    match metric {
        Metric::Taxicab => lanes("cdt_next", &steps, &taxicab),
        Metric::Chessboard => lanes("cdt_next", &steps, &chessboard),
        Metric::Euclidean => panic!("cdt_next: Euclidean distances are not whole numbers"),
    }
}

/// What a function makes of each lane along the first axis of an array without gaps.
#[track_caller]
fn lanes(op: &str, steps: &Array<u32>, work: &(dyn Fn(&[u32], &mut [u32]) + Sync)) -> Array<u32> {
    let (shape, n, m) = turned(op, steps.shape());
    let mut out = vec![0; n * m];
    let all = steps.as_slice().expect("fresh arrays are contiguous");
    if out.is_empty() {
        return Array::from_shape_vec(&shape[..], out);
    }
    threads::chunks(&mut out, TILE * n, &|start, out| {
        let (left, lines) = (start / n, out.len() / n);
        let mut tile = vec![0; out.len()];
        for (i, row) in all.chunks(m).enumerate() {
            for (line, &x) in row[left..][..lines].iter().enumerate() {
                tile[line * n + i] = x;
            }
        }
        tile.chunks(n).zip(out.chunks_mut(n)).for_each(|(line, out)| work(line, out));
    });
    Array::from_shape_vec(&shape[..], out)
}

/// `out[i]` is the least of `line[j] + |i - j|`.
fn taxicab(line: &[u32], out: &mut [u32]) {
    let mut near = NONE;
    for (&x, out) in line.iter().zip(&mut *out) {
        near = x.min(near.saturating_add(1));
        *out = near;
    }
    let mut near = NONE;
    for out in out.iter_mut().rev() {
        near = (*out).min(near.saturating_add(1));
        *out = near;
    }
}

/// `out[i]` is the least of the larger of `line[j]` and `|i - j|`.
fn chessboard(line: &[u32], out: &mut [u32]) {
    // Where each of the lines of the lower envelope has its foot, and from where on it is the lowest.
    let mut feet: Vec<(i64, i64)> = Vec::new();
    let height = |j: i64| i64::from(line[j as usize]);
    let value = |i: i64, j: i64| (i - j).abs().max(height(j));
    for next in (0..line.len() as i64).filter(|&j| line[j as usize] != NONE) {
        while feet.last().is_some_and(|&(foot, from)| value(from, foot) > value(from, next)) {
            feet.pop();
        }
        let Some(&(last, _)) = feet.last() else {
            feet.push((next, 0));
            continue;
        };
        let middle = (last + next).div_euclid(2);
        let crossing = if height(last) <= height(next) {
            middle.max(last + height(next))
        } else {
            middle.min(next - height(last))
        };
        if crossing + 1 < line.len() as i64 {
            feet.push((next, crossing + 1));
        }
    }
    let mut at = feet.len();
    for (i, out) in out.iter_mut().enumerate().rev() {
        let i = i as i64;
        while at > 1 && feet[at - 1].1 > i {
            at -= 1;
        }
        *out = if at == 0 { NONE } else { value(i, feet[at - 1].0) as u32 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EdtOptions, distance_transform_cdt, distance_transform_edt_with};

    fn sets() -> Vec<Array<u8>> {
        let shapes: [&[usize]; 8] =
            [&[1], &[17], &[40, 33], &[1, 9], &[9, 1], &[5, 6, 7], &[2, 3, 4, 5], &[70, 3]];
        let mut seed = 7u32;
        let mut all = Vec::new();
        for shape in shapes {
            for zeros in [2, 9, 40, 200] {
                all.push(Array::from_fn(shape, |_| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    u8::from(!(seed >> 16).is_multiple_of(zeros))
                }));
            }
        }
        all
    }

    #[test]
    fn passes_of_steps_are_the_chamfer() {
        for set in sets() {
            for metric in [Metric::Taxicab, Metric::Chessboard] {
                let first = cdt_first(&set);
                let made = (1..set.ndim()).fold(first, |steps, _| cdt_next(&steps, metric));
                match distance_transform_cdt(&set, metric) {
                    Some(whole) => assert_eq!(made, whole, "{:?} {metric:?}", set.shape()),
                    None => assert!(made.iter().all(|&steps| steps == NONE)),
                }
            }
        }
    }

    fn passes<S: Lane>(set: &Array<u8>, sampling: &[f64]) -> Array<f64> {
        let first = edt_first::<S, _>(set, sampling[0]);
        edt_root(sampling[1..].iter().fold(first, |squares, &step| edt_next(&squares, step)))
    }

    #[test]
    fn passes_of_squares_are_the_transform() {
        for set in sets() {
            let ones = vec![1.0; set.ndim()];
            let whole = distance_transform_edt_with(&set, &EdtOptions::default());
            assert_eq!(passes::<u32>(&set, &ones), whole);
            assert_eq!(passes::<f64>(&set, &ones), whole);
            let steps: Vec<f64> = (0..set.ndim()).map(|axis| 0.7 + 0.9 * axis as f64).collect();
            let options = EdtOptions::default().sampling(steps.clone());
            assert_eq!(passes::<f64>(&set, &steps), distance_transform_edt_with(&set, &options));
        }
    }
}
