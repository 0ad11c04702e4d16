//! NumPy 2's promotion rules: the dtype of a result from the dtypes of its operands.

use crate::dtype::{DType, Kind};

/// The smallest dtype to which both can be cast safely: that of an operation on both.
///
/// Defined for every pair, and commutative. Mixed signs go to the next larger signed integer,
/// `uint64` with a signed one to `float64`; an integer with a float goes to a float with room
/// for the integer's *width* (8 bits: any, 16 bits: `float32`, more: `float64`), as does
/// complex. `bfloat16`, which NumPy lacks, follows the same rules: it has room for 8-bit
/// integers, and with `float16` it goes to `float32`.
///
/// # NumPy
/// `np.promote_types(a, b)`. `ml_dtypes` agrees on `bfloat16` where it promotes at all: it
/// refuses `float16` and wider integers.
///
/// # Examples
/// ```
/// use nd_core::{DType, promote_types};
///
/// assert_eq!(promote_types(DType::I8, DType::U8), DType::I16);
/// assert_eq!(promote_types(DType::I64, DType::F32), DType::F64);
/// assert_eq!(promote_types(DType::U64, DType::I8), DType::F64); // no integer holds both
/// assert_eq!(promote_types(DType::BF16, DType::F16), DType::F32);
/// ```
pub const fn promote_types(a: DType, b: DType) -> DType {
    use Kind::{Bool, Complex, Float, Signed, Unsigned};
    match (a.kind(), b.kind()) {
        (Bool, _) => b,
        (_, Bool) => a,
        (Complex, _) | (_, Complex) => match promote_types(a.real(), b.real()) {
            DType::F16 | DType::BF16 | DType::F32 => DType::C64,
            _ => DType::C128,
        },
        (Float, Float) => floats(a, b),
        (Float, _) => float_and_integer(a, b),
        (_, Float) => float_and_integer(b, a),
        (Signed, Unsigned) => signed_and_unsigned(a, b),
        (Unsigned, Signed) => signed_and_unsigned(b, a),
        _ => wider(a, b),
    }
}

const fn wider(a: DType, b: DType) -> DType {
    if a.itemsize() >= b.itemsize() { a } else { b }
}

const fn floats(a: DType, b: DType) -> DType {
    match (a, b) {
        (DType::F16, DType::BF16) | (DType::BF16, DType::F16) => DType::F32,
        _ => wider(a, b),
    }
}

const fn float_and_integer(float: DType, integer: DType) -> DType {
    match integer.itemsize() {
        1 => float,
        2 => wider(float, DType::F32),
        _ => DType::F64,
    }
}

const fn signed_and_unsigned(signed: DType, unsigned: DType) -> DType {
    let holds_unsigned = match unsigned.itemsize() {
        1 => DType::I16,
        2 => DType::I32,
        4 => DType::I64,
        _ => return DType::F64,
    };
    wider(signed, holds_unsigned)
}

/// The dtype of an operation on all of these; `None` if there are none.
///
/// The order does not matter: complex types and floats are promoted before integers, so that
/// `int16`, `uint16` and `float32` give `float32` and not, by way of `int32`, `float64`.
///
/// # NumPy
/// `np.result_type(*dtypes)`.
///
/// # Examples
/// ```
/// use nd_core::{DType, result_type};
///
/// assert_eq!(result_type(&[DType::I16, DType::U16, DType::F32]), Some(DType::F32));
/// assert_eq!(result_type(&[]), None);
/// ```
pub fn result_type(dtypes: &[DType]) -> Option<DType> {
    let mut by_kind = dtypes.to_vec();
    by_kind.sort_by_key(|dtype| std::cmp::Reverse(dtype.kind()));
    by_kind.into_iter().reduce(promote_types)
}

/// Which casts are allowed; see [`can_cast`].
///
/// # NumPy
/// `casting="safe"`, `"same_kind"`, `"unsafe"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Casting {
    /// Only those that keep every value, or for 64-bit integers to `float64` its magnitude.
    Safe,
    /// Also to smaller types of the same or a later [`Kind`].
    SameKind,
    /// All.
    Unsafe,
}

/// Whether a cast from one dtype to another is allowed by the rule.
///
/// # NumPy
/// `np.can_cast(from, to, casting)`; from and to `bfloat16` by the same rules.
///
/// # Examples
/// ```
/// use nd_core::{Casting, DType, can_cast};
///
/// assert!(can_cast(DType::U8, DType::F16, Casting::Safe));
/// assert!(!can_cast(DType::F64, DType::F32, Casting::Safe));
/// assert!(can_cast(DType::F64, DType::F32, Casting::SameKind));
/// assert!(!can_cast(DType::F64, DType::I64, Casting::SameKind));
/// assert!(can_cast(DType::F64, DType::I64, Casting::Unsafe));
/// ```
pub fn can_cast(from: DType, to: DType, casting: Casting) -> bool {
    match casting {
        Casting::Safe => promote_types(from, to) == to,
        Casting::SameKind => from.kind() <= to.kind(),
        Casting::Unsafe => true,
    }
}
