//! [`Palette`]: the colours that numbers stand for.

use nd_core::{Array, DType, Shape};

use super::directory::tag;
use super::layout::{Sample, SampleKind, photometric};
use super::picture::Picture;
use super::{Result, corrupt, unsupported};
use crate::blocks::Region;
use crate::packed::resize;

/// The colours of a picture whose samples are numbers of them.
#[derive(Debug)]
pub(super) struct Palette {
    /// Red, green and blue of each colour, as elements of `dtype`.
    colours: Vec<[u16; 3]>,
    pub(super) dtype: DType,
}

impl Palette {
    /// Whether a picture's samples are numbers of colours.
    ///
    /// # Errors
    /// `Unsupported` for numbers that are not looked up, or have others beside them.
    pub(super) fn belongs_to(picture: &Picture) -> Result<bool> {
        let layout = &picture.layout;
        let how = "TiffFile and PictureOptions::palette_indices give the numbers";
        if layout.photometric != Some(photometric::PALETTE) {
            return Ok(false);
        }
        if layout.size[3] > 1 {
            let more = layout.size[3] - 1;
            return Err(unsupported(format!("a palette and {more} samples more a pixel: {how}")));
        }
        let Sample { bits, kind, dtype } = layout.sample;
        if bits > 16 || kind != SampleKind::Unsigned {
            return Err(unsupported(format!("a palette for {dtype} of {bits} bits: {how}")));
        }
        Ok(true)
    }

    /// The colours as the file has them: `(n, 3)`, each from 0 to 65,535.
    pub(super) fn stored(picture: &Picture) -> Result<Option<Array<u16>>> {
        let most = 3 << 16;
        let Some(map) = picture.tags.numbers(&picture.input, tag::COLOR_MAP, most)? else {
            return Ok(None);
        };
        if map.len() % 3 != 0 {
            return Err(corrupt(format!("a palette of {} numbers", map.len())));
        }
        let (n, numbers) = (map.len() / 3, map.iter().map(|&number| number as u16));
        let planes = Array::from_shape_vec([3, n], numbers.collect());
        Ok(Some(planes.t().to_array()))
    }

    /// The colours as a picture shows them: of 8 bits if 8 are all they have.
    ///
    /// # Errors
    /// `Corrupt` without colours.
    pub(super) fn read(picture: &Picture) -> Result<Self> {
        let stored = Self::stored(picture)?;
        let stored = stored.ok_or_else(|| {
            corrupt(
                "it has no palette for its numbers (PictureOptions::palette_indices gives those)",
            )
        })?;
        let numbers = stored.as_slice().unwrap_or_default();
        let all = |test: fn(&u16) -> bool| numbers.iter().all(test);
        // Eight bits are stored twice; by some writers once, in the high byte or in the low.
        let (dtype, shift) = if all(|c| c % 257 == 0) || all(|c| c % 256 == 0) {
            (DType::U8, 8)
        } else if all(|c| *c < 256) {
            (DType::U8, 0)
        } else {
            (DType::U16, 0)
        };
        let colours = numbers.chunks_exact(3).map(|c| [c[0], c[1], c[2]].map(|c| c >> shift));
        Ok(Self { colours: colours.collect(), dtype })
    }

    /// Fills `out` with a region of the colours: rows, columns, red, green and blue.
    pub(super) fn fill(&self, picture: &Picture, region: &Region, out: &mut [u8]) -> Result<()> {
        let inner = region.ndim() - 1;
        let cut = |extents: &[usize]| Shape::from(&extents[..inner]);
        let numbers_of =
            Region::new(cut(region.start()), cut(region.shape())).with_step(cut(region.step()));
        let stored = picture.layout.sample.dtype;
        let mut numbers = Vec::new();
        resize(&mut numbers, numbers_of.size() * stored.itemsize())?;
        picture.read(&numbers_of, &mut numbers)?;
        let channels: Vec<usize> = (0..region.shape()[inner])
            .map(|k| region.start()[inner] + k * region.step()[inner])
            .collect();
        let size = self.dtype.itemsize();
        let pixels = numbers.chunks_exact(stored.itemsize());
        for (number, out) in pixels.zip(out.chunks_exact_mut(size * channels.len())) {
            let number = match *number {
                [low] => usize::from(low),
                [a, b, ..] => usize::from(u16::from_ne_bytes([a, b])),
                [] => 0,
            };
            let colour = self.colours.get(number).ok_or_else(|| {
                corrupt(format!("colour {number} of a palette of {}", self.colours.len()))
            })?;
            for (out, &channel) in out.chunks_exact_mut(size).zip(&channels) {
                match out {
                    [out] => *out = colour[channel] as u8,
                    out => out.copy_from_slice(&colour[channel].to_ne_bytes()),
                }
            }
        }
        Ok(())
    }
}
