//! Runs a workload once and takes its figures: wall time, processor time, peak of anonymous memory.

use super::{Paths, Workload};
use nd::DType;
use nd::prelude::*;
use serde_json::{Value, json};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How often the memory is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// What one run took.
pub struct Figures {
    /// Seconds by the clock.
    pub wall: f64,
    /// Seconds of all processors, in the program and in the kernel; not a number where that is not known (outside Linux).
    pub cpu: f64,
    /// The most MiB that were not mapped from files at any look; not a number as above.
    pub peak: f64,
    /// The same when the workload began.
    pub base: f64,
    /// A few numbers, or for an array the sum of some elements.
    pub result: Vec<f64>,
}

impl Figures {
    /// One object, with the names that `peer_ooc.py` gives.
    pub fn json(&self, engine: &str, workload: &str) -> Value {
        json!({
            "engine": engine, "workload": workload, "wall": self.wall, "cpu": self.cpu, "peak_mib": self.peak,
            "base_mib": self.base, "result": self.result,
        })
    }
}

/// Runs a workload once. What it left in a file is looked at after the clock has stopped.
///
/// # Errors
/// That of the workload, or of reading its output.
pub fn run(workload: &Workload, paths: &Paths) -> io::Result<Figures> {
    let (peak, done) = (AtomicU64::new(0), AtomicBool::new(false));
    let base = anonymous_kib().unwrap_or(0);
    let (result, wall, cpu) = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                peak.fetch_max(anonymous_kib().unwrap_or(0), Ordering::Relaxed);
                std::thread::sleep(LOOK);
            }
        });
        let (clock, before) = (Instant::now(), cpu_seconds());
        let result = (workload.run)(paths);
        let figures =
            (clock.elapsed().as_secs_f64(), before.zip(cpu_seconds()).map(|(a, b)| b - a));
        done.store(true, Ordering::Relaxed);
        (result, figures.0, figures.1)
    });
    let mut result = result?;
    if result.is_empty() {
        result = vec![sample(paths).map_err(io::Error::other)?];
    }
    let mib = |kib: u64| kib as f64 / 1024.0;
    Ok(Figures {
        wall,
        cpu: cpu.unwrap_or(f64::NAN),
        peak: if base == 0 { f64::NAN } else { mib(peak.into_inner()) },
        base: mib(base),
        result,
    })
}

/// The sum of every 512th element of every 512th row; of every 16th, 64th and 64th of a cube; of every 262144th of a
/// row.
fn sample(paths: &Paths) -> Result<f64, nd::Error> {
    let npy = paths.output("out.npy");
    let file = nd::io::open(if npy.exists() { npy } else { paths.output("out.zarr") })?;
    let some = match file.shape().len() {
        1 => file.read_any(s![..;262_144])?,
        3 => file.read_any(s![..;16, ..;64, ..;64])?,
        _ => file.read_any(s![..;512, ..;512])?,
    };
    let some: Array<f64> = some.cast(DType::F64).try_into().expect("it was cast to that");
    Ok(nd::sum(&some))
}

/// Kilobytes of this process that no file is behind. `None` where there is no `/proc`.
fn anonymous_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Processor time of all threads so far, to a hundredth of a second. `None` where there is no `/proc`.
fn cpu_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name, in brackets, may hold anything; the two fields are the 12th and 13th after it, in the kernel's
    // ticks for programs, which are 100 a second everywhere.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    ticks.sum::<Result<f64, _>>().ok().map(|ticks| ticks / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn memory_that_is_held_is_seen() {
        fn hold(_: &Paths) -> io::Result<Vec<f64>> {
            let held = vec![1_u8; 64 << 20];
            std::thread::sleep(8 * LOOK);
            Ok(vec![held.iter().map(|&one| f64::from(one)).sum()])
        }
        let folder = std::env::temp_dir().join(format!("nd-bench-figures-{}", std::process::id()));
        let paths = Paths::new(&folder, &folder.join("out")).unwrap();
        let figures = run(&Workload { name: "hold", run: hold }, &paths).unwrap();
        assert_eq!(figures.result, [f64::from(64 << 20)]);
        assert!(figures.peak >= 64.0 && figures.wall >= 0.04 && figures.cpu >= 0.0);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
