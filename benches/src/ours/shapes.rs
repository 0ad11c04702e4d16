//! Windows, shapes, regions and geometry of pictures.

use crate::data::{bits, bytes, f32s};
use crate::workload::{Digest, Prepared, Workload, digest_of};
use nd::Array;
use nd::image::exposure::clahe;
use nd::image::labels::label_statistics;
use nd::image::segmentation::watershed;
use nd::image::{
    AffineOptions, BinaryOptions, Iterations, Mode, Ranked, RotateOptions, WindowOptions,
    affine_transform_with, binary_erosion_with, distance_transform_edt, label, maximum_filter,
    median_filter_with, rotate_with, sobel, uniform_filter, zoom,
};

const SIDE: usize = 4_000;
const SMALL: usize = 1_000;

pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/median3_u8", prepare: || of_bytes(|a| median(a, 3)) },
    Workload { name: "nd/median5_u8", prepare: || of_bytes(|a| median(a, 5)) },
    Workload { name: "nd/median9_u8", prepare: || of_bytes(|a| median(a, 9)) },
    Workload { name: "nd/median5_f32", prepare: || of_floats(|a| median(a, 5)) },
    Workload { name: "nd/uniform9_u8", prepare: || of_bytes(|a| uniform_filter(a, 9)) },
    Workload { name: "nd/maximum9_u8", prepare: || of_bytes(|a| maximum_filter(a, 9)) },
    Workload { name: "nd/sobel_f32", prepare: || of_floats(|a| sobel(a, 0)) },
    Workload { name: "nd/label", prepare: labelled },
    Workload { name: "nd/edt", prepare: || of_shapes(|a| distance_transform_edt(a)) },
    Workload { name: "nd/erosion5", prepare: || of_shapes(eroded) },
    Workload { name: "nd/affine_cubic", prepare: || of_floats(|a| turned(a, 3)) },
    Workload { name: "nd/affine_linear", prepare: || of_floats(|a| turned(a, 1)) },
    Workload { name: "nd/rotate_linear", prepare: || of_floats(rotated) },
    Workload { name: "nd/zoom_cubic", prepare: enlarged },
    Workload { name: "nd/clahe_u8", prepare: || of_bytes(|a| clahe(a)) },
    Workload { name: "nd/label_statistics", prepare: statistics },
    Workload { name: "nd/watershed", prepare: flooded },
];

impl Digest for Array<u32> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|&x| f64::from(x)))
    }
}

fn of_bytes(f: fn(&Array<u8>) -> Array<u8>) -> Prepared {
    let a = Array::from_shape_vec([SIDE, SIDE], bytes(1, SIDE * SIDE));
    Prepared::new(move || f(&a))
}

fn floats(side: usize) -> Array<f32> {
    Array::from_shape_vec([side, side], f32s(1, side * side, 0.0, 1.0))
}

fn of_floats(f: fn(&Array<f32>) -> Array<f32>) -> Prepared {
    let a = floats(SIDE);
    Prepared::new(move || f(&a))
}

/// Rings, and specks between them.
fn shapes(side: usize) -> Array<bool> {
    Array::from_fn([side, side], |at| {
        let ring = (at[0] * at[0] + 2 * at[1] * at[1]) >> 12;
        ring % 5 < 2 || bits(1, (at[0] * side + at[1]) as u64).is_multiple_of(64)
    })
}

fn of_shapes<D: Digest + 'static>(f: fn(&Array<bool>) -> D) -> Prepared {
    let a = shapes(SIDE);
    Prepared::new(move || f(&a))
}

/// How many regions there are: their numbers are free.
fn labelled() -> Prepared {
    let a = shapes(SIDE);
    let run = move || label(&a).expect("few enough");
    Prepared::comparing(run, |(_, count)| f64::from(count))
}

/// With what OpenCV has beyond the edges.
fn median<T: Ranked>(a: &Array<T>, size: usize) -> Array<T> {
    median_filter_with(a, size, &WindowOptions::default().mode(Mode::Nearest))
}

fn eroded(a: &Array<bool>) -> Array<bool> {
    binary_erosion_with(a, &BinaryOptions::default().iterations(Iterations::Times(5)))
}

fn turned(a: &Array<f32>, order: usize) -> Array<f32> {
    let options = AffineOptions::default().order(order).offset([40.0, -30.0]);
    affine_transform_with(a, [[0.9, 0.2], [-0.2, 0.9]], &options)
}

fn rotated(a: &Array<f32>) -> Array<f32> {
    rotate_with(a, 30.0, &RotateOptions::default().order(1).reshape(false))
}

fn enlarged() -> Prepared {
    let a = floats(SIDE / 2);
    Prepared::new(move || zoom(&a, [SIDE, SIDE]))
}

/// Sums, means, variances and extremes of the pixels of each region.
fn statistics() -> Prepared {
    let (a, regions) = (floats(SMALL), label(shapes(SMALL)).expect("few enough"));
    Prepared::new(move || {
        let found = label_statistics(&a, &regions.0, 1..=regions.1);
        found.sum
    })
}

/// Basins of noise around a grid of markers.
fn flooded() -> Prepared {
    let a = Array::from_shape_vec([SMALL, SMALL], bytes(1, SMALL * SMALL));
    let markers = Array::from_fn([SMALL, SMALL], |at| {
        let grid = at.iter().all(|i| i % 50 == 25);
        if grid { (at[0] / 50 * (SMALL / 50) + at[1] / 50 + 1) as u32 } else { 0 }
    });
    Prepared::new(move || watershed(&a, &markers))
}
