//! What is written is read back to the same bits, for every element type, in every block size and on
//! any number of threads.

use nd_core::{Array, DType, s, with_dtype};
use nd_io::{
    Dataset, Delimiter, FloatStyle, Header, StoredElement, TextElement, TextOptions, TextReader,
    TextSource, TextWriteOptions, TextWriter, load_text, save_text, table_from_bytes,
    text_from_bytes, write_text,
};
use proptest::prelude::*;

/// Elements of any type with every bit pattern, from bytes; NaNs made alike, as text does.
fn elements<T: TextElement>(bytes: &[u8]) -> Vec<T> {
    let count = bytes.len() / size_of::<T>();
    let mut items = vec![T::default(); count];
    let bytes = &bytes[..count * size_of::<T>()];
    match T::as_bytes_mut(&mut items) {
        Some(out) => out.copy_from_slice(bytes),
        // Not all bytes are booleans.
        None => {
            let text: Vec<u8> = bytes.iter().flat_map(|byte| [b'0' + (byte & 1), b'\n']).collect();
            let column = nd_io::text_from_bytes::<T>(&text, &Default::default()).unwrap();
            items = column.into_vec();
        }
    }
    items
}

/// The elements' bits, all NaNs alike; complex numbers by their parts.
fn bits<T: StoredElement>(items: &[T]) -> Vec<String> {
    items.iter().map(|item| format!("{item:?}").replace("-NaN", "NaN")).collect()
}

fn written<T: TextElement>(a: &Array<T>, options: &TextWriteOptions) -> Vec<u8> {
    let mut text = Vec::new();
    write_text(&mut text, a, options).unwrap();
    text
}

fn round_trip<T: TextElement>(bytes: &[u8], columns: usize, delimiter: u8, block: usize) {
    let mut items = elements::<T>(bytes);
    items.truncate(items.len() / columns * columns);
    let a = Array::from_shape_vec([items.len() / columns, columns], items);
    let delimiter = Delimiter::Char(delimiter);
    let options = TextWriteOptions::default().delimiter(delimiter).newline("\r\n").header("h");
    let text = written(&a, &options);
    let options = TextOptions::default().delimiter(delimiter).block_bytes(block);
    let back = text_from_bytes::<T>(&text, &options.clone().header(Header::None)).unwrap();
    if a.is_empty() {
        return assert!(back.is_empty());
    }
    assert_eq!(back.shape(), a.shape());
    assert_eq!(bits(&back.into_vec()), bits(&a.clone().into_vec()));
}

proptest! {
    #[test]
    fn every_element_type_comes_back(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        columns in 1_usize..5,
        delimiter in prop::sample::select(b",;\t |".to_vec()),
        block in 1_usize..200,
    ) {
        for dtype in DType::ALL {
            with_dtype!(dtype, T => round_trip::<T>(&bytes, columns, delimiter, block));
        }
    }

    #[test]
    fn blocks_do_not_matter(
        text in "([0-9.,;\"# \tx-]|\r|\n|\r\n|\"[^\"]{0,4}\"|1\\.5e3|nan|true){0,60}",
        block in 1_usize..50,
        rows in 1_usize..5,
    ) {
        let text = text.as_bytes();
        let small = TextOptions::default().block_bytes(block);
        let whole = text_from_bytes::<f64>(text, &TextOptions::default());
        let blocked = text_from_bytes::<f64>(text, &small);
        prop_assert_eq!(format!("{whole:?}"), format!("{blocked:?}"));
        let table = table_from_bytes(text, &TextOptions::default());
        let blocked = table_from_bytes(text, &small);
        prop_assert_eq!(format!("{table:?}"), format!("{blocked:?}"));
        // Row by row too: the same values, and the same error if there is one.
        let Ok(mut reader) = TextReader::new(text, &small) else {
            prop_assert!(whole.is_err());
            return Ok(());
        };
        let blocks: Result<Vec<_>, _> = reader.blocks::<f64>(rows).collect();
        match (whole, blocks) {
            (Ok(whole), Ok(blocks)) => {
                let values: Vec<f64> = blocks.into_iter().flat_map(Array::into_vec).collect();
                prop_assert_eq!(bits(&values), bits(&whole.into_vec()));
            }
            (whole, blocks) => {
                prop_assert_eq!(format!("{:?}", whole.err()), format!("{:?}", blocks.err()));
            }
        }
    }
}

/// A file in the system's folder for such, removed when dropped.
struct Temp(std::path::PathBuf);

impl Temp {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("nd-text-{}-{name}", std::process::id())))
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn sample(rows: usize) -> Array<f64> {
    Array::from_fn([rows, 3], |at| (at[0] as f64 + 0.1).powi(at[1] as i32 - 1) / 3.0)
}

#[test]
fn threads_do_not_matter() {
    let a = sample(5000);
    let options = TextOptions::default().block_bytes(1000);
    let mut bad = written(&a, &TextWriteOptions::default());
    let good = bad.clone();
    for line in [4000, 3000] {
        let ends: Vec<usize> = (0..bad.len()).filter(|&i| bad[i] == b'\n').collect();
        bad[ends[line - 1] - 1] = b'x';
    }
    for threads in [1, 2, 3, 16] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            for _ in 0..5 {
                assert_eq!(text_from_bytes::<f64>(&good, &options).unwrap(), a);
                assert_eq!(written(&a, &TextWriteOptions::default()), good);
                let error = text_from_bytes::<f64>(&bad, &options).unwrap_err().to_string();
                assert!(error.starts_with("line 3000, column 3: "), "{error}");
                let error = table_from_bytes(&bad, &options).unwrap();
                assert_eq!(error.column(2).unwrap().dtype(), None);
            }
        });
    }
}

#[test]
fn files_are_written_by_blocks_and_read_by_regions() {
    let temp = Temp::new("regions.csv");
    let a = sample(10_000);
    let options = TextWriteOptions::default().names(["a", "b c", "d\"e"]).header("one\ntwo");
    let mut writer = TextWriter::create(&temp.0, 3, &options).unwrap();
    for start in (0..10_000).step_by(999) {
        let stop = (start + 999).min(10_000) as isize;
        writer.write_rows(&a.slice(s![start as isize..stop, ..])).unwrap();
    }
    assert!(!temp.0.exists());
    writer.finish().unwrap();
    assert_eq!(load_text::<f64>(&temp.0, &TextOptions::default()).unwrap(), a);

    for block in [1 << 10, 1 << 16, 1 << 20] {
        let options = TextOptions::default().block_bytes(block);
        let source = TextSource::open(&temp.0, &options).unwrap();
        let ds = Dataset::new(source);
        assert_eq!((ds.shape(), ds.dtype()), (&[10_000, 3][..], DType::F64));
        for slice in [
            s![.., ..].to_vec(),
            s![17, ..].to_vec(),
            s![9_000..9_010, 1].to_vec(),
            s![-1, -1].to_vec(),
            s![..;977, ..;2].to_vec(),
            s![..;-3, ..;-1].to_vec(),
            s![5..5, ..].to_vec(),
        ] {
            assert_eq!(ds.read::<f64>(&slice).unwrap(), a.slice(&slice), "{slice:?}");
        }
        let picked = TextSource::open(&temp.0, &options.columns([2, 0])).unwrap();
        let ds = Dataset::new(picked);
        assert_eq!(ds.read::<f64>(s![5, ..]).unwrap().into_vec(), [a[[5, 2]], a[[5, 0]]]);
    }
    let wrong = TextSource::open_as(&temp.0, DType::I32, &TextOptions::default()).unwrap();
    let error = Dataset::new(wrong).read::<i32>(s![8_000..8_002, ..]).unwrap_err();
    assert!(error.to_string().contains("line 8004, column 1: "), "{error}");
}

#[cfg(feature = "conformance")]
#[test]
fn text_is_a_stored_array_as_any_other() {
    let temp = Temp::new("conformance.csv");
    let a = sample(300);
    save_text(&temp.0, &a, &TextWriteOptions::default()).unwrap();
    for block in [64, 1 << 20] {
        let options = TextOptions::default().block_bytes(block);
        let source = TextSource::open(&temp.0, &options).unwrap();
        let bytes: &[u8] = bytemuck::cast_slice(a.as_slice().unwrap());
        nd_io::conformance::check_reader(&source, bytes).unwrap();
    }
}

#[test]
fn a_failed_save_leaves_the_old_file() {
    let temp = Temp::new("old.txt");
    std::fs::write(&temp.0, "old").unwrap();
    let a = Array::<f64>::zeros([2, 2]);
    let options = TextWriteOptions::default();
    assert!(save_text(&temp.0, &a, &options.clone().names(["a"])).is_err());
    assert!(save_text(&temp.0, &a, &options.clone().delimiter(Delimiter::Char(b'1'))).is_err());
    let mut writer = TextWriter::create(&temp.0, 2, &options).unwrap();
    writer.write_rows(&a).unwrap();
    assert!(writer.write_rows([1, 2, 3]).is_err());
    drop(writer);
    assert_eq!(std::fs::read(&temp.0).unwrap(), b"old");
    save_text(&temp.0, &a, &options).unwrap();
    assert_eq!(std::fs::read(&temp.0).unwrap(), b"0.0 0.0\n0.0 0.0\n");
}

#[test]
fn fixed_digits_are_those_of_c() {
    let a = [1.0, -2.5e-7, 123_456_789.123, 5e-324, f64::MAX, 0.0, -0.0];
    let options = TextWriteOptions::default().newline(" ");
    let text = |style| String::from_utf8(written_slice(&a, &options.clone().float_style(style)));
    assert_eq!(
        text(FloatStyle::Scientific(4)).unwrap(),
        "1.0000e+00 -2.5000e-07 1.2346e+08 4.9407e-324 1.7977e+308 0.0000e+00 -0.0000e+00 "
    );
    assert_eq!(
        text(FloatStyle::Scientific(18)).unwrap(),
        "1.000000000000000000e+00 -2.499999999999999887e-07 1.234567891229999959e+08 \
         4.940656458412465442e-324 1.797693134862315708e+308 0.000000000000000000e+00 \
         -0.000000000000000000e+00 "
    );
    assert_eq!(
        written_slice(&a[..3], &options.float_style(FloatStyle::Fixed(2))),
        b"1.00 -0.00 123456789.12 "
    );
}

fn written_slice(a: &[f64], options: &TextWriteOptions) -> Vec<u8> {
    written(&Array::from_vec(a.to_vec()), options)
}
