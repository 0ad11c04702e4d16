//! Conversions between arrays and nested vectors or nested fixed-size arrays.

use crate::array::Array;
use crate::error::ShapeError;
use crate::shape::Shape;
use crate::view::View;

/// A vector of vectors (of vectors …) that can become an array.
trait Nested {
    type Elem;
    /// The lengths along the first vector of each depth.
    fn lengths(&self, shape: &mut Vec<usize>);
    /// Moves the elements to `out`, comparing all lengths with those of `shape`.
    fn flatten(
        self,
        shape: &[usize],
        at: &mut Vec<usize>,
        out: &mut Vec<Self::Elem>,
    ) -> Result<(), ShapeError>;
}

/// The innermost vectors.
struct Row<T>(Vec<T>);

impl<T> Nested for Row<T> {
    type Elem = T;

    fn lengths(&self, shape: &mut Vec<usize>) {
        shape.push(self.0.len());
    }

    fn flatten(
        mut self,
        shape: &[usize],
        at: &mut Vec<usize>,
        out: &mut Vec<T>,
    ) -> Result<(), ShapeError> {
        compare(self.0.len(), shape, at)?;
        out.append(&mut self.0);
        Ok(())
    }
}

impl<N: Nested> Nested for Vec<N> {
    type Elem = N::Elem;

    fn lengths(&self, shape: &mut Vec<usize>) {
        shape.push(self.len());
        if let Some(first) = self.first() {
            first.lengths(shape);
        }
    }

    fn flatten(
        self,
        shape: &[usize],
        at: &mut Vec<usize>,
        out: &mut Vec<N::Elem>,
    ) -> Result<(), ShapeError> {
        compare(self.len(), shape, at)?;
        for (i, item) in self.into_iter().enumerate() {
            at.push(i);
            item.flatten(shape, at, out)?;
            at.pop();
        }
        Ok(())
    }
}

fn compare(len: usize, shape: &[usize], at: &[usize]) -> Result<(), ShapeError> {
    let first = shape[at.len()];
    if len == first {
        return Ok(());
    }
    let first_at = vec![0; at.len()].into();
    Err(ShapeError::Ragged { first, first_at, other: len, other_at: at.into() })
}

/// The array of `depth` axes; axes that no vector tells the length of have length 0.
fn gather<N: Nested>(nested: N, depth: usize) -> Result<Array<N::Elem>, ShapeError> {
    let mut shape = Vec::with_capacity(depth);
    nested.lengths(&mut shape);
    shape.resize(depth, 0);
    let mut elements = Vec::new();
    nested.flatten(&shape, &mut Vec::new(), &mut elements)?;
    Array::try_from_shape_vec(Shape::try_new(&shape)?, elements)
}

impl<T> TryFrom<Vec<Vec<T>>> for Array<T> {
    type Error = ShapeError;

    /// A 2-d array of the rows; no row at all gives shape `[0, 0]`.
    ///
    /// # Errors
    /// [`ShapeError::Ragged`] if rows have different lengths.
    ///
    /// # NumPy
    /// `np.array([[1, 2], [3, 4]])`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::<i32>::try_from(vec![vec![1, 2], vec![3, 4]]).unwrap();
    /// assert_eq!(a, array![[1, 2], [3, 4]]);
    /// assert!(Array::<i32>::try_from(vec![vec![1, 2], vec![3]]).is_err());
    /// ```
    fn try_from(rows: Vec<Vec<T>>) -> Result<Array<T>, ShapeError> {
        gather(rows.into_iter().map(Row).collect::<Vec<_>>(), 2)
    }
}

impl<T> TryFrom<Vec<Vec<Vec<T>>>> for Array<T> {
    type Error = ShapeError;

    /// A 3-d array of the planes.
    ///
    /// # Errors
    /// [`ShapeError::Ragged`] if vectors of one depth have different lengths.
    fn try_from(planes: Vec<Vec<Vec<T>>>) -> Result<Array<T>, ShapeError> {
        let rows = |plane: Vec<Vec<T>>| plane.into_iter().map(Row).collect::<Vec<_>>();
        gather(planes.into_iter().map(rows).collect::<Vec<_>>(), 3)
    }
}

/// The lengths of `a`, if it has `N` axes.
fn lengths<const N: usize>(op: &'static str, shape: &[usize]) -> Result<[usize; N], ShapeError> {
    shape.try_into().map_err(|_| ShapeError::IndexCount { op, given: N, shape: shape.into() })
}

impl<T> TryFrom<Array<T>> for Vec<Vec<T>> {
    type Error = ShapeError;

    /// The rows of a 2-d array.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`] if there are not two axes.
    ///
    /// # NumPy
    /// `a.tolist()`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let rows: Vec<Vec<i32>> = array![[1, 2], [3, 4]].try_into().unwrap();
    /// assert_eq!(rows, [[1, 2], [3, 4]]);
    /// assert!(Vec::<Vec<i32>>::try_from(array![1, 2]).is_err());
    /// ```
    fn try_from(a: Array<T>) -> Result<Self, ShapeError> {
        let [rows, columns] = lengths("Vec<Vec<_>>", a.shape())?;
        let mut elements = a.into_vec().into_iter();
        Ok((0..rows).map(|_| elements.by_ref().take(columns).collect()).collect())
    }
}

impl<T> TryFrom<Array<T>> for Vec<Vec<Vec<T>>> {
    type Error = ShapeError;

    /// The planes of a 3-d array.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`] if there are not three axes.
    fn try_from(a: Array<T>) -> Result<Self, ShapeError> {
        let [planes, rows, columns] = lengths("Vec<Vec<Vec<_>>>", a.shape())?;
        let mut elements = a.into_vec().into_iter();
        let mut row = || elements.by_ref().take(columns).collect();
        Ok((0..planes).map(|_| (0..rows).map(|_| row()).collect()).collect())
    }
}

/// The elements of `a`, if its shape is `wanted`.
fn exactly<T>(a: Array<T>, wanted: &[usize]) -> Result<std::vec::IntoIter<T>, ShapeError> {
    if a.shape() != wanted {
        let (left, right) = (a.shape().into(), wanted.into());
        return Err(ShapeError::Mismatch { op: "nested array (right)".into(), left, right });
    }
    Ok(a.into_vec().into_iter())
}

/// The next `N` things that `next` makes, which makes enough.
fn take<X, const N: usize>(mut next: impl FnMut() -> X) -> [X; N] {
    std::array::from_fn(|_| next())
}

/// Nested fixed-size arrays from an array of exactly their shape, one depth a line.
macro_rules! try_into_nested {
    ($($($N:ident)+, $Nested:ty, $elements:ident => $take:expr;)*) => {$(
        impl<T, $(const $N: usize),+> TryFrom<Array<T>> for $Nested {
            type Error = ShapeError;

            /// The elements, nested as the axes are.
            ///
            /// # Errors
            /// [`ShapeError::Mismatch`] if the array has another shape.
            fn try_from(a: Array<T>) -> Result<Self, ShapeError> {
                let mut elements = exactly(a, &[$($N),+])?;
                let mut $elements = || elements.next().expect("the shape was compared");
                Ok($take)
            }
        }

        impl<T: Copy + Send + Sync, $(const $N: usize),+> TryFrom<View<'_, T>> for $Nested {
            type Error = ShapeError;

            /// A copy of the elements, nested as the axes are.
            ///
            /// # Errors
            /// [`ShapeError::Mismatch`] if the view has another shape.
            fn try_from(a: View<'_, T>) -> Result<Self, ShapeError> {
                Self::try_from(a.to_array())
            }
        }
    )*};
}
try_into_nested! {
    A, [T; A], next => take(&mut next);
    A B, [[T; B]; A], next => take(|| take(&mut next));
    A B C, [[[T; C]; B]; A], next => take(|| take(|| take(&mut next)));
    A B C D, [[[[T; D]; C]; B]; A], next => take(|| take(|| take(|| take(&mut next))));
}
