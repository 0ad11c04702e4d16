//! Whether a file is all there.
//!
//! Decoders stop at the last pixel, or invent what is missing (JPEG decoders fill with grey),
//! so a file cut short can pass for whole. These checks walk the container to its end mark,
//! skipping over the contents.

use std::io::{BufRead, ErrorKind, Read, Seek, SeekFrom};

use crate::format::Format;

/// Checks that the container of `format` reaches its end inside the file, and says where that is.
pub(super) fn check<R: BufRead + Seek>(
    reader: &mut R,
    format: Format,
    file_len: u64,
) -> Result<u64, String> {
    reader.rewind().map_err(|e| e.to_string())?;
    let result = match format {
        Format::Png => png(reader, file_len),
        Format::Jpeg => jpeg(reader),
        Format::WebP => webp(reader),
        // A directory anywhere in the file says where its pixels are: its reader looks.
        _ => Ok(file_len),
    };
    match result {
        Ok(end) if end <= file_len => Ok(end),
        Ok(_) => Err("the file ends too early".into()),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Err("the file ends too early".into()),
        Err(e) => Err(e.to_string()),
    }
}

/// A PNG is a signature of 8 bytes and chunks of length, type, data and CRC, up to `IEND`.
fn png<R: Read + Seek>(reader: &mut R, file_len: u64) -> std::io::Result<u64> {
    let mut at = 8;
    loop {
        reader.seek(SeekFrom::Start(at))?;
        let mut head = [0; 8];
        reader.read_exact(&mut head)?;
        let [a, b, c, d, kind @ ..] = head;
        at += 12 + u64::from(u32::from_be_bytes([a, b, c, d]));
        if at > file_len || &kind == b"IEND" {
            return Ok(at);
        }
    }
}

/// A JPEG is markers, `FF` and a code; most have a length, scans are followed by coded data in
/// which `FF` is escaped, and `FF D9` ends it.
fn jpeg<R: BufRead + Seek>(reader: &mut R) -> std::io::Result<u64> {
    reader.seek(SeekFrom::Start(2))?;
    loop {
        let code = next_marker(reader)?;
        match code {
            0xd9 => return reader.stream_position(),
            // Escaped FF, restart marks, TEM and SOI stand alone.
            0x00 | 0x01 | 0xd0..=0xd8 => {}
            _ => {
                let mut length = [0; 2];
                reader.read_exact(&mut length)?;
                let rest = u16::from_be_bytes(length).saturating_sub(2);
                let skipped =
                    std::io::copy(&mut reader.by_ref().take(rest.into()), &mut std::io::sink())?;
                if skipped < rest.into() {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
            }
        }
    }
}

/// The code after the next `FF`, fill bytes skipped.
fn next_marker<R: BufRead>(reader: &mut R) -> std::io::Result<u8> {
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        match buffer.iter().position(|&b| b == 0xff) {
            Some(at) => {
                reader.consume(at + 1);
                break;
            }
            None => {
                let all = buffer.len();
                reader.consume(all);
            }
        }
    }
    let mut code = [0xff];
    while code == [0xff] {
        reader.read_exact(&mut code)?;
    }
    Ok(code[0])
}

/// A WebP is a RIFF file: its length less 8 stands at byte 4.
fn webp<R: Read + Seek>(reader: &mut R) -> std::io::Result<u64> {
    let mut head = [0; 8];
    reader.read_exact(&mut head)?;
    let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    Ok(u64::from(length) + 8)
}
