//! [`Array::arange`]: numbers at a fixed distance.

use crate::array::Array;
use crate::buffer::Buffer;
use crate::element::Number;
use crate::layout::Layout;
use half::{bf16, f16};
use std::mem::MaybeUninit;

/// Numbers from which no range can be made.
///
/// # Examples
/// ```
/// use nd_core::{Array, RangeError};
///
/// let error = Array::try_arange(0, 5, 0).unwrap_err();
/// assert_eq!(error, RangeError::ZeroStep { op: "arange" });
/// assert_eq!(error.to_string(), "arange: the step is 0");
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RangeError {
    /// Steps of 0 lead nowhere.
    #[error("{op}: the step is 0")]
    ZeroStep {
        /// The operation.
        op: &'static str,
    },
    /// A NaN, or infinities that cancel.
    #[error("{op}: from {start} to {stop} in steps of {step} there is no number of elements")]
    Undefined {
        /// The operation.
        op: &'static str,
        /// The first number.
        start: f64,
        /// The number to stop before.
        stop: f64,
        /// The distance.
        step: f64,
    },
    /// More elements than there is memory for.
    #[error("{op}: {count:e} elements are more than memory holds")]
    TooLarge {
        /// The operation.
        op: &'static str,
        /// About how many elements there would be.
        count: f64,
    },
    /// A geometric sequence with an end at 0, or with ends of different signs.
    #[error("{op}: no constant factor leads from {start} to {stop}")]
    NoFactor {
        /// The operation.
        op: &'static str,
        /// The first number.
        start: f64,
        /// The last number.
        stop: f64,
    },
}

const OP: &str = "arange";

/// Element types of [`Array::arange`]: integers up to 64 bits, and floats.
///
/// # Examples
/// ```
/// use nd_core::Ranged;
///
/// assert_eq!(u8::range_len(10, 0, 1).unwrap(), 0);
/// assert_eq!(f64::range_len(0.0, 1.0, 0.25).unwrap(), 4);
/// assert!(f64::range_len(0.0, f64::NAN, 1.0).is_err());
/// ```
pub trait Ranged: Number {
    /// How many elements a range has: `(stop - start) / step`, rounded up, at least 0.
    ///
    /// # Errors
    /// [`RangeError::ZeroStep`]; [`RangeError::Undefined`] with NaN;
    /// [`RangeError::TooLarge`].
    fn range_len(start: Self, stop: Self, step: Self) -> Result<usize, RangeError>;

    /// The elements of a range, by their position.
    fn range_element(start: Self, step: Self) -> impl Fn(usize) -> Self;

    /// [`Array::try_arange`], compiled for the listed types where they are listed.
    #[doc(hidden)]
    fn range(start: Self, stop: Self, step: Self) -> Result<Array<Self>, RangeError> {
        range(start, stop, step)
    }
}

fn range<T: Ranged>(start: T, stop: T, step: T) -> Result<Array<T>, RangeError> {
    let len = T::range_len(start, stop, step)?;
    let buffer = Buffer::<MaybeUninit<T>>::try_uninit(len)
        .ok_or(RangeError::TooLarge { op: OP, count: len as f64 })?;
    Ok(Array::from_buffer(buffer.tabulate(T::range_element(start, step)), Layout::c_order(len)))
}

/// Compiles [`range`] for the type whose implementation it stands in.
macro_rules! compiled {
    () => {
        #[inline(never)]
        fn range(start: Self, stop: Self, step: Self) -> Result<Array<Self>, RangeError> {
            range(start, stop, step)
        }
    };
}

macro_rules! ranged_integers {
    ($($T:ty)*) => {$(
        impl Ranged for $T {
            fn range_len(start: Self, stop: Self, step: Self) -> Result<usize, RangeError> {
                integer_len(start.into(), stop.into(), step.into())
            }

            #[inline]
            fn range_element(start: Self, step: Self) -> impl Fn(usize) -> Self {
                // Wraps on the way for signed types; the elements themselves fit.
                move |i| start.wrapping_add((i as $T).wrapping_mul(step))
            }
            compiled!();
        }
    )*};
}
ranged_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

macro_rules! ranged_sizes {
    ($($T:ty, $Same:ty;)*) => {$(
        impl Ranged for $T {
            fn range_len(start: Self, stop: Self, step: Self) -> Result<usize, RangeError> {
                integer_len(start as i128, stop as i128, step as i128)
            }

            #[inline]
            fn range_element(start: Self, step: Self) -> impl Fn(usize) -> Self {
                let element = <$Same>::range_element(start as $Same, step as $Same);
                move |i| element(i) as $T
            }
            compiled!();
        }
    )*};
}
ranged_sizes! {
    isize, i64;
    usize, u64;
}

fn integer_len(start: i128, stop: i128, step: i128) -> Result<usize, RangeError> {
    if step == 0 {
        return Err(RangeError::ZeroStep { op: OP });
    }
    let (span, step) = if step > 0 { (stop - start, step) } else { (start - stop, -step) };
    let count = if span <= 0 { 0 } else { (span - 1) / step + 1 };
    usize::try_from(count).map_err(|_| RangeError::TooLarge { op: OP, count: count as f64 })
}

macro_rules! ranged_floats {
    ($($T:ty, $Wide:ty, $narrow:expr;)*) => {$(
        impl Ranged for $T {
            fn range_len(start: Self, stop: Self, step: Self) -> Result<usize, RangeError> {
                if f64::from(step) == 0.0 {
                    return Err(RangeError::ZeroStep { op: OP });
                }
                // In the type's own arithmetic, as NumPy's scalars.
                let span = stop - start;
                float_len(f64::from(span), f64::from(span / step)).map_err(|count| match count {
                    Some(count) => RangeError::TooLarge { op: OP, count },
                    None => RangeError::Undefined {
                        op: OP,
                        start: start.into(),
                        stop: stop.into(),
                        step: step.into(),
                    },
                })
            }

            #[inline]
            fn range_element(start: Self, step: Self) -> impl Fn(usize) -> Self {
                // As NumPy: the second element is rounded, and its distance to the first is
                // what all others are multiples of. Halves are calculated as `f32`.
                let second = start + step;
                let delta = <$Wide>::from(second) - <$Wide>::from(start);
                let first = <$Wide>::from(start);
                move |i| match i {
                    0 => start,
                    1 => second,
                    _ => $narrow(first + i as $Wide * delta),
                }
            }
            compiled!();
        }
    )*};
}
ranged_floats! {
    f64, f64, std::convert::identity;
    f32, f32, std::convert::identity;
    f16, f32, f16::from_f32;
    bf16, f32, bf16::from_f32;
}

/// `count` rounded up; where it underflowed to zero (a tiny span or an infinite step) there is
/// one element, if the step leads towards `stop`. The error is the count that is too large,
/// or `None` for NaN.
fn float_len(span: f64, count: f64) -> Result<usize, Option<f64>> {
    if count == 0.0 && span != 0.0 {
        return Ok(usize::from(count.is_sign_positive()));
    }
    let count = count.ceil();
    if count.is_nan() {
        Err(None)
    } else if count >= isize::MAX as f64 {
        Err(Some(count))
    } else {
        Ok(count as usize) // negative counts become 0
    }
}

impl<T: Ranged> Array<T> {
    /// `start`, `start + step`, … up to, but without, `stop`, as a 1-d array.
    ///
    /// There are `(stop - start) / step` elements, rounded up; none if the step leads away
    /// from `stop`. With float steps rounding may add an element at `stop` or lose the last:
    /// where the number of elements matters, use [`linspace`](Array::linspace).
    ///
    /// # Panics
    /// If `step` is 0, a float is NaN, or there is not enough memory.
    ///
    /// # NumPy
    /// `np.arange(start, stop, step)`, with the same bits. NumPy's scalars overflow in
    /// `np.arange(np.uint8(9), np.uint8(0))`; here that is empty.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// assert_eq!(Array::arange(0.0, 1.0, 0.25), array![0.0, 0.25, 0.5, 0.75]);
    /// assert_eq!(Array::arange(5, 0, -2), array![5, 3, 1]);
    /// assert!(Array::arange(5, 0, 1).is_empty());
    /// ```
    /// ```should_panic
    /// nd_core::Array::arange(0, 5, 0); // arange: the step is 0
    /// ```
    #[track_caller]
    pub fn arange(start: T, stop: T, step: T) -> Array<T> {
        match Self::try_arange(start, stop, step) {
            Ok(array) => array,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`arange`](Self::arange), for numbers that come from users.
    ///
    /// # Errors
    /// [`RangeError::ZeroStep`]; [`RangeError::Undefined`] with NaN;
    /// [`RangeError::TooLarge`] if there is not enough memory.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    ///
    /// assert!(Array::try_arange(0.0, 1.0, 0.1).is_ok());
    /// assert!(Array::try_arange(0.0, f64::INFINITY, 0.1).is_err());
    /// ```
    pub fn try_arange(start: T, stop: T, step: T) -> Result<Array<T>, RangeError> {
        T::range(start, stop, step)
    }
}
