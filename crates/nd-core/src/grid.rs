//! Grids: coordinates as arrays.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::element::{Element, Number};
use crate::error::{ShapeError, ok};
use crate::shape::{MAX_NDIM, Shape};
use num_traits::FromPrimitive;

/// Which axis of a grid the first coordinate runs along; see [`meshgrid_with`].
///
/// # NumPy
/// `indexing="xy"` and `indexing="ij"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indexing {
    /// As on paper: the first coordinate to the right (axis 1), the second downwards (axis 0).
    #[default]
    Xy,
    /// As in a matrix: the n-th coordinate along axis n.
    Ij,
}

/// The coordinates of all points of a grid: of a plane, x and y.
///
/// Of two vectors, `n` and `m` elements → two arrays of shape `[m, n]`; of more,
/// [`meshgrid_with`] says the shape, with [`Indexing::Xy`].
///
/// Broadcasting rarely needs them in full: `x` and `y.expand_dims(1)` combine to the same, as
/// does [`open_meshgrid`].
///
/// # Panics
/// If there are more coordinates than an array may have axes, or the size overflows.
///
/// # NumPy
/// `np.meshgrid(*vectors)`.
///
/// # Examples
/// ```
/// use nd_core::{array, meshgrid};
///
/// let [x, y] = meshgrid([array![1, 2, 3], array![10, 20]]);
/// assert_eq!(x, array![[1, 2, 3], [1, 2, 3]]);
/// assert_eq!(y, array![[10, 10, 10], [20, 20, 20]]);
///
/// let [x, _] = meshgrid([array![1, 2], array![0; 0]]);
/// assert_eq!(x.shape(), [0, 2]);
/// ```
#[track_caller]
pub fn meshgrid<A, const N: usize>(vectors: [A; N]) -> [Array<A::Elem>; N]
where
    A: ArrayLike,
    A::Elem: Element,
{
    meshgrid_with(vectors, Indexing::Xy)
}

/// As [`meshgrid`], in either order of the axes.
///
/// N arrays of n₀, n₁, n₂, … elements → N arrays of shape `[n₀, n₁, n₂, …]`, with the first
/// two axes exchanged for [`Indexing::Xy`].
///
/// # Panics
/// If there are more coordinates than an array may have axes, or the size overflows.
///
/// # NumPy
/// `np.meshgrid(*vectors, indexing="ij")`.
///
/// # Examples
/// ```
/// use nd_core::{Indexing, array, meshgrid_with};
///
/// let [i, j] = meshgrid_with([&array![0, 1], &array![5, 6]], Indexing::Ij);
/// assert_eq!(i, array![[0, 0], [1, 1]]);
/// assert_eq!(j, array![[5, 6], [5, 6]]);
///
/// let [only] = meshgrid_with([array![7.5]], Indexing::Xy);
/// assert_eq!(only, array![7.5]);
/// ```
/// ```should_panic
/// use nd_core::{Indexing, meshgrid_with};
/// meshgrid_with([[0]; 17], Indexing::Ij); // 17 axes are more than 16
/// ```
#[track_caller]
pub fn meshgrid_with<A, const N: usize>(vectors: [A; N], indexing: Indexing) -> [Array<A::Elem>; N]
where
    A: ArrayLike,
    A::Elem: Element,
{
    let open = open_axes("meshgrid", vectors, indexing);
    let mut shape = Shape::filled(N.min(MAX_NDIM), 1);
    for array in &open {
        for (n, &own) in shape.iter_mut().zip(array.shape()) {
            *n = if own == 1 { *n } else { own };
        }
    }
    open.map(|array| ok(array.try_broadcast_to(shape)).to_array())
}

/// As [`meshgrid_with`], but each array has length 1 along the axes of the others: broadcasting
/// does the rest, without the memory.
///
/// # Panics
/// If there are more coordinates than an array may have axes.
///
/// # NumPy
/// `np.meshgrid(*vectors, indexing=…, sparse=True)`, `np.ix_(*vectors)`.
///
/// # Examples
/// ```
/// use nd_core::{Indexing, array, open_meshgrid};
///
/// let [i, j] = open_meshgrid([&array![0, 1], &array![5, 6, 7]], Indexing::Ij);
/// assert_eq!((i.shape(), j.shape()), (&[2, 1][..], &[1, 3][..]));
/// assert_eq!(&i + &j, array![[5, 6, 7], [6, 7, 8]]);
///
/// let [x, y] = open_meshgrid([&array![0, 1], &array![5, 6, 7]], Indexing::Xy);
/// assert_eq!((x.shape(), y.shape()), (&[1, 2][..], &[3, 1][..]));
/// ```
#[track_caller]
pub fn open_meshgrid<A, const N: usize>(vectors: [A; N], indexing: Indexing) -> [Array<A::Elem>; N]
where
    A: ArrayLike,
    A::Elem: Element,
{
    open_axes("open_meshgrid", vectors, indexing)
}

#[track_caller]
fn open_axes<A, const N: usize>(
    op: &'static str,
    vectors: [A; N],
    indexing: Indexing,
) -> [Array<A::Elem>; N]
where
    A: ArrayLike,
    A::Elem: Element,
{
    if N > MAX_NDIM {
        ShapeError::TooManyAxes { op, ndim: N }.panic();
    }
    let mut coordinate = 0;
    vectors.map(|vector| {
        let axis = match indexing {
            Indexing::Xy if N > 1 && coordinate < 2 => 1 - coordinate,
            _ => coordinate,
        };
        coordinate += 1;
        let vector = vector.view();
        let mut shape = Shape::filled(N, 1);
        shape[axis] = vector.size();
        vector.flatten().into_reshaped(shape)
    })
}

impl<T: Number + FromPrimitive> Array<T> {
    /// The indices of an array of `shape`: for each axis, one array of that shape with the
    /// position along the axis.
    ///
    /// `shape` of n axes → `[n, …shape]`.
    ///
    /// # Panics
    /// If an axis is longer than `T` can count, `shape` has as many axes as an array may have,
    /// or the size overflows.
    ///
    /// # NumPy
    /// `np.indices(shape, dtype=T)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let a = Array::<i64>::indices([2, 3]);
    /// assert_eq!(a, array![[[0, 0, 0], [1, 1, 1]], [[0, 1, 2], [0, 1, 2]]]);
    /// assert_eq!(Array::<i64>::indices(()).shape(), [0]);
    /// ```
    /// ```should_panic
    /// nd_core::Array::<u8>::indices([300]); // indices: u8 cannot count to 299
    /// ```
    #[track_caller]
    pub fn indices(shape: impl Into<Shape>) -> Array<T> {
        let shape = shape.into();
        let mut all = shape;
        ok(all
            .try_insert(0, shape.ndim())
            .map_err(|_| ShapeError::TooManyAxes { op: "indices", ndim: shape.ndim() + 1 }));
        ok(all.size_for(size_of::<T>(), "indices"));
        let mut out = Array::zeros(all);
        for (axis, mut plane) in out.outer_iter_mut().enumerate() {
            let mut open = Shape::filled(shape.ndim(), 1);
            open[axis] = shape[axis];
            plane.assign(positions::<T>(shape[axis]).into_reshaped(open));
        }
        out
    }
}

#[track_caller]
fn positions<T: Number + FromPrimitive>(len: usize) -> Array<T> {
    let count = |i: usize| match T::from_usize(i) {
        Some(x) => x,
        None => panic!("indices: {} cannot count to {}", std::any::type_name::<T>(), len - 1),
    };
    Array::from_vec((0..len).map(count).collect())
}
