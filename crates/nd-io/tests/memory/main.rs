//! How much memory reading takes. The allocator that counts is the process's, so there is one test.
#![allow(clippy::print_stdout, reason = "people read what was counted")]

mod counting;
#[cfg(feature = "hdf5")]
mod hdf5;
#[cfg(feature = "hdf5")]
#[allow(dead_code, reason = "other tests use the rest")]
#[path = "../formats/hdf5_files.rs"]
mod hdf5_files;
mod npy;
mod text;

#[test]
fn memory_is_bounded() {
    // First: it looks at the most address space the process ever had.
    npy::memory_is_bounded_by_the_file();
    text::memory_is_bounded_by_the_text();
    #[cfg(feature = "hdf5")]
    hdf5::memory_is_bounded();
}
