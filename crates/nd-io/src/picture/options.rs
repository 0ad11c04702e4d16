//! How pictures are read and written.

use super::metadata::PictureMetadata;

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
    /// Whether the picture is turned as EXIF or TIFF says that it is to be looked at.
    pub orient: bool,
}

impl Default for PictureOptions {
    fn default() -> Self {
        Self { max_bytes: 1 << 30, palette_indices: false, orient: false }
    }
}

impl PictureOptions {
    /// Sets the most bytes that a decoded picture may take.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureOptions, load_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-max-{}.png", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2], [3, 4]])?;
    /// assert!(load_picture_with::<u8>(&path, &PictureOptions::default().max_bytes(4)).is_ok());
    /// assert!(load_picture_with::<u8>(&path, &PictureOptions::default().max_bytes(3)).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn max_bytes(self, max_bytes: u64) -> Self {
        Self { max_bytes, ..self }
    }

    /// Sets whether a TIFF file with a palette gives numbers rather than colours.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureOptions, load_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-indices-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2], [3, 4]])?;
    /// let numbers = PictureOptions::default().palette_indices(true);
    /// let a = load_picture_with::<u8>(&path, &numbers)?; // without a palette the same
    /// assert_eq!(a.into_vec(), [1, 2, 3, 4]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn palette_indices(self, palette_indices: bool) -> Self {
        Self { palette_indices, ..self }
    }
}

impl PictureOptions {
    /// Sets whether the picture is turned as it is to be looked at.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Orientation, PictureMetadata, PictureOptions, PictureWriteOptions};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-orient-{}.png", std::process::id()));
    /// let about = PictureMetadata::default().orientation(Orientation::RightTop);
    /// let options = PictureWriteOptions::default().metadata(about);
    /// nd_io::save_picture_with(&path, &[[1u8, 2, 3]], &options)?;
    /// assert_eq!(nd_io::load_picture::<u8>(&path)?.shape(), [1, 3]); // as it is
    /// let turned = PictureOptions::default().orient(true);
    /// assert_eq!(nd_io::load_picture_with::<u8>(&path, &turned)?.shape(), [3, 1]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn orient(self, orient: bool) -> Self {
        Self { orient, ..self }
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

/// How TIFF files are packed; without loss, but for JPEG.
///
/// # Examples
/// ```
/// use nd_io::TiffCompression;
///
/// assert_eq!(TiffCompression::default(), TiffCompression::Uncompressed);
/// assert_eq!(TiffCompression::Lzw.to_string(), "LZW");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum TiffCompression {
    /// Stored as they are, so that any part is read without the rest. The default.
    #[default]
    Uncompressed,
    /// Deflate, after the predictor for the element type: whole numbers as differences, floats as differences of
    /// their bytes.
    Deflate,
    /// LZW, which every reader has, after the same predictors.
    Lzw,
    /// Runs of equal bytes.
    PackBits,
    /// Zstandard, after the same predictors; with the feature `zstd` or `zstd-c`.
    Zstd,
    /// LZMA, small and slow, after the same predictors.
    Lzma,
    /// JPEG: `u8`, one channel or RGB, with loss.
    Jpeg,
    /// WebP without loss: `u8`, RGB or RGBA.
    WebP,
    /// Facsimiles of group 4: `bool`.
    Group4,
}

impl std::fmt::Display for TiffCompression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Uncompressed => "no compression",
            Self::Deflate => "Deflate",
            Self::Lzw => "LZW",
            Self::PackBits => "PackBits",
            Self::Zstd => "Zstandard",
            Self::Lzma => "LZMA",
            Self::Jpeg => "JPEG",
            Self::WebP => "WebP",
            Self::Group4 => "facsimiles of group 4",
        })
    }
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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PictureWriteOptions {
    /// For `.png`.
    pub png: PngCompression,
    /// For `.png`: bits of a sample, 1, 2 or 4, of a grey picture of `u8` whose numbers fit into them. Readers of PNG,
    /// [`load`](crate::load) too, spread them over 0 to 255.
    pub png_bits: Option<u8>,
    /// For `.jpg`: 1 (worst) to 100 (best); other values are taken as the nearest of these.
    pub jpeg_quality: u8,
    /// For `.tif`.
    pub tiff: TiffCompression,
    /// What is said of the picture: it is written, and nothing is done to the pixels.
    pub metadata: PictureMetadata,
}

impl Default for PictureWriteOptions {
    fn default() -> Self {
        Self {
            png: PngCompression::Fast,
            png_bits: None,
            jpeg_quality: 90,
            tiff: TiffCompression::Uncompressed,
            metadata: PictureMetadata::default(),
        }
    }
}

impl PictureWriteOptions {
    /// Sets how hard PNG files are compressed.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureWriteOptions, PngCompression, save_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-png-{}.png", std::process::id()));
    /// let picture = nd_core::Array::from_fn([64, 64], |i| (i[0] / 8 * 16 + i[1] / 8) as u8);
    /// let size = |options: &PictureWriteOptions| -> Result<u64, Box<dyn std::error::Error>> {
    ///     save_picture_with(&path, &picture, options)?;
    ///     Ok(std::fs::metadata(&path)?.len())
    /// };
    /// let best = PictureWriteOptions::default().png(PngCompression::Best);
    /// assert!(size(&best)? <= size(&PictureWriteOptions::default())?);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn png(self, png: PngCompression) -> Self {
        Self { png, ..self }
    }

    /// Sets the bits of a sample of PNG files.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureWriteOptions, load_picture, save_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-bits-{}.png", std::process::id()));
    /// let four = PictureWriteOptions::default().png_bits(2);
    /// save_picture_with(&path, &[[0u8, 1, 2, 3]], &four)?;
    /// assert_eq!(load_picture::<u8>(&path)?.into_vec(), [0, 85, 170, 255]);
    /// assert!(save_picture_with(&path, &[[4u8]], &four).unwrap_err().to_string().contains("4 in 2 bits"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn png_bits(self, png_bits: u8) -> Self {
        Self { png_bits: Some(png_bits), ..self }
    }

    /// Sets the quality of JPEG files.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureWriteOptions, save_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-jpeg-{}.jpg", std::process::id()));
    /// let picture = nd_core::Array::from_fn([64, 64], |i| (i[0] * i[1]) as u8);
    /// let size = |options: &PictureWriteOptions| -> Result<u64, Box<dyn std::error::Error>> {
    ///     save_picture_with(&path, &picture, options)?;
    ///     Ok(std::fs::metadata(&path)?.len())
    /// };
    /// let coarse = PictureWriteOptions::default().jpeg_quality(20);
    /// assert!(size(&coarse)? < size(&PictureWriteOptions::default())?);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn jpeg_quality(self, jpeg_quality: u8) -> Self {
        Self { jpeg_quality, ..self }
    }

    /// Sets how TIFF files are packed.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureWriteOptions, TiffCompression, save_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-tiff-{}.tif", std::process::id()));
    /// let picture = nd_core::Array::from_fn([64, 64], |i| i[0] as u8);
    /// let size = |options: &PictureWriteOptions| -> Result<u64, Box<dyn std::error::Error>> {
    ///     save_picture_with(&path, &picture, options)?;
    ///     Ok(std::fs::metadata(&path)?.len())
    /// };
    /// let packed = PictureWriteOptions::default().tiff(TiffCompression::Deflate);
    /// assert!(size(&packed)? < size(&PictureWriteOptions::default())?);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tiff(self, tiff: TiffCompression) -> Self {
        Self { tiff, ..self }
    }

    /// Sets what is said of the picture.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureMetadata, PictureWriteOptions, picture_metadata, save_picture_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-picture-said-{}.tif", std::process::id()));
    /// let about = PictureMetadata::default().icc_profile(vec![1, 2, 3]).resolution([300.0, 300.0]);
    /// let options = PictureWriteOptions::default().metadata(about.clone());
    /// save_picture_with(&path, &[[1u8, 2]], &options)?;
    /// assert_eq!(picture_metadata(&path)?, about);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn metadata(self, metadata: PictureMetadata) -> Self {
        Self { metadata, ..self }
    }
}
