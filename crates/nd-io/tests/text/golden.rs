//! Text is read to the bits that NumPy and pandas make of it (`golden/text.py`), and what they write
//! is read back to what they wrote it from.

use nd_core::{AnyArray, Array, DType, Open, with_dtype};
use nd_io::{
    Column, ColumnRef, Delimiter, Header, StoredElement, TextElement, TextOptions,
    table_from_bytes, text_from_bytes,
};

/// One line of `index.tsv`.
struct Fixture {
    name: String,
    reader: String,
    dtype: String,
    options: String,
    text: Vec<u8>,
    shape: Vec<usize>,
    /// Little-endian; `None` where the reader refuses.
    values: Option<Vec<u8>>,
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn fixtures(reader: &str) -> Vec<Fixture> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/text/index.tsv");
    let index = std::fs::read_to_string(path).unwrap();
    let all = index.lines().skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, reader, dtype, options, text, shape, values] = fields[..] else {
            panic!("index line {line:?}");
        };
        Fixture {
            name: name.to_owned(),
            reader: reader.to_owned(),
            dtype: dtype.to_owned(),
            options: options.to_owned(),
            text: unhex(text),
            shape: shape.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect(),
            values: (values != "error").then(|| unhex(values)),
        }
    });
    let some: Vec<Fixture> = all.filter(|fixture| fixture.reader == reader).collect();
    assert!(some.len() >= 3);
    some
}

/// NumPy's arguments as options.
fn options(fixture: &Fixture) -> TextOptions {
    let mut options = TextOptions::default().header(Header::None).quote(None);
    let mut delimiter = Delimiter::Whitespace;
    for (key, value) in fixture.options.split(';').filter_map(|word| word.split_once('=')) {
        match key {
            // `delimiter=;` was cut in two.
            "delimiter" => delimiter = Delimiter::Char(value.bytes().next().unwrap_or(b';')),
            "comments" => options = options.comments(value),
            "skiprows" => options = options.skip_rows(value.parse().unwrap()),
            "max_rows" => options = options.max_rows(value.parse::<u64>().unwrap()),
            "quotechar" => options = options.quote(value.as_bytes()[0]),
            "usecols" => {
                let numbers = value.trim_matches(['(', ')', ',']).split(", ");
                options = options.columns(numbers.map(|n| n.parse::<i32>().unwrap()));
            }
            "filling_values" => options = options.fill_value(value.parse::<f64>().unwrap()),
            "missing_values" => options = options.missing([value, ""]),
            "fmt" | "header" | "footer" => {}
            other => panic!("{other}"),
        }
    }
    options.delimiter(delimiter)
}

#[track_caller]
fn same<T: StoredElement>(fixture: &Fixture, array: &Array<T>) {
    let expected = fixture.values.as_ref().expect("it was read, and the original refuses it");
    assert_eq!(array.shape(), fixture.shape, "{}", fixture.name);
    let same = T::as_bytes(array.as_slice().unwrap()) == expected;
    assert!(same || cfg!(target_endian = "big"), "{}: {array:?}", fixture.name);
}

fn check<T: TextElement>(fixture: &Fixture, options: &TextOptions) {
    for block in [1, 7, 64, 1 << 20] {
        let read = text_from_bytes::<T>(&fixture.text, &options.clone().block_bytes(block));
        match (&fixture.values, read) {
            (None, Err(_)) => {}
            (_, Ok(array)) => same(fixture, &array),
            (Some(_), Err(error)) => panic!("{}: {error}", fixture.name),
        }
    }
}

#[test]
fn arrays_are_what_numpy_reads() {
    for reader in ["loadtxt", "genfromtxt", "savetxt"] {
        for fixture in fixtures(reader) {
            let dtype: DType = fixture.dtype.parse().unwrap();
            with_dtype!(dtype, T => check::<T>(&fixture, &options(&fixture)));
        }
    }
}

#[test]
fn tables_are_what_pandas_reads() {
    for fixture in fixtures("read_csv") {
        for block in [1, 9, 1 << 20] {
            let options = TextOptions::default().block_bytes(block);
            let table = table_from_bytes(&fixture.text, &options).unwrap();
            let column = table.column(ColumnRef::Name(fixture.options.clone())).unwrap();
            match column {
                Column::Numbers(numbers) => {
                    assert_eq!(numbers.dtype().name(), fixture.dtype, "{}", fixture.name);
                    check_numbers(&fixture, numbers);
                }
                Column::Text(texts) => {
                    assert_eq!("text", fixture.dtype, "{}", fixture.name);
                    let joined = texts.iter().collect::<Vec<_>>().join("\0");
                    assert_eq!(joined.as_bytes(), fixture.values.as_ref().unwrap());
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

fn check_numbers(fixture: &Fixture, numbers: &AnyArray) {
    with_dtype!(numbers.dtype(), T => same::<T>(fixture, Open::<T>::open(numbers)));
}
