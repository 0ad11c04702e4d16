//! Arrays to files.

use super::{PictureElement, atomic, tiff_out};
use crate::error::{ImageError, PictureFormat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType as Color, ImageEncoder};
use nd_core::ArrayLike;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use zerocopy::IntoBytes;

/// How hard PNG files are compressed; all are lossless.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum PngCompression {
    /// Stored as they are.
    Uncompressed,
    /// Several times as fast as `Balanced`, files somewhat larger. The default.
    #[default]
    Fast,
    /// zlib's usual level.
    Balanced,
    /// As small as it gets; slow.
    Best,
}

/// How pictures are saved.
///
/// # Examples
/// ```
/// use nd_image::{PngCompression, SaveOptions};
/// let small = SaveOptions { png: PngCompression::Best, ..SaveOptions::default() };
/// assert_eq!((small.jpeg_quality, SaveOptions::default().png), (90, PngCompression::Fast));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaveOptions {
    /// For `.png`.
    pub png: PngCompression,
    /// For `.jpg`: 1 (worst) to 100 (best); other values are taken as the nearest of these.
    pub jpeg_quality: u8,
}

impl Default for SaveOptions {
    fn default() -> SaveOptions {
        SaveOptions { png: PngCompression::Fast, jpeg_quality: 90 }
    }
}

/// Saves an array as a picture, in the format that the extension of `path` names.
///
/// The shape is `(h, w)` for grey, or `(h, w, c)` with `c` 1 grey, 2 grey and alpha, 3 RGB,
/// 4 RGBA. Values are written as they are, never rescaled. What the formats hold:
///
/// | extension | elements | channels |
/// |---|---|---|
/// | `.png` | `u8`, `u16` | 1 to 4 |
/// | `.jpg`, `.jpeg` | `u8` | 1, 3 (lossy) |
/// | `.tif`, `.tiff` | `u8`, `u16`, `f32` | any number (uncompressed) |
/// | `.webp` | `u8` | 1 (stored as RGB), 3, 4 (lossless) |
///
/// The file appears whole or not at all: it is written beside the target, synced and renamed.
///
/// # Errors
/// [`ImageError::UnknownExtension`]; [`ImageError::CannotSave`] where the table has no place for
/// the array, for arrays without pixels or of other ranks, and for pictures larger than the
/// format allows; [`ImageError::Io`].
///
/// # NumPy
/// `PIL.Image.fromarray(a).save(path)`, but atomic, and never with a changed mode.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{ImageError, load_image, save_image};
/// let directory = std::env::temp_dir();
/// let path = directory.join(format!("nd-doc-save-{}.png", std::process::id()));
/// save_image(&path, &Array::<u8>::zeros([2, 3, 4]))?;
/// assert_eq!(load_image::<u8>(&path)?.shape(), [2, 3, 4]);
/// std::fs::remove_file(&path).unwrap();
///
/// let error = save_image(&path, &Array::<f32>::zeros([2, 3])).unwrap_err();
/// assert!(error.to_string().contains("PNG holds u8 and u16"));
/// # Ok::<(), ImageError>(())
/// ```
pub fn save_image<A>(path: impl AsRef<Path>, a: &A) -> Result<(), ImageError>
where
    A: ArrayLike + ?Sized,
    A::Elem: PictureElement,
{
    save_image_with(path, a, SaveOptions::default())
}

/// [`save_image`] with options.
///
/// # Errors
/// As [`save_image`].
///
/// # NumPy
/// `PIL.Image.fromarray(a).save(path, compress_level=..., quality=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{SaveOptions, save_image_with};
/// let path = std::env::temp_dir().join(format!("nd-doc-jpeg-{}.jpg", std::process::id()));
/// let options = SaveOptions { jpeg_quality: 75, ..SaveOptions::default() };
/// save_image_with(&path, &Array::<u8>::zeros([8, 8]), options)?;
/// assert!(save_image_with(&path, &Array::<u8>::zeros([0, 8]), options).is_err());
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), nd_image::ImageError>(())
/// ```
pub fn save_image_with<A>(
    path: impl AsRef<Path>,
    a: &A,
    options: SaveOptions,
) -> Result<(), ImageError>
where
    A: ArrayLike + ?Sized,
    A::Elem: PictureElement,
{
    let (path, view) = (path.as_ref(), a.view());
    let format = format_of(path)?;
    let samples = match view.as_slice() {
        Some(samples) => Cow::Borrowed(samples),
        None => Cow::Owned(view.to_array().into_vec()),
    };
    let job = Job::new(path, format, view.shape(), A::Elem::NAME, options)?;
    let written = atomic::replace(path, |writer| job.write(&samples, writer));
    written.map_err(|failure| match failure {
        Failure::Io(source) => ImageError::Io { path: path.into(), action: "write", source },
        Failure::Refused(reason) => ImageError::CannotSave { path: path.into(), format, reason },
    })
}

fn format_of(path: &Path) -> Result<PictureFormat, ImageError> {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "png" => Ok(PictureFormat::Png),
        "jpg" | "jpeg" => Ok(PictureFormat::Jpeg),
        "tif" | "tiff" => Ok(PictureFormat::Tiff),
        "webp" => Ok(PictureFormat::WebP),
        _ => Err(ImageError::UnknownExtension { path: path.into() }),
    }
}

/// Why an encoder stopped.
pub(super) enum Failure {
    Io(io::Error),
    Refused(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Io(error)
    }
}

impl From<image::ImageError> for Failure {
    fn from(error: image::ImageError) -> Failure {
        match error {
            image::ImageError::IoError(error) => Failure::Io(error),
            other => Failure::Refused(other.to_string()),
        }
    }
}

/// A picture that its format can hold.
struct Job {
    format: PictureFormat,
    width: u32,
    height: u32,
    channels: usize,
    options: SaveOptions,
}

impl Job {
    fn new(
        path: &Path,
        format: PictureFormat,
        shape: &[usize],
        element: &'static str,
        options: SaveOptions,
    ) -> Result<Job, ImageError> {
        let refuse = |reason| ImageError::CannotSave { path: path.into(), format, reason };
        let (height, width, channels) = match *shape {
            [h, w] => (h, w, 1),
            [h, w, c] => (h, w, c),
            _ => return Err(refuse(format!("shape {shape:?} is neither (h, w) nor (h, w, c)"))),
        };
        if shape.contains(&0) {
            return Err(refuse(format!("shape {shape:?} has no pixels")));
        }
        let limit = match format {
            PictureFormat::Png => i32::MAX as usize,
            PictureFormat::Tiff => u32::MAX as usize,
            PictureFormat::Jpeg => 65_535,
            PictureFormat::WebP => 16_383,
        };
        if width.max(height) > limit {
            return Err(refuse(format!("shape {shape:?} has a side longer than {limit}")));
        }
        if let Some(reason) = obstacle(format, element, channels) {
            return Err(refuse(reason));
        }
        Ok(Job { format, width: width as u32, height: height as u32, channels, options })
    }

    fn write<T: PictureElement>(
        &self,
        samples: &[T],
        writer: &mut BufWriter<File>,
    ) -> Result<(), Failure> {
        let (bytes, width, height) = (samples.as_bytes(), self.width, self.height);
        match self.format {
            PictureFormat::Png => {
                let (compression, filter) = self.png();
                let encoder = PngEncoder::new_with_quality(writer, compression, filter);
                encoder.write_image(bytes, width, height, color::<T>(self.channels))?;
            }
            PictureFormat::Jpeg => {
                let quality = self.options.jpeg_quality.clamp(1, 100);
                let encoder = JpegEncoder::new_with_quality(writer, quality);
                encoder.write_image(bytes, width, height, color::<T>(self.channels))?;
            }
            PictureFormat::WebP => {
                let rgb;
                let (bytes, channels) = if self.channels == 1 {
                    rgb = bytes.iter().flat_map(|&grey| [grey; 3]).collect::<Vec<u8>>();
                    (&rgb[..], 3)
                } else {
                    (bytes, self.channels)
                };
                let encoder = WebPEncoder::new_lossless(writer);
                encoder.write_image(bytes, width, height, color::<T>(channels))?;
            }
            PictureFormat::Tiff => {
                tiff_out::write(samples, [width, height], self.channels, writer)?
            }
        }
        Ok(())
    }

    fn png(&self) -> (CompressionType, FilterType) {
        match self.options.png {
            PngCompression::Uncompressed => (CompressionType::Uncompressed, FilterType::NoFilter),
            // One filter for every row: choosing per row costs more than the compression.
            PngCompression::Fast => (CompressionType::Fast, FilterType::Up),
            PngCompression::Balanced => (CompressionType::Default, FilterType::Adaptive),
            PngCompression::Best => (CompressionType::Best, FilterType::Adaptive),
        }
    }
}

/// Why a format cannot hold such samples, and what to do; `None` if it can.
fn obstacle(format: PictureFormat, element: &str, channels: usize) -> Option<String> {
    let floats = "scale and convert it first, e.g. `a.map(|x| (x * 255.0) as u8)`, or save as TIFF";
    let words = "divide and convert it first, e.g. `a.map(|x| (x >> 8) as u8)`, or save as PNG or \
                 TIFF";
    match (format, element, channels) {
        (PictureFormat::Tiff, ..) => None,
        (PictureFormat::Png, "f32", _) => {
            Some(format!("PNG holds u8 and u16, the array holds f32: {floats}"))
        }
        (PictureFormat::Png, _, 1..=4) => None,
        (PictureFormat::Png, ..) => {
            Some(format!("PNG holds 1 to 4 channels, the array has {channels}: save as TIFF"))
        }
        (_, "f32", _) => Some(format!("{format} holds u8, the array holds f32: {floats}")),
        (_, "u16", _) => Some(format!("{format} holds u8, the array holds u16: {words}")),
        (PictureFormat::Jpeg, _, 1 | 3) | (PictureFormat::WebP, _, 1 | 3 | 4) => None,
        (PictureFormat::Jpeg, ..) => Some(format!(
            "JPEG holds 1 or 3 channels, the array has {channels}: drop alpha, e.g. \
             `a.slice(s![.., .., ..3])`, or save as PNG"
        )),
        (PictureFormat::WebP, ..) => Some(format!(
            "WebP holds 1, 3 or 4 channels, the array has {channels}: save as PNG or TIFF"
        )),
    }
}

fn color<T: PictureElement>(channels: usize) -> Color {
    match (size_of::<T>(), channels) {
        (1, 1) => Color::L8,
        (1, 2) => Color::La8,
        (1, 3) => Color::Rgb8,
        (1, _) => Color::Rgba8,
        (_, 1) => Color::L16,
        (_, 2) => Color::La16,
        (_, 3) => Color::Rgb16,
        (_, _) => Color::Rgba16,
    }
}
