//! Structured and string arrays, as NumPy writes them.

use std::path::PathBuf;

use nd_core::Array;
use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
use nd_io::{ErrorKind, FixedBytes, Record};

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/npz").join(name)
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C, packed)]
struct Packed {
    x: f32,
    id: u64,
    tag: FixedBytes<4>,
    pos: [i16; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Aligned {
    flag: u8,
    #[record(padding)]
    gap: [u8; 7],
    value: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Pair {
    re: f32,
    im: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Nested {
    z: [Pair; 2],
    n: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Unicode {
    #[record(name = "größe")]
    size: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Titled {
    n: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Tuple(f32, i32);

#[test]
fn what_numpy_wrote_is_read() {
    let want: Vec<Packed> = (0..3i16)
        .map(|k| Packed {
            x: f32::from(k) + 0.5,
            id: u64::from(k.unsigned_abs()) * 1_000_000_000_000,
            tag: ["a", "ab", "ab"][k as usize].into(),
            pos: [k, -k, 300 * k],
        })
        .collect();
    for name in ["record_little.npy", "record_big.npy"] {
        assert_eq!(nd_io::load_records::<Packed>(golden(name)).unwrap().into_vec(), want, "{name}");
    }
    let aligned = nd_io::load_records::<Aligned>(golden("record_aligned.npy")).unwrap();
    assert_eq!(aligned.shape(), [2, 2]);
    assert_eq!((aligned[[1, 1]].flag, aligned[[1, 1]].value), (3, 0.75));
    let nested = nd_io::load_records::<Nested>(golden("record_nested.npy")).unwrap();
    assert_eq!(
        nested[[1]],
        Nested { z: [Pair { re: 6.0, im: 7.0 }, Pair { re: 8.0, im: 9.0 }], n: 10 }
    );
    let unicode = nd_io::load_records::<Unicode>(golden("record_unicode.npy")).unwrap();
    assert_eq!(unicode.into_vec(), [Unicode { size: 7 }, Unicode { size: 8 }]);
    let titled = nd_io::load_records::<Titled>(golden("record_title.npy")).unwrap();
    assert_eq!(titled.into_vec(), [Titled { n: 7 }, Titled { n: 8 }]);
}

/// Reads the file, writes it again, and compares the bytes.
fn same_bytes<R: Record>(name: &str) {
    let original = std::fs::read(golden(name)).unwrap();
    let mut written = Vec::new();
    nd_io::write_records(&mut written, &nd_io::load_records::<R>(golden(name)).unwrap()).unwrap();
    assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&original), "{name}");
}

#[test]
fn what_is_written_is_what_numpy_writes() {
    same_bytes::<Packed>("record_little.npy");
    same_bytes::<Aligned>("record_aligned.npy");
    same_bytes::<Nested>("record_nested.npy");
    same_bytes::<Unicode>("record_unicode.npy");
}

#[test]
fn another_struct_is_refused_by_name() {
    let mismatch = |error: nd_io::Error| match error.kind() {
        ErrorKind::Npy(nd_io::NpyFault::RecordMismatch { what, .. }) => what.clone(),
        other => panic!("{other:?}"),
    };
    let load = |name| mismatch(nd_io::load_records::<Pair>(golden(name)).unwrap_err());
    assert_eq!(load("record_little.npy"), "field 0 is 'x' in the file, 're' in the struct");
    assert_eq!(
        load("text_scalar.npy"),
        "'<U5' in the file, [('re', '<f4'), ('im', '<f4')] in the struct"
    );
    let mut file = Vec::new();
    nd_io::write_records(&mut file, Array::from_vec(vec![Tuple(1.0, 2)])).unwrap();
    assert!(String::from_utf8_lossy(&file).contains("[('f0', '<f4'), ('f1', '<i4')]"));
    let swapped = String::from_utf8_lossy(&file).len();
    assert!(swapped > 128);
    let error = nd_io::load::<f64>(golden("record_little.npy")).unwrap_err();
    assert!(error.to_string().contains("load_records"), "{error}");
}

#[test]
fn strings_are_read_in_both_orders() {
    assert_eq!(
        nd_io::load_strings(golden("text_big.npy")).unwrap().into_vec(),
        ["één", "", "日本"]
    );
    let fortran = nd_io::load_strings(golden("text_fortran.npy")).unwrap();
    assert_eq!(fortran.shape(), [2, 3]);
    let rows: Vec<&str> = fortran.iter().map(String::as_str).collect();
    assert_eq!(rows, ["a", "bc", "d", "e", "f", "ghi"]);
    assert_eq!(nd_io::load_strings(golden("text_scalar.npy")).unwrap().into_vec(), ["alone"]);
    let error = nd_io::load_strings(golden("bytes_latin.npy")).unwrap_err();
    assert!(matches!(
        error.kind(),
        ErrorKind::Npy(nd_io::NpyFault::BadText { index: 1, encoding: "UTF-8" })
    ));
}

#[test]
fn cut_at_every_byte_it_is_an_error() {
    for name in ["record_big.npy", "record_nested.npy", "text_big.npy", "text_fortran.npy"] {
        let bytes = std::fs::read(golden(name)).unwrap();
        for cut in 0..bytes.len() {
            let file = &bytes[..cut];
            assert!(nd_io::read_records::<Packed>(file).is_err(), "{name} cut at {cut}");
            assert!(nd_io::read_records::<Nested>(file).is_err(), "{name} cut at {cut}");
            assert!(nd_io::read_strings(file).is_err(), "{name} cut at {cut}");
        }
    }
}

fn with_descr(descr: &str, shape: &str) -> Vec<u8> {
    let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}");
    let mut file = b"\x93NUMPY\x02\x00".to_vec();
    file.extend_from_slice(&(text.len() as u32).to_le_bytes());
    file.extend_from_slice(text.as_bytes());
    file
}

#[test]
fn descriptions_that_lie() {
    let deep = format!("{}'<f4'{}", "[('a', ".repeat(40), ")]".repeat(40));
    for descr in [
        "[('a', '<f4')",
        "[('a', '<f4'), ('a', '<f4')]",
        "[('a', '|O')]",
        "[('a',)]",
        "[('a', '<f4', -1)]",
        "[('a', '<f4', (2, -1))]",
        "[('a', '<f4', (99999999999999999999,))]",
        "[('a', '|S4294967297')]",
        "[('a', '|S-1')]",
        "[('a', '|S')]",
        "[3]",
        "[('a', 3)]",
        "'|S99999999999'",
        "'<U2147483648'",
        "'|S+1'",
        &deep,
    ] {
        let file = with_descr(descr, "(1,)");
        assert!(nd_io::read_records::<Pair>(&file[..]).is_err(), "{descr}");
        assert!(nd_io::read_strings(&file[..]).is_err(), "{descr}");
    }
    // Sizes that overflow, or that nothing in the file pays for.
    for (descr, shape) in [
        ("'|S2147483647'", "(4611686018427387904,)"),
        ("'<U2147483647'", "(1000000,)"),
        ("'|S0'", "(9223372036854775807,)"),
        ("[('re', '<f4'), ('im', '<f4')]", "(1152921504606846976,)"),
        ("[('re', '<f4'), ('im', '<f4')]", "(1000000000,)"),
        ("[('re', '<f4', (1000000, 1000000, 1000000, 1000000)), ('im', '<f4')]", "(1,)"),
    ] {
        let file = with_descr(descr, shape);
        assert!(nd_io::read_strings(&file[..]).is_err(), "{descr} {shape}");
        assert!(nd_io::read_records::<Pair>(&file[..]).is_err(), "{descr} {shape}");
    }
}
