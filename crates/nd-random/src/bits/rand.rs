//! The traits of `rand_core`: whatever is written for the `rand` family draws from ours too.
//!
//! Implementing `TryRng` without errors gives `Rng`. `SeedableRng` is left out: its seeds are
//! bytes and its `from_seed` would stand beside NumPy's, with other streams.

use super::{BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use crate::generator::Generator;
use rand_core::utils::fill_bytes_via_next_word;
use rand_core::{Infallible, TryRng};

macro_rules! rand_traits {
    ($([$($gen:tt)*] $Type:ty, $bits:ident => $source:expr;)*) => {$(
        impl $($gen)* TryRng for $Type {
            type Error = Infallible;

            #[inline]
            fn try_next_u32(&mut self) -> Result<u32, Infallible> {
                let $bits = self;
                Ok(BitGenerator::next_u32($source))
            }

            #[inline]
            fn try_next_u64(&mut self) -> Result<u64, Infallible> {
                let $bits = self;
                Ok(BitGenerator::next_u64($source))
            }

            /// The bytes of `rng.bytes(n)` in NumPy: 32 bits at a time, lowest byte first. For
            /// no bytes NumPy takes a draw, and this none.
            fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
                fill_bytes_via_next_word(out, || self.try_next_u32())
            }
        }
    )*};
}
rand_traits! {
    [] Mt19937, bits => bits;
    [] Pcg64, bits => bits;
    [] Pcg64Dxsm, bits => bits;
    [] Philox, bits => bits;
    [] Sfc64, bits => bits;
    [<B: BitGenerator>] Generator<B>, rng => rng.bit_generator_mut();
}
