//! Facsimiles of group 4 (ITU-T T.6): what of a row differs from the row above.

use super::fax_codes;

/// Bits on their way out, the high one of a byte first.
struct Bits<'a> {
    out: &'a mut Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    fn put(&mut self, (bits, count): (u16, u8)) {
        self.held = self.held << count | u32::from(bits);
        self.count += u32::from(count);
        while self.count >= 8 {
            self.count -= 8;
            self.out.push((self.held >> self.count) as u8);
        }
    }
}

/// The end of a block: two marks.
const END: [(u16, u8); 2] = [(1, 12); 2];
const PASS: (u16, u8) = (0b0001, 4);
const HORIZONTAL: (u16, u8) = (0b001, 3);

/// A change at the place of the one above, and up to three columns to the left or right of it: −3 to 3.
const VERTICAL: [(u16, u8); 7] = [
    (0b000_0010, 7),
    (0b00_0010, 6),
    (0b010, 3),
    (0b1, 1),
    (0b011, 3),
    (0b00_0011, 6),
    (0b000_0011, 7),
];

/// Appends rows of `columns` bits, each of which begins with a new byte. White is 0.
pub(super) fn group4(rows: &[u8], columns: usize, out: &mut Vec<u8>) {
    let mut bits = Bits { out, held: 0, count: 0 };
    let (mut above, mut row) = (Vec::new(), Vec::new());
    for bytes in rows.chunks_exact(columns.div_ceil(8).max(1)) {
        changes(bytes, columns, &mut row);
        encode(&above, &row, columns, &mut bits);
        std::mem::swap(&mut above, &mut row);
    }
    END.into_iter().for_each(|mark| bits.put(mark));
    if bits.count > 0 {
        let free = 8 - bits.count as u8;
        bits.put((0, free));
    }
}

/// The columns where the colour changes, white first.
fn changes(bytes: &[u8], columns: usize, out: &mut Vec<usize>) {
    out.clear();
    let mut colour = 0;
    for (k, &byte) in bytes.iter().enumerate() {
        if byte == if colour == 0 { 0 } else { 0xff } {
            continue;
        }
        for at in 8 * k..columns.min(8 * k + 8) {
            let bit = byte >> (7 - at % 8) & 1;
            if bit != colour {
                out.push(at);
                colour = bit;
            }
        }
    }
}

fn encode(above: &[usize], row: &[usize], columns: usize, bits: &mut Bits<'_>) {
    // One before the first column, where the imaginary pixel in front is.
    let (mut at, mut black) = (-1isize, false);
    let place = |changes: &[usize], k: usize| changes.get(k).map_or(columns, |&at| at) as isize;
    let (mut next, mut upper) = (0, 0);
    while at < columns as isize {
        while place(row, next) <= at && next < row.len() {
            next += 1;
        }
        let mine = place(row, next);
        // The first change above to the right of here, to the other colour.
        upper = usize::from(black) + upper / 2 * 2;
        while upper >= 2 && place(above, upper - 2) > at {
            upper -= 2;
        }
        while place(above, upper) <= at && upper < above.len() {
            upper += 2;
        }
        let (theirs, after) = (place(above, upper), place(above, upper + 1));
        if after < mine {
            bits.put(PASS);
            at = after;
        } else if (-3..=3).contains(&(mine - theirs)) {
            bits.put(VERTICAL[(mine - theirs + 3) as usize]);
            (at, black) = (mine, !black);
        } else {
            let end = place(row, next + 1);
            bits.put(HORIZONTAL);
            fax_codes::words(black, (mine - at.max(0)) as usize, &mut |word| bits.put(word));
            fax_codes::words(!black, (end - mine) as usize, &mut |word| bits.put(word));
            at = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fax::{Fax, decode};
    use super::*;

    #[test]
    fn what_is_packed_unpacks() {
        let noise = |i: usize| (i as u32).wrapping_mul(0x9e37_79b9).rotate_left(9) as u8;
        for columns in [1usize, 7, 8, 9, 64, 100, 1729, 2561, 6000] {
            let row = columns.div_ceil(8);
            for style in 0..5 {
                let mut rows: Vec<u8> = (0..row * 20)
                    .map(|i| match style {
                        0 => 0,
                        1 => 0xff,
                        2 => noise(i),
                        3 => noise(i / 40) & noise(i / 90),
                        _ => {
                            if (i % row) * 8 + (i / row) * 3 < columns {
                                0xff
                            } else {
                                0
                            }
                        }
                    })
                    .collect();
                // The bits behind the last column are 0.
                let free = 8 * row - columns;
                rows.chunks_mut(row).for_each(|row| *row.last_mut().unwrap() &= 0xff << free);
                let mut stored = Vec::new();
                group4(&rows, columns, &mut stored);
                let mut out = vec![1; rows.len()];
                let filled = decode(&stored, Fax::Group4, columns, &mut out);
                assert_eq!(filled, Ok(rows.len()), "{columns} {style}");
                assert!(out == rows, "{columns} {style}");
            }
        }
    }
}
