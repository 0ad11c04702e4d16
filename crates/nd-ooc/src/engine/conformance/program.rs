//! The program of the suite.

use crate::{Chunked, ChunkedUniqueOptions, ErrorKind, Plan, Result, RunOptions, is_driver};
use nd_core::{Array, concat, s};
use nd_io::{Compression, CreateOptions};
use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

/// The shape of what the program reads.
pub(super) const SHAPE: [usize; 2] = [1200, 64];
/// Rows of a block of what it stores.
pub(super) const ROWS: usize = 40;
/// The row at which blocks fail, and the last one.
pub(super) const BAD: usize = 400;
pub(super) const LAST: usize = 1160;

/// A variable of the environment by which the suite tells its program what to do.
fn told(name: &str) -> String {
    std::env::var(format!("ND_CONFORMANCE_{name}")).unwrap_or_default()
}

/// Some ten computes on `in.npy` of a folder, with captured values between them; leaves `out.zarr`, `sums.npy` and, by the
/// driver, `results.txt`.
///
/// # Errors
/// Those of the computes.
pub fn program(folder: &Path) -> Result<()> {
    if !told("MEMORY").is_empty() {
        return within_budget(folder);
    }
    let x = crate::open::<f64>(folder.join("in.npy"))?;
    let differs = !is_driver() && told("DIFFERS") == "parameter";
    let mut plan = Plan::new();
    let (mean, std) = (plan.compute(&x.mean()), plan.compute(&x.std_axis(0)));
    let options = RunOptions::default().param("by", if differs { 2 } else { 1 });
    let mut results = plan.run_with(&options)?;
    let (mean, std) = (results.take(mean), results.take(std));

    let scaled = stored(folder, &x, mean[[]]);
    let chunk = told("CHUNK").parse().unwrap_or(ROWS);
    let layout = CreateOptions::default().chunks([chunk, 32]).compression(Compression::Gzip(1));
    scaled.save_with(folder.join("out.zarr"), &RunOptions::default().layout(layout))?;
    let y = crate::open::<f64>(folder.join("out.zarr"))?;
    let rows = (&y / Chunked::from(std.clone())).sum_axis(1).compute()?;
    let median = y.slice(s![..;3, ..]).median().compute()?;
    y.cumsum_axis(0).save(folder.join("sums.npy"))?;
    let by_values = by_values(&y)?;
    let factors = factors(&y)?;
    if is_driver() {
        let bits = |x: &Array<f64>| x.iter().map(|x| format!("{:016x}\n", x.to_bits())).collect();
        let text: Vec<String> =
            [mean, std, rows, median, by_values, factors].iter().map(bits).collect();
        let path = folder.join("results.txt");
        fs::write(&path, text.concat())
            .map_err(|error| crate::error::on_file("write", &path)(error))?;
    }
    Ok(())
}

/// What only values tell: how many there are above a threshold, which are distinct, in which order they are; so little
/// memory that runs are stored.
fn by_values(y: &Chunked<f64>) -> Result<Array<f64>> {
    let options = RunOptions::default().budget(1 << 20);
    let flat = y.ravel();
    let above = flat.select(&flat.greater(100.0))?.sum().compute()?;
    let sorted = flat.sort_axis_with(0, &options)?.slice(s![..;997]).compute()?;
    let order = flat.argsort_axis_with(0, &options)?.slice(s![..;997]).compute()?;
    let counted = ChunkedUniqueOptions::default();
    let few = (&flat % 8.0).floor().unique_counts_with(&counted)?;
    let many = flat.unique_counts_with(&counted.run(options))?;
    let found = [few.counts.compute()?.cast(), many.counts.slice(s![..;89]).compute()?.cast()];
    let parts = [above.reshape([1]).to_array(), sorted, order.cast(), few.values.compute()?];
    Ok(concat(&[&parts[..], &found[..]].concat(), 0))
}

/// Singular vectors, panel by panel.
#[cfg(feature = "linalg")]
fn factors(y: &Chunked<f64>) -> Result<Array<f64>> {
    y.svd().u.slice(s![..;97, 3]).compute()
}

#[cfg(not(feature = "linalg"))]
fn factors(_: &Chunked<f64>) -> Result<Array<f64>> {
    Ok(Array::zeros([0]))
}

/// Eight times the budget, twice; fails if a worker was seen to have more than the budget.
fn within_budget(folder: &Path) -> Result<()> {
    let x = crate::from_fn([8192, 4096], |at| (at[0] ^ at[1]) as f64);
    let options = RunOptions::default().budget(32 << 20);
    let y = (&x - x.mean_axis(0)) / x.std_axis(0);
    let made = y.save_with(folder.join("y.npy"), &options)?;
    if !is_driver() {
        return Ok(());
    }
    let Some(peak) = made.peak().filter(|&peak| peak <= made.budget || !cfg!(target_os = "linux"))
    else {
        let what = format!("a worker had {:?} bytes, the budget is {}", made.peak(), made.budget);
        return Err(ErrorKind::Engine(what).into());
    };
    let path = folder.join("peak.txt");
    let text = format!("at most {peak} bytes of a budget of {} in a worker", made.budget);
    fs::write(&path, text).map_err(|error| crate::error::on_file("write", &path)(error))
}

/// What the program stores, slowly: with a captured value, and something that happens to whoever makes it.
fn stored(folder: &Path, x: &Chunked<f64>, by: f64) -> Chunked<f64> {
    let place = folder.to_owned();
    let pause = Duration::from_millis(told("PAUSE").parse().unwrap_or(0));
    let slow = Chunked::from_region(SHAPE, move |region| {
        std::thread::sleep(pause);
        let first = region.start()[0] / ROWS * ROWS;
        hurt(&place, first);
        Array::from_fn(region.shape(), |at| ((region.start()[0] + at[0]) * at[1]) as f64)
    });
    let other = !is_driver() && told("DIFFERS") == "plan";
    let x = if other { x.abs() } else { x.clone() };
    x.map(move |x| (x - by) * 3.0) + slow
}

/// What happens to a worker that makes a block, each block once.
fn hurt(folder: &Path, row: usize) {
    let first = |name: String| File::create_new(folder.join(name)).is_ok();
    match told("HURT").as_str() {
        "die" if row.is_multiple_of(80) && first(format!("hurt-{row}")) => std::process::abort(),
        "twice" if row == BAD => {
            for time in 1..3 {
                assert!(!first(format!("hurt-{row}-{time}")), "failed for the {time}. time");
            }
        }
        "always" => assert!(row != BAD, "there is no such row"),
        "hang" if row == LAST && first(format!("hurt-{row}")) => {
            std::thread::sleep(Duration::from_secs(3600));
        }
        _ => {}
    }
}
