//! netCDF classic files as netCDF4-python and scipy write them.

use std::path::PathBuf;

use nd_core::{AnyArray, DType, s};
use nd_io::{Attribute, Dataset, Error, ErrorKind, Format, NetCdfFile, ReadBlocks, Region};

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/netcdf")
}

pub(crate) fn file(name: &str) -> NetCdfFile {
    NetCdfFile::open(folder().join(name)).unwrap()
}

pub(crate) fn bytes_of(hex: &str) -> Vec<u8> {
    let byte = |i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

/// The fields of a table's lines.
pub(crate) fn rows(table: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(folder().join(table)).unwrap();
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

pub(crate) fn read_all(dataset: &Dataset) -> Result<Vec<u8>, Error> {
    let mut bytes = vec![0xa5; dataset.info().nbytes()?];
    dataset.read_block(&Region::all(dataset.info().shape), &mut bytes)?;
    Ok(bytes)
}

fn list(field: &str) -> Vec<String> {
    field.split(',').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[test]
fn every_variable_of_every_file() {
    let rows = rows("index.tsv");
    for row in &rows {
        let [name, variable, dtype, shape, dims, elements] = &row[..] else { panic!("{row:?}") };
        let path = folder().join(name).join(variable);
        let ds = nd_io::open(&path).unwrap();
        assert_eq!(ds.format(), Some(Format::NetCdf));
        assert_eq!(ds.dtype().name(), dtype, "{}", path.display());
        let shape: Vec<usize> = list(shape).iter().map(|n| n.parse().unwrap()).collect();
        assert_eq!(ds.shape(), shape, "{}", path.display());
        let names: Vec<Option<String>> = list(dims).into_iter().map(Some).collect();
        assert_eq!(ds.info().dimension_names.as_ref(), Some(&names), "{}", path.display());
        assert_eq!(read_all(&ds).unwrap(), bytes_of(elements), "{}", path.display());
        assert_eq!(nd_io::load_any(&path).unwrap().dtype(), ds.dtype());
        assert_eq!(nd_io::list(&path).unwrap(), [""]);
    }
    assert!(rows.len() > 90, "{}", rows.len());
}

/// Parts of records, against the same parts of all of them.
#[test]
fn parts_of_every_variable() {
    for row in rows("index.tsv") {
        let ds = nd_io::open(folder().join(&row[0]).join(&row[1])).unwrap();
        let memory = Dataset::from(ds.read_any(s![]).unwrap());
        if ds.shape().contains(&0) || ds.ndim() == 0 {
            continue;
        }
        let ndim = ds.ndim();
        for step in 1..=3 {
            for start in 0..2 {
                for last in 1..=2 {
                    let start: Vec<usize> = ds.shape().iter().map(|n| start.min(n - 1)).collect();
                    let count: Vec<usize> = (0..ndim)
                        .map(|axis| {
                            let most = (ds.shape()[axis] - start[axis]).div_ceil(step);
                            if axis + 1 == ndim { most.min(last) } else { most }
                        })
                        .collect();
                    let region = Region::new(&start[..], &count[..]).with_step(vec![step; ndim]);
                    let mut bytes = vec![0xa5; region.size() * ds.dtype().itemsize()];
                    let mut want = bytes.clone();
                    ds.read_block(&region, &mut bytes).unwrap();
                    memory.read_block(&region, &mut want).unwrap();
                    assert_eq!(bytes, want, "{} {} {region:?}", row[0], row[1]);
                }
            }
        }
    }
}

#[test]
fn names_dimensions_and_attributes() {
    let file = file("types_data.nc");
    assert_eq!((file.version(), file.names().count()), (5, 44));
    let dimensions: Vec<(&str, u64, bool)> =
        file.dimensions().iter().map(|d| (d.name.as_str(), d.len, d.unlimited)).collect();
    assert_eq!(dimensions, [("time", 4, true), ("y", 3, false), ("x", 5, false)]);
    assert_eq!(file.attributes()["author"].as_text(), Some("Zürich"));
    assert_eq!(file.attributes()["empty"].as_text(), Some(""));
    let ds = file.dataset("fixed_u8").unwrap();
    assert_eq!(ds.attributes()["one"], Attribute::number(3_u64));
    let Attribute::Numbers(several) = &ds.attributes()["several"] else { panic!() };
    assert_eq!((several.dtype(), several.shape()), (DType::U64, &[3][..]));
    assert_eq!(several, &AnyArray::from(nd_core::array![0, u64::MAX, 7_434_710_510_622_987_720]));
    let names = nd_io::list(folder().join("scipy.nc")).unwrap();
    assert_eq!(names, ["v", "time"]);
    assert_eq!(file_of_scipy().attributes()["history"].as_text(), Some("made by scipy"));
}

fn file_of_scipy() -> NetCdfFile {
    file("scipy.nc")
}

#[test]
fn characters_are_texts_or_bytes() {
    let file = file("texts.nc");
    assert_eq!(file.texts("station_name").unwrap(), ["Oslo", "  a b\0!", ""]);
    assert_eq!(file.texts("code").unwrap(), ["abc", "abcdefg"]);
    assert_eq!(file.texts("one").unwrap(), ["q"]);
    let ds = file.dataset("station_name").unwrap();
    assert_eq!((ds.dtype(), ds.shape()), (DType::U8, &[3, 7][..]));
    assert_eq!(ds.attributes()["units"], Attribute::Bytes(b"\xb0C".to_vec()));
    assert_eq!(ds.attributes()["padded"].as_text(), Some("ends in zeros"));
    let error = file.texts("latin").unwrap_err().to_string();
    assert!(
        error.ends_with("not supported in netCDF: \"latin\": a text that is not UTF-8"),
        "{error}"
    );
    assert_eq!(file.texts_lossy("latin").unwrap(), ["Z\u{fffd}rich"]);
    let error = self::file("scipy.nc").texts("v").unwrap_err().to_string();
    assert!(error.ends_with("\"v\", which is of numbers, as texts"), "{error}");
}

#[test]
fn the_door_says_what_is_there() {
    let text = |path: &str| nd_io::open(folder().join(path)).unwrap_err().to_string();
    assert!(text("scipy.nc").ends_with("there are \"v\", \"time\""), "{}", text("scipy.nc"));
    assert!(text("scipy.nc/w").ends_with("no array \"w\"; there are \"v\", \"time\""));
    let error = file("scipy.nc").dataset("w").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoSuchArray { .. }));
    assert_eq!(error.path(), Some(folder().join("scipy.nc").as_path()));
}

/// What the library makes zeros of.
#[test]
fn a_file_that_was_cut_off_has_what_is_there() {
    let whole = std::fs::read(folder().join("scipy.nc")).unwrap();
    let file = NetCdfFile::from_bytes(whole[..whole.len() - 4].to_vec()).unwrap();
    let time = file.dataset("time").unwrap();
    assert_eq!(time.read::<f64>(s![..3]).unwrap().into_vec(), [0.0, 0.5, 1.0]);
    let error = time.read::<f64>(s![..]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnexpectedEof { .. }), "{error}");
    assert!(error.to_string().contains("the last element wanted of \"time\""), "{error}");
    let v = file.dataset("v").unwrap();
    assert_eq!(v.read::<i16>(s![-1, ..]).unwrap().into_vec(), [4, 5, 6]);
}

#[test]
fn versions_that_nobody_knows() {
    let said = |bytes: &[u8]| NetCdfFile::from_bytes(bytes.to_vec()).unwrap_err().to_string();
    assert_eq!(
        said(b"CDF\x03\0\0\0\0"),
        "not supported in netCDF: version 3; there are 1, 2 and 5"
    );
    assert!(said(b"\xcd\xf3\0\x01\0\0\xff\xff").contains("NASA's CDF"));
    assert!(said(b"\x89HDF\r\n\x1a\n").contains("does not begin with \"CDF\""));
    assert_eq!(said(b"CDF"), "truncated: the header at byte 0 takes 4 bytes, 3 are there");
}

/// A header with one variable, by hand: what writers do not make.
struct Header(Vec<u8>);

impl Header {
    fn new(records: u32) -> Self {
        Self([b"CDF\x01".as_slice(), &records.to_be_bytes()].concat())
    }

    fn words(mut self, words: &[u32]) -> Self {
        words.iter().for_each(|word| self.0.extend(word.to_be_bytes()));
        self
    }

    /// A name of up to four bytes.
    fn name(self, name: &str) -> Self {
        let mut this = self.words(&[name.len() as u32]);
        this.0.extend(name.bytes());
        this.0.resize(this.0.len().next_multiple_of(4), 0);
        this
    }

    fn file(self) -> NetCdfFile {
        NetCdfFile::from_bytes(self.0).unwrap()
    }
}

#[test]
fn what_is_wrong_with_one_variable_is_its_alone() {
    let header = Header::new(2).words(&[10, 2]).name("t").words(&[0]).name("x").words(&[3]);
    let mut header = header.words(&[0, 0, 11, 3]);
    // The unlimited dimension is not the first; 17 axes; nothing wrong.
    header = header.name("bad\0").words(&[2, 1, 0]).words(&[0, 0, 1, 8, 0]);
    header = header.name("axes").words(&[17]).words(&[1; 17]).words(&[0, 0, 1, 8, 0]);
    let file = header.name("good").words(&[1, 1]).words(&[0, 0, 1, 4, 1]).file();
    assert_eq!(file.names().collect::<Vec<_>>(), ["bad", "axes", "good"]);
    let said = |name: &str| file.dataset(name).unwrap_err().to_string();
    assert!(said("bad").contains("the unlimited dimension is number 1"), "{}", said("bad"));
    assert!(said("axes").contains("17 dimensions"), "{}", said("axes"));
    let good = file.dataset("good").unwrap().read::<i8>(s![]).unwrap().into_vec();
    assert_eq!(good, [68, 70, 1]); // "DF\x01"
}

#[test]
fn sizes_that_no_file_has() {
    let header = Header::new(0xffff_fffe).words(&[10, 2]).name("t").words(&[0]);
    let header = header.name("x").words(&[0xffff_ffff]).words(&[0, 0, 11, 2]);
    let header = header.name("v").words(&[3, 0, 1, 1]).words(&[0, 0, 6, 0, 0]);
    let file = header.name("w").words(&[3, 1, 1, 1]).words(&[0, 0, 6, 0, 0]).file();
    for name in ["v", "w"] {
        let error = file.dataset(name).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::ShapeOverflow { .. }), "{error}");
    }
}
