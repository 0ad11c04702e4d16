//! What dates consist of, rounding, ranges, sums and order of times, against Python's calendar, pandas and NumPy.

use nd_core::time::*;
use nd_core::{Array, Datetime64, Timedelta64, array};
use nd_ops::time as dates;
use proptest::prelude::*;

const CASES: &str = include_str!("golden/time_parts.tsv");
const NAT: i64 = i64::MIN;

/// The fields behind the name of each case of that name.
fn cases(name: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let all = CASES.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    all.filter(move |fields| fields[0] == name).map(|fields| fields[1..].to_vec())
}

fn number(text: &str) -> i64 {
    text.parse().unwrap()
}

fn counts(text: &str) -> Array<i64> {
    Array::from(text.split(' ').map(number).collect::<Vec<_>>())
}

fn parts<U: Unit>(text: &str) -> Vec<i64> {
    let times = Datetime64::<U>::parse_all(array![text]).unwrap();
    let all = [
        dates::year(&times),
        dates::quarter(&times),
        dates::month(&times),
        dates::day(&times),
        dates::weekday(&times),
        dates::day_of_year(&times),
        dates::days_of_month(&times),
        dates::iso_year(&times),
        dates::iso_week(&times),
        dates::hour(&times),
        dates::minute(&times),
        dates::second(&times),
        dates::nanosecond(&times),
    ];
    all.iter().map(|part| part[[0]]).collect()
}

#[test]
fn parts_are_those_of_pythons_calendar() {
    let mut seen = 0;
    for case in cases("date") {
        let text = case[0];
        let want: Vec<i64> = case[1..].iter().map(|text| number(text)).collect();
        // What is finer than the unit is 0.
        let cut = |n: usize| {
            want.iter().enumerate().map(|(k, &x)| if k < n { x } else { 0 }).collect::<Vec<_>>()
        };
        assert_eq!(parts::<Microsecond>(text), want, "{text}");
        assert_eq!(parts::<Second>(text), cut(12), "{text}");
        assert_eq!(parts::<Minute>(text), cut(11), "{text}");
        assert_eq!(parts::<Hour>(text), cut(10), "{text}");
        assert_eq!(parts::<Day>(text), cut(9), "{text}");
        if (1700..2200).contains(&want[0]) {
            assert_eq!(parts::<Nanosecond>(text), want, "{text}");
        }
        let month = parts::<Month>(text);
        assert_eq!((month[0], month[2], month[3]), (want[0], want[2], 1));
        assert_eq!(parts::<Year>(text)[..4], [want[0], 1, 1, 1]);
        let week = parts::<Week>(text);
        assert_eq!(week[4], 3, "weeks begin on Thursdays");
        seen += 1;
    }
    assert!(seen > 500);
}

#[test]
fn parts_of_the_finest_units() {
    let times: Array<Datetime64<Attosecond>> =
        Array::from_counts(array![-1, 1_500_000_000_000_000_000, NAT]);
    assert_eq!(dates::year(&times), array![1969, 1970, NAT]);
    assert_eq!(dates::hour(&times), array![23, 0, NAT]);
    assert_eq!(dates::second(&times), array![59, 1, NAT]);
    assert_eq!(dates::nanosecond(&times), array![999_999_999, 500_000_000, NAT]);
    let ends: Array<Datetime64<Day>> = Array::from_counts(array![i64::MAX, -i64::MAX]);
    assert!(dates::iso_week(&ends).iter().all(|&week| (1..=53).contains(&week) || week == NAT));
    assert_eq!(dates::weekday(&ends).shape(), [2]);
    // The first of these years begins before what 64 bits count.
    assert_eq!(dates::day_of_year(&ends), array![209, 159]);
    assert_eq!(dates::iso_week(&ends), array![30, 23]);
    let years: Array<Datetime64<Year>> = Array::from_counts(array![i64::MAX, 0]);
    assert_eq!(dates::month(&years), array![NAT, 1]);
}

#[test]
fn times_are_rounded_as_by_pandas() {
    for name in ["floor", "ceil", "round"] {
        for case in cases(name) {
            let times: Array<Datetime64<Minute>> = Array::from_counts(counts(case[1]));
            let span = Timedelta64::new(number(case[0]));
            let made = match name {
                "floor" => dates::floor_to(&times, span),
                "ceil" => dates::ceil_to(&times, span),
                _ => dates::round_to(&times, span),
            };
            assert_eq!(made.unwrap().counts(), counts(case[2]), "{name} {span}");
        }
    }
    let last: Array<Datetime64<Day>> = Array::from_counts(array![0, i64::MAX]);
    let error = dates::ceil_to(&last, Timedelta64::new(2)).unwrap_err();
    assert!(matches!(&error, TimeError::Overflow { index, .. } if **index == [1]), "{error}");
}

#[test]
#[should_panic(expected = "floor_to: times are rounded to multiples of a span above 0, not 0 days")]
fn nothing_is_a_multiple_of_no_time() {
    let _ = dates::floor_to(array![0].map(Datetime64::<Day>::new), Timedelta64::new(0));
}

#[test]
fn months_are_clipped_as_by_pandas() {
    for case in cases("later") {
        let day = Datetime64::<Day>::parse_all(array![case[0]]).unwrap();
        let later = dates::add_months(&day, Timedelta64::new(number(case[1]))).unwrap();
        assert_eq!(later[[0]].to_string(), case[2], "{case:?}");
    }
    let days: Array<Datetime64<Day>> = Array::from_counts(array![NAT, 0]);
    assert!(dates::add_months(&days, Timedelta64::NAT).unwrap().iter().all(|day| day.is_nat()));
    assert!(dates::add_months(&days, Timedelta64::new(i64::MAX)).is_err());
}

#[test]
fn ranges_are_numpys() {
    let range = |start, stop, step| {
        let made = dates::arange(
            Datetime64::<Day>::new(start),
            Datetime64::new(stop),
            Timedelta64::new(step),
        );
        made.map(Array::into_counts)
    };
    assert_eq!(range(0, 5, 2).unwrap(), array![0, 2, 4]);
    assert_eq!(range(5, 0, -2).unwrap(), array![5, 3, 1]);
    assert_eq!(range(0, -1, 1).unwrap().shape(), [0]);
    assert_eq!(range(-i64::MAX, i64::MAX, i64::MAX).unwrap(), array![-i64::MAX, 0]);
    assert!(range(-i64::MAX, i64::MAX, 1).is_err());
}

#[test]
fn what_is_missing_comes_last_and_spreads() {
    let times: Array<Datetime64<Day>> = Array::from_counts(array![3, NAT, -2, 3]);
    assert_eq!(dates::is_nat(&times), array![false, true, false, false]);
    assert_eq!(nd_ops::sort(&times).counts(), array![-2, 3, 3, NAT]);
    assert_eq!(nd_ops::argsort(&times), array![2, 0, 3, 1]);
    assert!(nd_ops::max(&times).is_nat() && nd_ops::min(&times).is_nat());
    assert_eq!((nd_ops::argmax(&times), nd_ops::argmin(&times)), (1, 1));
    assert_eq!(nd_ops::nanmax(&times).count(), 3);
    assert_eq!(nd_ops::nanargmin(&times).unwrap(), 2);
    assert_eq!(nd_ops::fmin(&times, Datetime64::new(0)).counts(), array![0, 0, -2, 0]);
    assert_eq!(nd_ops::unique(&times).counts(), array![-2, 3, NAT]);
    assert_eq!(nd_ops::isin(&times, &times), array![true, false, true, true]);
    let sorted: Array<Datetime64<Day>> = Array::from_counts(array![-2, 3, 5]);
    assert_eq!(nd_ops::searchsorted(&sorted, &times), array![1, 3, 0, 1]);
    assert_eq!(
        nd_ops::where_(array![true, false], sorted.slice(nd_core::s![..2]), Datetime64::NAT)
            .counts(),
        array![-2, NAT]
    );
}

#[test]
fn long_arrays_are_sorted_as_short_ones() {
    let mut state = 7u64;
    let times = Array::from_fn([70_000], |_| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if state >> 60 == 0 { NAT } else { state as i64 >> 20 }
    });
    let mut want = times.clone().into_vec();
    want.sort_unstable_by_key(|&count| (count == NAT, count));
    let times: Array<Datetime64<Second>> = Array::from_counts(times);
    assert_eq!(nd_ops::sort(&times).counts(), Array::from(want));
}

#[test]
fn totals_are_exact() {
    let spans: Array<Timedelta64<Day>> =
        Array::from_counts(array![i64::MAX, i64::MAX, -i64::MAX, -i64::MAX, 5]);
    assert_eq!(dates::sum(&spans).unwrap().count(), 5);
    assert_eq!(dates::mean(&spans).count(), 1);
    let error = dates::sum(spans.slice(nd_core::s![..2])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "sum: a sum of 18446744073709551614 has no count of days in 64 bits"
    );
    let some: Array<Timedelta64<Day>> = Array::from_counts(array![[1, NAT, 4], [-1, -2, -4]]);
    assert!(dates::sum(&some).unwrap().is_nat() && dates::mean(&some).is_nat());
    assert_eq!(dates::nansum(&some).unwrap().count(), -2);
    assert_eq!(dates::sum_axis(&some, 1).unwrap().counts(), array![NAT, -7]);
    assert_eq!(dates::nansum_axis(&some, 0).unwrap().counts(), array![0, -2, 0]);
    assert_eq!(dates::mean_axis(&some, 1).counts(), array![NAT, -2]);
    assert_eq!(dates::nanmean_axis(&some, nd_ops::keepdims(1)).counts(), array![[2], [-2]]);
    let none = Array::<Timedelta64<Day>>::from_counts(Array::zeros([0]));
    assert_eq!(dates::sum(&none).unwrap().count(), 0);
    assert!(dates::mean(&none).is_nat());
    // A date is cut off towards the past.
    let days: Array<Datetime64<Day>> = Array::from_counts(array![-1, -2]);
    assert_eq!(dates::mean(&days).count(), -2);
}

#[test]
fn medians_are_the_middle() {
    let spans: Array<Timedelta64<Day>> = Array::from_counts(array![[5, -4, 1], [NAT, -3, -2]]);
    assert!(dates::median(&spans).is_nat());
    assert_eq!(dates::nanmedian(&spans).count(), -2);
    assert_eq!(dates::median_axis(&spans, 1).counts(), array![1, NAT]);
    assert_eq!(dates::nanmedian_axis(&spans, 1).counts(), array![1, -2]);
    assert_eq!(dates::nanmedian_axis(&spans, 0).counts(), array![5, -3, 0]);
    // The mean of the two in the middle, -2.5: spans towards 0, dates towards the past.
    let both = array![-3, -2];
    assert_eq!(dates::median(both.map(Timedelta64::<Day>::new)).count(), -2);
    assert_eq!(dates::median(both.map(Datetime64::<Day>::new)).count(), -3);
    let ends = array![i64::MAX, i64::MAX - 2];
    assert_eq!(dates::median(ends.map(Datetime64::<Day>::new)).count(), i64::MAX - 1);
    let none = Array::<Timedelta64<Day>>::from_counts(Array::zeros([0, 2]));
    assert!(dates::median(&none).is_nat());
    assert!(dates::median_axis(&none, 0).iter().all(|span| span.is_nat()));
    assert_eq!(dates::median_axis(&none, 1).shape(), [0]);
}

proptest! {
    #[test]
    fn rounding_keeps_its_promises(count in any::<i32>(), step in 1..100_000i64) {
        let time: Array<Datetime64<Second>> = Array::from_counts(array![i64::from(count)]);
        let span = Timedelta64::new(step);
        let [low, high, near] = [dates::floor_to(&time, span), dates::ceil_to(&time, span), dates::round_to(&time, span)]
            .map(|made| made.unwrap().counts()[[0]]);
        let count = i64::from(count);
        prop_assert!(low <= count && count <= high && high - low <= step && low % step == 0 && high % step == 0);
        prop_assert!(near == low || near == high);
        prop_assert!((near - count).abs() * 2 <= step);
    }
}
