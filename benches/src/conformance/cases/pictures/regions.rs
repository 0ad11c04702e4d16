//! Tables of regions, outlines, moments.

use super::*;
use nd::image::measure::{
    Neighborhood, Regions, centroid, euler_number, find_contours, grid_points_in_poly,
    inertia_tensor, moments as raw_moments, moments_central, perimeter, perimeter_crofton,
    regionprops,
};

type Column = (&'static str, fn(&Regions) -> Array<f64>);

/// Columns that pictures of any rank have.
const ANY: &[Column] = &[
    ("area", Regions::area),
    ("area_bbox", Regions::area_bbox),
    ("area_filled", Regions::area_filled),
    ("axis_major_length", Regions::axis_major_length),
    ("centroid", Regions::centroid),
    ("centroid_local", Regions::centroid_local),
    ("centroid_weighted", Regions::centroid_weighted),
    ("centroid_weighted_local", Regions::centroid_weighted_local),
    ("equivalent_diameter_area", Regions::equivalent_diameter_area),
    ("extent", Regions::extent),
    ("inertia_tensor", Regions::inertia_tensor),
    ("intensity_max", Regions::intensity_max),
    ("intensity_mean", Regions::intensity_mean),
    ("intensity_median", Regions::intensity_median),
    ("intensity_min", Regions::intensity_min),
    ("intensity_std", Regions::intensity_std),
    ("moments", Regions::moments),
    ("moments_central", Regions::moments_central),
    ("moments_weighted", Regions::moments_weighted),
    ("moments_weighted_central", Regions::moments_weighted_central),
];

/// Columns that only planes have.
const PLANE: &[Column] = &[
    ("area_convex", Regions::area_convex),
    ("axis_minor_length", Regions::axis_minor_length),
    ("eccentricity", Regions::eccentricity),
    ("feret_diameter_max", Regions::feret_diameter_max),
    ("moments_hu", Regions::moments_hu),
    ("moments_normalized", Regions::moments_normalized),
    ("perimeter", Regions::perimeter),
    ("perimeter_crofton", Regions::perimeter_crofton),
    ("solidity", Regions::solidity),
];

/// One column of `regionprops`.
pub(super) fn columns(random: &mut Random, recorder: &mut Recorder) {
    let plane = random.below(3) > 0;
    let shape = filled_shape(random, if plane { 2..=2 } else { 3..=3 });
    let labels = 1 + random.below(4);
    let set = 1 + random.below(10);
    let l = Laid::<i32>::filled(random, &shape, |random| {
        if random.below(10) < set { 1 + random.below(labels) as i32 } else { 0 }
    });
    let picture = Laid::<f64>::filled(random, &shape, |random| 1.0 + random.below(40) as f64 / 4.0);
    let all: Vec<Column> = ANY.iter().chain(PLANE.iter().filter(|_| plane)).copied().collect();
    let (name, column) = *random.pick(&all);
    let inputs = vec![recorder.input(&l), recorder.input(&picture)];
    recorder.case(&format!("regions.{name}"), inputs, json!({}), || {
        column(&regionprops(l.view()).intensity(picture.view()))
    });
}

/// Lengths of outlines, the number of Euler, contours.
pub(super) fn outlines(random: &mut Random, recorder: &mut Recorder) {
    let which = random.below(5);
    let shape = filled_shape(random, if which == 2 { 2..=3 } else { 2..=2 });
    let a = mask(random, &shape);
    let inputs = vec![recorder.input(&a)];
    match which {
        0 => {
            let (n, told) = *random.pick(&[(Neighborhood::Four, 4), (Neighborhood::Eight, 8)]);
            recorder.case("perimeter", inputs, json!({ "neighborhood": told }), || {
                perimeter(a.view(), n)
            });
        }
        1 => {
            let diagonals = random.one_in(2);
            let told = json!({ "directions": if diagonals { 4 } else { 2 } });
            recorder
                .case("perimeter_crofton", inputs, told, || perimeter_crofton(a.view(), diagonals));
        }
        2 => {
            let connectivity = if random.one_in(2) { 1 } else { shape.len() };
            recorder.case("euler_number", inputs, json!({ "connectivity": connectivity }), || {
                euler_number(a.view(), connectivity)
            });
        }
        3 => {
            let shape: Vec<usize> = shape.iter().map(|&n| n.max(2)).collect();
            let a = small::<f64>(random, &shape);
            let level = random.below(9) as f64 / 2.0 - 2.0;
            let inputs = vec![recorder.input(&a)];
            recorder.case("find_contours", inputs, json!({ "level": level }), || {
                find_contours(a.view(), level)
            });
        }
        _ => {
            let n = 3 + random.below(5);
            let corners = Array::from_fn([n, 2], |_| random.below(12) as f64);
            let inputs = vec![recorder.array(corners.view())];
            recorder.case("grid_points_in_poly", inputs, json!({ "shape": [11, 12] }), || {
                grid_points_in_poly([11, 12], &corners)
            });
        }
    }
}

/// Moments of pictures.
pub(super) fn moments(random: &mut Random, recorder: &mut Recorder) {
    let shape = filled_shape(random, 1..=3);
    let a = Laid::<f64>::filled(random, &shape, |random| 1.0 + random.unit());
    let order = random.below(5);
    let inputs = vec![recorder.input(&a)];
    match random.below(4) {
        0 => recorder.case("measure.moments", inputs, json!({ "order": order }), || {
            raw_moments(a.view(), order)
        }),
        1 => {
            let center: Vec<f64> = shape.iter().map(|&n| n as f64 / 3.0).collect();
            let told = json!({ "order": order, "center": center });
            recorder.case("moments_central", inputs, told, || {
                moments_central(a.view(), &center, order)
            });
        }
        2 => recorder.case("measure.centroid", inputs, json!({}), || centroid(a.view())),
        _ => {
            recorder.case("measure.inertia_tensor", inputs, json!({}), || inertia_tensor(a.view()))
        }
    }
}
