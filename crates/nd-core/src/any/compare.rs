//! Element-wise comparisons of arrays whose element types are known only at run time.

use super::{AnyArray, AnyView};
use crate::array::Array;
use crate::cast::Half;
use crate::dtype::{DType, Kind, Typed};
use crate::engine::bodies::compiled;
use crate::engine::course::CHEAP;
use crate::engine::lanes::Tuple;
use crate::error::{ShapeError, ok};
use crate::kernels::Comparison;
use crate::promote::promote_types;
use crate::view::View;
use crate::with_dtype;
use crate::zip::zip;
use half::{bf16, f16};
use num_complex::Complex;
use std::cmp::Ordering;

/// The comparisons of two arrays of one element type.
///
/// Public in a private module: a bound of [`Typed`].
pub trait Compare: Copy {
    /// `a == b`.
    fn equals(self, other: Self) -> bool;
    /// `a < b`.
    fn precedes(self, other: Self) -> bool;
    /// `a <= b`.
    fn leads(self, other: Self) -> bool;
}

macro_rules! compare {
    ($($T:ty: |$x:ident| $key:expr;)*) => {$(
        impl Compare for $T {
            #[inline(always)]
            fn equals(self, other: Self) -> bool {
                let key = |$x: Self| $key;
                key(self) == key(other)
            }
            #[inline(always)]
            fn precedes(self, other: Self) -> bool {
                let key = |$x: Self| $key;
                key(self) < key(other)
            }
            #[inline(always)]
            fn leads(self, other: Self) -> bool {
                let key = |$x: Self| $key;
                key(self) <= key(other)
            }
        }
    )*};
}
compare! {
    bool: |x| x;
    i8: |x| x;
    i16: |x| x;
    i32: |x| x;
    i64: |x| x;
    isize: |x| x;
    u8: |x| x;
    u16: |x| x;
    u32: |x| x;
    u64: |x| x;
    usize: |x| x;
    f16: |x| x.widened();
    bf16: |x| x.widened();
    f32: |x| x;
    f64: |x| x;
    // By the real part, ties by the imaginary part; NaN in either is neither less nor equal.
    Complex<f32>: |z| ordered(z);
    Complex<f64>: |z| ordered(z);
}

/// A key that compares as NumPy orders complex numbers.
#[inline(always)]
fn ordered<T: num_traits::Float>(z: Complex<T>) -> [T; 2] {
    let part = |x: T| if z.re.is_nan() || z.im.is_nan() { T::nan() } else { x };
    [part(z.re), part(z.im)]
}

fn compared<T: Typed>(
    op: Comparison,
    a: View<'_, T>,
    b: View<'_, T>,
) -> Result<Array<bool>, ShapeError> {
    let kernel = T::COMPARED.expect("typed elements are listed")(op);
    compiled(op.name(), &(&a, &b).laned(), kernel, CHEAP)
}

/// Signed numbers beside `uint64`: no dtype holds both, and `float64` would find distinct
/// numbers equal. Compared exactly first, the orderings then with 0.
fn mixed(
    op: Comparison,
    signed: AnyView<'_>,
    unsigned: AnyView<'_>,
    swapped: bool,
) -> Result<Array<bool>, ShapeError> {
    let signed = signed.promoted(DType::I64);
    let (AnyView::I64(signed), AnyView::U64(unsigned)) = (signed.view(), unsigned) else {
        unreachable!("called for `uint64` and another integer")
    };
    crate::broadcast_shapes(&[signed.shape(), unsigned.shape()])
        .map_err(|_| ShapeError::broadcast(op.name(), &[signed.shape(), unsigned.shape()]))?;
    let order = zip((signed, unsigned)).map(move |(x, y)| {
        let order = i128::from(x).cmp(&i128::from(y));
        (if swapped { order.reverse() } else { order }) as i8
    });
    compared(op, order.view(), View::from_ref(&(Ordering::Equal as i8)))
}

impl AnyView<'_> {
    fn try_compare(self, op: Comparison, other: AnyView<'_>) -> Result<Array<bool>, ShapeError> {
        match (self.dtype(), other.dtype()) {
            (a, DType::U64) if a.kind() == Kind::Signed => return mixed(op, self, other, false),
            (DType::U64, b) if b.kind() == Kind::Signed => return mixed(op, other, self, true),
            _ => {}
        }
        let dtype = promote_types(self.dtype(), other.dtype());
        let (left, right) = (self.promoted(dtype), other.promoted(dtype));
        let (left, right) = (left.view(), right.view());
        with_dtype!(left, |a: T| {
            compared(op, a, View::<T>::try_from(right).expect("both were promoted"))
        })
    }
}

macro_rules! comparisons {
    ($($name:ident $said:literal $symbol:literal $yes:literal, |$a:ident, $b:ident| $body:expr;)*) => {
        impl AnyView<'_> {$(
            #[doc = concat!("Where elements are ", $said, " those of `other`, compared as the \
                dtype that both are promoted to; integers are compared exactly.")]
            ///
            /// NaN compares as `false`, except with `not_equal`; complex numbers by their real
            /// parts, ties by their imaginary parts.
            ///
            /// # Panics
            /// If the shapes do not broadcast together.
            ///
            /// # NumPy
            #[doc = concat!("`a ", $symbol, " b`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::{AnyView, array};
            ///
            /// let (a, b) = (array![1i8, 2], array![1.5f32]);
            #[doc = concat!("let result = AnyView::from(&a).", stringify!($name), "(&b);")]
            #[doc = concat!("assert_eq!(result, array![", $yes, "]);")]
            /// ```
            #[track_caller]
            pub fn $name<'b>(self, other: impl Into<AnyView<'b>>) -> Array<bool> {
                let ($a, $b) = (self, other.into());
                $body
            }
        )*}

        impl AnyArray {$(
            #[doc = concat!("As [`AnyView::", stringify!($name), "`].")]
            ///
            /// # Panics
            /// If the shapes do not broadcast together.
            ///
            /// # NumPy
            #[doc = concat!("`a ", $symbol, " b`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::{AnyArray, array};
            ///
            /// let (a, b) = (AnyArray::from(array![1i8, 2]), array![1.5f32]);
            #[doc = concat!("assert_eq!(a.", stringify!($name), "(&b), array![", $yes, "]);")]
            /// ```
            #[track_caller]
            pub fn $name<'b>(&self, other: impl Into<AnyView<'b>>) -> Array<bool> {
                self.view().$name(other)
            }
        )*}
    };
}
comparisons! {
    equal "equal to" "==" "false, false", |a, b| ok(a.try_compare(Comparison::Equal, b));
    not_equal "not equal to" "!=" "true, true", |a, b| ok(a.try_compare(Comparison::NotEqual, b));
    less "less than" "<" "true, false", |a, b| ok(a.try_compare(Comparison::Less, b));
    less_equal "less than or equal to" "<=" "true, false",
        |a, b| ok(a.try_compare(Comparison::LessEqual, b));
    greater "greater than" ">" "false, true", |a, b| ok(a.try_compare(Comparison::Greater, b));
    greater_equal "greater than or equal to" ">=" "false, true",
        |a, b| ok(a.try_compare(Comparison::GreaterEqual, b));
}
