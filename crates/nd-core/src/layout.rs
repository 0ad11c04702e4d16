//! [`Layout`]: shape and strides, and every way to see the same memory differently.
//!
//! Integers only: nothing here knows of pointers or element types, which is what makes it
//! safe code and easy to test. Functions that move the first element return by how many
//! elements it moves.

use crate::error::{ShapeError, ok};
use crate::shape::{Shape, Strides, broadcast_for};
use crate::slice::{Slice, SliceItem};

/// How indices map to memory: element `[i, j, …]` lies `i * strides[0] + j * strides[1] + …`
/// elements from the first one.
///
/// # Examples
/// ```
/// use nd_core::Layout;
///
/// let c = Layout::c_order([2, 3]);
/// assert_eq!(*c.strides(), [3, 1]);
/// assert_eq!(*c.reversed().strides(), [1, 3]); // a transpose is just another layout
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub(crate) shape: Shape,
    pub(crate) strides: Strides,
}

impl Layout {
    /// Row-major: the last axis is contiguous. The shape must not overflow.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert_eq!(*Layout::c_order([2, 3, 4]).strides(), [12, 4, 1]);
    /// ```
    pub fn c_order(shape: impl Into<Shape>) -> Layout {
        let shape = shape.into();
        Layout { shape, strides: Strides::filled(shape.ndim(), 0) }.gapless()
    }

    /// No axis.
    #[inline(always)]
    pub(crate) fn empty() -> Layout {
        Layout { shape: Shape::empty(), strides: Strides::empty() }
    }

    /// The same shape, row-major.
    #[inline(always)]
    pub(crate) fn gapless(&self) -> Layout {
        let mut out = Layout::empty();
        out.set_gapless(&self.shape);
        out
    }

    /// Becomes row-major of this shape: only what its axes take is written.
    #[inline(always)]
    pub(crate) fn set_gapless(&mut self, shape: &Shape) {
        self.shape.set_len(shape.ndim());
        self.strides.set_len(shape.ndim());
        let mut step = 1isize;
        let places = self.shape.iter_mut().zip(self.strides.iter_mut());
        for ((length, stride), &n) in places.zip(shape.iter()).rev() {
            (*length, *stride) = (n, step);
            // Empty axes count as 1 (NumPy does the same): strides stay meaningful and small.
            step = step.wrapping_mul(n.max(1) as isize);
        }
    }

    /// The number of elements, if the strides are those of [`c_order`](Self::c_order), also of axes
    /// where no stride matters.
    #[inline(always)]
    pub(crate) fn gapless_size(&self) -> Option<usize> {
        let (mut size, mut step) = (1usize, 1isize);
        for (&n, &stride) in self.shape.iter().zip(self.strides.iter()).rev() {
            if stride != step {
                return None;
            }
            size = size.wrapping_mul(n);
            step = step.wrapping_mul(n.max(1) as isize);
        }
        Some(size)
    }

    /// Column-major: the first axis is contiguous. The shape must not overflow.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert_eq!(*Layout::f_order([2, 3, 4]).strides(), [1, 2, 6]);
    /// ```
    pub fn f_order(shape: impl Into<Shape>) -> Layout {
        let mut shape = shape.into();
        shape.reverse();
        Layout::c_order(shape).reversed()
    }

    /// Any shape with any strides, as long as their numbers match.
    ///
    /// # Panics
    /// If they do not.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// // Every other row of a matrix of three columns.
    /// let layout = Layout::new([2, 3].into(), [6, 1].into());
    /// assert_eq!(layout.size(), 6);
    /// assert!(!layout.is_c_contiguous());
    /// ```
    #[track_caller]
    pub fn new(shape: Shape, strides: Strides) -> Layout {
        ok(Self::try_new(shape, strides))
    }

    /// As [`new`](Self::new), for numbers that come from elsewhere.
    ///
    /// # Errors
    /// [`ShapeError::Strides`] if there are more of the one than of the other.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert!(Layout::try_new([2, 3].into(), [3, 1].into()).is_ok());
    /// assert!(Layout::try_new([2, 3].into(), [1].into()).is_err());
    /// ```
    pub fn try_new(shape: Shape, strides: Strides) -> Result<Layout, ShapeError> {
        if shape.ndim() != strides.ndim() {
            return Err(ShapeError::Strides {
                op: "layout",
                shape: shape.as_slice().into(),
                strides: strides.as_slice().into(),
                why: "differ in their number of axes",
            });
        }
        Ok(Layout { shape, strides })
    }

    /// The lengths of the axes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(*nd_core::Layout::c_order([2, 3]).reversed().shape(), [3, 2]);
    /// ```
    #[inline]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The strides, in elements.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert_eq!(*Layout::c_order([2, 3]).strides(), [3, 1]);
    /// assert_eq!(*Layout::f_order([2, 3]).strides(), [1, 2]);
    /// assert_eq!(*Layout::c_order([2, 0]).strides(), [1, 1]); // axes without elements count as 1
    /// ```
    #[inline]
    pub fn strides(&self) -> &Strides {
        &self.strides
    }

    /// The number of axes.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_core::Layout::c_order([2, 3]).ndim(), 2);
    /// assert_eq!(nd_core::Layout::c_order(()).ndim(), 0);
    /// ```
    #[inline]
    pub fn ndim(&self) -> usize {
        self.shape.ndim()
    }

    /// The number of elements.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert_eq!(Layout::c_order([2, 3]).size(), 6);
    /// assert_eq!(Layout::c_order(()).size(), 1);
    /// let one_place = Layout::new([4].into(), [0].into());
    /// assert_eq!(one_place.size(), 4); // as often as an index reaches it
    /// ```
    #[inline]
    pub fn size(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether C order visits the elements one after the other without gaps.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert!(Layout::c_order([2, 3]).is_c_contiguous());
    /// assert!(!Layout::f_order([2, 3]).is_c_contiguous());
    /// assert!(Layout::f_order([1, 3]).is_c_contiguous()); // strides of axes of length 1 do not count
    /// ```
    #[inline]
    pub fn is_c_contiguous(&self) -> bool {
        let mut step = 1isize;
        for (&n, &stride) in self.shape.iter().zip(self.strides.iter()).rev() {
            if n == 0 {
                return true;
            }
            if n != 1 {
                if stride != step {
                    // Without elements there are no gaps, whichever axis is the empty one.
                    return self.shape.contains(&0);
                }
                step *= n as isize;
            }
        }
        true
    }

    /// Whether Fortran order visits the elements one after the other without gaps.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert!(Layout::f_order([2, 3]).is_f_contiguous());
    /// assert!(!Layout::c_order([2, 3]).is_f_contiguous());
    /// ```
    pub fn is_f_contiguous(&self) -> bool {
        self.reversed().is_c_contiguous()
    }

    /// The element offset of an index that is known to be in bounds.
    #[inline(always)]
    pub(crate) fn offset_of(&self, index: &[usize]) -> isize {
        index.iter().zip(self.strides.iter()).map(|(&i, &s)| i as isize * s).sum()
    }

    /// The lowest and highest offset that any index reaches; `None` if there is no element,
    /// or if an offset does not fit in an `isize`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert_eq!(Layout::c_order([2, 3]).offset_range(), Some((0, 5)));
    /// assert_eq!(Layout::new([3].into(), [-2].into()).offset_range(), Some((-4, 0)));
    /// assert_eq!(Layout::c_order([0]).offset_range(), None);
    /// ```
    pub fn offset_range(&self) -> Option<(isize, isize)> {
        let (mut low, mut high) = (0isize, 0isize);
        for (&n, &stride) in self.shape.iter().zip(self.strides.iter()) {
            let last = isize::try_from(n.checked_sub(1)?).ok()?.checked_mul(stride)?;
            if last < 0 {
                low = low.checked_add(last)?;
            } else {
                high = high.checked_add(last)?;
            }
        }
        Some((low, high))
    }

    /// Asserts, in debug builds, that `offset` lies among those that indices reach.
    #[inline(always)]
    pub(crate) fn check_offset(&self, offset: isize) {
        if cfg!(debug_assertions) {
            let (low, high) = self.offset_range().expect("an element of an empty array");
            assert!((low..=high).contains(&offset), "invariant 2: {offset} leaves {self:?}");
        }
    }

    /// Whether two different indices may reach the same element.
    ///
    /// Exact for layouts made by slicing, transposing and reshaping an array; for strides
    /// written by hand it may say `true` for a layout that has no such pair, never `false`
    /// for one that has.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert!(!Layout::c_order([2, 3]).overlaps_itself());
    /// assert!(Layout::new([2, 3].into(), [1, 1].into()).overlaps_itself()); // [0, 1] and [1, 0] meet
    /// ```
    pub fn overlaps_itself(&self) -> bool {
        if self.size() == 0 {
            return false;
        }
        let mut axes: Vec<(usize, usize)> = (self.shape.iter().zip(self.strides.iter()))
            .filter(|&(&n, _)| n > 1)
            .map(|(&n, &s)| (s.unsigned_abs(), n))
            .collect();
        axes.sort_unstable();
        // Each axis must step over everything that the axes with smaller strides can reach.
        let mut reach = 0usize;
        for (stride, n) in axes {
            if stride <= reach {
                return true;
            }
            reach = reach.saturating_add(stride.saturating_mul(n - 1));
        }
        false
    }

    /// All axes in the opposite order: the transpose.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Layout;
    ///
    /// assert_eq!(Layout::c_order([2, 3]).reversed(), Layout::f_order([3, 2]));
    /// ```
    pub fn reversed(&self) -> Layout {
        let mut out = *self;
        out.shape.reverse();
        out.strides.reverse();
        out
    }

    /// Axes in the order `axes`, which must be a permutation.
    pub(crate) fn permuted(&self, axes: &[usize]) -> Layout {
        let mut out = *self;
        for (to, &from) in axes.iter().enumerate() {
            out.shape[to] = self.shape[from];
            out.strides[to] = self.strides[from];
        }
        out
    }

    /// Adds an axis of length 1 before `axis`.
    pub(crate) fn insert_axis(&mut self, axis: usize) -> Result<(), ShapeError> {
        self.shape.try_insert(axis, 1)?;
        self.strides.try_insert(axis, 0)
    }

    /// Drops an axis, staying at its first index.
    pub(crate) fn remove_axis(&mut self, axis: usize) {
        self.shape.remove(axis);
        self.strides.remove(axis);
    }

    /// Reverses one axis; returns the move of the first element.
    pub(crate) fn flip(&mut self, axis: usize) -> isize {
        let n = self.shape[axis];
        let stride = self.strides[axis];
        self.strides[axis] = stride.wrapping_neg();
        if n == 0 { 0 } else { (n - 1) as isize * stride }
    }

    /// Keeps `slice` of one axis; returns the move of the first element.
    pub(crate) fn slice_axis(&mut self, axis: usize, slice: Slice) -> Result<isize, ShapeError> {
        let (start, len) = slice.resolve(self.shape[axis], axis)?;
        let stride = self.strides[axis];
        self.shape[axis] = len;
        if len == 0 {
            return Ok(0); // the first element must not move past the end
        }
        // With one element the step is never taken and may be anything: avoid the overflow.
        self.strides[axis] = if len > 1 { stride * slice.step } else { stride };
        Ok(start as isize * stride)
    }

    /// Applies a whole slice specification; returns the new layout and the move of the first
    /// element.
    pub(crate) fn sliced(&self, items: &[SliceItem]) -> Result<(Layout, isize), ShapeError> {
        let consumed = items.iter().filter(|i| i.takes_axis()).count();
        if items.iter().filter(|i| matches!(i, SliceItem::Ellipsis)).count() > 1 {
            return Err(ShapeError::TwoEllipses);
        }
        if consumed > self.ndim() {
            let shape = self.shape.as_slice().into();
            return Err(ShapeError::IndexCount { op: "slice", given: consumed, shape });
        }
        let skipped = self.ndim() - consumed;
        // Two counters: `axis` walks the result, `source` numbers the axis for messages.
        let (mut out, mut moved, mut axis, mut source) = (*self, 0isize, 0, 0);
        for item in items {
            match *item {
                SliceItem::Ellipsis => {
                    axis += skipped;
                    source += skipped;
                }
                SliceItem::NewAxis => {
                    out.insert_axis(axis)?;
                    axis += 1;
                }
                SliceItem::Range(slice) => {
                    moved += out.slice_axis(axis, slice).map_err(|e| renumber(e, source))?;
                    axis += 1;
                    source += 1;
                }
                SliceItem::Index(index) => {
                    let i = resolve_index("slice", index, source, out.shape[axis])?;
                    moved += i as isize * out.strides[axis];
                    out.remove_axis(axis);
                    source += 1;
                }
            }
        }
        let moved = if out.size() == 0 { 0 } else { moved };
        Ok((out, moved))
    }

    /// The same elements seen with a larger shape: stretched axes get stride 0.
    pub(crate) fn broadcast_to(&self, shape: &Shape) -> Result<Layout, ShapeError> {
        let refuse = || ShapeError::BroadcastTo {
            from: self.shape.as_slice().into(),
            to: shape.as_slice().into(),
        };
        let skip = shape.ndim().checked_sub(self.ndim()).ok_or_else(refuse)?;
        if shape.checked_size().is_none() {
            return Err(shape.overflow("broadcast_to"));
        }
        let mut strides = Strides::filled(shape.ndim(), 0);
        for (axis, (&n, &stride)) in self.shape.iter().zip(self.strides.iter()).enumerate() {
            let wanted = shape[skip + axis];
            if n == wanted {
                strides[skip + axis] = stride;
            } else if n != 1 {
                return Err(refuse());
            }
        }
        Ok(Layout { shape: *shape, strides })
    }

    /// The strides of `self` stretched to `shape`, which is known to be a broadcast of it.
    #[inline]
    pub(crate) fn stretched(&self, shape: &Shape) -> Strides {
        let skip = shape.ndim() - self.ndim();
        let mut strides = Strides::filled(shape.ndim(), 0);
        for axis in 0..self.ndim() {
            if self.shape[axis] != 1 {
                strides[skip + axis] = self.strides[axis];
            }
        }
        strides
    }

    /// The layout that shows the same elements, in C order, as `shape`, if one exists
    /// without copying. The sizes are known to be equal.
    ///
    /// Walks both shapes in step: axes of the old one are gathered until their product
    /// matches a group of the new one, and such a group can be re-cut only if it is evenly
    /// spaced in memory.
    pub(crate) fn reshaped(&self, shape: &Shape) -> Option<Layout> {
        let size = self.size();
        if size == 0 || self.is_c_contiguous() {
            return Some(Layout::c_order(*shape));
        }
        let kept: Vec<usize> = (0..self.ndim()).filter(|&a| self.shape[a] != 1).collect();
        let mut strides = Strides::filled(shape.ndim(), 0);
        let (mut old, mut new) = (0, 0);
        while old < kept.len() && new < shape.ndim() {
            let (old_start, new_start) = (old, new);
            let mut have = self.shape[kept[old]];
            let mut want = shape[new];
            old += 1;
            new += 1;
            while have != want {
                if have < want {
                    have *= self.shape[kept[old]];
                    old += 1;
                } else {
                    want *= shape[new];
                    new += 1;
                }
            }
            let group = &kept[old_start..old];
            let even = group
                .windows(2)
                .all(|w| self.strides[w[0]] == self.strides[w[1]] * self.shape[w[1]] as isize);
            if !even {
                return None;
            }
            let mut step = self.strides[group[group.len() - 1]];
            for axis in (new_start..new).rev() {
                strides[axis] = step;
                step *= shape[axis] as isize;
            }
        }
        Some(Layout { shape: *shape, strides })
    }

    /// The shape that the operands have together, and nothing else.
    pub(crate) fn broadcast(op: &'static str, layouts: &[&Layout]) -> Result<Shape, ShapeError> {
        let mut shapes: [&[usize]; 8] = [&[]; 8];
        for (slot, layout) in shapes.iter_mut().zip(layouts) {
            *slot = &layout.shape;
        }
        broadcast_for(op, &shapes[..layouts.len()])
    }
}

/// Turns an index that may count from the end into one that counts from the front.
#[inline]
pub(crate) fn resolve_index(
    op: &'static str,
    index: isize,
    axis: usize,
    len: usize,
) -> Result<usize, ShapeError> {
    let from_front = if index < 0 { index.wrapping_add(len as isize) } else { index };
    if from_front >= 0 && (from_front as usize) < len {
        Ok(from_front as usize)
    } else {
        Err(ShapeError::Index { op, index, axis, len })
    }
}

fn renumber(error: ShapeError, axis: usize) -> ShapeError {
    match error {
        ShapeError::ZeroStep { .. } => ShapeError::ZeroStep { axis },
        other => other,
    }
}
