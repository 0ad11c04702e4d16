//! Poisson's equation on a square, `-Δu = f` with `u = 0` along the edge, of which the solution is known: discretised
//! on a grid and solved four ways. Beside each other: what each takes to prepare and to solve, its memory, its iterations
//! and how far its solution is from the exact one; and a picture of the solution.
//!
//! ```sh
//! cargo run --release --example poisson --features sparse               # a million unknowns
//! cargo run --release --example poisson --features sparse -- --size 300
//! ```

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

#[path = "../climate/digits.rs"]
mod digits;
#[allow(dead_code, reason = "the rest is for maps")]
#[path = "../climate/map.rs"]
mod map;
mod memory;
mod problem;
mod ways;

use nd::prelude::*;
use problem::Problem;
use std::path::Path;
use std::process::ExitCode;
use ways::{Run, WAYS};

/// Systems without a solution, and files that cannot be written.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Points along a side, inside of the square.
const SIZE: usize = 1000;
const OUT: &str = "target/poisson";
const USAGE: &str = "usage: poisson [--size N]";

fn main() -> ExitCode {
    let Some(size) = arguments(std::env::args().skip(1)) else {
        eprintln!("poisson: {USAGE}");
        return ExitCode::from(2);
    };
    match run(size, Path::new(OUT)) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("poisson: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<usize> {
    let mut size = SIZE;
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--size" => size = given.next()?.parse().ok().filter(|&size| size > 0)?,
            _ => return None,
        }
    }
    Some(size)
}

/// Solves it all ways, prints the table and draws the last solution.
fn run(size: usize, out: &Path) -> Result<Vec<Run>> {
    std::fs::create_dir_all(out)?;
    let problem = Problem::new(size);
    println!(
        "{size} × {size} points, {} unknowns, {} entries\n\n{}",
        problem.matrix.shape()[0],
        problem.matrix.nnz(),
        Run::head()
    );
    let mut runs = Vec::new();
    for way in WAYS {
        let run = Run::new(way, &problem)?;
        println!("{run}");
        runs.push(run);
    }
    println!(
        "\nerror of the discretisation, by the exact solution: the last column of all of them"
    );
    if let Some(run) = runs.last() {
        let path = out.join("solution.png");
        draw(&run.solution.view().reshape_view([size, size]).to_array(), &path)?;
        println!("picture: {}", path.display());
    }
    Ok(runs)
}

/// The solution, y upwards.
fn draw(solution: &Array<f64>, path: &Path) -> Result<()> {
    Ok(map::draw(path, solution.view(), map::around_zero(solution), &map::SIGNED)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ways::Way;

    #[test]
    fn four_ways_lead_to_one_solution() {
        let out = std::env::temp_dir().join(format!("nd-poisson-{}", std::process::id()));
        let runs = run(40, &out).unwrap();
        assert_eq!(runs.len(), 4);
        for other in &runs[1..] {
            let apart = (&runs[0].solution - &other.solution).map(|x| x.abs());
            assert!(nd::max(&apart) < 1e-7, "{:?}", other.way);
        }
        let picture = nd::load::<u8>(out.join("solution.png")).unwrap();
        assert_eq!(picture.shape()[2], 3);
        std::fs::remove_dir_all(&out).unwrap();
    }

    #[test]
    fn half_the_distance_makes_a_quarter_of_the_error() {
        // 31 and 63 points inside are 32 and 64 intervals.
        let error = |size| Run::new(Way::Cholesky, &Problem::new(size)).unwrap().error;
        let ratio = error(31) / error(63);
        assert!((3.8..4.2).contains(&ratio), "{ratio}");
    }

    #[test]
    fn multigrid_takes_as_many_iterations_on_any_grid() {
        let iterations =
            |size, way| Run::new(way, &Problem::new(size)).unwrap().iterations.unwrap();
        let (small, large) = (iterations(30, Way::Multigrid), iterations(120, Way::Multigrid));
        assert!(large <= small + 6, "{small}, {large}");
        assert!(iterations(120, Way::Incomplete) > 2 * iterations(30, Way::Incomplete));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let understood = |all: &[&str]| arguments(all.iter().map(ToString::to_string));
        assert_eq!(understood(&[]), Some(1000));
        assert_eq!(understood(&["--size", "20"]), Some(20));
        assert_eq!(understood(&["--size", "0"]), None);
        assert_eq!(understood(&["20"]), None);
    }
}
