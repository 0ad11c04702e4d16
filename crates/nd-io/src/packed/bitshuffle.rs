//! Bits of equal significance put together, by blosc and by the library bitshuffle.

use super::shuffle::unshuffle;
use super::{Result, resize};

/// Undoes the shuffle of bits: bit `k` of byte `j` of item `i` lies in row `8·j + k`, at bit `i`.
/// The number of items is a multiple of 8, and `out` as long as `bytes`; `planes` is room to use again.
///
/// Eight rows at a time are matrices of 8 × 8 bits side by side, which are transposed by exchanges between
/// words (Hacker's Delight, 7–3), and then matrices of 8 × 8 bytes, which are too. That leaves the bytes of
/// equal significance together.
pub(crate) fn unshuffle_bits(
    bytes: &[u8],
    out: &mut [u8],
    size: usize,
    planes: &mut Vec<u8>,
) -> Result<()> {
    let row = bytes.len() / size.max(1) / 8;
    if row == 0 {
        out.copy_from_slice(bytes);
        return Ok(());
    }
    if size == 1 {
        turn(bytes, row, out);
        return Ok(());
    }
    resize(planes, bytes.len())?;
    for (rows, plane) in bytes.chunks_exact(8 * row).zip(planes.chunks_exact_mut(8 * row)) {
        turn(rows, row, plane);
    }
    unshuffle(planes, out, size);
    Ok(())
}

/// Words of a row that are turned at a time.
const LANES: usize = 4;

/// Eight words, each of a row, at some places side by side.
type Rows = [[u64; LANES]; 8];

/// Brings the bits of every item of a plane together, in order: `rows` are eight, `plane` is as long as they.
fn turn(rows: &[u8], row: usize, plane: &mut [u8]) {
    let step = 8 * LANES;
    let whole = row / step * step;
    for at in (0..whole).step_by(step) {
        let mut words = Rows::default();
        for (k, words) in words.iter_mut().enumerate() {
            let (bytes, _) = rows[k * row + at..][..step].as_chunks::<8>();
            for (word, bytes) in words.iter_mut().zip(bytes) {
                *word = u64::from_le_bytes(*bytes);
            }
        }
        exchange(&mut words, BITS);
        exchange(&mut words, BYTES);
        let (items, _) = plane[8 * at..][..8 * step].as_chunks_mut::<8>();
        for (lane, items) in items.chunks_exact_mut(8).enumerate() {
            for (words, item) in words.iter().zip(items) {
                *item = words[lane].to_le_bytes();
            }
        }
    }
    for at in whole..row {
        let mut words = Rows::default();
        for (k, words) in words.iter_mut().enumerate() {
            words[0] = u64::from(rows[k * row + at]);
        }
        exchange(&mut words, BITS);
        for (words, item) in words.iter().zip(&mut plane[8 * at..][..8]) {
            *item = words[0] as u8;
        }
    }
}

/// By how many bits what is exchanged is apart, and which bits go up, for partners 4, 2 and 1 rows away.
type Exchanges = [(u32, u64); 3];

/// Matrices of bits, one in each byte.
const BITS: Exchanges =
    [(4, 0x0f0f_0f0f_0f0f_0f0f), (2, 0x3333_3333_3333_3333), (1, 0x5555_5555_5555_5555)];
/// Matrices of bytes, one in each word.
const BYTES: Exchanges =
    [(32, 0x0000_0000_ffff_ffff), (16, 0x0000_ffff_0000_ffff), (8, 0x00ff_00ff_00ff_00ff)];

/// Transposes: exchanges element `m + s` of row `k` with element `m` of row `k + s`, for `s` of 4, 2 and 1.
#[inline(always)]
fn exchange(words: &mut Rows, exchanges: Exchanges) {
    for (s, (shift, mask)) in [4, 2, 1].into_iter().zip(exchanges) {
        for k in (0..8).filter(|k| k & s == 0) {
            for lane in 0..LANES {
                let (a, b) = (words[k][lane], words[k + s][lane]);
                let moved = ((a >> shift) ^ b) & mask;
                words[k + s][lane] = b ^ moved;
                words[k][lane] = a ^ (moved << shift);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_lie_where_they_should() {
        for size in [1, 2, 3, 4, 8, 12] {
            for items in [0, 8, 16, 72, 256, 1000] {
                let bytes: Vec<u8> =
                    (0..items * size).map(|i: usize| (i * i * 31 + i / 7) as u8).collect();
                let row = items / 8;
                let mut rows = vec![0u8; bytes.len()];
                for (i, item) in bytes.chunks_exact(size).enumerate() {
                    for (j, byte) in item.iter().enumerate() {
                        for k in 0..8 {
                            rows[(8 * j + k) * row + i / 8] |= (byte >> k & 1) << (i % 8);
                        }
                    }
                }
                let mut out = vec![0; bytes.len()];
                unshuffle_bits(&rows, &mut out, size, &mut Default::default()).unwrap();
                assert_eq!(out, bytes, "{size} {items}");
            }
        }
    }
}
