//! A strip or tile from the file to elements.

use std::ops::Range;

use super::bits::{self, is_plain};
use super::codec::{self, Compression};
use super::input::Input;
use super::layout::{Extents, Layout};
use super::predictor::{self, Predictor};
use super::table::{self, Place};
use super::{Result, corrupt, jpeg};
use crate::format::Format;
use crate::packed::{Contexts, resize};
use crate::picture::guard::guarded;

/// What a thread needs to decode chunks, used again for the next.
#[derive(Default)]
pub(super) struct Scratch {
    stored: Vec<u8>,
    raw: Vec<u8>,
    planes: Vec<u8>,
    contexts: Contexts,
    /// The elements of the chunk, in C order.
    pub(super) elements: Vec<u8>,
}

/// A picture's file, and what its chunks have in common.
#[derive(Clone, Copy)]
pub(super) struct Chunks<'a> {
    pub(super) input: &'a Input,
    pub(super) layout: &'a Layout,
    pub(super) jpeg_tables: Option<&'a [u8]>,
}

/// One chunk, what it covers of the picture, and which of its rows are wanted.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) number: u64,
    pub(super) place: Place,
    /// Rows and columns of the picture from its first on; fewer than a whole chunk at the edges.
    pub(super) covered: [usize; 2],
    pub(super) rows: Range<usize>,
}

/// What was decoded: elements of these extents, from this row of the chunk on.
pub(super) struct Decoded {
    pub(super) extents: Extents,
    pub(super) first_row: usize,
}

impl Chunks<'_> {
    /// Bytes of a chunk before it is packed.
    pub(super) fn whole(&self, extents: Extents) -> usize {
        extents[0] * extents[1] * self.layout.row_bytes(extents)
    }

    /// Decodes a chunk into `scratch.elements`: all of it, or at least the rows that are wanted.
    ///
    /// # Errors
    /// `Corrupt` for damaged or missing data, with the chunk's name; `Unsupported`; `AllocFailed`; the system's.
    pub(super) fn decode(&self, wanted: &Wanted, scratch: &mut Scratch) -> Result<Decoded> {
        let extents = self.layout.stored(wanted.covered[0]);
        let decoded = match self.layout.compression {
            Compression::None => self.read(wanted, extents, scratch)?,
            compression => {
                let Place { at, len, .. } = wanted.place;
                let len = usize::try_from(len).unwrap_or(usize::MAX);
                resize(&mut scratch.stored, len)?;
                self.input.read(at, &mut scratch.stored, &self.name(wanted))?;
                if compression.is_picture() {
                    return self.picture(wanted, extents, scratch);
                }
                if self.layout.reversed {
                    bits::reverse(&mut scratch.stored);
                }
                let extents = guarded(Format::Tiff, || self.unpack(wanted, extents, scratch))
                    .map_err(|error| self.named(wanted, error))?;
                Decoded { extents, first_row: 0 }
            }
        };
        self.elements(decoded.extents, scratch)?;
        Ok(decoded)
    }

    fn name(&self, wanted: &Wanted) -> String {
        table::name(self.layout, wanted.number)
    }

    fn named(&self, wanted: &Wanted, error: crate::Error) -> crate::Error {
        match error.kind() {
            crate::ErrorKind::Corrupt { what, .. } => {
                corrupt(format!("{}: {what}", self.name(wanted)))
            }
            crate::ErrorKind::UnexpectedEof { .. } => {
                corrupt(format!("{}: {error}", self.name(wanted)))
            }
            _ => error,
        }
    }

    /// Reads the rows that are wanted of a chunk that is not packed.
    fn read(&self, wanted: &Wanted, extents: Extents, scratch: &mut Scratch) -> Result<Decoded> {
        let row = self.layout.row_bytes(extents);
        let [depth, rows, ..] = extents;
        // In several planes rows of the same number are far apart.
        let wanted_rows = if depth == 1 { wanted.rows.clone() } else { 0..rows };
        resize(&mut scratch.raw, depth * wanted_rows.len() * row)?;
        let at = wanted.place.at + (wanted_rows.start * row) as u64;
        self.input.read(at, &mut scratch.raw, &self.name(wanted))?;
        if self.layout.reversed {
            bits::reverse(&mut scratch.raw);
        }
        let mut extents = extents;
        extents[1] = wanted_rows.len();
        Ok(Decoded { extents, first_row: wanted_rows.start })
    }

    /// Unpacks a chunk into `scratch.raw` and says what it holds.
    fn unpack(&self, wanted: &Wanted, extents: Extents, scratch: &mut Scratch) -> Result<Extents> {
        let layout = self.layout;
        let Scratch { stored, raw, contexts, .. } = scratch;
        let whole = self.whole(extents);
        resize(raw, whole)?;
        let columns = extents[2] * extents[3];
        let unpacked = codec::unpack(layout.compression, stored, raw, columns, contexts);
        let filled = match unpacked {
            Ok(filled) => filled,
            // There may be more than the picture needs, rows below it say, in front of which these do not stop.
            Err(_) if matches!(layout.compression, Compression::Zstd | Compression::Lzma) => {
                let full = Extents::from([extents[0], layout.chunk[1], extents[2], extents[3]]);
                resize(raw, self.whole(full).max(2 * whole))?;
                codec::unpack(layout.compression, stored, raw, columns, contexts)?
            }
            Err(error) => return Err(error),
        };
        if filled >= whole {
            return Ok(extents);
        }
        // Some writers cut tiles at the edges of the picture.
        let [rows, columns] = wanted.covered;
        let mut cut = extents;
        cut[1] = rows.min(cut[1]);
        let mut narrow = cut;
        narrow[2] = columns.min(cut[2]);
        for extents in [cut, narrow] {
            if layout.tiled && !wanted.place.cut && filled == self.whole(extents) {
                return Ok(extents);
            }
        }
        Err(corrupt(format!("it unpacks to {filled} bytes, {whole} are needed")))
    }

    /// Decodes a chunk that is a picture file.
    fn picture(&self, wanted: &Wanted, extents: Extents, scratch: &mut Scratch) -> Result<Decoded> {
        let [_, rows, columns, samples] = extents;
        let file = &scratch.stored;
        let picture = guarded(Format::Tiff, || match self.layout.compression {
            Compression::Jpeg => jpeg::open(file, self.jpeg_tables, self.layout),
            _ => jpeg::open_webp(file, samples),
        });
        let picture = picture.map_err(|error| self.named(wanted, error))?;
        let [height, width] = picture.size;
        // Cut at the edges of the picture, or with rows below it.
        let fits_rows = height >= wanted.covered[0].min(rows) && height <= self.layout.chunk[1];
        let fits_columns = width == columns || width == wanted.covered[1].min(columns);
        if !fits_rows || !fits_columns {
            let name = self.name(wanted);
            return Err(corrupt(format!(
                "{name}: a picture of {height} × {width} pixels, not {rows} × {columns}"
            )));
        }
        resize(&mut scratch.elements, height * width * samples)?;
        let out = &mut scratch.elements;
        guarded(Format::Tiff, || picture.decode(out)).map_err(|error| self.named(wanted, error))?;
        Ok(Decoded { extents: [1, height, width, samples], first_row: 0 })
    }

    /// Makes elements of `scratch.raw`.
    fn elements(&self, extents: Extents, scratch: &mut Scratch) -> Result<()> {
        let layout = self.layout;
        let Scratch { raw, planes, elements, .. } = scratch;
        let (sample, itemsize) = (layout.sample, layout.sample.dtype.itemsize());
        let row = layout.row_bytes(extents);
        raw.truncate(self.whole(extents));
        let pixel = extents[3];
        match layout.predictor {
            Predictor::Floats(far) => {
                let size = sample.bits as usize / 8;
                for row in raw.chunks_exact_mut(row) {
                    predictor::floats(row, size, far * pixel, planes);
                }
            }
            _ if !self.input.order.is_native() => {
                crate::blocks::swap_bytes(raw, bits::word_to_swap(sample));
            }
            _ => {}
        }
        let differences = match layout.predictor {
            Predictor::Differences(far) => Some(far * pixel),
            _ => None,
        };
        if is_plain(sample) {
            std::mem::swap(raw, elements);
        } else {
            let out_row = extents[2] * extents[3] * itemsize;
            resize(elements, extents[0] * extents[1] * out_row)?;
            for (row, out) in raw.chunks_exact(row).zip(elements.chunks_exact_mut(out_row)) {
                bits::unpack(row, sample, out);
            }
        }
        if let Some(distance) = differences {
            for row in elements.chunks_exact_mut(extents[2] * extents[3] * itemsize) {
                predictor::sum(row, itemsize, distance, sample.bits);
            }
        }
        Ok(())
    }
}
