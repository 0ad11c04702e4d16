//! `+`, `-`, `*` and `/`.

use crate::compressed::Compressed;
use crate::element::SparseElement;
use crate::error::ok;
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Complex, Number};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// An operator of two matrices, borrowed or not.
macro_rules! operator {
    ($Trait:ident $name:ident $tried:ident $([$($bound:tt)*])? $doc:literal) => {
        impl<T, I, O, P> $Trait<&Compressed<T, I, P>> for &Compressed<T, I, O>
        where
            T: SparseElement<I> $($($bound)*)?,
            I: Index,
            O: Orientation,
            P: Orientation,
        {
            type Output = Compressed<T, I, O>;

            #[doc = $doc]
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            fn $name(self, other: &Compressed<T, I, P>) -> Compressed<T, I, O> {
                ok(self.$tried(other))
            }
        }

        impl<T, I, O, P> $Trait<Compressed<T, I, P>> for Compressed<T, I, O>
        where
            T: SparseElement<I> $($($bound)*)?,
            I: Index,
            O: Orientation,
            P: Orientation,
        {
            type Output = Compressed<T, I, O>;

            #[doc = $doc]
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            #[track_caller]
            fn $name(self, other: Compressed<T, I, P>) -> Compressed<T, I, O> {
                ok(self.$tried(&other))
            }
        }
    };
}
operator!(Add add try_add "Element by element: see [`Compressed::try_add`].");
operator!(Sub sub try_subtract [+ Number] "Element by element: see [`Compressed::try_subtract`].");
operator!(Mul mul try_multiply "Element by element: see [`Compressed::try_multiply`]; matrices are multiplied by [`Compressed::matmul`].");

impl<T: SparseElement<I>, I: Index, O: Orientation> Mul<T> for &Compressed<T, I, O> {
    type Output = Compressed<T, I, O>;

    /// Each entry times a number; the pattern stays, whatever the products.
    fn mul(self, factor: T) -> Compressed<T, I, O> {
        Compressed::from_packed(self.packed().with_values(T::scaled(self.values(), factor)))
    }
}

impl<T: SparseElement<I> + Number, I: Index, O: Orientation> Div<T> for &Compressed<T, I, O> {
    type Output = Compressed<T, I, O>;

    /// Each entry divided by a number, truly; the pattern stays, so that what is not stored stays zero, even
    /// divided by zero.
    ///
    /// # Panics
    /// If an integer is divided by zero.
    #[track_caller]
    fn div(self, divisor: T) -> Compressed<T, I, O> {
        let values = nd_core::View::from_slice(self.values()) / divisor;
        Compressed::from_packed(self.packed().with_values(values.into_vec()))
    }
}

impl<T: SparseElement<I> + Number, I: Index, O: Orientation> Neg for &Compressed<T, I, O> {
    type Output = Compressed<T, I, O>;

    /// Each entry negated; integers wrap.
    fn neg(self) -> Compressed<T, I, O> {
        let values = -nd_core::View::from_slice(self.values());
        Compressed::from_packed(self.packed().with_values(values.into_vec()))
    }
}

macro_rules! scalar_first {
    ($($T:ty)*) => {$(
        impl<I: Index, O: Orientation> Mul<&Compressed<$T, I, O>> for $T
        where
            $T: SparseElement<I>,
        {
            type Output = Compressed<$T, I, O>;

            /// Each entry times a number; the pattern stays.
            fn mul(self, a: &Compressed<$T, I, O>) -> Compressed<$T, I, O> {
                a * self
            }
        }
    )*};
}
scalar_first!(i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 Complex<f32> Complex<f64>);
