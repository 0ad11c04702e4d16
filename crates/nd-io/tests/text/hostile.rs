//! Small texts that go wrong in every way there is: each one's value or exact error.

use nd_io::{
    Column, Delimiter, Error, ErrorKind, Header, TextOptions, TextReader, table_from_bytes,
    text_from_bytes,
};

fn options() -> TextOptions {
    TextOptions::default()
}

/// Reads a text in blocks of every small size, which must not matter.
#[track_caller]
fn floats_with(text: &[u8], options: &TextOptions) -> Result<(Vec<usize>, Vec<f64>), String> {
    let read = |options: &TextOptions| {
        text_from_bytes::<f64>(text, options)
            .map(|a| (a.shape().to_vec(), a.into_vec()))
            .map_err(|error| error.to_string())
    };
    let whole = read(options);
    for block in 1..=text.len().min(40) + 1 {
        let blocked = read(&options.clone().block_bytes(block));
        assert_eq!(format!("{blocked:?}"), format!("{whole:?}"), "in blocks of {block}");
    }
    whole
}

#[track_caller]
fn floats(text: &[u8]) -> Result<(Vec<usize>, Vec<f64>), String> {
    floats_with(text, &options())
}

#[track_caller]
fn reads(text: &[u8], shape: [usize; 2], values: &[f64]) {
    let (found, read) = floats(text).unwrap();
    assert_eq!(found, shape);
    assert_eq!(format!("{read:?}"), format!("{values:?}"));
}

#[track_caller]
fn refused(text: &[u8], message: &str) {
    assert_eq!(floats(text).unwrap_err(), message);
}

#[test]
fn texts_without_rows() {
    reads(b"", [0, 0], &[]);
    reads(b"\n", [0, 0], &[]);
    reads(b"\r\n\r\n  \t\n", [0, 0], &[]);
    reads(b"# nothing", [0, 0], &[]);
    reads(b"\xef\xbb\xbf", [0, 0], &[]);
    reads(b"a,b,c", [0, 3], &[]);
    reads(b"a,b,c\n#\n", [0, 3], &[]);
}

#[test]
fn line_ends_of_every_sort() {
    let nan = f64::NAN;
    reads(b"1,2\n3,4\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1,2\n3,4", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1,2\r\n3,4\r\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1,2\r3,4\r", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1,2\r3,4", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1,2\n\r\n\r3,4\n\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1\r\n2\r3\n4", [4, 1], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"\xef\xbb\xbf1;2\n", [1, 2], &[1.0, 2.0]);
    reads(b"\n\n 1  2  \n\t3 4 \t # five\n#6\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"1,,3\n,,\n", [2, 3], &[1.0, nan, 3.0, nan, nan, nan]);
    reads(b"1\t\t3\n", [1, 3], &[1.0, nan, 3.0]);
}

#[test]
fn numbers_of_every_sort() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    reads(b"+1,-.5,1.,1e3,1E-3\n", [1, 5], &[1.0, -0.5, 1.0, 1e3, 1e-3]);
    reads(b"inf,-INF,Infinity,nan,-NaN\n", [1, 5], &[inf, -inf, inf, nan, -nan]);
    reads(b"1e400,-1e400,1e-400,-0,1e9999999999\n", [1, 5], &[inf, -inf, 0.0, -0.0, inf]);
    reads(b"NA, N/A ,null,None,\n", [1, 5], &[nan; 5]);
    reads(b" 1 , 2,3 \n", [1, 3], &[1.0, 2.0, 3.0]);
    reads(b"123456789012345678901234567890\n", [1, 1], &[123456789012345678901234567890.0]);
    reads(&[b"0.".to_vec(), vec![b'3'; 5000], b"\n".to_vec()].concat(), [1, 1], &[1.0 / 3.0]);
}

#[test]
fn what_is_no_number() {
    refused(b"1,2\n1,x\n", "line 2, column 2: \"x\" is not a float64");
    refused(b"1 2\n1 0x10\n", "line 2, column 2: \"0x10\" is not a float64");
    refused(b"1_0,1\n", "line 1, column 1: \"1_0\" is not a float64");
    refused(b"1,2\n\n#\n3,4e\n", "line 4, column 2: \"4e\" is not a float64");
    refused(b"1,2\r\r\n3,.\r", "line 3, column 2: \".\" is not a float64");
    refused(b"1\0,2\n", "line 1, column 1: \"1\\0\" is not a float64");
    refused(b"1,2\0\n", "line 1, column 2: \"2\\0\" is not a float64");
    refused(b"1,\xff\n", "line 1, column 2: \"\u{fffd}\" is not a float64");
    refused(b"1 2 3\n4 5 6d0\n", "line 2, column 3: \"6d0\" is not a float64");
    refused(b"1,--2\n", "line 1, column 2: \"--2\" is not a float64");
    refused("1,٣\n".as_bytes(), "line 1, column 2: \"٣\" is not a float64");
    refused(b"1,(2+3j)\n", "line 1, column 2: \"(2+3j)\" is not a float64");
    let long = [b"1,".to_vec(), vec![b'y'; 1000]].concat();
    let shown = "y".repeat(40);
    refused(&long, &format!("line 1, column 2: \"{shown}\"… is not a float64"));
}

#[test]
fn rows_that_are_not_as_long_as_the_first() {
    refused(b"1,2\n3\n", "line 2: 1 fields, the first row has 2");
    refused(b"1,2\n3,4,5\n", "line 2: 3 fields, the first row has 2");
    refused(b"a,b\n\n1,2\n3,4,\n", "line 4: 3 fields, the header has 2");
    refused(b"1 2\n 3 \n", "line 2: 1 fields, the first row has 2");
    refused(b"1 2\n3 4 5 # 6\n", "line 2: 3 fields, the first row has 2");
    refused(b"1\n2,3\n", "line 2, column 1: \"2,3\" is not a float64");
    refused(b"1,2\n#\n,\n,,\n", "line 4: 3 fields, the first row has 2");
}

#[test]
fn quotes() {
    reads(b"\"1\",\"2\"\n\"3\" , \"4\"\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"\"1\n\",2\n3,\"\r\n4\"\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"\"a\nb\",\"c\"\"\"\n1,2\n", [1, 2], &[1.0, 2.0]);
    reads(b"# it's 5\" long\n1,2\n# \"\n", [1, 2], &[1.0, 2.0]);
    reads(b"1 \"2\"\n\"3\"\t4\n", [2, 2], &[1.0, 2.0, 3.0, 4.0]);
    reads(b"\"\",1\n", [1, 2], &[f64::NAN, 1.0]);
    refused(b"1,\"2\n3,4\n", "line 1, column 2: the quote that opens here is never closed");
    refused(b"1,2\n\"3,4\n5,6", "line 2, column 1: the quote that opens here is never closed");
    refused(b"1,\"2\"3\n", "line 1, column 2: there is more behind the closing quote");
    refused(b"\"1\" 2,3\n", "line 1, column 1: there is more behind the closing quote");
    refused(b"1,2\n5\",6\n", "line 2, column 1: \"5\\\"\" is not a float64");
    refused(b"1,2\n\"\n\n\"\"x\",6\n", "line 2, column 1: \"\\n\\n\\\"x\" is not a float64");
    refused(b"\"", "line 1, column 1: the quote that opens here is never closed");
    refused(b"1\n\"\"\"", "line 2, column 1: the quote that opens here is never closed");
    // The quote is a byte as any other.
    let none = options().quote(None);
    assert_eq!(
        floats_with(b"1,\"2\"\n", &none).unwrap_err(),
        "line 1, column 2: \"\\\"2\\\"\" is not a float64"
    );
}

#[test]
fn comments() {
    reads(b"1,2#3\n4,5 # ,6\n#\n # 7\n", [2, 2], &[1.0, 2.0, 4.0, 5.0]);
    // Instead of a field it begins none: a row would lose its value in silence.
    refused(b"3,4\n1,#2\n", "line 2, column 2: \"#2\" is not a float64");
    refused(b"1,2\n#3,4\n", "line 2, column 1: \"#3\" is not a float64");
    reads(b"1,2\n# 3,4\n#3\n", [1, 2], &[1.0, 2.0]);
    refused(b"1,2\n3#,4\n", "line 2: 1 fields, the first row has 2");
    let slashes = options().comments("//");
    let (shape, values) = floats_with(b"1/2,3\n", &slashes).unwrap_err_or();
    assert_eq!((shape, values), (0, "line 1, column 1: \"1/2\" is not a float64".to_owned()));
    assert_eq!(floats_with(b"1,2//3\n//\n", &slashes).unwrap().1, [1.0, 2.0]);
    assert_eq!(floats_with(b"1 2 // 3\n//\n", &slashes).unwrap().1, [1.0, 2.0]);
    let none = options().comments(None);
    assert!(floats_with(b"1,2\n3,4#\n", &none).unwrap_err().contains("\"4#\""));
}

trait ErrOr {
    fn unwrap_err_or(self) -> (usize, String);
}

impl ErrOr for Result<(Vec<usize>, Vec<f64>), String> {
    fn unwrap_err_or(self) -> (usize, String) {
        (0, self.unwrap_err())
    }
}

#[test]
fn which_rows_and_columns() {
    let text = b"junk \"\r\njunk\n1,2,3\n#\n4,5,6\n7,8,x\n";
    let rows = options().skip_rows(2).max_rows(2);
    assert_eq!(floats_with(text, &rows).unwrap().1, [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let columns = options().skip_rows(2).columns([1, 0, 1, -2]);
    let expected = [2.0, 1.0, 2.0, 2.0, 5.0, 4.0, 5.0, 5.0, 8.0, 7.0, 8.0, 8.0];
    assert_eq!(floats_with(text, &columns).unwrap(), (vec![3, 4], expected.to_vec()));
    let wrong = floats_with(text, &options().skip_rows(2).columns([3])).unwrap_err();
    assert_eq!(wrong, "columns: index 3 is out of bounds for axis 1 with length 3");
    let wrong = floats_with(b"a,b\n1,2\n", &options().columns(["c"])).unwrap_err();
    assert_eq!(wrong, "line 1: no column \"c\"; there are \"a, b\"");
    assert_eq!(floats_with(text, &options().skip_rows(99)).unwrap().0, [0, 0]);
    assert_eq!(floats_with(text, &options().skip_rows(2).max_rows(0)).unwrap().0, [0, 3]);
    let text = b"1,2\n3,4\n5\n";
    assert_eq!(floats_with(text, &options().max_rows(2)).unwrap().0, [2, 2]);
    assert!(floats_with(text, &options().max_rows(3)).is_err());
}

#[test]
fn headers() {
    let header = |header| options().header(header);
    assert_eq!(
        floats_with(b"a,b\n1,2\n", &header(Header::None)).unwrap_err(),
        "line 1, column 1: \"a\" is not a float64"
    );
    assert_eq!(floats_with(b"1,2\n1,2\n", &header(Header::FirstLine)).unwrap().0, [1, 2]);
    reads(b"a,1\n1,2\n", [1, 2], &[1.0, 2.0]);
    reads(b"a,\xff\n1,2\n", [1, 2], &[1.0, 2.0]);
    assert_eq!(floats_with(b"1,2\n1,2\n", &options().header(true)).unwrap().0, [1, 2]);
}

#[test]
fn integers_and_missing_values() {
    let ints = |text: &[u8], options: &TextOptions| {
        text_from_bytes::<i16>(text, options)
            .map(|a| a.into_vec())
            .map_err(|error| error.to_string())
    };
    assert_eq!(ints(b"32767,-32768", &options()), Ok(vec![i16::MAX, i16::MIN]));
    let range = "line 1, column 2: \"32768\" is out of range for int16";
    assert_eq!(ints(b"1,32768", &options()), Err(range.to_owned()));
    let long = format!("1,{}", "9".repeat(500));
    assert!(ints(long.as_bytes(), &options()).unwrap_err().ends_with("out of range for int16"));
    let form = "line 1, column 1: \"1.0\" is not an int16";
    assert_eq!(ints(b"1.0,1", &options()), Err(form.to_owned()));
    let missing = "line 2, column 2: \"NA\" counts as missing, and int16 needs a fill value";
    assert_eq!(ints(b"1,2\n3,NA", &options()), Err(missing.to_owned()));
    assert_eq!(ints(b"1,2\n3,NA", &options().fill_value(-9.0)), Ok(vec![1, 2, 3, -9]));
    let marked = options().missing(["-999", "?"]).fill_value(0.0);
    assert_eq!(ints(b"-999,?,5", &marked), Ok(vec![0, 0, 5]));
    assert_eq!(floats_with(b"-999,1", &marked).unwrap().1, [0.0, 1.0]);
}

#[test]
fn options_that_contradict_each_other() {
    for options in [
        options().delimiter(Delimiter::Char(b'1')),
        options().delimiter(Delimiter::Char(b'\n')),
        options().delimiter(Delimiter::Char(b'-')),
        options().delimiter(Delimiter::Char(b'"')),
        options().quote(b' '),
        options().comments("a\nb"),
        options().decimal(b'1'),
        options().decimal(b'"'),
        options().decimal(b',').delimiter(Delimiter::Char(b',')),
        options().thousands(b'.'),
        options().thousands(b'\n'),
    ] {
        let error = text_from_bytes::<f64>(b"1,2\n", &options).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{options:?}: {error}");
    }
}

#[test]
fn limits() {
    let long = options().max_line(10);
    let text = b"1,2\n3,4\n1234567,90\n";
    assert_eq!(floats_with(text, &long).unwrap_err(), too_long(3));
    assert_eq!(floats_with(b"1234567,90\n", &long).unwrap_err(), too_long(1));
    assert!(floats_with(b"1,2\n1234567,9\n", &long).is_ok());
    // What comes first is said first.
    let text = b"1,2\n3,x\n1234567,90\n";
    assert!(floats_with(text, &long).unwrap_err().starts_with("line 2, column 2"));
    let limit = options().memory_limit(31);
    assert_eq!(
        floats_with(b"1,2\n3,4\n", &limit).unwrap_err(),
        "over the limit: what the text holds takes 32 bytes, 31 are allowed"
    );
}

fn too_long(line: u64) -> String {
    format!("line {line}: the line is longer than the 10 bytes that are allowed")
}

/// What the columns of a table are, in every size of block.
#[track_caller]
fn table(text: &[u8], options: &TextOptions) -> Result<Vec<String>, String> {
    let read = |options: &TextOptions| {
        let table = table_from_bytes(text, options).map_err(|error: Error| error.to_string())?;
        let shown = table.columns().iter().map(|column| match column {
            Column::Text(texts) => format!("text {:?}", texts.iter().collect::<Vec<_>>()),
            Column::Numbers(numbers) => format!("{} {numbers}", numbers.dtype()),
            other => panic!("{other:?}"),
        });
        Ok(shown.collect())
    };
    let whole = read(options);
    for block in 1..=text.len().min(40) + 1 {
        assert_eq!(read(&options.clone().block_bytes(block)), whole, "in blocks of {block}");
    }
    whole
}

#[test]
fn tables() {
    let columns = |text: &[u8]| table(text, &options()).unwrap();
    assert_eq!(
        columns(b"1,2.5,x\n-3,4,\"y, z\"\n"),
        ["int64 [ 1 -3]", "float64 [2.5 4. ]", "text [\"x\", \"y, z\"]"]
    );
    assert_eq!(columns(b"1\n2\nx\n"), ["text [\"1\", \"2\", \"x\"]"]);
    assert_eq!(columns(b"1\n\n2\n0.5\n"), ["float64 [1.  2.  0.5]"]);
    assert_eq!(columns(b"1\nNA\n"), ["float64 [ 1. nan]"]);
    assert_eq!(columns(b"true\nFALSE\n"), ["bool [ True False]"]);
    assert_eq!(columns(b"true\n0\n"), ["text [\"true\", \"0\"]"]);
    assert_eq!(
        columns(b"x,y\n\"true\",1j\nfalse,2\n"),
        ["bool [ True False]", "complex128 [0.+1.j 2.+0.j]"]
    );
    assert_eq!(
        columns(b"9223372036854775808\n1\n"),
        ["uint64 [9223372036854775808                   1]"]
    );
    assert_eq!(
        columns(b"9223372036854775808\n-1\n"),
        ["float64 [ 9.22337204e+18 -1.00000000e+00]"]
    );
    assert_eq!(columns(b"a,b\n , x \n"), ["float64 [nan]", "text [\" x \"]"]);
    // A sign within a line is part of a text, unless blanks delimit and one stands before it.
    assert_eq!(columns(b"1,C#\n2,F # no\n"), ["int64 [1 2]", "text [\"C#\", \"F # no\"]"]);
    assert_eq!(columns(b"1 C#\n2 F # no\n"), ["int64 [1 2]", "text [\"C#\", \"F\"]"]);
    assert_eq!(columns(b"\"a\"\"b\"\n\"\"\n"), ["float64 [nan]"]);
    assert_eq!(
        table(b"\"a\"\"b\"\n\"\n\"\n", &options().header(Header::None)).unwrap(),
        ["text [\"a\\\"b\", \"\\n\"]"]
    );
    assert_eq!(table(b"1\n2\nx\n", &options().max_rows(2)).unwrap(), ["int64 [1 2]"]);
    assert_eq!(
        table(b"1,2,3\n4,x,6\n", &options().columns([2, 0, 2])).unwrap(),
        ["int64 [3 6]", "int64 [1 4]", "int64 [3 6]"]
    );
    let filled = options().fill_value(-1.0);
    assert_eq!(
        table(b"1,0.5\nNA,NA\n", &filled).unwrap(),
        ["int64 [ 1 -1]", "float64 [ 0.5 -1. ]"]
    );
    let utf8 =
        "line 2, column 2: the text is not valid UTF-8; TextOptions::encoding reads older letters";
    assert_eq!(table(b"1,2\n3,\xc3\n4,5,6\n", &options()).unwrap_err(), utf8);
    let ragged = "line 3: 1 fields, the first row has 2";
    assert_eq!(table(b"1,2\n3,x\n4\n", &options()).unwrap_err(), ragged);
    assert!(table(b"a,\"b\n", &options()).unwrap_err().contains("never closed"));
    let limit = options().memory_limit(20);
    assert!(table(b"1,2\n3,4\n", &limit).unwrap_err().starts_with("over the limit"));
}

#[test]
fn a_reader_goes_block_by_block_and_stops_at_the_first_error() {
    let text = b"a b\n#\n1 2\n\n3 4\n5 6 # x\n7 8\n9\n";
    for block in 1..50 {
        for rows in 1..6 {
            let options = options().block_bytes(block);
            let mut reader = TextReader::new(&text[..], &options).unwrap();
            assert_eq!((reader.names().len(), reader.columns()), (2, 2));
            let mut values = Vec::new();
            let mut errors = Vec::new();
            for result in reader.blocks::<u8>(rows) {
                match result {
                    Ok(a) => {
                        assert!(a.shape()[0] <= rows && a.shape()[0] > 0);
                        values.extend(a.into_vec());
                    }
                    Err(error) => errors.push(error.to_string()),
                }
            }
            assert_eq!(values[..], [1, 2, 3, 4, 5, 6, 7, 8][..4 / rows * rows * 2]);
            assert_eq!(errors, ["line 8: 1 fields, the header has 2"]);
        }
    }
}

#[test]
fn every_beginning_of_a_text_is_read_or_refused() {
    let text =
        "x y,\"a \"\"b\r\n\",z\r\n# c\r1,\"2\r\n\",3e5\r\n-inf,NA,\"\"\"\"\n\"\u{1F600}\",5,6";
    for end in 0..=text.len() {
        let part = &text.as_bytes()[..end];
        let _ = floats(part);
        let _ = table(part, &options());
        let _ = table(part, &options().delimiter(Delimiter::Whitespace));
    }
}
