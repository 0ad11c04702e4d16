//! Names inside a store: where a chunk lies, and which names a node may have.

use std::path::{Path, PathBuf};

use super::corrupt;
use crate::error::{Error, ErrorKind};

/// How a chunk's position becomes a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ChunkKeys {
    /// Begins with `c`, as the encoding `default` of version 3 does.
    pub(super) prefixed: bool,
    /// Between the numbers: `/` or `.`.
    pub(super) separator: char,
    /// Axes at the end that no chunk is counted along: the letters of texts.
    pub(super) uncounted: usize,
}

impl ChunkKeys {
    /// A chunk's path below the array's directory: made of numbers only, so it stays there.
    pub(super) fn path(&self, root: &Path, index: &[usize]) -> PathBuf {
        root.join(self.key(index))
    }

    /// A chunk's name, with slashes.
    pub(super) fn key(&self, index: &[usize]) -> String {
        let index = &index[..index.len() - self.uncounted.min(index.len())];
        let numbers: Vec<String> = index.iter().map(usize::to_string).collect();
        let joined = numbers.join(self.separator.encode_utf8(&mut [0; 4]));
        match (self.prefixed, index.is_empty()) {
            (true, true) => "c".to_owned(),
            (true, false) => format!("c{}{joined}", self.separator),
            (false, true) => "0".to_owned(),
            (false, false) => joined,
        }
    }

    pub(super) fn separator(text: &str) -> Result<char, Error> {
        match text {
            "/" => Ok('/'),
            "." => Ok('.'),
            _ => Err(corrupt(format!("a chunk key's separator is {text:?}, not \"/\" or \".\""))),
        }
    }
}

/// Splits a node's name at its slashes, and refuses what could lead out of the store.
///
/// # Errors
/// [`ErrorKind::NoSuchArray`] with the name.
pub(super) fn components(name: &str) -> Result<Vec<&str>, Error> {
    let parts: Vec<&str> = name.split('/').collect();
    let bad = |part: &&str| {
        part.is_empty()
            || part.chars().all(|c| c == '.')
            || part.contains(['\0', '\\', ':'])
            || part.starts_with("__")
            || part.ends_with(super::store::SUFFIX)
            || *part == "zarr.json"
    };
    if parts.iter().any(bad) {
        return Err(ErrorKind::NoSuchArray { name: name.to_owned(), there: Vec::new() }.into());
    }
    Ok(parts)
}
