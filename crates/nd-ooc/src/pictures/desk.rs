//! [`Desk`]: the budget of an operation that goes through a picture piece by piece.

use super::bands::Bands;
use crate::chunked::{AnyChunked, Chunked};
use crate::error::{Error, ErrorKind, Result};
use crate::regions::inside;
use crate::run::{Freed, Plan, RunOptions, Scratch, freed_within};
use nd_core::{Array, Typed};
use nd_io::Region;
use std::sync::Arc;

/// Elements of a piece below which no smaller ones are tried.
const LEAST: usize = 1 << 10;

/// The budget of an operation, while it is at work.
pub(super) struct Desk {
    op: &'static str,
    options: RunOptions,
    _freed: Freed,
}

impl Desk {
    pub(super) fn new(op: &'static str, options: &RunOptions) -> Result<Desk> {
        let options = options.for_itself()?;
        let _freed = Freed::within(options.bytes());
        Ok(Desk { op, options, _freed })
    }

    /// A folder for what is made.
    pub(super) fn scratch(&self) -> Result<Arc<Scratch>> {
        let place = self.options.scratch.clone().unwrap_or_else(std::env::temp_dir);
        Ok(Arc::new(Scratch::new(&place)?))
    }

    /// What the operation may have at once.
    pub(super) fn bytes(&self) -> usize {
        let budget = self.options.bytes();
        budget - freed_within(budget)
    }

    /// Refuses to hold more than the budget allows.
    pub(super) fn hold(&self, bytes: usize) -> Result<()> {
        if bytes <= self.bytes() { Ok(()) } else { Err(self.refused(bytes)) }
    }

    fn refused(&self, needed: usize) -> Error {
        let budget = self.options.bytes();
        // With what freed buffers may keep of it.
        let needed = needed.max(budget).saturating_add(needed / 15 + 1);
        let error = ErrorKind::OverBudget { needed, budget, fits: None };
        Error::from(error).during(|| self.op.into(), &Region::new((), ()))
    }

    /// Pieces of which each element takes so many bytes, and whose making fits, beside so many bytes.
    pub(super) fn bands(&self, of: &[AnyChunked], each: usize, held: usize) -> Result<Bands> {
        let (shape, chunks) = (of[0].shape(), of[0].chunks());
        let room = self.bytes().saturating_sub(held);
        let mut most = room / each.max(1);
        if most == 0 {
            return Err(self.refused(held.saturating_add(each)));
        }
        loop {
            let bands = Bands::new(shape, chunks, most);
            let Some(middle) = bands.count().checked_sub(1).map(|last| last.div_ceil(2)) else {
                return Ok(bands);
            };
            let region = bands.region(middle);
            // Beside what is there of the piece already while its parts are made.
            let beside = held.saturating_add(region.size().saturating_mul(each) / 4);
            match self.try_plan(of, &region, beside) {
                Err(error) if error.needed().is_some() && region.size() > LEAST => {
                    most = region.size() / 2;
                }
                Err(error) => match error.needed() {
                    Some(needed) => return Err(self.refused(needed.saturating_add(held))),
                    None => return Err(error),
                },
                Ok(()) => return Ok(bands),
            }
        }
    }

    /// The same of pieces together with what is within a step of them.
    pub(super) fn bands_around(
        &self,
        of: &[AnyChunked],
        each: usize,
        held: usize,
    ) -> Result<Bands> {
        let mut factor = 1;
        loop {
            let bands = self.bands(of, each.saturating_mul(factor), held)?;
            let Some(last) = bands.count().checked_sub(1) else { return Ok(bands) };
            let piece = bands.region(last.div_ceil(2));
            let around = bands.around(&piece).size();
            let wanted = around.div_ceil(piece.size());
            let fits = around.saturating_mul(each) <= self.bytes().saturating_sub(held);
            if fits || wanted <= factor {
                return Ok(bands);
            }
            factor = wanted;
        }
    }

    fn try_plan(&self, of: &[AnyChunked], region: &Region, held: usize) -> Result<()> {
        let mut plan = Plan::new();
        for x in of {
            // Which type they are of does not matter for what is only asked.
            let _ = plan.compute(&Chunked::<u8>::of(part(x, region).node));
        }
        plan.explain(&self.within(held)).map(drop)
    }

    /// The options for a pass of its own, beside so many bytes.
    fn within(&self, held: usize) -> RunOptions {
        self.options.clone().budget(self.options.bytes().saturating_sub(held))
    }

    /// A piece of an array, in memory, beside so many bytes.
    pub(super) fn piece<T: Typed>(
        &self,
        x: &Chunked<T>,
        region: &Region,
        held: usize,
    ) -> Result<Array<T>> {
        let part = Chunked::<T>::of(part(&x.into(), region).node);
        part.compute_with(&self.within(held)).map_err(|error| self.grown(error, held))
    }

    /// The same piece of two arrays, made in one pass.
    pub(super) fn both<T: Typed, U: Typed>(
        &self,
        (x, y): (&Chunked<T>, &Chunked<U>),
        region: &Region,
        held: usize,
    ) -> Result<(Array<T>, Array<U>)> {
        let mut plan = Plan::new();
        let first = plan.compute(&Chunked::<T>::of(part(&x.into(), region).node));
        let second = plan.compute(&Chunked::<U>::of(part(&y.into(), region).node));
        let ran = plan.run_with(&self.within(held)).map_err(|error| self.grown(error, held));
        let mut results = ran?;
        Ok((results.take(first), results.take(second)))
    }

    fn grown(&self, error: Error, held: usize) -> Error {
        match error.needed() {
            Some(needed) => self.refused(needed.saturating_add(held)),
            None => error,
        }
    }
}

/// A part of an array.
fn part(x: &AnyChunked, region: &Region) -> AnyChunked {
    if region.ndim() == 0 {
        return x.clone();
    }
    x.slice(&inside(&Region::all(x.shape()), region)[..])
}
