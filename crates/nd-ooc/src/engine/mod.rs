//! Engines beyond one process: who does the tasks of a program's passes.
//!
//! A plan is not sent anywhere. Every worker runs the same program with the same arguments up to the `compute()` or
//! `save()` that is wanted, and so has the same plan, closures and what they captured included; what goes to it is
//! only which tasks to do. Results of earlier computes are read from the run's folder, which all of them share, and
//! in which every task leaves what it made.
//!
//! ```sh
//! ND_ENGINE=processes:4 ./my_program                        # four processes on this machine
//! ND_ENGINE=dask ND_SCHEDULER=tcp://host:8786 ./my_program  # a Dask cluster
//! ND_ENGINE=range ND_RANGE=0.1:0:100 ./my_program           # the tasks 0 to 99 of a pass, and no more
//! ```

mod batch;
#[cfg(feature = "dask")]
mod bridge;
mod child;
#[cfg(feature = "conformance")]
pub mod conformance;
mod dispatch;
mod here;
mod line;
mod link;
mod processes;
mod session;

pub use batch::{Batch, Caps, Event, Failure, Stats};
pub use child::Program;
pub use here::{is_driver, register};
pub use processes::Processes;

pub(crate) use batch::Job;
pub(crate) use dispatch::{Dispatcher, Told};
pub(crate) use here::{here, inside};
pub(crate) use link::Link;
pub(crate) use session::{Role, Session};

use crate::error::Result;
use std::time::Duration;

/// Who does tasks: workers that each run this program again.
///
/// What to do when a worker fails, dies or is slow is decided elsewhere, the same for all engines: an engine has to
/// hand [`Batch`]es to workers in about their order, and to tell what became of them. A batch may be handed to two workers: what
/// they leave is the same.
pub trait Engine: Send {
    /// What it is called.
    fn name(&self) -> String;

    /// What workers there are now.
    ///
    /// # Errors
    /// The engine's own, if it is not there any more.
    fn caps(&mut self) -> Result<Caps>;

    /// Takes a batch, for the next worker that is free.
    ///
    /// # Errors
    /// As [`caps`](Self::caps).
    fn submit(&mut self, batch: &Batch) -> Result<()>;

    /// What has happened, as soon as something has, but for no longer than this. Of each batch that was taken there is
    /// one event in the end, unless it was [cancelled](Self::cancel).
    ///
    /// # Errors
    /// As [`caps`](Self::caps).
    fn wait(&mut self, most: Duration) -> Result<Vec<Event>>;

    /// Who is at a batch, where that is known.
    fn at(&self, _batch: u64) -> Option<String> {
        None
    }

    /// Gives a batch up. Its worker does not go on with it, if that can be had.
    fn cancel(&mut self, batch: u64);
}
