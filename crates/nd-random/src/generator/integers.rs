//! Uniform integers of every type.

use super::Generator;
use crate::bits::BitGenerator;
use crate::compiled::Drawing;
use crate::error::RandomError;
use crate::interval::{bounded, bounded_u32, mask};
use crate::size::sealed::Fill;
use crate::size::{Made, Size, Target};
use crate::stream::{Pieces, fill_u32, fill_u64};
use nd_core::{Element, Operand, Shape, View, broadcast_shapes};
use std::fmt::Display;

mod sealed {
    use super::Between;
    use crate::bits::BitGenerator;
    use crate::compiled::Drawing;
    use crate::size::Target;

    /// How an integer lies in its range.
    pub trait Offset: Sized {
        /// Bits of a draw: 64, 32, 16, 8, or 1 for `bool`.
        const WIDTH: u32;
        /// `self - low`, for `low <= self`.
        fn above(self, low: Self) -> u64;
        /// `low + offset`, wrapping.
        fn plus(low: Self, offset: u64) -> Self;
        /// The integer below.
        fn pred(self) -> Option<Self>;
        /// Draws by the method of the bit generator for this type.
        fn drawn<B: BitGenerator>(
            bits: &mut B,
            bounds: Between<'_, Self>,
            to: Target<'_, Self>,
        ) -> Drawing<Self>;
    }
}
use sealed::Offset;

/// From where to where.
#[derive(Clone, Copy)]
pub struct Between<'a, T> {
    low: View<'a, T>,
    high: View<'a, T>,
    /// Whether `high` is drawn too.
    inclusive: bool,
}

impl<'a, T> Between<'a, T> {
    pub(super) fn inclusive(low: View<'a, T>, high: View<'a, T>) -> Self {
        Between { low, high, inclusive: true }
    }

    pub(super) fn exclusive(low: View<'a, T>, high: View<'a, T>) -> Self {
        Between { low, high, inclusive: false }
    }
}

macro_rules! drawn {
    ($method:ident) => {
        #[inline]
        fn drawn<B: BitGenerator>(
            bits: &mut B,
            bounds: Between<'_, Self>,
            to: Target<'_, Self>,
        ) -> Drawing<Self> {
            bits.$method(bounds, to)
        }
    };
}

/// Integers that can be drawn: `bool`, `i8` to `i64`, `u8` to `u64`, `isize` and `usize`.
pub trait RandomInteger: Element + PartialOrd + Display + Offset {}
impl<T: Element + PartialOrd + Display + Offset> RandomInteger for T {}

macro_rules! integers {
    ($($T:ty, $Unsigned:ty, $method:ident;)*) => {$(
        impl Offset for $T {
            const WIDTH: u32 = <$T>::BITS;
            #[inline(always)]
            fn above(self, low: $T) -> u64 {
                self.wrapping_sub(low) as $Unsigned as u64
            }
            #[inline(always)]
            fn plus(low: $T, offset: u64) -> $T {
                low.wrapping_add(offset as $T)
            }
            fn pred(self) -> Option<$T> {
                self.checked_sub(1)
            }
            drawn!($method);
        }
    )*};
}
integers! {
    i8, u8, integers_i8;
    i16, u16, integers_i16;
    i32, u32, integers_i32;
    i64, u64, integers_i64;
    isize, usize, integers_isize;
    u8, u8, integers_u8;
    u16, u16, integers_u16;
    u32, u32, integers_u32;
    u64, u64, integers_u64;
    usize, usize, integers_usize;
}

impl Offset for bool {
    const WIDTH: u32 = 1;
    fn above(self, low: bool) -> u64 {
        u64::from(self) - u64::from(low)
    }
    #[inline(always)]
    fn plus(low: bool, offset: u64) -> bool {
        low | (offset & 1 == 1)
    }
    fn pred(self) -> Option<bool> {
        self.then_some(false)
    }
    drawn!(integers_bool);
}

impl<B: BitGenerator> Generator<B> {
    /// Uniform integers from `low` to below `high`, of the type of the bounds.
    ///
    /// The type matters: integers of 8 and 16 bits share draws, as NumPy's. Without bias, by
    /// D. Lemire, "Fast Random Integer Generation in an Interval" (2019).
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if `low >= high`, [`RandomError::Shape`] if the bounds do
    /// not broadcast to the size.
    ///
    /// # NumPy
    /// `rng.integers(low, high, size, dtype)`. NumPy's default type is `i64`; numbers of an
    /// `i32` are the same.
    ///
    /// # Examples
    /// ```
    /// use nd_random::default_rng;
    ///
    /// let mut rng = default_rng(42);
    /// let dice = rng.integers(1, 7, 5)?;
    /// assert_eq!(dice, nd_core::array![1, 5, 4, 3, 3]);
    /// let bytes = rng.integers(0u8, 10, [2, 2])?;
    /// assert!(bytes.iter().all(|&x| x < 10));
    /// assert!(rng.integers(5, 5, ()).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn integers<T: RandomInteger, S: Size<T>>(
        &mut self,
        low: impl Operand<T>,
        high: impl Operand<T>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (low, high) = (low.operand(), high.operand());
        size.through(|to| T::drawn(&mut self.bits, Between::exclusive(low, high), to))
    }

    /// Uniform integers from `low` to `high`, both included.
    ///
    /// # Errors
    /// As [`integers`](Self::integers), if `low > high`.
    ///
    /// # NumPy
    /// `rng.integers(low, high, size, dtype, endpoint=True)`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(42);
    /// let any = rng.integers_inclusive(0, u64::MAX, 3)?;
    /// let coins = rng.integers_inclusive(false, true, 100)?;
    /// assert!(coins.iter().any(|&x| x) && !coins.iter().all(|&x| x));
    /// assert!(rng.integers_inclusive(1, 0, 3).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn integers_inclusive<T: RandomInteger, S: Size<T>>(
        &mut self,
        low: impl Operand<T>,
        high: impl Operand<T>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        let (low, high) = (low.operand(), high.operand());
        size.through(|to| T::drawn(&mut self.bits, Between::inclusive(low, high), to))
    }
}

/// Draws between bounds that broadcast to the size.
pub(crate) fn between<T: RandomInteger, B: BitGenerator>(
    bits: &mut B,
    Between { low, high, inclusive }: Between<'_, T>,
    size: Target<'_, T>,
) -> Drawing<T> {
    let domain = if inclusive { "a value of at least low" } else { "a value above low" };
    let last = |high: T| if inclusive { Some(high) } else { high.pred() };
    let shape = match size.shape() {
        Some(shape) => shape,
        None => broadcast_shapes(&[low.shape(), high.shape()])?,
    };
    if shape.size() == 0 {
        return Ok(size.fill(shape, || unreachable!("nothing to draw")));
    }
    let range = |low: T, high: T| match last(high) {
        Some(last) if low <= last => Ok((low, last.above(low))),
        _ => Err(RandomError::parameter("integers", "high", high, domain)),
    };
    let (lows, highs) = (low.try_broadcast_to(shape)?, high.try_broadcast_to(shape)?);
    if low.size() == 1 && high.size() == 1 {
        let first = |a: View<'_, T>| *a.iter().next().expect("a view of one element");
        let (low, max) = range(first(low), first(high))?;
        return Ok(fill(bits, size, shape, low, max));
    }
    for (&low, &high) in lows.iter().zip(highs.iter()) {
        range(low, high)?;
    }
    let mut ranges = lows.iter().zip(highs.iter());
    let mut pieces = Pieces::default();
    Ok(size.fill(shape, || {
        let (&low, &high) = ranges.next().expect("a pair of bounds for each element");
        let (low, max) = range(low, high).expect("all bounds were checked");
        T::plus(low, offset::<T, B>(bits, &mut pieces, max))
    }))
}

/// Fills `size` with `low` to `low + max`.
fn fill<T: RandomInteger, B: BitGenerator>(
    bits: &mut B,
    size: Target<'_, T>,
    shape: Shape,
    low: T,
    max: u64,
) -> Made<T> {
    if max == 0 {
        return size.fill(shape, || low);
    }
    // A power of two of values (or all of them) takes the upper bits of one draw each, and
    // rejects none: the number of draws is known.
    let count = max.wrapping_add(1);
    let by_shift = count & max == 0;
    if by_shift && T::WIDTH == 64 && max > u64::from(u32::MAX) {
        let shift = max.leading_zeros();
        let of = move |draw: u64| T::plus(low, draw >> shift);
        return fill_u64(bits, size, |bits| of(bits.next_u64()), of);
    }
    if by_shift {
        let width = T::WIDTH.min(32);
        let bits_kept = 64 - max.leading_zeros();
        let all = mask_of(width);
        let of = move |word: u32| T::plus(low, u64::from((word & all) >> (width - bits_kept)));
        return fill_u32(bits, size, width, of);
    }
    if T::WIDTH >= 32 && max < u64::from(u32::MAX) {
        let max = max as u32;
        let of = move |bits: &mut B| T::plus(low, u64::from(bounded_u32(bits, max)));
        return size.draw(shape, bits, of);
    }
    let mut pieces = Pieces::default();
    size.draw(shape, bits, move |bits| T::plus(low, offset::<T, B>(bits, &mut pieces, max)))
}

/// The lowest `width` bits.
fn mask_of(width: u32) -> u32 {
    mask((1u64 << width) - 1) as u32
}

/// An integer in `0..=max`, from a draw of as many bits as the type has.
#[inline(always)]
fn offset<T: RandomInteger, B: BitGenerator>(bits: &mut B, pieces: &mut Pieces, max: u64) -> u64 {
    if T::WIDTH >= 32 || max == 0 {
        return bounded(bits, max);
    }
    let (width, all) = (T::WIDTH, mask_of(T::WIDTH));
    let max = max as u32;
    let mut piece = || pieces.next(bits, width) & all;
    if max == all {
        return u64::from(piece());
    }
    let count = max + 1;
    let mut product = piece() * count;
    if product & all < count {
        let threshold = (all - max) % count;
        while product & all < threshold {
            product = piece() * count;
        }
    }
    u64::from(product >> width)
}
