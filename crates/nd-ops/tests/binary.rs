//! Binary operations as values: NumPy's `ufunc.outer`, `reduce`, `accumulate`, `reduceat`, `at`.

use nd_core::{Array, Complex, Element, array, f16, less, s};
use nd_ops::binary::*;
use nd_ops::{keepdims, max_axis, sum_axis};
use proptest::prelude::*;
use std::fmt::Debug;

/// What `call` panics with.
fn message(call: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(call).expect_err("it panics");
    match panic.downcast_ref::<String>() {
        Some(said) => said.clone(),
        None => (*panic.downcast_ref::<&str>().expect("a message")).to_owned(),
    }
}

/// A fold of nothing.
fn nothing<T: Element + Default, O: BinaryOp<T, Out = T>>(op: O) -> T {
    let none = reduce(op, &Array::from_vec(Vec::new()), 0);
    none[[]]
}

#[test]
fn folds_of_nothing_are_numpys_identities() {
    assert_eq!(nothing::<i8, _>(Add), 0);
    assert_eq!(nothing::<f64, _>(Multiply), 1.0);
    assert_eq!(nothing::<Complex<f32>, _>(Multiply), Complex::new(1.0, 0.0));
    assert_eq!(nothing::<f16, _>(Add), f16::ZERO);
    assert!(nothing::<bool, _>(LogicalAnd));
    assert!(!nothing::<bool, _>(LogicalOr) && !nothing::<bool, _>(LogicalXor));
    assert_eq!(nothing::<i16, _>(BitwiseAnd), -1);
    assert_eq!(nothing::<u8, _>(BitwiseAnd), 255);
    assert_eq!((nothing::<u8, _>(BitwiseOr), nothing::<u8, _>(BitwiseXor)), (0, 0));
    assert_eq!(nothing::<f64, _>(Hypot), 0.0);
    assert_eq!(nothing::<f64, _>(LogAddExp), f64::NEG_INFINITY);
    assert_eq!(nothing::<f32, _>(LogAddExp2), f32::NEG_INFINITY);
    assert_eq!(nothing::<i64, _>(Gcd), 0);
}

#[test]
fn folds_of_one_element_combine_it_with_the_identity_as_numpys_do() {
    assert_eq!(reduce(Gcd, &array![-5], 0)[[]], 5);
    assert_eq!(reduce(Gcd, &array![[-5, 3]], 0), array![5, 3]);
    assert_eq!(reduce(Gcd, &array![[-5], [3]], [1]), array![5, 3]);
    assert_eq!(reduce(Hypot, &array![[-5.0]], ..)[[]], 5.0);
    assert_eq!(reduce(Maximum, &array![-5], 0)[[]], -5);
}

fn refuses<T, O>(name: &str, op: O)
where
    T: Element + Default + Debug,
    O: BinaryOp<T, Out = T> + std::panic::UnwindSafe,
{
    let said = message(move || drop(reduce(op, &Array::from_vec(Vec::<T>::new()), 0)));
    assert!(said.contains("no identity") || said.contains("no elements"), "{name}: {said}");
}

#[test]
fn operations_without_identity_refuse_nothing() {
    refuses::<i32, _>("lcm", Lcm);
    refuses::<f64, _>("fmax", Fmax);
    refuses::<f64, _>("fmin", Fmin);
    refuses::<f64, _>("maximum", Maximum);
    refuses::<f64, _>("subtract", Subtract);
    refuses::<f64, _>("power", Pow);
    refuses::<f64, _>("divide", Divide);
    refuses::<u8, _>("left_shift", LeftShift);
    refuses::<f64, _>("a closure", |x: f64, y: f64| x + y);
    // But of no results there may be some.
    let none = Array::<f64>::zeros([0, 3]);
    assert_eq!(reduce(Subtract, &none, 1).shape(), [0]);
    assert_eq!(reduce(Maximum, &none, keepdims(1)).shape(), [0, 1]);
}

#[test]
fn only_operations_whose_order_does_not_matter_go_over_several_axes() {
    let a = array![[1.0, 2.0], [3.0, 5.0]];
    let said = message(|| drop(reduce(Subtract, &array![[1.0, 2.0], [3.0, 5.0]], [0, 1])));
    assert_eq!(said, "reduce: the order of subtract matters: one axis at a time, not 2");
    for name in ["power", "divide", "lcm"] {
        let said = message(move || match name {
            "power" => drop(reduce(Pow, &array![[1.0]], ..)),
            "divide" => drop(reduce(Divide, &array![[1.0]], ..)),
            _ => drop(reduce(Lcm, &array![[1]], ..)),
        });
        assert!(said.contains(&format!("the order of {name} matters")), "{said}");
    }
    assert_eq!(reduce(Add, &a, ..)[[]], 11.0);
    assert_eq!(reduce(Multiply, &a, [0, 1])[[]], 30.0);
    assert_eq!(reduce(Fmax, &a, keepdims([1, 0])), array![[5.0]]);
    assert_eq!(reduce(Hypot, &array![[3.0, 0.0], [0.0, 4.0]], ..)[[]], 5.0);
    assert_eq!(reduce(Subtract, &a, 0), array![-2.0, -3.0]);
    assert_eq!(reduce(Divide, &array![8.0, 2.0, 2.0], 0)[[]], 2.0);
    assert_eq!(reduce(Pow, &array![2.0, 3.0, 2.0], 0)[[]], 64.0);
    let none: [isize; 0] = [];
    assert_eq!(reduce(Subtract, &a, none), a);
}

/// NumPy's answers.
#[test]
fn stretches_begin_at_starts_and_end_at_the_next() {
    assert_eq!(reduceat(Add, &array![0, 1, 2, 3], &[0, 3, 1, 2], 0), array![3, 3, 1, 5]);
    let a = array![[0, 1, 2, 3], [4, 5, 6, 7]];
    assert_eq!(reduceat(Add, &a, &[0, 2, 1], 1), array![[1, 2, 6], [9, 6, 18]]);
    assert_eq!(reduceat(Subtract, a.t(), &[0u8, 2], 0), array![[-1, -1], [-1, -1]]);
    assert_eq!(reduceat(Add, &a, Array::<i64>::zeros([0]), 0).shape(), [0, 4]);
    assert_eq!(reduceat(Add, &Array::<f32>::zeros([0, 3]), &[0, 1], 1).shape(), [0, 2]);
    for start in [4, -1] {
        let said = message(move || drop(reduceat(Add, &array![0, 1, 2, 3], &[0, start], 0)));
        assert_eq!(said, format!("reduceat: start {start} is no place of an axis of length 4"));
    }
    let said = message(|| drop(reduceat(Add, &Array::<f64>::zeros([0]), &[0], 0)));
    assert_eq!(said, "reduceat: start 0 is no place of an axis of length 0");
    let said = message(|| drop(reduceat(Add, &Array::scalar(5), &[0], 0)));
    assert_eq!(said, "reduceat: axis 0 is out of bounds for 0 dimensions");
}

#[test]
fn an_element_that_is_named_twice_is_changed_twice() {
    let mut a = array![1, 2, 3];
    at(|x: i32, _| x * x, a.view_mut(), [0, 2, 2], 0);
    assert_eq!(a, array![1, 2, 81]);
    let mut counts = Array::<i64>::zeros([3]);
    at(Add, counts.view_mut(), [0, -1, 0], array![1, 2, 3]);
    assert_eq!(counts, array![4, 0, 2]);
    // Rows, of an array and of a view that is not contiguous.
    let mut wide = Array::<i32>::zeros([4, 6]);
    let rows = array![[1, 2, 3], [10, 20, 30]];
    at(Add, wide.slice_mut(s![..;2, ..;-2]), [1, 1], &rows);
    assert_eq!(wide.slice(s![2, ..]), array![0, 33, 0, 22, 0, 11]);
    let mut square = array![[1, 2], [3, 4]];
    at(Maximum, square.view_mut(), [[0], [0]], array![7, 1]);
    assert_eq!(square, array![[7, 2], [3, 4]]);
    // Of several axes: by places in the flattened array.
    let places = array![0, 3].map(|i| 2 * (i / 2) + i % 2);
    at(Subtract, square.view_mut().into_reshaped(4), &places, 1);
    assert_eq!(square, array![[6, 2], [3, 3]]);
    at(Add, Array::<f32>::zeros([0]).view_mut(), Array::<u8>::zeros([0]), 1.0);
}

#[test]
fn what_cannot_be_scattered_leaves_everything_as_it_was() {
    let mut a = array![1, 2];
    let said = message(std::panic::AssertUnwindSafe(|| at(Add, a.view_mut(), [0, 5], 1)));
    assert_eq!(said, "at: index 5 is out of bounds for axis 0 with length 2");
    assert_eq!(a, array![1, 2]);
    let said = message(|| at(Add, array![1, 2].view_mut(), [-3], 1));
    assert_eq!(said, "at: index -3 is out of bounds for axis 0 with length 2");
    let said = message(|| at(Add, array![1, 2].view_mut(), [0, 1], array![1, 2, 3]));
    assert_eq!(said, "at: broadcast_to: shape [3] does not broadcast to [2]");
    let said = message(|| at(Add, Array::scalar(1).view_mut(), [0], 1));
    assert!(said.contains("an array without axes"), "{said}");
}

#[test]
fn nan_sticks_in_minimum_and_is_dropped_by_fmin() {
    let same = |got: Array<f64>, want: Array<f64>| {
        got.iter().zip(want.iter()).all(|(x, y)| x == y || (x.is_nan() && y.is_nan()))
    };
    let nan = f64::NAN;
    assert!(same(accumulate(Minimum, &array![3.0, nan, 1.0], 0), array![3.0, nan, nan]));
    assert!(same(accumulate(Fmin, &array![nan, 3.0, nan, 1.0], 0), array![nan, 3.0, 3.0, 1.0]));
    assert!(reduce(Maximum, &array![1.0, nan], 0)[[]].is_nan());
    assert_eq!(reduce(Fmax, &array![1.0, nan], 0)[[]], 1.0);
    let said = message(|| drop(accumulate(Add, &Array::scalar(5.0), 0)));
    assert_eq!(said, "accumulate: axis 0 is out of bounds for 0 dimensions");
    assert_eq!(accumulate(Add, &Array::<i32>::zeros([3, 0]), 1).shape(), [3, 0]);
    let first = accumulate(Add, &array![-0f64, -0.0, 1.0], 0);
    assert!(first[[0]].is_sign_negative() && first[[1]].is_sign_negative());
}

#[test]
fn every_pair_is_combined() {
    let differences = outer(Subtract, &array![1, 2], &array![[1, 2], [3, 4]]);
    assert_eq!(differences, array![[[0, -1], [-2, -3]], [[1, 0], [-1, -2]]]);
    assert_eq!(outer(Pow, &array![2, 3], &Array::scalar(2)), array![4, 9]);
    assert_eq!(outer(Less, &Array::<u8>::zeros([0]), &array![1]).shape(), [0, 1]);
    assert_eq!(outer(|x: u8, y: u8| (y, x), &[1, 2], &[3])[[1, 0]], (3, 2));
    let said = message(|| drop(outer(Add, &Array::<u8>::zeros([1; 10]), &Array::zeros([1; 7]))));
    assert!(said.contains("17 axes"), "{said}");
}

#[test]
fn what_a_mask_leaves_out_is_neither_calculated_nor_changed() {
    let (a, b) = (array![[6, 7, 8]], array![[3, 0, 2], [0, 7, 0]]);
    let mut out = Array::full([2, 3], -1);
    apply_where(Divide, &a, &b, nd_core::not_equal(&b, 0), out.view_mut());
    assert_eq!(out, array![[2, -1, 4], [-1, 1, -1]]);
    apply_where(Add, &a, 100, &array![[true], [false]], out.t_mut().into_t());
    assert_eq!(out, array![[106, 107, 108], [-1, 1, -1]]);
    apply_where(Maximum, &a, 7, false, out.view_mut());
    assert_eq!(out[[0, 0]], 106);
    let said = message(|| {
        apply_where(Add, &array![1, 2], 0, &array![true, false, true], array![1, 2].view_mut());
    });
    assert!(said.starts_with("add: shapes"), "{said}");
}

#[test]
fn operations_are_the_functions_of_their_names() {
    let (a, b) = (array![7i32, -7, 8], array![2, 2, -3]);
    assert_eq!(apply(FloorDivide, &a, &b), nd_ops::floor_divide(&a, &b));
    assert_eq!(apply(Remainder, &a, &b), &a % &b);
    assert_eq!(apply(Fmod, &a, &b), nd_ops::fmod(&a, &b));
    assert_eq!(apply(Lcm, &array![4, -6, 0], 10), array![20, 30, 0]);
    assert_eq!(apply(Lcm, &array![100i8], 99), array![-84]); // wraps, as NumPy's
    assert_eq!(apply(Gcd, &array![12, -18, 0, i32::MIN], 0), array![12, 18, 0, i32::MIN]);
    assert_eq!(apply(Gcd, &array![12u8, 18], 8), array![4, 2]);
    assert_eq!(apply(LeftShift, &array![1u8, 255], 7), array![128, 128]);
    assert_eq!(apply(RightShift, &array![-8i8], 1), array![-4]);
    assert_eq!(apply(LogicalXor, &array![0.0, f64::NAN], 1.0), array![true, false]);
    assert_eq!(apply(Less, &a, &b), less(&a, &b));
    assert_eq!(
        apply(NotEqual, &array![Complex::new(1.0, 2.0)], Complex::new(1.0, 2.0)),
        array![false]
    );
    let sums = apply(
        LogAddExp,
        &array![1000.0, f64::NEG_INFINITY, f64::INFINITY],
        &array![1000.0, 1.0, 2.0],
    );
    assert_eq!(sums, array![1000.0 + std::f64::consts::LN_2, 1.0, f64::INFINITY]);
    assert_eq!(
        apply(LogAddExp2, &array![3f32, f32::NEG_INFINITY], &array![3.0, f32::NEG_INFINITY]),
        array![4.0, f32::NEG_INFINITY]
    );
    assert!(apply(LogAddExp, &array![f64::NAN], 1.0)[[0]].is_nan());
    let said = message(|| drop(reduce(Pow, &array![2, -1], 0)));
    assert_eq!(said, "pow: an integer to the power of -1");
    let said = message(|| drop(apply(Pow, &array![2, 3], &array![1, -1])));
    assert!(said.starts_with("pow: an integer to the power of -1, at index [1]"), "{said}");
    let mut out = array![0.0, 0.0];
    apply_into(Hypot, &array![3.0], &array![4.0, 0.0], out.view_mut());
    assert_eq!(out, array![5.0, 3.0]);
}

/// A lane that is cut for threads, and one that is not.
#[test]
fn long_lanes_are_folded_whole() {
    let a = Array::from_fn([300_001], |at| (at[0] * 7919 % 100_003) as i32 - 50_000);
    let slice: Vec<i32> = a.iter().copied().collect();
    assert_eq!(reduce(BitwiseXor, &a, 0)[[]], slice.iter().fold(0, |x, y| x ^ y));
    assert_eq!(reduce(Fmax, &a, 0)[[]], *slice.iter().max().expect("some"));
    let last = reduce(|_: i32, y: i32| y, &a, 0)[[]];
    assert_eq!(last, slice[300_000]);
    let hash = |x: i32, y: i32| x.wrapping_mul(31).wrapping_add(y);
    assert_eq!(reduce(hash, &a, 0)[[]], slice[1..].iter().fold(slice[0], |x, &y| hash(x, y)));
}

proptest! {
    /// Whatever the layout and the axis: what a loop over the elements gives.
    #[test]
    fn folds_are_loops(
        shape in prop::collection::vec(1usize..5, 3),
        wide in any::<bool>(),
        axis in 0usize..3,
        step in prop::sample::select(vec![1isize, -1, 2]),
        starts in prop::collection::vec(0usize..5, 0..4),
    ) {
        // Wide enough for slices to be combined whole, or not.
        let last = if wide { 300 } else { shape[2] };
        let all = Array::from_fn([2 * shape[0], shape[1], last], |at| {
            ((at[0] * 31 + at[1] * 17 + at[2] * 5) % 23) as i64 - 11
        });
        let a = all.slice(s![..;step, .., ..]);
        let a = a.permute_dims(&[1, 0, 2]);
        let op = |x: i64, y: i64| x.wrapping_mul(3).wrapping_sub(y);
        let lane = |lane: Vec<i64>| lane[1..].iter().fold(lane[0], |x, &y| op(x, y));
        let lanes: Vec<Vec<i64>> =
            a.lanes(axis as isize).map(|lane| lane.iter().copied().collect()).collect();

        let folded = reduce(op, a, axis);
        let expected: Vec<i64> = lanes.iter().cloned().map(lane).collect();
        prop_assert_eq!(folded.iter().copied().collect::<Vec<_>>(), expected);

        let so_far = accumulate(op, a, axis as isize);
        for (lane, got) in lanes.iter().zip(so_far.lanes(axis as isize)) {
            for (k, &got) in got.iter().enumerate() {
                prop_assert_eq!(got, lane[1..=k].iter().fold(lane[0], |x, &y| op(x, y)));
            }
        }

        let n = a.shape()[axis];
        let starts: Vec<usize> = starts.into_iter().map(|start| start % n).collect();
        let stretches = reduceat(op, a, &starts, axis as isize);
        for (lane, got) in lanes.iter().zip(stretches.lanes(axis as isize)) {
            for (k, &got) in got.iter().enumerate() {
                let end = starts.get(k + 1).copied().unwrap_or(n).max(starts[k] + 1);
                let some = &lane[starts[k]..end];
                prop_assert_eq!(got, some[1..].iter().fold(some[0], |x, &y| op(x, y)));
            }
        }
    }

    /// Operations that have functions of their own for a fold agree with them.
    #[test]
    fn sums_and_extremes_are_the_reductions(x in prop::collection::vec(-99i64..99, 24), axis in 0usize..3) {
        let a = Array::from_shape_vec([2, 3, 4], x);
        prop_assert_eq!(reduce(Add, a.t(), axis), sum_axis(a.t(), axis));
        prop_assert_eq!(reduce(Maximum, &a, axis), max_axis(&a, axis));
        let narrow = a.map(|x| x as i8);
        let wrapped = sum_axis(&narrow, axis).map(|x| x as i8);
        prop_assert_eq!(reduce(Add, &narrow, axis), wrapped);
        let floats = a.map(|x| x as f64);
        prop_assert_eq!(reduce(Multiply, &floats, axis), nd_ops::prod_axis(&floats, axis));
    }
}

/// NumPy's `np.add.reduce(a, axis, initial=…, where=…)` and so on, of NumPy 2.5.
#[test]
fn folds_begin_somewhere_and_take_some() {
    use nd_ops::binary::{ReduceOptions, reduce_with};
    let a = array![[3, -7, 5], [2, 0, -4]];
    let mask = array![[true, false, true], [false, false, true]];
    let some = ReduceOptions::default().mask(mask.view());
    assert_eq!(reduce_with(Add, &a, 1, &some), array![8, -4]);
    assert_eq!(reduce_with(Add, &a, .., &some)[[]], 4);
    assert_eq!(reduce_with(Multiply, &a, 0, &some), array![3, 1, -20]);
    assert_eq!(reduce_with(Maximum, &a, nd_ops::keepdims(1), &some.initial(-9)), array![[5], [-4]]);
    assert_eq!(reduce_with(Maximum, &a, 1, &ReduceOptions::default().initial(4)), array![5, 4]);
    assert_eq!(reduce_with(Subtract, &a, 1, &some.initial(10)), array![2, 14]);
    let column = array![[true], [false]];
    let rows = ReduceOptions::default().mask(column.view()).initial(0);
    assert_eq!(reduce_with(Minimum, &a, 1, &rows), array![-7, 0]);
    let none = Array::<i32>::zeros([0, 2]);
    assert_eq!(reduce_with(Maximum, &none, 0, &ReduceOptions::default().initial(7)), array![7, 7]);
    let said = message(|| drop(reduce_with(Maximum, &a, 1, &some)));
    assert!(said.contains("maximum has no identity"), "{said}");
    let short = array![true, false];
    let short = ReduceOptions::default().mask(short.view());
    assert!(message(|| drop(reduce_with(Add, &a, 1, &short))).contains("mask"));
}
