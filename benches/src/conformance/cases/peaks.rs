//! Peaks and other extremes of sequences, and waves of a given shape.

use super::filters::lanes;
use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::record::{Outcome, Recorder as Writer};
use crate::conformance::value::Value;
use nd::signal::{
    self, EndMode, ExtremaOptions, Limits, PeakOptions, Peaks, Sampled, Sweep, WidthOptions,
};
use serde_json::{Value as Json, json};

of_types! {
    /// `argrelmax`, `argrelmin`.
    extremes, extremes_of: i32 f32 f64;
    /// `find_peaks`.
    found, found_of: i32 u8 f32 f64 f64 f64;
}

/// Numbers of which many are equal, so that there are plateaus; some are NaN.
fn hilly<T: Value>(random: &mut Random) -> T {
    match random.below(3) {
        0 => T::small(random),
        _ => T::random(random),
    }
}

fn level(random: &mut Random) -> f64 {
    random.below(21) as f64 - 10.0
}

/// Peaks, and what was asked for of them, as SciPy's dictionary has it by name.
struct Told(Peaks);

impl Outcome for Told {
    fn store(&self, recorder: &mut Writer) -> Json {
        let Peaks { peaks, heights, thresholds, prominences, widths, edges, .. } = &self.0;
        let mut all = vec![peaks.store(recorder)];
        if let Some(heights) = heights {
            all.push(heights.store(recorder));
        }
        if let Some((left, right)) = thresholds {
            all.extend([left.store(recorder), right.store(recorder)]);
        }
        if let Some(found) = prominences {
            all.extend([
                found.prominences.store(recorder),
                found.left_bases.store(recorder),
                found.right_bases.store(recorder),
            ]);
        }
        if let Some(found) = widths {
            all.extend(
                [&found.widths, &found.heights, &found.left, &found.right]
                    .map(|one| one.store(recorder)),
            );
        }
        if let Some((left, right)) = edges {
            all.extend([left.store(recorder), right.store(recorder)]);
        }
        json!({ "several": all })
    }
}

fn limits(random: &mut Random, least: f64) -> (Limits, Json) {
    if random.one_in(2) {
        return (Limits::from(least), json!([least, null]));
    }
    let most = least + random.below(20) as f64;
    (Limits::from((least, most)), json!([least, most]))
}

fn found_of<T: Value + Sampled>(random: &mut Random, recorder: &mut Recorder) {
    let n = [random.below(120)];
    let element = if random.one_in(2) { hilly::<T> } else { T::small };
    let x = Laid::<T>::filled(random, &n, element);
    let inputs = vec![recorder.input(&x)];
    let mut told = serde_json::Map::new();
    let mut options = PeakOptions::default();
    if random.one_in(3) {
        let least = level(random);
        let (given, json) = limits(random, least);
        options = options.height(given);
        told.insert("height".into(), json);
    }
    if random.one_in(4) {
        let (given, json) = limits(random, 1.0);
        options = options.threshold(given);
        told.insert("threshold".into(), json);
    }
    if random.one_in(3) {
        let distance = 1.0 + random.below(12) as f64 / 2.0;
        options = options.distance(distance);
        told.insert("distance".into(), json!(distance));
    }
    if random.one_in(3) {
        let (given, json) = limits(random, 2.0);
        options = options.prominence(given);
        told.insert("prominence".into(), json);
    }
    if random.one_in(4) {
        let (given, json) = limits(random, 1.0);
        options = options.width(given);
        told.insert("width".into(), json);
    }
    if random.one_in(4) {
        let (given, json) = limits(random, 1.0);
        options = options.plateau_size(given);
        told.insert("plateau_size".into(), json);
    }
    if random.one_in(3) {
        let (rel_height, window) = (random.unit(), 2 + random.below(20));
        options = options.measure(WidthOptions::default().rel_height(rel_height).window(window));
        told.insert("rel_height".into(), json!(rel_height));
        told.insert("wlen".into(), json!(window));
    }
    recorder.case("signal.find_peaks", inputs, Json::Object(told), || {
        Told(signal::find_peaks_with(x.view(), &options))
    });
}

fn extremes_of<T: Value + Sampled>(random: &mut Random, recorder: &mut Recorder) {
    let (shape, axis, _) = lanes(random, 40);
    let element = if random.one_in(2) { hilly::<T> } else { T::small };
    let x = Laid::<T>::filled(random, &shape, element);
    let order = 1 + random.below(4);
    let (mode, told) = *random.pick(&[(EndMode::Clip, "clip"), (EndMode::Wrap, "wrap")]);
    let options = ExtremaOptions::default().order(order).mode(mode);
    let inputs = vec![recorder.input(&x)];
    let parameters = json!({ "axis": axis, "order": order, "mode": told });
    match random.one_in(2) {
        true => recorder.case("signal.argrelmax", inputs, parameters, || {
            signal::argrelmax_with(x.view(), axis, &options)
        }),
        false => recorder.case("signal.argrelmin", inputs, parameters, || {
            signal::argrelmin_with(x.view(), axis, &options)
        }),
    }
}

/// `peak_prominences`, `peak_widths` of positions that may be no peaks.
pub(super) fn measured(random: &mut Random, recorder: &mut Recorder) {
    let n = 1 + random.below(60);
    let x = Laid::<f64>::filled(random, &[n], f64::small);
    let count = [random.below(6)];
    let peaks = Laid::<usize>::filled(random, &count, |random| {
        let beyond = usize::from(random.one_in(20));
        random.below(n + beyond)
    });
    let inputs = vec![recorder.input(&x), recorder.input(&peaks)];
    let window = random.one_in(2).then(|| 2 + random.below(20));
    let mut options = WidthOptions::default();
    options.window = window;
    if random.one_in(2) {
        let parameters = json!({ "wlen": window });
        return recorder.case("signal.peak_prominences", inputs, parameters, || {
            signal::peak_prominences_with(x.view(), peaks.view(), &options)
                .map(|found| (found.prominences, (found.left_bases, found.right_bases)))
        });
    }
    let rel_height = random.unit();
    let options = options.rel_height(rel_height);
    let parameters = json!({ "wlen": window, "rel_height": rel_height });
    recorder.case("signal.peak_widths", inputs, parameters, || {
        signal::peak_widths_with(x.view(), peaks.view(), &options)
            .map(|found| [found.widths, found.heights, found.left, found.right])
    });
}

/// `chirp`, `square`, `sawtooth`, `gausspulse`.
pub(super) fn waves(random: &mut Random, recorder: &mut Recorder) {
    let shape = random.shape();
    let t = Laid::<f64>::filled(random, &shape, f64::small);
    let inputs = vec![recorder.input(&t)];
    let [f0, f1] = [(); 2].map(|()| 0.5 + random.unit());
    let share = random.unit();
    match random.below(4) {
        0 => {
            let (sweep, told) = *random.pick(&[
                (Sweep::Linear, "linear"),
                (Sweep::Quadratic, "quadratic"),
                (Sweep::Logarithmic, "logarithmic"),
                (Sweep::Hyperbolic, "hyperbolic"),
            ]);
            let parameters = json!({ "f0": f0, "t1": 12.0, "f1": f1, "method": told });
            recorder.case("signal.chirp", inputs, parameters, || {
                signal::chirp(t.view(), f0, 12.0, f1, sweep)
            });
        }
        1 => recorder.case("signal.square", inputs, json!({ "duty": share }), || {
            signal::square(t.view(), share)
        }),
        2 => recorder.case("signal.sawtooth", inputs, json!({ "width": share }), || {
            signal::sawtooth(t.view(), share)
        }),
        _ => recorder.case("signal.gausspulse", inputs, json!({ "fc": f0, "bw": share }), || {
            let found = signal::gausspulse(t.view(), f0, share);
            [found.in_phase, found.quadrature, found.envelope]
        }),
    }
}
