//! Order, searches, sets and masks of chunked arrays beside those of arrays in memory.
#![allow(clippy::print_stdout, reason = "a test reads what another process says")]

use half::{bf16, f16};
use nd_core::{Array, Complex, DType, Shape, Typed, View, s};
use nd_io::{Compression, CreateOptions};
use nd_ooc::{Chunked, ChunkedUniqueOptions, ErrorKind, Plan, RunOptions};
use nd_ops::{Sortable, Truth, UniqueOptions};
use std::path::{Path, PathBuf};

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-ooc-order-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The same array in memory, in a plain file, and in files whose chunks divide it, do not, are one element, are all.
fn forms<T: Typed>(folder: &Folder, a: &Array<T>) -> Vec<(String, Chunked<T>)> {
    let mut all = vec![("memory".to_owned(), Chunked::from(a.clone()))];
    // Of files none has bfloat16.
    if a.ndim() == 0 || a.is_empty() || T::DTYPE == DType::BF16 {
        return all;
    }
    let shape = a.shape();
    let part = |by: usize| shape.iter().map(|n| n.div_ceil(by)).collect::<Vec<usize>>();
    let odd: Vec<usize> = shape.iter().map(|n| (n / 3 + 1).min(*n)).collect();
    let mut chunks =
        vec![("halves.zarr", part(2)), ("odd.h5/x", odd), ("whole.zarr", shape.to_vec())];
    if a.size() < 200 {
        chunks.push(("ones.zarr", vec![1; shape.len()]));
    }
    let mut store = |name: &str, layout: CreateOptions| {
        let path = folder.0.join(name);
        Chunked::from(a.clone()).save_with(&path, &RunOptions::default().layout(layout)).unwrap();
        let stored: Chunked<T> = nd_ooc::open_any(&path).unwrap().try_into().unwrap();
        all.push((name.into(), stored));
    };
    store("plain.npy", CreateOptions::default());
    for (name, chunks) in chunks {
        // HDF5 has no complex numbers of other programs' making, and no half of these.
        let name = if name.ends_with("/x") && store_as_zarr::<T>() { "odd.zarr" } else { name };
        let layout = CreateOptions::default().chunks(&chunks[..]).compression(Compression::Gzip(1));
        store(name, layout);
    }
    all
}

fn store_as_zarr<T: Typed>() -> bool {
    !matches!(T::DTYPE.name(), "int32" | "float64" | "uint8")
}

/// The same bits.
#[track_caller]
fn same<T: Typed + Sortable>(got: &Array<T>, want: &Array<T>, what: &str) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    for (at, (a, b)) in got.iter().zip(want.iter()).enumerate() {
        assert!(a.word() == b.word(), "{what}: {a:?} is not {b:?} at {at}");
    }
}

/// The same places.
#[track_caller]
fn places(got: &Array<i64>, want: &Array<usize>, what: &str) {
    assert_eq!(got, &want.map(|at| at as i64), "{what}");
}

/// Numbers that look random.
fn noise(n: usize) -> Vec<u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..n).map(next).collect()
}

/// An array of elements made of numbers that look random.
fn made<T: Typed>(shape: &[usize], element: fn(u64) -> T) -> Array<T> {
    let n = shape.iter().product();
    Array::from_shape_vec(Shape::from(shape), noise(n).into_iter().map(element).collect())
}

fn float(x: u64) -> f64 {
    let special = [f64::NAN, -f64::NAN, 0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, 1.5, -2.5];
    match x % 3 {
        0 => special[(x / 3 % 8) as usize],
        1 => (x / 7 % 11) as f64 - 5.0,
        _ => (x as i64) as f64 / 1e17,
    }
}

const SHAPES: [&[usize]; 6] = [&[0], &[1], &[37], &[7, 11], &[3, 0], &[2, 70, 50]];

/// Budgets and threads in which results are the same; arrays of the tests are small: the smallest sort in runs.
fn within() -> [RunOptions; 3] {
    let options = |budget, threads| RunOptions::default().budget(budget).threads(threads);
    [options(1 << 30, 2), options(1 << 20, 1), options(1 << 20, 4)]
}

fn sorting_of<T: Typed + Sortable>(folder: &Folder, element: fn(u64) -> T) {
    for shape in SHAPES {
        let a = made(shape, element);
        for (name, x) in forms(folder, &a) {
            for axis in 0..shape.len() as isize {
                let what = format!("{} {shape:?} {name} axis {axis}", T::DTYPE);
                same(
                    &x.sort_axis(axis).unwrap().compute().unwrap(),
                    &nd_ops::sort_axis(&a, axis),
                    &what,
                );
                let order = nd_ops::argsort_axis(&a, axis);
                places(&x.argsort_axis(axis).unwrap().compute().unwrap(), &order, &what);
                for k in [0, 1, 5, -3, 1000, -1000] {
                    let what = format!("{what} k {k}");
                    same(
                        &x.topk_axis(k, axis).compute().unwrap(),
                        &nd_ops::topk_axis(&a, k, axis),
                        &what,
                    );
                    let best = nd_ops::argtopk_axis(&a, k, axis);
                    places(&x.argtopk_axis(k, axis).compute().unwrap(), &best, &what);
                }
            }
            sets_of(&a, &x, &format!("{} {shape:?} {name}", T::DTYPE));
        }
    }
}

fn sets_of<T: Typed + Sortable>(a: &Array<T>, x: &Chunked<T>, what: &str) {
    let test = a.ravel().slice(s![..;3]).to_array();
    let sorted = nd_ops::sort(&test);
    let found = x.isin(&test).compute().unwrap();
    same(&found, &nd_ops::isin(a, &test), what);
    let among = Chunked::from(sorted.clone());
    places(&among.searchsorted(x).compute().unwrap(), &nd_ops::searchsorted(&sorted, a), what);
    let right = nd_ops::searchsorted_right(&sorted, a);
    places(&among.searchsorted_right(x).compute().unwrap(), &right, what);
    same(&x.unique().unwrap().compute().unwrap(), &nd_ops::unique(a), what);
    same(&x.unique_values().unwrap().compute().unwrap(), &nd_ops::unique_values(a), what);
    for equal in [false, true] {
        let how = UniqueOptions::default().equal_nan(equal);
        let options = ChunkedUniqueOptions::default().equal_nan(equal);
        let what = format!("{what} equal_nan {equal}");
        let counted = x.unique_counts_with(&options).unwrap();
        let want = nd_ops::unique_counts_with(a, &how);
        same(&counted.values.compute().unwrap(), &want.values, &what);
        places(&counted.counts.compute().unwrap(), &want.counts, &what);
        let all = x.unique_all_with(&options).unwrap();
        let want = nd_ops::unique_all_with(a, &how);
        same(&all.values.compute().unwrap(), &want.values, &what);
        places(&all.indices.compute().unwrap(), &want.indices, &what);
        places(&all.inverse_indices.compute().unwrap(), &want.inverse_indices, &what);
        places(&all.counts.compute().unwrap(), &want.counts, &what);
    }
}

#[test]
fn order_and_sets_of_integers_are_those_in_memory() {
    let folder = Folder::new("integers");
    sorting_of::<u8>(&folder, |x| (x % 50) as u8);
    sorting_of::<i32>(&folder, |x| x as i32);
    sorting_of::<i64>(&folder, |x| (x % 20) as i64 - 10);
    sorting_of::<bool>(&folder, |x| x % 3 == 0);
}

#[test]
fn order_and_sets_of_floats_are_those_in_memory() {
    let folder = Folder::new("floats");
    sorting_of::<f64>(&folder, float);
    sorting_of::<f32>(&folder, |x| float(x) as f32);
    sorting_of::<f16>(&folder, |x| f16::from_f64(float(x)));
    sorting_of::<bf16>(&folder, |x| bf16::from_f64(float(x)));
}

#[test]
fn order_and_sets_of_complex_numbers_are_those_in_memory() {
    let folder = Folder::new("complex");
    sorting_of::<Complex<f64>>(&folder, |x| Complex::new(float(x), float(x / 1000)));
    sorting_of::<Complex<f32>>(&folder, |x| Complex::new(float(x) as f32, float(x / 1000) as f32));
}

fn masks_of<T: Typed + Truth + Sortable>(folder: &Folder, element: fn(u64) -> T) {
    let kinds: [fn(u64) -> bool; 4] = [|x| x % 2 == 0, |_| false, |_| true, |x| x % 37 == 0];
    for (shape, kind) in SHAPES.into_iter().flat_map(|shape| kinds.map(|kind| (shape, kind))) {
        let a = made(shape, element);
        for (name, x) in forms(folder, &a) {
            let what = format!("{} {shape:?} {name}", T::DTYPE);
            for leading in 1..=shape.len() {
                let mask = made(&shape[..leading], kind);
                let picked = x.select(&Chunked::from(mask.clone())).unwrap();
                same(&picked.compute().unwrap(), &a.select(&mask), &what);
            }
            for axis in 0..shape.len() as isize {
                let mask = made(&shape[axis as usize..][..1], kind);
                let (picked, want) = (
                    x.compress(&Chunked::from(mask.clone()), axis).unwrap(),
                    a.compress(&mask, axis),
                );
                same(&picked.compute().unwrap(), &want, &what);
                let (some, want) = (picked.slice(s![1..;3]), want.slice(s![1..;3]).to_array());
                same(&some.compute().unwrap(), &want, &what);
            }
            places(&x.flatnonzero().unwrap().compute().unwrap(), &a.flatnonzero(), &what);
            places(&x.argwhere().unwrap().compute().unwrap(), &a.argwhere(), &what);
            let axes = x.nonzero().unwrap();
            assert_eq!(axes.len(), shape.len());
            for (got, want) in axes.iter().zip(a.nonzero()) {
                places(&got.compute().unwrap(), &want, &what);
            }
        }
    }
}

#[test]
fn masks_pick_what_they_pick_in_memory() {
    let folder = Folder::new("masks");
    masks_of::<f64>(&folder, float);
    masks_of::<u8>(&folder, |x| (x % 3) as u8);
    masks_of::<bool>(&folder, |x| x % 3 == 0);
    masks_of::<Complex<f32>>(&folder, |x| Complex::new((x % 2) as f32, 0.0));
}

#[test]
fn what_is_picked_is_an_array_as_others_are() {
    let folder = Folder::new("picked");
    let a = made(&[300_000], |x| (x as i64) as f64 / 1e17);
    for (name, x) in forms(&folder, &a) {
        let picked = x.select(&x.greater(90.0)).unwrap();
        let want = a.select(a.map(|x| x > 90.0));
        assert!(picked.size() > 100 && picked.size() < 10_000);
        same(&(&picked * 2.0).compute().unwrap(), &(&want * 2.0), &name);
        assert_eq!(picked.max().value().unwrap(), nd_ops::max(&want), "{name}");
        let twice = picked.select(&picked.less(91.0)).unwrap();
        same(&twice.compute().unwrap(), &want.select(want.map(|x| x < 91.0)), &name);
        let part = picked.slice(s![-5..;2]).compute().unwrap();
        same(&part, &want.slice(s![-5..;2]).to_array(), &name);
        assert!(Plan::new().explain(&RunOptions::default()).is_ok());
    }
}

/// Sorted in runs that are small, whatever the elements are like.
#[test]
fn runs_are_merged_to_what_sorting_in_memory_gives() {
    let folder = Folder::new("runs");
    let n = 250_000;
    runs_of(&folder, &made(&[n], float), "any");
    runs_of(&folder, &made(&[n], |x| (x % 3) as u8), "few");
    runs_of(&folder, &Array::from_fn([n], |at| at[0] as i32), "rising");
    runs_of(&folder, &Array::from_fn([n], |at| -(at[0] as i64)), "falling");
    runs_of(&folder, &made(&[n], |_| 1.0f32), "one");
    runs_of(&folder, &made(&[90_000], |x| Complex::new(float(x), float(x / 64))), "complex");
}

fn runs_of<T: Typed + Sortable>(folder: &Folder, a: &Array<T>, what: &str) {
    let (sorted, order) = (nd_ops::sort(a), nd_ops::argsort(a));
    let n = a.size() as isize;
    let halves = Array::from_fn([a.size()], |at| at[0] as f64 / 2.0);
    for options in within() {
        let options = options.scratch(&folder.0);
        let got = Chunked::from(a.clone());
        let (x, y) =
            (got.sort_axis_with(0, &options).unwrap(), got.argsort_axis_with(0, &options).unwrap());
        same(&x.compute().unwrap(), &sorted, what);
        places(&y.compute().unwrap(), &order, what);
        let part = s![n / 3..n / 2;7];
        same(&x.slice(part).compute().unwrap(), &sorted.slice(part).to_array(), what);
        places(&y.slice(part).compute().unwrap(), &order.slice(part).to_array(), what);
        let along = Chunked::from(halves.clone()).sort_by_with(&got, &options).unwrap();
        same(&along.compute().unwrap(), &halves.take(&order, 0), what);
        let counted =
            got.unique_counts_with(&ChunkedUniqueOptions::default().run(options)).unwrap();
        let want = nd_ops::unique_counts(a);
        same(&counted.values.compute().unwrap(), &want.values, what);
        places(&counted.counts.compute().unwrap(), &want.counts, what);
    }
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0, "{what}: runs are left");
}

#[test]
fn long_lanes_are_sorted_in_runs_each() {
    let folder = Folder::new("lanes");
    let a = made(&[2, 40_000, 2], float);
    let options = RunOptions::default().budget(1 << 20).scratch(&folder.0);
    let x = Chunked::from(a.clone());
    let sorted = x.sort_axis_with(1, &options).unwrap();
    same(&sorted.compute().unwrap(), &nd_ops::sort_axis(&a, 1), "sort");
    let order = x.argsort_axis_with(1, &options).unwrap();
    places(&order.compute().unwrap(), &nd_ops::argsort_axis(&a, 1), "argsort");
}

#[test]
fn positions_in_chunks_are_taken_as_those_in_memory() {
    let folder = Folder::new("taken");
    let a = made(&[60, 9, 40], float);
    for (name, x) in forms(&folder, &a) {
        for (axis, n) in [60i64, 9, 40].into_iter().enumerate() {
            let places = made(&[130], |x| (x % 1000) as i64).map(|at| at % (2 * n) - n);
            let got = x.take_chunked(&Chunked::from(places.clone()), axis as isize);
            same(&got.compute().unwrap(), &a.take(&places, axis as isize), &name);
            let table = places.view().slice(s![..12]).to_array().into_reshaped([3, 4]);
            let got = x.take_chunked(&Chunked::from(table.clone()), axis as isize);
            same(&got.compute().unwrap(), &a.take(&table, axis as isize), &name);
        }
    }
    let x = nd_ooc::arange(0, 3_000_000, 1);
    let places = made(&[2_500_000], |x| (x % 3_000_000) as i64);
    let got = x.take_chunked(&Chunked::from(places.clone()), 0).compute().unwrap();
    assert!(got.iter().zip(places.iter()).all(|(a, b)| i64::from(*a) == *b));
    let none = x.take_chunked(&Chunked::from(Array::<i64>::zeros([0])), 0);
    assert_eq!(none.compute().unwrap().shape(), [0]);
    let outside = x.take_chunked(&Chunked::from(Array::from_vec(vec![3_000_000u32])), 0);
    let error = outside.compute().unwrap_err();
    assert!(error.to_string().contains("index 3000000 is out of bounds for axis 0"), "{error}");
}

fn joins_of<T: Typed + Sortable>(folder: &Folder, a: Array<T>, b: Array<T>) {
    let (a, b) = (nd_ops::sort(&a), nd_ops::sort(&b));
    let what = format!("{} {} {}", T::DTYPE, a.size(), b.size());
    let want = [nd_ops::inner_join(&a, &b), nd_ops::left_join(&a, &b)];
    let other = Folder::new("others");
    for ((name, x), (_, y)) in forms(folder, &a).into_iter().zip(forms(&other, &b)) {
        let options = RunOptions::default().budget(8 << 20);
        let got =
            [x.inner_join_with(&y, &options).unwrap(), x.left_join_with(&y, &options).unwrap()];
        for (got, want) in got.iter().zip(&want) {
            assert_eq!(got.left.compute().unwrap(), want.left, "{what} {name}");
            assert_eq!(got.right.compute().unwrap(), want.right, "{what} {name}");
            let part = s![1..;5];
            let some = got.right.slice(part).compute().unwrap();
            assert_eq!(some, want.right.slice(part), "{what} {name}");
        }
    }
}

#[test]
fn sorted_keys_are_joined_as_in_memory() {
    let folder = Folder::new("joins");
    let few = |x: u64| (x % 40) as i32;
    joins_of(&folder, made(&[0], few), made(&[7], few));
    joins_of(&folder, made(&[7], few), made(&[0], few));
    joins_of(&folder, made(&[90], few), made(&[60], few));
    joins_of(&folder, made(&[90], float), made(&[50], float));
    joins_of(
        &folder,
        made(&[40_000], |x| (x % 90_000) as i64),
        made(&[30_000], |x| (x % 80_000) as i64),
    );
    let far = |x: u64| (x % 10_000_000) as f64;
    joins_of(&folder, made(&[40_000], far), made(&[50_000], far));
    joins_of(&folder, made(&[2_000], |_| 1u8), made(&[40], |x| (x % 2) as u8));
}

#[cfg(feature = "random")]
#[test]
fn permutations_depend_on_the_seed_alone() {
    let folder = Folder::new("permuted");
    let n = 120_000;
    let want = nd_ooc::random(5).permutation(n).unwrap().compute().unwrap();
    assert_eq!(nd_ops::sort(&want), Array::from_fn([n], |at| at[0] as i64));
    assert!(want.iter().enumerate().filter(|&(at, &place)| at as i64 == place).count() < 20);
    for options in within() {
        let options = options.scratch(&folder.0);
        let got = nd_ooc::random(5).permutation_with(n, &options).unwrap();
        assert_eq!(got.compute().unwrap(), want);
        assert_eq!(got.slice(s![500..600;3]).compute().unwrap(), want.slice(s![500..600;3]));
    }
    let x = made(&[n], float);
    let moved = x.take(&want, 0);
    for options in within() {
        let (options, x) = (options.scratch(&folder.0), Chunked::from(x.clone()));
        let got = nd_ooc::random(5).permutation_of_with(&x, 0, &options).unwrap();
        same(&got.compute().unwrap(), &moved, "elements");
    }
    let mut rng = nd_ooc::random(5);
    let (first, second) = (rng.permutation(100).unwrap(), rng.permutation(100).unwrap());
    assert_ne!(first.compute().unwrap(), second.compute().unwrap());
    let rows = made(&[300, 4], float);
    let order = nd_ooc::random(9).permutation(300).unwrap().compute().unwrap();
    let got = nd_ooc::random(9).permutation_of(&Chunked::from(rows.clone()), 0).unwrap();
    same(&got.compute().unwrap(), &rows.take(&order, 0), "rows");
}

#[test]
fn runs_are_gone_with_the_last_array_made_of_them() {
    let folder = Folder::new("gone");
    let options = RunOptions::default().budget(1 << 20).scratch(&folder.0);
    let x = nd_ooc::arange(0.0, 100_000.0, 1.0);
    let y = (-x).sort_axis_with(0, &options).unwrap() + 1.0;
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 1);
    assert_eq!(y.slice(s![0]).value().unwrap(), -99_998.0);
    drop(y);
    assert_eq!(std::fs::read_dir(&folder.0).unwrap().count(), 0);
}

#[test]
fn what_does_not_fit_is_refused() {
    let x = nd_ooc::arange(0, 1_000_000, 1);
    let within = |budget| ChunkedUniqueOptions::default().run(RunOptions::default().budget(budget));
    let refused = x.unique_inverse_with(&within(1 << 20)).unwrap_err();
    let ErrorKind::OverBudget { needed, budget, .. } = *refused.kind() else { panic!("{refused}") };
    assert!(needed > budget && refused.operation() == Some("unique_all"));
    let found = x.unique_inverse_with(&within(needed)).unwrap();
    assert_eq!(found.values.shape(), [1_000_000]);
}

#[test]
fn what_shapes_tell_is_a_panic_that_says_so() {
    fn says<R>(f: impl FnOnce() -> R + std::panic::UnwindSafe) -> String {
        let panic = std::panic::catch_unwind(f).err().expect("it panics");
        let text = panic.downcast_ref::<String>().cloned();
        text.unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).to_owned())
    }
    let mask = || Chunked::from(Array::from_vec(vec![true, false]));
    let x = || nd_ooc::arange(0, 3, 1);
    assert!(says(|| x().select(&mask())).contains("select (array, then mask): shapes [3] and [2]"));
    let compress = says(|| nd_ooc::arange(0, 1, 1).compress(&mask(), 0));
    assert_eq!(compress, "compress: a mask of shape [2] for axis 0 with length 1");
    assert!(says(|| x().sort_axis(1)).contains("sort: axis 1"));
    assert!(says(|| x().topk_axis(1, 3)).contains("topk: axis 3"));
    let place = says(|| x().partition(3));
    assert_eq!(place, "partition: place 3 is out of bounds for axis 0 with length 3");
    assert_eq!(place, says(|| nd_ops::partition(nd_core::array![0, 1, 2].view(), 3)));
    let keys = says(|| x().sort_by(&mask().cast::<u8>()));
    assert_eq!(
        keys,
        "sort_by: elements of shape [3] and keys of shape [2] are not one axis of one length"
    );
    let flat = says(|| x().reshape([3, 1]).searchsorted(&x()));
    assert_eq!(flat, "searchsorted: shape [3, 1] of what is sorted, not one axis");
}

#[test]
fn results_are_the_same_with_any_number_of_threads() {
    let a = made(&[400, 700], |x| (x % 1000) as i32);
    let x = Chunked::from(a.clone());
    let all = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let options = RunOptions::default().budget(2 << 20);
            let flat = x.ravel();
            let sorted = flat.sort_axis_with(0, &options).unwrap().compute().unwrap();
            let places = flat.argsort_axis_with(0, &options).unwrap().compute().unwrap();
            let picked = flat.select_with(&flat.less(300), &options).unwrap().compute().unwrap();
            (sorted, places, picked, flat.argtopk_axis(500, 0).compute().unwrap())
        })
    };
    let one = all(1);
    assert!(one == all(2) && one == all(4));
}

/// What a run took, measured by the system: see `memory.rs`.
#[cfg(target_os = "linux")]
mod measured {
    use super::*;
    use std::process::Command;
    use std::sync::{Arc, Mutex};

    const MIB: usize = 1 << 20;
    const BESIDE: usize = 4 * MIB;

    fn status(what: &str) -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
    }

    /// Sorts 64 MiB within 4 from the file to another one, passes that are made beforehand included.
    fn sorted(folder: &Path, options: &RunOptions) {
        let x = nd_ooc::open::<f64>(folder.join("x.npy")).unwrap();
        let mut plan = Plan::new();
        plan.save(x.sort_axis_with(0, options).unwrap(), folder.join("y.npy"));
        plan.run_with(options).unwrap();
    }

    fn distinct(folder: &Path, options: &RunOptions) {
        let x = nd_ooc::open::<f64>(folder.join("x.npy")).unwrap();
        let few = nd_ops_floor(&x);
        few.unique_with(options).unwrap();
    }

    fn nd_ops_floor(x: &Chunked<f64>) -> Chunked<f64> {
        (x * 0.01).floor()
    }

    fn counted(folder: &Path, options: &RunOptions) {
        let x = nd_ooc::open::<f64>(folder.join("x.npy")).unwrap();
        x.select_with(&x.greater(0.0), options).unwrap();
    }

    type Case = fn(&Path, &RunOptions);
    const CASES: [(usize, Case); 3] = [(4, sorted), (16, distinct), (4, counted)];

    #[test]
    fn child_that_is_measured() {
        // By itself there is nothing to do: it is run by the test below.
        let Some(folder) = std::env::var_os("ND_OOC_FOLDER") else { return };
        let number: usize = std::env::var("ND_OOC_CASE").unwrap().parse().unwrap();
        let (budget, run) = CASES[number];
        let projected = Arc::new(Mutex::new(0));
        let most = Arc::clone(&projected);
        let options = RunOptions::default().budget(budget * MIB).threads(2);
        let options = options.scratch(&folder).watch(move |stage| {
            let mut most = most.lock().unwrap();
            *most = stage.projected.max(*most);
        });
        let before = status("RssAnon");
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        run(Path::new(&folder), &options);
        let peak = status("VmHWM").saturating_sub(before + status("RssFile"));
        println!("MEMORY {} {peak}", projected.lock().unwrap());
    }

    #[test]
    fn passes_that_are_made_beforehand_keep_to_the_budget() {
        let folder = Folder::new("measured");
        let a = made(&[8 << 20], |x| (x as i64) as f64 / 1e14);
        Chunked::from(a.clone()).save(folder.0.join("x.npy")).unwrap();
        for (number, (budget, _)) in CASES.iter().enumerate() {
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "--nocapture", "measured::child_that_is_measured"])
                .env("ND_OOC_FOLDER", &folder.0)
                .env("ND_OOC_CASE", number.to_string())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&child.stdout);
            let errors = String::from_utf8_lossy(&child.stderr);
            let at = said.find("MEMORY ").unwrap_or_else(|| panic!("{number}: {errors}"));
            let words: Vec<usize> = said[at..]
                .split_whitespace()
                .skip(1)
                .take(2)
                .map(|word| word.parse().unwrap())
                .collect();
            println!(
                "case {number}: budget {budget} MiB, projected {}, measured {}",
                words[0], words[1]
            );
            assert!(
                words[0] <= budget * MIB && words[1] <= words[0] + BESIDE,
                "{number}: {words:?}"
            );
        }
        let sorted = nd_io::load::<f64>(folder.0.join("y.npy")).unwrap();
        assert!(sorted == nd_ops::sort(View::from_slice(a.as_slice().unwrap())));
    }
}
