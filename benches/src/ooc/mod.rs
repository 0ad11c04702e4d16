//! What `cargo xtask bench --ooc` runs: workloads on arrays that are larger than one would hold in memory.
//!
//! Reading order: [`run`] takes the figures of one workload; [`ceiling`] is what plain code by hand reaches;
//! [`npy`] and [`tasks`] are what that stands on. Python's side is `peer_ooc.py`, the inputs are by `ooc_data.py`.
//!
//! Each workload is one function that takes [`Paths`] and runs once, in a process of its own (`nd-ooc-bench`), since
//! its peak of memory is a figure. An engine is a line of [`ENGINES`].

pub mod ceiling;
mod figures;
pub mod npy;
mod ours;
mod rechunk;
mod stencil;
pub mod tasks;

pub use figures::{Figures, run};

use std::io;
use std::path::{Path, PathBuf};

/// Who runs workloads here, by name. Engines without one of them leave it out.
pub const ENGINES: &[(&str, &[Workload])] =
    &[("ceiling", ceiling::WORKLOADS), ("nd", ours::WORKLOADS)];

/// A workload by name, such as `meanstd`: the same in every engine.
pub struct Workload {
    /// As in `peer_ooc.py`.
    pub name: &'static str,
    /// Does all of it. Returns the result if that is a few numbers; an array goes to [`Paths::output`].
    pub run: fn(&Paths) -> io::Result<Vec<f64>>,
}

/// Where inputs are and outputs go.
pub struct Paths {
    inputs: PathBuf,
    outputs: PathBuf,
}

impl Paths {
    /// Two folders; that of the outputs is emptied, unless this process works for another one.
    ///
    /// # Errors
    /// What the file system says.
    pub fn new(inputs: &Path, outputs: &Path) -> io::Result<Self> {
        if nd::ooc::is_driver() {
            if outputs.exists() {
                std::fs::remove_dir_all(outputs)?;
            }
            std::fs::create_dir_all(outputs)?;
        }
        Ok(Self { inputs: inputs.to_owned(), outputs: outputs.to_owned() })
    }

    /// An input of `ooc_data.py`, such as `cube.npy`.
    pub fn input(&self, name: &str) -> PathBuf {
        self.inputs.join(name)
    }

    /// Where a resulting array goes: `out.npy`, or `out.zarr` of `rechunk`.
    pub fn output(&self, name: &str) -> PathBuf {
        self.outputs.join(name)
    }
}

/// A workload by the names of its engine and of itself.
pub fn find(engine: &str, name: &str) -> Option<&'static Workload> {
    let (_, workloads) = ENGINES.iter().find(|(found, _)| *found == engine)?;
    workloads.iter().find(|workload| workload.name == name)
}
