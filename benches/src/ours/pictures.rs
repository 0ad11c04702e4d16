//! Filters and resizing of a large picture.

use crate::data::{bytes, f32s};
use crate::workload::{Prepared, Workload};
use nd::Array;
use nd::image::{Filter, gaussian_filter, resize};

const SIDE: usize = 10_000;
const SMALLER: usize = 2_500;

/// A blur in single precision, two ways to shrink bytes.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/gaussian", prepare: gaussian },
    Workload { name: "nd/resize_lanczos", prepare: || shrink(Filter::Lanczos3) },
    Workload { name: "nd/resize_bilinear", prepare: || shrink(Filter::Bilinear) },
];

fn gaussian() -> Prepared {
    let a = Array::from_shape_vec([SIDE, SIDE], f32s(1, SIDE * SIDE, 0.0, 1.0));
    Prepared::new(move || gaussian_filter(&a, 3.0))
}

fn shrink(filter: Filter) -> Prepared {
    let a = Array::from_shape_vec([SIDE, SIDE], bytes(1, SIDE * SIDE));
    Prepared::new(move || resize(&a, [SMALLER, SMALLER], filter))
}
