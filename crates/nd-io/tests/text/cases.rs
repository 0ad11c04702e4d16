//! Tables as people have them, against what pandas reads in them (`golden/real_text.py`).

use std::path::Path;

use nd_core::{AnyArray, Array, with_dtype};
use nd_io::{
    Column, Header, StoredElement, Table, TextEncoding, TextOptions, TextReader, load_table,
    load_text, table_from_bytes,
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/text");

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn options(words: &str) -> TextOptions {
    let mut options = TextOptions::default();
    for word in words.split(';').filter(|word| !word.is_empty()) {
        options = match word.split_once('=') {
            Some(("decimal", point)) => options.decimal(point.as_bytes()[0]),
            Some(("thousands", point)) => options.thousands(point.as_bytes()[0]),
            None if word == "header" => options.header(true),
            None if word == "cp1252" => options.encoding(TextEncoding::Windows1252),
            _ => panic!("{word}"),
        };
    }
    options
}

/// A column as `index.tsv` has it: its type and its values.
fn shown(column: &Column) -> (String, Vec<u8>) {
    match column {
        Column::Text(texts) => {
            ("text".to_owned(), texts.iter().collect::<Vec<_>>().join("\0").into_bytes())
        }
        Column::Numbers(numbers) => {
            let mut numbers = numbers.clone();
            if let AnyArray::F64(floats) = &mut numbers {
                // All NaNs are one.
                floats.map_in_place(|value| if value.is_nan() { f64::NAN } else { value });
            }
            let bytes = with_dtype!(&numbers, |a| bytes(a));
            (numbers.dtype().name().to_owned(), bytes)
        }
        other => panic!("{other:?}"),
    }
}

fn bytes<T: StoredElement>(a: &Array<T>) -> Vec<u8> {
    T::as_bytes(a.as_slice().unwrap()).to_vec()
}

#[test]
fn tables_are_read_as_pandas_reads_them() {
    let index = std::fs::read_to_string(Path::new(FOLDER).join("index.tsv")).unwrap();
    let mut seen = 0;
    let mut column = 0;
    let mut table: Option<(String, Table)> = None;
    for line in index.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [file, words, name, dtype, rows, values] = fields[..] else { panic!("{line}") };
        let key = format!("{file} {words}");
        if table.as_ref().is_none_or(|(other, _)| *other != key) {
            if let Some((key, table)) = &table {
                assert_eq!(table.columns().len(), column, "{key}");
            }
            let read = load_table(Path::new(FOLDER).join(file), &options(words)).expect(&key);
            (table, column) = (Some((key.clone(), read)), 0);
        }
        let read = &table.as_ref().unwrap().1;
        let name = name.replace("\\n", "\n");
        assert_eq!(read.names().get(column).map_or("", String::as_str), name, "{key}");
        assert_eq!(read.rows().to_string(), rows, "{key}");
        assert_eq!(
            shown(&read.columns()[column]),
            (dtype.to_owned(), unhex(values)),
            "{key} {name}"
        );
        (seen, column) = (seen + 1, column + 1);
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn every_way_of_reading_finds_the_same_rows() {
    for (file, rows) in [("b04_pandas_index", 2), ("default_frame", 2), ("b07_year_header", 2)] {
        let path = Path::new(FOLDER).join(file).with_extension("csv");
        let options = TextOptions::default();
        assert_eq!(load_text::<f64>(&path, &options).unwrap().shape()[0], rows, "{file}");
        assert_eq!(nd_io::load::<f64>(&path).unwrap().shape()[0], rows, "{file}");
        assert_eq!(nd_io::open(&path).unwrap().shape()[0], rows, "{file}");
        let mut reader = TextReader::open(&path, &options).unwrap();
        assert_eq!(reader.next_block::<f64>(9).unwrap().unwrap().shape()[0], rows, "{file}");
    }
}

fn table(text: &str, options: &TextOptions) -> (Vec<String>, usize) {
    let read = |options: &TextOptions| {
        let table = table_from_bytes(text.as_bytes(), options).unwrap();
        (table.names().to_vec(), table.rows())
    };
    let whole = read(options);
    for block in 1..60 {
        assert_eq!(read(&options.clone().block_bytes(block)), whole, "in blocks of {block}");
    }
    whole
}

/// What a person could mean, and that no row is lost.
#[test]
fn rows_with_one_name_too_few_or_too_many() {
    let names = |text| table(text, &TextOptions::default());
    let owned = |names: &[&str], rows| {
        (names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), rows)
    };
    assert_eq!(names("a,b,c\n1,2,3,\n4,5,6,\n"), owned(&["a", "b", "c", ""], 2));
    assert_eq!(names("a,b,c,\n1,2,3\n4,5,6\n"), owned(&["a", "b", "c"], 2));
    assert_eq!(names("\"a\" \"b\"\n\"1\" 5 0.5\n\"2\" 6 1.5\n"), owned(&["", "a", "b"], 2));
    assert_eq!(names("1,2,3,\n4,5,6,\n"), owned(&[], 2));
    let unlike = table_from_bytes(b"a,b,c\n1,2\n", &TextOptions::default()).unwrap_err();
    assert_eq!(unlike.to_string(), "line 2: 2 fields, the header has 3");
    let levels = ",a,a,b\n,x,y,x\nid,,,\n0,1,2,3\n";
    let options = TextOptions::default();
    let lines = |count| table(levels, &options.clone().header(Header::Lines(count)));
    assert_eq!(lines(2), owned(&["", "a.x", "a.y", "b.x"], 2));
    assert_eq!(lines(3), owned(&["id", "a.x", "a.y", "b.x"], 1));
    assert_eq!(lines(9), owned(&["id.0", "a.x.1", "a.y.2", "b.x.3"], 0));
    assert_eq!(lines(0).1, 4);
    let error =
        table_from_bytes(b"a,b\nc,d,e,f\n1,2\n", &options.header(Header::Lines(2))).unwrap_err();
    assert_eq!(error.to_string(), "line 2: 4 names, the first line has 2");
}

#[test]
fn no_row_is_lost_to_a_comment() {
    let rows = |text| table(text, &TextOptions::default()).1;
    assert_eq!(rows("#ff0000,1\n#00ff00,2\n"), 2);
    assert_eq!(rows("# made by, someone\n#x,y\n1,2\n"), 1);
    assert_eq!(rows("#made by,x\n#x,y\n1,2\n#\n##,\n# 3,4\n3,4\n#note\n"), 2);
    assert_eq!(rows("x,y\n#N/A,1\n#REF!,2\n#SPILL!,2\n"), 3);
    assert_eq!(rows("x y\n#N/A 1\n#x y\n1 #DIV/0!\n"), 2);
    assert_eq!(rows("id\tn\n#5\t1\n#6\t2"), 2);
    assert_eq!(rows("a,b\n\"#x\",1\n#\"q,2\n#\"q,2\"\n#\",3,4\n"), 3);
    let none = TextOptions::default().comments(None);
    assert_eq!(table("a,b\n# x,1\n", &none).1, 1);
}

#[test]
fn older_texts() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let path = std::env::temp_dir().join(format!("nd-io-utf16-{}.csv", std::process::id()));
    std::fs::write(&path, utf16("x\ty\n1\t2\n3\t4\n")).unwrap();
    assert_eq!(nd_io::open(&path).unwrap().shape(), [2, 2]);
    assert_eq!(nd_io::load::<f64>(&path).unwrap().into_vec(), [1.0, 2.0, 3.0, 4.0]);
    std::fs::remove_file(&path).unwrap();
    let options = TextOptions::default();
    let cut = utf16("x,y\n1,2\n");
    let odd = table_from_bytes(&cut[..cut.len() - 1], &options).unwrap_err().to_string();
    assert_eq!(odd, "cannot read: the text is not valid UTF-16");
    // Names of another encoding cost no numbers.
    let table = table_from_bytes(b"\xe9,b\n1,2\n", &options).unwrap();
    assert_eq!((table.names()[0].as_str(), table.rows()), ("\u{fffd}", 1));
    let error = table_from_bytes(b"a,b\n\xe9,2\n", &options).unwrap_err().to_string();
    assert!(
        error.ends_with("the text is not valid UTF-8; TextOptions::encoding reads older letters")
    );
}
