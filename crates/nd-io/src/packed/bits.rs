//! [`Bits`]: bytes as a row of bits, the highest of a byte first.

/// A reader of bits.
pub(crate) struct Bits<'a> {
    rest: &'a [u8],
    /// Bits that were taken from `rest` and not given, the next one highest of `held`.
    word: u64,
    held: u32,
}

impl<'a> Bits<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, word: 0, held: 0 }
    }

    /// At least 57 bits held, or all there are.
    fn fill(&mut self) {
        if let Some(eight) = self.rest.first_chunk::<8>() {
            let bytes = (64 - self.held) / 8;
            if bytes > 0 {
                let next = u64::from_be_bytes(*eight) >> (64 - 8 * bytes);
                self.word = if bytes == 8 { next } else { self.word << (8 * bytes) | next };
                self.held += 8 * bytes;
                self.rest = &self.rest[bytes as usize..];
            }
            return;
        }
        while self.held <= 56
            && let Some((&byte, rest)) = self.rest.split_first()
        {
            (self.word, self.held) = (self.word << 8 | u64::from(byte), self.held + 8);
            self.rest = rest;
        }
    }

    /// A number of up to 32 bits.
    pub(crate) fn get(&mut self, count: u32) -> Option<u32> {
        if count == 0 {
            return Some(0);
        }
        if self.held < count {
            self.fill();
        }
        self.held = self.held.checked_sub(count)?;
        Some((self.word >> self.held & ((1 << count) - 1)) as u32)
    }

    /// A number of up to 128 bits.
    pub(crate) fn get_wide(&mut self, count: u32) -> Option<u128> {
        let mut value = 0;
        let mut left = count;
        while left > 0 {
            let part = left.min(32);
            value = value << part | u128::from(self.get(part)?);
            left -= part;
        }
        Some(value)
    }

    /// The number of zeros before the next one, which is passed.
    pub(crate) fn zeros(&mut self) -> Option<u32> {
        let mut count = 0u32;
        loop {
            if self.held == 0 {
                self.fill();
                if self.held == 0 {
                    return None;
                }
            }
            let left = self.word << (64 - self.held);
            let zeros = left.leading_zeros();
            if zeros < self.held {
                self.held -= zeros + 1;
                return Some(count + zeros);
            }
            count = count.checked_add(self.held)?;
            self.held = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_in_order() {
        let bytes: Vec<u8> = (0..40u8).map(|i| i.wrapping_mul(37) ^ 0x5a).collect();
        let bit = |i: usize| u128::from(bytes[i / 8] >> (7 - i % 8) & 1);
        for width in [1u32, 3, 7, 8, 13, 31, 32, 33, 64, 100] {
            let mut bits = Bits::new(&bytes);
            let mut at = 0;
            while at + width as usize <= 320 {
                let want = (at..at + width as usize).fold(0, |all, i| all << 1 | bit(i));
                assert_eq!(bits.get_wide(width), Some(want), "{width} {at}");
                at += width as usize;
            }
            assert_eq!(bits.get_wide(width), None);
        }
        let mut bits = Bits::new(&[0b0010_0000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0b1100_0000]);
        assert_eq!((bits.zeros(), bits.zeros(), bits.get(0)), (Some(2), Some(84), Some(0)));
        assert_eq!((bits.zeros(), bits.zeros(), bits.zeros()), (Some(0), Some(0), None));
    }
}
