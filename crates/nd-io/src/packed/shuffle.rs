//! Shuffle: bytes of equal significance stand together, as HDF5's filter, numcodecs' and blosc have it.

/// All first bytes of the elements, then all second ones, …; what is no whole element at the end.
pub(crate) fn shuffle(from: &[u8], to: &mut [u8], size: usize) {
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
pub(crate) fn unshuffle(from: &[u8], to: &mut [u8], size: usize) {
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

fn shuffle_words<const SIZE: usize>(from: &[u8], to: &mut [u8]) {
    let n = from.len() / SIZE;
    let (whole, rest) = from.split_at(n * SIZE);
    let (planes, to_rest) = to.split_at_mut(n * SIZE);
    to_rest.copy_from_slice(rest);
    let (words, _) = whole.as_chunks::<SIZE>();
    // Parts small enough to stay in the cache while every plane takes its byte of them.
    for (k, words) in words.chunks(PART).enumerate() {
        for j in 0..SIZE {
            let plane = &mut planes[j * n + k * PART..][..words.len()];
            for (out, word) in plane.iter_mut().zip(words) {
                *out = word[j];
            }
        }
    }
}

/// Elements that are shuffled at a time.
const PART: usize = 1024;
/// Elements that are put together at a time: few, as blocks of some kilobytes are made of zeros first.
const JOINED: usize = 256;

/// Bytes of four planes as words; loops over words are what the compiler makes vectors of, where
/// one over bytes at a distance it leaves as it is.
fn join4(planes: [&[u8]; 4], out: &mut [u32]) {
    let n = out.len();
    let [a, b, c, d] = planes.map(|plane| &plane[..n]);
    for i in 0..n {
        let (low, high) =
            (u32::from(a[i]) | u32::from(b[i]) << 8, u32::from(c[i]) | u32::from(d[i]) << 8);
        out[i] = low | high << 16;
    }
}

fn unshuffle_words<const SIZE: usize>(from: &[u8], to: &mut [u8]) {
    let n = to.len() / SIZE;
    let (planes, rest) = from.split_at(n * SIZE);
    let (whole, to_rest) = to.split_at_mut(n * SIZE);
    to_rest.copy_from_slice(rest);
    let plane = |j: usize, at: usize, len: usize| &planes[j * n + at..][..len];
    let (words, _) = whole.as_chunks_mut::<SIZE>();
    let mut quads = [[0u32; JOINED]; 4];
    for (k, words) in words.chunks_mut(JOINED).enumerate() {
        let (at, len) = (k * JOINED, words.len());
        if SIZE == 2 {
            let (low, high) = (plane(0, at, len), plane(1, at, len));
            for ((word, low), high) in words.iter_mut().zip(low).zip(high) {
                let joined = u16::from(*low) | u16::from(*high) << 8;
                word.copy_from_slice(&joined.to_le_bytes());
            }
            continue;
        }
        for (q, quad) in quads[..SIZE / 4].iter_mut().enumerate() {
            let four = std::array::from_fn(|j| plane(4 * q + j, at, len));
            join4(four, &mut quad[..len]);
        }
        for q in 0..SIZE / 4 {
            let quad = &quads[q][..len];
            for (word, joined) in words.iter_mut().zip(quad) {
                word[4 * q..4 * q + 4].copy_from_slice(&joined.to_le_bytes());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffled_and_back() {
        for size in [1, 2, 3, 4, 8, 12, 16, 100] {
            for len in [0, 1, 5, 64, 100, 1000, 1003, 40_011] {
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
