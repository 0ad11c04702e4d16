//! Many files as one array.

use super::pattern::{expand, files};
use super::stored::Stored;
use crate::chunked::{AnyChunked, Chunked};
use crate::error::Result;
use crate::node::Node;
use crate::regions::{per_axis, with_axis, without_axes};
use nd_core::{MAX_NDIM, Shape, normalize_axis, threads};
use nd_io::{ArrayInfo, Dataset, ReadBlocks, Region, StoredElement};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How several files make one array.
///
/// # Examples
/// See [`open_all`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// One after the other along an axis that they have; negative ones count from the end.
    Along(isize),
    /// Side by side along a new axis, given by its place in the result.
    Stack(isize),
}

/// Which files: a pattern, whose files come in natural order (`x-9` before `x-10`), or a list of paths, in its order.
///
/// In patterns `*` stands for anything but `/`, `?` for one character, `[a-z]` and `[!a-z]` for one of some. What follows
/// a file is a path inside it: `data/year-*.nc/t2m`.
///
/// # Examples
/// ```
/// use nd_ooc::Files;
///
/// let _ = Files::from("data/year-*.nc/t2m");
/// let _ = Files::from(["a.npy", "b.npy"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files(Named);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Named {
    Pattern(String),
    List(Vec<PathBuf>),
}

macro_rules! patterns {
    ($($T:ty, $text:expr;)*) => {$(
        impl From<$T> for Files {
            fn from(pattern: $T) -> Files {
                let text: fn($T) -> String = $text;
                Files(Named::Pattern(text(pattern)))
            }
        }
    )*};
}
patterns! {
    &str, |text| text.to_owned();
    String, |text| text;
    &String, |text| text.clone();
    &Path, |path| path.to_string_lossy().into_owned();
    PathBuf, |path| path.to_string_lossy().into_owned();
    &PathBuf, |path| path.to_string_lossy().into_owned();
}

impl<P: AsRef<Path>> From<&[P]> for Files {
    fn from(paths: &[P]) -> Files {
        Files(Named::List(paths.iter().map(|path| path.as_ref().to_owned()).collect()))
    }
}

impl<P: AsRef<Path>> From<Vec<P>> for Files {
    fn from(paths: Vec<P>) -> Files {
        Files::from(&paths[..])
    }
}

impl<P: AsRef<Path>, const N: usize> From<[P; N]> for Files {
    fn from(paths: [P; N]) -> Files {
        Files::from(&paths[..])
    }
}

/// Files that are kept open at a time; others are opened again when they are read.
const OPEN: usize = 64;

/// An array that is stored in several files.
struct Several {
    paths: Vec<PathBuf>,
    axis: usize,
    /// Where each begins along the axis, and where the last one ends.
    starts: Vec<usize>,
    is_stack: bool,
    info: ArrayInfo,
    /// Those used last, the latest at the end.
    open: Mutex<Vec<(usize, Dataset)>>,
}

impl Several {
    fn dataset(&self, number: usize) -> Result<Dataset, nd_io::Error> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = open.iter().position(|file| file.0 == number) {
            let file = open.remove(at);
            open.push(file.clone());
            return Ok(file.1);
        }
        drop(open);
        let dataset = nd_io::open(&self.paths[number])?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= OPEN {
            open.remove(0);
        }
        open.push((number, dataset.clone()));
        Ok(dataset)
    }

    /// The files that hold a region: number, part of the file, and positions of the region.
    fn parts(&self, region: &Region) -> Vec<(usize, Region, (usize, usize))> {
        let axis = self.axis;
        let (start, count, by) = (region.start()[axis], region.shape()[axis], region.step()[axis]);
        let (mut parts, mut at) = (Vec::new(), 0);
        while at < count {
            let position = start + at * by;
            let number = self.starts.partition_point(|&first| first <= position) - 1;
            let len = (self.starts[number + 1] - position).div_ceil(by).min(count - at);
            let first = position - self.starts[number];
            let part = match self.is_stack {
                true => without_axes(region, &[axis]),
                false => with_axis(region, axis, (first, len, if len > 1 { by } else { 1 })),
            };
            parts.push((number, part, (at, len)));
            at += len;
        }
        parts
    }
}

impl ReadBlocks for Several {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), nd_io::Error> {
        let shape = region.shape();
        let count = shape[self.axis];
        let outer: usize = shape[..self.axis].iter().product();
        let row = out.len() / (outer * count);
        for (number, part, (at, len)) in self.parts(region) {
            let dataset = self.dataset(number)?;
            if outer == 1 {
                dataset.read_block(&part, &mut out[at * row..(at + len) * row])?;
                continue;
            }
            let mut bytes = vec![0; outer * len * row];
            dataset.read_block(&part, &mut bytes)?;
            for (place, from) in bytes.chunks_exact(len * row).enumerate() {
                let to = (place * count + at) * row;
                out[to..to + len * row].copy_from_slice(from);
            }
        }
        Ok(())
    }
}

/// What all files say of themselves, each opened once.
fn infos(paths: &[PathBuf]) -> Result<Vec<ArrayInfo>> {
    let read = |number: usize| nd_io::open(&paths[number]).map(|file| file.info().clone());
    Ok(threads::collect(paths.len(), &read).into_iter().collect::<Result<_, nd_io::Error>>()?)
}

/// Refuses files that do not fit the first.
fn check(paths: &[PathBuf], infos: &[ArrayInfo], axis: Option<usize>) -> Result<()> {
    let first = &infos[0];
    for (path, info) in paths.iter().zip(infos).skip(1) {
        let same = |at: usize| Some(at) == axis || info.shape[at] == first.shape[at];
        let fits = info.shape.ndim() == first.shape.ndim() && (0..first.shape.ndim()).all(same);
        if !fits || info.dtype != first.dtype {
            return Err(files(format!(
                "{}: {} of shape {:?} does not fit {} of shape {:?} in {}",
                path.display(),
                info.dtype,
                info.shape,
                first.dtype,
                first.shape,
                paths[0].display(),
            )));
        }
    }
    Ok(())
}

/// An axis of the files, or a new one.
fn axis_of(join: Join, ndim: usize, first: &Path) -> Result<usize> {
    match join {
        Join::Along(axis) => Ok(normalize_axis("open_all", axis, ndim)?),
        Join::Stack(_) if ndim == MAX_NDIM => {
            Err(files(format!("{}: has too many axes to be stacked", first.display())))
        }
        Join::Stack(axis) => Ok(normalize_axis("open_all", axis, ndim + 1)?),
    }
}

/// Opens many files as one array, of which nothing is read but what the files say of themselves: each is opened once
/// for that, and again when it is read.
///
/// # Errors
/// As [`nd_io::open`]; [`ErrorKind::Files`](crate::ErrorKind::Files), naming the file, if no file matches or shapes or
/// element types differ; [`ErrorKind::DtypeMismatch`](crate::ErrorKind::DtypeMismatch) if the elements are not `T`.
///
/// # NumPy
/// `dask.array.concatenate([from_array(f) for f in sorted(glob(pattern))], axis)`, `xarray.open_mfdataset(pattern)`.
///
/// # Examples
/// ```
/// use nd_ooc::Join;
///
/// let folder = std::env::temp_dir().join(format!("nd-ooc-all-{}", std::process::id()));
/// std::fs::create_dir_all(&folder)?;
/// for year in [9, 10, 11] {
///     nd_io::save(folder.join(format!("year-{year}.npy")), &nd_core::Array::full([365, 4], year))?;
/// }
/// let x = nd_ooc::open_all::<i32>(folder.join("year-*.npy"), Join::Along(0))?;
/// assert_eq!(x.shape(), [3 * 365, 4]);
/// assert_eq!(x.slice(nd_core::s![..;365, 0]).compute()?, nd_core::array![9, 10, 11]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn open_all<T: StoredElement>(paths: impl Into<Files>, join: Join) -> Result<Chunked<T>> {
    open_all_any(paths, join)?.try_into()
}

/// As [`open_all`], whatever the element type.
///
/// # Errors
/// As [`open_all`], but for the element type.
///
/// # Examples
/// ```
/// assert!(nd_ooc::open_all_any("no-such-*.npy", nd_ooc::Join::Stack(0)).is_err());
/// ```
pub fn open_all_any(paths: impl Into<Files>, join: Join) -> Result<AnyChunked> {
    let (title, paths) = match paths.into().0 {
        Named::Pattern(pattern) => (pattern.clone(), expand(&pattern)?),
        Named::List(paths) => {
            let first = paths.first().map(|path| path.display().to_string());
            (first.ok_or_else(|| files("no files are named".into()))?, paths)
        }
    };
    let (infos, is_stack) = (infos(&paths)?, matches!(join, Join::Stack(_)));
    let axis = axis_of(join, infos[0].shape.ndim(), &paths[0])?;
    check(&paths, &infos, (!is_stack).then_some(axis))?;
    Ok(AnyChunked::of(several(title, paths, &infos, (axis, is_stack))?))
}

/// The source that files make together along an axis, which they have or not.
fn several(
    title: String,
    paths: Vec<PathBuf>,
    infos: &[ArrayInfo],
    (axis, is_stack): (usize, bool),
) -> Result<Arc<Node>> {
    let mut starts = vec![0usize];
    for info in infos {
        let len = if is_stack { 1 } else { info.shape[axis] };
        starts.push(starts[starts.len() - 1].saturating_add(len));
    }
    let len = starts[paths.len()];
    let first = &infos[0];
    let widen = |values: &[usize], own: usize| {
        per_axis(first.shape.ndim() + usize::from(is_stack), |at| match at {
            at if at == axis => own,
            at => values[at - usize::from(is_stack && at > axis)],
        })
    };
    let shape = Shape::try_new(&widen(&first.shape, len))?;
    let along = |values: &[usize]| if is_stack { 1 } else { values[axis] };
    let longest = infos.iter().map(|info| along(&info.shape)).max().unwrap_or(1);
    let mut info = ArrayInfo::new(shape, first.dtype);
    info.chunks = first.chunks.map(|chunks| widen(&chunks, along(&chunks)));
    info.compression.clone_from(&first.compression);
    info.attributes.clone_from(&first.attributes);
    let hint = info.chunks.unwrap_or_else(|| widen(&first.shape, longest));
    let how = if is_stack { "stacked, axis" } else { "along axis" };
    let (dtype, title) = (first.dtype, format!("{title} ({} files {how} {axis})", paths.len()));
    let open = Mutex::new(Vec::new());
    let several = Several { paths: paths.clone(), axis, starts, is_stack, info, open };
    let stored = Stored::of_files(Dataset::new(several), paths, title);
    Ok(Node::chunked(stored, Vec::new(), shape, dtype, hint))
}
