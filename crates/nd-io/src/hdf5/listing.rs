//! What there is in a group and all groups inside it.

use std::collections::BTreeSet;

use super::Result;
use super::entry::{Hdf5Kind, kind_of_object};
use super::file::{Hdf5File, Hdf5Group};
use super::link::{self, Link};
use super::object::{Object, kind};
use super::store::Walk;

/// Groups inside groups, when all of a file is listed: those further down are named, and not entered.
const MAX_DEPTH: usize = 128;

/// An object that was found, under the first of its names.
pub(super) struct Listed {
    /// From the group that was asked; empty for that one itself.
    pub(super) path: String,
    /// Where its header is.
    pub(super) at: u64,
    pub(super) kind: Hdf5Kind,
    /// Whether it is an array, or one that cannot be read: no group, and no named type.
    is_array: bool,
}

impl Hdf5Group {
    /// The paths of all arrays of numbers in this group and those inside it, in order; an object with
    /// several names is listed under one. Soft links are not followed.
    ///
    /// # Errors
    /// The system's, and what is wrong with this group. What is wrong with something inside it is left
    /// to whoever opens that.
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
        let all = self.entries()?.into_iter();
        Ok(all.filter(|(_, kind)| *kind == Hdf5Kind::Numbers).map(|(path, _)| path).collect())
    }

    /// The paths of all arrays in this group and those inside it, whatever their elements are, in order;
    /// as [`arrays`](Self::arrays). What cannot be read is [`Hdf5Kind::Other`].
    ///
    /// # Errors
    /// As [`arrays`](Self::arrays).
    ///
    /// # NumPy
    /// `group.visititems`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter, Hdf5Kind};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-entries-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.save("run/t", &[1.5, 2.5])?;
    /// file.texts("run/words", &["a", "b"])?;
    /// file.finish()?;
    /// let entries = Hdf5File::open(&path)?.root().entries()?;
    /// assert_eq!(entries[1], ("run/words".to_owned(), Hdf5Kind::Texts));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn entries(&self) -> Result<Vec<(String, Hdf5Kind)>> {
        let all = self.objects()?.into_iter().filter(|object| object.is_array);
        Ok(all.map(|object| (object.path, object.kind)).collect())
    }

    /// All objects in this group, itself and those inside it.
    pub(super) fn objects(&self) -> Result<Vec<Listed>> {
        let walk = Walk::new(self.file().store());
        let mut lister =
            Lister { walk: &walk, seen: BTreeSet::from([self.header()]), found: Vec::new() };
        let group = Object::read(&walk, self.header())?;
        let (path, at, kind) = (String::new(), self.header(), Hdf5Kind::Group);
        lister.found.push(Listed { path, at, kind, is_array: false });
        lister.group(&group, "", 0)?;
        Ok(lister.found)
    }
}

struct Lister<'a> {
    walk: &'a Walk<'a>,
    seen: BTreeSet<u64>,
    found: Vec<Listed>,
}

impl Lister<'_> {
    fn group(&mut self, group: &Object, path: &str, depth: usize) -> Result<()> {
        for (name, link) in link::members(self.walk, group)? {
            let Link::Hard(at) = link else { continue };
            if !self.seen.insert(at) {
                continue;
            }
            let path = if path.is_empty() { name } else { format!("{path}/{name}") };
            self.object(at, path, depth);
        }
        Ok(())
    }

    /// What cannot be read is named, and costs nothing else.
    fn object(&mut self, at: u64, path: String, depth: usize) {
        let object = Object::read(self.walk, at);
        let kind = object.as_ref().ok().and_then(|object| kind_of_object(self.walk, object).ok());
        let kind = kind.unwrap_or(Hdf5Kind::Other);
        let is_type = object
            .as_ref()
            .is_ok_and(|object| object.has(kind::DATATYPE) && !object.has(kind::LAYOUT));
        let is_array = kind != Hdf5Kind::Group && !is_type;
        let listed = Listed { path: path.clone(), at, kind, is_array };
        self.found.push(listed);
        let place = self.found.len() - 1;
        if let (Hdf5Kind::Group, Ok(object)) = (kind, object)
            && (depth == MAX_DEPTH || self.group(&object, &path, depth + 1).is_err())
        {
            self.found[place].kind = Hdf5Kind::Other;
            self.found[place].is_array = true;
        }
    }
}

impl Hdf5File {
    /// The path of the object at a position, as references in attributes tell it; `None` where nothing
    /// that has a name is.
    ///
    /// # Errors
    /// The system's, and what is wrong with the file.
    ///
    /// # NumPy
    /// `file[reference].name`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Attribute, Hdf5File};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-path-of-{}.h5", std::process::id()));
    /// nd_io::save(path.join("run/t"), &[1.5, 2.5])?;
    /// let file = Hdf5File::open(&path)?;
    /// if let Some(Attribute::References(at)) = file.root().attributes()?.get("REFERENCE_LIST") {
    ///     println!("{:?}", file.path_of(at[0])?);
    /// }
    /// assert_eq!(file.path_of(1)?, None);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn path_of(&self, position: u64) -> Result<Option<String>> {
        let objects = self.root().objects()?.into_iter();
        Ok(objects.filter(|object| object.at == position).map(|object| object.path).next())
    }
}
