//! `cargo xtask plant`: faults put into the source on purpose, to see whether the tests notice.
//!
//! For every fault that storage must withstand, one line that withstands it is taken out or turned
//! round in a copy of the workspace, and the test that is there for it has to fail. A test that
//! passes all the same tests nothing.

use crate::shell::{Args, Outcome, cargo, run};
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask plant [TEXT …]

Copies the committed state below target/plants and, one after the other, plants every fault whose
description has one of the TEXTs in it (all) and runs the test that must notice. Some need strace.";

/// A fault and who notices it.
struct Plant {
    /// What is then possible.
    fault: &'static str,
    file: &'static str,
    /// What stands there, once in the file.
    from: &'static str,
    to: &'static str,
    /// Arguments of `cargo test -p nd-io`.
    test: &'static [&'static str],
}

const PLANTS: &[Plant] = &[
    Plant {
        fault: "F1 an .npy shape overflows",
        file: "crates/nd-io/src/blocks/elements/size.rs",
        from: "|bytes, &n| bytes.checked_mul(n)",
        to: "|bytes, &n| Some(bytes.wrapping_mul(n))",
        test: &["--test", "formats", "hostile::"],
    },
    Plant {
        fault: "F1 an .npy header of 4 GiB is read",
        file: "crates/nd-io/src/npy/header.rs",
        from: "    if len > MAX_HEADER {",
        to: "    if len > u64::MAX - MAX_HEADER {",
        test: &["--test", "formats", "hostile::"],
    },
    Plant {
        fault: "F2 foreign byte order stays",
        file: "crates/nd-io/src/blocks/elements/order.rs",
        from: "array.reverse();",
        to: "array.rotate_left(0);",
        test: &["--test", "formats", "golden::"],
    },
    Plant {
        fault: "F3 a cut stream is taken for whole",
        file: "crates/nd-io/src/npy/read.rs",
        from: "        if got < block.len() {",
        to: "        if got > block.len() {",
        test: &["--test", "formats", "golden::"],
    },
    Plant {
        fault: "F4 a member unpacks beyond the limit",
        file: "crates/nd-io/src/npz/member.rs",
        from: "*size > self.limit",
        to: "*size > self.limit.saturating_add(1 << 20)",
        test: &["--test", "formats", "npz::"],
    },
    Plant {
        fault: "F5 a member may be called ../x",
        file: "crates/nd-io/src/npz/write.rs",
        from: r#"part == "..""#,
        to: r#"part == "...""#,
        test: &["--test", "formats", "npz::"],
    },
    Plant {
        fault: "F6 groups in a circle are walked",
        file: "crates/nd-io/src/hdf5/listing.rs",
        from: "            if !self.seen.insert(at) {",
        to: "            if !self.seen.insert(at) && depth > MAX_DEPTH {",
        test: &["--features", "hdf5", "--test", "formats", "hdf5_refused::"],
    },
    Plant {
        fault: "F7 a region reaches out of the array",
        file: "crates/nd-io/src/blocks/info.rs",
        from: "region.stop(axis) <= self.shape[axis]",
        to: "region.start()[axis] <= self.shape[axis]",
        test: &["--features", "conformance", "--test", "formats", "blocks::"],
    },
    Plant {
        fault: "F8 a negative step is read forwards",
        file: "crates/nd-io/src/selection.rs",
        from: "if backwards { Slice::ALL.step_by(-1) } else { Slice::ALL }",
        to: "if backwards { Slice::ALL.step_by(1) } else { Slice::ALL }",
        test: &["--test", "formats", "npz::"],
    },
    Plant {
        fault: "F10 memory is asked for before the file's length is compared",
        file: "crates/nd-io/src/npy/read.rs",
        from: "    if got < want {",
        to: "    drop(vec![1u8; header.nbytes().min(1 << 28)]);\n    if got < want {",
        test: &["--test", "memory"],
    },
    Plant {
        fault: "F11 a failing fsync is not reported",
        file: "crates/nd-io/src/atomic.rs",
        from: "        file.sync_all()?;\n",
        to: "        let _ = file.sync_all();\n",
        test: &["--test", "faults"],
    },
    Plant {
        fault: "F12 a short write is taken for a whole one",
        file: "crates/nd-io/src/atomic.rs",
        from: "        let written = self.file.write(part)?;\n",
        to: "        let written = self.file.write(part).map(|_| part.len())?;\n",
        test: &["--test", "faults"],
    },
    Plant {
        fault: "F13 the new file is copied over the old one",
        file: "crates/nd-io/src/atomic.rs",
        from: "        fs::rename(&pending.temp, &pending.target)?;",
        to: "        fs::copy(&pending.temp, &pending.target)?;\n        fs::remove_file(&pending.temp)?;",
        test: &["--test", "formats", "atomic::"],
    },
    Plant {
        fault: "F14 no fsync before the rename",
        file: "crates/nd-io/src/atomic.rs",
        from: "        file.sync_all()?;\n",
        to: "",
        test: &["--test", "faults"],
    },
    Plant {
        fault: "F15 a map that lost its file is read on",
        file: "crates/nd-io/src/memmap/mod.rs",
        from: "match self.watch.as_ref().is_some_and(guard::Watch::is_lost) {",
        to: "match self.watch.as_ref().is_none_or(guard::Watch::is_lost) && self.watch.is_none() {",
        test: &["--test", "guard"],
    },
    Plant {
        fault: "F16 two writable maps of one file",
        file: "crates/nd-io/src/memmap/mod.rs",
        from: "            Lock::Exclusive => file.try_lock(),",
        to: "            Lock::Exclusive => Ok(()),",
        test: &["--test", "formats", "memmap::"],
    },
    Plant {
        fault: "F16 two writers of one Zarr array",
        file: "crates/nd-io/src/atomic.rs",
        from: "            match file.try_lock() {\n                Ok(()) => {}",
        to: "            match file.try_lock() {\n                Ok(()) => {}\n                Err(TryLockError::WouldBlock) if path.exists() => {}",
        test: &["--features", "zarr", "--test", "formats", "zarr_write::"],
    },
];

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut options = Args::new(args);
    let help = options.flag("--help");
    if help {
        println!("{USAGE}");
        return Ok(());
    }
    let wanted = |plant: &Plant| args.is_empty() || args.iter().any(|t| plant.fault.contains(t));
    let plants: Vec<&Plant> = PLANTS.iter().filter(|plant| wanted(plant)).collect();
    let field = copy_of_head()?;
    let mut unnoticed = Vec::new();
    for plant in &plants {
        let noticed = sow(&field, plant)?;
        println!("{:<64} {}", plant.fault, if noticed { "noticed" } else { "NOT NOTICED" });
        if !noticed {
            unnoticed.push(plant.fault);
        }
    }
    println!("{} of {} planted faults noticed", plants.len() - unnoticed.len(), plants.len());
    if unnoticed.is_empty() {
        Ok(())
    } else {
        Err(format!("not noticed: {}", unnoticed.join("; ")))
    }
}

/// The committed state, in a folder of its own.
fn copy_of_head() -> Outcome<PathBuf> {
    let field = workspace::root().join("target/plants/field");
    let failed = |e: std::io::Error| format!("{}: {e}", field.display());
    let _ = std::fs::remove_dir_all(&field);
    std::fs::create_dir_all(&field).map_err(failed)?;
    let script = format!("git archive HEAD | tar -x -C '{}'", field.display());
    run(Command::new("sh").current_dir(workspace::root()).args(["-c", &script]))?;
    Ok(field)
}

/// Plants one fault, runs its test, and takes the fault out again. Whether the test noticed.
fn sow(field: &Path, plant: &Plant) -> Outcome<bool> {
    let path = field.join(plant.file);
    let failed = |e: std::io::Error| format!("{}: {e}", path.display());
    let sound = std::fs::read_to_string(&path).map_err(failed)?;
    if sound.matches(plant.from).count() != 1 {
        return Err(format!("{}: `{}` does not stand there once", plant.file, plant.from));
    }
    std::fs::write(&path, sound.replace(plant.from, plant.to)).map_err(failed)?;
    let output = cargo()
        .current_dir(field)
        .env("CARGO_TARGET_DIR", workspace::root().join("target/plants/build"))
        .args(["test", "--quiet", "--package", "nd-io"])
        .args(plant.test)
        .output()
        .map_err(|e| format!("cannot start cargo: {e}"))?;
    std::fs::write(&path, sound).map_err(failed)?;
    let report = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() && !report.contains("test result: FAILED") {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{}: the test did not run\n{errors}", plant.fault));
    }
    Ok(!output.status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_planted_on_is_there() {
        for plant in PLANTS {
            let source = workspace::read(plant.file).unwrap();
            assert_eq!(source.matches(plant.from).count(), 1, "{}: {}", plant.fault, plant.from);
        }
    }
}
