//! Integers within bounds, by masking bits and trying again.

use super::RandomState;
use crate::bits::BitGenerator;
use crate::error::RandomError;
use crate::interval::{mask, masked};
use crate::size::Size;
use nd_core::{Element, Operand, Shape, View, broadcast_shapes};
use std::fmt::Display;
use std::ops::{Range, RangeInclusive, RangeTo};

/// What [`RandomState::randint`] draws: the integers of 8 to 64 bits, and `bool`.
pub trait RandInt: Element + PartialOrd + Display + sealed::Wrapped {}

/// Bounds of random integers, each a number or an array.
///
/// | given | drawn |
/// |---|---|
/// | `..high` | `0 <= x < high` |
/// | `low..high`, `(low, high)` | `low <= x < high` |
/// | `low..=high` | `low <= x <= high` |
///
/// The pair may have a number on one side and an array on the other.
pub trait Bounds<T>: sealed::Pair<T> {}
impl<T, B: sealed::Pair<T>> Bounds<T> for B {}

mod sealed {
    use nd_core::View;

    /// Integers as a lowest one and a distance.
    pub trait Wrapped: Sized {
        /// How many bits of a draw are used.
        const WIDTH: u32;
        const ZERO: Self;
        /// `self - low`, modulo 2⁶⁴.
        fn above(self, low: Self) -> u64;
        /// `self + distance`.
        fn plus(self, distance: u64) -> Self;
    }

    pub trait Pair<T> {
        /// Whether the upper bound comes up itself.
        const CLOSED: bool;
        /// The lower bound, 0 if there is none, and the upper.
        fn pair(&self) -> (Option<View<'_, T>>, View<'_, T>);
    }
}
use sealed::{Pair, Wrapped};

macro_rules! integers {
    ($($T:ty, $width:expr;)*) => {$(
        impl RandInt for $T {}
        impl Wrapped for $T {
            const WIDTH: u32 = $width;
            const ZERO: $T = 0;
            #[inline(always)]
            fn above(self, low: $T) -> u64 {
                (self as u64).wrapping_sub(low as u64)
            }
            #[inline(always)]
            fn plus(self, distance: u64) -> $T {
                self.wrapping_add(distance as $T)
            }
        }
    )*};
}
integers! {
    i8, 8; i16, 16; i32, 32; i64, 64; isize, 64;
    u8, 8; u16, 16; u32, 32; u64, 64; usize, 64;
}

impl RandInt for bool {}
impl Wrapped for bool {
    const WIDTH: u32 = 1;
    const ZERO: bool = false;
    #[inline(always)]
    fn above(self, low: bool) -> u64 {
        u64::from(self) - u64::from(low)
    }
    #[inline(always)]
    fn plus(self, distance: u64) -> bool {
        self || distance == 1
    }
}

impl<T: RandInt, L: Operand<T>> Pair<T> for Range<L> {
    const CLOSED: bool = false;
    fn pair(&self) -> (Option<View<'_, T>>, View<'_, T>) {
        (Some(self.start.operand()), self.end.operand())
    }
}
impl<T: RandInt, L: Operand<T>> Pair<T> for RangeInclusive<L> {
    const CLOSED: bool = true;
    fn pair(&self) -> (Option<View<'_, T>>, View<'_, T>) {
        (Some(self.start().operand()), self.end().operand())
    }
}
impl<T: RandInt, H: Operand<T>> Pair<T> for RangeTo<H> {
    const CLOSED: bool = false;
    fn pair(&self) -> (Option<View<'_, T>>, View<'_, T>) {
        (None, self.end.operand())
    }
}
impl<T: RandInt, L: Operand<T>, H: Operand<T>> Pair<T> for (L, H) {
    const CLOSED: bool = false;
    fn pair(&self) -> (Option<View<'_, T>>, View<'_, T>) {
        (Some(self.0.operand()), self.1.operand())
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// Integers within [`Bounds`], each as likely as any other.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if there is no integer between two bounds,
    /// [`RandomError::Shape`] if the bounds do not broadcast to the size.
    ///
    /// # NumPy
    /// `np.random.randint(low, high, size, dtype)`: the type of the bounds is the `dtype`. The
    /// numbers of `i32` and `i64` are the same.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let mut random = nd_random::legacy::RandomState::new(42);
    /// assert_eq!(random.randint(0..100, 4)?, array![51, 92, 14, 71]);
    /// let bytes = random.randint(0..=255u8, [2, 2])?;
    /// assert_eq!(bytes.shape(), [2, 2]);
    /// assert!(random.randint(5..5, 3).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn randint<T: RandInt, S: Size<T>>(
        &mut self,
        bounds: impl Bounds<T>,
        size: S,
    ) -> Result<S::Out, RandomError> {
        randint(&mut self.source.bits, &bounds, size)
    }
}

fn randint<T: RandInt, P: Pair<T>, S: Size<T>, B: BitGenerator>(
    bits: &mut B,
    bounds: &P,
    size: S,
) -> Result<S::Out, RandomError> {
    let zero = T::ZERO;
    let (low, high) = bounds.pair();
    let low = low.unwrap_or(View::from_ref(&zero));
    let all = broadcast_shapes(&[low.shape(), high.shape()])?;
    let shape = size.shape().unwrap_or(all);
    check::<T, P>(low, high, all)?;
    let mut pieces = Pieces::default();
    if all.size() == 1 {
        let (low, high) = (first(low), first(high));
        let most = most::<T, P>(low, high);
        return Ok(size.fill(shape, || low.plus(pieces.integer::<T, B>(bits, most))));
    }
    let (low, high) = (low.try_broadcast_to(shape)?, high.try_broadcast_to(shape)?);
    let mut walk = low.iter().zip(high.iter());
    Ok(size.fill(shape, || {
        let (&low, &high) = walk.next().expect("bounds for each element of the size");
        low.plus(pieces.integer::<T, B>(bits, most::<T, P>(low, high)))
    }))
}

fn first<T: Copy>(view: View<'_, T>) -> T {
    *view.iter().next().expect("a view of one element")
}

fn check<T: RandInt, P: Pair<T>>(
    low: View<'_, T>,
    high: View<'_, T>,
    shape: Shape,
) -> Result<(), RandomError> {
    let (low, high) = (low.try_broadcast_to(shape)?, high.try_broadcast_to(shape)?);
    for (low, high) in low.iter().zip(high.iter()) {
        if low > high || (low == high && !P::CLOSED) {
            let domain = if P::CLOSED { "a value of at least low" } else { "a value above low" };
            return Err(RandomError::parameter("randint", "high", high, domain));
        }
    }
    Ok(())
}

/// How far above `low` a number may be; the bounds were checked.
#[inline(always)]
fn most<T: RandInt, P: Pair<T>>(low: T, high: T) -> u64 {
    high.above(low) - u64::from(!P::CLOSED)
}

/// What is left of a draw of 32 bits that is handed out in pieces.
#[derive(Default)]
struct Pieces {
    word: u32,
    left: u32,
}

impl Pieces {
    /// The next `width` bits.
    #[inline(always)]
    fn next<B: BitGenerator>(&mut self, bits: &mut B, width: u32) -> u64 {
        if self.left == 0 {
            self.word = bits.next_u32();
            self.left = 32 / width;
        } else {
            self.word >>= width;
        }
        self.left -= 1;
        u64::from(self.word & ((1 << width) - 1))
    }

    /// An integer of `0..=most`, of the width of `T`.
    #[inline(always)]
    fn integer<T: RandInt, B: BitGenerator>(&mut self, bits: &mut B, most: u64) -> u64 {
        if T::WIDTH >= 32 {
            return masked(bits, most);
        }
        if most == 0 {
            return 0;
        }
        let mask = mask(most);
        loop {
            let value = self.next(bits, T::WIDTH) & mask;
            if value <= most {
                return value;
            }
        }
    }
}
