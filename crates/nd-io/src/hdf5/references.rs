//! [`Hdf5References`]: stored arrays of references to objects.

use std::collections::BTreeMap;

use nd_core::Shape;

use super::datatype::Class;
use super::entry::refusal;
use super::file::{Hdf5File, Opened};
use super::part::Part;
use super::value::position;
use super::{Result, corrupt};
use crate::blocks::Attributes;

/// An array of references to objects of the same HDF5 file; or one member of an array of records.
///
/// MATLAB 7.3 stores cell arrays so: the cells are arrays below `#refs#`.
///
/// # NumPy
/// `h5py.Dataset` of `h5py.ref_dtype`.
///
/// # Examples
/// ```no_run
/// use nd_io::Hdf5File;
///
/// let file = Hdf5File::open("cells.mat")?;
/// for path in file.root().references("cells")?.paths()?.into_iter().flatten() {
///     println!("{path}: {:?}", file.root().kind(&path)?);
/// }
/// # Ok::<(), nd_io::Error>(())
/// ```
pub struct Hdf5References {
    part: Part,
    file: Hdf5File,
    shape: Shape,
    name: String,
    attributes: Attributes,
}

impl Hdf5References {
    pub(super) fn new(opened: Opened) -> Result<Self> {
        let file = opened.file.clone();
        let (part, about) = opened.part()?;
        if part.leaf.class != Class::Reference {
            return Err(refusal(&about.name, &part.leaf, "references"));
        }
        let (shape, name, attributes) = (part.shape(), about.name, about.attributes);
        Ok(Self { part, file, shape, name, attributes })
    }

    /// The extents.
    ///
    /// # NumPy
    /// `dataset.shape`.
    ///
    /// # Examples
    /// ```no_run
    /// let cells = nd_io::Hdf5File::open("cells.mat")?.root().references("cells")?;
    /// println!("{:?} cells", cells.shape());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The small values stored beside it.
    ///
    /// # NumPy
    /// `dataset.attrs`.
    ///
    /// # Examples
    /// ```no_run
    /// let cells = nd_io::Hdf5File::open("cells.mat")?.root().references("cells")?;
    /// println!("{:?}", cells.attributes().get("MATLAB_class"));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The paths from the root of what is referred to, in C order; `None` where nothing is.
    ///
    /// # Errors
    /// The system's, what is wrong with the file, objects without a name included;
    /// [`ErrorKind::LimitExceeded`](crate::ErrorKind::LimitExceeded) for more than a file of this size
    /// warrants.
    ///
    /// # NumPy
    /// `[file[reference].name for reference in dataset]`.
    ///
    /// # Examples
    /// ```no_run
    /// let file = nd_io::Hdf5File::open("cells.mat")?;
    /// let cells = file.root().references("cells")?;
    /// assert_eq!(cells.paths()?.len(), cells.shape().iter().product::<usize>());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn paths(&self) -> Result<Vec<Option<String>>> {
        let bytes = self.part.read_all(size_of::<Option<String>>(), "the references")?;
        let objects = self.file.root().objects()?;
        let mut paths: BTreeMap<u64, &str> = BTreeMap::new();
        for object in &objects {
            paths.insert(object.at, &object.path);
        }
        let size = self.part.leaf.size;
        let path_of = |(i, bytes): (usize, &[u8])| match position(bytes) {
            0 => Ok(None),
            at => match paths.get(&at) {
                Some(&path) => Ok(Some(if path.is_empty() { "/" } else { path }.to_owned())),
                None => Err(corrupt(format!(
                    "reference {i} of \"{}\": the object at {at} has no name in the file",
                    self.name
                ))),
            },
        };
        bytes.chunks_exact(size).enumerate().map(path_of).collect()
    }
}

impl std::fmt::Debug for Hdf5References {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5References").field("shape", &self.shape()).finish_non_exhaustive()
    }
}
