//! Models, contours, trees, transforms and descriptors against scikit-image: the fixtures that `golden/image_scikit.py`
//! made, and properties.

use nd_core::{Array, CastTo};
use nd_image::{color, draw, feature, measure, restoration, segmentation};
use std::collections::HashMap;

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

impl Fixtures {
    fn read() -> Fixtures {
        let folder = format!("{}/tests/golden_scikit", env!("CARGO_MANIFEST_DIR"));
        let (mut cases, mut data) = (Vec::new(), Vec::new());
        for (part, name) in ["shapes", "regions"].iter().enumerate() {
            let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap();
            for line in text.lines() {
                let (op, rest) = line.split_once(' ').unwrap();
                let pairs = rest.split(' ').map(|word| word.split_once('=').unwrap());
                let words = pairs.map(|(k, v)| (k.to_string(), v.to_string())).collect();
                cases.push(Case { part, line: line.to_string(), op: op.to_string(), words });
            }
            data.push(std::fs::read(format!("{folder}/{name}.bin")).unwrap());
        }
        Fixtures { cases, data }
    }

    /// Runs `check` on the cases of an operation, of which there must be some.
    fn each(&self, op: &str, check: impl Fn(&Case)) {
        let cases: Vec<_> = self.cases.iter().filter(|case| case.op == op).collect();
        assert!(!cases.is_empty(), "no cases of {op}");
        cases.into_iter().for_each(check);
    }

    /// An array of any stored type, by way of `f64`.
    fn array<T: nd_core::Element>(&self, case: &Case, key: &str) -> Array<T>
    where
        f64: CastTo<T>,
    {
        let parts: Vec<&str> = case.words[key].split(':').collect();
        let shape: Vec<usize> =
            parts[1].split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
        let (count, start) = (shape.iter().product::<usize>(), parts[2].parse::<usize>().unwrap());
        let bytes = &self.data[case.part][start..];
        let eight = |k: usize| <[u8; 8]>::try_from(&bytes[8 * k..][..8]).unwrap();
        let read = |k: usize| match parts[0] {
            "u8" | "bool" => f64::from(bytes[k]),
            "i64" => i64::from_le_bytes(eight(k)) as f64,
            "f64" => f64::from_le_bytes(eight(k)),
            other => panic!("{other} of {}", case.line),
        };
        Array::from_shape_vec(&shape[..], (0..count).map(|k| read(k).cast_to()).collect())
    }

    fn floats(&self, case: &Case, key: &str) -> Array<f64> {
        self.array(case, key)
    }

    fn mask(&self, case: &Case, key: &str) -> Array<bool> {
        self.floats(case, key).map(|x| x != 0.0)
    }
}

impl Case {
    fn one<V: std::str::FromStr<Err: std::fmt::Debug>>(&self, key: &str) -> V {
        self.words[key].parse().unwrap()
    }

    fn list(&self, key: &str) -> Vec<usize> {
        self.words[key].split(',').map(|n| n.parse().unwrap()).collect()
    }
}

#[track_caller]
fn close(case: &Case, ours: &Array<f64>, theirs: &Array<f64>, tolerance: f64) {
    assert_eq!(ours.shape(), theirs.shape(), "{}", case.line);
    for (k, (x, y)) in ours.iter().zip(theirs.iter()).enumerate() {
        let fits = (x - y).abs() <= tolerance * (1.0 + y.abs()) || (x.is_nan() && y.is_nan());
        assert!(fits, "element {k}: {x}, not {y}: {}", case.line);
    }
}

#[test]
fn models_are_those_of_the_points() {
    let f = Fixtures::read();
    f.each("line", |case| {
        let line = measure::LineModelND::from_estimate(f.floats(case, "a")).unwrap();
        let theirs = f.floats(case, "out");
        let axes = line.origin.len();
        // A direction is one with either sign.
        let along: f64 =
            line.direction.iter().zip(theirs.iter().skip(axes)).map(|(a, b)| a * b).sum();
        assert!((along.abs() - 1.0).abs() < 1e-12, "{}", case.line);
        let origin = theirs.iter().take(axes).copied().collect();
        close(case, &Array::from_vec(line.origin), &origin, 1e-12);
    });
    f.each("line_residuals", |case| {
        let a = f.floats(case, "a");
        let line = measure::LineModelND::from_estimate(&a).unwrap();
        close(case, &line.residuals(&a), &f.floats(case, "out"), 1e-11);
    });
    f.each("circle", |case| {
        let circle = measure::CircleModel::from_estimate(f.floats(case, "a")).unwrap();
        let ours = Array::from_vec(vec![circle.center[0], circle.center[1], circle.radius]);
        close(case, &ours, &f.floats(case, "out"), 1e-11);
    });
    f.each("circle_residuals", |case| {
        let a = f.floats(case, "a");
        let circle = measure::CircleModel::from_estimate(&a).unwrap();
        close(case, &circle.residuals(&a), &f.floats(case, "out"), 1e-11);
    });
    f.each("ellipse", |case| {
        let e = measure::EllipseModel::from_estimate(f.floats(case, "a")).unwrap();
        let [[x, y], [a, b]] = [e.center, e.axis_lengths];
        let (ours, theirs) = (Array::from_vec(vec![x, y, a, b]), f.floats(case, "out"));
        close(case, &ours, &theirs.iter().take(4).copied().collect(), 1e-7);
        // Directions are the same half a turn apart.
        assert!((e.theta - theirs[[4]]).sin().abs() < 1e-6, "{}", case.line);
    });
    f.each("ellipse_residuals", |case| {
        let a = f.floats(case, "a");
        let ellipse = measure::EllipseModel::from_estimate(&a).unwrap();
        let (ours, theirs) = (ellipse.residuals(&a), f.floats(case, "out"));
        for (x, y) in ours.iter().zip(theirs.iter()) {
            assert!(*x <= y + 1e-6 && (y - x).abs() < 1e-4, "{x} {y}: {}", case.line);
        }
    });
}

#[test]
fn distances_from_an_ellipse_are_the_least_of_many_points() {
    let turn = Array::from_fn([200_000], |i| i[0] as f64 * std::f64::consts::TAU / 200_000.0);
    for axis_lengths in [[5.0, 2.0], [2.0, 5.0], [3.0, 3.0]] {
        let ellipse = measure::EllipseModel { center: [1.0, -1.0], axis_lengths, theta: 0.6 };
        let rim = ellipse.predict_xy(&turn).into_vec();
        for p in [[1.0, -1.0], [1.2, -0.9], [7.0, 3.0], [1.0, 4.0], [2.0, -1.5], [0.5, -1.34]] {
            let least = rim.chunks(2).map(|q| (q[0] - p[0]).hypot(q[1] - p[1]));
            let least = least.fold(f64::INFINITY, f64::min);
            let ours = ellipse.residuals([p])[[0]];
            assert!((ours - least).abs() < 1e-7, "{p:?} {axis_lengths:?}: {ours} {least}");
        }
    }
}

#[test]
fn most_points_make_the_model() {
    let points = Array::from_fn([60, 2], |i| {
        let x = i[0] as f64;
        let far = if i[0] % 4 == 0 { 20.0 + (x * 7.3) % 11.0 } else { 0.0 };
        if i[1] == 0 { x } else { 2.0 * x + 1.0 + far }
    });
    let found = measure::ransac::<measure::LineModelND, _>(&points, 0.5).unwrap();
    assert!((0..60).all(|k| found.inliers[k] == (k % 4 != 0)));
    let again = measure::ransac::<measure::LineModelND, _>(&points, 0.5).unwrap();
    assert_eq!(found, again);
    let pairs = Array::from_fn([30, 4], |i| {
        let (x, y) = (((i[0] * 7) % 13) as f64, ((i[0] * 5) % 11) as f64);
        let spoiled = if i[0] % 5 == 0 { 9.0 + i[0] as f64 } else { 0.0 };
        [x, y, 2.0 * x - y + 3.0 + spoiled, x + y - 1.0][i[1]]
    });
    let found = measure::ransac::<nd_image::AffineTransform, _>(&pairs, 0.1).unwrap();
    assert!((0..30).all(|k| found.inliers[k] == (k % 5 != 0)));
    assert!((found.model.matrix()[0][2] - 3.0).abs() < 1e-9);
    let few = measure::ransac::<measure::EllipseModel, _>([[0.0, 1.0]; 3], 1.0).unwrap_err();
    assert_eq!(few.to_string(), "ransac: none of 0 draws of rows gave a model");
}

#[test]
fn moments_of_points_and_blur() {
    let f = Fixtures::read();
    f.each("moments_coords", |case| {
        let ours = measure::moments_coords(f.floats(case, "a"), case.one("order"));
        close(case, &ours, &f.floats(case, "out"), 1e-10);
    });
    f.each("moments_central", |case| {
        let center = f.floats(case, "center").into_vec();
        let ours = measure::moments_coords_central(f.floats(case, "a"), &center, case.one("order"));
        close(case, &ours, &f.floats(case, "out"), 1e-9);
    });
    f.each("blur", |case| {
        let ours = measure::blur_effect(f.floats(case, "a"), case.one("size"));
        close(case, &Array::from_vec(vec![ours]), &f.floats(case, "out"), 1e-12);
    });
    assert!(measure::blur_effect([[1.0; 3]; 9], 11).is_nan());
}

#[test]
fn colours_differ_as_they_say() {
    let f = Fixtures::read();
    f.each("delta", |case| {
        let (a, b) = (f.floats(case, "a"), f.floats(case, "b"));
        let mut options = color::DifferenceOptions::default();
        if case.words.contains_key("kl") {
            options = options.lightness(case.one("kl")).chroma(case.one("kc"));
        }
        let ours = match &case.words["name"][..] {
            "ciede94" => color::deltae_ciede94_with(a, b, &options),
            "ciede2000" => color::deltae_ciede2000_with(a, b, &options),
            _ => color::deltae_cmc_with(a, b, &options),
        };
        close(case, &ours, &f.floats(case, "out"), 1e-10);
    });
    let matrix = |case: &Case| {
        let m = f.floats(case, "matrix");
        [0, 1, 2].map(|i| [0, 1, 2].map(|j| m[[i, j]]))
    };
    f.each("separate", |case| {
        let ours = color::separate_stains(f.floats(case, "a"), &matrix(case));
        close(case, &ours, &f.floats(case, "out"), 1e-12);
    });
    f.each("combine", |case| {
        let ours = color::combine_stains(f.floats(case, "a"), &matrix(case));
        close(case, &ours.map(|x| x.clamp(0.0, 1.0)), &f.floats(case, "out"), 1e-12);
    });
}

#[test]
fn lines_in_space() {
    let f = Fixtures::read();
    f.each("line_nd", |case| {
        let end = |key| <[f64; 3]>::try_from(f.floats(case, key).into_vec()).unwrap();
        let line = draw::line_nd(end("a"), end("b"), case.one::<u8>("endpoint") == 1);
        let ours: Vec<f64> = line.into_iter().flatten().map(|x| x as f64).collect();
        assert_eq!(ours, f.floats(case, "out").into_vec(), "{}", case.line);
    });
}

#[test]
fn sizes_and_projections() {
    let f = Fixtures::read();
    f.each("local_mean", |case| {
        let ours = nd_image::resize_local_mean(f.floats(case, "a"), case.list("shape"));
        close(case, &ours, &f.floats(case, "out"), 1e-13);
    });
    f.each("frt2", |case| {
        let a = f.array::<i64>(case, "a");
        let lines = nd_image::frt2(&a);
        assert_eq!(lines, f.array::<i64>(case, "out"), "{}", case.line);
        assert_eq!(nd_image::ifrt2(&lines).unwrap(), a);
    });
    f.each("golden", |case| {
        let ours = nd_image::order_angles_golden_ratio(&f.floats(case, "a").into_vec());
        let theirs = f.array::<i64>(case, "out");
        assert!(ours.iter().zip(theirs.iter()).all(|(a, b)| *a as i64 == *b), "{}", case.line);
    });
    f.each("sart", |case| {
        let mut options = nd_image::SartOptions::default();
        if case.words.contains_key("image") {
            let shifts = f.floats(case, "shifts").into_vec();
            options = options.image(f.floats(case, "image")).projection_shifts(shifts);
            options = options.relaxation(case.one("relaxation")).clip([0.0, 1.0]);
        }
        let theta = f.floats(case, "theta").into_vec();
        let ours = nd_image::iradon_sart_with(f.floats(case, "a"), &theta, &options);
        close(case, &ours, &f.floats(case, "out"), 1e-10);
    });
}

#[test]
fn maps_of_points() {
    let f = Fixtures::read();
    let mapped = |places: &Array<f64>, map: &dyn Fn([f64; 2]) -> [f64; 2]| {
        let n = places.shape()[0];
        let all = (0..n).flat_map(|i| map([places[[i, 0]], places[[i, 1]]])).collect();
        Array::from_shape_vec([n, 2], all)
    };
    f.each("polynomial", |case| {
        let (a, b) = (f.floats(case, "a"), f.floats(case, "b"));
        let t = nd_image::PolynomialTransform::estimate(&a, b, case.one("order")).unwrap();
        close(case, &mapped(&a, &|p| t.map(p)), &f.floats(case, "out"), 1e-7);
    });
    // Theirs is solved in single precision.
    f.each("thin_plate", |case| {
        let (a, b) = (f.floats(case, "a"), f.floats(case, "b"));
        let t = nd_image::ThinPlateSplineTransform::estimate(&a, &b).unwrap();
        close(
            case,
            &mapped(&f.floats(case, "places"), &|p| t.map(p)),
            &f.floats(case, "out"),
            1e-4,
        );
        close(case, &mapped(&a, &|p| t.map(p)), &b, 1e-10);
    });
}

#[test]
fn ellipses_and_circles_by_votes() {
    let f = Fixtures::read();
    f.each("hough_ellipse", |case| {
        let options = nd_image::HoughEllipseOptions::default();
        let options = options.threshold(case.one("threshold")).accuracy(case.one("accuracy"));
        let ours = nd_image::hough_ellipse_with(f.mask(case, "a"), &options);
        let row = |e: &nd_image::EllipseVotes| {
            [e.votes as f64, e.center[0], e.center[1], e.axes[0], e.axes[1], e.orientation]
        };
        let table = Array::from_shape_vec([ours.len(), 6], ours.iter().flat_map(row).collect());
        close(case, &table, &f.floats(case, "out"), 1e-12);
    });
    f.each("circle_peaks", |case| {
        let radii = case.list("radii");
        let votes = nd_image::hough_circle(f.mask(case, "a"), &radii);
        let options = nd_image::CirclePeaksOptions::default();
        let options = options.min_distance([8, 8]).total_num_peaks(2);
        let peaks = nd_image::hough_circle_peaks_with(&votes, &radii, &options);
        let row = |p: &nd_image::CirclePeak| {
            [p.votes, p.center[0] as f64, p.center[1] as f64, p.radius as f64]
        };
        let table = Array::from_shape_vec([peaks.len(), 4], peaks.iter().flat_map(row).collect());
        close(case, &table, &f.floats(case, "out"), 1e-12);
    });
}

#[test]
fn contours_move_as_theirs() {
    let f = Fixtures::read();
    f.each("disk", |case| {
        let disk = segmentation::disk_level_set(
            case.list("size"),
            case.list("center"),
            case.one("radius"),
        );
        assert_eq!(disk, f.mask(case, "out"));
    });
    f.each("board", |case| {
        let board = segmentation::checkerboard_level_set(case.list("size"), case.one("square"));
        assert_eq!(board, f.mask(case, "out"));
    });
    f.each("edges", |case| {
        let (alpha, sigma) = (case.one("alpha"), case.one("sigma"));
        let ours = segmentation::inverse_gaussian_gradient(f.floats(case, "a"), alpha, sigma);
        close(case, &ours, &f.floats(case, "out"), 1e-12);
    });
    f.each("snake_means", |case| {
        let options = segmentation::MorphologicalChanVeseOptions::default();
        let options = options.smoothing(case.one("smoothing")).lambda1(case.one("lambda1"));
        let (a, steps) = (f.floats(case, "a"), case.one("steps"));
        let ours = segmentation::morphological_chan_vese_with(a, steps, &options);
        assert_eq!(ours, f.mask(case, "out"), "{}", case.line);
    });
    f.each("snake_edges", |case| {
        let options = segmentation::GeodesicContourOptions::default();
        let options = options.smoothing(case.one("smoothing")).balloon(case.one("balloon"));
        let (a, steps) = (f.floats(case, "a"), case.one("steps"));
        let ours = segmentation::morphological_geodesic_active_contour_with(a, steps, &options);
        assert_eq!(ours, f.mask(case, "out"), "{}", case.line);
    });
}

#[test]
fn level_sets_and_snakes() {
    let f = Fixtures::read();
    f.each("chan_vese", |case| {
        let options = segmentation::ChanVeseOptions::default();
        let options = options.mu(case.one("mu")).max_num_iter(case.one("steps"));
        let ours = segmentation::chan_vese_with(f.floats(case, "a"), &options);
        close(case, &ours.phi, &f.floats(case, "out"), 1e-9);
        close(case, &Array::from_vec(ours.energies), &f.floats(case, "energies"), 1e-10);
        assert_eq!(ours.segmentation, f.mask(case, "inside"));
    });
    f.each("active_contour", |case| {
        use segmentation::SnakeEnd::{Fixed, Free, Joined};
        let ends = match &case.words["ends"][..] {
            "periodic" => [Joined, Joined],
            "fixed" => [Fixed, Fixed],
            "free" => [Free, Free],
            _ => [Fixed, Free],
        };
        let options = segmentation::ActiveContourOptions::default();
        let options = options.alpha(0.015).beta(1.0).gamma(0.01).w_line(0.5).max_num_iter(20);
        let (a, snake) = (f.floats(case, "a"), f.floats(case, "snake"));
        let ours = segmentation::active_contour_with(a, snake, &options.ends(ends));
        close(case, &ours, &f.floats(case, "out"), 1e-9);
    });
}

#[test]
fn trees_of_hills() {
    let f = Fixtures::read();
    f.each("max_tree", |case| {
        let check = |tree: nd_image::MaxTree| {
            assert_eq!(tree.parent.map(|p| p as i64), f.array::<i64>(case, "out"), "{}", case.line);
            let order: Vec<i64> = tree.traverser.iter().map(|&p| p as i64).collect();
            assert_eq!(order, f.array::<i64>(case, "order").into_vec());
        };
        check(nd_image::max_tree(f.floats(case, "a")));
        check(nd_image::max_tree(f.array::<u8>(case, "a")));
    });
    f.each("tops", |case| {
        let ours = nd_image::max_tree_local_maxima(f.floats(case, "a"));
        assert_eq!(ours.map(|x| x as i64), f.array::<i64>(case, "out"), "{}", case.line);
    });
    f.each("diameter_opening", |case| {
        let ours = nd_image::diameter_opening(f.floats(case, "a"), case.one("diameter"));
        assert_eq!(ours, f.floats(case, "out"), "{}", case.line);
    });
    f.each("diameter_closing", |case| {
        let ours = nd_image::diameter_closing(f.array::<u8>(case, "a"), case.one("diameter"));
        assert_eq!(ours, f.array::<u8>(case, "out"), "{}", case.line);
    });
    assert!(nd_image::max_tree(Array::<u8>::zeros([0, 3])).traverser.is_empty());
    assert_eq!(nd_image::max_tree(Array::<u8>::zeros([])).traverser, [0]);
}

#[test]
fn phases_and_holes() {
    let f = Fixtures::read();
    f.each("unwrap", |case| {
        let mut options = restoration::UnwrapOptions::default();
        let a = f.floats(case, "a");
        let mut hidden = Array::<bool>::zeros(a.shape());
        if case.words.contains_key("mask") {
            hidden = f.mask(case, "mask");
            options = options.mask(&hidden);
        }
        let (ours, theirs) = (restoration::unwrap_phase_with(&a, &options), f.floats(case, "out"));
        let turns = theirs.iter().zip(ours.iter()).map(|(x, y)| (x - y) / std::f64::consts::TAU);
        let turns = turns.zip(hidden.iter()).filter(|(_, hidden)| !**hidden);
        let turns: Vec<f64> = turns.map(|(turns, _)| turns).collect();
        // One whole number for all.
        assert!((turns[0] - turns[0].round()).abs() < 1e-9, "{}", case.line);
        assert!(turns.iter().all(|x| (x - turns[0]).abs() < 1e-9), "{}", case.line);
        let kept = hidden.iter().zip(ours.iter().zip(a.iter()));
        assert!(kept.filter(|(hidden, _)| **hidden).all(|(_, (x, y))| x == y));
    });
    f.each("inpaint", |case| {
        let ours = restoration::inpaint_biharmonic(f.floats(case, "a"), f.mask(case, "mask"));
        close(case, &ours.unwrap(), &f.floats(case, "out"), 1e-8);
    });
    f.each("inpaint_channels", |case| {
        let (a, mask) = (f.floats(case, "a"), f.mask(case, "mask"));
        let options = restoration::InpaintOptions::default().channel_axis(-1);
        let ours = restoration::inpaint_biharmonic_with(&a, &mask, &options).unwrap();
        close(case, &ours, &f.floats(case, "out"), 1e-8);
        let first = a.view().permute_dims(&[2, 0, 1]).to_array();
        let options = restoration::InpaintOptions::default().channel_axis(0);
        let other = restoration::inpaint_biharmonic_with(&first, &mask, &options).unwrap();
        assert_eq!(other.view().permute_dims(&[1, 2, 0]).to_array(), ours);
    });
    let wide = Array::from_fn([600, 600], |i| i[0] > 9 && i[1] > 9);
    let error = restoration::inpaint_biharmonic(Array::<f64>::zeros([600, 600]), wide).unwrap_err();
    assert!(error.to_string().starts_with("inpaint_biharmonic: a hole of 348100 pixels needs "));
}

#[test]
fn closed_axes_join_their_ends() {
    let turn = std::f64::consts::TAU;
    let wrap = |x: f64| x.sin().atan2(x.cos());
    let wrapped = Array::from_fn([9, 30], |i| wrap(turn * i[1] as f64 / 30.0 * 1.5));
    let options = restoration::UnwrapOptions::default().wrap_around([1]);
    let open = restoration::unwrap_phase(&wrapped);
    let closed = restoration::unwrap_phase_with(&wrapped, &options);
    let whole = |a: &Array<f64>| {
        a.iter().zip(wrapped.iter()).all(|(x, y)| {
            let turns = (x - y) / turn;
            (turns - turns.round()).abs() < 1e-12
        })
    };
    assert!(whole(&open) && whole(&closed));
    let straight = |k: usize| (open[[4, k]] - open[[4, 0]] - turn * k as f64 / 20.0).abs() < 1e-9;
    assert!((0..30).all(straight));
}

#[test]
fn corners_and_descriptors() {
    let f = Fixtures::read();
    f.each("moravec", |case| {
        let ours = feature::corner_moravec(f.floats(case, "a"), case.one("size"));
        close(case, &ours, &f.floats(case, "out"), 1e-12);
    });
    f.each("orientations", |case| {
        let corners = f.array::<i64>(case, "corners").map(|x| x as usize);
        let ours = feature::corner_orientations(f.floats(case, "a"), corners, f.mask(case, "mask"));
        close(case, &ours, &f.floats(case, "out"), 1e-11);
    });
    f.each("daisy", |case| {
        let norm = match &case.words["norm"][..] {
            "l1" => feature::DaisyNorm::L1,
            "l2" => feature::DaisyNorm::L2,
            "daisy" => feature::DaisyNorm::Each,
            _ => feature::DaisyNorm::Off,
        };
        let options = feature::DaisyOptions::default().step(9).radius(8).rings(2).histograms(5);
        let options = options.orientations(4).normalization(norm);
        let ours = feature::daisy_with(f.floats(case, "a"), &options);
        close(case, &ours, &f.floats(case, "out"), 1e-10);
    });
    f.each("match", |case| {
        let options = feature::MatchOptions::default().cross_check(case.one::<u8>("cross") == 1);
        let most = case.one::<f64>("most");
        let options = options.max_ratio(case.one("ratio"));
        let options = if most < 99.0 { options.max_distance(most) } else { options };
        let ours = if case.words["a"].starts_with("bool") {
            feature::match_descriptors_with(f.mask(case, "a"), f.mask(case, "b"), &options)
        } else {
            feature::match_descriptors_with(f.floats(case, "a"), f.floats(case, "b"), &options)
        };
        let ours: Vec<i64> = ours.into_iter().flatten().map(|k| k as i64).collect();
        assert_eq!(ours, f.array::<i64>(case, "out").into_vec(), "{}", case.line);
    });
}

#[test]
#[should_panic(expected = "corner_orientations: corners [1, 2], must be (n, 2) within [2, 2]")]
fn corners_lie_within_the_picture() {
    let _ = feature::corner_orientations([[0.0; 2]; 2], [[2, 0]], [[true]]);
}

#[test]
fn threads_change_no_bit() {
    let a = Array::from_fn([48, 52], |i| ((i[0] * 7 + i[1] * 13) % 31) as f64);
    let set = Array::from_fn([20, 20], |i| (i[0] * 3 + i[1] * 5) % 11 == 0);
    let all = || {
        let ellipses = nd_image::hough_ellipse(&set);
        let pairs = feature::match_descriptors(&a, a.map(|x| x * x % 17.0));
        let ridges = nd_image::frangi(&a, &[1.0, 2.0]);
        let chan_vese = segmentation::chan_vese(&a);
        (feature::daisy(&a), feature::corner_moravec(&a, 2), ellipses, chan_vese, pairs, ridges)
    };
    let on = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    assert_eq!(on(1).install(all), on(4).install(all));
}

/// What a call says that must panic.
#[track_caller]
fn refused<T>(call: impl FnOnce() -> T) -> String {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call));
    let Err(payload) = result else { panic!("it did not panic") };
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).expect("a message")
}

#[test]
fn models_of_nothing_of_nan_and_of_the_ends_of_the_range() {
    use measure::{CircleModel, EllipseModel, LineModelND};
    let none = Array::<f64>::zeros([0, 2]);
    assert!(LineModelND::from_estimate(&none).is_err());
    assert!(CircleModel::from_estimate(&none).is_err());
    assert!(EllipseModel::from_estimate(&none).is_err());
    for bad in [f64::NAN, f64::INFINITY] {
        let points = Array::from_fn([9, 2], |i| {
            if i == [4, 1] { bad } else { (i[0] * i[0]) as f64 + i[1] as f64 }
        });
        assert!(LineModelND::from_estimate(&points).is_err());
        assert!(CircleModel::from_estimate(&points).is_err());
        assert!(EllipseModel::from_estimate(&points).is_err());
    }
    for scale in [1e-200, 1e200] {
        let line = LineModelND::from_estimate([[0.0, 0.0], [3.0 * scale, 4.0 * scale]]).unwrap();
        assert!((line.direction[0] - 0.6).abs() < 1e-15, "{line:?}");
    }
    // As many axes as would not fit into a square.
    let wide = Array::from_fn([2, 300_000], |i| i[0] as f64);
    let line = LineModelND::from_estimate(&wide).unwrap();
    assert!((line.direction[7] - 300_000f64.sqrt().recip()).abs() < 1e-12);
    assert!(line.residuals(&wide).iter().all(|&x| x < 1e-9));
    let circle = CircleModel { center: [0.0, 0.0], radius: 1.0 };
    assert!(circle.residuals(&none).is_empty() && circle.predict_xy(Vec::new()).shape() == [0, 2]);
    let ellipse = EllipseModel { center: [0.0; 2], axis_lengths: [3.0, 0.0], theta: 0.0 };
    assert_eq!(ellipse.residuals([[5.0, 0.0], [1.0, 2.0]]).into_vec(), [2.0, 2.0]);
    let far = EllipseModel { axis_lengths: [-3.0, 2.0], ..ellipse };
    assert_eq!(far.residuals([[4.0, 0.0]]).into_vec(), [1.0]);
    assert!(far.residuals([[f64::INFINITY, 0.0], [f64::NAN, 1.0]]).iter().all(|x| x.is_nan()));
    let message = refused(|| CircleModel::from_estimate([[1.0, 2.0, 3.0]]));
    assert_eq!(message, "CircleModel::from_estimate: points of shape [1, 3], must be (n, 2)");
}

#[test]
fn a_short_arc_determines_its_circle() {
    let arc = measure::CircleModel { center: [1e3, -2e3], radius: 50.0 };
    let points = arc.predict_xy(Array::from_fn([40], |i| 0.002 * i[0] as f64));
    let found = measure::CircleModel::from_estimate(&points).unwrap();
    assert!((found.radius - 50.0).abs() < 1e-5, "{found:?}");
}

#[test]
fn draws_of_few_and_spoiled_rows() {
    use measure::{LineModelND, RansacOptions, ransac_with};
    let options = RansacOptions::default();
    let nan = f64::NAN;
    let rows = [[0.0, 0.0], [nan, 1.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0], [4.0, nan]];
    let found = ransac_with::<LineModelND, _>(rows, 0.1, &options).unwrap();
    assert_eq!(found.inliers, [true, false, true, true, true, false]);
    let none = ransac_with::<LineModelND, _>(rows, 0.1, &options.max_trials(0)).unwrap_err();
    assert_eq!(none.trials, 0);
    assert!(ransac_with::<LineModelND, _>(rows, 0.0, &options).is_err());
    assert!(ransac_with::<LineModelND, _>(rows, 0.1, &options.min_samples(7)).is_err());
    assert!(ransac_with::<LineModelND, _>(Array::<f64>::zeros([0, 2]), 0.1, &options).is_err());
    let early = ransac_with::<LineModelND, _>(rows, 0.1, &options.stop_sample_num(2)).unwrap();
    assert!(early.inliers.iter().filter(|&&agrees| agrees).count() >= 2);
    let message = refused(|| ransac_with::<LineModelND, _>(rows, nan, &options));
    assert_eq!(message, "ransac: the threshold is NaN");
    let message = refused(|| ransac_with::<LineModelND, _>(rows, 1.0, &options.min_samples(0)));
    assert_eq!(message, "ransac: no rows are drawn");
    let message =
        refused(|| ransac_with::<LineModelND, _>(rows, 1.0, &options.stop_probability(1.5)));
    assert_eq!(message, "ransac: the probability is 1.5");
    let message = refused(|| measure::ransac::<nd_image::AffineTransform, _>(rows, 1.0));
    assert_eq!(message, "ransac of a map: rows of 2 numbers, must be 4");
}

#[test]
fn holes_and_phases_of_nothing_and_of_nan() {
    use restoration::{InpaintError, UnwrapOptions, inpaint_biharmonic, unwrap_phase_with};
    let none = Array::<f64>::zeros([0, 3]);
    let empty = inpaint_biharmonic(&none, none.map(|_| true)).unwrap();
    assert_eq!(empty.shape(), [0, 3]);
    assert_eq!(inpaint_biharmonic([[1.0]], [[true]]), Err(InpaintError::NothingKnown));
    assert_eq!(inpaint_biharmonic([[1.0, 2.0]], [[false, true]]).unwrap().into_vec(), [1.0, 1.0]);
    let spoiled = [f64::NAN, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0];
    let mask = [1, 7].map(|hole| Array::from_fn([10], |i| i[0] == hole));
    assert!(inpaint_biharmonic(spoiled, &mask[0]).unwrap()[[1]].is_nan());
    assert!((inpaint_biharmonic(spoiled, &mask[1]).unwrap()[[7]] - 1.0).abs() < 1e-12);
    let plain = UnwrapOptions::default();
    let all = plain.clone().wrap_around([0, 1, 0]);
    for shape in [&[0usize, 3][..], &[], &[1], &[1, 1], &[2, 1], &[1, 9, 1]] {
        let a = Array::from_fn(shape, |i| i.iter().sum::<usize>() as f64 * 0.5);
        assert_eq!(unwrap_phase_with(&a, &plain), a);
        if shape.len() == 2 {
            assert_eq!(unwrap_phase_with(&a, &all), a);
        }
    }
    // NaN of either sign is among the last.
    let slope = Array::from_fn([9, 9], |i| 0.9 * (i[0] + i[1]) as f64);
    for nan in [f64::NAN, -f64::NAN] {
        let wrapped = Array::from_fn([9, 9], |i| {
            if i == [4, 4] {
                nan
            } else {
                slope[[i[0], i[1]]].sin().atan2(slope[[i[0], i[1]]].cos())
            }
        });
        let back = unwrap_phase_with(&wrapped, &plain);
        let fits = back.iter().zip(slope.iter()).filter(|(x, y)| (*x - *y).abs() < 1e-9).count();
        assert_eq!(fits, 80);
    }
    let whole = plain.mask(Array::from_fn([9, 9], |_| true));
    assert_eq!(unwrap_phase_with(&slope, &whole), slope);
    let message = refused(|| unwrap_phase_with([1.0], &UnwrapOptions::default().wrap_around([1])));
    assert_eq!(message, "unwrap_phase: axes [1] of 1");
}

#[test]
fn contours_of_nothing_and_of_nan() {
    use segmentation::{
        ActiveContourOptions, GeodesicContourOptions, active_contour, active_contour_with,
        chan_vese, checkerboard_level_set, disk_level_set, inverse_gaussian_gradient,
        morphological_chan_vese, morphological_geodesic_active_contour_with,
    };
    let grow = GeodesicContourOptions::default().balloon(1.0);
    for shape in [[0usize, 4], [4, 0], [1, 1], [1, 5]] {
        let a = Array::from_fn(shape, |i| i[1] as f64);
        assert_eq!(chan_vese(&a).segmentation.shape(), shape);
        assert_eq!(morphological_chan_vese(&a, 3).shape(), shape);
        assert_eq!(morphological_geodesic_active_contour_with(&a, 3, &grow).shape(), shape);
        assert_eq!(inverse_gaussian_gradient(&a, 1.0, 2.0).shape(), shape);
    }
    let spoiled = Array::from_fn([9, 9], |i| if i == [3, 3] { f64::NAN } else { i[0] as f64 });
    let found = chan_vese(&spoiled);
    assert!(found.energies.len() == 1 && found.segmentation.iter().all(|&inside| !inside));
    let board = checkerboard_level_set([9, 9], 5);
    let still = segmentation::MorphologicalChanVeseOptions::default().smoothing(0);
    assert_eq!(segmentation::morphological_chan_vese_with(&spoiled, 2, &still), board);
    let ring = Array::from_fn([8, 2], |i| {
        let (s, c) = (i[0] as f64).sin_cos();
        4.0 + 2.0 * if i[1] == 0 { s } else { c }
    });
    assert!(active_contour(&spoiled, &ring).iter().all(|x| x.is_nan()));
    let none = ActiveContourOptions::default().max_num_iter(0);
    assert_eq!(active_contour_with(&spoiled, &ring, &none), ring);
    let far = ring.map(|x| 1e9 * x);
    assert!(active_contour(Array::<f64>::zeros([9, 9]), far).iter().all(|x| x.is_finite()));
    let message = refused(|| active_contour([[0.0; 9]; 9], Array::<f64>::zeros([9000, 2])));
    assert_eq!(
        message,
        "active_contour: points of shape [9000, 2], must be (n, 2), from 5 to 8192"
    );
    let message = refused(|| checkerboard_level_set([3], 0));
    assert_eq!(message, "checkerboard_level_set: squares of 0 pixels");
    let message = refused(|| disk_level_set([3, 3], [1], 1.0));
    assert_eq!(message, "disk_level_set: centre [1] of 2 axes");
    assert!(disk_level_set([3, 3], [1, 1], f64::NAN).iter().all(|&inside| !inside));
    assert!(disk_level_set([3, 3], [9, 9], f64::INFINITY).iter().all(|&inside| inside));
}

#[test]
fn trees_of_thin_pictures_are_those_of_lines() {
    let line = Array::from_fn([40], |i| ((i[0] * 7) % 11) as u8);
    let tree = nd_image::max_tree(&line);
    let opened = nd_image::diameter_opening(&line, 3).into_vec();
    for shape in [vec![1, 40], vec![40, 1], vec![1, 40, 1]] {
        let a = Array::from_shape_vec(&shape[..], line.clone().into_vec());
        let thin = nd_image::max_tree(&a);
        assert_eq!(thin.traverser, tree.traverser);
        assert_eq!(thin.parent.into_vec(), tree.parent.clone().into_vec());
        assert_eq!(nd_image::diameter_opening(&a, 3).into_vec(), opened);
    }
    let pair = nd_core::array![[0u8, 1], [1, 0], [1, 1], [1, 1]];
    assert_eq!(nd_image::max_tree(&pair).parent.into_vec(), [0, 0, 0, 0, 2, 2, 2, 2]);
    assert_eq!(nd_image::diameter_opening([[3, 9], [1, 1]], 100).into_vec(), [1; 4]);
    assert!(nd_image::diameter_closing(Array::<f64>::zeros([3, 0]), 2).is_empty());
    let nan = nd_image::max_tree([f64::NAN, 1.0, 2.0]);
    assert_eq!(nan.traverser, [1, 2, 0]);
}

#[test]
fn openings_by_the_longest_side_are_those_of_all_levels() {
    for seed in 0..40usize {
        let shape = [1 + seed % 5, 2 + seed % 7];
        let a = Array::from_fn(shape, |i| {
            (((i[0] * 31 + i[1] * 17 + seed * 13) * 2_654_435) >> 5) as u8 % 6
        });
        let diameter = 1 + seed % 4;
        let lowest = a.iter().copied().min().unwrap();
        let mut slow = Array::from_fn(shape, |_| lowest);
        for level in lowest..6 {
            let (labels, _) = nd_image::label(a.map(|x| x >= level)).unwrap();
            for (k, region) in nd_image::find_objects(&labels).unwrap().into_iter().enumerate() {
                let region = region.unwrap();
                if region.iter().any(|side| side.len() >= diameter) {
                    let inside = labels.iter().map(|&label| label as usize == k + 1);
                    slow.iter_mut()
                        .zip(inside)
                        .filter(|(_, inside)| *inside)
                        .for_each(|(x, _)| *x = level);
                }
            }
        }
        assert_eq!(nd_image::diameter_opening(&a, diameter), slow, "{a:?} {diameter}");
    }
}

#[test]
fn votes_of_nothing_and_of_the_edges() {
    use nd_image::{CirclePeaksOptions, HoughEllipseOptions, hough_circle_peaks_with};
    assert!(nd_image::hough_ellipse(Array::<bool>::zeros([0, 5])).is_empty());
    let none = CirclePeaksOptions::default();
    assert!(hough_circle_peaks_with(Array::<f64>::zeros([0, 5, 5]), &[], &none).is_empty());
    assert!(hough_circle_peaks_with(Array::<f64>::zeros([1, 0, 4]), &[3], &none).is_empty());
    assert!(hough_circle_peaks_with([[[f64::NAN; 4]; 4]], &[3], &none).is_empty());
    // Nothing is next to what is at the opposite edge.
    let mut votes = Array::<f64>::zeros([1, 40, 40]);
    (votes[[0, 10, 1]], votes[[0, 30, 38]]) = (1.0, 0.9);
    let four = none.min_distance([4, 4]);
    assert_eq!(hough_circle_peaks_with(&votes, &[5], &four).len(), 2);
    let wide = none.min_distance([usize::MAX; 2]);
    assert_eq!(hough_circle_peaks_with(&votes, &[5], &wide).len(), 1);
    let message = refused(|| hough_circle_peaks_with(&votes, &[], &none));
    assert_eq!(message, "hough_circle_peaks: votes [1, 40, 40] for 0 radii, not (radii, h, w)");
    for accuracy in [0.0, -1.0, f64::NAN, 1e-200] {
        let options = HoughEllipseOptions::default().accuracy(accuracy);
        let message = refused(|| nd_image::hough_ellipse_with([[true]], &options));
        assert!(message.starts_with("hough_ellipse: accuracy is "), "{message}");
    }
}

#[test]
fn lines_sums_and_means_at_their_ends() {
    use nd_image::{frt2, ifrt2, resize_local_mean};
    let most = [[i64::MAX, 1], [1, 1]];
    assert_eq!(ifrt2(frt2([[i64::MAX / 4, -3], [5, 7]])).unwrap()[[0, 0]], i64::MAX / 4);
    assert_eq!(frt2(most)[[2, 0]], i64::MIN);
    for shape in [[0, 0], [1, 1], [4, 4], [2, 3]] {
        let message = refused(|| frt2(Array::<i64>::zeros(shape)));
        assert_eq!(message, format!("frt2: shape {shape:?} is not (n, n) for a prime n"));
    }
    assert_eq!(resize_local_mean(Array::<f64>::zeros([0, 3]), [0, 9]).shape(), [0, 9]);
    assert_eq!(resize_local_mean([[1.0, 2.0]], [0, 1]).shape(), [0, 1]);
    assert_eq!(resize_local_mean(Array::from_shape_vec([], vec![3.0]), []).into_vec(), [3.0]);
    assert_eq!(resize_local_mean([250u8, 252], [1]).into_vec(), [251]);
    assert!(resize_local_mean([f64::NAN, 1.0, 2.0, 3.0], [2]).iter().next().unwrap().is_nan());
    // Nothing between is as large as the product of the long sides.
    let long = Array::from_fn([1, 1 << 20], |_| 1.0f64);
    assert_eq!(resize_local_mean(&long, [1 << 20, 1]).iter().sum::<f64>(), (1u64 << 20) as f64);
    let message = refused(|| resize_local_mean([[1.0]], [usize::MAX, 2]));
    assert!(message.ends_with("has too many elements"), "{message}");
    let message = refused(|| resize_local_mean(Array::<f64>::zeros([0]), [3]));
    assert_eq!(message, "resize_local_mean: [0] cannot become [3]");
    assert_eq!(draw::line_nd([1.0, 2.0], [1.0, 2.0], false), [[0; 2]; 0]);
    assert_eq!(draw::line_nd([1.0, 2.0], [1.0, 2.0], true), [[1, 2]]);
    assert!(refused(|| draw::line_nd([f64::NAN], [1.0], true)).starts_with("line_nd: [NaN]"));
}

#[test]
fn maps_of_points_that_determine_none() {
    use nd_image::{PolynomialTransform, ThinPlateSplineTransform};
    let grid = |scale: f64| Array::from_fn([36, 2], |i| scale * [i[0] / 6, i[0] % 6][i[1]] as f64);
    // The unit of the points does not count.
    for (scale, order) in [(1e-3, 3), (1.0, 4), (1e3, 4)] {
        let (from, to) = (grid(scale), grid(scale).map(|x| 2.0 * x + scale));
        let t = PolynomialTransform::estimate(&from, &to, order).unwrap();
        let [x, y] = t.map([2.5 * scale, 1.5 * scale]);
        assert!((x / scale - 6.0).abs() < 1e-6 && (y / scale - 4.0).abs() < 1e-6, "{x} {y}");
    }
    let line = Array::from_fn([20, 2], |i| (i[0] * (i[1] + 1)) as f64);
    assert!(PolynomialTransform::estimate(&line, &line, 1).is_err());
    assert!(PolynomialTransform::estimate(grid(1.0), grid(f64::NAN), 1).is_err());
    assert!(PolynomialTransform::estimate([[0.0, 1.0]], [[0.0, 1.0]], 1).is_err());
    assert!(refused(|| PolynomialTransform::estimate(&line, &line, 11)).contains("is 11"));
    assert!(refused(|| PolynomialTransform::new([vec![0.0; 4], vec![0.0; 4]])).contains("4 and 4"));
    let twice = [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]];
    assert!(ThinPlateSplineTransform::estimate(twice, twice).is_err());
    assert!(ThinPlateSplineTransform::estimate(&line, &line).is_err());
    assert!(ThinPlateSplineTransform::estimate(grid(1.0), grid(f64::INFINITY)).is_err());
    let many = Array::<f64>::zeros([16_001, 2]);
    assert!(refused(|| ThinPlateSplineTransform::estimate(&many, &many)).contains("at most 16000"));
}

#[test]
fn projections_of_nothing_and_of_nan() {
    use nd_image::{SartOptions, iradon_sart, iradon_sart_with, order_angles_golden_ratio};
    assert_eq!(iradon_sart(Array::<f64>::zeros([0, 2]), &[0.0, 90.0]).shape(), [0, 0]);
    assert_eq!(iradon_sart(Array::<f64>::zeros([5, 0]), &[]).into_vec(), [0.0; 25]);
    for n in [1, 2, 3] {
        let a = Array::from_fn([n, 2], |_| 1.0f64);
        assert!(iradon_sart(&a, &[0.0, 45.0]).iter().all(|x| x.is_finite()));
    }
    let a = Array::from_fn([9, 2], |_| 1.0f64);
    let lost = SartOptions::default().projection_shifts([f64::NAN, f64::INFINITY]).clip([0.0, 1.0]);
    assert_eq!(iradon_sart_with(&a, &[0.0, 45.0], &lost).into_vec(), [0.0; 81]);
    let spoiled = iradon_sart_with(&a, &[0.0, f64::NAN], &SartOptions::default().clip([0.0, 1.0]));
    assert!(spoiled.iter().any(|x| x.is_nan()));
    assert!(order_angles_golden_ratio(&[]).is_empty());
    let mut order = order_angles_golden_ratio(&[f64::NAN, 5.0, -f64::NAN, 1e300, f64::INFINITY]);
    order.sort_unstable();
    assert_eq!(order, [0, 1, 2, 3, 4]);
}

#[test]
fn features_of_nothing_and_of_nan() {
    use feature::{DaisyOptions, MatchOptions, daisy_with, match_descriptors};
    let options = DaisyOptions::default();
    let a = Array::from_fn([12, 9], |i| ((i[0] * i[1]) % 5) as f64);
    assert_eq!(daisy_with(&a, &options.radius(0).histograms(0)).shape(), [3, 3, 8]);
    for huge in
        [options.rings(usize::MAX), options.orientations(usize::MAX), options.histograms(9000)]
    {
        let message = refused(|| daisy_with(&a, &huge.radius(2)));
        assert!(message.starts_with("daisy: more than 65536 numbers a descriptor"), "{message}");
    }
    let message = refused(|| daisy_with(&a, &options.radius(6)));
    assert_eq!(message, "daisy: a radius of 6 in a picture [12, 9]");
    let none = Array::<f64>::zeros([0, 4]);
    assert!(match_descriptors(&none, [[1.0; 4]]).is_empty());
    assert!(match_descriptors([[1.0; 4]], &none).is_empty());
    assert!(match_descriptors(Array::<f64>::zeros([3, 0]), Array::<f64>::zeros([2, 0])).is_empty());
    let loose = MatchOptions::default().cross_check(false);
    let spoiled = [[f64::NAN, 0.0], [1.0, 1.0]];
    assert_eq!(feature::match_descriptors_with(spoiled, [[5.0, 5.0]], &loose), [[1, 0]]);
    let dot = Array::from_fn([11, 11], |i| if i == [5, 5] { f64::NAN } else { 0.0 });
    let change = feature::corner_moravec(&dot, 1);
    assert!(change[[5, 5]].is_nan() && change[[2, 2]] == 0.0);
    assert_eq!(feature::corner_moravec(&a, 5).into_vec(), [0.0; 108]);
    assert_eq!(feature::corner_moravec(&a, usize::MAX).into_vec(), [0.0; 108]);
    let corners = Array::<usize>::zeros([0, 2]);
    assert!(feature::corner_orientations(&a, &corners, [[true]]).is_empty());
    let message = refused(|| feature::corner_orientations(&a, &corners, [[true, false]]));
    assert_eq!(message, "corner_orientations: a mask [1, 2], must have odd sides");
}

#[test]
fn numbers_of_nothing_and_of_nan() {
    use measure::{blur_effect, moments_coords};
    assert!(blur_effect(Array::<f64>::zeros([]), 3).is_nan());
    assert!(blur_effect(Array::<f64>::zeros([0, 9]), 3).is_nan());
    let a = Array::from_fn([9, 9], |i| if i == [4, 4] { f64::NAN } else { (i[0] % 3) as f64 });
    assert!(blur_effect(&a, 3).is_nan());
    assert_eq!(blur_effect([[1.0; 9]; 9], 1 << 20), 1.0);
    assert_eq!(moments_coords(Array::<f64>::zeros([0, 2]), 1).into_vec(), [0.0; 4]);
    let message = refused(|| moments_coords([[1.0; 9]], 100));
    assert_eq!(message, "moments_coords: order 100 is too large");
    let nan = [[f64::NAN, 1.0, 1.0], [50.0, 1.0, 1.0]];
    for found in [
        color::deltae_ciede94(nan, [[50.0, 1.0, 1.0]; 2]),
        color::deltae_ciede2000(nan, [[50.0, 1.0, 1.0]; 2]),
        color::deltae_cmc(nan, [[50.0, 1.0, 1.0]; 2]),
    ] {
        assert!(found[[0]].is_nan() && found[[1]] == 0.0);
    }
    let none = Array::<f64>::zeros([0, 3]);
    assert!(color::deltae_ciede2000(&none, &none).is_empty());
}

#[test]
fn ridges_at_all_scales() {
    use nd_image::{
        Mode, RidgeOptions, frangi, frangi_with, meijering, meijering_with, sato, sato_with,
    };
    let f = Fixtures::read();
    f.each("ridges", |case| {
        let (a, sigmas) = (f.floats(case, "a"), f.floats(case, "sigmas").into_vec());
        let options = RidgeOptions::default().black_ridges(case.one::<u8>("dark") == 1);
        let ours = match &case.words["name"][..] {
            "sato" => sato_with(&a, &sigmas, &options),
            "meijering" => meijering_with(&a, &sigmas, &options),
            "frangi" => frangi_with(&a, &sigmas, &options),
            _ => {
                let options = options.alpha(0.3).beta(0.7).gamma(0.05).mode(Mode::Nearest);
                frangi_with(&a, &sigmas, &options)
            }
        };
        close(case, &ours, &f.floats(case, "out"), 1e-9);
    });
    for shape in [[0, 4], [1, 1], [1, 7]] {
        let a = Array::from_fn(shape, |i| i[1] as f64);
        for found in [sato(&a, &[0.0, 2.0]), meijering(&a, &[0.5]), frangi(&a, &[0.5, 9.0])] {
            assert!(found.shape() == shape && found.iter().all(|x| x.is_finite()));
        }
    }
    let a = Array::from_fn([30, 30], |i| ((i[0] * i[0] + 7 * i[1]) % 11) as f64);
    assert_eq!(frangi(&a, &[1.0, 3.0]), frangi(&a, &[3.0, 1.0]));
    let a = Array::from_fn([30, 30], |i| if i == [4, 4] { f64::NAN } else { i[0] as f64 });
    assert_eq!(sato(&a, &[]).into_vec(), [0.0; 900]);
    let found = sato(&a, &[1.5]);
    assert!(found[[4, 4]].is_nan() && found[[28, 28]].is_finite());
    assert!(meijering(&a, &[1.5])[[4, 4]].is_nan() && frangi(&a, &[1.5])[[4, 4]].is_nan());
    let message = refused(|| sato([[1.0]], &[1.0, f64::INFINITY]));
    assert_eq!(message, "sato: sigmas [1.0, inf], must be from 0 to 100000");
    assert!(refused(|| frangi([1.0], &[1.0])).starts_with("frangi: shape [1], must have 2 or 3"));
}
