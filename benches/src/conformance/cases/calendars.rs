//! Dates of the calendars of the CF conventions, and numbers that stand for them.

use super::{Random, Recorder};
use nd::Array;
use nd::time::{self, Calendar, CalendarDate, CalendarError, CfTimeError, CfUnits};
use serde_json::json;

fn calendar_of(random: &mut Random) -> Calendar {
    *random.pick(&Calendar::ALL)
}

fn year_of(random: &mut Random) -> i64 {
    match random.below(4) {
        0 => *random.pick(&[-1, 0, 1, 4, 1582, 1583, 1600, 1900, 2000, 2100, 9_999]),
        1 => random.below(8_000) as i64 - 4_000,
        _ => 1_850 + random.below(300) as i64,
    }
}

/// A date, which the calendar may not have.
fn parts_of(random: &mut Random) -> (i64, u8, u8) {
    let month = 1 + random.below(12) as u8 + u8::from(random.one_in(60));
    let day = if random.one_in(3) { 27 + random.below(5) } else { 1 + random.below(28) };
    let year = year_of(random);
    // The days of the reform.
    if year == 1582 && random.one_in(2) {
        return (year, 10, 1 + random.below(20) as u8);
    }
    (year, month, day as u8)
}

/// What a date consists of.
fn told(date: CalendarDate) -> Array<i64> {
    Array::from_vec(vec![
        date.year(),
        date.month().into(),
        date.day().into(),
        date.hour().into(),
        date.minute().into(),
        date.second().into(),
        date.microsecond().into(),
        date.day_of_year().into(),
        date.day_of_week().into(),
        date.days_in_month().into(),
    ])
}

/// Dates made, moved, compared, changed to another calendar.
pub(super) fn dates(random: &mut Random, recorder: &mut Recorder) {
    let (calendar, other) = (calendar_of(random), calendar_of(random));
    let (year, month, day) = parts_of(random);
    let clock = [random.below(24), random.below(60), random.below(60), random.below(1_000_000)]
        .map(|part| part as u32);
    let [hour, minute, second, micro] = clock;
    let make = move || -> Result<CalendarDate, CalendarError> {
        CalendarDate::new(calendar, year, month, day)?.with_time(hour, minute, second, micro)
    };
    let name = calendar.to_string();
    let given =
        [year, month.into(), day.into(), hour.into(), minute.into(), second.into(), micro.into()];
    let told_of = json!({ "calendar": name, "date": given });
    match random.below(6) {
        0 => recorder.case("calendars.date", vec![], told_of, || make().map(told)),
        1 => {
            let days = random.below(2_000_000) as i64 - 1_000_000;
            let days = if random.one_in(2) { days / 1_000 } else { days };
            let parameters = json!({ "calendar": name, "date": given, "days": days });
            recorder.case("calendars.add_days", vec![], parameters, || {
                make()?.checked_add_days(days).map(told)
            });
        }
        2 => {
            let micros = random.bits() as i64 >> (4 + random.below(30));
            let parameters = json!({ "calendar": name, "date": given, "microseconds": micros });
            recorder.case("calendars.add_microseconds", vec![], parameters, || {
                make()?.checked_add_microseconds(micros).map(told)
            });
        }
        3 => {
            let parameters = json!({ "calendar": name, "date": given, "other": other.to_string() });
            recorder.case("calendars.changed", vec![], parameters, || {
                make()?.to_calendar(other).map(told)
            });
        }
        4 => {
            let (year, month, day) = parts_of(random);
            let parameters =
                json!({ "calendar": name, "date": given, "later": [year, month, day] });
            recorder.case("calendars.since", vec![], parameters, || {
                let later = CalendarDate::new(calendar, year, month, day)?;
                later.since(make()?).map(|span| span.count())
            });
        }
        _ => {
            recorder.case("calendars.text", vec![], told_of, || make().map(|date| date.to_string()))
        }
    }
}

/// Numbers as "days since 2000-01-01", and back.
pub(super) fn numbers(random: &mut Random, recorder: &mut Recorder) {
    let calendar = calendar_of(random);
    let step =
        *random.pick(&["days", "hours", "minutes", "seconds", "milliseconds", "microseconds"]);
    let (year, month, day) =
        (1 + year_of(random).unsigned_abs(), 1 + random.below(12), 1 + random.below(28));
    let clock = if random.one_in(3) {
        format!(" {:02}:{:02}:00", random.below(24), random.below(60))
    } else {
        String::new()
    };
    let text = format!("{step} since {year:04}-{month:02}-{day:02}{clock}");
    let reach = *random.pick(&[40, 400_000, 4_000_000]);
    let whole = random.one_in(2);
    let n = 1 + random.below(5);
    let name = calendar.to_string();
    let parameters = json!({ "calendar": name, "units": text });
    if random.one_in(2) {
        let joined = |found: Result<Array<CalendarDate>, CfTimeError>| {
            found.map(|dates| {
                let each: Vec<String> = dates.iter().map(ToString::to_string).collect();
                each.join("|")
            })
        };
        if whole {
            let values = Array::from_fn([n], |_| random.below(2 * reach) as i64 - reach as i64);
            let inputs = vec![recorder.array(values.view())];
            return recorder.case("calendars.decoded", inputs, parameters, || {
                joined(time::decode_dates(&values, &CfUnits::parse(&text, calendar)?))
            });
        }
        let values =
            Array::from_fn([n], |_| ((random.unit() - 0.5) * reach as f64 * 64.0).round() / 64.0);
        let inputs = vec![recorder.array(values.view())];
        return recorder.case("calendars.decoded", inputs, parameters, || {
            joined(time::decode_dates(&values, &CfUnits::parse(&text, calendar)?))
        });
    }
    encoded(random, recorder, n, calendar, &text);
}

/// Dates as numbers.
fn encoded(random: &mut Random, recorder: &mut Recorder, n: usize, calendar: Calendar, text: &str) {
    let dates: Vec<CalendarDate> = (0..n)
        .filter_map(|_| {
            let (year, month, day) = parts_of(random);
            let date = CalendarDate::new(calendar, year, month, day).ok()?;
            date.with_time(
                random.below(24) as u32,
                random.below(60) as u32,
                random.below(60) as u32,
                0,
            )
            .ok()
        })
        .collect();
    let told: Vec<[i64; 6]> = dates
        .iter()
        .map(|d| {
            [
                d.year(),
                d.month().into(),
                d.day().into(),
                d.hour().into(),
                d.minute().into(),
                d.second().into(),
            ]
        })
        .collect();
    if dates.is_empty() {
        return;
    }
    let parameters = json!({ "calendar": calendar.to_string(), "units": text, "dates": told });
    recorder.case("calendars.encoded", vec![], parameters, || {
        time::encode_dates_in::<f64>(&dates, &CfUnits::parse(text, calendar)?)
    });
}
