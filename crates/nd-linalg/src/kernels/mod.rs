//! What is asked of faer: its algorithms, compiled here once and for no more fields than must
//! be, so that crates that use this one need not compile them again.

mod eigen;
mod hessenberg;
mod schur_complex;
mod schur_real;
mod solve;
mod spectral;

pub(crate) use eigen::{EigenKernels, eig_pair};
pub(crate) use hessenberg::ReductionKernels;
pub(crate) use solve::SolveKernels;
pub(crate) use spectral::SpectralKernels;

/// What every field has.
pub trait Kernels: SolveKernels + SpectralKernels {}

impl<T: SolveKernels + SpectralKernels> Kernels for T {}

/// What the fields of double precision have besides.
pub trait DoubleKernels: ReductionKernels + EigenKernels {}

impl<T: ReductionKernels + EigenKernels> DoubleKernels for T {}
