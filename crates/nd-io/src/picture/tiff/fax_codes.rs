//! The code words of facsimiles (ITU-T T.4): runs of white and black.

/// The most bits of a code word.
pub(super) const LONGEST: u32 = 13;

/// A code word: its bits, how many, and the run it stands for.
type Word = (u16, u8, u16);

/// White runs of up to 63 pixels by themselves.
const WHITE: [(u16, u8); 64] = [
    (0x35, 8),
    (0x07, 6),
    (0x07, 4),
    (0x08, 4),
    (0x0b, 4),
    (0x0c, 4),
    (0x0e, 4),
    (0x0f, 4),
    (0x13, 5),
    (0x14, 5),
    (0x07, 5),
    (0x08, 5),
    (0x08, 6),
    (0x03, 6),
    (0x34, 6),
    (0x35, 6),
    (0x2a, 6),
    (0x2b, 6),
    (0x27, 7),
    (0x0c, 7),
    (0x08, 7),
    (0x17, 7),
    (0x03, 7),
    (0x04, 7),
    (0x28, 7),
    (0x2b, 7),
    (0x13, 7),
    (0x24, 7),
    (0x18, 7),
    (0x02, 8),
    (0x03, 8),
    (0x1a, 8),
    (0x1b, 8),
    (0x12, 8),
    (0x13, 8),
    (0x14, 8),
    (0x15, 8),
    (0x16, 8),
    (0x17, 8),
    (0x28, 8),
    (0x29, 8),
    (0x2a, 8),
    (0x2b, 8),
    (0x2c, 8),
    (0x2d, 8),
    (0x04, 8),
    (0x05, 8),
    (0x0a, 8),
    (0x0b, 8),
    (0x52, 8),
    (0x53, 8),
    (0x54, 8),
    (0x55, 8),
    (0x24, 8),
    (0x25, 8),
    (0x58, 8),
    (0x59, 8),
    (0x5a, 8),
    (0x5b, 8),
    (0x4a, 8),
    (0x4b, 8),
    (0x32, 8),
    (0x33, 8),
    (0x34, 8),
];

/// White runs of 64, 128, … 1728 pixels, to be followed by another.
const WHITE_LONG: [(u16, u8); 27] = [
    (0x1b, 5),
    (0x12, 5),
    (0x17, 6),
    (0x37, 7),
    (0x36, 8),
    (0x37, 8),
    (0x64, 8),
    (0x65, 8),
    (0x68, 8),
    (0x67, 8),
    (0xcc, 9),
    (0xcd, 9),
    (0xd2, 9),
    (0xd3, 9),
    (0xd4, 9),
    (0xd5, 9),
    (0xd6, 9),
    (0xd7, 9),
    (0xd8, 9),
    (0xd9, 9),
    (0xda, 9),
    (0xdb, 9),
    (0x98, 9),
    (0x99, 9),
    (0x9a, 9),
    (0x18, 6),
    (0x9b, 9),
];

/// Black runs of up to 63 pixels.
const BLACK: [(u16, u8); 64] = [
    (0x37, 10),
    (0x02, 3),
    (0x03, 2),
    (0x02, 2),
    (0x03, 3),
    (0x03, 4),
    (0x02, 4),
    (0x03, 5),
    (0x05, 6),
    (0x04, 6),
    (0x04, 7),
    (0x05, 7),
    (0x07, 7),
    (0x04, 8),
    (0x07, 8),
    (0x18, 9),
    (0x17, 10),
    (0x18, 10),
    (0x08, 10),
    (0x67, 11),
    (0x68, 11),
    (0x6c, 11),
    (0x37, 11),
    (0x28, 11),
    (0x17, 11),
    (0x18, 11),
    (0xca, 12),
    (0xcb, 12),
    (0xcc, 12),
    (0xcd, 12),
    (0x68, 12),
    (0x69, 12),
    (0x6a, 12),
    (0x6b, 12),
    (0xd2, 12),
    (0xd3, 12),
    (0xd4, 12),
    (0xd5, 12),
    (0xd6, 12),
    (0xd7, 12),
    (0x6c, 12),
    (0x6d, 12),
    (0xda, 12),
    (0xdb, 12),
    (0x54, 12),
    (0x55, 12),
    (0x56, 12),
    (0x57, 12),
    (0x64, 12),
    (0x65, 12),
    (0x52, 12),
    (0x53, 12),
    (0x24, 12),
    (0x37, 12),
    (0x38, 12),
    (0x27, 12),
    (0x28, 12),
    (0x58, 12),
    (0x59, 12),
    (0x2b, 12),
    (0x2c, 12),
    (0x5a, 12),
    (0x66, 12),
    (0x67, 12),
];

/// Black runs of 64, 128, … 1728 pixels.
const BLACK_LONG: [(u16, u8); 27] = [
    (0x0f, 10),
    (0xc8, 12),
    (0xc9, 12),
    (0x5b, 12),
    (0x33, 12),
    (0x34, 12),
    (0x35, 12),
    (0x6c, 13),
    (0x6d, 13),
    (0x4a, 13),
    (0x4b, 13),
    (0x4c, 13),
    (0x4d, 13),
    (0x72, 13),
    (0x73, 13),
    (0x74, 13),
    (0x75, 13),
    (0x76, 13),
    (0x77, 13),
    (0x52, 13),
    (0x53, 13),
    (0x54, 13),
    (0x55, 13),
    (0x5a, 13),
    (0x5b, 13),
    (0x64, 13),
    (0x65, 13),
];

/// Runs of 1792, 1856, … 2560 pixels of either colour.
const LONGER: [(u16, u8); 13] = [
    (0x08, 11),
    (0x0c, 11),
    (0x0d, 11),
    (0x12, 12),
    (0x13, 12),
    (0x14, 12),
    (0x15, 12),
    (0x16, 12),
    (0x17, 12),
    (0x1c, 12),
    (0x1d, 12),
    (0x1e, 12),
    (0x1f, 12),
];

/// The code words of a run of either colour, one after the other.
pub(super) fn words(black: bool, mut run: usize, put: &mut dyn FnMut((u16, u8))) {
    let (short, long) = if black { (&BLACK, &BLACK_LONG) } else { (&WHITE, &WHITE_LONG) };
    while run >= 2560 {
        put(LONGER[12]);
        run -= 2560;
    }
    match run / 64 {
        0 => {}
        n @ 1..28 => put(long[n - 1]),
        n => put(LONGER[n - 28]),
    }
    put(short[run % 64]);
}

/// What every 13 bits begin with: the run, and the length of its code word; length 0 for none.
pub(super) struct Runs(Box<[(u16, u8)]>);

impl Runs {
    pub(super) fn white() -> Self {
        Self::new(&WHITE, &WHITE_LONG)
    }

    pub(super) fn black() -> Self {
        Self::new(&BLACK, &BLACK_LONG)
    }

    fn new(short: &[(u16, u8)], long: &[(u16, u8)]) -> Self {
        let runs = |words: &[(u16, u8)], first: u16, step: u16| -> Vec<Word> {
            let numbered = words.iter().zip(0..);
            numbered.map(|(&(bits, len), k)| (bits, len, first + k * step)).collect()
        };
        let words = [runs(short, 0, 1), runs(long, 64, 64), runs(&LONGER, 1792, 64)].concat();
        let mut table = vec![(0, 0); 1 << LONGEST].into_boxed_slice();
        for (bits, len, run) in words {
            let free = LONGEST - u32::from(len);
            let first = usize::from(bits) << free;
            table[first..first + (1 << free)].fill((run, len));
        }
        Self(table)
    }

    /// The run that 13 bits begin with, and how many of them are its.
    pub(super) fn find(&self, bits: usize) -> Option<(usize, u32)> {
        let (run, len) = self.0[bits];
        (len > 0).then_some((usize::from(run), u32::from(len)))
    }
}
