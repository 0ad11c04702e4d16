//! [`Over`]: which axes a reduction goes over, whether they stay with length 1, and what is
//! taken off the count that a variance divides by.

use nd_core::{
    Array, Axes, Element, MAX_NDIM, PerAxis, Reducer, ShapeError, View, keep_axes, normalize_axes,
    reduce_axes,
};
use num_traits::AsPrimitive;
use std::ops::RangeFull;

/// The axes of a reduction: one (`-1`), several (`[0, 2]`), all (`..`); kept or not; for
/// variances with the degrees of freedom that are taken off the count.
///
/// # NumPy
/// The arguments `axis`, `keepdims` and `ddof`, in one value.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{ddof, keepdims, std_axis, sum_axis};
///
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(sum_axis(&a, 0), array![4.0, 6.0]);
/// assert_eq!(sum_axis(&a, [0, 1])[[]], 10.0);
/// assert_eq!(sum_axis(&a, ..)[[]], 10.0);
/// assert_eq!(sum_axis(&a, keepdims(1)), array![[3.0], [7.0]]);
/// assert_eq!(std_axis(&a, keepdims(ddof(1, 0))), array![[2f64.sqrt(), 2f64.sqrt()]]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Over {
    /// `None`: all there are.
    axes: Option<PerAxis<isize>>,
    keep: bool,
    ddof: f64,
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

/// The same axes, with variances divided by `count - taken_off`: 1 for a sample's unbiased
/// estimate. A fraction may be taken off as well, or a number below 0 be added.
///
/// Only `var_axis` and `std_axis` divide by a count that something can be taken off; other
/// functions of this crate refuse such axes.
///
/// # NumPy
/// `ddof=taken_off`; `correction` in the Array API.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::{ddof, var_axis};
///
/// let a = array![[1.0, 3.0], [2.0, 6.0]];
/// assert_eq!(var_axis(&a, ddof(1, -1)), array![2.0, 8.0]);
/// assert_eq!(var_axis(&a, ddof(1, ..))[[]], 14.0 / 3.0);
/// assert_eq!(var_axis(&a, ddof(1.5, -1)), array![4.0, 16.0]);
/// ```
/// ```should_panic
/// nd_ops::sum_axis(&nd_core::array![1, 2], nd_ops::ddof(1, 0)); // a sum divides by nothing
/// ```
pub fn ddof(taken_off: impl AsPrimitive<f64>, axes: impl Into<Over>) -> Over {
    Over { ddof: taken_off.as_(), ..axes.into() }
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
    /// assert_eq!(Over::from(..).resolve("norm", 3).unwrap()[..], [0, 1, 2]);
    /// assert!(Over::from(3).resolve("norm", 3).is_err());
    /// ```
    pub fn resolve(&self, op: &'static str, ndim: usize) -> Result<Axes, ShapeError> {
        let all: [isize; MAX_NDIM] = std::array::from_fn(|axis| axis as isize);
        let axes = self.axes.as_ref().map_or(&all[..ndim], PerAxis::as_slice);
        normalize_axes(op, axes, ndim)
    }

    /// What [`ddof()`] took off the count, 0 without; for reductions that are written
    /// elsewhere.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Over, ddof};
    ///
    /// assert_eq!(ddof(1, -1).ddof(), 1.0);
    /// assert_eq!(Over::from(-1).ddof(), 0.0);
    /// ```
    pub fn ddof(&self) -> f64 {
        self.ddof
    }

    /// Whether reduced axes stay, with length 1; for reductions that are written elsewhere.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::{Over, keepdims};
    ///
    /// assert!(keepdims(0).keeps());
    /// assert!(!Over::from(0).keeps());
    /// ```
    pub fn keeps(&self) -> bool {
        self.keep
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
        result.into_reshaped(keep_axes(&shape.into(), axes))
    }

    /// The axes counted from the front.
    #[track_caller]
    pub(crate) fn axes(&self, op: &'static str, ndim: usize) -> Axes {
        match self.resolve(op, ndim) {
            Ok(axes) => axes,
            Err(error) => panic!("{error}"),
        }
    }

    /// As [`axes`](Self::axes), for functions that divide by no count.
    #[track_caller]
    pub(crate) fn axes_only(&self, op: &'static str, ndim: usize) -> Axes {
        if self.ddof != 0.0 {
            panic!("{op}: ddof({}, …) has a meaning for var_axis and std_axis only", self.ddof);
        }
        self.axes(op, ndim)
    }
}

/// A reduction over axes that are checked, reduced, and put back if they stay.
#[track_caller]
pub(crate) fn over_axes<T: Element, R: Reducer<T>, U: Element>(
    a: View<'_, T>,
    over: &Over,
    axes: &Axes,
    reducer: &R,
    finish: impl Fn(R::Acc) -> U + Sync,
) -> Array<U> {
    over.restore(reduce_axes(a, axes, reducer, finish), a.shape(), axes)
}

/// How many elements each result over `axes` is made of, and how many results there are.
pub(crate) fn counts(shape: &[usize], axes: &Axes) -> (usize, usize) {
    let part = |reduced: bool| {
        let chosen = (0..shape.len()).filter(|axis| axes.contains(axis) == reduced);
        chosen.map(|axis| shape[axis]).product()
    };
    (part(true), part(false))
}

fn of(axes: PerAxis<isize>) -> Over {
    Over { axes: Some(axes), keep: false, ddof: 0.0 }
}

impl From<RangeFull> for Over {
    fn from(_: RangeFull) -> Over {
        Over { axes: None, keep: false, ddof: 0.0 }
    }
}

impl From<isize> for Over {
    fn from(axis: isize) -> Over {
        of([axis].into())
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
        of(axes.into())
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
        of(axes.into())
    }
}
