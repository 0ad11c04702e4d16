//! What measurements and segmentations promise beside their peers: what is missing, what ties, what is exact,
//! the same bits on any number of threads, and the messages.

use nd_core::{Array, array};
use nd_image::segmentation::{
    BoundaryMode, SlicOptions, WatershedOptions, clear_border, felzenszwalb, find_boundaries,
    join_segmentations, random_walker, relabel_sequential, slic_with, watershed, watershed_with,
};
use nd_image::{labels, measure};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Numbers that look random.
fn noise(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

fn picture(shape: &[usize], values: u64, seed: u64) -> Array<i32> {
    let mut next = noise(seed);
    Array::from_fn(shape, |_| (next() >> 20).rem_euclid(values) as i32)
}

fn on_threads<R: Send>(count: usize, f: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap().install(f)
}

// Behaviour I14: labels that are missing.
#[test]
fn missing_labels_are_none_and_not_zero() {
    let found = labels::label_statistics([10i32, 20, 30, 40], [1, 1, 3, 3], [1, 2, 3]);
    assert_eq!(found.count.into_vec(), [2, 0, 2]);
    assert_eq!(found.sum.into_vec(), [30, 0, 70]);
    assert!(found.mean[[1]].is_nan() && found.variance[[1]].is_nan());
    assert_eq!(found.minimum.into_vec(), [Some(10), None, Some(30)]);
    assert_eq!(found.maximum_position.into_vec(), [Some(1), None, Some(3)]);
    let medians = labels::median([10, 20, 30, 40], [1, 1, 3, 3], [1, 2, 3]);
    assert!(medians[[0]] == 15.0 && medians[[1]].is_nan() && medians[[2]] == 35.0);
    let nowhere = labels::center_of_mass([1, 2], [1, 1], [4]);
    assert!(nowhere[[0, 0]].is_nan());
    assert_eq!(labels::histogram([1, 2], 0.0, 3.0, 2, [1, 1], [4]).into_vec(), [0, 0]);
    assert_eq!(labels::labeled_comprehension([1, 2], [1, 1], [4], |v, _| v.len()), [None]);
    assert_eq!(labels::extrema([1, 2], [1, 1], [4]), [None]);
    assert_eq!(labels::sum_labels(Vec::<f32>::new(), Vec::<u8>::new(), ..).into_vec(), [0.0]);
}

// Behaviour I15: ties of positions.
#[test]
fn the_first_of_equals_has_the_position() {
    let a = [[5, 1, 9], [1, 9, 5]];
    assert_eq!(labels::minimum_position(a, [[1; 3]; 2], [1]), [Some(vec![0, 1])]);
    assert_eq!(labels::maximum_position(a, [[1; 3]; 2], [1]), [Some(vec![0, 2])]);
    let far = Array::full([300_000], 7u8);
    assert_eq!(labels::maximum_position(&far, Array::full([300_000], 1u8), [1]), [Some(vec![0])]);
}

// Behaviour I16: no list, and lists with 0 and negative labels.
#[test]
fn no_list_is_all_positive_labels_and_zero_can_be_asked_for() {
    let (a, regions) = ([1i32, 2, 4, 8], [-1, 0, 1, 2]);
    assert_eq!(labels::sum_labels(a, regions, ..).into_vec(), [12]);
    assert_eq!(labels::sum_labels(a, regions, [0, -1, 2, 2]).into_vec(), [2, 1, 8, 8]);
    assert_eq!(labels::sum_labels(a, [u64::MAX, 0, 1, 1], ..).into_vec(), [13]);
    assert_eq!(labels::sum_labels(a, [u64::MAX, 0, 1, 1], [u64::MAX]).into_vec(), [1]);
    assert_eq!(
        labels::sum_labels(a, [i64::MIN, 0, i64::MAX, 1], [i64::MAX, i64::MIN]).into_vec(),
        [4, 1]
    );
    assert_eq!(labels::sum_labels(a, regions, -1..=1).into_vec(), [1, 2, 4]);
}

// Behaviour I17: sums of integers.
#[test]
fn integers_are_added_up_exactly() {
    let large = (1i64 << 53) + 1;
    assert_eq!(labels::sum_labels([large, 2], [1, 1], [1]).into_vec(), [large + 2]);
    assert_eq!(labels::mean([u64::MAX, u64::MAX - 2], [1, 1], [1])[[0]], (u64::MAX - 1) as f64);
    let near = [1_700_000_000_000_000_001i64, 1_700_000_000_000_000_003];
    assert_eq!(labels::variance(near, [1, 1], [1]).into_vec(), [1.0]);
    assert_eq!(labels::sum_labels([true, true, false], [1, 1, 1], [1]).into_vec(), [2]);
}

#[test]
fn nan_is_both_ends_of_its_label() {
    let a = [1.0, f64::NAN, 3.0, f64::NAN, 4.0];
    let found = labels::label_statistics(a, [1, 1, 1, 1, 2], [1, 2]);
    assert!(found.minimum[[0]].unwrap().is_nan() && found.maximum[[0]].unwrap().is_nan());
    assert_eq!(found.minimum_position.into_vec(), [Some(1), Some(4)]);
    assert!(found.mean[[0]].is_nan() && found.variance[[0]].is_nan());
    assert_eq!((found.mean[[1]], found.variance[[1]]), (4.0, 0.0));
}

#[test]
fn far_from_zero_a_constant_has_no_variance() {
    let found =
        labels::variance(Array::full([200_000], 1e15 + 0.3), Array::full([200_000], 1), [1]);
    assert_eq!(found.into_vec(), [0.0]);
}

proptest! {
    #[test]
    fn statistics_are_those_of_each_label_by_itself(
        cells in prop::collection::vec((-1000i32..1000, -2i8..4), 1..200),
        rows in 1usize..6,
    ) {
        let n = cells.len() / rows * rows;
        prop_assume!(n > 0);
        let shape = [rows, n / rows];
        let a = Array::from_shape_vec(shape, cells[..n].iter().map(|c| c.0).collect());
        let names = Array::from_shape_vec(shape, cells[..n].iter().map(|c| c.1).collect());
        let mut by_label: BTreeMap<i8, Vec<(usize, i32)>> = BTreeMap::new();
        for (i, (x, label)) in cells[..n].iter().enumerate() {
            by_label.entry(*label).or_default().push((i, *x));
        }
        let index: Vec<i8> = by_label.keys().copied().collect();
        // Views are read as copies are.
        let found = labels::label_statistics(a.t(), names.t(), &index);
        let straight = labels::label_statistics(&a, &names, &index);
        prop_assert_eq!(&found.sum, &straight.sum);
        prop_assert_eq!(&found.minimum, &straight.minimum);
        for (row, members) in by_label.values().enumerate() {
            let values: Vec<i64> = members.iter().map(|m| i64::from(m.1)).collect();
            let n = values.len() as f64;
            let mean = values.iter().sum::<i64>() as f64 / n;
            let variance = values.iter().map(|&x| (x as f64 - mean).powi(2)).sum::<f64>() / n;
            prop_assert_eq!(straight.count[[row]], values.len() as u64);
            prop_assert_eq!(straight.sum[[row]], values.iter().sum::<i64>());
            prop_assert!((straight.variance[[row]] - variance).abs() <= 1e-9 * (1.0 + variance));
            let least = members.iter().min_by_key(|m| (m.1, m.0)).unwrap();
            prop_assert_eq!(straight.minimum_position[[row]], Some(least.0));
            let most = members.iter().max_by_key(|m| (m.1, std::cmp::Reverse(m.0))).unwrap();
            prop_assert_eq!(straight.maximum[[row]], Some(most.1));
            prop_assert_eq!(straight.maximum_position[[row]], Some(most.0));
        }
    }

    #[test]
    fn every_basin_hangs_together_and_has_a_marker(seed in 0u64..500, line in any::<bool>()) {
        let ground = picture(&[9, 11], 6, seed);
        let mut next = noise(seed + 1000);
        let mut markers = Array::<i32>::zeros([9, 11]);
        for label in 1..5 {
            markers[[next() as usize % 9, next() as usize % 11]] = label;
        }
        let options = WatershedOptions::default().watershed_line(line);
        let basins = watershed_with(&ground, &markers, &options);
        for (at, &marker) in markers.indexed_iter() {
            prop_assert!(marker == 0 || basins[[at[0], at[1]]] == marker);
        }
        if !line {
            prop_assert!(basins.iter().all(|&label| label > 0));
        }
        // With lines, an element that touches nothing may be reached over a line, as in scikit-image.
        for label in 1..5 {
            let mine = basins.map(|other| other == label);
            if !line && mine.iter().any(|&inside| inside) {
                let pieces = pieces(&mine);
                prop_assert_eq!(pieces, 1, "label {} of {:?}", label, basins);
            }
        }
    }

    #[test]
    fn regions_do_not_depend_on_where_they_lie(seed in 0u64..200, down in 0usize..5, right in 0usize..5) {
        let shape = picture(&[6, 7], 2, seed);
        let mut moved = Array::<i32>::zeros([11, 12]);
        for y in 0..6 {
            for x in 0..7 {
                moved[[y + down, x + right]] = shape[[y, x]];
            }
        }
        let (here, there) = (measure::regionprops(&shape), measure::regionprops(&moved));
        prop_assert_eq!(here.moments_central(), there.moments_central());
        prop_assert_eq!(here.perimeter(), there.perimeter());
        prop_assert_eq!(here.area_convex(), there.area_convex());
        prop_assert_eq!(here.euler_number(), there.euler_number());
    }

    #[test]
    fn relabelling_keeps_regions_apart_and_together(seed in 0u64..200) {
        let labels = picture(&[5, 8], 7, seed).map(|label| 1000 - 500 * label);
        let new = relabel_sequential(&labels, 1);
        for (&label, &number) in labels.iter().zip(new.labels.iter()) {
            let back = if number == 0 { 0 } else { new.originals[[number as usize - 1]] };
            prop_assert_eq!(back, label);
        }
        let joined = join_segmentations(&labels, &labels);
        prop_assert_eq!(relabel_sequential(&joined, 1).labels, joined.clone());
        prop_assert_eq!(find_boundaries(&joined, 2, BoundaryMode::Thick), find_boundaries(&labels, 2, BoundaryMode::Thick));
    }
}

/// How many pieces there are, neighbours sharing edges.
fn pieces(mask: &Array<bool>) -> usize {
    let (h, w) = (mask.shape()[0], mask.shape()[1]);
    let mut left = mask.clone();
    let mut count = 0;
    for start in 0..h * w {
        if !left[[start / w, start % w]] {
            continue;
        }
        count += 1;
        let mut waiting = vec![start];
        while let Some(at) = waiting.pop() {
            let (y, x) = (at / w, at % w);
            if !std::mem::take(&mut left[[y, x]]) {
                continue;
            }
            let beside = [(y.wrapping_sub(1), x), (y + 1, x), (y, x.wrapping_sub(1)), (y, x + 1)];
            waiting.extend(
                beside
                    .iter()
                    .filter(|(y, x)| *y < h && *x < w && left[[*y, *x]])
                    .map(|(y, x)| y * w + x),
            );
        }
    }
    count
}

#[test]
fn the_bits_do_not_depend_on_threads() {
    let work = || {
        let a = picture(&[300, 700], 1000, 3).map(|x| f64::from(x) * 0.1);
        let names = picture(&[300, 700], 9, 4);
        let found = labels::label_statistics(&a, &names, 0..=8);
        let centers = labels::center_of_mass(&a, &names, 0..=8);
        let table = measure::regionprops(&names).intensity(&a);
        let small = a.slice(nd_core::s![..40, ..50]).to_array();
        let parts = slic_with(&small, 20, &SlicOptions::default().compactness(0.1));
        let mut seeds = Array::<i32>::zeros([40, 50]);
        (seeds[[3, 4]], seeds[[30, 40]]) = (1, 2);
        let walked = random_walker(small.map(|x| x / 100.0), &seeds).unwrap();
        let bits = |a: Array<f64>| a.iter().map(|x| x.to_bits()).collect::<Vec<u64>>();
        let sums =
            [found.sum, found.variance, centers, table.moments_weighted(), table.perimeter()];
        (sums.map(bits), parts, walked)
    };
    assert_eq!(on_threads(1, work), on_threads(3, work));
}

#[test]
fn floods_take_heights_of_every_type_alike() {
    let ground = picture(&[12, 13], 200, 5);
    let mut markers = Array::<u8>::zeros([12, 13]);
    (markers[[1, 1]], markers[[10, 11]], markers[[2, 9]]) = (9, 200, 1);
    let basins = watershed(&ground, &markers);
    assert_eq!(watershed(ground.cast::<u8>(), &markers), basins);
    assert_eq!(watershed(ground.cast::<f32>(), &markers), basins);
    // Ranks by sorting give what ranks by subtraction give.
    assert_eq!(watershed(ground.map(|x| f64::from(x) * 0.7 - 1e3), &markers), basins);
    assert_eq!(watershed(ground.t(), markers.t()), basins.t().to_array());
}

#[test]
fn heights_that_are_nan_are_flooded_last() {
    // The first basin would be first at the last but one, if it could cross NaN before.
    let ground = [0.0, f64::NAN, 5.0, 1.0];
    assert_eq!(watershed(ground, [1, 0, 0, 2]).into_vec(), [1, 1, 2, 2]);
    let round = WatershedOptions::default().compactness(1e-3);
    assert_eq!(watershed_with(ground, [1, 0, 0, 2], &round).into_vec(), [1, 1, 2, 2]);
}

#[test]
fn empty_arrays_have_no_regions() {
    let empty = Array::<i32>::zeros([0, 5]);
    assert_eq!(watershed(&empty, &empty).shape(), [0, 5]);
    assert!(measure::regionprops(&empty).is_empty());
    assert_eq!(measure::regionprops(&empty).moments().shape(), [0, 4, 4]);
    assert_eq!(clear_border(&empty).shape(), [0, 5]);
    assert_eq!(find_boundaries(&empty, 1, BoundaryMode::Thick).shape(), [0, 5]);
    assert_eq!(felzenszwalb(&empty, 1.0).shape(), [0, 5]);
    assert_eq!(slic_with(&empty, 3, &SlicOptions::default()).shape(), [0, 5]);
    assert_eq!(relabel_sequential(&empty, 1).originals.size(), 0);
    assert!(measure::find_contours(&empty, 0.5).is_empty());
    assert_eq!(measure::moments(&empty, 1).into_vec(), [0.0; 4]);
}

#[test]
fn an_array_without_axes_is_one_element() {
    let (point, marker) = (Array::scalar(3.0), Array::scalar(2));
    assert_eq!(watershed(&point, &marker).into_vec(), [2]);
    assert_eq!(labels::sum_labels(&point, &marker, [2]).into_vec(), [3.0]);
    assert_eq!(labels::center_of_mass(&point, &marker, [2]).shape(), [1, 0]);
}

#[test]
fn a_constant_picture_is_walked_evenly() {
    let found = random_walker([[7.0; 5]], [[1, 0, 0, 0, 2]]).unwrap();
    assert_eq!((found[[0, 1]], found[[0, 3]]), (1, 2));
    let error = random_walker([1.0, f64::INFINITY], [1, 0]).unwrap_err();
    assert_eq!(error.to_string(), "random_walker: the picture has a NaN or an infinite element");
}

/// The message of a panic.
fn message(f: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(f).unwrap_err();
    payload
        .downcast_ref::<String>()
        .cloned()
        .unwrap_or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_string()).unwrap())
}

#[test]
fn messages_say_what_was_given() {
    let said = message(|| drop(labels::median([1, 2], [1], [1])));
    assert_eq!(said, "median: shapes [2] and [1] differ");
    let said = message(|| drop(labels::histogram([1], 2.0, 1.0, 3, [1], [1])));
    assert_eq!(said, "histogram: 2 to 1 is not a range of finite numbers");
    let said = message(|| {
        drop(watershed_with([1, 2], [1, 2], &WatershedOptions::default().connectivity(2)))
    });
    assert_eq!(said, "watershed: connectivity 2 of an array of 1 axes");
    let said = message(|| drop(measure::regionprops([1, 2])));
    assert_eq!(said, "regionprops: a picture of shape [2] has not 2 or 3 axes");
    let said = message(|| drop(measure::regionprops([[1]]).intensity_mean()));
    assert_eq!(said, "intensity_mean: no picture was given by `intensity`");
    let said = message(|| drop(measure::regionprops([[[1]]]).perimeter()));
    assert_eq!(said, "perimeter: regions of 3 axes, 2 are needed");
    let said = message(|| drop(measure::find_contours([1, 2], 0.5)));
    assert_eq!(said, "find_contours: a picture of shape [2] has not 2 axes");
    let said = message(|| drop(slic_with([[1, 2]], 0, &SlicOptions::default())));
    assert_eq!(said, "slic: 0 superpixels");
    let said = message(|| drop(relabel_sequential([1], 0)));
    assert_eq!(said, "relabel_sequential: the first label is 0, the background");
}

#[test]
fn hulls_and_diameters_of_simple_shapes() {
    let table = measure::regionprops(array![[1, 0, 2], [1, 1, 0], [1, 0, 0]].view());
    assert_eq!(table.area_convex().into_vec(), [4.0, 1.0]);
    assert_eq!(table.feret_diameter_max().into_vec(), [3.0, 1.0]);
    assert_eq!(table.solidity().into_vec(), [1.0, 1.0]);
}

#[test]
fn surfaces_are_closed_and_face_the_low_side() {
    let mut volume = picture(&[7, 8, 9], 100, 11).map(f64::from);
    for at in 0..9 {
        for i in 0..8 {
            let edges = [[0, i, at], [6, i, at], [at.min(6), 0, i], [at.min(6), 7, i]];
            edges.iter().for_each(|&edge| volume[edge] = 0.0);
            (volume[[at.min(6), i, 0]], volume[[at.min(6), i, 8]]) = (0.0, 0.0);
        }
    }
    let mesh = measure::marching_cubes(&volume, 55.5);
    let mut sides: BTreeMap<[usize; 2], i32> = BTreeMap::new();
    let mut inside = 0.0;
    for face in 0..mesh.faces.shape()[0] {
        let corners = [0, 1, 2].map(|i| mesh.faces[[face, i]]);
        for i in 0..3 {
            let (a, b) = (corners[i], corners[(i + 1) % 3]);
            *sides.entry([a.min(b), a.max(b)]).or_default() += if a < b { 1 } else { -1 };
        }
        let [a, b, c] = corners.map(|n| [0, 1, 2].map(|axis| mesh.vertices[[n, axis]]));
        inside += a[0] * (b[1] * c[2] - b[2] * c[1]) / 6.0;
        inside += a[1] * (b[2] * c[0] - b[0] * c[2]) / 6.0;
        inside += a[2] * (b[0] * c[1] - b[1] * c[0]) / 6.0;
    }
    // Every side of a triangle is one of another, the other way round.
    assert!(!sides.is_empty() && sides.values().all(|&sum| sum == 0));
    assert!(inside > 0.0, "{inside}");
}
