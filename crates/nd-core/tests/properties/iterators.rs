//! Every iterator against indices.

use crate::laid::{Laid, draws, shapes};
use crate::model::{Model, indices};
use nd_core::{Array, View};
use proptest::prelude::*;

fn without(index: &[usize], axis: usize) -> Vec<usize> {
    [&index[..axis], &index[axis + 1..]].concat()
}

fn with(index: &[usize], axis: usize, i: usize) -> Vec<usize> {
    [&index[..axis], &[i], &index[axis..]].concat()
}

/// The boxes of `piece` at `starts`, by definition.
fn boxes(model: &Model<u32>, starts: &[Vec<usize>], piece: &[usize]) -> Vec<Model<u32>> {
    let at = |start: &Vec<usize>| {
        model.derive(piece, |i| i.iter().zip(start).map(|(a, b)| a + b).collect())
    };
    starts.iter().map(at).collect()
}

fn check_all<'a>(got: impl ExactSizeIterator<Item = View<'a, u32>>, wanted: &[Model<u32>]) {
    assert_eq!(got.len(), wanted.len());
    let mut count = 0;
    for (view, model) in got.zip(wanted) {
        model.check(view);
        count += 1;
    }
    assert_eq!(count, wanted.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn elements(shape in shapes(), draws in draws(3)) {
        let laid = Laid::new(&shape, &draws);
        let mut whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let model = Model::from_fn(&shape, |i| *view.get(i).unwrap());
        prop_assert!(view.iter().eq(&model.data));
        prop_assert!(view.into_iter().eq(&model.data));
        let indexed: Vec<(Vec<usize>, u32)> =
            view.indexed_iter().map(|(i, x)| (i.to_vec(), *x)).collect();
        let wanted: Vec<_> = indices(&shape).into_iter().zip(model.data.clone()).collect();
        prop_assert_eq!(&indexed, &wanted);
        let mut mine = laid.view_mut(&mut whole);
        for (index, x) in mine.indexed_iter_mut() {
            assert_eq!(*x, model.at(&index));
            *x += 1_000_000;
        }
        for x in mine.iter_mut() {
            *x += 1_000_000;
        }
        prop_assert!(mine.view().iter().zip(&model.data).all(|(x, y)| *x == y + 2_000_000));
        let touched = whole.iter().filter(|&&x| x >= 2_000_000).count();
        prop_assert_eq!(touched, model.data.len());
    }

    #[test]
    fn axes_and_lanes(shape in shapes(), draws in draws(3), pick in any::<usize>()) {
        prop_assume!(!shape.is_empty());
        let axis = pick % shape.len();
        let laid = Laid::new(&shape, &draws);
        let mut whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let model = Model::from_fn(&shape, |i| *view.get(i).unwrap());
        let rest = without(&shape, axis);
        let slabs: Vec<Model<u32>> =
            (0..shape[axis]).map(|i| model.derive(&rest, |r| with(r, axis, i))).collect();
        check_all(view.axis_iter(axis as isize), &slabs);
        if axis == 0 {
            check_all(view.outer_iter(), &slabs);
        }
        let lanes: Vec<Model<u32>> = indices(&rest)
            .iter()
            .map(|r| model.derive(&[shape[axis]], |i| with(r, axis, i[0])))
            .collect();
        check_all(view.lanes(axis as isize - shape.len() as isize), &lanes);

        let mut mine = laid.view_mut(&mut whole);
        for (slab, wanted) in mine.axis_iter_mut(axis as isize).zip(&slabs) {
            wanted.check(slab.view());
        }
        // All lanes may be held at once: none of them meet.
        let mut held: Vec<_> = mine.lanes_mut(axis as isize).collect();
        prop_assert_eq!(held.len(), lanes.len());
        for (lane, wanted) in held.iter_mut().zip(&lanes) {
            wanted.check(lane.view());
            lane.map_in_place(|x| x + 1_000_000);
        }
        prop_assert!(mine.view().iter().zip(&model.data).all(|(x, y)| *x == y + 1_000_000));
    }

    #[test]
    fn windows_and_chunks(
        shape in prop::collection::vec(0usize..6, 0..4),
        draws in draws(3),
        piece in prop::collection::vec(1usize..4, 3),
    ) {
        let laid = Laid::new(&shape, &draws);
        let mut whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let model = Model::from_fn(&shape, |i| *view.get(i).unwrap());
        let piece = &piece[..shape.len()];
        let places: Vec<usize> =
            shape.iter().zip(piece).map(|(&n, &k)| (n + 1).saturating_sub(k)).collect();
        check_all(view.windows(piece), &boxes(&model, &indices(&places), piece));
        let counts: Vec<usize> = shape.iter().zip(piece).map(|(n, k)| n / k).collect();
        let starts: Vec<Vec<usize>> = indices(&counts)
            .iter()
            .map(|i| i.iter().zip(piece).map(|(i, k)| i * k).collect())
            .collect();
        let chunks = boxes(&model, &starts, piece);
        check_all(view.exact_chunks(piece), &chunks);
        let mut mine = laid.view_mut(&mut whole);
        let mut held: Vec<_> = mine.exact_chunks_mut(piece).collect();
        prop_assert_eq!(held.len(), chunks.len());
        for (chunk, wanted) in held.iter_mut().zip(&chunks) {
            wanted.check(chunk.view());
            chunk.fill(7_777_777);
        }
        let filled = whole.iter().filter(|&&x| x == 7_777_777).count();
        prop_assert_eq!(filled, chunks.iter().map(|c| c.data.len()).sum::<usize>());
    }

    #[test]
    fn split_at_and_fixed(h in 0usize..5, w in 0usize..5, at in 0usize..5, draws in draws(3)) {
        let laid = Laid::new(&[h, w], &draws);
        let mut whole = laid.array(|i| i as u32);
        let copy = laid.view(&whole).to_array();
        let fixed = laid.view(&whole).fixed::<2>();
        for index in indices(&[h, w]) {
            prop_assert_eq!(fixed[[index[0], index[1]]], copy[[index[0], index[1]]]);
        }
        let at = at.min(w);
        let (low, high) = laid.view_mut(&mut whole).split_at(-1, at);
        prop_assert_eq!(low.view(), copy.slice(nd_core::s![.., ..at]));
        prop_assert_eq!(high.view(), copy.slice(nd_core::s![.., at..]));
    }
}

#[test]
fn zero_d_arrays_have_one_element() {
    let mut a = Array::scalar(5u32);
    assert_eq!(a.iter().count(), 1);
    assert_eq!(a.windows(()).count(), 1);
    assert_eq!(a.exact_chunks(()).next().unwrap()[[]], 5);
    for x in a.iter_mut() {
        *x = 6;
    }
    assert_eq!(a.indexed_iter().next().unwrap().0.ndim(), 0);
    assert_eq!(a[[]], 6);
}
