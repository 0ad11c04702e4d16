//! Backgrounds.

use crate::level::{Level, plane};
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, ArrayLike, threads};

/// The background of a picture, over which a ball of this radius rolls from below: `(h, w) -> (h, w)` (Sternberg, Computer 16,
/// 1983).
///
/// Levels and pixels are the same unit: a ball in a picture of fractions is hardly curved, unless the picture is
/// scaled. Integers are rounded. NaN is no obstacle; where nothing else is, the background is infinite, of integers
/// that of white.
///
/// # Panics
/// If the picture is not `(h, w)`, or the radius is negative, NaN or above 10,000.
///
/// # scikit-image
/// `skimage.restoration.rolling_ball(a, radius=radius, nansafe=True)`, which cuts fractions of integers off.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// let mut a = Array::from_fn([20, 20], |i| 50 + i[1] as u8);
/// a[[9, 9]] = 200;
/// let background = nd_image::restoration::rolling_ball(&a, 5.0);
/// assert!(background[[9, 9]] < 65);
/// ```
#[track_caller]
pub fn rolling_ball<A: ArrayLike<Elem: Level>>(a: A, radius: f64) -> Array<A::Elem> {
    let a = a.view();
    plane("rolling_ball", a.shape());
    assert!((0.0..=10_000.0).contains(&radius), "rolling_ball: radius is {radius}");
    let shape = a.shape().to_vec();
    let background = background(&A::Elem::wide(a), radius).into_vec();
    Array::from_shape_vec(shape, background.into_iter().map(A::Elem::level).collect())
}

#[inline(never)]
fn background(a: &Array<f64>, radius: f64) -> Array<f64> {
    let [h, w] = a.view().dims();
    let samples = a.as_slice().expect("casts are contiguous");
    let reach = radius.ceil() as usize;
    let mut out = Array::full([h, w], f64::INFINITY);
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, w.max(1), &|start, out| {
        let y = start / w;
        for i in y.saturating_sub(reach)..(y + reach + 1).min(h) {
            let down = y.abs_diff(i) as f64;
            dispatch(Slice { row: &samples[i * w..][..w], radius, down, out });
        }
    });
    out
}

/// What a row of the picture leaves of the ball's height above another one.
struct Slice<'a> {
    row: &'a [f64],
    radius: f64,
    down: f64,
    out: &'a mut [f64],
}

impl Kernel for Slice<'_> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _isa: I) {
        let Slice { row, radius, down, out } = self;
        let w = row.len();
        let square = radius * radius - down * down;
        if square < 0.0 {
            return;
        }
        let reach = (square.sqrt() as usize).min(w.saturating_sub(1));
        for along in 0..=reach {
            // By how much the ball is lower there than in its middle.
            let height = (square - (along * along) as f64).max(0.0).sqrt();
            let lower = radius - height;
            let least = |out: &mut [f64], row: &[f64]| {
                for (out, &x) in out.iter_mut().zip(row) {
                    let level = x + lower;
                    *out = if level < *out { level } else { *out };
                }
            };
            least(&mut out[along..], row);
            least(out, &row[along..]);
        }
    }
}
