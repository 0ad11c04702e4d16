//! [`Bridge`]: an engine that is another program, told what to do line by line.

use super::Engine;
use super::batch::{Batch, Caps, Event, Failure, Stats};
use super::child::Program;
use super::line::{joined, split};
use crate::digest::Digest;
use crate::error::{ErrorKind, Result, on_file};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long it may take to find the cluster and its workers.
const FOUND_WITHIN: Duration = Duration::from_secs(60);

/// An engine that is another program.
pub(super) struct Bridge {
    name: &'static str,
    process: Child,
    to: Option<ChildStdin>,
    said: Receiver<Said>,
    caps: Option<Caps>,
    /// Whether there were workers once.
    met: bool,
    /// Why it is not there any more.
    gone: Option<String>,
    /// What was told while something else was waited for.
    early: Vec<Event>,
}

/// What the program said.
enum Said {
    Event(Event),
    Workers(Caps),
    /// That it cannot go on.
    Fatal(String),
}

impl Bridge {
    /// A Dask cluster, whose scheduler is at `ND_SCHEDULER`.
    pub(super) fn dask(program: &Program) -> Result<Bridge> {
        let scheduler = std::env::var("ND_SCHEDULER").map_err(|_| {
            ErrorKind::Engine("ND_ENGINE=dask: ND_SCHEDULER is not set (tcp://HOST:PORT)".into())
        })?;
        Bridge::start("dask", nd_ooc_dask::command(None, &scheduler), program)
    }

    fn start(name: &'static str, mut command: Command, program: &Program) -> Result<Bridge> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let python = command.get_program().to_string_lossy().into_owned();
        let failed = |error| ErrorKind::Engine(format!("ND_ENGINE={name}: {python}: {error}"));
        let mut process = command.spawn().map_err(failed)?;
        let (to, from) = (process.stdin.take(), process.stdout.take());
        let errors = process.stderr.take();
        let (tell, said) = channel();
        std::thread::spawn(move || {
            let from = from.into_iter().flat_map(|from| BufReader::new(from).lines());
            listen(from.map_while(std::io::Result::ok), &tell);
            let mut why = String::new();
            let _ = errors.map(|mut errors| errors.read_to_string(&mut why));
            let last: Vec<&str> = why.trim().lines().rev().take(3).collect();
            let why = last.into_iter().rev().collect::<Vec<_>>().join("; ");
            let _ = tell.send(Said::Fatal(format!("the bridge ended: {why}")));
        });
        let (caps, gone, early) = (None, None, Vec::new());
        let mut bridge = Bridge { name, process, to, said, caps, met: false, gone, early };
        bridge.say(&words_of(program)?)?;
        Ok(bridge)
    }

    fn say(&mut self, words: &[String]) -> Result<()> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let written = self.to.as_mut().map(|to| to.write_all(joined(&words).as_bytes()));
        match written {
            Some(Ok(())) => Ok(()),
            // Why is what it said last.
            _ => {
                let last = self.said.try_iter().find_map(|said| match said {
                    Said::Fatal(why) => Some(why),
                    _ => None,
                });
                Err(self.fatal(last.unwrap_or_else(|| "the bridge ended".into())))
            }
        }
    }

    fn fatal(&mut self, why: String) -> crate::error::Error {
        let why = self.gone.get_or_insert(why);
        ErrorKind::Engine(format!("{}: {why}", self.name)).into()
    }

    /// Takes what was said; an event, if it is one.
    fn take(&mut self, said: Said) -> Result<Option<Event>> {
        match said {
            Said::Event(event) => Ok(Some(event)),
            Said::Workers(caps) => {
                self.caps = Some(caps);
                Ok(Some(Event::Workers))
            }
            Said::Fatal(why) => Err(self.fatal(why)),
        }
    }
}

/// What a program is, in words. Its file goes into the folder of the run: workers need no other folder to be shared, and
/// it stays what it is when the program is built anew.
fn words_of(program: &Program) -> Result<Vec<String>> {
    let Program { file, arguments, folder, run } = program;
    let bytes = fs::read(file).map_err(on_file("read", file))?;
    let shipped = run.join(format!("program-{:016x}", Digest::of_words(&bytes)));
    if !shipped.exists() {
        let begun: PathBuf = crate::run::beside(&shipped);
        fs::copy(file, &begun).map_err(on_file("write", &begun))?;
        fs::rename(&begun, &shipped).map_err(on_file("rename", &begun))?;
    }
    let text = |path: &std::path::Path| path.to_string_lossy().into_owned();
    let mut words = vec!["program".into(), text(&shipped), text(folder), text(run)];
    let passed = std::env::var("ND_PASS_ENV").unwrap_or_default();
    let is_passed =
        |name: &str| name.starts_with("ND_") || passed.split(',').any(|one| one == name);
    let passed = std::env::vars().filter(|(name, _)| is_passed(name));
    words.extend(passed.map(|(name, value)| format!("{name}={value}")));
    words.push("--".into());
    words.extend(arguments.iter().map(|one| one.to_string_lossy().into_owned()));
    Ok(words)
}

fn listen(lines: impl Iterator<Item = String>, tell: &Sender<Said>) {
    for line in lines {
        // A line that is not understood is of some library that prints.
        let Some(said) = understood(&split(&line)) else { continue };
        if tell.send(said).is_err() {
            return;
        }
    }
}

fn understood(words: &[String]) -> Option<Said> {
    let (word, rest) = words.split_first()?;
    match (word.as_str(), rest) {
        ("fatal", [why]) => return Some(Said::Fatal(why.clone())),
        ("workers", [count, bytes]) => {
            let bytes = bytes.parse().ok().filter(|&bytes| bytes > 0);
            // What Python and the worker itself have.
            let bytes = bytes.map(|bytes: usize| bytes / 2);
            return Some(Said::Workers(Caps { workers: count.parse().ok()?, bytes, kills: false }));
        }
        _ => {}
    }
    let (batch, worker) = (rest.first()?.parse().ok()?, rest.get(1)?.clone());
    Some(Said::Event(match (word.as_str(), &rest[2..]) {
        ("done", stats) => Event::Done { batch, worker, stats: Stats::of_words(stats)? },
        ("failed", failure) => {
            Event::Failed { batch, worker, failure: Failure::of_words(failure)? }
        }
        ("lost", [why]) => Event::Lost { batch, worker, why: why.clone() },
        _ => return None,
    }))
}

impl Engine for Bridge {
    fn name(&self) -> String {
        self.name.into()
    }

    fn caps(&mut self) -> Result<Caps> {
        let begun = Instant::now();
        loop {
            if let Some(why) = self.gone.clone() {
                return Err(self.fatal(why));
            }
            // The first workers are waited for: what they have is what is planned with.
            if let Some(caps) = self.caps.filter(|caps| caps.workers > 0 || self.met) {
                self.met = true;
                return Ok(caps);
            }
            if begun.elapsed() > FOUND_WITHIN {
                let none = Caps { workers: 0, bytes: None, kills: false };
                return Ok(self.caps.unwrap_or(none));
            }
            match self.said.recv_timeout(Duration::from_millis(200)) {
                Ok(said) => {
                    let event = self.take(said)?;
                    self.early.extend(event);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(self.fatal("it ended".into())),
            }
        }
    }

    fn submit(&mut self, batch: &Batch) -> Result<()> {
        let Batch { id, compute, pass, tasks, avoid, .. } = batch;
        let numbers = [*id, *compute as u64, *pass as u64, tasks.start as u64, tasks.end as u64];
        let mut words = vec!["submit".to_owned()];
        words.extend(numbers.map(|number| number.to_string()));
        words.push(avoid.clone().filter(|name| name != "?").unwrap_or_default());
        self.say(&words)
    }

    fn wait(&mut self, most: Duration) -> Result<Vec<Event>> {
        let mut events = std::mem::take(&mut self.early);
        let most = if events.is_empty() { most } else { Duration::ZERO };
        match self.said.recv_timeout(most) {
            Ok(said) => events.extend(self.take(said)?),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(self.fatal("it ended".into())),
        }
        while let Ok(said) = self.said.try_recv() {
            events.extend(self.take(said)?);
        }
        Ok(events)
    }

    fn at(&self, batch: u64) -> Option<String> {
        // The bridge looks it up.
        Some(format!("batch:{batch}"))
    }

    fn cancel(&mut self, batch: u64) {
        // Whoever cannot be told has ended.
        let _ = self.say(&["cancel".into(), batch.to_string()]);
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        // It ends when there is nothing more to come, and takes its workers' processes with it.
        drop(self.to.take());
        let _ = self.process.wait();
    }
}
