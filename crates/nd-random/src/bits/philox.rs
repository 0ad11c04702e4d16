//! [`Philox`]: Philox 4×64 of 10 rounds.
//!
//! John K. Salmon, Mark A. Moraes, Ron O. Dror, David E. Shaw, "Parallel Random Numbers: As
//! Easy as 1, 2, 3", SC11 (2011).

use crate::bits::{Advance, BitGenerator, Half, Jump};
use crate::error::RandomError;
use crate::seed::SeedSequence;

const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// What a round adds to the key: the golden ratio and √3 − 1, as fractions of 2⁶⁴.
const WEYL: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];
const ROUNDS: usize = 10;

/// A counter, encrypted: any part of the stream is as near as any other.
///
/// The counter of 256 bits grows by one for every 4 draws of 64 bits, and the key of 128 bits
/// chooses the stream. Period 2²⁵⁸; can skip; what [`blocked`](crate::blocked()) is made of.
///
/// # NumPy
/// `np.random.Philox`.
///
/// # Examples
/// ```
/// use nd_random::{BitGenerator, Philox};
///
/// let mut bits = Philox::from_seed(0);
/// assert_eq!(bits.next_u64(), 259491006799949737); // as Philox(0).random_raw()
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::Stored<PhiloxState>"))]
#[cfg_attr(feature = "serde", serde(into = "super::Stored<PhiloxState>"))]
pub struct Philox {
    counter: [u64; 4],
    key: [u64; 2],
    /// The encrypted counter, of which `used` words are handed out: all of them at first.
    buffer: [u64; 4],
    used: usize,
    half: Half,
    pub(super) seed: Option<Box<SeedSequence>>,
}

/// The state of a [`Philox`], as NumPy's `state` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PhiloxState {
    /// `state["state"]["counter"]`, lowest word first.
    pub counter: [u64; 4],
    /// `state["state"]["key"]`, lowest word first.
    pub key: [u64; 2],
    /// `state["buffer"]`: the draws made of this counter.
    pub buffer: [u64; 4],
    /// `state["buffer_pos"]`: how many of them are handed out, at most 4.
    pub buffer_pos: usize,
    /// `state["has_uint32"]`: whether `uinteger` is the next draw of 32 bits.
    pub has_uint32: bool,
    /// `state["uinteger"]`.
    pub uinteger: u32,
}

impl Philox {
    /// The stream of a key, from a counter on; both lowest word first.
    ///
    /// # NumPy
    /// `np.random.Philox(key=key, counter=counter)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Philox};
    ///
    /// let mut late = Philox::from_key_counter([5, 0], [1, 0, 0, 0]);
    /// let mut early = Philox::from_key_counter([5, 0], [0; 4]);
    /// early.next_u64(); // and 3 more make the first block
    /// assert_eq!(early.ahead(3).unwrap().next_u64(), late.next_u64());
    /// assert!(early.spawn(1).is_err()); // there is no seed to spawn from
    /// ```
    pub fn from_key_counter(key: [u64; 2], counter: [u64; 4]) -> Philox {
        Philox { counter, key, buffer: [0; 4], used: 4, half: Half::default(), seed: None }
    }

    /// Where the stream is.
    ///
    /// # NumPy
    /// `bit_generator.state`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Philox};
    ///
    /// let mut a = Philox::from_seed(7);
    /// a.next_u32();
    /// let mut b = Philox::from_state(a.state())?;
    /// assert_eq!(a.next_u32(), b.next_u32());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn state(&self) -> PhiloxState {
        PhiloxState {
            counter: self.counter,
            key: self.key,
            buffer: self.buffer,
            buffer_pos: self.used,
            has_uint32: self.half.kept,
            uinteger: self.half.value,
        }
    }

    /// The stream from there on.
    ///
    /// # Errors
    /// [`RandomError::State`] if `buffer_pos` is more than 4.
    ///
    /// # NumPy
    /// `bit_generator.state = state`, which does not check.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Philox};
    ///
    /// let mut a = Philox::from_seed(1);
    /// a.next_u64();
    /// let mut state = a.state();
    /// let mut b = Philox::from_state(state.clone())?;
    /// assert_eq!(a.next_u64(), b.next_u64());
    /// state.buffer_pos = 5;
    /// assert!(Philox::from_state(state).is_err()); // of 4 words
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_state(state: PhiloxState) -> Result<Philox, RandomError> {
        let PhiloxState { counter, key, buffer, buffer_pos: used, .. } = state;
        if used > buffer.len() {
            let what = "a buffer of 4 words of which more than 4 are used";
            return Err(RandomError::State { generator: Self::NAME, what });
        }
        let half = Half { kept: state.has_uint32, value: state.uinteger };
        Ok(Philox { counter, key, buffer, used, half, seed: None })
    }

    /// As [`advance`](Advance::advance), by up to 256 bits, lowest word first.
    ///
    /// # NumPy
    /// `bit_generator.advance(blocks)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::Philox;
    ///
    /// let mut bits = Philox::from_key_counter([0; 2], [5, 0, 0, 0]);
    /// bits.advance_wide([u64::MAX; 4]); // one back
    /// assert_eq!(bits.state().counter, [4, 0, 0, 0]);
    /// ```
    pub fn advance_wide(&mut self, blocks: [u64; 4]) {
        self.count(blocks);
        self.buffer = [0; 4];
        self.used = 4;
        self.half = Half::default();
    }

    /// Adds to the counter.
    #[inline(always)]
    fn count(&mut self, blocks: [u64; 4]) {
        let mut carry = false;
        for (word, blocks) in self.counter.iter_mut().zip(blocks) {
            let (sum, over) = word.overflowing_add(blocks);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            (*word, carry) = (sum, over | over_again);
        }
    }

    /// Encrypts the next counter.
    #[inline]
    fn refill(&mut self) {
        self.count([1, 0, 0, 0]);
        let (mut block, mut key) = (self.counter, self.key);
        for _ in 0..ROUNDS {
            block = round(block, key);
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
        }
        self.buffer = block;
        self.used = 0;
    }
}

#[inline(always)]
fn round([a, b, c, d]: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let from_a = u128::from(MULTIPLIERS[0]) * u128::from(a);
    let from_c = u128::from(MULTIPLIERS[1]) * u128::from(c);
    let high = |product: u128| (product >> 64) as u64;
    [high(from_c) ^ b ^ key[0], from_c as u64, high(from_a) ^ d ^ key[1], from_a as u64]
}

impl BitGenerator for Philox {
    const NAME: &'static str = "Philox";

    fn from_seed(seed: impl Into<SeedSequence>) -> Philox {
        let seed = seed.into();
        let key = seed.generate_state_u64(2);
        let bits = Philox::from_key_counter([key[0], key[1]], [0; 4]);
        Philox { seed: Some(Box::new(seed)), ..bits }
    }

    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        if self.used == 4 {
            self.refill();
        }
        let bits = self.buffer[self.used & 3];
        self.used += 1;
        bits
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

    fn ahead(&self, draws: u64) -> Option<Philox> {
        let mut ahead = self.clone();
        let left = 4 - self.used as u64;
        if draws <= left {
            ahead.used += draws as usize;
            return Some(ahead);
        }
        let beyond = draws - left - 1;
        ahead.count([beyond / 4, 0, 0, 0]);
        ahead.refill();
        ahead.used = (beyond % 4) as usize + 1;
        Some(ahead)
    }

    #[inline]
    fn keeps_half(&self) -> bool {
        self.half.kept
    }
}

impl Advance for Philox {
    /// Skips `blocks` values of the counter, each of them 4 draws, and what is left of the
    /// block before.
    fn advance(&mut self, blocks: u128) {
        self.advance_wide([blocks as u64, (blocks >> 64) as u64, 0, 0]);
    }
}

impl Jump for Philox {
    fn jumped(&self, times: u64) -> Philox {
        let mut far = self.clone();
        far.seed = None;
        far.advance_wide([0, 0, times, 0]);
        far
    }
}
