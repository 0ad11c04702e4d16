//! [`DTypeError`]: what can be wrong with element types.

use super::DType;
use crate::divide::DivideError;
use crate::error::ShapeError;

/// Element types that do not fit the operation, or each other.
///
/// # Examples
/// ```
/// use nd_core::{AnyArray, Array, array};
///
/// let any = AnyArray::from(array![1.5f32]);
/// let error = Array::<f64>::try_from(any).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the array holds float32, not float64: convert it with `cast`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DTypeError {
    /// No element type has that name.
    #[error("{name:?} is not the name of a dtype; those are {}", names())]
    Unknown {
        /// What was given.
        name: Box<str>,
    },
    /// An array of one element type was asked for, and there is one of another.
    #[error("the array holds {found}, not {wanted}: convert it with `cast`")]
    Mismatch {
        /// The element type there is.
        found: DType,
        /// The element type asked for.
        wanted: DType,
    },
    /// A value has no exact counterpart in the other type.
    #[error("try_cast: {value} at index {index:?} is {} but not exactly {}", article(*from), article(*to))]
    Inexact {
        /// The value, printed.
        value: Box<str>,
        /// Its place in the array.
        index: Box<[usize]>,
        /// The element type there is.
        from: DType,
        /// The element type asked for.
        to: DType,
    },
    /// The operation does not exist for such operands.
    #[error("{op} is not defined for {left} and {right}")]
    Undefined {
        /// The operation, by NumPy's name.
        op: &'static str,
        /// The element type of the left operand.
        left: DType,
        /// The element type of the right operand.
        right: DType,
    },
    /// An integer is divided by 0.
    #[error(transparent)]
    Divide(#[from] DivideError),
    /// The shapes do not fit.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

fn names() -> String {
    DType::ALL.map(DType::name).join(", ")
}

/// The name with the article that it is spoken with.
fn article(dtype: DType) -> String {
    let name = dtype.name();
    let vowel = name.starts_with('i');
    format!("{} {name}", if vowel { "an" } else { "a" })
}
