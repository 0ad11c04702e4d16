//! Time coordinates against cftime's and xarray's, made by `golden/time_coordinates.py`.

use nd_core::{Array, array};
use nd_ops::time::{
    Calendar, CalendarDate, CfTimeError, CfUnits, Datetime64, Day, DecodeTimesOptions,
    EncodeTimesOptions, Hour, Microsecond, Millisecond, Minute, Nanosecond, Second, TimeElement,
    TimeNumber, TimeUnit, Timedelta64, Week, WholeNanoseconds, cf_unit, decode_dates, decode_spans,
    decode_spans_with, decode_times, decode_times_with, encode_dates, encode_dates_in,
    encode_spans_in, encode_spans_in_with, encode_times, encode_times_in, encode_times_in_with,
};

const GOLDEN: &str = include_str!("../golden/time_coordinates.txt");
const HOUR: i64 = Hour::NANOSECONDS;
const NAT: i64 = i64::MIN;

/// Counts as times: of dates or of spans.
fn times<T: TimeElement>(counts: impl Into<Array<i64>>) -> Array<T> {
    Array::from_counts(counts.into())
}

/// Decoded in nanoseconds, as counts.
fn nanoseconds<T: TimeNumber>(
    values: impl nd_core::ArrayLike<Elem = T>,
    units: &CfUnits,
) -> Result<Array<i64>, CfTimeError> {
    decode_times::<Nanosecond>(values, units).map(Array::into_counts)
}

fn lines(kind: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = GOLDEN.lines().map(|line| line.split('|').collect::<Vec<&str>>());
    lines.filter(move |fields| fields[0] == kind)
}

fn calendar(name: &str) -> Calendar {
    name.parse().unwrap()
}

fn units(text: &str, calendar: Calendar) -> CfUnits {
    CfUnits::parse(text, calendar).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn numbers(text: &str) -> Vec<i64> {
    text.split(',').map(|word| if word == "NaT" { NAT } else { word.parse().unwrap() }).collect()
}

/// What ours is where cftime and xarray differ, ignore what they cannot read, or guess.
fn decided(text: &str) -> Option<&'static str> {
    Some(match text {
        "days since 1970" => "1970-01-02 00:00:00",
        "days since 1970-03" => "1970-03-02 00:00:00",
        "days since 19700101" | "days since 1970/01/01" => "1970-01-02 00:00:00",
        "days since 1970-01-01 12" => "1970-01-02 12:00:00",
        // A reference to the nanosecond, rounded with the rest.
        "days since 1970-01-01 12:30:15.123456789" => "1970-01-02 12:30:15.123457",
        "days since 1970-01-01 -5:00" => "1970-01-02 05:00:00",
        "days since 1970-01-01 00:00:00 +5" => "1970-01-01 19:00:00",
        "days since 1970-01-01 00:00:00 5"
        | "days since 1970-01-01 garbage"
        | "days since Jan 1 1970"
        | "days since 1970-01-01T" => "error",
        _ if text.starts_with("us since") => "2000-01-01 00:00:00.000001",
        _ if text.starts_with("ns since") || text.starts_with("nanosecond") => {
            "2000-01-01 00:00:00"
        }
        _ => return None,
    })
}

#[test]
fn units_are_read_as_by_cftime_and_xarray() {
    let mut read = 0;
    for fields in lines("units") {
        let [_, name, text, cftimes, xarrays] = fields[..] else { panic!("{fields:?}") };
        let found = CfUnits::parse(text, calendar(name))
            .and_then(|units| decode_dates([1i64], &units))
            .map_or("error".to_owned(), |dates| dates[[0]].to_string());
        let wanted = decided(text).unwrap_or(cftimes);
        assert_eq!(found, wanted, "{text} in {name}");
        if decided(text).is_none() && xarrays != "error" {
            // Both have as many digits of a second as there are, or nine.
            let theirs = xarrays.replace('T', " ");
            let rest = theirs.strip_prefix(wanted).unwrap_or_else(|| panic!("{text}: {theirs}"));
            assert!(
                rest.chars().all(|c| matches!(c, '.' | '0'..='9')),
                "{text} in {name}: {theirs}"
            );
        }
        read += 1;
    }
    assert!(read > 350, "{read}");
}

#[test]
fn what_is_written_is_read_again() {
    for (text, calendar, again) in [
        ("days since 1970-1-1", Calendar::Standard, "days since 1970-01-01"),
        ("hrs since -100-02-03 4:05", Calendar::Julian, "hours since -0100-02-03 04:05:00"),
        ("s since 0-1-1", Calendar::NoLeap, "seconds since 0000-01-01"),
        (
            "min since 1582-10-4 0:0:0.25",
            Calendar::Standard,
            "minutes since 1582-10-04 00:00:00.250000",
        ),
        (
            "ns since 2000-01-01 0:0:0.123456789",
            Calendar::Standard,
            "nanoseconds since 2000-01-01 00:00:00.123456789",
        ),
        ("month since 2000-02-30", Calendar::Day360, "months since 2000-02-30"),
        ("Common_Year since 1-3-1", Calendar::NoLeap, "common_years since 0001-03-01"),
        (
            "ms since 2000-01-01 00:30 +01:00",
            Calendar::AllLeap,
            "milliseconds since 1999-12-31 23:30:00",
        ),
    ] {
        let read = units(text, calendar);
        assert_eq!(read.to_string(), again);
        assert_eq!(units(again, calendar), read);
    }
}

#[test]
fn units_that_are_none() {
    let parse = |text, calendar| CfUnits::parse(text, calendar).unwrap_err();
    assert_eq!(
        parse("days after 2000-01-01", Calendar::Standard).to_string(),
        "\"days after 2000-01-01\" is not like \"days since 2000-01-01 00:00:00\""
    );
    assert_eq!(
        parse("weeks since 2000-01-01", Calendar::Standard),
        CfTimeError::Unit { text: "weeks".to_owned() }
    );
    assert_eq!(
        parse("months since 2000-01-01", Calendar::NoLeap),
        CfTimeError::Uneven { unit: TimeUnit::Month, calendar: Calendar::NoLeap }
    );
    let start = CalendarDate::new(Calendar::AllLeap, 2000, 2, 29).unwrap();
    assert!(CfUnits::new(TimeUnit::Year, start).is_err());
    assert!(CfUnits::new(TimeUnit::Day, CalendarDate::NAT).is_err());
    for unit in [TimeUnit::Week, TimeUnit::Picosecond, TimeUnit::Attosecond] {
        let text = unit.code().to_owned();
        assert_eq!(CfUnits::new(unit, start), Err(CfTimeError::Unit { text }));
    }
    let years =
        CfUnits::new(TimeUnit::Year, CalendarDate::new(Calendar::NoLeap, 2000, 1, 1).unwrap());
    assert_eq!(years.unwrap().to_string(), "common_years since 2000-01-01");
    assert_eq!(
        parse("days since 2000-02-29", Calendar::NoLeap).to_string(),
        "there is no 2000-02-29 in the noleap calendar"
    );
    assert!(matches!(parse("days since 999999-01-01", Calendar::NoLeap), CfTimeError::Calendar(_)));
    assert!(matches!(
        parse("days since -280000-01-01 +99", Calendar::NoLeap),
        CfTimeError::Calendar(_)
    ));
}

/// Half the distance from a float to the next one, and what others round at, in nanoseconds.
fn slack(value: f64, length: i64) -> f64 {
    let ulp = f64::from_bits(value.abs().to_bits() + 1) - value.abs();
    ulp * length as f64
}

/// How many nanoseconds a unit of the fixtures has.
fn length(units: &CfUnits) -> i64 {
    match units.step() {
        TimeUnit::Day => Day::NANOSECONDS,
        TimeUnit::Hour => Hour::NANOSECONDS,
        TimeUnit::Minute => Minute::NANOSECONDS,
        TimeUnit::Second => Second::NANOSECONDS,
        TimeUnit::Millisecond => Millisecond::NANOSECONDS,
        TimeUnit::Microsecond => Microsecond::NANOSECONDS,
        TimeUnit::Nanosecond => Nanosecond::NANOSECONDS,
        other => panic!("{other}"),
    }
}

#[test]
fn numbers_become_the_times_of_xarray_and_cftime() {
    let (mut moments, mut same, mut dates) = (0, 0, 0);
    for fields in lines("decode") {
        let [_, name, text, number, xarrays, microseconds] = fields[..] else { panic!() };
        let units = units(text, calendar(name));
        let value: f64 = number.parse().unwrap();
        let date = decode_dates([value], &units).unwrap()[[0]];
        let epoch = CalendarDate::new(calendar(name), 1970, 1, 1).unwrap();
        let since = date.since(epoch).unwrap().count();
        let off = (since - microseconds.parse::<i64>().unwrap()).abs() as f64;
        assert!(off <= 1.0 + slack(value, length(&units)) / 1000.0, "{fields:?}: {date}");
        dates += 1;
        let Ok(time) = nanoseconds([value], &units).map(|times| times[[0]]) else {
            assert_eq!(xarrays, "none", "{fields:?}");
            continue;
        };
        let theirs: i64 = xarrays.parse().unwrap();
        // xarray rounds the product, which has up to 2^62 nanoseconds, to 53 bits, and truncates; through cftime,
        // to microseconds.
        let allowed =
            slack(value, length(&units)) + 513.0 + if text.contains("0001") { 1000.0 } else { 0.0 };
        assert!((time - theirs).abs() as f64 <= allowed, "{fields:?}: {time}");
        same += usize::from(time == theirs);
        moments += 1;
        let encoded = encode_times_in(times::<Datetime64<Nanosecond>>([time]), &units).unwrap();
        let again: f64 = encoded[[0]];
        let ulp = slack(value, 1);
        let half_nanosecond = 0.5 / length(&units) as f64;
        assert!((again - value).abs() <= half_nanosecond + ulp, "{fields:?}: {again}");
    }
    assert!(dates > 800 && moments > 250 && same > moments / 3, "{dates} {moments} {same}");
}

#[test]
fn fractions_are_exact_to_the_nanosecond() {
    let days = units("days since 1970-01-01", Calendar::Standard);
    assert_eq!(nanoseconds([1.0 / 3.0], &days), Ok(array![8 * HOUR]));
    assert_eq!(nanoseconds([0.1f32], &days), Ok(array![8_640_000_128_746]));
    let eighths = [0.125, -0.375, 20_000.625];
    assert_eq!(nanoseconds(eighths, &days), Ok(array![3 * HOUR, -9 * HOUR, 480_015 * HOUR]));
    // cftime and xarray lose 3 microseconds here.
    let since_one = units("days since 0001-01-01", Calendar::Standard);
    let found = nanoseconds([700_005.333_333_333_4], &since_one).unwrap();
    assert_eq!(found[[0]], -459_808 * HOUR);
    let noon =
        decode_dates([0.000_000_000_01, 1e-6], &units("days since 2000-01-01", Calendar::NoLeap));
    let text: Vec<String> = noon.unwrap().iter().map(CalendarDate::to_string).collect();
    assert_eq!(text, ["2000-01-01 00:00:00.000001", "2000-01-01 00:00:00.086400"]);
    let half = units("microseconds since 2000-01-01", Calendar::Day360);
    let micro = decode_dates([0.5, 1.5, 2.5], &half).unwrap();
    assert_eq!(micro.map(|date| i64::from(date.microsecond())), array![0, 2, 2]);
}

#[test]
fn halves_of_nanoseconds_are_rounded_to_even() {
    let ns = units("ns since 1970-01-01", Calendar::Standard);
    let found = nanoseconds([0.5, 1.5, -2.5, -0.5, 2.5], &ns);
    assert_eq!(found, Ok(array![0, 2, -2, 0, 2]));
}

#[test]
fn whole_seconds_survive_a_float() {
    for name in ["days", "hours", "minutes", "seconds"] {
        let units = units(&format!("{name} since 1850-01-01"), Calendar::Standard);
        let seconds = (0..20_000).map(|i| 13 * i * i * 1_000_000_000).collect::<Vec<i64>>();
        let seconds: Array<Datetime64<Nanosecond>> = times(Array::from_vec(seconds));
        let numbers: Array<f64> = encode_times_in(&seconds, &units).unwrap();
        assert_eq!(decode_times(&numbers, &units), Ok(seconds), "{name}");
    }
}

#[test]
fn whole_seconds_of_all_sizes_survive_floats_of_every_unit() {
    let mut all = Vec::new();
    let mut seconds = 1i64;
    while seconds < 9_000_000_000 {
        all.extend([seconds * 1_000_000_000, -seconds * 1_000_000_000]);
        seconds = seconds * 7 / 5 + 11;
    }
    let spans: Array<Timedelta64<Nanosecond>> = times(Array::from_vec(all));
    for unit in [TimeUnit::Day, TimeUnit::Hour, TimeUnit::Minute, TimeUnit::Second] {
        let numbers: Array<f64> = encode_spans_in(&spans, unit).unwrap();
        assert_eq!(decode_spans(&numbers, unit), Ok(spans.clone()), "{unit}");
    }
}

#[test]
fn numbers_are_the_nearest_floats() {
    let third = times::<Timedelta64<Hour>>([8]);
    assert_eq!(encode_spans_in(&third, TimeUnit::Day), Ok(array![1.0 / 3.0]));
    let odd: Array<Timedelta64<Nanosecond>> =
        times([(1 << 53) + 1, (1 << 54) + 6, -((1 << 53) + 1), 0]);
    let wanted =
        array![9_007_199_254_740_992.0, 18_014_398_509_481_992.0, -9_007_199_254_740_992.0, 0.0];
    assert_eq!(encode_spans_in(&odd, TimeUnit::Nanosecond), Ok(wanted));
    // More digits than a float has on both sides of the division.
    let far = times::<Timedelta64<Day>>([i64::MAX]);
    assert_eq!(encode_spans_in(&far, TimeUnit::Nanosecond), Ok(array![i64::MAX as f64 * 8.64e13]));
}

#[test]
fn missing_numbers_are_no_times() {
    let days = units("days since 2000-01-01", Calendar::NoLeap);
    let dates = decode_dates([5.0, f64::NAN], &days).unwrap();
    assert_eq!(dates[[0]].to_string(), "2000-01-06 00:00:00");
    assert!(dates[[1]].is_nat());
    let standard = units("days since 2000-01-01", Calendar::Standard);
    let found = nanoseconds([f32::NAN, 0.0], &standard).unwrap();
    assert_eq!(found, array![NAT, 946_684_800_000_000_000]);
    assert_eq!(nanoseconds([NAT], &standard), Ok(array![NAT]));
    let filled = DecodeTimesOptions::default().missing(-1);
    let missing = decode_times_with::<Day>([-1i8, -1], &standard, &filled).unwrap();
    assert_eq!(missing.into_counts(), array![NAT, NAT]);
    let missing = decode_times_with::<Day>([-1.0], &standard, &filled).unwrap();
    assert_eq!(missing.into_counts(), array![NAT]);
    let fine = units("ns since 2000-01-01", Calendar::Standard);
    let found = decode_times_with::<Nanosecond>([NAT, NAT + 1, -1, 0], &fine, &filled).unwrap();
    let wanted = array![NAT, NAT + 1 + 946_684_800_000_000_000, NAT, 946_684_800_000_000_000];
    assert_eq!(found.into_counts(), wanted);
}

#[test]
fn numbers_that_do_not_fit_are_errors_with_their_place() {
    let days = units("days since 1970-01-01", Calendar::ProlepticGregorian);
    let overflow = |index: &[usize]| Err(CfTimeError::Overflow { index: index.to_vec() });
    assert_eq!(nanoseconds([[0i64, 106_751], [106_752, 0]], &days), overflow(&[1, 0]));
    assert_eq!(nanoseconds([-106_752i32], &days), overflow(&[0]));
    assert!(nanoseconds([-106_751i32], &days).is_ok());
    assert_eq!(nanoseconds([0u64, u64::MAX], &days), overflow(&[1]));
    for wild in [f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 1e18, f64::MAX] {
        assert_eq!(nanoseconds([0.0, wild], &days), overflow(&[1]), "{wild}");
        assert!(decode_dates([wild], &days).is_err());
    }
    assert!(nanoseconds([i64::MAX], &days).is_err() && decode_dates([i64::MAX], &days).is_err());
    let far = units("days since 200000-01-01", Calendar::ProlepticGregorian);
    assert_eq!(nanoseconds([0i64], &far), overflow(&[0]));
    let seconds = decode_times::<Second>([0i64], &far).unwrap();
    assert_eq!(seconds[[0]].count(), 6_249_223_180_800);
    assert_eq!(nanoseconds([5e-324, -5e-324], &days), Ok(array![0, 0]));
    assert_eq!(
        nanoseconds([106_752i64], &days).unwrap_err().to_string(),
        "the time at index [0] does not fit the type asked for"
    );
}

#[test]
fn julian_dates_are_kept_from_timelines() {
    let old = units("days since 1582-10-04", Calendar::Standard);
    let error = decode_times::<Second>([1i16, 0], &old).unwrap_err();
    assert_eq!(error, CfTimeError::BeforeReform { index: vec![1] });
    assert!(decode_times::<Second>([0.5], &old).is_err());
    let reform = decode_times::<Second>([1i16], &old).unwrap();
    assert_eq!(reform.to_string(), "['1582-10-15T00:00:00']");
    let proleptic = units("days since 1582-10-04", Calendar::ProlepticGregorian);
    let before = decode_times::<Second>([0i16], &proleptic).unwrap();
    assert_eq!(before.to_string(), "['1582-10-04T00:00:00']");
    let julian = units("days since 2000-01-01", Calendar::Julian);
    let error = decode_times::<Day>([0], &julian).unwrap_err();
    assert_eq!(
        error.to_string(),
        "dates of the julian calendar are none of a datetime64; decode_dates keeps them"
    );
    let days = Datetime64::<Day>::parse_all(array!["NaT", "1582-10-14"]).unwrap();
    let error = encode_times_in::<f64, _>(days, &old).unwrap_err();
    assert_eq!(error, CfTimeError::BeforeReform { index: vec![1] });
    assert!(error.to_string().contains("before 1582-10-15"));
    let reform = Datetime64::<Day>::parse_all(array!["1582-10-15"]).unwrap();
    assert_eq!(encode_times_in(&reform, &old), Ok(array![1i32]));
    // The week of the reform begins before it.
    let week = reform.to_unit::<Week>().unwrap();
    let error = encode_times_in::<f64, _>(&week, &old).unwrap_err();
    assert_eq!(error, CfTimeError::BeforeReform { index: vec![0] });
    let next = &week + Timedelta64::new(1);
    let days: Array<i32> = encode_times_in(&next, &old).unwrap();
    assert_eq!(decode_times(&days, &old), Ok(next));
}

/// The times of all numbers one by one, beside those of the array and of floats, and none more than half a unit off.
fn each_alike<U: WholeNanoseconds>(numbers: &Array<i64>, text: &str) {
    let units = units(text, Calendar::ProlepticGregorian);
    let options = DecodeTimesOptions::default().rounded(true);
    let decode = |values: &Array<i64>| decode_times_with::<U>(values, &units, &options).unwrap();
    let all = decode(numbers).into_counts();
    let alone = numbers.iter().map(|&x| decode(&array![x]).counts()[[0]]);
    assert!(all.iter().copied().eq(alone), "{text}");
    let floats = decode_times_with::<U>(numbers.cast::<f64>(), &units, &options).unwrap();
    assert_eq!(all, floats.counts(), "{text} {}", U::UNIT);
    for (&number, &count) in numbers.iter().zip(all.iter()) {
        let exact = i128::from(number) * i128::from(length(&units)) - 1_000_000;
        let off = exact - i128::from(count) * i128::from(U::NANOSECONDS);
        assert!(2 * off.abs() <= i128::from(U::NANOSECONDS), "{text} {}", U::UNIT);
    }
}

#[test]
fn coarse_and_fine_units_agree() {
    let numbers = Array::from_vec((-500..500).map(|i| i * 7919).collect::<Vec<i64>>());
    for step in ["days", "hours", "minutes", "seconds", "ms", "us", "ns"] {
        let text = format!("{step} since 1969-12-31 23:59:59.999");
        each_alike::<Week>(&numbers, &text);
        each_alike::<Day>(&numbers, &text);
        each_alike::<Minute>(&numbers, &text);
        each_alike::<Second>(&numbers, &text);
        each_alike::<Microsecond>(&numbers, &text);
    }
    let hours = units("hours since 1970-01-01", Calendar::Standard);
    let error = decode_times::<Day>([24, 12], &hours).unwrap_err();
    assert_eq!(error.to_string(), "the time at index [1] is no whole number of days");
    assert_eq!(error, CfTimeError::Inexact { index: vec![1], unit: TimeUnit::Day });
    let rounded = DecodeTimesOptions::default().rounded(true);
    let found = decode_times_with::<Day>([12, 36, -12, -36], &hours, &rounded).unwrap();
    assert_eq!(found.into_counts(), array![0, 2, 0, -2]);
    let error = decode_times::<Week>([24], &hours).unwrap_err();
    assert_eq!(error.to_string(), "the time at index [0] is no whole number of weeks");
    assert_eq!(decode_times::<Week>([-168, 336], &hours).unwrap().into_counts(), array![-1, 2]);
}

#[test]
fn times_are_written_as_by_xarray() {
    let mut written = 0;
    for fields in lines("encode") {
        let [_, given, wanted, text] = fields[..] else { panic!() };
        let given: Array<Datetime64<Nanosecond>> = times(Array::from_vec(numbers(given)));
        let encoded = encode_times(&given).unwrap();
        assert_eq!(encoded.units, units(text, Calendar::ProlepticGregorian), "{fields:?}");
        assert_eq!(encoded.values, Array::from_vec(numbers(wanted)), "{fields:?}");
        let again = nanoseconds(&encoded.values, &encoded.units);
        assert_eq!(again, Ok(given.into_counts()), "{fields:?}");
        written += 1;
    }
    for fields in lines("encode_dates") {
        let [_, name, dates, wanted, text] = fields[..] else { panic!() };
        let dates = dates.split(',').map(|text| CalendarDate::parse(text, calendar(name)).unwrap());
        let dates = Array::from_vec(dates.collect::<Vec<_>>());
        let encoded = encode_dates(&dates).unwrap();
        assert_eq!(encoded.units, units(text, calendar(name)), "{fields:?}");
        assert_eq!(encoded.values, Array::from_vec(numbers(wanted)), "{fields:?}");
        assert_eq!(decode_dates(&encoded.values, &encoded.units), Ok(dates));
        written += 1;
    }
    for fields in lines("date2num") {
        let [_, name, text, date, wanted] = fields[..] else { panic!() };
        let date = CalendarDate::parse(date, calendar(name)).unwrap();
        let number = encode_dates_in::<f64>([date], &units(text, calendar(name))).unwrap();
        assert_eq!(number[[0]], wanted.parse::<f64>().unwrap(), "{fields:?}");
        written += 1;
    }
    assert!(written > 230, "{written}");
}

#[test]
fn integers_that_overflow_or_lie_between_are_errors() {
    let days = units("days since 1970-01-01", Calendar::Standard);
    let of = |counts: &[i64]| times::<Datetime64<Day>>(Array::from_vec(counts.to_vec()));
    let hours = |counts: &[i64]| times::<Datetime64<Hour>>(Array::from_vec(counts.to_vec()));
    let error = encode_times_in::<i16, _>(of(&[0, 1_000_000]), &days).unwrap_err();
    assert_eq!(error, CfTimeError::Overflow { index: vec![1] });
    let error = encode_times_in::<u8, _>(of(&[-1]), &days).unwrap_err();
    assert_eq!(error, CfTimeError::Overflow { index: vec![0] });
    assert_eq!(encode_times_in(of(&[3, 255]), &days), Ok(array![3u64, 255]));
    assert_eq!(encode_times_in(of(&[NAT]), &days), Ok(array![NAT]));
    let error = encode_times_in::<i32, _>(of(&[0, NAT]), &days).unwrap_err();
    assert_eq!(error.to_string(), "there is no time at index [1], and no number to say so");
    let floats: Array<f32> = encode_times_in(hours(&[6, NAT]), &days).unwrap();
    assert!(floats[[0]] == 0.25 && floats[[1]].is_nan());
    let error = encode_times_in::<i32, _>(hours(&[24, 25]), &days).unwrap_err();
    assert_eq!(error, CfTimeError::Inexact { index: vec![1], unit: TimeUnit::Day });
    let rounded = EncodeTimesOptions::default().rounded(true);
    let found = encode_times_in_with(hours(&[12, 36, 37, -12]), &days, &rounded);
    assert_eq!(found, Ok(array![0i32, 2, 2, 0]));
    let fine = units("ns since 1970-01-01", Calendar::Standard);
    assert!(encode_times_in::<i64, _>(of(&[i64::MAX]), &fine).is_err());
    assert!(encode_times(of(&[i64::MAX])).is_err());
    assert!(encode_times(times::<Datetime64<Nanosecond>>([i64::MIN + 1, i64::MAX])).is_err());
}

#[test]
fn no_times_and_strangers() {
    let none: [Datetime64<Second>; 0] = [];
    let encoded = encode_times(none).unwrap();
    assert_eq!(encoded.units.to_string(), "days since 1970-01-01");
    let encoded = encode_times([Datetime64::<Second>::NAT; 2]).unwrap();
    assert_eq!(encoded.values, array![NAT, NAT]);
    let week = encode_times(times::<Datetime64<Week>>([1, 3])).unwrap();
    assert_eq!(
        (week.values, week.units.to_string()),
        (array![0, 14], "days since 1970-01-08".to_owned())
    );
    let date = |calendar| CalendarDate::new(calendar, 2000, 1, 1).unwrap();
    let error = encode_dates([date(Calendar::NoLeap), date(Calendar::Standard)]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the date at index [1] is of the standard calendar and not of noleap, which is written"
    );
    let julian = units("days since 2000-01-01", Calendar::Julian);
    assert_eq!(encode_dates_in::<i8>([date(Calendar::Standard)], &julian), Ok(array![-13]));
    assert!(encode_dates_in::<i8>([date(Calendar::Day360)], &julian).is_err());
    let gap = encode_dates([CalendarDate::NAT, date(Calendar::Day360)]).unwrap();
    assert_eq!((gap.values, gap.units.calendar()), (array![NAT, 0], Calendar::Day360));
    assert!(encode_dates_in::<f64>([CalendarDate::NAT], &julian).unwrap()[[0]].is_nan());
}

#[test]
fn spans_are_those_of_xarray() {
    let mut read = 0;
    for fields in lines("span") {
        let [_, unit, number, wanted] = fields[..] else { panic!() };
        let number: f64 = number.parse().unwrap();
        // xarray knows no abbreviations here.
        let wanted = if unit == "D" {
            (number * 24.0 * HOUR as f64) as i64
        } else {
            wanted.parse().unwrap_or(1)
        };
        match cf_unit(unit).and_then(|unit| decode_spans::<Nanosecond>([number], unit)) {
            Ok(spans) if number.is_nan() => assert!(spans[[0]].is_nat(), "{fields:?}"),
            // Half a nanosecond: it truncates.
            Ok(spans) => {
                assert!((spans[[0]].count() - wanted).abs() <= 1, "{fields:?} {spans:?}");
            }
            Err(error) => {
                assert_eq!((error, wanted), (CfTimeError::Unit { text: unit.to_owned() }, 1));
            }
        }
        read += 1;
    }
    assert_eq!(read, 60);
}

#[test]
fn spans_go_both_ways() {
    let filled = DecodeTimesOptions::default().missing(-1);
    let found = decode_spans_with::<Second>([[2i8, -1], [0, -3]], TimeUnit::Hour, &filled).unwrap();
    assert_eq!(found.into_counts(), array![[7200, NAT], [0, -10_800]]);
    assert!(decode_spans::<Nanosecond>([106_752i64], TimeUnit::Day).is_err());
    assert!(decode_spans::<Second>([0.5f32], TimeUnit::Millisecond).is_err());
    let spans = times::<Timedelta64<Second>>([5400]);
    assert_eq!(encode_spans_in(&spans, TimeUnit::Hour), Ok(array![1.5f32]));
    assert!(encode_spans_in::<i32, _>(&spans, TimeUnit::Hour).is_err());
    let rounded = EncodeTimesOptions::default().rounded(true);
    assert_eq!(encode_spans_in_with(&spans, TimeUnit::Hour, &rounded), Ok(array![2i32]));
    for unit in [TimeUnit::Year, TimeUnit::Month, TimeUnit::Week, TimeUnit::Picosecond] {
        let error = CfTimeError::Unit { text: unit.code().to_owned() };
        assert_eq!(decode_spans::<Second>([1], unit), Err(error.clone()));
        assert_eq!(encode_spans_in::<f64, _>(&spans, unit), Err(error));
    }
}
