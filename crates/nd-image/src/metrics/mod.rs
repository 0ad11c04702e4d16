//! How much two pictures, or two segmentations, differ.
//!
//! | for | use |
//! |---|---|
//! | errors | [`mean_squared_error`], [`normalized_root_mse`], [`peak_signal_noise_ratio`] |
//! | as people see it | [`structural_similarity`] |
//! | without the same levels | [`normalized_mutual_information`] |
//! | sets of pixels | [`hausdorff_distance`] |
//! | segmentations | [`adapted_rand_error`], [`variation_of_information`] |
//!
//! Arrays have any rank and one shape. Ranges of levels are arguments, never guessed from types.

mod distances;
mod errors;
mod information;
mod segmentation;
mod similarity;

pub use distances::{hausdorff_distance, modified_hausdorff_distance};
pub use errors::{Normalization, mean_squared_error, normalized_root_mse, peak_signal_noise_ratio};
pub use information::{
    MutualInformationOptions, normalized_mutual_information, normalized_mutual_information_with,
};
pub use segmentation::{
    RandError, SegmentationOptions, adapted_rand_error, adapted_rand_error_with,
    variation_of_information, variation_of_information_with,
};
pub use similarity::{
    Similarity, SimilarityOptions, structural_similarity, structural_similarity_map,
    structural_similarity_with,
};
