//! Files of sparse matrices.

mod matrix_market;
#[cfg(feature = "io")]
mod npz;

pub use matrix_market::{MarketElement, MarketError, read_matrix_market, write_matrix_market};
#[cfg(feature = "io")]
pub use npz::{SavedSparse, load_npz, save_npz};
