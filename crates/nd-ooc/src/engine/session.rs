//! [`Session`]: a program's run with others, and the folder that they share.

use super::batch::Caps;
use super::child::Program;
use super::here::registered;
use super::{Dispatcher, Link, Processes};
use crate::digest::Digest;
use crate::error::{ErrorKind, Result, on_file};
use crate::run::{changes, place};
use std::fs::{self, File, TryLockError};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The name of the file that says which program, with which arguments, within which limits.
const PROGRAM: &str = "program.txt";
/// Bytes that a worker may have where nothing says how many.
const BYTES: usize = 1 << 30;

/// A program's run with others, and the folder that they share.
pub(crate) struct Session {
    pub(crate) role: Role,
    folder: PathBuf,
    limits: Limits,
    /// The running program, by what its file holds.
    program: String,
    next: AtomicUsize,
    failed: AtomicBool,
    lock: Mutex<Option<File>>,
}

/// What this process does.
pub(crate) enum Role {
    /// It has tasks done by an engine.
    Driver(Mutex<Dispatcher>),
    /// It does tasks as it is told.
    Worker(Mutex<Link>),
    /// It does some tasks of a pass of a compute, and ends.
    Range { compute: usize, pass: usize, tasks: Range<usize> },
    /// It puts together what others did, and says what is to be done next.
    Next,
}

/// What every process of a run plans with.
#[derive(Clone, Copy)]
struct Limits {
    bytes: usize,
    threads: usize,
}

impl Session {
    /// The run that the environment tells of.
    pub(super) fn begin(engine: &str) -> Result<Session> {
        let folder = folder()?;
        let (name, rest) = engine.split_once(':').unwrap_or((engine, ""));
        if name == "worker" {
            let role = Role::Worker(Mutex::new(Link::open()?));
            return Session::join(role, folder);
        }
        if name == "range" {
            return match range(&folder)? {
                Role::Next => {
                    let lock = begin_folder(&folder)?;
                    let caps = Caps { workers: 1, bytes: None, kills: false };
                    Session::lead(Role::Next, folder, lock, caps)
                }
                role => Session::join(role, folder),
            };
        }
        let lock = begin_folder(&folder)?;
        let mut dispatcher = Dispatcher::new(engine_of(name, rest, &this_program(&folder)?)?);
        let caps = dispatcher.caps()?;
        Session::lead(Role::Driver(Mutex::new(dispatcher)), folder, lock, caps)
    }

    /// That of the process that leads.
    fn lead(role: Role, folder: PathBuf, lock: File, caps: Caps) -> Result<Session> {
        let program = described()?;
        let number = |name: &str| std::env::var(name).ok().and_then(|text| parsed(&text));
        let bytes = number("ND_BUDGET").or(caps.bytes).unwrap_or(BYTES);
        let mut limits = Limits { bytes, threads: number("ND_WORKER_THREADS").unwrap_or(1).max(1) };
        let file = folder.join(PROGRAM);
        match fs::read_to_string(&file) {
            Ok(before) => {
                let (limited, before) = limits_of(&file, &before)?;
                if let Some(changed) = changes(&before, &program) {
                    let what =
                        "holds an interrupted run of another program; delete it to begin anew";
                    let folder = folder.display();
                    return Err(ErrorKind::Changed(format!("{folder}: {what}{changed}")).into());
                }
                // Tasks are told apart by them: they stay as they were.
                limits = limited;
            }
            Err(_) => {
                let text = format!("{} {}\n{program}", limits.bytes, limits.threads);
                place(&file, false, |out| out.write_all(text.as_bytes()))
                    .map_err(on_file("write", &file))?;
            }
        }
        Ok(Session::new(role, folder, limits, program, Some(lock)))
    }

    /// That of a process that is led.
    fn join(role: Role, folder: PathBuf) -> Result<Session> {
        let file = folder.join(PROGRAM);
        let text = fs::read_to_string(&file).map_err(on_file("read", &file))?;
        let (limits, driver) = limits_of(&file, &text)?;
        let program = described()?;
        if let Some(changed) = changes(&driver, &program) {
            let what = "this worker runs another program than the driver";
            let changed =
                changed.replace("\n  before:", "\n  driver:").replace("\n  now:", "\n  worker:");
            let error = ErrorKind::Changed(format!("{what}{changed}"));
            if let Role::Worker(link) = &role {
                let mut link = link.lock().unwrap_or_else(PoisonError::into_inner);
                link.order();
                link.failed(&crate::run::failure_of(&error.into(), true));
                std::process::exit(3);
            }
            return Err(error.into());
        }
        Ok(Session::new(role, folder, limits, program, None))
    }

    fn new(
        role: Role,
        folder: PathBuf,
        limits: Limits,
        program: String,
        lock: Option<File>,
    ) -> Session {
        let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
        Session { role, folder, limits, program, next, failed, lock: Mutex::new(lock) }
    }

    /// The number of the compute that begins, and its folder.
    pub(crate) fn compute(&self) -> (usize, PathBuf) {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        (number, self.folder_of(number))
    }

    pub(crate) fn folder_of(&self, compute: usize) -> PathBuf {
        self.folder.join(format!("compute-{compute}"))
    }

    /// Where processes leave for each other what the compute that comes next finds besides its results.
    pub(crate) fn beside_next(&self, ending: &str) -> PathBuf {
        self.folder_of(self.next.load(Ordering::Relaxed)).with_extension(ending)
    }

    /// The file that says what is to be done next.
    pub(crate) fn next_file(&self) -> PathBuf {
        self.folder.join("next")
    }

    /// Bytes that a worker may have, and threads, where the program does not say.
    pub(crate) fn limits(&self) -> (usize, usize) {
        (self.limits.bytes, self.limits.threads)
    }

    /// The running program, by what its file holds.
    pub(crate) fn program(&self) -> &str {
        self.program.lines().next().unwrap_or_default()
    }

    /// Notes that the run is not done: the folder stays, for whoever goes on.
    pub(crate) fn note_failure(&self) {
        self.failed.store(true, Ordering::Relaxed);
    }

    /// Has the folder removed when this thread ends in good order, as a program's main thread does when it is done.
    pub(super) fn end_with_this_thread(&'static self) {
        struct End(&'static Session);
        impl Drop for End {
            fn drop(&mut self) {
                self.0.end();
            }
        }
        thread_local! {
            static END: std::cell::RefCell<Option<End>> = const { std::cell::RefCell::new(None) };
        }
        static BEGUN: AtomicBool = AtomicBool::new(false);
        if !BEGUN.swap(true, Ordering::Relaxed) {
            END.with(|end| *end.borrow_mut() = Some(End(self)));
        }
    }

    /// Removes the folder, unless something failed.
    pub(crate) fn end(&self) {
        if self.failed.load(Ordering::Relaxed) || std::thread::panicking() {
            return;
        }
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = lock.take() {
            // What cannot be removed is gone on with, or found by the next run.
            let _ = fs::remove_dir_all(&self.folder);
            drop(lock);
        }
    }
}

/// The folder that all processes share.
fn folder() -> Result<PathBuf> {
    let folder = match std::env::var_os("ND_RUN_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => {
            let program = std::env::current_exe().map_err(on_file("find", Path::new("program")))?;
            let mut name = program.file_name().unwrap_or_default().to_owned();
            name.push(".nd-run");
            PathBuf::from(name)
        }
    };
    std::path::absolute(&folder).map_err(|error| on_file("find", &folder)(error))
}

/// Makes the folder, and locks it.
fn begin_folder(folder: &Path) -> Result<File> {
    let logs = folder.join("logs");
    fs::create_dir_all(&logs).map_err(on_file("create", &logs))?;
    let path = folder.join("lock");
    let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let file = open.map_err(on_file("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ErrorKind::Busy(folder.to_owned()).into()),
        // A file system without locks: whoever shares a folder there has to see to it.
        Err(TryLockError::Error(error)) if error.kind() == std::io::ErrorKind::Unsupported => {
            Ok(file)
        }
        Err(TryLockError::Error(error)) => Err(on_file("lock", &path)(error)),
    }
}

/// The program that runs, as workers are to run it.
fn this_program(run: &Path) -> Result<Program> {
    let file = std::env::current_exe().map_err(on_file("find", Path::new("program")))?;
    let folder = std::env::current_dir().map_err(on_file("find", Path::new(".")))?;
    let arguments = std::env::args_os().skip(1).collect();
    Ok(Program { file, arguments, folder, run: run.to_owned() })
}

fn engine_of(name: &str, rest: &str, program: &Program) -> Result<Box<dyn super::Engine>> {
    if let Some(made) = registered(name, rest, program) {
        return made;
    }
    match name {
        "processes" => {
            let workers = match rest {
                "" => nd_core::threads::count(),
                _ => rest.parse().map_err(|_| refused(name, rest))?,
            };
            Ok(Box::new(Processes::new(program, workers)))
        }
        #[cfg(feature = "dask")]
        "dask" => Ok(Box::new(super::bridge::Bridge::dask(program)?)),
        _ => Err(refused(name, rest).into()),
    }
}

fn refused(name: &str, rest: &str) -> ErrorKind {
    let dask = if cfg!(feature = "dask") { "dask, " } else { "" };
    let there = format!("{dask}local, processes, processes:N and range");
    ErrorKind::Engine(format!(
        "ND_ENGINE={name}{}{rest}: there are {there}",
        if rest.is_empty() { "" } else { ":" }
    ))
}

/// What `ND_RANGE` says: `next`, `COMPUTE.PASS:FIRST:LAST`, or `line:N` for the N-th line, from 0, of what was next.
fn range(folder: &Path) -> Result<Role> {
    let mut text = std::env::var("ND_RANGE").unwrap_or_default();
    if text == "next" {
        return Ok(Role::Next);
    }
    if let Some(number) = text.strip_prefix("line:").and_then(|number| number.parse().ok()) {
        let file = folder.join("next");
        let lines = fs::read_to_string(&file).map_err(on_file("read", &file))?;
        let missing =
            || ErrorKind::Engine(format!("ND_RANGE={text}: {} has fewer", file.display()));
        text = lines.lines().nth(number).ok_or_else(missing)?.replace(' ', ":");
    }
    let parts: Vec<usize> = text.split([':', '.']).map_while(|part| part.parse().ok()).collect();
    match &parts[..] {
        &[compute, pass, first, last] if first <= last => {
            Ok(Role::Range { compute, pass, tasks: first..last })
        }
        _ => {
            let what = format!("ND_RANGE={text}: none of next, line:N and COMPUTE.PASS:FIRST:LAST");
            Err(ErrorKind::Engine(what).into())
        }
    }
}

/// The running program in words: what its file holds, and what it was told.
fn described() -> Result<String> {
    let path = std::env::current_exe().map_err(on_file("find", Path::new("program")))?;
    let bytes = fs::read(&path).map_err(on_file("read", &path))?;
    let digest = Digest::of_words(&bytes);
    let mut text = format!("program of {} bytes, contents {digest:016x}\n", bytes.len());
    for argument in std::env::args_os().skip(1) {
        text += &format!("argument {argument:?}\n");
    }
    Ok(text)
}

fn limits_of(file: &Path, text: &str) -> Result<(Limits, String)> {
    let (first, rest) = text.split_once('\n').unwrap_or_default();
    let numbers: Vec<usize> = first.split(' ').map_while(|one| one.parse().ok()).collect();
    match &numbers[..] {
        &[bytes, threads] => Ok((Limits { bytes, threads }, rest.to_owned())),
        _ => Err(ErrorKind::Changed(format!("{}: is no run's", file.display())).into()),
    }
}

/// A number of bytes: `300000`, `256K`, `64M`, `2G`.
fn parsed(text: &str) -> Option<usize> {
    let shift = match text.chars().last()? {
        'K' | 'k' => 10,
        'M' | 'm' => 20,
        'G' | 'g' => 30,
        _ => 0,
    };
    let digits = if shift > 0 { &text[..text.len() - 1] } else { text };
    digits.parse::<usize>().ok()?.checked_mul(1 << shift)
}
