//! [`CreateOptions`]: how an array is laid out in the file that is to hold it.

use nd_core::Shape;

use crate::blocks::{Attribute, Attributes};

/// How the elements of a chunk are packed.
///
/// # Examples
/// ```
/// use nd_io::Compression;
///
/// assert_eq!(Compression::default(), Compression::None);
/// assert_eq!(Compression::Zstd(3).to_string(), "zstd 3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Compression {
    /// As they are.
    #[default]
    None,
    /// Deflate at a level from 0 to 9, in a zlib (HDF5) or gzip (Zarr) frame.
    Gzip(u32),
    /// Zstandard at a level from 1 to 22; Zarr, with the feature `zstd` or `zstd-c`.
    Zstd(i32),
    /// LZF; HDF5.
    Lzf,
}

impl std::fmt::Display for Compression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Gzip(level) => write!(f, "gzip {level}"),
            Self::Zstd(level) => write!(f, "zstd {level}"),
            Self::Lzf => f.write_str("lzf"),
        }
    }
}

/// How an array is laid out in the file that is to hold it. What a format cannot do is an error of
/// [`create`](crate::create), never ignored; the default is what suits the format.
///
/// # Examples
/// ```
/// use nd_io::{Compression, CreateOptions};
///
/// let options = CreateOptions::default()
///     .chunks([512, 512])
///     .compression(Compression::Gzip(6))
///     .attribute("units", "kelvin");
/// assert_eq!(options.attributes["units"].as_text(), Some("kelvin"));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CreateOptions {
    /// Extents of the chunks; `None` lets the format choose, or do without.
    pub chunks: Option<Shape>,
    /// Extents of the shards, multiples of the chunks: one file holds so many chunks (Zarr 3).
    pub shards: Option<Shape>,
    /// How a chunk is packed.
    pub compression: Compression,
    /// Whether bytes of equal significance stand together before they are packed; packs numbers better.
    pub shuffle: bool,
    /// Whether a checksum is stored with every chunk, and checked when it is read.
    pub checksum: bool,
    /// Whether axes can grow later: HDF5 data sets are made extendible.
    pub extendible: bool,
    /// Whether the first axis varies fastest in the file (`.npy`, raw).
    pub fortran_order: bool,
    /// What is read where nothing was written; 0 if `None`.
    pub fill_value: Option<f64>,
    /// Names of the axes (Zarr 3).
    pub dimension_names: Option<Vec<String>>,
    /// Small values to store beside the array.
    pub attributes: Attributes,
}

impl CreateOptions {
    /// Sets the extents of the chunks.
    #[must_use]
    pub fn chunks(self, chunks: impl Into<Shape>) -> Self {
        Self { chunks: Some(chunks.into()), ..self }
    }

    /// Sets the extents of the shards.
    #[must_use]
    pub fn shards(self, shards: impl Into<Shape>) -> Self {
        Self { shards: Some(shards.into()), ..self }
    }

    /// Sets how a chunk is packed.
    #[must_use]
    pub fn compression(self, compression: Compression) -> Self {
        Self { compression, ..self }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Attribute>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }
}
