//! Reading TIFF through the `tiff` crate, which (unlike `image`, built on it) reads grey floats
//! and any number of channels.

use super::load::{About, Header, shape};
use super::{Picture, PictureElement};
use crate::error::ImageError;
use std::io::{BufRead, Seek};
use tiff::decoder::{BufferLayoutPreference, Decoder, DecodingSampleType, Limits};
use tiff::{ColorType, TiffError};
use zerocopy::IntoBytes;

/// Decodes the first picture of a TIFF file.
pub(super) fn decode<R: BufRead + Seek>(
    about: &About<'_>,
    reader: R,
) -> Result<Picture, ImageError> {
    let bad = |e| translate(about, e);
    let mut decoder = Decoder::new(reader).map_err(bad)?.with_limits(limits(about.limit));
    let (width, height) = decoder.dimensions().map_err(bad)?;
    let color = decoder.colortype().map_err(bad)?;
    let channels = match color {
        ColorType::Gray(_) => 1,
        ColorType::GrayA(_) => 2,
        ColorType::RGB(_) => 3,
        ColorType::RGBA(_) => 4,
        ColorType::Multiband { num_samples, .. } => usize::from(num_samples),
        other => return Err(about.unsupported(format!("its pixels are {other:?}"))),
    };
    let shape = shape(height, width, channels);
    // The size comes before the layout: computing the layout is where huge headers hurt.
    let bits = color.bit_depth();
    if !matches!(bits, 8 | 16 | 32) {
        return Err(about.unsupported(format!("its samples have {bits} bits")));
    }
    let itemsize = usize::from(bits / 8);
    let any_type = about.wanted.unwrap_or_default();
    about.admit(&Header { shape: shape.clone(), type_name: any_type, itemsize })?;
    let layout = decoder.image_buffer_layout().map_err(bad)?;
    let type_name = match layout.sample_type {
        Some(DecodingSampleType::U8) => "u8",
        Some(DecodingSampleType::U16) => "u16",
        Some(DecodingSampleType::F32) => "f32",
        other => return Err(about.unsupported(format!("its samples are {other:?}"))),
    };
    about.admit(&Header { shape: shape.clone(), type_name, itemsize })?;
    // Compressed data of a strip is read whole: no more than the pixels warrant.
    let decoded = (shape.iter().product::<usize>() * itemsize) as u64;
    let mut decoder = decoder.with_limits(limits(decoded));
    match type_name {
        "u8" => fill::<u8, R>(about, &mut decoder, &shape, &layout),
        "u16" => fill::<u16, R>(about, &mut decoder, &shape, &layout),
        _ => fill::<f32, R>(about, &mut decoder, &shape, &layout),
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

fn fill<T: PictureElement, R: BufRead + Seek>(
    about: &About<'_>,
    decoder: &mut Decoder<R>,
    shape: &[usize],
    layout: &BufferLayoutPreference,
) -> Result<Picture, ImageError> {
    let mut array = about.allocate::<T>(shape)?;
    let samples = array.as_slice_mut().expect("fresh arrays are contiguous");
    if layout.complete_len != size_of_val(samples) {
        return Err(about.unsupported("its rows or planes are padded"));
    }
    decoder.read_image_bytes(samples.as_mut_bytes()).map_err(|e| translate(about, e))?;
    if layout.planes > 1 {
        let planes = samples.to_vec();
        let size = planes.len() / layout.planes;
        for (i, pixel) in samples.chunks_mut(layout.planes).enumerate() {
            pixel.iter_mut().enumerate().for_each(|(c, s)| *s = planes[c * size + i]);
        }
    }
    Ok(T::wrap(array))
}

fn translate(about: &About<'_>, error: TiffError) -> ImageError {
    match error {
        TiffError::IoError(source) => about.read_error(source),
        TiffError::UnsupportedError(e) => about.unsupported(e.to_string()),
        TiffError::LimitsExceeded => {
            about.damaged("decoding it takes more memory than its size warrants")
        }
        other => about.damaged(other.to_string()),
    }
}
