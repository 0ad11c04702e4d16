//! PackBits, Apple's runs of bytes.

use super::{Fault, Result};

/// Decodes until `out` is full or nothing is left, and says how much was filled; what does not fit is left out.
///
/// A head of 0 to 127 is followed by that many bytes and one, one of 129 to 255 by a byte that stands
/// 257 less that many times; 128 means nothing.
pub(crate) fn part(stored: &[u8], out: &mut [u8]) -> Result<usize> {
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
    }
    Ok(filled)
}

/// Appends one row: runs of three equal bytes and more, and of two where no others stand before them.
pub(crate) fn encode(row: &[u8], out: &mut Vec<u8>) {
    let mut at = 0;
    while at < row.len() {
        let run = run_at(row, at);
        if run > 1 {
            out.extend([(257 - run) as u8, row[at]]);
            at += run;
            continue;
        }
        let mut end = at + 1;
        while end < row.len() && end - at < 128 && run_at(row, end) < 3 {
            end += 1;
        }
        out.push((end - at - 1) as u8);
        out.extend_from_slice(&row[at..end]);
        at = end;
    }
}

/// How often the byte at a place stands there, up to 128 times.
fn run_at(row: &[u8], at: usize) -> usize {
    let rest = &row[at..row.len().min(at + 128)];
    rest.iter().position(|&byte| byte != rest[0]).unwrap_or(rest.len())
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
        assert_eq!(part(&stored, &mut out).unwrap(), 24);
        let mut want = vec![0xaa, 0xaa, 0xaa, 0x80, 0x00, 0x2a, 0xaa, 0xaa, 0xaa, 0xaa];
        want.extend([0x80, 0x00, 0x2a, 0x22]);
        want.extend([0xaa; 10]);
        assert_eq!(out[..], want);
        assert_eq!(part(&[0x80, 0x00, 7], &mut out).unwrap(), 1);
        assert_eq!(out[0], 7);
        assert!(part(&stored[..1], &mut out).is_err());
        assert!(part(&stored[..4], &mut out).is_err());
        // What does not fit is left out.
        assert_eq!(part(&stored, &mut out[..5]).unwrap(), 5);
        assert_eq!(out[..5], want[..5]);
    }

    #[test]
    fn what_is_packed_unpacks() {
        for n in 0..700u32 {
            for kind in 1..8 {
                let row: Vec<u8> = (0..n).map(|i| (i / kind * i / 3 % (kind + 1)) as u8).collect();
                let mut stored = Vec::new();
                encode(&row, &mut stored);
                assert!(stored.len() <= row.len() + row.len().div_ceil(128));
                let mut out = vec![0; row.len()];
                assert_eq!(part(&stored, &mut out).unwrap(), row.len());
                assert_eq!(out, row);
            }
        }
    }
}
