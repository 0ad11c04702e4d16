//! Coordinates from and to arrays and compressed matrices.

use super::Coo;
use crate::compressed::{Compressed, CompressedView, Csc, Csr};
use crate::element::SparseElement;
use crate::error::{SparseError, ok};
use crate::index::Index;
use crate::orientation::Orientation;
use nd_core::{Array, ArrayLike, ShapeError};

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    /// The elements of an array of any shape that are not zero, in C order.
    ///
    /// # Panics
    /// If an axis is too long for the indices.
    ///
    /// # SciPy
    /// `coo_array(a)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[[0, 1], [2, 0]]]);
    /// assert_eq!((a.shape(), a.values()), (&[1, 2, 2][..], &[1, 2][..]));
    /// ```
    #[track_caller]
    pub fn from_dense(a: impl ArrayLike<Elem = T>) -> Self {
        let a = a.view();
        let mut coo = Coo::new(a.shape());
        for (index, value) in a.indexed_iter() {
            if !value.is_zero() {
                coo.push(index.as_slice(), *value);
            }
        }
        coo
    }

    /// All elements in an array.
    ///
    /// # Panics
    /// If they do not fit the address space.
    ///
    /// # SciPy
    /// `a.toarray()`.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_sparse::Coo::<i32>::new([2]);
    /// a.push([1], 3);
    /// a.push([1], 4);
    /// assert_eq!(a.to_dense(), nd_core::array![0, 7]);
    /// ```
    #[track_caller]
    pub fn to_dense(&self) -> Array<T> {
        let mut dense = ok(Array::<T>::try_zeros(self.shape));
        let places = self.places();
        if let Some(elements) = dense.as_slice_mut() {
            for (place, &value) in places.into_iter().zip(&self.values) {
                elements[place] = elements[place].added(value);
            }
        }
        dense
    }

    /// The matrix with compressed rows: sorted, entries at one place added.
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # SciPy
    /// `a.tocsr()`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<bool>::from_triplets([1, 2], [(0, 1, true), (0, 1, true)])?;
    /// assert_eq!(a.to_csr().values(), [true]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[track_caller]
    pub fn to_csr(&self) -> Csr<T, I> {
        ok(self.try_to_oriented("to_csr"))
    }

    /// As [`to_csr`](Self::to_csr), for arrays whose number of axes comes from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Coo::<u8>::new([2]).try_to_csr().is_err());
    /// ```
    pub fn try_to_csr(&self) -> Result<Csr<T, I>, SparseError> {
        self.try_to_oriented("to_csr")
    }

    /// The matrix with compressed columns: sorted, entries at one place added.
    ///
    /// # Panics
    /// If there are not two axes.
    ///
    /// # SciPy
    /// `a.tocsc()`.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i32>::from_triplets([2, 2], [(1, 0, 5), (0, 0, 4)])?;
    /// assert_eq!(a.to_csc().column(0).values(), [4, 5]);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    #[track_caller]
    pub fn to_csc(&self) -> Csc<T, I> {
        ok(self.try_to_oriented("to_csc"))
    }

    /// As [`to_csc`](Self::to_csc), for arrays whose number of axes comes from users.
    ///
    /// # Errors
    /// [`ShapeError::Rank`] if there are not two axes.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_sparse::Coo::<u8>::new([2, 2, 2]).try_to_csc().is_err());
    /// ```
    pub fn try_to_csc(&self) -> Result<Csc<T, I>, SparseError> {
        self.try_to_oriented("to_csc")
    }

    fn try_to_oriented<O: Orientation>(
        &self,
        op: &'static str,
    ) -> Result<Compressed<T, I, O>, SparseError> {
        let [rows, columns] = self.shape() else {
            return Err(ShapeError::Rank { op, expected: "2", shape: self.shape().into() }.into());
        };
        let [lanes, across] = O::lanes_of([&self.coords[0][..], &self.coords[1][..]]);
        let shape = O::lanes_of([*rows, *columns]);
        Ok(Compressed::from_packed(T::assembled(&[lanes, across], &self.values, shape)))
    }
}

impl<T: Copy, I: Index, O: Orientation> CompressedView<'_, T, I, O> {
    /// The same entries with coordinates.
    ///
    /// # SciPy
    /// `a.tocoo()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csr::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.view().to_coo().coords(0), [0, 1, 1]);
    /// ```
    pub fn to_coo(self) -> Coo<T, I> {
        let packed = self.packed();
        let mut lanes = Vec::with_capacity(packed.nnz());
        for lane in 0..packed.lanes() {
            lanes.resize(packed.starts[lane + 1], I::from_position(lane));
        }
        let coords = O::shape_of(lanes, packed.indices.to_vec()).into();
        Coo { shape: self.shape().into(), coords, values: packed.values.to_vec() }
    }
}

impl<T: Copy, I: Index, O: Orientation> Compressed<T, I, O> {
    /// The same entries with coordinates.
    ///
    /// # SciPy
    /// `a.tocoo()`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<u8>::from_dense([[0, 7], [8, 9]]);
    /// assert_eq!(a.to_coo().coords(1), [0, 1, 1]);
    /// ```
    pub fn to_coo(&self) -> Coo<T, I> {
        self.view().to_coo()
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> From<&Compressed<T, I, O>> for Coo<T, I> {
    fn from(a: &Compressed<T, I, O>) -> Self {
        a.to_coo()
    }
}

impl<T: SparseElement<I>, I: Index, O: Orientation> TryFrom<&Coo<T, I>> for Compressed<T, I, O> {
    type Error = SparseError;

    fn try_from(a: &Coo<T, I>) -> Result<Self, SparseError> {
        a.try_to_oriented("try_from")
    }
}
