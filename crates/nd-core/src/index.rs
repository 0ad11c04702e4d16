//! One element: `a[[i, j]]`, `get`, and [`Fixed`], a view whose rank the compiler knows, for hot
//! scalar loops.

use crate::array::Array;
use crate::error::ShapeError;
use crate::layout::{Layout, resolve_index};
use crate::shape::Shape;
use crate::view::View;
use crate::view_mut::ViewMut;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::ptr::NonNull;

/// What indexes one element: one number for each axis, `[usize; N]`.
///
/// Sealed: there is nothing else. It is a trait so that the compiler says what is meant where
/// something else is tried.
#[diagnostic::on_unimplemented(
    message = "an array is not indexed by `{Self}`",
    label = "one number for each axis, in brackets: `a[[i]]`, `a[[i, j]]`",
    note = "a row or another part is a view: `a.slice(s![i])`; see \"What differs\" in the guide \
            for NumPy users"
)]
pub trait ArrayIndex: Copy + sealed::Sealed {
    /// The offset of the element, or `None` if the index has the wrong number of axes or is out
    /// of bounds.
    #[doc(hidden)]
    fn offset(&self, layout: &Layout) -> Option<isize>;
    /// Panics for an index that [`offset`](Self::offset) has no place for.
    #[doc(hidden)]
    #[track_caller]
    fn refuse(self, shape: Shape) -> !;
}

mod sealed {
    pub trait Sealed {}
    impl<const N: usize> Sealed for [usize; N] {}
}

impl<const N: usize> ArrayIndex for [usize; N] {
    #[inline(always)]
    fn offset(&self, layout: &Layout) -> Option<isize> {
        if layout.ndim() != N {
            return None;
        }
        let (shape, strides) = (&layout.shape, &layout.strides);
        let mut offset = 0isize;
        for axis in 0..N {
            if self[axis] >= shape[axis] {
                return None;
            }
            offset += self[axis] as isize * strides[axis];
        }
        Some(offset)
    }

    #[cold]
    #[inline(never)]
    #[track_caller]
    fn refuse(self, shape: Shape) -> ! {
        // By value: a reference to the array's own shape would let a loop's stores reach it in
        // the eyes of the compiler, which then loads it anew for every element.
        let (shape, index) = (shape.as_slice(), self);
        if shape.len() != index.len() {
            ShapeError::IndexCount { op: "index", given: N, shape: shape.into() }.panic();
        }
        let axis = (0..index.len()).find(|&a| index[a] >= shape[a]).unwrap_or(0);
        panic!("index {index:?} is out of bounds for shape {shape:?} (axis {axis})")
    }
}

impl<'a, T> View<'a, T> {
    /// The element at `index`, or `None` if there is no such element.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![[1, 2], [3, 4]];
    /// assert_eq!(a.get(&[1, 0]), Some(&3));
    /// assert_eq!(a.get(&[2, 0]), None);
    /// assert_eq!(a.get(&[0]), None); // too few axes
    /// ```
    #[inline]
    pub fn get(self, index: &[usize]) -> Option<&'a T> {
        let shape = self.shape();
        let inside = shape.len() == index.len() && index.iter().zip(shape).all(|(i, n)| i < n);
        // SAFETY: the index was just checked against the shape; the data lives for 'a.
        inside.then(|| unsafe { self.raw().element(index).as_ref() })
    }

    /// The element at `index`, negative entries counting from the end.
    ///
    /// # Errors
    /// [`ShapeError::IndexCount`] or [`ShapeError::Index`].
    ///
    /// # NumPy
    /// `a.item(*index)`.
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![1, 2, 3];
    /// assert_eq!(a.item(&[-1]), Ok(3));
    /// assert!(a.item(&[3]).is_err());
    /// ```
    pub fn item(self, index: &[isize]) -> Result<T, ShapeError>
    where
        T: Copy,
    {
        let shape = self.shape();
        if index.len() != shape.len() {
            let shape = shape.into();
            return Err(ShapeError::IndexCount { op: "item", given: index.len(), shape });
        }
        let mut offset = 0;
        for (axis, &i) in index.iter().enumerate() {
            offset += resolve_index("item", i, axis, shape[axis])? as isize * self.strides()[axis];
        }
        // SAFETY: every entry was resolved to a valid position of its axis.
        Ok(unsafe { *self.raw().first.offset(offset).as_ref() })
    }
}

impl<'a, T> View<'a, T> {
    /// The element `offset` away from the first one: callers pass the offset of a valid
    /// index, as for `relaid`.
    #[inline(always)]
    pub(crate) fn at_offset(self, offset: isize) -> &'a T {
        self.layout().check_offset(offset);
        // SAFETY: by invariant 2 every valid index stays in the allocation.
        unsafe { self.raw().first.offset(offset).as_ref() }
    }
}

impl<T> ViewMut<'_, T> {
    /// As [`View::at_offset`], to write to.
    #[inline(always)]
    pub(crate) fn at_offset_mut(&mut self, offset: isize) -> &mut T {
        self.layout().check_offset(offset);
        // SAFETY: as there; `self` is mutably borrowed meanwhile.
        unsafe { self.raw().first.offset(offset).as_mut() }
    }
}

impl<T, I: ArrayIndex> Index<I> for View<'_, T> {
    type Output = T;

    /// # Panics
    /// If the number of entries is not the number of axes, or an entry is out of bounds.
    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &T {
        match index.offset(self.layout()) {
            // SAFETY: `offset` checked the index against the shape.
            Some(offset) => unsafe { self.raw().first.offset(offset).as_ref() },
            None => index.refuse(self.layout().shape),
        }
    }
}

impl<T, I: ArrayIndex> Index<I> for ViewMut<'_, T> {
    type Output = T;

    /// # Panics
    /// As for [`View`].
    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &T {
        match index.offset(self.layout()) {
            // SAFETY: `offset` checked the index against the shape.
            Some(offset) => unsafe { self.raw().first.offset(offset).as_ref() },
            None => index.refuse(self.layout().shape),
        }
    }
}

impl<T, I: ArrayIndex> IndexMut<I> for ViewMut<'_, T> {
    #[inline(always)]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut T {
        match index.offset(self.layout()) {
            // SAFETY: `offset` checked the index; `self` is mutably borrowed meanwhile.
            Some(offset) => unsafe { self.raw().first.offset(offset).as_mut() },
            None => index.refuse(self.layout().shape),
        }
    }
}

impl<T, I: ArrayIndex> Index<I> for Array<T> {
    type Output = T;

    /// # Panics
    /// As for [`View`].
    #[inline(always)]
    #[track_caller]
    fn index(&self, index: I) -> &T {
        match index.offset(self.layout()) {
            // SAFETY: `offset` checked the index against the shape.
            Some(offset) => unsafe { &*self.as_ptr().offset(offset) },
            None => index.refuse(self.layout().shape),
        }
    }
}

impl<T, I: ArrayIndex> IndexMut<I> for Array<T> {
    #[inline(always)]
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut T {
        match index.offset(self.layout()) {
            // SAFETY: `offset` checked the index; `self` is mutably borrowed meanwhile.
            Some(offset) => unsafe { self.raw_mut().first.offset(offset).as_mut() },
            None => index.refuse(self.layout().shape),
        }
    }
}

/// `get_mut` for both types that can write.
macro_rules! get_mut {
    ($(impl[$($gen:tt)*] $Type:ty;)*) => {$(
        impl<$($gen)*> $Type {
            /// The element at `index` to write to, or `None` if there is no such element.
            ///
            /// # Examples
            /// ```
            /// let mut a = nd_core::array![1, 2];
            /// *a.get_mut(&[0]).unwrap() = 7;
            /// assert_eq!(a, nd_core::array![7, 2]);
            /// assert_eq!(a.get_mut(&[2]), None);
            /// ```
            #[inline]
            pub fn get_mut(&mut self, index: &[usize]) -> Option<&mut T> {
                let raw = *self.raw_mut();
                let shape = &raw.layout.shape;
                let inside =
                    shape.len() == index.len() && index.iter().zip(shape.iter()).all(|(i, n)| i < n);
                // SAFETY: the index was just checked; `self` is mutably borrowed meanwhile.
                inside.then(|| unsafe { raw.element(index).as_mut() })
            }
        }
    )*};
}
get_mut! {
    impl[T] Array<T>;
    impl[T] ViewMut<'_, T>;
}

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
fn fixed_offset<const N: usize>(
    shape: &[usize; N],
    strides: &[isize; N],
    index: &[usize; N],
) -> isize {
    let mut offset = 0;
    for axis in 0..N {
        if index[axis] >= shape[axis] {
            // By value: a reference here would let the loop's stores reach `shape` in the
            // eyes of the compiler, which then loads it anew for every element.
            refuse_fixed(*shape, *index);
        }
        offset += index[axis] as isize * strides[axis];
    }
    offset
}

#[cold]
#[inline(never)]
fn refuse_fixed<const N: usize>(shape: [usize; N], index: [usize; N]) -> ! {
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
    ///
    /// # Examples
    /// ```
    /// let a = nd_core::array![[1, 2, 3], [4, 5, 6]];
    /// let [h, w] = a.fixed::<2>().shape(); // an array, whose length the compiler knows
    /// assert_eq!((h, w), (2, 3));
    /// ```
    #[inline(always)]
    pub fn shape(&self) -> [usize; N] {
        self.shape
    }
}

impl<T, const N: usize> FixedMut<'_, T, N> {
    /// The lengths of the axes.
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![[1, 2, 3], [4, 5, 6]];
    /// let mut fast = a.fixed_mut::<2>();
    /// let [h, w] = fast.shape();
    /// for i in 0..h.min(w) {
    ///     fast[[i, i]] = 0;
    /// }
    /// assert_eq!(a, nd_core::array![[0, 2, 3], [4, 0, 6]]);
    /// ```
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
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![[1, 2], [3, 4]];
    /// let mut fixed = a.view_mut().into_fixed::<2>();
    /// fixed[[1, 0]] = 9;
    /// assert_eq!(a[[1, 0]], 9);
    /// ```
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
    ///
    /// # Examples
    /// ```
    /// let mut a = nd_core::array![1, 1, 0, 0];
    /// let mut f = a.fixed_mut::<1>();
    /// for i in 2..4 {
    ///     f[[i]] = f[[i - 1]] + f[[i - 2]];
    /// }
    /// assert_eq!(a, nd_core::array![1, 1, 2, 3]);
    /// ```
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
        // SAFETY: `fixed_offset` panics unless every entry is inside the shape.
        unsafe { self.first.offset(fixed_offset(&self.shape, &self.strides, &index)).as_ref() }
    }
}

impl<T, const N: usize> Index<[usize; N]> for FixedMut<'_, T, N> {
    type Output = T;
    #[inline(always)]
    fn index(&self, index: [usize; N]) -> &T {
        // SAFETY: `fixed_offset` panics unless every entry is inside the shape.
        unsafe { self.first.offset(fixed_offset(&self.shape, &self.strides, &index)).as_ref() }
    }
}

impl<T, const N: usize> IndexMut<[usize; N]> for FixedMut<'_, T, N> {
    #[inline(always)]
    fn index_mut(&mut self, index: [usize; N]) -> &mut T {
        // SAFETY: `fixed_offset` panics unless every entry is inside the shape; `self` is mutably
        // borrowed meanwhile.
        unsafe { self.first.offset(fixed_offset(&self.shape, &self.strides, &index)).as_mut() }
    }
}
