//! BloscLZ, blosc's own packer of the LZ77 family: reading only.

use super::{Result, corrupt};

/// The farthest back a short match reaches.
const NEAR: usize = 8191;

/// Decodes a stream that must fill `out`.
///
/// Literal runs begin with a byte below 32, the count less one. Matches begin with three bits of
/// length and five of distance; length 7 goes on in bytes until one is not 255, and the farthest
/// short distance means that two more bytes follow.
pub(super) fn decode(stored: &[u8], out: &mut [u8]) -> Result<()> {
    unpack(stored, out).ok_or_else(|| corrupt("blosclz: a broken stream"))
}

fn unpack(stored: &[u8], out: &mut [u8]) -> Option<()> {
    let (&first, mut rest) = stored.split_first()?;
    let mut control = usize::from(first & 31);
    let mut filled = 0;
    loop {
        if control < 32 {
            let (run, after) = rest.split_at_checked(control + 1)?;
            out.get_mut(filled..filled + run.len())?.copy_from_slice(run);
            (filled, rest) = (filled + run.len(), after);
        } else {
            let mut next = || {
                let (&byte, after) = rest.split_first()?;
                rest = after;
                Some(usize::from(byte))
            };
            let mut len = (control >> 5) - 1;
            let mut distance = (control & 31) << 8;
            if len == 6 {
                loop {
                    let more = next()?;
                    len += more;
                    if more != 255 || len > out.len() {
                        break;
                    }
                }
            }
            let low = next()?;
            if low == 255 && distance == 31 << 8 {
                distance = (next()? << 8) + next()? + NEAR;
            } else {
                distance += low;
            }
            copy_match(out, filled, len + 3, distance + 1)?;
            filled += len + 3;
        }
        match rest.split_first() {
            Some((&byte, after)) => (control, rest) = (usize::from(byte), after),
            None => return (filled == out.len()).then_some(()),
        }
    }
}

/// Repeats what lies `distance` before; the copy may reach into itself.
pub(super) fn copy_match(out: &mut [u8], at: usize, len: usize, distance: usize) -> Option<()> {
    if distance == 0 {
        return None;
    }
    let from = at.checked_sub(distance)?;
    out.get(at..at.checked_add(len)?)?;
    // Of a pattern that repeats itself ever more is there to be copied.
    let (mut done, mut there) = (0, distance);
    while done < len {
        let part = there.min(len - done);
        out.copy_within(from..from + part, at + done);
        (done, there) = (done + part, there + part);
    }
    Some(())
}
