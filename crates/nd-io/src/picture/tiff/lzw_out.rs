//! LZW as TIFF packs it: the high bit first, the width of codes growing one code early.

/// The codes that mean something else than a string.
const CLEAR: u32 = 256;
const END: u32 = 257;

/// The last string before all are forgotten: readers differ in what they do with a full table.
const LAST: u32 = 4093;

/// Places of the table of strings, four for each.
const PLACES: usize = 1 << 14;

/// Bits on their way out.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u64,
    count: u32,
}

impl Bits<'_> {
    #[inline(always)]
    fn put(&mut self, code: u32, width: u32) {
        self.held = self.held << width | u64::from(code);
        self.count += width;
        if self.count >= 32 {
            self.count -= 32;
            self.out.extend_from_slice(&((self.held >> self.count) as u32).to_be_bytes());
        }
    }

    fn finish(self) {
        let mut count = self.count;
        while count >= 8 {
            count -= 8;
            self.out.push((self.held >> count) as u8);
        }
        if count > 0 {
            self.out.push((self.held << (8 - count)) as u8);
        }
    }
}

/// Strings by what they go on from and the byte that they end in.
struct Strings {
    /// The round, the string before, the byte; those of other rounds are forgotten.
    keys: Vec<u32>,
    codes: Vec<u16>,
    round: u32,
}

impl Strings {
    fn new() -> Self {
        Self { keys: vec![0; PLACES], codes: vec![0; PLACES], round: 1 }
    }

    fn forget(&mut self) {
        self.round += 1;
        if self.round == 1 << 12 {
            self.keys.fill(0);
            self.round = 1;
        }
    }

    /// The string of that name, or the place where it goes.
    #[inline(always)]
    fn find(&self, before: u32, byte: u8) -> Result<u32, usize> {
        let key = self.round << 20 | before << 8 | u32::from(byte);
        let mut place = (key.wrapping_mul(0x9e37_79b1) >> 18) as usize;
        loop {
            let held = self.keys[place];
            if held == key {
                return Ok(self.codes[place].into());
            }
            if held >> 20 != self.round {
                return Err(place);
            }
            place = (place + 1) % PLACES;
        }
    }

    fn insert(&mut self, place: usize, (before, byte): (u32, u8), code: u32) {
        self.keys[place] = self.round << 20 | before << 8 | u32::from(byte);
        self.codes[place] = code as u16;
    }
}

/// Appends the packed bytes.
pub(super) fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    let mut bits = Bits { out, held: 0, count: 0 };
    bits.put(CLEAR, 9);
    let Some((&first, rest)) = bytes.split_first() else {
        bits.put(END, 9);
        return bits.finish();
    };
    let mut strings = Strings::new();
    let (mut next, mut width, mut string) = (END + 1, 9, u32::from(first));
    for &byte in rest {
        let place = match strings.find(string, byte) {
            Ok(longer) => {
                string = longer;
                continue;
            }
            Err(place) => place,
        };
        bits.put(string, width);
        strings.insert(place, (string, byte), next);
        if next + 1 == 1 << width {
            width += 1;
        }
        if next == LAST {
            bits.put(CLEAR, 12);
            strings.forget();
            (next, width) = (END, 9);
        }
        next += 1;
        string = byte.into();
    }
    bits.put(string, width);
    // The reader's table grows by this one too.
    if next + 1 == 1 << width && width < 12 {
        width += 1;
    }
    bits.put(END, width);
    bits.finish();
}

#[cfg(test)]
mod tests {
    use super::super::lzw::decode_to;
    use super::*;

    #[test]
    fn what_is_packed_unpacks() {
        let noise = |i: u32| (i.wrapping_mul(0x9e37_79b9) >> 24) as u8;
        let mut inputs: Vec<Vec<u8>> = vec![
            vec![7; 100_000],
            (0..200_000).map(noise).collect(),
            (0..200_000).map(|i| noise(i) >> 5).collect(),
            (0..50_000).map(|i| if i % 5000 < 2500 { noise(i) } else { 3 }).collect(),
        ];
        // Every length up to those where codes get wider and are forgotten.
        inputs.extend((0..300).map(|n| (0..n).map(noise).collect()));
        inputs.extend((3700..3900).map(|n| (0..n).map(noise).collect()));
        for bytes in inputs {
            let mut stored = Vec::new();
            encode(&bytes, &mut stored);
            let mut out = vec![0; bytes.len() + 5];
            assert_eq!(decode_to(&stored, &mut out).unwrap(), bytes.len());
            assert!(out[..bytes.len()] == bytes);
        }
    }
}
