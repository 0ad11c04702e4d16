//! Peaks.

use crate::{Case, cases};
use nd_core::Array;
use nd_ops::signal::*;

fn limits(text: &str) -> Limits {
    let numbers: Vec<f64> = text.split(',').map(|word| word.parse().expect("a number")).collect();
    match numbers[..] {
        [least] => Limits::from(least),
        _ => Limits::from((numbers[0], numbers[1])),
    }
}

fn options(case: &Case) -> PeakOptions {
    let mut options = PeakOptions::default();
    for word in &case.words {
        let (key, value) = word.split_once('=').expect("key and value");
        options = match key {
            "height" => options.height(limits(value)),
            "threshold" => options.threshold(limits(value)),
            "distance" => options.distance(value.parse().unwrap()),
            "prominence" => options.prominence(limits(value)),
            "width" => options.width(limits(value)),
            "plateau_size" => options.plateau_size(limits(value)),
            "wlen" => options.measure(options.measure.window(value.parse().unwrap())),
            "rel_height" => options.measure(options.measure.rel_height(value.parse().unwrap())),
            _ => options,
        };
    }
    options
}

fn property(found: &Peaks, name: &str) -> Array<f64> {
    let places = |a: &Array<usize>| a.cast::<f64>();
    let prominences = || found.prominences.as_ref().expect("prominences");
    let widths = || found.widths.as_ref().expect("widths");
    let edges = || found.edges.as_ref().expect("edges");
    let thresholds = || found.thresholds.as_ref().expect("thresholds");
    match name {
        "peak_heights" => found.heights.clone().expect("heights"),
        "left_thresholds" => thresholds().0.clone(),
        "right_thresholds" => thresholds().1.clone(),
        "prominences" => prominences().prominences.clone(),
        "left_bases" => places(&prominences().left_bases),
        "right_bases" => places(&prominences().right_bases),
        "widths" => widths().widths.clone(),
        "width_heights" => widths().heights.clone(),
        "left_ips" => widths().left.clone(),
        "right_ips" => widths().right.clone(),
        "left_edges" => places(&edges().0),
        "right_edges" => places(&edges().1),
        "plateau_sizes" => places(&edges().1) - places(&edges().0) + 1.0,
        other => panic!("{other}"),
    }
}

#[test]
fn peaks_and_what_they_have_are_scipys() {
    for case in cases("find_peaks") {
        let options = options(&case);
        let (found, tolerance) = match case.kind(0) {
            "f32" => (find_peaks_with(case.single(0), &options), 2e-6),
            "i64" => (find_peaks_with(case.whole(0), &options), 1e-8),
            _ => (find_peaks_with(case.real(0), &options), 1e-8),
        };
        case.assert_places(&found.peaks, 0);
        let names = case.words[case.words.len() - 1].trim_start_matches("names=");
        for (k, name) in names.split(',').filter(|name| !name.is_empty()).enumerate() {
            case.assert_real(&property(&found, name), k + 1, tolerance);
        }
    }
}

#[test]
fn prominences_and_widths_of_any_places_are_scipys() {
    for case in cases("peak_prominences") {
        let places = case.real(1).cast::<usize>();
        let found = peak_prominences(case.real(0), &places).unwrap();
        case.assert_real(&found.prominences, 0, 1e-6);
        case.assert_places(&found.left_bases, 1);
        case.assert_places(&found.right_bases, 2);
    }
    for case in cases("peak_widths") {
        let places = case.real(1).cast::<usize>();
        let options = WidthOptions::default().rel_height(case.number(0));
        let found = peak_widths_with(case.real(0), &places, &options).unwrap();
        for (k, values) in [found.widths, found.heights, found.left, found.right].iter().enumerate()
        {
            case.assert_real(values, k, 1e-6);
        }
    }
}

#[test]
fn long_signals_are_searched_by_stretches_as_element_by_element() {
    // Long enough for all stretches, with peaks on a slope, whose sides reach far.
    let value = |k: usize| (k as f64 * 1e-3) + ((k * 7919) % 1013) as f64 * 1e-2;
    let x: Vec<f64> = (0..600_000).map(value).collect();
    let peaks = find_peaks(&x).peaks.into_vec();
    let some: Vec<usize> = peaks.iter().copied().step_by(9973).collect();
    let found = peak_prominences(&x, &some).unwrap();
    for (k, &peak) in some.iter().enumerate() {
        let (mut left, mut at) = (peak, peak);
        while x[at] <= x[peak] {
            left = if x[at] < x[left] { at } else { left };
            if at == 0 {
                break;
            }
            at -= 1;
        }
        assert_eq!(found.left_bases[[k]], left);
        let after = x[peak..].iter().take_while(|&&y| y <= x[peak]).enumerate();
        let (right, _) =
            after.fold((0, x[peak]), |best, (k, &y)| if y < best.1 { (k, y) } else { best });
        assert_eq!(found.right_bases[[k]], peak + right);
    }
}

#[test]
fn extremes_are_scipys() {
    for (name, search) in [
        (
            "argrelmax",
            argrelmax_with as fn(Array<f64>, isize, &ExtremaOptions) -> Vec<Array<usize>>,
        ),
        ("argrelmin", argrelmin_with),
    ] {
        for case in cases(name) {
            let mode = if case.words[1] == "wrap" { EndMode::Wrap } else { EndMode::Clip };
            let options = ExtremaOptions::default().order(case.number(0)).mode(mode);
            case.assert_places(&search(case.real(0), 0, &options)[0], 0);
        }
    }
    for case in cases("argrelmax_plane") {
        let found = argrelmax(case.whole(0), 1);
        case.assert_places(&found[0], 0);
        case.assert_places(&found[1], 1);
    }
}
