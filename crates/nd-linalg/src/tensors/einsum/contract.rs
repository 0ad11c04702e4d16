//! Contractions: diagonals by views, sums, and pairs of operands as products of matrices.

use crate::products::{Arithmetic, times};
use crate::tensors::einsum::error::EinsumError;
use crate::tensors::einsum::spec::Axes;
use crate::tensors::einsum::sum::Sum;
use nd_core::{Array, CowArray, Shape, ShapeError, View, normalize_axes, reduce_axes};

/// An array whose axes have labels, each once.
pub(super) struct Tensor<'a, T> {
    elements: CowArray<'a, T>,
    labels: Vec<usize>,
}

impl<'a, T: Arithmetic> Tensor<'a, T> {
    /// An operand: the diagonals of labels that it has twice, without axes of length 1. Such
    /// an axis stretches along its label, or its label has no other length: either way the
    /// products are the same without it.
    pub(super) fn new(mut view: View<'a, T>, labels: &[usize]) -> Tensor<'a, T> {
        let mut labels = labels.to_vec();
        while let Some([first, second]) = twice(&labels) {
            view = view.moveaxis(second as isize, 0).moveaxis(first as isize + 1, 0).diagonal(0);
            let label = labels.remove(second);
            labels.remove(first);
            labels.push(label);
        }
        let long: Vec<bool> = view.shape().iter().map(|&n| n != 1).collect();
        let mut long = long.into_iter();
        labels.retain(|_| long.next().unwrap_or(true));
        Tensor { elements: CowArray::View(view.squeeze()), labels }
    }

    /// Whether it has an axis with this label.
    pub(super) fn has(&self, label: usize) -> bool {
        self.labels.contains(&label)
    }

    /// The sum over the labels that are not kept.
    pub(super) fn summed(self, kept: impl Fn(usize) -> bool) -> Tensor<'a, T> {
        let gone: Vec<isize> =
            (0..self.labels.len()).filter(|&i| !kept(self.labels[i])).map(|i| i as isize).collect();
        if gone.is_empty() {
            return self;
        }
        let view = self.elements.view();
        let axes = normalize_axes("einsum", &gone, view.ndim()).expect("axes that were counted");
        let sums = reduce_axes(view, &axes, &Sum, |sum| sum);
        let labels = self.labels.iter().copied().filter(|&label| kept(label)).collect();
        Tensor { elements: CowArray::Owned(sums), labels }
    }

    /// The product of two over the labels they share and nobody needs: those that `kept`
    /// denies.
    pub(super) fn times(
        self,
        other: Tensor<'_, T>,
        kept: impl Fn(usize) -> bool,
        output: &[usize],
    ) -> Result<Tensor<'static, T>, EinsumError> {
        let left = self.summed(|label| kept(label) || other.labels.contains(&label));
        let right = other.summed(|label| kept(label) || left.labels.contains(&label));
        let inner = left.shared(&right, |label| !kept(label));
        if inner.is_empty() {
            return left.times_each(&right, output);
        }
        // The columns' labels come last in the product: those of the output's last axis.
        let last = output
            .iter()
            .rev()
            .find(|label| left.labels.contains(label) != right.labels.contains(label));
        let swap = last.is_some_and(|label| left.labels.contains(label));
        let (left, right) = if swap { (right, left) } else { (left, right) };
        left.contracted(&right, inner)
    }

    fn shared(&self, other: &Tensor<'_, T>, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let shared = |label: &usize| other.labels.contains(label) && wanted(*label);
        self.labels.iter().copied().filter(shared).collect()
    }

    /// Element by element: no label goes.
    fn times_each(
        &self,
        other: &Tensor<'_, T>,
        output: &[usize],
    ) -> Result<Tensor<'static, T>, EinsumError> {
        let either = |label: &usize| self.labels.contains(label) || other.labels.contains(label);
        let mut labels: Vec<usize> = output.iter().copied().filter(either).collect();
        for &label in self.labels.iter().chain(&other.labels) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let (a, b) = (self.spread(&labels)?, other.spread(&labels)?);
        Ok(Tensor { elements: CowArray::Owned(times(a, b)), labels })
    }

    /// The view with axes in the order of `labels`, of length 1 where it has no such label.
    fn spread(&self, labels: &[usize]) -> Result<View<'_, T>, ShapeError> {
        let own: Vec<usize> =
            labels.iter().copied().filter(|label| self.labels.contains(label)).collect();
        let view = self.ordered(&own);
        let mut shape = Shape::try_new(&vec![1; labels.len()])?;
        let lengths = view.shape().to_vec();
        let mut lengths = lengths.into_iter();
        for (n, label) in shape.iter_mut().zip(labels) {
            if self.labels.contains(label) {
                *n = lengths.next().unwrap_or(1);
            }
        }
        view.try_reshape_view(shape)
    }

    /// The axes in the order of `labels`, which are all of its own.
    fn ordered(&self, labels: &[usize]) -> View<'_, T> {
        let place = |label: &usize| self.labels.iter().position(|own| own == label);
        let axes: Vec<isize> =
            labels.iter().map(|label| place(label).expect("a label of its own") as isize).collect();
        self.elements.view().permute_dims(&axes)
    }

    /// Its labels that `wanted` names, the one that is farthest apart in memory first.
    fn by_stride(&self, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let view = self.elements.view();
        let mut axes: Vec<usize> =
            (0..self.labels.len()).filter(|&axis| wanted(self.labels[axis])).collect();
        axes.sort_by_key(|&axis| std::cmp::Reverse(view.strides()[axis].unsigned_abs()));
        axes.into_iter().map(|axis| self.labels[axis]).collect()
    }

    /// One stacked product of matrices: shared labels that are kept are the stack, those of
    /// one side alone its rows or the other's columns, the `inner` ones are summed over.
    fn contracted(
        &self,
        other: &Tensor<'_, T>,
        inner: Vec<usize>,
    ) -> Result<Tensor<'static, T>, EinsumError> {
        let batch = self.by_stride(|l| other.labels.contains(&l) && !inner.contains(&l));
        let rows = self.by_stride(|l| !other.labels.contains(&l));
        let cols = other.by_stride(|l| !self.labels.contains(&l));
        // The order in which both lie so that no copy is needed, if there is one; else that
        // of the larger operand.
        let mut orders = [self, other].map(|tensor| tensor.by_stride(|l| inner.contains(&l)));
        if other.elements.view().size() > self.elements.view().size() {
            orders.reverse();
        }
        let free = |order: &&Vec<usize>| {
            self.matrices(&batch, &rows, order).is_ok_and(|m| m.is_view())
                && other.matrices(&batch, order, &cols).is_ok_and(|m| m.is_view())
        };
        let order = if orders[0] == orders[1] {
            &orders[0]
        } else {
            orders.iter().find(free).unwrap_or(&orders[0])
        };
        let a = self.matrices(&batch, &rows, order)?;
        let b = other.matrices(&batch, order, &cols)?;
        let result = T::product("einsum", a.view(), b.view())?;
        let labels = [batch, rows, cols].concat();
        let length = |label: &usize| self.length(*label).or(other.length(*label));
        let lengths: Vec<usize> = labels.iter().filter_map(length).collect();
        let shape = Shape::try_new(&lengths)?;
        Ok(Tensor { elements: CowArray::Owned(result.into_reshaped(shape)), labels })
    }

    fn length(&self, label: usize) -> Option<usize> {
        let axis = self.labels.iter().position(|&own| own == label)?;
        Some(self.elements.view().shape()[axis])
    }

    /// A stack of matrices whose rows and columns are several axes each.
    fn matrices(
        &self,
        batch: &[usize],
        rows: &[usize],
        cols: &[usize],
    ) -> Result<CowArray<'_, T>, ShapeError> {
        let view = self.ordered(&[batch, rows, cols].concat());
        let (stack, rest) = view.shape().split_at(batch.len());
        let (down, right) = rest.split_at(rows.len());
        let core = [down.iter().product::<usize>(), right.iter().product()];
        view.try_reshape(Shape::try_new(&[stack, &core[..]].concat())?)
    }

    /// The axes in the output's order, those of length 1 put back.
    pub(super) fn into_output(self, axes: &Axes) -> Result<Array<T>, EinsumError> {
        let kept = self.summed(|label| axes.output.contains(&label));
        let own: Vec<usize> =
            axes.output.iter().copied().filter(|label| kept.labels.contains(label)).collect();
        let place = |label: &usize| kept.labels.iter().position(|other| other == label);
        let order: Vec<isize> =
            own.iter().map(|label| place(label).expect("a label it has") as isize).collect();
        let lengths: Vec<usize> = axes.output.iter().map(|&label| axes.lengths[label]).collect();
        let shape = Shape::try_new(&lengths)?;
        let array = match kept.elements {
            CowArray::View(view) => view.permute_dims(&order).to_array(),
            CowArray::Owned(array) => array.into_permuted(&order),
        };
        Ok(if own.len() == lengths.len() { array } else { array.into_reshaped(shape) })
    }
}

/// The places of a label that is there twice.
fn twice(labels: &[usize]) -> Option<[usize; 2]> {
    (0..labels.len()).find_map(|second| {
        let first = labels[..second].iter().position(|&label| label == labels[second])?;
        Some([first, second])
    })
}
