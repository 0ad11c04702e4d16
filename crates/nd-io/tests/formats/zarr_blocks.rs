//! The conformance suite over Zarr: chunked, packed, sharded.

use crate::zarr_files::Folder;
use nd_core::DType;
use nd_io::conformance::{Subject, check};
use nd_io::{Compression, CreateOptions, Dataset, DatasetWriter, Error, ZarrArray, ZarrWriter};

struct Zarr {
    folder: Folder,
    /// Extents of the chunks along every axis, and chunks a shard along every axis.
    chunk: usize,
    shard: Option<usize>,
    options: CreateOptions,
}

impl Subject for Zarr {
    fn create(&self, shape: &[usize], dtype: DType) -> Result<Option<DatasetWriter>, Error> {
        let mut options = self.options.clone();
        options.chunks = Some(vec![self.chunk; shape.len()].into());
        options.shards = self.shard.map(|shard| vec![shard * self.chunk; shape.len()].into());
        let path = self.folder.path().join("a.zarr");
        let writer = ZarrWriter::create(path, nd_core::Shape::from(shape), dtype, &options)?;
        Ok(Some(writer.durable(false).into_writer()))
    }

    fn open(&self) -> Result<Dataset, Error> {
        Ok(ZarrArray::open(self.folder.path().join("a.zarr"))?.into_dataset())
    }
}

#[track_caller]
fn passes(chunk: usize, shard: Option<usize>, options: CreateOptions) {
    let subject = Zarr { folder: Folder::new(), chunk, shard, options };
    let report = check(&subject).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(report.regions > 1000, "{report:?}");
}

#[test]
fn plain_chunks() {
    passes(3, None, CreateOptions::default());
}

#[test]
fn packed_chunks() {
    let zstd = cfg!(any(feature = "zstd", feature = "zstd-c"));
    let compression = if zstd { Compression::Zstd(1) } else { Compression::Gzip(1) };
    let mut options = CreateOptions::default().compression(compression);
    options.checksum = true;
    options.fortran_order = true;
    passes(2, None, options);
}

#[test]
fn shards() {
    passes(2, Some(2), CreateOptions::default().compression(Compression::Gzip(1)));
}
