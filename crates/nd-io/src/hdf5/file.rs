//! [`Hdf5File`] and [`Hdf5Group`]: what there is in a file.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use nd_core::{AnyArray, Array, DType};

use super::attribute;
use super::dataset::{Hdf5Dataset, Hdf5Texts};
use super::datatype::{Class, Datatype};
use super::link::{self, Link};
use super::object::{Object, kind};
use super::raw::RawArray;
use super::store::{Store, Walk};
use super::{Result, corrupt, superblock};
use crate::blocks::{Attributes, StoredElement};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind};

/// Groups inside groups, when all of a file is listed.
const MAX_DEPTH: usize = 64;

/// An HDF5 file that is open for reading.
///
/// The whole file is never read: every call looks up what it needs. Whoever opens a file has the
/// shared lock on it that HDF5 libraries take too, as long as the file or anything of it is there.
///
/// # NumPy
/// `h5py.File(path, 'r')`.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, s};
/// use nd_io::{CreateOptions, Dataset, DatasetWriter, Hdf5File, Hdf5Writer};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-{}.h5", std::process::id()));
/// let options = CreateOptions::default().attribute("units", "kelvin");
/// let out = Hdf5Writer::create(&path, "run/t", [3], DType::F32, &options)?;
/// let out = DatasetWriter::new(out);
/// out.write(s![..], &[1.0f32, 2.0, 3.0])?;
/// out.finish()?;
///
/// let file = Hdf5File::open(&path)?;
/// assert_eq!(file.root().names()?, ["run"]);
/// let t = Dataset::new(file.dataset("run/t")?);
/// assert_eq!(t.attributes()["units"].as_text(), Some("kelvin"));
/// assert_eq!(t.read::<f32>(s![1..])?.into_vec(), [2.0, 3.0]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Hdf5File {
    store: Arc<Store>,
    root: u64,
}

impl Hdf5File {
    /// Whether bytes of somebody else's come before the superblock.
    pub(crate) fn has_user_block(&self) -> bool {
        self.store.base() != 0
    }

    /// Opens a file.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Locked`] while someone writes it; [`ErrorKind::Corrupt`],
    /// [`ErrorKind::UnexpectedEof`] and [`ErrorKind::Checksum`] for a file that is none or damaged.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-open-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let file = Hdf5File::open(&path)?;
    /// assert_eq!(file.root().names()?, ["run"]);
    /// assert!(Hdf5File::open("no-such.h5").is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        Store::open(path).and_then(Self::of_store).map_err(|error| error.at(path))
    }

    /// A file that is in memory.
    ///
    /// # Errors
    /// As [`open`](Self::open), but for the system's.
    ///
    /// # NumPy
    /// `h5py.File(io.BytesIO(bytes))`.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::Hdf5File::from_bytes(b"something else".to_vec()).is_err());
    /// ```
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Self::of_store(Store::of_bytes(bytes))
    }

    /// A file that is open already; it is locked for reading.
    pub(crate) fn of_file(file: File, path: &Path) -> Result<Self> {
        Self::of_store(Store::locked(file)?.at(path))
    }

    pub(super) fn of_store(mut store: Store) -> Result<Self> {
        let root = superblock::read(&mut store)?.root;
        store.set_root(root);
        Ok(Self { store: Arc::new(store), root })
    }

    fn kind_at(&self, at: u64) -> Result<Hdf5Kind> {
        let walk = Walk::new(&self.store);
        let object = Object::read(&walk, at)?;
        if link::is_group(&object) {
            return Ok(Hdf5Kind::Group);
        }
        if !object.has(kind::LAYOUT) {
            return Ok(Hdf5Kind::Other);
        }
        let datatype = Datatype::parse(&object.expect(&walk, kind::DATATYPE, "datatype")?)?;
        Ok(match datatype.class {
            Class::Number(_) => Hdf5Kind::Numbers,
            Class::FixedText { .. } | Class::Text => Hdf5Kind::Texts,
            Class::Other(_) => Hdf5Kind::Other,
        })
    }

    pub(super) fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The group in which everything is.
    #[must_use]
    pub fn root(&self) -> Hdf5Group {
        Hdf5Group { file: self.clone(), at: self.root, name: String::new() }
    }

    /// A group, by its path from the root.
    ///
    /// # Errors
    /// As [`Hdf5Group::group`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-group-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let run = Hdf5File::open(&path)?.group("run")?;
    /// assert_eq!(run.names()?, ["t"]);
    /// assert!(run.group("t").is_err()); // an array
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn group(&self, path: &str) -> Result<Hdf5Group> {
        self.root().group(path)
    }

    /// An array of numbers, by its path from the root.
    ///
    /// # Errors
    /// As [`Hdf5Group::dataset`].
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-dataset-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let t = Hdf5File::open(&path)?.dataset("run/t")?;
    /// assert_eq!(nd_io::Dataset::new(t).shape(), [2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dataset(&self, path: &str) -> Result<Hdf5Dataset> {
        self.root().dataset(path)
    }
}

impl std::fmt::Debug for Hdf5File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5File").finish_non_exhaustive()
    }
}

/// What an object in an HDF5 file is.
///
/// # Examples
/// ```no_run
/// use nd_io::{Hdf5File, Hdf5Kind};
///
/// let root = Hdf5File::open("data.h5")?.root();
/// for name in root.names()? {
///     if root.kind(&name)? == Hdf5Kind::Texts {
///         let texts: Vec<String> = root.texts(&name)?.read()?;
///     }
/// }
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hdf5Kind {
    /// A group: [`Hdf5Group::group`].
    Group,
    /// An array of numbers: [`Hdf5Group::dataset`].
    Numbers,
    /// An array of texts: [`Hdf5Group::texts`].
    Texts,
    /// An array of something else, a named type, a link out of the file, or one to nothing.
    Other,
}

/// A group in an HDF5 file: names, each of another group or an array.
///
/// Paths go down: `"a/b/c"`; one that begins with `/` begins at the root. Soft links are followed
/// inside the file; those into other files are refused.
///
/// # NumPy
/// `h5py.Group`.
///
/// # Examples
/// ```
/// use nd_core::array;
/// use nd_io::{Dataset, Hdf5File, Hdf5FileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-group-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::new(&path)?;
/// file.save("a/b/c", &array![1i64, 2])?;
/// file.attribute("a", "author", "me")?;
/// file.finish()?;
///
/// let a = Hdf5File::open(&path)?.group("a")?;
/// assert_eq!(a.attributes()?["author"].as_text(), Some("me"));
/// assert_eq!(a.arrays()?, ["b/c"]);
/// assert_eq!(Dataset::new(a.dataset("b/c")?).shape(), [2]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Hdf5Group {
    file: Hdf5File,
    at: u64,
    /// Its path from the root, for messages.
    name: String,
}

impl Hdf5Group {
    /// Whether it has attributes, of any type: those that cannot be read too.
    pub(crate) fn has_attributes(&self) -> Result<bool> {
        let object = Object::read(&Walk::new(&self.file.store), self.at)?;
        Ok(object.has(kind::ATTRIBUTE) || object.has(kind::ATTRIBUTE_INFO))
    }

    /// The names in it, in order.
    ///
    /// # Errors
    /// The system's, and what is wrong with the file.
    ///
    /// # NumPy
    /// `list(group)`; those of groups that track the order of creation are in order of name here too.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-names-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// assert_eq!(Hdf5File::open(&path)?.root().names()?, ["run"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn names(&self) -> Result<Vec<String>> {
        Ok(self.members()?.into_iter().map(|(name, _)| name).collect())
    }

    /// What a path leads to.
    ///
    /// # Errors
    /// The system's, what is wrong with the file; [`ErrorKind::NoSuchArray`] for a path that does not
    /// exist.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5Kind};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-kind-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let root = Hdf5File::open(&path)?.root();
    /// assert_eq!(root.kind("run")?, Hdf5Kind::Group);
    /// assert_eq!(root.kind("run/t")?, Hdf5Kind::Numbers);
    /// assert!(root.kind("walk").is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn kind(&self, path: &str) -> Result<Hdf5Kind> {
        match self.resolve(path) {
            Ok(Some((file, at))) => file.kind_at(at),
            Ok(None) => match path.rsplit_once('/') {
                // A link to nothing is there, if nothing else is.
                None if self.names()?.iter().any(|name| name == path) => Ok(Hdf5Kind::Other),
                _ => Err(self.missing(path)),
            },
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported { .. }) => {
                Ok(Hdf5Kind::Other)
            }
            Err(error) => Err(error),
        }
    }

    /// A group, by its path from this one.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is none, [`ErrorKind::Unsupported`] for links into other
    /// files, and all that can be wrong with a file.
    pub fn group(&self, path: &str) -> Result<Self> {
        let (file, at) = self.resolve(path)?.ok_or_else(|| self.missing(path))?;
        let object = Object::read(&Walk::new(&file.store), at)?;
        if !link::is_group(&object) {
            return Err(self.missing(path));
        }
        Ok(Self { file, at, name: self.path_of(path) })
    }

    /// An array of numbers, by its path from this group.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is none; [`ErrorKind::Unsupported`] for elements that are
    /// no numbers nd has, for links into other files and kinds of storage that are not read; all that
    /// can be wrong with a file.
    pub fn dataset(&self, path: &str) -> Result<Hdf5Dataset> {
        let (raw, attributes) = self.raw(path)?;
        Hdf5Dataset::new(raw, attributes, &self.path_of(path))
    }

    /// Loads an array of numbers, by its path from this group.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset); [`ErrorKind::DtypeMismatch`].
    ///
    /// # NumPy
    /// `group[path][...]`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-load-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let run = Hdf5File::open(&path)?.group("run")?;
    /// assert_eq!(run.load::<f64>("t")?.into_vec(), [1.5, 2.5]);
    /// assert!(run.load::<f32>("t").is_err()); // nothing is cast silently
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load<T: StoredElement>(&self, path: &str) -> Result<Array<T>> {
        self.load_as(path, T::DTYPE).map(T::take)
    }

    #[inline(never)]
    fn load_as(&self, path: &str, wanted: DType) -> Result<AnyArray> {
        Dataset::new(self.dataset(path)?).read_as(&[], Some(wanted))
    }

    /// An array of texts, by its path from this group.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset), with texts for numbers.
    pub fn texts(&self, path: &str) -> Result<Hdf5Texts> {
        let (raw, attributes) = self.raw(path)?;
        Hdf5Texts::new(raw, attributes, &self.path_of(path))
    }

    /// The group's own attributes, but those whose values nd has no form for.
    ///
    /// # Errors
    /// The system's, and what is wrong with the file.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-attrs-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.attribute("", "title", "nothing else")?;
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.root().attributes()?["title"].as_text(), Some("nothing else"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn attributes(&self) -> Result<Attributes> {
        let walk = Walk::new(&self.file.store);
        attribute::read_all(&walk, &Object::read(&walk, self.at)?)
    }

    /// The paths of all arrays of numbers in this group and those inside it, in order; an object with
    /// several names is listed under one. Soft links are not followed.
    ///
    /// # Errors
    /// The system's, and what is wrong with the file.
    ///
    /// # NumPy
    /// `group.visititems`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-arrays-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// assert_eq!(Hdf5File::open(&path)?.root().arrays()?, ["run/t"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn arrays(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([self.at]);
        self.list(self.at, "", 0, &mut seen, &mut found)?;
        Ok(found)
    }

    fn list(
        &self,
        at: u64,
        path: &str,
        depth: usize,
        seen: &mut BTreeSet<u64>,
        found: &mut Vec<String>,
    ) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(corrupt(format!("groups: more than {MAX_DEPTH} inside each other")));
        }
        let walk = Walk::new(&self.file.store);
        for (name, link) in link::members(&walk, &Object::read(&walk, at)?)? {
            let Link::Hard(at) = link else { continue };
            if !seen.insert(at) {
                continue;
            }
            let path = if path.is_empty() { name } else { format!("{path}/{name}") };
            match self.file.kind_at(at)? {
                Hdf5Kind::Group => self.list(at, &path, depth + 1, seen, found)?,
                Hdf5Kind::Numbers => found.push(path),
                _ => {}
            }
        }
        Ok(())
    }

    /// An array of whatever it is, and its attributes.
    fn raw(&self, path: &str) -> Result<(RawArray, Attributes)> {
        let (file, at) = self.resolve(path)?.ok_or_else(|| self.missing(path))?;
        let walk = Walk::new(&file.store);
        let object = Object::read(&walk, at)?;
        if !object.has(kind::LAYOUT) {
            return Err(self.missing(path));
        }
        let raw = RawArray::open(&file.store, &walk, &object)?;
        Ok((raw, attribute::read_all(&walk, &object)?))
    }

    /// The attributes of whatever a path leads to.
    #[cfg(feature = "libhdf5")]
    pub(crate) fn attributes_of(&self, path: &str) -> Result<Attributes> {
        let at = self.resolve(path)?.ok_or_else(|| self.missing(path))?;
        let walk = Walk::new(&self.file.store);
        attribute::read_all(&walk, &Object::read(&walk, at)?)
    }

    fn members(&self) -> Result<Vec<(String, Link)>> {
        let walk = Walk::new(&self.file.store);
        link::members(&walk, &Object::read(&walk, self.at)?)
    }

    /// Where its header is.
    pub(super) fn header(&self) -> u64 {
        self.at
    }

    /// The file, which links may lead out of, and the header that a path leads to.
    pub(super) fn resolve(&self, path: &str) -> Result<Option<(Hdf5File, u64)>> {
        let found = link::resolve(&self.file.store, self.at, path)?;
        Ok(found.map(|(store, at)| (Hdf5File { root: store.root(), store }, at)))
    }

    fn path_of(&self, path: &str) -> String {
        match self.name.as_str() {
            "" => path.trim_matches('/').to_owned(),
            name => format!("{name}/{}", path.trim_matches('/')),
        }
    }

    fn missing(&self, path: &str) -> Error {
        // The error is about the name; that the names cannot be listed is another matter.
        let there = self.names().unwrap_or_default();
        ErrorKind::NoSuchArray { name: self.path_of(path), there }.into()
    }
}

impl std::fmt::Debug for Hdf5Group {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Group").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Else a file would be full after four thousand steps of a program that saves its state in it.
    #[test]
    fn an_array_that_is_replaced_leaves_the_groups_header_as_it_was() {
        let path = std::env::temp_dir().join(format!("nd-h5-replaced-{}.h5", std::process::id()));
        let pieces = || {
            let root = Hdf5File::open(&path).unwrap().root();
            Object::read(&Walk::new(&root.file.store), root.at).unwrap().pieces.len()
        };
        crate::save(path.join("x"), [0.0]).unwrap();
        crate::save(path.join("y"), [0.5]).unwrap();
        let before = pieces();
        for step in 0..5 {
            crate::save(path.join("x"), [f64::from(step)]).unwrap();
        }
        assert_eq!(pieces(), before);
        assert_eq!(crate::load::<f64>(path.join("x")).unwrap().into_vec(), [4.0]);
        assert_eq!(crate::load::<f64>(path.join("y")).unwrap().into_vec(), [0.5]);
        std::fs::remove_file(&path).unwrap();
    }
}
