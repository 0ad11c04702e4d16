//! From expressions to results: what has to be done in which order ([`Plan`]), how much memory it
//! takes (`meter`), and doing it, piece by piece (`map`, `fold`).

mod blocks;
mod explain;
pub(crate) mod fingerprint;
mod fold;
mod folder;
mod gathered;
mod journal;
mod map;
mod meter;
mod options;
mod order;
mod outputs;
mod plan;
mod sink;
mod strips;
mod swap;
mod team;
mod unpack;

pub use options::RunOptions;
pub use outputs::compute;
pub use plan::{Plan, Report, Results, StageReport, Ticket};
