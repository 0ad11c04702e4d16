//! Measurements and segmentations against SciPy and scikit-image: the fixtures that
//! `golden/image_measure.py` made.

use nd_core::{Array, CastTo, Element};
use nd_image::segmentation::{
    self, BorderOptions, BoundaryMode, FelzenszwalbOptions, MarkOptions, RandomWalkerOptions,
    SlicOptions, WatershedOptions, watershed_ift, watershed_with,
};
use nd_image::{Measured, labels, measure};
use std::collections::HashMap;
use std::str::FromStr;

/// A line of `measure.txt`.
struct Case<'d> {
    line: &'d str,
    parameters: HashMap<&'d str, &'d str>,
    data: &'d [u8],
}

trait Stored: Element {
    fn of_bytes(bytes: &[u8]) -> Self;
}

macro_rules! stored {
    ($($T:ty)*) => {$(
        impl Stored for $T {
            fn of_bytes(bytes: &[u8]) -> $T {
                <$T>::from_le_bytes(bytes.try_into().unwrap())
            }
        }
    )*};
}
stored!(u8 i32 i64 f32 f64);

impl Stored for bool {
    fn of_bytes(bytes: &[u8]) -> bool {
        bytes[0] != 0
    }
}

impl Case<'_> {
    fn has(&self, key: &str) -> bool {
        self.parameters.contains_key(key)
    }

    fn one<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.parameters[key].parse().unwrap()
    }

    fn list<V: FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> Vec<V> {
        self.parameters[key].split(',').map(|word| word.parse().unwrap()).collect()
    }

    fn dtype(&self, key: &str) -> &str {
        self.parameters[key].split(':').next().unwrap()
    }

    fn array<T: Stored>(&self, key: &str) -> Array<T> {
        let words: Vec<&str> = self.parameters[key].split(':').collect();
        let lengths = words[1].split(',').filter(|word| !word.is_empty());
        let shape: Vec<usize> = lengths.map(|word| word.parse().unwrap()).collect();
        let size = shape.iter().product::<usize>() * size_of::<T>();
        let bytes = &self.data[words[2].parse().unwrap()..][..size];
        Array::from_shape_vec(shape, bytes.chunks(size_of::<T>()).map(T::of_bytes).collect())
    }

    /// Compares with the array of that name, within `allowed` of its largest element.
    fn close<T: Element + CastTo<f64>>(&self, key: &str, ours: &Array<T>, allowed: f64) {
        let theirs = self.array::<f64>(key);
        assert_eq!(ours.size(), theirs.size(), "{key} of {}", self.line);
        let scale =
            theirs.iter().fold(1e-3, |m: f64, x| if x.is_nan() { m } else { m.max(x.abs()) });
        for (i, (x, &y)) in ours.iter().zip(theirs.iter()).enumerate() {
            let x: f64 = x.cast_to();
            let near = x == y || (x - y).abs() <= allowed * scale || (x.is_nan() && y.is_nan());
            assert!(near, "{key} at {i}: {x}, theirs {y}\n{}", self.line);
        }
    }

    fn number(&self, key: &str, ours: f64) {
        let theirs: f64 = self.one(key);
        assert!((ours - theirs).abs() <= 1e-12 * theirs.abs(), "{key}: {ours}\n{}", self.line);
    }
}

/// Runs `check` on every case of an operation.
fn each(op: &str, check: impl Fn(&Case<'_>)) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden_measure/");
    let lines = std::fs::read_to_string(format!("{folder}measure.txt")).unwrap();
    let data = std::fs::read(format!("{folder}measure.bin")).unwrap();
    let mut count = 0;
    for line in lines.lines() {
        let (name, rest) = line.split_once(' ').unwrap();
        if name == op {
            count += 1;
            let parameters = rest.split(' ').map(|word| word.split_once('=').unwrap()).collect();
            check(&Case { line, parameters, data: &data });
        }
    }
    assert!(count > 0, "no cases of {op}");
}

/// Calls a function that is generic over the element type of a parameter.
macro_rules! by_type {
    ($function:ident, $case:expr, $key:expr) => {
        match $case.dtype($key) {
            "u8" => $function::<u8>($case),
            "i64" => $function::<i64>($case),
            "f32" => $function::<f32>($case),
            _ => $function::<f64>($case),
        }
    };
}

fn statistics<T: Stored + Measured + CastTo<f64>>(case: &Case<'_>)
where
    T::Sum: CastTo<f64>,
{
    let (a, regions) = (case.array::<T>("a"), case.array::<i32>("labels"));
    let index = case.array::<i32>("index").into_vec();
    let found = labels::label_statistics(&a, &regions, &index);
    case.close("sum", &found.sum, 1e-14);
    case.close("mean", &found.mean, 1e-14);
    case.close("variance", &found.variance, 1e-13);
    let all = |ends: &Array<Option<T>>| ends.iter().map(|x| x.unwrap()).collect::<Array<T>>();
    case.close("minimum", &all(&found.minimum), 0.0);
    case.close("maximum", &all(&found.maximum), 0.0);
    let places = |places: &Array<Option<usize>>| -> Vec<i64> {
        places.iter().map(|at| at.unwrap() as i64).collect()
    };
    assert_eq!(places(&found.minimum_position), case.array::<i64>("minat").into_vec());
    assert_eq!(places(&found.maximum_position), case.array::<i64>("maxat").into_vec());
    // SciPy's medians and totals of f32 are rounded to f32.
    let single = if case.dtype("a") == "f32" { 1e-6 } else { 1e-14 };
    case.close("median", &labels::median(&a, &regions, &index), single);
    case.close("center", &labels::center_of_mass(&a, &regions, &index), 1e-13);
    let counts = labels::histogram(&a, 60.0, 141.0, 7, &regions, &index);
    assert_eq!(counts.cast::<i64>(), case.array::<i64>("histogram"), "{}", case.line);
}

fn positive<T: Stored + Measured>(case: &Case<'_>)
where
    T::Sum: CastTo<f64>,
{
    let (a, regions) = (case.array::<T>("a"), case.array::<i32>("labels"));
    let single = if case.dtype("a") == "f32" { 1e-6 } else { 1e-14 };
    case.close("sum", &labels::sum_labels(&a, &regions, ..), single);
    case.close("mean", &labels::mean(&a, &regions, ..), single);
    let inside = regions.map(|label| label > 0);
    case.close("mean", &labels::mean(&a, &inside, [true]), single);
}

#[test]
fn label_statistics_are_scipys() {
    each("statistics", |case| by_type!(statistics, case, "a"));
}

#[test]
fn no_list_means_all_positive_labels() {
    each("positive", |case| by_type!(positive, case, "a"));
}

fn watershed<T: Stored + Measured>(case: &Case<'_>) {
    let options = WatershedOptions::default()
        .connectivity(case.one("connectivity"))
        .mask(case.array::<bool>("mask"))
        .compactness(case.one("compactness"))
        .watershed_line(case.one::<u8>("line") == 1);
    let markers = case.array::<i32>("markers");
    let ours = watershed_with(case.array::<T>("image"), &markers, &options);
    assert_eq!(ours, case.array::<i32>("labels"), "{}", case.line);
}

#[test]
fn watersheds_are_scikit_images() {
    each("watershed", |case| by_type!(watershed, case, "image"));
}

#[test]
fn image_foresting_watersheds_are_scipys() {
    each("ift", |case| {
        let (image, markers) = (case.array::<u8>("image"), case.array::<i32>("markers"));
        let ours = watershed_ift(&image, &markers, case.one("connectivity"));
        assert_eq!(ours, case.array::<i32>("labels"), "{}", case.line);
    });
}

#[test]
fn regions_are_scikit_images() {
    each("regions", |case| {
        let table = measure::regionprops(case.array::<i32>("labels"))
            .spacing(case.list::<f64>("spacing"))
            .intensity(case.array::<f64>("intensity"));
        macro_rules! columns {
            ($($name:ident)*) => {$(
                if case.has(stringify!($name)) {
                    case.close(stringify!($name), &table.$name(), 1e-12);
                }
            )*};
        }
        columns! {
            area area_bbox area_convex area_filled axis_major_length bbox
            centroid centroid_local equivalent_diameter_area euler_number
            extent feret_diameter_max inertia_tensor inertia_tensor_eigvals label moments
            moments_central moments_normalized num_pixels perimeter
            perimeter_crofton solidity intensity_max intensity_mean intensity_median intensity_min
            intensity_std moments_weighted moments_weighted_central
            moments_weighted_normalized centroid_weighted centroid_weighted_local
        }
        // Roots of what rounding leaves: theirs of a straight row of pixels is not 0.
        case.close("axis_minor_length", &table.axis_minor_length(), 1e-6);
        if case.has("eccentricity") {
            case.close("eccentricity", &table.eccentricity(), 1e-9);
        }
        if case.has("moments_hu") {
            case.close("moments_hu", &table.moments_hu(), 1e-12);
            case.close("moments_weighted_hu", &table.moments_weighted_hu(), 1e-12);
        }
        if case.has("orientation") {
            orientations(case, &table);
        }
    });
}

/// Compares angles where the two axes differ; where they do not, theirs is a matter of rounding.
fn orientations(case: &Case<'_>, table: &measure::Regions) {
    let (ours, theirs) = (table.orientation(), case.array::<f64>("orientation"));
    let values = table.inertia_tensor_eigvals();
    for i in 0..table.len() {
        if values[[i, 0]] - values[[i, 1]] > 1e-9 {
            let turn = (ours[[i]] - theirs[[i]]).rem_euclid(std::f64::consts::PI);
            let apart = turn.min(std::f64::consts::PI - turn);
            assert!(apart < 1e-9, "{i}: {}, theirs {}\n{}", ours[[i]], theirs[[i]], case.line);
        }
    }
}

#[test]
fn masks_are_measured_as_scikit_image_does() {
    each("masks", |case| {
        use measure::Neighborhood::{Eight, Four};
        let mask = case.array::<bool>("mask");
        assert_eq!(measure::euler_number(&mask, 1), case.one::<i64>("euler1"), "{}", case.line);
        let all = measure::euler_number(&mask, mask.ndim());
        assert_eq!(all, case.one::<i64>("euler"), "{}", case.line);
        if case.has("four") {
            case.number("four", measure::perimeter(&mask, Four));
            case.number("eight", measure::perimeter(&mask, Eight));
            case.number("crofton2", measure::perimeter_crofton(&mask, false));
            case.number("crofton4", measure::perimeter_crofton(&mask, true));
        }
    });
}

#[test]
fn moments_are_scikit_images() {
    each("moments", |case| {
        let image = case.array::<f64>("image");
        let center = measure::centroid(&image).into_vec();
        let mu = measure::moments_central(&image, &center, 3);
        case.close("raw", &measure::moments(&image, 3), 1e-13);
        case.close("central", &mu, 1e-12);
        case.close("normalized", &measure::moments_normalized(&mu), 1e-12);
        case.close("centroid", &measure::centroid(&image), 1e-13);
        case.close("tensor", &measure::inertia_tensor(&image), 1e-12);
        case.close("values", &measure::inertia_tensor_eigvals(&image), 1e-12);
        if case.has("hu") {
            case.close("hu", &measure::moments_hu(measure::moments_normalized(&mu)), 1e-12);
        }
    });
}

#[test]
fn contours_are_scikit_images() {
    each("contours", |case| {
        let options = measure::ContourOptions::default()
            .high_connected(case.one::<u8>("high") == 1)
            .mask(case.array::<bool>("mask"));
        let image = case.array::<f64>("image");
        let ours = measure::find_contours_with(&image, case.one("level"), &options);
        let lengths: Vec<i64> = ours.iter().map(|line| line.shape()[0] as i64).collect();
        assert_eq!(lengths, case.array::<i64>("lengths").into_vec(), "{}", case.line);
        let points: Vec<f64> = ours.into_iter().flat_map(Array::into_vec).collect();
        case.close("points", &Array::from_vec(points), 1e-15);
    });
}

#[test]
fn polygons_are_scikit_images() {
    each("approximate", |case| {
        let line = case.array::<f64>("line");
        let fewer = measure::approximate_polygon(&line, case.one("tolerance"));
        case.close("fewer", &fewer, 0.0);
    });
    each("subdivide", |case| {
        let (line, ends) = (case.array::<f64>("line"), case.one::<u8>("ends") == 1);
        let more = measure::subdivide_polygon(&line, case.one("degree"), ends);
        case.close("more", &more, 1e-14);
    });
    each("inside", |case| {
        let corners = case.array::<f64>("corners");
        let grid = measure::grid_points_in_poly([9, 10], &corners);
        assert_eq!(grid, case.array::<bool>("grid"), "{}", case.line);
        let these = measure::points_in_poly(case.array::<f64>("points"), &corners);
        assert_eq!(these, case.array::<bool>("these"), "{}", case.line);
    });
}

#[test]
fn surfaces_have_scikit_images_vertices() {
    each("cubes", |case| {
        let mesh = measure::marching_cubes(case.array::<f64>("volume"), case.one("level"));
        // Theirs are single precision, rounded and sorted.
        let sorted = |a: &Array<f64>| {
            let points = a.iter().map(|x| (x * 1e3).round() as i64).collect::<Vec<i64>>();
            let mut points: Vec<Vec<i64>> = points.chunks(3).map(<[i64]>::to_vec).collect();
            points.sort_unstable();
            points
        };
        let (ours, theirs) = (sorted(&mesh.vertices), sorted(&case.array::<f64>("vertices")));
        assert_eq!(ours.len(), theirs.len(), "{}", case.line);
        for (a, b) in ours.iter().zip(&theirs) {
            assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1), "{a:?} {b:?} {}", case.line);
        }
    });
}

#[test]
fn profiles_are_scikit_images() {
    each("profile", |case| {
        let end = |key| <[f64; 2]>::try_from(case.list::<f64>(key)).unwrap();
        let reduce = match case.parameters["reduce"] {
            "mean" => measure::Reduce::Mean,
            _ => measure::Reduce::Max,
        };
        let (image, width) = (case.array::<f64>("image"), case.one("width"));
        let ours = measure::profile_line(&image, end("src"), end("dst"), width, reduce);
        case.close("line", &ours, 1e-12);
    });
}

#[test]
fn pairs_of_pictures_are_compared_as_scikit_image_does() {
    each("coloc", |case| {
        let (a, b) = (case.array::<f64>("a"), case.array::<f64>("b"));
        let (m, k) = (case.array::<bool>("m"), case.array::<bool>("k"));
        case.number("pearson", measure::pearson_corr_coeff(&a, &b));
        case.number("manders", measure::manders_coloc_coeff(&a, &m));
        case.number("overlap", measure::manders_overlap_coeff(&a, &b));
        case.number("part", measure::intersection_coeff(&m, &k));
        case.number("entropy", measure::shannon_entropy(case.array::<u8>("image"), 2.0));
    });
}

#[test]
fn labels_are_rewritten_as_scikit_image_does() {
    each("relabel", |case| {
        let labels = case.array::<i32>("labels");
        let new = segmentation::relabel_sequential(&labels, 4);
        assert_eq!(new.labels.cast::<i32>(), case.array::<i32>("new"), "{}", case.line);
        let joined = segmentation::join_segmentations(&labels, case.array::<i32>("other"));
        assert_eq!(joined.cast::<i32>(), case.array::<i32>("joined"), "{}", case.line);
    });
    each("border", |case| {
        let labels = case.array::<i32>("labels");
        let wide = BorderOptions::default().buffer_size(case.one("buffer"));
        let cleared = segmentation::clear_border_with(&labels, &wide);
        assert_eq!(cleared, case.array::<i32>("cleared"), "{}", case.line);
        let inside = BorderOptions::default().mask(case.array::<bool>("mask"));
        let masked = segmentation::clear_border_with(&labels, &inside);
        assert_eq!(masked, case.array::<i32>("masked"), "{}", case.line);
    });
}

const MODES: [(&str, BoundaryMode); 3] = [
    ("thick", BoundaryMode::Thick),
    ("inner", BoundaryMode::Inner),
    ("outer", BoundaryMode::Outer),
];

#[test]
fn boundaries_are_scikit_images() {
    each("boundaries", |case| {
        let labels = case.array::<i32>("labels");
        for (name, mode) in MODES {
            let ours = segmentation::find_boundaries(&labels, case.one("connectivity"), mode);
            assert_eq!(ours, case.array::<bool>(name), "{name} {}", case.line);
        }
    });
    each("mark", |case| {
        let (image, labels) = (case.array::<f64>("image"), case.array::<i32>("labels"));
        let mode = MODES.iter().find(|(name, _)| *name == case.parameters["mode"]).unwrap().1;
        let options = MarkOptions::default().mode(mode);
        let marked = |colour, options: &MarkOptions<f64>| {
            segmentation::mark_boundaries_with(&image, &labels, colour, options)
        };
        case.close("plain", &marked([1.0, 1.0, 0.0], &options), 0.0);
        let lined = marked([0.0, 1.0, 0.5], &options.outline([0.25, 0.0, 0.0]));
        case.close("lined", &lined, 0.0);
    });
}

#[test]
fn superpixels_are_scikit_images() {
    each("slic", |case| {
        let yes = |key: &str| case.one::<u8>(key) == 1;
        let options = SlicOptions::default()
            .compactness(case.one("compactness"))
            .sigma(case.one("sigma"))
            .spacing(case.list::<f64>("spacing"))
            .channels(yes("channels"))
            .slic_zero(yes("zero"))
            .enforce_connectivity(yes("connect"));
        let ours = segmentation::slic_with(case.array::<f64>("image"), case.one("n"), &options);
        assert_eq!(ours.cast::<i32>(), case.array::<i32>("labels"), "{}", case.line);
    });
}

#[test]
fn felzenszwalbs_segments_are_scikit_images() {
    each("felzenszwalb", |case| {
        let options =
            FelzenszwalbOptions::default().sigma(case.one("sigma")).min_size(case.one("size"));
        let image = case.array::<f64>("image");
        let ours = segmentation::felzenszwalb_with(&image, case.one("scale"), &options);
        assert_eq!(ours.cast::<i32>(), case.array::<i32>("labels"), "{}", case.line);
    });
}

#[test]
fn random_walks_are_scikit_images() {
    each("walker", |case| {
        let options = RandomWalkerOptions::default()
            .beta(case.one("beta"))
            .spacing(case.list::<f64>("spacing"))
            .channels(case.one::<u8>("channels") == 1)
            .tol(1e-12);
        let (image, labels) = (case.array::<f64>("image"), case.array::<i32>("labels"));
        let ours = segmentation::random_walker_with(&image, &labels, &options).unwrap();
        assert_eq!(ours, case.array::<i32>("found"), "{}", case.line);
    });
}
