//! Elementary functions of a complex number, with the special values of C99's Annex G.
//!
//! Everything is calculated in `f64`: single precision passes through it, so its results are
//! correctly rounded but for one in thousands, and over- and underflow only where they have to.
//! `blocks.rs` has what is fast for whole arrays; the rest takes one number at a time.
//!
//! Functions of `iz` are those of `z` with the parts exchanged: `sin(x + iy)` is
//! `sinh(y + ix)` with its parts exchanged, and so are `tan`, `asin` and `atan` of `tanh`, `asinh`
//! and `atanh`. One of each pair is calculated, the other is a `turned` one.

mod blocks;
mod exponential;
mod hyperbolic;
mod inverse;
mod logarithm;
mod power;
mod root;

pub(crate) use blocks::{Float, Lengths, Powers, part_of};
pub(crate) use exponential::{exp2, expm1};
pub(crate) use hyperbolic::{cos, cosh, sin, sinh, tan, tanh};
pub(crate) use inverse::{acos, acosh, asin, asinh, atan, atanh};
pub(crate) use logarithm::{log, log1p, log2, log10};
pub(crate) use power::pow;
pub(crate) use root::sqrt;

use num_complex::Complex;

pub(crate) type C = Complex<f64>;

const NAN: C = C::new(f64::NAN, f64::NAN);

/// `i conj(z)`: the parts exchanged.
fn turned(z: C) -> C {
    C::new(z.im, z.re)
}

/// `a + b` as the rounded sum and what it lost (D. E. Knuth, "The Art of Computer Programming",
/// volume 2, 1969).
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let other = sum - a;
    (sum, (a - (sum - other)) + (b - other))
}
