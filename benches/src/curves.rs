//! Tasks at any size: what `cargo xtask bench --curves` draws, time over n.

use crate::data::f64s;
use crate::workload::{Digest, Prepared};
use nd::{Array, linalg};
use std::path::PathBuf;

/// A task by name, such as `nd/add`, of vectors of so many elements or matrices of such a side.
pub struct Curve {
    /// Library and task; the task's name is the same in every library.
    pub name: &'static str,
    /// Makes the data of this size and runs the task once.
    pub prepare: fn(usize) -> Prepared,
}

/// As a user of nd writes them.
pub const CURVES: &[Curve] = &[
    Curve { name: "nd/add", prepare: add },
    Curve { name: "nd/sum", prepare: |n| of_vector(n, |a| nd::sum(a)) },
    Curve { name: "nd/exp", prepare: |n| of_vector(n, |a| nd::exp(a)) },
    Curve { name: "nd/sort", prepare: |n| of_vector(n, |a| nd::sort(a)) },
    Curve { name: "nd/matmul", prepare: matmul },
    Curve { name: "nd/save", prepare: save },
    Curve { name: "nd/load", prepare: load },
];

/// The task of a name such as `nd/add@1000`, made ready.
pub fn prepare(name: &str) -> Option<Prepared> {
    let (task, n) = name.split_once('@')?;
    let n = n.parse().ok()?;
    let curves = CURVES.iter();
    #[cfg(feature = "peers")]
    let curves = curves.chain(peers::CURVES);
    curves.into_iter().find(|curve| curve.name == task).map(|curve| (curve.prepare)(n))
}

fn vector(seed: u64, n: usize) -> Array<f64> {
    Array::from_vec(f64s(seed, n, -1.0, 1.0)).view().to_array()
}

fn add(n: usize) -> Prepared {
    let (a, b) = (vector(1, n), vector(2, n));
    Prepared::new(move || &a + &b)
}

fn of_vector<R>(n: usize, task: fn(&Array<f64>) -> R) -> Prepared
where
    R: Digest + 'static,
{
    let a = vector(1, n);
    Prepared::new(move || task(&a))
}

fn matmul(side: usize) -> Prepared {
    let [a, b] = [1, 2].map(|seed| vector(seed, side * side).into_reshaped([side, side]));
    Prepared::new(move || linalg::matmul(&a, &b))
}

/// Where the file of so many elements lies; `peer.py` has one of its own.
fn file(n: usize) -> PathBuf {
    std::env::temp_dir().join(format!("nd-bench-curve-{n}.npy"))
}

/// A file that is deleted when nobody needs it any more.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// As NumPy, which empties the file and writes it anew, nd waits for no disk where a file is new; one that it
/// replaces would be waited for.
fn save(n: usize) -> Prepared {
    let (a, path) = (vector(1, n), Scratch(file(n)));
    let options = nd::io::CreateOptions::default().durable(false);
    Prepared::new(move || {
        let _ = std::fs::remove_file(&path.0);
        nd::io::save_with(&path.0, &a, &options).expect("a file is written");
    })
}

fn load(n: usize) -> Prepared {
    let path = Scratch(file(n));
    nd::save(&path.0, vector(1, n)).expect("a file is written");
    Prepared::new(move || nd::load::<f64>(&path.0).expect("the file is there"))
}

#[cfg(feature = "peers")]
mod peers {
    use super::{Curve, Prepared, f64s};
    use ndarray::{Array1, Array2};

    pub(super) const CURVES: &[Curve] = &[
        Curve { name: "ndarray/add", prepare: add },
        Curve { name: "ndarray/sum", prepare: sum },
        Curve { name: "ndarray/exp", prepare: exp },
        Curve { name: "ndarray/matmul", prepare: matmul },
    ];

    fn vector(seed: u64, n: usize) -> Array1<f64> {
        Array1::from_vec(f64s(seed, n, -1.0, 1.0))
    }

    fn add(n: usize) -> Prepared {
        let (a, b) = (vector(1, n), vector(2, n));
        Prepared::new(move || &a + &b)
    }

    fn sum(n: usize) -> Prepared {
        let a = vector(1, n);
        Prepared::new(move || a.sum())
    }

    fn exp(n: usize) -> Prepared {
        let a = vector(1, n);
        Prepared::new(move || a.exp())
    }

    fn matmul(side: usize) -> Prepared {
        let [a, b] = [1, 2].map(|seed| {
            let elements = f64s(seed, side * side, -1.0, 1.0);
            Array2::from_shape_vec((side, side), elements).expect("side² elements")
        });
        Prepared::new(move || a.dot(&b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_begins_at_one_element() {
        for curve in CURVES {
            let prepared = prepare(&format!("{}@1", curve.name)).unwrap();
            assert!(prepared.digest.len() == 9 || curve.name == "nd/save", "{}", curve.name);
        }
        assert!(prepare("nd/add").is_none() && prepare("nd/nothing@1").is_none());
        assert_eq!(
            prepare("nd/load@1000").unwrap().digest,
            prepare("nd/load@1000").unwrap().digest
        );
    }
}
