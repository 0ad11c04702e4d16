//! What serde writes of a bit generator: its state and its seed.
//!
//! What is read goes through the checks of `from_state`.

use super::{
    Mt19937, Mt19937State, Pcg64, Pcg64Dxsm, Pcg64State, Philox, PhiloxState, Sfc64, Sfc64State,
};
use crate::error::RandomError;
use crate::seed::SeedSequence;
use serde::{Deserialize, Serialize};

/// A state, and what the generator was seeded with, to spawn from.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<S> {
    state: S,
    seed: Option<Box<SeedSequence>>,
}

macro_rules! stored {
    ($($Bits:ident $State:ident)*) => {$(
        impl From<$Bits> for Stored<$State> {
            fn from(bits: $Bits) -> Self {
                Stored { state: bits.state(), seed: bits.seed }
            }
        }
        impl TryFrom<Stored<$State>> for $Bits {
            type Error = RandomError;

            fn try_from(stored: Stored<$State>) -> Result<Self, RandomError> {
                let mut bits = $Bits::from_state(stored.state)?;
                bits.seed = stored.seed;
                Ok(bits)
            }
        }
    )*};
}
stored! {
    Mt19937 Mt19937State
    Pcg64 Pcg64State
    Pcg64Dxsm Pcg64State
    Philox PhiloxState
}

impl From<Sfc64> for Stored<Sfc64State> {
    fn from(bits: Sfc64) -> Self {
        Stored { state: bits.state(), seed: bits.seed }
    }
}

impl From<Stored<Sfc64State>> for Sfc64 {
    fn from(stored: Stored<Sfc64State>) -> Self {
        let mut bits = Sfc64::from_state(stored.state);
        bits.seed = stored.seed;
        bits
    }
}

/// Arrays that are too long for serde.
pub(crate) mod words {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        words: &[u32; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        words.as_slice().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u32; N], D::Error> {
        let words = Vec::<u32>::deserialize(from)?;
        let wrong =
            |words: Vec<u32>| D::Error::invalid_length(words.len(), &format!("{N} words").as_str());
        words.try_into().map_err(wrong)
    }
}
