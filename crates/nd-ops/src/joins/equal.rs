//! Joins by equal keys.

use crate::groups::{Label, sizes};
use nd_core::{Array, ArrayLike, ShapeError, View};

/// Keys of both sides as codes of one order.
struct Sides {
    left: Vec<usize>,
    right: Vec<usize>,
    kinds: usize,
}

impl Sides {
    #[track_caller]
    fn new<L: Label>(op: &'static str, left: View<'_, L>, right: View<'_, L>) -> Sides {
        for side in [left, right] {
            if side.ndim() != 1 {
                panic!("{}", ShapeError::Rank { op, expected: "1", shape: side.shape().into() });
            }
        }
        let all: Vec<L> = left.iter().chain(right.iter()).cloned().collect();
        let mut codes = L::codes_of(View::from_slice(&all)).codes;
        let kinds = codes.iter().max().map_or(0, |&most| most + 1);
        let right = codes.split_off(left.size());
        Sides { left: codes, right, kinds }
    }
}

/// Positions by their codes, and where those of each code begin.
fn by_code(codes: &[usize], kinds: usize) -> (Vec<usize>, Vec<usize>) {
    let mut starts = vec![0];
    starts.extend(sizes(codes, kinds));
    (0..kinds).for_each(|k| starts[k + 1] += starts[k]);
    let (mut next, mut order) = (starts.clone(), vec![0; codes.len()]);
    for (k, &code) in codes.iter().enumerate() {
        order[next[code]] = k;
        next[code] += 1;
    }
    (starts, order)
}

/// The positions of all pairs of equal keys: those of `left` in their order, and for each of them the equal
/// ones of `right` in theirs.
///
/// `left: (n)`, `right: (m)` → two arrays `(k)`. Missing keys, NaN among them, are equal to each other. Keys
/// may be in any order; a key that both sides have often has as many pairs as the product says.
///
/// # Panics
/// If keys are not 1-d.
///
/// # NumPy
/// pandas' `merge(how="inner")`; `np.searchsorted` of both sides.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (left, right) = nd_ops::join_inner(&[10, 20, 30], &[20, 40, 20, 10]);
/// assert_eq!((left, right), (array![0, 1, 1], array![3, 0, 2]));
/// ```
/// ```should_panic
/// nd_ops::join_inner(&[[1, 2]], &[1, 2]);
/// ```
#[track_caller]
pub fn join_inner<L: Label>(
    left: impl ArrayLike<Elem = L>,
    right: impl ArrayLike<Elem = L>,
) -> (Array<usize>, Array<usize>) {
    let sides = Sides::new("join_inner", left.view(), right.view());
    let (starts, order) = by_code(&sides.right, sides.kinds);
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for (k, &code) in sides.left.iter().enumerate() {
        for &other in &order[starts[code]..starts[code + 1]] {
            lefts.push(k);
            rights.push(other);
        }
    }
    (Array::from_vec(lefts), Array::from_vec(rights))
}

/// As [`join_inner`], where positions of `left` without an equal key in `right` have `None` beside them.
///
/// # Panics
/// If keys are not 1-d.
///
/// # NumPy
/// pandas' `merge(how="left")`; the join of a right side is that of the sides turned round.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (left, right) = nd_ops::join_left(&["b", "c", "a"][..], &["a", "b", "a"][..]);
/// assert_eq!((left, right), (array![0, 1, 2, 2], array![Some(1), None, Some(0), Some(2)]));
/// ```
/// ```should_panic
/// nd_ops::join_left(&[[1, 2]], &[1, 2]);
/// ```
#[track_caller]
pub fn join_left<L: Label>(
    left: impl ArrayLike<Elem = L>,
    right: impl ArrayLike<Elem = L>,
) -> (Array<usize>, Array<Option<usize>>) {
    let sides = Sides::new("join_left", left.view(), right.view());
    let (starts, order) = by_code(&sides.right, sides.kinds);
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for (k, &code) in sides.left.iter().enumerate() {
        let equal = &order[starts[code]..starts[code + 1]];
        lefts.extend(std::iter::repeat_n(k, equal.len().max(1)));
        rights.extend(equal.iter().map(|&other| Some(other)));
        if equal.is_empty() {
            rights.push(None);
        }
    }
    (Array::from_vec(lefts), Array::from_vec(rights))
}

/// The positions of all keys of both sides in the order of keys, pairs of equal ones beside each other; `None`
/// where a side does not have a key.
///
/// `left: (n)`, `right: (m)` → two arrays `(k)`. Of one key, pairs are in the order of [`join_inner`]; missing
/// keys come last.
///
/// # Panics
/// If keys are not 1-d.
///
/// # NumPy
/// pandas' `merge(how="outer")`, `merge_ordered`.
///
/// # Examples
/// ```
/// use nd_core::array;
///
/// let (left, right) = nd_ops::join_outer(&[20, 10], &[30, 20]);
/// assert_eq!((left, right), (array![Some(1), Some(0), None], array![None, Some(1), Some(0)]));
/// ```
/// ```should_panic
/// nd_ops::join_outer(&[[1, 2]], &[1, 2]);
/// ```
#[track_caller]
pub fn join_outer<L: Label>(
    left: impl ArrayLike<Elem = L>,
    right: impl ArrayLike<Elem = L>,
) -> (Array<Option<usize>>, Array<Option<usize>>) {
    let sides = Sides::new("join_outer", left.view(), right.view());
    let (left_starts, left) = by_code(&sides.left, sides.kinds);
    let (right_starts, right) = by_code(&sides.right, sides.kinds);
    let (mut lefts, mut rights) = (Vec::new(), Vec::new());
    for code in 0..sides.kinds {
        let of = |starts: &[usize], order: &[usize]| -> Vec<Option<usize>> {
            let equal = &order[starts[code]..starts[code + 1]];
            if equal.is_empty() { vec![None] } else { equal.iter().map(|&k| Some(k)).collect() }
        };
        let others = of(&right_starts, &right);
        for k in of(&left_starts, &left) {
            lefts.extend(std::iter::repeat_n(k, others.len()));
            rights.extend_from_slice(&others);
        }
    }
    (Array::from_vec(lefts), Array::from_vec(rights))
}
