//! What needs elements in order: sorting, searching, sets.
//!
//! Elements become [words](word::Word), whole numbers in the same order, and these are sorted: many of them are put into
//! buckets first (`buckets.rs`), and those sorted by digits (`digits.rs`). The memory of one more copy, and the same bits
//! on any number of threads.

mod buckets;
mod digits;
mod distinct;
mod guide;
mod isin;
mod join;
mod lanes;
mod lexsort;
mod members;
mod partition;
mod radix;
mod searchsorted;
mod selection;
mod sets;
mod slices;
mod sort;
mod source;
mod tally;
mod topk;
mod unique;
mod word;

#[doc(hidden)]
pub use distinct::Distinct;
#[doc(hidden)]
pub use guide::Guide;
pub use isin::isin;
pub use join::{JoinPlaces, inner_join, left_join};
pub use lexsort::{SortKey, lexsort, lexsort_axis};
#[doc(hidden)]
pub use members::Members;
pub use partition::{argpartition, argpartition_axis, partition, partition_axis};
pub(crate) use searchsorted::gapless;
pub use searchsorted::{searchsorted, searchsorted_right};
pub(crate) use selection::{MANY, nth};
pub use sets::{Intersection, intersect1d, intersect1d_indices, setdiff1d, setxor1d, union1d};
pub use slices::{unique_all_axis, unique_axis};
pub use sort::{argsort, argsort_axis, sort, sort_axis};
pub use topk::{argtopk, argtopk_axis, topk, topk_axis};
pub use unique::{
    UniqueAll, UniqueCounts, UniqueInverse, UniqueOptions, unique, unique_all, unique_all_with,
    unique_counts, unique_counts_with, unique_inverse, unique_inverse_with, unique_values,
};
#[doc(hidden)]
pub use word::{Pair, Word};

use half::{bf16, f16};
use nd_core::time::Unit;
use nd_core::{Array, Complex, Datetime64, Element, Timedelta64, View};

/// The bodies; see `powers.rs` for why a macro.
macro_rules! kernels {
    () => {
        #[inline(never)]
        fn sort_slice(elements: &mut [Self]) {
            sort::slice(elements);
        }
        #[inline(never)]
        fn sort_of(a: View<'_, Self>, axis: usize) -> Array<Self> {
            sort::along(a, axis)
        }
        #[inline(never)]
        fn argsort_of(a: View<'_, Self>, axis: usize) -> Array<usize> {
            sort::places(a, axis)
        }
        #[inline(never)]
        fn partition_of(a: View<'_, Self>, kth: usize, axis: usize) -> Array<Self> {
            partition::along(a, kth, axis)
        }
        #[inline(never)]
        fn argpartition_of(a: View<'_, Self>, kth: usize, axis: usize) -> Array<usize> {
            partition::places(a, kth, axis)
        }
        #[inline(never)]
        fn topk_of(a: View<'_, Self>, k: isize, axis: usize) -> Array<Self> {
            topk::along(a, k, axis)
        }
        #[inline(never)]
        fn argtopk_of(a: View<'_, Self>, k: isize, axis: usize) -> Array<usize> {
            topk::places(a, k, axis)
        }
        #[inline(never)]
        fn searchsorted_of(
            sorted: View<'_, Self>,
            wanted: View<'_, Self>,
            right: bool,
        ) -> Array<usize> {
            searchsorted::among(sorted, wanted, right)
        }
        #[inline(never)]
        fn members_of(test: View<'_, Self>) -> Members<Self::Rank> {
            isin::members(test)
        }
        #[inline(never)]
        fn isin_of(a: View<'_, Self>, members: &Members<Self::Rank>) -> Array<bool> {
            isin::among(a, members)
        }
        #[inline(never)]
        fn joined_of(a: View<'_, Self>, b: View<'_, Self>, all: bool) -> JoinPlaces {
            join::places(a, b, all)
        }
        #[inline(never)]
        fn order_of_bits(elements: &[Self]) -> Vec<usize> {
            sort::by_bits(elements)
        }
        #[inline(never)]
        fn distinct_of(
            a: View<'_, Self>,
            equal_nan: bool,
            firsts: Option<usize>,
        ) -> Distinct<Self> {
            distinct::of(a, equal_nan, firsts)
        }
        #[inline(never)]
        fn distinct_in_both(
            a: &Distinct<Self>,
            b: &Distinct<Self>,
            equal_nan: bool,
        ) -> Distinct<Self> {
            distinct::in_both(a, b, equal_nan)
        }
        #[inline(never)]
        fn unique_all_of(a: View<'_, Self>, equal_nan: bool) -> UniqueAll<Self> {
            unique::all(a, equal_nan)
        }
        #[inline(never)]
        fn unique_slices_of(a: View<'_, Self>, axis: usize) -> UniqueAll<Self> {
            slices::distinct(a, axis)
        }
    };
}

/// Elements that can be sorted: `bool`, integers, floats and complex numbers, in NumPy's order.
///
/// NaN come last, and are equal to each other, as -0.0 is to 0.0. Complex numbers go by their real parts, then by their
/// imaginary parts; those with NaN come last, those whose real part is NaN after the others.
///
/// # Examples
/// ```
/// use nd_core::{Complex, array};
///
/// let a = array![Complex::new(2.0, 1.0), Complex::new(1.0, 9.0), Complex::new(2.0, -1.0)];
/// assert_eq!(nd_ops::argsort(&a), array![1, 2, 0]);
/// ```
pub trait Sortable: Element + Default {
    /// A number that tells the bits of any two elements apart, in their order.
    #[doc(hidden)]
    type Word: Word;
    /// A number that elements share which are equal in the order.
    #[doc(hidden)]
    type Rank: Word;

    #[doc(hidden)]
    fn word(self) -> Self::Word;
    #[doc(hidden)]
    fn of_word(word: Self::Word) -> Self;
    #[doc(hidden)]
    fn rank(self) -> Self::Rank;
    /// Whether it, or a part of it, is NaN.
    #[doc(hidden)]
    fn is_missing(self) -> bool;

    #[doc(hidden)]
    fn sort_slice(elements: &mut [Self]);
    #[doc(hidden)]
    fn sort_of(a: View<'_, Self>, axis: usize) -> Array<Self>;
    #[doc(hidden)]
    fn argsort_of(a: View<'_, Self>, axis: usize) -> Array<usize>;
    #[doc(hidden)]
    fn partition_of(a: View<'_, Self>, kth: usize, axis: usize) -> Array<Self>;
    #[doc(hidden)]
    fn argpartition_of(a: View<'_, Self>, kth: usize, axis: usize) -> Array<usize>;
    #[doc(hidden)]
    fn topk_of(a: View<'_, Self>, k: isize, axis: usize) -> Array<Self>;
    #[doc(hidden)]
    fn argtopk_of(a: View<'_, Self>, k: isize, axis: usize) -> Array<usize>;
    #[doc(hidden)]
    fn searchsorted_of(sorted: View<'_, Self>, wanted: View<'_, Self>, right: bool)
    -> Array<usize>;
    /// The ranks of elements that others may equal.
    #[doc(hidden)]
    fn members_of(test: View<'_, Self>) -> Members<Self::Rank>;
    #[doc(hidden)]
    fn isin_of(a: View<'_, Self>, members: &Members<Self::Rank>) -> Array<bool>;
    #[doc(hidden)]
    fn joined_of(a: View<'_, Self>, b: View<'_, Self>, all: bool) -> JoinPlaces;
    /// The places of elements in the order in which they are sorted, bits and all.
    #[doc(hidden)]
    fn order_of_bits(elements: &[Self]) -> Vec<usize>;
    /// Distinct elements; and the first place of each, counted from the one that is given.
    #[doc(hidden)]
    fn distinct_of(a: View<'_, Self>, equal_nan: bool, firsts: Option<usize>) -> Distinct<Self>;
    /// The distinct elements of two parts together.
    #[doc(hidden)]
    fn distinct_in_both(a: &Distinct<Self>, b: &Distinct<Self>, equal_nan: bool) -> Distinct<Self>;
    #[doc(hidden)]
    fn unique_all_of(a: View<'_, Self>, equal_nan: bool) -> UniqueAll<Self>;
    /// The distinct slices along an axis.
    #[doc(hidden)]
    fn unique_slices_of(a: View<'_, Self>, axis: usize) -> UniqueAll<Self>;
}

impl Sortable for bool {
    type Word = u8;
    type Rank = u8;

    #[inline(always)]
    fn word(self) -> u8 {
        u8::from(self)
    }
    #[inline(always)]
    fn of_word(word: u8) -> bool {
        word != 0
    }
    #[inline(always)]
    fn rank(self) -> u8 {
        u8::from(self)
    }
    #[inline(always)]
    fn is_missing(self) -> bool {
        false
    }
    kernels!();
}

macro_rules! sortable_integers {
    ($($T:ty, $U:ty, $sign:expr;)*) => {$(
        impl Sortable for $T {
            type Word = $U;
            type Rank = $U;

            #[inline(always)]
            fn word(self) -> $U {
                self as $U ^ $sign
            }
            #[inline(always)]
            fn of_word(word: $U) -> $T {
                (word ^ $sign) as $T
            }
            #[inline(always)]
            fn rank(self) -> $U {
                self.word()
            }
            #[inline(always)]
            fn is_missing(self) -> bool {
                false
            }
            kernels!();
        }
    )*};
}
sortable_integers! {
    i8, u8, 1 << 7;
    i16, u16, 1 << 15;
    i32, u32, 1 << 31;
    i64, u64, 1 << 63;
    isize, u64, 1 << 63;
    u8, u8, 0;
    u16, u16, 0;
    u32, u32, 0;
    u64, u64, 0;
    usize, u64, 0;
}

macro_rules! sortable_times {
    ($($T:ident)*) => {$(
        impl<V: Unit> Sortable for $T<V> {
            type Word = u64;
            type Rank = u64;

            #[inline(always)]
            fn word(self) -> u64 {
                // The count of what is missing is the least, and becomes the largest.
                (self.count() as u64 ^ 1 << 63).wrapping_sub(1)
            }
            #[inline(always)]
            fn of_word(word: u64) -> Self {
                $T::new((word.wrapping_add(1) ^ 1 << 63) as i64)
            }
            #[inline(always)]
            fn rank(self) -> u64 {
                self.word()
            }
            #[inline(always)]
            fn is_missing(self) -> bool {
                self.is_nat()
            }
            kernels!();
        }
    )*};
}
sortable_times!(Datetime64 Timedelta64);

/// How floats become whole numbers in the same order: those that are negative the other way round, all others above, and
/// NaN of either sign above all.
macro_rules! sortable_floats {
    ($($T:ty, $U:ty, $I:ty;)*) => {$(
        impl Sortable for $T {
            type Word = $U;
            type Rank = $U;

            #[inline(always)]
            fn word(self) -> $U {
                let (bits, sign) = (self.to_bits(), 1 << (<$U>::BITS - 1));
                let turned = bits ^ ((bits as $I >> (<$U>::BITS - 1)) as $U | sign);
                // Negative NaN would be the smallest: from negative infinity on it begins with 0.
                turned.wrapping_sub(!<$T>::NEG_INFINITY.to_bits())
            }
            #[inline(always)]
            fn of_word(word: $U) -> $T {
                let turned = word.wrapping_add(!<$T>::NEG_INFINITY.to_bits());
                let sign = 1 << (<$U>::BITS - 1);
                <$T>::from_bits(if turned & sign == 0 { !turned } else { turned ^ sign })
            }
            #[inline(always)]
            fn rank(self) -> $U {
                let bits = self.to_bits();
                let sign: $U = 1 << (<$U>::BITS - 1);
                let infinity = <$T>::INFINITY.to_bits();
                if bits & !sign > infinity {
                    return <$U>::MAX;
                }
                <$T>::from_bits(if bits == sign { 0 } else { bits }).word()
            }
            #[inline(always)]
            fn is_missing(self) -> bool {
                self.is_nan()
            }
            kernels!();
        }
    )*};
}
sortable_floats! {
    f16, u16, i16;
    bf16, u16, i16;
    f32, u32, i32;
    f64, u64, i64;
}

/// Ranks of the parts put together: those without NaN, those whose imaginary part is NaN, whose real part is, and both.
macro_rules! sortable_complex {
    ($($F:ty, $U:ty, $Rank:ty, $Word:ty, |$rank:ident, $bits:ident| $word:expr, |$w:ident| $parts:expr;)*) => {$(
        impl Sortable for Complex<$F> {
            type Word = $Word;
            type Rank = $Rank;

            #[inline(always)]
            fn word(self) -> $Word {
                let ($rank, $bits) = (self.rank(), [self.re.to_bits(), self.im.to_bits()]);
                $word
            }
            #[inline(always)]
            fn of_word($w: $Word) -> Self {
                let [re, im]: [$U; 2] = $parts;
                Complex::new(<$F>::from_bits(re), <$F>::from_bits(im))
            }
            #[inline(always)]
            fn rank(self) -> $Rank {
                // Ranks of numbers are less than this.
                let all = <$Rank>::from(<$F>::INFINITY.rank()) + 1;
                let (re, im) = (<$Rank>::from(self.re.rank()), <$Rank>::from(self.im.rank()));
                match (self.re.is_nan(), self.im.is_nan()) {
                    (false, false) => re * all + im,
                    (false, true) => all * all + re,
                    (true, false) => all * all + all + im,
                    (true, true) => all * all + 2 * all,
                }
            }
            #[inline(always)]
            fn is_missing(self) -> bool {
                self.re.is_nan() | self.im.is_nan()
            }
            kernels!();
        }
    )*};
}
sortable_complex! {
    f32, u32, u64, u128,
        |rank, bits| u128::from(rank) << 64 | u128::from(bits[0]) << 32 | u128::from(bits[1]),
        |word| [(word >> 32) as u32, word as u32];
    f64, u64, u128, Pair,
        |rank, bits| Pair(rank, u128::from(bits[0]) << 64 | u128::from(bits[1])),
        |word| [(word.1 >> 64) as u64, word.1 as u64];
}
