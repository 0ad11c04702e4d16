//! [`Tolerance`]: which singular values count as zero.

use crate::field::Real;
use crate::matrices::exponents::number;

/// Which singular values count as zero.
///
/// # Examples
/// ```
/// use nd_linalg::{Tolerance, matrix_rank, matrix_rank_with};
///
/// let a = [[1.0, 0.0], [0.0, 1e-9]];
/// assert_eq!(matrix_rank(a)?, 2);
/// assert_eq!(matrix_rank_with(a, Tolerance::Relative(1e-6))?, 1);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Tolerance {
    /// Those that rounding may have made: up to the largest times `max(m, n)` times the
    /// distance of 1 to the next number.
    #[default]
    Rounding,
    /// Those up to the largest times this.
    Relative(f64),
    /// Those up to this.
    Absolute(f64),
}

impl Tolerance {
    /// How many of an `(m, n)` matrix's singular values, descending, are not zero. A NaN
    /// tolerance counts none.
    pub(crate) fn rank<R: Real>(self, s: &[R], m: usize, n: usize) -> usize {
        let limit = self.limit(s, m, n);
        s.iter().take_while(|&&s| s > limit).count()
    }

    /// The largest singular value that counts as zero.
    fn limit<R: Real>(self, s: &[R], m: usize, n: usize) -> R {
        let largest = s.first().copied().unwrap_or(R::zero());
        match self {
            // The small factors first: the largest value may be near the end of the range.
            Tolerance::Rounding => largest * (R::from_count(m.max(n)) * R::epsilon()),
            Tolerance::Relative(part) => largest * number(part),
            Tolerance::Absolute(limit) => number(limit),
        }
    }
}
