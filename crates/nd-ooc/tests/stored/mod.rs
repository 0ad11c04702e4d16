//! Arrays stored in chunks for a test, and the chunks to store them in.

use nd_core::{Array, Typed};
use nd_io::{Compression, CreateOptions};
use nd_ooc::{AnyChunked, Chunked, RunOptions};
use std::path::PathBuf;

/// A folder that is gone after the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// An array stored in chunks, opened.
    pub(crate) fn chunked<T: Typed + nd_io::StoredElement>(
        &self,
        a: &Array<T>,
        chunks: &[usize],
    ) -> Chunked<T> {
        let name = chunks.iter().map(ToString::to_string).collect::<Vec<_>>().join("x");
        let path = self.path(&format!("{name}.zarr"));
        let layout = CreateOptions::default().chunks(chunks).compression(Compression::Gzip(1));
        AnyChunked::from(&Chunked::from(a.clone()))
            .save_with(&path, &RunOptions::default().layout(layout))
            .unwrap();
        nd_ooc::open(&path).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Chunks that divide no axis, one element, the whole, and in between.
pub(crate) fn chunkings(shape: &[usize]) -> Vec<Vec<usize>> {
    let pick = |f: fn(usize) -> usize| shape.iter().map(|&n| f(n)).collect();
    vec![pick(|n| n), pick(|n| n / 3 + 1), pick(|n| (n / 2).max(1)), pick(|_| 1)]
}
