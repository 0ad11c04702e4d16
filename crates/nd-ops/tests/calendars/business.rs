//! Business days against NumPy's, made by `golden/time_business.py`.

use nd_core::{Array, array, s};
use nd_ops::time::{
    BusdayOffsetOptions, BusinessCalendar, BusinessError, Datetime64, Day, Roll, WeekMask,
    busday_count, busday_offset, busday_offset_with, is_busday,
};

const GOLDEN: &str = include_str!("../golden/time_business.txt");
/// The dates of the golden script.
const EVERY: std::ops::Range<i64> = -900..1300;

const NAT: Datetime64<Day> = Datetime64::NAT;

fn day(date: &str) -> Datetime64<Day> {
    date.parse().unwrap()
}

fn days(counts: impl IntoIterator<Item = i64>) -> Array<Datetime64<Day>> {
    Array::from_counts(Array::from_vec(counts.into_iter().collect()))
}

/// Days since 1970-01-01 as the golden script writes them.
fn listed(text: &str) -> Array<Datetime64<Day>> {
    days(text.split(',').filter(|word| !word.is_empty()).map(|word| word.parse().unwrap()))
}

fn of(count: &str) -> Datetime64<Day> {
    Datetime64::new(count.parse().unwrap())
}

/// The golden script's sum of all results by their place.
fn mixed(results: impl IntoIterator<Item = i64>) -> u64 {
    let place = 0x9E37_79B9_7F4A_7C15u64;
    results.into_iter().enumerate().fold(0, |sum, (i, x)| {
        let x = (x as u64).wrapping_add((i as u64).wrapping_mul(place));
        sum.wrapping_add((x ^ (x >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9))
    })
}

fn rolled(roll: Roll) -> BusdayOffsetOptions {
    BusdayOffsetOptions::default().roll(roll)
}

/// The count of the day found.
fn one(date: Datetime64<Day>, step: i64, roll: Roll, calendar: &BusinessCalendar) -> Option<i64> {
    let found = busday_offset_with(date, step, calendar, &rolled(roll));
    let found = found.map(|found| found.counts()[[]]);
    assert_eq!(found, calendar.offset(date, step, roll).map(Datetime64::count));
    found.ok()
}

fn hashed(function: &str, roll: &str, calendar: &BusinessCalendar) -> u64 {
    let every = days(EVERY);
    let column = every.reshape([every.size(), 1]);
    let steps = Array::from_vec((-70..71).step_by(4).collect::<Vec<i64>>());
    match (function, roll) {
        ("is_busday", _) => mixed(is_busday(&every, calendar).iter().map(|&works| works.into())),
        ("busday_count", _) => {
            let some = every.slice(s![..;7]);
            mixed(busday_count(&column, some, calendar).unwrap().iter().copied())
        }
        ("busday_offset", "raise") => {
            let works = every.select(is_busday(&every, calendar));
            let column = works.reshape([works.size(), 1]);
            mixed(busday_offset(&column, &steps, calendar).unwrap().counts().iter().copied())
        }
        _ => {
            let options = rolled(roll.parse().unwrap());
            let found = busday_offset_with(&column, &steps, calendar, &options).unwrap();
            mixed(found.counts().iter().copied())
        }
    }
}

#[test]
fn all_days_are_numpys() {
    let (mut calendar, mut lines) = (BusinessCalendar::default(), 0);
    for line in GOLDEN.lines() {
        let fields: Vec<&str> = line.split('|').collect();
        match fields[..] {
            ["calendar", mask, given, kept] => {
                let week = mask.parse().unwrap();
                calendar = BusinessCalendar::new(week).holidays(listed(given));
                assert_eq!(calendar.holiday_dates(), listed(kept), "{line}");
            }
            ["row", date, step, roll, found] => {
                let (step, roll) = (step.parse().unwrap(), roll.parse().unwrap());
                let ours = one(of(date), step, roll, &calendar);
                assert_eq!(ours, found.parse().ok(), "{line}");
            }
            ["count", begin, end, found] => {
                let (begin, end) = (of(begin), of(end));
                let ours = busday_count(begin, end, &calendar).unwrap()[[]];
                assert_eq!(calendar.count(begin, end), Ok(ours));
                assert_eq!(ours, found.parse::<i64>().unwrap(), "{line}");
            }
            ["hash", function, roll, sum] => {
                assert_eq!(hashed(function, roll, &calendar).to_string(), sum, "{line}");
            }
            _ => panic!("{line}"),
        }
        lines += 1;
    }
    assert_eq!(lines, 10 * (1 + 60 + 20 + 10));
}

#[test]
fn counts_begin_with_the_earlier_date_or_end_with_the_later() {
    let week = BusinessCalendar::default();
    let count = |a: &str, b: &str| busday_count(day(a), day(b), &week).unwrap()[[]];
    let [friday, saturday] = ["2011-01-07", "2011-01-08"];
    assert_eq!((count(friday, saturday), count(saturday, friday)), (1, 0));
    let [monday, sunday] = ["2011-01-10", "2011-01-16"];
    assert_eq!((count(monday, sunday), count(sunday, monday)), (5, -4));
}

#[test]
fn dates_are_rolled_before_days_are_added() {
    let week = BusinessCalendar::default();
    let to = |date: &str, step, roll| {
        let found = one(day(date), step, roll, &week)?;
        Some(Datetime64::<Day>::new(found).to_string())
    };
    let is = |date: &str| Some(date.to_owned());
    assert_eq!(to("2011-01-08", 1, Roll::Forward), is("2011-01-11"));
    assert_eq!(to("2011-01-08", 1, Roll::Backward), is("2011-01-10"));
    assert_eq!(to("2011-10-01", 0, Roll::ModifiedPreceding), is("2011-10-03"));
    assert_eq!(to("2011-10-01", 0, Roll::Backward), is("2011-09-30"));
    assert_eq!(to("2011-07-31", 0, Roll::ModifiedFollowing), is("2011-07-29"));
    assert_eq!(to("2011-07-31", 0, Roll::Raise), None);
    let (monday, saturday) = (day("2011-01-10"), day("2011-01-08"));
    let error = busday_offset([monday, saturday], 0, &week).unwrap_err();
    assert_eq!(error, BusinessError::NotABusinessDay { index: vec![1], date: saturday });
    let error = week.offset(saturday, 0, Roll::Raise).unwrap_err();
    let said = "busday_offset: 2011-01-08 is no business day, and not to be rolled to one";
    assert_eq!(error.to_string(), said);
}

#[test]
fn what_is_missing_is_an_error_of_counts_and_stays_in_offsets_that_roll() {
    let week = BusinessCalendar::default();
    let begin = array![[0, 1], [NAT.count(), 2]].map(Datetime64::new);
    let error = busday_count(begin, [5, 6].map(Datetime64::new), &week).unwrap_err();
    assert_eq!(error.to_string(), "busday_count: a date is missing at index [1, 0]");
    assert!(busday_count([day("1970-01-01")], NAT, &week).is_err());
    let error = week.count(NAT, day("1970-01-01")).unwrap_err();
    assert_eq!(error.to_string(), "busday_count: a date is missing");
    let error = busday_offset([day("1970-01-01"), NAT], 1, &week).unwrap_err();
    assert_eq!(error, BusinessError::NotADate { op: "busday_offset", index: vec![1] });
    for roll in [Roll::Nat, Roll::Forward, Roll::Backward, Roll::ModifiedFollowing] {
        assert_eq!(one(NAT, 1, roll, &week), Some(NAT.count()));
    }
    assert_eq!(one(day("1970-01-03"), 1, Roll::Nat, &week), Some(NAT.count()));
    assert_eq!(is_busday([NAT, day("1970-01-01")], &week), array![false, true]);
    assert!(!week.is_busday(NAT));
}

#[test]
fn week_masks_are_numpys() {
    let days = |text: &str| text.parse::<WeekMask>().map(|week| week.days().map(u8::from));
    assert_eq!(days("1111100"), Ok([1, 1, 1, 1, 1, 0, 0]));
    assert_eq!(days("MonTue"), Ok([1, 1, 0, 0, 0, 0, 0]));
    assert_eq!(days("Mon  Tue\tWed"), Ok([1, 1, 1, 0, 0, 0, 0]));
    assert_eq!(days("Sat Sat"), Ok([0, 0, 0, 0, 0, 1, 0]));
    for none in ["0000000", "", " "] {
        assert_eq!(days(none), Err(BusinessError::NoBusinessDay));
    }
    for wrong in ["mon", "Mon,Tue", "Mon Tu", "111110", "11111000", "1111102", " 1111100", "Möñ"]
    {
        assert_eq!(days(wrong), Err(BusinessError::WeekMask { text: wrong.to_owned() }));
    }
    let error = days("mon").unwrap_err();
    assert_eq!(
        error.to_string(),
        "week mask: \"mon\" is neither seven of 0 and 1, Monday first, nor names like Mon Tue"
    );
    let error = "Forward".parse::<Roll>().unwrap_err();
    assert!(error.to_string().starts_with("roll: \"Forward\" is none of raise, nat, forward"));
}

#[test]
fn the_ends_of_all_days_are_errors_and_no_wrong_days() {
    let always = BusinessCalendar::new(WeekMask::new([true; 7]).unwrap());
    let [first, last] = [i64::MIN + 1, i64::MAX].map(Datetime64::<Day>::new);
    let overflow = |op| BusinessError::Overflow { op, index: vec![] };
    assert_eq!(busday_count(first, last, &always), Err(overflow("busday_count")));
    assert_eq!(
        busday_offset(Datetime64::new(1), i64::MAX, &always),
        Err(overflow("busday_offset"))
    );
    assert_eq!(
        busday_offset(Datetime64::new(-1), i64::MIN, &always),
        Err(overflow("busday_offset"))
    );
    let error = busday_offset(Datetime64::new(0), i64::MIN, &always).unwrap_err(); // the count of what is missing
    assert_eq!(error.to_string(), "busday_offset: the result does not fit 64 bits");
    assert_eq!(one(Datetime64::new(1), i64::MIN, Roll::Raise, &always), Some(i64::MIN + 1));
    let holidays = [i64::MAX, i64::MIN + 1, 0, 1].map(Datetime64::new);
    let week = BusinessCalendar::default().holidays(holidays);
    for date in [i64::MIN + 1, i64::MIN + 2, i64::MAX - 1, i64::MAX].map(Datetime64::new) {
        for roll in [Roll::Forward, Roll::ModifiedFollowing, Roll::ModifiedPreceding] {
            one(date, 0, roll, &week); // whatever it is, it does not panic
        }
        assert!(busday_count(date, Datetime64::new(0), &week).is_ok());
    }
    let years = 1_000_000_000_000_000;
    let far = Datetime64::new(4 + 7 * years);
    assert_eq!(BusinessCalendar::default().count(Datetime64::new(4), far), Ok(5 * years));
}

#[test]
#[should_panic(expected = "busday_count: shapes [2] and [3] do not broadcast together")]
fn shapes_that_do_not_fit_are_refused() {
    let _ = busday_count(days(0..2), days(0..3), &BusinessCalendar::default());
}

#[test]
fn arrays_of_any_shape_and_stride() {
    let week = BusinessCalendar::default().holidays([Datetime64::new(5)]);
    let days = days(0..40_000).reshape([200, 200]).into_array();
    let (transposed, turned) = (days.t(), is_busday(&days, &week));
    assert_eq!(is_busday(transposed, &week), turned.t());
    let first = Datetime64::<Day>::new(0);
    let counts = busday_count(first, transposed, &week).unwrap();
    assert_eq!(counts[[3, 7]], week.count(first, Datetime64::new(7 * 200 + 3)).unwrap());
    let none: [Datetime64<Day>; 0] = [];
    assert_eq!(busday_offset(none, 1, &week).unwrap().shape(), [0]);
}
