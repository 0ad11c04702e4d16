//! Geometry of pictures, as in `skimage.transform`.

mod affine;
mod block_reduce;
mod circle_peaks;
mod finite_radon;
mod hough_circle;
mod hough_ellipse;
mod hough_line;
mod integral_image;
mod local_mean;
mod points;
mod polynomial;
mod probabilistic_hough_line;
mod projective;
mod pyramid;
mod radon;
mod resize_spline;
mod sart;
mod similarity;
mod swirl;
mod thin_plate;
mod warp;
mod warp_polar;

pub use affine::AffineTransform;
pub use block_reduce::{block_reduce, downscale_local_mean};
pub use circle_peaks::{
    CirclePeak, CirclePeaksOptions, hough_circle_peaks, hough_circle_peaks_with,
};
pub use finite_radon::{frt2, ifrt2};
pub use hough_circle::{HoughCircleOptions, hough_circle, hough_circle_with};
pub use hough_ellipse::{EllipseVotes, HoughEllipseOptions, hough_ellipse, hough_ellipse_with};
pub use hough_line::{
    LinePeak, LinePeaksOptions, LineVotes, hough_angles, hough_line, hough_line_peaks,
    hough_line_peaks_with,
};
pub use integral_image::{Cumulative, integral_image, integrate};
pub use local_mean::resize_local_mean;
pub use points::DegenerateError;
pub use polynomial::PolynomialTransform;
pub use probabilistic_hough_line::{
    HoughSegmentsOptions, probabilistic_hough_line, probabilistic_hough_line_with,
};
pub use projective::ProjectiveTransform;
pub use pyramid::{
    PyramidOptions, pyramid_expand, pyramid_expand_with, pyramid_gaussian, pyramid_gaussian_with,
    pyramid_laplacian, pyramid_laplacian_with, pyramid_reduce, pyramid_reduce_with,
};
pub use radon::{IradonOptions, RadonFilter, RadonOptions, iradon, iradon_with, radon, radon_with};
pub use resize_spline::{
    ResizeSplineOptions, rescale, rescale_with, resize_spline, resize_spline_with,
};
pub use sart::{SartOptions, iradon_sart, iradon_sart_with, order_angles_golden_ratio};
pub use similarity::{EuclideanTransform, SimilarityTransform};
pub use swirl::{SwirlOptions, swirl, swirl_with};
pub use thin_plate::ThinPlateSplineTransform;
pub use warp::{WarpOptions, warp, warp_with};
pub use warp_polar::{PolarScaling, WarpPolarOptions, warp_polar, warp_polar_with};
