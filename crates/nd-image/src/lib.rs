//! Pictures as arrays: filters of any rank, geometry, morphology, labels, distances, measures.
//!
//! A picture is an array `(h, w)` if grey and `(h, w, c)` if it has channels. Nothing here rescales silently, and nothing knows
//! files: those are nd-io's.
//!
//! | for | use |
//! |---|---|
//! | smoothing | [`gaussian_filter`], [`uniform_filter`], [`median_filter`] |
//! | windows | [`minimum_filter`], [`maximum_filter`], [`rank_filter`], [`percentile_filter`] |
//! | ridges, vessels | [`sato`], [`meijering`], [`frangi`] |
//! | edges | [`sobel`], [`prewitt`], [`scharr`], [`farid`], [`roberts`], [`laplace`], [`gaussian_laplace`], [`gaussian_gradient_magnitude`] |
//! | sharpening | [`unsharp_mask`], [`difference_of_gaussians`] |
//! | kernels and functions of one's own | [`correlate`], [`convolve`], [`generic_filter`], [`vectorized_filter`], [`generic_laplace`] |
//! | one axis | [`gaussian_filter1d`], [`correlate1d`], [`uniform_filter1d`], [`generic_filter1d`], … |
//! | spectra | [`fourier_gaussian`], [`fourier_uniform`], [`fourier_ellipsoid`], [`fourier_shift`] |
//! | dark and light | [`threshold_otsu`], [`threshold_li`], [`threshold_local`], [`apply_hysteresis_threshold`], [`Levels`], … |
//! | geometry | [`crop`], [`resize`], [`rotate`], [`zoom`], [`shift`], [`warp`], [`warp_polar`], [`swirl`] |
//! | reading between samples | [`map_coordinates`], [`affine_transform`], [`geometric_transform`], [`spline_filter`] |
//! | steps of resolution | [`rescale`], [`resize_spline`], [`resize_local_mean`], [`block_reduce`], [`downscale_local_mean`], [`pyramid_gaussian`] and its kin |
//! | maps of the plane | [`ProjectiveTransform`], [`AffineTransform`], [`SimilarityTransform`], [`EuclideanTransform`], [`PolynomialTransform`], [`ThinPlateSplineTransform`] |
//! | lines, circles, ellipses | [`hough_line`], [`probabilistic_hough_line`], [`hough_circle`], [`hough_ellipse`] |
//! | projections | [`radon`], [`iradon`], [`iradon_sart`], [`frt2`] |
//! | sums of rectangles | [`integral_image`], [`integrate`] |
//! | shapes in black and white | [`binary_erosion`], [`binary_opening`], [`binary_fill_holes`], [`skeletonize`], [`convex_hull_image`], … |
//! | hills and valleys | [`grey_dilation`], [`white_tophat`], [`reconstruction_by_dilation`], [`h_maxima`], [`area_opening`], … |
//! | regions | [`label`], [`find_objects`], [`flood_fill`]; of pieces of a picture [`label_seam`], [`merge_labels`] |
//! | their numbers and shapes | [`labels`], [`measure`] |
//! | cutting into regions | [`segmentation`] |
//! | distances | [`distance_transform_edt`], [`distance_transform_cdt`], [`expand_labels`] |
//! | tones and colours | [`exposure`], [`color`], [`rgb_to_grey`] |
//! | corners, blobs, textures, templates | [`feature`] |
//! | noise and blur taken off | [`restoration`] |
//! | how alike two pictures are | [`metrics`] |
//! | drawing | [`draw`] |
//! | other element types | [`img_as_u8`], [`img_as_f64`] and their like |
//!
//! Filters, interpolation and morphology follow `scipy.ndimage` and take arrays of any rank, of integers of 8 to 64 bits, `f32`
//! and `f64` ([`Pixel`]; what only compares takes `bool` too: [`Ranked`], [`Ordinal`]); resizing and grey follow Pillow, thresholds
//! and what SciPy has not scikit-image: to the last bit except where a function says otherwise. Sums of integers are truncated
//! and wrap as SciPy's, unless [`Rounding`] says otherwise; a float result is that of a float input:
//! `gaussian_filter(a.cast::<f32>(), 2.0)`.
//!
//! ```
//! use nd_core::Array;
//! use nd_image::{Filter, crop, gaussian_filter, resize, rgb_to_grey};
//!
//! let photo = Array::from_fn([64, 64, 3], |i| (3 * i[0] + i[1] + 20 * i[2]) as u8);
//! let grey = rgb_to_grey(&photo);
//! let smooth = gaussian_filter(crop(&grey, 10, 10, 40, 40), 2.0);
//! assert_eq!(resize(&smooth, [20, 20], Filter::Lanczos3).shape(), [20, 20]);
//! ```
#![forbid(unsafe_code)]

// Geometry, interpolation and colour.
mod conversion;
mod crop;
mod grey;
mod interpolation;
mod resize;
mod transform;

// Filters, from what the caller sees to the innermost loops.
mod axiswise;
mod correlate;
mod edges;
mod extremes;
mod fourier;
mod gaussian;
mod generic;
mod gradients;
mod laplace;
mod median;
mod mode;
mod ridges;
mod rounding;
mod sharpen;
mod sobel;
mod threshold;
mod uniform;
mod window;

mod axes;
mod blocks;
mod canvas;
mod dense;
mod lanes;
mod neighbourhood;
mod pixel;
mod ranks;
mod separable;
mod taps;
mod wide;
mod windows;

// Morphology, labels, distances.
mod distance;
mod labelling;
mod morphology;
mod ordinal;

// Measurements and segmentation: namespaces of their own.
pub mod labels;
pub mod measure;
mod measured;
pub mod segmentation;

// Tones, colours, errors, drawing, features, restoration.
pub mod color;
pub mod draw;
pub mod exposure;
pub mod feature;
mod level;
pub mod metrics;
pub mod restoration;

pub use axiswise::Axiswise;
pub use conversion::{
    Shade, ShadeError, img_as_bool, img_as_f32, img_as_f64, img_as_i16, img_as_u8, img_as_u16,
};
pub use correlate::{
    KernelOptions, convolve, convolve_with, convolve1d, convolve1d_with, correlate, correlate_with,
    correlate1d, correlate1d_with,
};
pub use crop::{crop, try_crop};
pub use distance::*;
pub use edges::EdgeOptions;
pub use extremes::{
    maximum_filter, maximum_filter_with, maximum_filter1d, maximum_filter1d_with, minimum_filter,
    minimum_filter_with, minimum_filter1d, minimum_filter1d_with,
};
pub use fourier::{
    ComplexSpectral, FourierOptions, Spectral, fourier_ellipsoid, fourier_ellipsoid_with,
    fourier_gaussian, fourier_gaussian_with, fourier_shift, fourier_shift_with, fourier_uniform,
    fourier_uniform_with,
};
pub use gaussian::{
    GaussianOptions, gaussian_filter, gaussian_filter_with, gaussian_filter1d,
    gaussian_filter1d_with,
};
pub use generic::{
    generic_filter, generic_filter_with, generic_filter1d, generic_filter1d_with,
    vectorized_filter, vectorized_filter_with,
};
pub use gradients::{
    farid, farid_with, roberts, roberts_neg_diag, roberts_pos_diag, scharr, scharr_with,
};
pub use grey::{Luma, rgb_to_grey};
pub use interpolation::{
    AffineOptions, Alignment, Boundary, Intensity, Interpolated, InterpolationOptions,
    InterpolationPlan, RotateOptions, SplineFilterOptions, ZoomOptions, affine_transform,
    affine_transform_with, geometric_transform, geometric_transform_with, map_coordinates,
    map_coordinates_with, rotate, rotate_with, shift, shift_with, spline_filter,
    spline_filter_with, spline_filter1d, spline_filter1d_with, zoom, zoom_with,
};
pub use labelling::{
    LabelError, LabelOptions, LabelTile, MergedLabels, RunningObjects, Seam, find_objects,
    find_objects_up_to, label, label_firsts, label_seam, label_with, merge_labels, value_indices,
};
pub use laplace::{
    gaussian_gradient_magnitude, gaussian_gradient_magnitude_with, gaussian_laplace,
    gaussian_laplace_with, generic_gradient_magnitude, generic_laplace, laplace, laplace_with,
};
pub use level::{FloatLevel, Level};
pub use measured::{Label, Measured};
pub use median::{
    median_filter, median_filter_with, percentile_filter, percentile_filter_with, rank_filter,
    rank_filter_with,
};
pub use mode::Mode;
pub use morphology::*;
pub use ordinal::Ordinal;
pub use pixel::Pixel;
pub use ranks::Ranked;
pub use resize::{Filter, ResizePlan, Sample, resize};
pub use ridges::{RidgeOptions, frangi, frangi_with, meijering, meijering_with, sato, sato_with};
pub use rounding::Rounding;
pub use sharpen::{difference_of_gaussians, unsharp_mask};
pub use sobel::{prewitt, prewitt_with, sobel, sobel_with};
pub use threshold::{
    Levels, LocalMethod, LocalThresholdOptions, ThresholdError, apply_hysteresis_threshold,
    threshold_isodata, threshold_li, threshold_local, threshold_local_with, threshold_mean,
    threshold_minimum, threshold_multiotsu, threshold_niblack, threshold_otsu, threshold_sauvola,
    threshold_triangle, threshold_yen,
};
pub use transform::*;
pub use uniform::{uniform_filter, uniform_filter_with, uniform_filter1d, uniform_filter1d_with};
pub use window::{Window, WindowOptions};
