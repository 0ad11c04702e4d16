//! [`ProductElement`]: what can be multiplied and added; [`Arithmetic`]: how.

use crate::einsum::{EinsumError, evaluated};
use crate::product::large::{self, Update};
use crate::product::panels::Factor;
use crate::product::{dot_slices, lanes, product};
use faer::Par;
use nd_core::simd::Isa;
use nd_core::{Array, Complex, CowArray, Number, ShapeError, View, ViewMut, ZeroBits, bf16, f16};

/// The bytes of a tile's row: two registers of AVX2.
const TILE: usize = 64;

/// Elements of products: bool, integers, floats and complex numbers, as [`einsum`](crate::einsum)
/// and [`matmul`](crate::matmul) take them.
///
/// | elements | what is calculated |
/// |---|---|
/// | `bool` | times is "and", plus is "or" |
/// | integers | in their own type; wraps |
/// | `f16`, `bf16` | in `f32`, rounded at the end |
/// | `f32`, `f64`, complex | in their own type, multiplied and added with one rounding where the CPU can |
///
/// # NumPy
/// The same.
#[diagnostic::on_unimplemented(
    message = "arrays of `{Self}` have no products",
    note = "products are of bool, integers, floats and complex numbers; cast other types first: \
            `a.cast::<f64>()`"
)]
pub trait ProductElement: ZeroBits {
    /// What partial results are kept in.
    type Work: Arithmetic;

    /// The elements as partial results, without a copy if they are such.
    fn work(view: View<'_, Self>) -> CowArray<'_, Self::Work>;
    /// Partial results as elements.
    fn done(work: Array<Self::Work>) -> Array<Self>;
    /// The product of matrices, as [`try_matmul`](crate::try_matmul) has it.
    ///
    /// # Errors
    /// As there.
    fn product(
        op: &'static str,
        a: View<'_, Self>,
        b: View<'_, Self>,
    ) -> Result<Array<Self>, ShapeError> {
        let (a, b) = (Self::work(a), Self::work(b));
        Arithmetic::multiplied(op, a.view(), b.view()).map(Self::done)
    }
    /// An output that partial results can be written to as they are.
    fn direct<'o>(out: &'o mut ViewMut<'_, Self>) -> Option<&'o mut [Self::Work]>;
}

/// Multiplication and addition, and what large products are handed to.
pub trait Arithmetic: ProductElement<Work = Self> + ZeroBits + PartialEq {
    /// The sum of nothing.
    const ZERO: Self;
    /// Whether conjugation changes anything.
    const CONJUGATES: bool = false;
    /// Up to how many multiplications this crate's own kernel is the fastest.
    const SMALL: usize;
    /// `self + other`.
    fn plus(self, other: Self) -> Self;
    /// `self - other`; of bool, which has none, what is in one and not in the other.
    fn minus(self, other: Self) -> Self;
    /// `self · other`.
    fn times(self, other: Self) -> Self;
    /// `a · b + self`.
    fn plus_product<I: Isa>(self, isa: I, a: Self, b: Self) -> Self;
    /// The conjugate.
    #[inline(always)]
    fn conjugate(self) -> Self {
        self
    }
    /// [`product`](crate::product::product). This and the next two are overridden where the
    /// result is the same but the code is to be compiled in this crate, once: see `floats`.
    fn multiplied(
        op: &'static str,
        a: View<'_, Self>,
        b: View<'_, Self>,
    ) -> Result<Array<Self>, ShapeError> {
        product(op, a, b)
    }
    /// [`dot_slices`].
    fn dotted(x: &[Self], y: &[Self], conjugated: bool) -> Self {
        dot_slices(x, y, conjugated)
    }
    /// [`einsum`](crate::einsum) of views.
    fn einsum(spec: &str, views: &[View<'_, Self>]) -> Result<Array<Self>, EinsumError> {
        evaluated(spec, views)
    }
    /// Each row times `x`: rows and `x` of one length.
    fn rows(out: &mut [Self], rows: &[&[Self]], x: &[Self]) {
        lanes::rows(out, rows, x);
    }
    /// The sum of columns times numbers of `x`: columns as long as `out`.
    fn columns(out: &mut [Self], columns: &[&[Self]], x: &[Self]) {
        lanes::columns(out, columns, x);
    }
    /// The dot product of vectors of one length, the first conjugated or not.
    fn dot(x: &[Self], y: &[Self], _conjugated: bool) -> Self {
        lanes::dot(x, y)
    }
    /// The product of matrices that are not small: see [`large::product`].
    fn large(
        out: &mut [&mut [Self]],
        update: Update,
        left: Factor<'_, Self>,
        right: Factor<'_, Self>,
        par: Par,
    );
}

macro_rules! works_itself {
    ($T:ty) => {
        impl ProductElement for $T {
            type Work = $T;
            #[inline(always)]
            fn work(view: View<'_, $T>) -> CowArray<'_, $T> {
                CowArray::View(view)
            }
            #[inline(always)]
            fn done(work: Array<$T>) -> Array<$T> {
                work
            }
            fn product(
                op: &'static str,
                a: View<'_, $T>,
                b: View<'_, $T>,
            ) -> Result<Array<$T>, ShapeError> {
                Self::multiplied(op, a, b)
            }
            fn direct<'o>(out: &'o mut ViewMut<'_, $T>) -> Option<&'o mut [$T]> {
                out.as_slice_mut()
            }
        }
    };
}

/// [`large::product`] of numbers of so many parts.
macro_rules! large {
    ($T:ty, $parts:literal) => {
        fn large(
            out: &mut [&mut [Self]],
            update: Update,
            left: Factor<'_, Self>,
            right: Factor<'_, Self>,
            par: Par,
        ) {
            const COLS: usize = TILE / size_of::<$T>();
            large::product::<Self, $parts, COLS>(out, update, left, right, par);
        }
    };
}

macro_rules! integers {
    ($($T:ty)*) => {$(
        works_itself!($T);
        impl Arithmetic for $T {
            const ZERO: $T = 0;
            const SMALL: usize = 32 * 32 * 32;
            #[inline(always)]
            fn plus(self, other: $T) -> $T { self.wrapping_add(other) }
            #[inline(always)]
            fn minus(self, other: $T) -> $T { self.wrapping_sub(other) }
            #[inline(always)]
            fn times(self, other: $T) -> $T { self.wrapping_mul(other) }
            #[inline(always)]
            fn plus_product<I: Isa>(self, _: I, a: $T, b: $T) -> $T {
                self.wrapping_add(a.wrapping_mul(b))
            }
            large!($T, 1);
        }
    )*};
}
integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize);

works_itself!(bool);
impl Arithmetic for bool {
    const ZERO: bool = false;
    const SMALL: usize = 32 * 32 * 32;
    #[inline(always)]
    fn plus(self, other: bool) -> bool {
        self | other
    }
    #[inline(always)]
    fn minus(self, other: bool) -> bool {
        self & !other
    }
    #[inline(always)]
    fn times(self, other: bool) -> bool {
        self & other
    }
    #[inline(always)]
    fn plus_product<I: Isa>(self, _: I, a: bool, b: bool) -> bool {
        self | (a & b)
    }
    large!(bool, 1);
}

/// The same as the provided methods, for one type: compiled here and not wherever it is used.
macro_rules! entry_points {
    () => {
        fn multiplied(
            op: &'static str,
            a: View<'_, Self>,
            b: View<'_, Self>,
        ) -> Result<Array<Self>, ShapeError> {
            product(op, a, b)
        }
        fn dotted(x: &[Self], y: &[Self], conjugated: bool) -> Self {
            dot_slices(x, y, conjugated)
        }
        fn einsum(spec: &str, views: &[View<'_, Self>]) -> Result<Array<Self>, EinsumError> {
            evaluated(spec, views)
        }
    };
}

macro_rules! floats {
    ($($T:ty)*) => {$(
        works_itself!($T);
        impl Arithmetic for $T {
            const ZERO: $T = 0.0;
            const SMALL: usize = 16 * 16 * 16;
            #[inline(always)]
            fn plus(self, other: $T) -> $T { self + other }
            #[inline(always)]
            fn minus(self, other: $T) -> $T { self - other }
            #[inline(always)]
            fn times(self, other: $T) -> $T { self * other }
            #[inline(always)]
            fn plus_product<I: Isa>(self, isa: I, a: $T, b: $T) -> $T { isa.mul_add(a, b, self) }
            entry_points!();
            large!($T, 1);
        }

        works_itself!(Complex<$T>);
        impl Arithmetic for Complex<$T> {
            const ZERO: Self = Complex::new(0.0, 0.0);
            const CONJUGATES: bool = true;
            const SMALL: usize = 5 * 5 * 5;
            #[inline(always)]
            fn plus(self, other: Self) -> Self { self + other }
            #[inline(always)]
            fn minus(self, other: Self) -> Self { self - other }
            #[inline(always)]
            fn times(self, other: Self) -> Self { Number::times(self, other) }
            #[inline(always)]
            fn plus_product<I: Isa>(self, isa: I, a: Self, b: Self) -> Self {
                let re = isa.mul_add(a.re, b.re, isa.mul_add(-a.im, b.im, self.re));
                let im = isa.mul_add(a.re, b.im, isa.mul_add(a.im, b.re, self.im));
                Complex::new(re, im)
            }
            #[inline(always)]
            fn conjugate(self) -> Self { self.conj() }
            entry_points!();
            fn rows(out: &mut [Self], rows: &[&[Self]], x: &[Self]) {
                for (out, row) in out.iter_mut().zip(rows) {
                    *out = lanes::complex_dot(row, x, false, |x| -x);
                }
            }
            fn columns(out: &mut [Self], columns: &[&[Self]], x: &[Self]) {
                lanes::complex_columns(out, columns, x, |x| -x);
            }
            fn dot(x: &[Self], y: &[Self], conjugated: bool) -> Self {
                lanes::complex_dot(x, y, conjugated, |x| -x)
            }
            large!(Complex<$T>, 2);
        }
    )*};
}
floats!(f32 f64);

macro_rules! half_floats {
    ($($T:ty)*) => {$(
        impl ProductElement for $T {
            type Work = f32;
            fn work(view: View<'_, $T>) -> CowArray<'_, f32> { CowArray::Owned(view.cast()) }
            fn done(work: Array<f32>) -> Array<$T> { work.cast() }
            fn direct<'o>(_: &'o mut ViewMut<'_, $T>) -> Option<&'o mut [f32]> { None }
        }
    )*};
}
half_floats!(f16 bf16);
