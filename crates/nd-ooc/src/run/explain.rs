//! [`Plan::explain`] and [`Plan::to_svg`]: what would be done, in words and as a picture.

use super::options::RunOptions;
use super::plan::Plan;
use super::report::{Report, StageReport};
use super::schedule::{Pass, Schedule};
use super::steps::{self, Goal, Places};
use super::traffic::{Pieces, Traffic};
use crate::error::Result;
use nd_core::Shape;

impl Plan {
    /// What would be done: each pass over the data with its operations from sources to results, the bytes that it reads
    /// and makes, in how many pieces, the memory that it will have and what that is made of, and why it is there.
    ///
    /// Nothing is read. After a run, [`Results::report`](super::Results::report) says the same with what was measured.
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
    /// let report = plan.explain(&RunOptions::default().budget(64 << 20))?;
    /// assert_eq!(report.stages.len(), 2);
    /// assert!(report.projected() <= 64 << 20);
    /// println!("{report}");
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn explain(&self, options: &RunOptions) -> Result<Report> {
        let (mut schedule, chunks) = self.dry(options)?;
        self.describe(&mut schedule, &chunks);
        Ok(Report { stages: schedule.reports, budget: options.bytes() })
    }

    /// What would be done, as a picture in SVG: a frame for each pass, a box for each array.
    ///
    /// # Errors
    /// As [`explain`](Self::explain).
    ///
    /// # NumPy
    /// `dask.visualize(…)`, which draws a box for each chunk.
    ///
    /// # Examples
    /// ```
    /// use nd_ooc::{Plan, RunOptions};
    ///
    /// let x = nd_ooc::full([1 << 20, 1 << 10], 1f32);
    /// let mut plan = Plan::new();
    /// plan.save(&(&x - x.mean_axis(0)), "anomalies.zarr");
    /// let picture = plan.to_svg(&RunOptions::default())?;
    /// assert!(picture.starts_with("<svg") && picture.contains("anomalies.zarr"));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    pub fn to_svg(&self, options: &RunOptions) -> Result<String> {
        Ok(self.explain(options)?.to_svg())
    }

    /// Says of each pass what its steps are and what it reads.
    pub(super) fn describe(&self, schedule: &mut Schedule, chunks: &[Option<Shape>]) {
        let mut places = Places::new();
        let Schedule { passes, reports, on_disk, .. } = schedule;
        for (number, (pass, report)) in passes.iter().zip(reports).enumerate() {
            let traffic = Traffic::of(pass.pieces(), on_disk);
            let steps = match pass {
                Pass::Fold(pass) => steps::of_fold(&pass.stages, number, &mut places),
                Pass::Map(_, targets) => {
                    let goal = |&at: &usize| {
                        let (node, path) = self.target(at);
                        Goal { node, path, chunks: chunks[at] }
                    };
                    steps::of_map(&targets.iter().map(goal).collect::<Vec<_>>(), &places)
                }
                Pass::Copy(_, node) => {
                    steps::of_map(&[Goal { node, path: None, chunks: None }], &places)
                }
            };
            let (to_read, to_unpack) = (traffic.read, traffic.unpacked);
            *report = StageReport { steps, to_read, to_unpack, ..std::mem::take(report) };
        }
    }
}

impl Pass {
    /// Nodes of it that several others need, and how many do.
    pub(super) fn uses(&self) -> &std::collections::HashMap<crate::cx::Id, usize> {
        match self {
            Pass::Fold(pass) => &pass.uses,
            Pass::Map(pass, _) | Pass::Copy(pass, _) => &pass.uses,
        }
    }

    fn pieces(&self) -> &dyn Pieces {
        match self {
            Pass::Fold(pass) => pass,
            Pass::Map(pass, _) | Pass::Copy(pass, _) => pass,
        }
    }
}
