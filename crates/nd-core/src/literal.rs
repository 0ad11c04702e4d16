//! [`array!`](crate::array) and conversions from nested fixed-size arrays.

use crate::array::Array;

impl<T> From<Vec<T>> for Array<T> {
    fn from(elements: Vec<T>) -> Array<T> {
        Array::from_vec(elements)
    }
}

impl<T> FromIterator<T> for Array<T> {
    /// A 1-d array of all items.
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Array<T> {
        Array::from_vec(items.into_iter().collect())
    }
}

impl<T, const A: usize> From<[T; A]> for Array<T> {
    fn from(elements: [T; A]) -> Array<T> {
        Array::from_vec(elements.into())
    }
}

impl<T, const A: usize, const B: usize> From<[[T; B]; A]> for Array<T> {
    fn from(rows: [[T; B]; A]) -> Array<T> {
        let elements = rows.into_iter().flatten().collect();
        Array::from_shape_vec([A, B], elements)
    }
}

impl<T, const A: usize, const B: usize, const C: usize> From<[[[T; C]; B]; A]> for Array<T> {
    fn from(planes: [[[T; C]; B]; A]) -> Array<T> {
        let elements = planes.into_iter().flatten().flatten().collect();
        Array::from_shape_vec([A, B, C], elements)
    }
}

impl<T, const A: usize, const B: usize, const C: usize, const D: usize> From<[[[[T; D]; C]; B]; A]>
    for Array<T>
{
    fn from(blocks: [[[[T; D]; C]; B]; A]) -> Array<T> {
        let elements = blocks.into_iter().flatten().flatten().flatten().collect();
        Array::from_shape_vec([A, B, C, D], elements)
    }
}

/// What `array!` calls, one for each depth, so that the depth need not be inferred.
#[doc(hidden)]
pub mod depth {
    use super::Array;

    pub fn one<T, const A: usize>(x: [T; A]) -> Array<T> {
        Array::from(x)
    }
    pub fn two<T, const A: usize, const B: usize>(x: [[T; B]; A]) -> Array<T> {
        Array::from(x)
    }
    pub fn three<T, const A: usize, const B: usize, const C: usize>(
        x: [[[T; C]; B]; A],
    ) -> Array<T> {
        Array::from(x)
    }
    pub fn four<T, const A: usize, const B: usize, const C: usize, const D: usize>(
        x: [[[[T; D]; C]; B]; A],
    ) -> Array<T> {
        Array::from(x)
    }
}

/// An array written out, up to four levels deep; `array![]` is empty, `array![x; n]` repeats.
///
/// Rows of different lengths do not compile.
///
/// # NumPy
/// `np.array([[1, 2], [3, 4]])`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array};
///
/// assert_eq!(array![1, 2, 3].shape(), [3]);
/// assert_eq!(array![[1, 2], [3, 4], [5, 6]].shape(), [3, 2]);
/// assert_eq!(array![[[1.0], [2.0]]].shape(), [1, 2, 1]);
/// let empty: Array<f64> = array![];
/// assert_eq!(empty.shape(), [0]);
/// ```
#[macro_export]
macro_rules! array {
    ($([$([$([$($x:expr),* $(,)?]),+ $(,)?]),+ $(,)?]),+ $(,)?) => {
        $crate::depth::four([$([$([$([$($x),*]),+]),+]),+])
    };
    ($([$([$($x:expr),* $(,)?]),+ $(,)?]),+ $(,)?) => {
        $crate::depth::three([$([$([$($x),*]),+]),+])
    };
    ($([$($x:expr),* $(,)?]),+ $(,)?) => {
        $crate::depth::two([$([$($x),*]),+])
    };
    ($x:expr; $n:expr) => {
        $crate::Array::full($n, $x)
    };
    ($($x:expr),* $(,)?) => {
        $crate::depth::one([$($x),*])
    };
}
