//! The workloads as a user of nd writes them.

use super::{Paths, Workload};
use nd::ooc::{self, Chunked, Plan, RunOptions};
use std::io;

/// All that there are.
pub(super) const WORKLOADS: &[Workload] = &[
    Workload { name: "meanstd", run: meanstd },
    Workload { name: "meantime", run: meantime },
    Workload { name: "elem", run: elem },
    Workload { name: "blur", run: blur },
    Workload { name: "rechunk", run: rechunk },
    Workload { name: "standardise", run: standardise },
    Workload { name: "gram", run: gram },
    Workload { name: "qr", run: qr },
    Workload { name: "lowrank", run: lowrank },
    Workload { name: "cholesky", run: cholesky },
    Workload { name: "small", run: small },
    Workload { name: "median", run: median },
    Workload { name: "sort", run: sort },
    Workload { name: "picked", run: picked },
    Workload { name: "distinct", run: distinct },
];

/// What a run may take: far less than the inputs.
const BUDGET: usize = 256 << 20;

/// What a run may take that sorts, or keeps a million values on every thread.
const ORDER: usize = 512 << 20;

fn options() -> RunOptions {
    RunOptions::default().budget(BUDGET)
}

fn open<T: nd::io::StoredElement>(paths: &Paths, name: &str) -> io::Result<Chunked<T>> {
    ooc::open(paths.input(name)).map_err(io::Error::other)
}

fn meanstd(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "cube.npy")?;
    let (mean, std) = ooc::compute((&x.mean(), &x.std())).map_err(io::Error::other)?;
    Ok(vec![f64::from(mean[[]]), f64::from(std[[]])])
}

fn meantime(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "cube.npy")?;
    let mean = x.mean_axis(0).compute_with(&options()).map_err(io::Error::other)?;
    Ok(vec![nd::sum_as::<f64>(&mean)])
}

fn elem(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f64>(paths, "a.npy")?;
    let y = (&x * &x + 0.25).sqrt() - &x * 0.5;
    y.save_with(paths.output("out.npy"), &options()).map_err(io::Error::other)?;
    Ok(Vec::new())
}

fn blur(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "img.npy")?;
    x.gaussian_filter(2.0)
        .save_with(paths.output("out.npy"), &options())
        .map_err(io::Error::other)?;
    Ok(Vec::new())
}

fn rechunk(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "rows.zarr")?;
    let columns = x.rechunk([x.shape()[0], 256]);
    columns.save_with(paths.output("out.zarr"), &options()).map_err(io::Error::other)?;
    Ok(Vec::new())
}

fn standardise(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "cube.npy")?;
    let z = (&x - x.mean_axis(0)) / x.std_axis(0);
    z.save_with(paths.output("out.npy"), &options()).map_err(io::Error::other)?;
    Ok(Vec::new())
}

fn gram(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f64>(paths, "mat.npy")?;
    let gram = x.gram().compute_with(&options()).map_err(io::Error::other)?;
    Ok(vec![nd::sum(&gram)])
}

fn qr(paths: &Paths) -> io::Result<Vec<f64>> {
    let qr = open::<f64>(paths, "tall.npy")?.qr();
    let mut plan = Plan::new();
    let r = plan.compute(&qr.r);
    plan.save(&qr.q, paths.output("out.npy"));
    let r = plan.run_with(&options()).map_err(io::Error::other)?.take(r);
    // Signs are whoever's.
    Ok(vec![(0..r.shape()[0]).map(|at| r[[at, at]].abs()).sum()])
}

fn lowrank(paths: &Paths) -> io::Result<Vec<f64>> {
    let s = open::<f64>(paths, "a.npy")?.svd_lowrank(10).s;
    let s = s.compute_with(&options()).map_err(io::Error::other)?;
    // The others are those of noise, and found as well as luck has it.
    Ok(vec![s[[0]]])
}

fn cholesky(paths: &Paths) -> io::Result<Vec<f64>> {
    let options = options().scratch(paths.output(""));
    let x = open::<f64>(paths, "a.npy")?;
    let n = x.shape()[0].min(x.shape()[1]);
    let shift = ooc::from_fn([n, n], move |at| if at[0] == at[1] { n as f64 } else { 0.0 });
    let square = x.slice(nd::s![..n as isize, ..n as isize]) + shift;
    let l = square.cholesky_with(&options).map_err(io::Error::other)?;
    l.save_with(paths.output("out.npy"), &options).map_err(io::Error::other)?;
    Ok(Vec::new())
}

fn small(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "img.npy")?.rechunk([256, 256]);
    let sum = (x * 2.0 + 1.0).sum().value().map_err(io::Error::other)?;
    Ok(vec![f64::from(sum)])
}

fn median(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "cube.npy")?;
    Ok(vec![f64::from(x.median().value_with(&options()).map_err(io::Error::other)?)])
}

fn sort(paths: &Paths) -> io::Result<Vec<f64>> {
    let options = RunOptions::default().budget(ORDER).scratch(paths.output(""));
    let x = open::<f64>(paths, "a.npy")?.ravel();
    let sorted = x.sort_axis_with(0, &options).map_err(io::Error::other)?;
    sorted.save_with(paths.output("out.npy"), &options).map_err(io::Error::other)?;
    Ok(Vec::new())
}

fn picked(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = open::<f32>(paths, "cube.npy")?;
    let picked = x.select_with(&x.greater(288.0), &options()).map_err(io::Error::other)?;
    Ok(vec![f64::from(picked.mean().value_with(&options()).map_err(io::Error::other)?)])
}

fn distinct(paths: &Paths) -> io::Result<Vec<f64>> {
    let x = (open::<f64>(paths, "a.npy")? * 1e6).cast::<i64>();
    let values = x.unique_with(&RunOptions::default().budget(ORDER)).map_err(io::Error::other)?;
    Ok(vec![values.size() as f64])
}
