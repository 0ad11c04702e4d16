//! SciPy's sparse arrays and graph algorithms over [`nd_core`] arrays.
//!
//! - [`Csr`] and [`Csc`]: matrices whose rows or columns are compressed, always canonical; what is calculated with;
//! - [`Coo`], [`Dok`], [`Lil`]: what they are made from: entries in any order, a map, rows that grow;
//! - [`Bsr`], [`Dia`], [`SparseVector`]: dense blocks, whole diagonals, one axis;
//! - `+`, `-`, `*`, `/`, comparisons, reductions, slices, assignment: methods and operators of these;
//! - [`hstack`], [`block_diag`], [`kron`], …: matrices made from matrices;
//! - [`matvec`](Compressed::matvec), [`matmul`](Compressed::matmul), [`gram`](Compressed::gram) and products over a
//!   [`Semiring`] of yours;
//! - [`graph`]: components, traversals, shortest paths, spanning trees, PageRank, …;
//! - [`linalg`]: systems of equations, by iteration and by factors, preconditioners, eigenvalues, singular values;
//! - [`read_matrix_market`], [`read_harwell_boeing`], [`read_edge_list`]; SciPy's `.npz` with the feature `io`, files of
//!   AnnData and 10x Genomics with `hdf5`;
//! - [`spy`](Compressed::spy): a picture of where the entries are.
//!
//! Element types are `bool`, all integers, `f32`, `f64` and the complex numbers of these ([`SparseElement`]); the
//! [type of the indices](Index) is `u32`, or `usize` for axes longer than 2³². Row starts are always `usize`.
//! What is not stored is zero; products leave it out, so that NaN or infinity beside it has no effect. Everything runs
//! on all threads, with the same bits for any number of them.
//!
//! | which format | for |
//! |---|---|
//! | [`Csr`] | products, rows, graphs: the usual one |
//! | [`Csc`] | columns |
//! | [`Coo`] | to build from entries in any order; more than two axes |
//! | [`Dok`], [`Lil`] | to build by setting and reading elements; row by row |
//! | [`Bsr`] | matrices that consist of small dense blocks |
//! | [`Dia`] | few whole diagonals |
//!
//! ```
//! use nd_core::array;
//! use nd_sparse::{Coo, Csr};
//!
//! let mut builder = Coo::<f64>::new([3, 3]);
//! for i in 0..3 {
//!     builder.push([i, i], 2.0);
//! }
//! builder.push([0, 2], -1.0);
//! let a: Csr<f64> = builder.to_csr();
//! assert_eq!(a.matvec(&[1.0, 1.0, 1.0]), array![1.0, 2.0, 2.0]);
//! assert_eq!(a.matmul(a.t()).get(0, 0), 5.0);
//! assert_eq!(a.sum_axis(0), array![2.0, 2.0, 1.0]);
//! ```
#![forbid(unsafe_code)]

mod blocks;
mod builders;
mod compressed;
mod construct;
mod coordinates;
mod element;
mod error;
mod files;
pub mod graph;
mod index;
mod kernels;
pub mod linalg;
mod ops;
mod orientation;
mod packed;
mod print;
mod products;
#[cfg(feature = "sprs")]
mod sprs_bridge;
mod spy;
mod vector;

pub use blocks::{Bsr, Dia};
pub use builders::{Dok, Lil};
pub use compressed::{Compressed, CompressedView, Csc, CscView, Csr, CsrView, SparseLane};
pub use construct::*;
pub use coordinates::Coo;
pub use element::{Entry, OrderedElement, SparseElement};
pub use error::SparseError;
pub use files::*;
pub use index::Index;
pub use ops::Comparand;
pub use orientation::{Columns, Orientation, Rows};
pub use products::{PlusTimes, Semiring};
pub use spy::SpyOptions;
pub use vector::SparseVector;
