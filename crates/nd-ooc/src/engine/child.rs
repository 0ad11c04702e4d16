//! [`Program`]: this program, to be run again; and [`Child`], a process of it that does tasks.

use super::batch::{Batch, Failure, Stats};
use super::line::{joined, split};
use super::link::{LINK, TOKEN};
use crate::error::{ErrorKind, Result, on_file};
use crate::run::process_number;
use std::ffi::OsString;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a program may take to reach its first compute and call.
const CALLS_WITHIN: Duration = Duration::from_secs(600);
/// Bytes of a log that are shown.
const TAIL: u64 = 2_000;

/// This program, as workers run it: the same file, arguments and folder.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Program {
    /// The file that is run.
    pub file: PathBuf,
    /// What it is told.
    pub arguments: Vec<OsString>,
    /// Where it works.
    pub folder: PathBuf,
    /// The folder of the run, which all workers share.
    pub run: PathBuf,
}

impl Program {
    /// A program.
    #[must_use]
    pub fn new(
        file: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
        folder: impl Into<PathBuf>,
        run: impl Into<PathBuf>,
    ) -> Program {
        let arguments = arguments.into_iter().map(Into::into).collect();
        Program { file: file.into(), arguments, folder: folder.into(), run: run.into() }
    }
}

/// A process of this program that does tasks.
pub(super) struct Child {
    from: BufReader<TcpStream>,
    to: TcpStream,
    process: Arc<Mutex<std::process::Child>>,
    log: PathBuf,
}

/// What a child said of an order.
pub(super) enum Answer {
    Done(Stats),
    Failed(Failure),
    /// Nothing: it is gone.
    Gone(String),
}

impl Program {
    /// Starts a process that does tasks, and waits until it calls.
    pub(super) fn start(&self, worker: &str) -> Result<Child> {
        let failed = |what: String| ErrorKind::Engine(format!("worker {worker}: {what}"));
        let listener = TcpListener::bind(("127.0.0.1", 0)).map_err(|e| failed(e.to_string()))?;
        let address = listener.local_addr().map_err(|e| failed(e.to_string()))?;
        let secret = || RandomState::new().build_hasher().finish();
        let token = format!("{:016x}{:016x}", secret(), secret());
        let log = self.run.join("logs").join(format!("{worker}.log"));
        let out = File::options().create(true).append(true).open(&log);
        let out = out.map_err(on_file("create", &log))?;
        let error = out.try_clone().map_err(on_file("create", &log))?;
        let mut command = Command::new(&self.file);
        command.args(&self.arguments).current_dir(&self.folder);
        command.env("ND_ENGINE", "worker").env("ND_RUN_DIR", &self.run);
        command.env(LINK, address.to_string()).env(TOKEN, &token);
        command.stdin(Stdio::null()).stdout(out).stderr(error);
        let process = command.spawn().map_err(on_file("start", &self.file))?;
        let process = Arc::new(Mutex::new(process));
        match called(&listener, &token, &process) {
            Ok((from, to)) => Ok(Child { from, to, process, log }),
            Err(why) => {
                end(&process);
                Err(failed(format!("{why}{}", tail(&log))).into())
            }
        }
    }
}

/// Waits until a process calls that knows the word.
fn called(
    listener: &TcpListener,
    token: &str,
    process: &Mutex<std::process::Child>,
) -> Result<(BufReader<TcpStream>, TcpStream), String> {
    let text = |error: std::io::Error| error.to_string();
    listener.set_nonblocking(true).map_err(text)?;
    let begun = Instant::now();
    loop {
        if let Ok((to, _)) = listener.accept() {
            to.set_nonblocking(false).map_err(text)?;
            to.set_nodelay(true).map_err(text)?;
            to.set_read_timeout(Some(Duration::from_secs(10))).map_err(text)?;
            let mut from = BufReader::new(to.try_clone().map_err(text)?);
            let mut line = String::new();
            let is_read = from.by_ref().take(256).read_line(&mut line).is_ok();
            if is_read
                && matches!(&split(&line)[..], [word, said, _] if word == "hello" && said == token)
            {
                to.set_read_timeout(None).map_err(text)?;
                return Ok((from, to));
            }
            continue; // somebody else
        }
        let ended = process.lock().unwrap_or_else(PoisonError::into_inner).try_wait();
        if let Ok(Some(status)) = ended {
            return Err(format!("ended before its first compute: {status}"));
        }
        if begun.elapsed() > CALLS_WITHIN {
            return Err("did not reach its first compute in time".into());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

impl Child {
    /// Has tasks done.
    pub(super) fn order(&mut self, batch: &Batch) -> Answer {
        let Batch { compute, pass, tasks, .. } = batch;
        let numbers = [*compute, *pass, tasks.start, tasks.end].map(|one| one.to_string());
        let line = joined(&["do", &numbers[0], &numbers[1], &numbers[2], &numbers[3]]);
        let mut answer = String::new();
        let said =
            self.to.write_all(line.as_bytes()).and_then(|()| self.from.read_line(&mut answer));
        let words = split(&answer);
        let understood = match (&said, &words[..]) {
            (Ok(1..), [word, stats @ ..]) if word == "done" => {
                Stats::of_words(stats).map(Answer::Done)
            }
            (Ok(1..), [word, failure @ ..]) if word == "failed" => {
                Failure::of_words(failure).map(Answer::Failed)
            }
            _ => None,
        };
        understood.unwrap_or_else(|| {
            let ended = end(&self.process).map_or_else(String::new, |status| format!(": {status}"));
            Answer::Gone(format!("the process ended{ended}{}", tail(&self.log)))
        })
    }

    /// The process, for whoever wants to end it.
    pub(super) fn process(&self) -> Arc<Mutex<std::process::Child>> {
        Arc::clone(&self.process)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        end(&self.process);
    }
}

/// Ends a process, and says how it ended.
pub(super) fn end(process: &Mutex<std::process::Child>) -> Option<std::process::ExitStatus> {
    let mut process = process.lock().unwrap_or_else(PoisonError::into_inner);
    if let Ok(Some(status)) = process.try_wait() {
        return Some(status);
    }
    let _ = process.kill();
    process.wait().ok()
}

/// The last lines of a log, to be put behind a message.
pub(super) fn tail(log: &Path) -> String {
    let read = || {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok::<_, std::io::Error>(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    match read() {
        Ok(text) if !text.is_empty() => format!("; it wrote last: {text}"),
        _ => String::new(),
    }
}

/// A name for a worker of this process.
pub(super) fn name(slot: usize) -> String {
    format!("{:08x}-{slot}", process_number() as u32)
}
