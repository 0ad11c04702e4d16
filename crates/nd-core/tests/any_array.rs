//! Arithmetic and comparisons of `AnyArray` against NumPy's (golden/dtype.py), and the rest.

mod dtype_fixtures;

use dtype_fixtures::{from_hex, rows, same};
use nd_core::{
    AnyArray, AnyView, Arithmetic, Array, Complex, DType, DTypeError, Kind, array, bf16, f16, s,
    with_dtype,
};
use proptest::prelude::*;
use std::collections::HashMap;

const ARITH: &str = include_str!("golden/dtype_arith.tsv");

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        "add" => Arithmetic::Add,
        "subtract" => Arithmetic::Subtract,
        "multiply" => Arithmetic::Multiply,
        "true_divide" => Arithmetic::Divide,
        "remainder" => Arithmetic::Remainder,
        _ => return None,
    })
}

/// Our result, or `None` where the operation is not defined.
fn calculated(op: &str, a: &AnyArray, b: &AnyArray) -> Option<AnyArray> {
    match (op, arithmetic(op)) {
        (_, Some(op)) => a.try_arithmetic(op, b.view()).ok(),
        ("less", _) => Some(a.less(b).into()),
        ("less_equal", _) => Some(a.less_equal(b).into()),
        ("equal", _) => Some(a.equal(b).into()),
        _ => panic!("{op}"),
    }
}

/// NumPy's, one by one, but for those by 0, which NumPy has as 0.
fn remainders_of_integers(a: &AnyArray, b: &AnyArray, theirs: &AnyArray) {
    for at in 0..theirs.size() as isize {
        let [x, y, want] = [a, b, theirs].map(|all| all.slice(s![at..at + 1]).to_array());
        let ours = x.try_arithmetic(Arithmetic::Remainder, y.view());
        if y.equal(&array![0u8])[[0]] {
            assert!(matches!(ours, Err(DTypeError::Divide(_))), "{x:?} % {y:?}: {ours:?}");
        } else {
            assert!(same(&ours.unwrap(), &want), "{x:?} % {y:?}");
        }
    }
}

#[test]
fn arithmetic_is_numpys() {
    let (mut left, mut right) = (HashMap::new(), HashMap::new());
    let mut compared = 0;
    for row in rows(ARITH) {
        match row[..] {
            ["left", name, ref cells @ ..] => {
                left.insert(name, from_hex(name.parse().unwrap(), cells));
            }
            ["right", name, ref cells @ ..] => {
                right.insert(name, from_hex(name.parse().unwrap(), cells));
            }
            ["op", op, a, b, ref expected @ ..] => {
                let ours = calculated(op, &left[a], &right[b]);
                let theirs = (expected[0] != "-")
                    .then(|| from_hex(expected[0].parse().unwrap(), &expected[1..]));
                compared += 1;
                if let ("remainder", Some(theirs)) = (op, &theirs)
                    && matches!(theirs.dtype().kind(), Kind::Signed | Kind::Unsigned)
                {
                    remainders_of_integers(&left[a], &right[b], theirs);
                    continue;
                }
                let agree = match (&ours, &theirs) {
                    (Some(x), Some(y)) => same(x, y),
                    (x, y) => x.is_none() && y.is_none(),
                };
                assert!(agree, "{a} {op} {b}: {ours:?}, not {theirs:?}");
            }
            _ => panic!("{row:?}"),
        }
    }
    assert_eq!(compared, 8 * 14 * 14);
}

#[test]
fn bfloat16_is_computed_in_f32() {
    let a = AnyArray::from(array![bf16::from_f32(3.0)]);
    let sum = &a + &AnyArray::from(array![1u8]);
    assert_eq!(sum, AnyArray::from(array![bf16::from_f32(4.0)]));
    let third = &AnyArray::from(array![bf16::from_f32(1.0)]) / &a;
    assert_eq!(third, AnyArray::from(array![bf16::from_f32(1.0 / 3.0)]));
    assert_eq!((&a * &AnyArray::from(array![f16::ONE])).dtype(), DType::F32);
    assert_eq!(a.greater(&AnyArray::from(array![2i64])), array![true]);
}

#[test]
fn large_integers_compare_exactly() {
    let (signed, unsigned) = (array![i64::MAX, -1, 0], array![i64::MAX as u64 + 1, u64::MAX, 0]);
    let (a, b) = (AnyView::from(&signed), AnyView::from(&unsigned));
    assert_eq!(a.less(b), array![true, true, false]);
    assert_eq!(a.equal(b), array![false, false, true]);
    assert_eq!(a.not_equal(b), array![true, true, false]);
    assert_eq!(b.greater_equal(a), array![true, true, true]);
    assert_eq!(b.less_equal(a), array![false, false, true]);
    assert_eq!(b.greater(&array![-1i8]), array![true, true, true]);
}

#[test]
fn complex_numbers_are_ordered_by_real_part_first() {
    let z = |re, im| Complex::new(re, im);
    let a = array![z(1.0, 2.0), z(1.0, 2.0), z(f64::NAN, 0.0), z(1.0, f64::NAN)];
    let b = array![z(1.0, 3.0), z(2.0, 0.0), z(1.0, 0.0), z(2.0, 0.0)];
    let (a, b) = (AnyView::from(&a), AnyView::from(&b));
    assert_eq!(a.less(b), array![true, true, false, false]);
    assert_eq!(a.less_equal(b), array![true, true, false, false]);
    assert_eq!(a.equal(a), array![true, true, false, false]);
}

#[test]
fn strided_broadcast_and_large_operands() {
    let a = Array::from_fn([70, 90], |i| (i[0] * 90 + i[1]) as f32);
    let any = AnyArray::from(a.clone());
    let typed = a.t() + a.t().slice(s![.., ..;-1]);
    assert_eq!(any.t() + any.t().slice(s![.., ..;-1]), AnyArray::from(typed));
    let row = AnyArray::from(array![2i16]);
    assert_eq!(&any * &row, AnyArray::from(&a * 2.0));
    assert_eq!(&row * &any, AnyArray::from(&a * 2.0));
    assert!((any.t() * any.t()).is_f_contiguous());
    let big = Array::from_fn([700, 1001], |i| (i[0] * 7 + i[1]) as i32);
    let cast = AnyView::from(big.view().slice(s![..;-2, ..]).t()).cast(DType::F64);
    assert_eq!(cast, AnyArray::from(big.slice(s![..;-2, ..]).t().map(f64::from)));
    assert_eq!(AnyView::from(&big).cast(DType::I64), AnyArray::from(big.map(i64::from)));
    let stretched = row.broadcast_to([3, 4]).cast(DType::U8);
    assert_eq!(stretched, AnyArray::from(Array::full([3, 4], 2u8)));
    let empty = AnyArray::zeros(DType::U16, [0, 3]);
    assert_eq!((&empty + &row).shape(), [0, 3]);
    assert_eq!(AnyArray::zeros(DType::C64, []).cast(DType::I8).shape(), [0usize; 0]);
}

#[test]
fn views_forward() {
    let any = AnyArray::from(array![[1u8, 2, 3], [4, 5, 6]]);
    let u8s = |a: &[u8]| AnyArray::from(Array::from_vec(a.to_vec()));
    assert_eq!((any.ndim(), any.size(), any.itemsize(), any.nbytes()), (2, 6, 1, 6));
    assert!(any.is_c_contiguous() && !any.is_f_contiguous() && !any.is_empty());
    assert_eq!(any.slice(s![1, ..;-1]).to_array(), u8s(&[6, 5, 4]));
    assert!(any.try_slice(s![2]).is_err());
    assert_eq!(any.t().shape(), any.transpose().shape());
    assert_eq!(any.permute_dims(&[1, 0]), any.swapaxes(0, 1));
    assert!(any.try_permute_dims(&[0]).is_err());
    assert_eq!(any.moveaxis(0, -1), any.t());
    assert_eq!(any.expand_dims(0).squeeze(), any.view());
    assert_eq!(any.expand_dims(0).squeeze_axes(&[0]), any.view());
    assert_eq!(any.flip(1).slice(s![0]).to_array(), u8s(&[3, 2, 1]));
    assert_eq!(any.broadcast_to([2, 2, 3]).shape(), [2, 2, 3]);
    assert!(any.try_broadcast_to([3, 3]).is_err());
    assert_eq!(any.reshape([-1]), u8s(&[1, 2, 3, 4, 5, 6]));
    assert_eq!(any.t().reshape([6]), u8s(&[1, 4, 2, 5, 3, 6]));
    assert!(any.t().try_reshape_view([6]).is_err());
    assert_eq!(any.clone().into_reshaped([3, 2]).shape(), [3, 2]);
}

#[test]
fn equality_wants_the_same_dtype_shape_and_values() {
    let a = AnyArray::from(array![1, 2]);
    assert_eq!(a, a.clone());
    assert_ne!(a, AnyArray::from(array![1, 3]));
    assert_ne!(a, AnyArray::from(array![1, 2, 3]));
    assert_ne!(a, AnyArray::from(array![1u32, 2]));
    assert_ne!(AnyArray::from(array![f64::NAN]), AnyArray::from(array![f64::NAN]));
}

#[test]
fn opened_by_value_and_by_reference() {
    let mut any = AnyArray::from(array![1u8, 2]);
    with_dtype!(&mut any, |a: T| a.fill(T::default()));
    assert_eq!(any, AnyArray::from(array![0u8, 0]));
    let view = any.view();
    assert_eq!(with_dtype!(view, |v| v.size()), with_dtype!(&view, |v| v.size()));
    assert_eq!(with_dtype!(any, |a| a.into_vec().len()), 2);
}

#[test]
fn printing() {
    let any = AnyArray::from(array![1.5f32, 2.0]);
    assert_eq!(any.to_string(), array![1.5f32, 2.0].to_string());
    assert_eq!(format!("{any:.1}"), format!("{:.1}", array![1.5f32, 2.0]));
    let shown = format!("{any:?}");
    assert!(shown.contains("float32"), "{shown}");
}

#[test]
fn messages_of_operators() {
    let flags = AnyArray::from(array![true]);
    let undefined = flags.try_arithmetic(Arithmetic::Subtract, flags.view()).unwrap_err();
    assert_eq!(undefined.to_string(), "subtract is not defined for bool and bool");
    let z = AnyArray::from(array![Complex::new(1.0f32, 0.0)]);
    let undefined = z.try_arithmetic(Arithmetic::Remainder, flags.view()).unwrap_err();
    assert_eq!(undefined.to_string(), "remainder is not defined for complex64 and bool");
    let two = AnyArray::from(array![1, 2]);
    let three = AnyArray::from(array![1, 2, 3]);
    let shapes = two.try_arithmetic(Arithmetic::Add, three.view()).unwrap_err();
    assert_eq!(shapes.to_string(), "add: shapes [2] and [3] do not broadcast together");
}

#[test]
#[should_panic(expected = "multiply: shapes [2] and [3] do not broadcast together")]
fn operators_panic_on_shapes() {
    let _ = AnyArray::from(array![1, 2]) * &AnyArray::from(array![1, 2, 3]);
}

#[test]
#[should_panic(expected = "less: shapes [2] and [3] do not broadcast together")]
fn comparisons_panic_on_shapes() {
    let empty = AnyArray::zeros(DType::U64, [3]);
    let _ = AnyArray::from(array![1i64, 2]).less(&empty);
}

proptest! {
    /// Through a type that holds all values and back is the identity.
    #[test]
    fn safe_casts_round_trip(words in prop::collection::vec(any::<u64>(), 0..50)) {
        let words = AnyArray::from(Array::from_vec(words));
        for from in DType::ALL {
            let start = words.cast(from);
            for to in DType::ALL {
                // 64-bit integers to floats are "safe" without being exact.
                let wide = from.is_integer() && from.bits() == 64 && !to.is_integer();
                if nd_core::can_cast(from, to, nd_core::Casting::Safe) && !wide {
                    let back = start.cast(to).cast(from);
                    prop_assert!(same(&back, &start), "{from} {to}");
                }
            }
        }
    }

    /// `%` and `/` belong together: x = floor(x / y) * y + x % y.
    #[test]
    fn remainder_is_that_of_floor_division(x in any::<i32>(), y in any::<i32>()) {
        prop_assume!(y != 0);
        let (a, b) = (AnyArray::from(array![x]), AnyArray::from(array![y]));
        let rest: Array<i32> = (&a % &b).try_into().unwrap();
        let (x, y) = (i64::from(x), i64::from(y));
        let floor = x.div_euclid(y) - i64::from(y < 0 && x.rem_euclid(y) != 0);
        prop_assert_eq!(i64::from(rest[[0]]), x - floor * y);
    }
}
