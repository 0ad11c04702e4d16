//! [`PadMode`]: what stands around a padded array.

use super::Sides;

/// What [`pad`](crate::pad()) puts around an array.
///
/// | mode | `[1, 2, 3]` padded by 4 and 4 |
/// |---|---|
/// | `PadMode::constant(9)` | `9 9 9 9 \| 1 2 3 \| 9 9 9 9` |
/// | `Edge` | `1 1 1 1 \| 1 2 3 \| 3 3 3 3` |
/// | `PadMode::linear_ramp(-7)` | `-7 -5 -3 -1 \| 1 2 3 \| 0 -2 -5 -7` |
/// | `Maximum(None)` and the like | `3 3 3 3 \| 1 2 3 \| 3 3 3 3` |
/// | `Reflect` | `1 2 3 2 \| 1 2 3 \| 2 1 2 3` |
/// | `ReflectOdd` | `-3 -2 -1 0 \| 1 2 3 \| 4 5 6 7` |
/// | `Symmetric` | `3 3 2 1 \| 1 2 3 \| 3 2 1 1` |
/// | `SymmetricOdd` | `-1 -1 0 1 \| 1 2 3 \| 3 4 5 5` |
/// | `Wrap` | `3 1 2 3 \| 1 2 3 \| 1 2 3 1` |
/// | `Empty` | zeros |
///
/// The statistics are over the given number of elements next to either end of the axis, or over
/// the whole axis (`None`); those of integers are rounded, halves to even.
///
/// # NumPy
/// The argument `mode` of `np.pad` with its keyword; `reflect_type="odd"` is `ReflectOdd` and
/// `SymmetricOdd`. What NumPy leaves uninitialised (`"empty"`) is zero.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{PadMode, pad};
///
/// let a = array![1, 2, 3];
/// assert_eq!(pad(&a, (2, 1), PadMode::constant((8, 9))), array![8, 8, 1, 2, 3, 9]);
/// assert_eq!(pad(&a, 1, PadMode::Mean(Some(2.into()))), array![2, 1, 2, 3, 2]); // 1.5 and 2.5
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PadMode<T> {
    /// Given values.
    Constant(Sides<T>),
    /// The first and the last element.
    Edge,
    /// From the first and the last element in equal steps to given values.
    LinearRamp(Sides<T>),
    /// The largest element.
    Maximum(Option<Sides<usize>>),
    /// The mean.
    Mean(Option<Sides<usize>>),
    /// The median.
    Median(Option<Sides<usize>>),
    /// The smallest element.
    Minimum(Option<Sides<usize>>),
    /// Mirrored at the first and the last element.
    Reflect,
    /// Mirrored at the first and the last element, in place and value: twice the edge less the
    /// mirrored element.
    ReflectOdd,
    /// Mirrored beyond the first and the last element, which appear again.
    Symmetric,
    /// As `Symmetric`, twice the edge less the mirrored element.
    SymmetricOdd,
    /// From the other end.
    Wrap,
    /// Zeros.
    Empty,
}

impl<T> PadMode<T> {
    /// [`PadMode::Constant`] of one value, of one for either side, or of two an axis.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{PadMode, Sides};
    ///
    /// assert_eq!(PadMode::<u8>::constant((1, 2)), PadMode::Constant(Sides::from((1, 2))));
    /// ```
    pub fn constant(values: impl Into<Sides<T>>) -> PadMode<T> {
        PadMode::Constant(values.into())
    }

    /// [`PadMode::LinearRamp`] to one value, to one for either side, or to two an axis.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{PadMode, pad};
    ///
    /// let ramp = pad(&[4.0, 6.0], 2, PadMode::linear_ramp(0.0));
    /// assert_eq!(ramp, nd_core::array![0.0, 2.0, 4.0, 6.0, 3.0, 0.0]);
    /// ```
    pub fn linear_ramp(ends: impl Into<Sides<T>>) -> PadMode<T> {
        PadMode::LinearRamp(ends.into())
    }

    /// Which of the `n` elements of an axis stands at position `i`, where 0 is the first one and
    /// negative positions lie before it; `None` where the mode calculates what stands there, or
    /// there are no elements.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::PadMode;
    ///
    /// let row = |mode: PadMode<u8>| Vec::from_iter((-3..6).map(|i| mode.source(i, 3).unwrap()));
    /// assert_eq!(row(PadMode::Edge), [0, 0, 0, 0, 1, 2, 2, 2, 2]);
    /// assert_eq!(row(PadMode::Reflect), [1, 2, 1, 0, 1, 2, 1, 0, 1]);
    /// assert_eq!(row(PadMode::Symmetric), [2, 1, 0, 0, 1, 2, 2, 1, 0]);
    /// assert_eq!(row(PadMode::Wrap), [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    /// assert_eq!(PadMode::constant(0).source(-1, 3), None);
    /// assert_eq!(PadMode::constant(0).source(2, 3), Some(2));
    /// ```
    pub fn source(&self, i: isize, n: usize) -> Option<usize> {
        let len = isize::try_from(n).ok().filter(|&len| len > 0)?;
        if (0..len).contains(&i) {
            return Some(i as usize);
        }
        let at = match self {
            PadMode::Edge => i.clamp(0, len - 1),
            PadMode::Reflect => {
                let period = 2 * (len - 1);
                let at = i.checked_rem_euclid(period).unwrap_or(0); // one element
                at.min(period - at)
            }
            PadMode::Symmetric => {
                let at = i.rem_euclid(2 * len);
                at.min(2 * len - 1 - at)
            }
            PadMode::Wrap => i.rem_euclid(len),
            _ => return None,
        };
        Some(at as usize)
    }
}
