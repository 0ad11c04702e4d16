//! Means, variances, standard deviations, and the types in which they are formed.

mod accumulator;
mod average;
mod averaged;
mod mean;
mod nan;
mod spread;
mod variance;

#[doc(hidden)]
pub use accumulator::Moments;
pub use average::{ZeroWeights, average, average_axis};
pub use averaged::Averaged;
pub use mean::{mean, mean_as, mean_axis, mean_axis_as};
pub use nan::{
    nanmean, nanmean_axis, nanstd, nanstd_axis, nanstd_ddof, nanvar, nanvar_axis, nanvar_ddof,
};
pub use variance::{std, std_axis, std_ddof, var, var_axis, var_ddof};
