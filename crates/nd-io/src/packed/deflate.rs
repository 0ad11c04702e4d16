//! Deflate in a gzip or a zlib frame.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::{Fault, Result, corrupt, reserve, resize};

/// The largest window, which decodes smaller ones too.
const WINDOW_BITS: u8 = 15;

/// What stands around the deflated data: with its checksum, which is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frame {
    Gzip,
    Zlib,
}

impl Frame {
    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zlib => "zlib",
        }
    }
}

/// The state of unpacking, made when it is first needed.
#[derive(Default)]
pub(crate) struct Inflate(Option<Box<Decompress>>);

impl Inflate {
    /// Decodes one zlib frame, or several gzip frames in a row, and says how much of `out` they filled.
    ///
    /// Nothing may follow but the zeros that some pad gzip frames with.
    pub(crate) fn decode_to(
        &mut self,
        stored: &[u8],
        out: &mut [u8],
        frame: Frame,
    ) -> Result<usize> {
        let (mut read, mut written) = self.one(stored, out, frame)?;
        while read < stored.len() {
            let rest = &stored[read..];
            if frame == Frame::Gzip && rest.iter().all(|&byte| byte == 0) {
                break;
            }
            if frame != Frame::Gzip || !rest.starts_with(&[0x1f, 0x8b]) {
                return Err(corrupt(format!("{}: bytes after its end", frame.name())));
            }
            let (more_read, more) = self.one(rest, &mut out[written..], frame)?;
            (read, written) = (read + more_read, written + more);
        }
        Ok(written)
    }

    /// Decodes one frame, or as much of it as fits: the bytes that were read, and that were written.
    ///
    /// A frame without an end is none, unless what there is fills `out`.
    pub(crate) fn part(
        &mut self,
        stored: &[u8],
        out: &mut [u8],
        frame: Frame,
    ) -> Result<(usize, usize)> {
        let room = out.len();
        match self.begin(stored, out, frame)? {
            (Status::StreamEnd, read, written) => Ok((read, written)),
            (_, read, written) if written == room => Ok((read, written)),
            (_, read, _) => Err(cut_off(frame, read)),
        }
    }

    /// Decodes the frame at the beginning: the bytes that were read, and that were written.
    ///
    /// A frame that has more than fits is a fault, and so is one without an end.
    pub(crate) fn one(
        &mut self,
        stored: &[u8],
        out: &mut [u8],
        frame: Frame,
    ) -> Result<(usize, usize)> {
        match self.begin(stored, out, frame)? {
            (Status::StreamEnd, read, written) => Ok((read, written)),
            (_, read, _) if read == stored.len() => Err(cut_off(frame, read)),
            _ => Err(corrupt(format!("{}: a chunk of {} bytes has more", frame.name(), out.len()))),
        }
    }

    fn begin(
        &mut self,
        stored: &[u8],
        out: &mut [u8],
        frame: Frame,
    ) -> Result<(Status, usize, usize)> {
        let name = frame.name();
        let mut gzip;
        let decoder = match frame {
            // The only state that cannot be used again.
            Frame::Gzip => {
                gzip = Decompress::new_gzip(WINDOW_BITS);
                &mut gzip
            }
            Frame::Zlib => {
                let decoder = self.0.get_or_insert_with(|| Box::new(Decompress::new(true)));
                decoder.reset(true);
                &mut **decoder
            }
        };
        let status = decoder
            .decompress(stored, out, FlushDecompress::Finish)
            .map_err(|error| corrupt(format!("{name}: {error}")))?;
        let read = usize::try_from(decoder.total_in()).unwrap_or(usize::MAX);
        let written = usize::try_from(decoder.total_out()).unwrap_or(usize::MAX);
        Ok((status, read, written))
    }
}

fn cut_off(frame: Frame, read: usize) -> Fault {
    Fault::cut_off(&format!("a chunk in a {} frame", frame.name()), read + 1, read)
}

/// Appends one frame.
pub(crate) fn encode(bytes: &[u8], level: u32, out: &mut Vec<u8>, frame: Frame) -> Result<()> {
    let level = Compression::new(level.min(9));
    let mut encoder = match frame {
        Frame::Gzip => Compress::new_gzip(level, WINDOW_BITS),
        Frame::Zlib => Compress::new(level, true),
    };
    append(&mut encoder, bytes, out, frame)
}

/// The state of packing, made when it is first needed.
#[derive(Default)]
#[cfg(feature = "pictures")]
pub(crate) struct Packer(Option<(u32, Compress)>);

#[cfg(feature = "pictures")]
impl Packer {
    /// Appends one zlib frame.
    pub(crate) fn zlib(&mut self, bytes: &[u8], level: u32, out: &mut Vec<u8>) -> Result<()> {
        let encoder = match &mut self.0 {
            Some((mine, encoder)) if *mine == level => {
                encoder.reset();
                encoder
            }
            other => {
                let new = Compress::new(Compression::new(level.min(9)), true);
                &mut other.insert((level, new)).1
            }
        };
        append(encoder, bytes, out, Frame::Zlib)
    }
}

/// Appends one frame by an encoder that has done nothing yet.
fn append(encoder: &mut Compress, bytes: &[u8], out: &mut Vec<u8>, frame: Frame) -> Result<()> {
    let start = out.len();
    // Stored blocks add 5 bytes in 16 KiB at worst; level 1 may take 9 bits for 8.
    reserve(out, bytes.len() + bytes.len() / 7 + 4096)?;
    let room = out.capacity().min(start + bytes.len() + bytes.len() / 7 + 4096);
    resize(out, room)?;
    loop {
        let read = usize::try_from(encoder.total_in()).unwrap_or(usize::MAX);
        let written = start + usize::try_from(encoder.total_out()).unwrap_or(usize::MAX);
        if written == out.len() {
            let more = out.len() + (64 << 10);
            resize(out, more)?;
        }
        let status = encoder
            .compress(&bytes[read..], &mut out[written..], FlushCompress::Finish)
            .map_err(|error| corrupt(format!("{}: {error}", frame.name())))?;
        if status == Status::StreamEnd {
            out.truncate(start + usize::try_from(encoder.total_out()).unwrap_or(usize::MAX));
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_in_a_row_are_one() {
        let mut stored = Vec::new();
        encode(b"ab", 1, &mut stored, Frame::Gzip).unwrap();
        encode(b"cde", 9, &mut stored, Frame::Gzip).unwrap();
        let mut out = [0; 6];
        let mut inflate = Inflate::default();
        assert_eq!(inflate.decode_to(&stored, &mut out, Frame::Gzip).unwrap(), 5);
        assert_eq!(&out, b"abcde\0");
        stored.extend([0; 7]);
        assert_eq!(inflate.decode_to(&stored, &mut out, Frame::Gzip).unwrap(), 5);
        assert!(inflate.decode_to(&stored, &mut out[..4], Frame::Gzip).is_err());
        stored.push(1);
        assert!(inflate.decode_to(&stored, &mut out, Frame::Gzip).is_err());
        stored.clear();
        encode(b"ab", 1, &mut stored, Frame::Zlib).unwrap();
        assert_eq!(inflate.decode_to(&stored, &mut out, Frame::Zlib).unwrap(), 2);
        stored.push(0);
        assert!(inflate.decode_to(&stored, &mut out, Frame::Zlib).is_err());
    }
}
