//! Files that h5py wrote (`golden/hdf5.py`) are read bit for bit, whole and in parts.

use crate::hdf5_files::{Row, bytes_of, file, folder, read_all, rows};
use nd_core::{AnyArray, DType, s};
use nd_io::{Attribute, Dataset, ErrorKind, Hdf5File, Hdf5Kind, ReadBlocks, Region};

#[test]
#[cfg(target_endian = "little")] // the index holds little-endian bytes
fn numbers_are_read_bit_for_bit() {
    let mut checked = 0;
    for row in rows().iter().filter(|row| row.kind != "texts") {
        let dataset = file(&row.file).dataset(&row.path).unwrap_or_else(|e| panic!("{row:?}: {e}"));
        let info = dataset.info();
        assert_eq!(
            (info.dtype.name(), &info.shape[..]),
            (&row.dtype[..], &row.shape[..]),
            "{row:?}"
        );
        let bytes = read_all(&dataset).unwrap_or_else(|e| panic!("{row:?}: {e}"));
        assert_eq!(bytes, row.bytes(), "{row:?}");
        parts_are_parts_of_the_whole(&dataset, row, &bytes);
        checked += 1;
    }
    assert!(checked > 100, "{checked}");
}

/// Regions of all kinds, against the whole.
fn parts_are_parts_of_the_whole(dataset: &impl ReadBlocks, row: &Row, whole: &[u8]) {
    let shape = &dataset.info().shape[..];
    if shape.is_empty() || shape.contains(&0) {
        return;
    }
    let itemsize = dataset.info().dtype.itemsize();
    for seed in 0..12usize {
        let axis = |k: usize, salt: usize| (seed * 7 + k * 3 + salt * 5 + seed * seed) % 11;
        let start: Vec<usize> = (0..shape.len()).map(|k| axis(k, 0) % shape[k]).collect();
        let step: Vec<usize> = (0..shape.len()).map(|k| 1 + axis(k, 1) % 3).collect();
        let count: Vec<usize> = (0..shape.len())
            .map(|k| ((shape[k] - start[k]).div_ceil(step[k]) - axis(k, 2) % 2).max(1))
            .collect();
        let region = Region::new(&start[..], &count[..]).with_step(&step[..]);
        let mut part = vec![0xa5; region.size() * itemsize];
        dataset.read_block(&region, &mut part).unwrap_or_else(|e| panic!("{row:?}: {e}"));
        let mut expected = Vec::new();
        for i in 0..region.size() {
            let (mut rest, mut at, mut stride) = (i, 0, 1);
            for k in (0..shape.len()).rev() {
                at += (start[k] + rest % count[k] * step[k]) * stride;
                rest /= count[k];
                stride *= shape[k];
            }
            expected.extend_from_slice(&whole[at * itemsize..][..itemsize]);
        }
        assert!(part == expected, "{row:?}: {region:?}");
    }
}

#[test]
fn texts_are_read() {
    let mut checked = 0;
    for row in rows().iter().filter(|row| row.kind == "texts") {
        let texts =
            file(&row.file).root().texts(&row.path).unwrap_or_else(|e| panic!("{row:?}: {e}"));
        assert_eq!(texts.shape(), row.shape, "{row:?}");
        let text = |hex: &str| String::from_utf8(bytes_of(hex)).unwrap();
        let expected: Vec<String> = row.values.split(',').map(text).collect();
        assert_eq!(texts.read().unwrap_or_else(|e| panic!("{row:?}: {e}")), expected, "{row:?}");
        checked += 1;
    }
    assert!(checked >= 14, "{checked}");
}

#[test]
fn infos_tell_chunks_filters_and_limits() {
    for version in ["earliest", "latest"] {
        let file = file(&format!("filters_{version}.h5"));
        let all = file.dataset("all").unwrap();
        assert_eq!(all.info().compression, "gzip 4, shuffle, fletcher32");
        assert_eq!(all.info().chunks, Some([4, 3].into()));
        assert_eq!(all.max_shape(), [Some(10), Some(7)]);
        let scaled = file.dataset("scaleoffset").unwrap();
        assert_eq!(scaled.info().compression, "scale-offset");
        assert_eq!(scaled.info().dtype, DType::I32);
        let mut out = [0; 280];
        scaled.read_block(&Region::all([10, 7]), &mut out).unwrap();
        assert_eq!(out[..8], [0, 0, 0, 0, 232, 3, 0, 0]); // 0 and 1000
    }
    let file = file("chunks_latest.h5");
    assert_eq!(file.dataset("two_axes").unwrap().max_shape(), [None, None]);
    assert_eq!(file.dataset("nothing").unwrap().info().chunks, None);
}

#[test]
fn groups_links_and_paths() {
    for version in ["earliest", "latest"] {
        let file = file(&format!("groups_{version}.h5"));
        let root = file.root();
        let names = root.names().unwrap();
        let there = ["a", "attributes", "crowd", "elsewhere", "nowhere", "ordered", "round", "x"];
        assert_eq!(names, there);
        assert_eq!(file.group("a").unwrap().names().unwrap(), ["b", "back", "into", "near", "up"]);
        for path in
            ["x", "/x", "a/back", "a/up/up/back", "a/b/./../x", "crowd/member 059", "ordered/Ünï"]
        {
            let found = file.dataset(path).and_then(|dataset| read_all(&dataset));
            match path.contains("..") {
                true => assert!(matches!(found.unwrap_err().kind(), ErrorKind::NoSuchArray { .. })),
                false => assert_eq!(found.unwrap().len(), 24, "{path}"),
            }
        }
        let c = file.group("a/into").unwrap().dataset("c").unwrap();
        assert_eq!(c.info().shape[..], [4]);
        assert_eq!(file.group("a").unwrap().dataset("near").unwrap().info().dtype, DType::F32);
        let kinds = ["nowhere", "elsewhere", "a", "x"].map(|name| root.kind(name).unwrap());
        use Hdf5Kind::{Group, Numbers, Other};
        assert_eq!(kinds, [Other, Other, Group, Numbers]);
        let refused = |path: &str| file.dataset(path).unwrap_err();
        assert!(matches!(refused("round").kind(), ErrorKind::Corrupt { .. }));
        assert!(matches!(refused("elsewhere").kind(), ErrorKind::NoSuchArray { .. }));
        assert!(matches!(refused("nowhere").kind(), ErrorKind::NoSuchArray { .. }));
        assert!(matches!(refused("a").kind(), ErrorKind::NoSuchArray { .. }));
        let crowd = file.group("crowd").unwrap();
        assert_eq!(crowd.names().unwrap().len(), 60);
        // Sixty names of one array, which has another.
        assert_eq!(root.arrays().unwrap(), ["a/b/c", "crowd/member 000"]);
    }
}

#[test]
fn attributes_of_all_kinds() {
    for version in ["earliest", "latest"] {
        let file1 = file(&format!("groups_{version}.h5"));
        let many = file1.group("attributes").unwrap().attributes().unwrap();
        assert_eq!(many.len(), 26);
        assert_eq!(many["attribute 07"], Attribute::from(10.5));
        let Attribute::Numbers(AnyArray::F64(large)) = &many["large"] else { panic!("{version}") };
        assert!(large.iter().enumerate().all(|(i, &x)| x == i as f64) && large.size() == 700);
        assert_eq!(
            file1.group("ordered").unwrap().attributes().unwrap()["Ünï"].as_text(),
            Some("Ünï")
        );

        let file = file(&format!("texts_{version}.h5"));
        let numbers = Dataset::new(file.dataset("numbers").unwrap());
        let names = numbers.info().dimension_names.clone().unwrap();
        assert_eq!(names, [Some("time".to_owned()), Some("station".to_owned())]);
        let at = numbers.attributes();
        assert_eq!(at["text"].as_text(), Some("grün"));
        assert_eq!(at["bytes"].as_text(), Some("ascii"));
        assert_eq!(at["texts"], Attribute::Texts(["a", "bc", ""].map(String::from).to_vec()));
        assert_eq!(at["number"], Attribute::from(1.5));
        assert_eq!(at["bool"], Attribute::number(true));
        assert_eq!(at["complex"], Attribute::number(num_complex::Complex::new(1.0, 2.0)));
        assert_eq!(at["half"], Attribute::number(half::f16::from_f32(0.5)));
        let Attribute::Numbers(AnyArray::I16(big)) = &at["big"] else { panic!("{:?}", at["big"]) };
        assert_eq!((big.shape(), big[[0, 1]], big[[1, 0]]), (&[2, 2][..], 2, 3));
        assert_eq!(at["nothing"], Attribute::Empty);
        let Attribute::References(to) = &at["ref"] else { panic!("{:?}", at["ref"]) };
        assert!(file.path_of(to[0]).unwrap().is_some());
        let Attribute::Record(record) = &at["record"] else { panic!("{:?}", at["record"]) };
        assert!(!record.is_empty());
        assert_eq!(numbers.read::<f32>(s![1, ..;-1]).unwrap().into_vec(), [5.0, 4.0, 3.0]);
    }
}

#[test]
fn what_is_not_read_is_told() {
    for version in ["earliest", "latest"] {
        let file = file(&format!("shapes_{version}.h5"));
        let kinds = [
            (
                "array",
                Hdf5Kind::Records,
                "a record with members x, as numbers; open \"other/array/x\"",
            ),
            ("list", Hdf5Kind::Lists, "a list of any length of int32, as numbers, which `lists`"),
            ("record", Hdf5Kind::Records, "a record with members a, b, as numbers; open"),
            (
                "ref",
                Hdf5Kind::References,
                "a reference to an object, as numbers, which `references`",
            ),
            ("ri_other", Hdf5Kind::Records, "a record with members r, i"),
        ];
        for (name, kind, why) in kinds {
            let path = format!("other/{name}");
            assert_eq!(file.root().kind(&path).unwrap(), kind, "{path}");
            let error = file.dataset(&path).unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{path}: {error}");
            assert!(error.to_string().contains(why), "{path}: {error}");
        }
        let opaque = Dataset::new(file.dataset("other/opaque").unwrap());
        assert_eq!(opaque.read::<u8>(s![..]).unwrap().into_vec(), b"abc");
        assert_eq!(file.root().kind("named").unwrap(), Hdf5Kind::Other);
        let of_named = file.dataset("of_named").unwrap();
        assert_eq!(of_named.info().attributes["same"].to_string(), "[7]");
    }
    let file = file("texts_latest.h5");
    let error = file.dataset("vlen").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains("`texts`"), "{error}");
    assert!(matches!(
        file.root().texts("numbers").unwrap_err().kind(),
        ErrorKind::Unsupported { .. }
    ));
}

#[test]
fn files_are_named_in_errors() {
    let path = folder().join("index.tsv");
    let error = Hdf5File::open(&path).unwrap_err();
    assert_eq!(error.path(), Some(path.as_path()));
    assert!(matches!(error.kind(), ErrorKind::Corrupt { .. }), "{error}");
}
