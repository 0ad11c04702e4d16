//! A hostile or broken store for every way in which one can lie: each one's error.

use crate::zarr_files::Folder;
use nd_core::s;
use nd_io::{Error, ReadBlocks, Region, ZarrArray, ZarrGroup, ZarrMetadata};

/// Good metadata of version 3: four int32 in one chunk.
const GOOD: &str = r#"{"zarr_format": 3, "node_type": "array", "shape": [4], "data_type": "int32",
"chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [4]}},
"chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}}, "fill_value": 0,
"codecs": [{"name": "bytes", "configuration": {"endian": "little"}}]}"#;

const GOOD_2: &str = r#"{"zarr_format": 2, "shape": [4], "dtype": "<i4", "chunks": [4], "order": "C",
"compressor": null, "filters": null, "fill_value": 0}"#;

/// The name of an error's variant.
fn variant(error: &Error) -> String {
    let debug = format!("{:?}", error.kind());
    debug.split([' ', '{', '(']).next().unwrap().to_owned()
}

#[track_caller]
fn metadata(text: &str, expected: &str, words: &str) {
    // A codec that nobody knows is an error where chunks are read: the array is known without it.
    let decoded = ZarrMetadata::from_json(text.as_bytes())
        .and_then(|metadata| metadata.decode_chunk(&[]).map(|_| metadata));
    let error = decoded.expect_err(text);
    assert_eq!(variant(&error), expected, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

/// The good metadata with one part replaced by another.
#[track_caller]
fn changed(good: &str, from: &str, to: &str, expected: &str, words: &str) {
    assert!(good.contains(from), "{from}");
    metadata(&good.replace(from, to), expected, words);
}

#[test]
fn the_good_ones_are_good() {
    ZarrMetadata::from_json(GOOD.as_bytes()).unwrap();
    ZarrMetadata::from_json(GOOD_2.as_bytes()).unwrap();
}

#[test]
fn metadata_that_are_none() {
    for text in ["", "{", "[]", "3", "null", "{\"zarr_format\": 3", "\u{FEFF}{}"] {
        metadata(text, "Corrupt", "metadata");
    }
    let error = ZarrMetadata::from_json(b"{\"zarr_format\": \xFF}").unwrap_err();
    assert_eq!(variant(&error), "Corrupt");
    metadata("{}", "Corrupt", "zarr_format");
    metadata(r#"{"zarr_format": 1}"#, "Unsupported", "zarr_format 1");
    metadata(r#"{"zarr_format": 4}"#, "Unsupported", "zarr_format 4");
    metadata(r#"{"zarr_format": "3"}"#, "Corrupt", "zarr_format");
    metadata(r#"{"zarr_format": 3, "zarr_format": 2}"#, "Corrupt", "twice");
    metadata(r#"{"zarr_format": 3, "node_type": "group"}"#, "Corrupt", "group");
    metadata(&"[".repeat(100_000), "Corrupt", "deeper");
    metadata(&format!("{{\"a\":{}1{}}}", "[".repeat(70), "]".repeat(70)), "Corrupt", "deeper");
    metadata(&format!("{{{}}}", "\"a\":1,".repeat(70_000)), "Corrupt", "too many");
    metadata(&" ".repeat(17 << 20), "LimitExceeded", "metadata");
}

#[test]
fn version_3_shapes_and_chunks() {
    let change = |from: &str, to: &str, expected: &str, words: &str| {
        changed(GOOD, from, to, expected, words)
    };
    let shape = "\"shape\": [4]";
    change(shape, "\"shape\": [-4]", "Corrupt", "extents");
    change(shape, "\"shape\": [4.0]", "Corrupt", "extents");
    change(shape, "\"shape\": [\"4\"]", "Corrupt", "extents");
    change(shape, "\"shape\": 4", "Corrupt", "shape");
    change(shape, "\"shape\": null", "Corrupt", "shape");
    change(shape, "\"shape\": [18446744073709551616]", "Corrupt", "extents");
    change(shape, "\"shape\": [9223372036854775807]", "Corrupt", "address space");
    change(
        shape,
        "\"shape\": [0, 9223372036854775807, 9223372036854775807]",
        "Corrupt",
        "address space",
    );
    change(shape, "\"shape\": [4, 4]", "Corrupt", "chunks of [4]");
    change(shape, &format!("\"shape\": [{}1]", "1,".repeat(16)), "Shape", "");
    change(shape, &format!("\"shape\": [{}1]", "1,".repeat(2000)), "Corrupt", "more than");
    let chunk = "\"chunk_shape\": [4]";
    change(chunk, "\"chunk_shape\": [0]", "Corrupt", "extent is 0");
    change(chunk, "\"chunk_shape\": []", "Corrupt", "chunks of []");
    change(chunk, "\"chunk_shape\": [1099511627776]", "LimitExceeded", "one chunk");
    change(chunk, "\"chunk_shape\": [18446744073709551615]", "LimitExceeded", "one chunk");
    change(chunk, "\"chunk_shape\": [4], \"x\": 1", "Unsupported", "\"x\"");
    change("\"regular\"", "\"rectilinear\"", "Unsupported", "rectilinear");
    change("\"chunk_grid\"", "\"chunk_gird\"", "Unsupported", "chunk_gird");
}

#[test]
fn version_3_types_fills_and_keys() {
    let change = |from: &str, to: &str, expected: &str, words: &str| {
        changed(GOOD, from, to, expected, words)
    };
    for name in ["int31", "r16", "string", "i4", "bool_", "numpy.datetime64", "INT32"] {
        change("int32", name, "Unsupported", name);
    }
    change("\"int32\"", "32", "Corrupt", "data_type");
    change("\"int32\"", "{\"configuration\": {}}", "Corrupt", "name");
    for fill in
        ["2147483648", "-2147483649", "0.5", "\"NaN\"", "true", "[0]", "\"0\"", "1e300", "{}"]
    {
        change("\"fill_value\": 0", &format!("\"fill_value\": {fill}"), "Corrupt", "fill_value");
    }
    change("\"fill_value\": 0", "\"fill_value\": null", "Corrupt", "fill_value");
    let float = GOOD.replace("int32", "float32");
    for fill in ["\"nan\"", "\"0x123456789\"", "\"0x\"", "\"0x+1\"", "[1]", "true", "\"1.0\""] {
        changed(
            &float,
            "\"fill_value\": 0",
            &format!("\"fill_value\": {fill}"),
            "Corrupt",
            "fill_value",
        );
    }
    let complex = GOOD.replace("int32", "complex64");
    for fill in ["[1]", "[1, 2, 3]", "[\"x\", 1]", "\"NaN\", \"x\": 1", "[[1, 2], 3]"] {
        let text = complex.replace("\"fill_value\": 0", &format!("\"fill_value\": {fill}"));
        assert!(
            fill.contains("\"x\": 1") || ZarrMetadata::from_json(text.as_bytes()).is_err(),
            "{fill}"
        );
    }
    change("\"separator\": \"/\"", "\"separator\": \"../\"", "Corrupt", "separator");
    change("\"separator\": \"/\"", "\"separator\": \"\"", "Corrupt", "separator");
    change("\"default\"", "\"suffix\"", "Unsupported", "suffix");
    let end = "\"fill_value\": 0,";
    change(
        end,
        "\"fill_value\": 0, \"dimension_names\": [\"a\", \"b\"],",
        "Corrupt",
        "dimension_names",
    );
    change(end, "\"fill_value\": 0, \"dimension_names\": [1],", "Corrupt", "dimension_names");
    change(end, "\"fill_value\": 0, \"attributes\": [1],", "Corrupt", "attributes");
    change(
        end,
        "\"fill_value\": 0, \"storage_transformers\": [{\"name\": \"x\"}],",
        "Unsupported",
        "storage_transformers",
    );
    change(end, "\"fill_value\": 0, \"extra\": {\"name\": \"x\"},", "Unsupported", "extra");
    change(end, "\"fill_value\": 0, \"extra\": 1,", "Unsupported", "extra");
    let fine = GOOD.replace(end, "\"fill_value\": 0, \"extra\": {\"must_understand\": false},");
    ZarrMetadata::from_json(fine.as_bytes()).unwrap();
}

#[test]
fn version_3_codecs() {
    let bytes = r#"{"name": "bytes", "configuration": {"endian": "little"}}"#;
    let codecs = |list: &str, expected: &str, words: &str| {
        changed(GOOD, &format!("[{bytes}]"), &format!("[{list}]"), expected, words);
    };
    codecs("", "Corrupt", "no \"bytes\"");
    codecs("\"bytes\"", "Corrupt", "no endian");
    codecs(r#"{"name": "bytes", "configuration": {"endian": "middle"}}"#, "Corrupt", "middle");
    codecs(&format!("{bytes}, {bytes}"), "Corrupt", "after");
    codecs(&format!("{bytes}, \"frobnicate\""), "Unsupported", "codec \"frobnicate\"");
    codecs(&format!("\"frobnicate\", {bytes}"), "Unsupported", "codec \"frobnicate\"");
    codecs(&format!("\"gzip\", {bytes}"), "Corrupt", "before");
    codecs(
        &format!("{bytes}, {{\"name\": \"gzip\", \"configuration\": {{\"level\": 10}}}}"),
        "Corrupt",
        "level 10",
    );
    codecs(
        &format!("{bytes}, {{\"name\": \"gzip\", \"configuration\": {{\"level\": 1.5}}}}"),
        "Corrupt",
        "level",
    );
    codecs(
        &format!("{bytes}, {{\"name\": \"zstd\", \"configuration\": {{\"level\": 23}}}}"),
        "Corrupt",
        "level 23",
    );
    codecs(
        &format!("{bytes}, {{\"name\": \"zstd\", \"configuration\": {{\"dict\": 1}}}}"),
        "Unsupported",
        "dict",
    );
    codecs(
        &format!("{bytes}, {{\"name\": \"blosc\", \"configuration\": {{\"cname\": \"x\"}}}}"),
        "Unsupported",
        "\"x\"",
    );
    codecs(&format!("{bytes}, {}", ["\"crc32c\""; 16].join(", ")), "Corrupt", "more than 16");
    for order in ["[1]", "[0, 0]", "[]", "[-1]", "\"C\"", "[0.5]", "[18446744073709551615]"] {
        let transpose =
            format!("{{\"name\": \"transpose\", \"configuration\": {{\"order\": {order}}}}}");
        codecs(&format!("{transpose}, {bytes}"), "Corrupt", "transpose");
    }
    let shard = |inner: &str, codecs: &str, index: &str, more: &str| {
        format!(
            "{{\"name\": \"sharding_indexed\", \"configuration\": {{\"chunk_shape\": {inner}, \"codecs\": [{codecs}], \"index_codecs\": [{index}]{more}}}}}"
        )
    };
    let good = shard("[2]", bytes, bytes, "");
    ZarrMetadata::from_json(GOOD.replace(bytes, &good).as_bytes()).unwrap();
    codecs(&shard("[3]", bytes, bytes, ""), "Corrupt", "not made of chunks");
    codecs(&shard("[0]", bytes, bytes, ""), "Corrupt", "extent is 0");
    codecs(&shard("[8]", bytes, bytes, ""), "Corrupt", "not made of chunks");
    codecs(&shard("[2, 2]", bytes, bytes, ""), "Corrupt", "chunks of [2, 2]");
    codecs(
        &shard("[4]", &shard("[3]", bytes, bytes, ""), bytes, ""),
        "Corrupt",
        "not made of chunks",
    );
    let deep = (0..6).fold(bytes.to_owned(), |inner, _| shard("[2]", &inner, bytes, ""));
    codecs(&deep, "Corrupt", "nest deeper");
    codecs(&format!("{good}, \"crc32c\""), "Unsupported", "beside other codecs");
    codecs(&shard("[2]", bytes, &format!("{bytes}, \"gzip\""), ""), "Unsupported", "index_codecs");
    codecs(&shard("[2]", bytes, bytes, ", \"index_location\": \"middle\""), "Corrupt", "middle");
}

#[test]
fn version_2() {
    let change = |from: &str, to: &str, expected: &str, words: &str| {
        changed(GOOD_2, from, to, expected, words)
    };
    for dtype in [
        "<M8[ns]", "|S5", "<U3", "|O", "|V8", "=i4", "|i4", "<i3", "<b16", "<f16", "i4", "", "<",
        "<i+4",
    ] {
        change("<i4", dtype, "Unsupported", "dtype");
    }
    change("\"<i4\"", "[[\"a\", \"<i4\"]]", "Unsupported", "records");
    change("\"C\"", "\"K\"", "Corrupt", "order");
    change("\"chunks\": [4]", "\"chunks\": [0]", "Corrupt", "extent is 0");
    change("\"chunks\": [4]", "\"chunks\": [4, 4]", "Corrupt", "chunks of");
    change("\"compressor\": null", "\"compressor\": {\"id\": \"zfpy\"}", "Unsupported", "zfpy");
    change("\"compressor\": null", "\"compressor\": {}", "Corrupt", "id");
    change(
        "\"filters\": null",
        "\"filters\": [{\"id\": \"categorize\"}]",
        "Unsupported",
        "categorize",
    );
    change("\"filters\": null", "\"filters\": {}", "Corrupt", "filters");
    change("\"fill_value\": 0", "\"fill_value\": \"AAAA\"", "Corrupt", "fill_value");
    change("\"order\"", "\"dimension_separator\": \"x\", \"order\"", "Corrupt", "separator");
}

/// The good array with these codecs after `bytes`.
fn with(codecs: &str) -> ZarrMetadata {
    let text = GOOD.replace("}}]}", &format!("}}}}, {codecs}]}}"));
    ZarrMetadata::from_json(text.as_bytes()).unwrap()
}

#[track_caller]
fn chunk(metadata: &ZarrMetadata, bytes: &[u8], expected: &str, words: &str) {
    let error = metadata.decode_chunk(bytes).expect_err(words);
    assert_eq!(variant(&error), expected, "{error}");
    assert!(error.to_string().contains(words), "{error}");
}

#[test]
fn chunks_of_plain_bytes_and_checksums() {
    let plain = ZarrMetadata::from_json(GOOD.as_bytes()).unwrap();
    plain.decode_chunk(&[1; 16]).unwrap();
    chunk(&plain, &[], "UnexpectedEof", "16 bytes, 0 are there");
    chunk(&plain, &[1; 15], "UnexpectedEof", "16 bytes, 15 are there");
    chunk(&plain, &[1; 17], "Corrupt", "16 bytes has 17");
    let summed = with("\"crc32c\"");
    chunk(&summed, &[], "Corrupt", "cannot be packed");
    chunk(&summed, &[1; 20], "Checksum", "CRC-32C");
}

#[test]
fn chunks_of_gzip() {
    let gzip = with("\"gzip\"");
    let empty = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    chunk(&gzip, &empty, "UnexpectedEof", "16 bytes, 0 are there");
    chunk(&gzip, b"not gzip at all", "Corrupt", "gzip");
    chunk(&gzip, &[&empty[..], b"more"].concat(), "Corrupt", "after its end");
    chunk(&gzip, &empty[..12], "UnexpectedEof", "gzip");
    // A bomb: it is not unpacked beyond the chunk.
    let bomb = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x63\x60\x20\x1c\x00\x00";
    assert!(gzip.decode_chunk(bomb).is_err());
    let text = GOOD.replace("[4]", "[536870912]").replace("}}]}", "}}, \"gzip\"]}");
    let large = ZarrMetadata::from_json(text.as_bytes()).unwrap();
    chunk(&large, &empty, "Corrupt", "cannot be packed in 20"); // and no 2 GiB are asked for
}

#[test]
fn chunks_of_zstd() {
    let zstd = with("\"zstd\"");
    let magic = [0x28, 0xB5, 0x2F, 0xFD];
    let frame = |rest: &[u8]| [&magic[..], rest].concat();
    // A single segment of 16 bytes, one RLE block.
    let good = frame(&[0x20, 16, 0x83, 0, 0, 7]);
    assert_eq!(zstd.decode_chunk(&good).unwrap(), [7; 16]);
    chunk(&zstd, &magic[..3], "UnexpectedEof", "zstd");
    chunk(&zstd, b"nothing of zstd", "Corrupt", "no frame");
    chunk(&zstd, &frame(&[0x20, 17, 0x8B, 0, 0, 7]), "Corrupt", "declares 17");
    chunk(&zstd, &frame(&[0x20, 15, 0x7B, 0, 0, 7]), "UnexpectedEof", "16 bytes, 15");
    chunk(&zstd, &frame(&[0xE0, 0, 0, 0, 0, 0, 0, 0, 0x80]), "Corrupt", "declares");
    chunk(&zstd, &frame(&[0x21, 1, 16, 0x83, 0, 0, 7]), "Unsupported", "dictionary");
    chunk(&zstd, &frame(&[0x28, 16, 0x83, 0, 0, 7]), "Corrupt", "reserved");
    chunk(&zstd, &frame(&[0x00, 0xFF, 0x83, 0, 0, 7]), "Unsupported", "window");
    // More in the block than the frame declares, and than there is room for.
    chunk(&zstd, &frame(&[0x20, 16, 0x8B, 0, 0, 7]), "Corrupt", "zstd");
    chunk(&zstd, &frame(&[0x00, 0x00, 0x03, 0xFF, 0x0F, 7]), "Corrupt", "zstd");
    chunk(&zstd, &good[..good.len() - 1], "Corrupt", "zstd");
    chunk(&zstd, &frame(&[0x20, 16, 0x87, 0, 0, 7]), "Corrupt", "zstd"); // a reserved block
}

#[test]
fn chunks_of_blosc() {
    let blosc =
        with(r#"{"name": "blosc", "configuration": {"cname": "lz4", "shuffle": "shuffle"}}"#);
    let header = |flags: u8, nbytes: u32, blocksize: u32, rest: &[u8]| {
        let stored = 16 + rest.len() as u32;
        let mut bytes = vec![2, 1, flags, 4];
        for word in [nbytes, blocksize, stored] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(rest);
        bytes
    };
    let word = |word: u32| word.to_le_bytes();
    let block = |at: u32, len: u32, data: &[u8]| [&word(at)[..], &word(len), data].concat();
    let good = header(0x30, 16, 16, &block(20, 16, &[5; 16]));
    assert_eq!(blosc.decode_chunk(&good).unwrap(), [5; 16]);
    assert_eq!(blosc.decode_chunk(&header(2, 16, 16, &[5; 16])).unwrap(), [5; 16]);
    chunk(&blosc, &good[..15], "UnexpectedEof", "blosc");
    chunk(&blosc, &good[..30], "UnexpectedEof", "blosc");
    chunk(&blosc, &[&good[..], &[0]].concat(), "Corrupt", "after its end");
    chunk(&blosc, &header(0x30, 0xFFFF_FFFF, 16, &[]), "Corrupt", "has 4294967295");
    chunk(&blosc, &header(0x30, 15, 15, &block(20, 15, &[5; 15])), "UnexpectedEof", "16 bytes, 15");
    chunk(&blosc, &header(0x30, 16, 0, &block(20, 16, &[5; 16])), "Corrupt", "blocks of 0");
    chunk(&blosc, &header(0x30, 16, 0xFFFF_FFFF, &block(20, 16, &[5; 16])), "Corrupt", "blocks of");
    chunk(&blosc, &header(0x30, 16, 16, &block(0, 16, &[5; 16])), "Corrupt", "begins at byte 0");
    chunk(&blosc, &header(0x30, 16, 16, &block(0xFFFF_FFFF, 16, &[5; 16])), "Corrupt", "begins at");
    chunk(
        &blosc,
        &header(0x30, 16, 16, &block(20, 0xFFFF_FFFF, &[5; 16])),
        "UnexpectedEof",
        "blosc",
    );
    chunk(&blosc, &header(0x30, 16, 1, &block(20, 16, &[5; 16])), "UnexpectedEof", "blosc");
    chunk(&blosc, &header(2, 16, 16, &[5; 15]), "Corrupt", "another length");
    chunk(&blosc, &header(0x30, 16, 16, &block(20, 4, &[0xF0; 4])), "Corrupt", "lz4");
    chunk(&blosc, &header(0x50, 16, 16, &block(20, 4, &[0; 4])), "Corrupt", "snappy");
    chunk(&blosc, &header(0xF0, 16, 16, &block(20, 4, &[0; 4])), "Unsupported", "compressor 7");
    chunk(&blosc, &header(0x10, 16, 16, &block(20, 3, &[0x21, 0, 0])), "Corrupt", "blosclz");
    chunk(&blosc, &header(0x10, 16, 16, &block(20, 3, &[31, 0, 0])), "Corrupt", "blosclz");
    chunk(&blosc, &header(0x70, 16, 16, &block(20, 4, &[1; 4])), "Corrupt", "zlib");
    chunk(&blosc, &header(0x90, 16, 16, &block(20, 4, &[1; 4])), "Corrupt", "zstd");
    let mut version = good.clone();
    version[0] = 5;
    chunk(&blosc, &version, "Unsupported", "version 5");
}

/// Shards of two chunks of two int32, and their index.
fn shard(words: [u64; 4], data: usize) -> (ZarrMetadata, Vec<u8>) {
    let bytes = r#"{"name": "bytes", "configuration": {"endian": "little"}}"#;
    let sharding = format!(
        "{{\"name\": \"sharding_indexed\", \"configuration\": {{\"chunk_shape\": [2], \"codecs\": [{bytes}], \"index_codecs\": [{bytes}]}}}}"
    );
    let metadata = ZarrMetadata::from_json(GOOD.replace(bytes, &sharding).as_bytes()).unwrap();
    let mut file = vec![7; data];
    words.iter().for_each(|word| file.extend(word.to_le_bytes()));
    (metadata, file)
}

#[test]
fn shards() {
    let good = |words, data| {
        let (metadata, file) = shard(words, data);
        metadata.decode_chunk(&file).unwrap()
    };
    let none = u64::MAX;
    assert_eq!(good([8, 8, 0, 8], 16), [7; 16]);
    assert_eq!(good([none, none, 0, 8], 8), [[0; 8], [7; 8]].concat());
    assert_eq!(good([none; 4], 0), [0; 16]);
    let bad = |words, data, expected, text| {
        let (metadata, file) = shard(words, data);
        chunk(&metadata, &file, expected, text);
        // The same from a file, by chunks.
        let folder = Folder::new();
        std::fs::create_dir(folder.path().join("c")).unwrap();
        let bytes = r#"{"name": "bytes", "configuration": {"endian": "little"}}"#;
        let sharding = format!(
            "{{\"name\": \"sharding_indexed\", \"configuration\": {{\"chunk_shape\": [2], \"codecs\": [{bytes}], \"index_codecs\": [{bytes}]}}}}"
        );
        std::fs::write(folder.path().join("zarr.json"), GOOD.replace(bytes, &sharding)).unwrap();
        std::fs::write(folder.path().join("c/0"), &file).unwrap();
        let ds = ZarrArray::open(folder.path()).unwrap().into_dataset();
        assert_eq!(variant(&ds.read::<i32>(s![..]).unwrap_err()), expected);
    };
    bad([0, 8, 0, 8], 8, "Corrupt", "overlap");
    bad([0, 8, 8, 9], 16, "Corrupt", "in the index");
    bad([0, 8, 1 << 40, 8], 16, "Corrupt", "from 1099511627776 on");
    bad([0, 8, 8, 1 << 40], 16, "Corrupt", "1099511627776 bytes");
    bad([0, 8, none, 8], 16, "Corrupt", "from 18446744073709551615 on");
    bad([0, 8, 8, none], 16, "Corrupt", "from 8 on");
    bad([0, 8, 1 << 63, 1 << 63], 16, "Corrupt", "from");
    bad([0, 8, 16, 8], 16, "Corrupt", "in the index");
    bad([0, 7, 8, 8], 16, "UnexpectedEof", "8 bytes, 7 are there");
    bad([0, 0, 8, 8], 16, "UnexpectedEof", "8 bytes, 0 are there");
    bad([0, 9, none, none], 16, "Corrupt", "8 bytes has 9");
    let (metadata, file) = shard([8, 8, 0, 8], 0);
    chunk(&metadata, &file[..31], "UnexpectedEof", "index takes 32 bytes");
}

#[test]
fn an_index_larger_than_its_file_is_not_asked_for() {
    let bytes = r#"{"name": "bytes", "configuration": {"endian": "little"}}"#;
    let sharding = format!(
        "{{\"name\": \"sharding_indexed\", \"configuration\": {{\"chunk_shape\": [1], \"codecs\": [{bytes}], \"index_codecs\": [{bytes}, \"crc32c\"]}}}}"
    );
    let text = GOOD.replace("[4]", "[500000000]").replace(bytes, &sharding);
    let metadata = ZarrMetadata::from_json(text.as_bytes()).unwrap();
    chunk(&metadata, &[0; 100], "UnexpectedEof", "index takes 8000000004 bytes");
}

#[test]
fn files_that_are_no_files() {
    let folder = Folder::new();
    let path = folder.path();
    assert_eq!(variant(&ZarrArray::open(path.join("none")).unwrap_err()), "Io");
    assert_eq!(variant(&ZarrArray::open(path).unwrap_err()), "NoSuchArray");
    assert_eq!(variant(&ZarrGroup::open(path).unwrap_err()), "Corrupt");
    std::fs::create_dir(path.join("zarr.json")).unwrap();
    assert_eq!(variant(&ZarrArray::open(path).unwrap_err()), "Corrupt");
    std::fs::remove_dir(path.join("zarr.json")).unwrap();
    std::fs::write(path.join("zarr.json"), GOOD).unwrap();
    std::fs::create_dir_all(path.join("c/0")).unwrap();
    let array = ZarrArray::open(path).unwrap();
    assert_eq!(variant(&array.read_block(&Region::all([4]), &mut [0; 16]).unwrap_err()), "Corrupt");
    let array = array.into_dataset(); // which checks what it is asked for
    assert_eq!(variant(&array.read_block(&Region::all([5]), &mut [0; 20]).unwrap_err()), "Region");
    assert_eq!(variant(&array.read_block(&Region::all([4]), &mut [0; 15]).unwrap_err()), "Region");
}

/// Groups within groups by links: they are not followed.
#[cfg(unix)]
#[test]
fn circles_of_links_are_not_walked() {
    let folder = Folder::new();
    let root = ZarrGroup::new(folder.path().join("g"), &nd_io::Attributes::new()).unwrap();
    std::os::unix::fs::symlink(folder.path().join("g"), folder.path().join("g/again")).unwrap();
    assert!(root.walk().unwrap().is_empty());
    assert!(root.names().unwrap().is_empty());
}

/// A shape that says more than memory holds is fine as long as nobody asks for it.
#[test]
fn a_huge_array_of_nothing() {
    let folder = Folder::new();
    let text = GOOD
        .replace("\"shape\": [4]", "\"shape\": [1000000000000]")
        .replace("\"fill_value\": 0", "\"fill_value\": 9");
    std::fs::write(folder.path().join("zarr.json"), text).unwrap();
    let ds = ZarrArray::open(folder.path()).unwrap().into_dataset();
    assert_eq!(ds.read::<i32>(s![..;250_000_000_000]).unwrap().into_vec(), [9; 4]);
    assert_eq!(variant(&ds.read::<i32>(s![..]).unwrap_err()), "AllocFailed");
}
