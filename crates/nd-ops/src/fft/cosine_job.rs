//! What cosine and sine transforms are to do, checked, and how it is done axis by axis.

use super::body::fitted;
use super::cosine::{Cosine, extended};
use super::cosine_options::{CosineType, DctOptions, DctnOptions};
use super::error::FftError;
use super::job::{Job, Sides, Task};
use super::numbers::Precision;
use super::options::{FftOptions, FftnOptions, Norm};
use nd_core::{Array, CowArray};

/// What a public function does.
#[derive(Clone, Copy, Debug)]
pub(super) struct CosineTask {
    pub(super) op: &'static str,
    pub(super) sine: bool,
    pub(super) inverse: bool,
}

/// What is to be done; all checked.
#[derive(Clone, Debug)]
pub struct CosineJob {
    job: Job,
    kind: CosineType,
    task: CosineTask,
    norm: Norm,
    orthogonal: bool,
}

impl CosineJob {
    pub(super) fn one(
        task: CosineTask,
        shape: &[usize],
        options: &DctOptions,
    ) -> Result<CosineJob, FftError> {
        let line = FftOptions { n: options.n, axis: options.axis, norm: Norm::Backward };
        let job = Job::one(task.complex(), shape, &line)?;
        CosineJob::checked(task, job, options.kind, options.norm, options.orthogonalize)
    }

    pub(super) fn many(
        task: CosineTask,
        shape: &[usize],
        options: &DctnOptions,
    ) -> Result<CosineJob, FftError> {
        let lines = FftnOptions { s: options.s, axes: options.axes, norm: Norm::Backward };
        let job = Job::many(task.complex(), shape, None, &lines)?;
        CosineJob::checked(task, job, options.kind, options.norm, options.orthogonalize)
    }

    fn checked(
        task: CosineTask,
        job: Job,
        kind: CosineType,
        norm: Norm,
        orthogonalize: Option<bool>,
    ) -> Result<CosineJob, FftError> {
        if kind == CosineType::I && !task.sine {
            for (&axis, &n) in job.axes.iter().zip(job.lengths.iter()) {
                if n < 2 {
                    return Err(FftError::TooFew { op: task.op, axis });
                }
            }
        }
        let kind = if task.inverse { kind.inverse() } else { kind };
        let orthogonal = orthogonalize.unwrap_or(norm == Norm::Ortho);
        Ok(CosineJob { job, kind, task, norm, orthogonal })
    }

    /// The transform along an axis of `n` elements.
    fn cosine<T: Precision>(&self, n: usize) -> Cosine<T> {
        let (kind, sine) = (self.kind, self.task.sine);
        let count = if kind == CosineType::I { extended(n, sine) } else { 2 * n };
        Cosine::new(
            kind,
            sine,
            n,
            self.norm.scale(count as f64, self.task.inverse),
            self.orthogonal,
        )
    }
}

impl CosineTask {
    fn complex(self) -> Task {
        Task { op: self.op, sides: Sides::Complex, inverse: self.inverse }
    }
}

/// The body.
pub(super) fn transformed<T: Precision>(a: CowArray<'_, T>, job: &CosineJob) -> Array<T> {
    let shape = job.job.shape(a.layout().shape(), |n| n);
    let mut out = fitted(a, &shape);
    if out.is_empty() {
        return out;
    }
    for &axis in job.job.axes.iter().rev() {
        let cosine = job.cosine::<T>(shape[axis]);
        let last = axis + 1 == shape.ndim();
        let mut moved = if last { out } else { out.moveaxis(axis as isize, -1).to_array() };
        cosine.rows(moved.as_slice_mut().expect("a new array is in C order"));
        out = if last { moved } else { moved.moveaxis(-1, axis as isize).to_array() };
    }
    out
}
