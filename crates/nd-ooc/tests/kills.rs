//! Programs that are killed, that have little memory, that have a full disk.
//!
//! `ND_OOC_KILLS` sets the number of kills (50).
#![allow(clippy::print_stdout, reason = "people read what was counted")]

use nd_core::Array;
use nd_io::CreateOptions;
use nd_ooc::{Chunked, ErrorKind, RunOptions};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Rows of the array that is stored while the program is killed, in 200 blocks.
const ROWS: usize = 1600;

fn place(name: &str) -> PathBuf {
    let place = std::env::temp_dir().join(format!("nd-ooc-kills-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&place).unwrap();
    place
}

/// This program again, at one of its hidden tests.
fn again(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test]).env("ND_OOC_FOLDER", folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Where a child works; `None` where it is run by itself, and has nothing to do.
fn folder() -> Option<PathBuf> {
    std::env::var_os("ND_OOC_FOLDER").map(PathBuf::from)
}

fn anomalies(folder: &Path, pause: Duration) -> Chunked<f64> {
    let x = nd_ooc::open::<f64>(folder.join("in.npy")).unwrap();
    let slow = Chunked::from_region([ROWS, 64], move |region| {
        std::thread::sleep(pause);
        Array::from_fn(region.shape(), |at| ((region.start()[0] + at[0]) * at[1]) as f64)
    });
    (&x - x.mean_axis(0)) * slow
}

#[test]
fn child_that_is_killed() {
    let layout = CreateOptions::default().chunks([8, 64]);
    let options = RunOptions::default().resume().layout(layout);
    let Some(folder) = folder() else { return };
    anomalies(&folder, Duration::from_millis(1))
        .save_with(folder.join("out.zarr"), &options)
        .unwrap();
}

#[test]
fn a_program_that_is_killed_goes_on() {
    let kills: u32 = std::env::var("ND_OOC_KILLS").map_or(50, |kills| kills.parse().unwrap());
    let place = place("resume");
    let x = Array::from_fn([ROWS, 64], |at| ((at[0] * 31 + at[1] * 17) % 101) as f64 / 7.0);
    nd_io::save(place.join("in.npy"), &x).unwrap();
    let want = anomalies(&place, Duration::ZERO).compute().unwrap();
    let target = place.join("out.zarr");
    let check = || {
        assert_eq!(nd_io::load::<f64>(&target).unwrap(), want);
        std::fs::remove_dir_all(&target).unwrap();
    };
    let (mut killed, mut whole, mut state) = (0, 0, 77u64);
    while killed < kills {
        let mut child = again("child_that_is_killed", &place).spawn().unwrap();
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((state >> 33) % 120));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        assert!(ended.success() || ended.code().is_none(), "failed by itself: {ended}");
        killed += u32::from(!ended.success());
        if target.exists() {
            // Killed behind the last step, or done.
            check();
            let _ = std::fs::remove_dir_all(place.join("out.zarr.nd-run"));
            whole += 1;
        }
    }
    assert!(
        again("child_that_is_killed", &place).stderr(Stdio::inherit()).status().unwrap().success()
    );
    check();
    let names: Vec<_> =
        std::fs::read_dir(&place).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["in.npy"]);
    println!("{killed} kills, {whole} results in between");
    std::fs::remove_dir_all(&place).unwrap();
}

#[test]
fn child_with_little_memory() {
    let Some(_) = folder() else { return };
    let x = nd_ooc::from_fn([20 << 10, 4 << 10], |at| (at[0] ^ at[1]) as f32);
    let options = RunOptions::default().budget(32 << 20).threads(2);
    let z = (&x - x.mean_axis(0)) / x.std_axis(0);
    let mean = z.mean().value_with(&options).unwrap();
    assert!(mean.abs() < 1e-3, "{mean}");
}

/// Ten times the budget, in a process that has not as much address space as the data take.
#[test]
#[cfg(target_os = "linux")]
fn ten_times_the_budget_under_a_limit() {
    let place = place("limit");
    let exe = std::env::current_exe().unwrap();
    let status = Command::new("sh")
        .args(["-c", "ulimit -v 300000 || exit 77; exec \"$0\" \"$@\""])
        .arg(exe)
        .args(["--exact", "child_with_little_memory"])
        .env("ND_OOC_FOLDER", &place)
        .env("MALLOC_ARENA_MAX", "1")
        .status()
        .unwrap();
    std::fs::remove_dir_all(&place).unwrap();
    if status.code() == Some(77) {
        println!("no limits here");
        return;
    }
    assert!(status.success(), "{status}");
}

/// A disk of 64 MiB: a file system in memory, where this process may mount one.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error_that_says_where() {
    let place = place("disk");
    let mount = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64m", "tmpfs"])
        .arg(&place)
        .stderr(Stdio::null())
        .status();
    if !mount.is_ok_and(|status| status.success()) {
        println!("may not mount a disk here");
        std::fs::remove_dir_all(&place).unwrap();
        return;
    }
    nd_io::save(place.join("in.npy"), Array::<f64>::ones([1 << 20])).unwrap();
    let x = nd_ooc::from_fn([16 << 10, 1 << 10], |at| at[1] as f64);
    let found = [("out.npy", None), ("out.zarr", Some([1024, 1024]))].map(|(name, chunks)| {
        let mut layout = CreateOptions::default();
        layout.chunks = chunks.map(Into::into);
        let options = RunOptions::default().budget(64 << 20).layout(layout);
        let error = x.save_with(place.join(name), &options).unwrap_err();
        let names: Vec<_> =
            std::fs::read_dir(&place).unwrap().map(|e| e.unwrap().file_name()).collect();
        (error, names, nd_io::load::<f64>(place.join("in.npy")).unwrap())
    });
    let unmounted = Command::new("umount").arg(&place).status().unwrap();
    assert!(unmounted.success());
    std::fs::remove_dir_all(&place).unwrap();
    for (error, names, input) in found {
        assert!(matches!(error.kind(), ErrorKind::Io(_)), "{error}");
        assert!(error.operation().is_some_and(|what| what.contains("save")), "{error}");
        assert!(error.region().is_some(), "{error}");
        assert_eq!(names, ["in.npy"]);
        assert_eq!(input, Array::<f64>::ones([1 << 20]));
    }
}
