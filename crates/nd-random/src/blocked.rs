//! [`blocked`]: random arrays that are made block by block, in any order, by anyone.

use crate::bits::{BitGenerator, Philox};
use crate::error::RandomError;
use crate::generator::Generator;
use crate::seed::{Entropy, SeedSequence};
use nd_core::{Array, Shape, ViewMut, ZeroBits, threads};

/// A random array in blocks, each of which has a generator of its own; see [`blocked`].
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    seed: SeedSequence,
    block_shape: Shape,
}

/// A random array in blocks of `block_shape`, whose numbers depend on the seed, the shape of
/// the blocks and nothing else: not on who computes a block, or when, or on how many threads.
///
/// Block (i, j, …) draws from [`Philox`] with the seed's child (i, j, …), so that other
/// programs can make the same blocks. The children's keys are hashes of 128 bits: that any
/// two of a thousand million blocks share one has a probability of 10⁻²¹. Seeds made by
/// [`SeedSequence::spawn`] name the same children: spawn one for the blocks alone if Philox
/// generators are spawned from the same seed.
///
/// # Panics
/// If a length of `block_shape` is 0, or the seed is negative.
///
/// # NumPy
/// `Generator(Philox(SeedSequence(seed, spawn_key=(i, j))))` for block (i, j).
///
/// # Examples
/// ```
/// use nd_core::s;
/// use nd_random::blocked;
///
/// let noise = blocked(42, [100, 100]);
/// let all = noise.array([250, 300], |rng, block| {
///     rng.random(block);
///     Ok(())
/// })?;
/// let one = noise.block(&[1, 2]).random([100, 100]);
/// assert_eq!(all.slice(s![100..200, 200..300]), one);
/// # Ok::<(), nd_random::RandomError>(())
/// ```
#[track_caller]
pub fn blocked(seed: impl Into<SeedSequence>, block_shape: impl Into<Shape>) -> Blocked {
    let (seed, block_shape) = (seed.into(), block_shape.into());
    assert!(!block_shape.contains(&0), "blocked: blocks of no elements: {block_shape:?}");
    Blocked { seed, block_shape }
}

impl Blocked {
    /// The shape of a block; those at the end of an array may be smaller.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_random::blocked(7, [64, 100]).block_shape(), [64, 100]);
    /// ```
    pub fn block_shape(&self) -> &[usize] {
        &self.block_shape
    }

    /// The generator of one block, given by its number along each axis.
    ///
    /// # Panics
    /// If `index` has not a number for each axis, or one of 2³² or more.
    ///
    /// # Examples
    /// ```
    /// let noise = nd_random::blocked(1, [10, 10]);
    /// let here = noise.block(&[3, 0]).random(10);
    /// assert_eq!(noise.block(&[3, 0]).random(10), here);
    /// assert_ne!(noise.block(&[0, 3]).random(10), here);
    /// ```
    #[track_caller]
    pub fn block(&self, index: &[usize]) -> Generator<Philox> {
        let axes = self.block_shape.ndim();
        assert!(index.len() == axes, "block: index {index:?} for blocks of {axes} axes");
        let mut key = self.seed.spawn_key().to_vec();
        for &i in index {
            // Larger numbers would be several words, and then (2³²,) the same key as (0, 1).
            let word = u32::try_from(i);
            assert!(word.is_ok(), "block: index {index:?} where less than 2³² is needed");
            key.extend(word);
        }
        let seed = self.seed.clone().with_spawn_key(Entropy::from_words(key));
        Generator::new(Philox::from_seed(seed))
    }

    /// A new array, of which `draw` fills each block with the block's generator, on all
    /// threads.
    ///
    /// # Panics
    /// If `shape` has not as many axes as a block, or its size overflows.
    ///
    /// # Errors
    /// That of `draw`; if several blocks fail, that of the first.
    ///
    /// # Examples
    /// ```
    /// let noise = nd_random::blocked(7, [64, 64]);
    /// let a = noise.array([500, 500], |rng, block| {
    ///     rng.random(block);
    ///     Ok(())
    /// })?;
    /// assert!(a.iter().all(|x| (0.0..1.0).contains(x)));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    #[track_caller]
    pub fn array<T: ZeroBits + Send>(
        &self,
        shape: impl Into<Shape>,
        draw: impl Fn(&mut Generator<Philox>, ViewMut<'_, T>) -> Result<(), RandomError> + Sync,
    ) -> Result<Array<T>, RandomError> {
        let mut out = Array::zeros(shape);
        self.fill(out.view_mut(), draw)?;
        Ok(out)
    }

    /// As [`array`](Self::array), into an array that exists.
    ///
    /// # Panics
    /// If `out` has not as many axes as a block.
    ///
    /// # Errors
    /// That of `draw`; if several blocks fail, that of the first.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, s};
    ///
    /// let noise = nd_random::blocked(7, [2, 2]);
    /// let mut a = Array::zeros([4, 6]);
    /// noise.fill(a.slice_mut(s![.., ..4]), |rng, block| {
    ///     rng.random(block);
    ///     Ok(())
    /// })?;
    /// assert_eq!(a.slice(s![2.., 2..4]), noise.block(&[1, 1]).random([2, 2]));
    /// assert_eq!(a.slice(s![.., 4..]), Array::zeros([4, 2]));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    #[track_caller]
    pub fn fill<T: Send>(
        &self,
        out: ViewMut<'_, T>,
        draw: impl Fn(&mut Generator<Philox>, ViewMut<'_, T>) -> Result<(), RandomError> + Sync,
    ) -> Result<(), RandomError> {
        let (axes, given) = (self.block_shape.ndim(), out.ndim());
        assert!(axes == given, "blocked: an array of {given} axes for blocks of {axes}");
        let task = |(index, part): (Vec<usize>, _)| draw(&mut self.block(&index), part);
        threads::map(self.cut(out), &task).into_iter().collect()
    }

    /// The blocks of an array with their indices.
    fn cut<'a, T>(&self, out: ViewMut<'a, T>) -> Vec<(Vec<usize>, ViewMut<'a, T>)> {
        let mut parts = vec![(Vec::new(), out)];
        for (axis, &length) in self.block_shape.iter().enumerate() {
            let mut finer = Vec::new();
            for (index, part) in parts {
                let mut rest = part;
                let mut i = 0;
                while rest.shape()[axis] > 0 {
                    let at = length.min(rest.shape()[axis]);
                    let (block, after) = rest.split_at(axis as isize, at);
                    finer.push(([&index[..], &[i]].concat(), block));
                    (rest, i) = (after, i + 1);
                }
            }
            parts = finer;
        }
        parts
    }
}
