//! Random numbers as a source: the same for any chunks, slices and number of threads.

use crate::block::Block;
use crate::chunked::Chunked;
use crate::cx::Cx;
use crate::error::{Error, ErrorKind, Result};
use crate::node::{Need, Node, Pull};
use crate::regions::{inside, per_axis};
use crate::run::RunOptions;
use nd_core::{Array, Shape, Typed, ViewMut, normalize_axis};
use nd_io::{ChunkGrid, Region};
use nd_random::{Blocked, Generator, Philox, RandomError, RandomInteger, SeedSequence, blocked};
use std::marker::PhantomData;

/// Elements of a block that is drawn at once.
const BLOCK: usize = 4096;

/// The blocks of an array, by its shape alone: whole axes from the last one on, as far as they go, then a power of two.
fn block_shape(shape: &[usize]) -> Shape {
    let mut room = BLOCK;
    let mut lengths = Shape::from(shape);
    for axis in (0..shape.len()).rev() {
        let len = shape[axis].max(1);
        lengths[axis] = if len <= room { len } else { 1 << room.ilog2() };
        room /= lengths[axis];
    }
    lengths
}

/// An array whose blocks are drawn by generators of their own.
struct Drawn<T, F> {
    what: String,
    blocks: Blocked,
    f: F,
    of: PhantomData<fn() -> T>,
}

impl<T: Typed, F> Pull for Drawn<T, F>
where
    F: Fn(&mut Generator<Philox>, ViewMut<'_, T>) -> Result<(), RandomError> + Send + Sync,
{
    fn name(&self) -> String {
        self.what.clone()
    }

    fn needs(&self, _: &Node, _: &Region) -> Vec<Need> {
        Vec::new()
    }

    fn compute(
        &self,
        node: &Node,
        region: &Region,
        _: &mut Vec<Block>,
        cx: &mut Cx<'_>,
    ) -> Result<Block> {
        let grid = ChunkGrid::new(node.shape, self.blocks.block_shape());
        let mut made = typed::<T>(cx, Shape::from(region.shape()))?;
        for index in grid.overlapping(region) {
            let block = grid.block(&index);
            let Some((local, mine)) = region.within(&block) else { continue };
            let to = inside(&Region::all(region.shape()), &mine);
            let mut rng = self.blocks.block(&index);
            if local == Region::all(block.shape()) {
                (self.f)(&mut rng, made.slice_mut(&to)).map_err(refused)?;
                continue;
            }
            let mut whole = typed::<T>(cx, Shape::from(block.shape()))?;
            (self.f)(&mut rng, whole.view_mut()).map_err(refused)?;
            let part = inside(&Region::all(block.shape()), &local);
            made.slice_mut(&to).assign(whole.slice(&part));
            cx.recycle(whole.into());
        }
        Ok(made.into())
    }

    fn scratch(&self, _: &Node, _: &Region) -> usize {
        BLOCK * size_of::<T>()
    }

    fn identity(&self) -> String {
        format!("{} {:?}", self.what, self.blocks)
    }
}

/// An array of any elements.
fn typed<T: Typed>(cx: &mut Cx<'_>, shape: Shape) -> Result<Array<T>> {
    let array = cx.buffer(T::DTYPE, shape)?;
    Ok(array.try_into().expect("a buffer is of the type that was asked for"))
}

fn refused(error: RandomError) -> Error {
    ErrorKind::Values(error.to_string()).into()
}

/// Makes arrays of random numbers, each different; see [`random`].
#[derive(Clone, Debug)]
pub struct Random {
    seed: SeedSequence,
}

/// Random arrays of any size: numbers that depend on the seed, the shape, and how many arrays were made before, and on
/// nothing else: not on chunks, on what part of them is asked for, or on the number of threads. Nothing is kept.
///
/// They are drawn in blocks of up to 4096 neighbours, as [`nd_random::blocked`] draws them, and a block is drawn as a
/// whole even if one element of it is asked for: columns of an array with long rows take as long as all of it.
///
/// # Panics
/// If the seed is negative.
///
/// # NumPy
/// `np.random.default_rng(seed)`, with other numbers. Dask's change with the chunks.
///
/// # Examples
/// ```
/// use nd_core::s;
///
/// let mut rng = nd_ooc::random(42);
/// let (x, y) = (rng.normal(0.0, 1.0, [1_000_000, 100])?, rng.normal(0.0, 1.0, [1_000_000, 100])?);
/// let (a, b) = (x.slice(s![500_000..500_010, ..]).compute()?, y.slice(s![500_000..500_010, ..]).compute()?);
/// assert_ne!(a, b);
/// assert_eq!(x.slice(s![500_009, ..]).compute()?, a.slice(s![9, ..]));
/// # Ok::<(), nd_ooc::Error>(())
/// ```
#[track_caller]
pub fn random(seed: impl Into<SeedSequence>) -> Random {
    Random { seed: seed.into() }
}

/// Distributions with parameters that are numbers.
macro_rules! distributions {
    ($($name:ident($($p:ident: $P:ty),*) -> $U:ty, $said:literal, $call:literal;)*) => {$(
        #[doc = concat!($said, "; see [`Generator::", stringify!($name), "`].")]
        ///
        /// # Errors
        /// [`ErrorKind::Values`] for a parameter outside its domain.
        ///
        /// # Panics
        /// If an axis has 2³² blocks or more.
        ///
        /// # NumPy
        #[doc = concat!("`rng.", stringify!($name), "(…, size=shape)`, with other numbers.")]
        ///
        /// # Examples
        /// ```
        #[doc = concat!("let x = nd_ooc::random(1).", $call, "?;")]
        /// assert_eq!(x.compute()?.shape(), [1000, 3]);
        /// # Ok::<(), nd_ooc::Error>(())
        /// ```
        #[track_caller]
        pub fn $name(&mut self, $($p: $P,)* shape: impl Into<Shape>) -> Result<Chunked<$U>> {
            let what = [stringify!($name).to_owned(), $(format!("{:?}", $p)),*].join(" ");
            self.checked(what, shape.into(), move |rng, out| rng.$name($($p,)* out))
        }
    )*};
}

impl Random {
    distributions! {
        normal(loc: f64, scale: f64) -> f64,
            "Normal numbers of a mean and a standard deviation", "normal(5.0, 2.0, [1000, 3])";
        uniform(low: f64, high: f64) -> f64,
            "Numbers that are as likely everywhere from `low` to below `high`", "uniform(-1.0, 1.0, [1000, 3])";
        lognormal(mean: f64, sigma: f64) -> f64,
            "Numbers whose logarithms are normal", "lognormal(0.0, 1.0, [1000, 3])";
        exponential(scale: f64) -> f64,
            "Waiting times of a mean", "exponential(3.0, [1000, 3])";
        gamma(shape_parameter: f64, scale: f64) -> f64,
            "Numbers of a gamma distribution", "gamma(2.0, 1.0, [1000, 3])";
        beta(a: f64, b: f64) -> f64,
            "Numbers of a beta distribution", "beta(2.0, 3.0, [1000, 3])";
        poisson(lam: f64) -> i64,
            "Counts of a mean", "poisson(4.0, [1000, 3])";
        binomial(n: i64, p: f64) -> i64,
            "Successes of `n` tries", "binomial(10, 0.5, [1000, 3])";
    }

    /// Uniform integers from `low` to below `high`, of the type of the bounds.
    ///
    /// # Errors
    /// [`ErrorKind::Values`] if `low >= high`.
    ///
    /// # Panics
    /// If an axis has 2³² blocks or more.
    ///
    /// # NumPy
    /// `rng.integers(low, high, size=shape)`, with other numbers.
    ///
    /// # Examples
    /// ```
    /// let dice = nd_ooc::random(7).integers(1u8, 7, 1_000_000)?;
    /// assert!(dice.compute()?.iter().all(|n| (1..7).contains(n)));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn integers<T: Typed + RandomInteger + nd_core::Operand<T>>(
        &mut self,
        low: T,
        high: T,
        shape: impl Into<Shape>,
    ) -> Result<Chunked<T>> {
        let what = format!("integers {low:?} {high:?}");
        self.checked(what, shape.into(), move |rng, out| rng.integers(low, high, out))
    }

    /// Numbers from 0 to below 1.
    ///
    /// # Panics
    /// If an axis has 2³² blocks or more.
    ///
    /// # NumPy
    /// `rng.random(shape)`, with other numbers.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::random(7).random([100, 100]);
    /// assert!(x.compute()?.iter().all(|x| (0.0..1.0).contains(x)));
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn random(&mut self, shape: impl Into<Shape>) -> Chunked<f64> {
        self.drawn("random", shape, |rng, block| {
            rng.random(block);
            Ok(())
        })
    }

    /// Numbers of any distribution: `draw` fills each block with the block's generator. What it returns as an error is
    /// that of the run. The name is what explanations call it, and tells it from others.
    ///
    /// # Panics
    /// If an axis has 2³² blocks or more.
    ///
    /// # NumPy
    /// Another distribution of `np.random.Generator`.
    ///
    /// # Examples
    /// ```
    /// let x = nd_ooc::random(1).drawn("laplace", [300, 5], |rng, block| rng.laplace(0.0, 1.0, block));
    /// assert_eq!(x.compute()?.shape(), [300, 5]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn drawn<T: Typed>(
        &mut self,
        name: impl Into<String>,
        shape: impl Into<Shape>,
        draw: impl Fn(&mut Generator<Philox>, ViewMut<'_, T>) -> Result<(), RandomError>
        + Send
        + Sync
        + 'static,
    ) -> Chunked<T> {
        let (shape, what) = (shape.into(), name.into());
        let blocks = block_shape(&shape);
        let counts = per_axis(shape.ndim(), |axis| shape[axis].div_ceil(blocks[axis]));
        let most = counts.iter().copied().max().unwrap_or(0);
        assert!(u32::try_from(most).is_ok(), "random: shape {shape:?} has too many blocks");
        let seed = self.seed.spawn(1).remove(0);
        let op = Drawn { what, blocks: blocked(seed, blocks), f: draw, of: PhantomData };
        Chunked::of(Node::new(op, Vec::new(), shape, T::DTYPE))
    }

    /// The integers from 0 to below `n` in random order: the order of as many random numbers.
    ///
    /// It depends on the seed, on `n`, and how many arrays were made before. Long ones are sorted in runs when this is
    /// called, as [`argsort_axis`](Chunked::argsort_axis) does it.
    ///
    /// # Panics
    /// If there are 2⁴⁴ numbers or more.
    ///
    /// # Errors
    /// As [`argsort_axis`](Chunked::argsort_axis).
    ///
    /// # NumPy
    /// `rng.permutation(n)`, in another order.
    ///
    /// # Examples
    /// ```
    /// let order = nd_ooc::random(1).permutation(1000)?;
    /// assert_eq!(order.sum().value()?, 499_500);
    /// assert_eq!(order.unique()?.shape(), [1000]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn permutation(&mut self, n: usize) -> Result<Chunked<i64>> {
        self.permutation_with(n, &RunOptions::default())
    }

    /// As [`permutation`](Self::permutation), within the budget that is told.
    ///
    /// # Panics
    /// As [`permutation`](Self::permutation).
    ///
    /// # Errors
    /// As [`permutation`](Self::permutation).
    #[track_caller]
    pub fn permutation_with(&mut self, n: usize, options: &RunOptions) -> Result<Chunked<i64>> {
        self.keys(n).argsort_axis_with(0, options)
    }

    /// Random numbers of which the order is wanted.
    #[track_caller]
    fn keys(&mut self, n: usize) -> Chunked<u64> {
        self.drawn("permutation", [n], |rng, block| rng.integers(0, u64::MAX, block))
    }

    /// What lies along an axis of an array, in random order: rows stay whole.
    ///
    /// Of the order of [`permutation`](Self::permutation). An array with one axis is sorted by random numbers; of others
    /// rows are gathered, some megabytes at a time, from wherever they are: those larger than memory are better rows of
    /// megabytes each.
    ///
    /// # Panics
    /// If there is no such axis; and as [`permutation`](Self::permutation).
    ///
    /// # Errors
    /// As [`permutation`](Self::permutation).
    ///
    /// # NumPy
    /// `rng.permutation(a, axis)`, in another order.
    ///
    /// # Examples
    /// ```
    /// use nd_core::array;
    /// use nd_ooc::Chunked;
    ///
    /// let rows = Chunked::from(array![[1, 2], [3, 4], [5, 6]]);
    /// let shuffled = nd_ooc::random(1).permutation_of(&rows, 0)?.compute()?;
    /// assert_eq!(nd_ops::sort_axis(&shuffled, 0), array![[1, 2], [3, 4], [5, 6]]);
    /// # Ok::<(), nd_ooc::Error>(())
    /// ```
    #[track_caller]
    pub fn permutation_of<T: Typed>(&mut self, a: &Chunked<T>, axis: isize) -> Result<Chunked<T>> {
        self.permutation_of_with(a, axis, &RunOptions::default())
    }

    /// As [`permutation_of`](Self::permutation_of), within the budget that is told.
    ///
    /// # Panics
    /// As [`permutation_of`](Self::permutation_of).
    ///
    /// # Errors
    /// As [`permutation`](Self::permutation).
    #[track_caller]
    pub fn permutation_of_with<T: Typed>(
        &mut self,
        a: &Chunked<T>,
        axis: isize,
        options: &RunOptions,
    ) -> Result<Chunked<T>> {
        let at = normalize_axis("permutation_of", axis, a.ndim()).unwrap_or_else(|e| panic!("{e}"));
        let keys = self.keys(a.shape()[at]);
        if a.ndim() == 1 {
            return a.sort_by_with(&keys, options);
        }
        Ok(a.take_chunked(&keys.argsort_axis_with(0, options)?, axis))
    }

    /// As [`drawn`](Self::drawn), if a first number can be drawn.
    #[track_caller]
    fn checked<T: Typed>(
        &mut self,
        what: String,
        shape: Shape,
        draw: impl Fn(&mut Generator<Philox>, ViewMut<'_, T>) -> Result<(), RandomError>
        + Send
        + Sync
        + 'static,
    ) -> Result<Chunked<T>> {
        let mut one = Array::<T>::zeros([1]);
        draw(&mut blocked(0, [1]).block(&[0]), one.view_mut()).map_err(refused)?;
        Ok(self.drawn(what, shape, draw))
    }
}
