//! [`SparseElement`]: the element types, and where their kernels are compiled.

use crate::index::Index;
use crate::kernels::{assemble, dense, extremes, merge, multiply, select, square, sums};
use crate::packed::{Packed, PackedRef};
use nd_core::{Array, Complex, Number, Typed, View};
use nd_ops::Ordered;

/// Operations of two elements that give one of the same type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combination {
    /// `a + b`; or, for `bool`.
    Add,
    /// `a - b`.
    Subtract,
    /// `a * b`; and, for `bool`.
    Multiply,
    /// The larger one, NaN if either is.
    Larger,
    /// The smaller one, NaN if either is.
    Smaller,
}

/// Comparisons of two elements.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

/// What the kernels know of an element: its arithmetic, and the types of its sums.
///
/// | elements | `+`, `*` | sums | means |
/// |---|---|---|---|
/// | `bool` | or, and | `i64` | `f64` |
/// | `i8` … `i64` | wrap | `i64` | `f64` |
/// | `u8` … `u64` | wrap | `u64` | `f64` |
/// | `f32` | | `f32`, added up in `f64` | `f32` |
/// | `f64` | | `f64` | `f64` |
/// | `Complex<f32>` | | itself, added up in `Complex<f64>` | itself |
/// | `Complex<f64>` | | itself | itself |
///
/// # Examples
/// ```
/// use nd_sparse::Entry;
///
/// assert_eq!(true.added(true), true);
/// assert_eq!(100i8.added(100), -56);
/// assert!((-0.0f64).is_zero() && !f64::NAN.is_zero());
/// ```
pub trait Entry: Typed + sealed::Sealed {
    /// What is not stored.
    const ZERO: Self;
    /// What a product is not changed by.
    const ONE: Self;
    /// The type of sums.
    type Sum: Number + Typed;
    /// The type of means.
    type Mean: Number + Typed;
    /// What sums are added up in.
    #[doc(hidden)]
    type Wide: Number;
    /// What means are added up in.
    #[doc(hidden)]
    type Float: Number;

    /// The sum of two; `or` for `bool`.
    fn added(self, other: Self) -> Self;
    /// The product of two; `and` for `bool`.
    fn multiplied(self, other: Self) -> Self;
    /// Whether it is what is not stored; -0.0 is, NaN is not.
    #[inline(always)]
    fn is_zero(self) -> bool {
        self == Self::ZERO
    }
    #[doc(hidden)]
    fn combined(self, other: Self, how: Combination) -> Self;
    #[doc(hidden)]
    fn compared(self, other: Self, how: Comparison) -> bool;
    #[doc(hidden)]
    fn widened(self) -> Self::Wide;
    #[doc(hidden)]
    fn narrowed(sum: Self::Wide) -> Self::Sum;
    #[doc(hidden)]
    fn floated(self) -> Self::Float;
    #[doc(hidden)]
    fn mean(sum: Self::Float, count: usize) -> Self::Mean;
}

macro_rules! ordered_entry {
    ($T:ty, $subtract:expr) => {
        #[inline(always)]
        fn combined(self, other: Self, how: Combination) -> Self {
            match how {
                Combination::Add => self.added(other),
                Combination::Subtract => $subtract(self, other),
                Combination::Multiply => self.multiplied(other),
                Combination::Larger => Ordered::larger(self, other),
                Combination::Smaller => Ordered::smaller(self, other),
            }
        }
        #[inline(always)]
        fn compared(self, other: Self, how: Comparison) -> bool {
            match how {
                Comparison::Equal => self == other,
                Comparison::NotEqual => self != other,
                Comparison::Less => self < other,
                Comparison::LessEqual => self <= other,
                Comparison::Greater => self > other,
                Comparison::GreaterEqual => self >= other,
            }
        }
    };
}

macro_rules! integer_entries {
    ($($T:ty, $Sum:ty;)*) => {$(
        impl Entry for $T {
            const ZERO: Self = 0;
            const ONE: Self = 1;
            type Sum = $Sum;
            type Mean = f64;
            type Wide = $Sum;
            type Float = f64;
            #[inline(always)]
            fn added(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn multiplied(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
            ordered_entry!($T, <$T>::wrapping_sub);
            #[inline(always)]
            fn widened(self) -> $Sum {
                self.into()
            }
            #[inline(always)]
            fn narrowed(sum: $Sum) -> $Sum {
                sum
            }
            #[inline(always)]
            fn floated(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn mean(sum: f64, count: usize) -> f64 {
                sum / count as f64
            }
        }
    )*};
}
integer_entries!(i8, i64; i16, i64; i32, i64; i64, i64; u8, u64; u16, u64; u32, u64; u64, u64;);

impl Entry for bool {
    const ZERO: bool = false;
    const ONE: bool = true;
    type Sum = i64;
    type Mean = f64;
    type Wide = i64;
    type Float = f64;
    #[inline(always)]
    fn added(self, other: bool) -> bool {
        self | other
    }
    #[inline(always)]
    fn multiplied(self, other: bool) -> bool {
        self & other
    }
    // Nothing public subtracts truth values: what does asks for a `Number`.
    ordered_entry!(bool, |a: bool, b: bool| a ^ b);
    #[inline(always)]
    fn widened(self) -> i64 {
        self.into()
    }
    #[inline(always)]
    fn narrowed(sum: i64) -> i64 {
        sum
    }
    #[inline(always)]
    fn floated(self) -> f64 {
        self.into()
    }
    #[inline(always)]
    fn mean(sum: f64, count: usize) -> f64 {
        sum / count as f64
    }
}

macro_rules! float_entries {
    ($($T:ty, $Wide:ty, $widen:expr, $narrow:expr, $divide:expr, [$($ordered:tt)*];)*) => {$(
        impl Entry for $T {
            const ZERO: Self = <$T as num_traits::ConstZero>::ZERO;
            const ONE: Self = <$T as num_traits::ConstOne>::ONE;
            type Sum = $T;
            type Mean = $T;
            type Wide = $Wide;
            type Float = $Wide;
            #[inline(always)]
            fn added(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn multiplied(self, other: Self) -> Self {
                self * other
            }
            $($ordered)*
            #[inline(always)]
            fn widened(self) -> $Wide {
                $widen(self)
            }
            #[inline(always)]
            fn narrowed(sum: $Wide) -> $T {
                $narrow(sum)
            }
            #[inline(always)]
            fn floated(self) -> $Wide {
                $widen(self)
            }
            #[inline(always)]
            fn mean(sum: $Wide, count: usize) -> $T {
                $narrow($divide(sum, count))
            }
        }
    )*};
}

/// Complex numbers have no order: nothing public asks for one, and these two do not answer.
macro_rules! unordered {
    () => {
        #[inline(always)]
        fn combined(self, other: Self, how: Combination) -> Self {
            match how {
                Combination::Subtract => self - other,
                Combination::Multiply => self * other,
                _ => self + other,
            }
        }
        #[inline(always)]
        fn compared(self, other: Self, how: Comparison) -> bool {
            match how {
                Comparison::Equal | Comparison::LessEqual | Comparison::GreaterEqual => {
                    self == other
                }
                _ => self != other,
            }
        }
    };
}

float_entries! {
    f32, f64, f64::from, |x: f64| x as f32, |x: f64, n: usize| x / n as f64,
        [ordered_entry!(f32, |a: f32, b: f32| a - b);];
    f64, f64, |x| x, |x| x, |x: f64, n: usize| x / n as f64,
        [ordered_entry!(f64, |a: f64, b: f64| a - b);];
    Complex<f32>, Complex<f64>,
        |z: Complex<f32>| Complex::new(f64::from(z.re), f64::from(z.im)),
        |z: Complex<f64>| Complex::new(z.re as f32, z.im as f32),
        |z: Complex<f64>, n: usize| z / n as f64,
        [unordered!();];
    Complex<f64>, Complex<f64>, |z| z, |z| z, |z: Complex<f64>, n: usize| z / n as f64,
        [unordered!();];
}

/// The kernels, one a line; `declare` and `implement` are what is done with the list.
macro_rules! kernels {
    ($callback:ident $extra:tt) => {
        $callback! { $extra
            assembled(coords: &[&[I]], values: &[Self], shape: [usize; 2]) -> Packed<Self, I> = assemble::from_coordinates;
            transposed(a: PackedRef<'_, Self, I>) -> Packed<Self, I> = assemble::transposed;
            densified(a: PackedRef<'_, Self, I>) -> Vec<Self> = dense::to_rows;
            sparsified(a: View<'_, Self>) -> Packed<Self, I> = dense::from_rows;
            combination(a: PackedRef<'_, Self, I>, b: PackedRef<'_, Self, I>, how: Combination) -> Packed<Self, I> = merge::combined;
            intersection(a: PackedRef<'_, Self, I>, b: PackedRef<'_, Self, I>) -> Packed<Self, I> = merge::multiplied;
            comparison(a: PackedRef<'_, Self, I>, b: PackedRef<'_, Self, I>, how: Comparison) -> Packed<bool, I> = merge::compared;
            comparison_scalar(a: PackedRef<'_, Self, I>, b: Self, how: Comparison) -> Packed<bool, I> = merge::compared_scalar;
            stretched(a: PackedRef<'_, Self, I>, across: usize) -> Packed<Self, I> = merge::stretched;
            scaled(values: &[Self], factor: Self) -> Vec<Self> = merge::scaled;
            beside_dense(a: PackedRef<'_, Self, I>, b: View<'_, Self>) -> Vec<Self> = merge::beside_dense;
            plus_dense(a: PackedRef<'_, Self, I>, b: View<'_, Self>) -> Array<Self> = dense::plus_dense;
            matvec_rows(a: PackedRef<'_, Self, I>, x: &[Self]) -> Vec<Self> = multiply::rows_by_vector;
            matvec_columns(a: PackedRef<'_, Self, I>, x: &[Self]) -> Vec<Self> = multiply::columns_by_vector;
            matmul_dense(a: PackedRef<'_, Self, I>, b: &[Self], columns: usize) -> Vec<Self> = multiply::rows_by_matrix;
            dense_matmul(b: &[Self], rows: usize, a: PackedRef<'_, Self, I>) -> Vec<Self> = multiply::matrix_by_rows;
            matmul(a: PackedRef<'_, Self, I>, b: PackedRef<'_, Self, I>) -> Packed<Self, I> = square::plus_times;
            gram(a: PackedRef<'_, Self, I>) -> Packed<Self, I> = square::gram;
            sum_total(a: PackedRef<'_, Self, I>, by_lanes: bool, skip_nan: bool) -> Self::Wide = sums::total;
            sum_lanes(a: PackedRef<'_, Self, I>, skip_nan: bool) -> Vec<Self::Wide> = sums::of_lanes;
            sum_across(a: PackedRef<'_, Self, I>, skip_nan: bool) -> Vec<Self::Wide> = sums::over_lanes;
            float_total(a: PackedRef<'_, Self, I>, by_lanes: bool, skip_nan: bool) -> Self::Float = sums::float_total;
            float_lanes(a: PackedRef<'_, Self, I>, skip_nan: bool) -> Vec<Self::Float> = sums::float_of_lanes;
            float_across(a: PackedRef<'_, Self, I>, skip_nan: bool) -> Vec<Self::Float> = sums::float_over_lanes;
            take_lanes(a: PackedRef<'_, Self, I>, lanes: &[usize]) -> Packed<Self, I> = select::lanes;
            take_across(a: PackedRef<'_, Self, I>, positions: &[usize]) -> Packed<Self, I> = select::across;
            take_range(a: PackedRef<'_, Self, I>, from: usize, to: usize) -> Packed<Self, I> = select::range_across;
            filtered(a: PackedRef<'_, Self, I>, keep: &(dyn Fn(usize, usize, Self) -> bool + Sync)) -> Packed<Self, I> = select::filtered;
        }
    };
}

macro_rules! declare {
    ([] $($name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*) => {
        /// The element types of sparse arrays: `bool`, all integers, `f32`, `f64` and the complex numbers of these.
        ///
        /// `I` is the [type of the indices](Index). The trait is sealed: the heavy part of every operation is a
        /// hidden method, compiled in this crate once for each type (with `usize` as indices: where it is used).
        ///
        /// # SciPy
        /// The `dtype`s that `scipy.sparse` supports, without `longdouble`.
        ///
        /// # Examples
        /// ```
        /// use nd_sparse::{Csr, SparseElement};
        ///
        /// fn density<T: SparseElement>(a: &Csr<T>) -> f64 {
        ///     a.nnz() as f64 / a.shape().iter().product::<usize>() as f64
        /// }
        /// assert_eq!(density(&Csr::<f64>::eye(4)), 0.25);
        /// ```
        #[diagnostic::on_unimplemented(
            message = "`{Self}` cannot be an element of a sparse array",
            note = "bool, i8 to i64, u8 to u64, f32, f64 and Complex of the last two can"
        )]
        pub trait SparseElement<I: Index = u32>: Entry {
            $(
                #[doc(hidden)]
                fn $name($($arg: $Arg),*) -> $Ret;
            )*
        }
    };
}

macro_rules! implement {
    ([$T:ty, $I:ty, $inline:meta] $($name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*) => {
        const _: () = {
            type I = $I;
            impl SparseElement<I> for $T {
                $(
                    #[$inline]
                    fn $name($($arg: $Arg),*) -> $Ret {
                        $body($($arg),*)
                    }
                )*
            }
        };
    };
}

kernels!(declare []);

/// With indices of 32 bits everything is compiled here; with the longer ones, which few need, where it is used:
/// that would take as long again.
macro_rules! sparse_elements {
    ($($T:ty)*) => {$(
        impl sealed::Sealed for $T {}
        kernels!(implement [$T, u32, inline(never)]);
        kernels!(implement [$T, usize, inline]);
    )*};
}
sparse_elements!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 Complex<f32> Complex<f64>);

/// Kernels of elements that have an order.
macro_rules! ordered_kernels {
    ($callback:ident $extra:tt) => {
        $callback! { $extra
            extreme_total(a: PackedRef<'_, Self, I>, which: extremes::Which) -> Option<Self> = extremes::total;
            extreme_lanes(a: PackedRef<'_, Self, I>, which: extremes::Which) -> Vec<Self> = extremes::of_lanes;
            place_lanes(a: PackedRef<'_, Self, I>, which: extremes::Which) -> Vec<usize> = extremes::places;
            extreme_total_wide(a: PackedRef<'_, Self, usize>, which: extremes::Which) -> Option<Self> = extremes::total;
            extreme_lanes_wide(a: PackedRef<'_, Self, usize>, which: extremes::Which) -> Vec<Self> = extremes::of_lanes;
            place_lanes_wide(a: PackedRef<'_, Self, usize>, which: extremes::Which) -> Vec<usize> = extremes::places;
        }
    };
}

macro_rules! declare_ordered {
    ([] $($name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*) => {
        /// The element types that have an order: all but the complex numbers.
        ///
        /// # Examples
        /// ```
        /// use nd_sparse::{Csr, OrderedElement};
        ///
        /// fn spread<T: OrderedElement + nd_core::Number>(a: &Csr<T>) -> T {
        ///     a.max().minus(a.min())
        /// }
        /// assert_eq!(spread(&Csr::<i32>::from_dense([[1, 0], [0, -3]])), 4);
        /// ```
        pub trait OrderedElement<I: Index = u32>: SparseElement<I> + Ordered {
            $(
                #[doc(hidden)]
                fn $name($($arg: $Arg),*) -> $Ret;
            )*
        }
    };
}

macro_rules! implement_ordered {
    ([$T:ty, $I:ty, $inline:meta] $($name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty = $body:path;)*) => {
        const _: () = {
            type I = $I;
            impl OrderedElement<I> for $T {
                $(
                    #[$inline]
                    fn $name($($arg: $Arg),*) -> $Ret {
                        $body($($arg),*)
                    }
                )*
            }
        };
    };
}

ordered_kernels!(declare_ordered []);

macro_rules! ordered_elements {
    ($($T:ty)*) => {$(
        ordered_kernels!(implement_ordered [$T, u32, inline(never)]);
        ordered_kernels!(implement_ordered [$T, usize, inline]);
    )*};
}
ordered_elements!(bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);

mod sealed {
    pub trait Sealed {}
}
