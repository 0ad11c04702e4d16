//! [`TimeNumber`]: the types of numbers that time coordinates have.

use super::CfTimeError;
use super::error::Why;
use super::plan::{Decoding, Encoding, place};
use crate::time::NAT;
use nd_core::{Array, Element, View};

mod sealed {
    pub trait Sealed {}
}

/// The integers up to 64 bits, `f32` and `f64`.
///
/// # Examples
/// ```
/// fn known<T: nd_ops::time::TimeNumber>() {}
/// known::<u8>();
/// known::<f32>();
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is no type of numbers in a time coordinate")]
pub trait TimeNumber: Element + sealed::Sealed {
    #[doc(hidden)]
    fn decoded(values: View<'_, Self>, plan: &Decoding) -> Result<Array<i64>, CfTimeError>;
    #[doc(hidden)]
    fn encoded(counts: View<'_, i64>, plan: &Encoding) -> Result<Array<Self>, CfTimeError>;
}

macro_rules! whole {
    ($($T:ty)*) => {$(
        impl sealed::Sealed for $T {}
        impl TimeNumber for $T {
            #[inline(never)]
            fn decoded(
                values: View<'_, Self>,
                plan: &Decoding,
            ) -> Result<Array<i64>, CfTimeError> {
                plan.of_whole(values.cast::<i64>().view())
            }
            #[inline(never)]
            fn encoded(
                counts: View<'_, i64>,
                plan: &Encoding,
            ) -> Result<Array<Self>, CfTimeError> {
                let numbers = plan.to_whole(counts)?;
                check(numbers.view(), <$T>::MIN.into(), <$T>::MAX.into())?;
                Ok(numbers.cast::<$T>())
            }
        }
    )*};
}
whole!(i8 i16 i32 u8 u16 u32);

/// Refuses numbers that a type does not hold, and no times.
fn check(numbers: View<'_, i64>, least: i64, most: i64) -> Result<(), CfTimeError> {
    let Some(index) = place(numbers, |number| number < least || number > most) else {
        return Ok(());
    };
    let missing = numbers.get(&index).is_some_and(|&number| number == NAT);
    Err(if missing { CfTimeError::NotATime { index } } else { CfTimeError::Overflow { index } })
}

impl sealed::Sealed for i64 {}
impl TimeNumber for i64 {
    fn decoded(values: View<'_, i64>, plan: &Decoding) -> Result<Array<i64>, CfTimeError> {
        plan.of_whole(values)
    }
    fn encoded(counts: View<'_, i64>, plan: &Encoding) -> Result<Array<i64>, CfTimeError> {
        plan.to_whole(counts)
    }
}

impl sealed::Sealed for u64 {}
impl TimeNumber for u64 {
    fn decoded(values: View<'_, u64>, plan: &Decoding) -> Result<Array<i64>, CfTimeError> {
        match place(values, |value| i64::try_from(value).is_err()) {
            Some(index) => Err(Why::Overflow.at(index)),
            None => plan.of_whole(values.cast::<i64>().view()),
        }
    }
    fn encoded(counts: View<'_, i64>, plan: &Encoding) -> Result<Array<u64>, CfTimeError> {
        let numbers = plan.to_whole(counts)?;
        check(numbers.view(), 0, i64::MAX)?;
        Ok(numbers.cast::<u64>())
    }
}

impl sealed::Sealed for f64 {}
impl TimeNumber for f64 {
    fn decoded(values: View<'_, f64>, plan: &Decoding) -> Result<Array<i64>, CfTimeError> {
        plan.of_floats(values)
    }
    fn encoded(counts: View<'_, i64>, plan: &Encoding) -> Result<Array<f64>, CfTimeError> {
        plan.to_floats(counts)
    }
}

impl sealed::Sealed for f32 {}
impl TimeNumber for f32 {
    fn decoded(values: View<'_, f32>, plan: &Decoding) -> Result<Array<i64>, CfTimeError> {
        plan.of_floats(values.cast::<f64>().view())
    }
    fn encoded(counts: View<'_, i64>, plan: &Encoding) -> Result<Array<f32>, CfTimeError> {
        Ok(plan.to_floats(counts)?.cast::<f32>())
    }
}
