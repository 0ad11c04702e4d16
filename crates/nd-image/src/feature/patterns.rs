//! Local binary patterns.

use crate::level::{Level, plane};
use nd_core::{Array, ArrayLike, threads};

/// What [`local_binary_pattern`] makes of the bits around a pixel.
///
/// # Examples
/// ```
/// assert_eq!(nd_image::feature::PatternMethod::default(), nd_image::feature::PatternMethod::Bits);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatternMethod {
    /// The bits as a number, `0..2^p`.
    #[default]
    Bits,
    /// The least number that turning the bits gives.
    Rotation,
    /// How many bits are set, `0..=p`, if they change at most twice on the way, and `p + 1` if not.
    Uniform,
    /// As `Uniform`, where turned patterns are different: `0..=p (p - 1) + 2`.
    UniformDirected,
    /// The variance of the samples, which turning and brightness leave alone; NaN where it is 0.
    Variance,
}

/// For each pixel, which of `points` samples on a circle around it are not darker: `(h, w) -> (h, w)` (Ojala, Pietikäinen
/// and Mäenpää, IEEE Transactions on Pattern Analysis and Machine Intelligence 24, 2002).
///
/// Samples are interpolated; beyond the edges all is 0. The first is on the right, the others follow
/// counter-clockwise. NaN is darker than all.
///
/// # Panics
/// If the picture is not `(h, w)`, there are no points or more than 24, or the radius is negative or not below
/// 2²⁰.
///
/// # scikit-image
/// `skimage.feature.local_binary_pattern(a, points, radius, method)`: methods `default`, `ror`, `uniform`,
/// `nri_uniform` and `var`.
///
/// # Examples
/// ```
/// use nd_image::feature::{PatternMethod, local_binary_pattern};
/// let a = [[9u8, 9, 9], [0, 5, 9], [0, 0, 0]];
/// let patterns = local_binary_pattern(a, 4, 1.0, PatternMethod::Bits);
/// assert_eq!(patterns[[1, 1]], 3.0); // right, and above
/// ```
#[track_caller]
pub fn local_binary_pattern<A>(
    a: A,
    points: usize,
    radius: f64,
    method: PatternMethod,
) -> Array<f64>
where
    A: ArrayLike<Elem: Level>,
{
    let a = a.view();
    plane("local_binary_pattern", a.shape());
    assert!((1..=24).contains(&points), "local_binary_pattern: {points} points, must be 1 to 24");
    let fits = (0.0..1048576.0).contains(&radius);
    assert!(fits, "local_binary_pattern: radius is {radius}");
    patterns(&A::Elem::wide(a), points, radius, method)
}

#[inline(never)]
fn patterns(a: &Array<f64>, points: usize, radius: f64, method: PatternMethod) -> Array<f64> {
    let [h, w] = a.view().dims();
    let mut out = Array::<f64>::zeros([h, w]);
    let circle = circle(points, radius);
    let picture = Picture { samples: a.as_slice().expect("casts are contiguous"), h, w };
    // What bits alone say, once.
    let codes: Option<Vec<f64>> = (points <= 16 && method != PatternMethod::Variance)
        .then(|| (0..1u32 << points).map(|bits| code(bits, points, method)).collect());
    let to = out.as_slice_mut().expect("fresh arrays are contiguous");
    threads::chunks(to, (8 * w).max(1), &|start, to| {
        let mut row = Row { samples: vec![0.0; points * w], w };
        for (y, to) in (start / w..).zip(to.chunks_mut(w)) {
            row.fill(&picture, &circle, y);
            for (x, to) in to.iter_mut().enumerate() {
                let middle = picture.samples[y * w + x];
                let around = (0..points).map(|k| row.samples[k * w + x]);
                let bits = around
                    .clone()
                    .enumerate()
                    .fold(0, |bits, (k, sample)| bits | u32::from(sample - middle >= 0.0) << k);
                *to = match &codes {
                    Some(codes) => codes[bits as usize],
                    None if method == PatternMethod::Variance => variance(around, points),
                    None => code(bits, points, method),
                };
            }
        }
    });
    out
}

/// The steps to the samples: rows and columns, to five digits, so that whole steps are whole.
fn circle(points: usize, radius: f64) -> Vec<[f64; 2]> {
    let round = |x: f64| (x * 1e5).round_ties_even() / 1e5;
    let angle = |k: usize| std::f64::consts::TAU * k as f64 / points as f64;
    (0..points).map(|k| [round(-radius * angle(k).sin()), round(radius * angle(k).cos())]).collect()
}

struct Picture<'a> {
    samples: &'a [f64],
    h: usize,
    w: usize,
}

impl Picture<'_> {
    fn at(&self, r: f64, c: f64) -> f64 {
        let inside = r >= 0.0 && c >= 0.0 && r < self.h as f64 && c < self.w as f64;
        if inside { self.samples[r as usize * self.w + c as usize] } else { 0.0 }
    }

    /// The sample between four pixels.
    fn between(&self, r: f64, c: f64) -> f64 {
        let (top, left, bottom, right) = (r.floor(), c.floor(), r.ceil(), c.ceil());
        let (down, along) = (r - top, c - left);
        let upper = (1.0 - along) * self.at(top, left) + along * self.at(top, right);
        let lower = (1.0 - along) * self.at(bottom, left) + along * self.at(bottom, right);
        (1.0 - down) * upper + down * lower
    }
}

/// The samples around the pixels of a row, point by point.
struct Row {
    samples: Vec<f64>,
    w: usize,
}

impl Row {
    fn fill(&mut self, picture: &Picture<'_>, circle: &[[f64; 2]], y: usize) {
        let (h, w) = (picture.h, picture.w);
        for (to, &[down, along]) in self.samples.chunks_mut(self.w).zip(circle) {
            let r = y as f64 + down;
            let (top, bottom) = (r.floor(), r.ceil());
            // Where the sample is between four pixels of the picture.
            let first = (-along).ceil().max(0.0) as usize;
            let last = (w as f64 - 1.0 - along.max(0.0).ceil()).max(-1.0);
            let end = ((last + 1.0) as usize).min(w);
            let inside = top >= 0.0 && bottom < h as f64 && first < end;
            let (first, end) = if inside { (first, end) } else { (w, w) };
            for x in (0..first).chain(end..w) {
                to[x] = picture.between(r, x as f64 + along);
            }
            if !inside {
                continue;
            }
            let share = r - top;
            let upper = &picture.samples[top as usize * w..][..w];
            let lower = &picture.samples[bottom as usize * w..][..w];
            for (x, to) in to.iter_mut().enumerate().take(end).skip(first) {
                let c = x as f64 + along;
                let (left, right) = (c.floor(), c.ceil());
                let part = c - left;
                let (i, j) = (left as usize, right as usize);
                let above = (1.0 - part) * upper[i] + part * upper[j];
                let below = (1.0 - part) * lower[i] + part * lower[j];
                *to = (1.0 - share) * above + share * below;
            }
        }
    }
}

fn code(bits: u32, points: usize, method: PatternMethod) -> f64 {
    let p = points as u32;
    // Between neighbours, the last and the first not among them.
    let changes = ((bits ^ (bits >> 1)) & ((1 << (p - 1)) - 1)).count_ones();
    let ones = bits.count_ones();
    let code = match method {
        PatternMethod::Bits => bits,
        PatternMethod::Rotation => {
            let turned = |k: u32| (bits >> k | bits << (p - k)) & ((1 << p) - 1);
            (0..p).map(turned).min().expect("there are points")
        }
        PatternMethod::UniformDirected if changes > 2 => p * (p - 1) + 2,
        PatternMethod::UniformDirected if ones == 0 => 0,
        PatternMethod::UniformDirected if ones == p => p * (p - 1) + 1,
        PatternMethod::UniformDirected => {
            let turns = match bits.trailing_zeros() {
                // The ones before the first zero; those behind, at the end, come before them.
                0 => ones as i64 - i64::from(bits.trailing_ones()),
                first => i64::from(p - first),
            };
            1 + (ones - 1) * p + turns as u32
        }
        _ => {
            if changes <= 2 {
                ones
            } else {
                p + 1
            }
        }
    };
    f64::from(code)
}

/// The variance; NaN if it is 0.
fn variance(samples: impl Iterator<Item = f64> + Clone, points: usize) -> f64 {
    let n = points as f64;
    let mean = samples.clone().sum::<f64>() / n;
    let variance = samples.map(|x| (x - mean) * (x - mean)).sum::<f64>() / n;
    if variance == 0.0 { f64::NAN } else { variance }
}
