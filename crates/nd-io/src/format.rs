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
    /// A netCDF classic file, version 1, 2 or 5: read, not written. netCDF-4 is [`Hdf5`](Self::Hdf5).
    NetCdf,
    /// A Zarr hierarchy in a directory, version 2 or 3.
    Zarr,
    /// Portable Network Graphics: a picture of `u8` or `u16`, without loss.
    Png,
    /// JPEG: a picture of `u8`, grey or RGB, with loss.
    Jpeg,
    /// TIFF: pictures of any element type, with any number of channels.
    Tiff,
    /// WebP: a picture of `u8`, RGB or RGBA, written without loss.
    WebP,
    /// BMP, Windows' bitmap: a picture of `u8`, grey, RGB or RGBA.
    Bmp,
    /// Netpbm's PBM, PGM, PPM and PAM: a picture of `bool`, `u8` or `u16`.
    Pnm,
    /// GIF: pictures of at most 256 colours each, that follow each other.
    Gif,
    /// QOI: a picture of `u8`, RGB or RGBA, without loss.
    Qoi,
}

/// What a file is called, and what it is then: the one table of the door. A format that is added here is
/// opened in [`open`](crate::open), written in [`create`](crate::create) and [`save`](crate::save()), and
/// has its first bytes below.
const EXTENSIONS: [(&str, Format); 30] = [
    ("npy", Format::Npy),
    ("npz", Format::Npz),
    ("csv", Format::Text),
    ("tsv", Format::Text),
    ("txt", Format::Text),
    ("dat", Format::Text),
    ("raw", Format::Raw),
    ("bin", Format::Raw),
    ("h5", Format::Hdf5),
    ("hdf5", Format::Hdf5),
    ("hdf", Format::Hdf5),
    ("he5", Format::Hdf5),
    ("nc", Format::Hdf5),
    ("nc4", Format::Hdf5),
    ("cdf", Format::NetCdf),
    ("zarr", Format::Zarr),
    ("png", Format::Png),
    ("jpg", Format::Jpeg),
    ("jpeg", Format::Jpeg),
    ("tif", Format::Tiff),
    ("tiff", Format::Tiff),
    ("webp", Format::WebP),
    ("bmp", Format::Bmp),
    ("pbm", Format::Pnm),
    ("pgm", Format::Pnm),
    ("ppm", Format::Pnm),
    ("pnm", Format::Pnm),
    ("pam", Format::Pnm),
    ("gif", Format::Gif),
    ("qoi", Format::Qoi),
];

/// What files of some formats begin with.
const SIGNATURES: [(&[u8], Format); 16] = [
    (b"\x93NUMPY", Format::Npy),
    (b"PK\x03\x04", Format::Npz),
    (b"PK\x05\x06", Format::Npz),
    (b"\x89HDF\r\n\x1a\n", Format::Hdf5),
    (b"CDF\x01", Format::NetCdf),
    (b"CDF\x02", Format::NetCdf),
    (b"CDF\x05", Format::NetCdf),
    (b"\x89PNG\r\n\x1a\n", Format::Png),
    (b"\xff\xd8\xff", Format::Jpeg),
    (b"II\x2a\0", Format::Tiff),
    (b"MM\0\x2a", Format::Tiff),
    (b"II\x2b\0", Format::Tiff), // BigTIFF
    (b"MM\0\x2b", Format::Tiff),
    (b"GIF87a", Format::Gif),
    (b"GIF89a", Format::Gif),
    (b"qoif", Format::Qoi),
];

/// The most of a file's first bytes that tell its format.
pub(crate) const SIGNATURE: usize = 12;

impl Format {
    /// The format that a file name's extension promises, in upper or lower case; of `table.csv.gz` what
    /// stands before `.gz`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Format;
    ///
    /// assert_eq!(Format::from_extension("climate.nc"), Some(Format::Hdf5)); // a new one: netCDF-4 is HDF5
    /// assert_eq!(Format::from_extension("table.csv.gz"), Some(Format::Text));
    /// assert_eq!(Format::from_extension("a.npy.gz"), None); // only text is unpacked
    /// ```
    #[must_use]
    pub fn from_extension(path: impl AsRef<std::path::Path>) -> Option<Self> {
        let path = path.as_ref();
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        if extension == "gz" {
            let inside = Self::from_extension(path.file_stem()?);
            return inside.filter(|format| *format == Self::Text);
        }
        let (_, format) = EXTENSIONS.iter().find(|(known, _)| *known == extension)?;
        Some(*format)
    }

    /// The format that a file's first bytes tell.
    pub(crate) fn from_signature(start: &[u8]) -> Option<Self> {
        // A RIFF file says after its length what it is of.
        if let [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] = start {
            return Some(Self::WebP);
        }
        match start {
            // Two letters alone may be text; it has no zeros.
            [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => return Some(Self::Bmp),
            [b'P', b'1'..=b'7', blank, ..] if blank.is_ascii_whitespace() => {
                return Some(Self::Pnm);
            }
            _ => {}
        }
        let (_, format) = SIGNATURES.iter().find(|(magic, _)| start.starts_with(magic))?;
        Some(*format)
    }

    /// The extensions there are, for a message.
    pub(crate) fn known() -> String {
        let known: Vec<String> = EXTENSIONS.iter().map(|(name, _)| format!(".{name}")).collect();
        known.join(", ")
    }

    /// Whether a file holds arrays by name or number, so that a path goes on inside it: `run.h5/x`, `stack.tif/2`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Format;
    ///
    /// assert!(Format::Npz.has_names() && !Format::Npy.has_names());
    /// ```
    #[must_use]
    pub fn has_names(self) -> bool {
        matches!(self, Self::Npz | Self::Hdf5 | Self::NetCdf | Self::Zarr | Self::Tiff | Self::Gif)
    }

    /// Whether files of it are pictures: arrays `(h, w)` or `(h, w, c)`, written whole, and but for TIFF read so.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Format;
    ///
    /// assert!(Format::Jpeg.is_picture() && !Format::Npy.is_picture());
    /// ```
    #[must_use]
    pub fn is_picture(self) -> bool {
        matches!(
            self,
            Self::Png
                | Self::Jpeg
                | Self::Tiff
                | Self::WebP
                | Self::Bmp
                | Self::Pnm
                | Self::Gif
                | Self::Qoi
        )
    }

    /// The name that people know it by.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(nd_io::Format::Npy.name(), ".npy");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Npy => ".npy",
            Self::Npz => ".npz",
            Self::Raw => "raw binary",
            Self::Text => "text",
            Self::Hdf5 => "HDF5",
            Self::NetCdf => "netCDF",
            Self::Zarr => "Zarr",
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Tiff => "TIFF",
            Self::WebP => "WebP",
            Self::Bmp => "BMP",
            Self::Pnm => "PNM",
            Self::Gif => "GIF",
            Self::Qoi => "QOI",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
