//! NumPy's random numbers, bit for bit: `default_rng(seed)` here and there give the same
//! stream, from the same bit generators by the same algorithms, on any number of threads.
//!
//! ```
//! use nd_random::default_rng;
//!
//! let mut rng = default_rng(42);
//! let a = rng.random([2, 3]); // as np.random.default_rng(42).random((2, 3))
//! assert_eq!(a[[0, 0]], 0.7739560485559633);
//!
//! let mut rng = default_rng(42);
//! let b = rng.normal(10.0, 2.0, 3)?; // rng.normal(10, 2, 3)
//! assert_eq!(b.into_vec(), [10.609434159508863, 7.920031787519009, 11.500902391612914]);
//! let c = rng.integers(1, 7, 2)?; // rng.integers(1, 7, 2)
//! assert_eq!(c.into_vec(), [1, 5]);
//! # Ok::<(), nd_random::RandomError>(())
//! ```
//!
//! - [`Generator`] draws; [`default_rng`] makes one over [`Pcg64`].
//! - [`Pcg64`], [`Pcg64Dxsm`], [`Philox`], [`Sfc64`] and [`Mt19937`] make the bits, from a
//!   [`SeedSequence`].
//! - [`blocked`] makes arrays block by block, in any order, always the same.
//! - A [`Size`] says where numbers go: a shape gives a new array, `()` one number, a mutable
//!   view is filled.
//! - [`legacy::RandomState`] is `np.random.seed(42); np.random.rand(…)`.
#![forbid(unsafe_code)]
#![allow(clippy::neg_cmp_op_on_partial_ord, reason = "a negated comparison says where NaN goes")]

pub mod bits;
mod blocked;
mod compiled;
mod distributions;
mod error;
mod factor;
mod generator;
mod interval;
pub mod legacy;
mod parameters;
mod seed;
mod size;
mod stream;
mod ziggurat;

pub use bits::{Advance, BitGenerator, Jump, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
pub use blocked::{Blocked, blocked};
pub use error::RandomError;
pub use generator::{ChoiceOptions, Factorization, Generator, RandomInteger, default_rng};
/// For [`Generator::sample`]: distributions that NumPy lacks.
pub use rand_distr;
pub use seed::{Entropy, SeedSequence};
pub use size::{FromParameters, Size};
