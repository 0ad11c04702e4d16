//! Files that NumPy wrote (`golden/npy.py`) are read bit for bit, and written byte for byte.

use std::path::PathBuf;

use bytemuck::NoUninit;
use half::f16;
use nd_core::{AnyArray, Array, DType, with_dtype};
use nd_io::{ByteOrder, ErrorKind, FileOrder, NpyOptions, NpyVersion, StoredElement};
use num_complex::Complex;

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/npy")
}

/// One line of `index.tsv`.
struct Fixture {
    name: String,
    dtype: String,
    byte_order: ByteOrder,
    fortran_order: bool,
    version: NpyVersion,
    shape: Vec<usize>,
    /// Elements in C order, little-endian.
    bytes: Vec<u8>,
}

fn fixtures() -> Vec<Fixture> {
    let index = std::fs::read_to_string(directory().join("index.tsv")).unwrap();
    let all: Vec<Fixture> = index.lines().skip(1).map(fixture).collect();
    assert!(all.len() >= 140, "only {} fixtures", all.len());
    all
}

fn fixture(line: &str) -> Fixture {
    let fields: Vec<&str> = line.split('\t').collect();
    let [name, dtype, order, fortran, version, shape, hex] = fields[..] else {
        panic!("index line {line:?}");
    };
    Fixture {
        name: name.to_owned(),
        dtype: dtype.to_owned(),
        byte_order: if order == ">" { ByteOrder::Big } else { ByteOrder::Little },
        fortran_order: fortran == "1",
        version: match version {
            "1.0" => NpyVersion::V1,
            "2.0" => NpyVersion::V2,
            _ => NpyVersion::V3,
        },
        shape: shape.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect(),
        bytes: (0..hex.len())
            .step_by(2)
            .map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap())
            .collect(),
    }
}

/// Calls `$check::<T>(&fixture)` with the fixture's element type.
macro_rules! with_element {
    ($check:ident, $fixture:expr) => {
        match $fixture.dtype.as_str() {
            "bool" => $check::<bool>($fixture),
            "int8" => $check::<i8>($fixture),
            "int16" => $check::<i16>($fixture),
            "int32" => $check::<i32>($fixture),
            "int64" => $check::<i64>($fixture),
            "uint8" => $check::<u8>($fixture),
            "uint16" => $check::<u16>($fixture),
            "uint32" => $check::<u32>($fixture),
            "uint64" => $check::<u64>($fixture),
            "float16" => $check::<f16>($fixture),
            "float32" => $check::<f32>($fixture),
            "float64" => $check::<f64>($fixture),
            "complex64" => $check::<Complex<f32>>($fixture),
            "complex128" => $check::<Complex<f64>>($fixture),
            other => panic!("no element type for {other}"),
        }
    };
}

#[test]
#[cfg(target_endian = "little")] // the index holds little-endian bytes
fn numpy_files_are_read_bit_for_bit() {
    fixtures().iter().for_each(|fixture| with_element!(check_read, fixture));
}

fn check_read<T: StoredElement + NoUninit>(fixture: &Fixture) {
    let Fixture { name, .. } = fixture;
    let path = directory().join(name);
    let file = std::fs::read(&path).unwrap();

    let header = nd_io::load_header(&path).unwrap();
    assert_eq!(header.dtype(), T::DTYPE, "{name}");
    assert_eq!(header.dtype().name(), fixture.dtype, "{name}");
    assert_eq!(header.byte_order(), fixture.byte_order, "{name}");
    assert_eq!(header.fortran_order(), fixture.fortran_order, "{name}");
    assert_eq!(header.version(), fixture.version, "{name}");
    assert_eq!(header.shape(), fixture.shape, "{name}");
    assert_eq!(header.nbytes(), fixture.bytes.len(), "{name}");

    let loaded = nd_io::load::<T>(&path).unwrap();
    let parsed = nd_io::npy_from_bytes::<T>(&file).unwrap();
    let mut stream = file.as_slice();
    let streamed = nd_io::read_npy::<T>(&mut stream).unwrap();
    assert!(stream.is_empty(), "{name}: the stream is not right behind the array");
    let [any, any_streamed] =
        [nd_io::load_any(&path).unwrap(), nd_io::read_npy_any(file.as_slice()).unwrap()];
    assert_eq!(any.dtype(), T::DTYPE, "{name}");
    let opened = Array::<T>::try_from(any).unwrap();
    let opened_streamed = Array::<T>::try_from(any_streamed).unwrap();
    for array in [loaded, parsed, streamed, opened, opened_streamed] {
        assert_eq!(array.shape(), fixture.shape, "{name}");
        let fortran = array.is_f_contiguous() && !array.is_c_contiguous();
        assert_eq!(fortran, fixture.fortran_order, "{name}: memory order");
        let items: Vec<T> = array.view().iter().copied().collect();
        assert_eq!(bytemuck::cast_slice::<T, u8>(&items), fixture.bytes, "{name}");
    }
}

#[test]
fn arrays_are_written_as_numpy_writes_them() {
    let numpys: Vec<Fixture> =
        fixtures().into_iter().filter(|f| !f.name.starts_with("spelling")).collect();
    assert!(numpys.len() > 130);
    numpys.iter().for_each(|fixture| with_element!(check_written, fixture));
}

fn check_written<T: StoredElement>(fixture: &Fixture) {
    let Fixture { name, byte_order, version, .. } = fixture;
    let file = std::fs::read(directory().join(name)).unwrap();
    let array = nd_io::npy_from_bytes::<T>(&file).unwrap();
    let options = NpyOptions::default().byte_order(*byte_order).version(*version);
    let mut written = Vec::new();
    nd_io::write_npy_with(&mut written, &array, &options).unwrap();
    assert!(written == file, "{name}: differs from NumPy's file");

    // The same elements out of a view that is contiguous neither way.
    let order = if fixture.fortran_order { FileOrder::Fortran } else { FileOrder::C };
    let mut wide = fixture.shape.clone();
    if let Some(n) = wide.last_mut() {
        *n *= 2;
        let source = array.view();
        let spread = Array::from_fn(wide, |index| {
            let mut index = index.to_vec();
            *index.last_mut().unwrap() /= 2;
            *source.get(&index).unwrap()
        });
        let every_second = spread.view().slice(nd_core::s![nd_core::Ellipsis, ..;2]);
        written.clear();
        nd_io::write_npy_with(&mut written, &every_second, &options.order(order)).unwrap();
        assert!(written == file, "{name}: a strided view differs from NumPy's file");
    }
}

#[test]
fn any_array_is_saved_and_loaded_and_bfloat16_is_refused() {
    let path = std::env::temp_dir().join(format!("nd-io-any-{}.npy", std::process::id()));
    for dtype in DType::ALL {
        let any = with_dtype!(dtype, T => AnyArray::from(Array::<T>::zeros([2, 3])));
        let mut file = Vec::new();
        let outcomes = [nd_io::save_any(&path, &any), nd_io::write_npy_any(&mut file, &any)];
        if dtype == DType::BF16 {
            let refusal = "bfloat16 has no NumPy type code: cast to float32, which is exact, or save the bits as uint16";
            let [saved, written] = outcomes.map(|outcome| outcome.unwrap_err().to_string());
            assert_eq!(saved, format!("{}: {refusal}", path.display()));
            assert_eq!(written, refusal);
            assert!(file.is_empty() && !path.exists());
            continue;
        }
        outcomes.into_iter().for_each(|outcome| outcome.unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), file);
        let back = nd_io::load_any(&path).unwrap();
        assert_eq!((back.dtype(), back.shape()), (dtype, &[2, 3][..]));
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn every_truncation_is_an_error() {
    let scratch = std::env::temp_dir().join(format!("nd-io-truncated-{}.npy", std::process::id()));
    for fixture in &fixtures() {
        let file = std::fs::read(directory().join(&fixture.name)).unwrap();
        for cut in 0..file.len() {
            let dtype = fixture.dtype.clone();
            let cut = Cut { name: &fixture.name, dtype, bytes: &file[..cut] };
            with_element!(check_cut, &cut);
        }
        // Through the file system as well, at a few places.
        for cut in [0, 7, 9, 60, file.len() - 1] {
            std::fs::write(&scratch, &file[..cut.min(file.len() - 1)]).unwrap();
            let error = nd_io::load::<f64>(&scratch).unwrap_err();
            assert_eq!(error.path(), Some(scratch.as_path()));
        }
    }
    std::fs::remove_file(scratch).unwrap();
}

/// The beginning of a fixture's file.
struct Cut<'a> {
    name: &'a str,
    dtype: String,
    bytes: &'a [u8],
}

fn check_cut<T: StoredElement>(cut: &Cut<'_>) {
    let outcomes = [nd_io::npy_from_bytes::<T>(cut.bytes), nd_io::read_npy::<T>(cut.bytes)];
    for outcome in outcomes {
        let (name, length) = (cut.name, cut.bytes.len());
        let error = outcome.err().unwrap_or_else(|| panic!("{name} cut to {length} was read"));
        let expected = matches!(error.kind(), ErrorKind::UnexpectedEof { .. });
        assert!(expected, "{name} cut to {length}: {error}");
    }
}

#[test]
fn every_changed_header_byte_is_survived() {
    let file = std::fs::read(directory().join("f4_le_3d_c.npy")).unwrap();
    let (mut read, mut refused) = (0, 0);
    for at in 0..128 {
        for byte in 0..=255 {
            let mut changed = file.clone();
            changed[at] = byte;
            match nd_io::npy_from_bytes::<f32>(&changed) {
                Ok(array) => {
                    assert_eq!(array.size(), 24);
                    read += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(read > 128 && refused > 10_000, "{read} read, {refused} refused");
}

#[test]
fn large_files_are_read_in_parts() {
    let path = std::env::temp_dir().join(format!("nd-io-parts-{}.npy", std::process::id()));
    let a = Array::from_fn([2, 3, 1_000_003], |i| (i[0] + 7 * i[1] + 13 * i[2]) as u64);
    for byte_order in [ByteOrder::Little, ByteOrder::Big] {
        for order in [FileOrder::C, FileOrder::Fortran] {
            let options = NpyOptions::default().byte_order(byte_order).order(order);
            nd_io::save_npy_with(&path, &a, &options).unwrap();
            assert!(nd_io::load::<u64>(&path).unwrap() == a, "{options:?}");
        }
    }

    // Of several bad booleans in several parts the first is reported.
    nd_io::save(&path, vec![true; 50_000_000]).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    for index in [49_999_999, 33_000_000, 20_000_001, 20_000_000] {
        bytes[128 + index] = 2;
        std::fs::write(&path, &bytes).unwrap();
        let error = nd_io::load::<bool>(&path).unwrap_err();
        let ErrorKind::BadBool { index: found, byte: 2 } = error.kind() else { panic!("{error}") };
        assert_eq!(*found, index);
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn another_element_type_is_refused_by_name() {
    let error = nd_io::load::<i32>(directory().join("f4_le_3d_c.npy")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }));
    let message = error.to_string();
    assert!(
        message.ends_with(
            "f4_le_3d_c.npy: the file holds float32, int32 was requested (load it as float32 and cast)"
        ),
        "{message}"
    );
}
