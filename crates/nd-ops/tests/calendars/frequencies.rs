//! Frequencies against pandas' and cftime's, made by `golden/time_frequencies.py`.

use nd_core::{Array, array};
use nd_ops::time::{
    Attosecond, BusinessCalendar, Calendar, CalendarDate, Datetime64, Day, Femtosecond, Frequency,
    FrequencyError, Hour, Minute, Month, Nanosecond, Second, TimeError, Timedelta64, Week, Weekday,
    Year, add_months, bin_labels, calendar_range, calendar_range_periods, ceil_to, date_range,
    date_range_periods, fixed_bin_labels, floor_to, round_to, shift_dates,
};

const GOLDEN: &str = include_str!("../golden/time_frequencies.txt");
const NAT: Datetime64<Day> = Datetime64::NAT;

fn numbers(text: &str) -> Array<i64> {
    let words = text.split(',').filter(|word| !word.is_empty());
    Array::from_vec(words.map(|word| word.parse().unwrap()).collect::<Vec<i64>>())
}

fn days(text: &str) -> Array<Datetime64<Day>> {
    Array::from_counts(numbers(text))
}

fn number(text: &str) -> i64 {
    text.parse().unwrap()
}

fn day(count: &str) -> Datetime64<Day> {
    Datetime64::new(number(count))
}

fn frequency(text: &str) -> Frequency {
    text.parse().unwrap()
}

fn check(line: &str) {
    let fields: Vec<&str> = line.split('|').collect();
    match fields[..] {
        ["range", name, start, end, wanted] => {
            let found = date_range(day(start), day(end), &frequency(name)).unwrap();
            assert_eq!(found, days(wanted), "{line}");
            let again = date_range_periods(day(start), found.size(), &frequency(name));
            assert_eq!(again, Ok(found), "{line}");
        }
        ["shift", name, from, steps, to] => {
            let found = shift_dates([day(from)], number(steps), &frequency(name));
            assert_eq!(found, Ok(days(to)), "{line}");
        }
        ["bins", name, times, labels] => {
            assert_eq!(bin_labels(days(times), &frequency(name)), Ok(days(labels)), "{line}");
            // Any time of a day is as good as the day.
            let hours = days(times).to_unit::<Hour>().unwrap() + Timedelta64::new(23);
            assert_eq!(bin_labels(hours, &frequency(name)), Ok(days(labels)), "{line}");
        }
        ["fixed", every, minutes, labels] => {
            let minutes: Array<Datetime64<Minute>> = Array::from_counts(numbers(minutes));
            let found = fixed_bin_labels(minutes, Timedelta64::new(number(every))).unwrap();
            assert_eq!(found.into_counts(), numbers(labels), "{line}");
        }
        ["months", from, months, to] => {
            let found = add_months([day(from)], Timedelta64::new(number(months))).unwrap();
            assert_eq!(found, days(to), "{line}");
        }
        ["round", way, seconds, wanted] => {
            let seconds: Array<Datetime64<Second>> = Array::from_counts(numbers(seconds));
            let whole = Timedelta64::new(86_400);
            let rounded = match way {
                "floor" => floor_to(seconds, whole),
                "ceil" => ceil_to(seconds, whole),
                _ => round_to(seconds, whole),
            };
            assert_eq!(rounded.unwrap(), days(wanted).to_unit::<Second>().unwrap(), "{line}");
        }
        ["cf", name, times, start, end, wanted] => {
            let calendar: Calendar = name.parse().unwrap();
            let epoch = CalendarDate::new(calendar, 1970, 1, 1).unwrap();
            let [start, end] = [start, end].map(|n| epoch.checked_add_days(number(n)).unwrap());
            let found = calendar_range(start, end, &frequency(times)).unwrap();
            let wanted = numbers(wanted);
            assert_eq!(found.map(|date| date.days() - epoch.days()), wanted, "{line}");
            let again = calendar_range_periods(start, wanted.size(), &frequency(times));
            assert_eq!(again, Ok(found), "{line}");
        }
        ["text", name, known] => {
            assert_eq!(name.parse::<Frequency>().is_ok(), known == "yes", "{line}");
        }
        _ => panic!("{line}"),
    }
}

#[test]
fn days_are_those_of_pandas_and_cftime() {
    let lines = GOLDEN.lines().inspect(|line| check(line)).count();
    assert!(lines > 900, "{lines}");
}

#[test]
fn days_lie_between_their_neighbours() {
    for name in ["D", "B", "W-TUE", "MS", "ME", "QS-FEB", "QE", "YS-JUL", "YE-FEB"] {
        let frequency = frequency(name);
        let is_on = |count| frequency.is_on(Datetime64::new(count));
        for count in -3000..3000 {
            let day = Datetime64::new(count);
            let (back, forward) = (frequency.rollback(day).unwrap(), frequency.rollforward(day));
            let (back, forward) = (back.count(), forward.unwrap().count());
            assert!(back <= count && count <= forward && is_on(back) && is_on(forward));
            assert_eq!(is_on(count), back == forward, "{name} {day}");
            assert!((back + 1..forward).all(|between| !is_on(between)), "{name} {day}");
        }
    }
}

#[test]
fn bins_are_closed_and_labelled_as_pandas_does() -> Result<(), TimeError> {
    let times = array!["2024-03-01T00:03", "2024-03-01T00:05", "2024-03-01T00:17"];
    let times = Datetime64::<Minute>::parse_all(times)?;
    let minutes = fixed_bin_labels(times, Timedelta64::new(7)).unwrap();
    let bins = "['2024-03-01T00:00' '2024-03-01T00:00' '2024-03-01T00:14']";
    assert_eq!(minutes.to_string(), bins);
    let days = Datetime64::<Day>::parse_all(array!["NaT", "1971-01-01", "1970-01-31"])?;
    let labels = |name| bin_labels(&days, &frequency(name)).unwrap().to_string();
    assert_eq!(labels("YS"), "[       'NaT' '1971-01-01' '1970-01-01']");
    assert_eq!(labels("ME"), "[       'NaT' '1971-01-31' '1970-01-31']");
    let none: [Datetime64<Day>; 0] = [];
    assert_eq!(bin_labels(none, &frequency("W")).unwrap().shape(), [0]);
    let missing = fixed_bin_labels([NAT], Timedelta64::new(7)).unwrap();
    assert!(missing[[0]].is_nat());
    let square = array![[0, 31], [30, 59]].map(Datetime64::<Day>::new);
    let found = bin_labels(square, &frequency("MS")).unwrap();
    assert_eq!(found.into_counts(), array![[0, 31], [0, 59]]);
    Ok(())
}

#[test]
fn bins_of_all_units() {
    let labels = |days: Result<Array<Datetime64<Day>>, _>| days.map(|days| days.into_counts());
    let months = Frequency::month_start();
    let weeks = array![-1, 0, 5].map(Datetime64::<Week>::new);
    assert_eq!(labels(bin_labels(weeks, &months)), Ok(array![-31, 0, 31]));
    let years = array![-1, 1].map(Datetime64::<Year>::new);
    assert_eq!(labels(bin_labels(years, &months)), Ok(array![-365, 365]));
    let fine = array![-1, 1].map(Datetime64::<Attosecond>::new);
    assert_eq!(labels(bin_labels(fine, &months)), Ok(array![-31, 0]));
    let far = array![0, i64::MAX].map(Datetime64::<Year>::new);
    assert_eq!(labels(bin_labels(far, &months)), Err(FrequencyError::Overflow { index: vec![1] }));

    let found = fixed_bin_labels(array![-1, 9].map(Datetime64::<Month>::new), Timedelta64::new(3));
    assert_eq!(found.unwrap().into_counts(), array![-1, 8]);
    let found =
        fixed_bin_labels(array![-1, 9].map(Datetime64::<Nanosecond>::new), Timedelta64::new(7));
    // Counted from the beginning of the first day, which -1 lies in, as pandas does.
    assert_eq!(found.unwrap().into_counts(), array![-1, 6]);
    let femtoseconds = array![1, 9].map(Datetime64::<Femtosecond>::new);
    let found = fixed_bin_labels(femtoseconds, Timedelta64::new(7));
    assert_eq!(found.unwrap().into_counts(), array![0, 7]);
    let before = fixed_bin_labels([Datetime64::<Attosecond>::new(-1)], Timedelta64::new(10));
    assert_eq!(before.unwrap().into_counts(), array![-10]);
}

fn date(text: &str, calendar: Calendar) -> CalendarDate {
    CalendarDate::parse(text, calendar).unwrap()
}

#[test]
fn bins_and_steps_of_calendars() {
    let noleap = |text| date(text, Calendar::NoLeap);
    let times = [noleap("2000-02-28 23:00"), CalendarDate::NAT, noleap("2000-03-01")];
    let labels = bin_labels(times, &frequency("MS")).unwrap();
    assert_eq!(labels[[0]], noleap("2000-02-01"));
    assert!(labels[[1]].is_nat());
    assert_eq!(labels[[2]], noleap("2000-03-01"));
    let ends = bin_labels(times, &frequency("2ME")).unwrap();
    assert_eq!((ends[[0]], ends[[2]]), (noleap("2000-02-28"), noleap("2000-04-30")));

    let moved = noleap("2000-01-31 06:30").checked_shift(1, &frequency("ME"));
    assert_eq!(moved, Ok(noleap("2000-02-28 06:30")));
    assert!(CalendarDate::NAT.checked_shift(1, &frequency("ME")).unwrap().is_nat());
    let last = date("280000-12-30", Calendar::Day360);
    let beyond = Err(FrequencyError::Overflow { index: vec![] });
    assert_eq!(last.checked_shift(1, &frequency("YS")), beyond);
    assert_eq!(last.checked_shift(i64::MAX, &frequency("D")), beyond);
    assert!(bin_labels([date("280000-12-30", Calendar::NoLeap)], &frequency("YE")).is_ok());
    let late = [noleap("2000-01-01"), noleap("280000-12-31")];
    let error = bin_labels(late, &Frequency::week(Weekday::Monday)).map(|labels| labels.size());
    let weekday = late[1].day_of_week(); // the last day of all begins a week, or lies in none that ends
    let overflow = Err(FrequencyError::Overflow { index: vec![1] });
    assert_eq!(error, if weekday == 0 { Ok(2) } else { overflow });
}

#[test]
fn weeks_of_calendars_have_their_weekdays() {
    for calendar in Calendar::ALL {
        let start = date("1999-12-25", calendar);
        let weeks = calendar_range_periods(start, 20, &frequency("W-WED")).unwrap();
        assert!(weeks.iter().all(|week| week.day_of_week() == 2), "{calendar}");
        assert!(weeks[[0]].days() - start.days() < 7);
    }
}

#[test]
fn ranges_keep_the_time_of_day_as_xarray_does() {
    let noleap = |text| date(text, Calendar::NoLeap);
    let written = |start, end| {
        let found = calendar_range(noleap(start), noleap(end), &frequency("MS")).unwrap();
        found.iter().map(CalendarDate::to_string).collect::<Vec<_>>()
    };
    let all = ["2000-02-01 12:00:00", "2000-03-01 12:00:00"];
    assert_eq!(written("2000-01-15 12:00", "2000-03-01 12:00"), all);
    assert_eq!(written("2000-01-15 12:00", "2000-03-01 11:59"), all[..1]);
    assert_eq!(written("2000-02-01 12:00", "2000-02-20"), all[..1]);
    assert!(written("2000-02-01 12:00", "2000-02-01 11:00").is_empty());
}

#[test]
fn dates_of_two_calendars_and_business_days_of_none() {
    let (short, real) =
        (date("2000-01-03", Calendar::Day360), date("2000-01-03", Calendar::Standard));
    let calendars = [Calendar::Day360, Calendar::Standard];
    let mixed = |index| Err(FrequencyError::Mixed { index, calendars });
    let months = Frequency::month_start();
    assert_eq!(calendar_range(short, real, &months), mixed(vec![]));
    assert_eq!(bin_labels([CalendarDate::NAT, short, real], &months), mixed(vec![2]));
    let error = mixed(vec![2]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dates of the 360_day calendar, and of the standard calendar at index [2]"
    );

    let business = Frequency::business_day(BusinessCalendar::default());
    let none = FrequencyError::NoBusinessDays { calendar: Calendar::Day360 };
    assert_eq!(none.to_string(), "there are no business days in the 360_day calendar");
    assert_eq!(calendar_range_periods(short, 2, &business), Err(none.clone()));
    assert_eq!(short.checked_shift(1, &business), Err(none.clone()));
    assert_eq!(bin_labels([short], &business), Err(none));
    let days = calendar_range_periods(real.checked_add_days(-2).unwrap(), 2, &business).unwrap();
    assert_eq!(days, array![real, real.checked_add_days(1).unwrap()]);
    assert_eq!(calendar_range(CalendarDate::NAT, real, &months), Err(FrequencyError::NotADate));
    assert_eq!(
        calendar_range_periods(CalendarDate::NAT, 1, &months),
        Err(FrequencyError::NotADate)
    );
    let far = calendar_range_periods(real, 20_000_000, &frequency("YS"));
    assert!(matches!(far, Err(FrequencyError::Overflow { .. } | FrequencyError::TooMany { .. })));
}

#[test]
fn month_steps_clip_and_month_ends_move_on() -> Result<(), TimeError> {
    let later = add_months(["2024-01-31".parse::<Datetime64<Day>>()?], Timedelta64::new(1))?;
    assert_eq!(later.to_string(), "['2024-02-29']");
    let end = Frequency::month_end();
    assert_eq!(end.shift("2024-01-30".parse()?, 1), Some("2024-01-31".parse()?));
    assert_eq!(end.shift("2024-01-31".parse()?, 1), Some("2024-02-29".parse()?));
    let hours = Datetime64::<Hour>::parse_all(array!["2024-01-01T12", "2024-01-02T12"])?;
    let noons = round_to(hours, Timedelta64::new(24))?;
    assert_eq!(noons.to_string(), "['2024-01-02T00' '2024-01-02T00']"); // even days since 1970
    Ok(())
}

#[test]
fn what_does_not_fit_is_an_error() {
    let overflow = |index: usize| FrequencyError::Overflow { index: vec![index] };
    let (zero, months) = (Datetime64::<Day>::new(0), Frequency::month_start());
    for day in [i64::MAX, i64::MIN + 1].map(Datetime64::<Day>::new) {
        assert!(months.shift(day, 1).is_none() && months.rollback(day).is_none());
        assert_eq!(shift_dates([zero, day], 1, &months), Err(overflow(1)));
        for name in ["D", "B", "W", "QE", "3YE"] {
            let frequency = frequency(name);
            let _ = (frequency.rollback(day), frequency.rollforward(day), frequency.shift(day, 9));
            let _ = bin_labels([day, zero], &frequency);
        }
    }
    assert_eq!(Frequency::day().shift(Datetime64::new(1), i64::MAX), None);
    let ends = [i64::MIN + 1, i64::MAX].map(Datetime64::<Day>::new);
    let bins = fixed_bin_labels(ends, Timedelta64::new(i64::MAX)).unwrap();
    assert_eq!(bins[[0]], ends[0]);
    let far = date_range(ends[0], ends[1], &Frequency::day()).unwrap_err();
    assert_eq!(far, FrequencyError::TooMany { count: u128::from(u64::MAX) });
    assert!(far.to_string().ends_with("dates do not fit the memory"));
    let periods = date_range_periods(ends[1], 2, &Frequency::day()).unwrap_err();
    let said = "the day at index [1] does not fit 64 bits, or the years of a calendar";
    assert_eq!(periods.to_string(), said);
    let five = Datetime64::new(5);
    assert_eq!(date_range(NAT, five, &Frequency::day()), Err(FrequencyError::NotADate));
    assert_eq!(FrequencyError::NotADate.to_string(), "date_range: an end is missing");
    let before = date_range(five, Datetime64::new(4), &Frequency::day()).unwrap();
    assert_eq!(before.shape(), [0]);
    assert_eq!(date_range_periods(five, 0, &months).unwrap().shape(), [0]);
    assert!(!months.is_on(NAT) && months.shift(NAT, 1).is_none() && months.rollback(NAT).is_none());
    assert!(shift_dates([NAT], 3, &months).unwrap()[[0]].is_nat());
}

/// The place of an overflow.
fn place<T>(found: Result<T, TimeError>) -> Option<Vec<usize>> {
    match found {
        Err(TimeError::Overflow { index, .. }) => Some(index.to_vec()),
        _ => None,
    }
}

#[test]
fn multiples_and_months_that_do_not_fit() {
    let days = |a: i64, b: i64| [a, b].map(Datetime64::<Day>::new);
    let (least, ten) = (i64::MIN + 1, Timedelta64::new(10));
    assert_eq!(place(floor_to(days(0, least), ten)), Some(vec![1]));
    assert_eq!(place(ceil_to(days(i64::MAX, 0), ten)), Some(vec![0]));
    assert_eq!(round_to(days(i64::MIN, 7), ten).unwrap().into_counts(), array![i64::MIN, 10]);
    // The multiple is the count of what is missing.
    assert_eq!(place(floor_to(days(least, 0), Timedelta64::new(2))), Some(vec![0]));
    assert_eq!(place(round_to(days(0, least), Timedelta64::new(4))), Some(vec![1]));
    assert_eq!(place(add_months(days(0, i64::MAX), Timedelta64::new(1))), Some(vec![1]));
    assert_eq!(place(add_months(days(0, least), Timedelta64::new(-1))), Some(vec![1]));
    assert_eq!(place(add_months(days(0, 1), Timedelta64::new(i64::MAX))), Some(vec![0]));
}

#[test]
fn names_that_are_none() {
    for wrong in ["0MS", "-1MS", "99999999999MS", "MS-JAN", "D-MON", "W-Mon", "é", "QS-", "2"] {
        let error = wrong.parse::<Frequency>().unwrap_err();
        assert_eq!(error, FrequencyError::Text { text: wrong.to_owned() });
    }
    assert_eq!(frequency("W-MON"), Frequency::week(Weekday::Monday));
}

#[test]
#[should_panic(expected = "frequency: month 13 is none of 1 to 12")]
fn months_that_are_none() {
    let _ = Frequency::year_start(13);
}

#[test]
#[should_panic(expected = "fixed_bin_labels: bins are longer than nothing, and not 0 days")]
fn bins_of_nothing() {
    let _ = fixed_bin_labels([Datetime64::<Day>::new(1)], Timedelta64::new(0));
}
