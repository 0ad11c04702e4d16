//! Text that gzip packed is read as it is; what other programs packed is named.

use std::io::Write;
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use nd_core::{DType, array, s};
use nd_io::{
    ErrorKind, TextOptions, TextReader, load_table, load_text, read_text, table_from_bytes,
};

const TEXT: &str = "a,b\n1,2\n3,4\n5,6\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("nd-io-packed-{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn gzipped_text_is_read_wherever_text_is() {
    let (options, want) = (TextOptions::default(), array![[1i64, 2], [3, 4], [5, 6]]);
    for name in ["t.csv.gz", "t.csv"] {
        let path = file(name, &gzip(TEXT));
        assert_eq!(load_text::<i64>(&path, &options).unwrap(), want, "{name}");
        assert_eq!(nd_io::load::<i64>(&path).unwrap(), want, "{name}");
        let ds = nd_io::open(&path).unwrap();
        assert_eq!((ds.dtype(), ds.shape()), (DType::I64, &[3, 2][..]));
        assert_eq!(ds.read::<i64>(s![1.., 1]).unwrap().into_vec(), [4, 6]);
        assert_eq!(load_table(&path, &options).unwrap().to_array::<i64>().unwrap(), want);
        let mut reader = TextReader::open(&path, &options).unwrap();
        assert_eq!(reader.next_block::<i64>(9).unwrap().unwrap(), want);
        std::fs::remove_file(path).unwrap();
    }
    assert_eq!(read_text::<i64>(&gzip(TEXT)[..], &options).unwrap(), want);
    // Two streams, one after the other, are one text, as for gzip.
    let two = [gzip(TEXT), gzip("7,8\n")].concat();
    let table = table_from_bytes(&two, &options).unwrap();
    assert_eq!(table.rows(), 4);
}

#[test]
fn a_packed_text_that_is_cut_off_or_too_large_is_an_error() {
    let (packed, options) = (gzip(&TEXT.repeat(1000)), TextOptions::default());
    let cut = &packed[..packed.len() - 9];
    assert!(read_text::<i64>(cut, &options.clone().header(nd_io::Header::None)).is_err());
    let path = file("cut.csv", cut);
    assert!(nd_io::open(&path).is_err());
    std::fs::remove_file(path).unwrap();

    let path = file("bomb.csv", &gzip(&"1\n".repeat(10 << 20)));
    let small = options.memory_limit(1 << 20);
    let error = nd_io::TextSource::open(&path, &small).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::LimitExceeded { .. }), "{error}");
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_text_that_unpacks_to_more_than_a_file_warrants_is_refused() {
    let packed = gzip(&"1\n".repeat(10 << 20));
    let few = TextOptions::default().unpack_limit(1 << 20);
    let error = read_text::<u8>(&packed[..], &few).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::LimitExceeded { limit: 1_048_576, .. }), "{error}");
    assert!(error.to_string().contains("unpack_limit"), "{error}");
    assert!(table_from_bytes(&packed, &few).is_err());
    // By default as much as a gibibyte: a file of zeros may be a thousandth of it.
    assert_eq!(read_text::<u8>(&packed[..], &TextOptions::default()).unwrap().size(), 10 << 20);
}

#[test]
fn zeros_behind_the_last_stream_and_utf16_inside_are_as_for_other_programs() {
    let options = TextOptions::default();
    let padded = [gzip(TEXT), vec![0; 700], gzip("7,8\n"), vec![0; 5]].concat();
    assert_eq!(read_text::<i64>(&padded[..], &options).unwrap().shape(), [4, 2]);
    assert!(read_text::<i64>(&[gzip(TEXT), vec![0, 1]].concat()[..], &options).is_err());
    let mut wide = GzEncoder::new(Vec::new(), Compression::default());
    for unit in std::iter::once(0xfeff).chain(TEXT.encode_utf16()) {
        wide.write_all(&u16::to_be_bytes(unit)).unwrap();
    }
    let wide = wide.finish().unwrap();
    assert_eq!(read_text::<i64>(&wide[..], &options).unwrap().shape(), [3, 2]);
}

#[test]
fn other_packers_are_named() {
    for (bytes, packer) in [
        (&b"\x28\xb5\x2f\xfd\x04\x00"[..], "zstd"),
        (b"\xfd7zXZ\0\0\0", "xz"),
        (b"BZh91AY&SY\0", "bzip2"),
        (b"\x04\x22\x4d\x18abc", "lz4"),
    ] {
        let error = read_text::<f64>(bytes, &TextOptions::default()).unwrap_err();
        let want = format!("not supported in text: text packed by {packer}; unpack it first");
        assert!(error.to_string().starts_with(&want), "{error}");
        let path = file(&format!("{packer}.csv"), bytes);
        assert!(nd_io::open(&path).unwrap_err().to_string().contains(packer));
        std::fs::remove_file(path).unwrap();
    }
}
