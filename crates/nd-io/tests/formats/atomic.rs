//! Saving is all or nothing: under errors, links, permissions, and `kill -9`.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use nd_core::Array;
use nd_io::{AtomicFile, ErrorKind};

/// A directory that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("nd-io-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Every name in the directory, sorted.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Passes on `left` bytes, then fails as a full disk does.
struct FullAfter<W> {
    inner: W,
    left: usize,
}

impl<W: Write> Write for FullAfter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let written = self.inner.write(&bytes[..bytes.len().min(self.left)])?;
        self.left -= written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[test]
fn a_failed_write_leaves_the_old_file() {
    let scratch = Scratch::new("full");
    let path = scratch.join("a.npy");
    nd_io::save_npy(&path, [1.0, 2.0]).unwrap();
    let old = fs::read(&path).unwrap();
    let new = Array::<f64>::zeros([100, 3]);
    for left in [0, 1, 60, 127, 128, 129, 1000, 128 + 2399] {
        for view in [new.view(), new.view().slice(nd_core::s![..;-1, ..;2])] {
            let size = 128 + view.nbytes();
            let mut file = AtomicFile::create(&path).unwrap();
            let error =
                nd_io::write_npy(FullAfter { inner: &mut file, left: left.min(size - 1) }, &view);
            assert!(error.unwrap_err().to_string().starts_with("cannot write: "));
            drop(file);
            assert_eq!(fs::read(&path).unwrap(), old);
            assert_eq!(scratch.names(), ["a.npy"]);
        }
    }
}

/// A child with a limit on the size of files fails in `save` itself.
#[test]
fn a_failed_save_leaves_the_old_file() {
    let scratch = Scratch::new("limit");
    let path = scratch.join("a.npy");
    nd_io::save_npy(&path, [1u8]).unwrap();
    let script =
        "trap '' XFSZ; ulimit -f 8; exec \"$0\" atomic::child_saves_once --exact --nocapture";
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .env("ND_IO_SAVE_ONCE", &path)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("a.npy: cannot write: File too large"), "{text}");
    assert_eq!(nd_io::load_npy::<u8>(&path).unwrap().into_vec(), [1]);
    assert_eq!(scratch.names(), ["a.npy"]);
}

#[test]
fn child_saves_once() {
    if let Some(path) = std::env::var_os("ND_IO_SAVE_ONCE") {
        let outcome = nd_io::save_npy(path, Array::<f64>::zeros(100_000));
        println!("{}", outcome.unwrap_err());
    }
}

#[test]
fn errors_name_the_file_and_the_step() {
    let scratch = Scratch::new("errors");
    let missing = scratch.join("no").join("a.npy");
    let text = nd_io::save_npy(&missing, [1u8]).unwrap_err().to_string();
    assert!(text.starts_with(&format!("{}: cannot create: ", missing.display())), "{text}");
    let text = nd_io::save_npy(&scratch.0, [1u8]).unwrap_err().to_string();
    assert!(text.contains("cannot create: "), "{text}");
    assert!(scratch.names().is_empty());
}

#[test]
fn devices_are_written_not_replaced() {
    nd_io::save_npy("/dev/null", [1u8]).unwrap();
    let error = nd_io::save_npy("/dev/full", [1u8]).unwrap_err();
    let ErrorKind::Io { action: "write", source } = error.kind() else { panic!("{error}") };
    assert_eq!(source.kind(), io::ErrorKind::StorageFull);
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let error = nd_io::load_npy::<u8>("/dev/null").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnexpectedEof { got: 0, .. }));
    let error = nd_io::load_npy::<u8>("/dev/zero").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Npy(nd_io::NpyFault::NotNpy { .. })));
}

#[test]
fn pipes_are_read_and_written() {
    let scratch = Scratch::new("pipe");
    let pipe = scratch.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let a = Array::from_fn([300, 50], |i| (i[0] * 50 + i[1]) as f64);
    std::thread::scope(|scope| {
        let loading = scope.spawn(|| nd_io::load_npy::<f64>(&pipe));
        nd_io::save_npy(&pipe, &a).unwrap();
        assert_eq!(loading.join().unwrap().unwrap(), a);
    });
    assert_eq!(scratch.names(), ["pipe"]);
}

#[test]
fn permissions_are_kept() {
    let scratch = Scratch::new("mode");
    let path = scratch.join("a.npy");
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    nd_io::save_npy(&path, [1u8]).unwrap();
    fs::write(scratch.join("plain"), "").unwrap();
    assert_eq!(mode(&path), mode(&scratch.join("plain")), "a new file has the usual permissions");
    for kept in [0o600, 0o640, 0o664, 0o755] {
        fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
        nd_io::save_npy(&path, [2u8]).unwrap();
        assert_eq!(mode(&path), kept);
    }
}

#[test]
fn links_are_followed() {
    let scratch = Scratch::new("links");
    let elsewhere = scratch.join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    nd_io::save_npy(elsewhere.join("real.npy"), [1u8]).unwrap();
    symlink("elsewhere/real.npy", scratch.join("second")).unwrap();
    symlink("second", scratch.join("first")).unwrap();
    nd_io::save_npy(scratch.join("first"), [2u8]).unwrap();
    assert_eq!(nd_io::load_npy::<u8>(elsewhere.join("real.npy")).unwrap().into_vec(), [2]);
    assert!(fs::symlink_metadata(scratch.join("first")).unwrap().is_symlink());
    assert!(fs::symlink_metadata(scratch.join("second")).unwrap().is_symlink());

    // A link to nothing gets its file; a circle is an error.
    symlink("elsewhere/new.npy", scratch.join("dangling")).unwrap();
    nd_io::save_npy(scratch.join("dangling"), [3u8]).unwrap();
    assert_eq!(nd_io::load_npy::<u8>(elsewhere.join("new.npy")).unwrap().into_vec(), [3]);
    symlink("circle", scratch.join("circle")).unwrap();
    assert!(nd_io::save_npy(scratch.join("circle"), [3u8]).is_err());
}

#[test]
fn long_and_odd_names_work() {
    let scratch = Scratch::new("names");
    let long = "ä".repeat(125) + ".npy";
    for name in [long.as_str(), ".npy", "a b\n.npy"] {
        nd_io::save_npy(scratch.join(name), [1u8]).unwrap();
        assert_eq!(nd_io::load_npy::<u8>(scratch.join(name)).unwrap().into_vec(), [1]);
    }
    assert_eq!(scratch.names().len(), 3);
}

#[test]
fn stale_temporaries_are_swept_and_living_ones_are_not() {
    let scratch = Scratch::new("sweep");
    let path = scratch.join("a.npy");
    let mut living = AtomicFile::create(&path).unwrap();
    living.write_all(b"in the making").unwrap();
    let temporary = scratch.names().pop().unwrap();
    // What killed writers leave: files of the same name pattern that nobody has locked.
    let stale = temporary.replace(".0.nd-tmp", ".5.nd-tmp");
    fs::write(scratch.join(&stale), "stale").unwrap();
    assert_ne!(stale, temporary);
    let other = AtomicFile::create(scratch.join("b.npy")).unwrap();
    let mut others = scratch.names();
    others.retain(|name| *name != temporary && *name != stale);
    drop(other);
    fs::write(scratch.join(&others[0]), "stale, and another file's").unwrap();
    assert_eq!(scratch.names().len(), 3);

    nd_io::save_npy(&path, [1u8]).unwrap();
    let mut expected = ["a.npy".to_owned(), others[0].clone(), temporary];
    expected.sort();
    assert_eq!(scratch.names(), expected);
    living.commit().unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"in the making");
}

#[test]
fn many_writers_of_one_file_do_not_disturb_each_other() {
    let scratch = Scratch::new("many");
    let path = scratch.join("a.npy");
    std::thread::scope(|scope| {
        for writer in 0..4u64 {
            let path = &path;
            scope.spawn(move || {
                for _ in 0..25 {
                    nd_io::save_npy(path, vec![writer; 1000]).unwrap();
                    let seen = nd_io::load_npy::<u64>(path).unwrap().into_vec();
                    assert!(seen.iter().all(|&x| x == seen[0]), "a mixture");
                }
            });
        }
    });
    assert_eq!(scratch.names(), ["a.npy"]);
}

/// Saves for ever, one array after the other, each of a single value.
#[test]
fn child_saves_for_ever() {
    if let Some(path) = std::env::var_os("ND_IO_SAVE_FOR_EVER") {
        println!("ready");
        for value in 1u64.. {
            nd_io::save_npy(&path, vec![value; 50_000]).unwrap();
        }
    }
}

#[test]
fn killed_at_any_instant_the_file_is_old_or_new() {
    let scratch = Scratch::new("kill");
    let path = scratch.join("a.npy");
    nd_io::save_npy(&path, vec![0u64; 50_000]).unwrap();
    let (mut stale, mut newest) = (0, 0);
    for round in 0..30 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["atomic::child_saves_for_ever", "--exact", "--nocapture"])
            .env("ND_IO_SAVE_FOR_EVER", &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.map_while(Result::ok).any(|line| line.contains("ready")));
        // Different instants, from before the first save on.
        std::thread::sleep(Duration::from_micros(1_100 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let seen =
            nd_io::load_npy::<u64>(&path).unwrap_or_else(|e| panic!("round {round}: lost: {e}"));
        let seen = seen.into_vec();
        let whole = seen.len() == 50_000 && seen.iter().all(|&x| x == seen[0]);
        assert!(whole, "round {round}: mixed");
        stale += scratch.names().len() - 1;
        newest = newest.max(seen[0]);
    }
    assert!(newest > 1, "no child got anywhere: nothing was tested");
    println!("30 kills, {stale} stale temporaries seen, array {newest} was the newest");
    nd_io::save_npy(&path, [1u64]).unwrap();
    assert_eq!(scratch.names(), ["a.npy"], "stale temporaries were left");
}

/// Without waiting for the disk a file is whole or not there, too, and replaces another.
#[test]
fn files_that_are_not_waited_for_are_all_or_nothing() {
    let folder = Scratch::new("atomic-quick");
    let path = folder.join("a.npy");
    for (text, before) in [("one", None), ("two", Some("one"))] {
        let mut file = AtomicFile::create(&path).unwrap().durable(false);
        file.write_all(text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), before);
        file.commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let mut given_up = AtomicFile::create(&path).unwrap().durable(false);
    given_up.write_all(b"three").unwrap();
    drop(given_up);
    assert_eq!(
        (fs::read_to_string(&path).unwrap().as_str(), folder.names()),
        ("two", vec!["a.npy".into()])
    );
    let names: &[&str] =
        if cfg!(feature = "zarr") { &["b.npy", "b.raw", "b.zarr"] } else { &["b.npy", "b.raw"] };
    for &name in names {
        let quick = nd_io::CreateOptions::default().durable(false);
        for value in [1.0, 2.0] {
            let target = folder.join(name);
            let out = nd_io::create(&target, [3], nd_core::DType::F64, &quick).unwrap();
            out.write(nd_core::s![..], [value; 3]).unwrap();
            out.finish().unwrap();
            if name != "b.raw" {
                assert_eq!(nd_io::load::<f64>(&target).unwrap().into_vec(), [value; 3], "{name}");
            }
        }
    }
}
