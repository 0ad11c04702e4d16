//! From expressions to results: what has to be done in which order ([`Plan`]), how much memory it
//! takes (`meter`), and doing it, piece by piece (`map`, `fold`).

mod blocks;
mod explain;
mod fold;
mod gathered;
mod map;
mod meter;
mod options;
mod order;
mod outputs;
mod plan;
mod sink;
mod strips;
mod team;

pub use options::RunOptions;
pub use outputs::compute;
pub use plan::{Plan, Report, Results, StageReport, Ticket};
