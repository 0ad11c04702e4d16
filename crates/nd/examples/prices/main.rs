//! Daily prices of a market larger than the memory that the program may have: rows in no order are sorted by date and
//! symbol, and of the table that they make: returns, volatility over the last month, drawdowns, exact quantiles, what
//! a bad day costs, which prices there are, and how symbols go together. As text and pictures.
//!
//! ```sh
//! cargo run --release --example prices                  # half a GiB of prices, within 128 MiB
//! cargo run --release --example prices -- --gib 8
//! cargo run --release --example prices -- --keep        # leaves the table there
//! ```
//!
//! Two of the symbols are real, the S&P 500 and the NASDAQ Composite from 1999 to 2018. All others are made of these
//! two series' returns, and stand for no company.

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod analysis;
#[allow(dead_code, reason = "the rest is for the guide")]
mod axis;
#[allow(dead_code, reason = "the rest is for the guide")]
mod chart;
#[path = "../climate/digits.rs"]
mod digits;
#[path = "../climate/disk.rs"]
mod disk;
#[allow(dead_code, reason = "the rest is for maps")]
#[path = "../climate/map.rs"]
mod map;
mod market;
mod real;
#[path = "../climate/report.rs"]
mod report;
mod rows;

use analysis::{correlations, drawdowns, returns, shortfall, volatility};
use axis::{Axis, days};
use chart::{Panel, page};
use nd::linalg::eigh;
use nd::ooc::{self, Chunked, ChunkedUniqueOptions, Plan, RunOptions};
use nd::prelude::*;
use real::{NAMES, Real};
use report::{Report, bytes};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Files and plans that do not go well.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Bytes that a step may have at once.
const BUDGET: usize = 128 << 20;
const GIB: f64 = 0.5;
/// Returns of a window, about a month.
const WINDOW: usize = 21;
/// Symbols of which it is asked how they go together.
const SOME: usize = 300;
const SYMBOLS: usize = 2 + SOME;
const OUT: &str = "target/prices";
const USAGE: &str = "usage: prices [--gib N] [--keep]";

fn main() -> ExitCode {
    let Some((gib, keep)) = arguments(std::env::args().skip(1)) else {
        eprintln!("prices: {USAGE}");
        return ExitCode::from(2);
    };
    match run(gib, keep, Path::new(OUT)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("prices: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<(f64, bool)> {
    let (mut gib, mut keep) = (GIB, false);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--gib" => gib = given.next()?.parse().ok().filter(|&gib| gib > 0.0)?,
            "--keep" => keep = true,
            _ => return None,
        }
    }
    Some((gib, keep))
}

fn run(gib: f64, keep: bool, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let real = Real::read()?;
    let days = real.dates.size();
    let symbols = ((gib * (1u64 << 30) as f64) as usize / (8 * days)).max(SYMBOLS);
    let size = (8 * days * symbols) as u64;
    // Rows and the runs that they are sorted by; the table and the runs for its distinct prices are smaller.
    room(out, 5 * size)?;
    println!(
        "{symbols} symbols on {days} days, {}; budget {}\n",
        bytes(size),
        bytes(BUDGET as u64)
    );
    let mut report = Report::new();
    let options = RunOptions::default().budget(BUDGET).scratch(out);
    let path = out.join("prices.zarr");
    rows::arrive(&market::market(&real, symbols), out, &options, &mut report)?;
    rows::sort([days, symbols], out, &path, &options, &mut report)?;
    analyse(&ooc::open(&path)?, &real, out, &options, &mut report)?;
    report.end();
    println!("pictures: {0}/market.svg, {0}/correlations.png", out.display());
    if !keep {
        std::fs::remove_dir_all(path)?;
    }
    Ok(())
}

/// Refuses to begin what would fill the disk.
fn room(out: &Path, needed: u64) -> Result<()> {
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

fn analyse(
    prices: &Chunked<f64>,
    real: &Real,
    out: &Path,
    options: &RunOptions,
    report: &mut Report,
) -> Result<()> {
    let returns = returns(prices);
    let volatility = volatility(&returns, WINDOW);
    let mut plan = Plan::new();
    let of_days = plan.compute(&volatility.mean_axis(1));
    let of_symbols = plan.compute(&volatility.mean_axis(0));
    let mut made = plan.run_with(options)?;
    report.step("volatility", made.report());
    let (of_days, of_symbols) = (made.take(of_days), made.take(of_symbols));

    let deepest = step("drawdowns", &drawdowns(prices).min_axis(0), options, report)?;
    let fell = returns.less(-0.05).sum_axis(1);
    let fell = step("falls by 5 %", &fell, options, report)?;
    let quantiles = returns.quantiles([0.001, 0.01, 0.5, 0.99, 0.999]);
    let quantiles = step("quantiles", &quantiles, options, report)?;
    let begun = Instant::now();
    let lost = shortfall(&returns, quantiles[[1]])?.value_with(options)?;
    report.small_step("bad days", begun.elapsed());
    let (distinct, commonest) = distinct(prices, options, report)?;

    // The real ones, and some from all over the market.
    let others = (0..SOME).map(|at| (2 + at * (of_symbols.size() - 2) / SOME) as i64);
    let some: Vec<i64> = [0, 1].into_iter().chain(others).collect();
    let together = correlations(&returns.take(&some[..], 1));
    let together = step("correlations", &together, options, report)?;
    draw_correlations(&together, &out.join("correlations.png"))?;
    draw_market(prices, real, &of_days, &out.join("market.svg"))?;

    println!("\n{} and {} go together: {:.4}", NAMES[0], NAMES[1], together[[0, 1]]);
    let percent = |part: f64| format!("{:+.2} %", 100.0 * part);
    println!("the most that was lost since the highest price:");
    for (symbol, name) in NAMES.iter().enumerate() {
        println!("  {name:<26}{:>12}", percent(deepest[[symbol]]));
    }
    println!("  {:<26}{:>12}", "of all, half more than", percent(nd::median(&deepest)));
    let calmest = of_symbols.argmin();
    println!("the calmest symbol is {calmest}, {:.1} % a year", 100.0 * of_symbols[[calmest]]);
    println!("a day's return, in all {} of them:", returns.size());
    for (q, quantile) in ["0.1 %", "1 %", "50 %", "99 %", "99.9 %"].iter().zip(quantiles.iter()) {
        println!("  {:<26}{:>12}", format!("{q} are less than"), percent(*quantile));
    }
    println!("  {:<26}{:>12}", "the mean of the lowest 1 %", percent(lost));
    println!("days on which most symbols fell by 5 %:");
    for &day in nd::argtopk(&fell, 3).iter() {
        println!("  {}, {} symbols", real.dates[[day + 1]], fell[[day]]);
    }
    println!(
        "{distinct} prices there are, in whole units, of which {commonest} is the most common"
    );
    Ok(())
}

/// Computes a result, and says what it took.
fn step<T: nd::Typed>(
    name: &str,
    x: &Chunked<T>,
    options: &RunOptions,
    report: &mut Report,
) -> Result<Array<T>> {
    let mut plan = Plan::new();
    let ticket = plan.compute(x);
    let mut results = plan.run_with(options)?;
    report.step(name, results.report());
    Ok(results.take(ticket))
}

/// How many prices there are in whole units, and which is the most common.
fn distinct(
    prices: &Chunked<f64>,
    options: &RunOptions,
    report: &mut Report,
) -> Result<(usize, i64)> {
    let begun = Instant::now();
    let whole = prices.map(|price| price.round() as i64);
    let found = whole.unique_counts_with(&ChunkedUniqueOptions::default().run(options.clone()))?;
    let most = found.counts.argmax().value_with(options)?;
    let commonest = found.values.slice(s![most as isize]).value_with(options)?;
    report.small_step("distinct prices", begun.elapsed());
    Ok((found.values.size(), commonest))
}

/// Symbols beside those that they go with.
fn draw_correlations(together: &Array<f64>, path: &Path) -> Result<()> {
    let first = eigh(together)?.eigenvectors.slice(s![.., -1]).to_array();
    let order = nd::argsort(&first);
    let order: Vec<i64> = order.iter().map(|&at| at as i64).collect();
    let sorted = together.take(&order[..], 0).take(&order[..], 1);
    Ok(map::draw(path, sorted.view(), (-1.0, 1.0), &map::SIGNED)?)
}

/// The real series through the years, and the volatility of all.
fn draw_market(
    prices: &Chunked<f64>,
    real: &Real,
    volatility: &Array<f64>,
    path: &Path,
) -> Result<()> {
    let two = prices.slice(s![.., ..2]);
    let mut plan = Plan::new();
    let wanted = [plan.compute(&two), plan.compute(&(drawdowns(&two) * 100.0))];
    let mut made = plan.run()?;
    let [closes, lost] = wanted.map(|ticket| made.take(ticket));
    let x = days(&real.dates);
    let later = x.slice(s![-(volatility.size() as isize)..]).to_array();
    let panel = |title, values: View<'_, f64>, label| -> Result<Panel> {
        Ok(Panel::new(title, 170.0, Axis::dates(&real.dates, 2)?, Axis::around(values, label)))
    };
    let both = |panel: Panel, of: &Array<f64>| {
        let of = |at: isize| of.slice(s![.., at]);
        panel.line(NAMES[0], 0, &x, of(0)).line(NAMES[1], 1, &x, of(1))
    };
    let volatility = volatility * 100.0;
    let panels = [
        both(panel("Closing price", closes.view(), "points")?, &closes),
        both(panel("Lost since the highest price", lost.view(), "%")?, &lost),
        panel("Volatility over 21 days, the mean of all symbols", volatility.view(), "% a year")?
            .line("", 2, &later, &volatility),
    ];
    Ok(std::fs::write(path, page(&panels))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_no_order_become_the_table() {
        let out = std::env::temp_dir().join(format!("nd-prices-{}", std::process::id()));
        std::fs::create_dir_all(&out).unwrap();
        let market = market::market(&Real::read().unwrap(), 40);
        // So little that rows are sorted in runs.
        let options = RunOptions::default().budget(20 << 20).scratch(&out);
        let (path, mut report) = (out.join("prices.zarr"), Report::new());
        rows::arrive(&market, &out, &options, &mut report).unwrap();
        rows::sort([5031, 40], &out, &path, &options, &mut report).unwrap();
        let table = ooc::open::<f64>(&path).unwrap();
        assert_eq!(table.compute().unwrap(), market.compute().unwrap());
        let left: Vec<_> = std::fs::read_dir(&out).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        std::fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let understood = |all: &[&str]| arguments(all.iter().map(ToString::to_string));
        assert_eq!(understood(&["--gib", "2", "--keep"]), Some((2.0, true)));
        assert_eq!(understood(&["--gib", "0"]), None);
        assert_eq!(understood(&["prices.csv"]), None);
    }
}
