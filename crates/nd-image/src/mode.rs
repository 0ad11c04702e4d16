//! What a filter sees beyond the edge of the picture.

/// How an array continues beyond its edges, as in `scipy.ndimage`.
///
/// The pictures show what lies beyond `a b c d`. Every mode but `Constant` repeats its pattern
/// for as far as the kernel reaches, so a kernel may be larger than the array. SciPy's `grid-mirror`,
/// `grid-constant` and `grid-wrap` are, for filters, other names of `Reflect`, `Constant` and `Wrap`.
///
/// # Examples
/// ```
/// use nd_image::{KernelOptions, Mode, correlate1d_with};
///
/// let options = |mode| KernelOptions::default().mode(mode);
/// let left = |mode| correlate1d_with([1.0, 2.0, 3.0], &[1.0, 0.0, 0.0], 0, &options(mode))[[0]];
/// assert_eq!(left(Mode::Reflect), 1.0);
/// assert_eq!(left(Mode::Mirror), 2.0);
/// assert_eq!(left(Mode::Wrap), 3.0);
/// assert_eq!(left(Mode::Constant(9.0)), 9.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub enum Mode {
    /// `d c b a | a b c d | d c b a`: mirrored about the edge of the last sample. The default.
    #[default]
    Reflect,
    /// `k k k k | a b c d | k k k k`: the given value everywhere outside.
    Constant(f64),
    /// `a a a a | a b c d | d d d d`: the nearest sample.
    Nearest,
    /// `d c b | a b c d | c b a`: mirrored about the centre of the last sample.
    Mirror,
    /// `a b c d | a b c d | a b c d`: periodic.
    Wrap,
}

impl Mode {
    /// The sample that stands at position `i` of an axis of length `n > 0`; `None` where the
    /// constant does.
    pub(crate) fn index(self, i: isize, n: usize) -> Option<usize> {
        let len = n as isize;
        if (0..len).contains(&i) {
            return Some(i as usize);
        }
        let inside = match self {
            Mode::Constant(_) => return None,
            Mode::Nearest => i.clamp(0, len - 1),
            Mode::Wrap => i.rem_euclid(len),
            Mode::Reflect => {
                let k = i.rem_euclid(2 * len);
                k.min(2 * len - 1 - k)
            }
            Mode::Mirror if n == 1 => 0,
            Mode::Mirror => {
                let k = i.rem_euclid(2 * len - 2);
                k.min(2 * len - 2 - k)
            }
        };
        Some(inside as usize)
    }

    /// The constant outside, zero for the modes that have none (they never ask).
    pub(crate) fn outside(self) -> f64 {
        match self {
            Mode::Constant(value) => value,
            _ => 0.0,
        }
    }
}
