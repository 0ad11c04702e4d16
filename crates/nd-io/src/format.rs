//! [`Format`]: the kinds of files that hold arrays.

use std::fmt;

/// A file format that holds arrays.
///
/// # Examples
/// ```
/// use nd_io::Format;
///
/// assert_eq!(Format::Hdf5.to_string(), "HDF5");
/// assert_eq!(Format::from_extension("table.CSV"), Some(Format::Text));
/// assert_eq!(Format::from_extension("README"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// NumPy's `.npy`: one array.
    Npy,
    /// NumPy's `.npz`: a ZIP archive of `.npy` files.
    Npz,
    /// Numbers with nothing around them.
    Raw,
    /// Comma-, tab- or blank-separated text.
    Text,
    /// HDF5, version 0 to 3 of its superblock.
    Hdf5,
    /// A Zarr hierarchy in a directory, version 2 or 3.
    Zarr,
    /// Portable Network Graphics: a picture of `u8` or `u16`, without loss.
    Png,
    /// JPEG: a picture of `u8`, grey or RGB, with loss.
    Jpeg,
    /// TIFF: a picture of `u8`, `u16` or `f32`, any number of channels.
    Tiff,
    /// WebP: a picture of `u8`, RGB or RGBA, written without loss.
    WebP,
}

impl Format {
    /// The format that a file name's extension promises, in upper or lower case.
    #[must_use]
    pub fn from_extension(path: impl AsRef<std::path::Path>) -> Option<Self> {
        let extension = path.as_ref().extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "npy" => Some(Self::Npy),
            "npz" => Some(Self::Npz),
            "csv" | "tsv" | "txt" | "dat" => Some(Self::Text),
            "raw" | "bin" => Some(Self::Raw),
            "h5" | "hdf5" | "hdf" | "he5" | "nc" | "nc4" => Some(Self::Hdf5),
            "zarr" => Some(Self::Zarr),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "tif" | "tiff" => Some(Self::Tiff),
            "webp" => Some(Self::WebP),
            _ => None,
        }
    }

    /// Whether files of this format are pictures, `(h, w)` or `(h, w, c)`.
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Tiff | Self::WebP)
    }

    /// The format of a picture by its first 12 bytes.
    pub(crate) fn of_picture(start: &[u8]) -> Option<Self> {
        match start {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Some(Self::Tiff),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }

    /// The name that people know it by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Npy => ".npy",
            Self::Npz => ".npz",
            Self::Raw => "raw binary",
            Self::Text => "text",
            Self::Hdf5 => "HDF5",
            Self::Zarr => "Zarr",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Tiff => "TIFF",
            Self::WebP => "WebP",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
