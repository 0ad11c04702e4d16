//! Products of arrays with any number of axes, summed over what their axes have in common.
//!
//! Every product is one of two matrices: axes that are joined become one, whose places are numbered without gaps, so
//! that what is asked for memory follows the entries and not the lengths of the axes.

use super::Coo;
use super::keys::{Numbered, coords, keys};
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use crate::packed::Packed;
use nd_core::{Shape, ShapeError};

/// An array whose axes have labels.
pub(super) struct Labelled<T, I> {
    pub(super) a: Coo<T, I>,
    pub(super) labels: Vec<usize>,
    /// Whether each place stands there once.
    once: bool,
}

impl<T: SparseElement<I>, I: Index> Labelled<T, I> {
    /// An operand: of a label that it has twice the diagonal, and without the axes that stretch, which are one place
    /// long.
    pub(super) fn operand(a: &Coo<T, I>, labels: &[usize], lengths: &[usize]) -> Self {
        let first = |label: &usize| labels.iter().position(|other| other == label);
        let on_diagonal = |at: usize| {
            let same = |(axis, label): (usize, &usize)| {
                first(label).is_none_or(|axis0| a.coords[axis0][at] == a.coords[axis][at])
            };
            labels.iter().enumerate().all(same)
        };
        let repeated = labels.iter().enumerate().any(|(axis, label)| first(label) != Some(axis));
        let entries: Vec<usize> = (0..a.nnz()).filter(|&at| !repeated || on_diagonal(at)).collect();
        let stays = |&axis: &usize| {
            first(&labels[axis]) == Some(axis) && a.shape[axis] == lengths[labels[axis]]
        };
        let axes: Vec<usize> = (0..labels.len()).filter(stays).collect();
        let picked = |axis: &usize| entries.iter().map(|&at| a.coords[*axis][at]).collect();
        let lengths: Vec<usize> = axes.iter().map(|&axis| a.shape[axis]).collect();
        let coords = axes.iter().map(picked).collect();
        let values = entries.iter().map(|&at| a.values[at]).collect();
        let labels = axes.iter().map(|&axis| labels[axis]).collect();
        Labelled { a: Coo { shape: lengths.into(), coords, values }, labels, once: false }
    }

    fn axis(&self, label: usize) -> Option<usize> {
        self.labels.iter().position(|&other| other == label)
    }

    pub(super) fn has(&self, label: usize) -> bool {
        self.axis(label).is_some()
    }

    /// The labels that pass.
    fn labels_that(&self, pass: impl Fn(usize) -> bool) -> Vec<usize> {
        self.labels.iter().copied().filter(|&label| pass(label)).collect()
    }

    fn keys(&self, op: &'static str, labels: &[usize]) -> Result<Vec<usize>, ShapeError> {
        let axes: Vec<usize> = labels.iter().filter_map(|&label| self.axis(label)).collect();
        keys(op, &self.a, &axes)
    }

    fn lengths(&self, labels: &[usize]) -> Vec<usize> {
        labels.iter().filter_map(|&label| self.axis(label)).map(|axis| self.a.shape[axis]).collect()
    }

    /// Only the axes of these labels, in this order: entries that differ in the others stand at one place then.
    fn along(self, wanted: &[usize]) -> Self {
        let axes: Vec<usize> = wanted.iter().filter_map(|&label| self.axis(label)).collect();
        let shape = Shape::from(self.lengths(wanted));
        let coords = axes.iter().map(|&axis| self.a.coords[axis].clone()).collect();
        let once = self.once && axes.len() == self.labels.len();
        Labelled { a: Coo { shape, coords, values: self.a.values }, labels: wanted.to_vec(), once }
    }

    /// Summed over the labels that are not wanted; those that are, in their order, and each place once.
    pub(super) fn summed(
        self,
        op: &'static str,
        wanted: &[usize],
    ) -> Result<Coo<T, I>, ShapeError> {
        let Labelled { a, once, .. } = self.along(wanted);
        if once {
            return Ok(a);
        }
        let every: Vec<usize> = (0..wanted.len()).collect();
        let keys = keys(op, &a, &every)?;
        Ok(a.merged(&keys))
    }

    /// The product with another, summed over the labels that nobody needs.
    pub(super) fn times(
        self,
        op: &'static str,
        other: Self,
        needed: impl Fn(usize) -> bool,
    ) -> Result<Self, SparseError> {
        // What one of them has alone and nobody needs goes: its entries add up in the matrices below.
        let own = self.labels_that(|label| needed(label) || other.has(label));
        let left = self.along(&own);
        let own = other.labels_that(|label| needed(label) || left.has(label));
        let right = other.along(&own);

        let joined = left.labels_that(|label| right.has(label));
        let batch = left.labels_that(|label| right.has(label) && needed(label));
        let rows = [&batch[..], &left.labels_that(|label| !right.has(label))].concat();
        let columns = right.labels_that(|label| !left.has(label));
        let shape = [left.lengths(&rows), right.lengths(&columns)].concat();
        let shape = Shape::try_new(&shape)?;

        let inner = left.keys(op, &joined)?;
        let numbers = Numbered::new(inner.clone());
        let (row_keys, rows_of) = (left.keys(op, &rows)?, left.lengths(&rows));
        let row_numbers = Numbered::new(row_keys.clone());
        let (column_keys, columns_of) = (right.keys(op, &columns)?, right.lengths(&columns));
        let column_numbers = Numbered::new(column_keys.clone());
        let sizes = [row_numbers.len(), numbers.len(), column_numbers.len()];
        SparseError::check_axes::<I>(op, &sizes)?;

        // A batch's label is joined, and a row's besides: places of other batches do not meet.
        let a = matrix(&left.a.values, (&row_keys, &row_numbers), (&inner, &numbers));
        let inner = right.keys(op, &joined)?;
        let b = matrix(&right.a.values, (&inner, &numbers), (&column_keys, &column_numbers));
        let product = T::matmul(a.view(), b.view());

        let (row_numbers, column_numbers) = (row_numbers.keys, column_numbers.keys);
        let mut places = [Vec::new(), Vec::new()];
        for (row, &key) in row_numbers.iter().enumerate() {
            places[0].resize(product.starts[row + 1], key);
        }
        places[1].extend(product.indices.iter().map(|column| column_numbers[column.position()]));
        let mut all = coords(&places[0], &rows_of);
        all.extend(coords(&places[1], &columns_of));
        let a = Coo { shape, coords: all, values: product.values };
        Ok(Labelled { a, labels: [rows, columns].concat(), once: true })
    }
}

/// A matrix of the entries whose places are both numbered.
fn matrix<T: SparseElement<I>, I: Index>(
    values: &[T],
    (rows, row_numbers): (&[usize], &Numbered),
    (columns, column_numbers): (&[usize], &Numbered),
) -> Packed<T, I> {
    let (mut lanes, mut across, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for ((&row, &column), &value) in rows.iter().zip(columns).zip(values) {
        let numbers = (row_numbers.number(row), column_numbers.number(column));
        if let (Some(row), Some(column)) = numbers {
            lanes.push(row);
            across.push(column);
            kept.push(value);
        }
    }
    T::assembled(&[&lanes, &across], &kept, [row_numbers.len(), column_numbers.len()])
}
