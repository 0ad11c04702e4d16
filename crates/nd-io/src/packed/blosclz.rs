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
    let bad = || corrupt("blosclz: a broken stream");
    let mut bytes = stored.iter().copied();
    let mut next = || bytes.next();
    let mut filled = 0;
    let mut control = usize::from(next().ok_or_else(bad)? & 31);
    loop {
        if control < 32 {
            let run = out.get_mut(filled..filled + control + 1).ok_or_else(bad)?;
            for byte in run {
                *byte = next().ok_or_else(bad)?;
            }
            filled += control + 1;
        } else {
            let mut len = (control >> 5) - 1;
            let mut distance = (control & 31) << 8;
            if len == 6 {
                loop {
                    let more = usize::from(next().ok_or_else(bad)?);
                    len += more;
                    if more != 255 || len > out.len() {
                        break;
                    }
                }
            }
            let low = usize::from(next().ok_or_else(bad)?);
            if low == 255 && distance == 31 << 8 {
                let far = usize::from(next().ok_or_else(bad)?) << 8;
                distance = far + usize::from(next().ok_or_else(bad)?) + NEAR;
            } else {
                distance += low;
            }
            copy_match(out, filled, len + 3, distance + 1).ok_or_else(bad)?;
            filled += len + 3;
        }
        match next() {
            Some(byte) => control = usize::from(byte),
            None if filled == out.len() => return Ok(()),
            None => return Err(bad()),
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
    if distance >= len {
        out.copy_within(from..from + len, at);
    } else {
        for i in 0..len {
            out[at + i] = out[from + i];
        }
    }
    Some(())
}
