//! Incomplete factors by threshold: small entries are dropped as they come about.

use super::ilu::pivot;
use crate::linalg::error::SolverError;
use crate::linalg::scalar::Scalar;
use crate::linalg::split::Split;
use crate::packed::Packed;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What [`Ilu::threshold`](super::Ilu::threshold) keeps.
///
/// # Examples
/// ```
/// use nd_sparse::linalg::IlutOptions;
///
/// let options = IlutOptions::default().drop(1e-3).fill(5.0);
/// assert_eq!(options.fill, 5.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct IlutOptions {
    /// Entries below this share of the norm of their row are dropped; 1e-4 by default.
    pub drop: f64,
    /// How many times the entries of the matrix a row of the factors may have; 10 by default.
    pub fill: f64,
}

impl Default for IlutOptions {
    fn default() -> Self {
        IlutOptions { drop: 1e-4, fill: 10.0 }
    }
}

impl IlutOptions {
    /// Sets the share of the row's norm below which entries are dropped.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::IlutOptions;
    ///
    /// assert_eq!(IlutOptions::default().drop(1e-3).drop, 1e-3);
    /// ```
    #[must_use]
    pub fn drop(self, drop: f64) -> Self {
        IlutOptions { drop, ..self }
    }

    /// Sets how many times the entries of the matrix there may be.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::linalg::IlutOptions;
    ///
    /// assert_eq!(IlutOptions::default().fill(5.0).fill, 5.0);
    /// ```
    #[must_use]
    pub fn fill(self, fill: f64) -> Self {
        IlutOptions { fill, ..self }
    }
}

/// A row on its way: values by column, and which columns have one.
struct Row<T> {
    values: Vec<T>,
    present: Vec<bool>,
    lower: BinaryHeap<Reverse<usize>>,
    upper: Vec<usize>,
}

impl<T: Scalar> Row<T> {
    fn add(&mut self, row: usize, column: usize, value: T) {
        if !self.present[column] {
            self.present[column] = true;
            if column < row {
                self.lower.push(Reverse(column));
            } else {
                self.upper.push(column);
            }
        }
        self.values[column] += value;
    }

    fn take(&mut self, column: usize) -> T {
        self.present[column] = false;
        std::mem::replace(&mut self.values[column], T::ZERO)
    }
}

/// The largest so many of those that are not below the limit, by ascending column.
fn largest<T: Scalar>(mut entries: Vec<(usize, T)>, count: usize, limit: f64) -> Vec<(usize, T)> {
    entries.retain(|(_, value)| value.magnitude() > limit);
    entries.sort_by(|a, b| b.1.magnitude().total_cmp(&a.1.magnitude()).then(a.0.cmp(&b.0)));
    entries.truncate(count);
    entries.sort_by_key(|&(column, _)| column);
    entries
}

/// The factors in one matrix, and the inverses of the pivots.
pub(crate) fn factored<T: Scalar>(
    a: Split<T>,
    options: &IlutOptions,
) -> Result<(Split<T>, Vec<T>), SolverError> {
    const OP: &str = "ilut";
    if !(options.drop >= 0.0 && options.fill >= 0.0) {
        return Err(SolverError::Option { op: OP, what: "threshold and fill are not negative" });
    }
    let n = a.n();
    let mut made = Packed { starts: vec![0], indices: Vec::new(), values: Vec::new(), across: n };
    let mut above = Vec::with_capacity(n);
    let mut inverse: Vec<T> = Vec::with_capacity(n);
    let mut row = Row {
        values: vec![T::ZERO; n],
        present: vec![false; n],
        lower: BinaryHeap::new(),
        upper: Vec::new(),
    };
    for at in 0..n {
        let (indices, values) = a.view().lane(at);
        let limit = options.drop * crate::linalg::vectors::norm(values);
        let count = |part: usize| ((part as f64 * options.fill).ceil() as usize).max(1);
        let kept =
            [count(a.below[at] - a.rows.starts[at]), count(a.rows.starts[at + 1] - a.above[at])];
        row.add(at, at, T::ZERO);
        for (&index, &value) in indices.iter().zip(values) {
            row.add(at, index as usize, value);
        }
        let lower = reduced(at, &mut row, &made, &above, &inverse, limit);
        let mut upper = Vec::new();
        let mut d = T::ZERO;
        for column in std::mem::take(&mut row.upper) {
            let value = row.take(column);
            if column == at { d = value } else { upper.push((column, value)) }
        }
        inverse.push(pivot(OP, at, d)?);
        let lower = largest(lower, kept[0], limit);
        let upper = largest(upper, kept[1], limit);
        above.push(made.indices.len() + lower.len() + 1);
        for (column, value) in lower.into_iter().chain([(at, d)]).chain(upper) {
            made.indices.push(column as u32);
            made.values.push(value);
        }
        made.starts.push(made.indices.len());
    }
    Ok((Split::new(made), inverse))
}

/// Takes the earlier rows out of a row: the factors by column.
fn reduced<T: Scalar>(
    at: usize,
    row: &mut Row<T>,
    made: &Packed<T, u32>,
    above: &[usize],
    inverse: &[T],
    limit: f64,
) -> Vec<(usize, T)> {
    let mut lower = Vec::new();
    while let Some(Reverse(k)) = row.lower.pop() {
        let factor = row.take(k) * inverse[k];
        if factor.magnitude() <= limit {
            continue;
        }
        for entry in above[k]..made.starts[k + 1] {
            row.add(at, made.indices[entry] as usize, -(factor * made.values[entry]));
        }
        lower.push((k, factor));
    }
    lower
}
