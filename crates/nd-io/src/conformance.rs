//! The suite that every stored array has to pass: this crate's formats, and yours.
//!
//! Behind the feature `conformance`, to be used in tests:
//! ```
//! use nd_core::DType;
//! use nd_io::conformance::{Subject, check};
//! use nd_io::{CreateOptions, Dataset, DatasetWriter, Error, ReadBlocks, WriteBlocks};
//!
//! struct Npy(std::path::PathBuf);
//!
//! impl Subject for Npy {
//!     fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error> {
//!         if dtype == DType::BF16 {
//!             return Ok(None); // the format has no name for it
//!         }
//!         nd_io::create(&self.0, shape, dtype, &CreateOptions::default()).map(Some)
//!     }
//!
//!     fn open(&self) -> Result<Dataset, Error> {
//!         nd_io::open(&self.0)
//!     }
//! }
//!
//! let npy = Npy(std::env::temp_dir().join(format!("nd-suite-{}.npy", std::process::id())));
//! let report = check(&npy).unwrap_or_else(|failure| panic!("{failure}"));
//! assert!(report.arrays > 100 && report.regions > 1000);
//! # std::fs::remove_file(&npy.0)?;
//! # Ok::<(), std::io::Error>(())
//! ```

use std::fmt;
use std::path::Path;
use std::thread;

use nd_core::{AnyArray, Array, DType, MAX_NDIM, Shape, with_dtype};

use crate::blocks::{ReadBlocks, Region, Strided, copy_strided};
use crate::dataset::{Dataset, DatasetWriter};
use crate::error::Error;
use crate::format::Format;

/// A way of storing arrays, to be tested.
pub trait Subject {
    /// Begins to store an array of zeros; replaces the one there was. `None` if it cannot hold such
    /// an array.
    ///
    /// # Errors
    /// Any error is a failure of the suite.
    fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error>;

    /// Opens the array stored last.
    ///
    /// # Errors
    /// Any error is a failure of the suite.
    fn open(&self) -> Result<Dataset, Error>;
}

/// What the suite did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Report {
    /// Arrays stored and read back.
    pub arrays: usize,
    /// Arrays that the subject said it cannot hold.
    pub skipped: usize,
    /// Regions read and compared.
    pub regions: usize,
}

/// Where a subject did not do as it should.
#[derive(Debug)]
pub struct Failure {
    /// What was being tested.
    case: String,
    /// What happened.
    what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.case, self.what)
    }
}

impl std::error::Error for Failure {}

/// The shapes that are tried: of no axis, of no element, smaller and larger than chunks usually are.
const SHAPES: &[&[usize]] =
    &[&[], &[0], &[1], &[37], &[3, 0, 2], &[5, 7], &[64, 3], &[1, 130], &[9, 8, 7], &[2, 3, 4, 5]];

/// Stores and reads arrays in every way that [`ReadBlocks`] and [`WriteBlocks`](crate::WriteBlocks) promise to work.
///
/// Whole arrays of every element type and several shapes; blocks in any order, with gaps between
/// their elements, from several threads, sharing chunks; parts that were never written; regions with and
/// without steps, empty ones, from several threads; buffers of the wrong length and regions that lead out, which must be
/// refused.
///
/// # Errors
/// The first failure.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::conformance::{Subject, check};
/// use nd_io::{Dataset, DatasetWriter, Error};
///
/// /// Holds nothing at all.
/// struct Nothing;
/// impl Subject for Nothing {
///     fn create(&self, _: &[usize], _: DType) -> Result<Option<DatasetWriter>, Error> {
///         Ok(None)
///     }
///     fn open(&self) -> Result<Dataset, Error> {
///         unreachable!("nothing was stored")
///     }
/// }
/// let report = check(&Nothing).unwrap();
/// assert_eq!(report.arrays, 0);
/// assert!(report.skipped > 100);
/// ```
pub fn check(subject: &dyn Subject) -> Result<Report, Failure> {
    let mut report = Report::default();
    for dtype in DType::ALL {
        for shape in SHAPES {
            for plan in [Plan::Whole, Plan::Blocks, Plan::Strided, Plan::Part] {
                let case = format!("{plan:?} of {dtype} {shape:?}");
                let result = run(subject, shape, dtype, plan, &mut report);
                result.map_err(|what| Failure { case, what })?;
            }
        }
    }
    Ok(report)
}

/// Checks that every region of an array reads as the same region of `bytes`, its elements in C order.
///
/// For arrays that can only be read.
///
/// # Errors
/// The first failure.
///
/// # Panics
/// If `bytes` is not as long as the array.
///
/// # Examples
/// ```
/// use nd_core::DType;
/// use nd_io::conformance::check_reader;
/// use nd_io::{ArrayInfo, Error, ReadBlocks, Region};
///
/// /// Ones, whatever is asked for.
/// struct Ones(ArrayInfo);
/// impl ReadBlocks for Ones {
///     fn info(&self) -> &ArrayInfo {
///         &self.0
///     }
///     fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<(), Error> {
///         self.0.check(region, out.len())?;
///         out.fill(1);
///         Ok(())
///     }
/// }
/// let ones = Ones(ArrayInfo::new([3, 4], DType::U8));
/// assert!(check_reader(&ones, &[1; 12]).is_ok());
/// assert!(check_reader(&ones, &[2; 12]).is_err());
/// ```
pub fn check_reader(source: &dyn ReadBlocks, bytes: &[u8]) -> Result<Report, Failure> {
    let info = source.info();
    let size = info.size() * info.dtype.itemsize();
    assert_eq!(bytes.len(), size, "check_reader: bytes for {} elements", info.size());
    let model = Model { shape: info.shape.to_vec(), dtype: info.dtype, bytes: bytes.to_vec() };
    let mut report = Report { arrays: 1, ..Report::default() };
    let result = compare(source, &model, &mut report);
    result.map(|()| report).map_err(|what| Failure { case: "reading".to_owned(), what })
}

/// Saves arrays of every element type and several shapes at a path, and loads them again in every way of
/// the door: [`save_any`](crate::save_any), [`create`](crate::create), [`load_any`](crate::load_any),
/// [`load`](crate::load), [`open`](crate::open) and [`list`](crate::list).
///
/// `holds` says which arrays come back as they were. Where the path goes on inside a file, an array beside it must stay as it is. Text and
/// raw files have no element type, so they are loaded as the one that was saved; raw ones as one row.
///
/// # Errors
/// The first failure.
///
/// # Examples
/// ```
/// let path = std::env::temp_dir().join(format!("nd-door-suite-{}.npy", std::process::id()));
/// let report = nd_io::conformance::check_door(&path, &|_, dtype| dtype.name() != "bfloat16");
/// assert!(report.unwrap_or_else(|failure| panic!("{failure}")).arrays > 100);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn check_door(path: &Path, holds: &dyn Fn(&[usize], DType) -> bool) -> Result<Report, Failure> {
    let mut report = Report::default();
    let format = Format::from_extension(path);
    let file = path.ancestors().filter(|path| Format::from_extension(path).is_some()).last();
    let inside = file.filter(|file| *file != path);
    let beside = inside.map(|file| file.join("beside"));
    let neighbour = AnyArray::from(Array::from_vec(vec![1.5f64, -2.5]));
    let failed = |case: String, what: String| Failure { case, what };
    if let Some(beside) = &beside {
        let saved = crate::save_any(beside, &neighbour);
        saved.map_err(|error| failed("saving beside".into(), error.to_string()))?;
    }
    for dtype in DType::ALL {
        for shape in SHAPES {
            let case = format!("{dtype} {shape:?}");
            let size: usize = shape.iter().product();
            let numbers: Vec<f64> = (0..size).map(|i| (i % 7 % (2 + size)) as f64).collect();
            let array = AnyArray::from(Array::from_shape_vec(*shape, numbers)).cast(dtype);
            if !holds(shape, dtype) {
                report.skipped += 1;
                continue;
            }
            let typed = !matches!(format, Some(Format::Text | Format::Raw));
            let done = through_door(path, &array, typed, report.arrays % 2 == 0);
            done.map_err(|what| failed(case.clone(), what))?;
            report.arrays += 1;
            if let Some(beside) = &beside {
                match crate::load_any(beside) {
                    Ok(found) if found == neighbour => {}
                    found => return Err(failed(case, format!("beside it stands {found:?}"))),
                }
            }
        }
    }
    Ok(report)
}

/// One array, there and back.
fn through_door(path: &Path, array: &AnyArray, typed: bool, whole: bool) -> Result<(), String> {
    let said = |what: &str| {
        let what = what.to_owned();
        move |error: Error| format!("{what}: {error}")
    };
    let (shape, dtype) = (Shape::from(array.shape()), array.dtype());
    if whole {
        crate::save_any(path, array).map_err(said("save_any"))?;
    } else {
        let out = crate::create(path, shape, dtype, &crate::CreateOptions::default());
        let out = out.map_err(said("create"))?;
        out.write_any([], array).map_err(said("write"))?;
        out.finish().map_err(said("finish"))?;
    }
    let same = |what: &str, found: &AnyArray| match found == array {
        true => Ok(()),
        false => Err(format!("{what} gives {found:?}, {array:?} was saved")),
    };
    let loaded = with_dtype!(dtype, T => crate::load::<T>(path).map(AnyArray::from));
    same("load", &loaded.map_err(said("load"))?)?;
    if typed {
        same("load_any", &crate::load_any(path).map_err(said("load_any"))?)?;
        let ds = crate::open(path).map_err(said("open"))?;
        same("open", &ds.read_any([]).map_err(said("read_any"))?)?;
        let other = if dtype == DType::U8 { DType::I8 } else { DType::U8 };
        let wrong = with_dtype!(other, T => crate::load::<T>(path).is_ok());
        if wrong {
            return Err(format!("{dtype} was loaded as {other}"));
        }
    }
    match crate::list(path).map_err(said("list"))? {
        names if names == [""] => Ok(()),
        names => Err(format!("list gives {names:?}")),
    }
}

/// In which way an array is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// At once.
    Whole,
    /// In small blocks, in no order, from several threads.
    Blocks,
    /// In blocks that interleave.
    Strided,
    /// Only here and there.
    Part,
}

/// What the array should be.
struct Model {
    shape: Vec<usize>,
    dtype: DType,
    bytes: Vec<u8>,
}

impl Model {
    fn read(&self, region: &Region) -> Vec<u8> {
        let itemsize = self.dtype.itemsize();
        let mut out = vec![0; region.size() * itemsize];
        let from = Strided::of(&self.shape, region, itemsize);
        let to = Strided::dense(region.shape(), itemsize);
        copy_strided(&self.bytes, from, &mut out, to, region.shape(), itemsize);
        out
    }

    fn clear(&mut self, region: &Region) {
        let itemsize = self.dtype.itemsize();
        let zeros = vec![0; region.size() * itemsize];
        let to = Strided::of(&self.shape, region, itemsize);
        let from = Strided::dense(region.shape(), itemsize);
        copy_strided(&zeros, from, &mut self.bytes, to, region.shape(), itemsize);
    }
}

/// Numbers that look random and are the same every time: Knuth's 64-bit congruential generator
/// (The Art of Computer Programming, vol. 2, 3.3.4), its high bits.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { self.next() as usize % end }
    }

    fn region(&mut self, shape: &[usize]) -> Region {
        let (mut start, mut count, mut step) = ([0; MAX_NDIM], [0; MAX_NDIM], [1; MAX_NDIM]);
        for (axis, &n) in shape.iter().enumerate() {
            start[axis] = self.below(n);
            step[axis] = [1, 1, 1, 2, 3, 7][self.below(6)];
            let most = n.saturating_sub(start[axis]).div_ceil(step[axis]);
            // Nothing once in a while, and otherwise rather much.
            count[axis] = if self.below(16) == 0 { 0 } else { most - self.below(most / 2 + 1) };
        }
        let ndim = shape.len();
        Region::new(&start[..ndim], &count[..ndim]).with_step(&step[..ndim])
    }
}

fn run(
    subject: &dyn Subject,
    shape: &[usize],
    dtype: DType,
    plan: Plan,
    report: &mut Report,
) -> Result<(), String> {
    let created = subject.create(shape, dtype).map_err(|error| format!("create: {error}"))?;
    let Some(writer) = created else {
        report.skipped += 1;
        return Ok(());
    };
    if writer.info().shape[..] != *shape || writer.info().dtype != dtype {
        return Err(format!("created as {} {:?}", writer.info().dtype, writer.info().shape));
    }
    let mut dice = Dice(shape.iter().sum::<usize>() as u64 * 31 + dtype as u64 + plan as u64 * 7);
    let size = shape.iter().product::<usize>() * dtype.itemsize();
    // Booleans are bytes 0 and 1; every byte is part of some number of any other type.
    let mask = if dtype == DType::Bool { 1 } else { 255 };
    let bytes = (0..size).map(|_| dice.next() as u8 & mask).collect();
    let mut model = Model { shape: shape.to_vec(), dtype, bytes };
    write(&writer, &mut model, plan, &mut dice)?;
    writer.finish().map_err(|error| format!("finish: {error}"))?;
    let source = subject.open().map_err(|error| format!("open: {error}"))?;
    report.arrays += 1;
    compare(&source, &model, report)?;
    refuse(&source, &model)
}

/// Writes the model as the plan says.
fn write(
    sink: &DatasetWriter,
    model: &mut Model,
    plan: Plan,
    dice: &mut Dice,
) -> Result<(), String> {
    let shape = model.shape.clone();
    let all = Region::all(&shape[..]);
    for region in leading_out(&shape) {
        let bytes = vec![0; region.size() * model.dtype.itemsize()];
        if sink.put_bytes(&region, &bytes).is_ok() {
            return Err(format!("{region:?} was written to shape {shape:?}"));
        }
    }
    match plan {
        Plan::Whole => put(sink, model, &[all]),
        Plan::Blocks => put(sink, model, &shuffled(blocks(&shape, 1), dice)),
        Plan::Strided => put(sink, model, &shuffled(blocks(&shape, 3), dice)),
        Plan::Part => {
            let regions: Vec<Region> = (0..3).map(|_| dice.region(&shape)).collect();
            put(sink, model, &regions)?;
            let written: Vec<Vec<u8>> = regions.iter().map(|region| model.read(region)).collect();
            model.clear(&all);
            for (region, bytes) in regions.iter().zip(&written) {
                let itemsize = model.dtype.itemsize();
                let to = Strided::of(&shape, region, itemsize);
                let from = Strided::dense(region.shape(), itemsize);
                copy_strided(bytes, from, &mut model.bytes, to, region.shape(), itemsize);
            }
            Ok(())
        }
    }
}

/// Cuts a shape into regions that do not overlap and together are all of it.
fn blocks(shape: &[usize], step: usize) -> Vec<Region> {
    let Some((&rows, rest)) = shape.split_first() else { return vec![Region::all(())] };
    let mut regions = Vec::new();
    let columns = rest.first().copied().unwrap_or(1);
    let cut = columns / 2;
    for first in 0..if step > 1 { step } else { rows.div_ceil(4) } {
        let (start, count, stride) = match step {
            1 => (first * 4, 4.min(rows - first * 4), 1),
            _ => (first.min(rows), rows.saturating_sub(first).div_ceil(step), step),
        };
        for (from, to) in [(0, cut), (cut, columns)] {
            let (mut begin, mut size, mut steps) = (vec![start], vec![count], vec![stride]);
            for (axis, &n) in rest.iter().enumerate() {
                begin.push(if axis == 0 { from } else { 0 });
                size.push(if axis == 0 { to - from } else { n });
                steps.push(1);
            }
            let split = !rest.is_empty();
            if split || from == 0 {
                regions.push(Region::new(begin, size).with_step(steps));
            }
        }
    }
    regions
}

fn shuffled(mut regions: Vec<Region>, dice: &mut Dice) -> Vec<Region> {
    for i in (1..regions.len()).rev() {
        regions.swap(i, dice.below(i + 1));
    }
    regions
}

/// Writes regions of the model from three threads.
fn put(sink: &DatasetWriter, model: &Model, regions: &[Region]) -> Result<(), String> {
    let part = |worker: usize| {
        regions.iter().skip(worker).step_by(3).try_for_each(|region| {
            let wrote = sink.put_bytes(region, &model.read(region));
            wrote.map_err(|error| format!("writing {region:?}: {error}"))
        })
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..3).map(|worker| scope.spawn(move || part(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no panic while writing"))
    })
}

/// Reads regions from three threads and compares them with the model's.
fn compare(source: &dyn ReadBlocks, model: &Model, report: &mut Report) -> Result<(), String> {
    let info = source.info();
    if info.shape[..] != model.shape[..] || info.dtype != model.dtype {
        return Err(format!("read as {} {:?}", info.dtype, info.shape));
    }
    let mut dice = Dice(model.bytes.len() as u64);
    let mut regions = vec![Region::all(&model.shape[..])];
    regions.extend((0..17).map(|_| dice.region(&model.shape)));
    let part = |worker: usize| {
        regions.iter().skip(worker).step_by(3).try_for_each(|region| {
            let want = model.read(region);
            // What was in the buffer must not shine through.
            let mut got = vec![0xa5; want.len()];
            if got.is_empty() {
                return Ok(()); // nothing is asked of a source then
            }
            let read = source.read_block(region, &mut got);
            read.map_err(|error| format!("reading {region:?}: {error}"))?;
            match want.iter().zip(&got).position(|(want, got)| want != got) {
                None => Ok(()),
                Some(at) => Err(format!(
                    "reading {region:?}: byte {at} is {}, {} was written",
                    got[at], want[at]
                )),
            }
        })
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..3).map(|worker| scope.spawn(move || part(worker))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no panic while reading"))
    })?;
    report.regions += regions.len();
    Ok(())
}

/// Reads what must be refused.
fn refuse(source: &Dataset, model: &Model) -> Result<(), String> {
    let all = &Region::all(&model.shape[..]);
    let mut long = vec![0; model.bytes.len() + 1];
    if source.read_block(all, &mut long).is_ok() {
        return Err("a buffer one byte too long was taken".to_owned());
    }
    for region in leading_out(&model.shape) {
        let mut out = vec![0; region.size() * model.dtype.itemsize()];
        if source.read_block(&region, &mut out).is_ok() {
            return Err(format!("{region:?} was read of shape {:?}", model.shape));
        }
    }
    Ok(())
}

/// Regions that begin inside and end one element outside, along each axis.
fn leading_out(shape: &[usize]) -> impl Iterator<Item = Region> {
    let inside = !shape.contains(&0);
    (0..shape.len()).filter(move |_| inside).map(move |axis| {
        let mut start = Shape::from(shape);
        start.iter_mut().for_each(|at| *at = 0);
        start[axis] = shape[axis] - 1;
        let mut count = Shape::from(shape);
        count[axis] = 2;
        Region::new(start, count)
    })
}
