//! Chunks that are JPEG or WebP files.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::layout::{Layout, photometric};
use super::{Result, corrupt, unsupported};
use crate::error::Error;
use crate::format::Format;
use crate::picture::complete;

/// A chunk whose header was read.
pub(super) struct Picture<'a> {
    /// Height and width.
    pub(super) size: [usize; 2],
    coded: Coded<'a>,
}

enum Coded<'a> {
    Jpeg { file: Vec<u8>, out: ColorSpace, inks: bool },
    WebP { decoder: Box<WebPDecoder<Cursor<&'a [u8]>>>, samples: usize },
}

/// What the segments in front of the pixels say.
#[derive(Default)]
struct Head {
    size: [usize; 2],
    /// The numbers of the components.
    components: Vec<u8>,
    jfif: bool,
    /// What Adobe's segment says of colours.
    transform: Option<u8>,
}

/// Reads the header of a JPEG file, whose tables may stand apart.
///
/// # Errors
/// `Corrupt` for a file cut short or with other samples than the picture; `Unsupported`.
pub(super) fn open<'a>(
    stored: &[u8],
    tables: Option<&[u8]>,
    layout: &Layout,
) -> Result<Picture<'a>> {
    if !stored.starts_with(&[0xff, 0xd8]) {
        return Err(unsupported("JPEG without a head: old-style JPEG (compression 6) in pieces"));
    }
    complete::check(&mut Cursor::new(stored), Format::Jpeg, stored.len() as u64)
        .map_err(corrupt)?;
    let mut head = Head::default();
    let mut file = vec![0xff, 0xd8];
    if let Some(tables) = tables {
        segments(tables, &mut head, &mut file)?;
    }
    let rest = segments(stored, &mut head, &mut file)?;
    file.try_reserve_exact(rest.len()).map_err(|_| Error::no_memory(rest.len()))?;
    file.extend_from_slice(rest);
    let samples = layout.chunk[3];
    if head.components.len() != samples {
        return Err(corrupt(format!(
            "a JPEG file of {} samples a pixel, not {samples}",
            head.components.len()
        )));
    }
    let (out, inks) = colours(&head, layout)?;
    Ok(Picture { size: head.size, coded: Coded::Jpeg { file, out, inks } })
}

/// What is to come out. As in libtiff only YCbCr becomes RGB, and samples that the tags call something else stay as
/// they are, bands that are no colours above all; but JFIF's YCbCr becomes RGB in spite of a tag that says RGB
/// already. Where the tags leave it open the segments tell, as libjpeg and tifffile take them.
fn colours(head: &Head, layout: &Layout) -> Result<(ColorSpace, bool)> {
    let ids = head.components == *b"RGB";
    // What the decoder takes the components for, so that it leaves them alone.
    let as_they_are = if ids { ColorSpace::RGB } else { ColorSpace::YCbCr };
    match (head.components.len(), layout.photometric) {
        (1, _) => Ok((ColorSpace::Luma, false)),
        (2, _) => Ok((ColorSpace::LumaA, false)),
        (3, Some(photometric::RGB)) if !head.jfif => Ok((as_they_are, false)),
        (3, Some(colours)) if !matches!(colours, photometric::RGB | photometric::YCBCR) => {
            Ok((as_they_are, false))
        }
        (3, _) => {
            let rgb = !head.jfif && head.transform.map_or(ids, |transform| transform == 0);
            Ok((if rgb { as_they_are } else { ColorSpace::RGB }, false))
        }
        (4, colours) => {
            let inks = head.transform == Some(2) && colours == Some(photometric::CMYK);
            Ok((ColorSpace::CMYK, inks))
        }
        (other, _) => Err(unsupported(format!("JPEG of {other} samples a pixel"))),
    }
}

/// Goes through segments up to the pixels, which it returns with their own head, or to the end, which tables may
/// have without a mark. All go into `file` that say how to decode, and none that say what the colours are: that is
/// ours to find out.
fn segments<'s>(stored: &'s [u8], head: &mut Head, file: &mut Vec<u8>) -> Result<&'s [u8]> {
    let cut = || corrupt("a JPEG file without an end");
    let mut at = 0;
    loop {
        match stored.get(at) {
            None => return Ok(&[]),
            Some(0xff) => {}
            Some(_) => {
                at += 1;
                continue;
            }
        }
        let code = *stored.get(at + 1).ok_or_else(cut)?;
        match code {
            // Fill bytes, and marks that stand alone.
            0xff => {
                at += 1;
                continue;
            }
            0x00 | 0x01 | 0xd0..=0xd8 => {
                at += 2;
                continue;
            }
            0xd9 => return Ok(&[]),
            0xda => return Ok(&stored[at..]),
            _ => {}
        }
        let Some(&[high, low]) = stored.get(at + 2..at + 4) else { return Err(cut()) };
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low])).max(2);
        let body = stored.get(at + 4..end).ok_or_else(cut)?;
        match code {
            0xe0 => head.jfif |= body.starts_with(b"JFIF\0"),
            0xee if body.starts_with(b"Adobe") => head.transform = body.get(11).copied(),
            0xe0..=0xef | 0xfe => {}
            // Frames: precision, height, width, components of three bytes.
            0xc0..=0xcf if !matches!(code, 0xc4 | 0xc8 | 0xcc) => {
                let &[bits, h0, h1, w0, w1, _, ref components @ ..] = body else {
                    return Err(cut());
                };
                if bits != 8 {
                    return Err(unsupported(format!("JPEG of {bits} bits")));
                }
                head.size = [[h0, h1], [w0, w1]].map(|side| u16::from_be_bytes(side).into());
                head.components = components.chunks(3).map(|component| component[0]).collect();
                file.extend_from_slice(&stored[at..end]);
            }
            _ => file.extend_from_slice(&stored[at..end]),
        }
        at = end;
    }
}

/// Reads the header of a WebP file.
///
/// # Errors
/// `Corrupt` for a file that is none or has other samples than the picture; `Unsupported`.
pub(super) fn open_webp(stored: &[u8], samples: usize) -> Result<Picture<'_>> {
    complete::check(&mut Cursor::new(stored), Format::WebP, stored.len() as u64)
        .map_err(corrupt)?;
    let decoder = WebPDecoder::new(Cursor::new(stored)).map_err(webp_fault)?;
    let (width, height) = decoder.dimensions();
    let has = if decoder.has_alpha() { 4 } else { 3 };
    // Where all is opaque alpha may be left out.
    if has != samples && (has, samples) != (3, 4) {
        return Err(corrupt(format!("a WebP file of {has} samples a pixel, not {samples}")));
    }
    let coded = Coded::WebP { decoder: Box::new(decoder), samples };
    Ok(Picture { size: [height as usize, width as usize], coded })
}

impl Picture<'_> {
    /// Decodes into memory for `size` pixels.
    ///
    /// # Errors
    /// `Corrupt`; `Unsupported`.
    pub(super) fn decode(self, out: &mut [u8]) -> Result<()> {
        match self.coded {
            Coded::Jpeg { file, out: colours, inks } => {
                let options = DecoderOptions::default()
                    .set_strict_mode(false)
                    .set_max_width(usize::MAX)
                    .set_max_height(usize::MAX)
                    .jpeg_set_out_colorspace(colours);
                let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&file[..]), options);
                decoder.decode_headers().map_err(jpeg_fault)?;
                if decoder.output_buffer_size() != Some(out.len()) {
                    return Err(corrupt("a JPEG file of two sizes"));
                }
                decoder.decode_into(out).map_err(jpeg_fault)?;
                if inks {
                    out.chunks_exact_mut(4).for_each(to_inks);
                }
                Ok(())
            }
            Coded::WebP { mut decoder, samples } => {
                if samples == 3 || decoder.has_alpha() {
                    return decoder.read_image(out).map_err(webp_fault);
                }
                let pixels = out.len() / 4;
                decoder.read_image(&mut out[..3 * pixels]).map_err(webp_fault)?;
                for k in (0..pixels).rev() {
                    let rgb = [out[3 * k], out[3 * k + 1], out[3 * k + 2]];
                    out[4 * k..4 * k + 3].copy_from_slice(&rgb);
                    out[4 * k + 3] = 255;
                }
                Ok(())
            }
        }
    }
}

/// A pixel of YCCK as inks: black stays.
fn to_inks(pixel: &mut [u8]) {
    let [y, cb, cr] = [pixel[0], pixel[1], pixel[2]].map(f32::from);
    let (cb, cr) = (cb - 128.0, cr - 128.0);
    let rgb = [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb];
    for (ink, light) in pixel.iter_mut().zip(rgb) {
        *ink = (255.0 - light).round() as u8;
    }
}

fn jpeg_fault(error: DecodeErrors) -> Error {
    match error {
        DecodeErrors::Unsupported(what) => unsupported(format!("JPEG: {what:?}")),
        other => corrupt(format!("JPEG: {other:?}")),
    }
}

fn webp_fault(error: DecodingError) -> Error {
    match error {
        DecodingError::UnsupportedFeature(what) => unsupported(format!("WebP: {what}")),
        other => corrupt(format!("WebP: {other}")),
    }
}
