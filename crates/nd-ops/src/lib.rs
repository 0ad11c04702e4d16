//! NumPy's function namespace over [`nd_core`] arrays: eager functions that take anything
//! [array-like](nd_core::ArrayLike) and return new arrays.
//!
//! - [`sum`], [`mean`], [`max`], … and their `_axis` forms: reductions, over the axes that
//!   [`Over`] names, the same bits on any number of threads;
//! - [`nansum`], [`median`], [`quantile`], [`histogram`], [`cov`], …: statistics, also without NaN;
//! - [`exp`], [`sin`], [`pow`], [`hypot()`], …: elementary functions, vectorised for the CPU at
//!   hand, with `_into` forms for results that go into arrays that exist;
//! - [`sqrt`], [`round`], [`maximum`], [`clip`], [`where_`], …: simple functions of elements;
//! - [`frexp`], [`nextafter`], [`copysign`], …: floats as they are stored; [`gcd`], [`bitwise_count`], …:
//!   whole numbers;
//! - [`interp`], [`trapezoid`], [`unwrap`]: lines through points, areas under them, angles;
//! - [`pad()`], [`diff`], [`gradient()`], [`rolling_mean`], [`coarsen()`], [`grouped_sum`], …: what
//!   neighbours, windows, blocks and groups make;
//! - [`sort`], [`argsort`], [`searchsorted`], [`isin`], [`unique`], …: what needs elements in order;
//! - [`ArrayMath`]: the element-wise functions and reductions as methods.
//!
//! Several of them in one pass, without temporaries, is [`nd_core::zip`].
//!
//! Each function asks for a trait of its elements ([`Ordered`], [`Summable`], [`Real`], …).
//! The traits have the bodies of the functions as hidden methods: the types that nd knows
//! override them with bodies compiled here, once, and types of your own get them compiled in
//! your crate.
//!
//! ```
//! use nd_core::array;
//! use nd_ops::{exp, keepdims, sum_axis};
//!
//! let scores = array![[0.0, 0.0], [0.0, 1f64.ln()]];
//! let odds = exp(&scores);
//! let softmax = &odds / sum_axis(&odds, keepdims(-1));
//! assert_eq!(softmax, array![[0.5, 0.5], [0.5, 0.5]]);
//! ```
#![forbid(unsafe_code)]

mod analytic;
mod arithmetic;
pub mod binary;
mod bins;
mod bits;
mod choose;
mod classify;
mod closeness;
mod coarsen;
mod complex;
mod covariance;
mod differences;
mod each;
pub mod elementary;
mod exponents;
mod floating;
mod gradient;
mod groups;
mod interpolation;
mod magnitude;
mod methods;
mod moments;
mod order;
mod over;
mod pad;
mod parts;
mod polynomials;
mod powers;
mod raised;
mod ranks;
mod real;
mod rolling;
mod roots;
mod rounding;
mod signals;
mod signs;
mod slab;
mod sorting;
mod sums;
mod tapers;
pub mod time;
mod trapezoids;
mod trigonometry;
mod truth;
mod turns;
mod two;
mod whole;

pub use analytic::Analytic;
pub use arithmetic::{
    add, add_into, divide, divide_into, multiply, multiply_into, positive, reciprocal, square,
    subtract, subtract_into,
};
pub use bins::*;
pub use bits::*;
pub use choose::{
    choose, choose_with, select_where, try_choose, try_choose_with, try_select_where, where_,
};
pub use classify::{Classified, isfinite, isinf, isnan};
pub use closeness::*;
pub use coarsen::{Boundary, CoarsenOptions, coarsen, coarsen_with};
pub use covariance::{CovOptions, corrcoef, corrcoef_with, cov, cov_with};
pub use differences::{DiffOptions, diff, diff_with, ediff1d};
pub use exponents::*;
pub use floating::*;
pub use gradient::{
    EdgeOrder, GradientOptions, Spacing, gradient, gradient_axis, gradient_axis_with, gradient_with,
};
#[doc(hidden)]
pub use groups::Codes;
pub use groups::{
    Grouped, Label, grouped_all, grouped_any, grouped_count, grouped_first, grouped_last,
    grouped_max, grouped_mean, grouped_min, grouped_prod, grouped_std, grouped_sum, grouped_var,
};
pub use interpolation::{InterpOptions, interp, interp_with, try_interp, try_interp_with};
pub use magnitude::{Magnitude, abs};
pub use methods::ArrayMath;
pub use moments::*;
pub use order::*;
pub use over::{Over, ddof, keepdims};
pub use pad::{PadMode, Padded, Sides, pad, try_pad};
pub use parts::*;
pub use polynomials::*;
pub use powers::{Power, powi};
pub use raised::{PowError, Raised, pow, pow_into, try_pow};
pub use ranks::*;
pub use real::Real;
pub use rolling::*;
pub use roots::{Root, sqrt, sqrt_into};
pub use rounding::*;
pub use signals::{ConvolveMode, Signal, convolve, correlate, try_convolve, try_correlate};
pub use signs::{Signed, sign};
pub use sorting::*;
pub use sums::*;
pub use tapers::{bartlett, blackman, hamming, hanning, kaiser};
pub use trapezoids::trapezoid;
pub use trigonometry::*;
pub use truth::{Truth, all, all_axis, any, any_axis, count_nonzero, count_nonzero_axis};
pub use turns::{Turning, UnwrapOptions, unwrap, unwrap_with};
pub use whole::*;
