//! [`TimeElement`]: dates and spans of any unit.

use super::arrays::converted;
use super::convert::Conversion;
use super::{Datetime64, TimeError, TimeUnit, Timedelta64, Unit};
use crate::array::Array;
use crate::element::Element;
use crate::raw::Counted;
use crate::view::View;
use std::fmt::Display;

/// The times that arrays hold: [`Datetime64`] and [`Timedelta64`] of every unit. Closed.
///
/// # Examples
/// ```
/// use nd_core::time::{Day, TimeElement};
/// use nd_core::{ArrayLike, Datetime64, array};
///
/// fn describe<A: ArrayLike<Elem: TimeElement>>(_: A) -> String {
///     let what = if A::Elem::IS_DATE { "datetime64" } else { "timedelta64" };
///     format!("{what}[{}]", A::Elem::UNIT)
/// }
/// assert_eq!(describe(array![0].map(Datetime64::<Day>::new)), "datetime64[D]");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no date and no span of time",
    note = "those are `Datetime64<U>` and `Timedelta64<U>`, of a unit of `nd_core::time`"
)]
pub trait TimeElement: Element + Counted + Display {
    /// What it is counted in.
    const UNIT: TimeUnit;
    /// Whether it is a point in time, and not a span.
    const IS_DATE: bool;

    /// Counts of a unit that is known at run time, as times of this one.
    ///
    /// # Errors
    /// As [`to_unit`](View::to_unit).
    ///
    /// # Examples
    /// ```
    /// use nd_core::time::{Day, Hour, TimeElement, TimeUnit};
    /// use nd_core::{Datetime64, array};
    ///
    /// let days = Datetime64::<Day>::of_unit(array![-1, 25].view(), TimeUnit::Hour)?;
    /// assert_eq!(days.counts(), array![-1, 1]);
    /// # Ok::<(), nd_core::time::TimeError>(())
    /// ```
    fn of_unit(counts: View<'_, i64>, unit: TimeUnit) -> Result<Array<Self>, TimeError>;
}

/// Counts of `from` as counts of `to`.
fn of_unit(
    counts: View<'_, i64>,
    from: TimeUnit,
    to: TimeUnit,
    is_date: bool,
) -> Result<Array<i64>, TimeError> {
    let how = match is_date {
        true => Conversion::of_dates(from, to),
        false => super::timedelta::conversion(from, to)?,
    };
    converted(counts, how).map_err(|index| {
        let count = counts.get(&index).copied().unwrap_or_default();
        let what = match is_date {
            true => super::text::written(count, from).into(),
            false => format!("{count} {}", from.plural()).into(),
        };
        TimeError::Overflow { op: "to_unit", what, unit: to, index }
    })
}

macro_rules! times {
    ($($Name:ident $date:literal)*) => {$(
        impl<U: Unit> TimeElement for $Name<U> {
            const UNIT: TimeUnit = U::UNIT;
            const IS_DATE: bool = $date;

            fn of_unit(counts: View<'_, i64>, unit: TimeUnit) -> Result<Array<Self>, TimeError> {
                of_unit(counts, unit, U::UNIT, $date).map(Array::from_counts)
            }
        }
    )*};
}
times!(Datetime64 true Timedelta64 false);
