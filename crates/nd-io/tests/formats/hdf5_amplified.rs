//! Files that would have the same bytes read over and over, and types that are not what they seem.

use std::time::Instant;

use nd_io::{Hdf5File, Hdf5Kind, ReadBlocks};

use crate::hdf5_files::read_all;
use crate::hdf5_refused::{
    EXTRA, F4, I1, NOWHERE, attribute, bytes, contiguous, datatype, f4, file_of, first_error, link,
    n2, n4, n8, object, plain, refused, space, superblock,
};

/// A compound type of the third version: its size, and members by name and place.
fn record(size: u32, members: &[(&str, u8, &[u8])]) -> Vec<u8> {
    assert!(size < 256, "places take a byte");
    let mut out = bytes![[0x36, members.len() as u8, 0, 0], n4(size)];
    for (name, offset, member) in members {
        out.extend(bytes![name.as_bytes(), [0, *offset], member]);
    }
    out
}

/// Lists of a type.
fn list(base: &[u8]) -> Vec<u8> {
    bytes![b"\x19\x00\x00\x00", n4(16), base]
}

#[test]
fn types_that_contradict_themselves() {
    let array = |size: u32, dims: &[u32], base: &[u8]| {
        let dims: Vec<u8> = dims.iter().flat_map(|&n| n4(n)).collect();
        bytes![b"\x3a\x00\x00\x00", n4(size), [dims.len() as u8 / 4], dims, base]
    };
    let overlapping = record(8, &[("a", 0, F4), ("b", 2, F4)]);
    let outside = record(6, &[("a", 0, F4), ("b", 4, F4)]);
    let deep = (0..40).fold(F4.to_vec(), |inner, _| record(4, &[("a", 0, &inner)]));
    let wide = array(4, &[1; 33], F4);
    let lists = plain(&[space(&[1]), (3, list(F4)), contiguous(EXTRA, 16)]);
    refused(vec![
        ("members that overlap", datatype(overlapping), "Corrupt", "members overlap"),
        ("members outside", datatype(outside), "Corrupt", "lead out"),
        ("records in records", datatype(deep), "Corrupt", "inside each other"),
        ("an array of another size", datatype(array(4, &[2, 2], F4)), "Corrupt", "in 4 bytes"),
        ("a huge array", datatype(array(4, &[1 << 31; 4], F4)), "Corrupt", "in 4 bytes"),
        ("an array of many axes", datatype(wide), "Unsupported", "33 axes"),
        ("lists as numbers", lists, "Unsupported", "as numbers, which `lists` reads"),
        ("an opaque tag cut off", datatype(bytes![b"\x15\x20\0\0", n4(4)]), "Corrupt", "left"),
        ("a record cut off", datatype(b"\x36\x09\0\0\x04\0\0\0a".to_vec()), "Corrupt", "an end"),
    ]);
}

/// A member of a class that nobody knows costs its record, and not the file.
#[test]
fn classes_of_the_future() {
    let unknown = bytes![b"\x3c\0\0\0", n4(4), [0; 8]];
    for (members, which) in [
        (record(8, &[("a", 0, F4), ("b", 4, &unknown)]), Some("x/a")),
        (record(8, &[("a", 0, &unknown), ("b", 4, F4)]), None),
    ] {
        let file = file_of(&[], &[space(&[1]), (3, members), contiguous(EXTRA, 8)], &[7; 64]);
        let root = Hdf5File::from_bytes(file).unwrap().root();
        assert_eq!(root.entries().unwrap().len(), 1);
        assert!(root.dataset("x/b").is_err());
        match which {
            Some(path) => assert_eq!(read_all(&root.dataset(path).unwrap()).unwrap(), [7; 4]),
            None => assert_eq!(root.kind("x").unwrap(), Hdf5Kind::Other),
        }
    }
}

/// The first version of records has arrays of up to four extents in its members.
#[test]
fn records_of_the_first_version() {
    let member = |name: &[u8; 8], offset: u32, dims: &[u32], base: &[u8]| {
        let mut extents = [0; 4];
        extents[..dims.len()].copy_from_slice(dims);
        let extents: Vec<u8> = extents.iter().flat_map(|&n| n4(n)).collect();
        bytes![name, n4(offset), [dims.len() as u8, 0, 0, 0], [0; 8], extents, base]
    };
    let types = bytes![
        b"\x16\x03\0\0",
        n4(18),
        member(b"first\0\0\0", 0, &[], I1),
        member(b"matrix\0\0", 1, &[2, 2], F4),
        member(b"last\0\0\0\0", 17, &[], I1)
    ];
    let element: Vec<u8> = (0..36).collect();
    let file = file_of(&[], &[space(&[2]), (3, types), contiguous(EXTRA, 36)], &element);
    let root = Hdf5File::from_bytes(file).unwrap().root();
    let matrix = root.dataset("x/matrix").unwrap();
    assert_eq!(matrix.info().shape[..], [2, 2, 2]);
    assert_eq!(read_all(&matrix).unwrap(), [&element[1..17], &element[19..35]].concat());
    assert_eq!(read_all(&root.dataset("x/last").unwrap()).unwrap(), [17, 35]);
}

#[test]
fn elements_that_share_their_bytes() {
    let heap =
        bytes![b"GCOL\x01\0\0\0", n8(60_000), n2(1), [0; 6], n8(59_000), vec![7; 59_000], [0; 968]];
    let elements: Vec<u8> = (0..5000).flat_map(|_| bytes![n4(58_000), n8(EXTRA), n4(1)]).collect();
    let extra = [heap, elements].concat();
    let file = |count: u64| {
        let layout = contiguous(EXTRA + 60_000, count * 16);
        let x = [space(&[count]), (3, list(I1)), layout];
        Hdf5File::from_bytes(file_of(&[], &x, &extra)).unwrap().root()
    };
    // A few may: nobody writes so, and it costs little.
    assert_eq!(file(50).lists("x").unwrap().read::<i8>().unwrap()[49].size(), 58_000);
    let start = Instant::now();
    let error = file(5000).lists("x").unwrap().read::<i8>().unwrap_err();
    assert!(error.to_string().contains("elements of varying length"), "{error}");
    assert!(matches!(error.kind(), nd_io::ErrorKind::LimitExceeded { .. }), "{error}");
    assert!(start.elapsed() < crate::HANG);
}

#[test]
fn elements_larger_than_any_file() {
    let mut types = bytes![[0x36, 1, 0, 0], n4(u32::MAX), b"a\0", n4(0), F4];
    types.truncate(8 + 2 + 4 + F4.len());
    let file = file_of(&[], &[space(&[1 << 20]), (3, types), contiguous(NOWHERE, 0)], &[0; 64]);
    let root = Hdf5File::from_bytes(file).unwrap().root();
    let error = root.dataset("x/a").unwrap_err();
    assert!(matches!(error.kind(), nd_io::ErrorKind::LimitExceeded { .. }), "{error}");
}

/// Ten thousand names of headers that all go on to the end of the file.
#[test]
fn headers_inside_headers() {
    let count = 10_000;
    let from = 0x80_000;
    let links: Vec<_> =
        (0..count).map(|i| link(format!("{i:05}").as_bytes(), from + 16 * i)).collect();
    let mut file = superblock(1 << 20, 48);
    file.extend(object(&links));
    assert!(file.len() < from as usize);
    file.resize(from as usize, 0);
    for i in 0..count {
        let left = 16 * (count - i) as u32 + 400_000;
        file.extend(bytes![[1, 0], n2(8), n4(1), n4(left), [0; 4]]);
    }
    file.resize(1 << 20, 0);
    let root = Hdf5File::from_bytes(file).unwrap().root();
    let start = Instant::now();
    let entries = root.entries().unwrap();
    assert!(start.elapsed() < crate::HANG, "{:?}", start.elapsed());
    assert_eq!(entries.len(), count as usize);
    assert!(entries.iter().all(|(_, kind)| *kind == Hdf5Kind::Other));
}

#[test]
fn tables_of_names_that_repeat() {
    let entry = |name: u64| bytes![n8(name), n8(0x800), n4(0), n4(0), [0; 16]];
    let heap = |len: usize| {
        let name = bytes![vec![b'a'; len], [0; 8]];
        let data = n8(EXTRA + 0x40);
        let head = bytes![b"HEAP\0\0\0\0", n8(name.len() as u64), n8(NOWHERE), data, [0; 32]];
        [head, name].concat()
    };
    let tree = |children: &[u64]| {
        let mut node = bytes![b"TREE\x00\x00", n2(children.len() as u16), [0xff; 16], n8(0)];
        children.iter().for_each(|&at| node.extend(bytes![n8(at), n8(1)]));
        node
    };
    let file = |len: usize, entries: usize, twice: bool| {
        let mut extra = heap(len);
        extra.resize(0x8000, 0);
        let at = EXTRA + 0x8100;
        extra.extend(tree(&vec![at; 1 + usize::from(twice)]));
        extra.resize(0x8100, 0);
        extra.extend(bytes![b"SNOD\x01\0", n2(entries as u16)]);
        (0..entries).for_each(|_| extra.extend(entry(0)));
        let table = (0x11, bytes![n8(EXTRA + 0x8000), n8(EXTRA)]);
        let mut file = file_of(&[], &[space(&[1]), f4(), contiguous(EXTRA, 4)], &extra);
        // The root has nothing but the table.
        let root = object(&[table]);
        file[48..48 + root.len()].copy_from_slice(&root);
        file
    };
    first_error(file(5, 3, false)).unwrap_err(); // no x, but names
    let root = Hdf5File::from_bytes(file(5, 3, false)).unwrap().root();
    assert_eq!(root.names().unwrap(), ["aaaaa", "aaaaa", "aaaaa"]);
    refused(vec![
        ("a long name very often", file(20_000, 400, false), "Corrupt", "names overlap"),
        ("a node twice", file(5, 3, true), "Corrupt", "symbol table node: structures overlap"),
    ]);
}

/// Attributes whose type is elsewhere, where the way to it leads round.
#[test]
fn types_that_lead_in_circles() {
    let pointer = bytes![[3, 2], n8(48)];
    let space = space(&[1]).1;
    let message = bytes![
        [3, 1],
        n2(2),
        n2(pointer.len() as u16),
        n2(space.len() as u16),
        [1],
        b"a\0",
        pointer,
        space,
        [0; 4]
    ];
    let file = Hdf5File::from_bytes(attribute(message)).unwrap();
    let why = file.dataset("x").unwrap().info().attributes.len();
    assert_eq!(why, 0);
    let attributes = file.root().attributes().unwrap();
    assert!(attributes["a"].why_unreadable().unwrap().contains("shared message: none of kind 3"));
}

/// Lists of lists, and of records, that are few bytes each: what is made of them is counted.
#[test]
fn values_that_are_larger_than_what_is_stored() {
    const EACH: usize = 1 << 16;
    let heap = |element: &[u8]| {
        let size = EACH * element.len();
        let whole = (16 + 16 + size + 16 + 8) as u64;
        let first = bytes![n2(1), [0; 6], n8(size as u64), element.repeat(EACH)];
        bytes![b"GCOL\x01\0\0\0", n8(whole), first, n2(2), [0; 6], n8(1), [7; 8]]
    };
    let element = bytes![n4(1), n8(EXTRA), n4(2)];
    for base in [I1.to_vec(), record(1, &[("a", 0, I1)])] {
        let kind = list(&list(&base));
        let outer = bytes![n4(EACH as u32), n8(EXTRA), n4(1)].repeat(16);
        let space = space(&[16]).1;
        let lens = [n2(2), n2(kind.len() as u16), n2(space.len() as u16)].concat();
        let message = bytes![[3, 0], lens, [1], b"a\0", kind, space, outer];
        let x = [crate::hdf5_refused::space(&[1]), f4(), contiguous(EXTRA, 4)];
        let file = file_of(&[(0x0c, message)], &x, &heap(&element));
        let attributes = Hdf5File::from_bytes(file).unwrap().root().attributes().unwrap();
        let why = attributes["a"].why_unreadable().expect("there are too many");
        assert!(why.contains("values in lists and records"), "{why}");
    }
}

/// A member of more axes than there can be costs none of the others.
#[test]
fn a_member_of_too_many_axes() {
    let dims: Vec<u8> = [1; 32].iter().flat_map(|&n| n4(n)).collect();
    let wide = bytes![b"\x3a\x00\x00\x00", n4(4), [32], dims, F4];
    let types = record(8, &[("wide", 0, &wide), ("plain", 4, F4)]);
    let file = file_of(&[], &[space(&[1]), (3, types), contiguous(EXTRA, 8)], &[7; 64]);
    let members = Hdf5File::from_bytes(file).unwrap().root().members("x").unwrap();
    let kinds: Vec<Hdf5Kind> = members.iter().map(|member| member.kind).collect();
    assert_eq!(kinds, [Hdf5Kind::Other, Hdf5Kind::Numbers]);
    assert_eq!((members[0].name.as_str(), &members[1].shape[..]), ("wide", &[1][..]));
}

/// Links whose names are there, whatever is wrong on the way.
#[test]
fn links_that_lead_nowhere() {
    let soft = |name: &str, to: &str| {
        (
            6,
            bytes![
                [1, 8, 1, name.len() as u8],
                name.as_bytes(),
                n2(to.len() as u16),
                to.as_bytes()
            ],
        )
    };
    let links = [soft("circle", "circle"), soft("damaged", "bad"), soft("missing", "none")];
    let bad = EXTRA + 0x400;
    let root = [&links[..], &[link(b"g", EXTRA), link(b"bad", bad)][..]].concat();
    let mut extra = object(&links[..1]);
    extra.extend([0; 8]);
    extra.resize(0x400, 0);
    extra.extend(b"no header");
    extra.resize(0x500, 0);
    let file = file_of(&root, &[space(&[1]), f4(), contiguous(EXTRA, 4)], &extra);
    let root = Hdf5File::from_bytes(file).unwrap().root();
    for name in ["circle", "damaged", "missing", "g/circle", "/g/circle"] {
        assert_eq!(root.kind(name).unwrap(), Hdf5Kind::Other, "{name}");
    }
    assert!(root.kind("bad").is_err() && root.kind("g/missing").is_err());
    assert_eq!(root.kind("x").unwrap(), Hdf5Kind::Numbers);
}
