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
mod ewm;
mod exponents;
#[cfg(feature = "fft")]
pub mod fft;
mod floating;
mod gradient;
mod groups;
#[cfg(feature = "interpolate")]
pub mod integrate;
#[cfg(feature = "interpolate")]
pub mod interpolate;
mod interpolation;
mod joins;
#[cfg(feature = "masked")]
pub mod ma;
mod magnitude;
mod measured;
mod methods;
#[cfg(feature = "interpolate")]
pub mod missing;
mod moments;
mod order;
mod over;
mod pad;
mod parts;
#[cfg(feature = "polynomial")]
pub mod polynomial;
mod polynomials;
mod powers;
mod raised;
mod ranks;
mod real;
mod rolling;
mod roots;
mod rounding;
#[cfg(feature = "signal")]
pub mod signal;
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
pub use ewm::{
    Decay, EwmOptions, ewm_corr, ewm_corr_with, ewm_cov, ewm_cov_with, ewm_mean, ewm_mean_with,
    ewm_std, ewm_std_with, ewm_sum, ewm_sum_with, ewm_var, ewm_var_with,
};
pub use exponents::*;
pub use floating::*;
pub use gradient::{
    EdgeOrder, GradientOptions, Spacing, gradient, gradient_axis, gradient_axis_with, gradient_with,
};
pub use groups::{
    BinEnd, BinOrigin, GroupOptions, Grouped, Label, LabelColumns, RankMethod, RegularBinError,
    RegularBinOptions, RegularBins, group_indices, grouped_all, grouped_all_with, grouped_any,
    grouped_any_with, grouped_argmax, grouped_argmax_with, grouped_argmin, grouped_argmin_with,
    grouped_count, grouped_count_with, grouped_cumcount, grouped_cummax, grouped_cummax_with,
    grouped_cummin, grouped_cummin_with, grouped_cumprod, grouped_cumprod_with, grouped_cumsum,
    grouped_cumsum_with, grouped_first, grouped_first_with, grouped_last, grouped_last_with,
    grouped_max, grouped_max_with, grouped_mean, grouped_mean_with, grouped_median,
    grouped_median_with, grouped_min, grouped_min_with, grouped_ngroup, grouped_nth,
    grouped_nth_with, grouped_nunique, grouped_nunique_with, grouped_prod, grouped_prod_with,
    grouped_quantile, grouped_quantile_with, grouped_rank, grouped_rank_with, grouped_reduce,
    grouped_sem, grouped_sem_with, grouped_std, grouped_std_with, grouped_sum, grouped_sum_with,
    grouped_transform, grouped_var, grouped_var_with, label_columns,
};
#[doc(hidden)]
pub use groups::{Codes, GroupKernels};
pub use interpolation::{InterpOptions, interp, interp_with, try_interp, try_interp_with};
#[doc(hidden)]
pub use joins::NearKernels;
pub use joins::{
    AsofDirection, AsofOptions, JoinError, join_asof, join_asof_with, join_inner, join_left,
    join_outer,
};
pub use magnitude::{Magnitude, abs};
pub use measured::Measured;
#[doc(hidden)]
pub use measured::Wide;
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
#[doc(hidden)]
pub use rolling::Windows;
pub use rolling::{
    Align, Closed, RollingOptions, Window, WindowError, expanding_corr, expanding_count,
    expanding_cov, expanding_kurt, expanding_max, expanding_mean, expanding_median, expanding_min,
    expanding_quantile, expanding_rank, expanding_skew, expanding_std, expanding_sum,
    expanding_var, rolling_apply, rolling_apply_with, rolling_argmax, rolling_argmax_with,
    rolling_argmin, rolling_argmin_with, rolling_corr, rolling_corr_with, rolling_count,
    rolling_count_with, rolling_cov, rolling_cov_with, rolling_kurt, rolling_kurt_with,
    rolling_max, rolling_max_with, rolling_mean, rolling_mean_with, rolling_median,
    rolling_median_with, rolling_min, rolling_min_with, rolling_nanmax, rolling_nanmax_with,
    rolling_nanmean, rolling_nanmean_with, rolling_nanmin, rolling_nanmin_with, rolling_nanstd,
    rolling_nanstd_with, rolling_nansum, rolling_nansum_with, rolling_nanvar, rolling_nanvar_with,
    rolling_quantile, rolling_quantile_with, rolling_rank, rolling_rank_with, rolling_skew,
    rolling_skew_with, rolling_std, rolling_std_with, rolling_sum, rolling_sum_with, rolling_var,
    rolling_var_with,
};
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
