//! [`Hdf5File`] and [`Hdf5Group`]: what there is in a file.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use nd_core::{AnyArray, Array, DType};

use super::attribute;
use super::dataset::Hdf5Dataset;
use super::dimensions::Axes;
use super::entry::{Hdf5Kind, kind_of_object};
use super::link::{self, Link};
use super::lists::Hdf5Lists;
use super::object::{Object, kind};
use super::part::Part;
use super::raw::RawArray;
use super::references::Hdf5References;
use super::store::{Store, Walk};
use super::texts::Hdf5Texts;
use super::{Result, superblock};
use crate::blocks::{Attributes, StoredElement};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind};

/// Groups around an array that are searched for the scales of its axes.
const MAX_GROUPS: usize = 16;

/// An array that was found, whatever its elements are.
pub(super) struct Opened {
    /// The file it is in, which a link may have led to.
    pub(super) file: Hdf5File,
    raw: RawArray,
    /// The member of its elements that is meant; empty for all of them.
    member: String,
    about: About,
}

/// What an array says of itself.
pub(super) struct About {
    /// Its path from the root.
    pub(super) name: String,
    pub(super) attributes: Attributes,
    /// Names of the axes that are not inside the elements.
    pub(super) dimension_names: Option<Vec<Option<String>>>,
}

impl Opened {
    /// What is taken of each element, and what the array says of itself.
    pub(super) fn part(self) -> Result<(Part, About)> {
        let Self { raw, member, mut about, .. } = self;
        let part = Part::new(raw, &about.name, &member)?;
        if !member.is_empty() {
            about.name = format!("{}/{member}", about.name);
        }
        Ok((part, about))
    }
}

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

    pub(super) fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// The group in which everything is.
    ///
    /// # NumPy
    /// `file['/']`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-root-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// assert_eq!(Hdf5File::open(&path)?.root().names()?, ["run"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

/// A group in an HDF5 file: names, each of another group or an array.
///
/// Paths go down: `"a/b/c"`; one that begins with `/` begins at the root. Soft links are followed, and links
/// into other files, where these are below the folder of the file that names them.
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
        Ok(self.links()?.into_iter().map(|(name, _)| name).collect())
    }

    /// What a path leads to.
    ///
    /// # Errors
    /// The system's, what is wrong with the file; [`ErrorKind::NoSuchArray`] for a path that does not
    /// exist. A link at its end that leads to nothing, or to what cannot be read, is
    /// [`Hdf5Kind::Other`].
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
        match self.kind_there(path) {
            // The link is there, whatever is wrong with what it names.
            Err(_) if self.is_link(path) => Ok(Hdf5Kind::Other),
            kind => kind,
        }
    }

    fn kind_there(&self, path: &str) -> Result<Hdf5Kind> {
        match self.place(path) {
            Ok(Some((file, at, _, ""))) => {
                let walk = Walk::new(&file.store);
                kind_of_object(&walk, &Object::read(&walk, at)?)
            }
            Ok(Some(_)) => self.entry(path).map(|member| member.kind),
            Ok(None) => Err(self.missing(path)),
            Err(error) if matches!(error.kind(), ErrorKind::Unsupported { .. }) => {
                Ok(Hdf5Kind::Other)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether a path ends in a link that is no object's own name.
    fn is_link(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let (before, name) = path.rsplit_once('/').unwrap_or(("", path));
        let before = if path.starts_with('/') && before.is_empty() { "/" } else { before };
        let Ok(Some((file, at))) = self.resolve(before) else { return false };
        let walk = Walk::new(&file.store);
        let link = Object::read(&walk, at).and_then(|group| link::find(&walk, &group, name));
        matches!(link, Ok(Some(link)) if !matches!(link, Link::Hard(_)))
    }

    /// A group, by its path from this one.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is none, [`ErrorKind::Unsupported`] for links into
    /// files that are not below the folder of this one, and all that can be wrong with a file.
    ///
    /// # NumPy
    /// `group[path]`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::Hdf5File;
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-g-group-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let root = Hdf5File::open(&path)?.root();
    /// assert_eq!(root.group("run")?.names()?, ["t"]);
    /// assert!(root.group("run/t").is_err()); // an array
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn group(&self, path: &str) -> Result<Self> {
        let (file, at) = self.resolve(path)?.ok_or_else(|| self.missing(path))?;
        let object = Object::read(&Walk::new(&file.store), at)?;
        if !link::is_group(&object) {
            return Err(self.missing(path));
        }
        Ok(Self { file, at, name: self.path_of(path) })
    }

    /// An array of numbers, by its path from this group; of an array of records a member, with which the
    /// path goes on: `"table/pos"`.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is none; [`ErrorKind::Unsupported`] for elements that are
    /// no numbers nd has, with the method that reads them, for links into files that are not below the
    /// folder of this one, and for filters that are not read; all that
    /// can be wrong with a file.
    ///
    /// # NumPy
    /// `group[path]`.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::{Dataset, Hdf5File};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-g-dataset-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let run = Hdf5File::open(&path)?.group("run")?;
    /// assert_eq!(Dataset::new(run.dataset("t")?).read::<f64>(s![-1..])?.into_vec(), [2.5]);
    /// assert!(run.dataset("u").is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn dataset(&self, path: &str) -> Result<Hdf5Dataset> {
        Hdf5Dataset::new(self.array(path)?)
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

    /// An array of texts, by its path from this group; or a member of records, as for
    /// [`dataset`](Self::dataset).
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset), with texts for numbers.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-group-texts-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("t", &[1.0])?;
    /// file.texts("run/words", &["a", "b"])?;
    /// file.finish()?;
    /// let root = Hdf5File::open(&path)?.root();
    /// assert_eq!(root.texts("run/words")?.read()?, ["a", "b"]);
    /// assert!(root.texts("t").is_err()); // numbers
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn texts(&self, path: &str) -> Result<Hdf5Texts> {
        Hdf5Texts::new(self.array(path)?)
    }

    /// The group's own attributes, all of them: those that cannot be read say why.
    ///
    /// # Errors
    /// The system's, and what is wrong with the group.
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
        Ok(attribute::read_all(&walk, &Object::read(&walk, self.at)?))
    }

    /// An array of lists of any length, by its path from this group.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset), with lists of numbers for numbers.
    ///
    /// # Examples
    /// ```no_run
    /// let hits = nd_io::Hdf5File::open("events.h5")?.root().lists("hits")?;
    /// println!("{} events of {}", hits.shape()[0], hits.dtype());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn lists(&self, path: &str) -> Result<Hdf5Lists> {
        Hdf5Lists::new(self.array(path)?)
    }

    /// An array of references to objects of this file, by its path from this group.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset), with references for numbers; those to regions, and those that HDF5
    /// 1.12 made anew, are not read.
    ///
    /// # Examples
    /// ```no_run
    /// let root = nd_io::Hdf5File::open("cells.mat")?.root();
    /// for path in root.references("cells")?.paths()?.into_iter().flatten() {
    ///     println!("{path}: {:?}", root.kind(&path)?);
    /// }
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn references(&self, path: &str) -> Result<Hdf5References> {
        Hdf5References::new(self.array(path)?)
    }

    /// One member of an array of records: numbers, by the path of the array from this group, and the name
    /// of the member; of one inside another record `"a/b"` or `"a.b"`.
    ///
    /// `dataset("table/pos")` is the same. Texts are read by [`texts`](Self::texts) of such a path.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset); [`ErrorKind::NoSuchArray`] with the names of the members.
    ///
    /// # NumPy
    /// `group[path].fields(member)`.
    ///
    /// # Examples
    /// ```no_run
    /// use nd_io::{Dataset, Hdf5File};
    ///
    /// let pos = Dataset::new(Hdf5File::open("run.h5")?.root().member("table", "pos")?);
    /// assert_eq!(pos.shape()[1..], [3]); // of records each with three numbers
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn member(&self, path: &str, member: &str) -> Result<Hdf5Dataset> {
        let mut opened = self.array(path)?;
        opened.member = match opened.member.as_str() {
            "" => member.to_owned(),
            outer => format!("{outer}/{member}"),
        };
        Hdf5Dataset::new(opened)
    }

    /// The attributes of whatever a path leads to: a group, an array of any kind, a named type.
    ///
    /// Those of arrays are read even where the elements cannot be.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is nothing; the system's, and what is wrong with the object.
    ///
    /// # NumPy
    /// `group[path].attrs`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{CreateOptions, Hdf5File};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-attributes-of-{}.h5", std::process::id()));
    /// let options = CreateOptions::default().attribute("units", "K");
    /// nd_io::save_with(path.join("run/t"), &[1.5, 2.5], &options)?;
    /// let root = Hdf5File::open(&path)?.root();
    /// assert_eq!(root.attributes_of("run/t")?["units"].as_text(), Some("K"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn attributes_of(&self, path: &str) -> Result<Attributes> {
        let (file, at) = self.resolve(path)?.ok_or_else(|| self.missing(path))?;
        let walk = Walk::new(&file.store);
        Ok(attribute::read_all(&walk, &Object::read(&walk, at)?))
    }

    /// What a path leads to: an object, and the members of its records that the path goes on with.
    fn place<'p>(&self, path: &'p str) -> Result<Option<(Hdf5File, u64, &'p str, &'p str)>> {
        if let Some((file, at)) = self.resolve(path)? {
            return Ok(Some((file, at, path, "")));
        }
        let path = path.trim_end_matches('/');
        for (i, _) in path.rmatch_indices('/') {
            let (before, member) = (&path[..i], &path[i + 1..]);
            if before.is_empty() {
                break;
            }
            let Some((file, at)) = self.resolve(before)? else { continue };
            let object = Object::read(&Walk::new(&file.store), at)?;
            return Ok(object.has(kind::LAYOUT).then_some((file, at, before, member)));
        }
        Ok(None)
    }

    /// An array of whatever it is, or of a member of its elements.
    pub(super) fn array(&self, path: &str) -> Result<Opened> {
        let (file, at, path, member) = self.place(path)?.ok_or_else(|| self.missing(path))?;
        let walk = Walk::new(&file.store);
        let object = Object::read(&walk, at)?;
        if !object.has(kind::LAYOUT) {
            return Err(self.missing(path));
        }
        let raw = RawArray::open(&file.store, &walk, &object)?;
        let attributes = attribute::read_all(&walk, &object);
        let (groups, full) = (self.groups_around(&file, path, &attributes), self.path_of(path));
        let axes = Axes {
            file: &file,
            walk: &walk,
            groups: &groups,
            name: full.rsplit('/').next().unwrap_or(&full),
            ndim: raw.space.shape.len(),
            attributes: &attributes,
        };
        let dimension_names = axes.names();
        let about = About { name: full, attributes, dimension_names };
        Ok(Opened { file, raw, member: member.to_owned(), about })
    }

    /// The headers of the groups on the way to an array with scales, the innermost first.
    fn groups_around(&self, file: &Hdf5File, path: &str, attributes: &Attributes) -> Vec<u64> {
        if !attributes.contains_key("DIMENSION_LIST") {
            return Vec::new();
        }
        let ends = path.trim_end_matches('/').rmatch_indices('/').map(|(i, _)| i);
        let outer = ends.filter_map(|i| self.resolve(&path[..i]).ok().flatten());
        let around = [(self.file.clone(), self.at), (file.clone(), file.root)];
        let inside = outer.take(MAX_GROUPS).chain(around);
        let inside = inside.filter(|(other, _)| Arc::ptr_eq(&other.store, &file.store));
        let mut groups: Vec<u64> = inside.map(|(_, at)| at).collect();
        groups.dedup();
        groups
    }

    fn links(&self) -> Result<Vec<(String, Link)>> {
        let walk = Walk::new(&self.file.store);
        link::members(&walk, &Object::read(&walk, self.at)?)
    }

    pub(super) fn file(&self) -> &Hdf5File {
        &self.file
    }

    /// Where its header is.
    pub(super) fn header(&self) -> u64 {
        self.at
    }

    /// The file, which a link may have led out of, and the header that a path leads to.
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
