//! Memory that is measured, beside memory that is projected.
//!
//! Each case is a process of its own: what the system counts is its peak, whoever asked for the memory.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "people read what was measured")]

use nd_core::{Array, View, s};
use nd_io::{Compression, CreateOptions};
use nd_ooc::{Boundary, Chunked, ErrorKind, Plan, RunOptions, concat};
use nd_ops::PadMode;
use std::path::{Path, PathBuf};
use std::process::Command;

const MIB: usize = 1 << 20;
const SHAPE: [usize; 2] = [4096, 2048];
/// What a process takes beside the plan's arrays: stacks of threads, the allocator's reserves, tables.
const BESIDE: usize = 4 * MIB;
/// Of what is projected, the part that the allocator may hold more: pieces that were freed and do not fit what is
/// asked for next.
const LOOSE: usize = 32;
/// Of what is projected from here on, a third is to be seen: on a busy machine two threads need not hold their blocks
/// at the same time.
const SEEN_FROM: usize = 8 * MIB;
/// Cases in which the values say how much is kept, or where blocks lie whether they are copied: what is projected is
/// the most.
const BY_VALUES: &[&str] = &["grouped", "quantile", "select few", "argsort"];

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a case asks for, of sources in a folder.
type Asked = fn(&Sources, &mut Plan);

struct Sources(PathBuf);

impl Sources {
    fn rows(&self) -> Chunked<f64> {
        nd_ooc::open(self.0.join("rows.npy")).unwrap()
    }

    fn packed(&self) -> Chunked<f64> {
        nd_ooc::open(self.0.join("packed.zarr")).unwrap()
    }

    fn picture(&self) -> Chunked<u8> {
        nd_ooc::open(self.0.join("picture.png")).unwrap()
    }

    fn to(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    #[cfg(feature = "linalg")]
    fn square(&self) -> Chunked<f64> {
        self.rows().slice(s![..2048, ..]) / (1u64 << 53) as f64
    }

    /// Positive definite, as far as the lower triangle tells.
    #[cfg(feature = "linalg")]
    fn definite(&self) -> Chunked<f64> {
        let shift = nd_ooc::from_fn([2048, 2048], |at| if at[0] == at[1] { 2048.0 } else { 0.0 });
        self.square() + shift
    }

    fn make(folder: &Path) {
        // Digits that hardly become fewer by packing: packed chunks are as large as others.
        let mixed = |at: &[usize]| ((at[0] << 11) + at[1]).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let x = Array::from_fn(SHAPE, |at| (mixed(at) >> 11) as f64);
        nd_io::save(folder.join("rows.npy"), &x).unwrap();
        let gzip = CreateOptions::default().chunks([512, 512]).compression(Compression::Gzip(1));
        let packed = RunOptions::default().layout(gzip);
        Chunked::from(x).save_with(folder.join("packed.zarr"), &packed).unwrap();
        let picture = Array::from_fn([4096, 6000], |at| (mixed(at) >> 60) as u8);
        nd_io::save(folder.join("picture.png"), &picture).unwrap();
    }
}

fn gzip(chunks: [usize; 2]) -> CreateOptions {
    CreateOptions::default().chunks(chunks).compression(Compression::Gzip(1))
}

/// Every family of operations: its name, the budget in MiB, what is asked.
const CASES: &[(&str, usize, Asked)] = &[
    ("npy to npy", 16, |x, plan| plan.save(x.rows(), x.to("out.npy"))),
    ("picture", 160, |x, plan| plan.save(x.picture().cast::<f32>(), x.to("out.npy"))),
    ("elementwise", 16, |x, plan| {
        let a = x.rows();
        plan.save((&a * 2.0 + 1.0).sqrt() - &a / 3.0, x.to("out.npy"));
    }),
    ("two sources", 16, |x, plan| plan.save(x.rows() + x.packed(), x.to("out.npy"))),
    ("slice", 16, |x, plan| plan.save(x.rows().slice(s![..;3, 100..1900;2]), x.to("out.npy"))),
    ("permute", 32, |x, plan| plan.save(x.rows().permute_dims(&[1, 0]), x.to("out.npy"))),
    ("permute packed", 32, |x, plan| plan.save(x.packed().permute_dims(&[1, 0]), x.to("out.npy"))),
    ("reshape", 32, |x, plan| plan.save(x.rows().reshape([2048, 4096]), x.to("out.npy"))),
    ("reshape packed", 64, |x, plan| plan.save(x.packed().reshape([8192, 1024]), x.to("out.npy"))),
    ("concat", 16, |x, plan| plan.save(concat(&[x.rows(), x.packed()], 1), x.to("out.npy"))),
    ("pad", 16, |x, plan| plan.save(x.rows().pad(3, PadMode::Reflect), x.to("out.npy"))),
    ("take", 32, |x, plan| {
        let picked: Vec<i64> = (0..1024).map(|at| at * 997 % 2048).collect();
        plan.save(x.rows().take(&picked, 1), x.to("out.npy"));
    }),
    ("roll", 16, |x, plan| plan.save(x.rows().roll(777, 1), x.to("out.npy"))),
    ("sum", 16, |x, plan| wanted(plan.compute(&x.rows().sum()))),
    ("sum of the first axis", 16, |x, plan| wanted(plan.compute(&x.rows().sum_axis(0)))),
    ("sum of the last axis", 16, |x, plan| wanted(plan.compute(&x.rows().sum_axis(1)))),
    ("sum packed", 32, |x, plan| wanted(plan.compute(&x.packed().sum()))),
    ("mean of the first axis packed", 32, |x, plan| wanted(plan.compute(&x.packed().mean_axis(0)))),
    ("var", 16, |x, plan| wanted(plan.compute(&x.rows().var_axis(0)))),
    ("anomalies", 64, |x, plan| {
        let a = x.packed();
        plan.save((&a - a.mean_axis(0)) / a.std_axis(0), x.to("out.npy"));
    }),
    ("cumsum", 32, |x, plan| plan.save(x.rows().cumsum_axis(0), x.to("out.npy"))),
    ("cumsum of the last axis", 32, |x, plan| plan.save(x.rows().cumsum_axis(1), x.to("out.npy"))),
    ("cumsum, every hundredth", 32, |x, plan| {
        plan.save(x.rows().cumsum_axis(0).slice(s![..;100, ..]), x.to("out.npy"));
    }),
    ("histogram", 16, |x, plan| wanted(plan.compute(&x.rows().histogram(1000).unwrap().counts))),
    ("quantile", 64, |x, plan| wanted(plan.compute(&x.rows().quantile(0.3)))),
    ("quantile of the first axis", 64, |x, plan| {
        wanted(plan.compute(&x.rows().quantile_axis(0.3, 0)));
    }),
    ("select", 16, |x, plan| {
        let (x, to) = (x.rows().ravel(), x.to("out.npy"));
        plan.save(x.select(&x.greater(0.5)).unwrap(), to);
    }),
    ("select few", 16, |x, plan| {
        let x = x.packed();
        wanted(plan.compute(&x.select(&x.greater(0.999)).unwrap().sum()));
    }),
    ("argwhere", 16, |x, plan| {
        let places = x.rows().greater(0.5).argwhere().unwrap();
        plan.save(places, x.to("out.npy"));
    }),
    ("sort", 8, |x, plan| {
        let sorted = x.rows().ravel().sort_axis_with(0, &within(8)).unwrap();
        plan.save(sorted, x.to("out.npy"));
    }),
    ("argsort", 16, |x, plan| {
        let places = x.rows().ravel().argsort_axis_with(0, &within(16)).unwrap();
        plan.save(places, x.to("out.npy"));
    }),
    ("sort lanes", 16, |x, plan| {
        plan.save(x.packed().sort_axis_with(0, &within(16)).unwrap(), x.to("out.npy"));
    }),
    ("sum of sorted", 16, |x, plan| {
        let sorted = x.packed().ravel().sort_axis_with(0, &within(16)).unwrap();
        wanted(plan.compute(&sorted.slice(s![1000..]).slice(s![..-1000]).sum()));
    }),
    ("topk", 16, |x, plan| wanted(plan.compute(&x.rows().ravel().topk_axis(10_000, 0)))),
    ("argtopk", 16, |x, plan| wanted(plan.compute(&x.packed().argtopk_axis(-10, 0)))),
    ("isin", 16, |x, plan| {
        let test = Array::from_fn([100_000], |at| at[0] as f64 / 1000.0);
        plan.save(x.rows().isin(&test), x.to("out.npy"));
    }),
    ("searchsorted", 16, |x, plan| {
        let sorted = nd_ooc::arange(0.0, 1000.0, 0.01);
        plan.save(sorted.searchsorted(&x.rows()), x.to("out.npy"));
    }),
    ("take_chunked", 64, |x, plan| {
        let places = (nd_ooc::arange(0i64, 4 << 20, 1) * 7919) % (8i64 << 20);
        plan.save(x.rows().ravel().take_chunked(&places, 0), x.to("out.npy"));
    }),
    ("join", 16, |x, plan| {
        let (a, b) = (nd_ooc::arange(0i64, 8 << 20, 1), nd_ooc::arange(0i64, 24 << 20, 3));
        plan.save(a.inner_join(&b).unwrap().right, x.to("out.npy"));
    }),
    ("grouped", 16, |x, plan| {
        let labels: Vec<i64> = (0..4096).map(|row| row / 5 % 12).collect();
        wanted(plan.compute(&x.rows().grouped_mean(&labels, 0).values));
    }),
    ("rolling", 32, |x, plan| plan.save(x.rows().rolling_mean(31, 0), x.to("out.npy"))),
    ("map_overlap", 32, |x, plan| {
        let a = x.rows().map_overlap(4, Boundary::Nearest, |block: View<'_, f64>| {
            let [n, m] = [block.shape()[0], block.shape()[1]];
            nd_ops::abs(block).slice(s![4..n - 4, 4..m - 4]).to_array()
        });
        plan.save(a, x.to("out.npy"));
    }),
    ("map_blocks", 32, |x, plan| {
        let a = x.packed().map_blocks(|block: View<'_, f64>, _: &_| nd_ops::abs(block));
        plan.save(a, x.to("out.npy"));
    }),
    #[cfg(feature = "image")]
    ("gaussian", 64, |x, plan| plan.save(x.rows().gaussian_filter(2.0), x.to("out.npy"))),
    #[cfg(feature = "image")]
    ("laplace of gaussian", 64, |x, plan| {
        plan.save(x.rows().gaussian_laplace(2.0), x.to("out.npy"))
    }),
    #[cfg(feature = "image")]
    ("niblack", 64, |x, plan| plan.save(x.packed().threshold_niblack(15, 0.2), x.to("out.npy"))),
    #[cfg(feature = "image")]
    ("grey opening", 64, |x, plan| plan.save(x.rows().grey_opening(7), x.to("out.npy"))),
    #[cfg(feature = "image")]
    ("binary closing", 32, |x, plan| {
        let set = x.rows().greater((1u64 << 50) as f64);
        plan.save(set.binary_closing(), x.to("out.npy"));
    }),
    #[cfg(feature = "image")]
    ("edt", 32, |x, plan| {
        let set = x.rows().greater((1u64 << 40) as f64);
        plan.save(set.distance_transform_edt(), x.to("out.npy"));
    }),
    #[cfg(feature = "image")]
    ("edt packed", 64, |x, plan| {
        let set = x.packed().greater((1u64 << 40) as f64);
        plan.save(set.distance_transform_edt(), x.to("out.npy"));
    }),
    #[cfg(feature = "image")]
    ("resize", 64, |x, plan| {
        plan.save(x.rows().resize([1500, 3000], nd_image::Filter::Lanczos3), x.to("out.npy"));
    }),
    #[cfg(feature = "image")]
    ("rotate", 96, |x, plan| {
        let linear = nd_image::RotateOptions::default().order(1);
        plan.save(x.rows().rotate_with(20.0, &linear), x.to("out.npy"));
    }),
    #[cfg(feature = "image")]
    ("zoom by cubic splines", 96, |x, plan| {
        plan.save(x.rows().zoom([3000, 3000]), x.to("out.npy"))
    }),
    #[cfg(feature = "linalg")]
    ("qr", 64, |x, plan| {
        let qr = x.rows().reshape([131_072, 64]).qr();
        wanted(plan.compute(&qr.r));
        plan.save(qr.q, x.to("out.npy"));
    }),
    #[cfg(feature = "linalg")]
    ("qr packed", 96, |x, plan| plan.save(x.packed().slice(s![.., ..96]).qr().q, x.to("out.npy"))),
    #[cfg(feature = "linalg")]
    ("svdvals", 64, |x, plan| {
        wanted(plan.compute(&x.rows().reshape([65_536, 128]).svdvals()));
    }),
    #[cfg(all(feature = "linalg", feature = "random"))]
    ("svd_lowrank", 32, |x, plan| {
        let once = nd_ooc::LowRankOptions::default().power_iterations(1);
        plan.save(x.rows().svd_lowrank_with(5, &once).u, x.to("out.npy"));
    }),
    #[cfg(all(feature = "linalg", feature = "random"))]
    ("svd_one_pass", 48, |x, plan| plan.save(x.rows().svd_one_pass(5).u, x.to("out.npy"))),
    ("zarr to zarr", 32, |x, plan| {
        plan.save_with(x.packed() * 2.0, x.to("out.zarr"), &gzip([512, 512]));
    }),
    ("rechunk", 64, |x, plan| {
        plan.save_with(x.packed(), x.to("out.zarr"), &gzip([64, 2048]));
    }),
    ("rows to zarr", 32, |x, plan| plan.save_with(x.rows(), x.to("out.zarr"), &gzip([512, 512]))),
    ("into memory", 96, |x, plan| wanted(plan.compute(&(x.rows() + 1.0)))),
    ("into memory packed", 96, |x, plan| wanted(plan.compute(&x.packed()))),
];

/// What is done when it is called, in as many bytes as a refused budget says.
#[cfg(feature = "linalg")]
type Called = fn(&Sources, &RunOptions) -> nd_ooc::Result<()>;

/// Every operation that does its work when it is called.
#[cfg(feature = "linalg")]
const CALLED: &[(&str, Called)] = &[
    ("cholesky", |x, options| x.definite().cholesky_with(options).map(drop)),
    ("lu", |x, options| x.square().lu_with(options).map(drop)),
    ("solve_triangular", |x, options| {
        let b = x.square().slice(s![.., ..200]);
        let options = nd_ooc::SolveTriangularOptions::default().run(options.clone());
        x.definite().solve_triangular_with(b, nd_core::Triangle::Lower, &options).map(drop)
    }),
];
#[cfg(not(feature = "linalg"))]
const CALLED: &[(&str, fn(&Sources, &RunOptions) -> nd_ooc::Result<()>)] = &[];

/// Calls an operation within the least budget, and says how much it was and how much was taken.
fn call(folder: PathBuf, number: usize) {
    let (sources, (name, call)) = (Sources(folder), &CALLED[number]);
    let within =
        |budget: usize| RunOptions::default().budget(budget).threads(2).scratch(sources.to(""));
    let mut needed = 1;
    let peak = loop {
        let before = status("RssAnon");
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let Err(error) = call(&sources, &within(needed)) else {
            break status("VmHWM").saturating_sub(before + status("RssFile"));
        };
        let ErrorKind::OverBudget { needed: more, .. } = *error.kind() else {
            panic!("{name}: {error}")
        };
        assert!(more > needed, "{name}: {more} of {needed}");
        needed = more;
    };
    println!("MEMORY {needed} {peak} {}", nd_core::cached_bytes());
}

/// A number of the system's about this process, in bytes.
fn status(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(what)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
}

#[test]
fn child_that_is_measured() {
    // By itself there is nothing to do: it is run by the test below.
    let Some(folder) = std::env::var_os("ND_OOC_FOLDER") else { return };
    let number: usize = std::env::var("ND_OOC_CASE").unwrap().parse().unwrap();
    if number >= CASES.len() {
        return call(folder.into(), number - CASES.len());
    }
    let (_, budget, ask) = CASES[number];
    let mut plan = Plan::new();
    ask(&Sources(folder.into()), &mut plan);
    let options = RunOptions::default().budget(budget * MIB).threads(2);
    let before = status("RssAnon");
    // Puts the peak back to what is there now.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let results = plan.run_with(&options).unwrap();
    // Pages of files are the program's own.
    let peak = status("VmHWM").saturating_sub(before + status("RssFile"));
    println!("MEMORY {} {peak} {}", results.report().projected(), nd_core::cached_bytes());
    if std::env::var_os("ND_OOC_SHOWN").is_some() {
        println!("{}", results.report());
    }
}

/// What is projected and what is measured of a case.
fn measured(folder: &Path, number: usize) -> Result<(usize, usize), String> {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "child_that_is_measured"])
        .env("ND_OOC_FOLDER", folder)
        .env("ND_OOC_CASE", number.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    let errors = String::from_utf8_lossy(&child.stderr);
    let at = said.find("MEMORY ").ok_or_else(|| format!("{number}: {errors}"))?;
    let words: Vec<usize> =
        said[at..].split_whitespace().skip(1).take(3).map(|word| word.parse().unwrap()).collect();
    if std::env::var_os("ND_OOC_SHOWN").is_some() {
        println!("{}", &said[at..]);
    }
    Ok((words[0], words[1]))
}

#[test]
fn memory_is_what_was_projected() {
    let folder = Folder::new("memory");
    Sources::make(&folder.path(""));
    what_is_needed_is_enough(&folder);
    let mib = |bytes: usize| bytes as f64 / MIB as f64;
    let mut wrong = Vec::new();
    let only = std::env::var("ND_OOC_ONLY").unwrap_or_default();
    let cases = CASES.iter().enumerate().filter(|(_, case)| case.0.contains(&only));
    for (number, (name, budget, _)) in cases {
        let (projected, peak) = match measured(&folder.path(""), number) {
            Ok(both) => both,
            Err(failed) => {
                wrong.push(failed);
                continue;
            }
        };
        let line = format!(
            "{name:30} budget {budget:3}, projected {:6.2}, measured {:6.2} MiB, ratio {:.2}",
            mib(projected),
            mib(peak),
            peak as f64 / projected as f64,
        );
        println!("{line}");
        let is_seen = projected < SEEN_FROM || peak >= projected / 3 || BY_VALUES.contains(name);
        if projected > budget * MIB || peak > projected + projected / LOOSE + BESIDE || !is_seen {
            wrong.push(line);
        }
        for out in ["out.npy", "out.zarr"] {
            let out = folder.path(out);
            let _ = std::fs::remove_file(&out).or_else(|_| std::fs::remove_dir_all(&out));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_is_done_when_it_is_called_takes_what_was_said() {
    let folder = Folder::new("called");
    Sources::make(&folder.path(""));
    let mut wrong = Vec::new();
    for (number, (name, _)) in CALLED.iter().enumerate() {
        let (needed, peak) = measured(&folder.path(""), CASES.len() + number).unwrap();
        let mib = |bytes: usize| bytes as f64 / MIB as f64;
        let line = format!("{name:30} needs {:6.2}, measured {:6.2} MiB", mib(needed), mib(peak));
        println!("{line}");
        if peak > needed + BESIDE || peak < needed / 3 {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A budget that is refused names one that is not.
fn what_is_needed_is_enough(folder: &Folder) {
    let within = |budget: usize| RunOptions::default().budget(budget).threads(2);
    let mut refused = 0;
    for (number, (name, _, ask)) in CASES.iter().enumerate() {
        let mut plan = Plan::new();
        ask(&Sources(folder.path("")), &mut plan);
        for budget in [1, 64 << 10, MIB, 4 * MIB] {
            let Err(error) = plan.explain(&within(budget)) else { continue };
            let ErrorKind::OverBudget { needed, .. } = *error.kind() else {
                panic!("{name}: {error}")
            };
            assert!(needed > budget, "{name}: {needed} of {budget}");
            let told = plan.explain(&within(needed)).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(told.projected() <= needed, "{name}: {} of {needed}", told.projected());
            if budget == MIB && number % 9 == 0 {
                plan.run_with(&within(needed)).unwrap_or_else(|e| panic!("{name}: {e}"));
            }
            refused += 1;
        }
    }
    assert!(refused > CASES.len(), "{refused}");
    println!("{refused} budgets refused");
}

/// A budget of so many mebibytes, for what is done before a plan is made.
fn within(budget: usize) -> RunOptions {
    RunOptions::default().budget(budget * MIB).threads(2)
}

/// A result that is computed and not looked at.
fn wanted<T>(_: nd_ooc::Ticket<T>) {}
