//! Bytes, or bits, of equal significance put together, and back.

/// `out[j·n + i] = bytes[i·size + j]`; what is left over stays where it is.
pub(super) fn shuffle(bytes: &[u8], out: &mut [u8], size: usize) {
    match size {
        0 | 1 => out.copy_from_slice(bytes),
        2 => shuffle_items::<2>(bytes, out),
        4 => shuffle_items::<4>(bytes, out),
        8 => shuffle_items::<8>(bytes, out),
        16 => shuffle_items::<16>(bytes, out),
        _ => {
            let n = bytes.len() / size;
            for (i, item) in bytes.chunks_exact(size).enumerate() {
                for (j, &byte) in item.iter().enumerate() {
                    out[j * n + i] = byte;
                }
            }
            out[n * size..].copy_from_slice(&bytes[n * size..]);
        }
    }
}

/// Undoes [`shuffle`].
pub(super) fn unshuffle(bytes: &[u8], out: &mut [u8], size: usize) {
    match size {
        0 | 1 => out.copy_from_slice(bytes),
        2 => unshuffle_items::<2>(bytes, out),
        4 => unshuffle_items::<4>(bytes, out),
        8 => unshuffle_items::<8>(bytes, out),
        16 => unshuffle_items::<16>(bytes, out),
        _ => {
            let n = bytes.len() / size;
            for (i, item) in out.chunks_exact_mut(size).enumerate() {
                for (j, byte) in item.iter_mut().enumerate() {
                    *byte = bytes[j * n + i];
                }
            }
            out[n * size..].copy_from_slice(&bytes[n * size..]);
        }
    }
}

fn shuffle_items<const SIZE: usize>(bytes: &[u8], out: &mut [u8]) {
    let (items, rest) = bytes.as_chunks::<SIZE>();
    let (planes, tail) = out.split_at_mut(items.len() * SIZE);
    tail.copy_from_slice(rest);
    if items.is_empty() {
        return;
    }
    for (j, plane) in planes.chunks_exact_mut(items.len()).enumerate() {
        for (byte, item) in plane.iter_mut().zip(items) {
            *byte = item[j];
        }
    }
}

fn unshuffle_items<const SIZE: usize>(bytes: &[u8], out: &mut [u8]) {
    let n = bytes.len() / SIZE;
    let (planes, rest) = bytes.split_at(n * SIZE);
    let (items, tail) = out.as_chunks_mut::<SIZE>();
    tail.copy_from_slice(rest);
    // In pieces that stay in the first cache.
    const PIECE: usize = 1024;
    for (p, piece) in items.chunks_mut(PIECE).enumerate() {
        let streams: [&[u8]; SIZE] =
            std::array::from_fn(|j| &planes[j * n + p * PIECE..][..piece.len()]);
        for (i, item) in piece.iter_mut().enumerate() {
            *item = std::array::from_fn(|j| streams[j][i]);
        }
    }
}

/// Undoes blosc's bit shuffle: bit `k` of byte `j` of item `i` lies in row `8·j + k`, at bit `i`.
/// The number of items is a multiple of 8.
pub(super) fn unshuffle_bits(bytes: &[u8], out: &mut [u8], size: usize) {
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
    fn shuffled_and_back_is_as_it_was() {
        for size in [1, 2, 3, 4, 7, 8, 16] {
            for len in [0, 1, 15, 16, 100, 4099] {
                let bytes: Vec<u8> = (0..len).map(|i| (i * 7 % 251) as u8).collect();
                let mut there = vec![0; len];
                let mut back = vec![0; len];
                shuffle(&bytes, &mut there, size);
                unshuffle(&there, &mut back, size);
                assert_eq!(back, bytes);
                let n = len / size;
                if n > 1 {
                    assert_eq!(there[1], bytes[size], "the second item's first byte is second");
                }
            }
        }
    }

    #[test]
    fn bits_are_transposed() {
        for (i, k) in [(0, 0), (1, 0), (3, 7), (7, 2)] {
            assert_eq!(transpose_bits(1 << (8 * i + k)), 1 << (8 * k + i));
        }
    }
}
