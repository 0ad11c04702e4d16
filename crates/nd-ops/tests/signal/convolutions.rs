//! Convolutions and correlations.

use crate::{C, Case, cases, message};
use nd_core::{Array, array};
use nd_ops::ConvolveMode;
use nd_ops::signal::*;

fn mode(case: &Case, k: usize) -> ConvolveMode {
    match case.words[k] {
        "full" => ConvolveMode::Full,
        "same" => ConvolveMode::Same,
        _ => ConvolveMode::Valid,
    }
}

#[test]
fn sums_and_transforms_are_scipys() {
    for method in [ConvolveMethod::Auto, ConvolveMethod::Direct, ConvolveMethod::Fft] {
        let options = ConvolveOptions::default().method(method);
        for case in cases("convolve") {
            let mode = mode(&case, 0);
            if case.kind(0) == "c128" {
                let found = convolve_with(case.complex(0), case.complex(1), mode, &options);
                case.assert_complex(&found, 0, 1e-12);
            } else {
                let found = convolve_with(case.whole(0), case.whole(1), mode, &options);
                case.assert_real(&found.cast::<f64>(), 0, 0.0);
                let found = convolve_with(case.single(0), case.single(1), mode, &options);
                case.assert_real(&found.cast::<f64>(), 0, 1e-6);
            }
        }
        for case in cases("correlate") {
            let mode = mode(&case, 0);
            if case.kind(0) == "c128" {
                let found = correlate_with(case.complex(0), case.complex(1), mode, &options);
                case.assert_complex(&found, 0, 1e-12);
            } else {
                let found = correlate_with(case.whole(0), case.whole(1), mode, &options);
                case.assert_real(&found.cast::<f64>(), 0, 0.0);
            }
        }
    }
}

#[test]
fn planes_are_scipys() {
    for name in ["convolve2d", "correlate2d"] {
        for case in cases(name) {
            let mode = mode(&case, 0);
            if case.kind(0) == "c128" {
                let boundary = PlaneBoundary::Symmetric;
                let (a, b) = (case.complex(0), case.complex(1));
                let found = match name {
                    "convolve2d" => convolve2d_with(&a, &b, mode, &boundary),
                    _ => correlate2d_with(&a, &b, mode, &boundary),
                };
                case.assert_complex(&found, 0, 1e-12);
                continue;
            }
            let boundary = match case.words[1] {
                "fill" => PlaneBoundary::Fill(2),
                "wrap" => PlaneBoundary::Wrap,
                _ => PlaneBoundary::Symmetric,
            };
            let (a, b) = (case.whole(0), case.whole(1));
            let found = match name {
                "convolve2d" => convolve2d_with(&a, &b, mode, &boundary),
                _ => correlate2d_with(&a, &b, mode, &boundary),
            };
            case.assert_real(&found.cast::<f64>(), 0, 0.0);
        }
    }
}

#[test]
fn along_some_axes_as_scipy() {
    for case in cases("fftconvolve_rows") {
        let options = FftConvolveOptions::default().axes(&[1]);
        let (b, mode) = (case.real(1), mode(&case, 0));
        case.assert_real(&fftconvolve_with(case.real(0), &b, mode, &options), 0, 1e-8);
    }
    for case in cases("correlation_lags") {
        let found = correlation_lags(case.number(0), case.number(1), mode(&case, 2));
        case.assert_real(&found.cast::<f64>(), 0, 0.0);
    }
}

#[test]
fn blocks_add_up_to_the_whole() {
    let signal = |n: usize, m: usize| {
        Array::from_fn([n, m], |at| ((at[0] * 31 + at[1] * 17) % 23) as f64 - 11.0)
    };
    for (a, b) in [
        (signal(5000, 1), signal(40, 1)),
        (signal(3, 4000), signal(2, 9)),
        (signal(1, 7), signal(1, 6000)),
    ] {
        for mode in [ConvolveMode::Full, ConvolveMode::Same, ConvolveMode::Valid] {
            if mode == ConvolveMode::Valid
                && a.shape()[0] > b.shape()[0]
                && a.shape()[1] < b.shape()[1]
            {
                continue;
            }
            let direct = ConvolveOptions::default().method(ConvolveMethod::Direct);
            let (found, wanted) = (oaconvolve(&a, &b, mode), convolve_with(&a, &b, mode, &direct));
            assert_eq!(found.shape(), wanted.shape());
            assert!(nd_ops::max(nd_ops::abs(found - wanted)) < 1e-8);
        }
    }
    let z = [C::new(1.0, 2.0); 3000];
    let found = oaconvolve(&z, &z[..2], ConvolveMode::Full);
    assert!((found[[1500]] - C::new(-6.0, 8.0)).norm() < 1e-9);
}

#[test]
fn integers_wrap_and_stay_exact() {
    let large = [i64::MAX, 1, 3];
    assert_eq!(convolve(&large, &[2, 1], ConvolveMode::Full), array![-2, i64::MIN + 1, 7, 3]);
    assert_eq!(convolve(&[200u8, 100], &[2], ConvolveMode::Full), array![144u8, 200]);
    let long: Vec<i32> = (0..3000).map(|k| k % 7 - 3).collect();
    let fft = ConvolveOptions::default().method(ConvolveMethod::Fft);
    let direct = ConvolveOptions::default().method(ConvolveMethod::Direct);
    let both = [fft, direct].map(|how| convolve_with(&long, &long, ConvolveMode::Full, &how));
    assert_eq!(both[0], both[1]);
    assert_eq!(
        choose_conv_method(&[i64::MAX; 9], &[i64::MAX; 9], ConvolveMode::Full),
        ConvolveMethod::Direct
    );
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    let text = message(|| convolve(&[[1, 2, 3], [1, 2, 3]], &[[1], [1], [1]], ConvolveMode::Valid));
    assert_eq!(text, "convolve: shapes [2, 3] and [3, 1], of which neither lies within the other");
    let text = message(|| convolve(&[1], &[[1]], ConvolveMode::Full));
    assert_eq!(text, "convolve: shapes [1] and [1, 1] have different numbers of axes");
    assert_eq!(
        message(|| convolve(&[0.0; 0], &[1.0], ConvolveMode::Full)),
        "convolve: the first array is empty"
    );
    assert_eq!(
        message(|| correlate2d(&[1], &[1], ConvolveMode::Full)),
        "correlate2d: shape [1] has 1 axes, and two axes are needed"
    );
    assert!(message(|| correlation_lags(0, 1, ConvolveMode::Full)).contains("cannot be 0"));
}
