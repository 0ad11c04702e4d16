//! The engine: one way to walk several arrays at once, quickly. Public for whoever writes
//! functions over arrays; whoever uses them needs [`zip`](crate::zip) at most.
//!
//! A call goes through these steps, each in its own file:
//! 1. `plan`: stretch the operands to one shape, drop axes of length 1, order the axes by
//!    stride, merge neighbours, and so find long inner runs; `cut`: cut the walk into tasks
//!    whose boundaries depend on the shape alone; `course` does both. Integers only.
//! 2. `walk`: spread the tasks over [`threads`], and hand a loop contiguous elements; `gather`
//!    copies operands that are not contiguous through a small buffer, by the size of their
//!    elements. Bytes only: compiled once.
//! 3. `bodies`: the loop, for each instruction set ([`simd`]): all that is compiled for every
//!    closure and every pair of element types.
//!
//! Reductions ([`reduce`]) reuse the plan with other tasks.
//!
//! # Examples
//! ```
//! use nd_core::array;
//! use nd_core::engine::{BlockMapper, map_blocks, simd::Isa};
//!
//! struct Double;
//! impl BlockMapper<f64, 1> for Double {
//!     type Out = f64;
//!     fn block<I: Isa>(&self, _: I, [x]: [&[f64]; 1], out: &mut [f64]) {
//!         out.iter_mut().zip(x).for_each(|(out, x)| *out = 2.0 * x);
//!     }
//! }
//! assert_eq!(map_blocks([array![1.0, 2.0].view()], &Double), array![2.0, 4.0]);
//! ```

pub(crate) mod blocks;
pub(crate) mod bodies;
pub(crate) mod course;
pub(crate) mod cut;
pub(crate) mod gather;
pub(crate) mod lanes;
pub(crate) mod plan;
pub(crate) mod reduce;
pub(crate) mod reducer;
pub(crate) mod walk;

pub use crate::buffer::{Filled, Slots};
pub use crate::layout::Layout;
pub use crate::{simd, threads};
pub use blocks::{BlockMapper, map_blocks, map_blocks_into};
pub use bodies::Mapper;
pub use reduce::{reduce, reduce_axes};
pub use reducer::{Reducer, keep_axes};
