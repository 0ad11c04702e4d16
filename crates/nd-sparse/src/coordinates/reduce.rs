//! Sums of entries with coordinates, in the type of sums, so that entries at one place do not wrap before they count.

use super::Coo;
use crate::element::SparseElement;
use crate::index::Index;
use nd_core::{Array, DType, Number, normalize_axis};
use num_traits::Zero;
use std::borrow::Cow;

impl<T: SparseElement<I>, I: Index> Coo<T, I> {
    /// Truth values at one place are one truth value; numbers are added by whoever sums them.
    fn countable(&self) -> Cow<'_, Self> {
        if T::DTYPE == DType::Bool {
            Cow::Owned(self.sum_duplicates())
        } else {
            Cow::Borrowed(self)
        }
    }

    /// All elements added up.
    ///
    /// # SciPy
    /// `a.sum()`, where entries at one place are added in the element type first, and wrap.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Coo;
    ///
    /// let a = Coo::<i8>::from_triplets([1, 1], [(0, 0, 100), (0, 0, 100)])?;
    /// assert_eq!(a.sum(), 200);
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn sum(&self) -> T::Sum {
        let sum = |sum: T::Wide, value: &T| sum.plus(value.widened());
        T::narrowed(self.countable().values.iter().fold(T::Wide::zero(), sum))
    }

    /// Sums along an axis, which goes away.
    ///
    /// # Panics
    /// If there is no such axis, or the result does not fit the address space.
    ///
    /// # SciPy
    /// `a.sum(axis)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Coo::<u8>::from_dense([[1, 0], [2, 3]]);
    /// assert_eq!(a.sum_axis(0), nd_core::array![3, 3]);
    /// assert_eq!(a.sum_axis(-1), nd_core::array![1, 5]);
    /// ```
    #[track_caller]
    pub fn sum_axis(&self, axis: isize) -> Array<T::Sum> {
        let axis = crate::error::ok(normalize_axis("sum_axis", axis, self.ndim()));
        let a = self.countable();
        let mut kept: Vec<usize> = a.shape.to_vec();
        kept.remove(axis);
        let mut sums = vec![T::Wide::zero(); kept.iter().product()];
        let mut places = vec![0; a.nnz()];
        let lists = a.coords.iter().zip(a.shape.iter()).enumerate();
        for (_, (list, &len)) in lists.filter(|(other, _)| *other != axis) {
            for (place, index) in places.iter_mut().zip(list) {
                *place = *place * len + index.position();
            }
        }
        for (place, value) in places.into_iter().zip(&a.values) {
            sums[place] = sums[place].plus(value.widened());
        }
        Array::from_shape_vec(kept, sums.into_iter().map(T::narrowed).collect())
    }
}
