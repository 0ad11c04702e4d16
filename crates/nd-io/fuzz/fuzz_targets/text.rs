//! Text of any sort: arrays, tables and blocks of rows agree, and nothing panics.

#![no_main]

#[path = "../text_properties.rs"]
mod text_properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| text_properties::check(data));
