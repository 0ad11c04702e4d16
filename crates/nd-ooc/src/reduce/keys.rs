//! [`Keyed`]: elements as whole numbers in the same order.

use half::{bf16, f16};
use nd_core::Typed;
use nd_ops::Ranked;

/// Elements with whole numbers that have their order, NaN of either sign being last.
///
/// Those that quantiles are asked of: integers and floats.
pub trait Keyed: Ranked + Typed {
    /// How many bits the numbers have.
    #[doc(hidden)]
    const BITS: u32;
    /// The number of the largest element; what is above is NaN.
    #[doc(hidden)]
    const LAST: u64;

    /// The number of an element.
    #[doc(hidden)]
    fn key(self) -> u64;

    /// The element of a number.
    #[doc(hidden)]
    fn of_key(key: u64) -> Self;
}

macro_rules! keyed_integers {
    ($($T:ty, $U:ty, $sign:expr;)*) => {$(
        impl Keyed for $T {
            const BITS: u32 = <$T>::BITS;
            const LAST: u64 = <$U>::MAX as u64;
            #[inline(always)]
            fn key(self) -> u64 {
                u64::from(self as $U ^ $sign)
            }
            #[inline(always)]
            fn of_key(key: u64) -> $T {
                (key as $U ^ $sign) as $T
            }
        }
    )*};
}
keyed_integers! {
    i8, u8, 1 << 7;
    i16, u16, 1 << 15;
    i32, u32, 1 << 31;
    i64, u64, 1 << 63;
    u8, u8, 0;
    u16, u16, 0;
    u32, u32, 0;
    u64, u64, 0;
}

macro_rules! keyed_floats {
    ($($T:ty, $U:ty, $I:ty;)*) => {$(
        impl Keyed for $T {
            const BITS: u32 = <$U>::BITS;
            const LAST: u64 = (<$T>::INFINITY.to_bits() ^ 1 << (<$U>::BITS - 1)) as u64
                - !<$T>::NEG_INFINITY.to_bits() as u64;
            #[inline(always)]
            fn key(self) -> u64 {
                let bits = self.to_bits();
                // Negative ones the other way round, and above them the others.
                let turned = bits ^ ((bits as $I >> (<$U>::BITS - 1)) as $U | 1 << (<$U>::BITS - 1));
                u64::from(turned.wrapping_sub(!<$T>::NEG_INFINITY.to_bits()))
            }
            #[inline(always)]
            fn of_key(key: u64) -> $T {
                let turned = (key as $U).wrapping_add(!<$T>::NEG_INFINITY.to_bits());
                let sign = 1 << (<$U>::BITS - 1);
                <$T>::from_bits(if turned & sign == 0 { !turned } else { turned ^ sign })
            }
        }
    )*};
}
keyed_floats! {
    f16, u16, i16;
    bf16, u16, i16;
    f32, u32, i32;
    f64, u64, i64;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order<T: Keyed + std::fmt::Debug>(values: &[T]) {
        assert!(values.iter().map(|x| x.key()).is_sorted(), "{values:?}");
        for &x in values {
            assert_eq!(T::of_key(x.key()), x);
            assert!(x.key() <= T::LAST);
        }
    }

    #[test]
    fn keys_have_the_order_of_the_elements() {
        in_order(&[i8::MIN, -1, 0, 1, i8::MAX]);
        in_order(&[i64::MIN, -1, 0, 1, i64::MAX]);
        in_order(&[0, 1, u16::MAX]);
        in_order(&[
            f32::NEG_INFINITY,
            f32::MIN,
            -1.0,
            -0.0,
            0.0,
            1e-40,
            1.0,
            f32::MAX,
            f32::INFINITY,
        ]);
        in_order(&[f64::NEG_INFINITY, f64::MIN, -1.0, -0.0, 0.0, 1e-310, 1.0, f64::INFINITY]);
        in_order(&[f16::NEG_INFINITY, f16::MIN, f16::ZERO, f16::MAX, f16::INFINITY]);
        in_order(&[bf16::NEG_INFINITY, bf16::MIN, bf16::ZERO, bf16::MAX, bf16::INFINITY]);
        assert_eq!(f64::INFINITY.key(), f64::LAST);
        for nan in [f32::NAN, -f32::NAN, f32::from_bits(0x7f80_0001), f32::from_bits(0xffff_ffff)] {
            assert!(nan.key() > f32::LAST);
        }
    }
}
