//! [`Sides`]: a value for either end of every axis.

use nd_core::ShapeError;

/// A value for either end of every axis: one for all, two (before and after) for all axes, or
/// two an axis.
///
/// # NumPy
/// What `pad_width`, `constant_values`, `end_values` and `stat_length` are given as.
///
/// # Examples
/// ```
/// use nd_ops::Sides;
///
/// assert_eq!(Sides::<usize>::from(1).resolve("pad", &[4, 4]).unwrap(), [(1, 1), (1, 1)]);
/// assert_eq!(Sides::<usize>::from((1, 2)).resolve("pad", &[4, 4]).unwrap(), [(1, 2), (1, 2)]);
/// assert_eq!(Sides::<usize>::from([(1, 2), (0, 0)]).resolve("pad", &[4, 4]).unwrap(), [(1, 2), (0, 0)]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sides<T>(Given<T>);

#[derive(Clone, Debug, PartialEq)]
enum Given<T> {
    Everywhere(T, T),
    PerAxis(Vec<(T, T)>),
}

impl<T: Copy> Sides<T> {
    /// The values before and after, for each axis of an array of `shape`.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`] if values were given for another number of axes.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::Sides;
    ///
    /// let error = Sides::<usize>::from([(1, 1)]).resolve("pad", &[2, 3]).unwrap_err();
    /// assert_eq!(error.to_string(), "pad: 1 axes given for an array of shape [2, 3]");
    /// ```
    pub fn resolve(&self, op: &'static str, shape: &[usize]) -> Result<Vec<(T, T)>, ShapeError> {
        match &self.0 {
            Given::Everywhere(before, after) => Ok(vec![(*before, *after); shape.len()]),
            Given::PerAxis(pairs) if pairs.len() == shape.len() => Ok(pairs.clone()),
            Given::PerAxis(pairs) => {
                Err(ShapeError::IndexCount { op, given: pairs.len(), shape: shape.into() })
            }
        }
    }
}

impl<T: Copy> From<T> for Sides<T> {
    fn from(value: T) -> Sides<T> {
        Sides(Given::Everywhere(value, value))
    }
}

impl<T> From<(T, T)> for Sides<T> {
    fn from((before, after): (T, T)) -> Sides<T> {
        Sides(Given::Everywhere(before, after))
    }
}

impl<T, const N: usize> From<[(T, T); N]> for Sides<T> {
    fn from(pairs: [(T, T); N]) -> Sides<T> {
        Sides(Given::PerAxis(pairs.into()))
    }
}

impl<T: Clone> From<&[(T, T)]> for Sides<T> {
    fn from(pairs: &[(T, T)]) -> Sides<T> {
        Sides(Given::PerAxis(pairs.to_vec()))
    }
}

impl<T> From<Vec<(T, T)>> for Sides<T> {
    fn from(pairs: Vec<(T, T)>) -> Sides<T> {
        Sides(Given::PerAxis(pairs))
    }
}
