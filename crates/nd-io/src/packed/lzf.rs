//! LZF, the packer that h5py brings: runs as they are, and copies of what was.
//!
//! A first byte below 32 is followed by that many bytes and one; otherwise its upper three bits are
//! the length of a copy less 2 (7: the next byte is added), its lower five and the next byte the
//! distance less 1.

use super::{Result, corrupt};

/// Unpacks to at most `to.len()` bytes, and says how many.
pub(crate) fn decode_to(from: &[u8], to: &mut [u8]) -> Result<usize> {
    unpack(from, to).ok_or_else(|| corrupt("not what LZF makes"))
}

fn unpack(from: &[u8], to: &mut [u8]) -> Option<usize> {
    let (mut i, mut o) = (0, 0);
    while i < from.len() {
        let head = usize::from(from[i]);
        i += 1;
        if head < 32 {
            let run = head + 1;
            to.get_mut(o..o + run)?.copy_from_slice(from.get(i..i + run)?);
            (i, o) = (i + run, o + run);
            continue;
        }
        let mut len = (head >> 5) + 2;
        if len == 9 {
            len += usize::from(*from.get(i)?);
            i += 1;
        }
        let distance = ((head & 31) << 8 | usize::from(*from.get(i)?)) + 1;
        i += 1;
        let start = o.checked_sub(distance)?;
        if o + len > to.len() {
            return None;
        }
        if distance >= len {
            to.copy_within(start..start + len, o);
        } else {
            // It copies what it has just written: a pattern, repeated.
            for k in 0..len {
                to[o + k] = to[start + k];
            }
        }
        o += len;
    }
    Some(o)
}

/// Distances that fit 13 bits.
const WINDOW: usize = 1 << 13;
/// The longest copy.
const LONGEST: usize = 264;
/// The longest run.
const RUN: usize = 32;

/// Packs; `None` when that does not make it shorter.
pub(crate) fn compress(from: &[u8], to: &mut Vec<u8>) -> Option<()> {
    to.clear();
    // Where three bytes were seen last, by their hash; positions count from 1.
    let mut seen = vec![0u32; 1 << 14];
    let (mut i, mut literal) = (0, 0);
    while i + 3 <= from.len() {
        let three = u32::from_be_bytes([0, from[i], from[i + 1], from[i + 2]]);
        let slot = &mut seen[(three.wrapping_mul(0x9e37_79b1) >> 18) as usize];
        let before = std::mem::replace(slot, i as u32 + 1) as usize;
        let near = before > 0 && i + 1 - before <= WINDOW;
        if !near || from[before - 1..before + 2] != from[i..i + 3] {
            i += 1;
            continue;
        }
        let start = before - 1;
        let most = LONGEST.min(from.len() - i);
        let len = 3 + (3..most).take_while(|&k| from[start + k] == from[i + k]).count();
        runs(&from[literal..i], to);
        copy(len, i - start, to);
        i += len;
        literal = i;
        if to.len() >= from.len() {
            return None;
        }
    }
    runs(&from[literal..], to);
    (to.len() < from.len()).then_some(())
}

fn runs(bytes: &[u8], to: &mut Vec<u8>) {
    for run in bytes.chunks(RUN) {
        to.push(run.len() as u8 - 1);
        to.extend_from_slice(run);
    }
}

fn copy(len: usize, distance: usize, to: &mut Vec<u8>) {
    let (len, distance) = (len - 2, distance - 1);
    let high = (distance >> 8) as u8;
    if len < 7 {
        to.push((len as u8) << 5 | high);
    } else {
        to.push(7 << 5 | high);
        to.push((len - 7) as u8);
    }
    to.push(distance as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_and_back() {
        for len in [0, 1, 2, 3, 31, 32, 33, 64, 300, 5000, 70_000] {
            for period in [1, 3, 7, 200, 9000] {
                let bytes: Vec<u8> = (0..len).map(|i| (i % period * 7 % 251) as u8).collect();
                let mut packed = Vec::new();
                if compress(&bytes, &mut packed).is_some() {
                    let mut back = vec![0; len];
                    assert_eq!(decode_to(&packed, &mut back).unwrap(), len);
                    assert_eq!(back, bytes, "{len} {period}");
                    assert!(decode_to(&packed, &mut vec![0; len - 1]).is_err());
                    assert_eq!(decode_to(&packed, &mut vec![0; len + 1]).unwrap(), len);
                } else {
                    assert!(len < 10 || period > len / 2, "{len} {period}");
                }
            }
        }
    }
}
