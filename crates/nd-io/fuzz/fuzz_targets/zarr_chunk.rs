//! Metadata, a line of `=`, and a chunk: an error or elements, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

const LINE: &[u8] = b"\n====\n";

fuzz_target!(|bytes: &[u8]| {
    let Some(at) = bytes.windows(LINE.len()).position(|part| part == LINE) else { return };
    let Ok(metadata) = nd_io::ZarrMetadata::from_json(&bytes[..at]) else { return };
    // What is honest is allowed to be large; the fuzzer's limit on memory is not about that.
    let info = metadata.info();
    let chunk = metadata.shards().or(info.chunks.as_deref()).unwrap_or(&[]);
    if chunk.iter().product::<usize>() * info.dtype.itemsize() > 1 << 20 {
        return;
    }
    let _ = metadata.decode_chunk(&bytes[at + LINE.len()..]);
});
