//! `gradient`: slopes from neighbours.

use crate::moments::Averaged;
use crate::slab::{slab, slab_mut};
use nd_core::{Array, ArrayLike, Number, ShapeError, View, ViewMut, normalize_axis, zip};
use num_traits::NumCast;

/// How far apart the elements along an axis are.
///
/// # Examples
/// ```
/// use nd_ops::Spacing;
///
/// assert_eq!(Spacing::from(0.5), Spacing::Uniform(0.5));
/// assert_eq!(Spacing::from([0.0, 1.0, 4.0]), Spacing::Coordinates(vec![0.0, 1.0, 4.0]));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Spacing {
    /// All equally far.
    Uniform(f64),
    /// Where each of them is.
    Coordinates(Vec<f64>),
}

impl From<f64> for Spacing {
    fn from(distance: f64) -> Spacing {
        Spacing::Uniform(distance)
    }
}

impl<const N: usize> From<[f64; N]> for Spacing {
    fn from(coordinates: [f64; N]) -> Spacing {
        Spacing::Coordinates(coordinates.into())
    }
}

impl From<&[f64]> for Spacing {
    fn from(coordinates: &[f64]) -> Spacing {
        Spacing::Coordinates(coordinates.into())
    }
}

impl From<Vec<f64>> for Spacing {
    fn from(coordinates: Vec<f64>) -> Spacing {
        Spacing::Coordinates(coordinates)
    }
}

/// How slopes at the ends of an axis are estimated.
///
/// # NumPy
/// The argument `edge_order`.
///
/// # Examples
/// ```
/// use nd_ops::{EdgeOrder, GradientOptions, gradient_axis_with};
///
/// let second = GradientOptions::default().edge_order(EdgeOrder::Second);
/// let slopes = gradient_axis_with(&[0.0, 1.0, 4.0, 9.0], 0, 1.0, &second);
/// assert_eq!(slopes, nd_core::array![0.0, 2.0, 4.0, 6.0]); // of a parabola, at the ends too
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EdgeOrder {
    /// From two elements.
    #[default]
    First,
    /// From three elements.
    Second,
}

/// How gradients are estimated.
///
/// # Examples
/// ```
/// use nd_ops::{EdgeOrder, GradientOptions};
///
/// assert_eq!(GradientOptions::default().edge_order, EdgeOrder::First);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GradientOptions {
    /// From how many elements at the ends of an axis.
    pub edge_order: EdgeOrder,
}

impl GradientOptions {
    /// From how many elements at the ends of an axis.
    ///
    /// # NumPy
    /// `edge_order`: 1 and 2.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ops::{EdgeOrder, GradientOptions, gradient_axis, gradient_axis_with};
    ///
    /// let squares = array![0.0, 1.0, 4.0, 9.0];
    /// let second = GradientOptions::default().edge_order(EdgeOrder::Second);
    /// assert_eq!(gradient_axis(&squares, 0, 1.0), array![1.0, 2.0, 4.0, 5.0]);
    /// assert_eq!(gradient_axis_with(&squares, 0, 1.0, &second), array![0.0, 2.0, 4.0, 6.0]);
    /// ```
    pub fn edge_order(self, edge_order: EdgeOrder) -> GradientOptions {
        GradientOptions { edge_order }
    }
}

/// The slopes along one axis: from both neighbours, at the ends from one.
///
/// `a: (…, n, …)` → `(…, n, …)` of the type of means (see [`Averaged`]): `f64` for integers.
/// NaN and infinities spread to their neighbours.
///
/// # Panics
/// If there is no such axis, it has fewer than 2 elements, or coordinates are not one for each.
///
/// # NumPy
/// `np.gradient(a, spacing, axis=axis)`. Weights from coordinates are rounded to the type of the
/// elements.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// assert_eq!(nd_ops::gradient_axis(&[1, 2, 4, 8], 0, 1.0), array![1.0, 1.5, 3.0, 4.0]);
/// assert_eq!(nd_ops::gradient_axis(&[0.0, 1.0, 9.0], 0, [0.0, 1.0, 3.0]), array![1.0, 2.0, 4.0]);
/// ```
/// ```should_panic
/// nd_ops::gradient_axis(&[1.0], 0, 1.0); // no neighbour
/// ```
#[track_caller]
pub fn gradient_axis<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axis: isize,
    spacing: impl Into<Spacing>,
) -> Array<<A::Elem as Averaged>::Mean> {
    gradient_axis_with(a, axis, spacing, &GradientOptions::default())
}

/// As [`gradient_axis`], with a choice at the ends.
///
/// # Panics
/// If there is no such axis, it has fewer than 2 elements (3 for [`EdgeOrder::Second`]), or
/// coordinates are not one for each.
///
/// # NumPy
/// `np.gradient(a, spacing, axis=axis, edge_order=…)`.
///
/// # Examples
/// ```
/// use nd_ops::{GradientOptions, gradient_axis_with};
///
/// let slopes = gradient_axis_with(&[1.0, 4.0], 0, 2.0, &GradientOptions::default());
/// assert_eq!(slopes, nd_core::array![1.5, 1.5]);
/// ```
#[track_caller]
pub fn gradient_axis_with<A: ArrayLike<Elem: Averaged>>(
    a: A,
    axis: isize,
    spacing: impl Into<Spacing>,
    options: &GradientOptions,
) -> Array<<A::Elem as Averaged>::Mean> {
    let (a, spacing) = (a.view(), spacing.into());
    let axis = normalize_axis("gradient", axis, a.ndim()).unwrap_or_else(|error| panic!("{error}"));
    let (n, shape) = (a.shape()[axis], a.shape());
    let second = options.edge_order == EdgeOrder::Second;
    let least = if second { 3 } else { 2 };
    if n < least {
        panic!("gradient: axis {axis} of shape {shape:?} has fewer than {least} elements");
    }
    match &spacing {
        Spacing::Coordinates(at) if at.len() != n => {
            let op = format!("gradient: coordinates of axis {axis}").into();
            panic!("{}", ShapeError::Mismatch { op, left: [n].into(), right: [at.len()].into() });
        }
        _ => A::Elem::gradient_of(a, axis, &spacing, second),
    }
}

/// The slopes along each axis, given its spacing; 1 if none is given, and the same for all axes if one is.
///
/// # Panics
/// If several spacings are not one for each axis, an axis has fewer than 2 elements, or coordinates
/// are not one for each.
///
/// # NumPy
/// `np.gradient(a, *spacings)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1.0, 2.0], [4.0, 8.0]];
/// let slopes = nd_ops::gradient(&a, &[1.0.into(), 0.5.into()]);
/// assert_eq!(slopes, [array![[3.0, 6.0], [3.0, 6.0]], array![[2.0, 2.0], [8.0, 8.0]]]);
/// assert_eq!(nd_ops::gradient(&array![1.0, 4.0, 9.0], &[]), [array![3.0, 4.0, 5.0]]);
/// ```
/// ```should_panic
/// nd_ops::gradient(&[[1.0, 2.0]], &[1.0.into(), 1.0.into(), 1.0.into()]);
/// ```
#[track_caller]
pub fn gradient<A: ArrayLike<Elem: Averaged>>(
    a: A,
    spacings: &[Spacing],
) -> Vec<Array<<A::Elem as Averaged>::Mean>> {
    gradient_with(a, spacings, &GradientOptions::default())
}

/// As [`gradient`], with a choice at the ends.
///
/// # Panics
/// If several spacings are not one for each axis, an axis has fewer than 2 elements (3 for
/// [`EdgeOrder::Second`]), or coordinates are not one for each.
///
/// # NumPy
/// `np.gradient(a, *spacings, edge_order=…)`.
///
/// # Examples
/// ```
/// use nd_ops::{GradientOptions, gradient_with};
///
/// let slopes = gradient_with(&[1.0, 4.0], &[2.0.into()], &GradientOptions::default());
/// assert_eq!(slopes, [nd_core::array![1.5, 1.5]]);
/// ```
#[track_caller]
pub fn gradient_with<A: ArrayLike<Elem: Averaged>>(
    a: A,
    spacings: &[Spacing],
    options: &GradientOptions,
) -> Vec<Array<<A::Elem as Averaged>::Mean>> {
    let a = a.view();
    let along =
        |axis: usize, spacing: Spacing| gradient_axis_with(a, axis as isize, spacing, options);
    match spacings {
        [] => (0..a.ndim()).map(|axis| along(axis, Spacing::from(1.0))).collect(),
        [one] => (0..a.ndim()).map(|axis| along(axis, one.clone())).collect(),
        each if each.len() == a.ndim() => {
            each.iter().enumerate().map(|(axis, spacing)| along(axis, spacing.clone())).collect()
        }
        each => {
            let (given, shape) = (each.len(), a.shape().into());
            panic!("{}", ShapeError::IndexCount { op: "gradient", given, shape });
        }
    }
}

/// The body: `a` has enough elements along `axis`, and as many coordinates.
pub(crate) fn slopes<T: Averaged>(
    a: View<'_, T>,
    axis: usize,
    spacing: &Spacing,
    second: bool,
) -> Array<T::Work> {
    let n = a.shape()[axis];
    let a = T::widened_of(a);
    let part = |from: usize, to: usize| slab(a.view(), axis, from..to);
    let mut out = Array::<T::Work>::zeros(a.shape());
    let inside = slab_mut(out.view_mut(), axis, 1..n - 1);
    let around = [part(0, n - 2), part(1, n - 1), part(2, n)];
    let distances: Vec<f64> = match spacing {
        Spacing::Coordinates(at) => at.windows(2).map(|pair| pair[1] - pair[0]).collect(),
        // As many as the ends look at.
        &Spacing::Uniform(distance) => vec![distance; 2],
    };
    // Coordinates that are equally far from each other are treated as NumPy does.
    let (first, last) = (distances[0], distances[distances.len() - 1]);
    let uniform = distances.iter().all(|&distance| distance == first);
    if uniform {
        central::<T>(inside, around, real::<T>(2.0 * first));
    } else {
        weighted::<T>(inside, around, axis, &distances);
    }
    if second {
        let low = ends(first, if uniform { first } else { distances[1] }, uniform);
        let high = ends(last, if uniform { first } else { distances[n - 3] }, uniform);
        combine::<T>(
            slab_mut(out.view_mut(), axis, 0..1),
            [part(0, 1), part(1, 2), part(2, 3)],
            low,
        );
        let [a, b, c] = high.map(|weight| -weight);
        let around = [part(n - 3, n - 2), part(n - 2, n - 1), part(n - 1, n)];
        combine::<T>(slab_mut(out.view_mut(), axis, n - 1..n), around, [c, b, a]);
    } else {
        difference::<T>(slab_mut(out.view_mut(), axis, 0..1), part(0, 1), part(1, 2), first);
        let end = slab_mut(out.view_mut(), axis, n - 1..n);
        difference::<T>(end, part(n - 2, n - 1), part(n - 1, n), last);
    }
    out
}

fn real<T: Averaged>(x: f64) -> T::Real {
    <T::Real as NumCast>::from(x).expect("every f64 has a nearest real number")
}

type Around<'a, T> = [View<'a, <T as Averaged>::Work>; 3];

fn central<T: Averaged>(mut out: ViewMut<'_, T::Work>, [low, _, high]: Around<'_, T>, by: T::Real) {
    zip((&mut out, &low, &high)).for_each(|(to, low, high)| *to = T::share(high.minus(low), by));
}

fn difference<T: Averaged>(
    out: ViewMut<'_, T::Work>,
    low: View<'_, T::Work>,
    high: View<'_, T::Work>,
    distance: f64,
) {
    central::<T>(out, [low, low, high], real::<T>(distance));
}

/// Slopes of the parabolas through three elements each, at the one in the middle.
fn weighted<T: Averaged>(
    mut out: ViewMut<'_, T::Work>,
    [low, middle, high]: Around<'_, T>,
    axis: usize,
    distances: &[f64],
) {
    let mut shape = vec![1; low.ndim()];
    shape[axis] = distances.len() - 1;
    let weights = |weight: fn(f64, f64) -> f64| {
        let weights = distances.windows(2).map(|pair| real::<T>(weight(pair[0], pair[1])));
        Array::from_shape_vec(shape.as_slice(), weights.collect::<Vec<_>>())
    };
    let a = weights(|before, after| -after / (before * (before + after)));
    let b = weights(|before, after| (after - before) / (before * after));
    let c = weights(|before, after| before / (after * (before + after)));
    let shape = nd_core::Shape::new(out.view().shape());
    let (a, b, c) = (a.broadcast_to(shape), b.broadcast_to(shape), c.broadcast_to(shape));
    zip((&mut out, &low, &a)).for_each(|(to, x, weight)| *to = T::scale(x, weight));
    zip((&mut out, &middle, &b)).for_each(|(to, x, weight)| *to = to.plus(T::scale(x, weight)));
    zip((&mut out, &high, &c)).for_each(|(to, x, weight)| *to = to.plus(T::scale(x, weight)));
}

/// Weights of the first three elements for the slope of their parabola at the first; those of
/// the last three are the same backwards, negated.
fn ends(near: f64, far: f64, uniform: bool) -> [f64; 3] {
    if uniform {
        return [-1.5 / near, 2.0 / near, -0.5 / near];
    }
    [
        -(2.0 * near + far) / (near * (near + far)),
        (near + far) / (near * far),
        -near / (far * (near + far)),
    ]
}

fn combine<T: Averaged>(
    mut out: ViewMut<'_, T::Work>,
    [x, y, z]: Around<'_, T>,
    weights: [f64; 3],
) {
    let [a, b, c] = weights.map(real::<T>);
    zip((&mut out, &x, &y, &z)).for_each(|(to, x, y, z)| {
        *to = T::scale(x, a).plus(T::scale(y, b)).plus(T::scale(z, c));
    });
}
