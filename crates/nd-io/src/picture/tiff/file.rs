//! [`TiffFile`]: a TIFF file, as a list of pictures.

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use nd_core::{AnyArray, DType};

use super::codec::Compression;
use super::directory::{self, Directory};
use super::imagej::ImageJ;
use super::input::Input;
use super::ome::OmeImage;
use super::page::TiffPage;
use super::picture::Picture;
use super::predictor::Predictor;
use super::stack::TiffStack;
use super::write::ResolutionUnit;
use super::{Result, corrupt};
use crate::blocks::{ReadBlocks, Region, filled};
use crate::dataset::Dataset;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use crate::picture::{Orientation, PictureMetadata, PictureOptions};
use crate::position::Store;

/// A TIFF file: one picture or several, called pages, each of its own size and type.
///
/// [`load_picture`](crate::load_picture) and [`open`](crate::open) give the first page, and `open("stack.tif/2")`
/// the third; this gives all, and what is said of them. Classic files and BigTIFF are read.
///
/// # Examples
/// ```
/// use nd_io::{ReadBlocks, TiffFile};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-file-{}.tif", std::process::id()));
/// nd_io::save_picture(&path, &[[1u16, 2, 3], [4, 5, 6]])?;
/// let file = TiffFile::open(&path)?;
/// assert_eq!(file.len(), 1);
/// assert_eq!(file.page(0)?.info().shape[..], [2, 3]);
/// assert!(file.page(1).is_err());
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TiffFile {
    input: Arc<Input>,
    chain: Mutex<Chain>,
    sole: OnceLock<Option<Sole>>,
}

/// The pages as far as they were found: each says where the next one is.
#[derive(Debug)]
struct Chain {
    found: Vec<u64>,
    seen: HashSet<u64>,
    /// Where the next page is; 0 at the end.
    next: u64,
    /// Why there are no more, if that is not how it should end.
    fault: Option<String>,
}

/// Pages of which only the first is described: ImageJ's large stacks.
#[derive(Debug)]
struct Sole {
    first: Picture,
    at: u64,
    pages: usize,
}

impl TiffFile {
    /// Opens a file and reads its head.
    ///
    /// # Errors
    /// The system's, with the path; [`ErrorKind::Corrupt`] for a file that does not begin as TIFF does.
    ///
    /// # NumPy
    /// `tifffile.TiffFile(path)`.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-open-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// let file = nd_io::TiffFile::open(&path)?;
    /// assert!(!file.is_empty() && file.fault().is_none());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path).map_err(Error::io("open"));
        file.and_then(Self::of_file).map_err(|error| error.at(path))
    }

    /// Reads a file that is in memory.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] for bytes that do not begin as TIFF does.
    ///
    /// # Examples
    /// ```
    /// assert!(nd_io::TiffFile::from_bytes(b"GIF89a".to_vec()).is_err());
    /// ```
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        Self::of_store(Store::Memory(bytes))
    }

    pub(crate) fn of_file(file: File) -> Result<Self> {
        Self::of_store(Store::File(file))
    }

    fn of_store(store: Store) -> Result<Self> {
        let (input, next) = Input::open(store)?;
        let chain = Chain { found: Vec::new(), seen: HashSet::new(), next, fault: None };
        Ok(Self { input: Arc::new(input), chain: Mutex::new(chain), sole: OnceLock::new() })
    }

    /// How many pages there are: all are looked for.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-len-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// assert_eq!(nd_io::TiffFile::open(&path)?.len(), 1);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        let found = self.walk(usize::MAX).found.len();
        self.sole().map_or(found, |sole| sole.pages)
    }

    /// Whether there is no page.
    ///
    /// # Examples
    /// ```
    /// // A head that says that no page follows.
    /// let file = nd_io::TiffFile::from_bytes(b"II\x2a\0\0\0\0\0".to_vec())?;
    /// assert!(file.is_empty());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.walk(1).found.is_empty()
    }

    /// Why the list of pages ends before its end, if it does: damage, or a page that leads back. The pages
    /// before that are there.
    ///
    /// # Examples
    /// ```
    /// // A head whose first page would be behind the end.
    /// let file = nd_io::TiffFile::from_bytes(b"II\x2a\0\xff\0\0\0".to_vec())?;
    /// assert!(file.is_empty() && file.fault().unwrap().contains("ends too early"));
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.walk(usize::MAX).fault.clone()
    }

    /// A page, by its number from 0.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is none; [`ErrorKind::Corrupt`] for one that is not described as it
    /// should be, [`ErrorKind::Unsupported`] for samples that are no elements; the system's.
    ///
    /// # NumPy
    /// `tifffile.TiffFile(path).pages[i]`; `asarray()` of it has separate planes in front.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-number-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// let file = nd_io::TiffFile::open(&path)?;
    /// assert!(file.page(0).is_ok());
    /// assert!(file.page(1).unwrap_err().to_string().contains("no array"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn page(&self, i: usize) -> Result<TiffPage> {
        self.page_picture(i).map(TiffPage::new)
    }

    /// A page's pixels, without what is said of them.
    fn page_picture(&self, i: usize) -> Result<Picture> {
        let (at, fault) = {
            let chain = self.walk(i.saturating_add(1));
            (chain.found.get(i).copied(), chain.fault.clone())
        };
        if let Some(at) = at {
            return self.picture(at);
        }
        if let Some(sole) = self.sole().filter(|sole| i < sole.pages) {
            let bytes = sole.first.nbytes();
            let at = sole.at.saturating_add(bytes.saturating_mul(i as u64));
            return Ok(sole.first.moved(at));
        }
        match fault {
            Some(fault) => Err(corrupt(fault)),
            None => Err(ErrorKind::NoSuchArray { name: i.to_string(), there: self.names() }.into()),
        }
    }

    /// All pages as one array, if they are of one shape and type; palettes are not looked up.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for pages that differ, with the first that does; [`ErrorKind::NoSuchArray`]
    /// without pages; what is wrong with one of them, or with their list; the system's.
    ///
    /// # NumPy
    /// `tifffile.TiffFile(path).asarray(key=slice(None))`.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-pages-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// use nd_io::ReadBlocks;
    /// let stack = nd_io::TiffFile::open(&path)?.pages_as_stack()?;
    /// assert_eq!(stack.info().shape[..], [1, 1, 3]);
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pages_as_stack(&self) -> Result<TiffStack> {
        let first = self.page(0)?;
        if let Some(fault) = self.fault() {
            return Err(corrupt(fault));
        }
        let rest = (1..self.len()).map(|i| self.page_picture(i).map(Arc::new));
        let pages: Result<Vec<_>> = [Ok(first.picture.clone())].into_iter().chain(rest).collect();
        let pages = pages?;
        let front = [pages.len()];
        TiffStack::new(pages, &front, first.info())
    }

    /// What OME-TIFF says of the pages; `None` for a file of others.
    ///
    /// # Errors
    /// [`ErrorKind::Corrupt`] for a description that is none, or that speaks of pages that there are not;
    /// [`ErrorKind::Unsupported`] for images in several files; what is wrong with the first page.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-no-ome-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// assert!(nd_io::TiffFile::open(&path)?.ome()?.is_none());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ome(&self) -> Result<Option<Vec<OmeImage>>> {
        match self.description()? {
            Some(text) => OmeImage::parse(&text, self.len()),
            None => Ok(None),
        }
    }

    /// An image of an OME-TIFF as one array, with the axes that [`OmeImage::axes`] names: `(t, c, z, h, w)`, mostly.
    /// Level 0 is all of it, level 1 and so on are the smaller ones that hang on its pages.
    ///
    /// # Errors
    /// [`ErrorKind::NoSuchArray`] where there is no such image or level; those of [`ome`](Self::ome) and
    /// [`pages_as_stack`](Self::pages_as_stack).
    ///
    /// # NumPy
    /// `tifffile.TiffFile(path).series[image].levels[level].asarray()`, whose axes of length 1 are left out.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-no-stack-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// assert!(nd_io::TiffFile::open(&path)?.ome_stack(0, 0).is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ome_stack(&self, image: usize, level: usize) -> Result<TiffStack> {
        let images = self.ome()?.unwrap_or_default();
        let Some(found) = images.get(image) else {
            let there = (0..images.len()).map(|i| i.to_string()).collect();
            return Err(ErrorKind::NoSuchArray { name: image.to_string(), there }.into());
        };
        let stack = self.stack_of(&found.pages, &found.lengths, level)?;
        let names = &found.axes[..found.axes.len().min(stack.info().shape.len())];
        Ok(stack.named(names))
    }

    /// What ImageJ says of the pages; `None` for a file of others.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-no-imagej-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// assert!(nd_io::TiffFile::open(&path)?.imagej().is_none());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn imagej(&self) -> Option<ImageJ> {
        ImageJ::parse(&self.description().ok()??)
    }

    /// The pages of ImageJ's as one array: `(frames, slices, channels, h, w)`.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for a file of others; [`ErrorKind::Corrupt`] for fewer pages than it says; those
    /// of [`pages_as_stack`](Self::pages_as_stack).
    ///
    /// # NumPy
    /// `tifffile.imread(path)`, which leaves out axes of length 1.
    ///
    /// # Examples
    /// ```
    /// let path = std::env::temp_dir().join(format!("nd-tiff-imagej-stack-{}.tif", std::process::id()));
    /// nd_io::save_picture(&path, &[[1u16, 2, 3]])?;
    /// assert!(nd_io::TiffFile::open(&path)?.imagej_stack().is_err());
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn imagej_stack(&self) -> Result<TiffStack> {
        let about =
            self.imagej().ok_or_else(|| super::unsupported("a file that is not ImageJ's"))?;
        let (pages, there) = (about.pages(), self.len());
        if pages > there {
            return Err(corrupt(format!("ImageJ says {pages} pages, there are {there}")));
        }
        let numbers: Vec<usize> = (0..pages).collect();
        let stack = self.stack_of(&numbers, &[about.frames, about.slices, about.channels], 0)?;
        let ndim = stack.info().shape.len();
        Ok(stack.named(&"TZCYXS"[..ndim]))
    }

    /// What the first page says of the file; `None` without a page, too.
    fn description(&self) -> Result<Option<String>> {
        let Some(at) = self.walk(1).found.first().copied() else { return Ok(None) };
        Directory::read(&self.input, at)?.text(&self.input, directory::tag::DESCRIPTION)
    }

    /// Some pages, or levels of theirs, along axes in front.
    fn stack_of(&self, numbers: &[usize], front: &[usize], level: usize) -> Result<TiffStack> {
        let mut pages = Vec::new();
        let mut info = None;
        for &number in numbers {
            let page = match level {
                0 => self.page_picture(number)?,
                level => self.page(number)?.sub_picture(level - 1)?,
            };
            if info.is_none() {
                let first = TiffPage::new(page);
                info = Some(first.info().clone());
                pages.push(first.picture);
            } else {
                pages.push(Arc::new(page));
            }
        }
        let info = info.ok_or_else(|| corrupt("an image without a page"))?;
        TiffStack::new(pages, front, &info)
    }

    /// Whether numbers have their least significant byte first.
    ///
    /// # NumPy
    /// `tifffile.TiffFile(path).byteorder`.
    ///
    /// # Examples
    /// ```
    /// use nd_io::{ByteOrder, TiffFile};
    ///
    /// let file = TiffFile::from_bytes(b"MM\0\x2a\0\0\0\0".to_vec())?;
    /// assert_eq!(file.byte_order(), ByteOrder::Big);
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn byte_order(&self) -> crate::ByteOrder {
        self.input.order
    }

    /// Whether it is a BigTIFF, in which places have 64 bits.
    ///
    /// # Examples
    /// ```
    /// let file = nd_io::TiffFile::from_bytes(b"II\x2a\0\0\0\0\0".to_vec())?;
    /// assert!(!file.is_big());
    /// # Ok::<(), nd_io::Error>(())
    /// ```
    #[must_use]
    pub fn is_big(&self) -> bool {
        self.input.big
    }

    fn picture(&self, at: u64) -> Result<Picture> {
        let tags = Arc::new(Directory::read(&self.input, at)?);
        Picture::open(&self.input, tags)
    }

    /// Finds pages until there are so many, or no more.
    fn walk(&self, pages: usize) -> MutexGuard<'_, Chain> {
        let mut chain = self.chain.lock().unwrap_or_else(PoisonError::into_inner);
        while chain.found.len() < pages && chain.next != 0 && chain.fault.is_none() {
            let at = chain.next;
            if !chain.seen.insert(at) {
                let page = chain.found.iter().position(|&found| found == at).unwrap_or(0);
                chain.fault = Some(format!(
                    "page {} leads back to page {page}",
                    chain.found.len().saturating_sub(1)
                ));
                break;
            }
            match directory::next(&self.input, at) {
                Ok(next) => {
                    chain.found.push(at);
                    chain.next = next;
                }
                Err(error) => {
                    // Its tags may be there, and only the next page not.
                    if Directory::read(&self.input, at).is_ok() {
                        chain.found.push(at);
                    }
                    chain.fault = Some(match error.kind() {
                        ErrorKind::Corrupt { what, .. } => what.clone(),
                        other => other.to_string(),
                    });
                }
            }
        }
        chain
    }

    /// The pages that ImageJ leaves out: their number stands in the description of the only one.
    fn sole(&self) -> Option<&Sole> {
        self.sole.get_or_init(|| self.find_sole()).as_ref()
    }

    fn find_sole(&self) -> Option<Sole> {
        let place = match &self.walk(2).found[..] {
            [place] => *place,
            _ => return None,
        };
        let first = self.picture(place).ok()?;
        let text = first.tags.text(&self.input, directory::tag::DESCRIPTION).ok()??;
        let stated = text.starts_with("ImageJ=").then(|| {
            text.lines().find_map(|line| line.strip_prefix("images=")?.trim().parse::<u64>().ok())
        })??;
        let layout = &first.layout;
        let as_it_is = layout.compression == Compression::None
            && layout.predictor == Predictor::None
            && !layout.tiled
            && !layout.separate
            && super::bits::is_plain(layout.sample);
        let at = first.table().ok()?.first();
        if !as_it_is || at == 0 || !first.table().ok()?.in_a_row {
            return None;
        }
        // Not more than the file has bytes for.
        let room = self.input.len.saturating_sub(at).div_ceil(first.nbytes().max(1));
        let pages = usize::try_from(stated.min(room)).ok()?;
        (pages > 1).then_some(Sole { first, at, pages })
    }

    /// The pages as a path goes on with them.
    fn names(&self) -> Vec<String> {
        match self.len() {
            1 => vec![String::new()],
            n => (0..n).map(|i| i.to_string()).collect(),
        }
    }

    /// The page that a path goes on with: its number, and those of pages that hang on it.
    fn find(&self, name: &str) -> Result<TiffPage> {
        let missing = |there| Error::from(ErrorKind::NoSuchArray { name: name.to_owned(), there });
        let mut numbers = name.split('/').filter(|part| !part.is_empty()).map(str::parse::<usize>);
        let mut page = match numbers.next() {
            None => self.page(0)?,
            Some(Ok(i)) => self.page(i)?,
            Some(Err(_)) => return Err(missing(self.names())),
        };
        for number in numbers {
            let count = page.sub_page_count()?;
            let there = || (0..count).map(|i| i.to_string()).collect();
            let Some(i) = number.ok().filter(|&i| i < count) else { return Err(missing(there())) };
            page = page.sub_page(i)?;
        }
        Ok(page)
    }
}

/// What the first page says beside its pixels.
pub(crate) fn metadata(file: File) -> Result<PictureMetadata> {
    said(Store::File(file))
}

/// What EXIF says, which is a TIFF file without a picture.
pub(crate) fn exif(bytes: Vec<u8>) -> Result<PictureMetadata> {
    said(Store::Memory(bytes))
}

fn said(store: Store) -> Result<PictureMetadata> {
    let (input, first) = Input::open(store)?;
    let tags = Directory::read(&input, first)?;
    let number = |tag| tags.number(&input, tag).ok().flatten();
    let [x, y] = [282, 283].map(|tag| tags.doubles(&input, tag).unwrap_or_default());
    let both = x.first().zip(y.first()).map(|(&x, &y)| [x, y]);
    let about = PictureMetadata::default();
    Ok(PictureMetadata {
        orientation: number(274).and_then(Orientation::from_code).unwrap_or_default(),
        icc_profile: tags.bytes(&input, directory::tag::ICC_PROFILE).ok().flatten(),
        resolution: both.filter(|both| both.iter().all(|n| n.is_finite() && *n > 0.0)),
        resolution_unit: number(296).map_or(about.resolution_unit, ResolutionUnit::of_code),
    })
}

/// A page of a file behind the door, with the colours of its palette.
pub(crate) fn open(file: File, name: &str, path: &Path) -> Result<Dataset> {
    let page = TiffFile::of_file(file)?.find(name)?.colours()?;
    Ok(Dataset::of_file(page, Format::Tiff, path))
}

/// The pages behind the door.
pub(crate) fn list(file: File, name: &str) -> Result<Vec<String>> {
    let file = TiffFile::of_file(file)?;
    if !name.is_empty() {
        return file.find(name).map(|_| vec![String::new()]);
    }
    let first = file.page(0).map(|_| ());
    match file.names() {
        names if names.is_empty() => first.map(|()| names),
        names => Ok(names),
    }
}

/// A page as a new array, of the element type `wanted` if that matters.
pub(crate) fn load(
    file: File,
    name: &str,
    wanted: Option<DType>,
    options: &PictureOptions,
) -> Result<AnyArray> {
    let page = TiffFile::of_file(file)?.find(name)?;
    let page = if options.palette_indices { page } else { page.colours()? };
    let (shape, stored) = (page.info().shape, page.info().dtype);
    let bytes = page.info().nbytes()? as u64;
    if bytes > options.max_bytes {
        let what = "the decoded picture (PictureOptions::max_bytes)";
        return Err(
            ErrorKind::LimitExceeded { what, asked: bytes, limit: options.max_bytes }.into()
        );
    }
    if let Some(requested) = wanted.filter(|wanted| *wanted != stored) {
        return Err(ErrorKind::DtypeMismatch { stored, requested }.into());
    }
    page.admit(options.max_bytes)?;
    let picture = filled(stored, shape, &mut |out| page.read_block(&Region::all(shape), out))?;
    if !options.orient {
        return Ok(picture);
    }
    let code = page.picture.tags.number(&page.picture.input, directory::tag::ORIENTATION);
    let turned = code.ok().flatten().and_then(Orientation::from_code).unwrap_or_default();
    // Of a volume every plane is turned.
    let rows = usize::from(page.picture.layout.size[0] > 1);
    Ok(turned.applied(picture.view(), rows))
}
