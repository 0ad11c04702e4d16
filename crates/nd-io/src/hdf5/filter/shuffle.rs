//! Shuffle: bytes of equal significance stand together.

/// All first bytes of the elements, then all second ones, …; what is no whole element at the end.
pub(super) fn shuffle(from: &[u8], to: &mut [u8], size: usize) {
    match size {
        0 | 1 => to.copy_from_slice(from),
        2 => shuffle_words::<2>(from, to),
        4 => shuffle_words::<4>(from, to),
        8 => shuffle_words::<8>(from, to),
        16 => shuffle_words::<16>(from, to),
        _ => {
            let n = from.len() / size;
            for (i, word) in from.chunks_exact(size).enumerate() {
                for (j, &byte) in word.iter().enumerate() {
                    to[j * n + i] = byte;
                }
            }
            to[n * size..].copy_from_slice(&from[n * size..]);
        }
    }
}

/// The inverse of [`shuffle`].
pub(super) fn unshuffle(from: &[u8], to: &mut [u8], size: usize) {
    match size {
        0 | 1 => to.copy_from_slice(from),
        2 => unshuffle_words::<2>(from, to),
        4 => unshuffle_words::<4>(from, to),
        8 => unshuffle_words::<8>(from, to),
        16 => unshuffle_words::<16>(from, to),
        _ => {
            let n = to.len() / size;
            for (i, word) in to.chunks_exact_mut(size).enumerate() {
                for (j, byte) in word.iter_mut().enumerate() {
                    *byte = from[j * n + i];
                }
            }
            to[n * size..].copy_from_slice(&from[n * size..]);
        }
    }
}

/// So many elements at a time that the compiler keeps them in registers.
const LANES: usize = 32;

fn shuffle_words<const SIZE: usize>(from: &[u8], to: &mut [u8]) {
    let n = from.len() / SIZE;
    let (whole, rest) = from.split_at(n * SIZE);
    let (planes, to_rest) = to.split_at_mut(n * SIZE);
    to_rest.copy_from_slice(rest);
    let (words, _) = whole.as_chunks::<SIZE>();
    let (blocks, tail) = words.as_chunks::<LANES>();
    for j in 0..SIZE {
        let plane = &mut planes[j * n..][..n];
        let (out, out_tail) = plane.as_chunks_mut::<LANES>();
        for (out, block) in out.iter_mut().zip(blocks) {
            *out = std::array::from_fn(|i| block[i][j]);
        }
        for (out, word) in out_tail.iter_mut().zip(tail) {
            *out = word[j];
        }
    }
}

fn unshuffle_words<const SIZE: usize>(from: &[u8], to: &mut [u8]) {
    let n = to.len() / SIZE;
    let (planes, rest) = from.split_at(n * SIZE);
    let (whole, to_rest) = to.split_at_mut(n * SIZE);
    to_rest.copy_from_slice(rest);
    if n == 0 {
        return;
    }
    let planes: [&[u8]; SIZE] = std::array::from_fn(|j| &planes[j * n..][..n]);
    let (words, _) = whole.as_chunks_mut::<SIZE>();
    let (blocks, tail) = words.as_chunks_mut::<LANES>();
    for (b, block) in blocks.iter_mut().enumerate() {
        let lanes: [&[u8; LANES]; SIZE] =
            std::array::from_fn(|j| planes[j][b * LANES..].first_chunk().expect("LANES are left"));
        for (i, word) in block.iter_mut().enumerate() {
            *word = std::array::from_fn(|j| lanes[j][i]);
        }
    }
    let done = blocks.len() * LANES;
    for (i, word) in tail.iter_mut().enumerate() {
        *word = std::array::from_fn(|j| planes[j][done + i]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffled_and_back() {
        for size in [1, 2, 3, 4, 8, 12, 16, 100] {
            for len in [0, 1, 5, 64, 100, 1000, 1003] {
                let bytes: Vec<u8> = (0..len).map(|i| (i * 7 % 251) as u8).collect();
                let mut planes = vec![0; len];
                shuffle(&bytes, &mut planes, size);
                let n = len / size;
                for i in 0..n * size {
                    assert_eq!(planes[(i % size) * n + i / size], bytes[i], "{size} {len}");
                }
                let mut back = vec![0; len];
                unshuffle(&planes, &mut back, size);
                assert_eq!(back, bytes, "{size} {len}");
            }
        }
    }
}
