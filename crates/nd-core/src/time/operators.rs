//! `+ - * / %` of times, for arrays and single ones.

use super::arithmetic as loops;
use super::{Datetime64, TimeError, Timedelta64, Unit};
use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::cow::CowArray;
use crate::element::Element;
use crate::operators::{Addend, Divisor, Modulus, Subtrahend};
use crate::view::View;
use crate::view_mut::ViewMut;
use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

/// Keeps the methods of the traits below for the operators.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Kind(());

impl Kind {
    pub(super) const HIDDEN: Kind = Kind(());
}

/// An array-like of times or numbers, or a single one: a side of an operator with times. Closed.
///
/// # Examples
/// ```
/// use nd_core::Timedelta64;
/// use nd_core::time::{Day, TimeOperand};
///
/// fn rank(a: impl TimeOperand) -> usize {
///     a.time_operand().ndim()
/// }
/// assert_eq!(rank(Timedelta64::<Day>::new(1)), 0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an array of times or numbers, nor a single one",
    note = "times meet times of the same unit, `i64` and `f64`; others are converted first: `a.to_unit::<Day>()?`"
)]
pub trait TimeOperand {
    /// What its elements are.
    type Elem: Element;
    /// The elements; 0-d for a single one.
    fn time_operand(&self) -> View<'_, Self::Elem>;
}

impl<A: ArrayLike<Elem: Element>> TimeOperand for A {
    type Elem = A::Elem;
    #[inline]
    fn time_operand(&self) -> View<'_, A::Elem> {
        self.view()
    }
}

macro_rules! single {
    ($([$($U:ident)?] $T:ty;)*) => {$(
        impl$(<$U: Unit>)? TimeOperand for $T {
            type Elem = $T;
            #[inline]
            fn time_operand(&self) -> View<'_, $T> {
                View::from_ref(self)
            }
        }
    )*};
}
single!([U] Datetime64<U>; [U] Timedelta64<U>; [] i64; [] f64;);

macro_rules! traits {
    ($($Trait:ident $method:ident $sign:literal $said:literal;)*) => {$(
        #[doc = concat!("Times that have a `", $sign, "` with elements `R`; see [`Timedelta64`]. Closed.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_core::time::{Day, ", stringify!($Trait), "};")]
        /// use nd_core::{Datetime64, Timedelta64};
        ///
        #[doc = concat!("fn has<T: ", stringify!($Trait), "<R>, R: nd_core::Element>() {}")]
        #[doc = concat!("has::<", $said, ">();")]
        /// ```
        #[diagnostic::on_unimplemented(
            message = "there is no such operator between `{Self}` and `{R}`",
            note = "units are not converted silently: `a.to_unit::<Day>()?`"
        )]
        pub trait $Trait<R: Element>: Element {
            /// What it is.
            type Output: Element;
            #[doc(hidden)]
            fn $method(a: View<'_, Self>, b: View<'_, R>, _: Kind) -> Result<Array<Self::Output>, TimeError>;
        }
    )*};
}
traits! {
    TimePlus added "+" "Datetime64<Day>, Timedelta64<Day>";
    TimeMinus subtracted "-" "Datetime64<Day>, Datetime64<Day>";
    TimeTimes multiplied "*" "Timedelta64<Day>, i64";
    TimeDivide divided "/" "Timedelta64<Day>, Timedelta64<Day>";
    TimeRemainder rested "%" "Timedelta64<Day>, Timedelta64<Day>";
}

type Made<T> = Result<Array<T>, TimeError>;

macro_rules! between {
    ($($Trait:ident $method:ident: $A:ident, $B:ident => $Out:ident, $loop:ident;)*) => {$(
        impl<U: Unit> $Trait<$B<U>> for $A<U> {
            type Output = $Out<U>;
            fn $method(a: View<'_, $A<U>>, b: View<'_, $B<U>>, _: Kind) -> Made<$Out<U>> {
                loops::$loop(a.counts(), b.counts(), U::UNIT).map(Array::from_counts)
            }
        }
    )*};
}
between! {
    TimePlus added: Datetime64, Timedelta64 => Datetime64, added;
    TimePlus added: Timedelta64, Datetime64 => Datetime64, added;
    TimePlus added: Timedelta64, Timedelta64 => Timedelta64, added;
    TimeMinus subtracted: Datetime64, Timedelta64 => Datetime64, subtracted;
    TimeMinus subtracted: Datetime64, Datetime64 => Timedelta64, subtracted;
    TimeMinus subtracted: Timedelta64, Timedelta64 => Timedelta64, subtracted;
}

impl<U: Unit> TimeTimes<i64> for Timedelta64<U> {
    type Output = Timedelta64<U>;
    fn multiplied(a: View<'_, Self>, b: View<'_, i64>, _: Kind) -> Made<Timedelta64<U>> {
        loops::multiplied(a.counts(), b, U::UNIT).map(Array::from_counts)
    }
}

impl<U: Unit> TimeTimes<f64> for Timedelta64<U> {
    type Output = Timedelta64<U>;
    fn multiplied(a: View<'_, Self>, b: View<'_, f64>, _: Kind) -> Made<Timedelta64<U>> {
        loops::scaled("multiply", a.counts(), b, U::UNIT).map(Array::from_counts)
    }
}

impl<U: Unit> TimeTimes<Timedelta64<U>> for i64 {
    type Output = Timedelta64<U>;
    fn multiplied(
        a: View<'_, i64>,
        b: View<'_, Timedelta64<U>>,
        kind: Kind,
    ) -> Made<Timedelta64<U>> {
        Timedelta64::multiplied(b, a, kind)
    }
}

impl<U: Unit> TimeTimes<Timedelta64<U>> for f64 {
    type Output = Timedelta64<U>;
    fn multiplied(
        a: View<'_, f64>,
        b: View<'_, Timedelta64<U>>,
        kind: Kind,
    ) -> Made<Timedelta64<U>> {
        Timedelta64::multiplied(b, a, kind)
    }
}

impl<U: Unit> TimeDivide<i64> for Timedelta64<U> {
    type Output = Timedelta64<U>;
    fn divided(a: View<'_, Self>, b: View<'_, i64>, _: Kind) -> Made<Timedelta64<U>> {
        loops::divided(a.counts(), b).map(Array::from_counts)
    }
}

impl<U: Unit> TimeDivide<f64> for Timedelta64<U> {
    type Output = Timedelta64<U>;
    fn divided(a: View<'_, Self>, b: View<'_, f64>, _: Kind) -> Made<Timedelta64<U>> {
        loops::scaled("divide", a.counts(), b, U::UNIT).map(Array::from_counts)
    }
}

impl<U: Unit> TimeDivide<Timedelta64<U>> for Timedelta64<U> {
    type Output = f64;
    fn divided(a: View<'_, Self>, b: View<'_, Timedelta64<U>>, _: Kind) -> Made<f64> {
        loops::ratios(a.counts(), b.counts())
    }
}

impl<U: Unit> TimeRemainder<Timedelta64<U>> for Timedelta64<U> {
    type Output = Timedelta64<U>;
    fn rested(a: View<'_, Self>, b: View<'_, Timedelta64<U>>, _: Kind) -> Made<Timedelta64<U>> {
        loops::rests(a.counts(), b.counts()).map(Array::from_counts)
    }
}

/// What an operator gives, or the panic that says why not.
#[track_caller]
fn must<T>(made: Made<T>) -> Array<T> {
    match made {
        Ok(made) => made,
        Err(error) => panic!("{error}"),
    }
}

/// Arrays and single ones on the right of arrays of times.
macro_rules! right_sides {
    ($($Right:ident $Trait:ident $method:ident: $A:ident $B:ident;)*) => {$(
        right_sides!(@each $Right $Trait $method $A $B: $B<U>, Array<$B<U>>, &Array<$B<U>>, View<'_, $B<U>>,
            &View<'_, $B<U>>, &ViewMut<'_, $B<U>>, CowArray<'_, $B<U>>, &CowArray<'_, $B<U>>);
    )*};
    (@each $Right:ident $Trait:ident $method:ident $A:ident $B:ident: $($R:ty),*) => {$(
        impl<U: Unit> $Right<$A<U>> for $R {
            type Made = <$A<U> as $Trait<$B<U>>>::Output;
            #[track_caller]
            fn after(&self, left: View<'_, $A<U>>) -> Array<Self::Made> {
                must(<$A<U> as $Trait<$B<U>>>::$method(left, self.time_operand(), Kind::HIDDEN))
            }
            #[track_caller]
            fn after_owned(&self, left: Array<$A<U>>) -> Array<Self::Made> {
                <Self as $Right<$A<U>>>::after(self, left.view())
            }
        }
    )*};
}
right_sides! {
    Addend TimePlus added: Datetime64 Timedelta64;
    Addend TimePlus added: Timedelta64 Datetime64;
    Addend TimePlus added: Timedelta64 Timedelta64;
    Subtrahend TimeMinus subtracted: Datetime64 Datetime64;
    Subtrahend TimeMinus subtracted: Datetime64 Timedelta64;
    Subtrahend TimeMinus subtracted: Timedelta64 Timedelta64;
    Divisor TimeDivide divided: Timedelta64 Timedelta64;
    Modulus TimeRemainder rested: Timedelta64 Timedelta64;
}

/// A single time on the left of an array.
macro_rules! single_left {
    ($($Op:ident $op:ident $Trait:ident $method:ident: [$($Left:tt)*] $Right:ident;)*) => {$(
        single_left!(@each $Op $op $Trait $method [$($Left)*] $Right:
            Array<$Right<U>>, &Array<$Right<U>>, View<'_, $Right<U>>, &View<'_, $Right<U>>);
    )*};
    (@each $Op:ident $op:ident $Trait:ident $method:ident $Left:tt $Right:ident: $($R:ty),*) => {$(
        single_left!(@one $Op $op $Trait $method $Left $Right $R);
    )*};
    (@one $Op:ident $op:ident $Trait:ident $method:ident [$Left:ty] $Right:ident $R:ty) => {
        impl<U: Unit> $Op<$R> for $Left {
            type Output = Array<<$Left as $Trait<$Right<U>>>::Output>;
            #[track_caller]
            fn $op(self, other: $R) -> Self::Output {
                must(<$Left>::$method(View::from_ref(&self), other.view(), Kind::HIDDEN))
            }
        }
    };
}
single_left! {
    Add add TimePlus added: [Datetime64<U>] Timedelta64;
    Sub sub TimeMinus subtracted: [Datetime64<U>] Timedelta64;
    Sub sub TimeMinus subtracted: [Datetime64<U>] Datetime64;
    Add add TimePlus added: [Timedelta64<U>] Datetime64;
    Add add TimePlus added: [Timedelta64<U>] Timedelta64;
    Sub sub TimeMinus subtracted: [Timedelta64<U>] Timedelta64;
    Div div TimeDivide divided: [Timedelta64<U>] Timedelta64;
    Rem rem TimeRemainder rested: [Timedelta64<U>] Timedelta64;
}

/// Single times on both sides.
macro_rules! singles {
    ($($Op:ident $op:ident $Trait:ident $method:ident: [$($Left:tt)*] [$($Right:tt)*];)*) => {$(
        impl<U: Unit> $Op<$($Right)*> for $($Left)* {
            type Output = <$($Left)* as $Trait<$($Right)*>>::Output;
            #[track_caller]
            fn $op(self, other: $($Right)*) -> Self::Output {
                let (a, b) = (View::from_ref(&self), View::from_ref(&other));
                must(<$($Left)*>::$method(a, b, Kind::HIDDEN))[[]]
            }
        }
    )*};
}
singles! {
    Add add TimePlus added: [Datetime64<U>] [Timedelta64<U>];
    Sub sub TimeMinus subtracted: [Datetime64<U>] [Timedelta64<U>];
    Sub sub TimeMinus subtracted: [Datetime64<U>] [Datetime64<U>];
    Add add TimePlus added: [Timedelta64<U>] [Datetime64<U>];
    Add add TimePlus added: [Timedelta64<U>] [Timedelta64<U>];
    Sub sub TimeMinus subtracted: [Timedelta64<U>] [Timedelta64<U>];
    Mul mul TimeTimes multiplied: [Timedelta64<U>] [i64];
    Mul mul TimeTimes multiplied: [Timedelta64<U>] [f64];
    Mul mul TimeTimes multiplied: [i64] [Timedelta64<U>];
    Mul mul TimeTimes multiplied: [f64] [Timedelta64<U>];
    Div div TimeDivide divided: [Timedelta64<U>] [i64];
    Div div TimeDivide divided: [Timedelta64<U>] [f64];
    Div div TimeDivide divided: [Timedelta64<U>] [Timedelta64<U>];
    Rem rem TimeRemainder rested: [Timedelta64<U>] [Timedelta64<U>];
}

impl<U: Unit> Neg for Timedelta64<U> {
    type Output = Timedelta64<U>;
    fn neg(self) -> Timedelta64<U> {
        Timedelta64::new(self.count().wrapping_neg())
    }
}
