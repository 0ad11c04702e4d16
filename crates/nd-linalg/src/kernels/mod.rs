//! What each field asks of faer: the algorithms, compiled here once and for each of the four
//! fields, so that crates that use this one need not compile them again.

mod product;
mod solve;
mod spectral;

pub(crate) use product::ProductKernels;
pub(crate) use solve::SolveKernels;
pub(crate) use spectral::SpectralKernels;

/// All kernels of a field.
pub trait Kernels: ProductKernels + SolveKernels + SpectralKernels {}

impl<T: ProductKernels + SolveKernels + SpectralKernels> Kernels for T {}
