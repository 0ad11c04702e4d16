//! [`Hdf5Lists`]: stored arrays whose elements are lists of any length.

use nd_core::{AnyArray, Array, DType, Shape};

use super::Result;
use super::datatype::{Class, Datatype};
use super::entry::refusal;
use super::file::Opened;
use super::heap::Pointed;
use super::part::Part;
use super::store::Walk;
use super::texts::reserve;
use super::value::value_of;
use crate::blocks::{Attribute, Attributes, StoredElement};
use crate::error::ErrorKind;

/// An array in an HDF5 file whose elements are lists of numbers, each of its own length; or one member of
/// an array of records.
///
/// # NumPy
/// `h5py.Dataset` of `h5py.vlen_dtype`; the ragged arrays of netCDF-4 and the `VLArray` of PyTables.
///
/// # Examples
/// ```no_run
/// use nd_io::Hdf5File;
///
/// let hits = Hdf5File::open("events.h5")?.root().lists("hits")?;
/// for event in hits.read::<f32>()? {
///     println!("{} hits, the first {:?}", event.size(), event.iter().next());
/// }
/// # Ok::<(), nd_io::Error>(())
/// ```
pub struct Hdf5Lists {
    part: Part,
    shape: Shape,
    base: Datatype,
    dtype: DType,
    attributes: Attributes,
}

impl Hdf5Lists {
    pub(super) fn new(opened: Opened) -> Result<Self> {
        let (part, about) = opened.part()?;
        let Class::List(base) = &part.leaf.class else {
            return Err(refusal(&about.name, &part.leaf, "lists"));
        };
        let base = Datatype::clone(base);
        let mut inner = &base;
        while let Class::Array(next, _) = &inner.class {
            inner = next;
        }
        let dtype = match &inner.class {
            Class::Number(number) => number.dtype,
            Class::Opaque => DType::U8,
            _ => return Err(refusal(&about.name, &part.leaf, "lists of numbers")),
        };
        let (shape, attributes) = (part.shape(), about.attributes);
        Ok(Self { part, shape, base, dtype, attributes })
    }

    /// The extents of the array of lists.
    ///
    /// # NumPy
    /// `dataset.shape`.
    ///
    /// # Examples
    /// ```no_run
    /// let hits = nd_io::Hdf5File::open("events.h5")?.root().lists("hits")?;
    /// println!("{:?} events", hits.shape());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The type of the lists' elements.
    ///
    /// # Examples
    /// ```no_run
    /// let hits = nd_io::Hdf5File::open("events.h5")?.root().lists("hits")?;
    /// assert_eq!(hits.dtype(), nd_core::DType::F32);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The small values stored beside it.
    ///
    /// # NumPy
    /// `dataset.attrs`.
    ///
    /// # Examples
    /// ```no_run
    /// let hits = nd_io::Hdf5File::open("events.h5")?.root().lists("hits")?;
    /// println!("in {:?}", hits.attributes().get("units"));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// All lists, in C order; those that were never written are empty.
    ///
    /// # Errors
    /// The system's, what is wrong with the file; [`ErrorKind::DtypeMismatch`];
    /// [`ErrorKind::LimitExceeded`] for more than a file of this size warrants.
    ///
    /// # NumPy
    /// `dataset[...]`, an array of objects.
    ///
    /// # Examples
    /// ```no_run
    /// let hits = nd_io::Hdf5File::open("events.h5")?.root().lists("hits")?;
    /// let lengths: Vec<usize> = hits.read::<f32>()?.iter().map(|event| event.size()).collect();
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read<T: StoredElement>(&self) -> Result<Vec<Array<T>>> {
        if self.dtype != T::DTYPE {
            let (stored, requested) = (self.dtype, T::DTYPE);
            return Err(ErrorKind::DtypeMismatch { stored, requested }.into());
        }
        Ok(self.read_any()?.into_iter().map(T::take).collect())
    }

    /// All lists, whatever the type of their elements.
    ///
    /// # Errors
    /// As [`read`](Self::read), but for the type.
    ///
    /// # Examples
    /// ```no_run
    /// let hits = nd_io::Hdf5File::open("events.h5")?.root().lists("hits")?;
    /// println!("{} {}", hits.dtype(), hits.read_any()?.len());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read_any(&self) -> Result<Vec<AnyArray>> {
        let bytes = self.part.read_all(size_of::<AnyArray>(), "the lists")?;
        let walk = Walk::new(self.part.raw.store());
        let size = self.part.leaf.size;
        let mut lists = Vec::new();
        reserve(&mut lists, bytes.len() / size)?;
        for element in bytes.chunks_exact(size) {
            let list = Pointed::read(&walk, element, self.base.size)?;
            match value_of(&walk, &self.base, &[list.count], list.bytes())? {
                Attribute::Numbers(numbers) => lists.push(numbers),
                _ => unreachable!("the elements are numbers"),
            }
        }
        Ok(lists)
    }
}

impl std::fmt::Debug for Hdf5Lists {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Lists")
            .field("shape", &self.shape())
            .field("dtype", &self.dtype)
            .finish_non_exhaustive()
    }
}
