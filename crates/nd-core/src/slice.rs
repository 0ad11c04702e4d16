//! [`s!`](crate::s) and the values it makes.

use crate::error::ShapeError;
use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

/// In a slice: a new axis of length 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAxis;

/// In a slice: all axes that the rest of the slice does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ellipsis;

/// `start..stop;step` along one axis; NumPy's `start:stop:step`.
///
/// Negative positions count from the end; positions past an end are clamped to it; with a
/// negative step the slice runs backwards from `start` (by default the last element).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// First position, or the end that the step leaves from.
    pub start: Option<isize>,
    /// Position after the last, or the end that the step runs to.
    pub stop: Option<isize>,
    /// Distance between positions, not 0.
    pub step: isize,
}

impl Slice {
    /// The whole axis.
    pub const ALL: Slice = Slice { start: None, stop: None, step: 1 };

    /// The same range with another step.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Slice;
    ///
    /// assert_eq!(Slice::ALL.step_by(-1).resolve(4, 0)?, (3, 4)); // 3, 2, 1, 0
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn step_by(self, step: isize) -> Slice {
        Slice { step, ..self }
    }

    /// First position and number of positions on an axis of length `len`; `axis` is named by the error.
    ///
    /// # Errors
    /// [`ShapeError::ZeroStep`].
    ///
    /// # Examples
    /// ```
    /// use nd_core::Slice;
    ///
    /// let backwards = Slice { start: Some(-1), stop: None, step: -2 };
    /// assert_eq!(backwards.resolve(6, 0)?, (5, 3)); // 5, 3, 1
    /// assert!(Slice::ALL.step_by(0).resolve(6, 0).is_err());
    /// # Ok::<(), nd_core::ShapeError>(())
    /// ```
    pub fn resolve(self, len: usize, axis: usize) -> Result<(usize, usize), ShapeError> {
        if self.step == 0 {
            return Err(ShapeError::ZeroStep { axis });
        }
        let n = len as isize;
        // Where a backward slice may stand: one before the first to the last element.
        let (low, high) = if self.step > 0 { (0, n) } else { (-1, n - 1) };
        let place = |position: isize| {
            let from_front = if position < 0 { position.saturating_add(n) } else { position };
            from_front.clamp(low, high)
        };
        let (first, last) = if self.step > 0 { (low, high) } else { (high, low) };
        let start = self.start.map_or(first, place);
        let stop = self.stop.map_or(last, place);
        let distance = if self.step > 0 { stop - start } else { start - stop };
        if distance <= 0 {
            return Ok((0, 0));
        }
        let count = (distance as usize - 1) / self.step.unsigned_abs() + 1;
        Ok((start as usize, count))
    }
}

/// One entry of a slice specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SliceItem {
    /// One position; the axis goes away.
    Index(isize),
    /// A range of positions.
    Range(Slice),
    /// A new axis of length 1.
    NewAxis,
    /// All axes not named.
    Ellipsis,
}

impl SliceItem {
    /// The same entry with a step; what `;step` in [`s!`](crate::s) calls.
    ///
    /// # Panics
    /// If the entry is not a range.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Slice, SliceItem, array};
    ///
    /// let every_other = SliceItem::Range(Slice::ALL).step_by(2);
    /// assert_eq!(array![1, 2, 3].slice([every_other]), array![1, 3]);
    /// ```
    #[track_caller]
    pub fn step_by(self, step: isize) -> SliceItem {
        match self {
            SliceItem::Range(slice) => SliceItem::Range(slice.step_by(step)),
            other => panic!("slice: a step needs a range before it, not {other:?}"),
        }
    }

    pub(crate) fn takes_axis(&self) -> bool {
        matches!(self, SliceItem::Index(_) | SliceItem::Range(_))
    }
}

impl From<NewAxis> for SliceItem {
    fn from(_: NewAxis) -> Self {
        SliceItem::NewAxis
    }
}
impl From<Ellipsis> for SliceItem {
    fn from(_: Ellipsis) -> Self {
        SliceItem::Ellipsis
    }
}
impl From<Slice> for SliceItem {
    fn from(slice: Slice) -> Self {
        SliceItem::Range(slice)
    }
}
impl From<RangeFull> for SliceItem {
    fn from(_: RangeFull) -> Self {
        SliceItem::Range(Slice::ALL)
    }
}

/// Integer types that may stand in a slice; unsuffixed literals are `i32`.
macro_rules! from_integers {
    ($($int:ty)*) => {$(
        impl From<$int> for SliceItem {
            #[inline]
            fn from(index: $int) -> Self {
                SliceItem::Index(position(index))
            }
        }
        impl From<Range<$int>> for SliceItem {
            #[inline]
            fn from(r: Range<$int>) -> Self {
                range(Some(position(r.start)), Some(position(r.end)))
            }
        }
        impl From<RangeFrom<$int>> for SliceItem {
            #[inline]
            fn from(r: RangeFrom<$int>) -> Self {
                range(Some(position(r.start)), None)
            }
        }
        impl From<RangeTo<$int>> for SliceItem {
            #[inline]
            fn from(r: RangeTo<$int>) -> Self {
                range(None, Some(position(r.end)))
            }
        }
        impl From<RangeInclusive<$int>> for SliceItem {
            #[inline]
            fn from(r: RangeInclusive<$int>) -> Self {
                range(Some(position(*r.start())), after(position(*r.end())))
            }
        }
        impl From<RangeToInclusive<$int>> for SliceItem {
            #[inline]
            fn from(r: RangeToInclusive<$int>) -> Self {
                range(None, after(position(r.end)))
            }
        }
    )*};
}
from_integers!(i32 isize usize);

/// Positions beyond `isize` are beyond every axis: they clamp like any other large one.
#[inline]
fn position<I: TryInto<isize>>(value: I) -> isize {
    value.try_into().unwrap_or(isize::MAX)
}

fn range(start: Option<isize>, stop: Option<isize>) -> SliceItem {
    SliceItem::Range(Slice { start, stop, step: 1 })
}

/// The exclusive end after an inclusive one; after the last element (-1) there is no position.
fn after(end: isize) -> Option<isize> {
    if end == -1 { None } else { Some(end.saturating_add(1)) }
}

/// A slice specification, written nearly as in NumPy.
///
/// | NumPy | nd |
/// |---|---|
/// | `a[1:, -1]` | `a.slice(s![1.., -1])` |
/// | `a[::2, ::-1]` | `a.slice(s![..;2, ..;-1])` |
/// | `a[..., np.newaxis]` | `a.slice(s![Ellipsis, NewAxis])` |
///
/// The result is an array of [`SliceItem`]s: a value to store and reuse.
///
/// # Examples
/// ```
/// use nd_core::{Array, Ellipsis, NewAxis, s};
///
/// let a = Array::from_shape_vec([2, 3], vec![0, 1, 2, 3, 4, 5]);
/// let last_column = s![.., -1];
/// assert_eq!(a.slice(last_column), Array::from_vec(vec![2, 5]));
/// assert_eq!(a.slice(s![0, ..;-1]), Array::from_vec(vec![2, 1, 0]));
/// assert_eq!(a.slice(s![Ellipsis, NewAxis]).shape(), [2, 3, 1]);
/// assert_eq!(a.slice(s![5.., ..]).shape(), [0, 3]); // clamped, as in NumPy
/// ```
#[macro_export]
macro_rules! s {
    (@items [$($done:expr),*] $range:expr ; $step:expr) => {
        $crate::s!(@items [$($done,)* $crate::SliceItem::from($range).step_by($step)])
    };
    (@items [$($done:expr),*] $range:expr ; $step:expr, $($rest:tt)*) => {
        $crate::s!(@items [$($done,)* $crate::SliceItem::from($range).step_by($step)] $($rest)*)
    };
    (@items [$($done:expr),*] $item:expr) => {
        $crate::s!(@items [$($done,)* $crate::SliceItem::from($item)])
    };
    (@items [$($done:expr),*] $item:expr, $($rest:tt)*) => {
        $crate::s!(@items [$($done,)* $crate::SliceItem::from($item)] $($rest)*)
    };
    (@items [$($done:expr),*]) => { [$($done),*] };
    () => { [$crate::SliceItem::Ellipsis; 0] };
    ($($all:tt)*) => { $crate::s!(@items [] $($all)*) };
}
