//! Advanced indexing against NumPy's recorded answers, and against loops for any layout.

use crate::laid::{Laid, draws, shapes};
use crate::model::{Model, indices};
use nd_core::{Array, Ellipsis, IndexItem, NewAxis, Slice, ix};
use proptest::prelude::*;

fn numbers<N: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> Vec<N> {
    text.split(',').filter(|t| !t.is_empty()).map(|t| t.parse().unwrap()).collect()
}

fn array(text: &str) -> Array<isize> {
    let (shape, elements) = text.split_once('=').unwrap();
    Array::from_shape_vec(numbers::<usize>(shape), numbers(elements))
}

/// An item as `golden/index.py` writes it.
fn item(text: &str) -> IndexItem {
    let (kind, rest) = text.split_at(1);
    match kind {
        "i" => rest.parse::<isize>().unwrap().into(),
        "n" => NewAxis.into(),
        "e" => Ellipsis.into(),
        "a" => array(rest).into(),
        "m" => {
            let (shape, bits) = rest.split_once('=').unwrap();
            let mask = bits.chars().map(|c| c == '1').collect();
            Array::from_shape_vec(numbers::<usize>(shape), mask).into()
        }
        "s" => {
            let parts: Vec<Option<isize>> = rest.split(':').map(|p| p.parse().ok()).collect();
            Slice { start: parts[0], stop: parts[1], step: parts[2].unwrap_or(1) }.into()
        }
        _ => panic!("unknown item {text}"),
    }
}

#[test]
fn numpys_answers() {
    let (mut cases, mut refused) = (0, 0);
    for line in include_str!("../golden/index.txt").lines() {
        let [shape, items, read, written] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("not a case: {line}");
        };
        let shape: Vec<usize> = numbers(shape);
        let items: Vec<IndexItem> = items.split_whitespace().map(item).collect();
        let size = shape.iter().product::<usize>() as isize;
        let mut a = Array::from_shape_vec(shape, (0..size).collect());
        // The same elements in another order in memory.
        let fortran = a.t().to_array();
        let got = a.try_index(&items);
        cases += 1;
        if read == "error" {
            assert!(got.is_err(), "{line}: {got:?}");
            assert!(a.try_set(&items, 0).is_err(), "{line}");
            refused += 1;
            continue;
        }
        let got = got.unwrap_or_else(|e| panic!("{line}: {e}"));
        assert_eq!(got, array(read), "{line}");
        assert_eq!(fortran.t().index(&items), got, "transposed: {line}");
        let count = got.size() as isize;
        let values = Array::from_shape_vec(got.shape(), (1000..1000 + count).collect());
        a.set(&items, &values);
        assert_eq!(a, array(written), "{line}");
        let mut other = fortran;
        other.t_mut().try_set(&items, &values).unwrap();
        assert_eq!(other.t(), a, "transposed: {line}");
        other.t_mut().set(&items, 7);
        assert!(other.t().index(&items).iter().all(|&x| x == 7));
    }
    assert!(cases > 400 && refused > 20, "{cases} cases, {refused} refused");
}

fn wrapped(index: i64, len: usize) -> usize {
    if index < 0 { (index + len as i64) as usize } else { index as usize }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn take_and_put(
        shape in shapes(),
        d in draws(3),
        picks in prop::collection::vec(any::<i64>(), 0..7),
        seed in any::<usize>(),
    ) {
        prop_assume!(!shape.is_empty());
        let axis = seed % shape.len();
        let n = shape[axis];
        prop_assume!(n > 0 || picks.is_empty());
        let picks: Vec<i64> = picks.iter().map(|p| p.rem_euclid(2 * n.max(1) as i64) - n as i64).collect();
        let laid = Laid::new(&shape, &d);
        let mut whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let model = Model::from_fn(&shape, |i| *view.get(i).unwrap());
        let mut taken = shape.clone();
        taken[axis] = picks.len();
        let from = |index: &[usize]| {
            let mut index = index.to_vec();
            index[axis] = wrapped(picks[index[axis]], n);
            index
        };
        let wanted = model.derive(&taken, from);
        wanted.check(view.take(&picks, axis as isize).view());
        wanted.check(view.to_array().take(&picks, axis as isize).view());
        let narrow: Vec<i8> = picks.iter().map(|&p| p as i8).collect();
        wanted.check(view.take(narrow, axis as isize - shape.len() as isize).view());
        let mut bad = picks.clone();
        bad.push(n as i64);
        prop_assert!(view.try_take(&bad, axis as isize).is_err());

        // Writing: the loop in C order lets the last value stay, too.
        let mut written = model.clone();
        let values = Model::from_fn(&taken, |i| 1_000_000 + crate::model::place(&taken, i) as u32);
        for index in indices(&taken) {
            let place = crate::model::place(&shape, &from(&index));
            written.data[place] = values.at(&index);
        }
        let operand = Array::from_shape_vec(taken.clone(), values.data.clone());
        laid.view_mut(&mut whole).put(&picks, &operand, axis as isize);
        written.check(laid.view(&whole));
        let untouched = whole.iter().filter(|&&x| x < 1_000_000).count();
        let hit = written.data.iter().filter(|&&x| x >= 1_000_000).count();
        prop_assert_eq!(untouched, whole.size() - hit);
    }

    #[test]
    fn masks(shape in shapes(), d in draws(3), e in draws(3), cut in 0usize..4, seed in any::<u64>()) {
        let laid = Laid::new(&shape, &d);
        let whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let cut = cut.min(shape.len());
        let mask_laid = Laid::new(&shape[..cut], &e);
        let dense = seed % 3;
        let mask = mask_laid.array(|i| {
            let x = (i as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60;
            [x == 0, x < 8, x < 15][dense as usize]
        });
        let mask = mask_laid.view(&mask);
        let mut wanted = Vec::new();
        let mut count = 0;
        for index in indices(&shape[..cut]) {
            if *mask.get(&index).unwrap() {
                count += 1;
                for rest in indices(&shape[cut..]) {
                    wanted.push(*view.get(&[&index[..], &rest].concat()).unwrap());
                }
            }
        }
        let wanted = Model { shape: [&[count][..], &shape[cut..]].concat(), data: wanted };
        wanted.check(view.select(mask).view());
        wanted.check(view.to_array().select(mask).view());
        wanted.check(view.index(ix![mask]).to_array().view());
        let rows = mask.argwhere();
        prop_assert_eq!(rows.shape(), [count, cut]);
        for row in rows.outer_iter() {
            let index: Vec<usize> = row.iter().copied().collect();
            prop_assert!(*mask.get(&index).unwrap());
        }
        prop_assert_eq!(mask.flatnonzero().size(), count);
        if cut > 0 {
            let columns = mask.nonzero();
            prop_assert_eq!(columns.len(), cut);
            for (k, column) in columns.iter().enumerate() {
                prop_assert_eq!(column, &rows.slice(nd_core::s![.., k]));
            }
        }
        if cut == shape.len() {
            let mut marked = view.to_array();
            marked.assign_where(mask, 9_999_999);
            let hits = marked.iter().filter(|&&x| x == 9_999_999).count();
            prop_assert_eq!(hits, count);
            let again = marked.select(mask);
            prop_assert!(again.iter().all(|&x| x == 9_999_999));
            marked.set(ix![mask], view.select(mask));
            prop_assert_eq!(marked.view(), view);
        }
    }

    #[test]
    fn along_an_axis(shape in shapes(), d in draws(3), e in draws(3), len in 0usize..5, seed in any::<usize>()) {
        prop_assume!(!shape.is_empty());
        let axis = seed % shape.len();
        let n = shape[axis];
        prop_assume!(n > 0 || len == 0);
        let laid = Laid::new(&shape, &d);
        let mut whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let mut wide = shape.clone();
        wide[axis] = len;
        let index_laid = Laid::new(&wide, &e);
        let index = index_laid.array(|i| (i.wrapping_mul(seed | 1) >> 3) as i64 % n.max(1) as i64 - n as i64);
        let index = index_laid.view(&index).map(|i| if i % 2 == 0 { i } else { i + n as i64 });
        let wanted = Model::from_fn(&wide, |at| {
            let mut from = at.to_vec();
            from[axis] = wrapped(index.get(at).copied().unwrap(), n);
            *view.get(&from).unwrap()
        });
        wanted.check(view.take_along_axis(&index, axis as isize).view());
        // One index for all other lanes.
        if shape.iter().all(|&k| k > 0) && len > 0 {
            let mut one = vec![1; shape.len()];
            one[axis] = len;
            let picks: Vec<i64> = (0..len as i64).map(|i| i % n as i64).collect();
            let narrow = Array::from_shape_vec(one, picks.clone());
            let got = view.take_along_axis(&narrow, axis as isize);
            prop_assert_eq!(got, view.take(&picks, axis as isize));
        }
        let copy = view.take_along_axis(&index, axis as isize).map(|x| x + 1_000_000);
        laid.view_mut(&mut whole).put_along_axis(&index, &copy, axis as isize);
        let back = laid.view(&whole).take_along_axis(&index, axis as isize);
        prop_assert!(back.iter().all(|&x| x >= 1_000_000));
    }
}

#[test]
fn long_masks() {
    let a: Array<u32> = (0..1000).collect();
    for (name, mask) in [
        ("none", vec![false; 1000]),
        ("all", vec![true; 1000]),
        ("patches", (0..1000).map(|i| i % 200 < 130).collect()),
        ("comb", (0..1000).map(|i| i % 2 == 0).collect()),
        ("last", (0..1000).map(|i| i == 999).collect()),
    ] {
        let wanted: Vec<u32> = (0..1000).filter(|&i| mask[i as usize]).collect();
        assert_eq!(a.select(&mask).into_vec(), wanted, "{name}");
        assert_eq!(a.compress(&mask, 0).into_vec(), wanted, "{name}");
    }
}

/// As NumPy has it: where an axis has length 1 a mask of length 0 fits, and selects nothing.
#[test]
fn masks_of_length_0_select_nothing_of_axes_of_length_1() {
    let none = |shape: &[usize]| Array::<bool>::full(shape, true);
    let mut a = Array::from_fn([1, 3], |at| at[1]);
    assert_eq!(a.select(none(&[0])).shape(), [0, 3]);
    assert_eq!(a.select(none(&[0, 3])).shape(), [0]);
    assert_eq!(a.index(ix![none(&[0]), 1]).shape(), [0]);
    assert_eq!(a.t().index(ix![.., none(&[0])]).shape(), [3, 0]);
    a.set(ix![none(&[0])], 7);
    assert_eq!(a, nd_core::array![[0, 1, 2]]);
    assert!(a.try_select(none(&[0, 2])).is_err());
    assert!(a.t().try_select(none(&[0])).is_err());
    assert!(Array::<u8>::zeros([0]).try_select(none(&[1])).is_err());
}

/// What is cut into tasks, in every way that it is: few positions of many blocks, many of one, rows of all lengths.
#[test]
fn large_selections_are_those_of_single_elements() {
    for shape in [[40_000, 3, 1], [1, 70_000, 1], [7, 9_000, 5], [300, 4, 700], [3, 2, 60_000]] {
        let a = Array::from_fn(shape, |at| (at[0] * 1_000_003 + at[1] * 1009 + at[2]) as i64);
        let n = shape[1] as i64;
        for count in [1, 2, (100_000 / shape[0] / shape[2]).max(3)] {
            let places: Vec<i64> =
                (0..count as i64).map(|k| (k * 7919 + 1) % (2 * n) - n).collect();
            let taken = a.take(&places, 1);
            assert_eq!(taken.shape(), [shape[0], count, shape[2]]);
            for (at, &x) in taken.indexed_iter() {
                let from = places[at[1]].rem_euclid(n) as usize;
                assert_eq!(x, a[[at[0], from, at[2]]], "{shape:?} {count}");
            }
            let mut bad = places.clone();
            bad[count / 2] = n;
            let said = a.try_take(&bad, 1).unwrap_err().to_string();
            assert!(said.contains(&format!("index {n} is out of bounds")), "{said}");
        }
        for picks in [2, 9, 1000] {
            let mask = Array::from_fn(&shape[..2], |at| (at[0] * 31 + at[1]) % picks == 1);
            let picked = a.select(&mask);
            let all = (0..shape[0]).flat_map(|i| (0..shape[1]).map(move |j| [i, j]));
            let want = all.filter(|&[i, j]| mask[[i, j]]);
            let want = want.flat_map(|[i, j]| (0..shape[2]).map(move |k| [i, j, k]));
            assert!(picked.iter().copied().eq(want.map(|at| a[at])), "{shape:?} {picks}");
        }
    }
}
