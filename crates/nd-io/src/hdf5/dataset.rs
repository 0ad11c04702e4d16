//! [`Hdf5Dataset`] and [`Hdf5Texts`]: stored arrays.

use std::sync::{Mutex, PoisonError};

use nd_core::threads;

use super::datatype::{Class, Number};
use super::heap::{text, text_of};
use super::raw::RawArray;
use super::store::Walk;
use super::{Result, unsupported};
use crate::blocks::{ArrayInfo, Attribute, Attributes, ReadBlocks, Region, swap_bytes};
use crate::error::ErrorKind;
use crate::memory::{bytes_mut, zeroed};

/// Bytes from which on all threads turn them round.
const PART: usize = 1 << 20;

/// An array of numbers in an HDF5 file.
///
/// Read it through [`Dataset::new`](crate::Dataset::new), by slices and as arrays. Chunks are unpacked on all
/// threads; a part of the array that lies in the file as it is, is read to where it goes.
///
/// # NumPy
/// `h5py.Dataset`: booleans are its enumeration of FALSE and TRUE, complex numbers its compound of r
/// and i, other enumerations their numbers. Its `asstr` is [`Hdf5Texts`].
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
    raw: RawArray,
    number: Number,
    info: ArrayInfo,
}

impl Hdf5Dataset {
    pub(super) fn new(raw: RawArray, attributes: Attributes, name: &str) -> Result<Self> {
        let Some(number) = raw.datatype.number() else {
            let (what, hint) = (
                raw.datatype.describe(),
                match raw.datatype.class {
                    Class::Other(_) => "",
                    _ => ", which `texts` reads",
                },
            );
            return Err(unsupported(format!("elements of \"{name}\" that are {what}{hint}")));
        };
        let mut info = ArrayInfo::new(raw.space.shape, number.dtype);
        info.chunks = raw.chunks();
        info.compression = raw.pipeline.to_string();
        if let Some(Attribute::Texts(labels)) = attributes.get("DIMENSION_LABELS")
            && labels.len() == info.shape.len()
        {
            let named = |label: &String| (!label.is_empty()).then(|| label.clone());
            info.dimension_names = Some(labels.iter().map(named).collect());
        }
        info.attributes = attributes;
        Ok(Self { raw, number, info })
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
        &self.raw.space.max
    }
}

impl ReadBlocks for Hdf5Dataset {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        self.raw.read(region, out)?;
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

/// An array of texts in an HDF5 file, of fixed or varying length.
///
/// # NumPy
/// `h5py.Dataset.asstr`.
///
/// # Examples
/// ```
/// use nd_io::{Hdf5File, Hdf5FileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-texts-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::create(&path)?;
/// file.texts("stations", &["Zürich", "Oslo"])?;
/// file.finish()?;
///
/// let stations = Hdf5File::open(&path)?.root().texts("stations")?;
/// assert_eq!(stations.shape(), [2]);
/// assert_eq!(stations.read()?, ["Zürich", "Oslo"]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Hdf5Texts {
    raw: RawArray,
    attributes: Attributes,
}

impl Hdf5Texts {
    pub(super) fn new(raw: RawArray, attributes: Attributes, name: &str) -> Result<Self> {
        match raw.datatype.class {
            Class::FixedText { .. } | Class::Text => Ok(Self { raw, attributes }),
            _ => {
                let what = raw.datatype.describe();
                Err(unsupported(format!("elements of \"{name}\" that are {what}, as texts")))
            }
        }
    }

    /// The extents.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.raw.space.shape
    }

    /// The small values stored beside it.
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// All texts, in C order.
    ///
    /// # Errors
    /// The system's, what is wrong with the file, text that is not UTF-8 included;
    /// [`ErrorKind::LimitExceeded`] for more texts than the file can hold.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-texts-read-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.texts("words", &["a", ""])?;
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.root().texts("words")?.read()?, ["a", ""]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(&self) -> Result<Vec<String>> {
        let size = self.raw.datatype.size;
        let nbytes = self.raw.space.nbytes(size)?;
        let limit = self.raw.plausible_bytes();
        if nbytes as u64 > limit {
            let (what, asked) = ("the texts", nbytes as u64);
            return Err(ErrorKind::LimitExceeded { what, asked, limit }.into());
        }
        let mut bytes = zeroed(nbytes)?;
        let bytes = bytes_mut(&mut bytes);
        self.raw.read(&Region::all(self.raw.space.shape), bytes)?;
        let walk = Walk::new(self.raw.store());
        let mut texts = Vec::new();
        let count = nbytes / size;
        let bytes_of = count.saturating_mul(size_of::<String>());
        texts.try_reserve_exact(count).map_err(|_| ErrorKind::AllocFailed { bytes: bytes_of })?;
        for element in bytes.chunks_exact(size) {
            texts.push(match self.raw.datatype.class {
                Class::FixedText { blanks } => text(element, blanks)?,
                _ => text_of(&walk, element)?,
            });
        }
        Ok(texts)
    }
}

impl std::fmt::Debug for Hdf5Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Texts").field("shape", &self.shape()).finish_non_exhaustive()
    }
}
