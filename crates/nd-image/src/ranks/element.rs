//! The element types that have an order, and the whole numbers that they are compared as.

use super::footprint::Footprint;
use super::lines::{self, Key};
use crate::windows::{self, Join, Lanes, Span};
use nd_core::{Array, View, ZeroBits, zip};

mod sealed {
    pub trait Sealed {}
    macro_rules! sealed {
        ($($type:ty)*) => {$(impl Sealed for $type {})*};
    }
    sealed!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
}

/// Element types with an order, which [`median_filter`](crate::median_filter) and its kin take: `bool`,
/// integers of 8 to 64 bits, `f32` and `f64`.
///
/// Integers of 64 bits are compared exactly. A window with a NaN in it has the result NaN; `-0.0` is
/// below `0.0`.
pub trait Ranked: ZeroBits + PartialOrd + sealed::Sealed {
    /// The whole numbers in the same order; NaN is the greatest.
    #[doc(hidden)]
    type Key: Key;
    /// The element as a key.
    #[doc(hidden)]
    fn key(self) -> Self::Key;
    /// The element of a key.
    #[doc(hidden)]
    fn value(key: Self::Key) -> Self;
    /// The key in the opposite order, NaN the greatest again.
    #[doc(hidden)]
    fn flipped(self) -> Self::Key;
    /// The element of a key in the opposite order.
    #[doc(hidden)]
    fn unflipped(key: Self::Key) -> Self;
    /// A constant as an element: truncated towards zero, saturated.
    #[doc(hidden)]
    fn constant(x: f64) -> Self;
    /// The least elements of windows along axes, or the greatest. Compiled once a type.
    #[doc(hidden)]
    fn extremes(a: View<'_, Self>, spans: &[Span], greatest: bool) -> Array<Self>;
    /// The elements of a rank in a window. Compiled once a type.
    #[doc(hidden)]
    fn ranked(a: View<'_, Self>, footprint: &Footprint, rank: usize) -> Array<Self>;
}

#[derive(Clone, Copy)]
struct Greatest;

impl<K: Key> Join<K> for Greatest {
    const OVERLAP: bool = true;
    #[inline(always)]
    fn join(self, left: K, right: K) -> K {
        left.max(right)
    }
    #[inline(always)]
    fn finish(self, _: usize, _: &mut [K]) {}
}

fn extremes<T: Ranked>(a: View<'_, T>, spans: &[Span], greatest: bool) -> Array<T> {
    let lanes: Lanes<T, T::Key> = if greatest {
        lanes()
    } else {
        Lanes {
            load: |from, to| to.iter_mut().zip(from).for_each(|(to, &x)| *to = x.flipped()),
            store: |from, to| to.iter_mut().zip(from).for_each(|(to, &x)| *to = T::unflipped(x)),
            outside: |x| T::constant(x).flipped(),
        }
    };
    windows::run(a, spans, &lanes, &|_| Greatest)
}

/// Elements as keys and back.
fn lanes<T: Ranked>() -> Lanes<T, T::Key> {
    Lanes {
        load: |from, to| to.iter_mut().zip(from).for_each(|(to, &x)| *to = x.key()),
        store: |from, to| to.iter_mut().zip(from).for_each(|(to, &x)| *to = T::value(x)),
        outside: |x| T::constant(x).key(),
    }
}

/// The elements of a rank; of floats, NaN where there is one in the window.
fn ranked_floats<T: Ranked>(
    a: View<'_, T>,
    footprint: &Footprint,
    rank: usize,
    nan: T,
) -> Array<T> {
    let mut out = lines::ranked(a, footprint, rank, &lanes());
    // What does not equal itself; a NaN outside counts, too.
    let missing = |x: T| x.partial_cmp(&x).is_none();
    let outside = footprint.constants().any(f64::is_nan);
    if !outside && zip((&a,)).all(|(x,)| !missing(x)) {
        return out;
    }
    let seen = a.map(missing);
    let footprint = footprint.of_missing();
    let last = footprint.len() - 1;
    let seen = lines::ranked(seen.view(), &footprint, last, &lanes());
    let spots = seen.iter();
    let places = out.as_slice_mut().expect("fresh arrays are contiguous");
    places.iter_mut().zip(spots).filter(|(_, seen)| **seen).for_each(|(x, _)| *x = nan);
    out
}

macro_rules! whole {
    ($($type:ident $key:ident $to:expr, $from:expr, $constant:expr;)*) => {$(
        impl Ranked for $type {
            type Key = $key;
            #[inline(always)]
            fn key(self) -> $key {
                $to(self)
            }
            #[inline(always)]
            fn value(key: $key) -> $type {
                $from(key)
            }
            #[inline(always)]
            fn flipped(self) -> $key {
                !$to(self)
            }
            #[inline(always)]
            fn unflipped(key: $key) -> $type {
                $from(!key)
            }
            fn constant(x: f64) -> $type {
                $constant(x)
            }
            #[inline(never)]
            fn extremes(a: View<'_, $type>, spans: &[Span], greatest: bool) -> Array<$type> {
                extremes(a, spans, greatest)
            }
            #[inline(never)]
            fn ranked(a: View<'_, $type>, footprint: &Footprint, rank: usize) -> Array<$type> {
                lines::ranked(a, footprint, rank, &lanes())
            }
        }
    )*};
}
whole! {
    bool u8 u8::from, |key| key & 1 == 1, |x| x != 0.0;
    u8 u8 |x| x, |key| key, |x| x as u8;
    u16 u16 |x| x, |key| key, |x| x as u16;
    i32 i32 |x| x, |key| key, |x| x as i32;
    i64 i64 |x| x, |key| key, |x| x as i64;
    i8 u8 |x| x as u8 ^ 0x80, |key| (key ^ 0x80) as i8, |x| x as i8;
    i16 u16 |x| x as u16 ^ 0x8000, |key| (key ^ 0x8000) as i16, |x| x as i16;
    u32 i32 |x| (x ^ 1 << 31) as i32, |key| key as u32 ^ 1 << 31, |x| x as u32;
    u64 i64 |x| (x ^ 1 << 63) as i64, |key| key as u64 ^ 1 << 63, |x| x as u64;
}

macro_rules! floats {
    ($($type:ident $key:ident $bits:ident;)*) => {$(
        impl Ranked for $type {
            type Key = $key;
            // Of negative numbers the bits count downwards: all but the sign are turned. The same
            // turns them back, and the greatest key is a NaN.
            #[inline(always)]
            fn key(self) -> $key {
                let bits = self.to_bits() as $key;
                let key = bits ^ ((bits >> ($key::BITS - 1)) as $bits >> 1) as $key;
                if self.is_nan() { $key::MAX } else { key }
            }
            #[inline(always)]
            fn value(key: $key) -> $type {
                let bits = key ^ ((key >> ($key::BITS - 1)) as $bits >> 1) as $key;
                $type::from_bits(bits as $bits)
            }
            #[inline(always)]
            fn flipped(self) -> $key {
                (-self).key()
            }
            #[inline(always)]
            fn unflipped(key: $key) -> $type {
                -<$type as Ranked>::value(key)
            }
            fn constant(x: f64) -> $type {
                x as $type
            }
            #[inline(never)]
            fn extremes(a: View<'_, $type>, spans: &[Span], greatest: bool) -> Array<$type> {
                extremes(a, spans, greatest)
            }
            #[inline(never)]
            fn ranked(a: View<'_, $type>, footprint: &Footprint, rank: usize) -> Array<$type> {
                ranked_floats(a, footprint, rank, $type::NAN)
            }
        }
    )*};
}
floats! {
    f32 i32 u32;
    f64 i64 u64;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered<T: Ranked + std::fmt::Debug>(values: &[T]) {
        for pair in values.windows(2) {
            assert!(pair[0].key() < pair[1].key() && pair[0].flipped() > pair[1].flipped());
        }
        for &x in values {
            assert_eq!((T::value(x.key()), T::unflipped(x.flipped())), (x, x));
        }
    }

    #[test]
    fn keys_are_in_the_elements_order() {
        ordered(&[i8::MIN, -1, 0, 1, i8::MAX]);
        ordered(&[i16::MIN, -1, 0, 1, i16::MAX]);
        ordered(&[0, 1, u32::MAX / 2, u32::MAX - 1, u32::MAX]);
        ordered(&[0, 1, u64::MAX / 2, u64::MAX]);
        ordered(&[false, true]);
        ordered(&[f32::NEG_INFINITY, -1.0, -1e-45, 0.0, 1e-45, 2.0, f32::INFINITY]);
        ordered(&[f64::NEG_INFINITY, -1.0, -0.0, 0.0, 2.0, f64::MAX, f64::INFINITY]);
        assert_eq!((f32::NAN.key(), (-f32::NAN).flipped()), (i32::MAX, i32::MAX));
        assert!(f64::value(i64::MAX).is_nan() && f64::unflipped(i64::MAX).is_nan());
    }
}
