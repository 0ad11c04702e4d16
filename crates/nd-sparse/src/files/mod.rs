//! Files of sparse matrices.
//!
//! Text is read as [`lines`]; what a value is, [`element`] says, and what stands across the diagonal, [`entries`].

#[cfg(feature = "hdf5")]
mod anndata;
mod edge_list;
mod element;
mod entries;
mod error;
mod fortran;
mod harwell_boeing;
mod lines;
mod matrix_market;
#[cfg(feature = "io")]
mod npz;
#[cfg(feature = "io")]
mod packed;
#[cfg(feature = "io")]
mod parts;
#[cfg(feature = "hdf5")]
mod ten_x;

#[cfg(feature = "hdf5")]
pub use anndata::{load_h5ad, read_anndata, save_h5ad, write_anndata};
pub use edge_list::{EdgeList, EdgeListOptions, read_edge_list, read_edge_list_with};
pub use element::MarketElement;
pub use error::SparseFileError;
pub use harwell_boeing::read_harwell_boeing;
pub use matrix_market::{MarketError, read_matrix_market, write_matrix_market};
#[cfg(feature = "io")]
pub use npz::{SavedSparse, load_npz, save_npz};
#[cfg(feature = "io")]
pub use packed::{load_edge_list, load_edge_list_with, load_harwell_boeing, load_matrix_market};
#[cfg(feature = "hdf5")]
pub use ten_x::{TenX, TenXFeature, load_10x, save_10x};
