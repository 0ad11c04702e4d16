//! `where_`: one of two, by a condition.

use nd_core::{Array, ArrayLike, Element, Operand, zip};

/// Elements of `a` where `condition` holds, of `b` elsewhere.
///
/// `condition`, `a`, `b`: any shapes that broadcast; `a` and `b` arrays or single values.
///
/// # Panics
/// If the shapes do not broadcast together.
///
/// # NumPy
/// `np.where(condition, a, b)`; `where` is a keyword of Rust.
///
/// # Examples
/// ```
/// use nd_core::{array, greater};
///
/// let a = array![-1.0, 2.0];
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), &a, 0.0), array![0.0, 2.0]);
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), 1.0, &a), array![-1.0, 1.0]);
/// assert_eq!(nd_ops::where_(greater(&a, 0.0), 1.0, 0.0), array![0.0, 1.0]);
/// ```
/// ```should_panic
/// # use nd_core::array;
/// nd_ops::where_(&array![true, false], &array![1, 2, 3], 0);
/// ```
#[track_caller]
pub fn where_<T: Element>(
    condition: impl ArrayLike<Elem = bool>,
    a: impl Operand<T>,
    b: impl Operand<T>,
) -> Array<T> {
    zip((&condition.view(), &a.operand(), &b.operand()))
        .named("where_")
        .map(|(c, a, b)| if c { a } else { b })
}
