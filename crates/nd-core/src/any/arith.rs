//! `+ - * / %` of arrays whose element types are known only at run time.

use super::{AnyArray, AnyView};
use crate::divide::{self, DivideError};
use crate::dtype::{DType, DTypeError, Kind};
use crate::element::{Bits, Number};
use crate::engine::bodies::{Binary, compiled};
use crate::engine::course::CHEAP;
use crate::engine::lanes::Tuple;
use crate::kernels::Bitwise;
use crate::promote::promote_types;
use crate::view::View;
use crate::with_dtype;
use half::{bf16, f16};
use num_complex::Complex;
use std::ops::{Add, Div, Mul, Rem, Sub};

/// The arithmetic operators, as values: see [`AnyView::arithmetic`].
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
    /// `%` with the sign of the divisor; integers refuse 0; not on complex numbers.
    Remainder,
}

impl Arithmetic {
    /// NumPy's name of the operation.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Arithmetic::Add => "add",
            Arithmetic::Subtract => "subtract",
            Arithmetic::Multiply => "multiply",
            Arithmetic::Divide => "divide",
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
    /// `self op other`, both cast to the dtype that NumPy's promotion gives, broadcast: the operators
    /// `+ - * / %`, for an operation that is a value.
    ///
    /// Integers wrap; floats follow IEEE 754; 16-bit floats are computed in `f32` and rounded.
    ///
    /// # Panics
    /// If the operation is not defined for the element types, the shapes do not broadcast
    /// together, or the remainder of an integer by 0 is asked for.
    ///
    /// # NumPy
    /// The operators of `ndarray`, with the same results but for the remainder of integers by 0,
    /// which is 0 there; and without warnings.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, AnyView, Arithmetic, array};
    ///
    /// let (a, b) = (array![7, -7], array![2u8, 2]);
    /// let half = AnyView::from(&a).arithmetic(Arithmetic::Divide, (&b).into());
    /// assert_eq!(half, AnyArray::from(array![3.5, -3.5]));
    /// ```
    /// ```should_panic
    /// use nd_core::{AnyArray, Arithmetic, array};
    ///
    /// let flag = AnyArray::from(array![true]);
    /// flag.arithmetic(Arithmetic::Subtract, flag.view()); // bools have no difference
    /// ```
    #[track_caller]
    pub fn arithmetic(self, op: Arithmetic, other: AnyView<'_>) -> AnyArray {
        match self.try_arithmetic(op, other) {
            Ok(result) => result,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`arithmetic`](Self::arithmetic), for arrays that come from users.
    ///
    /// # Errors
    /// [`DTypeError::Undefined`] as [`Arithmetic::dtype`]; [`DTypeError::Shape`] if the shapes
    /// do not broadcast together; [`DTypeError::Divide`] for a remainder of integers by 0.
    ///
    /// # NumPy
    /// As [`arithmetic`](Self::arithmetic).
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
            let kernel = T::calculation(op).ok_or(undefined)?;
            if !a.is_empty() {
                T::check_divisors(op, b)?;
            }
            Ok(AnyArray::from(compiled(op.name(), &(&a, &b).laned(), kernel, CHEAP)?))
        })
    }
}

impl AnyArray {
    /// As [`AnyView::arithmetic`].
    ///
    /// # Panics
    /// As there.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, Arithmetic, array};
    ///
    /// let (a, b) = (AnyArray::from(array![1, 2]), AnyArray::from(array![0.5]));
    /// assert_eq!(a.arithmetic(Arithmetic::Add, b.view()), AnyArray::from(array![1.5, 2.5]));
    /// ```
    #[track_caller]
    pub fn arithmetic(&self, op: Arithmetic, other: AnyView<'_>) -> AnyArray {
        self.view().arithmetic(op, other)
    }

    /// As [`AnyView::try_arithmetic`].
    ///
    /// # Errors
    /// Those of [`AnyView::try_arithmetic`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, Arithmetic, array};
    ///
    /// let (a, flag) = (AnyArray::from(array![1u8, 2]), AnyArray::from(array![true]));
    /// let sum = a.try_arithmetic(Arithmetic::Add, flag.view())?;
    /// assert_eq!(sum, AnyArray::from(array![2u8, 3]));
    /// assert!(flag.try_arithmetic(Arithmetic::Subtract, flag.view()).is_err());
    /// # Ok::<(), nd_core::DTypeError>(())
    /// ```
    pub fn try_arithmetic(
        &self,
        op: Arithmetic,
        other: AnyView<'_>,
    ) -> Result<AnyArray, DTypeError> {
        self.view().try_arithmetic(op, other)
    }
}

/// The arithmetic of two arrays of one element type; `None` where NumPy has none.
///
/// Public in a private module: a bound of [`Typed`].
pub trait Calculate: Sized {
    fn calculation(op: Arithmetic) -> Option<Binary<Self, Self>>;
    /// Whether there is a result for all of them.
    fn check_divisors(op: Arithmetic, divisors: View<'_, Self>) -> Result<(), DivideError>;
}

impl Calculate for bool {
    fn calculation(op: Arithmetic) -> Option<Binary<bool, bool>> {
        match op {
            Arithmetic::Add => Some(bool::bitwise(Bitwise::Or)),
            Arithmetic::Multiply => Some(bool::bitwise(Bitwise::And)),
            _ => None,
        }
    }
    fn check_divisors(_: Arithmetic, _: View<'_, bool>) -> Result<(), DivideError> {
        Ok(())
    }
}

macro_rules! calculate {
    ($($T:ty)*) => {$(
        impl Calculate for $T {
            fn calculation(op: Arithmetic) -> Option<Binary<$T, $T>> {
                Some(<$T as Number>::arithmetic(op))
            }
            fn check_divisors(op: Arithmetic, divisors: View<'_, $T>) -> Result<(), DivideError> {
                match op {
                    Arithmetic::Remainder => divide::check_divisors(op.name(), divisors),
                    _ => Ok(()),
                }
            }
        }
    )*};
}
calculate!(i8 i16 i32 i64 u8 u16 u32 u64 f16 bf16 f32 f64 Complex<f32> Complex<f64>);

macro_rules! operators {
    ($($Op:ident $op:ident $Operation:ident $symbol:literal, $Left:ty;)*) => {$(
        impl<'b, R: Into<AnyView<'b>>> $Op<R> for $Left {
            type Output = AnyArray;

            #[doc = concat!("`self ", $symbol, " other`: [`AnyView::arithmetic`].")]
            ///
            /// # Panics
            /// If the operation is not defined for the element types, the shapes do not
            /// broadcast together, or the remainder of an integer by 0 is asked for.
            #[track_caller]
            fn $op(self, other: R) -> AnyArray {
                self.arithmetic(Arithmetic::$Operation, other.into())
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
