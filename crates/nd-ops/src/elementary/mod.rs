//! Elementary functions that vectorise.
//!
//! Every function here is branch-free scalar code, generic over the instruction-set token of
//! [`nd_core::simd`] and marked `#[inline(always)]`: a plain loop over slices around one of
//! them, inside a dispatched body, becomes vector code. None of them sees an array type.
//!
//! Read `arith.rs` first, then `exp.rs`, which all the others resemble.
//!
//! Two ways in:
//! - [`Elementary`] has the functions as methods of `f32` and `f64`, one element at a time;
//! - [`Function`] names each function by a type ([`Exp`], [`Sin`], …), so that one kernel can
//!   be generic over the function; [`Function::block`] runs over slices, which lets the
//!   functions with rare special arguments (logarithms, powers, trigonometry) keep the common
//!   loop free of them.
//!
//! Results may differ in the last place between CPUs with and without fused multiply-add, and
//! never otherwise: not by position, block length or vector width. The error bounds stated with
//! each function were measured, over some hundred thousand arguments each for `f64` (against
//! mpmath) and every 61st to 401st number for `f32`, and are checked in `tests/ulp.rs` and
//! `tests/ulp_fixture.rs`. They hold with fused multiply-add; without, add 0.05 ULP.

mod angle;
mod arith;
mod asin;
mod atan;
mod bessel;
mod cbrt;
mod exp;
mod far;
mod function;
mod guarded;
mod hyperbolic;
mod hypot;
mod inverse_hyperbolic;
mod log;
mod log_sum;
mod pow;
mod rare;
mod sin_cos;
mod sinc;
mod tan;
mod trig;

pub use angle::{to_degrees_f32, to_degrees_f64, to_radians_f32, to_radians_f64};
pub use asin::{acos_f32, acos_f64, asin_f32, asin_f64};
pub use atan::{atan_f32, atan_f64, atan2_f32, atan2_f64};
pub use bessel::{i0_f32, i0_f64};
pub use cbrt::{cbrt_f32, cbrt_f64};
pub use exp::{exp_f32, exp_f64, exp2_f32, exp2_f64, expm1_f32, expm1_f64};
pub use function::*;
pub use hyperbolic::{cosh_f32, cosh_f64, sinh_f32, sinh_f64, tanh_f32, tanh_f64};
pub use hypot::{hypot_f32, hypot_f64};
pub use inverse_hyperbolic::{acosh_f32, acosh_f64, asinh_f32, asinh_f64, atanh_f32, atanh_f64};
pub use log::{ln_1p_f32, ln_1p_f64, ln_f32, ln_f64, log2_f32, log2_f64, log10_f32, log10_f64};
pub use log_sum::{ln_add_exp_f32, ln_add_exp_f64, log2_add_exp2_f32, log2_add_exp2_f64};
pub use pow::{pow_f32, pow_f64};
pub use sin_cos::{cos_f32, cos_f64, sin_f32, sin_f64};
pub use sinc::{sinc_f32, sinc_f64};
pub use tan::{tan_f32, tan_f64};
