//! Filters, resize and grey against SciPy and Pillow: the fixtures that
//! `golden/image.py` made.

use nd_core::Array;
use nd_image::{
    EdgeOptions, Filter, GaussianOptions, KernelOptions, Luma, Mode, Pixel, Sample, convolve_with,
    convolve1d_with, correlate_with, correlate1d_with, gaussian_filter_with, resize, rgb_to_grey,
    sobel_with,
};
use std::collections::HashMap;
use std::path::PathBuf;
use std::str::FromStr;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// A line of `cases.txt`.
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

    fn list<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> Vec<V> {
        self.parameters[key].split(',').map(|v| v.parse().unwrap()).collect()
    }

    fn one<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.parameters[key].parse().unwrap()
    }

    fn mode(&self) -> Mode {
        let cval = self.parameters.get("cval").map_or(2.5, |v| v.parse().unwrap());
        match self.parameters["mode"].as_str() {
            "reflect" => Mode::Reflect,
            "constant" => Mode::Constant(cval),
            "nearest" => Mode::Nearest,
            "mirror" => Mode::Mirror,
            "wrap" => Mode::Wrap,
            other => panic!("{other}"),
        }
    }
}

/// Element types of the fixtures, and how close results must be.
trait Golden: Pixel {
    const NAME: &'static str;
    fn from_le(bytes: &[u8]) -> Self;
    fn float(self) -> f64;
    /// The greatest difference allowed; `scale` is the largest sum of `|weight × sample|`.
    fn allowed(scale: f64) -> f64;
}

macro_rules! golden {
    ($type:ident, $allowed:expr) => {
        impl Golden for $type {
            const NAME: &'static str = stringify!($type);
            fn from_le(bytes: &[u8]) -> $type {
                $type::from_le_bytes(bytes.try_into().unwrap())
            }
            fn float(self) -> f64 {
                self as f64
            }
            fn allowed(scale: f64) -> f64 {
                scale * $allowed
            }
        }
    };
}
golden!(u8, 0.0);
golden!(u16, 0.0);
golden!(f64, 0.0);
golden!(f32, 1e-6);

fn read<T: Golden>(data: &[u8], word: &str) -> Array<T> {
    let parts: Vec<&str> = word.split(':').collect();
    assert_eq!(parts[0], T::NAME);
    let shape: Vec<usize> = parts[1].split(',').map(|n| n.parse().unwrap()).collect();
    let start: usize = parts[2].parse().unwrap();
    let bytes = &data[start..][..shape.iter().product::<usize>() * size_of::<T>()];
    Array::from_shape_vec(&shape[..], bytes.chunks(size_of::<T>()).map(T::from_le).collect())
}

fn compare<T: Golden>(case: &Case, ours: &Array<T>, theirs: &Array<T>, allowed: f64) {
    assert_eq!(ours.shape(), theirs.shape(), "{}", case.line);
    for (i, (&x, &y)) in ours.iter().zip(theirs.iter()).enumerate() {
        let difference = (x.float() - y.float()).abs();
        assert!(difference <= allowed, "{}\nat {i}: {x:?}, theirs {y:?}", case.line);
    }
}

fn filter<T: Golden>(case: &Case, data: &[u8]) {
    let (a, expected) = (read::<T>(data, &case.input), read::<T>(data, &case.output));
    let mode = case.mode();
    let mut weight = 1.0;
    let kernel = |key: &str| read::<f64>(data, &case.parameters[key]);
    let ours = match case.op.as_str() {
        "gaussian" => {
            let options = GaussianOptions::default()
                .mode(mode)
                .truncate(case.one("truncate"))
                .order(case.list::<usize>("order"));
            gaussian_filter_with(&a, case.list::<f64>("sigma"), &options)
        }
        "sobel" => {
            weight = 8.0;
            sobel_with(&a, case.one("axis"), &EdgeOptions::default().mode(mode))
        }
        "correlate1d" | "convolve1d" => {
            let weights: Vec<f64> = case.list("weights");
            weight = weights.iter().map(|w| w.abs()).sum();
            let options = KernelOptions::default().mode(mode).origin(case.one::<isize>("origin"));
            let function = if case.op == "convolve1d" { convolve1d_with } else { correlate1d_with };
            function(&a, &weights, case.one("axis"), &options)
        }
        "correlate" | "convolve" => {
            let weights = kernel("kernel");
            weight = weights.iter().map(|w| w.abs()).sum();
            let options = KernelOptions::default().mode(mode).origin(case.list::<isize>("origin"));
            let function = if case.op == "convolve" { convolve_with } else { correlate_with };
            function(&a, &weights, &options)
        }
        other => panic!("{other}"),
    };
    let largest = a.iter().fold(mode_value(mode), |m, x| m.max(x.float().abs()));
    compare(case, &ours, &expected, T::allowed(largest * weight));
}

fn mode_value(mode: Mode) -> f64 {
    if let Mode::Constant(value) = mode { value.abs() } else { 0.0 }
}

fn resized<T: Golden + Sample>(case: &Case, data: &[u8]) {
    let filter = match case.parameters["filter"].as_str() {
        "nearest" => Filter::Nearest,
        "box" => Filter::Box,
        "bilinear" => Filter::Bilinear,
        "bicubic" => Filter::Bicubic,
        "lanczos3" => Filter::Lanczos3,
        other => panic!("{other}"),
    };
    let size = <[usize; 2]>::try_from(case.list("size")).unwrap();
    let ours = resize(&read::<T>(data, &case.input), size, filter);
    // Pillow's bits, f32 included.
    compare(case, &ours, &read::<T>(data, &case.output), 0.0);
}

fn greyed<T: Golden + Luma>(case: &Case, data: &[u8]) {
    let ours = rgb_to_grey(&read::<T>(data, &case.input));
    compare(case, &ours, &read::<T>(data, &case.output), 0.0);
}

fn run(ops: &[&str]) {
    let lines = std::fs::read_to_string(folder().join("cases.txt")).unwrap();
    let data = std::fs::read(folder().join("cases.bin")).unwrap();
    let mut count = 0;
    for case in lines.lines().map(Case::parse).filter(|c| ops.contains(&c.op.as_str())) {
        count += 1;
        let element = case.output.split(':').next().unwrap();
        match (case.op.as_str(), element) {
            ("grey", _) => greyed::<u8>(&case, &data),
            ("resize", "u8") => resized::<u8>(&case, &data),
            ("resize", "u16") => resized::<u16>(&case, &data),
            ("resize", _) => resized::<f32>(&case, &data),
            (_, "u8") => filter::<u8>(&case, &data),
            (_, "u16") => filter::<u16>(&case, &data),
            (_, "f32") => filter::<f32>(&case, &data),
            (_, _) => filter::<f64>(&case, &data),
        }
    }
    assert!(count > 0, "no cases of {ops:?}");
}

#[test]
fn gaussian_is_scipys() {
    run(&["gaussian"]);
}

#[test]
fn sobel_is_scipys() {
    run(&["sobel"]);
}

#[test]
fn one_dimensional_kernels_are_scipys() {
    run(&["correlate1d", "convolve1d"]);
}

#[test]
fn kernels_are_scipys() {
    run(&["correlate", "convolve"]);
}

#[test]
fn resize_is_pillows() {
    run(&["resize"]);
}

#[test]
fn grey_is_pillows() {
    run(&["grey"]);
}
