//! Reading at places that a function gives.

use super::element::Interpolated;
use super::job::Places;
use super::options::InterpolationOptions;
use super::places::{CHUNK, Positions};
use nd_core::{Array, ArrayLike, Shape};

/// Places made by a function of the index.
struct Mapped<'a, F> {
    mapping: F,
    shape: &'a [usize],
    axes: usize,
}

impl<F: Fn(&[usize], &mut [f64]) + Sync> Positions for Mapped<'_, F> {
    fn fill(&self, start: usize, len: usize, places: &mut Vec<[f64; CHUNK]>) {
        places.resize(self.axes, [0.0; CHUNK]);
        let mut index = index_of(start, self.shape);
        let mut place = vec![0.0; self.axes];
        for k in 0..len {
            (self.mapping)(&index, &mut place);
            places.iter_mut().zip(&place).for_each(|(places, &x)| places[k] = x);
            advance(&mut index, self.shape);
        }
    }
}

/// The index of an element counted in C order.
pub(super) fn index_of(mut element: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for (i, &n) in index.iter_mut().zip(shape).rev() {
        *i = element % n;
        element /= n;
    }
    index
}

/// The next index in C order.
fn advance(index: &mut [usize], shape: &[usize]) {
    for (i, &n) in index.iter_mut().zip(shape).rev() {
        *i += 1;
        if *i < n {
            return;
        }
        *i = 0;
    }
}

/// An array of `shape` whose elements are read where `mapping` says: cubic splines, and zero
/// outside.
///
/// `mapping` gets the index of an element of the result and writes the place in `a`, a
/// coordinate for each of its axes; ranks may differ. It is called once an element, from several
/// threads, and is compiled into the loop. What it leaves as it is has any value.
///
/// # Panics
/// If `a` is empty and `shape` is not, or if `mapping` panics.
///
/// # SciPy
/// `scipy.ndimage.geometric_transform(a, mapping, output_shape)`, within rounding.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::geometric_transform;
///
/// let a = Array::from_fn([4, 3], |i| (i[0] * 3 + i[1]) as f64);
/// let moved = geometric_transform(&a, [4, 3], |i, x| {
///     x[0] = i[0] as f64 - 0.5;
///     x[1] = i[1] as f64 - 0.5;
/// });
/// assert_eq!(moved[[0, 1]], 0.0);
/// assert!((moved[[1, 1]] - 1.3625).abs() < 1e-12);
/// ```
#[track_caller]
pub fn geometric_transform<A, F>(a: A, shape: impl Into<Shape>, mapping: F) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
    F: Fn(&[usize], &mut [f64]) + Sync,
{
    geometric_transform_with(a, shape, mapping, &InterpolationOptions::default())
}

/// [`geometric_transform`] with splines of another order and another outside.
///
/// # Panics
/// As [`geometric_transform`], and if the order is above 5.
///
/// # SciPy
/// `scipy.ndimage.geometric_transform(a, mapping, output_shape, order=..., mode=..., cval=...)`.
///
/// # Examples
/// ```
/// use nd_image::{InterpolationOptions, geometric_transform_with};
///
/// // The diagonal of a picture.
/// let options = InterpolationOptions::default().order(1);
/// let diagonal = |i: &[usize], x: &mut [f64]| x.fill(i[0] as f64 / 2.0);
/// let line = geometric_transform_with([[0.0, 1.0], [2.0, 3.0]], [3], diagonal, &options);
/// assert_eq!(line.as_slice().unwrap(), [0.0, 1.5, 3.0]);
/// ```
#[track_caller]
pub fn geometric_transform_with<A, F>(
    a: A,
    shape: impl Into<Shape>,
    mapping: F,
    options: &InterpolationOptions,
) -> Array<A::Elem>
where
    A: ArrayLike<Elem: Interpolated>,
    F: Fn(&[usize], &mut [f64]) + Sync,
{
    let (a, shape) = (a.view(), shape.into());
    let shape = shape.as_slice();
    let places = Mapped { mapping, shape, axes: a.ndim() };
    let places = Places::Scattered(&places);
    Interpolated::sampled(a, &options.job("geometric_transform", a.shape(), shape, places))
}
