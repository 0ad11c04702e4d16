//! The first things people do.

use nd_core::{Array, array, s};
use nd_ooc::{Chunked, Plan, RunOptions};
use nd_ops::{keepdims, std_axis};

fn sample(shape: [usize; 3]) -> Array<f64> {
    Array::from_fn(shape, |at| ((at[0] * 31 + at[1] * 17 + at[2] * 7) % 101) as f64 / 7.0)
}

#[test]
fn standardising_is_that_of_memory() {
    let a = sample([40, 30, 50]);
    let x = Chunked::from(a.clone());
    for axis in [0, 1, 2] {
        let z = (&x - x.mean_axis(keepdims(axis))) / x.std_axis(keepdims(axis));
        let want = (&a - nd_ops::mean_axis(&a, keepdims(axis))) / std_axis(&a, keepdims(axis));
        let got = z.compute().unwrap();
        let far = nd_ops::max(nd_ops::abs(&got - &want));
        assert!(far < 1e-12, "{axis}: {far}");
    }
}

#[test]
fn sums_of_one_axis_have_the_bits_of_memory() {
    for len in [0, 1, 7, 1000, 65_537, 1_000_003] {
        let a = Array::from_fn([len], |at| ((at[0] * 7919) % 1013) as f32 / 3.0);
        let x = Chunked::from(a.clone());
        assert_eq!(x.sum().value().unwrap().to_bits(), nd_ops::sum(&a).to_bits(), "{len}");
        let (var, want) = (x.var().value().unwrap(), nd_ops::var(&a));
        assert_eq!(var.to_bits(), want.to_bits(), "{len}: {var} {want}");
    }
}

#[test]
fn files_of_every_kind_are_sources_and_targets() {
    let dir = std::env::temp_dir().join(format!("nd-ooc-basics-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    let a = sample([20, 30, 70]);
    for (name, chunks) in
        [("a.npy", None), ("a.zarr", Some([7, 8, 9])), ("a.h5/x", Some([20, 5, 70]))]
    {
        let path = dir.join(name);
        let mut layout = nd_io::CreateOptions::default();
        if let Some(chunks) = chunks {
            layout = layout.chunks(chunks).compression(nd_io::Compression::Gzip(1));
        }
        nd_ooc::AnyChunked::from(&Chunked::from(a.clone()))
            .save_with(&path, &RunOptions::default().layout(layout))
            .unwrap();
        let x = nd_ooc::open::<f64>(&path).unwrap();
        assert_eq!(x.compute().unwrap(), a, "{name}");
        let got = (&x * 2.0 + 1.0).slice(s![..;-3, 2, 5..60;4]).compute().unwrap();
        assert_eq!(got, (&a * 2.0 + 1.0).slice(s![..;-3, 2, 5..60;4]), "{name}");
        let sums = x.sum_axis([0, 2]).compute().unwrap();
        let want = nd_ops::sum_axis(&a, [0, 2]);
        assert!(nd_ops::max(nd_ops::abs(&sums - &want)) < 1e-9, "{name}");
    }
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn results_wanted_together_share_a_pass() {
    let x = Chunked::from(sample([10, 20, 30]));
    let mut plan = Plan::new();
    let mean = plan.compute(&x.mean());
    let std = plan.compute(&x.std());
    let report = plan.explain(&RunOptions::default()).unwrap();
    assert_eq!(report.stages[0].operations, ["mean", "std"]);
    let mut results = plan.run().unwrap();
    assert!(results.take(mean)[[]] > results.take(std)[[]]);
}

#[test]
fn panics_are_errors_that_say_where() {
    let x = Chunked::from(array![1, 2, 3]);
    let error = x.map(|v| if v == 3 { panic!("three") } else { v }).compute().unwrap_err();
    assert!(error.to_string().contains("three"), "{error}");
    assert!(error.operation().unwrap().starts_with("map"), "{error}");
}

#[test]
fn a_budget_is_kept_or_refused() {
    let x = nd_ooc::full([1 << 30, 1 << 10], 1.0);
    let error = x.compute_with(&RunOptions::default().budget(1 << 20)).unwrap_err();
    assert!(error.to_string().contains("budget"), "{error}");
}

#[test]
fn expressions_may_be_longer_than_a_stack_is_deep() {
    let x = Chunked::from(array![1.0, 2.0]);
    let mut sum = x.clone();
    for _ in 0..50_000 {
        sum = sum + &x;
    }
    assert_eq!(sum.compute().unwrap(), array![50_001.0, 100_002.0]);
    assert_eq!(sum.sum().value().unwrap(), 150_003.0);
}
