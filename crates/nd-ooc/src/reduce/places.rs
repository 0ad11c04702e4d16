//! `argmin` and `argmax`, also of numbers only.

use super::merged::{Head, counts, merged, only_axes};
use super::over::restored;
use crate::block::Block;
use crate::chunked::Chunked;
use crate::error::{Error, ErrorKind, Result};
use crate::fold::Cell;
use crate::regions::{per_axis, place};
use crate::wire::{self, Wire};
use nd_core::{Array, Axes, Typed, View, zip};
use nd_ops::{Ordered, Over};

/// The best elements of a cell, and where they are: along the axis, or in the order of all elements.
struct Found<T> {
    best: Array<T>,
    at: Array<usize>,
}

impl<T: Typed> Found<T> {
    fn wire() -> Wire<Found<T>> {
        let put = |found: &Found<T>, out: &mut Vec<u8>| {
            wire::put_view(found.best.view(), out);
            wire::put_counts(&found.at, out);
        };
        let get = |from: &mut &[u8]| {
            let (best, at) = (wire::get_array(from)?, wire::get_counts(from)?);
            Some(Found { best, at })
        };
        Wire { put, get }
    }
}

/// What functions in memory make of a cell, and which of two elements is the better one.
struct Rule<T> {
    name: &'static str,
    best: fn(View<'_, T>, &Over) -> Array<T>,
    at: fn(View<'_, T>, &Over) -> Array<usize>,
    beats: fn(T, T) -> bool,
    /// Whether NaN is not looked for.
    numbers: bool,
}

/// Positions along a cell's axis, or in a cell, as those in the whole array.
fn in_whole(at: &mut Array<usize>, cell: &Cell<'_>, axes: &Axes) {
    let (region, shape) = (&cell.region, cell.shape);
    if axes.len() < shape.ndim() || shape.ndim() == 1 {
        let start = region.start()[axes[0]];
        return at.iter_mut().for_each(|at| *at += start);
    }
    for at in at.iter_mut() {
        let index = place(*at, region.shape());
        let index = per_axis(shape.ndim(), |axis| region.start()[axis] + index[axis]);
        *at = (0..shape.ndim()).fold(0, |flat, axis| flat * shape[axis] + index[axis]);
    }
}

/// Positions in lanes, of which some may be all NaN.
fn among_numbers<T: Ordered>(
    a: View<'_, T>,
    over: &Over,
    all: Option<Array<usize>>,
    lane: fn(View<'_, T>) -> Option<usize>,
) -> Array<usize> {
    if let Some(all) = all {
        return all;
    }
    let axes = over.resolve("nanargmax", a.ndim()).expect("axes that were resolved before");
    if axes.len() == a.ndim() {
        return Array::scalar(0); // Nothing but NaN: never better than what others found.
    }
    let kept = crate::regions::without(a.shape(), &axes);
    let places = a.lanes(axes[0] as isize).map(|one| lane(one).unwrap_or(0));
    Array::from_shape_vec(kept, places.collect())
}

impl<T: Typed + Ordered> Chunked<T> {
    #[track_caller]
    fn place(&self, over: &Over, rule: Rule<T>) -> Chunked<i64> {
        let Rule { name, best, at, beats, numbers } = rule;
        let axes = only_axes(name, over, self.ndim());
        assert!(
            axes.len() == 1 || axes.len() == self.ndim(),
            "{name}: positions go along one axis or over all, not along {:?}",
            &axes[..]
        );
        let (count, results) = counts(self.shape(), &axes);
        assert!(
            count > 0 || (numbers && results == 0),
            "{name}: shape {:?} has no elements there to choose from",
            self.shape()
        );
        let bytes = size_of::<T>() + size_of::<usize>();
        let head = Head { name, axes, bytes, wire: Found::wire() };
        let partial = move |blocks: &[Block], cell: &Cell<'_>, over: &Over| {
            let view = blocks[0].typed::<T>();
            let mut at = at(view, over);
            in_whole(&mut at, cell, &axes);
            Found { best: best(view, over), at }
        };
        let merge = move |earlier: &mut Found<T>, later: Found<T>| {
            let all = (&mut earlier.best, &mut earlier.at, &later.best, &later.at);
            zip(all).for_each(|(best, at, other, there)| {
                // Of equals the first in the array, which need not be the first that was looked at.
                if beats(other, *best) || (!beats(*best, other) && there < *at) {
                    (*best, *at) = (other, there);
                }
            });
        };
        let finish = move |found: Option<Found<T>>, _: &_| -> Result<Array<i64>> {
            let found = found.expect("empty axes were refused");
            if numbers && found.best.iter().any(|best| best.is_unordered()) {
                return Err(Error::from(ErrorKind::Values("all elements are NaN".into())));
            }
            Ok(found.at.map(|at| at as i64))
        };
        let node = merged(head, &[&self.node], partial, merge, finish);
        Chunked::of(restored(node, over, &axes))
    }
}

/// A function of all elements, and one over axes.
macro_rules! places {
    ($($name:ident $axis:ident $best:ident $at:expr, $beats:expr, $numbers:literal,
       $line:literal, $numpy:literal, $given:literal, $want:literal, $rows:literal;)*) => {
        impl<T: Typed + Ordered> Chunked<T> {$(
            #[doc = concat!("Where ", $line, " is, in C order, as an array without axes.")]
            ///
            /// The first of equals, whatever the chunks.
            ///
            /// # Panics
            /// If there is no element.
            ///
            /// # NumPy
            #[doc = $numpy]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            #[doc = concat!("let x = Chunked::from(", $given, ");")]
            #[doc = concat!("assert_eq!(x.", stringify!($name), "().value()?, ", $want, ");")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $name(&self) -> Chunked<i64> {
                self.$axis(..)
            }

            #[doc = concat!("As [`", stringify!($name), "`](Self::", stringify!($name), "), along an axis.")]
            ///
            /// Or over all. `(…, n, …)` → `(…, …)`, or `(…, 1, …)` with [`keepdims`](nd_ops::keepdims).
            ///
            /// # Panics
            /// If an axis does not exist or has no elements, or if there are several but not all.
            ///
            /// # NumPy
            #[doc = concat!($numpy, " With `axis`.")]
            ///
            /// # Examples
            /// ```
            /// use nd_core::array;
            /// use nd_ooc::Chunked;
            ///
            /// let x = Chunked::from(array![[1.0, 7.0, 4.0], [5.0, 5.0, 9.0]]);
            #[doc = concat!("let at = x.", stringify!($axis), "(1);")]
            #[doc = concat!("assert_eq!(at.compute()?, ", $rows, ");")]
            /// # Ok::<(), nd_ooc::Error>(())
            /// ```
            #[must_use]
            #[track_caller]
            pub fn $axis(&self, axes: impl Into<Over>) -> Chunked<i64> {
                let rule = Rule {
                    name: stringify!($name),
                    best: T::$best,
                    at: $at,
                    beats: $beats,
                    numbers: $numbers,
                };
                self.place(&axes.into(), rule)
            }
        )*}
    };
}
places! {
    argmax argmax_axis max_axis_of |a, over| T::argmax_axis_of(a, over),
    |b, a| (b > a) | (b.is_unordered() & !a.is_unordered()), false,
    "the largest element, or the first NaN,", "`np.argmax(a)`.", "array![[1, 7], [7, 2]]", "1", "array![1, 2]";
    argmin argmin_axis min_axis_of |a, over| T::argmin_axis_of(a, over),
    |b, a| (b < a) | (b.is_unordered() & !a.is_unordered()), false,
    "the smallest element, or the first NaN,", "`np.argmin(a)`.", "array![[5, 1], [7, 1]]", "1", "array![0, 0]";
    nanargmax nanargmax_axis nanmax_axis_of
    |a, over| among_numbers(a, over, T::nanargmax_axis_of(a, over).ok(), |lane| T::nanargmax_of(lane).ok()),
    |b, a| (b > a) | (a.is_unordered() & !b.is_unordered()), true,
    "the largest of the elements that are not NaN",
    "`np.nanargmax(a)`; where all are NaN, the run gives [`ErrorKind::Values`](crate::ErrorKind::Values).",
    "array![f64::NAN, 3.0, 8.0]", "2", "array![1, 2]";
    nanargmin nanargmin_axis nanmin_axis_of
    |a, over| among_numbers(a, over, T::nanargmin_axis_of(a, over).ok(), |lane| T::nanargmin_of(lane).ok()),
    |b, a| (b < a) | (a.is_unordered() & !b.is_unordered()), true,
    "the smallest of the elements that are not NaN",
    "`np.nanargmin(a)`; where all are NaN, the run gives [`ErrorKind::Values`](crate::ErrorKind::Values).",
    "array![f64::NAN, 3.0, 8.0]", "1", "array![0, 0]";
}
