//! PackBits, Apple's runs of bytes: reading only.

use super::{Fault, Result, corrupt};

/// Decodes until nothing is left, and says how much of `out` was filled.
pub(crate) fn decode_to(stored: &[u8], out: &mut [u8]) -> Result<usize> {
    let room = out.len();
    let (filled, over) = runs(stored, out)?;
    match over {
        0 => Ok(filled),
        _ => Err(corrupt(format!("packbits: a run of {over} bytes beyond the {room} to come"))),
    }
}

/// Decodes until `out` is full or nothing is left, and says how much was filled; what does not fit is left out.
pub(crate) fn part(stored: &[u8], out: &mut [u8]) -> Result<usize> {
    runs(stored, out).map(|(filled, _)| filled)
}

/// Decodes until `out` is full or nothing is left: how much was filled, and how much of the last run was not.
///
/// A head of 0 to 127 is followed by that many bytes and one, one of 129 to 255 by a byte that stands
/// 257 less that many times; 128 means nothing.
fn runs(stored: &[u8], out: &mut [u8]) -> Result<(usize, usize)> {
    let (mut at, mut filled) = (0, 0);
    let short = || Fault::cut_off("a run of packbits", stored.len() + 1, stored.len());
    while at < stored.len() && filled < out.len() {
        let head = stored[at];
        at += 1;
        if head == 128 {
            continue;
        }
        let literal = head < 128;
        let len = if literal { usize::from(head) + 1 } else { 257 - usize::from(head) };
        let fits = len.min(out.len() - filled);
        let run = &mut out[filled..filled + fits];
        if literal {
            run.copy_from_slice(stored.get(at..at + fits).ok_or_else(short)?);
            at += len;
        } else {
            run.fill(*stored.get(at).ok_or_else(short)?);
            at += 1;
        }
        filled += fits;
        if fits < len {
            return Ok((filled, len - fits));
        }
    }
    Ok((filled, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs() {
        // The example of the TIFF specification.
        let stored = [
            0xfe, 0xaa, 0x02, 0x80, 0x00, 0x2a, 0xfd, 0xaa, 0x03, 0x80, 0x00, 0x2a, 0x22, 0xf7,
            0xaa,
        ];
        let mut out = [0; 24];
        assert_eq!(decode_to(&stored, &mut out).unwrap(), 24);
        let mut want = vec![0xaa, 0xaa, 0xaa, 0x80, 0x00, 0x2a, 0xaa, 0xaa, 0xaa, 0xaa];
        want.extend([0x80, 0x00, 0x2a, 0x22]);
        want.extend([0xaa; 10]);
        assert_eq!(out[..], want);
        assert_eq!(decode_to(&[0x80, 0x00, 7], &mut out).unwrap(), 1);
        assert_eq!(out[0], 7);
        assert!(decode_to(&stored[..1], &mut out).is_err());
        assert!(decode_to(&stored[..4], &mut out).is_err());
        assert!(decode_to(&stored, &mut out[..5]).is_err());
    }
}
