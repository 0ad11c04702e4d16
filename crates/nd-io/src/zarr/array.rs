//! [`ZarrArray`]: a stored array, read by regions.

use std::fmt;
use std::path::{Path, PathBuf};

use super::metadata::ZarrMetadata;
use super::place::Place;
use super::store::Pool;
use super::{attributes, create, json, read};
use crate::blocks::{ArrayInfo, ReadBlocks, Region};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind};
use crate::format::Format;

/// A Zarr array of version 3 or 2 in a directory, read by regions.
///
/// Opening reads its metadata and nothing else, however many chunks there are; reading touches the
/// chunks that hold something of the region, on all threads, and of a shard only the index and
/// those chunks. Chunks that are not there are the fill value. May be read from many threads.
///
/// An array that is replaced while it is open, as [`ZarrWriter::create`](crate::ZarrWriter::create)
/// does, must be opened again.
///
/// # Zarr
/// `zarr.open_array(path, mode='r')`.
///
/// # Examples
/// ```
/// use nd_core::{Array, s};
/// use nd_io::{CreateOptions, DatasetWriter, ZarrArray, ZarrWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-zarr-array-{}", std::process::id()));
/// let options = CreateOptions::default().chunks([2, 3]).attribute("units", "kelvin");
/// let writer = ZarrWriter::create(&path, [4, 6], nd_core::DType::F32, &options)?;
/// let out = DatasetWriter::new(writer);
/// out.write(s![1..3, ..], &Array::full([2, 6], 7.0f32))?;
/// out.finish()?;
///
/// let ds = ZarrArray::open(&path)?.into_dataset();
/// assert_eq!(ds.attributes()["units"].as_text(), Some("kelvin"));
/// assert_eq!(ds.read::<f32>(s![.., 5])?.into_vec(), [0.0, 7.0, 7.0, 0.0]);
/// # std::fs::remove_dir_all(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ZarrArray {
    place: Place,
    path: PathBuf,
    metadata: ZarrMetadata,
    pool: Pool,
}

impl ZarrArray {
    /// Opens the array in a directory.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] when the directory holds none (a group, for one), those of
    /// [`ZarrMetadata::from_json`], and the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ZarrArray;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-array-open-{}.zarr", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// assert_eq!(ZarrArray::open(&path)?.into_dataset().shape(), [2]);
    /// assert!(ZarrArray::open(std::env::temp_dir()).is_err()); // no array
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let root = path.as_ref();
        let place = Place::Directory(root.to_owned());
        let Some(metadata) = load(&place)? else {
            create::refuse_interrupted(root).map_err(|error| error.at(root))?;
            std::fs::metadata(root).map_err(|error| Error::io("open")(error).at(root))?;
            let kind = ErrorKind::NoSuchArray { name: String::new(), there: Vec::new() };
            return Err(Error::from(kind).at(root));
        };
        Ok(Self { place, path: root.to_owned(), metadata, pool: Pool::default() })
    }

    /// Opens the array in a place.
    pub(crate) fn at(place: Place) -> Result<Self, Error> {
        let path = place.path("");
        let none = || {
            let kind = ErrorKind::NoSuchArray { name: String::new(), there: Vec::new() };
            Error::from(kind).at(&path)
        };
        let metadata = load(&place)?.ok_or_else(none)?;
        Ok(Self { place, path, metadata, pool: Pool::default() })
    }

    /// What the array's metadata say.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ZarrArray, ZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-array-meta-{}.zarr", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// assert_eq!(ZarrArray::open(&path)?.metadata().version(), ZarrVersion::V3);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn metadata(&self) -> &ZarrMetadata {
        &self.metadata
    }

    /// The directory.
    ///
    /// # Examples
    /// ```
    /// use nd_io::ZarrArray;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-array-path-{}.zarr", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// assert_eq!(ZarrArray::open(&path)?.path(), path);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The array to read slices of.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::ZarrArray;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-array-into-{}.zarr", std::process::id()));
    /// nd_io::save(&path, &[1.5, 2.5])?;
    /// let t = ZarrArray::open(&path)?.into_dataset();
    /// assert_eq!(t.read::<f64>(s![-1..])?.into_vec(), [2.5]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn into_dataset(self) -> Dataset {
        let path = self.path.clone();
        Dataset::of_file(self, Format::Zarr, &path)
    }
}

impl ReadBlocks for ZarrArray {
    fn info(&self) -> &ArrayInfo {
        self.metadata.info()
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
        read::read(&self.place, &self.metadata, &self.pool, region, out)
    }
}

impl fmt::Debug for ZarrArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZarrArray")
            .field("path", &self.path)
            .field("metadata", &self.metadata)
            .finish_non_exhaustive()
    }
}

/// The metadata of the array in a place; `None` when it holds none.
pub(super) fn load(place: &Place) -> Result<Option<ZarrMetadata>, Error> {
    let path = place.path("zarr.json");
    if let Some(bytes) = place.document("zarr.json")? {
        let text = json::document(&bytes, "zarr.json").map_err(|error| error.at(&path))?;
        let object = json::Object::parse(&text, "zarr.json").map_err(|error| error.at(&path))?;
        if object.value::<String>("node_type").ok().flatten().as_deref() == Some("group") {
            return Ok(None);
        }
        return ZarrMetadata::from_json(&bytes).map(Some).map_err(|error| error.at(&path));
    }
    let path = place.path(".zarray");
    let Some(bytes) = place.document(".zarray")? else { return Ok(None) };
    let mut metadata = ZarrMetadata::from_json(&bytes).map_err(|error| error.at(&path))?;
    metadata.set_attributes(v2_attributes(place)?);
    Ok(Some(metadata))
}

/// The attributes that version 2 has in a file of their own.
pub(super) fn v2_attributes(place: &Place) -> Result<crate::Attributes, Error> {
    let path = place.path(".zattrs");
    let Some(bytes) = place.document(".zattrs")? else { return Ok(crate::Attributes::new()) };
    let parse = || {
        let text = json::document(&bytes, ".zattrs")?;
        Ok(attributes::parse(&json::Object::parse(&text, ".zattrs")?))
    };
    parse().map_err(|error: Error| error.at(&path))
}
