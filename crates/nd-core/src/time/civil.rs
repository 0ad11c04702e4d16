//! The Gregorian calendar, carried on in both directions: days since 1970-01-01 and what they are called.
//!
//! Years are counted from March, so that the leap day is the last of one, and 400 of them are always 146,097 days
//! (after Howard Hinnant, *chrono-compatible low-level date algorithms*).

/// Days in 400 years.
const ERA: i64 = 146_097;

/// Days from 0000-03-01 to 1970-01-01.
const EPOCH: i64 = 719_468;

/// Whether February has 29 days in that year.
///
/// # Examples
/// ```
/// use nd_core::time::is_leap_year;
///
/// assert!(is_leap_year(2000) && !is_leap_year(1900) && is_leap_year(0));
/// ```
pub const fn is_leap_year(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The days of a month of a year, the month from 1.
///
/// # Panics
/// If there is no such month.
///
/// # Examples
/// ```
/// assert_eq!(nd_core::time::days_in_month(2004, 2), 29);
/// ```
#[track_caller]
pub const fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 => 28 + is_leap_year(year) as u8,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => panic!("days_in_month: months are 1 to 12"),
    }
}

/// Year, month and day of what is so many days after 1970-01-01; every count has one.
///
/// # Examples
/// ```
/// use nd_core::time::civil_from_days;
///
/// assert_eq!(civil_from_days(-1), (1969, 12, 31));
/// assert_eq!(civil_from_days(11_016), (2000, 2, 29));
/// ```
#[inline]
pub const fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let from_march = days.rem_euclid(ERA) + EPOCH;
    let era = days.div_euclid(ERA) + from_march / ERA;
    let day = from_march % ERA;
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month as u8, of_month as u8)
}

/// How many days after 1970-01-01 a date is; `None` where 64 bits are too few.
///
/// Days are not looked at: the 31st of a shorter month is one of the next. Months are 1 to 12.
///
/// # Examples
/// ```
/// use nd_core::time::days_from_civil;
///
/// assert_eq!(days_from_civil(1969, 12, 31), Some(-1));
/// assert_eq!(days_from_civil(i64::MAX, 1, 1), None);
/// ```
#[inline]
pub const fn days_from_civil(year: i64, month: u8, day: u8) -> Option<i64> {
    let (month, before) = if month > 2 { (month as i64 - 3, 0) } else { (month as i64 + 9, 1) };
    // The years of an era first: the year before the least one there is has no number.
    let (mut era, mut of_era) = (year.div_euclid(400), year.rem_euclid(400) - before);
    if of_era < 0 {
        era -= 1;
        of_era += 400;
    }
    let of_year = (153 * month + 2) / 5 + day as i64 - 1;
    let day = of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
    // The last days of all lie in an era whose own beginning, counted from the year 0, is too far.
    let days = era as i128 * ERA as i128 + day as i128;
    if days == days as i64 as i128 { Some(days as i64) } else { None }
}

/// As [`civil_from_days`], of more days.
pub(super) fn wide_civil(days: i128) -> (i128, u8, u8) {
    // Whole eras aside: the calendar is the same in each.
    let (eras, days) = (days.div_euclid(ERA.into()), days.rem_euclid(ERA.into()) as i64);
    let (year, month, day) = civil_from_days(days);
    (eras * 400 + i128::from(year), month, day)
}

/// As [`days_from_civil`], however many they are.
pub(super) fn wide_days(year: i64, month: u8, day: u8) -> i128 {
    let (eras, year) = (year.div_euclid(400), year.rem_euclid(400));
    let days = days_from_civil(year, month, day).expect("years of the first era have days");
    i128::from(eras) * i128::from(ERA) + i128::from(days)
}
