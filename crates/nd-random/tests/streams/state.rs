//! The state of each bit generator, as the script writes it.

use super::case::digest;
use nd_random::{Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};

pub(crate) trait Described {
    fn described(&self) -> String;
}

fn half(has: bool, value: u32) -> String {
    format!("{} {value:x}", u8::from(has))
}

macro_rules! pcg {
    ($($Pcg:ty)*) => {$(
        impl Described for $Pcg {
            fn described(&self) -> String {
                let state = self.state();
                let half = half(state.has_uint32, state.uinteger);
                format!("{:x} {:x} {half}", state.state, state.inc)
            }
        }
    )*};
}
pcg!(Pcg64 Pcg64Dxsm);

impl Described for Philox {
    fn described(&self) -> String {
        let state = self.state();
        let words = [&state.counter[..], &state.key, &state.buffer].concat();
        let words: Vec<String> = words.iter().map(|word| format!("{word:x}")).collect();
        let half = half(state.has_uint32, state.uinteger);
        format!("{} {} {half}", words.join(" "), state.buffer_pos)
    }
}

impl Described for Sfc64 {
    fn described(&self) -> String {
        let state = self.state();
        let words: Vec<String> = state.state.iter().map(|word| format!("{word:x}")).collect();
        format!("{} {}", words.join(" "), half(state.has_uint32, state.uinteger))
    }
}

impl Described for Mt19937 {
    fn described(&self) -> String {
        let state = self.state();
        let key: Vec<u8> = state.key.iter().flat_map(|word| word.to_le_bytes()).collect();
        format!("{} {}", digest(&key), state.pos)
    }
}
