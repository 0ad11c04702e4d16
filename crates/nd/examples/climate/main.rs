//! The main job of arrays larger than memory: what the climate of a record is, that is 32 times larger than the memory
//! it may take. Monthly means, what differs from them, trends, the exact 99th percentile, and the direction in
//! which the field varies most; as maps, and with what each step took beside what was projected.
//!
//! ```sh
//! cargo run --release --example climate                    # 8 GiB, made of the data in this repository
//! cargo run --release --example climate -- --gib 64
//! cargo run --release --example climate -- --keep          # leaves the record and the anomalies there
//! cargo run --release --example climate --features dask -- --dask --gib 1   # by a Dask cluster, made here
//! cargo run --release --example climate -- PATH/VARIABLE   # your own: (time, latitude, longitude), any format
//! ```
//!
//! The record is no observation, and no model's output either: the yearly means of a real model run are interpolated
//! to days and to a finer grid, and seasons and noise are put on top by a formula.

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod analysis;
mod cluster;
mod digits;
mod disk;
mod field;
#[cfg(test)]
mod golden;
mod map;
mod record;
mod report;

use field::Field;
use map::{AMOUNT, Palette, SIGNED, around_zero, range};
use nd::io::CreateOptions;
use nd::ooc::{Chunked, Plan, RunOptions, is_driver};
use nd::prelude::*;
use nd::time::{Frequency, calendar_range_periods};
use record::{DAYS, Refinement, fine};
use report::{Report, bytes};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Files, plans and times that are not understood.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Bytes that a step may have at once.
const BUDGET: usize = 256 << 20;
const GIB: f64 = 8.0;
/// Bytes of a stored chunk, about.
const CHUNK: usize = 4 << 20;
/// Points of which the field's functions are computed, at most.
const POINTS: usize = 2_000;
const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/a1b_north_america.nc");
const OUT: &str = "target/climate";
const USAGE: &str = "usage: climate [PATH[/VARIABLE]] [--gib N] [--keep] [--dask]";

/// What was asked for.
struct Job {
    path: Option<PathBuf>,
    gib: f64,
    keep: bool,
    dask: bool,
}

fn main() -> ExitCode {
    let Some(job) = arguments(std::env::args().skip(1)) else {
        eprintln!("climate: {USAGE}");
        return ExitCode::from(2);
    };
    let done = match job.dask {
        true => cluster::run(
            &std::env::args().skip(1).filter(|one| one != "--dask").collect::<Vec<_>>(),
        ),
        false => run(&job, Path::new(OUT)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("climate: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<Job> {
    let mut job = Job { path: None, gib: GIB, keep: false, dask: false };
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--gib" => job.gib = given.next()?.parse().ok().filter(|&gib| gib > 0.0)?,
            "--keep" => job.keep = true,
            "--dask" => job.dask = true,
            _ if job.path.is_none() && !argument.starts_with("--") => {
                job.path = Some(argument.into());
            }
            _ => return None,
        }
    }
    Some(job)
}

fn run(job: &Job, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let (stored, anomalies) = (out.join("record.zarr"), out.join("anomalies.zarr"));
    let mut report;
    let field = match &job.path {
        Some(path) => {
            let field = Field::open(path)?;
            room(out, field.values.nbytes())?;
            say(&field);
            report = Report::new();
            field
        }
        None => {
            let (field, given) = plan_record((job.gib * (1u64 << 30) as f64) as usize)?;
            room(out, 2 * field.values.nbytes())?;
            if is_driver() {
                println!("{given}");
            }
            say(&field);
            report = Report::new();
            let made = field.values.save_with(&stored, &options(layout(&field)))?;
            report.step("record", &made);
            Field { values: nd::ooc::open(&stored)?, ..field }
        }
    };
    analyse(&field, &anomalies, &mut report)?;
    report.end();
    println!("maps: {}/*.png", out.display());
    if !job.keep {
        std::fs::remove_dir_all(anomalies)?;
        // Beside a file of the user's there may be one that was kept before.
        if job.path.is_none() {
            std::fs::remove_dir_all(stored)?;
        }
    }
    Ok(())
}

fn say(field: &Field) {
    if !is_driver() {
        return;
    }
    let (shape, size) = (field.values.shape(), bytes(field.values.nbytes() as u64));
    println!("{shape:?} float32, {size}; budget {}\n", bytes(BUDGET as u64));
}

/// Refuses to begin what would fill the disk.
fn room(out: &Path, needed: usize) -> Result<()> {
    let needed = needed as u64 + needed as u64 / 20;
    match disk::free(out) {
        Some(free) if free < needed => {
            let (needed, free) = (bytes(needed), bytes(free));
            Err(format!("{}: {needed} needed, {free} free; --gib N asks for less", out.display()))?
        }
        Some(_) => Ok(()),
        None => {
            println!("how much room the disk has is not known; {} are needed", bytes(needed));
            Ok(())
        }
    }
}

/// The record of at least so many bytes, of which nothing is made yet, and what it is.
fn plan_record(bytes: usize) -> Result<(Field, String)> {
    let data = Field::open(DATA.as_ref())?;
    let [n, h, w] = [data.values.shape()[0], data.values.shape()[1], data.values.shape()[2]];
    let year = |finer: usize| fine(h, finer) * fine(w, finer) * DAYS * size_of::<f32>();
    let finer = (1..).find(|&finer| year(finer) * (n - 1) >= bytes).unwrap_or(1);
    let years = bytes.div_ceil(year(finer)).min(n - 1);
    let first = data.dates[[n - 1 - years]];
    let yearly = data.values.slice(s![-(years as isize) - 1.., .., ..]).cast::<f64>().compute()?;
    let with = Refinement { finer, season: 24.0, noise: 4.0 };
    // The last mean closes the last year.
    let values = record::daily(yearly, &data.latitude, with).slice(s![..-1, .., ..]);
    let field = Field {
        latitude: record::latitudes(&data.latitude, finer),
        dates: calendar_range_periods(first, years * DAYS, &Frequency::day())?,
        values,
    };
    let given = format!(
        "a synthetic record: {years} years of days from June {}, on a grid {finer} times as fine, interpolated \
         from the\nyearly means of a climate model's run (North America, scenario A1B), with a seasonal cycle of \
         ±{} K · sin(latitude)\nand noise of ±{} K, of which there is nothing in the data",
        first.year(),
        with.season,
        with.noise
    );
    Ok((field, given))
}

/// Chunks of whole days.
fn layout(field: &Field) -> CreateOptions {
    let [n, h, w] = [field.values.shape()[0], field.values.shape()[1], field.values.shape()[2]];
    let days = (CHUNK / (h * w * size_of::<f32>())).clamp(1, n);
    CreateOptions::default().chunks([days, h, w])
}

fn options(layout: CreateOptions) -> RunOptions {
    let options = RunOptions::default().budget(BUDGET).layout(layout);
    // How far it is takes lines of its own, where others do the work.
    if std::env::var("ND_ENGINE").is_ok_and(|engine| engine != "local") {
        options.progress()
    } else {
        options
    }
}

/// Computes a result, and says what it took.
fn compute<T: nd::Typed>(name: &str, x: &Chunked<T>, report: &mut Report) -> Result<Array<T>> {
    let mut plan = Plan::new();
    let ticket = plan.compute(x);
    let mut results = plan.run_with(&options(CreateOptions::default()))?;
    report.step(name, results.report());
    let array = results.take(ticket);
    note(name, &array)?;
    Ok(array)
}

/// Writes the digest of a result where it is asked for.
fn note<T: nd::Typed>(name: &str, array: &Array<T>) -> Result<()> {
    let Some(path) = std::env::var_os("ND_CLIMATE_DIGEST").filter(|_| is_driver()) else {
        return Ok(());
    };
    let mut bytes = Vec::new();
    nd::io::write_npy_any(&mut bytes, array.view())?;
    let mixed = |sum: u64, &byte: &u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let digest = bytes.iter().fold(0xcbf2_9ce4_8422_2325, mixed);
    let mut file = std::fs::File::options().append(true).create(true).open(path)?;
    Ok(writeln!(file, "{name} {digest:016x}")?)
}

fn analyse(field: &Field, anomalies: &Path, report: &mut Report) -> Result<()> {
    let Field { values, latitude, dates } = field;
    let x = values.cast::<f64>();
    let mut normals = x.grouped_mean(field.months(), 0);
    let months = compute("monthly means", &normals.values, report)?;
    draw_months(field, &normals.labels, &months)?;

    normals.values = months.into();
    let difference = (&x - normals.spread_back()).cast::<f32>();
    let stored = difference.save_with(anomalies, &options(layout(field)))?;
    report.step("anomalies, stored", &stored);
    let x = nd::ooc::open::<f32>(anomalies)?.cast::<f64>();

    let tenth = dates.size().div_ceil(10) as isize;
    let late = compute("last tenth", &x.slice(s![-tenth.., .., ..]).mean_axis(0), report)?;
    draw(field, "anomaly_last_tenth", &late, around_zero(&late), &SIGNED)?;
    let trend = compute("trend", &analysis::trend(&x, &(field.times() / 100.0)), report)?;
    draw(field, "trend_per_century", &trend, around_zero(&trend), &SIGNED)?;
    let high = compute("99th percentile", &values.quantile_axis(0.99, 0), report)?.cast::<f64>();
    draw(field, "percentile_99", &high, range(&high), &AMOUNT)?;
    let area = compute("mean of the area", &analysis::area_mean(&x, latitude), report)?;

    let by = field.stride(POINTS) as isize;
    let coarse = x.slice(s![.., ..;by, ..;by]).grouped_mean(field.years()?, 0).values;
    let coarse = compute("yearly, coarse", &coarse, report)?;
    let begun = Instant::now();
    let latitude = latitude.slice(s![..;by]).to_array();
    let (shape, found) = (coarse.shape().to_vec(), functions(field, &coarse, &latitude)?);
    report.small_step("EOFs, in memory", begun.elapsed());

    let warming = area.slice(s![-tenth..]).mean() - area.slice(s![..tenth]).mean();
    if !is_driver() {
        return Ok(());
    }
    println!(
        "\nthe last tenth of the times is {warming:.2} K warmer than the first, over the area"
    );
    let shares: Vec<String> = found.iter().map(|share| format!("{:.1} %", 100.0 * share)).collect();
    println!(
        "the first functions of {shape:?} yearly means have {} of the variance",
        shares.join(", ")
    );
    Ok(())
}

/// The shares of the first functions of a small field. What is no number at any time, has no part in them. The map is of
/// what the first does to the field when it is one standard deviation strong.
fn functions(field: &Field, yearly: &Array<f64>, latitude: &Array<f64>) -> Result<Vec<f64>> {
    let known = yearly.map(|value| if value.is_finite() { value } else { 0.0 });
    let found = analysis::eofs(&known, latitude)?;
    let strength = found.series.std();
    let missing = yearly.sum_axis(0) * 0.0;
    let pattern = found.first * strength / found.weights + missing;
    draw(field, "eof_1", &pattern, around_zero(&pattern), &SIGNED)?;
    Ok(found.shares.iter().copied().take(3).collect())
}

/// The means of January and July, with the same colours.
fn draw_months(field: &Field, labels: &[u8], means: &Array<f64>) -> Result<()> {
    let colours = range(means);
    for (month, name) in [(1, "mean_january"), (7, "mean_july")] {
        if let Some(at) = labels.iter().position(|&label| label == month) {
            let mean = means.slice(s![at as isize]).to_array();
            draw(field, name, &mean, colours, &AMOUNT)?;
        }
    }
    Ok(())
}

/// A map with the north above.
fn draw(
    field: &Field,
    name: &str,
    values: &Array<f64>,
    colours: (f64, f64),
    palette: &Palette,
) -> Result<()> {
    if !is_driver() {
        return Ok(());
    }
    let path = Path::new(OUT).join(format!("{name}.png"));
    let latitude = &field.latitude;
    let is_from_north = latitude[[0]] > latitude[[latitude.shape()[0] - 1]];
    let values = if is_from_north { values.slice(s![..;-1, ..]) } else { values.view() };
    Ok(map::draw(&path, values, colours, palette)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_is_of_whole_years() {
        let (field, _) = plan_record(1 << 24).unwrap();
        let days = nd::grouped_count(field.years().unwrap());
        assert!(days.values.iter().all(|&days| days == DAYS), "{days:?}");
        assert_eq!(days.labels.last(), Some(&2098)); // which ends with May 2099
        assert_eq!(field.dates[[field.dates.size() - 1]].to_string(), "2099-05-30 00:00:00");
    }
}
