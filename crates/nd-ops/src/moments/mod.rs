//! Means, variances, standard deviations, and the types in which they are formed.

mod averaged;
mod mean;
mod variance;

pub use averaged::Averaged;
#[doc(hidden)]
pub use averaged::Moments;
pub use mean::{mean, mean_as, mean_axis, mean_axis_as};
pub use variance::{std, std_axis, std_ddof, var, var_axis, var_ddof};
