//! Arrays of times: NumPy's `M8` and `m8`.

use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use nd_core::time::{TimeElement, TimeError, TimeUnit};
use nd_core::{Array, ArrayLike, Counted, DType, View};

use super::fault::NpyFault;
use super::header::{NpyHeader, Parts, read_full};
use super::kind::NpyType;
use super::read::read_stream;
use super::record::render;
use crate::atomic::AtomicFile;
use crate::blocks::ByteOrder;
use crate::error::{Error, ErrorKind, Result};

/// Counts, and what they count: so many of a unit.
struct Stored {
    counts: Array<i64>,
    unit: TimeUnit,
    many: i64,
}

/// Loads all of a `.npy` file.
pub(crate) fn load_file<T: TimeElement>(path: &Path) -> Result<Array<T>> {
    let mut file = File::open(path).map_err(Error::io("open"))?;
    let stored = read_stored(&mut file, T::IS_DATE)?;
    match read_full(&mut file, &mut [0; 64])? {
        0 => as_times(stored),
        extra => Err(Error::from(ErrorKind::TrailingBytes { extra: extra as u64 })),
    }
}

/// Reads an array of times from a stream, and leaves the stream right behind it.
///
/// # Errors
/// As [`load_times`](crate::load_times).
///
/// # NumPy
/// `np.load(stream)` of an array of `datetime64` or `timedelta64`.
///
/// # Examples
/// ```
/// use nd_core::time::{Day, Hour};
/// use nd_core::{Datetime64, array};
///
/// let mut file = Vec::new();
/// nd_io::write_times(&mut file, array![1].map(Datetime64::<Day>::new))?;
/// let times = nd_io::read_times::<Datetime64<Hour>>(file.as_slice())?;
/// assert_eq!(times.to_string(), "['1970-01-02T00']");
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn read_times<T: TimeElement>(mut reader: impl Read) -> Result<Array<T>> {
    read_array(&mut reader)
}

pub(crate) fn read_array<T: TimeElement>(reader: &mut dyn Read) -> Result<Array<T>> {
    as_times(read_stored(reader, T::IS_DATE)?)
}

fn read_stored(reader: &mut dyn Read, dates: bool) -> Result<Stored> {
    let parts = Parts::<NpyType>::read(reader)?;
    let (order, many, unit) = match parts.descr {
        NpyType::Time { date, unit, many, order } if date == dates => (order, many, unit),
        other => {
            let file = other.to_string().into();
            let requested = if dates { "'M8'" } else { "'m8'" }.into();
            let what = if dates { "not dates" } else { "not spans of time" }.to_owned();
            return Err(Error::from(NpyFault::RecordMismatch { file, requested, what }));
        }
    };
    let header = NpyHeader::from_parts(Parts {
        descr: (DType::I64, order),
        fortran_order: parts.fortran_order,
        shape: parts.shape,
        version: parts.version,
        nbytes: parts.nbytes,
        data_offset: parts.data_offset,
        appending: parts.appending,
    });
    let counts = read_stream(reader, &header)?;
    let counts = Array::try_from(counts).expect("read as that");
    Ok(Stored { counts, unit, many: i64::from(many) })
}

fn as_times<T: TimeElement>(stored: Stored) -> Result<Array<T>> {
    let Stored { mut counts, unit, many } = stored;
    if many != 1 {
        counts = multiplied(counts, many).ok_or(NpyFault::Times {
            why: TimeError::Overflow {
                op: "load_times",
                what: format!("a multiple of {many}").into(),
                unit,
                index: Box::default(),
            },
        })?;
    }
    if unit == T::UNIT {
        return Ok(Array::from_counts(counts));
    }
    T::of_unit(counts.view(), unit).map_err(|why| Error::from(NpyFault::Times { why }))
}

/// Counts of 25 s as counts of 1 s.
fn multiplied(counts: Array<i64>, many: i64) -> Option<Array<i64>> {
    let fits = |&count: &i64| count == i64::MIN || count.checked_mul(many).is_some();
    let all = counts.iter().all(fits);
    all.then(|| counts.map(|count| if count == i64::MIN { count } else { count * many }))
}

/// Saves an array of times as NumPy's `datetime64` or `timedelta64` of its unit; the file is replaced whole, or not at
/// all.
///
/// # Errors
/// An [`Error`] that names the file, with the system's error.
///
/// # NumPy
/// `np.save(path, times)`.
///
/// # Examples
/// ```
/// use nd_core::{Timedelta64, array, time::Second};
///
/// let path = std::env::temp_dir().join(format!("nd-save-times-{}.npy", std::process::id()));
/// let spans = array![90, i64::MIN].map(Timedelta64::<Second>::new); // NumPy's <m8[s]
/// nd_io::save_times(&path, &spans)?;
/// let back = nd_io::load_times::<Timedelta64<Second>>(&path)?;
/// assert_eq!(back.counts(), spans.counts());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn save_times<A>(path: impl AsRef<Path>, times: A) -> Result<()>
where
    A: ArrayLike<Elem: TimeElement>,
{
    let path = path.as_ref();
    let save = || {
        let mut file = AtomicFile::create(path).map_err(Error::io("create"))?;
        write_array(&mut file, &times)?;
        file.commit().map_err(Error::io("finish writing"))
    };
    save().map_err(|error| error.at(path))
}

/// Writes an array of times to a stream, as [`save_times`] does.
///
/// # Errors
/// The stream's.
///
/// # Examples
/// ```
/// use nd_core::{Datetime64, array, time::Day};
///
/// let mut file = Vec::new();
/// nd_io::write_times(&mut file, array![0].map(Datetime64::<Day>::new))?;
/// assert!(String::from_utf8_lossy(&file).contains("M8[D]"));
/// # Ok::<(), nd_io::Error>(())
/// ```
pub fn write_times<A>(mut writer: impl Write, times: A) -> Result<()>
where
    A: ArrayLike<Elem: TimeElement>,
{
    write_array(&mut writer, &times)
}

pub(crate) fn write_array<A>(writer: &mut dyn Write, times: &A) -> Result<()>
where
    A: ArrayLike<Elem: TimeElement>,
{
    let view = times.view();
    write_counts(writer, counts(&view), A::Elem::IS_DATE, A::Elem::UNIT)
}

fn counts<'a, T: Counted>(times: &View<'a, T>) -> View<'a, i64> {
    times.counts()
}

fn write_counts(
    writer: &mut dyn Write,
    counts: View<'_, i64>,
    date: bool,
    unit: TimeUnit,
) -> Result<()> {
    const BLOCK: usize = 1 << 16;
    let kind = NpyType::Time { date, unit, many: 1, order: ByteOrder::NATIVE };
    let mut block = render(&kind.to_string(), counts.shape())?;
    for count in counts.iter() {
        block.extend(count.to_ne_bytes());
        if block.len() > BLOCK {
            writer.write_all(&block).map_err(Error::io("write"))?;
            block.clear();
        }
    }
    writer.write_all(&block).map_err(Error::io("write"))
}
