//! [`Measured`] and [`Label`]: values and labels as few types, so that kernels exist once or thrice.
//!
//! Values are read chunk by chunk as `i64`, `u64` or `f64`, labels as `i64`; both behind [`Chunks`], so
//! that no kernel exists for a pair of types.

use crate::labels::groups::{self, Grouped};
use crate::labels::slots::Slots;
use crate::labels::statistics::{self, Cell};
use nd_core::{CowArray, Element, Number, View, bf16, f16};
use std::fmt::Debug;
use std::ops::Range;

/// Elements that are converted at once: a few first-level caches' worth at most.
pub(crate) const CHUNK: usize = 4096;

mod sealed {
    pub trait Sealed {}
}

/// Elements in C order, read by their flat positions as a `W`.
#[doc(hidden)]
pub trait Chunks<W>: Sync {
    fn size(&self) -> usize;
    fn read<'b>(&'b self, range: Range<usize>, buffer: &'b mut Vec<W>) -> &'b [W];
}

/// An array whose elements lie in C order: itself, or a copy.
pub(crate) fn contiguous<T: Element>(a: View<'_, T>) -> CowArray<'_, T> {
    if a.as_slice().is_some() { CowArray::View(a) } else { CowArray::Owned(a.to_array()) }
}

/// The values of an array, to be read in chunks.
pub(crate) struct Values<'a, T>(pub(crate) CowArray<'a, T>);

/// The labels of an array, to be read in chunks.
pub(crate) struct Labels<'a, T>(pub(crate) CowArray<'a, T>);

/// The values of an array as floats, to be read in chunks.
pub(crate) struct Floats<'a, T>(pub(crate) CowArray<'a, T>);

/// The slice of what [`contiguous`] returned.
pub(crate) fn flat<'c, T: Element>(a: &'c CowArray<'_, T>) -> &'c [T] {
    a.view().as_slice().expect("made contiguous")
}

impl<T: Measured> Chunks<T::Wide> for Values<'_, T> {
    fn size(&self) -> usize {
        self.0.view().size()
    }
    fn read<'b>(&'b self, range: Range<usize>, buffer: &'b mut Vec<T::Wide>) -> &'b [T::Wide] {
        T::wide(&flat(&self.0)[range], buffer)
    }
}

impl<T: Measured> Chunks<f64> for Floats<'_, T> {
    fn size(&self) -> usize {
        self.0.view().size()
    }
    fn read<'b>(&'b self, range: Range<usize>, buffer: &'b mut Vec<f64>) -> &'b [f64] {
        T::floats(&flat(&self.0)[range], buffer)
    }
}

impl<T: Label> Chunks<i64> for Labels<'_, T> {
    fn size(&self) -> usize {
        self.0.view().size()
    }
    fn read<'b>(&'b self, range: Range<usize>, buffer: &'b mut Vec<i64>) -> &'b [i64] {
        T::wide_labels(&flat(&self.0)[range], buffer)
    }
}

/// Everything of `chunks`.
pub(crate) fn read_all<W: Copy>(chunks: &dyn Chunks<W>) -> Vec<W> {
    let mut buffer = Vec::new();
    let mut all = Vec::with_capacity(chunks.size());
    for start in (0..chunks.size()).step_by(CHUNK) {
        let range = start..(start + CHUNK).min(chunks.size());
        all.extend_from_slice(chunks.read(range, &mut buffer));
    }
    all
}

/// Real numbers that are measured: `bool`, the integers and the floats.
///
/// They are worked on as `i64`, `u64` or `f64`, whichever holds all of them exactly.
///
/// # Examples
/// ```
/// use nd_image::{Measured, labels};
///
/// fn total<T: Measured>(a: &[T], labels: &[u8]) -> T::Sum {
///     labels::sum_labels(a, labels, ..)[[0]]
/// }
/// assert_eq!(total(&[100u8, 200, 50], &[1, 1, 0]), 300);
/// ```
pub trait Measured: Element + PartialOrd + Debug + sealed::Sealed {
    /// The type of sums: `i64` for `bool` and signed integers, `u64` for unsigned ones, else `f64`.
    type Sum: Number + PartialOrd;
    /// What elements are worked on as.
    #[doc(hidden)]
    type Wide: Wide<Sum = Self::Sum>;
    /// Whether sums of fewer than 2³¹ elements fit into 64 bits.
    #[doc(hidden)]
    const NARROW: bool;

    #[doc(hidden)]
    fn wide<'b>(chunk: &'b [Self], buffer: &'b mut Vec<Self::Wide>) -> &'b [Self::Wide];
    #[doc(hidden)]
    fn floats<'b>(chunk: &'b [Self], buffer: &'b mut Vec<f64>) -> &'b [f64];
    /// The element that was widened.
    #[doc(hidden)]
    fn narrow(wide: Self::Wide) -> Self;
}

/// The types that everything is worked on as.
#[doc(hidden)]
pub trait Wide: Number + PartialOrd + sealed::Sealed {
    type Sum: Number + PartialOrd;
    /// What sums are kept in: exact for integers.
    type Total: Copy + Default + Send + Sync + PartialEq + Debug;

    fn total(self) -> Self::Total;
    fn added(left: Self::Total, right: Self::Total) -> Self::Total;
    /// The sum of a run of elements; `narrow` as [`Measured::NARROW`].
    fn summed(run: &[Self], narrow: bool) -> Self::Total;
    fn sum_of(total: Self::Total) -> Self::Sum;
    fn float_of(total: Self::Total) -> f64;
    fn float(self) -> f64;
    /// `self - from`, without losing the digits that two large integers share.
    fn less(self, from: Self) -> f64;
    /// Whether `self` is a new minimum: NaN is below everything but NaN.
    fn below(self, other: Self) -> bool;
    /// Whether `self` is a new maximum: NaN is above everything but NaN.
    fn above(self, other: Self) -> bool;
    /// The one pass over all elements; compiled here, once a type.
    fn statistics(
        values: &dyn Chunks<Self>,
        labels: &dyn Chunks<i64>,
        slots: &Slots,
        narrow: bool,
    ) -> Vec<Cell<Self>>;
    /// Takes in a chunk; see [`statistics::take_chunk`].
    fn take_chunk(
        cells: &mut [Cell<Self>],
        slots: &Slots,
        chunk: (&[Self], &[i64]),
        start: usize,
        narrow: bool,
    );
    /// The values in the order of their labels; see [`groups::grouped`].
    fn grouped(values: &dyn Chunks<Self>, labels: &dyn Chunks<i64>, slots: &Slots)
    -> Grouped<Self>;
}

/// The methods of [`Wide`] that are the same code for every type.
macro_rules! compiled_once {
    () => {
        #[inline(never)]
        fn statistics(
            values: &dyn Chunks<Self>,
            labels: &dyn Chunks<i64>,
            slots: &Slots,
            narrow: bool,
        ) -> Vec<Cell<Self>> {
            statistics::cells(values, labels, slots, narrow)
        }
        #[inline(never)]
        fn take_chunk(
            cells: &mut [Cell<Self>],
            slots: &Slots,
            chunk: (&[Self], &[i64]),
            start: usize,
            narrow: bool,
        ) {
            statistics::take_chunk(cells, slots, chunk, start, narrow);
        }
        #[inline(never)]
        fn grouped(
            values: &dyn Chunks<Self>,
            labels: &dyn Chunks<i64>,
            slots: &Slots,
        ) -> Grouped<Self> {
            groups::grouped(values, labels, slots)
        }
    };
}

macro_rules! whole {
    ($($T:ident, $difference:expr;)*) => {$(
        impl Wide for $T {
            type Sum = $T;
            type Total = i128;
            #[inline(always)]
            fn total(self) -> i128 {
                i128::from(self)
            }
            #[inline(always)]
            fn added(left: i128, right: i128) -> i128 {
                left.wrapping_add(right)
            }
            #[inline(always)]
            fn summed(run: &[$T], narrow: bool) -> i128 {
                if narrow {
                    i128::from(run.iter().fold(0, |sum: $T, &x| sum.wrapping_add(x)))
                } else {
                    run.iter().map(|&x| i128::from(x)).sum()
                }
            }
            #[inline(always)]
            fn sum_of(total: i128) -> $T {
                total as $T
            }
            #[inline(always)]
            fn float_of(total: i128) -> f64 {
                total as f64
            }
            #[inline(always)]
            fn float(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn less(self, from: $T) -> f64 {
                let difference: fn($T, $T) -> f64 = $difference;
                difference(self, from)
            }
            #[inline(always)]
            fn below(self, other: $T) -> bool {
                self < other
            }
            #[inline(always)]
            fn above(self, other: $T) -> bool {
                self > other
            }
            compiled_once!();
        }
    )*};
}
whole! {
    i64, |a, b| a.checked_sub(b).map_or(a as f64 - b as f64, |d| d as f64);
    u64, |a, b| if a >= b { (a - b) as f64 } else { -((b - a) as f64) };
}

impl Wide for f64 {
    type Sum = f64;
    type Total = f64;
    #[inline(always)]
    fn total(self) -> f64 {
        self
    }
    #[inline(always)]
    fn added(left: f64, right: f64) -> f64 {
        left + right
    }
    #[inline(always)]
    fn summed(run: &[f64], _: bool) -> f64 {
        run.iter().sum()
    }
    #[inline(always)]
    fn sum_of(total: f64) -> f64 {
        total
    }
    #[inline(always)]
    fn float_of(total: f64) -> f64 {
        total
    }
    #[inline(always)]
    fn float(self) -> f64 {
        self
    }
    #[inline(always)]
    fn less(self, from: f64) -> f64 {
        self - from
    }
    #[inline(always)]
    fn below(self, other: f64) -> bool {
        self < other || (self.is_nan() && !other.is_nan())
    }
    #[inline(always)]
    fn above(self, other: f64) -> bool {
        self > other || (self.is_nan() && !other.is_nan())
    }
    compiled_once!();
}

/// One chunk as another type.
#[inline(always)]
fn converted<'b, T: Copy, W>(
    chunk: &[T],
    buffer: &'b mut Vec<W>,
    convert: impl Fn(T) -> W,
) -> &'b [W] {
    buffer.clear();
    buffer.extend(chunk.iter().map(|&x| convert(x)));
    buffer
}

macro_rules! measured {
    (@wide itself, $W:ty, $chunk:ident, $buffer:ident, $convert:expr) => {{
        let _ = $buffer;
        $chunk
    }};
    (@wide $other:ident, $W:ty, $chunk:ident, $buffer:ident, $convert:expr) => {
        converted($chunk, $buffer, $convert)
    };
    ($($T:ty, $Wide:ty, $wide:ident, $floats:ident, $narrow:expr, $to:expr, $float:expr, $back:expr;)*) => {$(
        impl sealed::Sealed for $T {}
        impl Measured for $T {
            type Sum = <$Wide as Wide>::Sum;
            type Wide = $Wide;
            const NARROW: bool = $narrow;
            #[inline(never)]
            fn wide<'b>(chunk: &'b [$T], buffer: &'b mut Vec<$Wide>) -> &'b [$Wide] {
                measured!(@wide $wide, $Wide, chunk, buffer, $to)
            }
            #[inline(never)]
            fn floats<'b>(chunk: &'b [$T], buffer: &'b mut Vec<f64>) -> &'b [f64] {
                measured!(@wide $floats, f64, chunk, buffer, $float)
            }
            #[inline(always)]
            fn narrow(wide: $Wide) -> $T {
                let back: fn($Wide) -> $T = $back;
                back(wide)
            }
        }
    )*};
}
measured! {
    bool, i64, cast, cast, true, |x: bool| i64::from(x), |x: bool| f64::from(u8::from(x)), |w| w != 0;
    i8, i64, cast, cast, true, |x: i8| i64::from(x), |x: i8| f64::from(x), |w| w as i8;
    i16, i64, cast, cast, true, |x: i16| i64::from(x), |x: i16| f64::from(x), |w| w as i16;
    i32, i64, cast, cast, true, |x: i32| i64::from(x), |x: i32| f64::from(x), |w| w as i32;
    i64, i64, itself, cast, false, |x: i64| x, |x: i64| x as f64, |w| w;
    isize, i64, cast, cast, false, |x: isize| x as i64, |x: isize| x as f64, |w| w as isize;
    u8, u64, cast, cast, true, |x: u8| u64::from(x), |x: u8| f64::from(x), |w| w as u8;
    u16, u64, cast, cast, true, |x: u16| u64::from(x), |x: u16| f64::from(x), |w| w as u16;
    u32, u64, cast, cast, true, |x: u32| u64::from(x), |x: u32| f64::from(x), |w| w as u32;
    u64, u64, itself, cast, false, |x: u64| x, |x: u64| x as f64, |w| w;
    usize, u64, cast, cast, false, |x: usize| x as u64, |x: usize| x as f64, |w| w as usize;
    f16, f64, cast, cast, true, |x: f16| x.to_f64(), |x: f16| x.to_f64(), f16::from_f64;
    bf16, f64, cast, cast, true, |x: bf16| x.to_f64(), |x: bf16| x.to_f64(), bf16::from_f64;
    f32, f64, cast, cast, true, |x: f32| f64::from(x), |x: f32| f64::from(x), |w| w as f32;
    f64, f64, itself, itself, true, |x: f64| x, |x: f64| x, |w| w;
}

/// Numbers of regions: `bool` and the integers.
///
/// # Examples
/// ```
/// use nd_image::{Label, labels};
///
/// fn area<L: Label>(labels: &[L], label: L) -> u64 {
///     labels::label_statistics(vec![0u8; labels.len()], labels, [label]).count[[0]]
/// }
/// assert_eq!(area(&[-1i8, 2, 2], 2), 2);
/// assert_eq!(area(&[true, false], true), 1);
/// ```
pub trait Label: Element + PartialEq + Debug + sealed::Sealed {
    /// Whether there are negative labels.
    #[doc(hidden)]
    const SIGNED: bool;
    /// Labels as 64 bits, one to one.
    #[doc(hidden)]
    fn wide_labels<'b>(chunk: &'b [Self], buffer: &'b mut Vec<i64>) -> &'b [i64];
    /// The label of those bits.
    #[doc(hidden)]
    fn of_wide(wide: i64) -> Self;
}

macro_rules! label {
    ($($T:ty, $signed:expr, $wide:ident, $to:expr, $back:expr;)*) => {$(
        impl Label for $T {
            const SIGNED: bool = $signed;
            #[inline(never)]
            fn wide_labels<'b>(chunk: &'b [$T], buffer: &'b mut Vec<i64>) -> &'b [i64] {
                measured!(@wide $wide, i64, chunk, buffer, $to)
            }
            #[inline(always)]
            fn of_wide(wide: i64) -> $T {
                let back: fn(i64) -> $T = $back;
                back(wide)
            }
        }
    )*};
}
label! {
    bool, false, cast, |x: bool| i64::from(x), |w| w != 0;
    i8, true, cast, |x: i8| i64::from(x), |w| w as i8;
    i16, true, cast, |x: i16| i64::from(x), |w| w as i16;
    i32, true, cast, |x: i32| i64::from(x), |w| w as i32;
    i64, true, itself, |x: i64| x, |w| w;
    isize, true, cast, |x: isize| x as i64, |w| w as isize;
    u8, false, cast, |x: u8| i64::from(x), |w| w as u8;
    u16, false, cast, |x: u16| i64::from(x), |w| w as u16;
    u32, false, cast, |x: u32| i64::from(x), |w| w as u32;
    u64, false, cast, |x: u64| x as i64, |w| w as u64;
    usize, false, cast, |x: usize| x as i64, |w| w as usize;
}
