//! The workloads as a user of nd writes them.

mod arithmetic;
mod elementary;
mod files;
mod functions;
mod linalg;
mod order;
mod pictures;
mod random;
mod reductions;
mod series;
mod shapes;
mod sparse;
mod stencil;

use crate::data::f64s;
use crate::workload::{Digest, Workload, digest_of};
use nd::Array;

/// Every workload, by theme.
pub const GROUPS: &[&[Workload]] = &[
    arithmetic::WORKLOADS,
    reductions::WORKLOADS,
    elementary::WORKLOADS,
    functions::ELEMENTARY,
    functions::OTHERS,
    order::WORKLOADS,
    series::WORKLOADS,
    stencil::WORKLOADS,
    random::WORKLOADS,
    pictures::WORKLOADS,
    shapes::WORKLOADS,
    files::WORKLOADS,
    linalg::WORKLOADS,
    sparse::WORKLOADS,
];

impl Digest for Array<f64> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().copied())
    }
}

impl Digest for Array<f32> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|&x| f64::from(x)))
    }
}

impl Digest for Array<i64> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|&x| x as f64))
    }
}

impl Digest for Array<u16> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|&x| f64::from(x)))
    }
}

impl Digest for Array<u8> {
    fn digest(&self) -> Vec<f64> {
        digest_of(self.iter().map(|&x| f64::from(x)))
    }
}

/// `n` numbers in `[-1, 1)`.
fn vector(seed: u64, n: usize) -> Array<f64> {
    // A copy: an array's own memory lies in huge pages, as NumPy's does.
    Array::from_vec(f64s(seed, n, -1.0, 1.0)).view().to_array()
}

/// A square matrix of numbers in `[-1, 1)`.
fn matrix(seed: u64, side: usize) -> Array<f64> {
    vector(seed, side * side).into_reshaped([side, side])
}
