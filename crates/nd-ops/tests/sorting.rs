//! Order, searches and sets against NumPy's results, made by `golden/sorting.py`, and by themselves.

use half::f16;
use nd_core::{Array, Complex, Element, View, array};
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

/// Many elements of every kind that a sample may mislead about.
fn kinds(n: usize) -> Vec<(&'static str, Vec<u64>)> {
    vec![
        ("any", noise(n).collect()),
        ("few", noise(n).map(|x| x % 10).collect()),
        ("some", noise(n).map(|x| x % 3000).collect()),
        ("one", vec![7; n]),
        ("one and another", noise(n).map(|x| u64::from(x % 5000 == 0)).collect()),
        ("rising", (0..n as u64).collect()),
        ("falling", (0..n as u64).rev().collect()),
        (
            "one far away",
            noise(n).map(|x| if x % 1000 == 0 { u64::MAX } else { x % 5000 }).collect(),
        ),
        ("powers", noise(n).map(|x| 1 << (x % 64)).collect()),
        ("of every length", noise(n).map(|x| x >> (x % 64)).collect()),
        ("close together", noise(n).map(|x| (1 << 40) * (x % 5) + (x >> 60)).collect()),
        ("floats", noise(n).map(|x| ((x as i64) as f64 / 1e18).to_bits()).collect()),
    ]
}

/// Sorted as the standard library sorts, whatever the elements are like.
#[test]
fn large_arrays_are_sorted_whatever_is_in_them() {
    for (name, elements) in kinds(300_000) {
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

/// What is found in many elements without sorting them is what sorting finds.
#[test]
fn large_arrays_are_searched_whatever_is_in_them() {
    let n = 200_000;
    for (name, elements) in kinds(n) {
        let mut sorted = elements.clone();
        sorted.sort_unstable();
        let a = Array::from_vec(elements);
        for kth in [0, 1, 777, n / 2, n - 2, n - 1] {
            let parts = partition(&a, kth as isize);
            assert_eq!(parts[[kth]], sorted[kth], "{name}: {kth}");
            let [before, after] =
                [&parts.as_slice().unwrap()[..kth], &parts.as_slice().unwrap()[kth..]];
            assert!(before.iter().all(|x| x <= &sorted[kth]), "{name}: {kth}");
            assert!(after.iter().all(|x| x >= &sorted[kth]), "{name}: {kth}");
            let mut all = parts.into_vec();
            all.sort_unstable();
            assert!(all == sorted, "{name}: {kth}");
            let places = argpartition(&a, kth as isize);
            assert_eq!(a[[places[[kth]]]], sorted[kth], "{name}: place {kth}");
            assert!(sort(&places).iter().copied().eq(0..n), "{name}: place {kth}");
        }
        for k in [1, 1000, n - 5] {
            assert!(topk(&a, -(k as isize)).as_slice() == Some(&sorted[..k]), "{name}: {k}");
            let most: Vec<u64> = sorted.iter().rev().take(k).copied().collect();
            assert!(topk(&a, k as isize).as_slice() == Some(&most[..]), "{name}: {k}");
        }
        let counts = unique_counts(&a);
        let runs: Vec<(u64, usize)> =
            sorted.chunk_by(|a, b| a == b).map(|r| (r[0], r.len())).collect();
        assert!(counts.values.iter().copied().eq(runs.iter().map(|r| r.0)), "{name}");
        assert!(counts.counts.iter().copied().eq(runs.iter().map(|r| r.1)), "{name}");
        let wanted: Vec<u64> =
            noise(5000).map(|x| x % 6000).chain(sorted.iter().step_by(7).copied()).collect();
        let (left, right) = (searchsorted(&sorted, &wanted), searchsorted_right(&sorted, &wanted));
        let among = isin(&wanted, &a);
        for (at, x) in wanted.iter().enumerate() {
            assert_eq!(left[[at]], sorted.partition_point(|y| y < x), "{name}: {x}");
            assert_eq!(right[[at]], sorted.partition_point(|y| y <= x), "{name}: {x}");
            assert_eq!(among[[at]], sorted.binary_search(x).is_ok(), "{name}: {x}");
        }
    }
}

/// Quantiles of a long lane are those of the same elements in order.
#[test]
fn quantiles_of_long_lanes_are_those_of_sorted_ones() {
    let n = 150_001;
    for (name, elements) in kinds(n) {
        let a = Array::from_vec(elements).map(|x| (x >> 12) as f64);
        let sorted = sort(&a);
        let few = nd_ops::quantiles(&a, [0.0, 0.5, 0.999]);
        let many: Vec<f64> = (0..9).map(|at| f64::from(at) / 8.0).collect();
        let got = nd_ops::quantiles(&a, many);
        assert_eq!(few, array![sorted[[0]], sorted[[n / 2]], few[[2]]], "{name}");
        assert!(sorted[[149_850]] <= few[[2]] && few[[2]] <= sorted[[149_851]], "{name}");
        assert!((0..9).all(|at| got[[at]] == sorted[[at * (n / 8)]]), "{name}");
        assert_eq!(nd_ops::median(&a), sorted[[n / 2]], "{name}");
        let mut holed: Vec<f64> = a.iter().copied().collect();
        holed.extend([f64::NAN, -f64::NAN]);
        assert!(nd_ops::median(&holed).is_nan(), "{name}");
        assert_eq!(nd_ops::nanmedian(&holed), sorted[[n / 2]], "{name}");
    }
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    let a = Array::from_vec(
        noise(400_000).map(|x| f64::from((x % 70_000) as i32 - 3)).collect::<Vec<_>>(),
    );
    let all = || {
        let median = nd_ops::median(&a).to_bits();
        (sort(&a), argsort(&a), unique_all(&a), topk(&a, 1000), partition(&a, 1234), median)
    };
    let on = |threads: usize| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(all)
    };
    let one = on(1);
    assert!([2, 3, 8].into_iter().all(|threads| one == on(threads)));
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
