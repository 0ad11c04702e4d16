//! Reading TIFF through the crate `tiff`: grey floats and any number of channels too.

use std::fs::File;
use std::io::BufReader;

use nd_core::{DType, Shape};
use tiff::decoder::{BufferLayoutPreference, Decoder, DecodingSampleType, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

use super::reader::{About, Header, greedy, read_error, shape};
use crate::blocks::{Strided, copy_strided};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::memory::{bytes_mut, zeroed};

/// A TIFF file up to the pixels of its first picture.
pub(super) struct Tiff {
    decoder: Decoder<BufReader<File>>,
    layout: BufferLayoutPreference,
    itemsize: usize,
}

impl Tiff {
    pub(super) fn open(about: &About, file: BufReader<File>) -> Result<(Header, Self)> {
        let mut decoder = Decoder::new(file).map_err(translate)?.with_limits(limits(about.limit));
        let (width, height) = decoder.dimensions().map_err(translate)?;
        let color = decoder.colortype().map_err(translate)?;
        let channels = match color {
            ColorType::Gray(_) => 1,
            ColorType::GrayA(_) => 2,
            ColorType::RGB(_) => 3,
            ColorType::RGBA(_) => 4,
            ColorType::Multiband { num_samples, .. } => usize::from(num_samples),
            other => return Err(about.unsupported(format!("its pixels are {other:?}"))),
        };
        // The crate calls RGB what has red, green, blue and more, and leaves the rest out.
        let stored = decoder.find_tag_unsigned::<u16>(Tag::SamplesPerPixel).map_err(translate)?;
        let stored = stored.map_or(1, usize::from);
        if stored != channels {
            let what = format!("{stored} samples a pixel, of which {channels} would be read");
            return Err(about.unsupported(what));
        }
        let shape = shape(height, width, channels);
        // The size comes before the layout: computing the layout is where huge headers hurt.
        let bits = color.bit_depth();
        if !matches!(bits, 8 | 16 | 32) {
            return Err(about.unsupported(format!("its samples have {bits} bits")));
        }
        about.admit(&shape, usize::from(bits / 8))?;
        let layout = decoder.image_buffer_layout().map_err(translate)?;
        let dtype = match layout.sample_type {
            Some(DecodingSampleType::U8) => DType::U8,
            Some(DecodingSampleType::U16) => DType::U16,
            Some(DecodingSampleType::F32) => DType::F32,
            other => return Err(about.unsupported(format!("its samples are {other:?}"))),
        };
        let itemsize = dtype.itemsize();
        about.admit(&shape, itemsize)?;
        let bytes = shape.iter().product::<usize>() * itemsize;
        if layout.complete_len != bytes {
            return Err(about.unsupported("its rows or planes are padded"));
        }
        // Compressed data of a strip is read whole: no more than the pixels warrant.
        let decoder = decoder.with_limits(limits(bytes as u64));
        Ok((Header { shape, dtype }, Self { decoder, layout, itemsize }))
    }

    pub(super) fn decode(mut self, out: &mut [u8]) -> Result<()> {
        let planes = self.layout.planes;
        if planes <= 1 {
            return self.decoder.read_image_bytes(out).map_err(translate);
        }
        let mut apart = zeroed(out.len())?;
        self.decoder.read_image_bytes(bytes_mut(&mut apart)).map_err(translate)?;
        let (itemsize, pixels) = (self.itemsize, out.len() / self.itemsize / planes);
        let shape = [pixels, planes];
        let from = Strided { offset: 0, strides: Shape::from([itemsize, pixels * itemsize]) };
        let to = Strided::dense(&shape, itemsize);
        copy_strided(bytes_mut(&mut apart), from, out, to, &shape, itemsize);
        Ok(())
    }
}

fn limits(decoded: u64) -> Limits {
    let bytes = usize::try_from(decoded).unwrap_or(usize::MAX);
    let mut limits = Limits::default();
    limits.decoding_buffer_size = bytes;
    limits.intermediate_buffer_size = bytes.saturating_add(1 << 20);
    limits.ifd_value_size = limits.ifd_value_size.max(bytes / 4);
    limits
}

fn translate(error: TiffError) -> Error {
    match error {
        TiffError::IoError(source) => read_error(Format::Tiff, source),
        TiffError::UnsupportedError(e) => {
            ErrorKind::unsupported(Format::Tiff, e.to_string()).into()
        }
        TiffError::LimitsExceeded => greedy(Format::Tiff),
        other => ErrorKind::corrupt(Format::Tiff, other.to_string()).into(),
    }
}
