//! One index array along one axis.

use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::buffer::{Filling, Word, by_size};
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::room::Room;
use crate::select::element::{IndexElement, outside, wrap};
use crate::select::in_order;
use crate::select::spec::IndexItem;
use crate::shape::{Shape, normalize_axis};
use crate::slice::SliceItem;
use crate::view::View;
use crate::view_mut::ViewMut;

/// `shape` with `axis` replaced by the axes of `by`, if that is not too much.
fn replaced<T>(
    op: &'static str,
    shape: &[usize],
    axis: usize,
    by: &[usize],
) -> Result<Shape, ShapeError> {
    let all = [&shape[..axis], by, &shape[axis + 1..]].concat();
    let out = Shape::try_new(&all)?;
    out.size_for(size_of::<T>(), op)?;
    Ok(out)
}

impl<T: Element> View<'_, T> {
    /// The elements at `indices` along `axis`; negative indices count from the end.
    ///
    /// `self`: `[…, n, …]`, `indices`: any shape `S` of integers → `[…, *S, …]`, a copy in C
    /// order.
    ///
    /// # Panics
    /// If there is no such axis, an index is out of bounds, or the result has too many axes
    /// or elements. Where indices come from users, see [`try_take`](Self::try_take).
    ///
    /// # NumPy
    /// `np.take(a, indices, axis)` with `mode="raise"`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.take(&[1, 0, 1], 0), array![[4, 5, 6], [1, 2, 3], [4, 5, 6]]);
    /// assert_eq!(a.take(&[-1], 1), array![[3], [6]]);
    /// assert_eq!(a.take(&array![[0, 2]], 1).shape(), [2, 1, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2].take(&[2], 0); // index 2 is out of bounds
    /// ```
    #[track_caller]
    pub fn take<I: IndexElement>(self, indices: impl ArrayLike<Elem = I>, axis: isize) -> Array<T> {
        ok(self.try_take(indices, axis))
    }

    /// As [`take`](Self::take), for indices that come from users or data.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::Index`] for the first index out of bounds,
    /// [`ShapeError::TooManyAxes`] or [`ShapeError::Overflow`] for the result.
    ///
    /// # Examples
    /// ```
    /// let error = nd_core::array![1, 2].try_take(&[0, -3], 0).unwrap_err();
    /// assert_eq!(error.to_string(), "take: index -3 is out of bounds for axis 0 with length 2");
    /// ```
    pub fn try_take<I: IndexElement>(
        self,
        indices: impl ArrayLike<Elem = I>,
        axis: isize,
    ) -> Result<Array<T>, ShapeError> {
        let axis = normalize_axis("take", axis, self.ndim())?;
        self.take_at(indices.view(), axis)
    }

    fn take_at<I: IndexElement>(
        self,
        indices: View<'_, I>,
        axis: usize,
    ) -> Result<Array<T>, ShapeError> {
        let shape = replaced::<T>("take", self.shape(), axis, indices.shape())?;
        let mut out = Filling::new(shape.size());
        let indices = &*in_order(indices);
        let len = self.shape()[axis];
        if shape.size() == 0 || len == 0 {
            check(indices, axis, len)?;
        } else {
            let read = |from: usize, places: &mut [usize]| {
                for (place, index) in places.iter_mut().zip(&indices[from..]) {
                    *place = wrap(index.to_index(), len);
                    if *place >= len {
                        return Err(index.to_index());
                    }
                }
                Ok(())
            };
            let places = Places { count: indices.len(), read: &read };
            by_size!(T, taken, [taken_1 taken_2 taken_4 taken_8 taken_16],
                self, &mut out, axis, &places)
            .map_err(|index| outside("take", index, axis, len))?;
        }
        Ok(Array::from_buffer(out.finish(), Layout::c_order(shape)))
    }

    /// The elements at `indices` of the array seen as 1-d in C order.
    ///
    /// `indices`: any shape of integers → the same shape.
    ///
    /// # Panics
    /// If an index is out of bounds.
    ///
    /// # NumPy
    /// `np.take(a, indices)`, `a.flat[indices]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.take_flat(&[[0, -1], [4, 4]]), array![[1, 6], [5, 5]]);
    /// ```
    /// ```should_panic
    /// nd_core::array![[1, 2], [3, 4]].take_flat(&[4]);
    /// ```
    #[track_caller]
    pub fn take_flat<I: IndexElement>(self, indices: impl ArrayLike<Elem = I>) -> Array<T> {
        ok(self.try_take_flat(indices))
    }

    /// As [`take_flat`](Self::take_flat), for indices that come from users or data.
    ///
    /// # Errors
    /// [`ShapeError::Index`] for the first index out of bounds.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![1, 2].try_take_flat(&[7]).is_err());
    /// ```
    pub fn try_take_flat<I: IndexElement>(
        self,
        indices: impl ArrayLike<Elem = I>,
    ) -> Result<Array<T>, ShapeError> {
        let indices = indices.view();
        if let Ok(flat) = self.try_reshape_view(self.size()) {
            return flat.take_at(indices, 0);
        }
        // Not one run in memory: split each place into an index instead of copying it all.
        let (size, layout) = (self.size(), self.layout());
        let mut out = Filling::new(indices.size());
        for &index in indices.iter() {
            let place = wrap(index.to_index(), size);
            if place >= size {
                return Err(outside("take_flat", index.to_index(), 0, size));
            }
            let (mut left, mut offset) = (place, 0);
            for (&n, &stride) in layout.shape.iter().zip(layout.strides.iter()).rev() {
                offset += (left % n) as isize * stride;
                left /= n;
            }
            out.push(*self.at_offset(offset));
        }
        let shape = *indices.layout().shape();
        Ok(Array::from_buffer(out.finish(), Layout::c_order(shape)))
    }
}

fn check<I: IndexElement>(indices: &[I], axis: usize, len: usize) -> Result<(), ShapeError> {
    match indices.iter().find(|i| wrap(i.to_index(), len) >= len) {
        Some(bad) => Err(outside("take", bad.to_index(), axis, len)),
        None => Ok(()),
    }
}

/// Positions that one thread looks up.
const TASK: usize = 1 << 14;

/// The positions that indices mean, or the first of them that means none.
struct Places<'a> {
    count: usize,
    /// Fills positions with those of the indices from a number on.
    read: &'a ReadPlaces<'a>,
}

type ReadPlaces<'a> = dyn Fn(usize, &mut [usize]) -> Result<(), isize> + Sync + 'a;

impl Places<'_> {
    /// All of them.
    fn all(&self) -> Result<Vec<usize>, isize> {
        let mut places = vec![0; self.count];
        (self.read)(0, &mut places)?;
        Ok(places)
    }
}

/// Copies the positions of one axis that are asked for, of all that is around it.
#[inline(always)]
fn taken<T: Element>(
    view: View<'_, T>,
    out: &mut Filling<T>,
    axis: usize,
    places: &Places<'_>,
) -> Result<(), isize> {
    let shape = view.shape();
    let Some(all) = view.as_slice() else {
        return taken_apart(view, out, axis, places);
    };
    let (len, row) = (shape[axis], shape[axis + 1..].iter().product::<usize>());
    let block = len * row;
    let blocks = all.len() / block;
    // A task is many positions of one block, or some blocks with all of them.
    let each = (TASK / row.max(1)).clamp(1, places.count);
    let cuts = places.count.div_ceil(each);
    let some = if cuts > 1 { 1 } else { (TASK / (places.count * row)).clamp(1, blocks) };
    let of_task = |task: usize| {
        let (first, cut) = (task / cuts * some, task % cuts);
        (first..blocks.min(first + some), cut * each..places.count.min((cut + 1) * each))
    };
    let size = |task| {
        let (blocks, range) = of_task(task);
        blocks.len() * range.len() * row
    };
    let copy = |task: usize, room: &mut Room<'_, T>| {
        let (blocks, range) = of_task(task);
        let mut picked = vec![0; range.len()];
        (places.read)(range.start, &mut picked)?;
        for block in all[blocks.start * block..blocks.end * block].chunks_exact(block) {
            if row == 1 {
                room.append(picked.iter().map(|&place| block[place]));
            } else {
                picked.iter().for_each(|&place| room.extend(&block[place * row..][..row]));
            }
        }
        Ok(())
    };
    match blocks.div_ceil(some) * cuts {
        1 => out.try_part(size(0), |room| copy(0, room)),
        tasks => out.try_parts(&(0..tasks).map(size).collect::<Vec<_>>(), &copy),
    }
}

/// As [`taken`], of elements that do not lie in order.
fn taken_apart<T: Element>(
    view: View<'_, T>,
    out: &mut Filling<T>,
    axis: usize,
    places: &Places<'_>,
) -> Result<(), isize> {
    let step = view.strides()[axis];
    let (mut outer, mut part) = (*view.layout(), *view.layout());
    for _ in axis..view.ndim() {
        outer.remove_axis(axis);
    }
    for _ in 0..=axis {
        part.remove_axis(0);
    }
    let places = places.all()?;
    for start in crate::walk::offsets(&outer) {
        for &place in &places {
            let moved = start + place as isize * step;
            if part.ndim() == 0 {
                out.push(*view.at_offset(moved));
            } else {
                out.extend_view(view.relaid(part, moved));
            }
        }
    }
    Ok(())
}

macro_rules! taken {
    ($($name:ident $N:literal)*) => {$(
        #[inline(never)]
        fn $name(
            view: View<'_, Word<$N>>,
            out: &mut Filling<Word<$N>>,
            axis: usize,
            places: &Places<'_>,
        ) -> Result<(), isize> {
            taken(view, out, axis, places)
        }
    )*};
}
taken!(taken_1 1 taken_2 2 taken_4 4 taken_8 8 taken_16 16);

macro_rules! put {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Element> $Type {
            /// Writes `values` at `indices` along `axis`: the counterpart of
            /// [`take`](View::take).
            ///
            /// `values` broadcasts to the shape that `take` would give. Where an index comes
            /// twice, the last value stays.
            ///
            /// # Panics
            /// If there is no such axis, an index is out of bounds, or `values` does not
            /// broadcast.
            ///
            /// # NumPy
            /// `a[:, indices] = values` for axis 1, and so on; `np.put` is
            /// [`put_flat`](Self::put_flat).
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[1, 2, 3], [4, 5, 6]];
            /// a.put(&[0, -1], 9, 1);
            /// assert_eq!(a, array![[9, 2, 9], [9, 5, 9]]);
            /// a.put(&[0, 0], &array![[1, 1, 1], [7, 7, 7]], 0); // twice: the last one stays
            /// assert_eq!(a, array![[7, 7, 7], [9, 5, 9]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].put(&[2], 0, 0);
            /// ```
            #[track_caller]
            pub fn put<I: IndexElement + crate::Picks>(
                &mut self,
                indices: impl ArrayLike<Elem = I>,
                values: impl Operand<T>,
                axis: isize,
            ) {
                ok(self.try_put(indices, values, axis))
            }

            /// As [`put`](Self::put), for indices that come from users or data. Nothing is
            /// written if an index is out of bounds.
            ///
            /// # Errors
            /// [`ShapeError::Axis`], [`ShapeError::Index`], [`ShapeError::BroadcastTo`], or
            /// [`ShapeError::TooManyAxes`] for the shape that `take` would give.
            ///
            /// # Examples
            /// ```
            /// assert!(nd_core::array![1, 2].try_put(&[2], 0, 0).is_err());
            /// ```
            pub fn try_put<I: IndexElement + crate::Picks>(
                &mut self,
                indices: impl ArrayLike<Elem = I>,
                values: impl Operand<T>,
                axis: isize,
            ) -> Result<(), ShapeError> {
                let axis = normalize_axis("put", axis, self.ndim())?;
                let mut items: Vec<IndexItem> =
                    vec![SliceItem::Range(crate::Slice::ALL).into(); axis];
                items.push(I::item(indices.view()));
                self.try_set(&items, values)
            }

            /// Writes `values` at `indices` of the array seen as 1-d in C order.
            ///
            /// `values` broadcasts to the shape of `indices` (NumPy's `put` repeats it
            /// instead, and accepts too many). Where an index comes twice, the last value
            /// stays.
            ///
            /// # Panics
            /// If an index is out of bounds, or `values` does not broadcast.
            ///
            /// # NumPy
            /// `np.put(a, indices, values)`, `a.flat[indices] = values`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            ///
            /// let mut a = array![[1, 2, 3], [4, 5, 6]];
            /// a.put_flat(&[0, -1], &[8, 9]);
            /// assert_eq!(a, array![[8, 2, 3], [4, 5, 9]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].put_flat(&[5], 0);
            /// ```
            #[track_caller]
            pub fn put_flat<I: IndexElement>(
                &mut self,
                indices: impl ArrayLike<Elem = I>,
                values: impl Operand<T>,
            ) {
                let (indices, size) = (indices.view(), self.size());
                let values = values.operand().broadcast_to(indices.shape());
                let bad = |i: &&I| wrap(i.to_index(), size) >= size;
                if let Some(bad) = indices.iter().find(bad) {
                    outside("put_flat", bad.to_index(), 0, size).panic();
                }
                let mut place = *self.layout();
                let mut target = self.$view_mut();
                for (index, value) in indices.iter().zip(values.iter()) {
                    let mut left = wrap(index.to_index(), size);
                    for (i, &n) in place.shape.iter_mut().zip(target.view().shape()).rev() {
                        *i = left % n;
                        left /= n;
                    }
                    let offset = target.layout().offset_of(&place.shape);
                    *target.at_offset_mut(offset) = *value;
                }
            }
        }
    )*};
}
put! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
