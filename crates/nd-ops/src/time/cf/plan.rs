//! Plans: what every number of an array is multiplied by and added to.

use super::error::Why;
use super::lengths::Length;
use super::{CfTimeError, CfUnits, exact};
use crate::time::NAT;
use crate::time::calendar::{Calendar, REFORM};
use nd_core::time::TimeUnit;
use nd_core::{Array, View, zip};

/// From how many elements on threads pay off where the arithmetic has 128 bits.
const PARALLEL: usize = 32_768;

/// How numbers of a coordinate become counts of a unit.
#[doc(hidden)]
pub struct Decoding {
    /// Nanoseconds of what is counted in the file, and of what is counted here.
    step: i64,
    unit: i64,
    /// The name of the latter.
    named: TimeUnit,
    /// Nanoseconds from 1970-01-01 to the reference.
    reference: i128,
    /// The earliest count.
    first: i64,
    /// Numbers that stand for no time.
    missing: Option<i64>,
    /// Whether counts may be rounded.
    rounded: bool,
}

impl Decoding {
    pub(super) fn new(
        units: &CfUnits,
        unit: Length,
        missing: Option<i64>,
        rounded: bool,
    ) -> Decoding {
        let (step, reference) = (units.length().nanoseconds, units.nanoseconds());
        let (named, unit) = (unit.unit, unit.nanoseconds);
        Decoding { step, unit, named, reference, first: NAT + 1, missing, rounded }
    }

    /// Without the dates that a `datetime64` would change, if the calendar has such.
    pub(super) fn on_timeline(self, calendar: Calendar) -> Decoding {
        Decoding { first: first_count(calendar, self.unit), ..self }
    }

    /// The count of a whole number.
    #[inline(always)]
    fn whole(&self, value: i64) -> Result<i64, Why> {
        if value == NAT || self.missing == Some(value) {
            return Ok(NAT);
        }
        self.count(i128::from(value) * i128::from(self.step))
    }

    /// The count of a float.
    #[inline(always)]
    fn float(&self, value: f64) -> Result<i64, Why> {
        if value.is_nan() || self.missing.is_some_and(|missing| missing as f64 == value) {
            return Ok(NAT);
        }
        self.count(exact::nanoseconds(value, self.step).ok_or(Why::Overflow)?)
    }

    /// The count of so many nanoseconds after the reference.
    #[inline(always)]
    fn count(&self, nanoseconds: i128) -> Result<i64, Why> {
        let (count, inexact) = exact::divided(nanoseconds + self.reference, self.unit);
        if inexact && !self.rounded {
            return Err(Why::Inexact(self.named));
        }
        match i64::try_from(count) {
            Ok(NAT) | Err(_) => Err(Why::Overflow),
            Ok(count) if count < self.first => Err(Why::BeforeReform),
            Ok(count) => Ok(count),
        }
    }

    /// What counts of whole numbers are without rounding: multiplied, added, and between which numbers they exist.
    fn line(&self) -> Option<Line> {
        let (step, unit) = (i128::from(self.step), i128::from(self.unit));
        if step % unit != 0 || self.reference % unit != 0 {
            return None;
        }
        let (slope, start) = (step / unit, self.reference / unit);
        let least = -((start - i128::from(self.first)).div_euclid(slope));
        let most = (i128::from(i64::MAX) - start).div_euclid(slope);
        let clamped = |x: i128| x.clamp(i64::MIN.into(), i64::MAX.into()) as i64;
        if least > i64::MAX.into() || most < i64::MIN.into() {
            return None; // every number is an error, which the slow way names
        }
        // The start may have more than 64 bits; those below are right, and so are those of a sum that fits.
        Some(Line {
            slope: slope as i64,
            start: start as i64,
            least: clamped(least).max(NAT + 1),
            most: clamped(most),
            missing: self.missing.unwrap_or(NAT),
        })
    }

    /// The counts of whole numbers.
    #[inline(never)]
    pub(super) fn of_whole(&self, values: View<'_, i64>) -> Result<Array<i64>, CfTimeError> {
        match self.line() {
            Some(line) => {
                settled(zip((&values,)).map(move |(x,)| line.at(x)), values, |x| self.whole(x))
            }
            None => each(values, |x| self.whole(x)),
        }
    }

    /// The counts of floats.
    #[inline(never)]
    pub(super) fn of_floats(&self, values: View<'_, f64>) -> Result<Array<i64>, CfTimeError> {
        each(values, |x| self.float(x))
    }
}

/// One multiplication and one addition.
#[derive(Clone, Copy)]
struct Line {
    slope: i64,
    start: i64,
    least: i64,
    most: i64,
    missing: i64,
}

impl Line {
    #[inline(always)]
    fn at(self, value: i64) -> i64 {
        let fits = (value >= self.least) & (value <= self.most) & (value != self.missing);
        let count = value.wrapping_mul(self.slope).wrapping_add(self.start);
        if fits { count } else { NAT }
    }
}

/// How counts of a unit become numbers of a coordinate.
#[doc(hidden)]
pub struct Encoding {
    /// Nanoseconds of what is counted here, and of what is counted in the file.
    unit: i64,
    step: i64,
    named: TimeUnit,
    reference: i128,
    /// The earliest count.
    first: i64,
    rounded: bool,
}

impl Encoding {
    pub(super) fn new(units: &CfUnits, unit: Length, rounded: bool) -> Encoding {
        let (named, reference) = (units.step(), units.nanoseconds());
        let (unit, step) = (unit.nanoseconds, units.length().nanoseconds);
        Encoding { unit, step, named, reference, first: NAT + 1, rounded }
    }

    /// Without the times that had another date than a `datetime64` gives them, if the calendar has such.
    pub(super) fn on_timeline(self, calendar: Calendar) -> Encoding {
        Encoding { first: first_count(calendar, self.unit), ..self }
    }

    fn since(&self, count: i64) -> Result<i128, Why> {
        if count < self.first {
            return Err(Why::BeforeReform);
        }
        Ok(i128::from(count) * i128::from(self.unit) - self.reference)
    }

    fn whole(&self, count: i64) -> Result<i64, Why> {
        if count == NAT {
            return Ok(NAT);
        }
        let (number, inexact) = exact::divided(self.since(count)?, self.step);
        if inexact && !self.rounded {
            return Err(Why::Inexact(self.named));
        }
        match i64::try_from(number) {
            Ok(NAT) | Err(_) => Err(Why::Overflow),
            Ok(number) => Ok(number),
        }
    }

    fn float(&self, count: i64) -> Result<f64, Why> {
        if count == NAT { Ok(f64::NAN) } else { Ok(exact::quotient(self.since(count)?, self.step)) }
    }

    /// Whole numbers, the least `i64` for no time.
    #[inline(never)]
    pub(super) fn to_whole(&self, counts: View<'_, i64>) -> Result<Array<i64>, CfTimeError> {
        each(counts, |x| self.whole(x))
    }

    /// The nearest floats, NaN for no time.
    #[inline(never)]
    pub(super) fn to_floats(&self, counts: View<'_, i64>) -> Result<Array<f64>, CfTimeError> {
        if let Some(index) = place(counts, |count| count != NAT && count < self.first) {
            return Err(Why::BeforeReform.at(index));
        }
        let number = |(count,): (i64,)| self.float(count).unwrap_or(f64::NAN);
        Ok(zip((&counts,)).parallel_from(PARALLEL).map(number))
    }
}

/// The first count of a unit that a date of the calendar shares with a `datetime64`.
fn first_count(calendar: Calendar, unit: i64) -> i64 {
    if calendar != Calendar::Standard {
        return NAT + 1;
    }
    let reform = i128::from(REFORM) * 86_400_000_000_000 / i128::from(unit);
    i64::try_from(reform).unwrap_or(NAT + 1) // of nanoseconds, it is before all that fit
}

/// Where the first element is that `wanted` holds for.
pub(super) fn place<T: nd_core::Element>(
    values: View<'_, T>,
    wanted: impl Fn(T) -> bool + Sync,
) -> Option<Vec<usize>> {
    if !zip((&values,)).any(|(x,)| wanted(x)) {
        return None;
    }
    values.indexed_iter().find(|&(_, &x)| wanted(x)).map(|(index, _)| index.to_vec())
}

/// What `f` makes of each element, or the error of the first one that has one.
pub(super) fn each<T: nd_core::Element>(
    values: View<'_, T>,
    f: impl Fn(T) -> Result<i64, Why> + Sync,
) -> Result<Array<i64>, CfTimeError> {
    let found = zip((&values,)).parallel_from(PARALLEL).map(|(x,)| f(x).unwrap_or(NAT));
    settled(found, values, f)
}

/// Results where [`NAT`] stands for no time or for an error, if none is an error.
fn settled<T: nd_core::Element>(
    found: Array<i64>,
    values: View<'_, T>,
    f: impl Fn(T) -> Result<i64, Why>,
) -> Result<Array<i64>, CfTimeError> {
    if zip((&found,)).any(|(x,)| x == NAT) {
        for (index, &value) in values.indexed_iter() {
            if let Err(why) = f(value) {
                return Err(why.at(index.to_vec()));
            }
        }
    }
    Ok(found)
}
