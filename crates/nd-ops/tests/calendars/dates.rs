//! Calendars against cftime's, made by `golden/time_calendars.py`.

use nd_ops::time::{
    Attosecond, Calendar, CalendarDate, CalendarError, Datetime64, Day, Microsecond, Month,
    Nanosecond, Second, Timedelta64, Week, Year,
};
use proptest::prelude::*;

const GOLDEN: &str = include_str!("../golden/time_calendars.txt");

fn calendar(name: &str) -> Calendar {
    name.parse().unwrap()
}

/// 1970-01-01 of the calendar, since which cftime counts: 13 days after that of the Gregorian one in the Julian.
fn epoch(calendar: Calendar) -> i64 {
    date(calendar, 1970, 1, 1).days()
}

fn date(calendar: Calendar, year: i64, month: u8, day: u8) -> CalendarDate {
    CalendarDate::new(calendar, year, month, day).unwrap()
}

/// The golden script's number of a date.
fn packed(date: CalendarDate) -> i64 {
    let year = (date.year() * 16 + i64::from(date.month())) * 32 + i64::from(date.day());
    let day = (year * 512 + i64::from(date.day_of_year())) * 8 + i64::from(date.day_of_week());
    day * 32 + i64::from(date.days_in_month())
}

/// The golden script's sum of the dates of a range of days, each of which must lead back to its day.
fn mixed(calendar: Calendar, first: i64, count: i64) -> u64 {
    (0..count).fold(0, |sum, i| {
        let day = epoch(calendar) + first + i;
        let date = CalendarDate::from_days(calendar, day).unwrap();
        assert_eq!(date.days(), day, "{date:?}");
        let x = (packed(date) as u64).wrapping_add((i as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        sum.wrapping_add((x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9))
    })
}

fn check(line: &str) {
    let fields: Vec<&str> = line.split('|').collect();
    let number = |text: &str| text.parse::<i64>().unwrap();
    match fields[..] {
        ["days", name, first, count, sum] => {
            assert_eq!(
                mixed(calendar(name), number(first), number(count)).to_string(),
                sum,
                "{line}"
            );
        }
        ["date", name, year, month, day, days] => {
            let (month, day) = (number(month) as u8, number(day) as u8);
            let found = CalendarDate::new(calendar(name), number(year), month, day);
            let since = |date: CalendarDate| date.days() - epoch(calendar(name));
            assert_eq!(found.map(since).ok(), days.parse().ok(), "{line}");
        }
        ["add", name, days, microseconds, result] => {
            let start = date(calendar(name), 1970, 1, 1);
            let later = start.checked_add_days(number(days)).unwrap();
            let sum = later.checked_add_microseconds(number(microseconds)).unwrap();
            assert_eq!(sum.to_string(), result, "{line}");
            let back = number(days) * 86_400_000_000 + number(microseconds);
            assert_eq!(sum.since(start), Ok(Timedelta64::new(back)), "{line}");
            assert_eq!(CalendarDate::parse(result, calendar(name)), Ok(sum), "{line}");
        }
        ["change", name, from, other, to] => {
            let from = CalendarDate::parse(from, calendar(name)).unwrap();
            let found = from.to_calendar(calendar(other)).unwrap();
            assert_eq!(found.to_string(), to, "{line}");
            assert_eq!(found, from, "{line}");
        }
        ["leap", name, first, leaps] => {
            for (year, leap) in (number(first)..).zip(leaps.chars()).filter(|&(_, c)| c != '-') {
                assert_eq!(calendar(name).is_leap_year(year), leap == '1', "{name} {year}");
            }
        }
        _ => panic!("{line}"),
    }
}

#[test]
fn every_day_of_three_thousand_years_is_cftimes() {
    let lines = GOLDEN.lines().inspect(|line| check(line)).count();
    assert!(lines > 1500, "{lines}");
    let days = GOLDEN.lines().filter(|line| line.starts_with("days|"));
    let checked: i64 =
        days.map(|line| line.split('|').nth(3).unwrap().parse::<i64>().unwrap()).sum();
    assert!(checked > 6 * 3_100 * 360, "{checked}");
}

#[test]
fn lengths_of_years_are_the_days_between_new_years() {
    for calendar in Calendar::ALL {
        for year in -500..2500 {
            let next = if year == -1 && !calendar.has_year_zero() { 1 } else { year + 1 };
            if (year == 0 || next == 0) && !calendar.has_year_zero() {
                continue;
            }
            let [start, end] = [year, next].map(|year| date(calendar, year, 1, 1).days());
            assert_eq!(i64::from(calendar.days_in_year(year)), end - start, "{calendar} {year}");
        }
    }
}

#[test]
fn the_standard_calendar_skips_ten_days() {
    let reform = date(Calendar::Standard, 1582, 10, 15);
    assert_eq!(reform.checked_add_days(-1).unwrap().to_string(), "1582-10-04 00:00:00");
    for day in 5..15 {
        let error = CalendarDate::new(Calendar::Standard, 1582, 10, day).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("there is no 1582-10-{day:02} in the standard calendar")
        );
    }
    assert!(date(Calendar::Standard, 1582, 9, 10).checked_add_months(1).is_err());
    let day = date(Calendar::Day360, 2000, 1, 1).checked_add_days(59).unwrap();
    assert_eq!(day.to_string(), "2000-02-30 00:00:00");
}

#[test]
fn months_keep_the_day_or_end() {
    let later = |calendar, from: &str, months| {
        let date = CalendarDate::parse(from, calendar).unwrap().checked_add_months(months);
        date.unwrap().to_string()
    };
    assert_eq!(later(Calendar::Standard, "2000-01-31 06:00", 1), "2000-02-29 06:00:00");
    assert_eq!(later(Calendar::NoLeap, "2000-01-31", 1), "2000-02-28 00:00:00");
    assert_eq!(later(Calendar::Day360, "2000-01-30", 1), "2000-02-30 00:00:00");
    assert_eq!(later(Calendar::Julian, "0001-01-15", -1), "-0001-12-15 00:00:00");
    assert_eq!(later(Calendar::ProlepticGregorian, "0001-01-15", -1), "0000-12-15 00:00:00");
    assert_eq!(later(Calendar::Standard, "2000-03-31", -12 * 99 - 1), "1901-02-28 00:00:00");
    let date = date(Calendar::Standard, 2000, 1, 1);
    for far in [i64::MAX, i64::MIN] {
        assert_eq!(
            date.checked_add_months(far),
            Err(CalendarError::Range { calendar: Calendar::Standard })
        );
    }
}

#[test]
fn names_in_any_case() {
    for (names, calendar) in [
        (["standard", "Gregorian", "STANDARD"], Calendar::Standard),
        (["365_day", "NoLeap", "noleap"], Calendar::NoLeap),
        (["366_day", "All_Leap", "all_leap"], Calendar::AllLeap),
        (["360_day", "360_DAY", "360_Day"], Calendar::Day360),
        (["julian", "Julian", "JULIAN"], Calendar::Julian),
        (
            ["proleptic_gregorian", "Proleptic_Gregorian", "PROLEPTIC_GREGORIAN"],
            Calendar::ProlepticGregorian,
        ),
    ] {
        assert!(names.iter().all(|name| name.parse() == Ok(calendar)), "{names:?}");
    }
    for wrong in ["", "360", "365_day ", "tai", "none"] {
        assert!(wrong.parse::<Calendar>().is_err());
    }
    let error = "lunar".parse::<Calendar>().unwrap_err();
    assert!(error.to_string().starts_with("there is no calendar \"lunar\"; there are standard,"));
}

#[test]
fn dates_are_compared_as_moments_or_not_at_all() {
    let [julian, standard] = [Calendar::Julian, Calendar::Standard].map(|c| date(c, 1900, 1, 1));
    assert_eq!(julian.partial_cmp(&standard), Some(std::cmp::Ordering::Greater));
    assert_eq!(standard.partial_cmp(&julian), Some(std::cmp::Ordering::Less));
    let [short, long] = [Calendar::Day360, Calendar::NoLeap].map(|c| date(c, 1900, 1, 1));
    assert!(short.partial_cmp(&long).is_none() && short != long && short != standard);
    assert_eq!(
        short.since(long),
        Err(CalendarError::Mixed { calendars: [Calendar::Day360, Calendar::NoLeap] })
    );
    assert!(short.to_calendar(Calendar::Standard).is_err());
    assert!(long.with_time(0, 0, 0, 1).unwrap() > long);
}

#[test]
fn no_date_stays_none() {
    let none = CalendarDate::NAT;
    assert_eq!((none.days(), none.microseconds()), (i64::MIN, i64::MIN));
    assert!(CalendarDate::from_days(Calendar::Julian, i64::MIN).unwrap().is_nat());
    assert!(CalendarDate::from_microseconds(Calendar::Julian, i64::MIN).unwrap().is_nat());
    assert!(none.checked_add_days(i64::MAX / 86_400_000_000).unwrap().is_nat());
    assert!(none.checked_add_months(1).unwrap().is_nat());
    assert!(none.with_time(1, 2, 3, 4).unwrap().is_nat());
    assert!(none.since(date(Calendar::NoLeap, 1, 1, 1)).unwrap().is_nat());
    assert!(none != none && none.partial_cmp(&none).is_none());
    assert_eq!(format!("{none:?} {none}"), "NaT NaT");
    assert_eq!((none.day_of_year(), none.day_of_week(), none.days_in_month()), (0, 0, 0));
}

#[test]
fn the_last_years() {
    for calendar in Calendar::ALL {
        for year in [-280_000, 280_000] {
            let end = date(calendar, year, 12, 30).with_time(23, 59, 59, 999_999).unwrap();
            let again = CalendarDate::from_microseconds(calendar, end.microseconds());
            assert_eq!(again, Ok(end));
            let beyond = CalendarDate::new(calendar, year + year.signum(), 1, 1);
            assert_eq!(beyond, Err(CalendarError::Range { calendar }));
            assert!(end.checked_add_days(year * 40).is_err());
        }
        for far in [i64::MAX, i64::MIN + 1] {
            assert!(CalendarDate::from_days(calendar, far).is_err());
            assert!(CalendarDate::from_microseconds(calendar, far).is_err());
        }
        let [first, last] = [-280_000, 280_000].map(|year| date(calendar, year, 1, 1));
        assert_eq!(last.since(first), Err(CalendarError::Range { calendar }));
        assert_eq!(last.checked_add_microseconds(i64::MAX), Err(CalendarError::Range { calendar }));
    }
    let error = CalendarDate::new(Calendar::NoLeap, 300_000, 1, 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a date of the noleap calendar beyond the years -280000 to 280000"
    );
}

#[test]
fn texts_that_are_no_dates() {
    let read = |text| CalendarDate::parse(text, Calendar::Standard);
    for wrong in [
        "",
        " ",
        "x",
        "2000-",
        "2000-1-",
        "2000-01-01T",
        "2000-01-01 1:",
        "2000-01-01 1:2:3.",
        "2000-01-01 1:2:3 5",
        "2000-01-01 garbage",
        "2000-01/01",
        "2000-001-01",
        "1234567-01-01",
        "2000-01-01 00:00:00.0000001",
        "2000-01-01 +05:60",
        "2000-01-01 +123",
        "--2000",
        "2000-01-01Z Z",
        "Jan 1 2000",
        "2000-01-01 é",
    ] {
        assert_eq!(read(wrong), Err(CalendarError::Text { text: wrong.to_owned() }), "{wrong}");
    }
    assert_eq!(read("2000-01-01 25:00"), Err(CalendarError::Time { time: [25, 0, 0, 0] }));
    assert_eq!(
        read("2000-01-01 25:00").unwrap_err().to_string(),
        "there is no time 25:00:00.000000"
    );
    assert_eq!(read("x").unwrap_err().to_string(), "\"x\" is no date like 2000-01-31 12:30:00");
    let error = CalendarError::Mixed { calendars: [Calendar::NoLeap, Calendar::Day360] };
    assert_eq!(
        error.to_string(),
        "dates of the noleap and the 360_day calendar lie in no common time"
    );
    assert_eq!(read("2000-01-01 0:0:0.1230000000009").unwrap().microsecond(), 123_000);
}

#[test]
fn points_in_time_are_dates_and_dates_of_real_calendars_points_in_time() {
    let reform: Datetime64<Day> = "1582-10-15".parse().unwrap();
    let written = |calendar| CalendarDate::from_datetime(reform, calendar).map(|d| d.to_string());
    assert_eq!(written(Calendar::Standard).unwrap(), "1582-10-15 00:00:00");
    assert_eq!(written(Calendar::Julian).unwrap(), "1582-10-05 00:00:00");
    let calendars = [Calendar::ProlepticGregorian, Calendar::NoLeap];
    assert_eq!(written(Calendar::NoLeap), Err(CalendarError::Mixed { calendars }));
    let day_before = date(Calendar::Standard, 1582, 10, 4).to_datetime::<Day>().unwrap();
    assert_eq!(day_before.to_string(), "1582-10-14");
    let error = date(Calendar::Day360, 2000, 1, 1).to_datetime::<Day>().unwrap_err();
    let calendars = [Calendar::Day360, Calendar::ProlepticGregorian];
    assert_eq!(error, CalendarError::Mixed { calendars });
}

#[test]
fn what_is_missing_stays_so_between_dates_and_points_in_time() {
    assert!(CalendarDate::NAT.to_datetime::<Second>().unwrap().is_nat());
    assert!(CalendarDate::try_from(Datetime64::<Attosecond>::NAT).unwrap().is_nat());
    assert!(CalendarDate::try_from(Datetime64::<Year>::NAT).unwrap().is_nat());
}

#[test]
fn points_in_time_beyond_dates_and_dates_beyond_points_in_time() {
    let calendar = Calendar::ProlepticGregorian;
    for far in [i64::MIN + 1, i64::MAX] {
        let beyond = Err(CalendarError::Range { calendar });
        assert_eq!(CalendarDate::try_from(Datetime64::<Day>::new(far)), beyond);
        assert_eq!(CalendarDate::try_from(Datetime64::<Year>::new(far)), beyond);
        assert!(CalendarDate::try_from(Datetime64::<Nanosecond>::new(far)).is_ok());
    }
    let date = date(Calendar::Standard, 2263, 1, 1);
    let error = date.to_datetime::<Nanosecond>().unwrap_err();
    assert_eq!(error.to_string(), "2263-01-01 00:00:00 has no count of the unit ns in 64 bits");
    assert!(date.to_datetime::<Microsecond>().is_ok());
}

#[test]
fn points_in_time_are_cut_off() {
    let nanosecond = CalendarDate::try_from(Datetime64::<Nanosecond>::new(-1)).unwrap();
    assert_eq!(nanosecond.to_string(), "1969-12-31 23:59:59.999999");
    let date = CalendarDate::parse("2024-02-29 12:30", Calendar::Standard).unwrap();
    assert_eq!(date.to_datetime::<Month>().unwrap().to_string(), "2024-02");
    assert_eq!(date.to_datetime::<Week>().unwrap().to_string(), "2024-02-29");
    assert_eq!(date.to_datetime::<Second>().unwrap().to_string(), "2024-02-29T12:30:00");
}

proptest! {
    #[test]
    fn points_in_time_become_dates_and_come_back(count in -8_000_000_000_000_000_000..8_000_000_000_000_000_000i64) {
        let time = Datetime64::<Microsecond>::new(count);
        for calendar in [Calendar::Standard, Calendar::ProlepticGregorian, Calendar::Julian] {
            let date = CalendarDate::from_datetime(time, calendar).unwrap();
            prop_assert_eq!(date.to_datetime::<Microsecond>(), Ok(time));
        }
        let date = CalendarDate::try_from(time).unwrap();
        let (year, month, day) = time.to_ymd().unwrap();
        prop_assert_eq!((date.year(), date.month(), date.day()), (year, month, day));
        let back: Datetime64<Microsecond> = date.try_into().unwrap();
        prop_assert_eq!(back, time);
    }
}
