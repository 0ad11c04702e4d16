//! Points and spans of time: units, arithmetic, parts, texts, ranges, order.

use super::{Random, Recorder};
use nd::time::{
    self, Attosecond, Day, Femtosecond, Hour, Microsecond, Millisecond, Minute, Month, Nanosecond,
    Picosecond, Second, TimeError, TimeUnit, Unit, Week, Year,
};
use nd::{Array, Datetime64, Timedelta64};
use serde_json::json;

/// What is to be done for the type of a unit.
macro_rules! with_unit {
    ($unit:expr, $U:ident => $body:expr) => {
        with_unit!(@all $unit, $U => $body;
            Year Month Week Day Hour Minute Second Millisecond Microsecond Nanosecond Picosecond Femtosecond Attosecond)
    };
    (@all $unit:expr, $U:ident => $body:expr; $($Name:ident)*) => {
        match $unit {
            $(TimeUnit::$Name => {
                type $U = $Name;
                $body
            })*
            // The list is not exhaustive by its attribute alone.
            #[allow(unreachable_patterns)]
            _ => unreachable!("a unit without a type"),
        }
    };
}

/// The spans of calendars and clocks that dates are told in most.
const COMMON: [TimeUnit; 6] = [
    TimeUnit::Day,
    TimeUnit::Hour,
    TimeUnit::Second,
    TimeUnit::Millisecond,
    TimeUnit::Microsecond,
    TimeUnit::Nanosecond,
];

fn unit_of(random: &mut Random) -> TimeUnit {
    if random.one_in(2) { *random.pick(&COMMON) } else { *random.pick(&TimeUnit::ALL) }
}

/// A day near an edge of the calendar, or any.
pub(super) fn day(random: &mut Random) -> i64 {
    let year = match random.below(5) {
        0 => *random.pick(&[0, -1, 1, 4, 1582, 1600, 1700, 1900, 1969, 1970, 2000, 2100, 9999]),
        1 => random.below(20_000) as i64 - 10_000,
        _ => 1900 + random.below(200) as i64,
    };
    let month = 1 + random.below(12) as u8;
    let last = time::days_in_month(year, month);
    let date = match random.below(4) {
        0 => 1,
        1 => last,
        _ => 1 + random.below(usize::from(last)) as u8,
    };
    time::days_from_civil(year, month, date).expect("near")
}

/// A count of a unit: of a day as above, or at an end of the range, or none.
pub(super) fn count(random: &mut Random, unit: TimeUnit) -> i64 {
    match random.below(16) {
        0 => return i64::MIN,
        1 => return *random.pick(&[i64::MAX, i64::MIN + 1, 0, -1, 1]),
        2 => return random.bits() as i64,
        3 => return random.below(4_001) as i64 - 2_000,
        _ => (),
    }
    let day = day(random);
    let seconds = day as i128 * 86_400 + random.below(86_400) as i128;
    let decimals = (unit as usize).saturating_sub(TimeUnit::Second as usize) as u32 * 3;
    let (year, month, _) = time::civil_from_days(day);
    let count = match unit {
        TimeUnit::Year => i128::from(year - 1970),
        TimeUnit::Month => i128::from((year - 1970) * 12 + i64::from(month) - 1),
        TimeUnit::Week => i128::from(day.div_euclid(7)),
        TimeUnit::Day => day.into(),
        TimeUnit::Hour => seconds.div_euclid(3_600),
        TimeUnit::Minute => seconds.div_euclid(60),
        _ => seconds * 10i128.pow(decimals) + random.bits() as i128 % 10i128.pow(decimals),
    };
    i64::try_from(count).unwrap_or_else(|_| random.bits() as i64)
}

/// A span: mostly short.
fn span(random: &mut Random) -> i64 {
    match random.below(10) {
        0 => i64::MIN,
        1 => *random.pick(&[i64::MAX, i64::MIN + 1, 0, -1, 1]),
        2 => random.bits() as i64,
        3 => random.bits() as i64 >> 30,
        _ => random.below(4_001) as i64 - 2_000,
    }
}

fn counts(random: &mut Random, shape: &[usize], unit: TimeUnit) -> Array<i64> {
    Array::from_fn(shape, |_| count(random, unit))
}

fn short(random: &mut Random) -> Vec<usize> {
    let shape = random.shape();
    shape.into_iter().map(|n| n.min(12)).collect()
}

fn dates<U: Unit>(counts: &Array<i64>) -> Array<Datetime64<U>> {
    counts.view().map(Datetime64::<U>::new)
}

fn spans<U: Unit>(counts: &Array<i64>) -> Array<Timedelta64<U>> {
    counts.view().map(Timedelta64::<U>::new)
}

/// The counts of points in time.
pub(super) fn points_of<U: Unit>(times: Array<Datetime64<U>>) -> Array<i64> {
    times.view().map(|time| time.count())
}

fn spans_of<U: Unit>(spans: Array<Timedelta64<U>>) -> Array<i64> {
    spans.view().map(|span| span.count())
}

/// Changes of the unit.
pub(super) fn cast(random: &mut Random, recorder: &mut Recorder) {
    let (from, to) = (unit_of(random), unit_of(random));
    let shape = if random.one_in(2) { vec![] } else { short(random) };
    let points = random.one_in(2);
    let a = match points {
        true => counts(random, &shape, from),
        false => Array::from_fn(shape.as_slice(), |_| span(random)),
    };
    let inputs = vec![recorder.array(a.view())];
    let parameters =
        json!({ "kind": if points { "M" } else { "m" }, "unit": from.code(), "to": to.code() });
    recorder.case("time.cast", inputs, parameters, || -> Result<Array<i64>, TimeError> {
        with_unit!(from, U => with_unit!(to, V => match points {
            true => dates::<U>(&a).to_unit::<V>().map(points_of),
            false => spans::<U>(&a).to_unit::<V>().map(spans_of),
        }))
    });
}

/// Sums, differences, products, quotients.
pub(super) fn arithmetic(random: &mut Random, recorder: &mut Recorder) {
    let unit = unit_of(random);
    let shape = short(random);
    let single = random.one_in(3);
    let other: &[usize] = if single { &[] } else { &shape };
    let (a, b) = (counts(random, &shape, unit), Array::from_fn(other, |_| span(random)));
    let c = Array::from_fn(shape.as_slice(), |_| span(random));
    let numbers = Array::from_fn(other, |_| match random.below(5) {
        0 => *random.pick(&[0.0, -0.0, f64::NAN, f64::INFINITY, 0.5, 1e18, -1.0]),
        _ => (random.unit() - 0.5) * 40.0,
    });
    let told = json!({ "unit": unit.code() });
    let [left, middle, right] = [&a, &c, &b].map(|one| recorder.array(one.view()));
    let floats = recorder.array(numbers.view());
    let which = random.below(12);
    with_unit!(unit, U => {
        let (points, long, some) = (dates::<U>(&a), spans::<U>(&c), spans::<U>(&b));
        let later = dates::<U>(&b);
        match which {
            0 => recorder.case("time.M+m", vec![left, right], told, || time::try_add(&points, &some).map(points_of)),
            1 => recorder.case("time.M-m", vec![left, right], told, || time::try_subtract(&points, &some).map(points_of)),
            2 => recorder.case("time.M-M", vec![left, right], told, || time::try_subtract(&points, &later).map(spans_of)),
            3 => recorder.case("time.m+m", vec![middle, right], told, || time::try_add(&long, &some).map(spans_of)),
            4 => recorder.case("time.m-m", vec![middle, right], told, || time::try_subtract(&long, &some).map(spans_of)),
            5 => recorder.case("time.m*i", vec![middle, right], told, || time::try_multiply(&long, &b).map(spans_of)),
            6 => recorder.case("time.m*f", vec![middle, floats], told, || time::try_multiply(&long, &numbers).map(spans_of)),
            7 => recorder.case("time.m/i", vec![middle, right], told, || time::try_divide(&long, &b).map(spans_of)),
            8 => recorder.case("time.m/f", vec![middle, floats], told, || time::try_divide(&long, &numbers).map(spans_of)),
            9 => recorder.case("time.m/m", vec![middle, right], told, || time::try_divide(&long, &some)),
            10 => recorder.case("time.m%m", vec![middle, right], told, || time::try_remainder(&long, &some).map(spans_of)),
            _ => recorder.case("time.m//m", vec![middle, right], told, || time::floor_divide(&long, &some)),
        }
    });
}

/// Years, months, days, hours and what else a date consists of.
pub(super) fn parts(random: &mut Random, recorder: &mut Recorder) {
    let unit = unit_of(random);
    let shape = short(random);
    let a = counts(random, &shape, unit);
    let inputs = vec![recorder.array(a.view())];
    let name = *random.pick(&[
        "year",
        "quarter",
        "month",
        "day",
        "weekday",
        "day_of_year",
        "days_of_month",
        "iso_year",
        "iso_week",
        "hour",
        "minute",
        "second",
        "nanosecond",
    ]);
    let parameters = json!({ "unit": unit.code(), "part": name });
    recorder.case("time.part", inputs, parameters, || {
        with_unit!(unit, U => {
            let times = dates::<U>(&a);
            match name {
                "year" => time::year(&times),
                "quarter" => time::quarter(&times),
                "month" => time::month(&times),
                "day" => time::day(&times),
                "weekday" => time::weekday(&times),
                "day_of_year" => time::day_of_year(&times),
                "days_of_month" => time::days_of_month(&times),
                "iso_year" => time::iso_year(&times),
                "iso_week" => time::iso_week(&times),
                "hour" => time::hour(&times),
                "minute" => time::minute(&times),
                "second" => time::second(&times),
                _ => time::nanosecond(&times),
            }
        })
    });
}

/// A date as text: of any precision, now and then with a wrong sign in it.
fn text(random: &mut Random) -> String {
    let day = day(random);
    let (year, month, date) = time::civil_from_days(day);
    let clock = [random.below(24), random.below(60), random.below(60)];
    let fraction = format!("{:018}", random.bits() % 1_000_000_000_000_000_000);
    let year = if (0..10_000).contains(&year) { format!("{year:04}") } else { format!("{year}") };
    let mut text = match random.below(8) {
        0 => year,
        1 => format!("{year}-{month:02}"),
        2 | 3 => format!("{year}-{month:02}-{date:02}"),
        4 => format!("{year}-{month:02}-{date:02}T{:02}", clock[0]),
        5 => format!("{year}-{month:02}-{date:02} {:02}:{:02}", clock[0], clock[1]),
        6 => format!("{year}-{month:02}-{date:02}T{:02}:{:02}:{:02}", clock[0], clock[1], clock[2]),
        _ => {
            let digits = &fraction[..1 + random.below(18)];
            let [h, m, s] = clock;
            format!("{year}-{month:02}-{date:02}T{h:02}:{m:02}:{s:02}.{digits}")
        }
    };
    match random.below(30) {
        0 => {
            text = (*random.pick(&["NaT", "nat", "", "NAT", "T12", "2000-13-01", "2000-02-30"]))
                .to_owned()
        }
        1 if !text.is_empty() => {
            let at = random.below(text.len());
            let sign: &str = random.pick::<&str>(&["x", "-", ":", "9", " ", "T", "."]);
            text.replace_range(at..=at, sign);
        }
        2 => text.push_str(random.pick::<&str>(&["-", "T", ":", " ", "0", "x"])),
        _ => (),
    }
    text
}

/// Texts read, and written.
pub(super) fn texts(random: &mut Random, recorder: &mut Recorder) {
    let unit = unit_of(random);
    if random.one_in(2) {
        let all: Vec<String> = (0..1 + random.below(3)).map(|_| text(random)).collect();
        let parameters = json!({ "unit": unit.code(), "texts": all });
        return recorder.case(
            "time.parsed",
            vec![],
            parameters,
            || with_unit!(unit, U => Datetime64::<U>::parse_all(all.as_slice()).map(points_of)),
        );
    }
    let shape = short(random);
    let a = counts(random, &shape, unit);
    let inputs = vec![recorder.array(a.view())];
    recorder.case("time.written", inputs, json!({ "unit": unit.code() }), || {
        with_unit!(unit, U => {
            Datetime64::<U>::to_strings(dates::<U>(&a)).into_vec().join("|")
        })
    });
}

/// Arrays of times as they are printed.
pub(super) fn printed(random: &mut Random, recorder: &mut Recorder) {
    let unit = unit_of(random);
    let shape = short(random);
    let points = random.one_in(2);
    let a = match points {
        true => counts(random, &shape, unit),
        false => Array::from_fn(shape.as_slice(), |_| span(random)),
    };
    let inputs = vec![recorder.array(a.view())];
    let parameters = json!({ "unit": unit.code(), "kind": if points { "M" } else { "m" } });
    recorder.case("time.printed", inputs, parameters, || {
        with_unit!(unit, U => match points {
            true => dates::<U>(&a).to_string(),
            false => spans::<U>(&a).to_string(),
        })
    });
}

/// Floors, ceilings, the nearest multiple; and months added to days.
pub(super) fn rounded(random: &mut Random, recorder: &mut Recorder) {
    let unit = *random.pick(&[
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Microsecond,
        TimeUnit::Nanosecond,
    ]);
    let shape = [random.below(12)];
    if random.one_in(4) {
        let a = Array::from_fn(shape, |_| {
            if random.one_in(9) { i64::MIN } else { 10_957 + random.below(20_000) as i64 - 10_000 }
        });
        let months = random.below(60) as i64 - 30;
        let inputs = vec![recorder.array(a.view())];
        return recorder.case("time.add_months", inputs, json!({ "months": months }), || {
            time::add_months(dates::<Day>(&a), Timedelta64::<Month>::new(months)).map(points_of)
        });
    }
    let span = 1 + random.below(90) as i64;
    // Some lie on multiples of halves.
    let a = Array::from_fn(shape, |_| match random.below(4) {
        0 => (random.below(4_001) as i64 - 2_000) * span / 2,
        1 if random.one_in(4) => i64::MIN,
        _ => random.bits() as i64 >> 20,
    });
    let inputs = vec![recorder.array(a.view())];
    let how = *random.pick(&["floor", "ceil", "round"]);
    let parameters = json!({ "unit": unit.code(), "span": span, "how": how });
    recorder.case("time.rounded", inputs, parameters, || {
        with_unit!(unit, U => {
            let (times, span) = (dates::<U>(&a), Timedelta64::<U>::new(span));
            match how {
                "floor" => time::floor_to(&times, span),
                "ceil" => time::ceil_to(&times, span),
                _ => time::round_to(&times, span),
            }.map(points_of)
        })
    });
}

/// `arange` of times.
pub(super) fn ranges(random: &mut Random, recorder: &mut Recorder) {
    let unit = unit_of(random);
    let start = count(random, unit);
    let stop = match random.below(12) {
        0 => i64::MIN,
        _ => start.saturating_add(random.below(400) as i64 - 100),
    };
    let step = *random.pick(&[1, 1, 2, 7, 30, -1, -3, 0, i64::MIN]);
    let parameters = json!({ "unit": unit.code(), "start": start, "stop": stop, "step": step });
    recorder.case("time.arange", vec![], parameters, || {
        with_unit!(unit, U => time::arange(
            Datetime64::<U>::new(start), Datetime64::<U>::new(stop), Timedelta64::<U>::new(step),
        ).map(points_of))
    });
}

/// Order, extremes, sums and means of times, of which some are missing.
pub(super) fn ordered(random: &mut Random, recorder: &mut Recorder) {
    let n = [random.below(20)];
    let close = random.one_in(2);
    let a = Array::from_fn(n, |_| match close {
        true if random.one_in(5) => i64::MIN,
        true => random.below(7) as i64 - 3,
        false => count(random, TimeUnit::Second),
    });
    let b =
        Array::from_fn(n, |_| if random.one_in(6) { i64::MIN } else { random.below(7) as i64 - 3 });
    let (points, spans) = (dates::<Second>(&a), spans::<Second>(&a));
    let [one, other] = [&a, &b].map(|one| recorder.array(one.view()));
    let both = vec![one.clone(), other];
    let one = vec![one];
    let none = json!({});
    match random.below(15) {
        0 => recorder.case("time.sort", one, none, || points_of(nd::sort(&points))),
        1 => recorder.case("time.argsort", one, none, || nd::argsort(&points)),
        2 => recorder.case("time.max", one, none, || nd::max(&points).count()),
        3 => recorder.case("time.min", one, none, || nd::min(&points).count()),
        4 => recorder.case("time.argmax", one, none, || nd::argmax(&points)),
        5 => recorder.case("time.argmin", one, none, || nd::argmin(&points)),
        6 => recorder.case("time.nanmax", one, none, || nd::nanmax(&points).count()),
        7 => recorder.case("time.unique", one, none, || points_of(nd::unique(&points))),
        8 => {
            let sorted = nd::sort(&points);
            let (inputs, later) = (
                vec![recorder.array(points_of(sorted.clone()).view()), both[1].clone()],
                dates::<Second>(&b),
            );
            recorder.case("time.searchsorted", inputs, none, || nd::searchsorted(&sorted, &later));
        }
        9 => recorder.case("time.less", both, none, || nd::less(&points, &dates::<Second>(&b))),
        10 => recorder.case("time.equal", both, none, || nd::equal(&points, &dates::<Second>(&b))),
        11 => recorder.case("time.sum", one, none, || time::sum(&spans).map(|sum| sum.count())),
        12 => recorder.case("time.mean", one, none, || time::mean(&spans).count()),
        13 => recorder.case("time.median", one, none, || time::median(&spans).count()),
        _ => recorder.case("time.isnat", one, none, || time::is_nat(&points)),
    }
}
