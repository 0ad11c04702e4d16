//! The element types that morphology, labels and distances take.
//!
//! All that these ask of an element is whether it is zero and which of two is greater. So elements
//! become whole numbers in the same order, *keys*, of which there are four types: what loops over
//! pictures is compiled for those, and for each element type only the way there and back.

use crate::axes::with_rows;
use crate::blocks::for_each_block;
use crate::canvas::canvas;
use crate::labelling::{self, LabelError, Ranges, Reach};
use crate::mode::Mode;
use crate::morphology::{self, Bits, GreyKind, SeedError, Tool};
use nd_core::simd::{Isa, Kernel, dispatch};
use nd_core::{Array, Element, View, ZeroBits};
use std::collections::BTreeMap;
use std::fmt::Debug;

mod sealed {
    pub trait Sealed {}
    macro_rules! seal {
        ($($T:ty)*) => { $(impl Sealed for $T {})* };
    }
    seal!(bool u8 i8 u16 i16 u32 i32 u64 i64 f32 f64);
}

/// Element types that morphology, labels and distances take: `bool`, the integers of up to 64 bits,
/// `f32` and `f64`.
///
/// Where a picture is read as a mask, what is not zero is set, NaN included. Where elements are
/// compared, NaN wins: it is the greatest of a maximum and the least of a minimum.
pub trait Ordinal: Element + ZeroBits + PartialEq + Debug + sealed::Sealed {
    /// The unsigned integer that stands for an element.
    #[doc(hidden)]
    type Key: Key;
    /// The key of an element: greater for greater ones, the greatest for NaN.
    #[doc(hidden)]
    fn rising(self) -> Self::Key;
    /// The key of an element: greater for smaller ones, the greatest for NaN.
    #[doc(hidden)]
    fn falling(self) -> Self::Key;
    /// The element of a rising key.
    #[doc(hidden)]
    fn from_rising(key: Self::Key) -> Self;
    /// The element of a falling key.
    #[doc(hidden)]
    fn from_falling(key: Self::Key) -> Self;
    /// Whether an element is not zero.
    #[doc(hidden)]
    fn is_set(self) -> bool;
    /// The element as a float; rounded from 2⁵³ on.
    #[doc(hidden)]
    fn float(self) -> f64;
    /// The nearest element to a float, truncated towards zero within the range.
    #[doc(hidden)]
    fn saturated(x: f64) -> Self;
    /// The keys of all elements. Compiled here, once a type.
    #[doc(hidden)]
    fn keys(a: View<'_, Self>, order: Order) -> Array<Self::Key>;
    /// The elements of keys.
    #[doc(hidden)]
    fn elements(keys: View<'_, Self::Key>, order: Order) -> Array<Self>;
    /// Which elements are not zero, as bytes.
    #[doc(hidden)]
    fn set(a: View<'_, Self>) -> Array<u8>;
    /// Ones where a row is set, for each of its elements.
    #[doc(hidden)]
    fn set_row(row: &[Self], out: &mut [u8]);
    /// Which elements of an array that is not empty are set, as bits with room for steps of `reach`.
    #[doc(hidden)]
    fn bits(a: View<'_, Self>, reach: usize) -> Bits;
    /// The labels of connected components.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc, reason = "hidden; the public function says them")]
    fn components(
        a: View<'_, Self>,
        reach: &Reach,
        values_apart: bool,
    ) -> Result<(Array<u32>, u32), LabelError>;
    /// An operation of grey morphology.
    #[doc(hidden)]
    fn greyed(a: View<'_, Self>, kind: GreyKind, tool: &Tool, mode: Mode) -> Array<Self>;
    /// A reconstruction.
    #[doc(hidden)]
    #[allow(clippy::missing_errors_doc, reason = "hidden; the public function says them")]
    fn reconstructed(
        seed: View<'_, Self>,
        mask: View<'_, Self>,
        order: Order,
    ) -> Result<Array<Self>, SeedError>;
    /// The plateaus without a higher neighbour, or a lower one.
    #[doc(hidden)]
    fn peaks(a: View<'_, Self>, order: Order) -> Array<bool>;
    /// An opening by area, or a closing.
    #[doc(hidden)]
    fn opened_by_area(a: View<'_, Self>, area: usize, order: Order) -> Array<Self>;
    /// The keys as the widest type, in C order.
    #[doc(hidden)]
    fn wide_keys(a: View<'_, Self>, order: Order) -> Vec<u64>;
    /// The array of a shape of such keys.
    #[doc(hidden)]
    fn from_wide_keys(shape: &[usize], keys: &[u64], order: Order) -> Array<Self>;
    /// The greatest element as a label, or 0.
    #[doc(hidden)]
    fn greatest(a: View<'_, Self>) -> u64;
    /// Where each value is, by their keys.
    #[doc(hidden)]
    fn places(a: View<'_, Self>, ignore: Option<Self>) -> BTreeMap<u64, Vec<Vec<usize>>>;
    /// Widens boxes to a part of a picture; see [`labelling::widen`].
    #[doc(hidden)]
    fn widen(a: View<'_, Self>, start: &[usize], limits: &mut [usize]);
    /// The boxes around the labels `1..=most`.
    #[doc(hidden)]
    fn boxes(a: View<'_, Self>, most: usize) -> Vec<Option<Ranges>>;
    /// The elements as floats.
    #[doc(hidden)]
    fn floats(a: View<'_, Self>) -> Array<f64>;
    /// The elements nearest to floats.
    #[doc(hidden)]
    fn from_floats(a: View<'_, f64>) -> Array<Self>;
}

/// Which element has the greatest key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The greatest.
    Rising,
    /// The smallest.
    Falling,
}

/// What elements become to be compared.
pub trait Key: Ordinal + Ord + Default + Into<u64> {
    /// The greatest key.
    #[doc(hidden)]
    const MAX: Self;
    /// The key of this number, which is in range.
    #[doc(hidden)]
    fn of(x: u64) -> Self;
}

macro_rules! key {
    ($($T:ty)*) => { $(
        impl Key for $T {
            const MAX: $T = <$T>::MAX;
            #[inline(always)]
            fn of(x: u64) -> $T {
                x as $T
            }
        }
    )* };
}
key!(u8 u16 u32 u64);

/// The methods of [`Ordinal`] that are the same code for every type.
macro_rules! compiled_once {
    () => {
        #[inline(never)]
        fn keys(a: View<'_, Self>, order: Order) -> Array<Self::Key> {
            match order {
                Order::Rising => mapped(a, &|a, out| dispatch(Mapped { a, out, f: Self::rising })),
                Order::Falling => {
                    mapped(a, &|a, out| dispatch(Mapped { a, out, f: Self::falling }))
                }
            }
        }
        #[inline(never)]
        fn elements(keys: View<'_, Self::Key>, order: Order) -> Array<Self> {
            match order {
                Order::Rising => {
                    mapped(keys, &|a, out| dispatch(Mapped { a, out, f: Self::from_rising }))
                }
                Order::Falling => {
                    mapped(keys, &|a, out| dispatch(Mapped { a, out, f: Self::from_falling }))
                }
            }
        }
        #[inline(never)]
        fn set(a: View<'_, Self>) -> Array<u8> {
            mapped(a, &|a, out| Self::set_row(a, out))
        }
        #[inline(never)]
        fn set_row(row: &[Self], out: &mut [u8]) {
            dispatch(Mapped { a: row, out, f: |x: Self| u8::from(x.is_set()) });
        }
        #[inline(never)]
        fn bits(a: View<'_, Self>, reach: usize) -> Bits {
            Bits::of(a, reach)
        }
        #[inline(never)]
        fn components(
            a: View<'_, Self>,
            reach: &Reach,
            values_apart: bool,
        ) -> Result<(Array<u32>, u32), LabelError> {
            labelling::components(a, reach, values_apart, u32::MAX)
        }
        #[inline(never)]
        fn greyed(a: View<'_, Self>, kind: GreyKind, tool: &Tool, mode: Mode) -> Array<Self> {
            morphology::greyed(a, kind, tool, mode)
        }
        #[inline(never)]
        #[track_caller]
        fn reconstructed(
            seed: View<'_, Self>,
            mask: View<'_, Self>,
            order: Order,
        ) -> Result<Array<Self>, SeedError> {
            morphology::reconstructed(seed, mask, order)
        }
        #[inline(never)]
        fn peaks(a: View<'_, Self>, order: Order) -> Array<bool> {
            morphology::peaks(&Self::keys(a, order))
        }
        #[inline(never)]
        fn opened_by_area(a: View<'_, Self>, area: usize, order: Order) -> Array<Self> {
            morphology::opened_by_area(a, area, order)
        }
        #[inline(never)]
        fn wide_keys(a: View<'_, Self>, order: Order) -> Vec<u64> {
            Self::keys(a, order).iter().map(|&key| key.into()).collect()
        }
        #[inline(never)]
        fn from_wide_keys(shape: &[usize], keys: &[u64], order: Order) -> Array<Self> {
            let keys = keys.iter().map(|&key| Key::of(key)).collect();
            Self::elements(Array::from_shape_vec(shape, keys).view(), order)
        }
        #[inline(never)]
        fn greatest(a: View<'_, Self>) -> u64 {
            labelling::greatest(a)
        }
        #[inline(never)]
        fn places(a: View<'_, Self>, ignore: Option<Self>) -> BTreeMap<u64, Vec<Vec<usize>>> {
            labelling::places(a, ignore)
        }
        #[inline(never)]
        fn widen(a: View<'_, Self>, start: &[usize], limits: &mut [usize]) {
            labelling::widen(a, start, limits);
        }
        #[inline(never)]
        fn boxes(a: View<'_, Self>, most: usize) -> Vec<Option<Ranges>> {
            labelling::boxes(a, most)
        }
        #[inline(never)]
        fn floats(a: View<'_, Self>) -> Array<f64> {
            mapped(a, &|a, out| dispatch(Mapped { a, out, f: Self::float }))
        }
        #[inline(never)]
        fn from_floats(a: View<'_, f64>) -> Array<Self> {
            mapped(a, &|a, out| dispatch(Mapped { a, out, f: Self::saturated }))
        }
    };
}

/// An array whose rows `body` makes of those of `a`.
fn mapped<T: Element, U: Element + ZeroBits>(
    a: View<'_, T>,
    body: &(dyn Fn(&[T], &mut [U]) + Sync),
) -> Array<U> {
    let mut out = canvas::<U>(a.shape());
    if a.is_empty() {
        return out;
    }
    let elements = out.as_slice_mut().expect("fresh arrays are contiguous");
    with_rows(a, a.ndim().saturating_sub(1), |rows| {
        let width = rows[0].len();
        let strip = rows.len().div_ceil(64).max(1);
        let work = elements.len();
        for_each_block(elements, strip * width, work, &|i, out| {
            rows[i * strip..].iter().zip(out.chunks_mut(width)).for_each(|(r, o)| body(r, o));
        });
    });
    out
}

struct Mapped<'a, T, U, F> {
    a: &'a [T],
    out: &'a mut [U],
    f: F,
}

impl<T: Copy, U, F: Fn(T) -> U> Kernel for Mapped<'_, T, U, F> {
    type Output = ();
    #[inline(always)]
    fn run<I: Isa>(self, _: I) {
        self.out.iter_mut().zip(self.a).for_each(|(o, &x)| *o = (self.f)(x));
    }
}

macro_rules! integers {
    ($($T:ident $K:ident $flip:expr;)*) => { $(
        impl Ordinal for $T {
            type Key = $K;
            #[inline(always)]
            fn rising(self) -> $K {
                self as $K ^ $flip
            }
            #[inline(always)]
            fn falling(self) -> $K {
                !self.rising()
            }
            #[inline(always)]
            fn from_rising(key: $K) -> $T {
                (key ^ $flip) as $T
            }
            #[inline(always)]
            fn from_falling(key: $K) -> $T {
                $T::from_rising(!key)
            }
            #[inline(always)]
            fn is_set(self) -> bool {
                self != 0
            }
            #[inline(always)]
            fn float(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn saturated(x: f64) -> $T {
                x as $T
            }
            compiled_once!();
        }
    )* };
}
integers! {
    u8 u8 0; u16 u16 0; u32 u32 0; u64 u64 0;
    i8 u8 1 << 7; i16 u16 1 << 15; i32 u32 1 << 31; i64 u64 1 << 63;
}

macro_rules! floats {
    ($($T:ident $K:ident $sign:expr;)*) => { $(
        impl Ordinal for $T {
            type Key = $K;
            #[inline(always)]
            fn rising(self) -> $K {
                // The sum makes -0 the same as 0; the bits of negative numbers fall.
                let bits = (self + 0.0).to_bits();
                let key = if bits & $sign == 0 { bits | $sign } else { !bits };
                if self.is_nan() { $K::MAX } else { key }
            }
            #[inline(always)]
            fn falling(self) -> $K {
                if self.is_nan() { $K::MAX } else { !self.rising() }
            }
            #[inline(always)]
            fn from_rising(key: $K) -> $T {
                let bits = if key & $sign == 0 { !key } else { key ^ $sign };
                if key == $K::MAX { $T::NAN } else { $T::from_bits(bits) }
            }
            #[inline(always)]
            fn from_falling(key: $K) -> $T {
                if key == $K::MAX { $T::NAN } else { $T::from_rising(!key) }
            }
            #[inline(always)]
            fn is_set(self) -> bool {
                self != 0.0
            }
            #[inline(always)]
            fn float(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn saturated(x: f64) -> $T {
                x as $T
            }
            compiled_once!();
        }
    )* };
}
floats! { f32 u32 1 << 31; f64 u64 1 << 63; }

impl Ordinal for bool {
    type Key = u8;
    #[inline(always)]
    fn rising(self) -> u8 {
        u8::from(self)
    }
    #[inline(always)]
    fn falling(self) -> u8 {
        u8::from(!self)
    }
    #[inline(always)]
    fn from_rising(key: u8) -> bool {
        key != 0
    }
    #[inline(always)]
    fn from_falling(key: u8) -> bool {
        key == 0
    }
    #[inline(always)]
    fn is_set(self) -> bool {
        self
    }
    #[inline(always)]
    fn float(self) -> f64 {
        f64::from(u8::from(self))
    }
    #[inline(always)]
    fn saturated(x: f64) -> bool {
        x >= 1.0
    }
    compiled_once!();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order<T: Ordinal + PartialOrd>(values: &[T]) {
        for pair in values.windows(2) {
            assert!(pair[0].rising() < pair[1].rising(), "{pair:?}");
            assert!(pair[0].falling() > pair[1].falling(), "{pair:?}");
        }
        for &x in values {
            assert_eq!(T::from_rising(x.rising()), x);
            assert_eq!(T::from_falling(x.falling()), x);
        }
    }

    #[test]
    fn keys_are_in_the_order_of_elements() {
        in_order(&[false, true]);
        in_order(&[0u8, 1, 127, 128, 255]);
        in_order(&[i8::MIN, -1, 0, 1, i8::MAX]);
        in_order(&[i64::MIN, -1, 0, 1, i64::MAX]);
        in_order(&[f32::NEG_INFINITY, -2.5, -1e-40, 0.0, 1e-40, 2.5, f32::INFINITY]);
        in_order(&[f64::NEG_INFINITY, -2.5, 0.0, f64::MIN_POSITIVE, f64::INFINITY]);
        assert_eq!((-0.0f64).rising(), 0.0f64.rising());
        for key in [f64::NAN.rising(), f64::NAN.falling()] {
            assert_eq!(key, u64::MAX);
        }
        assert!(f32::from_rising(u32::MAX).is_nan() && f32::from_falling(u32::MAX).is_nan());
        assert!(f32::NAN.is_set() && !(-0.0f32).is_set());
    }
}
