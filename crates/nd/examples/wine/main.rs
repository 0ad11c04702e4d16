//! A regression and a principal component analysis of 178 wines, drawn as a picture.
//!
//! ```sh
//! cargo run --release --example wine                    # writes target/wine.svg
//! cargo run --release --example wine -- elsewhere.svg
//! ```
//!
//! The regression says how much alcohol a wine has, from its twelve other measurements. The
//! analysis finds the two directions in which wines differ most, and in the plane of these two the
//! three cultivars stand apart, though nobody told the analysis that there are three.
#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod chart;

use chart::{Chart, Point};
use nd::io::{self, Header, TextOptions};
use nd::linalg::{lstsq, matmul, svd};
use nd::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/wine.csv");
const MEASUREMENTS: [&str; 13] = [
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "colour intensity",
    "hue",
    "OD280/OD315",
    "proline",
];

fn main() -> ExitCode {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/wine.svg");
    let path = std::env::args_os().nth(1).map_or(PathBuf::from(default), PathBuf::from);
    match run(&path) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wine: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &std::path::Path) -> Result<(), nd::Error> {
    let table = io::load_text::<f64>(DATA, &TextOptions::default().header(Header::FirstLine))?;
    let cultivar: Vec<usize> = table.slice(s![.., -1]).iter().map(|&x| x as usize).collect();
    let wines = standardised(table.slice(s![.., ..-1]));
    let regression = alcohol(&wines, table.slice(s![.., 0]), &cultivar)?;
    let plane = components(&wines, &cultivar)?;
    std::fs::write(path, chart::page(&[regression, plane]))?;
    println!("wrote {}", path.display());
    Ok(())
}

/// Columns with mean 0 and standard deviation 1: litres, degrees and milligrams weigh the same.
fn standardised(table: View<'_, f64>) -> Array<f64> {
    let centred = table - table.mean_axis(0);
    &centred / centred.std_axis(0)
}

/// Least squares: alcohol from the other twelve and a constant.
fn alcohol(
    wines: &Array<f64>,
    measured: View<'_, f64>,
    cultivar: &[usize],
) -> Result<Chart, nd::Error> {
    let ones = Array::ones([wines.shape()[0], 1]);
    let design = nd::concat(&[wines.slice(s![.., 1..]), ones.view()], 1);
    let fit = lstsq(&design, measured)?;
    let predicted = matmul(&design, &fit.x);
    let left = (measured - &predicted).map(|x| x * x).sum();
    let r2 = 1.0 - left / (measured.var() * measured.size() as f64);

    println!("alcohol, in %: R² = {r2:.3}, rank {}", fit.rank);
    let mut effects: Vec<(f64, &str)> =
        fit.x.iter().copied().zip(MEASUREMENTS[1..].iter().copied()).collect();
    effects.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    for (effect, name) in &effects[..4] {
        println!("  {effect:+.3} for one standard deviation more of {name}");
    }
    let points = measured.iter().zip(predicted.iter()).zip(cultivar);
    Ok(Chart {
        title: format!("Alcohol from twelve other measurements: R² = {r2:.2}"),
        x: "measured, %".into(),
        y: "predicted, %".into(),
        points: points.map(|((&x, &y), &class)| Point { x, y, class }).collect(),
        diagonal: true,
    })
}

/// The singular value decomposition of the standardised table: the rows of `vh` are the directions,
/// the squares of `s` the variances along them.
fn components(wines: &Array<f64>, cultivar: &[usize]) -> Result<Chart, nd::Error> {
    let parts = svd(wines)?;
    let variances = parts.s.map(|s| s * s);
    let shares = &variances / variances.sum();
    let plane = matmul(wines, parts.vh.slice(s![..2, ..]).t());

    println!("principal components: shares of the variance {:.3}", shares.slice(s![..4]));
    let points = plane.outer_iter().zip(cultivar);
    Ok(Chart {
        title: "Two of thirteen dimensions, and the three cultivars".into(),
        x: format!("first component, {:.0} % of the variance", 100.0 * shares[[0]]),
        y: format!("second, {:.0} %", 100.0 * shares[[1]]),
        points: points.map(|(p, &class)| Point { x: p[[0]], y: p[[1]], class }).collect(),
        diagonal: false,
    })
}
