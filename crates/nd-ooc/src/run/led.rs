//! Passes of which the tasks are done by other processes: having them done, and doing them.

use super::execute::{Execution, stores};
use super::parts::Parts;
use super::replay::Hands;
use super::report::StageReport;
use super::schedule::Pass;
use super::sink::Sink;
use crate::cx::{Kept, Shared, id};
use crate::engine::{Job, Stats};
use crate::error::{ErrorKind, Result, on_file};
use crate::node::Node;
use nd_io::CreateOptions;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::time::Instant;

/// Why there is a folder.
const FOLDER: &str = "whoever runs with others has a folder";

impl Pass {
    /// How many tasks it has.
    fn tasks(&self) -> usize {
        match self {
            Pass::Fold(pass) if pass.shape.contains(&0) => 0,
            Pass::Fold(pass) => pass.tasks(),
            Pass::Map(pass, _) | Pass::Copy(pass, _) if pass.shape.contains(&0) => 0,
            Pass::Map(pass, _) | Pass::Copy(pass, _) => pass.blocks.len(),
        }
    }

    /// How it is cut into tasks.
    fn extents(&self) -> Vec<usize> {
        match self {
            Pass::Fold(pass) => pass.extents(),
            Pass::Map(pass, _) | Pass::Copy(pass, _) => pass.blocks.extents().to_vec(),
        }
    }
}

impl Execution<'_> {
    /// Has a pass done by others.
    pub(super) fn led(
        &mut self,
        number: usize,
        pass: &Pass,
        sinks: &[Sink],
        hands: &mut Hands<'_>,
    ) -> Result<()> {
        let begun = Instant::now();
        let folder = self.folder.as_ref().expect(FOLDER);
        let temporary = folder.temporary();
        fs::create_dir_all(&temporary).map_err(on_file("create", &temporary))?;
        if let Pass::Copy(_, source) = pass {
            begin_copy(&folder.unpacked(source), source)?;
        }
        let mut parts = folder.parts(number, &pass.extents(), pass.tasks())?;
        let may_linger = match pass {
            Pass::Fold(_) => true,
            Pass::Map(_, targets) => targets.iter().all(|&at| sinks[at].chunks().is_some()),
            Pass::Copy(..) => false,
        };
        let mut now = StageReport { done: parts.count(), ..self.reports[number].clone() };
        while !parts.todo().is_empty() {
            let (todo, before) = (parts.todo(), parts.count());
            let job = Job { compute: 0, pass: number, todo, may_linger };
            let done = hands(&job, &mut |tasks, stats| {
                now.done += tasks.len();
                now.read += stats.read;
                now.peak = now.peak.max(stats.peak.map(|peak| peak as usize));
                now.elapsed = begun.elapsed();
                if let Some(watcher) = &self.options.watcher {
                    watcher(&now);
                }
            });
            done.map_err(|error| self.because(error))?;
            parts.look()?;
            if parts.count() == before {
                let what = "workers say that they did tasks of which nothing is in this folder: do they share it?";
                let what = format!("{}: {what}", folder.path().display());
                return Err(ErrorKind::Engine(what).into());
            }
        }
        now.elapsed = begun.elapsed();
        self.reports[number] = StageReport { done: self.reports[number].pieces, ..now };
        self.taken(number, pass, parts)
    }

    /// Puts together what others did.
    fn taken(&mut self, number: usize, pass: &Pass, parts: Parts) -> Result<()> {
        match pass {
            Pass::Fold(fold) => {
                let path = self.paths(number, pass)?;
                let stores = stores(fold, &self.on_disk, &path)?;
                match fold.shape.contains(&0) {
                    false => fold.join_parts(parts.paths(), &stores)?,
                    true => {
                        let (results, uses) = (&self.results, fold.uses.clone());
                        let shared = Shared { results, uses, read: AtomicU64::new(0) };
                        fold.run(&shared, 1, &stores, &|_| Ok(()))?;
                    }
                }
                let kept = self.kept(fold, number, stores)?;
                self.results.extend(kept);
                parts.remove();
            }
            // They are in their places.
            Pass::Map(..) => {}
            Pass::Copy(_, source) => {
                let unpacked = self.folder.as_ref().expect(FOLDER).unpacked(source);
                let begun = begun(&unpacked);
                if begun.exists() {
                    fs::rename(&begun, &unpacked).map_err(on_file("rename", &begun))?;
                }
                self.results.insert(id(source), vec![Kept::file(&unpacked)?]);
            }
        }
        Ok(())
    }

    /// Does some tasks of a pass, for whoever leads.
    pub(super) fn task(
        &mut self,
        number: usize,
        tasks: &Range<usize>,
        sinks: &[Sink],
    ) -> Result<Stats> {
        self.catch_up(number)?;
        let wrong = || ErrorKind::Engine(format!("there are no tasks {tasks:?} of pass {number}"));
        let pass = self.passes.get(number).filter(|pass| tasks.end <= pass.tasks());
        let pass = pass.filter(|_| !tasks.is_empty()).ok_or_else(wrong)?;
        let folder = self.folder.as_ref().expect(FOLDER);
        let parts = folder.parts(number, &pass.extents(), pass.tasks())?;
        let path = parts.path(tasks);
        if path.exists() {
            return Ok(Stats::default());
        }
        let begun = Instant::now();
        let (uses, read) = (pass.uses().clone(), AtomicU64::new(0));
        let shared = Shared { results: &self.results, uses, read };
        let threads = self.reports[number].threads;
        let done = |_: usize| {
            self.peak.look();
            Ok(())
        };
        let made = match pass {
            Pass::Fold(pass) => {
                pass.run_part(&shared, threads, tasks, (&path, parts.is_durable()), &done)
            }
            Pass::Map(pass, targets) => {
                let sinks: Vec<&Sink> = targets.iter().map(|&at| &sinks[at]).collect();
                let made = pass.run_some(&shared, threads, &sinks, tasks, &done);
                made.and_then(|()| parts.mark(tasks))
            }
            Pass::Copy(pass, source) => {
                let begun = begun_together(&folder.unpacked(source), &folder.temporary())?;
                let made = pass.run_some(&shared, threads, &[&begun], tasks, &done);
                made.and_then(|()| parts.mark(tasks))
            }
        };
        made.map_err(|error| self.because(error))?;
        let (elapsed, read) = (begun.elapsed(), shared.read.into_inner());
        Ok(Stats { elapsed, read, peak: self.peak.take().map(|peak| peak as u64) })
    }

    /// Takes the results of earlier passes.
    fn catch_up(&mut self, number: usize) -> Result<()> {
        let folder = self.folder.as_ref().expect(FOLDER);
        for (at, pass) in self.passes.iter().enumerate().take(number) {
            match pass {
                Pass::Fold(pass) if !self.results.contains_key(&id(&pass.stages[0])) => {
                    let missing = || ErrorKind::Engine(format!("pass {at} is not done"));
                    let kept = pass.kept(folder, at, &self.on_disk)?.ok_or_else(missing)?;
                    self.results.extend(pass.stages.iter().map(id).zip(kept));
                }
                Pass::Copy(_, source) if !self.results.contains_key(&id(source)) => {
                    let kept = Kept::file(&folder.unpacked(source))?;
                    self.results.insert(id(source), vec![kept]);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Where a source is unpacked into, until all of it is there.
fn begun(unpacked: &Path) -> PathBuf {
    unpacked.with_extension("begun.npy")
}

/// Makes the file into which a source is unpacked, unless there is one.
fn begin_copy(unpacked: &Path, source: &Node) -> Result<()> {
    let path = begun(unpacked);
    if !unpacked.exists() && !path.exists() {
        nd_io::create(&path, source.shape, source.dtype, &CreateOptions::default().durable(false))?
            .finish()?;
    }
    Ok(())
}

/// The file into which several processes unpack a source.
fn begun_together(unpacked: &Path, temporary: &Path) -> Result<Sink> {
    let path = begun(unpacked);
    let writer = nd_io::edit_together(&path, temporary)?;
    Ok(Sink::File { writer, path, unit: None })
}
