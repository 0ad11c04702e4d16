//! How much memory damaged files can make reading take, and how much reading a part takes.

use crate::counting::peak;
use crate::hdf5_files::{folder, mend_checksums, names, read_everything};
use nd_core::{Array, s};
use nd_io::{Compression, CreateOptions, Dataset, Hdf5File, Hdf5FileWriter, ReadBlocks, Region};

pub(crate) fn memory_is_bounded() {
    parts_take_what_was_asked();
    damaged_files_take_what_they_are();
}

/// Mutants, half of them with checksums that fit; arrays over 4 KiB are read in parts.
fn damaged_files_take_what_they_are() {
    let count: u64 = std::env::var("ND_HDF5_MUTANTS").map_or(60, |n| n.parse().unwrap());
    for name in names() {
        let whole = std::fs::read(folder().join(&name)).unwrap();
        for seed in 0..count {
            let mut state = (seed + 77).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let mut below = |n: usize| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                (state >> 11) as usize % n
            };
            let mut bytes = whole.clone();
            for _ in 0..4 {
                let at = below(bytes.len());
                bytes[at] = [0, 1, 0x40, 0x7f, 0xfe, 0xff][below(6)];
            }
            if seed % 2 == 0 {
                mend_checksums(&mut bytes);
            }
            let allowed = 2 * bytes.len() + (1 << 20);
            let (_, taken) = peak(|| match Hdf5File::from_bytes(bytes) {
                Ok(file) => read_everything(&file, 4096),
                Err(error) => vec![error],
            });
            assert!(taken <= allowed, "{name}, mutant {seed}: {taken} bytes, {allowed} allowed");
        }
    }
}

fn parts_take_what_was_asked() {
    let path = std::env::temp_dir().join(format!("nd-io-hdf5-memory-{}.h5", std::process::id()));
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    let field = Array::from_shape_vec([1000, 1000], (0..1_000_000).map(|i| i as f32).collect());
    let options = CreateOptions::default().chunks([100, 100]);
    file.save_with("plain", &field, &CreateOptions::default()).unwrap();
    file.save_with("chunks", &field, &options).unwrap();
    file.save_with("gzip", &field, &options.compression(Compression::Gzip(1))).unwrap();
    file.finish().unwrap();
    let file = Hdf5File::open(&path).unwrap();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    for name in ["plain", "chunks", "gzip"] {
        let dataset = file.dataset(name).unwrap();
        let chunk = if name == "gzip" { 2 * 40_000 + 80_000 } else { 300_000 };
        let region = Region::new([130, 10], [150, 400]).with_step([2, 2]);
        let mut out = vec![0; region.size() * 4];
        let (_, taken) = peak(|| dataset.read_block(&region, &mut out).unwrap());
        let allowed = out.len() + threads * chunk + (64 << 10);
        assert!(taken <= allowed, "{name}: {taken} bytes, {allowed} allowed");
    }
    let gzip = Dataset::new(file.dataset("gzip").unwrap());
    let (corner, taken) = peak(|| gzip.read::<f32>(s![..2, ..2]).unwrap());
    assert_eq!(corner.into_vec(), [0.0, 1.0, 1000.0, 1001.0]);
    assert!(taken < 300_000, "{taken}");
    std::fs::remove_file(path).unwrap();
}
