//! [`PngReader`] and [`PngWriter`]: PNG files some rows at a time.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use nd_core::{AnyArray, AnyView, Array, ArrayLike, DType, Shape};
use png::StreamWriter;

use super::guard::guarded;
use super::options::{PictureOptions, PictureWriteOptions};
use super::png::{Png, begin, encoder, refusal, set_compression};
use super::reader::Reader;
use crate::atomic::AtomicFile;
use crate::blocks::{StoredElement, each_part, filled};
use crate::error::{Error, ErrorKind, Result};
use crate::format::Format;
use crate::packed::resize;

/// Bytes of a chunk of pixels in a file, and of rows that are copied at once.
const PIECE: usize = 1 << 18;

/// A PNG file that is read some rows at a time: a picture `(h, w)` or `(h, w, c)` of any height in the memory of a
/// row. Interlaced files are decoded whole, because their last pixel may be of the first row.
///
/// # Examples
/// ```
/// use nd_io::PngReader;
///
/// let path = std::env::temp_dir().join(format!("nd-png-rows-{}.png", std::process::id()));
/// nd_io::save_picture(&path, &[[1u8, 2], [3, 4], [5, 6]])?;
/// let mut png = PngReader::open(&path)?;
/// assert_eq!(png.shape(), [3, 2]);
/// assert_eq!(png.read_rows::<u8>(2)?.into_vec(), [1, 2, 3, 4]);
/// assert_eq!(png.read_rows::<u8>(2)?.into_vec(), [5, 6]); // those that are left
/// assert!(png.read_rows::<u8>(2)?.is_empty());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct PngReader {
    path: PathBuf,
    rows: Rows,
    shape: Shape,
    dtype: DType,
    /// Rows that were read.
    at: usize,
}

/// Where rows come from.
enum Rows {
    Stream(Box<Png>),
    /// An interlaced picture, decoded.
    Whole(Vec<u8>),
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Stream(_) => "Stream",
            Self::Whole(_) => "Whole",
        })
    }
}

impl PngReader {
    /// Opens a file and reads its header. Of interlaced files at most 1 GiB is decoded, see
    /// [`open_with`](Self::open_with).
    ///
    /// # Errors
    /// As [`load_picture`](crate::load_picture); [`ErrorKind::UnknownFormat`] for another format.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::PngReader::open("no-such.png").is_err());
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(path, &PictureOptions::default())
    }

    /// [`open`](Self::open) with a limit of one's own for interlaced files.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    ///
    /// # Examples
    /// ```
    /// use nd_io::{PictureOptions, PngReader};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-png-rows-with-{}.png", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u8, 2]])?;
    /// // Rows need no more than they are.
    /// assert!(PngReader::open_with(&path, &PictureOptions::default().max_bytes(1)).is_ok());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_with(path: impl AsRef<Path>, options: &PictureOptions) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path).map_err(Error::io("open"));
        file.and_then(|file| Self::of_file(file, path, options)).map_err(|error| error.at(path))
    }

    fn of_file(file: File, path: &Path, options: &PictureOptions) -> Result<Self> {
        let mut again = file.try_clone().map_err(Error::io("open"))?;
        let all = PictureOptions { max_bytes: u64::MAX, ..*options };
        let reader = Reader::of_file(file, &all)?;
        let (shape, dtype) = (reader.shape, reader.dtype);
        let nbytes = crate::blocks::checked_nbytes(&shape, dtype.itemsize())?;
        let rows = match reader.into_png()? {
            png if !png.is_interlaced() => Rows::Stream(png),
            _ => {
                let mut pixels = Vec::new();
                // Once more, within the limit.
                again.rewind().map_err(Error::io("read"))?;
                let reader = Reader::of_file(again, options)?;
                resize(&mut pixels, nbytes)?;
                reader.decode(&mut pixels)?;
                Rows::Whole(pixels)
            }
        };
        Ok(Self { path: path.to_owned(), rows, shape, dtype, at: 0 })
    }

    /// The picture's shape.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-png-shape-{}.png", std::process::id()));
    /// nd_io::save_picture(&path, &[[[1u8, 2, 3]]])?;
    /// assert_eq!(nd_io::PngReader::open(&path)?.shape(), [1, 1, 3]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The type of its elements: `u8`, or `u16`.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-png-dtype-{}.png", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16]])?;
    /// assert_eq!(nd_io::PngReader::open(&path)?.dtype().name(), "uint16");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The next rows, as many as are left but no more than `n`: `(n, w)` or `(n, w, c)`.
    ///
    /// # Errors
    /// [`ErrorKind::DtypeMismatch`] for another element type than the file's; [`ErrorKind::Corrupt`]; the system's.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-png-read-{}.png", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16], [2]])?;
    /// let mut png = nd_io::PngReader::open(&path)?;
    /// assert!(png.read_rows::<u8>(1).is_err());
    /// assert_eq!(png.read_rows::<u16>(1)?.into_vec(), [1]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_rows<T: StoredElement>(&mut self, n: usize) -> Result<Array<T>> {
        self.read(n, T::DTYPE).map(T::take)
    }

    #[inline(never)]
    fn read(&mut self, n: usize, requested: DType) -> Result<AnyArray> {
        let path = self.path.clone();
        let stored = self.dtype;
        if requested != stored {
            return Err(Error::from(ErrorKind::DtypeMismatch { stored, requested }).at(&path));
        }
        let n = n.min(self.shape[0] - self.at);
        let mut shape = self.shape.to_vec();
        shape[0] = n;
        let row = self.shape[1..].iter().product::<usize>() * stored.itemsize();
        let (rows, at) = (&mut self.rows, self.at);
        let read = filled(stored, Shape::from(shape), &mut |out| match rows {
            Rows::Whole(pixels) => {
                out.copy_from_slice(&pixels[at * row..][..out.len()]);
                Ok(())
            }
            Rows::Stream(png) => guarded(Format::Png, || {
                out.chunks_exact_mut(row).try_for_each(|out| png.read_row(out))
            }),
        });
        self.at += n;
        read.map_err(|error| error.at(&path))
    }
}

/// A PNG file that is written some rows at a time, in the memory of a few of them. The file appears whole or not at
/// all, when it is [finished](Self::finish).
///
/// Elements are `u8`, `u16`, or `bool`, which is stored in a bit and read as 0 and 255.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::{PictureWriteOptions, PngWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-png-writer-{}.png", std::process::id()));
/// let mut png = PngWriter::create(&path, [3, 2], DType::U8, &PictureWriteOptions::default())?;
/// png.write_rows(&[[1u8, 2], [3, 4]])?;
/// png.write_rows(&[[5u8, 6]])?;
/// png.finish()?;
/// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [1, 2, 3, 4, 5, 6]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct PngWriter {
    path: PathBuf,
    file: AtomicFile,
    stream: StreamWriter<'static, File>,
    shape: Shape,
    dtype: DType,
    at: usize,
    swapped: Vec<u8>,
}

impl std::fmt::Debug for PngWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PngWriter").field("path", &self.path).field("shape", &self.shape).finish()
    }
}

impl PngWriter {
    /// Begins a picture `(h, w)` or `(h, w, c)` with `c` 1 to 4.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for shapes and elements that PNG has no place for; the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{PictureWriteOptions, PngWriter};
    ///
    /// let options = PictureWriteOptions::default();
    /// assert!(PngWriter::create("no.png", [3, 2, 5], DType::U8, &options).is_err());
    /// assert!(PngWriter::create("no.png", [3, 2], DType::F32, &options).is_err());
    /// ```
    pub fn create(
        path: impl AsRef<Path>,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &PictureWriteOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        Self::begin(path, shape.into(), dtype, options).map_err(|error| error.at(path))
    }

    fn begin(
        path: &Path,
        shape: Shape,
        dtype: DType,
        options: &PictureWriteOptions,
    ) -> Result<Self> {
        let bit = dtype == DType::Bool;
        let stored = if bit { DType::U8 } else { dtype };
        let ([width, height], channels) = super::save::admit(Format::Png, &shape, stored)?;
        if bit && channels > 1 {
            return Err(refused(format!("PNG holds bool in one channel, not in {channels}")));
        }
        let file = AtomicFile::create(path).map_err(Error::io("create"))?;
        let handle = file.file().try_clone().map_err(Error::io("create"))?;
        let mut encoder = encoder([width, height], &options.metadata, handle)?;
        encoder.set_color(super::png::colour(channels));
        encoder.set_depth(match stored.itemsize() {
            _ if bit => png::BitDepth::One,
            1 => png::BitDepth::Eight,
            _ => png::BitDepth::Sixteen,
        });
        set_compression(&mut encoder, options.png);
        let writer = begin(encoder, &options.metadata)?;
        let stream = writer.into_stream_writer_with_size(PIECE).map_err(refusal)?;
        let path = path.to_owned();
        Ok(Self { path, file, stream, shape, dtype, at: 0, swapped: Vec::new() })
    }

    /// Writes the next rows: `(n, w)` or `(n, w, c)`.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for rows of another width, number of channels or element type, and for more than the
    /// picture has; the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{PictureWriteOptions, PngWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-png-bools-{}.png", std::process::id()));
    /// let mut png = PngWriter::create(&path, [1, 3], DType::Bool, &PictureWriteOptions::default())?;
    /// assert!(png.write_rows(&[[1u8, 2, 3]]).is_err());
    /// png.write_rows(&[[true, false, true]])?;
    /// png.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [255, 0, 255]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_rows<A>(&mut self, rows: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        let path = self.path.clone();
        self.write(rows.view().into()).map_err(|error| error.at(&path))
    }

    #[inline(never)]
    fn write(&mut self, rows: AnyView<'_>) -> Result<()> {
        let (shape, left) = (rows.shape(), self.shape[0] - self.at);
        let fits = shape.len() == self.shape.len() && shape[1..] == self.shape[1..];
        if !fits || rows.dtype() != self.dtype || shape[0] > left {
            return Err(refused(format!(
                "{} rows {shape:?} of a picture {} {:?} of which {left} rows are left",
                rows.dtype(),
                self.dtype,
                &self.shape[..]
            )));
        }
        let row = self.shape[1..].iter().product::<usize>() * self.dtype.itemsize();
        let (stream, swapped, dtype) = (&mut self.stream, &mut self.swapped, self.dtype);
        let copy = rows.to_array();
        let mut put = |bytes: &[u8]| stream.write_all(bytes).map_err(Error::io("write"));
        each_part(copy.view(), PIECE, &mut |part| {
            for piece in part.chunks((PIECE / row).max(1) * row) {
                if dtype == DType::U8 {
                    put(piece)?;
                    continue;
                }
                swapped.clear();
                if dtype == DType::Bool {
                    piece.chunks_exact(row).for_each(|row| pack_bits(row, swapped));
                } else {
                    let words = piece.as_chunks().0.iter();
                    swapped.extend(words.flat_map(|&x| u16::from_ne_bytes(x).to_be_bytes()));
                }
                put(swapped)?;
            }
            Ok(())
        })?;
        self.at += shape[0];
        Ok(())
    }

    /// Ends the picture and gives the file its name.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] where rows are missing; the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{PictureWriteOptions, PngWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-png-missing-{}.png", std::process::id()));
    /// let png = PngWriter::create(&path, [1, 3], DType::U8, &PictureWriteOptions::default())?;
    /// assert!(png.finish().is_err());
    /// assert!(!path.exists());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn finish(self) -> Result<()> {
        let Self { path, file, stream, shape, at, .. } = self;
        if at != shape[0] {
            return Err(refused(format!("a picture of {at} of {} rows", shape[0])).at(&path));
        }
        let done = stream.finish().map_err(refusal);
        done.and_then(|()| file.commit().map_err(Error::io("write")))
            .map_err(|error| error.at(&path))
    }
}

/// Appends a row of booleans, eight in a byte.
fn pack_bits(row: &[u8], out: &mut Vec<u8>) {
    out.extend(
        row.chunks(8).map(|bits| {
            bits.iter().zip(0..).fold(0, |byte, (&bit, k)| byte | (bit & 1) << (7 - k))
        }),
    );
}

fn refused(what: String) -> Error {
    ErrorKind::unsupported(Format::Png, what).into()
}
