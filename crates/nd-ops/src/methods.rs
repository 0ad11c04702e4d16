//! [`ArrayMath`]: the functions of this crate as methods.

use crate::analytic::Analytic;
use crate::classify::Classified;
use crate::closeness::Close;
use crate::floating::{Floating, Replaced};
use crate::magnitude::Magnitude;
use crate::moments::Averaged;
use crate::order::Ordered;
use crate::over::Over;
use crate::parts::Parts;
use crate::powers::Power;
use crate::raised::Raised;
use crate::ranks::{Quantile, Ranked};
use crate::real::Real;
use crate::roots::Root;
use crate::rounding::Rounded;
use crate::signs::Signed;
use crate::sums::{AddedIn, Summable};
use crate::truth::Truth;
use crate::whole::Whole;
use nd_core::{Array, CowArray, Element, Number, Operand, View, ViewMut};
use num_traits::AsPrimitive;

macro_rules! methods {
    ($(
        $(#[$attr:meta])*
        fn $name:ident($($arg:ident: $Arg:ty),*) -> $Ret:ty where T: $Bound:ident;
    )*) => {
        /// The functions of this crate as methods of arrays and views; each forwards to the
        /// function of its name.
        ///
        /// # Examples
        /// ```
        /// use nd_core::array;
        /// use nd_ops::{ArrayMath, ddof};
        ///
        /// let a = array![[1.0, 4.0], [9.0, 16.0]];
        /// assert_eq!(a.sqrt().sum_axis(0), array![4.0, 6.0]);
        /// assert_eq!((&a + &a).max(), 32.0);
        /// assert_eq!(a.reshape([2, -1]).var_axis(ddof(1, -1)), array![4.5, 24.5]);
        /// assert_eq!(a.cast::<f32>().sum_as::<f64>(), 30.0);
        /// ```
        pub trait ArrayMath<T: Element> {
            #[doc(hidden)]
            fn all_elements(&self) -> View<'_, T>;

            $(
                #[doc = concat!("[`", stringify!($name), "`](crate::", stringify!($name), "()) of this array.")]
                $(#[$attr])*
                #[track_caller]
                #[inline]
                fn $name(&self $(, $arg: $Arg)*) -> $Ret
                where
                    T: $Bound,
                {
                    crate::$name(self.all_elements() $(, $arg)*)
                }
            )*
            /// [`sum_as`](crate::sum_as()) of this array.
            #[inline]
            fn sum_as<W: Number>(&self) -> W
            where
                T: AddedIn<W>,
            {
                crate::sum_as(self.all_elements())
            }

            /// [`sum_axis_as`](crate::sum_axis_as()) of this array.
            ///
            /// # Panics
            /// If an axis does not exist or is named twice.
            #[track_caller]
            #[inline]
            fn sum_axis_as<W: Number>(&self, axes: impl Into<Over>) -> Array<W>
            where
                T: AddedIn<W>,
            {
                crate::sum_axis_as(self.all_elements(), axes)
            }

            /// [`mean_as`](crate::mean_as()) of this array.
            #[inline]
            fn mean_as<W: Number + Averaged<Work = W, Mean = W>>(&self) -> W
            where
                T: AddedIn<W>,
            {
                crate::mean_as(self.all_elements())
            }

            /// [`mean_axis_as`](crate::mean_axis_as()) of this array.
            ///
            /// # Panics
            /// If an axis does not exist or is named twice.
            #[track_caller]
            #[inline]
            fn mean_axis_as<W: Number + Averaged<Work = W, Mean = W>>(
                &self,
                axes: impl Into<Over>,
            ) -> Array<W>
            where
                T: AddedIn<W>,
            {
                crate::mean_axis_as(self.all_elements(), axes)
            }
        }
    };
}

methods! {
    fn sum() -> T::Sum where T: Summable;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn sum_axis(axes: impl Into<Over>) -> Array<T::Sum> where T: Summable;
    fn prod() -> T::Sum where T: Summable;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn prod_axis(axes: impl Into<Over>) -> Array<T::Sum> where T: Summable;
    fn cumsum() -> Array<T::Sum> where T: Summable;
    /// # Panics
    /// If there is no such axis.
    fn cumsum_axis(axis: isize) -> Array<T::Sum> where T: Summable;
    fn mean() -> T::Mean where T: Averaged;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn mean_axis(axes: impl Into<Over>) -> Array<T::Mean> where T: Averaged;
    fn var() -> T::Spread where T: Averaged;
    fn var_ddof(ddof: impl AsPrimitive<f64>) -> T::Spread where T: Averaged;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn var_axis(axes: impl Into<Over>) -> Array<T::Spread> where T: Averaged;
    fn std() -> T::Spread where T: Averaged;
    fn std_ddof(ddof: impl AsPrimitive<f64>) -> T::Spread where T: Averaged;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn std_axis(axes: impl Into<Over>) -> Array<T::Spread> where T: Averaged;
    /// # Panics
    /// If there is no element.
    fn min() -> T where T: Ordered;
    /// # Panics
    /// If an axis does not exist or is named twice, or a result would be of no element.
    fn min_axis(axes: impl Into<Over>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If there is no element.
    fn max() -> T where T: Ordered;
    /// # Panics
    /// If an axis does not exist or is named twice, or a result would be of no element.
    fn max_axis(axes: impl Into<Over>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If there is no element.
    fn argmin() -> usize where T: Ordered;
    /// # Panics
    /// If there is no such axis, or it has length 0; for some of the axes, but not all.
    fn argmin_axis(axes: impl Into<Over>) -> Array<usize> where T: Ordered;
    /// # Panics
    /// If there is no element.
    fn argmax() -> usize where T: Ordered;
    /// # Panics
    /// If there is no such axis, or it has length 0; for some of the axes, but not all.
    fn argmax_axis(axes: impl Into<Over>) -> Array<usize> where T: Ordered;
    fn nansum() -> T::Sum where T: Summable;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn nansum_axis(axes: impl Into<Over>) -> Array<T::Sum> where T: Summable;
    fn nanprod() -> T::Sum where T: Summable;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn nanprod_axis(axes: impl Into<Over>) -> Array<T::Sum> where T: Summable;
    fn cumprod() -> Array<T::Sum> where T: Summable;
    /// # Panics
    /// If there is no such axis.
    fn cumprod_axis(axis: isize) -> Array<T::Sum> where T: Summable;
    /// # Panics
    /// If there is no such axis.
    fn cummax_axis(axis: isize) -> Array<T> where T: Ordered;
    /// # Panics
    /// If there is no such axis.
    fn cummin_axis(axis: isize) -> Array<T> where T: Ordered;
    fn nanmean() -> T::Mean where T: Averaged;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn nanmean_axis(axes: impl Into<Over>) -> Array<T::Mean> where T: Averaged;
    fn nanvar() -> T::Spread where T: Averaged;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn nanvar_axis(axes: impl Into<Over>) -> Array<T::Spread> where T: Averaged;
    fn nanstd() -> T::Spread where T: Averaged;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn nanstd_axis(axes: impl Into<Over>) -> Array<T::Spread> where T: Averaged;
    /// # Panics
    /// If there is no element.
    fn nanmin() -> T where T: Ordered;
    /// # Panics
    /// If an axis does not exist or is named twice, or a result would be of no element.
    fn nanmin_axis(axes: impl Into<Over>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If there is no element.
    fn nanmax() -> T where T: Ordered;
    /// # Panics
    /// If an axis does not exist or is named twice, or a result would be of no element.
    fn nanmax_axis(axes: impl Into<Over>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If there is no element.
    fn ptp() -> T where T: Ranked;
    /// # Panics
    /// If an axis does not exist or is named twice, or a result would be of no element.
    fn ptp_axis(axes: impl Into<Over>) -> Array<T> where T: Ranked;
    fn median() -> T::Mean where T: Ranked;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn median_axis(axes: impl Into<Over>) -> Array<T::Mean> where T: Ranked;
    fn nanmedian() -> T::Mean where T: Ranked;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn nanmedian_axis(axes: impl Into<Over>) -> Array<T::Mean> where T: Ranked;
    /// # Panics
    /// If `q` is not in `0..=1`, or there is no element.
    fn quantile(q: impl Into<Quantile>) -> T::Mean where T: Ranked;
    /// # Panics
    /// If `q` is not in `0..=1`, an axis does not exist or is named twice, or a result would be of
    /// no element.
    fn quantile_axis(q: impl Into<Quantile>, axes: impl Into<Over>) -> Array<T::Mean> where T: Ranked;
    /// # Panics
    /// If `q` is not in `0..=100`, or there is no element.
    fn percentile(q: impl Into<Quantile>) -> T::Mean where T: Ranked;
    /// # Panics
    /// If `q` is not in `0..=100`, an axis does not exist or is named twice, or a result would be of
    /// no element.
    fn percentile_axis(q: impl Into<Quantile>, axes: impl Into<Over>) -> Array<T::Mean> where T: Ranked;
    fn any() -> bool where T: Truth;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn any_axis(axes: impl Into<Over>) -> Array<bool> where T: Truth;
    fn all() -> bool where T: Truth;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn all_axis(axes: impl Into<Over>) -> Array<bool> where T: Truth;
    fn count_nonzero() -> usize where T: Truth;
    /// # Panics
    /// If an axis does not exist or is named twice.
    fn count_nonzero_axis(axes: impl Into<Over>) -> Array<usize> where T: Truth;
    fn sqrt() -> Array<T> where T: Root;
    fn abs() -> Array<T::Size> where T: Magnitude;
    fn sign() -> Array<T> where T: Signed;
    fn floor() -> Array<T> where T: Rounded;
    fn ceil() -> Array<T> where T: Rounded;
    fn trunc() -> Array<T> where T: Rounded;
    fn round() -> Array<T> where T: Rounded;
    fn round_to(decimals: i32) -> Array<T> where T: Rounded;
    /// # Panics
    /// If the shapes do not broadcast together, or an integer is divided by 0.
    fn floor_divide(divisor: impl Operand<T>) -> Array<T> where T: Rounded;
    /// # Panics
    /// If the shapes do not broadcast together, or an integer is divided by 0.
    fn remainder(divisor: impl Operand<T>) -> Array<T> where T: Rounded;
    /// # Panics
    /// If the shapes do not broadcast together, or an integer is divided by 0.
    fn fmod(divisor: impl Operand<T>) -> Array<T> where T: Rounded;
    fn square() -> Array<T> where T: Number;
    /// # Panics
    /// If an integer element is 0.
    fn reciprocal() -> Array<T> where T: Number;
    fn powi(exponent: u32) -> Array<T> where T: Power;
    fn isnan() -> Array<bool> where T: Classified;
    fn isinf() -> Array<bool> where T: Classified;
    fn isfinite() -> Array<bool> where T: Classified;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn isclose(other: impl Operand<T>) -> Array<bool> where T: Close;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn allclose(other: impl Operand<T>) -> bool where T: Close;
    fn real() -> Array<T::Part> where T: Parts;
    fn imag() -> Array<T::Part> where T: Parts;
    fn conj() -> Array<T> where T: Parts;
    fn angle() -> Array<T::Angle> where T: Parts;
    fn isreal() -> Array<bool> where T: Parts;
    fn iscomplex() -> Array<bool> where T: Parts;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn maximum(other: impl Operand<T>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn minimum(other: impl Operand<T>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn clip(low: impl Operand<T>, high: impl Operand<T>) -> Array<T> where T: Ordered;
    fn exp() -> Array<T> where T: Analytic;
    fn exp2() -> Array<T> where T: Analytic;
    fn expm1() -> Array<T> where T: Analytic;
    fn log() -> Array<T> where T: Analytic;
    fn log2() -> Array<T> where T: Analytic;
    fn log10() -> Array<T> where T: Analytic;
    fn log1p() -> Array<T> where T: Analytic;
    fn sin() -> Array<T> where T: Analytic;
    fn cos() -> Array<T> where T: Analytic;
    fn tan() -> Array<T> where T: Analytic;
    fn sinh() -> Array<T> where T: Analytic;
    fn cosh() -> Array<T> where T: Analytic;
    fn tanh() -> Array<T> where T: Analytic;
    fn asin() -> Array<T> where T: Analytic;
    fn acos() -> Array<T> where T: Analytic;
    fn atan() -> Array<T> where T: Analytic;
    fn asinh() -> Array<T> where T: Analytic;
    fn acosh() -> Array<T> where T: Analytic;
    fn atanh() -> Array<T> where T: Analytic;
    fn cbrt() -> Array<T> where T: Real;
    fn sinc() -> Array<T> where T: Real;
    fn deg2rad() -> Array<T> where T: Real;
    fn rad2deg() -> Array<T> where T: Real;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn atan2(along: impl Operand<T>) -> Array<T> where T: Real;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn logaddexp(other: impl Operand<T>) -> Array<T> where T: Real;
    fn signbit() -> Array<bool> where T: Floating;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn copysign(sign: impl Operand<T>) -> Array<T> where T: Floating;
    fn nan_to_num() -> Array<T> where T: Replaced;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn fmax(other: impl Operand<T>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn fmin(other: impl Operand<T>) -> Array<T> where T: Ordered;
    /// # Panics
    /// If the shapes do not broadcast together, or an integer is divided by 0.
    fn divmod(divisor: impl Operand<T>) -> (Array<T>, Array<T>) where T: Rounded;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn gcd(other: impl Operand<T>) -> Array<T> where T: Whole;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn lcm(other: impl Operand<T>) -> Array<T> where T: Whole;
    fn bitwise_count() -> Array<u8> where T: Whole;
    /// # Panics
    /// If the shapes do not broadcast together, or an integer has an exponent below 0.
    fn pow(exponent: impl Operand<T>) -> Array<T> where T: Raised;
    /// # Panics
    /// If the shapes do not broadcast together.
    fn hypot(other: impl Operand<T>) -> Array<T> where T: Real;
}

impl<T: Element> ArrayMath<T> for Array<T> {
    fn all_elements(&self) -> View<'_, T> {
        self.view()
    }
}

impl<T: Element> ArrayMath<T> for View<'_, T> {
    fn all_elements(&self) -> View<'_, T> {
        *self
    }
}

impl<T: Element> ArrayMath<T> for ViewMut<'_, T> {
    fn all_elements(&self) -> View<'_, T> {
        self.view()
    }
}

impl<T: Element> ArrayMath<T> for CowArray<'_, T> {
    fn all_elements(&self) -> View<'_, T> {
        self.view()
    }
}
