//! Promotion and casts against NumPy's own results (golden/dtype.py), and the messages.

mod dtype_fixtures;

use dtype_fixtures::{from_hex, rows, same};
use nd_core::{
    AnyArray, Array, CastTo, Casting, DType, DTypeError, View, array, bf16, can_cast,
    promote_types, result_type, with_dtype,
};

const PROMOTE: &str = include_str!("golden/dtype_promote.tsv");
const CAST: &str = include_str!("golden/dtype_cast.tsv");

fn dtype(name: &str) -> DType {
    name.parse().unwrap()
}

#[test]
fn names_sizes_and_kinds() {
    for dtype in DType::ALL {
        assert_eq!(dtype.to_string().parse(), Ok(dtype));
        assert_eq!(with_dtype!(dtype, T => (DType::of::<T>(), size_of::<T>())), {
            (dtype, dtype.itemsize())
        });
        assert_eq!(dtype.iinfo().is_some(), dtype.is_integer());
        assert_eq!(dtype.finfo().is_some(), dtype.is_float() || dtype.is_complex());
        assert!(!dtype.real().is_complex());
    }
    assert_eq!(format!("{:>8}|", DType::I8), "    int8|");
    assert_eq!(array![1u16].view().dtype(), DType::U16);
}

#[test]
fn limits_are_those_of_rust() {
    let i = DType::I64.iinfo().unwrap();
    assert_eq!((i.bits, i.min, i.max), (64, i64::MIN.into(), i64::MAX.into()));
    assert_eq!(DType::U64.iinfo().unwrap().max, u64::MAX.into());
    let f = DType::F64.finfo().unwrap();
    assert_eq!((f.max, f.epsilon), (f64::MAX, f64::EPSILON));
    assert_eq!((f.smallest_normal, f.smallest_subnormal), (f64::MIN_POSITIVE, f64::from_bits(1)));
    assert_eq!((f.bits, f.precision), (64, 15));
    let f = DType::C64.finfo().unwrap();
    assert_eq!((f.max, f.epsilon), (f32::MAX.into(), f32::EPSILON.into()));
    assert_eq!((f.bits, f.precision, f.smallest_subnormal), (32, 6, 2f64.powi(-149)));
    let f = DType::BF16.finfo().unwrap();
    assert_eq!((f.max, f.epsilon), (bf16::MAX.into(), bf16::EPSILON.into()));
    assert_eq!((f.bits, f.exponent_bits, f.mantissa_bits), (16, 8, 7));
    let f = DType::F16.finfo().unwrap();
    assert_eq!((f.smallest_normal, f.precision), (2f64.powi(-14), 3));
}

#[test]
fn promotion_is_numpys() {
    let (mut pairs, mut triples) = (0, 0);
    for row in rows(PROMOTE) {
        match row[..] {
            ["pair", a, b, promoted, safe, same_kind] => {
                let (from, to) = (dtype(a), dtype(b));
                assert_eq!(promote_types(from, to).name(), promoted, "{a} {b}");
                assert_eq!(can_cast(from, to, Casting::Safe), safe == "1", "{a} {b}");
                assert_eq!(can_cast(from, to, Casting::SameKind), same_kind == "1", "{a} {b}");
                assert!(can_cast(from, to, Casting::Unsafe));
                pairs += 1;
            }
            ["triple", a, b, c, result] => {
                let (a, b, c) = (dtype(a), dtype(b), dtype(c));
                for order in [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
                    assert_eq!(result_type(&order).unwrap().name(), result, "{order:?}");
                }
                triples += 1;
            }
            _ => panic!("{row:?}"),
        }
    }
    assert_eq!((pairs, triples), (196, 560));
}

/// With bool, 8-bit integers, wider floats and complex numbers as `ml_dtypes` 0.6 has it; the
/// rest it refuses.
#[test]
fn bfloat16_promotes_by_numpys_rules() {
    use DType::*;
    let with_bf16 = [
        (Bool, BF16),
        (I8, BF16),
        (I16, F32),
        (I32, F64),
        (I64, F64),
        (U8, BF16),
        (U16, F32),
        (U32, F64),
        (U64, F64),
        (F16, F32),
        (BF16, BF16),
        (F32, F32),
        (F64, F64),
        (C64, C64),
        (C128, C128),
    ];
    for (other, promoted) in with_bf16 {
        assert_eq!(promote_types(BF16, other), promoted, "{other}");
        assert_eq!(promote_types(other, BF16), promoted, "{other}");
    }
    assert!(!can_cast(BF16, F16, Casting::Safe));
    assert!(can_cast(BF16, F16, Casting::SameKind));
    assert!(can_cast(U8, BF16, Casting::Safe));
}

#[test]
fn promotion_is_commutative_and_safe_for_both() {
    for a in DType::ALL {
        for b in DType::ALL {
            let promoted = promote_types(a, b);
            assert_eq!(promoted, promote_types(b, a));
            assert!(can_cast(a, promoted, Casting::Safe) && can_cast(b, promoted, Casting::Safe));
        }
    }
}

#[test]
fn casts_are_numpys() {
    let (mut source, mut compared) = (None, 0);
    for row in rows(CAST) {
        let cells = &row[2..];
        if row[0] == "from" {
            source = Some(from_hex(dtype(row[1]), cells));
            continue;
        }
        let from = source.as_ref().unwrap();
        let ours = from.cast(dtype(row[1]));
        let theirs = from_hex(dtype(row[1]), cells);
        for (i, cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != "-") {
            let place = |a: &AnyArray| a.slice(nd_core::s![i]).to_array();
            assert!(
                same(&place(&ours), &place(&theirs)),
                "{} → {}: {:?} became {:?}, not {:?} ({cell})",
                from.dtype(),
                row[1],
                place(from),
                place(&ours),
                place(&theirs),
            );
            compared += 1;
        }
    }
    assert!(compared > 4000, "{compared}");
}

#[test]
fn what_numpy_leaves_undefined_saturates() {
    let a = array![f64::NAN, f64::INFINITY, -f64::INFINITY, 1e300, -1.0];
    assert_eq!(a.cast::<i8>(), array![0, 127, -128, 127, -1]);
    assert_eq!(a.cast::<u64>(), array![0, u64::MAX, 0, u64::MAX, 0]);
    assert_eq!(array![bf16::MAX].cast::<u16>(), array![u16::MAX]);
}

#[test]
fn casts_to_and_from_usize() {
    assert_eq!(array![-1i64, 5].cast::<usize>(), array![usize::MAX, 5]);
    assert_eq!(array![3usize].cast::<f32>(), array![3.0]);
    assert_eq!(array![true].cast::<isize>(), array![1]);
}

/// There and back, unless an end of a range hid a change.
#[test]
fn exact_casts_come_back() {
    for row in rows(CAST).filter(|row| row[0] == "from") {
        let from = from_hex(dtype(row[1]), &row[2..]);
        with_dtype!(&from, |a: T| for to in DType::ALL {
            with_dtype!(to, U => for &x in a.iter().filter(|&&x| CastTo::<U>::is_exact(x)) {
                let there: U = x.cast_to();
                let back: T = there.cast_to();
                assert!(back == x || back.ne(&back) && x.ne(&x), "{x:?} to {to}");
                let both_ways = CastTo::<T>::is_exact(there);
                assert!(both_ways, "{there:?} from {x:?}");
            });
        });
    }
}

#[test]
fn try_cast_keeps_every_value_or_names_the_first() {
    assert_eq!(array![[1.0, 2.0]].try_cast::<u8>(), Ok(array![[1u8, 2]]));
    let error = array![[1.0, 2.0], [1e9, 0.5]].try_cast::<u8>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "try_cast: 1000000000.0 at index [1, 0] is a float64 but not exactly a uint8"
    );
    // Ends that saturation would bring back to themselves.
    assert!(array![u64::MAX].try_cast::<f64>().is_err());
    assert!(array![i64::MAX].try_cast::<f32>().is_err());
    assert!(array![i32::MIN].try_cast::<nd_core::f16>().is_err());
    assert!(array![2f64.powi(63)].try_cast::<i64>().is_err());
    assert!(array![2f64.powi(64)].try_cast::<u64>().is_err());
    assert!(array![-(2f64.powi(63))].try_cast::<i64>().is_ok());
    assert!(array![i64::MIN].try_cast::<f32>().is_ok());
    assert!(array![-0.0].try_cast::<u8>().is_ok());
    assert!(array![f64::NAN].try_cast::<nd_core::f16>().is_ok());
    assert!(array![f64::NAN].try_cast::<u8>().is_err());
    assert!(array![nd_core::Complex::new(1.0, 2.0)].try_cast::<f64>().is_err());
}

#[test]
fn messages() {
    let unknown = "float65".parse::<DType>().unwrap_err();
    assert_eq!(
        unknown.to_string(),
        "\"float65\" is not the name of a dtype; those are bool, int8, int16, int32, int64, \
         uint8, uint16, uint32, uint64, float16, bfloat16, float32, float64, complex64, \
         complex128"
    );
    let any = AnyArray::from(array![1u8]);
    let mismatch = "the array holds uint8, not int8: convert it with `cast`";
    assert_eq!(View::<i8>::try_from(any.view()).unwrap_err().to_string(), mismatch);
    let error = Array::<i8>::try_from(any).unwrap_err();
    assert_eq!(error.to_string(), mismatch);
    assert!(matches!(error, DTypeError::Mismatch { found: DType::U8, wanted: DType::I8 }));
}
