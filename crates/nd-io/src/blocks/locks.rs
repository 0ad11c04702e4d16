//! [`ChunkLocks`]: one writer a chunk.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// One lock for every chunk, near enough: a fixed number, shared out.
#[derive(Debug)]
pub(crate) struct ChunkLocks([Mutex<()>; 64]);

impl ChunkLocks {
    pub(crate) fn new() -> Self {
        Self(std::array::from_fn(|_| Mutex::new(())))
    }

    pub(crate) fn lock(&self, index: &[usize]) -> MutexGuard<'_, ()> {
        let spread = |hash: usize, &i: &usize| hash.wrapping_mul(31).wrapping_add(i);
        let slot = index.iter().fold(0, spread) % self.0.len();
        self.0[slot].lock().unwrap_or_else(PoisonError::into_inner)
    }
}
