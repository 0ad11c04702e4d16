//! Checksums: Jenkins' lookup3 over metadata, Fletcher's over chunks.

/// Bob Jenkins' `hashlittle` of 2006, from 0 (<https://burtleburtle.net/bob/c/lookup3.c>, public
/// domain): the checksum of metadata, and the hash of names.
pub(super) fn lookup3(bytes: &[u8]) -> u32 {
    let start = 0xdead_beef_u32.wrapping_add(bytes.len() as u32);
    let mut state = [start; 3];
    // The last block, of 1 to 12 bytes, is mixed in another way.
    let whole = bytes.len().saturating_sub(1) / 12 * 12;
    for block in bytes[..whole].chunks_exact(12) {
        add(&mut state, block);
        mix(&mut state);
    }
    if bytes.is_empty() {
        return state[2];
    }
    let mut last = [0; 12];
    last[..bytes.len() - whole].copy_from_slice(&bytes[whole..]);
    add(&mut state, &last);
    finish(&mut state);
    state[2]
}

fn add(state: &mut [u32; 3], block: &[u8]) {
    for (word, bytes) in state.iter_mut().zip(block.chunks_exact(4)) {
        *word = word.wrapping_add(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    }
}

fn mix([a, b, c]: &mut [u32; 3]) {
    let step = |x: &mut u32, z: &mut u32, y: u32, bits| {
        *x = x.wrapping_sub(*z) ^ z.rotate_left(bits);
        *z = z.wrapping_add(y);
    };
    step(a, c, *b, 4);
    step(b, a, *c, 6);
    step(c, b, *a, 8);
    step(a, c, *b, 16);
    step(b, a, *c, 19);
    step(c, b, *a, 4);
}

fn finish([a, b, c]: &mut [u32; 3]) {
    let step = |x: &mut u32, y: &u32, bits| *x = (*x ^ y).wrapping_sub(y.rotate_left(bits));
    step(c, b, 14);
    step(a, c, 11);
    step(b, a, 25);
    step(c, b, 16);
    step(a, c, 4);
    step(b, a, 14);
    step(c, b, 24);
}

/// Fletcher's checksum over big-endian words of 16 bits, modulo 65535, as HDF5 computes it.
pub(super) fn fletcher32(bytes: &[u8]) -> u32 {
    /// So many words that their weighted sum fits 32 bits.
    const BLOCK: usize = 256;
    let (mut sum, mut weighted) = (0u64, 0u64);
    let mut block = |words: &[u8]| {
        let n = words.len() / 2;
        let (mut plain, mut ramp) = (0u32, 0u32);
        for (i, pair) in words.chunks_exact(2).enumerate() {
            let word = u32::from(u16::from_be_bytes([pair[0], pair[1]]));
            plain += word;
            ramp += word * (n - i) as u32;
        }
        weighted = (weighted + n as u64 * sum + u64::from(ramp)) % (65_535 << 16);
        sum = (sum + u64::from(plain)) % (65_535 << 16);
    };
    let (even, odd) = bytes.split_at(bytes.len() & !1);
    even.chunks(2 * BLOCK).for_each(&mut block);
    if let [last] = odd {
        block(&[*last, 0]);
    }
    // Only nothing but zeros sums to zero: otherwise the remainder 0 is written 65535.
    let some = bytes.iter().any(|&byte| byte != 0);
    let fold = |sum: u64| match sum % 65_535 {
        0 if some => 65_535,
        rest => rest as u32,
    };
    fold(weighted) << 16 | fold(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookup3_as_its_author_tells() {
        assert_eq!(lookup3(b""), 0xdead_beef);
        assert_eq!(lookup3(b"Four score and seven years ago"), 0x1777_0551);
    }

    #[test]
    fn fletcher_is_the_sum_of_sums() {
        let bytes: Vec<u8> = (0..5001u32).map(|i| (i * 37 % 251) as u8).collect();
        for len in [0, 1, 2, 3, 511, 512, 513, 5000, 5001] {
            let (mut one, mut two) = (0u64, 0u64);
            for pair in bytes[..len].chunks(2) {
                let low = pair.get(1).copied().unwrap_or(0);
                one += u64::from(u16::from_be_bytes([pair[0], low]));
                two += one;
            }
            let fold = |sum: u64| if sum == 0 { 0 } else { (sum - 1) % 65_535 + 1 };
            assert_eq!(u64::from(fletcher32(&bytes[..len])), fold(two) << 16 | fold(one), "{len}");
        }
        assert_eq!(fletcher32(&[0; 100]), 0);
    }
}
