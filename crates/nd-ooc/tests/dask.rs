//! A Dask cluster on loopback: what every engine has to do, and what only happens to clusters.
//!
//! `cargo xtask conformance` runs it with a Python that has `distributed`, which `ND_DASK_PYTHON` names; without it there
//! is nothing to do.
#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "people read what was counted")]

use nd_ooc::engine::conformance::{Suite, program};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The program, hidden as a test of this file: it is run again.
#[test]
fn the_program() {
    let Some(folder) = std::env::var_os("ND_CONFORMANCE") else { return };
    program(folder.as_ref()).unwrap_or_else(|error| panic!("{error}"));
}

fn python() -> Option<PathBuf> {
    std::env::var_os("ND_DASK_PYTHON").map(PathBuf::from)
}

/// A scheduler and its workers, gone with this.
struct Cluster {
    python: PathBuf,
    folder: PathBuf,
    scheduler: Child,
    workers: Vec<Child>,
}

impl Cluster {
    fn start(python: PathBuf, workers: usize) -> Cluster {
        let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let folder = std::env::temp_dir().join(format!("nd-dask-{}", nanos.as_nanos()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut command = Command::new(&python);
        command.args([
            "-m",
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
        ]);
        command
            .args(["--no-dashboard", "--no-show", "--scheduler-file"])
            .arg(folder.join("address"));
        let scheduler = started(command);
        let mut cluster = Cluster { python, folder, scheduler, workers: Vec::new() };
        (0..workers).for_each(|_| cluster.join());
        cluster
    }

    /// One more worker.
    fn join(&mut self) {
        let begun = Instant::now();
        while self.address().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "no scheduler");
            std::thread::sleep(Duration::from_millis(20));
        }
        let mut command = Command::new(&self.python);
        command.args(["-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"]);
        command.args(["--memory-limit", "1GiB", "--no-dashboard", "--local-directory"]);
        command.arg(&self.folder).arg("--scheduler-file").arg(self.folder.join("address"));
        self.workers.push(started(command));
    }

    fn address(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.folder.join("address")).ok()?;
        let (_, rest) = text.split_once("\"address\": \"")?;
        Some(rest.split_once('"')?.0.to_owned())
    }

    /// The test program with this cluster.
    fn again(&self) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "the_program", "--nocapture"]).env("ND_PYTHON", &self.python);
        command.env("ND_SCHEDULER", self.address().unwrap());
        command
    }
}

fn started(mut command: Command) -> Child {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn end(child: &mut Child) {
    let _ = child.kill();
    child.wait().unwrap();
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.workers.iter_mut().for_each(end);
        end(&mut self.scheduler);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[test]
fn all_of_the_suite() {
    let Some(python) = python() else { return };
    let kills = std::env::var("ND_ENGINES_KILLS").map_or(20, |kills| kills.parse().unwrap());
    let only = std::env::var("ND_DASK_CHECK").ok();
    for name in Suite::NAMES.into_iter().filter(|name| only.as_deref().is_none_or(|o| o == *name)) {
        let cluster = Cluster::start(python.clone(), 2);
        let again = || cluster.again();
        let begun = Instant::now();
        let counted = Suite::new("dask", &again).kills(kills).check(name);
        let counted = counted.unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        println!("{name}: {counted}, {:.1} s", begun.elapsed().as_secs_f64());
    }
}

/// A run that takes some seconds, in the middle of its second compute.
fn in_the_middle(suite: &Suite<'_>) -> Child {
    let mut command = suite.command("dask", &[("PAUSE", "60")]);
    let mut run = command.spawn().unwrap();
    let begun = Instant::now();
    while !suite.folder().join("run/compute-1/temporary").exists() {
        assert!(run.try_wait().unwrap().is_none() && begun.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_millis(500));
    run
}

fn ends_well(run: Child, suite: &Suite<'_>) {
    let out = run.wait_with_output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(suite.left().is_ok());
}

#[test]
fn a_worker_is_killed_for_good() {
    let Some(python) = python() else { return };
    let mut cluster = Cluster::start(python, 2);
    let local = cluster.again();
    let again = || copied(&local);
    let suite = Suite::new("dask", &again);
    let want = suite.alone(&[]).unwrap();
    let run = in_the_middle(&suite);
    end(&mut cluster.workers[0]);
    ends_well(run, &suite);
    suite.compare(&want).unwrap();
    println!("1 of 2 workers killed");
}

#[test]
fn a_worker_joins() {
    let Some(python) = python() else { return };
    let mut cluster = Cluster::start(python, 1);
    let local = cluster.again();
    let again = || copied(&local);
    let suite = Suite::new("dask", &again);
    let want = suite.alone(&[]).unwrap();
    let run = in_the_middle(&suite);
    let logs = || std::fs::read_dir(suite.folder().join("run/logs")).map_or(0, Iterator::count);
    let before = logs();
    cluster.join();
    let begun = Instant::now();
    while logs() <= before {
        assert!(begun.elapsed() < Duration::from_secs(30), "the new worker has nothing to do");
        std::thread::sleep(Duration::from_millis(10));
    }
    ends_well(run, &suite);
    suite.compare(&want).unwrap();
    println!("{before} worker first, more later");
}

#[test]
fn the_scheduler_is_lost() {
    let Some(python) = python() else { return };
    let mut cluster = Cluster::start(python.clone(), 2);
    let local = cluster.again();
    let again = || copied(&local);
    let suite = Suite::new("dask", &again);
    let want = suite.alone(&[]).unwrap();
    let run = in_the_middle(&suite);
    end(&mut cluster.scheduler);
    let out = run.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(!out.status.success() && said.contains("the scheduler is gone"), "{said}");
    drop(cluster);
    let other = Cluster::start(python, 2);
    let mut command = suite.command("dask", &[]);
    command.env("ND_SCHEDULER", other.address().unwrap());
    ends_well(command.spawn().unwrap(), &suite);
    suite.compare(&want).unwrap();
    println!("an error, and the rest with another scheduler");
}

/// The same command.
fn copied(command: &Command) -> Command {
    let mut copy = Command::new(command.get_program());
    copy.args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            copy.env(name, value);
        }
    }
    copy
}
