//! Centres of mass.

use super::index::LabelIndex;
use super::slots::Slots;
use super::statistics::{parts, same_shapes};
use crate::measured::{CHUNK, Chunks, Floats, Label, Labels, Measured, contiguous};
use nd_core::{Array, ArrayLike, threads};

/// The centre of mass of each label, elements being masses: `(…), (…) -> (n, ndim)`.
///
/// NaN of a label that no element has, whose masses add up to 0, or that NaN has.
///
/// # Panics
/// If the shapes differ.
///
/// # NumPy
/// `scipy.ndimage.center_of_mass(a, labels, index)`, a list of tuples.
///
/// # Examples
/// ```
/// let centers = nd_image::labels::center_of_mass([[1, 1], [0, 2]], [[1, 1], [1, 2]], [1, 2]);
/// assert_eq!(centers, nd_core::array![[0.0, 0.5], [1.0, 1.0]]);
/// ```
#[track_caller]
pub fn center_of_mass<A, L>(a: A, labels: L, index: impl Into<LabelIndex<L::Elem>>) -> Array<f64>
where
    A: ArrayLike<Elem: Measured>,
    L: ArrayLike<Elem: Label>,
{
    let (a, labels) = (a.view(), labels.view());
    same_shapes("center_of_mass", a.shape(), labels.shape()).unwrap_or_else(|e| panic!("{e}"));
    let slots = Slots::new(&index.into());
    let (values, labels) = (Floats(contiguous(a)), Labels(contiguous(labels)));
    let sums = sums(&values, &labels, &slots, a.shape());
    divided(&sums, &slots, a.ndim())
}

/// The centres of the rows asked for, of their sums.
pub(crate) fn divided(sums: &[f64], slots: &Slots, ndim: usize) -> Array<f64> {
    let mut centers = Array::<f64>::zeros([slots.rows.len(), ndim]);
    let out = centers.as_slice_mut().expect("fresh arrays are contiguous");
    for (row, out) in slots.rows.iter().zip(out.chunks_mut(ndim.max(1))) {
        let sums = &sums[*row as usize * (ndim + 1)..][..ndim + 1];
        out.iter_mut().zip(&sums[1..]).for_each(|(center, moment)| *center = moment / sums[0]);
    }
    centers
}

/// For each row the sum of its masses, and of masses times coordinates along every axis.
fn sums(
    values: &dyn Chunks<f64>,
    labels: &dyn Chunks<i64>,
    slots: &Slots,
    shape: &[usize],
) -> Vec<f64> {
    let (size, width) = (values.size(), shape.len() + 1);
    let (parts, len) = parts(size, slots.count);
    let work = |part: usize| {
        let mut sums = vec![0.0; slots.count * width];
        let range = (part * len).min(size)..((part + 1) * len).min(size);
        let (mut floats, mut names) = (Vec::new(), Vec::new());
        for start in range.clone().step_by(CHUNK) {
            let chunk = start..(start + CHUNK).min(range.end);
            let values = values.read(chunk.clone(), &mut floats);
            let names = labels.read(chunk, &mut names);
            take_chunk(&mut sums, slots, (values, names), start, shape);
        }
        sums
    };
    let merge = |mut earlier: Vec<f64>, later: Vec<f64>| {
        merge(&mut earlier, later);
        earlier
    };
    threads::tree(parts, &work, &merge).unwrap_or_default()
}

/// Adds elements that follow each other to the sums of their labels; `start` is the position of the first.
pub(crate) fn take_chunk(
    sums: &mut [f64],
    slots: &Slots,
    (values, names): (&[f64], &[i64]),
    start: usize,
    shape: &[usize],
) {
    let width = shape.len() + 1;
    slots.each_run(names, |row, run| {
        let sums = &mut sums[row * width..][..width];
        add_run(&values[run.clone()], start + run.start, shape, sums);
    });
}

/// Puts what later elements gave to what earlier ones did.
pub(crate) fn merge(earlier: &mut [f64], later: Vec<f64>) {
    earlier.iter_mut().zip(later).for_each(|(sum, later)| *sum += later);
}

/// Adds the elements from the flat position `start` on, line by line.
fn add_run(mut run: &[f64], mut start: usize, shape: &[usize], sums: &mut [f64]) {
    let Some(&len) = shape.last() else {
        sums[0] += run[0];
        return;
    };
    while !run.is_empty() {
        let column = start % len;
        let (line, rest) = run.split_at(run.len().min(len - column));
        let (mut mass, mut moment) = (0.0, 0.0);
        for (j, &x) in line.iter().enumerate() {
            mass += x;
            moment += x * (column + j) as f64;
        }
        sums[0] += mass;
        sums[shape.len()] += moment;
        let mut outer = start / len;
        for axis in (0..shape.len() - 1).rev() {
            sums[axis + 1] += mass * (outer % shape[axis]) as f64;
            outer /= shape[axis];
        }
        (run, start) = (rest, start + line.len());
    }
}
