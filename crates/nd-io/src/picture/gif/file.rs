//! [`Gif`]: the frames of a file, and the pictures that they make one over the other.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;

use nd_core::DType;

use super::super::bytes::{Bytes, Decode, cut, whole};
use super::super::options::PictureOptions;
use super::super::reader::{About, Header, shape};
use super::lzw;
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

type Colour = [u8; 3];

/// What becomes of a frame when the next one comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Disposal {
    Stays,
    Cleared,
    /// What was there before it comes back.
    Undone,
}

/// A frame of a file: where it lies, its colours, and its numbers, packed.
#[derive(Debug, Clone)]
struct Frame {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    interlaced: bool,
    palette: Arc<Vec<Colour>>,
    transparent: Option<u8>,
    disposal: Disposal,
    /// Hundredths of a second.
    delay: u16,
    bits: u32,
    packed: Vec<u8>,
}

/// A GIF file in memory.
#[derive(Debug)]
pub(crate) struct Gif {
    pub(super) size: [usize; 2],
    /// 4 where anything of any frame is transparent, else 3.
    pub(super) channels: usize,
    /// How often it is shown again; 0 for ever.
    pub(super) repeats: Option<u16>,
    frames: Vec<Frame>,
    /// The one that is wanted, if only one is.
    wanted: usize,
}

/// What an extension in front of a frame says of it.
struct Control {
    transparent: Option<u8>,
    disposal: Disposal,
    delay: u16,
}

const PLAIN: Control = Control { transparent: None, disposal: Disposal::Stays, delay: 0 };

impl Gif {
    pub(crate) fn open(about: &About, file: impl Read) -> Result<(Header, Self)> {
        let file = whole(about, file)?;
        let gif = Self::read(&mut Bytes { rest: &file }).map_err(|what| match what {
            Some(what) => about.corrupt(what),
            None => cut(about),
        })?;
        let [h, w] = gif.size;
        let shape = shape(h as u32, w as u32, gif.channels);
        Ok((Header { shape, dtype: DType::U8 }, gif))
    }

    /// Walks through the file to its end mark; `None` as the error where it ends before.
    fn read(bytes: &mut Bytes<'_>) -> Result<Self, Option<String>> {
        bytes.take(6).ok_or(None)?;
        let [width, height] = [bytes.u16().ok_or(None)?, bytes.u16().ok_or(None)?].map(usize::from);
        let [flags, _, _] = bytes.array().ok_or(None)?;
        let shared = Arc::new(palette(flags, bytes)?);
        let mut gif = Self {
            size: [height, width],
            channels: 4,
            repeats: None,
            frames: Vec::new(),
            wanted: 0,
        };
        let mut control = PLAIN;
        loop {
            match bytes.byte().ok_or(None)? {
                0x2c => {
                    let frame =
                        Frame::read(bytes, &shared, std::mem::replace(&mut control, PLAIN))?;
                    gif.frames.push(frame);
                }
                0x21 => {
                    let label = bytes.byte().ok_or(None)?;
                    let data = blocks(bytes)?;
                    match (label, &data[..]) {
                        (0xf9, &[flags, d0, d1, transparent, ..]) => {
                            control = Control {
                                transparent: (flags & 1 == 1).then_some(transparent),
                                disposal: match flags >> 2 & 7 {
                                    2 => Disposal::Cleared,
                                    3 => Disposal::Undone,
                                    _ => Disposal::Stays,
                                },
                                delay: u16::from_le_bytes([d0, d1]),
                            };
                        }
                        (0xff, [name @ .., 1, n0, n1]) if name == b"NETSCAPE2.0" => {
                            gif.repeats = Some(u16::from_le_bytes([*n0, *n1]));
                        }
                        _ => {}
                    }
                }
                0x3b => break,
                other => return Err(Some(format!("a block of kind {other}"))),
            }
        }
        if gif.frames.is_empty() {
            return Err(Some("it has no frame".to_owned()));
        }
        gif.channels = if gif.is_opaque() { 3 } else { 4 };
        Ok(gif)
    }

    /// Whether nothing is ever transparent: the first frame lies under all others.
    fn is_opaque(&self) -> bool {
        let first = &self.frames[0];
        let covers = [first.top, first.left] == [0, 0]
            && first.height >= self.size[0]
            && first.width >= self.size[1];
        let (_, others) = self.frames.split_last().expect("there is one");
        covers
            && first.transparent.is_none()
            && others.iter().all(|frame| frame.disposal != Disposal::Cleared)
            && (others.is_empty() || first.disposal == Disposal::Stays)
    }

    /// Chooses a frame by its number; the first where none is named.
    ///
    /// # Errors
    /// `NoSuchArray`.
    pub(in super::super) fn choose(&mut self, name: &str) -> Result<()> {
        let number = if name.is_empty() { Some(0) } else { name.parse().ok() };
        self.wanted = number.filter(|&k| k < self.len()).ok_or_else(|| {
            let there = (0..self.len()).map(|k| k.to_string()).collect();
            Error::from(ErrorKind::NoSuchArray { name: name.to_owned(), there })
        })?;
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    /// How long each frame is shown, in hundredths of a second.
    pub(super) fn delays(&self) -> impl Iterator<Item = u16> {
        self.frames.iter().map(|frame| frame.delay)
    }

    /// Makes the pictures up to the one called `last`, and hands each on.
    ///
    /// # Errors
    /// `Corrupt`, with the frame; `AllocFailed`; what `each` returns.
    pub(super) fn pictures(
        &self,
        last: usize,
        each: &mut dyn FnMut(usize, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let [height, width] = self.size;
        let row = width * self.channels;
        let mut canvas = Vec::new();
        crate::packed::resize(&mut canvas, height * row)?;
        let (mut before, mut numbers) = (Vec::new(), Vec::new());
        for (k, frame) in self.frames.iter().enumerate().take(last + 1) {
            if frame.disposal == Disposal::Undone {
                crate::packed::resize(&mut before, canvas.len())?;
                before.copy_from_slice(&canvas);
            }
            frame.unpack(self.size, &mut numbers).map_err(|what| {
                Error::from(ErrorKind::corrupt(Format::Gif, format!("frame {k}: {what}")))
            })?;
            let [rows, columns] = frame.seen(self.size);
            for y in 0..if columns > 0 { rows } else { 0 } {
                let line = &numbers[frame.row(y) * frame.width..][..frame.width];
                let out = &mut canvas[(frame.top + y) * row + frame.left * self.channels..];
                frame.paint(line, &mut out[..row - frame.left * self.channels], self.channels);
            }
            each(k, &canvas)?;
            match frame.disposal {
                Disposal::Stays => {}
                Disposal::Undone => canvas.copy_from_slice(&before),
                Disposal::Cleared => {
                    for y in 0..if columns > 0 { rows } else { 0 } {
                        let start = (frame.top + y) * row + frame.left * self.channels;
                        canvas[start..][..columns * self.channels].fill(0);
                    }
                }
            }
        }
        Ok(())
    }
}

impl Frame {
    fn read(
        bytes: &mut Bytes<'_>,
        shared: &Arc<Vec<Colour>>,
        control: Control,
    ) -> Result<Self, Option<String>> {
        let mut word = || bytes.u16().map(usize::from).ok_or(None);
        let [left, top, width, height] = [word()?, word()?, word()?, word()?];
        let flags = bytes.byte().ok_or(None)?;
        let own = palette(flags, bytes)?;
        let palette = if flags & 0x80 == 0 { shared.clone() } else { Arc::new(own) };
        let bits = u32::from(bytes.byte().ok_or(None)?);
        if !(1..=8).contains(&bits) {
            return Err(Some(format!("numbers of {bits} bits")));
        }
        let packed = blocks(bytes)?;
        let Control { transparent, disposal, delay } = control;
        let interlaced = flags & 0x40 != 0;
        Ok(Self {
            left,
            top,
            width,
            height,
            interlaced,
            palette,
            transparent,
            disposal,
            delay,
            bits,
            packed,
        })
    }

    /// Rows and columns of it that lie in the picture.
    fn seen(&self, size: [usize; 2]) -> [usize; 2] {
        let rows = self.height.min(size[0].saturating_sub(self.top));
        [rows, self.width.min(size[1].saturating_sub(self.left))]
    }

    /// The numbers of all its pixels.
    fn unpack(&self, size: [usize; 2], numbers: &mut Vec<u8>) -> Result<(), String> {
        let n = self.width * self.height;
        // What cannot be seen needs no memory: frames are no larger than the picture in honest files.
        if n > size[0] * size[1] && n > 16 << 20 {
            return Err(format!("{} × {} pixels of a smaller picture", self.width, self.height));
        }
        crate::packed::resize(numbers, n).map_err(|error| error.to_string())?;
        match lzw::decode(&self.packed, self.bits, numbers)? {
            filled if filled == n => Ok(()),
            filled => Err(format!("{filled} pixels of {n}")),
        }
    }

    /// Where a row is among those that are stored: every eighth first, then those between.
    fn row(&self, y: usize) -> usize {
        if !self.interlaced {
            return y;
        }
        let before =
            |first: usize, step: usize| (self.height + step - 1 - first.min(self.height)) / step;
        match (y % 8, y % 4, y % 2) {
            (0, ..) => y / 8,
            (_, 0, _) => before(0, 8) + y / 8,
            (.., 0) => before(0, 8) + before(4, 8) + y / 4,
            _ => before(0, 8) + before(4, 8) + before(2, 4) + y / 2,
        }
    }

    fn paint(&self, numbers: &[u8], out: &mut [u8], channels: usize) {
        for (&number, out) in numbers.iter().zip(out.chunks_exact_mut(channels)) {
            if self.transparent == Some(number) {
                continue;
            }
            let colour = self.palette.get(usize::from(number)).copied().unwrap_or_default();
            out[..3].copy_from_slice(&colour);
            if let [.., alpha] = out
                && channels == 4
            {
                *alpha = 255;
            }
        }
    }
}

/// The colours behind flags that say how many there are.
fn palette(flags: u8, bytes: &mut Bytes<'_>) -> Result<Vec<Colour>, Option<String>> {
    if flags & 0x80 == 0 {
        return Ok(Vec::new());
    }
    let colours = bytes.take(3 << ((flags & 7) + 1)).ok_or(None)?;
    Ok(colours.as_chunks().0.to_vec())
}

/// Blocks of at most 255 bytes, put together, up to an empty one.
fn blocks(bytes: &mut Bytes<'_>) -> Result<Vec<u8>, Option<String>> {
    let mut all = Vec::new();
    loop {
        match bytes.byte().ok_or(None)? {
            0 => return Ok(all),
            len => all.extend_from_slice(bytes.take(len.into()).ok_or(None)?),
        }
    }
}

impl Decode for Gif {
    fn decode(self: Box<Self>, out: &mut [u8]) -> Result<()> {
        self.pictures(self.wanted, &mut |k, picture| {
            if k == self.wanted {
                out.copy_from_slice(picture);
            }
            Ok(())
        })
    }
}

/// The names of the frames of an open file behind the door.
///
/// # Errors
/// Those of reading; `NoSuchArray`.
pub(crate) fn list(file: File, name: &str) -> Result<Vec<String>> {
    let mut gif = checked(file, &PictureOptions::default())?;
    gif.choose(name)?;
    match gif.len() {
        n if n > 1 && name.is_empty() => Ok((0..n).map(|k| k.to_string()).collect()),
        _ => Ok(vec![String::new()]),
    }
}

/// The frames of an open file whose pictures are allowed to be that large.
pub(super) fn checked(file: File, options: &PictureOptions) -> Result<Gif> {
    let file_len = file.metadata().map_err(Error::io("open"))?.len();
    let mut reader = BufReader::new(file);
    let mut start = [0; 6];
    let read = reader.read_exact(&mut start);
    if read.is_err() || Format::from_signature(&start) != Some(Format::Gif) {
        let why = "the file does not begin as GIF does".to_owned();
        return Err(ErrorKind::UnknownFormat { why }.into());
    }
    let about = About { format: Format::Gif, file_len, limit: options.max_bytes };
    let (header, gif) = Gif::open(&about, start.chain(reader))?;
    about.admit(&header.shape, 1)?;
    Ok(gif)
}
