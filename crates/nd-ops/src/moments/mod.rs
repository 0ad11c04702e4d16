//! Means, variances, standard deviations, and the types in which they are formed.

mod accumulator;
mod averaged;
mod mean;
mod spread;
mod variance;

#[doc(hidden)]
pub use accumulator::Moments;
pub use averaged::Averaged;
pub use mean::{mean, mean_as, mean_axis, mean_axis_as};
pub use variance::{std, std_axis, std_ddof, var, var_axis, var_ddof};
