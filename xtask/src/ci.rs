//! `cargo xtask ci`: everything that must pass before a change lands, in the order in which
//! a person wants to hear of a problem.
//!
//! All steps share one target directory, and nothing is compiled twice without need. Three kinds of
//! compilation there are: programs, for the tests, which the doc tests and the look into a user's crate
//! use again; metadata by clippy; and metadata by the compiler, which rustdoc and the table of NumPy's
//! names stand on. All of them have the same features on ([`features`]). What is left of the other
//! combinations is checked for the crates that have them.

use crate::shell::{Args, Outcome, cargo, run, works};
use crate::{outside, parity, supply, tidy, workspace};
use std::process::Command;
use std::time::{Duration, Instant};

const USAGE: &str = "usage: cargo xtask ci [--only STEP,…] [--strict] [--list]

Runs every step in order and stops at the first that fails.
  --only STEP,…  only these steps
  --strict       a missing rustfmt or clippy is a failure (implied where CI=true)
  --list         names the steps and ends";

/// What a step did.
enum Done {
    Passed,
    /// A tool that a bare Rust toolchain may lack; the text names it.
    NotRun(&'static str),
}

struct Step {
    name: &'static str,
    title: &'static str,
    run: fn() -> Outcome<Done>,
}

const STEPS: &[Step] = &[
    Step { name: "format", title: "formatting", run: format },
    Step { name: "tidy", title: "layer picture and house rules", run: rules },
    Step { name: "clippy", title: "clippy, warnings denied", run: clippy },
    Step {
        name: "features",
        title: "without default features, with other code for Zstandard, with libraries of the system's",
        run: other_features,
    },
    Step { name: "tests", title: "tests", run: tests },
    Step { name: "doctests", title: "examples in the documentation", run: doctests },
    Step { name: "outside", title: "a user's crate holds no kernel", run: user_crate },
    Step { name: "rustdoc", title: "documentation, warnings denied", run: rustdoc },
    Step { name: "parity", title: "the tables of NumPy's and SciPy's names", run: numpy_names },
    Step { name: "licences", title: "licences, sources and known-bad versions", run: licences },
];

pub(crate) fn main(args: &[String]) -> Outcome {
    let mut args = Args::new(args);
    let strict = args.flag("--strict") || std::env::var("CI").is_ok_and(|ci| ci == "true");
    let list = args.flag("--list");
    let only = args.value("--only")?;
    args.finish(USAGE)?;
    if list {
        STEPS.iter().for_each(|step| println!("{:<10} {}", step.name, step.title));
        return Ok(());
    }
    run_steps(&select(only)?, strict)
}

fn select(only: Option<&str>) -> Outcome<Vec<&'static Step>> {
    let Some(only) = only else {
        return Ok(STEPS.iter().collect());
    };
    let wanted: Vec<&str> = only.split(',').collect();
    match wanted.iter().find(|name| STEPS.iter().all(|step| step.name != **name)) {
        Some(unknown) => Err(format!("ci has no step `{unknown}`; `--list` names them")),
        None => Ok(STEPS.iter().filter(|step| wanted.contains(&step.name)).collect()),
    }
}

fn run_steps(steps: &[&Step], strict: bool) -> Outcome {
    let mut times = Vec::new();
    let mut not_run = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        println!("\n=== {}/{} {}: {} ===", at + 1, steps.len(), step.name, step.title);
        let start = Instant::now();
        let rerun = format!("\nrerun this step: cargo xtask ci --only {}", step.name);
        match (step.run)().map_err(|e| format!("\nFAILED {}: {e}{rerun}", step.name))? {
            Done::Passed => {}
            Done::NotRun(why) if strict => return Err(format!("\nFAILED {}: {why}", step.name)),
            Done::NotRun(why) => {
                println!("*** not run: {why} ***");
                not_run.push(why);
            }
        }
        times.push((step.name, start.elapsed()));
    }
    println!();
    not_run.iter().for_each(|why| println!("*** not run: {why} ***"));
    println!("{}", summary(&times));
    Ok(())
}

fn summary(times: &[(&str, Duration)]) -> String {
    let total: Duration = times.iter().map(|(_, time)| time).sum();
    let each: Vec<String> =
        times.iter().map(|(name, time)| format!("{name} {:.1} s", time.as_secs_f64())).collect();
    format!("ci passed in {:.1} s: {}", total.as_secs_f64(), each.join(", "))
}

fn format() -> Outcome<Done> {
    if !works("cargo", &["fmt", "--version"]) {
        return Ok(Done::NotRun("formatting (rustup component add rustfmt)"));
    }
    passed(in_workspace().args(["fmt", "--all", "--check"]))
}

fn rules() -> Outcome<Done> {
    tidy::check().map(|()| Done::Passed)
}

fn clippy() -> Outcome<Done> {
    if !has_clippy() {
        return Ok(Done::NotRun(NO_CLIPPY));
    }
    let args = ["clippy", "--workspace", "--all-targets", "--locked", "--features"];
    passed(in_workspace().args(args).arg(features()?).args(["--", "-D", "warnings"]))
}

const NO_CLIPPY: &str = "clippy (rustup component add clippy)";

fn has_clippy() -> bool {
    works("cargo", &["clippy", "--version"])
}

/// Features that put other code in the place of what is there without them: they are tested by
/// themselves, so that everything else is tested as users have it.
const REPLACING: [&str; 2] = ["zstd", "zstd-c"];

/// Features that stand on a library of the system's: tried where it is installed.
const OF_THE_SYSTEM: [(&str, &str); 1] = [("libhdf5", "hdf5")];

/// What a build without default features leaves of the crates that have formats or functions to leave out,
/// and the code that [`REPLACING`] features put in the place of the default's.
fn other_features() -> Outcome<Done> {
    if !has_clippy() {
        return Ok(Done::NotRun(NO_CLIPPY));
    }
    let bare = ["nd-rs", "nd-io", "nd-ooc"].map(|name| ["--package", name]);
    let bare = bare.concat();
    run(in_workspace()
        .arg("clippy")
        .args(bare)
        .arg("--no-default-features")
        .args(["--locked", "--", "-D", "warnings"]))?;
    // Both at once: one is held against the other. nd-core is named for its feature alone, which
    // spares compiling it without.
    let args =
        ["test", "--quiet", "--locked", "--package", "nd-io", "--package", "nd-core", "--lib"];
    let replacing = REPLACING.map(|feature| format!("nd-io/{feature}")).join(",");
    let features = format!("nd-core/serde,nd-io/conformance,{replacing}");
    let codecs = ["--", "packed", "zarr::codec"];
    run(in_workspace().args(args).args(["--features", &features]).args(codecs))?;
    for (feature, library) in OF_THE_SYSTEM {
        if works("pkg-config", &["--exists", library]) {
            let features = format!("conformance,{feature}");
            let args = ["test", "--quiet", "--locked", "--package", "nd-io", "--test", "formats"];
            run(in_workspace().args(args).args(["--features", &features, "hdf5_library"]))?;
        } else {
            println!("feature `{feature}` was not tried: {library} is not installed");
        }
    }
    Ok(Done::Passed)
}

fn tests() -> Outcome<Done> {
    passed(test_runner().args(["--workspace", "--locked", "--features", &features()?]))
}

/// Every feature that adds something, but for those of the bench programs: they have no more
/// tests with their peers built in, which takes minutes. Named one by one, so that all steps
/// compile the same.
pub(crate) fn features() -> Outcome<String> {
    let with_features = workspace::features()?;
    let named = with_features.iter().filter(|(name, _)| name != "nd-bench");
    let paths = named.flat_map(|(name, all)| {
        let other = |feature: &str| {
            REPLACING.contains(&feature) || OF_THE_SYSTEM.iter().any(|(name, _)| *name == feature)
        };
        let adding = all.iter().filter(move |feature| !other(feature));
        adding.map(move |feature| format!("{name}/{feature}"))
    });
    Ok(paths.collect::<Vec<_>>().join(","))
}

/// The published libraries with [`features`]: what rustdoc is run over.
pub(crate) fn libraries() -> Outcome<Vec<String>> {
    let args =
        ["--workspace", "--exclude", "nd-bench", "--exclude", "nd-user", "--exclude", "xtask"];
    let args = args.into_iter().chain(["--locked", "--features"]).map(str::to_owned);
    Ok(args.chain([features()?]).collect())
}

/// nextest where it is installed, else cargo's own runner without the doc tests.
fn test_runner() -> Command {
    let mut command = in_workspace();
    if works("cargo", &["nextest", "--version"]) {
        command.args(["nextest", "run", "--no-tests=pass", "--status-level=fail"]);
    } else {
        command.args(["test", "--quiet", "--lib", "--bins", "--tests", "--examples"]);
    }
    command
}

fn doctests() -> Outcome<Done> {
    let args = ["test", "--doc", "--workspace", "--locked", "--quiet", "--features"];
    passed(in_workspace().args(args).arg(features()?))
}

fn user_crate() -> Outcome<Done> {
    if !outside::can_look() {
        return Ok(Done::NotRun("a look into a compiled crate (nm, on Linux)"));
    }
    outside::check().map(|()| Done::Passed)
}

fn rustdoc() -> Outcome<Done> {
    let mut command = in_workspace();
    command.args(["doc", "--no-deps"]).args(libraries()?);
    passed(command.env("RUSTDOCFLAGS", "-D warnings"))
}

fn numpy_names() -> Outcome<Done> {
    parity::check().map(|()| Done::Passed)
}

fn licences() -> Outcome<Done> {
    supply::check().map(|()| Done::Passed)
}

fn in_workspace() -> Command {
    let mut command = cargo();
    command.current_dir(workspace::root());
    command
}

fn passed(command: &mut Command) -> Outcome<Done> {
    run(command).map(|()| Done::Passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_selected_in_their_own_order() {
        let names = |only| select(only).map(|s| s.iter().map(|s| s.name).collect::<Vec<_>>());
        assert_eq!(names(Some("tests,tidy")), Ok(vec!["tidy", "tests"]));
        assert_eq!(names(None).unwrap().len(), STEPS.len());
        assert!(names(Some("tset")).unwrap_err().contains("`tset`"));
    }

    #[test]
    fn the_first_failure_ends_the_run_and_says_how_to_rerun() {
        let fails = Step { name: "a", title: "", run: || Err("boom".to_owned()) };
        let unreached = Step { name: "b", title: "", run: || panic!("reached") };
        let message = run_steps(&[&fails, &unreached], false).unwrap_err();
        assert!(message.contains("boom") && message.contains("cargo xtask ci --only a"));
    }

    #[test]
    fn a_missing_tool_fails_only_when_strict() {
        let missing = Step { name: "a", title: "", run: || Ok(Done::NotRun("a tool")) };
        assert_eq!(run_steps(&[&missing], false), Ok(()));
        assert!(run_steps(&[&missing], true).unwrap_err().contains("a tool"));
    }
}
