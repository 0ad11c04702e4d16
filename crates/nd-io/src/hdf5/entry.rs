//! [`Hdf5Kind`] and [`Hdf5Entry`]: what an object of a file is.

use nd_core::{MAX_NDIM, Shape};

use super::datatype::{Class, Datatype};
use super::file::Hdf5Group;
use super::link;
use super::object::{Object, kind};
use super::part::Part;
use super::store::Walk;
use super::{Result, unsupported};
use crate::error::Error;

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
    /// An array of numbers, or of arrays of numbers or bytes: [`Hdf5Group::dataset`].
    Numbers,
    /// An array of texts: [`Hdf5Group::texts`].
    Texts,
    /// An array of records: [`Hdf5Group::records`], or a member by its path.
    Records,
    /// An array of lists, each of any length: [`Hdf5Group::lists`].
    Lists,
    /// An array of references to objects: [`Hdf5Group::references`].
    References,
    /// An array of something else or that cannot be read, a named type, a link that cannot be followed, or one
    /// to nothing.
    Other,
}

/// An array of whatever kind, or a member of the records in one: its name, extents and what its elements
/// are.
///
/// # Examples
/// ```no_run
/// for member in nd_io::Hdf5File::open("run.h5")?.root().members("table")? {
///     println!("{} {:?} {}", member.name, member.shape, member.elements);
/// }
/// # Ok::<(), nd_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hdf5Entry {
    /// Its name: of an array its path, of a member what its record calls it.
    pub name: String,
    /// What it is.
    pub kind: Hdf5Kind,
    /// The extents, those inside the elements included.
    pub shape: Shape,
    /// What the elements are, in words: `float32`, `a record with members pos, id`.
    pub elements: String,
    /// Names of the axes, where the file has them; those inside the elements have none.
    pub dimension_names: Option<Vec<Option<String>>>,
}

impl Hdf5Group {
    /// What an array is, by its path from this group, whatever its elements are.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`](crate::ErrorKind::NoSuchArray) where there is no array; all that can be
    /// wrong with a file.
    ///
    /// # NumPy
    /// `group[path].shape`, `group[path].dtype`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter, Hdf5Kind};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-entry-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.texts("words", &["a", "b"])?;
    /// file.finish()?;
    /// let words = Hdf5File::open(&path)?.root().entry("words")?;
    /// assert_eq!((words.kind, &words.shape[..]), (Hdf5Kind::Texts, &[2][..]));
    /// assert_eq!(words.elements, "text");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entry(&self, path: &str) -> Result<Hdf5Entry> {
        let (part, about) = self.array(path)?.part()?;
        let mut entry = described(about.name, &part);
        entry.dimension_names = about.dimension_names.map(|mut names| {
            names.resize(entry.shape.len(), None);
            names
        });
        Ok(entry)
    }

    /// The members of the records in an array, in order; none where the elements are no records.
    ///
    /// Each is an array of its own: `table/pos` is the path of the member `pos` of `table`. One of more axes
    /// than nd has is [`Hdf5Kind::Other`], with the extents of the array around it.
    ///
    /// # Errors
    /// As [`entry`](Self::entry).
    ///
    /// # NumPy
    /// `dataset.dtype.fields`.
    ///
    /// # Examples
    /// ```no_run
    /// let root = nd_io::Hdf5File::open("run.h5")?.root();
    /// let names: Vec<String> = root.members("table")?.into_iter().map(|member| member.name).collect();
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn members(&self, path: &str) -> Result<Vec<Hdf5Entry>> {
        let opened = self.array(path)?;
        let (mut part, _) = opened.part()?;
        let Class::Record(members) = part.leaf.class.clone() else { return Ok(Vec::new()) };
        let mut entries = Vec::new();
        for member in members {
            part.leaf = member.datatype;
            let mut entry = described(member.name, &part);
            // An array that is a member has axes of its own.
            let mut inner = &part.leaf;
            let mut shape = entry.shape.to_vec();
            while let Class::Array(base, dims) = &inner.class {
                shape.extend(dims);
                inner = base;
            }
            match shape.len() {
                0..=MAX_NDIM => entry.shape = Shape::try_new(&shape)?,
                // One that nobody can open costs none of the others.
                _ => entry.kind = Hdf5Kind::Other,
            }
            entries.push(entry);
        }
        Ok(entries)
    }
}

fn described(name: String, part: &Part) -> Hdf5Entry {
    let (kind, elements) = (kind_of(&part.leaf), part.leaf.describe());
    Hdf5Entry { name, kind, shape: part.shape(), elements, dimension_names: None }
}

/// What an object is.
pub(super) fn kind_of_object(walk: &Walk<'_>, object: &Object) -> Result<Hdf5Kind> {
    if link::is_group(object) {
        return Ok(Hdf5Kind::Group);
    }
    if !object.has(kind::LAYOUT) {
        return Ok(Hdf5Kind::Other);
    }
    Ok(kind_of(&*object.datatype(walk)?))
}

/// What an array of a type is.
pub(super) fn kind_of(datatype: &Datatype) -> Hdf5Kind {
    match &datatype.class {
        Class::Number(_) | Class::Opaque => Hdf5Kind::Numbers,
        Class::FixedText(_) | Class::Text => Hdf5Kind::Texts,
        Class::Record(_) => Hdf5Kind::Records,
        Class::Array(base, _) => kind_of(base),
        Class::List(_) => Hdf5Kind::Lists,
        Class::Reference => Hdf5Kind::References,
        Class::Other(_) => Hdf5Kind::Other,
    }
}

/// The error of elements that are not what was asked for: what they are, and who reads them.
pub(super) fn refusal(name: &str, datatype: &Datatype, wanted: &str) -> Error {
    let what = datatype.describe();
    let cure = match (&datatype.class, kind_of(datatype)) {
        (Class::Record(members), _) => match members.first() {
            Some(first) => {
                format!("; open \"{name}/{}\" for a member of all, or load_records", first.name)
            }
            None => String::new(),
        },
        (_, Hdf5Kind::Numbers) => ", which `dataset` and load read".into(),
        (_, Hdf5Kind::Texts) => ", which `texts` and load_strings read".into(),
        (_, Hdf5Kind::Lists) if wanted == "lists of numbers" => String::new(),
        (_, Hdf5Kind::Lists) => ", which `lists` reads".into(),
        (_, Hdf5Kind::References) => ", which `references` reads".into(),
        _ => String::new(),
    };
    unsupported(format!("elements of \"{name}\" that are {what}, as {wanted}{cure}"))
}
