//! NumPy's advanced indexing, whole expressions at a time.
//!
//! The rules are those of NumPy's reference ("Advanced indexing", "Combining advanced and
//! basic indexing"). Masks become the arrays of their true positions, single positions next
//! to arrays become 0-d arrays, and all these *pickers* are broadcast together. What slices
//! leave of the other axes follows in the result, except that the picked axes stay in the
//! place of the pickers if those stand side by side.

use crate::array::Array;
use crate::array_like::Operand;
use crate::buffer::{Filling, Word, by_size};
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::layout::{Layout, resolve_index};
use crate::select::element::{outside, wrap};
use crate::select::mask;
use crate::select::spec::IndexItem;
use crate::shape::{Shape, broadcast_for};
use crate::slice::{Slice, SliceItem};
use crate::view::View;
use crate::view_mut::ViewMut;

/// One axis that is picked from: by which positions, and which axis it is for messages.
struct Picker {
    positions: Array<isize>,
    len: usize,
    stride: isize,
    axis: usize,
}

/// An index expression understood for one layout.
struct Plan {
    /// The shape that the pickers have together.
    picked: Shape,
    /// From the array's first element to each of the sub-arrays that are picked, by place in
    /// `picked`.
    starts: Vec<isize>,
    /// One sub-array: what the slices leave of the other axes.
    part: Layout,
    /// At which axis of `part` the picked axes stand in the result.
    at: usize,
}

/// The expression with masks resolved and every axis named.
struct Entries {
    slices: Vec<SliceItem>,
    pickers: Vec<Picker>,
    /// For each of `slices` that was a picker's, its number.
    picked_by: Vec<Option<usize>>,
    /// Pickers without an axis: masks without axes.
    free: Vec<Array<isize>>,
    /// Where the picked axes stand, among what slices leave.
    at: usize,
}

fn count_error(given: usize, shape: &Shape) -> ShapeError {
    ShapeError::IndexCount { op: "index", given, shape: shape.as_slice().into() }
}

/// How many axes an entry uses up.
fn takes(item: &IndexItem) -> usize {
    match item {
        IndexItem::Slice(SliceItem::Index(_) | SliceItem::Range(_)) | IndexItem::Integers(_) => 1,
        IndexItem::Slice(_) => 0,
        IndexItem::Mask(mask) => mask.ndim(),
    }
}

/// Whether an entry is an array that picks; one position by itself is only a slice.
fn picks(item: &IndexItem) -> bool {
    match item {
        IndexItem::Slice(_) => false,
        IndexItem::Integers(positions) => positions.ndim() > 0,
        IndexItem::Mask(_) => true,
    }
}

/// The entry as a slice, if it can be one.
fn as_slice_item(item: &IndexItem) -> Option<SliceItem> {
    match item {
        IndexItem::Slice(slice) => Some(*slice),
        IndexItem::Integers(one) if one.ndim() == 0 => Some(SliceItem::Index(one[[]])),
        _ => None,
    }
}

impl Entries {
    fn new(layout: &Layout, items: &[IndexItem]) -> Result<Entries, ShapeError> {
        let is_ellipsis = |i: &&IndexItem| matches!(i, IndexItem::Slice(SliceItem::Ellipsis));
        if items.iter().filter(is_ellipsis).count() > 1 {
            return Err(ShapeError::TwoEllipses);
        }
        let given: usize = items.iter().map(takes).sum();
        let skipped =
            (layout.ndim().checked_sub(given)).ok_or_else(|| count_error(given, layout.shape()))?;
        let mut entries = Entries {
            slices: Vec::new(),
            pickers: Vec::new(),
            picked_by: Vec::new(),
            free: Vec::new(),
            at: 0,
        };
        let (mut axis, mut left, mut last_picker) = (0, 0, None);
        for (place, item) in items.iter().enumerate() {
            match as_slice_item(item) {
                Some(slice) if !matches!(slice, SliceItem::Index(_)) => {
                    let named = if slice == SliceItem::Ellipsis { skipped } else { 1 };
                    entries.keep(slice, named);
                    left += named;
                    axis += if slice == SliceItem::NewAxis { 0 } else { named };
                    continue;
                }
                _ => entries.pick(item, layout, axis)?,
            }
            axis += takes(item);
            match last_picker {
                None => entries.at = left,
                // Something stands between two pickers: no place is theirs.
                Some(last) if last + 1 != place => entries.at = 0,
                Some(_) => {}
            }
            last_picker = Some(place);
        }
        Ok(entries)
    }

    fn keep(&mut self, slice: SliceItem, axes: usize) {
        if slice == SliceItem::Ellipsis {
            self.slices.extend(vec![SliceItem::Range(Slice::ALL); axes]);
        } else {
            self.slices.push(slice);
        }
        self.picked_by.resize(self.slices.len(), None);
    }

    fn pick(&mut self, item: &IndexItem, layout: &Layout, axis: usize) -> Result<(), ShapeError> {
        if let Some(SliceItem::Index(i)) = as_slice_item(item) {
            // Checked even where it is broadcast away, as NumPy does.
            resolve_index("index", i, axis, layout.shape[axis])?;
            self.push(Array::scalar(i), layout, axis);
            return Ok(());
        }
        match item {
            IndexItem::Slice(_) => {}
            IndexItem::Integers(positions) => self.push(positions.clone(), layout, axis),
            IndexItem::Mask(mask) if mask.ndim() == 0 => {
                self.free.push(Array::full([usize::from(mask[[]])], 0));
            }
            IndexItem::Mask(mask) => {
                let shape = &layout.shape[axis..axis + mask.ndim()];
                if !mask::fits(shape, mask.shape()) {
                    let op = format!("index: the mask at axis {axis} (axes, then mask)").into();
                    let (left, right) = (shape.into(), mask.shape().into());
                    return Err(ShapeError::Mismatch { op, left, right });
                }
                for (k, positions) in mask.nonzero().into_iter().enumerate() {
                    self.push(positions.map(|p| p as isize), layout, axis + k);
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, positions: Array<isize>, layout: &Layout, axis: usize) {
        let (len, stride) = (layout.shape[axis], layout.strides[axis]);
        self.slices.push(SliceItem::Range(Slice::ALL));
        self.picked_by.push(Some(self.pickers.len()));
        self.pickers.push(Picker { positions, len, stride, axis });
    }
}

impl Plan {
    fn new(layout: &Layout, items: &[IndexItem]) -> Result<Plan, ShapeError> {
        let entries = Entries::new(layout, items)?;
        let (mut part, moved) = layout.sliced(&entries.slices)?;
        for k in (0..entries.picked_by.len()).rev() {
            if entries.picked_by[k].is_some() {
                part.remove_axis(k);
            }
        }
        let shapes: Vec<&[usize]> = (entries.pickers.iter().map(|p| p.positions.shape()))
            .chain(entries.free.iter().map(|f| f.shape()))
            .collect();
        let picked = broadcast_for("index", &shapes)?;
        if part.ndim() + picked.ndim() > crate::MAX_NDIM {
            let ndim = part.ndim() + picked.ndim();
            return Err(ShapeError::TooManyAxes { op: "index", ndim });
        }
        let starts = starts(&entries.pickers, &picked, if part.size() == 0 { 0 } else { moved })?;
        Ok(Plan { picked, starts, part, at: entries.at })
    }

    /// The result's shape with the picked axes in front.
    fn front(&self) -> Shape {
        Shape::from([&self.picked[..], &self.part.shape[..]].concat())
    }

    /// For each axis of the result, which axis of [`front`](Self::front) it is.
    fn order(&self) -> Vec<isize> {
        let (picked, all) = (self.picked.ndim(), self.picked.ndim() + self.part.ndim());
        let rest = |range: std::ops::Range<usize>| range.map(|a| a as isize);
        let (before, after) = (rest(picked..picked + self.at), rest(picked + self.at..all));
        before.chain(rest(0..picked)).chain(after).collect()
    }

    /// The result's shape.
    fn shape(&self) -> Shape {
        let front = self.front();
        self.order().iter().map(|&a| front[a as usize]).collect::<Vec<_>>().into()
    }
}

/// Where each picked sub-array starts. Bounds are checked unless there is nothing to pick:
/// NumPy does not look into arrays that were broadcast away.
fn starts(pickers: &[Picker], picked: &Shape, moved: isize) -> Result<Vec<isize>, ShapeError> {
    let mut starts = vec![moved; picked.size_for(size_of::<isize>(), "index")?];
    for picker in pickers.iter().filter(|_| !starts.is_empty()) {
        let bad = |&&i: &&isize| wrap(i, picker.len) >= picker.len;
        if let Some(&i) = picker.positions.iter().find(bad) {
            return Err(outside("index", i, picker.axis, picker.len));
        }
    }
    for picker in pickers {
        let positions = picker.positions.broadcast_to(*picked);
        for (start, &i) in starts.iter_mut().zip(positions) {
            *start += wrap(i, picker.len) as isize * picker.stride;
        }
    }
    Ok(starts)
}

impl<T: Element> View<'_, T> {
    /// A copy of the part that an index expression names; see [`ix!`](crate::ix) for how to
    /// write one.
    ///
    /// Arrays in the expression are broadcast together. The axes of their common shape stand
    /// in the result where the arrays stand in the expression if nothing separates them, and
    /// first otherwise; a position counts as a 0-d array. Without any array this is
    /// [`slice`](Self::slice), copied. The order of the result's elements in memory is
    /// unspecified.
    ///
    /// # Panics
    /// If the expression names more axes than there are, an index is out of bounds, a mask
    /// does not have the lengths of its axes, the arrays do not broadcast together, a step is
    /// 0, [`Ellipsis`](crate::Ellipsis) comes twice, or the result has too many axes. Where
    /// indices come from users or data, see [`try_index`](Self::try_index).
    ///
    /// # NumPy
    /// `a[rows, 1:, mask, np.newaxis]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, NewAxis, array, ix};
    ///
    /// let a = Array::from_fn([2, 3, 4], |i| 100 * i[0] + 10 * i[1] + i[2]);
    /// assert_eq!(a.index(ix![.., [0, 2], [1, 1]]), array![[1, 21], [101, 121]]);
    /// assert_eq!(a.index(ix![[0, 1, 0], .., [1, 2, 3]]).shape(), [3, 3]); // picked axis first
    /// assert_eq!(a.index(ix![0, .., [1, 2, 3, 0, 1]]).shape(), [5, 3]); // 0 counts as an array
    /// assert_eq!(a.index(ix![1.., NewAxis, [true, false, true]]).shape(), [1, 1, 2, 4]);
    /// ```
    /// ```should_panic
    /// # use nd_core::{array, ix};
    /// array![1, 2].index(ix![[0, 2]]); // index 2 is out of bounds
    /// ```
    #[track_caller]
    pub fn index(self, items: impl AsRef<[IndexItem]>) -> Array<T> {
        ok(self.try_index(items))
    }

    /// As [`index`](Self::index), for indices that come from users or data.
    ///
    /// # Errors
    /// [`ShapeError::Index`] for an index out of bounds, [`ShapeError::Broadcast`] for arrays
    /// that do not go together, [`ShapeError::Mismatch`] for a mask of the wrong lengths,
    /// [`ShapeError::IndexCount`], [`ShapeError::TwoEllipses`], [`ShapeError::ZeroStep`],
    /// [`ShapeError::TooManyAxes`] or [`ShapeError::Overflow`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, ix};
    ///
    /// let error = array![1, 2].try_index(ix![[0, -3]]).unwrap_err();
    /// assert_eq!(error.to_string(), "index: index -3 is out of bounds for axis 0 with length 2");
    /// ```
    pub fn try_index(self, items: impl AsRef<[IndexItem]>) -> Result<Array<T>, ShapeError> {
        let items = items.as_ref();
        if let Some(slices) = basic(items) {
            return Ok(self.try_slice(slices)?.to_array());
        }
        match items {
            [IndexItem::Mask(mask)] if mask.ndim() == self.ndim() => self.try_select(mask),
            [IndexItem::Integers(positions)] if self.ndim() > 0 => {
                self.try_take(positions, 0).map_err(renamed)
            }
            _ => self.gather(&Plan::new(self.layout(), items)?),
        }
    }

    fn gather(self, plan: &Plan) -> Result<Array<T>, ShapeError> {
        let front = plan.front();
        let size = front.size_for(size_of::<T>(), "index")?;
        let mut out = Filling::new(size);
        if size > 0 {
            by_size!(T, gathered, [gathered_1 gathered_2 gathered_4 gathered_8 gathered_16],
                self, &mut out, plan);
        }
        let array = Array::from_buffer(out.finish(), Layout::c_order(front));
        Ok(if plan.at == 0 { array } else { array.into_permuted(&plan.order()) })
    }
}

/// Copies the sub-arrays that are picked.
#[inline(always)]
fn gathered<T: Element>(view: View<'_, T>, out: &mut Filling<T>, plan: &Plan) {
    if plan.part.ndim() == 0 {
        plan.starts.iter().for_each(|&start| out.push(*view.at_offset(start)));
    } else {
        plan.starts.iter().for_each(|&start| out.extend_view(view.relaid(plan.part, start)));
    }
}

macro_rules! gathered {
    ($($name:ident $N:literal)*) => {$(
        #[inline(never)]
        fn $name(view: View<'_, Word<$N>>, out: &mut Filling<Word<$N>>, plan: &Plan) {
            gathered(view, out, plan);
        }
    )*};
}
gathered!(gathered_1 1 gathered_2 2 gathered_4 4 gathered_8 8 gathered_16 16);

/// The expression as a slice, if nothing in it picks.
fn basic(items: &[IndexItem]) -> Option<Vec<SliceItem>> {
    if items.iter().any(picks) { None } else { items.iter().map(as_slice_item).collect() }
}

fn renamed(error: ShapeError) -> ShapeError {
    match error {
        ShapeError::Index { index, axis, len, .. } => outside("index", index, axis, len),
        other => other,
    }
}

impl<T: Element> ViewMut<'_, T> {
    /// Writes to every sub-array that the plan names, the last one last.
    fn scatter(mut self, plan: &Plan, values: View<'_, T>) -> Result<(), ShapeError> {
        let values = values.try_broadcast_to(plan.shape())?;
        let mut to_front = vec![0; values.ndim()];
        for (to, &from) in plan.order().iter().enumerate() {
            to_front[from as usize] = to as isize;
        }
        let values = values.permute_dims(&to_front);
        if values.is_empty() {
            return Ok(());
        }
        if plan.part.ndim() == 0 {
            for (&start, &value) in plan.starts.iter().zip(values) {
                *self.at_offset_mut(start) = value;
            }
            return Ok(());
        }
        let (mut each, mut part) = (*values.layout(), *values.layout());
        for _ in 0..plan.part.ndim() {
            each.remove_axis(plan.picked.ndim());
        }
        for _ in 0..plan.picked.ndim() {
            part.remove_axis(0);
        }
        for (&start, from) in plan.starts.iter().zip(crate::walk::offsets(&each)) {
            let value = values.relaid(part, from);
            let mut target = self.reborrow().relaid(plan.part, start);
            match (target.as_slice_mut(), value.as_slice()) {
                (Some(target), Some(value)) => target.copy_from_slice(value),
                _ => target.assign(value),
            }
        }
        Ok(())
    }
}

macro_rules! set {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Element> $Type {
            /// Writes `values` to the part that an index expression names.
            ///
            /// `values` broadcasts to the shape that [`index`](View::index) would give. Where
            /// an element is named twice, the last value stays.
            ///
            /// # Panics
            /// As `index`, and if `values` does not broadcast. Where indices come from users
            /// or data, see [`try_set`](Self::try_set).
            ///
            /// # NumPy
            /// `a[rows, 1:, mask] = values`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, greater, ix};
            ///
            /// let mut a = array![[1, 2, 3], [4, 5, 6]];
            /// a.set(ix![.., [0, 2]], 0);
            /// assert_eq!(a, array![[0, 2, 0], [0, 5, 0]]);
            /// a.set(ix![greater(&a, 0)], &[8, 9]); // one value for each true entry
            /// assert_eq!(a, array![[0, 8, 0], [0, 9, 0]]);
            /// a.set(ix![[0, 0], [1, 1]], &[1, 2]); // twice: the last one stays
            /// assert_eq!(a[[0, 1]], 2);
            /// ```
            /// ```should_panic
            /// # use nd_core::{array, ix};
            /// array![1, 2, 3].set(ix![[0, 1]], &[1, 2, 3]);
            /// ```
            #[track_caller]
            pub fn set(&mut self, items: impl AsRef<[IndexItem]>, values: impl Operand<T>) {
                ok(self.try_set(items, values));
            }

            /// As [`set`](Self::set), for indices that come from users or data. Nothing is
            /// written if there is an error.
            ///
            /// # Errors
            /// Those of [`View::try_index`], and [`ShapeError::BroadcastTo`] for `values`.
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, ix};
            ///
            /// let mut a = array![1, 2, 3];
            /// assert!(a.try_set(ix![[0, 3]], 9).is_err());
            /// assert_eq!(a, array![1, 2, 3]);
            /// ```
            pub fn try_set(
                &mut self,
                items: impl AsRef<[IndexItem]>,
                values: impl Operand<T>,
            ) -> Result<(), ShapeError> {
                let items = items.as_ref();
                match basic(items) {
                    Some(slices) => self.try_slice_mut(slices)?.try_assign(values),
                    None => {
                        let plan = Plan::new(self.layout(), items)?;
                        self.$view_mut().scatter(&plan, values.operand())
                    }
                }
            }
        }
    )*};
}
set! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
