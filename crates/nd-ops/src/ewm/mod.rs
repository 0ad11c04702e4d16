//! Exponentially weighted means, variances, covariances: of all elements up to a position, each of less weight
//! than the next one.

mod measures;
mod options;
mod weights;

pub use measures::{
    ewm_corr, ewm_corr_with, ewm_cov, ewm_cov_with, ewm_mean, ewm_mean_with, ewm_std, ewm_std_with,
    ewm_sum, ewm_sum_with, ewm_var, ewm_var_with,
};
pub use options::{Decay, EwmOptions};
