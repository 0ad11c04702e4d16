//! [`Nested`]: shards within shards, decoded whole.

use nd_core::Shape;

use super::codec::{Buffers, Chain, Form, resize};
use super::fill::Fill;
use super::metadata::{Sharding, unravel};
use super::shard::{self, Source};
use crate::blocks::{ChunkGrid, Strided, copy_strided};
use crate::error::Error;

/// A chunk that is a shard itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Nested {
    /// Extents of its chunks.
    pub(super) inner: Shape,
    /// What these go through.
    pub(super) chain: Chain,
    pub(super) sharding: Sharding,
    pub(super) fill: Fill,
}

impl Nested {
    /// Decodes a shard of `form` into `out`.
    ///
    /// # Errors
    /// As [`Chain::decode`], and those of [`shard::read_index`].
    pub(super) fn decode(
        &self,
        stored: &[u8],
        out: &mut [u8],
        form: Form<'_>,
    ) -> Result<(), Error> {
        let grid = ChunkGrid::new(Shape::from(form.shape), self.inner);
        let mut source = Source::Bytes(stored);
        let index = shard::read_index(&self.sharding, grid.len(), &mut source)?;
        self.fill.fill(out);
        let nbytes = self.inner.iter().product::<usize>() * form.itemsize;
        let inner = Form { shape: &self.inner, ..form };
        // Buffers of its own: those of the thread hold what is decoded here.
        let (mut chunk, mut held, mut buffers) = (Vec::new(), Vec::new(), Buffers::default());
        for at in 0..grid.len() {
            let Some(range) = index.range(at)? else { continue };
            let stored = source.bytes(range, &mut held)?;
            self.chain.check_size(stored.len() as u64, nbytes)?;
            resize(&mut chunk, nbytes)?;
            self.chain.decode(stored, &mut chunk, inner, &mut buffers)?;
            let block = grid.block(&unravel(at, grid.counts()));
            let from = Strided::dense(&self.inner, form.itemsize);
            let to = Strided::of(form.shape, &block, form.itemsize);
            copy_strided(&chunk, from, out, to, &self.inner, form.itemsize);
        }
        Ok(())
    }
}
