//! The engine: one way to walk several arrays at once, quickly.
//!
//! A call goes through these steps, each in its own file:
//! 1. [`plan`]: stretch the operands to one shape, drop axes of length 1, order the axes by
//!    stride, merge neighbours, and so find long inner runs. Integers only.
//! 2. [`run`]: cut the walk into tasks whose boundaries depend on the shape alone, choose
//!    the instruction set, and spread the tasks over threads.
//! 3. [`lanes`]: for each run, hand the loop contiguous elements; operands that are not
//!    contiguous pass through a small buffer.
//!
//! What is computed at the end is a *body*: [`zip`](crate::zip) and the block maps have one
//! each; reductions ([`reduce`]) reuse the same plan with other tasks.

pub(crate) mod blocks;
pub(crate) mod bodies;
pub(crate) mod erased;
pub(crate) mod lanes;
pub(crate) mod plan;
pub(crate) mod reduce;
pub(crate) mod run;
