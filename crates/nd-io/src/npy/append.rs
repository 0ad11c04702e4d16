//! [`append_npy`]: a file that grows along its first axis, without being written again.

use std::fs::{File, OpenOptions};
use std::path::Path;

use nd_core::{AnyView, ArrayLike, DType};

use super::fault::NpyFault;
use super::header::{APPENDING, NpyHeader};
use super::read::check_length;
use super::write::{FileOrder, NpyOptions, save_view, write_elements};
use crate::atomic::lock;
use crate::blocks::{StoredElement, checked_nbytes};
use crate::error::{Error, ErrorKind, Result};
use crate::position::write_all_at;

/// Appends rows to a `.npy` file, along its first axis; makes the file if there is none.
///
/// Only the new rows and the header are written. Killed at any moment, the file has its old rows or
/// the new ones too: the header is marked before the first new byte is written, so that what stands
/// behind the array is known for what it is, and names the new number of rows only when they are
/// safely on the disk. Other readers of the format see the old array until then, and NumPy ignores
/// what follows it.
///
/// # Errors
/// An [`Error`] that names the file: the system's errors, everything that
/// [`load_header`](crate::load_header) refuses, [`ErrorKind::WrongElements`],
/// [`ErrorKind::ForeignByteOrder`], [`ErrorKind::Locked`] when another writer or a map has the
/// file, and [`NpyFault::Append`] when the shapes do not fit, the file is in Fortran order, or its
/// header has no room for the new number of rows (NumPy leaves room, as this crate does). The old
/// rows are intact after every error.
///
/// # NumPy
/// None; the third-party `npy-append-array` rewrites the header first.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-append-{}.npy", std::process::id()));
/// nd_io::append_npy(&path, &[[1.0, 2.0]])?;
/// nd_io::append_npy(&path, &[[3.0, 4.0], [5.0, 6.0]])?;
/// assert_eq!(nd_io::load::<f64>(&path)?.shape(), [3, 2]);
/// assert!(nd_io::append_npy(&path, &[[1.0, 2.0, 3.0]]).is_err()); // rows of three
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn append_npy<A>(path: impl AsRef<Path>, rows: A) -> Result<()>
where
    A: ArrayLike<Elem: StoredElement>,
{
    let path = path.as_ref();
    append(path, rows.view().into()).map_err(|error| error.at(path))
}

#[inline(never)]
fn append(path: &Path, rows: AnyView<'_>) -> Result<()> {
    let mut file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && rows.ndim() > 0 => {
            return save_view(path, rows, &NpyOptions::default().order(FileOrder::C), true);
        }
        Err(error) => return Err(Error::io("open")(error)),
    };
    lock(&file).map_err(Error::io("lock"))?;
    let header = NpyHeader::read(&mut file)?;
    let length = file.metadata().map_err(Error::io("open"))?.len();
    check_length(&header, length)?;
    let grown = grown(&header, rows)?;

    let marked = rerender(&header, header.shape(), true)?;
    write_all_at(&file, 0, &marked)?;
    file.sync_data().map_err(Error::io("finish writing"))?;
    let end = header.data_offset() + header.nbytes() as u64;
    let mut tail = Tail { file: &file, at: end };
    write_elements(&mut tail, rows, header.byte_order())?;
    // What a longer append left behind that did not come to its end.
    file.set_len(tail.at).map_err(Error::io("write"))?;
    file.sync_data().map_err(Error::io("finish writing"))?;
    write_all_at(&file, 0, &grown)?;
    file.sync_data().map_err(Error::io("finish writing"))
}

/// The header of the longer array, exactly as long as the old one.
fn grown(header: &NpyHeader, rows: AnyView<'_>) -> Result<Vec<u8>> {
    let refused = |what: String| Err(NpyFault::Append { what }.into());
    let (stored, given) = (header.dtype(), rows.dtype());
    if stored != given {
        return Err(ErrorKind::WrongElements { stored, given }.into());
    }
    if !header.byte_order().is_native() && stored != DType::Bool {
        let order = header.byte_order().mark();
        return Err(ErrorKind::ForeignByteOrder { dtype: stored, order }.into());
    }
    let (old, new) = (header.shape(), rows.shape());
    if old.is_empty() || old.len() != new.len() || old[1..] != new[1..] {
        return refused(format!("rows of shape {new:?} to an array of shape {old:?}"));
    }
    if header.fortran_order() && old.len() > 1 {
        return refused("the file is in Fortran order, its rows are not together".to_owned());
    }
    let (mut shape, itemsize) = (old.to_vec(), stored.itemsize());
    shape[0] = match old[0].checked_add(new[0]) {
        Some(count) => count,
        None => return Err(ErrorKind::ShapeOverflow { shape, itemsize }.into()),
    };
    checked_nbytes(&shape, itemsize)?;
    rerender(header, &shape, false)
}

/// The file's header with another shape, padded to its length; marked while rows are being added.
pub(crate) fn rerender(header: &NpyHeader, shape: &[usize], mark: bool) -> Result<Vec<u8>> {
    let (dtype, order) = (header.dtype(), header.byte_order());
    let mut bytes =
        NpyHeader::render(dtype, order, shape, header.fortran_order(), header.version())?;
    let want = usize::try_from(header.data_offset()).expect("a header is at most 64 KiB");
    bytes.pop(); // the line end
    while bytes.len() > want - 1 {
        if bytes.pop() != Some(b' ') || bytes.last() == Some(&b'}') {
            let what = format!("the header has no room for shape {shape:?}");
            return Err(Error::from(NpyFault::Append { what }));
        }
    }
    bytes.resize(want - 1, b' ');
    bytes.push(b'\n');
    if mark {
        let last = bytes.len() - APPENDING.len();
        bytes[last..].copy_from_slice(APPENDING.as_bytes());
    }
    // The length field is that of the file's own header.
    let field = header.length_size();
    let length = (want - 8 - field) as u32;
    bytes[8..8 + field].copy_from_slice(&length.to_le_bytes()[..field]);
    Ok(bytes)
}

/// Writes one part after the other, at a position of its own.
struct Tail<'f> {
    file: &'f File,
    at: u64,
}

impl std::io::Write for Tail<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = crate::position::write_at(self.file, bytes, self.at)?;
        self.at += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
