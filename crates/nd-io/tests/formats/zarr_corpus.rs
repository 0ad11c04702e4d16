//! The fuzzers' corpora, replayed: an error or a value, never a panic.

use nd_io::ZarrMetadata;

const LINE: &[u8] = b"\n====\n";

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = format!("{}/fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
    let files = std::fs::read_dir(folder).unwrap();
    let files: Vec<Vec<u8>> =
        files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    assert!(files.len() > 20, "{} files in {name}", files.len());
    files
}

fn metadata(bytes: &[u8]) {
    if let Ok(metadata) = ZarrMetadata::from_json(bytes) {
        let info = metadata.info();
        assert!(info.nbytes().is_ok());
        assert_eq!(info.grid().counts().len(), info.shape.len());
    }
}

fn chunk(bytes: &[u8]) {
    let Some(at) = bytes.windows(LINE.len()).position(|part| part == LINE) else { return };
    let Ok(metadata) = ZarrMetadata::from_json(&bytes[..at]) else { return };
    let info = metadata.info();
    let chunk = metadata.shards().or(info.chunks.as_deref()).unwrap_or(&[]);
    if chunk.iter().product::<usize>() * info.dtype.itemsize() <= 1 << 20 {
        let _ = metadata.decode_chunk(&bytes[at + LINE.len()..]);
    }
}

#[test]
fn the_corpora_are_harmless() {
    corpus("zarr_metadata").iter().for_each(|bytes| metadata(bytes));
    corpus("zarr_chunk").iter().for_each(|bytes| chunk(bytes));
}

/// A small fuzzer for machines without one: bytes of the corpora changed, cut, repeated.
#[test]
fn mutations_of_the_corpora_are_harmless() {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let rounds = std::env::var("ND_ZARR_ROUNDS").map_or(5, |rounds| rounds.parse().unwrap());
    let inputs: Vec<(bool, Vec<u8>)> = corpus("zarr_metadata")
        .into_iter()
        .map(|b| (true, b))
        .chain(corpus("zarr_chunk").into_iter().map(|b| (false, b)))
        .collect();
    for _ in 0..rounds {
        for (is_metadata, original) in &inputs {
            let mut bytes = original.clone();
            let line = bytes.windows(LINE.len()).position(|part| part == LINE);
            // Mostly behind the metadata, which would only fail to parse.
            let from = if random(4) > 0 { line.map_or(0, |at| at + LINE.len()) } else { 0 };
            for _ in 0..1 + random(4) {
                let at = from + random(bytes.len().saturating_sub(from));
                let Some(byte) = bytes.get_mut(at) else { continue };
                match random(5) {
                    0 => *byte = random(256) as u8,
                    1 => *byte ^= 1 << random(8),
                    2 => bytes.truncate(at),
                    3 => *byte = [0, 0xFF, 0x7F, 0x80, b'9'][random(5)],
                    _ => {
                        let end = (at + random(16)).min(bytes.len());
                        let piece = bytes[at..end].to_vec();
                        bytes.splice(at..at, piece);
                    }
                }
            }
            if *is_metadata { metadata(&bytes) } else { chunk(&bytes) }
        }
    }
}
