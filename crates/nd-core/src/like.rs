//! New arrays of the shape of others.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::buffer::ZeroBits;
use crate::layout::Layout;
use crate::shape::Shape;
use num_traits::One;
use std::mem::MaybeUninit;

/// An array that `make` creates in C order, with its axes then arranged as those of `layout`
/// lie in memory.
#[track_caller]
fn arranged<T>(layout: &Layout, make: impl FnOnce(Shape) -> Array<T>) -> Array<T> {
    if layout.is_c_contiguous() {
        return make(layout.shape);
    }
    // From the axis with the longest strides to that with the shortest.
    let mut order: Vec<usize> = (0..layout.ndim()).collect();
    order.sort_by_key(|&axis| std::cmp::Reverse(layout.strides[axis].unsigned_abs()));
    let mut shape = layout.shape;
    let mut back = vec![0; layout.ndim()];
    for (place, &axis) in order.iter().enumerate() {
        shape[place] = layout.shape[axis];
        back[axis] = place as isize;
    }
    make(shape).into_permuted(&back)
}

/// Zeros in the shape of `a`, and with its order of axes in memory.
///
/// # Panics
/// If the size overflows: a broadcast view may be larger than memory.
///
/// # NumPy
/// `np.zeros_like(a)`.
///
/// # Examples
/// ```
/// use nd_core::{array, zeros_like};
///
/// assert_eq!(zeros_like(&array![[1, 2], [3, 4]]), array![[0, 0], [0, 0]]);
/// assert!(zeros_like(array![[1, 2], [3, 4]].t()).is_f_contiguous());
/// ```
#[track_caller]
pub fn zeros_like<A: ArrayLike>(a: A) -> Array<A::Elem>
where
    A::Elem: ZeroBits,
{
    arranged(a.view().layout(), |shape| Array::zeros(shape))
}

/// Ones in the shape of `a`, and with its order of axes in memory.
///
/// # Panics
/// If the size overflows: a broadcast view may be larger than memory.
///
/// # NumPy
/// `np.ones_like(a)`.
///
/// # Examples
/// ```
/// use nd_core::{Array, array, ones_like};
///
/// assert_eq!(ones_like(&array![[0.5], [2.5]]), array![[1.0], [1.0]]);
/// assert!(ones_like(&Array::<u8>::zeros([0, 3])).is_empty());
/// ```
#[track_caller]
pub fn ones_like<A: ArrayLike>(a: A) -> Array<A::Elem>
where
    A::Elem: Clone + One,
{
    full_like(a, One::one())
}

/// The same value everywhere, in the shape of `a`, and with its order of axes in memory.
///
/// # Panics
/// If the size overflows: a broadcast view may be larger than memory.
///
/// # NumPy
/// `np.full_like(a, value)`.
///
/// # Examples
/// ```
/// use nd_core::{array, full_like};
///
/// assert_eq!(full_like(&array![1, 2], 7), array![7, 7]);
/// assert_eq!(full_like(&array![0.0f32; 0], 7.0).shape(), [0]);
/// ```
#[track_caller]
pub fn full_like<A: ArrayLike>(a: A, value: A::Elem) -> Array<A::Elem>
where
    A::Elem: Clone,
{
    arranged(a.view().layout(), |shape| Array::full(shape, value))
}

/// Elements that are not initialised, in the shape of `a`, and with its order of axes in
/// memory: write all of them, then [`assume_init`](Array::assume_init).
///
/// # Panics
/// If the size overflows: a broadcast view may be larger than memory.
///
/// # NumPy
/// `np.empty_like(a)`, but safe.
///
/// # Examples
/// ```
/// use nd_core::{array, uninit_like};
///
/// let a = array![[1.5, 2.5]];
/// assert_eq!(uninit_like(&a).shape(), [1, 2]);
/// ```
#[track_caller]
pub fn uninit_like<A: ArrayLike>(a: A) -> Array<MaybeUninit<A::Elem>> {
    arranged(a.view().layout(), |shape| Array::uninit(shape))
}
