//! Element-wise functions of every layout, and what is chosen or combined with single values.

use nd_core::{Array, array, s};
use nd_ops::{ArrayMath, floor_divide, fmod, hypot, maximum, powi, remainder, where_};

#[test]
fn a_choice_takes_single_values_on_both_sides() {
    let c = [true, false, true];
    let b = array![1.5f32, 2.5, 3.5];
    assert_eq!(where_(c, 1.0, &b), array![1.0, 2.5, 1.0]);
    assert_eq!(where_(c, &b, 0.0), array![1.5, 0.0, 3.5]);
    assert_eq!(where_(c, 1, 0), array![1, 0, 1]);
    assert_eq!(where_(array![[true], [false]], &b, b.view()).shape(), [2, 3]);
    let long: Array<bool> = Array::from_fn([10_001], |at| at[0] % 3 == 0);
    let chosen = where_(long.slice(s![..;-1]), 7u8, 9);
    assert!(
        chosen.iter().enumerate().all(|(i, &x)| x == if (10_000 - i) % 3 == 0 { 7 } else { 9 })
    );
}

#[test]
fn functions_are_methods_of_all_that_reads_as_an_array() {
    let a = array![[1.0, -2.0], [3.0, -4.0]];
    let flat = a.reshape([-1]); // a view
    let turned = a.t().reshape([4]); // a copy
    assert_eq!(flat.sum(), -2.0);
    assert_eq!(turned.maximum(0.0), array![1.0, 3.0, 0.0, 0.0]);
    assert_eq!(flat.powi(2), array![1.0, 4.0, 9.0, 16.0]);
    assert_eq!(flat.remainder(3.0), array![1.0, 1.0, 0.0, 2.0]);
    assert_eq!(turned.fmod(3.0), array![1.0, 0.0, -2.0, -1.0]);
    assert_eq!(a.floor_divide(2.0), array![[0.0, -1.0], [1.0, -2.0]]);
    assert_eq!(array![3.0].hypot(4.0), array![5.0]);
    assert_eq!(a.any_axis(0), array![true, true]);
    assert_eq!(a.minimum(flat.reshape([2, 2])), a);
    assert_eq!(a.reciprocal()[[1, 1]], -0.25);
    let mut b = a.clone();
    assert_eq!(b.view_mut().square().std_ddof(1), b.square().std_ddof(1));
}

/// Every layout gives what the elements one by one give.
#[test]
fn strided_views_and_scalars_agree_with_single_elements() {
    let a = Array::from_fn([13, 40, 31], |at| (at[0] * 7 + at[1] * 3 + at[2]) as f64 - 77.25);
    let views = [
        a.view(),
        a.slice(s![..;-1, ..;3, ..]),
        a.permute_dims(&[2, 0, 1]),
        a.slice(s![.., .., ..;-2]),
        a.slice(s![3, .., 5]),
    ];
    for v in views {
        let halves = v.map(|x| x / 2.0);
        for (name, got, one) in [
            ("maximum", maximum(v, &halves), (|x, y| f64::max(x, y)) as fn(f64, f64) -> f64),
            ("hypot", hypot(v, &halves), f64::hypot),
            ("remainder", remainder(v, &halves), |x, y| x.rem_euclid(y).copysign(y)),
            ("fmod", fmod(v, &halves), |x, y| x % y),
            ("floor_divide", floor_divide(v, &halves), |x, y| (x / y).floor()),
            ("maximum of a number", maximum(v, -3.0), |x, _| x.max(-3.0)),
            ("powi", powi(v, 3), |x, _| x * (x * x)),
        ] {
            assert_eq!(got.shape(), v.shape(), "{name}");
            for ((&got, &x), &y) in got.iter().zip(v.iter()).zip(halves.iter()) {
                let want = one(x, y);
                assert!((got - want).abs() <= 1e-15 * want.abs(), "{name} of {x}, {y}: {got}");
            }
        }
    }
}

#[test]
fn powers_of_integers_wrap_and_end() {
    let a = Array::from_fn([1000], |at| at[0] as i32 - 500);
    for n in [0, 1, 2, 3, 7, 31] {
        let powers = powi(&a, n);
        assert!(powers.iter().zip(a.iter()).all(|(&p, &x)| p == x.wrapping_pow(n)), "{n}");
    }
    assert_eq!(powi(&array![0u8, 1, 2], u32::MAX), array![0, 1, 0]);
    assert_eq!(powi(&array![1e200, -1.0], 2), array![f64::INFINITY, 1.0]);
    assert_eq!(powi(&array![1e200], 1), array![1e200]); // nothing is squared in vain
}

/// Values of NumPy 2.
#[test]
fn floats_divide_as_pythons() {
    let a = array![7.5, -7.5, 7.5, -7.5, 0.0, -0.0, 1.0, -1.0, 1e300];
    let b = array![2.0, 2.0, -2.0, -2.0, 3.0, 3.0, f64::INFINITY, f64::INFINITY, 7e-3];
    let remainders = remainder(&a, &b);
    let expected = array![1.5, 0.5, -0.5, -1.5, 0.0, 0.0, 1.0, f64::INFINITY];
    assert_eq!(remainders.slice(s![..8]), expected);
    assert!((0.0..7e-3).contains(&remainders[[8]]));
    let quotients = floor_divide(&a, &b);
    let expected = array![3.0, -4.0, -4.0, 3.0, 0.0, 0.0, 0.0, -1.0];
    assert_eq!(quotients.slice(s![..8]), expected);
    assert!(quotients[[5]].is_sign_negative() && remainders[[5]].is_sign_positive());
    let undefined = remainder(&array![1.0, f64::INFINITY], &array![0.0, 2.0]);
    assert!(undefined.iter().all(|x| x.is_nan()));
    assert_eq!(floor_divide(&array![1.0, -1.0], 0.0), array![f64::INFINITY, f64::NEG_INFINITY]);
}

#[test]
fn the_three_agree_for_small_integers() {
    for (a, b) in (-9i32..9).flat_map(|a| (-9..9).map(move |b| (a, b))).filter(|(_, b)| *b != 0) {
        let (x, y) = (array![a as i8], array![b as i8]);
        let at = |array: Array<i8>| i32::from(array[[0]]);
        let floor = (f64::from(a) / f64::from(b)).floor() as i32;
        let left = a - floor * b;
        assert_eq!(at(floor_divide(&x, &y)), floor, "{a} // {b}");
        assert_eq!(at(remainder(&x, &y)), left, "{a} % {b}");
        assert_eq!(at(fmod(&x, &y)), a % b, "fmod({a}, {b})");
    }
    assert_eq!(fmod(&array![i8::MIN], -1), array![0]);
    assert_eq!(floor_divide(&array![i8::MIN], -1), array![i8::MIN]);
}

#[test]
fn arithmetic_into_what_exists_is_that_of_the_operators() {
    let a = Array::from_fn([40, 70], |at| (at[0] * 70 + at[1]) as i32 - 999);
    let b = Array::from_fn([70], |at| at[0] as i32 - 200);
    let mut wide = Array::<i32>::zeros([70, 80]);
    let mut out = wide.view_mut();
    let out = &mut out.slice_mut(s![.., ..;2]);
    nd_ops::subtract_into(a.t(), b.reshape([70, 1]), out.reborrow());
    assert_eq!(out.view(), a.t() - b.reshape([70, 1]));
    nd_ops::divide_into(a.t(), b.reshape([70, 1]), out.reborrow());
    assert_eq!(out.view(), a.t() / b.reshape([70, 1]));
    nd_ops::add_into(a.t(), 7, out.reborrow());
    assert_eq!(out.view(), a.t() + 7);
    nd_ops::multiply_into(a.t(), a.t(), out.reborrow());
    assert_eq!(out.view(), nd_ops::square(a.t()));
}

#[test]
#[should_panic(expected = "an integer divided by 0, at index [1]")]
fn integers_divided_by_zero_into_what_exists_are_refused() {
    nd_ops::divide_into(&array![1, 2], &array![1, 0], array![0, 0].view_mut());
}

/// What `call` panics with.
fn message(call: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let panic = std::panic::catch_unwind(call).expect_err("the shapes do not fit");
    panic.downcast_ref::<String>().expect("a formatted message").clone()
}

#[test]
fn functions_say_their_own_names_when_shapes_do_not_broadcast() {
    let both = || (array![1.0, 2.0], array![1.0, 2.0, 3.0]);
    type Call = fn(&Array<f64>, &Array<f64>) -> Array<f64>;
    let calls: [(&str, Call); 7] = [
        ("maximum", |a, b| a.maximum(b)),
        ("minimum", |a, b| a.minimum(b)),
        ("clip", |a, b| a.clip(0.0, b)),
        ("pow", |a, b| a.pow(b)),
        ("hypot", |a, b| a.hypot(b)),
        ("floor_divide", |a, b| a.floor_divide(b)),
        ("where_", |a, b| where_(nd_core::greater(a, 0.0), a, b)),
    ];
    for (name, call) in calls {
        let said = message(move || drop(call(&both().0, &both().1)));
        assert!(said.starts_with(&format!("{name}: shapes [2]")), "{name}: {said}");
        assert!(said.contains("[3]"), "{said}");
    }
}
