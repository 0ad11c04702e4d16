//! WebP, through the crate `image-webp`.

use std::fs::File;
use std::io::{BufReader, Write};

use image_webp::{ColorType, DecodingError, EncodingError, WebPDecoder, WebPEncoder};
use nd_core::DType;

use super::metadata::PictureMetadata;
use super::reader::{About, Header, greedy, read_error, shape};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// A WebP file up to its pixels.
pub(super) struct WebP(WebPDecoder<BufReader<File>>);

impl WebP {
    pub(super) fn open(_: &About, file: BufReader<File>) -> Result<(Header, Self)> {
        let decoder = WebPDecoder::new(file).map_err(translate)?;
        let (width, height) = decoder.dimensions();
        let channels = if decoder.has_alpha() { 4 } else { 3 };
        Ok((Header { shape: shape(height, width, channels), dtype: DType::U8 }, Self(decoder)))
    }

    pub(super) fn decode(mut self, out: &mut [u8]) -> Result<()> {
        self.0.read_image(out).map_err(translate)
    }
}

fn translate(error: DecodingError) -> Error {
    match error {
        DecodingError::IoError(source) => read_error(Format::WebP, source),
        DecodingError::UnsupportedFeature(what) => {
            ErrorKind::unsupported(Format::WebP, what).into()
        }
        DecodingError::MemoryLimitExceeded => greedy(Format::WebP),
        other => ErrorKind::corrupt(Format::WebP, other.to_string()).into(),
    }
}

/// Writes bytes, pixels interleaved, without loss; grey as three equal channels, which is how WebP
/// stores it.
pub(super) fn write(
    bytes: &[u8],
    [width, height]: [u32; 2],
    channels: usize,
    metadata: &PictureMetadata,
    to: &mut dyn Write,
) -> Result<()> {
    let color = match channels {
        1 => ColorType::L8,
        3 => ColorType::Rgb8,
        _ => ColorType::Rgba8,
    };
    let mut encoder = WebPEncoder::new(to);
    metadata.icc_profile.iter().for_each(|profile| encoder.set_icc_profile(profile.clone()));
    metadata.exif().into_iter().for_each(|exif| encoder.set_exif_metadata(exif));
    encoder.encode(bytes, width, height, color).map_err(|error| match error {
        EncodingError::IoError(source) => Error::io("write")(source),
        other => ErrorKind::unsupported(Format::WebP, other.to_string()).into(),
    })
}
