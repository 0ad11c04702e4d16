//! Joining, splitting, repeating and turning.
//!
//! What only relabels elements (`split`, `rot90`, `flip_all`) is a view; what puts them in new
//! places (`concat`, `tile`, `roll`, …) is a copy, made by the engine.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::shape::{MAX_NDIM, Shape, normalize_axis};
use crate::slice::Slice;
use crate::view::View;

/// The arrays one after the other along `axis`, which exists already.
///
/// Shapes `[…, n_k, …]`, equal but for `axis` → `[…, n_0 + n_1 + …, …]`, in C order.
///
/// # Panics
/// If there is no array, no such axis, the other lengths differ, or the size overflows.
///
/// # NumPy
/// `np.concat(arrays, axis)`, `np.concatenate`; `vstack` and `hstack` of 2-d arrays are axes 0
/// and 1.
///
/// # Examples
/// ```
/// use nd_core::{array, concat, s};
///
/// let (a, b) = (array![[1, 2]], array![[3, 4], [5, 6]]);
/// assert_eq!(concat(&[&a, &b], 0), array![[1, 2], [3, 4], [5, 6]]);
/// assert_eq!(concat(&[b.t(), b.slice(s![.., ..0])], 1), b.t()); // an empty part is fine
/// ```
/// ```should_panic
/// # use nd_core::{array, concat};
/// concat(&[array![[1, 2]], array![[3]]], 0);
/// ```
#[track_caller]
pub fn concat<A: ArrayLike<Elem: Element>>(arrays: &[A], axis: isize) -> Array<A::Elem> {
    ok(try_concat(arrays, axis))
}

/// As [`concat()`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Axis`], [`ShapeError::Mismatch`] naming the first
/// two shapes that differ, or [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_core::{array, try_concat};
///
/// let error = try_concat(&[array![[1, 2]], array![[3]]], 0).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "concat along axis 0, equal on axis 1: shapes [1, 2] and [1, 1] differ"
/// );
/// ```
pub fn try_concat<A: ArrayLike<Elem: Element>>(
    arrays: &[A],
    axis: isize,
) -> Result<Array<A::Elem>, ShapeError> {
    let views: Vec<View<'_, A::Elem>> = arrays.iter().map(|a| a.view()).collect();
    let first = views.first().ok_or(ShapeError::NoArrays { op: "concat" })?;
    let axis = normalize_axis("concat", axis, first.ndim())?;
    join("concat", &views, axis)
}

/// The arrays one beside the other along a new axis.
///
/// `n` arrays of one shape `S` → `S` with an axis of length `n` at `axis` of the result.
///
/// # Panics
/// If there is no array, `axis` is not one of the result, or the shapes differ.
///
/// # NumPy
/// `np.stack(arrays, axis)`; `dstack` of 2-d arrays is axis 2.
///
/// # Examples
/// ```
/// use nd_core::{array, stack};
///
/// let (a, b) = (array![1, 2], array![3, 4]);
/// assert_eq!(stack(&[&a, &b], 0), array![[1, 2], [3, 4]]);
/// assert_eq!(stack(&[&a, &b], -1), array![[1, 3], [2, 4]]);
/// ```
/// ```should_panic
/// # use nd_core::{array, stack};
/// stack(&[array![1], array![1, 2]], 0);
/// ```
#[track_caller]
pub fn stack<A: ArrayLike<Elem: Element>>(arrays: &[A], axis: isize) -> Array<A::Elem> {
    ok(try_stack(arrays, axis))
}

/// As [`stack`], for arrays whose shapes come from users.
///
/// # Errors
/// [`ShapeError::NoArrays`], [`ShapeError::Axis`], [`ShapeError::TooManyAxes`],
/// [`ShapeError::Mismatch`] or [`ShapeError::Overflow`].
///
/// # Examples
/// ```
/// use nd_core::{array, try_stack};
///
/// assert!(try_stack(&[array![1], array![1, 2]], 0).is_err());
/// ```
pub fn try_stack<A: ArrayLike<Elem: Element>>(
    arrays: &[A],
    axis: isize,
) -> Result<Array<A::Elem>, ShapeError> {
    let first = arrays.first().ok_or(ShapeError::NoArrays { op: "stack" })?.view();
    let axis = normalize_axis("stack", axis, first.ndim() + 1)?;
    if first.ndim() == MAX_NDIM {
        return Err(ShapeError::TooManyAxes { op: "stack", ndim: MAX_NDIM + 1 });
    }
    let same = |view: View<'_, A::Elem>| view.shape() == first.shape();
    if let Some(other) = arrays.iter().find(|a| !same(a.view())) {
        let (left, right) = (first.shape().into(), other.view().shape().into());
        return Err(ShapeError::Mismatch { op: "stack".into(), left, right });
    }
    let views: Vec<_> = arrays.iter().map(|a| a.view().expand_dims(axis as isize)).collect();
    join("stack", &views, axis)
}

/// The arrays one after the other along an axis that exists; `op` is what messages call it.
pub(crate) fn join<T: Element>(
    op: &'static str,
    views: &[View<'_, T>],
    axis: usize,
) -> Result<Array<T>, ShapeError> {
    let first = views[0].layout().shape;
    let mut shape = first;
    shape[axis] = 0;
    for view in views {
        check_joined(op, &first, view.shape(), axis)?;
        let length = shape[axis].checked_add(view.shape()[axis]);
        shape[axis] = length.unwrap_or(usize::MAX); // refused below
    }
    shape.size_for(size_of::<T>(), op)?;
    Ok(Array::joined(shape, axis, views))
}

fn check_joined(op: &str, first: &[usize], other: &[usize], axis: usize) -> Result<(), ShapeError> {
    let differs = |&at: &usize| at != axis && first[at] != other[at];
    let why = if first.len() != other.len() {
        "of one number of axes".to_string()
    } else if let Some(at) = (0..first.len()).find(differs) {
        format!("equal on axis {at}")
    } else {
        return Ok(());
    };
    let op = format!("{op} along axis {axis}, {why}").into();
    Err(ShapeError::Mismatch { op, left: first.into(), right: other.into() })
}

/// Positions `from..to` of one axis.
pub(crate) fn narrowed<T>(view: View<'_, T>, axis: usize, from: usize, to: usize) -> View<'_, T> {
    let mut layout = *view.layout();
    let slice = Slice { start: Some(from as isize), stop: Some(to as isize), step: 1 };
    let moved = ok(layout.slice_axis(axis, slice));
    let moved = if layout.size() == 0 { 0 } else { moved };
    view.relaid(layout, moved)
}

impl<'a, T> View<'a, T> {
    /// The array cut into `parts` views of equal length along `axis`.
    ///
    /// # Panics
    /// If there is no such axis, or its length is not a multiple of `parts`.
    ///
    /// # NumPy
    /// `np.split(a, parts, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3, 4], [5, 6, 7, 8]];
    /// assert_eq!(a.split(2, 1), [array![[1, 2], [5, 6]], array![[3, 4], [7, 8]]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2, 3].split(2, 0); // array_split makes parts of 2 and 1
    /// ```
    #[track_caller]
    pub fn split(self, parts: usize, axis: isize) -> Vec<View<'a, T>> {
        let shape = self.shape();
        let n = shape[ok(normalize_axis("split", axis, self.ndim()))];
        if parts == 0 || !n.is_multiple_of(parts) {
            panic!("split: axis {axis} of shape {shape:?} cannot be cut into {parts} equal parts");
        }
        self.array_split(parts, axis)
    }

    /// The array cut into `parts` views along `axis`, as equal as can be: the first ones are
    /// longer by one where the length is not a multiple.
    ///
    /// # Panics
    /// If there is no such axis, or `parts` is 0.
    ///
    /// # NumPy
    /// `np.array_split(a, parts, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![1, 2, 3, 4, 5];
    /// assert_eq!(a.array_split(2, 0), [array![1, 2, 3], array![4, 5]]);
    /// assert_eq!(a.array_split(7, 0)[6].shape(), [0]); // more parts than elements
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2, 3].array_split(0, 0);
    /// ```
    #[track_caller]
    pub fn array_split(self, parts: usize, axis: isize) -> Vec<View<'a, T>> {
        let axis = ok(normalize_axis("array_split", axis, self.ndim()));
        assert!(parts > 0, "array_split: at least one part is needed");
        let (each, longer) = (self.shape()[axis] / parts, self.shape()[axis] % parts);
        let start = |k: usize| k * each + k.min(longer);
        (0..parts).map(|k| narrowed(self, axis, start(k), start(k + 1))).collect()
    }

    /// The array cut at the given positions of `axis`: `[..p0]`, `[p0..p1]`, …, `[pn..]`.
    /// Positions beyond the end count as the end.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.split(a, [p0, p1], axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![1, 2, 3, 4, 5];
    /// assert_eq!(a.split_at_indices(&[1, 3], 0), [array![1], array![2, 3], array![4, 5]]);
    /// assert_eq!(a.split_at_indices(&[9], 0)[1].shape(), [0]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].split_at_indices(&[0], 1);
    /// ```
    #[track_caller]
    pub fn split_at_indices(self, positions: &[usize], axis: isize) -> Vec<View<'a, T>> {
        let axis = ok(normalize_axis("split_at_indices", axis, self.ndim()));
        let n = self.shape()[axis];
        let starts = std::iter::once(0).chain(positions.iter().copied());
        let ends = positions.iter().copied().chain([n]);
        starts.zip(ends).map(|(from, to)| narrowed(self, axis, from.min(n), to.min(n))).collect()
    }

    /// Every axis backwards.
    ///
    /// # NumPy
    /// `np.flip(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[1, 2], [3, 4]].flip_all(), array![[4, 3], [2, 1]]);
    /// ```
    pub fn flip_all(self) -> View<'a, T> {
        (0..self.ndim()).fold(self, |view, axis| view.flip(axis as isize))
    }

    /// Turned by `quarters` right angles in the plane of two axes, from the first axis
    /// towards the second; negative ones turn back.
    ///
    /// # Panics
    /// If there are no such axes, or they are the same one.
    ///
    /// # NumPy
    /// `np.rot90(a, quarters, axes)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.rot90(1, [0, 1]), array![[2, 4], [1, 3]]);
    /// assert_eq!(a.rot90(-1, [0, 1]), array![[3, 1], [4, 2]]);
    /// assert_eq!(a.rot90(4, [0, 1]), a);
    /// ```
    /// ```should_panic
    /// nd_core::array![[1, 2]].rot90(1, [0, -2]);
    /// ```
    #[track_caller]
    pub fn rot90(self, quarters: isize, axes: [isize; 2]) -> View<'a, T> {
        let [first, second] = axes;
        ok(crate::normalize_axes("rot90", &axes, self.ndim()));
        match quarters.rem_euclid(4) {
            0 => self,
            1 => self.flip(second).swapaxes(first, second),
            2 => self.flip(first).flip(second),
            _ => self.swapaxes(first, second).flip(second),
        }
    }
}

impl<T: Element> View<'_, T> {
    /// The array laid side by side, `repeats[k]` times along axis `k`.
    ///
    /// If `repeats` is shorter than the shape it is for the last axes; if it is longer, the
    /// array gets new first axes.
    ///
    /// # Panics
    /// If the result has too many elements, or more than half of
    /// [`MAX_NDIM`] axes.
    ///
    /// # NumPy
    /// `np.tile(a, repeats)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![1, 2];
    /// assert_eq!(a.tile(2), array![1, 2, 1, 2]);
    /// assert_eq!(a.tile([2, 1]), array![[1, 2], [1, 2]]);
    /// assert_eq!(a.tile([0, 3]).shape(), [0, 6]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].tile([usize::MAX]);
    /// ```
    #[track_caller]
    pub fn tile(self, repeats: impl Into<Shape>) -> Array<T> {
        let repeats = repeats.into();
        let ndim = repeats.ndim().max(self.ndim());
        let length = |shape: &[usize], axis: usize| -> usize {
            (axis + shape.len()).checked_sub(ndim).map_or(1, |at| shape[at])
        };
        if ndim > MAX_NDIM / 2 {
            ShapeError::TooManyAxes { op: "tile (at most 8, each is cut in two)", ndim }.panic();
        }
        let (mut single, mut all, mut out) = (Vec::new(), Vec::new(), Vec::new());
        for axis in 0..ndim {
            let (times, n) = (length(&repeats, axis), length(self.shape(), axis));
            single.extend([1, n]);
            all.extend([times, n]);
            out.push(times.saturating_mul(n));
        }
        ok(Shape::from(all.as_slice()).size_for(size_of::<T>(), "tile"));
        let single = self.reshape(single.as_slice());
        single.broadcast_to(all).to_array().into_reshaped(out.as_slice())
    }

    /// Each element `times` times in a row along `axis`.
    ///
    /// # Panics
    /// If there is no such axis, or the result has too many elements.
    ///
    /// # NumPy
    /// `np.repeat(a, times, axis)`; a count for each position is
    /// [`repeat_each`](Self::repeat_each).
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2], [3, 4]];
    /// assert_eq!(a.repeat(2, 1), array![[1, 1, 2, 2], [3, 3, 4, 4]]);
    /// assert_eq!(a.repeat(0, 0).shape(), [0, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].repeat(2, 1);
    /// ```
    #[track_caller]
    pub fn repeat(self, times: usize, axis: isize) -> Array<T> {
        let axis = ok(normalize_axis("repeat", axis, self.ndim()));
        if self.ndim() == MAX_NDIM {
            // No room for one more axis.
            let counts = Array::scalar(times);
            return self.repeat_each(counts.broadcast_to(self.shape()[axis]), axis as isize);
        }
        let (mut wide, mut out) = (self.shape().to_vec(), self.shape().to_vec());
        wide.insert(axis + 1, times);
        out[axis] = out[axis].saturating_mul(times);
        ok(Shape::from(wide.as_slice()).size_for(size_of::<T>(), "repeat"));
        let each = self.expand_dims(axis as isize + 1);
        each.broadcast_to(wide).to_array().into_reshaped(out.as_slice())
    }

    /// Position `k` of `axis`, `counts[k]` times in a row.
    ///
    /// # Panics
    /// If there is no such axis, `counts` is not 1-d of its length, or the result has too
    /// many elements.
    ///
    /// # NumPy
    /// `np.repeat(a, counts, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![7, 8, 9].repeat_each(&[2, 0, 1], 0), array![7, 7, 9]);
    /// ```
    /// ```should_panic
    /// nd_core::array![7, 8, 9].repeat_each(&[2, 0], 0);
    /// ```
    #[track_caller]
    pub fn repeat_each(self, counts: impl ArrayLike<Elem = usize>, axis: isize) -> Array<T> {
        let axis = ok(normalize_axis("repeat_each", axis, self.ndim()));
        let (counts, n) = (counts.view(), self.shape()[axis]);
        if counts.shape() != [n] {
            let op = format!("repeat_each: counts for axis {axis}").into();
            let (left, right) = ([n].into(), counts.shape().into());
            ShapeError::Mismatch { op, left, right }.panic();
        }
        let total = counts.iter().try_fold(0usize, |sum, &count| sum.checked_add(count));
        let mut shape = self.layout().shape;
        shape[axis] = total.unwrap_or(usize::MAX);
        ok(shape.size_for(size_of::<T>().max(size_of::<usize>()), "repeat_each"));
        let each = |(k, &count): (usize, &usize)| std::iter::repeat_n(k, count);
        let positions: Vec<usize> = counts.iter().enumerate().flat_map(each).collect();
        self.take(positions, axis as isize)
    }

    /// Every element moved `shift` positions along `axis`; what leaves at one end enters at
    /// the other. Negative shifts move towards the front.
    ///
    /// # Panics
    /// If there is no such axis.
    ///
    /// # NumPy
    /// `np.roll(a, shift, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![1, 2, 3, 4].roll(1, 0), array![4, 1, 2, 3]);
    /// assert_eq!(array![1, 2, 3, 4].roll(-6, 0), array![3, 4, 1, 2]);
    /// assert_eq!(nd_core::Array::<u8>::zeros([0]).roll(3, 0).shape(), [0]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1].roll(1, 1);
    /// ```
    #[track_caller]
    pub fn roll(self, shift: isize, axis: isize) -> Array<T> {
        let axis = ok(normalize_axis("roll", axis, self.ndim()));
        let n = self.shape()[axis];
        let cut = n - shift.checked_rem_euclid(n as isize).unwrap_or(0) as usize;
        let (front, back) = (narrowed(self, axis, 0, cut), narrowed(self, axis, cut, n));
        Array::joined(self.layout().shape, axis, &[back, front])
    }
}
