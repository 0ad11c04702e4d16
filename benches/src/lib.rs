//! What `cargo xtask bench` and `cargo xtask conformance` run on the Rust side.
//!
//! Reading order: [`data`] makes the same numbers as `peer.py`; [`workload`] says what can be
//! timed, [`peak`] what memory it took; [`machine`] is what the hardware can do; [`ours`] is nd, [`curves`] the same
//! at many sizes; [`ooc`] is for arrays larger than memory; `peers` and `rand_peer` are other Rust
//! crates (feature `peers`). The programs are in `bin/`.
#![forbid(unsafe_code)]

pub mod chunked;
pub mod conformance;
pub mod curves;
pub mod data;
pub mod hex;
#[cfg(feature = "peers")]
pub mod linalg_peer;
pub mod machine;
pub mod ooc;
pub mod ours;
pub mod peak;
#[cfg(feature = "peers")]
pub mod peers;
#[cfg(feature = "peers")]
pub mod rand_peer;
#[cfg(feature = "peers")]
pub mod sprs_peer;
pub mod workload;

/// Elements of the long vectors: 80 MB of `f64`, past every cache.
pub const VECTOR_LEN: usize = 10_000_000;
/// Side of the matrices: 128 MB of `f64`.
pub const MATRIX_SIDE: usize = 4_000;
/// Side of the grid under the scalar stencils: 32 MB of `f64`.
pub const STENCIL_SIDE: usize = 2_000;
