//! Dates and spans against NumPy's (golden/time.py), and what is ours.

use nd_core::time::*;
use nd_core::{Array, Datetime64, Timedelta64, View, array, equal, less, not_equal};
use proptest::prelude::*;
use serde_json::Value;

const CASES: &str = include_str!("golden/time.jsonl");
const NAT: i64 = i64::MIN;

fn cases() -> impl Iterator<Item = Value> {
    CASES.lines().map(|line| serde_json::from_str(line).unwrap())
}

fn counts() -> Vec<i64> {
    let first = cases().next().unwrap();
    first["counts"].as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect()
}

/// Calls a function that is generic in a unit by the unit's value.
macro_rules! with_unit {
    ($unit:expr, $U:ident => $body:expr) => {
        with_unit!(@each $unit, $U, $body,
            Year Month Week Day Hour Minute Second Millisecond Microsecond Nanosecond Picosecond Femtosecond
            Attosecond)
    };
    (@each $unit:expr, $U:ident, $body:expr, $($Name:ident)*) => {
        match $unit {
            $(TimeUnit::$Name => { type $U = $Name; $body })*
        }
    };
}

fn unit(name: &Value) -> TimeUnit {
    name.as_str().unwrap().parse().unwrap()
}

fn converted(kind: &str, from: TimeUnit, to: TimeUnit, count: i64) -> Result<i64, TimeError> {
    with_unit!(from, U => with_unit!(to, V => match kind {
        "M" => Datetime64::<U>::new(count).to_unit::<V>().map(Datetime64::count),
        _ => Timedelta64::<U>::new(count).to_unit::<V>().map(Timedelta64::count),
    }))
}

#[test]
fn units_become_others_as_numpys() {
    let counts = counts();
    let mut seen = 0;
    for case in cases().filter(|case| case["convert"].is_string()) {
        let (from, to) = (unit(&case["from"]), unit(&case["to"]));
        let kind = case["convert"].as_str().unwrap();
        for (&count, made) in counts.iter().zip(case["made"].as_array().unwrap()) {
            let ours = converted(kind, from, to, count);
            assert_eq!(
                ours.clone().ok(),
                made.as_i64(),
                "{kind}8[{from}] {count} to {to}: {ours:?}"
            );
            seen += 1;
        }
    }
    assert!(seen > 15_000, "{seen}");
}

#[test]
fn arrays_are_converted_as_their_elements() {
    let all = Array::from(counts());
    let dates: Array<Datetime64<Day>> = Array::from_counts(all.clone());
    with_each_unit(|to| {
        let single: Vec<_> = all.iter().map(|&n| converted("M", TimeUnit::Day, to, n)).collect();
        with_unit!(to, V => {
            let fits: Vec<bool> = single.iter().map(Result::is_ok).collect();
            let some = dates.select(&fits).to_unit::<V>().unwrap();
            let want: Vec<i64> = single.iter().filter_map(|n| n.clone().ok()).collect();
            assert_eq!(some.counts(), Array::from(want), "{to}");
            let first = fits.iter().position(|fits| !fits);
            let error = dates.to_unit::<V>().err();
            let place = error.map(|error| match error {
                TimeError::Overflow { index, .. } => index[0],
                other => panic!("{other}"),
            });
            assert_eq!(place, first, "{to}");
        })
    });
}

fn with_each_unit(f: impl Fn(TimeUnit)) {
    TimeUnit::ALL.into_iter().for_each(f);
}

#[test]
fn dates_are_written_and_read_as_numpys() {
    let counts = counts();
    for case in cases().filter(|case| case["text"].is_string()) {
        let unit = unit(&case["text"]);
        for (&count, text) in counts.iter().zip(case["made"].as_array().unwrap()) {
            with_unit!(unit, U => {
                let date = Datetime64::<U>::new(count);
                let ours = date.to_string();
                if let Some(text) = text.as_str() {
                    assert_eq!(ours, text, "{count} of {unit}");
                }
                let back: Datetime64<U> = ours.parse().unwrap_or_else(|e| panic!("{count} of {unit}: {e}"));
                assert_eq!(back.count(), count, "{ours} of {unit}");
            })
        }
    }
}

#[test]
fn texts_are_read_as_by_numpy() {
    for case in cases().filter(|case| case["read"].is_string()) {
        let text = case["read"].as_str().unwrap();
        for (name, made) in case["made"].as_object().unwrap() {
            let unit: TimeUnit = name.parse().unwrap();
            let ours = with_unit!(unit, U => text.parse::<Datetime64<U>>().map(Datetime64::count));
            match made.as_i64() {
                // A space behind a date is no date there.
                None if text.ends_with(' ') && !text.trim().is_empty() => {
                    assert!(!matches!(ours, Err(TimeError::Text { .. })), "{ours:?}");
                }
                None => assert!(
                    matches!(ours, Err(TimeError::Text { .. })),
                    "{text:?} [{unit}]: {ours:?}"
                ),
                // NumPy wraps around where the count does not fit; ours is an error.
                Some(made) => match ours {
                    Ok(ours) => assert_eq!(ours, made, "{text:?} [{unit}]"),
                    Err(TimeError::Overflow { .. }) => assert!(unit >= TimeUnit::Nanosecond),
                    Err(error) => panic!("{error} [{unit}]"),
                },
            }
        }
    }
}

#[test]
fn texts_that_numpy_takes_for_something_else_are_errors() {
    let error = "20000101".parse::<Datetime64<Day>>().unwrap_err();
    assert!(error.to_string().contains("written with hyphens"), "{error}");
    assert_eq!("20000101".parse::<Datetime64<Year>>().unwrap().count(), 20_000_101 - 1970);
    let error = "3000-01-01".parse::<Datetime64<Nanosecond>>().unwrap_err();
    assert_eq!(error.to_string(), "parse: 3000-01-01 has no count of nanoseconds in 64 bits");
    let long = "9".repeat(1000);
    assert!(long.parse::<Datetime64<Year>>().unwrap_err().to_string().len() < 200);
    let texts = array![["2000-01-01", "2000-01-02"], ["2000-01-03", "2000-13-01"]];
    let error = Datetime64::<Day>::parse_all(&texts).unwrap_err();
    assert!(matches!(&error, TimeError::Text { index, .. } if **index == [1, 1]), "{error}");
}

type Seconds = Array<Timedelta64<Second>>;

fn spans(count: i64) -> Seconds {
    Array::from_counts(Array::scalar(count))
}

#[test]
fn arithmetic_is_numpys() {
    for case in cases().filter(|case| case["op"].is_string() && case["b"].is_i64()) {
        let (a, b) = (case["a"].as_i64().unwrap(), case["b"].as_i64().unwrap());
        let (span, by) = (spans(a), spans(b));
        let date: Array<Datetime64<Second>> = Array::from_counts(Array::scalar(a));
        let op = case["op"].as_str().unwrap();
        if op == "ratio" {
            let want: f64 = case["made"].as_str().unwrap().parse().unwrap();
            let ours = (&span / &by)[[]];
            assert!(ours == want || ours.is_nan() && want.is_nan(), "{case}: {ours}");
            continue;
        }
        let made = match (op, case["of"].as_str().unwrap()) {
            ("+", "span") => try_add(&span, &by).map(Array::into_counts),
            ("-", "span") => try_subtract(&span, &by).map(Array::into_counts),
            ("+", _) => try_add(&date, &by).map(Array::into_counts),
            ("-", _) => try_subtract(&date, &by).map(Array::into_counts),
            ("%", _) => try_remainder(&span, &by).map(Array::into_counts),
            ("*", _) => try_multiply(&span, b).map(Array::into_counts),
            (_, _) => try_divide(&span, b).map(Array::into_counts),
        };
        assert_eq!(
            made.as_ref().ok().map(|made| made[[]]),
            case["made"].as_i64(),
            "{case}: {made:?}"
        );
    }
}

#[test]
fn products_with_floats_are_numpys() {
    for case in cases().filter(|case| case["op"].is_string() && case["b"].is_string()) {
        let (span, b) = (spans(case["a"].as_i64().unwrap()), case["b"].as_str().unwrap());
        let b: f64 = b.parse().unwrap();
        let made = match case["op"].as_str().unwrap() {
            "*f" => try_multiply(&span, b),
            _ => try_divide(&span, b),
        };
        match made {
            Ok(made) => assert_eq!(Some(made.counts()[[]]), case["made"].as_i64(), "{case}"),
            // NumPy has the smallest number, which is its "missing", for what does not fit.
            Err(TimeError::Overflow { .. }) => {
                assert_eq!(case["made"].as_i64(), Some(NAT), "{case}")
            }
            Err(error) => panic!("{case}: {error}"),
        }
    }
}

#[test]
fn operators_take_all_that_is_array_like() {
    let dates: Array<Datetime64<Day>> = Array::from_counts(array![[0, 1], [2, 3]]);
    let spans: Array<Timedelta64<Day>> = Array::from_counts(array![10, 20]);
    let one = Timedelta64::<Day>::new(1);
    let origin = Datetime64::<Day>::new(0);
    assert_eq!((&dates + &spans).counts(), array![[10, 21], [12, 23]]);
    assert_eq!((&spans + &dates).counts(), array![[10, 21], [12, 23]]);
    assert_eq!((dates.view() - spans.view()).counts(), array![[-10, -19], [-8, -17]]);
    assert_eq!((&dates - dates.t()).counts(), array![[0, -1], [1, 0]]);
    assert_eq!((origin - &dates).counts(), array![[0, -1], [-2, -3]]);
    assert_eq!((origin + &spans).counts(), array![10, 20]);
    assert_eq!((one + spans.clone()).counts(), array![11, 21]);
    assert_eq!((dates.clone() + one).counts(), array![[1, 2], [3, 4]]);
    assert_eq!(try_multiply(2, &spans).unwrap().counts(), array![20, 40]);
    assert_eq!(try_multiply(&spans, array![2, 3]).unwrap().counts(), array![20, 60]);
    assert_eq!(try_multiply(0.25, &spans).unwrap().counts(), array![2, 5]);
    assert_eq!(try_divide(&spans, 3).unwrap().counts(), array![3, 6]);
    assert_eq!(try_divide(&spans, -3).unwrap().counts(), array![-3, -6]);
    assert_eq!(&spans / one, array![10.0, 20.0]);
    assert_eq!((&spans % Timedelta64::new(-7)).counts(), array![-4, -1]);
    assert_eq!((Timedelta64::new(0) - &spans).counts(), array![-10, -20]);
    assert_eq!((-one).count(), -1);
    assert_eq!((origin - origin).count(), 0);
    assert_eq!((one * 3 - one / 2.0).count(), 3);
    assert_eq!((dates.clone() + &spans - one).counts(), array![[9, 20], [11, 22]]);
    // Numbers on the right still tell what is on the left.
    assert_eq!(Array::ones([2]) + 1.5, array![2.5, 2.5]);
    assert_eq!(&Array::eye(1) - 1.0 / 2.0, array![[0.5]]);
}

#[test]
#[should_panic(
    expected = "add: 9223372036854775807 + 1 has no count of days in 64 bits, at index [1]"
)]
fn sums_that_do_not_fit_say_where() {
    let spans: Array<Timedelta64<Day>> = Array::from_counts(array![0, i64::MAX]);
    let _ = &spans + Timedelta64::new(1);
}

#[test]
#[should_panic(expected = "subtract: shapes [2] and [3] do not broadcast together")]
fn shapes_have_to_fit() {
    let spans: Array<Timedelta64<Day>> = Array::from_counts(array![0, 1]);
    let _ = &spans - &Array::<Timedelta64<Day>>::from_counts(array![0, 1, 2]);
}

#[test]
fn what_is_missing_is_unlike_everything() {
    let dates: Array<Datetime64<Second>> = Array::from_counts(array![NAT, 0, 1]);
    let nat = Datetime64::<Second>::NAT;
    assert_eq!(equal(&dates, &dates), array![false, true, true]);
    assert_eq!(not_equal(&dates, &dates), array![true, false, false]);
    assert_eq!(less(&dates, Datetime64::new(1)), array![false, true, false]);
    assert!(dates != dates.clone());
    for other in [nat, Datetime64::new(0)] {
        assert_eq!(
            (nat < other, nat >= other, other > nat, other <= nat),
            (false, false, false, false)
        );
        assert_eq!(nat.partial_cmp(&other), None);
    }
    assert_eq!(
        dates.to_string(),
        "[                'NaT' '1970-01-01T00:00:00' '1970-01-01T00:00:01']"
    );
    let spans = &dates - Datetime64::new(0);
    assert_eq!(spans.to_string(), "['NaT'     0     1]");
    let floats = dates.cast::<f64>();
    assert!(floats[[0]].is_nan() && floats[[2]] == 1.0);
    let back = floats.cast::<Datetime64<Second>>();
    assert!(back[[0]].is_nat() && back[[2]] == dates[[2]]);
    assert!(array![f64::INFINITY, 1e19].cast::<Timedelta64<Second>>().iter().all(|t| t.is_nat()));
    let error = floor_divide(&spans, Timedelta64::new(2)).unwrap_err();
    assert_eq!(error.to_string(), "floor_divide: NaT // 2 is no whole number, at index [0]");
}

#[test]
fn every_day_has_its_name() {
    let (mut date, mut month_length) = ((-400, 1, 1), 31);
    let first = days_from_civil(-400, 1, 1).unwrap();
    for days in first..days_from_civil(2400, 1, 1).unwrap() {
        assert_eq!(civil_from_days(days), date);
        assert_eq!(days_from_civil(date.0, date.1, date.2), Some(days));
        date.2 += 1;
        if date.2 > month_length {
            date = if date.1 == 12 { (date.0 + 1, 1, 1) } else { (date.0, date.1 + 1, 1) };
            month_length = days_in_month(date.0, date.1);
        }
    }
}

/// Views that are transposed, turned round and cut.
fn seen(a: &Array<Datetime64<Day>>) -> View<'_, Datetime64<Day>> {
    a.slice(nd_core::s![..;-1, 1..]).t()
}

proptest! {
    #[test]
    fn days_and_dates_are_inverse(days in any::<i64>()) {
        let (year, month, day) = civil_from_days(days);
        prop_assert_eq!(days_from_civil(year, month, day), Some(days));
        prop_assert!(day >= 1 && day <= days_in_month(year, month));
    }

    #[test]
    fn texts_bring_back_what_they_were_written_from(count in any::<i64>(), which in 0..13usize) {
        with_unit!(TimeUnit::ALL[which], U => {
            let text = Datetime64::<U>::new(count).to_string();
            prop_assert_eq!(text.parse::<Datetime64<U>>().unwrap().count(), count, "{}", text);
        })
    }

    #[test]
    fn views_are_calculated_with_as_copies(shape in (1..6usize, 2..5usize), by in any::<i32>()) {
        let all = Array::from_fn([shape.0, shape.1], |at| (at[0] * 31 + at[1] * 7) as i64 - 40);
        let dates: Array<Datetime64<Day>> = Array::from_counts(all);
        let (view, copy) = (seen(&dates), seen(&dates).to_array());
        let by = Timedelta64::new(i64::from(by));
        prop_assert_eq!(view + by, &copy + by);
        prop_assert_eq!(view.to_unit::<Month>().unwrap(), copy.to_unit::<Month>().unwrap());
        prop_assert_eq!(view.counts(), copy.counts());
    }
}
