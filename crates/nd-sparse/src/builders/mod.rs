//! Matrices that are changed entry by entry: [`Dok`], a map, and [`Lil`], a list for each row.

mod dok;
mod lil;

pub use dok::Dok;
pub use lil::Lil;
