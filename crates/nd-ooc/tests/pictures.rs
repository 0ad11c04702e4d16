//! Components, measures and reconstructions of pictures larger than memory: those of the whole, to the bit.
#![cfg(feature = "image")]

use nd_core::{Array, s};
use nd_image::{LabelError, LabelOptions, generate_binary_structure};
use nd_ooc::{Chunked, ChunkedLabelOptions, ErrorKind, RunOptions};

mod stored;
use stored::{Folder, chunkings};

/// Numbers without a pattern.
struct Noise(u64);

impl Noise {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % below
    }

    /// Elements `0..kinds`, of which more than others are 0.
    fn picture(&mut self, shape: &[usize], kinds: usize, zeros: usize) -> Array<u8> {
        let size = shape.iter().product();
        let each = (0..size).map(|_| self.next(kinds + zeros).saturating_sub(zeros) as u8);
        Array::from_shape_vec(shape, each.collect())
    }
}

const SHAPES: [&[usize]; 10] = [
    &[],
    &[0],
    &[300],
    &[40, 37],
    &[3, 500],
    &[500, 3],
    &[0, 5],
    &[9, 11, 13],
    &[1, 40, 30],
    &[4, 5, 6, 7],
];

/// Budgets from one within which pieces are a few lines to one within which there is one piece.
const BUDGETS: [usize; 3] = [48 << 10, 100 << 10, 256 << 20];

fn within(options: &LabelOptions, run: &RunOptions) -> ChunkedLabelOptions {
    ChunkedLabelOptions::default().label(options.clone()).run(run.clone())
}

/// The structures of a rank, and one that is none of them.
fn structures(ndim: usize, noise: &mut Noise) -> Vec<Option<Array<bool>>> {
    let mut all = vec![None];
    all.extend((1..=ndim).map(|near| Some(generate_binary_structure(ndim, near))));
    let n = 3usize.pow(ndim as u32);
    let mut crooked: Vec<bool> = (0..n).map(|_| noise.next(2) == 0).collect();
    (0..n / 2).for_each(|at| crooked[n - 1 - at] = crooked[at]);
    all.push(Some(Array::from_shape_vec(vec![3; ndim], crooked)));
    all
}

#[test]
fn labels_are_those_of_the_whole_for_any_chunks_and_budget() {
    let folder = Folder::new("label");
    let mut noise = Noise(7);
    for shape in SHAPES {
        for zeros in [1, 3] {
            let a = noise.picture(shape, 3, zeros);
            let mut places: Vec<Chunked<u8>> = vec![Chunked::from(a.clone())];
            if !shape.contains(&0) && !shape.is_empty() {
                places.extend(chunkings(shape).iter().take(2).map(|c| folder.chunked(&a, c)));
            }
            for structure in structures(shape.len(), &mut noise) {
                for apart in [false, true] {
                    let mut options = LabelOptions::default().values_apart(apart);
                    options.structure = structure.clone();
                    let (want, count) = nd_image::label_with(&a, &options).unwrap();
                    for x in &places {
                        for budget in BUDGETS {
                            let threads = if budget == BUDGETS[0] { 1 } else { 4 };
                            let run = RunOptions::default().budget(budget).threads(threads);
                            let (labels, found) = x.label_with(&within(&options, &run)).unwrap();
                            let what = format!("{shape:?} {options:?} {budget}");
                            assert_eq!(found, count, "{what}");
                            assert!(labels.compute().unwrap() == want, "{what}");
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn labels_are_read_in_any_slices_and_know_what_they_are_of() {
    let mut noise = Noise(3);
    let a = noise.picture(&[60, 50], 2, 2);
    let (want, _) = nd_image::label(&a).unwrap();
    let small = RunOptions::default().budget(60 << 10);
    let x = Chunked::from(a.clone());
    let (labels, _) = x.label_with(&within(&LabelOptions::default(), &small)).unwrap();
    let pieces = [s![3..50;7, ..], s![.., 9..11], s![17, 5..40;3], s![-1..0;-2, 4]];
    for slice in pieces {
        assert_eq!(labels.slice(slice).compute().unwrap(), want.slice(slice), "{slice:?}");
    }
    let sum: u64 = want.iter().map(|&x| u64::from(x)).sum();
    assert_eq!(labels.cast::<u64>().sum().value().unwrap(), sum);
}

#[test]
fn what_is_stored_goes_with_the_last_array_made_of_it() {
    let folder = Folder::new("label-scratch");
    let place = folder.path("scratch");
    std::fs::create_dir(&place).unwrap();
    let there = || std::fs::read_dir(&place).unwrap().count();
    let x = Chunked::from(Noise(5).picture(&[50, 50], 2, 1));
    let run = RunOptions::default().scratch(&place);
    let (labels, _) = x.label_with(&within(&LabelOptions::default(), &run)).unwrap();
    let risen = x.reconstruction_by_dilation_with(&x, &run).unwrap();
    assert_eq!(there(), 2);
    let more = &labels + 1;
    drop(labels);
    drop(risen);
    assert_eq!(there(), 1);
    more.compute().unwrap();
    drop(more);
    assert_eq!(there(), 0);
}

#[test]
fn a_structure_that_is_crooked_and_a_budget_that_is_too_small_are_refused() {
    let x = Chunked::from(Array::<u8>::zeros([100, 100]));
    let crooked = LabelOptions::default().structure([[true, false, false]; 3]);
    let error = x.label_with(&within(&crooked, &RunOptions::default())).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Label(LabelError::Asymmetric)), "{error}");
    assert!(error.to_string().contains("differs from itself"), "{error}");
    let tight = RunOptions::default().budget(2000);
    let error = x.label_with(&within(&LabelOptions::default(), &tight)).unwrap_err();
    let ErrorKind::OverBudget { needed, budget: 2000, .. } = *error.kind() else {
        panic!("{error}")
    };
    assert!(needed > 2000 && error.to_string().starts_with("label: needs"), "{error}");
    let labels = Chunked::from(Array::from_fn([1000, 100], |at| (at[0] * 100 + at[1]) as u32));
    let error = labels.find_objects_with(&RunOptions::default().budget(1 << 20)).unwrap_err();
    assert!(error.to_string().starts_with("find_objects: needs"), "{error}");
    let rows = |r: nd_image::measure::Regions| r.area();
    let error = labels.regionprops_with(rows, &RunOptions::default().budget(1 << 20)).unwrap_err();
    assert!(error.to_string().starts_with("regionprops: needs"), "{error}");
}

#[test]
#[should_panic(expected = "label: a structure of shape [3], must be 3 along each of 2 axes")]
fn a_structure_of_another_rank_is_refused() {
    let x = Chunked::from(Array::<u8>::zeros([3, 3]));
    let line = LabelOptions::default().structure([true; 3]);
    let _ = x.label_with(&within(&line, &RunOptions::default()));
}

#[test]
#[should_panic(expected = "label_statistics: shapes [3, 3] and [9] differ")]
fn measures_of_other_shapes_are_refused() {
    let x = Chunked::from(Array::<u8>::zeros([3, 3]));
    let _ = x.label_statistics(&Chunked::from(Array::<u8>::zeros([9])), [1]);
}

fn bits(x: &Array<f64>) -> (Vec<usize>, Vec<u64>) {
    (x.shape().to_vec(), x.iter().map(|x| x.to_bits()).collect())
}

#[test]
fn measures_are_those_of_the_whole_for_any_chunks_and_budget() {
    let folder = Folder::new("measures");
    let mut noise = Noise(11);
    for shape in SHAPES {
        let labels = noise.picture(shape, 6, 2);
        let values = noise.picture(shape, 200, 1).map(|x| f32::from(x) / 7.0 - 9.0);
        let mut places = vec![(Chunked::from(values.clone()), Chunked::from(labels.clone()))];
        if !shape.contains(&0) && !shape.is_empty() {
            let chunks = &chunkings(shape)[1];
            places.push((folder.chunked(&values, chunks), Chunked::from(labels.clone())));
        }
        let want = nd_image::labels::label_statistics(&values, &labels, [1, 5, 0, 9]);
        let centers = nd_image::labels::center_of_mass(&values, &labels, [1, 5, 0, 9]);
        let boxes = nd_image::find_objects(&labels).unwrap();
        for (x, labels) in &places {
            for budget in BUDGETS {
                let run = RunOptions::default().budget(budget);
                let got = x.label_statistics_with(labels, [1, 5, 0, 9], &run).unwrap();
                assert_eq!(bits(&got.variance), bits(&want.variance), "{shape:?}");
                assert_eq!(bits(&got.mean), bits(&want.mean), "{shape:?}");
                assert_eq!((&got.count, &got.minimum), (&want.count, &want.minimum));
                assert_eq!(got.maximum_position, want.maximum_position, "{shape:?}");
                let got = x.center_of_mass_with(labels, [1, 5, 0, 9], &run).unwrap();
                assert_eq!(bits(&got), bits(&centers), "{shape:?}");
                assert_eq!(labels.find_objects_with(&run).unwrap(), boxes, "{shape:?}");
            }
        }
    }
}

/// Arrays so large that they are measured in several parts.
#[test]
fn measures_of_many_elements_are_added_up_as_in_memory() {
    let mut noise = Noise(13);
    for shape in [&[900, 500][..], &[200_001], &[70, 40, 50]] {
        let values = noise.picture(shape, 250, 1).map(|x| f32::from(x) / 7.0 - 9.0);
        let labels = noise.picture(shape, 6, 2);
        let index = || nd_image::labels::LabelIndex::from(1..=6);
        let want = nd_image::labels::label_statistics(&values, &labels, index());
        let centers = nd_image::labels::center_of_mass(&values, &labels, index());
        let (x, labels) = (Chunked::from(values), Chunked::from(labels));
        for budget in [100 << 10, 3 << 20, 256 << 20] {
            let run = RunOptions::default().budget(budget);
            let got = x.label_statistics_with(&labels, index(), &run).unwrap();
            assert_eq!(bits(&got.variance), bits(&want.variance), "{shape:?}");
            assert_eq!(bits(&got.sum), bits(&want.sum), "{shape:?}");
            assert_eq!(got.minimum_position, want.minimum_position, "{shape:?}");
            let got = x.center_of_mass_with(&labels, index(), &run).unwrap();
            assert_eq!(bits(&got), bits(&centers), "{shape:?}");
        }
    }
}

#[test]
fn tables_of_regions_are_those_of_the_whole_for_any_chunks_and_budget() {
    let folder = Folder::new("table");
    let mut noise = Noise(23);
    for shape in [&[70, 45][..], &[3, 500], &[9, 11, 13], &[0, 4], &[300, 1]] {
        let spots = noise.picture(shape, 3, 2);
        let (labels, _) = nd_image::label(&spots).unwrap();
        let values = noise.picture(shape, 200, 1).map(|x| f64::from(x) / 7.0);
        let whole = || nd_image::measure::regionprops(&labels).intensity(&values);
        let mut places = vec![Chunked::from(labels.clone())];
        if !shape.contains(&0) {
            places.push(folder.chunked(&labels, &chunkings(shape)[1]));
        }
        for x in &places {
            for budget in [400 << 10, 1 << 20, 256 << 20] {
                let run = RunOptions::default().budget(budget);
                let table = |r: nd_image::measure::Regions| {
                    (r.label(), r.bbox(), r.centroid(), r.moments_central(), r.euler_number())
                };
                let (label, bbox, centroid, moments, euler) =
                    x.regionprops_with(table, &run).unwrap();
                let want = table(whole());
                assert_eq!((&label, &bbox, &euler), (&want.0, &want.1, &want.4), "{shape:?}");
                assert_eq!(bits(&centroid), bits(&want.2), "{shape:?}");
                assert_eq!(bits(&moments), bits(&want.3), "{shape:?}");
                let table = |r: nd_image::measure::Regions| {
                    (r.intensity_mean(), r.intensity_std(), r.centroid_weighted(), r.area_filled())
                };
                let picture = Chunked::from(values.clone());
                let got = x.regionprops_intensity_with(&picture, table, &run).unwrap();
                let want = table(whole());
                assert_eq!(bits(&got.0), bits(&want.0), "{shape:?}");
                assert_eq!(bits(&got.1), bits(&want.1), "{shape:?}");
                assert_eq!(bits(&got.2), bits(&want.2), "{shape:?}");
                assert_eq!(bits(&got.3), bits(&want.3), "{shape:?}");
            }
        }
    }
}

#[test]
fn small_objects_and_holes_are_those_of_the_whole() {
    let mut noise = Noise(31);
    for shape in SHAPES {
        let a = noise.picture(shape, 2, 1);
        let x = Chunked::from(a.clone());
        for (most, budget) in [(0, 48 << 10), (2, 48 << 10), (5, 256 << 20)] {
            let run = RunOptions::default().budget(budget);
            let got = x.remove_small_objects_with(most, &run).unwrap().compute().unwrap();
            assert_eq!(got, nd_image::remove_small_objects(&a, most).unwrap(), "{shape:?}");
            let got = x.remove_small_holes_with(most, &run).unwrap().compute().unwrap();
            assert_eq!(got, nd_image::remove_small_holes(&a, most).unwrap(), "{shape:?}");
        }
    }
}

#[test]
fn reconstructions_are_those_of_the_whole_for_any_chunks_and_budget() {
    let mut noise = Noise(41);
    for shape in SHAPES {
        for zeros in [1, 60] {
            let mask = noise.picture(shape, 90, zeros).map(f64::from);
            let low = noise.picture(shape, 3, 40);
            let seed = nd_core::zip((&mask, &low)).map(|(m, l)| if l > 0 { m - 1.0 } else { -5.0 });
            let (flipped, down) = (mask.map(|x| -x), seed.map(|x| -x));
            let up = nd_image::reconstruction_by_dilation(&seed, &mask).unwrap();
            let under = nd_image::reconstruction_by_erosion(&down, &flipped).unwrap();
            for budget in BUDGETS {
                let run = RunOptions::default().budget(budget);
                let [seed, mask, down, flipped] =
                    [&seed, &mask, &down, &flipped].map(|a| Chunked::from(a.clone()));
                let got = seed.reconstruction_by_dilation_with(&mask, &run).unwrap();
                assert_eq!(bits(&got.compute().unwrap()), bits(&up), "{shape:?} {budget}");
                let got = down.reconstruction_by_erosion_with(&flipped, &run).unwrap();
                assert_eq!(bits(&got.compute().unwrap()), bits(&under), "{shape:?} {budget}");
            }
        }
    }
}

/// A path that winds through all pieces, there and back, takes many rounds and comes to its end.
#[test]
fn a_winding_path_is_followed_to_its_end() {
    let n = 61;
    let wall = |at: &[usize]| {
        let gap = if (at[1] / 2).is_multiple_of(2) { n - 1 } else { 0 };
        at[1] % 2 == 1 && at[0] != gap
    };
    let mask = Array::from_fn([n, n], |at| if wall(at) { 0u8 } else { 9 });
    let mut seed = Array::<u8>::zeros([n, n]);
    seed[[0, 0]] = 9;
    let want = nd_image::reconstruction_by_dilation(&seed, &mask).unwrap();
    let run = RunOptions::default().budget(40 << 10);
    let (seed, mask) = (Chunked::from(seed), Chunked::from(mask));
    let got = seed.reconstruction_by_dilation_with(&mask, &run).unwrap().compute().unwrap();
    assert_eq!(got, want);
    assert_eq!(got[[n - 1, n - 1]], 9);
}

#[test]
fn a_seed_beyond_its_mask_is_refused_where_it_is() {
    let mut seed = Array::<f32>::zeros([40, 50]);
    seed[[31, 7]] = 2.0;
    let mask = Chunked::from(Array::from_fn([40, 50], |_| 1.0f32));
    let run = RunOptions::default().budget(40 << 10);
    let error = Chunked::from(seed).reconstruction_by_dilation_with(&mask, &run).unwrap_err();
    assert_eq!(error.to_string(), "reconstruction: the seed is beyond the mask at [31, 7]");
}

/// Blurred, thresholded, labelled, cleaned and measured within a budget that is a small part of the picture.
#[test]
fn a_picture_is_segmented_within_a_budget() {
    let folder = Folder::new("segmented");
    let n = 900;
    let spot = |at: &[usize]| {
        let [dy, dx] = [0, 1].map(|k| (at[k] % 30) as i64 - 9 - (at[1 - k] / 30 % 9) as i64);
        if dy * dy + dx * dx < 40 + (at[0] / 30 % 5) as i64 * 4 {
            200
        } else {
            (at[0] * 7 + at[1] * 3) as u8 % 23
        }
    };
    let picture = Array::from_fn([n, n], |at| spot(at));
    let stored = folder.chunked(&picture, &[128, 128]);
    let run = RunOptions::default().budget(2 << 20).threads(2);
    let bright = stored.cast::<f32>().gaussian_filter(1.5).map(|x| x > 90.0);
    let (labels, count) = bright.label_with(&within(&LabelOptions::default(), &run)).unwrap();
    assert!(count > 800, "{count}");
    let table =
        |r: nd_image::measure::Regions| (r.label(), r.area(), r.centroid(), r.intensity_mean());
    let got = labels.regionprops_intensity_with(&stored, table, &run).unwrap();
    let blurred = nd_image::gaussian_filter(picture.map(f32::from), 1.5);
    let (want, all) = nd_image::label(blurred.map(|x| x > 90.0)).unwrap();
    assert_eq!(count, all);
    let whole = nd_image::measure::regionprops(&want).intensity(&picture);
    assert_eq!(got.0, whole.label());
    assert_eq!(bits(&got.1), bits(&whole.area()));
    assert_eq!(bits(&got.2), bits(&whole.centroid()));
    assert_eq!(bits(&got.3), bits(&whole.intensity_mean()));
    assert!(labels.compute().unwrap() == want);
}
