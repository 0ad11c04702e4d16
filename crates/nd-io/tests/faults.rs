//! Every system call of a save fails once, with every error: nothing is lost, nothing is silent.
//!
//! Needs `strace` and the right to trace; where either is missing the tests say so and end.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))] // system calls go by other names elsewhere

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the child exits with, which nothing else does.
const SAVED: i32 = 70;
const REFUSED: i32 = 71;

fn old() -> Vec<u64> {
    vec![1; 10]
}

fn new() -> Vec<u64> {
    (0..200_000).collect()
}

#[test]
fn child_saves() {
    if let Some(path) = std::env::var_os("ND_IO_FAULTS") {
        // Not contiguous, so that it takes several writes.
        let new = nd_core::Array::from_vec(new().into_iter().rev().collect());
        let saved = nd_io::save(path, &new.view().slice(nd_core::s![..;-1]));
        std::process::exit(if saved.is_ok() { SAVED } else { REFUSED });
    }
}

/// Runs [`child_saves`] under `strace`.
fn traced(path: &Path, options: &[&str]) -> Option<Output> {
    Command::new("strace")
        .args(["-f", "-qq"])
        .args(options)
        .arg(std::env::current_exe().unwrap())
        .args(["child_saves", "--exact", "--test-threads=1"])
        .env("ND_IO_FAULTS", path)
        .output()
        .ok()
}

fn scratch(name: &str) -> PathBuf {
    let directory = std::env::temp_dir().join(format!("nd-io-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir(&directory).unwrap();
    directory
}

/// Whether tracing works here at all.
fn can_trace(path: &Path) -> bool {
    let plain = traced(path, &["-e", "trace=none"]);
    let works = plain.is_some_and(|output| output.status.code() == Some(SAVED));
    if !works {
        eprintln!("skipped: strace is missing, or may not trace");
    }
    works
}

#[test]
fn no_failing_call_loses_or_hides_anything() {
    let directory = scratch("faults");
    let path = directory.join("a.npy");
    if !can_trace(&path) {
        return;
    }
    let (mut refused, mut saved) = (0, 0);
    for call in ["write", "fsync", "rename", "fchmod"] {
        for error in ["ENOSPC", "EIO", "EINTR"] {
            for n in 1..=if call == "write" { 8 } else { 2 } {
                nd_io::save(&path, old()).unwrap();
                let inject = format!("inject={call}:error={error}:when={n}");
                let output =
                    traced(&path, &["-e", &format!("trace={call}"), "-e", &inject]).unwrap();
                let found = nd_io::load::<u64>(&path).unwrap().into_vec();
                let names = fs::read_dir(&directory).unwrap().count();
                assert_eq!(names, 1, "{inject}: a temporary was left");
                match output.status.code() {
                    Some(SAVED) => {
                        // An interrupted flush is tried again; a failed one may have lost pages.
                        assert!(call != "fsync" || error == "EINTR", "{inject}: not reported");
                        assert_eq!(found, new(), "{inject}: said to be saved");
                        saved += 1;
                    }
                    // The directory's fsync comes when the new file is in place already.
                    Some(REFUSED) => {
                        let late = call == "fsync" && n == 2;
                        assert_eq!(found, if late { new() } else { old() }, "{inject}");
                        refused += 1;
                    }
                    // The test harness's own writes may be the ones to fail.
                    _ => assert!(found == old() || found == new(), "{inject}: a mixture"),
                }
            }
        }
    }
    assert!(refused > 10 && saved > 10, "{refused} refused, {saved} saved");
    fs::remove_dir_all(directory).unwrap();
}

/// The limit on the size of files cuts the last write short, and the rest fails.
#[test]
fn a_short_write_is_no_whole_one() {
    let directory = scratch("short");
    let path = directory.join("a.npy");
    nd_io::save(&path, old()).unwrap();
    let exe = std::env::current_exe().unwrap();
    // 1,600,000 of 1,600,128 bytes, in blocks of 512; without the trap the signal would end the child.
    let script = "trap '' XFSZ; ulimit -f 3125 && exec \"$0\" child_saves --exact --test-threads=1";
    let output = Command::new("/bin/sh")
        .args(["-c", script])
        .arg(exe)
        .env("ND_IO_FAULTS", &path)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(REFUSED));
    assert_eq!(nd_io::load::<u64>(&path).unwrap().into_vec(), old());
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 1, "a temporary was left");
    fs::remove_dir_all(directory).unwrap();
}

#[test]
fn the_order_of_calls_survives_a_power_failure() {
    let directory = scratch("order");
    let path = directory.join("a.npy");
    if !can_trace(&path) {
        return;
    }
    let log = directory.join("log");
    let options = ["-e", "trace=write,fsync,rename", "-y", "-o", log.to_str().unwrap()];
    assert_eq!(traced(&path, &options).unwrap().status.code(), Some(SAVED));
    let log = fs::read_to_string(log).unwrap();
    let temporary = format!("{}/.a.npy.", directory.display());
    let steps: Vec<&str> = log
        .lines()
        .filter_map(|line| match line {
            _ if line.contains("fsync(") && line.contains(&temporary) => Some("fsync file"),
            _ if line.contains("fsync(") => Some("fsync directory"),
            _ if line.contains("rename(") => Some("rename"),
            _ if line.contains("write(") && line.contains(&temporary) => Some("write"),
            _ => None,
        })
        .collect();
    let (last, writes) = (&steps[steps.len() - 3..], &steps[..steps.len() - 3]);
    assert_eq!(last, ["fsync file", "rename", "fsync directory"]);
    assert!(writes.len() > 3 && writes.iter().all(|&step| step == "write"), "{writes:?}");
    fs::remove_dir_all(directory).unwrap();
}
