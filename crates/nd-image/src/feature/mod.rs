//! Features: edges, corners, blobs, peaks, textures, templates and shifts.
//!
//! Thresholds are in the picture's own levels: nothing is rescaled to fractions.
//!
//! | for | use |
//! |---|---|
//! | edges | [`canny`] |
//! | corners | [`corner_harris`], [`corner_shi_tomasi`], [`corner_foerstner`], [`corner_kitchen_rosenfeld`], [`corner_moravec`], [`corner_fast`] |
//! | where they are and point | [`corner_peaks`], [`peak_local_max`], [`corner_orientations`] |
//! | how a picture bends | [`structure_tensor`], [`hessian_matrix`], [`symmetric_eigenvalues`], [`shape_index`] |
//! | blobs | [`blob_log`], [`blob_dog`], [`blob_doh`] |
//! | textures | [`local_binary_pattern`], [`graycomatrix`], [`graycoprops`], [`hog`] |
//! | pairs of descriptors | [`match_descriptors`] |
//! | finding a picture in another | [`match_template`], [`phase_cross_correlation`] |

mod blob_options;
mod blobs;
mod canny;
mod cooccurrence;
mod corners;
mod daisy;
mod fast;
mod hessian;
mod hog;
mod hog_options;
mod matching;
mod orientation;
mod patterns;
mod peaks;
mod registration;
mod template;
mod tensor;

pub use blob_options::BlobOptions;
pub use blobs::{blob_dog, blob_dog_with, blob_doh, blob_doh_with, blob_log, blob_log_with};
pub use canny::{CannyOptions, canny, canny_with};
pub use cooccurrence::{
    CooccurrenceOptions, TextureProperty, graycomatrix, graycomatrix_with, graycoprops,
};
pub use corners::{corner_foerstner, corner_harris, corner_kitchen_rosenfeld, corner_shi_tomasi};
pub use daisy::{DaisyNorm, DaisyOptions, daisy, daisy_with};
pub use fast::corner_fast;
pub use hessian::{HessianOptions, hessian_matrix, hessian_matrix_with, shape_index};
pub use hog::{hog, hog_image, hog_image_with, hog_with};
pub use hog_options::{BlockNorm, HogOptions};
pub use matching::{Descriptor, MatchOptions, match_descriptors, match_descriptors_with};
pub use orientation::{corner_moravec, corner_orientations};
pub use patterns::{PatternMethod, local_binary_pattern};
pub use peaks::{
    PeakOptions, corner_peaks, corner_peaks_with, peak_local_max, peak_local_max_with,
};
pub use registration::{
    RegistrationOptions, Shift, phase_cross_correlation, phase_cross_correlation_with,
};
pub use template::{TemplateOptions, match_template, match_template_with};
pub use tensor::{TensorOptions, structure_tensor, structure_tensor_with, symmetric_eigenvalues};
