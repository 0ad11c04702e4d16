//! `+ - * / %` of arrays whose element types are known only at run time.

use super::{AnyArray, AnyView};
use crate::array::Array;
use crate::cast::Half;
use crate::dtype::{DType, DTypeError, Kind, Typed};
use crate::element::{Integer, Number};
use crate::engine::erased::try_map;
use crate::error::ShapeError;
use crate::promote::promote_types;
use crate::view::View;
use crate::with_dtype;
use half::{bf16, f16};
use num_complex::Complex;
use std::ops::{Add, Div, Mul, Rem, Sub};

/// The arithmetic operators, as values: see [`AnyView::try_arithmetic`].
///
/// # Examples
/// ```
/// use nd_core::{Arithmetic, DType};
///
/// let dtype = Arithmetic::Divide.dtype(DType::I8, DType::I8);
/// assert_eq!(dtype, Ok(DType::F64));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`; on bools: or.
    Add,
    /// `-`; not on bools.
    Subtract,
    /// `*`; on bools: and.
    Multiply,
    /// `/`: integers and bools give `float64`.
    Divide,
    /// `%` with the sign of the divisor, 0 for integers by 0; not on complex numbers.
    Remainder,
}

impl Arithmetic {
    /// NumPy's name of the operation.
    const fn name(self) -> &'static str {
        match self {
            Arithmetic::Add => "add",
            Arithmetic::Subtract => "subtract",
            Arithmetic::Multiply => "multiply",
            Arithmetic::Divide => "true_divide",
            Arithmetic::Remainder => "remainder",
        }
    }

    const fn undefined(self, left: DType, right: DType) -> DTypeError {
        DTypeError::Undefined { op: self.name(), left, right }
    }

    /// The dtype of the result for operands of these dtypes.
    ///
    /// # Errors
    /// [`DTypeError::Undefined`] for a difference of bools and a remainder of complex numbers.
    ///
    /// # NumPy
    /// `np.add.resolve_dtypes((left, right, None))[-1]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Arithmetic, DType};
    ///
    /// assert_eq!(Arithmetic::Add.dtype(DType::I8, DType::F16), Ok(DType::F16));
    /// let error = Arithmetic::Subtract.dtype(DType::Bool, DType::Bool).unwrap_err();
    /// assert_eq!(error.to_string(), "subtract is not defined for bool and bool");
    /// ```
    pub fn dtype(self, left: DType, right: DType) -> Result<DType, DTypeError> {
        let promoted = promote_types(left, right);
        match (self, promoted.kind()) {
            (Arithmetic::Subtract, Kind::Bool) | (Arithmetic::Remainder, Kind::Complex) => {
                Err(self.undefined(left, right))
            }
            (Arithmetic::Divide, Kind::Bool | Kind::Signed | Kind::Unsigned) => Ok(DType::F64),
            (Arithmetic::Remainder, Kind::Bool) => Ok(DType::I8),
            _ => Ok(promoted),
        }
    }
}

impl AnyView<'_> {
    /// `self op other`, both cast to the dtype that NumPy's promotion gives, broadcast.
    ///
    /// Integers wrap; floats follow IEEE 754; 16-bit floats are computed in `f32` and rounded.
    ///
    /// # Errors
    /// [`DTypeError::Undefined`] as [`Arithmetic::dtype`]; [`DTypeError::Shape`] if the shapes
    /// do not broadcast together.
    ///
    /// # NumPy
    /// The operators of `ndarray`, with the same results, and without warnings.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, AnyView, Arithmetic, array};
    ///
    /// let (a, b) = (array![7, -7], array![2u8, 2]);
    /// let (a, b) = (AnyView::from(&a), AnyView::from(&b));
    /// let half = a.try_arithmetic(Arithmetic::Divide, b)?;
    /// assert_eq!(half, AnyArray::from(array![3.5, -3.5]));
    /// let rest = a.try_arithmetic(Arithmetic::Remainder, b)?;
    /// assert_eq!(rest, AnyArray::from(array![1, 1]));
    ///
    /// let flag = array![true];
    /// assert!(AnyView::from(&flag).try_arithmetic(Arithmetic::Subtract, (&flag).into()).is_err());
    /// # Ok::<(), nd_core::DTypeError>(())
    /// ```
    pub fn try_arithmetic(
        self,
        op: Arithmetic,
        other: AnyView<'_>,
    ) -> Result<AnyArray, DTypeError> {
        let dtype = op.dtype(self.dtype(), other.dtype())?;
        let undefined = op.undefined(self.dtype(), other.dtype());
        let (left, right) = (self.promoted(dtype), other.promoted(dtype));
        let (left, right) = (left.view(), right.view());
        with_dtype!(dtype, T => {
            let (a, b) = (View::<T>::try_from(left)?, View::<T>::try_from(right)?);
            let result = T::arithmetic(op, a, b).ok_or(undefined)?;
            Ok(AnyArray::from(result?))
        })
    }
}

impl AnyArray {
    /// As [`AnyView::try_arithmetic`].
    ///
    /// # Errors
    /// Those of [`AnyView::try_arithmetic`].
    pub fn try_arithmetic(
        &self,
        op: Arithmetic,
        other: AnyView<'_>,
    ) -> Result<AnyArray, DTypeError> {
        self.view().try_arithmetic(op, other)
    }
}

/// `None` where NumPy has no such operation.
type Calculated<T> = Option<Result<Array<T>, ShapeError>>;

/// The arithmetic of two arrays of one element type; `None` where NumPy has none.
///
/// Public in a private module: a bound of [`Typed`].
pub trait Calculate: Sized {
    fn arithmetic(op: Arithmetic, a: View<'_, Self>, b: View<'_, Self>) -> Calculated<Self>;
}

fn pairs<T: Typed>(
    op: Arithmetic,
    a: View<'_, T>,
    b: View<'_, T>,
    f: impl Fn(T, T) -> T + Sync,
) -> Calculated<T> {
    Some(try_map(op.name(), [a, b], |[x, y]| f(x, y)))
}

/// `+ - *`: what integers, floats and complex numbers share.
fn ring<T: Typed + Number>(op: Arithmetic, a: View<'_, T>, b: View<'_, T>) -> Calculated<T> {
    match op {
        Arithmetic::Add => pairs(op, a, b, T::plus),
        Arithmetic::Subtract => pairs(op, a, b, T::minus),
        Arithmetic::Multiply => pairs(op, a, b, T::times),
        _ => None,
    }
}

impl Calculate for bool {
    fn arithmetic(op: Arithmetic, a: View<'_, bool>, b: View<'_, bool>) -> Calculated<bool> {
        match op {
            Arithmetic::Add => pairs(op, a, b, |x, y| x | y),
            Arithmetic::Multiply => pairs(op, a, b, |x, y| x & y),
            _ => None,
        }
    }
}

/// The remainder with the sign of the divisor; 0 if that is 0.
#[inline(always)]
fn floored<T: Integer>(x: T, y: T) -> T {
    if y == T::zero() {
        return T::zero();
    }
    let rest = x.remainder(y);
    let crossed = rest != T::zero() && (rest < T::zero()) != (y < T::zero());
    if crossed { rest.plus(y) } else { rest }
}

fn integers<T: Typed + Integer>(op: Arithmetic, a: View<'_, T>, b: View<'_, T>) -> Calculated<T> {
    match op {
        Arithmetic::Remainder => pairs(op, a, b, floored),
        _ => ring(op, a, b),
    }
}

/// NumPy's `remainder`: the sign of the divisor, also for a remainder of zero.
#[inline(always)]
fn floored_float<T: num_traits::Float>(x: T, y: T) -> T {
    let rest = x % y;
    if rest == T::zero() {
        T::zero().copysign(y)
    } else if (rest < T::zero()) != (y < T::zero()) {
        rest + y
    } else {
        rest
    }
}

fn floats<T>(op: Arithmetic, a: View<'_, T>, b: View<'_, T>) -> Calculated<T>
where
    T: Typed + Number + num_traits::Float,
{
    match op {
        Arithmetic::Divide => pairs(op, a, b, T::divided),
        Arithmetic::Remainder => pairs(op, a, b, floored_float),
        _ => ring(op, a, b),
    }
}

/// Computed in `f32` and rounded: for `+ - * /` that is the correctly rounded result, as
/// `f32` has more than twice the bits.
fn half_floats<T: Typed + Half>(op: Arithmetic, a: View<'_, T>, b: View<'_, T>) -> Calculated<T> {
    match op {
        Arithmetic::Add => pairs(op, a, b, |x, y| T::narrowed(x.widened() + y.widened())),
        Arithmetic::Subtract => pairs(op, a, b, |x, y| T::narrowed(x.widened() - y.widened())),
        Arithmetic::Multiply => pairs(op, a, b, |x, y| T::narrowed(x.widened() * y.widened())),
        Arithmetic::Divide => pairs(op, a, b, |x, y| T::narrowed(x.widened() / y.widened())),
        Arithmetic::Remainder => {
            pairs(op, a, b, |x, y| T::narrowed(floored_float(x.widened(), y.widened())))
        }
    }
}

fn complex<T: num_traits::Float>(
    op: Arithmetic,
    a: View<'_, Complex<T>>,
    b: View<'_, Complex<T>>,
) -> Calculated<Complex<T>>
where
    Complex<T>: Typed + Number,
{
    match op {
        Arithmetic::Divide => pairs(op, a, b, Number::divided),
        _ => ring(op, a, b),
    }
}

macro_rules! calculate {
    ($($kind:ident: $($T:ty)*;)*) => {$($(
        impl Calculate for $T {
            fn arithmetic(op: Arithmetic, a: View<'_, $T>, b: View<'_, $T>) -> Calculated<$T> {
                $kind(op, a, b)
            }
        }
    )*)*};
}
calculate! {
    integers: i8 i16 i32 i64 u8 u16 u32 u64;
    half_floats: f16 bf16;
    floats: f32 f64;
    complex: Complex<f32> Complex<f64>;
}

macro_rules! operators {
    ($($Op:ident $op:ident $Operation:ident $symbol:literal, $Left:ty;)*) => {$(
        impl<'b, R: Into<AnyView<'b>>> $Op<R> for $Left {
            type Output = AnyArray;

            #[doc = concat!("`self ", $symbol, " other`: [`AnyView::try_arithmetic`].")]
            ///
            /// # Panics
            /// If the operation is not defined for the element types, or the shapes do not
            /// broadcast together.
            #[track_caller]
            fn $op(self, other: R) -> AnyArray {
                match self.try_arithmetic(Arithmetic::$Operation, other.into()) {
                    Ok(result) => result,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    )*};
}
operators! {
    Add add Add "+", AnyView<'_>;
    Sub sub Subtract "-", AnyView<'_>;
    Mul mul Multiply "*", AnyView<'_>;
    Div div Divide "/", AnyView<'_>;
    Rem rem Remainder "%", AnyView<'_>;
    Add add Add "+", &AnyArray;
    Sub sub Subtract "-", &AnyArray;
    Mul mul Multiply "*", &AnyArray;
    Div div Divide "/", &AnyArray;
    Rem rem Remainder "%", &AnyArray;
    Add add Add "+", AnyArray;
    Sub sub Subtract "-", AnyArray;
    Mul mul Multiply "*", AnyArray;
    Div div Divide "/", AnyArray;
    Rem rem Remainder "%", AnyArray;
}
