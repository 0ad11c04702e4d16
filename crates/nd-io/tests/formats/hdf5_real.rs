//! HDF5 as other people have it: records, odd numbers, texts of all kinds, lists, references, crowds.

use std::path::PathBuf;

use nd_core::{Array, DType, s};
use nd_io::zerocopy::{FromBytes, Immutable, IntoBytes};
use nd_io::{
    Attribute, CreateOptions, Dataset, ErrorKind, FixedBytes, Hdf5File, Hdf5FileWriter, Hdf5Kind,
    ReadBlocks, Record,
};

use crate::hdf5_files::{bytes_of, read_all};

pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/h5/types")
}

fn file(name: &str) -> Hdf5File {
    Hdf5File::open(folder().join(name)).unwrap()
}

fn both(name: &str) -> [Hdf5File; 2] {
    ["earliest", "latest"].map(|version| file(&format!("{name}_{version}.h5")))
}

/// Rows of the index: file, path, kind, element type, shape, values.
fn rows() -> Vec<[String; 6]> {
    let index = std::fs::read_to_string(folder().join("index.tsv")).unwrap();
    let fields = |line: &str| -> Vec<String> { line.split('\t').map(str::to_owned).collect() };
    index.lines().skip(1).map(|line| fields(line).try_into().unwrap()).collect()
}

/// The bytes of numbers, those that are no number of which the others' bits are to be the same.
fn canonical(dtype: &str, bytes: Vec<u8>) -> Vec<u8> {
    if dtype != "float16" && dtype != "float32" && dtype != "float64" {
        return bytes;
    }
    let size: usize = dtype[5..].parse::<usize>().unwrap() / 8;
    let mut bytes = bytes;
    for word in bytes.chunks_exact_mut(size) {
        let mut wide = [0; 8];
        wide[..size].copy_from_slice(word);
        let bits = u64::from_le_bytes(wide);
        let is_nan = match size {
            2 => half::f16::from_bits(bits as u16).is_nan(),
            4 => f32::from_bits(bits as u32).is_nan(),
            _ => f64::from_bits(bits).is_nan(),
        };
        if is_nan {
            word.fill(0xff);
        }
    }
    bytes
}

#[test]
fn everything_is_as_h5py_reads_it() {
    let mut count = 0;
    for [name, path, kind, dtype, shape, values] in rows() {
        let what = format!("{name}/{path}");
        let file = file(&name);
        let root = file.root();
        let shape: Vec<usize> =
            shape.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap()).collect();
        let parts = || values.split(',').map(bytes_of).collect::<Vec<_>>();
        match kind.as_str() {
            "numbers" => {
                let array = root.dataset(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(array.info().dtype.name(), dtype, "{what}");
                assert_eq!(&array.info().shape[..], shape, "{what}");
                let (got, right) = (read_all(&array).unwrap(), bytes_of(&values));
                assert_eq!(canonical(&dtype, got), canonical(&dtype, right), "{what}");
                assert_eq!(root.kind(&path).unwrap(), Hdf5Kind::Numbers, "{what}");
            }
            "texts" => {
                let texts = root.texts(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(texts.shape(), shape, "{what}");
                let got = texts.read_bytes().unwrap();
                match values.as_str() {
                    "" => assert!(got.iter().all(Vec::is_empty), "{what}"),
                    _ => assert_eq!(got, parts(), "{what}"),
                }
            }
            "lists" => {
                let lists = root.lists(&path).unwrap_or_else(|error| panic!("{what}: {error}"));
                assert_eq!(lists.shape(), shape, "{what}");
                let got: Vec<Vec<f64>> = lists
                    .read_any()
                    .unwrap()
                    .into_iter()
                    .map(|list| list.into_cast(DType::F64))
                    .map(|list| Array::<f64>::try_from(list).unwrap().into_vec())
                    .collect();
                let right: Vec<Vec<f64>> =
                    parts().iter().map(|bytes| decoded(&dtype, bytes)).collect();
                assert_eq!(got, right, "{what}");
            }
            "references" => {
                let references = root.references(&path).unwrap();
                assert_eq!(references.shape(), shape, "{what}");
                let got: Vec<String> = references
                    .paths()
                    .unwrap()
                    .into_iter()
                    .map(Option::unwrap_or_default)
                    .collect();
                assert_eq!(got, values.split(',').collect::<Vec<_>>(), "{what}");
            }
            _ if path == "opaque/blob" => {
                assert_eq!(root.dataset(&path).unwrap().info().shape[..], [2, 5]);
            }
            _ => {
                let error = root.dataset(&path).unwrap_err();
                assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{what}: {error}");
                assert!(error.to_string().contains(&path), "{what}: {error}");
            }
        }
        count += 1;
    }
    assert!(count > 150, "{count}");
}

/// Numbers of a type, from the index.
fn decoded(dtype: &str, bytes: &[u8]) -> Vec<f64> {
    let size = if dtype == "bool" {
        1
    } else if dtype == "int16" {
        2
    } else {
        4
    };
    let number = |word: &[u8]| match dtype {
        "bool" => f64::from(word[0]),
        "int16" => f64::from(i16::from_le_bytes(word.try_into().unwrap())),
        "int32" => f64::from(i32::from_le_bytes(word.try_into().unwrap())),
        _ => f64::from(f32::from_le_bytes(word.try_into().unwrap())),
    };
    bytes.chunks_exact(size).map(number).collect()
}

#[test]
fn members_have_names_and_kinds() {
    for file in both("records") {
        let root = file.root();
        let members = root.members("nested").unwrap();
        let about: Vec<(&str, Hdf5Kind, &[usize], &str)> = members
            .iter()
            .map(|m| (m.name.as_str(), m.kind, &m.shape[..], m.elements.as_str()))
            .collect();
        assert_eq!(about[0], ("z", Hdf5Kind::Numbers, &[5][..], "float64"));
        assert_eq!((about[1].0, about[1].1, about[1].2), ("in", Hdf5Kind::Records, &[5, 3][..]));
        assert_eq!(about[2], ("name", Hdf5Kind::Texts, &[5][..], "text of 6 bytes"));
        // By either mark, a name with such a mark in it too.
        for path in ["nested/in/u.v", "nested/in.u.v"] {
            assert_eq!(root.dataset(path).unwrap().info().shape[..], [5, 3], "{path}");
        }
        assert_eq!(root.member("nested", "in.m").unwrap().info().shape[..], [5, 3, 2, 2]);
        assert_eq!(root.member("nested/in", "m").unwrap().info().shape[..], [5, 3, 2, 2]);
        let error = root.dataset("nested/nobody").unwrap_err();
        assert!(error.to_string().ends_with(r#"there are "z", "in", "name", "b""#), "{error}");
        let error = root.dataset("nested/z/nobody").unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::NoSuchArray { .. }), "{error}");
        // What cannot be read is an error of that alone.
        let error = root.dataset("time/t").unwrap_err();
        assert!(error.to_string().contains("a time"), "{error}");
        assert_eq!(root.members("time").unwrap()[1].name, "id");
        let error = root.dataset("time").unwrap_err();
        let why = r#"a record with members t, id, as numbers; open "time/t" for a member"#;
        assert!(error.to_string().contains(why), "{error}");
    }
}

#[test]
fn a_part_of_a_member_is_read() {
    for file in both("records") {
        let a = Dataset::new(file.dataset("chunked/a").unwrap());
        assert_eq!((a.chunks(), a.shape()), (Some(&[7][..]), &[100][..]));
        assert_eq!(a.read::<i64>(s![5..40;8]).unwrap().into_vec(), [5, 13, 21, 29, 37]);
        assert_eq!(a.read::<i64>(s![..;-33]).unwrap().into_vec(), [99, 66, 33, 0]);
        let m = Dataset::new(file.dataset("nested/in/m").unwrap());
        let all = m.read::<i16>(s![..]).unwrap();
        let part = m.read::<i16>(s![1..5;2, 1.., 1, ..;-1]).unwrap();
        for (k, &value) in part.iter().enumerate() {
            let (i, j, l) = (k / 4, k / 2 % 2, k % 2);
            assert_eq!(value, all[[1 + 2 * i, 1 + j, 1, 1 - l]], "{k}");
        }
        assert_eq!(part.shape(), [2, 2, 2]);
    }
    for file in both("numbers") {
        let packed = Dataset::new(file.dataset("arrays_packed").unwrap());
        assert_eq!((packed.chunks(), packed.shape()), (Some(&[4, 5][..]), &[30, 5][..]));
        assert_eq!(packed.read::<f32>(s![7..9, ..]).unwrap()[[1, 2]], 42.0);
        assert_eq!(packed.read::<f32>(s![7, 3..]).unwrap().into_vec(), [38.0, 39.0]);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Hit {
    id: i32,
    pos: [f32; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Inner {
    m: [[i16; 2]; 2],
    #[record(name = "u.v")]
    uv: u8,
    #[record(padding)]
    gap: [u8; 1],
}

#[derive(Debug, Clone, Copy, PartialEq, Record, FromBytes, IntoBytes, Immutable)]
#[zerocopy(crate = "nd_io::zerocopy")]
#[repr(C)]
struct Outer {
    z: f64,
    name: FixedBytes<6>,
    b: i8,
    #[record(padding)]
    gap: [u8; 1],
    r#in: [Inner; 3],
    #[record(padding)]
    end: [u8; 2],
}

#[test]
fn records_are_structs() {
    for file in both("records") {
        let root = file.root();
        let hits = root.records::<Hit>("array_first").unwrap();
        assert_eq!(hits[[2]], Hit { id: 2, pos: [2.0, 2.5, -2.0] });
        let all = root.records::<Outer>("nested").unwrap();
        let m = Dataset::new(root.dataset("nested/in/m").unwrap()).read::<i16>(s![..]).unwrap();
        let uv = Dataset::new(root.dataset("nested/in/u.v").unwrap()).read::<u8>(s![..]).unwrap();
        let z = Dataset::new(root.dataset("nested/z").unwrap()).read::<f64>(s![..]).unwrap();
        for (i, outer) in all.iter().enumerate() {
            assert_eq!(outer.z.to_bits(), z[[i]].to_bits());
            for (j, inner) in outer.r#in.iter().enumerate() {
                assert_eq!((inner.m[1][0], inner.uv), (m[[i, j, 1, 0]], uv[[i, j]]));
            }
        }
        assert_eq!(all[[1]].name.as_bytes(), b"b\0c");
        // What is not the struct says so.
        let differ = |path: &str| root.records::<Hit>(path).unwrap_err().to_string();
        assert!(
            differ("chunked").contains("field 'id' is not in the file"),
            "{}",
            differ("chunked")
        );
        assert!(differ("opaque").contains("field 'id'") || differ("opaque").contains("'pos'"));
        assert!(differ("plain").contains("float64, as records"), "{}", differ("plain"));
        assert!(differ("pointers").contains("field 'id' is not in the file"));
    }
    let path = folder().join("records_latest.h5/array_first");
    assert_eq!(nd_io::load_records::<Hit>(&path).unwrap().size(), 3);
    assert!(nd_io::load_records::<Hit>(folder().join("records_latest.h5")).is_err()); // which?
    let pos = nd_io::load::<f32>(path.join("pos")).unwrap();
    assert_eq!((pos.shape(), pos[[2, 1]]), (&[3, 3][..], 2.5));
    assert_eq!(nd_io::open(path.join("id")).unwrap().shape(), [3]);
    assert_eq!(nd_io::list(path.join("id")).unwrap(), [""]);
}

#[test]
fn texts_of_every_kind() {
    for (file, version) in both("words").iter().zip(["earliest", "latest"]) {
        let root = file.root();
        let latin = root.texts("latin1").unwrap();
        let error = latin.read().unwrap_err().to_string();
        assert!(
            error.contains("element 0 of \"latin1\"") && error.contains("read_bytes"),
            "{error}"
        );
        assert_eq!(latin.read_lossy().unwrap(), ["Z\u{fffd}rich", "Bern"]);
        assert_eq!(root.texts("unwritten").unwrap().read().unwrap().len(), 20_000);
        assert_eq!(root.texts("filled_varying").unwrap().read().unwrap()[49], "N/A");
        let temp = Dataset::new(root.dataset("temp").unwrap());
        assert_eq!(temp.attributes()["units"], Attribute::Bytes(b"\xb0C".to_vec()));
        assert_eq!(temp.attributes()["units"].as_text_lossy().as_deref(), Some("\u{fffd}C"));
        let several = Attribute::ManyBytes(vec![b"\xb5m".to_vec(), b"s".to_vec()]);
        assert_eq!(temp.attributes()["several"], several);
        assert_eq!(temp.attributes()["good"].as_text(), Some("grün"));
        let path = folder().join(format!("words_{version}.h5"));
        let log = nd_io::load_strings(path.join("log")).unwrap();
        assert!(log[[3]].starts_with("line 3: word"));
        assert!(nd_io::load_strings(path.join("temp")).is_err());
        let error = nd_io::load::<f64>(path.join("log")).unwrap_err().to_string();
        assert!(error.contains("text, as numbers, which `texts` and load_strings read"), "{error}");
        assert_eq!(nd_io::list(&path).unwrap().len(), 11);
    }
}

#[test]
fn attributes_of_every_class() {
    for file in both("records") {
        let plain = Dataset::new(file.dataset("plain").unwrap());
        let at = plain.attributes();
        let calib = &at["calib"];
        assert_eq!(calib.member("gain").unwrap().as_numbers().unwrap().shape(), [2]);
        assert_eq!(calib.member("n"), Some(&Attribute::number(7i32)));
        assert!(at["when"].member("t").unwrap().why_unreadable().unwrap().contains("a time"));
        assert!(at["when"].member("n").unwrap().as_numbers().is_some());
        assert!(at["time"].why_unreadable().unwrap().contains("a time"));
        assert_eq!(at["time"].as_text_lossy(), None);
    }
    for file in both("lists") {
        let cells = file.root().references("cells").unwrap();
        let at = cells.attributes();
        let Attribute::References(to) = &at["to"] else { panic!("{:?}", at["to"]) };
        assert_eq!(file.path_of(to[0]).unwrap().as_deref(), Some("#refs#/a"));
        assert_eq!(at["empty"], Attribute::Empty);
        let two = Array::from_vec(vec![0i32, 1]).into();
        let three = Array::from_vec(vec![0i32, 1, 2]).into();
        let lists = vec![Attribute::Numbers(two), Attribute::Numbers(three)];
        assert_eq!(at["lists"], Attribute::Lists(lists));
        // A cell array, as MATLAB keeps it.
        let paths: Vec<String> = cells.paths().unwrap().into_iter().flatten().collect();
        assert_eq!(file.root().load::<u16>(&paths[1]).unwrap().into_vec(), [104, 105]);
        let lists = file.root().lists("f4").unwrap().read::<f32>().unwrap();
        assert_eq!(lists[2].as_slice().unwrap()[5], 5.0);
        let error = file.root().lists("f4").unwrap().read::<f64>().unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::DtypeMismatch { .. }));
        let error = file.root().dataset("regions").unwrap_err().to_string();
        assert!(error.contains("a reference to a region"), "{error}");
    }
    // An attribute that cannot be written is no reason to lose it in a file to which is added.
    let path = std::env::temp_dir().join(format!("nd-h5-attrs-{}.h5", std::process::id()));
    for version in ["earliest", "latest"] {
        std::fs::copy(folder().join(format!("records_{version}.h5")), &path).unwrap();
        nd_io::save(path.join("new"), [1.0]).unwrap();
        let after = Dataset::new(Hdf5File::open(&path).unwrap().dataset("plain").unwrap());
        let before = Dataset::new(file(&format!("records_{version}.h5")).dataset("plain").unwrap());
        assert_eq!(after.attributes(), before.attributes());
        assert_eq!(nd_io::list(path.join("array_first")).unwrap(), [""]);
    }
    let mut options = CreateOptions::default();
    options.attributes.insert("a".into(), Attribute::Empty);
    let error = nd_io::save_with(path.join("x"), [1.0], &options).unwrap_err().to_string();
    assert!(error.contains("attribute \"a\", which is an empty value"), "{error}");
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn crowds_are_no_circles() {
    for file in both("crowds") {
        let root = file.root();
        let plain = Dataset::new(root.dataset("plain").unwrap());
        assert_eq!(plain.attributes().len(), 60);
        assert_eq!(
            plain.attributes()["a59"].member("member with a rather long name, number 7"),
            Some(&Attribute::from(0.0))
        );
        assert_eq!(root.group("entry").unwrap().names().unwrap().len(), 151);
        assert_eq!(root.dataset("entry/link 077").unwrap().info().shape[..], [4]);
        // A name that is not UTF-8 is listed with a mark, and found by it.
        assert_eq!(root.names().unwrap(), ["Kan\u{fffd}le", "entry", "plain", "type"]);
        assert_eq!(root.dataset("Kan\u{fffd}le").unwrap().info().shape[..], [4]);
        assert_eq!(root.kind("type").unwrap(), Hdf5Kind::Other);
        assert_eq!(root.arrays().unwrap(), ["Kan\u{fffd}le", "entry/data"]);
    }
    let path = std::env::temp_dir().join(format!("nd-h5-crowds-{}.h5", std::process::id()));
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    let sentences: Vec<String> =
        (0..5000).map(|k| format!("sentence {k}: {}", "word ".repeat(k % 40))).collect();
    file.texts("sentences", &sentences.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let mut options = CreateOptions::default();
    for k in 0..300 {
        options.attributes.insert(format!("attribute {k:03}"), "x".repeat(900).into());
    }
    file.save_with("described", [1.0, 2.0], &options).unwrap();
    for k in 0..3000 {
        file.save(&format!("many/{k:04}"), [k]).unwrap();
    }
    file.finish().unwrap();
    let start = std::time::Instant::now();
    let file = Hdf5File::open(&path).unwrap();
    assert_eq!(file.root().texts("sentences").unwrap().read().unwrap(), sentences);
    assert_eq!(file.dataset("described").unwrap().info().attributes.len(), 300);
    assert_eq!(nd_io::list(&path).unwrap().len(), 3002);
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn axes_are_named_by_scales() {
    let names = |file: &Hdf5File, path: &str| {
        let names = file.dataset(path).unwrap().info().dimension_names.clone();
        names.map(|names| names.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>())
    };
    for file in both("scales") {
        assert_eq!(names(&file, "model/t").unwrap(), ["time", "level", "x"]);
        assert_eq!(names(&file, "half").unwrap(), ["time", "station"]);
        assert_eq!(names(&file, "time").unwrap(), ["time"]);
        assert_eq!(names(&file, "model/level").unwrap(), ["level"]);
        // A scale that is in none of the groups around, and does not say its name.
        assert_eq!(names(&file, "elsewhere/u").unwrap(), ["level"]);
        let model = file.group("model").unwrap();
        let t = model.dataset("t").unwrap();
        assert_eq!(t.info().dimension_names.as_ref().unwrap()[2].as_deref(), Some("x"));
    }
}

#[test]
fn messages_that_objects_share() {
    let file = file("shared.h5");
    for k in 0..4 {
        let x = Dataset::new(file.dataset(&format!("x{k}")).unwrap());
        assert_eq!(x.read::<i32>(s![1, ..]).unwrap().into_vec(), [3, 4, 5]);
        let text = &x.attributes()["a text that is long enough to be shared by all of them"];
        assert_eq!(text.as_text(), Some("and so is the value of it, word by word"));
        assert_eq!(x.attributes()["numbers"].as_numbers().unwrap().shape(), [20]);
    }
}

#[test]
fn blocks_of_the_users_own_are_passed_whatever_the_name() {
    for name in ["user_block.mat", "user_block.sav"] {
        let path = folder().join(name);
        assert_eq!(nd_io::list(&path).unwrap(), ["x"]);
        let x = nd_io::load::<f64>(&path).unwrap();
        assert_eq!((x.shape(), x[[1, 2]]), (&[2, 3][..], 5.0));
    }
    // A text of which nothing is HDF5 stays what it is.
    let path = std::env::temp_dir().join(format!("nd-no-block-{}.mat", std::process::id()));
    std::fs::write(&path, [b' '; 9000]).unwrap();
    assert!(matches!(nd_io::open(&path).unwrap_err().kind(), ErrorKind::UnknownFormat { .. }));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn ends_that_are_stale() {
    for name in ["stale_short.h5", "stale_long.h5"] {
        let file = file(name);
        assert_eq!(file.root().load::<f64>("x").unwrap()[[5]], 5.0);
        assert_eq!(file.root().texts("t").unwrap().read().unwrap(), ["a", "b"]);
    }
    // Of a file that was cut off everything is there that is before the cut, and no more is written to it.
    let whole = std::fs::read(folder().join("stale_long.h5")).unwrap();
    let path = std::env::temp_dir().join(format!("nd-h5-cut-{}.h5", std::process::id()));
    std::fs::write(&path, &whole[..whole.len() - 4096]).unwrap();
    assert_eq!(nd_io::load::<f64>(path.join("x")).unwrap()[[5]], 5.0);
    let error = nd_io::load_strings(path.join("t")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnexpectedEof { .. }), "{error}");
    let error = nd_io::save(path.join("y"), [1.0]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::UnexpectedEof { .. }), "{error}");
    std::fs::remove_file(&path).unwrap();
}
