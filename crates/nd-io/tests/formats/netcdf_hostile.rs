//! Damaged and hostile netCDF files: a typed error or some array, in bounded time and memory.

use std::time::Instant;

use crate::netcdf_read::{folder, read_all};
use nd_io::{Error, NetCdfFile, ReadBlocks, Region};

const FILES: [&str; 7] = [
    "types_classic.nc",
    "types_offset.nc",
    "types_data.nc",
    "texts.nc",
    "single_shorts.nc",
    "no_records.nc",
    "streaming.nc",
];

/// Opens a file and reads everything, up to a size, and returns the errors.
fn survives(bytes: Vec<u8>, what: &dyn Fn() -> String) -> Vec<Error> {
    let start = Instant::now();
    let mut errors = Vec::new();
    match NetCdfFile::from_bytes(bytes) {
        Ok(file) => read_everything(&file, &mut errors),
        Err(error) => errors.push(error),
    }
    let took = start.elapsed();
    assert!(took < crate::HANG, "{}: {took:?}", what());
    errors
}

fn read_everything(file: &NetCdfFile, errors: &mut Vec<Error>) {
    for name in file.names() {
        let read = || -> Result<(), Error> {
            let ds = file.dataset(name)?;
            if ds.info().nbytes()? <= 1 << 16 {
                let _ = file.texts(name);
                return read_all(&ds).map(drop);
            }
            let last: Vec<usize> = ds.shape().iter().map(|n| n - 1).collect();
            let one = Region::new(&last[..], vec![1; last.len()]);
            ds.read_block(&one, &mut vec![0; ds.dtype().itemsize()])
        };
        errors.extend(read().err());
    }
}

#[test]
fn cut_at_every_byte() {
    for name in FILES {
        let whole = std::fs::read(folder().join(name)).unwrap();
        assert!(survives(whole.clone(), &|| name.into()).is_empty());
        // Of the last word only a part may be elements; a file without any is its header.
        for len in 0..whole.len() - 4 {
            let errors = survives(whole[..len].to_vec(), &|| format!("{name} cut at {len}"));
            assert!(!errors.is_empty() || name == "streaming.nc", "{name} cut at {len} was read");
        }
    }
}

#[test]
fn words_of_telling_values() {
    for name in FILES {
        let whole = std::fs::read(folder().join(name)).unwrap();
        for at in (4..(whole.len() - 4).min(1500)).step_by(4) {
            for word in [0_u32, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff] {
                let mut bytes = whole.clone();
                bytes[at..at + 4].copy_from_slice(&word.to_be_bytes());
                survives(bytes, &|| format!("{name}: {word:#x} at {at}"));
            }
        }
    }
}

#[test]
fn bytes_of_any_value() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 11) % n as u64) as usize
    };
    for name in FILES {
        let whole = std::fs::read(folder().join(name)).unwrap();
        for seed in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..=below(4) {
                let at = below(bytes.len().min(2000));
                bytes[at] = below(256) as u8;
            }
            survives(bytes, &|| format!("{name}, mutant {seed}"));
        }
    }
}

/// Counts that would take memory if they were believed.
#[test]
fn lists_as_long_as_can_be() {
    for tag in [10_u32, 12, 11] {
        for count in [0xffff_ffff_u32, 0x7fff_ffff, 1 << 24] {
            let mut bytes = b"CDF\x02\0\0\0\0".to_vec();
            for list in [10, 12, 11] {
                let words = if list == tag { [list, count] } else { [0, 0] };
                words.iter().for_each(|word: &u32| bytes.extend(word.to_be_bytes()));
                if list == tag {
                    break;
                }
            }
            bytes.resize(bytes.len() + 4096, 0);
            let errors = survives(bytes, &|| format!("{count} of {tag}"));
            assert!(!errors.is_empty());
        }
    }
}

#[test]
fn what_fuzzing_starts_from() {
    let corpus = folder().join("../../../fuzz/corpus/netcdf");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        let errors = survives(std::fs::read(&path).unwrap(), &|| path.display().to_string());
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        count += 1;
    }
    assert!(count >= 5, "{count}");
}
