//! Exposure, color, metrics, draw, feature and restoration against scikit-image and OpenCV: the fixtures that
//! `golden/image_skimage.py` made, and properties.

use nd_core::{Array, CastTo};
use nd_image::{FloatLevel, Level, Mode, color, draw, exposure, feature, metrics, restoration};
use std::collections::HashMap;
use std::str::FromStr;

/// A line of a text file, and which file it is of.
struct Case {
    part: usize,
    line: String,
    op: String,
    words: HashMap<String, String>,
}

struct Fixtures {
    cases: Vec<Case>,
    data: Vec<Vec<u8>>,
}

const PARTS: [&str; 6] = ["exposure", "color", "metrics", "draw", "feature", "restoration"];

impl Fixtures {
    fn read() -> Fixtures {
        let folder = format!("{}/tests/golden_skimage", env!("CARGO_MANIFEST_DIR"));
        let (mut cases, mut data) = (Vec::new(), Vec::new());
        for (part, name) in PARTS.iter().enumerate() {
            let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap();
            for line in text.lines() {
                let mut words = line.split(' ');
                let op = words.next().unwrap().to_string();
                let pairs = words.map(|word| word.split_once('=').unwrap());
                let words = pairs.map(|(k, v)| (k.to_string(), v.to_string())).collect();
                cases.push(Case { part, line: line.to_string(), op, words });
            }
            data.push(std::fs::read(format!("{folder}/{name}.bin")).unwrap());
        }
        Fixtures { cases, data }
    }

    /// Runs `check` on the cases of these operations, of which each must have some.
    fn each(&self, ops: &[&str], check: impl Fn(&Case)) {
        for op in ops {
            let cases: Vec<_> = self.cases.iter().filter(|case| case.op == *op).collect();
            assert!(!cases.is_empty(), "no cases of {op}");
            cases.into_iter().for_each(&check);
        }
    }

    fn array<T: Stored>(&self, case: &Case, key: &str) -> Array<T> {
        let parts: Vec<&str> = case.words[key].split(':').collect();
        assert_eq!(parts[0], T::NAME, "{}", case.line);
        let shape: Vec<usize> = parts[1].split(',').map(|n| n.parse().unwrap()).collect();
        let start: usize = parts[2].parse().unwrap();
        let bytes =
            &self.data[case.part][start..][..shape.iter().product::<usize>() * size_of::<T>()];
        Array::from_shape_vec(&shape[..], bytes.chunks(size_of::<T>()).map(T::from_le).collect())
    }

    /// An array of any stored type as `f64`.
    fn floats(&self, case: &Case, key: &str) -> Array<f64> {
        match case.kind(key) {
            "u8" => self.array::<u8>(case, key).cast(),
            "u16" => self.array::<u16>(case, key).cast(),
            "u32" => self.array::<u32>(case, key).cast(),
            "i64" => self.array::<i64>(case, key).cast(),
            "f32" => self.array::<f32>(case, key).cast(),
            "bool" => self.array::<bool>(case, key).cast(),
            _ => self.array::<f64>(case, key),
        }
    }
}

impl Case {
    fn kind(&self, key: &str) -> &str {
        self.words[key].split(':').next().unwrap()
    }

    fn list<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> Vec<V> {
        let words = self.words[key].split(',').filter(|word| !word.is_empty());
        words.map(|v| v.parse().unwrap()).collect()
    }

    fn pair<V: FromStr<Err: std::fmt::Debug> + Copy>(&self, key: &str) -> [V; 2] {
        self.list(key)[..2].try_into().unwrap()
    }

    fn one<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.words[key].parse().unwrap_or_else(|e| panic!("{}: {key}: {e:?}", self.line))
    }

    fn has(&self, key: &str) -> bool {
        self.words.contains_key(key)
    }
}

trait Stored: nd_core::Element {
    const NAME: &'static str;
    fn from_le(bytes: &[u8]) -> Self;
}

macro_rules! stored {
    ($($type:ident)*) => {$(
        impl Stored for $type {
            const NAME: &'static str = stringify!($type);
            fn from_le(bytes: &[u8]) -> $type {
                $type::from_le_bytes(bytes.try_into().unwrap())
            }
        }
    )*};
}
stored!(u8 u16 u32 i64 f32 f64);
impl Stored for bool {
    const NAME: &'static str = "bool";
    fn from_le(bytes: &[u8]) -> bool {
        bytes[0] != 0
    }
}

/// Runs an expression with the array under a key, of its own type.
macro_rules! with_array {
    ($fixtures:expr, $case:expr, $key:literal, $T:ident, $a:ident => $body:expr) => {
        match $case.kind($key) {
            "u8" => {
                type $T = u8;
                let $a = $fixtures.array::<u8>($case, $key);
                $body
            }
            "u16" => {
                type $T = u16;
                let $a = $fixtures.array::<u16>($case, $key);
                $body
            }
            "f32" => {
                type $T = f32;
                let $a = $fixtures.array::<f32>($case, $key);
                $body
            }
            _ => {
                type $T = f64;
                let $a = $fixtures.array::<f64>($case, $key);
                $body
            }
        }
    };
}

#[track_caller]
fn close<T: CastTo<f64>>(case: &Case, ours: &Array<T>, theirs: &Array<f64>, allowed: f64) {
    assert_eq!(ours.shape(), theirs.shape(), "{}", case.line);
    for (i, (x, &y)) in ours.iter().zip(theirs.iter()).enumerate() {
        let x: f64 = x.cast_to();
        let same = (x - y).abs() <= allowed || (x.is_nan() && y.is_nan()) || x == y;
        assert!(same, "{}\nat {i}: {x:?}, theirs {y:?}", case.line);
    }
}

fn number(x: f64) -> Array<f64> {
    Array::from_vec(vec![x])
}

/// How far results of a type may be apart: roundings of fractions to levels, or of floats.
fn rounding<T: Level>(_: &Array<T>) -> f64 {
    match T::WHITE {
        1.0 if size_of::<T>() == 4 => 1e-6,
        1.0 => 1e-12,
        _ => 0.5 + 1e-9,
    }
}

#[test]
fn histograms() {
    let fixtures = Fixtures::read();
    fixtures.each(&["histogram", "centers", "equalize_hist"], |case| {
        let out = fixtures.floats(case, "out");
        let bins = exposure::HistogramOptions::default().bins(case.one("bins"));
        let mut even = exposure::EqualizeOptions::default().bins(case.one("bins"));
        if case.has("mask") {
            even = even.mask(fixtures.array(case, "mask"));
        }
        with_array!(fixtures, case, "a", T, a => match case.op.as_str() {
            "histogram" => close(case, &exposure::histogram_with(&a, &bins).counts, &out, 0.0),
            "centers" => {
                let centers = exposure::histogram_with(&a, &bins).centers;
                close(case, &centers, &out, 1e-7 * T::WHITE);
            }
            _ => close(case, &exposure::equalize_hist_with(&a, &even), &out, 1e-6),
        });
    });
    fixtures.each(&["match"], |case| {
        let out = fixtures.floats(case, "out");
        with_array!(fixtures, case, "a", T, a => {
            let b = fixtures.array::<T>(case, "b");
            close(case, &exposure::match_histograms(&a, &b), &out, rounding(&a));
        });
    });
    fixtures.each(&["match_channels"], |case| {
        let (a, b) = (fixtures.array::<f64>(case, "a"), fixtures.array::<f64>(case, "b"));
        let options = exposure::MatchOptions::default().channel_axis(-1);
        let ours = exposure::match_histograms_with(&a, &b, &options);
        close(case, &ours, &fixtures.floats(case, "out"), 1e-12);
    });
}

#[test]
fn curves() {
    let fixtures = Fixtures::read();
    let ops = ["gamma", "log", "sigmoid", "rescale"];
    fixtures.each(&ops, |case| {
        let out = fixtures.floats(case, "out");
        let mut options = exposure::CurveOptions::default();
        if case.has("gain") {
            options = options.gain(case.one("gain"));
        }
        if case.has("inverse") {
            options = options.inverse(case.one::<u8>("inverse") == 1);
        }
        with_array!(fixtures, case, "a", T, a => {
            let out = out.map(|x: f64| x.clamp(0.0, if T::WHITE > 1.0 { T::WHITE } else { 9.0 }));
            let ours = match case.op.as_str() {
                "gamma" => exposure::adjust_gamma_with(&a, case.one("gamma"), &options),
                "log" => exposure::adjust_log_with(&a, &options),
                "sigmoid" => exposure::adjust_sigmoid_with(&a, case.one("cutoff"), &options),
                _ => exposure::rescale_intensity(&a, case.pair("low"), case.pair("to")),
            };
            close(case, &ours, &out, rounding(&a));
        });
    });
    fixtures.each(&["low_contrast"], |case| {
        let low = exposure::is_low_contrast(fixtures.array::<u8>(case, "a"), 0.05);
        assert_eq!(low, fixtures.array::<bool>(case, "out")[[0]], "{}", case.line);
    });
}

#[test]
fn equalisation_by_tiles() {
    let fixtures = Fixtures::read();
    fixtures.each(&["clahe"], |case| {
        let options = exposure::ClaheOptions::default()
            .clip_limit(case.one("limit"))
            .tiles(case.pair("grid"));
        let ours = exposure::clahe_with(fixtures.array::<u8>(case, "a"), &options);
        close(case, &ours, &fixtures.floats(case, "out"), 0.0);
    });
    fixtures.each(&["adapthist"], |case| {
        let options = exposure::AdapthistOptions::default()
            .kernel_size(case.pair("size"))
            .clip_limit(case.one("clip"))
            .bins(case.one("bins"));
        let a = fixtures.array::<f64>(case, "a");
        let ours = exposure::equalize_adapthist_with(&a, [0.0, 1.0], &options);
        // Theirs is stretched to the range from 0 to 1.
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = ours.iter().fold(ends, |(l, h), &x| (l.min(x), h.max(x)));
        let ours = exposure::rescale_intensity(&ours, [low, high], [0.0, 1.0]);
        close(case, &ours, &fixtures.floats(case, "out"), 1e-6);
    });
}

/// A conversion for both precisions, by the name of its case.
fn converted<T: FloatLevel>(op: &str, a: &Array<T>) -> Array<T> {
    match op {
        "rgb_to_hsv" => color::rgb_to_hsv(a),
        "hsv_to_rgb" => color::hsv_to_rgb(a),
        "rgb_to_hsl" => color::rgb_to_hsl(a),
        "rgb_to_xyz" => color::rgb_to_xyz(a),
        "xyz_to_rgb" => color::xyz_to_rgb(a),
        "rgb_to_lab" => color::rgb_to_lab(a),
        "lab_to_rgb" => color::lab_to_rgb(a),
        "rgb_to_luv" => color::rgb_to_luv(a),
        "luv_to_rgb" => color::luv_to_rgb(a),
        "rgb_to_yuv" => color::rgb_to_yuv(a),
        "yuv_to_rgb" => color::yuv_to_rgb(a),
        "rgb_to_yiq" => color::rgb_to_yiq(a),
        "yiq_to_rgb" => color::yiq_to_rgb(a),
        "rgb_to_ypbpr" => color::rgb_to_ypbpr(a),
        "ypbpr_to_rgb" => color::ypbpr_to_rgb(a),
        "rgb_to_ydbdr" => color::rgb_to_ydbdr(a),
        "ydbdr_to_rgb" => color::ydbdr_to_rgb(a),
        "rgb_to_ycbcr" => color::rgb_to_ycbcr(a),
        "ycbcr_to_rgb" => color::ycbcr_to_rgb(a),
        "rgb_to_rgbcie" => color::rgb_to_rgbcie(a),
        "rgbcie_to_rgb" => color::rgbcie_to_rgb(a),
        "rgb_to_hed" => color::rgb_to_hed(a),
        "hed_to_rgb" => color::hed_to_rgb(a),
        "xyz_to_lab" => color::xyz_to_lab(a),
        "lab_to_xyz" => color::lab_to_xyz(a),
        "xyz_to_luv" => color::xyz_to_luv(a),
        "luv_to_xyz" => color::luv_to_xyz(a),
        "lab_to_lch" => color::lab_to_lch(a),
        "lch_to_lab" => color::lch_to_lab(a),
        _ => panic!("{op}"),
    }
}

const SPACES: [&str; 11] =
    ["hsv", "xyz", "lab", "luv", "yuv", "yiq", "ypbpr", "ydbdr", "ycbcr", "rgbcie", "hed"];

#[test]
fn conversions() {
    let fixtures = Fixtures::read();
    let mut ops: Vec<String> = SPACES.iter().map(|space| format!("rgb_to_{space}")).collect();
    ops.extend(SPACES.iter().map(|space| format!("{space}_to_rgb")));
    let others =
        ["xyz_to_lab", "lab_to_xyz", "xyz_to_luv", "luv_to_xyz", "lab_to_lch", "lch_to_lab"];
    ops.extend(others.map(String::from));
    ops.push("rgb_to_hsl".into());
    let ops: Vec<&str> = ops.iter().map(String::as_str).collect();
    fixtures.each(&ops, |case| {
        let out = fixtures.floats(case, "out");
        let largest = out.iter().fold(1.0f64, |m, x| m.max(x.abs()));
        // What scikit-image clips to the range of sRGB.
        let clipped = |x: f64| if case.op.ends_with("_to_rgb") { x.clamp(0.0, 1.0) } else { x };
        let clips = ["xyz", "lab", "luv", "hed"].iter().any(|space| case.op.starts_with(space));
        if case.kind("a") == "f32" {
            let ours = converted(&case.op, &fixtures.array::<f32>(case, "a"));
            let ours = ours.map(|x| if clips { clipped(f64::from(x)) } else { f64::from(x) });
            close(case, &ours, &out, 1e-5 * largest);
        } else {
            let ours = converted(&case.op, &fixtures.array::<f64>(case, "a"));
            let ours = if clips { ours.map(clipped) } else { ours };
            close(case, &ours, &out, 1e-10 * largest);
        }
    });
}

#[test]
fn conversions_come_back() {
    let a = Array::from_fn([9, 9, 9, 3], |i| i[i[3]] as f64 / 8.0);
    let back = |there: &str, back: &str| {
        let b = converted(back, &converted(there, &a));
        for (x, y) in a.iter().zip(b.iter()) {
            assert!((x - y).abs() < 1e-6, "{there}, {back}: {x} {y}");
        }
    };
    // Stains below zero are cut off: not every colour comes back.
    for space in &SPACES[..10] {
        back(&format!("rgb_to_{space}"), &format!("{space}_to_rgb"));
    }
    let pairs =
        [color::hsl_to_rgb(color::rgb_to_hsl(&a)), color::cmyk_to_rgb(color::rgb_to_cmyk(&a))];
    for b in pairs.into_iter().chain([color::linear_to_rgb(color::rgb_to_linear(&a))]) {
        assert!(a.iter().zip(b.iter()).all(|(x, y)| (x - y).abs() < 1e-6));
    }
    let stains = Array::from_fn([4, 4, 4, 3], |i| i[i[3]] as f64 / 30.0);
    let again = color::rgb_to_hed(color::hed_to_rgb(&stains));
    assert!(stains.iter().zip(again.iter()).all(|(x, y)| (x - y).abs() < 1e-9));
}

#[test]
fn colours() {
    let fixtures = Fixtures::read();
    let ops = ["deltae_cie76", "grey709", "rgba", "unit_u8", "u8_unit", "u16_unit"];
    fixtures.each(&ops, |case| {
        let out = fixtures.floats(case, "out");
        let a = || fixtures.array::<f64>(case, "a");
        match case.op.as_str() {
            "deltae_cie76" => {
                let b = fixtures.array::<f64>(case, "b");
                close(case, &color::deltae_cie76(a(), b), &out, 1e-10);
            }
            "grey709" => close(case, &color::rgb_to_grey_rec709(a()), &out, 1e-14),
            "rgba" => {
                let background: Vec<f64> = case.list("background");
                let background = background.try_into().unwrap();
                close(case, &color::rgba_to_rgb(a(), background), &out, 1e-14);
            }
            "unit_u8" => close(case, &color::unit_from_u8(fixtures.array(case, "a")), &out, 1e-7),
            "u8_unit" => close(case, &color::u8_from_unit(a()), &out, 0.0),
            _ => close(case, &color::u16_from_unit(a()), &out, 0.0),
        }
    });
    fixtures.each(&["label_to_rgb", "label_over", "label_means"], |case| {
        let labels = fixtures.array::<u32>(case, "a");
        let ours = match case.op.as_str() {
            "label_to_rgb" => color::label_to_rgb(&labels),
            "label_means" => color::label_means(&labels, fixtures.array::<f64>(case, "b")),
            _ => {
                let options = color::LabelColorOptions::default()
                    .picture(fixtures.array(case, "b"))
                    .background(None)
                    .alpha(case.one("alpha"))
                    .saturation(case.one("saturation"));
                color::label_to_rgb_with(&labels, &options)
            }
        };
        // Their colours have three digits.
        close(case, &ours, &fixtures.floats(case, "out"), 4e-4);
    });
}

fn similarity_options(case: &Case) -> metrics::SimilarityOptions {
    let mut options = metrics::SimilarityOptions::default()
        .sample_covariance(case.one::<u8>("sample") == 1)
        .k(case.pair("k"));
    if case.one::<usize>("win") > 0 {
        options = options.win_size(case.one("win"));
    }
    if case.one::<f64>("sigma") >= 0.0 {
        options = options.sigma(case.one("sigma"));
    }
    options
}

#[test]
fn errors_of_levels() {
    let fixtures = Fixtures::read();
    let ops = ["mse", "nrmse", "psnr", "nmi", "ssim", "ssim_map", "ssim_gradient"];
    fixtures.each(&ops, |case| {
        let out = fixtures.floats(case, "out");
        with_array!(fixtures, case, "a", T, a => {
            let b = fixtures.array::<T>(case, "b");
            let relative = out.iter().fold(0.0f64, |m, x| m.max(x.abs()));
            let float = if size_of::<T>() == 4 { 1e-5 } else { 1e-9 };
            let ours = match case.op.as_str() {
                "mse" => number(metrics::mean_squared_error(&a, &b)),
                "nrmse" => {
                    let way = match case.words["way"].as_str() {
                        "euclidean" => metrics::Normalization::Euclidean,
                        "mean" => metrics::Normalization::Mean,
                        _ => metrics::Normalization::MinMax,
                    };
                    number(metrics::normalized_root_mse(&a, &b, way))
                }
                "psnr" => number(metrics::peak_signal_noise_ratio(&a, &b, case.one("range"))),
                "nmi" => {
                    let bins = metrics::MutualInformationOptions::default().bins(case.one("bins"));
                    number(metrics::normalized_mutual_information_with(&a, &b, &bins))
                }
                op => {
                    let options = similarity_options(case);
                    let range = case.one("range");
                    let all = metrics::structural_similarity_map(&a, &b, range, &options);
                    let mean = metrics::structural_similarity_with(&a, &b, range, &options);
                    assert_eq!(mean, all.mean);
                    match op {
                        "ssim" => number(mean),
                        "ssim_map" => all.map,
                        _ => all.gradient,
                    }
                }
            };
            close(case, &ours, &out, float * relative);
        });
    });
    fixtures.each(&["ssim_channels"], |case| {
        let (a, b) = (fixtures.array::<f64>(case, "a"), fixtures.array::<f64>(case, "b"));
        let options = metrics::SimilarityOptions::default().channel_axis(-1);
        let all = metrics::structural_similarity_map(&a, &b, 1.0, &options);
        close(case, &number(all.mean), &fixtures.floats(case, "out"), 1e-12);
        assert_eq!((all.map.shape(), all.gradient.shape()), (a.shape(), a.shape()));
    });
}

#[test]
fn errors_of_sets() {
    let fixtures = Fixtures::read();
    fixtures.each(&["hausdorff", "hausdorff_modified"], |case| {
        let (a, b) = (fixtures.array::<bool>(case, "a"), fixtures.array::<bool>(case, "b"));
        let ours = match case.op.as_str() {
            "hausdorff" => metrics::hausdorff_distance(&a, &b),
            _ => metrics::modified_hausdorff_distance(&a, &b),
        };
        close(case, &number(ours), &fixtures.floats(case, "out"), 1e-12);
    });
    fixtures.each(&["voi", "rand"], |case| {
        let (a, b) = (fixtures.array::<u32>(case, "a"), fixtures.array::<u32>(case, "b"));
        let mut options = metrics::SegmentationOptions::default();
        if case.has("ignore") {
            options = options.ignore(case.list("ignore"));
        }
        let ours = if case.op == "voi" {
            metrics::variation_of_information_with(&a, &b, &options).to_vec()
        } else {
            let error = metrics::adapted_rand_error_with(&a, &b, &options.alpha(case.one("alpha")));
            vec![error.error, error.precision, error.recall]
        };
        close(case, &Array::from_vec(ours), &fixtures.floats(case, "out"), 1e-12);
    });
}

const CANVAS: [usize; 2] = [20, 24];

/// A picture of pixels, and how much of each is covered.
fn painted(pixels: &[([isize; 2], f64)]) -> Array<f64> {
    let mut picture = Array::<f64>::zeros(CANVAS);
    for &([r, c], cover) in pixels {
        if (0..20).contains(&r) && (0..24).contains(&c) {
            picture[[r as usize, c as usize]] = cover;
        }
    }
    picture
}

fn covered(pixels: Vec<[isize; 2]>) -> Array<f64> {
    painted(&pixels.into_iter().map(|pixel| (pixel, 1.0)).collect::<Vec<_>>())
}

/// That each pixel of one picture has one of the other at most a step away.
fn near(case: &Case, a: &Array<f64>, b: &Array<f64>) {
    for (i, _) in a.indexed_iter().filter(|(_, x)| **x > 0.0) {
        let (r, c) = (i[0] as isize, i[1] as isize);
        let mut around = (r - 1..=r + 1).flat_map(|r| (c - 1..=c + 1).map(move |c| (r, c)));
        let hit = around.any(|(r, c)| {
            let inside = (0..20).contains(&r) && (0..24).contains(&c);
            !inside || b[[r as usize, c as usize]] > 0.0
        });
        assert!(hit, "{}\nat {r}, {c}\n{a:?}\n{b:?}", case.line);
    }
}

#[test]
fn shapes() {
    let fixtures = Fixtures::read();
    let ops = [
        "line",
        "line_aa",
        "circle",
        "circle_aa",
        "ellipse_perimeter",
        "ellipse",
        "disk",
        "polygon",
    ];
    fixtures.each(&ops, |case| {
        let out = fixtures.floats(case, "out");
        let whole = || case.list::<isize>("p");
        let reals = || case.list::<f64>("p");
        let ours = match case.op.as_str() {
            "line" => {
                let p = whole();
                let pixels = draw::line([p[0], p[1]], [p[2], p[3]]);
                let flat: Vec<f64> = pixels.as_flattened().iter().map(|&x| x as f64).collect();
                Array::from_shape_vec([pixels.len(), 2], flat)
            }
            "line_aa" => {
                let p = whole();
                painted(&draw::line_aa([p[0], p[1]], [p[2], p[3]]))
            }
            "circle" => {
                covered(draw::circle_perimeter([whole()[0], whole()[1]], whole()[2] as usize))
            }
            "circle_aa" => {
                let p = whole();
                painted(&draw::circle_perimeter_aa([p[0], p[1]], p[2] as usize))
            }
            "ellipse_perimeter" => {
                let p = whole();
                covered(draw::ellipse_perimeter([p[0], p[1]], [p[2] as usize, p[3] as usize]))
            }
            "ellipse" => {
                let p = reals();
                let options = draw::EllipseOptions::default().rotation(case.one("angle"));
                covered(draw::ellipse_with([p[0], p[1]], [p[2], p[3]], CANVAS, &options))
            }
            "disk" => covered(draw::disk([reals()[0], reals()[1]], reals()[2], CANVAS)),
            _ => {
                let points = fixtures.array::<f64>(case, "points").into_vec();
                covered(draw::polygon(points.as_chunks::<2>().0, CANVAS))
            }
        };
        close(case, &ours, &out, 1e-6);
    });
}

#[test]
fn curves_through_pixels() {
    let fixtures = Fixtures::read();
    fixtures.each(&["bezier", "ellipse_turned"], |case| {
        let p: Vec<isize> = case.list("p");
        let ours = covered(if case.op == "bezier" {
            draw::bezier_curve([p[0], p[1]], [p[2], p[3]], [p[4], p[5]], case.one("weight"))
        } else {
            let radii = [p[2] as usize, p[3] as usize];
            draw::rotated_ellipse_perimeter([p[0], p[1]], radii, case.one("angle"))
        });
        let theirs = fixtures.floats(case, "out");
        near(case, &ours, &theirs);
        near(case, &theirs, &ours);
    });
}

#[test]
fn montages() {
    let fixtures = Fixtures::read();
    fixtures.each(&["montage", "montage_mean"], |case| {
        let out = fixtures.floats(case, "out");
        let mut options = draw::MontageOptions::default();
        if case.has("fill") {
            options = options.fill(case.list::<f64>("fill")).padding(case.one("padding"));
        }
        with_array!(fixtures, case, "a", _T, a => {
            close(case, &draw::montage_with(&a, &options), &out, 1e-12);
        });
    });
}

#[test]
fn edges() {
    let fixtures = Fixtures::read();
    fixtures.each(&["canny"], |case| {
        let mut options = feature::CannyOptions::default().quantiles(case.has("quantiles"));
        if case.has("mask") {
            options = options.mask(fixtures.array(case, "mask"));
        }
        let [low, high] = case.pair("limits");
        with_array!(fixtures, case, "a", _T, a => {
            let ours = feature::canny_with(&a, case.one("sigma"), low, high, &options);
            close(case, &ours, &fixtures.floats(case, "out"), 0.0);
        });
    });
}

#[test]
fn corners() {
    let fixtures = Fixtures::read();
    let ops = [
        "tensor",
        "hessian",
        "eigenvalues",
        "eigenvalues3",
        "harris",
        "shi_tomasi",
        "foerstner_w",
        "foerstner_q",
        "shape_index",
        "kitchen",
        "fast",
    ];
    fixtures.each(&ops, |case| {
        let out = fixtures.floats(case, "out");
        let a = fixtures.array::<f64>(case, "a");
        let sigma = || case.one::<f64>("sigma");
        let hessian = || {
            let options = feature::HessianOptions::default();
            let gaussian = case.one::<u8>("gaussian") == 1;
            let options = options.gaussian_derivatives(gaussian);
            // With derivatives of Gaussians theirs is reflected.
            let options = if gaussian { options.mode(Mode::Constant(0.0)) } else { options };
            feature::hessian_matrix_with(&a, sigma(), &options)
        };
        let ours = match case.op.as_str() {
            "tensor" => feature::structure_tensor(&a, sigma())[case.one::<usize>("k")].clone(),
            "hessian" => hessian()[case.one::<usize>("k")].clone(),
            "eigenvalues" => feature::symmetric_eigenvalues(&hessian()),
            "eigenvalues3" => feature::symmetric_eigenvalues(&feature::structure_tensor(&a, 1.0)),
            "harris" => feature::corner_harris(&a, 0.06, sigma()),
            "shi_tomasi" => feature::corner_shi_tomasi(&a, sigma()),
            "foerstner_w" => feature::corner_foerstner(&a, 1.0)[0].clone(),
            "foerstner_q" => feature::corner_foerstner(&a, 1.0)[1].clone(),
            "shape_index" => feature::shape_index(&a, 1.0),
            "kitchen" => feature::corner_kitchen_rosenfeld(&a),
            _ => feature::corner_fast(&a, case.one("n"), 0.08),
        };
        let largest = out.iter().filter(|x| x.is_finite()).fold(1.0f64, |m, x| m.max(x.abs()));
        close(case, &ours, &out, 1e-6 * largest);
    });
}

/// Positions as `f64`, to be compared.
fn places(found: Array<usize>) -> Array<f64> {
    found.map(|i| i as f64)
}

#[test]
fn maxima() {
    let fixtures = Fixtures::read();
    fixtures.each(&["peaks", "corner_peaks"], |case| {
        let a = fixtures.array::<f64>(case, "a");
        let mut options = feature::PeakOptions::default().min_distance(case.one("distance"));
        if case.has("border") {
            options = options.exclude_border(case.one("border"));
        }
        if case.has("most") {
            options = options
                .num_peaks(case.one("most"))
                .threshold(case.one("threshold"))
                .threshold_rel(case.one("relative"));
        }
        let ours = match case.op.as_str() {
            "peaks" => feature::peak_local_max_with(&a, &options),
            _ => feature::corner_peaks_with(&a, &options),
        };
        close(case, &places(ours), &fixtures.floats(case, "out"), 0.0);
    });
}

#[test]
fn blobs() {
    let fixtures = Fixtures::read();
    fixtures.each(&["blob_log", "blob_dog", "blob_doh", "blob_log3"], |case| {
        let a = fixtures.array::<f64>(case, "a");
        let options = feature::BlobOptions::default().max_sigma(6.0).num_sigma(6);
        let options =
            if case.has("overlap") { options.overlap(case.one("overlap")) } else { options };
        let ours = match case.op.as_str() {
            "blob_log" => feature::blob_log_with(&a, 0.15, &options),
            "blob_dog" => feature::blob_dog_with(&a, 0.1, &options),
            "blob_doh" => feature::blob_doh_with(&a, 0.005, &options.max_sigma(8.0)),
            _ => feature::blob_log_with(&a, 0.1, &options.max_sigma(3.0).num_sigma(3)),
        };
        let width = ours.shape()[1];
        let shape = ours.shape().to_vec();
        let flat = ours.into_vec();
        let mut rows: Vec<&[f64]> = flat.chunks(width).collect();
        rows.sort_by(|x, y| x.partial_cmp(y).unwrap());
        let sorted = Array::from_shape_vec(shape, rows.concat());
        close(case, &sorted, &fixtures.floats(case, "out"), 1e-9);
    });
}

#[test]
fn textures() {
    let fixtures = Fixtures::read();
    fixtures.each(&["lbp"], |case| {
        let method = match case.words["method"].as_str() {
            "default" => feature::PatternMethod::Bits,
            "ror" => feature::PatternMethod::Rotation,
            "uniform" => feature::PatternMethod::Uniform,
            "nri_uniform" => feature::PatternMethod::UniformDirected,
            _ => feature::PatternMethod::Variance,
        };
        let a = fixtures.array::<u8>(case, "a");
        let (points, radius) = (case.one("points"), case.one("radius"));
        let ours = feature::local_binary_pattern(&a, points, radius, method);
        let out = fixtures.floats(case, "out");
        let largest = out.iter().filter(|x| x.is_finite()).fold(1.0f64, |m, x| m.max(x.abs()));
        close(case, &ours, &out, 1e-6 * largest);
    });
    fixtures.each(&["glcm", "glcm_props"], |case| {
        let options = feature::CooccurrenceOptions::default()
            .levels(8)
            .symmetric(case.one::<u8>("symmetric") == 1);
        let (distances, angles): (Vec<f64>, Vec<f64>) =
            (case.list("distances"), case.list("angles"));
        let a = fixtures.array::<u8>(case, "a");
        let counts = feature::graycomatrix_with(&a, &distances, &angles, &options);
        let out = fixtures.floats(case, "out");
        if case.op == "glcm" {
            return close(case, &counts, &out, 0.0);
        }
        let property = match case.words["prop"].as_str() {
            "contrast" => feature::TextureProperty::Contrast,
            "dissimilarity" => feature::TextureProperty::Dissimilarity,
            "homogeneity" => feature::TextureProperty::Homogeneity,
            "ASM" => feature::TextureProperty::Asm,
            "energy" => feature::TextureProperty::Energy,
            "correlation" => feature::TextureProperty::Correlation,
            "mean" => feature::TextureProperty::Mean,
            "variance" => feature::TextureProperty::Variance,
            "std" => feature::TextureProperty::Std,
            _ => feature::TextureProperty::Entropy,
        };
        close(case, &feature::graycoprops(&counts, property), &out, 1e-10);
    });
}

#[test]
fn gradients() {
    let fixtures = Fixtures::read();
    fixtures.each(&["hog", "hog_image"], |case| {
        let norm = match case.words["norm"].as_str() {
            "L1" => feature::BlockNorm::L1,
            "L1-sqrt" => feature::BlockNorm::L1Sqrt,
            "L2" => feature::BlockNorm::L2,
            _ => feature::BlockNorm::L2Hys,
        };
        let options = feature::HogOptions::default()
            .orientations(case.one("n"))
            .pixels_per_cell(case.pair("cell"))
            .cells_per_block(case.pair("block"))
            .block_norm(norm)
            .transform_sqrt(case.has("sqrt"));
        let a = fixtures.array::<f64>(case, "a");
        let out = fixtures.floats(case, "out");
        let ours = match case.op.as_str() {
            "hog" => feature::hog_with(&a, &options),
            _ => feature::hog_image_with(&a, &options),
        };
        close(case, &ours, &out, 1e-5);
    });
}

#[test]
fn templates_and_shifts() {
    let fixtures = Fixtures::read();
    fixtures.each(&["template"], |case| {
        let mut options = feature::TemplateOptions::default();
        if case.has("mode") {
            options = options.beyond(match case.words["mode"].as_str() {
                "constant" => Mode::Constant(0.0),
                "edge" => Mode::Nearest,
                "symmetric" => Mode::Reflect,
                "reflect" => Mode::Mirror,
                _ => Mode::Wrap,
            });
        }
        let (a, t) = (fixtures.array::<f64>(case, "a"), fixtures.array::<f64>(case, "template"));
        let ours = feature::match_template_with(&a, &t, &options);
        close(case, &ours, &fixtures.floats(case, "out"), 1e-6);
    });
    fixtures.each(&["registration"], |case| {
        let options = feature::RegistrationOptions::default()
            .upsample_factor(case.one("factor"))
            .normalized(case.one::<u8>("normalized") == 1);
        let (a, b) = (fixtures.array::<f64>(case, "a"), fixtures.array::<f64>(case, "b"));
        let found = feature::phase_cross_correlation_with(&a, &b, &options);
        let mut ours = found.shift;
        ours.extend([found.error, found.phase]);
        close(case, &Array::from_vec(ours), &fixtures.floats(case, "out"), 1e-6);
    });
}

/// The rules beyond edges, by NumPy's names.
fn beyond(case: &Case) -> Mode {
    match case.words["mode"].as_str() {
        "constant" => Mode::Constant(0.0),
        "edge" => Mode::Nearest,
        "symmetric" => Mode::Reflect,
        "reflect" => Mode::Mirror,
        _ => Mode::Wrap,
    }
}

#[test]
fn noise() {
    let fixtures = Fixtures::read();
    let ops = ["bilateral", "nl_means", "chambolle", "bregman", "sigma", "ball"];
    fixtures.each(&ops, |case| {
        let a = fixtures.array::<f64>(case, "a");
        let out = fixtures.floats(case, "out");
        let mut allowed = 1e-6;
        let ours = match case.op.as_str() {
            "bilateral" => {
                let options = restoration::BilateralOptions::default()
                    .win_size(case.one("win"))
                    .mode(beyond(case));
                let (color, space) = (case.one("color"), case.one("space"));
                restoration::denoise_bilateral_with(&a, color, space, &options)
            }
            "nl_means" => {
                let options = restoration::NlMeansOptions::default()
                    .patch_size(case.one("size"))
                    .patch_distance(case.one("distance"))
                    .sigma(case.one("sigma"))
                    .fast(case.one::<u8>("fast") == 1);
                // Their exponentials are rough.
                allowed = 4e-3;
                restoration::denoise_nl_means_with(&a, 0.1, &options)
            }
            "chambolle" => {
                let mut options = restoration::ChambolleOptions::default();
                if case.one::<u8>("channels") == 1 {
                    options = options.channel_axis(-1);
                }
                if case.has("most") {
                    options = options.max_num_iter(case.one("most")).eps(case.one("eps"));
                }
                restoration::denoise_tv_chambolle_with(&a, case.one("weight"), &options)
            }
            "bregman" => {
                let options = restoration::BregmanOptions::default()
                    .max_num_iter(case.one("most"))
                    .eps(case.one("eps"))
                    .isotropic(case.one::<u8>("isotropic") == 1);
                restoration::denoise_tv_bregman_with(&a, case.one("weight"), &options)
            }
            "sigma" => number(restoration::estimate_sigma(&a)),
            _ => {
                allowed = 1e-4;
                restoration::rolling_ball(&a, case.one("radius"))
            }
        };
        close(case, &ours, &out, allowed);
    });
}

#[test]
fn blur() {
    let fixtures = Fixtures::read();
    fixtures.each(&["wiener", "lucy"], |case| {
        let (a, psf) = (fixtures.array::<f64>(case, "a"), fixtures.array::<f64>(case, "psf"));
        let ours = if case.op == "wiener" {
            restoration::wiener(&a, &psf, case.one("balance"))
        } else {
            let mut options = restoration::RichardsonLucyOptions::default();
            if case.has("least") {
                options = options.filter_epsilon(case.one("least"));
            }
            restoration::richardson_lucy_with(&a, &psf, case.one("count"), &options)
        };
        close(case, &ours, &fixtures.floats(case, "out"), 1e-5);
    });
}

/// Numbers that look random, from 0 to 1.
fn noisy(shape: &[usize], seed: u64) -> Array<f64> {
    let mut state = seed;
    Array::from_fn(shape, |_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 11) as f64 / (1u64 << 53) as f64
    })
}

/// The definition of even non-local means, pixel by pixel.
fn slow_means(a: &Array<f64>, h: f64, size: usize, distance: isize) -> Array<f64> {
    let (rows, columns) = (a.shape()[0] as isize, a.shape()[1] as isize);
    let mirrored = |i: isize, n: isize| {
        let i = i.rem_euclid(2 * n - 2);
        i.min(2 * n - 2 - i) as usize
    };
    let at = |y: isize, x: isize| a[[mirrored(y, rows), mirrored(x, columns)]];
    let offset = (size / 2) as isize;
    let side = (2 * offset + 1) as f64;
    Array::from_fn(a.shape(), |index| {
        let (y, x) = (index[0] as isize, index[1] as isize);
        let (mut sum, mut total) = (0.0, 0.0);
        for i in -distance..=distance {
            for j in -distance..=distance {
                let mut far = 0.0;
                for u in 1 - offset..=offset {
                    for v in 1 - offset..=offset {
                        far += (at(y + u, x + v) - at(y + i + u, x + j + v)).powi(2);
                    }
                }
                let far = far / (h * h * side * side);
                let weight = if far > 5.0 { 0.0 } else { (-far).exp() };
                sum += weight * at(y + i, x + j);
                total += weight;
            }
        }
        sum / total
    })
}

#[test]
fn fast_means_are_the_definition() {
    for (shape, size, distance) in
        [([70, 11], 5, 3), ([9, 40], 3, 2), ([12, 12], 1, 2), ([8, 9], 7, 4)]
    {
        let a = noisy(&shape, 7);
        let options = restoration::NlMeansOptions::default().patch_size(size);
        let ours = restoration::denoise_nl_means_with(&a, 0.4, &options.patch_distance(distance));
        let slow = slow_means(&a, 0.4, size, distance as isize);
        for (x, y) in ours.iter().zip(slow.iter()) {
            assert!((x - y).abs() < 1e-9, "{shape:?} {size} {distance}: {x} {y}");
        }
    }
}

#[test]
fn windows_of_templates_are_the_definition() {
    let (a, t) = (noisy(&[7, 9], 1), noisy(&[3, 4], 2));
    let ours = feature::match_template(&a, &t);
    let mean = |a: &Array<f64>| a.iter().sum::<f64>() / a.size() as f64;
    for (index, &x) in ours.indexed_iter() {
        let window = nd_image::crop(&a, index[0], index[1], 3, 4).to_array();
        let (m, n) = (mean(&window), mean(&t));
        let pairs = || window.iter().zip(t.iter()).map(|(x, y)| (x - m, y - n));
        let (xx, yy): (f64, f64) =
            (pairs().map(|p| p.0 * p.0).sum(), pairs().map(|p| p.1 * p.1).sum());
        let xy: f64 = pairs().map(|p| p.0 * p.1).sum();
        assert!((x - xy / (xx * yy).sqrt()).abs() < 1e-10);
    }
    // Flat windows and flat templates are like nothing.
    let flat = Array::full([6, 6], 0.3);
    assert!(feature::match_template(&flat, &t).iter().all(|&x| x == 0.0));
    assert!(feature::match_template(&a, Array::full([2, 2], 5.0)).iter().all(|&x| x == 0.0));
}

#[test]
fn any_strides_are_read() {
    let a = noisy(&[24, 26], 3);
    let turned = a.view().t();
    let copy = turned.to_array();
    let flipped = a.view().flip(0);
    assert_eq!(feature::canny(turned, 1.0, 0.1, 0.5), feature::canny(&copy, 1.0, 0.1, 0.5));
    assert_eq!(exposure::adjust_gamma(turned, 2.0), exposure::adjust_gamma(&copy, 2.0));
    assert_eq!(feature::hog(flipped), feature::hog(flipped.to_array()));
    assert_eq!(
        restoration::denoise_nl_means(turned, 0.3),
        restoration::denoise_nl_means(&copy, 0.3)
    );
    let bytes = exposure::rescale_intensity(&a, [0.0, 1.0], [0.0, 255.0]).cast::<u8>();
    let (view, copy) = (bytes.view().t(), bytes.view().t().to_array());
    assert_eq!(exposure::clahe(view), exposure::clahe(&copy));
    let row = Array::from_vec(vec![1.0, 5.0, 2.0]);
    let wide = row.view().broadcast_to([7, 3]);
    assert_eq!(color::rgb_to_lab(wide), color::rgb_to_lab(wide.to_array()));
}

#[test]
fn empty_arrays_are_empty() {
    let none = Array::<f64>::zeros([0, 5]);
    assert_eq!(exposure::histogram(&none).counts.size(), 256);
    assert_eq!(exposure::histogram(Array::<u8>::zeros([0])).counts.size(), 0);
    assert_eq!(exposure::equalize_hist(&none).shape(), [0, 5]);
    assert_eq!(exposure::equalize_adapthist(&none, [0.0, 1.0]).shape(), [0, 5]);
    assert_eq!(exposure::clahe(Array::<u8>::zeros([3, 0])).shape(), [3, 0]);
    assert_eq!(exposure::adjust_log(&none).shape(), [0, 5]);
    assert_eq!(exposure::match_histograms(&none, [1.0]).shape(), [0, 5]);
    assert!(exposure::is_low_contrast(&none, 0.1));
    assert_eq!(color::rgb_to_lab(Array::<f32>::zeros([0, 3])).shape(), [0, 3]);
    assert!(metrics::mean_squared_error(&none, &none).is_nan());
    assert_eq!(metrics::variation_of_information([0u32; 0], [0u32; 0]), [0.0, 0.0]);
    assert_eq!(metrics::hausdorff_distance([false; 0], [false; 0]), 0.0);
    assert_eq!(metrics::hausdorff_distance([true, false], [false; 2]), f64::INFINITY);
    assert_eq!(feature::canny(&none, 1.0, 0.1, 0.2).shape(), [0, 5]);
    assert_eq!(feature::peak_local_max(&none).shape(), [0, 2]);
    assert_eq!(feature::corner_harris(&none, 0.05, 1.0).shape(), [0, 5]);
    assert_eq!(feature::corner_fast(&none, 9, 0.1).shape(), [0, 5]);
    let method = feature::PatternMethod::Bits;
    assert_eq!(feature::local_binary_pattern(&none, 8, 1.0, method).shape(), [0, 5]);
    assert_eq!(feature::hog_image(&none).shape(), [0, 5]);
    assert_eq!(feature::blob_log(&none, 0.1).shape(), [0, 3]);
    assert_eq!(feature::blob_doh(&none, 0.1).shape(), [0, 3]);
    assert_eq!(restoration::denoise_bilateral(&none, 0.1, 1.0).shape(), [0, 5]);
    assert_eq!(restoration::denoise_nl_means(&none, 0.1).shape(), [0, 5]);
    assert_eq!(restoration::denoise_tv_chambolle(&none, 0.1).shape(), [0, 5]);
    assert_eq!(restoration::denoise_tv_bregman(&none, 0.1).shape(), [0, 5]);
    assert_eq!(restoration::rolling_ball(&none, 3.0).shape(), [0, 5]);
    assert!(restoration::estimate_sigma(&none).is_nan());
    assert_eq!(draw::polygon(&[], [4, 4]), Vec::<[isize; 2]>::new());
    assert_eq!(draw::montage(Array::<u8>::zeros([0, 2, 2])).shape(), [0, 0]);
    // One row, one column, one pixel.
    for shape in [[1, 1], [1, 9], [9, 1]] {
        let a = noisy(&shape, 5);
        assert_eq!(feature::canny(&a, 1.0, 0.1, 0.2).shape(), shape);
        assert_eq!(feature::hessian_matrix(&a, 1.0)[0].shape(), shape);
        assert_eq!(restoration::denoise_nl_means(&a, 0.1).shape(), shape);
        assert_eq!(restoration::denoise_tv_chambolle(&a, 0.1).shape(), shape);
        assert_eq!(restoration::denoise_tv_bregman(&a, 5.0).shape(), shape);
        assert_eq!(feature::local_binary_pattern(&a, 8, 2.5, method).shape(), shape);
        assert_eq!(feature::peak_local_max(&a).shape()[1], 2);
    }
}

#[test]
fn nan_is_what_the_docs_say() {
    let mut a = noisy(&[20, 20], 4);
    a[[10, 10]] = f64::NAN;
    assert_eq!(exposure::histogram(&a).counts.iter().sum::<u64>(), 399);
    assert!(exposure::equalize_hist(&a)[[10, 10]].is_nan());
    assert!(exposure::adjust_gamma(&a, 2.0)[[10, 10]].is_nan());
    assert!(exposure::rescale_intensity(&a, [0.5, 0.5], [0.0, 1.0])[[10, 10]].is_nan());
    assert!(exposure::match_histograms(&a, &noisy(&[5], 1))[[10, 10]].is_nan());
    assert!(color::rgb_to_hsv([f64::NAN, 0.0, 0.0]).iter().all(|x| x.is_nan()));
    assert!(metrics::structural_similarity(&a, &a, 1.0).is_nan());
    assert!(!feature::canny(&a, 1.0, 0.0, 0.0)[[10, 10]]);
    let peaks = feature::peak_local_max(&a).into_vec();
    assert!(!peaks.chunks(2).any(|peak| peak == [10, 10]));
    let smooth = restoration::denoise_bilateral(&a, 0.1, 1.0);
    assert!(smooth[[10, 10]].is_nan() && smooth[[8, 8]].is_nan() && !smooth[[5, 5]].is_nan());
    assert!(restoration::denoise_nl_means(&a, 0.1)[[10, 10]].is_nan());
    assert!(!restoration::rolling_ball(&a, 3.0)[[10, 10]].is_nan());
    assert!(feature::phase_cross_correlation(&a, &a).shift.iter().all(|x| x.is_nan()));
}

/// What a panic says.
fn message(panics: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let cause = std::panic::catch_unwind(panics).unwrap_err();
    match cause.downcast::<String>() {
        Ok(text) => *text,
        Err(cause) => cause.downcast::<&str>().unwrap().to_string(),
    }
}

type Panics = Box<dyn FnOnce() + std::panic::UnwindSafe>;

fn says(cases: Vec<(&str, Panics)>) {
    for (text, panics) in cases {
        assert_eq!(message(panics), text);
    }
}

#[test]
fn messages_say_what_was_given() {
    says(vec![
        ("clahe: shape [3], must be (h, w)", Box::new(|| drop(exposure::clahe([1u8, 2, 3])))),
        (
            "adjust_gamma: gamma is -1, must not be negative",
            Box::new(|| drop(exposure::adjust_gamma([1.0], -1.0))),
        ),
        (
            "rescale_intensity: from [1.0, 0.0] to [0.0, 1.0]",
            Box::new(|| drop(exposure::rescale_intensity([1.0], [1.0, 0.0], [0.0, 1.0]))),
        ),
        (
            "rgb_to_lab: shape [4], the last axis must be 3 channels",
            Box::new(|| drop(color::rgb_to_lab([0.0; 4]))),
        ),
        (
            "cmyk_to_rgb: shape [3], the last axis must be 4 channels",
            Box::new(|| drop(color::cmyk_to_rgb([0.0; 3]))),
        ),
        (
            "mean_squared_error: shapes [1] and [2] must be the same",
            Box::new(|| _ = metrics::mean_squared_error([1.0], [1.0, 2.0])),
        ),
        (
            "structural_similarity: shape [4], windows of 7",
            Box::new(|| _ = metrics::structural_similarity([0u8; 4], [0u8; 4], 1.0)),
        ),
        (
            "denoise_nl_means: h is 0, must be positive",
            Box::new(|| drop(restoration::denoise_nl_means([[0.0]], 0.0))),
        ),
    ]);
}

#[test]
fn messages_of_drawing_and_features() {
    let cube = || Array::<f64>::zeros([2, 3, 4]);
    let grid = draw::MontageOptions::default().grid([1, 1]);
    let bits = feature::PatternMethod::Bits;
    says(vec![
        (
            "line: [0, 0, 16777217, 0], must lie within 16777216 of 0",
            Box::new(|| drop(draw::line([0, 0], [16777217, 0]))),
        ),
        (
            "set_color: a colour of 1 channels, a picture [1, 1, 3]",
            Box::new(|| draw::set_color(Array::<u8>::zeros([1, 1, 3]).view_mut(), &[], &[1])),
        ),
        (
            "montage: 4 pictures in a grid [1, 1]",
            Box::new(move || drop(draw::montage_with(Array::<u8>::zeros([4, 1, 1]), &grid))),
        ),
        (
            "canny: thresholds 2 and 1 must rise",
            Box::new(|| drop(feature::canny([[0.0]], 1.0, 2.0, 1.0))),
        ),
        (
            "hog: 1 by 1 cells, blocks of 3 by 3",
            Box::new(|| drop(feature::hog(Array::<u8>::zeros([8, 8])))),
        ),
        (
            "match_template: a template of shape [2] in a picture of shape [1]",
            Box::new(|| drop(feature::match_template([1.0], [1.0, 2.0]))),
        ),
        (
            "local_binary_pattern: 25 points, must be 1 to 24",
            Box::new(move || drop(feature::local_binary_pattern([[0.0]], 25, 1.0, bits))),
        ),
        (
            "corner_harris: shape [2, 3, 4], must be (h, w)",
            Box::new(move || drop(feature::corner_harris(cube(), 0.05, 1.0))),
        ),
    ]);
}

#[test]
fn bits_do_not_depend_on_threads() {
    let a = noisy(&[150, 170], 9);
    let bytes = exposure::rescale_intensity(&a, [0.0, 1.0], [0.0, 255.0]).cast::<u8>();
    let all = || {
        (
            exposure::clahe(&bytes),
            exposure::equalize_adapthist(&a, [0.0, 1.0]),
            metrics::structural_similarity(&a, &a.map(|x| x * x), 1.0).to_bits(),
            feature::canny(&a, 1.0, 0.1, 0.5),
            feature::hog(&a),
            restoration::denoise_nl_means(&a, 0.3),
            restoration::denoise_tv_chambolle(&a, 0.1),
            restoration::denoise_bilateral(&a, 0.1, 1.0),
        )
    };
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let one = pool(1).install(all);
    assert!(one == pool(3).install(all));
}
