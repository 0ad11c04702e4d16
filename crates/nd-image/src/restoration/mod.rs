//! Restoration: noise, blur and uneven light taken away.
//!
//! Pictures are `(h, w)` or, with channels, `(h, w, c)`, of `f32` or `f64`; all is calculated in `f64`, nothing is
//! rescaled or clipped.
//!
//! | for | use |
//! |---|---|
//! | noise | [`denoise_nl_means`], [`denoise_bilateral`], [`denoise_tv_chambolle`], [`denoise_tv_bregman`] |
//! | how much there is | [`estimate_sigma`] |
//! | blur | [`wiener`], [`richardson_lucy`] |
//! | uneven light | [`rolling_ball`] |

mod bilateral;
mod bregman;
mod chambolle;
mod deconvolution;
mod nl_means;
mod noise;
mod rolling_ball;
mod window;

pub use bilateral::{BilateralOptions, denoise_bilateral, denoise_bilateral_with};
pub use bregman::{BregmanOptions, denoise_tv_bregman, denoise_tv_bregman_with};
pub use chambolle::{ChambolleOptions, denoise_tv_chambolle, denoise_tv_chambolle_with};
pub use deconvolution::{RichardsonLucyOptions, richardson_lucy, richardson_lucy_with, wiener};
pub use nl_means::{NlMeansOptions, denoise_nl_means, denoise_nl_means_with};
pub use noise::estimate_sigma;
pub use rolling_ball::rolling_ball;
