//! Laws of business days, dates and their texts, for days and texts of all kinds.

use nd_ops::time::{
    BusdayOffsetOptions, BusinessCalendar, Calendar, CalendarDate, CfUnits, Datetime64, Day,
    Frequency, Roll, WeekMask, busday_count, busday_offset_with, decode_dates, encode_dates_in,
};
use proptest::prelude::*;

fn calendars() -> impl Strategy<Value = Calendar> {
    proptest::sample::select(Calendar::ALL.to_vec())
}

fn business() -> impl Strategy<Value = BusinessCalendar> {
    let holidays = proptest::collection::vec(-400..400i64, 0..120);
    (1..128u8, holidays).prop_map(|(mask, holidays)| {
        let week = WeekMask::new(std::array::from_fn(|day| mask >> day & 1 == 1)).unwrap();
        BusinessCalendar::new(week)
            .holidays(holidays.into_iter().map(Datetime64::new).collect::<Vec<_>>())
    })
}

fn day(count: i64) -> Datetime64<Day> {
    Datetime64::new(count)
}

fn offset(calendar: &BusinessCalendar, date: i64, steps: i64, roll: Roll) -> i64 {
    let options = BusdayOffsetOptions::default().roll(roll);
    busday_offset_with(day(date), steps, calendar, &options).unwrap()[[]].count()
}

proptest! {
    #[test]
    fn business_days_are_counted_one_by_one(
        calendar in business(), begin in -500..500i64, end in -500..500i64,
    ) {
        let works = |days: std::ops::Range<i64>| days.filter(|&x| calendar.is_busday(day(x))).count() as i64;
        let wanted = if begin <= end { works(begin..end) } else { -works(end + 1..begin + 1) };
        prop_assert_eq!(busday_count(day(begin), day(end), &calendar).unwrap()[[]], wanted);
    }

    #[test]
    fn so_many_business_days_later_lie_so_many_between(
        calendar in business(), date in -600..600i64, steps in -300..300i64,
    ) {
        let first = offset(&calendar, date, 0, Roll::Forward);
        prop_assert!(calendar.is_busday(day(first)) && !(date..first).any(|x| calendar.is_busday(day(x))));
        let found = offset(&calendar, date, steps, Roll::Forward);
        prop_assert!(calendar.is_busday(day(found)));
        prop_assert_eq!(busday_count(day(first), day(found), &calendar).unwrap()[[]], steps);
        prop_assert_eq!(offset(&calendar, found, -steps, Roll::Raise), first);
    }

    #[test]
    fn dates_are_written_and_read(
        calendar in calendars(), microseconds in -8_000_000_000_000_000_000..8_000_000_000_000_000_000i64,
    ) {
        let date = CalendarDate::from_microseconds(calendar, microseconds).unwrap();
        prop_assert_eq!(date.microseconds(), microseconds);
        prop_assert_eq!(CalendarDate::parse(&date.to_string(), calendar), Ok(date));
        prop_assert!(date.day() <= date.days_in_month());
        let day = CalendarDate::new(calendar, date.year(), date.month(), date.day()).unwrap();
        prop_assert_eq!(day.days(), microseconds.div_euclid(86_400_000_000));
    }

    #[test]
    fn months_later_and_back_is_the_same_month(
        calendar in calendars(), days in -3_000_000..3_000_000i64, months in -5000..5000i64,
    ) {
        let date = CalendarDate::from_days(calendar, days).unwrap();
        let Ok(later) = date.checked_add_months(months) else {
            return Ok(()); // the days that were left out in 1582
        };
        prop_assert!(later.day() == date.day() || later.day() == later.days_in_month());
        if let Ok(back) = later.checked_add_months(-months) {
            prop_assert_eq!((back.year(), back.month()), (date.year(), date.month()));
        }
    }

    #[test]
    fn numbers_of_dates_are_those_of_the_file(
        calendar in calendars(), microseconds in -10_000_000_000_000_000..10_000_000_000_000_000i64,
        unit in proptest::sample::select(vec!["days", "hours", "minutes", "seconds", "milliseconds", "us"]),
    ) {
        let units = CfUnits::parse(&format!("{unit} since 1850-02-03 04:05:06.7"), calendar).unwrap();
        prop_assert_eq!(CfUnits::parse(&units.to_string(), calendar), Ok(units));
        let whole = microseconds / 1_000_000 * 1_000_000 + 700_000;
        let date = CalendarDate::from_microseconds(calendar, whole).unwrap();
        let number = encode_dates_in::<f64>([date], &units).unwrap();
        prop_assert_eq!(decode_dates(&number, &units).unwrap()[[0]], date);
    }

    #[test]
    fn texts_of_all_kinds_are_read_or_refused(text in "[-+0-9A-Za-z:./ TZé\u{0}]{0,24}") {
        let _ = text.parse::<WeekMask>();
        let _ = text.parse::<Frequency>();
        let _ = text.parse::<Roll>();
        for calendar in Calendar::ALL {
            if let Ok(date) = CalendarDate::parse(&text, calendar) {
                prop_assert_eq!(CalendarDate::parse(&date.to_string(), calendar), Ok(date));
            }
            let _ = CfUnits::parse(&text, calendar);
            if let Ok(units) = CfUnits::parse(&format!("days since {text}"), calendar) {
                prop_assert_eq!(CfUnits::parse(&units.to_string(), calendar), Ok(units));
            }
        }
    }
}
