//! Arrays of many pieces: the same results as of filled arrays, on any number of threads.

use nd_core::Array;
use nd_ops::ma::{self, MaskedArray};
use nd_ops::{Over, keepdims};

/// Whole numbers, whose sums are exact in any order, a third of them masked.
fn whole(shape: &[usize]) -> MaskedArray<f64> {
    let mut state = 7u64;
    let mut next = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let data = Array::from_fn(shape, |_| (next() % 2001) as f64 - 1000.0);
    let mask = Array::from_fn(shape, |_| next() % 3 == 0);
    MaskedArray::new(data, mask)
}

const SHAPES: &[&[usize]] = &[
    &[70_000],
    &[300, 200],
    &[3, 50_000],
    &[50_000, 3],
    &[40, 50, 60],
    &[1, 40_000],
    &[2, 3, 9000],
    &[9000, 3, 2],
    &[5, 1, 20_000],
    &[32_768],
    &[32_769],
    &[1200, 2500],
    &[3, 4, 5, 6, 140],
];

#[test]
fn pieces_make_what_the_whole_makes() {
    for &shape in SHAPES {
        let a = whole(shape);
        let axes: Vec<isize> = (0..shape.len() as isize).collect();
        for chosen in 0..1usize << axes.len() {
            let some: Vec<isize> = axes.iter().copied().filter(|k| chosen >> k & 1 == 1).collect();
            let over = Over::from(some.as_slice());
            let sums = nd_ops::sum_axis(a.filled_with(0.0), over);
            assert_eq!(ma::sum_axis(&a, over).data(), sums, "{shape:?} over {some:?}");
            let least = nd_ops::min_axis(a.filled_with(f64::INFINITY), over);
            assert_eq!(ma::min_axis(&a, over).data(), least, "{shape:?} over {some:?}");
            let kept = ma::max_axis(&a, keepdims(over));
            assert_eq!(kept.shape().len(), shape.len(), "{shape:?} over {some:?}");
            let counts = nd_ops::count_nonzero_axis(!a.mask_array(), over);
            assert_eq!(ma::count_axis(&a, over), counts, "{shape:?} over {some:?}");
        }
        assert_eq!(ma::sum(a.view().t()), ma::sum(&a), "{shape:?}");
        assert_eq!(ma::max(&a).map(|x| x as i64), ma::max(&a.cast::<i64>()), "{shape:?}");
        assert_eq!(ma::sum(a.cast::<i64>()), ma::sum(&a).map(|x| x as i64), "{shape:?}");
    }
}

#[test]
fn nan_among_many_is_seen_unless_masked() {
    let mut a = whole(&[200, 300]);
    a.set(&[150, 7], f64::NAN).unwrap();
    assert!(
        ma::max(&a).unwrap().is_nan()
            && ma::min(&a).unwrap().is_nan()
            && ma::sum(&a).unwrap().is_nan()
    );
    assert_eq!(ma::masked_invalid(ma::max_axis(&a, 1)).count(), 199);
    a.set(&[150, 7], None).unwrap();
    assert_eq!(ma::max(&a), Some(1000.0));
}

#[test]
fn threads_change_no_bit() {
    let a = whole(&[700, 300]) / 7.0;
    let results = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let all = [ma::sum(&a), ma::mean(&a), ma::std(&a)].map(|x| x.unwrap().to_bits());
            let axes = [ma::sum_axis(&a, 0), ma::mean_axis(&a, 1), ma::var_axis(&a, 0)];
            (all, axes.map(|a| a.data().map(f64::to_bits)))
        })
    };
    assert_eq!(results(1), results(3));
}
