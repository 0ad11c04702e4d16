//! [`SeedSequence`]: from any integers to well-mixed seeds.
//!
//! After NumPy's, which follows Melissa O'Neill's `seed_seq_fe`
//! (<https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html>).

use crate::error::RandomError;

const INIT_A: u32 = 0x43b0_d7e5;
const MULT_A: u32 = 0x931e_8875;
const INIT_B: u32 = 0x8b51_f9dd;
const MULT_B: u32 = 0x58f3_8ded;
const MIX_LEFT: u32 = 0xca01_f9dd;
const MIX_RIGHT: u32 = 0x4973_f715;

/// Words of the pool, unless more are asked for.
pub(crate) const DEFAULT_POOL_SIZE: usize = 4;

/// What a [`SeedSequence`] starts from: an integer of any size, or several.
///
/// `42`, `123u128`, `[1, 2, 3]`, `&words[..]`, a `Vec`. Negative integers are refused where
/// they are given: by a panic, as a slip of the pen.
///
/// # Examples
/// ```
/// use nd_random::Entropy;
///
/// assert_eq!(Entropy::from(5u128 << 64).words(), [0, 0, 5]); // 32 bits each, lowest first
/// assert_eq!(Entropy::from([1u64, 1 << 32]).words(), [1, 0, 1]);
/// ```
/// ```should_panic
/// nd_random::Entropy::from(-1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Entropy(Vec<u32>);

impl Entropy {
    /// The words of 32 bits that are mixed.
    ///
    /// # Examples
    /// ```
    /// use nd_random::Entropy;
    ///
    /// assert_eq!(Entropy::from(7).words(), [7]);
    /// assert_eq!(Entropy::from((3u64 << 32) + 7).words(), [7, 3]);
    /// ```
    pub fn words(&self) -> &[u32] {
        &self.0
    }

    /// An integer of any size, given by its words of 32 bits, lowest first.
    ///
    /// # Examples
    /// ```
    /// use nd_random::Entropy;
    ///
    /// assert_eq!(Entropy::from_words([7, 3]), Entropy::from((3u64 << 32) + 7));
    /// ```
    pub fn from_words(words: impl Into<Vec<u32>>) -> Entropy {
        Entropy(words.into())
    }

    /// 128 bits from the operating system.
    ///
    /// # Errors
    /// [`RandomError::System`] if it has none to give.
    ///
    /// # NumPy
    /// `secrets.randbits(128)`, as `np.random.SeedSequence()` takes it.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{Entropy, SeedSequence, default_rng};
    ///
    /// let entropy = Entropy::from_system()?; // to be kept, so that the stream can be drawn again
    /// let mut rng = default_rng(entropy.clone());
    /// assert_eq!(rng.random(()), default_rng(entropy).random(()));
    /// # Ok::<(), nd_random::RandomError>(())
    /// ```
    pub fn from_system() -> Result<Entropy, RandomError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(|e| RandomError::System(e.to_string()))?;
        Ok(Entropy::from(u128::from_le_bytes(bytes)))
    }
}

/// Adds the words of one integer.
fn push(words: &mut Vec<u32>, mut n: u128) {
    loop {
        words.push(n as u32);
        n >>= 32;
        if n == 0 {
            return;
        }
    }
}

macro_rules! entropy {
    ($($T:ty)*) => {$(
        impl From<$T> for Entropy {
            /// # Panics
            /// If the integer is negative.
            #[track_caller]
            fn from(n: $T) -> Entropy {
                Entropy::from([n])
            }
        }
        impl From<&[$T]> for Entropy {
            /// # Panics
            /// If an integer is negative.
            #[track_caller]
            fn from(all: &[$T]) -> Entropy {
                let mut words = Vec::new();
                for &n in all {
                    match u128::try_from(n) {
                        Ok(n) => push(&mut words, n),
                        Err(_) => panic!("seed: {n} is negative"),
                    }
                }
                Entropy(words)
            }
        }
        impl<const N: usize> From<[$T; N]> for Entropy {
            #[track_caller]
            fn from(all: [$T; N]) -> Entropy {
                Entropy::from(&all[..])
            }
        }
        impl From<Vec<$T>> for Entropy {
            #[track_caller]
            fn from(all: Vec<$T>) -> Entropy {
                Entropy::from(&all[..])
            }
        }
    )*};
}
entropy!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);

/// Turns entropy of any quality into seeds, and spawns children whose seeds are independent.
///
/// # NumPy
/// `np.random.SeedSequence(entropy, spawn_key=…, pool_size=…)`, with the same words.
///
/// # Examples
/// ```
/// use nd_random::SeedSequence;
///
/// let mut seed = SeedSequence::new(1234);
/// assert_eq!(seed.generate_state(2), SeedSequence::new(1234).generate_state(2));
/// let children = seed.spawn(3);
/// assert_eq!(children[2].spawn_key(), [2]);
/// assert_eq!(seed.spawn(1)[0].spawn_key(), [3]); // never the same child twice
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SeedSequence {
    entropy: Entropy,
    spawn_key: Vec<u32>,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "checked_pool_size"))]
    pool_size: usize,
    children_spawned: u32,
}

/// What is read is not trusted to be a size that
/// [`with_pool_size`](SeedSequence::with_pool_size) takes.
#[cfg(feature = "serde")]
fn checked_pool_size<'de, D: serde::Deserializer<'de>>(from: D) -> Result<usize, D::Error> {
    use serde::de::Error;
    let words = <usize as serde::Deserialize>::deserialize(from)?;
    if words < DEFAULT_POOL_SIZE {
        return Err(D::Error::custom(format_args!("a pool of {words} words")));
    }
    Ok(words)
}

impl SeedSequence {
    /// From an integer or several.
    ///
    /// # NumPy
    /// `np.random.SeedSequence(entropy)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::SeedSequence;
    ///
    /// assert_eq!(SeedSequence::new(1).generate_state(2), [1835504127, 1731038949]);
    /// assert_ne!(SeedSequence::new([1, 2]).generate_state(2), SeedSequence::new(1).generate_state(2));
    /// ```
    pub fn new(entropy: impl Into<Entropy>) -> SeedSequence {
        SeedSequence {
            entropy: entropy.into(),
            spawn_key: Vec::new(),
            pool_size: DEFAULT_POOL_SIZE,
            children_spawned: 0,
        }
    }

    /// With the key of a child, as [`spawn`](Self::spawn) would give it.
    ///
    /// # NumPy
    /// `np.random.SeedSequence(entropy, spawn_key=key)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::SeedSequence;
    ///
    /// let children = SeedSequence::new(1).spawn(2);
    /// let second = SeedSequence::new(1).with_spawn_key(1);
    /// assert_eq!(second.generate_state(1), children[1].generate_state(1));
    /// ```
    #[must_use]
    pub fn with_spawn_key(mut self, key: impl Into<Entropy>) -> SeedSequence {
        self.spawn_key = key.into().0;
        self
    }

    /// With a pool of more than 4 words.
    ///
    /// # Panics
    /// If they are fewer.
    ///
    /// # NumPy
    /// `np.random.SeedSequence(entropy, pool_size=words)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::SeedSequence;
    ///
    /// assert_eq!(SeedSequence::new(1).with_pool_size(8).generate_state(1), [1920408666]);
    /// ```
    /// ```should_panic
    /// nd_random::SeedSequence::new(1).with_pool_size(3);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn with_pool_size(mut self, words: usize) -> SeedSequence {
        assert!(
            words >= DEFAULT_POOL_SIZE,
            "SeedSequence: a pool of {words} words where at least {DEFAULT_POOL_SIZE} are needed"
        );
        self.pool_size = words;
        self
    }

    /// What it was made from.
    ///
    /// # NumPy
    /// `seed.entropy`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::{Entropy, SeedSequence};
    ///
    /// assert_eq!(*SeedSequence::new(5).entropy(), Entropy::from(5));
    /// ```
    pub fn entropy(&self) -> &Entropy {
        &self.entropy
    }

    /// Which child of which child it is: empty for a root.
    ///
    /// # NumPy
    /// `seed.spawn_key`.
    ///
    /// # Examples
    /// ```
    /// let mut seed = nd_random::SeedSequence::new(5);
    /// let mut children = seed.spawn(3);
    /// assert!(seed.spawn_key().is_empty());
    /// assert_eq!(children[2].spawn(1)[0].spawn_key(), [2, 0]); // its first child
    /// ```
    pub fn spawn_key(&self) -> &[u32] {
        &self.spawn_key
    }

    /// How many children it has spawned.
    ///
    /// # NumPy
    /// `seed.n_children_spawned`.
    ///
    /// # Examples
    /// ```
    /// let mut seed = nd_random::SeedSequence::new(5);
    /// seed.spawn(3);
    /// assert_eq!(seed.children_spawned(), 3);
    /// ```
    pub fn children_spawned(&self) -> u32 {
        self.children_spawned
    }

    /// `n` sequences that are independent of this one, of each other, and of those spawned
    /// before.
    ///
    /// # NumPy
    /// `seed.spawn(n)`.
    ///
    /// # Examples
    /// ```
    /// use nd_random::SeedSequence;
    ///
    /// let mut seed = SeedSequence::new(1);
    /// let children = seed.spawn(2);
    /// assert_eq!(children[1].generate_state(1), [1454127163]);
    /// assert_eq!(seed.spawn(1)[0].spawn_key(), [2]); // another one
    /// ```
    pub fn spawn(&mut self, n: usize) -> Vec<SeedSequence> {
        let child = |_| {
            let mut spawn_key = self.spawn_key.clone();
            spawn_key.push(self.children_spawned);
            self.children_spawned += 1;
            SeedSequence {
                entropy: self.entropy.clone(),
                spawn_key,
                pool_size: self.pool_size,
                children_spawned: 0,
            }
        };
        (0..n).map(child).collect()
    }

    /// `n` words of 32 bits to seed a generator with: always the same ones.
    ///
    /// # NumPy
    /// `seed.generate_state(n)`.
    ///
    /// # Examples
    /// ```
    /// let seed = nd_random::SeedSequence::new(1);
    /// assert_eq!(seed.generate_state(2), [1835504127, 1731038949]);
    /// assert_eq!(seed.generate_state(1), [1835504127]); // again from the first
    /// ```
    pub fn generate_state(&self, n: usize) -> Vec<u32> {
        let pool = self.pool();
        let mut constant = INIT_B;
        let mut word = |i: usize| {
            let mut value = pool[i % pool.len()] ^ constant;
            constant = constant.wrapping_mul(MULT_B);
            value = value.wrapping_mul(constant);
            value ^ (value >> 16)
        };
        (0..n).map(&mut word).collect()
    }

    /// `n` words of 64 bits.
    ///
    /// # NumPy
    /// `seed.generate_state(n, np.uint64)`.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_random::SeedSequence::new(1).generate_state_u64(1), [7434755675892716031]);
    /// ```
    pub fn generate_state_u64(&self, n: usize) -> Vec<u64> {
        let halves = self.generate_state(2 * n);
        let (pairs, _) = halves.as_chunks::<2>();
        pairs.iter().map(|[low, high]| u64::from(*low) | u64::from(*high) << 32).collect()
    }

    /// The mixed entropy.
    fn pool(&self) -> Vec<u32> {
        let mut words = self.entropy.0.clone();
        if !self.spawn_key.is_empty() {
            // Without the zeros a short entropy with a key would be a longer one without.
            words.resize(words.len().max(self.pool_size), 0);
            words.extend(&self.spawn_key);
        }
        let mut hash = Hash(INIT_A);
        let mut pool: Vec<u32> =
            (0..self.pool_size).map(|i| hash.of(words.get(i).copied().unwrap_or(0))).collect();
        for from in 0..pool.len() {
            for to in 0..pool.len() {
                if from != to {
                    pool[to] = mix(pool[to], hash.of(pool[from]));
                }
            }
        }
        for &word in words.iter().skip(self.pool_size) {
            for slot in &mut pool {
                *slot = mix(*slot, hash.of(word));
            }
        }
        pool
    }
}

impl<E: Into<Entropy>> From<E> for SeedSequence {
    #[track_caller]
    fn from(entropy: E) -> SeedSequence {
        SeedSequence::new(entropy)
    }
}

/// A hash whose constant changes with every use.
struct Hash(u32);

impl Hash {
    fn of(&mut self, word: u32) -> u32 {
        let mut value = word ^ self.0;
        self.0 = self.0.wrapping_mul(MULT_A);
        value = value.wrapping_mul(self.0);
        value ^ (value >> 16)
    }
}

fn mix(x: u32, y: u32) -> u32 {
    let value = MIX_LEFT.wrapping_mul(x).wrapping_sub(MIX_RIGHT.wrapping_mul(y));
    value ^ (value >> 16)
}
