//! `cast`: the same numbers as another element type.

mod half_floats;

use crate::array::Array;
use crate::dtype::{DTypeError, Typed};
use crate::element::Element;
use crate::engine::bodies::{self, Compiled, Unary};
use crate::engine::course::CHEAP;
use crate::engine::lanes::Tuple;
use crate::error::ok;
use crate::shape::Shape;
use crate::view::View;
use crate::zip::zip;
use half::{bf16, f16};
pub(crate) use half_floats::Half;
use half_floats::{ToOdd, narrowed_exactly};
use num_complex::Complex;

/// Elements that can be converted to `U`, as `as` converts numbers.
///
/// Implemented between all types that have a [`DType`](crate::DType), and `isize` and
/// `usize`. The rules are those of [`View::cast`].
///
/// # NumPy
/// One element of `a.astype(dtype)`.
///
/// # Examples
/// ```
/// use nd_core::CastTo;
///
/// let x: u8 = 300i32.cast_to();
/// assert_eq!(x, 44); // integers wrap
/// let x: u8 = 300.7f64.cast_to();
/// assert_eq!(x, 255); // floats are cut off, and stop at the ends
/// assert!(!CastTo::<u8>::is_exact(300i32));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be cast to `{U}`",
    note = "`cast` converts between bool, integers, floats and complex numbers; for other \
            types use `a.map(|x| …)`"
)]
pub trait CastTo<U: Element>: Element {
    /// The value as a `U`.
    fn cast_to(self) -> U;
    /// Whether the value as a `U` is the same value; NaN is the same as NaN.
    fn is_exact(self) -> bool;

    /// The loop of [`cast_to`](Self::cast_to) over contiguous elements.
    #[doc(hidden)]
    fn casting() -> Unary<Self, U> {
        Compiled::new(|(x,): (Self,)| x.cast_to())
    }
}

/// Whether `x` has an exact counterpart of the type of `y`, which is `x` cast to it.
#[inline(always)]
fn exactly<T: CastTo<U>, U: Element>(x: T, _: U) -> bool {
    CastTo::<U>::is_exact(x)
}

/// `[from types] => [to types]: value, and whether value y is x exactly`.
macro_rules! casts {
    ($($from:tt => $to:tt: |$x:ident| $cast:expr, |$y:ident| $exact:expr;)*) => {
        $(casts!(@each $from $to ($x $cast) ($y $exact));)*
    };
    (@each [$($From:ty)*] $to:tt $cast:tt $exact:tt) => {
        $(casts!(@one $From, $to $cast $exact);)*
    };
    (@one $From:ty, [$($To:ty)*] ($x:ident $cast:expr) ($y:ident $exact:expr)) => {$(
        impl CastTo<$To> for $From {
            #[inline(always)]
            fn cast_to(self) -> $To {
                let $x = self;
                $cast
            }
            #[inline(always)]
            #[allow(unused_variables)] // some pairs are always exact
            fn is_exact(self) -> bool {
                let $x = self;
                let $y: $To = self.cast_to();
                $exact
            }
            #[inline(never)]
            fn casting() -> Unary<$From, $To> {
                Compiled::new(|(x,): ($From,)| -> $To { x.cast_to() })
            }
        }
    )*};
}

// Between primitive types. `i128` holds every integer here, and a float that it does not
// hold is cut off to one of its ends, which no integer here is.
casts! {
    [bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize] => [i8 i16 i32 i64 isize u8 u16 u32 u64 usize]:
        |x| x as _, |y| x as i128 == y as i128;
    [i8 i16 i32 i64 isize u8 u16 u32 u64 usize] => [f32 f64]:
        |x| x as _, |y| x as i128 == y as i128;
    [f32 f64] => [i8 i16 i32 i64 isize u8 u16 u32 u64 usize]:
        |x| x as _, |y| x as i128 == y as i128 && x.trunc() == x;
    [f32] => [f32 f64]:
        |x| x as _, |_y| true;
    [f64] => [f64]:
        |x| x, |_y| true;
    [f64] => [f32]:
        |x| x as _, |y| x == f64::from(y) || x.is_nan();
    [bool] => [f32 f64]:
        |x| x.into(), |y| x == (y != 0.0);
    [bool] => [bool]:
        |x| x, |y| x == y;
    [i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64] => [bool]:
        |x| x != Default::default(), |y| x == y.into();
}

// Half-precision floats go through `f32`.
casts! {
    [f16 bf16] => [bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f32 f64]:
        |x| x.widened().cast_to(), |y| exactly(x.widened(), y);
    [bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64] => [f16 bf16]:
        |x| Half::narrowed(x.to_odd()), |y| narrowed_exactly(x, y);
}

casts! {
    [Complex<f32> Complex<f64>] => [i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64]:
        |z| z.re.cast_to(), |y| z.im == 0.0 && exactly(z.re, y);
    [Complex<f32> Complex<f64>] => [bool]:
        |z| z.re != 0.0 || z.im != 0.0, |y| z.im == 0.0 && z.re == y.into();
    [bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize f16 bf16 f32 f64] => [Complex<f32> Complex<f64>]:
        |x| Complex::new(x.cast_to(), 0.0), |z| exactly(x, z.re);
    [Complex<f32> Complex<f64>] => [Complex<f32> Complex<f64>]:
        |z| Complex::new(z.re.cast_to(), z.im.cast_to()),
        |w| exactly(z.re, w.re) && exactly(z.im, w.im);
}

impl<T: Element> View<'_, T> {
    /// The same numbers as another element type: a new array, of any shape, in one pass.
    ///
    /// - integer → integer keeps the low bits (wraps);
    /// - float → integer cuts off the fraction; what does not fit becomes the nearest integer
    ///   that the type has, and NaN becomes 0;
    /// - to a smaller float: to nearest, ties to even; too large becomes infinite;
    /// - anything → bool is whether it is not 0 (NaN is not 0);
    /// - complex → real takes the real part, complex → bool looks at both parts.
    ///
    /// [`try_cast`](Self::try_cast) refuses to change a value.
    ///
    /// # Panics
    /// If the size in bytes overflows: a broadcast view may be larger than memory.
    ///
    /// # NumPy
    /// `a.astype(dtype)`. Differences: float → integer out of range, undefined there, is
    /// defined here; complex → real gives no warning; to `bfloat16` rounds once, where
    /// `ml_dtypes` rounds `float64` and 32- and 64-bit integers to `float32` first.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![-1.5, 0.0, 2.7, f64::NAN];
    /// assert_eq!(a.cast::<i32>(), array![-1, 0, 2, 0]);
    /// assert_eq!(a.cast::<u8>(), array![0, 0, 2, 0]);
    /// assert_eq!(a.cast::<bool>(), array![true, false, true, true]);
    /// assert_eq!(array![-1i32, 300].cast::<u8>(), array![255, 44]);
    /// ```
    #[track_caller]
    #[inline]
    pub fn cast<U: Element>(self) -> Array<U>
    where
        T: CastTo<U>,
    {
        ok(bodies::compiled("cast", &(&self,).laned(), T::casting(), CHEAP))
    }

    /// As [`cast`](Self::cast), unless that would change a value.
    ///
    /// Signed zeros become the zero of an integer type, NaN stays NaN; both are no change.
    ///
    /// # Errors
    /// [`DTypeError::Inexact`] with the first value, in C order, that the type does not have.
    ///
    /// # NumPy
    /// `a.astype(dtype, casting="same_value")`, which NumPy 2.4 has for some pairs.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1.0, 255.0].try_cast::<u8>(), Ok(array![1, 255]));
    /// let error = array![1.0, 2.5].try_cast::<u8>().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "try_cast: 2.5 at index [1] is a float64 but not exactly a uint8"
    /// );
    /// ```
    pub fn try_cast<U: Typed>(self) -> Result<Array<U>, DTypeError>
    where
        T: CastTo<U> + Typed,
    {
        let exact = |x| CastTo::<U>::is_exact(x);
        if zip((self,)).all(|(x,)| exact(x)) {
            return Ok(self.cast());
        }
        let refuse = |(index, value): (Shape, &T)| DTypeError::Inexact {
            value: format!("{value:?}").into(),
            index: index.as_slice().into(),
            from: T::DTYPE,
            to: U::DTYPE,
        };
        let changed = self.indexed_iter().find(|(_, x)| !exact(**x));
        changed.map_or_else(|| Ok(self.cast()), |found| Err(refuse(found)))
    }
}
