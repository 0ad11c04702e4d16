//! Morphology, labels and distances against SciPy and scikit-image: the fixtures that
//! `golden/image_morphology.py` made.

use nd_core::{Array, Element};
use nd_image::segmentation::{BoundaryMode, find_boundaries};
use nd_image::*;
use std::collections::HashMap;
use std::path::PathBuf;
use std::str::FromStr;

/// A line of `cases.txt`.
struct Case<'a> {
    line: &'a str,
    op: &'a str,
    parameters: HashMap<&'a str, &'a str>,
    input: &'a str,
    output: &'a str,
    data: &'a [u8],
}

impl<'a> Case<'a> {
    fn parse(line: &'a str, data: &'a [u8]) -> Case<'a> {
        let mut words: Vec<&str> = line.split(' ').collect();
        let (output, input) = (words.pop().unwrap(), words.pop().unwrap());
        let parameters = words[1..].iter().map(|w| w.split_once('=').unwrap()).collect();
        Case { line, op: words[0], parameters, input, output, data }
    }

    fn list<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> Vec<V> {
        self.parameters[key].split(',').map(|v| v.parse().unwrap()).collect()
    }

    fn one<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.parameters[key].parse().unwrap()
    }

    /// An array of numbers, however it is stored.
    fn array(&self, word: &str) -> Array<f64> {
        let parts: Vec<&str> = word.split(':').collect();
        let shape: Vec<usize> = parts[1].split(',').map(|n| n.parse().unwrap()).collect();
        let (bytes, size) = (&self.data[parts[2].parse().unwrap()..], shape.iter().product());
        let number = |i: usize| match parts[0] {
            "bool" => f64::from(bytes[i / 8] >> (i % 8) & 1),
            "u8" => f64::from(bytes[i]),
            "i16" => f64::from(i16::from_le_bytes(bytes[2 * i..][..2].try_into().unwrap())),
            "f64" => f64::from_le_bytes(bytes[8 * i..][..8].try_into().unwrap()),
            other => panic!("{other}"),
        };
        Array::from_shape_vec(&shape[..], (0..size).map(number).collect())
    }

    fn mask(&self, key: &str) -> Array<bool> {
        cast(&self.array(self.parameters[key]))
    }

    fn input<T: From64>(&self) -> Array<T> {
        cast(&self.array(self.input))
    }

    fn mode(&self) -> Mode {
        match self.parameters["mode"] {
            "reflect" => Mode::Reflect,
            "constant" => Mode::Constant(3.0),
            "nearest" => Mode::Nearest,
            "mirror" => Mode::Mirror,
            "wrap" => Mode::Wrap,
            other => panic!("{other}"),
        }
    }

    #[track_caller]
    fn compare<T: From64>(&self, ours: &Array<T>, allowed: f64) {
        let theirs = self.array(self.output);
        assert_eq!(ours.shape(), theirs.shape(), "{}", self.line);
        for (i, (x, &y)) in ours.iter().zip(theirs.iter()).enumerate() {
            let close = (x.float() - y).abs() <= allowed * y.abs();
            assert!(close, "{}\nat {i}: {}, theirs {y}", self.line, x.float());
        }
    }
}

/// Elements that are made from the numbers of the fixtures.
trait From64: Element {
    fn from64(x: f64) -> Self;
    fn float(&self) -> f64;
}

macro_rules! from64 {
    ($($T:ty)*) => { $(
        impl From64 for $T {
            fn from64(x: f64) -> $T {
                x as $T
            }
            fn float(&self) -> f64 {
                *self as f64
            }
        }
    )* };
}
from64!(u8 i16 u32 f64);

impl From64 for bool {
    fn from64(x: f64) -> bool {
        x != 0.0
    }
    fn float(&self) -> f64 {
        f64::from(u8::from(*self))
    }
}

fn cast<T: From64>(a: &Array<f64>) -> Array<T> {
    Array::from_shape_vec(a.shape(), a.iter().map(|&x| T::from64(x)).collect())
}

fn binary(case: &Case<'_>) {
    let a = case.input::<bool>();
    let times = case.one::<usize>("iterations");
    let iterations = if times > 0 { Iterations::Times(times) } else { Iterations::UntilStable };
    let border = if case.parameters["border"] == "1" { Border::Set } else { Border::Unset };
    let mut options = BinaryOptions::default()
        .structure(case.mask("structure"))
        .iterations(iterations)
        .border(border)
        .origin(case.list::<isize>("origin"));
    if case.parameters.contains_key("mask") {
        options = options.mask(case.mask("mask"));
    }
    let function = match case.op {
        "binary_erosion" => binary_erosion_with,
        "binary_dilation" => binary_dilation_with,
        "binary_opening" => binary_opening_with,
        _ => binary_closing_with,
    };
    case.compare(&function(&a, &options), 0.0);
}

fn neutral(case: &Case<'_>) {
    let a = case.input::<bool>();
    let structure = case.mask("structure");
    let options = BinaryOptions::default().structure(structure).border(Border::Neutral);
    let function = match case.op {
        "neutral_erosion" => binary_erosion_with,
        "neutral_dilation" => binary_dilation_with,
        "neutral_opening" => binary_opening_with,
        _ => binary_closing_with,
    };
    case.compare(&function(&a, &options), 0.0);
}

fn grey<T: From64 + Ordinal>(case: &Case<'_>) {
    let a = case.input::<T>();
    let options = GreyOptions::default().mode(case.mode()).origin(case.list::<isize>("origin"));
    let window: StructuringElement = if case.parameters.contains_key("size") {
        case.list::<usize>("size").into()
    } else if case.parameters.contains_key("footprint") {
        case.mask("footprint").into()
    } else {
        case.array(case.parameters["heights"]).into()
    };
    let function = match case.op {
        "grey_erosion" => grey_erosion_with,
        "grey_dilation" => grey_dilation_with,
        "grey_opening" => grey_opening_with,
        "grey_closing" => grey_closing_with,
        "morphological_gradient" => morphological_gradient_with,
        "morphological_laplace" => morphological_laplace_with,
        "white_tophat" => white_tophat_with,
        "black_tophat" => black_tophat_with,
        other => panic!("{other}"),
    };
    case.compare(&function(&a, window, &options), 0.0);
}

fn level<T: From64 + Ordinal>(case: &Case<'_>) {
    let a = case.input::<T>();
    match case.op {
        "reconstruct" => {
            let mask = cast::<T>(&case.array(case.parameters["mask"]));
            let up = case.parameters["order"] == "up";
            let b = if up {
                reconstruction_by_dilation(&a, &mask)
            } else {
                reconstruction_by_erosion(&a, &mask)
            };
            case.compare(&b.unwrap(), 0.0);
        }
        "local_maxima" => case.compare(&local_maxima(&a), 0.0),
        "local_minima" => case.compare(&local_minima(&a), 0.0),
        "h_maxima" => case.compare(&h_maxima(&a, case.one("h")), 0.0),
        "h_minima" => case.compare(&h_minima(&a, case.one("h")), 0.0),
        "area_opening" => case.compare(&area_opening(&a, case.one("area")), 0.0),
        "area_closing" => case.compare(&area_closing(&a, case.one("area")), 0.0),
        "flood" => {
            let seed = case.list::<usize>("seed");
            case.compare(&flood(&a, &seed, case.one("tolerance")), 0.0);
        }
        _ => grey::<T>(case),
    }
}

fn boundaries<T: From64 + Label>(case: &Case<'_>) {
    let boundary = match case.parameters["boundary"] {
        "thick" => BoundaryMode::Thick,
        "inner" => BoundaryMode::Inner,
        _ => BoundaryMode::Outer,
    };
    case.compare(&find_boundaries(&case.input::<T>(), 1, boundary), 0.0);
}

fn distances(case: &Case<'_>) {
    let a = case.input::<bool>();
    match case.op {
        "edt" | "edt_indices" => {
            let sampling = case.list::<f64>("sampling");
            // Without a sampling of its own SciPy's bits; else a rounding more or less.
            let allowed = if sampling.iter().all(|&s| s == 1.0) { 0.0 } else { 5e-16 };
            let options = EdtOptions::default().sampling(sampling);
            if case.op == "edt" {
                case.compare(&distance_transform_edt_with(&a, &options), allowed);
            } else {
                let indices = distance_transform_edt_indices_with(&a, &options).1.unwrap();
                case.compare(&indices, 0.0);
            }
        }
        op => {
            let chess = case.parameters["metric"] == "chessboard";
            let metric = if chess { Metric::Chessboard } else { Metric::Taxicab };
            match op {
                "cdt" => case.compare(&distance_transform_cdt(&a, metric).unwrap(), 0.0),
                "bf" => case.compare(&distance_transform_bf(&a, metric), 0.0),
                _ => {
                    let (distances, indices) = distance_transform_cdt_indices(&a, metric).unwrap();
                    assert_eq!(Some(distances), distance_transform_cdt(&a, metric));
                    case.compare(&indices, 0.0);
                }
            }
        }
    }
}

fn footprint(case: &Case<'_>) {
    let sizes = case.list::<usize>("sizes");
    let ours = match case.op {
        "disk" => disk(sizes[0]),
        "ball" => ball(sizes[0]),
        "diamond" => diamond(sizes[0]),
        "octahedron" => octahedron(sizes[0]),
        "star" => star(sizes[0]),
        "ellipse" => ellipse(sizes[0], sizes[1]),
        _ => octagon(sizes[0], sizes[1]),
    };
    case.compare(&ours, 0.0);
}

fn masks(case: &Case<'_>) {
    let a = case.input::<bool>();
    match case.op {
        "label" => {
            let options = LabelOptions::default().structure(case.mask("structure"));
            case.compare(&label_with(&a, &options).unwrap().0, 0.0);
        }
        "label_apart" => {
            let options = LabelOptions::default().structure(case.mask("structure"));
            let a = case.input::<u8>();
            case.compare(&label_with(&a, &options.values_apart(true)).unwrap().0, 0.0);
        }
        "hit_or_miss" => {
            let (hit, miss) = (case.mask("hit"), case.mask("miss"));
            case.compare(&binary_hit_or_miss(&a, Some(hit), Some(miss)), 0.0);
        }
        "propagation" => case.compare(&binary_propagation(&a, case.mask("mask")), 0.0),
        "fill_holes" => case.compare(&binary_fill_holes(&a), 0.0),
        "iterate" => case.compare(&iterate_structure(&a, case.one("iterations")), 0.0),
        "skeletonize" => case.compare(&skeletonize(&a), 0.0),
        "skeletonize_lee" => case.compare(&skeletonize_lee(&a), 0.0),
        "thin" => case.compare(&thin(&a, case.one("layers")), 0.0),
        "medial_axis" => case.compare(&medial_axis(&a).0, 0.0),
        "small_objects" => {
            case.compare(&remove_small_objects(&a, case.one("size")).unwrap(), 0.0);
        }
        "small_holes" => case.compare(&remove_small_holes(&a, case.one("size")).unwrap(), 0.0),
        "hull" => case.compare(&convex_hull_image(&a), 0.0),
        "hull_object" => case.compare(&convex_hull_object(&a).unwrap(), 0.0),
        "isotropic_erosion" => case.compare(&isotropic_erosion(&a, case.one("radius")), 0.0),
        "isotropic_dilation" => case.compare(&isotropic_dilation(&a, case.one("radius")), 0.0),
        "isotropic_opening" => case.compare(&isotropic_opening(&a, case.one("radius")), 0.0),
        "isotropic_closing" => case.compare(&isotropic_closing(&a, case.one("radius")), 0.0),
        "expand_labels" => {
            let labels = case.input::<u8>();
            case.compare(&expand_labels(&labels, case.one("distance")), 0.0);
        }
        other => panic!("{other}"),
    }
}

/// Runs the cases whose operation `mine` says, and checks that there are some.
fn run(mine: &[&str], check: impl Fn(&Case<'_>)) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden_morphology");
    let text = std::fs::read_to_string(folder.join("cases.txt")).unwrap();
    let data = std::fs::read(folder.join("data.bin")).unwrap();
    for op in mine {
        let cases: Vec<_> = text.lines().filter(|l| l.split(' ').next() == Some(*op)).collect();
        assert!(cases.len() >= 4, "{op}: {} cases", cases.len());
        cases.iter().for_each(|line| check(&Case::parse(line, &data)));
    }
}

#[test]
fn labels_are_scipys_and_scikit_images() {
    run(&["label", "label_apart"], masks);
}

#[test]
fn euclidean_distances_are_scipys() {
    run(&["edt", "edt_indices"], distances);
}

#[test]
fn distances_in_steps_are_scipys() {
    run(&["cdt", "cdt_indices", "bf"], distances);
}

#[test]
fn binary_morphology_is_scipys() {
    run(&["binary_erosion", "binary_dilation", "binary_opening", "binary_closing"], binary);
    run(&["hit_or_miss", "propagation", "fill_holes", "iterate"], masks);
}

#[test]
fn with_a_neutral_border_it_is_scikit_images() {
    let ops = ["neutral_erosion", "neutral_dilation", "neutral_opening", "neutral_closing"];
    run(&ops, neutral);
}

#[test]
fn grey_morphology_is_scipys() {
    let basic = ["grey_erosion", "grey_dilation", "grey_opening", "grey_closing"];
    let made = ["morphological_gradient", "morphological_laplace", "white_tophat", "black_tophat"];
    run(&[&basic[..], &made].concat(), by_type);
}

fn by_type(case: &Case<'_>) {
    match case.parameters["type"] {
        "uint8" => level::<u8>(case),
        "int16" => level::<i16>(case),
        _ => level::<f64>(case),
    }
}

#[test]
fn footprints_are_scikit_images() {
    let ops = ["disk", "ball", "diamond", "octahedron", "star", "ellipse", "octagon"];
    run(&ops, footprint);
}

#[test]
fn skeletons_are_scikit_images() {
    run(&["skeletonize", "thin", "medial_axis"], masks);
}

#[test]
fn skeletons_by_lee_are_scikit_images() {
    run(&["skeletonize_lee"], masks);
}

#[test]
fn reconstruction_and_extrema_are_scikit_images() {
    run(&["reconstruct", "local_maxima", "local_minima", "h_maxima", "h_minima"], by_type);
    run(&["area_opening", "area_closing", "flood"], by_type);
}

#[test]
fn boundaries_are_scikit_images() {
    run(&["boundaries"], |case| match case.parameters["type"] {
        "uint8" => boundaries::<u8>(case),
        _ => boundaries::<i16>(case),
    });
}

#[test]
fn small_things_hulls_and_balls_are_scikit_images() {
    run(&["small_objects", "small_holes", "hull", "hull_object", "expand_labels"], masks);
    let names = ["erosion", "dilation", "opening", "closing"].map(|n| format!("isotropic_{n}"));
    run(&names.each_ref().map(String::as_str), masks);
}
