//! [`Walk`]: the one way over a stack: its matrices in blocks, the blocks on threads, what they
//! give in new arrays.

use crate::LinalgError;
use crate::matrices::output::{self, elements};
use crate::matrices::stack::Stack;
use crate::par::{self, Blocks};
use faer::Par;
use nd_core::{Array, Shape, ShapeError, ZeroBits};
use num_traits::Zero;
use std::ops::Range;

/// What is said of one matrix, or of a block of them.
pub(crate) type Done = Result<(), LinalgError>;

/// What is said of each matrix by its number and where its items go.
pub(crate) type One<'w, A> = &'w (dyn Fn(usize, &mut [A], Par) -> Done + Sync);
/// The same, with two kinds of items.
pub(crate) type Two<'w, A, B> = &'w (dyn Fn(usize, &mut [A], &mut [B], Par) -> Done + Sync);
/// The same, with three.
pub(crate) type Three<'w, A, B, C> =
    &'w (dyn Fn(usize, &mut [A], &mut [B], &mut [C], Par) -> Done + Sync);
/// What is said of a block of matrices.
pub(crate) type OfBlock<'w, A> = &'w (dyn Fn(Range<usize>, &mut [A]) -> Done + Sync);
/// The same, with two kinds of numbers.
pub(crate) type OfPairs<'w, A, B> = &'w (dyn Fn(Range<usize>, &mut [A], &mut [B]) -> Done + Sync);
/// Two new arrays, or why there are none.
type Arrays2<A, B> = Result<(Array<A>, Array<B>), LinalgError>;
/// Three.
type Arrays3<A, B, C> = Result<(Array<A>, Array<B>, Array<C>), LinalgError>;

/// Elements of new arrays.
pub(crate) trait Item: ZeroBits + Zero + Send + Sync {}

impl<T: ZeroBits + Zero + Send + Sync> Item for T {}

/// A walk over the matrices of a stack. What it is told to do is called by reference, so that
/// the walk is compiled once for each type of element and not for each algorithm.
pub(crate) struct Walk<'s> {
    batch: &'s [usize],
    blocks: Blocks,
    par: fn(f64) -> Par,
}

impl<'s> Walk<'s> {
    /// For algorithms with the same bits on any number of threads, of about so many operations
    /// a matrix: see [`par::free`].
    pub(crate) fn free<T>(stack: &'s Stack<'_, T>, flops: f64) -> Walk<'s> {
        Walk { batch: stack.batch(), blocks: Blocks::new(stack.count(), flops), par: par::free }
    }

    /// For those whose bits depend on how they are cut: see [`par::pinned`].
    pub(crate) fn pinned<T>(stack: &'s Stack<'_, T>, flops: f64) -> Walk<'s> {
        Walk { par: par::pinned, ..Walk::free(stack, flops) }
    }

    fn array<A: Item>(&self, core: &[usize]) -> Result<Array<A>, ShapeError> {
        output::zeros(Shape::try_new(&[self.batch, core].concat())?)
    }

    /// One array, of which each matrix gives an item of shape `core`.
    pub(crate) fn one<A: Item>(
        &self,
        core: &[usize],
        work: One<'_, A>,
    ) -> Result<Array<A>, LinalgError> {
        let mut out = self.array(core)?;
        let pieces = self.blocks.pieces(elements(&mut out), core.iter().product());
        self.blocks.run(self.par, &|block, matrices, par| {
            matrices.zip(pieces.each(block)).try_for_each(|(i, out)| work(i, out, par))
        })?;
        drop(pieces);
        Ok(out)
    }

    /// Two arrays.
    pub(crate) fn two<A: Item, B: Item>(
        &self,
        [a, b]: [&[usize]; 2],
        work: Two<'_, A, B>,
    ) -> Arrays2<A, B> {
        let (mut first, mut second) = (self.array(a)?, self.array(b)?);
        let firsts = self.blocks.pieces(elements(&mut first), a.iter().product());
        let seconds = self.blocks.pieces(elements(&mut second), b.iter().product());
        self.blocks.run(self.par, &|block, matrices, par| {
            let outs = firsts.each(block).zip(seconds.each(block));
            matrices.zip(outs).try_for_each(|(i, (a, b))| work(i, a, b, par))
        })?;
        drop((firsts, seconds));
        Ok((first, second))
    }

    /// Three arrays.
    pub(crate) fn three<A: Item, B: Item, C: Item>(
        &self,
        [a, b, c]: [&[usize]; 3],
        work: Three<'_, A, B, C>,
    ) -> Arrays3<A, B, C> {
        let (mut first, mut second, mut third) = (self.array(a)?, self.array(b)?, self.array(c)?);
        let firsts = self.blocks.pieces(elements(&mut first), a.iter().product());
        let seconds = self.blocks.pieces(elements(&mut second), b.iter().product());
        let thirds = self.blocks.pieces(elements(&mut third), c.iter().product());
        self.blocks.run(self.par, &|block, matrices, par| {
            let outs = firsts.each(block).zip(seconds.each(block)).zip(thirds.each(block));
            matrices.zip(outs).try_for_each(|(i, ((a, b), c))| work(i, a, b, c, par))
        })?;
        drop((firsts, seconds, thirds));
        Ok((first, second, third))
    }

    /// As [`one`](Self::one), a block of matrices at a time: for what is so small that each
    /// call would be felt.
    pub(crate) fn blocks<A: Item>(
        &self,
        core: &[usize],
        work: OfBlock<'_, A>,
    ) -> Result<Array<A>, LinalgError> {
        let mut out = self.array(core)?;
        let pieces = self.blocks.pieces(elements(&mut out), core.iter().product());
        self.blocks.run(self.par, &|block, matrices, _| work(matrices, pieces.take(block)))?;
        drop(pieces);
        Ok(out)
    }

    /// As [`two`](Self::two), a block of matrices at a time, of one number each.
    pub(crate) fn pairs<A: Item, B: Item>(&self, work: OfPairs<'_, A, B>) -> Arrays2<A, B> {
        let (mut first, mut second) = (self.array(&[])?, self.array(&[])?);
        let firsts = self.blocks.pieces(elements(&mut first), 1);
        let seconds = self.blocks.pieces(elements(&mut second), 1);
        self.blocks.run(self.par, &|block, matrices, _| {
            work(matrices, firsts.take(block), seconds.take(block))
        })?;
        drop((firsts, seconds));
        Ok((first, second))
    }
}
