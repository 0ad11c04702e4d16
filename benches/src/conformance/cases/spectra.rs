//! Spectra of signals: of the whole, of segments, in time, and of samples at any times.

use super::filters::lanes;
use super::{Kind, Random, Recorder};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::signal::{
    self, LombNorm, LombOptions, Sampled, SegmentAverage, SegmentTrend, SpectrumOptions,
    SpectrumScaling, StftOptions, Trend, Window,
};
use num_complex::Complex;
use serde_json::{Value as Json, json};

of_types! {
    /// `periodogram`, `welch`, `csd`, `coherence`, `spectrogram`, `stft`.
    spectra, spectra_of: i32 f32 f64 f64 f64 Complex<f32> Complex<f64>;
}

/// Options for `n` samples, and as SciPy has them.
fn options_of(random: &mut Random, n: usize) -> (SpectrumOptions, Json) {
    let mut told = serde_json::Map::new();
    let mut options = SpectrumOptions::default();
    let mut tell = |name: &str, value: Json| told.insert(name.to_owned(), value);
    if random.one_in(2) {
        let fs = (1 + random.below(9)) as f64 / 2.0;
        options = options.fs(fs);
        tell("fs", json!(fs));
    }
    if random.one_in(2) {
        let (window, name) = random
            .pick(&[
                (Window::Hann, json!("hann")),
                (Window::Boxcar, json!("boxcar")),
                (Window::Tukey(0.3), json!(["tukey", 0.3])),
                (Window::Blackman, json!("blackman")),
            ])
            .clone();
        options = options.window(window);
        tell("window", name);
    }
    let trend = match random.below(6) {
        0 => Some((SegmentTrend::None, json!(false))),
        1 => Some((SegmentTrend::Off(Trend::Linear), json!("linear"))),
        2 => Some((SegmentTrend::Off(Trend::Constant), json!("constant"))),
        _ => None,
    };
    if let Some((trend, name)) = trend {
        options = options.detrend(trend);
        tell("detrend", name);
    }
    if random.one_in(3) {
        let onesided = random.one_in(2);
        options = options.onesided(onesided);
        tell("return_onesided", json!(onesided));
    }
    if random.one_in(2) {
        let (scaling, name) = *random.pick(&[
            (SpectrumScaling::Density, "density"),
            (SpectrumScaling::Spectrum, "spectrum"),
        ]);
        options = options.scaling(scaling);
        tell("scaling", json!(name));
    }
    if random.one_in(3) {
        let nfft = 1 + random.below(2 * n + 2);
        options = options.nfft(nfft);
        tell("nfft", json!(nfft));
    }
    (options, Json::Object(told))
}

/// Segments, for the functions that have some.
fn segments(random: &mut Random, n: usize, options: &mut SpectrumOptions, told: &mut Json) {
    let nperseg = if random.one_in(4) { n.min(256) } else { 1 + random.below(n + 3) };
    options.nperseg = Some(nperseg);
    told["nperseg"] = json!(nperseg);
    if random.one_in(2) {
        let beyond = usize::from(random.one_in(20));
        let noverlap = random.below(nperseg.max(1) + beyond);
        options.noverlap = Some(noverlap);
        told["noverlap"] = json!(noverlap);
    }
    if let Some(nfft) = options.nfft {
        let nfft = nfft.max(nperseg.min(n)) - usize::from(random.one_in(30));
        options.nfft = Some(nfft);
        told["nfft"] = json!(nfft);
    }
}

fn spectra_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Sampled<Real: Value, Spectrum: Value>,
{
    let (shape, axis, n) = lanes(random, 90);
    let [x, y] = [(); 2].map(|()| Laid::<T>::filled(random, &shape, T::small));
    let (mut options, mut told) = options_of(random, n);
    told["axis"] = json!(axis);
    let one = vec![recorder.input(&x)];
    let what = random.below(7);
    if what == 0 {
        return recorder.case("signal.periodogram", one, told, || {
            let found = signal::periodogram_with(x.view(), axis, &options);
            (found.frequencies, found.values)
        });
    }
    segments(random, n, &mut options, &mut told);
    if what <= 4 && random.one_in(3) {
        options = options.average(SegmentAverage::Median);
        told["average"] = json!("median");
    }
    let both = vec![one[0].clone(), recorder.input(&y)];
    match what {
        1 | 2 => recorder.case("signal.welch", one, told, || {
            let found = signal::welch_with(x.view(), axis, &options);
            (found.frequencies, found.values)
        }),
        3 => recorder.case("signal.csd", both, told, || {
            let found = signal::csd_with(x.view(), y.view(), axis, &options);
            (found.frequencies, found.values)
        }),
        4 => recorder.case("signal.coherence", both, told, || {
            let found = signal::coherence_with(x.view(), y.view(), axis, &options);
            (found.frequencies, found.values)
        }),
        5 => recorder.case("signal.spectrogram", one, told, || {
            let found = signal::spectrogram_with(x.view(), axis, &options);
            ((found.frequencies, found.times), found.values)
        }),
        _ => {
            let (boundary, padded) = (random.one_in(2), random.one_in(2));
            told["boundary"] = json!(boundary.then_some("zeros"));
            told["padded"] = json!(padded);
            recorder.case("signal.stft", one, told, || {
                let options =
                    StftOptions::default().spectrum(options).boundary(boundary).padded(padded);
                let found = signal::stft_with(x.view(), axis, &options);
                ((found.frequencies, found.times), found.values)
            });
        }
    }
}

/// `istft` of what `stft` made, `lombscargle`.
pub(super) fn back(random: &mut Random, recorder: &mut Recorder) {
    if random.one_in(2) {
        let n = 2 + random.below(60);
        let [x, y] = [(); 2].map(|()| Laid::<f64>::filled(random, &[n], f64::small));
        let count = [1 + random.below(20)];
        let frequencies = Laid::<f64>::filled(random, &count, |random| 0.05 + random.unit() * 4.0);
        let inputs = vec![recorder.input(&x), recorder.input(&y), recorder.input(&frequencies)];
        let normalize = random.one_in(2);
        let floating = random.one_in(2);
        let parameters = json!({ "normalize": normalize, "floating_mean": floating });
        return recorder.case("signal.lombscargle", inputs, parameters, || {
            let norm = if normalize { LombNorm::Normalize } else { LombNorm::Power };
            let options = LombOptions::default().norm(norm).floating_mean(floating);
            signal::lombscargle_with(x.view(), y.view(), frequencies.view(), &options)
        });
    }
    let (bins, times) = (2 + random.below(12), 1 + random.below(8));
    let z = Laid::<Complex<f64>>::filled(random, &[bins, times], Value::small);
    let nperseg = 2 * (bins - 1) + random.below(2);
    let inputs = vec![recorder.input(&z)];
    let parameters = json!({ "nperseg": nperseg });
    recorder.case("signal.istft", inputs, parameters, || {
        let spectrum = SpectrumOptions::default().nperseg(nperseg);
        signal::istft(z.view(), &StftOptions::default().spectrum(spectrum))
            .map(|found| (found.times, found.values))
    });
}
