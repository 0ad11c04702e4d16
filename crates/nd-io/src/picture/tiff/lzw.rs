//! LZW as TIFF has it: codes of 9 to 12 bits, the high bit first and one code early; in old files the low bit first
//! and no code early.
//!
//! Every string of the table is a string that was put out with the byte that followed it, so a string is a place
//! in the output and a length, and no table of bytes is kept.

const CLEAR: usize = 256;
const END: usize = 257;
/// Codes that are strings.
const STRINGS: usize = 4096;

/// A string of the table: where it stands in the output, and how long it is.
type Place = (u32, u32);

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
    held: u64,
    count: u32,
}

impl<const HIGH: bool> Codes<'_, HIGH> {
    #[inline(always)]
    fn next(&mut self, width: u32) -> Option<usize> {
        if self.count < width {
            if let Some((four, rest)) = self.bytes.split_first_chunk::<4>() {
                if HIGH {
                    self.held = self.held << 32 | u64::from(u32::from_be_bytes(*four));
                } else {
                    self.held |= u64::from(u32::from_le_bytes(*four)) << self.count;
                }
                self.bytes = rest;
                self.count += 32;
            } else {
                while self.count < width {
                    let (&byte, rest) = self.bytes.split_first()?;
                    if HIGH {
                        self.held = self.held << 8 | u64::from(byte);
                    } else {
                        self.held |= u64::from(byte) << self.count;
                    }
                    self.bytes = rest;
                    self.count += 8;
                }
            }
        }
        self.count -= width;
        let mask = (1 << width) - 1;
        if HIGH {
            return Some((self.held >> self.count & mask) as usize);
        }
        let code = (self.held & mask) as usize;
        self.held >>= width;
        Some(code)
    }
}

fn decode<const HIGH: bool>(stored: &[u8], out: &mut [u8]) -> Result<usize, String> {
    let mut codes = Codes::<HIGH> { bytes: stored, held: 0, count: 0 };
    // The width grows one code early in files that have the high bit first.
    let early = usize::from(HIGH);
    let mut table: Box<[Place; STRINGS]> = Box::new([(0, 0); STRINGS]);
    let (mut next, mut width) = (END + 1, 9);
    let mut last: Option<Place> = None;
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
        let here = at;
        let len = match last {
            _ if code < CLEAR => {
                out[at] = code as u8;
                1
            }
            Some(_) if code < next => copy(out, table[code & (STRINGS - 1)], at),
            // The string that is being made: the last one and its own first byte.
            Some((start, len)) if code == next => copy(out, (start, len + 1), at),
            _ => return Err(format!("LZW: code {code} where {next} strings are known")),
        };
        if let Some((start, len)) = last
            && next < STRINGS
        {
            table[next] = (start, len + 1);
            next += 1;
            if next + early >= 1 << width && width < 12 {
                width += 1;
            }
        }
        last = Some((here as u32, len as u32));
        at += len;
    }
    Ok(at)
}

/// Copies a string that stands before `at` to there, as far as there is room, and says how long it is then.
#[inline(always)]
fn copy(out: &mut [u8], (start, len): Place, at: usize) -> usize {
    const SHORT: usize = 16;
    let (start, len) = (start as usize, len as usize);
    if len <= SHORT && at + SHORT <= out.len() {
        // What is copied too much is overwritten by the next string; a string that reaches up to itself ends
        // in its own first byte.
        let first = out[start];
        let bytes: [u8; SHORT] = out[start..start + SHORT].try_into().expect("as long as said");
        out[at..at + SHORT].copy_from_slice(&bytes);
        if start + len > at {
            out[at + len - 1] = first;
        }
        return len;
    }
    let len = len.min(out.len() - at);
    if start + len > at {
        let whole = at - start;
        out.copy_within(start..at, at);
        out[at + whole] = out[start];
    } else {
        out.copy_within(start..start + len, at);
    }
    len
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
