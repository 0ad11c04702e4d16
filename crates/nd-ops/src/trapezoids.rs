//! `trapezoid`: areas under lines through elements.

use crate::gradient::Spacing;
use crate::moments::Averaged;
use crate::slab::slab;
use nd_core::{Array, ArrayLike, Number, ShapeError, View, normalize_axis, zip};
use num_traits::NumCast;

/// The area under the lines through the elements along `axis`.
///
/// `a: (…, n, …)` → `(…, …)` of the type of means (see [`Averaged`]): `f64` for integers. 0 for
/// fewer than 2 elements. Coordinates may descend, and the area is negative then.
///
/// # Panics
/// If there is no such axis, or coordinates are not one for each element.
///
/// # NumPy
/// `np.trapezoid(a, x, dx, axis)`, whose `x` or `dx` is the spacing. There neighbours are added in
/// their own type, in which integers wrap.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::trapezoid(&[1, 2, 3], 1.0, 0)[[]], 4.0);
/// assert_eq!(nd_ops::trapezoid(&[[1.0, 2.0], [4.0, 8.0]], [0.0, 0.5], -1), array![0.75, 3.0]);
/// ```
/// ```should_panic
/// nd_ops::trapezoid(&[1.0, 2.0], [0.0], 0);
/// ```
#[track_caller]
pub fn trapezoid<A: ArrayLike<Elem: Averaged>>(
    a: A,
    spacing: impl Into<Spacing>,
    axis: isize,
) -> Array<<A::Elem as Averaged>::Mean> {
    let (a, spacing) = (a.view(), spacing.into());
    let axis = normalize_axis("trapezoid", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
    match &spacing {
        Spacing::Coordinates(at) if at.len() != a.shape()[axis] => {
            let op = format!("trapezoid: coordinates of axis {axis}").into();
            let (left, right) = ([a.shape()[axis]].into(), [at.len()].into());
            panic!("{}", ShapeError::Mismatch { op, left, right });
        }
        _ => A::Elem::trapezoid_of(a, axis, &spacing),
    }
}

/// The body: there are as many coordinates as elements along `axis`.
pub(crate) fn area<T: Averaged>(a: View<'_, T>, axis: usize, spacing: &Spacing) -> Array<T::Work> {
    let n = a.shape()[axis];
    let a = T::widened_of(a);
    let real = |x: f64| <T::Real as NumCast>::from(x).expect("every f64 has a nearest real number");
    let low = slab(a.view(), axis, 0..n.saturating_sub(1));
    let high = slab(a.view(), axis, 1.min(n)..n);
    let two = real(2.0);
    let parts = match spacing {
        &Spacing::Uniform(distance) => {
            let distance = real(distance);
            zip((&low, &high)).map(|(x, y)| T::share(T::scale(x.plus(y), distance), two))
        }
        Spacing::Coordinates(at) => {
            let mut shape = vec![1; low.ndim()];
            shape[axis] = low.shape()[axis];
            let distances: Vec<_> = at.windows(2).map(|pair| real(pair[1] - pair[0])).collect();
            let distances = Array::from_shape_vec(shape.as_slice(), distances);
            zip((&low, &high, &distances))
                .map(|(x, y, distance)| T::share(T::scale(x.plus(y), distance), two))
        }
    };
    crate::sum_axis_as::<T::Work>(&parts, axis as isize)
}
