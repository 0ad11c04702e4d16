//! Spectra.

use crate::{C, Case, cases, complex};
use nd_core::Array;
use nd_ops::signal::*;

fn window(name: &str) -> Window {
    match name {
        "hann" => Window::Hann,
        "boxcar" => Window::Boxcar,
        _ => Window::Tukey(0.25),
    }
}

fn welch_options(case: &Case) -> SpectrumOptions {
    let scaling = match case.words[4] {
        "density" => SpectrumScaling::Density,
        _ => SpectrumScaling::Spectrum,
    };
    let detrend = match case.words[5] {
        "constant" => SegmentTrend::Off(Trend::Constant),
        "linear" => SegmentTrend::Off(Trend::Linear),
        _ => SegmentTrend::None,
    };
    let average =
        if case.words[6] == "mean" { SegmentAverage::Mean } else { SegmentAverage::Median };
    SpectrumOptions::default()
        .fs(4.0)
        .window(window(case.words[0]))
        .nperseg(case.number(1))
        .noverlap(case.number(2))
        .nfft(case.number(3))
        .scaling(scaling)
        .detrend(detrend)
        .average(average)
}

/// Runs a function for powers on what a case gives, whatever its type is.
fn assert_power<F32, F64, F>(
    case: &Case,
    of_single: F32,
    of_double: F64,
    of_complex: F,
    from: usize,
) where
    F32: Fn(Array<f32>) -> (Array<f64>, Array<f32>),
    F64: Fn(Array<f64>) -> (Array<f64>, Array<f64>),
    F: Fn(Array<C>) -> (Array<f64>, Array<f64>),
{
    let (frequencies, values, tolerance) = match case.kind(0) {
        "f32" => {
            let (frequencies, values) = of_single(case.single(0));
            (frequencies, values.cast::<f64>(), 3e-6)
        }
        "c128" => {
            let (frequencies, values) = of_complex(case.complex(0));
            (frequencies, values, 1e-8)
        }
        _ => {
            let (frequencies, values) = of_double(case.real(0));
            (frequencies, values, 1e-8)
        }
    };
    case.assert_real(&frequencies, 0, 1e-8);
    case.assert_real(&values, from, tolerance);
}

macro_rules! power_test {
    ($case:expr, $from:expr, |$x:ident| $body:expr) => {
        assert_power(
            $case,
            |$x: Array<f32>| {
                let found = $body;
                (found.frequencies, found.values)
            },
            |$x: Array<f64>| {
                let found = $body;
                (found.frequencies, found.values)
            },
            |$x: Array<C>| {
                let found = $body;
                (found.frequencies, found.values)
            },
            $from,
        )
    };
}

#[test]
fn powers_are_scipys() {
    for case in cases("welch") {
        let options = welch_options(&case);
        power_test!(&case, 1, |x| welch_with(&x, -1, &options));
    }
    for case in cases("periodogram") {
        let options = SpectrumOptions::default().fs(4.0).nfft(case.number(0));
        power_test!(&case, 1, |x| periodogram_with(&x, -1, &options));
    }
    for case in cases("spectrogram") {
        let options = SpectrumOptions::default().fs(4.0).nperseg(case.number(0));
        power_test!(&case, 2, |x| {
            let found = spectrogram_with(&x, -1, &options);
            case.assert_real(&found.times, 1, 1e-8);
            found
        });
    }
    for case in cases("welch_axis") {
        let found = welch_with(case.real(0), 0, &SpectrumOptions::default().nperseg(16));
        case.assert_real(&found.values, 1, 1e-8);
    }
    for case in cases("spectrogram_axis") {
        let found = spectrogram_with(case.real(0), 0, &SpectrumOptions::default().nperseg(16));
        case.assert_real(&found.values, 2, 1e-8);
    }
}

#[test]
fn common_powers_are_scipys() {
    for case in cases("csd") {
        let options = SpectrumOptions::default().fs(4.0);
        let options = match case.words[0] {
            "mean" => options.nperseg(16),
            _ => options.nperseg(8).average(SegmentAverage::Median),
        };
        let (values, tolerance) = match case.kind(0) {
            "f32" => {
                (csd_with(case.single(0), case.single(1), -1, &options).values.cast::<C>(), 3e-6)
            }
            "c128" => (csd_with(case.complex(0), case.complex(1), -1, &options).values, 1e-8),
            _ => (csd_with(case.real(0), case.real(1), -1, &options).values, 1e-8),
        };
        case.assert_complex(&values, 1, tolerance);
    }
    for case in cases("coherence") {
        let options = SpectrumOptions::default().fs(4.0).nperseg(8);
        let (values, tolerance) = match case.kind(0) {
            "f32" => (
                coherence_with(case.single(0), case.single(1), -1, &options).values.cast::<f64>(),
                1e-4,
            ),
            "c128" => (coherence_with(case.complex(0), case.complex(1), -1, &options).values, 1e-7),
            _ => (coherence_with(case.real(0), case.real(1), -1, &options).values, 1e-7),
        };
        // Where a mean was taken off, there is no power but that of rounding.
        let wanted = crate::real(case.results[1]);
        for (k, (x, y)) in values.iter().zip(wanted.iter()).enumerate() {
            assert!(
                k % values.shape()[values.ndim() - 1] == 0 || (x - y).abs() < tolerance,
                "{x} is not {y}: {}",
                case.line
            );
        }
    }
}

#[test]
fn transforms_in_time_are_scipys_and_come_back() {
    for case in cases("stft") {
        let options = StftOptions::default()
            .spectrum(SpectrumOptions::default().fs(4.0).nperseg(case.number(0)))
            .boundary(case.words[1] == "zeros")
            .padded(case.words[2] == "1");
        let (times, values, tolerance) = match case.kind(0) {
            "f32" => {
                let found = stft_with(case.single(0), -1, &options);
                (found.times, found.values.cast::<C>(), 3e-6)
            }
            "c128" => {
                let found = stft_with(case.complex(0), -1, &options);
                (found.times, found.values, 1e-8)
            }
            _ => {
                let found = stft_with(case.real(0), -1, &options);
                (found.times, found.values, 1e-8)
            }
        };
        case.assert_real(&times, 1, 1e-8);
        case.assert_complex(&values, 2, tolerance);
        if options.boundary && options.padded && case.kind(0) == "f64" {
            let back = istft(complex(case.results[2]), &options).unwrap();
            for (x, y) in case.real(0).iter().zip(back.values.iter()) {
                assert!((x - y).abs() < 1e-7, "{}", case.line);
            }
        }
    }
    // Half spectra and whole ones, of odd and even segments, of any axis but the last two.
    let x = Array::from_fn([2, 30], |at| ((at[0] * 7 + at[1] * at[1]) as f64 * 0.37).sin());
    for nperseg in [6, 7] {
        let spectrum = SpectrumOptions::default().nperseg(nperseg).noverlap(nperseg - 2);
        let options = StftOptions::default().spectrum(spectrum);
        let back = istft(stft_with(&x, 1, &options).values, &options).unwrap();
        assert!(nd_ops::max(nd_ops::abs(back.values.slice(nd_core::s![.., ..30]) - &x)) < 1e-12);
        let z = x.map(|x| C::new(x, x * x));
        let back = istft_complex(stft_with(&z, 1, &options).values, &options).unwrap();
        let off = back.values.slice(nd_core::s![.., ..30]).to_array() - &z;
        assert!(off.iter().all(|z| z.norm() < 1e-12));
    }
    let gaps = StftOptions::default().spectrum(SpectrumOptions::default().nperseg(4).noverlap(0));
    let error = istft(stft_with(&x, 1, &gaps).values, &gaps).unwrap_err();
    assert_eq!(error.to_string(), "istft: windows that overlap so leave elements without weight");
}

#[test]
fn powers_of_uneven_times_are_scipys() {
    for case in cases("lombscargle") {
        let norm = if case.words[1] == "1" { LombNorm::Normalize } else { LombNorm::Power };
        let options = LombOptions::default()
            .floating_mean(case.words[0] == "1")
            .norm(norm)
            .weights(case.real(2).as_slice().unwrap());
        let found = lombscargle_with(case.real(0), case.real(1), case.real(3), &options);
        case.assert_real(&found, 0, 1e-6);
    }
}
