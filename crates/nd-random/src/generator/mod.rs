//! [`Generator`]: what draws.

mod choice;
mod continuous;
mod discrete;
mod gamma;
mod integers;
mod multivariate;
mod sample;
mod shuffle;
mod uniform;

pub use choice::ChoiceOptions;
pub(crate) use choice::{choose, kahan_sum};
pub use integers::RandomInteger;
pub(crate) use integers::{Between, between};
pub use multivariate::Factorization;
pub(crate) use multivariate::{factor, transformed};

use crate::bits::{BitGenerator, Pcg64};
use crate::error::RandomError;
use crate::seed::{Entropy, SeedSequence};

/// Draws random numbers from a bit generator, [`Pcg64`] unless another is chosen.
///
/// The methods are those of `numpy.random.Generator`, and so are their numbers: the same seed
/// and the same calls give the same bits, and leave the bit generator in the same state. Each
/// takes a [`Size`](crate::Size) last, and array parameters broadcast to it.
///
/// # NumPy
/// `np.random.Generator`.
///
/// # Examples
/// ```
/// use nd_random::{Generator, Philox, BitGenerator};
///
/// let mut rng = Generator::new(Philox::from_seed(3));
/// let heights = rng.normal(180.0, 7.0, [100, 2])?;
/// assert_eq!(heights.shape(), [100, 2]);
/// assert!(rng.normal(0.0, -1.0, 5).is_err()); // a negative scale
/// # Ok::<(), nd_random::RandomError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Generator<B = Pcg64> {
    bits: B,
}

/// A generator over [`Pcg64`] for a seed: an integer of any size or several.
///
/// # Panics
/// If an integer is negative.
///
/// # NumPy
/// `np.random.default_rng(seed)`; for `default_rng()` see [`Generator::from_system`].
///
/// # Examples
/// ```
/// use nd_random::default_rng;
///
/// assert_eq!(default_rng(1).random(()), 0.5118216247002567);
/// assert_eq!(default_rng([1, 2]).random(()), default_rng(vec![1, 2]).random(()));
/// ```
/// ```should_panic
/// nd_random::default_rng(-1); // seeds are not negative
/// ```
#[track_caller]
pub fn default_rng(seed: impl Into<SeedSequence>) -> Generator {
    Generator::new(Pcg64::from_seed(seed))
}

impl Generator {
    /// A generator that nobody can foresee: seeded with 128 bits from the operating system.
    ///
    /// # Errors
    /// [`RandomError::System`] if there are none.
    ///
    /// # NumPy
    /// `np.random.default_rng()`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::Generator::from_system()?;
    /// assert!((0.0..1.0).contains(&rng.random(())));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_system() -> Result<Generator, RandomError> {
        Ok(default_rng(Entropy::from_system()?))
    }
}

impl<B: BitGenerator> Generator<B> {
    /// Draws from `bits`.
    ///
    /// # NumPy
    /// `np.random.Generator(bits)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Generator, Pcg64, default_rng};
    ///
    /// let mut rng = Generator::new(Pcg64::from_seed(1));
    /// assert_eq!(rng.random(()), 0.5118216247002567);
    /// assert_eq!(default_rng(1).random(()), 0.5118216247002567); // the same
    /// ```
    pub fn new(bits: B) -> Generator<B> {
        Generator { bits }
    }

    /// Where the bits come from.
    ///
    /// # NumPy
    /// `rng.bit_generator`.
    ///
    /// # Examples
    /// ```
    /// let mut rng = nd_random::default_rng(1);
    /// let before = rng.bit_generator().state();
    /// rng.random(());
    /// assert_ne!(rng.bit_generator().state(), before);
    /// ```
    pub fn bit_generator(&self) -> &B {
        &self.bits
    }

    /// Where the bits come from, to draw from or to move.
    ///
    /// # NumPy
    /// `rng.bit_generator`, whose `random_raw()` is `next_u64`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Pcg64, default_rng};
    ///
    /// let mut rng = default_rng(1);
    /// let mut bits = Pcg64::from_seed(1);
    /// assert_eq!(rng.bit_generator_mut().next_u64(), bits.next_u64());
    /// ```
    pub fn bit_generator_mut(&mut self) -> &mut B {
        &mut self.bits
    }

    /// `n` independent generators, for as many threads or tasks.
    ///
    /// # Errors
    /// [`RandomError::NotSpawnable`] if the bit generator was made from a state.
    ///
    /// # NumPy
    /// `rng.spawn(n)`.
    ///
    /// # Examples
    /// ```
    /// let mut streams = nd_random::default_rng(5).streams(4)?;
    /// assert_ne!(streams[0].random(()), streams[1].random(()));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn streams(&mut self, n: usize) -> Result<Vec<Generator<B>>, RandomError> {
        Ok(self.bits.spawn(n)?.into_iter().map(Generator::new).collect())
    }
}
