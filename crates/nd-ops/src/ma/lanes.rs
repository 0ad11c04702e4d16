//! Lanes: what a reduction sees of a masked array, and functions of one lane each.

use super::{MaskedArray, MaskedLike, MaskedView};
use crate::Over;
use nd_core::{Array, Axes, Element, Shape, View, normalize_axis, threads};

/// Lanes of fewer elements are done several in one task.
const TASK: usize = 1 << 14;

/// The axes that are named, for functions that divide by no count.
#[track_caller]
pub(super) fn axes_of(op: &'static str, over: &Over, ndim: usize) -> Axes {
    if over.ddof() != 0.0 {
        panic!("{op}: ddof({}, …) has a meaning for var_axis and std_axis only", over.ddof());
    }
    over.resolve(op, ndim).unwrap_or_else(|error| panic!("{error}"))
}

/// What a reduction over some axes makes one result of, as rows of a matrix.
pub(super) struct Rows<T> {
    /// `(lanes, n)`
    pub(super) data: Array<T>,
    /// `(lanes, n)`
    pub(super) mask: Option<Array<bool>>,
    /// The shape of the results, before axes are put back.
    pub(super) shape: Shape,
}

/// The elements with the axes that are reduced at the end, joined into one.
pub(super) fn rows<T: Element>(a: MaskedView<'_, T>, axes: &Axes) -> Rows<T> {
    let kept = (0..a.data.ndim()).filter(|axis| !axes.contains(axis));
    let shape: Shape = kept.clone().map(|axis| a.shape()[axis]).collect::<Vec<_>>().into();
    let order: Vec<isize> = kept.chain(axes.iter().copied()).map(|axis| axis as isize).collect();
    let n: usize = axes.iter().map(|&axis| a.shape()[axis]).product();
    let lanes = shape.size();
    Rows {
        data: a.data.permute_dims(&order).to_array().into_reshaped([lanes, n]),
        mask: a.mask.map(|m| m.permute_dims(&order).to_array().into_reshaped([lanes, n])),
        shape,
    }
}

/// `f` of the elements of each lane that are not masked, with the lane's number.
pub(super) fn each_row<T: Element, U: Send>(
    rows: &Rows<T>,
    f: &(dyn Fn(usize, View<'_, T>) -> U + Sync),
) -> Vec<U> {
    let [lanes, n] = rows.data.dims();
    let some = (TASK / n.max(1)).max(1);
    let one = |lane: usize| {
        let at = nd_core::s![lane as isize];
        let data = rows.data.slice(at);
        match &rows.mask {
            None => f(lane, data),
            Some(mask) => f(lane, data.select(!mask.slice(at)).view()),
        }
    };
    let parts = threads::collect(lanes.div_ceil(some), &|task| {
        (task * some..lanes.min((task + 1) * some)).map(one).collect::<Vec<U>>()
    });
    parts.into_iter().flatten().collect()
}

/// The results of a function of the lanes along an axis, masked where it gives `None`.
///
/// `a: (…, n, …)` → `(…, …)`. Lanes are visited in C order of the other axes.
///
/// # Panics
/// If there is no such axis.
///
/// # NumPy
/// `np.ma.apply_along_axis(f, axis, a)` for functions that give one value, whose first result says the type of all.
///
/// # Examples
/// ```
/// use nd_ops::ma::{self, MaskedArray};
///
/// let a = MaskedArray::new([[1, 2], [3, 4]], [[true, false], [true, true]]);
/// let last = ma::apply_along_axis(&a, 1, |lane| lane.iter().flatten().last());
/// assert_eq!(last.to_string(), "[2 --]");
/// ```
#[track_caller]
pub fn apply_along_axis<A: MaskedLike<Elem: Element>, R: Element + Default>(
    a: A,
    axis: isize,
    mut f: impl FnMut(MaskedView<'_, A::Elem>) -> Option<R>,
) -> MaskedArray<R> {
    let a = a.masked();
    let axis = normalize_axis("apply_along_axis", axis, a.data.ndim());
    let axis = axis.unwrap_or_else(|error| panic!("{error}"));
    let axes = Over::from(axis).resolve("apply_along_axis", a.data.ndim());
    let rows = rows(a, &axes.expect("the axis exists"));
    let results: Vec<Option<R>> = (0..rows.shape.size())
        .map(|lane| {
            let at = nd_core::s![lane as isize];
            f(MaskedView::of(rows.data.slice(at), rows.mask.as_ref().map(|m| m.slice(at)), a.fill))
        })
        .collect();
    MaskedArray::from_options(Array::from_shape_vec(rows.shape, results))
}
