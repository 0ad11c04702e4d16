//! Matrices whose entries stand in groups: dense blocks ([`Bsr`]) and whole diagonals ([`Dia`]).

mod bsr;
mod dia;

pub use bsr::Bsr;
pub use dia::Dia;
