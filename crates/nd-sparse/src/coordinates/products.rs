//! Products of arrays with any number of axes: [`Coo::matmul`], [`Coo::tensordot`], [`Coo::einsum`].

use super::Coo;
use super::contract::Labelled;
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use nd_core::ShapeError;
#[cfg(feature = "linalg")]
use nd_core::{Array, ArrayLike, normalize_axes};
#[cfg(feature = "linalg")]
use nd_linalg::{EinsumError, EinsumLabels, TensordotAxes};

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    /// Products of matrices, of which there may be any number: `(…, m, k)`, `(…, k, n)` → `(…, m, n)`. The axes in
    /// front of the last two broadcast; an operand with one axis is a row (a column, on the right), and its axis goes
    /// away.
    ///
    /// The result has each place once, and no zeros. Elements are added and multiplied in their type: integers wrap.
    ///
    /// # Panics
    /// If an operand has no axes, the inner lengths differ, the other axes do not broadcast, or the result has more
    /// than 16 axes.
    ///
    /// # SciPy
    /// `a @ b`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense(Array::ones([5, 2, 3]));
    /// let b = Coo::<i32>::from_dense(Array::ones([3, 4]));
    /// assert_eq!(a.matmul(&b).to_dense(), Array::full([5, 2, 4], 3));
    /// ```
    #[track_caller]
    pub fn matmul(&self, b: &Self) -> Self {
        ok(self.try_matmul(b))
    }

    /// As [`matmul`](Self::matmul), for shapes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`], [`ShapeError::Inner`], [`ShapeError::Broadcast`], [`ShapeError::TooManyAxes`],
    /// [`ShapeError::Overflow`] if places cannot be counted.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::new([2, 3]);
    /// assert!(a.try_matmul(&a).is_err());
    /// ```
    pub fn try_matmul(&self, b: &Self) -> Result<Self, SparseError> {
        const OP: &str = "matmul";
        if let Some(number) = [self, b].into_iter().find(|a| a.ndim() == 0) {
            let (expected, shape) = ("1 or more", number.shape().into());
            return Err(ShapeError::Rank { op: OP, expected, shape }.into());
        }
        let inner = [self.shape[self.ndim() - 1], b.shape[b.ndim().saturating_sub(2)]];
        if inner[0] != inner[1] {
            let (left, right) = (self.shape().into(), b.shape().into());
            return Err(ShapeError::Inner { op: OP, left, right, lengths: inner }.into());
        }
        let fronts = [self, b].map(|a| &a.shape[..a.ndim().saturating_sub(2)]);
        let deepest = fronts[0].len().max(fronts[1].len());
        let mut lengths = vec![1; deepest];
        for front in fronts {
            for (at, &len) in front.iter().rev().enumerate() {
                let length = &mut lengths[deepest - 1 - at];
                if *length != len && *length != 1 && len != 1 {
                    let shapes = [self, b].map(|a| a.shape().into()).into();
                    return Err(ShapeError::Broadcast { op: OP, shapes }.into());
                }
                *length = if *length == 1 { len } else { *length };
            }
        }
        // Labels: the axes in front, then rows, what is summed over, columns.
        let [row, middle, column] = [deepest, deepest + 1, deepest + 2];
        let labelled = |front: &[usize], last: [usize; 2], ndim: usize| -> Vec<usize> {
            let front = deepest - front.len()..deepest;
            front.chain(last.into_iter().filter(|label| ndim > 1 || *label == middle)).collect()
        };
        let left = labelled(fronts[0], [row, middle], self.ndim());
        let right = labelled(fronts[1], [middle, column], b.ndim());
        lengths.extend([
            self.shape[self.ndim().saturating_sub(2)],
            inner[0],
            b.shape[b.ndim() - 1],
        ]);
        let mut output: Vec<usize> = (0..=column).collect();
        output.retain(|&label| {
            label != middle && (label < deepest || left.contains(&label) || right.contains(&label))
        });
        contracted(OP, &[(self, &left), (b, &right)], &lengths, &output, &[vec![0, 1]])
    }

    /// The sum of products over several axes of both. The result has the axes of this array that are not summed over,
    /// then those of `b`; each place once, and no zeros.
    ///
    /// A number of axes are the last ones of this array and the first ones of `b`; or they are named, pair by pair.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice, the lists are not equally long, a pair of axes is not, or the
    /// result has more than 16 axes.
    ///
    /// # SciPy
    /// `a.tensordot(b, axes)`, for which `axes=0`, the product of all pairs, is an error.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense(Array::ones([2, 3, 4]));
    /// let b = Coo::<i32>::from_dense(Array::ones([4, 3, 5]));
    /// let c = a.tensordot(&b, ([1, 2], [1, 0]));
    /// assert_eq!(c.to_dense(), Array::full([2, 5], 12));
    /// ```
    #[cfg(feature = "linalg")]
    #[track_caller]
    pub fn tensordot(&self, b: &Self, axes: impl Into<TensordotAxes>) -> Self {
        ok(self.try_tensordot(b, axes))
    }

    /// As [`tensordot`](Self::tensordot), for shapes and axes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::RepeatedAxis`], [`ShapeError::TooFewAxes`], [`ShapeError::Inner`],
    /// [`ShapeError::TooManyAxes`], [`ShapeError::Overflow`] if places cannot be counted.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::new([2, 3]);
    /// assert!(a.try_tensordot(&a, 1).is_err());
    /// ```
    #[cfg(feature = "linalg")]
    pub fn try_tensordot(
        &self,
        b: &Self,
        axes: impl Into<TensordotAxes>,
    ) -> Result<Self, SparseError> {
        let Met { left, right, lengths, output } = Met::new(self.shape(), b.shape(), axes.into())?;
        contracted("tensordot", &[(self, &left), (b, &right)], &lengths, &output, &[vec![0, 1]])
    }

    /// As [`tensordot`](Self::tensordot) with a dense array; the result is dense.
    ///
    /// # Panics
    /// As [`tensordot`](Self::tensordot); if the axes that are summed over are together too long for the indices.
    ///
    /// # SciPy
    /// `a.tensordot(b, axes)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense(Array::ones([2, 3, 4]));
    /// assert_eq!(a.tensordot_dense(Array::ones([4, 5]), 1), Array::full([2, 3, 5], 4));
    /// ```
    #[cfg(feature = "linalg")]
    #[track_caller]
    pub fn tensordot_dense(
        &self,
        b: impl ArrayLike<Elem = T>,
        axes: impl Into<TensordotAxes>,
    ) -> Array<T> {
        ok(self.try_tensordot_dense(b, axes))
    }

    /// As [`tensordot_dense`](Self::tensordot_dense), for shapes and axes that come from users.
    ///
    /// # Errors
    /// As [`try_tensordot`](Self::try_tensordot); [`SparseError::AxisTooLong`].
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::new([2, 3]);
    /// assert!(a.try_tensordot_dense([1, 2], 1).is_err());
    /// ```
    #[cfg(feature = "linalg")]
    pub fn try_tensordot_dense(
        &self,
        b: impl ArrayLike<Elem = T>,
        axes: impl Into<TensordotAxes>,
    ) -> Result<Array<T>, SparseError> {
        const OP: &str = "tensordot";
        let b = b.view();
        let Met { left, right, output, .. } = Met::new(self.shape(), b.shape(), axes.into())?;
        let (free, summed): (Vec<usize>, Vec<usize>) =
            (0..self.ndim()).partition(|&axis| output.contains(&left[axis]));
        // The axes of `b` that meet those of this array, in their order, and then the others.
        let meets = |axis: &usize| right.iter().position(|&label| label == left[*axis]);
        let mut order: Vec<isize> =
            summed.iter().filter_map(meets).map(|axis| axis as isize).collect();
        let others = (0..b.ndim()).filter(|&axis| output.contains(&right[axis]));
        let others: Vec<usize> = others.collect();
        order.extend(others.iter().map(|&axis| axis as isize));
        let inner: usize = summed.iter().map(|&axis| self.shape[axis]).product();
        let columns: usize = others.iter().map(|&axis| b.shape()[axis]).product();
        SparseError::check_axes::<I>(OP, &[inner])?;
        let dense = b.try_permute_dims(&order)?.to_array();

        let mut shape: Vec<usize> = free.iter().map(|&axis| self.shape[axis]).collect();
        shape.extend(others.iter().map(|&axis| b.shape()[axis]));
        let mut result = Array::<T>::try_zeros(nd_core::Shape::try_new(&shape)?)?;
        let rows = super::keys::keys(OP, self, &free)?;
        let numbers = super::keys::Numbered::new(rows.clone());
        SparseError::check_axes::<I>(OP, &[numbers.len()])?;
        let lanes: Vec<I> = rows.iter().filter_map(|&row| numbers.number(row)).collect();
        let across = super::keys::keys(OP, self, &summed)?;
        let across: Vec<I> = across.into_iter().map(I::from_position).collect();
        let a = T::assembled(&[&lanes, &across], &self.values, [numbers.len(), inner]);
        if let (Some(dense), Some(out)) = (dense.as_slice(), result.as_slice_mut())
            && columns > 0
        {
            let product = T::matmul_dense(a.view(), dense, columns);
            for (row, made) in numbers.keys.iter().zip(product.chunks_exact(columns)) {
                out[row * columns..][..columns].copy_from_slice(made);
            }
        }
        Ok(result)
    }

    /// Sums of products, said by labels for the axes, as [`nd_linalg::einsum`] says it for dense arrays. The result
    /// has each place once, and no zeros where two operands met.
    ///
    /// # Panics
    /// If the specification is none, or does not fit the operands: see [`EinsumError`].
    ///
    /// # SciPy
    /// None; `np.einsum(spec, *operands)` of dense arrays.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_dense([[1, 2], [0, 3]]);
    /// let x = Coo::<i32>::from_dense([1, 10]);
    /// assert_eq!(Coo::einsum("ij,j->i", &[&a, &x]).to_dense(), array![21, 30]);
    /// assert_eq!(Coo::einsum("ii", &[&a]).to_dense()[[]], 4); // the trace
    /// assert_eq!(Coo::einsum("ij,ij->", &[&a, &a]).to_dense()[[]], 14);
    /// ```
    #[cfg(feature = "linalg")]
    #[track_caller]
    pub fn einsum(spec: &str, operands: &[&Self]) -> Self {
        match Self::try_einsum(spec, operands) {
            Ok(a) => a,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`einsum`](Self::einsum), for specifications or shapes that come from users.
    ///
    /// # Errors
    /// Every case of [`EinsumError`]; [`EinsumError::Shape`] if places cannot be counted.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<i32>::new([2, 3]);
    /// assert!(nd_sparse::Coo::try_einsum("ij,jk", &[&a, &a]).is_err());
    /// ```
    #[cfg(feature = "linalg")]
    pub fn try_einsum(spec: &str, operands: &[&Self]) -> Result<Self, EinsumError> {
        let shapes: Vec<&[usize]> = operands.iter().map(|a| a.shape()).collect();
        let said = EinsumLabels::new(spec, &shapes)?;
        let labelled: Vec<(&Self, &[usize])> =
            operands.iter().copied().zip(said.operands.iter().map(Vec::as_slice)).collect();
        let made = contracted("einsum", &labelled, &said.lengths, &said.output, &said.contractions);
        made.map_err(|error| match error {
            SparseError::Shape(error) => EinsumError::Shape(error),
            // More places than the indices count are more entries than these count, which no array has.
            _ => EinsumError::Shape(ShapeError::Overflow { op: "einsum", shape: [].into() }),
        })
    }
}

/// Operands that meet pair by pair, summed over the labels that the output does not have.
fn contracted<T: SparseElement<I>, I: Index>(
    op: &'static str,
    operands: &[(&Coo<T, I>, &[usize])],
    lengths: &[usize],
    output: &[usize],
    contractions: &[Vec<usize>],
) -> Result<Coo<T, I>, SparseError> {
    let operand = |&(a, labels): &(&Coo<T, I>, &[usize])| Labelled::operand(a, labels, lengths);
    let mut left: Vec<Labelled<T, I>> = operands.iter().map(operand).collect();
    for places in contractions {
        let [i, j] = places[..] else { continue };
        let second = left.remove(j);
        let first = left.remove(i);
        let needed = |label| output.contains(&label) || left.iter().any(|other| other.has(label));
        let product = first.times(op, second, needed)?;
        left.push(product);
    }
    match left.pop() {
        Some(last) => Ok(last.summed(op, output)?),
        None => Ok(Coo::try_new([])?),
    }
}

/// Labels of two operands that are summed over some axes of both.
#[cfg(feature = "linalg")]
struct Met {
    left: Vec<usize>,
    right: Vec<usize>,
    lengths: Vec<usize>,
    output: Vec<usize>,
}

#[cfg(feature = "linalg")]
impl Met {
    fn new(a: &[usize], b: &[usize], axes: TensordotAxes) -> Result<Met, ShapeError> {
        const OP: &str = "tensordot";
        let (first, second) = match axes {
            TensordotAxes::Named(first, second) => (first, second),
            TensordotAxes::Count(least) => {
                if let Some(short) = [a, b].into_iter().find(|shape| shape.len() < least) {
                    return Err(ShapeError::TooFewAxes { op: OP, least, shape: short.into() });
                }
                let from = a.len() - least;
                let count = |axes: std::ops::Range<usize>| axes.map(|axis| axis as isize).collect();
                (count(from..a.len()), count(0..least))
            }
        };
        let inner =
            |lengths| Err(ShapeError::Inner { op: OP, left: a.into(), right: b.into(), lengths });
        if first.len() != second.len() {
            return inner([first.len(), second.len()]);
        }
        let first = normalize_axes(OP, &first, a.len())?;
        let second = normalize_axes(OP, &second, b.len())?;
        let (left, mut right): (Vec<usize>, Vec<usize>) =
            ((0..a.len()).collect(), (a.len()..a.len() + b.len()).collect());
        for (&i, &j) in first.iter().zip(second.iter()) {
            if a[i] != b[j] {
                return inner([a[i], b[j]]);
            }
            right[j] = i;
        }
        let lengths = [a, b].concat();
        let alone = |axis: &usize| !first.contains(axis);
        let mut output: Vec<usize> = left.iter().copied().filter(alone).collect();
        output.extend(right.iter().copied().filter(|&label| label >= a.len()));
        Ok(Met { left, right, lengths, output })
    }
}
