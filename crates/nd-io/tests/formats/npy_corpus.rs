//! The corpora of the fuzz targets `npy` and `npz`, replayed: whole, cut at every byte of their first
//! kilobyte, and with every one of those bytes changed.

#[path = "../../fuzz/npy_properties.rs"]
mod npy_properties;
#[path = "../../fuzz/npz_properties.rs"]
mod npz_properties;

/// How much of a file is cut and changed: headers are shorter.
const HEAD: usize = 1024;

fn replay(target: &str, least: usize, check: fn(&[u8])) {
    let folder = format!("{}/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let mut data = std::fs::read(entry.unwrap().path()).unwrap();
        files += 1;
        check(&data);
        for at in 0..data.len().min(HEAD) {
            check(&data[..at]);
            let byte = data[at];
            for changed in [0, byte.wrapping_add(1), !byte] {
                data[at] = changed;
                check(&data);
            }
            data[at] = byte;
        }
    }
    assert!(files >= least, "{files} files for {target}");
}

#[test]
fn npy_files_hold() {
    replay("npy", 18, npy_properties::check);
}

#[test]
fn archives_hold() {
    replay("npz", 3, npz_properties::check);
}
