//! Joining, splitting, repeating and turning against index arithmetic.

use crate::laid::{Laid, draws, shapes};
use crate::model::{Model, indices};
use nd_core::{Array, View, array, concat, stack, try_concat, try_stack};
use proptest::prelude::*;

fn at(view: View<'_, u32>, index: &[usize]) -> u32 {
    *view.get(index).unwrap()
}

fn changed(index: &[usize], axis: usize, to: usize) -> Vec<usize> {
    let mut index = index.to_vec();
    index[axis] = to;
    index
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn joins_and_splits(
        shape in shapes(),
        d in draws(3),
        e in draws(3),
        extra in 0usize..4,
        seed in any::<usize>(),
    ) {
        prop_assume!(!shape.is_empty());
        let axis = seed % shape.len();
        let signed = axis as isize;
        let n = shape[axis];
        let laid = Laid::new(&shape, &d);
        let whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);
        let second_shape = changed(&shape, axis, extra);
        let second_laid = Laid::new(&second_shape, &e);
        let second = second_laid.array(|i| i as u32 + 1_000_000);
        let second = second_laid.view(&second);

        let joined = concat(&[view, second, view], signed);
        let wanted = Model::from_fn(&changed(&shape, axis, 2 * n + extra), |i| match i[axis] {
            k if k < n => at(view, i),
            k if k < n + extra => at(second, &changed(i, axis, k - n)),
            k => at(view, &changed(i, axis, k - n - extra)),
        });
        wanted.check(joined.view());
        let parts = joined.split_at_indices(&[n, n + extra], signed);
        prop_assert_eq!(&parts[..], &[view, second, view][..]);

        let stacked = stack(&[view, view], signed);
        let mut stacked_shape = shape.clone();
        stacked_shape.insert(axis, 2);
        prop_assert_eq!(stacked.shape(), &stacked_shape[..]);
        prop_assert!(stacked.axis_iter(signed).all(|part| part == view));

        for parts in 1..5 {
            let pieces = view.array_split(parts, signed);
            prop_assert_eq!(pieces.len(), parts);
            let lengths: Vec<usize> = pieces.iter().map(|p| p.shape()[axis]).collect();
            prop_assert!(lengths.is_sorted_by(|a, b| a >= b));
            prop_assert!(lengths[0] - lengths[parts - 1] <= 1);
            prop_assert_eq!(&concat(&pieces, signed), &view);
        }
    }

    #[test]
    fn repeats_and_turns(
        shape in shapes(),
        d in draws(3),
        times in 0usize..4,
        shift in -50isize..50,
        seed in any::<usize>(),
    ) {
        prop_assume!(!shape.is_empty());
        let axis = seed % shape.len();
        let signed = axis as isize;
        let n = shape[axis];
        let laid = Laid::new(&shape, &d);
        let whole = laid.array(|i| i as u32);
        let view = laid.view(&whole);

        let rolled = |i: &[usize]| {
            at(view, &changed(i, axis, (i[axis] as isize - shift).rem_euclid(n as isize) as usize))
        };
        Model::from_fn(&shape, rolled).check(view.roll(shift, signed).view());
        let repeated = |i: &[usize]| at(view, &changed(i, axis, i[axis] / times));
        let long = changed(&shape, axis, n * times);
        Model::from_fn(&long, repeated).check(view.repeat(times, signed).view());
        let counts = vec![times; n];
        prop_assert_eq!(view.repeat_each(&counts, signed), view.repeat(times, signed));
        let tiled = |i: &[usize]| at(view, &changed(i, axis, i[axis] % n));
        let mut reps = vec![1; shape.len()];
        reps[axis] = times;
        Model::from_fn(&long, tiled).check(view.tile(&reps[..]).view());

        let turned = view.flip_all();
        for index in indices(&shape) {
            let opposite: Vec<usize> = index.iter().zip(&shape).map(|(i, n)| n - 1 - i).collect();
            prop_assert_eq!(at(turned, &index), at(view, &opposite));
        }
        if shape.len() > 1 {
            let axes = [signed, (axis as isize + 1) % shape.len() as isize];
            let once = view.rot90(1, axes);
            prop_assert_eq!(once.rot90(1, axes), view.rot90(2, axes));
            prop_assert_eq!(once.rot90(-1, axes), view);
            prop_assert_eq!(view.rot90(3, axes), view.rot90(-1, axes));
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let none: [Array<u8>; 0] = [];
    let says = |error: nd_core::ShapeError, text: &str| assert_eq!(error.to_string(), text);
    says(try_concat(&none, 0).unwrap_err(), "concat: at least one array is needed");
    says(try_stack(&none, 0).unwrap_err(), "stack: at least one array is needed");
    let (a, b) = (Array::<u8>::zeros([2, 3]), Array::<u8>::zeros([4, 3]));
    let error = try_concat(&[&a, &b], 1).unwrap_err();
    says(error, "concat along axis 1, equal on axis 0: shapes [2, 3] and [4, 3] differ");
    let error = try_concat(&[a.view(), array![1u8].view()], 1).unwrap_err();
    says(error, "concat along axis 1, of one number of axes: shapes [2, 3] and [1] differ");
    says(try_stack(&[&a, &b], 0).unwrap_err(), "stack: shapes [2, 3] and [4, 3] differ");
    assert!(try_concat(&[&a, &b], 2).is_err());
    assert!(try_stack(&[&a], 3).is_err());
    let wide = nd_core::View::from_ref(&1u8).broadcast_to([1 << 62]);
    assert!(try_concat(&[wide, wide, wide], 0).is_err());
    let full = Array::<u8>::zeros([1; 16]);
    assert!(try_stack(&[&full], 0).is_err());
    assert_eq!(full.repeat(2, -1).shape()[15], 2);
}
