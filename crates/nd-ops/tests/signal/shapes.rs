//! Windows and waves.

use crate::cases;
use nd_core::{Array, array};
use nd_ops::signal::windows::{Ends, Window};
use nd_ops::signal::*;

fn window(name: &str, number: f64) -> Window {
    match name {
        "boxcar" => Window::Boxcar,
        "triang" => Window::Triang,
        "bartlett" => Window::Bartlett,
        "barthann" => Window::BartHann,
        "hann" => Window::Hann,
        "hamming" => Window::Hamming,
        "blackman" => Window::Blackman,
        "blackmanharris" => Window::BlackmanHarris,
        "nuttall" => Window::Nuttall,
        "flattop" => Window::FlatTop,
        "cosine" => Window::Cosine,
        "parzen" => Window::Parzen,
        "bohman" => Window::Bohman,
        "tukey" => Window::Tukey(number),
        "gaussian" => Window::Gaussian(number),
        "general_hamming" => Window::GeneralHamming(number),
        "kaiser" => Window::Kaiser(number),
        "exponential" => Window::Exponential(number),
        _ => Window::Dpss(number),
    }
}

#[test]
fn windows_are_scipys() {
    for case in cases("window") {
        let ends = if case.words[3] == "1" { Ends::Periodic } else { Ends::Symmetric };
        let found = window(case.words[0], case.number(1)).values(case.number(2), ends);
        case.assert_real(&found, 0, 1e-8);
    }
    assert!(windows::hann(0, Ends::Periodic).is_empty());
    assert_eq!(windows::tukey(4, -1.0, Ends::Symmetric), Array::ones(4));
    assert_eq!(windows::dpss(1, 2.5, Ends::Periodic), Array::ones(1));
}

#[test]
fn waves_are_scipys() {
    for case in cases("chirp") {
        let sweep = match case.words[0] {
            "linear" => Sweep::Linear,
            "quadratic" => Sweep::Quadratic,
            "vertex" => Sweep::QuadraticToVertex,
            "logarithmic" => Sweep::Logarithmic,
            _ => Sweep::Hyperbolic,
        };
        let found = chirp(case.real(0), case.number(1), case.number(2), case.number(3), sweep);
        // Times are written with 9 digits.
        case.assert_real(&found, 0, 1e-6);
    }
    for case in cases("square") {
        case.assert_real(&square(case.real(0), case.number(0)), 0, 0.0);
    }
    for case in cases("sawtooth") {
        case.assert_real(&sawtooth(case.real(0), case.number(0)), 0, 1e-7);
    }
    for case in cases("gausspulse") {
        let found = gausspulse(case.real(0), case.number(0), case.number(1));
        for (k, part) in [found.in_phase, found.quadrature, found.envelope].iter().enumerate() {
            case.assert_real(part, k, 1e-7);
        }
    }
    let plane = unit_impulse::<i32>([2, 3], &[1, 2]);
    assert_eq!(plane, array![[0, 0, 0], [0, 0, 1]]);
}
