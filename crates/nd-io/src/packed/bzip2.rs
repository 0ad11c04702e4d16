//! bzip2: reading only.

use bzip2::{Decompress, Status};

use super::{Fault, Result, corrupt};

/// Decodes streams in a row, and says how much of `out` they filled.
pub(crate) fn decode_to(stored: &[u8], out: &mut [u8]) -> Result<usize> {
    let (mut read, mut written) = (0, 0);
    loop {
        let mut decoder = Decompress::new(false);
        loop {
            let (input, room) = (&stored[read..], &mut out[written..]);
            let full = room.is_empty();
            let before = (decoder.total_in(), decoder.total_out());
            // The end of a stream comes behind its last byte, for which there may be no room.
            let status = if full {
                decoder.decompress(input, &mut [0])
            } else {
                decoder.decompress(input, room)
            };
            let status = status.map_err(|error| corrupt(format!("bzip2: {error}")))?;
            let taken = (decoder.total_in() - before.0) as usize;
            let made = (decoder.total_out() - before.1) as usize;
            if full && made > 0 {
                return Err(corrupt(format!("bzip2: a chunk of {} bytes has more", out.len())));
            }
            (read, written) = (read + taken, written + made);
            match status {
                Status::StreamEnd => break,
                _ if taken == 0 && made == 0 => {
                    return Err(Fault::cut_off("a bzip2 stream", stored.len() + 1, stored.len()));
                }
                _ => {}
            }
        }
        if read == stored.len() {
            return Ok(written);
        }
        if !stored[read..].starts_with(b"BZh") {
            return Err(corrupt("bzip2: bytes after its end"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bzip2::{Action, Compress, Compression};

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(bytes.len() + 1000);
        let mut encoder = Compress::new(Compression::best(), 0);
        encoder.compress_vec(bytes, &mut packed, Action::Finish).unwrap();
        packed
    }

    #[test]
    fn streams_in_a_row_are_one() {
        let bytes: Vec<u8> = (0..5000).map(|i| ((i * i) >> 4) as u8).collect();
        let mut stored = pack(&bytes[..3000]);
        let mut out = vec![0; 3000];
        assert_eq!(decode_to(&stored, &mut out).unwrap(), 3000);
        assert!(out == bytes[..3000]);
        assert!(decode_to(&stored, &mut out[..2999]).is_err());
        for len in 0..stored.len() {
            assert!(decode_to(&stored[..len], &mut out).is_err(), "{len}");
        }
        stored.extend(pack(&bytes[3000..]));
        out.resize(6000, 0);
        assert_eq!(decode_to(&stored, &mut out).unwrap(), 5000);
        assert!(out[..5000] == bytes);
        stored.push(0);
        assert!(decode_to(&stored, &mut out).is_err());
        assert_eq!(decode_to(&pack(b""), &mut []).unwrap(), 0);
    }
}
