//! [`Suite`]: what is done to the program and its workers.

use super::program::{BAD, LAST, SHAPE};
use nd_core::Array;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long something may take that takes a moment.
const SOON: Duration = Duration::from_secs(120);

/// The harm that is done to an engine, one kind after the other, each in a folder of its own.
pub struct Suite<'s> {
    engine: String,
    again: &'s dyn Fn() -> Command,
    folder: PathBuf,
    kills: u32,
}

/// What was counted, or what is wrong.
type Outcome = Result<String, String>;

/// What a program left.
type Left = (String, Vec<u8>, Vec<u64>);

impl<'s> Suite<'s> {
    /// What there is to [check](Self::check).
    pub const NAMES: [&'static str; 10] = [
        "same bits",
        "children die",
        "fails twice",
        "always fails",
        "driver killed",
        "second driver",
        "worker hangs",
        "another plan",
        "any chunks",
        "memory",
    ];

    /// The suite for what `ND_ENGINE` is called; `again` starts the [`program`](super::program).
    ///
    /// # Panics
    /// If the folder for temporary files cannot be written.
    #[must_use]
    pub fn new(engine: &str, again: &'s dyn Fn() -> Command) -> Suite<'s> {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let (process, next) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(format!("nd-engines-{process}-{next}"));
        fs::create_dir_all(&folder).expect("a folder for temporary files");
        let x = Array::from_fn(SHAPE, |at| ((at[0] * 31 + at[1] * 17) % 101) as f64 / 7.0);
        nd_io::save(folder.join("in.npy"), &x).expect("a folder for temporary files");
        Suite { engine: engine.into(), again, folder, kills: 5 }
    }

    /// Sets how often the driver is killed.
    #[must_use]
    pub fn kills(mut self, kills: u32) -> Self {
        self.kills = kills;
        self
    }

    /// Does one of [`NAMES`](Self::NAMES); says what was counted.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self, name: &str) -> Outcome {
        let want = self.alone(&[])?;
        match name {
            "same bits" => self.same_bits(&want),
            "children die" => self.children_die(&want),
            "fails twice" => self.fails_twice(&want),
            "always fails" => self.always_fails(&want),
            "driver killed" => self.driver_killed(&want),
            "second driver" => self.second_driver(&want),
            "worker hangs" => self.worker_hangs(&want),
            "another plan" => self.another_plan(),
            "any chunks" => self.any_chunks(),
            "memory" => self.memory(),
            _ => Err(format!("{name}: there is no such check")),
        }
    }

    /// The folder in which the program works.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The program, with an engine.
    #[must_use]
    pub fn command(&self, engine: &str, told: &[(&str, &str)]) -> Command {
        let mut command = (self.again)();
        command.env("ND_CONFORMANCE", &self.folder).env("ND_ENGINE", engine);
        command.env("ND_RUN_DIR", self.folder.join("run")).env("RUST_BACKTRACE", "0");
        for (name, what) in told {
            command.env(format!("ND_CONFORMANCE_{name}"), what);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// What the program leaves by itself.
    ///
    /// # Errors
    /// What it says.
    pub fn alone(&self, told: &[(&str, &str)]) -> Result<Left, String> {
        ended(self.command("local", told), true)?;
        let left = self.left()?;
        self.clean();
        Ok(left)
    }

    /// What the program has left.
    ///
    /// # Errors
    /// What is missing.
    pub fn left(&self) -> Result<Left, String> {
        let at = |name: &str| self.folder.join(name);
        let text = |error: &dyn std::fmt::Display| error.to_string();
        let results = fs::read_to_string(at("results.txt")).map_err(|error| text(&error))?;
        let sums = fs::read(at("sums.npy")).map_err(|error| text(&error))?;
        let stored = nd_io::load::<f64>(at("out.zarr")).map_err(|error| text(&error))?;
        Ok((results, sums, stored.iter().map(|x| x.to_bits()).collect()))
    }

    /// The names of what is in the folder, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Removes all but what the program reads.
    pub fn clean(&self) {
        for name in self.names().iter().filter(|name| *name != "in.npy") {
            remove(&self.folder.join(name));
        }
    }

    /// Runs the program with the engine, which must come to the same end, and leave nothing else.
    fn as_alone(&self, told: &[(&str, &str)], want: &Left) -> Result<(), String> {
        ended(self.command(&self.engine, told), true)?;
        self.compare(want)
    }

    /// Compares what was left.
    ///
    /// # Errors
    /// What differs.
    pub fn compare(&self, want: &Left) -> Result<(), String> {
        ensure(self.left()? == *want, || "the results differ".into())?;
        let mut names = self.names();
        names.retain(|name| !name.starts_with("hurt"));
        let wanted = ["in.npy", "out.zarr", "results.txt", "sums.npy"];
        ensure(names == wanted, || format!("there is also something else: {names:?}"))
    }

    fn same_bits(&self, want: &Left) -> Outcome {
        self.as_alone(&[], want)?;
        self.clean();
        self.as_alone(&[], want)?;
        Ok("2 runs".into())
    }

    fn children_die(&self, want: &Left) -> Outcome {
        let (mut died, mut runs) = (0, 0);
        while died < 20 {
            self.clean();
            self.as_alone(&[("HURT", "die")], want)?;
            let now = self.names().iter().filter(|name| name.starts_with("hurt")).count();
            ensure(now == 15, || format!("{now} workers died in a run, and not 15"))?;
            (died, runs) = (died + now, runs + 1);
        }
        Ok(format!("{died} processes died in {runs} runs"))
    }

    fn fails_twice(&self, want: &Left) -> Outcome {
        self.as_alone(&[("HURT", "twice")], want)?;
        let last = self.folder.join(format!("hurt-{BAD}-2"));
        ensure(last.exists(), || "it did not fail twice".into())?;
        Ok("2 failures".into())
    }

    fn always_fails(&self, want: &Left) -> Outcome {
        let said = ended(self.command(&self.engine, &[("HURT", "always")]), false)?;
        for part in ["from_region at [4", "panicked: there is no such row", "attempt 2", "worker "]
        {
            ensure(said.contains(part), || format!("not said: {part}; but {said}"))?;
        }
        let kept = parts(&self.folder.join("run/compute-1"));
        ensure(kept > 0, || "nothing was kept".into())?;
        self.as_alone(&[], want)?;
        Ok(format!("{kept} batches were kept"))
    }

    fn driver_killed(&self, want: &Left) -> Outcome {
        let (mut killed, mut whole, mut state) = (0, 0, 77u64);
        while killed < self.kills {
            let mut child = started(self.command(&self.engine, &[("PAUSE", "2")]))?;
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            std::thread::sleep(Duration::from_millis((state >> 33) % 3000));
            let _ = child.kill();
            let ended = child.wait().map_err(|error| error.to_string())?;
            if ended.success() {
                self.compare(want)?;
                self.clean();
                whole += 1;
            } else {
                killed += 1;
            }
        }
        self.as_alone(&[], want)?;
        Ok(format!("{killed} drivers killed, {whole} whole runs in between"))
    }

    fn second_driver(&self, want: &Left) -> Outcome {
        let mut first = started(self.command(&self.engine, &[("PAUSE", "20")]))?;
        wait_for(&self.folder.join("run/compute-0"), &mut first)?;
        let said = ended(self.command(&self.engine, &[]), false)?;
        let refused = said.contains("another process is at this run");
        ensure(refused, || format!("the second one: {said}"))?;
        let out = first.wait().map_err(|error| error.to_string())?;
        ensure(out.success(), || "the first one failed".into())?;
        self.compare(want)?;
        Ok("the second one was refused".into())
    }

    fn worker_hangs(&self, want: &Left) -> Outcome {
        self.as_alone(&[("HURT", "hang")], want)?;
        let hung = self.folder.join(format!("hurt-{LAST}"));
        ensure(hung.exists(), || "no worker hung".into())?;
        Ok("1 worker was not waited for".into())
    }

    fn another_plan(&self) -> Outcome {
        for (differs, says) in [
            ("parameter", ["driver: parameter by = 1", "worker: parameter by = 2"]),
            ("plan", ["driver: ", "worker: "]),
        ] {
            let said = ended(self.command(&self.engine, &[("DIFFERS", differs)]), false)?;
            for part in says {
                ensure(said.contains(part), || format!("not said: {part}; but {said}"))?;
            }
            self.clean();
        }
        Ok("2 plans were refused".into())
    }

    fn memory(&self) -> Outcome {
        ended(self.command(&self.engine, &[("MEMORY", "yes")]), true)?;
        fs::read_to_string(self.folder.join("peak.txt")).map_err(|error| error.to_string())
    }

    fn any_chunks(&self) -> Outcome {
        let chunks = ["1", "7", "333", "1000"];
        for chunk in chunks {
            let told = [("CHUNK", chunk)];
            let want = self.alone(&told)?;
            self.as_alone(&told, &want).map_err(|error| format!("chunks of {chunk}: {error}"))?;
            self.clean();
        }
        Ok(format!("chunks of {}", chunks.join(", ")))
    }
}

impl Drop for Suite<'_> {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

fn remove(path: &Path) {
    let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

fn ensure(is_right: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if is_right { Ok(()) } else { Err(otherwise()) }
}

/// Runs a program that should end well, or should not; what it says.
fn ended(mut command: Command, well: bool) -> Outcome {
    let out = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    ensure(out.status.success() == well, || format!("{}: {said}", out.status))?;
    Ok(said)
}

fn started(mut command: Command) -> Result<Child, String> {
    command.stderr(Stdio::null()).spawn().map_err(|error| error.to_string())
}

/// How many batches of a compute are done.
fn parts(compute: &Path) -> usize {
    let folders = fs::read_dir(compute).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = folders.filter(|path| path.is_dir() && path.to_string_lossy().contains("pass-"));
    folders.map(|path| fs::read_dir(path).map_or(0, Iterator::count)).sum()
}

fn wait_for(path: &Path, child: &mut Child) -> Result<(), String> {
    let begun = Instant::now();
    while !path.exists() {
        let ended = child.try_wait().map_err(|error| error.to_string())?;
        ensure(ended.is_none() && begun.elapsed() < SOON, || format!("no {}", path.display()))?;
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
