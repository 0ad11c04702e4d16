//! [`Room`]: what a factorisation may have in memory.

use crate::chunked::Chunked;
use crate::error::{Error, ErrorKind, Result};
use crate::linalg::{MatrixElement, beside};
use crate::run::{Freed, Plan, RunOptions, Scratch, freed_within, with_freed};
use nd_core::{Array, Slice, SliceItem};
use nd_io::Region;
use std::ops::Range;
use std::sync::Arc;

/// The budget of a factorisation, while it is at work.
pub(super) struct Room {
    op: &'static str,
    options: RunOptions,
}

impl Room {
    pub(super) fn new(op: &'static str, options: &RunOptions) -> Result<Room> {
        Ok(Room { op, options: options.for_itself()? })
    }

    /// A folder for what is made.
    pub(super) fn scratch(&self) -> Result<Arc<Scratch>> {
        let place = self.options.scratch.clone().unwrap_or_else(std::env::temp_dir);
        Ok(Arc::new(Scratch::new(&place)?))
    }

    /// Holds freed buffers to what the budget has for them, from here on. What takes more than there may be is refused: so
    /// many bytes, and what making parts takes, each beside so many bytes.
    pub(super) fn begin<T: MatrixElement>(
        &self,
        own: usize,
        parts: &[(Chunked<T>, usize)],
    ) -> Result<Freed> {
        let budget = self.options.bytes();
        let own = if own > budget - freed_within(budget) { with_freed(own) } else { 0 };
        let mut needed = own;
        for (part, held) in parts {
            let mut plan = Plan::new();
            let _ = plan.compute(part);
            if let Err(error) = plan.explain(&self.within(*held)) {
                let making = error.needed().ok_or(error)?;
                needed = needed.max(making.saturating_add(*held));
            }
        }
        if needed > 0 { Err(self.refused(needed)) } else { Ok(Freed::within(budget)) }
    }

    fn refused(&self, needed: usize) -> Error {
        let error = ErrorKind::OverBudget { needed, budget: self.options.bytes(), fits: None };
        Error::from(error).during(|| self.op.into(), &Region::new((), ()))
    }

    /// The options for a pass of its own, beside so many bytes.
    fn within(&self, held: usize) -> RunOptions {
        self.options.clone().budget(self.options.bytes().saturating_sub(held))
    }

    /// A part of an array, in memory, beside so many bytes.
    pub(super) fn part<T: MatrixElement>(
        &self,
        x: &Chunked<T>,
        [rows, columns]: [Range<usize>; 2],
        held: usize,
    ) -> Result<Array<T>> {
        let computed = x.slice(slices([rows, columns])).compute_with(&self.within(held));
        computed.map_err(|error| match error.needed() {
            Some(needed) => self.refused(needed.saturating_add(held)),
            None => error,
        })
    }
}

/// A part of a matrix.
pub(super) fn slices(ranges: [Range<usize>; 2]) -> [SliceItem; 2] {
    ranges.map(|range| {
        let (start, stop) = (Some(range.start as isize), Some(range.end as isize));
        SliceItem::Range(Slice { start, stop, step: 1 })
    })
}

/// Bytes of so many elements, and of panels in which products of so many rows and columns are laid.
pub(super) fn bytes<T: MatrixElement>(elements: usize, lines: usize) -> usize {
    elements.saturating_mul(size_of::<T>()).saturating_add(beside::<T>(lines, 1))
}
