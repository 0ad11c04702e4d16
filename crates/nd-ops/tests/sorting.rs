//! Order, searches and sets against NumPy's results, made by `golden/sorting.py`, and by themselves.

use half::f16;
use nd_core::{Array, Complex, Element, View};
use nd_ops::*;
use std::fmt::Debug;

const CASES: &str = include_str!("golden/sorting.txt");

/// Elements as the fixture has them.
trait Told: Sortable + PartialEq + Debug {
    const WORDS: usize = 1;
    fn told(words: &[&str]) -> Self;
}

macro_rules! told {
    ($($T:ty: |$word:ident| $value:expr;)*) => {$(
        impl Told for $T {
            fn told(words: &[&str]) -> $T {
                let $word = words[0];
                $value
            }
        }
    )*};
}
told! {
    bool: |word| word != "0";
    i8: |word| word.parse().unwrap();
    u8: |word| word.parse().unwrap();
    i16: |word| word.parse().unwrap();
    u32: |word| word.parse().unwrap();
    i64: |word| word.parse().unwrap();
    u64: |word| word.parse().unwrap();
    f16: |word| f16::from_f64(word.parse().unwrap());
    f32: |word| word.parse().unwrap();
    f64: |word| word.parse().unwrap();
}

macro_rules! told_complex {
    ($($F:ty)*) => {$(
        impl Told for Complex<$F> {
            const WORDS: usize = 2;
            fn told(words: &[&str]) -> Self {
                Complex::new(words[0].parse().unwrap(), words[1].parse().unwrap())
            }
        }
    )*};
}
told_complex!(f32 f64);

fn whole(words: &str) -> Vec<usize> {
    words.split_whitespace().map(|word| word.parse().unwrap()).collect()
}

fn elements<T: Told>(words: &str) -> Vec<T> {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.chunks(T::WORDS).map(T::told).collect()
}

/// Of the same shape, elements of the same rank.
#[track_caller]
fn same<T: Told>(got: &Array<T>, shape: &str, want: &str, line: &str) {
    assert_eq!(got.shape(), whole(shape), "{line}");
    let want = elements::<T>(want);
    let ranks = |all: &mut dyn Iterator<Item = T>| all.map(|x| x.rank()).collect::<Vec<_>>();
    assert_eq!(ranks(&mut got.iter().copied()).len(), want.len(), "{line}");
    assert!(ranks(&mut got.iter().copied()) == ranks(&mut want.into_iter()), "{line}\n{got:?}");
}

#[track_caller]
fn places(got: &Array<usize>, shape: &str, want: &str, line: &str) {
    assert_eq!(got, &Array::from_shape_vec(whole(shape).as_slice(), whole(want)), "{line}");
}

/// The elements at one place along an axis.
fn at<T: Element>(a: &Array<T>, kth: isize, axis: isize) -> Array<T> {
    a.view().take([kth], axis)
}

/// Checks a line.
fn check<T: Told>(line: &str, fields: &[&str], a: &Array<T>) {
    let (argument, axis) = (fields[4], fields[5].parse::<isize>().unwrap_or(0));
    let number = || argument.parse::<isize>().unwrap();
    let (shape, want) = (fields[6], fields[7]);
    let others = || Array::from_vec(elements::<T>(argument));
    match fields[0] {
        "sort" => {
            let sorted = sort_axis(a, axis);
            same(&sorted, shape, want, line);
            let words = |a: &Array<T>| a.iter().map(|x| x.word()).collect::<Vec<_>>();
            let mut all = (words(a), words(&sorted));
            all.0.sort_unstable();
            all.1.sort_unstable();
            assert!(all.0 == all.1, "{line}: other bits");
        }
        "argsort" => places(&argsort_axis(a, axis), shape, want, line),
        "partition" => {
            same(&at(&partition_axis(a, number(), axis), number(), axis), shape, want, line);
        }
        "argpartition" => {
            places(&at(&argpartition_axis(a, number(), axis), number(), axis), shape, want, line);
        }
        "topk" => same(&topk_axis(a, number(), axis), shape, want, line),
        "argtopk" => places(&argtopk_axis(a, number(), axis), shape, want, line),
        "unique" => same(&unique(a), shape, want, line),
        "unique_values" => same(&unique_values(a), shape, want, line),
        "unique_counts_equal_nan" => {
            let found = unique_counts_with(a, &UniqueOptions::default().equal_nan(true));
            same(&found.values, shape, want, line);
            places(&found.counts, fields[8], fields[9], line);
        }
        "unique_all" => {
            let found = unique_all(a);
            same(&found.values, shape, want, line);
            places(&found.indices, fields[8], fields[9], line);
            places(&found.inverse_indices, fields[10], fields[11], line);
            places(&found.counts, fields[12], fields[13], line);
            assert_eq!(unique_inverse(a).inverse_indices, found.inverse_indices, "{line}");
            assert_eq!(unique_counts(a).counts, found.counts, "{line}");
        }
        "isin" => same(&isin(a, &others()), shape, want, line),
        "searchsorted" => places(&searchsorted(&others(), a), shape, want, line),
        "searchsorted_right" => places(&searchsorted_right(&others(), a), shape, want, line),
        "inner_join" => pairs(inner_join(a, &others()), fields),
        "left_join" => pairs(left_join(a, &others()), fields),
        other => panic!("{other}"),
    }
}

#[track_caller]
fn pairs(got: JoinPlaces, fields: &[&str]) {
    let numbers = |words: &str| -> Vec<i64> {
        words.split_whitespace().map(|word| word.parse().unwrap()).collect()
    };
    assert_eq!(got.left.into_vec(), numbers(fields[7]), "{fields:?}");
    assert_eq!(got.right.into_vec(), numbers(fields[9]), "{fields:?}");
}

#[test]
fn everything_is_as_numpy_has_it() {
    let (mut before, mut count) = ("", 0);
    for line in CASES.lines() {
        let mut fields: Vec<&str> = line.split('|').collect();
        match fields[3] {
            "=" => fields[3] = before,
            given => before = given,
        }
        macro_rules! of {
            ($($name:literal $T:ty),*) => {
                match fields[1] {
                    $($name => {
                        let shape = whole(fields[2]);
                        check(line, &fields, &Array::from_shape_vec(shape.as_slice(), elements::<$T>(fields[3])));
                    })*
                    other => panic!("{other}"),
                }
            };
        }
        of!(
            "bool" bool, "i8" i8, "u8" u8, "i16" i16, "u32" u32, "i64" i64, "u64" u64, "f16" f16, "f32" f32,
            "f64" f64, "c64" Complex<f32>, "c128" Complex<f64>
        );
        count += 1;
    }
    assert!(count > 1500, "only {count} cases in the fixture");
}

/// Numbers that look random.
fn noise(n: usize) -> impl Iterator<Item = u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    (0..n).map(move |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

/// Sorted as the standard library sorts, whatever the elements are like.
#[test]
fn large_arrays_are_sorted_whatever_is_in_them() {
    let n = 300_000;
    let kinds: Vec<(&str, Vec<u64>)> = vec![
        ("any", noise(n).collect()),
        ("few", noise(n).map(|x| x % 10).collect()),
        ("one", vec![7; n]),
        ("rising", (0..n as u64).collect()),
        ("falling", (0..n as u64).rev().collect()),
        (
            "one far away",
            noise(n).map(|x| if x % 1000 == 0 { u64::MAX } else { x % 5000 }).collect(),
        ),
        ("powers", noise(n).map(|x| 1 << (x % 64)).collect()),
        ("floats", noise(n).map(|x| ((x as i64) as f64 / 1e18).to_bits()).collect()),
    ];
    for (name, elements) in kinds {
        let mut want = elements.clone();
        want.sort_unstable();
        let a = Array::from_vec(elements);
        assert!(sort(&a).as_slice() == Some(&want[..]), "{name}");
        let order = argsort(&a);
        assert!(order.iter().map(|&at| a[[at]]).eq(want.iter().copied()), "{name}");
        let stable = order.as_slice().unwrap().windows(2);
        assert!({ stable }.all(|w| a[[w[0]]] < a[[w[1]]] || w[0] < w[1]), "{name}");
        let narrow = a.map(|x| x as u32 as i32);
        let mut want = narrow.iter().copied().collect::<Vec<i32>>();
        want.sort_unstable();
        assert!(sort(&narrow).as_slice() == Some(&want[..]), "{name} as i32");
        let complex = a.map(|x| Complex::new((x % 3) as f64, x as f64));
        let sorted = sort(&complex);
        assert!(sorted.iter().map(|x| x.rank()).is_sorted(), "{name} as complex");
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let a = Array::from_vec(
        noise(400_000).map(|x| f64::from((x % 70_000) as i32 - 3)).collect::<Vec<_>>(),
    );
    let all = || (sort(&a), argsort(&a), unique_all(&a), topk(&a, 1000), partition(&a, 1234));
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(all)
    };
    let one = on(1);
    assert!(one == on(2) && one == on(5));
}

/// Every bit pattern of 16-bit floats comes back from its word, in order.
#[test]
fn words_keep_bits_and_order() {
    let all: Vec<f16> = (0..=u16::MAX).map(f16::from_bits).collect();
    assert!(all.iter().all(|x| f16::of_word(x.word()).to_bits() == x.to_bits()));
    let sorted = sort(View::from_slice(&all));
    let numbers = 2 * 0x7c01;
    assert!(
        sorted.iter().take(numbers).zip(sorted.iter().skip(1)).all(|(a, b)| a <= b || b.is_nan())
    );
    assert!(sorted.iter().skip(numbers).all(|x| x.is_nan()) && !sorted[[numbers - 1]].is_nan());
    let ranks = sorted.map(|x| x.rank());
    assert!(ranks.as_slice().unwrap().is_sorted());
    assert_eq!(f16::from_f64(-0.0).rank(), f16::ZERO.rank());
}
