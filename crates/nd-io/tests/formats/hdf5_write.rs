//! Files that we write are read by us, and by h5py: `hdf5_check.py` beside this file reads what the
//! ignored test writes into the folder `ND_HDF5_SAMPLES`.

use std::path::{Path, PathBuf};

use crate::hdf5_files::read_all;
use nd_core::{AnyArray, Array, DType, array, s};
use nd_io::{
    Attribute, Compression, CreateOptions, Dataset, DatasetWriter, ErrorKind, Hdf5Editor, Hdf5File,
    Hdf5FileWriter, Hdf5Writer, ReadBlocks, Region, WriteBlocks,
};

const DTYPES: [DType; 14] = [
    DType::Bool,
    DType::I8,
    DType::I16,
    DType::I32,
    DType::I64,
    DType::U8,
    DType::U16,
    DType::U32,
    DType::U64,
    DType::F16,
    DType::F32,
    DType::F64,
    DType::C64,
    DType::C128,
];

/// A file of this test's own.
fn temp(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("nd-io-hdf5-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

/// Bytes of elements: numbers without a pattern, but NaNs of one kind only.
fn elements(dtype: DType, size: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as u8
    };
    let mut bytes: Vec<u8> = (0..size * dtype.itemsize()).map(|_| random() % 64).collect();
    if dtype == DType::Bool {
        bytes.iter_mut().for_each(|byte| *byte &= 1);
    }
    bytes
}

/// Every way to lay out an array.
fn layouts() -> Vec<(&'static str, CreateOptions)> {
    let plain = CreateOptions::default;
    let with = |set: &dyn Fn(&mut CreateOptions)| {
        let mut options = plain();
        set(&mut options);
        options
    };
    vec![
        ("plain", plain()),
        ("fill", with(&|o| o.fill_value = Some(1.0))),
        ("chunks", plain().chunks([3, 4])),
        ("gzip", plain().compression(Compression::Gzip(6)).chunks([5, 100])),
        (
            "gzip_shuffle",
            with(&|o| {
                (o.compression, o.shuffle, o.chunks) =
                    (Compression::Gzip(1), true, Some([4, 4].into()));
            }),
        ),
        ("lzf", plain().compression(Compression::Lzf).chunks([16, 16])),
        (
            "all",
            with(&|o| {
                (o.compression, o.shuffle, o.checksum) = (Compression::Gzip(9), true, true);
                (o.extendible, o.chunks) = (true, Some([7, 3].into()));
                o.fill_value = Some(1.0);
            }),
        ),
        (
            "lzf_all",
            with(&|o| {
                (o.compression, o.shuffle, o.checksum) = (Compression::Lzf, true, true);
            }),
        ),
        ("checksum", with(&|o| o.checksum = true)),
        ("growing", with(&|o| o.extendible = true)),
    ]
}

/// Writes an array by blocks in an order of its own, from several threads, some parts twice.
fn write_blocks(out: &(impl WriteBlocks + ?Sized), whole: &[u8]) {
    let info = out.info();
    let (rows, columns) = (info.shape[0], info.shape[1]);
    let itemsize = info.dtype.itemsize();
    let region_bytes = |region: &Region| {
        let mut bytes = Vec::new();
        for i in 0..region.shape()[0] {
            for j in 0..region.shape()[1] {
                let row = region.start()[0] + i * region.step()[0];
                let at = row * columns + region.start()[1] + j * region.step()[1];
                bytes.extend_from_slice(&whole[at * itemsize..][..itemsize]);
            }
        }
        bytes
    };
    let mut regions = Vec::new();
    for row in (0..rows).step_by(3) {
        let n = 3.min(rows - row);
        regions.push(Region::new([row, 0], [n, columns / 2]));
        for column in columns / 2..columns {
            regions.push(Region::new([row, column], [n, 1]));
        }
    }
    // Every other column of the upper half once more.
    regions.push(Region::new([0, 1], [rows / 2, columns / 2]).with_step([1, 2]));
    regions.reverse();
    let parts: Vec<&[Region]> = regions.chunks(regions.len().div_ceil(3)).collect();
    std::thread::scope(|scope| {
        for part in parts {
            scope.spawn(move || {
                for region in part {
                    out.write_block(region, &region_bytes(region)).unwrap();
                }
            });
        }
    });
}

#[test]
fn every_dtype_in_every_layout() {
    let path = temp("dtypes.h5");
    write_dtypes(&path, None);
    let file = Hdf5File::open(&path).unwrap();
    for (k, dtype) in DTYPES.into_iter().enumerate() {
        for (name, options) in layouts() {
            let dataset = file.dataset(&format!("{}/{name}", dtype.name())).unwrap();
            assert_eq!(dataset.info().dtype, dtype);
            let expected = elements(dtype, 31 * 13, k as u64);
            assert!(read_all(&dataset).unwrap() == expected, "{dtype} {name}");
            assert_eq!(dataset.max_shape()[0].is_none(), options.extendible);
        }
    }
    std::fs::remove_file(path).unwrap();
}

/// One group a dtype; `index` is told what was written.
fn write_dtypes(path: &Path, mut index: Option<&mut String>) {
    let mut file = Hdf5FileWriter::new(path).unwrap();
    for (k, dtype) in DTYPES.into_iter().enumerate() {
        let whole = elements(dtype, 31 * 13, k as u64);
        for (name, options) in layouts() {
            let name = format!("{}/{name}", dtype.name());
            let out = file.dataset(&name, [31, 13], dtype, &options).unwrap();
            write_blocks(&out, &whole);
            if let Some(index) = &mut index {
                let hex: String = whole.iter().map(|byte| format!("{byte:02x}")).collect();
                let mut options = format!("{:?}", options.compression).to_lowercase();
                let info = out.info();
                options += &format!(" {:?} {}", info.chunks.map(|c| c.to_vec()), info.compression);
                index.push_str(&format!("{name}\t{}\t31,13\t{options}\t{hex}\n", dtype.name()));
            }
        }
    }
    file.finish().unwrap();
}

#[test]
fn samples_for_h5py() {
    let Some(folder) = std::env::var_os("ND_HDF5_SAMPLES").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    let mut index = String::new();
    write_dtypes(&folder.join("dtypes.h5"), Some(&mut index));
    std::fs::write(folder.join("dtypes.tsv"), index).unwrap();
    write_shapes(&folder.join("shapes.h5"));
    write_many(&folder.join("many.h5"), 3000, 20_000);
}

/// Unusual extents, texts, attributes and links.
fn write_shapes(path: &Path) {
    let mut file = Hdf5FileWriter::new(path).unwrap();
    let plain = CreateOptions::default();
    file.save_with("scalar", Array::full((), 2.5f64), &plain).unwrap();
    file.save_with("empty", Array::<f32>::zeros([0, 3]), &plain).unwrap();
    let mut growing = CreateOptions::default().chunks([2, 2]).compression(Compression::Gzip(4));
    (growing.extendible, growing.fill_value) = (true, Some(-1.5));
    file.dataset("none_yet", [0, 3], DType::F32, &growing).unwrap();
    file.dataset("unwritten", [5, 3], DType::F32, &growing).unwrap();
    let edge = DatasetWriter::new(file.dataset("edge", [3, 3], DType::F32, &growing).unwrap());
    edge.write(s![.., ..], Array::full([3, 3], 7.0f32)).unwrap();
    file.save_with("deep/er/five", Array::<i16>::ones([2, 1, 3, 1, 2]), &plain).unwrap();
    file.texts("texts", &["Zürich", "", "日本", &"x".repeat(5000)]).unwrap();
    let many: Vec<String> = (0..70_000).map(|i| format!("text {i}")).collect();
    file.texts("many_texts", &many).unwrap();
    file.texts::<&str>("no_texts", &[]).unwrap();
    let mut named = plain.clone();
    named.dimension_names = Some(vec!["y".into(), "x".into()]);
    file.save_with("named", array![[1u8, 2]], &named).unwrap();
    file.link("soft", "/deep/er").unwrap();
    for (path, name) in [("", "root"), ("deep", "group"), ("texts", "texts"), ("scalar", "scalar")]
    {
        file.attribute(path, format!("of {name}"), "Grüße").unwrap();
        file.attribute(path, "number", 1.5).unwrap();
        file.attribute(path, "bool", Attribute::number(true)).unwrap();
        file.attribute(path, "matrix", AnyArray::from(array![[1i16, 2], [3, 4]])).unwrap();
        file.attribute(path, "texts", Attribute::Texts(vec!["a".into(), "".into(), "c".into()]))
            .unwrap();
    }
    file.finish().unwrap();
}

/// Many names in a group, and an array of many chunks.
fn write_many(path: &Path, names: usize, chunks: usize) {
    let mut file = Hdf5FileWriter::new(path).unwrap();
    let plain = CreateOptions::default();
    for i in 0..names {
        file.save_with(&format!("crowd/member {i}"), Array::full((), i as u32), &plain).unwrap();
    }
    let options = CreateOptions::default().chunks([2]);
    let numbers: Array<i64> = Array::from_shape_vec([2 * chunks], (0..2 * chunks as i64).collect());
    file.save_with("chunks", &numbers, &options).unwrap();
    file.finish().unwrap();
}

#[test]
fn shapes_texts_attributes_and_links() {
    let path = temp("shapes.h5");
    write_shapes(&path);
    let file = Hdf5File::open(&path).unwrap();
    let read = |name: &str| Dataset::new(file.dataset(name).unwrap());
    assert_eq!(read("scalar").read::<f64>(s![]).unwrap().into_vec(), [2.5]);
    assert_eq!(read("empty").shape(), [0, 3]);
    assert_eq!(read("none_yet").shape(), [0, 3]);
    assert_eq!(read("unwritten").read::<f32>(s![4, 1..]).unwrap().into_vec(), [-1.5, -1.5]);
    assert_eq!(read("soft/five").shape(), [2, 1, 3, 1, 2]);
    let texts = |name: &str| file.root().texts(name).unwrap().read().unwrap();
    assert_eq!(texts("texts")[..3], ["Zürich", "", "日本"]);
    assert_eq!(texts("texts")[3].len(), 5000);
    let many = texts("many_texts");
    assert!(many.iter().enumerate().all(|(i, text)| *text == format!("text {i}")));
    assert_eq!((many.len(), texts("no_texts").len()), (70_000, 0));
    let names = read("named").info().dimension_names.clone();
    assert_eq!(names, Some(vec![Some("y".into()), Some("x".into())]));
    let root = file.root().attributes().unwrap();
    assert_eq!(root["of root"].as_text(), Some("Grüße"));
    assert_eq!(root["matrix"], Attribute::from(AnyArray::from(array![[1i16, 2], [3, 4]])));
    assert_eq!(root["texts"], Attribute::Texts(vec!["a".into(), "".into(), "c".into()]));
    assert_eq!(file.root().texts("texts").unwrap().attributes().len(), 5);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn many_names_and_chunks() {
    let path = temp("many.h5");
    write_many(&path, 300, 20_000);
    let file = Hdf5File::open(&path).unwrap();
    assert_eq!(file.group("crowd").unwrap().names().unwrap().len(), 300);
    let chunks = Dataset::new(file.dataset("chunks").unwrap());
    assert_eq!(chunks.read::<i64>(s![39_990..;5]).unwrap().into_vec(), [39_990, 39_995]);
    let all = chunks.read::<i64>(s![..]).unwrap();
    assert!(all.iter().enumerate().all(|(i, &x)| i as i64 == x));
    std::fs::remove_file(path).unwrap();
}

/// The C library counts attributes by a message of their own, and programs list as many as it counts.
#[test]
fn attributes_are_counted() {
    let path = temp("counted.h5");
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    file.save("with", [1]).unwrap();
    file.save("without", [1]).unwrap();
    file.texts("texts", &["a"]).unwrap();
    for object in ["", "with", "texts"] {
        file.attribute(object, "n", 1.0).unwrap();
    }
    file.finish().unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let info = [&[0x15, 18, 0, 0, 0, 0][..], &[0xff; 16]].concat();
    assert_eq!(bytes.windows(info.len()).filter(|bytes| *bytes == info).count(), 3);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_cannot_be_written_is_told() {
    let path = temp("refused.h5");
    std::fs::write(&path, "old").unwrap();
    let refused = |shape: &[usize], options: CreateOptions| {
        let shape = nd_core::Shape::from(shape);
        Hdf5Writer::create(&path, "a", shape, DType::F32, &options).unwrap_err()
    };
    let plain = CreateOptions::default;
    let mut fortran = plain();
    fortran.fortran_order = true;
    for (shape, options) in [
        (&[4][..], plain().compression(Compression::Zstd(3))),
        (&[4], plain().compression(Compression::Gzip(10))),
        (&[4], plain().shards([4])),
        (&[4], fortran),
        (&[], plain().compression(Compression::Gzip(1))),
        (&[4], plain().chunks([2, 2])),
        (&[4], plain().chunks([0])),
        (&[1 << 40], plain().chunks([1 << 40])),
    ] {
        let error = refused(shape, options.clone());
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{options:?}: {error}");
        assert_eq!(error.path(), Some(path.as_path()));
    }
    let mut file = Hdf5FileWriter::new(&path).unwrap();
    file.save_with("a/b", [1.0f32], &plain()).unwrap();
    for name in ["a", "a/b", "a/b/c", "", "."] {
        let error = file.save_with(name, [1.0f32], &plain()).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{name}: {error}");
    }
    let error = file.attribute("nothing", "x", 1.0).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoSuchArray { .. }));
    file.attribute("a", "large", AnyArray::from(Array::<f64>::zeros(9000))).unwrap();
    assert!(matches!(file.finish().unwrap_err().kind(), ErrorKind::LimitExceeded { .. }));
    // Nothing of all this touched the file.
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    std::fs::remove_file(path).unwrap();
}

/// An expected array after changes: old values, then what was written.
#[test]
fn files_that_exist_are_changed_and_grow() {
    for (k, name) in ["ours.h5", "earliest.h5"].into_iter().enumerate() {
        let path = temp(name);
        let (growing, plain, unwritten) = if k == 0 {
            write_dtypes(&path, None);
            ("float32/all", "float32/plain", "float32/chunks")
        } else {
            std::fs::copy(crate::hdf5_files::folder().join("chunks_earliest.h5"), &path).unwrap();
            ("shrunk", "nothing", "grown")
        };
        let before = Hdf5File::open(&path).unwrap();
        let old = before.dataset(growing).unwrap();
        let (shape, fill) = (old.info().shape, if k == 0 { 1.0 } else { 0.0 });
        let dtype = old.info().dtype;
        let old = Dataset::new(old).read_any(s![.., ..]).unwrap();
        // Whoever reads a file keeps others from changing it.
        assert!(matches!(Hdf5Editor::open(&path).unwrap_err().kind(), ErrorKind::Locked));
        drop(before);

        let mut file = Hdf5Editor::open(&path).unwrap();
        assert!(matches!(Hdf5Editor::open(&path).unwrap_err().kind(), ErrorKind::Locked));
        assert!(matches!(Hdf5File::open(&path).unwrap_err().kind(), ErrorKind::Locked));
        let refused = file.grow(plain, [1000, 1000]).unwrap_err();
        assert!(matches!(refused.kind(), ErrorKind::Unsupported { .. }), "{refused}");
        let grown = [shape[0] + 9, shape[1] + 5];
        let out = DatasetWriter::new(file.grow(growing, grown).unwrap());
        let row = AnyArray::from(Array::full(grown[1], 3.0f64)).cast(dtype);
        out.write_any(s![-1, ..], row.view()).unwrap();
        out.write_any(s![1, ..], row.view()).unwrap();
        drop(out);
        let out = DatasetWriter::new(file.dataset(plain).unwrap());
        let zero = AnyArray::from(Array::full((), 9.0f64)).cast(out.info().dtype);
        out.write_any(s![2, 1], zero.view()).unwrap();
        assert!(file.dataset(plain).is_err());
        file.dataset(unwritten).unwrap();
        file.finish().unwrap();

        let file = Hdf5File::open(&path).unwrap();
        let new = Dataset::new(file.dataset(growing).unwrap()).read_any(s![.., ..]).unwrap();
        let (old, new) = (old.cast(DType::F64), new.cast(DType::F64));
        let (AnyArray::F64(old), AnyArray::F64(new)) = (old, new) else { panic!() };
        for i in 0..grown[0] {
            for j in 0..grown[1] {
                let expected = match (i, j) {
                    (1, _) => 3.0,
                    _ if i == grown[0] - 1 => 3.0,
                    _ if i < shape[0] && j < shape[1] => old[[i, j]],
                    _ => fill,
                };
                assert_eq!(new[[i, j]], expected, "{name} {i} {j}");
            }
        }
        let plain = Dataset::new(file.dataset(plain).unwrap()).read_any(s![2, 1]).unwrap();
        assert_eq!(plain.cast(DType::F64), AnyArray::from(Array::full((), 9.0f64)));
        std::fs::remove_file(&path).unwrap();
    }
}
