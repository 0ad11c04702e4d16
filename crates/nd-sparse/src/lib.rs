//! Sparse arrays.
#![forbid(unsafe_code)]

mod blocks;
mod builders;
mod compressed;
mod construct;
mod coordinates;
mod element;
mod error;
mod index;
mod kernels;
mod ops;
mod orientation;
mod packed;
mod print;
mod products;
mod vector;

pub use blocks::{Bsr, Dia};
pub use builders::{Dok, Lil};
pub use compressed::{Compressed, CompressedView, Csc, CscView, Csr, CsrView, SparseLane};
pub use construct::*;
pub use coordinates::Coo;
pub use element::{Entry, OrderedElement, SparseElement};
pub use error::SparseError;
pub use index::Index;
pub use ops::Comparand;
pub use orientation::{Columns, Orientation, Rows};
pub use products::{PlusTimes, Semiring};
pub use vector::SparseVector;
