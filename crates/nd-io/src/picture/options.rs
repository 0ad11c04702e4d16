//! How pictures are read and written.

/// How pictures are read.
///
/// # Examples
/// ```
/// use nd_io::PictureOptions;
///
/// assert_eq!(PictureOptions::default().max_bytes, 1 << 30);
/// let careful = PictureOptions::default().max_bytes(64 << 20);
/// assert_eq!(careful.max_bytes, 67_108_864);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PictureOptions {
    /// The most bytes that a decoded picture may take; checked before it is decoded. The
    /// decoders' own buffers come on top: at most about as much again. In TIFF each thread has them for a
    /// strip or tile, which may not be larger than this either, unless it is smaller than 64 MiB.
    pub max_bytes: u64,
    /// Whether a TIFF file with a palette gives the numbers that it stores rather than the colours they
    /// stand for.
    pub palette_indices: bool,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self { max_bytes: 1 << 30, palette_indices: false }
    }
}

impl PictureOptions {
    /// Sets the most bytes that a decoded picture may take.
    #[must_use]
    pub fn max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// Sets whether a TIFF file with a palette gives numbers rather than colours.
    #[must_use]
    pub fn palette_indices(self, palette_indices: bool) -> Self {
        Self { palette_indices, ..self }
    }
}

/// How hard PNG files are compressed; all are lossless.
///
/// # Examples
/// ```
/// assert_eq!(nd_io::PngCompression::default(), nd_io::PngCompression::Fast);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
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

/// How TIFF files are packed; both are lossless.
///
/// # Examples
/// ```
/// assert_eq!(nd_io::TiffCompression::default(), nd_io::TiffCompression::Uncompressed);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TiffCompression {
    /// Stored as they are, so that any part is read without the rest. The default.
    #[default]
    Uncompressed,
    /// Deflate in strips of some 256 KiB, after the predictor for the element type: whole numbers as differences,
    /// floats as differences of their bytes.
    Deflate,
}

/// How pictures are written.
///
/// # Examples
/// ```
/// use nd_io::{PictureWriteOptions, PngCompression};
///
/// let small = PictureWriteOptions::default().png(PngCompression::Best).jpeg_quality(75);
/// assert_eq!((small.png, small.jpeg_quality), (PngCompression::Best, 75));
/// assert_eq!(PictureWriteOptions::default().jpeg_quality, 90);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PictureWriteOptions {
    /// For `.png`.
    pub png: PngCompression,
    /// For `.jpg`: 1 (worst) to 100 (best); other values are taken as the nearest of these.
    pub jpeg_quality: u8,
    /// For `.tif`.
    pub tiff: TiffCompression,
}

impl Default for PictureWriteOptions {
    fn default() -> Self {
        Self { png: PngCompression::Fast, jpeg_quality: 90, tiff: TiffCompression::Uncompressed }
    }
}

impl PictureWriteOptions {
    /// Sets how hard PNG files are compressed.
    #[must_use]
    pub fn png(self, png: PngCompression) -> Self {
        Self { png, ..self }
    }

    /// Sets the quality of JPEG files.
    #[must_use]
    pub fn jpeg_quality(self, jpeg_quality: u8) -> Self {
        Self { jpeg_quality, ..self }
    }

    /// Sets how TIFF files are packed.
    #[must_use]
    pub fn tiff(self, tiff: TiffCompression) -> Self {
        Self { tiff, ..self }
    }
}
