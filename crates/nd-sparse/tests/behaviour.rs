//! What SciPy does and what we do: one test for each observed behaviour. Where SciPy's answer is a trap, ours is
//! the one that its documentation leads to expect.

use nd_core::{Complex, array, s};
use nd_sparse::{Coo, Csc, Csr, Dok, Lil, SparseError};

fn coo<T: nd_sparse::SparseElement>(shape: [usize; 2], entries: &[(usize, usize, T)]) -> Coo<T> {
    Coo::from_triplets(shape, entries.iter().copied()).expect("within the shape")
}

#[test]
fn duplicates_mean_their_sum() {
    let a = coo([1, 1], &[(0, 0, 1.0), (0, 0, 2.0)]);
    assert_eq!((a.nnz(), a.to_dense(), a.to_csr().nnz()), (2, array![[3.0]], 1));
    assert_eq!(a.to_csr().matvec(&[1.0]), array![3.0]);
}

#[test]
fn reading_changes_nothing() {
    let a = coo([1, 1], &[(0, 0, 100i8), (0, 0, 100)]);
    assert_eq!(a.sum_axis(0), array![200]);
    assert_eq!(a.sum(), 200);
    assert_eq!(a.sum_axis(0), array![200]);
    assert_eq!(a.nnz(), 2);
}

#[test]
fn duplicates_merge_in_the_element_type() {
    let a = coo([1, 1], &[(0, 0, 100i8), (0, 0, 100)]);
    assert_eq!(a.to_csr().get(0, 0), -56);
    assert_eq!(a.to_dense(), array![[-56i8]]);
    let truth = coo([1, 1], &[(0, 0, true), (0, 0, true)]);
    assert_eq!(truth.to_csr().values(), [true]);
    assert_eq!((truth.sum(), truth.sum_axis(0), truth.to_csr().sum()), (1, array![1], 1));
}

#[test]
fn opposite_duplicates_are_no_truth() {
    let a = coo([1, 1], &[(0, 0, 1), (0, 0, -1)]).to_csr();
    assert_eq!(a.count_nonzero(), 0);
    assert_eq!(a.cast::<bool>().values(), [false]);
}

#[test]
fn what_drops_stored_zeros() {
    let a = Csr::<i32>::from_parts([1, 2], vec![0, 2], vec![0, 1], vec![0, 5]).unwrap();
    assert_eq!((&a - &a).nnz(), 0);
    assert_eq!((&a + &Csr::zeros([1, 2])).nnz(), 1);
    assert_eq!((&a * &a).nnz(), 1);
    assert_eq!(a.maximum(&a).nnz(), 1);
    assert_eq!(a.not_equal(&Csr::zeros([1, 2])).nnz(), 1);
    let (row, column) = (Csr::<i32>::from_dense([[1, 1]]), Csr::<i32>::from_dense([[1], [-1]]));
    assert_eq!(row.matmul(&column).nnz(), 0);
}

#[test]
fn what_keeps_stored_zeros() {
    let a = Csr::<i32>::from_parts([2, 2], vec![0, 2, 3], vec![0, 1, 0], vec![0, 5, 0]).unwrap();
    assert_eq!((-&a).nnz(), 3);
    let zero = 0;
    assert_eq!((&a * zero).nnz(), 3);
    assert_eq!(a.map_stored(|x: i32| x.abs()).nnz(), 3);
    assert_eq!(a.t().to_csr().nnz(), 3);
    assert_eq!(a.slice(s![..;-1, ..]).nnz(), 3);
    assert_eq!(a.to_csc().nnz(), 3);
    assert_eq!(a.to_coo().to_csr().nnz(), 3);
    assert_eq!(Dok::from(&a).to_csr().nnz(), 3);
    assert_eq!(Lil::from(&a).to_csr().nnz(), 3);
    assert_eq!(nd_sparse::Bsr::from_csr(&a, [1, 1]).to_csr().nnz(), 3);
    assert_eq!(nd_sparse::vstack(&[&a, &a]).nnz(), 6);
    assert_eq!(nd_sparse::kron(&a, &Csr::eye(1)).nnz(), 3);
    assert_eq!(a.cast::<f64>().nnz(), 3);
    assert_eq!(a.reshape([1, 4]).nnz(), 3);
    assert_eq!(a.triu(0).nnz(), 2);
    assert_eq!(a.prune().nnz(), 1);
}

#[test]
fn nan_counts_and_negative_zero_does_not() {
    let a = Csr::<f64>::from_dense([[-0.0, f64::NAN, 0.0]]);
    assert_eq!((a.nnz(), a.count_nonzero()), (1, 1));
    let stored =
        Csr::<f64>::from_parts([1, 3], vec![0, 3], vec![0, 1, 2], vec![f64::NAN, 0.0, -0.0]);
    let pruned = stored.unwrap().prune();
    assert_eq!(pruned.indices(), [0]);
}

#[test]
fn setting_zero_stores_it_or_removes_the_entry() {
    let mut a = Csr::<i32>::eye(2);
    a.set(0, 1, 0);
    a.set(0, 0, 0);
    assert_eq!((a.nnz(), a.count_nonzero()), (3, 1));
    let mut map = Dok::from(&Csr::<i32>::eye(2));
    map.set(0, 0, 0);
    assert_eq!(map.nnz(), 1);
    let mut list = Lil::from(&Csr::<i32>::eye(2));
    list.set(0, 0, 0);
    list.set(0, 1, 0);
    assert_eq!(list.nnz(), 1);
}

#[test]
fn of_several_assignments_the_last_counts() {
    let mut a = Csr::<i32>::zeros([2, 2]);
    a.set_places(&[0, 0], &[1, 1], &[9, 8]);
    assert_eq!(a.get(0, 1), 8);
    let mut a = Csc::<i32>::zeros([2, 2]);
    a.set_places(&[0, 0], &[1, 1], &[9, 8]);
    assert_eq!(a.get(0, 1), 8);
}

#[test]
fn comparisons_with_nan_are_false_but_for_unequal() {
    let a = Csr::<f64>::from_dense([[f64::NAN, f64::NAN]]);
    let b = Csr::<f64>::from_dense([[1.0, f64::NAN]]);
    for one in [a.less_equal(1.0), a.greater_equal(&b), a.less(1.0), a.greater(-1.0), a.equal(&a)] {
        assert_eq!(one.count_nonzero(), 0);
    }
    assert_eq!(a.less_equal(&b).nnz() + a.less(&b).nnz() + a.equal(1.0).nnz(), 0);
    assert_eq!(a.not_equal(&a).nnz(), 2);
}

#[test]
fn shapes_broadcast_or_are_refused_by_all_operators() {
    let a = Csr::<i32>::from_dense([[1, 0], [0, 2]]);
    let row = Csr::<i32>::from_dense([[1, 2]]);
    let column = Csr::<i32>::from_dense([[1], [0]]);
    assert_eq!(a.equal(&row).to_dense(), array![[true, false], [false, true]]);
    assert_eq!((&a + &row).to_dense(), array![[2, 2], [1, 4]]);
    assert_eq!((&a + &column).to_dense(), array![[2, 1], [0, 2]]);
    assert_eq!((&row + &column).to_dense(), array![[2, 3], [1, 2]]);
    assert_eq!((&a * &row).to_dense(), array![[1, 0], [0, 4]]);
    assert_eq!((&a * &column).to_dense(), array![[1, 0], [0, 0]]);
    assert_eq!((&column * &a).to_dense(), array![[1, 0], [0, 0]]);
    assert_eq!((&column * &row).to_dense(), array![[1, 2], [0, 0]]);
    assert_eq!(a.to_csc().maximum(&row).to_dense(), array![[1, 2], [1, 2]]);
    assert_eq!(a.less(&column).to_dense(), array![[false, true], [false, false]]);
    let three = Csr::<i32>::zeros([3, 2]);
    for error in [
        a.try_add(&three).unwrap_err(),
        a.try_multiply(&three).unwrap_err(),
        a.try_less(&three).unwrap_err(),
        a.try_equal(&three).unwrap_err(),
        a.try_maximum(&three).unwrap_err(),
    ] {
        assert!(error.to_string().ends_with("shapes [2, 2] and [3, 2] do not broadcast together"));
    }
}

#[test]
fn comparisons_that_zeros_make_true() {
    let a = Csr::<i32>::from_dense([[1, 0, 0]]);
    assert_eq!(a.equal(0).indices(), [1, 2]);
    assert_eq!(a.less(1).indices(), [1, 2]);
    assert_eq!(a.greater_equal(&Csr::zeros([1, 3])).nnz(), 3);
    assert_eq!(a.not_equal(2).nnz(), 3);
}

#[test]
#[should_panic(expected = "pow: an exponent of 0 makes every element 1, stored or not")]
fn the_power_zero_is_refused() {
    let _ = Csr::<f64>::eye(2).pow(0);
}

#[test]
fn division_is_true_division() {
    let a = Csr::<f64>::from_dense([[49.0, 1e-310]]);
    assert_eq!((&a / 49.0).values()[0], 1.0);
    assert_eq!((&a / 1e-310).values()[1], 1.0);
    assert_eq!(a.divide_dense([[49.0, 1e-310]]).values(), [1.0, 1.0]);
    let halves: Csr<f32> = &Csr::<f32>::from_dense([[3.0]]) / 2.0;
    assert_eq!(halves.values(), [1.5]);
}

#[test]
fn what_is_not_stored_is_not_divided() {
    let a = Csr::<f64>::from_dense([[1.0, 0.0]]);
    assert_eq!((&a / 0.0).to_dense(), array![[f64::INFINITY, 0.0]]);
    assert_eq!(a.divide_dense([[0.0, 0.0]]).to_dense(), array![[f64::INFINITY, 0.0]]);
    assert!(a.div_dense(&a)[[0, 1]].is_nan());
}

#[test]
fn nan_times_what_is_not_stored() {
    let a = Csr::<f64>::from_dense([[1.0, 0.0], [1.0, 1.0]]);
    let product = a.multiply_dense(nd_core::Array::full([2, 2], f64::NAN));
    assert_eq!(product.nnz(), 3);
    assert!(product.values().iter().all(|x| x.is_nan()));
    let y = a.matvec(&[1.0, f64::NAN]);
    assert!(y[[0]] == 1.0 && y[[1]].is_nan());
}

#[test]
fn types_of_sums_and_means() {
    let _: i64 = Csr::<bool>::eye(2).sum();
    let _: i64 = Csr::<i8>::eye(2).sum();
    let _: u64 = Csr::<u16>::eye(2).sum();
    let _: f32 = Csr::<f32>::eye(2).sum();
    let _: f64 = Csr::<i32>::eye(2).mean();
    let _: f32 = Csr::<f32>::eye(2).mean();
    assert_eq!(Csr::<Complex<f32>>::eye(3).sum(), Complex::new(3.0, 0.0));
}

#[test]
fn sums_of_f32_do_not_depend_on_the_format() {
    let tenths = nd_core::Array::full([100_000, 1], 0.1f32);
    let (rows, columns) = (Csr::<f32>::from_dense(&tenths), Csc::<f32>::from_dense(&tenths));
    assert_eq!((rows.sum(), columns.sum()), (10_000.0, 10_000.0));
    assert_eq!((rows.sum_axis(0), columns.sum_axis(0)), (array![10_000.0], array![10_000.0]));
}

#[test]
fn integers_wrap() {
    let a = Csr::<i8>::from_dense([[100, 100, 100]]);
    assert_eq!(a.matmul(a.t()).get(0, 0), 48);
    assert_eq!((&a * 2).values(), [-56; 3]);
    assert_eq!(a.pow(2).values(), [16; 3]);
    assert_eq!(a.sum(), 300);
}

#[test]
fn nothing_added_up() {
    let a = Csr::<f64>::zeros([0, 3]);
    assert_eq!(a.sum_axis(0), array![0.0, 0.0, 0.0]);
    assert_eq!(a.max_axis(1).shape(), [0]);
    assert!(a.mean().is_nan());
    assert!(a.mean_axis(0).iter().all(|x| x.is_nan()));
}

#[test]
#[should_panic(expected = "max: no elements in shape [0, 3]")]
fn the_largest_of_nothing() {
    Csr::<f64>::zeros([0, 3]).max();
}

#[test]
#[should_panic(expected = "max_axis: no elements along the axes of shape [0, 3]")]
fn the_largest_along_nothing() {
    Csr::<f64>::zeros([0, 3]).max_axis(0);
}

#[test]
fn extremes_count_what_is_not_stored() {
    let a = Csr::<f64>::from_dense([[-1.0, 0.0, f64::NAN]]);
    assert!(a.max().is_nan());
    assert_eq!((a.nanmax(), a.nanmin()), (0.0, -1.0));
    let full = Csr::<f64>::from_dense([[-1.0, -2.0]]);
    assert_eq!(full.max(), -1.0);
    assert!(Csr::<f64>::from_dense([[f64::NAN]]).nanmax().is_nan());
}

#[test]
fn the_larger_of_nan_and_a_number_is_nan() {
    // SciPy's depends on the order.
    let (a, b) = (Csr::<f64>::from_dense([[f64::NAN, 1.0]]), Csr::<f64>::from_dense([[2.0, 0.0]]));
    assert!(a.maximum(&b).get(0, 0).is_nan() && b.maximum(&a).get(0, 0).is_nan());
    assert!(a.minimum(&b).get(0, 0).is_nan() && b.minimum(&a).get(0, 0).is_nan());
}

#[test]
fn places_of_extremes() {
    assert_eq!(Csr::<i32>::from_dense([[-1, 0, -2]]).argmax_axis(1), array![1]);
    let a = Csr::<f64>::from_dense([[3.0, f64::NAN, 0.0]]);
    assert_eq!((a.argmax_axis(1), a.argmax()), (array![1], [0, 1]));
    assert_eq!(Csr::<i32>::zeros([2, 3]).argmin(), [0, 0]);
}

#[test]
fn slices_and_lists() {
    let a = Csr::<i32>::from_dense([[1, 2, 3], [4, 5, 6]]);
    assert_eq!(a.slice(s![.., ..;-2]).to_dense(), array![[3, 1], [6, 4]]);
    assert_eq!(a.slice(s![..;-1]).to_dense(), array![[4, 5, 6], [1, 2, 3]]);
    assert_eq!(a.take(&[-1, 0], 1).to_dense(), array![[3, 1], [6, 4]]);
    let (five, one) = (5, 1);
    assert_eq!(a.slice(s![five..one]).shape(), [0, 3]);
    let error = a.try_take(&[0, 3], 1).unwrap_err();
    assert_eq!(error.to_string(), "take: index 3 is out of bounds for axis 1 with length 3");
}

#[test]
fn long_axes() {
    let long = Csr::<f64>::try_zeros([1, (1 << 32) + 1]).unwrap_err();
    assert_eq!(
        long.to_string(),
        "zeros: an axis of length 4294967297 needs indices of more than 32 bits: use `usize`"
    );
    assert!(Csr::<f64>::try_zeros([1, 1 << 32]).is_ok());
    let mut a = Coo::<u8>::new([100_000, 100_000]);
    a.push([70_000, 7_000], 1);
    let flat = 70_000usize * 100_000 + 7_000;
    let reshaped = a.reshape([50_000, 200_000]);
    assert_eq!(reshaped.coords(0)[0] as usize, flat / 200_000);
    assert_eq!(reshaped.coords(1)[0] as usize, flat % 200_000);
}

#[test]
fn parts_are_checked() {
    let try_parts = |starts: &[usize], indices: &[u32]| {
        let values = vec![1.0; indices.len()];
        Csr::<f64>::from_parts([2, 2], starts.to_vec(), indices.to_vec(), values).unwrap_err()
    };
    let cases: [(SparseError, &str); 7] = [
        (
            try_parts(&[0, 1], &[0]),
            "from_parts: 2 starts for 2 rows or columns: one more than these are needed",
        ),
        (
            try_parts(&[1, 1, 1], &[0]),
            "from_parts: start 0 is 1: starts go from 0 up to the number of entries, 1",
        ),
        (
            try_parts(&[0, 1, 0], &[0]),
            "from_parts: start 2 is 0: starts go from 0 up to the number of entries, 1",
        ),
        (
            try_parts(&[0, 1, 3], &[0]),
            "from_parts: start 2 is 3: starts go from 0 up to the number of entries, 1",
        ),
        (
            try_parts(&[0, 1, 2], &[0, 5]),
            "from_parts: index 5 in row or column 1 is not below the length 2",
        ),
        (
            try_parts(&[0, 0, 2], &[1, 0]),
            "from_parts: in row or column 1 index 0 follows 1: they have to ascend; `Coo` takes any order",
        ),
        (
            try_parts(&[0, 2, 2], &[1, 1]),
            "from_parts: in row or column 0 index 1 follows 1: they have to ascend; `Coo` takes any order",
        ),
    ];
    for (error, message) in cases {
        assert_eq!(error.to_string(), message);
    }
    let uneven = Csr::<f64>::from_parts([1, 1], vec![0, 1], vec![0], vec![]).unwrap_err();
    assert_eq!(uneven.to_string(), "from_parts: 1 indices for 0 values");
}

#[test]
fn products_are_sorted() {
    let a = Csr::<i32>::from_dense([[1, 0, 1], [0, 1, 1], [1, 1, 0]]);
    let product = a.matmul(&a);
    for row in product.rows() {
        assert!(row.indices().is_sorted_by(|a, b| a < b));
    }
}

#[test]
fn formats_of_results() {
    let (rows, columns) = (Csr::<i32>::eye(2), Csc::<i32>::eye(2));
    let _: Csr<i32> = &rows + &columns;
    let _: Csc<i32> = &columns + &rows;
    let _: Csr<i32> = rows.matmul(&columns);
}

#[test]
fn diagonals_keep_their_type() {
    let a: Csr<i32> = Csr::diags([2, 2], &[(0, &[1, 2])]);
    assert_eq!(a.values(), [1, 2]);
    let message = |diagonals: &[(isize, &[i32])]| {
        Csr::<i32>::try_diags([3, 3], diagonals).unwrap_err().to_string()
    };
    assert_eq!(
        message(&[(1, &[1, 2, 3])]),
        "diagonal 1 of shape [3, 3] in diags: shapes [2] and [3] differ"
    );
    assert_eq!(message(&[(1, &[1]), (1, &[2])]), "diags: diagonal 1 is given twice");
}

#[test]
fn nan_beside_what_the_other_does_not_store() {
    let a = Csr::<f64>::from_dense([[f64::NAN, 2.0]]);
    let b = Csr::<f64>::from_dense([[0.0, 3.0], [0.0, 0.0]]);
    // Of one shape: as IEEE numbers; where shapes broadcast: entries of both.
    assert!((&a * &b.slice(s![..1])).get(0, 0).is_nan());
    assert_eq!((&a * &b).to_dense(), array![[0.0, 6.0], [0.0, 0.0]]);
}
