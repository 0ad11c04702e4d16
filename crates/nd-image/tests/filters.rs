//! Filters of any rank against SciPy and scikit-image: the fixtures that `golden/image_filters.py` made.

use nd_core::{Array, Complex, Element};
use nd_image::*;
use std::collections::HashMap;
use std::path::PathBuf;
use std::str::FromStr;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden_filters")
}

/// A line of `cases.txt`.
struct Case<'a> {
    line: String,
    op: String,
    parameters: HashMap<String, String>,
    input: String,
    output: String,
    data: &'a [u8],
}

impl Case<'_> {
    fn list<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> Vec<V> {
        self.parameters[key].split(',').map(|v| v.parse().unwrap()).collect()
    }

    fn one<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.parameters[key].parse().unwrap()
    }

    fn modes(&self) -> Axiswise<Mode> {
        let cval =
            if ["minimum", "maximum", "generic"].contains(&&self.op[..]) { 2.0 } else { 2.5 };
        let cval = if self.parameters.contains_key("footprint") { 1.0 } else { cval };
        let cval = if self.op == "median" { 1.0 } else { cval };
        let mode = |name: &str| match name {
            "reflect" => Mode::Reflect,
            "constant" => Mode::Constant(cval),
            "nearest" => Mode::Nearest,
            "mirror" => Mode::Mirror,
            "wrap" => Mode::Wrap,
            other => panic!("{other}"),
        };
        let modes: Vec<Mode> = self.parameters["mode"].split(',').map(mode).collect();
        if let [mode] = modes[..] { mode.into() } else { modes.into() }
    }

    fn windows(&self) -> WindowOptions {
        let options = WindowOptions::default().mode(self.modes());
        options.origin(self.list::<isize>("origin")).axes(self.list::<isize>("axes"))
    }

    fn window(&self) -> Window {
        match self.parameters.get("footprint") {
            Some(word) => read::<bool>(self.data, word).into(),
            None => self.list::<usize>("size").into(),
        }
    }

    fn gaussian(&self) -> GaussianOptions {
        GaussianOptions::default().mode(self.modes())
    }

    fn edges(&self) -> EdgeOptions {
        EdgeOptions::default().mode(self.modes())
    }

    fn input<T: Golden>(&self) -> Array<T> {
        read(self.data, &self.input)
    }

    /// Compares with the output of SciPy's; `allowed` is a difference.
    fn check<T: Golden>(&self, ours: &Array<T>, allowed: f64) {
        let theirs = read::<T>(self.data, &self.output);
        assert_eq!(ours.shape(), theirs.shape(), "{}", self.line);
        assert!(ours.view().is_c_contiguous(), "{}", self.line);
        for (i, (&x, &y)) in ours.iter().zip(theirs.iter()).enumerate() {
            let close = x == y || x.distance(y) <= allowed;
            assert!(close, "{}\nat {i}: {x:?}, theirs {y:?}", self.line);
        }
    }
}

/// Element types of the fixtures.
trait Golden: Element + PartialEq + std::fmt::Debug {
    const NAME: &'static str;
    /// What may be added to a sum of the size of 1.
    const ROUGH: f64;
    fn from_le(bytes: &[u8]) -> Self;
    fn distance(self, other: Self) -> f64;
}

macro_rules! golden {
    ($($type:ident $rough:expr;)*) => {$(
        impl Golden for $type {
            const NAME: &'static str = stringify!($type);
            const ROUGH: f64 = $rough;
            fn from_le(bytes: &[u8]) -> $type {
                $type::from_le_bytes(bytes.try_into().unwrap())
            }
            fn distance(self, other: $type) -> f64 {
                (self as f64 - other as f64).abs()
            }
        }
    )*};
}
golden! {
    i8 0.0; i16 0.0; i32 0.0; u8 0.0; u16 0.0; u32 0.0; f32 1e-6; f64 0.0;
    // Kernels whose last bit is another `exp`'s show in the last digits of large numbers.
    i64 2e-15; u64 2e-15;
}

impl Golden for bool {
    const NAME: &'static str = "bool";
    const ROUGH: f64 = 0.0;
    fn from_le(bytes: &[u8]) -> bool {
        bytes[0] != 0
    }
    fn distance(self, _: bool) -> f64 {
        f64::INFINITY
    }
}

macro_rules! complex {
    ($($type:ident $name:expr;)*) => {$(
        impl Golden for Complex<$type> {
            const NAME: &'static str = $name;
            const ROUGH: f64 = <$type as Golden>::ROUGH;
            fn from_le(bytes: &[u8]) -> Self {
                let (re, im) = bytes.split_at(bytes.len() / 2);
                Complex::new($type::from_le(re), $type::from_le(im))
            }
            fn distance(self, other: Self) -> f64 {
                (self - other).norm().into()
            }
        }
    )*};
}
complex! { f32 "c64"; f64 "c128"; }

fn read<T: Golden>(data: &[u8], word: &str) -> Array<T> {
    let parts: Vec<&str> = word.split(':').collect();
    assert_eq!(parts[0], T::NAME, "{word}");
    let shape: Vec<usize> =
        parts[1].split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
    let start: usize = parts[2].parse().unwrap();
    let bytes = &data[start..][..shape.iter().product::<usize>() * size_of::<T>()];
    Array::from_shape_vec(&shape[..], bytes.chunks(size_of::<T>()).map(T::from_le).collect())
}

/// Runs the cases of `ops`.
fn run(ops: &[&str], check: impl Fn(&Case<'_>, &str)) {
    let lines = std::fs::read_to_string(folder().join("cases.txt")).unwrap();
    let data = std::fs::read(folder().join("cases.bin")).unwrap();
    let mut count = 0;
    for line in lines.lines() {
        let mut words: Vec<&str> = line.split(' ').collect();
        if !ops.contains(&words[0]) {
            continue;
        }
        count += 1;
        let output = words.pop().unwrap().to_string();
        let input = words.pop().unwrap().to_string();
        let pairs = words[1..].iter().map(|w| w.split_once('=').unwrap());
        let parameters = pairs.map(|(k, v)| (k.into(), v.into())).collect();
        let (line, op) = (line.to_string(), words[0].to_string());
        let element = input.split(':').next().unwrap().to_string();
        check(&Case { line, op, parameters, input, output, data: &data }, &element);
    }
    assert!(count > 0, "no cases of {ops:?}");
}

/// Calls a function for the element type of that name.
macro_rules! for_type {
    ($name:expr, $function:ident, $case:expr; $($type:ident)*) => {
        match $name {
            $(stringify!($type) => $function::<$type>($case),)*
            other => panic!("{other}"),
        }
    };
}

fn of_pixels<T: Golden + Pixel>(case: &Case<'_>) {
    let a = case.input::<T>();
    let axes = || case.list::<isize>("axes");
    let kernels = || KernelOptions::default().mode(case.modes());
    let largest =
        a.iter().fold(2.5, |m: f64, &x| m.max(x.distance(T::from_le(&[0; 16][..size_of::<T>()]))));
    let (ours, weight) = match &case.op[..] {
        "gaussian" => {
            let options = case.gaussian().order(case.list::<usize>("order")).axes(axes());
            (gaussian_filter_with(&a, case.list::<f64>("sigma"), &options), 1.0)
        }
        "gaussian1d" => {
            let options = case.gaussian().order(case.one::<usize>("order"));
            (gaussian_filter1d_with(&a, case.one("sigma"), case.one("axis"), &options), 1.0)
        }
        "sobel" => (sobel_with(&a, case.one("axis"), &case.edges()), 8.0),
        "prewitt" => (prewitt_with(&a, case.one("axis"), &case.edges()), 6.0),
        "laplace" => (laplace_with(&a, &case.edges()), 12.0),
        "gaussian_laplace" => {
            (gaussian_laplace_with(&a, case.one::<f64>("sigma"), &case.gaussian()), 4.0)
        }
        "gradient_magnitude" => {
            let sigma = case.one::<f64>("sigma");
            (gaussian_gradient_magnitude_with(&a, sigma, &case.gaussian()), 4.0)
        }
        "correlate1d" => {
            let weights = case.list::<f64>("weights");
            (correlate1d_with(&a, &weights, case.one("axis"), &kernels()), 1e6)
        }
        "correlate" | "convolve" => {
            let kernel = read::<f64>(case.data, &case.parameters["kernel"]);
            let function = if case.op == "convolve" { convolve_with } else { correlate_with };
            (function(&a, &kernel, &kernels().axes(axes())), 10.0)
        }
        other => panic!("{other}"),
    };
    // The last bit of a Gaussian's weights is that of `exp`, which is not the same on all processors.
    let gaussian = case.op.starts_with('g') && T::NAME == "f64";
    let rough = if gaussian { 4e-16 } else { T::ROUGH };
    case.check(&ours, largest * weight * rough);
}

#[test]
fn kernels_of_all_types_are_scipys() {
    run(
        &["gaussian", "gaussian1d", "correlate1d", "correlate", "convolve", "sobel"],
        |case, name| {
            for_type!(name, of_pixels, case; i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
        },
    );
}

#[test]
fn derivatives_of_all_types_are_scipys() {
    run(&["laplace", "prewitt", "gaussian_laplace", "gradient_magnitude"], |case, name| {
        for_type!(name, of_pixels, case; i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
    });
}

fn means<T: Golden + Pixel>(case: &Case<'_>) {
    let a = case.input::<T>();
    let ours = uniform_filter_with(&a, case.list::<usize>("size"), &case.windows());
    let allowed = match T::NAME {
        "i64" | "u64" => 2.0,
        "f64" => 8e-15,
        _ => 8.0 * T::ROUGH,
    };
    case.check(&ours, allowed);
}

#[test]
fn means_are_scipys() {
    run(&["uniform"], |case, name| {
        for_type!(name, means, case; i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
    });
}

fn of_ranked<T: Golden + Ranked>(case: &Case<'_>) {
    let (a, options) = (case.input::<T>(), case.windows());
    let ours = match &case.op[..] {
        "minimum" => minimum_filter_with(&a, case.window(), &options),
        "maximum" => maximum_filter_with(&a, case.window(), &options),
        "median" => median_filter_with(&a, case.window(), &options),
        "rank" => rank_filter_with(&a, case.one("rank"), case.window(), &options),
        "percentile" => percentile_filter_with(&a, case.one("percentile"), case.window(), &options),
        other => panic!("{other}"),
    };
    case.check(&ours, 0.0);
}

#[test]
fn extremes_and_ranks_are_scipys() {
    run(&["minimum", "maximum", "median", "rank", "percentile"], |case, name| {
        for_type!(name, of_ranked, case; bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64);
    });
}

/// The closures of `golden/image_filters.py`, for integers and floats.
macro_rules! generic {
    ($function:ident, $type:ident, $times:expr, $minus:expr) => {
        fn $function(case: &Case<'_>) {
            let (a, (times, minus)) = (case.input::<$type>(), ($times, $minus));
            if case.op == "generic" {
                let f = |w: &[$type]| minus(w[0], times(2, w[w.len() - 1]));
                case.check(&generic_filter_with(&a, case.window(), f, &case.windows()), 0.0);
                let many = |windows: nd_core::View<'_, $type>, out: &mut [$type]| {
                    for (out, window) in out.iter_mut().zip(windows.outer_iter()) {
                        *out = f(window.as_slice().unwrap());
                    }
                };
                let ours = vectorized_filter_with(&a, case.window(), many, &case.windows());
                return case.check(&ours, 0.0);
            }
            let f = |line: &[$type], out: &mut [$type]| {
                let after = line.len() - out.len();
                for (i, out) in out.iter_mut().enumerate() {
                    *out = minus(line[i], times(3, line[i + after]));
                }
            };
            let options = WindowOptions::default().mode(case.modes());
            let options = options.origin(case.one::<isize>("origin"));
            let ours = generic_filter1d_with(&a, case.one("size"), case.one("axis"), f, &options);
            case.check(&ours, 0.0);
        }
    };
}
generic!(generic_i32, i32, |n: i32, x: i32| n * x, |x: i32, y: i32| x - y);
generic!(generic_f64, f64, |n: i32, x: f64| f64::from(n) * x, |x: f64, y: f64| x - y);

#[test]
fn functions_of_the_callers_are_scipys() {
    run(&["generic", "generic1d"], |case, name| match name {
        "i32" => generic_i32(case),
        _ => generic_f64(case),
    });
}

fn spectra<T: Golden + Spectral>(case: &Case<'_>) {
    let parameter = case.list::<f64>("parameter");
    let options = fourier_options(case);
    let a = case.input::<T>();
    let ours = match &case.op[..] {
        "fourier_gaussian" => fourier_gaussian_with(&a, parameter, &options),
        "fourier_uniform" => fourier_uniform_with(&a, parameter, &options),
        "fourier_ellipsoid" => fourier_ellipsoid_with(&a, parameter, &options),
        other => panic!("{other}"),
    };
    case.check(&ours, T::ROUGH + 1e-14);
}

fn shifts<T: Golden + ComplexSpectral>(case: &Case<'_>) {
    let parameter = case.list::<f64>("parameter");
    let ours = fourier_shift_with(&case.input::<T>(), parameter, &fourier_options(case));
    case.check(&ours, T::ROUGH + 1e-14);
}

fn fourier_options(case: &Case<'_>) -> FourierOptions {
    match case.one::<isize>("n") {
        -1 => FourierOptions::default(),
        n => FourierOptions::default().real(n as usize, -1),
    }
}

#[test]
fn spectra_are_scipys() {
    run(&["fourier_gaussian", "fourier_uniform", "fourier_ellipsoid"], |case, name| match name {
        "c64" => spectra::<Complex<f32>>(case),
        "c128" => spectra::<Complex<f64>>(case),
        _ => spectra::<f64>(case),
    });
    run(&["fourier_shift"], |case, name| match name {
        "c64" => shifts::<Complex<f32>>(case),
        _ => shifts::<Complex<f64>>(case),
    });
}

fn thresholds<T: Golden + Pixel>(case: &Case<'_>) {
    let a = case.input::<T>();
    let ours = match &case.parameters["name"][..] {
        "otsu" => threshold_otsu(&a),
        "li" => threshold_li(&a),
        "yen" => threshold_yen(&a),
        "triangle" => threshold_triangle(&a),
        "isodata" => threshold_isodata(&a),
        "mean" => threshold_mean(&a),
        "minimum" => threshold_minimum(&a).or(Ok(f64::NAN)),
        other => panic!("{other}"),
    };
    let (ours, theirs) = (ours.unwrap(), read::<f64>(case.data, &case.output)[[]]);
    let same = (ours - theirs).abs() <= 1e-6 * theirs.abs() || ours.is_nan() && theirs.is_nan();
    assert!(same, "{}: {ours}, theirs {theirs}", case.line);
}

fn multiotsu<T: Golden + Pixel>(case: &Case<'_>) {
    let ours = threshold_multiotsu(&case.input::<T>(), case.one("classes")).unwrap();
    case.check(&Array::from_vec(ours), 1e-12);
}

#[test]
fn thresholds_are_scikit_images() {
    run(&["threshold"], |case, name| for_type!(name, thresholds, case; u8 i16 f64));
    run(&["multiotsu"], |case, name| for_type!(name, multiotsu, case; u8 i16 f64));
}

fn surroundings<T: Golden + Pixel<Acc: Golden>>(case: &Case<'_>) {
    let (a, size) = (case.input::<T>(), case.list::<usize>("size"));
    let ours = match &case.op[..] {
        "local" => {
            let method = match &case.parameters["method"][..] {
                "gaussian" => LocalMethod::Gaussian,
                "mean" => LocalMethod::Mean,
                _ => LocalMethod::Median,
            };
            let options = LocalThresholdOptions::default().method(method);
            let options = options.offset(case.one("offset")).mode(case.modes());
            threshold_local_with(&a, size, &options)
        }
        "niblack" => threshold_niblack(&a, size, case.one("k")),
        _ => threshold_sauvola(&a, size, case.one("k"), case.one("r")),
    };
    let rough = if <T::Acc as Golden>::NAME == "f32" { 1e-6 } else { 1e-13 };
    case.check(&ours, 1000.0 * rough);
}

#[test]
fn local_thresholds_are_scikit_images() {
    run(&["local", "niblack", "sauvola"], |case, name| {
        for_type!(name, surroundings, case; u8 f32 f64);
    });
}

fn hysteresis<T: Golden + Pixel>(case: &Case<'_>) {
    let a = case.input::<T>();
    case.check(&apply_hysteresis_threshold(&a, case.one("low"), case.one("high")), 0.0);
}

fn enhanced<T: Golden + Pixel<Acc = T>>(case: &Case<'_>) {
    let a = case.input::<T>();
    let edges = || case.edges().axes(case.list::<isize>("axes"));
    let ours = match &case.op[..] {
        "scharr" => scharr_with(&a, &edges()),
        "farid" => farid_with(&a, &edges()),
        "roberts" => roberts(&a),
        "roberts_pos_diag" => roberts_pos_diag(&a),
        "roberts_neg_diag" => roberts_neg_diag(&a),
        "difference_of_gaussians" => {
            difference_of_gaussians(&a, case.one::<f64>("low"), case.one::<f64>("high"))
        }
        _ => unsharp_mask(&a, case.one::<f64>("radius"), case.one("amount")),
    };
    case.check(&ours, if T::NAME == "f32" { 2e-6 } else { 4e-15 });
}

#[test]
fn filters_of_scikit_images() {
    run(&["hysteresis"], |case, name| for_type!(name, hysteresis, case; u8 f64));
    let edges = ["scharr", "farid", "roberts", "roberts_pos_diag", "roberts_neg_diag"];
    run(&edges, |case, name| for_type!(name, enhanced, case; f32 f64));
    let others = ["difference_of_gaussians", "unsharp_mask"];
    run(&others, |case, name| for_type!(name, enhanced, case; f32 f64));
}
