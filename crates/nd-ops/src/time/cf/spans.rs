//! Spans of time: numbers of a unit without a date.

use super::decode::decoded;
use super::lengths::Length;
use super::plan::{Decoding, Encoding};
use super::{
    CfTimeError, CfUnits, DecodeTimesOptions, EncodeTimesOptions, TimeNumber, WholeNanoseconds,
};
use nd_core::time::TimeUnit;
use nd_core::{Array, ArrayLike, Timedelta64};

/// The spans that numbers of a unit are, in a unit `U` of whole nanoseconds, which is named or inferred.
///
/// `values`: any shape → the same. NaN, and the least `i64`, are missing. Numbers are multiplied as by
/// [`decode_times`](super::decode_times). `step`, from days to nanoseconds, is what [`cf_unit`](super::cf_unit) reads.
///
/// # Errors
/// [`CfTimeError::Unit`] for another step; for the first span: [`CfTimeError::Inexact`] if it is no whole count of
/// `U`, [`CfTimeError::Overflow`] if it does not fit 64 bits, and for infinities.
///
/// # xarray
/// What `decode_timedelta=True` makes of a variable with the units "days".
///
/// # Examples
/// ```
/// use nd_ops::time::{Minute, cf_unit, decode_spans};
///
/// let spans = decode_spans::<Minute>([0.5, -2.0], cf_unit("hours")?)?;
/// assert_eq!(spans.to_string(), "[  30 -120]");
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn decode_spans<U: WholeNanoseconds>(
    values: impl ArrayLike<Elem: TimeNumber>,
    step: TimeUnit,
) -> Result<Array<Timedelta64<U>>, CfTimeError> {
    decode_spans_with(values, step, &DecodeTimesOptions::default())
}

/// As [`decode_spans`], with numbers for missing spans, or rounded.
///
/// # Errors
/// As [`decode_spans`]; rounded, [`CfTimeError::Inexact`] is none.
///
/// # Examples
/// ```
/// use nd_ops::time::{Day, DecodeTimesOptions, TimeUnit, decode_spans_with};
///
/// let rounded = DecodeTimesOptions::default().rounded(true).missing(-1);
/// let days = decode_spans_with::<Day>([40, -1], TimeUnit::Hour, &rounded)?;
/// assert_eq!(days.to_string(), "[    2 'NaT']");
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn decode_spans_with<U: WholeNanoseconds>(
    values: impl ArrayLike<Elem: TimeNumber>,
    step: TimeUnit,
    options: &DecodeTimesOptions,
) -> Result<Array<Timedelta64<U>>, CfTimeError> {
    let (units, unit) = (CfUnits::of_spans(step)?, Length::of::<U>());
    let plan = Decoding::new(&units, unit, options.missing, options.rounded);
    decoded(values.view(), &plan).map(Array::from_counts)
}

/// Spans as numbers of a unit.
///
/// `spans`: any shape → the same, of the type `T` that is named or inferred. Floats are the nearest ones. What is
/// missing becomes NaN, or [`i64::MIN`] in `i64`.
///
/// # Errors
/// [`CfTimeError::Unit`] for a step that is none of days to nanoseconds; of integers, for the first span:
/// [`CfTimeError::Inexact`], [`CfTimeError::Overflow`], [`CfTimeError::NotATime`].
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_ops::time::{Hour, Timedelta64, TimeUnit, encode_spans_in};
///
/// let spans = array![12, 48].map(Timedelta64::<Hour>::new);
/// let days: Array<f64> = encode_spans_in(&spans, TimeUnit::Day)?;
/// assert_eq!(days, array![0.5, 2.0]);
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn encode_spans_in<T: TimeNumber, U: WholeNanoseconds>(
    spans: impl ArrayLike<Elem = Timedelta64<U>>,
    step: TimeUnit,
) -> Result<Array<T>, CfTimeError> {
    encode_spans_in_with(spans, step, &EncodeTimesOptions::default())
}

/// As [`encode_spans_in`], rounded if the options say so.
///
/// # Errors
/// As [`encode_spans_in`]; rounded, [`CfTimeError::Inexact`] is none.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
/// use nd_ops::time::{EncodeTimesOptions, Hour, TimeUnit, Timedelta64, encode_spans_in_with};
///
/// let spans = array![12, 40].map(Timedelta64::<Hour>::new);
/// let rounded = EncodeTimesOptions::default().rounded(true);
/// let days: Array<i16> = encode_spans_in_with(&spans, TimeUnit::Day, &rounded)?;
/// assert_eq!(days, array![0, 2]);
/// # Ok::<(), nd_ops::time::CfTimeError>(())
/// ```
pub fn encode_spans_in_with<T: TimeNumber, U: WholeNanoseconds>(
    spans: impl ArrayLike<Elem = Timedelta64<U>>,
    step: TimeUnit,
    options: &EncodeTimesOptions,
) -> Result<Array<T>, CfTimeError> {
    let plan = Encoding::new(&CfUnits::of_spans(step)?, Length::of::<U>(), options.rounded);
    T::encoded(spans.view().counts(), &plan)
}
