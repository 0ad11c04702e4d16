//! Orders, ranks, bins and sets, and what moves elements.

use super::{matrix, vector};
use crate::VECTOR_LEN;
use crate::data::{bits, f32s, f64s};
use crate::workload::{Digest, Prepared, Workload};
use nd::{Array, PadMode, concat};

const MILLION: usize = 1_000_000;

pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "nd/sort_f64", prepare: || of_vector(|a| nd::sort(a)) },
    Workload { name: "nd/sort_f32", prepare: sort_f32 },
    Workload { name: "nd/sort_i64", prepare: sort_i64 },
    Workload { name: "nd/sort_i32", prepare: sort_i32 },
    Workload { name: "nd/argsort_f64", prepare: argsort },
    Workload { name: "nd/sort_rows", prepare: sort_rows },
    Workload { name: "nd/partition_10m", prepare: partition },
    Workload { name: "nd/median_10m", prepare: || of_vector(|a| nd::median(a)) },
    Workload { name: "nd/unique_few", prepare: unique_few },
    Workload { name: "nd/unique_all", prepare: unique_all },
    Workload { name: "nd/isin_1m", prepare: isin },
    Workload { name: "nd/searchsorted_1m", prepare: searchsorted },
    Workload { name: "nd/histogram_10m", prepare: histogram },
    Workload { name: "nd/bincount_10m", prepare: bincount },
    Workload { name: "nd/quantiles_axis0", prepare: quantiles },
    Workload { name: "nd/cumsum_10m", prepare: || of_vector(|a| nd::cumsum(a)) },
    Workload { name: "nd/mask_half", prepare: mask },
    Workload { name: "nd/take_random", prepare: take },
    Workload { name: "nd/where_10m", prepare: choose },
    Workload { name: "nd/diff_10m", prepare: || of_vector(|a| nd::diff(a, 1, 0)) },
    Workload { name: "nd/roll_10m", prepare: || of_vector(|a| a.roll(1_234_567, 0)) },
    Workload { name: "nd/tile_10m", prepare: tile },
    Workload { name: "nd/concat_10m", prepare: join },
    Workload { name: "nd/pad_10m", prepare: pad },
    Workload { name: "nd/gradient_10m", prepare: || of_vector(gradient) },
    Workload { name: "nd/nanmean_10m", prepare: || of_vector(|a| nd::nanmean(a)) },
];

impl Digest for Array<i32> {
    fn digest(&self) -> Vec<f64> {
        crate::workload::digest_of(self.iter().map(|&x| f64::from(x)))
    }
}

impl Digest for Array<bool> {
    fn digest(&self) -> Vec<f64> {
        crate::workload::digest_of(self.iter().map(|&x| f64::from(u8::from(x))))
    }
}

impl Digest for Array<usize> {
    fn digest(&self) -> Vec<f64> {
        crate::workload::digest_of(self.iter().map(|&x| x as f64))
    }
}

fn of_vector<D: Digest + 'static>(f: fn(&Array<f64>) -> D) -> Prepared {
    let a = vector(1, VECTOR_LEN);
    Prepared::new(move || f(&a))
}

/// Numbers below `bound`, which is a power of two.
fn integers(seed: u64, n: usize, bound: u64) -> Vec<i64> {
    (0..n as u64).map(|i| (bits(seed, i) % bound) as i64).collect()
}

fn sort_f32() -> Prepared {
    let a = Array::from_vec(f32s(1, VECTOR_LEN, -1.0, 1.0));
    Prepared::new(move || nd::sort(&a))
}

fn sort_i64() -> Prepared {
    let a = Array::from_vec(integers(1, VECTOR_LEN, 1 << 62));
    Prepared::new(move || nd::sort(&a))
}

fn sort_i32() -> Prepared {
    let a = Array::from_vec(integers(1, VECTOR_LEN, 1 << 31)).cast::<i32>();
    Prepared::new(move || nd::sort(&a))
}

fn argsort() -> Prepared {
    // Elements that are equal may stand in any order.
    let a = vector(1, VECTOR_LEN);
    let b = a.clone();
    Prepared::comparing(move || nd::argsort(&a), move |order| b.take(order, 0))
}

fn sort_rows() -> Prepared {
    let a = Array::from_shape_vec([10_000, 1_000], f64s(1, VECTOR_LEN, -1.0, 1.0));
    Prepared::new(move || nd::sort(&a))
}

fn partition() -> Prepared {
    let a = vector(1, VECTOR_LEN);
    let middle = VECTOR_LEN / 2;
    Prepared::comparing(move || nd::partition(&a, middle as isize), move |parts| parts[[middle]])
}

fn unique_few() -> Prepared {
    let a = Array::from_vec(f64s(1, VECTOR_LEN, 0.0, 1000.0)).map(|x| x.floor());
    Prepared::new(move || nd::unique(&a))
}

fn unique_all() -> Prepared {
    let a = Array::from_vec(integers(1, VECTOR_LEN, 1 << 62));
    Prepared::new(move || nd::unique(&a))
}

fn isin() -> Prepared {
    let [a, b] = [1, 2].map(|seed| Array::from_vec(integers(seed, MILLION, 1 << 21)));
    Prepared::new(move || nd::isin(&a, &b))
}

fn searchsorted() -> Prepared {
    let (a, x) = (nd::sort(vector(1, MILLION)), vector(2, MILLION));
    Prepared::new(move || nd::searchsorted(&a, &x))
}

fn histogram() -> Prepared {
    let a = vector(1, VECTOR_LEN);
    Prepared::new(move || nd::histogram(&a, 100).expect("numbers").counts)
}

fn bincount() -> Prepared {
    let a = Array::from_vec(integers(1, VECTOR_LEN, 1024));
    Prepared::new(move || nd::bincount(&a, 0).expect("from 0 on"))
}

fn quantiles() -> Prepared {
    let a = matrix(1, 2000);
    Prepared::new(move || nd::quantiles_axis(&a, [0.1, 0.5, 0.9], 0))
}

fn mask() -> Prepared {
    let a = vector(1, VECTOR_LEN);
    let mask = nd::greater(&a, 0.0);
    Prepared::new(move || a.select(&mask))
}

fn take() -> Prepared {
    let a = vector(1, VECTOR_LEN);
    let places = Array::from_vec(f64s(2, VECTOR_LEN, 0.0, VECTOR_LEN as f64)).cast::<i64>();
    Prepared::new(move || a.take(&places, 0))
}

fn choose() -> Prepared {
    let (a, b) = (vector(1, VECTOR_LEN), vector(2, VECTOR_LEN));
    let mask = nd::greater(vector(3, VECTOR_LEN), 0.0);
    Prepared::new(move || nd::where_(&mask, &a, &b))
}

fn tile() -> Prepared {
    let a = vector(1, MILLION);
    Prepared::new(move || a.tile([10]))
}

fn join() -> Prepared {
    let (a, b) = (vector(1, VECTOR_LEN), vector(2, VECTOR_LEN));
    Prepared::new(move || concat(&[&a, &b], 0))
}

fn pad() -> Prepared {
    let a = matrix(1, 3_000);
    Prepared::new(move || nd::pad(&a, 10, PadMode::constant(0.0)))
}

fn gradient(a: &Array<f64>) -> Array<f64> {
    nd::gradient(a, &[]).swap_remove(0)
}
