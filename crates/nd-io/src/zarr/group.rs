//! [`ZarrGroup`]: arrays and groups by name.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use nd_core::{AnyArray, AnyView, Array, ArrayLike, DType, Shape};
use serde_json::value::RawValue;

use super::array::{self, ZarrArray};
use super::json::Object;
use super::metadata::ZarrVersion;
use super::place::Place;
use super::store::{self, SUFFIX, Visibility};
use super::write::ZarrWriter;
use super::{attributes, corrupt, json, keys, unsupported, v2, v3};
use crate::atomic::LockFile;
use crate::blocks::{Attributes, Region, StoredElement};
use crate::dataset::DatasetWriter;
use crate::error::{Error, ErrorKind};
use crate::options::CreateOptions;

/// How deep groups are walked.
const MAX_DEPTH: usize = 64;

/// What a name in a group stands for.
///
/// # Examples
/// ```
/// assert_ne!(nd_io::ZarrNode::Array, nd_io::ZarrNode::Group);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZarrNode {
    /// An array.
    Array,
    /// A group.
    Group,
}

/// A Zarr group in a directory, of version 3 or 2: arrays and further groups by name.
///
/// Names may reach down (`"a/b"`), never up or out: `..`, empty parts and what a file system treats
/// in ways of its own are refused. Symbolic links are not followed when names are listed.
///
/// # Zarr
/// `zarr.open_group(path)`.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::{Attributes, CreateOptions, ZarrGroup};
///
/// let path = std::env::temp_dir().join(format!("nd-zarr-group-{}", std::process::id()));
/// let root = ZarrGroup::new(&path, &Attributes::new())?;
/// let options = CreateOptions::default();
/// root.create_array("2026/november", [30], DType::F64, &options)?.into_writer().finish()?;
///
/// let root = ZarrGroup::open(&path)?;
/// assert_eq!(root.names()?, ["2026"]);
/// assert_eq!(root.walk()?[1].0, "2026/november");
/// assert_eq!(root.array("2026/november")?.into_dataset().shape(), [30]);
/// assert!(root.array("../2026").is_err());
/// # std::fs::remove_dir_all(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct ZarrGroup {
    root: PathBuf,
    version: ZarrVersion,
    attributes: Attributes,
}

impl ZarrGroup {
    /// Opens the group in a directory.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] when the directory holds no group (an array, for one),
    /// [`ErrorKind::Unsupported`], [`ErrorKind::LimitExceeded`], the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-open-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// assert_eq!(ZarrGroup::open(&path)?.names()?, ["run"]);
    /// assert!(ZarrGroup::open(path.join("run/t")).is_err()); // an array
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let root = path.as_ref();
        let path = root.join("zarr.json");
        if let Some(bytes) = store::document(&path)? {
            let attributes = group_attributes(&bytes).map_err(|error| error.at(&path))?;
            return Ok(Self { root: root.to_owned(), version: ZarrVersion::V3, attributes });
        }
        let path = root.join(".zgroup");
        if let Some(bytes) = store::document(&path)? {
            v2::check_group(&bytes).map_err(|error| error.at(&path))?;
            let attributes = array::v2_attributes(&Place::Directory(root.to_owned()))?;
            return Ok(Self { root: root.to_owned(), version: ZarrVersion::V2, attributes });
        }
        fs::metadata(root).map_err(|error| Error::io("open")(error).at(root))?;
        Err(corrupt("the directory holds no group").at(root))
    }

    /// Makes a group of version 3: the directory, if it is missing, and its metadata.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] when a group or an array is there already; [`ErrorKind::Unsupported`] for
    /// attributes that JSON cannot hold; the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-new-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// assert!(ZarrGroup::new(&path, &Attributes::new()).is_err()); // there is one already
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(path: impl AsRef<Path>, attributes: &Attributes) -> Result<Self, Error> {
        let root = path.as_ref();
        let text = v3::group_json(attributes)?;
        let named = |error| Error::io("create")(error).at(root);
        if node_at(root).is_some() {
            return Err(named(std::io::ErrorKind::AlreadyExists.into()));
        }
        fs::create_dir_all(root).map_err(named)?;
        let _lock = lock(root)?;
        if node_at(root).is_some() {
            return Err(named(std::io::ErrorKind::AlreadyExists.into()));
        }
        store::write(&root.join("zarr.json"), text.as_bytes(), Visibility::Public)?;
        store::sync(&root.join("zarr.json")).and_then(|()| store::sync(root)).map_err(named)?;
        let (root, version) = (root.to_owned(), ZarrVersion::V3);
        Ok(Self { root, version, attributes: attributes.clone() })
    }

    /// The group in a directory, made if it is missing: by this thread, or by another one that had the same
    /// wish at the same time.
    ///
    /// # Errors
    /// As [`open`](Self::open) and [`new`](Self::new).
    pub(crate) fn open_or_new(root: &Path) -> Result<Self, Error> {
        if node_at(root).is_some() {
            return Self::open(root);
        }
        match Self::new(root, &Attributes::new()) {
            Err(error) => match error.kind() {
                ErrorKind::Io { source, .. }
                    if source.kind() == std::io::ErrorKind::AlreadyExists =>
                {
                    Self::open(root)
                }
                _ => Err(error),
            },
            made => made,
        }
    }

    /// The directory.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-group-path-{}.zarr", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// assert_eq!(group.path(), path);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The version of the format.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup, ZarrVersion};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-group-version-{}.zarr", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// assert_eq!(group.version(), ZarrVersion::V3);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn version(&self) -> ZarrVersion {
        self.version
    }

    /// The small values stored with the group.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-group-attr-{}.zarr", std::process::id()));
    /// let mut attributes = Attributes::new();
    /// attributes.insert("title".into(), "two runs".into());
    /// ZarrGroup::new(&path, &attributes)?;
    /// assert_eq!(ZarrGroup::open(&path)?.attributes()["title"].as_text(), Some("two runs"));
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The names of the arrays and groups in it, sorted.
    ///
    /// # Errors
    /// The system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-names-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// assert_eq!(group.names()?, ["run"]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(&self) -> Result<Vec<String>, Error> {
        Ok(children(&self.root)?.into_iter().map(|(name, _)| name).collect())
    }

    /// What a name stands for; `None` when there is nothing, or the name is none.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup, ZarrNode};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-node-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// assert_eq!(group.node("run"), Some(ZarrNode::Group));
    /// assert_eq!(group.node("run/t"), Some(ZarrNode::Array));
    /// assert_eq!(group.node("walk"), None);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn node(&self, name: &str) -> Option<ZarrNode> {
        node_at(&self.at(name).ok()?)
    }

    /// Every array and group below, with its name from here: a group before what is in it.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] where groups nest deeper than 64, the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-walk-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// let names: Vec<String> = group.walk()?.into_iter().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["run", "run/t"]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn walk(&self) -> Result<Vec<(String, ZarrNode)>, Error> {
        let mut found = Vec::new();
        walk(&self.root, "", 0, &mut found)?;
        Ok(found)
    }

    /// Opens an array in it.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] with the names there are, and those of [`ZarrArray::open`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-array-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// assert_eq!(group.array("run/t")?.into_dataset().shape(), [2]);
    /// assert!(group.array("run").is_err()); // a group
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn array(&self, name: &str) -> Result<ZarrArray, Error> {
        let path = self.at(name)?;
        match node_at(&path) {
            Some(ZarrNode::Array) => ZarrArray::open(path),
            _ => {
                super::create::refuse_interrupted(&path).map_err(|error| error.at(&path))?;
                Err(self.no_such(name))
            }
        }
    }

    /// Opens a group in it.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] with the names there are, and those of [`open`](Self::open).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-group-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// assert_eq!(group.group("run")?.load::<f64>("t")?.into_vec(), [1.5, 2.5]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn group(&self, name: &str) -> Result<ZarrGroup, Error> {
        let path = self.at(name)?;
        match node_at(&path) {
            Some(ZarrNode::Group) => Self::open(path),
            _ => Err(self.no_such(name)),
        }
    }

    /// Makes a group in it, and those on the way to it.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`ErrorKind::NoSuchArray`] for a name that is none;
    /// [`ErrorKind::Unsupported`] in a group of version 2.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-g-cgroup-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("run/t", &[1.5, 2.5])?;
    /// group.create_group("walk", &Attributes::new())?.save("t", &[1.0])?;
    /// assert_eq!(group.names()?, ["run", "walk"]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_group(&self, name: &str, attributes: &Attributes) -> Result<ZarrGroup, Error> {
        self.make_way(name)?;
        Self::new(self.at(name)?, attributes)
    }

    /// Begins an array in it, and makes the groups on the way to it.
    ///
    /// # Errors
    /// As [`ZarrWriter::create`]; [`ErrorKind::NoSuchArray`] for a name that is none;
    /// [`ErrorKind::Unsupported`] in a group of version 2.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{Attributes, CreateOptions, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-group-carray-{}.zarr", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// let writer = group.create_array("run/t", [2], DType::U8, &CreateOptions::default())?;
    /// let out = writer.into_writer();
    /// out.write(s![..], &[7u8, 8])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(path.join("run/t"))?.into_vec(), [7, 8]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create_array(
        &self,
        name: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<ZarrWriter, Error> {
        self.make_way(name)?;
        ZarrWriter::create(self.at(name)?, shape, dtype, options)
    }

    /// Begins an array in it, to be written block by block, and makes the groups on the way to it.
    ///
    /// # Errors
    /// As [`create_array`](Self::create_array).
    ///
    /// # Zarr
    /// `group.create_array(name, shape=shape, dtype=dtype)`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{DType, s};
    /// use nd_io::{Attributes, CreateOptions, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-create-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// let out = group.create("t", [4], DType::I32, &CreateOptions::default())?;
    /// out.write(s![2..], &[1, 2])?;
    /// out.finish()?;
    /// assert_eq!(group.load::<i32>("t")?.into_vec(), [0, 0, 1, 2]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn create(
        &self,
        name: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<DatasetWriter, Error> {
        Ok(self.create_array(name, shape, dtype, options)?.into_writer())
    }

    /// Saves an array in it, and makes the groups on the way to it; replaces the one of that name.
    ///
    /// # Errors
    /// As [`create_array`](Self::create_array).
    ///
    /// # Zarr
    /// `group[name] = a`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-save-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("2026/t", &[1.5, 2.5])?;
    /// assert_eq!(group.load::<f64>("2026/t")?.into_vec(), [1.5, 2.5]);
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save<A>(&self, name: &str, a: A) -> Result<(), Error>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.save_view(name, a.view().into(), &CreateOptions::default())
    }

    /// [`save`](Self::save) with chosen chunks, compression and attributes.
    ///
    /// # Errors
    /// As [`create_array`](Self::create_array).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, CreateOptions, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-save-with-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save_with("t", &[1.5, 2.5], &CreateOptions::default().attribute("units", "K"))?;
    /// assert_eq!(group.array("t")?.into_dataset().attributes()["units"].as_text(), Some("K"));
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save_with<A>(&self, name: &str, a: A, options: &CreateOptions) -> Result<(), Error>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.save_view(name, a.view().into(), options)
    }

    #[inline(never)]
    fn save_view(
        &self,
        name: &str,
        view: AnyView<'_>,
        options: &CreateOptions,
    ) -> Result<(), Error> {
        let shape = Shape::try_new(view.shape())?;
        let out = self.create(name, shape, view.dtype(), options)?;
        out.write_region_view(&Region::all(shape), view)?;
        out.finish()
    }

    /// Loads an array in it.
    ///
    /// # Errors
    /// As [`array`](Self::array); [`ErrorKind::DtypeMismatch`]; what is wrong with its chunks.
    ///
    /// # Zarr
    /// `group[name][...]`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-load-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// group.save("t", &[1u8, 2])?;
    /// assert_eq!(group.load::<u8>("t")?.into_vec(), [1, 2]);
    /// assert!(group.load::<u8>("u").is_err());
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load<T: StoredElement>(&self, name: &str) -> Result<Array<T>, Error> {
        self.load_as(name, T::DTYPE).map(T::take)
    }

    #[inline(never)]
    fn load_as(&self, name: &str, wanted: DType) -> Result<AnyArray, Error> {
        self.array(name)?.into_dataset().read_as(&[], Some(wanted))
    }

    /// Loads an array of texts in it: fixed ones (`U`, `S`), and those of any length in UTF-8.
    ///
    /// Zeros at the end of a fixed text are padding. What was never written is the fill value.
    ///
    /// # Errors
    /// As [`array`](Self::array); [`ErrorKind::Unsupported`] for numbers, dates, records and other objects;
    /// [`ErrorKind::Corrupt`] for bytes that are no UTF-8.
    ///
    /// # Zarr
    /// `group[name][...]` of an array of strings.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attributes, ZarrGroup};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-zarr-texts-{}", std::process::id()));
    /// let group = ZarrGroup::new(&path, &Attributes::new())?;
    /// std::fs::create_dir(path.join("names"))?;
    /// std::fs::write(path.join("names/zarr.json"), br#"{
    ///     "zarr_format": 3, "node_type": "array", "shape": [2], "data_type": "string",
    ///     "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
    ///     "chunk_key_encoding": {"name": "default"}, "fill_value": "-",
    ///     "codecs": [{"name": "vlen-utf8"}]
    /// }"#)?;
    /// assert_eq!(group.texts("names")?.into_vec(), ["-", "-"]);
    /// group.save("x", &[1.0])?;
    /// assert!(group.texts("x").is_err());
    /// # std::fs::remove_dir_all(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn texts(&self, name: &str) -> Result<Array<String>, Error> {
        let path = self.at(name)?;
        match node_at(&path) {
            Some(ZarrNode::Array) => super::texts::read(&Place::Directory(path)),
            _ => Err(self.no_such(name)),
        }
    }

    /// Makes the groups that a name passes through.
    fn make_way(&self, name: &str) -> Result<(), Error> {
        if self.version != ZarrVersion::V3 {
            return Err(unsupported("writing version 2").at(&self.root));
        }
        let parts = keys::components(name)?;
        for above in self.root.ancestors().take_while(|path| node_at(path) == Some(ZarrNode::Group))
        {
            forget_consolidated(above)?;
        }
        let mut path = self.root.clone();
        for part in &parts[..parts.len() - 1] {
            path.push(part);
            match node_at(&path) {
                Some(ZarrNode::Group) => forget_consolidated(&path)?,
                Some(ZarrNode::Array) => drop(Self::new(&path, &Attributes::new())?),
                None => drop(Self::open_or_new(&path)?),
            }
        }
        Ok(())
    }

    fn at(&self, name: &str) -> Result<PathBuf, Error> {
        Ok(keys::components(name)?.iter().fold(self.root.clone(), |path, part| path.join(part)))
    }

    fn no_such(&self, name: &str) -> Error {
        let there = self.names().unwrap_or_default();
        Error::from(ErrorKind::NoSuchArray { name: name.to_owned(), there }).at(&self.root)
    }
}

/// The lock of those who write a group's metadata.
fn lock(root: &Path) -> Result<LockFile, Error> {
    const PATIENCE: u32 = 2000;
    let path = root.join(".nd-lock");
    LockFile::acquire(path.clone(), PATIENCE).map_err(|error| Error::io("lock")(error).at(path))
}

/// Takes out of a group's `zarr.json` the copy of what is below it: after an addition it would be out
/// of date, and others believe it. They look for themselves where there is none.
fn forget_consolidated(group: &Path) -> Result<(), Error> {
    let path = group.join("zarr.json");
    // Most have none, and need no lock.
    const NAME: &[u8] = b"\"consolidated_metadata\"";
    let is_there = |bytes: &[u8]| bytes.windows(NAME.len()).any(|part| part == NAME);
    if !store::document(&path)?.is_some_and(|bytes| is_there(&bytes)) {
        return Ok(());
    }
    let _lock = lock(group)?;
    let Some(bytes) = store::document(&path)? else { return Ok(()) };
    let read: Result<BTreeMap<String, Box<RawValue>>, _> = serde_json::from_slice(&bytes);
    let mut members = read.map_err(|error| corrupt(format!("zarr.json: {error}")).at(&path))?;
    match members.remove("consolidated_metadata") {
        Some(copy) if copy.get() != "null" => {}
        _ => return Ok(()),
    }
    let text = serde_json::to_vec(&members);
    let text = text.map_err(|error| corrupt(format!("zarr.json: {error}")).at(&path))?;
    store::write(&path, &text, Visibility::Public)?;
    store::sync(&path).map_err(|error| Error::io("write")(error).at(&path))
}

/// The attributes of a group's `zarr.json`.
fn group_attributes(bytes: &[u8]) -> Result<Attributes, Error> {
    let text = json::document(bytes, "zarr.json")?;
    let object = Object::parse(&text, "zarr.json")?;
    match object.need_value::<u64>("zarr_format")? {
        3 => {}
        other => return Err(unsupported(format!("zarr_format {other} in zarr.json"))),
    }
    match object.need_value::<String>("node_type")?.as_str() {
        "group" => {}
        other => return Err(corrupt(format!("zarr.json: a {other}, not a group"))),
    }
    object.only(&["zarr_format", "node_type", "attributes", "consolidated_metadata"])?;
    let attributes = object.object("attributes")?;
    Ok(attributes.map(|attributes| attributes::parse(&attributes)).unwrap_or_default())
}

/// What a directory holds.
pub(crate) fn node_at(path: &Path) -> Option<ZarrNode> {
    if let Ok(Some(bytes)) = store::document(&path.join("zarr.json")) {
        let text = json::document(&bytes, "").ok()?;
        let object = Object::parse(&text, "").ok()?;
        return match object.value::<String>("node_type").ok()??.as_str() {
            "group" => Some(ZarrNode::Group),
            "array" => Some(ZarrNode::Array),
            _ => None,
        };
    }
    if path.join(".zarray").is_file() {
        return Some(ZarrNode::Array);
    }
    path.join(".zgroup").is_file().then_some(ZarrNode::Group)
}

/// The arrays and groups in a directory, sorted by name.
fn children(root: &Path) -> Result<Vec<(String, ZarrNode)>, Error> {
    let named = |error| Error::io("list")(error).at(root);
    let mut found = Vec::new();
    for entry in fs::read_dir(root).map_err(named)? {
        let entry = entry.map_err(named)?;
        let directory = entry.file_type().map_err(named)?.is_dir();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        if !directory || name.ends_with(SUFFIX) || keys::components(&name).is_err() {
            continue;
        }
        if let Some(node) = node_at(&entry.path()) {
            found.push((name, node));
        }
    }
    found.sort();
    Ok(found)
}

fn walk(
    root: &Path,
    prefix: &str,
    depth: usize,
    found: &mut Vec<(String, ZarrNode)>,
) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(corrupt(format!("groups nest deeper than {MAX_DEPTH}")).at(root));
    }
    for (name, node) in children(root)? {
        let full = format!("{prefix}{name}");
        found.push((full.clone(), node));
        if node == ZarrNode::Group {
            walk(&root.join(&name), &format!("{full}/"), depth + 1, found)?;
        }
    }
    Ok(())
}
