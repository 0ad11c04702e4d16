//! Interpolation against SciPy: the fixtures that `golden/image_interpolation.py` made.

use nd_core::{Array, Complex};
use nd_image::{
    AffineOptions, Alignment, Boundary, Interpolated, InterpolationOptions, RotateOptions,
    SplineFilterOptions, ZoomOptions, affine_transform_with, map_coordinates_with, rotate_with,
    shift_with, spline_filter_with, spline_filter1d_with, zoom_with,
};
use std::collections::HashMap;
use std::str::FromStr;

struct Case {
    line: String,
    op: String,
    parameters: HashMap<String, String>,
    input: String,
    output: String,
}

impl Case {
    fn parse(line: &str) -> Case {
        let mut words: Vec<&str> = line.split(' ').collect();
        let output = words.pop().unwrap().to_string();
        let input = words.pop().unwrap().to_string();
        let pairs = words[1..].iter().map(|w| w.split_once('=').unwrap());
        Case {
            line: line.into(),
            op: words[0].into(),
            parameters: pairs.map(|(k, v)| (k.into(), v.into())).collect(),
            input,
            output,
        }
    }

    fn one<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.parameters[key].parse().unwrap()
    }

    fn list(&self, key: &str) -> Vec<f64> {
        let words = self.parameters[key].split(',').filter(|word| !word.is_empty());
        words.map(|word| word.parse().unwrap()).collect()
    }

    fn mode(&self) -> Boundary {
        match self.parameters["mode"].as_str() {
            "constant" => Boundary::Constant(2.0),
            "grid-constant" => Boundary::GridConstant(2.0),
            "nearest" => Boundary::Nearest,
            "reflect" => Boundary::Reflect,
            "mirror" => Boundary::Mirror,
            "grid-wrap" => Boundary::Wrap,
            other => panic!("{other}"),
        }
    }
}

trait Golden: Interpolated + PartialEq + std::fmt::Debug {
    const NAME: &'static str;
    const BYTES: usize;
    /// The greatest difference allowed, of results whose size is about one; integers are
    /// compared by rounding.
    const ALLOWED: f64;
    const WHOLE: bool = false;
    fn from_le(bytes: &[u8]) -> Self;
    fn float(self) -> [f64; 2];
}

macro_rules! golden {
    ($type:ident, $allowed:expr, $whole:expr) => {
        impl Golden for $type {
            const NAME: &'static str = stringify!($type);
            const BYTES: usize = size_of::<$type>();
            const ALLOWED: f64 = $allowed;
            const WHOLE: bool = $whole;
            fn from_le(bytes: &[u8]) -> $type {
                $type::from_le_bytes(bytes.try_into().unwrap())
            }
            fn float(self) -> [f64; 2] {
                [self as f64, 0.0]
            }
        }
    };
}
golden!(u8, 0.0, true);
golden!(i8, 0.0, true);
golden!(u16, 0.0, true);
golden!(i32, 0.0, true);
golden!(f32, 1e-6, false);
golden!(f64, 2e-13, false);

impl Golden for Complex<f64> {
    const NAME: &'static str = "c128";
    const BYTES: usize = 16;
    const ALLOWED: f64 = 2e-13;
    fn from_le(bytes: &[u8]) -> Self {
        Complex::new(f64::from_le(&bytes[..8]), f64::from_le(&bytes[8..]))
    }
    fn float(self) -> [f64; 2] {
        [self.re, self.im]
    }
}

fn read<T: Golden>(data: &[u8], word: &str) -> Array<T> {
    let parts: Vec<&str> = word.split(':').collect();
    assert_eq!(parts[0], T::NAME);
    let shape: Vec<usize> = parts[1].split(',').map(|n| n.parse().unwrap()).collect();
    let start: usize = parts[2].parse().unwrap();
    let bytes = &data[start..][..shape.iter().product::<usize>() * T::BYTES];
    Array::from_shape_vec(&shape[..], bytes.chunks(T::BYTES).map(T::from_le).collect())
}

/// Compares; where whole numbers differ, `exact` must lie between the two.
fn compare<T: Golden>(case: &Case, ours: &Array<T>, theirs: &Array<T>, exact: &Array<f64>) {
    assert_eq!(ours.shape(), theirs.shape(), "{}", case.line);
    // SciPy's filter for `reflect` counts the first sample of a line twice in the last term of
    // its sum. What that does to short lines has a test of its own in `interpolation_laws.rs`.
    let words: Vec<&str> = case.input.split(':').collect();
    let short = words[1].split(',').map(|n| n.parse::<i32>().unwrap()).min().unwrap();
    let doubled = match (case.mode(), case.one("order")) {
        (Boundary::Reflect, 2) => 0.1716f64.powi(2 * short - 1),
        (Boundary::Reflect, 3) => 0.268f64.powi(2 * short - 1),
        (Boundary::Reflect, 4) => 0.3614f64.powi(2 * short - 1),
        (Boundary::Reflect, 5) => 0.4306f64.powi(2 * short - 1),
        _ => 0.0,
    };
    let largest = theirs.iter().map(|x| x.float()[0].abs()).fold(1.0, f64::max);
    for (i, (&x, &y)) in ours.iter().zip(theirs.iter()).enumerate() {
        let [dx, dy] = [0, 1].map(|part| (x.float()[part] - y.float()[part]).abs());
        let half = || {
            let between = (x.float()[0] + y.float()[0]) / 2.0;
            dx <= 1.0 + 8.0 * doubled * largest
                && (exact.as_slice().unwrap()[i] - between).abs() < (1e-9 + 4.0 * doubled) * largest
        };
        let allowed = T::ALLOWED + if T::WHOLE { 0.0 } else { 4.0 * doubled };
        let good = dx.max(dy) <= allowed * largest || (T::WHOLE && half());
        assert!(good, "{}\nat {i}: {x:?}, theirs {y:?}", case.line);
    }
}

fn result<T: Golden>(case: &Case, data: &[u8], a: &Array<T>, to: &[usize]) -> Array<T> {
    let prefilter = case.parameters.get("prefilter").is_none_or(|word| word == "true");
    let (order, mode) = (case.one("order"), case.mode());
    let options = InterpolationOptions::default().order(order).mode(mode).prefilter(prefilter);
    match case.op.as_str() {
        "map_coordinates" => {
            let places = read::<f64>(data, &case.parameters["places"]);
            map_coordinates_with(a, &places, &options)
        }
        "affine" => {
            let matrix = read::<f64>(data, &case.parameters["matrix"]);
            let options = AffineOptions::default().order(order).mode(mode).prefilter(prefilter);
            affine_transform_with(a, &matrix, &options.offset(case.list("offset")).shape(to))
        }
        "shift" => shift_with(a, case.list("by"), &options),
        "zoom" => {
            let grid: bool = case.one("grid");
            let alignment = if grid { Alignment::Grid } else { Alignment::Corners };
            let options = ZoomOptions::default().order(order).mode(mode).alignment(alignment);
            zoom_with(a, to, &options)
        }
        "rotate" => {
            let axes = case.list("axes");
            let options = RotateOptions::default().order(order).mode(mode);
            let options = options.axes([axes[0] as isize, axes[1] as isize]);
            rotate_with(a, case.one("degrees"), &options.reshape(case.one("reshape")))
        }
        other => panic!("{other}"),
    }
}

fn sampled<T: Golden>(case: &Case, data: &[u8]) {
    let (a, theirs) = (read::<T>(data, &case.input), read::<T>(data, &case.output));
    let ours = result(case, data, &a, theirs.shape());
    let wide = a.iter().map(|x| x.float()[0]).collect();
    let wide = Array::from_shape_vec(a.shape(), wide);
    compare(case, &ours, &theirs, &result(case, data, &wide, theirs.shape()));
}

fn filtered<T: Golden<Spline: Golden>>(case: &Case, data: &[u8]) {
    let a = read::<T>(data, &case.input);
    let (order, options) = (case.one("order"), SplineFilterOptions::default().mode(case.mode()));
    let ours = match case.parameters.get("axis") {
        None => spline_filter_with(&a, order, &options),
        Some(axis) => spline_filter1d_with(&a, order, axis.parse().unwrap(), &options),
    };
    let theirs = read::<T::Spline>(data, &case.output);
    compare(case, &ours, &theirs, &Array::zeros(ours.shape()));
}

fn run(ops: &[&str]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden_interpolation/");
    let lines = std::fs::read_to_string(format!("{folder}cases.txt")).unwrap();
    let data = std::fs::read(format!("{folder}cases.bin")).unwrap();
    let mut count = 0;
    for case in lines.lines().map(Case::parse).filter(|c| ops.contains(&c.op.as_str())) {
        count += 1;
        let filter = case.op.starts_with("spline");
        match (filter, case.input.split(':').next().unwrap()) {
            (true, "u8") => filtered::<u8>(&case, &data),
            (true, "c128") => filtered::<Complex<f64>>(&case, &data),
            (true, _) => filtered::<f64>(&case, &data),
            (_, "u8") => sampled::<u8>(&case, &data),
            (_, "i8") => sampled::<i8>(&case, &data),
            (_, "u16") => sampled::<u16>(&case, &data),
            (_, "i32") => sampled::<i32>(&case, &data),
            (_, "f32") => sampled::<f32>(&case, &data),
            (_, "c128") => sampled::<Complex<f64>>(&case, &data),
            (_, _) => sampled::<f64>(&case, &data),
        }
    }
    assert!(count > 0, "no cases of {ops:?}");
}

#[test]
fn coefficients_are_scipys() {
    run(&["spline_filter", "spline_filter1d"]);
}

#[test]
fn listed_places_are_scipys() {
    run(&["map_coordinates"]);
}

#[test]
fn affine_transforms_are_scipys() {
    run(&["affine"]);
}

#[test]
fn shifts_are_scipys() {
    run(&["shift"]);
}

#[test]
fn zooms_are_scipys() {
    run(&["zoom"]);
}

#[test]
fn rotations_are_scipys() {
    run(&["rotate"]);
}
