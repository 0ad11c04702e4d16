//! Filters of sequences along an axis, and what changes their rate.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::Array;
use nd::signal::{
    self, Antialias, BothWaysOptions, DecimateOptions, DetrendOptions, Extension, HilbertOptions,
    MedianFiltered, ResampleOptions, ResamplePad, ResamplePolyOptions, Sampled, SavgolMode,
    SavgolOptions, SectionOptions, Trend, Window,
};
use num_complex::Complex;
use serde_json::{Value as Json, json};

of_types! {
    /// `lfilter`, `filtfilt`.
    filtered, filtered_of: i32 f32 f64 f64 f64 Complex<f64>;
    /// `sosfilt`, `sosfiltfilt`.
    sections, sections_of: i32 f32 f64 f64 f64 Complex<f64>;
    /// `detrend`, `savgol_filter`.
    smoothed, smoothed_of: i32 f32 f64 f64;
    /// `medfilt`.
    medians, medians_of: u8 i32 i64 f32 f64;
    /// `resample`, `hilbert`.
    resampled, resampled_of: i32 f32 f64 f64;
    /// `upfirdn`, `resample_poly`, `decimate`.
    rated, rated_of: f64 f64 Complex<f64>;
}

/// A shape, an axis of it and its length: lanes long enough for most filters.
pub(super) fn lanes(random: &mut Random, longest: usize) -> (Vec<usize>, isize, usize) {
    let mut shape: Vec<usize> = (0..1 + random.below(3)).map(|_| 1 + random.below(4)).collect();
    let axis = axis_of(random, shape.len());
    let at = axis.rem_euclid(shape.len() as isize) as usize;
    shape[at] = if random.one_in(40) { random.below(3) } else { 1 + random.below(longest) };
    let n = shape[at];
    (shape, axis, n)
}

/// Coefficients with a first one that is not 0, whose roots are within the unit circle.
fn stable(random: &mut Random) -> Array<f64> {
    let roots: Vec<f64> = (0..random.below(4)).map(|_| random.unit() * 1.7 - 0.85).collect();
    let scale = *random.pick(&[1.0, 1.0, 2.0, -0.5]);
    nd::poly(&roots).view().map(|x| x * scale)
}

fn numerator(random: &mut Random) -> Array<f64> {
    let mut b: Vec<f64> = (0..1 + random.below(5)).map(|_| random.unit() * 2.0 - 1.0).collect();
    if random.one_in(6) {
        b.extend([0.0, 0.0]);
    }
    Array::from_vec(b)
}

fn filtered_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Sampled<Sample: Value, Wide: Value>,
{
    let (shape, axis, n) = lanes(random, 80);
    let x = Laid::<T>::filled(random, &shape, T::small);
    let (b, mut a) = (numerator(random), stable(random));
    if random.one_in(50) {
        a[[0]] = 0.0;
    }
    let coefficients = [recorder.array(b.view()), recorder.array(a.view())];
    let input = recorder.input(&x);
    let mut inputs: Vec<Json> = coefficients.to_vec();
    inputs.push(input);
    match random.below(4) {
        0 | 1 => recorder.case("signal.lfilter", inputs, json!({ "axis": axis }), || {
            signal::lfilter(&b, &a, x.view(), axis)
        }),
        2 => {
            let mut state = shape.clone();
            state[axis.rem_euclid(shape.len() as isize) as usize] = b.size().max(a.size()) - 1;
            let zi = Laid::<T::Wide>::filled(random, &state, T::Wide::small);
            inputs.push(recorder.input(&zi));
            recorder.case("signal.lfilter_from", inputs, json!({ "axis": axis }), || {
                signal::lfilter_from(&b, &a, x.view(), axis, zi.view())
                    .map(|found| (found.output, found.state))
            });
        }
        _ => {
            let (options, padtype, padlen) = both_ways(random, n);
            let parameters = json!({ "axis": axis, "padtype": padtype, "padlen": padlen });
            recorder.case("signal.filtfilt", inputs, parameters, || {
                signal::filtfilt_with(&b, &a, x.view(), axis, &options)
            });
        }
    }
}

fn both_ways(
    random: &mut Random,
    n: usize,
) -> (BothWaysOptions, Option<&'static str>, Option<usize>) {
    let (extension, padtype) = *random.pick(&[
        (Extension::Odd, Some("odd")),
        (Extension::Odd, Some("odd")),
        (Extension::Even, Some("even")),
        (Extension::Constant, Some("constant")),
        (Extension::None, None),
    ]);
    let padlen = random.one_in(3).then(|| random.below(n + 2));
    let mut options = BothWaysOptions::default().extension(extension);
    options.padding = padlen;
    (options, padtype, padlen)
}

/// Second-order sections, all stable.
fn sections_made(random: &mut Random) -> Array<f64> {
    let rows = 1 + random.below(4);
    let mut sos = Vec::new();
    for _ in 0..rows {
        let (radius, turn) = (random.unit() * 0.9, random.unit() * 3.0);
        sos.extend((0..3).map(|_| random.unit() * 2.0 - 1.0));
        sos.extend([1.0, -2.0 * radius * turn.cos(), radius * radius]);
        let at = sos.len();
        if random.one_in(4) {
            // A section of the first order.
            sos[at - 4] = 0.0;
            sos[at - 1] = 0.0;
            sos[at - 2] = radius - 0.4;
        }
    }
    Array::from_shape_vec([rows, 6], sos)
}

fn sections_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Sampled<Sample: Value, Wide: Value>,
{
    let (shape, axis, n) = lanes(random, 80);
    let x = Laid::<T>::filled(random, &shape, T::small);
    let mut sos = sections_made(random);
    if random.one_in(60) {
        sos[[0, 3]] = 2.0;
    }
    let mut inputs = vec![recorder.array(sos.view()), recorder.input(&x)];
    match random.below(4) {
        0 | 1 => recorder.case("signal.sosfilt", inputs, json!({ "axis": axis }), || {
            signal::sosfilt(&sos, x.view(), axis)
        }),
        2 => {
            let mut state = vec![sos.shape()[0]];
            state.extend_from_slice(&shape);
            state[1 + axis.rem_euclid(shape.len() as isize) as usize] = 2;
            let zi = Laid::<T::Wide>::filled(random, &state, T::Wide::small);
            inputs.push(recorder.input(&zi));
            recorder.case("signal.sosfilt_from", inputs, json!({ "axis": axis }), || {
                signal::sosfilt_from(&sos, x.view(), axis, zi.view())
                    .map(|found| (found.output, found.state))
            });
        }
        _ => {
            let (options, padtype, padlen) = both_ways(random, n);
            let parameters = json!({ "axis": axis, "padtype": padtype, "padlen": padlen });
            recorder.case("signal.sosfiltfilt", inputs, parameters, || {
                signal::sosfiltfilt_with(&sos, x.view(), axis, &options)
            });
        }
    }
}

fn smoothed_of<T: Value + Sampled<Sample: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let (shape, axis, n) = lanes(random, 50);
    let element = if random.one_in(4) { T::ordinary } else { T::small };
    let x = Laid::<T>::filled(random, &shape, element);
    let inputs = vec![recorder.input(&x)];
    if random.one_in(2) {
        let (trend, told) =
            *random.pick(&[(Trend::Linear, "linear"), (Trend::Constant, "constant")]);
        let mut breaks: Vec<usize> = (0..random.below(4)).map(|_| random.below(n + 2)).collect();
        if random.one_in(2) {
            breaks.clear();
        }
        let parameters = json!({ "axis": axis, "type": told, "bp": breaks });
        return recorder.case("signal.detrend", inputs, parameters, || {
            let options = DetrendOptions::default().trend(trend).breaks(&breaks);
            signal::detrend_with(x.view(), axis, &options)
        });
    }
    let window = 1 + random.below(12);
    // Of higher orders rounding has its way with the fit.
    let (order, deriv) = (random.below(window.min(6) + 1), random.below(4));
    let delta = *random.pick(&[1.0, 0.5, 2.0]);
    let cval = random.unit();
    let (mode, told) = *random.pick(&[
        (SavgolMode::Interp, "interp"),
        (SavgolMode::Mirror, "mirror"),
        (SavgolMode::Constant(cval), "constant"),
        (SavgolMode::Nearest, "nearest"),
        (SavgolMode::Wrap, "wrap"),
    ]);
    let parameters = json!({
        "window_length": window, "polyorder": order, "deriv": deriv, "delta": delta, "axis": axis,
        "mode": told, "cval": cval,
    });
    recorder.case("signal.savgol_filter", inputs, parameters, || {
        let options = SavgolOptions::default().deriv(deriv).delta(delta).mode(mode);
        signal::savgol_filter_with(x.view(), window, order, axis, &options)
    });
}

fn medians_of<T: Value + MedianFiltered>(random: &mut Random, recorder: &mut Recorder) {
    let ndim = 1 + random.below(3);
    let longest = [0, 60, 12, 6][ndim];
    let shape: Vec<usize> = (0..ndim).map(|_| 1 + random.below(longest)).collect();
    let x = Laid::<T>::filled(random, &shape, T::small);
    let width = |random: &mut Random| 1 + 2 * random.below(3) + usize::from(random.one_in(40));
    let windows: Vec<usize> = match random.one_in(2) {
        true => vec![width(random)],
        false => (0..ndim).map(|_| width(random)).collect(),
    };
    let inputs = vec![recorder.input(&x)];
    let parameters = json!({ "kernel_size": windows });
    recorder.case("signal.medfilt", inputs, parameters, || signal::medfilt(x.view(), &windows));
}

fn resampled_of<T>(random: &mut Random, recorder: &mut Recorder)
where
    T: Value + Sampled<Sample: Value, Spectrum: Value>,
{
    let (shape, axis, n) = lanes(random, 60);
    let x = Laid::<T>::filled(random, &shape, T::small);
    let inputs = vec![recorder.input(&x)];
    if random.one_in(2) {
        let count = random.below(2 * n + 4);
        let window = random.one_in(4).then_some((Window::Hamming, "hamming"));
        let told = window.as_ref().map(|(_, told)| told);
        let parameters = json!({ "num": count, "axis": axis, "window": told });
        return recorder.case("signal.resample", inputs, parameters, || {
            let mut options = ResampleOptions::default();
            options.window = window.map(|(window, _)| window);
            signal::resample_with(x.view(), count, axis, &options)
        });
    }
    let length = random.one_in(3).then(|| random.below(2 * n + 3));
    let parameters = json!({ "N": length, "axis": axis });
    recorder.case("signal.hilbert", inputs, parameters, || {
        let mut options = HilbertOptions::default();
        options.n = length;
        signal::hilbert_with(x.view(), axis, &options)
    });
}

fn rated_of<T: Value + Sampled<Sample: Value>>(random: &mut Random, recorder: &mut Recorder) {
    let (shape, axis, _) = lanes(random, 60);
    let x = Laid::<T>::filled(random, &shape, T::small);
    let [up, down] = [(); 2].map(|()| 1 + random.below(5));
    let input = recorder.input(&x);
    match random.below(3) {
        0 => {
            let n = [1 + random.below(12)];
            let h = Laid::<f64>::filled(random, &n, f64::small);
            let inputs = vec![recorder.input(&h), input];
            let parameters = json!({ "up": up, "down": down, "axis": axis });
            recorder.case("signal.upfirdn", inputs, parameters, || {
                signal::upfirdn(h.view(), x.view(), up, down, axis)
            });
        }
        1 => {
            let (pad, told) = *random.pick(&[
                (ResamplePad::Zero, "constant"),
                (ResamplePad::Mean, "mean"),
                (ResamplePad::Median, "median"),
                (ResamplePad::Minimum, "minimum"),
                (ResamplePad::Maximum, "maximum"),
                (ResamplePad::Line, "line"),
                (ResamplePad::Edge, "edge"),
            ]);
            let pad_told = if T::NUMPY == "<c16" { "constant" } else { told };
            let pad = if T::NUMPY == "<c16" { ResamplePad::Zero } else { pad };
            let parameters = json!({ "up": up, "down": down, "axis": axis, "padtype": pad_told });
            recorder.case("signal.resample_poly", vec![input], parameters, || {
                let options = ResamplePolyOptions::default().pad(pad);
                signal::resample_poly_with(x.view(), up, down, axis, &options)
            });
        }
        _ => {
            let order = 1 + random.below(9);
            let (filter, told) = match random.one_in(2) {
                true => (Antialias::Iir(order), "iir"),
                false => (Antialias::Fir(order), "fir"),
            };
            let zero_phase = random.one_in(2);
            let parameters = json!({
                "q": down, "n": order, "ftype": told, "axis": axis, "zero_phase": zero_phase,
            });
            recorder.case("signal.decimate", vec![input], parameters, || {
                let options = DecimateOptions::default().filter(filter).zero_phase(zero_phase);
                signal::decimate_with(x.view(), down, axis, &options)
            });
        }
    }
}

/// Of coefficients alone: states, responses, other forms; and the remainder of a division.
pub(super) fn coefficients(random: &mut Random, recorder: &mut Recorder) {
    let (b, a, sos) = (numerator(random), stable(random), sections_made(random));
    let both = vec![recorder.array(b.view()), recorder.array(a.view())];
    let rows = vec![recorder.array(sos.view())];
    let none = json!({});
    match random.below(9) {
        0 => recorder.case("signal.lfilter_zi", both, none, || signal::lfilter_zi(&b, &a)),
        1 => recorder.case("signal.sosfilt_zi", rows, none, || signal::sosfilt_zi(&sos)),
        2 => {
            let [y, x] = [(); 2].map(|()| Laid::<f64>::filled(random, &[b.size()], f64::small));
            let mut inputs = both;
            inputs.extend([recorder.input(&y), recorder.input(&x)]);
            recorder.case("signal.lfiltic", inputs, none, || {
                signal::lfiltic(&b, &a, y.view(), x.view())
            });
        }
        3 => {
            let count = 1 + random.below(40);
            let whole = random.one_in(2);
            let options = signal::FrequencyOptions::default().whole(whole);
            let parameters = json!({ "worN": count, "whole": whole });
            recorder.case("signal.freqz", both, parameters, || {
                signal::freqz_with(&b, &a, count, &options)
                    .map(|found| (found.frequencies, found.gains))
            });
        }
        4 => {
            let count = 1 + random.below(40);
            recorder.case("signal.freqz_sos", rows, json!({ "worN": count }), || {
                signal::freqz_sos(&sos, count).map(|found| (found.frequencies, found.gains))
            });
        }
        5 => recorder.case("signal.sos2tf", rows, none, || {
            signal::sos2tf(&sos).map(|found| (found.b, found.a))
        }),
        6 => divided(random, recorder),
        7 => {
            let window = 1 + random.below(12);
            let (order, deriv) = (random.below(window.min(6)), random.below(3));
            let parameters = json!({
                "window_length": window, "polyorder": order, "deriv": deriv, "delta": 0.5,
            });
            recorder.case("signal.savgol_coeffs", vec![], parameters, || {
                let options = SavgolOptions::default().deriv(deriv).delta(0.5);
                signal::savgol_coeffs_with(window, order, &options)
            });
        }
        _ => recorder.case("signal.tf2sos_response", both, none, || {
            let found = signal::tf2sos(&b, &a)?;
            signal::freqz_sos_with(&found, 16, &signal::FrequencyOptions::default())
                .map(|found| found.gains)
        }),
    }
}

/// Designs of filters, seen by their response.
pub(super) fn designs(random: &mut Random, recorder: &mut Recorder) {
    use signal::Band;
    let [low, high] = [0.05 + 0.4 * random.unit(), 0.5 + 0.45 * random.unit()];
    let (band, btype, edges) = match random.below(4) {
        0 => (Band::Lowpass(low), "lowpass", vec![low]),
        1 => (Band::Highpass(high), "highpass", vec![high]),
        2 => (Band::Bandpass(low, high), "bandpass", vec![low, high]),
        _ => (Band::Bandstop(low, high), "bandstop", vec![low, high]),
    };
    let order = 1 + random.below(7);
    let (ripple, attenuation) = (0.1 + random.unit(), 20.0 + 40.0 * random.unit());
    let (name, given): (_, Vec<f64>) = match random.below(5) {
        0 => ("butter", vec![]),
        1 => ("cheby1", vec![ripple]),
        2 => ("cheby2", vec![attenuation]),
        3 => ("ellip", vec![ripple, attenuation]),
        _ => ("bessel", vec![]),
    };
    if random.one_in(4) {
        let taps = 1 + 2 * random.below(30);
        let parameters = json!({ "numtaps": taps, "edges": edges, "pass_zero": btype });
        return recorder.case("signal.firwin", vec![], parameters, || signal::firwin(taps, band));
    }
    let parameters =
        json!({ "name": name, "order": order, "given": given, "edges": edges, "btype": btype });
    recorder.case("signal.designed", vec![], parameters, || {
        let filter = match name {
            "butter" => signal::butter(order, band),
            "cheby1" => signal::cheby1(order, ripple, band),
            "cheby2" => signal::cheby2(order, attenuation, band),
            "ellip" => signal::ellip(order, ripple, attenuation, band),
            _ => signal::bessel(order, signal::BesselNorm::Phase, band),
        };
        let sections = signal::zpk2sos_with(&filter, &SectionOptions::default());
        signal::freqz_sos(&sections, 32).map(|found| (sections, found.gains))
    });
}

/// `deconvolve`.
fn divided(random: &mut Random, recorder: &mut Recorder) {
    let lengths = [[random.below(12)], [1 + random.below(5)]];
    let [signal, divisor] = lengths.map(|n| Laid::<f64>::filled(random, &n, f64::small));
    let inputs = vec![recorder.input(&signal), recorder.input(&divisor)];
    recorder.case("signal.deconvolve", inputs, json!({}), || {
        signal::deconvolve(signal.view(), divisor.view())
            .map(|found| (found.quotient, found.remainder))
    });
}
