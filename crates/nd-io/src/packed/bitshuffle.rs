//! Bits of equal significance put together, by blosc and by the library bitshuffle.

use super::shuffle::unshuffle;
use super::{Result, resize};

/// Undoes the shuffle of bits: bit `k` of byte `j` of item `i` lies in row `8·j + k`, at bit `i`.
/// The number of items is a multiple of 8, and `out` as long as `bytes`.
///
/// Eight rows at a time are transposed as many matrices of 8 × 8 bits side by side, by exchanges between
/// rows (Hacker's Delight, 7–3). That leaves bytes at distances, which is byte shuffle twice.
pub(crate) fn unshuffle_bits(
    bytes: &[u8],
    out: &mut [u8],
    size: usize,
    planes: &mut [Vec<u8>; 2],
) -> Result<()> {
    let row = bytes.len() / size.max(1) / 8;
    let [turned, bytewise] = planes;
    resize(turned, bytes.len())?;
    turned.copy_from_slice(bytes);
    if row == 0 {
        return Ok(());
    }
    if size == 1 {
        transpose(turned, row);
        unshuffle(turned, out, 8);
        return Ok(());
    }
    resize(bytewise, bytes.len())?;
    let plane = 8 * row;
    for (rows, plane) in turned.chunks_exact_mut(plane).zip(bytewise.chunks_exact_mut(plane)) {
        transpose(rows, row);
        unshuffle(rows, plane, 8);
    }
    unshuffle(bytewise, out, size);
    Ok(())
}

/// Words of a row that are turned at a time.
const LANES: usize = 4;

/// Transposes the matrices that the bytes at equal places of eight rows are.
fn transpose(rows: &mut [u8], row: usize) {
    let step = 8 * LANES;
    let whole = row / step * step;
    for at in (0..whole).step_by(step) {
        let mut words = [[0u64; LANES]; 8];
        for (k, words) in words.iter_mut().enumerate() {
            let (bytes, _) = rows[k * row + at..][..step].as_chunks::<8>();
            for (word, bytes) in words.iter_mut().zip(bytes) {
                *word = u64::from_le_bytes(*bytes);
            }
        }
        exchange(&mut words);
        for (k, words) in words.iter().enumerate() {
            let (bytes, _) = rows[k * row + at..][..step].as_chunks_mut::<8>();
            for (word, bytes) in words.iter().zip(bytes) {
                *bytes = word.to_le_bytes();
            }
        }
    }
    for at in whole..row {
        let mut words = [[0u64; LANES]; 8];
        for (k, words) in words.iter_mut().enumerate() {
            words[0] = u64::from(rows[k * row + at]);
        }
        exchange(&mut words);
        for (k, words) in words.iter().enumerate() {
            rows[k * row + at] = words[0] as u8;
        }
    }
}

/// Exchanges bit `m + s` of row `k` with bit `m` of row `k + s`, for `s` of 4, 2 and 1.
#[inline(always)]
fn exchange(words: &mut [[u64; LANES]; 8]) {
    let masks =
        [(4, 0x0f0f_0f0f_0f0f_0f0f), (2, 0x3333_3333_3333_3333), (1, 0x5555_5555_5555_5555)];
    for (s, mask) in masks {
        for k in 0..8 {
            if k & s != 0 {
                continue;
            }
            for lane in 0..LANES {
                let (a, b) = (words[k][lane], words[k + s][lane]);
                let moved = ((a >> s) ^ b) & mask;
                words[k + s][lane] = b ^ moved;
                words[k][lane] = a ^ (moved << s);
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
