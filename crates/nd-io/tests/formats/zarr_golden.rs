//! Stores that zarr-python wrote, read value by value, whole and in parts, and cut short.

use crate::zarr_files::{Case, Folder, cases};
use nd_core::{AnyArray, Array, DType, s, with_dtype};
use nd_io::{
    Dataset, ErrorKind, ReadBlocks, Region, ZarrArray, ZarrGroup, ZarrMetadata, ZarrNode,
    ZarrVersion,
};

/// Where a case's array is below its store.
fn array_of(case: &Case) -> &'static str {
    if case.name.starts_with("group") { "a/b/x" } else { "" }
}

fn open(case: &Case, folder: &Folder) -> ZarrArray {
    let path = folder.path().join(array_of(case));
    ZarrArray::open(path).unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

#[test]
fn every_store_reads_as_zarr_python_reads_it() {
    let cases = cases();
    assert!(cases.len() >= 115, "{}", cases.len());
    for case in &cases {
        let folder = case.unpack();
        let array = open(case, &folder);
        assert_eq!(&array.info().shape[..], case.shape, "{}", case.name);
        assert_eq!(array.info().dtype, case.dtype, "{}", case.name);
        let mut got = vec![0xAA; case.want.len()];
        let region = Region::all(array.info().shape);
        array.read_block(&region, &mut got).unwrap_or_else(|e| panic!("{}: {e}", case.name));
        assert_eq!(got, case.want, "{}", case.name);
    }
}

#[test]
fn every_part_is_the_part_of_the_whole() {
    for case in &cases() {
        let folder = case.unpack();
        let ds: Dataset = open(case, &folder).into_dataset();
        let whole: AnyArray = with_dtype!(case.dtype, T => {
            AnyArray::from(ds.read::<T>(s![]).unwrap())
        });
        for slice in
            [s![1.., ..], s![.., 1..3], s![..;2, ..;3], s![-1, ..], s![..;-2, 2], s![2..4, 1..2]]
        {
            let Ok(want) = whole.try_slice(slice) else { continue };
            let same = with_dtype!(case.dtype, T => {
                let got = ds.read::<T>(slice).unwrap();
                let want: nd_core::View<'_, T> = want.try_into().unwrap();
                let bits = |a: &Array<T>| format!("{:?}", a);
                bits(&got) == bits(&want.to_array())
            });
            assert!(same, "{}: {slice:?}", case.name);
        }
    }
}

#[test]
fn attributes_names_and_versions() {
    let cases = cases();
    let by_name = |name: &str| cases.iter().find(|case| case.name == name).unwrap();
    let case = by_name("v3-attributes");
    let folder = case.unpack();
    let array = open(case, &folder);
    let info = array.info();
    assert_eq!(info.attributes["units"].as_text(), Some("kelvin"));
    assert_eq!(info.attributes["scale"].to_string(), "0.5");
    assert_eq!(info.attributes["valid"].to_string(), "[0 9]");
    assert_eq!(info.attributes["names"].to_string(), r#"["a", "b"]"#);
    assert_eq!(info.attributes["deep"].to_string(), r#"{"a":[1,{"b":null}]}"#);
    assert_eq!(info.attributes["flag"].to_string(), "True");
    assert_eq!(info.dimension_names, Some(vec![Some("time".to_owned()), None]));
    assert_eq!(array.metadata().version(), ZarrVersion::V3);

    let case = by_name("v2-fill-null");
    let folder = case.unpack();
    let array = open(case, &folder);
    assert_eq!(array.info().attributes["_FillValue"].to_string(), "nan");
    assert_eq!(array.info().attributes["units"].as_text(), Some("NaN m"));
    assert_eq!(array.metadata().version(), ZarrVersion::V2);

    let case = by_name("v3-shard-plain");
    let folder = case.unpack();
    let array = open(case, &folder);
    assert_eq!(array.metadata().shards(), Some(&[6, 9][..]));
    assert_eq!(array.info().chunks.as_deref(), Some(&[2, 3][..]));
}

#[test]
fn groups_of_both_versions() {
    for case in cases().iter().filter(|case| case.name.starts_with("group")) {
        let folder = case.unpack();
        let root = ZarrGroup::open(folder.path()).unwrap();
        assert_eq!(root.attributes()["title"].as_text(), Some("a hierarchy"));
        assert_eq!(root.names().unwrap(), ["a", "top"]);
        let walked = root.walk().unwrap();
        let want = [
            ("a", ZarrNode::Group),
            ("a/b", ZarrNode::Group),
            ("a/b/x", ZarrNode::Array),
            ("top", ZarrNode::Array),
        ];
        assert_eq!(walked, want.map(|(name, node)| (name.to_owned(), node)));
        assert_eq!(root.group("a").unwrap().group("b").unwrap().names().unwrap(), ["x"]);
        let x = root.array("a/b/x").unwrap().into_dataset();
        assert_eq!(x.dtype(), DType::F64);
        for name in ["..", "a/../top", "/top", "a//b", "", "top\0", ".", "a/..", "__x", "c:\\x"] {
            assert!(
                matches!(root.array(name).unwrap_err().kind(), ErrorKind::NoSuchArray { .. }),
                "{name:?}"
            );
        }
        assert!(root.array("a").is_err(), "a group is no array");
        assert!(root.group("top").is_err(), "an array is no group");
        assert!(matches!(
            ZarrArray::open(folder.path()).unwrap_err().kind(),
            ErrorKind::NoSuchArray { .. }
        ));
    }
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    for case in &cases() {
        let below = |name: &str| {
            name.strip_prefix(array_of(case)).map(|name| name.trim_start_matches('/').to_owned())
        };
        let files = case.files.iter().filter_map(|(name, bytes)| Some((below(name)?, bytes)));
        let files: Vec<(String, &Vec<u8>)> = files.collect();
        let is_metadata = |name: &str| name == "zarr.json" || name == ".zarray";
        let (_, document) = files.iter().find(|(name, _)| is_metadata(name)).unwrap();
        for len in 0..document.len() {
            let cut = ZarrMetadata::from_json(&document[..len]);
            assert!(cut.is_err(), "{}: metadata cut to {len}", case.name);
        }
        let metadata = ZarrMetadata::from_json(document).unwrap();
        for (name, bytes) in &files {
            if is_metadata(name) || name.starts_with('.') {
                continue;
            }
            metadata.decode_chunk(bytes).unwrap_or_else(|e| panic!("{}: {name}: {e}", case.name));
            for len in 0..bytes.len() {
                let cut = metadata.decode_chunk(&bytes[..len]);
                assert!(cut.is_err(), "{}: {name} cut to {len}", case.name);
            }
        }
    }
}

/// Every file cut once, read the way that users do.
#[test]
fn a_store_with_a_cut_file_is_an_error() {
    for case in &cases() {
        let folder = case.unpack();
        for (name, bytes) in case.files.iter().filter(|(name, _)| name.starts_with(array_of(case)))
        {
            let path = folder.path().join(name);
            std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
            let array = ZarrArray::open(folder.path().join(array_of(case)));
            let read = array.and_then(|array| {
                let mut got = vec![0; array.info().nbytes()?];
                array.read_block(&Region::all(array.info().shape), &mut got)
            });
            assert!(read.is_err(), "{}: {name}", case.name);
            std::fs::write(&path, bytes).unwrap();
        }
    }
}
