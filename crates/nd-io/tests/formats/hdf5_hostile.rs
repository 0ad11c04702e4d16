//! Damaged and hostile files: a typed error or the right array, in bounded time and memory.
//!
//! What is read of a mutant is compared with nothing: only metadata has checksums, and not all.

use std::path::PathBuf;
use std::time::Instant;

use crate::hdf5_files::{everything, folder, names};
use crate::hdf5_real;
use nd_io::{Error, Hdf5File};

/// Arrays up to this size are read whole.
const LIMIT: usize = 1 << 16;

/// Opens a file and reads everything, and checks how long that takes.
fn survives(bytes: Vec<u8>, what: &dyn Fn() -> String) -> Vec<Error> {
    read(bytes, what).0
}

/// As [`survives`], with a hash of what was read.
fn read(bytes: Vec<u8>, what: &dyn Fn() -> String) -> (Vec<Error>, u64) {
    let start = Instant::now();
    let read = match Hdf5File::from_bytes(bytes) {
        Ok(file) => everything(&file, LIMIT),
        Err(error) => (vec![error], 0),
    };
    let took = start.elapsed();
    assert!(took < crate::HANG, "{}: {took:?}", what());
    read
}

/// Every fixture, by its name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let ours = names().into_iter().map(|name| folder().join(name));
    let others = std::fs::read_dir(hdf5_real::folder()).unwrap().map(|entry| entry.unwrap().path());
    let others =
        others.filter(|path| path.is_file() && path.extension().is_none_or(|e| e != "tsv"));
    let mut all: Vec<PathBuf> = ours.chain(others).collect();
    all.sort();
    let named = |path: PathBuf| (path.display().to_string(), std::fs::read(&path).unwrap());
    all.into_iter().map(named).collect()
}

#[test]
fn cut_at_every_byte() {
    for (name, whole) in fixtures() {
        let right = read(whole.clone(), &|| name.clone()).1;
        // Of large files every byte of the beginning and of the end, and some between.
        let near = if whole.len() < 10_000 { 1000 } else { 2000.min(whole.len() / 16) };
        let step = |at: usize| if at < near || at + near > whole.len() { 1 } else { 37 };
        let mut at = 0;
        while at < whole.len() {
            // What is missing is missed by whoever asks for it; what is there is right.
            let (errors, found) = read(whole[..at].to_vec(), &|| format!("{name} cut at {at}"));
            assert!(!errors.is_empty() || found == right, "{name} cut at {at} was read");
            at += step(at);
        }
    }
}

/// Numbers that are the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n as u64) as usize
    }
}

/// A few bytes changed, moved or repeated.
fn mutate(bytes: &mut [u8], random: &mut Random) {
    const TELLING: [u8; 8] = [0, 1, 2, 8, 0x7f, 0x80, 0xfe, 0xff];
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes[at] = random.below(256) as u8,
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = TELLING[random.below(TELLING.len())],
            3 => {
                let len = random.below(9).min(bytes.len() - at);
                bytes[at..at + len].fill(TELLING[random.below(TELLING.len())]);
            }
            4 => {
                let len = random.below(16).min(bytes.len() - at);
                let from = random.below(bytes.len() - len);
                bytes.copy_within(from..from + len, at);
            }
            _ => {
                // A small number in eight bytes: an address.
                let to = (random.below(bytes.len()) as u64).to_le_bytes();
                let len = 8.min(bytes.len() - at);
                bytes[at..at + len].copy_from_slice(&to[..len]);
            }
        }
    }
}

#[test]
fn mutants() {
    let count: usize = std::env::var("ND_HDF5_MUTANTS").map_or(150, |n| n.parse().unwrap());
    for (name, whole) in fixtures() {
        for seed in 0..count {
            let mut random = Random((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
            let mut bytes = whole.clone();
            mutate(&mut bytes, &mut random);
            // Checksums that fit let more of a change be seen.
            if seed % 2 == 0 {
                crate::hdf5_files::mend_checksums(&mut bytes);
            }
            survives(bytes, &|| format!("{name}, mutant {seed}"));
        }
    }
}

#[test]
fn what_fuzzing_starts_from() {
    let corpus = folder().join("../../../fuzz/corpus/hdf5");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        let path = entry.unwrap().path();
        survives(std::fs::read(&path).unwrap(), &|| path.display().to_string());
        count += 1;
    }
    assert!(count >= 10, "{count}");
}
