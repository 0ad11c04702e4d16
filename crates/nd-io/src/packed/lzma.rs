//! LZMA: XZ streams, the older `.lzma` form, and bare streams. XZ is written too.

use std::io::Read;
#[cfg(feature = "pictures")]
use std::io::Write;

use lzma_rust2::{Lzma2Reader, LzmaReader, XzReader};
#[cfg(feature = "pictures")]
use lzma_rust2::{XzOptions, XzWriter};

use super::{Result, corrupt, unsupported};

/// Kibibytes that reading an XZ stream may take: a dictionary of 64 MiB, which level 9 asks for.
const MAX_XZ: u32 = (64 << 10) + 1024;

/// What stands around the packed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// An XZ stream, or several; or a `.lzma` file: its first bytes tell.
    Framed,
    /// Nothing: an LZMA1 stream with an end mark, or that fills the buffer; `properties` are
    /// `(pb * 5 + lp) * 9 + lc`.
    Bare1 { properties: u8 },
    /// Nothing: an LZMA2 stream.
    Bare2,
}

/// Decodes, and says how much of `out` was filled.
pub(crate) fn decode_to(stored: &[u8], out: &mut [u8], form: Form) -> Result<usize> {
    const XZ: &[u8] = b"\xfd7zXZ\0";
    // What a match reaches back to has been written: no dictionary need be larger than the output. Small ones
    // are rounded up by the decoder.
    let reach = u32::try_from(out.len()).unwrap_or(u32::MAX).max(4096);
    match form {
        Form::Framed if stored.starts_with(XZ) => {
            fill(XzReader::new_mem_limit(stored, true, MAX_XZ), out)
        }
        Form::Framed => {
            let Some((head, packed)) = stored.split_first_chunk::<13>() else {
                return Err(super::Fault::cut_off("an LZMA header", 13, stored.len()));
            };
            let [properties, d0, d1, d2, d3, size @ ..] = *head;
            let dictionary = u32::from_le_bytes([d0, d1, d2, d3]).min(reach);
            let size = u64::from_le_bytes(size);
            if size != u64::MAX && size > out.len() as u64 {
                let room = out.len();
                return Err(corrupt(format!("lzma: declares {size} bytes where {room} fit")));
            }
            fill(bare(packed, size, properties, dictionary)?, out)
        }
        Form::Bare1 { properties } => fill(bare(stored, u64::MAX, properties, reach)?, out),
        Form::Bare2 => fill(Lzma2Reader::new(stored, reach, None), out),
    }
}

fn bare(packed: &[u8], size: u64, properties: u8, dictionary: u32) -> Result<LzmaReader<&[u8]>> {
    LzmaReader::new_with_props(packed, size, properties, dictionary, None).map_err(fault)
}

fn fill(mut reader: impl Read, out: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while filled < out.len() {
        match reader.read(&mut out[filled..]).map_err(fault)? {
            0 => return Ok(filled),
            got => filled += got,
        }
    }
    // The checksum comes behind the last byte.
    match reader.read(&mut [0]).map_err(fault)? {
        0 => Ok(filled),
        _ => Err(corrupt(format!("lzma: a chunk of {filled} bytes has more"))),
    }
}

fn fault(error: std::io::Error) -> super::Fault {
    match error.kind() {
        std::io::ErrorKind::OutOfMemory => unsupported("lzma with a dictionary above 64 MiB"),
        _ => corrupt(format!("lzma: {error}")),
    }
}

/// Appends one XZ stream of a level from 0 to 9, whose dictionary is no larger than what is packed needs.
#[cfg(feature = "pictures")]
pub(crate) fn encode_xz(bytes: &[u8], level: u32, out: &mut Vec<u8>) -> Result<()> {
    let mut options = XzOptions::with_preset(level.min(9));
    let needed = u32::try_from(bytes.len()).unwrap_or(u32::MAX).max(4096);
    let dictionary = &mut options.lzma_options.dict_size;
    *dictionary = (*dictionary).min(needed.checked_next_power_of_two().unwrap_or(needed));
    let packed = XzWriter::new(&mut *out, options)
        .and_then(|mut writer| writer.write_all(bytes).and_then(|()| writer.finish().map(|_| ())));
    packed.map_err(|error| corrupt(format!("lzma: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Python's `lzma.compress(b"abcabcabcabcdef" * 4)` makes, in its forms.
    const XZ: [u8; 76] = [
        0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x0, 0x0, 0x4, 0xe6, 0xd6, 0xb4, 0x46, 0x2, 0x0, 0x21, 0x1,
        0x16, 0x0, 0x0, 0x0, 0x74, 0x2f, 0xe5, 0xa3, 0xe0, 0x0, 0x3b, 0x0, 0xe, 0x5d, 0x0, 0x30,
        0x98, 0x88, 0xa7, 0xea, 0x9d, 0x66, 0x6a, 0x8d, 0x26, 0x90, 0xc5, 0x10, 0x0, 0x0, 0x0, 0x0,
        0xa5, 0x91, 0xa3, 0x17, 0xa, 0xd, 0x93, 0x41, 0x0, 0x1, 0x2a, 0x3c, 0x84, 0x5, 0x82, 0x60,
        0x1f, 0xb6, 0xf3, 0x7d, 0x1, 0x0, 0x0, 0x0, 0x0, 0x4, 0x59, 0x5a,
    ];
    const ALONE: [u8; 33] = [
        0x5d, 0x0, 0x0, 0x80, 0x0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0, 0x30, 0x98,
        0x88, 0xa7, 0xea, 0x9d, 0x66, 0x6a, 0x8d, 0x26, 0x95, 0xbb, 0xf7, 0x3f, 0xff, 0xfd, 0xbc,
        0xb0, 0x0,
    ];
    const BARE2: [u8; 22] = [
        0xe0, 0x0, 0x3b, 0x0, 0xe, 0x5d, 0x0, 0x30, 0x98, 0x88, 0xa7, 0xea, 0x9d, 0x66, 0x6a, 0x8d,
        0x26, 0x90, 0xc5, 0x10, 0x0, 0x0,
    ];

    #[test]
    fn forms() {
        let bytes = b"abcabcabcabcdef".repeat(4);
        let forms: [(&[u8], Form); 4] = [
            (&XZ, Form::Framed),
            (&ALONE, Form::Framed),
            (&ALONE[13..], Form::Bare1 { properties: 0x5d }),
            (&BARE2, Form::Bare2),
        ];
        for (stored, form) in forms {
            let mut out = [0; 61];
            assert_eq!(decode_to(stored, &mut out, form).unwrap(), 60, "{form:?}");
            assert_eq!(out[..60], bytes);
            assert_eq!(decode_to(stored, &mut out[..60], form).unwrap(), 60, "{form:?}");
            assert!(decode_to(stored, &mut out[..59], form).is_err(), "{form:?}");
            for len in 0..stored.len() {
                let cut = decode_to(&stored[..len], &mut out, form);
                assert!(cut.is_err() || out[..60] == bytes, "{form:?} {len}");
            }
        }
    }

    #[test]
    fn no_dictionary_is_larger_than_the_output() {
        let mut huge = ALONE;
        huge[1..5].copy_from_slice(&[0xff; 4]); // 4 GiB
        assert_eq!(decode_to(&huge, &mut [0; 60], Form::Framed).unwrap(), 60);
        let mut declared = ALONE;
        declared[5..13].copy_from_slice(&[0, 0, 0, 0, 1, 0, 0, 0]);
        assert!(decode_to(&declared, &mut [0; 60], Form::Framed).is_err());
    }

    #[cfg(feature = "pictures")]
    #[test]
    fn what_is_packed_unpacks() {
        for n in [0u64, 1, 5000, 300_000] {
            let bytes: Vec<u8> = (0..n).map(|i| ((i * i) >> 9) as u8).collect();
            for level in [0, 6] {
                let mut stored = Vec::new();
                encode_xz(&bytes, level, &mut stored).unwrap();
                let mut out = vec![0; bytes.len()];
                assert_eq!(decode_to(&stored, &mut out, Form::Framed).unwrap(), bytes.len());
                assert!(out == bytes);
            }
        }
    }
}
