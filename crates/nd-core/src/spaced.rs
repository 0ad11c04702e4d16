//! [`Array::linspace`] and its kin: a given number of numbers between two ends.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::element::Number;
use crate::error::ok;
use crate::layout::Layout;
use crate::range::RangeError;
use crate::shape::Shape;
use half::{bf16, f16};
use num_complex::Complex;
use num_traits::Float;

/// Whether a sequence of numbers includes its end.
///
/// # NumPy
/// `endpoint=True` and `endpoint=False`.
///
/// # Examples
/// ```
/// use nd_core::{Array, Endpoint, array};
///
/// let a = Array::linspace_with(0.0, 1.0, 2, Endpoint::Excluded);
/// assert_eq!(a, array![0.0, 0.5]);
/// assert_eq!(Endpoint::default(), Endpoint::Included);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Endpoint {
    /// The last element is `stop`.
    #[default]
    Included,
    /// `stop` would be the element after the last.
    Excluded,
}

/// Numbers that can be divided finely: floats and complex numbers; NumPy's `np.inexact`.
///
/// # Examples
/// ```
/// use nd_core::Inexact;
///
/// assert_eq!(f32::from_count(3), 3.0);
/// assert_eq!(3.0f64.shared(4), 0.75);
/// ```
pub trait Inexact: Number {
    /// The whole number `n`, rounded to the type.
    fn from_count(n: usize) -> Self;
    /// `self / n`.
    fn shared(self, n: usize) -> Self;

    /// [`Array::linspace_with`], compiled for the listed types where they are listed.
    #[doc(hidden)]
    #[track_caller]
    fn linspace(start: Self, stop: Self, num: usize, end: Endpoint) -> Array<Self> {
        tabulate("linspace", num, linear(start, stop, num, end))
    }
}

/// Compiles it for the type whose implementation it stands in.
macro_rules! compiled {
    () => {
        #[inline(never)]
        #[track_caller]
        fn linspace(start: Self, stop: Self, num: usize, end: Endpoint) -> Array<Self> {
            tabulate("linspace", num, linear(start, stop, num, end))
        }
    };
}

macro_rules! inexact {
    ($($T:ty, $from_count:expr;)*) => {$(
        impl Inexact for $T {
            #[inline(always)]
            fn from_count(n: usize) -> Self {
                $from_count(n)
            }
            #[inline(always)]
            fn shared(self, n: usize) -> Self {
                self / Self::from_count(n)
            }
            compiled!();
        }
    )*};
    (@complex $($T:ty)*) => {$(
        impl Inexact for Complex<$T> {
            #[inline(always)]
            fn from_count(n: usize) -> Self {
                Complex::from(n as $T)
            }
            #[inline(always)]
            fn shared(self, n: usize) -> Self {
                // A division of complex numbers by Smith's method, as NumPy's, multiplies by
                // the reciprocal where the divisor is real.
                self * (1.0 / n as $T)
            }
            compiled!();
        }
    )*};
}
inexact! {
    f64, |n| n as f64;
    f32, |n| n as f32;
    f16, |n| f16::from_f32(n as f32);
    bf16, |n| bf16::from_f32(n as f32);
}
inexact!(@complex f32 f64);

/// A 1-d array of `num` elements, each found from its position.
#[track_caller]
#[inline]
fn tabulate<T: Copy>(op: &'static str, num: usize, element: impl Fn(usize) -> T) -> Array<T> {
    let len = ok(Shape::from(num).size_for(size_of::<T>(), op));
    Array::from_buffer(Buffer::uninit(len).tabulate(element), Layout::c_order(len))
}

/// The elements of a linear sequence by position, in the order of NumPy's operations.
#[inline]
fn linear<T: Inexact>(start: T, stop: T, num: usize, end: Endpoint) -> impl Fn(usize) -> T {
    let parts = match end {
        Endpoint::Included => num.saturating_sub(1),
        Endpoint::Excluded => num,
    };
    let delta = stop.minus(start);
    let step = if parts > 0 { delta.shared(parts) } else { delta };
    // A step so small that it is 0 would make all elements equal: divide positions instead.
    let underflow = parts > 0 && step.is_zero();
    let exact_last = end == Endpoint::Included && num > 1;
    move |i| {
        if exact_last && i == num - 1 {
            return stop;
        }
        let i = T::from_count(i);
        let moved = if underflow { i.shared(parts).times(delta) } else { i.times(step) };
        moved.plus(start)
    }
}

impl<T: Inexact> Array<T> {
    /// `num` numbers at equal distances from `start` to `stop`, both included.
    ///
    /// One number is `start`. With a NaN or infinite end, elements are NaN or infinite.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # NumPy
    /// `np.linspace(start, stop, num)`, with the same bits.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::linspace(0.0, 1.0, 5), array![0.0, 0.25, 0.5, 0.75, 1.0]);
    /// assert!(Array::linspace(0.0, 1.0, 0).is_empty());
    /// ```
    #[track_caller]
    pub fn linspace(start: T, stop: T, num: usize) -> Array<T> {
        Self::linspace_with(start, stop, num, Endpoint::Included)
    }

    /// As [`linspace`](Self::linspace), with or without the end.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # NumPy
    /// `np.linspace(start, stop, num, endpoint=…)`, with the same bits.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, Endpoint, array};
    ///
    /// let a = Array::linspace_with(0.0, 1.0, 4, Endpoint::Excluded);
    /// assert_eq!(a, array![0.0, 0.25, 0.5, 0.75]);
    /// let one = Array::linspace_with(2.0, 5.0, 1, Endpoint::Excluded);
    /// assert_eq!(one, array![2.0]);
    /// ```
    #[track_caller]
    pub fn linspace_with(start: T, stop: T, num: usize, end: Endpoint) -> Array<T> {
        T::linspace(start, stop, num, end)
    }
}

impl<T: Inexact + Float> Array<T> {
    /// `num` numbers from `10^start` to `10^stop`, both included, each the same factor times
    /// the one before.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # NumPy
    /// `np.logspace(start, stop, num)`; the last bit depends on the system's `pow`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::logspace(0.0, 2.0, 3), array![1.0, 10.0, 100.0]);
    /// assert!(Array::logspace(0.0, 2.0, 0).is_empty());
    /// ```
    #[track_caller]
    pub fn logspace(start: T, stop: T, num: usize) -> Array<T> {
        Self::logspace_with(start, stop, num, Endpoint::Included)
    }

    /// As [`logspace`](Self::logspace), with or without the end.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # NumPy
    /// `np.logspace(start, stop, num, endpoint=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, Endpoint, array};
    ///
    /// let a = Array::logspace_with(0.0, 2.0, 2, Endpoint::Excluded);
    /// assert_eq!(a, array![1.0, 10.0]);
    /// ```
    #[track_caller]
    pub fn logspace_with(start: T, stop: T, num: usize, end: Endpoint) -> Array<T> {
        Self::logspace_of(ten(), start, stop, num, end)
    }

    /// As [`logspace_with`](Self::logspace_with), the powers of another base than 10.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # NumPy
    /// `np.logspace(start, stop, num, endpoint=…, base=base)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, Endpoint, array};
    ///
    /// let a = Array::logspace_of(2.0, 0.0, 3.0, 3, Endpoint::Excluded);
    /// assert_eq!(a, array![1.0, 2.0, 4.0]);
    /// // Without a real power, NaN.
    /// let a = Array::logspace_of(-2.0, 0.5f64, 1.0, 2, Endpoint::Included);
    /// assert!(a[[0]].is_nan() && a[[1]] == -2.0);
    /// ```
    #[track_caller]
    pub fn logspace_of(base: T, start: T, stop: T, num: usize, end: Endpoint) -> Array<T> {
        let exponent = linear(start, stop, num, end);
        tabulate("logspace", num, |i| base.powf(exponent(i)))
    }

    /// `num` numbers from `start` to `stop`, both included exactly, each the same factor times
    /// the one before. Both ends may be negative.
    ///
    /// # Panics
    /// If an end is 0 or the ends' signs differ (see [`try_geomspace`](Self::try_geomspace)),
    /// or `num` elements overflow memory.
    ///
    /// # NumPy
    /// `np.geomspace(start, stop, num)`; the last bit depends on the system's `pow`. Ends of
    /// different signs give NaN in NumPy.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::geomspace(1.0, 100.0, 3), array![1.0, 10.0, 100.0]);
    /// assert_eq!(Array::geomspace(-1.0, -100.0, 3), array![-1.0, -10.0, -100.0]);
    /// ```
    /// ```should_panic
    /// nd_core::Array::geomspace(0.0, 1.0, 3); // no constant factor leads from 0 to 1
    /// ```
    #[track_caller]
    pub fn geomspace(start: T, stop: T, num: usize) -> Array<T> {
        Self::geomspace_with(start, stop, num, Endpoint::Included)
    }

    /// As [`geomspace`](Self::geomspace), for ends that come from users.
    ///
    /// # Errors
    /// [`RangeError::NoFactor`] if an end is 0 or the ends' signs differ.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::try_geomspace(1.0, 100.0, 3).is_ok());
    /// let error = Array::try_geomspace(-1.0, 1.0, 3).unwrap_err();
    /// assert_eq!(error.to_string(), "geomspace: no constant factor leads from -1 to 1");
    /// ```
    #[track_caller]
    pub fn try_geomspace(start: T, stop: T, num: usize) -> Result<Array<T>, RangeError> {
        Self::try_geomspace_with(start, stop, num, Endpoint::Included)
    }

    /// As [`geomspace`](Self::geomspace), with or without the end.
    ///
    /// # Panics
    /// As [`geomspace`](Self::geomspace).
    ///
    /// # NumPy
    /// `np.geomspace(start, stop, num, endpoint=…)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, Endpoint, array};
    ///
    /// let a = Array::geomspace_with(1.0, 16.0, 2, Endpoint::Excluded);
    /// assert_eq!(a, array![1.0, 4.0]);
    /// ```
    #[track_caller]
    pub fn geomspace_with(start: T, stop: T, num: usize, end: Endpoint) -> Array<T> {
        match Self::try_geomspace_with(start, stop, num, end) {
            Ok(array) => array,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`geomspace_with`](Self::geomspace_with), for ends that come from users.
    ///
    /// # Errors
    /// [`RangeError::NoFactor`] if an end is 0 or the ends' signs differ.
    ///
    /// # Panics
    /// If `num` elements overflow memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, Endpoint};
    ///
    /// assert!(Array::try_geomspace_with(1.0, 16.0, 2, Endpoint::Excluded).is_ok());
    /// assert!(Array::try_geomspace_with(0.0, 16.0, 2, Endpoint::Excluded).is_err());
    /// ```
    #[track_caller]
    pub fn try_geomspace_with(
        start: T,
        stop: T,
        num: usize,
        end: Endpoint,
    ) -> Result<Array<T>, RangeError> {
        let signs_differ = Float::is_sign_negative(start) != Float::is_sign_negative(stop);
        if signs_differ || start.is_zero() || stop.is_zero() {
            let wide = |x: T| x.to_f64().unwrap_or(f64::NAN);
            let (start, stop) = (wide(start), wide(stop));
            return Err(RangeError::NoFactor { op: "geomspace", start, stop });
        }
        let (low, high) = (start.abs().log10(), stop.abs().log10());
        let (exponent, base) = (linear(low, high, num, end), ten::<T>());
        let exact_last = end == Endpoint::Included && num > 1;
        Ok(tabulate("geomspace", num, |i| match i {
            0 => start,
            _ if exact_last && i == num - 1 => stop,
            // The sign of one end is that of both.
            _ => base.powf(exponent(i)).copysign(start),
        }))
    }
}

fn ten<T: Inexact>() -> T {
    T::from_count(10)
}
