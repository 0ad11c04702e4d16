//! Chains of view operations against the naive model.

use crate::model::Model;
use nd_core::{Array, NewAxis, Slice, SliceItem, View};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
struct Step {
    what: u8,
    a: u32,
    b: i8,
    c: i8,
    d: i8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0u8..9, any::<u32>(), -9i8..9, -9i8..9, -3i8..4);
    prop::collection::vec(step, 0..7).prop_map(|all| {
        all.into_iter().map(|(what, a, b, c, d)| Step { what, a, b, c, d }).collect()
    })
}

/// Python's slice, by its definition: the positions one after the other.
pub(crate) fn positions(len: usize, slice: Slice) -> Vec<usize> {
    let n = len as isize;
    let clamp = |p: isize, low, high| if p < 0 { (p + n).max(low) } else { p.min(high) };
    let (start, stop) = if slice.step > 0 {
        (slice.start.map_or(0, |p| clamp(p, 0, n)), slice.stop.map_or(n, |p| clamp(p, 0, n)))
    } else {
        let start = slice.start.map_or(n - 1, |p| clamp(p, -1, n - 1));
        (start, slice.stop.map_or(-1, |p| clamp(p, -1, n - 1)))
    };
    let mut at = start;
    let mut all = Vec::new();
    while if slice.step > 0 { at < stop } else { at > stop } {
        all.push(at as usize);
        at += slice.step;
    }
    all
}

fn optional(x: i8) -> Option<isize> {
    if x == 8 { None } else { Some(x.into()) }
}

/// Takes one step with both; `None` if the step does not apply.
fn take<'a>(
    view: View<'a, u32>,
    model: &Model<u32>,
    s: Step,
) -> Option<(View<'a, u32>, Model<u32>)> {
    let ndim = view.ndim();
    let axis = (s.a as usize).checked_rem(ndim);
    Some(match s.what {
        0 | 1 => {
            let axis = axis?;
            let step = if s.d == 0 { 1 } else { s.d.into() };
            let slice = Slice { start: optional(s.b), stop: optional(s.c), step };
            let kept = positions(view.shape()[axis], slice);
            let mut items = vec![SliceItem::from(Slice::ALL); ndim];
            items[axis] = slice.into();
            let mut shape = model.shape.clone();
            shape[axis] = kept.len();
            let from = |index: &[usize]| {
                let mut index = index.to_vec();
                index[axis] = kept[index[axis]];
                index
            };
            (view.slice(&items), model.derive(&shape, from))
        }
        2 => {
            let reversed = |x: &[usize]| x.iter().rev().copied().collect::<Vec<_>>();
            (view.t(), model.derive(&reversed(&model.shape), |i| reversed(i)))
        }
        3 => {
            let (p, q) = (axis?, (s.b.unsigned_abs() as usize) % ndim);
            let swapped = |x: &[usize]| {
                let mut x = x.to_vec();
                x.swap(p, q);
                x
            };
            let view = view.swapaxes(p as isize, q as isize - ndim as isize);
            (view, model.derive(&swapped(&model.shape), |i| swapped(i)))
        }
        4 => {
            let axis = axis?;
            let n = model.shape[axis];
            let from = |index: &[usize]| {
                let mut index = index.to_vec();
                index[axis] = n - 1 - index[axis];
                index
            };
            (view.flip(axis as isize), model.derive(&model.shape, from))
        }
        5 if ndim < 6 => {
            let at = s.a as usize % (ndim + 1);
            let mut shape = model.shape.clone();
            shape.insert(at, 1);
            let mut items = vec![SliceItem::from(Slice::ALL); ndim];
            items.insert(at, NewAxis.into());
            let from = |index: &[usize]| {
                let mut index = index.to_vec();
                index.remove(at);
                index
            };
            assert_eq!(view.expand_dims(at as isize).layout(), view.slice(&items).layout());
            (view.slice(&items), model.derive(&shape, from))
        }
        6 if ndim < 6 => {
            let old = model.shape.clone();
            let mut shape: Vec<usize> =
                old.iter().map(|&n| if n == 1 && s.c > 0 { s.a as usize % 4 } else { n }).collect();
            if s.b > 4 {
                shape.insert(0, 2);
            }
            let from = |index: &[usize]| {
                let skip = index.len() - old.len();
                old.iter().zip(&index[skip..]).map(|(&n, &i)| if n == 1 { 0 } else { i }).collect()
            };
            (view.broadcast_to(shape.clone()), model.derive(&shape, from))
        }
        7 => {
            let axis = axis?;
            let n = model.shape[axis];
            let at = (s.b.unsigned_abs() as usize).checked_rem(n)?;
            let mut items = vec![SliceItem::from(Slice::ALL); ndim];
            items[axis] = (at as isize - if s.c > 0 { n as isize } else { 0 }).into();
            let mut shape = model.shape.clone();
            shape.remove(axis);
            let from = |index: &[usize]| {
                let mut index = index.to_vec();
                index.insert(axis, at);
                index
            };
            (view.slice(&items), model.derive(&shape, from))
        }
        8 => {
            // Cut one axis in two, or join everything; the copy and the view must agree.
            let size = view.size();
            let mut shape = vec![size];
            if let Some(axis) = axis {
                let n = model.shape[axis];
                let part = 1 + s.b.unsigned_abs() as usize;
                if s.c > 0 && n > 0 && n.is_multiple_of(part) && ndim < 6 {
                    shape = model.shape.clone();
                    shape[axis] = part;
                    shape.insert(axis + 1, n / part);
                }
            }
            let reshaped = Model { shape: shape.clone(), data: model.data.clone() };
            assert_eq!(view.reshape(&shape[..]).shape(), shape);
            assert!(view.reshape(&shape[..]).iter().eq(&reshaped.data));
            (view.try_reshape_view(&shape[..]).ok()?, reshaped)
        }
        _ => return None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_chain_of_views_shows_what_the_copies_hold(
        shape in prop::collection::vec(prop_oneof![5 => 1usize..5, 1 => Just(0usize)], 0..4),
        steps in steps(),
    ) {
        let size: usize = shape.iter().product();
        let array = Array::from_shape_vec(shape.clone(), (0..size as u32).collect());
        let mut model = Model { shape, data: (0..size as u32).collect() };
        let mut view = array.view();
        for step in steps {
            if model.data.len() > 300 {
                break;
            }
            if let Some((v, m)) = take(view, &model, step) {
                (view, model) = (v, m);
                prop_assert_eq!(view.shape(), &model.shape[..]);
            }
        }
        model.check(view);
        // What nobody can write to twice may be written to.
        if !view.layout().overlaps_itself() {
            let places: Vec<u32> = view.iter().copied().collect();
            let mut distinct = places.clone();
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), places.len());
        }
    }

    #[test]
    fn permuted_owners_give_their_elements_in_c_order(
        shape in prop::collection::vec(0usize..4, 0..4),
        key in any::<u64>(),
    ) {
        let size: usize = shape.iter().product();
        let mut axes: Vec<isize> = (0..shape.len() as isize).collect();
        axes.sort_by_key(|a| key.rotate_left(*a as u32 * 8 + 3) % 251);
        let strings: Vec<String> = (0..size).map(|i| i.to_string()).collect();
        let array = Array::from_shape_vec(shape, strings);
        let wanted: Vec<String> = array.permute_dims(&axes).iter().cloned().collect();
        let clone = array.clone().into_permuted(&axes).clone();
        prop_assert!(clone.iter().eq(&wanted));
        prop_assert_eq!(array.into_permuted(&axes).into_vec(), wanted);
    }
}

/// Every slice of every short axis, through `slice`, against Python's definition.
#[test]
fn every_short_slice() {
    let ends: Vec<Option<isize>> = (-8..=8).map(Some).chain([None]).collect();
    for len in 0..=6usize {
        let array: Array<usize> = (0..len).collect();
        for &start in &ends {
            for &stop in &ends {
                for step in (-3..=3).filter(|&s| s != 0) {
                    let slice = Slice { start, stop, step };
                    let got: Vec<usize> = array.slice([slice.into()]).iter().copied().collect();
                    assert_eq!(got, positions(len, slice), "{slice:?} of {len}");
                }
                assert!(array.try_slice([Slice { start, stop, step: 0 }.into()]).is_err());
            }
        }
    }
}

/// The ends of `isize` in every place of a slice.
#[test]
fn extreme_slices() {
    let ends = [isize::MIN, isize::MIN + 1, -1, 0, 1, isize::MAX - 1, isize::MAX];
    let array: Array<usize> = (0..5).collect();
    for start in ends {
        for stop in ends {
            for step in ends.into_iter().filter(|&s| s != 0) {
                let slice = Slice { start: Some(start), stop: Some(stop), step };
                let view = array.slice([slice.into()]);
                let clamp = |x: isize| x.clamp(-20, 20);
                let same =
                    Slice { start: Some(clamp(start)), stop: Some(clamp(stop)), step: clamp(step) };
                assert_eq!(view, array.slice([same.into()]), "{slice:?}");
            }
        }
        let _ = array.view().expand_dims(0).diagonal(start);
        assert!(array.try_slice([SliceItem::Index(start)]).is_ok() == (-5..5).contains(&start));
    }
}
