//! Writing TIFF through the `tiff` crate: uncompressed strips, any number of channels.

use super::PictureElement;
use super::save::Failure;
use std::io::{Seek, Write};
use tiff::TiffError;
use tiff::encoder::colortype::{
    ColorType, Gray8, Gray16, Gray32Float, RGB8, RGB16, RGB32Float, RGBA8, RGBA16, RGBA32Float,
};
use tiff::encoder::{TiffEncoder, TiffKind, TiffKindBig, TiffKindStandard, TiffValue};
use tiff::tags::ExtraSamples;
use zerocopy::{FromBytes, Immutable, IntoBytes};

/// Above this many bytes of pixels the file is written as BigTIFF: offsets of 32 bits end at
/// 4 GiB, and the directory needs some room.
const STANDARD_MOST: usize = 4_000_000_000;

impl From<TiffError> for Failure {
    fn from(error: TiffError) -> Failure {
        match error {
            TiffError::IoError(error) => Failure::Io(error),
            other => Failure::Refused(other.to_string()),
        }
    }
}

/// Writes samples, pixels interleaved, as one TIFF picture.
pub(super) fn write<T: PictureElement, W: Write + Seek>(
    samples: &[T],
    size: [u32; 2],
    channels: usize,
    writer: &mut W,
) -> Result<(), Failure> {
    let bytes = samples.as_bytes();
    match T::NAME {
        "u8" => by_channels::<u8, Gray8, RGB8, RGBA8, W>(bytes, size, channels, writer),
        "u16" => by_channels::<u16, Gray16, RGB16, RGBA16, W>(bytes, size, channels, writer),
        _ => by_channels::<f32, Gray32Float, RGB32Float, RGBA32Float, W>(
            bytes, size, channels, writer,
        ),
    }
}

fn by_channels<S, Grey, Rgb, Rgba, W>(
    bytes: &[u8],
    size: [u32; 2],
    channels: usize,
    writer: &mut W,
) -> Result<(), Failure>
where
    S: FromBytes + Immutable,
    [S]: TiffValue,
    Grey: ColorType<Inner = S>,
    Rgb: ColorType<Inner = S>,
    Rgba: ColorType<Inner = S>,
    W: Write + Seek,
{
    let samples = <[S]>::ref_from_bytes(bytes).expect("these bytes were a slice of this type");
    match channels {
        3 => by_length::<Rgb, W>(samples, size, &[], writer),
        4 => by_length::<Rgba, W>(samples, size, &[], writer),
        2 => by_length::<Grey, W>(samples, size, &[ExtraSamples::UnassociatedAlpha], writer),
        n => by_length::<Grey, W>(samples, size, &vec![ExtraSamples::Unspecified; n - 1], writer),
    }
}

fn by_length<C: ColorType, W: Write + Seek>(
    samples: &[C::Inner],
    size: [u32; 2],
    extra: &[ExtraSamples],
    writer: &mut W,
) -> Result<(), Failure>
where
    [C::Inner]: TiffValue,
{
    if size_of_val(samples) <= STANDARD_MOST {
        encode::<C, TiffKindStandard, W>(samples, size, extra, writer)
    } else {
        encode::<C, TiffKindBig, W>(samples, size, extra, writer)
    }
}

fn encode<C: ColorType, K: TiffKind, W: Write + Seek>(
    mut samples: &[C::Inner],
    [width, height]: [u32; 2],
    extra: &[ExtraSamples],
    writer: &mut W,
) -> Result<(), Failure>
where
    [C::Inner]: TiffValue,
{
    let mut encoder = TiffEncoder::<_, K>::new_generic(writer)?;
    let mut picture = encoder.new_image::<C>(width, height)?;
    if !extra.is_empty() {
        picture.extra_samples(extra)?;
    }
    while picture.next_strip_sample_count() > 0 {
        let count = picture.next_strip_sample_count() as usize;
        let (strip, rest) = samples.split_at(count);
        picture.write_strip(strip)?;
        samples = rest;
    }
    Ok(picture.finish()?)
}
