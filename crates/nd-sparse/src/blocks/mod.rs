//! Matrices whose entries stand in groups: dense blocks ([`Bsr`]) and whole diagonals ([`Dia`]).

mod bsr;
mod dia;

pub use bsr::Bsr;
#[cfg(feature = "io")]
pub(crate) use bsr::check_block;
pub use dia::Dia;
