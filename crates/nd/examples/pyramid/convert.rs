//! From a stored array to a pyramid, some tiles at a time.

use nd::io::{
    Dataset, Format, OmeImage, PictureMetadata, ReadBlocks, Region, ResolutionUnit,
    TiffCompression, TiffFile, TiffOptions, TiffPageOptions, TiffTileWriter, picture_metadata,
};
use nd::prelude::*;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Bytes of pixels that are read at once, and packed, and on the list before the next are.
const BUDGET: usize = 16 << 20;

pub(crate) struct Job {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    pub(crate) tile: usize,
}

/// What was made.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) bytes: u64,
    /// The sizes of the levels, the largest first.
    pub(crate) levels: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Called with the tiles that are done and all that there will be; may break it off.
pub(crate) type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> ControlFlow<()>;

/// Makes the pyramid; `None` where it was broken off, to be gone on with.
pub(crate) fn convert(job: &Job, watch: Watch<'_>) -> Result<Option<Made>> {
    let source = nd::io::open(&job.from)?;
    let (h, w) = match *source.shape() {
        [h, w] | [h, w, _] => (h, w),
        ref shape => return Err(format!("shape {shape:?} is neither (h, w) nor (h, w, c)").into()),
    };
    let shape = source.shape();
    let samples = shape.get(2).copied().unwrap_or(1);
    let about = metadata(&source);
    let page = TiffPageOptions::default()
        .compression(TiffCompression::Deflate)
        .tile([job.tile, job.tile])
        .levels(usize::MAX)
        .metadata(&about);
    let options = TiffOptions::default().ome(image(samples, &about));
    let out = TiffTileWriter::resume(&job.to, shape, source.dtype(), &options, &page)?;

    let tiles = |n: usize| n.div_ceil(job.tile);
    let (all, own) = (count([h, w], job.tile), tiles(h) * tiles(w));
    let mut done = 0;
    // The source is read in rows of tiles, as far along as the budget goes.
    let tile_bytes = job.tile * job.tile * samples * source.dtype().itemsize();
    let step = job.tile * (BUDGET / tile_bytes).max(1);
    for top in (0..h).step_by(job.tile) {
        for left in (0..w).step_by(step) {
            let (bottom, right) = (h.min(top + job.tile), w.min(left + step));
            let start = [&[top, left], &vec![0; shape.len() - 2][..]].concat();
            let part = Region::new(start, [&[bottom - top, right - left], &shape[2..]].concat());
            if !out.is_written(&part) {
                let pixels = source.read_any(s![top..bottom, left..right])?;
                out.write_region_any(&part, &pixels)?;
            }
            done += tiles(right - left);
            if watch(done, all).is_break() {
                return Ok(None);
            }
        }
    }
    // The smaller levels are not broken off.
    out.finish_watched(&mut |smaller, _| {
        let _ = watch(own + smaller, all);
    })?;
    Ok(Some(Made { bytes: std::fs::metadata(&job.to)?.len(), levels: levels(&job.to)? }))
}

/// Tiles of a picture and of all that are half as large as the one before.
fn count(mut size: [usize; 2], tile: usize) -> usize {
    let mut all = 0;
    loop {
        all += size[0].div_ceil(tile) * size[1].div_ceil(tile);
        if size.iter().all(|&n| n <= tile) {
            return all;
        }
        size = size.map(|n| n.div_ceil(2));
    }
}

/// What the source says of itself, if it is a picture.
fn metadata(source: &Dataset) -> PictureMetadata {
    let picture = source.format().is_some_and(Format::is_picture);
    let path = source.path().filter(|path| picture && path.is_file());
    path.and_then(|path| picture_metadata(path).ok()).unwrap_or_default()
}

/// OME's words for it; with the size of a pixel, if that is known.
fn image(samples: usize, about: &PictureMetadata) -> OmeImage {
    let ome = OmeImage::new(if samples > 1 { "YXS" } else { "YX" }, &[]);
    let unit = match about.resolution_unit {
        ResolutionUnit::Inch => 25_400.0,
        ResolutionUnit::Centimetre => 10_000.0,
        _ => return ome,
    };
    match about.resolution {
        Some([x, y]) if x > 0.0 && y > 0.0 => ome.pixel_size([unit / x, unit / y, 1.0]),
        _ => ome,
    }
}

fn levels(path: &std::path::Path) -> Result<Vec<String>> {
    let page = TiffFile::open(path)?.page(0)?;
    let name = |shape: &[usize]| format!("{} × {}", shape[1], shape[0]);
    let mut all = vec![name(&page.info().shape)];
    all.extend(page.sub_pages()?.iter().map(|smaller| name(&smaller.info().shape)));
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for each test, removed in the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("nd-pyramid-{name}-{}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }

        fn job(&self, from: &str, to: &str) -> Job {
            Job { from: self.0.join(from), to: self.0.join(to), tile: 32 }
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// Broken off after so many steps, as by a kill.
    fn run(job: &Job, steps: usize) -> Option<Made> {
        let mut left = steps;
        let watch: Watch<'_> = &mut |_, _| {
            left = left.saturating_sub(1);
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        convert(job, watch).unwrap()
    }

    #[test]
    fn goes_on_to_the_same_bytes() {
        let folder = Folder::new("goes-on");
        let a = Array::from_fn([150, 100, 3], |i| (i[0] * i[1] / 7 + i[2]) as u16);
        nd::save(folder.0.join("a.npy"), &a).unwrap();
        let whole = folder.job("a.npy", "whole.ome.tif");
        let made = run(&whole, usize::MAX).unwrap();
        assert_eq!(made.levels, ["100 × 150", "50 × 75", "25 × 38", "13 × 19"]);
        assert_eq!(nd::load::<u16>(&whole.to).unwrap(), a);

        let parts = folder.job("a.npy", "parts.ome.tif");
        assert!(run(&parts, 2).is_none() && run(&parts, 4).is_none());
        assert!(run(&parts, usize::MAX).is_some());
        assert_eq!(std::fs::read(&parts.to).unwrap(), std::fs::read(&whole.to).unwrap());
    }

    #[test]
    fn says_all_that_there_will_be() {
        let folder = Folder::new("all");
        nd::save(folder.0.join("a.png"), Array::<u8>::zeros([70, 33])).unwrap();
        let (mut last, job) = ((0, 0), folder.job("a.png", "b.tif"));
        let watch: Watch<'_> = &mut |done, all| {
            last = (done, all);
            ControlFlow::Continue(())
        };
        let made = convert(&job, watch).unwrap().unwrap();
        assert_eq!(last, (9, 9)); // 3 × 2, 2 × 1, 1
        assert_eq!(made.bytes, std::fs::metadata(&job.to).unwrap().len());
        assert_eq!(
            nd::io::TiffFile::open(&job.to).unwrap().ome().unwrap().unwrap()[0].axes,
            "TCZYX"
        );
    }

    #[test]
    fn sizes_of_pixels_are_kept() {
        let about = PictureMetadata::default().resolution([25_400.0, 12_700.0]);
        assert_eq!(image(1, &about).pixel_size, [Some(1.0), Some(2.0), Some(1.0)]);
        assert_eq!(image(3, &PictureMetadata::default()), OmeImage::new("YXS", &[]));
    }

    #[test]
    fn a_volume_is_no_picture() {
        let folder = Folder::new("volume");
        nd::save(folder.0.join("a.npy"), Array::<u8>::zeros([2, 3, 4, 5])).unwrap();
        let error = convert(&folder.job("a.npy", "b.tif"), &mut |_, _| ControlFlow::Continue(()));
        let message = error.unwrap_err().to_string();
        assert_eq!(message, "shape [2, 3, 4, 5] is neither (h, w) nor (h, w, c)");
    }
}
