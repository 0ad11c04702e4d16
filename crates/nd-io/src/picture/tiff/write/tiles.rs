//! [`TiffTileWriter`]: a picture whose tiles are written in any order, from many threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nd_core::{AnyView, ArrayLike, DType, Shape, threads};

use super::assemble::{self, HEAD, Page};
use super::journal::{Journal, Record};
use super::level::{Output, Stored};
use super::options::{TiffOptions, TiffPageOptions};
use super::packer::{self, Packer};
use super::plan::Plan;
use super::unpacked::{self, Reduction, Written, covered};
use super::{Result, Tags, Value, tags, unsupported};
use crate::atomic::AtomicFile;
use crate::blocks::{
    ArrayInfo, ChunkGrid, ChunkLocks, Region, StoredElement, Strided, WriteBlocks, bytes_of,
    copy_strided,
};
use crate::error::{Error, ErrorKind};
use crate::packed::resize;
use crate::position::read_exact_at;

/// Rows and columns of tiles that nobody chose.
const TILE: usize = 512;

/// Bytes of tiles that wait for more of their elements; a picture may have two rows of tiles in any case.
const WAITING: usize = 64 << 20;

/// Bytes of tiles that are packed before they are written.
const GROUP: usize = 16 << 20;

/// A TIFF file of one picture `(h, w)` or `(h, w, c)` whose parts are written in any order, from many threads; with
/// the smaller levels of a pyramid, if they are asked for.
///
/// Tiles are packed as soon as all their elements came. Those of which some are missing wait: 64 MiB of them, or two
/// rows of tiles if that is more; beyond that they are packed as they are, and unpacked when more comes. So parts that
/// are whole tiles are fastest. What was never written is zero. The smaller levels are made at the end, tile by
/// tile, of what is in the file: with a loss, of what a reader sees.
///
/// [`create`](crate::create()) makes one for `.tif`; here are OME's description, JPEG and the other options of TIFF.
///
/// # Examples
/// ```
/// use nd_core::{Array, DType};
/// use nd_io::{Region, TiffFile, TiffOptions, TiffPageOptions, TiffTileWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-any-order-{}.tif", std::process::id()));
/// let page = TiffPageOptions::default().tile([16, 16]).levels(usize::MAX);
/// let out = TiffTileWriter::create(&path, [32, 40], DType::U8, &TiffOptions::default(), &page)?;
/// out.write_region(&Region::new([16, 0], [16, 40]), &Array::full([16, 40], 2u8))?;
/// out.write_region(&Region::new([0, 0], [16, 40]), &Array::full([16, 40], 4u8))?;
/// out.finish()?;
///
/// assert_eq!(nd_io::load::<u8>(&path)?[[31, 39]], 2);
/// assert_eq!(TiffFile::open(&path)?.page(0)?.sub_page_count()?, 2); // 16 × 20 and 8 × 10
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct TiffTileWriter {
    path: PathBuf,
    options: TiffOptions,
    page: TiffPageOptions,
    info: ArrayInfo,
    grid: ChunkGrid,
    /// What is said of the picture.
    main: Tags,
    /// An element that was never written; `None` for zeros.
    fill: Option<Vec<u8>>,
    plans: Vec<Plan>,
    locks: ChunkLocks,
    packers: Mutex<Vec<Packer>>,
    state: Mutex<State>,
}

/// Where everything is: a tile is in the first of these that has it.
struct State {
    /// Tiles that wait for more, by their number.
    waiting: BTreeMap<usize, Waiting>,
    waiting_bytes: usize,
    /// Tiles that are packed and not in the file yet.
    packed: BTreeMap<usize, Vec<u8>>,
    /// Where tiles are in the file, and how long, of each level.
    places: Places,
    out: Output,
    journal: Option<Journal>,
}

struct Waiting {
    elements: Vec<u8>,
    /// `None` where all came before, and it waits to be packed anew.
    written: Option<Written>,
}

/// A write: its region, and the bytes of all of it.
struct Job<'a> {
    region: &'a Region,
    bytes: &'a [u8],
}

/// Refuses what only files in order can be.
fn check(options: &TiffOptions, page: &TiffPageOptions) -> Result<()> {
    let other = [
        (options.cloud_optimized, "a Cloud-optimised file in tiles of any order"),
        (options.imagej.is_some(), "ImageJ's file in tiles, which it does not read"),
        (page.separate, "separate planes in tiles of any order"),
    ];
    match other.iter().find(|(asked, _)| *asked) {
        Some((_, what)) => Err(unsupported(format!("{what}: write rows, with TiffWriter"))),
        None => Ok(()),
    }
}

/// Where tiles are in a file, and how long, of each level.
type Places = Vec<Vec<(u64, u64)>>;

/// Where the tiles are that were written before, and where the file ends.
fn placed(plans: &[Plan], records: Vec<Record>) -> Result<(Places, u64)> {
    let mut places = Places::new();
    for plan in plans {
        let count = plan.chunks()?;
        let mut table = Vec::new();
        table.try_reserve_exact(count).map_err(|_| Error::no_memory(16 * count))?;
        table.resize(count, (0, 0));
        places.push(table);
    }
    let mut end = HEAD;
    for record in records {
        let level = places.get_mut(record.level as usize);
        if let Some(place) = level.and_then(|level| level.get_mut(record.number as usize)) {
            *place = (record.place, record.len);
        }
        end = end.max(record.place + record.len);
    }
    Ok((places, end))
}

/// Where tiles go, and which of them are there.
struct Begun {
    file: AtomicFile,
    journal: Option<(Journal, Vec<Record>)>,
}

impl std::fmt::Debug for TiffTileWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TiffTileWriter")
            .field("path", &self.path)
            .field("info", &self.info)
            .finish()
    }
}

impl TiffTileWriter {
    /// Begins a file, which appears whole or not at all when it is [finished](Self::finish). Tiles are 512 × 512 unless
    /// [told otherwise](TiffPageOptions::tile).
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for shapes, elements and options that TIFF or the packing has no place
    /// for, for separate planes, and for Cloud-optimised files and ImageJ's; [`AllocFailed`](ErrorKind::AllocFailed);
    /// the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let (options, page) = (TiffOptions::default(), TiffPageOptions::default().tile([100, 100]));
    /// let error = TiffTileWriter::create("no.tif", [300, 300], DType::U8, &options, &page).unwrap_err();
    /// assert!(error.to_string().contains("multiples of 16"));
    /// ```
    pub fn create(
        path: impl AsRef<Path>,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &TiffOptions,
        page: &TiffPageOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        Self::create_filled(path, shape.into(), dtype, options, page, None)
            .map_err(|error| error.at(path))
    }

    /// [`create`](Self::create) where elements that were never written are something else than zero.
    pub(super) fn create_filled(
        path: &Path,
        shape: Shape,
        dtype: DType,
        options: &TiffOptions,
        page: &TiffPageOptions,
        fill: Option<Vec<u8>>,
    ) -> Result<Self> {
        Self::begin(path, shape, dtype, options, page, fill, &|_| {
            let file = AtomicFile::create(path).map_err(Error::io("create"))?;
            Ok(Begun { file: file.durable(options.durable), journal: None })
        })
    }

    /// As [`create`](Self::create), for work that may be killed and gone on with: tiles go to `PATH.partial`, which
    /// stays, with a list of those that are complete, and whoever calls this again with the same arguments finds them
    /// [written](Self::is_written). Each is held against its checksum, so a power failure costs no more than the last.
    ///
    /// # Errors
    /// Those of [`create`](Self::create); [`Unsupported`](ErrorKind::Unsupported) also where there are tiles of another
    /// picture, or packed in another way; [`Locked`](ErrorKind::Locked) while another process has them.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, DType};
    /// use nd_io::{Region, TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-go-on-{}.tif", std::process::id()));
    /// let page = TiffPageOptions::default().tile([16, 16]);
    /// let begin = || TiffTileWriter::resume(&path, [32, 16], DType::U8, &TiffOptions::default(), &page);
    /// let top = Region::new([0, 0], [16, 16]);
    /// let out = begin()?;
    /// out.write_region(&top, &Array::<u8>::ones([16, 16]))?;
    /// drop(out); // the process dies
    ///
    /// let out = begin()?;
    /// assert!(out.is_written(&top) && !out.is_written(&Region::all([32, 16])));
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.iter().map(|&x| u32::from(x)).sum::<u32>(), 256);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resume(
        path: impl AsRef<Path>,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &TiffOptions,
        page: &TiffPageOptions,
    ) -> Result<Self> {
        let path = path.as_ref();
        let begin = |plan: &Plan| {
            let mut partial = path.as_os_str().to_owned();
            partial.push(".partial");
            let partial = PathBuf::from(partial);
            let file = AtomicFile::go_on(path, &partial).map_err(Error::io("create"))?;
            let what = format!("{plan:?} {options:?} {page:?}");
            let journal = Journal::open(Journal::path_of(&partial), file.file(), &what)?;
            Ok(Begun { file: file.durable(options.durable), journal: Some(journal) })
        };
        Self::begin(path, shape.into(), dtype, options, page, None, &begin)
            .map_err(|error| error.at(path))
    }

    fn begin(
        path: &Path,
        shape: Shape,
        dtype: DType,
        options: &TiffOptions,
        page: &TiffPageOptions,
        fill: Option<Vec<u8>>,
        file: &dyn Fn(&Plan) -> Result<Begun>,
    ) -> Result<Self> {
        check(options, page)?;
        let mut page = page.clone();
        page.tile.get_or_insert_with(|| usual_tile(&shape));
        let plans = levels(Plan::new(&shape, dtype, &page)?, &page)?;
        let main = described(&plans[0], options, &page)?;
        let Begun { file, journal } = file(&plans[0])?;
        let (journal, records) = journal.unzip();
        let (places, end) = placed(&plans, records.unwrap_or_default())?;
        let mut info = ArrayInfo::new(shape, dtype);
        let mut chunks = shape;
        (chunks[0], chunks[1]) = (plans[0].chunk[0], plans[0].chunk[1]);
        info.chunks = Some(chunks);
        let state = State {
            waiting: BTreeMap::new(),
            waiting_bytes: 0,
            packed: BTreeMap::new(),
            places,
            out: Output::new(file, end, false),
            journal,
        };
        Ok(Self {
            path: path.to_owned(),
            options: options.clone(),
            page,
            info,
            grid: ChunkGrid::new(shape, chunks),
            main,
            fill,
            plans,
            locks: ChunkLocks::new(),
            packers: Mutex::default(),
            state: Mutex::new(state),
        })
    }

    /// What is being written: its `chunks` are the tiles.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-tile-info-{}.tif", std::process::id()));
    /// let (options, page) = (TiffOptions::default(), TiffPageOptions::default());
    /// let out = TiffTileWriter::create(&path, [700, 40, 3], DType::U8, &options, &page)?;
    /// assert_eq!(out.info().chunks, Some([512, 48, 3].into()));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn info(&self) -> &ArrayInfo {
        &self.info
    }

    /// Whether all tiles that have something of a region are in the file, written by this process or one before.
    ///
    /// # Panics
    /// If the region lies outside the picture.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, DType};
    /// use nd_io::{Region, TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-is-written-{}.tif", std::process::id()));
    /// let (options, page) = (TiffOptions::default(), TiffPageOptions::default().tile([16, 16]));
    /// let out = TiffTileWriter::create(&path, [16, 32], DType::U8, &options, &page)?;
    /// out.write_region(&Region::new([0, 0], [16, 20]), &Array::<u8>::ones([16, 20]))?;
    /// assert!(out.is_written(&Region::new([3, 5], [2, 2])));
    /// assert!(!out.is_written(&Region::new([0, 16], [1, 1]))); // the tile waits for more
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    #[track_caller]
    pub fn is_written(&self, region: &Region) -> bool {
        let nbytes = region.size().saturating_mul(self.info.dtype.itemsize());
        let inside = self.info.check(region, nbytes);
        assert!(inside.is_ok(), "is_written: {region:?} of a picture {:?}", &self.info.shape[..]);
        let state = self.state();
        self.grid.overlapping(region).all(|index| state.places[0][self.number(&index)].1 > 0)
    }

    /// Writes a part of the picture.
    ///
    /// # Errors
    /// [`WrongElements`](ErrorKind::WrongElements), [`Region`](ErrorKind::Region) for a region outside the picture and
    /// for an array that is not as large as it; [`Unsupported`](ErrorKind::Unsupported) for numbers that do not fit
    /// into [`bits`](TiffPageOptions::bits); [`AllocFailed`](ErrorKind::AllocFailed); the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{Region, TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-part-{}.tif", std::process::id()));
    /// let (options, page) = (TiffOptions::default(), TiffPageOptions::default());
    /// let out = TiffTileWriter::create(&path, [2, 2], DType::U8, &options, &page)?;
    /// assert!(out.write_region(&Region::new([1, 0], [1, 3]), &[[1u8, 2, 3]]).is_err());
    /// out.write_region(&Region::new([1, 0], [1, 2]), &[[3u8, 4]])?;
    /// out.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [0, 0, 3, 4]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_region<A>(&self, region: &Region, a: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.write_view(region, a.view().into()).map_err(|error| error.at(&self.path))
    }

    /// [`write_region`](Self::write_region) of elements whose type is known at run time only.
    ///
    /// # Errors
    /// Those of [`write_region`](Self::write_region).
    ///
    /// # Examples
    /// ```
    /// use nd_core::{AnyArray, DType, array};
    /// use nd_io::{Region, TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-any-part-{}.tif", std::process::id()));
    /// let (options, page) = (TiffOptions::default(), TiffPageOptions::default());
    /// let out = TiffTileWriter::create(&path, [1, 2], DType::U8, &options, &page)?;
    /// out.write_region_any(&Region::all([1, 2]), &AnyArray::from(array![[3u8, 4]]))?;
    /// assert!(out.write_region_any(&Region::all([1, 2]), &AnyArray::from(array![[0.5, 0.5]])).is_err());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn write_region_any<'a>(&self, region: &Region, a: impl Into<AnyView<'a>>) -> Result<()> {
        self.write_view(region, a.into()).map_err(|error| error.at(&self.path))
    }

    #[inline(never)]
    fn write_view(&self, region: &Region, a: AnyView<'_>) -> Result<()> {
        let (stored, given) = (self.info.dtype, a.dtype());
        if stored != given {
            return Err(ErrorKind::WrongElements { stored, given }.into());
        }
        let copy;
        let bytes = match bytes_of(a) {
            Some(bytes) => bytes,
            None => {
                copy = a.to_array();
                bytes_of(copy.view()).unwrap_or_default()
            }
        };
        self.info.check(region, bytes.len())?;
        self.put(region, bytes)
    }

    /// Makes the smaller levels, writes what is said of the picture, and gives the file its name.
    ///
    /// # Errors
    /// [`Unsupported`](ErrorKind::Unsupported) for a file that needs 64 bits and may not have them; the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-end-{}.tif", std::process::id()));
    /// let (options, page) = (TiffOptions::default(), TiffPageOptions::default());
    /// TiffTileWriter::create(&path, [20, 30], DType::F32, &options, &page)?.finish()?; // zeros
    /// assert_eq!(nd_io::load::<f32>(&path)?.shape(), [20, 30]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(self) -> Result<()> {
        self.finish_watched(&mut |_, _| ())
    }

    /// [`finish`](Self::finish), which tells again and again how many tiles of the smaller levels are made, and how many
    /// there will be.
    ///
    /// # Errors
    /// Those of [`finish`](Self::finish).
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffOptions, TiffPageOptions, TiffTileWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-watched-{}.tif", std::process::id()));
    /// let page = TiffPageOptions::default().tile([16, 16]).levels(usize::MAX);
    /// let out = TiffTileWriter::create(&path, [64, 64], DType::U8, &TiffOptions::default(), &page)?;
    /// let mut last = (0, 0);
    /// out.finish_watched(&mut |done, all| last = (done, all))?;
    /// assert_eq!(last, (5, 5)); // 2 × 2 of the half, and one
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish_watched(self, watch: &mut dyn FnMut(usize, usize)) -> Result<()> {
        let path = self.path.clone();
        self.end(watch).map_err(|error| error.at(&path))
    }
}

/// Writing.
impl TiffTileWriter {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn number(&self, index: &[usize]) -> usize {
        index[0] * self.grid.counts()[1] + index[1]
    }

    /// A packer, and back with it.
    fn with_packer<T>(&self, work: impl FnOnce(&mut Packer) -> Result<T>) -> Result<T> {
        let packers = || self.packers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut packer = packers().pop().unwrap_or_default();
        let done = work(&mut packer);
        packers().push(packer);
        done
    }

    /// Writes a region, some tiles after the others.
    fn put(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        let job = Job { region, bytes };
        let plan = &self.plans[0];
        let tile = plan.chunk[0] * plan.chunk[1] * plan.samples * plan.dtype.itemsize();
        let mut indices = self.grid.overlapping(region);
        loop {
            let group: Vec<Shape> = indices.by_ref().take((GROUP / tile).max(1)).collect();
            if group.is_empty() {
                return Ok(());
            }
            threads::try_run(group.len(), &|i| self.tile(&job, &group[i]))?;
            self.store(group.iter().map(|index| self.number(index)))?;
            self.relieve()?;
        }
    }

    /// Writes what the job has of a tile.
    fn tile(&self, job: &Job<'_>, index: &Shape) -> Result<()> {
        let block = self.grid.block(index);
        let Some((local, mine)) = job.region.within(&block) else { return Ok(()) };
        let number = self.number(index);
        let size = covered(&self.plans[0], number);
        let itemsize = self.info.dtype.itemsize();
        // Nobody else may take what was there in between.
        let _held = self.locks.lock(&[number]);
        let whole = local == Region::all(block.shape());
        let mut waiting = match whole {
            true => Waiting { elements: self.empty(block.size())?, written: None },
            false => self.taken(number, &block)?,
        };
        let from = Strided::of(job.region.shape(), &mine, itemsize);
        let to = Strided::of(block.shape(), &local, itemsize);
        copy_strided(job.bytes, from, &mut waiting.elements, to, local.shape(), itemsize);
        let complete = whole
            || waiting.written.as_mut().is_some_and(|written| {
                written.mark(block.shape(), &local);
                written.missing == 0
            });
        let plan = &self.plans[0];
        packer::check_bits(plan, &waiting.elements)?;
        if !complete {
            self.state().wait(number, waiting);
            return Ok(());
        }
        let packed =
            self.with_packer(|packer| unpacked::pack(plan, size, &waiting.elements, packer))?;
        let mut state = self.state();
        state.forget(number);
        state.packed.insert(number, packed);
        Ok(())
    }

    fn empty(&self, elements: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        resize(&mut bytes, elements * self.info.dtype.itemsize())?;
        Ok(bytes)
    }

    /// A tile as it is so far, taken from where it was.
    fn taken(&self, number: usize, block: &Region) -> Result<Waiting> {
        let mut state = self.state();
        if let Some(waiting) = state.forget(number) {
            return Ok(waiting);
        }
        let stored = match state.packed.remove(&number) {
            Some(packed) => Some(packed),
            None => state.read(0, number)?,
        };
        drop(state);
        let mut elements = self.empty(block.size())?;
        if let Some(stored) = stored {
            let plan = &self.plans[0];
            unpacked::unpack(plan, &self.page, covered(plan, number), &stored, &mut elements)?;
            return Ok(Waiting { elements, written: None });
        }
        self.fill(&mut elements);
        Ok(Waiting { elements, written: Some(Written::none_of(block.size())?) })
    }

    fn fill(&self, elements: &mut [u8]) {
        if let Some(fill) = &self.fill {
            elements.chunks_exact_mut(fill.len()).for_each(|out| out.copy_from_slice(fill));
        }
    }

    /// Writes tiles that are packed, in this order.
    fn store(&self, numbers: impl Iterator<Item = usize>) -> Result<()> {
        let mut state = self.state();
        let mut records = Vec::new();
        for number in numbers {
            if let Some(packed) = state.packed.remove(&number) {
                records.push(state.append(0, number, &packed)?);
            }
        }
        state.note(&records)
    }

    /// Packs tiles that wait for more, while there are too many.
    fn relieve(&self) -> Result<()> {
        let plan = &self.plans[0];
        let most = WAITING.max(2 * plan.chunk[0] * plan.row_bytes());
        loop {
            let state = self.state();
            let first = state.waiting.keys().next().copied();
            let Some(number) = first.filter(|_| state.waiting_bytes > most) else { return Ok(()) };
            drop(state);
            self.settle(number)?;
        }
    }

    /// Packs and writes a tile that waits for more as it is.
    fn settle(&self, number: usize) -> Result<()> {
        let held = self.locks.lock(&[number]);
        let Some(waiting) = self.state().forget(number) else { return Ok(()) };
        let plan = &self.plans[0];
        let size = covered(plan, number);
        let packed =
            self.with_packer(|packer| unpacked::pack(plan, size, &waiting.elements, packer))?;
        self.state().packed.insert(number, packed);
        drop(held);
        self.store(std::iter::once(number))
    }

    /// Everything that is missing, and the name.
    fn end(self, watch: &mut dyn FnMut(usize, usize)) -> Result<()> {
        loop {
            let next = self.state().waiting.keys().next().copied();
            match next {
                Some(number) => self.settle(number)?,
                None => break,
            }
        }
        self.fill_up()?;
        self.smaller(watch)?;
        let Self { options, page, main, plans, state, .. } = self;
        let State { places, mut out, journal, .. } =
            state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut levels = Vec::new();
        for (level, (plan, places)) in plans.into_iter().zip(places).enumerate() {
            let tags = match level {
                0 => main.clone(),
                _ => tags::describe(&plan, &page, true)?,
            };
            let (places, lengths) = places.into_iter().unzip();
            levels.push((Stored { plan, places, lengths }, tags));
        }
        assemble::behind(&[Page { levels }], options.big, &mut out)?;
        out.file.commit().map_err(Error::io("write"))?;
        journal.map_or(Ok(()), Journal::remove)
    }

    /// One tile for all that were never written.
    fn fill_up(&self) -> Result<()> {
        let missing = |state: &State| state.places[0].iter().position(|&(_, len)| len == 0);
        let Some(first) = missing(&self.state()) else { return Ok(()) };
        let plan = &self.plans[0];
        let mut elements = self.empty(plan.chunk[0] * plan.chunk[1] * plan.samples)?;
        self.fill(&mut elements);
        let packed =
            self.with_packer(|packer| unpacked::pack(plan, plan.chunk, &elements, packer))?;
        let mut state = self.state();
        let Record { place, len, .. } = state.append(0, first, &packed)?;
        let missing = state.places[0].iter_mut().filter(|(_, len)| *len == 0);
        missing.for_each(|it| *it = (place, len));
        state.note(&[])
    }

    /// Makes the smaller levels that are missing.
    fn smaller(&self, watch: &mut dyn FnMut(usize, usize)) -> Result<()> {
        let nodata = tags::nodata(&self.page, self.info.dtype);
        let count = |level: usize| self.state().places[level].len();
        let all: usize = (1..self.plans.len()).map(count).sum();
        let mut done = 0;
        for level in 1..self.plans.len() {
            let (larger, smaller) = (&self.plans[level - 1], &self.plans[level]);
            let nodata = nodata.as_deref();
            let reduction = Reduction { larger, smaller, options: &self.page, nodata };
            let tile = larger.chunk[0] * larger.row_bytes() / larger.size[1] * larger.chunk[1];
            let group = (GROUP / tile.max(1)).max(1);
            for start in (0..count(level)).step_by(group) {
                let numbers: Vec<usize> = (start..count(level).min(start + group)).collect();
                self.reduce(level, &reduction, &numbers)?;
                done += numbers.len();
                watch(done, all);
            }
        }
        Ok(())
    }

    /// Makes some tiles of a smaller level, and writes them in their order.
    fn reduce(&self, level: usize, reduction: &Reduction<'_>, numbers: &[usize]) -> Result<()> {
        self.state().out.flush()?;
        let packed: Vec<Mutex<Vec<u8>>> = numbers.iter().map(|_| Mutex::default()).collect();
        let missing = |number: usize| self.state().places[level][number].1 == 0;
        let missing: Vec<bool> = numbers.iter().map(|&number| missing(number)).collect();
        threads::try_run(numbers.len(), &|i| {
            if !missing[i] {
                return Ok(());
            }
            let read = |number| Ok(self.state().read(level - 1, number)?.unwrap_or_default());
            let tile = self.with_packer(|packer| reduction.tile(numbers[i], packer, &read))?;
            *packed[i].lock().unwrap_or_else(PoisonError::into_inner) = tile;
            Ok::<(), Error>(())
        })?;
        let mut state = self.state();
        let mut records = Vec::new();
        for ((&number, packed), missing) in numbers.iter().zip(packed).zip(missing) {
            let packed = packed.into_inner().unwrap_or_else(PoisonError::into_inner);
            if missing {
                records.push(state.append(level, number, &packed)?);
            }
        }
        state.note(&records)
    }
}

impl State {
    /// A tile that waits is taken out.
    fn forget(&mut self, number: usize) -> Option<Waiting> {
        let waiting = self.waiting.remove(&number)?;
        self.waiting_bytes -= waiting.elements.len();
        Some(waiting)
    }

    fn wait(&mut self, number: usize, waiting: Waiting) {
        self.waiting_bytes += waiting.elements.len();
        self.waiting.insert(number, waiting);
    }

    /// Appends a tile to the file.
    fn append(&mut self, level: usize, number: usize, packed: &[u8]) -> Result<Record> {
        let place = self.out.end();
        self.out.append(packed)?;
        self.places[level][number] = (place, packed.len() as u64);
        let sum = if self.journal.is_some() { crc32fast::hash(packed) } else { 0 };
        let (number, len) = (number as u64, packed.len() as u64);
        Ok(Record { level: level as u32, number, place, len, sum })
    }

    /// Lists tiles that were appended.
    fn note(&mut self, records: &[Record]) -> Result<()> {
        let Some(journal) = &mut self.journal else { return Ok(()) };
        self.out.flush()?;
        journal.add(records)
    }

    /// A tile as it is in the file; `None` for one that is not.
    fn read(&mut self, level: usize, number: usize) -> Result<Option<Vec<u8>>> {
        let (place, len) = self.places[level][number];
        if len == 0 {
            return Ok(None);
        }
        self.out.flush()?;
        let mut bytes = Vec::new();
        resize(&mut bytes, len as usize)?;
        read_exact_at(self.out.handle(), place, &mut bytes)?;
        Ok(Some(bytes))
    }
}

impl WriteBlocks for TiffTileWriter {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn write_block(&self, region: &Region, bytes: &[u8]) -> Result<()> {
        self.put(region, bytes)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.end(&mut |_, _| ())
    }
}

/// Rows and columns of a tile where nobody chose them: of a small picture no more than it needs.
pub(super) fn usual_tile(shape: &[usize]) -> [usize; 2] {
    [0, 1].map(|axis| shape.get(axis).map_or(1, |&n| n.clamp(1, TILE)).next_multiple_of(16))
}

/// The plans of a picture and its smaller levels, down to the first that fits into a tile.
fn levels(plan: Plan, page: &TiffPageOptions) -> Result<Vec<Plan>> {
    let mut plans = vec![plan];
    while let Some(last) = plans.last().filter(|_| plans.len() <= page.levels) {
        if last.size[0] <= last.chunk[0] && last.size[1] <= last.chunk[1] {
            break;
        }
        let half = last.of_size(last.size.map(|n| n.div_ceil(2)), page)?;
        plans.push(half);
    }
    Ok(plans)
}

/// What is said of the picture, in OME's words too.
fn described(plan: &Plan, options: &TiffOptions, page: &TiffPageOptions) -> Result<Tags> {
    let mut tags = tags::describe(plan, page, false)?;
    let Some(ome) = &options.ome else { return Ok(tags) };
    ome.check()?;
    if page.tags.contains_key(&270) {
        return Err(unsupported("a description beside that of OME or ImageJ"));
    }
    if ome.axes.ends_with('S') != (plan.samples > 1) || ome.page_count() != 1 {
        let (axes, n) = (&ome.axes, plan.samples);
        return Err(unsupported(format!(
            "OME's axes {axes:?} for one page of {n} samples a pixel"
        )));
    }
    tags.set(270, Value::text(&ome.xml(plan.size, plan.samples, plan.dtype)?));
    Ok(tags)
}
