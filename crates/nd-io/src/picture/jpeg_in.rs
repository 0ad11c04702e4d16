//! Reading JPEG, through the crate `zune-jpeg`.

use std::fs::File;
use std::io::{BufReader, Read};

use nd_core::DType;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::reader::{About, Header, shape};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// A JPEG file in memory.
pub(super) struct Jpeg {
    file: Vec<u8>,
    color: ColorSpace,
}

impl Jpeg {
    /// Reads the file up to `end`, where the picture ends.
    pub(super) fn open(about: &About, reader: BufReader<File>, end: u64) -> Result<(Header, Self)> {
        let mut file = Vec::new();
        let len = usize::try_from(end).unwrap_or(usize::MAX);
        file.try_reserve_exact(len).map_err(|_| ErrorKind::AllocFailed { bytes: len })?;
        reader.take(end).read_to_end(&mut file).map_err(Error::io("read"))?;
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&file[..]), options());
        decoder.decode_headers().map_err(translate)?;
        let (Some((width, height)), Some(color)) =
            (decoder.dimensions(), decoder.input_colorspace())
        else {
            return Err(about.corrupt("it has no header"));
        };
        // What a JPEG file has beside grey and RGB (YCbCr, CMYK, …) becomes RGB.
        let color = match color {
            ColorSpace::RGB | ColorSpace::RGBA | ColorSpace::Luma | ColorSpace::LumaA => color,
            _ => ColorSpace::RGB,
        };
        // A JPEG's sides have 16 bits.
        let shape = shape(height as u32, width as u32, color.num_components());
        Ok((Header { shape, dtype: DType::U8 }, Self { file, color }))
    }

    pub(super) fn decode(self, out: &mut [u8]) -> Result<()> {
        let options = options().jpeg_set_out_colorspace(self.color);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&self.file[..]), options);
        decoder.decode_into(out).map_err(translate)
    }
}

/// Lenient as other readers are, and without the crate's own limits: ours are checked first.
fn options() -> DecoderOptions {
    DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
}

fn translate(error: DecodeErrors) -> Error {
    match error {
        DecodeErrors::Unsupported(what) => {
            ErrorKind::unsupported(Format::Jpeg, format!("{what:?}")).into()
        }
        DecodeErrors::ExhaustedData => {
            ErrorKind::corrupt(Format::Jpeg, "the file ends too early").into()
        }
        other => ErrorKind::corrupt(Format::Jpeg, format!("{other:?}")).into(),
    }
}
