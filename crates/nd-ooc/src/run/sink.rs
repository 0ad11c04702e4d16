//! [`Sink`]: where results go, region by region.

use crate::cx::Kept;
use crate::error::Result;
use nd_core::{AnyArray, AnyView, DType, Shape, with_dtype};
use nd_io::{CreateOptions, DatasetWriter, Region};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Where results go.
pub(crate) enum Sink {
    /// An array in memory.
    Memory(Mutex<AnyArray>),
    /// A file, which is there once it is finished.
    File { writer: DatasetWriter, path: PathBuf },
}

impl Sink {
    /// An array in memory.
    pub(crate) fn memory(dtype: DType, shape: Shape) -> Result<Sink> {
        let array: Result<AnyArray> =
            with_dtype!(dtype, T => Ok(nd_core::Array::<T>::try_zeros(shape)?.into()));
        Ok(Sink::Memory(Mutex::new(array?)))
    }

    /// A file.
    pub(crate) fn file(
        path: &Path,
        dtype: DType,
        shape: Shape,
        options: &CreateOptions,
    ) -> Result<Sink> {
        let writer = nd_io::create(path, shape, dtype, options)?;
        Ok(Sink::File { writer, path: path.to_owned() })
    }

    /// Extents of the chunks that have to be written as a whole.
    pub(crate) fn chunks(&self) -> Option<Shape> {
        match self {
            Sink::Memory(_) => None,
            Sink::File { writer, .. } => writer.info().chunks,
        }
    }

    /// Stores a region.
    pub(crate) fn write(&self, region: &Region, view: AnyView<'_>) -> Result<()> {
        match self {
            Sink::Memory(array) => {
                let mut array = array.lock().unwrap_or_else(PoisonError::into_inner);
                let slices = crate::regions::inside(&Region::all(array.shape()), region);
                with_dtype!(&mut *array, |a: T| {
                    let part =
                        nd_core::View::<T>::try_from(view).expect("sinks are of their node's type");
                    a.slice_mut(&slices).assign(&part);
                });
                Ok(())
            }
            Sink::File { writer, .. } => Ok(writer.write_region_any(region, view)?),
        }
    }

    /// Makes what was stored the result.
    pub(crate) fn finish(self) -> Result<Kept> {
        match self {
            Sink::Memory(array) => {
                let array = array.into_inner().unwrap_or_else(PoisonError::into_inner);
                Ok(Kept::Memory(Arc::new(array)))
            }
            Sink::File { writer, path } => {
                writer.finish()?;
                Ok(Kept::File(nd_io::open(path)?))
            }
        }
    }
}
