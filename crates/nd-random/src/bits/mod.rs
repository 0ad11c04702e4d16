//! Bit generators: where random bits come from.

mod mt19937;
mod pcg64;
mod pcg64dxsm;
mod philox;
mod rand;
mod sfc64;
#[cfg(feature = "serde")]
mod stored;

pub use mt19937::{Mt19937, Mt19937State};
pub use pcg64::{Pcg64, Pcg64State};
pub use pcg64dxsm::Pcg64Dxsm;
pub use philox::{Philox, PhiloxState};
pub use sfc64::{Sfc64, Sfc64State};
#[cfg(feature = "serde")]
use stored::Stored;

use crate::compiled::{
    self, Continuous, Discrete, Drawing, Narrow, drawing_methods, with_integers,
};
use crate::error::RandomError;
use crate::generator::{self, Between, ChoiceOptions};
use crate::seed::SeedSequence;
use crate::size::Target;
use nd_core::{Array, Shape, View};

/// A stream of random bits, of one of NumPy's kinds.
///
/// Implement it to draw from a stream of your own.
pub trait BitGenerator: Clone + Send + Sync {
    /// The class in `numpy.random`.
    const NAME: &'static str;

    /// The stream of a seed.
    fn from_seed(seed: impl Into<SeedSequence>) -> Self
    where
        Self: Sized;

    /// 64 random bits.
    fn next_u64(&mut self) -> u64;

    /// 32 random bits. Generators of 64 keep the upper half for the next call.
    fn next_u32(&mut self) -> u32;

    /// As many bits as it makes at a time: 64, from [`Mt19937`] 32.
    ///
    /// # NumPy
    /// `bit_generator.random_raw()`.
    #[inline(always)]
    fn next_raw(&mut self) -> u64 {
        self.next_u64()
    }

    /// A number in [0, 1): a multiple of 2⁻⁵³.
    #[inline(always)]
    fn next_f64(&mut self) -> f64 {
        f64_of(self.next_u64())
    }

    /// A number in [0, 1): a multiple of 2⁻²⁴.
    #[inline(always)]
    fn next_f32(&mut self) -> f32 {
        f32_of(self.next_u32())
    }

    /// What it was seeded with; `None` if it was made from a state.
    fn seed_sequence(&self) -> Option<&SeedSequence>;

    /// What it was seeded with, to spawn from.
    fn seed_sequence_mut(&mut self) -> Option<&mut SeedSequence>;

    /// `n` independent generators of the same kind.
    ///
    /// # Errors
    /// [`RandomError::NotSpawnable`] if it was made from a state.
    ///
    /// # NumPy
    /// `bit_generator.spawn(n)`.
    fn spawn(&mut self, n: usize) -> Result<Vec<Self>, RandomError>
    where
        Self: Sized,
    {
        let seed = self.seed_sequence_mut().ok_or(RandomError::NotSpawnable)?;
        Ok(seed.spawn(n).into_iter().map(Self::from_seed).collect())
    }

    /// A copy that is `draws` calls of [`next_u64`](Self::next_u64) ahead, where that is
    /// cheap: it lets threads share out one stream. Kept halves are not touched.
    #[inline]
    fn ahead(&self, draws: u64) -> Option<Self>
    where
        Self: Sized,
    {
        let _ = draws;
        None
    }

    /// Whether [`next_u32`](Self::next_u32) would return a kept half. Meaningful only where
    /// [`ahead`](Self::ahead) works.
    #[inline]
    fn keeps_half(&self) -> bool {
        false
    }

    with_integers!(drawing_methods);
}

/// Bit generators that can skip any number of draws at once.
pub trait Advance: BitGenerator {
    /// Skips `draws` steps of the state, and forgets a kept half. Backwards where the count
    /// wraps round the period of the state.
    ///
    /// A step is a call of [`next_u64`](BitGenerator::next_u64), but 4 calls for [`Philox`].
    ///
    /// # NumPy
    /// `bit_generator.advance(draws)`.
    fn advance(&mut self, draws: u128);
}

/// Bit generators that can be moved to a distant part of their stream.
pub trait Jump: BitGenerator {
    /// A copy that is far ahead, `times` as far: streams of jumped generators do not meet.
    ///
    /// # NumPy
    /// `bit_generator.jumped(times)`.
    #[must_use]
    fn jumped(&self, times: u64) -> Self;
}

/// The upper 53 bits as a multiple of 2⁻⁵³.
#[inline(always)]
pub(crate) fn f64_of(bits: u64) -> f64 {
    (bits >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
}

/// The upper 24 bits as a multiple of 2⁻²⁴.
#[inline(always)]
pub(crate) fn f32_of(bits: u32) -> f32 {
    (bits >> 8) as f32 * (1.0 / (1u32 << 24) as f32)
}

/// The upper half of a draw of 64 bits, kept for the next draw of 32.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Half {
    /// Whether `value` is still to be handed out.
    pub(crate) kept: bool,
    /// NumPy keeps the value after it was handed out, and so does this.
    pub(crate) value: u32,
}

impl Half {
    /// The kept half, or the lower half of a new draw.
    #[inline(always)]
    pub(crate) fn next(&mut self, draw: impl FnOnce() -> u64) -> u32 {
        if self.kept {
            self.kept = false;
            return self.value;
        }
        let bits = draw();
        *self = Half { kept: true, value: (bits >> 32) as u32 };
        bits as u32
    }
}
