//! Which element types an index array may have.

use crate::element::Element;
use crate::error::ShapeError;
use crate::select::spec::IndexItem;
use crate::view::View;

/// Element types of index arrays: the integers. Negative indices count from the end.
///
/// # Examples
/// ```
/// use nd_core::{array, IndexElement};
///
/// assert_eq!(array![10, 20, 30].take(&[0u8, 2], 0), array![10, 30]);
/// assert_eq!(u64::MAX.to_index(), isize::MAX); // beyond every axis, so never in bounds
/// ```
pub trait IndexElement: Element {
    /// The index as an `isize`; what does not fit goes to the nearer end, where no axis has
    /// an element.
    fn to_index(self) -> isize;
}

/// Element types of arrays in [`ix!`](crate::ix): integers pick by position, `bool` by mask.
///
/// # Examples
/// ```
/// use nd_core::{array, ix};
///
/// let a = array![10, 20, 30];
/// assert_eq!(a.index(ix![[2, 0]]), array![30, 10]);
/// assert_eq!(a.index(ix![[true, false, true]]), array![10, 30]);
/// ```
pub trait Picks: Element {
    /// The array as an entry of an index expression.
    fn item(indices: View<'_, Self>) -> IndexItem;
}

macro_rules! index_elements {
    ($($I:ty)*) => {$(
        impl IndexElement for $I {
            #[inline(always)]
            #[allow(unused_comparisons)]
            fn to_index(self) -> isize {
                isize::try_from(self).unwrap_or(if self < 0 { isize::MIN } else { isize::MAX })
            }
        }
        impl Picks for $I {
            fn item(indices: View<'_, $I>) -> IndexItem {
                IndexItem::Integers(indices.map(|i| i.to_index()))
            }
        }
    )*};
}
index_elements!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

impl Picks for bool {
    fn item(mask: View<'_, bool>) -> IndexItem {
        IndexItem::Mask(mask.to_array())
    }
}

/// The position that `index` means on an axis of length `len`, or a number beyond it.
#[inline(always)]
pub(super) fn wrap(index: isize, len: usize) -> usize {
    // A negative index that is still negative afterwards becomes huge.
    (if index < 0 { index.wrapping_add(len as isize) } else { index }) as usize
}

#[cold]
pub(super) fn outside(op: &'static str, index: isize, axis: usize, len: usize) -> ShapeError {
    ShapeError::Index { op, index, axis, len }
}
