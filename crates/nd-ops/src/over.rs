//! [`Over`]: which axes a reduction goes over, and whether they stay with length 1.

use nd_core::{Array, Axes, Element, ShapeError, normalize_axes};

/// The axes of a reduction: one (`-1`), several (`[0, 2]`), kept or not.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{keepdims, sum_axis};
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(sum_axis(&a, 0), array![4.0, 6.0]);
/// assert_eq!(sum_axis(&a, [0, 1]), array![10.0].reshape(nd_core::Shape::from(())));
/// assert_eq!(sum_axis(&a, keepdims(1)), array![[3.0], [7.0]]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Over {
    axes: nd_core::PerAxis<isize>,
    keep: bool,
}

/// The same axes, which stay in the result with length 1.
///
/// # NumPy
/// `keepdims=True`.
///
/// # Examples
/// ```
/// use nd_ops::{keepdims, max_axis};
///
/// let a = nd_core::array![[1, 5], [7, 3]];
/// let relative = &a - max_axis(&a, keepdims(1)); // stretches along the kept axis
/// assert_eq!(relative, nd_core::array![[-4, 0], [0, -4]]);
/// ```
pub fn keepdims(axes: impl Into<Over>) -> Over {
    Over { keep: true, ..axes.into() }
}

impl Over {
    /// The axes counted from the front; for reductions that are written elsewhere.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::RepeatedAxis`].
    ///
    /// # Examples
    /// ```
    /// use nd_ops::Over;
    ///
    /// assert_eq!(Over::from(-1).resolve("norm", 3).unwrap()[..], [2]);
    /// assert!(Over::from(3).resolve("norm", 3).is_err());
    /// ```
    pub fn resolve(&self, op: &'static str, ndim: usize) -> Result<Axes, ShapeError> {
        normalize_axes(op, self.axes.as_slice(), ndim)
    }

    /// Puts reduced axes back with length 1 if they are to stay: `shape` and `axes` are those
    /// of what was reduced.
    ///
    /// # Panics
    /// If `result` does not have the shape that reducing gives.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Over, keepdims};
    ///
    /// let over: Over = keepdims(1);
    /// let axes = over.resolve("norm", 2).unwrap();
    /// assert_eq!(over.restore(nd_core::array![1.0, 2.0], &[2, 3], &axes).shape(), [2, 1]);
    /// ```
    #[track_caller]
    pub fn restore<U: Element>(&self, result: Array<U>, shape: &[usize], axes: &Axes) -> Array<U> {
        if !self.keep {
            return result;
        }
        result.into_reshaped(nd_core::keep_axes(&shape.into(), axes))
    }
}

impl From<isize> for Over {
    fn from(axis: isize) -> Over {
        Over { axes: [axis].into(), keep: false }
    }
}

impl From<i32> for Over {
    fn from(axis: i32) -> Over {
        Over::from(axis as isize)
    }
}

impl From<usize> for Over {
    fn from(axis: usize) -> Over {
        // An axis beyond `isize` does not exist; it is refused like any other such axis.
        Over::from(isize::try_from(axis).unwrap_or(isize::MAX))
    }
}

impl<const N: usize> From<[isize; N]> for Over {
    fn from(axes: [isize; N]) -> Over {
        Over { axes: axes.into(), keep: false }
    }
}

impl<const N: usize> From<[i32; N]> for Over {
    fn from(axes: [i32; N]) -> Over {
        Over::from(axes.map(|axis| axis as isize))
    }
}

impl From<&[isize]> for Over {
    /// # Panics
    /// If there are more axes than an array may have.
    #[track_caller]
    fn from(axes: &[isize]) -> Over {
        Over { axes: axes.into(), keep: false }
    }
}
