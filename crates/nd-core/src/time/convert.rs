//! Counts of one unit as counts of another.

use super::civil::{civil_from_days, days_from_civil, wide_civil, wide_days};
use super::{NAT, TimeUnit};

/// What turns counts of one unit into counts of another; coarser ones are those that are begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conversion {
    /// Nothing.
    Same,
    /// So many of the finer unit in one.
    Times(i64),
    /// So many in one of the coarser unit, which is rounded down to.
    Over(i64),
    /// All that 64 bits can count are less than one of the coarser unit.
    Sign,
    /// More of the finer unit in one than 64 bits count: only 0 has a count.
    Far,
    /// Dates: months of so many years, or single ones, to days, and these further on.
    FromMonths { each: i64, and: Span },
    /// Dates: to days, these to months, and to so many of them.
    ToMonths { of: Span, each: i64 },
}

/// Days as counts of a unit that has a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Span {
    Times(i64),
    Over(i64),
    Sign,
    Far,
}

/// From one unit with a length to another.
fn span(from: TimeUnit, to: TimeUnit) -> Span {
    let finer = to > from;
    match (finer, if finer { to.in_one(from) } else { from.in_one(to) }) {
        (true, 0) => Span::Far,
        (true, many) => Span::Times(many),
        (false, 0) => Span::Sign,
        (false, many) => Span::Over(many),
    }
}

impl Span {
    fn alone(self) -> Conversion {
        match self {
            Span::Times(1) | Span::Over(1) => Conversion::Same,
            Span::Times(many) => Conversion::Times(many),
            Span::Over(many) => Conversion::Over(many),
            Span::Sign => Conversion::Sign,
            Span::Far => Conversion::Far,
        }
    }

    #[inline(always)]
    fn of(self, count: i64) -> Option<i64> {
        match self {
            Span::Times(many) => count.checked_mul(many),
            Span::Over(many) => Some(count.div_euclid(many)),
            Span::Sign => Some(if count < 0 { -1 } else { 0 }),
            Span::Far => (count == 0).then_some(0),
        }
    }

    /// As [`of`](Self::of), of counts of any size.
    fn wide_of(self, count: i128) -> Option<i128> {
        match self {
            Span::Times(many) => count.checked_mul(many.into()),
            Span::Over(many) => Some(count.div_euclid(many.into())),
            Span::Sign => Some(if count < 0 { -1 } else { 0 }),
            Span::Far => (count == 0).then_some(0),
        }
    }
}

impl Conversion {
    /// Between dates.
    pub(crate) fn of_dates(from: TimeUnit, to: TimeUnit) -> Conversion {
        let months = |unit| if unit == TimeUnit::Year { 12 } else { 1 };
        match (from.is_calendar(), to.is_calendar()) {
            (true, false) => {
                Conversion::FromMonths { each: months(from), and: span(TimeUnit::Day, to) }
            }
            (false, true) => {
                Conversion::ToMonths { of: span(from, TimeUnit::Day), each: months(to) }
            }
            _ => span(from, to).alone(),
        }
    }

    /// Between spans of time; `None` where the length of a month would have to be known.
    pub(crate) fn of_spans(from: TimeUnit, to: TimeUnit) -> Option<Conversion> {
        (from.is_calendar() == to.is_calendar()).then(|| span(from, to).alone())
    }

    /// The count in the other unit, `None` if 64 bits are too few; what is missing stays so.
    #[inline(always)]
    pub(crate) fn count(self, count: i64) -> Option<i64> {
        if count == NAT {
            return Some(NAT);
        }
        let converted = match self {
            Conversion::Same => Some(count),
            Conversion::Times(many) => Span::Times(many).of(count),
            Conversion::Over(many) => Span::Over(many).of(count),
            Conversion::Sign => Span::Sign.of(count),
            Conversion::Far => Span::Far.of(count),
            Conversion::FromMonths { each, and } => from_months(count, each, and),
            Conversion::ToMonths { of, each } => match of.of(count) {
                Some(days) => Some(to_months(civil_from_days(days), each)),
                None => {
                    of.wide_of(count.into()).and_then(|days| wide_to_months(wide_civil(days), each))
                }
            },
        };
        converted.filter(|&count| count != NAT)
    }
}

/// The beginning of a month or a year, in a unit that has a length.
fn from_months(count: i64, each: i64, and: Span) -> Option<i64> {
    let (years, month) = (count.div_euclid(12), count.rem_euclid(12) as u8 + 1);
    let (years, month) = if each == 12 { (count, 1) } else { (years, month) };
    let year = years.checked_add(1970)?;
    match days_from_civil(year, month, 1) {
        Some(days) => and.of(days),
        // More days than 64 bits count may be fewer weeks.
        None => i64::try_from(and.wide_of(wide_days(year, month, 1))?).ok(),
    }
}

/// The month or the year that a day lies in.
fn to_months((year, month, _): (i64, u8, u8), each: i64) -> i64 {
    let years = year - 1970;
    // A 64-bit count of days has fewer months than 64 bits.
    if each == 12 { years } else { years * 12 + i64::from(month) - 1 }
}

fn wide_to_months((year, month, _): (i128, u8, u8), each: i64) -> Option<i64> {
    let months = (year - 1970) * 12 + i128::from(month) - 1;
    i64::try_from(months.div_euclid(each.into())).ok()
}
