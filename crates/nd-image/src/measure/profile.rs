//! Values along a line.

use crate::measured::{Floats, Measured, contiguous, read_all};
use nd_core::{Array, ArrayLike};

/// What the values across a line become.
///
/// # Examples
/// ```
/// use nd_image::measure::{Reduce, profile_line};
///
/// let rows = [[1.0, 1.0], [5.0, 5.0], [9.0, 9.0]];
/// let sum = profile_line(rows, [1.0, 0.0], [1.0, 1.0], 3, Reduce::Sum);
/// assert_eq!(sum.into_vec(), [15.0, 15.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reduce {
    /// Their mean.
    #[default]
    Mean,
    /// Their sum.
    Sum,
    /// The largest; NaN if one is.
    Max,
    /// The smallest; NaN if one is.
    Min,
}

/// The values along a line through a picture, every pixel's length: `(h, w) -> (n)` or `(h, w, c) -> (n, c)`,
/// by linear interpolation, both ends included.
///
/// `width` values across the line, a pixel apart, are reduced to one. Beyond its edges the picture is
/// reflected.
///
/// # Panics
/// If the picture is empty or has not 2 or 3 axes, `width` is 0, or an end is not finite or so far away that
/// there were 2³² values or more.
///
/// # scikit-image
/// `skimage.measure.profile_line(image, src, dst, linewidth, order=1, reduce_func=...)`.
///
/// # Examples
/// ```
/// use nd_image::measure::{Reduce, profile_line};
///
/// let slope = [[0.0, 1.0, 2.0, 3.0]; 3];
/// let line = profile_line(slope, [1.0, 0.5], [1.0, 2.5], 1, Reduce::Mean);
/// assert_eq!(line.into_vec(), [0.5, 1.5, 2.5]);
/// ```
#[must_use]
#[track_caller]
pub fn profile_line<A>(
    picture: A,
    from: [f64; 2],
    to: [f64; 2],
    width: usize,
    reduce: Reduce,
) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
{
    let picture = picture.view();
    let shape = picture.shape();
    let fits = matches!(shape.len(), 2 | 3) && !picture.is_empty();
    assert!(fits, "profile_line: a picture of shape {shape:?}");
    let steps = (to[0] - from[0]).hypot(to[1] - from[1]) + 1.0;
    let finite = from.iter().chain(&to).all(|x| x.is_finite());
    assert!(width > 0, "profile_line: a line of width 0");
    assert!(
        finite && steps * (width as f64) < 4.0e9,
        "profile_line: a line from {from:?} to {to:?} of width {width}"
    );
    let values = read_all(&Floats(contiguous(picture)));
    let channels = shape.get(2).copied().unwrap_or(1);
    let plane = Plane { values: &values, size: [shape[0], shape[1]], channels };
    let count = steps.ceil() as usize;
    let found = plane.line(from, to, count, width, reduce);
    match shape.len() {
        2 => Array::from_vec(found),
        _ => Array::from_shape_vec([count, channels], found),
    }
}

/// The `i`-th of `count` numbers from `from` to `to`.
fn between(from: f64, to: f64, i: usize, count: usize) -> f64 {
    if i > 0 && i + 1 == count {
        return to;
    }
    let step = (to - from) / (count.max(2) - 1) as f64;
    i as f64 * step + from
}

struct Plane<'v> {
    values: &'v [f64],
    size: [usize; 2],
    channels: usize,
}

impl Plane<'_> {
    fn line(
        &self,
        from: [f64; 2],
        to: [f64; 2],
        count: usize,
        width: usize,
        reduce: Reduce,
    ) -> Vec<f64> {
        let angle = (to[0] - from[0]).atan2(to[1] - from[1]);
        let half = (width - 1) as f64 / 2.0;
        let across = [half * angle.cos(), half * (-angle).sin()];
        let mut found = Vec::with_capacity(count * self.channels);
        for i in 0..count {
            let middle = [0, 1].map(|axis| between(from[axis], to[axis], i, count));
            let place = |j: usize| {
                let along = |axis: usize| {
                    let (middle, half) = (middle[axis], across[axis]);
                    between(middle - half, middle + half, j, width)
                };
                [along(0), along(1)]
            };
            for channel in 0..self.channels {
                // From the far side, as the one that is asked for.
                let values = (0..width).rev().map(|j| self.value(place(j), channel));
                found.push(reduced(values, width, reduce));
            }
        }
        found
    }

    /// The value at a place between pixels.
    fn value(&self, place: [f64; 2], channel: usize) -> f64 {
        let floors = place.map(f64::floor);
        let mut sum = 0.0;
        for corner in 0..4 {
            let (mut weight, mut at) = (1.0, 0);
            for axis in 0..2 {
                let step = (corner >> (1 - axis) & 1) as f64;
                let part = place[axis] - floors[axis];
                weight *= if step == 1.0 { part } else { 1.0 - part };
                at = at * self.size[axis] + reflected(floors[axis] + step, self.size[axis]);
            }
            if weight != 0.0 {
                sum += weight * self.values[at * self.channels + channel];
            }
        }
        sum
    }
}

/// An index of a line that is reflected at its ends: `c b a`, `a b c`, `c b a`.
fn reflected(at: f64, len: usize) -> usize {
    let period = 2.0 * len as f64;
    let at = at.rem_euclid(period) as usize;
    let at = at.min(2 * len - 1);
    if at < len { at } else { 2 * len - 1 - at }
}

fn reduced(values: impl Iterator<Item = f64>, width: usize, reduce: Reduce) -> f64 {
    match reduce {
        Reduce::Mean => values.sum::<f64>() / width as f64,
        Reduce::Sum => values.sum(),
        Reduce::Max => {
            values.fold(f64::NEG_INFINITY, |m, x| if x > m || x.is_nan() { x } else { m })
        }
        Reduce::Min => values.fold(f64::INFINITY, |m, x| if x < m || x.is_nan() { x } else { m }),
    }
}
