//! `cargo xtask conformance`: random cases, run by nd and by NumPy, compared.
//!
//! `nd-conformance` (in benches/) makes the cases from a seed, runs them and writes what it
//! did; `py/conformance.py` replays each in NumPy and compares; then nd reads back the `.npy`
//! files that NumPy wrote. Transforms, signals, tables and times are a part of their own, `--series`, and pictures another, `--pictures`.

use crate::shell::{Args, Outcome, cargo, run};
use crate::venv::Venv;
use crate::workspace;
use std::path::{Path, PathBuf};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask conformance [--cases N] [--series N] [--pictures N] [--streams N] [--files N] [--hdf5s N] [--tiffs N]
                               [--matrices N] [--tables N] [--stores N] [--chunked N] [--engines N]
                               [--sparse N [--first K]] [--collection N] [--only PART,…] [--seed S]

Runs N (20000) random cases from seed S (0) in nd and in NumPy and compares: dtypes, shapes,
strides, broadcasting, slicing, arithmetic, reductions, indexing, printing, .npy both ways.
Bit for bit, save for the functions in the tables of xtask/py/conformance_rules.py and conformance_meant.py.
Then N (20000) cases of transforms, signals, curves, series of polynomials, masked arrays, groups, windows, joins and
times the same way, beside NumPy 2.5, SciPy 1.18, pandas 3 and cftime where there is a Python for them.
Then N (20000) cases of pictures of one to four axes the same way, beside SciPy 1.18 and scikit-image 0.26.
Then N (2500) random streams: every method of numpy.random.Generator over every bit generator,
10,000 draws each, bytes and final states; with NumPy 2.5 where there is a Python for it.
Then N (20000) matrices of all kinds, judged by what NumPy and SciPy make of them and by residuals.
Then N (2000) files that NumPy, h5py, zarr-python and pandas write and nd reads, and about eight times as
many the other way; 200 kills a format while it is overwritten.
Then N (1000) tables by pandas, of every name, delimiter, quoting, encoding and missing word, and N (1000)
stores by zarr-python and numcodecs, of every codec and filter, in directories and ZIP archives: names,
types, values and attributes, and what nd writes of them read by the original.
Then N (2000) HDF5 and netCDF files of every layout by h5py, netCDF4-python, PyTables, pandas and hdf5plugin: every
array, attribute and name, and what nd writes of them read back by h5py.
Then N (3000) TIFF files by tifffile, Pillow and by hand, whole and in parts, as tifffile reads them; and what nd
writes of the same pictures in every layout, by tifffile, and by libtiff, GDAL and libvips where they are installed.
Then N (20000) programs of 3 to 10 operations on chunked arrays, each from memory and from files, in several chunks,
budgets and numbers of threads: the same bits each time, and NumPy's results; a tenth of them beside Dask, where it has
the operations.
Then N (80000) cases of sparse matrices in all formats and of graphs, from number K (0) on, beside SciPy: elements,
entries, element types; systems, factors and eigenvalues by their residuals. A mismatch names the command that runs
its case again.
Then N (1) times the matrices of a collection, which are downloaded: read, ordered, factored and solved.
Then N (1) times the suite of engines on a Dask cluster of this machine, with 20 drivers killed, and what only happens
to clusters: workers and schedulers that are killed, workers that join.
A number of 0 leaves its part out; --only names the parts to run, by their options: --only sparse,collection.
Makes virtual environments (target/conformance-venv, target/series-venv, target/pictures-venv, target/real-venv, target/streams-venv,
target/ooc-venv, target/dask-venv).";

/// Programs on chunked arrays whose files are there at a time: some hundred megabytes.
const BATCH: u64 = 1_000;

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let cases: u64 = args.number("--cases", 20_000)?;
    let series: u64 = args.number("--series", 20_000)?;
    let pictures: u64 = args.number("--pictures", 20_000)?;
    let streams: u64 = args.number("--streams", 2_500)?;
    let files: u64 = args.number("--files", 2_000)?;
    let hdf5s: u64 = args.number("--hdf5s", 2_000)?;
    let tiffs: u64 = args.number("--tiffs", 3_000)?;
    let matrices: u64 = args.number("--matrices", 20_000)?;
    let tables: u64 = args.number("--tables", 1_000)?;
    let stores: u64 = args.number("--stores", 1_000)?;
    let chunked: u64 = args.number("--chunked", 20_000)?;
    let sparse: u64 = args.number("--sparse", 80_000)?;
    let first: u64 = args.number("--first", 0)?;
    let collection: u64 = args.number("--collection", 1)?;
    let engines: u64 = args.number("--engines", 1)?;
    let only = args.value("--only")?;
    let seed: u64 = args.number("--seed", 0)?;
    args.finish(USAGE)?;
    let root = workspace::root();
    let folder = root.join("target/conformance");
    // Files of an earlier run, with another seed, would be compared again.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;

    let older = Venv::make("conformance-venv", "golden/requirements.txt")?;
    let real = || Venv::make("real-venv", "golden/requirements-real.txt");
    let parts: [Part<'_>; 15] = [
        ("cases", cases, &|n| random_cases(n, seed, &folder, &older)),
        ("series", series, &|n| random_series(n, seed, &older)),
        ("pictures", pictures, &|n| random_pictures(n, seed)),
        ("streams", streams, &|n| random_streams(n, seed, &older)),
        ("matrices", matrices, &|n| linear_algebra(n, seed, &older)),
        ("files", files, &|n| both_ways("storage", "nd-storage", n, seed, &older)),
        ("hdf5s", hdf5s, &|n| both_ways("hdf5s", "nd-real", n, seed, &real()?)),
        ("tiffs", tiffs, &|n| tiff_files(n, seed, &real()?)),
        ("tables", tables, &|n| both_ways("csvs", "nd-csvs", n, seed, &older)),
        ("stores", stores, &|n| both_ways("zarrs", "nd-stores", n, seed, &older)),
        ("chunked", chunked, &|n| programs(n, seed)),
        ("sparse", sparse, &|n| sparse_matrices(n, seed, first, &older)),
        ("collection", collection, &|_| collected_matrices(&older)),
        ("engines", engines, &engines_on_dask),
        ("files", files, &|_| kills()),
    ];
    run_parts(&parts, only)
}

/// A part: the option that says how much of it, how much, and what runs it.
type Part<'a> = (&'a str, u64, &'a dyn Fn(u64) -> Outcome);

/// All parts, or those that are named.
fn run_parts(parts: &[Part<'_>], only: Option<&str>) -> Outcome {
    let named: Vec<&str> = only.map_or_else(Vec::new, |only| only.split(',').collect());
    let known = |name: &&str| parts.iter().any(|part| part.0 == *name);
    if let Some(other) = named.iter().find(|name| !known(name)) {
        return Err(format!("there is no part `{other}`\n\n{USAGE}"));
    }
    let wanted = |part: &&Part<'_>| part.1 > 0 && (only.is_none() || named.contains(&part.0));
    parts.iter().filter(wanted).try_for_each(|(_, count, part)| part(*count))
}

/// The program that makes random cases, built.
fn maker() -> Outcome<PathBuf> {
    let root = workspace::root();
    let build = ["build", "--release", "--package", "nd-bench", "--bin", "nd-conformance"];
    run(cargo().current_dir(&root).args(build))?;
    Ok(root.join("target/release/nd-conformance"))
}

/// Random cases, run by nd and by NumPy.
fn random_cases(cases: u64, seed: u64, folder: &Path, venv: &Venv) -> Outcome {
    let ours = maker()?;
    let numbers = [cases.to_string(), seed.to_string()];
    run(Command::new(&ours).arg("generate").arg(folder).args(&numbers))?;
    let script = workspace::root().join("xtask/py/conformance.py");
    let replay = run(venv.python().arg(script).arg(folder));
    let read_back = run(Command::new(&ours).arg("read-back").arg(folder));
    replay.and(read_back)
}

/// Random cases of transforms, signals, tables and times, run by nd, and by SciPy, pandas and cftime.
fn random_series(cases: u64, seed: u64, older: &Venv) -> Outcome {
    let ours = maker()?;
    let folder = workspace::root().join("target/conformance/series");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let newer = Venv::make_newer("series-venv", "golden/requirements-series.txt")?;
    if newer.is_none() {
        println!("no Python 3.12: beside the NumPy and the SciPy that the fixtures are made from");
    }
    let numbers = [cases.to_string(), seed.to_string()];
    run(Command::new(&ours).arg("series").arg(&folder).args(&numbers))?;
    let script = workspace::root().join("xtask/py/conformance.py");
    run(newer.as_ref().unwrap_or(older).python().arg(script).arg(&folder).arg("series"))
}

/// Random pictures, filtered, read between samples, labelled and measured by nd, SciPy and scikit-image.
fn random_pictures(cases: u64, seed: u64) -> Outcome {
    let Some(venv) = Venv::make_newer("pictures-venv", "golden/requirements-pictures.txt")? else {
        println!("no Python 3.12: pictures are not compared");
        return Ok(());
    };
    let ours = maker()?;
    let folder = workspace::root().join("target/conformance/pictures");
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let numbers = [cases.to_string(), seed.to_string()];
    run(Command::new(&ours).arg("pictures").arg(&folder).args(&numbers))?;
    let script = workspace::root().join("xtask/py/conformance.py");
    run(venv.python().arg(script).arg(&folder).arg("pictures"))
}

/// Matrices of all kinds, factored and solved by nd, judged by NumPy and SciPy.
fn linear_algebra(count: u64, seed: u64, venv: &Venv) -> Outcome {
    let root = workspace::root();
    let folder = root.join("target/conformance/linalg");
    let script = root.join("xtask/py/linalg.py");
    let numbers = [count.to_string(), seed.to_string()];
    run(venv.python().arg(&script).arg("make").arg(&folder).args(&numbers))?;
    let build = ["build", "--release", "--package", "nd-bench", "--bin", "nd-linalg"];
    run(cargo().current_dir(&root).args(build))?;
    run(Command::new(root.join("target/release/nd-linalg")).arg(&folder))?;
    run(venv.python().arg(&script).arg("check").arg(&folder))
}

/// Files that the originals wrote, read by nd, and nd's read by them: `xtask/py/KIND.py`, in a folder of that
/// name, and the program of ours that reads what it made.
fn both_ways(kind: &str, program: &str, count: u64, seed: u64, venv: &Venv) -> Outcome {
    let root = workspace::root();
    let folder = root.join("target/conformance").join(kind);
    let script = root.join(format!("xtask/py/{kind}.py"));
    let numbers = [count.to_string(), seed.to_string()];
    run(venv.python().arg(&script).arg("make").arg(&folder).args(&numbers))?;
    let build = ["build", "--release", "--package", "nd-bench", "--bin", program];
    run(cargo().current_dir(&root).args(build).args(["--features", "nd-rs/zstd"]))?;
    let read = run(Command::new(root.join("target/release").join(program)).arg(&folder));
    let check = run(venv.python().arg(&script).arg("check").arg(&folder));
    read.and(check)
}

/// TIFF files of every layout, read by nd, and nd's read by tifffile.
fn tiff_files(count: u64, seed: u64, venv: &Venv) -> Outcome {
    let root = workspace::root();
    let folder = root.join("target/conformance/tiffs");
    let script = root.join("xtask/py/tiff.py");
    let numbers = [count.to_string(), seed.to_string()];
    run(venv.python().arg(&script).arg("make").arg(&folder).args(&numbers))?;
    let test = ["test", "--release", "--package", "nd-io", "--test", "formats"];
    let mut read = cargo();
    read.current_dir(&root).args(test).args(["--", "--nocapture", "tiff_live::"]);
    let read = run(read.env("ND_TIFF_LIVE", &folder));
    let check = run(venv.python().arg(&script).arg("check").arg(&folder));
    read.and(check)
}

/// Programs on chunked arrays, by nd, NumPy and Dask, batch by batch: each batch's mismatches are printed, and counted
/// at the end.
fn programs(count: u64, seed: u64) -> Outcome {
    let root = workspace::root();
    let venv = Venv::make("ooc-venv", "benches/requirements-ooc.txt")?;
    let script = root.join("xtask/py/chunked.py");
    let build = ["build", "--release", "--package", "nd-bench", "--bin", "nd-chunked"];
    run(cargo().current_dir(&root).args(build))?;
    let folder = root.join("target/conformance/chunked");
    let mut bad = 0;
    for first in (0..count).step_by(BATCH as usize) {
        let batch = BATCH.min(count - first);
        let numbers = [batch, seed, first].map(|number| number.to_string());
        run(venv.python().arg(&script).arg("make").arg(&folder).args(numbers))?;
        let mut ours = Command::new(root.join("target/release/nd-chunked"));
        if Path::new("/dev/shm").is_dir() {
            // A disk takes most of the time, to make sure of thousands of small files.
            ours.env("TMPDIR", "/dev/shm");
        }
        let ours = run(ours.arg(&folder));
        let dask = batch.div_ceil(10).to_string();
        let check = run(venv.python().arg(&script).arg("check").arg(&folder).arg(dask));
        bad += usize::from(ours.and(check).is_err());
    }
    match bad {
        0 => Ok(()),
        _ => Err(format!("chunked: mismatches in {bad} batches of {BATCH} programs")),
    }
}

/// The tests of nd-sparse that read what a script left in a folder.
fn live_sparse(variable: &str, folder: &Path, test: &str) -> Outcome {
    let features = ["--features", "io,linalg,random", "--test", "live"];
    let mut command = cargo();
    command.current_dir(workspace::root()).args(["test", "--release", "--package", "nd-sparse"]);
    run(command.args(features).args(["--", "--nocapture", test]).env(variable, folder))
}

/// Cases of sparse matrices and graphs, drawn and judged by SciPy.
fn sparse_matrices(count: u64, seed: u64, first: u64, venv: &Venv) -> Outcome {
    let root = workspace::root();
    let folder = root.join("target/conformance/sparse");
    let script = root.join("xtask/py/sparse.py");
    let numbers = [count, seed, first].map(|number| number.to_string());
    run(venv.python().arg(&script).arg("make").arg(&folder).args(numbers))?;
    live_sparse("ND_SPARSE_LIVE", &folder, "cases_of_scipy")?;
    run(venv.python().arg(&script).arg("check").arg(&folder))
}

/// Matrices that others collected, read, ordered, factored and solved.
fn collected_matrices(venv: &Venv) -> Outcome {
    let root = workspace::root();
    let folder = root.join("target/collection");
    run(venv.python().arg(root.join("xtask/py/sparse_collection.py")).arg(&folder))?;
    live_sparse("ND_SPARSE_COLLECTION", &folder, "matrices_of_others")
}

/// Programs on a Dask cluster of this machine.
fn engines_on_dask(times: u64) -> Outcome {
    let venv = Venv::make("dask-venv", "benches/requirements-dask.txt")?;
    let python = venv.python().get_program().to_owned();
    for _ in 0..times {
        let test = ["test", "--release", "--package", "nd-ooc", "--test", "dask"];
        let features =
            ["--features", "conformance,dask", "--", "--nocapture", "--test-threads", "1"];
        let mut command = cargo();
        command.current_dir(workspace::root()).args(test).args(features);
        run(command.env("ND_DASK_PYTHON", &python).env("ND_ENGINES_KILLS", "20"))?;
    }
    Ok(())
}

/// The crash tests, ten times as long as in `ci`.
fn kills() -> Outcome {
    let test = ["test", "--package", "nd-io", "--test", "crash", "--", "--nocapture"];
    let mut command = cargo();
    command.current_dir(workspace::root()).args(test).args(["killed", "two_writers"]);
    run(command.env("ND_IO_KILLS", "200").env("ND_IO_ROUNDS", "1000"))
}

/// Draws with NumPy, replays with nd.
fn random_streams(cases: u64, seed: u64, older: &Venv) -> Outcome {
    let root = workspace::root();
    let folder = root.join("target/conformance/streams");
    let newer = Venv::make_newer("streams-venv", "golden/requirements-random.txt")?;
    if newer.is_none() {
        println!("no Python 3.12: binomial numbers with large means are not compared");
    }
    let mut python = newer.as_ref().unwrap_or(older).python();
    python.arg(root.join("golden/random_streams.py")).arg(&folder);
    run(python.args([cases.to_string(), seed.to_string(), "10000".to_owned()]))?;
    let replay = ["test", "--release", "--package", "nd-random", "--test", "streams"];
    let mut replay_all = cargo();
    replay_all.current_dir(&root).args(replay).args(["--", "--nocapture"]);
    run(replay_all.env("ND_STREAMS", folder.join("streams.jsonl")))
}
