//! Corners by a circle of pixels around them.

use crate::level::{Level, plane};
use nd_core::{Array, ArrayLike, threads};

/// The circle, from the right clockwise: rows and columns.
const CIRCLE: [[isize; 2]; 16] = [
    [0, 3],
    [1, 3],
    [2, 2],
    [3, 1],
    [3, 0],
    [3, -1],
    [2, -2],
    [1, -3],
    [0, -3],
    [-1, -3],
    [-2, -2],
    [-3, -1],
    [-3, 0],
    [-3, 1],
    [-2, 2],
    [-1, 3],
];

/// The response of FAST (features from accelerated segment test): `(h, w) -> (h, w)` (Rosten and Drummond, European
/// Conference on Computer Vision, 2006).
///
/// A corner is where `n` neighbours in a row on the circle of 16 pixels around it are all brighter than it by
/// more than `threshold`, or all darker; its response is the sum of all 16 differences. 0 elsewhere, as within
/// three pixels of the edges.
///
/// # Panics
/// If the picture is not `(h, w)`, or `n` is not within 1 and 16.
///
/// # scikit-image
/// `skimage.feature.corner_fast(a, n, threshold)`, which scales integers to fractions.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let square = Array::from_fn([12, 12], |i| if i[0] > 5 && i[1] > 5 { 200u8 } else { 50 });
/// let response = nd_image::feature::corner_fast(&square, 9, 20.0);
/// assert!(response[[6, 6]] > 0.0 && response[[3, 3]] == 0.0);
/// ```
#[track_caller]
pub fn corner_fast<A: ArrayLike<Elem: Level>>(a: A, n: usize, threshold: f64) -> Array<f64> {
    let a = a.view();
    plane("corner_fast", a.shape());
    assert!((1..=16).contains(&n), "corner_fast: {n} neighbours, must be 1 to 16");
    responses(&A::Elem::wide(a), n as u32, threshold)
}

#[inline(never)]
fn responses(a: &Array<f64>, n: u32, threshold: f64) -> Array<f64> {
    let [h, w] = a.view().dims();
    let mut out = Array::<f64>::zeros([h, w]);
    if h < 7 || w < 7 {
        return out;
    }
    let from = a.as_slice().expect("casts are contiguous");
    let steps = CIRCLE.map(|[r, c]| r * w as isize + c);
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, 32 * w, &|start, to| {
        for (y, to) in (start / w..).zip(to.chunks_mut(w)) {
            if (3..h - 3).contains(&y) {
                for (x, to) in to.iter_mut().enumerate().take(w - 3).skip(3) {
                    *to = response(from, y * w + x, &steps, n, threshold);
                }
            }
        }
    });
    out
}

#[inline(always)]
fn response(from: &[f64], i: usize, steps: &[isize; 16], n: u32, threshold: f64) -> f64 {
    let middle = from[i];
    let (low, high) = (middle - threshold, middle + threshold);
    let at = |k: usize| from[i.wrapping_add_signed(steps[k])];
    // Of the four at right angles, as many as must be in any row of `n`.
    let quarters = [at(0), at(4), at(8), at(12)];
    let least = (n / 4) as usize;
    let count = |hit: &dyn Fn(f64) -> bool| quarters.iter().filter(|x| hit(**x)).count();
    if count(&|x| x > high) < least && count(&|x| x < low) < least {
        return 0.0;
    }
    let circle: [f64; 16] = std::array::from_fn(at);
    let bits = |hit: &dyn Fn(f64) -> bool| {
        (0..16).fold(0u32, |bits, k| bits | u32::from(hit(circle[k])) << k)
    };
    if in_a_row(bits(&|x| x > high), n) || in_a_row(bits(&|x| x < low), n) {
        circle.iter().map(|x| (x - middle).abs()).sum()
    } else {
        0.0
    }
}

/// Whether `n` of 16 bits in a circle, next to each other, are set.
fn in_a_row(bits: u32, n: u32) -> bool {
    let mut round = bits | bits << 16;
    // What is left has as many set bits before it as were shifted over.
    for _ in 1..n {
        round &= round >> 1;
    }
    round & 0xffff != 0
}
