//! Boolean masks: what they pick, and where they are true.

use crate::array::Array;
use crate::array_like::{ArrayLike, Operand};
use crate::buffer::{Filling, Word, by_size};
use crate::element::Element;
use crate::error::{ShapeError, ok};
use crate::layout::Layout;
use crate::room::Room;
use crate::select::in_order;
use crate::shape::Shape;
use crate::threads;
use crate::view::View;
use crate::view_mut::ViewMut;
use crate::zip::zip;
use std::convert::Infallible;

/// How many entries are true. Sums of 255 bytes at a time fit in a byte, so that the loop is
/// one of byte additions.
pub(super) fn count(mask: &[bool]) -> usize {
    let some = |part: &[bool]| part.iter().map(|&m| u8::from(m)).sum::<u8>();
    mask.chunks(255).map(|part| usize::from(some(part))).sum()
}

/// Up to 64 entries as bits, the first one lowest.
#[inline]
fn bits(entries: &[bool]) -> u64 {
    let (eights, rest) = entries.as_chunks::<8>();
    let mut all = 0;
    for (k, eight) in eights.iter().enumerate() {
        let bytes = u64::from_le_bytes(eight.map(u8::from));
        // Gathers the lowest bit of each byte in the top byte.
        all |= (bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * k);
    }
    for (k, &entry) in rest.iter().enumerate() {
        all |= u64::from(entry) << (8 * eights.len() + k);
    }
    all
}

/// Calls `run(start, len)` for each stretch of true entries within 64.
///
/// Stretches, not positions, because masks come in patches as often as at random: a full
/// word is one copy of 64 elements.
#[inline(always)]
fn runs(mask: &[bool], mut run: impl FnMut(usize, usize)) {
    for (k, entries) in mask.chunks(64).enumerate() {
        let mut left = bits(entries);
        let mut at = 64 * k;
        while left != 0 {
            let skip = left.trailing_zeros();
            left >>= skip;
            let len = left.trailing_ones();
            run(at + skip as usize, len as usize);
            at += (skip + len) as usize;
            left = left.checked_shr(len).unwrap_or(0);
        }
    }
}

/// Whether a mask has the lengths of as many axes; 0 in place of 1, too, as NumPy has it, which
/// selects nothing.
pub(super) fn fits(shape: &[usize], mask: &[usize]) -> bool {
    let fit = |(&n, &entries): (&usize, &usize)| n == entries || (n == 1 && entries == 0);
    shape.len() >= mask.len() && shape.iter().zip(mask).all(fit)
}

/// The mask's shape must be that of the leading axes.
fn check_mask(op: &str, shape: &[usize], mask: &[usize]) -> Result<(), ShapeError> {
    if fits(shape, mask) {
        return Ok(());
    }
    let (left, right) = (shape.into(), mask.into());
    Err(ShapeError::Mismatch { op: format!("{op} (array, then mask)").into(), left, right })
}

impl<T: Element> View<'_, T> {
    /// The elements where `mask` is true, in C order; `a[mask]`.
    ///
    /// `mask`: the shape of `self` → 1-d `[count]`; or the shape of its leading axes → the
    /// sub-arrays behind them, `[count, *rest]`.
    ///
    /// # Panics
    /// If the shape of `mask` is not that of the leading axes: a mask is not broadcast. (Only an axis of
    /// length 1 has a mask of length 0, too, which selects nothing.)
    ///
    /// # NumPy
    /// `a[mask]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{array, greater};
    ///
    /// let a = array![[1, 2], [3, 4], [5, 6]];
    /// assert_eq!(a.select(greater(&a, 3)), array![4, 5, 6]);
    /// assert_eq!(a.select(&[true, false, true]), array![[1, 2], [5, 6]]);
    /// assert_eq!(a.select(&[false; 3]).shape(), [0, 2]);
    /// ```
    /// ```should_panic
    /// nd_core::array![1, 2, 3].select(&[true, false]);
    /// ```
    #[track_caller]
    pub fn select(self, mask: impl ArrayLike<Elem = bool>) -> Array<T> {
        ok(self.try_select(mask))
    }

    /// As [`select`](Self::select), for masks that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Mismatch`].
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![1, 2, 3].try_select(&[true, false]).is_err());
    /// ```
    pub fn try_select(self, mask: impl ArrayLike<Elem = bool>) -> Result<Array<T>, ShapeError> {
        let mask = mask.view();
        check_mask("select", self.shape(), mask.shape())?;
        let ndim = mask.ndim();
        let mask = &*in_order(mask);
        let mut shape = Shape::from(count(mask));
        for &n in &self.shape()[ndim..] {
            shape.try_push(n)?;
        }
        let mut out = Filling::new(shape.size());
        if shape.size() > 0 {
            by_size!(T, selected, [selected_1 selected_2 selected_4 selected_8 selected_16],
                self, &mut out, ndim, mask);
        }
        Ok(Array::from_buffer(out.finish(), Layout::c_order(shape)))
    }

    /// The sub-arrays along `axis` where `mask` is true.
    ///
    /// `mask`: 1-d; entries missing at its end count as false, entries beyond the axis must
    /// be false.
    ///
    /// # Panics
    /// If there is no such axis, `mask` is not 1-d, or it is true beyond the end of the axis.
    ///
    /// # NumPy
    /// `np.compress(mask, a, axis)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[1, 2, 3], [4, 5, 6]];
    /// assert_eq!(a.compress(&[true, false, true], 1), array![[1, 3], [4, 6]]);
    /// assert_eq!(a.compress(&[false, true], 1), array![[2], [5]]); // the rest is false
    /// ```
    /// ```should_panic
    /// nd_core::array![1].compress(&[false, true], 0);
    /// ```
    #[track_caller]
    pub fn compress(self, mask: impl ArrayLike<Elem = bool>, axis: isize) -> Array<T> {
        ok(self.try_compress(mask, axis))
    }

    /// As [`compress`](Self::compress), for masks that come from users.
    ///
    /// # Errors
    /// [`ShapeError::Axis`], [`ShapeError::IndexCount`] if `mask` is not 1-d,
    /// [`ShapeError::Index`] if it is true beyond the end.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_core::array![1].try_compress(&[true, true], 0).is_err());
    /// ```
    pub fn try_compress(
        self,
        mask: impl ArrayLike<Elem = bool>,
        axis: isize,
    ) -> Result<Array<T>, ShapeError> {
        let mask = mask.view();
        if mask.ndim() != 1 {
            let shape = mask.shape().into();
            return Err(ShapeError::IndexCount { op: "compress: the mask", given: 1, shape });
        }
        self.try_take(mask.flatnonzero(), axis)
    }
}

/// Entries of a mask that one thread looks at.
const TASK: usize = 1 << 15;
/// Stretches within 64 entries from which on elements are copied one by one.
const SCATTERED: u32 = 8;

/// Copies what the mask, which covers the first `ndim` axes and picks something, picks.
#[inline(always)]
fn selected<T: Element>(view: View<'_, T>, out: &mut Filling<T>, ndim: usize, mask: &[bool]) {
    let Some(all) = view.as_slice() else {
        return select_parts(view, ndim, mask, out);
    };
    let row = all.len() / mask.len();
    let entries = (TASK / row.max(1)).max(64);
    let copy = |mask: &[bool], all: &[T], room: &mut Room<'_, T>| {
        if row == 1 {
            scattered(mask, all, room);
        } else {
            runs(mask, |at, n| room.extend(&all[at * row..(at + n) * row]));
        }
        Ok::<(), Infallible>(())
    };
    let Ok(()) = if mask.len() <= entries {
        out.try_part(count(mask) * row, |room| copy(mask, all, room))
    } else {
        let parts: Vec<&[bool]> = mask.chunks(entries).collect();
        let lens = threads::map(parts.clone(), &|part: &[bool]| count(part) * row);
        out.try_parts(&lens, &|part, room| copy(parts[part], &all[part * entries * row..], room))
    };
}

/// Copies the elements that a mask picks: in stretches, or one by one where these are short.
#[inline(always)]
fn scattered<T: Copy>(mask: &[bool], all: &[T], room: &mut Room<'_, T>) {
    for (entries, elements) in mask.chunks(64).zip(all.chunks(64)) {
        let mut left = bits(entries);
        if (left ^ (left << 1)).count_ones() < SCATTERED {
            runs(entries, |at, n| room.extend(&elements[at..at + n]));
            continue;
        }
        let picked = 0..left.count_ones() as usize;
        let next = |_| {
            let at = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            elements[at]
        };
        room.append(picked.map(next));
    }
}

macro_rules! selected {
    ($($name:ident $N:literal)*) => {$(
        #[inline(never)]
        fn $name(
            view: View<'_, Word<$N>>,
            out: &mut Filling<Word<$N>>,
            ndim: usize,
            mask: &[bool],
        ) {
            selected(view, out, ndim, mask);
        }
    )*};
}
selected!(selected_1 1 selected_2 2 selected_4 4 selected_8 8 selected_16 16);

/// As the loops in [`View::try_select`], for any strides.
fn select_parts<T: Element>(view: View<'_, T>, ndim: usize, mask: &[bool], out: &mut Filling<T>) {
    let (mut outer, mut part) = (*view.layout(), *view.layout());
    for _ in ndim..view.ndim() {
        outer.remove_axis(ndim);
    }
    for _ in 0..ndim {
        part.remove_axis(0);
    }
    let starts = crate::walk::offsets(&outer).zip(mask).filter(|(_, picked)| **picked);
    for (start, _) in starts {
        if part.ndim() == 0 {
            out.push(*view.at_offset(start));
        } else {
            out.extend_view(view.relaid(part, start));
        }
    }
}

impl<T: Element + Default + PartialEq> View<'_, T> {
    /// The indices of all elements that are not zero (of a mask: that are true), one array
    /// for each axis, in C order. NaN is not zero.
    ///
    /// # Panics
    /// If the array is 0-d.
    ///
    /// # NumPy
    /// `np.nonzero(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// let a = array![[0, 7], [8, 0], [0, 9]];
    /// let [rows, columns] = a.nonzero().try_into().unwrap();
    /// assert_eq!((rows, columns), (array![0, 1, 2], array![1, 0, 1]));
    /// ```
    /// ```should_panic
    /// nd_core::Array::scalar(1).nonzero();
    /// ```
    #[track_caller]
    pub fn nonzero(self) -> Vec<Array<usize>> {
        assert!(self.ndim() > 0, "nonzero: a 0-d array has no axes; use flatnonzero");
        let found = self.flatnonzero();
        let mut period = self.size();
        self.shape()
            .iter()
            .map(|&n| {
                period = period.checked_div(n).unwrap_or(0);
                let step = period.max(1);
                found.map(move |place| place / step % n)
            })
            .collect()
    }

    /// The indices of all elements that are not zero, one row for each: `[count, ndim]`.
    ///
    /// # NumPy
    /// `np.argwhere(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, array};
    ///
    /// let mask = array![[false, true], [true, false]];
    /// assert_eq!(mask.argwhere(), array![[0, 1], [1, 0]]);
    /// assert_eq!(Array::scalar(true).argwhere().shape(), [1, 0]);
    /// ```
    pub fn argwhere(self) -> Array<usize> {
        let found = self.flatnonzero();
        let shape = self.layout().shape;
        let mut out = Filling::new(found.size() * shape.ndim());
        let mut index = shape;
        for &place in &found {
            let mut left = place;
            for (i, &n) in index.iter_mut().zip(shape.iter()).rev() {
                *i = left % n;
                left /= n;
            }
            out.extend(&index);
        }
        Array::from_buffer(out.finish(), Layout::c_order([found.size(), shape.ndim()]))
    }

    /// The places, counted in C order, of all elements that are not zero.
    ///
    /// # NumPy
    /// `np.flatnonzero(a)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    ///
    /// assert_eq!(array![[0.0, 2.0], [f64::NAN, -0.0]].flatnonzero(), array![1, 2]);
    /// ```
    pub fn flatnonzero(self) -> Array<usize> {
        let zero = T::default();
        let mask = zip((self,)).map_c(move |(x,)| x != zero);
        let mask = &*in_order(mask.view());
        let found = count(mask);
        let mut out = Filling::new(found);
        runs(mask, |at, n| (at..at + n).for_each(|place| out.push(place)));
        Array::from_buffer(out.finish(), Layout::c_order(found))
    }
}

macro_rules! assign_where {
    ($($Type:ty, $view_mut:ident;)*) => {$(
        impl<T: Element> $Type {
            /// Writes `values` where `mask` is true.
            ///
            /// `mask` and `values` broadcast to this shape; values where `mask` is false are
            /// not used.
            ///
            /// # Panics
            /// If `mask` or `values` do not broadcast to this shape.
            ///
            /// # NumPy
            /// `np.copyto(a, values, where=mask)`. For `a[mask] = values` with one value for each true
            /// entry use [`set`](Self::set)`(ix![&mask], values)`; for values that begin again where they
            /// end [`putmask`](Self::putmask).
            ///
            /// # Examples
            /// ```
            /// use nd_core::{array, less};
            ///
            /// let mut a = array![[1, -2], [-3, 4]];
            /// a.assign_where(&less(&a, 0), 0);
            /// assert_eq!(a, array![[1, 0], [0, 4]]);
            /// a.assign_where(&[true, false], &array![[7], [8]]); // both are stretched
            /// assert_eq!(a, array![[7, 0], [8, 4]]);
            /// ```
            /// ```should_panic
            /// nd_core::array![1, 2].assign_where(&[true; 3], 0);
            /// ```
            #[track_caller]
            pub fn assign_where(
                &mut self,
                mask: impl ArrayLike<Elem = bool>,
                values: impl Operand<T>,
            ) {
                ok(self.try_assign_where(mask, values));
            }

            /// As [`assign_where`](Self::assign_where), for shapes that come from users.
            ///
            /// # Errors
            /// [`ShapeError::BroadcastTo`].
            ///
            /// # Examples
            /// ```
            /// assert!(nd_core::array![1, 2].try_assign_where(&[true; 3], 0).is_err());
            /// ```
            pub fn try_assign_where(
                &mut self,
                mask: impl ArrayLike<Elem = bool>,
                values: impl Operand<T>,
            ) -> Result<(), ShapeError> {
                let mask = mask.view().try_broadcast_to(self.layout().shape)?;
                let values = values.operand().try_broadcast_to(self.layout().shape)?;
                zip((self.$view_mut(), mask, values))
                    .apply(|(old, picked, new)| if picked { new } else { *old });
                Ok(())
            }
        }
    )*};
}
assign_where! {
    Array<T>, view_mut;
    ViewMut<'_, T>, reborrow;
}
