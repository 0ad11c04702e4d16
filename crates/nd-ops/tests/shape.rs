//! Padding against NumPy's results and groups against pandas', made by `golden/shape.py`.

use nd_core::{Array, CastTo, Number, View, array};
use nd_ops::{
    Align, Averaged, Boundary, CoarsenOptions, DiffOptions, EdgeOrder, GradientOptions, Grouped,
    PadMode, Padded, RollingOptions, Sides, Spacing, ddof,
};
use std::str::FromStr;

const PAD: &str = include_str!("golden/pad.txt");
const GROUPS: &str = include_str!("golden/groups.txt");

fn list<T: FromStr<Err: std::fmt::Debug>>(word: &str) -> Vec<T> {
    let numbers = word.split(',').filter(|number| *number != "-");
    numbers.map(|number| number.parse().expect("a number")).collect()
}

fn numbers(shape: &str, elements: &str) -> Array<f64> {
    Array::from_shape_vec(list::<usize>(shape), list(elements))
}

fn pairs<T: Copy>(all: &[T]) -> Vec<(T, T)> {
    all.as_chunks().0.iter().map(|&[before, after]| (before, after)).collect()
}

fn same(found: f64, expected: f64, tolerance: f64) -> bool {
    let close = (found - expected).abs() <= tolerance * expected.abs().max(1.0);
    found == expected || close || (found.is_nan() && expected.is_nan())
}

fn assert_same(found: View<'_, f64>, expected: View<'_, f64>, tolerance: f64, line: &str) {
    assert_eq!(found.shape(), expected.shape(), "{line}");
    for (&found, &expected) in found.iter().zip(expected.iter()) {
        assert!(same(found, expected, tolerance), "{found} is not {expected}: {line}");
    }
}

fn pad_line<T: Padded + CastTo<f64>>(line: &str, tolerance: f64)
where
    f64: CastTo<T>,
{
    let words: Vec<&str> = line.split(' ').collect();
    let a = numbers(words[2], words[3]).map(|x| CastTo::<T>::cast_to(x));
    let widths = pairs(&list::<usize>(words[4]));
    let values = pairs(&list::<f64>(words[5]));
    let lengths = values.iter().map(|&(a, b)| (a as usize, b as usize)).collect::<Vec<_>>();
    let lengths = Some(Sides::from(lengths)).filter(|_| !values.is_empty());
    let values: Vec<(T, T)> = values.iter().map(|&(a, b)| (a.cast_to(), b.cast_to())).collect();
    let mode = match words[0] {
        "edge" => PadMode::Edge,
        "wrap" => PadMode::Wrap,
        "reflect" => PadMode::Reflect,
        "reflect_odd" => PadMode::ReflectOdd,
        "symmetric" => PadMode::Symmetric,
        "symmetric_odd" => PadMode::SymmetricOdd,
        "constant" => PadMode::constant(values),
        "linear_ramp" => PadMode::linear_ramp(values),
        "maximum" => PadMode::Maximum(lengths),
        "minimum" => PadMode::Minimum(lengths),
        "mean" => PadMode::Mean(lengths),
        "median" => PadMode::Median(lengths),
        other => panic!("{other}"),
    };
    let found = nd_ops::pad(&a, widths, mode).map(|x| CastTo::<f64>::cast_to(x));
    assert_same(found.view(), numbers(words[6], words[7]).view(), tolerance, line);
}

#[test]
fn padding_is_numpys() {
    for line in PAD.lines() {
        // Means are added up in another order than NumPy's where there are several axes.
        match line.split(' ').nth(1).expect("a type") {
            "f64" => pad_line::<f64>(line, if line.starts_with("mean") { 1e-15 } else { 0.0 }),
            // NumPy calculates ramps in single or in double precision, by how their ends are given.
            "f32" if line.starts_with("linear") => pad_line::<f32>(line, 3e-7),
            "f32" => pad_line::<f32>(line, if line.starts_with("mean") { 1e-6 } else { 0.0 }),
            "i64" => pad_line::<i64>(line, 0.0),
            "u8" => pad_line::<u8>(line, 0.0),
            "bool" => pad_line::<bool>(line, 0.0),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn views_are_padded_as_copies_are() {
    let a = Array::from_fn([4, 5], |at| at[0] * 10 + at[1]);
    let turned = a.t().flip(0);
    let padded = nd_ops::pad(turned, [(2, 1), (0, 3)], PadMode::Reflect);
    assert_eq!(padded, nd_ops::pad(turned.to_array(), [(2, 1), (0, 3)], PadMode::Reflect));
    assert_eq!(padded[[0, 0]], turned[[2, 0]]);
}

#[test]
fn complex_numbers_are_padded_by_their_parts() {
    use nd_core::Complex;
    let a: Vec<Complex<f64>> =
        [(1.0, 5.0), (3.0, -1.0), (3.0, 2.0)].map(|(re, im)| Complex::new(re, im)).into();
    let ends = |mode| {
        let padded = nd_ops::pad(&a, 1, mode);
        [padded[[0]], padded[[4]]].map(|z| (z.re, z.im))
    };
    assert_eq!(ends(PadMode::Maximum(None)), [(3.0, 2.0); 2]);
    assert_eq!(ends(PadMode::Minimum(None)), [(1.0, 5.0); 2]);
    assert_eq!(ends(PadMode::Median(None)), [(3.0, -1.0); 2]);
    assert_eq!(ends(PadMode::Mean(Some(2.into()))), [(2.0, 2.0), (3.0, 0.5)]);
    assert_eq!(ends(PadMode::ReflectOdd), [(-1.0, 11.0), (3.0, 5.0)]);
    assert_eq!(nd_ops::pad(&a, 2, PadMode::linear_ramp(Complex::new(0.0, 0.0)))[[1]], a[0] / 2.0);
}

#[test]
fn what_cannot_be_padded_says_why() {
    let empty = Array::<f64>::zeros([0, 2]);
    let error = nd_ops::try_pad(&empty, [(1, 0), (0, 0)], PadMode::Edge).unwrap_err();
    assert_eq!(error.to_string(), "pad (of no element): 0 elements do not fill shape [0, 2] of 0");
    assert_eq!(nd_ops::pad(&empty, [(1, 0), (0, 0)], PadMode::constant(7.0)), array![[7.0, 7.0]]);
    assert_eq!(nd_ops::pad(&empty, [(0, 0), (1, 1)], PadMode::Edge).shape(), [0, 4]);
    assert!(nd_ops::try_pad(&[1, 2], 1, PadMode::Mean(Some(0.into()))).is_err());
    assert!(nd_ops::try_pad(&[1, 2], usize::MAX, PadMode::Wrap).is_err());
}

fn grouped(name: &str, a: &Array<f64>, labels: &[i64], axis: isize) -> Grouped<i64, f64> {
    match name {
        "sum" => nd_ops::grouped_sum(a, labels, axis),
        "prod" => nd_ops::grouped_prod(a, labels, axis),
        "mean" => nd_ops::grouped_mean(a, labels, axis),
        "var" => nd_ops::grouped_var(a, labels, ddof(1, axis)),
        "std" => nd_ops::grouped_std(a, labels, ddof(1, axis)),
        "min" => nd_ops::grouped_min(a, labels, axis),
        "max" => nd_ops::grouped_max(a, labels, axis),
        "first" => nd_ops::grouped_first(a, labels, axis),
        "last" => nd_ops::grouped_last(a, labels, axis),
        other => panic!("{other}"),
    }
}

#[test]
fn groups_are_those_of_pandas() {
    for line in GROUPS.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let (axis, labels) = (words[1].parse().unwrap(), list::<i64>(words[4]));
        let a = numbers(words[2], words[3]);
        let found = grouped(words[0], &a, &labels, axis);
        assert_eq!(found.labels, list::<i64>(words[5]), "{line}");
        let mut shape = a.shape().to_vec();
        shape[axis as usize] = found.labels.len();
        let expected = Array::from_shape_vec(shape, list(words[6]));
        assert_same(found.values.view(), expected.view(), 1e-12, line);
    }
}

#[test]
fn groups_of_wide_rows_are_those_of_their_columns() {
    let a = Array::from_fn([6, 2500], |at| (at[0] * 31 + at[1] * 7) % 101);
    let labels = [9u64, 2, 9, u64::MAX, 2, 9];
    let sums = nd_ops::grouped_sum(&a, &labels, 0);
    assert_eq!(sums.labels, [2, 9, u64::MAX]);
    for j in 0..2500 {
        let column = |k: usize| a[[k, j]] as u64;
        let expected = [column(1) + column(4), column(0) + column(2) + column(5), column(3)];
        let found = [0, 1, 2].map(|group| sums.values[[group, j]]);
        assert_eq!(found, expected, "column {j}");
    }
    let turned = nd_ops::grouped_sum(a.t(), &labels, 1);
    assert_eq!(turned.values, sums.values.t());
}

#[test]
fn group_sums_keep_what_a_plain_sum_loses() {
    let n = 1 << 22;
    let a = Array::full([n], 0.1f32);
    let sum = nd_ops::grouped_sum(&a, vec![3; n], 0).values[[0]];
    let exact = (f64::from(0.1f32) * n as f64) as f32;
    assert_eq!(sum, exact);
    assert_eq!(
        nd_ops::grouped_sum(&[f64::MAX, f64::MAX, 1.0], &[0, 0, 0], 0).values[[0]],
        f64::INFINITY
    );
}

#[test]
fn groups_in_blocks_are_groups_of_the_whole() {
    use nd_ops::{Codes, Label, Moments, Ordered, Summable};
    let a = Array::from_fn([4, 9], |at| ((at[0] * 13 + at[1] * 29) % 17) as f64 / 8.0);
    let labels = [1i32, 5, 1, 1, 7, 5, 1, 7, 5];
    let Codes { labels: kinds, codes } = i32::codes_of(View::from_slice(&labels));
    let (mut sums, mut products) = (Array::zeros([4, 3]), Array::full([4, 3], 1.0));
    let (mut most, mut least) =
        (Array::full([4, 3], f64::NEG_INFINITY), Array::full([4, 3], f64::INFINITY));
    let mut moments = Array::full([4, 3], Moments::<f64>::default());
    for (block, codes) in a.split_at_indices(&[4], 1).into_iter().zip([&codes[..4], &codes[4..]]) {
        <f64 as nd_ops::AddedIn<f64>>::grouped_sum_into_of(sums.view_mut(), block, codes, 1);
        <f64 as Summable>::grouped_prod_into_of(products.view_mut(), block, codes, 1);
        <f64 as Ordered>::grouped_max_into_of(most.view_mut(), block, codes, 1);
        <f64 as Ordered>::grouped_min_into_of(least.view_mut(), block, codes, 1);
        <f64 as Averaged>::grouped_moments_into_of(moments.view_mut(), block, codes, 1);
    }
    let whole = nd_ops::grouped_sum(&a, &labels, 1);
    assert_eq!((&whole.labels, &whole.values), (&kinds, &sums)); // eighths: exact
    assert_same(nd_ops::grouped_prod(&a, &labels, 1).values.view(), products.view(), 1e-14, "prod");
    assert_eq!(nd_ops::grouped_max(&a, &labels, 1).values, most);
    assert_eq!(nd_ops::grouped_min(&a, &labels, 1).values, least);
    let variances = moments.map(|moments| moments.variance(1.0));
    assert_same(
        nd_ops::grouped_var(&a, &labels, ddof(1, 1)).values.view(),
        variances.view(),
        1e-13,
        "var",
    );
}

#[test]
fn no_positions_are_no_groups() {
    let none = nd_ops::grouped_sum(Array::<f64>::zeros([3, 0]), Vec::<u8>::new(), 1);
    assert_eq!((none.labels.len(), none.values.shape()), (0, &[3, 0][..]));
    assert_eq!(nd_ops::grouped_mean(Array::<f64>::zeros([2, 0]), [4, 4], 0).values.shape(), [1, 0]);
}

#[test]
#[should_panic(expected = "grouped_sum: labels of axis 1: shapes [3] and [2] differ")]
fn labels_are_one_for_each_position() {
    nd_ops::grouped_sum(Array::<f64>::zeros([2, 3]), [1, 2], -1);
}

const ROLLING: &str = include_str!("golden/rolling.txt");

fn rolled(
    name: &str,
    a: &Array<f64>,
    window: usize,
    axis: isize,
    options: &RollingOptions,
) -> Array<f64> {
    match name {
        "sum" => nd_ops::rolling_sum_with(a, window, axis, options),
        "mean" => nd_ops::rolling_mean_with(a, window, axis, options),
        "max" => nd_ops::rolling_max_with(a, window, axis, options),
        "min" => nd_ops::rolling_min_with(a, window, axis, options),
        "var" => nd_ops::rolling_var_with(a, window, ddof(1, axis), options),
        "std" => nd_ops::rolling_std_with(a, window, ddof(1, axis), options),
        other => panic!("{other}"),
    }
}

#[test]
fn windows_are_those_of_numpy_and_of_pandas() {
    for line in ROLLING.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let (axis, window) = (words[1].parse().unwrap(), words[4].parse().unwrap());
        let a = numbers(words[2], words[3]);
        let options = RollingOptions::default();
        let options = match words[5] {
            "valid" => options,
            "trailing" => options.align(Align::Trailing).min_periods(words[6].parse().unwrap()),
            _ => options.align(Align::Centred).min_periods(words[6].parse().unwrap()),
        };
        let found = rolled(words[0], &a, window, axis, &options);
        let expected = Array::from_shape_vec(found.shape(), list(words[7]));
        assert_same(found.view(), expected.view(), 1e-12, line);
    }
}

#[test]
fn windows_over_several_parts_are_those_of_slices() {
    // Longer than what one thread makes at a time, and wider than what is worked on together.
    for (shape, axis) in [([200_000, 1], 0), ([300, 700], 0), ([3, 70_000], 1)] {
        let a = Array::from_fn(shape, |at| (at[0] * 31 + at[1] * 17) % 1013);
        let n = shape[axis];
        for window in [1, 7, 250] {
            let sums = nd_ops::rolling_sum(&a, window, axis as isize);
            let most = nd_ops::rolling_max(&a, window, axis as isize);
            assert_eq!(sums.shape()[axis], n - window + 1);
            for k in (0..n - window + 1).step_by(397) {
                let (part, at) = (a.split_at_indices(&[k, k + window], axis as isize)[1], k);
                let row = |b: &Array<usize>| b.view().take([at], axis as isize);
                let over = nd_ops::keepdims(axis);
                assert_eq!(
                    row(&sums.map(|x| x as usize)),
                    nd_ops::sum_axis(part, over).map(|x| x as usize)
                );
                assert_eq!(row(&most), nd_ops::max_axis(part, over));
                if n > 100_000 && k > 70_000 {
                    break;
                }
            }
        }
    }
}

#[test]
fn a_large_element_leaves_nothing_behind() {
    let mut a = vec![0.1; 100];
    a[10] = 1e17;
    let sums = nd_ops::rolling_sum(&a, 3, 0);
    assert_eq!(sums[[11]], 0.1 + 0.1 + 0.1);
    let spread = nd_ops::rolling_var(vec![1e15 + 0.5; 50], 7, 0);
    assert!(spread.iter().all(|&variance| variance == 0.0));
}

#[test]
fn integers_have_windows_without_nan() {
    let options = RollingOptions::default().align(Align::Trailing).min_periods(1);
    assert_eq!(nd_ops::rolling_max_with(&[3u8, 1, 2], 2, 0, &options), array![3, 3, 2]);
    assert_eq!(nd_ops::rolling_mean_with(&[3u8, 1, 2], 2, 0, &options), array![3.0, 2.0, 1.5]);
}

#[test]
#[should_panic(
    expected = "rolling_sum: window 0 has fewer than 2 elements, and integers have no NaN"
)]
fn integers_have_no_nan() {
    nd_ops::rolling_sum_with(&[3, 1, 2], 2, 0, &RollingOptions::default().align(Align::Trailing));
}

#[test]
#[should_panic(expected = "rolling_var: a window of 3 does not fit axis 0 of shape [2]")]
fn windows_lie_within_the_axis() {
    nd_ops::rolling_var(&[3.0, 1.0], 3, 0);
}

const DIFFERENCES: &str = include_str!("golden/differences.txt");

fn difference_line<T: Number + Averaged<Mean: CastTo<f64>> + CastTo<f64>>(
    words: &[&str],
    tolerance: f64,
) where
    f64: CastTo<T>,
{
    let line = words.join(" ");
    let a = numbers(words[2], words[3]).map(|x| CastTo::<T>::cast_to(x));
    let (axis, n) = (words[4].parse().unwrap(), words[5].parse().unwrap());
    if words[0] == "diff" {
        let found = nd_ops::diff(&a, n, axis).map(|x| CastTo::<f64>::cast_to(x));
        return assert_same(found.view(), numbers(words[6], words[7]).view(), 0.0, &line);
    }
    let options = GradientOptions::default();
    let options = options.edge_order(if n == 2 { EdgeOrder::Second } else { EdgeOrder::First });
    let spacing = match list::<f64>(words[6])[..] {
        [distance] => Spacing::from(distance),
        ref coordinates => Spacing::from(coordinates),
    };
    let found = nd_ops::gradient_axis_with(&a, axis, spacing, &options);
    let expected = Array::from_shape_vec(a.shape(), list(words[7]));
    let found = found.map(CastTo::<f64>::cast_to);
    assert_same(found.view(), expected.view(), tolerance, &line);
}

#[test]
fn differences_and_gradients_are_numpys() {
    for line in DIFFERENCES.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[1] {
            "f64" => difference_line::<f64>(&words, 0.0),
            "f32" => difference_line::<f32>(&words, 2e-5),
            "i64" => difference_line::<i64>(&words, 0.0),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn differences_begin_and_end_with_what_is_given() {
    let a = array![[1, 4], [9, 3]];
    let (column, one) = (array![[10], [20]], 7);
    let options = DiffOptions::default().prepend(column.view()).append(View::from_ref(&one));
    assert_eq!(nd_ops::diff_with(&a, 1, 1, &options), array![[-9, 3, 3], [-11, -6, 4]]);
    assert_eq!(nd_ops::diff_with(&a, 0, 1, &options), a); // as NumPy's
    assert_eq!(nd_ops::diff(&[3u8, 1], 1, 0), array![254]);
    assert_eq!(nd_ops::ediff1d(&[3u8], &[1], &[]), array![1]);
    assert_eq!(nd_ops::ediff1d(Array::<f64>::zeros([0]), &[], &[2.0]), array![2.0]);
}

#[test]
#[should_panic(expected = "gradient: axis 0 of shape [2] has fewer than 3 elements")]
fn second_order_needs_three_elements() {
    let options = GradientOptions::default().edge_order(EdgeOrder::Second);
    nd_ops::gradient_axis_with(&[1.0, 2.0], 0, 1.0, &options);
}

#[test]
#[should_panic(expected = "gradient: coordinates of axis 0: shapes [2] and [3] differ")]
fn coordinates_are_one_for_each_element() {
    nd_ops::gradient_axis(&[1.0, 2.0], 0, [1.0, 2.0, 3.0]);
}

#[test]
fn blocks_are_slices() {
    let a = Array::from_fn([7, 5, 3], |at| ((at[0] * 31 + at[1] * 17 + at[2] * 7) % 101) as f64);
    for (boundary, counts) in [(Boundary::Trim, [3, 1]), (Boundary::Pad, [4, 2])] {
        let options = CoarsenOptions::default().boundary(boundary);
        let sums = nd_ops::coarsen_with(
            &a,
            &[2, 4, 1],
            |block, axes| nd_ops::sum_axis(block, axes),
            &options,
        );
        let least = nd_ops::coarsen_with(
            a.t(),
            &[1, 4, 2],
            |block, axes| nd_ops::min_axis(block, axes),
            &options,
        );
        assert_eq!(sums.shape(), [counts[0], counts[1], 3]);
        for (i, j, k) in (0..counts[0])
            .flat_map(|i| (0..counts[1]).flat_map(move |j| (0..3).map(move |k| (i, j, k))))
        {
            let rows = a.split_at_indices(&[2 * i, 2 * i + 2], 0)[1];
            let block = rows.split_at_indices(&[4 * j, 4 * j + 4], 1)[1]
                .split_at_indices(&[k, k + 1], 2)[1];
            assert_eq!(sums[[i, j, k]], nd_ops::sum(block));
            assert_eq!(least[[k, j, i]], nd_ops::min(block));
        }
    }
    let none = Array::<f64>::zeros([0, 4]);
    let sums = nd_ops::coarsen(&none, &[3, 2], |block, axes| nd_ops::sum_axis(block, axes));
    assert_eq!(sums.shape(), [0, 2]);
}

/// Blocks of every size, few and many: each has the bits that it has alone.
#[test]
fn blocks_do_not_depend_on_their_neighbours() {
    let sample = |at: &[usize]| {
        let mixed = at
            .iter()
            .fold(7u64, |mixed, &k| (mixed ^ k as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        (mixed >> 40) as f32 / 1e3
    };
    let lengths = [
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
        [3, 3],
        [9, 1],
        [1, 9],
        [2, 6],
        [3, 5],
        [4, 4],
        [5, 7],
        [130, 1],
        [12, 12],
    ];
    for length in lengths {
        for counts in [[1, 1], [1, 3], [3, 1], [2, 15], [2, 16], [17, 1], [1, 40], [5, 33], [40, 2]]
        {
            let shape = [length[0] * counts[0], length[1] * counts[1]];
            let a = Array::from_fn(shape, sample);
            let sums = nd_ops::coarsen(&a, &length, |b, axes| nd_ops::sum_axis(b, axes));
            let spread = nd_ops::coarsen(&a, &length, |b, axes| nd_ops::var_axis(b, axes));
            for (i, j) in [(0, 0), (counts[0] - 1, counts[1] - 1), (counts[0] / 2, counts[1] / 2)] {
                let rows = a.split_at_indices(&[length[0] * i, length[0] * (i + 1)], 0)[1];
                let block = rows.split_at_indices(&[length[1] * j, length[1] * (j + 1)], 1)[1];
                let sum = nd_ops::coarsen(block, &length, |b, axes| nd_ops::sum_axis(b, axes));
                let alone = nd_ops::coarsen(block, &length, |b, axes| nd_ops::var_axis(b, axes));
                assert_eq!(sums[[i, j]].to_bits(), sum[[0, 0]].to_bits(), "{length:?} {counts:?}");
                assert_eq!(
                    spread[[i, j]].to_bits(),
                    alone[[0, 0]].to_bits(),
                    "{length:?} {counts:?}"
                );
            }
        }
    }
}

#[test]
#[should_panic(expected = "coarsen: blocks [2] leave a rest of shape [3]")]
fn blocks_fit_unless_they_need_not() {
    nd_ops::coarsen([1, 2, 3], &[2], |block, axes| nd_ops::sum_axis(block, axes));
}

#[test]
#[should_panic(expected = "coarsen: the reduction gave shape [20, 1], not [20]")]
fn blocks_are_reduced() {
    nd_ops::coarsen(nd_core::arange(0, 40, 1), &[2], |block, axes| {
        nd_ops::sum_axis(block, nd_ops::keepdims(axes))
    });
}
