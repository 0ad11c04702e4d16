//! [`Orientation`]: whether rows or columns are compressed.

use std::fmt::Debug;

/// Whether the rows or the columns of a matrix are compressed: [`Rows`] or [`Columns`].
///
/// # Examples
/// ```
/// use nd_sparse::{Compressed, Csr, Orientation};
///
/// fn name<O: Orientation>(_: &Compressed<f64, u32, O>) -> &'static str {
///     O::NAME
/// }
/// assert_eq!(name(&Csr::eye(2)), "Compressed Sparse Row");
/// ```
pub trait Orientation: sealed::Sealed + Copy + Debug + Default + Send + Sync + 'static {
    /// The other one.
    type Other: Orientation<Other = Self>;
    /// Whether rows are compressed.
    const ROWS: bool;
    /// The format's name in SciPy.
    const NAME: &'static str;

    /// Rows and columns from lanes and positions across them.
    #[doc(hidden)]
    #[inline(always)]
    fn shape_of<A>(lanes: A, across: A) -> [A; 2] {
        if Self::ROWS { [lanes, across] } else { [across, lanes] }
    }

    /// Lanes and positions across them, from rows and columns.
    #[doc(hidden)]
    #[inline(always)]
    fn lanes_of<A>([rows, columns]: [A; 2]) -> [A; 2] {
        Self::shape_of(rows, columns)
    }
}

/// Rows are compressed: CSR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rows;

/// Columns are compressed: CSC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns;

impl Orientation for Rows {
    type Other = Columns;
    const ROWS: bool = true;
    const NAME: &'static str = "Compressed Sparse Row";
}

impl Orientation for Columns {
    type Other = Rows;
    const ROWS: bool = false;
    const NAME: &'static str = "Compressed Sparse Column";
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Rows {}
    impl Sealed for super::Columns {}
}
