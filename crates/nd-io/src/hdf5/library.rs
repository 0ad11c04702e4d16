//! [`Hdf5LibraryDataset`]: a stored array, read by the C library; the second opinion on every other file here.

use std::path::{Path, PathBuf};

use ::hdf5::types::{FloatSize, IntSize, TypeDescriptor};
use ::hdf5::{H5Type, Hyperslab, Selection, SliceOrIndex};
use bytemuck::NoUninit;
use half::f16;
use nd_core::{DType, Shape};
use ndarray::IxDyn;
use num_complex::Complex;

use super::{Result, corrupt, unsupported};
use crate::blocks::{ArrayInfo, ReadBlocks, Region};
use crate::error::Error;

/// An array of numbers in an HDF5 file, read by the HDF Group's C library (feature `libhdf5`).
///
/// [`open`](crate::open) turns to it for what this crate's own reader does not support; filters are those
/// that the installed library has, or finds in `HDF5_PLUGIN_PATH`. The library has one lock for everything:
/// what threads read, it reads one after the other. Attributes are not read here, [`Hdf5Group`](crate::Hdf5Group)
/// reads them.
///
/// The library is not made for hostile files: this reader is for files whose origin is known.
///
/// # NumPy
/// `h5py.Dataset`, which stands on the same library.
///
/// # Examples
/// ```
/// use nd_core::s;
/// use nd_io::{Dataset, Hdf5LibraryDataset};
///
/// let path = std::env::temp_dir().join(format!("nd-libhdf5-{}.h5", std::process::id()));
/// nd_io::save(path.join("run/t"), &[1.5, 2.5, 3.5])?;
/// let t = Dataset::new(Hdf5LibraryDataset::open(&path, "run/t")?);
/// assert_eq!(t.read::<f64>(s![1..])?.into_vec(), [2.5, 3.5]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Hdf5LibraryDataset {
    dataset: ::hdf5::Dataset,
    info: ArrayInfo,
    read: Read,
    path: PathBuf,
}

/// Reads what is selected into bytes.
type Read = fn(&::hdf5::Dataset, Selection, &mut [u8]) -> Result<()>;

impl Hdf5LibraryDataset {
    /// Opens the array of a name in a file.
    ///
    /// # Errors
    /// An [`Error`] that names the file: [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) for elements
    /// that are no numbers nd has, [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) with the library's words for
    /// everything that it refuses: no such file, no such array, a damaged file, a filter that it has not.
    ///
    /// # Examples
    /// ```
    /// use nd_core::s;
    /// use nd_io::{Dataset, Hdf5LibraryDataset};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-libhdf5-open-{}.h5", std::process::id()));
    /// nd_io::save(path.join("t"), &[1.5, 2.5])?;
    /// let t = Dataset::new(Hdf5LibraryDataset::open(&path, "t")?);
    /// assert_eq!(t.read::<f64>(s![-1..])?.into_vec(), [2.5]);
    /// assert!(Hdf5LibraryDataset::open(&path, "u").is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>, name: &str) -> Result<Self> {
        let path = path.as_ref();
        Self::open_at(path, name).map_err(|error| error.at(path))
    }

    fn open_at(path: &Path, name: &str) -> Result<Self> {
        ::hdf5::silence_errors(true);
        let file = ::hdf5::File::open(path).map_err(said)?;
        let dataset = file.dataset(name).map_err(said)?;
        let descriptor = dataset.dtype().and_then(|dtype| dtype.to_descriptor()).map_err(said)?;
        let (dtype, read) = reader_of(&descriptor)
            .ok_or_else(|| unsupported(format!("elements of \"{name}\" that are {descriptor}")))?;
        let space = dataset.space().map_err(said)?;
        // An array without a space holds nothing: none of one axis, here as everywhere.
        let shape = match space.is_null() {
            true => Shape::from([0]),
            false => Shape::try_new(&space.shape())?,
        };
        let mut info = ArrayInfo::new(shape, dtype);
        if let Some(chunk) = dataset.chunk() {
            info.chunks = Some(Shape::try_new(&chunk)?);
        }
        let filters: Vec<String> =
            dataset.filters().iter().map(|filter| format!("{filter:?}")).collect();
        info.compression = filters.join(", ");
        Ok(Self { dataset, info, read, path: path.to_owned() })
    }

    /// With what somebody else read of the attributes.
    pub(crate) fn with_attributes(mut self, attributes: crate::blocks::Attributes) -> Self {
        self.info.attributes = attributes;
        self
    }
}

impl ReadBlocks for Hdf5LibraryDataset {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        self.info.check(region, out.len())?;
        if out.is_empty() {
            return Ok(());
        }
        let along = |axis: usize| SliceOrIndex::SliceCount {
            start: region.start()[axis],
            step: region.step()[axis],
            count: region.shape()[axis],
            block: 1,
        };
        let selection = match region.ndim() {
            0 => Selection::All,
            ndim => Selection::new(Hyperslab::from((0..ndim).map(along).collect::<Vec<_>>())),
        };
        (self.read)(&self.dataset, selection, out).map_err(|error| error.at(&self.path))
    }
}

fn read<T: H5Type + NoUninit>(
    from: &::hdf5::Dataset,
    what: Selection,
    out: &mut [u8],
) -> Result<()> {
    let elements = from.read_slice::<T, _, IxDyn>(what).map_err(said)?;
    let bytes = elements.as_slice().map(bytemuck::cast_slice::<T, u8>);
    match bytes.filter(|bytes| bytes.len() == out.len()) {
        Some(bytes) => {
            out.copy_from_slice(bytes);
            Ok(())
        }
        None => Err(corrupt("the C library gave another number of elements than was asked for")),
    }
}

/// What each description is here; booleans, enumerations and complex numbers are seen to below.
const READERS: [(TypeDescriptor, DType, Read); 11] = [
    (TypeDescriptor::Integer(IntSize::U1), DType::I8, read::<i8>),
    (TypeDescriptor::Integer(IntSize::U2), DType::I16, read::<i16>),
    (TypeDescriptor::Integer(IntSize::U4), DType::I32, read::<i32>),
    (TypeDescriptor::Integer(IntSize::U8), DType::I64, read::<i64>),
    (TypeDescriptor::Unsigned(IntSize::U1), DType::U8, read::<u8>),
    (TypeDescriptor::Unsigned(IntSize::U2), DType::U16, read::<u16>),
    (TypeDescriptor::Unsigned(IntSize::U4), DType::U32, read::<u32>),
    (TypeDescriptor::Unsigned(IntSize::U8), DType::U64, read::<u64>),
    (TypeDescriptor::Float(FloatSize::U2), DType::F16, read::<f16>),
    (TypeDescriptor::Float(FloatSize::U4), DType::F32, read::<f32>),
    (TypeDescriptor::Float(FloatSize::U8), DType::F64, read::<f64>),
];

fn reader_of(descriptor: &TypeDescriptor) -> Option<(DType, Read)> {
    match descriptor {
        // As the bytes that they are stored as: any other than 0 and 1 is found by whoever makes booleans of them.
        TypeDescriptor::Boolean => return Some((DType::Bool, read::<u8>)),
        TypeDescriptor::Enum(list) => return reader_of(&list.base_type()),
        TypeDescriptor::Compound(_) if *descriptor == Complex::<f32>::type_descriptor() => {
            return Some((DType::C64, read::<Complex<f32>>));
        }
        TypeDescriptor::Compound(_) if *descriptor == Complex::<f64>::type_descriptor() => {
            return Some((DType::C128, read::<Complex<f64>>));
        }
        _ => {}
    }
    let (_, dtype, read) = READERS.iter().find(|(known, ..)| known == descriptor)?;
    Some((*dtype, *read))
}

/// The library's words.
fn said(error: ::hdf5::Error) -> Error {
    corrupt(format!("the C library: {error}"))
}
