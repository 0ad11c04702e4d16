//! `+`, `-`, `*` of series, and with numbers.

use super::basis::Basis;
use super::coefficient::{Coefficient, Task};
use super::series::Series;
use nd_core::Complex;
use std::ops::{Add, Div, Mul, Neg, Sub};

macro_rules! between_series {
    ($($Op:ident $op:ident $Task:ident;)*) => {$(
        impl<B: Basis, C: Coefficient> $Op<&Series<B, C>> for &Series<B, C> {
            type Output = Series<B, C>;
            #[track_caller]
            fn $op(self, other: &Series<B, C>) -> Series<B, C> {
                self.check_same(stringify!($op), other);
                self.like(C::computed(B::KIND, Task::$Task(self.coef(), other.coef())).0)
            }
        }
        impl<B: Basis, C: Coefficient> $Op<Series<B, C>> for Series<B, C> {
            type Output = Series<B, C>;
            #[track_caller]
            fn $op(self, other: Series<B, C>) -> Series<B, C> {
                (&self).$op(&other)
            }
        }
        impl<B: Basis, C: Coefficient> $Op<&Series<B, C>> for Series<B, C> {
            type Output = Series<B, C>;
            #[track_caller]
            fn $op(self, other: &Series<B, C>) -> Series<B, C> {
                (&self).$op(other)
            }
        }
        impl<B: Basis, C: Coefficient> $Op<Series<B, C>> for &Series<B, C> {
            type Output = Series<B, C>;
            #[track_caller]
            fn $op(self, other: Series<B, C>) -> Series<B, C> {
                self.$op(&other)
            }
        }
        impl<B: Basis, C: Coefficient> $Op<C> for &Series<B, C> {
            type Output = Series<B, C>;
            fn $op(self, other: C) -> Series<B, C> {
                self.like(C::computed(B::KIND, Task::$Task(self.coef(), &[other])).0)
            }
        }
        impl<B: Basis, C: Coefficient> $Op<C> for Series<B, C> {
            type Output = Series<B, C>;
            fn $op(self, other: C) -> Series<B, C> {
                (&self).$op(other)
            }
        }
        between_series!(@number $Op $op $Task f64);
        between_series!(@number $Op $op $Task Complex<f64>);
    )*};
    (@number $Op:ident $op:ident $Task:ident $T:ty) => {
        impl<B: Basis> $Op<&Series<B, $T>> for $T {
            type Output = Series<B, $T>;
            fn $op(self, other: &Series<B, $T>) -> Series<B, $T> {
                other.like(<$T>::computed(B::KIND, Task::$Task(&[self], other.coef())).0)
            }
        }
        impl<B: Basis> $Op<Series<B, $T>> for $T {
            type Output = Series<B, $T>;
            fn $op(self, other: Series<B, $T>) -> Series<B, $T> {
                self.$op(&other)
            }
        }
    };
}
between_series! {
    Add add Add;
    Sub sub Subtract;
    Mul mul Multiply;
}

/// By a number; by 0 coefficients are infinite or NaN.
impl<B: Basis, C: Coefficient> Div<C> for &Series<B, C> {
    type Output = Series<B, C>;
    fn div(self, other: C) -> Series<B, C> {
        self.like(self.coef().iter().map(|c| c.divided(other)).collect())
    }
}

impl<B: Basis, C: Coefficient> Div<C> for Series<B, C> {
    type Output = Series<B, C>;
    fn div(self, other: C) -> Series<B, C> {
        &self / other
    }
}

impl<B: Basis, C: Coefficient> Neg for &Series<B, C> {
    type Output = Series<B, C>;
    fn neg(self) -> Series<B, C> {
        self.like(self.coef().iter().map(|c| c.negated()).collect())
    }
}

impl<B: Basis, C: Coefficient> Neg for Series<B, C> {
    type Output = Series<B, C>;
    fn neg(self) -> Series<B, C> {
        -&self
    }
}
