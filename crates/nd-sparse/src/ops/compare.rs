//! Comparisons, element by element, by the rules of IEEE numbers: NaN is unequal to everything.

use super::broadcast::side_by_side;
use crate::compressed::{Compressed, CompressedView};
use crate::element::{Comparison, SparseElement};
use crate::error::ok;
use crate::index::Index;
use crate::orientation::{Orientation, Rows};
use nd_core::ShapeError;
use nd_ops::Ordered;

/// What a sparse matrix is compared with: a number, or another sparse matrix.
///
/// # Examples
/// ```
/// use nd_sparse::Csr;
///
/// let a = Csr::<f64>::from_dense([[1.0, 0.0, -2.0]]);
/// assert_eq!(a.less(0.0).indices(), [2]);
/// assert_eq!(a.less(&a).nnz(), 0);
/// ```
pub trait Comparand<T, I> {
    /// Whether rows are compressed, of a matrix.
    #[doc(hidden)]
    type Orientation: Orientation;
    /// The number or the matrix.
    #[doc(hidden)]
    fn comparand(&self) -> Result<T, CompressedView<'_, T, I, Self::Orientation>>;
}

impl<T: SparseElement<I>, I: Index> Comparand<T, I> for T {
    type Orientation = Rows;
    fn comparand(&self) -> Result<T, CompressedView<'_, T, I>> {
        Ok(*self)
    }
}

impl<T, I: Index, O: Orientation> Comparand<T, I> for &Compressed<T, I, O> {
    type Orientation = O;
    fn comparand(&self) -> Result<T, CompressedView<'_, T, I, O>> {
        Err(self.view())
    }
}

/// A comparison, and its twin.
macro_rules! comparisons {
    ($($name:ident $tried:ident $How:ident $([$Bound:ident])? $op:literal $size:literal $example:literal $example_tried:literal;)*) => {
        impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {$(
            #[doc = concat!("Where `a ", $op, " b`, of a matrix or a number; shapes broadcast.")]
            ///
            #[doc = $size]
            ///
            /// # Panics
            /// If the shapes do not broadcast.
            ///
            /// # SciPy
            #[doc = concat!("`a ", $op, " b`; with NaN, and with other shapes, SciPy's answers differ.")]
            ///
            /// # Examples
            /// ```
            #[doc = $example]
            /// ```
            #[track_caller]
            pub fn $name(&self, b: impl Comparand<T, I>) -> Compressed<bool, I, O>
            $(where T: $Bound)?
            {
                ok(self.compared(stringify!($name), b, Comparison::$How))
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), for shapes that come from users.")]
            ///
            /// # Errors
            /// [`ShapeError::Broadcast`].
            ///
            /// # Examples
            /// ```
            #[doc = $example_tried]
            /// ```
            pub fn $tried(&self, b: impl Comparand<T, I>) -> Result<Compressed<bool, I, O>, ShapeError>
            $(where T: $Bound)?
            {
                self.compared(stringify!($name), b, Comparison::$How)
            }
        )*}
    };
}

comparisons! {
    equal try_equal Equal "==" "Zeros are equal: the result has about as many entries as the matrix has elements."
        "let a = nd_sparse::Csr::<f64>::from_dense([[1.0, 0.0, f64::NAN]]);\nassert_eq!(a.equal(&a).indices(), [0, 1]);"
        "let a = nd_sparse::Csr::<i32>::eye(2);\nassert!(a.try_equal(&nd_sparse::Csr::eye(3)).is_err());";
    not_equal try_not_equal NotEqual "!=" "With a number other than zero the result has about as many entries as the matrix has elements."
        "let a = nd_sparse::Csr::<f64>::from_dense([[1.0, 0.0, f64::NAN]]);\nassert_eq!(a.not_equal(&a).indices(), [2]);"
        "let a = nd_sparse::Csr::<i32>::eye(2);\nassert!(a.try_not_equal(&nd_sparse::Csr::eye(3)).is_err());";
    less try_less Less [Ordered] "<" "With a number above zero the result has about as many entries as the matrix has elements."
        "let a = nd_sparse::Csr::<i32>::from_dense([[1, 0, -1]]);\nassert_eq!(a.less(1).indices(), [1, 2]);"
        "let a = nd_sparse::Csr::<i32>::eye(2);\nassert!(a.try_less(&nd_sparse::Csr::eye(3)).is_err());";
    less_equal try_less_equal LessEqual [Ordered] "<=" "Zeros are equal: the result has about as many entries as the matrix has elements."
        "let a = nd_sparse::Csr::<f64>::from_dense([[1.0, 0.0, f64::NAN]]);\nassert_eq!(a.less_equal(1.0).indices(), [0, 1]);"
        "let a = nd_sparse::Csr::<i32>::eye(2);\nassert!(a.try_less_equal(&nd_sparse::Csr::eye(3)).is_err());";
    greater try_greater Greater [Ordered] ">" "With a number below zero the result has about as many entries as the matrix has elements."
        "let a = nd_sparse::Csr::<f64>::from_dense([[1.0, 0.0, f64::NAN]]);\nassert_eq!(a.greater(-1.0).indices(), [0, 1]);"
        "let a = nd_sparse::Csr::<i32>::eye(2);\nassert!(a.try_greater(&nd_sparse::Csr::eye(3)).is_err());";
    greater_equal try_greater_equal GreaterEqual [Ordered] ">=" "Zeros are equal: the result has about as many entries as the matrix has elements."
        "let a = nd_sparse::Csr::<i32>::from_dense([[1, 0, -1]]);\nassert_eq!(a.greater_equal(0).indices(), [0, 1]);"
        "let a = nd_sparse::Csr::<i32>::eye(2);\nassert!(a.try_greater_equal(&nd_sparse::Csr::eye(3)).is_err());";
}

impl<T: SparseElement<I>, I: Index, O: Orientation> Compressed<T, I, O> {
    fn compared(
        &self,
        op: &'static str,
        b: impl Comparand<T, I>,
        how: Comparison,
    ) -> Result<Compressed<bool, I, O>, ShapeError> {
        let packed = match b.comparand() {
            Ok(number) => T::comparison_scalar(self.packed(), number, how),
            Err(other) => {
                let (a, b) = side_by_side(op, self.view(), other)?;
                T::comparison(a.view(), b.view(), how)
            }
        };
        Ok(Compressed::from_packed(packed))
    }
}
