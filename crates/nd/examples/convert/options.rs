//! The command line.

use nd::io::{Compression, CreateOptions};
use std::path::PathBuf;

pub(crate) const USAGE: &str = "\
usage: convert FROM TO [options]

  --chunks N,…            extents of the chunks (HDF5, Zarr)
  --shards N,…            extents of the files, multiples of the chunks (Zarr)
  --compression NAME[:L]  gzip, zstd (Zarr), lzf (HDF5), none
  --shuffle               bytes of equal significance together before they are packed
  --checksum              a checksum with every chunk
  --memory N[K|M|G]       how much memory may be taken; 256M

FROM and TO go on inside a file: run.h5/detector/image.";

/// How much memory is taken if nothing is said.
const MEMORY: usize = 256 << 20;

pub(crate) struct Options {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    pub(crate) create: CreateOptions,
    pub(crate) memory: usize,
}

impl Options {
    pub(crate) fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut paths = Vec::new();
        let mut create = CreateOptions::default();
        let mut memory = MEMORY;
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--chunks" => create.chunks = Some(extents(&value()?)?.into()),
                "--shards" => create.shards = Some(extents(&value()?)?.into()),
                "--compression" => create.compression = compression(&value()?)?,
                "--shuffle" => create.shuffle = true,
                "--checksum" => create.checksum = true,
                "--memory" => memory = bytes(&value()?)?,
                _ if arg.starts_with("--") => return Err(format!("unknown option {arg}")),
                _ => paths.push(PathBuf::from(&arg)),
            }
        }
        match <[PathBuf; 2]>::try_from(paths) {
            Ok([from, to]) => Ok(Self { from, to, create, memory }),
            Err(paths) => Err(format!("two files are needed, {} were given", paths.len())),
        }
    }

    /// The level of deflate, if that is what was asked for.
    pub(crate) fn level(&self) -> Option<u32> {
        match self.create.compression {
            Compression::Gzip(level) => Some(level),
            _ => None,
        }
    }
}

fn extents(text: &str) -> Result<Vec<usize>, String> {
    let extent = |n: &str| match n.trim().parse() {
        Ok(n) if n > 0 => Ok(n),
        _ => Err(format!("{text}: extents are numbers above 0")),
    };
    text.split(',').map(extent).collect()
}

fn compression(text: &str) -> Result<Compression, String> {
    let (name, level) = text.split_once(':').unwrap_or((text, ""));
    let number = |default: i32| match level {
        "" => Ok(default),
        _ => level.parse().map_err(|_| format!("{text}: {level} is no level")),
    };
    match name {
        "none" => Ok(Compression::None),
        "gzip" => Ok(Compression::Gzip(number(6)?.unsigned_abs())),
        "zstd" => Ok(Compression::Zstd(number(3)?)),
        "lzf" => Ok(Compression::Lzf),
        _ => Err(format!("{name}: gzip, zstd, lzf and none are known")),
    }
}

fn bytes(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.char_indices().last() {
        Some((at, 'K' | 'k')) => (&text[..at], 1 << 10),
        Some((at, 'M' | 'm')) => (&text[..at], 1 << 20),
        Some((at, 'G' | 'g')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let number: Option<usize> = digits.parse().ok();
    number.and_then(|n| n.checked_mul(unit)).ok_or_else(|| format!("{text}: no amount of memory"))
}
