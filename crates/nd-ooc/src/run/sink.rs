//! [`Sink`]: where results go, region by region.

use super::blocks::run_of;
use super::folder::RunFolder;
use super::swap;
use crate::cx::Kept;
use crate::error::{Error, Result, on_file};
use crate::regions::{per_axis, place};
use nd_core::{AnyArray, AnyView, DType, Shape, with_dtype};
use nd_io::{ChunkGrid, CreateOptions, DatasetWriter, Format, Region};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Elements that are copied at once from a result that is kept to where it belongs.
const COPIED: usize = 1 << 20;

/// Where results go.
pub(crate) enum Sink {
    /// An array in memory.
    Memory(Mutex<AnyArray>),
    /// A picture, which is written whole.
    Picture(Mutex<AnyArray>, PathBuf),
    /// A file, which is there once it is finished.
    File { writer: DatasetWriter, path: PathBuf, unit: Option<Shape> },
    /// A file in the folder of the run, of which parts may be there from an earlier process.
    Partial { writer: DatasetWriter, unit: Option<Shape>, partial: Partial },
    /// Stored by an earlier process, all of it.
    Stored(Partial),
}

/// A result in the folder of a run.
pub(crate) struct Partial {
    path: PathBuf,
    goes: Goes,
    durable: bool,
}

/// What becomes of a result in the folder of a run.
#[allow(clippy::large_enum_variant, reason = "there is one for each result")]
enum Goes {
    /// Into memory.
    Back,
    /// It is given its name.
    To(PathBuf),
    /// It is copied into a file that cannot be gone on with once it is begun.
    Into(PathBuf, CreateOptions),
}

impl Sink {
    /// An array in memory.
    pub(crate) fn memory(dtype: DType, shape: Shape) -> Result<Sink> {
        Ok(Sink::Memory(Mutex::new(zeros(dtype, shape)?)))
    }

    /// A file.
    pub(crate) fn file(
        path: &Path,
        dtype: DType,
        shape: Shape,
        options: &CreateOptions,
    ) -> Result<Sink> {
        let writer = nd_io::create(path, shape, dtype, options)?;
        let unit = options.shards.or(writer.info().chunks);
        Ok(Sink::File { writer, path: path.to_owned(), unit })
    }

    /// A picture.
    pub(crate) fn picture(path: &Path, dtype: DType, shape: Shape) -> Result<Sink> {
        Ok(Sink::Picture(Mutex::new(zeros(dtype, shape)?), path.to_owned()))
    }

    /// A file, or an array in memory, by way of the folder of a run.
    pub(crate) fn partial(
        folder: &RunFolder,
        number: usize,
        file: Option<&(PathBuf, CreateOptions)>,
        dtype: DType,
        shape: Shape,
    ) -> Result<Sink> {
        let goes = match file {
            None => Goes::Back,
            Some((path, options)) if is_resumed(path, options) => Goes::To(path.clone()),
            Some((path, options)) => Goes::Into(path.clone(), options.clone()),
        };
        let (extension, options) = match (&goes, file) {
            (Goes::To(path), Some((_, options))) if is_zarr(path) => ("zarr", options.clone()),
            _ => ("npy", CreateOptions::default()),
        };
        let options = options.durable(folder.is_durable());
        let path = folder.partial(number, extension);
        let partial = Partial { path: path.clone(), goes, durable: folder.is_durable() };
        if folder.is_complete() {
            return Ok(Sink::Stored(partial));
        }
        if folder.is_joined() {
            let writer = nd_io::edit_together(&path, folder.temporary())?;
            let unit = options.shards.or(writer.info().chunks);
            return Ok(Sink::Partial { writer, unit, partial });
        }
        if let Goes::To(target) = &partial.goes {
            swap::check(target)?;
        }
        if !path.exists() {
            folder.refuse_missing(&path)?;
            nd_io::create(&path, shape, dtype, &options)?.finish()?;
        }
        let writer = nd_io::edit(&path)?;
        let unit = options.shards.or(writer.info().chunks);
        Ok(Sink::Partial { writer, unit, partial })
    }

    /// Extents of the pieces that have to be written as a whole.
    pub(crate) fn chunks(&self) -> Option<Shape> {
        match self {
            Sink::Memory(_) | Sink::Picture(..) | Sink::Stored(_) => None,
            Sink::File { unit, .. } | Sink::Partial { unit, .. } => *unit,
        }
    }

    /// What it is called in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Sink::Memory(_) => "store".into(),
            Sink::Picture(_, path) | Sink::File { path, .. } => format!("save {}", path.display()),
            Sink::Partial { partial, .. } | Sink::Stored(partial) => match &partial.goes {
                Goes::Back => "store".into(),
                Goes::To(path) | Goes::Into(path, _) => format!("save {}", path.display()),
            },
        }
    }

    /// Stores a region.
    pub(crate) fn write(&self, region: &Region, view: AnyView<'_>) -> Result<()> {
        let written = match self {
            Sink::Memory(array) | Sink::Picture(array, _) => {
                let mut array = array.lock().unwrap_or_else(PoisonError::into_inner);
                let slices = crate::regions::inside(&Region::all(array.shape()), region);
                with_dtype!(&mut *array, |a: T| {
                    let part =
                        nd_core::View::<T>::try_from(view).expect("sinks are of their node's type");
                    // On this thread: who holds a lock must not wait for another.
                    let out = a.slice_mut(&slices);
                    nd_core::zip((&part,)).sequential().map_into(|(x,)| x, out);
                });
                Ok(())
            }
            Sink::File { writer, .. } | Sink::Partial { writer, .. } => {
                writer.write_region_any(region, view)
            }
            Sink::Stored(_) => unreachable!("nothing is made that is there"),
        };
        written.map_err(|error| Error::from(error).during(|| self.name(), region))
    }

    /// Makes what was written of a block survive a power failure, where that is wanted.
    pub(crate) fn settle(&self, region: &Region) -> Result<()> {
        let Sink::Partial { unit, partial, .. } = self else { return Ok(()) };
        if !partial.durable {
            return Ok(());
        }
        let sync = |path: &Path| {
            File::open(path).and_then(|file| file.sync_data()).map_err(on_file("sync", path))
        };
        let Some(unit) = unit.filter(|_| partial.path.is_dir()) else {
            return sync(&partial.path);
        };
        let first = per_axis(region.ndim(), |axis| region.start()[axis] / unit[axis]);
        let last = per_axis(region.ndim(), |axis| region.stop(axis).div_ceil(unit[axis]));
        let counts = per_axis(region.ndim(), |axis| last[axis] - first[axis]);
        for at in 0..counts.iter().product() {
            let index = place(at, &counts);
            let mut file = partial.path.join("c");
            (0..index.ndim()).for_each(|axis| file.push((first[axis] + index[axis]).to_string()));
            sync(&file)?;
            let mut folders = file.ancestors().skip(1).take(index.ndim());
            folders.try_for_each(sync)?;
        }
        Ok(())
    }

    /// Makes what was stored the result.
    pub(crate) fn finish(self) -> Result<Kept> {
        match self {
            Sink::Memory(array) => {
                let array = array.into_inner().unwrap_or_else(PoisonError::into_inner);
                Ok(Kept::Memory(Arc::new(array)))
            }
            Sink::Picture(array, path) => {
                let array = array.into_inner().unwrap_or_else(PoisonError::into_inner);
                nd_io::save_any(&path, array.view())?;
                Ok(Kept::File(nd_io::open(path)?))
            }
            Sink::File { writer, path, .. } => {
                writer.finish()?;
                Ok(Kept::File(nd_io::open(path)?))
            }
            Sink::Partial { writer, partial, .. } => {
                // Synchronised where that is wanted; else the process's death is all that it has to survive.
                if partial.durable {
                    writer.finish()?;
                } else {
                    drop(writer);
                }
                partial.finish()
            }
            Sink::Stored(partial) => partial.finish(),
        }
    }
}

impl Partial {
    fn finish(self) -> Result<Kept> {
        match &self.goes {
            Goes::Back => Ok(Kept::Memory(Arc::new(nd_io::load_any(&self.path)?))),
            Goes::To(target) => {
                if self.path.exists() {
                    swap::replace(&self.path, target, self.durable)?;
                }
                Ok(Kept::File(nd_io::open(target)?))
            }
            Goes::Into(target, options) => {
                self.copy(target, options)?;
                Ok(Kept::File(nd_io::open(target)?))
            }
        }
    }

    /// Writes a file in one go.
    fn copy(&self, target: &Path, options: &CreateOptions) -> Result<()> {
        let from = nd_io::open(&self.path)?;
        if is_picture(target) {
            nd_io::save_any(target, nd_io::load_any(&self.path)?.view())?;
            return Ok(());
        }
        let shape = Shape::from(from.shape());
        let writer = nd_io::create(target, shape, from.dtype(), options)?;
        let unit = options.shards.or(writer.info().chunks);
        let grid = ChunkGrid::new(shape, unit.unwrap_or_else(|| run_of(&shape, COPIED)));
        for at in 0..grid.len() {
            let region = grid.block(&place(at, grid.counts()));
            with_dtype!(from.dtype(), T => {
                writer.write_region(&region, from.read_region::<T>(&region)?)?;
            });
        }
        Ok(writer.finish()?)
    }
}

fn zeros(dtype: DType, shape: Shape) -> Result<AnyArray> {
    with_dtype!(dtype, T => Ok(nd_core::Array::<T>::try_zeros(shape)?.into()))
}

/// Whether a file is written whole: a picture, unless it is a TIFF, which has tiles.
pub(crate) fn is_picture(path: &Path) -> bool {
    let format = Format::from_extension(path);
    format.is_some_and(|format| format.is_picture() && format != Format::Tiff)
}

fn is_zarr(path: &Path) -> bool {
    Format::from_extension(path) == Some(Format::Zarr)
}

/// Whether a file of that name and layout can be gone on with once it is begun.
pub(crate) fn is_resumed(path: &Path, options: &CreateOptions) -> bool {
    match Format::from_extension(path) {
        // The run says how durable a result is.
        Some(Format::Npy) => options.clone().durable(true) == CreateOptions::default(),
        Some(Format::Zarr) => !path
            .ancestors()
            .skip(1)
            .any(|folder| folder.join("zarr.json").exists() || folder.join(".zgroup").exists()),
        _ => false,
    }
}
