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
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
    /// How many smaller levels of a pyramid there are beside the array, each half as large as the one before, down to
    /// one that fits into a chunk: `usize::MAX` for all of them. Only TIFF has them.
    pub levels: usize,
    /// Whether finishing waits until everything is on the disk; true by default.
    pub durable: bool,
}

impl Default for CreateOptions {
    fn default() -> Self {
        Self {
            chunks: None,
            shards: None,
            compression: Compression::default(),
            shuffle: false,
            checksum: false,
            extendible: false,
            fortran_order: false,
            fill_value: None,
            dimension_names: None,
            attributes: Attributes::default(),
            levels: 0,
            durable: true,
        }
    }
}

impl CreateOptions {
    /// Sets the extents of the chunks.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// let options = CreateOptions::default().chunks([64, 64]);
    /// assert_eq!(options.chunks, Some([64, 64].into()));
    /// ```
    #[must_use]
    pub fn chunks(self, chunks: impl Into<Shape>) -> Self {
        Self { chunks: Some(chunks.into()), ..self }
    }

    /// Sets the extents of the shards.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// // A file holds four by four chunks.
    /// let options = CreateOptions::default().chunks([64, 64]).shards([256, 256]);
    /// assert_eq!(options.shards, Some([256, 256].into()));
    /// ```
    #[must_use]
    pub fn shards(self, shards: impl Into<Shape>) -> Self {
        Self { shards: Some(shards.into()), ..self }
    }

    /// Sets how many smaller levels of a pyramid there are.
    ///
    /// # Examples
    /// ```
    /// use nd_core::Array;
    /// use nd_io::{CreateOptions, TiffFile, save_with};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-create-levels-{}.tif", std::process::id()));
    /// let options = CreateOptions::default().chunks([16, 16]).levels(usize::MAX);
    /// save_with(&path, &Array::<u8>::zeros([64, 64]), &options)?;
    /// assert_eq!(TiffFile::open(&path)?.page(0)?.sub_page_count()?, 2); // 32 × 32, 16 × 16
    /// assert!(save_with("no.npy", &Array::<u8>::zeros([64, 64]), &options).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn levels(self, levels: usize) -> Self {
        Self { levels, ..self }
    }

    /// Sets whether [`finish`](crate::DatasetWriter::finish), and [`save_with`](crate::save_with), wait until everything
    /// is on the disk, so that a power failure cannot take it back. Without it, a new `.npy`, raw or Zarr array is as
    /// safe against the death of the process, and there at the speed of memory; one that is replaced is always waited
    /// for, and so are other formats.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// assert!(CreateOptions::default().durable);
    /// let scratch = CreateOptions::default().durable(false);
    /// assert!(!scratch.durable);
    /// ```
    #[must_use]
    pub fn durable(self, durable: bool) -> Self {
        Self { durable, ..self }
    }

    /// Sets how a chunk is packed.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    /// use nd_io::Compression;
    ///
    /// let options = CreateOptions::default().compression(Compression::Zstd(3));
    /// assert_eq!(options.compression.to_string(), "zstd 3");
    /// ```
    #[must_use]
    pub fn compression(self, compression: Compression) -> Self {
        Self { compression, ..self }
    }

    /// Sets whether bytes of equal significance stand together before they are packed.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// assert!(CreateOptions::default().shuffle(true).shuffle);
    /// ```
    #[must_use]
    pub fn shuffle(self, shuffle: bool) -> Self {
        Self { shuffle, ..self }
    }

    /// Sets whether a checksum is stored with every chunk.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// assert!(CreateOptions::default().checksum(true).checksum);
    /// ```
    #[must_use]
    pub fn checksum(self, checksum: bool) -> Self {
        Self { checksum, ..self }
    }

    /// Sets whether axes can grow later.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// assert!(CreateOptions::default().extendible(true).extendible);
    /// ```
    #[must_use]
    pub fn extendible(self, extendible: bool) -> Self {
        Self { extendible, ..self }
    }

    /// Sets whether the first axis varies fastest in the file.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-fortran-{}.npy", std::process::id()));
    /// nd_io::save_with(&path, &[[1u8, 2], [3, 4]], &CreateOptions::default().fortran_order(true))?;
    /// assert!(nd_io::load_header(&path)?.fortran_order());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fortran_order(self, fortran_order: bool) -> Self {
        Self { fortran_order, ..self }
    }

    /// Sets what is read where nothing was written.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-fill-value-{}.zarr", std::process::id()));
    /// let options = CreateOptions::default().fill_value(f64::NAN);
    /// nd_io::create(&path, [3], DType::F64, &options)?.finish()?;
    /// assert!(nd_io::load::<f64>(&path)?[[2]].is_nan());
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fill_value(self, fill_value: impl Into<Option<f64>>) -> Self {
        Self { fill_value: fill_value.into(), ..self }
    }

    /// Sets the names of the axes.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-dim-names-{}.zarr", std::process::id()));
    /// let options = CreateOptions::default().dimension_names(["time", "station"]);
    /// nd_io::save_with(&path, &[[1.0, 2.0]], &options)?;
    /// let names = nd_io::open(&path)?.info().dimension_names.clone().unwrap();
    /// assert_eq!(names[1].as_deref(), Some("station"));
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dimension_names<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        Self { dimension_names: Some(names.into_iter().map(Into::into).collect()), ..self }
    }

    /// Adds an attribute.
    ///
    /// # Examples
    /// ```
    /// use nd_io::CreateOptions;
    ///
    /// let options = CreateOptions::default().attribute("units", "kelvin").attribute("scale", 0.1);
    /// assert_eq!(options.attributes.len(), 2);
    /// ```
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Attribute>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }
}
