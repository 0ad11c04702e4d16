//! TIFF files of others: what is in them, whole and in parts, and how they are refused.

use std::path::{Path, PathBuf};

use half::{bf16, f16};
use nd_core::{AnyArray, Array, DType, s};
use nd_io::{
    Dataset, Error, ErrorKind, PictureOptions, PictureWriteOptions, ReadBlocks, StoredElement,
    TiffCompression, TiffFile, list, load, load_any, load_picture_any_with, open, save,
    save_picture, save_picture_with, write_npy_any,
};
use num_complex::Complex;

use super::tiff_live::same;

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/img").join(name)
}

fn want(name: &str) -> AnyArray {
    load_any(case(name).with_extension("npy")).unwrap()
}

/// A file of one page, in memory.
fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(case(name)).unwrap()
}

#[test]
fn samples_are_what_tifffile_reads() {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(case("")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let tif = path.extension().is_some_and(|extension| extension == "tif");
        let special = ["stack", "imagej", "ome", "palette8", "sparse_whole", "planar_rgb_extra8"];
        if tif && !special.contains(&&name[..]) {
            names.push(name);
        }
    }
    assert!(names.len() >= 18, "{names:?}");
    for name in names {
        same(&case(&format!("{name}.tif")), "open", &want(&name), 0)
            .unwrap_or_else(|what| panic!("{name}: {what}"));
    }
}

#[test]
fn codecs_and_layouts_are_what_tifffile_reads() {
    let mut count = 0;
    for entry in std::fs::read_dir(case("hostile")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "npy") {
            continue;
        }
        let want = load_any(path.with_extension("npy")).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (how, path) = match name {
            "palette" => ("indices", path.join("0")),
            _ => ("open", path.clone()),
        };
        // Decoders of JPEG may differ in the last bits of their transforms.
        let near = if name.starts_with("jpeg") { 6 } else { 0 };
        same(&path, how, &want, near).unwrap_or_else(|what| panic!("{name}: {what}"));
        count += 1;
    }
    assert!(count >= 23, "{count}");
}

#[test]
fn pages_that_hang_on_others_are_reached_through_them() {
    let path = case("hostile/subs.tif");
    assert_eq!(list(&path).unwrap(), ["0", "1"]);
    let whole = load::<u8>(path.join("0")).unwrap();
    let half = load::<u8>(path.join("0/0")).unwrap();
    assert_eq!(half, whole.slice(s![..;2, ..;2]).to_array());
    let error = load_any(path.join("0/1")).unwrap_err();
    assert!(error.to_string().contains(r#"no array "0/1"; there are "0""#), "{error}");
    let page = TiffFile::open(&path).unwrap().page(0).unwrap();
    let subs = page.sub_pages().unwrap();
    assert!(subs.len() == 1 && subs[0].is_reduced() && !page.is_reduced());
    let error = TiffFile::open(&path).unwrap().pages_as_stack().unwrap_err();
    assert!(error.to_string().contains("pages that differ"), "{error}");
}

#[test]
fn separate_planes_are_the_last_axis() {
    let want = Array::<u8>::try_from(want("planar_rgb_extra8")).unwrap();
    let got = load::<u8>(case("planar_rgb_extra8.tif")).unwrap();
    assert_eq!(got, want.view().permute_dims(&[1, 2, 0]).to_array());
}

#[test]
fn what_is_not_stored_is_zeros() {
    let path = case("sparse_whole.tif");
    let picture = load_any(&path).unwrap();
    assert_eq!(picture.shape(), [4096, 4096]);
    let bytes = Array::<u8>::try_from(picture).unwrap();
    assert!(bytes.iter().all(|&x| x == 0));
}

#[test]
fn palettes_are_numbers_or_colours() {
    let numbers = want("palette8");
    let options = PictureOptions::default().palette_indices(true);
    assert_eq!(load_picture_any_with(case("palette8.tif"), &options).unwrap(), numbers);
    let page = TiffFile::open(case("palette8.tif")).unwrap().page(0).unwrap();
    assert_eq!(Dataset::new(page.clone()).read_any(s![]).unwrap(), numbers);
    let palette = page.palette().unwrap().unwrap();
    assert_eq!(palette.shape(), [256, 3]);
    let colours = open(case("palette8.tif")).unwrap();
    assert_eq!(colours.attributes()["photometric"].as_text(), Some("rgb"));
    let colours = colours.read::<u16>(s![3..;5, .., ..;-1]).unwrap();
    let numbers = Array::<u8>::try_from(numbers).unwrap();
    for (y, row) in (3..40).step_by(5).enumerate() {
        for x in 0..50 {
            for c in 0..3 {
                let stored = palette[[usize::from(numbers[[row, x]]), 2 - c]];
                assert_eq!(colours[[y, x, c]], stored);
            }
        }
    }
}

#[test]
fn pages_are_reached_by_number() {
    for name in ["stack", "imagej", "ome"] {
        let (path, want) = (case(&format!("{name}.tif")), want(name));
        let page = |i: isize| want.view().try_slice(s![i]).unwrap().to_array();
        assert_eq!(load_any(&path).unwrap(), page(0), "{name}");
        assert_eq!(list(&path).unwrap(), ["0", "1"], "{name}");
        assert_eq!(list(path.join("1")).unwrap(), [""], "{name}");
        assert_eq!(load_any(path.join("1")).unwrap(), page(1), "{name}");
        assert_eq!(open(path.join("1")).unwrap().read_any(s![]).unwrap(), page(1), "{name}");
        let error = load_any(path.join("2")).unwrap_err();
        assert!(error.to_string().ends_with(r#"no array "2"; there are "0", "1""#), "{error}");
        assert!(load_any(path.join("x")).is_err() && load_any(path.join("0/0")).is_err());
        let file = TiffFile::open(&path).unwrap();
        assert_eq!((file.len(), file.fault()), (2, None), "{name}");
        let stack = Dataset::new(file.pages_as_stack().unwrap());
        assert_eq!(stack.read_any(s![]).unwrap(), want, "{name}");
        assert_eq!(
            stack.read_any(s![1, ..;2, 3]).unwrap(),
            want.view().try_slice(s![1, ..;2, 3]).unwrap().to_array()
        );
    }
    let error = open(case("f64.tif").join("1")).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NoSuchArray { .. }), "{error}");
    assert_eq!(list(case("f64.tif")).unwrap(), [""]);
    let error = save(case("f64.tif").join("1"), [[1.0]]).unwrap_err();
    assert!(error.to_string().contains("writing pages"), "{error}");
}

#[test]
fn what_a_page_says_of_itself() {
    let page = TiffFile::open(case("ome.tif")).unwrap().page(0).unwrap();
    let attributes = &page.info().attributes;
    assert!(attributes["description"].as_text().unwrap().contains("<OME"), "{attributes:?}");
    assert_eq!(page.tag(256).unwrap().unwrap().to_string(), "50");
    assert_eq!(page.tag(60_000).unwrap(), None);
    assert!(page.tags().contains(&270) && !page.is_reduced());
    let tiled = open(case("tiled_lzw.tif")).unwrap();
    assert_eq!(tiled.chunks(), Some(&[16, 16][..]));
    assert_eq!(tiled.info().compression, "lzw");
}

#[test]
fn lists_of_pages_may_lead_back_or_nowhere() {
    // The place of the next page stands behind the tags of each.
    let two = bytes("stack.tif");
    let first = u32::from_le_bytes(two[4..8].try_into().unwrap()) as usize;
    let count = u16::from_le_bytes(two[first..first + 2].try_into().unwrap()) as usize;
    let next = first + 2 + 12 * count;
    for (target, what) in
        [(first as u32, "page 0 leads back to page 0"), (u32::MAX, "ends too early")]
    {
        let mut file = two.clone();
        file[next..next + 4].copy_from_slice(&target.to_le_bytes());
        let file = TiffFile::from_bytes(file).unwrap();
        assert_eq!(file.len(), 1);
        assert!(file.fault().unwrap().contains(what), "{:?}", file.fault());
        assert!(file.page(0).is_ok());
        assert!(file.page(1).unwrap_err().to_string().contains(what));
        assert!(file.pages_as_stack().is_err());
    }
}

#[test]
fn one_bad_strip_costs_its_rows_alone() {
    let folder = std::env::temp_dir().join(format!("nd-tiff-bad-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("a.tif");
    let mut file = bytes("tiled_lzw.tif");
    let page = TiffFile::from_bytes(file.clone()).unwrap().page(0).unwrap();
    let places = page.tag(324).unwrap().unwrap().to_string();
    let places: Vec<usize> = places.split([' ', '[', ']']).filter_map(|n| n.parse().ok()).collect();
    // A code that means nothing, in the last tile.
    file[places[places.len() - 1]..][..4].copy_from_slice(&[0x80, 0x7f, 0xff, 0xff]);
    std::fs::write(&path, &file).unwrap();
    let want = Array::<u8>::try_from(want("tiled_lzw")).unwrap();
    let ds = open(&path).unwrap();
    assert_eq!(ds.read::<u8>(s![..16, ..]).unwrap(), want.slice(s![..16, ..]).to_array());
    let error = load_any(&path).unwrap_err();
    assert!(error.to_string().contains("tile 11 of 12"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn refusals_name_what_is_missing() {
    let with = |tag: u16, value: u16| {
        let mut file = bytes("tiled_lzw.tif");
        let first = u32::from_le_bytes(file[4..8].try_into().unwrap()) as usize;
        let count = u16::from_le_bytes(file[first..first + 2].try_into().unwrap()) as usize;
        let entries = (0..count).map(|i| first + 2 + 12 * i);
        let mut found = false;
        for at in entries {
            if file[at..at + 2] == tag.to_le_bytes() {
                file[at + 8..at + 10].copy_from_slice(&value.to_le_bytes());
                found = true;
            }
        }
        assert!(found, "{tag}");
        let page = TiffFile::from_bytes(file).and_then(|file| file.page(0));
        page.and_then(|page| Dataset::new(page).read_any(s![])).unwrap_err()
    };
    for (tag, value, part) in [
        (259, 34712, "compression 34712 (JPEG 2000)"),
        (259, 6, "old-style JPEG (compression 6) in pieces"),
        (259, 9, "compression 9 (JBIG)"),
        (259, 34887, "LERC"),
        (259, 12345, "compression 12345 (which is unknown)"),
        (258, 99, "samples of 99 bits that are unsigned"),
    ] {
        let error = with(tag, value);
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
}

/// The first page of a file in memory.
fn first(bytes: &[u8]) -> Result<AnyArray, Error> {
    let page = TiffFile::from_bytes(bytes.to_vec())?.page(0)?;
    Dataset::new(page).read_any(s![])
}

#[test]
fn every_cut_and_many_flips_of_every_codec() {
    for entry in std::fs::read_dir(case("hostile")).unwrap() {
        let fixture = entry.unwrap().path();
        if fixture.extension().is_some_and(|extension| extension == "npy") {
            continue;
        }
        let whole = std::fs::read(&fixture).unwrap();
        let expected = first(&whole).unwrap();
        for end in 0..whole.len() {
            match first(&whole[..end]) {
                Err(error) => assert!(!matches!(error.kind(), ErrorKind::Io { .. }), "{error}"),
                // What is behind the last pixel and the first page may be missing.
                Ok(picture) => assert_eq!(picture, expected, "{} {end}", fixture.display()),
            }
        }
        let mut noise = 1u64;
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..3 {
                noise = noise.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767);
                let at = (noise >> 33) as usize % bytes.len();
                bytes[at] = (noise >> 20) as u8;
            }
            look_at(bytes);
        }
    }
}

/// All that can be asked of a file, which may be an error and nothing worse.
fn look_at(bytes: Vec<u8>) {
    let Ok(file) = TiffFile::from_bytes(bytes) else { return };
    for page in 0..file.len().min(3) {
        let Ok(page) = file.page(page) else { continue };
        if page.info().nbytes().is_ok_and(|bytes| bytes < 1 << 20) {
            let _ = Dataset::new(page.clone()).read_any(s![]);
            let _ = page.clone().colours();
        }
        for tag in page.tags() {
            let _ = page.tag(tag);
        }
        let _ = page.sub_pages();
    }
    let _ = file.pages_as_stack();
}

#[test]
fn what_the_fuzzer_starts_from() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/tiff");
    let files = std::fs::read_dir(corpus).unwrap();
    assert!(files.map(|file| look_at(std::fs::read(file.unwrap().path()).unwrap())).count() >= 10);
}

#[test]
fn what_is_saved_is_loaded() {
    let path = std::env::temp_dir().join(format!("nd-tiff-saved-{}.tif", std::process::id()));
    let picture = Array::from_fn([7, 5, 3], |i| (100 * i[0] + 10 * i[1] + i[2]) as u16);
    save_picture(&path, &picture).unwrap();
    assert_eq!(load::<u16>(&path).unwrap(), picture);
    assert_eq!(open(&path).unwrap().dtype(), DType::U16);
    std::fs::remove_file(&path).unwrap();
}

fn round_trip<T: StoredElement>(folder: &Path, a: &Array<T>) {
    for (name, tiff) in
        [("plain.tif", TiffCompression::Uncompressed), ("packed.tif", TiffCompression::Deflate)]
    {
        let path = folder.join(name);
        save_picture_with(&path, a, &PictureWriteOptions::default().tiff(tiff)).unwrap();
        let (back, want) = (load_any(&path).unwrap(), AnyArray::from(a.view().to_array()));
        let bytes = |a: &AnyArray| {
            let mut bytes = Vec::new();
            write_npy_any(&mut bytes, a).unwrap();
            bytes
        };
        assert!(bytes(&back) == bytes(&want), "{name} {} {:?}", T::DTYPE, a.shape());
    }
}

#[test]
fn every_element_type_is_saved_and_loaded() {
    let folder = std::env::temp_dir().join(format!("nd-tiff-types-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let noise = |i: usize| (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for shape in [
        vec![1, 1],
        vec![37, 41],
        vec![5, 9, 2],
        vec![33, 17, 3],
        vec![6, 7, 4],
        vec![3, 2, 6],
        vec![900, 301],
    ] {
        let size: usize = shape.iter().product();
        macro_rules! each {
            ($($T:ty: $make:expr),*) => {$({
                let make: fn(u64) -> $T = $make;
                let a = (0..size).map(|i| make(noise(i))).collect();
                round_trip(&folder, &Array::<$T>::from_shape_vec(&shape[..], a));
            })*};
        }
        each!(
            bool: |x| x >> 40 & 1 == 1, u8: |x| (x >> 33) as u8, u16: |x| (x >> 33) as u16,
            u32: |x| (x >> 20) as u32, u64: |x| x, i8: |x| (x >> 33) as i8, i16: |x| (x >> 33) as i16,
            i32: |x| (x >> 20) as i32, i64: |x| x as i64, f16: |x| f16::from_bits((x >> 33) as u16),
            f32: |x| f32::from_bits((x >> 20) as u32), f64: f64::from_bits,
            Complex<f32>: |x| Complex::new(x as f32, (x >> 20) as f32),
            Complex<f64>: |x| Complex::new(x as f64, (x >> 20) as f64)
        );
    }
    let error = save_picture(folder.join("a.tif"), Array::<bf16>::zeros([2, 2])).unwrap_err();
    assert!(error.to_string().contains("all elements but bfloat16"), "{error}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[cfg(feature = "conformance")]
#[test]
fn pages_keep_the_word_of_stored_arrays() {
    use nd_io::{Region, conformance::check_reader};

    let whole = |source: &dyn ReadBlocks| {
        let mut bytes = vec![0; source.info().nbytes().unwrap()];
        source.read_block(&Region::all(source.info().shape), &mut bytes).unwrap();
        bytes
    };
    for name in [
        "planes_tiled",
        "lzw_differences",
        "plain_strips",
        "twelve_bits",
        "bits",
        "fax_4",
        "palette",
    ] {
        let file = TiffFile::open(case(&format!("hostile/{name}.tif"))).unwrap();
        let page = file.page(0).unwrap().colours().unwrap();
        check_reader(&page, &whole(&page)).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    }
    for name in ["stack", "imagej"] {
        let stack = TiffFile::open(case(&format!("{name}.tif"))).unwrap().pages_as_stack().unwrap();
        check_reader(&stack, &whole(&stack)).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    }
}
