//! [`Hdf5Texts`]: stored arrays of texts.

use nd_core::Shape;

use super::datatype::{Class, Padding};
use super::entry::refusal;
use super::file::Opened;
use super::heap::Pointed;
use super::part::Part;
use super::store::Walk;
use super::value::trimmed;
use super::{Result, unsupported};
use crate::blocks::Attributes;
use crate::error::ErrorKind;

/// An array of texts in an HDF5 file, of fixed or varying length; or one member of an array of records.
///
/// What fills texts of a fixed length up is no part of them: zeros or blanks at the end, and all behind
/// the first zero where the file says that a zero ends them. Texts that were never written are empty.
/// Opaque bytes, which [`Hdf5Group::dataset`](crate::Hdf5Group::dataset) reads as numbers, can be read as
/// texts too.
///
/// # NumPy
/// `h5py.Dataset.asstr`.
///
/// # Examples
/// ```
/// use nd_io::{Hdf5File, Hdf5FileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-hdf5-texts-{}.h5", std::process::id()));
/// let mut file = Hdf5FileWriter::new(&path)?;
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
    part: Part,
    shape: Shape,
    /// How texts of a fixed length end; `None` for those of any.
    padding: Option<Padding>,
    name: String,
    attributes: Attributes,
}

impl Hdf5Texts {
    pub(super) fn new(opened: Opened) -> Result<Self> {
        let (part, about) = opened.part()?;
        let padding = match part.leaf.class {
            Class::FixedText(padding) => Some(padding),
            Class::Opaque => Some(Padding::Zeros),
            Class::Text => None,
            _ => return Err(refusal(&about.name, &part.leaf, "texts")),
        };
        let (shape, attributes) = (part.shape(), about.attributes);
        Ok(Self { part, shape, padding, name: about.name, attributes })
    }

    /// The extents.
    ///
    /// # NumPy
    /// `dataset.shape`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-texts-shape-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.texts("stations", &["Zürich", "Oslo"])?;
    /// file.finish()?;
    /// assert_eq!(Hdf5File::open(&path)?.root().texts("stations")?.shape(), [2]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
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
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-hdf5-texts-attr-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.texts("stations", &["Zürich", "Oslo"])?;
    /// file.attribute("stations", "of", "2026")?;
    /// file.finish()?;
    /// let stations = Hdf5File::open(&path)?.root().texts("stations")?;
    /// assert_eq!(stations.attributes()["of"].as_text(), Some("2026"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// All texts, in C order.
    ///
    /// # Errors
    /// The system's, what is wrong with the file; [`ErrorKind::Unsupported`] naming the first text that
    /// is not UTF-8, which [`read_bytes`](Self::read_bytes) and [`read_lossy`](Self::read_lossy) give;
    /// [`ErrorKind::LimitExceeded`] for more texts than a file of this size warrants.
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
        let mut texts = Vec::new();
        self.each(size_of::<String>(), &mut |count, bytes| {
            reserve(&mut texts, count)?;
            let text = std::str::from_utf8(bytes).map_err(|_| {
                unsupported(format!(
                    "element {} of \"{}\" that is not UTF-8; Hdf5Texts::read_bytes gives the bytes \
                     of all, read_lossy texts with marks for what cannot be read",
                    texts.len(),
                    self.name
                ))
            })?;
            texts.push(text.to_owned());
            Ok(())
        })?;
        Ok(texts)
    }

    /// The bytes of all texts, in C order, whatever their encoding.
    ///
    /// # Errors
    /// As [`read`](Self::read), but for what is not UTF-8.
    ///
    /// # NumPy
    /// `dataset[...]`, without `asstr`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{Hdf5File, Hdf5FileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-texts-bytes-{}.h5", std::process::id()));
    /// let mut file = Hdf5FileWriter::new(&path)?;
    /// file.texts("words", &["a", "ü"])?;
    /// file.finish()?;
    /// let words = Hdf5File::open(&path)?.root().texts("words")?;
    /// assert_eq!(words.read_bytes()?, [&b"a"[..], b"\xc3\xbc"]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_bytes(&self) -> Result<Vec<Vec<u8>>> {
        let mut texts = Vec::new();
        self.each(size_of::<Vec<u8>>(), &mut |count, bytes| {
            reserve(&mut texts, count)?;
            texts.push(bytes.to_vec());
            Ok(())
        })?;
        Ok(texts)
    }

    /// All texts, in C order, with marks (U+FFFD) for what is not UTF-8.
    ///
    /// # Errors
    /// As [`read_bytes`](Self::read_bytes).
    ///
    /// # NumPy
    /// `dataset.asstr(errors='replace')[...]`.
    ///
    /// # Examples
    /// ```no_run
    /// let names = nd_io::Hdf5File::open("latin1.h5")?.root().texts("names")?;
    /// for name in names.read_lossy()? {
    ///     println!("{name}");
    /// }
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn read_lossy(&self) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        self.each(size_of::<String>(), &mut |count, bytes| {
            reserve(&mut texts, count)?;
            texts.push(String::from_utf8_lossy(bytes).into_owned());
            Ok(())
        })?;
        Ok(texts)
    }

    /// Visits the bytes of each text, with the number of all; each becomes something of `size` bytes.
    fn each(&self, size: usize, visit: &mut dyn FnMut(usize, &[u8]) -> Result<()>) -> Result<()> {
        let bytes = self.part.read_all(size, "the texts")?;
        let walk = Walk::new(self.part.raw.store());
        let size = self.part.leaf.size;
        let count = bytes.len() / size;
        for element in bytes.chunks_exact(size) {
            match self.padding {
                Some(padding) => visit(count, trimmed(element, padding))?,
                None => {
                    let pointed = Pointed::read(&walk, element, 1)?;
                    visit(count, trimmed(pointed.bytes(), Padding::Terminated))?;
                }
            }
        }
        Ok(())
    }
}

/// Makes room for all of a list, once.
pub(super) fn reserve<T>(all: &mut Vec<T>, count: usize) -> Result<()> {
    if all.capacity() >= count {
        return Ok(());
    }
    let bytes = count.saturating_mul(size_of::<T>());
    all.try_reserve_exact(count).map_err(|_| ErrorKind::AllocFailed { bytes }.into())
}

impl std::fmt::Debug for Hdf5Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hdf5Texts").field("shape", &self.shape()).finish_non_exhaustive()
    }
}
