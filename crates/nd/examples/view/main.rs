//! A picture of any size, and labels over it, as one HTML page: to be dragged, zoomed and sent to others. It is a single
//! file, needs no server and asks nothing of the network.
//!
//! ```sh
//! cargo run --release --example view -- FILE                  # writes target/view/FILE.html
//! cargo run --release --example view -- FILE LABELS -o page.html
//! ```
//!
//! FILE is anything that [`nd::io::open`] knows of two axes, or of three with at most four channels; what is no `u8` is
//! stretched from its darkest to its brightest value. LABELS are integers, 0 where nothing is. The page holds as many levels
//! as fit into 28 MB, the smallest first: without loss if all of them do, else as JPEG.

#![allow(clippy::print_stdout)] // a program, whose result is what it prints

mod levels;
mod page;
mod tiles;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Files that are not understood.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const USAGE: &str = "usage: view FILE [LABELS] [-o PAGE.html]";

/// What is asked for.
#[derive(Debug, PartialEq)]
struct Job {
    file: PathBuf,
    labels: Option<PathBuf>,
    page: Option<PathBuf>,
}

fn main() -> ExitCode {
    let Some(job) = arguments(std::env::args().skip(1)) else {
        eprintln!("view: {USAGE}");
        return ExitCode::from(2);
    };
    match run(&job) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("view: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Option<Job> {
    let (mut paths, mut page) = (Vec::new(), None);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "-o" => page = Some(PathBuf::from(given.next()?)),
            _ if !argument.starts_with('-') => paths.push(PathBuf::from(argument)),
            _ => return None,
        }
    }
    let mut paths = paths.into_iter();
    let job = Job { file: paths.next()?, labels: paths.next(), page };
    paths.next().is_none().then_some(job)
}

fn run(job: &Job) -> Result<()> {
    let html = page::of_files(&job.file, job.labels.as_deref())?;
    let path = match &job.page {
        Some(path) => path.clone(),
        None => usual(&job.file)?,
    };
    std::fs::write(&path, &html)?;
    println!("{}: {:.1} MB", path.display(), html.len() as f64 / 1e6);
    Ok(())
}

/// Where the page goes if nobody says.
fn usual(file: &Path) -> Result<PathBuf> {
    let folder = Path::new("target/view");
    std::fs::create_dir_all(folder)?;
    let name = file.file_name().ok_or("a file has a name")?.to_string_lossy();
    Ok(folder.join(format!("{name}.html")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_one_path_or_two() {
        let words = |text: &str| arguments(text.split_whitespace().map(str::to_owned));
        let job = words("a.tif -o p.html b.npy").unwrap();
        assert_eq!((job.file, job.labels), ("a.tif".into(), Some("b.npy".into())));
        assert_eq!(job.page, Some("p.html".into()));
        assert_eq!(words("a.tif").unwrap().labels, None);
        assert!(words("").is_none() && words("a b c").is_none() && words("a --x").is_none());
    }
}
