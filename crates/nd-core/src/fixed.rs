//! [`Fixed`]: a view whose rank the compiler knows, for hot scalar loops.

use crate::view::View;
use crate::view_mut::ViewMut;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::ptr::NonNull;

/// A view of rank `N`: `v[[i, j]]` costs what a raw slice does.
///
/// Indices are still checked. Shape and strides sit in registers, so the compiler can hoist
/// the checks out of loops over `0..v.len_of(axis)`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let a = array![[1, 2], [3, 4]];
/// let v = a.fixed::<2>();
/// let [h, w] = v.shape();
/// let sum: i32 = (0..h).map(|i| (0..w).map(|j| v[[i, j]]).sum::<i32>()).sum();
/// assert_eq!(sum, 10);
/// ```
#[derive(Debug)]
pub struct Fixed<'a, T, const N: usize> {
    first: NonNull<T>,
    shape: [usize; N],
    strides: [isize; N],
    life: PhantomData<&'a T>,
}

impl<T, const N: usize> Clone for Fixed<'_, T, N> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T, const N: usize> Copy for Fixed<'_, T, N> {}

// SAFETY: a shared reference to the elements, as `View` is.
unsafe impl<T: Sync, const N: usize> Send for Fixed<'_, T, N> {}
// SAFETY: as above.
unsafe impl<T: Sync, const N: usize> Sync for Fixed<'_, T, N> {}

/// As [`Fixed`], to write to.
///
/// # Examples
/// ```
/// let mut a = nd_core::array![[1, 2], [3, 4]];
/// let mut v = a.fixed_mut::<2>();
/// v[[0, 1]] = 9;
/// assert_eq!(a, nd_core::array![[1, 9], [3, 4]]);
/// ```
#[derive(Debug)]
pub struct FixedMut<'a, T, const N: usize> {
    first: NonNull<T>,
    shape: [usize; N],
    strides: [isize; N],
    life: PhantomData<&'a mut T>,
}

// SAFETY: a unique reference to the elements, as `ViewMut` is.
unsafe impl<T: Send, const N: usize> Send for FixedMut<'_, T, N> {}
// SAFETY: as above; sharing it gives shared access only.
unsafe impl<T: Sync, const N: usize> Sync for FixedMut<'_, T, N> {}

/// The offset of a valid index.
#[inline(always)]
fn offset<const N: usize>(shape: &[usize; N], strides: &[isize; N], index: &[usize; N]) -> isize {
    let mut offset = 0;
    for axis in 0..N {
        if index[axis] >= shape[axis] {
            // By value: a reference here would let the loop's stores reach `shape` in the
            // eyes of the compiler, which then loads it anew for every element.
            refuse(*shape, *index);
        }
        offset += index[axis] as isize * strides[axis];
    }
    offset
}

#[cold]
#[inline(never)]
fn refuse<const N: usize>(shape: [usize; N], index: [usize; N]) -> ! {
    panic!("index {index:?} is out of bounds for shape {shape:?}")
}

/// Shape and strides as arrays, for a known rank.
#[track_caller]
fn parts<const N: usize>(shape: &[usize], strides: &[isize]) -> ([usize; N], [isize; N]) {
    match (shape.try_into(), strides.try_into()) {
        (Ok(shape), Ok(strides)) => (shape, strides),
        _ => panic!("fixed: {N} axes wanted, shape {shape:?} has {}", shape.len()),
    }
}

impl<T, const N: usize> Fixed<'_, T, N> {
    /// The lengths of the axes.
    #[inline(always)]
    pub fn shape(&self) -> [usize; N] {
        self.shape
    }
}

impl<T, const N: usize> FixedMut<'_, T, N> {
    /// The lengths of the axes.
    #[inline(always)]
    pub fn shape(&self) -> [usize; N] {
        self.shape
    }
}

impl<'a, T> View<'a, T> {
    /// The view with a rank that the compiler knows.
    ///
    /// # Panics
    /// If the rank is not `N`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::array![1, 2].fixed::<1>()[[1]], 2);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].fixed::<2>();
    /// ```
    #[track_caller]
    #[inline]
    pub fn fixed<const N: usize>(self) -> Fixed<'a, T, N> {
        let (shape, strides) = parts(self.shape(), self.strides());
        Fixed { first: self.raw().first, shape, strides, life: PhantomData }
    }
}

impl<'a, T> ViewMut<'a, T> {
    /// The view with a rank that the compiler knows, by value.
    ///
    /// # Panics
    /// If the rank is not `N`.
    #[track_caller]
    #[inline]
    pub fn into_fixed<const N: usize>(self) -> FixedMut<'a, T, N> {
        let (shape, strides) = parts(&self.layout().shape, &self.layout().strides);
        FixedMut { first: self.raw().first, shape, strides, life: PhantomData }
    }
}

impl<T> crate::Array<T> {
    /// The array with a rank that the compiler knows, to write to.
    ///
    /// # Panics
    /// If the rank is not `N`.
    #[track_caller]
    #[inline]
    pub fn fixed_mut<const N: usize>(&mut self) -> FixedMut<'_, T, N> {
        self.view_mut().into_fixed()
    }
}

impl<T, const N: usize> Index<[usize; N]> for Fixed<'_, T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, index: [usize; N]) -> &T {
        // SAFETY: `offset` panics unless every entry is inside the shape.
        unsafe { self.first.offset(offset(&self.shape, &self.strides, &index)).as_ref() }
    }
}

impl<T, const N: usize> Index<[usize; N]> for FixedMut<'_, T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, index: [usize; N]) -> &T {
        // SAFETY: `offset` panics unless every entry is inside the shape.
        unsafe { self.first.offset(offset(&self.shape, &self.strides, &index)).as_ref() }
    }
}

impl<T, const N: usize> IndexMut<[usize; N]> for FixedMut<'_, T, N> {
    #[inline(always)]
    fn index_mut(&mut self, index: [usize; N]) -> &mut T {
        // SAFETY: `offset` panics unless every entry is inside the shape; `self` is mutably
        // borrowed meanwhile.
        unsafe { self.first.offset(offset(&self.shape, &self.strides, &index)).as_mut() }
    }
}
