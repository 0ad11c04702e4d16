//! Pictures of few colours to GIF.

use std::collections::BTreeMap;
use std::io::Write;

use super::lzw;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// Colours of a frame, at most.
const MOST: usize = 256;

type Pixel = [u8; 4];

/// Writes one picture.
pub(in super::super) fn write(
    bytes: &[u8],
    [width, height]: [u32; 2],
    channels: usize,
    to: &mut dyn Write,
) -> Result<()> {
    let size = [height as usize, width as usize];
    frames(&[bytes], size, channels, &[0], None, to)
}

/// Writes pictures that follow each other, each shown for some hundredths of a second.
pub(super) fn frames(
    pictures: &[&[u8]],
    [height, width]: [usize; 2],
    channels: usize,
    delays: &[u16],
    repeats: Option<u16>,
    to: &mut dyn Write,
) -> Result<()> {
    let mut put = |bytes: &[u8]| to.write_all(bytes).map_err(Error::io("write"));
    let size = [width as u16, height as u16].map(u16::to_le_bytes).concat();
    let mut out = [b"GIF89a", &size[..], &[0x70, 0, 0]].concat();
    if let Some(repeats) = repeats {
        out.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01");
        out.extend(repeats.to_le_bytes());
        out.push(0);
    }
    for (k, picture) in pictures.iter().enumerate() {
        let (palette, numbers, transparent) = numbered(picture, channels)
            .map_err(|what| ErrorKind::unsupported(Format::Gif, format!("frame {k}: {what}")))?;
        let bits = (usize::BITS - (palette.len() - 1).leading_zeros()).max(1);
        // Where something is transparent the frame before must not be seen through it.
        let cleared = if transparent.is_some() { 2 } else { 1 } << 2;
        let delay = delays[k].to_le_bytes();
        let flags = cleared | u8::from(transparent.is_some());
        out.extend([0x21, 0xf9, 4, flags, delay[0], delay[1], transparent.unwrap_or(0), 0]);
        out.extend([&[0x2c, 0, 0, 0, 0], &size[..], &[0x80 | (bits - 1) as u8]].concat());
        out.extend(palette.iter().flatten());
        out.resize(out.len() + 3 * ((1 << bits) - palette.len()), 0);
        out.push(bits.max(2) as u8);
        let mut packed = Vec::new();
        lzw::encode(&numbers, bits.max(2), &mut packed);
        for block in packed.chunks(255) {
            out.push(block.len() as u8);
            out.extend_from_slice(block);
        }
        out.push(0);
        put(&out)?;
        out.clear();
    }
    put(&[0x3b])
}

/// The colours of a picture, the number of each pixel's among them, and that of the transparent ones.
type Numbered = (Vec<[u8; 3]>, Vec<u8>, Option<u8>);

/// Numbers the colours in the order in which they come.
fn numbered(picture: &[u8], channels: usize) -> std::result::Result<Numbered, String> {
    let mut known: BTreeMap<Pixel, u8> = BTreeMap::new();
    let mut numbers = Vec::with_capacity(picture.len() / channels);
    let (mut palette, mut transparent) = (Vec::new(), None);
    let mut last = None;
    for pixel in picture.chunks_exact(channels) {
        let pixel = match *pixel {
            [grey] => [grey, grey, grey, 255],
            [r, g, b] => [r, g, b, 255],
            [.., 0] => [0; 4],
            [r, g, b, 255] => [r, g, b, 255],
            _ => {
                return Err("pixels are there or not, alpha is 255 or 0: save as PNG".to_owned());
            }
        };
        let number = match last.filter(|&(before, _)| before == pixel) {
            Some((_, number)) => number,
            None => match known.get(&pixel) {
                Some(&number) => number,
                None if palette.len() == MOST => {
                    let what = "more than 256 colours, which GIF has not: reduce them first, or save as PNG";
                    return Err(what.to_owned());
                }
                None => {
                    let number = palette.len() as u8;
                    palette.push([pixel[0], pixel[1], pixel[2]]);
                    known.insert(pixel, number);
                    if pixel[3] == 0 {
                        transparent = Some(number);
                    }
                    number
                }
            },
        };
        last = Some((pixel, number));
        numbers.push(number);
    }
    Ok((palette, numbers, transparent))
}
