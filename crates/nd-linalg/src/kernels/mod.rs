//! What each field asks of faer: the algorithms, compiled here once and for each of the four
//! fields, so that crates that use this one need not compile them again.

mod reduce;
mod schur_complex;
mod schur_real;
mod solve;
mod spectral;

pub(crate) use reduce::ReductionKernels;
pub(crate) use solve::SolveKernels;
pub(crate) use spectral::SpectralKernels;

/// All kernels of a field.
pub trait Kernels: SolveKernels + ReductionKernels + SpectralKernels {}

impl<T: SolveKernels + ReductionKernels + SpectralKernels> Kernels for T {}
