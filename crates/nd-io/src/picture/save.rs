//! Arrays to picture files.

use std::io::{BufWriter, Write};
use std::path::Path;

use nd_core::{AnyView, ArrayLike, DType};

use super::metadata::PictureMetadata;
use super::options::PictureWriteOptions;
use super::tiff::TiffPageOptions;
use super::{bmp, gif, jpeg_out, png, pnm, qoi, tiff, webp};
use crate::atomic::AtomicFile;
use crate::blocks::{StoredElement, bytes_of};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;

/// Saves an array as a picture, in the format that the extension of `path` names.
///
/// The shape is `(h, w)` for grey, or `(h, w, c)` with `c` 1 grey, 2 grey and alpha, 3 RGB,
/// 4 RGBA. Values are written as they are, never rescaled. What the formats hold:
///
/// | extension | elements | channels |
/// |---|---|---|
/// | `.png` | `u8`, `u16` | 1 to 4 |
/// | `.jpg`, `.jpeg` | `u8` | 1, 3 (lossy) |
/// | `.tif`, `.tiff` | any but `bf16` | any number (as they are, or by Deflate) |
/// | `.webp`, `.qoi` | `u8` | 1 (stored as RGB), 3, 4 (lossless) |
/// | `.bmp` | `u8` | 1, 3, 4 |
/// | `.pbm`, `.pgm`, `.ppm` | `bool`; `u8`, `u16`; the same | 1; 1; 3 |
/// | `.pnm`, `.pam` | `bool`, `u8`, `u16` | any number, of `bool` 1 |
/// | `.gif` | `u8` | 1, 3, 4 (read as colours), at most 256 colours, alpha 0 or 255 |
///
/// The file appears whole or not at all, see [`AtomicFile`](crate::AtomicFile). [`save`](crate::save)
/// does the same for a path with one of these extensions.
///
/// # Errors
/// [`ErrorKind::UnknownFormat`] for another extension; [`ErrorKind::Unsupported`] where the table has no
/// place for the array, for arrays without pixels or of other ranks, and for pictures larger than the
/// format allows, with what to do instead; the system's.
///
/// # NumPy
/// `PIL.Image.fromarray(a).save(path)`, but atomic, and never with a changed mode.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let path = std::env::temp_dir().join(format!("nd-save-picture-{}.png", std::process::id()));
/// nd_io::save_picture(&path, &Array::<u8>::zeros([2, 3, 4]))?;
/// assert_eq!(nd_io::load_picture::<u8>(&path)?.shape(), [2, 3, 4]);
///
/// let error = nd_io::save_picture(&path, &Array::<f32>::zeros([2, 3])).unwrap_err();
/// assert!(error.to_string().contains("PNG holds u8 and u16"));
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_picture<A>(path: impl AsRef<Path>, a: A) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    save_picture_with(path, a, &PictureWriteOptions::default())
}

/// [`save_picture`] with options.
///
/// # Errors
/// As [`save_picture`].
///
/// # NumPy
/// `PIL.Image.fromarray(a).save(path, compress_level=..., quality=...)`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_io::PictureWriteOptions;
///
/// let path = std::env::temp_dir().join(format!("nd-save-jpeg-{}.jpg", std::process::id()));
/// let options = PictureWriteOptions::default().jpeg_quality(75);
/// nd_io::save_picture_with(&path, &Array::<u8>::zeros([8, 8]), &options)?;
/// assert!(nd_io::save_picture_with(&path, &Array::<u8>::zeros([0, 8]), &options).is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_picture_with<A>(
    path: impl AsRef<Path>,
    a: A,
    options: &PictureWriteOptions,
) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    let path = path.as_ref();
    save_view(path, a.view().into(), options).map_err(|error| error.at(path))
}

/// A picture as the bytes of a file, in memory: PNG, JPEG, WebP and the like, but for TIFF.
///
/// # Errors
/// As [`save_picture`]; [`ErrorKind::Unsupported`] for TIFF, whose writer goes back to its beginning.
///
/// # NumPy
/// `PIL.Image.fromarray(a).save(io.BytesIO(), format)`, `cv2.imencode`.
///
/// # Examples
/// ```
/// use nd_io::{Format, PictureWriteOptions, encode_picture};
///
/// let png = encode_picture(Format::Png, &[[1u8, 2]], &PictureWriteOptions::default())?;
/// assert!(png.starts_with(b"\x89PNG"));
/// assert!(encode_picture(Format::Jpeg, &[[1u16, 2]], &PictureWriteOptions::default()).is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn encode_picture<A>(format: Format, a: A, options: &PictureWriteOptions) -> Result<Vec<u8>>
where
    A: ArrayLike<Elem: StoredElement>,
{
    encode_view(format, a.view().into(), options)
}

#[inline(never)]
fn encode_view(format: Format, a: AnyView<'_>, options: &PictureWriteOptions) -> Result<Vec<u8>> {
    if format == Format::Tiff || !format.is_picture() {
        let what = "in memory: save it, or write it by TiffWriter";
        return Err(ErrorKind::unsupported(format, what).into());
    }
    let mut file = Vec::new();
    with_bytes(a, &mut |samples| Job::new(format, samples, options)?.write(&mut file))?;
    Ok(file)
}

/// Hands on the memory of an array in C order, its own or a copy's.
fn with_bytes(a: AnyView<'_>, then: &mut dyn FnMut(Samples<'_>) -> Result<()>) -> Result<()> {
    let (shape, dtype) = (a.shape(), a.dtype());
    match bytes_of(a) {
        Some(bytes) => then(Samples { bytes, shape, dtype }),
        None => {
            let copy = a.to_array();
            let bytes = bytes_of(copy.view()).expect("copies are contiguous");
            then(Samples { bytes, shape, dtype })
        }
    }
}

/// The memory of an array in C order.
#[derive(Clone, Copy)]
struct Samples<'a> {
    bytes: &'a [u8],
    shape: &'a [usize],
    dtype: DType,
}

/// [`save_picture_with`] of any array.
pub(crate) fn save_view(path: &Path, a: AnyView<'_>, options: &PictureWriteOptions) -> Result<()> {
    let format = Format::from_extension(path).filter(|format| format.is_picture());
    let Some(format) = format else {
        let why = "the name of a picture ends in .png, .jpg, .jpeg, .tif, .tiff, .webp, .bmp, .pbm, .pgm, .ppm, \
                   .pnm, .pam, .gif or .qoi"
            .to_owned();
        return Err(ErrorKind::UnknownFormat { why }.into());
    };
    if format == Format::Tiff {
        admit(format, a.shape(), a.dtype())?;
        let page = TiffPageOptions::default().metadata(&options.metadata);
        return tiff::save(path, a, &page.compression(options.tiff));
    }
    with_bytes(a, &mut |samples| {
        let job = Job::new(format, samples, options)?;
        if let Some(what) = pnm::obstacle(path, samples.dtype, job.channels) {
            return Err(ErrorKind::unsupported(format, what).into());
        }
        let file = AtomicFile::create(path).map_err(Error::io("create"))?;
        // Unbuffered writes of an encoder's few bytes would cost a system call each.
        let mut writer = BufWriter::with_capacity(1 << 18, file.file());
        job.write(&mut writer)?;
        writer.flush().map_err(Error::io("write"))?;
        drop(writer);
        file.commit().map_err(Error::io("write"))
    })
}

/// A picture that its format can hold.
struct Job<'a> {
    format: Format,
    size: [u32; 2],
    channels: usize,
    samples: Samples<'a>,
    options: &'a PictureWriteOptions,
}

impl<'a> Job<'a> {
    fn new(format: Format, samples: Samples<'a>, options: &'a PictureWriteOptions) -> Result<Self> {
        let (size, channels) = admit(format, samples.shape, samples.dtype)?;
        if format != Format::Png && options.png_bits.is_some() {
            return Err(ErrorKind::unsupported(format, "bits of PNG's samples").into());
        }
        let silent = matches!(format, Format::Bmp | Format::Pnm | Format::Gif | Format::Qoi);
        if silent && options.metadata != PictureMetadata::default() {
            let what =
                "what is said of the picture (PictureWriteOptions::metadata): save as PNG or TIFF";
            return Err(ErrorKind::unsupported(format, what).into());
        }
        Ok(Self { format, size, channels, samples, options })
    }

    fn write(&self, writer: &mut dyn Write) -> Result<()> {
        let &Self { size, channels, samples: Samples { bytes, dtype, .. }, options, .. } = self;
        match self.format {
            Format::Png => png::write(bytes, size, (channels, dtype.itemsize()), options, writer),
            Format::Jpeg => jpeg_out::write(bytes, size, channels, options, writer),
            Format::Bmp => bmp::write(bytes, size, channels, writer),
            Format::Pnm => pnm::write(bytes, size, channels, dtype, writer),
            Format::Gif => gif::write(bytes, size, channels, writer),
            Format::Qoi => qoi::write(bytes, size, channels, writer),
            _ => webp::write(bytes, size, channels, &options.metadata, writer),
        }
    }
}

/// Width and height, and the channels, of a picture that a format can hold.
///
/// # Errors
/// `Unsupported`, with what to do instead.
pub(super) fn admit(format: Format, shape: &[usize], dtype: DType) -> Result<([u32; 2], usize)> {
    let refuse = |reason| Err(ErrorKind::unsupported(format, reason).into());
    let (height, width, channels) = match *shape {
        [h, w] => (h, w, 1),
        [h, w, c] => (h, w, c),
        _ => return refuse(format!("shape {shape:?} is neither (h, w) nor (h, w, c)")),
    };
    if shape.contains(&0) {
        return refuse(format!("shape {shape:?} has no pixels"));
    }
    let limit = match format {
        Format::Png => i32::MAX as usize,
        Format::Jpeg => 65_535,
        Format::WebP => 16_383,
        Format::Gif => 65_535,
        Format::Bmp => i32::MAX as usize,
        _ => u32::MAX as usize,
    };
    if width.max(height) > limit {
        return refuse(format!("shape {shape:?} has a side longer than {limit}"));
    }
    match obstacle(format, dtype, channels) {
        Some(reason) => refuse(reason),
        None => Ok(([width as u32, height as u32], channels)),
    }
}

/// Why a format cannot hold such samples, and what to do; `None` if it can.
fn obstacle(format: Format, dtype: DType, channels: usize) -> Option<String> {
    let (words, floats) = (dtype == DType::U16, dtype == DType::F32);
    let held = match format {
        Format::Png => "u8 and u16",
        Format::Pnm => "bool, u8 and u16",
        Format::Tiff => "all elements but bfloat16",
        _ => "u8",
    };
    let holds = match format {
        Format::Png => words,
        Format::Pnm => words || dtype == DType::Bool,
        Format::Tiff => tiff::holds(dtype),
        _ => false,
    };
    if dtype != DType::U8 && !holds {
        let cure = match format {
            _ if words => {
                "divide and convert it first, e.g. `a.map(|x| (x >> 8) as u8)`, or save as PNG or TIFF"
            }
            _ if floats => {
                "scale and convert it first, e.g. `a.map(|x| (x * 255.0) as u8)`, or save as TIFF"
            }
            Format::Tiff => "cast it first, e.g. `a.cast::<f32>()`",
            _ => "scale and cast it first, e.g. `(&a * 255.0).cast::<u8>()`",
        };
        let element = match dtype {
            _ if words => "u16",
            _ if floats => "f32",
            other => other.name(),
        };
        return Some(format!("{format} holds {held}, the array holds {element}: {cure}"));
    }
    match (format, channels) {
        (Format::Png, 1..=4) | (Format::Tiff, _) | (Format::Jpeg, 1 | 3) => None,
        (Format::Pnm, 2..) if dtype == DType::Bool => {
            Some(format!("PNM holds bool in one channel, the array has {channels}: cast it first"))
        }
        (Format::Pnm, _) => None,
        (Format::WebP | Format::Bmp | Format::Gif | Format::Qoi, 1 | 3 | 4) => None,
        (Format::Png, _) => {
            Some(format!("PNG holds 1 to 4 channels, the array has {channels}: save as TIFF"))
        }
        (Format::Jpeg, _) => Some(format!(
            "JPEG holds 1 or 3 channels, the array has {channels}: drop alpha, e.g. \
             `a.slice(s![.., .., ..3])`, or save as PNG"
        )),
        _ => Some(format!(
            "{format} holds 1, 3 or 4 channels, the array has {channels}: save as PNG or TIFF"
        )),
    }
}
