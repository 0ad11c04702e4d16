//! Where elements come from: many files, text, pictures, random numbers.

use nd_core::{Array, SliceItem, array, concat, s, stack};
use nd_ooc::{ErrorKind, Join, RunOptions};
use std::path::{Path, PathBuf};

/// A folder that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("nd-ooc-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over is in a folder for what is left over.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn part(number: usize, shape: [usize; 3]) -> Array<i32> {
    let mut at = number as i32 * 1000;
    Array::from_fn(shape, |_| {
        at += 1;
        at
    })
}

fn slices() -> [[SliceItem; 3]; 4] {
    [s![.., .., ..], s![1..;2, ..;-1, 1..3], s![..;-3, 0..2, ..;2], s![-2.., 1..;2, ..]]
}

#[test]
fn files_are_joined_along_any_axis() {
    let folder = Folder::new("joined");
    let packed =
        nd_io::CreateOptions::default().chunks([2, 2, 3]).compression(nd_io::Compression::Gzip(1));
    for axis in 0..3 {
        let parts: Vec<Array<i32>> = (0..12)
            .map(|number| {
                let mut shape = [3, 4, 5];
                shape[axis] = number % 4 + usize::from(number % 4 == 0);
                part(number, shape)
            })
            .collect();
        let want = concat(&parts, axis as isize);
        for (ending, inside) in [("npy", ""), ("zarr", ""), ("h5", "/group/x")] {
            for (number, part) in parts.iter().enumerate() {
                let path = folder.path(&format!("{axis}-{}.{ending}{inside}", number + 1));
                match ending {
                    "npy" => nd_io::save(path, part).unwrap(),
                    _ => nd_io::save_with(path, part, &packed).unwrap(),
                }
            }
            let pattern = folder.path(&format!("{axis}-*.{ending}{inside}"));
            let x = nd_ooc::open_all::<i32>(&pattern, Join::Along(axis as isize)).unwrap();
            for items in slices() {
                let got = x.slice(items).compute().unwrap();
                assert_eq!(got, want.slice(items), "{axis} {ending} {items:?}");
            }
        }
    }
}

#[test]
fn files_are_stacked_along_any_axis() {
    let folder = Folder::new("stacked");
    let parts: Vec<Array<i32>> = (0..5).map(|number| part(number, [3, 4, 2])).collect();
    let paths: Vec<PathBuf> = (0..5).map(|number| folder.path(&format!("{number}.npy"))).collect();
    for (path, part) in paths.iter().zip(&parts) {
        nd_io::save(path, part).unwrap();
    }
    for axis in [0, 1, 2, 3, -1] {
        let want = stack(&parts, axis);
        let x = nd_ooc::open_all::<i32>(&paths[..], Join::Stack(axis)).unwrap();
        assert_eq!(x.compute().unwrap(), want, "{axis}");
        let items = s![1..;2, ..;-1, .., 1..];
        assert_eq!(x.slice(items).compute().unwrap(), want.slice(items), "{axis}");
    }
    // Lists are in their own order.
    let back: Vec<&PathBuf> = paths.iter().rev().collect();
    let x = nd_ooc::open_all::<i32>(back, Join::Stack(0)).unwrap();
    assert_eq!(x.slice(s![0, 0, 0, 0]).value().unwrap(), 4001);
}

#[test]
fn files_that_do_not_fit_are_named() {
    let folder = Folder::new("misfits");
    nd_io::save(folder.path("a1.npy"), part(0, [2, 3, 4])).unwrap();
    nd_io::save(folder.path("a2.npy"), part(0, [2, 3, 5])).unwrap();
    nd_io::save(folder.path("b1.npy"), [1.0]).unwrap();
    nd_io::save(folder.path("b2.npy"), [1]).unwrap();
    let error = |pattern: &str, join| {
        let error = nd_ooc::open_all_any(folder.path(pattern), join).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Files(_)), "{error}");
        error.to_string()
    };
    assert!(error("a*.npy", Join::Along(0)).contains("a2.npy"));
    assert!(error("a*.npy", Join::Stack(0)).contains("a2.npy"));
    assert!(error("b?.npy", Join::Along(0)).contains("int32"));
    assert!(error("c*.npy", Join::Along(0)).contains("no file"));
    assert!(error("a1.npy/*", Join::Along(0)).contains("a1.npy"));
    let axis = nd_ooc::open_all_any(folder.path("a?.npy"), Join::Along(3)).unwrap_err();
    assert!(axis.to_string().contains("open_all"), "{axis}");
    let typed = nd_ooc::open_all::<f32>(folder.path("b1*"), Join::Along(0)).unwrap_err();
    assert!(matches!(typed.kind(), ErrorKind::DtypeMismatch { .. }), "{typed}");
}

/// Files of a folder that this process has open.
fn open_files(folder: &Path) -> usize {
    let Ok(all) = std::fs::read_dir("/proc/self/fd") else { return 0 };
    let links = all.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    links.filter(|link| link.starts_with(folder)).count()
}

#[test]
fn a_thousand_files_are_not_all_open_at_once() {
    let folder = Folder::new("thousand");
    for number in 0..1000 {
        nd_io::save(folder.path(&format!("{number}.npy")), [number, number]).unwrap();
    }
    let x = nd_ooc::open_all::<i32>(folder.path("*.npy"), Join::Along(0)).unwrap();
    assert!(open_files(&folder.0) <= 64);
    assert_eq!(x.sum().value().unwrap(), 999_000);
    assert!(open_files(&folder.0) <= 64);
    let twice = x.slice(s![..;2]).compute().unwrap();
    assert_eq!(twice, Array::from_fn([1000], |at| at[0] as i32));
}

#[test]
fn a_file_of_many_that_changed_is_named() {
    let folder = Folder::new("changed");
    for name in ["a.npy", "b.npy"] {
        nd_io::save(folder.path(name), [1, 2, 3]).unwrap();
    }
    let x = nd_ooc::open_all::<i32>(folder.path("*.npy"), Join::Along(0)).unwrap();
    nd_io::save(folder.path("b.npy"), [1, 2, 3, 4]).unwrap();
    let error = x.compute().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Changed(_)), "{error}");
    assert!(error.to_string().contains("b.npy"), "{error}");
}

#[test]
fn text_and_pictures_are_sources() {
    let folder = Folder::new("text");
    let table = Array::from_fn([5000, 4], |at| (at[0] * 4 + at[1]) as f64 / 4.0);
    nd_io::save(folder.path("table.csv"), &table).unwrap();
    let x = nd_ooc::open::<f64>(folder.path("table.csv")).unwrap();
    assert_eq!(x.slice(s![4000..;-7, 1..3]).compute().unwrap(), table.slice(s![4000..;-7, 1..3]));
    assert_eq!((&x * 2.0).sum().value().unwrap(), nd_ops::sum(&table) * 2.0);
    let picture = Array::from_fn([300, 500, 3], |at| (at[0] * 7 + at[1] * 3 + at[2]) as u8);
    for name in ["picture.tif", "picture.png"] {
        nd_io::save(folder.path(name), &picture).unwrap();
        let x = nd_ooc::open::<u8>(folder.path(name)).unwrap();
        let items = s![10..200;3, ..;-1, 1];
        assert_eq!(x.slice(items).compute().unwrap(), picture.slice(items), "{name}");
        assert_eq!(x.compute().unwrap(), picture, "{name}");
    }
}

/// A plan is stored as a tiled picture with smaller levels, and goes on from there.
#[test]
fn tiles_of_a_picture_are_a_result() {
    let folder = Folder::new("tiles");
    let source = Array::from_fn([700, 900], |at| (at[0] * 7 + at[1] * 3) as u16);
    nd_io::save(folder.path("a.npy"), &source).unwrap();
    let x = nd_ooc::open::<u16>(folder.path("a.npy")).unwrap();
    let layout = nd_io::CreateOptions::default()
        .chunks([64, 128])
        .compression(nd_io::Compression::Gzip(1))
        .levels(usize::MAX);
    let path = folder.path("b.tif");
    let options = RunOptions::default().layout(layout).budget(8 << 20);
    (&x + 1u16).save_with(&path, &options).unwrap();
    assert_eq!(nd_io::load::<u16>(&path).unwrap(), &source + 1);
    let stored = nd_io::open(&path).unwrap();
    assert_eq!(stored.chunks(), Some(&[64, 128][..]));
    assert_eq!(nd_io::TiffFile::open(&path).unwrap().page(0).unwrap().sub_page_count().unwrap(), 4);

    // By way of a folder that outlives the process.
    (&x * 2u16).save_with(folder.path("c.tif"), &RunOptions::default().resume()).unwrap();
    assert_eq!(
        nd_io::load::<u16>(folder.path("c.tif")).unwrap(),
        source.map(|n| n.wrapping_mul(2))
    );
    let again = nd_ooc::open::<u16>(folder.path("c.tif")).unwrap();
    assert_eq!(again.slice(s![600.., ..;-100]).compute().unwrap().shape(), [100, 9]);
    let error = x.save(folder.path("d.tif").join("3")).unwrap_err().to_string();
    assert!(error.contains("writing pages"), "{error}");
}

#[cfg(feature = "random")]
#[test]
fn random_numbers_do_not_depend_on_chunks_slices_or_threads() {
    let folder = Folder::new("random");
    for shape in [vec![20_000], vec![70, 300], vec![3, 40, 50], vec![6, 5000]] {
        let make = || nd_ooc::random(5).normal(1.0, 2.0, &shape[..]).unwrap();
        let whole = make().compute().unwrap();
        let alone = make().compute_with(&RunOptions::default().threads(1)).unwrap();
        assert_eq!(whole, alone);
        let half: Vec<SliceItem> =
            shape.iter().map(|&n| SliceItem::from(n as isize / 3..).step_by(3)).collect();
        assert_eq!(make().slice(&half).compute().unwrap(), whole.slice(&half), "{shape:?}");
        let chunks: Vec<usize> = shape.iter().map(|n| n / 7 + 1).collect();
        let layout = nd_io::CreateOptions::default().chunks(&chunks[..]);
        let path = folder.path(&format!("{}.zarr", shape.len() * 100 + shape[0]));
        make().save_with(&path, &RunOptions::default().layout(layout)).unwrap();
        assert_eq!(nd_io::load::<f64>(&path).unwrap(), whole, "{shape:?}");
        let far = nd_ops::mean(&whole) - 1.0;
        assert!(far.abs() < 0.1 && (nd_ops::std(&whole) - 2.0).abs() < 0.1, "{shape:?}");
    }
}

#[cfg(feature = "random")]
#[test]
fn random_blocks_are_those_of_nd_random() {
    // Rows longer than a block: pieces of 4096, one row each.
    let mut seed = nd_random::SeedSequence::new(9);
    let blocks = nd_random::blocked(seed.spawn(1).remove(0), [1, 4096]);
    let want = blocks.array([10, 5000], |rng, block| {
        rng.random(block);
        Ok(())
    });
    let got = nd_ooc::random(9).random([10, 5000]).compute().unwrap();
    assert_eq!(got, want.unwrap());
}

#[cfg(feature = "random")]
#[test]
fn arrays_of_one_seed_differ_and_bad_parameters_are_refused() {
    let mut rng = nd_ooc::random(3);
    let (a, b) = (rng.random([50]), rng.random([50]));
    assert_ne!(a.compute().unwrap(), b.compute().unwrap());
    let again = nd_ooc::random(3).random([50]).compute().unwrap();
    assert_eq!(a.compute().unwrap(), again);
    assert!(matches!(rng.normal(0.0, -1.0, [3]).unwrap_err().kind(), ErrorKind::Values(_)));
    assert!(rng.integers(3, 3, [3]).is_err());
    assert_eq!(rng.integers(3u8, 4, [3]).unwrap().compute().unwrap(), array![3u8, 3, 3]);
}

/// Integers too large for floats, and floats that are not sums, as in memory.
#[test]
fn ranges_are_those_of_memory() {
    let large = 1i64 << 60;
    assert_eq!(
        nd_ooc::arange(large, large + 3, 1).compute().unwrap(),
        nd_core::arange(large, large + 3, 1)
    );
    let (first, last) = (1_700_000_000_000_000_100i64, 1_700_000_000_000_000_280);
    assert_eq!(nd_ooc::arange(first, last, 60).shape(), [3]);
    assert_eq!(nd_ooc::arange(1.0, 2.0, 0.1).compute().unwrap(), nd_core::arange(1.0, 2.0, 0.1));
    assert_eq!(nd_ooc::arange(5u8, 1, 1).shape(), [0]);
}
