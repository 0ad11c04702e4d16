//! The functions of arrays of days.

use super::calendar::Why;
use super::{BusdayOffsetOptions, BusinessCalendar, BusinessError, Roll};
use crate::time::NAT;
use nd_core::time::Day;
use nd_core::{Array, ArrayLike, Datetime64, Operand, View, zip};

/// From how many elements on threads pay off: a search takes longer than an addition.
const PARALLEL: usize = 65_536;

/// Which of the dates are business days.
///
/// `dates`: any shape → `bool` of the same shape. What is missing is none.
///
/// # NumPy
/// `np.is_busday(dates, busdaycal=calendar)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{BusinessCalendar, Datetime64, Day, is_busday};
///
/// let days = Datetime64::<Day>::parse_all(array!["2024-03-01", "2024-03-02", "2024-03-04"])?;
/// assert_eq!(is_busday(&days, &BusinessCalendar::default()), array![true, false, true]);
/// # Ok::<(), nd_ops::time::TimeError>(())
/// ```
pub fn is_busday(
    dates: impl ArrayLike<Elem = Datetime64<Day>>,
    calendar: &BusinessCalendar,
) -> Array<bool> {
    busdays(dates.view().counts(), calendar)
}

#[inline(never)]
fn busdays(dates: View<'_, i64>, calendar: &BusinessCalendar) -> Array<bool> {
    zip((&dates,)).parallel_from(PARALLEL).map(|(date,)| calendar.works(date))
}

/// How many business days there are from `begin` on and before `end`.
///
/// `begin`, `end`: any shapes that broadcast, or single dates. If `end` is earlier: minus the number of those after
/// `end`, up to and with `begin`.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # Errors
/// [`BusinessError::NotADate`] for the first date that is missing; [`BusinessError::Overflow`].
///
/// # NumPy
/// `np.busday_count(begin, end, busdaycal=calendar)`; counts that do not fit 64 bits are wrong there.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{BusinessCalendar, Datetime64, busday_count};
///
/// let months = Datetime64::parse_all(array!["2024-03-01", "2024-04-01", "2024-05-01"])?;
/// let june: Datetime64<_> = "2024-06-01".parse()?;
/// let days = busday_count(&months, june, &BusinessCalendar::default())?;
/// assert_eq!(days, array![66, 45, 23]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// From a Friday to a Saturday there is one; back from a Saturday to the Friday there is none:
///
/// ```
/// use nd_core::array;
/// use nd_ops::time::{BusinessCalendar, Datetime64, busday_count};
///
/// let [friday, saturday] = [1, 2].map(Datetime64::new); // 1970-01-02 and the day after it
/// let week = BusinessCalendar::default();
/// assert_eq!(busday_count([friday, saturday], [saturday, friday], &week), Ok(array![1, 0]));
/// ```
#[track_caller]
pub fn busday_count(
    begin: impl Operand<Datetime64<Day>>,
    end: impl Operand<Datetime64<Day>>,
    calendar: &BusinessCalendar,
) -> Result<Array<i64>, BusinessError> {
    counts(begin.operand().counts(), end.operand().counts(), calendar)
}

#[track_caller]
#[inline(never)]
fn counts(
    begin: View<'_, i64>,
    end: View<'_, i64>,
    calendar: &BusinessCalendar,
) -> Result<Array<i64>, BusinessError> {
    paired("busday_count", begin, end, |begin, end| calendar.between(begin, end))
}

/// The business days that lie `offsets` business days after `dates`, which have to be business days.
///
/// `dates`, and `offsets`, negative for earlier days: any shapes that broadcast, or single ones.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # Errors
/// For the first date that is missing ([`BusinessError::NotADate`]), no business day
/// ([`BusinessError::NotABusinessDay`]), or whose result does not fit 64 bits ([`BusinessError::Overflow`]).
///
/// # NumPy
/// `np.busday_offset(dates, offsets, busdaycal=calendar)`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::time::{BusinessCalendar, Datetime64, busday_offset};
///
/// let (friday, week) = ("2024-03-01".parse::<Datetime64<_>>()?, BusinessCalendar::default());
/// let days = busday_offset(friday, array![-1, 0, 1], &week)?;
/// assert_eq!(days.to_string(), "['2024-02-29' '2024-03-01' '2024-03-04']");
///
/// let saturday: Datetime64<_> = "2024-03-02".parse()?;
/// let error = busday_offset([friday, saturday], 0, &week).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "busday_offset: 2024-03-02 at index [1] is no business day, and not to be rolled to one"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn busday_offset(
    dates: impl Operand<Datetime64<Day>>,
    offsets: impl Operand<i64>,
    calendar: &BusinessCalendar,
) -> Result<Array<Datetime64<Day>>, BusinessError> {
    busday_offset_with(dates, offsets, calendar, &BusdayOffsetOptions::default())
}

/// As [`busday_offset`], told what becomes of dates that are no business days.
///
/// They are rolled first; then days are added. What is missing stays so, unless the roll is [`Roll::Raise`].
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # Errors
/// As [`busday_offset`]; with another roll than [`Roll::Raise`] only [`BusinessError::Overflow`].
///
/// # NumPy
/// `np.busday_offset(dates, offsets, roll, busdaycal=calendar)`.
///
/// # Examples
/// ```
/// use nd_ops::time::{BusdayOffsetOptions, BusinessCalendar, Datetime64, Roll, busday_offset_with};
///
/// let (saturday, week) = ("2024-03-02".parse::<Datetime64<_>>()?, BusinessCalendar::default());
/// let forward = BusdayOffsetOptions::default().roll(Roll::Forward);
/// let days = busday_offset_with([saturday], 1, &week, &forward)?;
/// assert_eq!(days.to_string(), "['2024-03-05']"); // Monday, then Tuesday
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[track_caller]
pub fn busday_offset_with(
    dates: impl Operand<Datetime64<Day>>,
    offsets: impl Operand<i64>,
    calendar: &BusinessCalendar,
    options: &BusdayOffsetOptions,
) -> Result<Array<Datetime64<Day>>, BusinessError> {
    let moved = moved(dates.operand().counts(), offsets.operand(), calendar, options.roll);
    moved.map(Array::from_counts)
}

#[track_caller]
#[inline(never)]
fn moved(
    dates: View<'_, i64>,
    offsets: View<'_, i64>,
    calendar: &BusinessCalendar,
    roll: Roll,
) -> Result<Array<i64>, BusinessError> {
    paired("busday_offset", dates, offsets, |date, steps| calendar.after(date, steps, roll))
}

/// What `f` makes of each pair, or the error of the first one that has one.
///
/// Results that are not there are missing at first, so that the walk is one over plain numbers; which of them
/// are errors is asked only where there are any.
#[track_caller]
fn paired(
    op: &'static str,
    a: View<'_, i64>,
    b: View<'_, i64>,
    f: impl Fn(i64, i64) -> Result<i64, Why> + Sync,
) -> Result<Array<i64>, BusinessError> {
    let found =
        zip((&a, &b)).named(op).parallel_from(PARALLEL).map(|(a, b)| f(a, b).unwrap_or(NAT));
    if !zip((&found,)).any(|(x,)| x == NAT) {
        return Ok(found);
    }
    let (a, b) = (a.broadcast_to(found.shape()), b.broadcast_to(found.shape()));
    for ((index, &a), &b) in a.indexed_iter().zip(b.iter()) {
        if let Err(why) = f(a, b) {
            return Err(why.at(op, index.to_vec(), a));
        }
    }
    Ok(found)
}
