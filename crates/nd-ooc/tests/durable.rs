//! What outlives a run: results in place of their own sources, runs that are gone on with, sources that change.

use nd_core::{Array, DType, s};
use nd_io::{Compression, CreateOptions};
use nd_ooc::{AnyChunked, Chunked, ErrorKind, Plan, RunOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of a test's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// What is in it, sorted.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn sample(shape: [usize; 2]) -> Array<f64> {
    Array::from_fn(shape, |at| ((at[0] * 31 + at[1] * 17) % 101) as f64 / 7.0)
}

fn packed() -> CreateOptions {
    CreateOptions::default().chunks([16, 16]).compression(Compression::Gzip(1))
}

fn resumed() -> RunOptions {
    RunOptions::default().resume()
}

#[test]
fn results_take_the_place_of_their_sources() {
    let folder = Folder::new("own");
    let a = sample([100, 70]);
    let formats = [
        ("a.npy", CreateOptions::default()),
        ("a.zarr", packed()),
        ("a.h5/x", packed()),
        ("group.zarr/x", packed()),
        ("a.npz/x", CreateOptions::default()),
        ("a.csv", CreateOptions::default()),
    ];
    for (name, layout) in formats {
        let path = folder.at(name);
        let options = [RunOptions::default(), resumed()];
        AnyChunked::from(&Chunked::from(a.clone()))
            .save_with(&path, &RunOptions::default().layout(layout.clone()))
            .unwrap();
        for (times, options) in options.iter().enumerate() {
            let x = nd_ooc::open::<f64>(&path).unwrap();
            (&x + 1.0)
                .save_with(&path, &options.clone().layout(layout.clone()))
                .unwrap_or_else(|e| panic!("{name}: {e}"));
            let want = &a + (times + 1) as f64;
            let far = nd_ops::max(nd_ops::abs(nd_io::load::<f64>(&path).unwrap() - &want));
            assert!(far < 1e-12, "{name}, {times}: {far}");
        }
    }
    let other = folder.at("b.h5/y");
    nd_io::save(&other, &a).unwrap();
    let y = nd_ooc::open::<f64>(&other).unwrap();
    (&y * 2.0).save(folder.at("b.h5/z")).unwrap();
    assert_eq!(nd_io::load::<f64>(folder.at("b.h5/z")).unwrap(), &a * 2.0);
    assert_eq!(nd_io::load::<f64>(&other).unwrap(), a);
    let names = ["a.csv", "a.h5", "a.npy", "a.npz", "a.zarr", "b.h5", "group.zarr"];
    assert_eq!(folder.names(), names);
}

#[test]
fn a_failed_run_leaves_what_was_there() {
    let folder = Folder::new("failed");
    let a = sample([200, 70]);
    for name in ["a.npy", "a.zarr"] {
        let path = folder.at(name);
        nd_io::save(&path, &a).unwrap();
        let x = nd_ooc::open::<f64>(&path).unwrap();
        let last = a[[199, 69]];
        let error = x.map(move |v| if v == last { panic!("no") } else { v }).save(&path);
        let error = error.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Panicked(_)), "{error}");
        assert!(error.operation().is_some() && error.region().is_some());
        assert_eq!(nd_io::load::<f64>(&path).unwrap(), a, "{name}");
    }
    assert_eq!(folder.names(), ["a.npy", "a.zarr"]);
}

#[test]
fn casts_that_could_lose_something_are_refused() {
    let folder = Folder::new("casts");
    let x = Chunked::from(nd_core::array![1.5f64, 300.5]);
    for to in [DType::U8, DType::F32, DType::I64, DType::Bool] {
        let error = x.save_as(folder.at("a.npy"), to).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Lossy { .. }), "{error}");
    }
    let whole = Chunked::from(nd_core::array![i64::MAX]);
    assert!(whole.save_as(folder.at("a.npy"), DType::F64).is_err());
    assert!(folder.names().is_empty());
    let small = Chunked::from(nd_core::array![1u8, 255]);
    small.save_as(folder.at("a.npy"), DType::F32).unwrap();
    assert_eq!(nd_io::load::<f32>(folder.at("a.npy")).unwrap().into_vec(), [1.0, 255.0]);
}

/// Fails at its `limit`th block, counted over all runs.
fn failing(x: &Chunked<f64>, made: &Arc<AtomicUsize>, limit: &Arc<AtomicUsize>) -> Chunked<f64> {
    let (made, limit) = (Arc::clone(made), Arc::clone(limit));
    let source = x.clone();
    let shape: Vec<usize> = source.shape().to_vec();
    let noise = Chunked::from_region(&shape[..], move |region| {
        assert!(made.fetch_add(1, Ordering::SeqCst) < limit.load(Ordering::SeqCst), "interrupted");
        Array::from_fn(region.shape(), |at| {
            (0..at.len()).map(|axis| region.start()[axis] + at[axis]).sum::<usize>() as f64
        })
    });
    source + noise
}

#[test]
fn an_interrupted_run_is_gone_on_with() {
    let folder = Folder::new("resumed");
    let a = sample([400, 64]);
    let input = folder.at("in.npy");
    nd_io::save(&input, &a).unwrap();
    let x = nd_ooc::open::<f64>(&input).unwrap();
    let layout = CreateOptions::default().chunks([8, 64]);
    for (name, layout) in [
        ("out.zarr", layout.clone()),
        ("gz.zarr", layout.clone().compression(Compression::Gzip(1))),
        ("out.h5/x", CreateOptions::default()),
    ] {
        let path = folder.at(name);
        let (made, limit) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(usize::MAX)));
        let y = failing(&x, &made, &limit) - x.mean_axis(0);
        y.save_with(folder.at("want.npy"), &RunOptions::default()).unwrap();
        let want = nd_io::load::<f64>(folder.at("want.npy")).unwrap();
        limit.store(9, Ordering::SeqCst);
        let (mut interrupted, mut total) = (0, 0);
        loop {
            made.store(0, Ordering::SeqCst);
            let run = y.save_with(&path, &resumed().layout(layout.clone()));
            total += made.load(Ordering::SeqCst).min(9);
            let Err(error) = run else { break };
            assert!(error.to_string().contains("interrupted"), "{error}");
            assert!(!path.exists(), "{name} is there before it is whole");
            interrupted += 1;
            assert!(interrupted < 50, "{name} does not get on");
        }
        assert_eq!(nd_io::load::<f64>(&path).unwrap(), want, "{name}");
        if name.ends_with(".zarr") {
            // Of fifty blocks, none is made twice but those that the other thread was at.
            assert!((5..9).contains(&interrupted), "{interrupted}");
            assert!((50..60).contains(&total), "{name}: {total}");
        }
    }
    assert_eq!(folder.names(), ["gz.zarr", "in.npy", "out.h5", "out.zarr", "want.npy"]);
}

/// Of reductions in the middle of which a run stops, what is done is not done again; of every kind of partial result.
#[test]
fn interrupted_reductions_are_gone_on_with() {
    type Reduce = fn(&Chunked<f64>) -> AnyChunked;
    let kinds: [(&str, Reduce); 9] = [
        ("sum", |x| x.sum().into()),
        ("std", |x| x.std_axis(0).into()),
        ("argmin", |x| x.argmin().into()),
        ("histogram", |x| {
            x.histogram(nd_ops::Bins::from(10).range(0.0, 1e5)).unwrap().counts.into()
        }),
        ("cov", |x| x.cov_with(&nd_ops::CovOptions::default().rowvar(false)).into()),
        ("median", |x| x.median().into()),
        ("nanmean", |x| x.nanmean().into()),
        ("grouped", |x| {
            let labels: Vec<i64> = (0..x.shape()[0] as i64).map(|at| at % 3).collect();
            x.grouped_sum(Array::from_vec(labels), 0).values.into()
        }),
        ("any", |x| (x * 0.0).map(|x| x != 0.0).any().into()),
    ];
    let folder = Folder::new("folds");
    let zeros = Chunked::from(Array::<f64>::zeros([40_000, 100]));
    for (name, reduce) in kinds {
        let path = folder.at(&format!("{name}.npy"));
        let (made, limit) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(usize::MAX)));
        let y = reduce(&failing(&zeros, &made, &limit));
        y.save(&path).unwrap();
        let (all, want) = (made.swap(0, Ordering::SeqCst), nd_io::load_any(&path).unwrap());
        std::fs::remove_file(&path).unwrap();
        limit.store(all - 3, Ordering::SeqCst);
        let error = y.save_with(&path, &resumed()).unwrap_err();
        assert!(error.to_string().contains("interrupted"), "{name}: {error}");
        made.store(0, Ordering::SeqCst);
        limit.store(usize::MAX, Ordering::SeqCst);
        y.save_with(&path, &resumed().threads(1)).unwrap();
        let again = made.load(Ordering::SeqCst);
        assert!(all >= 40, "{name}: {all}");
        assert!(again < all - 15, "{name}: {again} of {all} are made again");
        assert!(nd_io::load_any(&path).unwrap() == want, "{name}");
    }
}

#[test]
fn another_plan_does_not_go_on_with_a_run() {
    let folder = Folder::new("refused");
    let input = folder.at("in.npy");
    nd_io::save(&input, sample([300, 64])).unwrap();
    let (made, limit) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(3)));
    let layout = CreateOptions::default().chunks([8, 64]);
    let target = folder.at("out.zarr");
    let run = |by: f64, options: RunOptions| {
        let x = nd_ooc::open::<f64>(&input).unwrap();
        (failing(&x, &made, &limit) * by).save_with(&target, &options.layout(layout.clone()))
    };
    run(2.0, resumed().param("a", 1)).unwrap_err();
    limit.store(usize::MAX, Ordering::SeqCst);
    for (by, options, says) in [
        (3.0, resumed().param("a", 1), "now: "),
        (2.0, resumed().param("a", 2), "now: parameter a = 2"),
        (2.0, resumed(), "before: parameter a = 1"),
    ] {
        let error = run(by, options).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{error}");
        assert!(error.to_string().contains(says), "{error}");
    }
    nd_io::save(&input, sample([300, 64])).unwrap();
    let error = run(2.0, resumed().param("a", 1)).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("in.npy") && text.contains("| seen"), "{text}");
    std::fs::remove_dir_all(folder.at("out.zarr.nd-run")).unwrap();
    run(2.0, resumed().param("a", 1)).unwrap();
    assert_eq!(folder.names(), ["in.npy", "out.zarr"]);
}

#[test]
fn results_in_memory_and_several_files_are_gone_on_with_together() {
    let folder = Folder::new("several");
    let a = sample([256, 64]);
    let input = folder.at("in.zarr");
    let layout = packed();
    AnyChunked::from(&Chunked::from(a.clone()))
        .save_with(&input, &RunOptions::default().layout(layout.clone()))
        .unwrap();
    let x = nd_ooc::open::<f64>(&input).unwrap();
    let (made, limit) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(5)));
    let y = failing(&x, &made, &limit);
    let mut plan = Plan::new();
    plan.save_with(&(&y * 2.0), folder.at("twice.zarr"), &packed());
    plan.save(&(&y - y.std()), folder.at("less.npy"));
    let mean = plan.compute(&y.mean_axis(0));
    let rows = plan.compute(&(&y + 1.0));
    let mut results = None;
    for _ in 0..1000 {
        match plan.run_with(&resumed()) {
            Ok(done) => {
                results = Some(done);
                break;
            }
            Err(error) => assert!(error.to_string().contains("interrupted"), "{error}"),
        }
        limit.fetch_add(11, Ordering::SeqCst);
    }
    let mut results = results.expect("a run that gets on");
    limit.store(usize::MAX, Ordering::SeqCst);
    assert_eq!(results.take(mean), y.mean_axis(0).compute().unwrap());
    assert_eq!(results.take(rows), (&y + 1.0).compute().unwrap());
    let twice = (&y * 2.0).compute().unwrap();
    assert_eq!(nd_io::load::<f64>(folder.at("twice.zarr")).unwrap(), twice);
    let less = (&y - y.std()).compute().unwrap();
    assert_eq!(nd_io::load::<f64>(folder.at("less.npy")).unwrap(), less);
    assert_eq!(folder.names(), ["in.zarr", "less.npy", "twice.zarr"]);
}

#[test]
fn a_source_that_changes_is_an_error() {
    let folder = Folder::new("changes");
    let a = sample([2000, 64]);
    type Spoil = fn(&Path);
    let spoil: [(&str, Spoil); 3] = [
        ("truncated", |path| {
            std::fs::OpenOptions::new().write(true).open(path).unwrap().set_len(3000).unwrap();
        }),
        ("replaced", |path| nd_io::save(path, sample([2000, 64])).unwrap()),
        ("written", |path| {
            let out = nd_io::edit(path).unwrap();
            out.write(s![0..1, 0..1], [[1e9]]).unwrap();
            out.finish().unwrap();
        }),
    ];
    for (how, spoil) in spoil {
        for target in ["out.npy", "out.zarr"] {
            let path = folder.at("in.npy");
            nd_io::save(&path, &a).unwrap();
            let x = nd_ooc::open::<f64>(&path).unwrap();
            let once = AtomicUsize::new(0);
            let options = RunOptions::default().watch(move |_| {
                if once.fetch_add(1, Ordering::SeqCst) == 0 {
                    spoil(&path);
                }
            });
            let layout = match target {
                "out.npy" => CreateOptions::default(),
                _ => CreateOptions::default().chunks([50, 64]),
            };
            let error =
                x.save_with(folder.at(target), &options.layout(layout.clone())).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{how}: {error}");
            assert!(!folder.at(target).exists(), "{how}");
        }
    }
    let path = folder.at("in.zarr");
    let save = |a: &Array<f64>| {
        AnyChunked::from(&Chunked::from(a.clone()))
            .save_with(&path, &RunOptions::default().layout(packed()))
            .unwrap();
    };
    save(&a);
    let x = nd_ooc::open::<f64>(&path).unwrap();
    let out = nd_io::edit(&path).unwrap();
    out.write(s![0..1, 0..1], [[1e9]]).unwrap();
    out.finish().unwrap();
    let error = x.sum().value().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{error}");
}

#[test]
fn scratch_files_are_gone_after_the_run() {
    let folder = Folder::new("scratch");
    let a = Array::from_fn([64, 4096], |at| (at[0] * at[1] % 17) as f64);
    nd_io::save(folder.at("in.npy"), &a).unwrap();
    let x = nd_ooc::open::<f64>(folder.at("in.npy")).unwrap();
    let centred = &x - x.mean_axis(0);
    let want = centred.compute().unwrap();
    let seen = Arc::new(AtomicUsize::new(0));
    let (place, saw) = (folder.0.clone(), Arc::clone(&seen));
    let mut tried = 0;
    // The least budget that is enough: the mean of the columns does not fit a quarter of it.
    for budget in (4..400).map(|at| at << 14) {
        let (place, saw) = (place.clone(), Arc::clone(&saw));
        let options = RunOptions::default().budget(budget).threads(1).watch(move |_| {
            let there = std::fs::read_dir(&place).unwrap().flatten();
            let hidden =
                there.filter(|entry| entry.file_name().to_string_lossy().contains(".nd-ooc-"));
            saw.fetch_max(hidden.count(), Ordering::SeqCst);
        });
        tried += 1;
        if centred.save_with(folder.at("out.npy"), &options).is_ok() {
            break;
        }
    }
    assert_eq!(nd_io::load::<f64>(folder.at("out.npy")).unwrap(), want, "{tried}");
    assert_eq!(folder.names(), ["in.npy", "out.npy"]);
}

#[test]
fn a_budget_that_is_too_small_names_chunks_that_fit() {
    let folder = Folder::new("fits");
    let x = nd_ooc::from_fn([4096, 4096], |at| (at[0] + at[1]) as f32);
    let run = |chunks: &[usize]| {
        let layout = CreateOptions::default().chunks(chunks);
        let options = RunOptions::default().budget(8 << 20).layout(layout);
        x.save_with(folder.at("out.zarr"), &options)
    };
    let error = run(&[4096, 2048]).unwrap_err();
    assert!(error.operation().is_some_and(|name| name.contains("from_fn")), "{error}");
    let ErrorKind::OverBudget { needed, budget, fits: Some(fits) } = error.kind() else {
        panic!("{error}")
    };
    assert!(*needed > *budget && *budget == 8 << 20);
    assert!(run(fits).unwrap().stages[0].projected <= 8 << 20);
    assert_eq!(folder.names(), ["out.zarr"]);
}

#[test]
fn rechunking_reads_packed_sources_once() {
    let folder = Folder::new("rechunk");
    let a = Array::from_fn([512, 1024], |at| (at[0] * 1024 + at[1]) as f64);
    let rows = CreateOptions::default().chunks([4, 1024]);
    let gzip = rows.clone().compression(Compression::Gzip(1));
    for (layout, stages) in [(gzip, 2), (rows, 2)] {
        let from = folder.at("rows.zarr");
        let options = RunOptions::default().layout(layout);
        Chunked::from(a.clone()).save_with(&from, &options).unwrap();
        let x = nd_ooc::open::<f64>(&from).unwrap();
        let columns = CreateOptions::default().chunks([512, 4]);
        // Rows and columns cross, and no block of a megabyte holds enough of either.
        let options = RunOptions::default().layout(columns).budget(2 << 20).threads(2);
        for options in [options.clone(), options.resume()] {
            let report = x.save_with(folder.at("columns.zarr"), &options).unwrap();
            assert_eq!(report.stages.len(), stages, "{report:?}");
            let read: u64 = report.stages.iter().map(|stage| stage.read).sum();
            let size = a.nbytes() as u64;
            assert!(read <= 2 * size + size / 10, "{read} of {size}");
            assert!(report.stages[0].reason.contains("times over"), "{report:?}");
            assert_eq!(nd_io::load::<f64>(folder.at("columns.zarr")).unwrap(), a);
        }
    }
    assert_eq!(folder.names(), ["columns.zarr", "rows.zarr"]);
}

#[test]
fn the_budget_that_an_error_names_is_enough() {
    let folder = Folder::new("needed");
    let path = folder.at("in.npy");
    nd_io::save(&path, Array::from_fn([143_140], |at| at[0] as i32)).unwrap();
    let x = nd_ooc::open::<i32>(&path).unwrap();
    let within = |budget| RunOptions::default().budget(budget);
    let rows = x.slice(s![..143_000]).sum();
    for budget in [1, 1 << 10, 64 << 10] {
        let error = rows.value_with(&within(budget)).unwrap_err();
        let ErrorKind::OverBudget { needed, .. } = *error.kind() else { panic!("{error}") };
        assert_eq!(rows.value_with(&within(needed)).unwrap(), (0..143_000).sum::<i64>());
    }
}

/// A run whose function panics in its second half, so that the first is there for the next one.
fn interrupted(x: Chunked<f64>, target: &Path) -> nd_ooc::Error {
    let options = resumed().threads(1).layout(CreateOptions::default().chunks([100]));
    let stops = x.map(|v| if v % 1000.0 == 999.0 { panic!("stopped") } else { v });
    stops.save_with(target, &options).unwrap_err()
}

#[test]
fn another_range_is_another_plan() {
    let folder = Folder::new("range");
    let target = folder.at("out.zarr");
    let range = |start: f64| nd_ooc::arange(start, start + 1000.0, 1.0);
    assert!(matches!(interrupted(range(0.0), &target).kind(), ErrorKind::Panicked(_)));
    assert!(matches!(interrupted(range(2000.0), &target).kind(), ErrorKind::Changed(_)));
    assert!(matches!(interrupted(range(0.0), &target).kind(), ErrorKind::Panicked(_)));
}

#[test]
fn a_source_that_is_no_file_has_to_be_told() {
    let folder = Folder::new("unknown");
    let stored = nd_io::Dataset::from(nd_core::AnyArray::from(sample([4, 4])));
    let x: Chunked<f64> = AnyChunked::from(stored).try_into().unwrap();
    let target = folder.at("out.npy");
    let error = x.save_with(&target, &resumed()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Values(_)), "{error}");
    x.save_with(&target, &resumed().param("x", "the sample")).unwrap();
    assert_eq!(nd_io::load::<f64>(&target).unwrap(), sample([4, 4]));
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone() {
    let folder = Folder::new("others");
    std::fs::write(folder.at("thesis.txt"), "all of it").unwrap();
    let x = nd_ooc::full([4], 1.0);
    let error = x.save_with(folder.at("x.npy"), &RunOptions::default().resume_in(&folder.0));
    assert!(matches!(error.unwrap_err().kind(), ErrorKind::Changed(_)));
    assert_eq!(folder.names(), ["thesis.txt"]);
    let own = folder.at("own");
    std::fs::create_dir(&own).unwrap();
    x.save_with(folder.at("x.npy"), &RunOptions::default().resume_in(&own)).unwrap();
    assert_eq!(folder.names(), ["thesis.txt", "x.npy"]);
}

/// Where there is a second disk, a run's folder may be on it.
#[test]
#[cfg(target_os = "linux")]
fn what_was_done_on_another_disk_comes_to_its_place() {
    let elsewhere = Path::new("/dev/shm").join(format!("nd-ooc-disk-{}", std::process::id()));
    if std::fs::create_dir(&elsewhere).is_err() {
        return;
    }
    let folder = Folder::new("disk");
    let x = nd_ooc::arange(0.0, 1000.0, 1.0);
    for name in ["x.npy", "x.zarr"] {
        let run = RunOptions::default().resume_in(elsewhere.join("run"));
        x.save_with(folder.at(name), &run).unwrap();
        assert_eq!(nd_io::load::<f64>(folder.at(name)).unwrap(), nd_core::arange(0.0, 1000.0, 1.0));
    }
    assert_eq!(folder.names(), ["x.npy", "x.zarr"]);
    std::fs::remove_dir_all(&elsewhere).unwrap();
}
