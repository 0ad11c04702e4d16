//! [`NetCdfFile`]: what there is in a file.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::Shape;

use super::attribute::trimmed;
use super::header::{Header, NetCdfDimension, Variable};
use super::kind::Kind;
use super::layout::Layout;
use super::variable::VariableSource;
use super::{Result, unsupported};
use crate::blocks::{Attributes, ReadBlocks};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::position::Store;

/// A netCDF classic file that is open for reading: version 1, 2 (64-bit offsets) or 5 (64-bit data).
///
/// [`open`](crate::open) and [`load`](crate::load) read single variables of it; here is what is beside them:
/// dimensions, attributes of the file, texts. netCDF-4 files are HDF5: `Hdf5File`. Only the
/// header is read here, and believed as far as the file is long: what was cut off is an error of the elements that
/// are missing, where the C library makes zeros of them.
///
/// # NumPy
/// `netCDF4.Dataset(path)` without its masks and scales (see [`Dataset::decoded`]), or
/// `scipy.io.netcdf_file(path)`.
///
/// # Examples
/// ```
/// use nd_io::NetCdfFile;
///
/// // As small as a file can be: version 1, no records, and three empty lists.
/// let mut bytes = b"CDF\x01".to_vec();
/// bytes.extend([0; 4 + 3 * 8]);
/// let file = NetCdfFile::from_bytes(bytes)?;
/// assert_eq!((file.version(), file.names().count(), file.dimensions().len()), (1, 0, 0));
/// assert!(file.dataset("t2m").is_err());
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Clone)]
pub struct NetCdfFile {
    inside: Arc<Inside>,
    path: Option<PathBuf>,
}

/// What variables keep of their file.
pub(super) struct Inside {
    pub(super) store: Store,
    /// Its length when it was opened.
    pub(super) len: u64,
    pub(super) header: Header,
    pub(super) layout: Layout,
}

impl NetCdfFile {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Corrupt`], [`ErrorKind::UnexpectedEof`] and [`ErrorKind::Unsupported`] (a version
    /// that nobody has described) for a file that is none or damaged.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::NetCdfFile::open("no-such.nc").is_err());
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let open = || {
            let file = File::open(path).map_err(Error::io("open"))?;
            Ok(Self { path: Some(path.to_owned()), ..Self::of_file(file)? })
        };
        open().map_err(|error: Error| error.at(path))
    }

    /// A file that is in memory.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for the system's.
    ///
    /// # NumPy
    /// `netCDF4.Dataset("name", memory=bytes)`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::NetCdfFile::from_bytes(b"something else".to_vec()).is_err());
    /// ```
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Self::of_store(Store::Memory(bytes))
    }

    /// A file that is open already.
    pub(crate) fn of_file(file: File) -> Result<Self> {
        Self::of_store(Store::File(file))
    }

    fn of_store(store: Store) -> Result<Self> {
        let (len, mut header) = (store.len()?, Header::read(&store)?);
        let layout = Layout::new(&header, len);
        for dimension in header.dimensions.iter_mut().filter(|dimension| dimension.unlimited) {
            dimension.len = layout.records;
        }
        Ok(Self { inside: Arc::new(Inside { store, len, header, layout }), path: None })
    }

    /// The version of the format: 1, 2 or 5.
    ///
    /// # NumPy
    /// `netCDF4.Dataset.data_model`: `NETCDF3_CLASSIC`, `NETCDF3_64BIT_OFFSET`, `NETCDF3_64BIT_DATA`.
    ///
    /// # Examples
    /// ```
    /// let old = [b"CDF\x02".as_slice(), &[0; 28]].concat(); // 64-bit offsets, and nothing inside
    /// assert_eq!(nd_io::NetCdfFile::from_bytes(old)?.version(), 2);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn version(&self) -> u8 {
        self.inside.header.version
    }

    /// The dimensions, in the order of the file.
    ///
    /// # NumPy
    /// `netCDF4.Dataset.dimensions`.
    ///
    /// # Examples
    /// ```no_run
    /// let file = nd_io::NetCdfFile::open("climate.nc")?;
    /// let records = file.dimensions().iter().find(|dimension| dimension.unlimited);
    /// println!("{} months", records.map_or(0, |time| time.len));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn dimensions(&self) -> &[NetCdfDimension] {
        &self.inside.header.dimensions
    }

    /// The attributes of the file itself; those of a variable are with its [`dataset`](Self::dataset).
    ///
    /// # NumPy
    /// `netCDF4.Dataset.ncattrs` and `getncattr`.
    ///
    /// # Examples
    /// ```no_run
    /// let file = nd_io::NetCdfFile::open("climate.nc")?;
    /// assert_eq!(file.attributes()["Conventions"].as_text(), Some("CF-1.8"));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.inside.header.attributes
    }

    /// The names of the variables, in the order of the file.
    ///
    /// # NumPy
    /// `netCDF4.Dataset.variables`.
    ///
    /// # Examples
    /// ```no_run
    /// let file = nd_io::NetCdfFile::open("climate.nc")?;
    /// for name in file.names() {
    ///     println!("{name} {:?}", file.dataset(name)?.shape());
    /// }
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.inside.header.variables.iter().map(|variable| variable.name.as_str())
    }

    /// A variable as a stored array; characters are `u8`.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`], with the names there are; [`ErrorKind::Unsupported`] for one of more axes than nd
    /// has; [`ErrorKind::Corrupt`] and [`ErrorKind::ShapeOverflow`] for one that no file can hold.
    ///
    /// # NumPy
    /// `netCDF4.Dataset[name]`, `set_auto_maskandscale(False)`.
    ///
    /// # Examples
    /// ```no_run
    /// use nd_core::s;
    ///
    /// let file = nd_io::NetCdfFile::open("climate.nc")?;
    /// let january = file.dataset("t2m")?.read::<f32>(s![..31, .., ..])?;
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn dataset(&self, name: &str) -> Result<Dataset> {
        let source = self.source(name).map_err(|error| self.named(error))?;
        Ok(match &self.path {
            Some(path) => Dataset::of_file(source, Format::NetCdf, path),
            None => Dataset::new(source),
        })
    }

    pub(crate) fn source(&self, name: &str) -> Result<impl ReadBlocks + use<>> {
        VariableSource::new(&self.inside, self.variable(name)?)
    }

    /// A variable of characters as texts, in C order: each is what is along the last axis, without the zeros at its
    /// end.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset); [`ErrorKind::Unsupported`] for a variable of numbers, and for texts that are not
    /// UTF-8, whose bytes the data set has; [`ErrorKind::UnexpectedEof`] where the file is too short.
    ///
    /// # NumPy
    /// `netCDF4.chartostring(dataset[name][:])`.
    ///
    /// # Examples
    /// ```no_run
    /// let stations: Vec<String> = nd_io::NetCdfFile::open("stations.nc")?.texts("station_name")?;
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn texts(&self, name: &str) -> Result<Vec<String>> {
        let texts = self.bytes_of(name).and_then(|texts| {
            let text = |bytes: Vec<u8>| {
                let no_text = |_| unsupported(format!("\"{name}\": a text that is not UTF-8"));
                String::from_utf8(bytes).map_err(no_text)
            };
            texts.into_iter().map(text).collect()
        });
        texts.map_err(|error| self.named(error))
    }

    /// The same, with marks (U+FFFD) for what is not UTF-8.
    ///
    /// # Errors
    /// As [`texts`](Self::texts), but for those.
    ///
    /// # Examples
    /// ```no_run
    /// let stations = nd_io::NetCdfFile::open("stations.nc")?.texts_lossy("station_name")?;
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn texts_lossy(&self, name: &str) -> Result<Vec<String>> {
        let texts = self.bytes_of(name).map_err(|error| self.named(error))?;
        Ok(texts.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect())
    }

    /// The bytes of each text.
    fn bytes_of(&self, name: &str) -> Result<Vec<Vec<u8>>> {
        if self.variable(name)?.kind != Kind::Char {
            return Err(unsupported(format!("\"{name}\", which is of numbers, as texts")));
        }
        let bytes = self.dataset(name)?.read::<u8>([])?;
        let (shape, bytes) = (Shape::from(bytes.shape()), bytes.into_vec());
        if bytes.is_empty() {
            let count = shape.iter().rev().skip(1).product();
            return Ok(vec![Vec::new(); count]);
        }
        let len = shape.last().copied().unwrap_or(1);
        Ok(bytes.chunks_exact(len).map(|bytes| trimmed(bytes).to_vec()).collect())
    }

    fn variable(&self, name: &str) -> Result<&Variable> {
        let found = self.inside.header.variables.iter().find(|variable| variable.name == name);
        found.ok_or_else(|| {
            let there = self.names().map(str::to_owned).collect();
            ErrorKind::NoSuchArray { name: name.to_owned(), there }.into()
        })
    }

    fn named(&self, error: Error) -> Error {
        match &self.path {
            Some(path) => error.at(path),
            None => error,
        }
    }
}

impl std::fmt::Debug for NetCdfFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NetCdfFile").field("path", &self.path).finish_non_exhaustive()
    }
}
