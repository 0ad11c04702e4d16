//! [`RunOptions`]: how a plan is run.

use crate::engine::Session;
use nd_io::CreateOptions;
use std::path::PathBuf;
use std::sync::Arc;

/// How much memory a plan may take unless told: this part of what the machine, or the process's control group, has.
const SHARE: usize = 4;
/// What is assumed where the system does not say.
const UNKNOWN: usize = 4 << 30;

/// What is called while a plan runs.
pub(crate) type Watcher = Arc<dyn Fn(&super::report::StageReport) + Send + Sync>;

/// How a plan is run: how much memory it may take, on how many threads, who is told how far it is.
///
/// # Examples
/// ```
/// use nd_ooc::RunOptions;
///
/// let options = RunOptions::default().budget(256 << 20).threads(2);
/// let x = nd_ooc::arange(0.0f64, 1e6, 1.0);
/// assert_eq!(x.mean().value_with(&options)?, 499_999.5);
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct RunOptions {
    pub(crate) budget: Option<usize>,
    pub(crate) threads: Option<usize>,
    pub(crate) scratch: Option<PathBuf>,
    pub(crate) watcher: Option<Watcher>,
    pub(crate) resume: Option<Option<PathBuf>>,
    pub(crate) durable: bool,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) layout: CreateOptions,
    /// How many threads are planned with, whoever does it.
    pub(crate) planned: Option<usize>,
    /// The running program, where more than its file's name and time is known.
    pub(crate) program: Option<String>,
}

impl RunOptions {
    /// Sets the most bytes that the run may have at once, results included.
    ///
    /// The default is a quarter of the memory of the machine, or of the process's control group if that is less.
    /// While it runs, buffers that were freed and are kept for the next arrays of the process
    /// ([`nd_core::cache_limit`]) take a sixteenth of it at most.
    #[must_use]
    pub fn budget(self, bytes: usize) -> Self {
        Self { budget: Some(bytes), ..self }
    }

    /// Sets the most threads that take part. Results do not depend on it.
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        Self { threads: Some(threads.max(1)), ..self }
    }

    /// Sets the folder for what does not fit memory between two stages. The default is that of the first saved
    /// result, or the system's folder for temporary files.
    #[must_use]
    pub fn scratch(self, folder: impl Into<PathBuf>) -> Self {
        Self { scratch: Some(folder.into()), ..self }
    }

    /// Sets a function that is told how far each stage is, from whatever thread has just finished a piece.
    #[must_use]
    pub fn watch(self, f: impl Fn(&super::report::StageReport) + Send + Sync + 'static) -> Self {
        Self { watcher: Some(Arc::new(f)), ..self }
    }

    /// Makes the run one that can be killed anywhere, and gone on with by running the same program again. What is
    /// done is kept in a folder beside the first saved result, `NAME.nd-run`, which is removed at the end.
    ///
    /// Blocks that were stored are not made again, nor are reductions that were finished, nor what was done of one in the
    /// middle, up to the last seconds, where its result is much smaller than what it reads. Results have the same bits as without an interruption. `.npy` files and Zarr arrays are
    /// written in the folder and get their name at the end; other formats cannot be gone on with, so what they are
    /// to hold is kept as `.npy` and copied at the end, which takes its size once more.
    ///
    /// A run of another plan is not gone on with: operations, shapes, element types, arrays in memory, the files
    /// that are read (path, length, time), the program's own file and [`param`](Self::param)s are compared, and the
    /// error says what differs. The budget and the number of threads may change, as long as the blocks in which the
    /// run was begun fit.
    ///
    /// Without it a run that dies leaves nothing behind but what the next run of the same results sweeps.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::RunOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ooc-resume-{}.npy", std::process::id()));
    /// let options = RunOptions::default().resume();
    /// nd_ooc::arange(0.0, 1000.0, 1.0).save_with(&path, &options)?;
    /// assert_eq!(nd_io::load::<f64>(&path)?.shape(), [1000]);
    /// assert!(!path.with_extension("npy.nd-run").exists()); // done
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resume(self) -> Self {
        Self { resume: Some(None), ..self }
    }

    /// As [`resume`](Self::resume), with a folder of one's own for what is done: where nothing is saved, or to have
    /// it on another disk (which results must then be copied from: it should be that of the results).
    #[must_use]
    pub fn resume_in(self, folder: impl Into<PathBuf>) -> Self {
        Self { resume: Some(Some(folder.into())), ..self }
    }

    /// Sets whether what is done survives a power failure, and not only the death of the process: results are on the
    /// disk when the run ends, and every block of a run that can be [gone on with](Self::resume) before it is noted
    /// as done. Without it a result is waited for only where it takes the place of another: else both could be lost.
    #[must_use]
    pub fn durable(self, durable: bool) -> Self {
        Self { durable, ..self }
    }

    /// Names something that results depend on and that cannot be seen in the plan, such as a number that a closure
    /// holds: a run with another value is not gone on with.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::RunOptions;
    ///
    /// let threshold = 0.3;
    /// let options = RunOptions::default().resume().param("threshold", threshold);
    /// let path = std::env::temp_dir().join(format!("nd-ooc-param-{}.npy", std::process::id()));
    /// let x = nd_ooc::arange(0.0, 1.0, 0.1).map(move |x| if x > threshold { x } else { 0.0 });
    /// x.save_with(&path, &options)?;
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }

    /// Sets how the file of a single result is laid out: its chunks, its compression. Whether it is waited for says
    /// [`durable`](Self::durable).
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    /// use nd_ooc::RunOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-ooc-layout-{}.zarr", std::process::id()));
    /// let tiles = RunOptions::default().layout(CreateOptions::default().chunks([64, 64]));
    /// nd_ooc::full([100, 100], 1.5).save_with(&path, &tiles)?;
    /// assert_eq!(nd_ooc::open::<f64>(&path)?.chunks(), [64, 64]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn layout(self, layout: CreateOptions) -> Self {
        Self { layout, ..self }
    }

    /// For a pass of its own before a plan is made: nothing of it is stored under a name, or gone on with. Processes that
    /// run a program together have the same budget and threads in it.
    ///
    /// # Errors
    /// If the environment tells of a run that cannot be begun.
    pub(crate) fn for_itself(&self) -> crate::error::Result<Self> {
        let (params, layout) = (Vec::new(), CreateOptions::default());
        let options = Self { resume: None, durable: false, params, layout, ..self.clone() };
        let session = crate::engine::here()?;
        Ok(session.map_or_else(|| options.clone(), |session| options.in_session(session)))
    }

    /// The same for processes that run a plan together, which must have the same plan.
    pub(crate) fn in_session(&self, session: &Session) -> Self {
        let (bytes, threads) = session.limits();
        Self {
            budget: Some(self.budget.unwrap_or(bytes)),
            planned: Some(threads),
            program: Some(session.program().to_owned()),
            ..self.clone()
        }
    }

    /// The budget in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.budget.unwrap_or_else(|| nd_core::memory_limit().unwrap_or(UNKNOWN) / SHARE)
    }

    /// The number of threads.
    pub(crate) fn members(&self) -> usize {
        if let Some(planned) = self.planned {
            return planned;
        }
        let there = nd_core::threads::count();
        self.threads.map_or(there, |wanted| wanted.min(there)).max(1)
    }
}
