//! [`Sfc64`]: Chris Doty-Humphrey's small fast chaotic generator.
//!
//! From PractRand, <https://pracrand.sourceforge.net/RNG_engines.txt>.

use crate::bits::{BitGenerator, Half};
use crate::seed::SeedSequence;

/// Draws that are thrown away after seeding, to mix.
const WARM_UP: usize = 12;

/// Three chaotic words and a counter: the fastest of NumPy's generators on one thread.
///
/// Period at least 2⁶⁴, about 2²⁵⁵ on average; cannot skip, so threads do not share its stream.
///
/// # NumPy
/// `np.random.SFC64`.
///
/// # Examples
/// ```
/// use nd_random::{BitGenerator, Sfc64};
///
/// let mut bits = Sfc64::from_seed(0);
/// assert_eq!(bits.next_u64(), 10490465040999277362); // as SFC64(0).random_raw()
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "super::Stored<Sfc64State>"))]
#[cfg_attr(feature = "serde", serde(into = "super::Stored<Sfc64State>"))]
pub struct Sfc64 {
    words: [u64; 4],
    half: Half,
    pub(super) seed: Option<Box<SeedSequence>>,
}

/// The state of a [`Sfc64`], as NumPy's `state` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sfc64State {
    /// `state["state"]["state"]`: three words, then the counter.
    pub state: [u64; 4],
    /// `state["has_uint32"]`: whether `uinteger` is the next draw of 32 bits.
    pub has_uint32: bool,
    /// `state["uinteger"]`.
    pub uinteger: u32,
}

impl Sfc64 {
    /// Where the stream is.
    ///
    /// # NumPy
    /// `bit_generator.state`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Sfc64};
    ///
    /// let mut a = Sfc64::from_seed(7);
    /// a.next_u32();
    /// let mut b = Sfc64::from_state(a.state());
    /// assert_eq!(a.next_u32(), b.next_u32());
    /// ```
    pub fn state(&self) -> Sfc64State {
        let Half { kept, value } = self.half;
        Sfc64State { state: self.words, has_uint32: kept, uinteger: value }
    }

    /// The stream from there on. Every state is possible.
    ///
    /// # NumPy
    /// `bit_generator.state = state`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{BitGenerator, Sfc64};
    ///
    /// let mut a = Sfc64::from_seed(1);
    /// a.next_u32(); // a half of 64 bits, of which the other is kept
    /// let mut b = Sfc64::from_state(a.state());
    /// assert_eq!([a.next_u32(), a.next_u32()], [b.next_u32(), b.next_u32()]);
    /// ```
    pub fn from_state(state: Sfc64State) -> Sfc64 {
        let half = Half { kept: state.has_uint32, value: state.uinteger };
        Sfc64 { words: state.state, half, seed: None }
    }
}

impl BitGenerator for Sfc64 {
    const NAME: &'static str = "SFC64";

    fn from_seed(seed: impl Into<SeedSequence>) -> Sfc64 {
        let seed = seed.into();
        let mut words = [1; 4];
        words[..3].copy_from_slice(&seed.generate_state_u64(3));
        let mut bits = Sfc64 { words, half: Half::default(), seed: Some(Box::new(seed)) };
        for _ in 0..WARM_UP {
            bits.next_u64();
        }
        bits
    }

    #[inline(always)]
    fn next_u64(&mut self) -> u64 {
        let [a, b, c, count] = self.words;
        let bits = a.wrapping_add(b).wrapping_add(count);
        self.words = [
            b ^ (b >> 11),
            c.wrapping_add(c << 3),
            c.rotate_left(24).wrapping_add(bits),
            count.wrapping_add(1),
        ];
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

    #[inline]
    fn keeps_half(&self) -> bool {
        self.half.kept
    }
}
