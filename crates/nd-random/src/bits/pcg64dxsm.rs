//! [`Pcg64Dxsm`]: PCG CM DXSM 128/64, the next default of NumPy.

use crate::bits::pcg64::{JUMP, Pcg64State, checked_increment, seeded, skipped};
use crate::bits::{Advance, BitGenerator, Half, Jump};
use crate::error::RandomError;
use crate::seed::SeedSequence;

/// "Cheap": half as many bits as the state has, and also what the output is multiplied by.
const MULTIPLIER: u64 = 0xda94_2042_e4dd_58b5;

/// [`Pcg64`](crate::Pcg64) with a stronger output, for many streams at once: those of PCG64
/// that differ in little but the increment are correlated.
///
/// Period 2¹²⁸; can skip.
///
/// # NumPy
/// `np.random.PCG64DXSM`.
///
/// # Examples
/// ```
/// use nd_random::{BitGenerator, Pcg64Dxsm};
///
/// let mut bits = Pcg64Dxsm::from_seed(0);
/// assert_eq!(bits.next_u64(), 15672045205194312304); // as PCG64DXSM(0).random_raw()
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::Stored<Pcg64State>"))]
#[cfg_attr(feature = "serde", serde(into = "super::Stored<Pcg64State>"))]
pub struct Pcg64Dxsm {
    state: u128,
    increment: u128,
    half: Half,
    pub(super) seed: Option<Box<SeedSequence>>,
}

impl Pcg64Dxsm {
    /// Where the stream is.
    ///
    /// # NumPy
    /// `bit_generator.state`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Pcg64Dxsm};
    ///
    /// let mut a = Pcg64Dxsm::from_seed(7);
    /// a.next_u32();
    /// let mut b = Pcg64Dxsm::from_state(a.state())?;
    /// assert_eq!(a.next_u32(), b.next_u32());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn state(&self) -> Pcg64State {
        let Half { kept, value } = self.half;
        Pcg64State { state: self.state, inc: self.increment, has_uint32: kept, uinteger: value }
    }

    /// The stream from there on.
    ///
    /// # Errors
    /// [`RandomError::State`] if the increment is even.
    ///
    /// # NumPy
    /// `bit_generator.state = state`, which does not check.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Pcg64Dxsm};
    ///
    /// let mut a = Pcg64Dxsm::from_seed(1);
    /// a.next_u64();
    /// let mut state = a.state();
    /// let mut b = Pcg64Dxsm::from_state(state.clone())?;
    /// assert_eq!(a.next_u64(), b.next_u64());
    /// state.inc += 1;
    /// assert!(Pcg64Dxsm::from_state(state).is_err()); // increments are odd
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_state(state: Pcg64State) -> Result<Pcg64Dxsm, RandomError> {
        let increment = checked_increment(Self::NAME, state.inc)?;
        let half = Half { kept: state.has_uint32, value: state.uinteger };
        Ok(Pcg64Dxsm { state: state.state, increment, half, seed: None })
    }

    fn skip(&mut self, draws: u128) {
        self.state = skipped(self.state, draws, u128::from(MULTIPLIER), self.increment);
    }
}

#[inline(always)]
fn step(state: u128, increment: u128) -> u128 {
    state.wrapping_mul(u128::from(MULTIPLIER)).wrapping_add(increment)
}

impl BitGenerator for Pcg64Dxsm {
    const NAME: &'static str = "PCG64DXSM";

    fn from_seed(seed: impl Into<SeedSequence>) -> Pcg64Dxsm {
        let seed = seed.into();
        let (state, increment) = seeded(&seed);
        Pcg64Dxsm { state, increment, half: Half::default(), seed: Some(Box::new(seed)) }
    }

    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        // The state before the step: the step is then not waited for.
        let (mut high, low) = ((self.state >> 64) as u64, self.state as u64 | 1);
        self.state = step(self.state, self.increment);
        high ^= high >> 32;
        high = high.wrapping_mul(MULTIPLIER);
        high ^= high >> 48;
        high.wrapping_mul(low)
    }

    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let bits = half.next(|| self.next_u64());
        self.half = half;
        bits
    }

    fn seed_sequence(&self) -> Option<&SeedSequence> {
        self.seed.as_deref()
    }

    fn seed_sequence_mut(&mut self) -> Option<&mut SeedSequence> {
        self.seed.as_deref_mut()
    }

    fn ahead(&self, draws: u64) -> Option<Pcg64Dxsm> {
        let mut ahead = self.clone();
        ahead.skip(u128::from(draws));
        Some(ahead)
    }

    #[inline]
    fn keeps_half(&self) -> bool {
        self.half.kept
    }
}

impl Advance for Pcg64Dxsm {
    fn advance(&mut self, draws: u128) {
        self.skip(draws);
        self.half = Half::default();
    }
}

impl Jump for Pcg64Dxsm {
    fn jumped(&self, times: u64) -> Pcg64Dxsm {
        let mut far = self.clone();
        far.seed = None;
        far.advance(JUMP.wrapping_mul(u128::from(times)));
        far
    }
}
