//! The element types that NumPy has too: their names, their bytes, random values of them.

use super::random::Random;
use half::f16;
use nd::Element;
use num_complex::Complex;

/// An element type with a NumPy name.
pub trait Value: Element + PartialEq + std::fmt::Debug {
    /// NumPy's name, little-endian.
    const NUMPY: &'static str;
    /// A random value; special ones often.
    fn random(random: &mut Random) -> Self;
    /// A random value for functions that are compared within a tolerance: nothing near the ends
    /// of the range, where a rounding decides between a number and infinity.
    fn ordinary(random: &mut Random) -> Self {
        Self::random(random)
    }
    /// A random value that is finite and small: nothing that decides alone what a whole lane becomes.
    fn small(random: &mut Random) -> Self;
    /// Appends the little-endian bytes.
    fn write(self, bytes: &mut Vec<u8>);
}

impl Value for bool {
    const NUMPY: &'static str = "|b1";
    fn random(random: &mut Random) -> Self {
        random.one_in(2)
    }
    fn small(random: &mut Random) -> Self {
        random.one_in(2)
    }
    fn write(self, bytes: &mut Vec<u8>) {
        bytes.push(u8::from(self));
    }
}

macro_rules! integers {
    ($($T:ty, $name:literal;)*) => {$(
        impl Value for $T {
            const NUMPY: &'static str = $name;
            fn random(random: &mut Random) -> Self {
                integer(random, <$T>::MIN as i64, <$T>::MAX as i64) as $T
            }
            fn small(random: &mut Random) -> Self {
                let least = if <$T>::MIN == 0 { 0 } else { -20 };
                (least + random.below(41) as i64) as $T
            }
            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
        }
    )*};
}
integers! {
    i8, "|i1"; i16, "<i2"; i32, "<i4"; i64, "<i8";
    u8, "|u1"; u16, "<u2"; u32, "<u4"; u64, "<u8";
}

/// Places and numbers of elements, which NumPy has as `int64`.
impl Value for usize {
    const NUMPY: &'static str = "<i8";
    fn random(random: &mut Random) -> Self {
        random.below(21)
    }
    fn small(random: &mut Random) -> Self {
        random.below(21)
    }
    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend((self as i64).to_le_bytes());
    }
}

/// Mostly small, sometimes an end of the range, sometimes any bits (to be cut to the type).
fn integer(random: &mut Random, min: i64, max: i64) -> i64 {
    match random.below(8) {
        0 => *random.pick(&[min, max, 0, 1, -1]),
        1 | 2 => random.bits() as i64,
        _ => random.below(41) as i64 - 20,
    }
}

macro_rules! floats {
    ($($T:ty, $name:literal, $tiny:expr, $huge:expr;)*) => {$(
        impl Value for $T {
            const NUMPY: &'static str = $name;
            fn random(random: &mut Random) -> Self {
                let special = [0.0, -0.0, <$T>::INFINITY, <$T>::NEG_INFINITY, <$T>::NAN, 1.0, -1.0,
                    $tiny, -$tiny, <$T>::MIN_POSITIVE, $huge, -$huge, <$T>::EPSILON];
                match random.below(12) {
                    0 => *random.pick(&special),
                    // Signalling NaN are no numbers of anybody's: `hypot` of one and infinity is NaN in C.
                    1 => Some(<$T>::from_bits(random.bits() as _))
                        .filter(|x| !x.is_nan())
                        .unwrap_or(<$T>::NAN),
                    2 => random.below(21) as $T - 10.0,
                    3 => (random.below(41) as $T - 20.0) / 2.0,
                    _ => (random.unit() * 20.0 - 10.0) as $T,
                }
            }
            fn ordinary(random: &mut Random) -> Self {
                match random.below(2000) {
                    0 => *random.pick(&[<$T>::NAN, <$T>::INFINITY, <$T>::NEG_INFINITY]),
                    _ => (random.unit() * 20.0 - 10.0) as $T,
                }
            }
            fn small(random: &mut Random) -> Self {
                (random.unit() * 20.0 - 10.0) as $T
            }
            fn write(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
        }
    )*};
}
floats! {
    f32, "<f4", f32::from_bits(1), f32::MAX;
    f64, "<f8", f64::from_bits(1), f64::MAX;
}

impl Value for f16 {
    const NUMPY: &'static str = "<f2";
    fn random(random: &mut Random) -> Self {
        let special = [
            f16::ZERO,
            f16::NEG_ZERO,
            f16::INFINITY,
            f16::NEG_INFINITY,
            f16::NAN,
            f16::ONE,
            f16::NEG_ONE,
            f16::from_bits(1),
            f16::MIN_POSITIVE,
            f16::MAX,
            f16::MIN,
        ];
        match random.below(12) {
            0 => *random.pick(&special),
            1 => Some(f16::from_bits(random.bits() as u16))
                .filter(|x| !x.is_nan())
                .unwrap_or(f16::NAN),
            2 => f16::from_f64((random.below(41) as f64 - 20.0) / 2.0),
            _ => f16::from_f64(random.unit() * 20.0 - 10.0),
        }
    }
    fn ordinary(random: &mut Random) -> Self {
        match random.below(2000) {
            0 => *random.pick(&[f16::NAN, f16::INFINITY, f16::NEG_INFINITY]),
            _ => f16::from_f64(random.unit() * 20.0 - 10.0),
        }
    }
    fn small(random: &mut Random) -> Self {
        f16::from_f64(random.unit() * 20.0 - 10.0)
    }
    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.to_le_bytes());
    }
}

/// A complex number whose parts are from anywhere in the range.
pub fn extreme<T: Value>(random: &mut Random) -> Complex<T> {
    Complex::new(T::random(random), T::random(random))
}

// No parts near the ends of the range: there NumPy's fused multiply-add and our two roundings
// overflow differently.
macro_rules! complex {
    ($($T:ty, $name:literal;)*) => {$(
        impl Value for Complex<$T> {
            const NUMPY: &'static str = $name;
            fn random(random: &mut Random) -> Self {
                let mut part = || match random.below(16) {
                    0 => *random.pick(&[0.0, -0.0, 1.0, <$T>::INFINITY, <$T>::NAN]),
                    _ => (random.unit() * 20.0 - 10.0) as $T,
                };
                Complex::new(part(), part())
            }
            fn small(random: &mut Random) -> Self {
                Complex::new(<$T>::small(random), <$T>::small(random))
            }
            fn write(self, bytes: &mut Vec<u8>) {
                self.re.write(bytes);
                self.im.write(bytes);
            }
        }
    )*};
}
complex! { f32, "<c8"; f64, "<c16"; }
