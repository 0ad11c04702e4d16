//! New arrays, against what NumPy 2.4.6 made (golden/create.py).

use half::f16;
use nd_core::{
    Array, Endpoint, Indexing, Inexact, Ranged, diag, meshgrid_with, open_meshgrid, tril, triu,
};
use num_complex::Complex;
use num_traits::Float;
use serde_json::Value;
use std::fmt::Debug;

/// Element types as the words of a case.
trait Word: Copy + Debug {
    fn read(words: &mut std::str::SplitWhitespace<'_>) -> Option<Self>;
    /// Bits with the sign and order of the value, so that differences count representable
    /// values; `None` for NaN.
    fn place(self) -> Option<i128>;
}

macro_rules! words {
    ($($T:ty)*) => {$(
        impl Word for $T {
            fn read(words: &mut std::str::SplitWhitespace<'_>) -> Option<Self> {
                words.next().map(|w| w.parse().expect("an integer"))
            }
            fn place(self) -> Option<i128> {
                Some(self as i128)
            }
        }
    )*};
    (@floats $($T:ty, $Bits:ty;)*) => {$(
        impl Word for $T {
            fn read(words: &mut std::str::SplitWhitespace<'_>) -> Option<Self> {
                let bits = |w| <$Bits>::from_str_radix(w, 16).expect("bits in hex");
                words.next().map(|w| <$T>::from_bits(bits(w)))
            }
            fn place(self) -> Option<i128> {
                let size = i128::from(self.to_bits() & (<$Bits>::MAX >> 1));
                // Zero and minus zero differ: all bits count.
                (!self.is_nan()).then_some(if self.is_sign_negative() { -1 - size } else { size })
            }
        }
    )*};
}
words!(i8 i32 i64 u8 u64);
words!(@floats f16, u16; f32, u32; f64, u64;);

fn words<T: Word>(case: &Value, field: &str) -> Vec<T> {
    let mut words = case[field].as_str().expect("words").split_whitespace();
    std::iter::from_fn(|| T::read(&mut words)).collect()
}

fn number(case: &Value, field: &str) -> isize {
    case[field].as_i64().expect("an integer") as isize
}

fn count(case: &Value, field: &str) -> usize {
    number(case, field) as usize
}

fn lengths(case: &Value, field: &str) -> Vec<usize> {
    let lengths = case[field].as_array().expect("lengths");
    lengths.iter().map(|n| n.as_u64().expect("a length") as usize).collect()
}

fn end(case: &Value) -> Endpoint {
    if case["end"] == true { Endpoint::Included } else { Endpoint::Excluded }
}

/// The largest number of representable values between ours and NumPy's.
fn distance<T: Word>(case: &Value, got: &[T]) -> i128 {
    let wanted: Vec<T> = words(case, "elements");
    assert_eq!(got.len(), wanted.len(), "{case}\n{got:?}");
    let apart = |(a, b): (&T, &T)| match (a.place(), b.place()) {
        (Some(a), Some(b)) => (a - b).abs(),
        (None, None) => 0,
        _ => i128::MAX,
    };
    got.iter().zip(&wanted).map(apart).max().unwrap_or(0)
}

fn same<T: Word>(case: &Value, got: &Array<T>, most: i128) {
    assert_eq!(got.shape(), lengths(case, "shape"), "{case}");
    let elements: Vec<T> = got.iter().copied().collect();
    let apart = distance(case, &elements);
    assert!(apart <= most, "{case}\nlies {apart} away:\n{got:?}");
}

fn check_arange<T: Word + Ranged>(case: &Value) {
    let args: Vec<T> = words(case, "args");
    same(case, &Array::arange(args[0], args[1], args[2]), 0);
}

fn check_linspace<T: Word + Inexact>(case: &Value) {
    let args: Vec<T> = words(case, "args");
    same(case, &Array::linspace_with(args[0], args[1], count(case, "num"), end(case)), 0);
}

fn check_complex_linspace<T: Word>(case: &Value)
where
    Complex<T>: Inexact,
{
    let args: Vec<T> = words(case, "args");
    let (start, stop) = (Complex::new(args[0], args[1]), Complex::new(args[2], args[3]));
    let got = Array::linspace_with(start, stop, count(case, "num"), end(case));
    let parts: Vec<T> = got.iter().flat_map(|z| [z.re, z.im]).collect();
    assert_eq!(distance(case, &parts), 0, "{case}\n{got:?}");
}

/// Powers and logarithms come from the system, and NumPy's are its own: a few last digits.
fn check_powers<T: Word + Inexact + Float>(case: &Value) {
    let args: Vec<T> = words(case, "args");
    let (num, end) = (count(case, "num"), end(case));
    let got = match args[..] {
        [start, stop, base] => Array::logspace_of(base, start, stop, num, end),
        _ => Array::try_geomspace_with(args[0], args[1], num, end).expect("ends of one sign"),
    };
    same(case, &got, 2);
}

fn check_matrix(case: &Value) {
    let given: Vec<i64> = words(case, "args");
    let sides = || (count(case, "rows"), count(case, "columns"), number(case, "k"));
    let array = || Array::from_shape_slice(lengths(case, "given"), &given);
    let got = match case["function"].as_str().expect("a name") {
        "eye" => {
            let (rows, columns, k) = sides();
            Array::eye_of(rows, columns, k)
        }
        "tri" => {
            let (rows, columns, k) = sides();
            Array::tri(rows, columns, k)
        }
        "diag" if case["columns"].is_null() => diag(&given, number(case, "k")),
        "diag" => {
            let (rows, columns, k) = sides();
            diag(&Array::from_shape_slice([rows, columns], &given), k)
        }
        "tril" => tril(array(), number(case, "k")),
        "triu" => triu(array(), number(case, "k")),
        "indices" => Array::indices(lengths(case, "given")),
        "meshgrid" => mesh(case, &given),
        other => panic!("no such function: {other}"),
    };
    same(case, &got, 0);
}

fn mesh(case: &Value, mut given: &[i64]) -> Array<i64> {
    let mut vectors = Vec::new();
    for n in lengths(case, "lengths") {
        let (vector, rest) = given.split_at(n);
        vectors.push(vector);
        given = rest;
    }
    match vectors[..] {
        [a] => one_of(case, [a]),
        [a, b] => one_of(case, [a, b]),
        [a, b, c] => one_of(case, [a, b, c]),
        [a, b, c, d] => one_of(case, [a, b, c, d]),
        _ => panic!("one to four vectors"),
    }
}

fn one_of<const N: usize>(case: &Value, vectors: [&[i64]; N]) -> Array<i64> {
    let indexing = if case["indexing"] == "xy" { Indexing::Xy } else { Indexing::Ij };
    let all = match case["sparse"] == true {
        true => open_meshgrid(vectors, indexing),
        false => meshgrid_with(vectors, indexing),
    };
    all[count(case, "axis")].clone()
}

fn check(case: &Value) {
    let names = [&case["function"], &case["type"]].map(|name| name.as_str().expect("a name"));
    match names {
        ["arange", "f64"] => check_arange::<f64>(case),
        ["arange", "f32"] => check_arange::<f32>(case),
        ["arange", "f16"] => check_arange::<f16>(case),
        ["arange", "i8"] => check_arange::<i8>(case),
        ["arange", "i32"] => check_arange::<i32>(case),
        ["arange", "i64"] => check_arange::<i64>(case),
        ["arange", "u8"] => check_arange::<u8>(case),
        ["arange", "u64"] => check_arange::<u64>(case),
        ["linspace", "f64"] => check_linspace::<f64>(case),
        ["linspace", "f32"] => check_linspace::<f32>(case),
        ["linspace", "f16"] => check_linspace::<f16>(case),
        ["linspace", "c64"] => check_complex_linspace::<f32>(case),
        ["linspace", "c128"] => check_complex_linspace::<f64>(case),
        ["logspace" | "geomspace", "f64"] => check_powers::<f64>(case),
        ["logspace" | "geomspace", "f32"] => check_powers::<f32>(case),
        ["logspace" | "geomspace", "f16"] => check_powers::<f16>(case),
        [_, "i64"] => check_matrix(case),
        other => panic!("nothing checks {other:?}"),
    }
}

#[test]
fn creates_as_numpy() {
    let mut count = 0;
    for line in include_str!("golden/create.jsonl").lines() {
        check(&serde_json::from_str(line).expect("one case a line"));
        count += 1;
    }
    assert!(count > 1500, "{count} cases");
}
