//! What holds for all matrices: an operation on them is the operation on their dense arrays, what comes out is
//! canonical, and the number of threads does not show.

use nd_core::{Array, SliceItem, array};
use nd_sparse::{Bsr, Coo, Csc, Csr, Dia, Dok, Lil, PlusTimes, Semiring, SparseElement};
use proptest::prelude::*;

/// A matrix with stored zeros, made from entries in any order.
fn matrix(
    rows: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
) -> impl Strategy<Value = Coo<i64>> {
    (rows, columns).prop_flat_map(|(rows, columns)| {
        let entry = (0..rows.max(1), 0..columns.max(1), -3i64..4);
        prop::collection::vec(entry, 0..60).prop_map(move |entries| {
            let within = entries.into_iter().filter(|&(r, c, _)| r < rows && c < columns);
            Coo::from_triplets([rows, columns], within).expect("within the shape")
        })
    })
}

fn canonical<T: SparseElement>(a: &Csr<T>) -> bool {
    let (starts, indices, values) = a.clone().into_parts();
    Csr::from_parts(a.shape(), starts, indices, values).is_ok()
}

/// The product, by definition.
fn times(a: &Array<i64>, b: &Array<i64>) -> Array<i64> {
    let (rows, inner, columns) = (a.shape()[0], a.shape()[1], b.shape()[1]);
    Array::from_fn([rows, columns], |at| (0..inner).map(|k| a[[at[0], k]] * b[[k, at[1]]]).sum())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn formats_hold_the_same(coo in matrix(0..9, 0..9)) {
        let dense = coo.to_dense();
        let a = coo.to_csr();
        prop_assert!(canonical(&a));
        prop_assert_eq!(&a.to_dense(), &dense);
        prop_assert_eq!(&coo.to_csc().to_dense(), &dense);
        prop_assert_eq!(&coo.sum_duplicates().to_dense(), &dense);
        prop_assert!(a.to_csc().to_csr() == a);
        prop_assert!(a.to_coo().to_csr() == a);
        prop_assert!(Dok::from(&a).to_csr() == a);
        prop_assert!(Lil::from(&a).to_csr() == a);
        prop_assert!(Dia::from_csr(&a).to_csr() == a.prune());
        prop_assert!(Bsr::from_csr(&a, [1, 1]).to_csr() == a);
        prop_assert!(Csr::<i64>::from_dense(&dense) == a.prune());
        prop_assert!(Csc::<i64>::from_dense(&dense).to_csr() == a.prune());
        prop_assert!(a.with_indices::<usize>().unwrap().with_indices::<u32>().unwrap() == a);
        if a.shape().iter().all(|len| len % 2 == 0) {
            prop_assert_eq!(&Bsr::from_csr(&a, [2, 2]).to_dense(), &dense);
        }
        let x: Vec<i64> = (0..a.shape()[1] as i64).collect();
        let product = a.matvec(&x);
        prop_assert_eq!(&Dia::from_csr(&a).matvec(&x), &product);
        prop_assert_eq!(&Bsr::from_csr(&a, [1, 1]).matvec(&x), &product);
        prop_assert_eq!(&a.to_csc().matvec(&x), &product);
    }

    #[test]
    fn operations_are_those_of_dense_arrays(a in matrix(3..6, 4..7), b in matrix(3..6, 4..7)) {
        let a = a.to_csr();
        let b = b.to_csr().resize(a.shape());
        let (x, y) = (a.to_dense(), b.to_dense());
        for made in [&a + &b, &a - &b, &a * &b, a.maximum(&b), a.filter(|r, c, _| r != c)] {
            prop_assert!(canonical(&made));
        }
        prop_assert_eq!((&a + &b).to_dense(), &x + &y);
        prop_assert_eq!((&a - &b).to_dense(), &x - &y);
        prop_assert_eq!((&a * &b).to_dense(), &x * &y);
        prop_assert_eq!(a.minimum(&b).to_dense(), nd_ops::minimum(&x, &y));
        prop_assert_eq!(a.equal(&b).to_dense(), nd_core::equal(&x, &y));
        prop_assert_eq!(a.less(1).to_dense(), nd_core::less(&x, 1));
        prop_assert_eq!(a.combine(&b, |x, y| 2 * x - y).to_dense(), &x * 2 - &y);
        prop_assert_eq!(a.sum_axis(0), nd_ops::sum_axis(&x, 0));
        prop_assert_eq!(a.to_csc().sum_axis(1), nd_ops::sum_axis(&x, 1));
        prop_assert_eq!(a.max_axis(0), nd_ops::max_axis(&x, 0));
        prop_assert_eq!(a.argmin_axis(1), nd_ops::argmin_axis(&x, 1));
        prop_assert_eq!(a.add_dense(&y), &x + &y);
        prop_assert_eq!(a.multiply_dense(&y).to_dense(), &x * &y);
    }

    #[test]
    fn products_are_those_of_dense_arrays(a in matrix(0..7, 1..7), b in matrix(1..7, 0..7)) {
        let a = a.to_csr();
        let b = b.to_csr().resize([a.shape()[1], b.shape()[1]]);
        let product = times(&a.to_dense(), &b.to_dense());
        let made = a.matmul(&b);
        prop_assert!(canonical(&made));
        prop_assert_eq!(&made.to_dense(), &product);
        prop_assert!(a.to_csc().matmul(&b).to_csr() == made);
        prop_assert!(a.matmul_over(&b, &PlusTimes::default()) == made);
        prop_assert!(a.to_csc().matmul_over(&b.to_csc(), &PlusTimes::default()).to_csr() == made);
        let mask = made.filter(|row, column, _| (row + column) % 2 == 0);
        prop_assert!(a.matmul_masked(&b, &mask, &PlusTimes::default()) == mask);
        prop_assert_eq!(&a.matmul_dense(b.to_dense()), &product);
        prop_assert_eq!(&b.dense_matmul(a.to_dense()), &product);
        prop_assert_eq!(&b.to_csc().dense_matmul(a.to_dense().t().to_array().t()), &product);
        prop_assert!(a.gram() == a.t().to_csr().matmul(&a));
        prop_assert!(a.to_csc().gram().to_csr() == a.gram());
        // Wide enough that products are sorted, not counted.
        let wide = b.resize([b.shape()[0], 1 << 20]);
        prop_assert!(a.matmul(&wide).resize(made.shape()) == made);
    }

    #[test]
    fn slices_are_those_of_dense_arrays(
        a in matrix(0..7, 0..7),
        start in -8isize..8, stop in -8isize..8, step in prop::sample::select(vec![-3isize, -1, 1, 2]),
    ) {
        let (a, range) = (a.to_csr(), nd_core::Slice { start: Some(start), stop: Some(stop), step });
        let dense = a.to_dense();
        for items in [
            vec![SliceItem::Range(range)],
            vec![SliceItem::Ellipsis, SliceItem::Range(range)],
            vec![SliceItem::Range(range), SliceItem::Range(range)],
        ] {
            prop_assert_eq!(&a.slice(&items).to_dense(), &dense.slice(&items));
            prop_assert_eq!(&a.to_csc().slice(&items).to_dense(), &dense.slice(&items));
            let mut set = a.clone();
            let part = a.slice(&items).map_stored(|x: i64| x + 7);
            set.set_slice(&items, &part);
            prop_assert!(canonical(&set));
            let mut expected = dense.clone();
            expected.slice_mut(&items).assign(part.to_dense());
            prop_assert_eq!(&set.to_dense(), &expected);
        }
    }

    #[test]
    fn elements_that_are_set(a in matrix(1..6, 1..6), places in prop::collection::vec((0usize..6, 0usize..6, -2i64..3), 0..20)) {
        let mut one_by_one = a.to_csr();
        let mut columns = a.to_csc();
        let mut dense = a.to_dense();
        let shape = one_by_one.shape();
        let places: Vec<_> = places.into_iter().filter(|&(r, c, _)| r < shape[0] && c < shape[1]).collect();
        for &(row, column, value) in &places {
            one_by_one.set(row, column, value);
            columns.set(row, column, value);
            dense[[row, column]] = value;
        }
        prop_assert!(canonical(&one_by_one));
        prop_assert_eq!(&one_by_one.to_dense(), &dense);
        prop_assert_eq!(&columns.to_dense(), &dense);
        let mut at_once = a.to_csr();
        let rows: Vec<isize> = places.iter().map(|place| place.0 as isize).collect();
        let cols: Vec<isize> = places.iter().map(|place| place.1 as isize).collect();
        let values: Vec<i64> = places.iter().map(|place| place.2).collect();
        at_once.set_places(&rows, &cols, &values);
        prop_assert!(at_once == one_by_one);
    }
}

struct MinPlus;
impl Semiring for MinPlus {
    type Left = f64;
    type Right = f64;
    type Out = f64;
    fn multiply(&self, left: f64, right: f64) -> f64 {
        left + right
    }
    fn add(&self, sum: f64, term: f64) -> f64 {
        sum.min(term)
    }
}

#[test]
fn shortest_paths_are_powers_over_min_and_plus() {
    let inf = f64::INFINITY;
    let a = Csr::<f64>::from_dense([
        [0.0, 1.0, 9.0, 0.0],
        [0.0, 0.0, 2.0, 0.0],
        [0.0, 0.0, 0.0, 3.0],
        [0.0; 4],
    ]);
    let with_itself = a.with_diagonal([0.0], 0);
    let paths = with_itself.matmul_over(&with_itself, &MinPlus).matmul_over(&with_itself, &MinPlus);
    let dense = Array::from_fn([4, 4], |at| {
        let row = paths.row(at[0]);
        row.iter().find(|entry| entry.0 == at[1]).map_or(inf, |entry| entry.1)
    });
    assert_eq!(
        dense,
        array![
            [0.0, 1.0, 3.0, 6.0],
            [inf, 0.0, 2.0, 5.0],
            [inf, inf, 0.0, 3.0],
            [inf, inf, inf, 0.0]
        ]
    );
}

/// A matrix with many entries, the same every time.
fn large(rows: usize, columns: usize, entries: usize) -> Coo<f64> {
    let mut state = 1u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) as usize * below) >> 31
    };
    let triplet = |_| (next(rows), next(columns), (next(1000) + 1) as f64 / 7.0);
    let entries: Vec<_> = (0..entries).map(triplet).collect();
    Coo::from_triplets([rows, columns], entries).expect("within the shape")
}

#[test]
fn the_number_of_threads_does_not_show() {
    let coo = large(5_000, 3_000, 400_000);
    let x: Vec<f64> = (0..3_000).map(|i| 1.0 / (i + 1) as f64).collect();
    let all = || {
        let a = coo.to_csr();
        let gram = a.slice(nd_core::s![..400]).gram();
        let parts =
            [a.matvec(&x), a.to_csc().matvec(&x), a.t().matvec(a.matvec(&x)), a.sum_axis(0)];
        let bits: Vec<Vec<u64>> =
            parts.iter().map(|y| y.iter().map(|v| v.to_bits()).collect()).collect();
        (
            bits,
            a.sum().to_bits(),
            gram.into_parts(),
            (&a + &a.slice(nd_core::s![..;-1])).into_parts(),
        )
    };
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(all)
    };
    let one = on(1);
    assert!(one == on(2) && one == on(5));
    // Rows and columns have the same sums, to the bit.
    let (rows, columns) = (coo.to_csr(), coo.to_csc());
    assert_eq!(rows.sum_axis(0), columns.sum_axis(0));
    assert_eq!(rows.sum_axis(1), columns.sum_axis(1));
    assert_eq!(rows.sum().to_bits(), columns.sum().to_bits());
}

#[test]
fn large_matrices_are_sorted_and_added_up() {
    let coo = large(70_000, 900, 300_000);
    let a = coo.to_csr();
    assert!(canonical(&a));
    assert!(a.to_csc().to_csr() == a);
    let mut expected = vec![0.0; 70_000 * 900];
    for (index, value) in coo.iter() {
        expected[index[0] * 900 + index[1]] += value;
    }
    assert!(a.iter().all(|(row, column, value)| expected[row * 900 + column] == value));
    assert_eq!(a.nnz(), expected.iter().filter(|&&x| x != 0.0).count());
}
