//! `.npy` files read and written at any place, without an array in between.

use bytemuck::Pod;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// An open `.npy` file in C order, whose elements are little-endian as this machine is.
pub struct Npy {
    file: File,
    start: u64,
    /// Lengths of the axes.
    pub shape: Vec<usize>,
}

impl Npy {
    /// Opens a file to be read.
    ///
    /// # Errors
    /// What the file system says; `InvalidData` if this is no `.npy` file of version 1 of `descr` (such as `<f4`).
    pub fn open(path: &Path, descr: &str) -> io::Result<Self> {
        let file = File::open(path)?;
        let mut start = [0; 10];
        read_exact_at(&file, &mut start, 0)?;
        let length = u16::from_le_bytes([start[8], start[9]]);
        let mut header = vec![0; usize::from(length)];
        read_exact_at(&file, &mut header, 10)?;
        let header = String::from_utf8_lossy(&header);
        let shape = parse(&header, descr).filter(|_| start.starts_with(b"\x93NUMPY\x01\x00"));
        let wrong = || format!("{}: not a .npy file of {descr}: {header}", path.display());
        let shape = shape.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, wrong()))?;
        Ok(Self { file, start: 10 + u64::from(length), shape })
    }

    /// Makes a file that has its header, and no elements yet.
    ///
    /// # Errors
    /// What the file system says.
    ///
    /// # Panics
    /// If the header is too long for its length to be written down.
    pub fn create(path: &Path, descr: &str, shape: &[usize]) -> io::Result<Self> {
        let lengths: String = shape.iter().map(|length| format!("{length}, ")).collect();
        let header =
            format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': ({lengths}), }}");
        let header = header.replace(", )", if shape.len() == 1 { ",)" } else { ")" });
        // The magic word, the version and the length take 10 bytes, the line break one.
        let width = (header.len() + 11).next_multiple_of(64) - 11;
        let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
        bytes.extend(u16::try_from(width + 1).expect("a header is short").to_le_bytes());
        writeln!(bytes, "{header:width$}")?;
        let mut file = File::create(path)?;
        file.write_all(&bytes)?;
        Ok(Self { file, start: bytes.len() as u64, shape: shape.to_vec() })
    }

    /// Elements in all.
    pub fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Elements of one row: one index of axis 0.
    pub fn row(&self) -> usize {
        self.shape[1..].iter().product()
    }

    /// Reads elements from `at` on, counted from the first.
    ///
    /// # Errors
    /// What the file system says; `UnexpectedEof` past the last.
    pub fn read<T: Pod>(&self, at: usize, out: &mut [T]) -> io::Result<()> {
        let offset = self.start + (at * size_of::<T>()) as u64;
        read_exact_at(&self.file, bytemuck::cast_slice_mut(out), offset)
    }

    /// Writes elements from `at` on.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write<T: Pod>(&self, at: usize, elements: &[T]) -> io::Result<()> {
        let offset = self.start + (at * size_of::<T>()) as u64;
        write_all_at(&self.file, bytemuck::cast_slice(elements), offset)
    }
}

/// The shape of a header that says `descr` and C order.
fn parse(header: &str, descr: &str) -> Option<Vec<usize>> {
    if !header.contains(&format!("'{descr}'")) || !header.contains("'fortran_order': False") {
        return None;
    }
    let (_, rest) = header.split_once("'shape': (")?;
    let (lengths, _) = rest.split_once(')')?;
    let lengths = lengths.split(',').map(str::trim).filter(|length| !length.is_empty());
    lengths.map(|length| length.parse().ok()).collect()
}

/// Reads at a place, whatever other threads read of the same file.
#[cfg(unix)]
pub(super) fn read_exact_at(file: &File, out: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, out, offset)
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

/// As on Unix, where one call does not have to read all.
#[cfg(windows)]
pub(super) fn read_exact_at(file: &File, mut out: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !out.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_read(file, out, offset)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        out = &mut out[count..];
        offset += count as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn write_all_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let count = std::os::windows::fs::FileExt::seek_write(file, bytes, offset)?;
        bytes = &bytes[count..];
        offset += count as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nd_reads_what_is_written_and_writes_what_is_read() {
        let folder = std::env::temp_dir().join(format!("nd-bench-npy-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("a.npy");
        let file = Npy::create(&path, "<f8", &[2, 3]).unwrap();
        file.write(3, &[4.0, 5.0, 6.0]).unwrap();
        file.write(0, &[1.0, 2.0, 3.0]).unwrap();
        let a = nd::io::load::<f64>(&path).unwrap();
        assert_eq!(a, nd::array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        nd::io::save(&path, nd::array![7.0_f32, 8.0, 9.0]).unwrap();
        let file = Npy::open(&path, "<f4").unwrap();
        let mut two = [0.0_f32; 2];
        file.read(1, &mut two).unwrap();
        assert_eq!((file.shape.as_slice(), file.row(), two), (&[3][..], 1, [8.0, 9.0]));
        assert!(file.read(2, &mut two).is_err());
        let other = Npy::open(&path, "<f8").map(|_| ()).unwrap_err();
        assert!(other.to_string().contains("not a .npy file of <f8"), "{other}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
