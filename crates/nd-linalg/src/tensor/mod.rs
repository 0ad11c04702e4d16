//! Products of arrays of any rank.

mod chain;
mod cross;
mod kron;
mod tensordot;

pub use chain::{multi_dot, try_multi_dot};
pub use cross::{cross, cross_axis, try_cross};
pub use kron::{kron, try_kron};
pub use tensordot::{TensordotAxes, tensordot, try_tensordot};
