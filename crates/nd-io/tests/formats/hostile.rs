//! A hostile or broken file for every way in which a header can lie: each one's exact error.

use nd_io::{Error, ErrorKind, NpyFault};

/// A file with the given header text.
fn v1(header: &str) -> Vec<u8> {
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend_from_slice(&u16::try_from(header.len()).unwrap().to_le_bytes());
    file.extend_from_slice(header.as_bytes());
    file
}

/// A file of a later version with the given header bytes.
fn later(major: u8, header: &[u8]) -> Vec<u8> {
    let mut file = vec![0x93, b'N', b'U', b'M', b'P', b'Y', major, 0];
    file.extend_from_slice(&u32::try_from(header.len()).unwrap().to_le_bytes());
    file.extend_from_slice(header);
    file
}

/// A file of float64 with the given text for its shape.
fn shape(shape: &str) -> Vec<u8> {
    v1(&format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}}}"))
}

/// A file of one element with the given text for its descr.
fn descr(descr: &str) -> Vec<u8> {
    v1(&format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (1,)}}"))
}

/// The name of an error's variant.
fn variant(error: &Error) -> String {
    let debug = match error.kind() {
        ErrorKind::Npy(fault) => format!("{fault:?}"),
        kind => format!("{kind:?}"),
    };
    debug.split([' ', '{', '(']).next().unwrap().to_owned()
}

/// Reads the file each way there is, and checks that each gives this error with this text.
#[track_caller]
fn refused(file: &[u8], expected: &str, text: &str) {
    let path = std::env::temp_dir().join(format!(
        "nd-io-hostile-{}-{:?}.npy",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::write(&path, file).unwrap();
    let by_path = nd_io::load_npy::<f64>(&path).unwrap_err();
    assert_eq!(by_path.to_string(), format!("{}: {text}", path.display()));
    std::fs::remove_file(&path).unwrap();
    let by_stream = nd_io::read_npy::<f64>(file).map(|_| ());
    let by_bytes = nd_io::npy_from_bytes::<f64>(file).unwrap_err();
    for error in [by_stream.err(), Some(by_bytes)].into_iter().flatten() {
        assert_eq!((variant(&error).as_str(), error.to_string().as_str()), (expected, text));
    }
}

#[test]
fn what_is_no_npy_file() {
    refused(
        b"PK\x03\x04 and so on",
        "NotNpy",
        r#"not a .npy file: it begins with "PK\x03\x04 a" where "\x93NUMPY" is required"#,
    );
    refused(
        b"\x93NUMPx\x01\x00",
        "NotNpy",
        r#"not a .npy file: it begins with "\x93NUMPx" where "\x93NUMPY" is required"#,
    );
    refused(b"{", "NotNpy", r#"not a .npy file: it begins with "{" where "\x93NUMPY" is required"#);
    refused(b"", "UnexpectedEof", "truncated: magic string takes 8 bytes, 0 are there");
    refused(
        b"\x93NUMPY\x01",
        "UnexpectedEof",
        "truncated: magic string takes 8 bytes, 7 are there",
    );
    for (major, minor) in [(0, 0), (1, 1), (2, 1), (4, 0), (255, 255)] {
        let file = [0x93, b'N', b'U', b'M', b'P', b'Y', major, minor, 0, 0];
        let text = format!("format version {major}.{minor} is not known (1.0, 2.0 and 3.0 are)");
        refused(&file, "UnsupportedVersion", &text);
    }
}

#[test]
fn lengths_of_headers() {
    refused(
        b"\x93NUMPY\x01\x00\x40",
        "UnexpectedEof",
        "truncated: header length takes 2 bytes, 1 are there",
    );
    refused(
        b"\x93NUMPY\x02\x00\x40\x00",
        "UnexpectedEof",
        "truncated: header length takes 4 bytes, 2 are there",
    );
    refused(
        b"\x93NUMPY\x01\x00\xff\xff{'a",
        "UnexpectedEof",
        "truncated: header takes 65535 bytes, 3 are there",
    );
    refused(
        b"\x93NUMPY\x02\x00\xff\xff\xff\xff{'a",
        "HeaderTooLong",
        "header length 4294967295 is over the limit of 65536 bytes",
    );
    refused(
        b"\x93NUMPY\x03\x00\x01\x00\x01\x00",
        "HeaderTooLong",
        "header length 65537 is over the limit of 65536 bytes",
    );
    refused(
        b"\x93NUMPY\x01\x00\x00\x00",
        "HeaderSyntax",
        "header, byte 0: expected '{', found the end of the header",
    );
    // At the limit: 64 KiB of spaces are a header, if a poor one.
    refused(
        &later(2, &[b' '; 65536]),
        "HeaderSyntax",
        "header, byte 65536: expected '{', found the end of the header",
    );
}

#[test]
fn encodings() {
    refused(&later(3, b"{'\xff': 1}"), "HeaderEncoding", "header is not UTF-8 at its byte 2");
    let unknown = |key| {
        format!("header has the unknown key '{key}' (known: 'descr', 'fortran_order', 'shape')")
    };
    refused(&later(3, "{'ä': 1}".as_bytes()), "UnknownKey", &unknown("\\u{e4}"));
    refused(&later(2, b"{'\xe4': 1}"), "UnknownKey", &unknown("\\u{e4}"));
    refused(&later(2, "{'ä': 1}".as_bytes()), "UnknownKey", &unknown("\\u{c3}\\u{a4}"));
}

#[test]
fn keys() {
    refused(&v1("{}"), "MissingKey", "header lacks the key 'descr'");
    refused(&v1("{'descr': '<f8'}"), "MissingKey", "header lacks the key 'fortran_order'");
    refused(
        &v1("{'descr': '<f8', 'fortran_order': False}"),
        "MissingKey",
        "header lacks the key 'shape'",
    );
    for key in ["descr", "fortran_order", "shape"] {
        let value = match key {
            "descr" => "'<f8'",
            "shape" => "()",
            _ => "True",
        };
        let file = v1(&format!("{{'{key}': {value}, '{key}': {value}}}"));
        refused(&file, "DuplicateKey", &format!("header has the key '{key}' twice"));
    }
    let unknown = "header has the unknown key 'extra' (known: 'descr', 'fortran_order', 'shape')";
    refused(&v1("{'descr': '<f8', 'extra': 1}"), "UnknownKey", unknown);
    let long = "k".repeat(60_000);
    let shown = format!("{}…", "k".repeat(40));
    let unknown =
        format!("header has the unknown key '{shown}' (known: 'descr', 'fortran_order', 'shape')");
    refused(&v1(&format!("{{'{long}': 1}}")), "UnknownKey", &unknown);
    refused(
        &v1("{1: 2}"),
        "HeaderSyntax",
        "header, byte 1: expected a key or '}', found an integer",
    );
    refused(&v1("{,}"), "HeaderSyntax", "header, byte 1: expected a key or '}', found ','");
}

#[test]
fn syntax() {
    for (text, message) in [
        ("[1]", "header, byte 0: expected '{', found '['"),
        ("descr", "header, byte 0: expected '{', found 'descr'"),
        ("{'descr' '<f8'}", "header, byte 9: expected ':', found a string"),
        ("{'descr': }", "header, byte 10: expected a value, found '}'"),
        ("{'descr':", "header, byte 9: expected a value, found the end of the header"),
        ("{'descr': '<f8' 'shape'", "header, byte 16: expected ',' or '}', found a string"),
        ("{'descr': '<f8',", "header, byte 16: expected a key or '}', found the end of the header"),
        ("{'descr': '<f8'} 1", "header, byte 17: expected nothing after '}', found an integer"),
        ("{'descr': '<f8'}}", "header, byte 16: expected nothing after '}', found '}'"),
        (
            "{'descr': '<f8",
            "header, byte 10: expected a closing quote on the same line, found the end of the header",
        ),
        (
            "{'descr': '<f\n8'}",
            "header, byte 10: expected a closing quote on the same line, found the end of the line",
        ),
        ("{'descr': '\\q'}", "header, byte 10: expected a string escape, found '\\q\\'}'"),
        ("{'descr': '\\xg0'}", "header, byte 10: expected a string escape, found '\\xg0\\''"),
        ("{'descr': '\\ud800'}", "header, byte 10: expected a string escape, found '\\ud80'"),
        (
            "{'descr': b'<f8'}",
            "header, byte 10: expected a plain string, found the string prefix 'b'",
        ),
        ("{'descr': @}", "header, byte 10: expected a literal, found '@'"),
        ("{'shape': (1 2)}", "header, byte 13: expected ',' or ')', found an integer"),
        ("{'shape': (,)}", "header, byte 11: expected an integer or ')', found ','"),
        (
            "{'shape': (1,",
            "header, byte 13: expected an integer or ')', found the end of the header",
        ),
        ("{'shape': (0x10,)}", "header, byte 11: expected a decimal integer, found '0x10'"),
        ("{'shape': (1_0,)}", "header, byte 11: expected a decimal integer, found '1_0'"),
        ("{'shape': (010,)}", "header, byte 11: expected a decimal integer, found '010'"),
        ("{'shape': (--1,)}", "header, byte 11: expected a decimal integer, found '--1'"),
        ("{'shape': (3LL,)}", "header, byte 11: expected a decimal integer, found '3LL'"),
        ("{'shape': (-,)}", "header, byte 11: expected a decimal integer, found '-'"),
    ] {
        refused(&v1(text), "HeaderSyntax", message);
    }
}

#[test]
fn types_of_values() {
    for (key, value, message) in [
        ("descr", "1", "header, 'descr': expected a string, found an integer"),
        ("descr", "True", "header, 'descr': expected a string, found a bool"),
        ("descr", "None", "header, 'descr': expected a string, found None"),
        ("fortran_order", "0", "header, 'fortran_order': expected True or False, found an integer"),
        (
            "fortran_order",
            "'False'",
            "header, 'fortran_order': expected True or False, found a string",
        ),
        ("fortran_order", "false", "header, 'fortran_order': expected True or False, found a name"),
        ("fortran_order", "None", "header, 'fortran_order': expected True or False, found None"),
        (
            "fortran_order",
            "(True)",
            "header, 'fortran_order': expected True or False, found a tuple",
        ),
        ("shape", "3", "header, 'shape': expected a tuple, found an integer"),
        ("shape", "-3", "header, 'shape': expected a tuple, found a negative integer"),
        ("shape", "(3)", "header, 'shape': expected a tuple, found an integer"),
        ("shape", "[3]", "header, 'shape': expected a tuple, found a list"),
        ("shape", "{}", "header, 'shape': expected a tuple, found a dict"),
        ("shape", "'3'", "header, 'shape': expected a tuple, found a string"),
        ("shape", "1.5", "header, 'shape': expected a tuple, found a float"),
    ] {
        refused(&v1(&format!("{{'{key}': {value}}}")), "WrongType", message);
    }
}

#[test]
fn extents() {
    for (extent, found) in [
        ("-1", "a negative integer"),
        ("-9223372036854775808", "a negative integer"),
        ("2.0", "a float"),
        ("1e3", "a float"),
        (".5", "a float"),
        ("3j", "a float"),
        ("True", "a bool"),
        ("None", "None"),
        ("nan", "a name"),
        ("'2'", "a string"),
        ("(2,)", "a tuple"),
        ("[2]", "a list"),
        ("9223372036854775808", "a huge integer"),
        ("18446744073709551616", "a huge integer"),
        ("340282366920938463463374607431768211456", "a huge integer"),
        ("-340282366920938463463374607431768211456", "a huge integer"),
    ] {
        let text = format!(
            "header, 'shape', axis 1: expected an integer from 0 to 2^63 - 1, found {found}"
        );
        refused(&shape(&format!("(2, {extent})")), "BadDimension", &text);
    }
    // As Python has it, minus zero is zero.
    let mut zero = shape("(-0, 5L, +7)");
    assert_eq!(nd_io::npy_from_bytes::<f64>(&zero).unwrap().shape(), [0, 5, 7]);
    zero.push(0);
    refused(
        &zero,
        "TrailingBytes",
        "trailing bytes: 1 behind the array (read_npy reads arrays one after another)",
    );
}

#[test]
fn shapes() {
    for ndim in [17, 33, 65, 10_000] {
        let text = format!("header, 'shape': {ndim} dimensions, an array can have at most 16");
        refused(&shape(&format!("({})", "1, ".repeat(ndim))), "TooManyDimensions", &text);
    }
    assert_eq!(
        nd_io::npy_from_bytes::<f64>(&shape(&format!("({}0)", "1, ".repeat(15)))).unwrap().ndim(),
        16
    );
    for (text, extents) in [
        ("(9223372036854775807, 3)", "[9223372036854775807, 3]"),
        ("(1152921504606846976,)", "[1152921504606846976]"),
        // An axis of extent 0 hides nothing.
        ("(0, 9223372036854775807)", "[0, 9223372036854775807]"),
        ("(4294967296, 0, 4294967296)", "[4294967296, 0, 4294967296]"),
    ] {
        let message = format!("shape {extents} with items of 8 bytes overflows the address space");
        refused(&shape(text), "ShapeOverflow", &message);
    }
    // 8 EiB less a little, 8 TiB, 8 bytes: no shorter file is believed.
    for (text, want) in [
        ("(1152921504606846975,)", 9_223_372_036_854_775_800_u64),
        ("(1099511627776,)", 8_796_093_022_208),
        ("()", 8),
    ] {
        let message = format!("truncated: data takes {want} bytes, 0 are there");
        refused(&shape(text), "UnexpectedEof", &message);
    }
}

#[test]
fn dtypes() {
    let objects =
        "header, 'descr': object arrays hold pickled Python objects, which are never run here";
    refused(&descr("'|O'"), "ObjectDtype", objects);
    refused(&descr("'O8'"), "ObjectDtype", objects);
    let structured =
        "header, 'descr': a record array has no element type here: read it with load_records";
    refused(&descr("[('a', '<f8'), ('b', '|O')]"), "StructuredDtype", structured);
    refused(&descr("('<f8', (2,))"), "StructuredDtype", structured);
    refused(&descr("{'names': ['a']}"), "StructuredDtype", structured);
    // A depth bomb is refused at its first bracket.
    refused(&descr(&"[".repeat(60_000)), "StructuredDtype", structured);
    let deep = format!(
        "header, 'shape', axis 0: {}",
        "expected an integer from 0 to 2^63 - 1, found a tuple"
    );
    refused(&shape(&"(".repeat(60_000)), "BadDimension", &deep);
    for (code, why) in [
        ("|V0", "raw bytes (void) have no element type here"),
        ("|V2", "raw bytes (void) have no element type here"),
        ("|S4294967297", "byte strings have no element type here: read them with load_strings"),
        ("<U5", "text has no element type here: read it with load_strings"),
        ("<M8[ns]", "dates and spans of time have no dtype here: read them with load_times"),
        ("<m8[s]", "dates and spans of time have no dtype here: read them with load_times"),
        ("<f16", "long double differs from machine to machine"),
        ("<c32", "long double differs from machine to machine"),
        ("|f8", "'|' means no byte order, which only single bytes can lack"),
        ("<i3", "not a NumPy type code known here"),
        ("<f08", "not a NumPy type code known here"),
        ("bfloat16", "not a NumPy type code known here"),
        ("<", "not a NumPy type code known here"),
        ("", "not a NumPy type code known here"),
    ] {
        let text = format!("header, 'descr': '{code}' is not supported: {why}");
        refused(&descr(&format!("'{code}'")), "UnsupportedDtype", &text);
    }
    let mut float32 = descr("'<f4'");
    float32.extend_from_slice(&[0; 4]);
    refused(
        &float32,
        "DtypeMismatch",
        "the file holds float32, float64 was requested (load it as float32 and cast)",
    );
}

#[test]
fn booleans() {
    let mut file = v1("{'descr': '|b1', 'fortran_order': False, 'shape': (70000,)}");
    let data = file.len();
    file.extend((0..70_000).map(|i| u8::from(i % 3 == 0)));
    assert!(nd_io::npy_from_bytes::<bool>(&file).unwrap()[[69_999]]);
    for (index, byte) in [(0, 2), (69_998, 255), (33_000, 128)] {
        let mut bad = file.clone();
        bad[data + index] = byte;
        let text = format!("data, element {index}: byte {byte:#04x} is not a boolean (0 or 1)");
        for error in [
            nd_io::npy_from_bytes::<bool>(&bad).unwrap_err(),
            nd_io::read_npy::<bool>(&*bad).unwrap_err(),
        ] {
            assert_eq!((variant(&error).as_str(), error.to_string()), ("BadBool", text.clone()));
        }
    }
}

#[test]
fn what_cannot_be_provoked_here_still_reads_well() {
    let dtype = nd_core::DType::BF16;
    for (kind, text) in [
        (
            ErrorKind::Npy(NpyFault::NoDescr { dtype }),
            "bfloat16 has no NumPy type code: cast to float32, which is exact, or save the bits as uint16",
        ),
        (
            ErrorKind::AllocFailed { bytes: 1 << 60 },
            "out of memory: 1152921504606846976 bytes were refused",
        ),
        (ErrorKind::Locked, "locked: another writer or a memory map has the file in use"),
    ] {
        assert_eq!(Error::from(kind).to_string(), text);
    }
}

#[test]
fn the_cause_is_kept() {
    let error = nd_io::load::<f64>("/no/such/file.npy").unwrap_err();
    let cause =
        std::error::Error::source(&error).unwrap().downcast_ref::<std::io::Error>().unwrap();
    assert_eq!(cause.kind(), std::io::ErrorKind::NotFound);
    assert!(error.to_string().starts_with("/no/such/file.npy: cannot open: "));
}
