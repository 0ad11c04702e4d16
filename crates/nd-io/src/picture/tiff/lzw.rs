//! LZW as TIFF has it: codes of 9 to 12 bits, the high bit first and one code early; in old files the low bit first
//! and no code early.
//!
//! Every string of the table is a string that was put out with the byte that followed it, so a string is a place
//! in the output and a length. Its first bytes are kept beside them: most strings are no longer than those, and
//! are put out by one store, single bytes too.

const CLEAR: usize = 256;
const END: usize = 257;
/// Codes that are strings.
const STRINGS: usize = 4096;

/// Bytes of a string that are kept in the table.
const SHORT: usize = 8;

/// A string of the table: its first bytes, where it stands in the output, and how long it is.
#[derive(Clone, Copy, Default)]
struct Entry {
    bytes: u64,
    start: u32,
    len: u32,
}

impl Entry {
    /// The string with a byte behind it, where that stands in the output.
    #[inline(always)]
    fn and(self, byte: u8) -> Self {
        let more = match self.len as usize {
            len @ ..SHORT => u64::from(byte) << (8 * len),
            _ => 0,
        };
        Self { bytes: self.bytes | more, len: self.len + 1, ..self }
    }

    #[inline(always)]
    fn first(self) -> u8 {
        self.bytes as u8
    }
}

/// Decodes until `out` is full, the end code comes or nothing is left, and says how much was filled.
///
/// # Errors
/// A code that means nothing yet.
pub(super) fn decode_to(stored: &[u8], out: &mut [u8]) -> Result<usize, String> {
    let out = match out.get_mut(..u32::MAX as usize) {
        Some(_) => return Err("LZW: a strip of more than 4 GiB".to_owned()),
        None => out,
    };
    // The first code clears the table: its bits tell the order.
    match stored {
        [0, second, ..] if second & 1 == 1 => decode::<false>(stored, out),
        _ => decode::<true>(stored, out),
    }
}

/// Codes of a width out of bytes, the high bit first or the low one.
struct Codes<'a, const HIGH: bool> {
    bytes: &'a [u8],
    /// The next bit.
    at: usize,
}

impl<const HIGH: bool> Codes<'_, HIGH> {
    /// Every code is read anew from memory: there is no branch that depends on what was read before.
    #[inline(always)]
    fn next(&mut self, width: usize) -> Option<usize> {
        let (byte, bit) = (self.at / 8, self.at % 8);
        let eight = match self.bytes.get(byte..byte + 8) {
            Some(eight) => eight.try_into().expect("eight"),
            None => self.last(byte, width)?,
        };
        self.at += width;
        Some(if HIGH {
            (u64::from_be_bytes(eight) << bit >> (64 - width)) as usize
        } else {
            (u64::from_le_bytes(eight) >> bit) as usize & ((1 << width) - 1)
        })
    }

    /// The last bytes, zeros behind them; `None` where no code of that width is left.
    #[cold]
    fn last(&self, byte: usize, width: usize) -> Option<[u8; 8]> {
        if self.at + width > 8 * self.bytes.len() {
            return None;
        }
        let rest = &self.bytes[byte..];
        let mut eight = [0; 8];
        eight[..rest.len()].copy_from_slice(rest);
        Some(eight)
    }
}

fn decode<const HIGH: bool>(stored: &[u8], out: &mut [u8]) -> Result<usize, String> {
    let mut codes = Codes::<HIGH> { bytes: stored, at: 0 };
    // The width grows one code early in files that have the high bit first.
    let early = usize::from(HIGH);
    let mut table = [Entry::default(); STRINGS];
    for (entry, byte) in table[..CLEAR].iter_mut().zip(0..) {
        *entry = Entry { bytes: byte, start: 0, len: 1 };
    }
    let (mut next, mut width) = (END + 1, 9);
    let mut last: Option<Entry> = None;
    let mut at = 0;
    while at < out.len() {
        let Some(code) = codes.next(width) else { break };
        if code == CLEAR {
            (next, width, last) = (END + 1, 9, None);
            continue;
        }
        if code == END {
            break;
        }
        if code >= next {
            // The string that is being made: the last one and its own first byte.
            match last {
                Some(last) if code == next && next < STRINGS => {
                    table[next] = last.and(last.first())
                }
                _ => return Err(format!("LZW: code {code} where {next} strings are known")),
            }
        }
        let entry = table[code & (STRINGS - 1)];
        let len = entry.len as usize;
        match out.get_mut(at..at + SHORT) {
            // What is written too much the next string writes over.
            Some(out) if len <= SHORT => out.copy_from_slice(&entry.bytes.to_le_bytes()),
            _ => copy(out, entry, at),
        }
        if let Some(last) = last
            && next < STRINGS
        {
            table[next] = last.and(entry.first());
            next += 1;
            if next + early >= 1 << width && width < 12 {
                width += 1;
            }
        }
        last = Some(Entry { start: at as u32, ..entry });
        at += len;
    }
    Ok(at.min(out.len()))
}

/// Puts out a string that is long, or at the end, as far as there is room.
fn copy(out: &mut [u8], entry: Entry, at: usize) {
    let (start, len) = (entry.start as usize, (entry.len as usize).min(out.len() - at));
    if entry.len as usize <= SHORT {
        return out[at..at + len].copy_from_slice(&entry.bytes.to_le_bytes()[..len]);
    }
    if start + len > at {
        // It reaches up to itself, and ends in its own first byte.
        out.copy_within(start..at, at);
        out[at + len - 1] = entry.first();
    } else {
        out.copy_within(start..start + len, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plain encoder: `high` bit first and one code early, or neither.
    fn encode(bytes: &[u8], high: bool) -> Vec<u8> {
        let (mut stored, mut held, mut count) = (Vec::new(), 0u64, 0u32);
        let mut put = |code: usize, width: u32| {
            if high {
                held = held << width | code as u64;
            } else {
                held |= (code as u64) << count;
            }
            count += width;
            while count >= 8 {
                count -= 8;
                if high {
                    stored.push((held >> count) as u8);
                } else {
                    stored.push(held as u8);
                    held >>= 8;
                }
            }
            if code == END {
                stored.push(if high { (held << (8 - count)) as u8 } else { held as u8 });
            }
        };
        let mut table = std::collections::HashMap::new();
        let mut width = 9;
        put(CLEAR, width);
        let mut string: Vec<u8> = Vec::new();
        let code_of = |table: &std::collections::HashMap<Vec<u8>, usize>, s: &[u8]| match s {
            [byte] => usize::from(*byte),
            _ => table[s],
        };
        for &byte in bytes {
            let longer = [&string[..], &[byte]].concat();
            if longer.len() == 1 || table.contains_key(&longer) {
                string = longer;
                continue;
            }
            put(code_of(&table, &string), width);
            let next = END + 1 + table.len();
            table.insert(longer, next);
            if next + usize::from(high) == 1 << width {
                width += 1;
            }
            if next == 4093 {
                put(CLEAR, 12);
                table.clear();
                width = 9;
            }
            string = vec![byte];
        }
        if !string.is_empty() {
            put(code_of(&table, &string), width);
            // The decoder's table grows by this one too.
            if END + 1 + table.len() + usize::from(high) == 1 << width && width < 12 {
                width += 1;
            }
        }
        put(END, width);
        stored
    }

    #[test]
    fn both_orders() {
        let noise = |i: u32| (i.wrapping_mul(0x9e37_79b9) >> 27) as u8;
        let inputs: [Vec<u8>; 5] = [
            vec![],
            b"abcabcabcabc".to_vec(),
            vec![7; 100_000],
            (0..50_000).map(noise).collect(),
            (0..50_000).map(|i| if i % 5000 < 2500 { noise(i) } else { 3 }).collect(),
        ];
        for bytes in inputs {
            for high in [true, false] {
                let stored = encode(&bytes, high);
                let mut out = vec![0; bytes.len() + 5];
                assert_eq!(decode_to(&stored, &mut out).unwrap(), bytes.len());
                assert_eq!(out[..bytes.len()], bytes);
                for room in [bytes.len(), bytes.len() / 2, bytes.len().saturating_sub(1)] {
                    let mut out = vec![0; room];
                    assert_eq!(decode_to(&stored, &mut out).unwrap(), room);
                    assert_eq!(out, bytes[..room]);
                }
            }
        }
    }

    #[test]
    fn codes_that_mean_nothing() {
        // Clear, then string 300 at once.
        let stored = [0x80, 0x4b, 0x00, 0x00];
        assert!(decode_to(&stored, &mut [0; 10]).is_err());
        assert_eq!(decode_to(&[], &mut [0; 10]).unwrap(), 0);
    }
}
