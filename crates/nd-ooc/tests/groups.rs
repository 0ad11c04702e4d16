//! Groups along an axis: those of memory, for any chunks and number of threads.

use nd_core::{Array, Typed, s};
use nd_ooc::{Chunked, Grouped, RunOptions};
use nd_ops::ddof;

mod stored;
use stored::{Folder, chunkings};

fn sample(shape: &[usize]) -> Array<f64> {
    Array::from_fn(shape, |at| at.iter().fold(3usize, |sum, &k| (sum * 31 + k * 7) % 101) as f64)
}

fn labels(n: usize, groups: i32) -> Vec<i32> {
    (0..n as i32).map(|k| (k * k + k / 3) % groups * 10 - 20).collect()
}

/// The same bits on one thread and on all.
fn values<L, T: Typed + PartialEq>(groups: &Grouped<L, T>) -> Array<T> {
    let one = groups.values.compute_with(&RunOptions::default().threads(1)).unwrap();
    let all = groups.values.compute().unwrap();
    // Only NaN differs from itself.
    let equal = |a: &T, b: &T| a == b || a.ne(a) && b.ne(b);
    assert_eq!(one.shape(), all.shape());
    assert!(one.iter().zip(all.iter()).all(|(a, b)| equal(a, b)), "{one:?} and {all:?}");
    one
}

fn close(got: &Array<f64>, want: &Array<f64>) -> bool {
    got.shape() == want.shape() && got.iter().zip(want.iter()).all(|(a, b)| (a - b).abs() < 1e-9)
}

#[test]
fn groups_are_those_of_memory() {
    let folder = Folder::new("groups");
    let a = sample(&[23, 6, 9]);
    let integers = a.map(|v| v as i64 % 5 - 2);
    let stored = chunkings(a.shape());
    for chunks in &stored {
        let x: Chunked<f64> = folder.chunked(&a, chunks);
        let i = x.map(|v| v as i64 % 5 - 2);
        for axis in 0..3 {
            let of = labels(a.shape()[axis], 5);
            let at = axis as isize;
            let what = format!("{chunks:?} axis {axis}");
            macro_rules! exactly {
                ($($name:ident)*) => {$(
                    let (got, want) = (i.$name(&of, at), nd_ops::$name(&integers, &of, at));
                    assert_eq!(got.labels, want.labels, "{what}");
                    assert_eq!(values(&got), want.values, "{} {what}", stringify!($name));
                )*};
            }
            exactly!(grouped_sum grouped_prod grouped_min grouped_max grouped_any grouped_all);
            exactly!(grouped_first grouped_last);
            let (got, want) = (x.grouped_mean(&of, at), nd_ops::grouped_mean(&a, &of, at));
            assert!(close(&values(&got), &want.values), "{what}");
            let (got, want) = (x.grouped_sum(&of, at), nd_ops::grouped_sum(&a, &of, at));
            assert!(close(&values(&got), &want.values), "{what}");
            for less in [0, 1] {
                let got = x.grouped_var(&of, ddof(less, at));
                let want = nd_ops::grouped_var(&a, &of, ddof(less, at)).values;
                let number = |v: f64| if v.is_finite() { v } else { -1.0 };
                assert!(close(&values(&got).map(number), &want.map(number)), "{what} {less}");
            }
            let (got, want) = (x.grouped_std(&of, at), nd_ops::grouped_std(&a, &of, at));
            assert!(close(&values(&got), &want.values), "{what}");
            let counts = nd_ops::grouped_count(&of).values.map(|n| n as i64);
            assert_eq!(values(&x.grouped_count(&of, at)), counts, "{what}");
        }
    }
    assert_eq!(stored.len(), 4);
}

#[test]
fn results_do_not_depend_on_chunks() {
    let folder = Folder::new("groupbits");
    let a = sample(&[1000, 40]).map(|v| (v / 7.0) as f32);
    let of = labels(1000, 12);
    let want = Chunked::from(a.clone()).grouped_mean(&of, 0).values.compute().unwrap();
    for chunks in [[1000, 40], [7, 40], [300, 11]] {
        let x: Chunked<f32> = folder.chunked(&a, &chunks);
        assert_eq!(x.grouped_mean(&of, 0).values.compute().unwrap(), want, "{chunks:?}");
    }
}

#[test]
fn anomalies_are_one_line() {
    let a = sample(&[24, 10]);
    let months: Vec<u8> = (0..24).map(|k| k % 12 + 1).collect();
    let x = Chunked::from(a.clone());
    let got = (&x - x.grouped_mean(&months, 0).spread_back()).compute().unwrap();
    let climate = nd_ops::grouped_mean(&a, &months, 0).values;
    let want = Array::from_fn([24, 10], |at| a[[at[0], at[1]]] - climate[[at[0] % 12, at[1]]]);
    assert!(close(&got, &want));
    let part = x.grouped_mean(&months, 0).spread_back().slice(s![3..20;5, -1]).compute().unwrap();
    assert!(close(&part, &Array::from_fn([4], |at| climate[[(3 + at[0] * 5) % 12, 9]])));
}

#[test]
fn nan_and_nothing_are_as_in_memory() {
    let a = Array::from_vec(vec![1.0, f64::NAN, 3.0, 4.0]);
    let x = Chunked::from(a.clone());
    let of = [1, 1, 2, 2];
    assert!(values_are_nan(&x.grouped_max(of, 0)) && values_are_nan(&x.grouped_mean(of, 0)));
    let none = Chunked::from(Array::<f64>::zeros([0, 3])).grouped_sum(Array::<i32>::zeros([0]), 0);
    assert_eq!((none.labels.len(), none.values.compute().unwrap().shape()), (0, &[0, 3][..]));
    let none = Chunked::from(Array::<f64>::zeros([2, 0])).grouped_sum([1, 2], 0);
    assert_eq!(none.values.compute().unwrap().shape(), [2, 0]);
}

fn values_are_nan(groups: &Grouped<i32, f64>) -> bool {
    let values = groups.values.compute().unwrap();
    values.view().iter().map(|v| v.is_nan()).collect::<Vec<_>>() == [true, false]
}

#[test]
#[should_panic(expected = "grouped_sum: labels of axis 1")]
fn labels_must_be_as_many_as_positions() {
    let _ = nd_ooc::full([3, 4], 1.0).grouped_sum([1, 2, 3], 1);
}

#[test]
fn elements_that_are_one_or_lie_apart_are_grouped() {
    let of = labels(20, 3);
    let got = nd_ooc::full([20], 2.0).grouped_sum(&of, 0);
    assert_eq!(values(&got), nd_ops::grouped_sum(Array::full([20], 2.0), &of, 0).values);
    let a = sample(&[20, 2]);
    let column = a.slice(s![.., 1]).to_array();
    let got = Chunked::from(a).slice(s![.., 1]).grouped_sum(&of, 0);
    assert!(close(&values(&got), &nd_ops::grouped_sum(&column, &of, 0).values));
}
