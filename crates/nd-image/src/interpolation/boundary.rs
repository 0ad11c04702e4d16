//! What lies between and beyond the samples of an array that is read at any place.

use crate::mode::Mode;

/// Where a tap of the constant outside points.
pub(crate) const OUTSIDE: usize = usize::MAX;

/// How an array continues beyond its edges when it is read between its samples.
///
/// As [`Mode`], which turns into it, with two constants: that of SciPy's default is at once
/// everywhere beyond the centres of the outermost samples, even by a hair; that of the grid
/// stands where further samples would be, so that values pass into it gradually.
///
/// # SciPy
/// `mode` and `cval`: `Constant` is `"constant"`, `GridConstant` `"grid-constant"`, and `Wrap`
/// `"grid-wrap"`. SciPy's `"wrap"` takes the first and the last sample for the same one, so a
/// period is one sample short; it is not offered.
///
/// # Examples
/// ```
/// use nd_image::{Boundary, InterpolationOptions, Mode, map_coordinates_with};
///
/// let options = |mode: Boundary| InterpolationOptions::default().order(1).mode(mode);
/// let at = |x: f64, mode| map_coordinates_with([1.0, 2.0], [[x]], &options(mode))[[0]];
/// assert_eq!(at(-0.5, Boundary::Constant(10.0)), 10.0);
/// assert_eq!(at(-0.5, Boundary::GridConstant(10.0)), 5.5);
/// assert_eq!(at(-0.5, Boundary::Nearest), 1.0);
/// assert_eq!(at(-0.5, Boundary::Wrap), 1.5);
/// assert_eq!(Boundary::from(Mode::Constant(3.0)), Boundary::Constant(3.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Boundary {
    /// The value everywhere outside the centres of the outermost samples.
    Constant(f64),
    /// `k k k k | a b c d | k k k k`: samples of that value, interpolated to.
    GridConstant(f64),
    /// `a a a a | a b c d | d d d d`: the nearest sample.
    Nearest,
    /// `d c b a | a b c d | d c b a`: mirrored about the edge of the last sample.
    Reflect,
    /// `d c b | a b c d | c b a`: mirrored about the centre of the last sample.
    Mirror,
    /// `a b c d | a b c d | a b c d`: periodic.
    Wrap,
}

impl Default for Boundary {
    fn default() -> Boundary {
        Boundary::Constant(0.0)
    }
}

impl From<Mode> for Boundary {
    fn from(mode: Mode) -> Boundary {
        match mode {
            Mode::Reflect => Boundary::Reflect,
            Mode::Constant(value) => Boundary::Constant(value),
            Mode::Nearest => Boundary::Nearest,
            Mode::Mirror => Boundary::Mirror,
            Mode::Wrap => Boundary::Wrap,
        }
    }
}

impl Boundary {
    /// The value outside; NaN for the modes without one, which need it for places that are
    /// not numbers.
    pub(crate) fn outside(self) -> f64 {
        match self {
            Boundary::Constant(value) | Boundary::GridConstant(value) => value,
            _ => f64::NAN,
        }
    }

    /// Samples that are put before and behind an axis so that its spline may be taken for one
    /// with a mirror at either end: 12, as SciPy has it, where the pole is below 1e-5.
    pub(crate) fn padding(self) -> usize {
        match self {
            Boundary::Nearest | Boundary::GridConstant(_) => 12,
            _ => 0,
        }
    }

    /// The place that stands for `x` on an axis of `n > 0` samples; `None` where the constant
    /// is, and for NaN.
    pub(crate) fn fold(self, x: f64, n: usize) -> Option<f64> {
        let last = (n - 1) as f64;
        if (0.0..=last).contains(&x) {
            return Some(x);
        }
        let periodic = |period: f64| x - period * (x / period).floor();
        let inside = match self {
            Boundary::Constant(_) => return None,
            // Farther out than any tap reaches all places are alike, and fit into an index.
            Boundary::GridConstant(_) | Boundary::Nearest => x.clamp(-16.0, last + 16.0),
            Boundary::Mirror | Boundary::Reflect | Boundary::Wrap if n == 1 => x * 0.0,
            Boundary::Mirror => {
                let k = periodic(2.0 * last);
                if k > last { 2.0 * last - k } else { k }
            }
            Boundary::Reflect => {
                let k = periodic(2.0 * n as f64);
                if k >= n as f64 { 2.0 * n as f64 - 1.0 - k } else { k }
            }
            Boundary::Wrap => periodic(n as f64),
        };
        (!inside.is_nan()).then_some(inside)
    }

    /// The sample that a tap at `i`, near a folded place, falls on; [`OUTSIDE`] for the
    /// constant of the grid.
    pub(crate) fn tap(self, i: isize, n: usize) -> usize {
        let mode = match self {
            Boundary::GridConstant(value) => Mode::Constant(value),
            // The spline of the constant mode has mirrors at its ends.
            Boundary::Constant(_) | Boundary::Mirror => Mode::Mirror,
            Boundary::Nearest => Mode::Nearest,
            Boundary::Reflect => Mode::Reflect,
            Boundary::Wrap => Mode::Wrap,
        };
        mode.index(i, n).unwrap_or(OUTSIDE)
    }
}
