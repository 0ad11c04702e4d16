//! Files of text by their path: what gzip packed is unpacked on the way.

use super::edge_list::{EdgeList, EdgeListOptions, read_edge_list_with};
use super::element::MarketElement;
use super::error::SparseFileError;
use super::harwell_boeing::read_harwell_boeing;
use super::matrix_market::{MarketError, read_matrix_market};
use crate::coordinates::Coo;
use crate::element::SparseElement;
use crate::index::Index;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

fn open(path: &Path) -> io::Result<impl BufRead> {
    let text = nd_io::open_text(path).map_err(io::Error::other)?;
    Ok(BufReader::with_capacity(1 << 18, text))
}

/// Reads a Matrix Market file, packed by gzip or not, as [`read_matrix_market`] reads a stream.
///
/// # Errors
/// As [`read_matrix_market`]; [`MarketError::Io`] also for what another program packed.
///
/// # SciPy
/// `scipy.io.mmread(path)`.
///
/// # Examples
/// ```
/// let missing = nd_sparse::load_matrix_market::<f64, u32>("there/is/no/such.mtx");
/// assert!(missing.unwrap_err().to_string().contains("such.mtx"));
/// ```
pub fn load_matrix_market<T: SparseElement<I> + MarketElement, I: Index>(
    path: impl AsRef<Path>,
) -> Result<Coo<T, I>, MarketError> {
    read_matrix_market(open(path.as_ref())?)
}

/// Reads a Harwell–Boeing file, packed by gzip or not, as [`read_harwell_boeing`] reads a stream.
///
/// # Errors
/// As [`read_harwell_boeing`]; [`SparseFileError::Io`] also for what another program packed.
///
/// # SciPy
/// `scipy.io.hb_read(path)`.
///
/// # Examples
/// ```
/// let missing = nd_sparse::load_harwell_boeing::<f64, u32>("there/is/no/such.rua");
/// assert!(missing.unwrap_err().to_string().contains("such.rua"));
/// ```
pub fn load_harwell_boeing<T: SparseElement<I> + MarketElement, I: Index>(
    path: impl AsRef<Path>,
) -> Result<Coo<T, I>, SparseFileError> {
    read_harwell_boeing(open(path.as_ref())?)
}

/// Reads a list of edges from a file, packed by gzip or not, as [`read_edge_list`](crate::read_edge_list) reads a
/// stream.
///
/// # Errors
/// As [`read_edge_list`](crate::read_edge_list); [`SparseFileError::Io`] also for what another program packed.
///
/// # Examples
/// ```
/// let missing = nd_sparse::load_edge_list::<f64, u32>("there/is/no/such.edges");
/// assert!(missing.unwrap_err().to_string().contains("such.edges"));
/// ```
pub fn load_edge_list<T: SparseElement<I> + MarketElement, I: Index>(
    path: impl AsRef<Path>,
) -> Result<EdgeList<T, I>, SparseFileError> {
    load_edge_list_with(path, &EdgeListOptions::default())
}

/// As [`load_edge_list`], with options.
///
/// # Errors
/// As [`load_edge_list`].
///
/// # Examples
/// ```
/// use nd_sparse::{EdgeListOptions, load_edge_list_with};
///
/// let options = EdgeListOptions::default().names(true);
/// assert!(load_edge_list_with::<f64, u32>("there/is/no/such.edges", &options).is_err());
/// ```
pub fn load_edge_list_with<T: SparseElement<I> + MarketElement, I: Index>(
    path: impl AsRef<Path>,
    options: &EdgeListOptions,
) -> Result<EdgeList<T, I>, SparseFileError> {
    read_edge_list_with(open(path.as_ref())?, options)
}
