//! Any bytes as a TIFF file: pages, those that hang on them, tags, colours, what others say of it, and the samples up to a megabyte a page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nd_io::{Error, ReadBlocks, Region, TiffFile, TiffPage};

fuzz_target!(|bytes: &[u8]| {
    let Ok(file) = TiffFile::from_bytes(bytes.to_vec()) else { return };
    let _ = file.fault();
    for i in 0..file.len().min(4) {
        let Ok(page) = file.page(i) else { continue };
        for tag in page.tags().into_iter().take(50) {
            let _ = page.tag(tag);
        }
        for sub in page.sub_pages().unwrap_or_default().iter().take(4) {
            let _ = read(sub);
        }
        let _ = read(&page);
        let _ = (page.georeference(), page.nodata(), page.options());
        let _ = page.colours().and_then(|page| read(&page));
    }
    let _ = (file.pages_as_stack(), file.ome_stack(0, 0), file.imagej_stack());
});

fn read(page: &TiffPage) -> Result<(), Error> {
    let info = page.info();
    let (shape, nbytes) = (info.shape, info.nbytes()?);
    if nbytes <= 1 << 20 {
        return page.read_block(&Region::all(shape), &mut vec![0; nbytes]);
    }
    let last: Vec<usize> = shape.iter().map(|n| n - 1).collect();
    let one = Region::new(last, vec![1; shape.len()]);
    page.read_block(&one, &mut vec![0; info.dtype.itemsize()])
}
