//! `--dask`: the same program on a Dask cluster of this machine, in a Python environment of its own, and by itself.

use crate::Result;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const DISTRIBUTED: &str = "distributed==2026.8.0";
const WORKERS: usize = 2;

/// A process that is ended with this.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a scheduler and two workers, runs this program with them, and once more by itself, and compares.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let python = environment(Path::new("target/dask-venv"))?;
    let folder = std::env::temp_dir().join(format!("nd-climate-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let ran = compared(&python, &folder, arguments);
    std::fs::remove_dir_all(&folder)?;
    ran
}

fn compared(python: &Path, folder: &Path, arguments: &[String]) -> Result<()> {
    let begun = Instant::now();
    let (address, cluster) = cluster(python, folder)?;
    println!(
        "a scheduler at {address} and {WORKERS} workers, {:.1} s\n",
        begun.elapsed().as_secs_f64()
    );
    let mut digests = Vec::new();
    for engine in ["dask", "local"] {
        let (digest, begun) = (folder.join(engine), Instant::now());
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments).env("ND_ENGINE", engine).env("ND_CLIMATE_DIGEST", &digest);
        command.env("ND_SCHEDULER", &address).env("ND_PYTHON", python);
        if !command.status()?.success() {
            return Err(format!("ND_ENGINE={engine}: failed").into());
        }
        println!("ND_ENGINE={engine}: {:.1} s\n", begun.elapsed().as_secs_f64());
        digests.push(std::fs::read_to_string(&digest)?);
    }
    drop(cluster);
    match digests[0] == digests[1] {
        true => {
            println!("{} results, the same bits by Dask and by itself", digests[0].lines().count());
            Ok(())
        }
        false => Err("the results differ".into()),
    }
}

/// A Python that has `distributed`: made, if it is not there.
fn environment(folder: &Path) -> Result<PathBuf> {
    let python = std::path::absolute(folder.join(if cfg!(windows) {
        "Scripts/python"
    } else {
        "bin/python"
    }))?;
    let works = |python: &Path| {
        let mut command = Command::new(python);
        command.args(["-c", "import distributed"]).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if works(&python) {
        return Ok(python);
    }
    println!("making {} with {DISTRIBUTED}", folder.display());
    let system = if cfg!(windows) { "python" } else { "python3" };
    let made = Command::new(system).args(["-m", "venv"]).arg(folder).status()?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", DISTRIBUTED];
    if !made.success() || !Command::new(&python).args(pip).status()?.success() || !works(&python) {
        return Err(format!("{DISTRIBUTED} cannot be installed in {}", folder.display()).into());
    }
    Ok(python)
}

/// A scheduler, where it is, and its workers.
fn cluster(python: &Path, folder: &Path) -> Result<(String, Vec<Ended>)> {
    let file = folder.join("scheduler");
    let start = |module: &str, arguments: &[&str]| {
        let mut command = Command::new(python);
        command
            .args(["-m", module, "--no-dashboard", "--scheduler-file"])
            .arg(&file)
            .args(arguments);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(Ended)
    };
    let here = ["--host", "127.0.0.1", "--port", "0", "--no-show"];
    let mut all = vec![start("distributed.cli.dask_scheduler", &here)?];
    let begun = Instant::now();
    let address = loop {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        if let Some((_, rest)) = text.split_once("\"address\": \"") {
            break rest.split('"').next().unwrap_or_default().to_owned();
        }
        if begun.elapsed() > Duration::from_secs(60) {
            return Err("the scheduler does not start".into());
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let local = folder.to_string_lossy().into_owned();
    for _ in 0..WORKERS {
        let one = ["--nthreads", "1", "--no-nanny", "--local-directory", &local];
        all.push(start("distributed.cli.dask_worker", &one)?);
    }
    Ok((address, all))
}
