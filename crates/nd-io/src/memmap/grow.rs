//! Maps that grow along their first axis.

use super::MmapArrayMut;
use crate::blocks::{MapElement, checked_nbytes};
use crate::error::{Error, Result};
use crate::npy::{NpyFault, rerender};
use crate::position::write_all_at;

impl<T: MapElement> MmapArrayMut<T> {
    /// Makes the first axis longer by rows of zeros; the file grows with it.
    ///
    /// Killed at any moment, the file has its old rows or the new ones too, as with
    /// [`append_npy`](crate::append_npy).
    ///
    /// # Errors
    /// The system's; [`NpyFault::Append`] for a rank of 0, Fortran order, a copy-on-write map,
    /// or a header without room; [`ErrorKind::ShapeOverflow`](crate::ErrorKind::ShapeOverflow). The map is then as it was.
    ///
    /// # NumPy
    /// None: a `np.memmap` keeps its size.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{FileOrder, MmapArrayMut};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-mmap-grow-{}.npy", std::process::id()));
    /// // SAFETY: the file is ours, nothing else writes it.
    /// let mut map = unsafe { MmapArrayMut::<u32>::create(&path, [1, 2], FileOrder::C)? };
    /// map.grow(2)?;
    /// map.view_mut()[[2, 1]] = 7;
    /// drop(map);
    /// assert_eq!(nd_io::load::<u32>(&path)?.into_vec(), [0, 0, 0, 0, 0, 7]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn grow(&mut self, rows: usize) -> Result<()> {
        let refused = |what: &str| Error::from(NpyFault::Append { what: what.to_owned() });
        if !self.writes_through {
            return Err(refused("the map is a private copy of the file"));
        }
        let mapped = &mut self.mapped;
        if mapped.shape.is_empty() || (mapped.fortran_order && mapped.shape.len() > 1) {
            return Err(refused("only the first axis of an array in C order can grow"));
        }
        let mut shape = mapped.shape;
        let itemsize = size_of::<T>();
        shape[0] = shape[0].checked_add(rows).ok_or_else(|| refused("too many rows"))?;
        let length = checked_nbytes(&shape, itemsize)?
            .checked_add(mapped.offset)
            .ok_or_else(|| refused("too many rows"))?;
        if let Some(header) = &mapped.header {
            let grown = rerender(header, &shape, false)?; // may have no room: before anything is done
            write_all_at(&mapped.file, 0, &rerender(header, header.shape(), true)?)?;
            mapped.file.sync_data().map_err(Error::io("write"))?;
            mapped.file.set_len(length as u64).map_err(Error::io("extend"))?;
            write_all_at(&mapped.file, 0, &grown)?;
        } else {
            mapped.file.set_len(length as u64).map_err(Error::io("extend"))?;
        }
        mapped.remap(length)?;
        mapped.shape = shape;
        if let Some(header) = &mut mapped.header {
            header.set_shape(shape);
        }
        Ok(())
    }
}
