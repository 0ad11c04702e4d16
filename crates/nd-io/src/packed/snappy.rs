//! Snappy blocks, which blosc may hold: reading only (<https://github.com/google/snappy>, format_description.txt).

use super::{Result, corrupt};

/// Decodes a block that must fill `out`.
pub(crate) fn decode(stored: &[u8], out: &mut [u8]) -> Result<()> {
    let bad = || corrupt("snappy: a broken block");
    let (len, mut rest) = length(stored).ok_or_else(bad)?;
    if len != out.len() as u64 {
        return Err(corrupt(format!("snappy: {len} bytes instead of {}", out.len())));
    }
    let mut filled = 0;
    while let Some((&tag, after)) = rest.split_first() {
        if tag & 3 == 0 {
            let (len, after) = literal_length(tag, after).ok_or_else(bad)?;
            let (bytes, after) = after.split_at_checked(len).ok_or_else(bad)?;
            out.get_mut(filled..)
                .and_then(|out| out.get_mut(..len))
                .ok_or_else(bad)?
                .copy_from_slice(bytes);
            (rest, filled) = (after, filled + len);
            continue;
        }
        let (len, width) = match tag & 3 {
            1 => (usize::from(tag >> 2 & 7) + 4, 1),
            2 => (usize::from(tag >> 2) + 1, 2),
            _ => (usize::from(tag >> 2) + 1, 4),
        };
        let (low, after) = after.split_at_checked(width).ok_or_else(bad)?;
        let high = if width == 1 { usize::from(tag >> 5) << 8 } else { 0 };
        let distance = low.iter().rev().fold(0, |all, &byte| all << 8 | usize::from(byte)) | high;
        super::blosclz::copy_match(out, filled, len, distance).ok_or_else(bad)?;
        (rest, filled) = (after, filled + len);
    }
    if filled == out.len() { Ok(()) } else { Err(bad()) }
}

/// The length of the whole, seven bits a byte.
fn length(mut bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut value = 0;
    for shift in [0, 7, 14, 21, 28] {
        let (&byte, rest) = bytes.split_first()?;
        bytes = rest;
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return Some((value, bytes));
        }
    }
    None
}

/// The length of a run, and what follows it.
fn literal_length(tag: u8, rest: &[u8]) -> Option<(usize, &[u8])> {
    let short = usize::from(tag >> 2);
    if short < 60 {
        return Some((short + 1, rest));
    }
    let (bytes, rest) = rest.split_at_checked(short - 59)?;
    let len = bytes.iter().rev().fold(0, |all, &byte| all << 8 | usize::from(byte));
    Some((len.checked_add(1)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks() {
        let mut out = [0; 12];
        // A run, a copy that reaches into itself, and a copy with two bytes of distance.
        let stored = [12, 2 << 2, b'a', b'b', b'c', 1 | 1 << 2, 3, 2 | 3 << 2, 2, 0];
        decode(&stored, &mut out).unwrap();
        assert_eq!(&out, b"abcabcababab");
        for len in 0..stored.len() {
            assert!(decode(&stored[..len], &mut out).is_err());
        }
        assert!(decode(&stored, &mut out[..11]).is_err());
        assert!(decode(&[4, 1, 0], &mut [0; 4]).is_err()); // a distance of nothing
        assert!(decode(&[4, 1, 9], &mut [0; 4]).is_err());
    }
}
