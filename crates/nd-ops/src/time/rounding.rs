//! Times rounded to multiples of a span, and moved by months.

use super::{NAT, checked};
use nd_core::time::{
    Day, Month, TimeError, TimeUnit, Unit, civil_from_days, days_from_civil, days_in_month,
};
use nd_core::{Array, ArrayLike, Datetime64, Timedelta64, View};

/// To which side.
#[derive(Clone, Copy)]
enum Side {
    Down,
    Up,
    Near,
}

/// The multiple next to a count, `None` where 64 bits are too few.
fn rounded(count: i64, step: i64, side: Side) -> Option<i64> {
    let rest = count.rem_euclid(step);
    let down = count.checked_sub(rest);
    let up = if rest == 0 { down } else { count.checked_add(step - rest) };
    let found = match side {
        Side::Down => down,
        Side::Up => up,
        Side::Near => {
            let even = count.div_euclid(step) % 2 == 0;
            // Twice the rest may not fit.
            let half = rest.cmp(&(step - rest));
            let below = half.is_lt() || half.is_eq() && even;
            if below { down } else { up }
        }
    };
    // A multiple may be the count that stands for what is missing.
    found.filter(|&multiple| multiple != NAT)
}

fn all(
    op: &'static str,
    times: View<'_, i64>,
    step: i64,
    unit: TimeUnit,
    side: Side,
) -> Result<Array<i64>, TimeError> {
    checked(op, times, unit, move |count| rounded(count, step, side))
}

macro_rules! roundings {
    ($($name:ident $side:ident $said:literal $pandas:literal $example:literal;)*) => {$(
        #[doc = concat!($said, " of a span, counted from the beginning of 1970.")]
        ///
        /// `times`: any shape → the same shape; what is missing stays missing. Whole months and years are
        /// [`to_unit`](nd_core::View::to_unit).
        ///
        /// # Errors
        /// [`TimeError::Overflow`] where the multiple is beyond 64 bits.
        ///
        /// # Panics
        /// If the span is missing, 0 or negative.
        ///
        /// # NumPy
        #[doc = concat!("None; pandas has `", $pandas, "`.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use nd_ops::time::", stringify!($name), ";")]
        /// use nd_core::{Datetime64, Timedelta64, array, time::Minute};
        ///
        /// let times = Datetime64::<Minute>::parse_all(array!["2000-01-01T12:08", "1969-12-31T23:40"])?;
        #[doc = concat!("let made = ", stringify!($name), "(&times, Timedelta64::new(15))?;")]
        #[doc = concat!("assert_eq!(made.to_string(), \"", $example, "\");")]
        /// # Ok::<(), nd_core::time::TimeError>(())
        /// ```
        #[track_caller]
        pub fn $name<U: Unit>(
            times: impl ArrayLike<Elem = Datetime64<U>>,
            span: Timedelta64<U>,
        ) -> Result<Array<Datetime64<U>>, TimeError> {
            let op = stringify!($name);
            assert!(span.count() > 0, "{op}: times are rounded to multiples of a span above 0, not {span}");
            all(op, times.view().counts(), span.count(), U::UNIT, Side::$side).map(Array::from_counts)
        }
    )*};
}
roundings! {
    floor_to Down "The last multiples up to the times" "t.dt.floor(\"15min\")"
        "['2000-01-01T12:00' '1969-12-31T23:30']";
    ceil_to Up "The first multiples from the times on" "t.dt.ceil(\"15min\")"
        "['2000-01-01T12:15' '1969-12-31T23:45']";
    round_to Near "The multiples nearest to the times, of two the even one," "t.dt.round(\"15min\")"
        "['2000-01-01T12:15' '1969-12-31T23:45']";
}

/// The same days so many months later; where the month is shorter, its last day.
///
/// `days`, of any shape → the same shape; what is missing stays missing.
///
/// # Errors
/// [`TimeError::Overflow`] where a date is beyond 64 bits.
///
/// # NumPy
/// None: `days + np.timedelta64(1, "M")` is refused; pandas has `t + pd.DateOffset(months=1)`.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, Timedelta64, array, time::Day};
/// use nd_ops::time::add_months;
///
/// let days = Datetime64::<Day>::parse_all(array!["2000-01-31", "2000-02-29"])?;
/// let later = add_months(&days, Timedelta64::new(12 + 1))?;
/// assert_eq!(later.to_string(), "['2001-02-28' '2001-03-29']");
/// # Ok::<(), nd_core::time::TimeError>(())
/// ```
pub fn add_months(
    days: impl ArrayLike<Elem = Datetime64<Day>>,
    months: Timedelta64<Month>,
) -> Result<Array<Datetime64<Day>>, TimeError> {
    let (by, days) = (months.count(), days.view());
    let made = checked("add_months", days.counts(), TimeUnit::Day, move |count| {
        if by == NAT { Some(NAT) } else { months_later(count, by) }
    });
    made.map(Array::from_counts)
}

fn months_later(count: i64, by: i64) -> Option<i64> {
    let (year, month, day) = civil_from_days(count);
    let months = (i64::from(month) - 1).checked_add(by)?;
    let (year, month) = (year.checked_add(months.div_euclid(12))?, months.rem_euclid(12) as u8 + 1);
    days_from_civil(year, month, day.min(days_in_month(year, month))).filter(|&day| day != NAT)
}
