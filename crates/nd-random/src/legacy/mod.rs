//! `np.random.seed(42); np.random.rand(3)`: the stream of most published notebooks.
//!
//! NumPy froze it in version 1.16: [`RandomState`] gives its numbers, with what was later
//! found to be slow, imprecise or wrong in them. New work is better off with
//! [`Generator`](crate::Generator).
//!
//! ```
//! use nd_core::array;
//! use nd_random::legacy::RandomState;
//!
//! let mut random = RandomState::new(42);
//! assert_eq!(random.rand(3), array![0.3745401188473625, 0.9507143064099162, 0.7319939418114051]);
//! ```

mod choice;
mod continuous;
mod discrete;
mod distributions;
mod integers;
mod methods;
mod shuffle;
mod source;
mod uniform;
mod vectors;

pub use choice::Population;
pub use integers::{Bounds, RandInt};
pub use shuffle::Shuffle;

use crate::bits::{BitGenerator, Mt19937, Mt19937State};
use crate::error::RandomError;
use source::Source;

/// Draws random numbers as `np.random` does: the functions of the module are methods here,
/// with the same numbers for the same seed.
///
/// Each takes a [`Size`](crate::Size) last, and array parameters broadcast to it.
///
/// # NumPy
/// `np.random.RandomState(seed)`; `np.random` itself is one.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_random::legacy::RandomState;
///
/// let mut random = RandomState::new(0);
/// assert_eq!(random.randn(2), array![1.764052345967664, 0.4001572083672233]);
/// assert_eq!(random.randint(0..10, 4)?, array![3, 3, 7, 9]);
/// assert_eq!(random.normal(10.0, 2.0, ())?, 7.155348313061912);
/// # Ok::<(), nd_random::RandomError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RandomState<B = Mt19937> {
    source: Source<B>,
}

/// All that decides which numbers a [`RandomState`] draws next.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct State {
    /// What the bit generator holds.
    pub bits: Mt19937State,
    /// A normal number that was made but not yet handed out: `has_gauss` and `cached_gaussian`.
    pub gauss: Option<f64>,
}

impl RandomState {
    /// The stream of a seed.
    ///
    /// # NumPy
    /// `np.random.seed(seed)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// assert_eq!(RandomState::new(1).rand(()), 0.417022004702574);
    /// ```
    pub fn new(seed: u32) -> RandomState {
        RandomState::over(Mt19937::from_legacy_seed(seed))
    }

    /// The stream of several words; one word is not the same as that word for a seed.
    ///
    /// # Errors
    /// [`RandomError::Parameter`] if there is none.
    ///
    /// # NumPy
    /// `np.random.seed(key)` with a list.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// assert_eq!(RandomState::from_key(&[1, 2, 3])?.rand(()), 0.6098612722867289);
    /// assert!(RandomState::from_key(&[]).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_key(key: &[u32]) -> Result<RandomState, RandomError> {
        if key.is_empty() {
            return Err(RandomError::parameter("from_key", "key", "[]", "at least one word"));
        }
        Ok(RandomState::over(Mt19937::from_legacy_key(key)))
    }

    /// Starts the stream of a seed.
    ///
    /// # NumPy
    /// `np.random.seed(seed)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// let mut random = RandomState::new(1);
    /// random.randn(5);
    /// random.seed(1);
    /// assert_eq!(random, RandomState::new(1));
    /// ```
    pub fn seed(&mut self, seed: u32) {
        *self = RandomState::new(seed);
    }

    /// What it holds, to go on from here another time.
    ///
    /// # NumPy
    /// `np.random.get_state()`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// let mut random = RandomState::new(5);
    /// random.randn(3);
    /// let state = random.state();
    /// assert!(state.gauss.is_some());
    /// assert_eq!(RandomState::from_state(state)?.randn(4), random.randn(4));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn state(&self) -> State {
        State { bits: self.source.bits.state(), gauss: self.source.gauss }
    }

    /// Goes on from a state.
    ///
    /// # Errors
    /// [`RandomError::State`] if the bit generator cannot be in it.
    ///
    /// # NumPy
    /// `np.random.set_state(state)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// let mut random = RandomState::new(5);
    /// let state = random.state();
    /// let first = random.randn(3);
    /// assert_eq!(RandomState::from_state(state)?.randn(3), first);
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_state(state: State) -> Result<RandomState, RandomError> {
        let bits = Mt19937::from_state(state.bits)?;
        Ok(RandomState { source: Source { bits, gauss: state.gauss } })
    }

    /// Goes on from a state.
    ///
    /// # Errors
    /// [`RandomError::State`] if the bit generator cannot be in it.
    ///
    /// # NumPy
    /// `np.random.set_state(state)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::legacy::RandomState;
    ///
    /// let mut random = RandomState::new(5);
    /// let mut state = random.state();
    /// let first = random.randn(3);
    /// random.set_state(state.clone())?;
    /// assert_eq!(random.randn(3), first);
    /// state.bits.pos = 625; // of 624
    /// assert!(random.set_state(state).is_err());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn set_state(&mut self, state: State) -> Result<(), RandomError> {
        *self = RandomState::from_state(state)?;
        Ok(())
    }
}

impl<B: BitGenerator> RandomState<B> {
    /// Draws from `bits`.
    ///
    /// # NumPy
    /// `np.random.RandomState(bits)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Pcg64, default_rng, legacy::RandomState};
    ///
    /// let mut random = RandomState::over(Pcg64::from_seed(1));
    /// assert_eq!(random.rand(()), default_rng(1).random(()));
    /// ```
    pub fn over(bits: B) -> RandomState<B> {
        RandomState { source: Source { bits, gauss: None } }
    }

    /// Where the bits come from.
    ///
    /// # NumPy
    /// `np.random.get_bit_generator()`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{Mt19937, legacy::RandomState};
    ///
    /// let random = RandomState::new(5);
    /// assert_eq!(random.bit_generator().state(), random.state().bits);
    /// ```
    pub fn bit_generator(&self) -> &B {
        &self.source.bits
    }

    /// Where the bits come from, to draw from or to move.
    ///
    /// # NumPy
    /// `np.random.get_bit_generator()`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, legacy::RandomState};
    ///
    /// let (mut skipped, mut drawn) = (RandomState::new(5), RandomState::new(5));
    /// skipped.bit_generator_mut().next_u64();
    /// drawn.rand(()); // a float takes 64 bits
    /// assert_eq!(skipped.rand(()), drawn.rand(()));
    /// ```
    pub fn bit_generator_mut(&mut self) -> &mut B {
        &mut self.source.bits
    }
}
