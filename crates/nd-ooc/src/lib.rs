//! Arrays larger than memory.
//!
//! A [`Chunked`] is an expression over files and arrays: operators, functions and reductions have the names and
//! results of those in memory, and nothing is read until a result is asked for. Then a [`Plan`] is made: operations
//! are fused into as few passes over the data as there can be, the memory that they will take is projected and held to
//! a budget in bytes before anything is read, and the data streams through the processor's cache on all threads.
//!
//! ```
//! use nd_core::s;
//!
//! # let path = std::env::temp_dir().join(format!("nd-ooc-tour-{}.npy", std::process::id()));
//! # nd_io::save(&path, &nd_core::arange(0.0f32, 6000.0, 1.0).into_reshaped([1000, 6]))?;
//! let x = nd_ooc::open::<f32>(&path)?; // any format, any size
//! let z = (&x - x.mean_axis(0)) / x.std_axis(0);
//! let tail = z.slice(s![-10.., ..]).compute()?; // or z.save("z.zarr")?
//! assert_eq!(tail.shape(), [10, 6]);
//! # std::fs::remove_file(&path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod chunked;
mod error;

mod arrange;
mod blocks;
#[cfg(feature = "image")]
mod distance;
mod elementwise;
#[cfg(feature = "image")]
mod geometry;
mod groups;
#[cfg(feature = "linalg")]
mod linalg;
#[cfg(feature = "image")]
mod pictures;
mod reduce;
mod select;
mod sorting;
mod source;
#[cfg(feature = "sparse")]
mod sparse;
mod windows;

mod block;
mod digest;
mod node;
mod pieces;
mod regions;

mod cells;
mod fold;
mod forest;

mod cx;
pub mod engine;
mod run;
mod wire;

pub use arrange::{Chunking, DiffOptions, Extent, Joinable, concat, stack, try_concat, try_stack};
pub use blocks::{BlockInfo, ZipBlocks, zip_blocks};
pub use chunked::{AnyChunked, Chunked};
pub use elementwise::{ChunkedOperand, zip};
pub use engine::is_driver;
pub use error::{Error, ErrorKind, Result};
pub use groups::Grouped;
#[cfg(feature = "linalg")]
pub use linalg::{
    ChunkedCholesky, ChunkedLu, ChunkedQr, ChunkedSvd, LstsqOptions, MatrixElement, Pca,
    SolveTriangularOptions,
};
#[cfg(all(feature = "linalg", feature = "random"))]
pub use linalg::{LowRankOptions, OnePassOptions};
#[cfg(feature = "image")]
pub use pictures::{ChunkedLabelOptions, Columns};
pub use reduce::{ChunkedHistogram, ChunkedHistogramDd, Keyed};
pub use run::{Plan, Report, Results, Role, RunOptions, StageReport, Step, Ticket, compute};
pub use sorting::{
    ChunkedJoin, ChunkedUniqueAll, ChunkedUniqueCounts, ChunkedUniqueInverse, ChunkedUniqueOptions,
};
pub use source::{Files, Join, arange, from_fn, full, open, open_all, open_all_any, open_any};
#[cfg(feature = "random")]
pub use source::{Random, random};
pub use windows::{Boundaries, Boundary};
