//! Every element-wise function of nd-ops, as a method.

use super::{ChunkedOperand, lift1, lift2, lift3};
use crate::chunked::Chunked;
use nd_core::{Number, Typed};
use nd_ops::{Classified, Magnitude, Ordered, Power, Real, Root, Rounded};

macro_rules! functions {
    ($([$Bound:ident] $($name:ident $said:literal $x:literal $y:literal;)*)*) => {$($(
        impl<T: Typed + $Bound> Chunked<T> {
            #[doc = concat!($said, ", for each element; as [`nd_ops::", stringify!($name), "`](nd_ops::", stringify!($name), "()) does.")]
            ///
            /// # NumPy
            #[doc = concat!("`np.", stringify!($name), "(a)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(array![", $x, "]);")]
            #[doc = concat!("assert_eq!(x.", stringify!($name), "().compute()?, array![", $y, "]);")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            pub fn $name(&self) -> Chunked<T> {
                lift1(stringify!($name), "", self, |a| nd_ops::$name(a))
            }
        }
    )*)*};
}
functions! {
    [Real]
        exp "`e` to the power of the element" "0.0" "1.0";
        exp2 "2 to the power of the element" "3.0" "8.0";
        expm1 "`e` to the power of the element, minus 1" "0.0" "0.0";
        log "The natural logarithm" "1.0" "0.0";
        log2 "The logarithm to base 2" "8.0" "3.0";
        log10 "The logarithm to base 10" "1000.0" "3.0";
        log1p "The natural logarithm of 1 plus the element" "0.0" "0.0";
        sin "The sine" "0.0" "0.0";
        cos "The cosine" "0.0" "1.0";
        tan "The tangent" "0.0" "0.0";
        sinh "The hyperbolic sine" "0.0" "0.0";
        cosh "The hyperbolic cosine" "0.0" "1.0";
        tanh "The hyperbolic tangent" "0.0" "0.0";
    [Root]
        sqrt "The square root" "4.0, 9.0" "2.0, 3.0";
    [Rounded]
        sign "The sign: -1, 0 or 1" "-3.0, 0.0" "-1.0, 0.0";
        floor "The largest whole number that is not larger" "1.5, -1.5" "1.0, -2.0";
        ceil "The smallest whole number that is not smaller" "1.5, -1.5" "2.0, -1.0";
        trunc "The whole part" "1.5, -1.5" "1.0, -1.0";
        round "The nearest whole number, halves to the even one" "2.5, -1.5" "2.0, -2.0";
    [Number]
        square "The element times itself" "3, -4" "9, 16";
        reciprocal "1 divided by the element" "4.0" "0.25";
}

macro_rules! questions {
    ($($name:ident $said:literal $x:literal $y:literal;)*) => {$(
        impl<T: Typed + Classified> Chunked<T> {
            #[doc = concat!($said, ", for each element.")]
            ///
            /// # NumPy
            #[doc = concat!("`np.", stringify!($name), "(a)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(array![", $x, "]);")]
            #[doc = concat!("assert_eq!(x.", stringify!($name), "().compute()?, array![", $y, "]);")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            pub fn $name(&self) -> Chunked<bool> {
                lift1(stringify!($name), "", self, |a| nd_ops::$name(a))
            }
        }
    )*};
}
questions! {
    isnan "Whether it is NaN" "1.0, f64::NAN" "false, true";
    isinf "Whether it is infinite" "1.0, f64::INFINITY" "false, true";
    isfinite "Whether it is neither NaN nor infinite" "1.0, f64::NAN" "true, false";
}

macro_rules! pairs {
    ($([$Bound:ident] $($name:ident $said:literal $a:literal $b:literal $y:literal;)*)*) => {$($(
        impl<T: Typed + $Bound> Chunked<T> {
            #[doc = concat!($said, ", for each pair of elements; as [`nd_ops::", stringify!($name), "`](nd_ops::", stringify!($name), "()) does.")]
            ///
            /// Any shapes that broadcast.
            ///
            /// # Panics
            /// If the shapes do not broadcast together.
            ///
            /// # NumPy
            #[doc = concat!("`np.", stringify!($name), "(a, b)`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(array![", $a, "]);")]
            #[doc = concat!("assert_eq!(x.", stringify!($name), "(", $b, ").compute()?, array![", $y, "]);")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[track_caller]
            pub fn $name(&self, other: impl ChunkedOperand<T>) -> Chunked<T> {
                lift2(stringify!($name), self, &other.into_chunked(), |a, b| nd_ops::$name(a, b))
            }
        }
    )*)*};
}
pairs! {
    [Real]
        pow "The element to the power of the other" "2.0, 3.0" "2.0" "4.0, 9.0";
        hypot "The length of the hypotenuse" "3.0" "4.0" "5.0";
    [Ordered]
        maximum "The larger one, or NaN" "1, 5" "3" "3, 5";
        minimum "The smaller one, or NaN" "1, 5" "3" "1, 3";
    [Rounded]
        floor_divide "The quotient, rounded down" "7, -7" "2" "3, -4";
        remainder "What is left of the division, with the divisor's sign" "7, -7" "3" "1, 2";
        fmod "What is left of the division, with the element's sign" "7, -7" "3" "1, -1";
}

impl<T: Typed + Magnitude<Size: Typed>> Chunked<T> {
    /// The magnitude of each element; of a complex number its length.
    ///
    /// # NumPy
    /// `np.abs(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![-1.5, 2.0]).abs().compute()?, array![1.5, 2.0]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn abs(&self) -> Chunked<T::Size> {
        lift1("abs", "", self, |a| nd_ops::abs(a))
    }
}

impl<T: Typed + Power> Chunked<T> {
    /// Each element to a whole power; integers wrap.
    ///
    /// # NumPy
    /// `a ** exponent`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![2, -3]).powi(3).compute()?, array![8, -27]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    pub fn powi(&self, exponent: u32) -> Chunked<T> {
        lift1("powi", exponent.to_string(), self, move |a| nd_ops::powi(a, exponent))
    }
}

impl<T: Typed + Ordered> Chunked<T> {
    /// Each element, or the bound that it lies beyond; NaN stays.
    ///
    /// Any shapes that broadcast.
    ///
    /// # Panics
    /// If the shapes do not broadcast together.
    ///
    /// # NumPy
    /// `np.clip(a, low, high)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// assert_eq!(Chunked::from(array![-5, 3, 9]).clip(0, 5).compute()?, array![0, 3, 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn clip(&self, low: impl ChunkedOperand<T>, high: impl ChunkedOperand<T>) -> Chunked<T> {
        let (low, high) = (low.into_chunked(), high.into_chunked());
        lift3("clip", (self, &low, &high), |a, low, high| nd_ops::clip(a, low, high))
    }
}
