//! The n-dimensional array (being built).
pub mod simd;
