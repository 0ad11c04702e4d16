//! Designs of filters, their forms and responses.

use crate::{C, Case, cases, complex, message, real};
use nd_core::Array;
use nd_ops::signal::*;

fn band(case: &Case, k: usize) -> (Band, usize) {
    match case.words[k] {
        "lowpass" => (Band::Lowpass(case.number(k + 1)), k + 2),
        "highpass" => (Band::Highpass(case.number(k + 1)), k + 2),
        "bandpass" => (Band::Bandpass(case.number(k + 1), case.number(k + 2)), k + 3),
        _ => (Band::Bandstop(case.number(k + 1), case.number(k + 2)), k + 3),
    }
}

/// Compares roots in any order: each is found once.
fn assert_roots(found: &[C], wanted: &Array<C>, tolerance: f64, line: &str) {
    assert_eq!(found.len(), wanted.size(), "{line}");
    let mut left: Vec<C> = found.to_vec();
    for z in wanted {
        let near = left.iter().position(|w| (w - z).norm() <= tolerance * z.norm().max(1e-3));
        left.swap_remove(near.unwrap_or_else(|| panic!("{z} is not in {found:?}: {line}")));
    }
}

#[test]
fn families_are_scipys() {
    for case in cases("design") {
        let order = case.number(1);
        let (band, at) = band(&case, 2);
        let options = DesignOptions::default().analog(case.words[case.words.len() - 1] == "analog");
        let found = match case.words[0] {
            "butter" => butter_with(order, band, &options),
            "cheby1" => cheby1_with(order, case.number(at), band, &options),
            "cheby2" => cheby2_with(order, case.number(at), band, &options),
            "ellip" => ellip_with(order, case.number(at), case.number(at + 1), band, &options),
            _ => bessel_with(order, BesselNorm::Phase, band, &options),
        };
        assert_roots(found.zeros(), &complex(case.results[0]), 1e-7, case.line);
        assert_roots(found.poles(), &complex(case.results[1]), 1e-7, case.line);
        case.assert_real(&Array::scalar(found.gain()), 2, 1e-7);
        if !options.analog {
            assert_sections(&found.sos(), &real(case.results[3]), case.line);
        }
    }
}

/// Sections may pair zeros that are equally near otherwise; what they do is the same.
fn assert_sections(found: &Array<f64>, wanted: &Array<f64>, line: &str) {
    assert_eq!(found.shape(), wanted.shape(), "{line}");
    let (ours, theirs) =
        (freqz_sos(found, 40).unwrap().gains, freqz_sos(wanted, 40).unwrap().gains);
    for (x, y) in ours.iter().zip(&theirs) {
        assert!((x - y).norm() < 1e-6, "{x} is not {y}: {line}");
    }
    let last = |sos: &Array<f64>, k: usize| sos[[sos.shape()[0] - 1, k]];
    for k in 3..6 {
        assert!((last(found, k) - last(wanted, k)).abs() < 1e-7, "{line}");
    }
}

#[test]
fn bessels_norms_are_scipys() {
    for case in cases("besselap") {
        let norm = match case.words[1] {
            "phase" => BesselNorm::Phase,
            "delay" => BesselNorm::Delay,
            _ => BesselNorm::Magnitude,
        };
        let options = DesignOptions::default().analog(true);
        let found = bessel_with(case.number(0), norm, Band::Lowpass(1.0), &options);
        assert_roots(found.poles(), &complex(case.results[0]), 1e-7, case.line);
        case.assert_real(&Array::scalar(found.gain()), 1, 1e-7);
    }
}

#[test]
fn resonances_are_scipys() {
    for (name, design) in
        [("iirnotch", iirnotch as fn(f64, f64) -> TransferFunction), ("iirpeak", iirpeak)]
    {
        for case in cases(name) {
            let found = design(case.number(0), case.number(1));
            case.assert_real(&found.b, 0, 1e-8);
            case.assert_real(&found.a, 1, 1e-8);
        }
    }
}

#[test]
fn forms_are_scipys() {
    for case in cases("tf2zpk") {
        let found = tf2zpk(case.real(0), case.real(1)).unwrap();
        assert_roots(found.zeros(), &complex(case.results[0]), 1e-6, case.line);
        assert_roots(found.poles(), &complex(case.results[1]), 1e-6, case.line);
        case.assert_real(&Array::scalar(found.gain()), 2, 1e-8);
    }
    for case in cases("tf2sos") {
        assert_sections(
            &tf2sos(case.real(0), case.real(1)).unwrap(),
            &real(case.results[0]),
            case.line,
        );
    }
    for case in cases("sos2tf") {
        let found = sos2tf(case.real(0)).unwrap();
        case.assert_real(&found.b, 0, 1e-8);
        case.assert_real(&found.a, 1, 1e-8);
        // And back, through the roots.
        let again = sos2zpk(case.real(0)).unwrap();
        let b = again.tf().b;
        case.assert_real(&b, 0, 1e-7);
    }
    for case in cases("zpk2sos") {
        let pairing = match case.words[0] {
            "nearest" => Pairing::Nearest,
            "keep_odd" => Pairing::KeepOdd,
            _ => Pairing::Minimal,
        };
        let filter = Zpk::new(case.complex(0).into_vec(), case.complex(1).into_vec(), 0.5).unwrap();
        let found = zpk2sos_with(&filter, &SectionOptions::default().pairing(pairing));
        case.assert_real(&found, 0, 1e-8);
    }
}

#[test]
fn minimal_sections_without_a_real_zero_are_made() {
    // SciPy looks for a real zero here in vain, and fails.
    let z = |re, im| C::new(re, im);
    let zeros = vec![z(0.5, 0.5), z(0.5, -0.5)];
    let poles = vec![z(0.9, 0.0), z(0.8, 0.3), z(0.8, -0.3)];
    let filter = Zpk::new(zeros, poles, 0.5).unwrap();
    let sos = zpk2sos_with(&filter, &SectionOptions::default().pairing(Pairing::Minimal));
    let w = z(0.3, 0.8);
    let value = |s: &[f64]| (w * s[0] + s[1]) * w + s[2];
    let found: C = sos.into_vec().chunks(6).map(|s| value(&s[..3]) / value(&s[3..])).product();
    let roots = |all: &[C]| -> C { all.iter().map(|root| w - root).product() };
    let wanted = 0.5 * roots(filter.zeros()) / roots(filter.poles());
    assert!((found - wanted).norm() < 1e-12 * wanted.norm(), "{found} is not {wanted}");
}

#[test]
fn roots_of_high_orders_are_found() {
    // A polynomial with known roots, well apart.
    let roots: Vec<f64> = (1..=15).map(|k| f64::from(k) * 0.1).collect();
    let p = Zpk::new(roots.iter().map(|&x| x.into()).collect(), vec![], 1.0).unwrap().tf().b;
    let mut found: Vec<f64> = tf2zpk(&p, &[1.0]).unwrap().zeros().iter().map(|z| z.re).collect();
    found.sort_by(f64::total_cmp);
    for (x, y) in found.iter().zip(&roots) {
        assert!((x - y).abs() < 1e-2, "{x} is not {y}");
    }
    // All on the unit circle.
    let mut circle = vec![0.0; 41];
    (circle[0], circle[40]) = (1.0, -1.0);
    let found = tf2zpk(&circle, &[1.0]).unwrap();
    assert_eq!(found.zeros().len(), 40);
    assert!(
        found
            .zeros()
            .iter()
            .all(|z| (z.norm() - 1.0).abs() < 1e-12 && (z.powu(40) - 1.0).norm() < 1e-10)
    );
    // Numbers of very different size.
    let found = tf2zpk(&[1.0, -1e100, 1.0, -1e-100], &[1.0]).unwrap();
    assert!(found.zeros().iter().any(|z| (z.norm() / 1e100 - 1.0).abs() < 1e-10));
}

#[test]
fn responses_are_scipys() {
    for case in cases("freqz") {
        let options = FrequencyOptions::default()
            .whole(case.words[1] == "1")
            .include_nyquist(case.words[2] == "1");
        let found = freqz_with(case.real(0), case.real(1), case.number(0), &options).unwrap();
        case.assert_real(&found.frequencies, 0, 1e-8);
        case.assert_complex(&found.gains, 1, 1e-8);
        let at = freqz_at(case.real(0), case.real(1), &found.frequencies).unwrap();
        case.assert_complex(&at, 1, 1e-8);
    }
    for case in cases("freqz_sos") {
        let found = freqz_sos(case.real(0), case.number(0)).unwrap();
        case.assert_real(&found.frequencies, 0, 1e-8);
        case.assert_complex(&found.gains, 1, 1e-6);
    }
    for case in cases("group_delay") {
        let options = FrequencyOptions::default().whole(case.words[1] == "1");
        let found = group_delay_with(case.real(0), case.real(1), case.number(0), &options).unwrap();
        case.assert_real(&found.frequencies, 0, 1e-8);
        case.assert_real(&found.delays, 1, 1e-7);
    }
}

#[test]
fn windowed_filters_are_scipys() {
    for case in cases("firwin") {
        case.assert_real(&firwin(case.number(0), band(&case, 1).0), 0, 1e-8);
    }
    for case in cases("firwin2") {
        case.assert_real(&firwin2(case.number(0), case.real(0), case.real(1)), 0, 1e-8);
    }
    for case in cases("firwin_kaiser") {
        let options = FirOptions::default().width(0.1).scale(false);
        case.assert_real(&firwin_with(case.number(0), band(&case, 1).0, &options), 0, 1e-8);
    }
}

#[test]
fn arguments_that_make_no_filter_are_refused() {
    let text = message(|| butter(2, Band::Lowpass(1.0)));
    assert_eq!(text, "butter: an edge at 1, which has to lie between 0 and 1");
    let text = message(|| butter(2, Band::Bandpass(0.5, 0.2)));
    assert_eq!(text, "butter: edges at 0.5 and 0.2, of which the first has to be below the second");
    let text = message(|| cheby1(2, -1.0, Band::Lowpass(0.3)));
    assert_eq!(text, "cheby1: the ripple is -1 decibels, and has to be above 0 and finite");
    assert!(
        message(|| ellip(2, 3.0, 2.0, Band::Lowpass(0.3))).contains("not below the attenuation")
    );
    assert!(message(|| butter(501, Band::Lowpass(0.3))).contains("at most 500"));
    let hertz = DesignOptions::default().fs(f64::NAN);
    assert!(
        message(|| butter_with(2, Band::Lowpass(0.3), &hertz)).contains("sampling rate is NaN")
    );
    let both = DesignOptions::default().fs(1.0).analog(true);
    assert!(message(|| butter_with(2, Band::Lowpass(0.3), &both)).contains("no sampling rate"));
    assert!(message(|| firwin(4, Band::Highpass(0.3))).contains("4 coefficients"));
    assert!(message(|| firwin(0, Band::Lowpass(0.3))).contains("no coefficients"));
    assert!(message(|| firwin2(5, &[0.0, 0.5], &[1.0, 1.0])).contains("ascend from 0 to 1"));
    assert!(message(|| firwin2(0, &[0.0, 1.0], &[1.0, 1.0])).contains("0 coefficients"));
    assert!(message(|| firwin2(4, &[0.0, 1.0], &[1.0, 1.0])).contains("4 coefficients"));
    assert!(message(|| iirnotch(0.0, 1.0)).contains("frequency of 0"));
    assert!(message(|| iirpeak(0.5, f64::INFINITY)).contains("quality of inf"));
    let error = Zpk::new(vec![C::new(0.0, 1.0)], vec![], 1.0).unwrap_err();
    assert_eq!(error.to_string(), "Zpk::new: a complex root without its conjugate");
    assert!(tf2zpk(&[1.0], &[0.0, 0.0]).is_err() && tf2zpk(&[f64::NAN], &[1.0]).is_err());
    assert!(freqz(&[0.0; 0], &[1.0], 4).is_err());
}
