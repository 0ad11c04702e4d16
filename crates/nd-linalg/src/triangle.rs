//! [`Triangle`].

/// Which triangle of a matrix is meant: the diagonal and what is on one side of it.
///
/// # Examples
/// ```
/// use nd_linalg::{Triangle, eigvalsh_with};
///
/// let a = [[1.0, 5.0], [0.0, 1.0]];
/// assert_eq!(eigvalsh_with(a, Triangle::Lower)?, nd_core::array![1.0, 1.0]);
/// assert_eq!(eigvalsh_with(a, Triangle::Upper)?, nd_core::array![-4.0, 6.0]);
/// # Ok::<(), nd_linalg::LinalgError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Triangle {
    /// The diagonal and what is below.
    #[default]
    Lower,
    /// The diagonal and what is above.
    Upper,
}
