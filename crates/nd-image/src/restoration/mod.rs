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
//! | holes | [`inpaint_biharmonic`] |
//! | phases with jumps | [`unwrap_phase`] |
//! | uneven light | [`rolling_ball`] |

mod banded;
mod bilateral;
mod bregman;
mod chambolle;
mod deconvolution;
mod inpaint;
mod nl_means;
mod noise;
mod rolling_ball;
mod unwrap;
mod window;

pub use bilateral::{BilateralOptions, denoise_bilateral, denoise_bilateral_with};
pub use bregman::{BregmanOptions, denoise_tv_bregman, denoise_tv_bregman_with};
pub use chambolle::{ChambolleOptions, denoise_tv_chambolle, denoise_tv_chambolle_with};
pub use deconvolution::{RichardsonLucyOptions, richardson_lucy, richardson_lucy_with, wiener};
pub use inpaint::{InpaintError, InpaintOptions, inpaint_biharmonic, inpaint_biharmonic_with};
pub use nl_means::{NlMeansOptions, denoise_nl_means, denoise_nl_means_with};
pub use noise::estimate_sigma;
pub use rolling_ball::rolling_ball;
pub use unwrap::{UnwrapOptions, unwrap_phase, unwrap_phase_with};
