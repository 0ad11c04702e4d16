//! The workloads as a user of nd writes them.

use crate::workload::Workload;

/// Every workload, by theme.
pub const GROUPS: &[&[Workload]] = &[];
