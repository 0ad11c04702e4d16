//! What can be wrong with the parameters of a draw.

use nd_core::ShapeError;

/// A draw that was asked for with parameters outside their domain.
///
/// # Examples
/// ```
/// let error = nd_random::default_rng(0).normal(0.0, -1.0, 3).unwrap_err();
/// assert_eq!(error.to_string(), "normal: scale = -1 where a value of at least 0 is needed");
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RandomError {
    /// A parameter has a value outside its domain.
    #[error("{method}: {parameter} = {value} where {domain} is needed")]
    Parameter {
        /// The method that was called.
        method: &'static str,
        /// The name of the parameter.
        parameter: &'static str,
        /// The first value that is outside.
        value: String,
        /// The values that are allowed.
        domain: &'static str,
    },
    /// No seed sequence: the generator was made from a state, so it cannot have children.
    #[error("spawn: this generator was not made from a seed sequence")]
    NotSpawnable,
    /// A state that no generator of this kind can be in.
    #[error("{generator}: {what}")]
    State {
        /// The bit generator.
        generator: &'static str,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The system gave no entropy.
    #[error("the system gave no random bytes: {0}")]
    System(String),
    /// Shapes of parameters that do not fit together.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

impl RandomError {
    /// The error for a value outside its domain.
    #[cold]
    pub(crate) fn parameter(
        method: &'static str,
        parameter: &'static str,
        value: impl ToString,
        domain: &'static str,
    ) -> RandomError {
        RandomError::Parameter { method, parameter, value: value.to_string(), domain }
    }
}
