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
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
