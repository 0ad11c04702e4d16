//! What the numbers of a type can be: [`IntInfo`] and [`FloatInfo`].

use super::{DType, Kind};

/// The range of an integer type; see [`DType::iinfo`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntInfo {
    /// Bits in a number.
    pub bits: u32,
    /// The smallest number.
    pub min: i128,
    /// The largest number.
    pub max: i128,
}

/// Range and precision of a floating-point type; see [`DType::finfo`].
///
/// All values are exact in the type itself as well.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FloatInfo {
    /// Bits in a number.
    pub bits: u32,
    /// Bits of the fraction, without the implicit one. NumPy: `nmant`.
    pub mantissa_bits: u32,
    /// Bits of the exponent. NumPy: `iexp`.
    pub exponent_bits: u32,
    /// Decimal digits that survive a round trip through the type.
    pub precision: u32,
    /// The distance from 1 to the next larger number. NumPy: `eps`.
    pub epsilon: f64,
    /// The largest finite number; the smallest is its negation.
    pub max: f64,
    /// The smallest positive number of full precision. NumPy: `tiny`.
    pub smallest_normal: f64,
    /// The smallest positive number.
    pub smallest_subnormal: f64,
}

/// 2 to the power of `exponent`, which is that of a normal `f64`.
const fn power_of_two(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

impl FloatInfo {
    const fn new(mantissa_bits: u32, exponent_bits: u32) -> FloatInfo {
        let largest_exponent = (1 << (exponent_bits - 1)) - 1;
        let epsilon = power_of_two(-(mantissa_bits as i32));
        let smallest_normal = power_of_two(1 - largest_exponent);
        FloatInfo {
            bits: 1 + exponent_bits + mantissa_bits,
            mantissa_bits,
            exponent_bits,
            // log10(2) is 0.30103 to as many digits as matter here.
            precision: mantissa_bits * 30103 / 100_000,
            epsilon,
            max: (2.0 - epsilon) * power_of_two(largest_exponent),
            smallest_normal,
            smallest_subnormal: smallest_normal * epsilon,
        }
    }
}

impl DType {
    /// The range of an integer type, `None` for others.
    ///
    /// # NumPy
    /// `np.iinfo(dtype)`, which raises for others.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// assert_eq!(DType::I8.iinfo().unwrap().min, -128);
    /// assert_eq!(DType::F32.iinfo(), None);
    /// ```
    pub const fn iinfo(self) -> Option<IntInfo> {
        let bits = self.bits() as u32;
        match self.kind() {
            Kind::Signed => {
                let max = (1 << (bits - 1)) - 1;
                Some(IntInfo { bits, min: -max - 1, max })
            }
            Kind::Unsigned => Some(IntInfo { bits, min: 0, max: (1 << bits) - 1 }),
            _ => None,
        }
    }

    /// Range and precision of a floating-point type, or of the parts of a complex one; `None`
    /// for others.
    ///
    /// # NumPy
    /// `np.finfo(dtype)`, which raises for others.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    ///
    /// let info = DType::F16.finfo().unwrap();
    /// assert_eq!((info.max, info.epsilon), (65504.0, 0.0009765625));
    /// assert_eq!(DType::I32.finfo(), None);
    /// ```
    pub const fn finfo(self) -> Option<FloatInfo> {
        match self.real() {
            DType::F16 => Some(FloatInfo::new(10, 5)),
            DType::BF16 => Some(FloatInfo::new(7, 8)),
            DType::F32 => Some(FloatInfo::new(23, 8)),
            DType::F64 => Some(FloatInfo::new(52, 11)),
            _ => None,
        }
    }
}
