//! Threads: how many parts faer may cut a matrix into, and how stacks and pieces are shared out.

use crate::LinalgError;
use faer::Par;
use nd_core::threads;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// How many parts the algorithms are cut into whose bits depend on it: SVD, eigenvalues. A
/// constant, so that their results are the same on any number of threads.
const PARTS: NonZeroUsize = NonZeroUsize::new(8).expect("not zero");

/// A matrix of fewer operations than this is not worth a second thread.
const SMALL: f64 = 2e6;
/// Matrices of a stack are handed out in blocks of about this many operations.
const BLOCK: f64 = 1e5;
/// From so many operations on, simple chunks are shared out.
const SHARED: f64 = 4e5;

/// For algorithms with the same bits on any number of threads: products, LU, Cholesky,
/// triangular solves. `flops`: about how many operations there are.
pub(crate) fn free(flops: f64) -> Par {
    if flops < SMALL {
        return Par::Seq; // without asking for the pool, which takes as long as a small product
    }
    match NonZeroUsize::new(threads::count()) {
        Some(threads) if threads.get() > 1 => Par::Rayon(threads),
        _ => Par::Seq,
    }
}

/// For algorithms whose bits depend on the number of parts. On one thread too.
pub(crate) fn pinned(flops: f64) -> Par {
    if flops < SMALL { Par::Seq } else { Par::Rayon(PARTS) }
}

/// Runs `work` for every item: on all threads, unless `par` says one. The items are cut by
/// shape alone, so that the bits are the same either way.
pub(crate) fn each<I: Send>(items: Vec<I>, par: Par, work: &(dyn Fn(I) + Sync)) {
    if par.degree() <= 1 {
        return items.into_iter().for_each(work);
    }
    let members = items.len();
    let items = Mutex::new(items.into_iter());
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    threads::team(members, &|| {
        while let Some(item) = next() {
            work(item);
        }
    });
}

/// Cuts `out` into chunks of `len` elements and runs `work`, told where each begins, for all of
/// them: on all threads if there are about `flops` operations in total and that pays. Chunks
/// depend on the shape only.
pub(crate) fn chunks<T: Send>(
    out: &mut [T],
    len: usize,
    flops: f64,
    work: &(dyn Fn(usize, &mut [T]) + Sync),
) {
    let len = len.max(1);
    if flops < SHARED || out.len() <= len {
        out.chunks_mut(len).enumerate().for_each(|(i, chunk)| work(i * len, chunk));
        return;
    }
    let chunks = out.chunks_mut(len).enumerate().map(|(i, chunk)| (i * len, chunk));
    each(chunks.collect(), Par::Rayon(PARTS), &|(start, chunk)| work(start, chunk));
}

/// `count` matrices cut into blocks, the unit that a thread takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blocks {
    count: usize,
    len: usize,
    flops: f64,
}

impl Blocks {
    /// Blocks of `count` matrices that take about `flops` operations each.
    pub(crate) fn new(count: usize, flops: f64) -> Blocks {
        let len = (BLOCK / flops.max(1.0)).ceil().max(1.0) as usize;
        Blocks { count, len: len.min(count.max(1)), flops }
    }

    /// How many matrices a block has, but for the last.
    pub(crate) fn matrices(&self) -> usize {
        self.len
    }

    fn number(&self) -> usize {
        self.count.div_ceil(self.len)
    }

    fn range(&self, block: usize) -> Range<usize> {
        block * self.len..((block + 1) * self.len).min(self.count)
    }

    /// Whether matrices are many or small, so that each is one thread's: depends on nothing
    /// but the shapes.
    fn sequential(&self) -> bool {
        self.flops < SMALL || self.count >= 16
    }

    /// An output of `len` elements a matrix, to be filled block by block.
    pub(crate) fn pieces<'o, T>(&self, out: &'o mut [T], len: usize) -> Pieces<'o, T> {
        assert_eq!(out.len(), self.count * len, "an output holds all matrices");
        let mut rest = out;
        let mut pieces = Vec::with_capacity(self.number());
        for block in 0..self.number() {
            let (piece, more) = rest.split_at_mut(self.range(block).len() * len);
            pieces.push(Mutex::new(Some(piece)));
            rest = more;
        }
        Pieces { pieces, len }
    }

    /// Runs `work` for every block, on all threads if there are several, and returns the error
    /// of the first matrix that has one. `work` is told the block's number (for
    /// [`Pieces::take`]), its matrices, and how parallel each may be: `free` or `pinned`
    /// applied to its operations, or not at all.
    pub(crate) fn run(
        &self,
        par: fn(f64) -> Par,
        work: &(dyn Fn(usize, Range<usize>, Par) -> Result<(), LinalgError> + Sync),
    ) -> Result<(), LinalgError> {
        let blocks = self.number();
        if self.sequential() {
            return threads::try_run(blocks, &|block| work(block, self.range(block), Par::Seq));
        }
        let par = par(self.flops);
        (0..blocks).try_for_each(|block| work(block, self.range(block), par))
    }
}

/// An output cut along the blocks of a stack.
pub(crate) struct Pieces<'o, T> {
    pieces: Vec<Mutex<Option<&'o mut [T]>>>,
    len: usize,
}

impl<'o, T> Pieces<'o, T> {
    /// The output of one block; each is taken once. Cut it with [`each`](Self::each).
    pub(crate) fn take(&self, block: usize) -> &'o mut [T] {
        let mut piece = self.pieces[block].lock().unwrap_or_else(PoisonError::into_inner);
        piece.take().expect("each block is taken once")
    }

    /// The output of one block, matrix by matrix.
    pub(crate) fn each(&self, block: usize) -> impl Iterator<Item = &'o mut [T]> + use<'o, T> {
        let len = self.len;
        let mut rest = self.take(block);
        std::iter::from_fn(move || {
            // Matrices without elements have outputs too; the caller knows how many.
            let (piece, more) = std::mem::take(&mut rest).split_at_mut_checked(len)?;
            rest = more;
            Some(piece)
        })
    }
}
