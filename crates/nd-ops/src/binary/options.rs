//! [`reduce_with`]: folds from a value on, and of the elements that a mask picks.

use super::BinaryOp;
use crate::over::Over;
use nd_core::{Array, ArrayLike, Element, View, threads};

/// Elements that one thread folds at a time.
const TASK: usize = 1 << 15;

/// From where a fold begins, and what it takes.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Maximum, ReduceOptions, reduce_with};
///
/// let known = array![true, false, true];
/// let options = ReduceOptions::default().initial(0).mask(known.view());
/// assert_eq!(reduce_with(Maximum, &array![-3, 9, -5], 0, &options)[[]], 0);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReduceOptions<'a, T> {
    /// What the first element is combined with, on the left; without it the identity of the operation.
    pub initial: Option<T>,
    /// Which elements are taken; broadcast to the array. Without it all are.
    pub mask: Option<View<'a, bool>>,
}

impl<T> Default for ReduceOptions<'_, T> {
    fn default() -> Self {
        ReduceOptions { initial: None, mask: None }
    }
}

impl<'a, T> ReduceOptions<'a, T> {
    /// What the first element is combined with, on the left.
    ///
    /// # Examples
    /// ```
    /// use nd_ops::binary::{Maximum, ReduceOptions, reduce_with};
    ///
    /// let from = ReduceOptions::default().initial(0.0);
    /// assert_eq!(reduce_with(Maximum, &nd_core::array![-1.0, -2.0], .., &from)[[]], 0.0);
    /// ```
    #[must_use]
    pub fn initial(self, initial: T) -> Self {
        ReduceOptions { initial: Some(initial), ..self }
    }

    /// Which elements are taken; broadcast to the array.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::binary::{Multiply, ReduceOptions, reduce_with};
    ///
    /// let first = array![[true], [false]];
    /// let rows = ReduceOptions::default().mask(first.view());
    /// assert_eq!(reduce_with(Multiply, &array![[2, 3], [4, 5]], 1, &rows), array![6, 1]);
    /// ```
    #[must_use]
    pub fn mask(self, mask: View<'a, bool>) -> Self {
        ReduceOptions { mask: Some(mask), ..self }
    }
}

/// As [`reduce`](super::reduce), from a value on, and of the elements that a mask picks.
///
/// `a: (…, n, …)` → `(…, …)`. Where nothing is picked, the value or the identity.
///
/// # Panics
/// As [`reduce`](super::reduce), but for folds of nothing from a value on; if the mask does not broadcast to the
/// array; if there is a mask, and neither a value nor an identity.
///
/// # NumPy
/// `np.add.reduce(a, axis, initial=…, where=…)`, `np.sum(a, axis, initial=…, where=…)`, and so on for each operation.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_ops::binary::{Add, ReduceOptions, Subtract, reduce_with};
///
/// let a = array![[1, 2, 4], [8, 16, 32]];
/// let odd = array![true, false, true];
/// let some = ReduceOptions::default().mask(odd.view());
/// assert_eq!(reduce_with(Add, &a, 1, &some), array![5, 40]);
/// let from = ReduceOptions::default().initial(100);
/// assert_eq!(reduce_with(Subtract, &a, 0, &from), array![91, 82, 64]);
/// ```
/// ```should_panic
/// use nd_ops::binary::{Maximum, ReduceOptions, reduce_with};
///
/// let none = nd_core::array![false];
/// let options = ReduceOptions::default().mask(none.view());
/// reduce_with(Maximum, &nd_core::array![1], 0, &options); // the largest of nothing
/// ```
#[track_caller]
pub fn reduce_with<A: ArrayLike<Elem: Element>, O: BinaryOp<A::Elem, Out = A::Elem>>(
    op: O,
    a: A,
    axes: impl Into<Over>,
    options: &ReduceOptions<'_, A::Elem>,
) -> Array<A::Elem> {
    let (a, over) = (a.view(), axes.into());
    let start = match (options.initial, options.mask) {
        (Some(initial), _) => initial,
        (None, None) => return op.reduce_of(a, &over),
        (None, Some(_)) => op.identity().unwrap_or_else(|| {
            panic!("reduce: {} has no identity: a mask needs an initial value", op.name())
        }),
    };
    let axes = over.axes_only("reduce", a.ndim());
    if axes.len() > 1 && !op.reorders() {
        let name = op.name();
        panic!("reduce: the order of {name} matters: one axis at a time, not {}", axes.len());
    }
    let mask = options.mask.map(|mask| {
        mask.try_broadcast_to(a.shape()).unwrap_or_else(|error| panic!("reduce: mask: {error}"))
    });
    let kept = (0..a.ndim()).filter(|axis| !axes.contains(axis));
    let shape: Vec<usize> = kept.clone().map(|axis| a.shape()[axis]).collect();
    let order = kept.chain(axes.iter().copied()).map(|axis| axis as isize);
    let order: Vec<isize> = order.collect();
    let elements = a.permute_dims(&order).to_array().into_vec();
    let picked = mask.map(|mask| mask.permute_dims(&order).to_array().into_vec());
    let lanes: usize = shape.iter().product();
    let n = elements.len().checked_div(lanes).unwrap_or(0);
    let fold = |lane: usize| {
        let range = lane * n..(lane + 1) * n;
        let all = elements[range.clone()].iter();
        match &picked {
            None => all.fold(start, |done, &x| op.apply(done, x)),
            Some(picked) => all
                .zip(&picked[range])
                .fold(start, |done, (&x, &taken)| if taken { op.apply(done, x) } else { done }),
        }
    };
    let some = (TASK / n.max(1)).max(1);
    let parts = threads::collect(lanes.div_ceil(some), &|task| {
        (task * some..lanes.min((task + 1) * some)).map(fold).collect::<Vec<_>>()
    });
    over.restore(Array::from_shape_vec(shape, parts.concat()), a.shape(), &axes)
}
