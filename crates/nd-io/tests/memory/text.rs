//! How much memory reading text takes: the values, the longest line twice, and a little.

use nd_io::{TextOptions, TextReader, table_from_bytes, text_from_bytes};

/// The most that was held, the result in it.
fn peak_of<R>(work: impl FnOnce() -> R) -> usize {
    crate::counting::peak(work).1
}

const MIB: usize = 1 << 20;

pub(crate) fn memory_is_bounded_by_the_text() {
    let options = TextOptions::default();
    // The thread pool is there once and for all.
    drop(text_from_bytes::<f64>(&b"1,2\n".repeat(2 * MIB), &options));

    for text in [&b"1"[..], b"\"", b"1,", b"a", b"1\n2,3", b"1,\"x", b"#"] {
        let held = peak_of(|| text_from_bytes::<f64>(text, &options))
            + peak_of(|| table_from_bytes(text, &options));
        assert!(held < 5 * MIB, "{text:?}: {held}");
    }
    let small = options.clone().block_bytes(1 << 16);
    // Values of 8 bytes for every 2 of the text; a growing vector has up to twice what it holds.
    let text = b"1,2,3,4\n".repeat(MIB);
    let held = peak_of(|| text_from_bytes::<f64>(&text, &small));
    assert!(held < 2 * 4 * text.len() + 8 * MIB, "{held}");
    // Block by block it is one block.
    let held = peak_of(|| {
        let mut reader = TextReader::new(&text[..], &small).unwrap();
        reader.blocks::<f64>(1000).map(|block| block.unwrap().size()).sum::<usize>()
    });
    assert!(held < 4 * MIB, "{held}");
    // One line of 32 MiB that holds next to nothing, and one that never ends.
    let long = [b"1,".as_slice(), &vec![b' '; 32 * MIB], b"2\n"].concat();
    let held = peak_of(|| text_from_bytes::<f64>(&long, &small).unwrap());
    assert!(held < 2 * long.len(), "{held}");
    let endless = vec![b'1'; 80 * MIB];
    let held = peak_of(|| text_from_bytes::<f64>(&endless, &small).unwrap_err());
    assert!(held < 2 * options.max_line + MIB, "{held}");
    let quoted = [b"1,\"".as_slice(), &vec![b'\n'; 80 * MIB]].concat();
    let held = peak_of(|| table_from_bytes(&quoted, &small).unwrap_err());
    assert!(held < 2 * options.max_line + MIB, "{held}");
    // Rows of many columns: refused as soon as they are too many.
    let limited = small.memory_limit(MIB);
    let held = peak_of(|| text_from_bytes::<f64>(&text, &limited).unwrap_err());
    assert!(held < 8 * MIB, "{held}");
}
