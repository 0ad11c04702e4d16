//! `tensordot`.

use crate::chunked::Chunked;
use crate::elementwise::ChunkedOperand;
use nd_core::{Axes, Number, Shape, ShapeError, Typed, normalize_axes};
use nd_linalg::{ProductElement, TensordotAxes};

impl<T: Typed + ProductElement<Work: Number + Typed>> Chunked<T> {
    /// The sum of products over several axes of both.
    ///
    /// The result has the axes of `self` that are not summed over, then those of `other`: with `(…, k, l)`,
    /// `(k, l, …)` and 2 axes, `(… of self, … of other)`. It is the [`matmul`](Self::matmul) of both, arranged as
    /// matrices.
    ///
    /// # Panics
    /// If an axis does not exist or is named twice, the lists are not equally long, or a pair of axes is not.
    ///
    /// # NumPy
    /// `np.tensordot(a, b, axes)`; the last bits may differ.
    ///
    /// # Examples
    /// ```
    /// let (a, b) = (nd_ooc::full([3, 4, 5], 1.0), nd_ooc::full([4, 3, 2], 1.0));
    /// let c = a.tensordot(&b, ([1, 0], [0, 1]));
    /// assert_eq!(c.shape(), [5, 2]);
    /// assert!(c.compute()?.iter().all(|&sum| sum == 12.0));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn tensordot(
        &self,
        other: impl ChunkedOperand<T>,
        axes: impl Into<TensordotAxes>,
    ) -> Chunked<T> {
        self.try_tensordot(other, axes).unwrap_or_else(|error| panic!("{error}"))
    }

    /// As [`tensordot`](Self::tensordot), for shapes and axes that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`] or [`ShapeError::RepeatedAxis`] for the lists of axes, [`ShapeError::TooFewAxes`] if there
    /// are not as many as a number says, [`ShapeError::Inner`] if the lists or a pair of axes are not equally long,
    /// [`ShapeError::TooManyAxes`] if the result cannot be.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::full([1, 2], 1.0);
    /// assert!(x.try_tensordot(&x, 1).is_err());
    /// ```
    pub fn try_tensordot(
        &self,
        other: impl ChunkedOperand<T>,
        axes: impl Into<TensordotAxes>,
    ) -> Result<Chunked<T>, ShapeError> {
        let (other, op) = (other.into_chunked(), "tensordot");
        let (left, right) = named(self, &other, axes.into())?;
        let unequal = |lengths| {
            let (left, right) = (self.shape().into(), other.shape().into());
            ShapeError::Inner { op, left, right, lengths }
        };
        if left.len() != right.len() {
            return Err(unequal([left.len(), right.len()]));
        }
        let left = normalize_axes(op, &left, self.ndim())?;
        let right = normalize_axes(op, &right, other.ndim())?;
        for (&i, &j) in left.iter().zip(right.iter()) {
            if self.shape()[i] != other.shape()[j] {
                return Err(unequal([self.shape()[i], other.shape()[j]]));
            }
        }
        let (rows, n, lengths) = kept(self, &left);
        let (columns, m, others) = kept(&other, &right);
        let shape = Shape::try_new(&[lengths, others].concat())?;
        let k: usize = left.iter().map(|&axis| self.shape()[axis]).product();
        let a = ordered(self, &rows, &left).reshape([n, k]);
        let b = ordered(&other, &right, &columns).reshape([k, m]);
        Ok(a.try_matmul(b)?.reshape(shape))
    }
}

/// The axes by name.
fn named<T>(
    a: &Chunked<T>,
    b: &Chunked<T>,
    axes: TensordotAxes,
) -> Result<(Vec<isize>, Vec<isize>), ShapeError> {
    match axes {
        TensordotAxes::Named(left, right) => Ok((left, right)),
        TensordotAxes::Count(least) => {
            if let Some(short) = [a, b].into_iter().find(|x| x.ndim() < least) {
                let shape = short.shape().into();
                return Err(ShapeError::TooFewAxes { op: "tensordot", least, shape });
            }
            let ndim = a.ndim() as isize;
            Ok(((ndim - least as isize..ndim).collect(), (0..least as isize).collect()))
        }
    }
}

/// The axes that are not summed over, how many places they have, and how long they are.
fn kept<T>(x: &Chunked<T>, summed: &Axes) -> (Vec<usize>, usize, Vec<usize>) {
    let axes: Vec<usize> = (0..x.ndim()).filter(|axis| !summed.contains(axis)).collect();
    let lengths: Vec<usize> = axes.iter().map(|&axis| x.shape()[axis]).collect();
    (axes, lengths.iter().product(), lengths)
}

/// Some axes, then the others.
fn ordered<T: Typed>(x: &Chunked<T>, first: &[usize], then: &[usize]) -> Chunked<T> {
    let axes: Vec<isize> = first.iter().chain(then).map(|&axis| axis as isize).collect();
    if axes.is_sorted() { x.clone() } else { x.permute_dims(&axes) }
}
