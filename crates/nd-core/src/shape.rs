//! [`Shape`] and [`Strides`]: a handful of integers, stored inline.

use crate::error::{ShapeError, ok};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// The most axes an array may have.
///
/// Shapes and strides are stored inline, so that views are `Copy` and indexing needs no
/// second memory access; NumPy's limit is 64, the largest in use in practice is below 10.
pub const MAX_NDIM: usize = 16;

/// Up to [`MAX_NDIM`] integers, one for each axis.
#[derive(Clone, Copy)]
pub struct PerAxis<I: Copy> {
    len: u8,
    values: [I; MAX_NDIM],
}

/// The lengths of an array's axes.
///
/// Anything shape-like converts: `5`, `[2, 3]`, `&[2, 3][..]`, `vec![2, 3]`, `()` for 0-d.
///
/// # Examples
/// ```
/// use nd_core::Shape;
///
/// let shape = Shape::from([2, 3]);
/// assert_eq!(shape.ndim(), 2);
/// assert_eq!(shape.size(), 6);
/// assert_eq!(Shape::from(()).size(), 1); // 0-d: one element
/// ```
pub type Shape = PerAxis<usize>;

/// The distance, in elements, from one index to the next along each axis.
///
/// NumPy counts strides in bytes; nd in elements, so that they do not depend on the type.
pub type Strides = PerAxis<isize>;

impl<I: Copy + Default> PerAxis<I> {
    /// No axis: what a 0-d array has.
    pub(crate) fn empty() -> Self {
        PerAxis { len: 0, values: [I::default(); MAX_NDIM] }
    }

    /// `n` axes of the same value; `n` is at most [`MAX_NDIM`].
    pub(crate) fn filled(n: usize, value: I) -> Self {
        let mut all = Self::empty();
        all.len = n as u8;
        all.values[..n].fill(value);
        all
    }

    /// So many axes, at most [`MAX_NDIM`]; the values of new ones are to be set.
    #[inline(always)]
    pub(crate) fn set_len(&mut self, n: usize) {
        self.len = n as u8;
    }

    /// Copies a slice of at most [`MAX_NDIM`] values.
    ///
    /// # Panics
    /// If there are more.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Shape;
    ///
    /// assert_eq!(Shape::new(&[2, 3]), Shape::from([2, 3]));
    /// assert_eq!(Shape::new(&[]).ndim(), 0);
    /// ```
    #[track_caller]
    pub fn new(values: &[I]) -> Self {
        ok(Self::try_new(values))
    }

    /// As [`new`](Self::new), for slices whose length comes from elsewhere.
    ///
    /// # Errors
    /// [`ShapeError::TooManyAxes`] for more than [`MAX_NDIM`] values.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Shape;
    ///
    /// assert!(Shape::try_new(&[1; 16]).is_ok());
    /// let error = Shape::try_new(&[1; 17]).unwrap_err();
    /// assert_eq!(error.to_string(), "shape: 17 axes are more than the 16 that an array may have");
    /// ```
    pub fn try_new(values: &[I]) -> Result<Self, ShapeError> {
        if values.len() > MAX_NDIM {
            return Err(ShapeError::TooManyAxes { op: "shape", ndim: values.len() });
        }
        let mut all = Self::empty();
        all.len = values.len() as u8;
        all.values[..values.len()].copy_from_slice(values);
        Ok(all)
    }

    /// How many axes there are.
    ///
    /// # NumPy
    /// `len(shape)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::Shape::from([2, 3]).ndim(), 2);
    /// assert_eq!(nd_core::Shape::from(()).ndim(), 0);
    /// ```
    #[inline]
    pub fn ndim(&self) -> usize {
        self.len as usize
    }

    /// The values as a slice.
    ///
    /// # Examples
    /// ```
    /// let shape = nd_core::Shape::from([2, 3]);
    /// assert_eq!(shape.as_slice(), &[2, 3]);
    /// assert_eq!(shape.iter().max(), Some(&3)); // methods of slices are a shape's own
    /// ```
    #[inline]
    pub fn as_slice(&self) -> &[I] {
        self
    }

    pub(crate) fn try_push(&mut self, value: I) -> Result<(), ShapeError> {
        self.try_insert(self.ndim(), value)
    }

    pub(crate) fn try_insert(&mut self, axis: usize, value: I) -> Result<(), ShapeError> {
        let n = self.ndim();
        if n == MAX_NDIM {
            return Err(ShapeError::TooManyAxes { op: "shape", ndim: n + 1 });
        }
        self.values.copy_within(axis..n, axis + 1);
        self.values[axis] = value;
        self.len += 1;
        Ok(())
    }

    pub(crate) fn remove(&mut self, axis: usize) -> I {
        let n = self.ndim();
        let removed = self[axis];
        self.values.copy_within(axis + 1..n, axis);
        self.values[n - 1] = I::default();
        self.len -= 1;
        removed
    }
}

impl PerAxis<usize> {
    /// The number of elements: the product of the lengths, 1 for 0-d.
    ///
    /// # Panics
    /// If the product overflows; shapes of existing arrays never do.
    ///
    /// # NumPy
    /// `math.prod(shape)`, whose integers do not overflow.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Shape;
    ///
    /// assert_eq!(Shape::from([2, 3]).size(), 6);
    /// assert_eq!(Shape::from([2, 0]).size(), 0);
    /// assert_eq!(Shape::from(()).size(), 1); // 0-d: one element
    /// ```
    /// ```should_panic
    /// nd_core::Shape::from([usize::MAX, 2]).size();
    /// ```
    #[track_caller]
    #[inline]
    pub fn size(&self) -> usize {
        match self.checked_size() {
            Some(size) => size,
            None => self.overflow("size").panic(),
        }
    }

    /// The number of elements, or `None` where the non-zero lengths multiply to more than
    /// `isize::MAX`: such a shape is refused even if another axis has length 0, since a slice
    /// or a reshape could drop that axis.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Shape;
    ///
    /// assert_eq!(Shape::from([2, 3]).checked_size(), Some(6));
    /// assert_eq!(Shape::from([0, 3]).checked_size(), Some(0));
    /// assert_eq!(Shape::from([0, usize::MAX, 2]).checked_size(), None);
    /// ```
    #[inline]
    pub fn checked_size(&self) -> Option<usize> {
        let mut product = 1usize;
        let mut empty = false;
        for &n in self.iter() {
            if n == 0 {
                empty = true;
            } else {
                product = product.checked_mul(n)?;
            }
        }
        if product > isize::MAX as usize {
            return None;
        }
        Some(if empty { 0 } else { product })
    }

    /// The size, where also `size * itemsize` fits in an `isize`.
    pub(crate) fn size_for(&self, itemsize: usize, op: &'static str) -> Result<usize, ShapeError> {
        let nonzero = self.iter().filter(|&&n| n != 0).try_fold(1usize, |p, &n| p.checked_mul(n));
        match nonzero.and_then(|p| p.checked_mul(itemsize.max(1))) {
            Some(bytes) if bytes <= isize::MAX as usize => Ok(self.iter().product()),
            _ => Err(self.overflow(op)),
        }
    }

    pub(crate) fn overflow(&self, op: &'static str) -> ShapeError {
        ShapeError::Overflow { op, shape: self.as_slice().into() }
    }
}

impl<I: Copy> Deref for PerAxis<I> {
    type Target = [I];
    #[inline(always)]
    fn deref(&self) -> &[I] {
        // The minimum is a no-op that lets the compiler drop the bounds check.
        &self.values[..(self.len as usize).min(MAX_NDIM)]
    }
}

impl<I: Copy> DerefMut for PerAxis<I> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [I] {
        &mut self.values[..(self.len as usize).min(MAX_NDIM)]
    }
}

impl<I: Copy + PartialEq> PartialEq for PerAxis<I> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        // A loop: slices of one or two values are compared sooner than a call is made.
        self.len == other.len && self.iter().zip(other.iter()).all(|(a, b)| a == b)
    }
}
impl<I: Copy + Eq> Eq for PerAxis<I> {}

impl<I: Copy + PartialEq, const N: usize> PartialEq<[I; N]> for PerAxis<I> {
    fn eq(&self, other: &[I; N]) -> bool {
        **self == other[..]
    }
}

impl<I: Copy + PartialEq> PartialEq<[I]> for PerAxis<I> {
    fn eq(&self, other: &[I]) -> bool {
        **self == *other
    }
}

impl<I: Copy + fmt::Debug> fmt::Debug for PerAxis<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl From<()> for Shape {
    fn from((): ()) -> Shape {
        Shape::empty()
    }
}

impl From<usize> for Shape {
    #[inline]
    fn from(len: usize) -> Shape {
        Shape::filled(1, len)
    }
}

impl<I: Copy + Default, const N: usize> From<[I; N]> for PerAxis<I> {
    #[inline]
    fn from(lengths: [I; N]) -> Self {
        const { assert!(N <= MAX_NDIM, "an array may have at most 16 axes") };
        let mut all = Self::empty();
        all.len = N as u8;
        all.values[..N].copy_from_slice(&lengths);
        all
    }
}

impl<I: Copy + Default> From<&[I]> for PerAxis<I> {
    /// # Panics
    /// If there are more than [`MAX_NDIM`] lengths.
    #[track_caller]
    fn from(lengths: &[I]) -> Self {
        Self::new(lengths)
    }
}

impl<I: Copy + Default, const N: usize> From<&[I; N]> for PerAxis<I> {
    #[inline]
    fn from(lengths: &[I; N]) -> Self {
        Self::from(*lengths)
    }
}

impl<I: Copy + Default> From<Vec<I>> for PerAxis<I> {
    /// # Panics
    /// If there are more than [`MAX_NDIM`] lengths.
    #[track_caller]
    fn from(lengths: Vec<I>) -> Self {
        Self::new(&lengths)
    }
}

/// The shape that operands of `shapes` have together: axes are matched from the last one
/// backwards, and a length of 1 (or a missing axis) stretches.
///
/// # Errors
/// [`ShapeError::Broadcast`] where two lengths differ and neither is 1.
///
/// # NumPy
/// `np.broadcast_shapes(*shapes)`.
///
/// # Examples
/// ```
/// use nd_core::broadcast_shapes;
///
/// assert_eq!(broadcast_shapes(&[&[4, 1], &[3]]).unwrap(), [4, 3]);
/// assert!(broadcast_shapes(&[&[4], &[3]]).is_err());
/// ```
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Shape, ShapeError> {
    broadcast_for("broadcast_shapes", shapes)
}

pub(crate) fn broadcast_for(op: &'static str, shapes: &[&[usize]]) -> Result<Shape, ShapeError> {
    let ndim = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    if ndim > MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op, ndim });
    }
    let mut out = Shape::filled(ndim, 1);
    for shape in shapes {
        let skip = ndim - shape.len();
        for (have, &given) in out[skip..].iter_mut().zip(shape.iter()) {
            if *have == 1 {
                *have = given;
            } else if given != 1 && given != *have {
                return Err(ShapeError::broadcast(op, shapes));
            }
        }
    }
    if out.checked_size().is_none() {
        return Err(out.overflow(op));
    }
    Ok(out)
}

/// Turns an axis that may count from the end into one that counts from the front.
///
/// # Errors
/// [`ShapeError::Axis`] if there is no such axis.
///
/// # Examples
/// ```
/// use nd_core::normalize_axis;
///
/// assert_eq!(normalize_axis("sum", -1, 3).unwrap(), 2);
/// let error = normalize_axis("sum", 3, 3).unwrap_err();
/// assert_eq!(error.to_string(), "sum: axis 3 is out of bounds for 3 dimensions");
/// ```
#[inline]
pub fn normalize_axis(op: &'static str, axis: isize, ndim: usize) -> Result<usize, ShapeError> {
    let from_front = if axis < 0 { axis.wrapping_add(ndim as isize) } else { axis };
    if (0..ndim as isize).contains(&from_front) {
        Ok(from_front as usize)
    } else {
        Err(ShapeError::Axis { op, axis, ndim })
    }
}
