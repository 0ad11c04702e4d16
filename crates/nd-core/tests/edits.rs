//! Shapes, joins, edits and indices against NumPy's results, made by `golden/edits.py`.

use nd_core::{
    Array, IndexItem, IndexMode, Slice, SliceItem, Trim, View, array, concat, diag_indices,
    diag_indices_from, diagflat, ravel_multi_index_with, s, tril_indices, tril_indices_from,
    triu_indices, triu_indices_from, try_block, try_column_stack, try_dstack, try_hstack,
    try_ravel_multi_index_with, try_unravel_index, try_vstack, unravel_index,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::str::FromStr;

const EDITS: &str = include_str!("golden/edits.txt");

fn list<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> Vec<T> {
    let words = text.split(',').filter(|word| !word.is_empty());
    words.map(|word| word.parse().expect("a number")).collect()
}

fn read(text: &str) -> Array<i64> {
    let (shape, elements) = text.split_once('=').expect("an array");
    Array::from_shape_vec(list::<usize>(shape), list(elements))
}

fn many(text: &str) -> Vec<Array<i64>> {
    text.split(' ').filter(|text| !text.is_empty()).map(read).collect()
}

fn item(text: &str) -> IndexItem {
    let (kind, rest) = text.split_at(1);
    match kind {
        "i" => IndexItem::Slice(SliceItem::Index(rest.parse().expect("an integer"))),
        "s" => {
            let mut parts = rest.split(':').map(|part| part.parse().ok());
            let [start, stop, step] = std::array::from_fn(|_| parts.next().expect("three parts"));
            let slice = Slice { start, stop, step: step.unwrap_or(1) };
            IndexItem::Slice(SliceItem::Range(slice))
        }
        "a" => IndexItem::Integers(read(rest).map(|x| x as isize)),
        _ => {
            let (shape, bits) = rest.split_once('=').expect("a mask");
            let bits = bits.chars().map(|bit| bit == '1').collect();
            IndexItem::Mask(Array::from_shape_vec(list::<usize>(shape), bits))
        }
    }
}

/// What a case gives, `None` where it is refused.
fn ours(name: &str, words: &[&str]) -> Option<Vec<Array<i64>>> {
    let axis = || words[words.len() - 1].parse::<isize>().expect("an axis");
    let number = |at: usize| words[at].parse::<isize>().expect("a number");
    let joined = |f: fn(&[Array<i64>]) -> Option<Array<i64>>| f(&many(words[0])).map(|a| vec![a]);
    let owned = |views: Vec<View<'_, i64>>| Some(views.into_iter().map(View::to_array).collect());
    let wide = |all: Vec<Array<usize>>| Some(all.iter().map(|a| a.map(|x| x as i64)).collect());
    let a = || read(words[0]);
    match name {
        "vstack" => joined(|all| try_vstack(all).ok()),
        "hstack" => joined(|all| try_hstack(all).ok()),
        "dstack" => joined(|all| try_dstack(all).ok()),
        "column_stack" => joined(|all| try_column_stack(all).ok()),
        "block" => {
            let rows: Vec<_> = words[0].split(';').map(many).collect();
            try_block(&rows).ok().map(|a| vec![a])
        }
        "delete" => a().try_delete(item(words[1]), axis()).ok().map(|a| vec![a]),
        "insert" => a().try_insert(item(words[1]), read(words[2]), axis()).ok().map(|a| vec![a]),
        "unravel_index" => try_unravel_index(a(), list::<usize>(words[1])).ok().and_then(wide),
        "ravel_multi_index" => {
            let modes = match words[2] {
                "wrap" => IndexMode::Wrap,
                "clip" => IndexMode::Clip,
                _ => IndexMode::Raise,
            };
            let shape = list::<usize>(words[1]);
            let found = try_ravel_multi_index_with(&many(words[0]), shape, &[modes]);
            found.ok().and_then(|a| wide(vec![a]))
        }
        "tril_indices" => {
            wide(tril_indices(number(0) as usize, number(1) as usize, number(2)).into())
        }
        "triu_indices" => {
            wide(triu_indices(number(0) as usize, number(1) as usize, number(2)).into())
        }
        "diag_indices" => wide(diag_indices(number(0) as usize, number(1) as usize)),
        "place" | "putmask" => {
            let (mut a, mask) = (array![[1, 2], [3, 4]], read(words[0]).map(|x| x != 0));
            match name {
                "place" => a.try_place(&mask, &read(words[1])).ok().map(|()| vec![a]),
                _ => a.try_putmask(&mask, &read(words[1])).ok().map(|()| vec![a]),
            }
        }
        _ => caught(|| owned_or_panics(name, words, owned)).flatten(),
    }
}

/// Those that have no `try_` twin.
fn owned_or_panics(
    name: &str,
    words: &[&str],
    owned: impl Fn(Vec<View<'_, i64>>) -> Option<Vec<Array<i64>>>,
) -> Option<Vec<Array<i64>>> {
    if name == "fill_diagonal" {
        let mut a = Array::<i64>::zeros(list::<usize>(words[0]));
        match words[2] {
            "0" => a.fill_diagonal(read(words[1])),
            _ => a.fill_diagonal_wrapped(read(words[1])),
        }
        return Some(vec![a]);
    }
    let a = read(words[0]);
    let shape = || list::<usize>(words[1]);
    let parts = || words[1].parse::<usize>().expect("a number");
    match name {
        "atleast_1d" => owned(vec![a.atleast_1d()]),
        "atleast_2d" => owned(vec![a.atleast_2d()]),
        "atleast_3d" => owned(vec![a.atleast_3d()]),
        "fliplr" => owned(vec![a.fliplr()]),
        "flipud" => owned(vec![a.flipud()]),
        "hsplit" => owned(a.hsplit(parts())),
        "vsplit" => owned(a.vsplit(parts())),
        "dsplit" => owned(a.dsplit(parts())),
        "unstack" => owned(a.unstack(words[1].parse().expect("an axis"))),
        "resize" => Some(vec![a.resize(shape())]),
        "diagflat" => Some(vec![diagflat(&a, words[1].parse().expect("a number"))]),
        "sliding_window_view" => owned(vec![a.sliding_window_view(shape())]),
        "trim_zeros" => {
            let trim = match words[1] {
                "f" => Trim::Front,
                "b" => Trim::Back,
                _ => Trim::Both,
            };
            owned(vec![match words[2] {
                "-" => a.trim_zeros(trim),
                axis => a.trim_zeros_axes(trim, &[axis.parse().expect("an axis")]),
            }])
        }
        other => panic!("{other}"),
    }
}

fn caught<T>(f: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(f)).ok()
}

fn message<T>(f: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(f)).err().expect("a panic");
    panic.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn results_are_numpys() {
    for line in EDITS.lines() {
        let words: Vec<&str> = line.split('|').collect();
        let (result, arguments) = words[1..].split_last().expect("a result");
        let found = ours(words[0], arguments);
        match *result {
            "error" => assert!(found.is_none(), "{line}\n{found:?}"),
            wanted => assert_eq!(found.as_deref(), Some(&many(wanted)[..]), "{line}"),
        }
    }
}

#[test]
fn any_element_type_is_moved() {
    let names = Array::from([Some('a'), None, Some('c')]);
    assert_eq!(names.delete(1, 0), Array::from([Some('a'), Some('c')]));
    assert_eq!(names.insert(-1, [Some('b')], 0)[[2]], Some('b'));
    let pairs = Array::full([2, 2], (1u8, 2.5f32));
    assert_eq!(pairs.resize(5), Array::full(5, (1, 2.5)));
    assert_eq!(nd_core::hstack(&[&pairs, &pairs]).shape(), [2, 4]);
    assert_eq!(array![true, false].trim_zeros(Trim::Back), array![true]);
    assert_eq!(array![f64::NAN, -0.0].trim_zeros(Trim::Both).size(), 1);
}

#[test]
fn views_are_edited_as_their_copies() {
    let a = Array::from_fn([4, 5, 3], |at| (100 * at[0] + 10 * at[1] + at[2]) as i32 % 7);
    for view in [a.t(), a.slice(s![..;-1, 1..;2, ..]), a.permute_dims(&[1, 2, 0]), a.flip(1)] {
        let copy = view.to_array();
        let values = Array::from_fn(view.shape()[2], |at| -(at[0] as i32));
        for axis in [0, 1, 2, -1] {
            assert_eq!(view.delete([0, -1], axis), copy.delete([0, -1], axis));
            assert_eq!(view.insert([1, 1, 0], 9, axis), copy.insert([1, 1, 0], 9, axis));
        }
        assert_eq!(view.insert(1, &values, 1), copy.insert(1, &values, 1));
        assert_eq!(view.resize([7, 9]), copy.resize([7, 9]));
        assert_eq!(view.trim_zeros(Trim::Both), copy.trim_zeros(Trim::Both));
        assert_eq!(nd_core::dstack(&[view, view]), nd_core::dstack(&[&copy, &copy]));
        let window = [2, 1, 2];
        assert_eq!(view.sliding_window_view(window), copy.sliding_window_view(window));
    }
}

#[test]
fn what_views_write_to_stays_in_place() {
    let mut a = Array::<i32>::zeros([4, 6]);
    a.slice_mut(s![.., ..;2]).fill_diagonal([1, 2, 3]);
    assert_eq!(a.slice(s![.., ..;2]).diagonal(0), array![1, 2, 3]);
    a.t_mut().place(&Array::from_fn([6, 4], |at| at[1] == 3), &[7, 8]);
    assert_eq!(a.slice(s![3]), array![7, 8, 7, 8, 7, 8]);
    a.view_mut().into_flipped(0).putmask(&Array::full([4, 6], true), &[1, 0]);
    assert_eq!(a, Array::from_fn([4, 6], |at| ((at[1] + 1) % 2) as i32));
}

#[test]
fn windows_longer_than_the_array_are_none() {
    assert_eq!(array![[1, 2]].sliding_window_view([2, 1]).shape(), [0, 2, 2, 1]);
    assert_eq!(Array::<u8>::zeros([0, 3]).sliding_window_view([1, 2]).shape(), [0, 2, 1, 2]);
    let windows = array![1, 2, 3, 4].sliding_window_view([2]).to_array();
    let singly: Vec<_> = array![1, 2, 3, 4].windows([2]).map(|w| w.to_array()).collect();
    assert_eq!(windows.unstack(0), singly);
    let text = message(|| array![1].sliding_window_view([1, 1]).size());
    assert_eq!(text, "sliding_window_view of non-zero lengths: shapes [1] and [1, 1] differ");
    let many = Array::<u8>::zeros([1; 9]);
    assert!(message(|| many.sliding_window_view([1; 9]).size()).contains("more than the 16"));
}

#[test]
fn one_position_takes_values_with_all_axes_as_they_are() {
    let a = array![[1, 2], [3, 4]];
    assert_eq!(a.insert(1, array![[8], [9]], 1), array![[1, 8, 2], [3, 9, 4]]);
    assert_eq!(a.insert(1, array![[8, 9]], 0), array![[1, 2], [8, 9], [3, 4]]);
    let error = a.try_insert(1, [1, 2, 3], 0).unwrap_err();
    assert_eq!(error.to_string(), "broadcast_to: shape [3] does not broadcast to [2]");
    // NumPy counts such a position from the end again, and puts the value there.
    let error = a.try_insert([0, -3], 0, 0).unwrap_err();
    assert_eq!(error.to_string(), "insert: index -3 is out of bounds for axis 0 with length 2");
}

#[test]
fn refusals_say_what_was_given_and_what_is_allowed() {
    let a = array![[1, 2, 3], [4, 5, 6]];
    let errors = [
        a.try_delete(0, 2).unwrap_err().to_string(),
        a.try_delete([true, false], 1).unwrap_err().to_string(),
        a.try_delete(true, 0).unwrap_err().to_string(),
        a.try_delete(nd_core::NewAxis, 0).unwrap_err().to_string(),
        a.try_insert(4, 0, -1).unwrap_err().to_string(),
        a.try_insert(-3, 0, 0).unwrap_err().to_string(),
    ];
    let wanted = [
        "delete: axis 2 is out of bounds for 2 dimensions",
        "delete: a mask for axis 1: shapes [3] and [2] differ",
        "delete: a mask for axis 0: shapes [2] and [] differ",
        "delete: 0 axes given for an array of shape [2, 3]",
        "insert: index 4 is out of bounds for axis 1 with length 3",
        "insert: index -3 is out of bounds for axis 0 with length 2",
    ];
    assert_eq!(errors, wanted);
    assert_eq!(a.try_delete(nd_core::Ellipsis, 0).unwrap().shape(), [0, 3]);
    assert!(a.try_delete(IndexItem::Slice(SliceItem::Range(Slice::ALL.step_by(0))), 0).is_err());
    let panics = [
        message(|| array![1].vsplit(1).len()),
        message(|| array![[1]].dsplit(1).len()),
        message(|| Array::scalar(1).hsplit(1).len()),
        message(|| array![1].unstack(-2).len()),
        message(|| Array::scalar(1).flipud().size()),
        message(|| array![1].fliplr().size()),
        message(|| array![1].trim_zeros_axes(Trim::Both, &[0, -1]).size()),
        message(|| diag_indices_from([1, 2]).len()),
        message(|| diag_indices_from(array![[1, 2]]).len()),
        message(|| array![[1]].clone().view_mut().try_place(&[true], &[1]).unwrap_err().panicked()),
    ];
    let wanted = [
        "vsplit: at least 2 axes are needed, and shape [1] has 1",
        "dsplit: at least 3 axes are needed, and shape [1, 1] has 2",
        "hsplit: at least 1 axes are needed, and shape [] has 0",
        "unstack: axis -2 is out of bounds for 1 dimensions",
        "flipud: axis 0 is out of bounds for 0 dimensions",
        "fliplr: axis 1 is out of bounds for 1 dimensions",
        "trim_zeros: axis -1 is named twice in [0, -1]",
        "diag_indices_from: at least 2 axes are needed, and shape [2] has 1",
        "diag_indices_from: axis 1 of shape [1, 2] has length 2, not 1",
        "place (array, then mask): shapes [1, 1] and [1] differ",
    ];
    assert_eq!(panics, wanted);
}

/// Panics with what an error says.
trait Panicked {
    fn panicked(self);
}

impl Panicked for nd_core::ShapeError {
    fn panicked(self) {
        panic!("{self}")
    }
}

#[test]
fn joins_that_do_not_fit_name_both_shapes() {
    let (a, b) = (array![[1, 2]], array![[3], [4]]);
    let errors = [
        try_hstack(&[&a, &b]).unwrap_err().to_string(),
        try_dstack(&[&a, &b]).unwrap_err().to_string(),
        try_column_stack(&[&a, &b]).unwrap_err().to_string(),
        try_vstack::<Array<i32>>(&[]).unwrap_err().to_string(),
        try_block::<Array<i32>, Vec<Array<i32>>>(&[]).unwrap_err().to_string(),
        try_block::<Array<i32>, Vec<Array<i32>>>(&[vec![]]).unwrap_err().to_string(),
    ];
    let wanted = [
        "hstack along axis 1, equal on axis 0: shapes [1, 2] and [2, 1] differ",
        "dstack along axis 2, equal on axis 0: shapes [1, 2, 1] and [2, 1, 1] differ",
        "column_stack along axis 1, equal on axis 0: shapes [1, 2] and [2, 1] differ",
        "vstack: at least one array is needed",
        "block: at least one array is needed",
        "block: at least one array is needed",
    ];
    assert_eq!(errors, wanted);
}

#[test]
fn indices_lead_back_to_their_elements() {
    let a = Array::from_fn([3, 4, 2], |at| 100 * at[0] + 10 * at[1] + at[2]);
    let places = Array::from_fn([2, 5], |at| 5 * at[0] + at[1]);
    let indices = unravel_index(&places, [3, 4, 2]);
    assert_eq!(ravel_multi_index_with(&indices, [3, 4, 2], &[IndexMode::Raise]), places);
    let items: Vec<IndexItem> = indices.iter().map(IndexItem::from).collect();
    assert_eq!(a.index(items), a.take_flat(&places));
    let modes = [IndexMode::Wrap, IndexMode::Clip];
    assert_eq!(ravel_multi_index_with(&[&[-1], &[-1]], [3, 4], &modes), array![8]);
    let error = try_ravel_multi_index_with(&[&[0]], [2, 2], &modes).unwrap_err();
    assert_eq!(error.to_string(), "ravel_multi_index: 1 axes given for an array of shape [2, 2]");
    let error = try_ravel_multi_index_with(&[&[0], &[0]], [2, 2], &[]).unwrap_err();
    assert_eq!(error.to_string(), "ravel_multi_index: 0 axes given for an array of shape [2, 2]");
    assert!(try_unravel_index([0], [usize::MAX, 2]).is_err());
    assert_eq!(unravel_index([0], ()).len(), 0);
    assert_eq!(unravel_index([u64::MAX; 0], [0]).len(), 1);
}

#[test]
fn triangles_of_matrices_that_are_there() {
    let a = Array::<f32>::zeros([3, 2]);
    assert_eq!(tril_indices_from(&a, -1), tril_indices(3, 2, -1));
    assert_eq!(triu_indices_from(&a, 1), triu_indices(3, 2, 1));
    assert!(message(|| tril_indices_from([1, 2], 0).len()).contains("[2]"));
    assert_eq!(tril_indices(2, 2, isize::MAX)[0].size(), 4);
    assert_eq!(triu_indices(2, 2, isize::MIN)[0].size(), 4);
}

#[test]
fn appending_is_joining() {
    let (a, b) = (array![[1, 2]], array![[3, 4]]);
    assert_eq!(concat(&[&a, &b], 0), array![[1, 2], [3, 4]]);
    assert_eq!(concat(&[a.ravel(), b.ravel()], 0), array![1, 2, 3, 4]);
}

#[test]
fn arrays_broadcast_together() {
    let (a, b, c) = (Array::scalar(5), array![[1], [2]], array![7, 8, 9]);
    let [a, b, c] = nd_core::broadcast_arrays([&a, &b, &c]);
    assert_eq!((a.shape(), b.shape(), c.shape()), (&[2, 3][..], &[2, 3][..], &[2, 3][..]));
    assert_eq!((a.strides(), c.strides()), (&[0, 0][..], &[0, 1][..]));
    assert_eq!(nd_core::broadcast_arrays([&Array::<u8>::zeros([0, 1])])[0].shape(), [0, 1]);
    let error = nd_core::try_broadcast_arrays([&vec![0; 2], &vec![0; 3], &vec![0]]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "broadcast_arrays: shapes [2], [3] and [1] do not broadcast together"
    );
}
