//! [`RunOptions`]: how a plan is run.

use nd_io::CreateOptions;
use std::path::PathBuf;
use std::sync::Arc;

/// How much memory a plan may take unless told: this part of what the machine, or the process's control group, has.
const SHARE: usize = 4;
/// What is assumed where the system does not say.
const UNKNOWN: usize = 4 << 30;

/// What is called while a plan runs.
pub(crate) type Watcher = Arc<dyn Fn(&super::plan::StageReport) + Send + Sync>;

/// How a plan is run: how much memory it may take, on how many threads, who is told how far it is.
///
/// # Examples
/// ```
/// use nd_ooc::RunOptions;
///
/// let options = RunOptions::default().budget(256 << 20).threads(2);
/// let x = nd_ooc::arange(0.0, 1e6, 1.0);
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
    pub(crate) layout: CreateOptions,
}

impl RunOptions {
    /// Sets the most bytes that the run may have at once, results included.
    ///
    /// The default is a quarter of the memory of the machine, or of the process's control group if that is less.
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
    pub fn watch(self, f: impl Fn(&super::plan::StageReport) + Send + Sync + 'static) -> Self {
        Self { watcher: Some(Arc::new(f)), ..self }
    }

    /// Sets how the file of a single result is laid out: its chunks, its compression.
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

    /// The budget in bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.budget.unwrap_or_else(|| nd_core::memory_limit().unwrap_or(UNKNOWN) / SHARE)
    }

    /// The number of threads.
    pub(crate) fn members(&self) -> usize {
        let there = nd_core::threads::count();
        self.threads.map_or(there, |wanted| wanted.min(there)).max(1)
    }
}
