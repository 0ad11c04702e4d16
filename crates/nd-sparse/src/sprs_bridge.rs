//! From and to the matrices of sprs.

use crate::compressed::{Compressed, Csc, Csr};
use crate::element::SparseElement;
use crate::error::SparseError;
use crate::index::Index;
use crate::orientation::Orientation;
use sprs::{CsMatI, SpIndex};

impl<T: SparseElement<I>, I: Index + SpIndex, O: Orientation> Compressed<T, I, O> {
    /// A matrix of sprs as one of these: free, but for a check, where it is stored by the same axis.
    ///
    /// # Errors
    /// [`SparseError`], where its arrays do not make a matrix.
    ///
    /// # Examples
    /// ```
    /// use nd_sparse::Csr;
    ///
    /// let eye = sprs::CsMatI::<f64, u32, usize>::eye(3);
    /// assert!(Csr::from_sprs(eye)? == Csr::eye(3));
    /// # Ok::<(), nd_sparse::SparseError>(())
    /// ```
    pub fn from_sprs(a: CsMatI<T, I, usize>) -> Result<Self, SparseError> {
        let (shape, by_rows) = ([a.rows(), a.cols()], a.is_csr());
        let (starts, indices, values) = a.into_raw_storage();
        if by_rows {
            Ok(Csr::from_parts(shape, starts, indices, values)?.into_oriented())
        } else {
            Ok(Csc::from_parts(shape, starts, indices, values)?.into_oriented())
        }
    }

    /// The same as a matrix of sprs, stored by the same axis: without copying.
    ///
    /// # Examples
    /// ```
    /// let a = nd_sparse::Csc::<f64>::eye(3).into_sprs();
    /// assert!(a.is_csc());
    /// ```
    pub fn into_sprs(self) -> CsMatI<T, I, usize> {
        let [rows, columns] = self.shape();
        let (starts, indices, values) = self.into_parts();
        let make = if O::ROWS { CsMatI::new } else { CsMatI::new_csc };
        make((rows, columns), starts, indices, values)
    }
}
