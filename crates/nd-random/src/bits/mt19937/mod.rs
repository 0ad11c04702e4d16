//! [`Mt19937`]: the Mersenne Twister.
//!
//! Makoto Matsumoto, Takuji Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed
//! uniform pseudo-random number generator", ACM TOMACS 8 (1), 1998.

mod jump;

use crate::bits::{BitGenerator, Jump};
use crate::error::RandomError;
use crate::seed::SeedSequence;

/// Words of the state, and how far apart those are that make a new one.
const N: usize = 624;
const M: usize = 397;

const UPPER: u32 = 0x8000_0000;
const MATRIX: u32 = 0x9908_b0df;

/// The Mersenne Twister, from which `np.random.seed(…)` and Python's `random` draw.
///
/// Period 2¹⁹⁹³⁷ − 1. It makes 32 bits at a time, fails some tests of randomness and has a
/// large state: for old streams, not for new work.
///
/// # NumPy
/// `np.random.MT19937`.
///
/// # Examples
/// ```
/// use nd_random::{BitGenerator, Mt19937};
///
/// let mut bits = Mt19937::from_seed(0);
/// assert_eq!(bits.next_u32(), 2058676884); // as MT19937(0).random_raw()
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "super::Stored<Mt19937State>"))]
#[cfg_attr(feature = "serde", serde(into = "super::Stored<Mt19937State>"))]
pub struct Mt19937 {
    key: [u32; N],
    /// The next word to hand out; [`N`] if a new block has to be made first.
    pos: usize,
    pub(super) seed: Option<Box<SeedSequence>>,
}

/// The state of a [`Mt19937`], as NumPy's `state` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mt19937State {
    /// `state["state"]["key"]`; not all zero.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::words"))]
    pub key: [u32; N],
    /// `state["state"]["pos"]`: how many of them are handed out, at most 624.
    pub pos: usize,
}

impl Mt19937 {
    /// Where the stream is.
    ///
    /// # NumPy
    /// `bit_generator.state`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Mt19937};
    ///
    /// let mut a = Mt19937::from_seed(7);
    /// let mut b = Mt19937::from_state(a.state())?;
    /// assert_eq!(a.next_u32(), b.next_u32());
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn state(&self) -> Mt19937State {
        Mt19937State { key: self.key, pos: self.pos }
    }

    /// The stream from there on.
    ///
    /// # Errors
    /// [`RandomError::State`] if `pos` is more than 624, or the key all zero, which it would
    /// stay for ever.
    ///
    /// # NumPy
    /// `bit_generator.state = state`, which does not check.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Mt19937};
    ///
    /// let mut a = Mt19937::from_seed(1);
    /// a.next_u64();
    /// let mut state = a.state();
    /// let mut b = Mt19937::from_state(state.clone())?;
    /// assert_eq!(a.next_u64(), b.next_u64());
    /// state.pos = 625;
    /// assert!(Mt19937::from_state(state).is_err()); // beyond the 624 words of the key
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_state(state: Mt19937State) -> Result<Mt19937, RandomError> {
        let Mt19937State { key, pos } = state;
        let wrong = |what| Err(RandomError::State { generator: Self::NAME, what });
        if pos > N {
            return wrong("a position beyond the 624 words of the key");
        }
        if key == [0; N] {
            return wrong("a key of nothing but zeros");
        }
        Ok(Mt19937 { key, pos, seed: None })
    }

    /// The stream of an old seed, of 32 bits.
    ///
    /// # NumPy
    /// `np.random.seed(seed)`, `np.random.RandomState(seed)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Mt19937};
    ///
    /// let mut bits = Mt19937::from_legacy_seed(42);
    /// assert_eq!(bits.next_f64(), 0.3745401188473625); // as np.random.seed(42) gives
    /// ```
    pub fn from_legacy_seed(seed: u32) -> Mt19937 {
        let mut key = [seed; N];
        for i in 1..N {
            // Knuth, The Art of Computer Programming 2, 3rd edition, p. 106.
            let word = 1_812_433_253u32.wrapping_mul(key[i - 1] ^ (key[i - 1] >> 30));
            key[i] = word.wrapping_add(i as u32);
        }
        Mt19937 { key, pos: N, seed: None }
    }

    /// The stream of several old seeds.
    ///
    /// # Panics
    /// If there is none.
    ///
    /// # NumPy
    /// `np.random.seed([1, 2, 3])`, `np.random.RandomState([1, 2, 3])`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Mt19937};
    ///
    /// let mut bits = Mt19937::from_legacy_key(&[1, 2, 3]);
    /// assert_eq!(bits.next_f64(), 0.6098612722867289); // as np.random.seed([1, 2, 3]) gives
    /// ```
    #[track_caller]
    pub fn from_legacy_key(seeds: &[u32]) -> Mt19937 {
        assert!(!seeds.is_empty(), "from_legacy_key: no seeds");
        let mut bits = Mt19937::from_legacy_seed(19_650_218);
        let key = &mut bits.key;
        let mut i = 1;
        let mut stir = |factor: u32, term: &dyn Fn(usize) -> u32| {
            let before = key[i - 1] ^ (key[i - 1] >> 30);
            key[i] = (key[i] ^ before.wrapping_mul(factor)).wrapping_add(term(i));
            i += 1;
            if i == N {
                key[0] = key[N - 1];
                i = 1;
            }
        };
        for round in 0..seeds.len().max(N) {
            let j = round % seeds.len();
            stir(1_664_525, &|_| seeds[j].wrapping_add(j as u32));
        }
        for _ in 1..N {
            stir(1_566_083_941, &|i| (i as u32).wrapping_neg());
        }
        bits.key[0] = UPPER; // so that it is not all zero
        bits
    }

    /// Makes the next block of words.
    fn twist(&mut self) {
        let key = &mut self.key;
        for i in 0..N - M {
            key[i] = key[i + M] ^ mixed(key[i], key[i + 1]);
        }
        for i in N - M..N - 1 {
            key[i] = key[i + M - N] ^ mixed(key[i], key[i + 1]);
        }
        key[N - 1] = key[M - 1] ^ mixed(key[N - 1], key[0]);
        self.pos = 0;
    }
}

/// The upper bit of one word and the others of the next, times the matrix of the recurrence.
#[inline(always)]
fn mixed(word: u32, next: u32) -> u32 {
    let y = word & UPPER | next & !UPPER;
    (y >> 1) ^ ((y & 1).wrapping_neg() & MATRIX)
}

impl BitGenerator for Mt19937 {
    const NAME: &'static str = "MT19937";

    fn from_seed(seed: impl Into<SeedSequence>) -> Mt19937 {
        let seed = seed.into();
        let mut key = [UPPER; N];
        key[1..].copy_from_slice(&seed.generate_state(N)[1..]);
        // NumPy hands out the last word of the seed before it makes the first block.
        Mt19937 { key, pos: N - 1, seed: Some(Box::new(seed)) }
    }

    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        let high = u64::from(self.next_u32());
        high << 32 | u64::from(self.next_u32())
    }

    #[inline(always)]
    fn next_u32(&mut self) -> u32 {
        if self.pos >= N {
            self.twist();
        }
        let mut y = self.key[self.pos];
        self.pos += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    #[inline(always)]
    fn next_raw(&mut self) -> u64 {
        u64::from(self.next_u32())
    }

    #[inline(always)]
    fn next_f64(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * f64::from(1 << 26) + low) / (1u64 << 53) as f64
    }

    fn seed_sequence(&self) -> Option<&SeedSequence> {
        self.seed.as_deref()
    }

    fn seed_sequence_mut(&mut self) -> Option<&mut SeedSequence> {
        self.seed.as_deref_mut()
    }
}

impl Jump for Mt19937 {
    /// Takes a millisecond or two each time.
    ///
    /// The state is moved by 2¹²⁸ steps as NumPy moves it, which is another part of the cycle
    /// than 2¹²⁸ draws ahead, because NumPy does not turn the words of the key back.
    fn jumped(&self, times: u64) -> Mt19937 {
        let mut far = Mt19937 { seed: None, ..self.clone() };
        for _ in 0..times {
            (far.key, far.pos) = jump::jumped(&far.key, far.pos);
        }
        far
    }
}
