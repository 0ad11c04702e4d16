//! Archives.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../npz_properties.rs"]
mod npz_properties;

fuzz_target!(|data: &[u8]| npz_properties::check(data));
