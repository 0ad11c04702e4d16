//! [`Plan::explain`]: what would be done, in words.

use super::options::RunOptions;
use super::plan::{Plan, Report, StageReport};
use crate::error::Result;
use std::fmt;

impl Plan {
    /// What would be done: each pass over the data with its operations, pieces and memory.
    ///
    /// Nothing is read.
    ///
    /// # Errors
    /// [`ErrorKind::OverBudget`](crate::ErrorKind::OverBudget).
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::{Plan, RunOptions};
    ///
    /// let x = nd_ooc::full([1 << 20, 1 << 10], 1f32);
    /// let mut plan = Plan::new();
    /// plan.save(&(&x - x.mean_axis(0)), "anomalies.zarr");
    /// let report = plan.explain(&RunOptions::default())?;
    /// assert_eq!(report.stages.len(), 2);
    /// println!("{report}");
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn explain(&self, options: &RunOptions) -> Result<Report> {
        Ok(Report { stages: self.dry(options)?.reports })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.stages.iter().try_for_each(|stage| writeln!(f, "{stage}"))
    }
}

impl fmt::Display for StageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operations = self.operations.join(", ");
        write!(f, "stage {} of {}: {operations}; ", self.number + 1, self.stages)?;
        write!(
            f,
            "{} pieces on {} threads, {} B at once",
            self.pieces, self.threads, self.projected
        )
    }
}
