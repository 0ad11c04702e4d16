//! QOI, the Quite OK Image format: red, green, blue and maybe alpha, packed by what pixels before them were.
//! <https://qoiformat.org/qoi-specification.pdf>

use std::io::Write;

use nd_core::DType;

use super::bytes::{Bytes, Decode, cut, whole};
use super::reader::{About, Header, shape};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// What begins a file, and with size, channels and colours is its head.
const MAGIC: &[u8; 4] = b"qoif";
const HEAD: usize = 14;
const END: [u8; 8] = [0, 0, 0, 0, 0, 0, 0, 1];

type Pixel = [u8; 4];

/// A QOI file in memory.
pub(super) struct Qoi {
    file: Vec<u8>,
    channels: usize,
}

impl Qoi {
    pub(super) fn open(about: &About, file: impl std::io::Read) -> Result<(Header, Self)> {
        let file = whole(about, file)?;
        let head: [u8; HEAD] = file.get(..HEAD).ok_or_else(|| cut(about))?.try_into().expect("14");
        let [_, _, _, _, w0, w1, w2, w3, h0, h1, h2, h3, channels, colours] = head;
        if !matches!(channels, 3 | 4) || colours > 1 {
            return Err(about.corrupt(format!("{channels} channels of colours {colours}")));
        }
        if !file.ends_with(&END) {
            return Err(cut(about));
        }
        let [w, h] = [[w0, w1, w2, w3], [h0, h1, h2, h3]].map(u32::from_be_bytes);
        let channels = usize::from(channels);
        Ok((Header { shape: shape(h, w, channels), dtype: DType::U8 }, Self { file, channels }))
    }
}

/// The place of a colour among those that were seen.
fn place([r, g, b, a]: Pixel) -> usize {
    let sum = 3 * usize::from(r) + 5 * usize::from(g) + 7 * usize::from(b) + 11 * usize::from(a);
    sum % 64
}

impl Decode for Qoi {
    fn decode(self: Box<Self>, out: &mut [u8]) -> Result<()> {
        let early = || Error::from(ErrorKind::corrupt(Format::Qoi, "the file ends too early"));
        let mut bytes = Bytes { rest: &self.file[HEAD..self.file.len() - END.len()] };
        let (mut seen, mut pixel) = ([[0; 4]; 64], [0, 0, 0, 255]);
        let mut run = 0;
        for out in out.chunks_exact_mut(self.channels) {
            if run > 0 {
                run -= 1;
            } else {
                let tag = bytes.byte().ok_or_else(early)?;
                run = step(tag, &mut bytes, &seen, &mut pixel).ok_or_else(early)?;
                seen[place(pixel)] = pixel;
            }
            out.copy_from_slice(&pixel[..self.channels]);
        }
        if run > 0 || !bytes.rest.is_empty() {
            let what = "there is more than the picture has pixels";
            return Err(ErrorKind::corrupt(Format::Qoi, what).into());
        }
        Ok(())
    }
}

/// Makes of the pixel before the next one, and says how often that comes again.
fn step(tag: u8, bytes: &mut Bytes<'_>, seen: &[Pixel; 64], pixel: &mut Pixel) -> Option<usize> {
    let add = |value: u8, by: u8, less: u8| value.wrapping_add(by).wrapping_sub(less);
    let [r, g, b, a] = *pixel;
    match (tag, tag >> 6) {
        (0xfe, _) => {
            let [r, g, b] = bytes.array()?;
            *pixel = [r, g, b, a];
        }
        (0xff, _) => *pixel = bytes.array()?,
        (_, 0) => *pixel = seen[usize::from(tag)],
        (_, 1) => {
            *pixel = [add(r, tag >> 4 & 3, 2), add(g, tag >> 2 & 3, 2), add(b, tag & 3, 2), a]
        }
        (_, 2) => {
            let (green, both) = (tag & 63, bytes.byte()?);
            let other = |value, by| add(add(value, green, 32), by, 8);
            *pixel = [other(r, both >> 4), add(g, green, 32), other(b, both & 15), a];
        }
        _ => return Some(usize::from(tag & 63)),
    }
    Some(0)
}

/// Writes bytes, pixels interleaved; grey as three equal channels.
pub(super) fn write(
    bytes: &[u8],
    [width, height]: [u32; 2],
    channels: usize,
    to: &mut dyn Write,
) -> Result<()> {
    let mut out = MAGIC.to_vec();
    out.extend([width.to_be_bytes(), height.to_be_bytes()].concat());
    out.extend([if channels == 4 { 4 } else { 3 }, 0]);
    let (mut seen, mut before, mut run) = ([[0; 4]; 64], [0, 0, 0, 255], 0u8);
    let mut put = |out: &mut Vec<u8>| to.write_all(out).map(|()| out.clear());
    for pixel in bytes.chunks_exact(channels) {
        let pixel = match *pixel {
            [grey] => [grey, grey, grey, 255],
            [r, g, b] => [r, g, b, 255],
            _ => pixel.try_into().expect("four channels"),
        };
        if pixel == before {
            run += 1;
            if run == 62 {
                out.push(0xc0 | (run - 1));
                run = 0;
            }
            continue;
        }
        if run > 0 {
            out.push(0xc0 | (run - 1));
            run = 0;
        }
        let at = place(pixel);
        if seen[at] == pixel {
            out.push(at as u8);
        } else {
            seen[at] = pixel;
            differ(pixel, before, &mut out);
        }
        before = pixel;
        if out.len() > 1 << 16 {
            put(&mut out).map_err(Error::io("write"))?;
        }
    }
    if run > 0 {
        out.push(0xc0 | (run - 1));
    }
    out.extend(END);
    put(&mut out).map_err(Error::io("write"))
}

/// A pixel by how it differs from the one before, as short as it can be.
fn differ([r, g, b, a]: Pixel, before: Pixel, out: &mut Vec<u8>) {
    if a != before[3] {
        return out.extend([0xff, r, g, b, a]);
    }
    let [dr, dg, db] = [0, 1, 2].map(|k| [r, g, b][k].wrapping_sub(before[k]));
    let small = [dr, dg, db].map(|d| d.wrapping_add(2));
    let (green, red, blue) = (dg.wrapping_add(32), dr.wrapping_sub(dg), db.wrapping_sub(dg));
    let [red, blue] = [red, blue].map(|d| d.wrapping_add(8));
    if small.iter().all(|&d| d < 4) {
        out.push(0x40 | small[0] << 4 | small[1] << 2 | small[2]);
    } else if green < 64 && red < 16 && blue < 16 {
        out.extend([0x80 | green, red << 4 | blue]);
    } else {
        out.extend([0xfe, r, g, b]);
    }
}
