//! NumPy's names for new arrays, as free functions: each forwards to the function of the same
//! name of [`Array`].

use crate::array::Array;
use crate::buffer::ZeroBits;
use crate::element::Number;
use crate::range::Ranged;
use crate::shape::Shape;
use crate::spaced::Inexact;
use num_traits::{Float, FromPrimitive, One};

/// All zeros; see [`Array::zeros`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.zeros(shape)`.
///
/// # Examples
/// ```
/// use nd_core::zeros;
///
/// assert_eq!(zeros::<f64>([2, 3]).shape(), [2, 3]);
/// assert!(zeros::<u8>(0).is_empty());
/// ```
#[track_caller]
pub fn zeros<T: ZeroBits>(shape: impl Into<Shape>) -> Array<T> {
    Array::zeros(shape)
}

/// All ones; see [`Array::ones`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.ones(shape)`.
///
/// # Examples
/// ```
/// use nd_core::{array, ones};
///
/// assert_eq!(ones::<f64>([1, 2]), array![[1.0, 1.0]]);
/// assert!(ones::<u8>(0).is_empty());
/// ```
#[track_caller]
pub fn ones<T: Clone + One>(shape: impl Into<Shape>) -> Array<T> {
    Array::ones(shape)
}

/// The same value everywhere; see [`Array::full`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.full(shape, value)`.
///
/// # Examples
/// ```
/// use nd_core::{array, full};
///
/// assert_eq!(full(2, 7), array![7, 7]);
/// assert!(full([0, 2], 7).is_empty());
/// ```
#[track_caller]
pub fn full<T: Clone>(shape: impl Into<Shape>, value: T) -> Array<T> {
    Array::full(shape, value)
}

/// `start`, `start + step`, … without `stop`; see [`Array::arange`].
///
/// # Panics
/// If `step` is 0, a float is NaN, or there is not enough memory.
///
/// # NumPy
/// `np.arange(start, stop, step)`, with the same bits.
///
/// # Examples
/// ```
/// use nd_core::{arange, array};
///
/// assert_eq!(arange(0, 7, 3), array![0, 3, 6]);
/// assert!(arange(1.0, 0.0, 0.5).is_empty());
/// ```
#[track_caller]
pub fn arange<T: Ranged>(start: T, stop: T, step: T) -> Array<T> {
    Array::arange(start, stop, step)
}

/// `num` numbers at equal distances, both ends included; see [`Array::linspace`] and
/// [`Array::linspace_with`].
///
/// # Panics
/// If `num` elements overflow memory.
///
/// # NumPy
/// `np.linspace(start, stop, num)`, with the same bits.
///
/// # Examples
/// ```
/// use nd_core::{array, linspace};
///
/// assert_eq!(linspace(0.0, 1.0, 3), array![0.0, 0.5, 1.0]);
/// assert_eq!(linspace(4.0, 9.0, 1), array![4.0]);
/// ```
#[track_caller]
pub fn linspace<T: Inexact>(start: T, stop: T, num: usize) -> Array<T> {
    Array::linspace(start, stop, num)
}

/// `num` numbers from `10^start` to `10^stop`; see [`Array::logspace`],
/// [`Array::logspace_with`] and, for another base, [`Array::logspace_of`].
///
/// # Panics
/// If `num` elements overflow memory.
///
/// # NumPy
/// `np.logspace(start, stop, num)`.
///
/// # Examples
/// ```
/// use nd_core::{array, logspace};
///
/// assert_eq!(logspace(0.0, 1.0, 2), array![1.0, 10.0]);
/// assert!(logspace(0.0, 1.0, 0).is_empty());
/// ```
#[track_caller]
pub fn logspace<T: Inexact + Float>(start: T, stop: T, num: usize) -> Array<T> {
    Array::logspace(start, stop, num)
}

/// `num` numbers from `start` to `stop` with a constant factor between them; see
/// [`Array::geomspace`], [`Array::geomspace_with`] and [`Array::try_geomspace`].
///
/// # Panics
/// If an end is 0, the ends' signs differ, or `num` elements overflow memory.
///
/// # NumPy
/// `np.geomspace(start, stop, num)`.
///
/// # Examples
/// ```
/// use nd_core::{array, geomspace};
///
/// assert_eq!(geomspace(1.0, 4.0, 2), array![1.0, 4.0]);
/// assert!(geomspace(1.0, 4.0, 0).is_empty());
/// ```
#[track_caller]
pub fn geomspace<T: Inexact + Float>(start: T, stop: T, num: usize) -> Array<T> {
    Array::geomspace(start, stop, num)
}

/// The `n` × `n` identity matrix; see [`Array::eye`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.eye(n)`.
///
/// # Examples
/// ```
/// use nd_core::{array, eye};
///
/// assert_eq!(eye::<f64>(2), array![[1.0, 0.0], [0.0, 1.0]]);
/// assert!(eye::<f64>(0).is_empty());
/// ```
#[track_caller]
pub fn eye<T: ZeroBits + One>(n: usize) -> Array<T> {
    Array::eye(n)
}

/// Ones on the `k`-th diagonal of a matrix of zeros; see [`Array::eye_of`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.eye(rows, columns, k)`.
///
/// # Examples
/// ```
/// use nd_core::{array, eye_of};
///
/// assert_eq!(eye_of::<i32>(2, 3, 1), array![[0, 1, 0], [0, 0, 1]]);
/// assert_eq!(eye_of::<i32>(1, 2, -1), array![[0, 0]]);
/// ```
#[track_caller]
pub fn eye_of<T: ZeroBits + One>(rows: usize, columns: usize, k: isize) -> Array<T> {
    Array::eye_of(rows, columns, k)
}

/// The `n` × `n` identity matrix; another name for [`eye`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.identity(n)`.
///
/// # Examples
/// ```
/// use nd_core::{array, identity};
///
/// assert_eq!(identity::<u8>(2), array![[1, 0], [0, 1]]);
/// assert!(identity::<u8>(0).is_empty());
/// ```
#[track_caller]
pub fn identity<T: ZeroBits + One>(n: usize) -> Array<T> {
    Array::eye(n)
}

/// Ones on and below the `k`-th diagonal; see [`Array::tri`].
///
/// # Panics
/// If the size overflows.
///
/// # NumPy
/// `np.tri(rows, columns, k)`.
///
/// # Examples
/// ```
/// use nd_core::{array, tri};
///
/// assert_eq!(tri::<i32>(2, 2, 0), array![[1, 0], [1, 1]]);
/// assert_eq!(tri::<i32>(1, 2, -1), array![[0, 0]]);
/// ```
#[track_caller]
pub fn tri<T: ZeroBits + One>(rows: usize, columns: usize, k: isize) -> Array<T> {
    Array::tri(rows, columns, k)
}

/// The indices of an array of `shape`, one plane for each axis; see [`Array::indices`].
///
/// # Panics
/// If an axis is longer than `T` can count, `shape` has as many axes as an array may have, or
/// the size overflows.
///
/// # NumPy
/// `np.indices(shape)`.
///
/// # Examples
/// ```
/// use nd_core::{array, indices};
///
/// assert_eq!(indices::<i64>([1, 2]), array![[[0, 0]], [[0, 1]]]);
/// assert!(indices::<i64>([0]).is_empty());
/// ```
#[track_caller]
pub fn indices<T: Number + FromPrimitive>(shape: impl Into<Shape>) -> Array<T> {
    Array::indices(shape)
}
