//! `cargo xtask golden`: makes the fixtures of the tests anew from NumPy, SciPy and Pillow.
//!
//! The fixtures are committed, so the tests need no Python. Their hashes are committed too:
//! `tidy` compares the files with the hashes, `golden --check` compares the hashes with what
//! the pinned NumPy makes today.

use crate::shell::{Args, Outcome, run};
use crate::venv::Venv;
use crate::{sha256, workspace};
use std::collections::BTreeMap;
use std::path::Path;

const USAGE: &str = "usage: cargo xtask golden [--check]

Makes a virtual environment (target/golden-venv) from golden/requirements.txt, runs every
golden/*.py but real_*.py and writes the fixtures and golden/SHA256SUMS. With --check makes the fixtures
below target/golden-check instead and fails where a hash differs from the committed one.
Needs python3 with its venv module, and a package index to install from.";

/// Each script and where it puts fixtures; everything in these folders is made by a script.
///
/// A script is given the folder, and writes the same bytes each time.
const SCRIPTS: &[(&str, &str)] = &[
    ("golden/array_api_names.py", "xtask/array_api"),
    ("golden/climate.py", "crates/nd/examples/climate/golden"),
    ("golden/complex.py", "crates/nd-ops/tests/golden"),
    ("golden/create.py", "crates/nd-core/tests/golden"),
    ("golden/dtype.py", "crates/nd-core/tests/golden"),
    ("golden/elementwise.py", "crates/nd-ops/tests/golden"),
    ("golden/edits.py", "crates/nd-core/tests/golden"),
    ("golden/fft.py", "crates/nd-ops/tests/golden"),
    ("golden/frames.py", "crates/nd-ops/tests/golden"),
    ("golden/hdf5.py", "crates/nd-io/tests/golden"),
    ("golden/image.py", "crates/nd-image/tests/golden"),
    ("golden/image_filters.py", "crates/nd-image/tests/golden_filters"),
    ("golden/image_interpolation.py", "crates/nd-image/tests/golden_interpolation"),
    ("golden/image_measure.py", "crates/nd-image/tests/golden_measure"),
    ("golden/image_morphology.py", "crates/nd-image/tests/golden_morphology"),
    ("golden/image_scikit.py", "crates/nd-image/tests/golden_scikit"),
    ("golden/image_skimage.py", "crates/nd-image/tests/golden_skimage"),
    ("golden/image_transform.py", "crates/nd-image/tests/golden_transform"),
    ("golden/index.py", "crates/nd-core/tests/golden"),
    ("golden/interpolate.py", "crates/nd-ops/tests/golden"),
    ("golden/series.py", "crates/nd-ops/tests/golden"),
    ("golden/linalg_products.py", "crates/nd-linalg/tests/golden"),
    ("golden/linalg_solving.py", "crates/nd-linalg/tests/golden"),
    ("golden/linalg_spectral.py", "crates/nd-linalg/tests/golden"),
    ("golden/masked.py", "crates/nd-ops/tests/golden"),
    ("golden/npy.py", "crates/nd-io/tests/golden"),
    ("golden/npz.py", "crates/nd-io/tests/golden"),
    ("golden/image_names.py", "xtask/image"),
    ("golden/numpy_names.py", "xtask/numpy"),
    ("golden/pictures.py", "crates/nd-io/tests/golden"),
    ("golden/polynomials.py", "crates/nd-linalg/tests/golden"),
    ("golden/prices.py", "crates/nd/examples/prices/golden"),
    ("golden/print.py", "crates/nd-core/tests/golden"),
    ("golden/print_options.py", "crates/nd-core/tests/golden"),
    ("golden/random_bits.py", "crates/nd-random/tests/golden"),
    ("golden/random_legacy.py", "crates/nd-random/tests/golden"),
    ("golden/random_streams.py", "crates/nd-random/tests/golden"),
    ("golden/reduce.py", "crates/nd-ops/tests/golden"),
    ("golden/regions.py", "crates/nd/examples/regions/golden"),
    ("golden/scipy_names.py", "xtask/scipy"),
    ("golden/scipy_signal.py", "crates/nd-ops/tests/golden"),
    ("golden/sparse.py", "crates/nd-sparse/tests/golden"),
    ("golden/sparse_graphs.py", "crates/nd-sparse/tests/golden"),
    ("golden/sparse_linalg.py", "crates/nd-sparse/tests/golden"),
    ("golden/sparse_tensors.py", "crates/nd-sparse/tests/golden"),
    ("golden/statistics.py", "crates/nd-ops/tests/golden"),
    ("golden/shape.py", "crates/nd-ops/tests/golden"),
    ("golden/signals.py", "crates/nd-ops/tests/golden"),
    ("golden/sorting.py", "crates/nd-ops/tests/golden"),
    ("golden/text.py", "crates/nd-io/tests/golden"),
    ("golden/time.py", "crates/nd-core/tests/golden"),
    ("golden/time_business.py", "crates/nd-ops/tests/golden"),
    ("golden/time_calendars.py", "crates/nd-ops/tests/golden"),
    ("golden/time_coordinates.py", "crates/nd-ops/tests/golden"),
    ("golden/time_frequencies.py", "crates/nd-ops/tests/golden"),
    ("golden/time_parts.py", "crates/nd-ops/tests/golden"),
    ("golden/time_zones.py", "crates/nd-ops/tests/golden"),
    ("golden/zarr.py", "crates/nd-io/tests/golden"),
];

/// Scripts that write files as people have them, by many libraries (`golden/requirements-real.txt`): run by
/// hand, some beside files that were given. Their folders are hashed, not made anew.
const BY_HAND: &[(&str, &str)] = &[
    ("golden/real_hdf5.py", "crates/nd-io/tests/cases/h5"),
    ("golden/real_hdf5_sizes.py", "crates/nd-io/tests/cases/h5"),
    ("golden/real_hdf5_storage.py", "crates/nd-io/tests/cases/h5/storage"),
    ("golden/real_netcdf.py", "crates/nd-io/tests/cases/netcdf"),
    ("golden/real_npz.py", "crates/nd-io/tests/cases/npz"),
    ("golden/real_sparse.py", "crates/nd-sparse/tests/cases"),
    ("golden/real_szip.py", "crates/nd-io/tests/cases/packed"),
    ("golden/real_text.py", "crates/nd-io/tests/cases/text"),
    ("golden/real_tiff.py", "crates/nd-io/tests/cases/img"),
    ("golden/real_zarr.py", "crates/nd-io/tests/cases/zarr"),
];

const SUMS: &str = "golden/SHA256SUMS";

/// Path relative to the root → SHA-256 in hexadecimal.
pub(crate) type Sums = BTreeMap<String, String>;

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let check = args.flag("--check");
    args.finish(USAGE)?;
    all_scripts_known()?;
    let venv = Venv::make("golden-venv", "golden/requirements.txt")?;
    if check { compare_with_committed(&venv) } else { write(&venv) }
}

fn write(venv: &Venv) -> Outcome {
    run_scripts(venv, &workspace::root())?;
    let sums = sums_on_disk()?;
    let lines: String = sums.iter().map(|(path, sum)| format!("{sum}  {path}\n")).collect();
    std::fs::write(workspace::root().join(SUMS), lines).map_err(|e| format!("{SUMS}: {e}"))?;
    println!("golden: {} fixtures, {SUMS} written", sums.len());
    Ok(())
}

/// Some scripts write where they are told, some beside themselves (`../crates/…`): copies of
/// them, told another folder, write elsewhere either way.
fn compare_with_committed(venv: &Venv) -> Outcome {
    let elsewhere = workspace::root().join("target/golden-check");
    // Left over from the last check; a fixture that is made no more must not linger.
    let _ = std::fs::remove_dir_all(&elsewhere);
    for (script, _) in SCRIPTS {
        let copy = elsewhere.join(script);
        let folder = copy.parent().expect("scripts lie in a folder");
        let copied = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::copy(workspace::root().join(script), &copy));
        copied.map_err(|e| format!("{}: {e}", copy.display()))?;
    }
    run_scripts(venv, &elsewhere)?;
    let fresh = sums_below(&elsewhere)?;
    let mut committed = committed_sums()?;
    committed.retain(|path, _| BY_HAND.iter().all(|(_, folder)| !path.starts_with(folder)));
    let differences: Vec<String> = differences(&committed, &fresh)
        .map(|(path, what)| format!("{path}: {what} {SUMS}"))
        .collect();
    if differences.is_empty() {
        println!("golden: all {} fixtures come out as committed", fresh.len());
        return Ok(());
    }
    Err(format!("{}\ngolden: {} differences", differences.join("\n"), differences.len()))
}

fn run_scripts(venv: &Venv, root: &Path) -> Outcome {
    for (script, folder) in SCRIPTS {
        let folder = root.join(folder);
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        run(venv.python().current_dir(root).arg(script).arg(folder))?;
    }
    Ok(())
}

fn all_scripts_known() -> Outcome {
    let scripts = workspace::files("golden", |path| path.extension().is_some_and(|e| e == "py"));
    let all = || SCRIPTS.iter().chain(BY_HAND);
    match scripts.iter().find(|path| all().all(|(script, _)| script != path)) {
        None => Ok(()),
        Some(stranger) => Err(format!("{stranger} is not listed in xtask/src/golden.rs")),
    }
}

/// What `golden/SHA256SUMS` says, in the format of `sha256sum`.
pub(crate) fn committed_sums() -> Outcome<Sums> {
    parse(&workspace::read(SUMS)?)
}

fn parse(text: &str) -> Outcome<Sums> {
    let parse = |line: &str| match line.split_once("  ") {
        Some((sum, path)) if sum.len() == 64 => Ok((path.to_owned(), sum.to_owned())),
        _ => Err(format!("{SUMS}: not a line of sha256sum: {line:?}")),
    };
    text.lines().map(parse).collect()
}

/// The sums of the fixtures in the work tree.
pub(crate) fn sums_on_disk() -> Outcome<Sums> {
    sums_below(&workspace::root())
}

fn sums_below(root: &Path) -> Outcome<Sums> {
    let mut sums = Sums::new();
    let scripts = SCRIPTS.iter().chain(BY_HAND);
    let mut pending: Vec<String> = scripts.map(|(_, folder)| folder.to_string()).collect();
    while let Some(folder) = pending.pop() {
        for entry in std::fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                pending.push(path);
            } else {
                let bytes = std::fs::read(entry.path()).map_err(|e| format!("{path}: {e}"))?;
                sums.insert(path, sha256::hex(&bytes));
            }
        }
    }
    Ok(sums)
}

/// Paths whose sum differs or that only one side has, with how the second side stands to the
/// first (to be followed by the first side's name).
pub(crate) fn differences<'a>(
    committed: &'a Sums,
    found: &'a Sums,
) -> impl Iterator<Item = (&'a str, &'static str)> {
    let listed = committed.iter().filter_map(|(path, sum)| match found.get(path) {
        None => Some((path.as_str(), "is missing but listed in")),
        Some(other) => (other != sum).then_some((path.as_str(), "differs from")),
    });
    let unlisted = found.keys().filter(|path| !committed.contains_key(*path));
    listed.chain(unlisted.map(|path| (path.as_str(), "is not listed in")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_sha256sum_writes_them() {
        let sum = "0".repeat(64);
        let sums = parse(&format!("{sum}  a/b c.npy\n")).unwrap();
        assert_eq!(sums["a/b c.npy"], sum);
        assert!(parse("a.npy").unwrap_err().contains("a.npy"));
    }
}
