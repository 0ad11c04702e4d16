//! [`TiffStack`]: equal pages of a TIFF file as one array.

use std::sync::{Arc, Mutex, PoisonError};

use nd_core::{Shape, threads};

use super::picture::Picture;
use super::{Result, unsupported};
use crate::blocks::{ArrayInfo, ReadBlocks, Region};

/// Pages of a TIFF file as one stored array: `(n, h, w)` or `(n, h, w, c)`, or with more axes in front.
///
/// From [`TiffFile::pages_as_stack`](super::TiffFile::pages_as_stack) and its neighbours. Only the pages that a region
/// needs are read.
///
/// # Examples
/// ```
/// use nd_core::s;
/// use nd_io::{Dataset, TiffFile};
///
/// let path = std::env::temp_dir().join(format!("nd-tiff-stack-{}.tif", std::process::id()));
/// nd_io::save_picture(&path, &[[1u8, 2], [3, 4]])?;
/// let stack = Dataset::new(TiffFile::open(&path)?.pages_as_stack()?);
/// assert_eq!(stack.shape(), [1, 2, 2]);
/// assert_eq!(stack.read::<u8>(s![0, 1])?.into_vec(), [3, 4]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct TiffStack {
    pages: Vec<Arc<Picture>>,
    /// The axes along which the pages are.
    front: Shape,
    info: ArrayInfo,
}

impl TiffStack {
    /// Puts pages together, along axes in front; `first` is what the first says of itself.
    pub(super) fn new(
        pages: Vec<Arc<Picture>>,
        front: &[usize],
        first: &ArrayInfo,
    ) -> Result<Self> {
        let shape = |picture: &Picture| (picture.layout.shape(), picture.layout.sample.dtype);
        for (i, page) in pages.iter().enumerate() {
            let (mine, dtype) = shape(page);
            if (mine, dtype) != (first.shape, first.dtype) {
                return Err(unsupported(format!(
                    "a stack of pages that differ: page 0 is {} {:?}, page {i} {dtype} {:?}; read them one by one",
                    first.dtype, first.shape, mine
                )));
            }
        }
        let same = |page: &Arc<Picture>| page.layout.chunk == pages[0].layout.chunk;
        let chunks = first.chunks.filter(|_| pages.iter().all(same)).unwrap_or(first.shape);
        let longer = |front: &[usize], rest: &Shape| Shape::try_new(&[front, &rest[..]].concat());
        let mut info = first.clone();
        info.shape = longer(front, &first.shape)?;
        info.chunks = Some(longer(&vec![1; front.len()], &chunks)?);
        Ok(Self { pages, front: Shape::try_new(front)?, info })
    }

    /// The same with names of the axes.
    pub(super) fn named(mut self, names: &str) -> Self {
        let names = names.chars().map(|name| Some(name.to_lowercase().to_string())).collect();
        self.info.dimension_names = Some(names);
        self
    }

    /// The page that the `i`-th page of a region is.
    fn page_of(&self, region: &Region, mut i: usize) -> usize {
        let (mut page, mut stride) = (0, 1);
        for axis in (0..self.front.len()).rev() {
            let n = region.shape()[axis];
            page += stride * (region.start()[axis] + i % n * region.step()[axis]);
            (i, stride) = (i / n, stride * self.front[axis]);
        }
        page
    }
}

impl ReadBlocks for TiffStack {
    fn info(&self) -> &ArrayInfo {
        &self.info
    }

    fn read_block(&self, region: &Region, out: &mut [u8]) -> Result<()> {
        self.info.check(region, out.len())?;
        if out.is_empty() {
            return Ok(());
        }
        let front = self.front.len();
        let pages = region.shape()[..front].iter().product();
        let rest = |extents: &[usize]| Shape::from(&extents[front..]);
        let of_page =
            Region::new(rest(region.start()), rest(region.shape())).with_step(rest(region.step()));
        let each = out.len() / pages;
        let parts = Mutex::new(out.chunks_exact_mut(each).enumerate());
        threads::try_run(pages, &|_| {
            let part = parts.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((i, out)) = part else { return Ok(()) };
            self.pages[self.page_of(region, i)].read(&of_page, out)
        })
    }
}
