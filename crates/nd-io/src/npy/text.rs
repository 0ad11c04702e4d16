//! Arrays of strings: NumPy's `S` and `U`.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use nd_core::{Array, ArrayLike};

use super::fault::NpyFault;
use super::header::{Parts, read_full};
use super::kind::NpyType;
use super::record::render;
use crate::atomic::AtomicFile;
use crate::blocks::ByteOrder;
use crate::error::{Error, ErrorKind, Result};

/// Loads all of a `.npy` file.
pub(crate) fn load_file(path: &Path) -> Result<Array<String>> {
    let mut file = File::open(path).map_err(Error::io("open"))?;
    let array = read_array(&mut file)?;
    match read_full(&mut file, &mut [0; 64])? {
        0 => Ok(array),
        extra => Err(Error::from(ErrorKind::TrailingBytes { extra: extra as u64 })),
    }
}

/// Reads an array of strings from a stream, and leaves the stream right behind it.
///
/// # Errors
/// As [`load_strings`](crate::load_strings).
///
/// # NumPy
/// `np.load(stream)` of an array of `S` or `U`.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let mut file = Vec::new();
/// nd_io::write_strings(&mut file, &Array::from_vec(vec!["Vega", "Deneb"]))?;
/// assert_eq!(nd_io::read_strings(file.as_slice())?.into_vec(), ["Vega", "Deneb"]);
/// assert!(nd_io::read_strings(&file[..130]).is_err()); // cut off
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn read_strings(mut reader: impl Read) -> Result<Array<String>> {
    read_array(&mut reader)
}

pub(crate) fn read_array(reader: &mut dyn Read) -> Result<Array<String>> {
    let parts = Parts::<NpyType>::read(reader)?;
    let size = match parts.descr {
        NpyType::Bytes(size) => size,
        NpyType::Text(size, _) => size * 4,
        other => {
            let (file, requested) = (other.to_string().into(), "'S' or 'U'".into());
            let what = "not strings".to_owned();
            return Err(Error::from(NpyFault::RecordMismatch { file, requested, what }));
        }
    };
    // One string at a time, so that a header that lies costs nothing.
    let (mut strings, mut bytes) = (Vec::new(), Vec::new());
    let total = parts.shape.iter().product::<usize>();
    // Strings of no bytes take none of the file: their number must be bounded otherwise.
    const MAX_EMPTY: usize = 1 << 20;
    if size == 0 && total > MAX_EMPTY {
        return Err(Error::from(ErrorKind::AllocFailed {
            bytes: total.saturating_mul(size_of::<String>()),
        }));
    }
    for index in 0..total {
        bytes.clear();
        let got = reader.take(size as u64).read_to_end(&mut bytes).map_err(Error::io("read"))?;
        if got < size {
            let (want, got) = (parts.nbytes as u64, (index * size + got) as u64);
            return Err(Error::from(ErrorKind::UnexpectedEof { what: "data".into(), want, got }));
        }
        strings.push(match parts.descr {
            NpyType::Text(_, order) => characters(&bytes, order)
                .ok_or(Error::from(NpyFault::BadText { index, encoding: "UTF-32" }))?,
            _ => {
                let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
                std::str::from_utf8(&bytes[..end])
                    .map_err(|_| Error::from(NpyFault::BadText { index, encoding: "UTF-8" }))?
                    .to_owned()
            }
        });
    }
    let mut shape = parts.shape;
    if parts.fortran_order {
        shape.reverse();
    }
    let stored = Array::from_shape_vec(shape, strings);
    Ok(if parts.fortran_order { stored.into_transposed() } else { stored })
}

/// A string in UTF-32, without the zeros at its end.
fn characters(bytes: &[u8], order: ByteOrder) -> Option<String> {
    let codes = bytes.chunks_exact(4).map(|code| {
        let code = [code[0], code[1], code[2], code[3]];
        match order {
            ByteOrder::Little => u32::from_le_bytes(code),
            ByteOrder::Big => u32::from_be_bytes(code),
        }
    });
    let text: Option<String> = codes.map(char::from_u32).collect();
    text.map(|text| text.trim_end_matches('\0').to_owned())
}

/// Saves an array of strings as NumPy's `U`, as wide as the longest; the file is replaced whole, or
/// not at all.
///
/// # Errors
/// An [`Error`] that names the file, with the system's error.
///
/// # NumPy
/// `np.save(path, np.array(strings))`.
///
/// # Examples
/// ```
/// use nd_core::Array;
///
/// let path = std::env::temp_dir().join(format!("nd-save-strings-{}.npy", std::process::id()));
/// nd_io::save_strings(&path, &Array::from_vec(vec!["a", "längste"]))?; // NumPy's <U7
/// assert_eq!(nd_io::load_strings(&path)?.into_vec(), ["a", "längste"]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_strings<A>(path: impl AsRef<Path>, array: A) -> Result<()>
where
    A: ArrayLike<Elem: AsRef<str>>,
{
    let path = path.as_ref();
    let save = || {
        let mut file = AtomicFile::create(path).map_err(Error::io("create"))?;
        write_array(&mut file, &array)?;
        file.commit().map_err(Error::io("finish writing"))
    };
    save().map_err(|error| error.at(path))
}

/// Writes an array of strings to a stream, as [`save_strings`] does.
///
/// # Errors
/// The stream's.
///
/// # Examples
/// ```
/// let mut file = Vec::new();
/// nd_io::write_strings(&mut file, &nd_core::Array::from_vec(vec!["one", "two"]))?;
/// assert_eq!(nd_io::read_strings(file.as_slice())?.into_vec(), ["one", "two"]);
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_strings<A>(mut writer: impl Write, array: A) -> Result<()>
where
    A: ArrayLike<Elem: AsRef<str>>,
{
    write_array(&mut writer, &array)
}

pub(crate) fn write_array<A>(writer: &mut dyn Write, array: A) -> Result<()>
where
    A: ArrayLike<Elem: AsRef<str>>,
{
    const BLOCK: usize = 64 << 10;
    let view = array.view();
    let width = view.iter().map(|text| text.as_ref().chars().count()).max().unwrap_or(0).max(1);
    let kind = NpyType::Text(width, ByteOrder::NATIVE);
    let mut block = render(&kind.to_string(), view.shape())?;
    for text in view.iter() {
        let start = block.len();
        block.extend(text.as_ref().chars().flat_map(|c| u32::from(c).to_ne_bytes()));
        block.resize(start + 4 * width, 0);
        if block.len() > BLOCK {
            writer.write_all(&block).map_err(Error::io("write"))?;
            block.clear();
        }
    }
    writer.write_all(&block).map_err(Error::io("write"))
}
