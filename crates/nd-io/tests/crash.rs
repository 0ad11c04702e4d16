//! Every format, killed while it overwrites, and every system call of it failing in turn: the old array or
//! the new one, whole.
//!
//! `ND_IO_KILLS` sets the number of kills a format (20); `cargo xtask conformance` runs 200.
#![allow(
    clippy::print_stdout,
    reason = "parents read what children print, people what was counted"
)]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nd_core::{Array, DType, s};
use nd_io::{CreateOptions, Error, NpzWriter};

const ROWS: usize = 200;
const COLUMNS: usize = 300;

/// How a format stores an array of one value.
type Save = fn(&Path, f64) -> Result<(), Error>;

fn full(value: f64) -> Array<f64> {
    Array::full([ROWS, COLUMNS], value)
}

/// By blocks through the door, the last rows first.
fn by_blocks(path: &Path, value: f64, options: &CreateOptions) -> Result<(), Error> {
    let out = nd_io::create(path, [ROWS, COLUMNS], DType::F64, options)?;
    let half = full(value);
    out.write(s![ROWS / 2.., ..], &half.slice(s![ROWS / 2.., ..]))?;
    out.write(s![..ROWS / 2, ..], &half.slice(s![..ROWS / 2, ..]))?;
    out.finish()
}

#[cfg(any(feature = "hdf5", feature = "zarr"))]
fn packed() -> CreateOptions {
    CreateOptions::default().chunks([60, 150]).compression(nd_io::Compression::Gzip(1))
}

/// Added to a file that holds another array, which must stay.
fn beside(path: &Path, value: f64) -> Result<(), Error> {
    if !path.exists() {
        nd_io::save(path.join("y"), [7.0])?;
    }
    by_blocks(&path.join("x"), value, &CreateOptions::default())
}

/// File name and way of saving; the files are read through the door.
const FORMATS: &[(&str, Save)] = &[
    ("a.npy", |path, value| nd_io::save(path, full(value))),
    ("blocks.npy", |path, value| by_blocks(path, value, &CreateOptions::default())),
    ("a.npz", |path, value| nd_io::save_npz(path, [("x", &full(value))])),
    #[cfg(feature = "hdf5")]
    ("packed.h5", |path, value| by_blocks(&path.join("x"), value, &packed())),
    #[cfg(feature = "hdf5")]
    ("beside.h5", beside),
    ("beside.npz", beside),
    #[cfg(feature = "zarr")]
    ("packed.zarr", |path, value| by_blocks(path, value, &packed())),
    ("a.csv", |path, value| {
        nd_io::save_text(path, full(value), &nd_io::TextWriteOptions::default())
    }),
    ("packed.npz", |path, value| {
        let mut archive = NpzWriter::create(path)?.deflate(6);
        archive.add("x", full(value))?;
        archive.finish()
    }),
];

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("nd-io-crash-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir(&folder).unwrap();
    folder
}

fn load(path: &Path) -> Result<f64, String> {
    let said = |error: Error| error.to_string();
    // Of a store, a killed writer may leave the old array under another name.
    nd_io::repair(path).map_err(said)?;
    let name = path.to_str().unwrap();
    if name.contains("beside") && nd_io::load::<f64>(path.join("y")).map_err(said)?[[0]] != 7.0 {
        return Err("the other array is another".to_owned());
    }
    let inside = name.ends_with(".h5") || name.ends_with(".npz");
    let array = if inside { path.join("x") } else { path.to_owned() };
    let ds = nd_io::open(array).map_err(said)?;
    let a = ds.read::<f64>(s![]).map_err(|error| error.to_string())?;
    let value = a[[0, 0]];
    match a.shape() == [ROWS, COLUMNS] && a.iter().all(|&x| x == value) {
        true => Ok(value),
        false => Err("a mixture".to_owned()),
    }
}

/// Saves for ever, or once; exits with 70 if that succeeded and 71 if not.
#[test]
fn child_saves() {
    let Some(job) = std::env::var_os("ND_IO_CRASH") else { return };
    let path = PathBuf::from(job);
    let name = path.file_name().unwrap().to_str().unwrap();
    let (_, save) = FORMATS.iter().find(|(format, _)| *format == name).unwrap();
    if std::env::var_os("ND_IO_CRASH_ONCE").is_some() {
        std::process::exit(if save(&path, 2.0).is_ok() { 70 } else { 71 });
    }
    println!("ready");
    for value in 2.. {
        match save(&path, f64::from(value)) {
            // The other writer has it: a store that is one at a time.
            Err(error) if matches!(error.kind(), nd_io::ErrorKind::Locked) => {}
            saved => saved.unwrap(),
        }
    }
}

fn child(path: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["child_saves", "--exact", "--nocapture", "--test-threads=1"])
        .env("ND_IO_CRASH", path);
    command
}

#[test]
fn killed_at_any_instant_the_array_is_old_or_new() {
    let kills: u64 = std::env::var("ND_IO_KILLS").map_or(20, |n| n.parse().unwrap());
    for (name, save) in FORMATS {
        let folder = scratch(&format!("kill-{name}"));
        let path = folder.join(name);
        save(&path, 1.0).unwrap();
        let (mut stale, mut newest) = (0, 0.0_f64);
        for kill in 0.. {
            // On a busy machine all instants may come before the first save: then they come
            // later, twice and again twice as late.
            let later = 1 << (kill / kills).min(10);
            if later > 1 && (newest > 1.0 || later == 1 << 10) {
                break;
            }
            let mut child = child(&path).stdout(Stdio::piped()).spawn().unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            assert!(lines.map_while(Result::ok).any(|line| line.contains("ready")));
            // Different instants, from before the first save on; a prime, so that they do not repeat.
            std::thread::sleep(Duration::from_micros(kill * 1_009 % 30_000 * later));
            child.kill().unwrap();
            child.wait().unwrap();
            let value = load(&path).unwrap_or_else(|what| panic!("{name}, kill {kill}: {what}"));
            newest = newest.max(value);
            stale += std::fs::read_dir(&folder).unwrap().count() - 1;
        }
        assert!(newest > 1.0, "{name}: no child got anywhere: nothing was tested");
        save(&path, 3.0).unwrap();
        assert_eq!(load(&path), Ok(3.0));
        let left: Vec<_> =
            std::fs::read_dir(&folder).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(left, [std::ffi::OsStr::new(name)], "stale temporaries were left");
        println!(
            "{name}: {kills} kills, 0 lost, 0 mixed, {stale} stale temporaries seen and swept"
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}

/// Two processes overwrite one file as fast as they can: whoever reads it sees one array or the other.
#[test]
fn two_writers_never_tear_what_a_reader_sees() {
    let rounds: u64 = std::env::var("ND_IO_ROUNDS").map_or(100, |n| n.parse().unwrap());
    // A store is read chunk by chunk, so that a reader may see some of the old array and some of the
    // new one while it is replaced; whole chunks are tested in zarr_write.rs.
    let files = FORMATS.iter().filter(|(name, _)| !name.ends_with(".zarr"));
    for (name, save) in files {
        let folder = scratch(&format!("two-{name}"));
        let path = folder.join(name);
        save(&path, 1.0).unwrap();
        let mut writers: Vec<_> =
            (0..2).map(|_| child(&path).stdout(Stdio::null()).spawn().unwrap()).collect();
        let mut seen = std::collections::BTreeSet::new();
        // On a busy machine a hundred reads are over before a writer has begun.
        let (mut round, begun) = (0, std::time::Instant::now());
        while round < rounds || (seen.len() < 2 && begun.elapsed().as_secs() < 60) {
            let value = load(&path).unwrap_or_else(|what| panic!("{name}, round {round}: {what}"));
            seen.insert(value.to_bits());
            round += 1;
        }
        for writer in &mut writers {
            writer.kill().unwrap();
            writer.wait().unwrap();
        }
        assert!(seen.len() > 1, "{name}: nobody wrote");
        println!("{name}: {round} reads beside two writers, {} arrays seen, 0 torn", seen.len());
        std::fs::remove_dir_all(folder).unwrap();
    }
}

/// Every call that writes fails once, with every error.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))] // system calls go by other names elsewhere
#[test]
fn no_failing_call_loses_or_hides_anything() {
    let traced = |path: &Path, options: &[&str]| {
        let mut command = Command::new("strace");
        command
            .args(["-f", "-qq", "-o", "/dev/null"])
            .args(options)
            .arg(std::env::current_exe().unwrap());
        command.args(["child_saves", "--exact", "--test-threads=1"]);
        command.env("ND_IO_CRASH", path).env("ND_IO_CRASH_ONCE", "1");
        command.output().ok().and_then(|output| output.status.code())
    };
    for (name, save) in FORMATS {
        let folder = scratch(&format!("fault-{name}"));
        let path = folder.join(name);
        if traced(&path, &["-e", "trace=none"]) != Some(70) {
            eprintln!("skipped: strace is missing, or may not trace");
            return;
        }
        let (mut refused, mut saved) = (0, 0);
        for call in ["write", "pwrite64", "fsync", "fdatasync", "rename", "ftruncate", "mkdir"] {
            for error in ["ENOSPC", "EIO", "EINTR"] {
                for n in 1..=3 {
                    save(&path, 1.0).unwrap();
                    let inject = format!("inject={call}:error={error}:when={n}");
                    let code = traced(&path, &["-e", &format!("trace={call}"), "-e", &inject]);
                    let value =
                        load(&path).unwrap_or_else(|what| panic!("{name}, {inject}: {what}"));
                    match code {
                        Some(70) => {
                            assert_eq!(value, 2.0, "{name}, {inject}: said to be saved");
                            saved += 1;
                        }
                        // The last step makes the rename durable, when the new array is there already.
                        Some(71) => {
                            assert!(
                                value == 1.0 || call.contains("sync"),
                                "{name}, {inject}: {value}"
                            );
                            refused += 1;
                        }
                        // The test harness's own writes may be the ones to fail.
                        _ => {}
                    }
                }
            }
        }
        assert!(refused > 3 && saved > 3, "{name}: {refused} refused, {saved} saved");
        println!("{name}: {refused} failures reported, {saved} survived, 0 silent, 0 lost");
        save(&path, 3.0).unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "temporaries were left");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
