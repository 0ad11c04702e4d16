//! What morphology, labels and distances promise: rows of the list of observed behaviours, slow models,
//! chunks against wholes, threads, views, and messages.

use nd_core::{Array, SliceItem, View, s};
use nd_image::segmentation::{BoundaryMode, find_boundaries};
use nd_image::*;
use proptest::prelude::*;
use std::panic::catch_unwind;

/// The message that a call panics with.
fn message<R>(call: impl FnOnce() -> R + std::panic::UnwindSafe) -> String {
    let Err(payload) = catch_unwind(call) else { panic!("no panic") };
    payload.downcast_ref::<String>().expect("messages are formatted").clone()
}

fn random(shape: &[usize], seed: u64, levels: u64) -> Array<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    Array::from_fn(shape, |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 20) as u8 % levels as u8
    })
}

fn shapes() -> impl Strategy<Value = Vec<usize>> {
    prop_oneof![
        prop::collection::vec(1usize..90, 1),
        prop::collection::vec(1usize..14, 2),
        (1usize..5, 60usize..140).prop_map(|(h, w)| vec![h, w]),
        prop::collection::vec(1usize..6, 3),
        prop::collection::vec(1usize..4, 4),
    ]
}

/// Every index of a shape, in C order.
fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    Array::<u8>::zeros(shape).indexed_iter().for_each(|(at, _)| all.push(at.to_vec()));
    all
}

// I9: what lies beyond the edge is named, and a closing keeps what is set.
#[test]
fn borders_of_closings_and_erosions() {
    let unset = BinaryOptions::default().border(Border::Unset);
    let kept = [false, true, true, true, false];
    assert_eq!(binary_erosion([true; 5]).into_vec(), kept);
    assert_eq!(binary_closing_with([true; 5], &unset).into_vec(), kept);
    assert_eq!(binary_closing_with([1, 0, 0, 0, 1], &unset).into_vec(), [false; 5]);
    assert_eq!(binary_closing([true; 5]).into_vec(), [true; 5]);
    assert_eq!(binary_closing([1, 0, 0, 0, 1]).into_vec(), [true, false, false, false, true]);
}

// I10: until nothing changes, within a mask.
#[test]
fn until_stable_is_the_end_of_iterations() {
    for seed in 0..20 {
        let shape = [9, 70];
        let a = random(&shape, seed, 5);
        let mask = Array::from_fn(shape, |i| random(&shape, seed + 99, 3)[[i[0], i[1]]] > 0);
        for border in [Border::Unset, Border::Set] {
            for erosion in [false, true] {
                let function = |a: &Array<u8>, options: &BinaryOptions| match erosion {
                    true => binary_erosion_with(a, options),
                    false => binary_dilation_with(a, options),
                };
                let options = BinaryOptions::default().mask(&mask).border(border);
                let stable = function(&a, &options.clone().iterations(Iterations::UntilStable));
                assert_eq!(stable, function(&a, &options.clone().iterations(1000)));
                let bytes =
                    Array::from_shape_vec(shape, stable.iter().map(|&x| x.into()).collect());
                assert_eq!(function(&bytes, &options), stable);
            }
        }
    }
    let none = BinaryOptions::default().iterations(0);
    assert_eq!(binary_dilation_with([0, 1, 0], &none).into_vec(), [false, true, false]);
}

// I11: integers saturate.
#[test]
fn heights_saturate() {
    let one = || StructuringElement::Heights(Array::from_vec(vec![1.0; 3]));
    assert_eq!(grey_dilation([0u8, 255, 0], one()).into_vec(), [255, 255, 255]);
    assert_eq!(grey_erosion([9u8, 0, 9], one()).into_vec(), [0, 0, 0]);
    assert_eq!(grey_dilation([i16::MAX, 0, 0], one()).into_vec(), [i16::MAX, i16::MAX, 1]);
}

// I7, for erosions and dilations: NaN if there is one in the window.
#[test]
fn nan_wins() {
    let nan = f64::NAN;
    let a = [5.0, 4.0, nan, 3.0, 2.0];
    let flat =
        |window: StructuringElement| [grey_erosion(a, window.clone()), grey_dilation(a, window)];
    let footprint = Array::from_vec(vec![true; 3]);
    let heights = Array::from_vec(vec![0.0; 3]);
    for window in [3.into(), footprint.into(), heights.into()] {
        for b in flat(window) {
            let nans: Vec<bool> = b.iter().map(|x| x.is_nan()).collect();
            assert_eq!(nans, [false, true, true, true, false]);
        }
    }
    assert_eq!(grey_dilation([-0.0f64, f64::NEG_INFINITY], 1)[[1]], f64::NEG_INFINITY);
}

// I12: in the order of first pixels, whatever the order in memory; what is not zero is set.
#[test]
fn labels_come_in_raster_order() {
    let a = [[0.0, 0.0, 1.0], [f64::NAN, 0.0, 0.0], [-2.0, 0.0, 3.0]];
    let (labels, count) = label(a).unwrap();
    assert_eq!((labels.into_vec(), count), (vec![0, 0, 1, 2, 0, 0, 2, 0, 3], 3));
    let a = random(&[7, 9], 3, 2);
    let turned = a.t().to_array();
    assert_eq!(label(turned.t()).unwrap(), label(&a).unwrap());
    let crooked = LabelOptions::default().structure([[true, false, false]; 3]);
    let error = label_with(&a, &crooked).unwrap_err();
    let text = "label: the structure differs from itself reversed along all axes";
    assert_eq!((error.to_string().as_str(), error), (text, LabelError::Asymmetric));
    let small = || LabelOptions::default().structure([[true; 2]; 2]);
    let text = "label: a structure of shape [2, 2], must be 3 along each of 2 axes";
    assert_eq!(message(move || label_with([[1]], &small())), text);
}

// I13: boxes of labels, with gaps.
#[test]
fn objects_are_found() {
    let a = [0, 1, 1, 0, 4, -2, 4];
    let at = |range: std::ops::Range<usize>| Some(Vec::from_iter([range]));
    let boxes = [at(1..3), None, None, at(4..7)];
    assert_eq!(find_objects(a).unwrap(), boxes);
    assert_eq!(find_objects_up_to(a, 6)[4..], [None, None]);
    assert_eq!(find_objects_up_to(a, 1), [at(1..3)]);
    assert_eq!(find_objects([u64::MAX]).unwrap_err(), LabelError::TooLarge { label: u64::MAX });
    let text = "label 18446744073709551615 is too large for a table of all labels below it";
    assert_eq!(find_objects([u64::MAX]).unwrap_err().to_string(), text);
    let places = value_indices([[3, 7, 3], [0, 0, -1]], Some(0));
    assert_eq!(places[&3], [[0, 0], [0, 2]]);
    assert_eq!(places.keys().copied().collect::<Vec<_>>(), [-1, 3, 7]);
}

// I18: ties go to the first along the last axis, then along those before.
#[test]
fn ties_of_distances() {
    let indices = |a: Array<u8>| distance_transform_edt_indices(&a).1.unwrap().into_vec();
    assert_eq!(indices(Array::from_vec(vec![1, 0, 1, 0, 1])), [1, 1, 1, 3, 3]);
    let corners = Array::from_fn([3, 3], |i| u8::from(i[0] % 2 + i[1] % 2 > 0));
    let nearest = distance_transform_edt_indices(&corners).1.unwrap();
    assert_eq!([nearest[[0, 1, 1]], nearest[[1, 1, 1]]], [0, 0]);
}

// I19 and I20: no background.
#[test]
fn no_background() {
    let full = Array::<u8>::full([2, 3], 1);
    let (distances, indices) = distance_transform_edt_indices(&full);
    assert_eq!((distances.into_vec(), indices), (vec![f64::INFINITY; 6], None));
    assert_eq!(distance_transform_edt(&full).into_vec(), [f64::INFINITY; 6]);
    assert_eq!(distance_transform_bf(&full, Metric::Taxicab).into_vec(), [f64::INFINITY; 6]);
    assert!(distance_transform_cdt(&full, Metric::Chessboard).is_none());
    assert!(isotropic_erosion(&full, 9.0).iter().all(|&set| set));
}

// P15: all neighbours and values apart is an option.
#[test]
fn values_apart() {
    let all = LabelOptions::default().structure(generate_binary_structure(2, 2));
    let a = [[1, 2, 2], [2, 1, 0], [0, 2, 1]];
    let (labels, count) = label_with(a, &all.values_apart(true)).unwrap();
    assert_eq!((labels.into_vec(), count), (vec![1, 2, 2, 2, 1, 0, 0, 2, 1], 2));
}

/// Labels by flooding, one component after another.
fn flooded(a: &Array<u8>, connectivity: usize) -> Vec<u32> {
    let places = indices(a.shape());
    let values: Vec<u8> = a.iter().copied().collect();
    let mut labels = vec![0; places.len()];
    let mut count = 0;
    for start in 0..places.len() {
        if values[start] == 0 || labels[start] != 0 {
            continue;
        }
        count += 1;
        labels[start] = count;
        let mut queue = vec![start];
        while let Some(p) = queue.pop() {
            for q in 0..places.len() {
                let apart: Vec<usize> =
                    places[p].iter().zip(&places[q]).map(|(i, j)| i.abs_diff(*j)).collect();
                let near =
                    apart.iter().all(|&d| d <= 1) && apart.iter().sum::<usize>() <= connectivity;
                if near && values[q] != 0 && labels[q] == 0 {
                    labels[q] = count;
                    queue.push(q);
                }
            }
        }
    }
    labels
}

/// Ranges that cut an axis after every `step` elements.
fn cuts(n: usize, step: usize) -> Vec<std::ops::Range<usize>> {
    (0..n).step_by(step).map(|start| start..(start + step).min(n)).collect()
}

/// The parts of a shape cut along all axes.
fn parts(shape: &[usize], steps: &[usize]) -> Vec<Vec<std::ops::Range<usize>>> {
    shape.iter().zip(steps).fold(vec![vec![]], |parts, (&n, &step)| {
        let with = |part: &Vec<_>| {
            cuts(n, step).into_iter().map(|r| [&part[..], &[r]].concat()).collect::<Vec<_>>()
        };
        parts.iter().flat_map(with).collect()
    })
}

fn part<'a, T>(a: View<'a, T>, ranges: &[std::ops::Range<usize>]) -> View<'a, T> {
    let items: Vec<SliceItem> = ranges.iter().map(|r| SliceItem::from(r.clone())).collect();
    a.slice(&items)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn labels_are_those_of_flooding(shape in shapes(), seed: u64, levels in 2u64..4) {
        let a = random(&shape, seed, levels);
        for connectivity in 1..=shape.len() {
            let structure = generate_binary_structure(shape.len(), connectivity);
            let options = LabelOptions::default().structure(structure);
            let (labels, count) = label_with(&a, &options).unwrap();
            let model = flooded(&a, connectivity);
            prop_assert_eq!(count, model.iter().copied().max().unwrap_or(0));
            prop_assert_eq!(labels.into_vec(), model);
        }
    }

    #[test]
    fn labels_of_chunks_become_those_of_the_whole(
        shape in shapes(),
        seed: u64,
        steps in prop::collection::vec(1usize..40, 4),
    ) {
        let a = random(&shape, seed, 2);
        let chunks = parts(&shape, &steps);
        for connectivity in 1..=shape.len() {
            let structure = generate_binary_structure(shape.len(), connectivity);
            let options = LabelOptions::default().structure(&structure);
            let whole = label_with(&a, &options).unwrap();
            let (mut labels, mut firsts, mut seams) = (Vec::new(), Vec::new(), Vec::new());
            let offset = |c: &[std::ops::Range<usize>]| -> Vec<usize> {
                c.iter().map(|r| r.start).collect()
            };
            for chunk in &chunks {
                let (part, count) = label_with(part(a.view(), chunk), &options).unwrap();
                firsts.push(label_firsts(&LabelTile::new(&part, &offset(chunk)), count, &shape));
                labels.push(part);
            }
            for i in 0..chunks.len().min(40) {
                for j in 0..i {
                    let one = LabelTile::new(&labels[i], &offset(&chunks[i]));
                    let other = LabelTile::new(&labels[j], &offset(&chunks[j]));
                    let pairs = label_seam(&one, &other, Some(structure.view())).unwrap();
                    seams.push(Seam::new([i, j], pairs));
                }
            }
            if chunks.len() > 40 {
                continue;
            }
            let merged = merge_labels(&firsts, &seams).unwrap();
            prop_assert_eq!(merged.count, whole.1);
            for ((chunk, labels), table) in chunks.iter().zip(&labels).zip(&merged.tables) {
                let ours: Vec<u32> = labels.iter().map(|&l| table[l as usize]).collect();
                prop_assert_eq!(ours, part(whole.0.view(), chunk).to_array().into_vec());
            }
        }
    }

    #[test]
    fn distances_are_those_to_every_zero(shape in shapes(), seed: u64, levels in 2u64..30) {
        let a = random(&shape, seed, levels);
        let places = indices(&shape);
        let zeros: Vec<&Vec<usize>> =
            places.iter().zip(a.iter()).filter(|(_, x)| **x == 0).map(|(p, _)| p).collect();
        let squared = |p: &[usize], q: &[usize]| -> usize {
            p.iter().zip(q).map(|(i, j)| i.abs_diff(*j).pow(2)).sum()
        };
        let nearest = |p: &Vec<usize>| zeros.iter().map(|z| squared(p, z)).min();
        let model: Vec<f64> = places
            .iter()
            .map(|p| nearest(p).map_or(f64::INFINITY, |s| (s as f64).sqrt()))
            .collect();
        let (distances, at) = distance_transform_edt_indices(&a);
        prop_assert_eq!(distance_transform_edt(&a).into_vec(), model.clone());
        prop_assert_eq!(distances.into_vec(), model.clone());
        let Some(at) = at else { return Ok(()) };
        let at = at.into_vec();
        for (i, p) in places.iter().enumerate() {
            let q: Vec<usize> =
                (0..shape.len()).map(|k| at[k * places.len() + i] as usize).collect();
            prop_assert!(zeros.contains(&&q));
            prop_assert_eq!((squared(p, &q) as f64).sqrt(), model[i]);
        }
    }

    #[test]
    fn erosions_are_those_of_every_step(
        shape in shapes(), seed: u64, size in prop::collection::vec(1usize..9, 4), set: bool,
    ) {
        let a = random(&shape, seed, 6);
        let size = &size[..shape.len()];
        let structure = random(size, seed + 1, 3);
        let footprint = Array::from_shape_vec(size, structure.iter().map(|&x| x > 0).collect());
        let border = if set { Border::Set } else { Border::Unset };
        let options = BinaryOptions::default().structure(&footprint).border(border);
        let steps: Vec<Vec<usize>> = indices(size)
            .into_iter()
            .zip(footprint.iter())
            .filter_map(|(k, &set)| set.then_some(k))
            .collect();
        let seen = |p: &[usize], k: &[usize]| -> Option<u8> {
            let at: Option<Vec<usize>> = (0..p.len())
                .map(|axis| (p[axis] + k[axis]).checked_sub(size[axis] / 2))
                .collect();
            a.get(&at?).copied()
        };
        let places = indices(&shape);
        let all = |p: &Vec<usize>| steps.iter().all(|k| seen(p, k).map_or(set, |x| x != 0));
        let model: Vec<bool> = places.iter().map(all).collect();
        prop_assert_eq!(binary_erosion_with(&a, &options).into_vec(), model);
        // The grey erosion of the same, with nothing or everything outside.
        if !steps.is_empty() {
            let outside = if set { 255 } else { 0 };
            let least = |p: &Vec<usize>| {
                steps.iter().map(|k| seen(p, k).unwrap_or(outside)).min().unwrap()
            };
            let model: Vec<u8> = places.iter().map(least).collect();
            let options = GreyOptions::default().mode(Mode::Constant(f64::from(outside)));
            prop_assert_eq!(grey_erosion_with(&a, footprint, &options).into_vec(), model);
        }
    }

    #[test]
    fn boxes_are_footprints(
        shape in shapes(), seed: u64, size in prop::collection::vec(1usize..24, 4), mode in 0usize..5,
    ) {
        let a = random(&shape, seed, 200);
        let size = size[..shape.len()].to_vec();
        let modes = [Mode::Reflect, Mode::Constant(7.0), Mode::Nearest, Mode::Mirror, Mode::Wrap];
        let options = GreyOptions::default().mode(modes[mode]);
        let footprint = footprint_rectangle(&size);
        let flat = Array::<f64>::zeros(&size[..]);
        for function in [grey_erosion_with, grey_dilation_with] {
            let boxed = function(&a, StructuringElement::from(size.clone()), &options);
            prop_assert_eq!(&function(&a, StructuringElement::from(&footprint), &options), &boxed);
            if footprint.size() < 300 {
                prop_assert_eq!(&function(&a, StructuringElement::from(&flat), &options), &boxed);
            }
        }
    }

    #[test]
    fn holes_are_what_cannot_be_reached(shape in shapes(), seed: u64, levels in 2u64..5) {
        let a = random(&shape, seed, levels);
        let unset = Array::from_shape_vec(&shape[..], a.iter().map(|&x| x == 0).collect());
        let options = BinaryOptions::default()
            .mask(&unset)
            .border(Border::Set)
            .iterations(Iterations::UntilStable);
        let outside = binary_dilation_with(Array::<bool>::zeros(&shape[..]), &options);
        prop_assert_eq!(binary_fill_holes(&a), !&outside);
    }

    #[test]
    fn reconstructions_stand_still(shape in shapes(), seed: u64) {
        let mask = random(&shape, seed, 9);
        let other = random(&shape, seed + 1, 9);
        let lower = |(&m, &o): (&u8, &u8)| m.min(o);
        let seeds: Vec<u8> = mask.iter().zip(other.iter()).map(lower).collect();
        let seed = Array::from_shape_vec(&shape[..], seeds);
        let risen = reconstruction_by_dilation(&seed, &mask).unwrap();
        let all = footprint_rectangle(&vec![3; shape.len()]);
        // Dilated under the mask it is itself; and it is what iterations end at.
        let step = |a: &Array<u8>| -> Vec<u8> {
            let wide = grey_dilation(a, &all);
            wide.iter().zip(mask.iter()).map(|(&w, &m)| w.min(m)).collect()
        };
        let mut model = seed;
        loop {
            let next = Array::from_shape_vec(&shape[..], step(&model));
            if next == model {
                break;
            }
            model = next;
        }
        prop_assert_eq!(risen, model);
    }

    #[test]
    fn area_openings_are_unions_of_thresholds(shape in shapes(), seed: u64, area in 1usize..9) {
        let a = random(&shape, seed, 5);
        let mut model = Array::<u8>::zeros(&shape[..]);
        for level in 0..5u8 {
            let above: Vec<bool> = a.iter().map(|&x| x >= level).collect();
            let above = Array::from_shape_vec(&shape[..], above);
            let kept = remove_small_objects(&above, area - 1).unwrap();
            model.iter_mut().zip(kept.iter()).filter(|(_, k)| **k).for_each(|(m, _)| *m = level);
        }
        // Where no level is large enough the lowest of the picture is left.
        let least = a.iter().copied().min().unwrap();
        model.iter_mut().for_each(|m| *m = (*m).max(least));
        prop_assert_eq!(area_opening(&a, area), model);
    }
}

/// Everything on one picture, as bits.
fn everything(a: &Array<u8>) -> Vec<u64> {
    let mut bits = Vec::new();
    let mut add = |values: Vec<f64>| bits.extend(values.iter().map(|x| x.to_bits()));
    let masks = |a: Array<bool>| a.iter().map(|&x| f64::from(u8::from(x))).collect::<Vec<f64>>();
    add(label(a).unwrap().0.iter().map(|&x| f64::from(x)).collect());
    add(distance_transform_edt(a).into_vec());
    add(distance_transform_edt_indices(a).1.unwrap().iter().map(|&x| f64::from(x)).collect());
    add(masks(binary_erosion_with(a, &BinaryOptions::default().structure(disk(4)).iterations(2))));
    add(masks(binary_fill_holes(a)));
    add(masks(skeletonize(a)));
    for window in [StructuringElement::from(7), disk(3).into()] {
        add(grey_dilation(a, window).iter().map(|&x| f64::from(x)).collect());
    }
    add(masks(convex_hull_object(a).unwrap()));
    bits
}

#[test]
fn threads_do_not_change_bits() {
    let smooth = grey_dilation(&random(&[400, 500], 5, 40), 5);
    let a = Array::from_shape_vec([400, 500], smooth.iter().map(|&x| x / 39).collect());
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let alone = pool(1).install(|| everything(&a));
    for threads in [2, 5] {
        assert_eq!(pool(threads).install(|| everything(&a)), alone, "{threads} threads");
    }
}

#[test]
fn views_are_what_they_show() {
    let a = random(&[40, 60], 8, 2);
    let view = a.view().slice(s![1..37;3, ..;-2]).t();
    let copy = view.to_array();
    assert_eq!(label(view).unwrap(), label(&copy).unwrap());
    assert_eq!(distance_transform_edt(view), distance_transform_edt(&copy));
    assert_eq!(binary_opening(view), binary_opening(&copy));
    assert_eq!(grey_closing(view, 3), grey_closing(&copy, 3));
    assert_eq!(find_objects_up_to(view, 2), find_objects_up_to(&copy, 2));
    let row = Array::from_vec(vec![1u8, 0, 1]);
    let wide = row.view().broadcast_to([4, 3]);
    assert_eq!(label(wide).unwrap().1, 2);
    assert_eq!(distance_transform_edt(wide).into_vec(), [1.0, 0.0, 1.0].repeat(4));
}

#[test]
fn nothing_and_numbers() {
    for shape in [&[0][..], &[0, 3], &[3, 0], &[2, 0, 2]] {
        let a = Array::<u8>::zeros(shape);
        assert_eq!(label(&a).unwrap(), (Array::zeros(shape), 0));
        assert_eq!(distance_transform_edt(&a).shape(), shape);
        assert_eq!(distance_transform_edt_indices(&a).0.shape(), shape);
        assert_eq!(distance_transform_cdt(&a, Metric::Taxicab).unwrap().shape(), shape);
        assert_eq!(binary_closing(&a).shape(), shape);
        assert_eq!(binary_fill_holes(&a).shape(), shape);
        assert_eq!(grey_opening(&a, 3).shape(), shape);
        assert_eq!(reconstruction_by_dilation(&a, &a).unwrap().shape(), shape);
        assert_eq!(local_maxima(&a).shape(), shape);
        assert_eq!(area_opening(&a, 3).shape(), shape);
        assert_eq!(h_maxima(&a, 1.0).shape(), shape);
        assert_eq!(find_objects(&a).unwrap(), []);
        assert!(value_indices(&a, None).is_empty());
        assert_eq!(find_boundaries(&a, 1, BoundaryMode::Outer).shape(), shape);
    }
    let flat = Array::<u8>::zeros([0, 3]);
    assert_eq!(skeletonize(&flat).shape(), [0, 3]);
    assert_eq!(skeletonize_lee(&flat).shape(), [0, 3]);
    assert_eq!(medial_axis(&flat).0.shape(), [0, 3]);
    assert_eq!(convex_hull_image(&flat).shape(), [0, 3]);
    let one = Array::scalar(3u8);
    assert_eq!(label(&one).unwrap(), (Array::scalar(1), 1));
    assert_eq!(distance_transform_edt(&one), Array::scalar(f64::INFINITY));
    assert_eq!(distance_transform_cdt(Array::scalar(0u8), Metric::Taxicab), Some(Array::scalar(0)));
    assert_eq!(binary_erosion(&one), Array::scalar(true));
    assert_eq!(binary_fill_holes(&one), Array::scalar(true));
    assert_eq!(grey_erosion(&one, 3), one);
    assert_eq!(reconstruction_by_dilation(&one, &one).unwrap(), one);
    assert_eq!(find_objects(&one).unwrap(), [None, None, Some(vec![])]);
    assert_eq!(flood(&one, &[], 0.0), Array::scalar(true));
}

#[test]
fn messages() {
    let moved = || BinaryOptions::default().origin(2);
    assert_eq!(
        message(move || binary_erosion_with([1, 1], &moved())),
        "binary_erosion: origin 2 moves the middle off a structure of length 3"
    );
    let masked = || BinaryOptions::default().mask([true]);
    assert_eq!(
        message(move || binary_dilation_with([1, 1], &masked())),
        "binary_dilation: a mask of shape [1] for an array of shape [2]"
    );
    let open = || {
        let sides = BinaryOptions::default().structure([true, false, true]);
        sides.iterations(Iterations::UntilStable)
    };
    assert_eq!(
        message(move || binary_opening_with([1, 1], &open())),
        "binary_opening: until stable with a structure whose middle is not set"
    );
    assert_eq!(
        message(|| binary_hit_or_miss([1], Some([[true]]), None::<[bool; 1]>)),
        "binary_hit_or_miss: a structure of 2 axes for an array of 1"
    );
    assert_eq!(
        message(|| grey_erosion([1, 2], [3, 0])),
        "grey_erosion: 2 values of size for 1 axes"
    );
    assert_eq!(message(|| white_tophat([1, 2], 0)), "white_tophat: a window of size [0]");
    assert_eq!(
        message(|| distance_transform_edt_with([1], &EdtOptions::default().sampling(f64::NAN))),
        "distance_transform_edt: a sampling of NaN, must be finite, not negative"
    );
    assert_eq!(
        message(|| distance_transform_cdt([1], Metric::Euclidean)),
        "distance_transform_cdt: Euclidean distances are not whole numbers"
    );
    assert_eq!(message(|| skeletonize([1])), "skeletonize: 1 axes, must be 2 or 3");
    assert_eq!(
        message(|| disk(usize::MAX)),
        format!("disk: a radius of {} is too large", usize::MAX)
    );
    assert_eq!(message(|| h_minima([1], f64::NAN)), "h_minima: a height of NaN, must be positive");
    assert_eq!(
        message(|| reconstruction_by_dilation([1], [1, 2]).unwrap()),
        "reconstruction: a seed of shape [1], a mask of [2]"
    );
    let error = merge_labels(&[vec![0]], &[Seam::new([0, 1], vec![[1, 1]])]).unwrap_err();
    assert_eq!(error.to_string(), "merge_labels: there is no label 1 in chunk 1");
    let tile = || Array::<u32>::zeros([2]);
    assert_eq!(
        message(move || label_firsts(&LabelTile::new(&tile(), &[usize::MAX]), 0, &[9])),
        format!("label_firsts: a part of shape [2] at [{}] of a picture of shape [9]", usize::MAX)
    );
}

#[test]
fn structures_far_larger_than_pictures() {
    let long = vec![true; 100_001];
    let options = BinaryOptions::default().structure(&long);
    assert_eq!(binary_dilation_with([0, 0, 1], &options).into_vec(), [true; 3]);
    assert_eq!(binary_erosion_with([1, 1, 1], &options).into_vec(), [false; 3]);
    for mode in [Mode::Reflect, Mode::Wrap, Mode::Mirror, Mode::Nearest] {
        let options = GreyOptions::default().mode(mode);
        assert_eq!(grey_dilation_with([1, 5, 2], 1 << 39, &options).into_vec(), [5; 3]);
    }
    let zeros = GreyOptions::default().mode(Mode::Constant(9.0));
    assert_eq!(grey_dilation_with([1, 5, 2], 1 << 39, &zeros).into_vec(), [9; 3]);
}

/// A volume of one plane is thinned as the plane is: it has no sides above and below.
#[test]
fn a_volume_of_one_plane_has_the_skeleton_of_the_plane() {
    // scikit-image 0.26 has these as `skeletonize(a[None])`.
    let a = [
        [1, 1, 1, 1, 1, 1, 1],
        [0, 0, 1, 1, 1, 1, 1],
        [1, 1, 0, 1, 1, 1, 1],
        [1, 1, 1, 1, 1, 1, 1],
        [0, 1, 0, 0, 1, 1, 1],
    ];
    let wanted = [
        [1, 1, 0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0, 0, 0],
        [0, 1, 0, 1, 1, 1, 0],
        [0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0],
    ];
    let plane = Array::from_fn([5, 7], |i| a[i[0]][i[1]] == 1);
    let volume = Array::from_fn([1, 5, 7], |i| a[i[1]][i[2]] == 1);
    let found = skeletonize(&volume);
    assert!(found.iter().eq(skeletonize_lee(&plane).iter()));
    assert!(found.iter().copied().eq(wanted.as_flattened().iter().map(|&x| x == 1)), "{found:?}");
}
