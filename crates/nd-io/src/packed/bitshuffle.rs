//! Bits of equal significance put together, by blosc.

/// Undoes blosc's bit shuffle: bit `k` of byte `j` of item `i` lies in row `8·j + k`, at bit `i`.
/// The number of items is a multiple of 8.
pub(crate) fn unshuffle_bits(bytes: &[u8], out: &mut [u8], size: usize) {
    let n = bytes.len() / size.max(1);
    let row = n / 8;
    for j in 0..size {
        let rows = &bytes[8 * j * row..8 * (j + 1) * row];
        for group in 0..row {
            let bits =
                (0..8).fold(0u64, |bits, k| bits | u64::from(rows[k * row + group]) << (8 * k));
            let turned = transpose_bits(bits).to_le_bytes();
            for (i, byte) in turned.into_iter().enumerate() {
                out[(8 * group + i) * size + j] = byte;
            }
        }
    }
}

/// Transposes 8 × 8 bits (Hacker's Delight, 7–3).
fn transpose_bits(mut x: u64) -> u64 {
    let mut t = (x ^ (x >> 7)) & 0x00AA_00AA_00AA_00AA;
    x ^= t ^ (t << 7);
    t = (x ^ (x >> 14)) & 0x0000_CCCC_0000_CCCC;
    x ^= t ^ (t << 14);
    t = (x ^ (x >> 28)) & 0x0000_0000_F0F0_F0F0;
    x ^ t ^ (t << 28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_transposed() {
        for (i, k) in [(0, 0), (1, 0), (3, 7), (7, 2)] {
            assert_eq!(transpose_bits(1 << (8 * i + k)), 1 << (8 * k + i));
        }
    }
}
