//! Pictures with a border, and weights of windows.

use crate::mode::Mode;

/// A picture with a border, channel by channel: each a plane of `h + 2 edge` rows of `w + 2 edge` samples.
pub(super) struct Bordered {
    planes: Vec<Vec<f64>>,
    pub(super) width: usize,
}

impl Bordered {
    pub(super) fn new(samples: &[f64], [h, w, c]: [usize; 3], edge: usize, mode: Mode) -> Bordered {
        let place = |i: usize, n: usize| mode.index(i as isize - edge as isize, n);
        let columns: Vec<_> = (0..w + 2 * edge).map(|x| place(x, w)).collect();
        let planes = (0..c).map(|k| {
            let rows = (0..h + 2 * edge).map(|y| place(y, h));
            rows.flat_map(|y| {
                columns.iter().map(move |&x| match (y, x) {
                    (Some(y), Some(x)) => samples[(y * w + x) * c + k],
                    _ => mode.outside(),
                })
            })
            .collect()
        });
        Bordered { planes: planes.collect(), width: w + 2 * edge }
    }

    /// `len` samples of a row of a channel, from column `x` on; both count from the border's corner.
    #[inline(always)]
    pub(super) fn row(&self, channel: usize, y: usize, x: usize, len: usize) -> &[f64] {
        &self.planes[channel][y * self.width + x..][..len]
    }

    pub(super) fn channels(&self) -> usize {
        self.planes.len()
    }
}

/// `(h, w)` or `(h, w, c)` as three lengths.
#[track_caller]
pub(super) fn picture(op: &str, shape: &[usize]) -> [usize; 3] {
    match *shape {
        [h, w] => [h, w, 1],
        [h, w, c] => [h, w, c],
        _ => panic!("{op}: shape {shape:?}, must be (h, w) or (h, w, c)"),
    }
}

/// `exp(-x)` for `x >= 0`, within 2e-13 of it, and 0 beyond 700; plain arithmetic, for loops over lanes.
#[inline(always)]
pub(super) fn exp_minus(x: f64) -> f64 {
    const MAGIC: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52: what is added to it is rounded to whole numbers.
    let bounded = if x < 700.0 { x } else { 700.0 };
    let whole = bounded * -std::f64::consts::LOG2_E + MAGIC;
    let rest = -bounded - (whole - MAGIC) * std::f64::consts::LN_2;
    // Taylor's series within ±0.35.
    let mut sum = 1.0 / 39_916_800.0;
    for factor in
        [3_628_800.0, 362_880.0, 40_320.0, 5_040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0]
    {
        sum = sum * rest + 1.0 / factor;
    }
    let power = f64::from_bits(sum.to_bits().wrapping_add(whole.to_bits() << 52));
    if x < 700.0 { power } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::exp_minus;

    #[test]
    fn exponentials_are_close() {
        for i in 0..7000 {
            let x = f64::from(i) * 0.1;
            assert!((exp_minus(x) / (-x).exp() - 1.0).abs() < 2e-13, "{x}");
        }
        assert_eq!((exp_minus(0.0), exp_minus(701.0)), (1.0, 0.0));
        assert_eq!(exp_minus(f64::INFINITY), 0.0);
    }
}
