//! [`ImageError`]: what can go wrong between a picture file and an array.

use std::io;
use std::path::PathBuf;

/// Why a picture could not be loaded or saved. Every variant names the file.
///
/// # Examples
/// ```
/// use nd_image::{ImageError, load_image};
/// let error = load_image::<u8>("no such file.png").unwrap_err();
/// assert!(matches!(error, ImageError::Io { .. }));
/// assert!(error.to_string().starts_with("no such file.png: cannot open"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The operating system refused.
    #[error("{}: cannot {action}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done: `open`, `read`, `write`, ...
        action: &'static str,
        /// The system's error.
        source: io::Error,
    },
    /// The file's first bytes are those of no format read here.
    #[error("{}: not a PNG, JPEG, TIFF or WebP file", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
    },
    /// The file is cut short, or its contents contradict themselves.
    #[error("{}: damaged {format} file: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What it says it is.
        format: PictureFormat,
        /// What is wrong.
        reason: String,
    },
    /// A valid file with a feature that has no place in an array of `u8`, `u16` or `f32`.
    #[error("{}: this {format} file is not supported: {reason}", path.display())]
    Unsupported {
        /// The file.
        path: PathBuf,
        /// Its format.
        format: PictureFormat,
        /// The feature.
        reason: String,
    },
    /// The decoded picture would be larger than the limit; nothing was decoded.
    #[error(
        "{}: shape {shape:?} takes {bytes} bytes, the limit is {limit} (LoadOptions::max_bytes)",
        path.display()
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The shape in the file's header.
        shape: Vec<usize>,
        /// What it takes decoded.
        bytes: u64,
        /// What was allowed.
        limit: u64,
    },
    /// The file holds another element type than was asked for; nothing is rescaled silently.
    #[error(
        "{}: the file holds {found}, not {wanted}: use load_image::<{found}> or load_image_any, \
         then convert",
        path.display()
    )]
    WrongType {
        /// The file.
        path: PathBuf,
        /// The element type in the file.
        found: &'static str,
        /// The element type asked for.
        wanted: &'static str,
    },
    /// The file's name ends in no extension of a format written here.
    #[error(
        "{}: the extension names no format: use .png, .jpg, .jpeg, .tif, .tiff or .webp",
        path.display()
    )]
    UnknownExtension {
        /// The file.
        path: PathBuf,
    },
    /// The format cannot hold such an array; the message says what to do.
    #[error("{}: cannot be saved as {format}: {reason}", path.display())]
    CannotSave {
        /// The file.
        path: PathBuf,
        /// The format.
        format: PictureFormat,
        /// Why not, and what to do.
        reason: String,
    },
    /// The memory for the picture could not be had.
    #[error("{}: {bytes} bytes could not be allocated", path.display())]
    Memory {
        /// The file.
        path: PathBuf,
        /// How many bytes were asked for.
        bytes: u64,
    },
}

/// The file formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PictureFormat {
    /// Portable Network Graphics: lossless; `u8` and `u16`.
    Png,
    /// JPEG: lossy; `u8`, grey and RGB.
    Jpeg,
    /// TIFF: lossless; `u8`, `u16` and `f32`, any number of channels.
    Tiff,
    /// WebP: written lossless; `u8`, RGB and RGBA.
    WebP,
}

impl std::fmt::Display for PictureFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            PictureFormat::Png => "PNG",
            PictureFormat::Jpeg => "JPEG",
            PictureFormat::Tiff => "TIFF",
            PictureFormat::WebP => "WebP",
        })
    }
}
