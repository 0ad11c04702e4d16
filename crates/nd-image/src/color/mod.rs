//! Colours: from one space to another, nothing rescaled.
//!
//! Pictures are `(…, 3)` of `f32` or `f64`; red, green and blue are those of sRGB, from 0 to 1. Each
//! function says the ranges of what it makes; [`unit_from_u8`] and [`u8_from_unit`] are the way from and
//! to integers. All is calculated in `f64`. Nothing is clipped: colours that a space cannot show leave
//! its range, and come back by the inverse.
//!
//! | space | there and back |
//! |---|---|
//! | hue | [`rgb_to_hsv`], [`hsv_to_rgb`], [`rgb_to_hsl`], [`hsl_to_rgb`] |
//! | light | [`rgb_to_linear`], [`linear_to_rgb`], [`rgb_to_xyz`], [`xyz_to_rgb`], [`rgb_to_rgbcie`] |
//! | as seen | [`rgb_to_lab`], [`lab_to_rgb`], [`rgb_to_luv`], [`luv_to_rgb`], [`lab_to_lch`] |
//! | differences | [`deltae_cie76`], [`deltae_ciede94`], [`deltae_ciede2000`], [`deltae_cmc`] |
//! | video | [`rgb_to_ycbcr`], [`rgb_to_ypbpr`], [`rgb_to_yuv`], [`rgb_to_yiq`], [`rgb_to_ydbdr`] and back |
//! | print, stains | [`rgb_to_cmyk`], [`cmyk_to_rgb`], [`rgb_to_hed`], [`hed_to_rgb`], [`separate_stains`], [`combine_stains`] |
//! | grey, alpha | [`rgb_to_grey_rec709`], [`grey_to_rgb`], [`rgba_to_rgb`], [`rgb_to_grey`](crate::rgb_to_grey) |
//! | labels | [`label_to_rgb`], [`label_means`] |

mod cie;
mod difference;
mod grey;
mod hue;
mod labels;
mod print;
mod stains;
mod step;
mod unit;
mod video;

pub use cie::{
    lab_to_lch, lab_to_rgb, lab_to_xyz, lch_to_lab, linear_to_rgb, luv_to_rgb, luv_to_xyz,
    rgb_to_lab, rgb_to_linear, rgb_to_luv, rgb_to_rgbcie, rgb_to_xyz, rgbcie_to_rgb, xyz_to_lab,
    xyz_to_luv, xyz_to_rgb,
};
pub use difference::{
    DifferenceOptions, deltae_cie76, deltae_ciede94, deltae_ciede94_with, deltae_ciede2000,
    deltae_ciede2000_with, deltae_cmc, deltae_cmc_with,
};
pub use grey::{grey_to_rgb, rgb_to_grey_rec709, rgba_to_rgb};
pub use hue::{hsl_to_rgb, hsv_to_rgb, rgb_to_hsl, rgb_to_hsv};
pub use labels::{LABEL_COLORS, LabelColorOptions, label_means, label_to_rgb, label_to_rgb_with};
pub use print::{cmyk_to_rgb, rgb_to_cmyk};
pub use stains::{combine_stains, hed_to_rgb, rgb_to_hed, separate_stains};
pub use unit::{u8_from_unit, u16_from_unit, unit_from_u8, unit_from_u16};
pub use video::{
    rgb_to_ycbcr, rgb_to_ydbdr, rgb_to_yiq, rgb_to_ypbpr, rgb_to_yuv, ycbcr_to_rgb, ydbdr_to_rgb,
    yiq_to_rgb, ypbpr_to_rgb, yuv_to_rgb,
};
