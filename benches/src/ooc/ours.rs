//! The workloads as a user of nd writes them.

use super::{Paths, Workload};
use nd::ooc::{self, Chunked, RunOptions};
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
    Workload { name: "small", run: small },
    Workload { name: "median", run: median },
    Workload { name: "sort", run: sort },
    Workload { name: "picked", run: picked },
    Workload { name: "distinct", run: distinct },
];

/// What a run may take: far less than the inputs.
const BUDGET: usize = 256 << 20;

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
    let options = options().scratch(paths.output(""));
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
    let values = x.unique_with(&options()).map_err(io::Error::other)?;
    Ok(vec![values.size() as f64])
}
