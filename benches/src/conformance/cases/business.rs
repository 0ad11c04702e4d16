//! Business days, and the beginnings and ends of weeks, months, quarters and years.

use super::dates::points_of;
use super::{Random, Recorder};
use nd::time::{
    self, BusdayOffsetOptions, BusinessCalendar, Day, Frequency, Hour, Roll, TimeZone, WeekMask,
};
use nd::{Array, Datetime64};
use serde_json::{Value as Json, json};

fn days(random: &mut Random, n: usize, spread: usize) -> Array<i64> {
    Array::from_fn([n], |_| match random.below(25) {
        0 => i64::MIN,
        _ => 15_000 + random.below(spread) as i64 - (spread / 2) as i64,
    })
}

fn dated(days: &Array<i64>) -> Array<Datetime64<Day>> {
    days.view().map(Datetime64::<Day>::new)
}

/// `is_busday`, `busday_count`, `busday_offset`.
pub(super) fn business(random: &mut Random, recorder: &mut Recorder) {
    let mask: [bool; 7] = match random.below(3) {
        0 => [true, true, true, true, true, false, false],
        _ => std::array::from_fn(|_| random.below(3) > 0),
    };
    let word: String = mask.iter().map(|&on| if on { '1' } else { '0' }).collect();
    let count = *random.pick(&[0, 3, 60]);
    let holidays = days(random, count, 400);
    let n = random.below(8);
    let spread = *random.pick(&[30, 2_000, 200_000]);
    let (dates, ends) = (days(random, n, spread), days(random, n, spread));
    let steps = Array::from_fn([n], |_| {
        (random.below(41) as i64 - 20) * *random.pick(&[1, 1, 1, 50, 3_000])
    });
    let inputs = vec![recorder.array(holidays.view()), recorder.array(dates.view())];
    let told = json!({ "weekmask": word });
    let calendar = || -> Result<BusinessCalendar, time::BusinessError> {
        Ok(BusinessCalendar::new(WeekMask::new(mask)?).holidays(dated(&holidays)))
    };
    let with = |one: Json| [inputs.clone(), vec![one]].concat();
    match random.below(5) {
        0 => recorder.case("time.is_busday", inputs, told, || {
            calendar().map(|calendar| time::is_busday(dated(&dates), &calendar))
        }),
        1 | 2 => {
            let inputs = with(recorder.array(ends.view()));
            recorder.case("time.busday_count", inputs, told, || {
                time::busday_count(dated(&dates), dated(&ends), &calendar()?)
            });
        }
        _ => {
            let (roll, name) = *random.pick(&[
                (Roll::Raise, "raise"),
                (Roll::Nat, "nat"),
                (Roll::Forward, "forward"),
                (Roll::Backward, "backward"),
                (Roll::ModifiedFollowing, "modifiedfollowing"),
                (Roll::ModifiedPreceding, "modifiedpreceding"),
            ]);
            let inputs = with(recorder.array(steps.view()));
            let parameters = json!({ "weekmask": word, "roll": name });
            recorder.case("time.busday_offset", inputs, parameters, || {
                let options = BusdayOffsetOptions::default().roll(roll);
                time::busday_offset_with(dated(&dates), &steps, &calendar()?, &options)
                    .map(points_of)
            });
        }
    }
}

/// A frequency by pandas' name.
fn frequency(random: &mut Random) -> String {
    let months =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
    let month = *random.pick(&months);
    let name = match random.below(11) {
        0 => "D".to_owned(),
        1 => "B".to_owned(),
        2 => "W".to_owned(),
        3 => format!("W-{}", random.pick(&weekdays)),
        4 => "MS".to_owned(),
        5 => "ME".to_owned(),
        6 => format!("QS-{month}"),
        7 => format!("QE-{month}"),
        8 => format!("YS-{month}"),
        9 => format!("YE-{month}"),
        _ => (*random.pick(&["QS", "QE", "YS", "YE"])).to_owned(),
    };
    if random.one_in(3) { format!("{}{name}", 2 + random.below(4)) } else { name }
}

/// `date_range`, shifts, bins of a resampling.
pub(super) fn frequencies(random: &mut Random, recorder: &mut Recorder) {
    let name = frequency(random);
    let frequency: Frequency = name.parse().expect("a name of a frequency");
    let start = 10_957 + random.below(9_000) as i64;
    let end = start + random.below(900) as i64 - 20;
    let told = json!({ "freq": name, "start": start, "end": end });
    let [first, last] = [start, end].map(Datetime64::<Day>::new);
    match random.below(5) {
        0 => recorder.case("time.date_range", vec![], told, || {
            time::date_range(first, last, &frequency).map(points_of)
        }),
        1 => {
            let periods = random.below(30);
            let told = json!({ "freq": name, "start": start, "periods": periods });
            recorder.case("time.date_range_periods", vec![], told, || {
                time::date_range_periods(first, periods, &frequency).map(points_of)
            });
        }
        2 => {
            let dates = days(random, random_length(end), 4_000);
            let steps = random.below(13) as i64 - 6;
            let inputs = vec![recorder.array(dates.view())];
            let told = json!({ "freq": name, "steps": steps });
            recorder.case("time.shift_dates", inputs, told, || {
                time::shift_dates(dated(&dates), steps, &frequency).map(points_of)
            });
        }
        3 => recorder.case("time.on_offset", vec![], told, || {
            let place = |day: Option<Datetime64<Day>>| day.map_or(i64::MIN, Datetime64::count);
            let on = i64::from(frequency.is_on(first));
            Array::from_vec(vec![
                on,
                place(frequency.rollback(first)),
                place(frequency.rollforward(first)),
            ])
        }),
        _ => {
            let spread = 1 + random.below(4_000);
            let hours = Array::from_fn([1 + random.below(20)], |_| {
                start * 24 + random.below(spread) as i64
            });
            let inputs = vec![recorder.array(hours.view())];
            recorder.case("time.bin_labels", inputs, json!({ "freq": name }), || {
                let times = hours.view().map(Datetime64::<Hour>::new);
                time::bin_labels(&times, &frequency).map(points_of)
            });
        }
    }
}

fn random_length(end: i64) -> usize {
    (end % 9) as usize
}

/// Times of zones.
pub(super) fn zones(random: &mut Random, recorder: &mut Recorder) {
    let name = *random.pick(&[
        "Europe/Berlin",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "UTC",
        "America/Sao_Paulo",
        "Asia/Tokyo",
        "Africa/Casablanca",
        "Pacific/Apia",
        "Europe/Dublin",
    ]);
    // Hours near changes too: of 1971 to 2036, where tables of zones agree.
    let minutes = Array::from_fn([random.below(12)], |_| match random.below(9) {
        0 => i64::MIN,
        _ => 525_600 + random.below(34_000_000) as i64 / 30 * 30,
    });
    let inputs = vec![recorder.array(minutes.view())];
    let zone: TimeZone = name.parse().expect("a known zone");
    let times = minutes.view().map(Datetime64::<time::Minute>::new);
    let told = json!({ "zone": name });
    match random.below(3) {
        0 => recorder
            .case("time.to_local", inputs, told, || time::to_local(&times, &zone).map(points_of)),
        1 => recorder.case("time.utc_offsets", inputs, told, || {
            time::utc_offsets(&times, &zone).map(|found| found.view().map(|span| span.count()))
        }),
        _ => {
            let (way, named) = *random.pick(&[
                (time::Ambiguous::Refuse, "refuse"),
                (time::Ambiguous::Compatible, "compatible"),
                (time::Ambiguous::Earlier, "earlier"),
                (time::Ambiguous::Later, "later"),
            ]);
            let told = json!({ "zone": name, "ambiguous": named });
            recorder.case("time.to_utc", inputs, told, || {
                time::to_utc_with(&times, &zone, way).map(points_of)
            });
        }
    }
}
