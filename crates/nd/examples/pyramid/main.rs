//! Any picture or array file to a tiled, pyramidal OME-TIFF, which viewers of microscopy and of maps open at once however
//! large it is. Memory does not grow with the picture; killed and started again, it goes on where it was.
//!
//! ```sh
//! cargo run --release --example pyramid -- big.tif out.ome.tif
//! cargo run --release --example pyramid -- store.zarr/image out.ome.tif --tile 256
//! ```
//!
//! Files that are read by parts (TIFF, Zarr, HDF5, `.npy`) are never in memory; PNG, JPEG and the like are decoded whole.

mod convert;
mod progress;

use convert::{Job, convert};
use progress::Progress;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: pyramid IN OUT.ome.tif [--tile PIXELS]";

fn main() -> ExitCode {
    let Some(job) = arguments(std::env::args().skip(1)) else {
        eprintln!("pyramid: {USAGE}");
        return ExitCode::from(2);
    };
    let mut progress = Progress::new();
    let done = convert(&job, &mut |done, all| {
        progress.show(done, all);
        ControlFlow::Continue(())
    });
    match done {
        Ok(made) => {
            progress.end(&made.expect("nobody broke it off"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("\npyramid: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<Job> {
    let (mut paths, mut tile) = (Vec::new(), 512);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--tile" => tile = given.next()?.parse().ok()?,
            _ if !argument.starts_with("--") => paths.push(PathBuf::from(argument)),
            _ => return None,
        }
    }
    let [from, to] = <[PathBuf; 2]>::try_from(paths).ok()?;
    Some(Job { from, to, tile })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_two_paths() {
        let words = |text: &str| arguments(text.split_whitespace().map(str::to_owned));
        let job = words("a.tif --tile 256 b.ome.tif").unwrap();
        assert_eq!((job.from, job.to, job.tile), ("a.tif".into(), "b.ome.tif".into(), 256));
        assert!(words("a.tif").is_none() && words("a b c").is_none() && words("a b --x").is_none());
        assert!(words("a b --tile").is_none() && words("a b --tile none").is_none());
    }
}
