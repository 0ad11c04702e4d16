//! What is written is read back, by blocks in any order; nobody sees half of it.

use crate::zarr_files::Folder;
use nd_core::{AnyArray, Array, DType, s, with_dtype};
use nd_io::{
    Attribute, Attributes, Compression, CreateOptions, ErrorKind, ReadBlocks, Region, WriteBlocks,
    ZarrArray, ZarrGroup, ZarrMetadata, ZarrWriter,
};

/// Bytes that look like numbers: slow changes, and some noise.
fn bytes(len: usize, boolean: bool) -> Vec<u8> {
    let mut state = 1u32;
    (0..len)
        .map(|i| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 28) as u8;
            if boolean { noise & 1 } else { (i / 64) as u8 ^ noise }
        })
        .collect()
}

const WRITES_ZSTD: bool = cfg!(any(feature = "zstd", feature = "zstd-c"));

fn variants() -> Vec<CreateOptions> {
    let plain = CreateOptions::default();
    let mut all = Vec::new();
    let mut packed = vec![Compression::None, Compression::Gzip(1)];
    packed.extend(WRITES_ZSTD.then_some(Compression::Zstd(3)));
    for compression in packed {
        for shuffle in [false, true] {
            for checksum in [false, true] {
                for shards in [None, Some([6, 8, 10])] {
                    let mut options = plain.clone().compression(compression);
                    options.shuffle = shuffle;
                    options.checksum = checksum;
                    options.fortran_order = checksum;
                    options.chunks = Some([3, 4, 5].into());
                    options.shards = shards.map(Into::into);
                    all.push(options);
                }
            }
        }
    }
    all.push(plain);
    all
}

fn read(path: &std::path::Path) -> Vec<u8> {
    let array = ZarrArray::open(path).unwrap();
    let mut got = vec![0xAA; array.info().nbytes().unwrap()];
    array.read_block(&Region::all(array.info().shape), &mut got).unwrap();
    got
}

#[test]
fn every_kind_of_array_comes_back() {
    let folder = Folder::new();
    let path = folder.path().join("a.zarr");
    let shape = [13, 9, 11];
    for (i, options) in variants().iter().enumerate() {
        let dtype = DType::ALL[i % DType::ALL.len()];
        let data = bytes(13 * 9 * 11 * dtype.itemsize(), dtype == DType::Bool);
        let writer = ZarrWriter::create(&path, shape, dtype, options).unwrap();
        writer.write_block(&Region::all(shape), &data).unwrap();
        Box::new(writer).finish().unwrap();
        assert!(read(&path) == data, "{dtype} {options:?}");
        let names: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["a.zarr"], "nothing is left beside it");
        assert!(!path.join(".nd-lock").exists());
    }
}

#[test]
fn blocks_in_any_order_from_many_threads() {
    let folder = Folder::new();
    let shape = [13usize, 9, 11];
    let data: Array<i32> = Array::from_shape_vec(shape, (0..13 * 9 * 11).collect());
    for (i, options) in variants().iter().enumerate() {
        for in_place in [false, true] {
            let path = folder.path().join(format!("{i}-{in_place}"));
            let mut writer = ZarrWriter::create(&path, shape, DType::I32, options).unwrap();
            if in_place {
                writer.into_writer().finish().unwrap();
                writer = ZarrWriter::open(&path).unwrap();
            }
            let out = writer.into_writer();
            // Blocks that share chunks, all at once.
            std::thread::scope(|scope| {
                for z in [2usize, 0, 1] {
                    for y in 0..3 {
                        let (out, data) = (&out, &data);
                        scope.spawn(move || {
                            let (z0, z1) = (z * 5, (z * 5 + 5).min(13));
                            let slice = s![z0 as isize..z1 as isize, y * 3..y * 3 + 3, ..];
                            out.write(slice, &data.slice(slice)).unwrap();
                        });
                    }
                }
            });
            out.finish().unwrap();
            let ds = ZarrArray::open(&path).unwrap().into_dataset();
            assert_eq!(ds.read::<i32>(s![..]).unwrap(), data, "{options:?}");
            assert_eq!(
                ds.read::<i32>(s![5, ..;2, ..;-3]).unwrap(),
                data.slice(s![5, ..;2, ..;-3]).to_array()
            );
        }
    }
}

#[test]
fn what_was_not_written_is_the_fill_value() {
    let folder = Folder::new();
    for shards in [None, Some([4, 4])] {
        let path = folder.path().join("a");
        let mut options = CreateOptions::default().chunks([2, 2]);
        options.shards = shards.map(Into::into);
        options.fill_value = Some(-1.5);
        let out = ZarrWriter::create(&path, [5, 5], DType::F64, &options).unwrap().into_writer();
        out.write(s![1..3, 1..2], [[1.0], [2.0]]).unwrap();
        out.finish().unwrap();
        let mut want = Array::full([5, 5], -1.5);
        want[[1, 1]] = 1.0;
        want[[2, 1]] = 2.0;
        let ds = ZarrArray::open(&path).unwrap().into_dataset();
        assert_eq!(ds.read::<f64>(s![..]).unwrap(), want);
    }
}

#[test]
fn chunks_of_the_fill_value_are_written_unless_they_are_not_wanted() {
    let folder = Folder::new();
    let options = CreateOptions::default().chunks([2]);
    for (skip, there) in [(false, true), (true, false)] {
        let path = folder.path().join(format!("{skip}"));
        let writer = ZarrWriter::create(&path, [4], DType::I16, &options).unwrap().skip_fill(skip);
        writer.write_block(&Region::new([0], [2]), &[0; 4]).unwrap();
        writer.write_block(&Region::new([2], [2]), &[0, 0, 1, 0]).unwrap();
        Box::new(writer).finish().unwrap();
        assert_eq!(path.join("c/0").exists(), there);
        assert!(path.join("c/1").exists());
    }
}

#[test]
fn a_writer_that_gives_up_leaves_the_old_array() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let write = |value: i32, finish: bool| {
        let out = ZarrWriter::create(&path, [3], DType::I32, &CreateOptions::default()).unwrap();
        let out = out.into_writer();
        out.write(s![..], [value; 3]).unwrap();
        if finish {
            out.finish().unwrap();
        }
    };
    write(1, false);
    assert!(!path.exists());
    write(2, true);
    write(3, false);
    assert_eq!(read(&path), [2, 0, 0, 0].repeat(3));
    write(4, true);
    assert_eq!(read(&path), [4, 0, 0, 0].repeat(3));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_dead_writers_left_is_swept() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let options = CreateOptions::default();
    let create = || ZarrWriter::create(&path, [3], DType::I32, &options).unwrap().into_writer();
    create().finish().unwrap();
    // Killed while it wrote: its directory, and a lock file that nobody holds.
    let stale = folder.path().join(".a.0.nd-tmp");
    std::fs::create_dir_all(stale.join("c")).unwrap();
    std::fs::write(stale.join(".nd-lock"), "").unwrap();
    create().finish().unwrap();
    assert!(!stale.exists());
    // Killed between the renames: only the old one is there, hidden.
    std::fs::rename(&path, folder.path().join(".a.old.nd-tmp")).unwrap();
    let error = ZarrArray::open(&path).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Interrupted { .. }), "{error}");
    assert!(nd_io::repair(&path).unwrap());
    ZarrArray::open(&path).unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    // Killed after them.
    std::fs::create_dir_all(folder.path().join(".a.old.nd-tmp")).unwrap();
    create().finish().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_second_writer_is_refused() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let options = CreateOptions::default();
    let locked = |result: Result<ZarrWriter, nd_io::Error>| {
        matches!(result.unwrap_err().kind(), ErrorKind::Locked)
    };
    ZarrWriter::create(&path, [3], DType::I32, &options).unwrap().into_writer().finish().unwrap();
    let first = ZarrWriter::open(&path).unwrap();
    assert!(locked(ZarrWriter::open(&path)));
    assert!(locked(ZarrWriter::create(&path, [3], DType::I32, &options)));
    drop(first);
    let first = ZarrWriter::create(&path, [3], DType::I32, &options).unwrap();
    assert!(locked(ZarrWriter::open(&path)));
    Box::new(first).finish().unwrap();
    ZarrWriter::open(&path).unwrap();
}

#[test]
fn two_writers_take_turns_and_readers_see_whole_chunks() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let options = CreateOptions::default().chunks([512]).compression(Compression::Gzip(1));
    let out = ZarrWriter::create(&path, [1024], DType::U32, &options).unwrap().into_writer();
    out.write(s![..], [0u32; 1024]).unwrap();
    out.finish().unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2u32)
            .map(|writer| {
                let path = &path;
                scope.spawn(move || {
                    let mut rounds = 0;
                    while rounds < 100 {
                        match ZarrWriter::open(path) {
                            Ok(out) => {
                                let value = rounds * 2 + writer;
                                let out = out.durable(false).into_writer();
                                out.write(s![..], [value; 1024]).unwrap();
                                out.finish().unwrap();
                                rounds += 1;
                            }
                            Err(error) => {
                                assert!(matches!(error.kind(), ErrorKind::Locked), "{error}")
                            }
                        }
                    }
                })
            })
            .collect();
        scope.spawn(|| {
            let ds = ZarrArray::open(&path).unwrap().into_dataset();
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                for chunk in ds.read::<u32>(s![..]).unwrap().into_vec().chunks(512) {
                    assert!(chunk.iter().all(|&value| value == chunk[0]), "a torn chunk");
                }
            }
        });
        let ends: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        ends.into_iter().for_each(|end| end.unwrap());
    });
}

#[test]
fn what_is_no_array_is_not_replaced() {
    let folder = Folder::new();
    let options = CreateOptions::default();
    let create =
        |name: &str| ZarrWriter::create(folder.path().join(name), [3], DType::I32, &options);
    std::fs::write(folder.path().join("file"), "mine").unwrap();
    std::fs::create_dir(folder.path().join("folder")).unwrap();
    std::fs::write(folder.path().join("folder/file"), "mine").unwrap();
    ZarrGroup::new(folder.path().join("group"), &Attributes::new()).unwrap();
    for name in ["file", "folder", "group", "missing/a"] {
        assert!(matches!(create(name).unwrap_err().kind(), ErrorKind::Io { .. }), "{name}");
    }
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    create("empty").unwrap().into_writer().finish().unwrap();
}

#[test]
fn options_that_zarr_has_not_are_refused() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let refused = |dtype: DType, change: &dyn Fn(&mut CreateOptions)| {
        let mut options = CreateOptions::default();
        change(&mut options);
        let error = ZarrWriter::create(&path, [4, 4], dtype, &options).unwrap_err();
        assert!(!path.exists());
        format!("{:?}", error.kind()).split([' ', '(']).next().unwrap().to_owned()
    };
    assert_eq!(refused(DType::I8, &|o| o.compression = Compression::Lzf), "Unsupported");
    assert_eq!(refused(DType::I8, &|o| o.compression = Compression::Gzip(10)), "Unsupported");
    assert_eq!(refused(DType::I8, &|o| o.compression = Compression::Zstd(99)), "Unsupported");
    assert_eq!(refused(DType::I8, &|o| o.fill_value = Some(0.5)), "Unsupported");
    assert_eq!(refused(DType::U8, &|o| o.fill_value = Some(-1.0)), "Unsupported");
    assert_eq!(refused(DType::Bool, &|o| o.fill_value = Some(2.0)), "Unsupported");
    assert_eq!(refused(DType::I8, &|o| o.dimension_names = Some(vec!["x".into()])), "Unsupported");
    assert_eq!(refused(DType::I8, &|o| o.chunks = Some([4].into())), "Corrupt");
    assert_eq!(refused(DType::I8, &|o| o.chunks = Some([0, 4].into())), "Corrupt");
    assert_eq!(
        refused(DType::I8, &|o| (o.chunks, o.shards) = (Some([3, 4].into()), Some([4, 4].into()))),
        "Corrupt"
    );
    assert_eq!(
        refused(DType::I8, &|o| o.chunks = Some([1 << 20, 1 << 20].into())),
        "LimitExceeded"
    );
}

#[test]
fn metadata_survive_being_written() {
    let folder = Folder::new();
    for dtype in DType::ALL {
        let mut values = vec![0.0, 1.0];
        if dtype.kind() >= nd_core::Kind::Float {
            values.extend([f64::NAN, f64::INFINITY, -0.1, 1e-7]);
        }
        for fill in values {
            let path = folder.path().join("a");
            let mut options = CreateOptions::default().chunks([2, 3]).attribute("n", 3i64);
            options = options.attribute("t", "a \"b\"\n").attribute("nan", f64::NAN);
            let numbers = AnyArray::from(Array::from_shape_vec([2, 2], vec![1i16, 2, 3, 4]));
            options = options.attribute("m", numbers);
            options.attributes.insert("j".into(), Attribute::Json("{\"x\": null}".into()));
            options.fill_value = Some(fill);
            options.dimension_names = Some(vec!["y".into(), "x".into()]);
            let writer = ZarrWriter::create(&path, [4, 6], dtype, &options).unwrap();
            let want = format!("{:?}", writer.metadata().info().shape);
            Box::new(writer).finish().unwrap();
            let text = std::fs::read(path.join("zarr.json")).unwrap();
            let metadata = ZarrMetadata::from_json(&text).unwrap();
            let info = metadata.info();
            assert_eq!(format!("{:?}", info.shape), want);
            assert_eq!(info.attributes["t"].as_text(), Some("a \"b\"\n"));
            assert_eq!(info.attributes["nan"].as_text(), Some("NaN"));
            let numbers = AnyArray::from(Array::from_shape_vec([2, 2], vec![1i64, 2, 3, 4]));
            assert_eq!(info.attributes["m"], Attribute::Numbers(numbers));
            assert_eq!(info.dimension_names.as_ref().unwrap()[1].as_deref(), Some("x"));
            // What reads where nothing was written.
            let ds = ZarrArray::open(&path).unwrap().into_dataset();
            let got = with_dtype!(dtype, T => AnyArray::from(ds.read::<T>(s![0, 0]).unwrap()));
            let want = AnyArray::from(Array::full((), fill)).cast(dtype);
            assert_eq!(format!("{got:?}"), format!("{want:?}"));
        }
    }
}

/// Opening lists nothing, so it does not matter how many chunks there are.
#[test]
fn one_of_a_hundred_thousand_chunks() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let options = CreateOptions::default().chunks([1, 1]);
    let writer =
        ZarrWriter::create(&path, [1000, 100], DType::U8, &options).unwrap().durable(false);
    for row in [0, 500, 999] {
        writer.write_block(&Region::new([row, 0], [1, 100]), &[row as u8; 100]).unwrap();
    }
    Box::new(writer).finish().unwrap();
    let start = std::time::Instant::now();
    let ds = ZarrArray::open(&path).unwrap().into_dataset();
    assert_eq!(ds.read::<u8>(s![500, 7]).unwrap().into_vec(), [244]);
    assert!(start.elapsed().as_millis() < 100, "{:?}", start.elapsed());
}

#[test]
fn without_its_feature_zstd_is_refused_and_the_cure_named() {
    let folder = Folder::new();
    let path = folder.path().join("a");
    let mut options = CreateOptions::default().compression(Compression::Zstd(3));
    for shuffle in [false, true] {
        options.shuffle = shuffle;
        let made = ZarrWriter::create(&path, [4], DType::U8, &options);
        assert_eq!(made.is_ok(), WRITES_ZSTD);
        if let Err(error) = made {
            assert!(error.to_string().contains("enable the feature `zstd`"), "{error}");
            assert!(!path.exists());
        }
    }
}
