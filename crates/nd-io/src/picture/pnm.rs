//! PNM, the portable any-map of Netpbm: PBM, PGM, PPM, as text and as bytes, and PAM.
//! <https://netpbm.sourceforge.net/doc/pnm.html>

use std::io::Write;
use std::path::Path;

use nd_core::DType;

use super::bytes::{Bytes, Decode, cut, whole};
use super::reader::{About, Header, shape};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// How samples stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Digits 0 and 1, of which 1 is black.
    BitText,
    /// Eight in a byte, rows of whole bytes, 1 being black.
    Bits,
    Text,
    Bytes,
    /// Bytes 0 and 1, of which 1 is white.
    Flags,
}

/// A PNM file in memory.
pub(super) struct Pnm {
    file: Vec<u8>,
    /// Where samples begin.
    start: usize,
    kind: Kind,
    most: u32,
    width: usize,
}

impl Pnm {
    pub(super) fn open(about: &About, file: impl std::io::Read) -> Result<(Header, Self)> {
        let file = whole(about, file)?;
        let mut bytes = Bytes { rest: &file };
        let magic: [u8; 2] = bytes.array().ok_or_else(|| cut(about))?;
        let found = match magic[1] {
            b'7' => pam(&mut bytes),
            digit => plain(digit, &mut bytes),
        };
        let Found { kind, size: [width, height], depth, most } =
            found.map_err(|what| about.corrupt(what))?;
        if most == 0 || most > 65_535 {
            return Err(about.corrupt(format!("samples up to {most}")));
        }
        let dtype = match kind {
            Kind::BitText | Kind::Bits | Kind::Flags => DType::Bool,
            _ if most > 255 => DType::U16,
            _ => DType::U8,
        };
        let start = file.len() - bytes.rest.len();
        // Of a text each sample has a digit at least.
        let least = match kind {
            Kind::Bits => u64::from(width).div_ceil(8) * u64::from(height),
            _ => {
                let samples = u64::from(width) * u64::from(height);
                let bytes = if kind == Kind::Bytes { dtype.itemsize() } else { 1 };
                samples.saturating_mul(u64::from(depth)).saturating_mul(bytes as u64)
            }
        };
        about.admit(&shape(height, width, depth as usize), dtype.itemsize())?;
        if least > bytes.rest.len() as u64 {
            return Err(cut(about));
        }
        let header = Header { shape: shape(height, width, depth as usize), dtype };
        Ok((header, Self { start, kind, most, width: width as usize, file }))
    }
}

/// What a head says.
struct Found {
    kind: Kind,
    size: [u32; 2],
    depth: u32,
    most: u32,
}

/// The head of a file that is no PAM.
fn plain(digit: u8, bytes: &mut Bytes<'_>) -> Result<Found, String> {
    let (kind, depth) = match digit {
        b'1' => (Kind::BitText, 1),
        b'4' => (Kind::Bits, 1),
        b'2' | b'3' => (Kind::Text, if digit == b'3' { 3 } else { 1 }),
        _ => (Kind::Bytes, if digit == b'6' { 3 } else { 1 }),
    };
    let size = [number(bytes)?, number(bytes)?];
    let most = if matches!(kind, Kind::BitText | Kind::Bits) { 1 } else { number(bytes)? };
    // One character is between the head and the samples.
    if matches!(kind, Kind::Bits | Kind::Bytes) && !bytes.byte().is_some_and(is_blank) {
        return Err("no blank between its head and its samples".to_owned());
    }
    Ok(Found { kind, size, depth, most })
}

/// The head of a PAM: words and numbers by lines.
fn pam(bytes: &mut Bytes<'_>) -> Result<Found, String> {
    let (mut size, mut depth, mut most, mut flags) = ([None; 2], None, None, false);
    loop {
        let end = bytes.rest.iter().position(|&byte| byte == b'\n');
        let end = end.ok_or("the file ends too early")?;
        let line = bytes.take(end + 1).unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        let (word, value) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let number = || value.trim().parse().map_err(|_| format!("{word} of {value:?}"));
        match word {
            "WIDTH" => size[0] = Some(number()?),
            "HEIGHT" => size[1] = Some(number()?),
            "DEPTH" => depth = Some(number()?),
            "MAXVAL" => most = Some(number()?),
            "TUPLTYPE" => flags = value.trim() == "BLACKANDWHITE",
            "ENDHDR" => break,
            _ if word.is_empty() || word.starts_with('#') => {}
            _ => return Err(format!("{word:?} in its head")),
        }
    }
    let (Some(width), Some(height), Some(depth), Some(most)) = (size[0], size[1], depth, most)
    else {
        return Err("its head does not say how large it is".to_owned());
    };
    let kind = if flags && depth == 1 && most == 1 { Kind::Flags } else { Kind::Bytes };
    Ok(Found { kind, size: [width, height], depth, most })
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0x0b
}

/// Skips blanks and comments, which go from `#` to the end of a line.
fn skip(bytes: &mut Bytes<'_>) {
    while let [first, rest @ ..] = bytes.rest {
        if *first == b'#' {
            let end = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            bytes.rest = &rest[end..];
        } else if is_blank(*first) {
            bytes.rest = rest;
        } else {
            break;
        }
    }
}

/// A number in digits.
fn number(bytes: &mut Bytes<'_>) -> Result<u32, String> {
    skip(bytes);
    let digits = bytes.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return Err(match bytes.rest.first() {
            None => "the file ends too early".to_owned(),
            Some(other) => format!("\"{}\" where a number belongs", other.escape_ascii()),
        });
    }
    let text = bytes.take(digits).unwrap_or_default();
    let add = |n: Option<u32>, &byte: &u8| n?.checked_mul(10)?.checked_add((byte - b'0').into());
    text.iter().fold(Some(0), add).ok_or_else(|| "a number of more than 32 bits".to_owned())
}

impl Decode for Pnm {
    fn decode(self: Box<Self>, out: &mut [u8]) -> Result<()> {
        let fault = |what: String| Error::from(ErrorKind::corrupt(Format::Pnm, what));
        let mut bytes = Bytes { rest: &self.file[self.start..] };
        let more = |n: u32| fault(format!("a sample of {n} where {} is the most", self.most));
        match self.kind {
            Kind::BitText => {
                for out in out {
                    skip(&mut bytes);
                    *out = match bytes.byte() {
                        Some(digit @ (b'0' | b'1')) => b'1' - digit,
                        Some(other) => return Err(more(u32::from(other.wrapping_sub(b'0')))),
                        None => return Err(fault("the file ends too early".to_owned())),
                    };
                }
            }
            Kind::Bits => {
                let rows = bytes.rest.chunks(self.width.div_ceil(8));
                for (row, out) in rows.zip(out.chunks_exact_mut(self.width)) {
                    for (k, out) in out.iter_mut().enumerate() {
                        *out = !row[k / 8] >> (7 - k % 8) & 1;
                    }
                }
            }
            Kind::Text => {
                let wide = self.most > 255;
                for out in out.chunks_exact_mut(if wide { 2 } else { 1 }) {
                    let n = number(&mut bytes).map_err(fault)?;
                    if n > self.most {
                        return Err(more(n));
                    }
                    match out {
                        [out] => *out = n as u8,
                        _ => out.copy_from_slice(&(n as u16).to_ne_bytes()),
                    }
                }
            }
            Kind::Bytes | Kind::Flags => {
                out.copy_from_slice(&bytes.rest[..out.len()]);
                let most = if self.most > 255 {
                    let words = out.as_chunks_mut::<2>().0.iter_mut();
                    words
                        .map(|word| {
                            let n = u16::from_be_bytes(*word);
                            *word = n.to_ne_bytes();
                            u32::from(n)
                        })
                        .max()
                } else {
                    out.iter().max().map(|&n| u32::from(n))
                };
                if let Some(n) = most.filter(|&n| n > self.most) {
                    return Err(more(n));
                }
            }
        }
        Ok(())
    }
}

/// Why a file of that name cannot hold a picture, if its name promises less than PNM has.
pub(super) fn obstacle(path: &Path, dtype: DType, channels: usize) -> Option<String> {
    let name = path.extension()?.to_str()?.to_ascii_lowercase();
    let (fits, holds) = match name.as_str() {
        "pbm" => (dtype == DType::Bool, "bool in one channel"),
        "pgm" => (dtype != DType::Bool && channels == 1, "numbers in one channel"),
        "ppm" => (dtype != DType::Bool && channels == 3, "numbers in three channels"),
        _ => return None,
    };
    let what = || format!(".{name} holds {holds}, the array {dtype} in {channels}: save as .pam");
    (!fits).then(what)
}

/// Up to eight pixels as bits, the first the highest; a bit that is set is black.
fn dark(pixels: &[u8]) -> u8 {
    let bits = pixels.iter().zip(0..);
    bits.fold(0, |byte, (&pixel, k)| byte | ((1 ^ (pixel & 1)) << (7 - k)))
}

/// Writes samples as bytes: PBM, PGM, PPM, or PAM for other numbers of channels.
pub(super) fn write(
    bytes: &[u8],
    [width, height]: [u32; 2],
    channels: usize,
    dtype: DType,
    to: &mut dyn Write,
) -> Result<()> {
    let most = if dtype == DType::U16 { 65_535 } else { 255 };
    let head = match channels {
        1 if dtype == DType::Bool => format!("P4\n{width} {height}\n"),
        1 => format!("P5\n{width} {height}\n{most}\n"),
        3 => format!("P6\n{width} {height}\n{most}\n"),
        _ => {
            let kind = match channels {
                2 => "TUPLTYPE GRAYSCALE_ALPHA\n",
                4 => "TUPLTYPE RGB_ALPHA\n",
                _ => "",
            };
            format!(
                "P7\nWIDTH {width}\nHEIGHT {height}\nDEPTH {channels}\nMAXVAL {most}\n{kind}ENDHDR\n"
            )
        }
    };
    let mut put = |bytes: &[u8]| to.write_all(bytes).map_err(Error::io("write"));
    put(head.as_bytes())?;
    let row = width as usize * channels * dtype.itemsize();
    let mut line = Vec::new();
    for row in bytes.chunks_exact(row) {
        line.clear();
        if dtype == DType::Bool {
            line.extend(row.chunks(8).map(dark));
        } else if dtype == DType::U16 {
            let words = row.as_chunks().0.iter();
            line.extend(words.flat_map(|&word| u16::from_ne_bytes(word).to_be_bytes()));
        } else {
            line.extend_from_slice(row);
        }
        put(&line)?;
    }
    Ok(())
}
