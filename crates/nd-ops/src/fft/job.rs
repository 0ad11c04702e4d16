//! What is to be done, checked: axes, lengths, direction, scale.

use super::error::FftError;
use super::options::{FftOptions, FftnOptions, Norm};
use nd_core::{Axes, Shape, normalize_axes};

/// What is on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sides {
    /// Complex numbers on both.
    Complex,
    /// Real numbers, and half of their symmetric transform.
    ToHalf,
    /// Half of a symmetric transform, and real numbers.
    ToReal,
}

/// What a public function does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) op: &'static str,
    pub(super) sides: Sides,
    /// The transform back: the exponent has no minus, and it is this one that is scaled.
    pub(super) inverse: bool,
}

/// What is to be done; all checked.
#[derive(Clone, Debug)]
pub struct Job {
    /// The axes, of which the last one is halved in transforms of real numbers.
    pub(super) axes: Axes,
    /// How many elements each of them has; in a transform to real numbers those of the result.
    pub(super) lengths: Shape,
    pub(super) inverse: bool,
    pub(super) scale: f64,
}

impl Job {
    /// Along one axis.
    pub(super) fn one(task: Task, shape: &[usize], options: &FftOptions) -> Result<Job, FftError> {
        let axes = normalize_axes(task.op, &[options.axis], shape.len())?;
        let lengths = match options.n {
            Some(n) => Shape::from([n]),
            None => Shape::from([all(task, shape[axes[0]])]),
        };
        Job::checked(task, shape, axes, lengths, options.norm)
    }

    /// Along several; those of `usual` unless others are given.
    pub(super) fn many(
        task: Task,
        shape: &[usize],
        usual: Option<&[isize]>,
        options: &FftnOptions,
    ) -> Result<Job, FftError> {
        let given = options.axes.as_ref().map(|axes| &axes[..]).or(usual);
        let count = options.s.as_ref().map_or(shape.len(), |s| s.len());
        let last: Vec<isize> = (0..count).map(|axis| axis as isize - count as isize).collect();
        let axes = normalize_axes(task.op, given.unwrap_or(&last), shape.len())?;
        let mut lengths = Shape::new(&axes.iter().map(|&axis| shape[axis]).collect::<Vec<_>>());
        match &options.s {
            Some(s) => lengthened(task.op, &mut lengths, s)?,
            None => {
                if let Some(last) = lengths.last_mut() {
                    *last = all(task, *last);
                }
            }
        }
        Job::checked(task, shape, axes, lengths, options.norm)
    }

    fn checked(
        task: Task,
        shape: &[usize],
        axes: Axes,
        lengths: Shape,
        norm: Norm,
    ) -> Result<Job, FftError> {
        let op = task.op;
        for (&axis, &n) in axes.iter().zip(lengths.iter()) {
            if n == 0 {
                return Err(FftError::NoElements { op, axis });
            }
        }
        if task.sides != Sides::Complex && axes.is_empty() {
            return Err(FftError::Lengths { op, lengths: 1, axes: 0 });
        }
        let count: f64 = lengths.iter().map(|&n| n as f64).product();
        let scale = norm.scale(count, task.inverse);
        let job = Job { axes, lengths, inverse: task.inverse, scale };
        let whole = job.shape(shape, |n| n);
        let bytes = whole.checked_size().and_then(|size| size.checked_mul(64));
        if bytes.is_none_or(|bytes| bytes > isize::MAX as usize) {
            return Err(FftError::Overflow { op, shape: whole.as_slice().into() });
        }
        Ok(job)
    }

    /// The shape that `shape` gets, with `last(n)` elements along the last of the axes.
    pub(super) fn shape(&self, shape: &[usize], last: impl FnOnce(usize) -> usize) -> Shape {
        let mut shape = Shape::new(shape);
        for (&axis, &n) in self.axes.iter().zip(self.lengths.iter()) {
            shape[axis] = n;
        }
        if let (Some(&axis), Some(&n)) = (self.axes.last(), self.lengths.last()) {
            shape[axis] = last(n);
        }
        shape
    }
}

/// How many elements a transform of all has.
fn all(task: Task, there: usize) -> usize {
    match task.sides {
        Sides::ToReal => 2 * there.saturating_sub(1),
        _ => there,
    }
}

/// The lengths given, where they are not -1.
fn lengthened(op: &'static str, lengths: &mut Shape, s: &[isize]) -> Result<(), FftError> {
    if s.len() != lengths.len() {
        return Err(FftError::Lengths { op, lengths: s.len(), axes: lengths.len() });
    }
    for (n, &wanted) in lengths.iter_mut().zip(s) {
        match usize::try_from(wanted) {
            Ok(wanted) => *n = wanted,
            Err(_) if wanted == -1 => {}
            Err(_) => return Err(FftError::Length { op, length: wanted }),
        }
    }
    Ok(())
}
