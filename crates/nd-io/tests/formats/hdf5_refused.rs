//! A hostile file for every way in which one can lie: each one's kind of error, and what it says.

use std::time::Instant;

use crate::hdf5_files::lookup3;
use nd_io::{Error, Hdf5File, Hdf5Kind, ReadBlocks, Region};

/// Where what a case adds to its file begins.
pub(crate) const EXTRA: u64 = 0x1000;
pub(crate) const NOWHERE: u64 = u64::MAX;

/// Numbers and bytes, put together.
macro_rules! bytes {
    ($($part:expr),* $(,)?) => {{
        let mut all: Vec<u8> = Vec::new();
        $(all.extend(&$part[..]);)*
        all
    }};
}

pub(crate) use bytes;

pub(crate) fn n2(n: u16) -> [u8; 2] {
    n.to_le_bytes()
}
pub(crate) fn n4(n: u32) -> [u8; 4] {
    n.to_le_bytes()
}
pub(crate) fn n8(n: u64) -> [u8; 8] {
    n.to_le_bytes()
}

pub(crate) fn sum(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = lookup3(&bytes);
    bytes.extend(n4(sum));
    bytes
}

/// An object header of messages.
pub(crate) fn object(messages: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (kind, data) in messages {
        body.extend(bytes![[*kind], n2(data.len() as u16), [0], data]);
    }
    sum(bytes![b"OHDR\x02\x02", n4(body.len() as u32), body])
}

pub(crate) fn superblock(end: u64, root: u64) -> Vec<u8> {
    sum(bytes![b"\x89HDF\r\n\x1a\n\x02\x08\x08\x00", n8(0), n8(NOWHERE), n8(end), n8(root)])
}

/// A file whose root group has these messages, and a link x to an object of those; what is extra
/// stands at [`EXTRA`].
pub(crate) fn file_of(root: &[(u8, Vec<u8>)], x: &[(u8, Vec<u8>)], extra: &[u8]) -> Vec<u8> {
    let at = 0x800;
    let mut messages = vec![link(b"x", at)];
    messages.extend_from_slice(root);
    let mut file = superblock(EXTRA + extra.len() as u64, 48);
    file.extend(object(&messages));
    assert!(file.len() <= at as usize);
    file.resize(at as usize, 0);
    file.extend(object(x));
    assert!(file.len() <= EXTRA as usize);
    file.resize(EXTRA as usize, 0);
    file.extend(extra);
    file
}

pub(crate) fn link(name: &[u8], at: u64) -> (u8, Vec<u8>) {
    (6, bytes![[1, 0, name.len() as u8], name, n8(at)])
}

pub(crate) fn space(dims: &[u64]) -> (u8, Vec<u8>) {
    let mut data = vec![2, dims.len() as u8, 0, 1];
    dims.iter().for_each(|&n| data.extend(n8(n)));
    (1, data)
}

pub(crate) const F4: &[u8] =
    b"\x11\x20\x1f\x00\x04\x00\x00\x00\x00\x00\x20\x00\x17\x08\x00\x17\x7f\x00\x00\x00";
pub(crate) const I1: &[u8] = b"\x10\x08\x00\x00\x01\x00\x00\x00\x00\x00\x08\x00";
pub(crate) const TEXT: &[u8] =
    b"\x19\x01\x01\x00\x10\x00\x00\x00\x10\x00\x00\x00\x01\x00\x00\x00\x00\x00\x08\x00";

pub(crate) fn f4() -> (u8, Vec<u8>) {
    (3, F4.to_vec())
}

pub(crate) fn contiguous(at: u64, len: u64) -> (u8, Vec<u8>) {
    (8, bytes![[3, 1], n8(at), n8(len)])
}

/// Chunks with a tree of version 1 at [`EXTRA`].
fn tree_chunks(dims: &[u32]) -> (u8, Vec<u8>) {
    let mut data = bytes![[3, 2, dims.len() as u8 + 1], n8(EXTRA)];
    dims.iter().chain(&[4]).for_each(|&n| data.extend(n4(n)));
    (8, data)
}

/// Chunks with an index of another kind at [`EXTRA`].
fn new_chunks(dims: &[u32], index: &[u8]) -> (u8, Vec<u8>) {
    let mut data = vec![4, 2, 0, dims.len() as u8 + 1, 4];
    dims.iter().chain(&[4]).for_each(|&n| data.extend(n4(n)));
    data.extend(index);
    data.extend(n8(EXTRA));
    (8, data)
}

fn filters(filters: &[(u16, &[u32])]) -> (u8, Vec<u8>) {
    let mut data = vec![2, filters.len() as u8];
    for (id, values) in filters {
        data.extend(n2(*id));
        if *id >= 256 {
            data.extend(n2(0));
        }
        data.extend(bytes![n2(0), n2(values.len() as u16)]);
        values.iter().for_each(|&value| data.extend(n4(value)));
    }
    (0x0b, data)
}

/// A node of a tree of chunks along one axis: length and position of each, and where it is.
pub(crate) fn node(level: u8, children: &[(u32, u64, u64)]) -> Vec<u8> {
    let mut node = bytes![b"TREE\x01", [level], n2(children.len() as u16), [0xff; 16]];
    for &(len, position, at) in children {
        node.extend(bytes![n4(len), n4(0), n8(position), n8(0), n8(at)]);
    }
    let end = children.last().map_or(0, |child| child.1) + 1000;
    node.extend(bytes![n4(0), n4(0), n8(end), n8(0)]);
    node
}

/// Ten elements in chunks of five, packed in some way; the tree has the chunk given twice or less.
fn packed(pipeline: (u8, Vec<u8>), chunk: u32, stored: &[u8]) -> Vec<u8> {
    let tree = node(0, &[(stored.len() as u32, 0, EXTRA + 0x200)]);
    let mut extra = tree;
    extra.resize(0x200, 0);
    extra.extend(stored);
    file_of(&[], &[space(&[u64::from(chunk)]), f4(), tree_chunks(&[chunk]), pipeline], &extra)
}

pub(crate) fn plain(x: &[(u8, Vec<u8>)]) -> Vec<u8> {
    file_of(&[], x, &[0; 64])
}

fn with_tree(extra: Vec<u8>) -> Vec<u8> {
    file_of(&[], &[space(&[10]), f4(), tree_chunks(&[5])], &extra)
}

fn with_index(index: &[u8], extra: Vec<u8>) -> Vec<u8> {
    file_of(&[], &[space(&[100_000]), f4(), new_chunks(&[5], index)], &extra)
}

pub(crate) fn texts(elements: &[u8], heap: &[u8]) -> Vec<u8> {
    let mut extra = heap.to_vec();
    extra.resize(0x400, 0);
    extra.extend(elements);
    let layout = contiguous(EXTRA + 0x400, elements.len() as u64);
    file_of(&[], &[space(&[elements.len() as u64 / 16]), (3, TEXT.to_vec()), layout], &extra)
}

pub(crate) fn attribute(data: Vec<u8>) -> Vec<u8> {
    file_of(&[(0x0c, data)], &[space(&[1]), f4(), contiguous(EXTRA, 4)], &[0; 64])
}

pub(crate) fn datatype(data: Vec<u8>) -> Vec<u8> {
    plain(&[space(&[1]), (3, data), contiguous(EXTRA, 4)])
}

/// Reads what there is: the first error.
pub(crate) fn first_error(file: Vec<u8>) -> Result<(), Error> {
    let file = Hdf5File::from_bytes(file)?;
    let root = file.root();
    root.names()?;
    root.attributes()?;
    if root.kind("x")? == Hdf5Kind::Texts {
        return root.texts("x")?.read().map(drop);
    }
    let x = root.dataset("x")?;
    let shape = x.info().shape;
    let all = x.info().nbytes()? <= 1 << 20;
    let count = if all { shape } else { nd_core::Shape::from(vec![1; shape.len()]) };
    let region = Region::new(vec![0; shape.len()], count);
    x.read_block(&region, &mut vec![0; region.size() * x.info().dtype.itemsize()])
}

/// Checks every case of a table: a name, the file, the kind of error, and some of its text.
#[track_caller]
pub(crate) fn refused(cases: Vec<(&str, Vec<u8>, &str, &str)>) {
    for (name, file, kind, text) in cases {
        let start = Instant::now();
        let error = first_error(file).expect_err(name);
        assert!(start.elapsed() < crate::HANG, "{name}: {:?}", start.elapsed());
        let debug = format!("{:?}", error.kind());
        let found = debug.split([' ', '{', '(']).next().unwrap();
        assert_eq!(found, kind, "{name}: {error}");
        assert!(error.to_string().contains(text), "{name}: {error}");
    }
}

#[test]
fn the_case_that_is_right() {
    first_error(plain(&[space(&[4]), f4(), contiguous(EXTRA, 16)])).unwrap();
    first_error(with_tree(bytes![node(0, &[(20, 0, EXTRA), (20, 5, EXTRA)]), [0; 64]])).unwrap();
    first_error(texts(&[0; 32], b"")).unwrap();
}

#[test]
fn superblocks() {
    let good = plain(&[space(&[4]), f4(), contiguous(EXTRA, 16)]);
    let with = |at: usize, byte: u8| {
        let mut file = good.clone();
        file[at] = byte;
        file
    };
    let ends = |end: u64, root: u64| bytes![superblock(end, root), good[48..]];
    // An end that is stale is no reason to refuse what is there.
    first_error(ends(1 << 40, 48)).unwrap();
    first_error(ends(50, 48)).unwrap();
    let missing = good[..good.len() - 60].to_vec();
    refused(vec![
        ("nothing", vec![], "Corrupt", "no superblock"),
        ("something else", b"PK\x03\x04 and so on, and on".to_vec(), "Corrupt", "no superblock"),
        ("a version of the future", with(8, 9), "Unsupported", "version 9"),
        ("wide addresses", with(9, 16), "Unsupported", "addresses of 16 bytes"),
        ("odd lengths", with(10, 3), "Unsupported", "addresses of 3 bytes"),
        ("no width", with(9, 0), "Unsupported", "addresses of 0 bytes"),
        ("a wrong checksum", with(45, 0xaa), "Checksum", "superblock"),
        ("a part that is missing", missing, "UnexpectedEof", "HDF5 file (elements)"),
        ("a root outside", ends(0x1040, 0x9999), "Corrupt", "object header"),
        ("a root at the very end", ends(0x1040, u64::MAX - 3), "Corrupt", "object header"),
        ("a root nowhere", ends(0x1040, NOWHERE), "Corrupt", "no address of the root group"),
        ("a root that is none", ends(0x1040, 0x1000), "Corrupt", "version 0"),
    ]);
}

#[test]
fn object_headers() {
    let on = |at: u64, len: u64| (0x10, bytes![n8(at), n8(len)]);
    let continued = |at: u64, len: u64, extra: &[u8]| file_of(&[on(at, len)], &[], extra);
    let v1 = |header: Vec<u8>| {
        let mut extra = header;
        extra.resize(extra.len().max(256), 0);
        bytes![superblock(EXTRA + extra.len() as u64, EXTRA), [0; 0xfd0], extra]
    };
    let head = |count: u16, len: u32| bytes![[1, 0], n2(count), n4(1), n4(len), [0; 4]];
    let message = |kind: u16, data: &[u8]| bytes![n2(kind), n2(data.len() as u16), [0; 4], data];
    let mut damaged = plain(&[space(&[4]), f4(), contiguous(EXTRA, 16)]);
    damaged[0x810] ^= 1;
    let round = bytes![sum(bytes![b"OCHK", [0x10], n2(16), [0], n8(EXTRA + 64), n8(28)])];
    let back = bytes![sum(bytes![b"OCHK", [0x10], n2(16), [0], n8(EXTRA), n8(28)])];
    let mut there_and_back = round;
    there_and_back.resize(64, 0);
    there_and_back.extend(back);
    refused(vec![
        ("a wrong checksum", damaged, "Checksum", "object header"),
        ("it goes on in itself", continued(48, 40, &[0; 64]), "Corrupt", "overlap at 48"),
        ("it goes on outside", continued(1 << 50, 40, &[0; 64]), "Corrupt", "object header"),
        ("it goes on beyond numbers", continued(NOWHERE - 1, 40, &[0; 64]), "Corrupt", ""),
        ("it goes on nowhere", continued(NOWHERE, 40, &[0; 64]), "Corrupt", "no address"),
        ("it goes on for no bytes", continued(EXTRA, 0, &[0; 64]), "Corrupt", "checksum"),
        ("it goes on in zeros", continued(EXTRA, 40, &[0; 64]), "Checksum", "object header"),
        ("there and back", continued(EXTRA, 28, &there_and_back), "Corrupt", "overlap at"),
        ("no header", v1(vec![7; 16]), "Corrupt", "version 7"),
        ("a huge header", v1(head(1, u32::MAX)), "Corrupt", "object header"),
        (
            "fewer messages",
            v1(bytes![head(9, 16), message(0, &[0; 8])]),
            "Corrupt",
            "of 9 messages",
        ),
        ("a long message", v1(bytes![head(1, 16), n2(0), n2(999), [0; 12]]), "Corrupt", "999"),
        (
            "the old kind goes on in itself",
            v1(bytes![head(2, 24), message(0x10, &bytes![n8(EXTRA + 16), n8(24)])]),
            "Corrupt",
            "overlap at",
        ),
    ]);
}

#[test]
fn dataspaces_and_datatypes() {
    let of = |space: Vec<u8>| plain(&[(1, space), f4(), contiguous(EXTRA, 4)]);
    let huge = bytes![[2, 2, 0, 1], n8(1 << 40), n8(1 << 40)];
    let wide = bytes![[2, 33, 0, 1], [1; 33 * 8]];
    let inside = (0..33).fold(I1.to_vec(), |inner, _| bytes![b"\x19\x00\x00\x00", n4(16), inner]);
    refused(vec![
        ("no dataspace", plain(&[f4(), contiguous(EXTRA, 4)]), "Corrupt", "no dataspace"),
        ("a version of the future", of(vec![3, 1, 0, 1]), "Corrupt", "version 3"),
        ("too many axes", of(wide), "Unsupported", "33 axes"),
        ("cut off", of(vec![2, 2, 0, 1, 5]), "Corrupt", "dataspace"),
        ("more than can be addressed", of(huge), "Corrupt", "elements of 4 bytes"),
        ("over its limit", of(bytes![[2, 1, 1, 1], n8(5), n8(4)]), "Corrupt", "beyond the limit"),
        ("no datatype", plain(&[space(&[1]), contiguous(EXTRA, 4)]), "Corrupt", "no datatype"),
        (
            "elements of no bytes",
            datatype(bytes![b"\x10\0\0\0", n4(0), [0; 8]]),
            "Unsupported",
            "no bytes",
        ),
        ("version 0", datatype(bytes![b"\x00\0\0\0", n4(4), [0; 8]]), "Corrupt", "version 0"),
        (
            "an unknown class",
            datatype(bytes![b"\x1c\0\0\0", n4(4), [0; 8]]),
            "Unsupported",
            "class 12",
        ),
        ("lists of lists of lists", datatype(inside), "Corrupt", "inside each other"),
        (
            "a record cut off",
            datatype(bytes![b"\x16\x09\0\0", n4(4), b"a\0"]),
            "Corrupt",
            "datatype",
        ),
        (
            "a name without an end",
            datatype(bytes![b"\x36\x01\0\0", n4(4), b"aaaa"]),
            "Corrupt",
            "end",
        ),
        ("an enumeration cut off", datatype(bytes![b"\x38\xff\xff\0", n4(1), I1]), "Corrupt", ""),
        (
            "an odd float",
            datatype(bytes![b"\x11\x20\x1f\0", n4(3), F4[8..]]),
            "Unsupported",
            "float",
        ),
        (
            "an integer of no bits",
            datatype(bytes![b"\x10\0\0\0", n4(4), [0, 0, 0, 0]]),
            "Unsupported",
            "0 bits in 4 bytes",
        ),
        (
            "bits outside",
            datatype(bytes![b"\x10\0\0\0", n4(3), [1, 0, 24, 0]]),
            "Unsupported",
            "24 bits in 3 bytes",
        ),
    ]);
}

#[test]
fn layouts() {
    let of = |layout: (u8, Vec<u8>)| plain(&[space(&[10]), f4(), layout]);
    let chunk = |extent: u64| bytes![[4, 2, 0, 2, 8], n8(extent), n8(4), [1], n8(EXTRA)];
    let implicit = bytes![[4, 2, 0, 2, 4], n4(5), n4(4), [2], n8(EXTRA)];
    let fill = (5, bytes![[3, 0x20], n4(3), [1; 3]]);
    let filled = plain(&[space(&[10]), f4(), contiguous(NOWHERE, 0), fill]);
    refused(vec![
        ("a version of the future", of((8, vec![9, 1, 1])), "Unsupported", "version 9"),
        ("an old version cut off", of((8, vec![1, 1, 1])), "Corrupt", "data layout"),
        ("virtual before there was such a thing", of((8, vec![3, 3, 0])), "Corrupt", "class 3"),
        ("virtual, of nothing", of((8, vec![4, 3, 0])), "Corrupt", "data layout"),
        ("an unknown class", of((8, vec![3, 9])), "Corrupt", "class 9"),
        ("room outside", of(contiguous(1 << 40, 40)), "Corrupt", "elements"),
        ("room beyond numbers", of(contiguous(u64::MAX - 8, 40)), "Corrupt", "elements"),
        ("too little room", of(contiguous(EXTRA, 36)), "Corrupt", "fewer than 40"),
        ("too little room here", of((8, bytes![[3, 0], n2(4), [0; 4]])), "Corrupt", "fewer"),
        ("less here than said", of((8, bytes![[3, 0], n2(40), [0; 4]])), "Corrupt", "40 bytes"),
        ("chunks of nothing", of((8, chunk(0))), "Corrupt", "extent of 0"),
        ("huge chunks", of((8, chunk(1 << 60))), "Corrupt", "chunks of"),
        ("large chunks", of((8, chunk(1 << 31))), "Corrupt", "chunks of"),
        ("chunks of other axes", of(tree_chunks(&[5, 5])), "Corrupt", "of 3 extents"),
        ("an unknown index", of(new_chunks(&[5], &[9])), "Corrupt", "chunk index 9"),
        ("one chunk, too large", of(new_chunks(&[100], &[1])), "Corrupt", "chunk: 400 bytes"),
        ("chunk after chunk outside", plain(&[space(&[1000]), f4(), (8, implicit)]), "Corrupt", ""),
        ("an odd fill value", filled, "Corrupt", "fill value: 3 bytes"),
    ]);
}

/// Layouts of libraries before 1.6.3; none that writes them is alive.
#[test]
fn old_layouts_are_read() {
    let elements: Vec<u8> = (0..10u32).flat_map(|i| (i as f32).to_le_bytes()).collect();
    for version in [1, 2] {
        let head = |class: u8, count: u8| bytes![[version, count, class], [0; 5]];
        let extents = bytes![n4(10), n4(4)];
        let row = bytes![head(1, 2), n8(EXTRA), extents];
        let here = bytes![head(0, 2), extents, n4(40), elements];
        let nowhere = bytes![head(1, 2), n8(NOWHERE), extents];
        let chunks = bytes![head(2, 2), n8(EXTRA), n4(5), n4(4)];
        let tree = {
            let at = EXTRA + 0x400;
            let mut tree = node(0, &[(20, 0, at), (20, 5, at + 20)]);
            tree.resize(0x400, 0);
            tree.extend(&elements);
            tree
        };
        for (what, layout, extra, right) in [
            ("in a row", row, &elements, &elements),
            ("in the header", here, &elements, &elements),
            ("nowhere", nowhere, &elements, &vec![0; 40]),
            ("in chunks", chunks, &tree, &elements),
        ] {
            let file = file_of(&[], &[space(&[10]), f4(), (8, layout)], extra);
            let array = Hdf5File::from_bytes(file).unwrap().dataset("x").unwrap();
            let mut out = vec![0xa5; 40];
            array
                .read_block(&Region::all([10]), &mut out)
                .unwrap_or_else(|e| panic!("{what}: {e}"));
            assert!(out == *right, "{what} of version {version}");
        }
    }
}

#[test]
fn an_odd_fill_value_costs_only_what_was_never_written() {
    let fill = || (5, bytes![[3, 0x20], n4(3), [1; 3]]);
    let written = file_of(&[], &[space(&[10]), f4(), contiguous(EXTRA, 40), fill()], &[1; 40]);
    let mut out = vec![0; 40];
    let array = Hdf5File::from_bytes(written).unwrap().dataset("x").unwrap();
    array.read_block(&Region::all([10]), &mut out).unwrap();
    assert_eq!(out, [1; 40]);
    let of = file_of(&[], &[space(&[10]), f4(), contiguous(NOWHERE, 0), fill()], &[]);
    let array = Hdf5File::from_bytes(of).unwrap().dataset("x").unwrap();
    assert!(array.read_block(&Region::all([10]), &mut out).is_err());
}

#[test]
fn filters_and_chunks() {
    let deflate = filters(&[(1, &[6])]);
    // 160 bytes of zeros, by zlib.
    let zeros = b"\x78\x9c\x63\x60\x18\x58\x00\x00\x00\xa0\x00\x01";
    refused(vec![
        ("200 filters", packed((0x0b, vec![2, 200]), 5, &[0; 20]), "Corrupt", "200 filters"),
        (
            "more values than there are",
            packed((0x0b, bytes![[2, 1], n2(1), n2(0), n2(999)]), 5, &[0; 20]),
            "Corrupt",
            "filters",
        ),
        ("version 3", packed((0x0b, vec![3, 0]), 5, &[0; 20]), "Corrupt", "version 3"),
        ("a filter of others", packed(filters(&[(32013, &[])]), 5, &[0; 20]), "Unsupported", "zfp"),
        (
            "not packed twice",
            packed(filters(&[(1, &[1]), (1, &[1])]), 5, zeros),
            "Corrupt",
            "chunk: zlib",
        ),
        ("a bomb", packed(deflate.clone(), 100_000_000, zeros), "Corrupt", "cannot hold"),
        (
            "a bomb of another make",
            packed(filters(&[(32000, &[])]), 10_000_000, zeros),
            "Corrupt",
            "cannot hold",
        ),
        ("not packed", packed(deflate.clone(), 5, &[7; 20]), "Corrupt", "chunk"),
        ("it unpacks to more", packed(deflate.clone(), 5, zeros), "Corrupt", "20 bytes has more"),
        ("it unpacks to less", packed(deflate.clone(), 50, zeros), "Corrupt", "chunk"),
        ("not what LZF makes", packed(filters(&[(32000, &[])]), 5, &[0xff; 20]), "Corrupt", "LZF"),
        ("a wrong checksum", packed(filters(&[(3, &[])]), 5, &[1; 24]), "Checksum", "a chunk"),
        (
            "packed with a checksum, too long",
            packed(filters(&[(3, &[]), (1, &[])]), 5, zeros),
            "Corrupt",
            "24 bytes has more",
        ),
        ("a chunk too short", packed(filters(&[]), 5, &[0; 19]), "Corrupt", "cannot hold"),
        (
            "shuffled too short",
            packed(filters(&[(2, &[4])]), 5, &[0; 19]),
            "Corrupt",
            "cannot hold",
        ),
    ]);
}

#[test]
fn indexes() {
    // A tower of nodes, each of which has the next 60 times.
    let tower: Vec<u8> = (0..6u64)
        .flat_map(|k| {
            let below = if k == 5 { EXTRA } else { EXTRA + (k + 1) * 0x1000 };
            let level = 5 - k as u8;
            let children: Vec<_> = (0..60).map(|i| (20, i * 5, below)).collect();
            let mut node = node(level, &children);
            node.resize(0x1000, 0);
            node
        })
        .collect();
    let bthd = |node: u32, record: u16, depth: u16, root: u64| {
        sum(bytes![
            b"BTHD\x00\x0a",
            n4(node),
            n2(record),
            n2(depth),
            [100, 40],
            n8(root),
            n2(1),
            n8(1)
        ])
    };
    let fahd = |client: u8, width: u8, bits: u8, count: u64| {
        bytes![
            sum(bytes![b"FAHD\x00", [client, width, bits], n8(count), n8(EXTRA + 0x40)]),
            [0; 512]
        ]
    };
    let eahd = |params: [u8; 5]| {
        bytes![
            sum(bytes![b"EAHD\x00\x00\x08", params, [0; 32], n8(9), n8(9), n8(EXTRA + 0x60)]),
            [0; 512]
        ]
    };
    let (fixed, growing, tree) = ([3, 10], [4, 32, 4, 4, 16, 10], [5, 0, 8, 0, 0, 100, 40]);
    let mut full = bthd(2048, 16, 0, EXTRA + 0x40);
    full.resize(0x40, 0);
    full.extend(sum(bytes![b"BTLF\x00\x0a", [0; 16]]));
    full.resize(0x2000, 0);
    let leaf_lies = {
        let mut file = full.clone();
        file[24..26].copy_from_slice(&n2(999));
        let sum = lookup3(&file[..34]);
        file[34..38].copy_from_slice(&n4(sum));
        file
    };
    refused(vec![
        ("no tree", with_tree(vec![0; 100]), "Corrupt", "TREE"),
        (
            "a tree of names",
            with_tree(bytes![b"TREE\x00\x00\x01\x00", [0xff; 90]]),
            "Corrupt",
            "kind 0",
        ),
        ("a tree in a circle", with_tree(node(1, &[(20, 0, EXTRA)])), "Corrupt", "level 1"),
        (
            "a tower",
            file_of(&[], &[space(&[1000]), f4(), tree_chunks(&[5])], &tower),
            "Corrupt",
            "circles",
        ),
        (
            "more children than there are",
            with_tree(bytes![b"TREE\x01\x00\xff\xff", [0xff; 90]]),
            "Corrupt",
            "B-tree",
        ),
        ("a chunk outside", with_tree(node(0, &[(20, 0, 1 << 40)])), "Corrupt", "chunk"),
        ("a chunk nowhere", with_tree(node(0, &[(20, 0, NOWHERE)])), "Corrupt", "no address"),
        (
            "a chunk twice",
            with_tree(bytes![node(0, &[(20, 0, EXTRA), (20, 5, EXTRA), (20, 0, EXTRA)]), [0; 64]]),
            "Corrupt",
            "twice",
        ),
        (
            "a chunk off the grid",
            with_tree(node(0, &[(20, 3, EXTRA)])),
            "Corrupt",
            "a chunk at [3]",
        ),
        (
            "a fixed array of another kind",
            with_index(&fixed, fahd(1, 20, 10, 9)),
            "Corrupt",
            "entries",
        ),
        ("huge fixed array", with_index(&fixed, fahd(0, 8, 60, 1 << 59)), "Corrupt", ""),
        ("huge paged array", with_index(&fixed, fahd(0, 8, 1, 1 << 62)), "Corrupt", ""),
        ("endless pages", with_index(&fixed, fahd(0, 8, 64, 9)), "Corrupt", "page size"),
        ("a fixed array of zeros", with_index(&fixed, fahd(0, 8, 10, 9)), "Checksum", ""),
        (
            "blocks of no slots",
            with_index(&growing, eahd([32, 4, 0, 4, 10])),
            "Corrupt",
            "blocks of 0",
        ),
        (
            "blocks of three",
            with_index(&growing, eahd([32, 4, 3, 4, 10])),
            "Corrupt",
            "blocks of 3",
        ),
        (
            "more bits than there are",
            with_index(&growing, eahd([255, 4, 16, 4, 10])),
            "Corrupt",
            "255",
        ),
        ("endless pages here", with_index(&growing, eahd([32, 4, 16, 4, 64])), "Corrupt", ""),
        (
            "blocks of zeros",
            with_index(&growing, eahd([32, 4, 16, 4, 10])),
            "Checksum",
            "index block",
        ),
        ("a tree too deep", with_index(&tree, bthd(2048, 16, 999, EXTRA)), "Corrupt", "depth 999"),
        ("nodes too small", with_index(&tree, bthd(20, 16, 0, EXTRA)), "Corrupt", "nodes of 20"),
        (
            "nodes too small for pointers",
            with_index(&tree, bthd(30, 16, 3, EXTRA)),
            "Corrupt",
            "small",
        ),
        (
            "records of nothing",
            with_index(&tree, bthd(2048, 0, 0, EXTRA)),
            "Corrupt",
            "records of 0",
        ),
        (
            "records of another kind",
            with_index(&tree, bthd(2048, 17, 0, EXTRA)),
            "Corrupt",
            "17 bytes",
        ),
        ("more records than fit", with_index(&tree, leaf_lies), "Corrupt", "more than fit"),
        (
            "a tree damaged",
            with_index(&tree, bytes![b"BTHD", [0; 60]]),
            "Checksum",
            "B-tree header",
        ),
    ]);
}

#[test]
fn heaps_links_and_attributes() {
    let element = |len: u32, at: u64, index: u32| bytes![n4(len), n8(at), n4(index)];
    let heap = |len: u64, size: u64, text: &[u8]| {
        bytes![b"GCOL\x01\0\0\0", n8(len), n2(1), [0; 6], n8(size), text, [0; 64]]
    };
    let good = heap(64, 8, b"abcdefgh");
    let many: Vec<u8> = (0..9000).flat_map(|_| element(1 << 15, EXTRA, 1)).collect();
    let large = heap(40_000, 39_900, &[b'a'; 39_900]);
    let many = {
        let mut extra = large;
        extra.resize(50_000, 0);
        extra.extend(&many);
        let layout = contiguous(EXTRA + 50_000, many.len() as u64);
        file_of(&[], &[space(&[9000]), (3, TEXT.to_vec()), layout], &extra)
    };
    let named = |name: &[u8], len: u8| {
        file_of(&[(6, bytes![[1, 0, len], name, n8(0x800)])], &[space(&[1]), f4()], &[0; 64])
    };
    let table = |tree: u64, heap: u64, extra: &[u8]| {
        file_of(&[(0x11, bytes![n8(tree), n8(heap)])], &[space(&[1]), f4()], extra)
    };
    let local = bytes![b"HEAP\0\0\0\0", n8(8), n8(NOWHERE), n8(EXTRA + 0x20), [0; 8]];
    let circle =
        bytes![local, [0; 24], b"TREE\x00\x01\x01\x00", [0xff; 16], n8(0), n8(EXTRA + 0x40), n8(0)];
    let dense = |heap: u64, tree: u64| {
        file_of(&[(2, bytes![[0, 0], n8(heap), n8(tree)])], &[space(&[1]), f4()], &[0; 256])
    };
    refused(vec![
        ("a heap outside", texts(&element(3, 1 << 40, 1), &good), "Corrupt", "global heap"),
        ("no heap", texts(&element(3, EXTRA + 8, 1), &good), "Corrupt", "GCOL"),
        ("no such text", texts(&element(3, EXTRA, 2), &good), "Corrupt", "no object 2"),
        ("longer than it is", texts(&element(9, EXTRA, 1), &good), "Corrupt", "of 9 bytes"),
        (
            "a heap of nothing",
            texts(&element(3, EXTRA, 1), &heap(3, 8, b"")),
            "Corrupt",
            "its size",
        ),
        (
            "a heap beyond the file",
            texts(&element(3, EXTRA, 1), &heap(1 << 40, 8, b"")),
            "Corrupt",
            "",
        ),
        (
            "a text beyond the heap",
            texts(&element(3, EXTRA, 1), &heap(64, 999, b"")),
            "Corrupt",
            "999",
        ),
        (
            "no UTF-8",
            texts(&element(2, EXTRA, 1), &heap(64, 8, b"\xff\xffcdefgh")),
            "Unsupported",
            "read_bytes",
        ),
        ("the same text very often", many, "LimitExceeded", "elements of varying length"),
        ("a long name", named(b"abc", 200), "Corrupt", "link"),
        ("no symbol table", table(EXTRA, EXTRA, &[0; 64]), "Corrupt", "HEAP"),
        ("a table in a circle", table(EXTRA + 0x40, EXTRA, &circle), "Corrupt", "level 1"),
        ("a heap of names outside", table(EXTRA, 1 << 33, &[0; 64]), "Corrupt", "local heap"),
        ("no fractal heap", dense(EXTRA, EXTRA), "Corrupt", "FRHP"),
    ]);
}

/// Of what is wrong with an attribute the attribute tells, and nothing else suffers.
#[test]
fn attributes_that_cannot_be_read() {
    let value = |space: &[u8], value: &[u8]| {
        bytes![
            [3, 0],
            n2(2),
            n2(F4.len() as u16),
            n2(space.len() as u16),
            [1],
            b"a\0",
            F4,
            space,
            value
        ]
    };
    let cases = [
        ("(unreadable attribute 1)", vec![3, 0, 9, 0], "attribute"),
        ("(unreadable attribute 1)", vec![9; 12], "version 9"),
        ("a", value(&space(&[1 << 40]).1, &[0; 4]), "attribute"),
        ("a", value(&space(&[1]).1, b""), "4 bytes wanted"),
        ("a", value(&[2, 33, 0, 1], b""), "33 axes"),
    ];
    for (name, message, why) in cases {
        let file = Hdf5File::from_bytes(attribute(message)).unwrap();
        let attributes = file.root().attributes().unwrap();
        let found = attributes[name].why_unreadable().unwrap();
        assert!(found.contains(why), "{name}: {found}");
        assert_eq!(file.root().names().unwrap(), ["x"]);
        file.dataset("x").unwrap();
    }
}

#[test]
fn a_group_inside_itself_is_listed_once() {
    let file =
        file_of(&[link(b"again", 48)], &[space(&[4]), f4(), contiguous(EXTRA, 16)], &[0; 64]);
    let file = Hdf5File::from_bytes(file).unwrap();
    assert_eq!(file.root().names().unwrap(), ["again", "x"]);
    assert_eq!(file.root().arrays().unwrap(), ["x"]);
    assert!(file.dataset(&"again/".repeat(100)).is_err());
    assert!(file.dataset(&format!("{}x", "again/".repeat(5000))).is_err());
}
