//! Time zones against Python's zoneinfo (golden/time_zones.py), and formats.

use nd_core::time::{Attosecond, Day, Hour, Minute, Month, Nanosecond, Second, Year};
use nd_core::{Array, Datetime64, array};
use nd_ops::time::{
    Ambiguous, TimeZone, ZoneError, format_times, parse_format, to_local, to_utc, to_utc_with,
    utc_offsets,
};

const CASES: &str = include_str!("golden/time_zones.tsv");
const NAT: i64 = i64::MIN;

/// The rows of a kind and zone: seconds, and the numbers behind them.
fn rows(kind: &str, zone: &str) -> (Vec<i64>, Vec<Vec<i64>>) {
    let fields = CASES.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let rows = fields.filter(|fields| fields[0] == kind && fields[1] == zone);
    let numbers = rows.map(|fields| fields[2..].iter().map(|text| text.parse().unwrap()).collect());
    numbers.map(|row: Vec<i64>| (row[0], row[1..].to_vec())).unzip()
}

fn zones() -> Vec<&'static str> {
    let mut names: Vec<_> = CASES.lines().map(|line| line.split('\t').nth(1).unwrap()).collect();
    names.dedup();
    names
}

fn seconds(counts: &[i64]) -> Array<Datetime64<Second>> {
    Array::from_counts(Array::from(counts.to_vec()))
}

#[test]
fn clocks_show_what_pythons_do() {
    let mut seen = 0;
    for name in zones() {
        let zone: TimeZone = name.parse().unwrap();
        let (times, offsets) = rows("utc", name);
        let want: Vec<i64> = times.iter().zip(&offsets).map(|(t, offset)| t + offset[0]).collect();
        assert_eq!(to_local(seconds(&times), &zone).unwrap().counts(), Array::from(want), "{name}");
        let offsets: Vec<i64> = offsets.iter().map(|offset| offset[0]).collect();
        // In any order, too: what was found for one time must not be used for a far one.
        let turned: Vec<i64> = times.iter().rev().copied().collect();
        let found = utc_offsets(seconds(&turned), &zone).unwrap().into_counts().into_vec();
        assert!(found.iter().rev().eq(&offsets), "{name}");
        seen += times.len();
    }
    assert!(seen > 400);
}

#[test]
fn clocks_mean_what_pythons_do() {
    let mut twice = 0;
    for name in zones() {
        let zone: TimeZone = name.parse().unwrap();
        let (times, offsets) = rows("local", name);
        let by = |fold: usize| -> Vec<i64> {
            times.iter().zip(&offsets).map(|(t, offset)| t - offset[fold]).collect()
        };
        let (first, second) = (by(0), by(1));
        let meant =
            |how| to_utc_with(seconds(&times), &zone, how).unwrap().into_counts().into_vec();
        assert_eq!(meant(Ambiguous::Compatible), first, "{name}");
        let both = first.iter().zip(&second);
        let earlier: Vec<i64> = both.clone().map(|(a, b)| *a.min(b)).collect();
        let later: Vec<i64> = both.map(|(a, b)| *a.max(b)).collect();
        assert_eq!(meant(Ambiguous::Earlier), earlier, "{name}");
        assert_eq!(meant(Ambiguous::Later), later, "{name}");
        for (k, time) in times.iter().enumerate() {
            let refused = to_utc_with(seconds(&[*time]), &zone, Ambiguous::Refuse);
            let ambiguous = first[k] != second[k];
            assert_eq!(refused.is_err(), ambiguous, "{name} {time}");
            if ambiguous {
                // Of two fitting offsets the first gives the earlier time, of a gap the later one.
                let skipped = first[k] > second[k];
                let said =
                    matches!(refused, Err(ZoneError::Ambiguous { skipped: s, .. }) if s == skipped);
                assert!(said, "{name} {time}");
                twice += 1;
            }
        }
    }
    assert!(twice > 50, "{twice}");
}

#[test]
fn long_arrays_are_as_short_ones() {
    let zone: TimeZone = "Europe/Berlin".parse().unwrap();
    let many: Vec<i64> = (0..60_000).map(|k| k * 26_111 + 17).collect();
    let local = to_local(seconds(&many), &zone).unwrap();
    for k in (0..many.len()).step_by(991) {
        assert_eq!(
            to_local(seconds(&many[k..=k]), &zone).unwrap().counts()[[0]],
            local.counts()[[k]]
        );
    }
    let back = to_utc(&local, &zone).unwrap();
    let differ = back.counts().iter().zip(&many).filter(|(a, b)| a != b).count();
    // Only the later ones of times that clocks show twice: an hour of 8,766.
    assert!(differ < 20, "{differ}");
}

#[test]
fn units_have_to_hold_the_offset() {
    let (india, berlin): (TimeZone, TimeZone) =
        ("+05:30".parse().unwrap(), "Europe/Berlin".parse().unwrap());
    let hours: Array<Datetime64<Hour>> = Array::from_counts(array![[0, NAT]]);
    assert_eq!(to_local(&hours, &berlin).unwrap().counts(), array![[1, NAT]]);
    let error = to_local(&hours, &india).unwrap_err();
    assert_eq!(error.to_string(), "an offset of 19800 s, at index [0, 0], is no whole number of h");
    let days: Array<Datetime64<Day>> = Array::from_counts(array![0]);
    assert!(matches!(to_local(&days, &berlin), Err(ZoneError::Unit { .. })));
    assert_eq!(to_local(&days, &"UTC".parse().unwrap()).unwrap(), days);
    let minutes: Array<Datetime64<Minute>> = Array::from_counts(array![0]);
    assert_eq!(to_local(&minutes, &india).unwrap().counts(), array![330]);
    let fine: Array<Datetime64<Nanosecond>> = Array::from_counts(array![-1, i64::MAX]);
    let error = to_local(&fine, &india).unwrap_err();
    assert!(matches!(error, ZoneError::Time(_)), "{error}");
    let finest: Array<Datetime64<Attosecond>> = Array::from_counts(array![-1]);
    assert!(to_local(&finest, &"+00:00".parse().unwrap()).unwrap() == finest);
    let far: Array<Datetime64<Second>> = Array::from_counts(array![0, 1 << 60]);
    assert!(matches!(to_local(&far, &berlin), Err(ZoneError::Far { index, .. }) if *index == [1]));
    assert!(matches!(to_utc(&far, &berlin), Err(ZoneError::Far { .. })));
    let months: Array<Datetime64<Month>> = Array::from_counts(array![0]);
    assert!(to_local(&months, &india).is_err());
    let years: Array<Datetime64<Year>> = Array::from_counts(array![i64::MAX]);
    assert!(to_local(&years, &berlin).is_err());
}

#[test]
fn names_of_zones() {
    for bad in ["", "Europe/Atlantis", "+25:00x", "+5", "+05:60", "-5:30", "../etc/passwd", "+٠٥"]
    {
        assert!(bad.parse::<TimeZone>().is_err(), "{bad}");
    }
    for (text, seconds) in
        [("+05:30", 19_800), ("-03", -10_800), ("+0530", 19_800), ("-00:30", -1_800)]
    {
        assert_eq!(text.parse::<TimeZone>().unwrap(), TimeZone::fixed(seconds).unwrap());
    }
    let long = "x".repeat(10_000).parse::<TimeZone>().unwrap_err();
    assert!(matches!(long, ZoneError::Unknown { name, .. } if name.len() == 60));
}

#[test]
fn formats_are_read_and_written() {
    let minutes =
        parse_format::<Minute, _>(array!["1:05 PM 7/4/99", "NaT"], "%I:%M %p %m/%d/%y").unwrap();
    assert_eq!(minutes.to_string(), "['1999-07-04T13:05'              'NaT']");
    let offset =
        parse_format::<Second, _>(array!["1969-12-31 23:59:58.5 -0100"], "%Y-%m-%d %H:%M:%S%.f %z");
    assert_eq!(offset.unwrap().counts(), array![3598]);
    let epoch = parse_format::<Nanosecond, _>(array!["-1.25"], "%s");
    assert!(epoch.is_err());
    let error = parse_format::<Day, _>(array![["1.2.2000", "32.1.2000"]], "%d.%m.%Y").unwrap_err();
    assert!(matches!(&error, ZoneError::Format { index, .. } if **index == [0, 1]), "{error}");
    assert!(parse_format::<Day, _>(array!["12:00"], "%H:%M").is_err()); // no day
    let far = parse_format::<Nanosecond, _>(array!["3000"], "%Y");
    assert!(far.is_err());
    let times: Array<Datetime64<Nanosecond>> = Array::from_counts(array![-1, NAT]);
    let texts = format_times(&times, "%F %T.%f %j").unwrap();
    assert_eq!(texts, array!["1969-12-31 23:59:59.999999999 365".to_string(), "NaT".to_string()]);
    assert!(format_times(&times, "%Q %").is_err());
    let far: Array<Datetime64<Year>> = Array::from_counts(array![100_000]);
    assert!(matches!(format_times(&far, "%Y"), Err(ZoneError::Format { .. })));
    let months: Array<Datetime64<Month>> = Array::from_counts(array![-1]);
    assert_eq!(format_times(&months, "%b %Y").unwrap(), array!["Dec 1969".to_string()]);
}
