//! Filters along an axis.

use crate::{by_kind, cases};
use nd_core::{Array, array};
use nd_ops::signal::*;

const NEAR: f64 = 1e-8;

#[test]
fn by_polynomials() {
    for case in cases("lfilter") {
        let (b, a, axis) = (case.real(0), case.real(1), case.number(0));
        by_kind!(&case, 2, 0, NEAR, |x| lfilter(&b, &a, &x, axis).unwrap());
    }
    for case in cases("lfilter_from") {
        let found =
            lfilter_from(case.real(0), case.real(1), case.real(2), 1, case.real(3)).unwrap();
        case.assert_real(&found.output, 0, NEAR);
        case.assert_real(&found.state, 1, NEAR);
    }
    for case in cases("lfilter_zi") {
        case.assert_real(&lfilter_zi(case.real(0), case.real(1)).unwrap(), 0, NEAR);
    }
    for case in cases("lfiltic") {
        let found = lfiltic(case.real(0), case.real(1), case.real(2), case.real(3)).unwrap();
        case.assert_real(&found, 0, NEAR);
    }
}

/// Rows, and parts of long ones, with fewer samples than sections that are filtered side by side.
#[test]
fn sections_of_few_samples_are_those_one_after_the_other() {
    let section = |k: usize| [0.5, 0.25 * k as f64, -0.5, 1.0, 0.125 * k as f64, 0.25];
    for (count, n) in [(3, 1), (4, 1), (4, 2), (7, 2), (9, 3), (4, 1024 + 1), (3, 2048 + 1)] {
        let x = Array::<f64>::ones([n]);
        let sos = Array::from_fn([count, 6], |at| section(at[0])[at[1]]);
        let zi = Array::from_fn([count, 2], |at| 1.0 + at[0] as f64 - 3.0 * at[1] as f64);
        let found = sosfilt_from(&sos, &x, -1, &zi).unwrap();
        let mut then = x;
        for k in 0..count {
            let at = k as isize;
            let one = sos.slice(nd_core::s![at..at + 1]);
            let state = zi.slice(nd_core::s![at..at + 1]);
            let next = sosfilt_from(&one, &then, -1, &state).unwrap();
            let left = found.state.slice(nd_core::s![at..at + 1]);
            assert!((left - &next.state).iter().all(|far| far.abs() < 1e-12), "{count} {n}");
            then = next.output;
        }
        assert!((&found.output - &then).iter().all(|far| far.abs() < 1e-12), "{count} {n}");
    }
}

#[test]
fn by_sections() {
    for case in cases("sosfilt") {
        let (sos, axis) = (case.real(0), case.number(0));
        by_kind!(&case, 1, 0, 1e-6, |x| sosfilt(&sos, &x, axis).unwrap());
    }
    for case in cases("sosfilt_from") {
        let found = sosfilt_from(case.real(0), case.real(1), case.number(0), case.real(2)).unwrap();
        case.assert_real(&found.output, 0, 1e-6);
        case.assert_real(&found.state, 1, 1e-6);
    }
    for case in cases("sosfilt_zi") {
        case.assert_real(&sosfilt_zi(case.real(0)).unwrap(), 0, 1e-6);
    }
}

#[test]
fn both_ways() {
    for case in cases("filtfilt") {
        let extension = match case.words[1] {
            "odd" => Extension::Odd,
            "even" => Extension::Even,
            "constant" => Extension::Constant,
            _ => Extension::None,
        };
        let options = BothWaysOptions::default().extension(extension);
        let found = filtfilt_with(case.real(0), case.real(1), case.real(2), -1, &options).unwrap();
        case.assert_real(&found, 0, NEAR);
    }
    for case in cases("sosfiltfilt") {
        let (sos, axis) = (case.real(0), case.number(0));
        by_kind!(&case, 1, 0, 1e-6, |x| sosfiltfilt(&sos, &x, axis).unwrap());
    }
}

#[test]
fn by_polynomials_in_windows() {
    for case in cases("savgol_coeffs") {
        let options = SavgolOptions::default().deriv(case.number(2)).delta(case.number(3));
        let found = savgol_coeffs_with(case.number(0), case.number(1), &options);
        case.assert_real(&found, 0, NEAR);
    }
    for case in cases("savgol_filter") {
        let mode = match case.words[4] {
            "interp" => SavgolMode::Interp,
            "mirror" => SavgolMode::Mirror,
            "constant" => SavgolMode::Constant(1.5),
            "nearest" => SavgolMode::Nearest,
            _ => SavgolMode::Wrap,
        };
        let options =
            SavgolOptions::default().deriv(case.number(2)).delta(case.number(3)).mode(mode);
        let found = savgol_filter_with(case.real(0), case.number(0), case.number(1), -1, &options);
        case.assert_real(&found.unwrap(), 0, NEAR);
    }
}

#[test]
fn by_medians() {
    for case in cases("medfilt") {
        let window: Vec<usize> = (0..case.words.len()).map(|k| case.number(k)).collect();
        if case.kind(0) == "f64" {
            case.assert_real(&medfilt(case.real(0), &window), 0, 0.0);
        } else {
            case.assert_real(&medfilt(case.whole(0), &window).cast::<f64>(), 0, 0.0);
        }
    }
    assert_eq!(medfilt(&[u64::MAX, 0, u64::MAX - 1, 1], &[3]), array![0, u64::MAX - 1, 1, 1]);
    assert_eq!(medfilt(&[i8::MIN, 5, -7], &[1]), array![i8::MIN, 5, -7]);
    // NaN of a window is its median, and is gone with it.
    let found = medfilt(&[1.0, 2.0, f64::NAN, 4.0, 5.0, 6.0], &[3]);
    assert_eq!(nd_ops::isnan(&found), array![false, true, true, true, false, false]);
    assert_eq!((found[[0]], found[[4]], found[[5]]), (1.0, 5.0, 5.0));
}

#[test]
fn at_other_rates() {
    for case in cases("resample") {
        let count = case.number(0);
        by_kind!(&case, 0, 0, NEAR, |x| resample(&x, count, -1));
    }
    for case in cases("resample_hamming") {
        let (count, options) = (case.number(0), ResampleOptions::default().window(Window::Hamming));
        by_kind!(&case, 0, 0, NEAR, |x| resample_with(&x, count, -1, &options));
    }
    for case in cases("resample_poly") {
        let pad = match case.words[2] {
            "mean" => ResamplePad::Mean,
            "median" => ResamplePad::Median,
            "minimum" => ResamplePad::Minimum,
            "maximum" => ResamplePad::Maximum,
            "line" => ResamplePad::Line,
            "edge" => ResamplePad::Edge,
            _ => ResamplePad::Zero,
        };
        let options = ResamplePolyOptions::default().pad(pad);
        let found = resample_poly_with(case.real(0), case.number(0), case.number(1), -1, &options);
        case.assert_real(&found, 0, NEAR);
    }
    for case in cases("upfirdn") {
        let (h, up, down) = (case.real(0), case.number(0), case.number(1));
        by_kind!(&case, 1, 0, NEAR, |x| upfirdn(&h, &x, up, down, -1));
    }
    for case in cases("decimate") {
        let order = case.number(2);
        let filter =
            if case.words[1] == "iir" { Antialias::Iir(order) } else { Antialias::Fir(order) };
        let options = DecimateOptions::default().filter(filter).zero_phase(case.words[3] == "1");
        let found = decimate_with(case.real(0), case.number(0), -1, &options).unwrap();
        case.assert_real(&found, 0, 1e-7);
    }
}

#[test]
fn without_trends_and_with_phases() {
    for case in cases("detrend") {
        let trend = if case.words[0] == "linear" { Trend::Linear } else { Trend::Constant };
        let breaks: Vec<usize> = (1..case.words.len()).map(|k| case.number(k)).collect();
        let options = DetrendOptions::default().trend(trend).breaks(&breaks);
        by_kind!(&case, 0, 0, NEAR, |x| detrend_with(&x, -1, &options).unwrap());
    }
    for case in cases("hilbert") {
        let options = HilbertOptions::default().n(case.number(0));
        if case.kind(0) == "f32" {
            let found = hilbert_with(case.single(0), -1, &options);
            case.assert_complex(&found.cast::<crate::C>(), 0, 2e-6);
        } else {
            case.assert_complex(&hilbert_with(case.real(0), -1, &options), 0, NEAR);
        }
    }
    for case in cases("deconvolve") {
        let found = deconvolve(case.real(0), case.real(1)).unwrap();
        case.assert_real(&found.quotient, 0, NEAR);
        case.assert_real(&found.remainder, 1, NEAR);
    }
}
