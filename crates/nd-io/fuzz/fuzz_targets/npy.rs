//! `.npy` files of numbers, strings and records.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../npy_properties.rs"]
mod npy_properties;

fuzz_target!(|data: &[u8]| npy_properties::check(data));
