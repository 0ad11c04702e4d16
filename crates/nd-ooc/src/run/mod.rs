//! From expressions to results: what has to be done in which order ([`Plan`]), how much memory it
//! takes (`meter`), and doing it, piece by piece (`map`, `fold`).

mod amounts;
mod blocks;
mod draw;
mod execute;
mod explain;
pub(crate) mod fingerprint;
mod fold;
mod folder;
mod freed;
mod gathered;
mod journal;
mod layers;
mod led;
mod map;
mod meter;
mod options;
mod order;
mod outputs;
mod parts;
mod peak;
mod plan;
mod progress;
mod replay;
mod report;
mod schedule;
mod sink;
mod steps;
mod strips;
mod swap;
mod team;
mod tiles;
mod traffic;
mod unpack;

pub(crate) use folder::Scratch;
#[cfg(feature = "linalg")]
pub(crate) use freed::with_freed;
#[cfg(any(feature = "image", feature = "linalg"))]
pub(crate) use freed::{Freed, most as freed_within};
pub use options::RunOptions;
pub(crate) use order::reached;
pub use outputs::compute;
pub use plan::{Plan, Results, Ticket};
pub use report::{Report, StageReport};
pub use steps::{Role, Step};

pub(crate) use fingerprint::difference as changes;
#[cfg(feature = "dask")]
pub(crate) use parts::beside;
pub(crate) use parts::{place, process as process_number};
pub(crate) use replay::failure_of;
