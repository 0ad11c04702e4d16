//! [`Hdf5FileWriter`]: a file being made; [`Hdf5Writer`]: an array of it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nd_core::{AnyArray, ArrayLike, DType, Shape, with_dtype};

use super::super::object::kind;
use super::super::{Result, unsupported};
use super::array::ArrayWriter;
use super::encode::{self, Header};
use super::tail::Tail;
use super::texts::Texts;
use crate::blocks::{ArrayInfo, Attribute, Attributes, Region, WriteBlocks};
use crate::error::{Error, ErrorKind};
use crate::npy::StoredElement;
use crate::options::CreateOptions;

/// An HDF5 file being made, of groups, arrays, texts and attributes.
///
/// Nothing has the file's name before [`finish`](Self::finish), which gives it its name in one step:
/// an error, or a process that is killed, leaves what was there before. Groups on the way to a path
/// are made. What is written is what HDF5 1.8 and later reads, h5py and netCDF with it; attributes
/// are up to 64 KiB.
///
/// # NumPy
/// `h5py.File(path, 'w')`.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, array, s};
/// use nd_io::{Compression, CreateOptions, Dataset, DatasetWriter, Hdf5File, Hdf5FileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-writer-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::create(&path)?;
/// file.attribute("", "title", "two arrays")?;
/// file.array("small", &array![[1i32, 2], [3, 4]], &CreateOptions::default())?;
/// let options = CreateOptions::default().compression(Compression::Gzip(4)).chunks([100, 100]);
/// let large = DatasetWriter::new(file.dataset("run/large", [200, 300], DType::F64, &options)?);
/// large.write(s![..100, ..], &Array::full([100, 300], 1.5))?; // by blocks, in any order
/// file.finish()?;
///
/// let large = Dataset::new(Hdf5File::open(&path)?.dataset("run/large")?);
/// assert_eq!(large.read::<f64>(s![98..102, 7])?.into_vec(), [1.5, 1.5, 0.0, 0.0]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hdf5FileWriter {
    path: PathBuf,
    tail: Arc<Tail>,
    root: Group,
    texts: Texts,
}

/// What a name stands for.
enum Member {
    Group(Group),
    Array(Arc<ArrayWriter>, Attributes),
    /// Texts that are stored: their extents, and the elements that point to them.
    Texts(Vec<u8>, Attributes),
    /// Another name.
    Link(String),
}

#[derive(Default)]
struct Group {
    members: BTreeMap<String, Member>,
    attributes: Attributes,
}

impl Hdf5FileWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::Locked`] when someone has the existing file to himself.
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref().to_owned();
        let tail = Tail::create(&path, encode::SUPERBLOCK).map_err(|error| error.at(&path))?;
        let (root, texts) = (Group::default(), Texts::default());
        Ok(Self { path, tail: Arc::new(tail), root, texts })
    }

    /// Makes a group, unless it exists.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a path that leads through something that is no group, or a bad name.
    pub fn group(&mut self, path: &str) -> Result<()> {
        let names = names(path);
        self.root.inner(&names).map(drop).map_err(|error| error.at(&self.path))
    }

    /// Begins an array, which is then written by blocks; also while others are, on any thread.
    ///
    /// Its own `finish` does nothing: this file's does.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a name that is taken or bad; [`ErrorKind::Unsupported`] for what HDF5 (or
    /// this writer) cannot do: shards, Zstandard, Fortran order, chunks of an array without axes;
    /// [`ErrorKind::Shape`] for more elements than can be; the system's.
    pub fn dataset(
        &mut self,
        path: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Hdf5Writer> {
        let array = self.begin(path, &shape.into(), dtype, options);
        let array = array.map_err(|error| error.at(&self.path))?;
        Ok(Hdf5Writer { array, file: None })
    }

    fn begin(
        &mut self,
        path: &str,
        shape: &[usize],
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Arc<ArrayWriter>> {
        let slot = self.root.vacant(path)?;
        let array = Arc::new(ArrayWriter::new(&self.tail, shape, dtype, options)?);
        let mut attributes = options.attributes.clone();
        if let Some(labels) = &options.dimension_names {
            if labels.len() != shape.len() {
                return Err(unsupported(format!(
                    "{} names for {} axes",
                    labels.len(),
                    shape.len()
                )));
            }
            attributes.insert("DIMENSION_LABELS".into(), Attribute::Texts(labels.clone()));
        }
        slot.insert(Member::Array(Arc::clone(&array), attributes));
        Ok(array)
    }

    /// Stores an array.
    ///
    /// # Errors
    /// As [`dataset`](Self::dataset).
    ///
    /// # NumPy
    /// `file[path] = array`.
    pub fn array<A>(&mut self, path: &str, array: &A, options: &CreateOptions) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement> + ?Sized,
    {
        let view = array.view();
        let shape = Shape::try_new(view.shape())?;
        let dtype = <A::Elem as nd_core::Typed>::DTYPE;
        let out = crate::DatasetWriter::new(self.dataset(path, shape, dtype, options)?);
        out.write_region(&Region::all(shape), &view).map_err(|error| error.at(&self.path))
    }

    /// Stores texts of any length, in one row.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a name that is taken or bad; the system's.
    ///
    /// # NumPy
    /// `file.create_dataset(path, data=texts, dtype=h5py.string_dtype())`.
    pub fn texts<S: AsRef<str>>(&mut self, path: &str, texts: &[S]) -> Result<()> {
        let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
        let mut store = || {
            let slot = self.root.vacant(path)?;
            let elements = self.texts.store(&self.tail, &texts)?;
            slot.insert(Member::Texts(elements, Attributes::new()));
            Ok(())
        };
        store().map_err(|error: Error| error.at(&self.path))
    }

    /// Gives a group, an array or texts that exist an attribute; the path `""` is the root group.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] when there is nothing at the path.
    pub fn attribute(
        &mut self,
        path: &str,
        name: impl Into<String>,
        value: impl Into<Attribute>,
    ) -> Result<()> {
        let Some(attributes) = self.root.attributes_of(&names(path)) else {
            let there = self.root.members.keys().cloned().collect();
            let error = Error::from(ErrorKind::NoSuchArray { name: path.into(), there });
            return Err(error.at(&self.path));
        };
        attributes.insert(name.into(), value.into());
        Ok(())
    }

    /// Makes a name for another name: a soft link, whose target need not exist.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] for a name that is taken or bad.
    pub fn link(&mut self, path: &str, target: &str) -> Result<()> {
        let slot = self.root.vacant(path).map_err(|error| error.at(&self.path))?;
        slot.insert(Member::Link(target.to_owned()));
        Ok(())
    }

    /// Writes what describes all this, and gives the file its name, durably.
    ///
    /// # Errors
    /// The system's; [`ErrorKind::LimitExceeded`] for attributes over 64 KiB. The file that was there
    /// before is there still then.
    pub fn finish(mut self) -> Result<()> {
        let root = std::mem::take(&mut self.root);
        self.write_all(&root).map_err(|error| error.at(&self.path))
    }

    fn write_all(&mut self, root: &Group) -> Result<()> {
        let root = self.write_group(root)?;
        self.texts.finish(&self.tail)?;
        let superblock = encode::superblock(self.tail.end(), root);
        self.tail.write_at(0, &superblock)?;
        self.tail.finish()
    }

    /// Writes a group's members, then the group, and returns where it is.
    fn write_group(&mut self, group: &Group) -> Result<u64> {
        let mut header = Header::new();
        encode::group(&mut header)?;
        for (name, member) in &group.members {
            let link = match member {
                Member::Group(group) => encode::link(name, self.write_group(group)?),
                Member::Array(array, attributes) => {
                    let mut header = Header::new();
                    array.describe(&mut header)?;
                    encode::link(name, self.write_object(header, attributes)?)
                }
                Member::Texts(elements, attributes) => {
                    let header = self.texts_header(elements)?;
                    encode::link(name, self.write_object(header, attributes)?)
                }
                Member::Link(target) => encode::soft_link(name, target)?,
            };
            header.add(kind::LINK, "a name", &link)?;
        }
        self.write_object(header, &group.attributes)
    }

    fn texts_header(&mut self, elements: &[u8]) -> Result<Header> {
        let mut header = Header::new();
        let space = encode::dataspace(&[elements.len() / 16], false);
        header.add(kind::DATASPACE, "extents", &space)?;
        header.add(kind::DATATYPE, "element type", &encode::text_type())?;
        header.add(kind::FILL, "fill value", &encode::fill(None, false))?;
        let at = if elements.is_empty() { encode::NOWHERE } else { self.tail.append(elements)? };
        header.add(kind::LAYOUT, "data layout", &encode::contiguous(at, elements.len() as u64))?;
        Ok(header)
    }

    /// Adds the attributes to an object's header, and writes it.
    fn write_object(&mut self, mut header: Header, attributes: &Attributes) -> Result<u64> {
        for (name, value) in attributes {
            let message = self.attribute_message(name, value)?;
            header.add(kind::ATTRIBUTE, "an attribute", &message)?;
        }
        self.tail.append(&header.finish()?)
    }

    fn attribute_message(&mut self, name: &str, value: &Attribute) -> Result<Vec<u8>> {
        match value {
            Attribute::Numbers(numbers) => numbers_message(name, numbers),
            Attribute::Text(text) | Attribute::Json(text) => {
                let element = self.texts.store(&self.tail, &[text])?;
                encode::attribute(name, &encode::text_type(), &[], &element)
            }
            Attribute::Texts(texts) => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                let elements = self.texts.store(&self.tail, &texts)?;
                encode::attribute(name, &encode::text_type(), &[texts.len()], &elements)
            }
        }
    }
}

fn numbers_message(name: &str, numbers: &AnyArray) -> Result<Vec<u8>> {
    let datatype = encode::datatype(numbers.dtype());
    with_dtype!(numbers, |array: T| {
        let dense = array.view().to_array();
        let bytes = encode::elements::<T>(dense.as_slice().unwrap_or(&[]));
        encode::attribute(name, &datatype, array.shape(), bytes)
    })
}

impl std::fmt::Debug for Hdf5FileWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5FileWriter").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Group {
    /// The group that names lead to; those that are missing are made.
    fn inner(&mut self, names: &[&str]) -> Result<&mut Self> {
        let Some((first, rest)) = names.split_first() else { return Ok(self) };
        let member = self.members.entry(valid(first)?).or_insert(Member::Group(Self::default()));
        match member {
            Member::Group(group) => group.inner(rest),
            _ => Err(taken(format!("\"{first}\" is no group"))),
        }
    }

    /// The place of a name that is not taken.
    fn vacant(&mut self, path: &str) -> Result<Vacant<'_>> {
        let names = names(path);
        let Some((last, groups)) = names.split_last() else {
            return Err(taken("the root is a group".into()));
        };
        let (name, group) = (valid(last)?, self.inner(groups)?);
        match group.members.contains_key(&name) {
            true => Err(taken(format!("\"{path}\" exists already"))),
            false => Ok(Vacant { group, name }),
        }
    }

    fn attributes_of(&mut self, names: &[&str]) -> Option<&mut Attributes> {
        let Some((first, rest)) = names.split_first() else { return Some(&mut self.attributes) };
        match self.members.get_mut(*first)? {
            Member::Group(group) => group.attributes_of(rest),
            Member::Array(_, attributes) | Member::Texts(_, attributes) if rest.is_empty() => {
                Some(attributes)
            }
            _ => None,
        }
    }
}

/// A name that is not taken.
struct Vacant<'a> {
    group: &'a mut Group,
    name: String,
}

impl Vacant<'_> {
    fn insert(self, member: Member) {
        self.group.members.insert(self.name, member);
    }
}

fn names(path: &str) -> Vec<&str> {
    path.split('/').filter(|name| !name.is_empty()).collect()
}

/// A name that every library can use.
fn valid(name: &str) -> Result<String> {
    if name == "." || name.contains('\0') || name.len() > usize::from(u16::MAX) / 2 {
        let error = io::Error::new(io::ErrorKind::InvalidInput, format!("the name {name:?}"));
        return Err(ErrorKind::io("create")(error).into());
    }
    Ok(name.to_owned())
}

fn taken(what: String) -> Error {
    ErrorKind::io("create")(io::Error::new(io::ErrorKind::AlreadyExists, what)).into()
}

/// An array being stored in an HDF5 file, by blocks in any order, from many threads.
///
/// Chunks are packed on all threads and go to the end of the file. Up to 64 MiB of chunks of which
/// parts are missing are kept in memory; beyond that they are unpacked and packed again.
///
/// Use it through [`DatasetWriter::new`](crate::DatasetWriter::new).
///
/// # NumPy
/// `h5py.File.create_dataset(…)[slice] = array`.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, s};
/// use nd_io::{Compression, CreateOptions, DatasetWriter, Hdf5Writer};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-out-{}.h5", std::process::id()));
/// let mut options = CreateOptions::default().compression(Compression::Gzip(4));
/// (options.shuffle, options.extendible) = (true, true);
/// let out = DatasetWriter::new(Hdf5Writer::create(&path, "t", [10, 20], DType::F32, &options)?);
/// for i in 0..10 {
///     out.write(s![i, ..], &Array::full(20, i as f32))?;
/// }
/// out.finish()?;
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hdf5Writer {
    array: Arc<ArrayWriter>,
    /// The file, when it holds nothing else.
    file: Option<Box<Hdf5FileWriter>>,
}

impl Hdf5Writer {
    /// An array of a file that someone else finishes.
    pub(super) fn of(array: Arc<ArrayWriter>) -> Self {
        Self { array, file: None }
    }

    /// Begins a file of one array; its name may be a path through groups.
    ///
    /// # Errors
    /// As [`Hdf5FileWriter::create`] and [`Hdf5FileWriter::dataset`].
    pub fn create(
        path: impl AsRef<Path>,
        name: &str,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &CreateOptions,
    ) -> Result<Self> {
        let mut file = Hdf5FileWriter::create(path)?;
        let array = file.dataset(name, shape, dtype, options)?.array;
        Ok(Self { array, file: Some(Box::new(file)) })
    }
}

impl WriteBlocks for Hdf5Writer {
    fn info(&self) -> &ArrayInfo {
        &self.array.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        self.array.write(region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        match self.file {
            Some(file) => file.finish(),
            None => Ok(()),
        }
    }
}

impl std::fmt::Debug for Hdf5Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Writer").field("info", &self.array.info).finish_non_exhaustive()
    }
}
