//! LZW as GIF has it: the low bit first, codes of as many bits as there are strings.

/// Codes that are strings.
const STRINGS: usize = 4096;

/// Unpacks numbers of `bits` bits until `out` is full or the end comes, and says how many there were.
///
/// # Errors
/// A code that means nothing yet.
pub(super) fn decode(stored: &[u8], bits: u32, out: &mut [u8]) -> Result<usize, String> {
    let clear = 1usize << bits;
    // Of each string where it stands in the output, and how long it is.
    let mut strings = [(0u32, 0u32); STRINGS];
    let (mut known, mut width, mut before) = (clear + 2, bits + 1, None::<(usize, usize)>);
    let (mut filled, mut held, mut count) = (0, 0u32, 0u32);
    let mut bytes = stored.iter();
    while filled < out.len() {
        while count < width {
            let Some(&byte) = bytes.next() else { return Ok(filled) };
            held |= u32::from(byte) << count;
            count += 8;
        }
        let code = (held & ((1 << width) - 1)) as usize;
        held >>= width;
        count -= width;
        if code == clear {
            (known, width, before) = (clear + 2, bits + 1, None);
            continue;
        }
        if code == clear + 1 {
            return Ok(filled);
        }
        let start = filled;
        if code < clear {
            out[filled] = code as u8;
            filled += 1;
        } else {
            // The string that is being made is the one before with its own first byte.
            let string = match before {
                Some((start, len)) if code == known => (start, len + 1),
                _ if code < known && code > clear + 1 => {
                    (strings[code].0 as usize, strings[code].1 as usize)
                }
                _ => return Err(format!("LZW: code {code} where {known} are known")),
            };
            for k in 0..string.1.min(out.len() - filled) {
                out[filled + k] = out[string.0 + k];
            }
            filled += string.1.min(out.len() - filled);
        }
        if let Some((start, len)) = before.filter(|_| known < STRINGS) {
            strings[known] = (start as u32, len as u32 + 1);
            known += 1;
            // Full, the table stays as it is until it is cleared.
            if known == 1 << width && width < 12 {
                width += 1;
            }
        }
        before = Some((start, filled - start));
    }
    Ok(filled)
}

/// Packs numbers of `bits` bits.
pub(super) fn encode(numbers: &[u8], bits: u32, out: &mut Vec<u8>) {
    let (clear, mut held, mut count) = (1u32 << bits, 0u32, 0);
    let mut put = |code: u32, width: u32| {
        held |= code << count;
        count += width;
        while count >= 8 {
            out.push(held as u8);
            held >>= 8;
            count -= 8;
        }
    };
    let (mut strings, mut known, mut width) =
        (std::collections::HashMap::<(u32, u8), u32>::new(), clear + 2, bits + 1);
    put(clear, width);
    let mut now = None;
    for &number in numbers {
        let Some(before) = now else {
            now = Some(u32::from(number));
            continue;
        };
        if let Some(&longer) = strings.get(&(before, number)) {
            now = Some(longer);
            continue;
        }
        put(before, width);
        if known < STRINGS as u32 {
            if known == 1 << width {
                width += 1;
            }
            strings.insert((before, number), known);
            known += 1;
        } else {
            put(clear, width);
            strings.clear();
            (known, width) = (clear + 2, bits + 1);
        }
        now = Some(u32::from(number));
    }
    if let Some(last) = now {
        put(last, width);
        if known == 1 << width && width < 12 {
            width += 1;
        }
    }
    put(clear + 1, width);
    put(0, 7); // whole bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for bits in 2..=8 {
            let noise = |i: usize| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u8;
            for len in [0, 1, 2, 3, 255, 256, 4095, 5000, 70_000] {
                for part in [1, 7, 1000] {
                    let numbers: Vec<u8> =
                        (0..len).map(|i| noise(i / part) & ((1 << bits) - 1) as u8).collect();
                    let mut packed = Vec::new();
                    encode(&numbers, bits, &mut packed);
                    let mut back = vec![99; len];
                    assert_eq!(decode(&packed, bits, &mut back), Ok(len), "{bits} {len} {part}");
                    assert!(back == numbers, "{bits} {len} {part}");
                }
            }
        }
    }

    #[test]
    fn codes_of_nothing_are_errors() {
        // Clear, then a code beyond all.
        let error = decode(&[0b1111_1100, 0xff], 2, &mut [0; 9]).unwrap_err();
        assert!(error.contains("code 7"), "{error}");
        assert_eq!(decode(&[], 8, &mut [0; 9]), Ok(0));
    }
}
