//! [`TiffStack`]: equal pages of a TIFF file as one array.

use std::sync::{Arc, Mutex, PoisonError};

use nd_core::{Shape, threads};

use super::picture::Picture;
use super::{Result, unsupported};
use crate::blocks::{ArrayInfo, ReadBlocks, Region};

/// All pages of a TIFF file as one stored array: `(n, h, w)` or `(n, h, w, c)`.
///
/// From [`TiffFile::pages_as_stack`](super::TiffFile::pages_as_stack). Only the pages that a region needs are read.
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
    info: ArrayInfo,
}

impl TiffStack {
    /// Puts pages together; `first` is what the first says of itself.
    pub(super) fn new(pages: Vec<Arc<Picture>>, first: &ArrayInfo) -> Result<Self> {
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
        let longer = |n: usize, rest: &Shape| Shape::try_new(&[&[n], &rest[..]].concat());
        let mut info = first.clone();
        info.shape = longer(pages.len(), &first.shape)?;
        info.chunks = Some(longer(1, &chunks)?);
        Ok(Self { pages, info })
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
        let pages = region.shape()[0];
        let rest = |extents: &[usize]| Shape::from(&extents[1..]);
        let of_page =
            Region::new(rest(region.start()), rest(region.shape())).with_step(rest(region.step()));
        let each = out.len() / pages;
        let parts = Mutex::new(out.chunks_exact_mut(each).enumerate());
        threads::try_run(pages, &|_| {
            let part = parts.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((i, out)) = part else { return Ok(()) };
            self.pages[region.start()[0] + i * region.step()[0]].read(&of_page, out)
        })
    }
}
