//! Fourier transforms and their kin: beside NumPy and SciPy, and beside their definition in twice the digits.

mod errors;
mod exact;
mod theirs;
