//! [`Pcg64`]: PCG XSL RR 128/64, NumPy's default.
//!
//! Melissa E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
//! Algorithms for Random Number Generation", Harvey Mudd College, HMC-CS-2014-0905.

use crate::bits::{Advance, BitGenerator, Half, Jump};
use crate::compiled::{
    self, Continuous, Discrete, Drawing, Narrow, drawing_methods, with_integers,
};
use crate::error::RandomError;
use crate::generator::{self, Between, ChoiceOptions};
use crate::seed::SeedSequence;
use crate::size::Target;
use nd_core::{Array, Shape, View};

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;

/// How far a jump goes: 2¹²⁸ divided by the golden ratio.
pub(crate) const JUMP: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

/// A linear congruential generator of 128 bits, with 64 of them permuted as output.
///
/// Period 2¹²⁸; fast, passes every common test of randomness, and can skip.
///
/// # NumPy
/// `np.random.PCG64`.
///
/// # Examples
/// ```
/// use nd_random::{BitGenerator, Pcg64};
///
/// let mut bits = Pcg64::from_seed(0);
/// assert_eq!(bits.next_u64(), 11749869230777074271); // as PCG64(0).random_raw()
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::Stored<Pcg64State>"))]
#[cfg_attr(feature = "serde", serde(into = "super::Stored<Pcg64State>"))]
pub struct Pcg64 {
    state: u128,
    increment: u128,
    half: Half,
    pub(super) seed: Option<Box<SeedSequence>>,
}

/// The state of a [`Pcg64`] or [`Pcg64Dxsm`](crate::Pcg64Dxsm), as NumPy's `state` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Pcg64State {
    /// `state["state"]["state"]`.
    pub state: u128,
    /// `state["state"]["inc"]`; odd.
    pub inc: u128,
    /// `state["has_uint32"]`: whether `uinteger` is the next draw of 32 bits.
    pub has_uint32: bool,
    /// `state["uinteger"]`.
    pub uinteger: u32,
}

impl Pcg64 {
    /// Where the stream is.
    ///
    /// # NumPy
    /// `bit_generator.state`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Pcg64};
    ///
    /// let mut a = Pcg64::from_seed(7);
    /// a.next_u32();
    /// let mut b = Pcg64::from_state(a.state())?;
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
    /// use nd_random::{BitGenerator, Pcg64};
    ///
    /// let mut a = Pcg64::from_seed(1);
    /// a.next_u64();
    /// let mut state = a.state();
    /// let mut b = Pcg64::from_state(state.clone())?;
    /// assert_eq!(a.next_u64(), b.next_u64());
    /// state.inc += 1;
    /// assert!(Pcg64::from_state(state).is_err()); // increments are odd
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_state(state: Pcg64State) -> Result<Pcg64, RandomError> {
        let increment = checked_increment(Self::NAME, state.inc)?;
        let half = Half { kept: state.has_uint32, value: state.uinteger };
        Ok(Pcg64 { state: state.state, increment, half, seed: None })
    }

    fn skip(&mut self, draws: u128) {
        self.state = skipped(self.state, draws, MULTIPLIER, self.increment);
    }
}

#[inline(always)]
fn step(state: u128, increment: u128) -> u128 {
    state.wrapping_mul(MULTIPLIER).wrapping_add(increment)
}

/// An increment, if it is one that a seed can give: an even one would shorten the period.
pub(crate) fn checked_increment(
    generator: &'static str,
    increment: u128,
) -> Result<u128, RandomError> {
    if increment & 1 == 0 {
        return Err(RandomError::State { generator, what: "an even increment" });
    }
    Ok(increment)
}

/// The state and the increment of both PCG generators after a seed: NumPy seeds the other one
/// with the steps of this one, too.
pub(crate) fn seeded(seed: &SeedSequence) -> (u128, u128) {
    let words = seed.generate_state_u64(4);
    let pair = |high: u64, low: u64| u128::from(high) << 64 | u128::from(low);
    let increment = pair(words[2], words[3]) << 1 | 1;
    let state = increment.wrapping_add(pair(words[0], words[1]));
    (step(state, increment), increment)
}

/// A state of `x -> x * multiplier + increment` after `draws` steps, in their logarithm.
///
/// F. B. Brown, "Random Number Generation with Arbitrary Stride", Transactions of the
/// American Nuclear Society (1994).
pub(crate) fn skipped(state: u128, mut draws: u128, multiplier: u128, increment: u128) -> u128 {
    let (mut factor, mut term) = (multiplier, increment);
    let (mut all_factor, mut all_term) = (1u128, 0u128);
    while draws > 0 {
        if draws & 1 == 1 {
            all_factor = all_factor.wrapping_mul(factor);
            all_term = all_term.wrapping_mul(factor).wrapping_add(term);
        }
        term = factor.wrapping_add(1).wrapping_mul(term);
        factor = factor.wrapping_mul(factor);
        draws >>= 1;
    }
    all_factor.wrapping_mul(state).wrapping_add(all_term)
}

impl BitGenerator for Pcg64 {
    const NAME: &'static str = "PCG64";

    fn from_seed(seed: impl Into<SeedSequence>) -> Pcg64 {
        let seed = seed.into();
        let (state, increment) = seeded(&seed);
        Pcg64 { state, increment, half: Half::default(), seed: Some(Box::new(seed)) }
    }

    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        self.state = step(self.state, self.increment);
        let folded = (self.state >> 64) as u64 ^ self.state as u64;
        folded.rotate_right((self.state >> 122) as u32)
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

    fn ahead(&self, draws: u64) -> Option<Pcg64> {
        let mut ahead = self.clone();
        ahead.skip(u128::from(draws));
        Some(ahead)
    }

    #[inline]
    fn keeps_half(&self) -> bool {
        self.half.kept
    }

    // From this one most programs draw: they call what is compiled here.
    with_integers!(drawing_methods #[inline(never)]);
}

impl Advance for Pcg64 {
    fn advance(&mut self, draws: u128) {
        self.skip(draws);
        self.half = Half::default();
    }
}

impl Jump for Pcg64 {
    fn jumped(&self, times: u64) -> Pcg64 {
        let mut far = self.clone();
        far.seed = None;
        far.advance(JUMP.wrapping_mul(u128::from(times)));
        far
    }
}
