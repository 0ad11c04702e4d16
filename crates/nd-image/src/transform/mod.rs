//! Geometry of pictures, as in `skimage.transform`.

mod affine;
mod block_reduce;
mod hough_circle;
mod hough_line;
mod integral_image;
mod least_squares;
mod points;
mod probabilistic_hough_line;
mod projective;
mod pyramid;
mod radon;
mod resize_spline;
mod similarity;
mod swirl;
mod warp;
mod warp_polar;

pub use affine::AffineTransform;
pub use block_reduce::{block_reduce, downscale_local_mean};
pub use hough_circle::{HoughCircleOptions, hough_circle, hough_circle_with};
pub use hough_line::{
    LinePeak, LinePeaksOptions, LineVotes, hough_angles, hough_line, hough_line_peaks,
    hough_line_peaks_with,
};
pub use integral_image::{Cumulative, integral_image, integrate};
pub use points::DegenerateError;
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
pub use similarity::{EuclideanTransform, SimilarityTransform};
pub use swirl::{SwirlOptions, swirl, swirl_with};
pub use warp::{WarpOptions, warp, warp_with};
pub use warp_polar::{PolarScaling, WarpPolarOptions, warp_polar, warp_polar_with};
