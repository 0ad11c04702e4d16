//! Random pictures, what lies beyond their edges, and all that is done with them.

use super::{Kind, Random, Recorder, axis_of};
use crate::conformance::layout::Laid;
use crate::conformance::value::Value;
use nd::image::{Axiswise, Boundary, Mode};
use nd::{Array, View};
use serde_json::{Value as Json, json};
use std::ops::RangeInclusive;

mod distances;
mod edges;
mod gaussians;
mod grey;
mod kernels;
mod labels;
mod masks;
mod regions;
mod sampled;
mod segments;
mod spectra;
mod splines;
mod statistics;
mod structures;
mod thresholds;
mod windows;

/// What is done with pictures; the number is the weight.
pub const PICTURES: &[(usize, Kind)] = &[
    (10, kernels::along_axes),
    (10, kernels::planes),
    (10, gaussians::over_axes),
    (5, gaussians::along_axis),
    (5, gaussians::derived),
    (12, windows::extremes),
    (6, windows::extremes_along_axis),
    (12, windows::ranks),
    (6, windows::means),
    (3, windows::means_along_axis),
    (6, windows::of_ones_own),
    (8, edges::fixed),
    (4, edges::of_ones_own),
    (6, edges::gradients),
    (8, spectra::real),
    (4, spectra::complex),
    (8, splines::coefficients),
    (12, sampled::places),
    (12, sampled::affine),
    (6, sampled::geometric),
    (8, sampled::shifted),
    (8, sampled::rotated),
    (8, sampled::zoomed),
    (14, masks::repeated),
    (4, masks::fitted),
    (4, masks::filled),
    (4, structures::structures),
    (3, structures::shapes),
    (14, grey::grey),
    (10, grey::reconstructed),
    (8, labels::labelled),
    (4, labels::objects),
    (3, labels::values),
    (16, statistics::columns),
    (4, statistics::places),
    (4, statistics::groups),
    (10, distances::euclidean),
    (6, distances::steps),
    (4, distances::grown),
    (8, segments::flooded),
    (6, segments::relabelled),
    (10, regions::columns),
    (5, regions::outlines),
    (5, regions::moments),
    (12, thresholds::levels),
    (6, thresholds::local),
];

/// A shape of so many axes, some of one sample, now and then one of none.
fn shape(random: &mut Random, ranks: RangeInclusive<usize>) -> Vec<usize> {
    let ndim = ranks.start() + random.below(ranks.end() - ranks.start() + 1);
    let longest = [1, 70, 14, 7, 5][ndim];
    let length = |random: &mut Random| match random.below(50) {
        0 => 0,
        1..=4 => 1,
        // Long enough for vectors and what is left of them.
        5 if ndim <= 2 => 60 + random.below(100),
        _ => 1 + random.below(longest),
    };
    (0..ndim).map(|_| length(random)).collect()
}

/// As [`shape`], with samples.
fn filled_shape(random: &mut Random, ranks: RangeInclusive<usize>) -> Vec<usize> {
    shape(random, ranks).into_iter().map(|n| n.max(1)).collect()
}

/// Samples from all of the type's range, from few of its values, or small ones.
fn levels<T: Value>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    drawn(random, shape, T::random)
}

/// Samples whose sums are within any type's range: those of 64 bits are small.
fn moderate<T: Value>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    let wide = matches!(T::NUMPY, "<i8" | "<u8");
    drawn(random, shape, if wide { T::small } else { T::ordinary })
}

/// Samples that are finite and small.
fn small<T: Value>(random: &mut Random, shape: &[usize]) -> Laid<T> {
    drawn(random, shape, T::small)
}

fn drawn<T: Value>(random: &mut Random, shape: &[usize], element: fn(&mut Random) -> T) -> Laid<T> {
    match random.below(3) {
        0 => Laid::filled(random, shape, T::small),
        1 => {
            // Plateaus and ties.
            let few: Vec<T> = (0..1 + random.below(5)).map(|_| element(random)).collect();
            Laid::filled(random, shape, |random| *random.pick(&few))
        }
        _ => Laid::filled(random, shape, element),
    }
}

/// A mask of about so many set pixels of ten.
fn mask(random: &mut Random, shape: &[usize]) -> Laid<bool> {
    let set = random.below(11);
    Laid::filled(random, shape, |random| random.below(10) < set)
}

/// A structure with at least one set element.
fn structure(random: &mut Random, shape: &[usize]) -> Array<bool> {
    let set = 3 + random.below(8);
    let at = random.below(shape.iter().product::<usize>().max(1));
    let mut n = 0;
    Array::from_fn(shape, |_| {
        n += 1;
        n - 1 == at || random.below(10) < set
    })
}

/// What lies beyond the edges, and SciPy's name of it.
fn beyond(random: &mut Random, constant: f64) -> (Mode, &'static str) {
    *random.pick(&[
        (Mode::Reflect, "reflect"),
        (Mode::Constant(constant), "constant"),
        (Mode::Nearest, "nearest"),
        (Mode::Mirror, "mirror"),
        (Mode::Wrap, "wrap"),
    ])
}

/// A constant that all real types hold.
fn constant(random: &mut Random) -> f64 {
    *random.pick(&[0.0, 0.0, 1.0, 7.0, 100.0])
}

/// One rule for all axes, or one for each.
fn beyond_each(random: &mut Random, axes: usize, constant: f64) -> (Axiswise<Mode>, Json) {
    if random.one_in(3) {
        let (modes, names): (Vec<Mode>, Vec<&str>) =
            (0..axes).map(|_| beyond(random, constant)).unzip();
        return (modes.into(), json!(names));
    }
    let (mode, name) = beyond(random, constant);
    (mode.into(), json!(name))
}

/// Some axes in ascending order, counted from either end, or all.
fn some_axes(random: &mut Random, ndim: usize) -> Option<Vec<isize>> {
    if ndim == 0 || random.below(3) > 0 {
        return None;
    }
    let mut axes = random.permutation(ndim);
    axes.truncate(1 + random.below(ndim));
    axes.sort_unstable();
    Some(
        axes.into_iter()
            .map(|axis| axis as isize - if random.one_in(3) { ndim as isize } else { 0 })
            .collect(),
    )
}

/// How far the middle of a window of `size` may be moved.
fn origin(random: &mut Random, size: usize) -> isize {
    if random.below(3) > 0 {
        return 0;
    }
    random.below(size) as isize - (size / 2) as isize
}

/// What lies beyond the edges where a picture is read between its samples.
fn outside(random: &mut Random) -> (Boundary, &'static str, f64) {
    let c = constant(random);
    let (boundary, name) = *random.pick(&[
        (Boundary::Constant(c), "constant"),
        (Boundary::Constant(c), "constant"),
        (Boundary::GridConstant(c), "grid-constant"),
        (Boundary::Nearest, "nearest"),
        (Boundary::Reflect, "reflect"),
        (Boundary::Mirror, "mirror"),
        (Boundary::Wrap, "grid-wrap"),
    ]);
    (boundary, name, c)
}

/// Elements in C order, in a shape.
fn shaped<T: nd::Element>(flat: Vec<T>, shape: &[usize]) -> Array<T> {
    let mut flat = flat.into_iter();
    Array::from_fn(shape, |_| flat.next().expect("as many elements as the shape has"))
}

/// The number of each place that there is, or -1: what Python says of places.
fn places(found: &[Option<Vec<usize>>], ndim: usize) -> Array<i64> {
    let flat: Vec<i64> = found
        .iter()
        .flat_map(|place| match place {
            Some(place) => place.iter().map(|&k| k as i64).collect(),
            None => vec![-1; ndim],
        })
        .collect();
    shaped(flat, &[found.len(), ndim])
}
