//! Any bytes as `zarr.json` or `.zarray`: an error or metadata, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(metadata) = nd_io::ZarrMetadata::from_json(bytes) {
        let info = metadata.info();
        assert!(info.nbytes().is_ok());
        assert_eq!(info.grid().counts().len(), info.shape.len());
    }
});
