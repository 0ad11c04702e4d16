//! [`Hdf5Dataset`]: a stored array of numbers.

use std::sync::{Mutex, PoisonError};

use nd_core::threads;

use super::Result;
use super::entry::refusal;
use super::file::Opened;
use super::number::{Form, Number};
use super::part::Part;
use crate::blocks::{ArrayInfo, ReadBlocks, Region, swap_bytes};
use crate::memory::{bytes_mut, zeroed};

/// Bytes from which on all threads turn them round.
const PART: usize = 1 << 20;

/// An array of numbers in an HDF5 file.
///
/// Read it through [`Dataset::new`](crate::Dataset::new), by slices and as arrays. Chunks are unpacked on all
/// threads; a part of the array that lies in the file as it is, is read to where it goes.
///
/// Elements that are arrays themselves are more axes at the end, and opaque bytes are `u8` along one more.
/// Bit fields are unsigned numbers, enumerations their numbers; integers of 12 bits in 16 and floats of
/// unusual form are the numbers of nd's that hold them. Of an array of records this is one member.
///
/// # NumPy
/// `h5py.Dataset`: booleans are its enumeration of FALSE and TRUE, of any width; complex numbers its
/// compound of r and i, and that of real and imag, which it leaves a record. Its `asstr` is
/// [`Hdf5Texts`](crate::Hdf5Texts).
///
/// # Examples
/// ```no_run
/// use nd_core::s;
/// use nd_io::{Dataset, Hdf5File};
///
/// let t = Dataset::new(Hdf5File::open("era5.h5")?.dataset("t2m")?);
/// let january = t.read::<f32>(s![..31, .., ..;4])?;
/// # Ok::<(), nd_io::Error>(())
/// ```
pub struct Hdf5Dataset {
    part: Part,
    number: Number,
    info: ArrayInfo,
    max: Vec<Option<u64>>,
}

impl Hdf5Dataset {
    pub(super) fn new(opened: Opened) -> Result<Self> {
        let (part, about) = opened.part()?;
        let datatype = part.leaf.clone();
        let (part, number) =
            part.into_numbers()?.ok_or_else(|| refusal(&about.name, &datatype, "numbers"))?;
        let mut info = ArrayInfo::new(part.shape(), number.dtype);
        info.chunks = part.chunks();
        info.compression = part.raw.pipeline.to_string();
        let ndim = info.shape.len();
        info.dimension_names = about.dimension_names.map(|mut names| {
            names.resize(ndim, None); // the axes inside the elements have none
            names
        });
        info.attributes = about.attributes;
        let mut max = part.raw.space.max.clone();
        max.extend(info.shape[max.len()..].iter().map(|&n| Some(n as u64)));
        Ok(Self { part, number, info, max })
    }

    /// How large each axis may become; `None` along an axis without limit.
    ///
    /// # NumPy
    /// `dataset.maxshape`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{CreateOptions, Hdf5File};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-max-shape-{}.h5", std::process::id()));
    /// let growing = CreateOptions::default().extendible(true);
    /// nd_io::save_with(path.join("log"), &[1, 2, 3], &growing)?;
    /// assert_eq!(Hdf5File::open(&path)?.dataset("log")?.max_shape(), [None]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn max_shape(&self) -> &[Option<u64>] {
        &self.max
    }
}

impl ReadBlocks for Hdf5Dataset {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        if let Form::Odd(_) = self.number.form {
            let size = self.number.stored_size();
            let width = self.info.dtype.itemsize();
            let mut stored = zeroed((out.len() / width).saturating_mul(size))?;
            let stored = bytes_mut(&mut stored);
            self.part.read(region, stored)?;
            let each = PART / size.max(width) + 1;
            let parts = stored.chunks(each * size).zip(out.chunks_mut(each * width));
            let parts: Vec<(&[u8], Mutex<&mut [u8]>)> =
                parts.map(|(stored, out)| (stored, Mutex::new(out))).collect();
            return threads::try_run::<crate::Error>(parts.len(), &|i| {
                let (stored, out) = &parts[i];
                let mut out = out.lock().unwrap_or_else(PoisonError::into_inner);
                self.number.convert(stored, &mut out);
                Ok(())
            });
        }
        self.part.read(region, out)?;
        if let Some(word) = self.number.swap() {
            let parts: Vec<Mutex<&mut [u8]>> = out.chunks_mut(PART).map(Mutex::new).collect();
            threads::try_run::<crate::Error>(parts.len(), &|i| {
                swap_bytes(&mut parts[i].lock().unwrap_or_else(PoisonError::into_inner), word);
                Ok(())
            })?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Hdf5Dataset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Dataset").field("info", &self.info).finish_non_exhaustive()
    }
}
