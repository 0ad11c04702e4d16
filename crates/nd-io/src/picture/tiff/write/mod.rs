//! [`TiffWriter`]: pictures to a TIFF file, row by row.
//!
//! A page goes through [`plan`] (what it is cut into), [`level`] (rows to bands to chunks, and to the smaller levels
//! of a pyramid, which [`pyramid`] makes), [`packer`] (a chunk as it is stored); [`tags`] is what is said of it,
//! [`directory`] how that stands in the file and [`assemble`] where. Nothing is known of a file's size until its last
//! row came, so directories come behind the pixels, and with them the choice between 32 and 64 bits; only
//! Cloud-optimised files have them in front, whose pixels wait in a file beside it. [`tiles`] takes parts in any order
//! instead of rows, [`unpacked`] brings them back, [`journal`] outlives the process, and [`door`] is the way in from
//! [`create`](crate::create()).

mod assemble;
mod directory;
mod door;
mod journal;
mod level;
mod options;
mod packer;
mod plan;
mod pyramid;
mod tags;
mod tiles;
mod unpacked;

use std::path::{Path, PathBuf};

use nd_core::{AnyView, ArrayLike, DType, Shape, SliceItem};

pub(crate) use door::{create_tiles, tile_shape};
pub use options::{ResolutionUnit, TiffOptions, TiffPageOptions, TiffReduction};
pub use tiles::TiffTileWriter;

use self::assemble::{HEAD, Page};
use self::directory::{Tags, Value};
use self::level::{Level, Output};
use self::plan::Plan;
use super::{Result, unsupported};
use crate::atomic::AtomicFile;
use crate::blocks::{StoredElement, bytes_of, each_part, part_of};
use crate::error::Error;
use crate::picture::TiffCompression;

/// Bytes of rows that are not in C order in memory, and are copied at once.
const PIECE: usize = 4 << 20;

/// A TIFF file that is written page by page, each of them row by row.
///
/// Tiles and strips are packed on all threads; memory is that of a row of tiles (8 MiB if that is less), and of half
/// as many for each level of a pyramid, however large the picture is. The file appears whole or not at all, when it
/// is [finished](Self::finish), see [`AtomicFile`](crate::AtomicFile); places have 64 bits (BigTIFF) where the file
/// needs it.
///
/// # Examples
/// A pyramid that is never in memory, in tiles by Deflate:
/// ```
/// use nd_core::{Array, DType};
/// use nd_io::{TiffCompression, TiffFile, TiffPageOptions, TiffWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-writer-{}.tif", std::process::id()));
/// let options = TiffPageOptions::default()
///     .tile([256, 256])
///     .compression(TiffCompression::Deflate)
///     .levels(usize::MAX);
/// let mut writer = TiffWriter::create(&path)?;
/// let mut page = writer.page([1000, 800], DType::U16, &options)?;
/// for row in 0..1000 {
///     page.write_rows(&Array::full([1, 800], row as u16))?;
/// }
/// page.finish()?;
/// writer.finish()?;
///
/// let page = TiffFile::open(&path)?.page(0)?;
/// assert_eq!(page.sub_page_count()?, 2); // 500 × 400 and 250 × 200
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TiffWriter {
    path: PathBuf,
    options: TiffOptions,
    /// Where pixels go: the file itself, or one beside it.
    out: Output,
    /// The file itself, where pixels go to another first.
    target: Option<AtomicFile>,
    pages: Vec<Page>,
    /// Whether a page was begun and not finished.
    open: bool,
}

impl TiffWriter {
    /// Begins a file.
    ///
    /// # Errors
    /// The system's, with the path.
    ///
    /// # NumPy
    /// `tifffile.TiffWriter(path)`.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-given-up-{}.tif", std::process::id()));
    /// drop(nd_io::TiffWriter::create(&path)?); // given up
    /// assert!(!path.exists());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn create(path: impl AsRef<Path>) -> Result<Self> {
        Self::create_with(path, &TiffOptions::default())
    }

    /// [`create`](Self::create) with options.
    ///
    /// # Errors
    /// Those of [`create`](Self::create); [`Unsupported`](crate::ErrorKind::Unsupported) for options that contradict
    /// each other.
    ///
    /// # NumPy
    /// `tifffile.TiffWriter(path, bigtiff=..., ome=..., imagej=...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{OmeImage, TiffOptions, TiffWriter};
    ///
    /// let wrong = TiffOptions::default().ome(OmeImage::new("ABYX", &[1, 1]));
    /// let error = TiffWriter::create_with("no.ome.tif", &wrong).unwrap_err();
    /// assert!(error.to_string().contains("axes"));
    /// ```
    pub fn create_with(path: impl AsRef<Path>, options: &TiffOptions) -> Result<Self> {
        let path = path.as_ref();
        Self::begin(path, options).map_err(|error| error.at(path))
    }

    fn begin(path: &Path, options: &TiffOptions) -> Result<Self> {
        let kinds = [options.cloud_optimized, options.ome.is_some(), options.imagej.is_some()];
        if kinds.into_iter().filter(|&kind| kind).count() > 1 {
            let what = "a file that is two of Cloud-optimised, OME-TIFF and ImageJ's";
            return Err(unsupported(what));
        }
        options.ome.as_ref().map_or(Ok(()), super::ome::OmeImage::check)?;
        let file = |path: &Path| {
            let file = AtomicFile::create(path).map_err(Error::io("create"))?;
            Ok::<_, Error>(file.durable(options.durable))
        };
        let target = file(path)?;
        let (out, target) = if options.cloud_optimized {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let beside = path.with_file_name(format!("{name}.pixels"));
            (Output::new(file(&beside)?, 0, true), Some(target))
        } else {
            (Output::new(target, HEAD, false), None)
        };
        let (path, options) = (path.to_owned(), options.clone());
        Ok(Self { path, options, out, target, pages: Vec::new(), open: false })
    }

    /// Begins a page `(h, w)` or `(h, w, c)`, whose rows are to come.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for shapes, elements and options that TIFF or the packing has no
    /// place for; [`AllocFailed`](crate::ErrorKind::AllocFailed).
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-begin-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// assert!(writer.page([0, 5], DType::U8, &TiffPageOptions::default()).is_err());
    /// let mut page = writer.page([2, 2], DType::U8, &TiffPageOptions::default())?;
    /// page.write_rows(&[[1u8, 2]])?;
    /// page.write_rows(&[[3u8, 4]])?;
    /// page.finish()?;
    /// writer.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?.into_vec(), [1, 2, 3, 4]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn page(
        &mut self,
        shape: impl Into<Shape>,
        dtype: DType,
        options: &TiffPageOptions,
    ) -> Result<TiffPageWriter<'_>> {
        let path = self.path.clone();
        self.begin_page(shape.into(), dtype, options).map_err(|error| error.at(&path))
    }

    fn begin_page(
        &mut self,
        shape: Shape,
        dtype: DType,
        options: &TiffPageOptions,
    ) -> Result<TiffPageWriter<'_>> {
        if self.open {
            return Err(unsupported("a page after one that was not finished"));
        }
        if self.options.cloud_optimized && (!self.pages.is_empty() || options.separate) {
            let what = "a Cloud-optimised file of several pages, or of separate planes";
            return Err(unsupported(what));
        }
        let plan = Plan::new(&shape, dtype, options)?;
        self.check_kind(&plan, options)?;
        let nodata = tags::nodata(options, dtype);
        let main = tags::describe(&plan, options, false)?;
        let level = Level::new(plan, options, nodata.as_deref())?;
        self.open = true;
        let tiles = Vec::new();
        Ok(TiffPageWriter { writer: self, level, options: options.clone(), main, tiles, column: 0 })
    }

    /// Refuses what ImageJ or OME has no place for.
    fn check_kind(&self, plan: &Plan, options: &TiffPageOptions) -> Result<()> {
        let described = options.tags.contains_key(&270) && self.pages.is_empty();
        let special = self.options.ome.is_some() || self.options.imagej.is_some();
        if described && special {
            return Err(unsupported("a description beside that of OME or ImageJ"));
        }
        if self.options.imagej.is_some() {
            let known = matches!(plan.dtype, DType::U8 | DType::U16 | DType::F32);
            if !known || plan.bits as usize != 8 * plan.dtype.itemsize() {
                let dtype = plan.dtype;
                return Err(unsupported(format!(
                    "ImageJ's file of {dtype}: it has u8, u16 and f32"
                )));
            }
        }
        let Some(ome) = &self.options.ome else { return Ok(()) };
        let samples = ome.axes.ends_with('S');
        if samples != (plan.samples > 1) {
            let (axes, n) = (&ome.axes, plan.samples);
            return Err(unsupported(format!("OME's axes {axes:?} for {n} samples a pixel")));
        }
        ome.xml(plan.size, plan.samples, plan.dtype).map(|_| ())
    }

    /// Writes a whole page: `(h, w)` or `(h, w, c)`.
    ///
    /// # Errors
    /// Those of [`page`](Self::page); the system's.
    ///
    /// # NumPy
    /// `tifffile.TiffWriter.write(a, tile=..., compression=..., ...)`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-two-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_page(&[[1u8, 2], [3, 4]], &TiffPageOptions::default())?;
    /// writer.write_page(&[[1.5f64]], &TiffPageOptions::default())?;
    /// writer.finish()?;
    /// assert_eq!(nd_io::load::<f64>(path.join("1"))?.into_vec(), [1.5]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_page<A>(&mut self, a: A, options: &TiffPageOptions) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.write_view(a.view().into(), options)
    }

    /// Writes a page for every picture `(h, w)` of an array `(…, h, w)`, in C order.
    ///
    /// # Errors
    /// Those of [`write_page`](Self::write_page); [`Unsupported`](crate::ErrorKind::Unsupported) for fewer axes than
    /// three.
    ///
    /// # NumPy
    /// `tifffile.imwrite(path, a, photometric='minisblack')`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{TiffFile, TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-pages-out-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// writer.write_stack(&[[[1u8, 2]], [[3, 4]]], &TiffPageOptions::default())?;
    /// writer.finish()?;
    /// assert_eq!(TiffFile::open(&path)?.len(), 2);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_stack<A>(&mut self, a: A, options: &TiffPageOptions) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        self.write_views(a.view().into(), options)
    }

    #[inline(never)]
    fn write_views(&mut self, a: AnyView<'_>, options: &TiffPageOptions) -> Result<()> {
        let path = self.path.clone();
        let shape = Shape::from(a.shape());
        if shape.len() < 3 {
            let what = unsupported(format!("a stack of shape {:?}: it is (…, h, w)", a.shape()));
            return Err(what.at(&path));
        }
        let front = Shape::from(&shape[..shape.len() - 2]);
        for mut page in 0..front.size() {
            let mut index = vec![SliceItem::Index(0); front.len()];
            for axis in (0..front.len()).rev() {
                index[axis] = SliceItem::Index((page % front[axis]) as isize);
                page /= front[axis];
            }
            self.write_view(part_of(a, &index)?, options)?;
        }
        Ok(())
    }

    /// [`write_page`](Self::write_page) of any array.
    #[inline(never)]
    pub(crate) fn write_view(&mut self, a: AnyView<'_>, options: &TiffPageOptions) -> Result<()> {
        let path = self.path.clone();
        let mut page = self.page(Shape::from(a.shape()), a.dtype(), options)?;
        page.push(a).map_err(|error| error.at(&path))?;
        page.finish()
    }

    /// Writes what is said of the pages, and gives the file its name.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for a file without pages or with one that was not finished, for
    /// pages that are not what [`TiffOptions`] says of them, and for a file that needs 64 bits and may not have them;
    /// the system's.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-no-pages-{}.tif", std::process::id()));
    /// let error = nd_io::TiffWriter::create(&path)?.finish().unwrap_err();
    /// assert!(error.to_string().contains("without pages"));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn finish(self) -> Result<()> {
        let path = self.path.clone();
        self.end().map_err(|error| error.at(&path))
    }

    fn end(mut self) -> Result<()> {
        if self.open || self.pages.is_empty() {
            let what =
                if self.open { "with a page that was not finished" } else { "without pages" };
            return Err(unsupported(format!("a file {what}")));
        }
        self.describe()?;
        let committed = match self.target {
            None => {
                assemble::behind(&self.pages, self.options.big, &mut self.out)?;
                self.out.file.commit()
            }
            Some(target) => {
                self.out.flush()?;
                let mut out = Output::new(target, 0, false);
                assemble::in_front(&self.pages[0], self.options.big, self.out.handle(), &mut out)?;
                out.file.commit()
            }
        };
        committed.map_err(Error::io("write"))
    }

    /// Puts OME's or ImageJ's description into the first page.
    fn describe(&mut self) -> Result<()> {
        let plan = |page: &Page| page.levels[0].0.plan.clone();
        let first = plan(&self.pages[0]);
        let (text, wanted) = if let Some(ome) = &self.options.ome {
            (ome.xml(first.size, first.samples, first.dtype)?, ome.page_count())
        } else if let Some(imagej) = &self.options.imagej {
            (imagej.text(), imagej.pages())
        } else {
            return Ok(());
        };
        if wanted != self.pages.len() {
            let n = self.pages.len();
            return Err(unsupported(format!("{n} pages, where {wanted} are described")));
        }
        let form = |plan: &Plan| (plan.size, plan.samples, plan.dtype);
        if self.pages.iter().any(|page| form(&plan(page)) != form(&first)) {
            return Err(unsupported("pages that differ in one image"));
        }
        self.pages[0].levels[0].1.set(270, Value::text(&text));
        Ok(())
    }
}

/// A page of a TIFF file that is being written.
///
/// From [`TiffWriter::page`].
///
/// # Examples
/// ```
/// use nd_core::{Array, DType, s};
/// use nd_io::{TiffPageOptions, TiffWriter};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-rows-{}.tif", std::process::id()));
/// let picture = Array::from_fn([5, 4], |i| (10 * i[0] + i[1]) as u8);
/// let mut writer = TiffWriter::create(&path)?;
/// let mut page = writer.page([5, 4], DType::U8, &TiffPageOptions::default())?;
/// page.write_rows(&picture.slice(s![..2]))?;
/// page.write_rows(&picture.slice(s![2..]))?;
/// page.finish()?;
/// writer.finish()?;
/// assert_eq!(nd_io::load::<u8>(&path)?, picture);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TiffPageWriter<'w> {
    writer: &'w mut TiffWriter,
    level: Level,
    options: TiffPageOptions,
    main: Tags,
    /// Rows that are put together from tiles.
    tiles: Vec<u8>,
    /// How many tiles of them came.
    column: usize,
}

impl TiffPageWriter<'_> {
    /// Writes the next rows: `(n, w)` or `(n, w, c)`.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) for rows of another width, number of channels or element type
    /// than the page's, for more than it has, and for numbers that do not fit into
    /// [`bits`](TiffPageOptions::bits); the system's.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-row-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// let mut page = writer.page([1, 2], DType::U8, &TiffPageOptions::default())?;
    /// assert!(page.write_rows(&[[1u8, 2, 3]]).is_err());
    /// page.write_rows(&[[1u8, 2]])?;
    /// assert!(page.write_rows(&[[1u8, 2]]).is_err()); // all are there
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn write_rows<A>(&mut self, rows: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        let path = self.writer.path.clone();
        self.push(rows.view().into()).map_err(|error| error.at(&path))
    }

    /// Writes the next tile, in the order of rows of tiles: all of it, or as much as the picture has at its edges.
    ///
    /// # Errors
    /// Those of [`write_rows`](Self::write_rows); [`Unsupported`](crate::ErrorKind::Unsupported) for a page of strips.
    ///
    /// # Examples
    /// ```
    /// use nd_core::{Array, DType};
    /// use nd_io::{TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-tiles-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// let mut page = writer.page([16, 20], DType::U8, &TiffPageOptions::default().tile([16, 16]))?;
    /// page.write_tile(&Array::<u8>::ones([16, 16]))?;
    /// page.write_tile(&Array::full([16, 4], 2u8))?;
    /// page.finish()?;
    /// writer.finish()?;
    /// assert_eq!(nd_io::load::<u8>(&path)?[[0, 16]], 2);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_tile<A>(&mut self, tile: A) -> Result<()>
    where
        A: ArrayLike<Elem: StoredElement>,
    {
        let path = self.writer.path.clone();
        self.tile(tile.view().into()).map_err(|error| error.at(&path))
    }

    /// Ends the page.
    ///
    /// # Errors
    /// [`Unsupported`](crate::ErrorKind::Unsupported) where rows are missing.
    ///
    /// # Examples
    /// ```
    /// use nd_core::DType;
    /// use nd_io::{TiffPageOptions, TiffWriter};
    ///
    /// let path = std::env::temp_dir().join(format!("nd-tiff-missing-{}.tif", std::process::id()));
    /// let mut writer = TiffWriter::create(&path)?;
    /// let page = writer.page([3, 2], DType::U8, &TiffPageOptions::default())?;
    /// assert!(page.finish().unwrap_err().to_string().contains("0 of 3 rows"));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    pub fn finish(self) -> Result<()> {
        let Self { writer, level, options, main, .. } = self;
        let (rows, all) = (level.rows(), level.plan.size[0]);
        if rows != all {
            return Err(unsupported(format!("a page of {rows} of {all} rows")).at(&writer.path));
        }
        let mut levels = Vec::new();
        for (i, stored) in level.into_levels().into_iter().enumerate() {
            let tags = match i {
                0 => main.clone(),
                _ => tags::describe(&stored.plan, &options, true)
                    .map_err(|error| error.at(&writer.path))?,
            };
            levels.push((stored, tags));
        }
        writer.pages.push(Page { levels });
        writer.open = false;
        Ok(())
    }

    /// Refuses an array that is no part of the page.
    fn check(&self, shape: &[usize], dtype: DType, width: usize) -> Result<()> {
        let plan = &self.level.plan;
        if dtype != plan.dtype {
            return Err(unsupported(format!("rows of {dtype} where {} belong", plan.dtype)));
        }
        let fits = match *shape {
            [_, w] => w == width && plan.samples == 1,
            [_, w, c] => w == width && plan.samples == c,
            _ => false,
        };
        if !fits {
            let wanted = match plan.samples {
                1 => format!("(n, {width})"),
                c => format!("(n, {width}, {c})"),
            };
            return Err(plan::wrong_shape(shape, &wanted));
        }
        let left = plan.size[0] - self.level.rows();
        if shape[0] > left {
            return Err(unsupported(format!("{} rows where {left} are left", shape[0])));
        }
        Ok(())
    }

    #[inline(never)]
    fn push(&mut self, rows: AnyView<'_>) -> Result<()> {
        self.check(rows.shape(), rows.dtype(), self.level.plan.size[1])?;
        if self.column > 0 {
            return Err(unsupported("rows between tiles"));
        }
        let row = self.level.plan.row_bytes();
        let Self { level, writer, .. } = self;
        let mut put = |bytes: &[u8]| {
            packer::check_bits(&level.plan, bytes)?;
            level.push(bytes, &mut writer.out)
        };
        if bytes_of(rows).is_some() || rows.nbytes() <= PIECE.max(row) {
            return each_part(rows, PIECE.max(row), &mut put);
        }
        // Whole rows.
        let step = (PIECE / row).max(1);
        let n = rows.shape()[0];
        for start in (0..n).step_by(step) {
            let part = nd_core::Slice {
                start: Some(start as isize),
                stop: Some(n.min(start + step) as isize),
                step: 1,
            };
            let part = part_of(rows, &[SliceItem::Range(part)])?;
            each_part(part, part.nbytes().max(1), &mut put)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn tile(&mut self, tile: AnyView<'_>) -> Result<()> {
        let plan = &self.level.plan;
        if !plan.tiled {
            return Err(unsupported("a tile of a page of strips"));
        }
        let first = self.column * plan.chunk[1];
        let width = plan.chunk[1].min(plan.size[1] - first);
        let height = plan.chunk[0].min(plan.size[0] - self.level.rows());
        self.check(tile.shape(), tile.dtype(), width)?;
        if tile.shape()[0] != height {
            let what = format!("a tile of {} rows where {height} belong", tile.shape()[0]);
            return Err(unsupported(what));
        }
        let (row, pixel) = (plan.row_bytes(), plan.samples * plan.dtype.itemsize());
        let last = first + width == plan.size[1];
        crate::packed::resize(&mut self.tiles, height * row)?;
        let copy = tile.to_array();
        let bytes = bytes_of(copy.view()).unwrap_or_default();
        packer::check_bits(plan, bytes)?;
        let rows = self.tiles.chunks_exact_mut(row).zip(bytes.chunks_exact(width * pixel));
        for (out, from) in rows {
            out[first * pixel..][..width * pixel].copy_from_slice(from);
        }
        self.column += 1;
        if last {
            self.column = 0;
            self.level.push(&self.tiles, &mut self.writer.out)?;
        }
        Ok(())
    }
}

/// Whether a picture can hold elements of a type.
pub(in crate::picture) fn holds(dtype: DType) -> bool {
    dtype != DType::BF16
}

/// Writes a picture as a file of one page, in strips.
///
/// # Errors
/// Those of [`TiffWriter`], without the path.
pub(in crate::picture) fn save(
    path: &Path,
    a: AnyView<'_>,
    options: &TiffPageOptions,
) -> Result<()> {
    let mut writer = TiffWriter::begin(path, &TiffOptions::default())?;
    let mut page = writer.begin_page(Shape::from(a.shape()), a.dtype(), options)?;
    page.push(a)?;
    page.finish()?;
    writer.end()
}

impl TiffCompression {
    /// The number that files know it by.
    fn code(self) -> u64 {
        match self {
            Self::Uncompressed => 1,
            Self::Group4 => 4,
            Self::Lzw => 5,
            Self::Jpeg => 7,
            Self::Deflate => 8,
            Self::PackBits => 32_773,
            Self::Lzma => 34_925,
            Self::Zstd => 50_000,
            Self::WebP => 50_001,
        }
    }
}
