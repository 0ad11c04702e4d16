//! [`Digest`]: a number that tells contents apart.

use nd_core::{AnyView, DType};
use std::io;

/// The 64-bit Fowler–Noll–Vo hash 1a (<http://www.isthe.com/chongo/tech/comp/fnv/>): the same in every
/// version of this crate, which std's hasher is not.
pub(crate) struct Digest(u64);

impl Digest {
    /// That of nothing.
    pub(crate) fn new() -> Digest {
        Digest(0xcbf2_9ce4_8422_2325)
    }

    /// That of some bytes.
    pub(crate) fn of(bytes: &[u8]) -> u64 {
        let mut digest = Digest::new();
        digest.add(bytes);
        digest.value()
    }

    /// A faster one, of eight bytes at a time.
    pub(crate) fn of_words(bytes: &[u8]) -> u64 {
        let (words, rest) = bytes.as_chunks::<8>();
        let mixed =
            |sum: u64, word: u64| (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        words.iter().fold(Digest::of(rest), |sum, word| mixed(sum, u64::from_le_bytes(*word)))
    }

    /// That of the shape, the element type and the elements of an array.
    pub(crate) fn of_array(view: AnyView<'_>) -> u64 {
        let mut digest = Digest::new();
        if view.dtype() == DType::BF16 {
            // The format has no such elements; each is one of these.
            digest.add(view.dtype().name().as_bytes());
            digest.add(&Digest::of_array(view.cast(DType::F32).view()).to_le_bytes());
            return digest.value();
        }
        nd_io::write_npy_any(&mut digest, view).expect("a digest takes whatever it is given");
        digest.value()
    }

    /// Adds bytes to those before.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The number.
    pub(crate) fn value(&self) -> u64 {
        self.0
    }
}

impl io::Write for Digest {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.add(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
