//! (being built)

pub mod elementary;
