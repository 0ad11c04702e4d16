//! [`ix!`](crate::ix) and the values it makes.

use crate::array::Array;
use crate::array_like::ArrayLike;
use crate::select::element::Picks;
use crate::slice::SliceItem;
use crate::view::View;

/// One entry of an index expression; see [`ix!`](crate::ix).
///
/// # Examples
/// ```
/// use nd_core::{IndexItem, array};
///
/// let rows = IndexItem::from(&array![2, 0]);
/// assert!(matches!(rows, IndexItem::Integers(_)));
/// ```
#[derive(Clone, Debug)]
pub enum IndexItem {
    /// A position, a range, a new axis or the axes not named: as in a slice.
    Slice(SliceItem),
    /// Positions along one axis; negative ones count from the end.
    Integers(Array<isize>),
    /// A mask over as many axes as it has.
    Mask(Array<bool>),
}

impl<S: Into<SliceItem>> From<S> for IndexItem {
    fn from(item: S) -> IndexItem {
        IndexItem::Slice(item.into())
    }
}

impl From<bool> for IndexItem {
    /// A mask without axes: keeps all or nothing, along a new first axis.
    fn from(mask: bool) -> IndexItem {
        IndexItem::Mask(Array::scalar(mask))
    }
}

/// One line for each array-like that may stand in an index expression.
macro_rules! from_arrays {
    ($([$($gen:tt)*] $Type:ty;)*) => {$(
        impl<I: Picks, $($gen)*> From<$Type> for IndexItem {
            fn from(indices: $Type) -> IndexItem {
                I::item(ArrayLike::view(&indices))
            }
        }
    )*};
}
from_arrays! {
    [] Array<I>;
    [] &Array<I>;
    [] View<'_, I>;
    [] &View<'_, I>;
    [] Vec<I>;
    [] &Vec<I>;
    [] &[I];
    [const A: usize] [I; A];
    [const A: usize] &[I; A];
    [const A: usize, const B: usize] [[I; B]; A];
    [const A: usize, const B: usize] &[[I; B]; A];
}

/// An index expression: [`s!`](crate::s) with integer arrays and boolean masks.
///
/// | NumPy | nd |
/// |---|---|
/// | `a[[2, 0], 1:]` | `a.index(ix![[2, 0], 1..])` |
/// | `a[:, rows, columns]` | `a.index(ix![.., &rows, &columns])` |
/// | `a[mask]` | `a.index(ix![&mask])`, or `a.select(&mask)` |
/// | `a[..., idx, np.newaxis]` | `a.index(ix![Ellipsis, &idx, NewAxis])` |
/// | `a[idx] = 0` | `a.set(ix![&idx], 0)` |
///
/// The result is an array of [`IndexItem`]s, which own their indices: a value to store and
/// reuse. An integer literal is a position, as in `s!`; `[3]` is an array of one.
///
/// # Examples
/// ```
/// use nd_core::{Array, array, ix};
///
/// let a = Array::from_fn([3, 4], |i| 10 * i[0] + i[1]);
/// assert_eq!(a.index(ix![[2, 0], 1..3]), array![[21, 22], [1, 2]]);
/// assert_eq!(a.index(ix![[2, 0], [3, 1]]), array![23, 1]); // element by element
/// assert_eq!(a.index(ix![[[2], [0]], [3, 1]]), array![[23, 21], [3, 1]]); // as np.ix_
/// ```
#[macro_export]
macro_rules! ix {
    (@items [$($done:expr),*] $range:expr ; $step:expr) => {
        $crate::ix!(@items [$($done,)*
            $crate::IndexItem::Slice($crate::SliceItem::from($range).step_by($step))])
    };
    (@items [$($done:expr),*] $range:expr ; $step:expr, $($rest:tt)*) => {
        $crate::ix!(@items [$($done,)*
            $crate::IndexItem::Slice($crate::SliceItem::from($range).step_by($step))] $($rest)*)
    };
    (@items [$($done:expr),*] $item:expr) => {
        $crate::ix!(@items [$($done,)* $crate::IndexItem::from($item)])
    };
    (@items [$($done:expr),*] $item:expr, $($rest:tt)*) => {
        $crate::ix!(@items [$($done,)* $crate::IndexItem::from($item)] $($rest)*)
    };
    (@items [$($done:expr),*]) => { [$($done),*] };
    () => { [$crate::IndexItem::Slice($crate::SliceItem::Ellipsis); 0] };
    ($($all:tt)*) => { $crate::ix!(@items [] $($all)*) };
}
