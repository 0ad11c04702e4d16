//! [`Error`]: the layers' errors as one, so that `?` composes.

/// Any error of the nd crates.
///
/// # Examples
/// ```
/// fn corner(path: &str) -> Result<f64, nd::Error> {
///     let a = nd::load::<f64>(path)?;
///     Ok(a.try_slice(nd::s![0, 0])?.item(&[])?)
/// }
/// let error = corner("there/is/no/such.npy").unwrap_err();
/// assert!(matches!(error, nd::Error::File(_)));
/// assert!(error.to_string().contains("such.npy"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Shapes, axes or indices that do not fit.
    #[error(transparent)]
    Shape(#[from] nd_core::ShapeError),
    /// Element types that do not fit, or have no such name.
    #[error(transparent)]
    DType(#[from] nd_core::DTypeError),
    /// A range without an end, or of more numbers than there can be.
    #[error(transparent)]
    Range(#[from] nd_core::RangeError),
    /// A file of arrays, in any format, that cannot be read or written.
    #[error(transparent)]
    File(#[from] nd_io::Error),
    /// A matrix without an answer: singular, not finite, not converging.
    #[cfg(feature = "linalg")]
    #[error(transparent)]
    Linalg(#[from] nd_linalg::LinalgError),
    /// Subscripts of an `einsum` that do not fit the arrays.
    #[cfg(feature = "linalg")]
    #[error(transparent)]
    Einsum(#[from] nd_linalg::EinsumError),
    /// Random numbers asked for with parameters outside their domain.
    #[cfg(feature = "random")]
    #[error(transparent)]
    Random(#[from] nd_random::RandomError),
    /// Parts that do not make a sparse array.
    #[cfg(feature = "sparse")]
    #[error(transparent)]
    Sparse(#[from] nd_sparse::SparseError),
    /// A graph that an algorithm has no answer for.
    #[cfg(feature = "sparse")]
    #[error(transparent)]
    Graph(#[from] nd_sparse::graph::GraphError),
    /// A system that has no solution, or whose solution was not found.
    #[cfg(feature = "sparse")]
    #[error(transparent)]
    Solver(#[from] nd_sparse::linalg::SolverError),
    /// A Matrix Market file that cannot be read.
    #[cfg(feature = "sparse")]
    #[error(transparent)]
    Market(#[from] nd_sparse::MarketError),
    /// A fault of a Harwell–Boeing file, or of a list of edges.
    #[cfg(feature = "sparse")]
    #[error(transparent)]
    SparseFile(#[from] nd_sparse::SparseFileError),
    /// A plan over arrays larger than memory that cannot be made or run.
    #[cfg(feature = "ooc")]
    #[error(transparent)]
    Ooc(#[from] nd_ooc::Error),
    /// The operating system's.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

#[cfg(feature = "sparse")]
impl<T: nd_sparse::linalg::Scalar> From<nd_sparse::linalg::Unsolved<T>> for Error {
    fn from(unsolved: nd_sparse::linalg::Unsolved<T>) -> Self {
        Error::Solver(unsolved.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::Error;

    /// `?` takes each error of the layers: this compiles, or it does not.
    #[test]
    fn every_error_of_the_layers_is_one_of_these() {
        fn enters<E: Into<Error> + std::error::Error>() {}
        enters::<nd_core::ShapeError>();
        enters::<nd_core::RangeError>();
        enters::<nd_core::DTypeError>();
        enters::<nd_io::Error>();
        #[cfg(feature = "linalg")]
        enters::<nd_linalg::LinalgError>();
        #[cfg(feature = "linalg")]
        enters::<nd_linalg::EinsumError>();
        #[cfg(feature = "random")]
        enters::<nd_random::RandomError>();
        #[cfg(feature = "sparse")]
        enters::<nd_sparse::SparseError>();
        #[cfg(feature = "sparse")]
        enters::<nd_sparse::graph::GraphError>();
        #[cfg(feature = "sparse")]
        enters::<nd_sparse::linalg::SolverError>();
        #[cfg(feature = "sparse")]
        enters::<nd_sparse::linalg::Unsolved<f64>>();
        #[cfg(feature = "sparse")]
        enters::<nd_sparse::MarketError>();
        #[cfg(feature = "sparse")]
        enters::<nd_sparse::SparseFileError>();
        #[cfg(feature = "ooc")]
        enters::<nd_ooc::Error>();
        enters::<std::io::Error>();
    }
}
