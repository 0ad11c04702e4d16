//! Files to arrays: what is checked before a byte is decoded, and the decoders.

use super::{Picture, PictureElement, complete, tiff_in};
use crate::error::{ImageError, PictureFormat};
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::{ColorType, ImageDecoder, Limits};
use nd_core::Array;
use std::fs::File;
use std::io::{BufRead, BufReader, Seek};
use std::path::Path;
use zerocopy::IntoBytes;

/// How pictures are loaded.
///
/// # Examples
/// ```
/// use nd_image::LoadOptions;
/// let options = LoadOptions { max_bytes: 64 << 20, ..LoadOptions::default() };
/// assert_eq!(LoadOptions::default().max_bytes, 1 << 30);
/// # let _ = options;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadOptions {
    /// The most bytes that a decoded picture may take; checked before it is decoded. The
    /// decoders' own buffers come on top: at most about as much again.
    pub max_bytes: u64,
}

impl Default for LoadOptions {
    fn default() -> LoadOptions {
        LoadOptions { max_bytes: 1 << 30 }
    }
}

/// Loads a picture with elements of type `T`: shape `(h, w)` if grey, else `(h, w, c)`.
///
/// The format is found from the file's contents, not its name. Samples are the file's, never
/// rescaled: a 16-bit file asked for as `u8` is an error that names both types. (Samples of 1, 2
/// and 4 bits, which no element type holds, are spread over 0 to 255 as every PNG reader does,
/// and palettes are looked up.) Orientation tags and colour profiles are not applied. Of a file
/// with several pictures the first is loaded. At most 1 GiB is decoded: see
/// [`load_image_with`].
///
/// # Errors
/// Every variant of [`ImageError`] but the two of saving: the file cannot be read, is of no
/// known format, is damaged or cut short, uses an unsupported feature, is larger than the limit,
/// holds another type, or does not fit the memory.
///
/// # NumPy
/// `np.asarray(PIL.Image.open(path))`, but a truncated file is always an error, and palettes
/// are looked up.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{ImageError, load_image, save_image};
/// let path = std::env::temp_dir().join(format!("nd-doc-load-{}.png", std::process::id()));
/// let a = Array::from_shape_vec([2, 2], vec![0u16, 1, 256, 65535]);
/// save_image(&path, &a)?;
/// assert_eq!(load_image::<u16>(&path)?, a);
///
/// let error = load_image::<u8>(&path).unwrap_err();
/// assert!(matches!(error, ImageError::WrongType { found: "u16", wanted: "u8", .. }));
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), ImageError>(())
/// ```
pub fn load_image<T: PictureElement>(path: impl AsRef<Path>) -> Result<Array<T>, ImageError> {
    load_image_with(path, LoadOptions::default())
}

/// [`load_image`] with a limit of one's own.
///
/// # Errors
/// As [`load_image`].
///
/// # NumPy
/// `PIL.Image.MAX_IMAGE_PIXELS`, but in bytes, per call, and an error rather than a warning.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{ImageError, LoadOptions, load_image_with, save_image};
/// let path = std::env::temp_dir().join(format!("nd-doc-limit-{}.png", std::process::id()));
/// save_image(&path, &Array::<u8>::zeros([100, 100]))?;
/// let tight = LoadOptions { max_bytes: 9_999 };
/// let error = load_image_with::<u8>(&path, tight).unwrap_err();
/// assert!(matches!(error, ImageError::TooLarge { bytes: 10_000, limit: 9_999, .. }));
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), ImageError>(())
/// ```
pub fn load_image_with<T: PictureElement>(
    path: impl AsRef<Path>,
    options: LoadOptions,
) -> Result<Array<T>, ImageError> {
    let path = path.as_ref();
    let picture = Source::open(path, options)?.decode(Some(T::NAME))?;
    let found = picture.type_name();
    T::unwrap(picture).ok_or_else(|| wrong_type(path, found, T::NAME))
}

/// Loads a picture of whatever element type the file holds.
///
/// # Errors
/// As [`load_image`], but for the element type.
///
/// # NumPy
/// `np.asarray(PIL.Image.open(path))`.
///
/// # Examples
/// ```
/// use nd_core::Array;
/// use nd_image::{LoadOptions, Picture, load_image_any, save_image};
/// let path = std::env::temp_dir().join(format!("nd-doc-any-{}.tif", std::process::id()));
/// save_image(&path, &Array::<f32>::zeros([2, 3]))?;
/// match load_image_any(&path, LoadOptions::default())? {
///     Picture::F32(a) => assert_eq!(a.shape(), [2, 3]),
///     other => panic!("{}", other.type_name()),
/// }
/// # std::fs::remove_file(path).unwrap();
/// # Ok::<(), nd_image::ImageError>(())
/// ```
pub fn load_image_any(path: impl AsRef<Path>, options: LoadOptions) -> Result<Picture, ImageError> {
    Source::open(path.as_ref(), options)?.decode(None)
}

fn wrong_type(path: &Path, found: &'static str, wanted: &'static str) -> ImageError {
    ImageError::WrongType { path: path.into(), found, wanted }
}

/// What a header says: enough to refuse a file before decoding it.
pub(super) struct Header {
    pub(super) shape: Vec<usize>,
    pub(super) type_name: &'static str,
    pub(super) itemsize: usize,
}

/// An open file of a known format, and what its errors need.
pub(super) struct Source<'a> {
    pub(super) path: &'a Path,
    pub(super) format: PictureFormat,
    reader: BufReader<File>,
    file_len: u64,
    limit: u64,
}

impl<'a> Source<'a> {
    fn open(path: &'a Path, options: LoadOptions) -> Result<Self, ImageError> {
        let io = |action| move |source| ImageError::Io { path: path.into(), action, source };
        let file = File::open(path).map_err(io("open"))?;
        let file_len = file.metadata().map_err(io("open"))?.len();
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let start = reader.fill_buf().map_err(io("read"))?;
        let format = match start {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => PictureFormat::Png,
            [0xff, 0xd8, 0xff, ..] => PictureFormat::Jpeg,
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => PictureFormat::Tiff,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => PictureFormat::WebP,
            _ => return Err(ImageError::UnknownFormat { path: path.into() }),
        };
        Ok(Source { path, format, reader, file_len, limit: options.max_bytes })
    }

    /// Decodes the picture, or refuses it if its type is not the one `wanted`.
    fn decode(mut self, wanted: Option<&'static str>) -> Result<Picture, ImageError> {
        let limits = self.limits();
        if self.format != PictureFormat::Tiff {
            complete::check(&mut self.reader, self.format, self.file_len)
                .map_err(|reason| self.damaged(reason))?;
            self.reader.rewind().map_err(|source| self.io("read", source))?;
        }
        let Source { path, format, reader, file_len, limit } = self;
        let about = About { path, format, file_len, limit, wanted };
        match format {
            PictureFormat::Png => about.raster(PngDecoder::with_limits(reader, limits)),
            PictureFormat::Jpeg => about.raster(JpegDecoder::new(reader)),
            PictureFormat::WebP => about.raster(WebPDecoder::new(reader)),
            PictureFormat::Tiff => tiff_in::decode(&about, reader),
        }
    }

    fn limits(&self) -> Limits {
        let mut limits = Limits::no_limits();
        limits.max_alloc = Some(self.limit.saturating_mul(2).saturating_add(4 << 20));
        limits
    }

    fn damaged(&self, reason: impl Into<String>) -> ImageError {
        ImageError::Damaged { path: self.path.into(), format: self.format, reason: reason.into() }
    }

    fn io(&self, action: &'static str, source: std::io::Error) -> ImageError {
        ImageError::Io { path: self.path.into(), action, source }
    }
}

/// A file being decoded: its limits, and how its errors are made.
pub(super) struct About<'a> {
    pub(super) path: &'a Path,
    pub(super) format: PictureFormat,
    pub(super) file_len: u64,
    pub(super) limit: u64,
    pub(super) wanted: Option<&'static str>,
}

impl About<'_> {
    /// Decodes with one of the `image` crate's decoders.
    fn raster<D: ImageDecoder>(
        &self,
        decoder: Result<D, image::ImageError>,
    ) -> Result<Picture, ImageError> {
        let decoder = decoder.map_err(|e| self.translate(e))?;
        let (width, height) = decoder.dimensions();
        let color = decoder.color_type();
        let (type_name, itemsize) = match color {
            ColorType::L8 | ColorType::La8 | ColorType::Rgb8 | ColorType::Rgba8 => ("u8", 1),
            ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16 => ("u16", 2),
            other => return Err(self.unsupported(format!("its pixels are {other:?}"))),
        };
        let shape = shape(height, width, color.channel_count().into());
        self.admit(&Header { shape: shape.clone(), type_name, itemsize })?;
        match type_name {
            "u8" => self.fill::<u8, _>(&shape, decoder),
            _ => self.fill::<u16, _>(&shape, decoder),
        }
    }

    fn fill<T: PictureElement, D: ImageDecoder>(
        &self,
        shape: &[usize],
        decoder: D,
    ) -> Result<Picture, ImageError> {
        let mut array = self.allocate::<T>(shape)?;
        let bytes = array.as_slice_mut().expect("fresh arrays are contiguous").as_mut_bytes();
        decoder.read_image(bytes).map_err(|e| self.translate(e))?;
        Ok(T::wrap(array))
    }

    /// Refuses a picture by its header: its type, its size, or more pixels than the file can
    /// hold.
    pub(super) fn admit(&self, header: &Header) -> Result<(), ImageError> {
        if header.shape.contains(&0) {
            return Err(self.damaged(format!("its shape is {:?}", header.shape)));
        }
        let bytes = header
            .shape
            .iter()
            .fold(header.itemsize as u64, |product, &n| product.saturating_mul(n as u64));
        if bytes > self.limit {
            return Err(ImageError::TooLarge {
                path: self.path.into(),
                shape: header.shape.clone(),
                bytes,
                limit: self.limit,
            });
        }
        if self.expansion().is_some_and(|most| bytes > self.file_len.saturating_mul(most)) {
            return Err(self.damaged(format!(
                "its header promises {bytes} bytes of pixels, more than a file of {} bytes holds",
                self.file_len
            )));
        }
        match self.wanted {
            Some(wanted) if wanted != header.type_name => {
                Err(wrong_type(self.path, header.type_name, wanted))
            }
            _ => Ok(()),
        }
    }

    /// The most bytes of pixels that a byte of file can stand for, if the format has a bound.
    ///
    /// Deflate reaches 1032:1 and TIFF's LZW some 1400:1; palettes and one-bit samples become
    /// up to 24 times as large. A constant JPEG or WebP has no such bound.
    fn expansion(&self) -> Option<u64> {
        match self.format {
            PictureFormat::Png => Some(1032 * 32),
            PictureFormat::Tiff => Some(2048),
            PictureFormat::Jpeg | PictureFormat::WebP => None,
        }
    }

    pub(super) fn allocate<T: PictureElement>(
        &self,
        shape: &[usize],
    ) -> Result<Array<T>, ImageError> {
        Array::try_zeros(shape).map_err(|_| ImageError::Memory {
            path: self.path.into(),
            bytes: (shape.iter().product::<usize>() * size_of::<T>()) as u64,
        })
    }

    pub(super) fn damaged(&self, reason: impl Into<String>) -> ImageError {
        ImageError::Damaged { path: self.path.into(), format: self.format, reason: reason.into() }
    }

    pub(super) fn unsupported(&self, reason: impl Into<String>) -> ImageError {
        let reason = reason.into();
        ImageError::Unsupported { path: self.path.into(), format: self.format, reason }
    }

    pub(super) fn read_error(&self, source: std::io::Error) -> ImageError {
        match source.kind() {
            // The codecs report both cut and inconsistent data through these.
            std::io::ErrorKind::UnexpectedEof => self.damaged("the file ends too early"),
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => {
                self.damaged(source.to_string())
            }
            _ => ImageError::Io { path: self.path.into(), action: "read", source },
        }
    }

    fn translate(&self, error: image::ImageError) -> ImageError {
        match error {
            image::ImageError::IoError(source) => self.read_error(source),
            image::ImageError::Unsupported(e) => self.unsupported(e.to_string()),
            image::ImageError::Limits(e) => {
                self.damaged(format!("decoding it takes more memory than its size warrants: {e}"))
            }
            other => self.damaged(other.to_string()),
        }
    }
}

/// `[h, w]` for one channel, `[h, w, c]` for more.
pub(super) fn shape(height: u32, width: u32, channels: usize) -> Vec<usize> {
    let mut shape = vec![height as usize, width as usize];
    shape.extend((channels != 1).then_some(channels));
    shape
}
